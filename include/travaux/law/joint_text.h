/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The text of a joint statement, as people write it: paragraphs with an empty line between them, headings behind "# ",
 * items behind "- ", and quotations behind "> " whose last line names the provision ("> — MNR@2022:5.2").  It stays
 * plain text that anybody can read; this tells its blocks apart, and whether quoted words stand in the law's text.
 */
#ifndef TRAVAUX_LAW_JOINT_TEXT_H
#define TRAVAUX_LAW_JOINT_TEXT_H

#include <stdbool.h>
#include <travaux/base/arena.h>
#include <travaux/base/buf.h>
#include <travaux/base/error.h>

enum { TVX_JOINT_BYTES = 256 << 10 }; /* of a text, most */

enum tvx_joint_block_kind { TVX_JOINT_TEXT, TVX_JOINT_HEADING, TVX_JOINT_ITEM, TVX_JOINT_QUOTE };

struct tvx_joint_block {
    enum tvx_joint_block_kind kind;
    const char *text;      /* without its marks; the lines of a quotation or paragraph joined by "\n" */
    const char *reference; /* of a quotation, as written; NULL where none is named, and of all else */
    size_t line;           /* of its first line, from 1 */
};

/* Every line of the text that is not empty is in one block; arena-owned. */
enum tvx_status tvx_joint_blocks(struct tvx_joint_block **out, size_t *count, struct tvx_arena *arena,
                                 const char *text, struct tvx_error *error);

/*
 * A text as it is kept: valid UTF-8 in NFC, "\n" line ends, no white space at the ends of lines, no empty lines at
 * either end, tabs as spaces.  TVX_E_USAGE for one that holds characters that reorder or hide what is read (bidi
 * embeddings and isolates, zero-width spaces, tags), with the first; TVX_E_LIMIT for one over TVX_JOINT_BYTES.
 */
enum tvx_status tvx_joint_clean(const char **out, struct tvx_arena *arena, const char *text, size_t length,
                                struct tvx_error *error);
/* The same for a name or title of one line: white space folded; TVX_E_USAGE, with `what` it is, when nothing is left
   or it has more than `most` bytes. */
enum tvx_status tvx_joint_clean_line(const char **out, struct tvx_arena *arena, const char *text, size_t most,
                                     const char *what, struct tvx_error *error);

/* Do the quoted words stand in the text, in their order?  White space and quotation marks around do not count; "…" and
   "[…]" stand for anything.  False, too, when the arena is full. */
bool tvx_joint_quoted(struct tvx_arena *arena, const char *quote, const char *text);

/* Appends the block of a quotation. */
void tvx_joint_quote_write(struct tvx_buf *out, const char *text, const char *reference);

#endif

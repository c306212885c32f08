/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A comparison as a Word document with tracked changes (ECMA-376 part 1, §17.13.5): every word that goes and every word
 * that comes is a change by its author, and so is every paragraph's end.  With all of them rejected a word processor
 * has the text before, with all accepted the text after, to the letter; nothing else stands in the document's text.
 * What only went elsewhere is written as a deletion there and an insertion here.
 */
#ifndef TRAVAUX_SHOW_DOCX_H
#define TRAVAUX_SHOW_DOCX_H

#include <travaux/compare/diff.h>
#include <travaux/show/comparison.h>

struct tvx_docx_change { /* one text that becomes another */
    const char *heading; /* stands over it as a paragraph of its own, not tracked; NULL: none */
    const char *author;  /* sponsors, or whatever the change is from */
    const char *date;    /* ISO 8601; NULL: not told */
    const char *a, *b;   /* before and after; a newline ends a paragraph */
    const struct tvx_diff *diff; /* of them */
};

struct tvx_docx_about {
    const char *title;    /* in the file's properties and at the top of every page */
    const char *language; /* "en"; "" or NULL: not known */
};

/* "VRN, KRS"; "unknown" for nobody; NULL when memory is short. */
const char *tvx_docx_author(struct tvx_arena *arena, const char *const *sponsors, size_t count);

enum tvx_status tvx_docx_changes(struct tvx_buf *out, const struct tvx_docx_about *about,
                                 const struct tvx_docx_change *changes, size_t count, struct tvx_error *error);

/*
 * Before and after of one proposal, by its sponsors.  Arena-owned parts; *out holds the file's bytes, also below.
 */
enum tvx_status tvx_docx_proposal(struct tvx_buf *out, struct tvx_arena *arena,
                                  const struct tvx_stored_proposal *proposal, const char *language,
                                  struct tvx_error *error);

/* The text in force against every text proposed in its place, one below the other, each by its sponsors. */
enum tvx_status tvx_docx_comparison(struct tvx_buf *out, struct tvx_arena *arena,
                                    const struct tvx_comparison *comparison, struct tvx_error *error);

#endif

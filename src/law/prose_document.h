/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A document as passages of instructions: each the lines of one instruction, the lines of the text that it puts in,
 * and what it says.  Headings that name a place ("In Article 5:") hold for the passages below.
 */
#ifndef TRAVAUX_LAW_PROSE_DOCUMENT_H
#define TRAVAUX_LAW_PROSE_DOCUMENT_H

#include "form.h"
#include "prose_parse.h"

/* One instruction of the document: its lines, with those of the new text. */
struct passage {
    size_t first, end;  /* lines */
    struct prose_changes changes;
    const char *number; /* printed before it; NULL */
};

struct prose {
    struct tvx_arena *arena;
    const struct tvx_form_view *view;
    struct prose_index *index;
    struct prose_tokens tokens, more; /* of the line being read, and of one looked at beside it */
    struct passage *items;
    size_t count, capacity;
    size_t joined;          /* bytes joined so far: a budget */
    size_t words, words_in; /* of the document, and of those in instructions, new texts and reasons */
    struct tvx_error *error;
};

/* Finds the passages, in the language in which most is understood when the document does not say its own. */
enum tvx_status prose_document_read(struct prose *p);

const char *prose_line(const struct prose *p, size_t line);
const struct tvx_block *prose_block(const struct prose *p, size_t line);
/* Notes and page heads are no part of any instruction. */
bool prose_is_aside(const struct prose *p, size_t line);

#endif

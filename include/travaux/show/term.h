/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The terminal's renderers: the same models as the pages, laid out for a given number of columns.
 * Insertions are written {+so+} and deletions [-so-] whether there is colour or not; colour only adds to it.
 * No control character of a document reaches the terminal: see tvx_term_text.
 */
#ifndef TRAVAUX_SHOW_TERM_H
#define TRAVAUX_SHOW_TERM_H

#include <travaux/compare/brackets.h>
#include <travaux/show/comparison.h>
#include <travaux/store/ingest.h>

struct tvx_term {
    struct tvx_buf *out;
    unsigned width; /* columns; anything below 40 is taken as 40, above 120 long lines stop at 120 */
    bool colour;
    bool full;      /* leave nothing out: unchanged stretches, long lists of names */
};

/* Columns that the text takes on a terminal (East Asian wide characters two, combining ones none). */
size_t tvx_term_columns(const char *text, size_t length);

/*
 * Appends text so that it is safe to print: control characters become U+FFFD, white space a space, and the invisible
 * characters that reorder a line (U+202A…202E, U+2066…2069) or hide in it are written out as <U+202E>.
 */
void tvx_term_text(struct tvx_buf *out, const char *text, size_t length);

/* Each appends whole lines to term->out; a buffer that failed is the caller's to notice. */
void tvx_term_comparison(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison);
/* A word-level redline of two texts; `a_name` and `b_name` head it. */
void tvx_term_diff(struct tvx_term *term, struct tvx_arena *arena, const char *a_name, const char *a,
                   const char *b_name, const char *b, const struct tvx_diff *diff);
void tvx_term_proposal(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_proposal *proposal);
void tvx_term_provision(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_instrument *head,
                        const struct tvx_instrument *instrument, size_t index,
                        const struct tvx_stored_proposal *proposals, size_t count);
void tvx_term_instrument(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_instrument *head,
                         const struct tvx_instrument *instrument);
/* `lines` is the MARKED view; NULL when only `text` is kept (records).  `health` NULL: not known. */
void tvx_term_document(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_document *document,
                       const struct tvx_health *health, const struct tvx_last_papers *papers,
                       const struct tvx_lines *lines, const char *text,
                       const struct tvx_stored_proposal *proposals, size_t count);
/* Statements and adopted changes; nothing when there are none. */
void tvx_term_last_papers(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_last_papers *papers);
void tvx_term_health(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_health *health);
void tvx_term_status(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_counts *counts,
                     const struct tvx_review *review, size_t count);
void tvx_term_added(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_ingest_report *report);
void tvx_term_hits(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_hit *hits, size_t count);

/* Tables of `ls` and `proposals`. */
void tvx_term_instruments(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_instrument *items,
                          size_t count);
void tvx_term_provisions(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_instrument *instrument);
void tvx_term_documents(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_document *items,
                        size_t count);
void tvx_term_proposals(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_proposal *items,
                        size_t count);
void tvx_term_actors(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_actor *items,
                     size_t count);
void tvx_term_events(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_event *items, size_t count);
/* Counts, provisions, actors and the tree of brackets and options. */
void tvx_term_brackets(struct tvx_term *term, struct tvx_arena *arena, const char *name,
                       const struct tvx_brackets *brackets);
/* What opened, closed and was reopened between two drafts. */
void tvx_term_bracket_changes(struct tvx_term *term, struct tvx_arena *arena, const char *a_name, const char *b_name,
                              const struct tvx_bracket_changes *changes);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A text of the workspace as a list of parts, to be compared part by part: the provisions of an instrument, the
 * paragraphs of a document or of what a proposal puts in.  The parts put together, each its label, a space and its
 * text, a newline between two, are the whole text.
 */
#ifndef TRAVAUX_SHOW_PARTS_H
#define TRAVAUX_SHOW_PARTS_H

#include <travaux/compare/align.h>
#include <travaux/store/store.h>

struct tvx_parts { /* arena-owned */
    struct tvx_part *items;
    size_t count, capacity;
    const char *path; /* of the provision that was named; NULL for all else */
};

/* What stands under a reference.  `exact`: an empty line has its place, too, so that places can be counted in it.
   TVX_E_NOTFOUND. */
enum tvx_status tvx_parts_of(struct tvx_parts *out, struct tvx_arena *arena, struct tvx_store *store,
                             const char *reference, bool exact, struct tvx_error *error);
/* The whole text. */
enum tvx_status tvx_parts_text(const char **out, struct tvx_arena *arena, const struct tvx_parts *parts,
                               struct tvx_error *error);

/* The same of what is at hand: an instrument (`path` NULL: all of it), lines, a text with a paragraph a line. */
enum tvx_status tvx_parts_of_instrument(struct tvx_parts *out, struct tvx_arena *arena,
                                        const struct tvx_instrument *instrument, const char *path,
                                        struct tvx_error *error);
enum tvx_status tvx_parts_of_lines(struct tvx_parts *out, struct tvx_arena *arena, const struct tvx_lines *lines,
                                   struct tvx_error *error);
enum tvx_status tvx_parts_of_text(struct tvx_parts *out, struct tvx_arena *arena, const char *text, bool exact,
                                  struct tvx_error *error);
/* A text's lines with their places, as those of a document. */
enum tvx_status tvx_parts_lines(struct tvx_lines *out, struct tvx_arena *arena, const char *text,
                                struct tvx_error *error);

#endif

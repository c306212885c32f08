/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The words in which both the terminal and the page say how texts stand to each other.  Kept in one place so that a
 * reader who goes from one to the other finds the same sentence; `tongue` is the page's language, NULL (English) for
 * the terminal.  All strings are arena-owned, NULL when it is full.
 */
#ifndef SHOW_WORDS_H
#define SHOW_WORDS_H

#include <travaux/show/comparison.h>
#include <travaux/show/say.h>

/* "5 texts · 3 families · 2 places where they part · 1 conflict" */
const char *show_words_summary(const struct tvx_tongue *tongue, struct tvx_arena *arena,
                               const struct tvx_comparison *comparison);

/* Names with " · " between them; past `limit` (0: none) the rest is "+12". */
const char *show_words_join(struct tvx_arena *arena, const char *const *names, size_t count, size_t limit,
                            const char *between);

/* Names that fit in so many columns, at least one; the rest is "+12".  0 columns: all of them. */
const char *show_words_fit(struct tvx_arena *arena, const char *const *names, size_t count, size_t columns);

/* "conflicts with A, D"; NULL when with none.  More than `limit` others become "conflicts with 24 of 27". */
const char *show_words_conflicts(const struct tvx_tongue *tongue, struct tvx_arena *arena,
                                 const struct tvx_comparison *comparison, size_t family, size_t limit);
/* "has all of B's changes and more"; NULL when none. */
const char *show_words_contains(const struct tvx_tongue *tongue, struct tvx_arena *arena,
                                const struct tvx_comparison *comparison, size_t family, size_t limit);

/* Letters of the families among those variants (0, the base, passed over), ascending, as one string "B C F +3". */
const char *show_words_letters(struct tvx_arena *arena, const struct tvx_comparison *comparison,
                               const uint32_t *variants, size_t count, size_t limit);

/* Variants that speak of the provision as a whole: would delete it (deleting) or write it anew; ascending, *count. */
const uint32_t *show_words_whole(struct tvx_arena *arena, const struct tvx_comparison *comparison, bool deleting,
                                 size_t *count);
/* The reading at a place that the lead has, SIZE_MAX when it has none; the others are compared with it. */
size_t show_words_lead_reading(const struct tvx_comparison *comparison, const struct tvx_locus *locus);
/* The lead's words in a locus, arena-owned, with the white space at both ends told apart. */
const char *show_words_locus(struct tvx_arena *arena, const struct tvx_comparison *comparison,
                             const struct tvx_locus *locus, bool *space_before, bool *space_after);
/*
 * Is the locus worth a place of its own on screen?  One that only falls within a longer deletion is not (the longer one
 * is told where its words are worded otherwise), unless nothing beside it is.
 */
bool show_words_is_place(const struct tvx_comparison *comparison, size_t locus);
size_t show_words_places(const struct tvx_comparison *comparison);
/* Does the lead have this column? */
bool show_words_leads(const struct tvx_comparison *comparison, const struct tvx_column *column);
/* Does the variant speak of places in the text? */
bool show_words_speaks(const struct tvx_comparison *comparison, uint32_t variant);
/* A reading's members that do, into `out` (room for all): not the base, not who would delete or rewrite the whole. */
size_t show_words_speaking(const struct tvx_comparison *comparison, const struct tvx_reading *reading, uint32_t *out);
/* Families that somebody asks for. */
size_t show_words_families(const struct tvx_comparison *comparison);
/* Is this family the base alone, asked for by nobody? */
bool show_words_unasked(const struct tvx_comparison *comparison, size_t family);

/*
 * What a family asks for, where its redline does not say it: "no change", "delete it", "the text printed above"; else
 * NULL.
 */
const char *show_words_kind(const struct tvx_tongue *tongue, const struct tvx_comparison *comparison, size_t family);

/*
 * A variant's proposal number; "P/3 (as part of ITR@2006:5)" when it is on something larger; "in force" for the base.
 */
const char *show_words_name(const struct tvx_tongue *tongue, struct tvx_arena *arena,
                            const struct tvx_variant *variant);

/* What the "*" behind a number means; NULL where none has one. */
const char *show_words_fitted(const struct tvx_tongue *tongue, const struct tvx_comparison *comparison);

/* `5.2  Access to the service`: the path and the heading, if there is one. */
const char *show_words_title(struct tvx_arena *arena, const struct tvx_comparison *comparison);

/* Byte length of text up to the n-th white-space-separated word's end / start of the last n words. */
size_t show_words_first(const char *text, size_t length, size_t words);
size_t show_words_last(const char *text, size_t length, size_t words);
size_t show_words_count(const char *text, size_t length);

/* A number with its noun: "1 text", "5 texts". */
const char *show_words_number(struct tvx_arena *arena, size_t number, const char *one, const char *many);

/* A file's name without the folders before it: whose disk it lay on is nobody's business.  A slice; NULL for NULL. */
const char *show_words_file(const char *path);

/* How a resolved proposal's place is written: "ITR@2006:5.2"; its target as printed when it has none. */
const char *show_words_place(struct tvx_arena *arena, const struct tvx_stored_proposal *proposal);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The words of the interface in the reader's language.  English is written where it is used and is the key; the table
 * data/interface/fr.tsv (one a language) holds beside each English phrase what a reader of that language sees.
 * Numbers, plurals and dates follow the language's own rules (ICU, after the Unicode CLDR).
 */
#ifndef TRAVAUX_SHOW_SAY_H
#define TRAVAUX_SHOW_SAY_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

/* A language of the interface, loaded; read-only afterwards and so shared between threads. */
struct tvx_tongue;

/* The six languages of the United Nations, in their own order of the alphabet: "ar", "en", "es", "fr", "ru", "zh". */
#define TVX_TONGUES 6

/* Marks a phrase that is said elsewhere, from a table: tools/check-interface.py finds it by this. */
#define SAY(english) english

struct tvx_tongue_name {
    const char *code;   /* ISO 639-1 */
    const char *name;   /* in itself: "français" */
    bool right_to_left;
    bool complete;      /* every phrase has its translation */
};
extern const struct tvx_tongue_name tvx_tongue_names[TVX_TONGUES];

/* TVX_E_NOTFOUND for a language that has no table.  The caller frees it. */
enum tvx_status tvx_tongue_load(struct tvx_tongue **out, const char *code, struct tvx_error *error);
void tvx_tongue_free(struct tvx_tongue *tongue);
const struct tvx_tongue_name *tvx_tongue_name(const struct tvx_tongue *tongue); /* NULL gives that of English */

/* What the reader sees for an English phrase: the phrase itself where `tongue` is NULL or has no row for it. */
const char *tvx_say(const struct tvx_tongue *tongue, const char *english);
/* The same with {1} … {9} replaced by the arguments as they are; arena-owned, NULL when out of memory. */
const char *tvx_say_with(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *english,
                         const char *const *arguments, size_t count);
/*
 * "1 proposal", "3 proposals": `one` and `many` are phrases with {1} where the number stands, "{1} proposal" and
 * "{1} proposals".  A language with more forms has rows "{1} proposals#few" and "#zero", "#two", "#many"; CLDR's
 * category decides.
 */
const char *tvx_say_number(const struct tvx_tongue *tongue, struct tvx_arena *arena, size_t number, const char *one,
                           const char *many);
/*
 * A sentence that was made elsewhere, in English, with its arguments in it already: "on its part 5.2.a" is found by the
 * row "on its part {1}" and said with what stands in its places.  NULL when no row fits it (or `tongue` is NULL): then
 * it is shown as English.  A place takes as little as it can, and never nothing.
 */
const char *tvx_say_sentence(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *english);
/* A number with the language's digits and separators; a date "2026-11-22" as "22 November 2026", else as it is. */
const char *tvx_say_figure(const struct tvx_tongue *tongue, struct tvx_arena *arena, double number, int decimals);
const char *tvx_say_date(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *date);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a text is about: spam, routing, sovereignty, the pillars of the Global Cybersecurity Agenda, WSIS action lines.
 * A theme is a list of phrases in a table that anybody can read and change (data/themes.tsv); a text has a theme when
 * it holds one of its strong phrases, or two different weak ones, and every tag shows the words it rests on.
 *
 * Phrases are compared by index terms (travaux/text/stem.h), so inflection does not matter; where phrases of a theme
 * overlap, the longest counts.
 */
#ifndef TRAVAUX_ANALYSE_THEMES_H
#define TRAVAUX_ANALYSE_THEMES_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/analyse/claim.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

struct tvx_theme {
    const char *set;  /* "topic", "gca", "wsis", or a set of one's own */
    const char *key;  /* "spam"; unique */
    const char *name;
};

struct tvx_taxonomy; /* arena-owned; read-only once made */

/* The table that the program carries. */
enum tvx_status tvx_taxonomy_shipped(struct tvx_taxonomy **out, struct tvx_arena *arena, struct tvx_error *error);

/* A table of the same form; TVX_E_MALFORMED says which line is wrong and why. */
enum tvx_status tvx_taxonomy_parse(struct tvx_taxonomy **out, struct tvx_arena *arena, const char *text, size_t length,
                                   struct tvx_error *error);

const struct tvx_theme *tvx_taxonomy_themes(const struct tvx_taxonomy *taxonomy, size_t *count); /* in table order */

struct tvx_theme_word {
    size_t start, length; /* bytes of the text */
    bool strong;
    size_t line;          /* of the table, from 1: the rule */
};

struct tvx_theme_tag {
    size_t theme;  /* index into tvx_taxonomy_themes */
    double weight; /* a strong phrase counts 1, a weak one a quarter, each different one once */
    struct tvx_theme_word *words; /* in order of the text */
    size_t word_count;
};

/*
 * The themes of a text (valid UTF-8), the heaviest first, then in table order.  `language` as for tvx_terms (NULL:
 * English).  Phrases in Latin letters count in their own language only, for "publicar" has the stem of "public".
 */
enum tvx_status tvx_themes_tag(struct tvx_theme_tag **out, size_t *count, struct tvx_arena *arena,
                               const struct tvx_taxonomy *taxonomy, const char *language, const char *text,
                               struct tvx_error *error);

/* One claim a tag, in their order, resting on the words in `whole`, whose quote is the text that was tagged; `table` is
   what the method names ("data/themes.tsv"). */
enum tvx_status tvx_themes_claims(struct tvx_claims *out, struct tvx_arena *arena, const struct tvx_taxonomy *taxonomy,
                                  const struct tvx_theme_tag *tags, size_t count, const struct tvx_evidence *whole,
                                  const char *table, struct tvx_error *error);

#endif

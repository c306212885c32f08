/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A person's search words turned into an FTS5 expression that can never be a syntax error, and the same words found
 * again in a text for its snippet.  Each word is stemmed as English, French and Spanish, because a query has no
 * language.
 */
#ifndef STORE_MATCH_H
#define STORE_MATCH_H

#include <travaux/base/buf.h>

#include "db.h"

struct tvx_wanted_term {
    const char *term;
    size_t length;
    bool prefix;
    size_t word; /* which word of the query it stands for */
};

struct tvx_match {
    const char *expression; /* NULL when the query holds no word that must stand */
    struct tvx_wanted_term *terms;
    size_t term_count, word_count;
};

/* Words (all must stand), "quoted phrases", -excluded, prefix*.  Arena-owned. */
enum tvx_status tvx_match_parse(struct tvx_match *out, struct tvx_arena *arena, struct tvx_stemmer *stemmer,
                                const char *query, struct tvx_error *error);

/*
 * The stretch of `text` with most of the wanted words, some 240 bytes, spaces folded, the words between U+E000
 * and U+E001; its beginning when none stands there (*found false).
 */
const char *tvx_match_snippet(struct tvx_arena *arena, const struct tvx_match *match, struct tvx_stemmer *stemmer,
                              const char *language, const char *text, bool *found);

#endif

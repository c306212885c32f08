/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Words of minutes and the phrases that are looked for among them: the rows of data/position-phrases.tsv and the names
 * of actors, found by their first word.  Words are compared folded by case; what stands between two does not matter.
 */
#ifndef ANALYSE_POSITIONS_WORDS_H
#define ANALYSE_POSITIONS_WORDS_H

#include <stdint.h>
#include <travaux/analyse/stance.h>

enum { POSITION_PHRASE_WORDS = 16 };

enum position_mark {
    POSITION_STANCE, POSITION_SAME, POSITION_CONTRARY, POSITION_ALSO, POSITION_NOT, POSITION_PLAIN, POSITION_QUIET,
    POSITION_IF, POSITION_FORMER, POSITION_DENIED, POSITION_NOTHING, POSITION_OTHER, POSITION_BEHALF, POSITION_SPEAKER,
    POSITION_OBJECT, POSITION_HE, POSITION_WE, POSITION_JOIN, POSITION_AND, POSITION_BUT, POSITION_DOCUMENT,
    POSITION_FORM, POSITION_NOISE, POSITION_ACTOR, POSITION_NUMBER,
};

struct position_word {
    uint64_t hash;   /* of the letters, folded */
    uint32_t start, length;
    bool capital;    /* begins with a capital, or has no case */
    bool capitals;   /* has no small letter */
};

struct position_words {
    struct position_word *items;
    size_t count, capacity;
};

struct position_phrase {
    uint64_t words[POSITION_PHRASE_WORDS];
    unsigned count;
    enum position_mark mark;
    enum tvx_stance stance;
    bool after;      /* the actor stands behind it */
    bool stays;      /* a "not" does not turn it */
    bool capital;    /* a name: its first letter is one in the text, too */
    bool capitals;   /* an acronym */
    char language[3];
    const char *text; /* phrase, or the code of an actor */
};

struct tvx_stance_rules {
    struct position_phrase *phrases; /* by first word, the longest first */
    size_t count, capacity;
    size_t sorted; /* of them; those behind are not found yet */
};

/* Words of valid UTF-8, appended; false when memory is short. */
bool position_words_cut(struct position_words *out, struct tvx_arena *arena, const char *text, size_t length);

/* Further names; to be found only after position_rules_sort.  False when memory is short. */
bool position_rules_add(struct tvx_stance_rules *rules, struct tvx_arena *arena, const struct tvx_actor_name *names,
                        size_t count);
void position_rules_sort(struct tvx_stance_rules *rules);

/*
 * The longest phrase that stands at words[at], names going before rows of the table that are as long; NULL when there
 * is none.  `language` NULL: rows of any.
 */
const struct position_phrase *position_phrase_at(const struct tvx_stance_rules *rules,
                                                 const struct position_word *words, size_t count, size_t at,
                                                 const char *language);

#endif

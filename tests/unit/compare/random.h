/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Random treaty-like texts and edits of them, the same on every run. */
#ifndef TESTS_UNIT_COMPARE_RANDOM_H
#define TESTS_UNIT_COMPARE_RANDOM_H

#include <stdbool.h>

#include "check.h"

static const char *const random_words[] = {
    "the", "of", "and", "Member", "States", "shall", "should", "network", "security", "access", "5.1", "70/1", "Secretary-General",
    ",", ".", ";", "(", ")", "a)", "[", "]", "r\xC3\xA9seau", "\xD1\x81\xD0\xB5\xD1\x82\xD1\x8C", "\xE7\xBD\x91\xE7\xBB\x9C",
    "\xD8\xB4\xD8\xA8\xD9\x83\xD8\xA9", "States'", "e\xCC\x81", "\xF0\x9F\x98\x80", "telecommunication", "service",
};
enum { RANDOM_WORDS = sizeof random_words / sizeof *random_words };

static inline const char *random_gap(uint64_t *state)
{
    static const char *const gaps[] = {"", "  ", "\n", "\t", "\xC2\xA0", "\n\n"};
    uint64_t r = tests_random(state) % 40;

    return r < sizeof gaps / sizeof *gaps ? gaps[r] : " ";
}

/* Puts `length` bytes behind what out holds; false when `room` has no place for them and the end. */
static inline bool random_put(char *out, size_t *used, size_t room, const char *text, size_t length)
{
    if (length >= room - *used)
        return false;
    memcpy(out + *used, text, length);
    *used += length;
    out[*used] = '\0';
    return true;
}

static inline bool random_word(char *out, size_t *used, size_t room, uint64_t *state, size_t vocabulary)
{
    const char *word = random_words[tests_random(state) % vocabulary], *gap = random_gap(state);

    return random_put(out, used, room, gap, strlen(gap)) && random_put(out, used, room, word, strlen(word));
}

/* Up to `most` words, as many as the room holds, with odd white space now and then. */
static inline void random_text(char *out, size_t room, uint64_t *state, size_t most, size_t vocabulary)
{
    size_t used = 0;

    out[0] = '\0';
    for (uint64_t n = tests_random(state) % (most + 1); n > 0; n--)
        if (!random_word(out, &used, room, state, vocabulary))
            return;
    if (tests_random(state) % 10 == 0) {
        const char *gap = random_gap(state);

        random_put(out, &used, room, gap, strlen(gap));
    }
}

/*
 * Copies `text`, as much as the room holds, dropping, changing and adding words between white space, each with a chance
 * of 1 in `rarity`.
 */
static inline void random_edit(char *out, size_t room, const char *text, uint64_t *state, uint64_t rarity)
{
    static const char changed[] = "may,shall;not.[x]{y}zz";
    size_t used = 0;

    out[0] = '\0';
    for (const char *at = text; *at != '\0';) {
        size_t gap = strspn(at, " \n\t"), word = strcspn(at + gap, " \n\t");
        uint64_t r = tests_random(state) % (3 * rarity);
        bool another = r == 1 && word > 0;

        if (r != 0 && (!random_put(out, &used, room, at, gap) ||
                       !random_put(out, &used, room, another ? changed : at + gap,
                                   another && word > strlen(changed) ? strlen(changed) : word)))
            return;
        if (r == 2 && !random_word(out, &used, room, state, RANDOM_WORDS))
            return;
        at += gap + word;
    }
}

#endif

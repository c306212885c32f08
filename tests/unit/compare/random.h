/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Random treaty-like texts and edits of them, the same on every run. */
#ifndef TESTS_UNIT_COMPARE_RANDOM_H
#define TESTS_UNIT_COMPARE_RANDOM_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static inline uint64_t random_next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static const char *const random_words[] = {
    "the", "of", "and", "Member", "States", "shall", "should", "network", "security", "access", "5.1", "70/1", "Secretary-General",
    ",", ".", ";", "(", ")", "a)", "[", "]", "r\xC3\xA9seau", "\xD1\x81\xD0\xB5\xD1\x82\xD1\x8C", "\xE7\xBD\x91\xE7\xBB\x9C",
    "\xD8\xB4\xD8\xA8\xD9\x83\xD8\xA9", "States'", "e\xCC\x81", "\xF0\x9F\x98\x80", "telecommunication", "service",
};
enum { RANDOM_WORDS = sizeof random_words / sizeof *random_words };

static inline const char *random_gap(uint64_t *state)
{
    static const char *const gaps[] = {"", "  ", "\n", "\t", "\xC2\xA0", "\n\n"};
    uint64_t r = random_next(state) % 40;

    return r < sizeof gaps / sizeof *gaps ? gaps[r] : " ";
}

/* Up to `most` words with odd white space now and then; at most 24 bytes a word. */
static inline void random_text(char *out, uint64_t *state, size_t most, size_t vocabulary)
{
    size_t used = 0;

    out[0] = '\0';
    for (uint64_t n = random_next(state) % (most + 1); n > 0; n--)
        used += (size_t)sprintf(out + used, "%s%s", random_gap(state), random_words[random_next(state) % vocabulary]);
    if (random_next(state) % 10 == 0)
        sprintf(out + used, "%s", random_gap(state));
}

/* Copies `text`, dropping, changing and adding words between white space, each with a chance of 1 in `rarity`. */
static inline void random_edit(char *out, const char *text, uint64_t *state, uint64_t rarity)
{
    size_t used = 0;

    out[0] = '\0';
    for (const char *at = text; *at != '\0';) {
        size_t gap = strspn(at, " \n\t"), word = strcspn(at + gap, " \n\t");
        uint64_t r = random_next(state) % (3 * rarity);

        if (r != 0)
            used += (size_t)sprintf(out + used, "%.*s%.*s", (int)gap, at, (int)word,
                                    r == 1 && word > 0 ? "may,shall;not.[x]{y}zz" : at + gap);
        if (r == 2)
            used += (size_t)sprintf(out + used, "%s%s", random_gap(state), random_words[random_next(state) % RANDOM_WORDS]);
        at += gap + word;
    }
}

#endif

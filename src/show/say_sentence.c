/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Sentences that were made elsewhere: the row whose words stand in the sentence in their order, with anything between
 * them, says it.  Where several do, the one with most words of its own.
 */
#include "tongue.h"

#include <string.h>

enum { PLACES = 9 };

struct fit {
    const char *starts[PLACES];
    size_t lengths[PLACES];
    size_t literal; /* bytes of the row that are not places */
};

static bool is_place(const char *at)
{
    return at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}';
}

/* The literal that begins at `pattern`, up to the next place or the end. */
static size_t literal_length(const char *pattern)
{
    size_t length = 0;

    while (pattern[length] != '\0' && !is_place(pattern + length))
        length++;
    return length;
}

static const char *find_bytes(const char *text, const char *wanted, size_t length)
{
    for (; (text = strchr(text, *wanted)) != NULL; text++)
        if (strncmp(text, wanted, length) == 0)
            return text;
    return NULL;
}

/* A place takes what stands before the next literal, that before the end all the rest; none takes nothing. */
static bool fits(const char *pattern, const char *text, struct fit *out)
{
    size_t length = literal_length(pattern), left = strlen(text);

    *out = (struct fit){.literal = length};
    if (strncmp(text, pattern, length) != 0)
        return false;
    text += length;
    pattern += length;
    while (*pattern != '\0') {
        int place = pattern[1] - '1';
        const char *end;

        pattern += 3;
        length = literal_length(pattern);
        left = strlen(text);
        if (left == 0)
            return false;
        if (length == 0) /* two places that touch cannot be told apart: the table's check refuses them */
            end = text + left;
        else if (pattern[length] == '\0')
            end = left <= length || strcmp(text + left - length, pattern) != 0 ? NULL : text + left - length;
        else
            end = find_bytes(text + 1, pattern, length);
        if (end == NULL)
            return false;
        out->starts[place] = text;
        out->lengths[place] = (size_t)(end - text);
        out->literal += length;
        text = end + length;
        pattern += length;
    }
    return *text == '\0';
}

const char *tvx_say_sentence(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *english)
{
    const char *said, *arguments[PLACES] = {""};
    const struct phrase *best = NULL;
    struct fit fit, chosen = {.literal = 0};

    if (tongue == NULL || english == NULL || tongue->sentences.count == 0)
        return NULL;
    said = tongue_find(&tongue->sentences, english);
    if (said != NULL)
        return said;
    for (size_t i = 0; i < tongue->sentences.count; i++)
        if (strchr(tongue->sentences.items[i].english, '{') != NULL &&
            fits(tongue->sentences.items[i].english, english, &fit) && fit.literal > chosen.literal) {
            best = &tongue->sentences.items[i];
            chosen = fit;
        }
    if (best == NULL)
        return NULL;
    for (int i = 0; i < PLACES; i++) {
        const char *argument =
            chosen.starts[i] == NULL ? "" : tvx_arena_strndup(arena, chosen.starts[i], chosen.lengths[i]);

        if (argument == NULL)
            return NULL;
        said = tongue_find(&tongue->sentences, argument); /* "strengthened" within a sentence */
        arguments[i] = said == NULL ? argument : said;
    }
    return tongue_fill(arena, best->said, arguments, PLACES);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Sentences that were made elsewhere: the row whose words stand in the sentence in their order, with anything between
 * them, says it.  Where several do, the one with most words of its own.  In what is said {1} is the place's words (said
 * by a row of their own where they have one, unless they are quoted), {#1} a number and {@1} a date of the language.
 */
#include "tongue.h"

#include <stdlib.h>
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

/* "{#1}" in what is said: a number as the language writes it; "{@1}": a date.  Written as {1} into a copy. */
static const char *dress(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *said,
                         const char **arguments)
{
    char *out = tvx_arena_strdup(arena, said), *to = out;

    for (const char *at = said; out != NULL && *at != '\0'; at++) {
        *to++ = *at;
        if (*at == '{' && (at[1] == '#' || at[1] == '@') && at[2] >= '1' && at[2] <= '9' && at[3] == '}') {
            const char **argument = &arguments[at[2] - '1'];
            const char *point = strchr(*argument, '.');
            char *end;
            double number = strtod(*argument, &end);

            if (at[1] == '@')
                *argument = tvx_say_date(tongue, arena, *argument);
            else if (**argument != '\0' && *end == '\0' && strlen(*argument) < 16)
                *argument = tvx_say_figure(tongue, arena, number, point == NULL ? 0 : (int)strlen(point + 1));
            at++;
        }
    }
    if (out != NULL)
        *to = '\0';
    return out;
}

static const char *say(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *english, int depth);

/* What stands in a place is said by its own row, if it has one; a quotation stays as it is. */
static const char *say_argument(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *argument,
                                bool quoted, int depth)
{
    const char *said = quoted || argument == NULL ? NULL : say(tongue, arena, argument, depth - 1);

    return said == NULL ? argument : said;
}

static bool ends_with(const char *text, size_t length, const char *end)
{
    size_t bytes = strlen(end);

    return length >= bytes && memcmp(text + length - bytes, end, bytes) == 0;
}

static const char *say_row(const struct tvx_tongue *tongue, struct tvx_arena *arena, const struct phrase *row,
                           const struct fit *fit, int depth)
{
    const char *arguments[PLACES], *said;

    for (int i = 0; i < PLACES; i++) {
        const char *at = row->english;
        bool quoted;

        while (*at != '\0' && !(is_place(at) && at[1] == '1' + i))
            at++;
        quoted = ends_with(row->english, (size_t)(at - row->english), "“") ||
                 ends_with(row->english, (size_t)(at - row->english), "\"");
        arguments[i] = fit->starts[i] == NULL ? "" : tvx_arena_strndup(arena, fit->starts[i], fit->lengths[i]);
        arguments[i] = say_argument(tongue, arena, arguments[i], quoted, depth);
        if (arguments[i] == NULL)
            return NULL;
    }
    said = dress(tongue, arena, row->said, arguments);
    return said == NULL ? NULL : tongue_fill(arena, said, arguments, PLACES);
}

/* Several sentences in one string: each by itself, or none. */
static const char *say_several(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *english, int depth)
{
    for (const char *at = english; (at = strstr(at, ". ")) != NULL; at += 2) {
        const char *first, *rest;

        if (at[2] < 'A' || at[2] > 'Z')
            continue;
        first = tvx_arena_strndup(arena, english, (size_t)(at + 1 - english));
        first = first == NULL ? NULL : say(tongue, arena, first, depth - 1);
        rest = first == NULL ? NULL : say(tongue, arena, at + 2, depth - 1);
        if (rest != NULL)
            return tvx_arena_printf(arena, "%s %s", first, rest);
    }
    return NULL;
}

static const char *say(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *english, int depth)
{
    const char *said = depth < 0 ? NULL : tongue_find(&tongue->sentences, english);
    const struct phrase *best = NULL;
    struct fit fit, chosen = {.literal = 0};

    if (said != NULL || depth < 0)
        return said;
    if (depth > 1 && (said = say_several(tongue, arena, english, depth - 1)) != NULL)
        return said;
    for (size_t i = 0; i < tongue->sentences.count; i++)
        if (strchr(tongue->sentences.items[i].english, '{') != NULL &&
            fits(tongue->sentences.items[i].english, english, &fit) && fit.literal > chosen.literal) {
            best = &tongue->sentences.items[i];
            chosen = fit;
        }
    return best == NULL ? NULL : say_row(tongue, arena, best, &chosen, depth);
}

const char *tvx_say_sentence(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *english)
{
    enum { DEPTH = 3, LONGEST = 8192 };

    if (tongue == NULL || english == NULL || tongue->sentences.count == 0 || strlen(english) > LONGEST)
        return NULL;
    return say(tongue, arena, english, DEPTH);
}

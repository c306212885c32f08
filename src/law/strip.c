/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/law/resolve.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "words.h"

/*
 * Compares what is printed with a step of a path: case aside, and a dash of the step may be a space, a dash or nothing
 * ("1-a": "1a", "1 a"; "2-bis": "2 bis").  Returns the bytes of the text that are the step, 0 when it is not.
 */
static size_t step_at(const char *text, const char *step, size_t length)
{
    size_t at = 0, end = strlen(text), s = 0;

    while (s < length) {
        size_t next = at;

        if (step[s] == '-') {
            while (at < end && (text[at] == ' ' || text[at] == '-'))
                at++;
            s++;
            continue;
        }
        if (at >= end || u_foldCase((UChar32)tvx_utf8_next(text, end, &next), U_FOLD_CASE_DEFAULT) !=
                             u_foldCase((UChar32)tvx_utf8_next(step, length, &s), U_FOLD_CASE_DEFAULT))
            return 0;
        at = next;
    }
    return at;
}

/* Behind the step: ")", "." or white space.  A letter is a label only with a mark, else it is a word. */
static const char *label_end(const char *text, bool opened, bool number)
{
    bool closed = false;

    if (*text == ' ' && (text[1] == ')' || text[1] == '.'))
        text++;
    while (*text == ')' || *text == '.' || *text == ']') {
        text++;
        closed = true;
    }
    if ((opened && !closed) || (!closed && !number))
        return NULL;
    if (!closed && *text != ' ' && *text != '\t' && *text != '\n' && *text != '\0')
        return NULL;
    while (*text == ' ' || *text == '\t' || *text == '\n')
        text++;
    return text;
}

/* A letter that is no word in any language we know: a label even where its mark was lost, as in "f processing". */
static bool is_no_word(const char *step)
{
    return *step != '\0' && strchr("bcdfghjklmnpqrstvwxz", *step) != NULL && (step[1] == '\0' || step[1] == '-');
}

static const char *strip_step(const char *text, const char *step, bool named)
{
    bool opened = *text == '(' || *text == '[';
    bool number = (*step >= '0' && *step <= '9') || is_no_word(step);
    size_t length = step_at(text + opened, step, strlen(step));

    return length == 0 ? NULL : label_end(text + opened + length, opened, number || named);
}

const char *tvx_text_without_label(const char *text, const char *path)
{
    struct tvx_cursor c = {text, strlen(text), 0};
    struct tvx_field fields[TVX_TABLE_FIELDS];
    const char *last = path == NULL ? NULL : strrchr(path, '.'), *dash, *found;

    if (path == NULL || *path == '\0')
        return text;
    last = last == NULL ? path : last + 1;
    if (strncmp(last, "dash-", 5) == 0) {
        size_t at = 0;
        uint32_t point = *text == '\0' ? 0 : tvx_utf8_next(text, c.length, &at);

        if ((point == '-' || (point >= 0x2010 && point <= 0x2015) || point == 0x2022) && text[at] == ' ')
            return text + at + 1;
        return text;
    }
    /* "Article 5A", "Chapter III": the word first, where the path is a division or a recital */
    if ((last == path || strncmp(path, "recital.", 8) == 0 || strchr(last, '-') != NULL) &&
        tvx_words_row(&c, "data/places.tsv", NULL, fields) && c.at < c.length && c.text[c.at] == ' ') {
        dash = strrchr(last, '-');
        tvx_words_space(&c, "");
        if ((found = strip_step(text + c.at, last, true)) != NULL ||
            (dash != NULL && (found = strip_step(text + c.at, dash + 1, true)) != NULL))
            return found;
    }
    /* "5.2" of paragraph 2, also with its parents: longest first */
    for (const char *tail = path; tail != NULL; tail = strchr(tail, '.') == NULL ? NULL : strchr(tail, '.') + 1)
        if ((found = strip_step(text, tail, false)) != NULL)
            return found;
    return text;
}

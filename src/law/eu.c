/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "eu.h"
#include "tabled.h"
#include "words.h"

static const char phrases[] = "data/eu-phrases.tsv";

enum { NUMBER_LENGTH = 12, NAME_LENGTH = 200, TAG_LENGTH = 40 };

bool tvx_eu_begins(const char *kind, const char *text, const char **rest)
{
    struct tvx_cursor c = {text, strlen(text), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];

    if (!tvx_words_next(&c) || !tvx_words_row(&c, phrases, kind, f))
        return false;
    *rest = text + c.at;
    return true;
}

bool tvx_eu_is(const char *kind, const char *text)
{
    return tvx_phrase_is(phrases, kind, text);
}

bool tvx_eu_heading(const char **number, struct tvx_arena *arena, const char *text)
{
    struct tvx_cursor c;
    const char *rest;
    size_t from, digits = 0;

    if (!tvx_eu_begins("amendment", text, &rest))
        return false;
    c = (struct tvx_cursor){rest, strlen(rest), 0};
    tvx_words_space(&c, ".:-°º#");
    from = c.at;
    while (isdigit((unsigned char)rest[c.at + digits]))
        digits++;
    c.at += digits;
    if (digits > 0 && digits < NUMBER_LENGTH)
        while (isalpha((unsigned char)rest[c.at]) && c.at - from < digits + 2)
            c.at++;
    *number = tvx_arena_strndup(arena, rest + from, c.at - from);
    tvx_words_space(&c, ".:*()-");
    return *number != NULL && digits < NUMBER_LENGTH && c.at >= c.length;
}

/* ---- the lines above the columns ---- */

static bool add_author(struct tvx_eu_head *out, size_t *capacity, struct tvx_arena *arena, const char *name,
                       size_t length)
{
    while (length > 0 && strchr(" ,;", name[length - 1]) != NULL)
        length--;
    while (length > 0 && strchr(" ,;", *name) != NULL)
        name++, length--;
    if (length == 0)
        return true;
    out->authors = tvx_arena_grow(arena, out->authors, out->author_count, capacity, sizeof *out->authors);
    if (out->authors == NULL)
        return false;
    out->authors[out->author_count] = tvx_arena_strndup(arena, name, length);
    return out->authors[out->author_count++] != NULL;
}

/* "Ann Arbour, Bo Brink and on the next line: on behalf of the Lake Group" */
static bool add_authors(struct tvx_eu_head *out, size_t *capacity, struct tvx_arena *arena, const char *line)
{
    const char *rest;

    if (tvx_eu_begins("behalf", line, &rest)) {
        struct tvx_cursor c = {rest, strlen(rest), 0};

        tvx_words_space(&c, "");
        if (strncmp(rest + c.at, "the ", 4) == 0)
            c.at += 4;
        return add_author(out, capacity, arena, rest + c.at, c.length - c.at);
    }
    while (*line != '\0') {
        size_t length = strcspn(line, ",;");

        if (!add_author(out, capacity, arena, line, length))
            return false;
        line += length + (line[length] != '\0');
    }
    return true;
}

static const char *join(struct tvx_arena *arena, const char *a, const char *b)
{
    return *a == '\0' ? b : tvx_arena_printf(arena, "%s / %s", a, b);
}

enum tvx_status tvx_eu_head(struct tvx_eu_head *out, struct tvx_arena *arena, const char *text,
                            struct tvx_error *error)
{
    bool act = false, whole;
    size_t capacity = 0;

    *out = (struct tvx_eu_head){.place = "", .remark = ""};
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        const char *line = tvx_arena_strndup(arena, text, length), *rest;

        if (line == NULL)
            return tvx_error_nomem(error);
        text += length + (text[length] == '\n');
        if (!act && tvx_eu_begins("act", line, &rest)) {
            struct tvx_cursor c = {rest, strlen(rest), 0};

            act = true;
            tvx_words_space(&c, "-/:,");
            if (!tvx_tabled_is_place(arena, rest + c.at, &whole)) /* "Proposal for a regulation – Article 4" */
                continue;
            line = rest + c.at;
            out->place = join(arena, out->place, line);
        } else if (act || *out->place != '\0') {
            out->place = join(arena, out->place, line);
        } else if (tvx_eu_begins("replaces", line, &rest)) {
            out->remark = line;
        } else if (tvx_tabled_is_place(arena, line, &whole) && whole) {
            out->place = line;
        } else if (length <= 8 * NAME_LENGTH && !add_authors(out, &capacity, arena, line)) {
            return tvx_error_nomem(error);
        }
        if (out->place == NULL)
            return tvx_error_nomem(error);
    }
    return TVX_OK;
}

char *tvx_eu_without_tags(struct tvx_arena *arena, const char *text)
{
    char *out = tvx_arena_strdup(arena, text);
    size_t used = 0;

    for (size_t at = 0; out != NULL && text[at] != '\0';) {
        size_t length = text[at] == '<' ? 1 + (text[at + 1] == '/') : 0;

        while (length > 0 && length < TAG_LENGTH &&
               (isalnum((unsigned char)text[at + length]) || text[at + length] == '-'))
            length++;
        if (length > 2 && text[at + length] == '>') {
            at += length + 1;
            continue;
        }
        out[used++] = text[at++];
    }
    if (out != NULL)
        out[used] = '\0';
    return out;
}

/* "PE501.927v04-00", "PE 501.927", "A7-0402/2013", "B9-0123/2020" */
static size_t reference_length(const char *text)
{
    size_t at = 2, digits;

    if (text[0] == 'P' && text[1] == 'E') {
        at += text[at] == ' ';
        if ((digits = strspn(text + at, "0123456789")) != 3 || text[at + 3] != '.' ||
            strspn(text + at + 4, "0123456789") != 3)
            return 0;
        at += 7;
        if (text[at] == 'v' && strspn(text + at + 1, "0123456789") == 2 && text[at + 3] == '-' &&
            strspn(text + at + 4, "0123456789") == 2)
            at += 6;
        return at;
    }
    if ((text[0] == 'A' || text[0] == 'B') && isdigit((unsigned char)text[1])) {
        at = 1 + strspn(text + 1, "0123456789");
        if (at > 3 || text[at] != '-' || (digits = strspn(text + at + 1, "0123456789")) != 4)
            return 0;
        at += 5;
        return text[at] == '/' && strspn(text + at + 1, "0123456789") == 4 ? at + 5 : 0;
    }
    return 0;
}

const char *tvx_eu_reference(struct tvx_arena *arena, const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        size_t length = p > text && isalnum((unsigned char)p[-1]) ? 0 : reference_length(p);

        if (length > 0) {
            char *found = tvx_arena_strndup(arena, p, length);

            if (found != NULL && found[0] == 'P' && found[2] == ' ')
                memmove(found + 2, found + 3, strlen(found + 3) + 1);
            return found;
        }
    }
    return NULL;
}

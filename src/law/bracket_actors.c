/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include <travaux/law/proposal.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "bracket.h"

/* Bytes of a list of names, and words and bytes of one that no table knows. */
enum { LONGEST_LIST = 400, LONGEST_NAME = 60, NAME_WORDS = 4, MOST_DOUBTS = 1000 };

/* "Varenia", "Grupo Sur", "Friends of the Sea": what may be a name that no table knows. */
static bool looks_name(const char *name)
{
    size_t length = strlen(name), words = 1, at = 0, small = 0;
    uint32_t first = tvx_utf8_next(name, length, &at), before = first;

    if (length > LONGEST_NAME || !u_isalpha((UChar32)first) || u_islower((UChar32)first))
        return false;
    while (at < length) {
        uint32_t point = tvx_utf8_next(name, length, &at);

        words += point == ' ';
        small += before == ' ' && u_islower((UChar32)point);
        if (u_isdigit((UChar32)point) && words > 1)
            return false;
        if (point == '.' || point == '(' || point == '"' || point == '[' || point == '{')
            return false;
        before = point;
    }
    return words <= NAME_WORDS && small * 2 <= words && (small == 0 || words > 2);
}

/* "LMDC", "G-10" */
static bool is_acronym(const char *name)
{
    size_t capitals = 0, length = strlen(name);

    for (size_t i = 0; i < length; i++) {
        bool capital = name[i] >= 'A' && name[i] <= 'Z';

        if (!capital && name[i] != '-' && (name[i] < '0' || name[i] > '9'))
            return false;
        capitals += capital;
    }
    return capitals >= 2 && length <= 10;
}

bool bracket_names(struct bracket_names *out, struct bracket_reader *r, size_t from, size_t to)
{
    const char *slice;
    size_t unknown, at;
    struct tvx_cursor cursor;
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct bracket_label label;

    *out = (struct bracket_names){0};
    bracket_trim(r, &from, &to);
    at = from;
    if (to <= from || to - from > LONGEST_LIST || r->names_left == 0 ||
        u_islower((UChar32)tvx_utf8_next(r->text, to, &at)) || bracket_option_at(&label, r, from, to, false))
        return false;
    cursor = (struct tvx_cursor){r->text, to, from};
    if (!tvx_words_next(&cursor) || tvx_words_row(&cursor, BRACKET_WORDS, "not-actor", fields))
        return false;
    r->names_left--;
    slice = tvx_arena_strndup(r->arena, r->text + from, to - from);
    if (slice == NULL ||
        tvx_actors_parse(&out->codes, &out->count, &unknown, r->arena, slice, NULL) != TVX_OK || out->count == 0)
        return false;
    for (size_t i = 0; unknown > 0 && i < out->count; i++)
        if (tvx_actor_name(r->arena, out->codes[i]) == NULL && !looks_name(out->codes[i]))
            return false;
    return true;
}

enum tvx_status bracket_names_add(struct bracket_reader *r, const char ***codes, size_t *count,
                                  struct bracket_names names)
{
    const char **all = tvx_arena_array(r->arena, *count + names.count, sizeof *all);

    if (all == NULL)
        return tvx_error_nomem(r->error);
    if (*count > 0)
        memcpy(all, *codes, *count * sizeof *all);
    for (size_t i = 0; i < names.count; i++) {
        bool there = false;

        for (size_t j = 0; j < *count && !there; j++)
            there = strcmp(all[j], names.codes[i]) == 0;
        if (!there)
            all[(*count)++] = names.codes[i];
    }
    *codes = all;
    return TVX_OK;
}

static bool all_known(struct bracket_reader *r, const struct bracket_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (tvx_actor_name(r->arena, names->codes[i]) == NULL)
            return false;
    return names->count > 0;
}

/* The colon behind a list of names at the start: before any bracket or sentence.  `to` when there is none. */
static size_t colon_at(const struct bracket_reader *r, size_t from, size_t to)
{
    size_t stop = to - from > LONGEST_LIST ? from + LONGEST_LIST : to;

    for (size_t at = from; at < stop;) {
        size_t here = at;
        uint32_t point = tvx_utf8_next(r->text, stop, &at);

        if (point == ':' || point == 0xFF1A)
            return here;
        if (point == '[' || point == ']' || point == '{' || point == '\n' || point == 0xFF3B || point == ';' ||
            point == '"' || point == 0x201C)
            break;
    }
    return to;
}

static bool any_known(struct bracket_reader *r, const struct bracket_names *names)
{
    bool known = false;

    for (size_t i = 0; i < names->count && !known; i++)
        known = tvx_actor_name(r->arena, names->codes[i]) != NULL || is_acronym(names->codes[i]);
    return known;
}

static const char *said_in(const struct bracket_reader *r, size_t from, size_t to)
{
    if (to - from >= LONGEST_LIST)
        return NULL;
    return bracket_is_phrase(r, from, to, "delete")   ? "delete"
           : bracket_is_phrase(r, from, to, "retain") ? "retain"
                                                      : NULL;
}

/* One name that no table knows, before a colon: it may be any word, so it must be there twice (see settle). */
struct doubtful {
    size_t item, after;
    const char *name;
};
struct doubts {
    struct doubtful *items;
    size_t count, capacity;
};

static enum tvx_status doubt(struct bracket_reader *r, struct doubts *doubts, size_t item, size_t after,
                             const char *name)
{
    if (doubts->count == MOST_DOUBTS)
        return TVX_OK;
    doubts->items = tvx_arena_grow(r->arena, doubts->items, doubts->count, &doubts->capacity, sizeof *doubts->items);
    if (doubts->items == NULL)
        return tvx_error_nomem(r->error);
    doubts->items[doubts->count++] = (struct doubtful){item, after, name};
    return TVX_OK;
}

static bool is_attributed(const struct tvx_brackets *brackets, const char *name)
{
    for (size_t i = 0; i < brackets->count; i++)
        for (size_t j = 0; j < brackets->items[i].attributed_count; j++)
            if (strcmp(brackets->items[i].attributed[j], name) == 0)
                return true;
    return false;
}

bool bracket_names_credible(struct bracket_reader *r, const struct bracket_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (tvx_actor_name(r->arena, names->codes[i]) != NULL || is_attributed(r->out, names->codes[i]))
            return true;
    return false;
}

static enum tvx_status settle(struct bracket_reader *r, const struct doubts *doubts)
{
    for (size_t i = 0; i < doubts->count; i++) {
        const struct doubtful *one = &doubts->items[i];
        struct tvx_bracket *item = &r->out->items[one->item];
        bool twice = is_attributed(r->out, one->name);

        for (size_t j = 0; j < doubts->count && !twice; j++)
            twice = i != j && strcmp(doubts->items[j].name, one->name) == 0;
        if (!twice || item->attributed_count > 0)
            continue;
        item->words_from = one->after;
        bracket_trim(r, &item->words_from, &item->words_to);
        if (bracket_names_add(r, &item->attributed, &item->attributed_count,
                              (struct bracket_names){(const char **)&doubts->items[i].name, 1}) != TVX_OK)
            return TVX_E_NOMEM;
    }
    return TVX_OK;
}

/* "[EU, Norway: text]" */
static enum tvx_status take_prefix(struct bracket_reader *r, size_t index, struct doubts *doubts)
{
    struct tvx_bracket *item = &r->out->items[index];
    struct bracket_names names;
    size_t colon = colon_at(r, item->words_from, item->words_to), from = colon;

    if (colon == item->words_to || !bracket_names(&names, r, item->words_from, colon))
        return TVX_OK;
    tvx_utf8_next(r->text, item->words_to, &from);
    if (names.count == 1 && !any_known(r, &names) && said_in(r, from, item->words_to) == NULL)
        return doubt(r, doubts, index, from, names.codes[0]);
    item->words_from = from;
    bracket_trim(r, &item->words_from, &item->words_to);
    return bracket_names_add(r, &item->attributed, &item->attributed_count, names);
}

/* "[text – EU, Norway]": only names that are known, since a sentence may end so. */
static enum tvx_status take_suffix(struct bracket_reader *r, struct tvx_bracket *item)
{
    size_t stop = item->words_to - item->words_from > LONGEST_LIST ? item->words_to - LONGEST_LIST : item->words_from;
    struct bracket_names names;

    for (size_t at = item->words_to; at > stop; at--) {
        size_t next = at;
        uint32_t point;

        if (((unsigned char)r->text[at] & 0xC0) == 0x80 || at == item->words_to)
            continue;
        point = tvx_utf8_next(r->text, item->words_to, &next);
        if (point == ']' || point == '[' || point == '\n')
            break;
        if ((point != '-' && point != 0x2013 && point != 0x2014) || r->text[at - 1] != ' ' || r->text[next] != ' ')
            continue;
        if (bracket_names(&names, r, next, item->words_to) && all_known(r, &names)) {
            item->words_to = at;
            bracket_trim(r, &item->words_from, &item->words_to);
            return bracket_names_add(r, &item->attributed, &item->attributed_count, names);
        }
        break;
    }
    return TVX_OK;
}

/* "[text] (EU, Norway)", "[text]^EU" in parentheses behind it; known names, or words that say they are proposers. */
static enum tvx_status take_behind(struct bracket_reader *r, struct tvx_bracket *item)
{
    size_t at = item->to, end = r->lines[bracket_line_of(r, item->from)].to, phrase;
    struct bracket_names names;
    const char *close;

    if (!item->closed)
        return TVX_OK;
    if (at > end) /* closed on a later line */
        end = r->lines[bracket_line_of(r, item->to)].to;
    while (at < end && r->text[at] == ' ')
        at++;
    if (at >= end || r->text[at] != '(')
        return TVX_OK;
    close = memchr(r->text + at, ')', end - at > LONGEST_LIST ? LONGEST_LIST : end - at);
    if (close == NULL)
        return TVX_OK;
    phrase = bracket_phrase_at(r, at + 1, (size_t)(close - r->text), "proposed-by");
    if (phrase == 0)
        phrase = bracket_phrase_at(r, at + 1, (size_t)(close - r->text), "supported-by");
    if (!bracket_names(&names, r, phrase == 0 ? at + 1 : phrase, (size_t)(close - r->text)) ||
        (phrase == 0 && !all_known(r, &names)))
        return TVX_OK;
    return bracket_names_add(r, &item->attributed, &item->attributed_count, names);
}

/* "[AOSIS] [text]": names alone, and the next bracket stands right behind. */
static enum tvx_status take_before(struct bracket_reader *r, struct tvx_bracket *item, struct tvx_bracket *next)
{
    struct bracket_names names, other;
    size_t at = item->to;

    if (!item->closed || item->kind != TVX_BRACKET_TEXT || next->kind != TVX_BRACKET_TEXT ||
        next->parent != item->parent)
        return TVX_OK;
    while (at < next->from && r->text[at] == ' ')
        at++;
    if (at != next->from || item->words_to - item->words_from > LONGEST_LIST ||
        !bracket_names(&names, r, item->words_from, item->words_to) || !all_known(r, &names) ||
        (bracket_names(&other, r, next->words_from, next->words_to) && all_known(r, &other)))
        return TVX_OK;
    item->kind = TVX_BRACKET_ACTORS;
    return bracket_names_add(r, &next->attributed, &next->attributed_count, names);
}

enum tvx_status bracket_actors(struct bracket_reader *r)
{
    struct tvx_bracket *items = r->out->items;
    struct doubts doubts = {0};
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < r->out->count; i++) {
        struct tvx_bracket *item = &items[i];

        if (item->kind != TVX_BRACKET_TEXT)
            continue;
        status = take_prefix(r, i, &doubts);
        if (status == TVX_OK && item->attributed_count == 0)
            status = take_suffix(r, item);
        if (status == TVX_OK && item->attributed_count == 0)
            status = take_behind(r, item);
        if (status == TVX_OK && i + 1 < r->out->count && item->attributed_count == 0)
            status = take_before(r, item, &items[i + 1]);
    }
    if (status == TVX_OK)
        status = settle(r, &doubts);
    for (size_t i = 0; status == TVX_OK && i < r->out->count; i++)
        if (items[i].attributed_count > 0)
            items[i].said = said_in(r, items[i].words_from, items[i].words_to);
    return status;
}

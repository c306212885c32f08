/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "action.h"
#include "target.h"
#include "words.h"

static const struct { enum tvx_action action; const char *symbol; } symbols[] = {
    {TVX_ACTION_ADD, "ADD"}, {TVX_ACTION_ADD_MOVED, "ADD*"}, {TVX_ACTION_MOD, "MOD"},
    {TVX_ACTION_MOD_EDITORIAL, "(MOD)"}, {TVX_ACTION_SUP, "SUP"}, {TVX_ACTION_SUP_MOVED, "SUP*"},
    {TVX_ACTION_NOC, "NOC"}, {TVX_ACTION_NOC_FIRM, "NOC"},
};

const char *tvx_action_to_string(enum tvx_action action)
{
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (symbols[i].action == action)
            return symbols[i].symbol;
    return "";
}

/* The longest symbol of data/actions.tsv at the start of `text`; its length, 0 when there is none. */
static size_t action_at(enum tvx_action *out, const char *text)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count, best = 0;

    tvx_table_open(&table, tvx_asset_find("data/actions.tsv"));
    while (tvx_table_next(&table, f, &count)) {
        if (f[0].length <= best || strncmp(text, f[0].text, f[0].length) != 0)
            continue;
        for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
            if (tvx_field_is(f[1], symbols[i].symbol)) {
                *out = symbols[i].action;
                best = f[0].length;
                break;
            }
    }
    return best;
}

bool tvx_action_parse(enum tvx_action *out, const char *text)
{
    size_t length = action_at(out, text);

    return length > 0 && text[length] == '\0';
}

static size_t skip(const char *line, size_t at, const char *also)
{
    struct tvx_cursor c = {line, strlen(line), at};

    tvx_words_space(&c, also);
    return c.at;
}

/* "#10905" and "(Rev.1)" behind a number: the proposal's key in the conference's own database, and its revision. */
static size_t skip_key(const char *line, size_t at)
{
    size_t next = skip(line, at, ""), digits;

    if (line[next] == '#' && (digits = strspn(line + next + 1, "0123456789")) > 0 &&
        (line[next + 1 + digits] == '\0' || strchr(" ,;", line[next + 1 + digits]) != NULL))
        return next + 1 + digits;
    if (strncmp(line + next, "(Rev.", 5) == 0 && (digits = strspn(line + next + 5, "0123456789")) > 0 &&
        line[next + 5 + digits] == ')')
        return next + 6 + digits;
    return at;
}

/* "IAP/10/14, PRG/29/1" */
static enum tvx_status take_numbers(struct tvx_action_line *out, struct tvx_arena *arena, const char *line, size_t *at,
                                    struct tvx_error *error)
{
    size_t next = *at;

    while (out->number_count < TVX_ACTION_NUMBERS) {
        enum tvx_status status = tvx_number_parse(&out->numbers[out->number_count], arena, line + next, error);

        if (status == TVX_E_NOTFOUND)
            return TVX_OK;
        if (status != TVX_OK)
            return status;
        *at = skip_key(line, next + out->numbers[out->number_count++].length);
        next = skip(line, *at, ",;&+");
    }
    return TVX_OK;
}

/* The place behind action and number, and where the text begins. */
static enum tvx_status take_place(struct tvx_action_line *out, struct tvx_arena *arena, const char *line, size_t at,
                                  struct tvx_error *error)
{
    struct tvx_target place;
    struct tvx_label label;
    size_t consumed;
    enum tvx_status status;

    at = skip(line, at, ":-");
    out->target = out->target_end = out->rest = at;
    if (line[at] == '\0')
        return TVX_OK;
    status = tvx_target_scan(&place, &consumed, arena, line + at, error);
    if (status != TVX_OK)
        return status == TVX_E_NOTFOUND ? TVX_OK : status;
    if (out->number_count == 0) { /* "MOD CS 34  IAP/10/2" */
        size_t behind = skip(line, at + consumed, ":-");

        status = take_numbers(out, arena, line, &behind, error);
        if (status != TVX_OK)
            return status;
        if (out->number_count > 0) {
            out->target_end = at + consumed;
            out->rest = skip(line, behind, ":-");
            return TVX_OK;
        }
    }
    if (line[skip(line, at + consumed, ".:-")] == '\0') {
        out->target_end = at + consumed;
        out->rest = strlen(line);
        return TVX_OK;
    }
    status = tvx_label_parse(&label, arena, line + at, true, error);
    if (status != TVX_OK || label.kind != TVX_LABEL_NONE)
        return status; /* "5.3 Member States shall": a text with its label */
    out->target_end = at + consumed;
    out->rest = skip(line, out->target_end, ",:-");
    return TVX_OK;
}

enum tvx_status tvx_action_line_parse(struct tvx_action_line *out, struct tvx_arena *arena, const char *line,
                                      struct tvx_error *error)
{
    size_t at = 0, length;
    enum tvx_status status;

    *out = (struct tvx_action_line){0};
    status = take_numbers(out, arena, line, &at, error);
    if (status != TVX_OK)
        return status;
    at = skip(line, at, ":-");
    length = action_at(&out->action, line + at);
    if (length > 0) {
        size_t next = at + length;

        if (line[next] != '\0' && (u_isalnum((UChar32)tvx_utf8_next(line, strlen(line), &next)) ||
                                   strchr("/*-", line[at + length]) != NULL))
            return tvx_error_set(error, TVX_E_NOTFOUND, "no action");
        out->has_action = true;
        out->action_at = at;
        at += length;
        if (out->number_count == 0) {
            size_t behind = skip(line, at, ":-");

            status = take_numbers(out, arena, line, &behind, error);
            if (status != TVX_OK)
                return status;
            if (out->number_count > 0)
                at = behind;
        }
    }
    if (!out->has_action && out->number_count == 0)
        return tvx_error_set(error, TVX_E_NOTFOUND, "no action");
    status = take_place(out, arena, line, at, error);
    if (status != TVX_OK)
        return status;
    /* Without a number, words behind the action must be a place and nothing else. */
    if (out->has_action && out->number_count == 0 && line[out->rest] != '\0')
        return tvx_error_set(error, TVX_E_NOTFOUND, "no action");
    return TVX_OK;
}

bool tvx_line_is_place(struct tvx_arena *arena, const char *line)
{
    struct tvx_target place;
    size_t consumed;

    return tvx_target_scan(&place, &consumed, arena, line, NULL) == TVX_OK &&
           line[skip(line, consumed, ".:-")] == '\0';
}

const char *tvx_line_phrase(const char *line, const char *kind, bool alone)
{
    struct tvx_cursor c = {line, strlen(line), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];

    tvx_words_space(&c, "([");
    if (!tvx_words_row(&c, "data/phrases.tsv", kind, f))
        return NULL;
    tvx_words_space(&c, "");
    if (strncmp(line + c.at, "：", strlen("：")) == 0)
        c.at += strlen("：");
    else if (line[c.at] == ':' || (line[c.at] == '.' && alone))
        c.at++;
    else if (alone && line[c.at] != '\0')
        return NULL;
    tvx_words_space(&c, "");
    return line + c.at;
}

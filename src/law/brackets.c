/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include <travaux/text/token.h>

#include "bracket.h"

enum { NAMES_LOOKED_FOR = 5000 };

const char *tvx_bracket_kind_to_string(enum tvx_bracket_kind kind)
{
    static const char *const names[TVX_BRACKET_KINDS] = {"text", "note", "ellipsis", "editorial", "placeholder", "box",
                                                         "agreed", "actors"};

    return (unsigned)kind < TVX_BRACKET_KINDS ? names[kind] : "";
}

/* Depth counts what negotiators nest; a "[1]" within a bracket is in it and no deeper. */
static void count_kinds(struct tvx_brackets *out)
{
    for (size_t i = 0; i < out->count; i++) {
        struct tvx_bracket *item = &out->items[i];

        item->depth = (item->parent == SIZE_MAX ? 0 : out->items[item->parent].depth) +
                      (item->kind == TVX_BRACKET_TEXT);
        out->kinds[item->kind]++;
        if (item->depth > out->depth)
            out->depth = item->depth;
    }
}

/* Words in all and outside; labels of options and what is in braces count for neither. */
static enum tvx_status count_words(struct bracket_reader *r)
{
    struct tvx_brackets *out = r->out;
    struct tvx_tokens tokens;
    enum tvx_status status = tvx_tokenize(&tokens, r->arena, r->text, r->length, r->error);
    size_t item = 0, option = 0, mark = 0, inside = 0, note = 0;

    for (size_t i = 0; status == TVX_OK && i < tokens.count; i++) {
        size_t at = tokens.items[i].start;

        for (; item < out->count && out->items[item].from <= at; item++)
            if (out->items[item].kind == TVX_BRACKET_TEXT && out->items[item].to > inside)
                inside = out->items[item].to;
        for (; option < out->option_count && out->options[option].from <= at; option++)
            if (out->options[option].to > inside)
                inside = out->options[option].to;
        for (; mark < r->mark_count && r->marks[mark].at <= at; mark++)
            if (r->marks[mark].brace && r->marks[mark].opens && r->marks[mark].mate != SIZE_MAX)
                note = r->marks[r->marks[mark].mate].at;
        if (tokens.items[i].kind == TVX_TOKEN_MARK || at < note)
            continue;
        out->words++;
        out->words_outside += at >= inside;
    }
    return status;
}

enum tvx_status tvx_brackets_parse(struct tvx_brackets *out, struct tvx_arena *arena, const char *text,
                                   struct tvx_error *error)
{
    struct bracket_reader r = {.arena = arena, .error = error, .out = out, .names_left = NAMES_LOOKED_FOR};
    enum tvx_status status;

    *out = (struct tvx_brackets){.text = tvx_arena_strdup(arena, text)};
    if (out->text == NULL)
        return tvx_error_nomem(error);
    r.text = out->text;
    r.length = strlen(text);
    status = rec_words_load(&r.words, arena, error);
    if (status == TVX_OK)
        status = bracket_lines(&r);
    if (status == TVX_OK)
        status = bracket_pair(&r);
    if (status == TVX_OK)
        status = bracket_kinds(&r);
    if (status == TVX_OK)
        status = bracket_actors(&r);
    if (status == TVX_OK)
        status = bracket_options(&r);
    if (status != TVX_OK)
        return status;
    count_kinds(out);
    return count_words(&r);
}

/* Walks along the provisions while places ascend. */
struct walk {
    const struct tvx_instrument *instrument;
    size_t next;
    const struct tvx_provision *last;
};

/* The path of the last provision that begins at or before the place, "" before the first. */
static const char *provision_at(struct walk *walk, size_t start)
{
    for (; walk->next < walk->instrument->count; walk->next++) {
        const struct tvx_provision *p = &walk->instrument->provisions[walk->next];

        if (p->points > 0 && p->start > start)
            break;
        if (p->points > 0 && (walk->last == NULL || p->start >= walk->last->start))
            walk->last = p;
    }
    return walk->last == NULL ? "" : walk->last->path;
}

void tvx_brackets_place(struct tvx_brackets *brackets, const struct tvx_instrument *instrument)
{
    struct walk items = {.instrument = instrument}, options = items, faults = items, agreed = items;

    for (size_t i = 0; i < brackets->count; i++)
        brackets->items[i].provision = provision_at(&items, brackets->items[i].start);
    for (size_t i = 0; i < brackets->option_count; i++)
        brackets->options[i].provision = provision_at(&options, brackets->options[i].start);
    for (size_t i = 0; i < brackets->fault_count; i++)
        brackets->faults[i].provision = provision_at(&faults, brackets->faults[i].start);
    for (size_t i = 0; i < brackets->agreed_count; i++)
        brackets->agreed[i].provision = provision_at(&agreed, brackets->agreed[i].start);
}

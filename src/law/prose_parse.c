/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "prose_clause.h"

static bool is_strong(const struct prose_token *t)
{
    return t->role == PROSE_ITEM || (t->role == PROSE_MARK && strchr(";.\n", t->mark) != NULL && t->mark != '\0');
}

static bool is_comma(const struct prose_token *t)
{
    return t->role == PROSE_MARK && t->mark == ',';
}

static bool is_and(const struct prose_token *t)
{
    return t->role == PROSE_AND;
}

static size_t first_in(const struct prose_token *t, size_t from, size_t to, bool (*is)(const struct prose_token *))
{
    while (from < to && !is(&t[from]))
        from++;
    return from < to ? from : SIZE_MAX;
}

static size_t last_in(const struct prose_token *t, size_t from, size_t to, bool (*is)(const struct prose_token *))
{
    while (to > from && !is(&t[to - 1]))
        to--;
    return to > from ? to - 1 : SIZE_MAX;
}

/* Where the clause of the verb at `to` begins, behind the verb at `from`. */
static size_t border(const struct prose_token *t, size_t from, size_t to)
{
    bool (*const kinds[])(const struct prose_token *) = {is_strong, is_and, is_comma};
    size_t quote = to, at;

    while (quote > from + 1 && t[quote - 1].role != PROSE_QUOTE)
        quote--;
    if (quote > from + 1)
        for (size_t k = 0; k < 3; k++)
            if ((at = first_in(t, quote, to, kinds[k])) != SIZE_MAX)
                return at;
    for (size_t k = 0; k < 3; k++)
        if ((at = last_in(t, from + 1, to, kinds[k])) != SIZE_MAX)
            return at;
    return to;
}

static size_t next_verb(const struct prose_tokens *tokens, size_t from)
{
    while (from < tokens->count && tokens->items[from].role > PROSE_LAST_VERB)
        from++;
    return from;
}

static bool read_clause(struct prose_changes *out, struct tvx_arena *arena, const struct prose_tokens *tokens,
                        size_t from, size_t verb, size_t to, struct prose_place *before)
{
    struct prose_clause *c = tvx_arena_alloc(arena, sizeof *c);
    bool near = from > 0 && !is_strong(&tokens->items[from]);

    if (c == NULL)
        return false;
    c->out = out;
    c->first = out->count;
    c->arena = arena;
    c->tokens = tokens;
    c->from = from;
    c->to = to;
    c->verb = &tokens->items[verb];
    c->next = PROSE_OTHER;
    for (size_t i = from; i < to; i++)
        prose_clause_take(c, &tokens->items[i]);
    prose_clause_finish(c, before, near);
    return !c->failed;
}

/* A line without a verb that names a place and nothing else. */
static bool read_heading(struct prose_changes *out, struct tvx_arena *arena, const struct prose_tokens *tokens)
{
    static const struct prose_token nothing = {.role = PROSE_NOTE};
    struct prose_clause *c = tvx_arena_alloc(arena, sizeof *c);
    bool ok = true;

    if (c == NULL)
        return false;
    c->out = out;
    c->arena = arena;
    c->tokens = tokens;
    c->to = tokens->count;
    c->verb = &nothing;
    c->next = PROSE_OTHER;
    for (size_t i = 0; i < tokens->count && ok; i++) {
        ok = tokens->items[i].role != PROSE_QUOTE && tokens->items[i].role != PROSE_OTHER;
        prose_clause_take(c, &tokens->items[i]);
    }
    prose_clause_set_side(c);
    out->place = c->place;
    out->names_place = ok && !prose_place_empty(&c->place);
    return !c->failed;
}

enum tvx_status prose_parse(struct prose_changes *out, struct tvx_arena *arena, const struct prose_tokens *tokens,
                            const struct prose_place *context, struct tvx_error *error)
{
    struct prose_place before = *context;
    size_t verb = next_verb(tokens, 0), from = 0;

    *out = (struct prose_changes){.words = tokens->words, .unknown = tokens->unknown};
    if (out->unknown > PROSE_HOPELESS / 2 && out->unknown * 4 > out->words)
        return TVX_OK;
    if (verb == tokens->count)
        return read_heading(out, arena, tokens) ? TVX_OK : tvx_error_nomem(error);
    while (verb < tokens->count) {
        size_t next = next_verb(tokens, verb + 1), to = next < tokens->count ? border(tokens->items, verb, next)
                                                                            : tokens->count;

        if (!read_clause(out, arena, tokens, from, verb, to, &before))
            return tvx_error_nomem(error);
        from = to;
        verb = next;
    }
    out->place = before;
    return TVX_OK;
}

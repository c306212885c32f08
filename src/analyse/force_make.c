/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "force_make.h"

#include <string.h>
#include <travaux/base/buf.h>

enum { REFERENCE_GAP = 4, REFERENCE_OBJECT = 8, MOST_REFERENCES = 8 };

int tvx_force_level(int own, int cap, bool conditions, bool escape)
{
    int level = own < cap ? own : cap;

    if (level == 0)
        return 0;
    level -= escape ? 2 : conditions ? 1 : 0;
    return level < 1 ? 1 : level;
}

const char *force_words(struct tvx_arena *arena, const struct force_parse *parse, struct force_range range)
{
    const struct force_token *items = parse->tokens.items;
    struct tvx_buf buf;
    const char *out;
    size_t from = range.from;

    tvx_buf_init(&buf, (size_t)1 << 26);
    tvx_buf_str(&buf, "");
    while (from < range.to) {
        size_t to = from + 1;

        /* tokens of one text follow each other in it; those of the words over the sentence lie elsewhere */
        while (to < range.to && (to >= parse->own) == (from >= parse->own) &&
               items[to].text >= items[to - 1].text + items[to - 1].length)
            to++;
        if (buf.length > 0)
            tvx_buf_char(&buf, ' ');
        tvx_buf_add(&buf, items[from].text, (size_t)(items[to - 1].text + items[to - 1].length - items[from].text));
        from = to;
    }
    out = buf.failed ? NULL : tvx_arena_strndup(arena, buf.data == NULL ? "" : buf.data, buf.length);
    tvx_buf_free(&buf);
    return out;
}

static const char *modal_words(struct tvx_arena *arena, const struct force_parse *parse,
                               const struct force_draft *draft)
{
    const char *out = force_words(arena, parse, draft->parts[0]);

    for (size_t i = 1; out != NULL && i < draft->part_count; i++) {
        const struct force_range *last = &draft->parts[i - 1], *part = &draft->parts[i];
        bool apart = part->from != last->to;
        const char *more = force_words(arena, parse, *part);

        out = more == NULL ? NULL : tvx_arena_printf(arena, apart ? "%s … %s" : "%s %s", out, more);
    }
    return out;
}

/* Where the clause of a norm ends: where the next one begins. */
static size_t clause_end(const struct force_parse *parse, size_t index)
{
    size_t next = index + 1 < parse->count ? parse->drafts[index + 1].start : parse->tokens.count;
    const struct force_draft *draft = &parse->drafts[index];
    size_t own = draft->parts[draft->part_count - 1].to;

    return next < own ? own : next;
}

/* Own level of the word with what softens or denies it. */
static int own_level(const struct force_draft *draft, const char **kind)
{
    int level = draft->row->level;
    bool permits = strcmp(draft->row->kind, "permission") == 0 || strcmp(draft->row->kind, "right") == 0;

    *kind = draft->row->kind;
    if (draft->only || (draft->negated && permits)) {
        *kind = "prohibition";
        return TVX_FORCE_TOP;
    }
    if (draft->soft != NULL) {
        *kind = draft->soft->kind;
        if (draft->negated && strcmp(draft->soft->kind, "duty") == 0) {
            *kind = "exemption"; /* "shall not be required to" */
            return 1;
        }
        if (draft->negated && draft->soft->level < level &&
            (strcmp(draft->soft->kind, "permission") == 0 || strcmp(draft->soft->kind, "right") == 0)) {
            *kind = "prohibition";
            return level;
        }
        return draft->soft->level < level ? draft->soft->level : level;
    }
    if (draft->negated && strcmp(draft->row->kind, "duty") == 0)
        *kind = "prohibition";
    return level;
}

static enum tvx_status make_conditions(struct tvx_norm *norm, struct tvx_arena *arena,
                                       const struct force_parse *parse, size_t index, struct tvx_error *error)
{
    size_t from = index == 0 ? 0 : parse->drafts[index].start, to = clause_end(parse, index);

    if (parse->condition_count == 0)
        return TVX_OK;
    norm->conditions = tvx_arena_array(arena, parse->condition_count, sizeof *norm->conditions);
    if (norm->conditions == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < parse->condition_count; i++) {
        const struct force_condition *condition = &parse->conditions[i];
        struct tvx_force_condition *out = &norm->conditions[norm->condition_count];

        if (condition->range.from < from || condition->range.from >= to)
            continue;
        *out = (struct tvx_force_condition){.text = force_words(arena, parse, condition->range),
                                            .escape = condition->row->role == FORCE_ESCAPE,
                                            .exception = condition->row->role == FORCE_EXCEPTION,
                                            .row = force_row_name(arena, condition->row)};
        if (out->text == NULL || out->row == NULL)
            return tvx_error_nomem(error);
        norm->condition_count++;
    }
    return TVX_OK;
}

static enum tvx_status make_norm(struct tvx_norm *norm, struct tvx_arena *arena, const struct force_parse *parse,
                                 size_t index, int cap, struct tvx_error *error)
{
    const struct force_draft *draft = &parse->drafts[index];
    struct force_range act = {draft->parts[draft->part_count - 1].to, clause_end(parse, index)};
    bool escape = false;
    enum tvx_status status;

    norm->modal = modal_words(arena, parse, draft);
    norm->own = own_level(draft, &norm->kind);
    norm->row = draft->soft == NULL ? force_row_name(arena, draft->row)
                                    : tvx_arena_printf(arena, "%s: %s + %s", draft->row->table, draft->row->phrase,
                                                       draft->soft->phrase);
    norm->negated = draft->negated || draft->only;
    norm->actor = force_words(arena, parse, draft->actor);
    norm->act = force_words(arena, parse, act);
    if (norm->modal == NULL || norm->row == NULL || norm->actor == NULL || norm->act == NULL)
        return tvx_error_nomem(error);
    status = make_conditions(norm, arena, parse, index, error);
    for (size_t i = 0; i < norm->condition_count; i++)
        escape = escape || norm->conditions[i].escape;
    norm->level = tvx_force_level(norm->own, cap, norm->condition_count > 0, escape);
    return status;
}

/* "comply with", then the name of another text at most a few words on, then its number and name. */
static bool find_reference(struct force_range *whole, struct force_range *object, bool *voluntary,
                           const struct force_row **row, const struct force_parse *parse, size_t at)
{
    const struct force_tokens *tokens = &parse->tokens;
    size_t taken, name = 0, next;

    *row = force_match(parse->rules, parse->language, tokens, at, tokens->count, FORCE_REFERENCE, &taken);
    if (*row == NULL)
        return false;
    for (next = at + taken; next < tokens->count && next <= at + taken + REFERENCE_GAP; next++) {
        if (tokens->items[next].mark || (force_at(parse, next, FORCE_TO) && !force_at(parse, next, FORCE_OF)))
            return false; /* "shall apply to such declarations" */
        if (force_match(parse->rules, parse->language, tokens, next, tokens->count, FORCE_OBJECT_VOLUNTARY, &name)) {
            *voluntary = true;
            break;
        }
        if (force_match(parse->rules, parse->language, tokens, next, tokens->count, FORCE_OBJECT_OWN, &name)) {
            *voluntary = false;
            break;
        }
    }
    if (name == 0)
        return false;
    object->from = next;
    next += name;
    while (next < tokens->count && next < object->from + REFERENCE_OBJECT &&
           (tokens->items[next].capital ||
            (tokens->items[next].folded[0] >= '0' && tokens->items[next].folded[0] <= '9') ||
            force_at(parse, next, FORCE_OF) ||
            (force_at(parse, next, FORCE_DETERMINER) && force_at(parse, next - 1, FORCE_OF)) ||
            (tokens->items[next].mark && tokens->items[next].text[0] == '-')))
        next++;
    while (next > object->from + name &&
           (force_at(parse, next - 1, FORCE_OF) || force_at(parse, next - 1, FORCE_DETERMINER)))
        next--;
    object->to = next;
    *whole = (struct force_range){at, next};
    return true;
}

static enum tvx_status make_references(struct tvx_force_sentence *out, struct tvx_arena *arena,
                                       const struct force_parse *parse, struct tvx_error *error)
{
    for (size_t at = parse->own; at < parse->tokens.count && out->reference_count < MOST_REFERENCES; at++) {
        struct force_range whole, object;
        const struct force_row *row;
        bool voluntary = false;
        struct tvx_force_reference *reference;

        if (!find_reference(&whole, &object, &voluntary, &row, parse, at))
            continue;
        if (out->references == NULL)
            out->references = tvx_arena_array(arena, MOST_REFERENCES, sizeof *out->references);
        if (out->references == NULL)
            return tvx_error_nomem(error);
        reference = &out->references[out->reference_count];
        *reference = (struct tvx_force_reference){.text = force_words(arena, parse, whole),
                                                  .object = force_words(arena, parse, object),
                                                  .voluntary = voluntary,
                                                  .row = force_row_name(arena, row)};
        if (reference->text == NULL || reference->object == NULL || reference->row == NULL)
            return tvx_error_nomem(error);
        reference->start = (size_t)(parse->tokens.items[whole.from].text - out->text);
        reference->length = strlen(reference->text);
        for (size_t i = 0; i < parse->count; i++)
            if (parse->drafts[i].start <= at)
                reference->norm = i;
        out->reference_count++;
        at = whole.to - 1;
    }
    return TVX_OK;
}

/* Does a norm of the words over the sentence still hold in it?  Only the last one does, and only where the sentence
   does not begin one of its own. */
static bool holds(const struct force_parse *parse, size_t index)
{
    const struct force_draft *draft = &parse->drafts[index];
    const struct force_draft *next = index + 1 < parse->count ? &parse->drafts[index + 1] : NULL;

    if (!draft->of_above)
        return true;
    if (next == NULL)
        return true;
    if (next->of_above)
        return false;
    return next->start > parse->own + 1 || next->subject.to <= next->subject.from;
}

enum tvx_status force_make(struct tvx_force_sentence *out, struct tvx_arena *arena, const struct force_parse *parse,
                           int cap, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    if (parse->count > 0) {
        out->norms = tvx_arena_array(arena, parse->count, sizeof *out->norms);
        if (out->norms == NULL)
            return tvx_error_nomem(error);
    }
    for (size_t i = 0; status == TVX_OK && i < parse->count; i++) {
        struct tvx_norm *norm;

        if (!holds(parse, i))
            continue;
        norm = &out->norms[out->count];
        status = make_norm(norm, arena, parse, i, cap, error);
        if (out->count == 0 || norm->level > out->level) {
            out->strongest = out->count;
            out->level = norm->level;
        }
        out->count++;
    }
    return status == TVX_OK && out->count > 0 ? make_references(out, arena, parse, error) : status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>

#include "prose_clause.h"

/* ---- text of quotations ---- */

const char *prose_trimmed(struct tvx_arena *arena, const char *text)
{
    size_t length = strlen(text), from = 0, end = 0;

    for (size_t i = 0; i < length;) {
        size_t at = i;

        if (!tvx_text_is_space(tvx_utf8_next(text, length, &i)))
            end = i;
        else if (end == 0)
            from = i;
        (void)at;
    }
    return tvx_arena_strndup(arena, text + from, end > from ? end - from : 0);
}

/* ---- reading a clause ---- */

static void flush_ordinals_as_occurrence(struct prose_clause *c)
{
    if (c->ordinal_count > 0)
        c->occurrence = c->ordinals[c->ordinal_count - 1];
    c->ordinal_count = 0;
}

static void take_quote(struct prose_clause *c, const struct prose_token *token)
{
    const char *text = prose_trimmed(c->arena, token->text);

    c->failed |= text == NULL;
    c->strong |= !token->weak;
    c->open |= token->open;
    flush_ordinals_as_occurrence(c);
    switch (c->next) {
    case PROSE_BY: case PROSE_FOLLOWS:
        if (c->new_words == NULL)
            c->new_words = text;
        break;
    case PROSE_INSTEAD: c->old_words = text; break;
    case PROSE_AFTER: case PROSE_BEFORE:
        c->anchor = text;
        c->position = c->next == PROSE_AFTER ? TVX_POSITION_AFTER : TVX_POSITION_BEFORE;
        break;
    case PROSE_BETWEEN:
        c->position = TVX_POSITION_BETWEEN;
        if (c->anchor == NULL) {
            c->anchor = text;
            c->in_dest = false;
            return; /* the second one follows */
        }
        c->anchor_end = text;
        break;
    case PROSE_FROM: c->old_words = text; break;
    case PROSE_TO: c->old_end = text; break;
    case PROSE_BEGINS: c->told_by = true; break;
    default:
        if (c->verb->role == PROSE_REPLACE && c->new_words != NULL && (c->old_words != NULL || c->loose_count > 0))
            prose_clause_next_pair(c);
        if (c->loose_count < PROSE_LOOSE)
            c->loose[c->loose_count++] = text;
        if (token < c->verb)
            c->loose_before++;
    }
    c->next = PROSE_OTHER;
    c->in_dest = false;
}

/* "Under “instructs the Director”, delete item 3": the quoted words are a heading. */
static bool is_quoted_place(const struct prose_clause *c, const struct prose_token *token)
{
    const struct prose_token *before = token - 1;

    return token > c->tokens->items + c->from && !token->weak && strlen(token->text) < 100 &&
           (before->role == PROSE_UNDER || (before->role == PROSE_TO && token < c->verb)) &&
           c->next == PROSE_OTHER;
}

static void take_ordinal_unit(struct prose_clause *c, struct prose_token *unit)
{
    if (unit->label_count > 0 || c->ordinal_count == 0 || unit->rank < PROSE_RANK_ARTICLE)
        return;
    for (size_t i = 0; i < c->ordinal_count; i++)
        if (c->ordinals[i] > 0)
            unit->labels[unit->label_count++] = tvx_arena_printf(c->arena, "%d", c->ordinals[i]);
    c->ordinal_count = 0;
}

/* "insert a new resolves 2 bis", "the following item 2 bis": what is to be put in has a label of its own. */
static bool is_new_label(const struct prose_clause *c, const struct prose_token *token)
{
    bool first = token == c->tokens->items + c->from;
    enum prose_role before = first ? PROSE_OTHER : token[-1].role;

    return (c->is_new && token->text != NULL && token->below_count > 0) ||
           (c->verb->role == PROSE_INSERT && token > c->verb && before == PROSE_FOLLOWS && token->label_count > 0);
}

static void take_unit(struct prose_clause *c, const struct prose_token *token)
{
    struct prose_token unit = *token;
    struct prose_place *place = c->in_dest ? &c->dest : &c->place;

    if (unit.role != PROSE_UNIT) { /* "third preambular paragraph", "operative paragraph 3" */
        unit.kind = unit.role == PROSE_PREAMBULAR ? "preambular" : "operative";
        unit.rank = PROSE_RANK_ARTICLE;
    }
    take_ordinal_unit(c, &unit);
    if (unit.role != PROSE_UNIT && unit.label_count == 0) {
        c->preamble |= unit.role == PROSE_PREAMBULAR;
        c->operative |= unit.role == PROSE_OPERATIVE;
    } else if (strcmp(unit.kind, "preamble") == 0 && place->count > 0) {
        c->preamble = true;
        return;
    }
    if (((c->is_new && unit.text == NULL) || is_new_label(c, token)) && !c->new_unit && !c->in_dest &&
        unit.instrument == NULL) {
        c->new_unit = true; /* "a new paragraph", "a new Article 7 bis" */
        c->unit = unit;
        return;
    }
    if (c->verb->role == PROSE_INSERT && !c->in_dest && unit.label_count == 0 && unit.text == NULL &&
        unit.rank >= PROSE_RANK_ARTICLE && unit.kind[0] != '\0' && strcmp(unit.kind, "preamble") != 0 &&
        token > c->verb) {
        c->new_unit = true; /* "add the following paragraph" */
        c->unit = unit;
        return;
    }
    if (c->in_dest && (c->next == PROSE_AFTER || c->next == PROSE_BEFORE))
        c->next = PROSE_OTHER; /* it was this unit that stands behind "after" */
    c->failed |= !prose_place_add(place, c->arena, &unit, c->tokens->line);
}

static void take_sentence(struct prose_clause *c, const struct prose_token *token)
{
    if (c->ordinal_count == 0) {
        c->sentence_said = true; /* "add the following sentence" */
        return;
    }
    if (c->next == PROSE_AFTER || c->next == PROSE_BEFORE) {
        c->dest_sentence = true;
        c->position = c->next == PROSE_AFTER ? TVX_POSITION_AFTER : TVX_POSITION_BEFORE;
        c->next = PROSE_OTHER;
        c->in_dest = false;
    }
    c->place.sentence = c->ordinals[0];
    c->place.sentence_end = c->ordinals[c->ordinal_count - 1];
    c->ordinal_count = 0;
    (void)token;
}

static void take_all(struct prose_clause *c)
{
    c->occurrence = TVX_OCCURRENCE_ALL;
    c->ordinal_count = 0;
}

static void take_to(struct prose_clause *c)
{
    if (c->seen_from && c->old_end == NULL)
        c->next = PROSE_TO;
    else if (c->verb->role == PROSE_SUBSTITUTE && c->loose_count > 0)
        c->next = PROSE_INSTEAD;
    else if (c->verb->role == PROSE_REPLACE && c->loose_count > 0)
        c->next = PROSE_BY; /* "change “a” to “b”" */
}

void prose_clause_take(struct prose_clause *c, const struct prose_token *token)
{
    switch (token->role) {
    case PROSE_QUOTE:
        if (is_quoted_place(c, token)) {
            struct prose_token unit = *token;

            unit.role = PROSE_UNIT;
            unit.kind = "clause";
            unit.rank = PROSE_RANK_ARTICLE;
            unit.label_count = unit.below_count = 0;
            take_unit(c, &unit);
        } else {
            take_quote(c, token);
        }
        break;
    case PROSE_UNIT: case PROSE_PREAMBULAR: case PROSE_OPERATIVE: take_unit(c, token); break;
    case PROSE_ORDINAL:
        if (c->ordinal_count < PROSE_ORDINALS)
            c->ordinals[c->ordinal_count++] = token->number;
        break;
    case PROSE_SENTENCE: take_sentence(c, token); break;
    case PROSE_LINE: c->ordinal_count = 0; break;
    case PROSE_OCCURRENCE: flush_ordinals_as_occurrence(c); break;
    case PROSE_TITLE: (c->in_dest ? &c->dest : &c->place)->part = "title"; break;
    case PROSE_CHAPEAU: (c->in_dest ? &c->dest : &c->place)->part = "introduction"; break;
    case PROSE_ALL: take_all(c); break;
    case PROSE_EVERYWHERE:
        take_all(c);
        c->place.everywhere = true;
        break;
    case PROSE_EVERY: c->every = true; break;
    case PROSE_NEW: c->is_new = true; break;
    case PROSE_END: c->position = TVX_POSITION_END; break;
    case PROSE_START: c->position = TVX_POSITION_START; break;
    case PROSE_FOLLOWS: c->follows = true; c->next = PROSE_FOLLOWS; break;
    case PROSE_BY: case PROSE_INSTEAD: case PROSE_BETWEEN: case PROSE_BEGINS: c->next = token->role; break;
    case PROSE_FROM: c->next = PROSE_FROM; c->seen_from = true; break;
    case PROSE_TO: take_to(c); break;
    case PROSE_AFTER: case PROSE_BEFORE: c->next = token->role; c->in_dest = true; break;
    case PROSE_AS: c->in_dest |= c->verb->role == PROSE_RENUMBER; break;
    case PROSE_MARK:
        if (c->in_dest && c->dest.count > 0)
            c->in_dest = false;
        break;
    default: break;
    }
    if (token->role <= PROSE_LAST_VERB) {
        if (c->in_dest && c->dest.count > 0)
            c->in_dest = false;
        if (token->role == PROSE_BECOME)
            c->in_dest = true;
        if (token->role == PROSE_READ)
            c->next = PROSE_FOLLOWS;
    }
}

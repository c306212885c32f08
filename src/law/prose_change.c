/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "prose_clause.h"

static struct prose_change *put_change(struct prose_clause *c, enum tvx_action action, enum tvx_instruction_op op)
{
    struct prose_changes *out = c->out;
    struct prose_change *change;

    out->items = tvx_arena_grow(c->arena, out->items, out->count, &out->capacity, sizeof *out->items);
    if (out->items == NULL) {
        c->failed = true;
        return NULL;
    }
    change = &out->items[out->count++];
    *change = (struct prose_change){.place = c->place, .action = action};
    change->instruction = (struct tvx_instruction){.op = op, .position = c->position, .occurrence = c->occurrence,
                                                   .sentence = c->place.sentence,
                                                   .sentence_end = c->place.sentence_end,
                                                   .old_words = c->old_words, .old_end = c->old_end,
                                                   .new_words = c->new_words, .anchor = c->anchor,
                                                   .anchor_end = c->anchor_end};
    return change;
}

static void wants_body(struct prose_clause *c)
{
    c->out->wants_body |= c->new_words == NULL;
}

static void put_words(struct prose_clause *c, enum tvx_instruction_op op)
{
    put_change(c, TVX_ACTION_MOD, op);
}

/* Loose quotations get their part by the verb. */
static void settle_quotes(struct prose_clause *c)
{
    size_t i = 0;

    switch (c->verb->role) {
    case PROSE_SUBSTITUTE:
        if (c->old_words != NULL && c->new_words == NULL && c->loose_count > 0)
            c->new_words = c->loose[i++];
        else if (c->old_words == NULL && c->loose_count > 0)
            c->old_words = c->loose[i++];
        break;
    case PROSE_INSERT:
        if (!c->strong && (c->follows || c->new_unit)) { /* italics, and the new text stands below */
            i = c->loose_count;
            break;
        }
        if (c->new_words == NULL && c->loose_count > 0)
            c->new_words = c->loose[i++];
        break;
    case PROSE_READ:
        if (c->old_words == NULL && c->loose_before > 0)
            c->old_words = c->loose[i++];
        if (c->new_words == NULL && c->loose_count > i)
            c->new_words = c->loose[i++];
        break;
    default:
        if (c->old_words == NULL && c->loose_count > 0)
            c->old_words = c->loose[i++];
        if (c->verb->role != PROSE_DELETE && c->new_words == NULL && c->loose_count > i)
            c->new_words = c->loose[i++];
    }
    for (size_t k = i; k < c->loose_count; k++)
        c->loose[k - i] = c->loose[k];
    c->loose_count -= i;
}

static void put_replace(struct prose_clause *c)
{
    settle_quotes(c);
    if (c->old_words != NULL && c->old_end == NULL && c->new_words == NULL && c->follows && !c->open) {
        wants_body(c);
        put_words(c, TVX_INSTRUCTION_REPLACE);
    } else if (c->old_words != NULL && c->new_words != NULL) {
        put_words(c, TVX_INSTRUCTION_REPLACE);
    } else if (c->old_words == NULL && (c->new_words != NULL || c->follows) && !prose_place_empty(&c->place)) {
        wants_body(c);
        put_words(c, c->place.sentence != 0 ? TVX_INSTRUCTION_REPLACE : TVX_INSTRUCTION_READ);
    } else if (c->old_words == NULL && (c->new_words != NULL || c->follows) && c->place.sentence != 0) {
        wants_body(c);
        put_words(c, TVX_INSTRUCTION_REPLACE);
    }
}

void prose_clause_next_pair(struct prose_clause *c)
{
    settle_quotes(c);
    put_words(c, TVX_INSTRUCTION_REPLACE);
    c->old_words = c->old_end = c->new_words = NULL;
    c->loose_count = c->loose_before = 0;
    c->occurrence = TVX_OCCURRENCE_UNSAID;
}

static void put_strike(struct prose_clause *c)
{
    if (c->place.part != NULL)
        put_change(c, TVX_ACTION_MOD, TVX_INSTRUCTION_READ);
    else
        put_change(c, TVX_ACTION_SUP, TVX_INSTRUCTION_STRIKE);
    if (c->place.part != NULL && !c->failed)
        c->out->items[c->out->count - 1].instruction.new_words = "";
}

static void put_delete(struct prose_clause *c)
{
    settle_quotes(c);
    if (c->every && c->anchor != NULL) {
        put_words(c, TVX_INSTRUCTION_DELETE);
        if (!c->failed)
            c->out->items[c->out->count - 1].instruction.to_end = true;
    } else if (c->old_words != NULL) {
        put_words(c, TVX_INSTRUCTION_DELETE);
        for (size_t i = 0; i < c->loose_count; i++) {
            c->old_words = c->loose[i];
            put_words(c, TVX_INSTRUCTION_DELETE);
        }
    } else if (c->place.sentence != 0) {
        put_words(c, TVX_INSTRUCTION_DELETE);
    } else if (c->place.count > 0 || c->place.marginal != NULL || c->told_by) {
        put_strike(c);
    }
}

/* Where a new unit stands: its own label, or what is beside it. */
static void put_add(struct prose_clause *c)
{
    struct prose_place at = c->dest.count > 0 ? prose_place_inherit(&c->dest, &c->place) : c->place, own = c->place;
    bool named = c->unit.label_count > 0 || c->unit.below_count > 0;
    struct prose_change *change;

    wants_body(c);
    if (c->dest.count > 0)
        own = at;
    if (named && own.count > 0 && c->dest.count > 0) /* beside it: the same parents */
        own.count -= own.steps[own.count - 1].rank >= PROSE_RANK_ARTICLE;
    if (!named && c->dest.count > 0 && c->place.count > 0 && /* "add Annex B after Annex A" */
        c->place.steps[c->place.count - 1].rank == c->dest.steps[c->dest.count - 1].rank) {
        own = prose_place_inherit(&c->place, &at);
        named = true;
    } else if (named)
        c->failed |= !prose_place_add(&own, c->arena, &c->unit, c->tokens->line);
    change = put_change(c, TVX_ACTION_ADD, TVX_INSTRUCTION_ADD);
    if (change == NULL)
        return;
    change->is_new = true;
    change->place = named ? own : at;
    change->place.part = NULL;
    change->instruction.position = c->position;
    change->instruction.sentence = change->instruction.sentence_end = 0;
    if (c->dest.count > 0) {
        const struct prose_token *t = c->tokens->items;

        change->instruction.other = prose_place_path(&at, c->arena, NULL);
        change->instruction.position = TVX_POSITION_AFTER;
        for (size_t i = c->from; i < c->to; i++)
            if (t[i].role == PROSE_BEFORE)
                change->instruction.position = TVX_POSITION_BEFORE;
    }
    if (!named)
        change->place.more_count = 0;
}

static void put_insert(struct prose_clause *c)
{
    settle_quotes(c);
    if (c->new_unit || (c->dest.count > 0 && c->anchor == NULL && !c->dest_sentence)) {
        put_add(c);
        return;
    }
    if (c->new_words == NULL && !c->follows && !c->sentence_said)
        return;
    if (c->anchor != NULL || c->position != TVX_POSITION_NONE) {
        wants_body(c);
        put_words(c, TVX_INSTRUCTION_INSERT);
    } else if (c->place.count > 0 && (c->follows || c->is_new || c->sentence_said)) {
        struct prose_change *change;

        wants_body(c);
        if (c->sentence_said) { /* "add a sentence": at the end, where else is not said */
            c->position = TVX_POSITION_END;
            put_words(c, TVX_INSTRUCTION_INSERT);
            return;
        }
        change = put_change(c, TVX_ACTION_ADD, TVX_INSTRUCTION_ADD);
        if (change != NULL)
            change->is_new = true;
    }
}

static void put_read(struct prose_clause *c)
{
    settle_quotes(c);
    if (c->old_words != NULL && c->new_words != NULL)
        put_words(c, TVX_INSTRUCTION_REPLACE);
    else if (c->old_words == NULL && (c->new_words != NULL || c->follows) && !prose_place_empty(&c->place)) {
        wants_body(c);
        put_words(c, c->place.sentence != 0 ? TVX_INSTRUCTION_REPLACE : TVX_INSTRUCTION_READ);
    }
}

static void put_move(struct prose_clause *c)
{
    struct prose_place at = prose_place_inherit(&c->dest, &c->place);
    struct prose_change *from, *to;
    const char *path = prose_place_path(&c->place, c->arena, NULL), *behind = prose_place_path(&at, c->arena, NULL);

    if (c->dest.count == 0 || path == NULL || behind == NULL)
        return;
    from = put_change(c, TVX_ACTION_SUP_MOVED, TVX_INSTRUCTION_MOVE);
    if (from != NULL)
        from->instruction.other = behind;
    to = put_change(c, TVX_ACTION_ADD_MOVED, TVX_INSTRUCTION_MOVED);
    if (to == NULL)
        return;
    to->place = at;
    to->is_new = true;
    to->instruction.other = path;
    to->instruction.anchor = behind;
    to->instruction.position = TVX_POSITION_AFTER;
    for (size_t i = c->from; i < c->to; i++)
        if (c->tokens->items[i].role == PROSE_BEFORE)
            to->instruction.position = TVX_POSITION_BEFORE;
}

static void put_merge(struct prose_clause *c)
{
    const char *first = prose_place_path(&c->place, c->arena, NULL);

    if (c->place.more_count == 0 || first == NULL)
        return;
    for (size_t i = 0; i < c->place.more_count; i++) {
        const char *path = prose_place_path(&c->place, c->arena, c->place.more[i]);
        struct prose_change *keep = put_change(c, TVX_ACTION_MOD, TVX_INSTRUCTION_MERGE), *gone;

        if (keep == NULL || path == NULL)
            return;
        keep->place.more_count = 0;
        keep->instruction.other = path;
        gone = put_change(c, TVX_ACTION_SUP_MOVED, TVX_INSTRUCTION_MERGED);
        if (gone == NULL)
            return;
        gone->instruction.other = first;
        for (size_t s = 0; s < gone->place.count; s++)
            if (gone->place.steps[s].rank == (enum prose_rank)c->place.more_at) {
                gone->place.steps[s].printed = tvx_arena_printf(
                    c->arena, "%.*s %s", (int)strcspn(gone->place.steps[s].printed, " "),
                    gone->place.steps[s].printed, c->place.more[i]);
                gone->place.steps[s].step = c->place.more[i];
            }
        gone->place.more_count = 0;
    }
}

static void put_split(struct prose_clause *c)
{
    struct prose_change *first, *rest;

    settle_quotes(c);
    if (c->place.count == 0 || (c->anchor == NULL && !c->dest_sentence))
        return;
    first = put_change(c, TVX_ACTION_MOD, TVX_INSTRUCTION_SPLIT);
    rest = put_change(c, TVX_ACTION_ADD_MOVED, TVX_INSTRUCTION_REST);
    if (first == NULL || rest == NULL)
        return;
    rest->is_new = true;
    rest->instruction.other = prose_place_path(&c->place, c->arena, NULL);
    rest->instruction.position = first->instruction.position;
}

static void put_relabel(struct prose_clause *c)
{
    struct prose_change *change;
    const struct prose_step *last = c->dest.count > 0 ? &c->dest.steps[c->dest.count - 1] : NULL;

    if (last == NULL || c->place.count == 0 || c->place.more_count > 0)
        return; /* "renumber accordingly": labels are no text */
    change = put_change(c, TVX_ACTION_MOD_EDITORIAL, TVX_INSTRUCTION_RELABEL);
    if (change != NULL)
        change->instruction.label = last->step;
}

/* "in the third paragraph of the preamble": the step is no paragraph of an article. */
void prose_clause_set_side(struct prose_clause *c)
{
    const char *side = c->preamble ? "preambular-" : "operative-";

    if ((!c->preamble && !c->operative) || c->place.count == 0)
        return;
    for (size_t i = 0; i < c->place.count; i++) {
        struct prose_step *s = &c->place.steps[i];

        if (s->rank >= PROSE_RANK_PARAGRAPH && *s->step >= '0' && *s->step <= '9') {
            s->step = tvx_arena_printf(c->arena, "%s%s", side, s->step);
            s->rank = PROSE_RANK_ARTICLE;
            c->failed |= s->step == NULL;
            break;
        }
        if (strncmp(s->step, "recital.", 8) == 0) {
            s->step = tvx_arena_printf(c->arena, "%s%s", side, s->step + 8);
            c->failed |= s->step == NULL;
            break;
        }
    }
}

/* Words that stand without quotation marks, as they are: "replace five days by ten days". */
static bool take_bare_words(struct prose_clause *c)
{
    const struct prose_token *t = c->tokens->items, *by = NULL, *verb = c->verb;
    size_t end;

    if (verb > t + c->from && verb[-1].role != PROSE_MARK && verb[-1].role != PROSE_AND &&
        verb[-1].role != PROSE_ITEM && verb[-1].role != PROSE_FILLER)
        return false; /* "Article 5 replaced the rules by others" tells a story */
    if (verb->role != PROSE_REPLACE || c->old_words != NULL || c->new_words != NULL || c->loose_count > 0 || c->follows)
        return false;
    for (const struct prose_token *k = verb + 1; k < t + c->to; k++)
        if (k->role == PROSE_BY && by == NULL)
            by = k;
        else if (k->role == PROSE_UNIT || k->role == PROSE_SENTENCE || k->role == PROSE_QUOTE)
            return false;
    if (by == NULL || by == verb + 1 || by + 1 >= t + c->to)
        return false;
    end = t[c->to - 1].role == PROSE_MARK && c->to - 1 > (size_t)(by - t) + 1 ? t[c->to - 2].to : t[c->to - 1].to;
    if (by->from - verb->to > 200 || end - by->to > 200)
        return false;
    for (const struct prose_token *k = verb + 1; k < t + c->to; k++)
        if (k->role == PROSE_OTHER && c->out->unknown > 0)
            c->out->unknown--;
    c->old_words = tvx_arena_strndup(c->arena, c->tokens->line + verb->to, by->from - verb->to);
    c->new_words = tvx_arena_strndup(c->arena, c->tokens->line + by->to, end - by->to);
    if (c->old_words == NULL || c->new_words == NULL) {
        c->failed = true;
        return false;
    }
    c->old_words = prose_trimmed(c->arena, c->old_words);
    c->new_words = prose_trimmed(c->arena, c->new_words);
    c->ordinal_count = 0;
    return true;
}

void prose_clause_finish(struct prose_clause *c, struct prose_place *before, bool near)
{
    prose_clause_set_side(c);
    if (near && c->place.count == 0 && c->place.part == NULL && c->place.sentence == 0) {
        c->place.sentence = before->sentence;
        c->place.sentence_end = before->sentence_end;
    }
    c->out->own_article |= c->place.everywhere ||
                           (c->place.count > 0 && c->place.steps[0].rank <= PROSE_RANK_ARTICLE);
    c->place = prose_place_inherit(&c->place, before);
    for (size_t i = c->first; i < c->out->count; i++) { /* pairs read before the place was */
        c->out->items[i].place = c->place;
        c->out->items[i].instruction.sentence = c->place.sentence;
        c->out->items[i].instruction.sentence_end = c->place.sentence_end;
    }
    take_bare_words(c);
    switch (c->verb->role) {
    case PROSE_REPLACE: case PROSE_SUBSTITUTE: put_replace(c); break;
    case PROSE_DELETE: put_delete(c); break;
    case PROSE_INSERT: put_insert(c); break;
    case PROSE_READ: case PROSE_AMEND: put_read(c); break;
    case PROSE_MOVE: put_move(c); break;
    case PROSE_MERGE: put_merge(c); break;
    case PROSE_SPLIT: put_split(c); break;
    default: put_relabel(c); break;
    }
    *before = c->place;
}

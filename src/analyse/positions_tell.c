/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a phrase tells: of whom, of which proposals, and which side "agreed" or "took the opposite view" means. */
#include <string.h>

#include "positions_read.h"

/* ---- whom and what a phrase is about ---- */

void position_actors_add(struct position_actors *list, const char *code)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->codes[i], code) == 0)
            return;
    if (list->count < POSITION_LIST)
        list->codes[list->count++] = code;
}

/* "Helvaria, Norsund and the delegate of Ostavia" from mark i on; gives the mark behind. */
size_t position_list(const struct position_reader *r, size_t i, struct position_actors *list, bool speakers)
{
    size_t end = i;

    list->count = 0;
    list->other = false;
    for (size_t at = i; at < r->marker.count && (at == i || mark_gap(r, at - 1, at) == 0); at++) {
        enum position_mark mark = mark_kind(r, at);

        if (mark == POSITION_ACTOR) {
            position_actors_add(list, mark_at(r, at)->actor);
            end = at + 1;
        } else if (mark != POSITION_JOIN && mark != POSITION_AND && (mark != POSITION_SPEAKER || !speakers)) {
            break;
        }
    }
    return end;
}

/* The number list around mark i: its topics into `ids`. */
size_t position_topics(const struct position_reader *r, size_t i, size_t *ids)
{
    size_t from = i, count = 0;

    while (from > 0 && mark_gap(r, from - 1, from) == 0 &&
           (mark_kind(r, from - 1) == POSITION_NUMBER || mark_kind(r, from - 1) == POSITION_JOIN ||
            mark_kind(r, from - 1) == POSITION_AND))
        from--;
    for (; from < r->marker.count; from++) {
        const struct position_mark_at *m = mark_at(r, from);

        if (m->mark != POSITION_NUMBER && m->mark != POSITION_JOIN && m->mark != POSITION_AND)
            break;
        if (from > i && mark_gap(r, from - 1, from) > 0)
            break;
        for (size_t k = 0; k < m->topics && count < POSITION_TOPICS; k++)
            ids[count++] = r->marker.found[m->topic + k];
    }
    return count;
}

bool position_takes_side(enum position_mark mark)
{
    return mark == POSITION_STANCE || mark == POSITION_SAME || mark == POSITION_CONTRARY;
}

static size_t topic_behind(const struct position_reader *r, size_t i)
{
    bool side = false;

    for (size_t at = i + 1; at < r->marker.count; at++) {
        enum position_mark mark = mark_kind(r, at);

        side |= position_takes_side(mark);
        if (mark == POSITION_NUMBER)
            return at;
        if ((mark == POSITION_ACTOR && side) || mark == POSITION_IF || mark == POSITION_BUT)
            break;
    }
    return SIZE_MAX;
}

static size_t topic_before(const struct position_reader *r, size_t i)
{
    while (i-- > 0)
        if (mark_kind(r, i) == POSITION_NUMBER)
            return i;
    return SIZE_MAX;
}

/* The proposals that the phrase at i is about; *named: the sentence itself names them. */
static size_t topics_of(const struct position_reader *r, size_t i, size_t *ids, bool *named)
{
    bool after = mark_at(r, i)->phrase->after;
    size_t at = after ? topic_before(r, i) : topic_behind(r, i);

    if (at == SIZE_MAX)
        at = after ? topic_behind(r, i) : topic_before(r, i);
    *named = at != SIZE_MAX;
    if (*named)
        return position_topics(r, at, ids);
    memcpy(ids, r->under, r->under_count * sizeof *ids);
    return r->under_count;
}

/* ---- telling ---- */

static bool same_topic(const struct tvx_said *said, const char *proposal)
{
    return strcmp(said->proposal, proposal) == 0;
}

/* False: it is told already. */
static bool make_room(struct position_reader *r, const char *actor, const char *proposal, enum tvx_stance stance)
{
    for (size_t i = r->out->count; i-- > 0;) {
        struct tvx_said *old = &r->out->items[i];

        if (strcmp(old->actor, actor) != 0 || !same_topic(old, proposal))
            continue;
        if (old->stance == stance)
            return false;
        if (i < r->first_said || old->former)
            return true;
        if (tvx_stance_side(old->stance) == 1 && old->stance != TVX_STANCE_SUPPORT)
            return stance != TVX_STANCE_SUPPORT; /* whoever proposes supports */
        if (stance == TVX_STANCE_PROPOSE)
            return true;
        /* Of two sides in one sentence the last is where it comes to rest. */
        memmove(old, old + 1, (r->out->count - i - 1) * sizeof *old);
        r->out->count--;
        return true;
    }
    return true;
}

void position_tell(struct position_reader *r, const char *actor, const char *proposal, enum tvx_stance stance,
                   size_t mark, bool named, const struct tvx_span *with)
{
    const struct position_mark_at *m = mark_at(r, mark);
    const struct position_word *words = r->marker.words.items;
    struct tvx_said *larger, *said;

    if (!make_room(r, actor, proposal, stance))
        return;
    larger = tvx_arena_grow(r->marker.arena, r->out->items, r->out->count, &r->out->capacity, sizeof *larger);
    r->memory |= larger == NULL;
    if (larger == NULL)
        return;
    r->out->items = larger;
    said = &larger[r->out->count++];
    *said = (struct tvx_said){
        .actor = actor, .proposal = proposal, .stance = stance, .former = r->former, .conditional = r->condition,
        .words = tvx_arena_strndup(r->marker.arena, r->text + words[m->first].start,
                                   words[m->end - 1].start + words[m->end - 1].length - words[m->first].start),
        .row = tvx_arena_printf(r->marker.arena, "data/position-phrases.tsv: %s", m->phrase->text),
        .spans = {r->sentence}, .span_count = 1,
    };
    r->memory |= said->words == NULL || said->row == NULL;
    if (!named && r->under_count > 0 && r->named.start != r->sentence.start)
        said->spans[said->span_count++] = r->named;
    if (with != NULL && with->start != r->sentence.start &&
        (said->span_count < 2 || said->spans[1].start != with->start))
        said->spans[said->span_count++] = *with;
}

static void tell_all(struct position_reader *r, const struct position_actors *who, enum tvx_stance stance, size_t mark)
{
    size_t ids[POSITION_TOPICS];
    bool named;
    size_t count = topics_of(r, mark, ids, &named);

    for (size_t i = 0; i < who->count; i++) {
        for (size_t k = 0; k < count; k++)
            position_tell(r, who->codes[i], r->marker.topics[ids[k]].number, stance, mark, named, NULL);
        if (count == 0)
            position_tell(r, who->codes[i], "", stance, mark, true, NULL);
    }
}

static enum tvx_stance turned(enum tvx_stance stance)
{
    return stance == TVX_STANCE_SUPPORT ? TVX_STANCE_OPPOSE : TVX_STANCE_NONE;
}

enum tvx_stance position_joined(enum tvx_stance stance)
{
    return tvx_stance_side(stance) == 1 ? TVX_STANCE_SUPPORT : stance;
}

static bool sponsors_it(const struct position_reader *r, size_t topic, const char *actor)
{
    const struct tvx_stance_topic *t = &r->marker.topics[topic];

    for (size_t i = 0; i < t->sponsor_count; i++)
        if (strcmp(t->sponsors[i], actor) == 0)
            return true;
    return false;
}

/* What was said last on a proposal, by one of `whom` if there are any, by anybody but `not_by` else. */
static const struct tvx_said *said_on(const struct position_reader *r, const char *proposal,
                                      const struct position_actors *whom, const struct position_actors *not_by)
{
    for (size_t i = r->out->count; i-- > 0;) {
        const struct tvx_said *said = &r->out->items[i];
        bool of = whom->count == 0;

        if (!same_topic(said, proposal) || said->former)
            continue;
        for (size_t k = 0; k < whom->count; k++)
            of |= strcmp(whom->codes[k], said->actor) == 0;
        for (size_t k = 0; whom->count == 0 && k < not_by->count; k++)
            of &= strcmp(not_by->codes[k], said->actor) != 0;
        if (of)
            return said;
    }
    return NULL;
}

/* "agreed", "agreed with the delegate of Belcour", "agreed with SAN/10/1", "took the opposite view". */
static void tell_joined(struct position_reader *r, const struct position_actors *who, size_t i, bool contrary,
                        bool turn)
{
    struct position_actors whom = {.count = 0};
    size_t ids[POSITION_TOPICS], at = i + 1, count;
    bool named, directly = false;

    while (at < r->marker.count && mark_kind(r, at) != POSITION_ACTOR && mark_kind(r, at) != POSITION_NUMBER &&
           mark_kind(r, at) != POSITION_BUT && mark_gap(r, at - 1, at) <= POSITION_NEAR)
        at++;
    if (at < r->marker.count && mark_gap(r, at - 1, at) <= POSITION_NEAR) {
        if (mark_kind(r, at) == POSITION_ACTOR)
            position_list(r, at, &whom, true);
        directly = mark_kind(r, at) == POSITION_NUMBER;
    }
    count = topics_of(r, i, ids, &named);
    for (size_t k = 0; k < count; k++) {
        const char *proposal = r->marker.topics[ids[k]].number;
        const struct tvx_said *said = directly ? NULL : said_on(r, proposal, &whom, who);
        enum tvx_stance stance = said != NULL ? position_joined(said->stance) : TVX_STANCE_NONE;
        struct tvx_span with = said != NULL ? said->spans[0] : r->sentence;

        for (size_t w = 0; said == NULL && w < whom.count; w++)
            if (sponsors_it(r, ids[k], whom.codes[w]))
                stance = TVX_STANCE_SUPPORT;
        if (directly)
            stance = TVX_STANCE_SUPPORT;
        if (contrary != turn && stance != TVX_STANCE_NONE)
            stance = stance == TVX_STANCE_SUPPORT ? TVX_STANCE_OPPOSE
                     : stance == TVX_STANCE_OPPOSE && contrary ? TVX_STANCE_SUPPORT : TVX_STANCE_NONE;
        for (size_t w = 0; stance != TVX_STANCE_NONE && w < who->count; w++)
            position_tell(r, who->codes[w], proposal, stance, i, named, &with);
    }
}

/* Another phrase of the sentence says what "joined" or "associated himself with those who" means. */
static bool said_better(const struct position_reader *r, size_t i)
{
    for (size_t at = i + 1; at < r->marker.count; at++) {
        enum position_mark mark = mark_kind(r, at);

        if (mark == POSITION_STANCE && !mark_at(r, at)->phrase->after)
            return mark_at(r, at)->phrase->stance >= TVX_STANCE_SUPPORT;
        if (mark == POSITION_ACTOR || mark == POSITION_BUT || mark == POSITION_OTHER || mark == POSITION_ALSO)
            return false;
    }
    return false;
}

void position_tell_phrase(struct position_reader *r, const struct position_actors *who, size_t i, bool turn)
{
    const struct position_mark_at *m = mark_at(r, i);

    if (m->mark == POSITION_STANCE) {
        enum tvx_stance stance = turn ? turned(m->phrase->stance) : m->phrase->stance;

        if (stance != TVX_STANCE_NONE)
            tell_all(r, who, stance, i);
        r->former = false;
    } else if (!said_better(r, i)) {
        tell_joined(r, who, i, m->mark == POSITION_CONTRARY, turn);
    }
}

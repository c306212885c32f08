/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/compare/brackets.h>

#include "bracket_words.h"

static const double HALF = 0.5, NINE_TENTHS = 0.9;

const char *tvx_bracket_change_to_string(enum tvx_bracket_change_kind kind)
{
    static const char *const names[TVX_BRACKETS_CHANGES] = {"opened", "reopened", "closed", "dropped", "kept",
                                                            "changed"};

    return (unsigned)kind < TVX_BRACKETS_CHANGES ? names[kind] : "";
}

/* Brackets or options of both sides, as ranges of words, and which are one. */
struct set {
    bool option;
    struct word_range *ranges[2];
    size_t counts[2];
    size_t *mates[2];  /* SIZE_MAX: none */
};

struct maker {
    struct tvx_arena *arena;
    struct tvx_bracket_changes *out;
    struct bracket_words words;
    size_t capacity;
    size_t *order;     /* of each change: where it stands in b, in words */
};

struct match {
    size_t a, b, shared;
    double dice;
};

static int by_dice(const void *x, const void *y)
{
    const struct match *a = x, *b = y;

    if (a->dice != b->dice)
        return a->dice > b->dice ? -1 : 1;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

/* Is it one of those that are told of? */
static bool counts_as(const struct maker *m, bool option, unsigned side, size_t index)
{
    const struct tvx_brackets *brackets = side == 0 ? m->out->a : m->out->b;

    return option || brackets->items[index].kind == TVX_BRACKET_TEXT;
}

/* The word of the other side in whose place it stands; SIZE_MAX when it has none. */
static size_t other_word(const struct maker *m, unsigned side, size_t word)
{
    return m->words.sides[side].other[word];
}

/*
 * How many words each range of the other side shares with this one: tally[range], the ranges touched in `touched`.
 * Ranges nest, so those around a word are a chain of parents.
 */
static size_t tally(const struct maker *m, const struct set *set, unsigned side, size_t index, size_t *counts,
                    size_t *touched)
{
    const struct word_range *range = &set->ranges[side][index];
    const size_t *inner = set->option ? m->words.sides[!side].option : m->words.sides[!side].item;
    size_t count = 0;

    for (size_t w = range->first; w < range->end; w++) {
        size_t other = other_word(m, side, w);
        size_t around = other == SIZE_MAX ? SIZE_MAX : inner[other];

        for (unsigned depth = 0; around != SIZE_MAX && depth < BRACKET_CHAIN; depth++) {
            if (counts[around]++ == 0)
                touched[count++] = around;
            around = set->ranges[!side][around].parent;
        }
    }
    return count;
}

static enum tvx_status find_matches(struct maker *m, struct set *set, struct match **matches, size_t *count,
                                    struct tvx_error *error)
{
    size_t *counts = tvx_arena_array(m->arena, set->counts[1] + 1, sizeof *counts), capacity = 0;
    size_t *touched = tvx_arena_array(m->arena, set->counts[1] + 1, sizeof *touched);

    if (counts == NULL || touched == NULL)
        return tvx_error_nomem(error);
    for (size_t a = 0; a < set->counts[0]; a++) {
        size_t n = tally(m, set, 0, a, counts, touched);

        for (size_t i = 0; i < n; i++) {
            size_t b = touched[i], shared = counts[b];
            double dice = 2.0 * (double)shared / (double)(word_range_count(&set->ranges[0][a]) +
                                                          word_range_count(&set->ranges[1][b]));

            counts[b] = 0;
            if (dice < HALF || !counts_as(m, set->option, 0, a) || !counts_as(m, set->option, 1, b))
                continue;
            *matches = tvx_arena_grow(m->arena, *matches, *count, &capacity, sizeof **matches);
            if (*matches == NULL)
                return tvx_error_nomem(error);
            (*matches)[(*count)++] = (struct match){a, b, shared, dice};
        }
    }
    return TVX_OK;
}

/* "[shall]" where "[should]" stood: no word is the same, but the words before it are. */
static void match_places(struct maker *m, struct set *set)
{
    size_t b = 0;

    if (set->option)
        return;
    for (size_t a = 0; a < set->counts[0]; a++) {
        size_t first = set->ranges[0][a].first, before;

        if (set->mates[0][a] != SIZE_MAX || first == 0 || !counts_as(m, false, 0, a) ||
            (before = other_word(m, 0, first - 1)) == SIZE_MAX)
            continue;
        while (b > 0 && set->ranges[1][b - 1].first > before)
            b--;
        while (b < set->counts[1] && set->ranges[1][b].first <= before)
            b++;
        if (b < set->counts[1] && set->ranges[1][b].first == before + 1 && set->mates[1][b] == SIZE_MAX &&
            counts_as(m, false, 1, b) && word_range_count(&set->ranges[0][a]) > 0 &&
            m->out->a->items[a].depth == m->out->b->items[b].depth) {
            set->mates[0][a] = b;
            set->mates[1][b] = a;
        }
    }
}

/* Options without text ("No text required") follow their siblings. */
static void match_empty(struct maker *m, struct set *set)
{
    const struct tvx_draft_option *a = m->out->a->options, *b = m->out->b->options;
    enum { NEAR = 32 };

    for (size_t i = 0; set->option && i < set->counts[0]; i++) {
        size_t group = SIZE_MAX;

        if (set->mates[0][i] != SIZE_MAX || word_range_count(&set->ranges[0][i]) > 0)
            continue;
        for (size_t j = i > NEAR ? i - NEAR : 0; j < set->counts[0] && j < i + NEAR && group == SIZE_MAX; j++)
            if (a[j].group == a[i].group && set->mates[0][j] != SIZE_MAX)
                group = b[set->mates[0][j]].group;
        for (size_t j = 0; group != SIZE_MAX && j < set->counts[1] && set->mates[0][i] == SIZE_MAX; j++)
            if (b[j].group == group && set->mates[1][j] == SIZE_MAX && word_range_count(&set->ranges[1][j]) == 0) {
                set->mates[0][i] = j;
                set->mates[1][j] = i;
            }
    }
}

static enum tvx_status match_set(struct maker *m, struct set *set, struct tvx_error *error)
{
    struct match *matches = NULL;
    size_t count = 0;
    enum tvx_status status;

    for (unsigned side = 0; side < 2; side++) {
        set->mates[side] = tvx_arena_array(m->arena, set->counts[side] + 1, sizeof *set->mates[side]);
        if (set->mates[side] == NULL)
            return tvx_error_nomem(error);
        for (size_t i = 0; i < set->counts[side]; i++)
            set->mates[side][i] = SIZE_MAX;
    }
    status = find_matches(m, set, &matches, &count, error);
    if (status != TVX_OK)
        return status;
    if (count > 0)
        qsort(matches, count, sizeof *matches, by_dice);
    for (size_t i = 0; i < count; i++)
        if (set->mates[0][matches[i].a] == SIZE_MAX && set->mates[1][matches[i].b] == SIZE_MAX) {
            set->mates[0][matches[i].a] = matches[i].b;
            set->mates[1][matches[i].b] = matches[i].a;
        }
    match_places(m, set);
    match_empty(m, set);
    return TVX_OK;
}

/* ---- what became of each ---- */

struct names {
    const char *const *items;
    size_t count;
};

static struct names names_of(const struct tvx_brackets *brackets, bool option, size_t index)
{
    return option ? (struct names){brackets->options[index].attributed, brackets->options[index].attributed_count}
                  : (struct names){brackets->items[index].attributed, brackets->items[index].attributed_count};
}

/* Those of x that are not among y, ", " between them; NULL when memory is short. */
static const char *without(struct tvx_arena *arena, struct names x, struct names y)
{
    const char *out = "";

    for (size_t i = 0; i < x.count && out != NULL; i++) {
        bool there = false;

        for (size_t j = 0; j < y.count && !there; j++)
            there = strcmp(x.items[i], y.items[j]) == 0;
        if (!there)
            out = tvx_arena_printf(arena, "%s%s%s", out, *out == '\0' ? "" : ", ", x.items[i]);
    }
    return out;
}

static enum tvx_status add(struct maker *m, struct tvx_bracket_change change, size_t place, struct tvx_error *error)
{
    struct tvx_bracket_changes *out = m->out;

    if (change.names_gone == NULL || change.names_new == NULL)
        return tvx_error_nomem(error);
    out->items[out->count] = change;
    m->order[out->count++] = place;
    ++*(change.option ? &out->option_kinds[change.kind] : &out->kinds[change.kind]);
    return TVX_OK;
}

static size_t shared_words(const struct maker *m, const struct word_range *a, const struct word_range *b, bool *moved)
{
    size_t shared = 0, elsewhere = 0;

    for (size_t w = a->first; w < a->end; w++) {
        size_t other = other_word(m, 0, w);

        if (other != SIZE_MAX && other >= b->first && other < b->end) {
            shared++;
            elsewhere += m->words.sides[0].moved[w];
        }
    }
    *moved = elsewhere * 2 > shared;
    return shared;
}

static enum tvx_status tell_both(struct maker *m, const struct set *set, size_t a, size_t b, struct tvx_error *error)
{
    const struct word_range *x = &set->ranges[0][a], *y = &set->ranges[1][b];
    size_t most = word_range_count(x) > word_range_count(y) ? word_range_count(x) : word_range_count(y);
    struct tvx_bracket_change change = {.option = set->option, .a = a, .b = b};
    size_t shared = shared_words(m, x, y, &change.moved);
    struct names old = names_of(m->out->a, set->option, a), new = names_of(m->out->b, set->option, b);

    change.names_gone = without(m->arena, old, new);
    change.names_new = without(m->arena, new, old);
    change.kept = most == 0 ? 1 : (double)shared / (double)most;
    change.kind = change.kept >= NINE_TENTHS && change.names_gone != NULL && *change.names_gone == '\0' &&
                  change.names_new != NULL && *change.names_new == '\0' ? TVX_BRACKETS_KEPT : TVX_BRACKETS_CHANGED;
    return add(m, change, y->first, error);
}

/* Is `outer` around `inner`, or the same? */
static bool is_around(const struct set *set, unsigned side, size_t outer, size_t inner)
{
    for (unsigned depth = 0; inner != SIZE_MAX && depth < BRACKET_CHAIN; depth++) {
        if (inner == outer)
            return true;
        inner = set->ranges[side][inner].parent;
    }
    return false;
}

/*
 * One that only one side has.  `here` is its words that the other side has too; `free` those of them that stand there
 * outside any bracket or option but the ones that are around on both sides.
 */
static enum tvx_status tell_alone(struct maker *m, const struct set *set, unsigned side, size_t index,
                                  struct tvx_error *error)
{
    const struct word_range *range = &set->ranges[side][index];
    const struct word_side *other = &m->words.sides[!side];
    struct tvx_bracket_change change = {.option = set->option, .a = side == 0 ? index : SIZE_MAX, .names_gone = "",
                                        .b = side == 1 ? index : SIZE_MAX, .names_new = ""};
    size_t here = 0, free = 0, all = word_range_count(range), place = range->first;

    for (size_t w = range->first; w < range->end; w++) {
        size_t there = other_word(m, side, w), around;

        if (there == SIZE_MAX)
            continue;
        here++;
        around = set->option ? other->option[there] : other->item[there];
        if (side == 1) { /* agreed text stood outside everything */
            free += other->item[there] == SIZE_MAX && other->option[there] == SIZE_MAX;
        } else {
            while (around != SIZE_MAX && !counts_as(m, set->option, 1, around))
                around = set->ranges[1][around].parent;
            free += around == SIZE_MAX || (set->mates[1][around] != SIZE_MAX &&
                                           is_around(set, 0, set->mates[1][around], index));
        }
    }
    change.kept = all == 0 ? 0 : (double)here / (double)all;
    if (side == 1)
        change.kind = change.kept >= HALF && free * 2 > here ? TVX_BRACKETS_REOPENED : TVX_BRACKETS_OPENED;
    else if (change.kept < HALF)
        change.kind = TVX_BRACKETS_DROPPED;
    else
        change.kind = free * 2 >= here ? TVX_BRACKETS_CLOSED : TVX_BRACKETS_CHANGED;
    if (side == 0) { /* where it would stand in b */
        while (place > 0 && other_word(m, 0, place - 1) == SIZE_MAX)
            place--;
        place = place == 0 ? 0 : other_word(m, 0, place - 1) + 1;
    }
    return add(m, change, place, error);
}

static enum tvx_status tell(struct maker *m, const struct set *set, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t b = 0; status == TVX_OK && b < set->counts[1]; b++)
        if (counts_as(m, set->option, 1, b))
            status = set->mates[1][b] == SIZE_MAX ? tell_alone(m, set, 1, b, error)
                                                  : tell_both(m, set, set->mates[1][b], b, error);
    for (size_t a = 0; status == TVX_OK && a < set->counts[0]; a++)
        if (set->mates[0][a] == SIZE_MAX && counts_as(m, set->option, 0, a))
            status = tell_alone(m, set, 0, a, error);
    return status;
}

struct placed {
    size_t place, index;
};

static int by_place(const void *x, const void *y)
{
    const struct placed *a = x, *b = y;

    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static enum tvx_status sort_changes(struct maker *m, struct tvx_error *error)
{
    struct tvx_bracket_changes *out = m->out;
    struct placed *places = tvx_arena_array(m->arena, out->count + 1, sizeof *places);
    struct tvx_bracket_change *items = tvx_arena_array(m->arena, out->count + 1, sizeof *items);

    if (places == NULL || items == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < out->count; i++)
        places[i] = (struct placed){m->order[i], i};
    qsort(places, out->count, sizeof *places, by_place);
    for (size_t i = 0; i < out->count; i++)
        items[i] = out->items[places[i].index];
    out->items = items;
    return TVX_OK;
}

enum tvx_status tvx_brackets_compare(struct tvx_bracket_changes *out, struct tvx_arena *arena,
                                     const struct tvx_brackets *a, const struct tvx_brackets *b,
                                     struct tvx_error *error)
{
    struct maker m = {.arena = arena, .out = out};
    size_t most = a->count + b->count + a->option_count + b->option_count + 1;
    struct set brackets = {.option = false, .counts = {a->count, b->count}};
    struct set options = {.option = true, .counts = {a->option_count, b->option_count}};
    enum tvx_status status;

    *out = (struct tvx_bracket_changes){.a = a, .b = b, .items = tvx_arena_array(arena, most, sizeof *out->items)};
    m.order = tvx_arena_array(arena, most, sizeof *m.order);
    if (out->items == NULL || m.order == NULL)
        return tvx_error_nomem(error);
    status = bracket_words_read(&m.words, arena, a, b, error);
    for (unsigned side = 0; status == TVX_OK && side < 2; side++) {
        brackets.ranges[side] = m.words.sides[side].items;
        options.ranges[side] = m.words.sides[side].options;
    }
    if (status == TVX_OK)
        status = match_set(&m, &options, error);
    if (status == TVX_OK)
        status = match_set(&m, &brackets, error);
    if (status == TVX_OK)
        status = tell(&m, &options, error);
    if (status == TVX_OK)
        status = tell(&m, &brackets, error);
    return status == TVX_OK ? sort_changes(&m, error) : status;
}

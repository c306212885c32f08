/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/reach.h>

#include "reach_hunk.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/compare/diff.h>

enum { TONGUES = 16, MOST_UNITS = 20000, QUOTE_BYTES = 400, ISLAND_UNITS = 3 };

static const char METHOD[] = "data/scope-words.tsv: ", STRUCTURE[] = "structure of the definition (analyse/reach.h)";

const char *tvx_reach_to_string(enum tvx_reach reach)
{
    static const char *const words[] = {"same", "widened", "narrowed", "unclear"};

    return words[reach];
}

struct tvx_reach_judge {
    struct tvx_arena *arena;
    struct scope_reader *reader;
    struct scope_tongue *tongues[TONGUES];
    size_t count;
};

struct tvx_reach_judge *tvx_reach_judge_new(struct tvx_arena *arena, struct tvx_error *error)
{
    struct tvx_reach_judge *judge = tvx_arena_alloc(arena, sizeof *judge);

    if (judge != NULL)
        *judge = (struct tvx_reach_judge){.arena = arena, .reader = scope_reader_new(arena)};
    if (judge == NULL || judge->reader == NULL) {
        tvx_error_nomem(error);
        return NULL;
    }
    return judge;
}

void tvx_reach_judge_free(struct tvx_reach_judge *judge)
{
    if (judge != NULL)
        scope_reader_free(judge->reader);
}

static struct scope_tongue *tongue_of(struct tvx_reach_judge *judge, const char *language, struct tvx_error *error)
{
    char name[3] = "en";

    if (language != NULL && strlen(language) >= 2)
        memcpy(name, language, 2);
    for (size_t i = 0; i < judge->count; i++)
        if (strcmp(scope_tongue_language(judge->tongues[i]), name) == 0)
            return judge->tongues[i];
    if (judge->count == TONGUES) {
        tvx_error_set(error, TVX_E_LIMIT, "more than %d languages among the definitions", TONGUES);
        return NULL;
    }
    judge->tongues[judge->count] = scope_tongue_new(judge->reader, judge->arena, name, error);
    return judge->tongues[judge->count] == NULL ? NULL : judge->tongues[judge->count++];
}

struct sides {
    struct scope_tongue *tongue;
    struct units a, b;
    bool *keep_a, *keep_b;
    const struct tvx_evidence *before, *after;
    struct tvx_arena *arena;
    struct tvx_reach_change *out;
    bool widens, narrows, unclear, spelt;
};

static enum tvx_status align(struct sides *s, struct tvx_error *error)
{
    uint32_t *a = tvx_arena_array(s->arena, s->a.count + 1, sizeof *a);
    uint32_t *b = tvx_arena_array(s->arena, s->b.count + 1, sizeof *b);

    s->keep_a = tvx_arena_array(s->arena, s->a.count + 1, sizeof *s->keep_a);
    s->keep_b = tvx_arena_array(s->arena, s->b.count + 1, sizeof *s->keep_b);
    if (a == NULL || b == NULL || s->keep_a == NULL || s->keep_b == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < s->a.count; i++)
        a[i] = s->a.items[i].id;
    for (size_t i = 0; i < s->b.count; i++)
        b[i] = s->b.items[i].id;
    return tvx_diff_ids(s->keep_a, s->keep_b, a, s->a.count, b, s->b.count, s->arena, error);
}

/* Better places for a stretch to begin: at what ties it to the text before. */
static int tie(const struct unit *unit)
{
    return unit->kind == UNIT_EXCEPT || unit->kind == UNIT_INCLUDE || unit->kind == UNIT_NEUTRAL ? 3
           : unit->kind == UNIT_OR || unit->kind == UNIT_AND                                     ? 2
           : unit->kind == UNIT_RELATIVE || unit->after_comma                                    ? 1
                                                                                                 : 0;
}

/* "a or [b or] c" is as well "a [or b] or c": slides a stretch that only one text has to where it reads best. */
static void slide(const struct units *units, size_t *from, size_t *to)
{
    size_t best = *from, low = *from, high = *to, at = *from;

    while (low > 0 && units->items[low - 1].id == units->items[high - 1].id)
        low--, high--;
    for (at = low; high <= units->count; at++, high++) {
        if (tie(&units->items[at]) > tie(&units->items[best]))
            best = at;
        if (high == units->count || units->items[at].id != units->items[high].id)
            break;
    }
    *to = best + (*to - *from);
    *from = best;
}

/* The bytes of a stretch, without the comma that may stand before its first word. */
static size_t span_of(const struct stretch *stretch, size_t *length)
{
    const struct unit *first = &stretch->units->items[stretch->from], *last = &stretch->units->items[stretch->to - 1];

    if (first != last && stretch->units->text[first->start] == ',')
        first++;
    *length = last->end - first->start;
    return first->start;
}

static const char *statement_of(struct sides *s, struct verdict verdict, bool inserted, const struct stretch *a,
                                const struct stretch *b)
{
    const char *old = NULL, *new = NULL;
    size_t start, length;

    if (a != NULL) {
        start = span_of(a, &length);
        old = tvx_arena_strndup(s->arena, a->units->text + start, length);
    }
    if (b != NULL) {
        start = span_of(b, &length);
        new = tvx_arena_strndup(s->arena, b->units->text + start, length);
    }
    if ((a != NULL && old == NULL) || (b != NULL && new == NULL))
        return NULL;
    if (verdict.sentence && a != NULL && b != NULL)
        return tvx_arena_printf(s->arena, "%s: “%s” → “%s”.", verdict.what, old, new);
    return tvx_arena_printf(s->arena, "%s %s: “%s”.", inserted ? "Adds" : "Takes away", verdict.what,
                            inserted ? new : old);
}

static enum tvx_status rest_on(struct tvx_claim *claim, struct sides *s, const struct tvx_evidence *whole,
                               const struct stretch *stretch, struct tvx_error *error)
{
    struct tvx_evidence part;
    size_t start, length;

    if (stretch == NULL)
        return TVX_OK;
    start = span_of(stretch, &length);
    if (tvx_evidence_part(&part, s->arena, whole, start, length, error) != TVX_OK)
        return error->status;
    return tvx_claim_rests_on(claim, s->arena, &part, error);
}

static enum tvx_status say(struct sides *s, struct verdict verdict, const struct stretch *a, const struct stretch *b,
                           struct tvx_error *error)
{
    static const char *const values[] = {"same", "same", "widened", "narrowed", "unclear"};
    const struct scope_row *row = scope_tongue_row(s->tongue, verdict.row);
    const char *method = STRUCTURE, *statement = statement_of(s, verdict, b != NULL, a, b);
    struct tvx_claim *claim;

    s->widens |= verdict.effect == EFFECT_WIDENS;
    s->narrows |= verdict.effect == EFFECT_NARROWS;
    s->unclear |= verdict.effect == EFFECT_UNCLEAR;
    s->spelt |= verdict.effect == EFFECT_SPELT;
    if (row != NULL)
        method = tvx_arena_printf(s->arena, "%s%.*s %.*s", METHOD, (int)row->kind.length, row->kind.text,
                                  (int)(row->phrase.length < QUOTE_BYTES ? row->phrase.length : QUOTE_BYTES),
                                  row->phrase.text);
    if (statement == NULL || method == NULL)
        return tvx_error_nomem(error);
    claim = tvx_claims_add(&s->out->reasons, s->arena, statement, values[verdict.effect], method);
    if (claim == NULL)
        return tvx_error_nomem(error);
    if (rest_on(claim, s, s->before, a, error) != TVX_OK)
        return error->status;
    return rest_on(claim, s, s->after, b, error);
}

/* Within what is taken out, more is less. */
static struct verdict with_sign(struct verdict verdict, const struct unit *first)
{
    return first->sign < 0 ? hunk_reversed(verdict) : verdict;
}

/* The end of the part that begins at `from`: where an exception or an inclusion with something behind it opens. */
static size_t part_end(const struct units *units, size_t from, size_t to)
{
    for (size_t i = from + 1; i < to; i++) {
        enum unit_kind kind = units->items[i].kind;

        if (kind == UNIT_EXCEPT || kind == UNIT_NEUTRAL || ((kind == UNIT_INCLUDE || kind == UNIT_OPEN) && i + 1 < to))
            return i;
    }
    return to;
}

static enum tvx_status one_sided(struct sides *s, bool inserted, size_t from, size_t to, struct tvx_error *error)
{
    const struct units *units = inserted ? &s->b : &s->a;

    while (from < to) {
        size_t end = part_end(units, from, to);
        struct stretch part = {units, from, end};
        struct verdict verdict = with_sign(hunk_inserted(s->tongue, part), &units->items[from]);

        if (!inserted)
            verdict = hunk_reversed(verdict);
        if (say(s, verdict, inserted ? NULL : &part, inserted ? &part : NULL, error) != TVX_OK)
            return error->status;
        from = end;
    }
    return TVX_OK;
}

/* Does the stretch open with words that hang it on to what stands before, "or …", "except …"? */
static bool hangs_on(struct stretch stretch)
{
    enum unit_kind kind = stretch.units->items[stretch.from].kind;

    return stretch.to - stretch.from > 1 &&
           (kind == UNIT_OR || kind == UNIT_AND || kind == UNIT_EXCEPT || kind == UNIT_INCLUDE);
}

static enum tvx_status two_sided(struct sides *s, struct stretch a, struct stretch b, struct tvx_error *error)
{
    size_t a_end = part_end(&s->a, a.from, a.to), b_end = part_end(&s->b, b.from, b.to), a_to = a.to, b_to = b.to;
    struct verdict verdict;

    if (hangs_on(a) != hangs_on(b)) { /* "[signed by the master]", "[or orally]": one goes, the other comes */
        if (one_sided(s, false, a.from, a.to, error) != TVX_OK)
            return error->status;
        return one_sided(s, true, b.from, b.to, error);
    }
    a.to = a_end;
    b.to = b_end;
    verdict = hunk_replaced(s->tongue, a, b);
    if (verdict.effect != EFFECT_UNCLEAR || s->a.items[a.from].sign == s->b.items[b.from].sign)
        verdict = with_sign(verdict, &s->b.items[b.from]);
    if (say(s, verdict, &a, &b, error) != TVX_OK || one_sided(s, false, a_end, a_to, error) != TVX_OK)
        return error->status;
    return one_sided(s, true, b_end, b_to, error);
}

/* "area [or group] of [areas of] value" is "area [or group of areas] of value": a stretch that only one text has moves
   up to the one before it where the same words stand at its end as between the two. */
static void close_up(const struct units *units, bool *keep)
{
    for (size_t from = 1; from < units->count; from++) {
        size_t island = from, to = from, length;

        if (keep[from] || !keep[from - 1])
            continue;
        while (island > 0 && keep[island - 1])
            island--;
        while (to < units->count && !keep[to])
            to++;
        length = from - island;
        if (island == 0 || length > ISLAND_UNITS || length > to - from)
            continue;
        while (length > 0 && units->items[from - length].id == units->items[to - length].id)
            length--;
        if (length > 0)
            continue;
        length = from - island;
        for (size_t i = 0; i < length; i++) {
            keep[island + i] = false;
            keep[to - length + i] = true;
        }
    }
}

static enum tvx_status judge_hunks(struct sides *s, struct tvx_error *error)
{
    size_t i = 0, j = 0;
    enum tvx_status status = TVX_OK;

    while (status == TVX_OK && (i < s->a.count || j < s->b.count)) {
        size_t a = i, b = j, a_to, b_to;

        if (i < s->a.count && j < s->b.count && s->keep_a[i] && s->keep_b[j]) {
            i++, j++;
            continue;
        }
        while (i < s->a.count && !s->keep_a[i])
            i++;
        while (j < s->b.count && !s->keep_b[j])
            j++;
        /* "les lettres [et les colis envoyés]", "[envoyées]": a word that only agrees with others is none of it. */
        for (a_to = i, b_to = j; a_to > a && b_to > b && (a_to - a > 1 || b_to - b > 1); a_to--, b_to--)
            if (!hunk_agrees(s->tongue, (struct stretch){&s->a, a_to - 1, a_to},
                             (struct stretch){&s->b, b_to - 1, b_to}))
                break;
        if (a_to > a && b_to > b) {
            status = two_sided(s, (struct stretch){&s->a, a, a_to}, (struct stretch){&s->b, b, b_to}, error);
        } else {
            size_t from = a_to > a ? a : b, to = a_to > a ? a_to : b_to;

            if (a_to == i && b_to == j)
                slide(a_to > a ? &s->a : &s->b, &from, &to);
            status = one_sided(s, a_to == a, from, to, error);
        }
    }
    return status;
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

/* What a change from active to passive leaves as it is, sorted; *voice: the words of grammar that may go with it. */
static uint32_t *kernel(const struct units *units, struct tvx_arena *arena, size_t *count, size_t *voice)
{
    uint32_t *ids = tvx_arena_array(arena, units->count + 1, sizeof *ids);

    *count = *voice = 0;
    for (size_t i = 0; ids != NULL && i < units->count; i++) {
        if (units->items[i].kind == UNIT_BY || units->items[i].kind == UNIT_RELATIVE)
            (*voice)++;
        else
            ids[(*count)++] = units->items[i].id;
    }
    if (ids != NULL)
        qsort(ids, *count, sizeof *ids, ascending);
    return ids;
}

/* "adopted by the Council", "that the Council has adopted" */
static bool only_turned(struct sides *s)
{
    size_t n, m, a_voice, b_voice;
    uint32_t *a = kernel(&s->a, s->arena, &n, &a_voice), *b = kernel(&s->b, s->arena, &m, &b_voice);

    return a != NULL && b != NULL && n == m && n > 0 && a_voice > 0 && b_voice > 0 &&
           memcmp(a, b, n * sizeof *a) == 0;
}

enum tvx_status tvx_reach_compare(struct tvx_reach_change *out, struct tvx_reach_judge *judge,
                                  struct tvx_arena *arena, const char *language, const struct tvx_evidence *before,
                                  const struct tvx_evidence *after, struct tvx_error *error)
{
    struct sides s = {.before = before, .after = after, .arena = arena, .out = out};
    struct tvx_error own;

    if (error == NULL)
        error = &own;
    *out = (struct tvx_reach_change){.reach = TVX_REACH_SAME};
    s.tongue = tongue_of(judge, language, error);
    if (s.tongue == NULL || units_read(&s.a, s.tongue, arena, before->quote, error) != TVX_OK ||
        units_read(&s.b, s.tongue, arena, after->quote, error) != TVX_OK)
        return error->status;
    if (s.a.count > MOST_UNITS || s.b.count > MOST_UNITS)
        return tvx_error_set(error, TVX_E_LIMIT, "a definition of more than %d words", MOST_UNITS);
    if (only_turned(&s))
        return TVX_OK;
    if (align(&s, error) != TVX_OK)
        return error->status;
    close_up(&s.a, s.keep_a);
    close_up(&s.b, s.keep_b);
    if (judge_hunks(&s, error) != TVX_OK)
        return error->status;
    if (s.unclear || (s.widens && s.narrows) || (s.spelt && !s.widens && !s.narrows))
        out->reach = TVX_REACH_UNCLEAR;
    else if (s.widens || s.narrows)
        out->reach = s.widens ? TVX_REACH_WIDENED : TVX_REACH_NARROWED;
    return TVX_OK;
}

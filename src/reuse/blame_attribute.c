/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Which proposals have the words that are new in a version.  Each proposal's text is laid over the provisions that its
 * place grew into; what is left of its insertions is then sought there as runs of words, since an adopted text may take
 * half of a proposal, turn it round, or merge it with another.  A new provision may have been merged anywhere, but then
 * a long run of words must say so.
 */
#include "blame_parts.h"

#include <string.h>

struct claim { /* a word of a proposal is this word of the version */
    uint32_t word, tabled, token, next;
    bool inserted;
};

struct attribution {
    struct blame_work *work;
    size_t version;
    struct tvx_words *words;
    bool *open;           /* by provision: some word of it is new */
    struct claim *claims;
    size_t count, capacity;
    uint32_t *head, *tail; /* by word */
    uint32_t *mine;       /* by word: 1 + the last proposal that claimed it */
    struct blame_gram *grams; /* of new words */
    size_t gram_count;
};

struct rule { /* how much must run on */
    size_t words, telling;
};
static const struct rule WITHIN = {1, 1}, SEVERAL = {4, 2}, NEAR = {5, 3}, ANYWHERE = {8, 4};
static const double LEAST_OF_NEW = 0.25; /* of the telling words of a new provision, for an ADD to have become it, */
static const double LEAST_OF_NAMED = 0.10; /* and when it has the very number */
enum { MOST_ROUNDS = 200 };

static enum tvx_status claim(struct attribution *at, size_t word, size_t tabled, size_t token)
{
    struct claim *grown = tvx_arena_grow(at->work->arena, at->claims, at->count, &at->capacity, sizeof *grown);

    if (grown == NULL || at->count >= BLAME_NONE)
        return tvx_error_nomem(at->work->error);
    at->claims = grown;
    grown[at->count] = (struct claim){(uint32_t)word, (uint32_t)tabled, (uint32_t)token, BLAME_NONE,
                                      at->work->tabled[tabled].inserted[token]};
    if (at->head[word] == BLAME_NONE)
        at->head[word] = (uint32_t)at->count;
    else
        grown[at->tail[word]].next = (uint32_t)at->count;
    at->tail[word] = (uint32_t)at->count++;
    at->mine[word] = (uint32_t)tabled + 1;
    return TVX_OK;
}

/* ---- runs of words ---- */

/* What is left: insertions of the proposal without a place, and words that are new and that it has not claimed. */
static void find_rest(struct blame_rest *rest, const struct attribution *at, size_t number, const bool *used,
                      size_t first, size_t end)
{
    const struct blame_tabled *tabled = &at->work->tabled[number];

    rest->a_count = rest->b_count = 0;
    for (size_t t = 0; t < tabled->after_count; t++)
        if (tabled->inserted[t] && !used[t])
            rest->a[rest->a_count++] = (uint32_t)t;
    for (size_t w = first; w < end; w++)
        if (at->words->items[w].origin == BLAME_NONE && at->mine[w] != number + 1)
            rest->b[rest->b_count++] = (uint32_t)w;
}

static bool is_enough(const struct attribution *at, const struct blame_run *run, const struct rule *rule)
{
    size_t telling = 0;

    for (size_t k = 0; k < run->length; k++)
        telling += blame_telling(at->work, &at->words->items[run->b + k]);
    return run->length >= rule->words && telling >= rule->telling;
}

/* Claims what runs on in one provision; `used` are the proposal's words that have a place already. */
static enum tvx_status claim_runs(struct attribution *at, size_t number, bool *used, size_t provision,
                                  const struct rule *rule)
{
    const struct blame_tabled *tabled = &at->work->tabled[number];
    size_t first = at->words->first[provision], end = at->words->first[provision + 1];
    enum tvx_status status = TVX_OK;
    struct blame_rest rest;

    if (!blame_rest_new(&rest, at->work->arena, tabled->after_count, end - first))
        return tvx_error_nomem(at->work->error);
    for (int round = 0; round < MOST_ROUNDS && status == TVX_OK; round++) {
        struct blame_run run;

        find_rest(&rest, at, number, used, first, end);
        run = blame_longest_run(at->work, &rest, tabled->after, tabled->after_count, at->words->items);
        if (run.length == 0 || !is_enough(at, &run, rule)) /* a shorter one with more to tell is not looked for */
            break;
        for (size_t k = 0; k < run.length && status == TVX_OK; k++) {
            used[run.a + k] = true;
            status = claim(at, run.b + k, number, run.a + k);
        }
    }
    return status;
}

/* ---- one proposal ---- */

/* Is so much of the new provision the proposal's that it became it? */
static bool became(const struct attribution *at, const struct blame_tabled *tabled, size_t provision,
                   const uint32_t *mate)
{
    const struct tvx_provision *item = &at->work->out->versions[at->version].instrument.provisions[provision];
    size_t first = at->words->first[provision], end = at->words->first[provision + 1], shared = 0, all = 0;
    const char *path = tabled->proposal->resolution.path;
    bool named = path != NULL && strcmp(path, item->path) == 0;

    for (size_t w = first; w < end; w++)
        all += blame_telling(at->work, &at->words->items[w]);
    for (size_t t = 0; t < tabled->after_count; t++)
        if (mate[t] != BLAME_NONE && mate[t] >= first && mate[t] < end)
            shared += blame_telling(at->work, &tabled->after[t]);
    return shared > 0 && (double)shared >= (named ? LEAST_OF_NAMED : LEAST_OF_NEW) * (double)all;
}

/* Provisions that nothing of an earlier version became. */
static bool *new_provisions(struct attribution *at)
{
    struct blame_work *work = at->work;
    size_t count = work->out->versions[at->version].instrument.count;
    bool *fresh = tvx_arena_array(work->arena, count, sizeof *fresh);

    if (fresh == NULL)
        return NULL;
    for (size_t p = 0; p < count; p++)
        fresh[p] = at->open[p];
    for (size_t k = work->out->descent_first[at->version]; k < work->out->descent_count; k++)
        if (work->out->descents[k].version == at->version)
            fresh[work->out->descents[k].provision] = false;
    return fresh;
}

static enum tvx_status claim_laid(struct attribution *at, size_t number, bool *used, const bool *place, bool fresh)
{
    struct blame_work *work = at->work;
    const struct blame_tabled *tabled = &work->tabled[number];
    uint32_t *mate = tvx_arena_array(work->arena, tabled->after_count, sizeof *mate);
    size_t last = SIZE_MAX;
    bool taken = false;
    enum tvx_status status;

    if (mate == NULL)
        return tvx_error_nomem(work->error);
    status = blame_lay_lines(work, mate, tabled->after_count, tabled->lines, tabled->line_first, tabled->line_count,
                             at->version, place);
    for (size_t t = 0; t < tabled->after_count && status == TVX_OK; t++) {
        size_t provision;

        if (mate[t] == BLAME_NONE || used[t])
            continue;
        provision = at->words->items[mate[t]].provision;
        if (provision != last) {
            last = provision;
            taken = at->open[provision] && (!fresh || became(at, tabled, provision, mate));
        }
        if (!taken)
            continue;
        used[t] = true;
        status = claim(at, mate[t], number, t);
    }
    return status;
}

static size_t parent_in(const struct tvx_instrument *instrument, const char *path)
{
    const char *dot = path == NULL ? NULL : strrchr(path, '.');

    for (size_t i = 0; i < instrument->count && dot != NULL; i++)
        if (strlen(instrument->provisions[i].path) == (size_t)(dot - path) &&
            strncmp(instrument->provisions[i].path, path, (size_t)(dot - path)) == 0)
            return i;
    return SIZE_MAX;
}

/* What an ADD says, in other provisions: those under the same parent, then any with a long run of its words. */
static enum tvx_status claim_merged(struct attribution *at, size_t number, bool *used, const bool *place)
{
    struct blame_work *work = at->work;
    const struct blame_tabled *tabled = &work->tabled[number];
    const struct tvx_instrument *instrument = &work->out->versions[at->version].instrument;
    size_t parent = parent_in(instrument, tabled->proposal->resolution.path);
    const char *path = tabled->proposal->resolution.path;
    bool *near = tvx_arena_array(work->arena, instrument->count, sizeof *near);
    bool *far = tvx_arena_array(work->arena, instrument->count, sizeof *far);
    enum tvx_status status = TVX_OK;

    if (near == NULL || far == NULL)
        return tvx_error_nomem(work->error);
    for (size_t p = 0; p < instrument->count; p++)
        near[p] = at->open[p] && !place[p] &&
                  ((parent != SIZE_MAX && instrument->provisions[p].parent == parent) ||
                   (path != NULL && strcmp(path, instrument->provisions[p].path) == 0));
    for (size_t t = 0; t + BLAME_GRAM <= tabled->after_count && tabled->adds; t++) {
        uint64_t key = blame_gram_key(tabled->after + t);

        for (size_t k = blame_grams_first(at->grams, at->gram_count, key), n = 0;
             k < at->gram_count && at->grams[k].key == key && n < 64; k++, n++)
            far[at->words->items[at->grams[k].word].provision] = true;
    }
    for (size_t p = 0; p < instrument->count && status == TVX_OK; p++)
        if (near[p])
            status = claim_runs(at, number, used, p, tabled->adds ? &NEAR : &ANYWHERE);
        else if (far[p] && at->open[p] && !place[p])
            status = claim_runs(at, number, used, p, &ANYWHERE);
    return status;
}

static bool any(const bool *of, const bool *open, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (of[i] && open[i])
            return true;
    return false;
}

static enum tvx_status claim_by(struct attribution *at, size_t number)
{
    struct blame_work *work = at->work;
    struct blame_tabled *tabled = &work->tabled[number];
    size_t count = work->out->versions[at->version].instrument.count;
    bool *place = blame_place(work, tabled, at->version), *fresh = new_provisions(at), *used;
    bool whole = tabled->proposal->resolution.path == NULL || *tabled->proposal->resolution.path == '\0';
    enum tvx_status status;

    if (place == NULL || fresh == NULL)
        return tvx_error_nomem(work->error);
    if (!any(at->open, at->open, count))
        return TVX_OK;
    status = blame_prepare(work, tabled);
    used = tvx_arena_array(work->arena, tabled->after_count, sizeof *used);
    if (status != TVX_OK || used == NULL)
        return status != TVX_OK ? status : tvx_error_nomem(work->error);
    if (any(place, at->open, count)) {
        status = claim_laid(at, number, used, place, false);
        for (size_t p = 0; p < count && status == TVX_OK; p++)
            if (place[p] && at->open[p])
                status = claim_runs(at, number, used, p, tabled->line_count == 1 ? &WITHIN : &SEVERAL);
    }
    if (status == TVX_OK && tabled->adds && !whole && any(fresh, at->open, count)) {
        status = claim_laid(at, number, used, fresh, true);
        for (size_t p = 0; p < count; p++)
            place[p] = place[p] || (fresh[p] && at->words->first[p] < at->words->first[p + 1] &&
                                    at->mine[at->words->first[p]] == number + 1);
    }
    return status == TVX_OK && !whole ? claim_merged(at, number, used, place) : status;
}

/* ---- borders ---- */

/* A word that seemed to be of the base, but that by a proposal's own marks went out there and came in here, is its. */
static enum tvx_status take_back(struct attribution *at)
{
    uint32_t *struck = tvx_arena_array(at->work->arena, at->work->out->origin_count, sizeof *struck); /* by whom, + 1 */

    if (struck == NULL)
        return tvx_error_nomem(at->work->error);
    for (size_t c = 0; c < at->count; c++) { /* in order of the proposals */
        const struct claim *claim = &at->claims[c];
        const struct blame_tabled *tabled = &at->work->tabled[claim->tabled];
        uint32_t *origin = &at->words->items[claim->word].origin;

        if (c == 0 || claim->tabled != at->claims[c - 1].tabled)
            for (size_t i = 0; i < tabled->struck_count; i++)
                struck[tabled->struck[i]] = claim->tabled + 1;
        if (tabled->marked && claim->inserted && *origin != BLAME_NONE && struck[*origin] == claim->tabled + 1)
            *origin = BLAME_NONE;
    }
    return TVX_OK;
}

static bool claimed(const struct attribution *at, size_t word)
{
    for (uint32_t c = at->head[word]; c != BLAME_NONE; c = at->claims[c].next)
        if (at->claims[c].inserted)
            return true;
    return false;
}

/*
 * "shall [communicate and shall] deposit" and "[shall communicate and] shall deposit" are the same insertion to a diff.
 * Where proposals say which it was, the run of new words [*from, *end) is slid to their words.
 */
static void slide(struct attribution *at, size_t first, size_t last, size_t from, size_t end)
{
    struct tvx_word *items = at->words->items;
    ptrdiff_t gain = 0, best = 0;
    size_t to = from;

    for (size_t s = from, e = end; s > first && items[s - 1].id == items[e - 1].id &&
                                   items[s - 1].origin != BLAME_NONE; s--, e--) {
        gain += (ptrdiff_t)claimed(at, s - 1) - (ptrdiff_t)claimed(at, e - 1);
        if (gain > best) {
            best = gain;
            to = s - 1;
        }
    }
    gain = 0;
    for (size_t s = from, e = end; e < last && items[s].id == items[e].id && items[e].origin != BLAME_NONE; s++, e++) {
        gain += (ptrdiff_t)claimed(at, e) - (ptrdiff_t)claimed(at, s);
        if (gain > best) {
            best = gain;
            to = s + 1;
        }
    }
    for (; from > to; from--, end--) {
        items[end - 1].origin = items[from - 1].origin;
        items[from - 1].origin = BLAME_NONE;
    }
    for (; from < to; from++, end++) {
        items[from].origin = items[end].origin;
        items[end].origin = BLAME_NONE;
    }
}

static void slide_all(struct attribution *at)
{
    for (size_t p = 0; p < at->work->out->versions[at->version].instrument.count; p++) {
        size_t first = at->words->first[p], last = at->words->first[p + 1], end;

        for (size_t w = first; w < last && at->open[p]; w = end + 1) {
            for (end = w; end < last && at->words->items[end].origin == BLAME_NONE; end++)
                ;
            if (end > w && (w > first || end < last))
                slide(at, first, last, w, end);
        }
    }
}

/* ---- the outcome ---- */

/* A word that proposals keep of the base is the base's, where the comparison of the versions alone had lost it. */
static void give_back(struct attribution *at, bool *taken)
{
    for (size_t w = 0; w < at->words->count; w++) {
        struct tvx_word *word = &at->words->items[w];

        if (word->origin != BLAME_NONE || claimed(at, w))
            continue;
        for (uint32_t c = at->head[w]; c != BLAME_NONE && word->origin == BLAME_NONE; c = at->claims[c].next) {
            uint32_t origin = at->work->tabled[at->claims[c].tabled].after[at->claims[c].token].origin;

            if (origin != BLAME_NONE && !taken[origin]) {
                word->origin = origin;
                taken[origin] = true;
            }
        }
    }
}

static enum tvx_status record_use(struct attribution *at, const struct claim *claim)
{
    struct blame_work *work = at->work;
    struct tvx_history *out = work->out;
    const struct blame_tabled *tabled = &work->tabled[claim->tabled];
    const struct tvx_word *token = &tabled->after[claim->token];
    struct tvx_use *grown = tvx_arena_grow(work->arena, out->uses, out->use_count, &work->use_capacity, sizeof *grown);

    if (grown == NULL)
        return tvx_error_nomem(work->error);
    out->uses = grown;
    grown[out->use_count++] =
        (struct tvx_use){tabled->proposal, at->version, claim->word, token->start, token->length};
    return TVX_OK;
}

static enum tvx_status settle(struct attribution *at)
{
    struct blame_work *work = at->work;
    enum tvx_status status = TVX_OK;

    for (size_t w = 0; w < at->words->count && status == TVX_OK; w++) {
        struct tvx_word *word = &at->words->items[w];
        struct tvx_origin *origin;
        size_t count = 0;

        if (word->origin != BLAME_NONE)
            continue;
        word->origin = blame_origin(work, at->version, word->provision);
        if (word->origin == BLAME_NONE)
            return tvx_error_nomem(work->error);
        for (uint32_t c = at->head[w]; c != BLAME_NONE; c = at->claims[c].next)
            count += at->claims[c].inserted;
        origin = &work->out->origins[word->origin];
        if (count == 0)
            continue;
        origin->proposals = tvx_arena_array(work->arena, count, sizeof *origin->proposals);
        if (origin->proposals == NULL)
            return tvx_error_nomem(work->error);
        for (uint32_t c = at->head[w]; c != BLAME_NONE && status == TVX_OK; c = at->claims[c].next)
            if (at->claims[c].inserted) {
                origin->proposals[origin->count++] = work->tabled[at->claims[c].tabled].proposal;
                status = record_use(at, &at->claims[c]);
            }
    }
    return status;
}

static bool start(struct attribution *at, struct blame_work *work, size_t version)
{
    size_t provisions = work->out->versions[version].instrument.count, words = work->out->words[version].count;

    *at = (struct attribution){
        .work = work,
        .version = version,
        .words = &work->out->words[version],
        .open = tvx_arena_array(work->arena, provisions, sizeof *at->open),
        .head = tvx_arena_array(work->arena, words, sizeof *at->head),
        .tail = tvx_arena_array(work->arena, words, sizeof *at->tail),
        .mine = tvx_arena_array(work->arena, words, sizeof *at->mine),
        .grams = tvx_arena_array(work->arena, words, sizeof *at->grams),
    };
    if (at->open == NULL || at->head == NULL || at->tail == NULL || at->mine == NULL || at->grams == NULL)
        return false;
    memset(at->head, 0xFF, words * sizeof *at->head);
    for (size_t w = 0; w < words; w++)
        if (at->words->items[w].origin == BLAME_NONE)
            at->open[at->words->items[w].provision] = true;
    for (size_t w = 0; w + BLAME_GRAM <= words; w++) {
        bool all = true;

        for (size_t k = w; k < w + BLAME_GRAM; k++)
            all = all && at->words->items[k].origin == BLAME_NONE;
        if (all)
            at->grams[at->gram_count++] =
                (struct blame_gram){blame_gram_key(at->words->items + w), (uint32_t)version, (uint32_t)w};
    }
    blame_grams_sort(at->grams, at->gram_count);
    return true;
}

enum tvx_status blame_attribute(struct blame_work *work, size_t version)
{
    struct attribution at;
    bool *taken;
    enum tvx_status status = TVX_OK;

    taken = tvx_arena_array(work->arena, work->out->origin_count, sizeof *taken);
    if (!start(&at, work, version) || taken == NULL)
        return tvx_error_nomem(work->error);
    for (size_t i = 0; i < at.words->count; i++)
        if (at.words->items[i].origin != BLAME_NONE)
            taken[at.words->items[i].origin] = true;
    for (size_t n = 0; n < work->tabled_count && status == TVX_OK; n++)
        if (!work->tabled[n].deletes && blame_eligible(work->out, &work->tabled[n], version)) {
            status = claim_by(&at, n);
            if (work->tabled[n].base == version) /* its base has no identities yet */
                work->tabled[n].ready = false;
        }
    if (status != TVX_OK)
        return status;
    status = take_back(&at);
    if (status != TVX_OK)
        return status;
    slide_all(&at);
    give_back(&at, taken);
    status = settle(&at);
    return status == TVX_OK && version > 0 ? blame_cuts(work, version) : status;
}

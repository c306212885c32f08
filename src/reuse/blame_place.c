/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where a proposal would act: its place in the version it names, what that grew into, and its words laid over it. */
#include "blame_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

uint64_t blame_gram_key(const struct tvx_word *words)
{
    uint64_t key = UINT64_C(0x9E3779B97F4A7C15);

    for (int i = 0; i < BLAME_GRAM; i++) {
        key = (key ^ words[i].id) * UINT64_C(0xFF51AFD7ED558CCD);
        key ^= key >> 32;
    }
    return key;
}

static int compare_grams(const void *left, const void *right)
{
    const struct blame_gram *x = left, *y = right;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->version != y->version)
        return x->version > y->version ? -1 : 1;
    return (x->word > y->word) - (x->word < y->word);
}

void blame_grams_sort(struct blame_gram *grams, size_t count)
{
    if (count > 0)
        qsort(grams, count, sizeof *grams, compare_grams);
}

size_t blame_grams_first(const struct blame_gram *grams, size_t count, uint64_t key)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (grams[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- when ---- */

static bool same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* The last day on which something could be tabled for the version; NULL when that is not known. */
static const char *last_day(const struct tvx_stored_instrument *head)
{
    if (head->date != NULL)
        return head->date;
    for (size_t i = 0; i < 4; i++)
        if (head->version == NULL || !isdigit((unsigned char)head->version[i]))
            return NULL;
    return head->version[4] == '\0' ? head->version : NULL;
}

/* Dates of different precision are compared as far as both go: 2022-06-14 is not after 2022. */
static int compare_days(const char *a, const char *b)
{
    size_t x = strlen(a), y = strlen(b);

    return strncmp(a, b, x < y ? x : y);
}

static bool was_known(const struct tvx_history *history, const struct tvx_stored_proposal *proposal, size_t base,
                      size_t version)
{
    const struct tvx_stored_instrument *head = &history->versions[version].head;
    const char *last = last_day(head);

    if (same(proposal->meeting, head->meeting))
        return true;
    if (proposal->date == NULL || last == NULL)
        return base < version;
    return compare_days(proposal->date, last) <= 0;
}

bool blame_eligible(const struct tvx_history *history, const struct blame_tabled *tabled, size_t version)
{
    return tabled->base <= version && was_known(history, tabled->proposal, tabled->base, version);
}

bool tvx_history_tabled_for(const struct tvx_history *history, const struct tvx_stored_proposal *proposal,
                            size_t version)
{
    const struct tvx_stored_instrument *head = &history->versions[version].head;
    const char *before = version == 0 ? NULL : last_day(&history->versions[version - 1].head);
    const struct tvx_resolution *to = &proposal->resolution;
    bool was_base = version > 0 && same(to->version, history->versions[version - 1].head.version);

    if (proposal->meeting != NULL && head->meeting != NULL)
        return strcmp(proposal->meeting, head->meeting) == 0;
    if (!was_known(history, proposal, was_base ? version - 1 : version, version))
        return false;
    return version == 0 || (proposal->date == NULL || before == NULL ? was_base
                                                                     : compare_days(proposal->date, before) > 0);
}

/* ---- where ---- */

static bool *place_in_base(struct blame_work *work, const struct blame_tabled *tabled)
{
    const struct tvx_instrument *base = &work->out->versions[tabled->base].instrument;
    const struct tvx_resolution *to = &tabled->proposal->resolution;
    bool *place = tvx_arena_array(work->arena, base->count, sizeof *place);
    size_t at = to->path == NULL || to->kind == TVX_RESOLVED_NEW ? SIZE_MAX : tvx_instrument_find(base, to->path);

    if (place == NULL)
        return NULL;
    if (to->path == NULL || *to->path == '\0') {
        memset(place, true, base->count);
    } else if (at != SIZE_MAX) {
        place[at] = true;
        for (size_t i = at + 1; i < base->count && base->provisions[i].level > base->provisions[at].level; i++)
            place[i] = true;
    }
    return place;
}

/* One version on: what stems from a place, and what is new there within its bounds. */
static bool *step_on(struct blame_work *work, const bool *place, size_t version)
{
    const struct tvx_history *out = work->out;
    size_t count = out->versions[version].instrument.count;
    bool *next = tvx_arena_array(work->arena, count, sizeof *next), *old = tvx_arena_array(work->arena, count, 1);

    if (next == NULL || old == NULL)
        return NULL;
    for (size_t k = out->descent_first[version]; k < out->descent_count; k++) {
        const struct tvx_descent *d = &out->descents[k];

        if (d->version != version)
            break;
        old[d->provision] = true;
        if (d->from_version == version - 1 && place[d->from_provision])
            next[d->provision] = true;
    }
    for (size_t p = 0; p < count; p++) /* new ones between two that belong to the place */
        if (!old[p] && p > 0 && next[p - 1]) {
            size_t q = p;

            while (q < count && !old[q])
                q++;
            if (q < count && next[q])
                for (; p < q; p++)
                    next[p] = true;
        }
    return next;
}

bool *blame_place(struct blame_work *work, const struct blame_tabled *tabled, size_t version)
{
    bool *place = place_in_base(work, tabled);
    const char *path = tabled->proposal->resolution.path;

    if (place != NULL && (path == NULL || *path == '\0')) { /* the whole of one version is the whole of every other */
        bool *all = tvx_arena_array(work->arena, work->out->versions[version].instrument.count, sizeof *all);

        if (all != NULL)
            memset(all, true, work->out->versions[version].instrument.count);
        return all;
    }
    for (size_t v = tabled->base + 1; v <= version && place != NULL; v++)
        place = step_on(work, place, v);
    return place;
}

enum tvx_status blame_lay_lines(struct blame_work *work, uint32_t *mate, size_t count, const struct blame_text *lines,
                                const size_t *line_first, size_t line_count, size_t version, const bool *place)
{
    const struct tvx_instrument *to = &work->out->versions[version].instrument;
    const struct tvx_words *words = &work->out->words[version];
    struct tvx_part *a = tvx_arena_array(work->arena, to->count, sizeof *a);
    struct tvx_part *b = tvx_arena_array(work->arena, line_count, sizeof *b);
    struct blame_text *texts = tvx_arena_array(work->arena, to->count, sizeof *texts);
    size_t *first = tvx_arena_array(work->arena, to->count, sizeof *first), parts = 0;
    struct tvx_alignment alignment;
    enum tvx_status status = TVX_OK;

    if (a == NULL || b == NULL || texts == NULL || first == NULL)
        return tvx_error_nomem(work->error);
    memset(mate, 0xFF, count * sizeof *mate);
    for (size_t p = 0; p < to->count; p++) {
        if (!place[p] || words->first[p] == words->first[p + 1])
            continue;
        a[parts] = (struct tvx_part){to->provisions[p].label, to->provisions[p].text};
        first[parts] = words->first[p];
        texts[parts++] = blame_provision(work, version, p);
    }
    if (parts == 1 && line_count == 1) {
        status = blame_mates(work, mate + line_first[0], &texts[0], &lines[0]);
        for (size_t i = line_first[0]; i < line_first[0] + lines[0].count; i++)
            mate[i] = mate[i] == BLAME_NONE ? BLAME_NONE : mate[i] + (uint32_t)first[0];
        return status;
    }
    if (parts == 0 || line_count == 0)
        return TVX_OK;
    for (size_t i = 0; i < line_count; i++)
        b[i] = (struct tvx_part){"", lines[i].text};
    status = tvx_align_parts(&alignment, work->arena, a, parts, b, line_count, work->error);
    for (size_t k = 0; k < alignment.count && status == TVX_OK; k++) {
        const struct tvx_pair *pair = &alignment.pairs[k];

        if (pair->a_count > 0 && pair->b_count > 0)
            status = blame_mates_joined(work, mate, texts + pair->a, first + pair->a, pair->a_count, lines + pair->b,
                                        line_first + pair->b, pair->b_count);
    }
    return status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From one version to the next: each provision's change, and who made it. */
#include "lineage_parts.h"

#include <string.h>

struct changing {
    struct lineage_work *work;
    struct tvx_step *step;
    const struct tvx_instrument *new, *old; /* old NULL in the first version */
    size_t capacity;
    uint32_t *use_head, *use_next; /* by provision of the version: its uses; 1 + index */
    uint32_t *cut_head, *cut_next; /* by provision of the version before */
    bool *dead;                    /* by word of the version before: in this one no longer */
};

enum tvx_status lineage_add_changer(struct lineage_work *work, struct tvx_changer **list, size_t *count,
                                    const struct tvx_changer *changer)
{
    struct tvx_changer *grown;
    size_t capacity = *count; /* the list is made anew: there are few */

    for (size_t i = 0; i < *count; i++)
        if ((*list)[i].proposal == changer->proposal) {
            (*list)[i].words_in += changer->words_in;
            (*list)[i].words_out += changer->words_out;
            return TVX_OK;
        }
    if ((*count & (*count - 1)) == 0) { /* full at each power of two */
        grown = tvx_arena_array(work->arena, *count == 0 ? 1 : 2 * capacity, sizeof *grown);
        if (grown == NULL)
            return tvx_error_nomem(work->error);
        if (*count > 0)
            memcpy(grown, *list, *count * sizeof *grown);
        *list = grown;
    }
    (*list)[(*count)++] = *changer;
    return TVX_OK;
}

static const struct tvx_words *words_of(const struct changing *c, bool before)
{
    return &c->work->history->words[c->step->version - before];
}

/* ---- who ---- */

static enum tvx_status index_uses(struct changing *c)
{
    const struct tvx_history *history = c->work->history;
    size_t version = c->step->version;

    c->use_head = tvx_arena_array(c->work->arena, c->new->count, sizeof *c->use_head);
    c->use_next = tvx_arena_array(c->work->arena, history->use_count, sizeof *c->use_next);
    c->cut_head = tvx_arena_array(c->work->arena, c->old == NULL ? 0 : c->old->count, sizeof *c->cut_head);
    c->cut_next = tvx_arena_array(c->work->arena, history->cut_count, sizeof *c->cut_next);
    if (c->use_head == NULL || c->use_next == NULL || c->cut_head == NULL || c->cut_next == NULL)
        return tvx_error_nomem(c->work->error);
    for (size_t i = history->use_count; i-- > 0;)
        if (history->uses[i].version == version) {
            uint32_t *head = &c->use_head[words_of(c, false)->items[history->uses[i].word].provision];

            c->use_next[i] = *head;
            *head = (uint32_t)i + 1;
        }
    for (size_t i = history->cut_count; i-- > 0;)
        if (history->cuts[i].version == version) {
            uint32_t *head = &c->cut_head[words_of(c, true)->items[history->cuts[i].word].provision];

            c->cut_next[i] = *head;
            *head = (uint32_t)i + 1;
        }
    return TVX_OK;
}

static enum tvx_status find_dead(struct changing *c)
{
    const struct tvx_words *old = words_of(c, true), *new = words_of(c, false);
    bool *alive = tvx_arena_array(c->work->arena, c->work->history->origin_count, sizeof *alive);

    c->dead = tvx_arena_array(c->work->arena, old->count, sizeof *c->dead);
    if (alive == NULL || c->dead == NULL)
        return tvx_error_nomem(c->work->error);
    for (size_t i = 0; i < new->count; i++)
        alive[new->items[i].origin] = true;
    for (size_t i = 0; i < old->count; i++)
        c->dead[i] = !alive[old->items[i].origin];
    return TVX_OK;
}

static int compare_changers(const struct tvx_changer *x, const struct tvx_changer *y)
{
    const char *a = x->proposal->date, *b = y->proposal->date;

    return a == NULL || b == NULL ? (a == NULL) - (b == NULL) : strcmp(a, b);
}

/* By date; a handful, so by insertion, which keeps the order of equals. */
static void sort_changers(struct tvx_changer *list, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && compare_changers(&list[k - 1], &list[k]) > 0; k--) {
            struct tvx_changer swap = list[k];

            list[k] = list[k - 1];
            list[k - 1] = swap;
        }
}

static enum tvx_status add_users(struct changing *c, struct tvx_alteration *change)
{
    const struct tvx_history *history = c->work->history;
    enum tvx_status status = TVX_OK;

    for (size_t p = 0; p < change->count; p++)
        for (uint32_t u = c->use_head[change->provisions[p]]; u != 0 && status == TVX_OK; u = c->use_next[u - 1]) {
            const struct tvx_use *use = &history->uses[u - 1];
            struct tvx_changer changer = {use->proposal, !words_of(c, false)->items[use->word].mark, 0};

            status = tvx_history_tabled_for(history, use->proposal, c->step->version)
                         ? lineage_add_changer(c->work, &change->changed_by, &change->changed_by_count, &changer)
                         : lineage_add_changer(c->work, &change->earlier, &change->earlier_count, &changer);
        }
    return status;
}

static enum tvx_status add_cutters(struct changing *c, struct tvx_alteration *change)
{
    const struct tvx_history *history = c->work->history;
    enum tvx_status status = TVX_OK;

    if (c->old == NULL || change->from_version + 1 != c->step->version)
        return TVX_OK;
    for (size_t p = 0; p < change->from_count; p++)
        for (uint32_t u = c->cut_head[change->from[p]]; u != 0 && status == TVX_OK; u = c->cut_next[u - 1]) {
            const struct tvx_cut *cut = &history->cuts[u - 1];
            struct tvx_changer changer = {cut->proposal, 0, !words_of(c, true)->items[cut->word].mark};

            status = lineage_add_changer(c->work, &change->changed_by, &change->changed_by_count, &changer);
        }
    return status;
}

static enum tvx_status find_changers(struct changing *c, struct tvx_alteration *change)
{
    enum tvx_status status = add_users(c, change);

    if (status == TVX_OK)
        status = add_cutters(c, change);
    sort_changers(change->changed_by, change->changed_by_count);
    sort_changers(change->earlier, change->earlier_count);
    return status;
}

/* ---- what ---- */

static void count_words(struct changing *c, struct tvx_alteration *change)
{
    const struct tvx_words *new = words_of(c, false);
    size_t version = c->step->version;

    for (size_t p = 0; p < change->count && version > 0; p++)
        for (size_t w = new->first[change->provisions[p]]; w < new->first[change->provisions[p] + 1]; w++) {
            const struct tvx_word *word = &new->items[w];

            if (word->mark || c->work->history->origins[word->origin].version != version)
                continue;
            change->words_in++;
            change->orphans +=
                tvx_origin_kind_in(c->work->history, word, version) == TVX_ORIGIN_ORPHAN;
        }
    for (size_t p = 0; p < change->from_count && change->from_version + 1 == version; p++)
        for (size_t w = words_of(c, true)->first[change->from[p]]; w < words_of(c, true)->first[change->from[p] + 1];
             w++)
            change->words_out += c->dead[w] && !words_of(c, true)->items[w].mark;
}

static bool join(struct changing *c, const char **paths, const char **text, const struct tvx_instrument *of,
                 const size_t *provisions, size_t count)
{
    struct tvx_buf path_buf, text_buf;

    *paths = NULL;
    *text = "";
    if (count == 0)
        return true;
    tvx_buf_init(&path_buf, 1 << 20);
    tvx_buf_init(&text_buf, 1 << 28);
    for (size_t i = 0; i < count; i++) {
        tvx_buf_printf(&path_buf, "%s%s", i == 0 ? "" : ", ", of->provisions[provisions[i]].path);
        tvx_buf_printf(&text_buf, "%s%s", i == 0 ? "" : "\n", of->provisions[provisions[i]].text);
    }
    *paths = path_buf.failed ? NULL : tvx_arena_strdup(c->work->arena, tvx_buf_text(&path_buf));
    *text = text_buf.failed ? NULL : tvx_arena_strdup(c->work->arena, tvx_buf_text(&text_buf));
    tvx_buf_free(&path_buf);
    tvx_buf_free(&text_buf);
    return *paths != NULL && *text != NULL;
}

/* Texts, redline, people: what is left to be said of a change whose provisions are known. */
static enum tvx_status add_change(struct changing *c, struct tvx_alteration *change)
{
    struct tvx_step *step = c->step;
    const struct tvx_instrument *from = &c->work->history->versions[change->from_version].instrument;
    struct tvx_alteration *grown =
        tvx_arena_grow(c->work->arena, step->changes, step->change_count, &c->capacity, sizeof *grown);
    enum tvx_status status = TVX_OK;

    if (grown == NULL || !join(c, &change->path, &change->text, c->new, change->provisions, change->count) ||
        !join(c, &change->before_path, &change->before, from, change->from, change->from_count))
        return tvx_error_nomem(c->work->error);
    step->changes = grown;
    count_words(c, change);
    if (change->kind == TVX_ALTERED_SAME && strcmp(change->text, change->before) != 0)
        change->kind = TVX_ALTERED_CHANGED;
    if (change->kind != TVX_ALTERED_FIRST && change->kind != TVX_ALTERED_SAME)
        status = lineage_redline(c->work, change, step->version);
    if (status == TVX_OK)
        status = find_changers(c, change);
    grown[step->change_count++] = *change;
    return status;
}

/* The descents of the step's version into provision p; *count of them, from *first on. */
static void descents_of(const struct changing *c, size_t provision, const struct tvx_descent **list, size_t *count)
{
    const struct tvx_history *history = c->work->history;
    size_t version = c->step->version;

    *list = NULL;
    *count = 0;
    for (size_t k = history->descent_first[version]; k < history->descent_first[version + 1]; k++) {
        if (history->descents[k].provision != provision) {
            if (*count > 0)
                return;
            continue;
        }
        *list = *count == 0 ? &history->descents[k] : *list;
        ++*count;
    }
}

/* A provision with what it came from; *next is behind the last of several that one was split into. */
static enum tvx_status take_provision(struct changing *c, size_t provision, size_t *next)
{
    struct tvx_alteration change = {.kind = c->old == NULL ? TVX_ALTERED_FIRST : TVX_ALTERED_ADDED,
                                .from_version = c->step->version};
    const struct tvx_descent *list;
    size_t count, pieces = 1;

    descents_of(c, provision, &list, &count);
    *next = provision + 1;
    if (count > 0) {
        change.kind = list->returned ? TVX_ALTERED_RETURNED : TVX_ALTERED_SAME;
        change.moved = list->kind == TVX_PAIR_MOVED;
        change.from_version = list->from_version;
    }
    for (; count == 1 && list->kind == TVX_PAIR_SPLIT && *next < c->new->count; ++*next) {
        const struct tvx_descent *other;
        size_t others;

        descents_of(c, *next, &other, &others);
        if (others == 0 && words_of(c, false)->first[*next] == words_of(c, false)->first[*next + 1])
            continue; /* a heading between */
        if (others != 1 || other->kind != TVX_PAIR_SPLIT || other->from_provision != list->from_provision)
            break;
        pieces++;
    }
    change.provisions = tvx_arena_array(c->work->arena, pieces, sizeof *change.provisions);
    change.from = tvx_arena_array(c->work->arena, count, sizeof *change.from);
    if (change.provisions == NULL || change.from == NULL)
        return tvx_error_nomem(c->work->error);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_instrument *from = &c->work->history->versions[list[i].from_version].instrument;

        change.from[change.from_count++] = list[i].from_provision;
        change.renumbered = change.renumbered || strcmp(from->provisions[list[i].from_provision].path,
                                                        c->new->provisions[provision].path) != 0;
    }
    for (size_t p = provision; change.count < pieces && p < *next; p++)
        if (words_of(c, false)->first[p] < words_of(c, false)->first[p + 1])
            change.provisions[change.count++] = p;
    return add_change(c, &change);
}

static enum tvx_status take_removed(struct changing *c, size_t provision)
{
    struct tvx_alteration change = {.kind = TVX_ALTERED_REMOVED, .from_version = c->step->version - 1, .from_count = 1};

    change.from = tvx_arena_array(c->work->arena, 1, sizeof *change.from);
    if (change.from == NULL)
        return tvx_error_nomem(c->work->error);
    change.from[0] = provision;
    return add_change(c, &change);
}

/* Where in the new text a removed provision stood: behind what its last surviving predecessor became. */
static size_t *places_of_removed(struct changing *c)
{
    const struct tvx_history *history = c->work->history;
    size_t version = c->step->version, place = 0;
    size_t *places = tvx_arena_array(c->work->arena, c->old->count, sizeof *places);
    size_t *became = tvx_arena_array(c->work->arena, c->old->count, sizeof *became); /* + 1 */

    if (places == NULL || became == NULL)
        return NULL;
    for (size_t k = history->descent_first[version]; k < history->descent_first[version + 1]; k++)
        if (history->descents[k].from_version == version - 1 && history->descents[k].kind != TVX_PAIR_MOVED)
            became[history->descents[k].from_provision] = history->descents[k].provision + 1;
    for (size_t p = 0; p < c->old->count; p++) {
        place = became[p] > 0 ? became[p] : place;
        places[p] = place;
    }
    return places;
}

enum tvx_status lineage_changes(struct lineage_work *work, struct tvx_step *step)
{
    const struct tvx_history *history = work->history;
    size_t version = step->version, next = 0;
    struct changing c = {.work = work, .step = step, .new = &history->versions[version].instrument};
    size_t *places = NULL;
    bool *kept = NULL;
    enum tvx_status status;

    c.old = version == 0 ? NULL : &history->versions[version - 1].instrument;
    status = index_uses(&c);
    if (status == TVX_OK && c.old != NULL) {
        places = places_of_removed(&c);
        kept = tvx_arena_array(work->arena, c.old->count, sizeof *kept);
        status = places == NULL || kept == NULL ? tvx_error_nomem(work->error) : find_dead(&c);
    }
    for (size_t k = history->descent_first[version]; k < history->descent_first[version + 1] && kept != NULL; k++)
        if (history->descents[k].from_version == version - 1)
            kept[history->descents[k].from_provision] = true;
    for (size_t p = 0; p <= c.new->count && status == TVX_OK; p++) {
        for (size_t q = 0; kept != NULL && q < c.old->count && status == TVX_OK; q++)
            if (places[q] == p && !kept[q] && work->own[version - 1][q] &&
                words_of(&c, true)->first[q] < words_of(&c, true)->first[q + 1])
                status = take_removed(&c, q);
        if (p == c.new->count || p < next || status != TVX_OK || !work->own[version][p] ||
            words_of(&c, false)->first[p] == words_of(&c, false)->first[p + 1])
            continue;
        status = take_provision(&c, p, &next);
    }
    return status;
}

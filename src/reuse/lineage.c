/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of a law that belong together in each version, and the steps between. */
#include "lineage_parts.h"

#include <string.h>

const char *tvx_alteration_kind_to_string(enum tvx_alteration_kind kind)
{
    static const char *const names[] = {"first", "added", "same", "changed", "removed", "returned"};

    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "?";
}

static const struct tvx_instrument *instrument_of(const struct lineage_work *work, size_t version)
{
    return &work->history->versions[version].instrument;
}

bool lineage_any(const struct lineage_work *work, size_t version)
{
    for (size_t p = 0; p < instrument_of(work, version)->count; p++)
        if (work->own[version][p])
            return true;
    return false;
}

/* Marks the provision and all below it. */
static void mark_below(struct lineage_work *work, size_t version, size_t at)
{
    const struct tvx_instrument *instrument = instrument_of(work, version);

    work->own[version][at] = true;
    for (size_t i = at + 1; i < instrument->count && instrument->provisions[i].level > instrument->provisions[at].level;
         i++)
        work->own[version][i] = true;
}

/* The lowest provision at or above most of those marked; SIZE_MAX when there is none. */
static size_t holder_of(const struct lineage_work *work, size_t version)
{
    const struct tvx_instrument *instrument = instrument_of(work, version);
    size_t *below = tvx_arena_array(work->arena, instrument->count, sizeof *below), all = 0, best = SIZE_MAX;

    if (below == NULL)
        return SIZE_MAX;
    for (size_t i = instrument->count; i-- > 0;) { /* a parent stands before its children */
        bool words = work->history->words[version].first[i] < work->history->words[version].first[i + 1];

        all += work->own[version][i] && words;
        below[i] += work->own[version][i] && words;
        if (instrument->provisions[i].parent != SIZE_MAX)
            below[instrument->provisions[i].parent] += below[i];
    }
    for (size_t i = 0; i < instrument->count && all > 0; i++)
        if (below[i] * 2 > all &&
            (best == SIZE_MAX || instrument->provisions[i].level > instrument->provisions[best].level))
            best = i;
    return best;
}

/* New parts, and parts that went, are in no descent: they belong to what holds the rest. */
static enum tvx_status take_in_loose(struct lineage_work *work, size_t version, bool fresh)
{
    const struct tvx_history *history = work->history;
    const struct tvx_instrument *instrument = instrument_of(work, version);
    size_t holder = holder_of(work, version);
    bool *tied = tvx_arena_array(work->arena, instrument->count, sizeof *tied);

    if (tied == NULL)
        return tvx_error_nomem(work->error);
    work->holder[version] = holder;
    if (holder == SIZE_MAX)
        return TVX_OK;
    for (size_t k = 0; k < history->descent_count; k++) {
        const struct tvx_descent *d = &history->descents[k];

        if (fresh && d->version == version)
            tied[d->provision] = true;
        if (!fresh && d->from_version == version)
            tied[d->from_provision] = true;
    }
    work->own[version][holder] = work->own[version][holder] || !tied[holder];
    for (size_t i = holder + 1;
         i < instrument->count && instrument->provisions[i].level > instrument->provisions[holder].level; i++)
        work->own[version][i] = work->own[version][i] || !tied[i];
    return TVX_OK;
}

/* Which provisions of each version belong to the one asked for. */
static enum tvx_status find_own(struct lineage_work *work, size_t start, const char *path)
{
    const struct tvx_history *history = work->history;
    enum tvx_status status = TVX_OK;
    size_t at;

    for (size_t v = 0; v < history->count; v++) {
        work->own[v] = tvx_arena_array(work->arena, instrument_of(work, v)->count, sizeof **work->own);
        work->holder[v] = SIZE_MAX;
        if (work->own[v] == NULL)
            return tvx_error_nomem(work->error);
        if (path == NULL)
            memset(work->own[v], true, instrument_of(work, v)->count);
    }
    if (path == NULL)
        return TVX_OK;
    at = tvx_instrument_find(instrument_of(work, start), path);
    if (at == SIZE_MAX)
        return tvx_error_set(work->error, TVX_E_NOTFOUND, "there is no provision %s in %s@%s", path,
                             history->versions[start].head.key, history->versions[start].head.version);
    mark_below(work, start, at);
    work->holder[start] = at;
    for (size_t v = start; v > 0 && status == TVX_OK; v--) {
        for (size_t k = history->descent_first[v]; k < history->descent_first[v + 1]; k++) {
            const struct tvx_descent *d = &history->descents[k];

            if (work->own[v][d->provision])
                work->own[d->from_version][d->from_provision] = true;
        }
        status = take_in_loose(work, v - 1, false);
    }
    for (size_t v = start + 1; v < history->count && status == TVX_OK; v++) {
        for (size_t k = history->descent_first[v]; k < history->descent_first[v + 1]; k++) {
            const struct tvx_descent *d = &history->descents[k];

            if (work->own[d->from_version][d->from_provision])
                work->own[v][d->provision] = true;
        }
        status = take_in_loose(work, v, true);
    }
    return status;
}

/* ---- a version ---- */

static void add_line(struct tvx_buf *buf, const struct tvx_provision *item, bool bare)
{
    const char *parts[] = {bare ? "" : item->label, bare ? "" : item->heading, item->text};
    bool any = false;

    for (size_t i = 0; i < 3; i++) {
        if (*parts[i] == '\0')
            continue;
        tvx_buf_str(buf, any ? " " : buf->length > 0 ? "\n" : "");
        tvx_buf_str(buf, parts[i]);
        any = true;
    }
}

static enum tvx_status write_text(struct lineage_work *work, struct tvx_step *step)
{
    const struct tvx_instrument *instrument = instrument_of(work, step->version);
    size_t count = 0;
    struct tvx_buf buf;

    tvx_buf_init(&buf, (size_t)1 << 30);
    for (size_t p = 0; p < instrument->count; p++)
        count += work->own[step->version][p];
    for (size_t p = 0; p < instrument->count; p++)
        if (work->own[step->version][p])
            add_line(&buf, &instrument->provisions[p], count == 1);
    step->text = buf.failed ? NULL : tvx_arena_strndup(work->arena, tvx_buf_text(&buf), buf.length);
    tvx_buf_free(&buf);
    return step->text == NULL ? tvx_error_nomem(work->error) : TVX_OK;
}

/* "5.2", or, where the parts of one provision stand apart, each of them: "5.2, 5.3". */
static const char *path_of(struct lineage_work *work, size_t version)
{
    const struct tvx_instrument *instrument = instrument_of(work, version);
    const char *words = NULL;

    if (work->whole)
        return NULL;
    if (work->holder[version] != SIZE_MAX && work->own[version][work->holder[version]])
        return instrument->provisions[work->holder[version]].path;
    for (size_t p = 0; p < instrument->count; p++)
        if (work->own[version][p])
            words = words == NULL ? instrument->provisions[p].path
                                  : tvx_arena_printf(work->arena, "%s, %s", words, instrument->provisions[p].path);
    return words;
}

static enum tvx_status add_step(struct lineage_work *work, struct tvx_lineage *out, size_t version)
{
    struct tvx_step *step = &out->steps[out->count];
    enum tvx_status status;

    *step = (struct tvx_step){.version = version, .path = path_of(work, version)};
    for (size_t i = 0; i < work->history->proposal_count && !step->tabled; i++)
        step->tabled = tvx_history_tabled_for(work->history, &work->history->proposals[i], version);
    status = write_text(work, step);
    if (status == TVX_OK)
        status = lineage_changes(work, step);
    for (size_t i = 0; i < step->change_count && status == TVX_OK; i++) {
        const struct tvx_alteration *change = &step->changes[i];

        step->words_in += change->words_in;
        step->words_out += change->words_out;
        step->orphans += change->orphans;
        for (size_t k = 0; k < change->changed_by_count && status == TVX_OK; k++)
            status = lineage_add_changer(work, &step->changed_by, &step->changed_by_count,
                                         &change->changed_by[k]);
    }
    out->count++;
    return status;
}

enum tvx_status tvx_lineage_make(struct tvx_lineage *out, struct tvx_arena *arena, const struct tvx_history *history,
                                 size_t version, const char *path, struct tvx_error *error)
{
    struct lineage_work work = {.arena = arena, .history = history, .whole = path == NULL, .error = error};
    bool begun = false, gone = false;
    enum tvx_status status;

    *out = (struct tvx_lineage){.history = *history};
    work.own = tvx_arena_array(arena, history->count, sizeof *work.own);
    work.holder = tvx_arena_array(arena, history->count, sizeof *work.holder);
    out->steps = tvx_arena_array(arena, history->count, sizeof *out->steps);
    if (work.own == NULL || work.holder == NULL || out->steps == NULL)
        return tvx_error_nomem(error);
    status = find_own(&work, version, path);
    for (size_t v = 0; v < history->count && status == TVX_OK; v++) {
        bool here = lineage_any(&work, v);

        if (here || (begun && !gone))
            status = add_step(&work, out, v);
        begun = begun || here;
        gone = begun && !here;
    }
    return status;
}

enum tvx_status tvx_lineage_build(struct tvx_lineage *out, struct tvx_arena *arena, struct tvx_store *store,
                                  const char *reference, struct tvx_error *error)
{
    struct tvx_history history;
    struct tvx_found found;
    size_t version = 0;
    enum tvx_status status = tvx_store_find(store, arena, &found, reference, error);

    *out = (struct tvx_lineage){0};
    if (status != TVX_OK)
        return status;
    if (found.instrument.id == 0)
        return tvx_error_set(error, TVX_E_USAGE,
                             "%s has no versions: name an instrument or one of its provisions, such as ITR:5.1",
                             reference);
    status = tvx_history_build(&history, arena, store, found.instrument.key, NULL, error);
    while (status == TVX_OK && version + 1 < history.count && history.versions[version].head.id != found.instrument.id)
        version++;
    if (status == TVX_OK)
        status = tvx_lineage_make(out, arena, &history, version, found.path, error);
    out->reference = found.path == NULL ? found.instrument.key
                                        : tvx_arena_printf(arena, "%s@%s:%s", found.instrument.key,
                                                           found.instrument.version, found.path);
    return status == TVX_OK && out->reference == NULL ? tvx_error_nomem(error) : status;
}

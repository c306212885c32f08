/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Generations, as in a log-structured merge tree (O'Neil and others, 1996): what is new becomes a segment of its own,
 * and segments are joined until each is more than twice the size of the next younger, so that a document is rewritten
 * only a logarithmic number of times.  A segment from which documents are to go is joined without them.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "index_build.h"
#include "index_state.h"

struct sync {
    const char *folder;
    const struct tvx_index_entry *entries;
    size_t count;
    tvx_index_text_fn *text;
    void *context;
    const struct tvx_index_limits *limits;
    struct tvx_index_report report;

    struct tvx_index state;
    bool *keep[MOST_SEGMENTS]; /* by segment and document */
    bool drops[MOST_SEGMENTS];
    size_t *order;             /* entries by key */
    size_t *missing;           /* entries that no segment has, in the caller's order */
    size_t missing_count;
    bool text_failed; /* what went wrong lies with the caller's texts, not with the index */
};

enum tvx_status tvx_index_remove(const char *folder, struct tvx_error *error)
{
    struct tvx_error why = {0};
    bool read_only;
    int lock = tvx_state_lock(folder, false, &read_only, &why);

    if (lock < 0) {
        if (why.status == TVX_E_NOTFOUND)
            return TVX_OK;
        return tvx_error_set(error, why.status, "%s", why.message);
    }
    tvx_state_tidy(NULL, folder);
    close(lock);
    return TVX_OK;
}

/* ---- what is there, and what is to be ---- */

static int by_key(const void *x, const void *y, void *context)
{
    const struct tvx_index_entry *entries = context;
    size_t i = *(const size_t *)x, k = *(const size_t *)y;

    if (entries[i].key != entries[k].key)
        return entries[i].key < entries[k].key ? -1 : 1;
    return i < k ? -1 : i > k;
}

/* The position in sync->order of the entry with this key and stamp; count when there is none. */
static size_t find_entry(const struct sync *sync, const struct segment_document *document)
{
    size_t low = 0, high = sync->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (sync->entries[sync->order[middle]].key < document->key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == sync->count || sync->entries[sync->order[low]].key != document->key ||
        sync->entries[sync->order[low]].stamp != document->stamp)
        return sync->count;
    return low;
}

static enum tvx_status mark_kept(struct sync *sync, bool *have, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < sync->state.count && status == TVX_OK; i++) {
        struct segment *segment = sync->state.segments[i].segment;
        uint32_t count = tvx_segment_documents(segment);

        sync->keep[i] = calloc((size_t)count + 1, sizeof **sync->keep);
        if (sync->keep[i] == NULL)
            return tvx_error_nomem(error);
        for (uint32_t k = 0; k < count && status == TVX_OK; k++) {
            struct segment_document document;
            size_t at;

            status = tvx_segment_document(segment, &document, k, error);
            if (status != TVX_OK)
                break;
            at = find_entry(sync, &document);
            sync->keep[i][k] = at < sync->count && !have[sync->order[at]];
            if (sync->keep[i][k])
                have[sync->order[at]] = true;
            sync->drops[i] |= !sync->keep[i][k];
            sync->report.kept += sync->keep[i][k];
            sync->report.dropped += !sync->keep[i][k];
        }
    }
    return status;
}

static enum tvx_status plan(struct sync *sync, struct tvx_error *error)
{
    bool *have = calloc(sync->count + 1, sizeof *have);
    enum tvx_status status;

    sync->order = malloc((sync->count + 1) * sizeof *sync->order);
    sync->missing = malloc((sync->count + 1) * sizeof *sync->missing);
    if (have == NULL || sync->order == NULL || sync->missing == NULL) {
        free(have);
        return tvx_error_nomem(error);
    }
    for (size_t i = 0; i < sync->count; i++)
        sync->order[i] = i;
    qsort_r(sync->order, sync->count, sizeof *sync->order, by_key, (void *)sync->entries);
    status = mark_kept(sync, have, error);
    for (size_t i = 0; i < sync->count; i++) /* a key that is given twice counts once: the first */
        if (i > 0 && sync->entries[sync->order[i]].key == sync->entries[sync->order[i - 1]].key)
            have[sync->order[i]] = true;
    for (size_t i = 0; i < sync->count; i++)
        if (!have[i])
            sync->missing[sync->missing_count++] = i;
    free(have);
    return status;
}

/* ---- new segments ---- */

static enum tvx_status open_new(struct sync *sync, size_t at, const char *path, uint64_t sum, struct tvx_error *error)
{
    struct segment *segment;
    enum tvx_status status = tvx_segment_open(&segment, path, error);

    if (status == TVX_OK)
        sync->state.segments[at] = (struct named_segment){sync->state.next++, sum, segment};
    return status;
}

static enum tvx_status text_of(void *context, size_t which, struct tvx_index_text *out, struct tvx_error *error)
{
    struct sync *sync = context;
    enum tvx_status status = sync->text(sync->context, which, out, error);

    sync->text_failed |= status != TVX_OK;
    return status;
}

static enum tvx_status build_new(struct sync *sync, struct tvx_error *error)
{
    char *path = tvx_state_path(sync->folder, sync->state.next);
    uint64_t sum = 0;
    enum tvx_status status;

    if (path == NULL)
        return tvx_error_nomem(error);
    status = tvx_segment_build(path, &sum, sync->folder, sync->entries, sync->missing, sync->missing_count, text_of,
                               sync, sync->limits, &sync->report, error);
    if (status == TVX_OK)
        status = open_new(sync, sync->state.count, path, sum, error);
    if (status == TVX_OK)
        sync->state.count++;
    sync->report.added = sync->missing_count;
    free(path);
    return status;
}

/* The oldest segment that is to be joined with all younger ones; state.count when none is. */
static size_t first_to_join(const struct sync *sync)
{
    size_t count = sync->state.count, first = count;
    uint64_t younger = 0;

    for (size_t i = count; i-- > 0;) {
        uint64_t size = tvx_segment_postings(sync->state.segments[i].segment);

        if (sync->drops[i] || count - i >= MOST_SEGMENTS - 1 || (i + 1 < count && size < 2 * younger))
            first = i;
        younger += size;
    }
    return first + 1 == count && !sync->drops[first] ? count : first;
}

static enum tvx_status join_old(struct sync *sync, struct tvx_error *error)
{
    struct segment_part parts[MOST_SEGMENTS];
    size_t first = first_to_join(sync), count = sync->state.count - first;
    char *path = tvx_state_path(sync->folder, sync->state.next);
    struct tvx_index *state = &sync->state;
    uint64_t sum = 0;
    enum tvx_status status = path == NULL ? tvx_error_nomem(error) : TVX_OK;

    if (first == state->count || status != TVX_OK) {
        free(path);
        return status;
    }
    for (size_t i = 0; i < count; i++)
        parts[i] = (struct segment_part){state->segments[first + i].segment, sync->keep[first + i]};
    status = tvx_segment_join(path, &sum, parts, count, error);
    if (status == TVX_OK) {
        for (size_t i = 0; i < count; i++)
            tvx_segment_close(parts[i].segment);
        state->count = first;
        status = open_new(sync, first, path, sum, error);
        state->count += status == TVX_OK;
    }
    free(path);
    return status;
}

/* ---- one turn ---- */

static void forget(struct sync *sync)
{
    for (size_t i = 0; i < MOST_SEGMENTS; i++) {
        free(sync->keep[i]);
        sync->keep[i] = NULL;
        sync->drops[i] = false;
    }
    free(sync->order);
    free(sync->missing);
    sync->order = sync->missing = NULL;
    sync->missing_count = 0;
    sync->report = (struct tvx_index_report){0};
    tvx_state_close(&sync->state);
}

/*
 * Words, and the documents of boilerplate, are only counted, so that what is dropped still counts.  When a third of
 * what stays has gone, all is made anew; the old state stands until that is done.
 */
static enum tvx_status start_anew(struct sync *sync, struct tvx_error *error)
{
    uint64_t next = sync->state.next;
    size_t dropped = sync->report.dropped;
    enum tvx_status status;

    forget(sync);
    sync->state = (struct tvx_index){.next = next};
    status = plan(sync, error);
    sync->report.dropped = dropped;
    return status;
}

static enum tvx_status turn(struct sync *sync, struct tvx_error *error)
{
    enum tvx_status status = tvx_state_open(&sync->state, sync->folder, error);
    bool fresh = status == TVX_E_NOTFOUND;

    if (fresh || status == TVX_E_MALFORMED) {
        sync->report.rebuilt = !fresh;
        sync->state = (struct tvx_index){.next = 1};
        tvx_state_tidy(NULL, sync->folder);
        status = TVX_OK;
    }
    if (status == TVX_OK)
        status = plan(sync, error);
    if (status == TVX_OK && 3 * sync->report.dropped > sync->report.kept)
        status = start_anew(sync, error);
    if (status != TVX_OK ||
        (!fresh && !sync->report.rebuilt && sync->missing_count == 0 && sync->report.dropped == 0))
        return status;
    if (sync->missing_count > 0)
        status = build_new(sync, error);
    if (status == TVX_OK)
        status = join_old(sync, error);
    if (status == TVX_OK)
        status = tvx_state_save(&sync->state, sync->folder, error);
    if (status == TVX_OK)
        tvx_state_tidy(&sync->state, sync->folder);
    return status;
}

/* Where nothing can be written: is what is there what is wanted? */
static bool serves(const char *folder, const struct tvx_index_entry *entries, size_t count)
{
    struct tvx_index *index;
    bool current = tvx_index_open(&index, folder, NULL) == TVX_OK &&
                   tvx_index_current(index, entries, count, NULL) == TVX_OK;

    tvx_index_close(index);
    return current;
}

enum tvx_status tvx_index_sync(const char *folder, const struct tvx_index_entry *entries, size_t count,
                               tvx_index_text_fn *text, void *context, const struct tvx_index_limits *limits,
                               struct tvx_index_report *report, struct tvx_error *error)
{
    struct sync sync = {.folder = folder, .entries = entries, .count = count, .text = text, .context = context,
                        .limits = limits};
    enum tvx_status status;
    struct tvx_error why = {0};
    bool read_only;
    int lock = tvx_state_lock(folder, true, &read_only, &why);

    if (lock < 0 && read_only && serves(folder, entries, count)) {
        if (report != NULL)
            *report = (struct tvx_index_report){.kept = count};
        return TVX_OK;
    }
    if (lock < 0)
        return tvx_error_set(error, why.status, "%s", why.message);
    status = turn(&sync, &why);
    if (status == TVX_E_MALFORMED && sync.state.count > 0 && !sync.text_failed) { /* a block was damaged */
        forget(&sync);
        tvx_state_tidy(NULL, folder);
        status = turn(&sync, &why);
        sync.report.rebuilt = true;
    }
    sync.report.segments = sync.state.count;
    if (report != NULL)
        *report = sync.report;
    forget(&sync);
    close(lock);
    return status == TVX_OK ? TVX_OK : tvx_error_set(error, status, "%s", why.message);
}

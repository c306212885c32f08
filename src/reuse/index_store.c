/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A document's text never changes once it is stored, and its key is never given to another, so that the hash of its
 * bytes is stamp enough.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <travaux/reuse/index.h>
#include <travaux/store/store.h>

enum { LIST_CEILING = 1 << 30, TEXT_CEILING = INT32_MAX };

struct listed {
    struct tvx_store *store;
    const struct tvx_index_entry *entries;
};

static enum tvx_status text_of(void *context, size_t which, struct tvx_index_text *out, struct tvx_error *error)
{
    const struct listed *listed = context;
    struct tvx_filter filter = {.document = (int64_t)listed->entries[which].key};
    struct tvx_arena *arena = tvx_arena_new(TEXT_CEILING);
    struct tvx_stored_document *document;
    const char *text = NULL;
    size_t count = 0;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : TVX_OK;

    if (status == TVX_OK)
        status = tvx_store_documents(listed->store, arena, &document, &count, &filter, error);
    if (status == TVX_OK)
        status = tvx_store_text(listed->store, arena, &text, filter.document, error);
    if (status == TVX_OK) {
        const char *language = count == 0 ? NULL : document[0].language;

        out->text = strdup(text);
        out->length = strlen(text);
        snprintf(out->language, sizeof out->language, "%s", language == NULL ? "" : language);
        if (out->text == NULL)
            status = tvx_error_nomem(error);
    }
    tvx_arena_free(arena);
    return status;
}

static enum tvx_status sync_folder(const char *folder, struct tvx_store *store, struct tvx_arena *arena,
                                   const struct tvx_index_limits *limits, struct tvx_index_report *report,
                                   struct tvx_error *error)
{
    struct tvx_store_stamp *stamps;
    struct tvx_index_entry *entries;
    struct listed listed;
    size_t count;
    enum tvx_status status = tvx_store_stamps(store, arena, &stamps, &count, error);

    if (status != TVX_OK)
        return status;
    entries = tvx_arena_array(arena, count, sizeof *entries);
    if (entries == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count; i++)
        entries[i] = (struct tvx_index_entry){(uint64_t)stamps[i].document, stamps[i].stamp};
    listed = (struct listed){store, entries};
    return tvx_index_sync(folder, entries, count, text_of, &listed, limits, report, error);
}

enum tvx_status tvx_index_of_store(struct tvx_index **out, struct tvx_store *store, const char *address,
                                   const struct tvx_index_limits *limits, struct tvx_index_report *report,
                                   struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(LIST_CEILING);
    const char *folder = arena == NULL ? NULL : tvx_arena_printf(arena, "%s-reuse", address);
    enum tvx_status status;

    *out = NULL;
    if (folder == NULL)
        status = tvx_error_nomem(error);
    else if (strstr(address, "://") != NULL)
        status = tvx_error_set(error, TVX_E_UNSUPPORTED, "%s: reuse is only searched in workspaces that are files",
                               address);
    else
        status = sync_folder(folder, store, arena, limits, report, error);
    if (status == TVX_OK)
        status = tvx_index_open(out, folder, error);
    tvx_arena_free(arena);
    return status;
}

const char *tvx_index_was_to_string(enum tvx_index_was was)
{
    static const char *const names[] = {"whole", "missing", "stale", "damaged"};

    return names[was];
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* What there is, before anything is made. */
static enum tvx_index_was look(const char *folder, struct tvx_error *why)
{
    struct tvx_index *index;
    enum tvx_status status = tvx_index_open(&index, folder, why);

    if (status == TVX_OK) {
        status = tvx_index_check(index, why);
        tvx_index_close(index);
    }
    return status == TVX_OK ? TVX_INDEX_WHOLE : status == TVX_E_NOTFOUND ? TVX_INDEX_MISSING : TVX_INDEX_DAMAGED;
}

enum tvx_status tvx_index_verify(struct tvx_index_verdict *out, struct tvx_store *store, const char *address,
                                 struct tvx_error *error)
{
    struct tvx_index_report report = {0};
    struct tvx_index *index = NULL;
    struct tvx_error why = {0};
    double begun = now();
    char *folder = NULL;
    enum tvx_status status = TVX_OK;

    *out = (struct tvx_index_verdict){.was = TVX_INDEX_MISSING};
    if (strstr(address, "://") == NULL) {
        if (asprintf(&folder, "%s-reuse", address) < 0)
            return tvx_error_nomem(error);
        out->was = look(folder, &why);
        if (out->was == TVX_INDEX_DAMAGED)
            status = tvx_index_remove(folder, &why);
        free(folder);
    }
    if (status == TVX_OK) {
        struct tvx_error failed = {0};

        status = tvx_index_of_store(&index, store, address, NULL, &report, &failed);
        if (status != TVX_OK)
            why = failed;
    }
    if (status == TVX_OK) {
        if (out->was == TVX_INDEX_WHOLE && (report.added > 0 || report.dropped > 0)) {
            out->was = TVX_INDEX_STALE;
            tvx_error_set(&why, TVX_OK, "%zu documents were missing in it, %zu were gone", report.added,
                          report.dropped);
        }
        out->rebuilt = out->was != TVX_INDEX_WHOLE;
        out->documents = tvx_index_documents(index);
        out->bytes = tvx_index_size(index);
        tvx_index_close(index);
    }
    out->seconds = now() - begun;
    out->why = why;
    return status == TVX_E_NOMEM ? tvx_error_nomem(error) : TVX_OK;
}

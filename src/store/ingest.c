/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/read/office.h>
#include <travaux/text/utf8.h>

#include "ahead.h"
#include "db.h"
#include "take.h"
#include "walk.h"

enum { ARENA_CEILING = 1 << 30, TOLD_CEILING = 16 << 20 };

static bool add_item(struct tvx_arena *arena, struct tvx_ingest_item **items, size_t *count, size_t *capacity,
                     struct tvx_ingest_item item)
{
    struct tvx_ingest_item *larger = tvx_arena_grow(arena, *items, *count, capacity, sizeof *larger);

    if (larger == NULL)
        return false;
    *items = larger;
    item.file = tvx_arena_strdup(arena, item.file);
    item.format = tvx_arena_strdup(arena, item.format);
    item.language = tvx_arena_strdup(arena, item.language);
    item.error = tvx_arena_strdup(arena, item.error);
    larger[(*count)++] = item;
    return item.file != NULL;
}

enum tvx_status tvx_take_failed(struct tvx_taking *taking, const char *file, const char *reason,
                                struct tvx_error *error)
{
    struct tvx_ingest_item item = {.file = file, .format = "", .language = "", .error = reason};
    enum tvx_status status;

    if (reason != NULL) /* it may quote the file's name, in which any byte may stand */
        item.error = reason = tvx_text_clean(taking->lasting, reason, strlen(reason));
    if (file == NULL || reason == NULL)
        return tvx_error_nomem(error);
    status = tvx_store_fail(taking->store, file, reason, error);
    if (status == TVX_OK && !add_item(taking->lasting, &taking->report->failed, &taking->report->failed_count,
                                      &taking->failed_capacity, item))
        status = tvx_error_nomem(error);
    return status;
}

enum tvx_status tvx_take_unchanged(struct tvx_taking *taking, int64_t id, const char *file, struct tvx_error *error)
{
    struct tvx_filter filter = {.document = id};
    struct tvx_stored_document *documents;
    struct tvx_ingest_item item = {.id = id, .file = file, .format = "", .language = ""};
    size_t count;
    enum tvx_status status = tvx_store_documents(taking->store, taking->arena, &documents, &count, &filter, error);

    if (status == TVX_OK && count == 1) {
        item.format = documents[0].format;
        item.language = documents[0].language;
    }
    if (status == TVX_OK)
        status = tvx_db_run(taking->store, QUERY_failed_forget, error, "t", file);
    if (status == TVX_OK && !add_item(taking->lasting, &taking->report->unchanged, &taking->report->unchanged_count,
                                      &taking->unchanged_capacity, item))
        status = tvx_error_nomem(error);
    return status;
}

bool tvx_take_goes_on(enum tvx_status status)
{
    return status == TVX_E_USAGE || status == TVX_E_LIMIT || status == TVX_E_MALFORMED || status == TVX_E_UNSUPPORTED ||
           status == TVX_E_NOTFOUND;
}

enum tvx_status tvx_take_store(struct tvx_taking *taking, const struct tvx_store_entry *entry, struct tvx_error *error)
{
    struct tvx_ingest_report *report = taking->report;
    struct tvx_error reason = {0};
    int64_t id;
    bool existed;
    enum tvx_status status = tvx_store_add(taking->store, &id, &existed, entry, &reason);

    if (status != TVX_OK && tvx_take_goes_on(status))
        return tvx_take_failed(taking, entry->source.file, reason.message, error);
    if (status != TVX_OK) {
        if (error != NULL)
            *error = reason;
        return status;
    }
    if (existed)
        return tvx_take_unchanged(taking, id, entry->source.file, error);
    report->proposals += entry->proposal_count;
    report->provisions += entry->instrument == NULL ? 0 : entry->instrument->count;
    report->warnings += entry->warning_count;
    if (!add_item(taking->lasting, &report->added, &report->added_count, &taking->added_capacity,
                  (struct tvx_ingest_item){.id = id, .file = entry->source.file, .format = entry->format,
                                           .language = entry->language == NULL ? "" : entry->language}))
        return tvx_error_nomem(error);
    return TVX_OK;
}

/* Codes for the sponsors that options or travaux.toml name; a name that no table knows stays as it was given. */
static enum tvx_status name_sponsors(struct tvx_taking *taking, struct tvx_error *error)
{
    struct tvx_source *source = &taking->settings.source;
    const char **codes = NULL;
    size_t count = 0, capacity = 0;

    for (size_t i = 0; i < source->sponsor_count; i++) {
        const char **found = NULL;
        size_t found_count = 0, unknown = 0;
        enum tvx_status status =
            tvx_actors_parse(&found, &found_count, &unknown, taking->arena, source->sponsors[i], error);

        if (status == TVX_E_NOMEM)
            return status;
        if (status != TVX_OK || found_count == 0) {
            found = &source->sponsors[i];
            found_count = 1;
        }
        for (size_t j = 0; j < found_count; j++) {
            const char **larger = tvx_arena_grow(taking->arena, codes, count, &capacity, sizeof *larger);

            if (larger == NULL)
                return tvx_error_nomem(error);
            codes = larger;
            codes[count++] = found[j];
        }
    }
    source->sponsors = codes;
    source->sponsor_count = count;
    return TVX_OK;
}

enum tvx_status tvx_take_told(struct tvx_taking *taking, struct tvx_error *error)
{
    enum tvx_status status = name_sponsors(taking, error);
    struct tvx_buf told;

    if (status != TVX_OK)
        return status;
    tvx_buf_init(&told, TOLD_CEILING);
    tvx_settings_write(&told, &taking->settings);
    taking->told = told.failed ? NULL : tvx_arena_strdup(taking->arena, tvx_buf_text(&told));
    tvx_buf_free(&told);
    return taking->told == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static bool same_sponsors(const struct tvx_proposal *proposal, const struct tvx_header *header)
{
    if (header == NULL || proposal->sponsor_count != header->sponsor_count)
        return false;
    for (size_t i = 0; i < header->sponsor_count; i++)
        if (strcmp(proposal->sponsors[i], header->sponsors[i]) != 0)
            return false;
    return true;
}

void tvx_take_complete(const struct tvx_taking *taking, struct tvx_proposal *proposals, size_t count,
                       const struct tvx_header *header)
{
    const struct tvx_source *source = &taking->settings.source;

    for (size_t i = 0; source->sponsor_count > 0 && i < count; i++)
        if (proposals[i].sponsor_count == 0 || same_sponsors(&proposals[i], header)) {
            proposals[i].sponsors = source->sponsors;
            proposals[i].sponsor_count = source->sponsor_count;
        }
}

const char *tvx_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL || slash[1] == '\0' ? path : slash + 1;
}

static enum tvx_status take_bytes(struct tvx_taking *taking, struct tvx_error *error)
{
    int64_t id = 0;
    enum tvx_status status;

    if (tvx_ahead_is_map(taking->path))
        return tvx_take_map(taking, error);
    status = tvx_store_has(taking->store, &id, taking->file->sha256, error);
    if (status == TVX_OK && id != 0)
        return tvx_take_unchanged(taking, id, taking->path, error);
    if (status == TVX_OK)
        status = tvx_take_told(taking, error);
    if (status != TVX_OK)
        return status;
    if (tvx_ahead_is_records(taking->path))
        return tvx_take_records(taking, error);
    return tvx_take_document(taking, error);
}

/* A slip of the finger is told, not kept; and what was kept of a file that is gone since is of no more use. */
static enum tvx_status take_gone(struct tvx_taking *taking, const struct tvx_walk_item *item, struct tvx_error *error)
{
    enum tvx_status status = tvx_db_run(taking->store, QUERY_failed_forget, error, "t", taking->path);

    if (status == TVX_OK)
        status = tvx_db_run(taking->store, QUERY_failed_forget_lines, error, "t", taking->path);
    if (status == TVX_OK && !add_item(taking->lasting, &taking->report->failed, &taking->report->failed_count,
                                      &taking->failed_capacity,
                                      (struct tvx_ingest_item){.file = taking->path, .format = "", .language = "",
                                                               .error = item->reason}))
        status = tvx_error_nomem(error);
    return status;
}

static enum tvx_status take_file(struct tvx_taking *taking, struct tvx_settings_cache *cache,
                                 const struct tvx_walk_item *item, const struct tvx_source *options,
                                 struct tvx_error *error)
{
    struct tvx_error reason = {0};
    enum tvx_status status;

    if (item->gone)
        return take_gone(taking, item, error);
    if (item->reason != NULL)
        return tvx_take_failed(taking, taking->path, item->reason, error);
    status = tvx_settings_find(&taking->settings, cache, item->path, item->root, options, &reason);
    if (status != TVX_OK || taking->file->status != TVX_OK) /* it was the file's fault, so the others may be taken */
        return tvx_take_failed(taking, taking->path,
                               status != TVX_OK ? reason.message : taking->file->error.message, error);
    taking->settings.source.file = taking->path;
    taking->settings.source.ocr = options != NULL && options->ocr;
    taking->bytes = taking->file->bytes;
    taking->length = taking->file->length;
    taking->arena = tvx_arena_new(ARENA_CEILING);
    status = taking->arena == NULL ? tvx_error_nomem(error) : take_bytes(taking, error);
    tvx_arena_free(taking->arena);
    taking->arena = NULL;
    return status;
}

/* The run's files in order, so that old ones can be converted several at a time. */
static enum tvx_status make_office(struct tvx_taking *taking, const struct tvx_walk *walk, struct tvx_error *error)
{
    const char **paths = tvx_arena_array(taking->lasting, walk->count, sizeof *paths);
    size_t count = 0;

    if (paths == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < walk->count; i++)
        if (walk->items[i].reason == NULL && !walk->items[i].gone)
            paths[count++] = walk->items[i].path;
    return tvx_office_new(&taking->office, paths, count, error);
}

/* Every path is one file, for whoever gives names has put it there. */
static enum tvx_status name_files(struct tvx_walk *walk, const char *const *names, size_t count,
                                  struct tvx_error *error)
{
    if (names == NULL)
        return TVX_OK;
    if (walk->count != count)
        return tvx_error_set(error, TVX_E_IO, "the files are gone");
    for (size_t i = 0; i < count; i++)
        walk->items[i].name = names[i];
    return TVX_OK;
}

enum tvx_status tvx_ingest(struct tvx_ingest_report *out, struct tvx_arena *arena, struct tvx_store *store,
                           const char *const *paths, size_t count, const struct tvx_source *defaults,
                           tvx_ingest_progress *progress, void *context, struct tvx_error *error)
{
    return tvx_ingest_named(out, arena, store, paths, NULL, count, defaults, progress, context, error);
}

enum tvx_status tvx_ingest_named(struct tvx_ingest_report *out, struct tvx_arena *arena, struct tvx_store *store,
                                 const char *const *paths, const char *const *names, size_t count,
                                 const struct tvx_source *defaults, tvx_ingest_progress *progress, void *context,
                                 struct tvx_error *error)
{
    struct tvx_taking taking = {.store = store, .lasting = arena, .report = out};
    struct tvx_settings_cache *cache = tvx_settings_cache_new(arena);
    struct tvx_read_options options = {.office = NULL};
    struct tvx_walk walk;
    enum tvx_status status, resolved;

    memset(out, 0, sizeof *out);
    if (cache == NULL)
        return tvx_error_nomem(error);
    status = defaults == NULL ? TVX_OK : tvx_settings_check(defaults, error);
    if (status != TVX_OK)
        return status;
    status = tvx_walk_paths(&walk, arena, paths, count, store->path, error);
    if (status == TVX_OK)
        status = name_files(&walk, names, count, error);
    if (status == TVX_OK)
        status = make_office(&taking, &walk, error);
    options.office = taking.office;
    options.ocr = defaults != NULL && defaults->ocr;
    if (status == TVX_OK && (taking.ahead = tvx_ahead_new(arena, store, &walk, &options)) == NULL)
        status = tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < walk.count; i++) {
        taking.file = tvx_ahead_next(taking.ahead);
        if (taking.file == NULL) {
            status = tvx_error_nomem(error);
            break;
        }
        taking.path = taking.file->name;
        if (progress != NULL)
            progress(context, i, walk.count, taking.path);
        status = take_file(&taking, cache, &walk.items[i], defaults, error);
    }
    if (status == TVX_OK)
        status = tvx_take_maps_beside(&taking, cache, error);
    tvx_ahead_free(taking.ahead);
    tvx_office_free(taking.office);
    /* Also when the run was cut short: what is stored is to be tied.  And where all was there already, since the run
       that brought it may have been killed before it came to this. */
    if (out->added_count + out->unchanged_count > 0) {
        resolved = tvx_store_resolve(store, status == TVX_OK ? error : NULL);
        status = status == TVX_OK ? resolved : status;
    }
    return status;
}

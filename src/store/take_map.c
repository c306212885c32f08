/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Institution maps on their way into the workspace: files of their own, and the tables of dates and bodies that a
 * travaux.toml may hold.  They are no documents: the same file again replaces what it said before.
 */
#include <travaux/store/institution.h>

#include "db.h"
#include "take.h"

static enum tvx_status note(struct tvx_taking *taking, const char *path, struct tvx_error *error)
{
    struct tvx_ingest_report *report = taking->report;
    const char **larger = tvx_arena_grow(taking->lasting, report->maps, report->map_count, &taking->map_capacity,
                                         sizeof *larger);

    if (larger == NULL)
        return tvx_error_nomem(error);
    report->maps = larger;
    larger[report->map_count] = tvx_arena_strdup(taking->lasting, path);
    return larger[report->map_count++] == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static enum tvx_status put(struct tvx_taking *taking, const char *path, bool beside, const char *text, size_t length,
                           struct tvx_error *error)
{
    struct tvx_error reason = {0};
    enum tvx_status status = tvx_store_institution_put(taking->store, path, beside, text, length, &reason);

    if (status == TVX_OK)
        status = tvx_db_run(taking->store, QUERY_failed_forget, error, "t", path);
    else if (tvx_take_goes_on(status))
        return tvx_take_failed(taking, path, reason.message, error);
    else if (error != NULL)
        *error = reason;
    return status == TVX_OK ? note(taking, path, error) : status;
}

enum tvx_status tvx_take_map(struct tvx_taking *taking, struct tvx_error *error)
{
    return put(taking, taking->path, false, taking->bytes, taking->length, error);
}

enum tvx_status tvx_take_maps_beside(struct tvx_taking *taking, const struct tvx_settings_cache *cache,
                                     struct tvx_error *error)
{
    const char *path, *text;
    size_t length;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && tvx_settings_maps(cache, i, &path, &text, &length); i++)
        status = put(taking, path, true, text, length, error);
    return status;
}

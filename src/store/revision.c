/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/revision.h>

#include <jansson.h>
#include <string.h>
#include <travaux/base/day.h>
#include <travaux/base/json.h>
#include <travaux/store/audit.h>

#include "db.h"

static const struct { const char *kind; enum tvx_query query; } kinds[] = {
    {"annotation", QUERY_revision_annotation},
    {"assessment", QUERY_revision_assessment},
    {"position", QUERY_revision_position},
    {"verdict", QUERY_revision_verdict},
};

enum tvx_status tvx_store_revision(struct tvx_store *store, int64_t *revision, const char *kind, const char *key,
                                   struct tvx_error *error)
{
    bool any;

    *revision = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return tvx_db_number(store, revision, &any, kinds[i].query, error, "t", key);
    return tvx_error_set(error, TVX_E_USAGE, "there are no revisions of kind '%.80s'", kind);
}

const char *tvx_revision_key(struct tvx_arena *arena, const char *const *parts, size_t count)
{
    struct tvx_buf buf;
    const char *key;

    tvx_buf_init(&buf, 1 << 16);
    for (size_t i = 0; i < count; i++)
        tvx_buf_printf(&buf, "%s%s", i == 0 ? "" : "\n", parts[i]);
    key = buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return key;
}

/* ---- writing ---- */

static enum tvx_status set_aside(struct tvx_store *store, struct tvx_revised *out, const struct tvx_revise *what,
                                 struct tvx_error *error)
{
    struct tvx_buf buf;
    struct tvx_json json;
    char now[TVX_TIME_SIZE];
    enum tvx_status status;

    tvx_time_now(now);
    tvx_buf_init(&buf, 2 * TVX_REVISION_BYTES);
    tvx_json_init(&json, &buf);
    tvx_json_object(&json);
    for (size_t i = 0; i < what->field_count; i++)
        tvx_json_pair(&json, what->fields[i].name, what->fields[i].value);
    tvx_json_object_end(&json);
    status = buf.failed ? tvx_error_nomem(error)
                        : tvx_db_run(store, QUERY_set_aside_insert, error, "ttiititt", what->kind, what->key,
                                     what->seen, out->revision, tvx_buf_text(&buf), what->account, what->author, now);
    if (status == TVX_OK)
        out->set_aside = sqlite3_last_insert_rowid(store->db);
    if (status == TVX_OK)
        status = tvx_store_audit(store, what->account, "conflict.keep", what->key, what->kind, error);
    tvx_buf_free(&buf);
    return status;
}

struct writing {
    const struct tvx_revise *what;
    tvx_revision_now *now;
    tvx_revision_write *write;
    void *context;
};

static enum tvx_status current(struct tvx_store *store, int64_t *revision, const struct writing *writing,
                               struct tvx_error *error)
{
    return writing->now == NULL ? tvx_store_revision(store, revision, writing->what->kind, writing->what->key, error)
                                : writing->now(writing->context, store, revision, error);
}

static enum tvx_status within(struct tvx_store *store, struct tvx_revised *out, const struct writing *writing,
                              struct tvx_error *error)
{
    enum tvx_status status = current(store, &out->revision, writing, error);

    if (status != TVX_OK)
        return status;
    out->stale = out->revision != writing->what->seen;
    if (out->stale)
        return set_aside(store, out, writing->what, error);
    status = writing->write(writing->context, store, error);
    return status == TVX_OK ? current(store, &out->revision, writing, error) : status;
}

enum tvx_status tvx_store_revise(struct tvx_store *store, struct tvx_revised *out, const struct tvx_revise *write_what,
                                 tvx_revision_now *now, tvx_revision_write *write, void *context,
                                 struct tvx_error *error)
{
    const struct writing writing = {write_what, now, write, context};
    bool nested = store->in_batch;
    size_t bytes = 0;
    enum tvx_status status;

    *out = (struct tvx_revised){0};
    for (size_t i = 0; i < write_what->field_count; i++)
        bytes += strlen(write_what->fields[i].name) + strlen(write_what->fields[i].value);
    if (write_what->field_count > TVX_REVISION_FIELDS || bytes > TVX_REVISION_BYTES)
        return tvx_error_set(error, TVX_E_LIMIT, "what was written is longer than %d bytes", TVX_REVISION_BYTES);
    status = nested ? TVX_OK : tvx_store_batch_begin(store, error); /* what `write` begins is then a savepoint */
    if (status != TVX_OK)
        return status;
    status = within(store, out, &writing, error);
    if (!nested && status == TVX_OK)
        status = tvx_store_batch_end(store, true, error);
    else if (!nested)
        tvx_store_batch_end(store, false, NULL);
    return status;
}

/* ---- what was set aside ---- */

static enum tvx_status read_fields(struct tvx_set_aside *out, struct tvx_arena *arena, const char *text,
                                   struct tvx_error *error)
{
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL), *value;
    const char *name;
    enum tvx_status status = TVX_OK;

    if (!json_is_object(root)) {
        json_decref(root);
        return tvx_db_damaged(error, "a text that was set aside cannot be read");
    }
    out->fields = tvx_arena_array(arena, json_object_size(root) + 1, sizeof *out->fields);
    if (out->fields == NULL)
        status = tvx_error_nomem(error);
    else
        json_object_foreach(root, name, value) {
            struct tvx_field_text *field = &out->fields[out->field_count];

            field->name = tvx_arena_strdup(arena, name);
            field->value = tvx_arena_strdup(arena, json_is_string(value) ? json_string_value(value) : "");
            if (field->name == NULL || field->value == NULL) {
                status = tvx_error_nomem(error);
                break;
            }
            out->field_count++;
        }
    json_decref(root);
    return status;
}

static enum tvx_status read_all(struct tvx_store *store, struct tvx_arena *arena, struct tvx_set_aside **out,
                                size_t *count, enum tvx_query query, int64_t argument, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, query, error, "i", argument);

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_set_aside *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            status = tvx_error_nomem(error);
        } else {
            *out = larger;
            larger[*count] = (struct tvx_set_aside){
                .number = sqlite3_column_int64(row.statement, 0), .kind = tvx_row_text_or(&row, 1, ""),
                .key = tvx_row_text_or(&row, 2, ""), .seen = sqlite3_column_int64(row.statement, 3),
                .found = sqlite3_column_int64(row.statement, 4), .account = sqlite3_column_int64(row.statement, 6),
                .author = tvx_row_text_or(&row, 7, ""), .at = tvx_row_text_or(&row, 8, ""),
                .settled = tvx_row_text(&row, 9), .how = tvx_row_text(&row, 10),
            };
            status = read_fields(&larger[(*count)++], arena, tvx_row_text_or(&row, 5, ""), error);
        }
        if (status != TVX_OK)
            tvx_db_done(row.statement);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_set_asides(struct tvx_store *store, struct tvx_arena *arena, struct tvx_set_aside **out,
                                     size_t *count, int64_t account, struct tvx_error *error)
{
    return read_all(store, arena, out, count, QUERY_set_asides, account, error);
}

enum tvx_status tvx_store_set_aside(struct tvx_store *store, struct tvx_arena *arena, struct tvx_set_aside *out,
                                    int64_t number, struct tvx_error *error)
{
    struct tvx_set_aside *items;
    size_t count;
    enum tvx_status status = read_all(store, arena, &items, &count, QUERY_set_aside, number, error);

    if (status == TVX_OK && count == 0)
        return tvx_error_set(error, TVX_E_NOTFOUND, "no text was set aside under the number %lld", (long long)number);
    if (status == TVX_OK)
        *out = items[0];
    return status;
}

enum tvx_status tvx_store_set_aside_settle(struct tvx_store *store, int64_t number, bool merged,
                                           struct tvx_error *error)
{
    char now[TVX_TIME_SIZE];

    tvx_time_now(now);
    return tvx_db_run(store, QUERY_set_aside_settle, error, "itt", number, now, merged ? "merged" : "dropped");
}

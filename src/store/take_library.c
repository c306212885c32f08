/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A library: JSON lines that are each a document of its own, known by the hash of its line.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <travaux/base/hash.h>
#include <travaux/text/utf8.h>

#include "db.h"
#include "take.h"

enum { LINE_CEILING = 256 << 20, ARENA_CEILING = 1 << 30, BATCH_DOCUMENTS = 200, BATCH_BYTES = 16 << 20 };

/* The string under a dotted way into nested objects; NULL when there is none. */
static const char *string_at(const json_t *object, const char *way)
{
    char step[256];

    for (;;) {
        size_t length = strcspn(way, ".");

        if (length >= sizeof step)
            return NULL;
        memcpy(step, way, length);
        step[length] = '\0';
        object = json_object_get(object, step);
        if (way[length] == '\0')
            return json_string_value(object);
        way += length + 1;
    }
}

static const char *field(struct tvx_taking *taking, const json_t *object, const char *mapped, const char *name)
{
    const char *text = string_at(object, mapped == NULL ? name : mapped);

    return text == NULL ? NULL : tvx_text_clean(taking->arena, text, strlen(text));
}

static bool has(const json_t *object, const char *mapped, const char *name)
{
    return string_at(object, mapped == NULL ? name : mapped) != NULL;
}

bool tvx_library_looks_so(struct tvx_taking *taking, const char *lines, size_t length)
{
    const struct tvx_record_fields *fields = &taking->settings.fields;

    while (length > 0) {
        const char *stop = memchr(lines, '\n', length);
        size_t line = stop == NULL ? length : (size_t)(stop - lines);
        json_t *object = line > LINE_CEILING ? NULL : json_loadb(lines, line, 0, NULL);
        bool is = has(object, fields->id, "id") && has(object, fields->text, "text") &&
                  !has(object, fields->after, "after") && !has(object, fields->before, "before") &&
                  !has(object, fields->action, "action") && !has(object, fields->provision, "provision") &&
                  !has(object, fields->parent, "parent") && !has(object, fields->label, "label");

        if (object != NULL) {
            json_decref(object);
            return is;
        }
        line += line < length;
        lines += line;
        length -= line;
    }
    return false;
}

enum tvx_status tvx_take_line(struct tvx_taking *taking, const char *line, size_t length, size_t number,
                              struct tvx_error *error)
{
    const struct tvx_record_fields *fields = &taking->settings.fields;
    struct tvx_store_entry entry = {
        .source = taking->settings.source, .bytes = line, .length = length, .format = "jsonl", .told = taking->told};
    const char *file = tvx_arena_printf(taking->arena, "%s:%zu", taking->path, number), *id, *language;
    json_error_t wrong;
    json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, &wrong);

    if (!json_is_object(object)) {
        json_decref(object);
        return tvx_take_failed(taking, file, "the line is not a JSON object", error);
    }
    id = field(taking, object, fields->id, "id");
    entry.text = field(taking, object, fields->text, "text");
    entry.title = field(taking, object, NULL, "title");
    language = field(taking, object, fields->language, "language");
    if (entry.source.date == NULL)
        entry.source.date = field(taking, object, fields->date, "date");
    json_decref(object);
    if (id == NULL || entry.text == NULL)
        return tvx_take_failed(taking, file,
                               "the line lacks \"id\" or \"text\"; a travaux.toml beside it may name them", error);
    entry.source.file = tvx_arena_printf(taking->arena, "%s#%s", taking->path, id);
    entry.title = entry.title == NULL ? id : entry.title;
    entry.language = taking->settings.language != NULL ? taking->settings.language : language == NULL ? "" : language;
    return entry.source.file == NULL ? tvx_error_nomem(error) : tvx_take_store(taking, &entry, error);
}

/* One line in an arena of its own, unless its bytes are stored already. */
static enum tvx_status take_new_line(struct tvx_taking *taking, const char *line, size_t length, size_t number,
                                     struct tvx_error *error)
{
    struct tvx_arena *outer = taking->arena;
    char sha256[TVX_SHA256_HEX], file[4400];
    int64_t id = 0;
    enum tvx_status status;

    tvx_sha256_hex(sha256, line, length);
    status = tvx_store_has(taking->store, &id, sha256, error);
    if (status != TVX_OK)
        return status;
    taking->arena = tvx_arena_new(ARENA_CEILING);
    snprintf(file, sizeof file, "%s:%zu", taking->path, number);
    if (taking->arena == NULL)
        status = tvx_error_nomem(error);
    else
        status = id != 0 ? tvx_take_unchanged(taking, id, file, error)
                         : tvx_take_line(taking, line, length, number, error);
    tvx_arena_free(taking->arena);
    taking->arena = outer;
    return status;
}

static enum tvx_status take_some(struct tvx_taking *taking, const char *lines, size_t length, size_t *at,
                                 size_t *number, struct tvx_error *error)
{
    size_t bytes = 0;
    enum tvx_status status = TVX_OK;

    for (size_t count = 0; status == TVX_OK && *at < length && count < BATCH_DOCUMENTS && bytes < BATCH_BYTES;
         ++*number) {
        const char *line = lines + *at, *stop = memchr(line, '\n', length - *at);
        size_t line_length = stop == NULL ? length - *at : (size_t)(stop - line);

        *at += line_length + 1;
        bytes += line_length;
        if (line_length > LINE_CEILING) {
            status = tvx_take_failed(taking, tvx_arena_printf(taking->arena, "%s:%zu", taking->path, *number),
                                     "the line is longer than 256 MB", error);
        } else if (!tvx_text_blank(line, line_length > 64 ? 64 : line_length)) {
            status = take_new_line(taking, line, line_length, *number, error);
            count++;
        }
    }
    return status;
}

/*
 * Some hundred lines are one commit: each is still there whole or not at all.  When a commit fails the run ends, and
 * what the report says was added since the one before is taken back.
 */
enum tvx_status tvx_take_library(struct tvx_taking *taking, const char *lines, size_t length, struct tvx_error *error)
{
    size_t at = 0, number = 1;
    enum tvx_status status = tvx_db_run(taking->store, QUERY_failed_forget, error, "t", taking->path);

    if (status == TVX_OK) /* lines that could not be taken the last time are met again, or mended */
        status = tvx_db_run(taking->store, QUERY_failed_forget_lines, error, "t", taking->path);
    while (status == TVX_OK && at < length) {
        struct tvx_ingest_report before = *taking->report;
        enum tvx_status ended;

        status = tvx_store_batch_begin(taking->store, error);
        if (status != TVX_OK)
            return status;
        status = take_some(taking, lines, length, &at, &number, error);
        ended = tvx_store_batch_end(taking->store, status == TVX_OK, status == TVX_OK ? error : NULL);
        status = status == TVX_OK ? ended : status;
        if (status != TVX_OK) {
            taking->report->added_count = before.added_count;
            taking->report->unchanged_count = before.unchanged_count;
            taking->report->failed_count = before.failed_count;
        }
    }
    return status;
}

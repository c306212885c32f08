/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/day.h>
#include <travaux/base/file.h>
#include <travaux/law/institution.h>
#include <travaux/text/toml.h>
#include <travaux/text/utf8.h>
#include <unistd.h>


enum { TOML_MAX = 1 << 20 };

struct folder {
    const char *path; /* with its final slash; "" is the current folder */
    struct tvx_toml_table *table; /* NULL: no travaux.toml there, or one that is wrong */
    const char *map; /* its text, where it has tables of an institution map; else NULL */
    size_t map_length;
    enum tvx_status status;
    struct tvx_error error;
};

struct tvx_settings_cache {
    struct tvx_arena *arena;
    struct folder *folders;
    size_t count, capacity;
};

/* ---- the keys of a travaux.toml ---- */

#define TEXT_KEY(name) {#name, offsetof(struct tvx_settings, source.name)}
static const struct key {
    const char *name;
    size_t offset;
} text_keys[] = {
    TEXT_KEY(kind), TEXT_KEY(access), TEXT_KEY(meeting), TEXT_KEY(date), TEXT_KEY(instrument), TEXT_KEY(version),
    {"language", offsetof(struct tvx_settings, language)},
};

#define FIELD_KEY(name) {#name, offsetof(struct tvx_record_fields, name)}
static const struct key field_keys[] = {
    FIELD_KEY(id), FIELD_KEY(text), FIELD_KEY(number), FIELD_KEY(action), FIELD_KEY(provision), FIELD_KEY(sponsors),
    FIELD_KEY(before), FIELD_KEY(after), FIELD_KEY(date), FIELD_KEY(language), FIELD_KEY(reasons),
    FIELD_KEY(before_fallback), FIELD_KEY(after_fallback), FIELD_KEY(label), FIELD_KEY(heading), FIELD_KEY(parent),
    FIELD_KEY(kind), FIELD_KEY(deleted_words), FIELD_KEY(new_words),
    FIELD_KEY(fallback_language),
};

static const char *const kinds[] = {"contribution", "instrument", "final-acts", "report", "statement", "library"};
static const char *const accesses[] = {"public", "members", "leaked", "unknown"};

#define COUNT(array) (sizeof (array) / sizeof *(array))

static bool one_of(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

bool tvx_kind_known(const char *kind)
{
    return one_of(kinds, COUNT(kinds), kind);
}

bool tvx_access_known(const char *access)
{
    return one_of(accesses, COUNT(accesses), access);
}

static enum tvx_status wrong(const struct tvx_toml_entry *entry, const char *what, struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_MALFORMED, "line %zu: %s: %s", entry->line, entry->key, what);
}

static const char *clean(struct tvx_arena *arena, const char *text)
{
    return tvx_text_clean(arena, text, strlen(text));
}

/* Sets the member that a key of `keys` names; *known false when none does. */
static enum tvx_status set_text(void *target, struct tvx_arena *arena, const struct key *keys, size_t count,
                                const struct tvx_toml_entry *entry, bool *known, struct tvx_error *error)
{
    for (size_t i = 0; i < count; i++) {
        const char **member = (const char **)(void *)((char *)target + keys[i].offset);

        if (strcmp(keys[i].name, entry->key) != 0)
            continue;
        *known = true;
        if (entry->value.kind != TVX_TOML_STRING && entry->value.kind != TVX_TOML_DATE)
            return wrong(entry, "a string in quotes is wanted", error);
        *member = clean(arena, entry->value.text);
        return *member == NULL ? tvx_error_nomem(error) : TVX_OK;
    }
    *known = false;
    return TVX_OK;
}

static enum tvx_status set_sponsors(struct tvx_settings *out, struct tvx_arena *arena,
                                    const struct tvx_toml_entry *entry, struct tvx_error *error)
{
    const struct tvx_toml_value *value = &entry->value;
    const char *const *names = value->kind == TVX_TOML_STRING ? &value->text : (const char *const *)value->items;
    size_t count = value->kind == TVX_TOML_STRING ? 1 : value->item_count;

    if (value->kind != TVX_TOML_STRING && value->kind != TVX_TOML_ARRAY)
        return wrong(entry, "a name in quotes, or an array of names, is wanted", error);
    out->source.sponsors = tvx_arena_array(arena, count, sizeof *out->source.sponsors);
    if (out->source.sponsors == NULL)
        return tvx_error_nomem(error);
    out->source.sponsor_count = count;
    for (size_t i = 0; i < count; i++)
        if ((out->source.sponsors[i] = clean(arena, names[i])) == NULL)
            return tvx_error_nomem(error);
    return TVX_OK;
}

static enum tvx_status apply_fields(struct tvx_settings *out, struct tvx_arena *arena,
                                    const struct tvx_toml_entry *entry, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    if (entry->value.kind != TVX_TOML_TABLE)
        return wrong(entry, "a table is wanted: [fields]", error);
    for (size_t i = 0; status == TVX_OK && i < entry->value.table->count; i++) {
        const struct tvx_toml_entry *field = &entry->value.table->entries[i];
        bool known;

        status = set_text(&out->fields, arena, field_keys, COUNT(field_keys), field, &known, error);
        if (status == TVX_OK && !known)
            status = wrong(field, "is no field of a record", error);
    }
    return status;
}

static const char date_wanted[] = "must be a day such as 2026-09-30";

enum tvx_status tvx_settings_check(const struct tvx_source *options, struct tvx_error *error)
{
    const struct { const char *name, *value; } words[] = {
        {"meeting", options->meeting}, {"instrument", options->instrument}, {"version", options->version},
    };

    for (size_t i = 0; i < COUNT(words); i++)
        if (words[i].value != NULL && tvx_text_blank(words[i].value, strlen(words[i].value)))
            return tvx_error_set(error, TVX_E_USAGE, "--%s needs a value that is not empty", words[i].name);
    for (size_t i = 0; i < options->sponsor_count; i++)
        if (tvx_text_blank(options->sponsors[i], strlen(options->sponsors[i])))
            return tvx_error_set(error, TVX_E_USAGE, "--sponsor needs a value that is not empty");
    if (options->date != NULL && !tvx_day_valid(options->date))
        return tvx_error_set(error, TVX_E_USAGE, "--date %s, not '%.40s'", date_wanted, options->date);
    return TVX_OK;
}

static enum tvx_status check_words(const struct tvx_settings *settings, const struct tvx_toml_entry *entry,
                                   struct tvx_error *error)
{
    if (strcmp(entry->key, "kind") == 0 && !tvx_kind_known(settings->source.kind))
        return wrong(entry, "must be contribution, instrument, final-acts, report, statement or library", error);
    if (strcmp(entry->key, "access") == 0 && !tvx_access_known(settings->source.access))
        return wrong(entry, "must be public, members, leaked or unknown", error);
    if (strcmp(entry->key, "date") == 0 && !tvx_day_valid(settings->source.date))
        return wrong(entry, date_wanted, error);
    return TVX_OK;
}

/* Everything of a table but [files]. */
static enum tvx_status apply_table(struct tvx_settings *out, struct tvx_arena *arena,
                                   const struct tvx_toml_table *table, bool top, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < table->count; i++) {
        const struct tvx_toml_entry *entry = &table->entries[i];
        bool known = true;

        if (strcmp(entry->key, "in_force") == 0) {
            if (entry->value.kind != TVX_TOML_BOOLEAN)
                return wrong(entry, "true or false is wanted", error);
            out->source.in_force = entry->value.boolean;
            out->in_force_told = true;
        } else if (strcmp(entry->key, "sponsor") == 0 || strcmp(entry->key, "sponsors") == 0) {
            status = set_sponsors(out, arena, entry, error);
        } else if (strcmp(entry->key, "fields") == 0) {
            status = apply_fields(out, arena, entry, error);
        } else if (!top || (strcmp(entry->key, "files") != 0 && !tvx_institutions_table(entry->key))) {
            status = set_text(out, arena, text_keys, COUNT(text_keys), entry, &known, error);
            if (status == TVX_OK)
                status =
                    known ? check_words(out, entry, error) : wrong(entry, "is not a key that travaux knows", error);
        }
    }
    return status;
}

/* [files."NAME"] for the file's path under the toml's folder, or for its last part. */
static enum tvx_status apply_file(struct tvx_settings *out, struct tvx_arena *arena, const struct tvx_toml_table *table,
                                  const char *below, struct tvx_error *error)
{
    const struct tvx_toml_entry *files = tvx_toml_find(table, "files"), *file;
    const char *slash = strrchr(below, '/');

    if (files == NULL)
        return TVX_OK;
    if (files->value.kind != TVX_TOML_TABLE)
        return wrong(files, "a table is wanted: [files.\"NAME\"]", error);
    file = tvx_toml_find(files->value.table, below);
    if (file == NULL && slash != NULL)
        file = tvx_toml_find(files->value.table, slash + 1);
    if (file == NULL)
        return TVX_OK;
    if (file->value.kind != TVX_TOML_TABLE)
        return wrong(file, "a table is wanted", error);
    return apply_table(out, arena, file->value.table, false, error);
}

/* ---- finding the files ---- */

struct tvx_settings_cache *tvx_settings_cache_new(struct tvx_arena *arena)
{
    struct tvx_settings_cache *cache = tvx_arena_alloc(arena, sizeof *cache);

    if (cache != NULL)
        cache->arena = arena;
    return cache;
}

static void read_folder(struct folder *folder, struct tvx_arena *arena)
{
    const char *path = tvx_arena_printf(arena, "%stravaux.toml", folder->path);
    char *text = NULL;
    size_t length = 0;

    if (path == NULL) {
        folder->status = tvx_error_nomem(&folder->error);
        return;
    }
    if (access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return;
    folder->status = tvx_file_read(&text, &length, path, TOML_MAX, &folder->error);
    if (folder->status == TVX_OK)
        folder->status = tvx_toml_parse(&folder->table, arena, text, length, &folder->error);
    if (folder->status == TVX_OK && tvx_institutions_in(folder->table)) {
        folder->map = tvx_arena_strndup(arena, text, length);
        folder->map_length = length;
        if (folder->map == NULL)
            folder->status = tvx_error_nomem(&folder->error);
    }
    free(text);
    if (folder->status != TVX_OK)
        tvx_error_prefix(&folder->error, "%s", path);
}

static struct folder *find_folder(struct tvx_settings_cache *cache, const char *path, size_t length)
{
    struct folder *larger;

    for (size_t i = 0; i < cache->count; i++)
        if (strlen(cache->folders[i].path) == length && memcmp(cache->folders[i].path, path, length) == 0)
            return &cache->folders[i];
    larger = tvx_arena_grow(cache->arena, cache->folders, cache->count, &cache->capacity, sizeof *larger);
    if (larger == NULL)
        return NULL;
    cache->folders = larger;
    larger[cache->count].path = tvx_arena_strndup(cache->arena, path, length);
    if (larger[cache->count].path == NULL)
        return NULL;
    read_folder(&larger[cache->count], cache->arena);
    return &larger[cache->count++];
}

static enum tvx_status apply_folder(struct tvx_settings *out, struct tvx_settings_cache *cache, const char *path,
                                    size_t length, struct tvx_error *error)
{
    struct folder *folder = find_folder(cache, path, length);
    enum tvx_status status;

    if (folder == NULL)
        return tvx_error_nomem(error);
    if (folder->status != TVX_OK) {
        if (error != NULL)
            *error = folder->error;
        return folder->status;
    }
    if (folder->table == NULL)
        return TVX_OK;
    status = apply_table(out, cache->arena, folder->table, true, error);
    if (status == TVX_OK)
        status = apply_file(out, cache->arena, folder->table, path + length, error);
    if (status != TVX_OK)
        tvx_error_prefix(error, "%stravaux.toml", folder->path);
    return status;
}

static void apply_options(struct tvx_settings *out, const struct tvx_source *options)
{
    const char **members[] = {&out->source.kind, &out->source.access, &out->source.meeting,
                              &out->source.date, &out->source.instrument, &out->source.version};
    const char *const told[] = {options->kind, options->access, options->meeting,
                                options->date, options->instrument, options->version};

    for (size_t i = 0; i < COUNT(told); i++)
        if (told[i] != NULL)
            *members[i] = told[i];
    if (options->in_force)
        out->source.in_force = out->in_force_told = true;
    if (options->sponsor_count > 0) {
        out->source.sponsors = options->sponsors;
        out->source.sponsor_count = options->sponsor_count;
    }
}

enum tvx_status tvx_settings_find(struct tvx_settings *out, struct tvx_settings_cache *cache, const char *path,
                                  size_t root, const struct tvx_source *options, struct tvx_error *error)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    enum tvx_status status = TVX_OK;

    memset(out, 0, sizeof *out);
    for (size_t at = root; root > 0 && status == TVX_OK && at < folder; at++)
        if ((path[at] == '/' || (at > 0 && path[at - 1] == '/' && at == root)) && at + 1 < folder)
            status = apply_folder(out, cache, path, path[at] == '/' ? at + 1 : at, error);
    if (status == TVX_OK)
        status = apply_folder(out, cache, path, folder, error);
    if (status == TVX_OK && options != NULL)
        apply_options(out, options);
    return status;
}

/* ---- as text ---- */

/* A string in JSON is one in TOML. */
static void write_texts(struct tvx_buf *out, const void *from, const struct key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *const *member = (const char *const *)(const void *)((const char *)from + keys[i].offset);

        if (*member == NULL)
            continue;
        tvx_buf_printf(out, "%s = ", keys[i].name);
        tvx_buf_json(out, *member, strlen(*member));
        tvx_buf_char(out, '\n');
    }
}

void tvx_settings_write(struct tvx_buf *out, const struct tvx_settings *settings)
{
    const struct tvx_source *source = &settings->source;

    write_texts(out, settings, text_keys, COUNT(text_keys));
    if (settings->in_force_told)
        tvx_buf_printf(out, "in_force = %s\n", source->in_force ? "true" : "false");
    for (size_t i = 0; i < source->sponsor_count; i++) {
        tvx_buf_str(out, i == 0 ? "sponsors = [" : ", ");
        tvx_buf_json(out, source->sponsors[i], strlen(source->sponsors[i]));
    }
    tvx_buf_str(out, source->sponsor_count > 0 ? "]\n" : "");
    tvx_buf_str(out, "[fields]\n");
    write_texts(out, &settings->fields, field_keys, COUNT(field_keys));
}

enum tvx_status tvx_settings_read(struct tvx_settings *out, struct tvx_arena *arena, const char *text,
                                  struct tvx_error *error)
{
    struct tvx_toml_table *table;
    enum tvx_status status = tvx_toml_parse(&table, arena, text, strlen(text), error);

    memset(out, 0, sizeof *out);
    return status == TVX_OK ? apply_table(out, arena, table, true, error) : status;
}

bool tvx_settings_maps(const struct tvx_settings_cache *cache, size_t i, const char **path, const char **text,
                       size_t *length)
{
    for (size_t at = 0; at < cache->count; at++) {
        const struct folder *folder = &cache->folders[at];

        if (folder->map == NULL || i-- > 0)
            continue;
        *path = tvx_arena_printf(cache->arena, "%stravaux.toml", folder->path);
        *text = folder->map;
        *length = folder->map_length;
        return *path != NULL;
    }
    return false;
}

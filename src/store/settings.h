/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What is told about a file besides its content: by the travaux.toml beside it and in the folders above (the nearer
 * wins, [files."NAME"] wins over the rest of its file), and over all of them by the command's options.
 */
#ifndef STORE_SETTINGS_H
#define STORE_SETTINGS_H

#include <travaux/base/buf.h>
#include <travaux/law/record.h>
#include <travaux/store/store.h>

struct tvx_settings {
    struct tvx_source source;    /* members NULL where nothing is told */
    bool in_force_told;
    const char *language;        /* of records, which do not say it; NULL */
    struct tvx_record_fields fields;
};

struct tvx_settings_cache; /* the travaux.toml files met so far, each read once */

struct tvx_settings_cache *tvx_settings_cache_new(struct tvx_arena *arena);

/*
 * `root`: bytes of `path` that are the folder given by the user, above which no travaux.toml counts; 0: only the one
 * beside the file.  A travaux.toml that cannot be understood is an error for every file that it would govern.
 */
enum tvx_status tvx_settings_find(struct tvx_settings *out, struct tvx_settings_cache *cache, const char *path,
                                  size_t root, const struct tvx_source *options, struct tvx_error *error);

/* As a travaux.toml that says the same, and back; what cannot be said there (ocr) is left out. */
void tvx_settings_write(struct tvx_buf *out, const struct tvx_settings *settings);
enum tvx_status tvx_settings_read(struct tvx_settings *out, struct tvx_arena *arena, const char *text,
                                  struct tvx_error *error);

/* "contribution", "instrument", … */
bool tvx_kind_known(const char *kind);
/* "public", "members", "leaked", "unknown" */
bool tvx_access_known(const char *access);

/*
 * The text of each travaux.toml met so far that has tables of an institution map (law/institution.h): for i from 0 on,
 * its path and text; false behind the last.  They are not checked yet.
 */
bool tvx_settings_maps(const struct tvx_settings_cache *cache, size_t i, const char **path, const char **text,
                       size_t *length);

/* TVX_E_USAGE when an option holds what it cannot mean: a date that is none, an empty word. */
enum tvx_status tvx_settings_check(const struct tvx_source *options, struct tvx_error *error);

#endif

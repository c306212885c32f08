/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One file on its way into the workspace, shared by the ways of taking it: as a document, as records, as a library of
 * texts.  A way of taking returns TVX_OK when the file was stored or listed as failed; anything else ends the whole
 * run.
 */
#ifndef STORE_TAKE_H
#define STORE_TAKE_H

#include <travaux/store/ingest.h>

#include "ahead.h"
#include "settings.h"

struct tvx_taking {
    struct tvx_store *store;
    struct tvx_arena *arena;   /* of this file */
    struct tvx_arena *lasting; /* of the report */
    struct tvx_ingest_report *report;
    size_t added_capacity, unchanged_capacity, failed_capacity, map_capacity;
    struct tvx_settings settings;
    const char *told; /* the settings as they were given */
    struct tvx_office *office; /* converts old files, the next ones together */
    struct tvx_ahead *ahead;
    struct tvx_ahead_file *file;
    const char *path; /* the file's name, made UTF-8 */
    const char *bytes;
    size_t length;
};

/* Lists a file as failed, here and in the workspace. */
enum tvx_status tvx_take_failed(struct tvx_taking *taking, const char *file, const char *reason,
                                struct tvx_error *error);
/* Lists a document as unchanged. */
enum tvx_status tvx_take_unchanged(struct tvx_taking *taking, int64_t id, const char *file, struct tvx_error *error);

/*
 * Stores the entry and lists it as added, unchanged or failed: failed when it is the entry's fault, while a full disk
 * or a damaged workspace is handed back.
 */
enum tvx_status tvx_take_store(struct tvx_taking *taking, const struct tvx_store_entry *entry, struct tvx_error *error);

/* Gives the file's sponsors to proposals that have none, or only those that the header gave. */
void tvx_take_complete(const struct tvx_taking *taking, struct tvx_proposal *proposals, size_t count,
                       const struct tvx_header *header);

enum tvx_status tvx_take_document(struct tvx_taking *taking, struct tvx_error *error);
/* The same of a document that was read. */
enum tvx_status tvx_take_read(struct tvx_taking *taking, const struct tvx_document *document, struct tvx_error *error);
enum tvx_status tvx_take_records(struct tvx_taking *taking, struct tvx_error *error);
/* Is the first record of the lines a document: `id` and `text`, and nothing of a proposal or a provision? */
bool tvx_library_looks_so(struct tvx_taking *taking, const char *lines, size_t length);
enum tvx_status tvx_take_library(struct tvx_taking *taking, const char *lines, size_t length, struct tvx_error *error);
/* One line of a library, in the arena of `taking`. */
enum tvx_status tvx_take_line(struct tvx_taking *taking, const char *line, size_t length, size_t number,
                              struct tvx_error *error);

/* Codes for the sponsors that were told, and what was told as text. */
enum tvx_status tvx_take_told(struct tvx_taking *taking, struct tvx_error *error);

/* A file that is an institution map.  tvx_take_maps_beside: those within the run's travaux.toml files. */
enum tvx_status tvx_take_map(struct tvx_taking *taking, struct tvx_error *error);
enum tvx_status tvx_take_maps_beside(struct tvx_taking *taking, const struct tvx_settings_cache *cache,
                                     struct tvx_error *error);

/* May a file's trouble be listed and the run go on? */
bool tvx_take_goes_on(enum tvx_status status);

/* The last part of a path. */
const char *tvx_base_name(const char *path);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads whole files into memory with a ceiling, and writes files so that a reader never sees half of one.
 * Symbolic links are followed; devices, pipes and folders are refused with a reason.
 */
#ifndef TRAVAUX_BASE_FILE_H
#define TRAVAUX_BASE_FILE_H

#include <stddef.h>
#include <travaux/base/error.h>

/*
 * *bytes (malloc'ed, NUL-terminated past the end, the caller frees) and *length.  A file over `ceiling`
 * bytes is TVX_E_LIMIT and is not read.  `path` "-" reads standard input.
 */
enum tvx_status tvx_file_read(char **bytes, size_t *length, const char *path, size_t ceiling,
                              struct tvx_error *error);

/* Writes a temporary file beside `path`, syncs it, and renames it over `path`. */
enum tvx_status tvx_file_write(const char *path, const void *bytes, size_t length, struct tvx_error *error);

/* The same for one of many files that can be made again: not synced, so a loss of power may lose it. */
enum tvx_status tvx_file_write_quick(const char *path, const void *bytes, size_t length, struct tvx_error *error);

#endif

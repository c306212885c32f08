/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads the part of TOML 1.0 that a travaux.toml needs: tables, bare, quoted and dotted keys, one-line strings,
 * integers, booleans, dates, arrays of strings, comments.  Anything else, and anything said twice, is refused with its
 * line: a setting that is half understood would file documents wrongly.
 */
#ifndef TRAVAUX_TEXT_TOML_H
#define TRAVAUX_TEXT_TOML_H

#include <stdbool.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

enum tvx_toml_kind {
    TVX_TOML_STRING,
    TVX_TOML_DATE,
    TVX_TOML_INTEGER,
    TVX_TOML_BOOLEAN,
    TVX_TOML_ARRAY,
    TVX_TOML_TABLE
};

struct tvx_toml_table;

struct tvx_toml_value {
    enum tvx_toml_kind kind;
    const char *text;             /* string; date as written, "2012-12-03" */
    int64_t integer;
    bool boolean;
    const char **items;           /* array of strings */
    size_t item_count;
    struct tvx_toml_table *table;
};

struct tvx_toml_entry {
    const char *key;
    size_t line; /* from 1 */
    struct tvx_toml_value value;
};

struct tvx_toml_table {
    struct tvx_toml_entry *entries; /* in the file's order */
    size_t count, capacity;
    bool by_header, by_key; /* how it came to be; what is defined once may not be opened again */
};

/* Arena-owned.  The error's message begins with the line: "line 3: …". */
enum tvx_status tvx_toml_parse(struct tvx_toml_table **out, struct tvx_arena *arena, const char *text, size_t length,
                               struct tvx_error *error);

/* The entry of that key, or NULL. */
const struct tvx_toml_entry *tvx_toml_find(const struct tvx_toml_table *table, const char *key);

#endif

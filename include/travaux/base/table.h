/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The embedded tables and assets: everything under data/ and the store's .sql files are linked into the
 * binary and found here by name.  A table is tab-separated text, one row a line, '#' starts a comment line;
 * it stays readable and extendable by a person who knows no C.
 */
#ifndef TRAVAUX_BASE_TABLE_H
#define TRAVAUX_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tvx_asset {
    const char *name;  /* path under the source root, e.g. "data/actions.tsv" */
    const char *bytes; /* not NUL-terminated */
    size_t length;
    const uint32_t *index; /* of a table: its rows by the first letters of their phrases; NULL of other assets */
};

/* The asset of that name, or NULL. */
const struct tvx_asset *tvx_asset_find(const char *name);

/* One field: a slice of the asset, not NUL-terminated. */
struct tvx_field {
    const char *text;
    size_t length;
};

struct tvx_table {
    const char *next;
    const char *end;
    const char *bytes;               /* when opened by a letter: */
    const uint32_t *row, *row_end;   /* offsets of the rows that are left */
};

#define TVX_TABLE_FIELDS 16

void tvx_table_open(struct tvx_table *table, const struct tvx_asset *asset);
/*
 * Opens only the rows that may have a phrase at a place of a text where the letter or digit `point` stands, folded by
 * case: those of which a phrase begins with it, and some others.  Phrases are what '|' parts in the second and third
 * column, and in the first unless it begins with a small letter.
 */
void tvx_table_open_at(struct tvx_table *table, const struct tvx_asset *asset, uint32_t point);
/* Next row's fields, comments and empty lines passed over; the count goes to *count (missing fields empty).
   False at the end. */
bool tvx_table_next(struct tvx_table *table, struct tvx_field fields[TVX_TABLE_FIELDS], size_t *count);
bool tvx_field_is(struct tvx_field field, const char *text);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/force.h>

#include <string.h>
#include <travaux/base/table.h>

static const char table_name[] = "data/force-instruments.tsv";

/* The row of that name: the whole key, or its letters before the dash. */
static bool find(struct tvx_force_instrument *out, struct tvx_arena *arena, const char *name, size_t length)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    tvx_table_open(&table, tvx_asset_find(table_name));
    while (length > 0 && tvx_table_next(&table, fields, &count)) {
        if (fields[0].length != length || memcmp(fields[0].text, name, length) != 0 || fields[2].length != 1)
            continue;
        out->nature = tvx_field_is(fields[1], "binding")    ? TVX_FORCE_BINDING
                      : tvx_field_is(fields[1], "internal") ? TVX_FORCE_INTERNAL
                                                            : TVX_FORCE_VOLUNTARY;
        out->cap = fields[2].text[0] - '0';
        out->kind = tvx_arena_strndup(arena, name, length);
        out->row = tvx_arena_printf(arena, "%s: %.*s", table_name, (int)length, name);
        return out->kind != NULL && out->row != NULL && out->cap >= 0 && out->cap <= TVX_FORCE_TOP;
    }
    return false;
}

void tvx_force_instrument(struct tvx_force_instrument *out, struct tvx_arena *arena, const char *key, const char *kind)
{
    *out = (struct tvx_force_instrument){TVX_FORCE_BINDING, TVX_FORCE_TOP, "",
                                         "data/force-instruments.tsv: none fits, taken for binding"};
    if (key != NULL && (find(out, arena, key, strlen(key)) || find(out, arena, key, strcspn(key, "-"))))
        return;
    if (kind != NULL)
        find(out, arena, kind, strlen(kind));
}

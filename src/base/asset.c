/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/table.h>

/* Written by tools/embed.py at build time. */
extern const struct tvx_asset tvx_assets[];
extern const unsigned long tvx_asset_count;

const struct tvx_asset *tvx_asset_find(const char *name)
{
    for (unsigned long i = 0; i < tvx_asset_count; i++)
        if (strcmp(tvx_assets[i].name, name) == 0)
            return &tvx_assets[i];
    return NULL;
}

void tvx_table_open(struct tvx_table *table, const struct tvx_asset *asset)
{
    table->next = asset == NULL ? NULL : asset->bytes;
    table->end = asset == NULL ? NULL : asset->bytes + asset->length;
}

bool tvx_table_next(struct tvx_table *table, struct tvx_field fields[TVX_TABLE_FIELDS], size_t *count)
{
    while (table->next < table->end) {
        const char *line = table->next;
        const char *stop = memchr(line, '\n', (size_t)(table->end - line));

        if (stop == NULL)
            stop = table->end;
        table->next = stop < table->end ? stop + 1 : stop;
        if (stop == line || *line == '#')
            continue;
        *count = 0;
        for (size_t i = 0; i < TVX_TABLE_FIELDS; i++)
            fields[i] = (struct tvx_field){"", 0};
        while (*count < TVX_TABLE_FIELDS) {
            const char *tab = memchr(line, '\t', (size_t)(stop - line));
            const char *end = tab == NULL ? stop : tab;

            fields[(*count)++] = (struct tvx_field){line, (size_t)(end - line)};
            if (tab == NULL)
                break;
            line = tab + 1;
        }
        return true;
    }
    return false;
}

bool tvx_field_is(struct tvx_field field, const char *text)
{
    return strlen(text) == field.length && memcmp(text, field.text, field.length) == 0;
}

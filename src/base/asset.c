/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/table.h>

/* Written by tools/embed.py at build time. */
extern const struct tvx_asset tvx_assets[];
extern const unsigned long tvx_asset_count;

enum { BUCKETS = 37, OTHER = BUCKETS - 1 }; /* as tools/embed.py has them */

const struct tvx_asset *tvx_asset_find(const char *name)
{
    unsigned long low = 0, high = tvx_asset_count; /* embed.py sorts them by name */

    while (low < high) {
        unsigned long middle = low + (high - low) / 2;
        int order = strcmp(tvx_assets[middle].name, name);

        if (order == 0)
            return &tvx_assets[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

void tvx_table_open(struct tvx_table *table, const struct tvx_asset *asset)
{
    *table = (struct tvx_table){0};
    if (asset != NULL) {
        table->next = asset->bytes;
        table->end = asset->bytes + asset->length;
    }
}

static size_t bucket_of(uint32_t point)
{
    return point >= 'a' && point <= 'z' ? point - 'a' : point >= '0' && point <= '9' ? 26 + point - '0' : OTHER;
}

void tvx_table_open_at(struct tvx_table *table, const struct tvx_asset *asset, uint32_t point)
{
    size_t bucket = bucket_of(point);

    tvx_table_open(table, asset);
    if (asset == NULL || asset->index == NULL)
        return;
    table->bytes = asset->bytes;
    table->row = asset->index + BUCKETS + 1 + asset->index[bucket];
    table->row_end = asset->index + BUCKETS + 1 + asset->index[bucket + 1];
}

bool tvx_table_next(struct tvx_table *table, struct tvx_field fields[TVX_TABLE_FIELDS], size_t *count)
{
    while (table->bytes == NULL ? table->next < table->end : table->row < table->row_end) {
        const char *line = table->bytes == NULL ? table->next : table->bytes + *table->row++;
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

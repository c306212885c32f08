/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match_spelling.h"

#include <ctype.h>
#include <string.h>
#include <travaux/base/table.h>

static size_t number_of(struct tvx_field field)
{
    size_t number = 0;

    for (size_t i = 0; i < field.length && i < 4; i++)
        number = number * 10 + (size_t)(field.text[i] - '0');
    return number;
}

static bool ends_in(const char *term, size_t length, struct tvx_field ending)
{
    return length >= ending.length && memcmp(term + length - ending.length, ending.text, ending.length) == 0;
}

const char *spelling_of(char out[SPELLING_MOST], const char *term, size_t *length)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/spellings.tsv"));
    while (tvx_table_next(&table, fields, &count)) {
        size_t stem;

        if (!tvx_field_is(fields[0], "ending"))
            break; /* they stand first, since this is asked of every word */
        if (*length < number_of(fields[3]) || *length >= SPELLING_MOST || !ends_in(term, *length, fields[1]) ||
            fields[2].length > fields[1].length)
            continue;
        stem = *length - fields[1].length;
        memcpy(out, term, stem);
        memcpy(out + stem, fields[2].text, fields[2].length);
        *length = stem + fields[2].length;
        return out;
    }
    return term;
}

bool spelling_is_prefix(const char *word, size_t length)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/spellings.tsv"));
    while (tvx_table_next(&table, fields, &count)) {
        size_t i = 0;

        if (!tvx_field_is(fields[0], "prefix") || fields[1].length != length)
            continue;
        while (i < length && tolower((unsigned char)word[i]) == fields[1].text[i])
            i++;
        if (i == length)
            return true;
    }
    return false;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/law/definition.h>
#include <travaux/text/utf8.h>

#include "words.h"

enum { HEADING_BYTES = 200, HEADING_WORDS = 8, TERM_WORDS = 8 };

static const char TABLE[] = "data/definition-words.tsv";

bool tvx_definition_heading(const char *line)
{
    struct tvx_cursor cursor = {line, strcspn(line, "\n"), 0};
    struct tvx_field fields[TVX_TABLE_FIELDS];

    if (cursor.length > HEADING_BYTES)
        return false;
    for (int words = 0; words < HEADING_WORDS && tvx_words_next(&cursor); words++) {
        if (tvx_words_row(&cursor, TABLE, "heading", fields)) {
            /* what follows may say of what: "Definition of certain terms used in this Constitution" */
            return memchr(line, '.', cursor.length) == NULL || cursor.at >= cursor.length - 1;
        }
        tvx_words_skip(&cursor);
    }
    return false;
}

/* Chinese has no spaces between words: a verb may stand within what the cursor takes for one. */
static bool has_glued_verb(const char *line, size_t length)
{
    struct tvx_table table;
    struct tvx_field fields[TVX_TABLE_FIELDS];
    size_t count;

    tvx_table_open(&table, tvx_asset_find(TABLE));
    while (tvx_table_next(&table, fields, &count))
        if (tvx_field_is(fields[0], "verb") && count > 2 && tvx_field_is(fields[2], "zh") &&
            memmem(line, length, fields[1].text, fields[1].length) != NULL)
            return true;
    return false;
}

static bool line_defines(const char *line, size_t length)
{
    struct tvx_cursor cursor = {line, length, 0};
    struct tvx_field fields[TVX_TABLE_FIELDS];
    const char *colon = memchr(line, ':', length);

    for (int words = 0; tvx_words_next(&cursor); words++) {
        if (colon != NULL && line + cursor.at > colon)
            return words > 0 && words <= TERM_WORDS; /* "Administration: Any department …" */
        if (tvx_words_row(&cursor, TABLE, "verb", fields))
            return true;
        tvx_words_skip(&cursor);
    }
    return has_glued_verb(line, length);
}

bool tvx_definition_in(const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        if (line_defines(text, length))
            return true;
        text += length + (text[length] != '\0');
    }
    return false;
}

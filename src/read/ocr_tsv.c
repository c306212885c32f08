/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "ocr_tsv.h"

enum { COLUMNS = 12, WORD = 5, MAX_WORDS = 100000, MAX_NUMBER = 1000000 };

struct row {
    const char *fields[COLUMNS];
    size_t lengths[COLUMNS];
};

static bool split(struct row *row, const char *line, size_t length)
{
    size_t column = 0, start = 0;

    for (size_t i = 0; i <= length && column < COLUMNS; i++) {
        if (i < length && (line[i] != '\t' || column == COLUMNS - 1))
            continue;
        row->fields[column] = line + start;
        row->lengths[column++] = i - start;
        start = i + 1;
    }
    return column == COLUMNS;
}

/* A number from 0 to a million, else -1. */
static double number(const struct row *row, size_t column)
{
    char text[24];
    char *end;
    double value;

    if (row->lengths[column] == 0 || row->lengths[column] >= sizeof text)
        return -1;
    memcpy(text, row->fields[column], row->lengths[column]);
    text[row->lengths[column]] = '\0';
    value = strtod(text, &end);
    return *end == '\0' && value >= 0 && value <= MAX_NUMBER ? value : -1;
}

static bool take_row(struct tvx_tsv_word *word, struct tvx_arena *arena, const struct row *row, bool *memory)
{
    double values[COLUMNS];

    for (size_t i = 0; i + 1 < COLUMNS; i++) {
        values[i] = number(row, i);
        if (values[i] < 0)
            return false;
    }
    if (values[0] != WORD || row->lengths[COLUMNS - 1] == 0)
        return false;
    *word = (struct tvx_tsv_word){.block = (long)values[2], .paragraph = (long)values[3], .line = (long)values[4],
                                  .left = (float)values[6], .top = (float)values[7], .width = (float)values[8],
                                  .height = (float)values[9], .sure = (float)values[10]};
    word->text = tvx_text_clean(arena, row->fields[COLUMNS - 1], row->lengths[COLUMNS - 1]);
    word->text = word->text == NULL ? NULL : tvx_text_fold_space(arena, word->text, strlen(word->text));
    *memory = word->text != NULL;
    return *memory && *word->text != '\0';
}

bool tvx_tsv_read(struct tvx_tsv_word **words, size_t *count, struct tvx_arena *arena, const char *bytes,
                  size_t length)
{
    size_t capacity = 0;
    bool memory = true;

    *words = NULL;
    *count = 0;
    for (size_t at = 0; at < length && *count < MAX_WORDS && memory;) {
        const char *end = memchr(bytes + at, '\n', length - at);
        size_t line = (end == NULL ? length : (size_t)(end - bytes)) - at;
        struct tvx_tsv_word *larger;
        struct row row;

        if (split(&row, bytes + at, line)) {
            larger = tvx_arena_grow(arena, *words, *count, &capacity, sizeof *larger);
            if (larger == NULL)
                return false;
            *words = larger;
            *count += take_row(&larger[*count], arena, &row, &memory);
        }
        at += line + 1;
    }
    return memory;
}

bool tvx_tsv_same_line(const struct tvx_tsv_word *a, const struct tvx_tsv_word *b)
{
    return a->block == b->block && a->paragraph == b->paragraph && a->line == b->line;
}

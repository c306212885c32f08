/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Instruments parsed from text written in the test; an arena for each test. */
#ifndef TESTS_UNIT_LAW_PARSING_H
#define TESTS_UNIT_LAW_PARSING_H

#include "check.h"

#include <travaux/law/instrument.h>
#include <travaux/text/utf8.h>

static struct tvx_arena *arena;

static inline int setup(void **state)
{
    (void)state;
    arena = tvx_arena_new(64 << 20);
    return arena == NULL;
}

static inline int teardown(void **state)
{
    (void)state;
    tvx_arena_free(arena);
    return 0;
}

/* The text's lines as a reader of plain text gives them: empty ones left out. */
static inline struct tvx_lines lines_of(const char *text)
{
    struct tvx_lines lines = {0};
    size_t capacity = 0, start = 0, block = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        if (length > 0) {
            struct tvx_line *line;

            lines.items = tvx_arena_grow(arena, lines.items, lines.count, &capacity, sizeof *lines.items);
            line = &lines.items[lines.count++];
            line->text = tvx_arena_strndup(arena, text, length);
            line->first_block = line->last_block = block++;
            line->start = start;
            line->points = tvx_utf8_count(text, length);
            start += line->points + 1;
        }
        text += length + (text[length] == '\n');
    }
    return lines;
}

static inline struct tvx_instrument parse(const char *text)
{
    struct tvx_lines *lines = tvx_arena_alloc(arena, sizeof *lines);
    struct tvx_instrument instrument;
    struct tvx_error error = {0};

    *lines = lines_of(text);
    if (tvx_instrument_parse_lines(&instrument, arena, lines, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return instrument;
}

#endif

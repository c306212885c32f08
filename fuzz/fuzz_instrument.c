/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lines of any text as an instrument: paths unique, parents before children, places within the text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <travaux/law/instrument.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

static void add_line(struct tvx_lines *lines, size_t *capacity, struct tvx_arena *arena, const char *text,
                     size_t length, size_t *start)
{
    struct tvx_line *line;
    char *folded = tvx_text_fold_space(arena, text, length);

    check(folded != NULL);
    if (folded[0] == '\0')
        return;
    lines->items = tvx_arena_grow(arena, lines->items, lines->count, capacity, sizeof *lines->items);
    check(lines->items != NULL);
    line = &lines->items[lines->count++];
    line->text = folded;
    line->points = tvx_utf8_count(folded, strlen(folded));
    line->start = *start;
    *start += line->points + 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(64 << 20);
    struct tvx_instrument one;
    struct tvx_lines lines = {0};
    struct tvx_error error;
    size_t capacity = 0, start = 0;
    char *text = tvx_text_clean(arena, (const char *)data, size > 20000 ? 20000 : size);

    check(text != NULL);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        add_line(&lines, &capacity, arena, text, length, &start);
        text += length + (text[length] == '\n');
    }
    check(tvx_instrument_parse_lines(&one, arena, &lines, &error) == TVX_OK);
    for (size_t i = 0; i < one.count; i++) {
        const struct tvx_provision *p = &one.provisions[i];

        check(p->parent == SIZE_MAX ? p->level == 0
                                    : p->parent < i && p->level == one.provisions[p->parent].level + 1);
        check(p->start + p->points < start);
        check(one.count > 500 || tvx_instrument_find(&one, p->path) == i);
    }
    tvx_arena_free(arena);
    return 0;
}

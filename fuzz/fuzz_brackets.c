/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * libFuzzer program for brackets and options: the input is a text, or two drafts with a NUL between them.  Holds that
 * the brackets are a tree, that every place is within the text, and that no bracket is counted twice between two
 * drafts.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/compare/brackets.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct tvx_brackets *b)
{
    size_t length = strlen(b->text), points = tvx_utf8_count(b->text, length);

    for (size_t i = 0; i < b->count; i++) {
        const struct tvx_bracket *item = &b->items[i];

        if (item->to > length || item->from >= item->to || item->start + item->points > points ||
            item->words_from > item->words_to || item->words_to > item->to ||
            (i > 0 && b->items[i - 1].from >= item->from) ||
            (item->parent != SIZE_MAX && (item->parent >= i || b->items[item->parent].to < item->to)))
            abort();
    }
    for (size_t i = 0; i < b->option_count; i++)
        if (b->options[i].text_from > b->options[i].text_to || b->options[i].text_to > length ||
            b->options[i].start + b->options[i].points > points)
            abort();
    if (b->words_outside > b->words)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(256 << 20);
    const uint8_t *zero = size == 0 ? NULL : memchr(data, 0, size);
    size_t first = zero == NULL ? size : (size_t)(zero - data);
    struct tvx_brackets a, b;
    struct tvx_bracket_changes changes;
    const char *text;

    if (arena == NULL || size > 20000) {
        tvx_arena_free(arena);
        return 0;
    }
    text = tvx_text_clean(arena, (const char *)data, first);
    if (text != NULL && tvx_brackets_parse(&a, arena, text, NULL) == TVX_OK) {
        check(&a);
        text = zero == NULL ? NULL : tvx_text_clean(arena, (const char *)zero + 1, size - first - 1);
        if (text != NULL && tvx_brackets_parse(&b, arena, text, NULL) == TVX_OK &&
            tvx_brackets_compare(&changes, arena, &a, &b, NULL) == TVX_OK &&
            changes.count > a.count + b.count + a.option_count + b.option_count)
            abort();
    }
    tvx_arena_free(arena);
    return 0;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Two texts, parted by a zero byte, and places in the first: what is found lies within the second at borders of
 * characters, unchanged texts keep every passage, and what is anchored is the same words.
 */
#include <stdlib.h>
#include <string.h>
#include <travaux/compare/anchor.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 14 };

static bool border(const char *text, size_t at)
{
    return ((unsigned char)text[at] & 0xC0) != 0x80;
}

static void check(const struct tvx_anchoring *found, const char *text)
{
    size_t length = strlen(text);

    if (!(found->score >= 0 && found->score <= 1) || found->start > length || found->length > length - found->start ||
        !border(text, found->start) || !border(text, found->start + found->length) ||
        (found->anchor == TVX_ANCHOR_ORPHANED) != (found->length == 0))
        abort();
}

static void carry(struct tvx_arena *arena, const char *a, const char *b, size_t start, size_t length, bool same)
{
    struct tvx_anchor_map *map;
    struct tvx_passage_selector selector;
    struct tvx_anchoring found;
    struct tvx_error error;

    if (tvx_anchor_map_make(&map, arena, a, b, &error) != TVX_OK ||
        tvx_anchor_carry(&found, map, arena, start, length, &error) != TVX_OK)
        abort();
    check(&found, b);
    if (same && found.anchor != TVX_ANCHOR_ANCHORED && !tvx_text_blank(a + start, length))
        abort();
    if (tvx_anchor_selector(&selector, arena, a, start, length, &error) != TVX_OK ||
        tvx_anchor_locate(&found, arena, b, &selector, &error) != TVX_OK)
        abort();
    if (found.anchor != TVX_ANCHOR_ORPHANED)
        check(&found, b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena;
    const uint8_t *zero;
    const char *a, *b;
    size_t start, length, all;

    if (size < 3 || size > MOST || (zero = memchr(data + 2, 0, size - 2)) == NULL)
        return 0;
    arena = tvx_arena_new(512 << 20);
    a = tvx_text_clean(arena, (const char *)data + 2, (size_t)(zero - data) - 2);
    b = tvx_text_clean(arena, (const char *)zero + 1, size - (size_t)(zero - data) - 1);
    if (a == NULL || b == NULL)
        abort();
    all = strlen(a);
    start = all == 0 ? 0 : data[0] * all / 256;
    while (start > 0 && !border(a, start))
        start--;
    length = (all - start) * data[1] / 255;
    while (!border(a, start + length))
        length++;
    if (length > 0) {
        carry(arena, a, b, start, length, strcmp(a, b) == 0);
        carry(arena, a, a, start, length, true);
    }
    tvx_arena_free(arena);
    return 0;
}

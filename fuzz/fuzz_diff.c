/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Any two texts: the fast tokens are ICU's, the pieces cover both texts and give the second, the minimal diff is no
 * longer.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/compare/diff.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_pieces(const struct tvx_diff *diff, const char *a, const char *b)
{
    size_t a_length = 0, b_at = 0;

    for (size_t i = 0; i < diff->count; i++) {
        const struct tvx_diff_piece *p = &diff->pieces[i];

        require(p->b_start == b_at);
        b_at += p->b_length;
        a_length += p->a_length;
        if (p->op == TVX_DIFF_EQUAL || p->op == TVX_DIFF_MOVE)
            require(p->a_length == p->b_length && memcmp(a + p->a_start, b + p->b_start, p->a_length) == 0);
    }
    require(b_at == strlen(b) && a_length == strlen(a));
}

static void check_tokens(struct tvx_arena *arena, const char *text)
{
    struct tvx_tokens fast, slow;

    require(tvx_tokenize(&fast, arena, text, strlen(text), NULL) == TVX_OK);
    require(tvx_tokenize_reference(&slow, arena, text, strlen(text), NULL) == TVX_OK);
    require(fast.count == slow.count);
    for (size_t i = 0; i < fast.count; i++)
        require(fast.items[i].start == slow.items[i].start && fast.items[i].length == slow.items[i].length &&
                fast.items[i].kind == slow.items[i].kind);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 28);
    const uint8_t *cut = memchr(data, 0xFF, size);
    size_t first = cut == NULL ? size / 2 : (size_t)(cut - data);
    char *a = tvx_text_clean(arena, (const char *)data, first);
    char *b = tvx_text_clean(arena, (const char *)data + first, size - first);
    struct tvx_diff minimal, readable;

    require(a != NULL && b != NULL);
    check_tokens(arena, a);
    require(tvx_diff_text(&minimal, arena, a, b, TVX_DIFF_MINIMAL, NULL) == TVX_OK);
    require(tvx_diff_text(&readable, arena, a, b, TVX_DIFF_READABLE, NULL) == TVX_OK);
    check_pieces(&minimal, a, b);
    check_pieces(&readable, a, b);
    require(minimal.words_ins + minimal.words_del <=
            readable.words_ins + readable.words_del + 2 * readable.words_moved);
    tvx_arena_free(arena);
    return 0;
}

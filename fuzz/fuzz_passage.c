/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any two texts: passages lie within them, copied stretches are in order, and the two sides can change places. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/reuse/passage.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check(const struct tvx_passages *passages, const char *a, const char *b)
{
    for (size_t i = 0; i < passages->count; i++) {
        const struct tvx_passage *p = &passages->items[i];
        size_t a_at = p->a_start, b_at = p->b_start, words = 0;

        require(p->a_start + p->a_length <= strlen(a) && p->b_start + p->b_length <= strlen(b));
        require(p->copied_count > 0 && p->score > 0 && p->bits >= p->score);
        for (size_t j = 0; j < p->copied_count; j++) {
            const struct tvx_copied *run = &p->copied[j];

            require(run->a_start >= a_at && run->b_start >= b_at && run->words > 0);
            require(run->a_length > 0 && run->b_length > 0);
            a_at = run->a_start + run->a_length;
            b_at = run->b_start + run->b_length;
            words += run->words;
        }
        require(a_at == p->a_start + p->a_length && b_at == p->b_start + p->b_length && words == p->words);
        require(p->words <= p->a_words && p->words <= p->b_words);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 28);
    const uint8_t *cut = memchr(data, 0xFF, size);
    size_t first = cut == NULL ? size / 2 : (size_t)(cut - data);
    char *a = tvx_text_clean(arena, (const char *)data, first);
    char *b = tvx_text_clean(arena, (const char *)data + first, size - first);
    struct tvx_passage_options options = {.least_score = 5, .least_words = 1};
    struct tvx_passages one, other;

    require(a != NULL && b != NULL);
    require(tvx_passages(&one, arena, a, b, NULL, NULL, &options, NULL) == TVX_OK);
    require(tvx_passages(&other, arena, b, a, NULL, NULL, &options, NULL) == TVX_OK);
    check(&one, a, b);
    check(&other, b, a);
    require(one.count == other.count);
    tvx_arena_free(arena);
    return 0;
}

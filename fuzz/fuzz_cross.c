/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A user's table of terms and two texts in any languages, parted by 0xFF: pairs go through both texts in order, places
 * lie within them, and the score is a probability.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/reuse/cross.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check(const struct tvx_cross *cross, const char *a, const char *b)
{
    size_t a_next = 0, b_next = 0;

    require(cross->score >= 0 && cross->score <= 1);
    for (size_t i = 0; i < cross->count; i++) {
        const struct tvx_cross_pair *pair = &cross->pairs[i];

        require(pair->a_first == a_next && pair->b_first == b_next && pair->a_count + pair->b_count > 0);
        a_next += pair->a_count;
        b_next += pair->b_count;
        require(pair->a_start + pair->a_length <= strlen(a) && pair->b_start + pair->b_length <= strlen(b));
        for (size_t k = pair->anchor_first; k < pair->anchor_first + pair->anchor_count; k++) {
            const struct tvx_cross_anchor *anchor = &cross->anchors[k];

            require(k < cross->anchor_count && anchor->bits >= 0);
            require(anchor->a_start >= pair->a_start &&
                    anchor->a_start + anchor->a_length <= pair->a_start + pair->a_length);
            require(anchor->b_start >= pair->b_start &&
                    anchor->b_start + anchor->b_length <= pair->b_start + pair->b_length);
        }
    }
}

static void check_edits(struct tvx_arena *arena, const struct tvx_cross_terms *terms, struct tvx_stemmer *stemmer,
                        const char *a, const char *b)
{
    const struct tvx_cross_change forth = {"en", "X", "5.1", a, b}, back = {"zh", "X", "5.1", b, a};
    struct tvx_cross_edit *one, *other;
    struct tvx_cross_same same, turned;

    if (tvx_cross_edit_prepare(&one, arena, terms, stemmer, &forth, NULL) != TVX_OK ||
        tvx_cross_edit_prepare(&other, arena, terms, stemmer, &back, NULL) != TVX_OK)
        return;
    require(tvx_cross_same(&same, arena, one, other, NULL) == TVX_OK);
    require(tvx_cross_same(&turned, arena, other, one, NULL) == TVX_OK);
    require(same.score >= 0 && same.score <= 1 && same.anchor_count == turned.anchor_count);
    for (size_t i = 0; i < same.anchor_count; i++)
        require(same.anchors[i].a_start + same.anchors[i].a_length <= strlen(b) &&
                same.anchors[i].b_start + same.anchors[i].b_length <= strlen(a));
}

/* The program's own dictionary, made once: it takes a quarter of a second under the sanitizers. */
static const struct tvx_cross_terms *shipped(void)
{
    static struct tvx_cross_terms *terms;

    if (terms == NULL)
        require(tvx_cross_terms_new(&terms, tvx_arena_new(1 << 28), NULL, 0, NULL) == TVX_OK);
    return terms;
}

/* One table in sixteen is taken in; the bytes of the others are only passed over. */
static const struct tvx_cross_terms *dictionary(struct tvx_arena *arena, const char *table, size_t length, size_t size)
{
    struct tvx_cross_terms *terms;

    if (length == 0 || size % 16 > 0)
        return shipped();
    if (tvx_cross_terms_new(&terms, arena, table, length, NULL) != TVX_OK)
        require(tvx_cross_terms_none(&terms, arena, NULL) == TVX_OK);
    return terms;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh", "", NULL};
    struct tvx_arena *arena = tvx_arena_new(1 << 28);
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    const uint8_t *first = memchr(data, 0xFF, size), *second;
    size_t table = first == NULL ? 0 : (size_t)(first - data), middle;
    const struct tvx_cross_terms *terms;
    struct tvx_cross_text *x, *y;
    struct tvx_cross cross;
    char *a, *b;

    second = first == NULL ? NULL : memchr(first + 1, 0xFF, size - table - 1);
    middle = second == NULL ? table + (size - table) / 2 : (size_t)(second - data);
    a = tvx_text_clean(arena, (const char *)data + table, middle - table);
    b = tvx_text_clean(arena, (const char *)data + middle, size - middle);
    require(a != NULL && b != NULL && stemmer != NULL);
    terms = dictionary(arena, (const char *)data, table, size);
    require(tvx_cross_prepare(&x, arena, terms, stemmer, languages[size % 8], a, strlen(a), NULL, 0, size % 3 > 0,
                              NULL) == TVX_OK);
    require(tvx_cross_prepare(&y, arena, terms, stemmer, languages[size / 8 % 8], b, strlen(b), NULL, 0, size % 3 > 0,
                              NULL) == TVX_OK);
    require(tvx_cross_compare(&cross, arena, x, y, NULL) == TVX_OK);
    check(&cross, a, b);
    check_edits(arena, terms, stemmer, a, b);
    tvx_stemmer_free(stemmer);
    tvx_arena_free(arena);
    return 0;
}

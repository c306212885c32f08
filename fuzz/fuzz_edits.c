/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Any bytes as a file of pairs of edits: scores are probabilities, the same either way, and the shared words lie within
 * both texts.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/reuse/match_pairs.h>

enum { MOST_EDITS = 40 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_pair(struct tvx_arena *arena, const struct tvx_match_model *model, const struct tvx_match_edit *a,
                       const struct tvx_match_edit *b)
{
    double score = tvx_match_score(model, a->edit, b->edit);
    struct tvx_match_shared *shared;
    size_t count;

    require(score >= 0 && score <= 1 && score == tvx_match_score(model, b->edit, a->edit));
    require(tvx_match_shared(&shared, &count, arena, a->edit, b->edit, NULL) == TVX_OK);
    for (size_t i = 0; i < count; i++) {
        const char *from = shared[i].deleted ? a->before : a->after, *to = shared[i].deleted ? b->before : b->after;

        require(shared[i].a_start + shared[i].a_length <= strlen(from));
        require(shared[i].b_start + shared[i].b_length <= strlen(to));
        require(memcmp(from + shared[i].a_start, shared[i].text, shared[i].a_length) == 0);
        require(shared[i].bits >= 2 && (i == 0 || shared[i].bits <= shared[i - 1].bits));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 28);
    struct tvx_rarity *rarity = tvx_rarity_new(1000);
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    struct tvx_match_model model;
    struct tvx_match_pairs pairs;
    struct tvx_buf packed;

    require(tvx_match_model_load(&model, NULL) == TVX_OK);
    require(tvx_rarity_unpack(rarity, data, size, NULL) != TVX_E_NOMEM);
    require(tvx_match_pairs_read(&pairs, arena, (const char *)data, size, NULL) == TVX_OK);
    require(tvx_match_pairs_prepare(&pairs, arena, rarity, stemmer, NULL) == TVX_OK);
    for (size_t i = 0; i < pairs.edit_count && i < MOST_EDITS; i++)
        for (size_t j = 0; j <= i; j++)
            check_pair(arena, &model, &pairs.edits[i], &pairs.edits[j]);
    tvx_buf_init(&packed, 1 << 20);
    require(tvx_rarity_pack(rarity, &packed, NULL) == TVX_OK);
    require(tvx_rarity_unpack(rarity, packed.data, packed.length, NULL) == TVX_OK);
    tvx_buf_free(&packed);
    tvx_stemmer_free(stemmer);
    tvx_rarity_free(rarity);
    tvx_arena_free(arena);
    return 0;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Counts of words come out of a segment in the packed form of travaux/reuse/rarity.h, so that nobody else has to know
   it. */
#include <stdlib.h>
#include <travaux/base/buf.h>
#include <travaux/base/hash.h>

#include "index_build.h"
#include "index_layout.h"
#include "index_state.h"
#include "index_terms.h"

enum tvx_status tvx_terms_unpack(struct tvx_rarity *into, uint64_t passages, uint64_t terms, const void *bytes,
                                 struct tvx_error *error)
{
    unsigned char head[24];
    char digits[TVX_SHA256_HEX];
    struct tvx_buf packed;
    enum tvx_status status;

    tvx_buf_init(&packed, (size_t)1 << 32);
    memcpy(head, "TVXRARE1", 8);
    put_le(head + 8, passages, 8);
    put_le(head + 16, terms, 8);
    tvx_buf_add(&packed, head, sizeof head);
    tvx_buf_add(&packed, bytes, terms * TERM_BYTES);
    if (!packed.failed) {
        tvx_sha256_hex(digits, packed.data, packed.length);
        tvx_buf_add(&packed, digits, TVX_SHA256_HEX - 1);
    }
    status = packed.failed ? tvx_error_nomem(error) : tvx_rarity_unpack(into, packed.data, packed.length, error);
    tvx_buf_free(&packed);
    return status;
}

enum tvx_status tvx_segment_learned(struct segment *segment, struct tvx_rarity *into, struct tvx_error *error)
{
    const unsigned char *bytes;
    uint64_t terms;
    enum tvx_status status = tvx_segment_terms(segment, &bytes, &terms, error);

    return status == TVX_OK ? tvx_terms_unpack(into, tvx_segment_passages(segment), terms, bytes, error) : status;
}

/* ---- of the words of some texts ---- */

struct wanted {
    uint64_t *keys;
    size_t count, capacity;
    bool failed;
};

static int want(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct wanted *wanted = context;

    (void)start, (void)length, (void)same_place;
    if (wanted->count == wanted->capacity) {
        size_t capacity = wanted->capacity == 0 ? 1024 : 2 * wanted->capacity;
        uint64_t *keys = realloc(wanted->keys, capacity * sizeof *keys);

        wanted->failed = keys == NULL;
        if (keys == NULL)
            return 1;
        wanted->keys = keys;
        wanted->capacity = capacity;
    }
    wanted->keys[wanted->count++] = tvx_rarity_key(term, term_length);
    return 0;
}

static int by_number(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

    return a < b ? -1 : a > b;
}

static enum tvx_status list_wanted(struct wanted *wanted, const char *language, const char *const *texts, size_t count,
                                   struct tvx_error *error)
{
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    size_t used = 0;

    if (stemmer == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count && !wanted->failed; i++)
        tvx_terms(stemmer, language, texts[i], strlen(texts[i]), want, wanted);
    tvx_stemmer_free(stemmer);
    if (wanted->failed)
        return tvx_error_nomem(error);
    if (wanted->count > 0)
        qsort(wanted->keys, wanted->count, sizeof *wanted->keys, by_number);
    for (size_t i = 0; i < wanted->count; i++)
        if (used == 0 || wanted->keys[i] != wanted->keys[used - 1])
            wanted->keys[used++] = wanted->keys[i];
    wanted->count = used;
    return TVX_OK;
}

static enum tvx_status learn_wanted(struct segment *segment, struct tvx_rarity *into, const struct wanted *wanted,
                                    struct tvx_error *error)
{
    unsigned char *bytes = malloc(wanted->count * TERM_BYTES + 1);
    enum tvx_status status = bytes == NULL ? tvx_error_nomem(error) : TVX_OK;
    uint64_t terms = 0;

    for (size_t i = 0; i < wanted->count && status == TVX_OK; i++) {
        uint32_t passages;

        status = tvx_segment_term(segment, &passages, wanted->keys[i], error);
        if (status != TVX_OK || passages == 0)
            continue;
        put_le(bytes + terms * TERM_BYTES, wanted->keys[i], 8);
        put_le(bytes + terms * TERM_BYTES + 8, passages, 4);
        terms++;
    }
    if (status == TVX_OK)
        status = tvx_terms_unpack(into, tvx_segment_passages(segment), terms, bytes, error);
    free(bytes);
    return status;
}

enum tvx_status tvx_index_rarity(struct tvx_index *index, struct tvx_rarity **out, const char *language,
                                 const char *const *texts, size_t count, struct tvx_error *error)
{
    struct tvx_rarity *rarity = tvx_rarity_like(index->shinglers.rarity, 0);
    struct wanted wanted = {0};
    enum tvx_status status = rarity == NULL ? tvx_error_nomem(error) : TVX_OK;

    *out = NULL;
    if (status == TVX_OK && texts != NULL)
        status = list_wanted(&wanted, language, texts, count, error);
    for (size_t i = 0; i < index->count && status == TVX_OK; i++)
        status = texts == NULL ? tvx_segment_learned(index->segments[i].segment, rarity, error)
                               : learn_wanted(index->segments[i].segment, rarity, &wanted, error);
    free(wanted.keys);
    if (status != TVX_OK) {
        tvx_rarity_free(rarity);
        return status;
    }
    *out = rarity;
    return TVX_OK;
}

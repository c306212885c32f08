/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/claim.h>

#include <string.h>
#include <travaux/text/utf8.h>

enum { FIRST_CLAIMS = 8, FIRST_EVIDENCE = 2 };

struct tvx_claim *tvx_claims_add(struct tvx_claims *claims, struct tvx_arena *arena, const char *statement,
                                 const char *value, const char *method)
{
    struct tvx_claim *claim;

    if (claims->count == claims->capacity) {
        size_t capacity = claims->capacity == 0 ? FIRST_CLAIMS : 2 * claims->capacity;
        struct tvx_claim *items = tvx_arena_array(arena, capacity, sizeof *items);

        if (items == NULL)
            return NULL;
        if (claims->count > 0)
            memcpy(items, claims->items, claims->count * sizeof *items);
        claims->items = items;
        claims->capacity = capacity;
    }
    claim = &claims->items[claims->count++];
    *claim = (struct tvx_claim){.statement = statement, .value = value, .method = method};
    return claim;
}

/* Room is made whenever the count is a power of two. */
enum tvx_status tvx_claim_rests_on(struct tvx_claim *claim, struct tvx_arena *arena,
                                   const struct tvx_evidence *evidence, struct tvx_error *error)
{
    size_t count = claim->evidence_count;

    if (count == TVX_CLAIM_EVIDENCE)
        return TVX_OK;
    if (count == 0 || (count >= FIRST_EVIDENCE && (count & (count - 1)) == 0)) {
        struct tvx_evidence *items = tvx_arena_array(arena, count == 0 ? FIRST_EVIDENCE : 2 * count, sizeof *items);

        if (items == NULL)
            return tvx_error_nomem(error);
        if (count > 0)
            memcpy(items, claim->evidence, count * sizeof *items);
        claim->evidence = items;
    }
    claim->evidence[claim->evidence_count++] = *evidence;
    return TVX_OK;
}

enum tvx_status tvx_evidence_part(struct tvx_evidence *out, struct tvx_arena *arena, const struct tvx_evidence *whole,
                                  size_t at, size_t length, struct tvx_error *error)
{
    *out = *whole;
    out->quote = tvx_arena_strndup(arena, whole->quote + at, length);
    if (out->quote == NULL)
        return tvx_error_nomem(error);
    if (whole->points > 0) {
        out->start = whole->start + tvx_utf8_count(whole->quote, at);
        out->points = tvx_utf8_count(out->quote, length);
    }
    return TVX_OK;
}

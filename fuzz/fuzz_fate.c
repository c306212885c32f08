/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any text as the record of a meeting: what it is taken to say of a proposal is a passage of it, where it says. */
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "fate_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const numbers[] = {"HEL/21/1", "HEL/21/2", "SAN/15/1", "VRN/9/1", "A/1/1"};
    struct tvx_stored_proposal proposals[5] = {0};
    const struct tvx_stored_document record = {.name = "r", .sha256 = "s", .meeting = "NC-22"};
    struct tvx_arena *arena = tvx_arena_new(1 << 30);
    struct record_claims claims;
    struct tvx_error error;
    char *text = tvx_text_clean(arena, (const char *)data, size);

    for (size_t i = 0; i < 5; i++) {
        proposals[i].proposal.number = numbers[i];
        proposals[i].meeting = "NC-22";
    }
    if (text == NULL || record_claims_read(&claims, arena, proposals, 5, &record, text, &error) != TVX_OK)
        abort();
    for (size_t i = 0; i < claims.count; i++) {
        const struct tvx_fate_evidence *e = &claims.items[i].evidence;
        size_t length = strlen(text), from = tvx_utf8_offset(text, length, e->start);
        size_t to = tvx_utf8_offset(text, length, e->start + e->points);

        if (claims.items[i].proposal >= 5 || e->says == TVX_FATE_OPEN || strlen(e->quote) != to - from ||
            memcmp(e->quote, text + from, to - from) != 0 ||
            strstr(e->quote, numbers[claims.items[i].proposal]) == NULL)
            abort();
    }
    tvx_arena_free(arena);
    return 0;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * libFuzzer program for records.  Lines before an empty line are taken as an instrument, those behind it as proposals,
 * and each of these is resolved against it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/law/record.h>
#include <travaux/law/resolve.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct tvx_record_fields fields = {.number = "{a}/{number}", .before_fallback = "b",
                                                    .after_fallback = "c", .deleted_words = "deleted|gone",
                                                    .new_words = "new",
                                                    .fallback_language = "en"};
    struct tvx_arena *arena = tvx_arena_new(128 << 20);
    const char *text = (const char *)data, *gap = size < 2 ? NULL : memmem(text, size, "\n\n", 2);
    size_t first = gap == NULL ? size : (size_t)(gap - text);
    struct tvx_records law, proposals;

    if (size < 32768 && tvx_records_parse(&law, arena, text, first, NULL, NULL) == TVX_OK && gap != NULL &&
        tvx_records_parse(&proposals, arena, gap, size - first, &fields, NULL) == TVX_OK) {
        struct tvx_resolver_instrument stored = {&law.instrument, "X", "1", NULL, true, NULL};
        struct tvx_resolver *resolver = tvx_resolver_new(arena, &stored, 1);

        for (size_t i = 0; resolver != NULL && i < proposals.proposal_count; i++) {
            struct tvx_proposal *p = &proposals.proposals[i];
            struct tvx_resolution r;
            size_t from = tvx_utf8_offset(proposals.text, strlen(proposals.text), p->start);

            if (strncmp(proposals.text + from, p->quote, strlen(p->quote)) != 0)
                abort();
            if (tvx_resolve(&r, arena, resolver, p, NULL, NULL) == TVX_OK &&
                (r.kind == TVX_UNRESOLVED ? r.reason == NULL : r.path == NULL || r.key == NULL))
                abort();
        }
    }
    tvx_arena_free(arena);
    return 0;
}

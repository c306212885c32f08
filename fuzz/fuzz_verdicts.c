/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a file of verdicts: each line is a whole verdict or a complaint, and every text is valid UTF-8. */
#include <stdlib.h>
#include <string.h>
#include <travaux/store/verdict.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(256 << 20);
    struct tvx_verdict_lines lines;
    struct tvx_error error;

    if (tvx_verdicts_read(&lines, arena, (const char *)data, size, &error) != TVX_OK)
        abort();
    for (size_t i = 0; i < lines.count; i++) {
        const struct tvx_verdict *v = &lines.items[i];
        char id[TVX_MATCH_ID];

        tvx_match_id(id, v->match.kind, &v->match.sides[1], &v->match.sides[0]);
        if (strcmp(id, v->id) != 0 || v->at == NULL || v->note == NULL || !(v->match.score >= 0 && v->match.score <= 1))
            abort();
        for (int s = 0; s < 2; s++)
            if (v->match.sides[s].sha256 == NULL || strlen(v->match.sides[s].sha256) != 64)
                abort();
    }
    for (size_t i = 0; i < lines.complaint_count; i++)
        if (lines.complaints[i].line == 0 || lines.complaints[i].reason == NULL)
            abort();
    tvx_arena_free(arena);
    return 0;
}

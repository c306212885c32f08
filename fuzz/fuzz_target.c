/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* libFuzzer program for the small readers of printed words: places, proposal numbers, source lines, labels of texts. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/law/resolve.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(64 << 20);
    char *text = size > 4096 ? NULL : tvx_arena_strndup(arena, (const char *)data, size);
    char *clean = text == NULL ? NULL : tvx_text_clean(arena, text, strlen(text));
    struct tvx_target target;
    struct tvx_number number;
    const char **codes;
    size_t count, unknown;

    if (clean != NULL) {
        if (tvx_target_parse(&target, arena, text, NULL) == TVX_OK && target.path != NULL) {
            const char *rest = tvx_text_without_label(clean, target.path);

            if (rest < clean || rest > clean + strlen(clean))
                abort();
        }
        if (tvx_number_parse(&number, arena, clean, NULL) == TVX_OK && number.length > strlen(clean))
            abort();
        tvx_actors_parse(&codes, &count, &unknown, arena, text, NULL);
    }
    tvx_arena_free(arena);
    return 0;
}

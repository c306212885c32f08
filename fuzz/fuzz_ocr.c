/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes in the place of what tesseract writes: words with places in range and clean text, or none. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "ocr_tsv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)256 << 20);
    struct tvx_tsv_word *words;
    size_t count;

    if (arena != NULL && tvx_tsv_read(&words, &count, arena, (const char *)data, size))
        for (size_t i = 0; i < count; i++)
            if (*words[i].text == '\0' || !(words[i].left >= 0 && words[i].left <= 1000000) ||
                !(words[i].height >= 0 && words[i].height <= 1000000) || words[i].block < 0)
                abort();
    tvx_arena_free(arena);
    return 0;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any glyphs anywhere: the order has each glyph at most as often as it has letters, and no glyph that is not there. */
#include <stdlib.h>
#include <string.h>

#include "pdf_bidi.h"
#include "pdf_order.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void order(const uint8_t *data, size_t size)
{
    size_t count = size / 8;
    struct pdf_bidi_glyph *glyphs = calloc(count + 1, sizeof *glyphs);
    struct tvx_arena *arena = tvx_arena_new((size_t)256 << 20);
    struct pdf_bidi_line line;

    for (size_t i = 0; glyphs != NULL && i < count; i++) {
        uint32_t point = (uint32_t)data[8 * i + 4] | (uint32_t)data[8 * i + 5] << 8 | (uint32_t)data[8 * i + 6] << 16;

        memcpy(&glyphs[i].x0, data + 8 * i, sizeof(float));
        glyphs[i].x1 = glyphs[i].x0 + (float)data[8 * i + 7] / 8;
        glyphs[i].point = point % 0x110000;
    }
    if (glyphs != NULL && arena != NULL && tvx_pdf_bidi_order(&line, arena, glyphs, count, 12, size & 1, size & 2))
        for (size_t i = 0; i < line.count; i++)
            if (line.letters[i].glyph >= count || line.letters[i].point > 0x10FFFF)
                abort();
    tvx_arena_free(arena);
    free(glyphs);
}

static void tell(const uint8_t *data, size_t size)
{
    size_t count = size / 4;
    struct pdf_order_glyph *glyphs = calloc(count + 1, sizeof *glyphs);
    struct tvx_arena *arena = tvx_arena_new((size_t)256 << 20);
    struct pdf_order_known known = {.common = NULL};

    for (size_t i = 0; glyphs != NULL && i < count; i++)
        glyphs[i] = (struct pdf_order_glyph){.gid = (uint32_t)data[4 * i] << 8 | data[4 * i + 1],
                                             .count = data[4 * i + 2], .point = data[4 * i + 3] & 1};
    if (glyphs != NULL && arena != NULL && tvx_pdf_order_tell(arena, glyphs, count, &known) > (long)count)
        abort();
    tvx_arena_free(arena);
    free(glyphs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && size < 4000 && data[0] & 1)
        order(data + 1, size - 1);
    else if (size > 0 && size < 4000)
        tell(data + 1, size - 1);
    return 0;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Tells which letters glyphs draw from nothing but their numbers and how often they occur.  Fonts hold their letters
 * in the order of the code points nearly always, so that the number of one letter gives those of its script; which
 * number it is shows in how often letters of a language occur, as with Caesar's cipher.  For Chinese it shows in how
 * many of the glyphs are characters in common use (the first level of GB 2312 and of Big5).
 */
#ifndef TVX_READ_PDF_ORDER_H
#define TVX_READ_PDF_ORDER_H

#include <stdbool.h>
#include <stdint.h>
#include <travaux/base/arena.h>

struct pdf_order_glyph {
    uint32_t gid;
    uint32_t count;
    uint32_t point; /* 0: not told yet */
};

enum { PDF_ORDER_PLACES = 64 };

/* What fonts before have told; all zero at first. */
struct pdf_order_known {
    bool *common; /* NULL, or 0x10000 flags: characters that the document has */
    struct pdf_order_place { size_t order; long offset; } places[PDF_ORDER_PLACES];
    size_t place_count;
};

/*
 * Sets `point` where it is sure enough; glyphs that have one are left.  Short texts in a second font are held against
 * what the first has told.  Returns how many glyphs it told, or -1 when memory is short.  The glyphs are sorted by
 * their numbers after it.
 */
long tvx_pdf_order_tell(struct tvx_arena *arena, struct pdf_order_glyph *glyphs, size_t count,
                        struct pdf_order_known *known);

#endif

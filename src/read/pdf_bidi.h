/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Puts one line of a page, of which only the places of its glyphs are known, into the order in which it is read.  A PDF
 * says where each glyph stands and nothing of direction: Arabic comes from left to right as it is seen, in contextual
 * forms, stretched by tatweels, its marks before or behind their letters.  Out comes what somebody would type: logical
 * order (Unicode Standard Annex 9 turned round), plain letters, one space between words.
 */
#ifndef TVX_READ_PDF_BIDI_H
#define TVX_READ_PDF_BIDI_H

#include <stdbool.h>
#include <stdint.h>
#include <travaux/base/arena.h>

#define PDF_BIDI_NOTHING UINT32_MAX

struct pdf_bidi_glyph {
    float x0, x1;   /* edges of its advance width */
    uint32_t point; /* what it draws, PDF_BIDI_NOTHING: passed over; spaces may be glyphs or mere gaps */
};

struct pdf_bidi_letter {
    uint32_t point;
    uint32_t glyph;     /* index of the glyph that draws it; a space has that of a glyph beside it */
    float x0, x1;       /* edges of a space: of the gap that it stands for */
    bool right_to_left; /* brackets only: stands in right-to-left text, where a drawn ")" may be meant or shown */
};

struct pdf_bidi_line {
    struct pdf_bidi_letter *letters;
    size_t count;
};

/*
 * `size` is the height of the letters, `right_to_left` the direction of the paragraph.  Glyphs may come in any order.
 * `spaces_drawn`: the file draws spaces between words, so that smaller gaps than twice a space are none.
 * Brackets are left as they are drawn.  False when memory is short or the line has more than 100,000 glyphs.
 */
bool tvx_pdf_bidi_order(struct pdf_bidi_line *out, struct tvx_arena *arena, const struct pdf_bidi_glyph *glyphs,
                        size_t count, float size, bool right_to_left, bool spaces_drawn);

/* Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms. */
bool tvx_pdf_bidi_is_right(uint32_t point);

/* Stands for a glyph of which nobody knows yet what it draws: U+FFFD and the private use planes. */
bool tvx_pdf_bidi_is_unknown(uint32_t point);

#endif

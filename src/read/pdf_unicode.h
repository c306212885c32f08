/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Letters of fonts that do not say which letters they draw: fonts of a PDF that are addressed by glyph number and come
 * without a table of letters (ISO 32000-1, 9.10.2).  While pages are read each such glyph gets a stand-in from the
 * private use planes; after the last page the glyphs are told by the order in which fonts hold them (pdf_order.h) and
 * the stand-ins give way, or become U+FFFD.
 */
#ifndef TVX_READ_PDF_UNICODE_H
#define TVX_READ_PDF_UNICODE_H

#include <mupdf/fitz.h>

#include "pdf_order.h"
#include "pdf_text.h"

struct pdf_face { /* one font program, of which a file may have many copies */
    uint64_t hash;
    const char *name;
    struct fz_font *font; /* kept */
    struct pdf_order_glyph *glyphs;
    size_t count, capacity;
    size_t letters; /* drawn by its glyphs, in all */
};

struct pdf_unicode {
    struct tvx_arena *arena;
    struct pdf_face *faces;
    size_t face_count, face_capacity;
    struct { fz_font *font; uint32_t face; } *fonts; /* that were met; kept */
    size_t font_count, font_capacity;
    struct pdf_unicode_glyph {
        uint32_t face, gid, index;
        uint32_t plain; /* a space or a tatweel, which show by their shape; 0: unknown */
    } *met; /* by stand-in */
    size_t met_count, met_capacity;
    uint32_t *slots; /* open hash of `met`, number + 1 */
    size_t slot_count;
    bool failed;
};

/* Gives stand-ins to the glyphs of `text` whose letters are unknown; those that draw nothing become spaces. */
void tvx_pdf_unicode_stand_in(fz_context *ctx, struct pdf_unicode *unicode, const fz_text *text);

/* Tells what it can of the glyphs that were met, while the fonts are still open.  False when memory is short. */
bool tvx_pdf_unicode_tell(fz_context *ctx, struct pdf_unicode *unicode);

/* What the glyph of the stand-in U+F0000 + number draws, 0 when nobody knows; and that it draws `point`. */
uint32_t tvx_pdf_unicode_point(const struct pdf_unicode *unicode, size_t number);
void tvx_pdf_unicode_set(struct pdf_unicode *unicode, size_t number, uint32_t point);

/* Puts letters for the stand-ins of all lines, and warns of what was told by what and of what remains, with pages. */
bool tvx_pdf_unicode_settle(struct pdf_text *text, const struct pdf_unicode *unicode, bool recognised);

void tvx_pdf_unicode_drop(fz_context *ctx, struct pdf_unicode *unicode);

#endif

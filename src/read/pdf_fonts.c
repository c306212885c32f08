/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <mupdf/fitz.h>
#include <string.h>

#include "pdf_fonts.h"

/*
 * MuPDF brings 60 MB of fonts for drawing every script.  We draw nothing: what a letter is comes from the PDF, and only
 * the widths of the fourteen standard fonts (ISO 32000-1, 9.6.2.2) are needed, which a PDF may use without embedding
 * them.  These functions stand in for MuPDF's (source/fitz/noto.c), so that the linker leaves the other fonts out.
 */
#define FONT(symbol) \
    extern const unsigned char _binary_resources_fonts_urw_##symbol##_cff_start[]; \
    extern const unsigned char _binary_resources_fonts_urw_##symbol##_cff_end[];
#define STANDARD_FONTS(X) \
    X("Courier", NimbusMonoPS_Regular) \
    X("Courier-Bold", NimbusMonoPS_Bold) \
    X("Courier-Oblique", NimbusMonoPS_Italic) \
    X("Courier-BoldOblique", NimbusMonoPS_BoldItalic) \
    X("Helvetica", NimbusSans_Regular) \
    X("Helvetica-Bold", NimbusSans_Bold) \
    X("Helvetica-Oblique", NimbusSans_Italic) \
    X("Helvetica-BoldOblique", NimbusSans_BoldItalic) \
    X("Times-Roman", NimbusRoman_Regular) \
    X("Times-Bold", NimbusRoman_Bold) \
    X("Times-Italic", NimbusRoman_Italic) \
    X("Times-BoldItalic", NimbusRoman_BoldItalic) \
    X("Symbol", StandardSymbolsPS) \
    X("ZapfDingbats", Dingbats)
#define DECLARE(name, symbol) FONT(symbol)
STANDARD_FONTS(DECLARE)

const unsigned char *fz_lookup_base14_font(fz_context *ctx, const char *name, int *len)
{
    (void)ctx;
#define CHOOSE(standard, symbol)                                                                                       \
    if (strcmp(name, standard) == 0) {                                                                                 \
        *len =                                                                                                         \
            (int)(_binary_resources_fonts_urw_##symbol##_cff_end - _binary_resources_fonts_urw_##symbol##_cff_start);  \
        return _binary_resources_fonts_urw_##symbol##_cff_start;                                                       \
    }
    STANDARD_FONTS(CHOOSE)
    *len = 0;
    return NULL;
}

/* Any family, for the PDFs that we write (show/pdf_brief.c). */
const unsigned char *fz_lookup_builtin_font(fz_context *ctx, const char *name, int bold, int italic, int *len)
{
    static const char *const faces[] = {"Times-Roman", "Times-Italic", "Times-Bold", "Times-BoldItalic"};

    (void)name;
    return fz_lookup_base14_font(ctx, faces[2 * (bold != 0) + (italic != 0)], len);
}

/* A font for Chinese, Japanese or Korean that is not embedded: which letters it draws, the PDF's character map says. */
const unsigned char *fz_lookup_cjk_font(fz_context *ctx, int ordering, int *len, int *index)
{
    (void)ordering;
    *index = 0;
    return fz_lookup_base14_font(ctx, "Times-Roman", len);
}

const unsigned char *fz_lookup_cjk_font_by_language(fz_context *ctx, const char *lang, int *len, int *subfont)
{
    (void)lang;
    return fz_lookup_cjk_font(ctx, 0, len, subfont);
}

int fz_lookup_cjk_ordering_by_language(const char *name)
{
    (void)name;
    return -1;
}

const unsigned char *fz_lookup_noto_font(fz_context *ctx, int script, int lang, int *len, int *subfont)
{
    (void)ctx, (void)script, (void)lang;
    *len = *subfont = 0;
    return NULL;
}

#define NO_FONT(name) \
    const unsigned char *name(fz_context *ctx, int *len) \
    { \
        (void)ctx; \
        *len = 0; \
        return NULL; \
    }
NO_FONT(fz_lookup_noto_math_font)
NO_FONT(fz_lookup_noto_music_font)
NO_FONT(fz_lookup_noto_symbol1_font)
NO_FONT(fz_lookup_noto_symbol2_font)
NO_FONT(fz_lookup_noto_emoji_font)

void tvx_pdf_fonts(void)
{
}

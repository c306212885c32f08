/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pdf_faces.h"

#include <mupdf/ucdn.h>

/* Font files in libmupdf.a, each an object of its own, so that only these are linked. */
#define FACE(symbol) \
    extern const unsigned char _binary_resources_fonts_##symbol##_start[]; \
    extern const unsigned char _binary_resources_fonts_##symbol##_end[];
FACE(noto_NotoNaskhArabic_Regular_otf)
FACE(droid_DroidSansFallback_ttf)

static fz_font *face(fz_context *context, const char *name, const unsigned char *from, const unsigned char *to)
{
    return fz_new_font_from_memory(context, name, from, (int)(to - from), 0, 0);
}

static fz_font *script_face(fz_context *context, int script, int language, int serif, int bold, int italic)
{
    (void)language, (void)serif, (void)bold, (void)italic;
    switch (script) {
    case UCDN_SCRIPT_ARABIC:
        return face(context, "Noto Naskh Arabic", _binary_resources_fonts_noto_NotoNaskhArabic_Regular_otf_start,
                    _binary_resources_fonts_noto_NotoNaskhArabic_Regular_otf_end);
    case UCDN_SCRIPT_HAN:
    case UCDN_SCRIPT_HIRAGANA:
    case UCDN_SCRIPT_KATAKANA:
    case UCDN_SCRIPT_BOPOMOFO:
    case UCDN_SCRIPT_HANGUL:
        return face(context, "Droid Sans Fallback", _binary_resources_fonts_droid_DroidSansFallback_ttf_start,
                    _binary_resources_fonts_droid_DroidSansFallback_ttf_end);
    default:
        return NULL;
    }
}

void show_pdf_faces(fz_context *context)
{
    fz_install_load_system_font_funcs(context, NULL, NULL, script_face);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "pdf_ocr.h"

/* ENOUGH: pages on which a glyph of an unknown font is looked at; a picture has at most SIDE dots a side. */
enum { ENOUGH = 4, SIDE = 6000, STAND_INS = 0xF0000 };

/* Where ink ends and paper begins: the threshold of Otsu (IEEE Trans. SMC 9, 1979). */
static int threshold(const fz_pixmap *picture)
{
    double total = 0, weighted = 0, below = 0, below_weighted = 0, best = -1;
    size_t histogram[256] = {0};
    int chosen = 127;

    for (int y = 0; y < picture->h; y++)
        for (int x = 0; x < picture->w; x++)
            histogram[picture->samples[(ptrdiff_t)y * picture->stride + x]]++;
    for (int i = 0; i < 256; i++) {
        total += (double)histogram[i];
        weighted += (double)histogram[i] * i;
    }
    for (int i = 0; i < 255; i++) {
        double difference, between;

        below += (double)histogram[i];
        below_weighted += (double)histogram[i] * i;
        if (below <= 0 || below >= total)
            continue;
        difference = below_weighted / below - (weighted - below_weighted) / (total - below);
        between = below * (total - below) * difference * difference;
        if (between > best) {
            best = between;
            chosen = i;
        }
    }
    return chosen;
}

/* PBM, binary (netpbm's P4): a bit a dot, black is 1. */
static void write_picture(struct tvx_buf *out, const fz_pixmap *picture)
{
    int limit = threshold(picture);

    tvx_buf_printf(out, "P4\n%d %d\n", picture->w, picture->h);
    for (int y = 0; y < picture->h; y++) {
        const unsigned char *row = picture->samples + (ptrdiff_t)y * picture->stride;

        for (int x = 0; x < picture->w; x += 8) {
            unsigned bits = 0;

            for (int bit = 0; bit < 8; bit++)
                bits = bits << 1 | (x + bit < picture->w && row[x + bit] <= limit);
            tvx_buf_char(out, (char)bits);
        }
    }
}

static bool add_picture(struct pdf_text *text, const fz_pixmap *picture, int page, const char *kind)
{
    struct tvx_block *block = tvx_document_add_block(text->document, TVX_BLOCK_PARAGRAPH);
    struct tvx_buf bytes;
    char *coded = NULL;
    size_t length;
    bool done = false;

    tvx_buf_init(&bytes, (size_t)SIDE * SIDE / 8 + 4096);
    write_picture(&bytes, picture);
    length = sodium_base64_encoded_len(bytes.length, sodium_base64_VARIANT_ORIGINAL);
    coded = bytes.failed || block == NULL ? NULL : malloc(length);
    if (coded != NULL) {
        sodium_bin2base64(coded, length, (const unsigned char *)bytes.data, bytes.length,
                          sodium_base64_VARIANT_ORIGINAL);
        block->page = page + 1;
        block->style = kind;
        done = tvx_document_add_run(text->document, block, coded, length - 1, TVX_CHANGE_NONE) != NULL;
    }
    free(coded);
    tvx_buf_free(&bytes);
    return done;
}

static bool draw(fz_context *ctx, pdf_document *pdf, struct pdf_text *text, int page, const char *kind)
{
    const struct pdf_sheet *sheet = &text->pages[page];
    float longer = fz_max(sheet->width, sheet->height);
    fz_pixmap *volatile picture = NULL;
    volatile bool done = true;

    if (longer * TVX_PDF_OCR_SCALE > SIDE)
        return true; /* a poster; what it says is left out and warned of as all pages that were not recognised */
    fz_try(ctx)
    {
        picture = fz_new_pixmap_from_page_number(ctx, (fz_document *)pdf, page,
                                                 fz_scale(TVX_PDF_OCR_SCALE, TVX_PDF_OCR_SCALE),
                                                 fz_device_gray(ctx), 0);
        done = picture->n != 1 || picture->w > SIDE || picture->h > SIDE || add_picture(text, picture, page, kind);
    }
    fz_always(ctx)
    {
        fz_drop_pixmap(ctx, picture);
    }
    fz_catch(ctx)
    {
        return true; /* the same: it stays a page that was not recognised */
    }
    return done;
}

/* Does the page have a glyph nobody knows that was not on enough pages before? */
static bool needs_look(const struct pdf_text *text, const struct pdf_sheet *page, const struct pdf_unicode *unicode,
                       uint8_t *looked)
{
    bool needed = false;

    for (int round = 0; round < (needed ? 2 : 1); round++)
        for (size_t i = page->first; i < page->first + page->count; i++)
            for (size_t at = 0; at < text->lines[i].length;) {
                uint32_t point = tvx_utf8_next(text->lines[i].text, text->lines[i].length, &at);

                if (point < STAND_INS || point - STAND_INS >= unicode->met_count ||
                    tvx_pdf_unicode_point(unicode, point - STAND_INS) != 0)
                    continue;
                if (round == 0)
                    needed = needed || looked[point - STAND_INS] < ENOUGH;
                else if (looked[point - STAND_INS] < 255)
                    looked[point - STAND_INS]++;
            }
    return needed;
}

bool tvx_pdf_ocr_pictures(fz_context *ctx, pdf_document *pdf, struct pdf_text *text, const struct pdf_unicode *unicode,
                          const struct pdf_ocr *ocr)
{
    uint8_t *looked = tvx_arena_array(text->document->arena, unicode->met_count + 1, sizeof *looked);
    size_t made = 0;

    if (looked == NULL)
        return false;
    for (size_t i = 0; i < text->page_count && made < ocr->most; i++) {
        bool needed = needs_look(text, &text->pages[i], unicode, looked);

        if ((int)i < ocr->from || !(needed || text->pages[i].scanned))
            continue;
        if (!draw(ctx, pdf, text, (int)i, text->pages[i].scanned ? "scan" : "letters"))
            return false;
        made++;
    }
    return true;
}

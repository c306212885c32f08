/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The thin rules of a page, taken in the same pass as its letters by a device that MuPDF draws on.  A rule that begins
 * and ends with letters and runs through them strikes them, one that runs under them underlines them; rules that go
 * beyond the text, meet upright ones or have nothing over them (separators, table borders, blanks of forms) mark
 * nothing.
 * Whether such marks are a redline or mere style is for the whole document to decide: see pdf_redline.c.
 *
 * Bands, in multiples of the letters' size (measured on Word's and LibreOffice's output): struck 0.10 to 0.55 over the
 * baseline, underlined 0.06 over it to 0.36 under it.
 */
#ifndef TVX_READ_PDF_INK_H
#define TVX_READ_PDF_INK_H

#include <mupdf/fitz.h>
#include <stdbool.h>
#include <travaux/base/arena.h>

enum pdf_mark { /* of a letter */
    PDF_MARK_UNDER = 1u << 0,
    PDF_MARK_STRIKE = 1u << 1,
    PDF_MARK_TWICE = 1u << 2, /* by a double rule */
    PDF_MARK_LINK = 1u << 3,  /* within the rectangle of a link */
    PDF_MARK_NOTE = 1u << 4,  /* struck out by a reader's annotation: that is meant */
};

struct pdf_rule {
    float x0, x1, y0, y1;
    uint32_t colour; /* 0xRRGGBB */
    uint8_t marks;   /* PDF_MARK_UNDER, PDF_MARK_STRIKE: what it does to some letters */
};

struct pdf_ink_fit; /* of one rule with the letters on it */

struct pdf_unicode;

struct pdf_ink {
    struct tvx_arena *arena;
    struct pdf_unicode *unicode; /* gives stand-ins to letters that are unknown; NULL: nobody does */
    struct pdf_rule *rules; /* level ones, after settling sorted from the top of the page */
    size_t rule_count, rule_capacity;
    struct pdf_rule *uprights;
    size_t upright_count, upright_capacity;
    fz_rect *links;
    size_t link_count, link_capacity;
    struct pdf_ink_fit *fits;
    size_t fit_capacity;
    size_t paths;   /* parts of paths looked at on this page */
    float pictured; /* points square that pictures cover, one on the other counted twice */
    bool overdrawn; /* a drawing or worse: its rules are not looked at */
    bool failed;    /* memory was short */
    size_t *near;   /* the marking rules by the line at hand */
    size_t near_count, near_capacity;
    float base, size; /* of that line */
    bool any;       /* some rule of the page marks letters */
};

/* Forgets the page before. */
void tvx_pdf_ink_begin(struct pdf_ink *ink);

/* A device that hands all text to `inner` and keeps the rules; the caller closes and drops it.  Throws. */
fz_device *tvx_pdf_ink_device(fz_context *ctx, struct pdf_ink *ink, fz_device *inner);

/* A reader's strike through the text in this box; before the ink settles. */
void tvx_pdf_ink_strike(struct pdf_ink *ink, fz_rect box);

/* Finds out which rules mark letters; `links` is the page's list, NULL when none. */
void tvx_pdf_ink_settle(struct pdf_ink *ink, const fz_stext_page *page, const fz_link *links);

/* Before the letters of a line are asked for: `base` and `size` are those of its letters of full size. */
void tvx_pdf_ink_line(struct pdf_ink *ink, float base, float size);

/* PDF_MARK_… of the letter, whatever the order in which a line's letters are asked for. */
unsigned tvx_pdf_ink_marks(const struct pdf_ink *ink, const fz_stext_char *letter);

#endif

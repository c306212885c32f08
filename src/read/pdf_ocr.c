/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "ocr_tsv.h"
#include "pdf_bidi.h"
#include "pdf_ocr.h"

/*
 * UNSURE: a page's words are on average below this (tesseract's own scale).  A glyph is told by VOTES places or more
 * that agree, and by at least `majority` of all.
 */
enum { UNSURE = 65, VOTES = 2, MAX_LINE = 1000, CHOICES = 6, STAND_INS = 0xF0000 };
static const float majority = 0.6f, descent = 0.22f;

static const struct pdf_ocr_page *find_page(const struct pdf_ocr *ocr, int page)
{
    for (size_t i = 0; ocr != NULL && i < ocr->count; i++)
        if (ocr->pages[i].page == page)
            return &ocr->pages[i];
    return NULL;
}

/* ---- recognised pages ---- */

static int by_value(const void *a, const void *b)
{
    const float *one = a, *other = b;

    return (*one > *other) - (*one < *other);
}

/* Words' heights differ with their letters; the size of the page's text is that of its middle word. */
static float middle_height(struct tvx_arena *arena, const struct tvx_tsv_word *words, size_t count)
{
    float *heights = tvx_arena_array(arena, count + 1, sizeof *heights);

    if (heights == NULL || count == 0)
        return 40;
    for (size_t i = 0; i < count; i++)
        heights[i] = words[i].height;
    qsort(heights, count, sizeof *heights, by_value);
    return heights[count / 2];
}

/* Chinese is recognised character by character. */
static bool is_wide(const char *word)
{
    size_t at = 0;
    uint32_t point = tvx_utf8_next(word, strlen(word), &at);

    return (point >= 0x2E80 && point < 0xA4D0) || (point >= 0xF900 && point < 0xFB00) ||
           (point >= 0xFE30 && point < 0xFE50) || (point >= 0xFF00 && point < 0xFFF0) || point >= 0x20000;
}

static bool add_line(struct pdf_text *text, int page, const struct tvx_tsv_word *words, size_t count, float middle)
{
    struct tvx_arena *arena = text->document->arena;
    struct pdf_line *lines = tvx_arena_grow(arena, text->lines, text->count, &text->capacity, sizeof *lines), *line;
    float left = INFINITY, right = 0, bottom = 0, height = 0;
    struct tvx_buf buffer;

    if (lines == NULL)
        return false;
    text->lines = lines;
    tvx_buf_init(&buffer, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && !(is_wide(words[i].text) && is_wide(words[i - 1].text)))
            tvx_buf_char(&buffer, ' ');
        tvx_buf_str(&buffer, words[i].text);
        left = fminf(left, words[i].left);
        right = fmaxf(right, words[i].left + words[i].width);
        bottom = fmaxf(bottom, words[i].top + words[i].height);
        height = fmaxf(height, words[i].height);
    }
    height = height > 1.8f * middle ? height : middle;
    line = &lines[text->count++];
    *line = (struct pdf_line){.length = (uint32_t)buffer.length, .piece_count = 1, .page = page, .table = -1,
                              .x0 = left / TVX_PDF_OCR_SCALE, .x1 = right / TVX_PDF_OCR_SCALE,
                              .base = (bottom - descent * height) / TVX_PDF_OCR_SCALE,
                              .size = height / TVX_PDF_OCR_SCALE,
                              .first_word = words[0].width / TVX_PDF_OCR_SCALE};
    line->text = tvx_arena_strndup(arena, tvx_buf_text(&buffer), buffer.length);
    line->pieces = tvx_arena_array(arena, 1, sizeof *line->pieces);
    tvx_buf_free(&buffer);
    if (line->text == NULL || line->pieces == NULL)
        return false;
    line->pieces[0].length = line->length;
    return true;
}

bool tvx_pdf_ocr_lines(struct pdf_text *text, struct pdf_sheet *sheet, int page, const struct pdf_ocr *ocr)
{
    const struct pdf_ocr_page *found = find_page(ocr, page);
    struct tvx_tsv_word *words;
    size_t count, right = 0;
    float middle, sure = 0;

    if (found == NULL || !sheet->scanned)
        return true;
    if (!tvx_tsv_read(&words, &count, text->document->arena, found->tsv, found->length))
        return false;
    middle = middle_height(text->document->arena, words, count);
    sheet->first = text->count - sheet->count; /* a stamp or a number that stood on the picture stays before it */
    for (size_t from = 0, to; from < count; from = to) {
        size_t at = 0;

        for (to = from + 1; to < count && tvx_tsv_same_line(&words[from], &words[to]); to++)
            continue;
        right += tvx_pdf_bidi_is_right(tvx_utf8_next(words[from].text, strlen(words[from].text), &at)) ? to - from : 0;
        for (size_t i = from; i < to; i++)
            sure += words[i].sure;
        if (!add_line(text, page, words + from, to - from, middle))
            return false;
    }
    sheet->count = text->count - sheet->first;
    sheet->turned = right * 2 > count;
    sheet->sure = count == 0 ? 0 : sure / (float)count;
    sheet->recognised = true;
    return true;
}

/* "3, 7-9" of the pages that `which` picks. */
static size_t list_pages(struct tvx_buf *out, const struct pdf_text *text,
                         bool (*which)(const struct pdf_sheet *sheet))
{
    size_t count = 0;

    for (size_t i = 0; i < text->page_count; i++) {
        size_t last = i;

        if (!which(&text->pages[i]))
            continue;
        while (last + 1 < text->page_count && which(&text->pages[last + 1]))
            last++;
        tvx_buf_printf(out, last == i ? "%s%zu" : "%s%zu-%zu", count == 0 ? "" : ", ", i + 1, last + 1);
        count += last - i + 1;
        i = last;
    }
    return count;
}

static bool is_left(const struct pdf_sheet *sheet)
{
    return sheet->scanned && !sheet->recognised;
}

static bool is_recognised(const struct pdf_sheet *sheet)
{
    return sheet->recognised && sheet->sure >= UNSURE;
}

static bool is_unsure(const struct pdf_sheet *sheet)
{
    return sheet->recognised && sheet->sure < UNSURE;
}

static void warn_pages(struct pdf_text *text, bool (*which)(const struct pdf_sheet *sheet), const char *code,
                       const char *one, const char *more)
{
    struct tvx_buf pages;
    size_t count;

    tvx_buf_init(&pages, 1 << 16);
    count = list_pages(&pages, text, which);
    if (count > 0)
        tvx_document_warn(text->document, SIZE_MAX, code, "page%s %.400s %s", count == 1 ? "" : "s",
                          tvx_buf_text(&pages), count == 1 ? one : more);
    tvx_buf_free(&pages);
}

bool tvx_pdf_ocr_warn(struct pdf_text *text, const struct pdf_ocr *ocr)
{
    bool asked = ocr != NULL && ocr->count > 0;

    warn_pages(text, is_left, "pdf-scanned-page",
               asked ? "is a picture without text and could not be recognised"
                     : "is a picture without text (a scan) and was not read: run again with --ocr",
               asked ? "are pictures without text and could not be recognised"
                     : "are pictures without text (scans) and were not read: run again with --ocr");
    warn_pages(text, is_recognised, "pdf-recognised",
               "is a scan; its text was recognised by tesseract: compare what matters with the PDF",
               "are scans; their text was recognised by tesseract: compare what matters with the PDF");
    warn_pages(text, is_unsure, "pdf-recognised-unsure",
               "is a scan that tesseract could hardly read: its text is full of errors",
               "are scans that tesseract could hardly read: their text is full of errors");
    return true;
}

/* ---- letters of unknown fonts ---- */

struct ballot { /* of one glyph */
    uint32_t points[CHOICES];
    uint32_t votes[CHOICES];
    uint32_t all;
};

static void vote(struct ballot *ballot, uint32_t point)
{
    ballot->all++;
    for (size_t i = 0; i < CHOICES; i++)
        if (ballot->votes[i] == 0 || ballot->points[i] == point) {
            ballot->points[i] = point;
            ballot->votes[i]++;
            return;
        }
}

struct letters { /* without white space, vowel signs and tatweels */
    uint32_t points[MAX_LINE];
    size_t count;
};

static void add_letters(struct letters *letters, const char *text, size_t length)
{
    for (size_t at = 0; at < length && letters->count < MAX_LINE;) {
        uint32_t point = tvx_utf8_next(text, length, &at);

        if (!u_isUWhiteSpace((UChar32)point) && point != 0x640 && u_charType((UChar32)point) != U_NON_SPACING_MARK)
            letters->points[letters->count++] = point;
    }
}

/* The recognised letters at the height of a line: words whose middle is between a bit under and over the baseline. */
static void letters_at(struct letters *letters, const struct pdf_line *line, const struct tvx_tsv_word *words,
                       size_t count)
{
    float base = line->base * TVX_PDF_OCR_SCALE, size = line->size * TVX_PDF_OCR_SCALE;

    for (size_t i = 0; i < count; i++) {
        float middle = words[i].top + words[i].height / 2;

        if (middle < base + 0.2f * size && middle > base - 0.8f * size)
            add_letters(letters, words[i].text, strlen(words[i].text));
    }
}

/*
 * Edit distance (Wagner and Fischer) in which a glyph nobody knows may be any letter.  Its place must be held on both
 * sides: a letter counts as its reading only where the letters before and behind it are the same in both.
 */
static void lay_beside(const struct letters *own, const struct letters *read, uint16_t *table, struct ballot *ballots,
                       size_t ballot_count)
{
    size_t width = read->count + 1, i = own->count, j = read->count;

    for (size_t a = 0; a <= own->count; a++)
        for (size_t b = 0; b <= read->count; b++) {
            bool unknown = a > 0 && own->points[a - 1] >= STAND_INS;
            unsigned best = a == 0 && b == 0 ? 0 : 60000;

            if (a > 0)
                best = table[(a - 1) * width + b] + 4u;
            if (b > 0 && table[a * width + b - 1] + 4u < best)
                best = table[a * width + b - 1] + 4u;
            if (a > 0 && b > 0) {
                unsigned step = unknown ? 1 : own->points[a - 1] == read->points[b - 1] ? 0 : 6;

                if (table[(a - 1) * width + b - 1] + step < best)
                    best = table[(a - 1) * width + b - 1] + step;
            }
            table[a * width + b] = (uint16_t)(best < 60000 ? best : 60000);
        }
    if (table[own->count * width + read->count] > 2 * (own->count + read->count))
        return; /* not the same line */
    while (i > 0 && j > 0) {
        unsigned here = table[i * width + j];
        uint32_t glyph = own->points[i - 1];
        unsigned step = glyph >= STAND_INS ? 1 : glyph == read->points[j - 1] ? 0 : 6;

        if (here == table[(i - 1) * width + j - 1] + step) {
            if (glyph >= STAND_INS && glyph - STAND_INS < ballot_count)
                vote(&ballots[glyph - STAND_INS], read->points[j - 1]);
            i--;
            j--;
        } else if (here == table[(i - 1) * width + j] + 4u) {
            i--;
        } else {
            j--;
        }
    }
}

static bool count_votes(const struct pdf_text *text, const struct pdf_unicode *unicode, const struct pdf_ocr *ocr,
                        struct tvx_arena *scratch, struct ballot *ballots)
{
    uint16_t *table = tvx_arena_array(scratch, (MAX_LINE + 1) * (MAX_LINE + 1), sizeof *table);
    struct letters *own = tvx_arena_alloc(scratch, sizeof *own), *read = tvx_arena_alloc(scratch, sizeof *read);

    if (table == NULL || own == NULL || read == NULL)
        return false;
    for (size_t p = 0; p < text->page_count; p++) {
        const struct pdf_ocr_page *found = find_page(ocr, (int)p);
        struct tvx_tsv_word *words;
        size_t count;

        if (found == NULL || text->pages[p].scanned)
            continue;
        if (!tvx_tsv_read(&words, &count, scratch, found->tsv, found->length))
            return false;
        for (size_t i = text->pages[p].first; i < text->pages[p].first + text->pages[p].count; i++) {
            own->count = read->count = 0;
            add_letters(own, text->lines[i].text, text->lines[i].length);
            for (size_t k = 0; k < own->count; k++) {
                uint32_t point = own->points[k];
                uint32_t known = point < STAND_INS ? 0 : tvx_pdf_unicode_point(unicode, point - STAND_INS);

                own->points[k] = known != 0 ? known : point;
            }
            letters_at(read, &text->lines[i], words, count);
            if (!text->lines[i].aside && own->count > 0 && read->count > 0)
                lay_beside(own, read, table, ballots, unicode->met_count);
        }
    }
    return true;
}

bool tvx_pdf_ocr_letters(const struct pdf_text *text, struct pdf_unicode *unicode, const struct pdf_ocr *ocr)
{
    struct tvx_arena *scratch;
    struct ballot *ballots;
    bool done;

    if (ocr == NULL || ocr->count == 0 || unicode->met_count == 0)
        return true;
    scratch = tvx_arena_new((size_t)512 << 20);
    ballots = scratch == NULL ? NULL : tvx_arena_array(scratch, unicode->met_count, sizeof *ballots);
    done = ballots != NULL && count_votes(text, unicode, ocr, scratch, ballots);
    for (size_t i = 0; done && i < unicode->met_count; i++) {
        size_t best = 0;

        for (size_t c = 1; c < CHOICES; c++)
            best = ballots[i].votes[c] > ballots[i].votes[best] ? c : best;
        if (ballots[i].votes[best] >= VOTES && (float)ballots[i].votes[best] >= majority * (float)ballots[i].all)
            tvx_pdf_unicode_set(unicode, i, ballots[i].points[best]);
    }
    tvx_arena_free(scratch);
    return done;
}

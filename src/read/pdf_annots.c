/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "pdf_annots.h"

/* Budgets a page, far beyond what anybody would write on one. */
enum { MAX_ANNOTS = 5000, MAX_QUADS = 2000 };

/* "D:20260305101500+01'00'" is "2026-03-05T10:15:00"; NULL when it is no such date. */
static const char *iso_date(struct tvx_arena *arena, const char *date)
{
    if (strncmp(date, "D:", 2) == 0)
        date += 2;
    if (strspn(date, "0123456789") >= 14)
        return tvx_arena_printf(arena, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s", date, date + 4, date + 6, date + 8, date + 10,
                                date + 12);
    if (strspn(date, "0123456789") >= 8)
        return tvx_arena_printf(arena, "%.4s-%.2s-%.2s", date, date + 4, date + 6);
    return NULL;
}

static const char *clean_string(fz_context *ctx, struct tvx_arena *arena, pdf_obj *annot, pdf_obj *key)
{
    const char *text = pdf_dict_get_text_string(ctx, annot, key);
    size_t length = text == NULL ? 0 : strlen(text);
    const char *clean = length == 0 ? NULL : tvx_text_clean(arena, text, length);

    return clean == NULL ? NULL : tvx_text_fold_space(arena, clean, strlen(clean));
}

/* The rectangles of the text, one for each line of it, each by four corners in any order. */
static void strike_out(fz_context *ctx, pdf_obj *annot, fz_matrix ctm, struct pdf_ink *ink)
{
    pdf_obj *quads = pdf_dict_get(ctx, annot, PDF_NAME(QuadPoints));
    int count = pdf_array_len(ctx, quads) / 8;

    for (int q = 0; q < count && q < MAX_QUADS; q++) {
        fz_rect box = fz_empty_rect;

        for (int i = 0; i < 8; i += 2) {
            fz_point corner = fz_transform_point_xy(pdf_array_get_real(ctx, quads, 8 * q + i),
                                                    pdf_array_get_real(ctx, quads, 8 * q + i + 1), ctm);

            box = i == 0 ? (fz_rect){corner.x, corner.y, corner.x, corner.y} : fz_include_point_in_rect(box, corner);
        }
        tvx_pdf_ink_strike(ink, box);
    }
}

static bool is_note(const char *type)
{
    static const char *const types[] = {"Text",      "FreeText", "Highlight", "Underline", "StrikeOut",
                                        "Squiggly",  "Caret",    "Square",    "Circle",    "Line",
                                        "Polygon",   "Ink",      "Stamp"};

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    return false;
}

static bool add_note(fz_context *ctx, pdf_obj *annot, fz_matrix ctm, int number, struct pdf_text *text)
{
    struct tvx_arena *arena = text->document->arena;
    const char *words = clean_string(ctx, arena, annot, PDF_NAME(Contents));
    fz_rect rect = fz_transform_rect(pdf_dict_get_rect(ctx, annot, PDF_NAME(Rect)), ctm);
    struct pdf_note *larger;

    if (words == NULL || *words == '\0')
        return true;
    larger = tvx_arena_grow(arena, text->notes, text->note_count, &text->note_capacity, sizeof *larger);
    if (larger == NULL)
        return false;
    text->notes = larger;
    larger[text->note_count++] =
        (struct pdf_note){.page = number, .x = rect.x0, .y = (rect.y0 + rect.y1) / 2, .text = words,
                          .author = clean_string(ctx, arena, annot, PDF_NAME(T)),
                          .date = iso_date(arena, pdf_dict_get_text_string(ctx, annot, PDF_NAME(M)))};
    return true;
}

void tvx_pdf_annots(fz_context *ctx, pdf_page *page, int number, fz_matrix turn, struct pdf_ink *ink,
                    struct pdf_text *text)
{
    pdf_obj *annots = pdf_dict_get(ctx, page->obj, PDF_NAME(Annots));
    int count = pdf_array_len(ctx, annots);
    fz_rect box;
    fz_matrix ctm;

    pdf_page_transform(ctx, page, &box, &ctm);
    ctm = fz_concat(ctm, turn);
    for (int i = 0; i < count && i < MAX_ANNOTS; i++) {
        pdf_obj *annot = pdf_array_get(ctx, annots, i);
        const char *type = pdf_dict_get_name(ctx, annot, PDF_NAME(Subtype));

        if (strcmp(type, "StrikeOut") == 0)
            strike_out(ctx, annot, ctm, ink);
        if (is_note(type) && !add_note(ctx, annot, ctm, number, text))
            ink->failed = true;
    }
}

/* The line of the page that is nearest in height; of several the one it stands in, or the first. */
static const struct pdf_line *line_at(const struct pdf_text *text, const struct pdf_note *note)
{
    const struct pdf_sheet *page = &text->pages[note->page];
    const struct pdf_line *best = NULL;
    float least = INFINITY;

    for (size_t i = page->first; i < page->first + page->count; i++) {
        const struct pdf_line *line = &text->lines[i];
        float far = fabsf(line->base - 0.3f * line->size - note->y);

        far += note->x < line->x0 ? 0.1f * (line->x0 - note->x) : note->x > line->x1 ? 0.1f * (note->x - line->x1) : 0;
        if (line->block != SIZE_MAX && !line->gone && far < least) {
            least = far;
            best = line;
        }
    }
    return best;
}

bool tvx_pdf_comments(const struct pdf_text *text)
{
    struct tvx_document *document = text->document;

    document->comments = tvx_arena_array(document->arena, text->note_count, sizeof *document->comments);
    if (document->comments == NULL)
        return false;
    for (size_t i = 0; i < text->note_count; i++) {
        const struct pdf_note *note = &text->notes[i];
        const struct pdf_line *line = line_at(text, note);

        if (line != NULL)
            document->comments[document->comment_count++] = (struct tvx_comment){
                .author = note->author, .date = note->date, .text = note->text, .block = line->block};
    }
    if (document->comment_count < text->note_count)
        tvx_document_warn(document, SIZE_MAX, "pdf-notes", "%zu notes stand on pages without text and were left out",
                          text->note_count - document->comment_count);
    return true;
}

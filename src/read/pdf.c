/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>

#include "pdf.h"
#include "pdf_annots.h"
#include "pdf_fonts.h"
#include "pdf_ink.h"
#include "pdf_layout.h"
#include "pdf_ocr.h"
#include "pdf_rtl.h"
#include "pdf_text.h"
#include "pdf_unicode.h"

/*
 * STORE: what MuPDF may keep of fonts and the like; PAGE_CEILING: memory for the layout of one page.  The others are
 * budgets against files that were made to be endless; they lie far beyond any real document (a page of a telephone
 * directory has 20,000 letters).
 */
enum { STORE = 64 << 20, PAGE_CEILING = 256 << 20 };
enum { MAX_PAGES = 50000, MAX_LETTERS = 100000000, MAX_PIECES = 200, FEW_LETTERS = 12 };

/* The line that is being gathered. */
struct gatherer {
    struct pdf_text *text;
    struct tvx_buf bytes;
    struct pdf_piece pieces[MAX_PIECES];
    uint32_t piece_count;
    float x0, x1, base, size, first_word;
    int page;
    struct pdf_fragment place; /* the line's first fragment: where on the page it belongs */
    bool open, aside;
    bool in_first_word;
    bool space; /* a space is due before the next letter */
    unsigned space_marks;
    struct pdf_ink ink; /* the rules of the page */
    struct pdf_rtl rtl;
    struct pdf_unicode unicode;
    const struct pdf_ocr *ocr; /* NULL: no text recognition */
    size_t letters, outside, overdrawn;
    fz_rect sheet; /* the page's edges: what is written beyond them nobody sees */
    bool failed;
};

/* ---- lines ---- */

static void finish_line(struct gatherer *gatherer)
{
    struct pdf_text *text = gatherer->text;
    struct tvx_arena *arena = text->document->arena;
    struct pdf_line *lines, *line;

    if (!gatherer->open)
        return;
    gatherer->open = gatherer->space = false;
    if (gatherer->bytes.length == 0)
        return;
    lines = tvx_arena_grow(arena, text->lines, text->count, &text->capacity, sizeof *lines);
    if (lines == NULL || gatherer->bytes.failed) {
        gatherer->failed = true;
        return;
    }
    text->lines = lines;
    line = &lines[text->count++];
    *line =
        (struct pdf_line){.length = (uint32_t)gatherer->bytes.length, .piece_count = gatherer->piece_count,
                          .x0 = gatherer->x0, .x1 = gatherer->x1, .base = gatherer->base, .size = gatherer->size,
                          .first_word = gatherer->in_first_word ? gatherer->x1 - gatherer->x0 : gatherer->first_word,
                          .page = gatherer->page, .aside = gatherer->aside, .block = SIZE_MAX,
                          .region = gatherer->place.region,
                          .table = gatherer->place.table, .row = gatherer->place.row,
                          .column = gatherer->place.column, .ruled = gatherer->place.ruled,
                          .in_column = gatherer->place.in_column, .left = gatherer->place.cell_x0,
                          .right = gatherer->place.cell_x1};
    line->text = tvx_arena_strndup(arena, gatherer->bytes.data, gatherer->bytes.length);
    line->pieces = tvx_arena_array(arena, gatherer->piece_count, sizeof *line->pieces);
    if (line->text == NULL || line->pieces == NULL) {
        gatherer->failed = true;
        return;
    }
    memcpy(line->pieces, gatherer->pieces, gatherer->piece_count * sizeof *line->pieces);
}

static void begin_line(struct gatherer *gatherer, const struct pdf_fragment *from)
{
    finish_line(gatherer);
    tvx_buf_clear(&gatherer->bytes);
    gatherer->piece_count = 0;
    gatherer->open = true;
    gatherer->in_first_word = true;
    gatherer->place = *from;
    gatherer->aside = from->aside;
    gatherer->x0 = from->x0;
    gatherer->x1 = from->x0;
    gatherer->base = from->base;
    gatherer->size = from->size;
}

static void add_bytes(struct gatherer *gatherer, const char *bytes, size_t length, struct pdf_piece look)
{
    struct pdf_piece *last = gatherer->piece_count == 0 ? NULL : &gatherer->pieces[gatherer->piece_count - 1];

    if (last == NULL || ((last->format != look.format || last->marks != look.marks || last->colour != look.colour) &&
                         gatherer->piece_count < MAX_PIECES)) {
        last = &gatherer->pieces[gatherer->piece_count++];
        *last = look;
        last->start = (uint32_t)gatherer->bytes.length;
        last->length = 0;
    }
    tvx_buf_add(&gatherer->bytes, bytes, length);
    last->length += (uint32_t)length;
}

/* White space of every kind is one space, and none at the line's ends: it is written before the next letter. */
static void add_space(struct gatherer *gatherer, float x, unsigned marks)
{
    gatherer->space_marks = marks | (gatherer->space ? gatherer->space_marks : 0);
    gatherer->space = gatherer->bytes.length > 0;
    if (gatherer->in_first_word && gatherer->space) {
        gatherer->first_word = x - gatherer->x0;
        gatherer->in_first_word = false;
    }
}

/* A space looks as what stands before it; a rule that parts at words marks the space between two marked ones too. */
static void write_space(struct gatherer *gatherer, unsigned next_marks)
{
    struct pdf_piece look = gatherer->pieces[gatherer->piece_count - 1];
    unsigned both = look.marks & next_marks;

    look.marks = (uint8_t)(gatherer->space_marks | both);
    look.format &= ~(uint32_t)TVX_FORMAT_SUPERSCRIPT;
    gatherer->space = false;
    add_bytes(gatherer, " ", 1, look);
}

/*
 * Small letters above the line are superscripts.  Where a line begins with them (a footnote's mark), this shows only
 * when the first letter of full size comes: what stands before it is then made superscript.
 */
static uint32_t height_format(struct gatherer *gatherer, const fz_stext_char *letter)
{
    if (letter->size > 1.25f * gatherer->size && gatherer->bytes.length <= 8) {
        bool raised = gatherer->base < letter->origin.y - 0.1f * letter->size;

        for (uint32_t i = 0; raised && i < gatherer->piece_count; i++)
            gatherer->pieces[i].format |= TVX_FORMAT_SUPERSCRIPT;
        gatherer->size = letter->size;
        gatherer->base = letter->origin.y;
    }
    return letter->size < 0.8f * gatherer->size && letter->origin.y < gatherer->base - 0.1f * gatherer->size
               ? TVX_FORMAT_SUPERSCRIPT
               : 0;
}

/* Symbol fonts put their bullets into the private use area; the three that word processors write are known. */
static int plain_letter(int c)
{
    return c == 0xF0B7 ? 0x2022 : c == 0xF0A7 ? 0x25AA : c == 0xF02D ? 0x2013 : c;
}

static void add_letter(fz_context *ctx, struct gatherer *gatherer, const fz_stext_char *letter)
{
    float left = fz_min(letter->quad.ul.x, letter->quad.ll.x), right = fz_max(letter->quad.ur.x, letter->quad.lr.x);
    int c = plain_letter(letter->c);
    char bytes[FZ_UTFMAX];
    struct pdf_piece look = {.colour = (uint32_t)letter->color & 0xFFFFFF};

    if (letter->origin.x < gatherer->sheet.x0 || letter->origin.x > gatherer->sheet.x1 ||
        letter->origin.y < gatherer->sheet.y0 || letter->origin.y > gatherer->sheet.y1) {
        gatherer->outside++;
        return;
    }
    gatherer->letters++;
    look.marks = (uint8_t)tvx_pdf_ink_marks(&gatherer->ink, letter);
    if (c <= 0x20 || tvx_text_is_space((uint32_t)c)) {
        add_space(gatherer, left, look.marks);
        return;
    }
    look.format = height_format(gatherer, letter);
    if (letter->font != NULL && fz_font_is_bold(ctx, letter->font))
        look.format |= TVX_FORMAT_BOLD;
    if (letter->font != NULL && fz_font_is_italic(ctx, letter->font))
        look.format |= TVX_FORMAT_ITALIC;
    if (gatherer->space)
        write_space(gatherer, look.marks);
    add_bytes(gatherer, bytes, (size_t)fz_runetochar(bytes, c), look);
    if (right > gatherer->x1)
        gatherer->x1 = right;
}

/*
 * MuPDF cuts a row where letters are far apart or stand higher.  A piece goes on the line before when it follows it
 * in the same row: at once, behind the tab after a label ("1.", "(a)"), or as a superscript.
 */
static bool follows(const struct gatherer *gatherer, const struct pdf_fragment *next)
{
    const struct pdf_fragment *place = &gatherer->place;
    float size = next->size, larger = fz_max(size, gatherer->size), smaller = fz_min(size, gatherer->size);
    float rise = fabsf(next->base - gatherer->base), space = next->x0 - gatherer->x1;
    bool label = gatherer->bytes.length <= 12 && gatherer->in_first_word;

    if (gatherer->open && next->line->wmode != 0 && place->line->wmode != 0) /* downwards, letter by letter */
        return fabsf(next->x0 - gatherer->x0) < 0.5f * size && next->base - gatherer->base < 1.6f * size &&
               next->base > gatherer->base;
    if (!gatherer->open || gatherer->aside || next->aside || place->region != next->region ||
        place->table != next->table || place->row != next->row || place->column != next->column)
        return false;
    if (rise > (smaller < 0.8f * larger ? 0.6f : 0.25f) * larger)
        return false;
    if (next->ruled || next->in_column) /* nothing else can stand there; lines set to full width may have wide gaps */
        return space > -0.5f * larger && (next->ruled || space < 12 * larger);
    return space > -0.5f * larger && space < (label ? 8 : 3) * larger;
}

static void add_fragment(fz_context *ctx, struct gatherer *gatherer, const struct pdf_fragment *from)
{
    const fz_stext_char *fullest = from->first;

    for (const fz_stext_char *letter = from->first; gatherer->ink.any && letter != from->end; letter = letter->next)
        fullest = letter->size > fullest->size ? letter : fullest;
    tvx_pdf_ink_line(&gatherer->ink, fullest->origin.y, fullest->size);
    if (follows(gatherer, from)) {
        if (from->line->wmode != 0)
            gatherer->base = from->base;
        else if (from->x0 - gatherer->x1 > 0.15f * gatherer->size)
            add_space(gatherer, from->x0, 0);
    } else {
        begin_line(gatherer, from);
    }
    for (const fz_stext_char *letter = from->first; letter != from->end; letter = letter->next)
        add_letter(ctx, gatherer, letter);
}

/* ---- pages ---- */

/* Degrees by which a page must be turned so that most of its text is level: a wide table may lie on its side. */
static int turn_of(const fz_stext_page *page)
{
    size_t letters[4] = {0}, best = 0; /* that run to the right, downwards, to the left, upwards */

    for (const fz_stext_block *block = page->first_block; block != NULL; block = block->next)
        for (const fz_stext_line *line = block->type == FZ_STEXT_BLOCK_TEXT ? block->u.t.first_line : NULL;
             line != NULL; line = line->next) {
            size_t way = line->dir.y > 0.9f ? 1 : line->dir.x < -0.9f ? 2 : line->dir.y < -0.9f ? 3 : 0;

            for (const fz_stext_char *letter = line->first_char; letter != NULL; letter = letter->next)
                letters[line->wmode == 0 ? way : 0] += letter->c > ' ';
        }
    for (size_t way = 1; way < 4; way++)
        best = letters[way] > letters[0] + letters[1] + letters[2] + letters[3] - letters[way] ? way : best;
    return (int)(4 - best) % 4 * 90;
}

/* The letters of a page in MuPDF's lines, and in `ink` its rules; the page lies as `turn` says, its corner at 0. */
static fz_stext_page *run_page(fz_context *ctx, fz_page *page, struct pdf_ink *ink, fz_matrix turn)
{
    fz_stext_options options = {.flags = 0};
    fz_stext_page *volatile stext = NULL;
    fz_device *volatile letters = NULL, *volatile device = NULL;

    tvx_pdf_ink_begin(ink);
    fz_try(ctx)
    {
        stext = fz_new_stext_page(ctx, fz_transform_rect(fz_bound_page(ctx, page), turn));
        letters = fz_new_stext_device(ctx, stext, &options);
        device = tvx_pdf_ink_device(ctx, ink, letters);
        fz_run_page_contents(ctx, page, device, turn, NULL);
        fz_close_device(ctx, device);
    }
    fz_always(ctx)
    {
        fz_drop_device(ctx, device);
        fz_drop_device(ctx, letters);
    }
    fz_catch(ctx)
    {
        fz_drop_stext_page(ctx, stext);
        fz_rethrow(ctx);
    }
    return stext;
}

static fz_stext_page *draw_page(fz_context *ctx, fz_document *pdf, struct pdf_ink *ink, struct pdf_text *text,
                                int number)
{
    fz_page *page = fz_load_page(ctx, pdf, number);
    fz_stext_page *volatile stext = NULL;
    fz_link *volatile links = NULL;
    fz_matrix turn = fz_identity;
    int degrees;

    fz_try(ctx)
    {
        stext = run_page(ctx, page, ink, turn);
        degrees = turn_of(stext);
        if (degrees != 0) {
            fz_rect box;

            fz_drop_stext_page(ctx, stext);
            stext = NULL;
            turn = fz_rotate((float)degrees);
            box = fz_transform_rect(fz_bound_page(ctx, page), turn);
            turn = fz_concat(turn, fz_translate(-box.x0, -box.y0));
            stext = run_page(ctx, page, ink, turn);
        }
        links = fz_load_links(ctx, page);
        for (fz_link *link = links; link != NULL; link = link->next)
            link->rect = fz_transform_rect(link->rect, turn);
        tvx_pdf_annots(ctx, pdf_page_from_fz_page(ctx, page), number, turn, ink, text);
        tvx_pdf_ink_settle(ink, stext, links);
    }
    fz_always(ctx)
    {
        fz_drop_link(ctx, links);
        fz_drop_page(ctx, page);
    }
    fz_catch(ctx)
    {
        fz_drop_stext_page(ctx, stext);
        fz_rethrow(ctx);
    }
    return stext;
}

static void take_page(fz_context *ctx, fz_document *pdf, struct gatherer *gatherer, int number)
{
    struct pdf_sheet *into = &gatherer->text->pages[number];
    struct pdf_layout layout = {.arena = tvx_arena_new(PAGE_CEILING)};
    size_t letters_before = gatherer->letters;
    fz_stext_page *volatile page = NULL;

    gatherer->failed = gatherer->failed || layout.arena == NULL;
    into->first = gatherer->text->count;
    gatherer->page = number;
    fz_try(ctx)
    {
        page = draw_page(ctx, pdf, &gatherer->ink, gatherer->text, number);
        tvx_pdf_rtl_page(ctx, &gatherer->rtl, page, &gatherer->ink);
        tvx_pdf_rtl_mirror(&gatherer->rtl, page, &gatherer->ink, gatherer->text, number);
        gatherer->sheet = page->mediabox;
        into->width = page->mediabox.x1 - page->mediabox.x0;
        into->height = page->mediabox.y1 - page->mediabox.y0;
        gatherer->overdrawn += gatherer->ink.overdrawn;
        gatherer->failed = gatherer->failed || !tvx_pdf_layout(&layout, page, &gatherer->ink);
        for (size_t i = 0; i < layout.count && !gatherer->failed; i++)
            add_fragment(ctx, gatherer, &layout.fragments[i]);
    }
    fz_always(ctx)
    {
        fz_drop_stext_page(ctx, page);
    }
    fz_catch(ctx)
    {
        tvx_document_warn(gatherer->text->document, SIZE_MAX, "pdf-page", "page %d cannot be read: %s", number + 1,
                          fz_caught_message(ctx));
    }
    finish_line(gatherer);
    into->count = gatherer->text->count - into->first;
    into->scanned = gatherer->letters - letters_before < FEW_LETTERS &&
                    gatherer->ink.pictured > 0.25f * into->width * into->height;
    gatherer->failed = gatherer->failed || !tvx_pdf_ocr_lines(gatherer->text, into, number, gatherer->ocr);
    if (into->turned)
        tvx_pdf_rtl_turn(gatherer->text, into);
    gatherer->failed = gatherer->failed || gatherer->ink.failed;
    tvx_arena_free(layout.arena);
}

/* A title that a person gave, not the name of the file the PDF was printed from. */
static void take_title(fz_context *ctx, pdf_document *pdf, struct tvx_document *document)
{
    static const char *const not_titles[] = {"Microsoft Word", ".doc", ".docx", ".pdf", ".indd", ".rtf", "untitled"};
    char title[500] = "";
    const char *clean;

    fz_try(ctx)
    {
        fz_lookup_metadata(ctx, (fz_document *)pdf, FZ_META_INFO_TITLE, title, sizeof title);
    }
    fz_catch(ctx)
    {
        return;
    }
    title[sizeof title - 1] = '\0';
    for (size_t i = 0; i < sizeof not_titles / sizeof *not_titles; i++)
        if (strcasestr(title, not_titles[i]) != NULL)
            return;
    clean = tvx_text_clean(document->arena, title, strlen(title));
    clean = clean == NULL ? NULL : tvx_text_fold_space(document->arena, clean, strlen(clean));
    if (clean != NULL && strlen(clean) < sizeof title - 4)
        document->title = clean;
}

/* The language that the catalogue names ("en-GB" is "en"). */
static void take_language(fz_context *ctx, pdf_document *pdf, struct tvx_document *document)
{
    const char *volatile language = "";
    char *copy;
    size_t length;

    fz_try(ctx)
    {
        pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, pdf), PDF_NAME(Root));

        language = pdf_dict_get_text_string(ctx, root, PDF_NAME(Lang));
    }
    fz_catch(ctx)
    {
        return;
    }
    length = language == NULL ? 0 : strspn(language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (length < 2 || length > 3)
        return;
    copy = tvx_text_casefold(document->arena, language, length);
    if (copy != NULL)
        document->language = copy;
}

static void measure(struct pdf_text *text)
{
    enum { SIZES = 400, RATIOS = 300 };
    size_t *letters = tvx_arena_array(text->document->arena, SIZES + RATIOS, sizeof *letters), *ratios;
    size_t best = 0, usual = 0;

    text->body_size = 12;
    text->leading = 1.2f;
    if (letters == NULL)
        return;
    ratios = letters + SIZES;
    for (size_t i = 0; i < text->count; i++) {
        const struct pdf_line *line = &text->lines[i];
        size_t half_points = line->size > 0 && line->size < SIZES / 4 ? (size_t)lroundf(line->size * 4) : 0;

        if (half_points < SIZES)
            letters[half_points] += line->length;
        if (i > 0 && line->page == line[-1].page && line->base > line[-1].base && line->size > 1) {
            float ratio = (line->base - line[-1].base) / line->size;

            if (ratio < 2.9f && fabsf(line->size - line[-1].size) < 0.1f)
                ratios[(size_t)(ratio * 100)] += line->length;
        }
    }
    for (size_t i = 1; i < SIZES; i++)
        best = letters[i] > letters[best] || best == 0 ? i : best;
    if (best > 0 && letters[best] > 0)
        text->body_size = (float)best / 4;
    for (size_t i = 1; i + 1 < RATIOS; i++) /* neighbours count too: baselines are rounded */
        if (ratios[i - 1] + ratios[i] + ratios[i + 1] >
            ratios[usual] + (usual > 0 ? ratios[usual - 1] + ratios[usual + 1] : 0))
            usual = i;
    if (usual > 50)
        text->leading = (float)usual / 100;
}

static void take_pages(fz_context *ctx, pdf_document *pdf, struct gatherer *gatherer)
{
    struct pdf_text *text = gatherer->text;
    int count = pdf_count_pages(ctx, pdf);

    if (count > MAX_PAGES)
        fz_throw(ctx, FZ_ERROR_GENERIC, "%d pages are more than the %d that are read", count, MAX_PAGES);
    if (count < 1)
        fz_throw(ctx, FZ_ERROR_GENERIC, "it has no pages; the file is damaged or cut off");
    text->pages = tvx_arena_array(text->document->arena, (size_t)(count < 0 ? 0 : count), sizeof *text->pages);
    gatherer->failed = text->pages == NULL;
    for (int i = 0; i < count && !gatherer->failed; i++) {
        if (gatherer->letters > MAX_LETTERS)
            fz_throw(ctx, FZ_ERROR_GENERIC, "it has more than %d letters", MAX_LETTERS);
        take_page(ctx, (fz_document *)pdf, gatherer, i);
        text->page_count = (size_t)i + 1;
    }
    take_title(ctx, pdf, text->document);
    take_language(ctx, pdf, text->document);
}

static void count_warning(void *context, const char *message)
{
    (void)message;
    ++*(size_t *)context;
}

static void warn_of_losses(struct tvx_document *document, const struct gatherer *gatherer, size_t faults,
                           bool recognised)
{
    if (gatherer->letters == 0 && !recognised)
        tvx_document_warn(document, SIZE_MAX, "pdf-no-text",
                          "the PDF has no text, only pictures of it: run again with --ocr");
    if (gatherer->outside > 0)
        tvx_document_warn(document, SIZE_MAX, "pdf-outside",
                          "%zu letters are written beyond the edges of their pages, where nobody sees them; they were "
                          "left out",
                          gatherer->outside);
    if (gatherer->overdrawn > 0)
        tvx_document_warn(document, SIZE_MAX, "pdf-drawings",
                          "%zu page%s so full of lines that no struck or underlined text was looked for there",
                          gatherer->overdrawn, gatherer->overdrawn == 1 ? " is" : "s are");
    if (faults > 0)
        tvx_document_warn(document, SIZE_MAX, "pdf-faults",
                          "the PDF breaks its format's rules in %zu place%s; some of its text may be missing", faults,
                          faults == 1 ? "" : "s");
}

static enum tvx_status read_open(fz_context *ctx, struct tvx_document *document, const char *bytes, size_t length,
                                 struct gatherer *gatherer, struct tvx_error *error)
{
    fz_stream *volatile stream = NULL;
    pdf_document *volatile pdf = NULL;
    volatile enum tvx_status status = TVX_OK;

    fz_try(ctx)
    {
        stream = fz_open_memory(ctx, (const unsigned char *)bytes, length);
        pdf = pdf_open_document_with_stream(ctx, stream);
        if (pdf_needs_password(ctx, pdf))
            status = tvx_error_set(
                error, TVX_E_UNSUPPORTED,
                "the PDF is protected by a password: open it with the password and print it to a new PDF");
        else
            take_pages(ctx, pdf, gatherer);
        gatherer->failed = gatherer->failed || !tvx_pdf_unicode_tell(ctx, &gatherer->unicode);
        if (!gatherer->failed && gatherer->ocr != NULL)
            gatherer->failed = gatherer->ocr->pictures
                                   ? !tvx_pdf_ocr_pictures(ctx, pdf, gatherer->text, &gatherer->unicode, gatherer->ocr)
                                   : !tvx_pdf_ocr_letters(gatherer->text, &gatherer->unicode, gatherer->ocr);
    }
    fz_always(ctx)
    {
        tvx_pdf_unicode_drop(ctx, &gatherer->unicode);
        pdf_drop_document(ctx, pdf);
        fz_drop_stream(ctx, stream);
    }
    fz_catch(ctx)
    {
        status = tvx_error_set(error, TVX_E_MALFORMED, "the PDF cannot be read: %s", fz_caught_message(ctx));
    }
    (void)document;
    return status;
}

enum tvx_status tvx_pdf_read_ocr(struct tvx_document *document, const char *bytes, size_t length,
                                 const struct pdf_ocr *ocr, struct tvx_error *error)
{
    fz_context *ctx = fz_new_context(NULL, NULL, STORE);
    struct pdf_text text = {.document = document};
    struct gatherer *gatherer = tvx_arena_alloc(document->arena, sizeof *gatherer);
    enum tvx_status status;
    size_t faults = 0;

    tvx_pdf_fonts();
    document->format = "pdf";
    if (ctx == NULL || gatherer == NULL) {
        fz_drop_context(ctx);
        return tvx_error_nomem(error);
    }
    gatherer->text = &text;
    gatherer->ocr = ocr;
    gatherer->ink.arena = gatherer->unicode.arena = document->arena;
    gatherer->ink.unicode = &gatherer->unicode;
    tvx_buf_init(&gatherer->bytes, 1 << 24);
    fz_set_warning_callback(ctx, count_warning, &faults);
    fz_set_error_callback(ctx, count_warning, &faults);
    status = read_open(ctx, document, bytes, length, gatherer, error);
    fz_drop_context(ctx);
    tvx_buf_free(&gatherer->bytes);
    if (status != TVX_OK)
        return status;
    if (ocr != NULL && ocr->pictures)
        return gatherer->failed ? tvx_error_nomem(error) : TVX_OK;
    measure(&text);
    if (gatherer->failed || !tvx_pdf_unicode_settle(&text, &gatherer->unicode, ocr != NULL) ||
        !tvx_pdf_rtl_settle(&text, &gatherer->rtl) || !tvx_pdf_furniture(&text) ||
        !tvx_pdf_redline(&text) || !tvx_pdf_paragraphs(&text) || !tvx_pdf_comments(&text))
        return tvx_error_nomem(error);
    tvx_pdf_ocr_warn(&text, ocr);
    warn_of_losses(document, gatherer, faults, ocr != NULL);
    return TVX_OK;
}

enum tvx_status tvx_pdf_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                             struct tvx_error *error)
{
    (void)name;
    return tvx_pdf_read_ocr(document, bytes, length, NULL, error);
}

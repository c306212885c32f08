/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "pdf_bidi.h"
#include "pdf_replace.h"
#include "pdf_rtl.h"

/*
 * BACK: how many rows back a piece is still put to its row (a table's row has a piece a column).  The stand-ins for
 * brackets are the last letters of the last private plane, one for each of `brackets`.
 */
enum { WIDTHS = 100, BACK = 24, STAND_INS = 0x10FF00 };
static const char brackets[] = "()[]{}<>";
static const uint32_t wide_brackets[] = {0xAB, 0xBB, 0x2039, 0x203A};
static const float same_space = 0.02f, apart = 1.6f;

struct piece { /* a line of MuPDF's */
    fz_stext_line *line;
    float x0, x1, base, size;
    size_t row, letters, place; /* place: among MuPDF's lines */
    bool right, marks_only;
};

struct row {
    float base, size;
    float x0, x1;
    bool right; /* has right-to-left text */
};

struct page_rows {
    struct tvx_arena *arena;
    const struct pdf_ink *ink;
    size_t lines; /* of MuPDF's on the page */
    struct piece *pieces;
    size_t piece_count;
    struct row *rows;
    size_t row_count;
};

/* ---- rows ---- */

static bool is_level(const fz_stext_line *line)
{
    return line->wmode == 0 && fabsf(line->dir.y) <= 0.2f;
}

static void describe(struct piece *piece, fz_stext_line *line)
{
    *piece = (struct piece){.line = line, .x0 = line->bbox.x0, .x1 = line->bbox.x1, .marks_only = true};
    for (const fz_stext_char *letter = line->first_char; letter != NULL; letter = letter->next) {
        bool mark = u_charType(letter->c) == U_NON_SPACING_MARK;

        piece->letters++;
        piece->right = piece->right || tvx_pdf_bidi_is_right((uint32_t)letter->c);
        if (letter->size > piece->size && (!mark || piece->marks_only)) {
            piece->size = letter->size;
            piece->base = letter->origin.y;
        }
        piece->marks_only = piece->marks_only && (mark || letter->c == ' ');
    }
}

static bool belongs(const struct row *row, const struct piece *piece)
{
    float larger = fmaxf(row->size, piece->size), smaller = fminf(row->size, piece->size);
    float rise = fabsf(row->base - piece->base);

    if (piece->marks_only) /* vowel signs are placed by their letter's height */
        return rise < larger && piece->x0 < row->x1 && piece->x1 > row->x0;
    return rise <= (smaller < 0.8f * larger ? 0.6f : 0.25f) * larger;
}

static void find_row(struct page_rows *rows, struct piece *piece)
{
    size_t first = rows->row_count > BACK ? rows->row_count - BACK : 0;
    struct row *row;

    for (size_t i = rows->row_count; i > first; i--) {
        row = &rows->rows[i - 1];
        if (!belongs(row, piece))
            continue;
        row->right = row->right || piece->right;
        row->x0 = fminf(row->x0, piece->x0);
        row->x1 = fmaxf(row->x1, piece->x1);
        if (piece->size > row->size && !piece->marks_only) {
            row->size = piece->size;
            row->base = piece->base;
        }
        piece->row = i - 1;
        return;
    }
    piece->row = rows->row_count;
    rows->rows[rows->row_count++] =
        (struct row){.base = piece->base, .size = piece->size, .x0 = piece->x0, .x1 = piece->x1, .right = piece->right};
}

static int by_row(const void *a, const void *b)
{
    const struct piece *one = a, *other = b;

    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    return (one->x0 > other->x0) - (one->x0 < other->x0);
}

/* ---- one row ---- */

static uint32_t bracket_stand_in(uint32_t point)
{
    const char *found = point > ' ' && point < 0x80 ? strchr(brackets, (int)point) : NULL;

    if (found != NULL)
        return STAND_INS + (uint32_t)(found - brackets);
    for (uint32_t i = 0; i < 4; i++)
        if (wide_brackets[i] == point)
            return STAND_INS + 8 + i;
    return point;
}

static uint32_t bracket_of(uint32_t stand_in)
{
    uint32_t index = stand_in - STAND_INS;

    return index < 8 ? (unsigned char)brackets[index] : wide_brackets[index - 8];
}

/* Angle brackets and guillemets do not tell: quotation marks point either way by custom. */
static void count_brackets(struct pdf_rtl *rtl, const struct pdf_bidi_line *line)
{
    size_t meant = 0, shown = 0;
    int last = 0;

    for (size_t i = 0; i < line->count; i++) {
        uint32_t point = line->letters[i].point;

        if (!line->letters[i].right_to_left || (point != '(' && point != ')' && point != '[' && point != ']'))
            continue;
        if (last == '(' && (point == ')' || point == ']'))
            meant++;
        if (last == ')' && (point == '(' || point == '['))
            shown++;
        last = last == 0 || last == '!' ? (point == '(' || point == '[' ? '(' : ')') : '!';
    }
    rtl->meant += meant;
    rtl->shown += shown;
}

/* The row's letters go to `into`, in order; the other pieces are emptied. */
static void write_row(fz_context *ctx, fz_stext_page *page, fz_stext_line *into, fz_stext_char *const *from,
                      const struct pdf_bidi_line *line)
{
    fz_stext_char **end = &into->first_char;

    into->dir = (fz_point){1, 0};
    into->last_char = NULL;
    *end = NULL;
    for (size_t i = 0; i < line->count; i++) {
        const struct pdf_bidi_letter *letter = &line->letters[i];
        fz_stext_char *copy = fz_pool_alloc(ctx, page->pool, sizeof *copy);

        *copy = *from[letter->glyph];
        copy->c = (int)(letter->right_to_left ? bracket_stand_in(letter->point) : letter->point);
        copy->next = NULL;
        fz_keep_font(ctx, copy->font); /* the page drops it once for each letter */
        if (letter->point == ' ') { /* rules may run through the gap or end before it */
            copy->quad.ul.x = copy->quad.ll.x = letter->x0;
            copy->quad.ur.x = copy->quad.lr.x = letter->x1;
        }
        *end = copy;
        end = &copy->next;
        into->last_char = copy;
    }
}

/* The edges where a letter stands on its line: slanted letters reach beyond. */
static float edge_at(fz_point low, fz_point high, float y)
{
    return fabsf(high.y - low.y) < 0.01f ? low.x : low.x + (high.x - low.x) * (y - low.y) / (high.y - low.y);
}

/* MuPDF puts spaces of its own into gaps; they show by not having the width of the file's. */
static struct pdf_bidi_glyph glyph_of(const struct pdf_rtl *rtl, const fz_stext_char *letter)
{
    struct pdf_bidi_glyph glyph = {.x0 = edge_at(letter->quad.ll, letter->quad.ul, letter->origin.y),
                                   .x1 = edge_at(letter->quad.lr, letter->quad.ur, letter->origin.y),
                                   .point = (uint32_t)letter->c};

    if (letter->c == ' ' && rtl->space > 0 && fabsf((glyph.x1 - glyph.x0) / letter->size - rtl->space) > same_space)
        glyph.point = PDF_BIDI_NOTHING;
    return glyph;
}

/*
 * Of a ligature that stands for several letters MuPDF gives the first all of its width and the others none, at its
 * right edge; written from the right they follow at the left one.
 */
static void stand_behind(struct pdf_bidi_glyph *glyph, const fz_stext_char *letter, const fz_stext_char *before)
{
    if (before == NULL || glyph->x1 - glyph->x0 > 0.001f || !tvx_pdf_bidi_is_right(glyph->point) ||
        u_charType((UChar32)glyph->point) == U_NON_SPACING_MARK || !tvx_pdf_bidi_is_right((uint32_t)before->c) ||
        fabsf(letter->quad.ll.x - before->quad.lr.x) > 0.01f)
        return;
    glyph->x0 = glyph->x1 = fminf(glyph[-1].x0, glyph[-1].x1) - 0.01f;
}

static void order_run(fz_context *ctx, struct pdf_rtl *rtl, struct page_rows *rows, fz_stext_page *page,
                      struct piece *pieces, size_t count, float size)
{
    size_t letters = 0, total = 0, right = 0, left = 0, first = 0;
    bool from_right;
    struct pdf_bidi_glyph *glyphs;
    struct pdf_bidi_line line;
    fz_stext_char **from;

    for (size_t i = 0; i < count; i++)
        total += pieces[i].letters;
    glyphs = tvx_arena_array(rows->arena, total + 1, sizeof *glyphs);
    from = tvx_arena_array(rows->arena, total + 1, sizeof(fz_stext_char *));
    if (glyphs == NULL || from == NULL)
        fz_throw(ctx, FZ_ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        for (fz_stext_char *letter = pieces[i].line->first_char; letter != NULL; letter = letter->next) {
            glyphs[letters] = glyph_of(rtl, letter);
            stand_behind(&glyphs[letters], letter, letter == pieces[i].line->first_char ? NULL : from[letters - 1]);
            right += tvx_pdf_bidi_is_right((uint32_t)letter->c);
            left += u_charDirection(letter->c) == U_LEFT_TO_RIGHT && !tvx_pdf_bidi_is_unknown((uint32_t)letter->c);
            from[letters++] = letter;
        }
    from_right = right > left || (rtl->page_right && (right > 0 || left == 0));
    if (!tvx_pdf_bidi_order(&line, rows->arena, glyphs, letters, size, from_right, rtl->space > 0))
        return; /* left as MuPDF has it */
    count_brackets(rtl, &line);
    for (size_t i = 1; i < count; i++)
        first = pieces[i].place < pieces[first].place ? i : first;
    for (size_t i = 0; i < count; i++) {
        pieces[first].line->bbox = fz_union_rect(pieces[first].line->bbox, pieces[i].line->bbox);
        pieces[i].line->first_char = pieces[i].line->last_char = NULL;
    }
    write_row(ctx, page, pieces[first].line, from, &line);
    for (size_t i = 0; i < letters; i++)
        fz_drop_font(ctx, from[i]->font);
}

/* Is there an upright rule between two pieces of a row? */
static bool walled(const struct pdf_ink *ink, const struct row *row, float from, float to)
{
    float y = row->base - 0.3f * row->size;

    for (size_t i = 0; i < ink->upright_count; i++)
        if (ink->uprights[i].y0 <= y && ink->uprights[i].y1 >= y && ink->uprights[i].x0 >= from - 2 &&
            ink->uprights[i].x1 <= to + 2)
            return true;
    return false;
}

/*
 * A row is cut where its pieces stand apart, for there may be columns; what is cut for another reason (a label and its
 * paragraph) is put together again when the columns are known.
 */
static void order_row(fz_context *ctx, struct pdf_rtl *rtl, struct page_rows *rows, fz_stext_page *page, size_t from,
                      size_t to)
{
    float size = rows->rows[rows->pieces[from].row].size, reach = rows->pieces[from].x1;

    for (size_t start = from, i = from + 1; i <= to; i++) {
        float gap = i < to ? rows->pieces[i].x0 - reach : INFINITY;

        if (gap > apart * size || walled(rows->ink, &rows->rows[rows->pieces[from].row], reach, rows->pieces[i].x0)) {
            bool right = rtl->page_right && i > start + 1;

            for (size_t p = start; p < i; p++)
                right = right || rows->pieces[p].right;
            if (right)
                order_run(ctx, rtl, rows, page, rows->pieces + start, i - start, size);
            start = i;
            reach = i < to ? rows->pieces[i].x1 : 0;
        }
        reach = i < to ? fmaxf(reach, rows->pieces[i].x1) : reach;
    }
}

/* ---- the page ---- */

static size_t count_letters(struct pdf_rtl *rtl, const fz_stext_page *page)
{
    size_t lines = 0, letters = 0, right = 0, spaces = 0, widths[WIDTHS] = {0}, usual = 1;

    for (const fz_stext_block *block = page->first_block; block != NULL; block = block->next)
        for (const fz_stext_line *line = block->type == FZ_STEXT_BLOCK_TEXT ? block->u.t.first_line : NULL;
             line != NULL; line = line->next) {
            lines++;
            for (const fz_stext_char *letter = line->first_char; letter != NULL; letter = letter->next) {
                letters += letter->c > ' ';
                right += tvx_pdf_bidi_is_right((uint32_t)letter->c);
                if (letter->c == ' ' && letter->size > 0) {
                    float width = (letter->quad.lr.x - letter->quad.ll.x) / letter->size * 100;

                    spaces++;
                    widths[width > 0 && width < WIDTHS - 1 ? (size_t)width : 0]++;
                }
            }
        }
    for (size_t i = 1; i + 1 < WIDTHS; i++) /* two neighbours, for a width between them is rounded either way */
        usual = widths[i] + widths[i + 1] > widths[usual] + widths[usual + 1] ? i : usual;
    rtl->space = (widths[usual] + widths[usual + 1]) * 2 > spaces ? (float)(usual + 1) / 100 : 0;
    rtl->letters += letters;
    rtl->right += right;
    /* a page of a table or a list of names in an Arabic document is a page of an Arabic document */
    rtl->page_right = right * 5 > letters * 2 || (rtl->right * 5 > rtl->letters * 2 && right * 10 > letters);
    return right > 0 ? lines : 0;
}

static void order_page(fz_context *ctx, struct pdf_rtl *rtl, struct page_rows *rows, fz_stext_page *page)
{
    rows->pieces = tvx_arena_array(rows->arena, rows->lines, sizeof *rows->pieces);
    rows->rows = tvx_arena_array(rows->arena, rows->lines, sizeof *rows->rows);
    if (rows->pieces == NULL || rows->rows == NULL)
        fz_throw(ctx, FZ_ERROR_MEMORY, "out of memory");
    for (fz_stext_block *block = page->first_block; block != NULL; block = block->next)
        for (fz_stext_line *line = block->type == FZ_STEXT_BLOCK_TEXT ? block->u.t.first_line : NULL; line != NULL;
             line = line->next) {
            if (line->first_char == NULL || !is_level(line))
                continue;
            describe(&rows->pieces[rows->piece_count], line);
            rows->pieces[rows->piece_count].place = rows->piece_count;
            find_row(rows, &rows->pieces[rows->piece_count++]);
        }
    if (rows->piece_count > 0)
        qsort(rows->pieces, rows->piece_count, sizeof *rows->pieces, by_row);
    for (size_t from = 0, to; from < rows->piece_count; from = to) {
        for (to = from + 1; to < rows->piece_count && rows->pieces[to].row == rows->pieces[from].row; to++)
            continue;
        if (rtl->page_right || rows->rows[rows->pieces[from].row].right)
            order_row(ctx, rtl, rows, page, from, to);
    }
}

void tvx_pdf_rtl_page(fz_context *ctx, struct pdf_rtl *rtl, fz_stext_page *page, const struct pdf_ink *ink)
{
    struct page_rows rows = {.lines = count_letters(rtl, page), .ink = ink};

    if (rows.lines == 0)
        return;
    rows.arena = tvx_arena_new((size_t)256 << 20);
    if (rows.arena == NULL)
        fz_throw(ctx, FZ_ERROR_MEMORY, "out of memory");
    fz_try(ctx)
    {
        order_page(ctx, rtl, &rows, page);
    }
    fz_always(ctx)
    {
        tvx_arena_free(rows.arena);
    }
    fz_catch(ctx)
    {
        fz_rethrow(ctx);
    }
}

static void turn_rules(struct pdf_rule *rules, size_t count, float edges)
{
    for (size_t i = 0; i < count; i++) {
        float left = rules[i].x0;

        rules[i].x0 = edges - rules[i].x1;
        rules[i].x1 = edges - left;
    }
}

static void turn_letter(fz_stext_char *letter, float edges)
{
    fz_quad quad = letter->quad;

    letter->origin.x = edges - letter->origin.x;
    letter->quad.ul.x = edges - quad.ur.x;
    letter->quad.ur.x = edges - quad.ul.x;
    letter->quad.ll.x = edges - quad.lr.x;
    letter->quad.lr.x = edges - quad.ll.x;
}

void tvx_pdf_rtl_mirror(const struct pdf_rtl *rtl, fz_stext_page *page, struct pdf_ink *ink, struct pdf_text *text,
                        int number)
{
    float edges = page->mediabox.x0 + page->mediabox.x1;

    if (!rtl->page_right)
        return;
    turn_rules(ink->rules, ink->rule_count, edges);
    turn_rules(ink->uprights, ink->upright_count, edges);
    for (size_t i = 0; i < ink->link_count; i++)
        ink->links[i] = (fz_rect){edges - ink->links[i].x1, ink->links[i].y0, edges - ink->links[i].x0,
                                  ink->links[i].y1};
    for (size_t i = text->note_count; i > 0 && text->notes[i - 1].page == number; i--)
        text->notes[i - 1].x = edges - text->notes[i - 1].x;
    for (fz_stext_block *block = page->first_block; block != NULL; block = block->next)
        for (fz_stext_line *line = block->type == FZ_STEXT_BLOCK_TEXT ? block->u.t.first_line : NULL; line != NULL;
             line = line->next) {
            line->bbox = (fz_rect){edges - line->bbox.x1, line->bbox.y0, edges - line->bbox.x0, line->bbox.y1};
            for (fz_stext_char *letter = line->first_char; letter != NULL; letter = letter->next)
                turn_letter(letter, edges);
        }
}

void tvx_pdf_rtl_turn(struct pdf_text *text, const struct pdf_sheet *page)
{
    for (size_t i = page->first; i < page->first + page->count; i++) {
        struct pdf_line *line = &text->lines[i];
        float left = line->x0;

        line->x0 = page->width - line->x1;
        line->x1 = page->width - left;
    }
}

/* ---- brackets ---- */

struct bracket_choice {
    bool turn;
};

static uint32_t choose_bracket(const void *context, uint32_t point)
{
    const struct bracket_choice *choice = context;
    uint32_t bracket;

    if (point < STAND_INS || point >= STAND_INS + 12)
        return point;
    bracket = bracket_of(point);
    return choice->turn ? (uint32_t)u_charMirror((UChar32)bracket) : bracket;
}

bool tvx_pdf_rtl_settle(struct pdf_text *text, const struct pdf_rtl *rtl)
{
    struct bracket_choice choice = {.turn = rtl->shown > rtl->meant};

    return rtl->right == 0 || tvx_pdf_replace(text, choose_bracket, &choice);
}

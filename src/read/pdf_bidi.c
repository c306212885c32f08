/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "pdf_bidi.h"

/*
 * Gaps in multiples of the letters' size: a word space is seldom under a fifth of it, letters that do not join stand at
 * most a tenth apart.  Where the file draws a space too, a smaller gap will do.
 */
enum { MAX_GLYPHS = 100000, MAX_FOLD = 18 /* U+FDFA is eighteen letters */, TATWEEL = 0x640 };
static const float gap_alone = 0.16f, gap_besides_drawn = 0.5f, gap_with_space = 0.06f;

struct cell { /* one place of the line from left to right: a letter or a space */
    float x0, x1;
    uint32_t point, glyph;
    uint32_t first_mark, last_mark; /* list of the marks on it, UINT32_MAX none */
};

struct sorter {
    const struct pdf_bidi_glyph *glyphs;
    struct cell *cells;
    size_t count;
    uint32_t *next_mark; /* by glyph */
    float *spaces;       /* middles of drawn spaces, ascending */
    size_t space_count;
    float size, alone; /* alone: a gap of so many sizes is a space though none is drawn */
};

bool tvx_pdf_bidi_is_right(uint32_t point)
{
    return (point >= 0x590 && point < 0x900) || (point >= 0xFB1D && point < 0xFE00) ||
           (point >= 0xFE70 && point < 0xFEFD);
}

bool tvx_pdf_bidi_is_unknown(uint32_t point)
{
    return point == 0xFFFD || point >= 0xF0000;
}

static bool is_mark(uint32_t point)
{
    return point >= 0x300 && u_charType((UChar32)point) == U_NON_SPACING_MARK;
}

static bool is_space(uint32_t point)
{
    return point <= 0x20 || point == 0xA0 || (point >= 0x2000 && point <= 0x200B) || u_isUWhiteSpace((UChar32)point);
}

/* ---- from glyphs to cells in order of place ---- */

static int by_place(const void *a, const void *b)
{
    const struct cell *one = a, *other = b;
    float left = one->x0 + one->x1, right = other->x0 + other->x1;

    if (left != right)
        return left < right ? -1 : 1;
    return (one->glyph > other->glyph) - (one->glyph < other->glyph);
}

static int by_value(const void *a, const void *b)
{
    const float *one = a, *other = b;

    return (*one > *other) - (*one < *other);
}

/* The cell under x: the last whose left edge is not right of it, and of two that overlap the one that holds it. */
static size_t cell_at(const struct sorter *sorter, float x)
{
    size_t low = 0, high = sorter->count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (sorter->cells[middle].x0 <= x)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return 0;
    low--;
    return low > 0 && sorter->cells[low].x1 < x && sorter->cells[low - 1].x1 > x ? low - 1 : low;
}

static bool carries_marks(uint32_t point)
{
    return tvx_pdf_bidi_is_unknown(point) || u_isalpha((UChar32)point);
}

/* Marks have no width, and some fonts have their origin beside the letter: what is no letter gives them to one. */
static size_t letter_at(const struct sorter *sorter, float x)
{
    size_t at = cell_at(sorter, x);

    if (carries_marks(sorter->cells[at].point))
        return at;
    if (at + 1 < sorter->count && carries_marks(sorter->cells[at + 1].point) &&
        sorter->cells[at + 1].x0 - sorter->cells[at].x1 < gap_alone * sorter->size)
        return at + 1;
    return at > 0 && carries_marks(sorter->cells[at - 1].point) &&
                   sorter->cells[at].x0 - sorter->cells[at - 1].x1 < gap_alone * sorter->size
               ? at - 1
               : at;
}

static void attach_marks(struct sorter *sorter, size_t count)
{
    for (size_t i = 0; i < count && sorter->count > 0; i++) {
        const struct pdf_bidi_glyph *glyph = &sorter->glyphs[i];
        struct cell *cell;

        if (!is_mark(glyph->point))
            continue;
        cell = &sorter->cells[letter_at(sorter, (glyph->x0 + glyph->x1) / 2)];
        if (cell->first_mark == UINT32_MAX)
            cell->first_mark = (uint32_t)i;
        else
            sorter->next_mark[cell->last_mark] = (uint32_t)i;
        cell->last_mark = (uint32_t)i;
    }
}

static bool sort_cells(struct sorter *sorter, struct tvx_arena *arena, size_t count)
{
    bool marks_only = true; /* with no letter to go on, they stand by themselves */

    sorter->cells = tvx_arena_array(arena, 2 * count + 1, sizeof *sorter->cells); /* twice: for the spaces to come */
    sorter->next_mark = tvx_arena_array(arena, count + 1, sizeof *sorter->next_mark);
    sorter->spaces = tvx_arena_array(arena, count + 1, sizeof *sorter->spaces);
    if (sorter->cells == NULL || sorter->next_mark == NULL || sorter->spaces == NULL)
        return false;
    for (size_t i = 0; i < count && marks_only; i++)
        marks_only = sorter->glyphs[i].point == PDF_BIDI_NOTHING || is_mark(sorter->glyphs[i].point) ||
                     is_space(sorter->glyphs[i].point);
    for (size_t i = 0; i < count; i++) {
        const struct pdf_bidi_glyph *glyph = &sorter->glyphs[i];

        sorter->next_mark[i] = UINT32_MAX;
        if (glyph->point == PDF_BIDI_NOTHING)
            continue;
        if (is_space(glyph->point))
            sorter->spaces[sorter->space_count++] = (glyph->x0 + glyph->x1) / 2;
        else if (marks_only || !is_mark(glyph->point))
            sorter->cells[sorter->count++] = (struct cell){.x0 = glyph->x0, .x1 = glyph->x1, .point = glyph->point,
                                                           .glyph = (uint32_t)i, .first_mark = UINT32_MAX};
    }
    qsort(sorter->cells, sorter->count, sizeof *sorter->cells, by_place);
    qsort(sorter->spaces, sorter->space_count, sizeof *sorter->spaces, by_value);
    if (!marks_only)
        attach_marks(sorter, count);
    return true;
}

/* Puts a space between cells that stand apart. */
static bool add_spaces(struct sorter *sorter, struct tvx_arena *arena)
{
    struct cell *spaced = tvx_arena_array(arena, 2 * sorter->count + 1, sizeof *spaced);
    size_t count = 0, space = 0;
    float reach = 0;

    if (spaced == NULL)
        return false;
    for (size_t i = 0; i < sorter->count; i++) {
        const struct cell *cell = &sorter->cells[i];
        float gap = cell->x0 - reach;
        bool drawn = false;

        for (; i > 0 && space < sorter->space_count && sorter->spaces[space] < cell->x0; space++)
            drawn = drawn || sorter->spaces[space] > reach;
        if (i > 0 && gap > (drawn ? gap_with_space : sorter->alone) * sorter->size)
            spaced[count++] = (struct cell){.x0 = reach, .x1 = cell->x0, .point = ' ',
                                            .glyph = sorter->cells[i - 1].glyph, .first_mark = UINT32_MAX};
        spaced[count++] = *cell;
        reach = i == 0 || cell->x1 > reach ? cell->x1 : reach;
    }
    sorter->cells = spaced;
    sorter->count = count;
    return true;
}

/* ---- order ---- */

/* A letter of the basic plane that behaves in the algorithm as the cell does. */
static UChar stand_in(uint32_t point, bool right_to_left)
{
    if (tvx_pdf_bidi_is_unknown(point) || (point >= 0xE000 && point < 0xF900))
        return right_to_left ? 0x627 : 'a';
    if (point < 0x10000 && (point < 0x202A || point > 0x202E) && (point < 0x2066 || point > 0x2069) && point > 0x1F)
        return (UChar)point;
    return u_charDirection((UChar32)point) == U_RIGHT_TO_LEFT ? 0x5D0 : 'a';
}

static bool is_right_unit(UChar unit)
{
    UCharDirection direction = u_charDirection(unit);

    return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

/*
 * "f(x)" within Arabic shows as "f(x" with a bracket before it would: the pair is the likelier.  Brackets right behind
 * a letter of left-to-right script, with nothing of the other between them, become such letters.
 */
static void keep_pairs(UChar *seen, int32_t count)
{
    int32_t open[32];
    int depth = 0;

    for (int32_t i = 0; i < count; i++) {
        if (is_right_unit(seen[i])) {
            depth = 0;
        } else if (seen[i] == '(' || seen[i] == '[') {
            if (depth < 32 && i > 0 && u_charDirection(seen[i - 1]) == U_LEFT_TO_RIGHT)
                open[depth++] = i;
            else
                depth = 0;
        } else if ((seen[i] == ')' || seen[i] == ']') && depth > 0) {
            seen[open[--depth]] = seen[i] = 'a';
        }
    }
}

/* Does this logical order, shown by the algorithm, give the line as it is seen? */
static bool shows_as(UBiDi *bidi, const UChar *seen, const int32_t *order, int32_t count, bool right_to_left,
                     UChar *scratch, int32_t *map)
{
    UErrorCode code = U_ZERO_ERROR;

    for (int32_t i = 0; i < count; i++)
        scratch[i] = seen[order[i]];
    ubidi_setReorderingMode(bidi, UBIDI_REORDER_DEFAULT);
    ubidi_setPara(bidi, scratch, count, right_to_left ? 1 : 0, NULL, &code);
    ubidi_getVisualMap(bidi, map, &code);
    for (int32_t i = 0; U_SUCCESS(code) && i < count; i++)
        if (scratch[map[i]] != seen[i])
            return false;
    return U_SUCCESS(code);
}

/*
 * Turning the algorithm round is not unique, and ICU has three ways; the first whose result shows as the line is seen
 * is taken.  order[i] is the cell that is read as the i-th.
 */
static bool find_order(const struct sorter *sorter, struct tvx_arena *arena, bool right_to_left, int32_t *order)
{
    static const UBiDiReorderingMode modes[] = {UBIDI_REORDER_INVERSE_NUMBERS_AS_L, UBIDI_REORDER_INVERSE_LIKE_DIRECT,
                                                UBIDI_REORDER_INVERSE_FOR_NUMBERS_SPECIAL};
    enum { MODES = sizeof modes / sizeof *modes };
    int32_t count = (int32_t)sorter->count, *map = tvx_arena_array(arena, sorter->count + 1, sizeof *map);
    UChar *seen = tvx_arena_array(arena, sorter->count + 1, sizeof *seen);
    UChar *scratch = tvx_arena_array(arena, sorter->count + 1, sizeof *scratch);
    UErrorCode code = U_ZERO_ERROR;
    UBiDi *bidi = ubidi_open();
    bool found = false;

    if (bidi == NULL || map == NULL || seen == NULL || scratch == NULL) {
        ubidi_close(bidi);
        return false;
    }
    for (int32_t i = 0; i < count; i++)
        seen[i] = stand_in(sorter->cells[i].point, right_to_left);
    keep_pairs(seen, count);
    /* one round more than there are ways: none shows exactly as seen, then the first is as good as any */
    for (int round = 0; round <= MODES && !found && U_SUCCESS(code); round++) {
        ubidi_setReorderingMode(bidi, modes[round % MODES]);
        ubidi_setPara(bidi, seen, count, right_to_left ? 1 : 0, NULL, &code);
        ubidi_getVisualMap(bidi, order, &code);
        found = U_SUCCESS(code) &&
                (round == MODES || shows_as(bidi, seen, order, count, right_to_left, scratch, map));
    }
    ubidi_close(bidi);
    return found;
}

/* ---- letters ---- */

/*
 * Contextual forms and ligatures become their letters; only these are decomposed, for elsewhere compatibility is not
 * identity (the fullwidth comma of Chinese is no comma).  The forms of Farsi yeh that have two dots are drawn as Arabic
 * yeh is, and fonts for Arabic call them either.
 */
static size_t fold(uint32_t point, uint32_t out[MAX_FOLD])
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *form;
    UChar units[2 * MAX_FOLD];
    int32_t length;
    size_t count = 0;

    out[0] = point == 0xFBFE || point == 0xFBFF ? 0x64A : point;
    if (out[0] != point || !((point >= 0xFB1D && point < 0xFE00) || (point >= 0xFE70 && point < 0xFEFD)))
        return 1;
    form = unorm2_getNFKCInstance(&code);
    length = U_FAILURE(code) ? -1 : unorm2_getDecomposition(form, (UChar32)point, units, 2 * MAX_FOLD, &code);
    if (length < 0 || U_FAILURE(code))
        return 1;
    for (int32_t i = 0; i < length && count < MAX_FOLD;) {
        UChar32 c;

        U16_NEXT(units, i, length, c);
        if (!(count == 0 && (c == ' ' || c == TATWEEL))) /* what carries a lone mark */
            out[count++] = (uint32_t)c;
    }
    return count;
}

static void write_cell(struct pdf_bidi_line *out, const struct sorter *sorter, const struct cell *cell, bool reversed)
{
    uint32_t points[MAX_FOLD];
    size_t count = fold(cell->point, points);

    for (size_t i = 0; i < count; i++)
        out->letters[out->count++] =
            (struct pdf_bidi_letter){.point = points[i], .glyph = cell->glyph, .x0 = cell->x0, .x1 = cell->x1,
                                     .right_to_left = reversed};
    for (uint32_t mark = cell->first_mark; mark != UINT32_MAX; mark = sorter->next_mark[mark]) {
        count = fold(sorter->glyphs[mark].point, points);
        for (size_t i = 0; i < count; i++)
            out->letters[out->count++] = (struct pdf_bidi_letter){.point = points[i], .glyph = mark};
    }
}

/* Room for all the letters that the cells may become. */
static size_t letters_of(const struct sorter *sorter, size_t glyph_count)
{
    size_t room = sorter->count + glyph_count + 1;

    for (size_t i = 0; i < sorter->count; i++)
        room += tvx_pdf_bidi_is_right(sorter->cells[i].point) && sorter->cells[i].point > 0xFB00 ? MAX_FOLD : 0;
    for (size_t i = 0; i < glyph_count; i++)
        room += is_mark(sorter->glyphs[i].point) && sorter->glyphs[i].point > 0xFB00 ? MAX_FOLD : 0;
    return room;
}

static bool joins(uint32_t point)
{
    return tvx_pdf_bidi_is_unknown(point) || (tvx_pdf_bidi_is_right(point) && u_isalpha((UChar32)point));
}

/* Tatweels between letters only stretch the word; behind the last letter one may be meant. */
static void drop_tatweels(struct pdf_bidi_line *line)
{
    size_t kept = 0;

    for (size_t i = 0; i < line->count; i++) {
        const struct pdf_bidi_letter *letter = &line->letters[i];

        if (letter->point == TATWEEL) {
            size_t next = i + 1;

            while (next < line->count && line->letters[next].point == TATWEEL)
                next++;
            if (kept > 0 && (line->letters[kept - 1].point == TATWEEL ||
                             (next < line->count && joins(line->letters[next].point))))
                continue;
        }
        line->letters[kept++] = *letter;
    }
    line->count = kept;
}

bool tvx_pdf_bidi_order(struct pdf_bidi_line *out, struct tvx_arena *arena, const struct pdf_bidi_glyph *glyphs,
                        size_t count, float size, bool right_to_left, bool spaces_drawn)
{
    struct sorter sorter = {.glyphs = glyphs, .size = size, .alone = spaces_drawn ? gap_besides_drawn : gap_alone};
    int32_t *order, before = -1;

    *out = (struct pdf_bidi_line){.letters = NULL};
    if (count > MAX_GLYPHS || !sort_cells(&sorter, arena, count) || !add_spaces(&sorter, arena))
        return false;
    order = tvx_arena_array(arena, sorter.count + 1, sizeof *order);
    out->letters = tvx_arena_array(arena, letters_of(&sorter, count), sizeof *out->letters);
    if (order == NULL || out->letters == NULL)
        return false;
    if (sorter.count == 0)
        return true;
    if (!find_order(&sorter, arena, right_to_left, order))
        return false;
    for (size_t i = 0; i < sorter.count; i++) {
        const struct cell *cell = &sorter.cells[order[i]];
        bool backwards = before >= 0 ? order[i] < before : right_to_left;

        backwards = backwards || (i + 1 < sorter.count && order[i + 1] < order[i]);
        write_cell(out, &sorter, cell, backwards);
        before = order[i];
    }
    drop_tatweels(out);
    return true;
}

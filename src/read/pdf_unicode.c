/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/ucnv.h>

#include "pdf_replace.h"
#include "pdf_bidi.h"
#include "pdf_unicode.h"

/*
 * STAND_INS is where stand-ins begin; so many that they stay clear of those for brackets (pdf_rtl.c).  A font program
 * is known by its bytes, of which a file may have a copy a page.
 */
enum { STAND_INS = 0xF0000, MAX_MET = 0x1FE00, MAX_FONTS = 20000, UNKNOWN = 0xFFFD, TATWEEL = 0x640, PAGES_NAMED = 12 };

/* ---- fonts and glyphs met ---- */

static uint64_t hash_bytes(uint64_t hash, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 1099511628211u;
    return hash;
}

static uint64_t hash_font(fz_context *ctx, fz_font *font)
{
    uint64_t hash = 14695981039346656037u;
    unsigned char *data = NULL;
    size_t length = font->buffer == NULL ? 0 : fz_buffer_storage(ctx, font->buffer, &data);

    if (length == 0) /* a font of drawings, or none embedded: itself alone */
        return hash_bytes(hash, (const unsigned char *)&font, sizeof(fz_font *));
    return hash_bytes(hash, data, length);
}

static bool add_face(struct pdf_unicode *unicode, fz_context *ctx, fz_font *font, uint32_t *face)
{
    uint64_t hash = hash_font(ctx, font);
    struct pdf_face *larger;

    for (size_t i = 0; i < unicode->face_count; i++)
        if (unicode->faces[i].hash == hash) {
            *face = (uint32_t)i;
            return true;
        }
    larger = tvx_arena_grow(unicode->arena, unicode->faces, unicode->face_count, &unicode->face_capacity,
                            sizeof *larger);
    if (larger == NULL)
        return false;
    unicode->faces = larger;
    *face = (uint32_t)unicode->face_count;
    larger[unicode->face_count++] = (struct pdf_face){
        .hash = hash, .font = font, .name = tvx_arena_strdup(unicode->arena, fz_font_name(ctx, font))};
    return true;
}

static bool find_face(fz_context *ctx, struct pdf_unicode *unicode, fz_font *font, uint32_t *face)
{
    void *larger;

    for (size_t i = unicode->font_count; i > 0; i--)
        if (unicode->fonts[i - 1].font == font) {
            *face = unicode->fonts[i - 1].face;
            return true;
        }
    if (unicode->font_count >= MAX_FONTS || !add_face(unicode, ctx, font, face))
        return false;
    larger = tvx_arena_grow(unicode->arena, unicode->fonts, unicode->font_count, &unicode->font_capacity,
                            sizeof *unicode->fonts);
    if (larger == NULL)
        return false;
    unicode->fonts = larger;
    unicode->fonts[unicode->font_count].font = fz_keep_font(ctx, font);
    unicode->fonts[unicode->font_count++].face = *face;
    return true;
}

static bool grow_slots(struct pdf_unicode *unicode)
{
    size_t count = unicode->slot_count == 0 ? 1024 : unicode->slot_count * 4;
    uint32_t *slots = tvx_arena_array(unicode->arena, count, sizeof *slots);

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < unicode->met_count; i++) {
        size_t slot = (unicode->met[i].face * 0x9E3779B1u ^ unicode->met[i].gid * 0x85EBCA6Bu) & (count - 1);

        while (slots[slot] != 0)
            slot = (slot + 1) & (count - 1);
        slots[slot] = (uint32_t)i + 1;
    }
    unicode->slots = slots;
    unicode->slot_count = count;
    return true;
}

/* Draws nothing: a space in all but name. */
static bool is_blank(fz_context *ctx, fz_font *font, int gid)
{
    fz_rect box;

    if (fz_font_t3_procs(ctx, font) != NULL)
        return false;
    box = fz_bound_glyph(ctx, font, gid, fz_identity);
    return box.x1 - box.x0 < 0.001f && box.y1 - box.y0 < 0.001f && fz_advance_glyph(ctx, font, gid, 0) > 0.05f;
}

/*
 * A low bar as long as its place: the stroke that stretches Arabic words.  LibreOffice sets it between letters to fill
 * lines and does not name it.
 */
static bool is_tatweel(fz_context *ctx, fz_font *font, int gid)
{
    fz_rect box;
    float advance;

    if (fz_font_t3_procs(ctx, font) != NULL)
        return false;
    box = fz_bound_glyph(ctx, font, gid, fz_identity);
    advance = fz_advance_glyph(ctx, font, gid, 0);
    return advance > 0.03f && box.x0 < 0.02f && box.x1 > advance - 0.02f && box.y1 > 0.02f && box.y0 < 0.1f &&
           box.y0 > -0.15f && box.y1 < 0.3f && box.y1 - box.y0 < 0.25f;
}

static uint32_t plain_point(fz_context *ctx, fz_font *font, int gid)
{
    return is_blank(ctx, font, gid) ? ' ' : is_tatweel(ctx, font, gid) ? TATWEEL : 0;
}

static bool add_glyph(fz_context *ctx, struct pdf_unicode *unicode, fz_font *font, uint32_t face_number, uint32_t gid)
{
    struct pdf_face *face = &unicode->faces[face_number];
    struct pdf_order_glyph *glyphs = tvx_arena_grow(unicode->arena, face->glyphs, face->count, &face->capacity,
                                                    sizeof *glyphs);
    struct pdf_unicode_glyph *met = tvx_arena_grow(unicode->arena, unicode->met, unicode->met_count,
                                                   &unicode->met_capacity, sizeof *met);

    if (glyphs == NULL || met == NULL)
        return false;
    face->glyphs = glyphs;
    unicode->met = met;
    met[unicode->met_count++] = (struct pdf_unicode_glyph){.face = face_number, .gid = gid,
                                                           .index = (uint32_t)face->count,
                                                           .plain = plain_point(ctx, font, (int)gid)};
    glyphs[face->count++] = (struct pdf_order_glyph){.gid = gid, .point = met[unicode->met_count - 1].plain};
    return true;
}

/* The stand-in, a space, a tatweel, or U+FFFD when there are too many. */
static int stand_in(fz_context *ctx, struct pdf_unicode *unicode, fz_font *font, int gid)
{
    uint32_t face, number;
    size_t slot;

    if (gid < 0 || unicode->failed || !find_face(ctx, unicode, font, &face))
        return UNKNOWN;
    if (unicode->met_count * 2 >= unicode->slot_count && !grow_slots(unicode)) {
        unicode->failed = true;
        return UNKNOWN;
    }
    slot = (face * 0x9E3779B1u ^ (uint32_t)gid * 0x85EBCA6Bu) & (unicode->slot_count - 1);
    for (; (number = unicode->slots[slot]) != 0; slot = (slot + 1) & (unicode->slot_count - 1))
        if (unicode->met[number - 1].face == face && unicode->met[number - 1].gid == (uint32_t)gid)
            break;
    if (number == 0) {
        if (unicode->met_count >= MAX_MET)
            return UNKNOWN;
        if (!add_glyph(ctx, unicode, font, face, (uint32_t)gid)) {
            unicode->failed = true;
            return UNKNOWN;
        }
        number = unicode->slots[slot] = (uint32_t)unicode->met_count;
    }
    unicode->faces[face].glyphs[unicode->met[number - 1].index].count++;
    return (int)(unicode->met[number - 1].plain != 0 ? unicode->met[number - 1].plain : STAND_INS + number - 1);
}

static bool is_arabic(int point)
{
    return point == TATWEEL || tvx_pdf_bidi_is_right((uint32_t)point);
}

/* Where a simple font's table leaves the stroke out, its code passes for a letter of the usual encoding. */
static bool is_misnamed_tatweel(fz_context *ctx, const fz_text_span *span, int i)
{
    int point = span->items[i].ucs;
    bool beside = (i > 0 && is_arabic(span->items[i - 1].ucs)) ||
                  (i + 1 < span->len && is_arabic(span->items[i + 1].ucs));

    return beside && point > ' ' && point < 0x100 && span->items[i].gid >= 0 &&
           is_tatweel(ctx, span->font, span->items[i].gid);
}

/* The text comes straight from MuPDF's interpreter, which throws it away after this device has seen it. */
void tvx_pdf_unicode_stand_in(fz_context *ctx, struct pdf_unicode *unicode, const fz_text *text)
{
    for (fz_text_span *span = unicode == NULL ? NULL : text->head; span != NULL; span = span->next)
        for (int i = 0; i < span->len; i++)
            if (span->items[i].ucs == UNKNOWN)
                span->items[i].ucs = stand_in(ctx, unicode, span->font, span->items[i].gid);
            else if (is_misnamed_tatweel(ctx, span, i))
                span->items[i].ucs = TATWEEL;
}

/* ---- telling ---- */

/*
 * Fonts that follow the recommended order of TrueType (OpenType specification, "post" table, the 258 glyphs of the
 * Macintosh) have the space as glyph 3, the digits as 19 to 28, all as wide as each other, and letters as wide as the
 * same with accents.
 */
enum { MAC_SPACE = 3, MAC_COMMA = 15, MAC_FULL_STOP = 17, MAC_ZERO = 19, MAC_A = 36, MAC_I = 44, MAC_M = 48,
       MAC_TILDE = 97, MAC_NBSP = 172, MAC_LAST = 225 };

static bool same_width(fz_context *ctx, fz_font *font, int a, int b)
{
    float one = fz_advance_glyph(ctx, font, a, 0), other = fz_advance_glyph(ctx, font, b, 0);

    return one > 0 && fabsf(one - other) < 0.0005f;
}

static int mac_order(fz_context *ctx, fz_font *font)
{
    static const int accented[][2] = {{98, 36}, {101, 40}, {102, 49}, {105, 68}, {112, 72}, {116, 76}};
    size_t same = 0;

    if (fz_font_t3_procs(ctx, font) != NULL || !is_blank(ctx, font, MAC_SPACE))
        return 0;
    for (int i = 1; i < 10; i++)
        if (!same_width(ctx, font, MAC_ZERO, MAC_ZERO + i))
            return 0;
    if (!same_width(ctx, font, MAC_COMMA, MAC_FULL_STOP))
        return 0;
    for (size_t i = 0; i < sizeof accented / sizeof *accented; i++)
        same += same_width(ctx, font, accented[i][0], accented[i][1]);
    /* where all are as wide (half a Chinese character) the widths tell nothing of letters with accents */
    return same >= 5 && !same_width(ctx, font, MAC_I, MAC_M) ? MAC_LAST : MAC_TILDE;
}

static uint32_t mac_point(fz_context *ctx, fz_font *font, uint32_t gid, UConverter *roman)
{
    bool no_nbsp = !same_width(ctx, font, MAC_SPACE, MAC_NBSP); /* many fonts leave it out, and all behind it moves */
    UErrorCode code = U_ZERO_ERROR;
    UChar unit[2] = {0, 0};
    char byte;

    if (gid <= MAC_TILDE)
        return gid - MAC_SPACE + ' ';
    if (gid >= MAC_NBSP && no_nbsp)
        gid++;
    byte = (char)(gid - MAC_TILDE - 1 + 0x80);
    if (ucnv_toUChars(roman, unit, 2, &byte, 1, &code) != 1 || U_FAILURE(code))
        return 0;
    return unit[0];
}

static bool tell_mac(fz_context *ctx, struct pdf_face *face)
{
    int last = mac_order(ctx, face->font);
    UErrorCode code = U_ZERO_ERROR;
    UConverter *roman = last == 0 ? NULL : ucnv_open("macintosh", &code);

    if (last == 0 || U_FAILURE(code))
        return false;
    for (size_t i = 0; i < face->count; i++)
        if (face->glyphs[i].point == 0 && face->glyphs[i].gid > MAC_SPACE && face->glyphs[i].gid <= (uint32_t)last)
            face->glyphs[i].point = mac_point(ctx, face->font, face->glyphs[i].gid, roman);
    ucnv_close(roman);
    return true;
}

static int by_letters(const void *a, const void *b)
{
    const struct pdf_face *one = *(struct pdf_face *const *)a, *other = *(struct pdf_face *const *)b;

    if (one->letters != other->letters)
        return one->letters > other->letters ? -1 : 1;
    return (one->hash > other->hash) - (one->hash < other->hash);
}

static bool tell_face(fz_context *ctx, struct pdf_face *face, struct pdf_order_known *known)
{
    struct tvx_arena *scratch = tvx_arena_new((size_t)64 << 20);
    long told = -1;

    if (scratch == NULL)
        return false;
    tell_mac(ctx, face);
    told = tvx_pdf_order_tell(scratch, face->glyphs, face->count, known);
    tvx_arena_free(scratch);
    for (size_t i = 0; i < face->count; i++)
        if (face->glyphs[i].point >= 0x2E80 && face->glyphs[i].point < 0x10000)
            known->common[face->glyphs[i].point] = true;
    return told >= 0;
}

/* Faces with much text come first; what they have helps with those that have little.  Telling sorts the glyphs. */
bool tvx_pdf_unicode_tell(fz_context *ctx, struct pdf_unicode *unicode)
{
    struct pdf_order_known known = {.common = tvx_arena_array(unicode->arena, 0x10000, sizeof(bool))};
    struct pdf_face **sorted = tvx_arena_array(unicode->arena, unicode->face_count + 1, sizeof(struct pdf_face *));

    if (known.common == NULL || sorted == NULL)
        return false;
    for (size_t i = 0; i < unicode->face_count; i++) {
        struct pdf_face *face = &unicode->faces[i];

        sorted[i] = face;
        for (size_t g = 0; g < face->count; g++)
            face->letters += face->glyphs[g].count;
    }
    if (unicode->face_count > 0)
        qsort(sorted, unicode->face_count, sizeof(struct pdf_face *), by_letters);
    for (size_t i = 0; i < unicode->face_count; i++)
        if (sorted[i]->letters > 0 && !tell_face(ctx, sorted[i], &known))
            return false;
    return true;
}

/* ---- settling ---- */

struct settled {
    uint32_t *points; /* by stand-in */
    size_t count;
};

static uint32_t settle_point(const void *context, uint32_t point)
{
    const struct settled *settled = context;

    if (point < STAND_INS || point - STAND_INS >= MAX_MET)
        return point; /* a bracket's, not ours */
    if (point - STAND_INS >= settled->count || settled->points[point - STAND_INS] == 0)
        return UNKNOWN;
    return settled->points[point - STAND_INS];
}

static struct pdf_order_glyph *find_glyph(const struct pdf_unicode *unicode, const struct pdf_unicode_glyph *met)
{
    const struct pdf_face *face = &unicode->faces[met->face];
    size_t low = 0, high = face->count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (face->glyphs[middle].gid < met->gid)
            low = middle + 1;
        else
            high = middle;
    }
    return low < face->count && face->glyphs[low].gid == met->gid ? &face->glyphs[low] : NULL;
}

uint32_t tvx_pdf_unicode_point(const struct pdf_unicode *unicode, size_t number)
{
    const struct pdf_order_glyph *glyph = number >= unicode->met_count ? NULL
                                                                       : find_glyph(unicode, &unicode->met[number]);

    return glyph == NULL ? 0 : glyph->point;
}

void tvx_pdf_unicode_set(struct pdf_unicode *unicode, size_t number, uint32_t point)
{
    struct pdf_order_glyph *glyph = number >= unicode->met_count ? NULL : find_glyph(unicode, &unicode->met[number]);

    if (glyph != NULL && glyph->point == 0)
        glyph->point = point;
}

static void warn_told(struct pdf_text *text, const struct pdf_unicode *unicode, bool recognised)
{
    size_t letters = 0, faces = 0;
    const char *name = "";

    for (size_t i = 0; i < unicode->face_count; i++) {
        size_t here = 0;

        for (size_t g = 0; g < unicode->faces[i].count; g++)
            if (unicode->faces[i].glyphs[g].point != 0 && unicode->faces[i].glyphs[g].point != ' ' &&
                unicode->faces[i].glyphs[g].point != TATWEEL)
                here += unicode->faces[i].glyphs[g].count;
        letters += here;
        faces += here > 0;
        if (here > 0 && *name == '\0' && unicode->faces[i].name != NULL)
            name = unicode->faces[i].name;
    }
    if (letters > 0)
        tvx_document_warn(text->document, SIZE_MAX, "pdf-letters-told",
                          "%zu letters are drawn by %zu font%s that %s not say which letters (%.60s%s); they were told "
                          "by the order in which fonts hold their letters%s: compare a page with the PDF",
                          letters, faces, faces == 1 ? "" : "s", faces == 1 ? "does" : "do", name,
                          faces > 1 ? ", …" : "", recognised ? " and by text recognition" : "");
}

/* "3, 7-9, 12": the pages with letters that remain unknown. */
static void warn_unknown(struct pdf_text *text)
{
    size_t unknown = 0, letters = 0, named = 0;
    int first = -1, last = -1;
    struct tvx_buf pages;

    tvx_buf_init(&pages, 4096);
    for (size_t i = 0; i <= text->count; i++) {
        const struct pdf_line *line = i < text->count ? &text->lines[i] : NULL;
        size_t here = 0;

        for (size_t at = 0; line != NULL && at < line->length; letters++)
            here += tvx_utf8_next(line->text, line->length, &at) == UNKNOWN;
        unknown += here;
        if (line != NULL && (here == 0 || line->page == last))
            continue;
        if (line != NULL && line->page == last + 1 && first >= 0) {
            last = line->page;
            continue;
        }
        if (first >= 0 && named++ < PAGES_NAMED)
            tvx_buf_printf(&pages, first == last ? "%s%d" : "%s%d-%d", named == 1 ? "" : ", ", first + 1, last + 1);
        first = last = line == NULL ? -1 : line->page;
    }
    if (unknown > 0)
        tvx_document_warn(text->document, SIZE_MAX, "pdf-unknown-letters",
                          "of the %zu letters of this PDF, %zu are drawn by fonts that do not say which letter they "
                          "draw; each of these shows as U+FFFD (page %s%s)%s",
                          letters, unknown, tvx_buf_text(&pages), named > PAGES_NAMED ? ", …" : "",
                          unknown * 50 > letters ? ": get the text from another source, or run again with --ocr" : "");
    tvx_buf_free(&pages);
}

bool tvx_pdf_unicode_settle(struct pdf_text *text, const struct pdf_unicode *unicode, bool recognised)
{
    struct settled settled = {.count = unicode->met_count};

    settled.points = tvx_arena_array(text->document->arena, unicode->met_count + 1, sizeof *settled.points);
    if (settled.points == NULL || unicode->failed)
        return false;
    for (size_t i = 0; i < unicode->met_count; i++)
        settled.points[i] = tvx_pdf_unicode_point(unicode, i);
    if (!tvx_pdf_replace(text, settle_point, &settled))
        return false;
    warn_told(text, unicode, recognised);
    warn_unknown(text);
    return true;
}

void tvx_pdf_unicode_drop(fz_context *ctx, struct pdf_unicode *unicode)
{
    for (size_t i = 0; i < unicode->font_count; i++)
        fz_drop_font(ctx, unicode->fonts[i].font);
    unicode->font_count = 0;
}

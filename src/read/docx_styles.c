/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/read/document.h>
#include "docx_styles.h"

enum { CHAIN_LIMIT = 64 };

static const uint32_t toggles = TVX_FORMAT_BOLD | TVX_FORMAT_ITALIC | TVX_FORMAT_STRIKE | TVX_FORMAT_HIDDEN |
                                LOOK_DOUBLE_STRIKE | LOOK_BOLD_COMPLEX | LOOK_ITALIC_COMPLEX;

bool docx_look_take(struct docx_look *look, struct docx_xml *xml, enum docx_tag tag, struct tvx_arena *arena)
{
    struct docx_value value = docx_attr(xml, NS_W, "val");
    uint32_t bit;
    bool on = docx_value_on(value);

    switch (tag) {
    case TAG_B: bit = TVX_FORMAT_BOLD; break;
    case TAG_I: bit = TVX_FORMAT_ITALIC; break;
    case TAG_B_CS: bit = LOOK_BOLD_COMPLEX; break;
    case TAG_I_CS: bit = LOOK_ITALIC_COMPLEX; break;
    case TAG_RTL: bit = LOOK_RIGHT_TO_LEFT; break;
    case TAG_CS: bit = LOOK_COMPLEX; break;
    case TAG_STRIKE: bit = TVX_FORMAT_STRIKE; break;
    case TAG_DSTRIKE: bit = LOOK_DOUBLE_STRIKE; break;
    case TAG_VANISH: bit = TVX_FORMAT_HIDDEN; break;
    case TAG_U:
        bit = TVX_FORMAT_UNDERLINE;
        on = value.text != NULL && !docx_value_is(value, "none");
        break;
    case TAG_VERT_ALIGN:
        bit = TVX_FORMAT_SUPERSCRIPT;
        on = docx_value_is(value, "superscript");
        break;
    case TAG_R_FONTS: {
        struct docx_value font = docx_attr(xml, NS_W, "ascii");

        /* only symbol fonts matter: their characters mean something else */
        if (docx_value_is(font, "Symbol") || (font.length >= 9 && memcmp(font.text, "Wingdings", 9) == 0))
            look->font = docx_attr_dup(xml, arena, NS_W, "ascii");
        else if (font.text != NULL)
            look->font = "";
        return true;
    }
    default: return false;
    }
    look->said |= bit;
    look->on = on ? look->on | bit : look->on & ~bit;
    return true;
}

struct docx_look docx_look_over(struct docx_look upper, struct docx_look lower)
{
    return (struct docx_look){upper.said | lower.said, (upper.on & upper.said) | (lower.on & ~upper.said),
                              upper.font != NULL ? upper.font : lower.font};
}

/* Private bits become public: two lines strike as one does, complex scripts have a bold and italic of their own. */
static uint32_t fold(uint32_t on)
{
    if ((on & LOOK_DOUBLE_STRIKE) != 0)
        on |= TVX_FORMAT_STRIKE;
    if ((on & (LOOK_RIGHT_TO_LEFT | LOOK_COMPLEX)) != 0) {
        on &= ~(uint32_t)(TVX_FORMAT_BOLD | TVX_FORMAT_ITALIC);
        on |= (on & LOOK_BOLD_COMPLEX) != 0 ? TVX_FORMAT_BOLD : 0;
        on |= (on & LOOK_ITALIC_COMPLEX) != 0 ? TVX_FORMAT_ITALIC : 0;
    }
    return on & ~(uint32_t)(LOOK_DOUBLE_STRIKE | LOOK_BOLD_COMPLEX | LOOK_ITALIC_COMPLEX | LOOK_RIGHT_TO_LEFT |
                            LOOK_COMPLEX);
}

uint32_t docx_look_bits(const struct docx_styles *styles, const int of[3], const struct docx_look *direct,
                        const char **font)
{
    struct docx_look all = styles->defaults;
    uint32_t toggled = 0;

    for (int i = 0; i < 3; i++) {
        const struct docx_look *look;

        if (of[i] < 0)
            continue;
        look = &styles->items[of[i]].look;
        all = docx_look_over(*look, all);
        toggled ^= look->on & look->said;
    }
    all.on = (all.on & ~toggles) | ((toggled | styles->defaults.on) & toggles);
    all = docx_look_over(*direct, all);
    *font = all.font;
    return fold(all.on);
}

struct styles_reader {
    struct docx_styles *out;
    struct tvx_arena *arena;
    struct docx_style *style; /* being read; NULL between styles */
    size_t capacity;
    bool in_defaults;
};

static void begin_style(struct docx_xml *xml, struct styles_reader *reader)
{
    static const char *const types[] = {"paragraph", "character", "table", "numbering"};
    struct docx_styles *out = reader->out;
    struct docx_style *items = tvx_arena_grow(reader->arena, out->items, out->count, &reader->capacity, sizeof *items);
    struct docx_value type = docx_attr(xml, NS_W, "type");
    struct docx_style *style;

    if (items == NULL) {
        docx_xml_fail(xml, TVX_E_NOMEM);
        return;
    }
    out->items = items;
    style = &items[out->count];
    *style = (struct docx_style){.parent = STYLE_NONE, .outline = OUTLINE_UNSAID, .num = NUM_UNSAID,
                                 .level = LEVEL_UNSAID, .num_style = STYLE_NONE};
    for (int i = 0; i < 4; i++)
        if (docx_value_is(type, types[i]))
            style->type = (enum docx_style_type)i;
    style->id = docx_attr_dup(xml, reader->arena, NS_W, "styleId");
    style->is_default = docx_attr(xml, NS_W, "default").text != NULL && docx_value_on(docx_attr(xml, NS_W, "default"));
    if (style->id == NULL) {
        docx_xml_skip(xml);
        return;
    }
    out->count++;
    reader->style = style;
}

static void on_start(struct docx_xml *xml, enum docx_tag tag)
{
    struct styles_reader *reader = xml->context;
    struct docx_style *style = reader->style;
    struct docx_value value = docx_attr(xml, NS_W, "val");

    switch (tag) {
    case TAG_STYLE: begin_style(xml, reader); return;
    case TAG_R_PR_DEFAULT: reader->in_defaults = true; return;
    case TAG_P_PR_CHANGE:
    case TAG_R_PR_CHANGE: docx_xml_skip(xml); return;
    default: break;
    }
    if (reader->in_defaults)
        docx_look_take(&reader->out->defaults, xml, tag, reader->arena);
    if (style == NULL)
        return;
    switch (tag) {
    case TAG_NAME: style->name = docx_attr_dup(xml, reader->arena, NS_W, "val"); break;
    case TAG_BASED_ON: style->based_on = docx_attr_dup(xml, reader->arena, NS_W, "val"); break;
    case TAG_OUTLINE_LVL: style->outline = (int)docx_value_int(value, OUTLINE_UNSAID); break;
    case TAG_NUM_ID: style->num = docx_value_int(value, NUM_UNSAID); break;
    case TAG_ILVL: style->level = (int)docx_value_int(value, LEVEL_UNSAID); break;
    case TAG_W_OTHER: /* a table style's conditional formats are not the style's own */
        if (strcmp(xml->name, "tblStylePr") == 0)
            docx_xml_skip(xml);
        break;
    default: docx_look_take(&style->look, xml, tag, reader->arena); break;
    }
}

static void on_end(struct docx_xml *xml, enum docx_tag tag)
{
    struct styles_reader *reader = xml->context;

    if (tag == TAG_STYLE)
        reader->style = NULL;
    if (tag == TAG_R_PR_DEFAULT)
        reader->in_defaults = false;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct docx_style *)a)->id, ((const struct docx_style *)b)->id);
}

int docx_style_find(const struct docx_styles *styles, struct docx_value id)
{
    size_t low = 0, high = styles->count;

    if (id.text == NULL)
        return STYLE_NONE;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *other = styles->items[middle].id;
        int order = strncmp(other, id.text, id.length);

        if (order == 0 && other[id.length] == '\0')
            return (int)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return STYLE_NONE;
}

/* "heading 1" … "heading 9" are headings even where the outline level is left out. */
static int outline_by_name(const char *name)
{
    if (name == NULL || strncasecmp(name, "heading ", 8) != 0 || name[8] < '1' || name[8] > '9' || name[9] != '\0')
        return OUTLINE_UNSAID;
    return name[8] - '1';
}

/* Takes what a style leaves unsaid from the styles it is based on, nearest first; a ring ends at CHAIN_LIMIT. */
static void resolve(struct docx_styles *styles, size_t index)
{
    struct docx_style *style = &styles->items[index];
    int at = style->parent;

    if (style->num != NUM_UNSAID)
        style->num_style = (int)index;
    if (style->outline == OUTLINE_UNSAID)
        style->outline = outline_by_name(style->name);
    for (int steps = 0; at >= 0 && steps < CHAIN_LIMIT; steps++) {
        const struct docx_style *parent = &styles->items[at];

        style->look = docx_look_over(style->look, parent->look);
        if (style->outline == OUTLINE_UNSAID)
            style->outline = parent->outline != OUTLINE_UNSAID ? parent->outline : outline_by_name(parent->name);
        if (style->num == NUM_UNSAID && parent->num != NUM_UNSAID) {
            style->num = parent->num;
            style->num_style = parent->resolved ? parent->num_style : at;
        }
        if (style->level == LEVEL_UNSAID)
            style->level = parent->level;
        if (parent->resolved)
            break;
        at = parent->parent;
    }
    style->resolved = true;
}

enum tvx_status docx_styles_read(struct docx_styles *out, struct docx_package *package, const char *part,
                                 struct tvx_error *error)
{
    static const struct docx_xml_handler handler = {.start = on_start, .end = on_end};
    struct styles_reader reader = {.out = out, .arena = package->arena};
    enum tvx_status status;

    *out = (struct docx_styles){.paragraph = STYLE_NONE};
    if (part == NULL)
        return TVX_OK;
    status = docx_xml_parse(package, part, &handler, &reader, error);
    if (status != TVX_OK || out->count == 0)
        return status;
    qsort(out->items, out->count, sizeof *out->items, by_id);
    for (size_t i = 0; i < out->count; i++) {
        struct docx_style *style = &out->items[i];

        if (style->based_on != NULL)
            style->parent = docx_style_find(out, (struct docx_value){style->based_on, strlen(style->based_on)});
        if (style->type == STYLE_PARAGRAPH && style->is_default)
            out->paragraph = (int)i;
    }
    for (size_t i = 0; i < out->count; i++)
        resolve(out, i);
    return TVX_OK;
}

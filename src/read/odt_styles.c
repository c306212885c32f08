/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/utf8.h>
#include "odt_styles.h"

struct odt_look odt_look_over(struct odt_look under, struct odt_look over)
{
    return (struct odt_look){under.mask | over.mask, (under.bits & ~over.mask) | over.bits};
}

static void say(struct odt_look *look, uint32_t bit, bool on)
{
    look->mask |= bit;
    look->bits = on ? look->bits | bit : look->bits & ~bit;
}

/* fo:font-weight: "bold", "normal" or 100…900. */
static bool is_bold(struct docx_value value)
{
    return docx_value_is(value, "bold") || docx_value_int(value, 400) >= 600;
}

static void read_look(struct odt_look *look, struct docx_xml *xml)
{
    struct docx_value value = docx_attr(xml, NS_FO, "font-weight");

    if (value.text != NULL)
        say(look, TVX_FORMAT_BOLD, is_bold(value));
    value = docx_attr(xml, NS_FO, "font-style");
    if (value.text != NULL)
        say(look, TVX_FORMAT_ITALIC, docx_value_is(value, "italic") || docx_value_is(value, "oblique"));
    value = docx_attr(xml, NS_STYLE, "text-underline-style");
    if (value.text != NULL)
        say(look, TVX_FORMAT_UNDERLINE, !docx_value_is(value, "none"));
    value = docx_attr(xml, NS_STYLE, "text-line-through-style");
    if (value.text != NULL)
        say(look, TVX_FORMAT_STRIKE, !docx_value_is(value, "none"));
    value = docx_attr(xml, NS_TEXT, "display");
    if (value.text != NULL)
        say(look, TVX_FORMAT_HIDDEN, docx_value_is(value, "none"));
    value = docx_attr(xml, NS_STYLE, "text-position"); /* "super 58%", or a raise in per cent */
    if (value.text != NULL)
        say(look, TVX_FORMAT_SUPERSCRIPT, (value.length >= 5 && memcmp(value.text, "super", 5) == 0) ||
                                              docx_value_int(value, 0) > 0);
}

static char *copy(struct odt_styles *styles, struct docx_xml *xml, enum docx_ns ns, const char *name)
{
    return docx_attr_dup(xml, styles->arena, ns, name);
}

static void open_style(struct odt_styles *styles, struct docx_xml *xml)
{
    struct docx_value family = docx_attr(xml, NS_STYLE, "family");
    struct odt_style *items =
        tvx_arena_grow(styles->arena, styles->items, styles->count, &styles->capacity, sizeof *items);

    styles->failed = styles->failed || items == NULL;
    if (items == NULL)
        return;
    styles->items = items;
    styles->open = &items[styles->count];
    *styles->open = (struct odt_style){
        .family = docx_value_is(family, "paragraph") ? ODT_PARAGRAPH : docx_value_is(family, "text") ? ODT_TEXT
                                                                                                      : ODT_OTHER,
        .name = copy(styles, xml, NS_STYLE, "name"), .parent = copy(styles, xml, NS_STYLE, "parent-style-name"),
        .shown = copy(styles, xml, NS_STYLE, "display-name"), .list = copy(styles, xml, NS_STYLE, "list-style-name"),
        .automatic = styles->automatic, .order = styles->count};
    if (styles->open->name == NULL)
        styles->open = NULL;
    else
        styles->count++;
}

static void open_list(struct odt_styles *styles, struct docx_xml *xml, bool outline)
{
    struct odt_list_style *lists =
        tvx_arena_grow(styles->arena, styles->lists, styles->list_count, &styles->list_capacity, sizeof *lists);
    const char *name = outline ? "" : copy(styles, xml, NS_STYLE, "name");

    styles->failed = styles->failed || lists == NULL;
    if (lists == NULL || name == NULL)
        return;
    styles->lists = lists;
    styles->open_list = &lists[styles->list_count];
    *styles->open_list = (struct odt_list_style){.name = name, .order = styles->list_count};
    styles->list_count++;
}

/* style:num-format: "1", "a", "A", "i", "I", the first numbers of a row ("一, 二, 三, ..."), or empty for none. */
static void read_numeral(struct docx_xml *xml, struct odt_level *level)
{
    struct docx_value format = docx_attr(xml, NS_STYLE, "num-format");
    struct tvx_field fields[TVX_TABLE_FIELDS], name = {"decimal", 7};
    struct tvx_table table;
    size_t count;

    level->none = format.length == 0;
    level->letters = !docx_value_is(docx_attr(xml, NS_STYLE, "num-letter-sync"), "true") &&
                     (docx_value_is(format, "a") || docx_value_is(format, "A"));
    tvx_table_open(&table, tvx_asset_find("data/odt-numerals.tsv"));
    while (tvx_table_next(&table, fields, &count))
        if (format.length >= fields[0].length && fields[0].length > 0 &&
            memcmp(format.text, fields[0].text, fields[0].length) == 0 &&
            (format.length == fields[0].length || format.text[fields[0].length] == ',')) {
            name = fields[1];
            break;
        }
    docx_numeral_find(&level->numeral, name.text, name.length);
}

static void open_level(struct odt_styles *styles, struct docx_xml *xml, enum docx_tag tag)
{
    long number = docx_value_int(docx_attr(xml, NS_TEXT, "level"), 0);
    struct odt_level *level;

    styles->open_level = NULL;
    if (styles->open_list == NULL || number < 1 || number > ODT_LEVELS)
        return;
    level = styles->open_level = &styles->open_list->levels[number - 1];
    *level = (struct odt_level){.given = true, .start = (int)docx_value_int(docx_attr(xml, NS_TEXT, "start-value"), 1),
                                .shown = (int)docx_value_int(docx_attr(xml, NS_TEXT, "display-levels"), 1),
                                .prefix = copy(styles, xml, NS_STYLE, "num-prefix"),
                                .suffix = copy(styles, xml, NS_STYLE, "num-suffix"), .none = true};
    level->bullet = tag == TAG_ODF_LEVEL_BULLET || tag == TAG_ODF_LEVEL_IMAGE;
    if (level->bullet) {
        level->text = tag == TAG_ODF_LEVEL_IMAGE ? "•" : copy(styles, xml, NS_TEXT, "bullet-char");
    } else {
        level->text = copy(styles, xml, NS_LOEXT, "num-list-format");
        read_numeral(xml, level);
    }
}

/* A bullet of a symbol font stands in the private area; without a font it is taken for the plainest one. */
static void name_bullet(struct odt_styles *styles, struct docx_xml *xml)
{
    struct odt_level *level = styles->open_level;
    const char *font = copy(styles, xml, NS_STYLE, "font-name"), *symbol;
    size_t at = 0, length = level->text == NULL ? 0 : strlen(level->text), symbol_length;
    uint32_t point = length == 0 ? 0 : tvx_utf8_next(level->text, length, &at);

    if (point < 0xE000 || point > 0xF8FF)
        return;
    symbol = docx_symbol(&styles->symbols, font, point, &symbol_length);
    level->text = symbol == NULL ? "•" : tvx_arena_strndup(styles->arena, symbol, symbol_length);
}

void odt_styles_start(struct odt_styles *styles, struct docx_xml *xml, enum docx_tag tag)
{
    switch (tag) {
    case TAG_ODF_STYLE: open_style(styles, xml); break;
    case TAG_ODF_DEFAULT_STYLE:
        styles->open_default = docx_value_is(docx_attr(xml, NS_STYLE, "family"), "paragraph");
        break;
    case TAG_ODF_TEXT_PROPERTIES:
        if (styles->open != NULL)
            read_look(&styles->open->look, xml);
        else if (styles->open_default)
            read_look(&styles->defaults, xml);
        else if (styles->open_level != NULL && styles->open_level->bullet)
            name_bullet(styles, xml);
        break;
    case TAG_ODF_LIST_STYLE: open_list(styles, xml, false); break;
    case TAG_ODF_OUTLINE_STYLE: open_list(styles, xml, true); break;
    case TAG_ODF_LEVEL_BULLET:
    case TAG_ODF_LEVEL_IMAGE:
    case TAG_ODF_LEVEL_NUMBER:
    case TAG_ODF_LEVEL_OUTLINE: open_level(styles, xml, tag); break;
    default: break;
    }
    if (styles->failed)
        docx_xml_fail(xml, TVX_E_NOMEM);
}

void odt_styles_end(struct odt_styles *styles, enum docx_tag tag)
{
    switch (tag) {
    case TAG_ODF_STYLE: styles->open = NULL; break;
    case TAG_ODF_DEFAULT_STYLE: styles->open_default = false; break;
    case TAG_ODF_LIST_STYLE:
    case TAG_ODF_OUTLINE_STYLE: styles->open_list = NULL; break;
    case TAG_ODF_LEVEL_BULLET:
    case TAG_ODF_LEVEL_IMAGE:
    case TAG_ODF_LEVEL_NUMBER:
    case TAG_ODF_LEVEL_OUTLINE: styles->open_level = NULL; break;
    default: break;
    }
}

/* ---- asking ---- */

static int style_order(const void *a, const void *b)
{
    const struct odt_style *x = a, *y = b;
    int by_name = x->family != y->family ? (x->family > y->family ? 1 : -1) : strcmp(x->name, y->name);

    return by_name != 0 ? by_name : x->order > y->order ? -1 : 1; /* the later one is found first */
}

static int list_order(const void *a, const void *b)
{
    const struct odt_list_style *x = a, *y = b;
    int by_name = strcmp(x->name, y->name);

    return by_name != 0 ? by_name : x->order > y->order ? -1 : 1;
}

void odt_styles_freeze(struct odt_styles *styles)
{
    if (styles->count > 0)
        qsort(styles->items, styles->count, sizeof *styles->items, style_order);
    if (styles->list_count > 0)
        qsort(styles->lists, styles->list_count, sizeof *styles->lists, list_order);
    styles->frozen = true;
    styles->outline = odt_list_style_find(styles, "");
}

struct odt_style *odt_style_find(struct odt_styles *styles, enum odt_family family, const char *name)
{
    size_t low = 0, high = name == NULL || !styles->frozen ? 0 : styles->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct odt_style *item = &styles->items[middle];

        if (item->family < family || (item->family == family && strcmp(item->name, name) < 0))
            low = middle + 1;
        else
            high = middle;
    }
    return name != NULL && styles->frozen && low < styles->count && styles->items[low].family == family &&
                   strcmp(styles->items[low].name, name) == 0
               ? &styles->items[low] : NULL;
}

struct odt_list_style *odt_list_style_find(struct odt_styles *styles, const char *name)
{
    size_t low = 0, high = name == NULL || !styles->frozen ? 0 : styles->list_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(styles->lists[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return name != NULL && styles->frozen && low < styles->list_count && strcmp(styles->lists[low].name, name) == 0
               ? &styles->lists[low] : NULL;
}

struct odt_look odt_style_look(struct odt_styles *styles, struct odt_style *style)
{
    struct odt_look look = {0, 0};

    for (int steps = 0; style != NULL && steps < ODT_PARENTS; steps++) {
        look = odt_look_over(style->look, look);
        style = odt_style_find(styles, style->family, style->parent);
    }
    return look;
}

const char *odt_style_list(struct odt_styles *styles, struct odt_style *style)
{
    for (int steps = 0; style != NULL && steps < ODT_PARENTS; steps++) {
        if (style->list != NULL)
            return style->list;
        style = odt_style_find(styles, style->family, style->parent);
    }
    return NULL;
}

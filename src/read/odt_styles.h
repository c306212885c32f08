/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The styles of an OpenDocument text: how text looks (chains of parents), and how lists are numbered (ODF 1.2 part 1,
 * chapter 16).  A style of the content's own, "automatic", wins over one of the same name in styles.xml.
 * Styles are gathered first and then frozen: only a frozen set can be asked.
 */
#ifndef TVX_READ_ODT_STYLES_H
#define TVX_READ_ODT_STYLES_H

#include <travaux/read/document.h>
#include "docx_numeral.h"
#include "docx_xml.h"

enum { ODT_LEVELS = 10, ODT_PARENTS = 64 };

enum odt_family { ODT_PARAGRAPH, ODT_TEXT, ODT_OTHER };

struct odt_look { /* of the bits in `mask` it says what `bits` has; of others nothing */
    uint32_t mask, bits;
};

struct odt_style {
    enum odt_family family;
    const char *name, *parent, *shown; /* shown: the name for people */
    const char *list;                  /* list style of its paragraphs; NULL: the parent's */
    struct odt_look look;
    bool automatic;                    /* made for one place of the text; its parent has the name */
    const char *clean;                 /* the name once it was asked for */
    size_t order;
};

struct odt_level {
    bool given, bullet;
    const char *text;                  /* bullet; or loext:num-list-format, "%1%.%2%)", or NULL */
    const char *prefix, *suffix;
    struct docx_numeral numeral;
    bool none, letters;                /* no number; a … z aa ab, where the numeral has a … z aa bb */
    int start, shown;                  /* first number; levels shown */
};

struct odt_list_style {
    const char *name;
    struct odt_level levels[ODT_LEVELS];
    size_t order;
};

struct odt_styles {
    struct tvx_arena *arena;
    struct odt_style *items;
    size_t count, capacity;
    struct odt_list_style *lists;
    size_t list_count, list_capacity;
    struct odt_list_style *outline;    /* numbers of headings; NULL when there are none */
    struct odt_look defaults;          /* of paragraphs */
    struct docx_symbols symbols;
    /* while they are read */
    struct odt_style *open;
    struct odt_list_style *open_list;
    struct odt_level *open_level;
    bool open_default, automatic, frozen, failed;
};

/* For elements below office:styles and office:automatic-styles. */
void odt_styles_start(struct odt_styles *styles, struct docx_xml *xml, enum docx_tag tag);
void odt_styles_end(struct odt_styles *styles, enum docx_tag tag);
void odt_styles_freeze(struct odt_styles *styles);

/* NULL for a name that is not known (or NULL). */
struct odt_style *odt_style_find(struct odt_styles *styles, enum odt_family family, const char *name);
struct odt_list_style *odt_list_style_find(struct odt_styles *styles, const char *name);

/* What the style and its parents say; for NULL nothing. */
struct odt_look odt_style_look(struct odt_styles *styles, struct odt_style *style);
const char *odt_style_list(struct odt_styles *styles, struct odt_style *style);
struct odt_look odt_look_over(struct odt_look under, struct odt_look over);

#endif

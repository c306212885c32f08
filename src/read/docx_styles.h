/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The styles of a Word document, each with what it takes from the styles it is based on: outline level, numbering,
 * and how its text looks.  ECMA-376 part 1, §17.7.
 */
#ifndef TRAVAUX_READ_DOCX_STYLES_H
#define TRAVAUX_READ_DOCX_STYLES_H

#include "docx_xml.h"

/* Beside enum tvx_format_bits, while styles are laid over each other; docx_look_bits folds them in. */
enum {
    LOOK_DOUBLE_STRIKE = 1u << 24,
    LOOK_BOLD_COMPLEX = 1u << 25,   /* bold and italic of right-to-left and other complex scripts (§17.3.2.2) */
    LOOK_ITALIC_COMPLEX = 1u << 26,
    LOOK_RIGHT_TO_LEFT = 1u << 27,
    LOOK_COMPLEX = 1u << 28,
};

/* Look of text: bits that are said at all, and those of them that are on. */
struct docx_look {
    uint32_t said, on;
    const char *font; /* NULL: not said */
};

enum docx_style_type { STYLE_PARAGRAPH, STYLE_CHARACTER, STYLE_TABLE, STYLE_NUMBERING };

enum { OUTLINE_UNSAID = -1, OUTLINE_BODY = 9, NUM_UNSAID = -1, LEVEL_UNSAID = -1, STYLE_NONE = -1 };

struct docx_style {
    enum docx_style_type type;
    const char *id, *name, *based_on;
    int parent;        /* index or STYLE_NONE */
    int outline;       /* 0…8 heading levels, OUTLINE_BODY, or OUTLINE_UNSAID */
    long num;          /* numbering instance; 0 none; NUM_UNSAID */
    int level;         /* list level or LEVEL_UNSAID */
    int num_style;     /* the style of the chain that says `num`, for levels tied to a style */
    struct docx_look look;
    bool resolved, is_default;
    const char *shown; /* the name in the document's arena, made when first needed */
};

struct docx_styles {
    struct docx_style *items; /* sorted by id */
    size_t count;
    struct docx_look defaults;
    int paragraph;            /* the default paragraph style, or STYLE_NONE */
};

/* An empty set when `part` is NULL. */
enum tvx_status docx_styles_read(struct docx_styles *out, struct docx_package *package, const char *part,
                                 struct tvx_error *error);
/* Index of the style with that id, or STYLE_NONE. */
int docx_style_find(const struct docx_styles *styles, struct docx_value id);

/* For every reader of run properties: takes one child of w:rPr in; false when it says nothing of the look. */
bool docx_look_take(struct docx_look *look, struct docx_xml *xml, enum docx_tag tag, struct tvx_arena *arena);
/* `upper` over `lower`: what `upper` says wins. */
struct docx_look docx_look_over(struct docx_look upper, struct docx_look lower);
/*
 * The bits of enum tvx_format_bits that are on for a run: toggle properties (bold, italic, strike, hidden) of table,
 * paragraph and character style cancel each other, the run's own word is final (§17.7.3).  Styles are indexes or
 * STYLE_NONE; the parts of a table style that hold for some rows or columns alone are not taken in.
 */
uint32_t docx_look_bits(const struct docx_styles *styles, const int of[3], const struct docx_look *direct,
                        const char **font);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A brief as a short list of blocks, so that every file format says the same.  Texts are safe to show: what controls or
 * hides was written out.
 */
#ifndef SHOW_BRIEF_H
#define SHOW_BRIEF_H

#include <travaux/show/assess.h>

enum brief_kind { BRIEF_TITLE, BRIEF_HEAD, BRIEF_TEXT, BRIEF_QUOTE, BRIEF_ITEM, BRIEF_HEADS, BRIEF_ROW };
enum { BRIEF_CELLS = 4 };

struct brief_block {
    enum brief_kind kind;
    const char *cells[BRIEF_CELLS]; /* one but for BRIEF_HEADS and BRIEF_ROW, which make a table where they follow
                                       one another */
    size_t count;
};

struct brief {
    struct brief_block *blocks;
    size_t count, capacity;
    const char *language; /* of its text, "ar"; NULL: English */
    const char *class;    /* of the page's body, for its style; NULL */
    const int *widths;    /* of the columns of its tables in DOCX, twentieths of a point, 10,500 in all; NULL: as an
                             assessment's */
};

/* Appends a block, its texts made safe (a NULL one is an empty one); false when the arena is full. */
bool brief_add(struct brief *brief, struct tvx_arena *arena, enum brief_kind kind, const char *const *cells,
               size_t count);

/* Is this block the first, or the last, of a table? */
bool brief_table_opens(const struct brief *brief, size_t i);
bool brief_table_closes(const struct brief *brief, size_t i);

/* Does it run from right to left? */
bool brief_rtl(const struct brief *brief);

struct html;
/* The blocks as HTML, without the page around them. */
void brief_html_blocks(struct html *html, const struct brief *brief);

void brief_markdown(struct tvx_buf *out, const struct brief *brief);
void brief_html(struct tvx_buf *out, const struct brief *brief);
enum tvx_status brief_pdf(struct tvx_buf *out, const struct brief *brief, struct tvx_error *error);
enum tvx_status brief_docx(struct tvx_buf *out, const struct brief *brief, struct tvx_error *error);

#endif

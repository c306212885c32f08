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
};

/* Is this block the first, or the last, of a table? */
bool brief_table_opens(const struct brief *brief, size_t i);
bool brief_table_closes(const struct brief *brief, size_t i);

void brief_markdown(struct tvx_buf *out, const struct brief *brief);
void brief_html(struct tvx_buf *out, const struct brief *brief);
enum tvx_status brief_docx(struct tvx_buf *out, const struct brief *brief, struct tvx_error *error);

#endif

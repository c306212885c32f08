/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A brief as a Word document. */
#include "brief.h"
#include "docx.h"

static const int usual[BRIEF_CELLS] = {2000, 1200, 1300, 6000}; /* twentieths of a point */

static void table_row(struct docx *docx, const int *widths, const struct brief_block *block)
{
    bool heads = block->kind == BRIEF_HEADS;

    show_docx_row(docx, heads);
    for (size_t i = 0; i < block->count; i++)
        show_docx_cell(docx, widths[i], heads || i == 0 ? DOCX_BOLD : DOCX_PLAIN, block->cells[i]);
    show_docx_row_end(docx);
}

enum tvx_status brief_docx(struct tvx_buf *out, const struct brief *brief, struct tvx_error *error)
{
    static const enum docx_style style_of[] = {DOCX_TITLE, DOCX_HEADING, DOCX_TEXT, DOCX_QUOTE, DOCX_ITEM};
    const struct docx_about about = {.language = brief->language};
    const int *widths = brief->widths == NULL ? usual : brief->widths;
    struct docx docx;

    show_docx_start(&docx);
    for (size_t i = 0; i < brief->count; i++) {
        const struct brief_block *block = &brief->blocks[i];

        if (block->kind < BRIEF_HEADS) {
            show_docx_paragraph(&docx, style_of[block->kind], DOCX_PLAIN, block->cells[0]);
            continue;
        }
        if (brief_table_opens(brief, i))
            show_docx_table(&docx, widths, block->count);
        table_row(&docx, widths, block);
        if (brief_table_closes(brief, i))
            show_docx_table_end(&docx);
    }
    return show_docx_finish(&docx, out, &about, error);
}

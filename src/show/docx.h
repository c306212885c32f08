/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Writes a Word document (WordprocessingML: ECMA-376 part 1; its package: part 2), paragraph by paragraph, with
 * headings, tables and tracked changes, and packs it with libzip.  Text is escaped here and nowhere else, so callers
 * hand over what they have.  Times in the package are fixed: the same calls make the same bytes.
 */
#ifndef SHOW_DOCX_H
#define SHOW_DOCX_H

#include <stdbool.h>
#include <travaux/base/arena.h>
#include <travaux/base/buf.h>
#include <travaux/base/error.h>

enum docx_style { /* of a paragraph */
    DOCX_TEXT,
    DOCX_TITLE,   /* Heading1 */
    DOCX_HEADING, /* Heading2 */
    DOCX_QUOTE,
    DOCX_ITEM,    /* after a bullet */
    DOCX_CELL,    /* of a table: without space around */
};

enum docx_look { DOCX_PLAIN, DOCX_BOLD = 1, DOCX_ITALIC = 2 };

enum docx_track { DOCX_STAYS, DOCX_INSERTED, DOCX_DELETED };

struct docx_change { /* whose tracked change it is (§17.13.5) */
    const char *author; /* never NULL */
    const char *date;   /* a day, or a time, of ISO 8601; NULL or "": not told */
};

struct docx { /* in the making */
    struct tvx_buf body;
    unsigned changes; /* tracked so far: each has its number (w:id) */
};

struct docx_about { /* each may be NULL */
    const char *title;    /* in the file's properties: not in the text */
    const char *heading;  /* at the top of every page: not in the text either */
    const char *language; /* "en", "ar"; NULL: English */
};

void show_docx_start(struct docx *docx);

/*
 * A paragraph with one look and nothing tracked.  A newline in `text` is a line break within the paragraph, a tab a
 * tab; a paragraph whose first letter is Arabic or Hebrew runs from right to left, here and below.
 */
void show_docx_paragraph(struct docx *docx, enum docx_style style, unsigned look, const char *text);

/*
 * One made of pieces: `mark` says what becomes of the paragraph's end (inserted: with the change rejected, it is one
 * paragraph with the next).  `change` may be NULL for DOCX_STAYS.  `rtl`: runs from right to left.
 */
void show_docx_open(struct docx *docx, enum docx_style style, enum docx_track mark, const struct docx_change *change,
                    bool rtl);
void show_docx_run(struct docx *docx, unsigned look, const char *text, size_t length);
void show_docx_tracked(struct docx *docx, enum docx_track track, const struct docx_change *change, const char *text,
                       size_t length);
void show_docx_close(struct docx *docx);

/* Which way does the first letter run that has a direction?  -1: from right to left; 0: there is no such letter. */
int show_docx_direction(const char *text, size_t length);

/* Widths of the columns in twentieths of a point; the page has room for 10,500. */
void show_docx_table(struct docx *docx, const int *widths, size_t count);
/* `head`: repeated on every page.  Every row has as many cells as the table has columns. */
void show_docx_row(struct docx *docx, bool head);
void show_docx_cell(struct docx *docx, int width, unsigned look, const char *text);
void show_docx_row_end(struct docx *docx);
void show_docx_table_end(struct docx *docx);

/* Packs it into *out and frees what show_docx_start took, also when it fails; `about` may be NULL. */
enum tvx_status show_docx_finish(struct docx *docx, struct tvx_buf *out, const struct docx_about *about,
                                 struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The lines of a PDF between their taking from the pages (pdf.c) and their making into paragraphs.  Places are in
 * points, x to the right and y downwards from the page's upper left corner.
 */
#ifndef TVX_READ_PDF_TEXT_H
#define TVX_READ_PDF_TEXT_H

#include <travaux/read/document.h>

struct pdf_piece { /* of a line, in one look */
    uint32_t start, length; /* bytes */
    uint32_t format;
    uint32_t colour; /* of the ink, 0xRRGGBB */
    uint8_t marks;   /* enum pdf_mark of pdf_ink.h: what the rules on the page do to it */
    uint8_t change, nested; /* enum tvx_change, once tvx_pdf_redline has judged the marks */
};

struct pdf_line {
    const char *text; /* UTF-8, not clean yet; no white space at its ends */
    uint32_t length;
    struct pdf_piece *pieces;
    uint32_t piece_count;
    float x0, x1, base, size; /* left and right edge, baseline, size of the letters */
    float first_word;         /* width of the first word: would it have fitted on the line before? */
    int page;                 /* from 0 */
    int region;               /* of the page: a column, a table, or what stands over or under them */
    int table, row, column;   /* of the page; -1 outside tables */
    bool ruled;               /* the table's lines are drawn */
    bool in_column;           /* one of several columns of running text */
    size_t block;             /* of the document, once it is written; SIZE_MAX before */
    float left, right;        /* edges between which the text around it runs; see tvx_pdf_edges */
    bool gone;                /* a running head or foot */
    bool note;                /* belongs to the footnotes */
    bool aside;               /* written upwards or downwards: a paragraph of its own */
};

struct pdf_sheet {
    size_t first, count; /* its lines */
    float width, height;
    bool scanned;    /* a picture, with hardly a letter beside it */
    bool recognised; /* its lines come from text recognition, which was sure of them by `sure` of 100 */
    bool turned;     /* and are written from right to left */
    float sure;
};

struct pdf_note { /* that a reader of the PDF wrote on it */
    int page;
    float x, y;
    const char *text, *author, *date; /* the last two may be NULL */
};

struct pdf_text {
    struct tvx_document *document;
    struct pdf_line *lines;
    size_t count, capacity;
    struct pdf_sheet *pages;
    size_t page_count;
    struct pdf_note *notes;
    size_t note_count, note_capacity;
    float body_size; /* of the letters of most of the text */
    float leading;   /* usual distance of baselines, as a multiple of the size */
};

/* Marks the lines that run along the pages' tops and bottoms as gone, and warns what they were. */
bool tvx_pdf_furniture(struct pdf_text *text);

/* Decides for the whole document what is a redline and what is style; see pdf_redline.c. */
bool tvx_pdf_redline(struct pdf_text *text);

/* Sets left and right of all lines: edges of the page, of the column, of the cell.  False when memory is short. */
bool tvx_pdf_edges(struct pdf_text *text);

/*
 * The indices of all lines in the order in which they are to be written: tables that go on over pages are one, with
 * their rows numbered on (a head that comes back is gone), and what a row has on the next page follows in its cell.
 * Arena-owned; NULL when memory is short.
 */
size_t *tvx_pdf_order(struct pdf_text *text);

/* Looks of lines, for all who join them. */
bool tvx_pdf_ends_sentence(const struct pdf_line *line);
bool tvx_pdf_begins_with_label(const struct pdf_line *line); /* "1.", "(a)", "iv)", "13-", "(أ)", "•", "（一）" */
bool tvx_pdf_would_fit(const struct pdf_line *line, const struct pdf_line *next); /* next's first word, behind line */
uint32_t tvx_pdf_first_point(const struct pdf_line *line);

/* Makes blocks of the lines.  False when memory is short. */
bool tvx_pdf_paragraphs(struct pdf_text *text);

/* Words of the document, to decide what a hyphen at a line's end is. */
struct pdf_words;
struct pdf_words *tvx_pdf_words(const struct pdf_text *text); /* arena-owned; NULL when memory is short */
/*
 * What becomes of the hyphen when `head` (which ends in it) and `tail` are joined?  It stays when the hyphenated word
 * occurs elsewhere, goes when the joined one does, hangs (stays, and a space follows) before "and" and the like of
 * data/joining-words.tsv, stays when both parts are words; else it is as it is with most words of this document that
 * can be told.
 */
enum pdf_hyphen { PDF_HYPHEN_GOES, PDF_HYPHEN_STAYS, PDF_HYPHEN_HANGS };
enum pdf_hyphen tvx_pdf_hyphen(const struct pdf_words *words, const char *head, size_t head_length, const char *tail,
                               size_t tail_length);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What tesseract writes as TSV: a row for each page, block, paragraph, line and word with its place in pixels, and for
 * words the text and how sure it is (0 to 100).  Rows that are not so are passed over: the program worked on a picture
 * that a stranger made.  Words of right-to-left lines come in the order of reading.
 */
#ifndef TVX_READ_OCR_TSV_H
#define TVX_READ_OCR_TSV_H

#include <stdbool.h>
#include <travaux/base/arena.h>

struct tvx_tsv_word {
    long block, paragraph, line; /* numbers of the page's layout; words of one line follow each other */
    float left, top, width, height;
    float sure;       /* 0 to 100 */
    const char *text; /* clean UTF-8, arena-owned */
};

/* False when memory is short.  At most 100,000 words. */
bool tvx_tsv_read(struct tvx_tsv_word **words, size_t *count, struct tvx_arena *arena, const char *bytes,
                  size_t length);

/* Is it a word of the line that the word before is of? */
bool tvx_tsv_same_line(const struct tvx_tsv_word *a, const struct tvx_tsv_word *b);

#endif

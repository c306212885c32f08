/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Writes a list's number as one of Word's number formats does (ECMA-376 part 1, §17.18.59): 4 is "4", "d", "iv",
 * "4th", "г", "四". What each format writes stands in data/docx-numerals.tsv; a format that is not there is written
 * as decimal.
 */
#ifndef TRAVAUX_READ_DOCX_NUMERAL_H
#define TRAVAUX_READ_DOCX_NUMERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/buf.h>

enum docx_numeral_kind {
    NUMERAL_DIGITS, NUMERAL_PADDED, NUMERAL_REPEAT, NUMERAL_LIST, NUMERAL_ROMAN, NUMERAL_ORDINAL, NUMERAL_DASH,
    NUMERAL_CHINESE, NUMERAL_HEX, NUMERAL_NONE, NUMERAL_BULLET,
};

struct docx_numeral {
    enum docx_numeral_kind kind;
    const char *symbols; /* a slice of the table */
    size_t length;
    unsigned width;      /* least number of digits, from a custom format "001, 002, …"; 0: as the kind says */
};

/* Looks the format up by its name (`length` bytes); false, and decimal, when it is unknown. */
bool docx_numeral_find(struct docx_numeral *out, const char *name, size_t length);

/* Appends `number`. */
void docx_numeral_write(struct tvx_buf *out, const struct docx_numeral *numeral, long number);

/* The table of symbol fonts by code, made at its first use; begin with zeroes. */
enum { DOCX_SYMBOL_FONTS = 4 };
struct docx_symbols {
    bool made;
    const char *fonts[DOCX_SYMBOL_FONTS]; /* slices of data/docx-symbols.tsv */
    size_t font_lengths[DOCX_SYMBOL_FONTS];
    struct { const char *text; unsigned char length; } characters[DOCX_SYMBOL_FONTS][256];
};

/*
 * The Unicode text of a character in a symbol font ("Symbol", "Wingdings"), NULL when it is not known.  `point` may
 * carry the F000 that Word adds.  The result is a slice of the table with *length bytes.
 */
const char *docx_symbol(struct docx_symbols *symbols, const char *font, unsigned long point, size_t *length);

#endif

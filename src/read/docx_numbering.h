/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The numbers that Word prints before paragraphs but does not store: "5.1", "a)", "Article 3".  Definitions come
 * from the numbering part (ECMA-376 part 1, §17.9); a counter then walks the paragraphs in order, once for the
 * text before the changes and once for the text after them.
 */
#ifndef TRAVAUX_READ_DOCX_NUMBERING_H
#define TRAVAUX_READ_DOCX_NUMBERING_H

#include "docx_numeral.h"
#include "docx_styles.h"

enum { DOCX_LEVELS = 9 };

struct docx_level {
    bool given;
    int start;
    /* level number (from 1) after which this one restarts; 0 never; -1: after any higher one */
    int restart;
    struct docx_numeral numeral;
    const char *text;         /* "%1.%2" */
    const char *style;        /* id of the paragraph style tied to this level; NULL when none */
    bool legal;               /* all numbers of the label are decimal */
    bool picture;             /* a picture stands for the bullet */
    bool hidden;              /* the number itself is hidden text */
};

struct docx_abstract {
    long id;
    struct docx_level levels[DOCX_LEVELS];
    const char *num_style;    /* levels are those of this numbering style's list; NULL when its own */
    int count[2][DOCX_LEVELS]; /* per view: last number given */
    bool begun[2][DOCX_LEVELS];
};

struct docx_num {
    long id, abstract_id;
    int abstract;             /* index, numbering styles followed; -1 when missing */
    bool has_start[DOCX_LEVELS];
    int start[DOCX_LEVELS];
    struct docx_level *levels[DOCX_LEVELS]; /* overrides; NULL: the abstract's */
    bool used[2][DOCX_LEVELS]; /* per view: the start override was applied */
};

struct docx_numbering {
    struct docx_abstract *abstracts; /* sorted by id, as are nums */
    size_t abstract_count;
    struct docx_num *nums;
    size_t num_count;
    bool unknown_format;      /* a number format that data/docx-numerals.tsv does not know was met */
};

enum tvx_status docx_numbering_read(struct docx_numbering *out, struct docx_package *package,
                                    const struct docx_styles *styles, const char *part, struct tvx_error *error);

/* The numbering that holds for a paragraph: what it says itself over what its style says; num 0 or less: none. */
struct docx_numbered {
    long num;
    int level;
};
struct docx_numbered docx_numbered_of(const struct docx_numbering *numbering, const struct docx_styles *styles,
                                      int style, long num, int level);

/*
 * Counts one paragraph of `view` (0 before, 1 after) and returns its label in the arena: NULL when the numbering
 * says none, or memory is short (then *failed).
 */
const char *docx_numbering_next(struct docx_numbering *numbering, struct docx_numbered numbered, int view,
                                struct tvx_arena *arena, bool *failed);

/*
 * The label in a w:numberingChange's original="%1:3:0:." (the text before the change, as Word 97 to 2003 kept it):
 * "3.". NULL when it cannot be read.
 */
const char *docx_numbering_original(struct tvx_arena *arena, const char *original);

#endif

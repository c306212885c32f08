/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Runs styled text into lines of a given width: words are kept whole where they fit, a style never crosses the end of a
 * line.  The lines are kept, so that two columns of them can be set side by side.
 * Everything that the terminal's renderers print of a document passes through here.
 */
#ifndef SHOW_TERM_FLOW_H
#define SHOW_TERM_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/show/term.h>

enum term_style {
    TERM_PLAIN,
    TERM_STRONG, /* headings, letters of families */
    TERM_SOFT,   /* labels, counts */
    TERM_INS,
    TERM_DEL,
    TERM_LOCUS,  /* a place where texts part */
    TERM_ALERT,  /* conflicts, warnings */
    TERM_FOUND,  /* a word that was searched for */
};

struct term_line {
    const char *text; /* with escapes, styles closed */
    size_t columns;   /* what it takes on screen */
};

struct term_flow {
    struct tvx_arena *arena;
    bool colour;
    size_t width;
    struct term_line *lines;
    size_t count, capacity;
    struct tvx_buf line, word; /* being made */
    size_t line_columns, word_columns;
    bool line_open;            /* anything on the line */
    bool space;                /* a space is owed before the word */
    enum term_style space_style, line_style, word_style;
};

void term_flow_start(struct term_flow *flow, struct tvx_arena *arena, const struct tvx_term *term, size_t width);
void term_flow_text(struct term_flow *flow, enum term_style style, const char *text, size_t length);
void term_flow_str(struct term_flow *flow, enum term_style style, const char *text); /* NULL: nothing */
void term_flow_break(struct term_flow *flow);  /* ends the line that is open */
/* Ends the last line and frees the buffers; the lines are the arena's. */
void term_flow_end(struct term_flow *flow);

/* Width to set text in: term->width within its bounds. */
size_t term_width(const struct tvx_term *term);

/* Prints the lines, each behind `indent` spaces; `mark` (may be NULL) stands in place of the first line's indent. */
void term_lines(struct tvx_term *term, const struct term_flow *flow, size_t indent, const char *mark,
                enum term_style mark_style);
/* Left lines and right lines side by side, the right ones beginning at column `gap`. */
void term_columns(struct tvx_term *term, const struct term_flow *left, const struct term_flow *right, size_t indent,
                  const char *mark, enum term_style mark_style, size_t gap);

/* One line of styled text as it is, not wrapped. */
void term_styled(struct tvx_term *term, enum term_style style, const char *text);
void term_newline(struct tvx_term *term);

/* A paragraph in one call. */
void term_paragraph(struct tvx_term *term, struct tvx_arena *arena, size_t indent, enum term_style style,
                    const char *text);
/* "Name:  value" with the value wrapped behind the name; nothing when value is NULL or "". */
void term_field(struct tvx_term *term, struct tvx_arena *arena, const char *name, const char *value);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The square brackets and options of a draft: what is not agreed yet, how it nests, and who stands behind which words.
 * Everything is told by its place in the text, so that putting brackets and the words between them together again gives
 * the text.  Brackets that do not balance are kept, repaired where the text's own structure says how, and reported.
 */
#ifndef TRAVAUX_LAW_BRACKETS_H
#define TRAVAUX_LAW_BRACKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/law/instrument.h>

/*
 * TEXT is what negotiators mean by a bracket.  The others look like one and are counted apart: the mark of a note
 * "[1]", words left out "[…]", an editor's "[sic]", a place kept for text "[ ]" "[TBD]", a box to tick, "[agreed ad
 * ref]".
 */
enum tvx_bracket_kind {
    TVX_BRACKET_TEXT,
    TVX_BRACKET_NOTE,
    TVX_BRACKET_ELLIPSIS,
    TVX_BRACKET_EDITORIAL,
    TVX_BRACKET_PLACEHOLDER,
    TVX_BRACKET_BOX,
    TVX_BRACKET_AGREED,
    TVX_BRACKET_ACTORS, /* "[AOSIS] [text]": names whose text is in the next bracket */
    TVX_BRACKET_KINDS,
};
const char *tvx_bracket_kind_to_string(enum tvx_bracket_kind kind); /* "text", "note", "ellipsis", … */

struct tvx_bracket {
    enum tvx_bracket_kind kind;
    size_t from, to;      /* bytes of the text, the brackets themselves included */
    size_t start, points; /* the same in code points */
    size_t words_from, words_to; /* bytes: within the brackets, without attribution and outer white space */
    int depth;            /* 1 outermost; only TEXT brackets count; 0 for other kinds outside any */
    size_t parent;        /* index of the bracket around it, of any kind; SIZE_MAX for none */
    size_t option;        /* index of the innermost option around it; SIZE_MAX for none */
    const char **attributed; /* codes as tvx_actors_parse gives them; unknown names as printed */
    size_t attributed_count;
    const char *said;     /* "delete" or "retain" where the attributed say so in place of a text; else NULL */
    bool closed;          /* false: its end is missing; it is taken to end with its line */
    const char *provision; /* path, "" when not known; see tvx_brackets_place */
};

struct tvx_draft_option {
    const char *label;    /* as printed: "Option 1", "Alt. 2", "Вариант А" */
    const char *designator; /* "1", "2.1", "A" */
    const char *title;    /* words behind the label that are no text, often in braces; "" when none */
    size_t from, to;      /* bytes: from the label to the end of the text */
    size_t text_from, text_to; /* the text that it governs; equal when it has none */
    size_t start, points; /* of that text, code points */
    size_t label_start;   /* code points before the label */
    int level;            /* 0 outermost */
    size_t parent;        /* index of the option around it; SIZE_MAX for none */
    size_t group;         /* options between which one chooses have the same number, from 0 */
    bool no_text;         /* "No text required" */
    const char **attributed;
    size_t attributed_count;
    const char *provision;
};

struct tvx_bracket_fault {
    bool opens;           /* '[' without its ']', or the other way round */
    size_t at, start;     /* byte and code point */
    size_t line;          /* of the text, from 1 */
    const char *context;  /* some words around it */
    const char *provision;
};

/* Words beside a text that say it is agreed, in brackets, braces or alone on a line. */
struct tvx_agreed_mark {
    size_t start, points;
    const char *text;
    const char *provision;
};

struct tvx_brackets {
    const char *text;
    struct tvx_bracket *items; /* in order of their openings: a bracket stands before those in it */
    size_t count;
    size_t kinds[TVX_BRACKET_KINDS]; /* how many of each */
    int depth;                       /* of the deepest TEXT bracket */
    struct tvx_draft_option *options;      /* in order of their labels */
    size_t option_count;
    struct tvx_bracket_fault *faults;
    size_t fault_count;
    struct tvx_agreed_mark *agreed;
    size_t agreed_count;
    size_t notes;                    /* "{…}": a secretariat's notes and titles, no text */
    size_t words, words_outside;     /* in all (notes left out); of them outside any TEXT bracket or option */
    bool cut;                        /* more brackets than are looked at */
};

/*
 * `text`: valid UTF-8, its lines joined by "\n" (as "the document's text").  Arena-owned, and keeps slices of nothing
 * but its own copy.  A text that does not balance is read again with the rule that a bracket opened within a paragraph
 * ends at the latest with it and the items under it, one opened at a paragraph's start with the option or section.
 */
enum tvx_status tvx_brackets_parse(struct tvx_brackets *out, struct tvx_arena *arena, const char *text,
                                   struct tvx_error *error);

/* Fills the provisions' paths from an instrument recognised in the same text. */
void tvx_brackets_place(struct tvx_brackets *brackets, const struct tvx_instrument *instrument);

#endif

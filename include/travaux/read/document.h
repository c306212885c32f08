/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A document as a reader found it: a list of blocks (paragraphs, headings, table cells, notes) whose runs of text
 * carry revision marks.  Every format becomes this one tree, and every later stage and renderer works on it.
 * From one document three texts follow: before (all changes rejected), after (all accepted), marked (both).
 */
#ifndef TRAVAUX_READ_DOCUMENT_H
#define TRAVAUX_READ_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/buf.h>
#include <travaux/base/error.h>
#include <travaux/base/json.h>

enum tvx_change {
    TVX_CHANGE_NONE,
    TVX_CHANGE_INS,
    TVX_CHANGE_DEL,
    TVX_CHANGE_MOVED_FROM, /* deleted here, stands elsewhere */
    TVX_CHANGE_MOVED_TO,   /* inserted here, came from elsewhere */
};
const char *tvx_change_to_string(enum tvx_change change); /* "none", "ins", "del", "moved-from", "moved-to" */

enum tvx_format_bits { /* how a run looks; hints, never content */
    TVX_FORMAT_BOLD = 1u << 0,
    TVX_FORMAT_ITALIC = 1u << 1,
    TVX_FORMAT_UNDERLINE = 1u << 2,
    TVX_FORMAT_STRIKE = 1u << 3,
    TVX_FORMAT_SUPERSCRIPT = 1u << 4,
    TVX_FORMAT_HIDDEN = 1u << 5,
    TVX_FORMAT_NOTE_REF = 1u << 6, /* the run is the mark of a foot- or endnote, "[1]" */
    TVX_FORMAT_LINK = 1u << 7,
    /* runs that stand in no view of the text: marks of notes, and what a word processor never prints */
    TVX_FORMAT_ASIDE = TVX_FORMAT_NOTE_REF | TVX_FORMAT_HIDDEN,
};

struct tvx_run {
    const char *text; /* UTF-8 NFC; may hold tabs and newlines (line breaks within the paragraph) */
    enum tvx_change change;
    enum tvx_change nested; /* a second change on the same text: inserted by one author, deleted by another
                               (change INS, nested DEL) stands neither before nor after */
    uint32_t format;        /* enum tvx_format_bits */
    const char *author;     /* of the change; NULL when none or not told */
    const char *date;       /* ISO 8601 as written; NULL likewise */
    const char *nested_author, *nested_date; /* of the second change; NULL likewise */
};

enum tvx_block_kind {
    TVX_BLOCK_PARAGRAPH,
    TVX_BLOCK_HEADING,
    TVX_BLOCK_LIST,     /* a paragraph with a label that the format computes */
    TVX_BLOCK_CELL,     /* a paragraph within a table cell */
    TVX_BLOCK_NOTE,     /* a foot- or endnote's paragraph; the label is its mark */
    TVX_BLOCK_HEADER,   /* a line of a page header or footer, where a reader keeps it: no part of any view's text */
};
const char *tvx_block_kind_to_string(enum tvx_block_kind kind); /* "paragraph", "heading", "list", "cell", … */

struct tvx_block {
    enum tvx_block_kind kind;
    int level;                /* heading: 1…9; list: 0 outermost; else 0 */
    const char *label;        /* computed number as printed after the changes ("5.1", "a)"); NULL when none */
    const char *label_before; /* the same before the changes; NULL when none.  Part of the text, see project */
    struct tvx_run *runs;
    size_t run_count;
    enum tvx_change mark;     /* change of the paragraph mark that ends the block: INS: before the changes this
                                 block and the next were one; DEL: after them they are one */
    enum tvx_change presence; /* of the whole block (a table row or cell, a list of blocks): INS: only after;
                                 DEL: only before */
    int table, row, column;   /* of a cell, from 0 in order of the document; -1 outside tables */
    int page;                 /* from 1 where the format has pages; 0 unknown */
    const char *style;        /* style name or element name as the format gives it, a hint; NULL when none */
    const char *id;           /* identifier that the format gives (AKN eId, HTML id); NULL when none */
    const char *mark_author, *mark_date;         /* of the mark's change; NULL when none or not told */
    const char *presence_author, *presence_date; /* likewise */
};

struct tvx_comment {
    const char *author, *date, *text; /* date may be NULL */
    size_t block;                     /* the block it is anchored in */
    const char *quote;                /* the commented text; NULL when not told */
    size_t parent;                    /* 1 + index of the comment that this one answers; 0: none */
    bool resolved;                    /* someone marked it as done */
};

struct tvx_warning {
    const char *code;    /* stable, lower-case with dashes: "docx-unknown-element" */
    const char *message; /* a sentence for people */
    size_t block;        /* index, or SIZE_MAX for the whole document */
};

struct tvx_document {
    struct tvx_arena *arena; /* owns everything below */
    const char *format;      /* "docx", "odt", "html", "text", "akn", "pdf", "doc", … (data/formats.tsv) */
    const char *title;       /* never NULL */
    const char *language;    /* "en", "fr", … by the document's own word or by its script and words; "" unknown */
    struct tvx_block *blocks;
    size_t block_count;
    struct tvx_comment *comments;
    size_t comment_count;
    struct tvx_warning *warnings;
    size_t warning_count;
};

/* An empty document with an arena of its own; NULL when memory is short. */
struct tvx_document *tvx_document_new(size_t ceiling);
void tvx_document_free(struct tvx_document *document);

/* Building: each returns the new element (zeroed but for the given values) or NULL when the arena is full. */
struct tvx_block *tvx_document_add_block(struct tvx_document *document, enum tvx_block_kind kind);
struct tvx_run *tvx_document_add_run(struct tvx_document *document, struct tvx_block *block, const char *text,
                                     size_t length, enum tvx_change change);
void tvx_document_warn(struct tvx_document *document, size_t block, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

enum tvx_view { TVX_VIEW_BEFORE, TVX_VIEW_AFTER, TVX_VIEW_MARKED };

/* Does text with these marks stand in the view?  (MARKED: always.) */
bool tvx_change_stands(enum tvx_change change, enum tvx_change nested, enum tvx_view view);

/*
 * One line of a view: blocks joined where their paragraph mark does not stand in it.  `text` is label, a space,
 * then the runs' text, white space folded; never empty.  Runs that are the mark of a note are left out, so that
 * "countries" with note 1 is "countries"; the note itself is a line of its own.  Hidden runs are left out too: nobody
 * sees them on the page.  Blocks of the kind HEADER give no line: what every page repeats is no text of the document.
 */
struct tvx_line {
    const char *text;
    size_t label_length;    /* bytes of `text` that are the computed label and its space; 0 when none */
    size_t first_block, last_block;
    size_t start;           /* code points before this line in the whole view's text (lines joined by "\n") */
    size_t points;          /* code points in text */
};
struct tvx_lines {
    struct tvx_line *items;
    size_t count;
};

/*
 * The view as lines, arena-owned by `arena`.  MARKED writes deleted text as [-…-] and inserted as {+…+}
 * (as wdiff does); BEFORE and AFTER are plain.  This text, joined by "\n", is "the document's text" to which
 * evidence offsets refer (AFTER).
 */
enum tvx_status tvx_document_lines(struct tvx_lines *out, struct tvx_arena *arena,
                                   const struct tvx_document *document, enum tvx_view view,
                                   struct tvx_error *error);

/* Writes the document as CONTRACT.md's `read --json`. */
void tvx_document_json(const struct tvx_document *document, struct tvx_buf *out);
/* The same without the braces around it, for a writer that has more to say. */
void tvx_document_json_members(const struct tvx_document *document, struct tvx_json *json);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The state of one reading of an OpenDocument text.  Blocks are gathered in stores: the main text, and beside it what
 * must not part a paragraph from the one it joins (text boxes) or stands elsewhere (notes, page headers, the text of
 * deletions, which OpenDocument keeps before the body).  Deletions are laid into the main text where text:change points
 * to them; the other stores are appended in the end.
 */
#ifndef TVX_READ_ODT_STORY_H
#define TVX_READ_ODT_STORY_H

#include <travaux/base/buf.h>
#include "odt_styles.h"

enum {
    ODT_DEPTH = 300,       /* of elements; libxml2 itself stops at 256 */
    ODT_ACTIVE = 64,       /* insertions open at one place */
    ODT_TABLES = 90,       /* tables within tables */
    ODT_RANGES = 32,       /* comments open at one place of which the quotation is kept */
    ODT_QUOTE = 4096,      /* bytes of a quotation */
    ODT_NAMED_WARNINGS = 50,
    ODT_CAPTURE = 1 << 16, /* bytes of a name, a date, a title */
    ODT_COMMENT = 1 << 20, /* bytes of a comment */
    ODT_MAX_NOTES = 500000,
};
/* on a run while reading: 1 + index of the note whose mark it is */
enum { ODT_NOTE_SHIFT = 12 };
#define ODT_NOTE_BITS (~UINT32_C(0) << ODT_NOTE_SHIFT)

struct odt_props { /* what a paragraph is, in one view */
    struct odt_style *style;
    int outline;                /* level of a heading, 0: none */
    long group;                 /* lists that count together; -1: no number */
    struct odt_list_style *list;
    int level;                  /* from 1 */
    int start;                  /* the number is set to this; -1: it follows */
};

struct odt_para {               /* what the reader knows of a block beside the block; same index */
    uint32_t flow;              /* paragraphs of one flow can join */
    struct odt_props before, after;
    enum tvx_change gone;       /* the mark's change where no paragraph follows to join with */
};

struct odt_store {
    struct tvx_document blocks; /* only its arena and blocks are used */
    struct odt_para *paras;
    size_t capacity;
};

struct odt_change {
    bool is;
    const char *author, *date;
};

struct odt_region {             /* text:changed-region */
    const char *id;
    struct odt_change insertion, deletion;
    size_t first, count;        /* blocks of the deleted text in the store of deletions */
    uint32_t flow;              /* of the paragraphs among them that are not in a table */
    bool used;
    size_t order;
};

struct odt_note {
    bool endnote;
    const char *label;          /* that the author wrote; NULL: counted */
    size_t first, count;        /* blocks in the store of notes */
};

struct odt_range {              /* a comment that is open */
    const char *name;
    size_t comment;
    struct tvx_buf text;
};

struct odt_list {               /* a list that is open, or a level of it */
    long group;
    struct odt_list_style *style;
    bool due;                   /* the item's first paragraph is still to come */
    int start;
};

enum odt_mode { MODE_NONE, MODE_META, MODE_STYLES, MODE_MASTER, MODE_TEXT };

struct odt_slot {               /* an open paragraph */
    size_t block;
    bool space;                 /* white space that comes next counts for nothing */
    struct odt_store *store;
};

struct odt_place {              /* what an element says holds until its end */
    enum odt_mode mode;
    struct odt_store *store;
    uint32_t flow;
    int slot;                   /* index of the open paragraph; -1: none */
    int table, levels;          /* index of the innermost table, -1: none; open list levels */
    struct odt_look look;
    bool link, hidden, ruby, comment, capture;
    size_t region;              /* 1 + index while in the text of a deletion */
};

struct odt_frame {
    struct odt_place place;
    enum docx_tag tag;
    size_t emitted;
};

struct odt_table {
    int id, row, column, rows, span;
};

struct odt_reader {
    struct tvx_document *document;
    struct docx_package package;
    struct tvx_arena *arena;    /* for the time of reading */
    struct odt_styles styles;
    struct odt_store text, boxes, notes, deletions, heads;
    bool no_automatic;          /* of styles.xml: they are for headers and footers */
    bool met_body;

    struct odt_place place;
    struct odt_frame frames[ODT_DEPTH];
    unsigned depth;
    struct odt_slot slots[ODT_DEPTH];
    struct odt_table tables[ODT_TABLES];
    struct odt_list lists[ODT_DEPTH];
    int table_count, slot_count;
    uint32_t flow_count;
    size_t emitted;

    struct odt_region *regions;
    size_t region_count, region_capacity;
    bool regions_sorted;
    size_t active[ODT_ACTIVE], active_count;
    struct odt_note *note_items;
    size_t note_count, note_capacity;
    long group_count;
    struct { const char *id; struct odt_list_style *style; long group; } *groups; /* of the lists so far */
    size_t group_items, group_capacity;

    struct tvx_buf pending, capture, comment, ruby;
    struct tvx_run pending_run;
    struct odt_store *pending_store;
    size_t pending_block;
    const char *author, *date;  /* captured last */
    struct tvx_comment *comments;
    size_t comment_count, comment_capacity;
    struct odt_range ranges[ODT_RANGES];
    size_t range_count;
    const char *picture;
    size_t picture_count, regions_missing;
    bool failed;
};

/* odt_text.c: paragraphs and runs */
void odt_para_open(struct odt_reader *reader, const struct odt_props *props);
void odt_para_close(struct odt_reader *reader);
void odt_flush(struct odt_reader *reader);
void odt_text(struct odt_reader *reader, const char *text, size_t length); /* with white space collapsed */
void odt_emit(struct odt_reader *reader, const char *text, size_t length); /* as it stands */
void odt_note_mark(struct odt_reader *reader, size_t note);
bool odt_store_append(struct odt_reader *reader, struct odt_store *to, const struct odt_store *from, size_t first,
                      size_t count);
void odt_boxes_place(struct odt_reader *reader); /* what waits goes into the text */
void odt_range_close(struct odt_reader *reader, const char *name); /* all for NULL */

/* odt_changes.c: tracked changes */
struct odt_region *odt_region_find(struct odt_reader *reader, const char *id);
void odt_change_start(struct odt_reader *reader, const char *id);
void odt_change_end(struct odt_reader *reader, const char *id);
void odt_change_point(struct odt_reader *reader, const char *id);
const struct odt_change *odt_inserted(const struct odt_reader *reader); /* the insertion that holds here, or NULL */

/* odt_story.c: the elements */
extern const struct docx_xml_handler odt_handler;

/* odt_finish.c: order, labels, notes, headers */
enum tvx_status odt_finish(struct odt_reader *reader, struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The state of one reading, shared by the files that read stories (ECMA-376's word for the body, the notes, the
 * comments). What an element says holds until the element ends: it stands in struct docx_place, which is saved
 * when an element begins and put back when it ends, so that no combination of elements can leave something
 * switched on.
 */
#ifndef TRAVAUX_READ_DOCX_STORY_H
#define TRAVAUX_READ_DOCX_STORY_H

#include <travaux/base/buf.h>
#include <travaux/read/document.h>
#include "docx_numbering.h"

enum {
    DOCX_DEPTH = 300,       /* of elements; libxml2 itself stops at 256 */
    DOCX_CHANGES = 32,      /* revision marks around one text */
    DOCX_TABLES = 90,       /* tables within tables */
    DOCX_FIELDS = 64,       /* fields within fields */
    DOCX_RANGES = 64,       /* comments open at one place of which the quotation is kept */
    DOCX_NAMES = 16,
    DOCX_MATH = 64,         /* structures of an equation within each other */
    DOCX_QUOTE = 4096,      /* bytes of a quotation */
};
#define DOCX_NO_BLOCK SIZE_MAX
/* on a run while reading: text within a field's instruction, which Word does not show */
#define DOCX_FORMAT_CODE (1u << 31)

enum docx_scope { SCOPE_CONTENT, SCOPE_P_PR, SCOPE_MARK, SCOPE_OLD_P_PR, SCOPE_R_PR, SCOPE_TR_PR, SCOPE_TC_PR,
                  SCOPE_SECT_PR, SCOPE_TBL_PR };

struct docx_change {
    enum tvx_change kind;
    const char *author, *date;
};

struct docx_place {
    size_t para;              /* block of the open paragraph, or DOCX_NO_BLOCK */
    uint32_t flow;            /* paragraphs of one flow (body, cell, text box, note) can join, others cannot */
    uint32_t box;             /* text boxes around */
    int table;                /* index in `tables` of the innermost one; -1 outside */
    struct docx_change presence; /* from what is around the flow */
    uint16_t changes;         /* how many of `changes` hold here */
    uint16_t field_base;      /* fields below belong to the text around the text box */
    uint8_t scope;            /* enum docx_scope */
    bool link, quiet, text_on, keep_space, instruction, reading, ruby_text;
    bool math;                /* in an equation, where bold and italic are the letters' own */
    bool page_number;         /* what Word counts, in a page header: not text */
};

struct docx_run {
    struct docx_look look;
    int style;
    bool resolved;
    uint32_t format;
    const char *font;
    bool mark;                /* its text is a note's own mark */
};

struct docx_math { /* a structure of an equation */
    enum docx_tag tag;
    const char *open, *close, *sign; /* brackets; what stands between or before the parts */
    size_t parts;
};

struct docx_group { /* a part of a structure in brackets: where its text begins */
    bool open;
    size_t prefix, block, from, flushes;
};

struct docx_frame {
    struct docx_place place;
    struct docx_run run;      /* of the run around, for elements that begin a run */
    size_t emitted;           /* characters written when the element began */
    unsigned choices;         /* of an AlternateContent */
    struct docx_group group;
    enum docx_tag tag;
};

struct docx_table {
    int id, row, column, span, style; /* style: index or STYLE_NONE */
    struct docx_change row_change, cell_change;
};

struct docx_field {
    bool in_result, link, page_number;
    size_t block, run;        /* where it begins */
    char instruction[16];
    size_t length;
};

struct docx_para { /* what the reader knows of a block beside the block; same index */
    uint32_t flow, box;
    int style, table_style, level, outline;
    long num;
    bool changed, num_inserted; /* the old properties below hold before the changes; the numbering is an insertion */
    int old_style, old_level;
    long old_num;
    const char *old_label;    /* as a w:numberingChange tells it */
    bool markless;            /* the mark stands in no view: inserted and deleted again, or that of a drop capital */
    enum tvx_change gone;     /* the mark's change where no paragraph follows to join with */
    size_t note;              /* 1 + index of its note's reference; 0 outside notes */
};

struct docx_note {
    long id;
    bool endnote, custom, met; /* custom: the document writes the mark itself; met: the note's text was found */
    size_t block, run;
    struct docx_change change, nested;
    const char *label, *label_before;
};

struct docx_range { /* what a comment is about */
    long id;
    size_t block, order;
    const char *quote;
    struct tvx_buf after, gone; /* while it is open */
};

struct docx_picture { /* what the drawing being read calls itself; members may be NULL */
    const char *name, *program, *file;
};

struct docx_object {  /* what is not text */
    const char *name; /* "" when none */
    size_t block;     /* or SIZE_MAX */
    bool object, done;
};

struct docx_reader {
    struct tvx_document *document;
    struct docx_package package;
    struct tvx_arena *arena;  /* for the time of reading */
    struct docx_styles styles;
    struct docx_numbering numbering;
    struct docx_para *paras;
    size_t para_capacity;

    struct docx_place place;
    struct docx_frame frames[DOCX_DEPTH];
    unsigned depth;
    struct docx_run run;
    struct docx_change changes[DOCX_CHANGES];
    struct docx_table tables[DOCX_TABLES];
    struct docx_field fields[DOCX_FIELDS];
    unsigned field_count, field_overflow;
    int table_count;
    uint32_t flow_count;
    size_t emitted;
    bool root_keeps_space;

    struct tvx_buf text;      /* of the w:t being read */
    struct tvx_buf ruby;      /* of the annotation above the base text */
    struct tvx_buf pending;   /* of the run being gathered, with its attributes */
    struct tvx_run pending_run;
    size_t pending_block, flushes;
    struct docx_math math[DOCX_MATH];
    unsigned math_depth, math_overflow;
    const char *names[DOCX_NAMES];  /* authors and dates met last, in a ring: most marks repeat one of them */
    size_t name_count;

    struct docx_note *notes;
    size_t note_count, note_capacity, note_now; /* note_now: 1 + index while reading a note */
    struct docx_note **note_order; /* by kind and id */
    size_t unreferenced;
    struct docx_range *ranges;
    size_t range_count, range_capacity;
    size_t open_ranges[DOCX_RANGES], open_range_count;

    const char **heads;       /* relationships of the sections' page headers and footers, in their order */
    size_t head_count, head_capacity, first_head; /* first_head: block from which on all are of page headers */
    bool in_head;

    const struct docx_relations *relations; /* of the part being read; NULL for parts other than the body */
    struct docx_picture picture;
    struct docx_object *objects;
    size_t object_count, object_capacity, object_total[2]; /* total: drawings, embedded objects */
    size_t code_count, computed_count;
    struct docx_symbols symbols;
    const char *unknown[32];
    size_t unknown_count;
    bool symbol_warned;
    bool failed;              /* memory or the arena's ceiling */
};

/* docx_text.c: paragraphs and runs */
void docx_para_open(struct docx_reader *reader);
void docx_flush(struct docx_reader *reader);
void docx_emit(struct docx_reader *reader, const char *text, size_t length);
void docx_text_end(struct docx_reader *reader);                  /* at the end of a w:t: its text is in reader->text */
void docx_symbol_emit(struct docx_reader *reader, struct docx_xml *xml);
/* change, nested, author, date */
enum tvx_change docx_effective(const struct docx_reader *reader, struct tvx_run *run);
void docx_field_char(struct docx_reader *reader, struct docx_value type);
void docx_field_simple(struct docx_reader *reader, struct docx_xml *xml);
void docx_fields_close(struct docx_reader *reader, unsigned base); /* unclosed ones: what they hid is shown */
void docx_note_reference(struct docx_reader *reader, struct docx_xml *xml, bool endnote);
struct docx_change docx_change_of(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag);

/* docx_math.c: equations as a line of text */
void docx_math_start(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag);
void docx_math_end(struct docx_reader *reader, enum docx_tag tag, const struct docx_frame *frame);

/* docx_props.c: children of w:pPr, w:rPr, w:trPr, w:tcPr */
void docx_props_start(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag);

/* docx_story.c: reads one story part into the document */
enum tvx_status docx_story_read(struct docx_reader *reader, const char *part, struct tvx_error *error);

/* docx_comments.c: what comments are about, while the text is read, and the comments themselves */
void docx_range_open(struct docx_reader *reader, long id);
void docx_range_text(struct docx_reader *reader, const struct tvx_run *run, const char *text, size_t length);
void docx_range_close(struct docx_reader *reader, long id); /* all that are open when `id` is negative */
/* `threads`: the part that tells answers and what is resolved, or NULL */
enum tvx_status docx_comments_read(struct docx_reader *reader, const char *part, const char *threads,
                                   struct tvx_error *error);

/* docx_objects.c: pictures, charts, diagrams, embedded files */
void docx_object_begin(struct docx_reader *reader);
void docx_object_name(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag);
void docx_object_end(struct docx_reader *reader, const struct docx_frame *frame);
void docx_objects_warn(struct docx_reader *reader);

/* docx_heads.c: page headers and footers */
void docx_head_reference(struct docx_reader *reader, struct docx_xml *xml); /* of a section */
enum tvx_status docx_heads_read(struct docx_reader *reader, const struct docx_relations *relations,
                                struct tvx_error *error);
enum tvx_status docx_heads_settle(struct docx_reader *reader, struct tvx_error *error); /* after docx_finish */

/* docx_notes.c, docx_finish.c */
enum tvx_status docx_notes_number(struct docx_reader *reader, struct tvx_error *error);
struct docx_note *docx_note_find(struct docx_reader *reader, bool endnote, long id);
enum tvx_status docx_finish(struct docx_reader *reader, struct tvx_error *error);

#endif

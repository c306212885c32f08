/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a walk through an Akoma Ntoso file makes of what it meets: blocks of text, and the numbers, titles and notes
 * that wait for the block they belong to.  `akn` walks and keeps a frame for each element it is in; the functions here
 * put things into the document as that frame says.
 */
#ifndef TRAVAUX_READ_AKN_BLOCKS_H
#define TRAVAUX_READ_AKN_BLOCKS_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "akn_elements.h"
#include "flow.h"

/* libxml2 refuses deeper trees on its own (xmlParserMaxDepth is 256); one more frame for the document. */
enum { AKN_MAX_DEPTH = 260, AKN_MAX_NOTES = 10000 };

struct akn_frame {
    enum akn_role role;
    enum akn_role block; /* role of the innermost element that is not inline */
    struct tvx_flow_look look;
    enum tvx_change presence;
    const char *style, *id;
    int headings, items; /* hierarchical and numbered elements around, this one included */
    bool in_block;       /* text here belongs to the block that an element around has opened */
    bool in_title;       /* within what the document calls its title */
    bool in_preface;     /* within what stands before the text, where a title may still come */
};

struct akn {
    struct tvx_document *document;
    bool generic; /* not Akoma Ntoso: elements mean nothing */
    struct tvx_flow flow;
    struct akn_element *elements; /* open hash by name */
    struct akn_frame frames[AKN_MAX_DEPTH];
    size_t depth;
    const char *label, *label_before; /* of a <num> that waits for its text */
    size_t label_depth;               /* depth of the element that the <num> stood in */
    size_t num_block;                 /* scratch block that gathers the text of an open <num>, or SIZE_MAX */
    const xmlNode **notes;            /* notes whose text waits for the end of their paragraph */
    const char **note_labels;
    size_t note_count, notes_done;
    bool in_notes;
    bool title_due;                   /* the document's, or a part's, title has not come yet */
    const char *part_id, *part_name;  /* of a part whose title has not come yet; NULL for the whole document */
    size_t unknown_entities, notes_lost;
};

/* An attribute's value, cleaned, or NULL. */
const char *akn_attribute(struct akn *akn, const xmlNode *node, const char *name);
bool akn_is_named(const xmlNode *node, const char *name);

void akn_add_text(struct akn *akn, const char *text, size_t length);
void akn_add_entity(struct akn *akn, const xmlNode *node);
void akn_add_note(struct akn *akn, const xmlNode *node, const char *label);
void akn_show_reference(struct akn *akn, const xmlNode *node);
void akn_title_if_due(struct akn *akn, const struct akn_frame *frame);

/* A <num>: its text becomes the label of the block that follows, or stands alone when none follows in its element. */
void akn_begin_num(struct akn *akn);
void akn_end_num(struct akn *akn);
void akn_settle_label(struct akn *akn);

void akn_take_language(struct akn *akn, const char *value);
void akn_take_meta(struct akn *akn, const xmlNode *meta);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uloc.h>

#include "akn_blocks.h"

const char *akn_attribute(struct akn *akn, const xmlNode *node, const char *name)
{
    for (const xmlAttr *at = node->properties; at != NULL; at = at->next)
        if (strcmp((const char *)at->name, name) == 0) {
            const xmlNode *text = at->children;
            const char *value = text == NULL || text->content == NULL ? "" : (const char *)text->content;

            return tvx_text_clean(akn->document->arena, value, strlen(value));
        }
    return NULL;
}

bool akn_is_named(const xmlNode *node, const char *name)
{
    return node != NULL && node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static struct tvx_block *open_as(struct akn *akn, const struct akn_frame *frame, enum tvx_block_kind kind, int level)
{
    struct tvx_block *block = tvx_flow_open(&akn->flow, kind);

    if (block == NULL)
        return NULL;
    block->level = block->kind == kind ? level : 0; /* in a table it has become a cell */
    block->presence = frame->presence;
    block->style = frame->style;
    block->id = frame->id;
    return block;
}

static void open_block(struct akn *akn, const struct akn_frame *frame)
{
    struct tvx_block *block;

    if (akn->title_due && frame->in_title) {
        block = open_as(akn, frame, TVX_BLOCK_HEADING, 1);
        if (block != NULL && akn->part_id != NULL)
            block->id = akn->part_id;
        akn->title_due = false;
    } else if (frame->block == AKN_NOTE_TEXT) {
        block = open_as(akn, frame, TVX_BLOCK_NOTE, 0);
    } else if (frame->block == AKN_HEADING) {
        block = open_as(akn, frame, TVX_BLOCK_HEADING, frame->headings > 8 ? 9 : frame->headings + 1);
    } else if (akn->label != NULL || akn->label_before != NULL) {
        block = open_as(akn, frame, TVX_BLOCK_LIST, frame->items > 0 ? frame->items - 1 : 0);
    } else {
        block = open_as(akn, frame, TVX_BLOCK_PARAGRAPH, 0);
    }
    if (block == NULL)
        return;
    block->label = akn->label;
    block->label_before = akn->label_before;
    akn->label = akn->label_before = NULL;
}

/* A number that found no text of its own stands alone. */
void akn_settle_label(struct akn *akn)
{
    const struct akn_frame *frame = &akn->frames[akn->depth - 1];

    if (akn->label == NULL && akn->label_before == NULL)
        return;
    open_block(akn, frame);
    tvx_flow_close(&akn->flow);
}

void akn_add_text(struct akn *akn, const char *text, size_t length)
{
    struct akn_frame *frame = &akn->frames[akn->depth - 1];

    if (!tvx_flow_is_open(&akn->flow)) {
        if (tvx_text_blank(text, length))
            return;
        open_block(akn, frame);
    }
    tvx_flow_text(&akn->flow, &frame->look, text, length, false);
}

/* An entity the file declares (short and plain, else parse() has refused it) or one that HTML knows. */
void akn_add_entity(struct akn *akn, const xmlNode *node)
{
    const xmlEntity *declared = (const xmlEntity *)node->children;
    const htmlEntityDesc *known = htmlEntityLookup(node->name);
    char text[8];
    int length;

    if (declared != NULL && declared->content != NULL) {
        akn_add_text(akn, (const char *)declared->content, strlen((const char *)declared->content));
        return;
    }
    if (known != NULL && (length = xmlCopyChar(0, (xmlChar *)text, (int)known->value)) > 0) {
        akn_add_text(akn, text, (size_t)length);
        return;
    }
    akn->unknown_entities++;
    akn_add_text(akn, "&", 1);
    akn_add_text(akn, (const char *)node->name, strlen((const char *)node->name));
    akn_add_text(akn, ";", 1);
}

/* Every part of a collection begins with a heading: its title or, where it has none, the name its metadata shows. */
void akn_title_if_due(struct akn *akn, const struct akn_frame *frame)
{
    struct tvx_block *block;
    struct tvx_flow_look plain = {0, TVX_CHANGE_NONE, TVX_CHANGE_NONE, NULL, NULL};

    if (!akn->title_due || frame->in_title || frame->in_preface)
        return;
    akn->title_due = false;
    if (akn->part_id == NULL || akn->part_name == NULL)
        return;
    block = open_as(akn, frame, TVX_BLOCK_HEADING, 1);
    if (block == NULL)
        return;
    block->id = akn->part_id;
    tvx_flow_text(&akn->flow, &plain, akn->part_name, strlen(akn->part_name), false);
    tvx_flow_close(&akn->flow);
}

/* Text that an element without text stands for: the name a reference to a part shows. */
void akn_show_reference(struct akn *akn, const xmlNode *node)
{
    const char *shown = akn_attribute(akn, node, "showAs");

    if (shown == NULL || *shown == '\0')
        return;
    tvx_flow_close(&akn->flow);
    akn_add_text(akn, shown, strlen(shown));
    tvx_flow_close(&akn->flow);
}

void akn_add_note(struct akn *akn, const xmlNode *node, const char *label)
{
    struct tvx_flow_look look = akn->frames[akn->depth - 1].look;

    if (akn->notes == NULL) {
        akn->notes = tvx_arena_array(akn->document->arena, AKN_MAX_NOTES, sizeof *akn->notes);
        akn->note_labels = tvx_arena_array(akn->document->arena, AKN_MAX_NOTES, sizeof *akn->note_labels);
    }
    if (akn->notes == NULL || akn->note_labels == NULL) {
        akn->flow.failed = true;
        return;
    }
    if (akn->note_count == AKN_MAX_NOTES) {
        akn->notes_lost++;
        return;
    }
    if (label == NULL || *label == '\0')
        label = tvx_arena_printf(akn->document->arena, "%zu", akn->note_count + 1);
    akn->notes[akn->note_count] = node;
    akn->note_labels[akn->note_count++] = label;
    look.format |= TVX_FORMAT_NOTE_REF;
    if (label != NULL && tvx_flow_is_open(&akn->flow))
        tvx_flow_text(&akn->flow, &look, label, strlen(label), true);
}

/* ---- numbers, metadata ---- */

void akn_begin_num(struct akn *akn)
{
    tvx_flow_close(&akn->flow);
    akn->depth--; /* a number still waiting belongs to the element around */
    akn_settle_label(akn);
    akn->depth++;
    if (tvx_flow_open(&akn->flow, TVX_BLOCK_PARAGRAPH) != NULL)
        akn->num_block = akn->flow.block;
}

/* The number's text, before and after the changes in it, becomes the label of what follows. */
void akn_end_num(struct akn *akn)
{
    struct tvx_document *document = akn->document;
    const struct tvx_block *block;

    tvx_flow_close(&akn->flow);
    if (akn->flow.failed || akn->num_block != document->block_count - 1)
        return; /* something in it has opened blocks of its own: they stand as they are */
    block = &document->blocks[akn->num_block];
    akn->label = tvx_flow_block_text(document, block, TVX_VIEW_AFTER);
    akn->label_before = tvx_flow_block_text(document, block, TVX_VIEW_BEFORE);
    if (akn->label == NULL || akn->label_before == NULL)
        akn->flow.failed = true;
    else if (*akn->label == '\0')
        akn->label = NULL;
    if (akn->label_before != NULL && *akn->label_before == '\0')
        akn->label_before = NULL;
    akn->label_depth = akn->depth - 1;
    document->block_count--;
    akn->num_block = SIZE_MAX;
}

/* "eng" and "en-GB" are "en". */
void akn_take_language(struct akn *akn, const char *value)
{
    char language[ULOC_LANG_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;

    if (value == NULL || *akn->document->language != '\0' || strlen(value) > 40)
        return;
    if (uloc_getLanguage(value, language, sizeof language, &status) > 0 && U_SUCCESS(status) &&
        strlen(language) <= 3 && strcmp(language, "und") != 0) {
        char *copy = tvx_arena_strdup(akn->document->arena, language);

        if (copy != NULL)
            akn->document->language = copy;
    }
}

/* Of the metadata: the language, a name for a part without title, and notes that are kept there. */
void akn_take_meta(struct akn *akn, const xmlNode *meta)
{
    const xmlNode *node = meta->children;

    while (node != NULL) {
        const char *shown;

        if (akn_is_named(node, "FRBRlanguage"))
            akn_take_language(akn, akn_attribute(akn, node, "language"));
        if (akn_is_named(node, "FRBRnumber") || akn_is_named(node, "FRBRalias")) {
            shown = akn_attribute(akn, node, akn_is_named(node, "FRBRnumber") ? "showAs" : "value");
            akn->part_name = shown == NULL ? akn->part_name : shown;
        }
        if (akn_is_named(node, "note"))
            akn_add_note(akn, node, akn_attribute(akn, node, "marker"));
        else if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
            node = node->children;
            continue;
        }
        while (node->next == NULL && node->parent != NULL && node->parent != meta)
            node = node->parent;
        node = node->next;
    }
}

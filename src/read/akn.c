/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "akn.h"
#include "akn_blocks.h"

enum { MAX_ENTITY = 100 };

/* In other XML an element with text of its own is a block, and all within it are inline. */
static bool has_own_text(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next)
        if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) && child->content != NULL &&
            !tvx_text_blank((const char *)child->content, strlen((const char *)child->content)))
            return true;
    return false;
}

static enum tvx_status walk(struct akn *akn, const xmlNode *root, struct tvx_error *error);

/* The notes of a paragraph follow it as soon as it is over; a note within a note joins the queue. */
static enum tvx_status settle_notes(struct akn *akn, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;
    struct akn_frame *frame;

    if (akn->in_notes || akn->notes_done == akn->note_count || tvx_flow_is_open(&akn->flow) ||
        akn->depth == AKN_MAX_DEPTH)
        return TVX_OK;
    akn->in_notes = true;
    for (; akn->notes_done < akn->note_count && status == TVX_OK; akn->notes_done++) {
        const xmlNode *note = akn->notes[akn->notes_done];
        const char *label = akn->label, *label_before = akn->label_before;

        frame = &akn->frames[akn->depth++];
        *frame = (struct akn_frame){.role = AKN_NOTE_TEXT, .block = AKN_NOTE_TEXT, .style = "note", .in_block = true,
                                    .id = akn_attribute(akn, note, "eId")};
        akn->label = akn->label_before = akn->note_labels[akn->notes_done];
        for (const xmlNode *child = note->children; child != NULL && status == TVX_OK; child = child->next)
            status = walk(akn, child, error);
        tvx_flow_close(&akn->flow);
        akn_settle_label(akn);
        akn->depth--;
        akn->label = label;
        akn->label_before = label_before;
    }
    akn->in_notes = false;
    return status;
}

static enum akn_role role_of(struct akn *akn, const xmlNode *node, const struct akn_frame *around, uint32_t *format)
{
    const struct akn_element *element;

    *format = 0;
    if (akn->generic)
        return around->in_block ? AKN_INLINE : has_own_text(node) ? AKN_BLOCK : AKN_CONTAINER;
    element = akn_element(akn->elements, (const char *)node->name);
    *format = element->format;
    if (around->in_block && (*element->name == '\0' || element->role == AKN_NUM || element->role == AKN_REFERENCE))
        return AKN_INLINE; /* unknown within a paragraph: not a reason to break it */
    return element->role;
}

/* "recital"; for the containers that have only a name "hcontainer.resolves". */
static void name_frame(struct akn *akn, const xmlNode *node, struct akn_frame *frame)
{
    const char *id = akn_attribute(akn, node, "eId"), *name = NULL;
    const char *own = (const char *)node->name;

    if (id == NULL)
        id = akn_attribute(akn, node, "id");
    if (id != NULL)
        frame->id = id;
    if (frame->role == AKN_PLAIN || strcmp(own, "p") == 0)
        return;
    if (frame->role == AKN_CONTAINER || strcmp(own, "hcontainer") == 0)
        name = akn_attribute(akn, node, "name");
    frame->style = name == NULL || *name == '\0' ? tvx_arena_strdup(akn->document->arena, own)
                                                : tvx_arena_printf(akn->document->arena, "%s.%s", own, name);
}

static bool has_child(const xmlNode *node, const char *name)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next)
        if (akn_is_named(child, name))
            return true;
    return false;
}

/* Enters an element that begins or holds blocks. */
static bool begin_structure(struct akn *akn, const xmlNode *node, struct akn_frame *frame)
{
    tvx_flow_close(&akn->flow);
    frame->presence = frame->look.nested != TVX_CHANGE_NONE ? frame->look.nested : frame->look.change;
    frame->block = frame->role;
    frame->in_block = frame->role == AKN_BLOCK || frame->role == AKN_HEADING || frame->role == AKN_NUM ||
                      frame->role == AKN_NOTE_TEXT;
    name_frame(akn, node, frame);
    switch (frame->role) {
    case AKN_META:
        akn_take_meta(akn, node);
        return false;
    case AKN_REFERENCE:
        akn_show_reference(akn, node);
        return true;
    case AKN_TITLE:
        frame->in_title = true;
        return true;
    case AKN_PREFACE:
        frame->in_preface = true;
        return true;
    case AKN_PART:
        akn_title_if_due(akn, frame);
        akn->title_due = true;
        akn->part_id = frame->id == NULL ? "" : frame->id;
        akn->part_name = NULL;
        return true;
    case AKN_BLOCK:
        if (frame->in_preface && has_child(node, "docTitle"))
            frame->in_title = true;
        break;
    case AKN_TABLE:
        tvx_flow_table_begin(&akn->flow);
        break;
    case AKN_ROW:
        tvx_flow_row(&akn->flow);
        break;
    case AKN_CELL: {
        const char *columns = akn_attribute(akn, node, "colspan"), *rows = akn_attribute(akn, node, "rowspan");

        tvx_flow_cell(&akn->flow, columns == NULL ? 1 : strtol(columns, NULL, 10),
                      rows == NULL ? 1 : strtol(rows, NULL, 10));
        break;
    }
    case AKN_HIERARCHY:
        frame->headings++;
        break;
    case AKN_ITEM:
        frame->items++;
        break;
    case AKN_NUM:
        akn_begin_num(akn);
        return true;
    default:
        break;
    }
    if (frame->role != AKN_CONTAINER && frame->role != AKN_PLAIN)
        akn_title_if_due(akn, frame);
    return true;
}

static bool begin_element(struct akn *akn, const xmlNode *node, struct akn_frame *frame)
{
    akn_take_language(akn, akn_attribute(akn, node, "lang"));
    switch (frame->role) {
    case AKN_SKIP:
        return false;
    case AKN_INLINE:
        return true;
    case AKN_INS:
    case AKN_DEL:
        tvx_flow_mark(&frame->look, frame->role == AKN_INS ? TVX_CHANGE_INS : TVX_CHANGE_DEL, NULL, NULL);
        return true;
    case AKN_BREAK:
        tvx_flow_break(&akn->flow, &frame->look);
        return false;
    case AKN_NOTE:
        akn_add_note(akn, node, akn_attribute(akn, node, "marker"));
        return false;
    case AKN_NOTEREF: {
        const char *marker = akn_attribute(akn, node, "marker");

        frame->look.format |= TVX_FORMAT_NOTE_REF;
        if (marker != NULL && tvx_flow_is_open(&akn->flow))
            tvx_flow_text(&akn->flow, &frame->look, marker, strlen(marker), true);
        return false;
    }
    default:
        return begin_structure(akn, node, frame);
    }
}

static void end_element(struct akn *akn, const struct akn_frame *frame)
{
    if (frame->role == AKN_INLINE || frame->role == AKN_INS || frame->role == AKN_DEL)
        return;
    if (frame->role == AKN_NUM) {
        akn_end_num(akn);
        return;
    }
    if (frame->role == AKN_TABLE)
        tvx_flow_table_end(&akn->flow);
    tvx_flow_close(&akn->flow);
    if (akn->label_depth == akn->depth)
        akn_settle_label(akn);
}

static enum tvx_status enter(struct akn *akn, const xmlNode *node, bool *into, struct tvx_error *error)
{
    const struct akn_frame *around = &akn->frames[akn->depth - 1];
    struct akn_frame *frame;
    uint32_t format;

    if (akn->depth == AKN_MAX_DEPTH)
        return tvx_error_set(error, TVX_E_LIMIT, "the file's elements are nested deeper than %d", AKN_MAX_DEPTH);
    frame = &akn->frames[akn->depth];
    *frame = *around;
    frame->role = role_of(akn, node, around, &format);
    frame->look.format |= format;
    if (frame->role == AKN_BLOCK && akn->in_notes)
        frame->role = AKN_NOTE_TEXT;
    akn->depth++;
    *into = begin_element(akn, node, frame);
    if (*into && node->children != NULL)
        return TVX_OK;
    if (*into)
        end_element(akn, frame);
    akn->depth--;
    *into = false;
    return settle_notes(akn, error);
}

/* Depth first, without recursion but for notes, which are walked from here and not from within notes. */
static enum tvx_status walk(struct akn *akn, const xmlNode *root, struct tvx_error *error)
{
    const xmlNode *node = root;
    enum tvx_status status = TVX_OK;

    while (status == TVX_OK && !akn->flow.failed) {
        bool into = false;

        if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL)
            akn_add_text(akn, (const char *)node->content, strlen((const char *)node->content));
        else if (node->type == XML_ENTITY_REF_NODE)
            akn_add_entity(akn, node);
        else if (node->type == XML_ELEMENT_NODE)
            status = enter(akn, node, &into, error);
        if (into) {
            node = node->children;
            continue;
        }
        while (status == TVX_OK && node != root && node->next == NULL) {
            node = node->parent;
            end_element(akn, &akn->frames[akn->depth - 1]);
            akn->depth--;
            status = settle_notes(akn, error);
        }
        if (node == root)
            break;
        node = node->next;
    }
    return status;
}

/* ---- the file ---- */

static enum tvx_status explain(const xmlError *what, struct tvx_error *error)
{
    const char *message = what->message == NULL ? "no reason given" : what->message;
    int length = (int)strcspn(message, "\n");

    if (what->code == XML_ERR_NO_MEMORY)
        return tvx_error_nomem(error);
    if (strstr(message, "depth") != NULL)
        return tvx_error_set(error, TVX_E_LIMIT, "the file's elements are nested deeper than 256 (line %d)",
                             what->line);
    if (what->code == XML_ERR_ENTITY_LOOP)
        return tvx_error_set(error, TVX_E_LIMIT,
                             "the file's entities refer to each other without end (an entity bomb)");
    return tvx_error_set(error, TVX_E_MALFORMED, "the XML is broken in line %d: %.*s", what->line,
                         length > 200 ? 200 : length, message);
}

/* Entities that are short and plain may stay; those that grow by others are how small files are made to explode. */
static enum tvx_status check_entities(const xmlDoc *tree, struct tvx_error *error)
{
    for (const xmlNode *node = tree->intSubset == NULL ? NULL : tree->intSubset->children; node != NULL;
         node = node->next) {
        const xmlEntity *entity = (const xmlEntity *)node;

        if (node->type != XML_ENTITY_DECL || entity->etype != XML_INTERNAL_GENERAL_ENTITY || entity->content == NULL)
            continue;
        if (strpbrk((const char *)entity->content, "&<%") != NULL ||
            strlen((const char *)entity->content) > MAX_ENTITY)
            return tvx_error_set(error, TVX_E_LIMIT,
                                 "the file declares the entity \"%.60s\", which is long or made of others: that is how "
                                 "an entity bomb is built, so it is not read",
                                 (const char *)entity->name);
    }
    return TVX_OK;
}

/* The document's title: its title block, else the name its metadata shows, else its first heading. */
static void set_title(struct akn *akn)
{
    struct tvx_document *document = akn->document;
    const struct tvx_block *title = NULL, *heading = NULL;
    const char *text = NULL;

    for (size_t i = 0; i < document->block_count; i++) {
        const struct tvx_block *block = &document->blocks[i];

        if (block->kind != TVX_BLOCK_HEADING)
            continue;
        heading = heading == NULL ? block : heading;
        if (block->style != NULL && strcmp(block->style, "longTitle") == 0) {
            title = block;
            break;
        }
    }
    title = title == NULL ? heading : title;
    if (title != NULL)
        text = tvx_flow_block_text(document, title, TVX_VIEW_AFTER);
    else if (akn->part_name != NULL)
        text = akn->part_name;
    document->title = text == NULL ? "" : text;
}

static enum tvx_status read_tree(struct akn *akn, const xmlDoc *tree, struct tvx_error *error)
{
    enum tvx_status status = check_entities(tree, error);

    if (status != TVX_OK)
        return status;
    akn->frames[0] = (struct akn_frame){.role = AKN_CONTAINER};
    akn->depth = 1;
    akn->title_due = true;
    akn->num_block = SIZE_MAX;
    tvx_flow_begin(&akn->flow, akn->document);
    for (const xmlNode *node = tree->children; node != NULL && status == TVX_OK; node = node->next)
        if (node->type == XML_ELEMENT_NODE)
            status = walk(akn, node, error);
    tvx_flow_end(&akn->flow);
    if (status != TVX_OK)
        return status;
    if (akn->flow.failed)
        return tvx_error_nomem(error);
    set_title(akn);
    if (akn->unknown_entities > 0)
        tvx_document_warn(akn->document, SIZE_MAX, "xml-entity", "%zu references to entities that the file does not "
                          "explain were left as they stand", akn->unknown_entities);
    if (akn->notes_lost > 0)
        tvx_document_warn(akn->document, SIZE_MAX, "akn-notes", "%zu notes beyond the first %d were left out",
                          akn->notes_lost, AKN_MAX_NOTES);
    return TVX_OK;
}

static enum tvx_status read_xml(struct tvx_document *document, const char *bytes, size_t length, bool generic,
                                struct tvx_error *error)
{
    static const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT;
    struct akn *akn = tvx_arena_alloc(document->arena, sizeof *akn);
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    enum tvx_status status = TVX_OK;
    xmlDocPtr tree = NULL;

    document->format = generic ? "xml" : "akn";
    if (parser == NULL || akn == NULL)
        status = tvx_error_nomem(error);
    else if (length > INT_MAX)
        status = tvx_error_set(error, TVX_E_LIMIT, "the file is larger than 2 GB");
    if (status == TVX_OK) {
        akn->document = document;
        akn->generic = generic;
        tree = xmlCtxtReadMemory(parser, bytes, (int)length, NULL, NULL, options);
        status = tree == NULL ? explain(&parser->lastError, error)
                 : (akn->elements = akn_elements(document->arena)) == NULL ? tvx_error_nomem(error)
                                       : read_tree(akn, tree, error);
    }
    xmlFreeDoc(tree);
    xmlFreeParserCtxt(parser);
    return status;
}

enum tvx_status tvx_akn_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                             struct tvx_error *error)
{
    (void)name;
    return read_xml(document, bytes, length, false, error);
}

enum tvx_status tvx_xml_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                             struct tvx_error *error)
{
    enum tvx_status status = read_xml(document, bytes, length, true, error);

    (void)name;
    if (status == TVX_OK)
        tvx_document_warn(document, SIZE_MAX, "xml-unknown",
                          "this kind of XML is not known; the text of its elements was taken as it stands");
    return status;
}

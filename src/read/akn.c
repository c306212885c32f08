/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/utf8.h>
#include <unicode/uloc.h>

#include "akn.h"
#include "flow.h"

/* libxml2 refuses deeper trees on its own (xmlParserMaxDepth is 256); one more frame for the document. */
enum { MAX_DEPTH = 260, MAX_NOTES = 10000, MAX_ENTITY = 100 };

enum akn_role {
    AKN_CONTAINER, AKN_BLOCK, AKN_HEADING, AKN_NUM, AKN_INLINE, AKN_INS, AKN_DEL, AKN_BREAK, AKN_NOTE, AKN_NOTEREF,
    AKN_TABLE, AKN_ROW, AKN_CELL, AKN_HIERARCHY, AKN_ITEM, AKN_PART, AKN_TITLE, AKN_PREFACE, AKN_REFERENCE, AKN_PLAIN,
    AKN_META, AKN_SKIP, AKN_ROLES,
    AKN_NOTE_TEXT, /* a note that is being walked, or a paragraph of it: no element's own role */
};
static const char *const role_names[AKN_ROLES] = {
    "container", "block", "heading", "num",  "inline",    "ins",  "del",  "break", "note",    "noteref",   "table",
    "row",       "cell",  "hierarchy", "item", "part", "title", "preface", "reference", "plain", "meta", "skip"};

struct element {
    const char *name;
    enum akn_role role;
    uint32_t format;
};

enum { ELEMENT_SLOTS = 512 };

struct frame {
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
    struct element *elements; /* open hash by name */
    struct frame frames[MAX_DEPTH];
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

/* ---- elements ---- */

static size_t slot_of(const char *name, size_t length)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)name[i]) * 16777619u;
    return hash % ELEMENT_SLOTS;
}

static bool load_elements(struct akn *akn)
{
    static const struct {
        const char *name;
        uint32_t bit;
    } looks[] = {{"bold", TVX_FORMAT_BOLD}, {"italic", TVX_FORMAT_ITALIC}, {"underline", TVX_FORMAT_UNDERLINE},
                 {"superscript", TVX_FORMAT_SUPERSCRIPT}, {"link", TVX_FORMAT_LINK}};
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count, loaded = 0;

    akn->elements = tvx_arena_array(akn->document->arena, ELEMENT_SLOTS, sizeof *akn->elements);
    if (akn->elements == NULL)
        return false;
    tvx_table_open(&table, tvx_asset_find("data/akn-elements.tsv"));
    while (tvx_table_next(&table, fields, &count) && ++loaded < ELEMENT_SLOTS / 2) {
        size_t slot = slot_of(fields[0].text, fields[0].length);
        struct element element = {.name = tvx_arena_strndup(akn->document->arena, fields[0].text, fields[0].length)};

        for (size_t i = 0; i < AKN_ROLES; i++)
            if (tvx_field_is(fields[1], role_names[i]))
                element.role = (enum akn_role)i;
        for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
            if (tvx_field_is(fields[2], looks[i].name))
                element.format = looks[i].bit;
        while (akn->elements[slot].name != NULL)
            slot = (slot + 1) % ELEMENT_SLOTS;
        if (element.name == NULL)
            return false;
        akn->elements[slot] = element;
    }
    return true;
}

static const struct element *find_element(const struct akn *akn, const char *name)
{
    static const struct element container = {"", AKN_CONTAINER, 0};

    for (size_t slot = slot_of(name, strlen(name)); akn->elements[slot].name != NULL;
         slot = (slot + 1) % ELEMENT_SLOTS)
        if (strcmp(akn->elements[slot].name, name) == 0)
            return &akn->elements[slot];
    return &container;
}

static const char *attribute(struct akn *akn, const xmlNode *node, const char *name)
{
    for (const xmlAttr *at = node->properties; at != NULL; at = at->next)
        if (strcmp((const char *)at->name, name) == 0) {
            const xmlNode *text = at->children;
            const char *value = text == NULL || text->content == NULL ? "" : (const char *)text->content;

            return tvx_text_clean(akn->document->arena, value, strlen(value));
        }
    return NULL;
}

static bool is_named(const xmlNode *node, const char *name)
{
    return node != NULL && node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* In other XML an element with text of its own is a block, and all within it are inline. */
static bool has_own_text(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next)
        if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) && child->content != NULL &&
            !tvx_text_blank((const char *)child->content, strlen((const char *)child->content)))
            return true;
    return false;
}

/* ---- blocks ---- */

static struct tvx_block *open_as(struct akn *akn, const struct frame *frame, enum tvx_block_kind kind, int level)
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

static void open_block(struct akn *akn, const struct frame *frame)
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
static void settle_label(struct akn *akn)
{
    const struct frame *frame = &akn->frames[akn->depth - 1];

    if (akn->label == NULL && akn->label_before == NULL)
        return;
    open_block(akn, frame);
    tvx_flow_close(&akn->flow);
}

static void add_text(struct akn *akn, const char *text, size_t length)
{
    struct frame *frame = &akn->frames[akn->depth - 1];

    if (!tvx_flow_is_open(&akn->flow)) {
        if (tvx_text_blank(text, length))
            return;
        open_block(akn, frame);
    }
    tvx_flow_text(&akn->flow, &frame->look, text, length, false);
}

/* An entity the file declares (short and plain, else parse() has refused it) or one that HTML knows. */
static void add_entity(struct akn *akn, const xmlNode *node)
{
    const xmlEntity *declared = (const xmlEntity *)node->children;
    const htmlEntityDesc *known = htmlEntityLookup(node->name);
    char text[8];
    int length;

    if (declared != NULL && declared->content != NULL) {
        add_text(akn, (const char *)declared->content, strlen((const char *)declared->content));
        return;
    }
    if (known != NULL && (length = xmlCopyChar(0, (xmlChar *)text, (int)known->value)) > 0) {
        add_text(akn, text, (size_t)length);
        return;
    }
    akn->unknown_entities++;
    add_text(akn, "&", 1);
    add_text(akn, (const char *)node->name, strlen((const char *)node->name));
    add_text(akn, ";", 1);
}

/* Every part of a collection begins with a heading: its title or, where it has none, the name its metadata shows. */
static void title_if_due(struct akn *akn, const struct frame *frame)
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
static void show_reference(struct akn *akn, const xmlNode *node)
{
    const char *shown = attribute(akn, node, "showAs");

    if (shown == NULL || *shown == '\0')
        return;
    tvx_flow_close(&akn->flow);
    add_text(akn, shown, strlen(shown));
    tvx_flow_close(&akn->flow);
}

static void add_note(struct akn *akn, const xmlNode *node, const char *label)
{
    struct tvx_flow_look look = akn->frames[akn->depth - 1].look;

    if (akn->notes == NULL) {
        akn->notes = tvx_arena_array(akn->document->arena, MAX_NOTES, sizeof *akn->notes);
        akn->note_labels = tvx_arena_array(akn->document->arena, MAX_NOTES, sizeof *akn->note_labels);
    }
    if (akn->notes == NULL || akn->note_labels == NULL) {
        akn->flow.failed = true;
        return;
    }
    if (akn->note_count == MAX_NOTES) {
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

static enum tvx_status walk(struct akn *akn, const xmlNode *root, struct tvx_error *error);

/* The notes of a paragraph follow it as soon as it is over; a note within a note joins the queue. */
static enum tvx_status settle_notes(struct akn *akn, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;
    struct frame *frame;

    if (akn->in_notes || akn->notes_done == akn->note_count || tvx_flow_is_open(&akn->flow) || akn->depth == MAX_DEPTH)
        return TVX_OK;
    akn->in_notes = true;
    for (; akn->notes_done < akn->note_count && status == TVX_OK; akn->notes_done++) {
        const xmlNode *note = akn->notes[akn->notes_done];
        const char *label = akn->label, *label_before = akn->label_before;

        frame = &akn->frames[akn->depth++];
        *frame = (struct frame){.role = AKN_NOTE_TEXT, .block = AKN_NOTE_TEXT, .style = "note", .in_block = true,
                                .id = attribute(akn, note, "eId")};
        akn->label = akn->label_before = akn->note_labels[akn->notes_done];
        for (const xmlNode *child = note->children; child != NULL && status == TVX_OK; child = child->next)
            status = walk(akn, child, error);
        tvx_flow_close(&akn->flow);
        settle_label(akn);
        akn->depth--;
        akn->label = label;
        akn->label_before = label_before;
    }
    akn->in_notes = false;
    return status;
}

/* ---- numbers, metadata ---- */

static void begin_num(struct akn *akn)
{
    tvx_flow_close(&akn->flow);
    akn->depth--; /* a number still waiting belongs to the element around */
    settle_label(akn);
    akn->depth++;
    if (tvx_flow_open(&akn->flow, TVX_BLOCK_PARAGRAPH) != NULL)
        akn->num_block = akn->flow.block;
}

/* The number's text, before and after the changes in it, becomes the label of what follows. */
static void end_num(struct akn *akn)
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
static void take_language(struct akn *akn, const char *value)
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
static void take_meta(struct akn *akn, const xmlNode *meta)
{
    const xmlNode *node = meta->children;

    while (node != NULL) {
        const char *shown;

        if (is_named(node, "FRBRlanguage"))
            take_language(akn, attribute(akn, node, "language"));
        if (is_named(node, "FRBRnumber") || is_named(node, "FRBRalias")) {
            shown = attribute(akn, node, is_named(node, "FRBRnumber") ? "showAs" : "value");
            akn->part_name = shown == NULL ? akn->part_name : shown;
        }
        if (is_named(node, "note"))
            add_note(akn, node, attribute(akn, node, "marker"));
        else if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
            node = node->children;
            continue;
        }
        while (node->next == NULL && node->parent != NULL && node->parent != meta)
            node = node->parent;
        node = node->next;
    }
}

/* ---- elements ---- */

static enum akn_role role_of(struct akn *akn, const xmlNode *node, const struct frame *around, uint32_t *format)
{
    const struct element *element;

    *format = 0;
    if (akn->generic)
        return around->in_block ? AKN_INLINE : has_own_text(node) ? AKN_BLOCK : AKN_CONTAINER;
    element = find_element(akn, (const char *)node->name);
    *format = element->format;
    if (around->in_block && (*element->name == '\0' || element->role == AKN_NUM || element->role == AKN_REFERENCE))
        return AKN_INLINE; /* unknown within a paragraph: not a reason to break it */
    return element->role;
}

/* "recital"; for the containers that have only a name "hcontainer.resolves". */
static void name_frame(struct akn *akn, const xmlNode *node, struct frame *frame)
{
    const char *id = attribute(akn, node, "eId"), *name = NULL;
    const char *own = (const char *)node->name;

    if (id == NULL)
        id = attribute(akn, node, "id");
    if (id != NULL)
        frame->id = id;
    if (frame->role == AKN_PLAIN || strcmp(own, "p") == 0)
        return;
    if (frame->role == AKN_CONTAINER || strcmp(own, "hcontainer") == 0)
        name = attribute(akn, node, "name");
    frame->style = name == NULL || *name == '\0' ? tvx_arena_strdup(akn->document->arena, own)
                                                : tvx_arena_printf(akn->document->arena, "%s.%s", own, name);
}

static bool has_child(const xmlNode *node, const char *name)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next)
        if (is_named(child, name))
            return true;
    return false;
}

/* Enters an element that begins or holds blocks. */
static bool begin_structure(struct akn *akn, const xmlNode *node, struct frame *frame)
{
    tvx_flow_close(&akn->flow);
    frame->presence = frame->look.nested != TVX_CHANGE_NONE ? frame->look.nested : frame->look.change;
    frame->block = frame->role;
    frame->in_block = frame->role == AKN_BLOCK || frame->role == AKN_HEADING || frame->role == AKN_NUM ||
                      frame->role == AKN_NOTE_TEXT;
    name_frame(akn, node, frame);
    switch (frame->role) {
    case AKN_META:
        take_meta(akn, node);
        return false;
    case AKN_REFERENCE:
        show_reference(akn, node);
        return true;
    case AKN_TITLE:
        frame->in_title = true;
        return true;
    case AKN_PREFACE:
        frame->in_preface = true;
        return true;
    case AKN_PART:
        title_if_due(akn, frame);
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
        const char *columns = attribute(akn, node, "colspan"), *rows = attribute(akn, node, "rowspan");

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
        begin_num(akn);
        return true;
    default:
        break;
    }
    if (frame->role != AKN_CONTAINER && frame->role != AKN_PLAIN)
        title_if_due(akn, frame);
    return true;
}

static bool begin_element(struct akn *akn, const xmlNode *node, struct frame *frame)
{
    take_language(akn, attribute(akn, node, "lang"));
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
        add_note(akn, node, attribute(akn, node, "marker"));
        return false;
    case AKN_NOTEREF: {
        const char *marker = attribute(akn, node, "marker");

        frame->look.format |= TVX_FORMAT_NOTE_REF;
        if (marker != NULL && tvx_flow_is_open(&akn->flow))
            tvx_flow_text(&akn->flow, &frame->look, marker, strlen(marker), true);
        return false;
    }
    default:
        return begin_structure(akn, node, frame);
    }
}

static void end_element(struct akn *akn, const struct frame *frame)
{
    if (frame->role == AKN_INLINE || frame->role == AKN_INS || frame->role == AKN_DEL)
        return;
    if (frame->role == AKN_NUM) {
        end_num(akn);
        return;
    }
    if (frame->role == AKN_TABLE)
        tvx_flow_table_end(&akn->flow);
    tvx_flow_close(&akn->flow);
    if (akn->label_depth == akn->depth)
        settle_label(akn);
}

static enum tvx_status enter(struct akn *akn, const xmlNode *node, bool *into, struct tvx_error *error)
{
    const struct frame *around = &akn->frames[akn->depth - 1];
    struct frame *frame;
    uint32_t format;

    if (akn->depth == MAX_DEPTH)
        return tvx_error_set(error, TVX_E_LIMIT, "the file's elements are nested deeper than %d", MAX_DEPTH);
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
            add_text(akn, (const char *)node->content, strlen((const char *)node->content));
        else if (node->type == XML_ENTITY_REF_NODE)
            add_entity(akn, node);
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
    akn->frames[0] = (struct frame){.role = AKN_CONTAINER};
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
                          akn->notes_lost, MAX_NOTES);
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
                 : !load_elements(akn) ? tvx_error_nomem(error)
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

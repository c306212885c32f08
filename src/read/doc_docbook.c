/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>

#include "doc_docbook.h"
#include "flow.h"

enum { DEPTH = 256, LISTS = 16, MAX_NOTES = 10000, NOTE_BYTES = 1 << 20 };

enum element { /* what the reader does with an element; the names are in `elements` */
    EL_OTHER, EL_PARA, EL_TITLE, EL_SECTION, EL_EMPHASIS, EL_SUPERSCRIPT, EL_LIST, EL_ORDERED, EL_ITEM, EL_TABLE,
    EL_ROW, EL_ENTRY, EL_FOOTNOTE, EL_SILENT,
};

static const struct {
    const char *name;
    enum element element;
} elements[] = {
    {"para", EL_PARA}, {"title", EL_TITLE}, {"chapter", EL_SECTION}, {"sect1", EL_SECTION}, {"sect2", EL_SECTION},
    {"sect3", EL_SECTION}, {"sect4", EL_SECTION}, {"sect5", EL_SECTION}, {"emphasis", EL_EMPHASIS},
    {"superscript", EL_SUPERSCRIPT}, {"itemizedlist", EL_LIST}, {"orderedlist", EL_ORDERED}, {"listitem", EL_ITEM},
    {"tgroup", EL_TABLE}, {"row", EL_ROW}, {"entry", EL_ENTRY}, {"footnote", EL_FOOTNOTE}, {"bookinfo", EL_SILENT},
    {"beginpage", EL_OTHER},
};

struct frame {
    enum element element;
    uint32_t format;
};

struct list {
    bool ordered;
    long count;
};

struct docbook {
    struct tvx_document *document;
    struct tvx_error *error;
    enum tvx_status status;
    xmlParserCtxt *parser;
    struct tvx_flow flow;
    struct frame frames[DEPTH];
    size_t depth;
    int sections, headings;  /* nested sections; the level of the heading being read, 0 outside */
    struct list lists[LISTS];
    size_t list_depth;
    bool item_due;           /* the next paragraph bears the item's label */
    unsigned silent, note;   /* elements of that kind around */
    struct tvx_buf title, note_text;
    bool in_book_title;
    const char **notes;
    size_t note_count, note_capacity;
    size_t notes_lost;
    char message[200];
};

static void fail(struct docbook *docbook, enum tvx_status status)
{
    if (docbook->status == TVX_OK)
        docbook->status = status == TVX_E_NOMEM ? tvx_error_nomem(docbook->error) : status;
    xmlStopParser(docbook->parser);
}

static const char *attribute(const xmlChar **attributes, const char *name)
{
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
        if (strcmp((const char *)attributes[0], name) == 0)
            return (const char *)attributes[1];
    return NULL;
}

/* Columns are called "col1", "col2", …; a cell over several names the first and the last. */
static long columns_of(const xmlChar **attributes)
{
    const char *first = attribute(attributes, "namest"), *last = attribute(attributes, "nameend");
    long from, to;

    if (first == NULL || last == NULL)
        return 1;
    from = strtol(first + strcspn(first, "0123456789"), NULL, 10);
    to = strtol(last + strcspn(last, "0123456789"), NULL, 10);
    return to >= from && to - from < TVX_FLOW_COLUMNS ? to - from + 1 : 1;
}

static uint32_t look_of(const char *role)
{
    if (role == NULL)
        return TVX_FORMAT_ITALIC;
    if (strcasecmp(role, "bold") == 0)
        return TVX_FORMAT_BOLD;
    if (strcasecmp(role, "underline") == 0)
        return TVX_FORMAT_UNDERLINE;
    if (strcasecmp(role, "strikethrough") == 0)
        return TVX_FORMAT_STRIKE;
    return 0;
}

/* The label of the item that the paragraph begins, in the document's arena; NULL for none. */
static const char *item_label(struct docbook *docbook)
{
    const struct list *list = docbook->list_depth == 0 ? NULL : &docbook->lists[docbook->list_depth - 1];
    const char *label;

    if (list == NULL || !docbook->item_due)
        return NULL;
    docbook->item_due = false;
    label = list->ordered ? tvx_arena_printf(docbook->document->arena, "%ld.", list->count) : "•";
    if (label == NULL)
        fail(docbook, TVX_E_NOMEM);
    return label;
}

static void open_block(struct docbook *docbook)
{
    bool item = docbook->list_depth > 0;
    struct tvx_block *block;
    const char *label = item_label(docbook);

    block = tvx_flow_open(&docbook->flow, docbook->headings > 0 ? TVX_BLOCK_HEADING
                          : item ? TVX_BLOCK_LIST : TVX_BLOCK_PARAGRAPH);
    if (block == NULL) {
        fail(docbook, TVX_E_NOMEM);
        return;
    }
    if (docbook->headings > 0)
        block->level = docbook->headings;
    else if (item)
        block->level = (int)docbook->list_depth - 1;
    block->label = block->label_before = label;
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct docbook *docbook = context;
    struct frame *frame;
    enum element element = EL_OTHER;
    uint32_t format;

    if (docbook->status != TVX_OK)
        return;
    if (docbook->depth == DEPTH) {
        fail(docbook, tvx_error_set(docbook->error, TVX_E_LIMIT, "elements lie more than %d deep", DEPTH));
        return;
    }
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (strcmp(elements[i].name, (const char *)name) == 0)
            element = elements[i].element;
    format = docbook->depth == 0 ? 0 : docbook->frames[docbook->depth - 1].format;
    frame = &docbook->frames[docbook->depth++];
    if (element == EL_EMPHASIS)
        format |= look_of(attribute(attributes, "role"));
    else if (element == EL_SUPERSCRIPT)
        format |= TVX_FORMAT_SUPERSCRIPT;
    *frame = (struct frame){element, format};
    if (docbook->note > 0) {
        docbook->note += element == EL_FOOTNOTE;
        return;
    }
    switch (element) {
    case EL_SILENT: docbook->silent++; break;
    case EL_SECTION: docbook->sections++; break;
    case EL_TITLE: /* the book's own is no part of its text */
        docbook->in_book_title = docbook->sections == 0;
        docbook->headings = docbook->sections > 9 ? 9 : docbook->sections;
        if (!docbook->in_book_title)
            open_block(docbook);
        break;
    case EL_PARA: open_block(docbook); break;
    case EL_LIST:
    case EL_ORDERED:
        if (docbook->list_depth < LISTS)
            docbook->lists[docbook->list_depth++] = (struct list){element == EL_ORDERED, 0};
        else
            frame->element = EL_OTHER;
        break;
    case EL_ITEM:
        docbook->item_due = docbook->list_depth > 0;
        if (docbook->item_due)
            docbook->lists[docbook->list_depth - 1].count++;
        break;
    case EL_TABLE: tvx_flow_table_begin(&docbook->flow); break;
    case EL_ROW: tvx_flow_row(&docbook->flow); break;
    case EL_ENTRY: tvx_flow_cell(&docbook->flow, columns_of(attributes), 1); break;
    case EL_FOOTNOTE: docbook->note = 1; break;
    default: break;
    }
}

/* Keeps the note's text for the end of the document and leaves its mark here. */
static void end_note(struct docbook *docbook)
{
    struct tvx_flow_look look = {.format = TVX_FORMAT_NOTE_REF};
    const char **notes, *clean, *folded;
    char mark[32];

    if (docbook->note_count == MAX_NOTES) {
        docbook->notes_lost++;
        tvx_buf_clear(&docbook->note_text);
        return;
    }
    notes = tvx_arena_grow(docbook->document->arena, docbook->notes, docbook->note_count, &docbook->note_capacity,
                           sizeof *notes);
    clean = tvx_text_clean(docbook->document->arena, tvx_buf_text(&docbook->note_text), docbook->note_text.length);
    folded = clean == NULL ? NULL : tvx_text_fold_space(docbook->document->arena, clean, strlen(clean));
    if (notes == NULL || folded == NULL) {
        fail(docbook, TVX_E_NOMEM);
        return;
    }
    if (docbook->note_text.failed)
        tvx_document_warn(docbook->document, SIZE_MAX, "docbook-note", "a footnote over 1 MB was cut");
    tvx_buf_clear(&docbook->note_text);
    docbook->notes = notes;
    notes[docbook->note_count++] = folded;
    snprintf(mark, sizeof mark, "[%zu]", docbook->note_count);
    if (!tvx_flow_is_open(&docbook->flow))
        open_block(docbook);
    tvx_flow_text(&docbook->flow, &look, mark, strlen(mark), true);
}

static void on_end(void *context, const xmlChar *name)
{
    struct docbook *docbook = context;
    enum element element;

    (void)name;
    if (docbook->status != TVX_OK || docbook->depth == 0)
        return;
    element = docbook->frames[--docbook->depth].element;
    if (docbook->note > 0) {
        if (element == EL_PARA)
            tvx_buf_char(&docbook->note_text, ' ');
        if (element == EL_FOOTNOTE && --docbook->note == 0)
            end_note(docbook);
        return;
    }
    switch (element) {
    case EL_SILENT: docbook->silent--; break;
    case EL_SECTION: docbook->sections--; break;
    case EL_TITLE:
        docbook->in_book_title = false;
        docbook->headings = 0;
        tvx_flow_close(&docbook->flow);
        break;
    case EL_LIST:
    case EL_ORDERED: docbook->list_depth--; break;
    case EL_PARA:
    case EL_ENTRY: tvx_flow_close(&docbook->flow); break;
    case EL_TABLE: tvx_flow_table_end(&docbook->flow); break;
    default: break;
    }
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct docbook *docbook = context;
    struct tvx_flow_look look = {0};

    if (docbook->status != TVX_OK || docbook->depth == 0 || length <= 0 || docbook->silent > 0)
        return;
    if (docbook->note > 0) {
        tvx_buf_add(&docbook->note_text, text, (size_t)length);
        return;
    }
    if (docbook->in_book_title) {
        tvx_buf_add(&docbook->title, text, (size_t)length);
        return;
    }
    if (!tvx_flow_is_open(&docbook->flow)) {
        if (tvx_text_blank((const char *)text, (size_t)length))
            return;
        open_block(docbook); /* the text of a cell stands in no paragraph */
    }
    look.format = docbook->frames[docbook->depth - 1].format;
    tvx_flow_text(&docbook->flow, &look, (const char *)text, (size_t)length, false);
    if (docbook->flow.failed)
        fail(docbook, TVX_E_NOMEM);
}

static void on_error(void *context, xmlErrorPtr problem)
{
    struct docbook *docbook = context;

    if (problem == NULL || problem->message == NULL || problem->level < XML_ERR_ERROR || docbook->message[0] != '\0')
        return;
    snprintf(docbook->message, sizeof docbook->message, "line %d: %.*s", problem->line,
             (int)strcspn(problem->message, "\n") > 150 ? 150 : (int)strcspn(problem->message, "\n"),
             problem->message);
}

static enum tvx_status add_notes(struct docbook *docbook)
{
    struct tvx_document *document = docbook->document;

    for (size_t i = 0; i < docbook->note_count; i++) {
        struct tvx_block *block = tvx_document_add_block(document, TVX_BLOCK_NOTE);

        if (block == NULL)
            return tvx_error_nomem(docbook->error);
        block->label = block->label_before = tvx_arena_printf(document->arena, "[%zu]", i + 1);
        if (block->label == NULL || tvx_document_add_run(document, block, docbook->notes[i], strlen(docbook->notes[i]),
                                                         TVX_CHANGE_NONE) == NULL)
            return tvx_error_nomem(docbook->error);
    }
    if (docbook->notes_lost > 0)
        tvx_document_warn(document, SIZE_MAX, "docbook-note", "%zu notes beyond the first %d were left out",
                          docbook->notes_lost, MAX_NOTES);
    return TVX_OK;
}

static enum tvx_status parse(struct docbook *docbook, const char *bytes, size_t length)
{
    /* without a handler for declarations no entity is ever known but XML's own five, so none can grow */
    xmlSAXHandler sax = {.startElement = on_start, .endElement = on_end, .characters = on_text,
                         .ignorableWhitespace = on_text, .cdataBlock = on_text, .serror = on_error,
                         .initialized = XML_SAX2_MAGIC};
    int result;

    docbook->parser = xmlCreateMemoryParserCtxt(bytes, (int)length);
    if (docbook->parser == NULL)
        return tvx_error_nomem(docbook->error);
    *docbook->parser->sax = sax;
    docbook->parser->sax2 = 0; /* names as they stand: DocBook 4 has no namespaces */
    docbook->parser->userData = docbook;
    xmlCtxtUseOptions(docbook->parser, XML_PARSE_NONET | XML_PARSE_SAX1);
    result = xmlParseDocument(docbook->parser);
    if (docbook->status == TVX_OK && (result != 0 || !docbook->parser->wellFormed))
        docbook->status = tvx_error_set(docbook->error, TVX_E_MALFORMED, "the XML is broken: %s",
                                        docbook->message[0] == '\0' ? "no reason given" : docbook->message);
    if (docbook->parser->myDoc != NULL)
        xmlFreeDoc(docbook->parser->myDoc);
    docbook->parser->myDoc = NULL;
    xmlFreeParserCtxt(docbook->parser);
    return docbook->status;
}

enum tvx_status tvx_docbook_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                                 struct tvx_error *error)
{
    struct docbook *docbook = tvx_arena_alloc(document->arena, sizeof *docbook);
    const char *clean = NULL;
    enum tvx_status status;

    (void)name;
    document->format = "docbook";
    if (docbook == NULL)
        return tvx_error_nomem(error);
    if (length > INT_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "the file is larger than 2 GB");
    docbook->document = document;
    docbook->error = error;
    tvx_buf_init(&docbook->title, 1 << 12);
    tvx_buf_init(&docbook->note_text, NOTE_BYTES);
    tvx_flow_begin(&docbook->flow, document);
    status = parse(docbook, bytes, length);
    tvx_flow_end(&docbook->flow);
    if (status == TVX_OK && docbook->flow.failed)
        status = tvx_error_nomem(error);
    if (status == TVX_OK)
        status = add_notes(docbook);
    if (status == TVX_OK && docbook->title.length > 0) {
        clean = tvx_text_clean(document->arena, docbook->title.data, docbook->title.length);
        clean = clean == NULL ? NULL : tvx_text_fold_space(document->arena, clean, strlen(clean));
        status = clean == NULL ? tvx_error_nomem(error) : TVX_OK;
    }
    tvx_buf_free(&docbook->title);
    tvx_buf_free(&docbook->note_text);
    if (clean != NULL)
        document->title = clean;
    return status;
}

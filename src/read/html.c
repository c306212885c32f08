/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>

#include "docx_numeral.h"
#include "encoding.h"
#include "flow.h"
#include "html.h"
#include "html_elements.h"

enum { MAX_DEPTH = 1000, MAX_LISTS = 32, MAX_IMAGE_WARNINGS = 20 };

struct list {
    bool ordered;
    char type; /* '1', 'a', 'A', 'i', 'I', '-' for none */
    long next, step;
};

/* What holds within an element; each starts as a copy of the one around. */
struct frame {
    const struct html_element *element;
    struct tvx_flow_look look;
    enum tvx_change presence; /* of blocks that open here: they lie wholly within an <ins> or <del> */
    enum tvx_block_kind kind;
    int level;
    bool keep_space;
    bool hidden; /* a browser may show it later, when somebody opens a part of the page: so it is text */
    const char *style, *id;
    size_t list_depth;
};

struct html {
    struct tvx_document *document;
    struct tvx_flow flow;
    struct frame *frames;
    size_t depth;
    struct list lists[MAX_LISTS];
    const char *label; /* of the list item whose first block has not opened yet */
    const char *fragment_id;
    bool hidden_told, lists_too_deep;
    size_t images, images_told;
};

/* ---- attributes ---- */

/* An attribute's clean value, arena-owned, or NULL. */
static const char *attribute(struct html *html, const xmlNode *node, const char *name)
{
    for (const xmlAttr *at = node->properties; at != NULL; at = at->next)
        if (strcmp((const char *)at->name, name) == 0) {
            const xmlNode *text = at->children;
            const char *value = text == NULL || text->content == NULL ? "" : (const char *)text->content;

            return tvx_text_clean(html->document->arena, value, strlen(value));
        }
    return NULL;
}

static long number_of(const char *text, long otherwise)
{
    char *end;
    long value;

    if (text == NULL)
        return otherwise;
    errno = 0;
    value = strtol(text, &end, 10);
    return end == text || errno != 0 || value > INT_MAX || value < INT_MIN ? otherwise : value;
}

/* Does an inline style hold `word` within a declaration of `property` (or of one that begins with it)? */
static bool style_says(const char *style, const char *property, const char *word)
{
    size_t length = strlen(property);

    for (const char *at = style; at != NULL && *at != '\0';) {
        const char *end = strchr(at, ';'), *colon, *found;

        end = end == NULL ? at + strlen(at) : end;
        at += strspn(at, " \t\n");
        colon = memchr(at, ':', (size_t)(end > at ? end - at : 0));
        if (colon != NULL && strncasecmp(at, property, length) == 0) {
            found = strcasestr(colon, word);
            if (found != NULL && found < end)
                return true;
        }
        at = *end == '\0' ? end : end + 1;
    }
    return false;
}

static bool class_has(const char *classes, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = classes; at != NULL && (at = strcasestr(at, name)) != NULL; at += length)
        if ((at == classes || at[-1] == ' ') && (at[length] == '\0' || at[length] == ' '))
            return true;
    return false;
}

static void take_language(struct html *html, const char *value)
{
    size_t length = value == NULL ? 0 : strcspn(value, "-_, \t");

    if (length >= 2 && length <= 3 && *html->document->language == '\0')
        html->document->language = tvx_text_casefold(html->document->arena, value, length);
    if (html->document->language == NULL)
        html->document->language = "";
}

/* ---- lists ---- */

static void begin_list(struct html *html, const xmlNode *node, struct frame *frame, bool ordered)
{
    static const struct {
        const char *word;
        char type;
    } styles[] = {{"lower-alpha", 'a'}, {"lower-latin", 'a'}, {"upper-alpha", 'A'}, {"upper-latin", 'A'},
                  {"lower-roman", 'i'}, {"upper-roman", 'I'}, {"none", '-'},       {"decimal", '1'}};
    struct list *list;
    const char *type = attribute(html, node, "type"), *style = attribute(html, node, "style");
    bool reversed = attribute(html, node, "reversed") != NULL;
    long items = 0;

    if (frame->list_depth == MAX_LISTS) {
        html->lists_too_deep = true;
        return;
    }
    list = &html->lists[frame->list_depth++];
    *list = (struct list){.ordered = ordered, .type = '1', .step = reversed ? -1 : 1};
    if (type != NULL && strlen(type) == 1 && strchr("1aAiI", *type) != NULL)
        list->type = *type;
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (style_says(style, "list-style", styles[i].word)) {
            list->type = styles[i].type;
            list->ordered = styles[i].type != '-' || ordered;
            break;
        }
    for (const xmlNode *child = node->children; reversed && child != NULL; child = child->next)
        items += child->type == XML_ELEMENT_NODE && strcmp((const char *)child->name, "li") == 0;
    list->next = number_of(attribute(html, node, "start"), reversed ? items : 1);
}

/* 1 is "a", 27 is "aa", 28 "ab"; what has no letter is written in digits, as browsers do. */
static void put_letters(struct tvx_buf *out, long number, char first)
{
    char letters[16];
    size_t at = sizeof letters;

    if (number < 1) {
        tvx_buf_printf(out, "%ld", number);
        return;
    }
    for (; number > 0 && at > 0; number = (number - 1) / 26)
        letters[--at] = (char)(first + (number - 1) % 26);
    tvx_buf_add(out, letters + at, sizeof letters - at);
}

static const char *make_label(struct html *html, const struct list *list, long number, char type)
{
    struct docx_numeral roman;
    struct tvx_buf out;
    const char *label;

    if (type == '-')
        return NULL;
    if (!list->ordered)
        return "•";
    tvx_buf_init(&out, 256);
    if (type == 'a' || type == 'A')
        put_letters(&out, number, type);
    else if ((type == 'i' || type == 'I') && number > 0 && number < 4000 &&
             docx_numeral_find(&roman, type == 'i' ? "lowerRoman" : "upperRoman", 10))
        docx_numeral_write(&out, &roman, number);
    else
        tvx_buf_printf(&out, "%ld", number);
    tvx_buf_char(&out, '.');
    label = tvx_arena_strdup(html->document->arena, tvx_buf_text(&out));
    tvx_buf_free(&out);
    return label;
}

static void begin_item(struct html *html, const xmlNode *node, struct frame *frame)
{
    struct list *list = frame->list_depth == 0 ? NULL : &html->lists[frame->list_depth - 1];
    const char *type = attribute(html, node, "type");
    long number;

    frame->kind = TVX_BLOCK_LIST;
    if (list == NULL) {
        html->label = "•"; /* an <li> without its list, as browsers show it */
        frame->level = 0;
        return;
    }
    frame->level = (int)frame->list_depth - 1;
    number = number_of(attribute(html, node, "value"), list->next);
    list->next = number + list->step;
    html->label = make_label(html, list, number,
                             type != NULL && strlen(type) == 1 && strchr("1aAiI", *type) != NULL ? *type : list->type);
}

/* ---- blocks ---- */

static void open_block(struct html *html, const struct frame *frame)
{
    bool labeled = html->label != NULL;
    enum tvx_block_kind kind = frame->kind == TVX_BLOCK_LIST && !labeled ? TVX_BLOCK_PARAGRAPH : frame->kind;
    struct tvx_block *block = tvx_flow_open(&html->flow, kind);

    if (block == NULL)
        return;
    block->level = block->kind == TVX_BLOCK_CELL || kind == TVX_BLOCK_PARAGRAPH ? 0 : frame->level;
    block->label = block->label_before = html->label;
    block->presence = frame->presence;
    block->style = frame->style;
    block->id = frame->id;
    html->label = NULL;
}

static void add_text(struct html *html, const char *text, size_t length)
{
    struct frame *frame = &html->frames[html->depth - 1];

    if (frame->hidden && !html->hidden_told && !tvx_text_blank(text, length)) {
        html->hidden_told = true;
        tvx_document_warn(html->document, SIZE_MAX, "html-hidden-text",
                          "the page has text that a browser does not show; it is kept here");
    }
    if (!tvx_flow_is_open(&html->flow)) {
        size_t blank = strspn(text, " \t\r\n\f");

        if (blank >= length)
            return;
        open_block(html, frame);
    }
    tvx_flow_text(&html->flow, &frame->look, text, length, frame->keep_space);
}

static void add_image(struct html *html, const xmlNode *node)
{
    const char *alternative = attribute(html, node, "alt");
    size_t block = html->document->block_count == 0 ? SIZE_MAX : html->document->block_count - 1;

    html->images++;
    if (alternative == NULL || tvx_text_blank(alternative, strlen(alternative)) ||
        html->images_told == MAX_IMAGE_WARNINGS)
        return;
    html->images_told++;
    tvx_document_warn(html->document, block, "html-image", "a picture stands here: \"%.*s\"",
                      (int)tvx_utf8_offset(alternative, strlen(alternative), 100), alternative);
}

static void take_title(struct html *html, const xmlNode *node)
{
    const char *text = node->children == NULL || node->children->content == NULL
                           ? ""
                           : (const char *)node->children->content;
    const char *clean = tvx_text_clean(html->document->arena, text, strlen(text));

    if (clean != NULL)
        clean = tvx_text_fold_space(html->document->arena, clean, strlen(clean));
    if (clean == NULL)
        html->flow.failed = true;
    else if (*html->document->title == '\0')
        html->document->title = clean;
}

/* ---- elements ---- */

/* Looks and marks that come from attributes: CSS, and the classes by which other programs write tracked changes. */
static void take_attributes(struct html *html, const xmlNode *node, struct frame *frame)
{
    const char *style, *classes;

    if (node->properties == NULL)
        return;
    style = attribute(html, node, "style");
    classes = attribute(html, node, "class");
    take_language(html, strcmp((const char *)node->name, "html") == 0 ? attribute(html, node, "lang") : NULL);
    if (style_says(style, "text-decoration", "line-through"))
        frame->look.format |= TVX_FORMAT_STRIKE;
    if (style_says(style, "text-decoration", "underline"))
        frame->look.format |= TVX_FORMAT_UNDERLINE;
    if (style_says(style, "font-weight", "bold"))
        frame->look.format |= TVX_FORMAT_BOLD;
    if (style_says(style, "font-style", "italic"))
        frame->look.format |= TVX_FORMAT_ITALIC;
    if (style_says(style, "vertical-align", "super"))
        frame->look.format |= TVX_FORMAT_SUPERSCRIPT;
    if (style_says(style, "display", "none") || style_says(style, "visibility", "hidden") ||
        attribute(html, node, "hidden") != NULL)
        frame->hidden = true;
    if (style_says(style, "white-space", "pre"))
        frame->keep_space = true;
    if (class_has(classes, "insertion") || class_has(classes, "deletion")) /* pandoc --track-changes=all */
        tvx_flow_mark(&frame->look, class_has(classes, "insertion") ? TVX_CHANGE_INS : TVX_CHANGE_DEL,
                      attribute(html, node, "data-author"), attribute(html, node, "data-date"));
}

static void begin_block(struct html *html, const xmlNode *node, struct frame *frame)
{
    const char *id = attribute(html, node, "id");

    tvx_flow_close(&html->flow);
    frame->presence = frame->look.nested != TVX_CHANGE_NONE ? frame->look.nested : frame->look.change;
    frame->style = frame->element->name;
    if (id != NULL)
        frame->id = id;
}

static void take_change(struct html *html, const xmlNode *node, struct frame *frame, enum tvx_change change)
{
    const char *author = attribute(html, node, "data-author"), *date = attribute(html, node, "datetime");

    if (author == NULL)
        author = attribute(html, node, "cite");
    tvx_flow_mark(&frame->look, change, author, date);
}

/* Enters an element that begins a block, or a part of a table. */
static void begin_structure(struct html *html, const xmlNode *node, struct frame *frame)
{
    const struct html_element *element = frame->element;

    begin_block(html, node, frame);
    switch (element->role) {
    case HTML_HEADING:
        frame->kind = TVX_BLOCK_HEADING;
        frame->level = element->value;
        break;
    case HTML_BLOCK:
        frame->keep_space = frame->keep_space || element->value != 0;
        break;
    case HTML_OL:
    case HTML_UL:
        begin_list(html, node, frame, element->role == HTML_OL);
        break;
    case HTML_LI:
        begin_item(html, node, frame);
        break;
    case HTML_TABLE:
        tvx_flow_table_begin(&html->flow);
        frame->kind = TVX_BLOCK_PARAGRAPH;
        break;
    case HTML_TR:
        tvx_flow_row(&html->flow);
        break;
    case HTML_CELL:
        tvx_flow_cell(&html->flow, number_of(attribute(html, node, "colspan"), 1),
                      number_of(attribute(html, node, "rowspan"), 1));
        break;
    default:
        break;
    }
}

/* Enters an element; false when what is in it is not to be read. */
static bool begin_element(struct html *html, const xmlNode *node, struct frame *frame)
{
    const char *about;

    frame->look.format |= frame->element->format;
    switch (frame->element->role) {
    case HTML_SKIP:
        return false;
    case HTML_TITLE:
        take_title(html, node);
        return false;
    case HTML_META:
        about = attribute(html, node, "http-equiv");
        if (about != NULL && strcasecmp(about, "content-language") == 0)
            take_language(html, attribute(html, node, "content"));
        return false;
    case HTML_IMAGE:
        add_image(html, node);
        return false;
    case HTML_BREAK:
        tvx_flow_break(&html->flow, &frame->look);
        return false;
    case HTML_INS:
        take_change(html, node, frame, TVX_CHANGE_INS);
        break;
    case HTML_DEL:
        take_change(html, node, frame, TVX_CHANGE_DEL);
        break;
    case HTML_QUOTE:
        take_attributes(html, node, frame);
        add_text(html, "“", strlen("“"));
        return true;
    case HTML_INLINE:
        break;
    default:
        begin_structure(html, node, frame);
        break;
    }
    take_attributes(html, node, frame);
    return true;
}

static void end_element(struct html *html, const struct frame *frame)
{
    switch (frame->element->role) {
    case HTML_INLINE:
    case HTML_INS:
    case HTML_DEL:
        return;
    case HTML_QUOTE:
        add_text(html, "”", strlen("”"));
        return;
    case HTML_TABLE:
        tvx_flow_table_end(&html->flow);
        return;
    case HTML_LI:
        if (html->label != NULL && strcmp(html->label, "•") != 0)
            open_block(html, frame); /* an item without text: its number is still there */
        html->label = NULL;
        tvx_flow_close(&html->flow);
        return;
    default:
        tvx_flow_close(&html->flow);
    }
}

/* Depth first, without recursion: a page may be nested as deep as it likes, the program's stack is not. */
static enum tvx_status walk(struct html *html, const xmlNode *root, struct tvx_error *error)
{
    const xmlNode *node = root;

    while (node != NULL && !html->flow.failed) {
        bool into = false;

        if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL) {
            add_text(html, (const char *)node->content, strlen((const char *)node->content));
        } else if (node->type == XML_ENTITY_REF_NODE && node->name != NULL) {
            add_text(html, (const char *)node->name, strlen((const char *)node->name));
        } else if (node->type == XML_ELEMENT_NODE) {
            if (html->depth == MAX_DEPTH)
                return tvx_error_set(error, TVX_E_LIMIT, "the page's elements are nested deeper than %d", MAX_DEPTH);
            html->frames[html->depth] = html->frames[html->depth - 1];
            html->frames[html->depth].element = tvx_html_element((const char *)node->name);
            html->depth++;
            into = begin_element(html, node, &html->frames[html->depth - 1]);
            if (!into || node->children == NULL) {
                if (into)
                    end_element(html, &html->frames[html->depth - 1]);
                html->depth--;
                into = false;
            }
        }
        if (into) {
            node = node->children;
            continue;
        }
        while (node != root && node->next == NULL) {
            node = node->parent;
            if (node == NULL || node->type != XML_ELEMENT_NODE)
                return TVX_OK;
            end_element(html, &html->frames[html->depth - 1]);
            html->depth--;
        }
        if (node == root)
            break;
        node = node->next;
    }
    return TVX_OK;
}

static void finish(struct html *html)
{
    struct tvx_document *document = html->document;

    for (size_t i = 0; i < document->block_count && *document->title == '\0'; i++)
        if (document->blocks[i].kind == TVX_BLOCK_HEADING) {
            const char *text = tvx_flow_block_text(document, &document->blocks[i], TVX_VIEW_AFTER);

            document->title = text == NULL ? "" : text;
        }
    if (html->images > html->images_told)
        tvx_document_warn(document, SIZE_MAX, "html-image", "%zu picture%s without a text in %s place",
                          html->images - html->images_told, html->images - html->images_told == 1 ? "" : "s",
                          html->images - html->images_told == 1 ? "its" : "their");
    if (html->lists_too_deep)
        tvx_document_warn(document, SIZE_MAX, "html-deep-lists", "lists are nested deeper than %d; labels may be off",
                          MAX_LISTS);
}

static void warn_encoding(struct tvx_document *document, enum tvx_encoding encoding, bool declared)
{
    if (encoding == TVX_UTF8_DAMAGED)
        tvx_document_warn(document, SIZE_MAX, "html-encoding",
                          "some bytes of this UTF-8 page are damaged; each one shows as U+FFFD");
    else if (encoding == TVX_WINDOWS_1252 && !declared)
        tvx_document_warn(document, SIZE_MAX, "html-encoding",
                          "the page does not name its encoding and is not UTF-8; it was read as Windows-1252");
}

/*
 * The tree of a page in UTF-8.  libxml2's own depth limit (256) would cut the page off there without a word; pages
 * written by old editors go deeper, so ours alone counts.
 */
static enum tvx_status parse(xmlDocPtr *tree, const char *text, size_t length, struct tvx_error *error)
{
    static const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                               HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC;
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text, (int)length);
    enum tvx_status status = TVX_OK;

    if (parser == NULL)
        return tvx_error_nomem(error);
    htmlCtxtUseOptions(parser, options);
    parser->options |= XML_PARSE_HUGE;
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(parser);
    *tree = parser->myDoc;
    parser->myDoc = NULL;
    if (parser->lastError.code == XML_ERR_NO_MEMORY)
        status = tvx_error_nomem(error);
    else if (*tree == NULL || parser->disableSAX != 0)
        status = tvx_error_set(error, TVX_E_MALFORMED, "the page cannot be read to its end (line %d: %.200s)",
                               parser->lastError.line,
                               parser->lastError.message == NULL ? "no reason given" : parser->lastError.message);
    htmlFreeParserCtxt(parser);
    if (status != TVX_OK) {
        xmlFreeDoc(*tree);
        *tree = NULL;
    }
    return status;
}

enum tvx_status tvx_html_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                              struct tvx_error *error)
{
    struct html html = {.document = document};
    enum tvx_encoding encoding;
    bool declared;
    const char *text = tvx_encoding_of_html(document->arena, bytes, length, &length, &encoding, &declared);
    enum tvx_status status;
    xmlDocPtr tree;

    (void)name;
    document->format = "html";
    html.frames = tvx_arena_array(document->arena, MAX_DEPTH, sizeof *html.frames);
    if (text == NULL || html.frames == NULL)
        return tvx_error_nomem(error);
    if (length > INT_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "the page is larger than 2 GB");
    status = parse(&tree, text, length, error);
    if (status != TVX_OK)
        return status;
    tvx_flow_begin(&html.flow, document);
    html.frames[0] = (struct frame){.element = tvx_html_element("body"), .kind = TVX_BLOCK_PARAGRAPH};
    html.depth = 1;
    status = walk(&html, tree->children, error);
    for (xmlNode *more = tree->children; status == TVX_OK && more != NULL && (more = more->next) != NULL;) {
        html.depth = 1;
        status = walk(&html, more, error);
    }
    tvx_flow_end(&html.flow);
    xmlFreeDoc(tree);
    if (status == TVX_OK && html.flow.failed)
        status = tvx_error_nomem(error);
    if (status != TVX_OK)
        return status;
    finish(&html);
    warn_encoding(document, encoding, declared);
    return TVX_OK;
}

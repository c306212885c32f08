/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>
#include "docx_xml.h"

static const struct {
    const char *uri;
    enum docx_ns ns;
} namespaces[] = {
    {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", NS_W},
    {"http://purl.oclc.org/ooxml/wordprocessingml/main", NS_W},
    {"http://schemas.openxmlformats.org/officeDocument/2006/math", NS_M},
    {"http://purl.oclc.org/ooxml/officeDocument/math", NS_M},
    {"http://schemas.openxmlformats.org/markup-compatibility/2006", NS_MC},
    {"http://schemas.openxmlformats.org/drawingml/2006/main", NS_A},
    {"http://purl.oclc.org/ooxml/drawingml/main", NS_A},
    {"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", NS_WP},
    {"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", NS_WP},
    {"urn:schemas-microsoft-com:vml", NS_V},
    {"urn:schemas-microsoft-com:office:office", NS_O},
    {"http://schemas.microsoft.com/office/word/2010/wordml", NS_W14},
    {"http://schemas.microsoft.com/office/word/2012/wordml", NS_W15},
    {"http://schemas.openxmlformats.org/drawingml/2006/chart", NS_C},
    {"http://purl.oclc.org/ooxml/drawingml/chart", NS_C},
    {"http://schemas.openxmlformats.org/drawingml/2006/diagram", NS_DGM},
    {"http://purl.oclc.org/ooxml/drawingml/diagram", NS_DGM},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", NS_R},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", NS_R},
    {"http://schemas.openxmlformats.org/package/2006/relationships", NS_REL},
    {"http://schemas.openxmlformats.org/package/2006/content-types", NS_CT},
    {"http://purl.org/dc/elements/1.1/", NS_DC},
    {"http://www.w3.org/XML/1998/namespace", NS_XML},
    {"urn:oasis:names:tc:opendocument:xmlns:office:1.0", NS_OFFICE},
    {"urn:oasis:names:tc:opendocument:xmlns:text:1.0", NS_TEXT},
    {"urn:oasis:names:tc:opendocument:xmlns:table:1.0", NS_TABLE},
    {"urn:oasis:names:tc:opendocument:xmlns:style:1.0", NS_STYLE},
    {"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", NS_FO},
    {"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", NS_DRAW},
    {"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", NS_SVG},
    {"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0", NS_LOEXT},
};

static const struct {
    enum docx_ns ns;
    const char *name;
    enum docx_tag tag;
} names[] = {
#define TAG(ns, name, symbol) {NS_##ns, #name, TAG_##symbol},
#include "docx_tags.h"
#include "odt_tags.h"
#undef TAG
};

/* libxml2 gives equal strings equal addresses within one parse, so that a pointer is as good a key as the text. */
static enum docx_ns namespace_of(struct docx_xml *xml, const xmlChar *uri)
{
    size_t slot = ((uintptr_t)uri >> 4) % DOCX_NS_CACHE;
    enum docx_ns ns = NS_OTHER;

    if (uri == NULL)
        return NS_NONE;
    if (xml->spaces[slot].uri == uri)
        return xml->spaces[slot].ns;
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        if (strcmp((const char *)uri, namespaces[i].uri) == 0)
            ns = namespaces[i].ns;
    xml->spaces[slot].uri = uri;
    xml->spaces[slot].ns = ns;
    return ns;
}

static enum docx_tag tag_of(struct docx_xml *xml, const xmlChar *name, const xmlChar *uri)
{
    size_t slot = (((uintptr_t)name >> 3) ^ ((uintptr_t)uri >> 5)) % DOCX_TAG_CACHE;
    enum docx_ns ns;
    enum docx_tag tag;

    if (xml->tags[slot].name == name && xml->tags[slot].uri == uri)
        return xml->tags[slot].tag;
    ns = namespace_of(xml, uri);
    tag = ns == NS_W ? TAG_W_OTHER : TAG_OTHER;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].ns == ns && strcmp(names[i].name, (const char *)name) == 0)
            tag = names[i].tag;
    xml->tags[slot].name = name;
    xml->tags[slot].uri = uri;
    xml->tags[slot].tag = tag;
    return tag;
}

void docx_xml_fail(struct docx_xml *xml, enum tvx_status status)
{
    if (xml->status != TVX_OK)
        return;
    xml->status = status == TVX_E_NOMEM ? tvx_error_nomem(xml->error) : status;
    xmlStopParser(xml->parser);
}

void docx_xml_skip(struct docx_xml *xml)
{
    xml->skip = 1;
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **declared, int attribute_count, int defaulted,
                     const xmlChar **attributes)
{
    struct docx_xml *xml = context;

    (void)prefix, (void)namespace_count, (void)declared, (void)defaulted;
    if (xml->status != TVX_OK)
        return;
    xml->depth++;
    if (xml->skip > 0) {
        xml->skip++;
        return;
    }
    xml->name = (const char *)name;
    xml->attributes = attributes;
    xml->attribute_count = attribute_count;
    if (xml->handler->start != NULL)
        xml->handler->start(xml, tag_of(xml, name, uri));
    xml->attribute_count = 0;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct docx_xml *xml = context;

    (void)prefix;
    if (xml->status != TVX_OK)
        return;
    xml->depth--;
    if (xml->skip > 0 && --xml->skip > 0)
        return;
    if (xml->handler->end != NULL)
        xml->handler->end(xml, tag_of(xml, name, uri));
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct docx_xml *xml = context;

    if (xml->status == TVX_OK && xml->skip == 0 && xml->handler->text != NULL && length > 0)
        xml->handler->text(xml, (const char *)text, (size_t)length);
}

static void on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    struct docx_xml *xml = context;

    (void)name, (void)external, (void)system;
    if (xml->status == TVX_OK)
        docx_xml_fail(xml, tvx_error_set(xml->error, TVX_E_MALFORMED,
                                         "part %s of the package declares a document type, which office files never do",
                                         xml->part.name));
}

/* Keeps the first thing that libxml2 has to say, without its newline. */
static void on_error(void *context, xmlErrorPtr problem)
{
    struct docx_xml *xml = context;
    size_t length;

    if (problem == NULL || problem->message == NULL || problem->level < XML_ERR_ERROR || xml->message[0] != '\0')
        return;
    length = strcspn(problem->message, "\n");
    if (length >= sizeof xml->message)
        length = sizeof xml->message - 1;
    memcpy(xml->message, problem->message, length);
    xml->message[length] = '\0';
    xml->line = problem->line;
}

static int read_part(void *context, char *buffer, int size)
{
    return docx_part_read(context, buffer, size);
}

static int close_part(void *context)
{
    (void)context; /* closed by docx_xml_parse, whatever path libxml2 takes */
    return 0;
}

static enum tvx_status verdict(struct docx_xml *xml, const xmlParserCtxt *parser, int result)
{
    if (xml->status != TVX_OK)
        return xml->status;
    if (xml->part.failed)
        return tvx_error_set(xml->error, TVX_E_MALFORMED,
                             "part %s of the package is damaged (it does not inflate to what the package says)",
                             xml->part.name);
    if (parser->errNo == XML_ERR_NO_MEMORY)
        return tvx_error_nomem(xml->error);
    if (result != 0 || !parser->wellFormed)
        return tvx_error_set(xml->error, TVX_E_MALFORMED, "part %s of the package is not well-formed XML: line %d: %s",
                             xml->part.name, xml->line, xml->message[0] == '\0' ? "unknown fault" : xml->message);
    return TVX_OK;
}

static enum tvx_status parse_part(struct docx_xml *xml)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .ignorableWhitespace = on_text,
                         .cdataBlock = on_text,
                         .internalSubset = on_doctype,
                         .serror = on_error};
    xmlParserCtxt *parser = xmlCreateIOParserCtxt(&sax, xml, read_part, close_part, &xml->part, XML_CHAR_ENCODING_NONE);
    enum tvx_status status;
    int result;

    if (parser == NULL)
        return xml->part.failed || xml->message[0] != '\0'
                   ? tvx_error_set(xml->error, TVX_E_MALFORMED, "part %s of the package is damaged", xml->part.name)
                   : tvx_error_nomem(xml->error);
    xml->parser = parser;
    xmlCtxtUseOptions(parser, XML_PARSE_NONET);
    result = xmlParseDocument(parser);
    status = verdict(xml, parser, result);
    if (parser->myDoc != NULL)
        xmlFreeDoc(parser->myDoc);
    parser->myDoc = NULL;
    xmlFreeParserCtxt(parser);
    return status;
}

static struct docx_xml *xml_new(const struct docx_xml_handler *handler, void *context, struct tvx_error *error)
{
    struct docx_xml *xml = calloc(1, sizeof *xml);

    if (xml == NULL) {
        tvx_error_nomem(error);
        return NULL;
    }
    xml->handler = handler;
    xml->context = context;
    xml->error = error;
    return xml;
}

enum tvx_status docx_xml_parse(struct docx_package *package, const char *part, const struct docx_xml_handler *handler,
                               void *context, struct tvx_error *error)
{
    struct docx_xml *xml = xml_new(handler, context, error);
    enum tvx_status status;

    if (xml == NULL)
        return TVX_E_NOMEM;
    status = docx_part_open(&xml->part, package, part, error);
    if (status == TVX_OK)
        status = parse_part(xml);
    docx_part_close(&xml->part);
    free(xml);
    return status;
}

enum tvx_status docx_xml_parse_bytes(const char *bytes, size_t length, const char *name,
                                     const struct docx_xml_handler *handler, void *context, struct tvx_error *error)
{
    struct docx_xml *xml = xml_new(handler, context, error);
    enum tvx_status status;

    if (xml == NULL)
        return TVX_E_NOMEM;
    xml->part = (struct docx_part){.name = name, .bytes = bytes, .left = length};
    status = parse_part(xml);
    free(xml);
    return status;
}

struct docx_value docx_attr(struct docx_xml *xml, enum docx_ns ns, const char *name)
{
    for (int i = 0; i < xml->attribute_count; i++) {
        const xmlChar **attribute = xml->attributes + 5 * i;

        if (strcmp((const char *)attribute[0], name) == 0 && namespace_of(xml, attribute[2]) == ns)
            return (struct docx_value){(const char *)attribute[3], (size_t)(attribute[4] - attribute[3])};
    }
    return (struct docx_value){NULL, 0};
}

/* As entities are not expanded (XML_PARSE_NOENT), an ampersand in an attribute arrives as "&#38;". */
char *docx_attr_dup(struct docx_xml *xml, struct tvx_arena *arena, enum docx_ns ns, const char *name)
{
    static const char ampersand[] = "&#38;";
    struct docx_value value = docx_attr(xml, ns, name);
    char *copy = tvx_arena_strndup(arena, value.text, value.length), *to;

    if (copy == NULL)
        return NULL;
    to = copy;
    for (const char *from = copy; *from != '\0';) {
        bool reference = strncmp(from, ampersand, sizeof ampersand - 1) == 0;

        *to++ = *from;
        from += reference ? sizeof ampersand - 1 : 1;
    }
    *to = '\0';
    return copy;
}

bool docx_value_is(struct docx_value value, const char *text)
{
    return value.text != NULL && strlen(text) == value.length && memcmp(value.text, text, value.length) == 0;
}

long docx_value_int(struct docx_value value, long otherwise)
{
    long number = 0;
    size_t at = 0;
    bool negative = false;

    while (at < value.length && (value.text[at] == ' ' || value.text[at] == '\t'))
        at++;
    if (at < value.length && (value.text[at] == '-' || value.text[at] == '+'))
        negative = value.text[at++] == '-';
    if (at >= value.length || value.text[at] < '0' || value.text[at] > '9')
        return otherwise;
    for (; at < value.length && value.text[at] >= '0' && value.text[at] <= '9'; at++)
        if (number < 2147483647L)
            number = number * 10 + (value.text[at] - '0');
    if (number > 2147483647L)
        number = 2147483647L;
    return negative ? -number : number;
}

bool docx_value_on(struct docx_value value)
{
    return !(docx_value_is(value, "0") || docx_value_is(value, "false") || docx_value_is(value, "off"));
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Streams one XML part of a package through libxml2's SAX parser straight from the inflater, with every element
 * name turned into a number (docx_tags.h) whatever its prefix and whether its namespace is the transitional or the
 * strict one. Document type declarations, which no Word file has, are refused: with them go all entity bombs.
 */
#ifndef TRAVAUX_READ_DOCX_XML_H
#define TRAVAUX_READ_DOCX_XML_H

#include "docx_zip.h"

enum docx_ns {
    NS_OTHER,
    NS_W,   /* WordprocessingML */
    NS_M,   /* Office Math */
    NS_MC,  /* markup compatibility */
    NS_A,   /* DrawingML */
    NS_WP,  /* DrawingML's placement in Word */
    NS_V,   /* VML */
    NS_O,   /* VML's Office part */
    NS_W14, /* Word 2010's additions: names of paragraphs */
    NS_W15, /* Word 2013's: threads of comments */
    NS_C,   /* charts */
    NS_DGM, /* diagrams (SmartArt) */
    NS_R,   /* references to relationships */
    NS_REL, /* relationships parts */
    NS_CT,  /* [Content_Types].xml */
    NS_DC,  /* Dublin Core, in docProps/core.xml */
    NS_XML,
    NS_OFFICE, /* OpenDocument's, from here on; see odt_tags.h */
    NS_TEXT,
    NS_TABLE,
    NS_STYLE,
    NS_FO,
    NS_DRAW,
    NS_SVG,
    NS_LOEXT,
    NS_NONE, /* no namespace, as most attributes outside Word's own */
    NS_COUNT,
};

enum docx_tag {
    TAG_OTHER,   /* outside the namespaces above, or not named in docx_tags.h */
    TAG_W_OTHER, /* of WordprocessingML, not named in docx_tags.h */
#define TAG(ns, name, symbol) TAG_##symbol,
#include "docx_tags.h"
#include "odt_tags.h"
#undef TAG
    TAG_COUNT,
};

struct docx_xml;
struct docx_xml_handler { /* members may be NULL */
    void (*start)(struct docx_xml *xml, enum docx_tag tag);
    void (*end)(struct docx_xml *xml, enum docx_tag tag);
    void (*text)(struct docx_xml *xml, const char *text, size_t length);
};

/* An attribute's value: not NUL-terminated; text is NULL when the attribute is absent. */
struct docx_value {
    const char *text;
    size_t length;
};

enum { DOCX_TAG_CACHE = 1024, DOCX_NS_CACHE = 32 };

struct docx_xml {
    const struct docx_xml_handler *handler;
    void *context;          /* the handler's own */
    struct tvx_error *error;
    enum tvx_status status; /* first failure; set it through docx_xml_fail */
    const char *name;       /* local name of the element that starts */
    unsigned depth;
    /* the rest is private */
    void *parser;
    struct docx_part part;
    const unsigned char **attributes;
    int attribute_count;
    unsigned skip;
    struct { const void *name, *uri; enum docx_tag tag; } tags[DOCX_TAG_CACHE];
    struct { const void *uri; enum docx_ns ns; } spaces[DOCX_NS_CACHE];
    char message[200];
    int line;
};

/* Parses the part to its end or to the first failure. */
enum tvx_status docx_xml_parse(struct docx_package *package, const char *part, const struct docx_xml_handler *handler,
                               void *context, struct tvx_error *error);
/* The same for a file that is one XML document by itself; `name` is what messages call it. */
enum tvx_status docx_xml_parse_bytes(const char *bytes, size_t length, const char *name,
                                     const struct docx_xml_handler *handler, void *context, struct tvx_error *error);

/* For handlers: passes over all that is inside the element that starts, and its end. */
void docx_xml_skip(struct docx_xml *xml);
/* For handlers: stops the parser; the error must be filled already (NOMEM fills it itself). */
void docx_xml_fail(struct docx_xml *xml, enum tvx_status status);

/* For `start` only. */
struct docx_value docx_attr(struct docx_xml *xml, enum docx_ns ns, const char *name);
/* A copy with references resolved, NUL-terminated; NULL when absent or the arena is full. */
char *docx_attr_dup(struct docx_xml *xml, struct tvx_arena *arena, enum docx_ns ns, const char *name);
bool docx_value_is(struct docx_value value, const char *text);
/* An integer within ±2^31, clamped; `otherwise` when absent or not a number. */
long docx_value_int(struct docx_value value, long otherwise);
/* An on/off value (ECMA-376 §17.17.4): on when the attribute is absent. */
bool docx_value_on(struct docx_value value);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "akn_schema.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct tvx_akn_schema {
    xmlDocPtr tree;
    xmlSchemaPtr schema;
    char *namespace;
};

struct said {
    struct tvx_error *error;
    const char *what; /* what is wrong */
    bool any;
};

/* The first complaint; later ones mostly follow from it. */
static void hear(void *context, xmlErrorPtr problem)
{
    struct said *said = context;
    const char *message = problem->message == NULL ? "" : problem->message;

    if (said->any || problem->level < XML_ERR_ERROR)
        return;
    said->any = true;
    tvx_error_set(said->error, TVX_E_MALFORMED, "%s, line %d: %.*s", said->what, problem->line,
                  (int)strcspn(message, "\n"), message);
}

void tvx_akn_schema_free(struct tvx_akn_schema *schema)
{
    if (schema == NULL)
        return;
    xmlSchemaFree(schema->schema);
    xmlFreeDoc(schema->tree);
    free(schema->namespace);
    free(schema);
}

/* What it takes in from files beside it is read; libxml2 would fetch the rest from anywhere. */
static xmlSchemaPtr compile(xmlDocPtr tree, struct said *said)
{
    xmlExternalEntityLoader before = xmlGetExternalEntityLoader();
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewDocParserCtxt(tree);
    xmlSchemaPtr schema = NULL;

    xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
    if (parser != NULL) {
        xmlSchemaSetParserStructuredErrors(parser, hear, said);
        schema = xmlSchemaParse(parser);
        xmlSchemaFreeParserCtxt(parser);
    }
    xmlSetExternalEntityLoader(before);
    return schema;
}

enum tvx_status tvx_akn_schema_read(struct tvx_akn_schema **out, const char *file, struct tvx_error *error)
{
    static const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    struct tvx_akn_schema *schema = calloc(1, sizeof *schema);
    struct said said = {error, file, false};
    xmlChar *namespace;

    if (schema == NULL)
        return tvx_error_nomem(error);
    schema->tree = xmlReadFile(file, NULL, options);
    namespace = schema->tree == NULL || xmlDocGetRootElement(schema->tree) == NULL
                    ? NULL : xmlGetProp(xmlDocGetRootElement(schema->tree), (const xmlChar *)"targetNamespace");
    if (namespace != NULL) {
        schema->namespace = strdup((const char *)namespace);
        xmlFree(namespace);
        schema->schema = compile(schema->tree, &said);
    }
    if (schema->schema != NULL && schema->namespace != NULL) {
        *out = schema;
        return TVX_OK;
    }
    tvx_akn_schema_free(schema);
    return said.any ? TVX_E_MALFORMED
                    : tvx_error_set(error, TVX_E_MALFORMED, "%s: cannot be read as an XML schema", file);
}

const char *show_akn_schema_namespace(const struct tvx_akn_schema *schema)
{
    return schema->namespace;
}

enum tvx_status show_akn_schema_check(const struct tvx_akn_schema *schema, const char *bytes, size_t length,
                                      struct tvx_error *error)
{
    struct said said = {error, "by the schema it is not valid", false};
    xmlSchemaValidCtxtPtr validity = xmlSchemaNewValidCtxt(schema->schema);
    xmlDocPtr document = length > INT_MAX ? NULL : xmlReadMemory(bytes, (int)length, NULL, NULL, XML_PARSE_NONET);
    int verdict = -1;

    if (validity != NULL && document != NULL) {
        xmlSchemaSetValidStructuredErrors(validity, hear, &said);
        verdict = xmlSchemaValidateDoc(validity, document);
    }
    xmlSchemaFreeValidCtxt(validity);
    xmlFreeDoc(document);
    if (verdict == 0)
        return TVX_OK;
    return said.any ? TVX_E_MALFORMED : tvx_error_nomem(error);
}

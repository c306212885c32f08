/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "odt.h"
#include "odt_story.h"

#define SCRATCH_CEILING ((size_t)1 << 30) /* what is kept only while reading */

static enum tvx_status read_package(struct odt_reader *reader, const char *bytes, size_t length,
                                    struct tvx_error *error)
{
    enum tvx_status status = docx_package_open(&reader->package, reader->arena, bytes, length, error);

    /* metadata that are broken are no reason to refuse the text */
    if (status == TVX_OK && docx_package_find(&reader->package, "meta.xml") >= 0 &&
        docx_xml_parse(&reader->package, "meta.xml", &odt_handler, reader, NULL) == TVX_E_NOMEM)
        status = tvx_error_nomem(error);
    reader->depth = 0;
    reader->place = (struct odt_place){.store = &reader->text, .slot = -1, .table = -1};
    reader->no_automatic = true;
    if (status == TVX_OK && docx_package_find(&reader->package, "styles.xml") >= 0)
        status = docx_xml_parse(&reader->package, "styles.xml", &odt_handler, reader, error);
    reader->no_automatic = false;
    if (status == TVX_OK && docx_package_find(&reader->package, "content.xml") < 0)
        status = tvx_error_set(error, TVX_E_MALFORMED, "the ZIP package holds no content.xml, which is where an "
                               "OpenDocument text has its text");
    if (status == TVX_OK)
        status = docx_xml_parse(&reader->package, "content.xml", &odt_handler, reader, error);
    docx_package_close(&reader->package);
    return status;
}

static void free_reader(struct odt_reader *reader)
{
    for (size_t i = 0; i < reader->range_count; i++)
        tvx_buf_free(&reader->ranges[i].text);
    tvx_buf_free(&reader->pending);
    tvx_buf_free(&reader->capture);
    tvx_buf_free(&reader->comment);
    tvx_buf_free(&reader->ruby);
    tvx_arena_free(reader->arena);
    free(reader);
}

static enum tvx_status read_text(struct tvx_document *document, const char *bytes, size_t length, bool flat,
                                 struct tvx_error *error)
{
    struct odt_reader *reader = calloc(1, sizeof *reader);
    struct odt_store *stores[5];
    enum tvx_status status;

    if (reader == NULL)
        return tvx_error_nomem(error);
    reader->arena = tvx_arena_new(SCRATCH_CEILING);
    reader->document = document;
    reader->styles.arena = reader->arena;
    reader->group_count = 1; /* group 0 is the headings' */
    document->format = "odt";
    stores[0] = &reader->text;
    stores[1] = &reader->boxes;
    stores[2] = &reader->notes;
    stores[3] = &reader->deletions;
    stores[4] = &reader->heads;
    for (size_t i = 0; i < sizeof stores / sizeof *stores; i++)
        stores[i]->blocks.arena = document->arena;
    tvx_buf_init(&reader->pending, (size_t)DOCX_MAX_PART);
    tvx_buf_init(&reader->capture, ODT_CAPTURE);
    tvx_buf_init(&reader->comment, ODT_COMMENT);
    tvx_buf_init(&reader->ruby, ODT_CAPTURE);
    reader->place = (struct odt_place){.store = &reader->text, .slot = -1, .table = -1};
    status = reader->arena == NULL ? tvx_error_nomem(error)
             : flat ? docx_xml_parse_bytes(bytes, length, "of text", &odt_handler, reader, error)
                    : read_package(reader, bytes, length, error);
    if (status == TVX_OK && !reader->met_body)
        status = tvx_error_set(error, TVX_E_UNSUPPORTED,
                               "this OpenDocument file is no text but another kind, such as a sheet or slides");
    if (status == TVX_OK)
        status = odt_finish(reader, error);
    free_reader(reader);
    return status;
}

enum tvx_status tvx_odt_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                             struct tvx_error *error)
{
    (void)name;
    return read_text(document, bytes, length, false, error);
}

enum tvx_status tvx_fodt_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                              struct tvx_error *error)
{
    (void)name;
    return read_text(document, bytes, length, true, error);
}

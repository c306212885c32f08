/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * libFuzzer program for the DOCX reader, in one process.  An input that begins as a package does is read as it comes;
 * any other is the parts named below, each ended by a NUL byte, in a package made here, so that the fuzzer need not
 * learn ZIP to reach the XML: the text, numbering, styles, a page header, comments, their threads, and a part that is a
 * diagram's data and a chart at once.  Then all is done with the document that the program would do.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "docx.h"
#include "fuzz_reading.h"

static const char relations[] =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='a' "
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "
    "Target='word/document.xml'/>"
    "</Relationships>";
static const char parts[] =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    "<Relationship Id='a' Type='x/numbering' Target='numbering.xml'/><Relationship Id='b' Type='x/styles' "
    "Target='styles.xml'/>"
    "<Relationship Id='c' Type='x/footnotes' Target='document.xml'/><Relationship Id='d' Type='x/comments' "
    "Target='comments.xml'/><Relationship Id='h' Type='x/header' Target='header.xml'/>"
    "<Relationship Id='i' Type='x/footer' Target='document.xml'/>"
    "<Relationship Id='t' Type='x/commentsExtended' Target='threads.xml'/>"
    "<Relationship Id='g' Type='x/chart' Target='graphic.xml'/>"
    "</Relationships>";

static void add(zip_t *zip, const char *name, const void *bytes, size_t length)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, length, 0);
    zip_int64_t index = source == NULL ? -1 : zip_file_add(zip, name, source, ZIP_FL_OVERWRITE);

    if (index >= 0)
        zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
    else
        zip_source_free(source);
}

/* A package of the parts, malloc'ed. */
static char *wrap(const char *bytes, size_t length, size_t *package_length)
{
    static const char *const names[] = {"word/document.xml", "word/numbering.xml", "word/styles.xml",
                                        "word/header.xml",   "word/comments.xml",  "word/threads.xml",
                                        "word/graphic.xml"};
    enum { PARTS = sizeof names / sizeof *names };
    zip_error_t problem;
    zip_source_t *out;
    zip_t *zip;
    zip_stat_t stat;
    char *package = NULL;

    zip_error_init(&problem);
    out = zip_source_buffer_create(NULL, 0, 0, &problem);
    zip = out == NULL ? NULL : zip_open_from_source(out, ZIP_TRUNCATE, &problem);
    if (zip == NULL)
        abort();
    zip_source_keep(out);
    add(zip, "_rels/.rels", relations, sizeof relations - 1);
    add(zip, "word/_rels/document.xml.rels", parts, sizeof parts - 1);
    for (size_t i = 0; i < PARTS; i++) {
        const char *end = i == PARTS - 1 ? NULL : memchr(bytes, '\0', length);
        size_t part = end == NULL ? length : (size_t)(end - bytes);

        add(zip, names[i], bytes, part);
        if (end == NULL)
            break;
        bytes += part + 1;
        length -= part + 1;
    }
    if (zip_close(zip) != 0)
        abort();
    zip_source_open(out);
    zip_source_stat(out, &stat);
    package = malloc(stat.size);
    *package_length = package == NULL ? 0 : (size_t)zip_source_read(out, package, stat.size);
    zip_source_close(out);
    zip_source_free(out);
    zip_error_fini(&problem);
    return package;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_document *document = tvx_document_new((size_t)64 << 20);
    struct tvx_error error;
    char *package = NULL;

    if (document != NULL && size > 0) {
        const char *bytes = (const char *)data;
        size_t length = size;

        if (data[0] != 'P') /* no package: the parts */
            bytes = package = wrap(bytes, length, &length);
        if (tvx_docx_read(document, bytes, length, &error) == TVX_OK)
            fuzz_use(document);
    }
    free(package);
    tvx_document_free(document);
    return 0;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Makes small Word packages in memory, for the tests of the DOCX reader. */
#ifndef TESTS_UNIT_READ_DOCX_MAKING_H
#define TESTS_UNIT_READ_DOCX_MAKING_H

#include <travaux/base/buf.h>
#include <zip.h>

#include "reading.h"

struct part {
    const char *name, *text;
};

#define NAMESPACES                                                                                                     \
    "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "                                          \
    "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' "                                            \
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "                                          \
    "xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' "                               \
    "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' "                                                 \
    "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' "                                   \
    "xmlns:o='urn:schemas-microsoft-com:office:office' "                                                               \
    "xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml' "                                                \
    "xmlns:w15='http://schemas.microsoft.com/office/word/2012/wordml' "                                                \
    "xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' "                                                \
    "xmlns:dgm='http://schemas.openxmlformats.org/drawingml/2006/diagram' "                                            \
    "xmlns:v='urn:schemas-microsoft-com:vml'"
#define BODY(content) "<w:document " NAMESPACES "><w:body>" content "<w:sectPr/></w:body></w:document>"
#define P(content) "<w:p>" content "</w:p>"
#define PP(properties, content) "<w:p><w:pPr>" properties "</w:pPr>" content "</w:p>"
#define R(text) "<w:r><w:t xml:space='preserve'>" text "</w:t></w:r>"
#define INS(text) "<w:ins w:id='1' w:author='Ann' w:date='2026-01-02T03:04:05Z'>" R(text) "</w:ins>"
#define DEL(text)                                                                                                      \
    "<w:del w:id='2' w:author='Bob'><w:r><w:delText xml:space='preserve'>" text "</w:delText></w:r></w:del>"
#define MARK(change) "<w:rPr><w:" change " w:id='9' w:author='Ann'/></w:rPr>"
#define NUM(id, level) "<w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" id "'/></w:numPr>"
#define RELATIONSHIPS(items)                                                                                           \
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>" items "</Relationships>"
#define RELATION(id, type, target)                                                                                     \
    "<Relationship Id='" id "' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/" type        \
    "' Target='" target "'/>"

/* A ZIP file of the parts, malloc'ed. */
static inline char *package_of(const struct part *parts, size_t count, size_t *length)
{
    zip_error_t problem;
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &problem);
    zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, &problem);
    zip_stat_t stat;
    char *bytes;

    assert_non_null(zip);
    zip_source_keep(out);
    for (size_t i = 0; i < count; i++)
        if (parts[i].text != NULL)
            assert_true(zip_file_add(zip, parts[i].name, zip_source_buffer(zip, parts[i].text, strlen(parts[i].text),
                                                            0),
                                     0) >= 0);
    assert_int_equal(zip_close(zip), 0);
    zip_source_open(out);
    zip_source_stat(out, &stat);
    *length = (size_t)stat.size;
    bytes = malloc(*length);
    assert_int_equal(zip_source_read(out, bytes, stat.size), stat.size);
    zip_source_close(out);
    zip_source_free(out);
    return bytes;
}

enum { WORD_MORE = 6 };

struct word { /* parts of a document; NULL: none */
    const char *document, *styles, *numbering, *footnotes, *endnotes, *comments, *header;
    const char *relations;       /* further ones of the main document, RELATION(…) */
    struct part more[WORD_MORE]; /* further parts */
};

static inline char *word_package(struct word word, size_t *length)
{
    struct tvx_buf relations;
    char *bytes;

    tvx_buf_init(&relations, 1 << 16);
    tvx_buf_str(&relations, "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
                            RELATION("1", "styles", "styles.xml") RELATION("2", "numbering", "/word/numbering.xml")
                            RELATION("3", "footnotes", "footnotes.xml") RELATION("4", "endnotes", "endnotes.xml")
                            RELATION("5", "comments", "./comments.xml") RELATION("6", "header", "header1.xml"));
    tvx_buf_str(&relations, word.relations == NULL ? "" : word.relations);
    tvx_buf_str(&relations, "</Relationships>");
    const struct part parts[] = {
        {"_rels/.rels", RELATIONSHIPS(RELATION("a", "officeDocument", "word/document.xml"))},
        {"word/_rels/document.xml.rels", tvx_buf_text(&relations)},
        {"word/document.xml", word.document}, {"word/styles.xml", word.styles}, {"word/numbering.xml", word.numbering},
        {"word/footnotes.xml", word.footnotes}, {"word/endnotes.xml", word.endnotes},
        {"word/comments.xml", word.comments}, {"word/header1.xml", word.header},
        word.more[0], word.more[1], word.more[2], word.more[3], word.more[4], word.more[5],
    };

    bytes = package_of(parts, sizeof parts / sizeof *parts, length);
    tvx_buf_free(&relations);
    return bytes;
}

static inline struct tvx_document *word_read(struct word word)
{
    size_t length;
    char *bytes = word_package(word, &length);
    struct tvx_document *document = take("made.docx", bytes, length);

    free(bytes);
    return document;
}

/* Reads a body and holds its texts before and after the changes against what they should be. */
static inline void body_shows(const char *document_xml, const char *before, const char *after)
{
    struct tvx_document *document = word_read((struct word){.document = document_xml});

    shows(document, TVX_VIEW_BEFORE, before);
    shows(document, TVX_VIEW_AFTER, after);
    tvx_document_free(document);
}

/* How many warnings have that code. */
static inline size_t warnings(const struct tvx_document *document, const char *code)
{
    size_t count = 0;

    for (size_t i = 0; i < document->warning_count; i++)
        count += strcmp(document->warnings[i].code, code) == 0;
    return count;
}

#endif

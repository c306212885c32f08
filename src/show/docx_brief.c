/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A brief as a DOCX: the least of WordprocessingML that is valid (ECMA-376 part 1, §11.3.10 main document, §11.3.12
 * styles; part 2, §10.1 content types), zipped by libzip.  Times are fixed, so that the same brief is the same bytes.
 */
#include "brief.h"

#include <string.h>
#include <zip.h>

enum { PART_CEILING = 4 << 20, ZIP_DAY = 0x21 }; /* 1 January 1980, as DOS writes it */

static const char types[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/></Types>";
static const char package[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"word/document.xml\"/></Relationships>";
static const char relations[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" "
    "Target=\"styles.xml\"/></Relationships>";
static const char styles[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault>"
    "<w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/><w:sz w:val=\"18\"/><w:lang "
    "w:val=\"en-GB\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"60\"/></w:pPr></w:pPrDefault>"
    "</w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>"
    "</w:style><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn "
    "w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/><w:sz "
    "w:val=\"28\"/></w:rPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:pPr><w:keepNext/><w:spacing w:before=\"120\" "
    "w:after=\"60\"/><w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"22\"/></w:rPr></w:style><w:style "
    "w:type=\"paragraph\" w:styleId=\"Quote\"><w:name w:val=\"Quote\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:ind "
    "w:left=\"360\"/></w:pPr><w:rPr><w:i/></w:rPr></w:style><w:style "
    "w:type=\"paragraph\" w:styleId=\"Cell\"><w:name w:val=\"Cell\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing "
    "w:after=\"0\"/></w:pPr></w:style></w:styles>";

static const int widths[BRIEF_CELLS] = {2000, 1200, 1300, 6000}; /* twentieths of a point */

static void paragraph(struct tvx_buf *out, const char *style, const char *before, const char *text, bool strong)
{
    tvx_buf_str(out, "<w:p>");
    if (*style != '\0')
        tvx_buf_printf(out, "<w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
    tvx_buf_str(out, strong ? "<w:r><w:rPr><w:b/></w:rPr>" : "<w:r>");
    tvx_buf_str(out, "<w:t xml:space=\"preserve\">");
    tvx_buf_str(out, before);
    tvx_buf_html(out, text, strlen(text));
    tvx_buf_str(out, "</w:t></w:r></w:p>");
}

static void table_row(struct tvx_buf *out, const struct brief_block *block)
{
    tvx_buf_str(out, block->kind == BRIEF_HEADS ? "<w:tr><w:trPr><w:tblHeader/></w:trPr>" : "<w:tr>");
    for (size_t i = 0; i < block->count; i++) {
        tvx_buf_printf(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", widths[i]);
        paragraph(out, "Cell", "", block->cells[i], block->kind == BRIEF_HEADS || i == 0);
        tvx_buf_str(out, "</w:tc>");
    }
    tvx_buf_str(out, "</w:tr>");
}

static void table_open(struct tvx_buf *out)
{
    static const char *const edges[] = {"top", "left", "bottom", "right", "insideH", "insideV"};

    tvx_buf_str(out, "<w:tbl><w:tblPr><w:tblW w:w=\"10500\" w:type=\"dxa\"/><w:tblBorders>");
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        tvx_buf_printf(out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"999999\"/>", edges[i]);
    tvx_buf_str(out, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
    for (size_t i = 0; i < BRIEF_CELLS; i++)
        tvx_buf_printf(out, "<w:gridCol w:w=\"%d\"/>", widths[i]);
    tvx_buf_str(out, "</w:tblGrid>");
}

static void body(struct tvx_buf *out, const struct brief *brief)
{
    static const char *const style_of[] = {"Heading1", "Heading2", "", "Quote", ""};

    tvx_buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w="
                     "\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>");
    for (size_t i = 0; i < brief->count; i++) {
        const struct brief_block *block = &brief->blocks[i];

        if (block->kind < BRIEF_HEADS) {
            paragraph(out, style_of[block->kind], block->kind == BRIEF_ITEM ? "• " : "", block->cells[0], false);
            continue;
        }
        if (brief_table_opens(brief, i))
            table_open(out);
        table_row(out, block);
        if (brief_table_closes(brief, i))
            tvx_buf_str(out, "</w:tbl><w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr></w:p>"); /* or the next table
                                                                                              would join this one */
    }
    tvx_buf_str(out, "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"700\" w:right=\"700\" "
                     "w:bottom=\"700\" w:left=\"700\" w:header=\"400\" w:footer=\"400\" w:gutter=\"0\"/></w:sectPr>"
                     "</w:body></w:document>");
}

static bool add_part(zip_t *zip, const char *name, const char *bytes, size_t length)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, length, 0);
    zip_int64_t at = source == NULL ? -1 : zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);

    if (at < 0 && source != NULL)
        zip_source_free(source);
    return at >= 0 && zip_file_set_dostime(zip, (zip_uint64_t)at, 0, ZIP_DAY, 0) == 0;
}

/* Reads back what libzip wrote into memory. */
static bool take(struct tvx_buf *out, zip_source_t *source)
{
    char bytes[1 << 14];
    zip_int64_t got;

    if (zip_source_open(source) != 0)
        return false;
    while ((got = zip_source_read(source, bytes, sizeof bytes)) > 0 && !out->failed)
        tvx_buf_add(out, bytes, (size_t)got);
    zip_source_close(source);
    return got == 0 && !out->failed;
}

static bool pack(struct tvx_buf *out, const struct tvx_buf *document)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_TRUNCATE, NULL);
    bool made;

    if (zip == NULL) {
        if (source != NULL)
            zip_source_free(source);
        return false;
    }
    zip_source_keep(source);
    made = add_part(zip, "[Content_Types].xml", types, sizeof types - 1) &&
           add_part(zip, "_rels/.rels", package, sizeof package - 1) &&
           add_part(zip, "word/document.xml", document->data, document->length) &&
           add_part(zip, "word/_rels/document.xml.rels", relations, sizeof relations - 1) &&
           add_part(zip, "word/styles.xml", styles, sizeof styles - 1);
    if (!made || zip_close(zip) != 0) {
        zip_discard(zip);
        made = false;
    }
    made = made && take(out, source);
    zip_source_free(source);
    return made;
}

enum tvx_status brief_docx(struct tvx_buf *out, const struct brief *brief, struct tvx_error *error)
{
    struct tvx_buf document;
    bool made;

    tvx_buf_init(&document, PART_CEILING);
    body(&document, brief);
    made = !document.failed && pack(out, &document);
    tvx_buf_free(&document);
    return made ? TVX_OK : tvx_error_set(error, TVX_E_LIMIT, "the brief could not be made: it is too long, or memory "
                                         "is short");
}

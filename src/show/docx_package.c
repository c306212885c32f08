/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "docx_package.h"

#include <string.h>
#include <zip.h>

enum { ZIP_DAY = 0x21, /* 1 January 1980, as DOS writes it */ PART_CEILING = 1 << 14 };

static const char types[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" "
    "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>";
static const char header_type[] =
    "<Override PartName=\"/word/header1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>";
static const char package[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"word/document.xml\"/><Relationship Id=\"rId2\" "
    "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" "
    "Target=\"docProps/core.xml\"/></Relationships>";
static const char relations[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" "
    "Target=\"styles.xml\"/>";
static const char header_relation[] =
    "<Relationship Id=\"" DOCX_HEADER_ID "\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"header1.xml\"/>";
static const char styles[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault>"
    "<w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/><w:sz w:val=\"18\"/>";
static const char styles_rest[] = /* behind the language */
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"60\"/></w:pPr></w:pPrDefault>"
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

/* The small parts that depend on what there is. */
struct small {
    struct tvx_buf types, relations, styles;
};

static void compose(struct small *small, const struct docx_parts *parts)
{
    const char *language = *parts->language == '\0' ? "en" : parts->language;

    tvx_buf_init(&small->types, PART_CEILING);
    tvx_buf_init(&small->relations, PART_CEILING);
    tvx_buf_init(&small->styles, PART_CEILING);
    tvx_buf_str(&small->types, types);
    tvx_buf_str(&small->types, parts->header == NULL ? "" : header_type);
    tvx_buf_str(&small->types, "</Types>");
    tvx_buf_str(&small->relations, relations);
    tvx_buf_str(&small->relations, parts->header == NULL ? "" : header_relation);
    tvx_buf_str(&small->relations, "</Relationships>");
    tvx_buf_str(&small->styles, styles);
    tvx_buf_str(&small->styles, "<w:lang w:val=\"");
    tvx_buf_html(&small->styles, language, strlen(language));
    tvx_buf_str(&small->styles, "\" w:bidi=\"");
    tvx_buf_html(&small->styles, language, strlen(language));
    tvx_buf_str(&small->styles, "\"/>");
    tvx_buf_str(&small->styles, styles_rest);
}

static bool add_buffer(zip_t *zip, const char *name, const struct tvx_buf *part)
{
    return part == NULL || (!part->failed && add_part(zip, name, part->data, part->length));
}

bool show_docx_pack(struct tvx_buf *out, const struct docx_parts *parts)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_TRUNCATE, NULL);
    struct small small;
    bool made;

    if (zip == NULL) {
        if (source != NULL)
            zip_source_free(source);
        return false;
    }
    zip_source_keep(source);
    compose(&small, parts);
    made = add_buffer(zip, "[Content_Types].xml", &small.types) &&
           add_part(zip, "_rels/.rels", package, sizeof package - 1) &&
           add_buffer(zip, "word/document.xml", parts->document) &&
           add_buffer(zip, "word/_rels/document.xml.rels", &small.relations) &&
           add_buffer(zip, "word/styles.xml", &small.styles) && add_buffer(zip, "word/header1.xml", parts->header) &&
           add_buffer(zip, "docProps/core.xml", parts->properties);
    if (!made || zip_close(zip) != 0) {
        zip_discard(zip);
        made = false;
    }
    made = made && take(out, source);
    zip_source_free(source);
    tvx_buf_free(&small.types);
    tvx_buf_free(&small.relations);
    tvx_buf_free(&small.styles);
    return made;
}

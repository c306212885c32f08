/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "docx.h"

#include "docx_package.h"
#include "xml_text.h"

#include <string.h>
#include <travaux/base/day.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

enum { PART_CEILING = 256 << 20, PROPERTIES_CEILING = 1 << 16 };

static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

static void characters(struct tvx_buf *out, const char *text, size_t length)
{
    for (size_t at = 0, width = 0; at < length; at += width) {
        size_t bad = show_xml_bad(text, length, at, &width);

        tvx_buf_html(out, text + at, bad - at);
        tvx_buf_str(out, bad < length ? SHOW_XML_UNREADABLE : "");
        at = bad;
        width = bad < length ? width : 0;
    }
}

int show_docx_direction(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        UCharDirection direction = u_charDirection((UChar32)tvx_utf8_next(text, length, &at));

        if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC)
            return -1;
        if (direction == U_LEFT_TO_RIGHT)
            return 1;
    }
    return 0;
}

void show_docx_start(struct docx *docx)
{
    *docx = (struct docx){.changes = 0};
    tvx_buf_init(&docx->body, PART_CEILING);
    tvx_buf_str(&docx->body, head);
    tvx_buf_str(&docx->body,
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>");
}

/* `w:id="3" w:author="VRN" w:date="…"`; what is no day and no time is left out, for the schema wants one. */
static void change_attributes(struct docx *docx, const struct docx_change *change)
{
    const char *date = change->date == NULL ? "" : change->date;

    tvx_buf_printf(&docx->body, " w:id=\"%u\" w:author=\"", ++docx->changes);
    characters(&docx->body, change->author, strlen(change->author));
    tvx_buf_str(&docx->body, "\"");
    if (!tvx_day_valid(date) && strchr(date, 'T') == NULL)
        return;
    tvx_buf_str(&docx->body, " w:date=\"");
    characters(&docx->body, date, strlen(date));
    tvx_buf_str(&docx->body, tvx_day_valid(date) ? "T00:00:00Z\"" : "\"");
}

void show_docx_open(struct docx *docx, enum docx_style style, enum docx_track mark, const struct docx_change *change,
                    bool rtl)
{
    static const char *const names[] = {"", "Heading1", "Heading2", "Quote", "", "Cell"};

    tvx_buf_str(&docx->body, "<w:p>");
    if (*names[style] != '\0' || rtl || mark != DOCX_STAYS) {
        tvx_buf_str(&docx->body, "<w:pPr>");
        if (*names[style] != '\0')
            tvx_buf_printf(&docx->body, "<w:pStyle w:val=\"%s\"/>", names[style]);
        tvx_buf_str(&docx->body, rtl ? "<w:bidi/>" : "");
        if (mark != DOCX_STAYS) {
            tvx_buf_str(&docx->body, mark == DOCX_INSERTED ? "<w:rPr><w:ins" : "<w:rPr><w:del");
            change_attributes(docx, change);
            tvx_buf_str(&docx->body, "/></w:rPr>");
        }
        tvx_buf_str(&docx->body, "</w:pPr>");
    }
    if (style == DOCX_ITEM)
        show_docx_run(docx, DOCX_PLAIN, "• ", strlen("• "));
}

void show_docx_close(struct docx *docx)
{
    tvx_buf_str(&docx->body, "</w:p>");
}

/* A run; tabs and line ends have elements of their own (§17.3.3). */
static void run(struct docx *docx, unsigned look, const char *element, const char *text, size_t length)
{
    bool rtl = show_docx_direction(text, length) < 0;

    if (length == 0)
        return;
    tvx_buf_str(&docx->body, "<w:r>");
    if (look != DOCX_PLAIN || rtl) {
        tvx_buf_str(&docx->body, "<w:rPr>");
        tvx_buf_str(&docx->body, (look & DOCX_BOLD) != 0 ? rtl ? "<w:b/><w:bCs/>" : "<w:b/>" : "");
        tvx_buf_str(&docx->body, (look & DOCX_ITALIC) != 0 ? rtl ? "<w:i/><w:iCs/>" : "<w:i/>" : "");
        tvx_buf_str(&docx->body, rtl ? "<w:rtl/></w:rPr>" : "</w:rPr>");
    }
    for (size_t at = 0; at < length;) {
        size_t part = 0;

        while (at + part < length && text[at + part] != '\t' && text[at + part] != '\n')
            part++;
        if (part > 0) {
            tvx_buf_printf(&docx->body, "<w:%s xml:space=\"preserve\">", element);
            characters(&docx->body, text + at, part);
            tvx_buf_printf(&docx->body, "</w:%s>", element);
        }
        at += part;
        if (at < length)
            tvx_buf_str(&docx->body, text[at++] == '\t' ? "<w:tab/>" : "<w:br/>");
    }
    tvx_buf_str(&docx->body, "</w:r>");
}

void show_docx_run(struct docx *docx, unsigned look, const char *text, size_t length)
{
    run(docx, look, "t", text, length);
}

void show_docx_tracked(struct docx *docx, enum docx_track track, const struct docx_change *change, const char *text,
                       size_t length)
{
    if (length == 0)
        return;
    if (track == DOCX_STAYS) {
        run(docx, DOCX_PLAIN, "t", text, length);
        return;
    }
    tvx_buf_str(&docx->body, track == DOCX_INSERTED ? "<w:ins" : "<w:del");
    change_attributes(docx, change);
    tvx_buf_char(&docx->body, '>');
    run(docx, DOCX_PLAIN, track == DOCX_INSERTED ? "t" : "delText", text, length);
    tvx_buf_str(&docx->body, track == DOCX_INSERTED ? "</w:ins>" : "</w:del>");
}

void show_docx_paragraph(struct docx *docx, enum docx_style style, unsigned look, const char *text)
{
    size_t length = strlen(text);

    show_docx_open(docx, style, DOCX_STAYS, NULL, show_docx_direction(text, length) < 0);
    show_docx_run(docx, look, text, length);
    show_docx_close(docx);
}

void show_docx_table(struct docx *docx, const int *widths, size_t count)
{
    static const char *const edges[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
    int whole = 0;

    for (size_t i = 0; i < count; i++)
        whole += widths[i];
    tvx_buf_printf(&docx->body, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblBorders>", whole);
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        tvx_buf_printf(&docx->body, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"999999\"/>", edges[i]);
    tvx_buf_str(&docx->body, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
    for (size_t i = 0; i < count; i++)
        tvx_buf_printf(&docx->body, "<w:gridCol w:w=\"%d\"/>", widths[i]);
    tvx_buf_str(&docx->body, "</w:tblGrid>");
}

void show_docx_row(struct docx *docx, bool repeated)
{
    tvx_buf_str(&docx->body, repeated ? "<w:tr><w:trPr><w:tblHeader/></w:trPr>" : "<w:tr>");
}

void show_docx_cell(struct docx *docx, int width, unsigned look, const char *text)
{
    tvx_buf_printf(&docx->body, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", width);
    show_docx_paragraph(docx, DOCX_CELL, look, text);
    tvx_buf_str(&docx->body, "</w:tc>");
}

void show_docx_row_end(struct docx *docx)
{
    tvx_buf_str(&docx->body, "</w:tr>");
}

void show_docx_table_end(struct docx *docx)
{
    /* without the empty paragraph the next table would join this one */
    tvx_buf_str(&docx->body, "</w:tbl><w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr></w:p>");
}

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

/* Dublin Core in the package's properties (part 2, §11). */
static void properties(struct tvx_buf *out, const char *title)
{
    tvx_buf_str(out, head);
    tvx_buf_str(out, "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
                     "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
    characters(out, title, strlen(title));
    tvx_buf_str(out, "</dc:title><dc:creator>travaux</dc:creator></cp:coreProperties>");
}

static void page_head(struct tvx_buf *out, const char *heading)
{
    tvx_buf_str(out, head);
    tvx_buf_str(out, "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:pPr>"
                     "<w:pStyle w:val=\"Cell\"/></w:pPr><w:r><w:t xml:space=\"preserve\">");
    characters(out, heading, strlen(heading));
    tvx_buf_str(out, "</w:t></w:r></w:p></w:hdr>");
}

enum tvx_status show_docx_finish(struct docx *docx, struct tvx_buf *out, const struct docx_about *about,
                                 struct tvx_error *error)
{
    const char *heading = about == NULL ? "" : or_empty(about->heading);
    struct docx_parts parts = {.document = &docx->body, .language = about == NULL ? "" : or_empty(about->language)};
    struct tvx_buf core, top;
    bool made;

    tvx_buf_init(&core, PROPERTIES_CEILING);
    tvx_buf_init(&top, PROPERTIES_CEILING);
    properties(&core, about == NULL ? "" : or_empty(about->title));
    parts.properties = &core;
    if (*heading != '\0') {
        page_head(&top, heading);
        parts.header = &top;
    }
    tvx_buf_str(&docx->body, "<w:sectPr>");
    if (parts.header != NULL)
        tvx_buf_str(&docx->body, "<w:headerReference w:type=\"default\" r:id=\"" DOCX_HEADER_ID "\"/>");
    tvx_buf_str(&docx->body, "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1000\" w:right=\"700\" "
                             "w:bottom=\"700\" w:left=\"700\" w:header=\"400\" w:footer=\"400\" w:gutter=\"0\"/>"
                             "</w:sectPr></w:body></w:document>");
    made = !docx->body.failed && !core.failed && !top.failed && show_docx_pack(out, &parts);
    tvx_buf_free(&docx->body);
    tvx_buf_free(&core);
    tvx_buf_free(&top);
    return made ? TVX_OK : tvx_error_set(error, TVX_E_LIMIT, "the Word document could not be made: it is too long, or "
                                         "memory is short");
}

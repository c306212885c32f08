/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/upload.h>

#include "html_entry.h"
#include "html_parts.h"

#include <travaux/show/json.h>

const char *tvx_uploaded_to_string(enum tvx_uploaded state)
{
    static const char *const names[] = {
#define TVX_UPLOADED_NAME(name, word) word,
        TVX_UPLOADED(TVX_UPLOADED_NAME)
#undef TVX_UPLOADED_NAME
    };

    return names[state];
}

static const char *state_said(enum tvx_uploaded state)
{
    static const char *const said[TVX_UPLOADED_COUNT] = {
        [TVX_UPLOADED_WAITING] = SAY("waits"),
        [TVX_UPLOADED_TAKEN] = SAY("taken"),
        [TVX_UPLOADED_UNCHANGED] = SAY("was here already"),
        [TVX_UPLOADED_FAILED] = SAY("not taken"),
    };

    return said[state];
}

/* ---- the form ---- */

static const struct html_option kinds[] = {
    {"", SAY("told by its own content")}, {"contribution", SAY("contribution")}, {"instrument", SAY("instrument")},
    {"final-acts", SAY("Final Acts")},    {"report", SAY("report")},             {"statement", SAY("statement")},
    {"library", SAY("library")},
};
static const struct html_option accesses[] = {
    {"", SAY("not told")}, {"public", SAY("public")}, {"members", SAY("for members")}, {"leaked", SAY("leaked")},
    {"unknown", SAY("unknown")},
};

static void form(struct html *html)
{
    static const struct html_entry entries[] = {
        {.name = "meeting", .label = SAY("Meeting"), .hint = SAY("Such as PP-22, where the documents do not say so."),
         .most = 100, .optional = true},
        {.name = "instrument", .label = SAY("Instrument"), .hint = SAY("Its short name, of the text of an instrument."),
         .most = 100, .optional = true},
        {.name = "version", .label = SAY("Version"), .hint = SAY("As a rule the year."), .most = 100, .optional = true},
        {.name = "date", .label = SAY("Date"), .type = "date", .optional = true},
        {.name = "sponsor", .label = SAY("Sponsor"), .hint = SAY("Who stands behind them, where they do not say so."),
         .most = 200, .optional = true},
    };

    html_form_start(html, "/upload", "entry upload");
    html_raw(html, "<p class=\"drop\"><label for=\"files\">");
    html_say(html, "Files");
    html_raw(html, "</label> <input id=\"files\" type=\"file\" name=\"files\" multiple required "
                   "aria-describedby=\"files-hint\">"
                   "<span class=\"soft\" id=\"files-hint\">");
    html_say(html, "Word, PDF, OpenDocument, HTML, plain text; at most 500 files and 512 MiB at once.");
    html_raw(html, "</span></p>\n");
    html_choice(html, "kind", SAY("Kind"), kinds, sizeof kinds / sizeof *kinds, "");
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        html_entry(html, &entries[i]);
    html_choice(html, "access", SAY("Access"), accesses, sizeof accesses / sizeof *accesses, "");
    html_raw(html, "<p><label><input type=\"checkbox\" name=\"in-force\" value=\"1\"> ");
    html_say(html, "This version of the instrument is the one in force.");
    html_raw(html, "</label></p>\n<p><label><input type=\"checkbox\" name=\"ocr\" value=\"1\"> ");
    html_say(html, "Recognise text on pages that are pictures; that takes long.");
    html_raw(html, "</label></p>\n<p class=\"sending\" hidden><progress max=\"1\" value=\"0\"");
    html_attribute(html, "aria-label", html_said(html, "Sent so far"));
    html_raw(html, "></progress> <span role=\"status\"></span></p>\n"
                   "<button type=\"submit\" formenctype=\"multipart/form-data\">");
    html_say(html, "Send");
    html_raw(html, "</button></form>\n");
}

static const char *report_address(struct html *html, const struct tvx_upload *upload)
{
    return tvx_arena_printf(html->arena, "upload/%lld", (long long)upload->id);
}

void tvx_page_upload(struct tvx_page *page, const char *problem, const struct tvx_upload *items, size_t count)
{
    struct html html = html_of(page);
    const char *title = html_said(&html, "Add documents");
    const struct html_crumb crumb = {title, NULL};

    html_start(&html, title, &crumb, 1);
    html_heading(&html, title, html_said(&html, "They are read in a sandbox; one that cannot be read does not stop the "
                                                "others."));
    html_problem(&html, problem);
    form(&html);
    if (count > 0) {
        html_card(&html, "sent", "Sent of late");
        html_raw(&html, "<ul>");
        for (size_t i = 0; i < count; i++) {
            html_raw(&html, "<li>");
            html_link(&html, report_address(&html, &items[i]), NULL,
                      html_said_number(&html, items[i].count, "{1} file", "{1} files"));
            html_raw(&html, ", ");
            html_text(&html, items[i].by);
            html_raw(&html, ", ");
            html_moment(&html, items[i].made);
            html_raw(&html, "</li>\n");
        }
        html_raw(&html, "</ul>\n");
        html_card_end(&html);
    }
    html_end(&html);
}

/* ---- the report ---- */

static void understood(struct html *html, const struct tvx_health *health)
{
    html_raw(html, "<td>");
    html_sentence(html, health->recognised);
    if (health->count > 0) {
        html_raw(html, "<details><summary>");
        html_say_number(html, health->count, "{1} finding", "{1} findings");
        html_raw(html, "</summary><ul>");
        for (size_t i = 0; i < health->count; i++) {
            html_raw(html, "<li>");
            html_sentence(html, health->findings[i].message);
            if (*health->findings[i].advice != '\0') {
                html_raw(html, "<br><span class=\"soft\">");
                html_sentence(html, health->findings[i].advice);
                html_raw(html, "</span>");
            }
            html_raw(html, "</li>");
        }
        html_raw(html, "</ul></details>");
    }
    html_raw(html, "</td><td class=\"number\">");
    html_figure(html, health->confidence * 100, 0);
    html_text(html, " %");
    html_raw(html, "</td>");
}

static enum tvx_status row(struct html *html, const struct tvx_upload_file *file)
{
    struct tvx_store *store = html->page->store;
    struct tvx_filter filter = {.document = file->document};
    struct tvx_stored_document *documents = NULL;
    struct tvx_health health;
    size_t count = 0;
    enum tvx_status status = TVX_OK, known = TVX_E_NOTFOUND;

    if (file->document != 0)
        status = tvx_store_documents(store, html->arena, &documents, &count, &filter, html->page->error);
    if (status == TVX_OK && count > 0)
        known = tvx_store_health(store, html->arena, &health, file->document, html->page->error);
    if (status != TVX_OK || (known != TVX_OK && known != TVX_E_NOTFOUND))
        return status != TVX_OK ? status : known;
    html_raw(html, "<tr><th scope=\"row\">");
    if (count > 0)
        html_thing(html, "document", tvx_arena_printf(html->arena, "%lld", (long long)file->document), NULL,
                   file->name);
    else
        html_text(html, file->name);
    html_raw(html, "</th><td>");
    html_say(html, state_said(file->state));
    html_raw(html, "</td>");
    if (known == TVX_OK) {
        understood(html, &health);
    } else {
        html_raw(html, "<td>");
        if (file->reason != NULL)
            html_sentence(html, file->reason);
        else if (file->documents > 1)
            html_say_number(html, file->documents, "{1} document", "{1} documents");
        html_raw(html, "</td><td></td>");
    }
    html_cell_number(html, count > 0 ? documents[0].proposals : 0);
    html_raw(html, "</tr>\n");
    return TVX_OK;
}

enum tvx_status tvx_page_upload_report(struct tvx_page *page, const struct tvx_upload *upload)
{
    static const struct html_column columns[] = {{SAY("File"), false}, {SAY("What came of it"), false},
                                                 {SAY("What was understood"), false}, {SAY("Confidence"), true},
                                                 {SAY("Proposals"), true}};
    struct html html = html_of(page);
    const char *title = html_said(&html, "What came of the files");
    const struct html_crumb crumbs[] = {{html_said(&html, "Add documents"), "upload"}, {title, NULL}};
    enum tvx_status status = TVX_OK;

    html_start(&html, title, crumbs, 2);
    html_heading(&html, title, NULL);
    if (!upload->ended) {
        const char *numbers[] = {html_said_figure(&html, (double)upload->done, 0),
                                 html_said_figure(&html, (double)upload->count, 0)};

        html_raw(&html, "<p class=\"answer\" role=\"status\"><progress");
        html_printf(&html, " max=\"%zu\" value=\"%zu\"", upload->count, upload->done);
        html_attribute(&html, "aria-label", html_said(&html, "Read so far"));
        html_raw(&html, "></progress> ");
        html_say_with(&html, "{1} of {2} files are read. This page loads itself anew.", numbers, 2);
        html_raw(&html, "</p>\n");
    }
    if (upload->problem != NULL)
        html_problem(&html, upload->problem);
    html_table(&html, "What came of the files", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; status == TVX_OK && i < upload->count; i++)
        status = row(&html, &upload->files[i]);
    html_table_end(&html);
    html_end(&html);
    return status;
}

/* ---- for programs ---- */

static enum tvx_status json_file(struct tvx_json *json, struct tvx_arena *arena, struct tvx_store *store,
                                 const struct tvx_upload_file *file, struct tvx_error *error)
{
    struct tvx_health health;
    enum tvx_status known = file->document == 0 ? TVX_E_NOTFOUND
                                                : tvx_store_health(store, arena, &health, file->document, error);

    if (known != TVX_OK && known != TVX_E_NOTFOUND)
        return known;
    tvx_json_object(json);
    tvx_json_pair(json, "name", file->name);
    tvx_json_pair(json, "state", tvx_uploaded_to_string(file->state));
    tvx_json_pair(json, "reason", file->reason);
    tvx_json_key(json, "document");
    if (file->document == 0)
        tvx_json_null(json);
    else
        tvx_json_int(json, file->document);
    tvx_json_pair_int(json, "documents", (int64_t)file->documents);
    tvx_json_key(json, "health");
    if (known == TVX_OK)
        tvx_json_health(json, &health);
    else
        tvx_json_null(json);
    tvx_json_object_end(json);
    return TVX_OK;
}

enum tvx_status tvx_json_upload(struct tvx_json *json, struct tvx_arena *arena, struct tvx_store *store,
                                const struct tvx_upload *upload, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    tvx_json_object(json);
    tvx_json_pair_int(json, "id", upload->id);
    tvx_json_pair_int(json, "made", upload->made);
    tvx_json_pair(json, "by", upload->by);
    tvx_json_pair_bool(json, "ended", upload->ended);
    tvx_json_pair_int(json, "done", (int64_t)upload->done);
    tvx_json_pair_int(json, "count", (int64_t)upload->count);
    tvx_json_pair(json, "problem", upload->problem);
    if (store != NULL) {
        tvx_json_key(json, "files");
        tvx_json_array(json);
        for (size_t i = 0; status == TVX_OK && i < upload->count; i++)
            status = json_file(json, arena, store, &upload->files[i], error);
        tvx_json_array_end(json);
    }
    tvx_json_object_end(json);
    return status;
}

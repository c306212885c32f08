/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux export`: the workspace for others, as a static site, as JSON or as CSV. */
#include "export.h"
#include "filter.h"
#include "output.h"
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/show/assess.h>
#include <travaux/show/csv.h>
#include <travaux/show/json.h>
#include <travaux/show/positions.h>
#include <travaux/show/retabled.h>
#include <travaux/show/site.h>

#define FORMATS "html|akn|json|csv|docx"

static void step(void *context, size_t done, size_t total)
{
    progress_step(context, done, total, "pages");
}

static enum tvx_status export_html(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    const char *folder = tvx_call_option(call, "output");
    const char *language = tvx_call_option(call, "language");
    struct tvx_tongue *tongue = NULL;
    struct progress progress;
    enum tvx_status status = TVX_OK;
    size_t pages;

    (void)output;
    if (folder == NULL)
        folder = "site";
    if (language != NULL)
        status = tvx_tongue_load(&tongue, language, &call->error);
    if (status != TVX_OK)
        return status;
    progress_start(&progress, call->progress, call->width);
    status = tvx_site_export(store, folder, tongue, &pages, step, &progress, &call->error);
    progress_end(&progress);
    tvx_tongue_free(tongue);
    if (status == TVX_OK)
        fprintf(stderr, "Wrote %zu pages.  Open %s/index.html\n", pages, folder);
    return status;
}

static enum tvx_status documents_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_filter filter = {.meeting = tvx_call_option(call, "meeting")};
    struct tvx_stored_document *documents;
    size_t count;
    enum tvx_status status = tvx_store_documents(store, call->arena, &documents, &count, &filter, &call->error);

    tvx_json_key(json, "documents");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const char *text;

        status = tvx_store_text(store, call->arena, &text, documents[i].id, &call->error);
        if (status == TVX_OK)
            tvx_json_document(json, &documents[i], text, NULL, NULL);
    }
    tvx_json_array_end(json);
    return status;
}

static enum tvx_status instruments_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_stored_instrument *items;
    size_t count;
    enum tvx_status status = tvx_store_instruments(store, call->arena, &items, &count, &call->error);

    tvx_json_key(json, "instruments");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        struct tvx_stored_instrument head;
        struct tvx_instrument instrument;

        status = tvx_store_instrument(store, call->arena, &head, &instrument, items[i].key, items[i].version,
                                      &call->error);
        if (status == TVX_OK)
            tvx_json_instrument(json, &head, &instrument);
    }
    tvx_json_array_end(json);
    return status;
}

/* What people entered, whole: also what was taken back. */
static enum tvx_status verdicts_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_verdict *verdicts;
    size_t count;
    enum tvx_status status = tvx_store_verdicts(store, call->arena, &verdicts, &count, false, &call->error);

    tvx_json_key(json, "verdicts");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        tvx_json_verdict(json, &verdicts[i]);
    tvx_json_array_end(json);
    return status;
}

static enum tvx_status opinions_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_opinion *opinions;
    size_t count;
    enum tvx_status status = tvx_store_opinions(store, call->arena, &opinions, &count, &call->error);

    tvx_json_key(json, "assessments");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        tvx_json_opinion(json, &opinions[i]);
    tvx_json_array_end(json);
    return status;
}

static enum tvx_status positions_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_hand_position *items;
    size_t count;
    enum tvx_status status = tvx_store_positions(store, call->arena, &items, &count, &call->error);

    tvx_json_key(json, "positions");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        tvx_json_hand_position(json, &items[i]);
    tvx_json_array_end(json);
    return status;
}

static enum tvx_status export_json(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_filter filter = filter_from(call);
    struct tvx_stored_proposal *proposals;
    size_t count;
    enum tvx_status status;

    tvx_json_object(&output->json);
    tvx_json_pair(&output->json, "travaux", TRAVAUX_VERSION);
    status = documents_json(call, store, &output->json);
    if (status == TVX_OK)
        status = instruments_json(call, store, &output->json);
    if (status == TVX_OK)
        status = tvx_store_proposals(store, call->arena, &proposals, &count, &filter, &call->error);
    if (status == TVX_OK) {
        tvx_json_key(&output->json, "proposals");
        tvx_json_proposals(&output->json, proposals, count);
        status = verdicts_json(call, store, &output->json);
    }
    if (status == TVX_OK)
        status = opinions_json(call, store, &output->json);
    if (status == TVX_OK)
        status = positions_json(call, store, &output->json);
    tvx_json_object_end(&output->json);
    return status;
}

static enum tvx_status export_csv(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_filter filter = filter_from(call);
    struct tvx_stored_proposal *proposals;
    size_t count;
    enum tvx_status status = tvx_store_proposals(store, call->arena, &proposals, &count, &filter, &call->error);

    if (status == TVX_OK)
        tvx_csv_proposals(&output->buf, proposals, count);
    return status;
}

/* To the file that --output names, else to standard output. */
static int deliver(struct tvx_call *call, struct output *output, enum tvx_status status)
{
    const char *file = tvx_call_option(call, "output");

    if (status == TVX_OK && !output->buf.failed && file != NULL && strcmp(file, "-") != 0) {
        status = tvx_file_write(file, output->buf.data, output->buf.length, &call->error);
        tvx_buf_clear(&output->buf);
    }
    return output_end(output, call, status);
}

struct format {
    const char *name;
    enum tvx_status (*write)(struct tvx_call *call, struct tvx_store *store, struct output *output);
    int most;    /* references that it takes */
    bool folder; /* without a reference it writes files into a folder itself */
};

static const struct format formats[] = {
    {"html", export_html, 0, true}, {"akn", export_akn, 1, true}, {"json", export_json, 0, false},
    {"csv", export_csv, 0, false},
};

static const struct format *find_format(struct tvx_call *call)
{
    const char *name = tvx_call_option(call, "format");

    for (size_t i = 0; name != NULL && i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(name, formats[i].name) != 0)
            continue;
        if (call->argument_count <= formats[i].most)
            return &formats[i];
        tvx_error_set(&call->error, TVX_E_USAGE, "'%s' is one word too many: %s is written %s",
                      call->arguments[formats[i].most], name,
                      formats[i].most == 0 ? "of the whole workspace" : "of one thing, or of all");
        return NULL;
    }
    tvx_error_set(&call->error, TVX_E_USAGE, "say which format: travaux export --format " FORMATS);
    return NULL;
}

static int run(struct tvx_call *call)
{
    const char *name = tvx_call_option(call, "format");
    const struct format *format;
    struct tvx_store *store;
    struct output output;
    enum tvx_status status;
    int result;

    if (name != NULL && strcmp(name, "docx") == 0)
        return export_docx(call);
    format = find_format(call);
    if (format == NULL)
        return tvx_call_fail(call);
    result = tvx_call_open(call, &store);
    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    status = format->write(call, store, &output);
    result = format->folder && call->argument_count == 0 ? output_end(&output, call, status)
                                                         : deliver(call, &output, status);
    tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"format", 'f', FORMATS, false, "What to make."},
    {"output", 'o', "PATH", false, "Where to: a folder for html and for all in akn (\"site\", \"akn\" where not "
                                   "given), else a file."},
    {"language", 0, "ar|en|es|fr|ru|zh", false,
     "Of html: the language of the pages around the texts.  English and French are complete; what the others lack is "
     "said in English."},
    FILTER_OPTIONS,
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux export --format html -o nc-26-site", "Pages that open from a folder, a memory stick or any web server."},
    {"travaux export --format html --language fr", "The same pages for readers of French."},
    {"travaux export --format csv -o proposals.csv", "The proposals as a table for a spreadsheet."},
    {"travaux export --format akn MNR@2022 -o mnr.xml", "A law in Akoma Ntoso."},
    {"travaux export --format akn -o akn", "Every law and every proposal, a file each."},
    {"travaux export --format docx VRN/14A1/5 -o redline.docx", "What a proposal changes, as tracked changes."},
    {"travaux export --format docx MNR:5.2 VRN/14A1/5 -o redline.docx", "The same against the law in force."},
    {"travaux export --format docx RES-7@2018 RES-7@2022 -o redline.docx", "What a revision changed."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_export = {
    .name = "export",
    .arguments = "[REF [LATER]]",
    .least = 0,
    .most = 2,
    .summary = "write the workspace, or a part of it, for others and their programs",
    .text = "html writes a static site: the conference, every provision with its comparison, every proposal and "
            "document.  It needs no server, no network and no script.  json writes documents, instruments and "
            "proposals with their texts, the verdicts entered with review and the assessments of analysts.  csv "
            "writes the "
            "proposals as a table; a field that a spreadsheet would run as a formula is defused by an apostrophe.\n\n"
            "akn writes Akoma Ntoso 3.0 as the United Nations use it (AKN4UN): one law, one proposal, all proposals of "
            "a document, or, without a reference, every law and proposal into a folder.  A proposal is an amendment "
            "with what it does: to the text (textualMod), to definitions (meaningMod) and to all that they reach "
            "(scopeMod), to norms (forceMod).  The standard has no types for a duty that binds more or a "
            "definition that widens; concepts that refersTo names say it.  Each "
            "provision bears its path as travaux:path.\n\n"
            "docx writes a comparison with tracked changes, each by its sponsors: of a proposal, of a provision (the "
            "text in force against every text proposed for it, one below the other), or of two texts, named as for "
            "diff.  Accepting or rejecting all changes in a word processor gives the text after or before.",
    .options = options,
    .examples = examples,
    .run = run,
};

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux export`: the workspace, or a part of it, for others and their programs. */
#include "export.h"
#include "filter.h"
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/show/site.h>

#define FORMATS "html|akn|json|csv|docx|atom|ics|jsonld"

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
    {"csv", export_csv, 0, false},   {"atom", export_atom, 0, false}, {"ics", export_ics, 0, false},
    {"jsonld", export_jsonld, 1, false},
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
    {"schema", 0, "FILE", false, "Of akn: an XML schema of Akoma Ntoso; every file is written in its namespace, and "
                                 "held against it."},
    {"of", 0, EXPORT_TABLES, false, "Of csv: which table; the proposals where not given."},
    FILTER_OPTIONS,
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux export --format html -o nc-26-site", "Pages that open from a folder, a memory stick or any web server."},
    {"travaux export --format html --language fr", "The same pages for readers of French."},
    {"travaux export --format csv -o proposals.csv", "The proposals as a table for a spreadsheet."},
    {"travaux export --format csv --of positions -o positions.csv", "Who stands where, a row a side taken."},
    {"travaux export --format json -o all.json", "Everything that is not secret, for another program."},
    {"travaux export --format akn MNR@2022 -o mnr.xml", "A law in Akoma Ntoso."},
    {"travaux export --format akn -o akn", "Every law and every proposal, a file each."},
    {"travaux export --format akn --schema akomantoso30.xsd -o akn", "The same, each valid by that schema."},
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
            "document.  It needs no server, no network and no script.\n\n"
            "json writes the whole workspace: documents, instruments and proposals with their texts, verdicts, "
            "assessments, positions, annotations that others may see, joint statements with their versions and "
            "signatories, and what is published.  Left out are accounts, keys, the log, e-mail addresses, private "
            "annotations and what is followed; whoever wants all of it copies travaux.db.\n\n"
            "csv writes a table, which --of names; a field that a spreadsheet would run as a formula is defused by an "
            "apostrophe.  atom writes what came into the workspace, the newest 500, as a feed; ics the meetings and "
            "deadlines as a calendar; jsonld laws and proposals as linked data in the words of schema.org, all of them "
            "or the one that is named.  Pages of laws, provisions and proposals carry the same within them.\n\n"
            "akn writes Akoma Ntoso 3.0 as the United Nations use it (AKN4UN): one law, one proposal, all proposals of "
            "a document, or, without a reference, every law and proposal into a folder.  A proposal is an amendment "
            "with what it does: to the text (textualMod), to definitions (meaningMod) and to all that they reach "
            "(scopeMod), to norms (forceMod).  The standard has no types for a duty that binds more or a "
            "definition that widens; concepts that refersTo names say it.  Each "
            "provision bears its path as travaux:path.  Files are in the namespace of the standard; a draft's schema "
            "has another, and --schema writes for that one.\n\n"
            "docx writes a comparison with tracked changes, each by its sponsors: of a proposal, of a provision (the "
            "text in force against every text proposed for it, one below the other), or of two texts, named as for "
            "diff.  Accepting or rejecting all changes in a word processor gives the text after or before.",
    .options = options,
    .examples = examples,
    .run = run,
};

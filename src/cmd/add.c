/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux add`: takes files and folders into the workspace. */
#include "output.h"
#include "progress.h"

#include <stdio.h>
#include <travaux/analyse/carry.h>
#include <travaux/show/json.h>
#include <travaux/store/ingest.h>

static void step(void *context, size_t done, size_t total, const char *file)
{
    progress_step(context, done, total, file);
}

/* What is said of earlier versions of these documents goes with them, or is told not to. */
static enum tvx_status carry(struct tvx_call *call, struct tvx_store *store)
{
    struct tvx_carried carried;
    enum tvx_status status = tvx_carry_annotations(&carried, store, &call->error);

    if (status == TVX_OK && carried.anchored + carried.moved + carried.orphaned > 0)
        fprintf(stderr, "travaux: annotations of earlier versions: %zu in their place, %zu moved, %zu orphaned\n",
                carried.anchored, carried.moved, carried.orphaned);
    return status;
}

static int run(struct tvx_call *call)
{
    struct tvx_source source = {
        .kind = tvx_call_option(call, "kind"),
        .access = tvx_call_option(call, "access"),
        .meeting = tvx_call_option(call, "meeting"),
        .date = tvx_call_option(call, "date"),
        .instrument = tvx_call_option(call, "instrument"),
        .version = tvx_call_option(call, "version"),
        .in_force = tvx_call_has(call, "in-force"),
        .ocr = tvx_call_has(call, "ocr"),
    };
    struct tvx_ingest_report report;
    struct progress progress;
    struct output output;
    struct tvx_store *store;
    enum tvx_status status;
    int result = tvx_call_open(call, &store);

    if (result != EXIT_DONE)
        return result;
    source.sponsors = tvx_call_options(call, "sponsor", &source.sponsor_count);
    progress_start(&progress, call->progress, call->width);
    status = tvx_ingest(&report, call->arena, store, (const char *const *)call->arguments,
                        (size_t)call->argument_count, &source, step, &progress, &call->error);
    progress_end(&progress);
    if (status == TVX_OK && report.added_count > 0)
        status = carry(call, store);
    output_start(&output, call);
    if (status == TVX_OK && call->json)
        tvx_json_added(&output.json, &report);
    else if (status == TVX_OK)
        tvx_term_added(&output.term, call->arena, &report);
    for (size_t i = 0; status == TVX_OK && i < report.failed_count; i++)
        fprintf(stderr, "travaux: not taken: %s: %s\n", report.failed[i].file, report.failed[i].error);
    result = output_end(&output, call, status);
    if (status == TVX_OK && result == EXIT_DONE && report.failed_count > 0)
        result = EXIT_SOME_INPUT;
    tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"meeting", 0, "KEY", false, "The meeting the documents belong to, such as PP-22, where they do not say so."},
    {"kind", 0, "contribution|instrument|final-acts|report|statement|library", false,
     "What the documents are; without it each is told by its own content."},
    {"instrument", 0, "KEY", false, "The instrument's short name, such as ITR or RES-130; with --kind instrument."},
    {"version", 0, "V", false, "The version of the instrument, as a rule the year, such as 1988."},
    {"date", 0, "YYYY-MM-DD", false, "The date of the documents, where they do not say so."},
    {"in-force", 0, NULL, false, "This version of the instrument is the one in force."},
    {"sponsor", 0, "NAME", true, "Who stands behind the documents, where they do not say so."},
    {"access", 0, "public|members|leaked|unknown", false, "Who may see the documents; unknown where not given."},
    {"ocr", 0, NULL, false,
     "Have tesseract, where it is installed, recognise pages of PDFs that are pictures.  A page takes some seconds."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux add --meeting PP-22 contributions/", "Read every file in the folder as a document of PP-22."},
    {"travaux add --kind instrument --instrument ITR --version 1988 --in-force itr-1988.docx",
     "Store the law in force, against which proposals are shown."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_add = {
    .name = "add",
    .arguments = "PATH...",
    .least = 1,
    .most = -1,
    .summary = "read files and folders into the workspace",
    .text = "Reads DOCX, PDF, HTML, plain text and Akoma Ntoso files, and JSON lines (.jsonl, .jsonl.zst), recognises "
            "instruments and proposals, and ties each proposal to the provision it would change.  The same bytes twice "
            "are one document.  A file that cannot be taken is named with its reason and leaves no trace; the rest is "
            "stored.\n\n"
            "A travaux.toml beside the files says what the options would: kind, meeting, instrument, version, date, "
            "in_force, sponsors, access.  A table [files.\"NAME\"] says it for one file, and a table [fields] renames "
            "the fields of JSON lines.\n\n"
            "Then look at `travaux status`: it lists what needs a person's eye.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
    .reads_files = true,
};

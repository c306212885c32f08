/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux trace REF|FILE|-`: where these words came from. */
#include "output.h"
#include "side.h"
#include "tracer.h"

#include <string.h>
#include <travaux/show/trace.h>
#include <unistd.h>

static int run(struct tvx_call *call)
{
    const char *word = call->arguments[0], *text = NULL;
    struct tvx_trace_options wanted = {.limit = 0};
    struct tvx_store *store;
    struct tvx_tracer *tracer = NULL;
    struct tvx_trace trace;
    struct output output;
    enum tvx_status status;
    int result = tracer_options(&wanted, call);

    if (result == EXIT_DONE && (strcmp(word, "-") == 0 || access(word, F_OK) == 0))
        result = side_file_text(&text, call, word);
    if (result == EXIT_DONE)
        result = tracer_open(&tracer, &store, call);
    if (result != EXIT_DONE)
        return result;
    status = text == NULL
                 ? tvx_trace_reference(&trace, call->arena, tracer, word, &wanted, &call->error)
                 : tvx_trace_text(&trace, call->arena, tracer, strcmp(word, "-") == 0 ? "standard input" : word, text,
                                  NULL, &wanted, &call->error);
    if (status == TVX_OK)
        status = tracer_keep(call, store, &trace, false);
    output_start(&output, call);
    if (status == TVX_OK && call->json)
        tvx_json_trace(&output.json, &trace);
    else if (status == TVX_OK)
        tvx_term_trace(&output.term, call->arena, &trace);
    if (status == TVX_OK)
        tracer_warn(&trace);
    result = output_end(&output, call, status);
    tvx_tracer_close(tracer);
    tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"among", 0, "KIND-OR-MEETING", true,
     "Only sources of this kind (contribution, instrument, final-acts, report, statement, library) or of this meeting. "
     "`library` is all from outside the conferences: library documents, statements, and the law in force."},
    {"least", 0, "SCORE", false, "Leave out hits that are less sure; 0.5 unless told otherwise."},
    {"all", 0, NULL, false, "Also what a person rejected (travaux review)."},
    {"full", 0, NULL, false, "Print every hit, and unchanged stretches whole."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux trace VRN/14A1/6", "Where the words of a proposal came from."},
    {"travaux trace --among library leaked.docx", "What a file took from policy papers and law in force."},
    {"pdftotext speech.pdf - | travaux trace -", "The same of a text from elsewhere."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_trace = {
    .name = "trace",
    .arguments = "REF|FILE|-",
    .least = 1,
    .most = 1,
    .summary = "where wording came from, the earliest source marked",
    .text = "Looks through the workspace for the words of a proposal, a provision, a document, a file or standard "
            "input (-), also where some of them were changed, and shows each place with both quotations side by side."
            "  Of a proposal only the words are looked for that it puts in: the text in force is nobody's copy.  With "
            "each hit stand how sure it is (from 0 to 1, a rough guide: against finding it by chance in a workspace "
            "of this size), the words copied, their bits of surprise, and which of them stand in the latest version "
            "of the instrument.  The earliest source is marked; that goes by the days of documents, and sources "
            "without a date are told.  What you confirmed or rejected (travaux review) stands above the score.\n\n"
            "The first question after documents were added brings the reuse index up to date: the folder "
            "travaux.db-reuse beside the workspace, closed to others as the workspace is.  It holds no text but "
            "hashes of its words, and can be deleted at any time.\n\n"
            "What says the same in another language shares no words; it is told by structure (kind \"structure\"; see "
            "`travaux help align`): of a proposal its twins on the same provision, of other texts, in a workspace "
            "small enough to be read whole, the documents and the parts of library documents in another language.  "
            "Paraphrase and free translation are not attempted.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
    .reads_files = true,
};

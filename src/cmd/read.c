/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux read`: one file, no workspace. */
#include "output.h"

#include <stdio.h>
#include <string.h>
#include <travaux/law/health.h>
#include <travaux/law/kind.h>
#include <travaux/read/layer.h>
#include <travaux/read/read.h>
#include <travaux/show/json.h>

enum { SHOWN_AUTHORS = 8 };
static const double TOLD_COST = 0.005;

/* Text for a terminal is made safe; text into a pipe is the document's own. */
static enum tvx_status print_view(struct tvx_call *call, struct tvx_buf *out, const struct tvx_document *document,
                                  enum tvx_view view)
{
    struct tvx_lines lines;
    enum tvx_status status = tvx_document_lines(&lines, call->arena, document, view, &call->error);

    for (size_t i = 0; status == TVX_OK && i < lines.count; i++) {
        if (call->colour)
            tvx_term_text(out, lines.items[i].text, strlen(lines.items[i].text));
        else
            tvx_buf_str(out, lines.items[i].text);
        tvx_buf_char(out, '\n');
    }
    return status;
}

static void print_warnings(const struct tvx_document *document)
{
    for (size_t i = 0; i < document->warning_count; i++) {
        const struct tvx_warning *warning = &document->warnings[i];

        if (warning->block == SIZE_MAX)
            fprintf(stderr, "travaux: note: %s\n", warning->message);
        else
            fprintf(stderr, "travaux: note: paragraph %zu: %s\n", warning->block + 1, warning->message);
    }
}

static enum tvx_status assess(struct tvx_health *health, struct tvx_call *call, const struct tvx_document *document)
{
    const struct tvx_told nothing = {NULL, NULL, NULL};
    struct tvx_recognised found;
    enum tvx_status status = tvx_recognise(&found, call->arena, document, &nothing, &call->error);

    return status != TVX_OK ? status
                            : tvx_health_assess(health, call->arena, document, &found.contribution,
                                                found.is_instrument ? &found.instrument : NULL, found.kind,
                                                &call->error);
}

static enum tvx_status print_json(struct tvx_call *call, struct tvx_json *json, const struct tvx_document *document)
{
    struct tvx_health health;
    enum tvx_status status = assess(&health, call, document);

    tvx_json_object(json);
    tvx_document_json_members(document, json);
    if (status == TVX_OK) {
        tvx_json_key(json, "health");
        tvx_json_health(json, &health);
    }
    tvx_json_object_end(json);
    return status;
}

/* For a person at a terminal: as what `add` would take the file, and how sure. */
static enum tvx_status print_health(struct tvx_call *call, const struct tvx_document *document)
{
    struct tvx_health health;
    enum tvx_status status = assess(&health, call, document);

    if (status != TVX_OK)
        return status;
    fprintf(stderr, "travaux: note: read as %s; confidence %.0f %%\n", health.recognised, health.confidence * 100);
    for (size_t i = 0; i < health.count; i++)
        if (health.findings[i].cost >= TOLD_COST)
            fprintf(stderr, "travaux: note: -%.0f %%: %s%s%s\n", health.findings[i].cost * 100,
                    health.findings[i].message, *health.findings[i].advice == '\0' ? "" : ". ",
                    health.findings[i].advice);
    return status;
}

/* A text that several changed is several proposals; who they are is worth a line. */
static enum tvx_status print_authors(struct tvx_call *call, const struct tvx_document *document)
{
    struct tvx_author *authors;
    size_t count;
    enum tvx_status status = tvx_layer_authors(&authors, &count, call->arena, document, &call->error);

    if (status != TVX_OK || count < 2)
        return status;
    fprintf(stderr, "travaux: note: %zu authors changed the text; --author NAME shows the changes of one:", count);
    for (size_t i = 0; i < count && i < SHOWN_AUTHORS; i++)
        fprintf(stderr, "%s %s (%zu inserted, %zu deleted%s%.10s%s%.10s)", i == 0 ? "" : ";", authors[i].name,
                authors[i].insertions, authors[i].deletions, authors[i].first == NULL ? "" : ", ",
                authors[i].first == NULL ? "" : authors[i].first,
                authors[i].first == NULL || strncmp(authors[i].first, authors[i].last, 10) == 0 ? "" : " to ",
                authors[i].first == NULL || strncmp(authors[i].first, authors[i].last, 10) == 0 ? "" : authors[i].last);
    if (count > SHOWN_AUTHORS)
        fprintf(stderr, " and %zu more", count - SHOWN_AUTHORS);
    fputc('\n', stderr);
    return status;
}

/* The whole document, or the changes of one author in it. */
static enum tvx_status take_layer(struct tvx_call *call, struct tvx_document *document)
{
    const char *author = tvx_call_option(call, "author");

    if (author != NULL)
        return tvx_layer_keep(document, author, &call->error);
    return call->json ? TVX_OK : print_authors(call, document);
}

static int run(struct tvx_call *call)
{
    const char *wish = tvx_call_option(call, "text");
    enum tvx_view view = wish == NULL || strcmp(wish, "marked") == 0 ? TVX_VIEW_MARKED
                         : strcmp(wish, "before") == 0               ? TVX_VIEW_BEFORE
                                                                     : TVX_VIEW_AFTER;
    struct tvx_document *document;
    struct output output;
    struct tvx_read_options how = {.ocr = tvx_call_has(call, "ocr")};
    enum tvx_status status = tvx_read_file(&document, call->arguments[0], &how, &call->error);
    int result;

    if (status != TVX_OK)
        return tvx_call_fail_file(call, call->arguments[0]);
    if (take_layer(call, document) != TVX_OK) {
        tvx_document_free(document);
        return tvx_call_fail_file(call, call->arguments[0]);
    }
    output_start(&output, call);
    if (call->json && wish == NULL)
        status = print_json(call, &output.json, document);
    else
        status = print_view(call, &output.buf, document, view);
    if (!call->json)
        print_warnings(document);
    if (!call->json && call->progress && status == TVX_OK)
        status = print_health(call, document);
    result = output_end(&output, call, status);
    tvx_document_free(document);
    return result;
}

static const struct tvx_option options[] = {
    {"text", 0, "before|after|marked", false,
     "Print the text with every change rejected, with every change accepted, or with both marked as [-deleted-] and "
     "{+inserted+}; marked where not given.  One paragraph a line."},
    {"author", 0, "NAME", false,
     "Show the changes of this author alone: those of others are taken as accepted, but for deletions of words that "
     "this author had inserted, which came later."},
    {"ocr", 0, NULL, false,
     "Have tesseract, where it is installed, recognise pages of a PDF that are pictures, and letters of fonts that do "
     "not say which letters they draw.  A page takes some seconds."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux read --text before proposal.docx", "The text as it was, every tracked change rejected."},
    {"travaux read --author 'Ann Brook' draft.docx", "What one of several authors changed in a draft."},
    {"travaux read --json proposal.docx", "Every paragraph with its marks, authors and dates."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_read = {
    .name = "read",
    .arguments = "FILE",
    .least = 1,
    .most = 1,
    .summary = "read one file and print what it says, with its revision marks",
    .text = "Reads a DOCX, ODT, PDF, HTML, plain text or Akoma Ntoso file without a workspace.  The format is "
            "told by the content, not by the name.  Numbers that a word processor computes, such as 5.1 or a), "
            "are part of the text.  What every page repeats, its header and footer, is not; --json gives it in "
            "blocks of the kind \"header\", and the authors of changes with their counts.\n\nAs what the file "
            "would be added, and how sure that is and why, is told on a terminal, and by --json under "
            "\"health\".  Whatever was not understood is told on standard error, or among the warnings of "
            "--json.  The parsing is done by a child process, which a broken file cannot outlive by more than "
            "the time limit.\n\nLegacy .doc and RTF files are converted by LibreOffice where it is installed, "
            ".doc files otherwise by antiword, which loses tracked changes; a note tells which.  No other format "
            "needs another program.  TRAVAUX_NO_HELPERS=1 in the environment forbids them all.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
    .reads_files = true,
};

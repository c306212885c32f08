/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux export --format docx REF [LATER]`: a comparison as a Word document with tracked changes. */
#include "export.h"
#include "side.h"

#include <string.h>
#include <travaux/base/file.h>
#include <travaux/compare/redline.h>
#include <travaux/law/resolve.h>
#include <travaux/show/docx.h>
#include <unistd.h>

enum { FILE_CEILING = 256 << 20 };

enum tvx_status export_proposal(const struct tvx_stored_proposal **out, struct tvx_call *call, struct tvx_store *store,
                                int64_t id)
{
    struct tvx_filter filter = {.meeting = NULL};
    struct tvx_stored_proposal *items;
    size_t count;
    enum tvx_status status = tvx_store_proposals(store, call->arena, &items, &count, &filter, &call->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (items[i].id == id) {
            *out = &items[i];
            return TVX_OK;
        }
    return status == TVX_OK ? tvx_error_set(&call->error, TVX_E_NOTFOUND, "the proposal is gone; run the command again")
                            : status;
}

/* The language of the document that something stands in; "" when not known. */
enum tvx_status export_language(const char **out, struct tvx_call *call, struct tvx_store *store, int64_t document)
{
    struct tvx_filter filter = {.document = document};
    struct tvx_stored_document *items;
    size_t count;
    enum tvx_status status = tvx_store_documents(store, call->arena, &items, &count, &filter, &call->error);

    *out = "";
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (items[i].id == document && items[i].language != NULL)
            *out = items[i].language;
    return status;
}

static enum tvx_status one(struct tvx_call *call, struct tvx_store *store, struct tvx_buf *out)
{
    const struct tvx_stored_proposal *proposal;
    struct tvx_comparison comparison;
    struct tvx_found found;
    const char *language;
    enum tvx_status status = tvx_store_find(store, call->arena, &found, call->arguments[0], &call->error);

    if (status == TVX_E_NOTFOUND || (status == TVX_OK && found.path != NULL)) { /* a provision may be only proposed */
        if (tvx_comparison_build(&comparison, call->arena, store, call->arguments[0], tvx_call_option(call, "meeting"),
                                 &call->error) != TVX_OK)
            return call->error.status;
        return tvx_docx_comparison(out, call->arena, &comparison, &call->error);
    }
    if (status != TVX_OK)
        return status;
    if (found.proposal == 0)
        return tvx_error_set(&call->error, TVX_E_USAGE,
                             "say what %s is to be compared with: travaux export --format docx EARLIER LATER",
                             call->arguments[0]);
    status = export_proposal(&proposal, call, store, found.proposal);
    if (status == TVX_OK)
        status = export_language(&language, call, store, proposal->document_id);
    return status == TVX_OK ? tvx_docx_proposal(out, call->arena, proposal, language, &call->error) : status;
}

struct end { /* one of two texts */
    const char *word;
    struct side side;
    struct tvx_found found; /* nothing in it for a file */
    const struct tvx_stored_proposal *proposal; /* NULL: it is none */
};

static int find_end(struct end *end, struct tvx_call *call, struct tvx_store **store, const char *word)
{
    enum tvx_status status;
    int result;

    *end = (struct end){.word = word};
    if (access(word, F_OK) == 0)
        return EXIT_DONE;
    result = *store == NULL ? tvx_call_open(call, store) : EXIT_DONE;
    if (result != EXIT_DONE)
        return result;
    status = tvx_store_find(*store, call->arena, &end->found, word, &call->error);
    if (status == TVX_OK && end->found.proposal != 0)
        status = export_proposal(&end->proposal, call, *store, end->found.proposal);
    return status == TVX_OK ? EXIT_DONE : tvx_call_fail(call);
}

/* A proposal prints the paragraph's number; beside a provision's text, which goes without, it goes without, too. */
static int load_end(struct end *end, struct tvx_call *call, struct tvx_store **store, const struct end *other)
{
    const char *text;

    if (end->proposal == NULL)
        return side_load(&end->side, call, store, end->word);
    text = end->proposal->proposal.after;
    if (other->found.path != NULL && end->proposal->resolution.path != NULL)
        text = tvx_text_without_label(text, end->proposal->resolution.path);
    return side_of_text(&end->side, call, end->word, text);
}

/* Whose changes they are, and of what day: the later text's. */
static enum tvx_status attribute(struct tvx_docx_change *change, struct tvx_docx_about *about, struct tvx_call *call,
                                 struct tvx_store *store, const struct end *end)
{
    const char *slash = strrchr(end->word, '/');
    struct tvx_filter filter = {.document = end->found.document};
    struct tvx_stored_document *documents;
    size_t count = 0;
    enum tvx_status status = TVX_OK;

    change->author = slash == NULL || end->proposal != NULL ? end->word : slash + 1;
    if (end->found.instrument.id != 0) {
        change->date = end->found.instrument.date;
        filter.document = end->found.instrument.document;
    } else if (end->proposal != NULL) {
        change->author = tvx_docx_author(call->arena, end->proposal->proposal.sponsors,
                                         end->proposal->proposal.sponsor_count);
        change->date = end->proposal->date;
        filter.document = end->proposal->document_id;
    }
    if (filter.document != 0)
        status = tvx_store_documents(store, call->arena, &documents, &count, &filter, &call->error);
    if (count > 0 && end->found.instrument.id == 0 && end->proposal == NULL) {
        change->author = tvx_docx_author(call->arena, documents[0].sponsors, documents[0].sponsor_count);
        change->date = documents[0].date;
    }
    about->language = count > 0 ? documents[0].language : NULL;
    return status == TVX_OK && change->author == NULL ? tvx_error_nomem(&call->error) : status;
}

static enum tvx_status between(struct tvx_call *call, struct tvx_store *store, struct tvx_buf *out,
                               const struct end *earlier, const struct end *later)
{
    struct tvx_docx_about about = {.title = tvx_arena_printf(call->arena, "%s → %s", earlier->word, later->word)};
    struct tvx_docx_change change = {.heading = NULL};
    struct tvx_redline redline;
    enum tvx_status status = attribute(&change, &about, call, store, later);

    if (status == TVX_OK)
        status = tvx_redline(&redline, call->arena, earlier->side.parts, earlier->side.count, later->side.parts,
                             later->side.count, &call->error);
    if (status != TVX_OK)
        return status;
    change.a = redline.a;
    change.b = redline.b;
    change.diff = &redline.diff;
    return about.title == NULL ? tvx_error_nomem(&call->error)
                               : tvx_docx_changes(out, &about, &change, 1, &call->error);
}

static int two(struct tvx_call *call, struct tvx_store **store, struct tvx_buf *out)
{
    struct end earlier, later;
    enum tvx_status status;
    int result = find_end(&earlier, call, store, call->arguments[0]);

    call->json = true; /* every line of a text has its place */
    if (result == EXIT_DONE)
        result = find_end(&later, call, store, call->arguments[1]);
    if (result == EXIT_DONE)
        result = load_end(&earlier, call, store, &later);
    if (result == EXIT_DONE)
        result = load_end(&later, call, store, &earlier);
    if (result != EXIT_DONE)
        return result;
    status = between(call, *store, out, &earlier, &later);
    return status == TVX_OK ? EXIT_DONE : tvx_call_fail(call);
}

int export_docx(struct tvx_call *call)
{
    const char *file = tvx_call_option(call, "output");
    struct tvx_store *store = NULL;
    struct tvx_buf out;
    int result = EXIT_DONE;

    if (call->argument_count == 0 || file == NULL || strcmp(file, "-") == 0) {
        tvx_error_set(&call->error, TVX_E_USAGE, call->argument_count == 0
                      ? "say what is compared: travaux export --format docx VRN/14A1/5 -o FILE, or two references"
                      : "say where the DOCX goes: -o FILE");
        return tvx_call_fail(call);
    }
    tvx_buf_init(&out, FILE_CEILING);
    if (call->argument_count == 1)
        result = tvx_call_open(call, &store);
    if (result == EXIT_DONE && call->argument_count == 2)
        result = two(call, &store, &out);
    else if (result == EXIT_DONE && one(call, store, &out) != TVX_OK)
        result = tvx_call_fail(call);
    if (result == EXIT_DONE && tvx_file_write(file, out.data, out.length, &call->error) != TVX_OK)
        result = tvx_call_fail(call);
    tvx_buf_free(&out);
    if (store != NULL)
        tvx_store_close(store);
    return result;
}

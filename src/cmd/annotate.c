/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux annotate`: what people say of passages, listed, entered, handed over. */
#include "output.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/carry.h>
#include <travaux/base/file.h>
#include <travaux/show/annotation.h>

enum { IMPORT_MOST = 64 << 20 };

static const char *author(const struct tvx_call *call)
{
    const char *by = tvx_call_option(call, "by");

    return by == NULL ? "travaux" : by;
}

static enum tvx_status said(struct tvx_call *call, struct tvx_annotation *out)
{
    const char *visibility = tvx_call_option(call, "visibility"), *purpose = tvx_call_option(call, "purpose");

    out->author = author(call);
    out->body = tvx_call_option(call, "note");
    out->purpose = purpose != NULL ? purpose : out->reply_to != NULL ? "replying" : "commenting";
    out->visibility = TVX_VISIBILITY_WORKSPACE;
    if (out->body == NULL)
        out->body = "";
    if (visibility != NULL && !tvx_visibility_parse(&out->visibility, visibility))
        return tvx_error_set(&call->error, TVX_E_USAGE, "--visibility is private, workspace or public");
    return TVX_OK;
}

static enum tvx_status enter(struct tvx_call *call, struct tvx_store *store, struct tvx_annotation *a,
                             const char *reference)
{
    const char *quote = tvx_call_option(call, "quote");
    struct tvx_annotated on;
    enum tvx_status status = said(call, a);

    if (status == TVX_OK && a->reply_to == NULL)
        status = tvx_annotation_target(&on, store, call->arena, reference, &call->error);
    if (status == TVX_OK && a->reply_to == NULL) {
        a->kind = on.kind;
        a->reference = on.reference;
        a->document = on.document;
        a->sha256 = on.sha256;
        a->selector = (struct tvx_passage_selector){.exact = "", .prefix = "", .suffix = ""};
        if (quote != NULL)
            status = tvx_passage_quoted(&a->selector, store, call->arena, &on, quote, SIZE_MAX, &call->error);
    }
    return status == TVX_OK ? tvx_store_annotate(store, call->arena, a, &call->error) : status;
}

/* A reply is to a name that may be shortened. */
static enum tvx_status reply(struct tvx_call *call, struct tvx_store *store, struct tvx_annotation *out,
                             const char *uid)
{
    const struct tvx_annotation_query query = {.uid = uid};
    struct tvx_annotation to;
    enum tvx_status status = tvx_store_annotation(store, call->arena, &to, &query, &call->error);

    if (status != TVX_OK)
        return status;
    out->reply_to = to.uid;
    return enter(call, store, out, NULL);
}

static enum tvx_status withdraw(struct tvx_call *call, struct tvx_store *store, const char *uid)
{
    const struct tvx_annotation_query query = {.uid = uid};
    struct tvx_annotation a;
    struct tvx_revised revised;
    enum tvx_status status = tvx_store_annotation(store, call->arena, &a, &query, &call->error);
    struct tvx_annotation_edit edit;

    if (status != TVX_OK)
        return status;
    edit = (struct tvx_annotation_edit){.uid = a.uid, .seen = a.revision, .purpose = a.purpose, .body = a.body,
                                        .visibility = a.visibility, .withdrawn = true, .author = author(call)};
    status = tvx_store_annotation_edit(store, &revised, &edit, &call->error);
    if (status == TVX_OK && revised.stale)
        return tvx_error_set(&call->error, TVX_E_USAGE, "somebody changed this annotation just now; look at it again");
    return status;
}

/* ---- files ---- */

/* A document of ours that the file's annotation is about, by its hash or by what it calls the target. */
static enum tvx_status find_target(struct tvx_call *call, struct tvx_store *store, struct tvx_annotation *a,
                                   const char *source)
{
    struct tvx_annotated on;
    const char *reference = a->reference != NULL ? a->reference : a->sha256 != NULL ? a->sha256 : source;
    enum tvx_status status =
        reference == NULL ? tvx_error_set(&call->error, TVX_E_NOTFOUND, "it does not say what it is about")
                          : tvx_annotation_target(&on, store, call->arena, reference, &call->error);

    /* by the same name we may have another document, or the same one by another name */
    if (a->sha256 != NULL && (status == TVX_E_NOTFOUND || (status == TVX_OK && strcmp(a->sha256, on.sha256) != 0)))
        status = tvx_annotation_target(&on, store, call->arena, a->sha256, &call->error);
    if (status != TVX_OK)
        return status;
    a->kind = on.kind;
    a->reference = on.reference;
    a->document = on.document;
    a->sha256 = on.sha256;
    return *a->selector.exact == '\0'
               ? TVX_OK
               : tvx_passage_quoted(&a->selector, store, call->arena, &on, a->selector.exact,
                                    a->selector.points > 0 ? a->selector.start : SIZE_MAX, &call->error);
}

static enum tvx_status take(struct tvx_call *call, struct tvx_store *store, const json_t *item)
{
    char *text = json_dumps(item, JSON_COMPACT);
    struct tvx_annotation a;
    const char *source;
    enum tvx_status status = text == NULL ? tvx_error_nomem(&call->error)
                                          : tvx_annotation_read(&a, &source, call->arena, text, strlen(text),
                                                                &call->error);

    free(text);
    if (status == TVX_OK && a.reply_to == NULL)
        status = find_target(call, store, &a, source);
    if (status == TVX_OK && a.author == NULL)
        a.author = author(call);
    if (status == TVX_OK && a.body == NULL)
        a.body = "";
    return status == TVX_OK ? tvx_store_annotate(store, call->arena, &a, &call->error) : status;
}

/* Each by itself: one that cannot be taken is named, and the others are. */
static enum tvx_status import(struct tvx_call *call, struct tvx_store *store, const char *path, size_t *refused)
{
    char *bytes = NULL;
    size_t length, count;
    json_error_t why;
    json_t *root, *items;
    enum tvx_status status = tvx_file_read(&bytes, &length, path, IMPORT_MOST, &call->error);

    if (status != TVX_OK)
        return status;
    root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &why);
    free(bytes);
    if (root == NULL)
        return tvx_error_set(&call->error, TVX_E_MALFORMED, "%s is no JSON (line %d)", path, why.line);
    items = json_object_get(root, "items");
    count = json_is_array(items) ? json_array_size(items) : 1;
    for (size_t i = 0; i < count; i++) {
        status = take(call, store, json_is_array(items) ? json_array_get(items, i) : root);
        if (status == TVX_E_NOMEM || status == TVX_E_WORKSPACE || status == TVX_E_IO)
            break;
        if (status != TVX_OK) {
            fprintf(stderr, "travaux: annotation %zu not taken: %s\n", i + 1, call->error.message);
            (*refused)++;
        }
        status = TVX_OK;
    }
    json_decref(root);
    return status;
}

/* ---- the command ---- */

static enum tvx_status list(struct tvx_call *call, struct tvx_store *store, struct output *output, const char *uid)
{
    struct tvx_annotation_query query = {.uid = uid, .withdrawn = tvx_call_has(call, "all")};
    struct tvx_annotated on;
    struct tvx_annotation *items;
    size_t count;
    enum tvx_status status = TVX_OK;

    if (uid == NULL && call->argument_count == 1) {
        status = tvx_annotation_target(&on, store, call->arena, call->arguments[0], &call->error);
        if (status == TVX_OK && strcmp(on.kind, "document") == 0)
            query.sha256 = on.sha256;
        else if (status == TVX_OK)
            query.reference = on.reference;
    }
    if (status == TVX_OK)
        status = tvx_store_annotations(store, call->arena, &items, &count, &query, &call->error);
    if (status != TVX_OK)
        return status;
    if (tvx_call_has(call, "export"))
        tvx_json_annotation_page(&output->json, call->arena, NULL, items, count, NULL);
    else if (call->json)
        tvx_json_annotation_list(&output->json, items, count);
    else
        tvx_term_annotation_list(&output->term, call->arena, items, count);
    return TVX_OK;
}

static int run(struct tvx_call *call)
{
    const char *to = tvx_call_option(call, "reply"), *gone = tvx_call_option(call, "withdraw"),
               *file = tvx_call_option(call, "import");
    struct tvx_annotation a = {0};
    size_t refused = 0;
    struct tvx_store *store;
    struct output output;
    enum tvx_status status = TVX_OK;
    int result = tvx_call_open(call, &store);

    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    if (file != NULL)
        status = import(call, store, file, &refused);
    else if (gone != NULL)
        status = withdraw(call, store, gone);
    else if (to != NULL)
        status = reply(call, store, &a, to);
    else if (tvx_call_has(call, "note") && call->argument_count == 1)
        status = enter(call, store, &a, call->arguments[0]);
    else if (tvx_call_has(call, "note") || tvx_call_has(call, "quote"))
        status = tvx_error_set(&call->error, TVX_E_USAGE, "a new annotation needs a reference and --note");
    if (status == TVX_OK)
        status = list(call, store, &output, a.uid);
    result = output_end(&output, call, status);
    tvx_store_close(store);
    return result == EXIT_DONE && refused > 0 ? EXIT_SOME_INPUT : result;
}

static const struct tvx_option options[] = {
    {"note", 0, "TEXT", false, "What is to be said; makes a new annotation on the reference, or a --reply."},
    {"quote", 0, "WORDS", false, "The passage, as it stands in the document's text; without it the whole is meant."},
    {"purpose", 0, "PURPOSE", false,
     "A motivation of the W3C model: commenting (where not given), questioning, highlighting, tagging, …"},
    {"visibility", 0, "private|workspace|public", false,
     "Who may see it in the workbench: its author, whoever is signed in (where not given), everybody."},
    {"by", 0, "NAME", false, "Who says so."},
    {"reply", 0, "ID", false, "Answer that annotation; the first eight signs of its id are enough."},
    {"withdraw", 0, "ID", false, "Hide an annotation.  It stays in the log."},
    {"all", 0, NULL, false, "List what was withdrawn, too."},
    {"export", 0, NULL, false, "Print them as JSON-LD of the W3C Web Annotation Data Model."},
    {"import", 0, "FILE", false, "Take in such a file; what is there already stays as it is."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux annotate MNR:5.2 --quote \"without delay\" --note \"Too vague.\"", "Say something of a passage."},
    {"travaux annotate NC26/5", "What was said of a document, also of its earlier versions."},
    {"travaux annotate --export > notes.jsonld", "For another program or a colleague."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_annotate = {
    .name = "annotate",
    .arguments = "[REF]",
    .least = 0,
    .most = 1,
    .summary = "say something of a passage, and list what was said",
    .text = "An annotation stands on a passage of a document.  When a new version of the document is added (the same "
            "symbol, or its revision), each is looked for there: it is anchored where its words are in their place, "
            "moved where they went elsewhere or changed, and orphaned where they are gone.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};

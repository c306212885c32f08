/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The last part of a page: what people said of it, and forms for those who may say something. */
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/carry.h>
#include <travaux/store/annotation.h>
#include <travaux/store/follow.h>

#include "draft.h"
#include "shelf.h"

static const char *purpose_said(const char *purpose)
{
    static const struct { const char *purpose, *said; } words[] = {
        {"questioning", SAY("Question")}, {"editing", SAY("Suggested change")}, {"highlighting", SAY("Mark only")},
        {"tagging", SAY("Tag")},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].purpose, purpose) == 0)
            return words[i].said;
    return NULL;
}

static void tag(struct html *html, const char *english)
{
    html_raw(html, " <span class=\"tag\">");
    html_say(html, english);
    html_raw(html, "</span>");
}

static void byline(struct html *html, const struct tvx_annotation *a)
{
    html_raw(html, "<p class=\"soft\">");
    html_text(html, a->author);
    html_raw(html, ", ");
    html_day(html, tvx_arena_strndup(html->arena, a->created, 10));
    if (a->revision > 1)
        tag(html, SAY("changed"));
    if (a->visibility == TVX_VISIBILITY_PRIVATE)
        tag(html, SAY("seen by you alone"));
    if (a->visibility == TVX_VISIBILITY_PUBLIC && html->viewer->account != 0)
        tag(html, SAY("public"));
    if (purpose_said(a->purpose) != NULL)
        tag(html, purpose_said(a->purpose));
    html_raw(html, "</p>\n");
}

static void body(struct html *html, const struct tvx_annotation *a)
{
    if (a->withdrawn) {
        html_note(html, SAY("Withdrawn by its author."));
        return;
    }
    if (*a->body == '\0')
        return;
    html_raw(html, "<p class=\"said lines\" dir=\"auto\">");
    html_text(html, a->body);
    html_raw(html, "</p>\n");
}

/* What became of the passage in the version that is shown. */
static void whereabouts(struct html *html, const struct tvx_annotation *a, int64_t document)
{
    struct tvx_evidence evidence = {.document = a->document, .sha256 = a->sha256, .ref = a->document,
                                    .quote = a->here.exact, .start = a->here.start, .points = a->here.points,
                                    .document_id = document};

    if (a->selector.points == 0)
        return;
    html_raw(html, "<blockquote class=\"text\" dir=\"auto\">");
    html_text(html, a->anchor == TVX_ANCHOR_ORPHANED ? a->selector.exact : a->here.exact);
    html_raw(html, "</blockquote>\n");
    if (a->anchor == TVX_ANCHOR_ORPHANED) {
        html_raw(html, "<p class=\"alert\">");
        html_say(html, "Orphaned: these words stood in an earlier version and are not in this one.");
        html_raw(html, "</p>\n");
        return;
    }
    html_raw(html, "<p class=\"soft\">");
    html_source(html, &evidence);
    if (a->anchor == TVX_ANCHOR_MOVED && a->here.score < 1) {
        html_raw(html, " – ");
        html_say_with(html, "changed since the note was made on: “{1}”", (const char *[]){a->selector.exact}, 1);
    } else if (a->anchor == TVX_ANCHOR_MOVED) {
        html_raw(html, " – ");
        html_say(html, "stood elsewhere in an earlier version");
    }
    html_raw(html, "</p>\n");
}

void html_annotation(struct html *html, const struct tvx_annotation *annotation, int64_t document, bool alone)
{
    const struct tvx_annotation *a = annotation;

    if (a->reply_to == NULL)
        whereabouts(html, a, document);
    body(html, a);
    byline(html, a);
    if (alone || !html->viewer->served)
        return;
    html_raw(html, "<p>");
    html_thing(html, "note", a->reply_to == NULL ? a->uid : a->reply_to, NULL,
               html_said(html, html->viewer->analyses && a->reply_to == NULL ? "Reply, change, history" : "Thread"));
    html_raw(html, "</p>\n");
}

/* ---- on a page ---- */

struct together {
    struct tvx_page *page;
    struct tvx_annotated on;
    struct tvx_annotation *notes;
    size_t count;
};

/* Of the document's notes those that stand within what the page shows. */
static bool belongs(const struct together *t, const struct tvx_annotation *a)
{
    if (strcmp(t->on.kind, "document") == 0 || strcmp(a->reference, t->on.reference) == 0)
        return true;
    return a->anchor != TVX_ANCHOR_ORPHANED && a->here.points > 0 && t->on.points > 0 &&
           a->here.start >= t->on.start && a->here.start + a->here.points <= t->on.start + t->on.points;
}

static enum tvx_status document_of(struct together *t, int64_t number)
{
    const struct tvx_filter filter = {.document = number};
    struct tvx_stored_document *documents;
    size_t count = 0;
    enum tvx_status status =
        tvx_store_documents(t->page->store, t->page->arena, &documents, &count, &filter, t->page->error);

    if (status == TVX_OK && count == 0)
        return tvx_error_set(t->page->error, TVX_E_NOTFOUND, "there is no such document");
    if (status == TVX_OK)
        t->on = (struct tvx_annotated){.kind = "document", .reference = documents[0].name,
                                       .document = documents[0].name, .sha256 = documents[0].sha256, .id = number};
    return status;
}

/* As tvx_annotation_target has it, but from the shelf: the page was made from it. */
static enum tvx_status provision_of(struct together *t, const char *reference)
{
    const struct shelf_law *law = NULL;
    struct tvx_found found;
    enum tvx_status status = tvx_store_find(t->page->store, t->page->arena, &found, reference, t->page->error);

    if (status == TVX_OK && (found.instrument.id == 0 || found.path == NULL))
        return tvx_error_set(t->page->error, TVX_E_NOTFOUND, "there is no such provision");
    if (status == TVX_OK)
        status = shelf_law(t->page, &law, found.instrument.key, found.instrument.version);
    if (status == TVX_OK)
        status = document_of(t, found.instrument.document);
    if (status != TVX_OK)
        return status;
    t->on.kind = "provision";
    t->on.reference = tvx_arena_printf(t->page->arena, "%s@%s:%s", found.instrument.key, found.instrument.version,
                                       found.path);
    for (size_t i = 0; i < law->instrument.count; i++)
        if (strcmp(law->instrument.provisions[i].path, found.path) == 0) {
            t->on.start = law->instrument.provisions[i].start;
            t->on.points = law->instrument.provisions[i].points;
        }
    return t->on.reference == NULL ? tvx_error_nomem(t->page->error) : TVX_OK;
}

static enum tvx_status load(struct together *t, const char *kind, const char *reference)
{
    const struct tvx_viewer *viewer = t->page->viewer;
    struct tvx_annotation_query query = {.account = viewer->account, .outsider = viewer->account == 0,
                                         .withdrawn = true};
    char *end;
    int64_t number = strcmp(kind, "document") == 0 ? strtoll(reference, &end, 10) : 0;
    enum tvx_status status;

    if (number > 0 && *end == '\0') /* our links call a document by its number */
        status = document_of(t, number);
    else if (strcmp(kind, "provision") == 0)
        status = provision_of(t, reference);
    else
        status = tvx_annotation_target(&t->on, t->page->store, t->page->arena, reference, t->page->error);
    query.sha256 = t->on.sha256;
    if (status == TVX_OK)
        status = tvx_store_annotations(t->page->store, t->page->arena, &t->notes, &t->count, &query, t->page->error);
    return status;
}

/* A withdrawn one is shown only for the answers that it has. */
static bool shown(const struct together *t, size_t i)
{
    const struct tvx_annotation *a = &t->notes[i];

    if (!belongs(t, a))
        return false;
    for (size_t j = i + 1; a->withdrawn && a->reply_to == NULL && j < t->count; j++)
        if (t->notes[j].reply_to != NULL && strcmp(t->notes[j].reply_to, a->uid) == 0 && !t->notes[j].withdrawn)
            return true;
    return !a->withdrawn;
}

static void list(struct html *html, const struct together *t)
{
    bool open = false, replies = false;

    for (size_t i = 0; i < t->count; i++) {
        const struct tvx_annotation *a = &t->notes[i];

        if (!shown(t, i))
            continue;
        if (!open) {
            html_raw(html, "<ol class=\"notes\"");
            html_attribute(html, "data-word", html_said(html, "Note")); /* for the marks in the text */
            html_raw(html, ">\n");
        }
        if (a->reply_to == NULL && open)
            html_raw(html, replies ? "</ul></li>\n" : "</li>\n");
        if (a->reply_to != NULL && !replies)
            html_raw(html, "<ul>\n");
        replies = a->reply_to != NULL;
        open = true;
        html_raw(html, "<li");
        html_attribute(html, "id", tvx_arena_printf(html->arena, "note-%.8s", a->uid));
        if (!replies && a->here.points > 0)
            html_printf(html, " data-start=\"%zu\"", a->here.start);
        html_raw(html, ">");
        html_annotation(html, a, t->on.id, false);
        if (replies)
            html_raw(html, "</li>\n");
    }
    if (open)
        html_raw(html, replies ? "</ul></li></ol>\n" : "</li></ol>\n");
}

static enum tvx_status follow(struct html *html, const struct together *t)
{
    const struct tvx_viewer *viewer = html->viewer;
    bool follows = false;
    enum tvx_status status;

    if (viewer->account == 0 || viewer->token == NULL)
        return TVX_OK;
    status = tvx_store_follows(t->page->store, viewer->account, t->on.reference, &follows, t->page->error);
    if (status != TVX_OK)
        return status;
    html_form_start(html, "/follow", NULL);
    html_hidden(html, "reference", t->on.reference);
    html_hidden(html, "follow", follows ? "0" : "1");
    html_hidden(html, "back", viewer->address == NULL ? "/" : viewer->address);
    html_form_end(html, follows ? "Follow no longer" : "Follow: tell me what is new here");
    return TVX_OK;
}

static void folded(struct html *html, const struct tvx_draft *draft)
{
    html_raw(html, "<details");
    html_attribute(html, "id", tvx_arena_printf(html->arena, "write-%s", tvx_draft_word(draft->kind)));
    html_raw(html, "><summary>");
    html_say(html, draft_form(draft->kind)->title);
    html_raw(html, "</summary>\n");
    html_draft(html, draft, html->viewer->address);
    html_raw(html, "</details>\n");
}

static enum tvx_status assessment(struct html *html, const struct together *t)
{
    const char *const parts[] = {t->on.reference, html->viewer->name};
    const char *key = tvx_revision_key(html->arena, parts, 2);
    struct tvx_draft draft;
    int64_t revision;
    enum tvx_status status = key == NULL ? tvx_error_nomem(t->page->error)
                                         : tvx_draft_now(&draft, &revision, t->page->store, html->arena,
                                                         TVX_DRAFT_ASSESSMENT, key, t->page->error);

    if (status == TVX_OK)
        folded(html, &draft);
    return status;
}

static enum tvx_status forms(struct html *html, const struct together *t)
{
    const struct tvx_viewer *viewer = html->viewer;
    struct tvx_draft note = tvx_draft_of(TVX_DRAFT_NOTE), position = tvx_draft_of(TVX_DRAFT_POSITION);
    enum tvx_status status = TVX_OK;

    if (viewer->token == NULL || !viewer->analyses)
        return TVX_OK;
    tvx_draft_set(&note, "reference", strcmp(t->on.kind, "document") == 0 ? t->on.sha256 : t->on.reference);
    tvx_draft_set(&note, "purpose", "commenting");
    folded(html, &note);
    if (strcmp(t->on.kind, "proposal") != 0)
        return TVX_OK;
    status = assessment(html, t);
    if (status == TVX_OK && viewer->edits) {
        tvx_draft_set(&position, "proposal", t->on.reference);
        tvx_draft_set(&position, "seen", "0");
        folded(html, &position);
    }
    return status;
}

enum tvx_status html_together(struct html *html, const char *kind, const char *reference)
{
    struct tvx_page copy = *html->page;
    struct together t = {.page = &copy};
    bool any = html->viewer->account != 0;
    enum tvx_status status = load(&t, kind, reference);

    if (status != TVX_OK)
        return status == TVX_E_NOTFOUND ? TVX_OK : status; /* a provision that is only proposed stands nowhere yet */
    for (size_t i = 0; i < t.count && !any; i++)
        any = shown(&t, i);
    if (!any)
        return TVX_OK;
    html_raw(html, "<section class=\"card together\" aria-labelledby=\"h-notes\"><h2 id=\"h-notes\">");
    html_say(html, "Notes");
    html_raw(html, "</h2>\n");
    list(html, &t);
    status = forms(html, &t);
    if (status == TVX_OK)
        status = follow(html, &t);
    html_raw(html, "</section>\n");
    return status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of one note with its thread, of one's notices, and of two texts where one writer was faster. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/carry.h>
#include <travaux/analyse/notices.h>
#include <travaux/base/day.h>
#include <travaux/show/feed.h>
#include <travaux/store/annotation.h>
#include <travaux/store/follow.h>
#include <travaux/store/notify.h>

#include "draft.h"
#include "pages.h"

static enum tvx_status hidden(struct tvx_page *page)
{
    return tvx_error_set(page->error, TVX_E_NOTFOUND, "There is no such page.");
}

/* ---- a note ---- */

static void history(struct html *html, const struct tvx_annotation_version *versions, size_t count)
{
    static const struct html_column columns[] = {{SAY("Revision"), true}, {SAY("When"), false}, {SAY("By"), false},
                                                 {SAY("Text"), false}};

    if (count < 2)
        return;
    html_folded_card(html, "history", SAY("History"));
    html_table(html, SAY("What was said before"), columns, sizeof columns / sizeof *columns);
    for (size_t i = count; i-- > 0;) {
        html_raw(html, "<tr>");
        html_cell_number(html, (size_t)versions[i].revision);
        html_cell(html, versions[i].at);
        html_cell(html, versions[i].author);
        html_cell(html, versions[i].withdrawn ? html_said(html, "Withdrawn") : versions[i].body);
        html_raw(html, "</tr>\n");
    }
    html_table_end(html);
    html_folded_card_end(html);
}

static void withdraw_form(struct html *html, const struct tvx_annotation *a)
{
    html_form_start(html, "/note/withdraw", NULL);
    html_hidden(html, "uid", a->uid);
    html_hidden_number(html, "seen", a->revision);
    html_form_end(html, "Withdraw the note");
}

static void note_forms(struct html *html, const struct tvx_annotation *a)
{
    const struct tvx_viewer *viewer = html->viewer;
    struct tvx_draft reply = tvx_draft_of(TVX_DRAFT_REPLY), edit = tvx_draft_of(TVX_DRAFT_ANNOTATION);
    bool own = viewer->account != 0 && viewer->account == a->account;

    if (viewer->token == NULL || !viewer->analyses)
        return;
    html_card(html, "answer", SAY("Reply"));
    tvx_draft_set(&reply, "uid", a->uid);
    tvx_draft_set(&reply, "visibility", tvx_visibility_to_string(a->visibility));
    html_draft(html, &reply, NULL);
    html_card_end(html);
    if ((!own && !viewer->edits) || a->withdrawn)
        return;
    html_folded_card(html, "change", SAY("Change the note"));
    if (own) {
        tvx_draft_set(&edit, "uid", a->uid);
        tvx_draft_set(&edit, "seen", tvx_arena_printf(html->arena, "%lld", (long long)a->revision));
        tvx_draft_set(&edit, "body", a->body);
        tvx_draft_set(&edit, "purpose", a->purpose);
        tvx_draft_set(&edit, "visibility", tvx_visibility_to_string(a->visibility));
        html_draft(html, &edit, NULL);
    }
    withdraw_form(html, a);
    html_folded_card_end(html);
}

/* Back to where it was made. */
static void note_head(struct html *html, const struct tvx_annotation *a, int64_t document)
{
    const char *page = strcmp(a->kind, "document") == 0 ? tvx_arena_printf(html->arena, "%lld", (long long)document)
                                                        : a->reference;
    const struct html_crumb crumbs[] = {{a->reference, html_address(html, a->kind, page)},
                                        {html_said(html, "Note"), NULL}};

    html_start(html, tvx_arena_printf(html->arena, "%s: %s", html_said(html, "Note"), a->reference), crumbs, 2);
    html_heading(html, html_said_with(html, "Note on {1}", &a->reference, 1), NULL);
}

enum tvx_status page_note(struct tvx_page *page)
{
    const struct tvx_viewer *viewer = page->viewer;
    struct tvx_annotation_query query = {.uid = page->reference, .account = viewer->account, .thread = true,
                                         .outsider = viewer->account == 0, .withdrawn = true};
    struct html html = html_of(page);
    struct tvx_annotation first, *items;
    struct tvx_annotation_version *versions;
    size_t count = 0, version_count = 0;
    int64_t document = 0;
    struct tvx_found found;
    enum tvx_status status = tvx_store_annotation(page->store, page->arena, &first, &query, page->error);

    if (status == TVX_OK && first.reply_to != NULL) {
        query.uid = first.reply_to;
        status = tvx_store_annotation(page->store, page->arena, &first, &query, page->error);
    }
    query.uid = first.uid;
    if (status == TVX_OK)
        status = tvx_store_annotations(page->store, page->arena, &items, &count, &query, page->error);
    if (status == TVX_OK)
        status = tvx_store_annotation_history(page->store, page->arena, &versions, &version_count, first.uid,
                                              page->error);
    if (status != TVX_OK)
        return status;
    if (tvx_store_find(page->store, page->arena, &found, first.sha256, NULL) == TVX_OK)
        document = found.document;
    note_head(&html, &first, document);
    html_raw(&html, "<section class=\"card\">\n");
    for (size_t i = 0; i < count; i++)
        if (!items[i].withdrawn || items[i].reply_to == NULL) {
            html_raw(&html, items[i].reply_to == NULL ? "<div>\n" : "<div class=\"reply\">\n");
            html_annotation(&html, &items[i], document, true);
            html_raw(&html, "</div>\n");
        }
    html_raw(&html, "</section>\n");
    if (!first.withdrawn || viewer->edits || viewer->account == first.account)
        history(&html, versions,
                tvx_annotation_versions_seen(versions, version_count, first.account, viewer->account));
    note_forms(&html, &first);
    html_end(&html);
    return TVX_OK;
}

/* ---- notices ---- */

static void news_list(struct html *html, const struct tvx_news *news, size_t count)
{
    html_card(html, "news", SAY("What is new"));
    if (count == 0)
        html_note(html, SAY("Nothing new on what you follow. Follow a provision, a proposal or a document on its "
                            "page."));
    else
        html_raw(html, "<ul class=\"rows\">\n");
    for (size_t i = 0; i < count; i++) {
        const char *address = tvx_news_address(html->arena, &news[i]);
        const char *line = tvx_news_line(html->arena, html_tongue(html), &news[i]);

        html_raw(html, "<li><span>");
        html_link(html, address == NULL ? NULL : address + 1, NULL, line == NULL ? news[i].reference : line);
        html_raw(html, "</span> ");
        html_day(html, tvx_arena_strndup(html->arena, news[i].at, 10));
        html_raw(html, "</li>\n");
    }
    if (count > 0)
        html_raw(html, "</ul>\n");
    html_card_end(html);
}

static void followed_list(struct html *html, const char *const *followed, size_t count)
{
    html_card(html, "followed", SAY("What you follow"));
    if (count == 0)
        html_note(html, SAY("Nothing yet."));
    else
        html_raw(html, "<ul class=\"rows\">\n");
    for (size_t i = 0; i < count; i++) {
        html_raw(html, "<li><span>");
        html_text(html, followed[i]);
        html_raw(html, "</span>\n");
        html_form_start(html, "/follow", NULL);
        html_hidden(html, "reference", followed[i]);
        html_hidden(html, "follow", "0");
        html_hidden(html, "back", "/notices");
        html_raw(html, "<button type=\"submit\"");
        html_attribute(html, "aria-label", html_said_with(html, "Follow no longer: {1}", &followed[i], 1));
        html_raw(html, ">");
        html_say(html, "Follow no longer");
        html_raw(html, "</button></form></li>\n");
    }
    if (count > 0)
        html_raw(html, "</ul>\n");
    html_card_end(html);
}

static void ways(struct html *html, const struct tvx_notify *notify)
{
    static const struct { const char *ending, *said; } feeds[] = {
        {"atom", SAY("Atom")}, {"json", SAY("JSON Feed")}, {"ics", SAY("Calendar of deadlines (.ics)")}};
    static const struct html_option choices[] = {
        {"never", SAY("Never")}, {"day", SAY("Once a day")}, {"week", SAY("Once a week")}};

    html_card(html, "ways", SAY("Be told elsewhere"));
    html_form_start(html, "/notices/mail", "entry");
    html_choice(html, "every", SAY("A digest by e-mail"), choices, sizeof choices / sizeof *choices, notify->every);
    html_form_end(html, "Keep");
    if (notify->token == NULL) {
        html_note(html, SAY("A feed reader or calendar can look in for you, by an address that holds a secret."));
    } else {
        html_note(html, SAY("These addresses hold a secret: who has one can read your notices. Making new ones shuts "
                            "out the old ones."));
        html_raw(html, "<ul>\n");
        for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++) {
            html_raw(html, "<li>");
            html_link(html, tvx_arena_printf(html->arena, "feed/%s.%s", notify->token, feeds[i].ending), NULL,
                      html_said(html, feeds[i].said));
            html_raw(html, "</li>\n");
        }
        html_raw(html, "</ul>\n");
    }
    html_form_start(html, "/notices/address", NULL);
    html_form_end(html, notify->token == NULL ? "Make addresses for feeds" : "Make new addresses");
    html_card_end(html);
}

static void set_asides(struct html *html, const struct tvx_set_aside *items, size_t count)
{
    if (count == 0)
        return;
    html_card(html, "aside", SAY("Texts of yours that wait to be merged"));
    html_raw(html, "<ul>\n");
    for (size_t i = 0; i < count; i++) {
        html_raw(html, "<li>");
        html_link(html, tvx_arena_printf(html->arena, "conflict/%lld", (long long)items[i].number), NULL,
                  tvx_arena_printf(html->arena, "%s, %s", items[i].kind, items[i].at));
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul>\n");
    html_card_end(html);
}

enum tvx_status page_notices(struct tvx_page *page)
{
    struct html html = html_of(page);
    char today[TVX_DAY_SIZE];
    const int64_t account = page->viewer->account;
    const struct tvx_notices_query query = {.account = account, .today = today, .limit = 200};
    const struct html_crumb crumb = {html_said(&html, "Notices"), NULL};
    const char *const *followed;
    struct tvx_set_aside *aside;
    struct tvx_notify notify;
    struct tvx_news *news;
    size_t count, followed_count, aside_count;
    enum tvx_status status = account == 0 ? hidden(page) : TVX_OK;

    tvx_day_today(today);
    if (status == TVX_OK)
        status = tvx_notices(&news, &count, page->store, page->arena, &query, page->error);
    if (status == TVX_OK)
        status = tvx_store_followed_as(page->store, page->arena, account, &followed, &followed_count, page->error);
    if (status == TVX_OK)
        status = tvx_store_set_asides(page->store, page->arena, &aside, &aside_count, account, page->error);
    if (status == TVX_OK)
        status = tvx_store_notify(page->store, page->arena, &notify, account, page->error);
    if (status != TVX_OK)
        return status;
    html_start(&html, html_said(&html, "Notices"), &crumb, 1);
    html_heading(&html, html_said(&html, "Notices"), NULL);
    set_asides(&html, aside, aside_count);
    news_list(&html, news, count);
    followed_list(&html, followed, followed_count);
    ways(&html, &notify);
    html_end(&html);
    return TVX_OK;
}

/* ---- two texts ---- */

static bool draft_kind(enum tvx_draft_kind *out, const char *word)
{
    for (int i = TVX_DRAFT_ANNOTATION; i < TVX_DRAFT_COUNT; i++)
        if (strcmp(tvx_draft_word((enum tvx_draft_kind)i), word) == 0) {
            *out = (enum tvx_draft_kind)i;
            return true;
        }
    return false;
}

/* A choice by its words, anything else as it was typed. */
static void value(struct html *html, const struct draft_field *field, const char *text)
{
    html_raw(html, "<td class=\"lines\" dir=\"auto\">");
    for (size_t i = 0; i < field->option_count; i++)
        if (strcmp(field->options[i].value, text) == 0)
            text = html_said(html, field->options[i].said);
    html_text(html, text);
    html_raw(html, "</td>");
}

static void side_by_side(struct html *html, const struct tvx_draft *mine, const struct tvx_draft *theirs)
{
    static const struct html_column columns[] = {{"", false}, {SAY("Your text, set aside"), false},
                                                 {SAY("In force now"), false}};
    const struct draft_form *form = draft_form(mine->kind);

    html_table(html, SAY("Both texts"), columns, 3);
    for (size_t i = 0; form->fields[i].name != NULL; i++) {
        const struct draft_field *field = &form->fields[i];

        if (field->type == DRAFT_HIDDEN)
            continue;
        html_raw(html, "<tr><th scope=\"row\">");
        html_say(html, field->label);
        html_raw(html, "</th>");
        value(html, field, tvx_draft_get(mine, field->name));
        value(html, field, tvx_draft_get(theirs, field->name));
        html_raw(html, "</tr>\n");
    }
    html_table_end(html);
}

/* Of a kind that has its own pages: what was written, so that it can be copied. */
static void plain_text(struct html *html, const struct tvx_set_aside *aside)
{
    html_raw(html, "<dl class=\"facts\">\n");
    for (size_t i = 0; i < aside->field_count; i++) {
        html_raw(html, "<dt>");
        html_text(html, aside->fields[i].name);
        html_raw(html, "</dt><dd class=\"lines\" dir=\"auto\">");
        html_text(html, aside->fields[i].value);
        html_raw(html, "</dd>\n");
    }
    html_raw(html, "</dl>\n");
}

static enum tvx_status merge_form(struct html *html, struct tvx_page *page, const struct tvx_set_aside *aside)
{
    enum tvx_draft_kind kind;
    struct tvx_draft mine, theirs;
    int64_t revision;
    enum tvx_status status;

    if (!draft_kind(&kind, aside->kind)) {
        plain_text(html, aside);
        return TVX_OK;
    }
    status = tvx_draft_now(&theirs, &revision, page->store, page->arena, kind, aside->key, page->error);
    if (status != TVX_OK)
        return status;
    mine = theirs; /* what names the thing, and the revision that is merged with */
    for (size_t i = 0; i < aside->field_count; i++)
        tvx_draft_set(&mine, aside->fields[i].name, aside->fields[i].value);
    tvx_draft_set(&mine, "seen", tvx_arena_printf(page->arena, "%lld", (long long)revision));
    tvx_draft_set(&mine, "conflict", tvx_arena_printf(page->arena, "%lld", (long long)aside->number));
    side_by_side(html, &mine, &theirs);
    html_raw(html, "<h2>");
    html_say(html, "Merge them here");
    html_raw(html, "</h2>\n");
    html_draft(html, &mine, NULL);
    return TVX_OK;
}

enum tvx_status page_conflict(struct tvx_page *page)
{
    struct html html = html_of(page);
    const struct html_crumb crumbs[] = {{html_said(&html, "Notices"), "notices"},
                                        {html_said(&html, "Two texts"), NULL}};
    struct tvx_set_aside aside;
    enum tvx_status status = tvx_store_set_aside(page->store, page->arena, &aside, strtoll(page->reference, NULL, 10),
                                                 page->error);

    if (status == TVX_OK && (page->viewer->account == 0 || aside.account != page->viewer->account))
        return hidden(page);
    if (status != TVX_OK)
        return status;
    html_start(&html, html_said(&html, "Two texts"), crumbs, 2);
    html_heading(&html, html_said(&html, "Somebody was faster"), NULL);
    if (aside.settled == NULL)
        html_problem(&html, html_said(&html, "While you wrote, somebody else changed the same thing. Their text is in "
                                             "force; yours is kept here. Merge the two, or drop yours."));
    html_raw(&html, "<section class=\"card\">\n");
    status = merge_form(&html, page, &aside);
    if (status == TVX_OK && aside.settled == NULL && page->viewer->token != NULL) {
        html_form_start(&html, "/conflict/drop", NULL);
        html_hidden_number(&html, "conflict", aside.number);
        html_form_end(&html, "Drop my text");
    }
    html_raw(&html, "</section>\n");
    html_end(&html);
    return status;
}

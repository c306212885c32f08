/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The list of joint statements, the versions of one with their redline, and the page that a confirming link opens. */
#include "pages.h"

#include "html_statement.h"

#include <stdlib.h>
#include <string.h>

static size_t number_of(const char *text)
{
    char *end;
    unsigned long n = text == NULL ? 0 : strtoul(text, &end, 10);

    return n > TVX_JOINT_VERSIONS ? 0 : (size_t)n;
}

/* ---- the list ---- */

static void list_item(struct html *html, const struct tvx_joint *joint)
{
    html_raw(html, "<section class=\"card\"><h2 class=\"title\" dir=\"auto\">");
    html_thing(html, "statement", joint->key, NULL, joint->title);
    html_raw(html, "</h2>\n<p class=\"facts\">");
    html_text(html, html_statement_stands(html, joint));
    if (joint->published != 0) {
        html_raw(html, " ");
        html_say_number(html, joint->signatories, "{1} signatory", "{1} signatories");
    }
    html_raw(html, "</p></section>\n");
}

enum tvx_status page_statements(struct tvx_page *page)
{
    struct html html = html_of(page);
    const char *title = html_said(&html, "Joint statements");
    const struct html_crumb crumbs[] = {{title, NULL}};
    struct tvx_joint *items;
    size_t count, shown = 0;
    enum tvx_status status = tvx_store_joints(page->store, page->arena, &items, &count, page->error);

    if (status != TVX_OK)
        return status;
    html_start(&html, title, crumbs, 1);
    html_raw(&html, "<div class=\"head\"><h1>");
    html_text(&html, title);
    html_raw(&html, "</h1>\n");
    if (page->viewer->served && page->viewer->edits) {
        html_raw(&html, "<p>");
        html_link(&html, "statement-new", NULL, html_said(&html, "Begin a statement"));
        html_raw(&html, "</p>\n");
    }
    html_raw(&html, "</div>\n");
    for (size_t i = 0; i < count; i++)
        if (items[i].published != 0 || page->viewer->reads) {
            list_item(&html, &items[i]);
            shown++;
        }
    if (shown == 0) {
        html_raw(&html, "<p>");
        html_say(&html, "There is no joint statement yet.");
        html_raw(&html, "</p>\n");
    }
    html_end(&html);
    return TVX_OK;
}

/* ---- versions ---- */

static void version_row(struct html *html, const struct tvx_joint_version *v)
{
    html_raw(html, "<tr><th scope=\"row\" class=\"n\">");
    html_figure(html, (double)v->n, 0);
    html_raw(html, "</th><td dir=\"auto\">");
    html_text(html, v->author);
    html_raw(html, "</td><td>");
    html_statement_time(html, v->at);
    html_raw(html, "</td><td dir=\"auto\">");
    html_text(html, v->note);
    html_raw(html, "</td><td>");
    if (v->aside) {
        html_raw(html, "<b class=\"tag\">");
        html_say(html, "kept aside");
        html_raw(html, "</b>");
    }
    html_raw(html, "</td></tr>\n");
}

static void version_table(struct html *html, const struct tvx_joint_version *items, size_t count)
{
    html_raw(html, "<section class=\"card\"><table>\n<thead><tr><th scope=\"col\" class=\"n\">");
    html_say(html, "Version");
    html_raw(html, "</th><th scope=\"col\">");
    html_say(html, "By");
    html_raw(html, "</th><th scope=\"col\">");
    html_say(html, "Saved");
    html_raw(html, "</th><th scope=\"col\">");
    html_say(html, "Note");
    html_raw(html, "</th><th scope=\"col\"><span class=\"vh\">");
    html_say(html, "What became of it");
    html_raw(html, "</span></th></tr></thead>\n<tbody>\n");
    for (size_t i = count; i-- > 0;)
        version_row(html, &items[i]);
    html_raw(html, "</tbody></table></section>\n");
}

static void choice(struct html *html, const char *name, const char *label, const struct tvx_joint_version *items,
                   size_t count, size_t chosen)
{
    html_raw(html, "<label>");
    html_say(html, label);
    html_raw(html, " <select");
    html_attribute(html, "name", name);
    html_raw(html, ">");
    for (size_t i = 0; i < count; i++) {
        const char *n = tvx_arena_printf(html->arena, "%zu", items[i].n);

        html_raw(html, "<option");
        html_attribute(html, "value", n);
        if (items[i].n == chosen)
            html_raw(html, " selected");
        html_raw(html, ">");
        html_text(html, n);
        html_raw(html, "</option>");
    }
    html_raw(html, "</select></label>\n");
}

static const struct tvx_joint_version *version_n(const struct tvx_joint_version *items, size_t count, size_t n)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].n == n)
            return &items[i];
    return NULL;
}

static void compare(struct html *html, struct tvx_page *page, const struct tvx_joint_version *items, size_t count)
{
    const struct tvx_joint_version *a = version_n(items, count, number_of(tvx_page_parameter(page, "a")));
    const struct tvx_joint_version *b = version_n(items, count, number_of(tvx_page_parameter(page, "b")));

    if (count < 2)
        return;
    if (b == NULL)
        b = &items[count - 1];
    if (a == NULL)
        a = version_n(items, count, b->base == 0 ? items[0].n : b->base);
    if (a == NULL)
        a = &items[0];
    html_raw(html, "<section class=\"card\"><h2>");
    html_say_with(html, "What changed from version {1} to version {2}",
                  (const char *[]){tvx_arena_printf(html->arena, "%zu", a->n),
                                   tvx_arena_printf(html->arena, "%zu", b->n)}, 2);
    html_raw(html, "</h2>\n<form class=\"inline\"");
    html_attribute(html, "action", html_statement_action(html, "statement-versions", page->reference));
    html_raw(html, ">");
    choice(html, "a", "From version", items, count, a->n);
    choice(html, "b", "to version", items, count, b->n);
    html_raw(html, "<button type=\"submit\">");
    html_say(html, "Compare");
    html_raw(html, "</button></form>\n");
    html->language = b->language;
    html_statement_redline(html, a, b);
    html->language = "";
    html_raw(html, "</section>\n");
}

enum tvx_status page_statement_versions(struct tvx_page *page)
{
    struct html html = html_of(page);
    const char *title = html_said(&html, "Versions");
    struct html_crumb crumbs[] = {{html_said(&html, "Statements"), NULL}, {NULL, NULL}, {title, NULL}};
    struct tvx_joint joint;
    struct tvx_joint_version *items;
    size_t count;
    enum tvx_status status = tvx_store_joint(page->store, page->arena, &joint, page->reference, page->error);

    if (status == TVX_OK && !page->viewer->reads)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "There is no such page.");
    if (status == TVX_OK)
        status = tvx_store_joint_versions(page->store, page->arena, &items, &count, &joint, page->error);
    if (status != TVX_OK)
        return status;
    crumbs[0].href = html_address(&html, "statements", NULL);
    crumbs[1].text = joint.title;
    crumbs[1].href = html_address(&html, "statement", joint.key);
    html_start(&html, tvx_arena_printf(page->arena, "%s · %s", joint.title, title), crumbs, 3);
    html_raw(&html, "<div class=\"head\"><h1>");
    html_text(&html, title);
    html_raw(&html, "</h1></div>\n");
    compare(&html, page, items, count);
    version_table(&html, items, count);
    html_end(&html);
    return TVX_OK;
}

/* ---- the link of the e-mail ---- */

static void confirm_form(struct html *html, const struct tvx_joint *joint, const struct tvx_joint_signatory *s,
                         const char *token)
{
    html_raw(html, "<p>");
    html_say_with(html, "{1} ({2}, {3}) signs this statement:",
                  (const char *[]){s->organisation, s->person, s->function}, 3);
    html_raw(html, "</p>\n<p dir=\"auto\">");
    html_thing(html, "statement", joint->key, NULL, joint->title);
    html_raw(html, "</p>\n");
    if (s->confirmed != NULL || s->withdrawn != NULL) {
        html_raw(html, "<p>");
        if (s->withdrawn != NULL)
            html_say(html, "This signature was withdrawn.");
        else
            html_say(html, "This signature is confirmed.");
        html_raw(html, "</p>\n");
        return;
    }
    html_form_start(html, html_statement_action(html, "statement-confirm", NULL), "entry");
    html_hidden(html, "signature", token);
    html_form_end(html, "Confirm this signature");
}

enum tvx_status tvx_page_statement_confirm(struct tvx_page *page, const char *token, const char *problem)
{
    struct html html = html_of(page);
    const char *title = html_said(&html, "Confirm a signature");
    const struct html_crumb crumbs[] = {{title, NULL}};
    struct tvx_joint joint;
    struct tvx_joint_signatory s;
    enum tvx_status status = tvx_store_joint_token(page->store, page->arena, &joint, &s, token == NULL ? "" : token,
                                                   page->error);

    if (status != TVX_OK)
        return status;
    html_start(&html, title, crumbs, 1);
    html_raw(&html, "<div class=\"head\"><h1>");
    html_text(&html, title);
    html_raw(&html, "</h1></div>\n<section class=\"card\">\n");
    html_problem(&html, problem);
    confirm_form(&html, &joint, &s, token);
    html_raw(&html, "</section>\n");
    html_end(&html);
    return TVX_OK;
}

enum tvx_status page_statement_confirm(struct tvx_page *page)
{
    return tvx_page_statement_confirm(page, tvx_page_parameter(page, "token"), NULL);
}

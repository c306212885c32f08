/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of a joint statement: its text, who signed, the form to sign on, and what an administrator does with it. */
#include "pages.h"

#include "html_statement.h"

#include <string.h>

/* ---- for everybody ---- */

static void head(struct html *html, const struct tvx_joint_whole *whole)
{
    const struct tvx_joint *joint = &whole->joint;

    html_raw(html, "<div class=\"head\"><h1 dir=\"auto\">");
    html_text(html, whole->version.title);
    html_raw(html, "</h1>\n<p class=\"facts\">");
    if (joint->published != 0)
        html_say_with(html, "Published on {1}, version {2}.",
                      (const char *[]){html_date(html, tvx_arena_strndup(html->arena, joint->published_at, 10)),
                                       tvx_arena_printf(html->arena, "%zu", joint->published)}, 2);
    html_raw(html, " ");
    html_text(html, html_statement_stands(html, joint));
    html_raw(html, "</p>\n");
    if (html->viewer->served && html->viewer->reads) {
        html_raw(html, "<p>");
        if (html->viewer->edits && joint->state == TVX_JOINT_DRAFT) {
            html_thing(html, "statement-draft", joint->key, NULL, html_said(html, "Edit the text"));
            html_raw(html, " · ");
        }
        html_thing(html, "statement-versions", joint->key, NULL, html_said(html, "Versions"));
        html_raw(html, "</p>\n");
    }
    html_raw(html, "</div>\n");
}

static void signatories(struct html *html, const struct tvx_joint_whole *whole)
{
    if (whole->joint.state == TVX_JOINT_DRAFT)
        return;
    html_raw(html, "<section class=\"card\"><h2 id=\"signatories\">");
    html_say_number(html, whole->joint.signatories, "{1} signatory", "{1} signatories");
    html_raw(html, "</h2>\n");
    if (whole->joint.signatories > 0)
        html_statement_list(html, whole);
    if (whole->joint.withdrawn > 0) {
        html_raw(html, "<p class=\"soft\">");
        html_say_number(html, whole->joint.withdrawn, "{1} organisation has withdrawn its name.",
                        "{1} organisations have withdrawn their names.");
        html_raw(html, "</p>\n");
    }
    html_raw(html, "</section>\n");
}

/* What was typed stays in a form that is shown again. */
static const char *typed(const struct tvx_page *page, const char *problem, const char *name)
{
    return problem == NULL ? NULL : tvx_page_parameter(page, name);
}

static void sign_on(struct html *html, const struct tvx_joint_whole *whole, const char *problem)
{
    const struct tvx_page *page = html->page;

    if (whole->joint.state != TVX_JOINT_OPEN || !html->viewer->served || html->viewer->token == NULL)
        return;
    html_raw(html, "<section class=\"card\" id=\"sign\"><h2>");
    html_say(html, "Sign on");
    html_raw(html, "</h2>\n");
    html_problem(html, problem);
    if (tvx_page_parameter(page, "signed") != NULL && problem == NULL)
        html_done(html,
                  SAY("An e-mail is on its way to you: open its link to confirm, and the signature is on the list."));
    html_form_start(html, html_statement_action(html, "statement-sign", whole->joint.key), "entry");
    html_entry(html, &(struct html_entry){.name = "organisation", .label = SAY("Organisation"),
                                          .value = typed(page, problem, "organisation"),
                                          .autocomplete = "organization", .most = TVX_JOINT_NAME});
    html_entry(html, &(struct html_entry){.name = "person", .label = SAY("Your name"), .autocomplete = "name",
                                          .value = typed(page, problem, "person"), .most = TVX_JOINT_NAME});
    html_entry(html, &(struct html_entry){.name = "function", .label = SAY("Your function there"),
                                          .autocomplete = "organization-title",
                                          .value = typed(page, problem, "function"), .most = TVX_JOINT_NAME});
    html_entry(html, &(struct html_entry){
        .name = "email", .type = "email", .label = SAY("E-mail"), .value = typed(page, problem, "email"),
        .autocomplete = "email", .most = TVX_JOINT_EMAIL,
        .hint = SAY("We write to it once, so that you can confirm. It is not published.")});
    html_form_end(html, "Sign on");
    html_raw(html, "</section>\n");
}

/* ---- files ---- */

static void file_link(struct html *html, const char *key, const char *name, const char *text)
{
    html_raw(html, "<li>");
    html_link(html, tvx_arena_printf(html->arena, "statement-file/%s/%s", tvx_page_escape(html->arena, key), name),
              NULL, text);
    html_raw(html, "</li>\n");
}

static void seal(struct html *html, const struct tvx_joint_whole *whole)
{
    char fingerprint[TVX_SEAL_FINGERPRINT], key[TVX_SEAL_PUBLIC_TEXT];
    const char *name = whole->joint.key;

    tvx_seal_fingerprint(fingerprint, whole->seal.public_key);
    tvx_seal_public_text(key, whole->seal.public_key);
    html_raw(html, "<section class=\"card\"><h2>");
    html_say(html, "Seal");
    html_raw(html, "</h2>\n<p>");
    html_say(html, "Text and list are sealed: whoever changes a letter of them breaks the seal.");
    html_raw(html, " ");
    html_statement_time(html, whole->seal.at);
    html_raw(html, "</p>\n");
    html_raw(html, "<dl class=\"facts\">");
    html_fact(html, "Fingerprint of the key (SHA-256)", fingerprint);
    html_fact(html, "Public key", key);
    html_raw(html, "</dl>\n<p>");
    if (!html->viewer->served) { /* beside this page (site.c) */
        html_link(html, tvx_arena_printf(html->arena, "statement/%s.txt", name), NULL,
                  html_said(html, "Sealed text and list"));
        html_raw(html, " · ");
        html_link(html, tvx_arena_printf(html->arena, "statement/%s.txt.minisig", name), NULL,
                  html_said(html, "Seal"));
        html_raw(html, "</p>\n<p>");
    }
    html_say(html, "To verify it, take both files, and compare the key with the one that the publisher made known:");
    html_raw(html, "</p>\n<p><code>");
    html_text(html,
              tvx_arena_printf(html->arena, "travaux statement verify %s.txt %s.txt.minisig %s", name, name, key));
    html_raw(html, "</code></p>\n<p><code>");
    html_text(html, tvx_arena_printf(html->arena, "minisign -Vm %s.txt -P %s", name, key));
    html_raw(html, "</code></p>\n</section>\n");
}

static void files(struct html *html, const struct tvx_joint_whole *whole)
{
    const char *key = whole->joint.key;
    bool sealed = whole->sealed && !whole->stale;

    if (html->viewer->served) {
        html_raw(html, "<section class=\"card\"><h2>");
        html_say(html, "Files");
        html_raw(html, "</h2>\n<ul class=\"plain\">\n");
        file_link(html, key, "pdf", "PDF");
        file_link(html, key, "docx", "Word (DOCX)");
        file_link(html, key, "md", "Markdown");
        file_link(html, key, "html", "HTML");
        file_link(html, key, "json", "JSON");
        if (sealed) {
            file_link(html, key, "txt", html_said(html, "Sealed text and list"));
            file_link(html, key, "minisig", html_said(html, "Seal"));
        }
        html_raw(html, "</ul></section>\n");
    }
    if (sealed)
        seal(html, whole);
}

/* ---- for administrators ---- */

static void waiting(struct html *html, const struct tvx_joint_whole *whole)
{
    const char *key = whole->joint.key;

    if (whole->signatory_count == 0)
        return;
    html_raw(html, "<h3>");
    html_say(html, "All signatures");
    html_raw(html, "</h3>\n<ul class=\"plain\">\n");
    for (size_t i = 0; i < whole->signatory_count; i++) {
        const struct tvx_joint_signatory *s = &whole->signatories[i];

        html_raw(html, "<li><b dir=\"auto\">");
        html_text(html, s->organisation);
        html_raw(html, "</b> <span dir=\"auto\">");
        html_text(html, tvx_arena_printf(html->arena, "%s, %s", s->person, s->function));
        html_raw(html, "</span> <span class=\"soft\">");
        html_text(html, s->email);
        html_raw(html, "</span> ");
        if (s->withdrawn != NULL) {
            html_say(html, "withdrawn");
            html_raw(html, ": <span dir=\"auto\">");
            html_text(html, s->because);
            html_raw(html, "</span>");
        } else {
            if (s->confirmed == NULL && whole->joint.state != TVX_JOINT_CLOSED)
                html_statement_button(html, "statement-admit", key, s->id, SAY("Confirm"));
            html_form_start(html, html_statement_action(html, "statement-withdraw", key), "inline");
            html_hidden_number(html, "number", s->id);
            html_raw(html, "<input name=\"because\" required");
            html_attribute(html, "aria-label", html_said(html, "Reason"));
            html_attribute(html, "placeholder", html_said(html, "Reason"));
            html_raw(html, "> ");
            html_form_end(html, "Withdraw");
        }
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul>\n");
}

static void day_form(struct html *html, const struct tvx_joint_whole *whole, const char *action, const char *button)
{
    html_form_start(html, html_statement_action(html, action, whole->joint.key), "entry");
    html_hidden_number(html, "version", (int64_t)whole->version.n);
    html_entry(html, &(struct html_entry){.name = "closes", .type = "date", .label = SAY("Last day to sign on"),
                                          .value = whole->joint.closes, .hint = SAY("The day ends by UTC."),
                                          .optional = true});
    html_form_end(html, button);
}

static void seal_form(struct html *html, const struct tvx_joint_whole *whole, const struct tvx_joint_key *key)
{
    if (key == NULL) {
        html_raw(html, "<p>");
        html_say(html, "The workspace has no key yet: `travaux statement key --new` makes one, at the shell.");
        html_raw(html, "</p>\n");
        return;
    }
    html_form_start(html, html_statement_action(html, "statement-seal", whole->joint.key), "entry");
    if (key->locked)
        html_entry(html, &(struct html_entry){.name = "passphrase", .type = "password", .autocomplete = "off",
                                              .label = SAY("Passphrase of the workspace's key")});
    html_form_end(html, "Seal text and list");
}

static enum tvx_status administer(struct html *html, struct tvx_page *page, const struct tvx_joint_whole *whole,
                                  const char *problem)
{
    struct tvx_joint_key *keys;
    size_t count;
    enum tvx_status status;

    if (!page->viewer->administers || !page->viewer->served || page->viewer->token == NULL)
        return TVX_OK;
    status = tvx_store_joint_keys(page->store, page->arena, &keys, &count, page->error);
    if (status != TVX_OK)
        return status;
    html_raw(html, "<section class=\"card\" id=\"administer\"><h2>");
    html_say(html, "For administrators");
    html_raw(html, "</h2>\n");
    html_problem(html, problem);
    if (whole->joint.state == TVX_JOINT_DRAFT)
        day_form(html, whole, "statement-publish", SAY("Publish for sign-on"));
    if (whole->joint.state == TVX_JOINT_OPEN || whole->joint.state == TVX_JOINT_ENDED) {
        day_form(html, whole, "statement-closes", SAY("Move the day"));
        html_statement_button(html, "statement-close", whole->joint.key, 0, SAY("Close sign-on now, for good"));
    }
    if (whole->sealed && whole->stale) {
        html_raw(html, "<p class=\"alert\">! ");
        html_say(html, "The list has changed since it was sealed, so the seal is not shown: seal it again.");
        html_raw(html, "</p>\n");
    }
    if (whole->joint.state != TVX_JOINT_DRAFT)
        seal_form(html, whole, count == 0 ? NULL : &keys[0]);
    waiting(html, whole);
    html_raw(html, "</section>\n");
    return TVX_OK;
}

/* ---- the page ---- */

enum tvx_status tvx_page_statement(struct tvx_page *page, const char *sign_problem, const char *problem)
{
    struct html html = html_of(page);
    struct tvx_joint_whole whole;
    struct html_crumb crumbs[] = {{html_said(&html, "Statements"), NULL}, {NULL, NULL}};
    enum tvx_status status = tvx_joint_load(&whole, page->store, page->arena, page->reference, 0, page->error);

    if (status == TVX_OK && whole.joint.published == 0 && !page->viewer->reads)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "There is no such page.");
    if (status != TVX_OK)
        return status;
    crumbs[0].href = html_address(&html, "statements", NULL);
    crumbs[1].text = whole.version.title;
    html_start(&html, whole.version.title, crumbs, 2);
    head(&html, &whole);
    html_raw(&html, "<section class=\"card\">\n");
    html_statement_text(&html, &whole);
    html_raw(&html, "</section>\n");
    signatories(&html, &whole);
    sign_on(&html, &whole, sign_problem);
    status = administer(&html, page, &whole, problem);
    files(&html, &whole);
    html_end(&html);
    return status;
}

enum tvx_status page_statement(struct tvx_page *page)
{
    return tvx_page_statement(page, NULL, NULL);
}

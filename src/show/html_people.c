/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Everybody who may use the workbench: for admins. */
#include "html_entry.h"
#include "people.h"

#include <string.h>

static const struct html_option roles[] = {
    {"reader", SAY("reader")}, {"analyst", SAY("analyst")}, {"editor", SAY("editor")}, {"admin", SAY("admin")}};
enum { ROLES = sizeof roles / sizeof *roles };

static void button(struct html *html, const char *action, int64_t id, const char *said)
{
    html_form_start(html, action, NULL);
    html_hidden_number(html, "id", id);
    html_form_end(html, said);
}

/* A link is shown once: it is not kept. */
static void link_box(struct html *html, const struct tvx_page_people *people)
{
    if (people->link == NULL)
        return;
    html_raw(html, "<p class=\"answer\" role=\"status\">");
    html_say_with(html, "Send this link to {1}, by a way that only they read. It works once, within 7 days, and is not "
                        "shown again:", &people->link_for, 1);
    html_raw(html, " <a class=\"secret\"");
    html_attribute(html, "href", people->link);
    html_raw(html, ">");
    html_text(html, people->link);
    html_raw(html, "</a></p>\n");
}

static void one(struct html *html, const struct tvx_account *a, bool self)
{
    html_raw(html, "<li><span><b>");
    html_text(html, a->name);
    html_raw(html, "</b> ");
    html_text(html, a->email);
    html_raw(html, "<br><span class=\"soft\">");
    html_say(html, people_role(a->role));
    if (a->disabled) {
        html_raw(html, "; ");
        html_say(html, "disabled");
    }
    if (a->has_totp) {
        html_raw(html, "; ");
        html_say(html, "with a second factor");
    }
    if (a->local) {
        html_raw(html, "; ");
        html_say(html, "the person at this machine");
    }
    html_raw(html, "</span></span>");
    if (!a->local) {
        html_raw(html, "<details><summary>");
        html_say_with(html, "Change {1}", &a->name, 1);
        html_raw(html, "</summary>");
        html_form_start(html, "/people/role", "entry");
        html_hidden_number(html, "id", a->id);
        html_choice(html, "role", SAY("Role"), roles, ROLES, tvx_role_name(a->role));
        html_form_end(html, self ? SAY("Change it, and sign yourself out") : SAY("Change it, and sign them out"));
        if (a->disabled)
            button(html, "/people/enable", a->id, SAY("Let them in again"));
        else
            button(html, "/people/disable", a->id, SAY("Disable the account"));
        button(html, "/people/reset", a->id, SAY("Make a link for a new password"));
        if (a->has_totp && !self)
            button(html, "/people/second-factor", a->id, SAY("Take the second factor away"));
        html_raw(html, "</details>");
    }
    html_raw(html, "</li>\n");
}

static void open_invitations(struct html *html, const struct tvx_page_people *people)
{
    size_t open = 0;

    for (size_t i = 0; i < people->invitation_count; i++)
        open += people->invitations[i].state == TVX_INVITATION_OPEN;
    if (open == 0)
        return;
    html_raw(html, "<section class=\"card\"><h2>");
    html_say(html, "Links that have not been followed yet");
    html_raw(html, "</h2>\n<ul class=\"rows\">\n");
    for (size_t i = 0; i < people->invitation_count; i++) {
        const struct tvx_invitation *n = &people->invitations[i];

        if (n->state != TVX_INVITATION_OPEN)
            continue;
        html_raw(html, "<li><span>");
        html_text(html, n->email);
        html_raw(html, "<br><span class=\"soft\">");
        html_say(html, n->account != 0 ? SAY("for a new password") : people_role(n->role));
        html_raw(html, "; ");
        html_say(html, "good until");
        html_raw(html, " ");
        html_moment(html, n->expires);
        html_raw(html, "</span></span>");
        button(html, "/people/withdraw", n->id, SAY("Withdraw"));
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul></section>\n");
}

void tvx_page_people(struct tvx_page *page, const struct tvx_page_told *told, const struct tvx_page_people *people)
{
    struct html html = html_of(page);

    people_start(&html, told, SAY("People"));
    link_box(&html, people);
    html_raw(&html, "<section class=\"card\"><h2>");
    html_say(&html, "Who may come in");
    html_raw(&html, "</h2>\n<ul class=\"rows\">\n");
    for (size_t i = 0; i < people->account_count; i++)
        one(&html, &people->accounts[i], people->accounts[i].id == page->viewer->account);
    html_raw(&html, "</ul></section>\n");
    open_invitations(&html, people);
    html_raw(&html, "<section class=\"card\"><h2>");
    html_say(&html, "Invite somebody");
    html_raw(&html, "</h2>\n<p>");
    html_say(&html, "A reader reads. An analyst also annotates, assesses and drafts. An editor also adds documents and "
                    "settles what needs an eye. An admin also lets people in and publishes.");
    html_raw(&html, "</p>\n");
    html_form_start(&html, "/people/invite", "entry");
    html_entry(&html, &(struct html_entry){.name = "email", .label = SAY("E-mail address"), .type = "email",
                                           .autocomplete = "off", .most = TVX_ACCOUNT_EMAIL});
    html_choice(&html, "role", SAY("Role"), roles, ROLES, "analyst");
    html_form_end(&html, "Make the link");
    html_raw(&html, "</section>\n<p><a href=\"/publish\">");
    html_say(&html, "What is published");
    html_raw(&html, "</a> · <a href=\"/audit\">");
    html_say(&html, "Audit log");
    html_raw(&html, "</a></p>\n");
    html_end(&html);
}

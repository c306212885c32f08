/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What everybody may read without an account, and the log of who did what: for admins. */
#include "html_entry.h"
#include "people.h"

#include <string.h>

static const char *const kind_names[TVX_PUBLISHED_KIND_COUNT] = {
    SAY("the whole workspace"), SAY("meeting"), SAY("instrument"), SAY("joint statement")};

static void item(struct html *html, const struct tvx_page_publishable *p)
{
    html_raw(html, "<li><span><b>");
    if (p->kind == TVX_PUBLISHED_WORKSPACE)
        html_say(html, "The whole workspace");
    else
        html_text(html, p->key);
    html_raw(html, "</b> ");
    if (p->title != NULL && *p->title != '\0')
        html_text(html, p->title);
    html_raw(html, "<br><span class=\"soft\">");
    if (p->kind != TVX_PUBLISHED_WORKSPACE) {
        html_say(html, kind_names[p->kind]);
        html_raw(html, "; ");
    }
    html_say(html, p->open ? "everybody may read it" : "only who has signed in");
    html_raw(html, "</span>");
    if (p->closed > 0) {
        html_raw(html, "<br><span class=\"warn\">");
        html_say_number(html, p->closed, "{1} of its documents is not marked as public.",
                        "{1} of its documents are not marked as public.");
        html_raw(html, "</span>");
    }
    html_raw(html, "</span>");
    html_form_start(html, "/publish", NULL);
    html_hidden(html, "kind", tvx_published_kind_name(p->kind));
    html_hidden(html, "key", p->key == NULL ? "" : p->key);
    html_hidden(html, "open", p->open ? "0" : "1");
    html_form_end(html, p->open ? SAY("Take it back") : SAY("Publish"));
    html_raw(html, "</li>\n");
}

void tvx_page_publish(struct tvx_page *page, const struct tvx_page_told *told,
                      const struct tvx_page_publishable *items, size_t count)
{
    struct html html = html_of(page);

    people_start(&html, told, SAY("What is published"));
    html_raw(&html, "<section class=\"card\"><p>");
    html_say(&html, "Visitors without an account read what is published here and nothing else; they change nothing. A "
                    "meeting opens its documents and proposals; an instrument opens its text and what is proposed for "
                    "it. Search and the lists over everything open only with the whole workspace.");
    html_raw(&html, "</p>\n<ul class=\"rows\">\n");
    for (size_t i = 0; i < count; i++)
        item(&html, &items[i]);
    html_raw(&html, "</ul></section>\n");
    html_end(&html);
}

/* ---- the audit log ---- */

static const struct html_option words[] = { /* of what this program writes; other words stand as they are */
    {"account.add", SAY("made an account")}, {"account.role", SAY("changed a role")},
    {"account.disable", SAY("disabled an account")}, {"account.enable", SAY("let an account in again")},
    {"account.name", SAY("changed a name")}, {"account.password", SAY("set a password")},
    {"account.reset", SAY("made a link for a new password")}, {"session.start", SAY("signed in")},
    {"session.end", SAY("signed out")}, {"session.blocked", SAY("was held up after wrong passwords")},
    {"invitation.add", SAY("invited")},
    {"invitation.withdraw", SAY("withdrew an invitation")}, {"token.add", SAY("made a token")},
    {"token.revoke", SAY("revoked a token")}, {"totp.on", SAY("set up a second factor")},
    {"totp.off", SAY("took a second factor away")}, {"totp.recovery", SAY("used a code for recovery")},
    {"publish.add", SAY("published")}, {"publish.withdraw", SAY("took back from the public")},
};

static void what(struct html *html, const char *word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].value, word) == 0) {
            html_say(html, words[i].said);
            return;
        }
    html_text(html, word);
}

static void chain(struct html *html, const struct tvx_audit_check *check)
{
    const char *broken = tvx_arena_printf(html->arena, "%lld", (long long)check->broken_at);

    if (!check->whole) {
        html_raw(html, "<p class=\"answer wrong\" role=\"alert\">");
        html_say_with(html, "The log was changed from outside at entry {1}: it, or one before it, was altered or taken "
                            "out.", &broken, 1);
        html_raw(html, "</p>\n");
        return;
    }
    html_raw(html, "<p>");
    html_say_number(html, check->entries, "The log is whole: {1} entry, each with a hash over all before it.",
                    "The log is whole: {1} entries, each with a hash over all before it.");
    if (*check->head != '\0') {
        html_raw(html, " ");
        html_say(html, "Note the newest hash elsewhere, to know later that nothing was written anew:");
        html_raw(html, " <code class=\"secret\">");
        html_text(html, check->head);
        html_raw(html, "</code>");
    }
    html_raw(html, "</p>\n");
}

static void cell(struct html *html, const char *text)
{
    html_raw(html, "<td>");
    html_text(html, text);
    html_raw(html, "</td>");
}

void tvx_page_audit(struct tvx_page *page, const struct tvx_audit_entry *entries, size_t count,
                    const struct tvx_audit_check *check, int64_t more)
{
    struct html html = html_of(page);

    people_start(&html, NULL, SAY("Audit log"));
    html_raw(&html, "<section class=\"card\">");
    chain(&html, check);
    html_raw(&html, "<div class=\"scroll\" tabindex=\"0\" role=\"group\"");
    html_attribute(&html, "aria-label", html_said(&html, "Audit log"));
    html_raw(&html, "><table class=\"log\"><thead><tr><th scope=\"col\">");
    html_say(&html, "When (UTC)");
    html_raw(&html, "</th><th scope=\"col\">");
    html_say(&html, "Who");
    html_raw(&html, "</th><th scope=\"col\">");
    html_say(&html, "What");
    html_raw(&html, "</th><th scope=\"col\">");
    html_say(&html, "About");
    html_raw(&html, "</th><th scope=\"col\">");
    html_say(&html, "Details");
    html_raw(&html, "</th></tr></thead>\n<tbody>");
    for (size_t i = 0; i < count; i++) {
        html_raw(&html, "<tr>");
        cell(&html, tvx_arena_printf(html.arena, "%.10s %.8s", entries[i].at,
                                     strlen(entries[i].at) > 11 ? entries[i].at + 11 : ""));
        cell(&html, entries[i].who == TVX_AUDIT_SHELL ? html_said(&html, "(at the shell)") : entries[i].name);
        html_raw(&html, "<td>");
        what(&html, entries[i].what);
        html_raw(&html, "</td>");
        cell(&html, entries[i].about);
        cell(&html, entries[i].details);
        html_raw(&html, "</tr>\n");
    }
    html_raw(&html, "</tbody></table></div>\n");
    if (more > 0) {
        html_raw(&html, "<p><a");
        html_attribute(&html, "href", tvx_arena_printf(html.arena, "/audit?before=%lld", (long long)more));
        html_raw(&html, ">");
        html_say(&html, "Older entries");
        html_raw(&html, "</a></p>\n");
    }
    html_raw(&html, "</section>\n");
    html_end(&html);
}

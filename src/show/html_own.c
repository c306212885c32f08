/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One's own account: name, password, second factor, sessions, tokens for programs. */
#include "html_entry.h"
#include "people.h"

#include <stdio.h>
#include <string.h>

static void section(struct html *html, const char *title)
{
    html_raw(html, "<section class=\"card\"><h2>");
    html_say(html, title);
    html_raw(html, "</h2>\n");
}

static void section_end(struct html *html)
{
    html_raw(html, "</section>\n");
}

static void facts(struct html *html, const struct tvx_account *account)
{
    static const struct html_option tongues[] = {
        {"", SAY("as the browser says")}, {"en", SAY("English")}, {"fr", SAY("French")}};

    section(html, SAY("You"));
    html_raw(html, "<dl class=\"facts\">");
    html_fact(html, html_said(html, "E-mail address"), account->email);
    html_fact(html, html_said(html, "Role"), html_said(html, people_role(account->role)));
    html_raw(html, "</dl>\n");
    html_form_start(html, "/sign-out", NULL);
    html_form_end(html, "Sign out");
    if (account->local) {
        html_raw(html, "<p>");
        html_say(html, "You are the person at this machine, and need no account. To work with others, invite them, and "
                       "yourself as an admin: from then on everybody signs in.");
        html_raw(html, " <a href=\"/people\">");
        html_say(html, "People");
        html_raw(html, "</a></p>\n");
    } else {
        html_form_start(html, "/account/name", "entry");
        html_entry(html, &(struct html_entry){.name = "name", .label = SAY("Your name, as the others will see it"),
                                              .value = account->name, .autocomplete = "name",
                                              .most = TVX_ACCOUNT_NAME});
        html_choice(html, "language", SAY("Language of pages and mail"), tongues, sizeof tongues / sizeof *tongues,
                    account->language);
        html_form_end(html, "Keep");
    }
    section_end(html);
    if (!html->viewer->administers)
        return;
    section(html, SAY("What admins see to"));
    html_raw(html, "<ul><li><a href=\"/people\">");
    html_say(html, "People");
    html_raw(html, "</a></li><li><a href=\"/publish\">");
    html_say(html, "What is published");
    html_raw(html, "</a></li><li><a href=\"/audit\">");
    html_say(html, "Audit log");
    html_raw(html, "</a></li></ul>\n");
    section_end(html);
}

static void password(struct html *html)
{
    section(html, SAY("Password"));
    html_form_start(html, "/account/password", "entry");
    html_entry(html, &(struct html_entry){.name = "old", .label = SAY("Present password"), .type = "password",
                                          .autocomplete = "current-password", .most = TVX_PASSWORD_MOST});
    people_new_password(html);
    html_form_end(html, "Change it, and sign out everywhere else");
    section_end(html);
}

static void second_factor(struct html *html, const struct tvx_account *account)
{
    section(html, SAY("Second factor"));
    html_raw(html, "<p>");
    if (!account->has_totp) {
        html_say(html, "A code from a device of yours, asked for beside the password: who learns your password cannot "
                       "use it alone.");
        html_raw(html, "</p>\n<p><a href=\"/account/second-factor\">");
        html_say(html, "Set it up");
        html_raw(html, "</a></p>\n");
        section_end(html);
        return;
    }
    html_say_number(html, account->recovery, "It is in force; {1} code for recovery is left.",
                    "It is in force; {1} codes for recovery are left.");
    html_raw(html, "</p>\n");
    html_form_start(html, "/account/second-factor/off", "entry");
    html_entry(html, &(struct html_entry){.name = "password", .label = SAY("Present password"), .type = "password",
                                          .autocomplete = "current-password", .most = TVX_PASSWORD_MOST});
    html_form_end(html, "Take it away");
    section_end(html);
}

static void sessions(struct html *html, const struct tvx_page_own *own)
{
    section(html, SAY("Where you are signed in"));
    html_raw(html, "<ul class=\"rows\">\n");
    for (size_t i = 0; i < own->session_count; i++) {
        const struct tvx_session *s = &own->sessions[i];

        html_raw(html, "<li><span>");
        html_text(html, *s->agent == '\0' ? html_said(html, "a browser without a name") : s->agent);
        html_raw(html, "<br><span class=\"soft\">");
        html_say(html, "last seen");
        html_raw(html, " ");
        html_moment(html, s->seen);
        html_raw(html, "</span></span>");
        if (s->id == own->session) {
            html_raw(html, "<b>");
            html_say(html, "this one");
            html_raw(html, "</b>");
        } else {
            html_form_start(html, "/account/sessions", NULL);
            html_hidden_number(html, "session", s->id);
            html_form_end(html, "Sign it out");
        }
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul>\n");
    section_end(html);
}

static void new_token(struct html *html, const struct tvx_page_own *own)
{
    struct html_option roles[TVX_ROLE_COUNT];
    static const struct html_option days[] = {
        {"30", SAY("30 days")}, {"90", SAY("90 days")}, {"365", SAY("a year")}, {"0", SAY("until it is revoked")}};
    size_t count = 0;

    for (enum tvx_role role = TVX_ROLE_READER; role <= own->account->role; role++)
        roles[count++] = (struct html_option){tvx_role_name(role), people_role(role)};
    html_form_start(html, "/account/tokens", "entry");
    html_entry(html, &(struct html_entry){.name = "name", .label = SAY("What is it for?"), .most = 100});
    html_choice(html, "role", SAY("It may do what may do"), roles, count, "reader");
    html_choice(html, "days", SAY("It is good for"), days, sizeof days / sizeof *days, "90");
    html_form_end(html, "Make a token");
}

static void tokens(struct html *html, const struct tvx_page_own *own)
{
    section(html, SAY("Tokens for programs"));
    if (own->token != NULL) {
        html_raw(html, "<p class=\"answer\" role=\"status\">");
        html_say(html, "The new token. It is shown this once; keep it like a password:");
        html_raw(html, " <code class=\"secret\">");
        html_text(html, own->token);
        html_raw(html, "</code></p>\n");
    }
    html_raw(html, "<ul class=\"rows\">\n");
    for (size_t i = 0; i < own->token_count; i++) {
        const struct tvx_api_token *t = &own->tokens[i];

        if (t->revoked)
            continue;
        html_raw(html, "<li><span><b>");
        html_text(html, t->name);
        html_raw(html, "</b> (");
        html_say(html, people_role(t->role));
        html_raw(html, ")<br><span class=\"soft\">");
        html_say(html, t->used == 0 ? "never used" : "last used");
        if (t->used != 0) {
            html_raw(html, " ");
            html_moment(html, t->used);
        }
        if (t->expires != 0) {
            html_raw(html, "; ");
            html_say(html, "good until");
            html_raw(html, " ");
            html_moment(html, t->expires);
        }
        html_raw(html, "</span></span>");
        html_form_start(html, "/account/tokens/revoke", NULL);
        html_hidden_number(html, "id", t->id);
        html_form_end(html, "Revoke");
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul>\n");
    new_token(html, own);
    section_end(html);
}

void tvx_page_own(struct tvx_page *page, const struct tvx_page_told *told, const struct tvx_page_own *own)
{
    struct html html = html_of(page);

    people_start(&html, told, SAY("Your account"));
    facts(&html, own->account);
    tokens(&html, own);
    if (!own->account->local) {
        password(&html);
        second_factor(&html, own->account);
        sessions(&html, own);
    }
    html_end(&html);
}

/* ---- setting up the second factor ---- */

/* "ABCD EFGH …": for typing it. */
static const char *grouped(struct tvx_arena *arena, const char *secret)
{
    size_t length = strlen(secret), at = 0;
    char *out = tvx_arena_alloc(arena, length + length / 4 + 1);

    for (size_t i = 0; out != NULL && i < length; i++) {
        if (i > 0 && i % 4 == 0)
            out[at++] = ' ';
        out[at++] = secret[i];
    }
    return out;
}

static void recovery(struct html *html, const char (*codes)[TVX_RECOVERY_SIZE])
{
    section(html, SAY("Codes for recovery"));
    html_raw(html, "<p>");
    html_say(html, "The second factor is in force. Each of these lets you in once without your device. They are shown "
                   "this once: print them, or write them down.");
    html_raw(html, "</p>\n<ol class=\"codes\">");
    for (int i = 0; i < TVX_RECOVERY_CODES; i++) {
        html_raw(html, "<li><code class=\"secret\">");
        html_text(html, codes[i]);
        html_raw(html, "</code></li>");
    }
    html_raw(html, "</ol>\n<p><a href=\"/account\">");
    html_say(html, "Back to your account");
    html_raw(html, "</a></p>\n");
    section_end(html);
}

void tvx_page_second_factor(struct tvx_page *page, const struct tvx_page_told *told, const char *email,
                            const char *secret, const char (*codes)[TVX_RECOVERY_SIZE])
{
    struct html html = html_of(page);
    const char *uri;

    people_start(&html, told, SAY("Second factor"));
    if (codes != NULL) {
        recovery(&html, codes);
        html_end(&html);
        return;
    }
    uri = tvx_arena_printf(html.arena, "otpauth://totp/travaux:%s?secret=%s&issuer=travaux",
                           tvx_page_escape(html.arena, email), secret);
    section(&html, SAY("Set it up"));
    html_raw(&html, "<ol><li>");
    html_say(&html, "Enter this key in your authenticator (time-based, six digits):");
    html_raw(&html, " <code class=\"secret\">");
    html_text(&html, grouped(html.arena, secret));
    html_raw(&html, "</code> ");
    html_say(&html, "or, on the same device, open");
    html_raw(&html, " <a class=\"secret\"");
    html_attribute(&html, "href", uri);
    html_raw(&html, ">");
    html_text(&html, uri);
    html_raw(&html, "</a></li>\n<li>");
    html_say(&html, "Type the code that it shows now.");
    html_raw(&html, "</li></ol>\n");
    html_form_start(&html, "/account/second-factor", "entry");
    html_entry(&html, &(struct html_entry){.name = "code", .label = SAY("Code"), .autocomplete = "one-time-code",
                                           .most = 12});
    html_form_end(&html, "Put it in force");
    section_end(&html);
    html_end(&html);
}

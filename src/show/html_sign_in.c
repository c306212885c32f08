/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Coming in: the page to sign in, and that of an invitation. */
#include <travaux/show/people.h>

#include "html_entry.h"
#include "people.h"

void people_start(struct html *html, const struct tvx_page_told *told, const char *title)
{
    const char *said = html_said(html, title);
    const struct html_crumb crumbs[] = {{said, NULL}};

    html_start(html, said, crumbs, 1);
    html_raw(html, "<div class=\"head\"><h1>");
    html_text(html, said);
    html_raw(html, "</h1></div>\n");
    if (told != NULL) {
        html_problem(html, told->problem);
        html_done(html, told->done);
    }
}

static const char *const role_names[TVX_ROLE_COUNT] = {SAY("visitor"), SAY("reader"), SAY("analyst"), SAY("editor"),
                                                       SAY("admin")};

const char *people_role(enum tvx_role role)
{
    return role_names[role];
}

void tvx_page_sign_in(struct tvx_page *page, const struct tvx_page_told *told, const char *back, const char *email)
{
    struct html html = html_of(page);

    people_start(&html, told, SAY("Sign in"));
    html_raw(&html, "<section class=\"card\">");
    html_form_start(&html, "/sign-in", "entry");
    if (back != NULL)
        html_hidden(&html, "back", back);
    html_entry(&html, &(struct html_entry){.name = "email", .label = SAY("E-mail address"), .type = "email",
                                           .value = email, .autocomplete = "username", .most = TVX_ACCOUNT_EMAIL});
    html_entry(&html, &(struct html_entry){.name = "password", .label = SAY("Password"), .type = "password",
                                           .autocomplete = "current-password", .most = TVX_PASSWORD_MOST});
    html_entry(&html, &(struct html_entry){
        .name = "code", .label = SAY("Code of the second factor"), .autocomplete = "one-time-code", .most = 40,
        .hint = SAY("Only if you have set one up: six digits from your device, or a code for recovery."),
        .optional = true});
    html_form_end(&html, "Sign in");
    html_raw(&html, "<p class=\"soft\">");
    html_say(&html, "Accounts are made by invitation. Without an account you see what has been published here.");
    html_raw(&html, "</p></section>\n");
    html_end(&html);
}

void people_new_password(struct html *html)
{
    html_entry(html, &(struct html_entry){
        .name = "password", .label = SAY("New password"), .type = "password", .autocomplete = "new-password",
        .most = TVX_PASSWORD_MOST,
        .hint = SAY("At least 10 characters; a few words that nobody else would put together are easy to keep in "
                    "mind.")});
    html_entry(html, &(struct html_entry){.name = "again", .label = SAY("The same again"), .type = "password",
                                          .autocomplete = "new-password", .most = TVX_PASSWORD_MOST});
}

void tvx_page_invitation(struct tvx_page *page, const struct tvx_page_told *told,
                         const struct tvx_invitation *invitation, const char *key, const char *name)
{
    struct html html = html_of(page);
    bool reset = invitation->account != 0;
    const char *arguments[2] = {invitation->email, html_said(&html, people_role(invitation->role))};

    people_start(&html, told, reset ? SAY("Set a new password") : SAY("Your invitation"));
    html_raw(&html, "<section class=\"card\"><p>");
    if (reset)
        html_say_with(&html, "For the account {1}. It is signed out everywhere.", arguments, 1);
    else
        html_say_with(&html, "It makes an account for {1}, as {2}.", arguments, 2);
    html_raw(&html, "</p>\n");
    html_form_start(&html, "/invitation", "entry");
    html_hidden(&html, "key", key);
    if (!reset)
        html_entry(&html, &(struct html_entry){.name = "name", .label = SAY("Your name, as the others will see it"),
                                               .value = name, .autocomplete = "name", .most = TVX_ACCOUNT_NAME});
    people_new_password(&html);
    if (reset)
        html_form_end(&html, "Set the password");
    else
        html_form_end(&html, "Make the account");
    html_raw(&html, "</section>\n");
    html_end(&html);
}

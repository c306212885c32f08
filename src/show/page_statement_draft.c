/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The form in which a joint statement is written.  What was typed always comes back: after a mistake, with a quotation
 * put in, or when somebody else saved in the meantime.
 */
#include "pages.h"

#include "html_statement.h"

#include <string.h>

static void text_area(struct html *html, const char *text, const char *language)
{
    html_raw(html, "<label class=\"field\"><span>");
    html_say(html, "Text");
    html_raw(html, "</span><textarea name=\"text\" rows=\"24\" required dir=\"auto\"");
    html_attribute(html, "lang", language);
    html_raw(html, ">\n");
    html_text(html, text);
    html_raw(html, "</textarea><small>");
    html_say(html, "An empty line between paragraphs; # before a heading, - before an item, > before a quotation.");
    html_raw(html, "</small></label>\n");
}

/* Enter in any field saves: the first button of a form is the one that it presses. */
static void quote_field(struct html *html, const char *reference)
{
    html_entry(html, &(struct html_entry){.name = "reference", .label = SAY("Quote a provision"), .value = reference,
                                          .hint = SAY("Its reference, MNR:5.2 for instance."), .optional = true});
    html_raw(html, "<p><button type=\"submit\" name=\"do\" value=\"quote\" formnovalidate>");
    html_say(html, "Put it at the end of the text");
    html_raw(html, "</button></p>\n");
}

/* Somebody else saved: what they wrote, beside what was typed here. */
static void clash(struct html *html, const struct tvx_statement_form *form)
{
    if (form->theirs == NULL)
        return;
    html_raw(html, "<section class=\"card\"><h2>");
    html_say(html, "Somebody else saved in the meantime");
    html_raw(html, "</h2>\n<p class=\"told wrong\" role=\"alert\">");
    html_say_with(html, "Version {1} by {2} stands. Your text was not taken, but it is kept as version {3}. Below is "
                        "how yours differs from it: put in what it lacks, and save again.",
                  (const char *[]){tvx_arena_printf(html->arena, "%zu", form->theirs->n), form->theirs->author,
                                   tvx_arena_printf(html->arena, "%zu", form->kept)}, 3);
    html_raw(html, "</p>\n");
    html->language = form->theirs->language;
    html_statement_redline(html, form->theirs,
                           &(struct tvx_joint_version){.title = form->title, .text = form->text});
    html->language = "";
    html_raw(html, "</section>\n");
}

static void draft_form(struct html *html, const struct tvx_page *page, const struct tvx_statement_form *form)
{
    html_raw(html, "<section class=\"card\">\n");
    html_problem(html, form->problem);
    html_form_start(html, html_statement_action(html, page->reference == NULL ? "statement-new" : "statement-draft",
                                                page->reference), "entry writing");
    html_hidden_number(html, "base", (int64_t)form->base);
    html_raw(html, "<button class=\"vh\" type=\"submit\" name=\"do\" value=\"save\" tabindex=\"-1\" "
                   "aria-hidden=\"true\"></button>\n");
    html_entry(html, &(struct html_entry){.name = "title", .label = SAY("Title"), .value = form->title,
                                          .most = TVX_JOINT_TITLE});
    html_entry(html, &(struct html_entry){.name = "language", .label = SAY("Language"), .value = form->language,
                                          .hint = SAY("Its code: en, fr, ar …"), .most = 35});
    text_area(html, form->text, form->language);
    quote_field(html, form->reference);
    html_entry(html, &(struct html_entry){.name = "note", .label = SAY("What changed, in a few words"),
                                          .value = form->note, .most = TVX_JOINT_NOTE, .optional = true});
    html_raw(html, "<button type=\"submit\" name=\"do\" value=\"save\">");
    html_say(html, "Save as a new version");
    html_raw(html, "</button></form>\n</section>\n");
}

enum tvx_status tvx_page_statement_draft(struct tvx_page *page, const struct tvx_statement_form *form)
{
    struct html html = html_of(page);
    const char *title = html_said(&html, page->reference == NULL ? SAY("Begin a statement") : SAY("Edit the text"));
    struct html_crumb crumbs[] = {{html_said(&html, "Statements"), NULL}, {form->title, NULL}, {title, NULL}};
    bool begun = page->reference != NULL;

    if (!page->viewer->edits || page->viewer->token == NULL)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "There is no such page.");
    crumbs[0].href = html_address(&html, "statements", NULL);
    crumbs[1].href = begun ? html_address(&html, "statement", page->reference) : NULL;
    if (!begun)
        crumbs[1] = crumbs[2];
    html_start(&html, title, crumbs, begun ? 3 : 2);
    html_raw(&html, "<div class=\"head\"><h1>");
    html_text(&html, title);
    html_raw(&html, "</h1></div>\n");
    clash(&html, form);
    draft_form(&html, page, form);
    html_end(&html);
    return TVX_OK;
}

enum tvx_status page_statement_draft(struct tvx_page *page)
{
    struct tvx_statement_form form = {.title = "", .language = tvx_tongue_name(page->viewer->tongue)->code,
                                      .text = "", .note = ""};
    struct tvx_joint_version v;
    struct tvx_joint joint;
    enum tvx_status status = TVX_OK;

    if (page->reference != NULL) {
        status = tvx_store_joint(page->store, page->arena, &joint, page->reference, page->error);
        if (status == TVX_OK && joint.published != 0)
            return tvx_error_set(page->error, TVX_E_USAGE, "A published text stays as it is.");
        if (status == TVX_OK)
            status = tvx_store_joint_version(page->store, page->arena, &v, &joint, joint.latest, page->error);
        if (status == TVX_OK)
            form = (struct tvx_statement_form){.title = v.title, .language = v.language, .text = v.text, .note = "",
                                               .base = v.n};
    }
    return status == TVX_OK ? tvx_page_statement_draft(page, &form) : status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "html_statement.h"

#include <string.h>

const char *html_statement_stands(struct html *html, const struct tvx_joint *joint)
{
    switch (joint->state) {
    case TVX_JOINT_DRAFT:
        return html_said(html, "A draft: it has not been published.");
    case TVX_JOINT_OPEN:
        return joint->closes == NULL
                   ? html_said(html, "Open for sign-on.")
                   : html_said_with(html, "Open for sign-on until {1}.",
                                    (const char *[]){html_date(html, joint->closes)}, 1);
    case TVX_JOINT_ENDED:
        return html_said_with(html, "It could be signed until {1}.", (const char *[]){html_date(html, joint->closes)},
                              1);
    case TVX_JOINT_CLOSED:
        return html_said_with(html, "Sign-on was closed on {1}.",
                              (const char *[]){html_date(html, tvx_arena_strndup(html->arena, joint->closed_at, 10))},
                              1);
    }
    return "";
}

void html_statement_time(struct html *html, const char *time)
{
    const char *day = tvx_arena_strndup(html->arena, time, 10);

    html_raw(html, "<time");
    html_attribute(html, "datetime", time);
    html_raw(html, ">");
    html_text(html, html_date(html, day));
    if (strlen(time) > 16) {
        html_raw(html, ", ");
        html_text(html, tvx_arena_strndup(html->arena, time + 11, 5));
        html_raw(html, " UTC");
    }
    html_raw(html, "</time>");
}

/* ---- the text ---- */

/* Lines of a paragraph stay lines. */
static void lines(struct html *html, const char *text)
{
    html_open_text(html, "p", "lines");
    html_text(html, text);
    html_raw(html, "</p>\n");
}

static const struct {
    enum tvx_joint_quote_state state;
    const char *words;
} quote_words[] = {
    {TVX_JOINT_QUOTE_CHANGED, SAY("The place reads otherwise than when it was quoted; the words still stand there.")},
    {TVX_JOINT_QUOTE_SUPERSEDED, SAY("Another version is in force, and the words do not stand in it.")},
    {TVX_JOINT_QUOTE_OVERTAKEN, SAY("The place reads otherwise than when it was quoted, and the words are gone.")},
    {TVX_JOINT_QUOTE_WRONG, SAY("The words did not stand there when they were quoted.")},
    {TVX_JOINT_QUOTE_GONE, SAY("The workspace holds nothing under this reference any more.")},
    {TVX_JOINT_QUOTE_NOWHERE, SAY("No reference that the workspace knows goes with this quotation.")},
};

static void quote_note(struct html *html, const struct tvx_joint_quote *quote)
{
    for (size_t i = 0; i < sizeof quote_words / sizeof *quote_words; i++) {
        if (quote_words[i].state != quote->state)
            continue;
        html_raw(html, "<p class=\"alert\">! ");
        html_say(html, quote_words[i].words);
        if (quote->in_force != NULL) {
            html_raw(html, " ");
            html_thing(html, "provision", quote->in_force, NULL, quote->in_force);
        }
        html_raw(html, "</p>\n");
    }
}

static void quotation(struct html *html, const struct tvx_joint_block *block, const struct tvx_joint_quote *quote)
{
    html_raw(html, "<blockquote>\n");
    lines(html, block->text);
    if (block->reference != NULL) {
        html_raw(html, "<p class=\"soft\">— <cite>");
        if (quote != NULL && *quote->kind != '\0')
            html_thing(html, quote->kind, quote->place, NULL, block->reference);
        else
            html_text(html, block->reference);
        html_raw(html, "</cite></p>\n");
    }
    if (quote != NULL && html->viewer->reads)
        quote_note(html, quote);
    html_raw(html, "</blockquote>\n");
}

static void item(struct html *html, const struct tvx_joint_whole *whole, size_t i)
{
    if (i == 0 || whole->blocks[i - 1].kind != TVX_JOINT_ITEM)
        html_raw(html, "<ul>\n");
    html_open_text(html, "li", NULL);
    html_text(html, whole->blocks[i].text);
    html_raw(html, "</li>\n");
    if (i + 1 == whole->block_count || whole->blocks[i + 1].kind != TVX_JOINT_ITEM)
        html_raw(html, "</ul>\n");
}

void html_statement_text(struct html *html, const struct tvx_joint_whole *whole)
{
    const char *before = html->language;
    size_t quotes = 0;

    html->language = whole->version.language;
    html_raw(html, "<div class=\"whole statement\">\n");
    for (size_t i = 0; i < whole->block_count; i++) {
        const struct tvx_joint_block *block = &whole->blocks[i];

        switch (block->kind) {
        case TVX_JOINT_HEADING:
            html_open_text(html, "h2", NULL);
            html_text(html, block->text);
            html_raw(html, "</h2>\n");
            break;
        case TVX_JOINT_TEXT:
            lines(html, block->text);
            break;
        case TVX_JOINT_ITEM:
            item(html, whole, i);
            break;
        case TVX_JOINT_QUOTE:
            quotation(html, block, quotes < whole->quote_count ? &whole->quotes[quotes] : NULL);
            quotes++;
            break;
        }
    }
    html_raw(html, "</div>\n");
    html->language = before;
}

/* ---- who signed ---- */

static void signatory(struct html *html, const struct tvx_joint_signatory *s)
{
    html_raw(html, "<tr><th scope=\"row\" dir=\"auto\">");
    html_text(html, s->organisation);
    html_raw(html, "</th><td dir=\"auto\">");
    html_text(html, s->person);
    html_raw(html, ", ");
    html_text(html, s->function);
    html_raw(html, "</td><td>");
    html_statement_time(html, s->at);
    html_raw(html, "<br><span class=\"soft\">");
    html_say(html, "confirmed on");
    html_raw(html, " ");
    html_statement_time(html, s->confirmed);
    html_raw(html, ", ");
    if (s->by_email)
        html_say(html, "by e-mail");
    else
        html_say(html, "by an administrator");
    html_raw(html, "</span></td></tr>\n");
}

void html_statement_list(struct html *html, const struct tvx_joint_whole *whole)
{
    html_raw(html, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"signatories\"><table>\n"
                   "<thead><tr><th scope=\"col\">");
    html_say(html, "Organisation");
    html_raw(html, "</th><th scope=\"col\">");
    html_say(html, "Represented by");
    html_raw(html, "</th><th scope=\"col\">");
    html_say(html, "Signed");
    html_raw(html, "</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < whole->signatory_count; i++)
        if (whole->signatories[i].confirmed != NULL && whole->signatories[i].withdrawn == NULL)
            signatory(html, &whole->signatories[i]);
    html_raw(html, "</tbody></table></div>\n");
}

/* ---- two versions ---- */

void html_statement_redline(struct html *html, const struct tvx_joint_version *a, const struct tvx_joint_version *b)
{
    const char *before = tvx_arena_printf(html->arena, "%s\n\n%s", a->title, a->text);
    const char *after = tvx_arena_printf(html->arena, "%s\n\n%s", b->title, b->text);
    struct show_redline redline;
    struct tvx_diff diff;

    if (before == NULL || after == NULL ||
        tvx_diff_text(&diff, html->arena, before, after, TVX_DIFF_READABLE, NULL) != TVX_OK ||
        !show_redline_make(&redline, html->arena, before, after, &diff, 0)) {
        html->out->failed = true;
        return;
    }
    html_raw(html, "<div class=\"whole\">");
    html_open_text(html, "p", "lines");
    html_redline(html, &redline);
    html_raw(html, "</p></div>\n");
}

/* ---- forms ---- */

const char *html_statement_action(struct html *html, const char *action, const char *key)
{
    const char *address = tvx_page_address(html->arena, action, key);

    return address == NULL ? "/" : address;
}

void html_statement_button(struct html *html, const char *action, const char *key, int64_t number, const char *label)
{
    html_form_start(html, html_statement_action(html, action, key), "inline");
    if (number != 0)
        html_hidden_number(html, "number", number);
    html_form_end(html, label);
}

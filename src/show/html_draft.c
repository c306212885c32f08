/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A form of the table of drafts, and the page that hands one back. */
#include <string.h>

#include "draft.h"

static void area(struct html *html, const struct draft_field *field, const char *value)
{
    html_raw(html, "<label class=\"field\"><span>");
    html_say(html, field->label);
    if (field->optional) {
        html_raw(html, " <span class=\"soft\">");
        html_say(html, "(may stay empty)");
        html_raw(html, "</span>");
    }
    html_raw(html, "</span><textarea dir=\"auto\" rows=\"3\"");
    html_attribute(html, "name", field->name);
    if (!field->optional)
        html_raw(html, " required");
    html_raw(html, ">\n"); /* HTML takes away the first newline, and only that one */
    html_text(html, value);
    html_raw(html, "</textarea>");
    if (field->hint != NULL) {
        html_raw(html, "<small>");
        html_say(html, field->hint);
        html_raw(html, "</small>");
    }
    html_raw(html, "</label>\n");
}

static void write_field(struct html *html, const struct draft_field *field, const char *value)
{
    struct html_entry entry = {.name = field->name, .label = field->label, .value = value, .hint = field->hint,
                               .optional = field->optional};

    switch (field->type) {
    case DRAFT_HIDDEN: html_hidden(html, field->name, value); return;
    case DRAFT_AREA: area(html, field, value); return;
    case DRAFT_CHOICE:
        html_choice(html, field->name, field->label, field->options, field->option_count, value);
        return;
    case DRAFT_DATE: entry.type = "date"; break;
    case DRAFT_NUMBER: entry.type = "text"; break; /* not "number": its wheel and arrows change what was typed */
    case DRAFT_TEXT: break;
    }
    html_entry(html, &entry);
}

void html_draft(struct html *html, const struct tvx_draft *draft, const char *back)
{
    const struct draft_form *form = draft_form(draft->kind);

    html_form_start(html, form->action, "entry");
    if (back != NULL)
        html_hidden(html, "back", back);
    for (size_t i = 0; form->fields[i].name != NULL; i++)
        write_field(html, &form->fields[i], tvx_draft_get(draft, form->fields[i].name));
    html_form_end(html, form->button);
}

enum tvx_status tvx_page_draft(struct tvx_page *page, const struct tvx_draft *draft, const char *problem)
{
    struct html html = html_of(page);
    const char *title = html_said(&html, draft_form(draft->kind)->title);
    const struct html_crumb crumb = {title, NULL};

    html_start(&html, title, &crumb, 1);
    html_heading(&html, title, NULL);
    html_problem(&html, problem);
    html_raw(&html, "<section class=\"card\">\n");
    html_draft(&html, draft, tvx_page_parameter(page, "back"));
    html_raw(&html, "</section>\n");
    html_end(&html);
    return TVX_OK;
}

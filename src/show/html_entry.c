/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "html_entry.h"

#include <string.h>
#include <time.h>

void html_entry(struct html *html, const struct html_entry *entry)
{
    html_raw(html, "<label class=\"field\"><span>");
    html_say(html, entry->label);
    if (entry->optional) {
        html_raw(html, " <span class=\"soft\">");
        html_say(html, "(may stay empty)");
        html_raw(html, "</span>");
    }
    html_raw(html, "</span><input");
    html_attribute(html, "name", entry->name);
    html_attribute(html, "type", entry->type == NULL ? "text" : entry->type);
    if (entry->value != NULL)
        html_attribute(html, "value", entry->value);
    if (entry->autocomplete != NULL)
        html_attribute(html, "autocomplete", entry->autocomplete);
    if (entry->most > 0)
        html_printf(html, " maxlength=\"%zu\"", entry->most);
    if (!entry->optional)
        html_raw(html, " required");
    html_raw(html, ">");
    if (entry->hint != NULL) {
        html_raw(html, "<small>");
        html_say(html, entry->hint);
        html_raw(html, "</small>");
    }
    html_raw(html, "</label>\n");
}

void html_hidden(struct html *html, const char *name, const char *value)
{
    html_raw(html, "<input type=\"hidden\"");
    html_attribute(html, "name", name);
    html_attribute(html, "value", value);
    html_raw(html, ">");
}

void html_hidden_number(struct html *html, const char *name, int64_t value)
{
    html_hidden(html, name, tvx_arena_printf(html->arena, "%lld", (long long)value));
}

void html_choice(struct html *html, const char *name, const char *label, const struct html_option *options,
                 size_t count, const char *chosen)
{
    html_raw(html, "<label class=\"field\"><span>");
    html_say(html, label);
    html_raw(html, "</span><select");
    html_attribute(html, "name", name);
    html_raw(html, ">");
    for (size_t i = 0; i < count; i++) {
        html_raw(html, "<option");
        html_attribute(html, "value", options[i].value);
        if (chosen != NULL && strcmp(options[i].value, chosen) == 0)
            html_raw(html, " selected");
        html_raw(html, ">");
        html_text(html, html_said(html, options[i].said)); /* no element may stand in an option */
        html_raw(html, "</option>");
    }
    html_raw(html, "</select></label>\n");
}

/* As the table has it, with what stands in its places. */
static void sentence_of(struct html *html, const char *sentence)
{
    const char *said = tvx_say_sentence(html->viewer->tongue, html->arena, sentence);

    html_text(html, said == NULL ? sentence : said);
}

void html_problem(struct html *html, const char *sentence)
{
    if (sentence == NULL)
        return;
    html_raw(html, "<p class=\"answer wrong\" role=\"alert\">");
    sentence_of(html, sentence);
    html_raw(html, "</p>\n");
}

void html_done(struct html *html, const char *sentence)
{
    if (sentence == NULL)
        return;
    html_raw(html, "<p class=\"answer\" role=\"status\">");
    sentence_of(html, sentence);
    html_raw(html, "</p>\n");
}

void html_moment(struct html *html, int64_t seconds)
{
    time_t time = (time_t)seconds;
    struct tm at;
    char day[16], full[32], hour[16];
    const char *said;

    if (gmtime_r(&time, &at) == NULL || at.tm_year > 8000 || at.tm_year < 0)
        return;
    strftime(day, sizeof day, "%Y-%m-%d", &at);
    strftime(hour, sizeof hour, "%H:%M", &at);
    strftime(full, sizeof full, "%Y-%m-%dT%H:%M:%SZ", &at);
    said = tvx_say_date(html->viewer->tongue, html->arena, day);
    html_raw(html, "<time");
    html_attribute(html, "datetime", full);
    html_raw(html, ">");
    html_text(html, said == NULL ? day : said);
    html_raw(html, ", ");
    html_text(html, hour);
    html_raw(html, " UTC</time>");
}

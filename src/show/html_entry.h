/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a person fills in: fields with their names and hints, choices, and what came of the form that was sent before.
 * Between html_form_start and html_form_end.  Names, hints and words are English, to be said.
 */
#ifndef SHOW_HTML_ENTRY_H
#define SHOW_HTML_ENTRY_H

#include "html.h"

struct html_entry {
    const char *name, *label;
    const char *type;         /* "text" when NULL */
    const char *value;        /* what stands in it already; NULL */
    const char *autocomplete; /* as browsers know it, "current-password"; NULL */
    const char *hint;         /* a sentence; NULL */
    size_t most;              /* characters; 0: not said */
    bool optional;
};
void html_entry(struct html *html, const struct html_entry *entry);
void html_hidden(struct html *html, const char *name, const char *value);
void html_hidden_number(struct html *html, const char *name, int64_t value);

struct html_option { const char *value, *said; }; /* `said` English */
void html_choice(struct html *html, const char *name, const char *label, const struct html_option *options,
                 size_t count, const char *chosen);

/* What came of it: a sentence in a box that a screen reader reads out at once; nothing for NULL. */
void html_problem(struct html *html, const char *sentence);
void html_done(struct html *html, const char *sentence);

/* A time in seconds since 1970, as a date with hours and minutes (UTC). */
void html_moment(struct html *html, int64_t seconds);

#endif

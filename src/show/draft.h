/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The table of forms behind travaux/show/together.h, and the parts of pages where people work together.
 */
#ifndef SHOW_DRAFT_H
#define SHOW_DRAFT_H

#include <travaux/show/together.h>

#include "html_entry.h"
#include "html_parts.h"

enum draft_type { DRAFT_TEXT, DRAFT_AREA, DRAFT_NUMBER, DRAFT_DATE, DRAFT_CHOICE, DRAFT_HIDDEN };

struct draft_field {
    const char *name;  /* NULL ends the list */
    const char *label; /* English, to be said */
    enum draft_type type;
    bool optional;
    const char *hint;
    const struct html_option *options;
    size_t option_count;
};

struct draft_form {
    const char *word, *action;
    const char *title, *button; /* English, to be said */
    struct draft_field fields[TVX_DRAFT_FIELDS + 1];
};
const struct draft_form *draft_form(enum tvx_draft_kind kind);

/* The form with what is filled in; `back` is where to go afterwards (NULL: the handler says). */
void html_draft(struct html *html, const struct tvx_draft *draft, const char *back);

/*
 * The last part of the page of a document, provision or proposal: what was said of it, and forms for those who may.  In
 * a static site only what is public; nothing when there is nothing.
 */
enum tvx_status html_together(struct html *html, const char *kind, const char *reference);

/* The people's view of one passage: quotation, where it is here, who says what. */
struct tvx_annotation;
void html_annotation(struct html *html, const struct tvx_annotation *annotation, int64_t document, bool alone);

#endif

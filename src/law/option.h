/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A cell of a compilation that holds several proposed texts: each begins with who proposes it ("IAP/10/14: ADD",
 * "Option 1 (RCC/14A1/5)", "[Norland, Sudland]:") and goes on to the next such beginning.
 */
#ifndef TRAVAUX_LAW_OPTION_H
#define TRAVAUX_LAW_OPTION_H

#include "columns.h"
#include "action.h"

struct tvx_option {
    const char *number; /* as printed, "IAP/10/14"; NULL when none */
    const char *label;  /* "option-1"; NULL */
    const char **sponsors;
    size_t sponsor_count;
    bool has_action;
    enum tvx_action action;
    const char *text;   /* without what names it; lines joined by "\n" */
    bool named;         /* something of the above was said */
    size_t first, last; /* blocks it stands in */
};

struct tvx_option_list {
    struct tvx_option *items;
    size_t count;
};

/* The texts of the blocks [first, last]; a text before the first name, or the whole, is an option without one. */
enum tvx_status tvx_options_read(struct tvx_option_list *out, const struct tvx_form_view *view, size_t first,
                                 size_t last, struct tvx_error *error);

#endif

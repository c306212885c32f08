/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Themes of proposals and provisions, on a terminal and as JSON. */
#ifndef TRAVAUX_SHOW_THEMES_H
#define TRAVAUX_SHOW_THEMES_H

#include <travaux/analyse/themes.h>
#include <travaux/base/json.h>
#include <travaux/show/term.h>

struct tvx_themed { /* one text with its themes */
    const char *ref;
    const char *const *sponsors; /* none of a provision */
    size_t sponsor_count;
    const struct tvx_theme_tag *tags;
    size_t count;
    struct tvx_claims claims; /* as many as tags */
};

/* [{"ref","sponsors","themes":[{"theme","set","name","weight","claim":{…}}]}] */
void tvx_json_themed(struct tvx_json *json, const struct tvx_taxonomy *taxonomy, const struct tvx_themed *items,
                     size_t count);
/* One text with its words; several as a table of themes with the texts that have each. */
void tvx_term_themed(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_taxonomy *taxonomy,
                     const struct tvx_themed *items, size_t count);

#endif

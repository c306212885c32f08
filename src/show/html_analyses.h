/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words and signs of the analyses that several pages show. */
#ifndef SHOW_HTML_ANALYSES_H
#define SHOW_HTML_ANALYSES_H

#include "chart.h"
#include "html_parts.h"
#include "shelf_analyses.h"

/* English, to be said: "adopted", … with a sign before it. */
const char *analyses_became(enum tvx_became became);
void html_became(struct html *html, enum tvx_became became);
/* "20 of 26 words", where they were told. */
void html_taken(struct html *html, size_t adopted, size_t asked);

/* English, to be said: "proposes", "supports", …; and the mark of the timeline. */
const char *analyses_stance(enum tvx_stance stance);
enum chart_mark analyses_mark(enum tvx_stance stance);
void html_stance(struct html *html, const struct tvx_position *position);
/* Rows of sides that were taken: the day, who (with `actors`), what side, on what, and the words that say so. */
void html_positions_table(struct html *html, const char *caption, const struct tvx_position *const *items, size_t count,
                          bool actors);

/* ▲ widened, ▼ narrowed, ? unclear, = same: the sign with the word, said. */
const char *analyses_reach_sign(enum tvx_reach reach);
const char *analyses_reach(enum tvx_reach reach);
void html_reach(struct html *html, enum tvx_reach reach);

/* A theme by its page. */
void html_theme(struct html *html, const struct tvx_theme *theme);

#endif

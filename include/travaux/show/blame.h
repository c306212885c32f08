/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Where the words of a text came from, for people and for programs: one line a run of words as `git blame` prints it,
 * the running text with a mark at each change of origin, CONTRACT's array, and a page that needs nothing beside it.
 * Origins are told apart by number and letter; colour only adds to that.
 */
#ifndef TRAVAUX_SHOW_BLAME_H
#define TRAVAUX_SHOW_BLAME_H

#include <travaux/base/json.h>
#include <travaux/reuse/blame.h>
#include <travaux/show/term.h>

/*
 * [{"token","start","len","origin":{"ref","date","sponsors":[…],"document","meeting","provision"},"kind",
 *   "provision","also":[origin …],"same_date"}]: start and len are code points in the text of the provision that
 * "provision" names.  A proposal's origin says whether it is a "compromise"; an orphan's "document" is the final acts
 * that print its provision.
 */
void tvx_json_blame(struct tvx_json *json, const struct tvx_blame *blame);
/* A line a run of words of one origin; `running`: the text itself, each run behind its origin's letter. */
void tvx_term_blame(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_blame *blame, bool running);
/* A whole page, its style within. */
enum tvx_status tvx_html_blame(struct tvx_buf *out, struct tvx_arena *arena, const struct tvx_blame *blame,
                               struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A provision or an instrument through its versions, for people and for programs: a version a heading, under it the
 * redline against the version before, and who changed it.
 */
#ifndef TRAVAUX_SHOW_LINEAGE_H
#define TRAVAUX_SHOW_LINEAGE_H

#include <travaux/base/json.h>
#include <travaux/reuse/lineage.h>
#include <travaux/show/term.h>

/*
 * [{"version","date","meeting","provision","text","changed_by":[numbers],"change","words_in","words_out","orphans",
 *   "changes":[{"change","provision","before_provision","from_version","renumbered","moved","text","before",
 *     "pieces":[{"op","text"}],"words_in","words_out","orphans",
 *     "changed_by":[{"proposal","sponsors","date","words_in","words_out"}],"earlier":[as changed_by]}]}]
 */
void tvx_json_lineage(struct tvx_json *json, const struct tvx_lineage *lineage);
/* Unchanged provisions of an instrument are counted only, unless term->full. */
void tvx_term_lineage(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_lineage *lineage);

#endif

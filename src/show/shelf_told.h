/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the analyses tell of one proposal, taken from the shelf: what it adds to law, where its words come from, what it
 * does to force.  The engines (indexes of law and of the library, tables) are made once a workspace version and held,
 * the answers are kept as long as somebody asks for them.  An analysis that cannot be made here, or that would keep a
 * reader waiting in a large workspace, is left out: its member is NULL.
 */
#ifndef SHOW_SHELF_TOLD_H
#define SHOW_SHELF_TOLD_H

#include <travaux/analyse/force_report.h>
#include <travaux/analyse/likelihood.h>
#include <travaux/analyse/novelty.h>
#include <travaux/analyse/positions.h>
#include <travaux/analyse/scope.h>
#include <travaux/reuse/retabled.h>
#include <travaux/reuse/trace.h>
#include <travaux/show/page.h>

struct shelf_told {
    const struct tvx_stored_proposal *proposal;
    const struct tvx_novelty_report *novelty;
    const struct tvx_force_report *force;
    const struct tvx_trace *trace;           /* sources of its own words, the best first */
    const struct tvx_likelihood *likelihood;
    const struct tvx_outcome *outcome;       /* what became of it */
    /* of the whole workspace, to be searched for this proposal; good until the page is written */
    const struct tvx_scope *scope;
    const struct tvx_positions *positions;
    const struct tvx_retabled_list *retabled;
};

/* May proposals be held against those of other meetings while a reader waits? */
bool shelf_few_pairs(const struct tvx_page *page);

/* `id` is the proposal's number in the store.  TVX_E_NOTFOUND. */
enum tvx_status shelf_told(const struct tvx_page *page, struct shelf_told *out, int64_t id);

/* The desk at which force is told, held; NULL when it cannot be made. */
struct tvx_force_desk *shelf_force(const struct tvx_page *page);

/* All proposals of the workspace in the store's order; held. */
struct shelf_proposals {
    const struct tvx_stored_proposal *items;
    size_t count;
};
enum tvx_status shelf_proposals(const struct tvx_page *page, const struct shelf_proposals **out);

#endif

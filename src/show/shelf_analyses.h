/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What pages of analyses take from the shelf: each analysis of the whole workspace is made once and shown in many
 * ways.  What is handed out stays good until the page is written.
 */
#ifndef SHOW_SHELF_ANALYSES_H
#define SHOW_SHELF_ANALYSES_H

#include <travaux/analyse/assess.h>
#include <travaux/analyse/calendar.h>
#include <travaux/analyse/decides.h>
#include <travaux/analyse/outcome.h>
#include <travaux/analyse/positions.h>
#include <travaux/analyse/register.h>
#include <travaux/analyse/scope.h>
#include <travaux/reuse/retabled.h>
#include <travaux/show/page.h>

/* The number of the document of that hash; 0 when there is none, or it cannot be told. */
int64_t shelf_document(const struct tvx_page *page, const char *sha256);

/* Every side of every actor. */
enum tvx_status shelf_positions(const struct tvx_page *page, const struct tvx_positions **out);
/* What became of every proposal, with the sums and the adopted texts. */
enum tvx_status shelf_outcomes(const struct tvx_page *page, const struct tvx_outcomes **out);
/* Definitions in force, and what the latest meeting's proposals do to them. */
enum tvx_status shelf_scope(const struct tvx_page *page, const struct tvx_scope **out);
/* Proposals that came back. */
enum tvx_status shelf_retabled(const struct tvx_page *page, const struct tvx_retabled_list **out);

struct shelf_decision { /* a body, and the instruments of the workspace that it may change */
    const struct tvx_decision *instruments; /* at least one */
    size_t instrument_count;
};
struct shelf_calendar {
    const char *today;
    const struct tvx_calendar_entry *entries; /* by day */
    size_t count;
    struct shelf_decision *decisions;
    size_t decision_count;
};
/* What is due and what meets, also what is past; and who decides over the instruments in force. */
enum tvx_status shelf_calendar(const struct tvx_page *page, const struct shelf_calendar **out);
/* Every document with how public it is, and what is missing. */
enum tvx_status shelf_register(const struct tvx_page *page, const struct tvx_register **out);

struct shelf_actors {
    const struct tvx_stored_actor *items; /* by code */
    size_t count;
};
enum tvx_status shelf_actors(const struct tvx_page *page, const struct shelf_actors **out);
/* Its name; NULL when no table has one, or it is only its code again. */
const char *shelf_actor_name(const struct tvx_page *page, const char *code);

struct shelf_assessments { /* of the proposals of one meeting, by rank under the kept weights */
    const char *meeting;   /* NULL: there are no proposals */
    const struct tvx_assessment *items;
    size_t count;
    struct tvx_assess_weights weights; /* that the workspace keeps */
};
/* `meeting` NULL: of the latest. */
enum tvx_status shelf_assessments(const struct tvx_page *page, const struct shelf_assessments **out,
                                  const char *meeting);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Who decides, and what happens when: on a terminal, as JSON, and as a calendar that other programs take in.
 */
#ifndef TRAVAUX_SHOW_CALENDAR_H
#define TRAVAUX_SHOW_CALENDAR_H

#include <travaux/analyse/calendar.h>
#include <travaux/analyse/decides.h>
#include <travaux/base/json.h>
#include <travaux/show/term.h>

/* {"reference","instrument":{…},"body":{…},"next":{…},"meetings":[…],"claims":[…],"ways":[…]} */
void tvx_json_decision(struct tvx_json *json, const struct tvx_decision *decision);
void tvx_term_decision(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_decision *decision);
/* All bodies with what they decide and the instruments they may change; [{"key","institution","name",…}]. */
void tvx_json_institutions(struct tvx_json *json, const struct tvx_institutions *all);
void tvx_term_institutions(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_institutions *all);

/* [{"date","end","kind","what",…}] */
void tvx_json_calendar(struct tvx_json *json, const struct tvx_calendar_entry *entries, size_t count);
/* `today` (a day) says how far off each is. */
void tvx_term_calendar(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_calendar_entry *entries,
                       size_t count, const char *today);

/*
 * As iCalendar (RFC 5545): an event a day or row of days, times left out; lines of 75 bytes at most, ended by CR LF.
 * `stamp` (a day) is when it was made.  Entries of which only the year is known are left out; their number is handed
 * back.
 */
size_t tvx_ics_calendar(struct tvx_buf *out, const struct tvx_calendar_entry *entries, size_t count,
                        const char *stamp);

#endif

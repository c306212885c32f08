/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What happens when: meetings, and what is due before them, from the institution maps, from the travaux.toml beside
 * documents, and from the rules of the instruments ("eight months before the opening").  Each entry says where it was
 * told; one that a rule was reckoned by says so.
 */
#ifndef TRAVAUX_ANALYSE_CALENDAR_H
#define TRAVAUX_ANALYSE_CALENDAR_H

#include <travaux/analyse/claim.h>
#include <travaux/law/institution.h>
#include <travaux/store/store.h>

struct tvx_calendar_entry {
    const char *date;  /* first day; only a year ("2028") where no day is fixed */
    const char *end;   /* last day; date again for one day */
    const char *kind;  /* "meeting", or that of a deadline: "proposals", "consultation", "accreditation", "other" */
    const char *key;   /* of the meeting or the deadline: unique among entries together with kind */
    const char *institution, *body, *meeting; /* keys; NULL where not told */
    const char *place; /* NULL */
    const char *who;   /* whom a deadline is for; NULL */
    bool reckoned;     /* by a rule: a conference may set another day */
    const struct tvx_instrument_rule *rule; /* that it was reckoned by; NULL */
    const char *const *instruments; /* keys it is about, as in tvx_instrument_rule.matches; none: all of the body's */
    size_t instrument_count;
    const char **concerns; /* of the references asked about, those it matters to */
    size_t concern_count;
    struct tvx_claim claim; /* what it is, and where that was told */
};

struct tvx_calendar_query {
    const char *from, *to;  /* days; NULL: without that bound */
    const char *const *references; /* only what matters to one of these; what `show` takes, or an instrument's key */
    size_t reference_count;
};

/* By day, then meetings before deadlines, then key.  `institutions` must outlive *out. */
enum tvx_status tvx_calendar(struct tvx_calendar_entry **out, size_t *count, struct tvx_arena *arena,
                             struct tvx_store *store, const struct tvx_institutions *institutions,
                             const struct tvx_calendar_query *query, struct tvx_error *error);

#endif

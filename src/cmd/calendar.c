/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux calendar`: meetings and what is due. */
#include "institution.h"
#include "output.h"

#include <stdio.h>
#include <travaux/base/day.h>
#include <travaux/show/calendar.h>

static enum tvx_status read_query(struct tvx_call *call, struct tvx_store *store, const char *today,
                                  struct tvx_calendar_query *query)
{
    enum tvx_status status = TVX_OK;

    query->from = tvx_call_option(call, "from");
    query->to = tvx_call_option(call, "to");
    for (int i = 0; i < 2; i++) {
        const char *day = i == 0 ? query->from : query->to;

        if (day != NULL && !tvx_day_valid(day))
            return tvx_error_set(&call->error, TVX_E_USAGE, "--%s must be a day such as 2026-09-30, not '%.40s'",
                                 i == 0 ? "from" : "to", day);
    }
    if (query->from == NULL && !tvx_call_has(call, "all"))
        query->from = today;
    query->references = tvx_call_options(call, "for", &query->reference_count);
    if (tvx_call_has(call, "followed")) {
        if (query->reference_count > 0)
            return tvx_error_set(&call->error, TVX_E_USAGE, "--followed and --for choose in two ways; give one");
        if (store == NULL)
            return tvx_error_set(&call->error, TVX_E_NOTFOUND, "there is no workspace here that could follow anything");
        status = tvx_store_followed(store, call->arena, &query->references, &query->reference_count, &call->error);
        if (status == TVX_OK && query->reference_count == 0)
            return tvx_error_set(&call->error, TVX_E_NOTFOUND, "nothing is followed yet: travaux follow REF");
    }
    return status;
}

/* Other programs want the line ends as they are. */
static int print_ics(struct tvx_call *call, const struct tvx_calendar_entry *entries, size_t count, const char *today)
{
    struct tvx_buf out;
    size_t left;
    int result;

    tvx_buf_init(&out, (size_t)64 << 20);
    left = tvx_ics_calendar(&out, entries, count, today);
    if (left > 0)
        fprintf(stderr, "travaux: %zu of %zu are left out: only their year is known\n", left, count);
    result = tvx_call_print(call, &out);
    tvx_buf_free(&out);
    return result;
}

static int run(struct tvx_call *call)
{
    char today[TVX_DAY_SIZE];
    struct tvx_institutions all;
    struct tvx_calendar_query query;
    struct tvx_calendar_entry *entries = NULL;
    struct tvx_store *store;
    struct output output;
    size_t count = 0;
    enum tvx_status status;
    int result = institution_open(call, &store, &all);

    if (result != EXIT_DONE)
        return result;
    tvx_day_today(today);
    status = read_query(call, store, today, &query);
    if (status == TVX_OK)
        status = tvx_calendar(&entries, &count, call->arena, store, &all, &query, &call->error);
    if (status == TVX_OK && tvx_call_has(call, "ics")) {
        result = print_ics(call, entries, count, today);
    } else {
        output_start(&output, call);
        if (status == TVX_OK && call->json)
            tvx_json_calendar(&output.json, entries, count);
        else if (status == TVX_OK)
            tvx_term_calendar(&output.term, call->arena, entries, count, today);
        result = output_end(&output, call, status);
    }
    if (store != NULL)
        tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"from", 0, "DAY", false, "From this day on (2026-11-30); today unless told."},
    {"to", 0, "DAY", false, "Up to this day."},
    {"all", 0, NULL, false, "What is past, too."},
    {"for", 0, "REF", true, "Only what matters to this instrument, provision or proposal."},
    {"followed", 0, NULL, false, "Only what matters to the provisions that you follow (travaux follow)."},
    {"ics", 0, NULL, false, "As iCalendar (RFC 5545), for a calendar program."},
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux calendar --for MNR:5.2", "When that provision can be changed, and what is due before."},
    {"travaux calendar --ics > conferences.ics", "For the calendar of your telephone."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_calendar = {
    .name = "calendar",
    .arguments = "",
    .least = 0,
    .most = 0,
    .summary = "meetings, deadlines and what is due for the provisions you follow",
    .text =
        "Meetings and deadlines in order of their days: those of the institution maps (see who-decides), those that a "
        "travaux.toml beside documents tells, and those that follow from a rule, such as proposals that are due eight "
        "months before a conference opens; these are marked \"~\".\n\n"
        "In a travaux.toml, or in an institution's own file:\n\n"
        "[meetings.\"NC-26\"]  body = \"NC\", place = \"Calder Bay\", start = 2026-11-30, end = 2026-12-18\n\n"
        "[deadlines.\"NC-26 comments\"]  meeting = \"NC-26\", date = 2026-11-20, what = \"comments of associations\", "
        "kind = \"consultation\" (or proposals, accreditation, other), who = \"anybody\", instruments = [\"MNR\"], "
        "source = [\"https://…\"]",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};

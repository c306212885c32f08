/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux export --format csv [--of WHAT]`: tables for a spreadsheet. */
#include "export.h"
#include "filter.h"

#include <string.h>
#include <travaux/base/day.h>
#include <travaux/show/csv.h>

static enum tvx_status proposals(struct tvx_call *call, struct tvx_store *store, struct tvx_buf *out)
{
    struct tvx_filter filter = filter_from(call);
    struct tvx_stored_proposal *items;
    size_t count;
    enum tvx_status status = tvx_store_proposals(store, call->arena, &items, &count, &filter, &call->error);

    if (status == TVX_OK)
        tvx_csv_proposals(out, items, count);
    return status;
}

static enum tvx_status provisions(struct tvx_call *call, struct tvx_store *store, struct tvx_buf *out)
{
    const char *only = tvx_call_option(call, "instrument");
    struct tvx_stored_instrument *heads, head;
    struct tvx_instrument instrument;
    size_t count;
    enum tvx_status status = tvx_store_instruments(store, call->arena, &heads, &count, &call->error);

    tvx_csv_provisions_head(out);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        if (only != NULL && strcmp(heads[i].key, only) != 0)
            continue;
        status = tvx_store_instrument(store, call->arena, &head, &instrument, heads[i].key, heads[i].version,
                                      &call->error);
        if (status == TVX_OK)
            tvx_csv_provisions(out, &head, &instrument);
    }
    return status;
}

static enum tvx_status positions(struct tvx_call *call, struct tvx_store *store, struct tvx_buf *out)
{
    struct tvx_position_query query = {.meeting = tvx_call_option(call, "meeting"),
                                       .instrument = tvx_call_option(call, "instrument"),
                                       .actor = tvx_call_option(call, "sponsor")};
    struct tvx_positions found;
    enum tvx_status status = tvx_positions_load(&found, call->arena, store, &query, &call->error);

    if (status == TVX_OK)
        tvx_csv_positions(out, &found);
    return status;
}

static enum tvx_status outcomes(struct tvx_call *call, struct tvx_store *store, struct tvx_buf *out)
{
    struct tvx_outcome_options options = {.filter = filter_from(call)};
    struct tvx_outcomes found;
    enum tvx_status status = tvx_outcomes_build(&found, call->arena, store, &options, &call->error);

    if (status == TVX_OK)
        tvx_csv_outcomes(out, &found);
    return status;
}

static enum tvx_status documents(struct tvx_call *call, struct tvx_store *store, struct tvx_buf *out)
{
    char today[TVX_DAY_SIZE];
    struct tvx_register found;
    enum tvx_status status;

    tvx_day_today(today);
    status = tvx_register(&found, call->arena, store, tvx_call_option(call, "meeting"), today, &call->error);
    if (status == TVX_OK)
        tvx_csv_register(out, &found);
    return status;
}

static enum tvx_status definitions(struct tvx_call *call, struct tvx_store *store, struct tvx_buf *out)
{
    struct tvx_scope scope;
    enum tvx_status status = tvx_scope_load(&scope, call->arena, store, tvx_call_option(call, "instrument"),
                                            tvx_call_option(call, "meeting"), &call->error);

    if (status == TVX_OK)
        tvx_csv_definitions(out, &scope);
    return status;
}

static const struct {
    const char *name;
    enum tvx_status (*write)(struct tvx_call *call, struct tvx_store *store, struct tvx_buf *out);
} tables[] = {
    {"proposals", proposals}, {"provisions", provisions}, {"positions", positions},
    {"outcomes", outcomes},   {"register", documents},    {"definitions", definitions},
};

enum tvx_status export_csv(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    const char *name = tvx_call_option(call, "of");

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strcmp(tables[i].name, name == NULL ? "proposals" : name) == 0)
            return tables[i].write(call, store, &output->buf);
    return tvx_error_set(&call->error, TVX_E_USAGE, "there is no table '%.40s'; there are " EXPORT_TABLES, name);
}

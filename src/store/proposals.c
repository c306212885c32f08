/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "db.h"
#include "lists.h"

static enum tvx_status read_edits(struct tvx_store *store, struct tvx_arena *arena, struct tvx_proposal *out,
                                  int64_t id, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_proposal_edits, error, "i", id);

    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_edit *larger = tvx_arena_grow(arena, out->edits, out->edit_count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        out->edits = larger;
        if (!tvx_stored_edit_op_parse(&larger[out->edit_count].op, tvx_row_text_or(&row, 0, "")))
            row.bad = true;
        larger[out->edit_count].before = tvx_row_text_or(&row, 1, "");
        larger[out->edit_count++].after = tvx_row_text_or(&row, 2, "");
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

static void read_resolution(struct tvx_resolution *out, struct tvx_row *row)
{
    const char *kind = tvx_row_text(row, 18);

    out->kind = TVX_UNRESOLVED;
    if (kind == NULL) { /* not asked yet */
        out->reason = "not looked up yet";
        return;
    }
    if (!tvx_stored_resolution_kind_parse(&out->kind, kind))
        row->bad = true;
    out->key = tvx_row_text(row, 19);
    out->version = tvx_row_text(row, 20);
    out->path = tvx_row_text(row, 21);
    out->after_path = tvx_row_text(row, 22);
    out->reason = tvx_row_text(row, 23);
    out->base_differs = sqlite3_column_int(row->statement, 24) != 0;
    out->base_agreement = sqlite3_column_double(row->statement, 25);
    out->before = tvx_row_text(row, 32);
    out->after = tvx_row_text(row, 33);
}

static void read_instructions(struct tvx_proposal *out, struct tvx_row *row)
{
    const char *json = tvx_row_text(row, 31);
    struct tvx_instruction *items;

    if (json == NULL)
        return;
    if (tvx_instructions_read(&items, &out->instruction_count, row->arena, json, NULL) != TVX_OK)
        row->bad = true;
    else
        out->instructions = items;
}

/* Columns as query `proposals` gives them. */
static void read_proposal(struct tvx_stored_proposal *out, struct tvx_row *row)
{
    struct tvx_proposal *proposal = &out->proposal;

    memset(out, 0, sizeof *out);
    out->id = sqlite3_column_int64(row->statement, 0);
    out->document_id = sqlite3_column_int64(row->statement, 1);
    proposal->number = tvx_row_text_or(row, 2, "");
    if (!tvx_stored_action_parse(&proposal->action, tvx_row_text_or(row, 3, "")))
        row->bad = true;
    proposal->target = tvx_row_text_or(row, 4, "");
    proposal->place.instrument = tvx_row_text(row, 5);
    proposal->place.version = tvx_row_text(row, 6);
    proposal->place.path = tvx_row_text(row, 7);
    proposal->place.marginal = tvx_row_text(row, 8);
    proposal->place.part = tvx_row_text(row, 9);
    proposal->place.is_new = sqlite3_column_int(row->statement, 10) != 0;
    proposal->before = tvx_row_text_or(row, 11, "");
    proposal->after = tvx_row_text_or(row, 12, "");
    proposal->reasons = tvx_row_text_or(row, 13, "");
    proposal->quote = tvx_row_text_or(row, 14, "");
    proposal->start = tvx_row_size(row, 15);
    proposal->points = tvx_row_size(row, 16);
    proposal->block = tvx_row_size(row, 17);
    read_resolution(&out->resolution, row);
    read_instructions(proposal, row);
    if (out->resolution.before != NULL && out->resolution.after != NULL) { /* what its instructions make of the base */
        proposal->before = out->resolution.before;
        proposal->after = out->resolution.after;
    }
    out->document = tvx_row_text_or(row, 26, "");
    out->sha256 = tvx_row_text_or(row, 27, "");
    out->file = tvx_row_text_or(row, 28, "");
    out->meeting = tvx_row_text(row, 29);
    out->date = tvx_row_text(row, 30);
}

/* The stored names that an action asked for stands for: "NOC" is both kinds of it. */
static enum tvx_status action_names(const char *asked, const char **first, const char **second, struct tvx_error *error)
{
    enum tvx_action action;

    *first = *second = NULL;
    if (asked == NULL)
        return TVX_OK;
    if (!tvx_action_parse(&action, asked) && !tvx_stored_action_parse(&action, asked))
        return tvx_error_set(error, TVX_E_USAGE, "%s is no action; there are ADD, ADD*, MOD, (MOD), SUP, SUP*, NOC",
                             asked);
    *first = *second = tvx_stored_action(action);
    if (action == TVX_ACTION_NOC || action == TVX_ACTION_NOC_FIRM) {
        *first = tvx_stored_action(TVX_ACTION_NOC);
        *second = tvx_stored_action(TVX_ACTION_NOC_FIRM);
    }
    return TVX_OK;
}

enum tvx_status tvx_each_proposal(struct tvx_store *store, struct tvx_arena *arena, const struct tvx_filter *filter,
                                  tvx_proposal_fn *fn, void *context, struct tvx_error *error)
{
    static const struct tvx_filter all;
    struct tvx_row row = {.arena = arena};
    const char *first, *second;
    bool more = true;
    enum tvx_status status;

    filter = filter == NULL ? &all : filter;
    status = action_names(filter->action, &first, &second, error);
    if (status == TVX_OK)
        status = tvx_db_start(store, &row.statement, QUERY_proposals, error, "tttttttt" "iiiii", filter->meeting,
                              filter->instrument, filter->version, filter->sponsor, first, second, filter->provision,
                              filter->number, filter->document, filter->document == 0 ? INT64_MAX : filter->document,
                              (int64_t)filter->unresolved_only,
                              filter->limit == 0 ? (int64_t)-1 : (int64_t)filter->limit, (int64_t)filter->offset);
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_stored_proposal proposal;

        read_proposal(&proposal, &row);
        status = tvx_row_check(&row, error);
        if (status == TVX_OK)
            status = tvx_list_strings(store, arena, &proposal.proposal.sponsors, &proposal.proposal.sponsor_count,
                                      QUERY_proposal_sponsors, proposal.id, error);
        if (status == TVX_OK)
            status = read_edits(store, arena, &proposal.proposal, proposal.id, error);
        if (status == TVX_OK)
            status = fn(context, &proposal, error);
        if (status != TVX_OK)
            tvx_db_done(row.statement);
    }
    return status;
}

struct collected {
    struct tvx_arena *arena;
    struct tvx_stored_proposal *items;
    size_t count, capacity;
};

static enum tvx_status collect(void *context, struct tvx_stored_proposal *proposal, struct tvx_error *error)
{
    struct collected *all = context;
    struct tvx_stored_proposal *larger =
        tvx_arena_grow(all->arena, all->items, all->count, &all->capacity, sizeof *larger);

    if (larger == NULL)
        return tvx_error_nomem(error);
    all->items = larger;
    all->items[all->count++] = *proposal;
    return TVX_OK;
}

enum tvx_status tvx_store_proposals(struct tvx_store *store, struct tvx_arena *arena, struct tvx_stored_proposal **out,
                                    size_t *count, const struct tvx_filter *filter, struct tvx_error *error)
{
    struct collected all = {.arena = arena};
    enum tvx_status status = tvx_each_proposal(store, arena, filter, collect, &all, error);

    *out = all.items;
    *count = all.count;
    return status;
}

enum tvx_status tvx_store_proposal_document(struct tvx_store *store, int64_t *document, int64_t proposal,
                                            struct tvx_error *error)
{
    bool found = false;
    enum tvx_status status =
        tvx_db_number(store, document, &found, QUERY_proposal_document, error, "i", proposal);

    if (status == TVX_OK && !found)
        status = tvx_error_set(error, TVX_E_NOTFOUND, "there is no proposal number %lld in the workspace",
                               (long long)proposal);
    return status;
}

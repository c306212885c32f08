/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux ls`: lists of what the workspace holds. */
#include "filter.h"
#include "output.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <travaux/show/json.h>

static bool keeps(const char *wanted, const char *value)
{
    return wanted == NULL || (value != NULL && strcasecmp(wanted, value) == 0);
}

static enum tvx_status list_instruments(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_stored_instrument *items;
    size_t count, kept = 0;
    enum tvx_status status = tvx_store_instruments(store, call->arena, &items, &count, &call->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (keeps(tvx_call_option(call, "instrument"), items[i].key) &&
            keeps(tvx_call_option(call, "version"), items[i].version) &&
            keeps(tvx_call_option(call, "meeting"), items[i].meeting))
            items[kept++] = items[i];
    count = kept;
    if (status != TVX_OK || !call->json) {
        if (status == TVX_OK)
            tvx_term_instruments(&output->term, call->arena, items, count);
        return status;
    }
    tvx_json_array(&output->json);
    for (size_t i = 0; i < count; i++)
        tvx_json_instrument(&output->json, &items[i], NULL);
    tvx_json_array_end(&output->json);
    return TVX_OK;
}

static enum tvx_status list_of_one(struct tvx_call *call, struct tvx_store *store, struct output *output,
                                   const char *key, const char *version)
{
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    enum tvx_status status =
        tvx_store_instrument(store, call->arena, &head, &instrument, key, version, &call->error);

    if (status != TVX_OK)
        return status;
    if (!call->json) {
        tvx_buf_printf(&output->buf, "%s@%s  ", head.key, head.version);
        tvx_term_text(&output->buf, head.title, strlen(head.title));
        tvx_buf_char(&output->buf, '\n');
        tvx_term_provisions(&output->term, call->arena, &instrument);
        return TVX_OK;
    }
    for (size_t i = 0; i < instrument.count; i++)
        tvx_json_provision(&output->json, &head, &instrument, i);
    return TVX_OK;
}

/* Of the instrument named by --instrument and --version; of every one where none is named. */
static enum tvx_status list_provisions(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    const char *key = tvx_call_option(call, "instrument"), *version = tvx_call_option(call, "version");
    struct tvx_stored_instrument *items;
    size_t count;
    enum tvx_status status = tvx_store_instruments(store, call->arena, &items, &count, &call->error);

    if (call->json)
        tvx_json_array(&output->json);
    if (status == TVX_OK && key != NULL)
        status = list_of_one(call, store, output, key, version);
    for (size_t i = 0; status == TVX_OK && key == NULL && i < count; i++)
        if (version == NULL || strcmp(version, items[i].version) == 0)
            status = list_of_one(call, store, output, items[i].key, items[i].version);
    if (call->json)
        tvx_json_array_end(&output->json);
    return status;
}

static enum tvx_status list_documents(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_filter filter = filter_from(call);
    struct tvx_stored_document *items;
    size_t count;
    enum tvx_status status = tvx_store_documents(store, call->arena, &items, &count, &filter, &call->error);

    if (status != TVX_OK || !call->json) {
        if (status == TVX_OK)
            tvx_term_documents(&output->term, call->arena, items, count);
        return status;
    }
    tvx_json_array(&output->json);
    for (size_t i = 0; i < count; i++)
        tvx_json_document(&output->json, &items[i], NULL, NULL, NULL);
    tvx_json_array_end(&output->json);
    return TVX_OK;
}

static enum tvx_status list_proposals(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_filter filter = filter_from(call);
    struct tvx_stored_proposal *items;
    size_t count;
    enum tvx_status status = tvx_store_proposals(store, call->arena, &items, &count, &filter, &call->error);

    if (status == TVX_OK && call->json)
        tvx_json_proposals(&output->json, items, count);
    else if (status == TVX_OK)
        tvx_term_proposals(&output->term, call->arena, items, count);
    return status;
}

static enum tvx_status list_actors(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_stored_actor *items;
    size_t count;
    enum tvx_status status = tvx_store_actors(store, call->arena, &items, &count, &call->error);

    if (status != TVX_OK || !call->json) {
        if (status == TVX_OK)
            tvx_term_actors(&output->term, call->arena, items, count);
        return status;
    }
    tvx_json_array(&output->json);
    for (size_t i = 0; i < count; i++)
        tvx_json_actor(&output->json, &items[i]);
    tvx_json_array_end(&output->json);
    return TVX_OK;
}

static enum tvx_status list_events(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_event *items;
    size_t count, kept = 0;
    enum tvx_status status = tvx_store_events(store, call->arena, &items, &count, &call->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (keeps(tvx_call_option(call, "meeting"), items[i].meeting))
            items[kept++] = items[i];
    count = kept;
    if (status != TVX_OK || !call->json) {
        if (status == TVX_OK)
            tvx_term_events(&output->term, call->arena, items, count);
        return status;
    }
    tvx_json_array(&output->json);
    for (size_t i = 0; i < count; i++)
        tvx_json_event(&output->json, &items[i]);
    tvx_json_array_end(&output->json);
    return TVX_OK;
}

static const struct {
    const char *name;
    enum tvx_status (*list)(struct tvx_call *call, struct tvx_store *store, struct output *output);
    const char *filters; /* with a space around each */
} lists[] = {
    {"instruments", list_instruments, " meeting instrument version "},
    {"provisions", list_provisions, " instrument version "},
    {"documents", list_documents, " meeting instrument sponsor "},
    {"proposals", list_proposals, " meeting instrument sponsor action "},
    {"actors", list_actors, " "},
    {"events", list_events, " meeting "},
};

static int run(struct tvx_call *call)
{
    static const char *const filters[] = {"meeting", "instrument", "version", "sponsor", "action"};
    struct tvx_store *store;
    struct output output;
    size_t kind = 0;
    int result;

    while (kind < sizeof lists / sizeof *lists && strcmp(lists[kind].name, call->arguments[0]) != 0)
        kind++;
    if (kind == sizeof lists / sizeof *lists) {
        tvx_error_set(&call->error, TVX_E_USAGE,
                      "cannot list '%.80s': ls takes instruments, provisions, documents, proposals, actors or events",
                      call->arguments[0]);
        return tvx_call_fail(call);
    }
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        char padded[32];

        snprintf(padded, sizeof padded, " %s ", filters[i]);
        if (tvx_call_has(call, filters[i]) && strstr(lists[kind].filters, padded) == NULL) {
            tvx_error_set(&call->error, TVX_E_USAGE, "--%s does not choose among %s", filters[i], lists[kind].name);
            return tvx_call_fail(call);
        }
    }
    result = tvx_call_open(call, &store);
    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    result = output_end(&output, call, lists[kind].list(call, store, &output));
    tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    FILTER_OPTIONS,
    {"version", 0, "V", false, "Only provisions of this version."},
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux ls provisions --instrument MNR", "The outline of the instrument in force."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_ls = {
    .name = "ls",
    .arguments = "instruments|provisions|documents|proposals|actors|events",
    .least = 1,
    .most = 1,
    .summary = "list instruments, provisions, documents, proposals, actors or events",
    .text = "Lists what the workspace holds, in a stable order.  Events are the meetings that documents belong to.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};

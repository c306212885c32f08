/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux follow [REF…]`: the provisions and proposals that a user wants to hear of. */
#include "output.h"

#include <stdio.h>
#include <travaux/store/institution.h>

static enum tvx_status change(struct tvx_call *call, struct tvx_store *store)
{
    bool remove = tvx_call_has(call, "remove"), changed;
    enum tvx_status status = TVX_OK;

    for (int i = 0; status == TVX_OK && i < call->argument_count; i++) {
        const char *reference = call->arguments[i];
        struct tvx_found found;

        if (!remove)
            status = tvx_store_find(store, call->arena, &found, reference, &call->error);
        if (status == TVX_OK)
            status = remove ? tvx_store_unfollow(store, reference, &changed, &call->error)
                            : tvx_store_follow(store, reference, &changed, &call->error);
        if (status == TVX_OK && !changed)
            fprintf(stderr, "travaux: %s is %s\n", reference, remove ? "not followed" : "followed already");
    }
    return status;
}

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    const char *const *items;
    size_t count;
    enum tvx_status status = TVX_OK;

    status = change(call, store);
    if (status == TVX_OK)
        status = tvx_store_followed(store, call->arena, &items, &count, &call->error);
    if (status == TVX_OK && call->json) {
        tvx_json_array(&output->json);
        for (size_t i = 0; i < count; i++)
            tvx_json_string(&output->json, items[i]);
        tvx_json_array_end(&output->json);
    } else if (status == TVX_OK) {
        for (size_t i = 0; i < count; i++)
            tvx_buf_printf(&output->buf, "%s\n", items[i]);
        if (count == 0)
            tvx_buf_str(&output->buf, "nothing is followed; `travaux follow REF` does\n");
    }
    return status;
}

static int run(struct tvx_call *call)
{
    if (tvx_call_has(call, "remove") && call->argument_count == 0) {
        tvx_error_set(&call->error, TVX_E_USAGE, "--remove needs to be told what: travaux follow --remove REF");
        return tvx_call_fail(call);
    }
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    {"remove", 0, NULL, false, "Follow them no longer."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux follow MNR:5.2 RES-7", "Follow a paragraph and a resolution."},
    {"travaux calendar --followed", "What is due for them."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_follow = {
    .name = "follow",
    .arguments = "[REF…]",
    .least = 0,
    .most = -1,
    .summary = "follow instruments, provisions and proposals",
    .text = "Notes what you want to hear of, and lists all of it.  It stays in the workspace file and goes nowhere; "
            "`travaux calendar --followed` tells what is due.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};

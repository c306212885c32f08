/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "output.h"

static const size_t most_output = (size_t)4 << 30;

void output_start(struct output *output, const struct tvx_call *call)
{
    tvx_buf_init(&output->buf, most_output);
    tvx_json_init(&output->json, &output->buf);
    output->term = (struct tvx_term){
        .out = &output->buf,
        .width = (unsigned)call->width,
        .colour = call->colour,
        .full = tvx_call_has(call, "full"),
    };
}

int output_end(struct output *output, struct tvx_call *call, enum tvx_status status)
{
    int result = status == TVX_OK ? tvx_call_print(call, &output->buf) : tvx_call_fail(call);

    tvx_buf_free(&output->buf);
    return result;
}

int output_of_store(struct tvx_call *call, enum tvx_status (*answer)(struct tvx_call *call, struct tvx_store *store,
                                                                    struct output *output))
{
    struct tvx_store *store;
    struct output output;
    int result = tvx_call_open(call, &store);

    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    result = output_end(&output, call, answer(call, store, &output));
    tvx_store_close(store);
    return result;
}

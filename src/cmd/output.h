/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a command prints: one buffer that either the terminal's or the JSON renderers fill, written out whole at the
 * end.  Nothing is printed before all of it is known, so that a script never gets half an answer.
 */
#ifndef TRAVAUX_CMD_OUTPUT_H
#define TRAVAUX_CMD_OUTPUT_H

#include "command.h"

#include <travaux/base/json.h>
#include <travaux/show/term.h>

struct output {
    struct tvx_buf buf;
    struct tvx_json json;
    struct tvx_term term; /* `full` as the option --full says */
};

void output_start(struct output *output, const struct tvx_call *call);
/* Prints when `status` is TVX_OK, else reports call->error; frees the buffer; gives the exit status. */
int output_end(struct output *output, struct tvx_call *call, enum tvx_status status);

/* What most commands do: opens the workspace, lets `answer` fill the output, prints it; gives the exit status. */
int output_of_store(struct tvx_call *call, enum tvx_status (*answer)(struct tvx_call *call, struct tvx_store *store,
                                                                    struct output *output));

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What `trace` and `reuse` have in common: their options, and opening the workspace with its reuse index. */
#ifndef TRAVAUX_CMD_TRACER_H
#define TRAVAUX_CMD_TRACER_H

#include "command.h"
#include "progress.h"

#include <travaux/reuse/trace.h>

/* --among, --least and --all; an exit status. */
int tracer_options(struct tvx_trace_options *options, struct tvx_call *call);
/* Says so on a terminal where making the index may take a while.  The caller closes both; an exit status. */
int tracer_open(struct tvx_tracer **tracer, struct tvx_store **store, struct tvx_call *call);
/* Remembers the best hits, so that they can be judged by their names (travaux review). */
enum tvx_status tracer_keep(struct tvx_call *call, struct tvx_store *store, const struct tvx_trace *trace, bool all);
/* Warns where a search was cut short. */
void tracer_warn(const struct tvx_trace *trace);

#endif

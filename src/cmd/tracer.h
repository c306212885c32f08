/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What `trace` and `reuse` have in common: their options, and opening the workspace with its reuse index. */
#ifndef TRAVAUX_CMD_TRACER_H
#define TRAVAUX_CMD_TRACER_H

#include "command.h"
#include "progress.h"

#include <travaux/reuse/trace.h>

/* --among and --least; an exit status. */
int tracer_options(struct tvx_trace_options *options, struct tvx_call *call);
/* Says so on a terminal where making the index may take a while.  The caller closes both; an exit status. */
int tracer_open(struct tvx_tracer **tracer, struct tvx_store **store, struct tvx_call *call);
/* Warns where a search was cut short. */
void tracer_warn(const struct tvx_trace *trace);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The options that keep only some proposals, the same for every command that lists them.  The workspace does the
 * filtering; this only carries the words over.
 */
#ifndef TRAVAUX_CMD_FILTER_H
#define TRAVAUX_CMD_FILTER_H

#include "command.h"

#define FILTER_OPTIONS                                                                                              \
    {"meeting", 0, "KEY", false, "Only those of this meeting, such as PP-22."},                                     \
        {"instrument", 0, "KEY", false, "Only those on this instrument, such as ITR."},                             \
        {"sponsor", 0, "CODE", false, "Only those that this state or group stands behind."},                        \
        {"action", 0, "ACTION", false, "Only this action: ADD, ADD*, MOD, (MOD), SUP, SUP*, NOC."}

struct tvx_filter filter_from(const struct tvx_call *call);

#endif

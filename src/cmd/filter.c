/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "filter.h"

struct tvx_filter filter_from(const struct tvx_call *call)
{
    return (struct tvx_filter){
        .meeting = tvx_call_option(call, "meeting"),
        .instrument = tvx_call_option(call, "instrument"),
        .sponsor = tvx_call_option(call, "sponsor"),
        .action = tvx_call_option(call, "action"),
    };
}

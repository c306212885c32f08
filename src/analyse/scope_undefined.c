/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Terms that are used like defined ones and are defined nowhere. */
#include "scope_work.h"

enum tvx_status scope_undefined(struct scope_work *work, struct tvx_error *error)
{
    (void)work;
    (void)error;
    return TVX_OK;
}

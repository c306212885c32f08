/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* /calendar.ics: what the page of the calendar shows, for other programs. */
#include "route.h"

enum tvx_status calendar_handler(struct request *request, struct reply *reply)
{
    struct tvx_page page = request_page(request, reply);

    reply->type = "text/calendar; charset=utf-8";
    return tvx_page_calendar_ics(&page);
}

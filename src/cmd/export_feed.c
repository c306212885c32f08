/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux export --format atom|ics`: what is new, and what is due, for programs that others use. */
#include "export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/day.h>
#include <travaux/show/calendar.h>
#include <travaux/show/feed.h>
#include <travaux/store/institution.h>

enum { NEWS_MOST = 500 }; /* entries: whoever reads a feed wants the newest */

/* The feed keeps its name while the workspace keeps its place. */
static const char *feed_id(struct tvx_call *call, struct tvx_store *store)
{
    char *real = realpath(tvx_store_address(store), NULL);
    const char *name = tvx_arena_printf(call->arena, "feed:%s", real == NULL ? tvx_store_address(store) : real);

    free(real);
    return name == NULL ? NULL : tvx_feed_id(call->arena, name);
}

enum tvx_status export_atom(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_news_query query = {.outsider = true, .limit = NEWS_MOST}; /* it is for others */
    struct tvx_feed feed = {.title = "What is new in the workspace", .language = "en"};
    struct tvx_news *news;
    char now[TVX_TIME_SIZE];
    size_t count;
    enum tvx_status status = tvx_store_news(store, call->arena, &news, &count, NULL, &query, &call->error);

    if (status != TVX_OK)
        return status;
    tvx_time_now(now);
    feed.id = feed_id(call, store);
    feed.entries = tvx_feed_entries(call->arena, NULL, NULL, news, count);
    feed.count = count;
    feed.updated = count == 0 ? now : NULL;
    if (feed.id == NULL || feed.entries == NULL)
        return tvx_error_nomem(&call->error);
    tvx_feed_atom(&output->buf, &feed);
    return TVX_OK;
}

enum tvx_status export_ics(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    char today[TVX_DAY_SIZE];
    struct tvx_institutions all;
    struct tvx_calendar_query query = {.from = NULL};
    struct tvx_calendar_entry *entries;
    size_t count, left;
    enum tvx_status status = tvx_store_institutions(store, call->arena, &all, &call->error);

    if (status == TVX_OK)
        status = tvx_calendar(&entries, &count, call->arena, store, &all, &query, &call->error);
    if (status != TVX_OK)
        return status;
    tvx_day_today(today);
    left = tvx_ics_calendar(&output->buf, entries, count, today);
    if (left > 0)
        fprintf(stderr, "travaux: %zu of %zu are left out: only their year is known\n", left, count);
    return TVX_OK;
}

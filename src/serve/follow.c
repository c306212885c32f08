/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Following, and the ways by which news reach a person: feeds with a secret in their address, mail if they ask. */
#include <string.h>
#include <travaux/analyse/calendar.h>
#include <travaux/analyse/notices.h>
#include <travaux/base/day.h>
#include <travaux/show/calendar.h>
#include <travaux/show/feed.h>
#include <travaux/store/follow.h>
#include <travaux/store/institution.h>
#include <travaux/store/notify.h>

#include "route.h"

enum { FEED_ENTRIES = 100 };

enum tvx_status follow_handler(struct request *request, struct reply *reply)
{
    const char *reference = request_field_or(request, "reference", "");
    bool follow = strcmp(request_field_or(request, "follow", "1"), "1") == 0, changed;
    struct tvx_found found;
    enum tvx_status status = TVX_OK;

    if (follow) /* what is not there any more may still be given up */
        status = tvx_store_find(request->store, request->arena, &found, reference, &request->error);
    if (status == TVX_OK)
        status = follow ? tvx_store_follow_as(request->store, request->account, reference, &changed, &request->error)
                        : tvx_store_unfollow_as(request->store, request->account, reference, &changed,
                                                &request->error);
    if (status == TVX_OK)
        reply_redirect(request, reply, request_back(request, request_field_or(request, "back", "/notices")));
    return status;
}

enum tvx_status notices_mail_handler(struct request *request, struct reply *reply)
{
    enum tvx_status status = tvx_store_notify_every(request->store, request->account,
                                                    request_field_or(request, "every", ""), &request->error);

    if (status == TVX_OK)
        reply_redirect(request, reply, "/notices");
    return status;
}

enum tvx_status notices_address_handler(struct request *request, struct reply *reply)
{
    enum tvx_status status = tvx_store_notify_token(request->store, request->account, &request->error);

    if (status == TVX_OK)
        reply_redirect(request, reply, "/notices");
    return status;
}

/* ---- feeds ---- */

static enum tvx_status calendar(struct request *request, struct reply *reply, int64_t account)
{
    char today[TVX_DAY_SIZE];
    struct tvx_institutions institutions;
    struct tvx_calendar_query query = {.from = today};
    struct tvx_calendar_entry *entries = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_institutions(request->store, request->arena, &institutions, &request->error);

    tvx_day_today(today);
    if (status == TVX_OK && account != 0)
        status = tvx_store_followed_as(request->store, request->arena, account, &query.references,
                                       &query.reference_count, &request->error);
    if (status == TVX_OK)
        status = tvx_calendar(&entries, &count, request->arena, request->store, &institutions, &query,
                              &request->error);
    if (status == TVX_OK)
        tvx_ics_calendar(&reply->body, entries, count, today);
    reply->type = "text/calendar; charset=utf-8";
    return status;
}

/* Whose news: an account's own, or those that are published (0). */
static enum tvx_status news_of(struct request *request, struct tvx_news **news, size_t *count, int64_t account)
{
    static const bool kinds[TVX_NEWS_KIND_COUNT] = {[TVX_NEWS_DOCUMENT] = true, [TVX_NEWS_PROPOSAL] = true,
                                                    [TVX_NEWS_VERSION] = true, [TVX_NEWS_OUTCOME] = true};
    const struct tvx_news_query all = {.outsider = true, .limit = FEED_ENTRIES, .kinds = kinds};
    char today[TVX_DAY_SIZE];
    const struct tvx_notices_query own = {.account = account, .today = today, .limit = FEED_ENTRIES};

    tvx_day_today(today);
    return account == 0 ? tvx_store_news(request->store, request->arena, news, count, NULL, &all, &request->error)
                        : tvx_notices(news, count, request->store, request->arena, &own, &request->error);
}

static enum tvx_status feed(struct request *request, struct reply *reply, int64_t account, bool atom)
{
    const struct tvx_tongue *tongue = request->viewer.tongue;
    const char *site = request_site(request);
    struct tvx_news *news;
    size_t count;
    struct tvx_feed of;
    enum tvx_status status = news_of(request, &news, &count, account);

    if (status != TVX_OK)
        return status;
    of = (struct tvx_feed){
        .id = tvx_feed_id(request->arena, tvx_arena_printf(request->arena, "%s %lld", site, (long long)account)),
        .title = tvx_say(tongue, SAY("News of the negotiation")), .home = tvx_arena_printf(request->arena, "%s/", site),
        .self = tvx_arena_printf(request->arena, "%s%s", site, request->path),
        .language = tvx_tongue_name(tongue)->code,
        .entries = tvx_feed_entries(request->arena, tongue, site, news, count), .count = count,
    };
    if (of.id == NULL || of.home == NULL || of.self == NULL || of.entries == NULL)
        return tvx_error_nomem(&request->error);
    if (atom)
        tvx_feed_atom(&reply->body, &of);
    else
        tvx_feed_json(&reply->body, &of);
    reply->type = atom ? "application/atom+xml; charset=utf-8" : "application/feed+json; charset=utf-8";
    return TVX_OK;
}

/* "/feed/SECRET.atom", and "/feed/public.atom" where the whole workspace is published. */
enum tvx_status feed_handler(struct request *request, struct reply *reply)
{
    size_t length = strcspn(request->rest, ".");
    const char *ending = request->rest + length;
    char *token = tvx_arena_strndup(request->arena, request->rest, length);
    struct tvx_account account = {0};
    bool open = false;
    enum tvx_status status = TVX_OK;

    if (token == NULL)
        return tvx_error_nomem(&request->error);
    if (strcmp(token, "public") == 0) {
        status = tvx_store_published(request->store, &open, TVX_PUBLISHED_WORKSPACE, "", &request->error);
        if (status == TVX_OK && !open && request->role < TVX_ROLE_READER)
            status = tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such page.");
    } else {
        status = tvx_store_notify_find(request->store, request->arena, &account, token, &request->error);
    }
    if (status != TVX_OK)
        return status;
    if (strcmp(ending, ".ics") == 0)
        status = calendar(request, reply, account.id);
    else if (strcmp(ending, ".atom") == 0 || strcmp(ending, ".json") == 0)
        status = feed(request, reply, account.id, strcmp(ending, ".atom") == 0);
    else
        return tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such page.");
    reply->keep = status == TVX_OK;
    return status;
}

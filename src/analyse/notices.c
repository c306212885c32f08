/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/notices.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/analyse/calendar.h>
#include <travaux/base/day.h>
#include <travaux/store/follow.h>
#include <travaux/store/institution.h>
#include <travaux/store/verdict.h>

struct parts { /* of "MNR@2022:5.2.a": lengths; a proposal's number is all key */
    const char *key, *version, *path;
    size_t key_length, version_length;
};

static struct parts parts_of(const char *reference)
{
    size_t length = strcspn(reference, ":"), at = strcspn(reference, "@:");
    struct parts parts = {reference, NULL, reference[length] == ':' ? reference + length + 1 : "", at, 0};

    if (reference[at] == '@') {
        parts.version = reference + at + 1;
        parts.version_length = length - at - 1;
    }
    return parts;
}

bool tvx_follow_covers(const char *followed, const char *place)
{
    struct parts f = parts_of(followed), p = parts_of(place);
    size_t path = strlen(f.path);

    if (f.key_length != p.key_length || strncasecmp(f.key, p.key, f.key_length) != 0)
        return false;
    if (f.version != NULL && p.version != NULL &&
        (f.version_length != p.version_length || strncasecmp(f.version, p.version, f.version_length) != 0))
        return false;
    /* "5" covers "5.2", and a whole instrument everything in it */
    return strncasecmp(f.path, p.path, path) == 0 && (path == 0 || p.path[path] == '\0' || p.path[path] == '.');
}

struct choosing {
    struct tvx_store *store;
    struct tvx_arena *arena;
    const struct tvx_notices_query *query;
    const char *const *followed;
    size_t followed_count;
    struct tvx_news *out;
    size_t count, capacity;
};

static bool covered(const struct choosing *c, const char *place)
{
    for (size_t i = 0; place != NULL && i < c->followed_count; i++)
        if (tvx_follow_covers(c->followed[i], place))
            return true;
    return false;
}

/* A verdict matters to who follows one of the proposals, or what they are on. */
static enum tvx_status verdict_matters(struct choosing *c, const char *match, bool *out, struct tvx_error *error)
{
    struct tvx_judged judged;
    enum tvx_status status = tvx_store_judged_find(c->store, c->arena, &judged, match, error);

    *out = false;
    if (status != TVX_OK)
        return status == TVX_E_NOTFOUND ? TVX_OK : status;
    for (int i = 0; i < 2; i++) {
        const struct tvx_match_side *side = &judged.match.sides[i];
        const char *place = side->instrument == NULL
                                ? NULL : tvx_arena_printf(c->arena, "%s%s%s%s%s", side->instrument,
                                                          side->version == NULL ? "" : "@",
                                                          side->version == NULL ? "" : side->version,
                                                          side->provision == NULL ? "" : ":",
                                                          side->provision == NULL ? "" : side->provision);

        *out = *out || covered(c, side->proposal) || covered(c, side->document) || covered(c, place);
    }
    return TVX_OK;
}

static enum tvx_status matters(struct choosing *c, const struct tvx_news *news, bool *out, struct tvx_error *error)
{
    *out = false;
    if (news->kind == TVX_NEWS_REPLY && news->thread != NULL && c->query->account != 0 &&
        strtoll(news->thread, NULL, 10) == c->query->account) {
        *out = true;
        return TVX_OK;
    }
    if (news->kind == TVX_NEWS_VERDICT)
        return c->followed_count == 0 ? TVX_OK : verdict_matters(c, news->reference, out, error);
    *out = covered(c, news->reference) || covered(c, news->on) || covered(c, news->meeting);
    return TVX_OK;
}

static bool keep(struct choosing *c, const struct tvx_news *news)
{
    struct tvx_news *larger = tvx_arena_grow(c->arena, c->out, c->count, &c->capacity, sizeof *larger);

    if (larger == NULL)
        return false;
    c->out = larger;
    larger[c->count++] = *news;
    return true;
}

static enum tvx_status choose_news(struct choosing *c, struct tvx_error *error)
{
    const struct tvx_news_query all = {.since = c->query->since, .account = c->query->account};
    struct tvx_news *news;
    size_t count;
    enum tvx_status status = tvx_store_news(c->store, c->arena, &news, &count, NULL, &all, error);

    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        bool wanted;

        status = matters(c, &news[i], &wanted, error);
        if (status == TVX_OK && wanted && !keep(c, &news[i]))
            status = tvx_error_nomem(error);
        if (c->query->limit > 0 && c->count >= c->query->limit)
            break;
    }
    return status;
}

/* A deadline is news from TVX_NOTICE_DAYS before it. */
static enum tvx_status choose_deadlines(struct choosing *c, struct tvx_error *error)
{
    char to[TVX_DAY_SIZE];
    struct tvx_institutions institutions;
    struct tvx_calendar_entry *entries;
    struct tvx_calendar_query query = {.from = c->query->today, .to = to, .references = c->followed,
                                       .reference_count = c->followed_count};
    size_t count = 0;
    enum tvx_status status;

    if (c->query->today == NULL || c->followed_count == 0)
        return TVX_OK;
    tvx_day_add(to, c->query->today, TVX_NOTICE_DAYS);
    status = tvx_store_institutions(c->store, c->arena, &institutions, error);
    if (status == TVX_OK)
        status = tvx_calendar(&entries, &count, c->arena, c->store, &institutions, &query, error);
    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        char at[TVX_DAY_SIZE];
        struct tvx_news news = {.kind = TVX_NEWS_DEADLINE, .reference = entries[i].date,
                                .title = entries[i].claim.statement, .meeting = entries[i].meeting};

        if (!tvx_day_valid(entries[i].date))
            continue;
        tvx_day_add(at, entries[i].date, -TVX_NOTICE_DAYS);
        if (c->query->since != NULL && strncmp(at, c->query->since, 10) < 0)
            continue; /* was told then */
        news.at = tvx_arena_printf(c->arena, "%sT00:00:00.000Z", at);
        news.id = tvx_arena_printf(c->arena, "deadline:%s:%s:%s", entries[i].kind, entries[i].key, entries[i].date);
        if (news.at == NULL || news.id == NULL || !keep(c, &news))
            status = tvx_error_nomem(error);
    }
    return status;
}

static int newest_first(const void *a, const void *b)
{
    const struct tvx_news *x = a, *y = b;
    int order = strcmp(y->at, x->at);

    return order != 0 ? order : strcmp(x->id, y->id);
}

enum tvx_status tvx_notices(struct tvx_news **out, size_t *count, struct tvx_store *store, struct tvx_arena *arena,
                            const struct tvx_notices_query *query, struct tvx_error *error)
{
    struct choosing c = {.store = store, .arena = arena, .query = query};
    enum tvx_status status =
        tvx_store_followed_as(store, arena, query->account, &c.followed, &c.followed_count, error);

    if (status == TVX_OK)
        status = choose_news(&c, error);
    if (status == TVX_OK)
        status = choose_deadlines(&c, error);
    if (c.count > 0)
        qsort(c.out, c.count, sizeof *c.out, newest_first);
    *out = c.out;
    *count = query->limit > 0 && c.count > query->limit ? query->limit : c.count;
    return status;
}

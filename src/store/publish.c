/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/publish.h>

#include <string.h>
#include <travaux/base/day.h>
#include <travaux/text/utf8.h>

#include "account.h"

static const char *const kinds[] = {
#define TVX_PUBLISHED_TEXT(name, text) text,
    TVX_PUBLISHED_KINDS(TVX_PUBLISHED_TEXT)
#undef TVX_PUBLISHED_TEXT
};

enum { KEY_BYTES = 500 };

const char *tvx_published_kind_name(enum tvx_published_kind kind)
{
    return kinds[kind];
}

bool tvx_published_kind_parse(enum tvx_published_kind *out, const char *name)
{
    for (int i = 0; name != NULL && i < TVX_PUBLISHED_KIND_COUNT; i++)
        if (strcmp(kinds[i], name) == 0) {
            *out = (enum tvx_published_kind)i;
            return true;
        }
    return false;
}

/* ---- asking ---- */

enum tvx_status tvx_store_published(struct tvx_store *store, bool *out, enum tvx_published_kind kind, const char *key,
                                    struct tvx_error *error)
{
    int64_t one;

    return tvx_db_number(store, &one, out, QUERY_published_there, error, "tt", kinds[kind],
                         kind == TVX_PUBLISHED_WORKSPACE || key == NULL ? "" : key);
}

enum tvx_status tvx_store_published_document(struct tvx_store *store, bool *out, int64_t document,
                                             struct tvx_error *error)
{
    int64_t one;

    return tvx_db_number(store, &one, out, QUERY_published_document, error, "i", document);
}

enum tvx_status tvx_store_published_reference(struct tvx_store *store, struct tvx_arena *arena, bool *out,
                                              const char *reference, struct tvx_error *error)
{
    struct tvx_found found;
    int64_t one;
    enum tvx_status status = tvx_store_published(store, out, TVX_PUBLISHED_WORKSPACE, "", error);

    if (status != TVX_OK || *out)
        return status;
    status = tvx_store_find(store, arena, &found, reference, error);
    if (status == TVX_E_NOTFOUND || status == TVX_E_USAGE)
        return TVX_OK;
    if (status != TVX_OK)
        return status;
    if (found.proposal != 0)
        return tvx_db_number(store, &one, out, QUERY_published_proposal, error, "i", found.proposal);
    if (found.instrument.id != 0)
        return tvx_store_published(store, out, TVX_PUBLISHED_INSTRUMENT, found.instrument.key, error);
    return found.document == 0 ? TVX_OK : tvx_store_published_document(store, out, found.document, error);
}

/* ---- publishing ---- */

static enum tvx_status exists(struct tvx_store *store, enum tvx_published_kind kind, const char *key,
                              struct tvx_error *error)
{
    int64_t one;
    bool there = true;
    enum tvx_status status = TVX_OK;

    if (kind != TVX_PUBLISHED_WORKSPACE && (key == NULL || *key == '\0' || strlen(key) > KEY_BYTES ||
                                            !tvx_utf8_valid(key, strlen(key))))
        return tvx_error_set(error, TVX_E_USAGE, "name the %s that is to be published", kinds[kind]);
    if (kind == TVX_PUBLISHED_MEETING)
        status = tvx_db_number(store, &one, &there, QUERY_meeting_there, error, "t", key);
    if (kind == TVX_PUBLISHED_INSTRUMENT)
        status = tvx_db_number(store, &one, &there, QUERY_instrument_there, error, "t", key);
    if (status == TVX_OK && !there)
        status = tvx_error_set(error, TVX_E_NOTFOUND, "there is no %s %.80s", kinds[kind], key);
    return status;
}

enum tvx_status tvx_store_publish(struct tvx_store *store, bool *changed, int64_t who, enum tvx_published_kind kind,
                                  const char *key, bool publish, struct tvx_error *error)
{
    const char *what = kind == TVX_PUBLISHED_WORKSPACE ? "" : key;
    char now[TVX_TIME_SIZE];
    int64_t one;
    bool mine;
    enum tvx_status status = publish ? exists(store, kind, key, error) : TVX_OK;

    *changed = false;
    if (status == TVX_OK)
        status = tvx_account_begin(store, &mine, error);
    if (status != TVX_OK)
        return status;
    tvx_time_now(now);
    status = publish ? tvx_db_number(store, &one, changed, QUERY_published_put, error, "ttit", kinds[kind], what, who,
                                     now)
                     : tvx_db_number(store, &one, changed, QUERY_published_drop, error, "tt", kinds[kind], what);
    if (status == TVX_OK && *changed)
        status = tvx_store_audit(store, who, publish ? "publish.add" : "publish.withdraw", what, kinds[kind], error);
    return tvx_account_end(store, mine, status, error);
}

enum tvx_status tvx_store_published_list(struct tvx_store *store, struct tvx_arena *arena, struct tvx_published **out,
                                         size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_published, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_published *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger += (*count)++;
        *larger = (struct tvx_published){.key = tvx_row_text_or(&row, 1, ""), .by = tvx_row_text_or(&row, 2, ""),
                                         .at = tvx_row_text_or(&row, 3, "")};
        row.bad |= !tvx_published_kind_parse(&larger->kind, tvx_row_text_or(&row, 0, ""));
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

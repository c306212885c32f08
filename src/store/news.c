/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/news.h>

#include <string.h>

#include "db.h"

static const char *const words[] = {
#define TVX_NEWS_WORD(name, word) word,
    TVX_NEWS_KINDS(TVX_NEWS_WORD)
#undef TVX_NEWS_WORD
};

const char *tvx_news_kind_to_string(enum tvx_news_kind kind)
{
    return words[kind];
}

static bool kind_parse(enum tvx_news_kind *out, const char *word)
{
    for (int i = 0; i < TVX_NEWS_KIND_COUNT; i++)
        if (strcmp(words[i], word) == 0) {
            *out = (enum tvx_news_kind)i;
            return true;
        }
    return false;
}

/* ",document,proposal," for the query; NULL when all are wanted. */
static const char *wanted(struct tvx_buf *buf, const bool *kinds)
{
    if (kinds == NULL)
        return NULL;
    tvx_buf_char(buf, ',');
    for (int i = 0; i < TVX_NEWS_KIND_COUNT; i++)
        if (kinds[i])
            tvx_buf_printf(buf, "%s,", words[i]);
    return tvx_buf_text(buf);
}

static enum tvx_status list(struct tvx_store *store, struct tvx_arena *arena, struct tvx_news **out, size_t *count,
                            const struct tvx_news_query *query, const char *kinds, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    int64_t limit = query->limit == 0 || query->limit > INT64_MAX ? -1 : (int64_t)query->limit;
    enum tvx_status status =
        tvx_db_start(store, &row.statement, QUERY_news, error, "tiiit", query->since == NULL ? "" : query->since,
                     query->account, (int64_t)query->outsider, limit, kinds);

    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_news *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);
        enum tvx_news_kind kind;

        if (larger == NULL || !kind_parse(&kind, tvx_row_text_or(&row, 0, ""))) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger[(*count)++] = (struct tvx_news){
            .kind = kind, .id = tvx_row_text_or(&row, 1, ""), .at = tvx_row_text_or(&row, 2, ""),
            .reference = tvx_row_text_or(&row, 3, ""), .on = tvx_row_text(&row, 4),
            .title = tvx_row_text_or(&row, 5, ""), .by = tvx_row_text(&row, 6), .meeting = tvx_row_text(&row, 7),
            .text = tvx_row_text(&row, 8), .thread = tvx_row_text(&row, 9),
            .document = sqlite3_column_int64(row.statement, 10),
        };
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

static enum tvx_status count_all(struct tvx_store *store, struct tvx_arena *arena, size_t *all,
                                 const struct tvx_news_query *query, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool more = true;
    enum tvx_status status =
        tvx_db_start(store, &row.statement, QUERY_news_counts, error, "tii",
                     query->since == NULL ? "" : query->since, query->account, (int64_t)query->outsider);

    memset(all, 0, TVX_NEWS_KIND_COUNT * sizeof *all);
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        enum tvx_news_kind kind;

        if (kind_parse(&kind, tvx_row_text_or(&row, 0, "")))
            all[kind] = tvx_row_size(&row, 1);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_news(struct tvx_store *store, struct tvx_arena *arena, struct tvx_news **out,
                                  size_t *count, size_t *all, const struct tvx_news_query *query,
                                  struct tvx_error *error)
{
    struct tvx_buf kinds;
    enum tvx_status status;

    *out = NULL;
    *count = 0;
    tvx_buf_init(&kinds, 1 << 12);
    status = list(store, arena, out, count, query, wanted(&kinds, query->kinds), error);
    if (status == TVX_OK && all != NULL)
        status = count_all(store, arena, all, query, error);
    tvx_buf_free(&kinds);
    return status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/outbox.h>

#include <string.h>
#include <travaux/base/day.h>
#include <travaux/text/utf8.h>

#include "db.h"

/* RFC 5321 §4.1.2: dot-string, then a domain of at least two labels or "localhost"; §4.5.3.1 for the lengths. */
static size_t atom(const char *at, const char *more)
{
    size_t length = 0;

    while ((at[length] >= 'a' && at[length] <= 'z') || (at[length] >= 'A' && at[length] <= 'Z') ||
           (at[length] >= '0' && at[length] <= '9') || (at[length] != '\0' && strchr(more, at[length]) != NULL))
        length++;
    return length;
}

bool tvx_mail_address_valid(const char *text)
{
    const char *at = text;
    size_t length = 0;

    if (text == NULL || strlen(text) > TVX_OUTBOX_ADDRESS)
        return false;
    do {
        at += length > 0;
        length = atom(at, "!#$%&'*+-/=?^_`{|}~");
        at += length;
    } while (length > 0 && *at == '.');
    if (length == 0 || *at != '@' || at - text > 64)
        return false;
    do {
        at++;
        length = atom(at, "-");
        if (length == 0 || length > 63 || at[0] == '-' || at[length - 1] == '-')
            return false;
        at += length;
    } while (*at == '.');
    return *at == '\0';
}

static bool one_line(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            return false;
    return true;
}

enum tvx_status tvx_store_outbox_add(struct tvx_store *store, const char *to, const char *subject, const char *text,
                                     struct tvx_error *error)
{
    char now[TVX_TIME_SIZE];

    if (!tvx_mail_address_valid(to))
        return tvx_error_set(error, TVX_E_USAGE, "'%.80s' is no e-mail address", to == NULL ? "" : to);
    if (tvx_text_blank(subject, strlen(subject)) || strlen(subject) > TVX_OUTBOX_SUBJECT || !one_line(subject))
        return tvx_error_set(error, TVX_E_USAGE, "the subject of a message is one line of at most %d bytes",
                             TVX_OUTBOX_SUBJECT);
    if (strlen(text) > TVX_OUTBOX_TEXT)
        return tvx_error_set(error, TVX_E_USAGE, "a message has at most %d bytes", TVX_OUTBOX_TEXT);
    tvx_time_now(now);
    return tvx_db_run(store, QUERY_outbox_insert, error, "tttt", to, subject, text, now);
}

static enum tvx_status read_mail(struct tvx_row *row, struct tvx_store *store, struct tvx_mail **out, size_t *count,
                                 struct tvx_error *error)
{
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = TVX_OK;

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row->statement, &more, error)) == TVX_OK && more) {
        struct tvx_mail *larger = tvx_arena_grow(row->arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row->statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger[(*count)++] = (struct tvx_mail){
            .number = sqlite3_column_int64(row->statement, 0), .to = tvx_row_text_or(row, 1, ""),
            .subject = tvx_row_text_or(row, 2, ""), .text = tvx_row_text_or(row, 3, ""),
            .made = tvx_row_text_or(row, 4, ""), .due = tvx_row_text_or(row, 5, ""), .sent = tvx_row_text(row, 6),
            .given_up = tvx_row_text(row, 7), .problem = tvx_row_text(row, 8),
            .tries = sqlite3_column_int(row->statement, 9),
        };
    }
    return status == TVX_OK ? tvx_row_check(row, error) : status;
}

enum tvx_status tvx_store_outbox_due(struct tvx_store *store, struct tvx_arena *arena, struct tvx_mail **out,
                                     size_t *count, const char *now, size_t limit, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_outbox_due, error, "ti", now, (int64_t)limit);

    *count = 0;
    return status == TVX_OK ? read_mail(&row, store, out, count, error) : status;
}

enum tvx_status tvx_store_outbox(struct tvx_store *store, struct tvx_arena *arena, struct tvx_mail **out,
                                 size_t *count, size_t limit, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_outbox, error, "i", (int64_t)limit);

    *count = 0;
    return status == TVX_OK ? read_mail(&row, store, out, count, error) : status;
}

enum tvx_status tvx_store_outbox_sent(struct tvx_store *store, int64_t number, struct tvx_error *error)
{
    char now[TVX_TIME_SIZE];

    tvx_time_now(now);
    return tvx_db_run(store, QUERY_outbox_sent, error, "it", number, now);
}

static enum tvx_status failed(struct tvx_store *store, int64_t number, const char *problem, bool forever,
                              struct tvx_error *error)
{
    static const int64_t minutes[] = {1, 5, 30, 120, 360, 720, 1440};
    char now[TVX_TIME_SIZE];
    int64_t tries;
    bool waits;
    enum tvx_status status = tvx_db_number(store, &tries, &waits, QUERY_outbox_tries, error, "i", number);

    _Static_assert(sizeof minutes / sizeof *minutes == TVX_OUTBOX_TRIES - 1, "a pause between any two tries");
    if (status != TVX_OK || !waits)
        return status;
    tvx_time_now(now);
    if (tries < 0 || tries >= TVX_OUTBOX_TRIES - 1)
        forever = true;
    return tvx_db_run(store, QUERY_outbox_failed, error, "ittti", number, problem, now, forever ? now : NULL,
                      forever ? (int64_t)0 : minutes[tries]);
}

enum tvx_status tvx_store_outbox_failed(struct tvx_store *store, int64_t number, const char *problem, bool forever,
                                        struct tvx_error *error)
{
    enum tvx_status status = tvx_db_begin(store, error);

    return status == TVX_OK ? tvx_db_end(store, failed(store, number, problem, forever, error), error) : status;
}

enum tvx_status tvx_store_outbox_again(struct tvx_store *store, int64_t number, struct tvx_error *error)
{
    char now[TVX_TIME_SIZE];

    tvx_time_now(now);
    return tvx_db_run(store, QUERY_outbox_again, error, "it", number, now);
}

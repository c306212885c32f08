/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/position.h>

#include <stdio.h>
#include <string.h>
#include <travaux/base/day.h>
#include <travaux/base/hash.h>
#include <travaux/text/utf8.h>

#include "db.h"

enum { UID_CEILING = 1 << 18 };

static bool sound(const char *text, size_t most)
{
    return text != NULL && strlen(text) <= most && tvx_utf8_valid(text, strlen(text)) &&
           !tvx_text_blank(text, strlen(text));
}

static enum tvx_status check(const struct tvx_hand_position *p, struct tvx_error *error)
{
    if (!sound(p->actor, TVX_HAND_NAME) || !sound(p->proposal, TVX_HAND_NAME) || !sound(p->stance, TVX_HAND_NAME))
        return tvx_error_set(error, TVX_E_USAGE, "whose side on which proposal?  Name the actor, the proposal's number "
                                                 "and the side, each in at most %d bytes", TVX_HAND_NAME);
    if (p->day == NULL || !tvx_day_valid(p->day))
        return tvx_error_set(error, TVX_E_USAGE, "a side is taken on a day: give it as YYYY-MM-DD with --date");
    if (!sound(p->source, TVX_HAND_SOURCE))
        return tvx_error_set(error, TVX_E_USAGE, "who says so, and where?  Give it with --source");
    return TVX_OK;
}

enum tvx_status tvx_store_position_enter(struct tvx_store *store, const struct tvx_hand_position *position,
                                         struct tvx_error *error)
{
    char uid[TVX_SHA256_HEX], when[TVX_TIME_SIZE];
    const char *at = position->at == NULL ? when : position->at;
    struct tvx_buf buf;
    enum tvx_status status = check(position, error);

    if (status != TVX_OK)
        return status;
    tvx_time_now(when);
    tvx_buf_init(&buf, UID_CEILING);
    tvx_buf_printf(&buf, "%s\n%s\n%s\n%s\n%s\n%s", position->actor, position->proposal, position->stance,
                   position->day, at, position->source);
    tvx_sha256_hex(uid, tvx_buf_text(&buf), buf.length);
    status = buf.failed ? tvx_error_nomem(error) : TVX_OK;
    tvx_buf_free(&buf);
    return status != TVX_OK ? status
                            : tvx_db_run(store, QUERY_position_insert, error, "ttttttt", uid, position->actor,
                                         position->proposal, position->stance, position->day, position->source, at);
}

enum tvx_status tvx_store_positions(struct tvx_store *store, struct tvx_arena *arena, struct tvx_hand_position **out,
                                    size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_positions, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_hand_position *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger[(*count)++] = (struct tvx_hand_position){
            .actor = tvx_row_text_or(&row, 0, ""), .proposal = tvx_row_text_or(&row, 1, ""),
            .stance = tvx_row_text_or(&row, 2, ""), .day = tvx_row_text_or(&row, 3, ""),
            .source = tvx_row_text_or(&row, 4, ""), .at = tvx_row_text_or(&row, 5, ""),
            .in_force = sqlite3_column_int(row.statement, 6) != 0,
        };
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

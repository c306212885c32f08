/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"

#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/base/day.h>
#include <travaux/text/utf8.h>

enum { CHAIN_CEILING = 1 << 16, ARENA_CEILING = 1 << 16 };

/* ---- nobody changes it ---- */

/* Asked by SQLite whenever a statement is prepared. */
static int authorize(void *context, int action, const char *table, const char *column, const char *database,
                     const char *trigger)
{
    (void)context;
    (void)column;
    (void)database;
    (void)trigger;
    if ((action == SQLITE_UPDATE || action == SQLITE_DELETE || action == SQLITE_DROP_TABLE) && table != NULL &&
        sqlite3_stricmp(table, "audit") == 0)
        return SQLITE_DENY;
    if (action == SQLITE_ALTER_TABLE && column != NULL && sqlite3_stricmp(column, "audit") == 0)
        return SQLITE_DENY;
    return SQLITE_OK;
}

int tvx_audit_guard(struct tvx_store *store)
{
    return sqlite3_set_authorizer(store->db, authorize, NULL);
}

/* ---- the chain ---- */

/* Every field with its length, so that no two entries are the same bytes. */
static bool chain(char out[TVX_SHA256_HEX], const struct tvx_audit_entry *e, const char *previous)
{
    const char *const texts[] = {e->at, e->name, e->what, e->about, e->details, previous};
    struct tvx_buf buf;
    bool made;

    tvx_buf_init(&buf, CHAIN_CEILING);
    tvx_buf_printf(&buf, "%lld %lld\n", (long long)e->number, (long long)e->who);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        tvx_buf_printf(&buf, "%zu:%s\n", strlen(texts[i]), texts[i]);
    tvx_sha256_hex(out, tvx_buf_text(&buf), buf.length);
    made = !buf.failed;
    tvx_buf_free(&buf);
    return made;
}

/* A field as it is kept: valid text of a bounded length. */
static const char *field(struct tvx_arena *arena, const char *text)
{
    size_t length = text == NULL ? 0 : strnlen(text, TVX_AUDIT_TEXT);
    char *clean;

    while (length > 0 && text[length] != '\0' && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--; /* not within a letter */
    clean = tvx_text_clean(arena, text == NULL ? "" : text, length);
    if (clean != NULL && strlen(clean) > TVX_AUDIT_TEXT)
        clean[tvx_utf8_offset(clean, strlen(clean), TVX_AUDIT_TEXT / 4)] = '\0';
    return clean;
}

static enum tvx_status previous(struct tvx_store *store, struct tvx_arena *arena, int64_t *number, const char **hash,
                                struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool found = false;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_audit_last, error, "");

    *number = 0;
    *hash = "";
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK || !found)
        return status;
    *number = sqlite3_column_int64(row.statement, 0);
    *hash = tvx_row_text_or(&row, 1, "");
    tvx_db_done(row.statement);
    return tvx_row_check(&row, error);
}

static enum tvx_status append(struct tvx_store *store, struct tvx_arena *arena, struct tvx_audit_entry *e,
                              struct tvx_error *error)
{
    char hash[TVX_SHA256_HEX];
    const char *before;
    struct tvx_account account = {.name = ""};
    int64_t highest = 0;
    bool found;
    enum tvx_status status = TVX_OK;

    if (e->who != TVX_AUDIT_SHELL)
        status = tvx_store_account(store, arena, &account, e->who, error);
    if (status == TVX_OK)
        status = previous(store, arena, &e->number, &before, error);
    if (status == TVX_OK) /* what was taken from the end stays a gap */
        status = tvx_db_number(store, &highest, &found, QUERY_audit_highest, error, "");
    if (status != TVX_OK)
        return status;
    e->number = (e->number > highest ? e->number : highest) + 1;
    e->name = field(arena, account.name);
    if (e->name == NULL || e->what == NULL || e->about == NULL || e->details == NULL || !chain(hash, e, before))
        return tvx_error_nomem(error);
    return tvx_db_run(store, QUERY_audit_insert, error, "itittttt", e->number, e->at, e->who, e->name, e->what,
                      e->about, e->details, hash);
}

enum tvx_status tvx_store_audit(struct tvx_store *store, int64_t who, const char *what, const char *about,
                                const char *details, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(ARENA_CEILING);
    char now[TVX_TIME_SIZE];
    struct tvx_audit_entry entry = {.who = who, .at = now};
    bool mine;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : tvx_account_begin(store, &mine, error);

    if (status == TVX_OK) {
        tvx_time_now(now);
        entry.what = field(arena, what);
        entry.about = field(arena, about);
        entry.details = field(arena, details);
        status = tvx_account_end(store, mine, append(store, arena, &entry, error), error);
    }
    tvx_arena_free(arena);
    return status;
}

/* ---- reading ---- */

static void read_entry(struct tvx_audit_entry *out, struct tvx_row *row)
{
    *out = (struct tvx_audit_entry){
        .number = sqlite3_column_int64(row->statement, 0), .at = tvx_row_text_or(row, 1, ""),
        .who = sqlite3_column_int64(row->statement, 2), .name = tvx_row_text_or(row, 3, ""),
        .what = tvx_row_text_or(row, 4, ""), .about = tvx_row_text_or(row, 5, ""),
        .details = tvx_row_text_or(row, 6, ""), .hash = tvx_row_text_or(row, 7, "")};
}

enum tvx_status tvx_store_audit_list(struct tvx_store *store, struct tvx_arena *arena, struct tvx_audit_entry **out,
                                     size_t *count, const struct tvx_audit_filter *filter, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status =
        tvx_db_start(store, &row.statement, QUERY_audit_list, error, "iitti", filter->before, filter->who,
                     filter->what, filter->about, filter->limit == 0 ? (int64_t)-1 : (int64_t)filter->limit);

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_audit_entry *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        read_entry(&larger[(*count)++], &row);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

/* The next entry against those before it; false when something is wrong here. */
static bool follows(struct tvx_audit_check *out, const struct tvx_audit_entry *e)
{
    char hash[TVX_SHA256_HEX];

    return e->number == (int64_t)out->entries + 1 && chain(hash, e, out->head) && strcmp(hash, e->hash) == 0;
}

enum tvx_status tvx_store_audit_check(struct tvx_store *store, struct tvx_audit_check *out, const char *hash,
                                      struct tvx_error *error)
{
    struct tvx_row row = {.arena = NULL};
    struct tvx_audit_entry entry;
    int64_t highest = 0;
    bool more = true, found;
    enum tvx_status status = tvx_db_number(store, &highest, &found, QUERY_audit_highest, error, "");

    *out = (struct tvx_audit_check){.whole = true};
    if (status == TVX_OK)
        status = tvx_db_start(store, &row.statement, QUERY_audit_all, error, "");
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        row.arena = tvx_arena_new(1 << 20);
        if (row.arena == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        read_entry(&entry, &row);
        if (out->whole && (row.bad || row.failed || !follows(out, &entry))) {
            out->whole = false;
            out->broken_at = (int64_t)out->entries + 1;
        }
        out->entries++;
        if (strlen(entry.hash) == TVX_SHA256_HEX - 1)
            memcpy(out->head, entry.hash, TVX_SHA256_HEX);
        out->contains |= out->whole && hash != NULL && strcmp(hash, entry.hash) == 0;
        tvx_arena_free(row.arena);
        row = (struct tvx_row){.statement = row.statement};
    }
    if (status == TVX_OK && out->whole && highest != (int64_t)out->entries) {
        out->whole = false;
        out->broken_at = (int64_t)out->entries + 1;
    }
    return status;
}

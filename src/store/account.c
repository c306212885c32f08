/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <travaux/base/day.h>
#include <travaux/text/utf8.h>

static const char *const roles[] = {
#define TVX_ROLE_TEXT(name, text) text,
    TVX_ROLES(TVX_ROLE_TEXT)
#undef TVX_ROLE_TEXT
};

const char *tvx_role_name(enum tvx_role role)
{
    return roles[role];
}

bool tvx_role_parse(enum tvx_role *out, const char *name)
{
    for (int i = TVX_ROLE_READER; name != NULL && i < TVX_ROLE_COUNT; i++)
        if (strcmp(roles[i], name) == 0) {
            *out = (enum tvx_role)i;
            return true;
        }
    return false;
}

int64_t tvx_seconds_now(void)
{
    return (int64_t)time(NULL);
}

/* ---- what the parts share ---- */

enum tvx_status tvx_account_begin(struct tvx_store *store, bool *mine, struct tvx_error *error)
{
    *mine = sqlite3_get_autocommit(store->db) != 0;
    return *mine ? tvx_db_begin(store, error) : TVX_OK;
}

enum tvx_status tvx_account_end(struct tvx_store *store, bool mine, enum tvx_status status, struct tvx_error *error)
{
    return mine ? tvx_db_end(store, status, error) : status;
}

static bool has_control(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7F)
            return true;
    return false;
}

static enum tvx_status check_name(const char *name, struct tvx_error *error)
{
    if (name == NULL || strlen(name) > TVX_ACCOUNT_NAME || !tvx_utf8_valid(name, strlen(name)) || has_control(name) ||
        tvx_text_blank(name, strlen(name)))
        return tvx_error_set(error, TVX_E_USAGE, "a person needs a name, one line of at most %d bytes",
                             TVX_ACCOUNT_NAME);
    return TVX_OK;
}

enum tvx_status tvx_email_check(char *out, const char *email, struct tvx_error *error)
{
    size_t length = email == NULL ? 0 : strlen(email);
    const char *at = length == 0 ? NULL : strchr(email, '@');

    if (at == NULL || at == email || at[1] == '\0' || strchr(at + 1, '@') != NULL || length > TVX_ACCOUNT_EMAIL ||
        has_control(email) || strpbrk(email, " \t<>(),;:\\\"[]") != NULL || !tvx_utf8_valid(email, length))
        return tvx_error_set(error, TVX_E_USAGE, "'%.80s' is no e-mail address; give it as name@example.org",
                             email == NULL || !tvx_utf8_valid(email, length) ? "" : email);
    for (size_t i = 0; i <= length; i++)
        out[i] = email[i] >= 'A' && email[i] <= 'Z' ? (char)(email[i] - 'A' + 'a') : email[i];
    return TVX_OK;
}

/* ---- reading ---- */

static void read_account(struct tvx_account *out, struct tvx_row *row)
{
    *out = (struct tvx_account){
        .id = sqlite3_column_int64(row->statement, 0), .name = tvx_row_text_or(row, 1, ""),
        .email = tvx_row_text_or(row, 2, ""), .role = TVX_ROLE_VISITOR, .language = tvx_row_text_or(row, 4, ""),
        .made = tvx_row_text_or(row, 5, ""), .disabled = sqlite3_column_int(row->statement, 6) != 0,
        .local = sqlite3_column_int(row->statement, 7) != 0,
        .has_password = sqlite3_column_int(row->statement, 8) != 0,
        .has_totp = sqlite3_column_int(row->statement, 9) != 0, .recovery = tvx_row_size(row, 10)};
    row->bad |= !tvx_role_parse(&out->role, tvx_row_text_or(row, 3, ""));
}

/* The one row of a statement that was started. */
static enum tvx_status one(struct tvx_store *store, struct tvx_account *out, struct tvx_row *row,
                           enum tvx_status status, const char *which, struct tvx_error *error)
{
    bool found = false;

    if (status == TVX_OK)
        status = tvx_db_next(store, row->statement, &found, error);
    if (status != TVX_OK)
        return status;
    if (!found)
        return tvx_error_set(error, TVX_E_NOTFOUND, "there is no account %s", which);
    read_account(out, row);
    tvx_db_done(row->statement);
    return tvx_row_check(row, error);
}

enum tvx_status tvx_store_account(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account *out, int64_t id,
                                  struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    char which[32];

    snprintf(which, sizeof which, "%lld", (long long)id);
    return one(store, out, &row, tvx_db_start(store, &row.statement, QUERY_account_by_id, error, "i", id), which,
               error);
}

enum tvx_status tvx_store_account_find(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account *out,
                                       const char *email, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    char small[TVX_ACCOUNT_EMAIL + 1];
    enum tvx_status status = tvx_email_check(small, email, error);

    if (status != TVX_OK)
        return status;
    return one(store, out, &row, tvx_db_start(store, &row.statement, QUERY_account_by_email, error, "t", small), small,
               error);
}

enum tvx_status tvx_store_accounts(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account **out,
                                   size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_accounts, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_account *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        read_account(&larger[(*count)++], &row);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_account_secrets(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account_secrets *out,
                                    const char *email, int64_t id, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool found = false;
    enum tvx_status status =
        email != NULL ? tvx_db_start(store, &row.statement, QUERY_account_secrets, error, "t", email)
                      : tvx_db_start(store, &row.statement, QUERY_account_secrets_by_id, error, "i", id);

    *out = (struct tvx_account_secrets){.id = 0};
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK || !found)
        return status;
    *out = (struct tvx_account_secrets){
        .id = sqlite3_column_int64(row.statement, 0), .password = tvx_row_text(&row, 1),
        .disabled = sqlite3_column_int(row.statement, 2) != 0, .totp = tvx_row_text(&row, 3),
        .totp_waits = tvx_row_text(&row, 4), .totp_step = sqlite3_column_int64(row.statement, 5)};
    tvx_db_done(row.statement);
    return tvx_row_check(&row, error);
}

/* ---- changing ---- */

enum tvx_status tvx_store_account_add(struct tvx_store *store, int64_t *id, int64_t who, const char *name,
                                      const char *email, const char *password, enum tvx_role role,
                                      struct tvx_error *error)
{
    char small[TVX_ACCOUNT_EMAIL + 1], hash[crypto_pwhash_STRBYTES], now[TVX_TIME_SIZE];
    struct tvx_account_secrets taken = {.id = 0};
    struct tvx_arena *arena;
    bool mine, made = false;
    enum tvx_status status = check_name(name, error);

    *id = 0;
    if (status == TVX_OK)
        status = tvx_email_check(small, email, error);
    if (status == TVX_OK && password != NULL)
        status = tvx_password_check(password, error);
    if (status == TVX_OK && password != NULL)
        status = tvx_password_hash(hash, password, error);
    if (status != TVX_OK)
        return status;
    arena = tvx_arena_new(1 << 16);
    status = arena == NULL ? tvx_error_nomem(error) : tvx_account_begin(store, &mine, error);
    if (status == TVX_OK) {
        tvx_time_now(now);
        status = tvx_account_secrets(store, arena, &taken, small, 0, error);
        if (status == TVX_OK && taken.id != 0)
            status = tvx_error_set(error, TVX_E_USAGE, "%s has an account already", small);
        if (status == TVX_OK)
            status = tvx_db_number(store, id, &made, QUERY_account_insert, error, "ttttit", name, small,
                                   password == NULL ? NULL : hash, tvx_role_name(role), (int64_t)0, now);
        if (status == TVX_OK)
            status = tvx_store_audit(store, who, "account.add", small, tvx_role_name(role), error);
        status = tvx_account_end(store, mine, status, error);
    }
    tvx_arena_free(arena);
    return status;
}

/* What a change of one account may be about, and what it does to who is signed in. */
struct change {
    const char *what, *details;
    bool ends_sessions, keeps_an_admin; /* keeps: refused where nobody else could administrate */
};

static bool administrates(const struct tvx_account *account)
{
    return account->role == TVX_ROLE_ADMIN && !account->disabled && account->has_password;
}

/* Begins a change of an account that is a person's; *out is that account. */
static enum tvx_status change_begin(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account *out,
                                    int64_t id, const struct change *change, struct tvx_error *error)
{
    int64_t others = 1;
    bool found;
    enum tvx_status status = tvx_store_account(store, arena, out, id, error);

    if (status == TVX_OK && out->local)
        return tvx_error_set(error, TVX_E_USAGE, "the person at this machine has no account that could be changed");
    if (status == TVX_OK && change->keeps_an_admin && administrates(out))
        status = tvx_db_number(store, &others, &found, QUERY_account_admins, error, "i", id);
    if (status == TVX_OK && others == 0)
        return tvx_error_set(error, TVX_E_USAGE, "%s is the only admin who can sign in; make another one first",
                             out->email);
    return status;
}

static enum tvx_status change_end(struct tvx_store *store, int64_t who, const struct tvx_account *account,
                                  const struct change *change, enum tvx_status status, struct tvx_error *error)
{
    if (status == TVX_OK && change->ends_sessions)
        status = tvx_db_run(store, QUERY_session_drop, error, "ii", account->id, (int64_t)0);
    return status == TVX_OK ? tvx_store_audit(store, who, change->what, account->email, change->details, error)
                            : status;
}

/* The change as one transaction; its value is a text or, where that is NULL, a number. */
static enum tvx_status change_column(struct tvx_store *store, int64_t who, int64_t id, const struct change *change,
                                     enum tvx_query query, const char *text, int64_t number, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    struct tvx_account account;
    bool mine;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : tvx_account_begin(store, &mine, error);

    if (status == TVX_OK) {
        status = change_begin(store, arena, &account, id, change, error);
        if (status == TVX_OK)
            status = text != NULL ? tvx_db_run(store, query, error, "it", id, text)
                                  : tvx_db_run(store, query, error, "ii", id, number);
        status = tvx_account_end(store, mine, change_end(store, who, &account, change, status, error), error);
    }
    tvx_arena_free(arena);
    return status;
}

enum tvx_status tvx_store_account_set_role(struct tvx_store *store, int64_t who, int64_t id, enum tvx_role role,
                                           struct tvx_error *error)
{
    const struct change change = {.what = "account.role", .details = tvx_role_name(role), .ends_sessions = true,
                                  .keeps_an_admin = role != TVX_ROLE_ADMIN};

    return change_column(store, who, id, &change, QUERY_account_set_role, tvx_role_name(role), 0, error);
}

enum tvx_status tvx_store_account_disable(struct tvx_store *store, int64_t who, int64_t id, bool disabled,
                                          struct tvx_error *error)
{
    const struct change change = {.what = disabled ? "account.disable" : "account.enable", .ends_sessions = true,
                                  .keeps_an_admin = disabled};

    return change_column(store, who, id, &change, QUERY_account_set_disabled, NULL, disabled, error);
}

enum tvx_status tvx_store_account_set_name(struct tvx_store *store, int64_t who, int64_t id, const char *name,
                                           struct tvx_error *error)
{
    const struct change change = {.what = "account.name", .details = name};
    enum tvx_status status = check_name(name, error);

    return status == TVX_OK ? change_column(store, who, id, &change, QUERY_account_set_name, name, 0, error) : status;
}

enum tvx_status tvx_store_account_set_language(struct tvx_store *store, int64_t id, const char *language,
                                               struct tvx_error *error)
{
    if (strlen(language) > 35 || strspn(language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") !=
                                     strlen(language)) /* RFC 5646 §4.4.1 */
        return tvx_error_set(error, TVX_E_USAGE, "a language is told as \"en\" or \"fr\"");
    return tvx_db_run(store, QUERY_account_set_language, error, "it", id, language);
}

enum tvx_status tvx_store_account_set_password(struct tvx_store *store, int64_t who, int64_t id, const char *password,
                                               struct tvx_error *error)
{
    const struct change change = {.what = "account.password", .ends_sessions = true};
    char hash[crypto_pwhash_STRBYTES];
    enum tvx_status status = tvx_password_check(password, error);

    if (status == TVX_OK)
        status = tvx_password_hash(hash, password, error);
    return status == TVX_OK ? change_column(store, who, id, &change, QUERY_account_set_password, hash, 0, error)
                            : status;
}

enum tvx_status tvx_store_account_change_password(struct tvx_store *store, int64_t id, const char *old,
                                                  const char *password, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    struct tvx_account_secrets secrets;
    enum tvx_status status =
        arena == NULL ? tvx_error_nomem(error) : tvx_account_secrets(store, arena, &secrets, NULL, id, error);

    if (status == TVX_OK && !tvx_password_is(secrets.password, old))
        status = tvx_error_set(error, TVX_E_NOTFOUND, "the present password is another one");
    tvx_arena_free(arena);
    return status == TVX_OK ? tvx_store_account_set_password(store, id, id, password, error) : status;
}

/* ---- the person at this machine ---- */

enum tvx_status tvx_store_local_allowed(struct tvx_store *store, bool *out, struct tvx_error *error)
{
    int64_t admins;
    bool found;
    enum tvx_status status = tvx_db_number(store, &admins, &found, QUERY_account_admins, error, "i", (int64_t)0);

    *out = status == TVX_OK && admins == 0;
    return status;
}

enum tvx_status tvx_store_account_local(struct tvx_store *store, int64_t *id, struct tvx_error *error)
{
    char now[TVX_TIME_SIZE];
    bool allowed, found = false, mine;
    enum tvx_status status = tvx_account_begin(store, &mine, error);

    *id = 0;
    if (status != TVX_OK)
        return status;
    tvx_time_now(now);
    status = tvx_store_local_allowed(store, &allowed, error);
    if (status == TVX_OK && !allowed)
        status = tvx_error_set(error, TVX_E_USAGE, "this workspace has an admin: sign in with an account");
    if (status == TVX_OK)
        status = tvx_db_number(store, id, &found, QUERY_account_local, error, "");
    if (status == TVX_OK && !found)
        status = tvx_db_number(store, id, &found, QUERY_account_insert, error, "ttttit", "Local", "", NULL, "admin",
                               (int64_t)1, now);
    return tvx_account_end(store, mine, status, error);
}

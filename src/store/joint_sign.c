/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signing on to a joint statement: entered, confirmed by e-mail or an administrator, withdrawn; never deleted. */
#include "joint.h"

#include <string.h>
#include <travaux/base/hash.h>
#include <travaux/store/audit.h>
#include <travaux/store/outbox.h>
#include <travaux/text/utf8.h>

enum { TOKEN_BYTES = 32, WAITING_MOST = 3 };

struct entry {
    const char *organisation, *folded, *person, *function, *email;
};

/* What is typed here goes into an e-mail to an address that was typed here, too: it may not carry a link to it. */
static bool has_link(const char *text)
{
    return strstr(text, "://") != NULL || strcasestr(text, "www.") != NULL;
}

static enum tvx_status clean(struct entry *out, struct tvx_arena *arena, const struct tvx_joint_signatory *given,
                             struct tvx_error *error)
{
    enum tvx_status status = tvx_joint_clean_line(&out->organisation, arena, given->organisation, TVX_JOINT_NAME,
                                                  "the organisation's name", error);

    if (status == TVX_OK)
        status = tvx_joint_clean_line(&out->person, arena, given->person, TVX_JOINT_NAME,
                                      "the name of who signs for it", error);
    if (status == TVX_OK)
        status = tvx_joint_clean_line(&out->function, arena, given->function, TVX_JOINT_NAME,
                                      "that person's function", error);
    out->email = "";
    if (status == TVX_OK && given->email != NULL && *given->email != '\0') {
        status = tvx_joint_clean_line(&out->email, arena, given->email, TVX_JOINT_EMAIL, "the e-mail address", error);
        if (status == TVX_OK && !tvx_mail_address_valid(out->email))
            status = tvx_error_set(error, TVX_E_USAGE, "\"%.80s\" is no e-mail address", out->email);
    }
    if (status == TVX_OK && (has_link(out->organisation) || has_link(out->person) || has_link(out->function)))
        status = tvx_error_set(error, TVX_E_USAGE, "names hold no web addresses");
    if (status != TVX_OK)
        return status;
    out->folded = tvx_text_casefold(arena, out->organisation, strlen(out->organisation));
    return out->folded == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static enum tvx_status check_open(const struct tvx_joint *joint, struct tvx_error *error)
{
    switch (joint->state) {
    case TVX_JOINT_DRAFT:
        return tvx_error_set(error, TVX_E_USAGE, "%s is a draft: it can be signed once it is published", joint->key);
    case TVX_JOINT_ENDED:
        return tvx_error_set(error, TVX_E_USAGE, "%s could be signed until %s", joint->key, joint->closes);
    case TVX_JOINT_CLOSED:
        return tvx_error_set(error, TVX_E_USAGE, "sign-on of %s was closed on %.10s", joint->key, joint->closed_at);
    case TVX_JOINT_OPEN:
        break;
    }
    return TVX_OK;
}

static enum tvx_status check_listed(struct tvx_store *store, const struct tvx_joint *joint, const char *organisation,
                                    const char *folded, struct tvx_error *error)
{
    int64_t listed;
    bool found;
    enum tvx_status status =
        tvx_db_number(store, &listed, &found, QUERY_joint_signatory_listed, error, "it", joint->id, folded);

    if (status == TVX_OK && listed > 0)
        return tvx_error_set(error, TVX_E_USAGE, "%.200s is on the list already", organisation);
    return status;
}

static enum tvx_status sign(struct tvx_store *store, struct tvx_arena *arena, const char *key, const struct entry *e,
                            int64_t *id, const char *token_hash, struct tvx_error *error)
{
    char at[TVX_TIME_SIZE];
    struct tvx_joint joint;
    int64_t waiting, all;
    bool found;
    enum tvx_status status = tvx_store_joint(store, arena, &joint, key, error);

    if (status == TVX_OK)
        status = check_open(&joint, error);
    if (status == TVX_OK)
        status = check_listed(store, &joint, e->organisation, e->folded, error);
    if (status == TVX_OK)
        status = tvx_db_number(store, &waiting, &found, QUERY_joint_signatory_waiting, error, "it", joint.id,
                               e->email);
    if (status == TVX_OK && waiting >= WAITING_MOST)
        return tvx_error_set(error, TVX_E_USAGE, "%d signatures of this address wait to be confirmed: look for the "
                             "e-mail", WAITING_MOST);
    if (status == TVX_OK)
        status = tvx_db_number(store, &all, &found, QUERY_joint_signatory_count, error, "i", joint.id);
    if (status == TVX_OK && all >= TVX_JOINT_SIGNATORIES)
        return tvx_error_set(error, TVX_E_LIMIT, "the list of %s is full", joint.key);
    tvx_time_now(at);
    return status != TVX_OK ? status
                            : tvx_db_number(store, id, &found, QUERY_joint_signatory_insert, error, "ittttttt",
                                            joint.id, e->organisation, e->folded, e->person, e->function, e->email,
                                            at, token_hash);
}

/* The letter with the token in its place. */
static enum tvx_status send(struct tvx_store *store, const char *to, const struct tvx_joint_letter *letter,
                            const char *token, struct tvx_error *error)
{
    static const char place[] = "{token}";
    const char *from = letter->text;
    struct tvx_buf text;
    enum tvx_status status;

    tvx_buf_init(&text, TVX_OUTBOX_TEXT);
    for (const char *at; (at = strstr(from, place)) != NULL; from = at + sizeof place - 1) {
        tvx_buf_add(&text, from, (size_t)(at - from));
        tvx_buf_str(&text, token);
    }
    tvx_buf_str(&text, from);
    status = text.failed ? tvx_error_nomem(error)
                         : tvx_store_outbox_add(store, to, letter->subject, tvx_buf_text(&text), error);
    tvx_buf_free(&text);
    return status;
}

enum tvx_status tvx_store_joint_sign(struct tvx_store *store, struct tvx_arena *arena, const char *key,
                                     const struct tvx_joint_signatory *entry, const struct tvx_joint_letter *letter,
                                     int64_t *id, char token[TVX_JOINT_TOKEN], struct tvx_error *error)
{
    char hash[TVX_SHA256_HEX];
    struct entry e;
    enum tvx_status status = clean(&e, arena, entry, error);

    *id = 0;
    *token = '\0';
    if (status == TVX_OK && !tvx_seal_token(token, TOKEN_BYTES))
        status = tvx_error_set(error, TVX_E_IO, "this system gives no random numbers");
    if (status != TVX_OK)
        return status;
    tvx_sha256_hex(hash, token, strlen(token));
    status = tvx_db_begin(store, error);
    if (status == TVX_OK) {
        status = sign(store, arena, key, &e, id, hash, error);
        if (status == TVX_OK && letter != NULL && *e.email != '\0')
            status = send(store, e.email, letter, token, error);
        if (status == TVX_OK)
            status = tvx_store_audit(store, TVX_AUDIT_SHELL, "statement.sign", key, e.organisation, error);
        status = tvx_db_end(store, status, error);
    }
    if (status != TVX_OK)
        *token = '\0';
    return status;
}

/* ---- the list ---- */

static enum tvx_status read_signatories(struct tvx_store *store, struct tvx_arena *arena,
                                        struct tvx_joint_signatory **out, const char ***folded, size_t *count,
                                        int64_t joint, int64_t id, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0, folded_capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_joint_signatories, error, "ii", joint, id);

    *out = NULL;
    *folded = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_joint_signatory *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);
        const char **names = tvx_arena_grow(arena, *folded, *count, &folded_capacity, sizeof *names);

        if (larger == NULL || names == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        *folded = names;
        names[*count] = tvx_row_text_or(&row, 12, "");
        larger[(*count)++] = (struct tvx_joint_signatory){
            .id = sqlite3_column_int64(row.statement, 0), .organisation = tvx_row_text_or(&row, 1, ""),
            .person = tvx_row_text_or(&row, 2, ""), .function = tvx_row_text_or(&row, 3, ""),
            .email = tvx_row_text_or(&row, 4, ""), .at = tvx_row_text_or(&row, 5, ""),
            .confirmed = tvx_row_text(&row, 6), .by_email = sqlite3_column_int(row.statement, 7) != 0,
            .confirmed_by = tvx_row_text(&row, 8), .withdrawn = tvx_row_text(&row, 9),
            .withdrawn_by = tvx_row_text(&row, 10), .because = tvx_row_text(&row, 11),
        };
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_joint_signatories(struct tvx_store *store, struct tvx_arena *arena,
                                            struct tvx_joint_signatory **out, size_t *count,
                                            const struct tvx_joint *joint, struct tvx_error *error)
{
    const char **folded;

    return read_signatories(store, arena, out, &folded, count, joint->id, 0, error);
}

static enum tvx_status read_one(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_signatory *out,
                                const char **folded, const struct tvx_joint *joint, int64_t id,
                                struct tvx_error *error)
{
    struct tvx_joint_signatory *items;
    const char **names;
    size_t count = 0;
    enum tvx_status status =
        id == 0 ? TVX_OK : read_signatories(store, arena, &items, &names, &count, joint->id, id, error);

    if (status == TVX_OK && count == 0)
        return tvx_error_set(error, TVX_E_NOTFOUND, "%s has no signature with the number %lld", joint->key,
                             (long long)id);
    if (status == TVX_OK) {
        *out = items[0];
        *folded = names[0];
    }
    return status;
}

/* ---- confirming ---- */

static enum tvx_status find_token(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint *joint,
                                  struct tvx_joint_signatory *out, const char **folded, const char *token,
                                  struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    char hash[TVX_SHA256_HEX];
    int64_t number = 0, id = 0;
    bool found = false;
    enum tvx_status status;

    tvx_sha256_hex(hash, token, strlen(token));
    status = tvx_db_start(store, &row.statement, QUERY_joint_signatory_token, error, "t", hash);
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status == TVX_OK && found) {
        number = sqlite3_column_int64(row.statement, 0);
        id = sqlite3_column_int64(row.statement, 1);
        tvx_db_done(row.statement);
    }
    if (status == TVX_OK && !found)
        return tvx_error_set(error, TVX_E_NOTFOUND, "nobody's signature waits for this link: it was cut short, or "
                             "belongs to another site");
    if (status == TVX_OK)
        status = joint_by_id(store, arena, joint, number, error);
    return status == TVX_OK ? read_one(store, arena, out, folded, joint, id, error) : status;
}

enum tvx_status tvx_store_joint_token(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint *joint,
                                      struct tvx_joint_signatory *out, const char *token, struct tvx_error *error)
{
    const char *folded;

    return find_token(store, arena, joint, out, &folded, token, error);
}

/* `by` NULL: by e-mail. */
static enum tvx_status confirm(struct tvx_store *store, const struct tvx_joint *joint,
                               const struct tvx_joint_signatory *s, const char *folded, const struct tvx_joint_by *by,
                               struct tvx_error *error)
{
    char at[TVX_TIME_SIZE];
    enum tvx_status status = TVX_OK;

    if (s->withdrawn != NULL)
        return tvx_error_set(error, TVX_E_USAGE, "this signature was withdrawn on %.10s", s->withdrawn);
    if (s->confirmed != NULL)
        return TVX_OK;
    if (by == NULL || joint->state != TVX_JOINT_ENDED) /* an administrator settles who signed in time */
        status = check_open(joint, error);
    if (status == TVX_OK)
        status = check_listed(store, joint, s->organisation, folded, error);
    tvx_time_now(at);
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_joint_signatory_confirm, error, "itit", s->id, at, (int64_t)(by == NULL),
                            by == NULL ? NULL : by->name);
    return status != TVX_OK ? status
                            : tvx_store_audit(store, by == NULL ? TVX_AUDIT_SHELL : by->account, "statement.confirm",
                                              joint->key, s->organisation, error);
}

static enum tvx_status confirm_token(struct tvx_store *store, struct tvx_arena *arena, const char *token,
                                     struct tvx_error *error)
{
    struct tvx_joint joint;
    struct tvx_joint_signatory s;
    const char *folded;
    enum tvx_status status = find_token(store, arena, &joint, &s, &folded, token, error);

    return status == TVX_OK ? confirm(store, &joint, &s, folded, NULL, error) : status;
}

enum tvx_status tvx_store_joint_confirm(struct tvx_store *store, struct tvx_arena *arena, const char *token,
                                        struct tvx_error *error)
{
    enum tvx_status status = tvx_db_begin(store, error);

    return status == TVX_OK ? tvx_db_end(store, confirm_token(store, arena, token, error), error) : status;
}

static enum tvx_status admit(struct tvx_store *store, struct tvx_arena *arena, const char *key, int64_t id,
                             const struct tvx_joint_by *by, struct tvx_error *error)
{
    struct tvx_joint joint;
    struct tvx_joint_signatory s;
    const char *folded;
    enum tvx_status status = tvx_store_joint(store, arena, &joint, key, error);

    if (status == TVX_OK)
        status = read_one(store, arena, &s, &folded, &joint, id, error);
    return status == TVX_OK ? confirm(store, &joint, &s, folded, by, error) : status;
}

enum tvx_status tvx_store_joint_admit(struct tvx_store *store, struct tvx_arena *arena, const char *key, int64_t id,
                                      const struct tvx_joint_by *by, struct tvx_error *error)
{
    struct tvx_joint_by clean_by = {.account = by->account};
    enum tvx_status status = joint_by(&clean_by.name, arena, by->name, error);

    if (status == TVX_OK)
        status = tvx_db_begin(store, error);
    return status == TVX_OK ? tvx_db_end(store, admit(store, arena, key, id, &clean_by, error), error) : status;
}

/* ---- withdrawing ---- */

static enum tvx_status withdraw(struct tvx_store *store, struct tvx_arena *arena, const char *key, int64_t id,
                                const struct tvx_joint_by *by, const char *because, struct tvx_error *error)
{
    char at[TVX_TIME_SIZE];
    struct tvx_joint joint;
    struct tvx_joint_signatory s;
    const char *folded;
    enum tvx_status status = tvx_store_joint(store, arena, &joint, key, error);

    tvx_time_now(at);
    if (status == TVX_OK)
        status = read_one(store, arena, &s, &folded, &joint, id, error);
    if (status == TVX_OK && s.withdrawn != NULL)
        return tvx_error_set(error, TVX_E_USAGE, "this signature was withdrawn on %.10s", s.withdrawn);
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_joint_signatory_withdraw, error, "ittt", id, at, by->name, because);
    return status != TVX_OK ? status
                            : tvx_store_audit(store, by->account, "statement.withdraw", key, s.organisation, error);
}

enum tvx_status tvx_store_joint_withdraw(struct tvx_store *store, struct tvx_arena *arena, const char *key, int64_t id,
                                         const struct tvx_joint_by *by, const char *because, struct tvx_error *error)
{
    struct tvx_joint_by clean_by = {.account = by->account};
    const char *why;
    enum tvx_status status = joint_by(&clean_by.name, arena, by->name, error);

    if (status == TVX_OK)
        status = tvx_joint_clean_line(&why, arena, because, TVX_JOINT_NOTE, "the reason", error);
    if (status == TVX_OK)
        status = tvx_db_begin(store, error);
    return status == TVX_OK ? tvx_db_end(store, withdraw(store, arena, key, id, &clean_by, why, error), error)
                            : status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The workspace's key, and the seals that it put on joint statements. */
#include "joint.h"

#include <sodium.h>
#include <string.h>
#include <travaux/store/audit.h>

/* The list as it is published: confirmed, not withdrawn. */
static enum tvx_status list_signed(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_form *out,
                                   const struct tvx_joint *joint, struct tvx_error *error)
{
    struct tvx_joint_signatory *items;
    struct tvx_joint_signed *list;
    size_t count;
    enum tvx_status status = tvx_store_joint_signatories(store, arena, &items, &count, joint, error);

    if (status != TVX_OK)
        return status;
    list = tvx_arena_array(arena, count + 1, sizeof *list);
    if (list == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count; i++)
        if (items[i].confirmed != NULL && items[i].withdrawn == NULL)
            list[out->count++] = (struct tvx_joint_signed){
                .organisation = items[i].organisation, .person = items[i].person, .function = items[i].function,
                .at = items[i].at, .confirmed = items[i].confirmed, .by_email = items[i].by_email,
            };
    out->signatories = list;
    out->withdrawn = joint->withdrawn;
    return TVX_OK;
}

static enum tvx_status make_form(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_form *out,
                                 const struct tvx_joint *joint, const unsigned char public_key[TVX_SEAL_PUBLIC],
                                 struct tvx_error *error)
{
    char *key = tvx_arena_alloc(arena, TVX_SEAL_PUBLIC_TEXT);
    struct tvx_joint_version v;
    enum tvx_status status;

    if (key == NULL)
        return tvx_error_nomem(error);
    if (joint->published == 0)
        return tvx_error_set(error, TVX_E_USAGE, "%s is a draft: it is sealed once it is published", joint->key);
    tvx_seal_public_text(key, public_key);
    status = tvx_store_joint_version(store, arena, &v, joint, joint->published, error);
    if (status != TVX_OK)
        return status;
    *out = (struct tvx_joint_form){
        .key = key, .statement = joint->key, .version = v.n, .language = v.language, .title = v.title,
        .closes = joint->closed_at != NULL || joint->closes == NULL ? "" : joint->closes,
        .closed = joint->closed_at == NULL ? "" : joint->closed_at, .published = joint->published_at, .text = v.text,
    };
    return list_signed(store, arena, out, joint, error);
}

/* ---- keys ---- */

/* The newest key; TVX_E_USAGE when there is none. */
static enum tvx_status current_key(struct tvx_store *store, struct tvx_seal_key *out, struct tvx_error *error)
{
    struct tvx_row row = {.arena = NULL};
    bool found = false, sound;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_joint_keys, error, "");

    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK)
        return status;
    if (!found)
        return tvx_error_set(error, TVX_E_USAGE, "this workspace has no key yet; `travaux statement key --new` makes "
                             "one");
    *out = (struct tvx_seal_key){
        .locked = sqlite3_column_int(row.statement, 2) != 0,
        .passes = (uint64_t)sqlite3_column_int64(row.statement, 5),
        .memory = (uint64_t)sqlite3_column_int64(row.statement, 6),
    };
    sound = true;
    for (int i = 0; i < 4; i++) {
        static const int columns[] = {0, 1, 3, 4};
        void *const into[] = {out->public_key, out->kept, out->salt, out->nonce};
        static const int sizes[] = {TVX_SEAL_PUBLIC, TVX_SEAL_KEPT, TVX_SEAL_SALT, TVX_SEAL_NONCE};
        const void *bytes = sqlite3_column_blob(row.statement, columns[i]);

        if (bytes == NULL || sqlite3_column_bytes(row.statement, columns[i]) != sizes[i])
            sound = false;
        else
            memcpy(into[i], bytes, (size_t)sizes[i]);
    }
    tvx_db_done(row.statement);
    return sound ? TVX_OK : tvx_db_damaged(error, "its key is not one");
}

static enum tvx_status keep_key(struct tvx_store *store, const struct tvx_seal_key *key, const struct tvx_joint_by *by,
                                struct tvx_error *error)
{
    char at[TVX_TIME_SIZE], text[TVX_SEAL_PUBLIC_TEXT];
    enum tvx_status status = tvx_db_run(store, QUERY_joint_key_wipe, error, "");

    tvx_time_now(at);
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_joint_key_insert, error, "bbibbiitt", (const void *)key->public_key,
                            sizeof key->public_key, (const void *)key->kept, sizeof key->kept, (int64_t)key->locked,
                            (const void *)key->salt, sizeof key->salt, (const void *)key->nonce, sizeof key->nonce,
                            (int64_t)key->passes, (int64_t)key->memory, by->name, at);
    tvx_seal_public_text(text, key->public_key);
    return status == TVX_OK ? tvx_store_audit(store, by->account, "statement.key", text, NULL, error) : status;
}

enum tvx_status tvx_store_joint_key_make(struct tvx_store *store, const char *passphrase,
                                         const struct tvx_joint_by *by, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_joint_by clean_by = {.account = by->account};
    struct tvx_seal_key key;
    enum tvx_status status =
        arena == NULL ? tvx_error_nomem(error) : joint_by(&clean_by.name, arena, by->name, error);

    if (status == TVX_OK)
        status = tvx_seal_key_make(&key, passphrase, error);
    if (status == TVX_OK)
        status = tvx_db_begin(store, error);
    if (status == TVX_OK)
        status = tvx_db_end(store, keep_key(store, &key, &clean_by, error), error);
    sodium_memzero(&key, sizeof key);
    tvx_arena_free(arena);
    return status;
}

enum tvx_status tvx_store_joint_keys(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_key **out,
                                     size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_joint_keys, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_joint_key *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger), *key;
        const void *bytes = sqlite3_column_blob(row.statement, 0);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        key = &larger[(*count)++];
        *key = (struct tvx_joint_key){
            .current = *count == 1, .locked = sqlite3_column_int(row.statement, 2) != 0,
            .author = tvx_row_text_or(&row, 7, ""), .at = tvx_row_text_or(&row, 8, ""),
        };
        row.bad = row.bad || bytes == NULL || sqlite3_column_bytes(row.statement, 0) != TVX_SEAL_PUBLIC;
        if (!row.bad)
            memcpy(key->public_key, bytes, TVX_SEAL_PUBLIC);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

/* ---- seals ---- */

enum tvx_status tvx_store_joint_form(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_form *out,
                                     const struct tvx_joint *joint, struct tvx_error *error)
{
    struct tvx_seal_key key;
    enum tvx_status status = current_key(store, &key, error);

    if (status == TVX_OK)
        status = make_form(store, arena, out, joint, key.public_key, error);
    sodium_memzero(&key, sizeof key);
    return status;
}

static enum tvx_status write_form(struct tvx_arena *arena, const char **out, const struct tvx_joint_form *form,
                                  struct tvx_error *error)
{
    struct tvx_buf buf;
    enum tvx_status status;

    tvx_buf_init(&buf, TVX_JOINT_FORM);
    tvx_joint_form_write(&buf, form);
    *out = buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    status = *out != NULL ? TVX_OK
                          : tvx_error_set(error, TVX_E_LIMIT, "the statement with its list is too long, or memory is "
                                          "short");
    tvx_buf_free(&buf);
    return status;
}

static enum tvx_status put_seal(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_seal *out,
                                const char *name, const struct tvx_seal_key *key, const char *passphrase,
                                int64_t account, struct tvx_error *error)
{
    struct tvx_joint joint;
    struct tvx_joint_form form;
    struct tvx_buf buf;
    char *at = tvx_arena_alloc(arena, TVX_TIME_SIZE);
    enum tvx_status status =
        at == NULL ? tvx_error_nomem(error) : tvx_store_joint(store, arena, &joint, name, error);

    if (status == TVX_OK)
        status = make_form(store, arena, &form, &joint, key->public_key, error);
    if (status == TVX_OK)
        status = write_form(arena, &out->form, &form, error);
    if (status != TVX_OK)
        return status;
    tvx_time_now(at);
    out->at = at;
    memcpy(out->public_key, key->public_key, sizeof out->public_key);
    tvx_buf_init(&buf, 4096);
    status = tvx_seal_write(&buf, out->form, strlen(out->form),
                            tvx_arena_printf(arena, "joint statement %s, version %zu, signatories: %zu, sealed %s",
                                             joint.key, form.version, form.count, at),
                            key, passphrase, error);
    out->seal = status != TVX_OK || buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    if (status == TVX_OK && out->seal == NULL)
        status = tvx_error_nomem(error);
    tvx_buf_free(&buf);
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_joint_seal_insert, error, "ibtttt", joint.id, (const void *)out->public_key,
                            sizeof out->public_key, out->form, out->seal, out->by, out->at);
    return status == TVX_OK ? tvx_store_audit(store, account, "statement.seal", joint.key, form.key, error) : status;
}

enum tvx_status tvx_store_joint_seal(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_seal *out,
                                     const char *key, const char *passphrase, const struct tvx_joint_by *by,
                                     struct tvx_error *error)
{
    struct tvx_seal_key secret;
    enum tvx_status status = joint_by(&out->by, arena, by->name, error);

    if (status == TVX_OK)
        status = current_key(store, &secret, error);
    if (status == TVX_OK)
        status = tvx_db_begin(store, error);
    if (status == TVX_OK)
        status = tvx_db_end(store, put_seal(store, arena, out, key, &secret, passphrase, by->account, error),
                            error);
    sodium_memzero(&secret, sizeof secret);
    return status;
}

enum tvx_status tvx_store_joint_sealed(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_seal *out,
                                       bool *found, bool *stale, const struct tvx_joint *joint,
                                       struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    struct tvx_joint_form form;
    const char *today;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_joint_seal_last, error, "i", joint->id);

    *stale = *found = false;
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, found, error);
    if (status != TVX_OK || !*found)
        return status;
    *out = (struct tvx_joint_seal){.form = tvx_row_text_or(&row, 1, ""), .seal = tvx_row_text_or(&row, 2, ""),
                                   .by = tvx_row_text_or(&row, 3, ""), .at = tvx_row_text_or(&row, 4, "")};
    if (sqlite3_column_bytes(row.statement, 0) == TVX_SEAL_PUBLIC)
        memcpy(out->public_key, sqlite3_column_blob(row.statement, 0), TVX_SEAL_PUBLIC);
    else
        row.bad = true;
    tvx_db_done(row.statement);
    status = tvx_row_check(&row, error);
    if (status == TVX_OK)
        status = make_form(store, arena, &form, joint, out->public_key, error);
    if (status == TVX_OK)
        status = write_form(arena, &today, &form, error);
    *stale = status == TVX_OK && strcmp(today, out->form) != 0;
    return status;
}

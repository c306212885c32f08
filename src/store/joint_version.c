/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Versions of a joint statement: every save is one, and a save on top of another's newer one is kept aside. */
#include "joint.h"

#include <string.h>
#include <travaux/base/hash.h>
#include <travaux/law/reference.h>
#include <travaux/store/audit.h>
#include <travaux/text/utf8.h>

/* A language tag as BCP 47 has them, in short: letters, digits, dashes. */
static bool is_language(const char *tag)
{
    size_t length = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    return length >= 2 && length <= 35 && tag[length] == '\0' && strspn(tag, "0123456789-") == 0;
}

/* The entry with every member cleaned. */
static enum tvx_status clean(struct tvx_joint_version *out, struct tvx_arena *arena,
                             const struct tvx_joint_version *entry, struct tvx_error *error)
{
    char *hash = tvx_arena_alloc(arena, TVX_SHA256_HEX);
    enum tvx_status status = hash == NULL ? tvx_error_nomem(error)
                                          : joint_by(&out->author, arena, entry->author, error);

    if (status == TVX_OK)
        status = tvx_joint_clean_line(&out->title, arena, entry->title, TVX_JOINT_TITLE, "the title", error);
    if (status == TVX_OK)
        status = tvx_joint_clean(&out->text, arena, entry->text, strlen(entry->text), error);
    if (status == TVX_OK && *out->text == '\0')
        status = tvx_error_set(error, TVX_E_USAGE, "the statement has no text");
    out->note = "";
    if (status == TVX_OK && entry->note != NULL && !tvx_text_blank(entry->note, strlen(entry->note)))
        status = tvx_joint_clean_line(&out->note, arena, entry->note, TVX_JOINT_NOTE, "the note", error);
    out->language = entry->language == NULL || *entry->language == '\0' ? "en" : entry->language;
    if (status == TVX_OK && !is_language(out->language))
        status = tvx_error_set(error, TVX_E_USAGE, "a language is given as en, fr, ar …");
    if (status != TVX_OK)
        return status;
    tvx_sha256_hex(hash, out->text, strlen(out->text));
    out->sha256 = hash;
    return TVX_OK;
}

static enum tvx_status insert(struct tvx_store *store, struct tvx_arena *arena, int64_t joint, const char *key,
                              const struct tvx_joint_version *v, struct tvx_error *error)
{
    char at[TVX_TIME_SIZE];
    enum tvx_status status;

    tvx_time_now(at);
    status = tvx_db_run(store, QUERY_joint_version_insert, error, "iiiittttttt", joint, (int64_t)v->n,
                        (int64_t)v->base, (int64_t)v->aside, v->title, v->language, v->text, v->sha256, v->author, at,
                        v->note);
    if (status == TVX_OK)
        status = joint_quotes_insert(store, arena, joint, v->n, v->text, error);
    return status != TVX_OK
               ? status
               : tvx_store_audit(store, v->account, v->aside ? "statement.aside" : "statement.save", key,
                                 tvx_arena_printf(arena, "version %zu, by %s", v->n, v->author), error);
}

/* ---- the first ---- */

/* A name that no other statement has: the title's words, then with a number. */
static enum tvx_status name_it(struct tvx_store *store, struct tvx_arena *arena, const char **key, const char *title,
                               struct tvx_error *error)
{
    const char *slug = tvx_path_slug(arena, title);
    bool there = true;

    if (slug != NULL && (*slug == '\0' || strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(slug)))
        slug = "statement"; /* a title in another script gives none that can stand in an address */
    for (int i = 1; i < 10000 && there; i++) {
        enum tvx_status status;
        int64_t id;

        *key = slug == NULL                ? NULL
               : i == 1 ? tvx_arena_printf(arena, "%.60s", slug)
                        : tvx_arena_printf(arena, "%.60s-%d", slug, i);
        if (*key == NULL)
            return tvx_error_nomem(error);
        status = tvx_db_number(store, &id, &there, QUERY_joint_there, error, "t", *key);
        if (status != TVX_OK)
            return status;
    }
    return there ? tvx_error_set(error, TVX_E_LIMIT, "too many statements bear this title") : TVX_OK;
}

static enum tvx_status begin_draft(struct tvx_store *store, struct tvx_arena *arena, const char **key,
                                   const struct tvx_joint_version *v, struct tvx_error *error)
{
    char at[TVX_TIME_SIZE];
    int64_t id;
    bool made;
    enum tvx_status status = name_it(store, arena, key, v->title, error);

    tvx_time_now(at);
    if (status == TVX_OK)
        status = tvx_db_number(store, &id, &made, QUERY_joint_insert, error, "ttt", *key, v->author, at);
    return status == TVX_OK ? insert(store, arena, id, *key, v, error) : status;
}

enum tvx_status tvx_store_joint_draft(struct tvx_store *store, struct tvx_arena *arena, const char **key,
                                      const struct tvx_joint_version *entry, struct tvx_error *error)
{
    struct tvx_joint_version v = {.n = 1, .account = entry->account};
    enum tvx_status status = clean(&v, arena, entry, error);

    *key = "";
    if (status == TVX_OK)
        status = tvx_db_begin(store, error);
    return status == TVX_OK ? tvx_db_end(store, begin_draft(store, arena, key, &v, error), error) : status;
}

/* ---- the next ---- */

static enum tvx_status save(struct tvx_store *store, struct tvx_arena *arena, const char *key,
                            const struct tvx_joint_version *entry, struct tvx_joint_version *v, size_t *latest,
                            struct tvx_error *error)
{
    struct tvx_joint_version given = *entry, newest;
    struct tvx_joint joint;
    int64_t last;
    bool there;
    enum tvx_status status = tvx_store_joint(store, arena, &joint, key, error);

    if (status == TVX_OK)
        status = tvx_store_joint_version(store, arena, &newest, &joint, joint.latest, error);
    if (status == TVX_OK)
        status = tvx_db_number(store, &last, &there, QUERY_joint_version_last, error, "i", joint.id);
    if (status != TVX_OK)
        return status;
    *latest = joint.latest;
    if (given.base == 0 || given.base > (size_t)last)
        return tvx_error_set(error, TVX_E_USAGE, "say which version this was made from: %zu is the latest",
                             joint.latest);
    if (last >= TVX_JOINT_VERSIONS)
        return tvx_error_set(error, TVX_E_LIMIT, "%s has %d versions, more are not kept", key, TVX_JOINT_VERSIONS);
    given.title = given.title == NULL ? newest.title : given.title;
    given.language = given.language == NULL ? newest.language : given.language;
    status = clean(v, arena, &given, error);
    if (status != TVX_OK)
        return status;
    v->base = given.base;
    v->aside = given.base != joint.latest || joint.published != 0;
    v->n = newest.n;
    if (strcmp(v->text, newest.text) == 0 && strcmp(v->title, newest.title) == 0 &&
        strcmp(v->language, newest.language) == 0) {
        v->aside = false; /* nothing of this one would be lost */
        return TVX_OK;
    }
    v->n = (size_t)last + 1;
    status = insert(store, arena, joint.id, joint.key, v, error);
    if (status == TVX_OK && !v->aside)
        *latest = v->n;
    return status;
}

enum tvx_status tvx_store_joint_save(struct tvx_store *store, struct tvx_arena *arena, const char *key,
                                     const struct tvx_joint_version *entry, size_t *n, bool *aside, size_t *latest,
                                     struct tvx_error *error)
{
    struct tvx_joint_version v = {.account = entry->account};
    enum tvx_status status = tvx_db_begin(store, error);

    *n = *latest = 0;
    *aside = false;
    if (status == TVX_OK)
        status = tvx_db_end(store, save(store, arena, key, entry, &v, latest, error), error);
    *n = v.n;
    *aside = v.aside;
    return status;
}

/* ---- reading ---- */

static enum tvx_status read_versions(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_version **out,
                                     size_t *count, int64_t joint, size_t n, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_joint_versions, error, "ii", joint, (int64_t)n);

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_joint_version *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger[(*count)++] = (struct tvx_joint_version){
            .n = tvx_row_size(&row, 0), .base = tvx_row_size(&row, 1),
            .aside = sqlite3_column_int(row.statement, 2) != 0, .title = tvx_row_text_or(&row, 3, ""),
            .language = tvx_row_text_or(&row, 4, ""), .text = tvx_row_text_or(&row, 5, ""),
            .sha256 = tvx_row_text_or(&row, 6, ""), .author = tvx_row_text_or(&row, 7, ""),
            .at = tvx_row_text_or(&row, 8, ""), .note = tvx_row_text_or(&row, 9, ""),
        };
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_joint_versions(struct tvx_store *store, struct tvx_arena *arena,
                                         struct tvx_joint_version **out, size_t *count, const struct tvx_joint *joint,
                                         struct tvx_error *error)
{
    return read_versions(store, arena, out, count, joint->id, 0, error);
}

enum tvx_status tvx_store_joint_version(struct tvx_store *store, struct tvx_arena *arena,
                                        struct tvx_joint_version *out, const struct tvx_joint *joint, size_t n,
                                        struct tvx_error *error)
{
    struct tvx_joint_version *items;
    size_t count, wanted = n != 0 ? n : joint->published != 0 ? joint->published : joint->latest;
    enum tvx_status status = read_versions(store, arena, &items, &count, joint->id, wanted, error);

    if (status == TVX_OK && (count == 0 || wanted == 0))
        return tvx_error_set(error, TVX_E_NOTFOUND, "%s has no version %zu; %zu is the latest", joint->key, wanted,
                             joint->latest);
    if (status == TVX_OK)
        *out = items[0];
    return status;
}

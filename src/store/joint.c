/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Joint statements: the list of them, and what moves one from draft to closed. */
#include "joint.h"

#include <string.h>
#include <travaux/store/audit.h>
#include <travaux/store/publish.h>

enum { WORK_CEILING = 64 << 20 };

const char *tvx_joint_state_to_string(enum tvx_joint_state state)
{
    static const char *const names[] = {"draft", "open", "ended", "closed"};

    return names[state];
}

enum tvx_status joint_by(const char **out, struct tvx_arena *arena, const char *name, struct tvx_error *error)
{
    return tvx_joint_clean_line(out, arena, name, TVX_JOINT_NAME, "the name of who does this", error);
}

static enum tvx_joint_state state_of(const struct tvx_joint *joint, const char *today)
{
    if (joint->published == 0)
        return TVX_JOINT_DRAFT;
    if (joint->closed_at != NULL)
        return TVX_JOINT_CLOSED;
    return joint->closes != NULL && strcmp(today, joint->closes) > 0 ? TVX_JOINT_ENDED : TVX_JOINT_OPEN;
}

/* Names become names of files: a workspace from a stranger may hold others than we give. */
static bool is_name(const char *key)
{
    size_t length = strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return length > 0 && length <= TVX_JOINT_KEY && key[length] == '\0';
}

static enum tvx_status read_joints(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint **out,
                                   size_t *count, const char *key, int64_t id, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    char today[TVX_DAY_SIZE];
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_joints, error, "ti", key, id);

    tvx_day_today(today);
    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_joint *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger), *j;

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        j = &larger[(*count)++];
        *j = (struct tvx_joint){
            .id = sqlite3_column_int64(row.statement, 0), .key = tvx_row_text_or(&row, 1, ""),
            .author = tvx_row_text_or(&row, 2, ""), .at = tvx_row_text_or(&row, 3, ""),
            .closes = tvx_row_text(&row, 4), .latest = tvx_row_size(&row, 5), .published = tvx_row_size(&row, 6),
            .published_by = tvx_row_text(&row, 7), .published_at = tvx_row_text(&row, 8),
            .closed_by = tvx_row_text(&row, 9), .closed_at = tvx_row_text(&row, 10),
            .title = tvx_row_text_or(&row, 11, ""), .language = tvx_row_text_or(&row, 12, ""),
            .signatories = tvx_row_size(&row, 13), .waiting = tvx_row_size(&row, 14),
            .withdrawn = tvx_row_size(&row, 15),
        };
        row.bad = row.bad || !is_name(j->key) || (j->closes != NULL && !tvx_day_valid(j->closes));
        j->state = state_of(j, today);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_joints(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint **out,
                                 size_t *count, struct tvx_error *error)
{
    return read_joints(store, arena, out, count, NULL, 0, error);
}

enum tvx_status tvx_store_joint(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint *out,
                                const char *key, struct tvx_error *error)
{
    struct tvx_joint *items;
    size_t count;
    enum tvx_status status = read_joints(store, arena, &items, &count, key, 0, error);

    if (status == TVX_OK && count == 0)
        return tvx_error_set(error, TVX_E_NOTFOUND, "there is no joint statement \"%.80s\"; `travaux statement` lists "
                             "them", key);
    if (status == TVX_OK)
        *out = items[0];
    return status;
}

enum tvx_status joint_by_id(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint *out, int64_t id,
                            struct tvx_error *error)
{
    struct tvx_joint *items;
    size_t count;
    enum tvx_status status = read_joints(store, arena, &items, &count, NULL, id, error);

    if (status == TVX_OK && count == 0)
        return tvx_db_damaged(error, "a joint statement's row is missing");
    if (status == TVX_OK)
        *out = items[0];
    return status;
}

/* ---- from state to state ---- */

struct step {
    struct tvx_store *store;
    struct tvx_arena *arena;
    struct tvx_joint joint;
    const char *by;
    int64_t account;
    char at[TVX_TIME_SIZE];
    struct tvx_error *error;
};

static enum tvx_status check_day(const char *closes, struct tvx_error *error)
{
    char today[TVX_DAY_SIZE];

    tvx_day_today(today);
    if (closes == NULL)
        return TVX_OK;
    if (!tvx_day_valid(closes))
        return tvx_error_set(error, TVX_E_USAGE, "the closing day is given as YYYY-MM-DD");
    return strcmp(closes, today) < 0 ? tvx_error_set(error, TVX_E_USAGE, "the closing day %s has passed; `close` ends "
                                                     "sign-on now", closes)
                                     : TVX_OK;
}

static enum tvx_status publish(struct step *step, size_t version, const char *closes)
{
    struct tvx_joint_version is;
    bool changed;
    enum tvx_status status;

    if (step->joint.published != 0)
        return tvx_error_set(step->error, TVX_E_USAGE, "%s was published on %.10s as version %zu; its text stays as "
                             "it is", step->joint.key, step->joint.published_at, step->joint.published);
    status = tvx_store_joint_version(step->store, step->arena, &is, &step->joint, version, step->error);
    if (status == TVX_OK && is.aside)
        return tvx_error_set(step->error, TVX_E_USAGE, "version %zu was kept aside, not taken; save its text on top of "
                             "version %zu first", is.n, step->joint.latest);
    if (status == TVX_OK)
        status = check_day(closes, step->error);
    if (status == TVX_OK)
        status = tvx_db_run(step->store, QUERY_joint_publish, step->error, "iittt", step->joint.id, (int64_t)is.n,
                            closes, step->by, step->at);
    return status != TVX_OK ? status
                            : tvx_store_publish(step->store, &changed, step->account, TVX_PUBLISHED_STATEMENT,
                                                step->joint.key, true, step->error);
}

static enum tvx_status set_closes(struct step *step, size_t unused, const char *closes)
{
    enum tvx_status status = check_day(closes, step->error);

    (void)unused;
    if (step->joint.closed_at != NULL)
        return tvx_error_set(step->error, TVX_E_USAGE, "sign-on of %s was closed on %.10s", step->joint.key,
                             step->joint.closed_at);
    return status != TVX_OK ? status
                            : tvx_db_run(step->store, QUERY_joint_closes, step->error, "it", step->joint.id, closes);
}

static enum tvx_status close_now(struct step *step, size_t unused, const char *unused_day)
{
    (void)unused, (void)unused_day;
    if (step->joint.published == 0)
        return tvx_error_set(step->error, TVX_E_USAGE, "%s is a draft: nobody can sign it yet", step->joint.key);
    if (step->joint.closed_at != NULL)
        return tvx_error_set(step->error, TVX_E_USAGE, "sign-on of %s was closed on %.10s", step->joint.key,
                             step->joint.closed_at);
    return tvx_db_run(step->store, QUERY_joint_close, step->error, "itt", step->joint.id, step->by, step->at);
}

/* One of the three ways on, with what the audit log calls it. */
struct way {
    enum tvx_status (*how)(struct step *step, size_t version, const char *day);
    const char *what;
};

static enum tvx_status take_step(struct tvx_store *store, const char *key, const struct tvx_joint_by *by,
                                 struct way way, size_t version, const char *day, struct tvx_error *error)
{
    struct step step = {.store = store, .arena = tvx_arena_new(WORK_CEILING), .account = by->account,
                        .error = error};
    enum tvx_status status =
        step.arena == NULL ? tvx_error_nomem(error) : joint_by(&step.by, step.arena, by->name, error);

    tvx_time_now(step.at);
    if (status == TVX_OK)
        status = tvx_db_begin(store, error);
    if (status == TVX_OK) {
        status = tvx_store_joint(store, step.arena, &step.joint, key, error);
        if (status == TVX_OK)
            status = way.how(&step, version, day);
        if (status == TVX_OK)
            status = tvx_store_audit(store, by->account, way.what, key, day, error);
        status = tvx_db_end(store, status, error);
    }
    tvx_arena_free(step.arena);
    return status;
}

enum tvx_status tvx_store_joint_publish(struct tvx_store *store, const char *key, size_t version, const char *closes,
                                        const struct tvx_joint_by *by, struct tvx_error *error)
{
    return take_step(store, key, by, (struct way){publish, "statement.publish"}, version, closes, error);
}

enum tvx_status tvx_store_joint_closes(struct tvx_store *store, const char *key, const char *closes,
                                       const struct tvx_joint_by *by, struct tvx_error *error)
{
    return take_step(store, key, by, (struct way){set_closes, "statement.closes"}, 0, closes, error);
}

enum tvx_status tvx_store_joint_close(struct tvx_store *store, const char *key, const struct tvx_joint_by *by,
                                      struct tvx_error *error)
{
    return take_step(store, key, by, (struct way){close_now, "statement.close"}, 0, NULL, error);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/annotation.h>

#include <string.h>
#include <sys/random.h>
#include <travaux/base/day.h>
#include <travaux/store/audit.h>
#include <travaux/text/utf8.h>

#include "db.h"

enum { NAME_MOST = 500 };

/* ---- names ---- */

static const char *const visibilities[] = {
#define TVX_VISIBILITY_WORD(name, word) word,
    TVX_VISIBILITIES(TVX_VISIBILITY_WORD)
#undef TVX_VISIBILITY_WORD
};
static const char *const anchors[] = {
#define TVX_ANCHOR_WORD(name, word) word,
    TVX_ANCHORS(TVX_ANCHOR_WORD)
#undef TVX_ANCHOR_WORD
};

/* Motivations of the model, §3.3.5. */
const char *const tvx_annotation_purposes[] = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging", NULL,
};

static bool find_word(const char *const *words, size_t count, const char *word, int *out)
{
    for (size_t i = 0; word != NULL && i < count; i++)
        if (strcmp(words[i], word) == 0) {
            *out = (int)i;
            return true;
        }
    return false;
}

const char *tvx_visibility_to_string(enum tvx_visibility visibility)
{
    return visibilities[visibility];
}

bool tvx_visibility_parse(enum tvx_visibility *out, const char *name)
{
    int value = 0;
    bool found = find_word(visibilities, TVX_VISIBILITY_COUNT, name, &value);

    *out = (enum tvx_visibility)value;
    return found;
}

const char *tvx_anchor_to_string(enum tvx_anchor anchor)
{
    return anchors[anchor];
}

bool tvx_anchor_parse(enum tvx_anchor *out, const char *name)
{
    int value = TVX_ANCHOR_ORPHANED;
    bool found = find_word(anchors, TVX_ANCHOR_COUNT, name, &value);

    *out = (enum tvx_anchor)value;
    return found;
}

bool tvx_annotation_purpose_valid(const char *purpose)
{
    for (size_t i = 0; purpose != NULL && tvx_annotation_purposes[i] != NULL; i++)
        if (strcmp(tvx_annotation_purposes[i], purpose) == 0)
            return true;
    return false;
}

/* ---- entering ---- */

static bool text_within(const char *text, size_t most)
{
    return text != NULL && strlen(text) <= most && tvx_utf8_valid(text, strlen(text));
}

static bool named(const char *text)
{
    return text_within(text, NAME_MOST) && !tvx_text_blank(text, strlen(text));
}

static enum tvx_status check_said(const char *purpose, const char *body, const char *author, struct tvx_error *error)
{
    if (!tvx_annotation_purpose_valid(purpose))
        return tvx_error_set(error, TVX_E_USAGE, "'%.80s' is no purpose of an annotation; most are \"commenting\"",
                             purpose == NULL ? "" : purpose);
    if (!text_within(body, TVX_ANNOTATION_BODY))
        return tvx_error_set(error, TVX_E_USAGE, "an annotation has at most %d bytes of text", TVX_ANNOTATION_BODY);
    if (tvx_text_blank(body, strlen(body)) && strcmp(purpose, "highlighting") != 0 &&
        strcmp(purpose, "bookmarking") != 0)
        return tvx_error_set(error, TVX_E_USAGE, "what is to be said of this passage?  The text is empty");
    if (!named(author))
        return tvx_error_set(error, TVX_E_USAGE, "whose annotation is it?  Give a name of at most %d bytes", NAME_MOST);
    return TVX_OK;
}

static enum tvx_status check_target(const struct tvx_annotation *a, struct tvx_error *error)
{
    static const char *const kinds[] = {"document", "provision", "proposal"};
    const struct tvx_passage_selector *s = &a->selector;
    int kind;

    if (!find_word(kinds, 3, a->kind, &kind) || !named(a->reference) || !named(a->document) || a->sha256 == NULL ||
        strlen(a->sha256) != 64)
        return tvx_error_set(error, TVX_E_USAGE, "an annotation needs a document, a provision or a proposal that is in "
                                                 "the workspace");
    if (!text_within(s->exact, TVX_ANNOTATION_EXACT) || !text_within(s->prefix, 8 * TVX_ANNOTATION_CONTEXT) ||
        !text_within(s->suffix, 8 * TVX_ANNOTATION_CONTEXT))
        return tvx_error_set(error, TVX_E_USAGE, "the passage is longer than %d bytes; choose its first words",
                             TVX_ANNOTATION_EXACT);
    if (tvx_utf8_count(s->exact, strlen(s->exact)) != s->points)
        return tvx_error_set(error, TVX_E_USAGE, "the passage is not as long as its place says");
    return TVX_OK;
}

static bool uid_valid(const char *uid)
{
    return strlen(uid) == TVX_ANNOTATION_UID - 1 && strspn(uid, "0123456789abcdef") == TVX_ANNOTATION_UID - 1;
}

static enum tvx_status make_uid(struct tvx_annotation *a, struct tvx_arena *arena, struct tvx_error *error)
{
    unsigned char bytes[16];
    struct tvx_buf buf;

    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return tvx_error_set(error, TVX_E_IO, "the system gives no random numbers");
    bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x40); /* version 4 */
    bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80); /* variant of RFC 9562 */
    tvx_buf_init(&buf, 100);
    for (size_t i = 0; i < sizeof bytes; i++)
        tvx_buf_printf(&buf, "%02x", bytes[i]);
    a->uid = tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return a->uid == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* A reply stands on what its thread stands on. */
static enum tvx_status take_root(struct tvx_store *store, struct tvx_arena *arena, struct tvx_annotation *a,
                                 struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool found = false;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_annotation_root, error, "t", a->reply_to);

    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK)
        return status;
    if (!found)
        return tvx_error_set(error, TVX_E_NOTFOUND, "there is no annotation %.40s to reply to", a->reply_to);
    a->reply_to = tvx_row_text_or(&row, 0, "");
    a->kind = tvx_row_text_or(&row, 1, "");
    a->reference = tvx_row_text_or(&row, 2, "");
    a->sha256 = tvx_row_text_or(&row, 3, "");
    a->document = tvx_row_text_or(&row, 4, "");
    a->selector = (struct tvx_passage_selector){
        tvx_row_text_or(&row, 5, ""), tvx_row_text_or(&row, 6, ""), tvx_row_text_or(&row, 7, ""),
        tvx_row_size(&row, 8), tvx_row_size(&row, 9),
    };
    tvx_db_done(row.statement);
    return tvx_row_check(&row, error);
}

static enum tvx_status add_version(struct tvx_store *store, const struct tvx_annotation_edit *e, const char *at,
                                   struct tvx_error *error)
{
    return tvx_db_run(store, QUERY_annotation_version_insert, error, "ttttiitt", e->uid, e->purpose,
                      tvx_visibility_to_string(e->visibility), e->body, (int64_t)e->withdrawn, e->account, e->author,
                      at);
}

static enum tvx_status insert(struct tvx_store *store, const struct tvx_annotation *a, struct tvx_error *error)
{
    const struct tvx_annotation_edit first = {
        .uid = a->uid, .purpose = a->purpose, .body = a->body, .visibility = a->visibility, .account = a->account,
        .author = a->author, .withdrawn = a->withdrawn,
    };
    const struct tvx_passage_selector *s = &a->selector;
    int64_t one;
    bool there;
    enum tvx_status status = tvx_db_number(store, &one, &there, QUERY_annotation_there, error, "t", a->uid);

    if (status != TVX_OK || there)
        return status;
    status = tvx_db_run(store, QUERY_annotation_insert, error, "ttttttttiititt", a->uid, a->kind, a->reference,
                        a->sha256, a->document, s->exact, s->prefix, s->suffix, (int64_t)s->start, (int64_t)s->points,
                        a->reply_to, a->account, a->author, a->created);
    if (status == TVX_OK)
        status = add_version(store, &first, a->created, error);
    return status == TVX_OK ? tvx_store_audit(store, a->account, "annotation.add", a->uid, a->reference, error)
                            : status;
}

enum tvx_status tvx_store_annotate(struct tvx_store *store, struct tvx_arena *arena, struct tvx_annotation *annotation,
                                   struct tvx_error *error)
{
    struct tvx_annotation *a = annotation;
    char now[TVX_TIME_SIZE];
    enum tvx_status status = check_said(a->purpose, a->body, a->author, error);

    if (status == TVX_OK && a->reply_to != NULL)
        status = take_root(store, arena, a, error);
    if (status == TVX_OK)
        status = check_target(a, error);
    if (status == TVX_OK && a->uid == NULL)
        status = make_uid(a, arena, error);
    if (status == TVX_OK && !uid_valid(a->uid))
        return tvx_error_set(error, TVX_E_USAGE, "'%.80s' is no name of an annotation", a->uid);
    if (status != TVX_OK)
        return status;
    tvx_time_now(now);
    if (a->created == NULL && (a->created = tvx_arena_strdup(arena, now)) == NULL)
        return tvx_error_nomem(error);
    status = tvx_db_begin(store, error);
    return status == TVX_OK ? tvx_db_end(store, insert(store, a, error), error) : status;
}

/* ---- editing ---- */

static enum tvx_status write_version(void *context, struct tvx_store *store, struct tvx_error *error)
{
    const struct tvx_annotation_edit *edit = context;
    char now[TVX_TIME_SIZE];
    enum tvx_status status;

    tvx_time_now(now);
    status = add_version(store, edit, now, error);
    return status == TVX_OK ? tvx_store_audit(store, edit->account, edit->withdrawn ? "annotation.withdraw"
                                                                                     : "annotation.edit",
                                              edit->uid, NULL, error)
                            : status;
}

enum tvx_status tvx_store_annotation_edit(struct tvx_store *store, struct tvx_revised *out,
                                          const struct tvx_annotation_edit *edit, struct tvx_error *error)
{
    struct tvx_annotation_edit copy = *edit;
    const struct tvx_field_text fields[] = {
        {"body", edit->body}, {"purpose", edit->purpose},
        {"visibility", tvx_visibility_to_string(edit->visibility)}, {"withdrawn", edit->withdrawn ? "1" : "0"},
    };
    const struct tvx_revise what = {.kind = "annotation", .key = edit->uid, .seen = edit->seen,
                                    .account = edit->account, .author = edit->author, .fields = fields,
                                    .field_count = sizeof fields / sizeof *fields};
    int64_t one;
    bool there = false;
    enum tvx_status status = check_said(edit->purpose, edit->body, edit->author, error);

    *out = (struct tvx_revised){0};
    if (status == TVX_OK)
        status = tvx_db_number(store, &one, &there, QUERY_annotation_there, error, "t", edit->uid);
    if (status == TVX_OK && !there)
        return tvx_error_set(error, TVX_E_NOTFOUND, "there is no annotation %.40s", edit->uid);
    return status == TVX_OK ? tvx_store_revise(store, out, &what, NULL, write_version, &copy, error) : status;
}

/* ---- other versions ---- */

enum tvx_status tvx_store_annotation_place(struct tvx_store *store, const struct tvx_annotation_place *place,
                                           struct tvx_error *error)
{
    char now[TVX_TIME_SIZE];

    tvx_time_now(now);
    return tvx_db_run(store, QUERY_annotation_place, error, "ttttiirt", place->uid, place->sha256,
                      tvx_anchor_to_string(place->anchor), place->exact, (int64_t)place->start,
                      (int64_t)place->points, place->score, now);
}

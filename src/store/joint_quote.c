/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Quotations of a joint statement: what stands under their references, kept with the version that quotes it, and
 * looked up again whenever somebody reads, so that a law text that has changed is noticed.
 */
#include "joint.h"

#include <string.h>
#include <travaux/base/hash.h>

enum {
    QUOTABLE_MOST = 64 << 10, /* bytes of a place that is kept whole, or offered as a quotation */
    GATHER_CEILING = 64 << 20,
};

const char *tvx_joint_quote_state_to_string(enum tvx_joint_quote_state state)
{
    static const char *const names[] = {"same", "changed", "superseded", "overtaken", "wrong", "gone", "nowhere"};

    return names[state];
}

/* ---- what stands under a reference ---- */

/* A provision and all under it, a line each, labels before their texts; that of the one named is left out. */
static void gather(struct tvx_buf *out, const struct tvx_instrument *instrument, const char *path)
{
    size_t length = path == NULL ? 0 : strlen(path);

    for (size_t i = 0; i < instrument->count; i++) {
        const struct tvx_provision *p = &instrument->provisions[i];
        bool named = path != NULL && strcmp(p->path, path) == 0;
        const char *parts[] = {named ? "" : p->label, p->heading, p->text};

        if (path != NULL && !named && (strncmp(p->path, path, length) != 0 || p->path[length] != '.'))
            continue;
        if (out->length > 0)
            tvx_buf_char(out, '\n');
        for (size_t j = 0, any = 0; j < 3; j++)
            if (*parts[j] != '\0') {
                tvx_buf_str(out, any++ > 0 ? " " : "");
                tvx_buf_str(out, parts[j]);
            }
    }
}

static enum tvx_status from_instrument(struct tvx_store *store, struct tvx_arena *arena, const char **text,
                                       const char **place, const struct tvx_found *found, struct tvx_error *error)
{
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    struct tvx_buf buf;
    enum tvx_status status = tvx_store_instrument(store, arena, &head, &instrument, found->instrument.key,
                                                  found->instrument.version, error);

    if (status != TVX_OK)
        return status;
    tvx_buf_init(&buf, GATHER_CEILING);
    gather(&buf, &instrument, found->path);
    *text = buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    *place = tvx_arena_printf(arena, "%s@%s%s%s", head.key, head.version, found->path == NULL ? "" : ":",
                              found->path == NULL ? "" : found->path);
    return *text == NULL || *place == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static enum tvx_status from_proposal(struct tvx_store *store, struct tvx_arena *arena, const char **text,
                                     const char **place, int64_t id, struct tvx_error *error)
{
    struct tvx_filter filter = {.meeting = NULL};
    struct tvx_stored_proposal *items;
    size_t count;
    enum tvx_status status = tvx_store_proposal_document(store, &filter.document, id, error);

    if (status == TVX_OK)
        status = tvx_store_proposals(store, arena, &items, &count, &filter, error);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (items[i].id == id) {
            *text = *items[i].proposal.after != '\0' ? items[i].proposal.after : items[i].proposal.before;
            *place = items[i].proposal.number;
            return TVX_OK;
        }
    return status == TVX_OK ? tvx_error_set(error, TVX_E_NOTFOUND, "the proposal is gone") : status;
}

static enum tvx_status from_document(struct tvx_store *store, struct tvx_arena *arena, const char **text,
                                     const char **place, int64_t id, struct tvx_error *error)
{
    struct tvx_stored_document *items;
    size_t count;
    enum tvx_status status =
        tvx_store_documents(store, arena, &items, &count, &(struct tvx_filter){.document = id}, error);

    if (status == TVX_OK && count == 0)
        return tvx_error_set(error, TVX_E_NOTFOUND, "the document is gone");
    if (status == TVX_OK)
        status = tvx_store_text(store, arena, text, id, error);
    if (status == TVX_OK)
        *place = items[0].name;
    return status;
}

/* TVX_E_NOTFOUND, too, for words that are no reference.  `kind` may be NULL. */
static enum tvx_status look_up(struct tvx_store *store, struct tvx_arena *arena, const char **text, const char **place,
                               const char **kind, const char *reference, struct tvx_error *error)
{
    struct tvx_found found;
    enum tvx_status status = tvx_store_find(store, arena, &found, reference, error);

    if (status == TVX_E_USAGE || status == TVX_E_MALFORMED)
        return TVX_E_NOTFOUND;
    if (status != TVX_OK)
        return status;
    if (kind != NULL)
        *kind = found.proposal != 0          ? "proposal"
                : found.instrument.id == 0   ? "document"
                : found.path == NULL         ? "instrument"
                                             : "provision";
    if (found.instrument.id != 0)
        return from_instrument(store, arena, text, place, &found, error);
    return found.proposal != 0 ? from_proposal(store, arena, text, place, found.proposal, error)
                               : from_document(store, arena, text, place, found.document, error);
}

enum tvx_status tvx_store_joint_quotable(struct tvx_store *store, struct tvx_arena *arena, const char **text,
                                         const char **place, const char *reference, struct tvx_error *error)
{
    enum tvx_status status = look_up(store, arena, text, place, NULL, reference, error);

    if (status == TVX_OK && strlen(*text) > QUOTABLE_MOST)
        return tvx_error_set(error, TVX_E_LIMIT, "%s is %zu kilobytes long: quote a provision of it", *place,
                             strlen(*text) >> 10);
    if (status == TVX_OK && **text == '\0')
        return tvx_error_set(error, TVX_E_NOTFOUND, "there are no words under %s", *place);
    return status;
}

/* ---- keeping ---- */

static enum tvx_status insert_quote(struct tvx_store *store, struct tvx_arena *arena, int64_t joint, size_t version,
                                    size_t n, const struct tvx_joint_block *block, struct tvx_error *error)
{
    const char *reference = block->reference == NULL ? "" : block->reference, *place = "", *text = "";
    char hash[TVX_SHA256_HEX] = "";
    enum tvx_status status =
        *reference == '\0' ? TVX_E_NOTFOUND : look_up(store, arena, &text, &place, NULL, reference, error);

    if (status != TVX_OK && status != TVX_E_NOTFOUND)
        return status;
    if (status == TVX_OK) {
        tvx_sha256_hex(hash, text, strlen(text));
        if (strlen(text) > QUOTABLE_MOST) /* of a longer one the words that matter */
            text = tvx_joint_quoted(arena, block->text, text) ? block->text : "";
    }
    return tvx_db_run(store, QUERY_joint_quote_insert, error, "iiittttt", joint, (int64_t)version, (int64_t)n,
                      reference, block->text, place, text, hash);
}

enum tvx_status joint_quotes_insert(struct tvx_store *store, struct tvx_arena *arena, int64_t joint, size_t version,
                                    const char *text, struct tvx_error *error)
{
    struct tvx_joint_block *blocks;
    size_t count, n = 0;
    enum tvx_status status = tvx_joint_blocks(&blocks, &count, arena, text, error);

    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (blocks[i].kind == TVX_JOINT_QUOTE)
            status = insert_quote(store, arena, joint, version, n++, &blocks[i], error);
    return status;
}

/* ---- today ---- */

/* The same place in the version in force, when that is another and lacks the words. */
static enum tvx_status look_in_force(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_quote *quote,
                                     struct tvx_error *error)
{
    const char *at = strchr(quote->place, '@'), *colon = at == NULL ? NULL : strchr(at, ':'), *text, *place;
    const char *reference = colon == NULL ? NULL
                                          : tvx_arena_printf(arena, "%.*s%s", (int)(at - quote->place), quote->place,
                                                             colon);
    enum tvx_status status;

    if (colon == NULL) /* no provision */
        return TVX_OK;
    if (reference == NULL)
        return tvx_error_nomem(error);
    status = look_up(store, arena, &text, &place, NULL, reference, error);
    if (status == TVX_E_NOTFOUND) { /* repealed or renumbered */
        quote->state = TVX_JOINT_QUOTE_SUPERSEDED;
        quote->in_force = reference;
        return TVX_OK;
    }
    if (status == TVX_OK && strcmp(place, quote->place) != 0 && !tvx_joint_quoted(arena, quote->quote, text)) {
        quote->state = TVX_JOINT_QUOTE_SUPERSEDED;
        quote->in_force = place;
        quote->now = text;
    }
    return status;
}

static enum tvx_status judge(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_quote *quote,
                             struct tvx_error *error)
{
    const char *text, *place;
    char hash[TVX_SHA256_HEX];
    enum tvx_status status;

    quote->state = TVX_JOINT_QUOTE_NOWHERE;
    if (*quote->place == '\0')
        return TVX_OK;
    status = look_up(store, arena, &text, &place, &quote->kind, quote->place, error);
    quote->state = TVX_JOINT_QUOTE_GONE;
    if (status == TVX_E_NOTFOUND)
        return TVX_OK;
    if (status != TVX_OK)
        return status;
    quote->now = text;
    tvx_sha256_hex(hash, text, strlen(text));
    if (!tvx_joint_quoted(arena, quote->quote, quote->then)) {
        quote->state = TVX_JOINT_QUOTE_WRONG;
    } else if (strcmp(hash, quote->sha256) != 0) {
        quote->state = tvx_joint_quoted(arena, quote->quote, text) ? TVX_JOINT_QUOTE_CHANGED
                                                                   : TVX_JOINT_QUOTE_OVERTAKEN;
    } else {
        quote->state = TVX_JOINT_QUOTE_SAME;
        status = look_in_force(store, arena, quote, error);
    }
    return status;
}

enum tvx_status tvx_store_joint_quotes(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_quote **out,
                                       size_t *count, const struct tvx_joint *joint, size_t version,
                                       struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status =
        tvx_db_start(store, &row.statement, QUERY_joint_quotes, error, "ii", joint->id, (int64_t)version);

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_joint_quote *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger[(*count)++] = (struct tvx_joint_quote){
            .reference = tvx_row_text_or(&row, 0, ""), .quote = tvx_row_text_or(&row, 1, ""),
            .place = tvx_row_text_or(&row, 2, ""), .then = tvx_row_text_or(&row, 3, ""),
            .sha256 = tvx_row_text_or(&row, 4, ""), .now = "", .kind = "",
        };
    }
    if (status == TVX_OK)
        status = tvx_row_check(&row, error);
    for (size_t i = 0; status == TVX_OK && i < *count; i++)
        status = judge(store, arena, &(*out)[i], error);
    return status;
}

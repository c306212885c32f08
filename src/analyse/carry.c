/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/carry.h>

#include <string.h>
#include <travaux/compare/anchor.h>
#include <travaux/text/utf8.h>

enum { PAIR_CEILING = 2000 << 20 };

/* ---- carrying over ---- */

struct pair { /* two versions of a document */
    struct tvx_arena *arena;
    const char *before, *after;
    struct tvx_anchor_map *map; /* NULL: too long and too different */
};

static enum tvx_status open_pair(struct pair *pair, struct tvx_store *store, const struct tvx_annotation_pending *p,
                                 struct tvx_error *error)
{
    enum tvx_status status = tvx_store_text(store, pair->arena, &pair->before, p->from, error);

    if (status == TVX_OK)
        status = tvx_store_text(store, pair->arena, &pair->after, p->to, error);
    if (status != TVX_OK)
        return status;
    status = tvx_anchor_map_make(&pair->map, pair->arena, pair->before, pair->after, error);
    if (status != TVX_E_LIMIT && status != TVX_E_NOMEM)
        return status;
    pair->map = NULL;
    return TVX_OK;
}

static enum tvx_status carry_one(struct tvx_carried *out, struct tvx_store *store, const struct pair *pair,
                                 const struct tvx_annotation_pending *p, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(PAIR_CEILING);
    struct tvx_annotation_place place = {.uid = p->uid, .sha256 = p->sha256, .exact = ""};
    size_t length = strlen(pair->before), start = tvx_utf8_offset(pair->before, length, p->selector.start);
    size_t bytes = tvx_utf8_offset(pair->before + start, length - start, p->selector.points);
    struct tvx_anchoring found = {.anchor = TVX_ANCHOR_ORPHANED};
    enum tvx_status status = TVX_OK;

    if (arena == NULL)
        return tvx_error_nomem(error);
    if (p->selector.points == 0) /* on the whole: of this document, too */
        found.anchor = TVX_ANCHOR_ANCHORED;
    else if (pair->map != NULL)
        status = tvx_anchor_carry(&found, pair->map, arena, start, bytes, error);
    else
        status = tvx_anchor_locate(&found, arena, pair->after, &p->selector, error);
    if (status == TVX_OK) {
        place.anchor = found.anchor;
        place.exact = tvx_arena_strndup(arena, pair->after + found.start, found.length);
        place.start = tvx_utf8_count(pair->after, found.start);
        place.points = tvx_utf8_count(pair->after + found.start, found.length);
        place.score = found.score;
        out->anchored += found.anchor == TVX_ANCHOR_ANCHORED;
        out->moved += found.anchor == TVX_ANCHOR_MOVED;
        out->orphaned += found.anchor == TVX_ANCHOR_ORPHANED;
        status = place.exact == NULL ? tvx_error_nomem(error) : tvx_store_annotation_place(store, &place, error);
    }
    tvx_arena_free(arena);
    return status;
}

enum tvx_status tvx_carry_annotations(struct tvx_carried *out, struct tvx_store *store, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(PAIR_CEILING);
    struct tvx_annotation_pending *pending;
    struct pair pair = {NULL};
    size_t count = 0;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error)
                                           : tvx_store_annotations_pending(store, arena, &pending, &count, error);

    *out = (struct tvx_carried){0};
    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        if (i == 0 || pending[i].from != pending[i - 1].from || pending[i].to != pending[i - 1].to) {
            tvx_arena_free(pair.arena);
            pair = (struct pair){.arena = tvx_arena_new(PAIR_CEILING)};
            status = pair.arena == NULL ? tvx_error_nomem(error) : open_pair(&pair, store, &pending[i], error);
        }
        if (status == TVX_OK)
            status = carry_one(out, store, &pair, &pending[i], error);
    }
    tvx_arena_free(pair.arena);
    tvx_arena_free(arena);
    return status;
}

/* ---- what a person points at ---- */

/* The quotation within some of the text: bytes start … start + length. */
static enum tvx_status find_within(struct tvx_anchoring *out, struct tvx_arena *arena, const char *text, size_t start,
                                   size_t length, const struct tvx_passage_selector *wanted, struct tvx_error *error)
{
    const char *slice = tvx_arena_strndup(arena, text + start, length);
    enum tvx_status status =
        slice == NULL ? tvx_error_nomem(error) : tvx_anchor_locate(out, arena, slice, wanted, error);

    out->start += start;
    return status;
}

static bool quoted(const struct tvx_anchoring *found)
{
    return found->anchor != TVX_ANCHOR_ORPHANED && found->score >= 1;
}

enum tvx_status tvx_passage_quoted(struct tvx_passage_selector *out, struct tvx_store *store, struct tvx_arena *arena,
                                   const struct tvx_annotated *on, const char *quote, size_t near,
                                   struct tvx_error *error)
{
    struct tvx_passage_selector wanted = {.exact = quote, .prefix = "", .suffix = ""};
    struct tvx_anchoring found = {.anchor = TVX_ANCHOR_ORPHANED};
    size_t length, start;
    const char *text;
    enum tvx_status status = tvx_store_text(store, arena, &text, on->id, error);

    if (status != TVX_OK)
        return status;
    length = strlen(text);
    start = tvx_utf8_offset(text, length, on->start);
    if (near == SIZE_MAX && on->points > 0)
        status = find_within(&found, arena, text, start, tvx_utf8_offset(text + start, length - start, on->points),
                             &wanted, error);
    if (near != SIZE_MAX) {
        wanted.start = near;
        wanted.points = tvx_utf8_count(quote, strlen(quote));
    }
    if (status == TVX_OK && !quoted(&found))
        status = tvx_anchor_locate(&found, arena, text, &wanted, error);
    if (status != TVX_OK)
        return status;
    if (found.anchor == TVX_ANCHOR_ORPHANED && found.occurrences > 1)
        return tvx_error_set(error, TVX_E_USAGE,
                             "these words stand in the document %zu times; quote some more of those around them",
                             found.occurrences);
    if (!quoted(&found))
        return tvx_error_set(error, TVX_E_NOTFOUND,
                             "these words do not stand in the document; copy them from its text");
    return tvx_anchor_selector(out, arena, text, found.start, found.length, error);
}

static enum tvx_status document_of(struct tvx_annotated *out, struct tvx_store *store, struct tvx_arena *arena,
                                   int64_t id, struct tvx_error *error)
{
    struct tvx_stored_document *documents;
    const struct tvx_filter filter = {.document = id};
    size_t count;
    enum tvx_status status = tvx_store_documents(store, arena, &documents, &count, &filter, error);

    if (status == TVX_OK && count == 0)
        status = tvx_error_set(error, TVX_E_NOTFOUND, "the document is not in the workspace");
    if (status != TVX_OK)
        return status;
    out->id = id;
    out->document = documents[0].name;
    out->sha256 = documents[0].sha256;
    return TVX_OK;
}

static enum tvx_status provision(struct tvx_annotated *out, struct tvx_store *store, struct tvx_arena *arena,
                                 const struct tvx_found *found, struct tvx_error *error)
{
    const struct tvx_stored_instrument *head = &found->instrument;
    struct tvx_instrument instrument;
    struct tvx_stored_instrument again;
    enum tvx_status status;

    out->kind = "provision";
    out->reference = tvx_arena_printf(arena, "%s@%s%s%s", head->key, head->version, found->path == NULL ? "" : ":",
                                      found->path == NULL ? "" : found->path);
    if (out->reference == NULL)
        return tvx_error_nomem(error);
    status = document_of(out, store, arena, head->document, error);
    if (status == TVX_OK)
        status = tvx_store_instrument(store, arena, &again, &instrument, head->key, head->version, error);
    for (size_t i = 0; status == TVX_OK && found->path != NULL && i < instrument.count; i++)
        if (strcmp(instrument.provisions[i].path, found->path) == 0) {
            out->start = instrument.provisions[i].start;
            out->points = instrument.provisions[i].points;
        }
    return status;
}

static enum tvx_status proposal(struct tvx_annotated *out, struct tvx_store *store, struct tvx_arena *arena,
                                const struct tvx_found *found, struct tvx_error *error)
{
    struct tvx_stored_proposal *proposals;
    struct tvx_filter filter = {0};
    size_t count = 0;
    enum tvx_status status = tvx_store_proposal_document(store, &filter.document, found->proposal, error);

    if (status == TVX_OK)
        status = tvx_store_proposals(store, arena, &proposals, &count, &filter, error);
    if (status == TVX_OK)
        status = document_of(out, store, arena, filter.document, error);
    out->kind = "proposal";
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (proposals[i].id == found->proposal) {
            out->reference = proposals[i].proposal.number;
            out->start = proposals[i].proposal.start;
            out->points = proposals[i].proposal.points;
        }
    if (status == TVX_OK && out->reference == NULL)
        return tvx_error_set(error, TVX_E_NOTFOUND, "the proposal is not in the workspace");
    return status;
}

enum tvx_status tvx_annotation_target(struct tvx_annotated *out, struct tvx_store *store, struct tvx_arena *arena,
                                      const char *reference, struct tvx_error *error)
{
    struct tvx_found found;
    enum tvx_status status = tvx_store_find(store, arena, &found, reference, error);

    *out = (struct tvx_annotated){0};
    if (status != TVX_OK)
        return status;
    if (found.instrument.id != 0)
        return provision(out, store, arena, &found, error);
    if (found.proposal != 0)
        return proposal(out, store, arena, &found, error);
    status = document_of(out, store, arena, found.document, error);
    out->kind = "document";
    out->reference = out->document;
    return status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "versions.h"

#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/compare/align.h>
#include <travaux/text/utf8.h>

enum { TEXT_CEILING = 64 << 20 };

enum tvx_status versions_load(struct versions *out, struct tvx_store *store, struct tvx_arena *arena,
                              struct tvx_error *error)
{
    const struct tvx_filter all = {.meeting = NULL};
    struct tvx_stored_instrument *heads;
    struct tvx_stored_document *documents;
    size_t document_count;
    enum tvx_status status;

    *out = (struct versions){.store = store, .arena = arena};
    status = tvx_store_instruments(store, arena, &heads, &out->count, error);
    if (status == TVX_OK)
        status = tvx_store_documents(store, arena, &documents, &document_count, &all, error);
    if (status != TVX_OK)
        return status;
    out->items = tvx_arena_array(arena, out->count + 1, sizeof *out->items);
    if (out->items == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < out->count; i++) {
        out->items[i].head = heads[i];
        for (size_t d = 0; d < document_count; d++)
            if (documents[d].id == heads[i].document) {
                out->items[i].document = documents[d].name;
                out->items[i].sha256 = documents[d].sha256;
            }
    }
    return TVX_OK;
}

size_t versions_find(const struct versions *v, const char *key, const char *version)
{
    for (size_t i = 0; key != NULL && version != NULL && i < v->count; i++)
        if (strcmp(v->items[i].head.key, key) == 0 && strcmp(v->items[i].head.version, version) == 0)
            return i;
    return SIZE_MAX;
}

enum tvx_status versions_read(struct versions *v, size_t which, struct tvx_error *error)
{
    struct version *item = &v->items[which];
    struct tvx_stored_instrument head;
    enum tvx_status status;

    if (item->read)
        return TVX_OK;
    status = tvx_store_instrument(v->store, v->arena, &head, &item->instrument, item->head.key, item->head.version,
                                  error);
    item->read = status == TVX_OK;
    return status;
}

enum tvx_status versions_document(struct versions *v, size_t which, struct tvx_error *error)
{
    struct version *item = &v->items[which];

    return item->text != NULL ? TVX_OK
                              : tvx_store_text(v->store, v->arena, &item->text, item->head.document, error);
}

static struct tvx_part *parts_of(const struct tvx_instrument *instrument, struct tvx_arena *arena)
{
    struct tvx_part *parts = tvx_arena_array(arena, instrument->count + 1, sizeof *parts);

    for (size_t i = 0; parts != NULL && i < instrument->count; i++) {
        const struct tvx_provision *p = &instrument->provisions[i];

        parts[i] = (struct tvx_part){p->label, *p->text != '\0' ? p->text : p->heading};
    }
    return parts;
}

/* What the alignment left alone on both sides under one path is one provision, rewritten. */
static void join_by_path(struct place_map *map, const struct tvx_instrument *a, const struct tvx_instrument *b)
{
    for (size_t i = 0; i < a->count; i++) {
        size_t j;

        if (map->first[i] != SIZE_MAX)
            continue;
        j = tvx_instrument_find(b, a->provisions[i].path);
        if (j == SIZE_MAX || map->came[j])
            continue;
        map->first[i] = j;
        map->count[i] = 1;
        map->changed[i] = true;
        map->came[j] = true;
    }
}

static enum tvx_status make_map(struct place_map *map, struct tvx_arena *arena, const struct tvx_instrument *a,
                                const struct tvx_instrument *b, struct tvx_error *error)
{
    struct tvx_part *a_parts = parts_of(a, arena), *b_parts = parts_of(b, arena);
    struct tvx_alignment alignment;
    enum tvx_status status;

    map->first = tvx_arena_array(arena, a->count + 1, sizeof *map->first);
    map->count = tvx_arena_array(arena, a->count + 1, sizeof *map->count);
    map->changed = tvx_arena_array(arena, a->count + 1, sizeof *map->changed);
    map->came = tvx_arena_array(arena, b->count + 1, sizeof *map->came);
    map->same = tvx_arena_array(arena, b->count + 1, sizeof *map->same);
    if (a_parts == NULL || b_parts == NULL || map->first == NULL || map->count == NULL || map->changed == NULL ||
        map->came == NULL || map->same == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < a->count; i++)
        map->first[i] = SIZE_MAX;
    status = tvx_align_parts(&alignment, arena, a_parts, a->count, b_parts, b->count, error);
    for (size_t p = 0; status == TVX_OK && p < alignment.count; p++) {
        const struct tvx_pair *pair = &alignment.pairs[p];
        bool same = pair->kind == TVX_PAIR_SAME || (pair->kind == TVX_PAIR_MOVED && pair->diff.words_ins == 0 &&
                                                    pair->diff.words_del == 0);

        if (pair->a_count == 0 || pair->b_count == 0)
            continue;
        for (size_t i = pair->a; i < pair->a + pair->a_count; i++) {
            map->first[i] = pair->b;
            map->count[i] = pair->b_count;
            map->changed[i] = !same;
        }
        for (size_t j = pair->b; j < pair->b + pair->b_count; j++) {
            map->came[j] = true;
            map->same[j] = same;
        }
    }
    if (status == TVX_OK)
        join_by_path(map, a, b);
    return status;
}

enum tvx_status versions_map(struct versions *v, size_t from, size_t to, const struct place_map **out,
                             struct tvx_error *error)
{
    struct version *item = &v->items[from];
    enum tvx_status status = versions_read(v, from, error);

    if (status == TVX_OK)
        status = versions_read(v, to, error);
    if (status != TVX_OK)
        return status;
    if (item->maps == NULL)
        item->maps = tvx_arena_array(v->arena, v->count, sizeof *item->maps);
    if (item->maps == NULL)
        return tvx_error_nomem(error);
    if (item->maps[to].first == NULL)
        status = make_map(&item->maps[to], v->arena, &item->instrument, &v->items[to].instrument, error);
    *out = &item->maps[to];
    return status;
}

size_t versions_extent(const struct tvx_instrument *instrument, size_t provision)
{
    size_t end = provision + 1;

    while (end < instrument->count && instrument->provisions[end].level > instrument->provisions[provision].level)
        end++;
    return end - provision;
}

const char *versions_text(const struct tvx_instrument *instrument, size_t first, size_t count,
                          struct tvx_arena *arena)
{
    struct tvx_buf buf;
    char *text;

    tvx_buf_init(&buf, TEXT_CEILING);
    for (size_t i = first; i < first + count && i < instrument->count; i++) {
        const struct tvx_provision *p = &instrument->provisions[i];

        if (i > first)
            tvx_buf_printf(&buf, " %s ", p->label);
        /* a record's heading stands in a child ".title", too */
        tvx_buf_printf(&buf, "%s %s", i + 1 < instrument->count && p[1].parent == i &&
                                              strcmp(p->heading, p[1].text) == 0 ? "" : p->heading, p->text);
    }
    text = buf.failed ? NULL : tvx_text_fold_space(arena, tvx_buf_text(&buf), buf.length);
    tvx_buf_free(&buf);
    return text;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "shelf.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/store/survey.h>

#define ITEM_CEILING ((size_t)2 << 30)
#define MOST_GROWN ((size_t)64 << 20)
enum { MOST_KEPT = 48 };

struct item {
    char *key;
    struct tvx_arena *arena;
    void *value;
    uint64_t used; /* page at which it was last asked for */
    bool held;     /* others rest on it */
    size_t size;   /* of its arena when it was made: engines grow with what they are asked */
    tvx_shelf_close *close;
};

struct tvx_shelf {
    struct tvx_store *store;
    struct item *items;
    size_t count, capacity, held;
    uint64_t page;
    char *stamp; /* of the workspace for which what is held was made; NULL: nothing is held */
    bool doubt;  /* the workspace has changed since: perhaps not in what is held */
};

struct tvx_shelf *tvx_shelf_new(struct tvx_store *store)
{
    struct tvx_shelf *shelf = calloc(1, sizeof *shelf);

    if (shelf != NULL)
        shelf->store = store;
    return shelf;
}

static void drop(struct tvx_shelf *shelf, size_t at)
{
    if (shelf->items[at].close != NULL)
        shelf->items[at].close(shelf->items[at].value);
    shelf->held -= shelf->items[at].held;
    tvx_arena_free(shelf->items[at].arena);
    free(shelf->items[at].key);
    shelf->items[at] = shelf->items[--shelf->count];
}

static void drop_held(struct tvx_shelf *shelf)
{
    for (size_t i = shelf->count; i > 0; i--)
        if (shelf->items[i - 1].held)
            drop(shelf, i - 1);
    free(shelf->stamp);
    shelf->stamp = NULL;
}

void tvx_shelf_clear(struct tvx_shelf *shelf)
{
    for (size_t i = shelf->count; i > 0; i--) /* what rests on others goes before them */
        if (!shelf->items[i - 1].held)
            drop(shelf, i - 1);
    shelf->doubt = true;
}

/* Most of what people enter changes nothing in what is held: engines of minutes' work stay for it. */
static void settle(struct tvx_shelf *shelf)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    const char *stamp = NULL;

    shelf->doubt = false;
    if (arena == NULL || tvx_store_survey_stamp(shelf->store, arena, &stamp, NULL) != TVX_OK)
        stamp = NULL;
    if (stamp == NULL || shelf->stamp == NULL || strcmp(stamp, shelf->stamp) != 0) {
        drop_held(shelf);
        shelf->stamp = stamp == NULL ? NULL : strdup(stamp);
    }
    tvx_arena_free(arena);
}

void tvx_shelf_free(struct tvx_shelf *shelf)
{
    if (shelf == NULL)
        return;
    tvx_shelf_clear(shelf);
    drop_held(shelf);
    free(shelf->items);
    free(shelf);
}

/* Engines answer into arenas of their own, which only grow: one that has grown too far is made anew. */
static bool has_grown(const struct tvx_shelf *shelf)
{
    size_t grown = 0;

    for (size_t i = 0; i < shelf->count; i++)
        grown += shelf->items[i].held ? tvx_arena_used(shelf->items[i].arena) - shelf->items[i].size : 0;
    return grown > MOST_GROWN;
}

void shelf_turn(struct tvx_shelf *shelf)
{
    shelf->page++;
    if (has_grown(shelf)) {
        tvx_shelf_clear(shelf);
        drop_held(shelf);
    }
    if (shelf->doubt || (shelf->held == 0 && shelf->stamp == NULL))
        settle(shelf);
    while (shelf->count - shelf->held > MOST_KEPT) {
        size_t oldest = SIZE_MAX;

        for (size_t i = 0; i < shelf->count; i++)
            if (!shelf->items[i].held && (oldest == SIZE_MAX || shelf->items[i].used < shelf->items[oldest].used))
                oldest = i;
        drop(shelf, oldest);
    }
}

static enum tvx_status add(struct tvx_shelf *shelf, struct item item, const char *key, tvx_shelf_make *make,
                           void *context, void **out, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(ITEM_CEILING);
    char *kept = strdup(key);
    enum tvx_status status = arena == NULL || kept == NULL ? tvx_error_nomem(error) : TVX_OK;
    bool made;

    if (status == TVX_OK)
        status = make(context, shelf->store, arena, out, error);
    made = status == TVX_OK;
    if (status == TVX_OK && shelf->count == shelf->capacity) { /* what `make` took may have come before */
        size_t capacity = shelf->capacity * 2 + 16;
        struct item *grown = reallocarray(shelf->items, capacity, sizeof *grown);

        if (grown == NULL) {
            status = tvx_error_nomem(error);
        } else {
            shelf->items = grown;
            shelf->capacity = capacity;
        }
    }
    if (status != TVX_OK) {
        if (made && item.close != NULL)
            item.close(*out);
        tvx_arena_free(arena);
        free(kept);
        return status;
    }
    item.key = kept;
    item.arena = arena;
    item.value = *out;
    item.used = shelf->page;
    item.size = tvx_arena_used(arena);
    shelf->items[shelf->count++] = item;
    shelf->held += item.held;
    return TVX_OK;
}

static bool found(struct tvx_shelf *shelf, const char *key, void **out)
{
    for (size_t i = 0; i < shelf->count; i++)
        if (strcmp(shelf->items[i].key, key) == 0) {
            shelf->items[i].used = shelf->page;
            *out = shelf->items[i].value;
            return true;
        }
    return false;
}

enum tvx_status tvx_shelf_take(struct tvx_shelf *shelf, const char *key, tvx_shelf_make *make, void *context,
                               void **out, struct tvx_error *error)
{
    return found(shelf, key, out) ? TVX_OK : add(shelf, (struct item){.held = false}, key, make, context, out, error);
}

enum tvx_status tvx_shelf_hold(struct tvx_shelf *shelf, const char *key, tvx_shelf_make *make, tvx_shelf_close *close,
                               void *context, void **out, struct tvx_error *error)
{
    return found(shelf, key, out) ? TVX_OK
                                  : add(shelf, (struct item){.held = true, .close = close}, key, make, context, out,
                                        error);
}

/* ---- what most pages take ---- */

struct wanted { const char *key, *version; };

static enum tvx_status make_law(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                struct tvx_error *error)
{
    const struct wanted *wanted = context;
    struct shelf_law *law = tvx_arena_array(arena, 1, sizeof *law);
    struct tvx_stored_proposal *proposals = NULL;
    struct tvx_stored_document *documents = NULL;
    struct tvx_filter filter = {.instrument = wanted->key}, of = {0};
    size_t count = 0, document_count = 0;
    enum tvx_status status;

    if (law == NULL)
        return tvx_error_nomem(error);
    status = tvx_store_instrument(store, arena, &law->head, &law->instrument, wanted->key, wanted->version, error);
    if (status == TVX_OK)
        status = tvx_store_proposals(store, arena, &proposals, &count, &filter, error);
    if (status == TVX_OK)
        status = site_plan_make(&law->plan, arena, &law->head, &law->instrument, proposals, count, error);
    law->language = "";
    of.document = law->head.document;
    if (status == TVX_OK && of.document != 0)
        status = tvx_store_documents(store, arena, &documents, &document_count, &of, error);
    if (status == TVX_OK && document_count > 0)
        law->language = documents[0].language;
    *out = law;
    return status;
}

enum tvx_status shelf_law(const struct tvx_page *page, const struct shelf_law **out, const char *key,
                          const char *version)
{
    struct wanted wanted = {key, version};
    void *value = NULL;
    const char *name = tvx_arena_printf(page->arena, "law %s@%s", key, version == NULL ? "" : version);
    enum tvx_status status = name == NULL ? tvx_error_nomem(page->error)
                                          : tvx_shelf_take(page->shelf, name, make_law, &wanted, &value, page->error);

    *out = value;
    return status;
}

static enum tvx_status make_lines(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                  struct tvx_error *error)
{
    const int64_t *document = context;
    struct site_lines *lines = tvx_arena_array(arena, 1, sizeof *lines);
    struct tvx_document *tree = NULL;
    const char *text = NULL;
    enum tvx_status status = lines == NULL ? tvx_error_nomem(error)
                                           : tvx_store_text(store, arena, &text, *document, error);

    if (status == TVX_OK)
        status = tvx_store_tree(store, &tree, *document, error);
    if (status == TVX_OK && !site_lines_make(lines, arena, tree, text))
        status = tvx_error_nomem(error);
    tvx_document_free(tree);
    *out = lines;
    return status;
}

enum tvx_status shelf_lines(const struct tvx_page *page, const struct site_lines **out, int64_t document)
{
    void *value = NULL;
    const char *name = tvx_arena_printf(page->arena, "lines %lld", (long long)document);
    enum tvx_status status = name == NULL ? tvx_error_nomem(page->error)
                                          : tvx_shelf_take(page->shelf, name, make_lines, &document, &value,
                                                           page->error);

    *out = value;
    return status;
}

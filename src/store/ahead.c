/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/base/file.h>
#include <travaux/read/pool.h>
#include <travaux/store/store.h>
#include <travaux/text/utf8.h>

#include "ahead.h"
#include "db.h"

/*
 * A_WORKER: files in memory for each worker, so that a slow file at the front does not leave it idle.
 * WAITING_BYTES: the room for them; one file is always taken in, however large.
 */
enum { FILE_CEILING = 512 << 20, A_WORKER = 4, WAITING_BYTES = 128 << 20 };

/* The files first … end-1 of the walk are in memory, file i in place i modulo the window. */
struct tvx_ahead {
    struct tvx_arena *arena;
    struct tvx_store *store;
    const struct tvx_walk *walk;
    struct tvx_read_options options;
    struct tvx_reader_pool *pool; /* NULL for one file alone: a child of our own is there sooner */
    size_t window, first, end, bytes;
    bool begun;
    struct tvx_ahead_file files[TVX_POOL_CEILING];
};

static bool has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path), want = strlen(ending);

    return length > want && strcasecmp(path + length - want, ending) == 0;
}

bool tvx_ahead_is_records(const char *path)
{
    return has_ending(path, ".jsonl") || has_ending(path, ".jsonl.zst");
}

bool tvx_ahead_is_map(const char *path)
{
    return has_ending(path, ".toml");
}

static struct tvx_ahead_file *place(struct tvx_ahead *ahead, size_t index)
{
    return &ahead->files[index % ahead->window];
}

/* Is the document in the workspace, or on its way there?  A wrong no costs time, nothing else. */
static bool is_known(struct tvx_ahead *ahead, const struct tvx_ahead_file *file)
{
    int64_t id = 0;

    for (size_t i = ahead->first; i < ahead->end; i++)
        if (strcmp(place(ahead, i)->sha256, file->sha256) == 0)
            return true;
    return tvx_store_has(ahead->store, &id, file->sha256, NULL) == TVX_OK && id != 0;
}

/* Gets the file at the end of the window and has it read; false when memory is short. */
static bool load(struct tvx_ahead *ahead)
{
    const struct tvx_walk_item *item = &ahead->walk->items[ahead->end];
    struct tvx_ahead_file *file = place(ahead, ahead->end);
    const char *name = item->name == NULL ? item->path : item->name;

    *file = (struct tvx_ahead_file){.name = tvx_text_clean(ahead->arena, name, strlen(name))};
    if (file->name == NULL)
        return false;
    if (item->reason == NULL && !item->gone) {
        file->status = tvx_file_read(&file->bytes, &file->length, item->path, FILE_CEILING, &file->error);
        if (file->status != TVX_OK) {
            file->bytes = NULL;
            file->length = 0;
        } else {
            tvx_sha256_hex(file->sha256, file->bytes, file->length);
            ahead->bytes += file->length;
            file->asked = ahead->pool != NULL && !ahead->options.ocr && !tvx_ahead_is_records(file->name) &&
                          !tvx_ahead_is_map(file->name) &&
                          !is_known(ahead, file) &&
                          tvx_reader_pool_ask(ahead->pool, &file->ticket, file->name, file->bytes, file->length,
                                              &ahead->options, NULL) == TVX_OK;
        }
    }
    ahead->end++;
    return true;
}

/* Frees what the file holds; a document that nobody took is waited for and thrown away. */
static void drop(struct tvx_ahead *ahead, struct tvx_ahead_file *file)
{
    struct tvx_document *document = NULL;

    if (file->asked && tvx_ahead_document(ahead, file, &document, NULL) == TVX_OK)
        tvx_document_free(document);
    ahead->bytes -= file->length;
    free(file->bytes);
    *file = (struct tvx_ahead_file){.name = NULL};
}

struct tvx_ahead *tvx_ahead_new(struct tvx_arena *arena, struct tvx_store *store, const struct tvx_walk *walk,
                                const struct tvx_read_options *options)
{
    struct tvx_ahead *ahead = tvx_arena_alloc(arena, sizeof *ahead);

    if (ahead == NULL)
        return NULL;
    ahead->arena = arena;
    ahead->store = store;
    ahead->walk = walk;
    ahead->options = options == NULL ? (struct tvx_read_options){.max_file = 0} : *options;
    ahead->window = A_WORKER * tvx_reader_pool_processors();
    if (ahead->window > TVX_POOL_CEILING)
        ahead->window = TVX_POOL_CEILING;
    ahead->pool = walk->count > 1 ? tvx_reader_pool_new(0) : NULL;
    return ahead;
}

void tvx_ahead_free(struct tvx_ahead *ahead)
{
    if (ahead == NULL)
        return;
    tvx_reader_pool_free(ahead->pool);
    for (size_t i = ahead->first; i < ahead->end; i++)
        free(place(ahead, i)->bytes);
}

struct tvx_ahead_file *tvx_ahead_next(struct tvx_ahead *ahead)
{
    if (ahead->begun)
        drop(ahead, place(ahead, ahead->first++));
    ahead->begun = true;
    while (ahead->end < ahead->walk->count && ahead->end - ahead->first < ahead->window &&
           (ahead->end == ahead->first || ahead->bytes < WAITING_BYTES))
        if (!load(ahead))
            return NULL;
    return ahead->first < ahead->end ? place(ahead, ahead->first) : NULL;
}

enum tvx_status tvx_ahead_document(struct tvx_ahead *ahead, struct tvx_ahead_file *file, struct tvx_document **out,
                                   struct tvx_error *error)
{
    if (!file->asked)
        return tvx_read_bytes(out, file->name, file->bytes, file->length, &ahead->options, error);
    file->asked = false;
    return tvx_reader_pool_take(ahead->pool, file->ticket, out, error);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cache.h"

#include "server.h"

#include <stdlib.h>
#include <string.h>

#define MOST_BYTES ((size_t)64 << 20)
enum { BUCKETS = 4096, LIFE_MICROSECONDS = 60 * 1000 * 1000 };

struct entry {
    unsigned char key[16];
    int64_t version, until;
    struct MHD_Response *response, *unchanged;
    char *etag;
    size_t size;
    struct entry *chain;        /* in the bucket */
    struct entry *newer, *older; /* by use */
};

struct cache {
    pthread_mutex_t lock;
    struct entry *buckets[BUCKETS];
    struct entry *newest, *oldest;
    size_t bytes;
};

struct cache *cache_new(void)
{
    struct cache *cache = calloc(1, sizeof *cache);

    if (cache != NULL && pthread_mutex_init(&cache->lock, NULL) != 0) {
        free(cache);
        return NULL;
    }
    return cache;
}

static struct entry **place_of(struct cache *cache, const unsigned char key[16])
{
    struct entry **at = &cache->buckets[(key[0] | key[1] << 8) % BUCKETS];

    while (*at != NULL && memcmp((*at)->key, key, 16) != 0)
        at = &(*at)->chain;
    return at;
}

static void unlink_use(struct cache *cache, struct entry *entry)
{
    *(entry->newer == NULL ? &cache->newest : &entry->newer->older) = entry->older;
    *(entry->older == NULL ? &cache->oldest : &entry->older->newer) = entry->newer;
}

static void link_use(struct cache *cache, struct entry *entry)
{
    entry->newer = NULL;
    entry->older = cache->newest;
    *(cache->newest == NULL ? &cache->oldest : &cache->newest->newer) = entry;
    cache->newest = entry;
}

static void drop(struct cache *cache, struct entry **at)
{
    struct entry *entry = *at;

    *at = entry->chain;
    unlink_use(cache, entry);
    cache->bytes -= entry->size;
    MHD_destroy_response(entry->response);
    MHD_destroy_response(entry->unchanged);
    free(entry->etag);
    free(entry);
}

void cache_free(struct cache *cache)
{
    if (cache == NULL)
        return;
    while (cache->oldest != NULL)
        drop(cache, place_of(cache, cache->oldest->key));
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

bool cache_send(struct cache *cache, const unsigned char key[16], int64_t version, const char *match,
                struct MHD_Connection *connection, enum MHD_Result *result, size_t *bytes, unsigned *status)
{
    struct entry **at, *entry;
    bool found = false;

    pthread_mutex_lock(&cache->lock);
    at = place_of(cache, key);
    entry = *at;
    if (entry != NULL && (entry->version != version || now_microseconds() > entry->until)) {
        drop(cache, at);
        entry = NULL;
    }
    if (entry != NULL) {
        bool same = match != NULL && strstr(match, entry->etag) != NULL;

        unlink_use(cache, entry);
        link_use(cache, entry);
        *status = same ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
        *bytes = same ? 0 : entry->size;
        *result = MHD_queue_response(connection, *status, same ? entry->unchanged : entry->response);
        found = true;
    }
    pthread_mutex_unlock(&cache->lock);
    return found;
}

void cache_keep(struct cache *cache, const unsigned char key[16], int64_t version, struct MHD_Response *response,
                struct MHD_Response *unchanged, const char *etag, size_t size)
{
    struct entry *entry = calloc(1, sizeof *entry), **at;
    char *copy = strdup(etag);

    if (entry == NULL || copy == NULL || response == NULL || unchanged == NULL || size > MOST_BYTES / 4) {
        if (response != NULL)
            MHD_destroy_response(response);
        if (unchanged != NULL)
            MHD_destroy_response(unchanged);
        free(entry);
        free(copy);
        return;
    }
    memcpy(entry->key, key, 16);
    entry->version = version;
    entry->until = now_microseconds() + LIFE_MICROSECONDS;
    entry->response = response;
    entry->unchanged = unchanged;
    entry->etag = copy;
    entry->size = size;
    pthread_mutex_lock(&cache->lock);
    at = place_of(cache, key);
    if (*at != NULL)
        drop(cache, at);
    at = place_of(cache, key);
    *at = entry;
    link_use(cache, entry);
    cache->bytes += size;
    while (cache->bytes > MOST_BYTES)
        drop(cache, place_of(cache, cache->oldest->key));
    pthread_mutex_unlock(&cache->lock);
}

size_t cache_bytes(struct cache *cache)
{
    size_t bytes;

    pthread_mutex_lock(&cache->lock);
    bytes = cache->bytes;
    pthread_mutex_unlock(&cache->lock);
    return bytes;
}

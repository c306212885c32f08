/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A token bucket a key (as in RFC 2697, without its colours), in sets of eight places: a key stands in one of the eight
 * of its set, and the quietest of them gives way.
 */
#include <travaux/base/limit.h>

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WAYS = 8, MINUTE = 60 * 1000, FORGIVEN = 60 * MINUTE };

struct place {
    uint64_t key[2]; /* a keyed hash; both 0: free */
    int64_t seen;    /* when the bucket was reckoned last */
    int64_t closed;  /* no turn before */
    double turns;
    unsigned failures; /* in a row */
    int64_t failed;    /* the last of them */
};

struct tvx_limit {
    struct tvx_limit_rule rule;
    pthread_mutex_t lock;
    unsigned char secret[crypto_generichash_KEYBYTES];
    size_t sets;
    struct place places[];
};

struct tvx_limit *tvx_limit_new(const struct tvx_limit_rule *rule)
{
    size_t sets = rule->keys / WAYS + 1;
    struct tvx_limit *limit;

    if (sets > SIZE_MAX / (2 * WAYS * sizeof *limit->places) || sodium_init() < 0)
        return NULL;
    limit = calloc(1, sizeof *limit + sets * WAYS * sizeof *limit->places);
    if (limit == NULL)
        return NULL;
    limit->rule = *rule;
    limit->sets = sets;
    randombytes_buf(limit->secret, sizeof limit->secret);
    if (pthread_mutex_init(&limit->lock, NULL) != 0) {
        free(limit);
        return NULL;
    }
    return limit;
}

void tvx_limit_free(struct tvx_limit *limit)
{
    if (limit != NULL)
        pthread_mutex_destroy(&limit->lock);
    free(limit);
}

/* The set in which a key stands. */
static struct place *set_of(struct tvx_limit *limit, uint64_t hash[2], const char *key)
{
    crypto_generichash((unsigned char *)hash, 2 * sizeof *hash, (const unsigned char *)key, strlen(key), limit->secret,
                       sizeof limit->secret);
    hash[1] |= 1; /* never that of a free place */
    return &limit->places[hash[0] % limit->sets * WAYS];
}

static struct place *find(struct place *set, const uint64_t hash[2])
{
    for (int i = 0; i < WAYS; i++)
        if (set[i].key[0] == hash[0] && set[i].key[1] == hash[1])
            return &set[i];
    return NULL;
}

/* A free place of the set, else that of the key that was quiet longest. */
static struct place *make_room(struct place *set)
{
    struct place *place = set;

    for (int i = 0; i < WAYS; i++) {
        if (set[i].key[1] == 0)
            return &set[i];
        if (set[i].seen < place->seen)
            place = &set[i];
    }
    return place;
}

/* The key's place, made where it is not there; its bucket as it is now. */
static struct place *look(struct tvx_limit *limit, const char *key, int64_t now)
{
    uint64_t hash[2];
    struct place *set = set_of(limit, hash, key), *place = find(set, hash);

    if (place == NULL) {
        place = make_room(set);
        *place = (struct place){.key = {hash[0], hash[1]}, .seen = now, .turns = limit->rule.burst};
    }
    if (now > place->seen) {
        double more = (double)(now - place->seen) * limit->rule.per_minute / MINUTE;

        place->turns = place->turns + more < limit->rule.burst ? place->turns + more : limit->rule.burst;
        place->seen = now;
    }
    if (now - place->failed > FORGIVEN)
        place->failures = 0;
    return place;
}

static unsigned seconds(double milliseconds)
{
    return milliseconds <= 1000 ? 1 : milliseconds > 86400.0 * 1000 ? 86400 : (unsigned)(milliseconds / 1000 + 0.999);
}

unsigned tvx_limit_take(struct tvx_limit *limit, const char *key, int64_t now)
{
    struct place *place;
    unsigned wait = 0;

    pthread_mutex_lock(&limit->lock);
    place = look(limit, key, now);
    if (place->closed > now)
        wait = seconds((double)(place->closed - now));
    else if (place->turns < 1)
        wait = seconds((1 - place->turns) * MINUTE / limit->rule.per_minute);
    else
        place->turns -= 1;
    pthread_mutex_unlock(&limit->lock);
    return wait;
}

void tvx_limit_failed(struct tvx_limit *limit, const char *key, int64_t now)
{
    struct place *place;

    pthread_mutex_lock(&limit->lock);
    place = look(limit, key, now);
    place->failures += place->failures < 1000;
    place->failed = now;
    if (limit->rule.longest > 0 && place->failures >= limit->rule.burst) {
        unsigned doubled = place->failures - limit->rule.burst;
        unsigned wait = doubled >= 20 || 1u << doubled > limit->rule.longest ? limit->rule.longest : 1u << doubled;

        place->closed = now + (int64_t)wait * 1000;
    }
    pthread_mutex_unlock(&limit->lock);
}

void tvx_limit_return(struct tvx_limit *limit, const char *key)
{
    uint64_t hash[2];
    struct place *place;

    pthread_mutex_lock(&limit->lock);
    place = find(set_of(limit, hash, key), hash);
    if (place != NULL && place->turns + 1 <= limit->rule.burst)
        place->turns += 1;
    pthread_mutex_unlock(&limit->lock);
}

void tvx_limit_forget(struct tvx_limit *limit, const char *key)
{
    uint64_t hash[2];
    struct place *place;

    pthread_mutex_lock(&limit->lock);
    place = find(set_of(limit, hash, key), hash);
    if (place != NULL)
        *place = (struct place){.seen = 0};
    pthread_mutex_unlock(&limit->lock);
}

int64_t tvx_limit_now(void)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A map from strings to numbers, for looking up provisions by path, marginal number or text.
 * Keys are kept by pointer; the first value put under a key stays.
 */
#ifndef TRAVAUX_LAW_MAP_H
#define TRAVAUX_LAW_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>

struct tvx_map {
    struct tvx_map_slot *slots;
    size_t capacity, count; /* capacity is a power of two, at least twice the count */
};

/* Room for `count` keys; false when memory is short. */
bool tvx_map_init(struct tvx_map *map, struct tvx_arena *arena, size_t count);

/* False when the key was there already, or the map is full. */
bool tvx_map_put(struct tvx_map *map, const char *key, size_t value);

/* SIZE_MAX when the key is not there. */
size_t tvx_map_get(const struct tvx_map *map, const char *key);

/* FNV-1a over bytes, continued from `hash` (start with 0). */
uint64_t tvx_map_hash(uint64_t hash, const void *bytes, size_t length);

#endif

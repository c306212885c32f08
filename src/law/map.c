/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "map.h"

struct tvx_map_slot {
    const char *key;
    size_t value;
};

uint64_t tvx_map_hash(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *p = bytes;

    if (hash == 0)
        hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ p[i]) * 0x100000001B3u;
    return hash;
}

bool tvx_map_init(struct tvx_map *map, struct tvx_arena *arena, size_t count)
{
    size_t capacity = 16;

    *map = (struct tvx_map){0};
    if (count > SIZE_MAX / 64)
        return false;
    while (capacity < count * 2 + 2)
        capacity *= 2;
    map->slots = tvx_arena_array(arena, capacity, sizeof *map->slots);
    map->capacity = map->slots == NULL ? 0 : capacity;
    return map->slots != NULL;
}

static struct tvx_map_slot *find(const struct tvx_map *map, const char *key)
{
    size_t at;

    if (map->capacity == 0)
        return NULL;
    at = (size_t)tvx_map_hash(0, key, strlen(key)) & (map->capacity - 1);
    while (map->slots[at].key != NULL && strcmp(map->slots[at].key, key) != 0)
        at = (at + 1) & (map->capacity - 1);
    return &map->slots[at];
}

bool tvx_map_put(struct tvx_map *map, const char *key, size_t value)
{
    struct tvx_map_slot *slot = find(map, key);

    if (slot == NULL || slot->key != NULL || (map->count + 1) * 2 > map->capacity)
        return false;
    *slot = (struct tvx_map_slot){key, value};
    map->count++;
    return true;
}

size_t tvx_map_get(const struct tvx_map *map, const char *key)
{
    struct tvx_map_slot *slot = find(map, key);

    return slot == NULL || slot->key == NULL ? SIZE_MAX : slot->value;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site_plan.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 64 };

struct key { /* a path and its slot; sorted by path */
    const char *path;
    size_t slot;
};

struct planning {
    struct tvx_arena *arena;
    const struct tvx_instrument *instrument;
    struct site_slot *slots;
    size_t count;
    struct key *keys; /* of slots [0, count) */
    size_t *capacity; /* of each slot's proposals */
};

static int by_path(const void *a, const void *b)
{
    const struct key *first = a, *second = b;
    int order = strcmp(first->path, second->path);

    return order != 0 ? order : (first->slot > second->slot) - (first->slot < second->slot);
}

/* The slot of exactly that path, or SIZE_MAX. */
static size_t find(const struct planning *p, const char *path)
{
    size_t low = 0, high = p->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(p->keys[middle].path, path);

        if (order == 0)
            return p->keys[middle].slot;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

/* The slot that holds this one: by the tree for a stored provision, by the dots of the path for a new one. */
static size_t holder(const struct planning *p, size_t slot)
{
    const struct site_slot *item = &p->slots[slot];
    char *path, *dot;

    if (item->provision < p->instrument->count)
        return p->instrument->provisions[item->provision].parent;
    path = tvx_arena_strdup(p->arena, item->path);
    while (path != NULL && (dot = strrchr(path, '.')) != NULL) {
        size_t found;

        *dot = '\0';
        found = find(p, path);
        if (found != SIZE_MAX)
            return found;
    }
    return SIZE_MAX;
}

static bool note(struct planning *p, size_t slot, const struct tvx_stored_proposal *proposal)
{
    struct site_slot *item = &p->slots[slot];
    struct tvx_stored_proposal *grown;

    if (item->count > 0 && item->proposals[item->count - 1].id == proposal->id)
        return true;
    grown = tvx_arena_grow(p->arena, item->proposals, item->count, &p->capacity[slot], sizeof *grown);
    if (grown == NULL)
        return false;
    item->proposals = grown;
    grown[item->count++] = *proposal;
    return true;
}

/* Every slot below: for a proposal on something that holds others. */
static bool note_below(struct planning *p, size_t slot, const struct tvx_stored_proposal *proposal)
{
    const struct site_slot *item = &p->slots[slot];
    size_t length = strlen(item->path);

    if (item->provision < p->instrument->count)
        for (size_t i = item->provision + 1; i < p->instrument->count &&
                                             p->instrument->provisions[i].level >
                                                 p->instrument->provisions[item->provision].level; i++)
            if (!note(p, i, proposal))
                return false;
    for (size_t i = p->instrument->count; i < p->count; i++)
        if (strncmp(p->slots[i].path, item->path, length) == 0 && p->slots[i].path[length] == '.' &&
            !note(p, i, proposal))
            return false;
    return true;
}

static bool is_ours(const struct tvx_stored_instrument *head, const struct tvx_resolution *at)
{
    return at->kind != TVX_UNRESOLVED && at->key != NULL && strcmp(at->key, head->key) == 0 &&
           (at->version == NULL || head->version == NULL || strcmp(at->version, head->version) == 0);
}

/* Slots for the paths that are only proposed. */
static bool add_new(struct planning *p, const struct tvx_stored_instrument *head,
                    const struct tvx_stored_proposal *proposals, size_t count)
{
    struct key *fresh = tvx_arena_array(p->arena, count + 1, sizeof *fresh);
    size_t fresh_count = 0, stored = p->count;

    if (fresh == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct tvx_resolution *at = &proposals[i].resolution;

        if (is_ours(head, at) && at->path != NULL && *at->path != '\0' && find(p, at->path) == SIZE_MAX)
            fresh[fresh_count++] = (struct key){at->path, i};
    }
    qsort(fresh, fresh_count, sizeof *fresh, by_path);
    for (size_t i = 0; i < fresh_count; i++) {
        const char *after = proposals[fresh[i].slot].resolution.after_path;
        size_t behind;

        if (i > 0 && strcmp(fresh[i].path, fresh[i - 1].path) == 0)
            continue;
        behind = after == NULL ? SIZE_MAX : tvx_instrument_find(p->instrument, after);
        p->slots[p->count] = (struct site_slot){.path = fresh[i].path, .provision = SIZE_MAX, .behind = behind};
        p->keys[p->count] = (struct key){fresh[i].path, p->count};
        p->count++;
    }
    if (p->count > stored)
        qsort(p->keys, p->count, sizeof *p->keys, by_path);
    return true;
}

enum tvx_status site_plan_make(struct site_plan *out, struct tvx_arena *arena, const struct tvx_stored_instrument *head,
                               const struct tvx_instrument *instrument, const struct tvx_stored_proposal *proposals,
                               size_t count, struct tvx_error *error)
{
    size_t most = instrument->count + count + 1;
    struct planning p = {.arena = arena, .instrument = instrument,
                         .slots = tvx_arena_array(arena, most, sizeof *p.slots),
                         .keys = tvx_arena_array(arena, most, sizeof *p.keys),
                         .capacity = tvx_arena_array(arena, most, sizeof *p.capacity)};

    if (p.slots == NULL || p.keys == NULL || p.capacity == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < instrument->count; i++) {
        p.slots[i] = (struct site_slot){.path = instrument->provisions[i].path, .provision = i, .behind = SIZE_MAX};
        p.keys[i] = (struct key){instrument->provisions[i].path, i};
    }
    p.count = instrument->count;
    qsort(p.keys, p.count, sizeof *p.keys, by_path);
    if (!add_new(&p, head, proposals, count))
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_resolution *at = &proposals[i].resolution;
        size_t slot;

        if (!is_ours(head, at))
            continue;
        if (at->path == NULL || *at->path == '\0') { /* the whole instrument */
            for (size_t j = 0; j < p.count; j++)
                if (!note(&p, j, &proposals[i]))
                    return tvx_error_nomem(error);
            continue;
        }
        slot = find(&p, at->path);
        if (slot == SIZE_MAX)
            continue;
        if (!note(&p, slot, &proposals[i]) || !note_below(&p, slot, &proposals[i]))
            return tvx_error_nomem(error);
        slot = holder(&p, slot);
        for (int depth = 0; slot < p.count && depth < DEEPEST; depth++, slot = holder(&p, slot))
            if (!note(&p, slot, &proposals[i]))
                return tvx_error_nomem(error);
    }
    *out = (struct site_plan){p.slots, p.count};
    return TVX_OK;
}

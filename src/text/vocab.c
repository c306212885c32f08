/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The vocabulary of struct tvx_vocab (travaux/text/token.h): an open-addressing hash table over copies of the tokens.
 */
#include <stdbool.h>
#include <string.h>
#include <travaux/text/token.h>

struct entry {
    const char *bytes;
    uint64_t key, tail;
    uint32_t length, hash;
};

struct tvx_vocab {
    struct tvx_arena *arena;
    struct entry *entries; /* by number */
    size_t count, capacity;
    uint32_t *slots; /* number + 1, 0 is free; a power of two of them, at most half full */
    size_t slot_count;
    uint64_t seed;
};

enum { FIRST_SLOTS = 512 };

struct tvx_vocab *tvx_vocab_new(struct tvx_arena *arena)
{
    struct tvx_vocab *vocab = tvx_arena_alloc(arena, sizeof *vocab);

    if (vocab == NULL)
        return NULL;
    vocab->arena = arena;
    vocab->slot_count = FIRST_SLOTS;
    vocab->slots = tvx_arena_array(arena, FIRST_SLOTS, sizeof *vocab->slots);
    /* An address differs from run to run, so that no document can be made whose words all fall into one slot. */
    vocab->seed = (uint64_t)(uintptr_t)vocab * UINT64_C(0x9E3779B97F4A7C15) | 1;
    return vocab->slots == NULL ? NULL : vocab;
}

static inline uint64_t mix(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/*
 * The first eight bytes, fewer overlapping or filled up: with its length it tells a token of up to that length from any
 * other.
 */
static inline uint64_t key_of(const char *bytes, size_t length)
{
    uint64_t key = 0;
    uint32_t low, high;

    if (length >= 8) {
        memcpy(&key, bytes, 8);
    } else if (length >= 4) {
        memcpy(&low, bytes, 4);
        memcpy(&high, bytes + length - 4, 4);
        key = (uint64_t)high << 32 | low;
    } else if (length > 0) {
        key = (uint64_t)(unsigned char)bytes[0] << 16 | (uint64_t)(unsigned char)bytes[length / 2] << 8 |
              (unsigned char)bytes[length - 1];
    }
    return key;
}

/* The last eight bytes of a longer token: with key_of, it tells one of up to sixteen bytes from any other. */
static inline uint64_t tail_of(const char *bytes, size_t length)
{
    uint64_t tail = 0;

    if (length > 8)
        memcpy(&tail, bytes + length - 8, 8);
    return tail;
}

/* Multiply and fold, eight bytes at a time, after wyhash (Wang Yi, 2019). */
static inline uint32_t hash_bytes(uint64_t seed, uint64_t key, const char *bytes, size_t length)
{
    uint64_t hash = mix(seed ^ length ^ key, UINT64_C(0xA0761D6478BD642F)), part;

    for (size_t at = 8; at < length; at += 8) { /* the last eight bytes may overlap those before */
        memcpy(&part, bytes + (at + 8 <= length ? at : length - 8), 8);
        hash = mix(hash ^ part, UINT64_C(0xE7037ED1A0B428DB) ^ seed);
    }
    return (uint32_t)(hash ^ hash >> 32);
}

static bool grow_slots(struct tvx_vocab *vocab)
{
    size_t wanted = vocab->slot_count * 4;
    uint32_t *slots = tvx_arena_array(vocab->arena, wanted, sizeof *slots);

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < vocab->count; i++) {
        size_t slot = vocab->entries[i].hash & (wanted - 1);

        while (slots[slot] != 0)
            slot = (slot + 1) & (wanted - 1);
        slots[slot] = (uint32_t)i + 1;
    }
    vocab->slots = slots;
    vocab->slot_count = wanted;
    return true;
}

uint32_t tvx_vocab_id(struct tvx_vocab *vocab, const char *bytes, size_t length)
{
    uint64_t key = key_of(bytes, length), tail = tail_of(bytes, length);
    uint32_t hash = hash_bytes(vocab->seed, key, bytes, length);
    size_t slot = hash & (vocab->slot_count - 1);
    struct entry *entries;
    char *copy;

    for (; vocab->slots[slot] != 0; slot = (slot + 1) & (vocab->slot_count - 1)) {
        const struct entry *entry = &vocab->entries[vocab->slots[slot] - 1];

        if (entry->key == key && entry->length == length && entry->tail == tail &&
            (length <= 16 || memcmp(entry->bytes, bytes, length) == 0))
            return vocab->slots[slot] - 1;
    }
    if (length > UINT32_MAX || vocab->count >= UINT32_MAX - 1)
        return UINT32_MAX;
    entries = tvx_arena_grow(vocab->arena, vocab->entries, vocab->count, &vocab->capacity, sizeof *entries);
    if (entries == NULL)
        return UINT32_MAX;
    vocab->entries = entries;
    copy = tvx_arena_strndup(vocab->arena, bytes, length);
    if (copy == NULL)
        return UINT32_MAX;
    entries[vocab->count++] = (struct entry){copy, key, tail, (uint32_t)length, hash};
    vocab->slots[slot] = (uint32_t)vocab->count;
    if (vocab->count * 2 > vocab->slot_count && !grow_slots(vocab)) {
        vocab->slots[slot] = 0;
        vocab->count--;
        return UINT32_MAX;
    }
    return (uint32_t)vocab->count - 1;
}

size_t tvx_vocab_count(const struct tvx_vocab *vocab)
{
    return vocab->count;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "parts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_POSTINGS = 32, /* a feature that stands in more parts says little about which is which */
    BEST_KEPT = 6,      /* candidates of one part */
    COPIES = 3,         /* of a text that occurs many times, the nearest copies in order on either side */
};

/*
 * The number of a pair of words, by open addressing: pairs are too many to go through a vocabulary, which keeps a copy
 * of every key.  A free slot has the key 0, which no pair has: words count from 1 here.
 */
struct pairs {
    struct slot {
        uint64_t key;
        uint32_t feature;
    } *slots;
    size_t slot_count, used; /* a power of two, at most half full */
    uint64_t seed;
};

enum { FIRST_SLOTS = 1024 };

static inline size_t slot_of(const struct pairs *pairs, uint64_t key)
{
    __uint128_t product = (__uint128_t)(key ^ pairs->seed) * UINT64_C(0x9E3779B97F4A7C15);

    return ((size_t)product ^ (size_t)(product >> 64)) & (pairs->slot_count - 1);
}

static struct slot *find_slot(const struct pairs *pairs, uint64_t key)
{
    size_t at = slot_of(pairs, key);

    while (pairs->slots[at].key != 0 && pairs->slots[at].key != key)
        at = (at + 1) & (pairs->slot_count - 1);
    return &pairs->slots[at];
}

static bool grow_pairs(struct pairs *pairs, struct tvx_arena *arena)
{
    struct pairs larger = {.slot_count = pairs->slot_count == 0 ? FIRST_SLOTS : pairs->slot_count * 2};

    larger.slots = tvx_arena_array(arena, larger.slot_count, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    /* an address differs from run to run, so that no document can be made whose pairs all fall into one slot */
    larger.seed = (uint64_t)(uintptr_t)larger.slots * UINT64_C(0xA0761D6478BD642F);
    larger.used = pairs->used;
    for (size_t i = 0; i < pairs->slot_count; i++)
        if (pairs->slots[i].key != 0)
            *find_slot(&larger, pairs->slots[i].key) = pairs->slots[i];
    *pairs = larger;
    return true;
}

/* What numbers the words, pairs and parts of both sides. */
struct reader {
    struct tvx_arena *arena;
    struct tvx_vocab *words, *contents, *texts;
    struct pairs pairs;
    uint32_t *word_features; /* by word: its number as a feature */
    size_t word_capacity;
    const struct features **by_text; /* the first part with each text */
    size_t text_count, text_capacity;
    size_t feature_count;
};

/* UINT32_MAX: no memory.  Words are numbered as they come, so a new one is the last. */
static uint32_t word_feature(struct reader *reader, uint32_t word, bool new)
{
    uint32_t *grown;

    if (!new)
        return reader->word_features[word];
    grown = tvx_arena_grow(reader->arena, reader->word_features, word, &reader->word_capacity, sizeof *grown);
    if (grown == NULL || reader->feature_count >= UINT32_MAX - 1)
        return UINT32_MAX;
    reader->word_features = grown;
    return grown[word] = (uint32_t)reader->feature_count++;
}

static uint32_t pair_feature(struct reader *reader, uint32_t before, uint32_t word)
{
    uint64_t key = (uint64_t)(before + 1) << 32 | (word + 1);
    struct slot *slot;

    if (reader->pairs.used * 2 >= reader->pairs.slot_count && !grow_pairs(&reader->pairs, reader->arena))
        return UINT32_MAX;
    slot = find_slot(&reader->pairs, key);
    if (slot->key == 0) {
        if (reader->feature_count >= UINT32_MAX - 1)
            return UINT32_MAX;
        *slot = (struct slot){key, (uint32_t)reader->feature_count++};
        reader->pairs.used++;
    }
    return slot->feature;
}

/* Words and pairs of words of one part in the order of the text.  A part without text is known by its label. */
static enum tvx_status read_words(struct features *out, struct reader *reader, const char *text, size_t length,
                                  bool labelled, struct tvx_error *error)
{
    struct tvx_tokens tokens;
    enum tvx_status status = tvx_tokenize(&tokens, reader->arena, text, length, error);
    uint32_t *ids, last = UINT32_MAX - 1 - labelled;

    if (status != TVX_OK)
        return status;
    ids = tvx_arena_array(reader->arena, tokens.count + 1, sizeof *ids);
    out->items = tvx_arena_array(reader->arena, tokens.count * 2, sizeof *out->items);
    if (ids == NULL || out->items == NULL)
        return tvx_error_nomem(error);
    ids[tokens.count] = last;
    for (size_t i = 0; i < tokens.count; i++) {
        size_t known = tvx_vocab_count(reader->words);
        uint32_t single, pair;

        ids[i] = tvx_vocab_id(reader->words, text + tokens.items[i].start, tokens.items[i].length);
        single = ids[i] == UINT32_MAX ? UINT32_MAX : word_feature(reader, ids[i], ids[i] == known);
        pair = single == UINT32_MAX ? UINT32_MAX : pair_feature(reader, last, ids[i]);
        if (pair == UINT32_MAX)
            return tvx_error_nomem(error);
        last = ids[i];
        out->items[out->count++] = single;
        out->items[out->count++] = pair;
        out->words += tokens.items[i].kind != TVX_TOKEN_MARK;
    }
    out->tokens = tokens;
    out->word_ids = ids;
    out->content = tvx_vocab_id(reader->contents, (const char *)ids, (tokens.count + 1) * sizeof *ids);
    return out->content == UINT32_MAX ? tvx_error_nomem(error) : TVX_OK;
}

/* Most parts of two versions have a text that was read before: what it gave is taken over. */
static enum tvx_status read_part(struct features *out, struct reader *reader, const struct tvx_part *part,
                                 struct tvx_error *error)
{
    const char *text = part->text[0] != '\0' ? part->text : part->label;
    size_t length = strlen(text);
    const struct features **grown;
    uint32_t *copy, id;

    if (part->text[0] == '\0')
        return read_words(out, reader, text, length, true, error);
    id = tvx_vocab_id(reader->texts, text, length);
    if (id == UINT32_MAX)
        return tvx_error_nomem(error);
    if (id < reader->text_count) {
        *out = *reader->by_text[id];
        copy = tvx_arena_array(reader->arena, out->count, sizeof *copy);
        if (copy == NULL)
            return tvx_error_nomem(error);
        memcpy(copy, out->items, out->count * sizeof *copy);
        out->items = copy;
        return TVX_OK;
    }
    grown = tvx_arena_grow(reader->arena, reader->by_text, reader->text_count, &reader->text_capacity, sizeof *grown);
    if (grown == NULL)
        return tvx_error_nomem(error);
    reader->by_text = grown;
    grown[reader->text_count++] = out;
    return read_words(out, reader, text, length, false, error);
}

/*
 * Turns "features by part" round into "parts by feature" and back, which sorts the features of every part, weighs them,
 * and leaves the index of a on the way: three walks over all of them instead of a sort of each part.
 */
static bool sort_features(struct parts *parts, struct tvx_arena *arena)
{
    size_t count = parts->counts[0] + parts->counts[1], total = 0, used = 0;
    struct features **all = tvx_arena_array(arena, count, sizeof *all);
    uint32_t *holders, *first;

    parts->weights = tvx_arena_array(arena, parts->feature_count, sizeof *parts->weights);
    if (all == NULL || parts->weights == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        all[i] = i < parts->counts[0] ? &parts->sides[0][i] : &parts->sides[1][i - parts->counts[0]];
        total += all[i]->count;
    }
    if (total > UINT32_MAX || count > UINT32_MAX)
        return false;
    parts->first = first = tvx_arena_array(arena, parts->feature_count + 2, sizeof *first);
    parts->holders = holders = tvx_arena_array(arena, total, sizeof *holders);
    if (first == NULL || holders == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < all[i]->count; k++)
            first[all[i]->items[k] + 2]++;
    for (size_t f = 2; f < parts->feature_count + 2; f++)
        first[f] += first[f - 1];
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < all[i]->count; k++)
            holders[first[all[i]->items[k] + 1]++] = (uint32_t)i;
        all[i]->count = 0;
    }
    for (size_t f = 0, from = 0; f < parts->feature_count; f++) {
        size_t end = first[f + 1], with = 0;

        for (size_t p = from; p < end; p++)
            with += p == from || holders[p] != holders[p - 1];
        parts->weights[f] = (float)log(1 + (double)count / (double)with);
        first[f] = (uint32_t)used;
        for (size_t p = from; p < end; p++) {
            uint32_t holder = holders[p];

            all[holder]->items[all[holder]->count++] = (uint32_t)f;
            all[holder]->weight += (double)parts->weights[f];
            if (holder < parts->counts[0] && (used == first[f] || holders[used - 1] != holder))
                holders[used++] = holder; /* never beyond p */
        }
        from = end;
    }
    first[parts->feature_count] = (uint32_t)used;
    return true;
}

enum tvx_status parts_read(struct parts *out, struct tvx_arena *arena, const struct tvx_part *const sides[2],
                           const size_t counts[2], struct tvx_error *error)
{
    struct reader reader = {.arena = arena, .words = tvx_vocab_new(arena), .contents = tvx_vocab_new(arena),
                            .texts = tvx_vocab_new(arena)};

    *out = (struct parts){.counts = {counts[0], counts[1]}};
    if (reader.words == NULL || reader.contents == NULL || reader.texts == NULL)
        return tvx_error_nomem(error);
    for (int side = 0; side < 2; side++) {
        out->sides[side] = tvx_arena_array(arena, counts[side], sizeof **out->sides);
        if (out->sides[side] == NULL)
            return tvx_error_nomem(error);
        for (size_t i = 0; i < counts[side]; i++) {
            enum tvx_status status = read_part(&out->sides[side][i], &reader, &sides[side][i], error);

            if (status != TVX_OK)
                return status;
        }
    }
    out->feature_count = reader.feature_count;
    out->word_count = tvx_vocab_count(reader.words);
    return sort_features(out, arena) ? TVX_OK : tvx_error_nomem(error);
}

double parts_shared(const struct parts *parts, const struct features *x, const struct features *y)
{
    double shared = 0;

    for (size_t i = 0, j = 0; i < x->count && j < y->count;) {
        if (x->items[i] < y->items[j]) {
            i++;
        } else if (x->items[i] > y->items[j]) {
            j++;
        } else {
            shared += (double)parts->weights[x->items[i]];
            i++;
            j++;
        }
    }
    return shared;
}

/* Lists of numbers by key, in one array: those of key k are items[first[k]] to items[first[k + 1]]. */
struct lists {
    uint32_t *first, *items;
    size_t keys;
};

static bool lists_room(struct lists *lists, struct tvx_arena *arena, size_t keys, size_t items)
{
    lists->keys = keys;
    lists->first = tvx_arena_array(arena, keys + 2, sizeof *lists->first);
    lists->items = tvx_arena_array(arena, items, sizeof *lists->items);
    return lists->first != NULL && lists->items != NULL;
}

/* Which parts of a have each content. */
static bool index_contents(struct lists *lists, struct tvx_arena *arena, const struct parts *parts)
{
    size_t keys = 0;

    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < parts->counts[side]; i++)
            keys = parts->sides[side][i].content >= keys ? (size_t)parts->sides[side][i].content + 1 : keys;
    if (!lists_room(lists, arena, keys, parts->counts[0]))
        return false;
    for (size_t i = 0; i < parts->counts[0]; i++)
        lists->first[parts->sides[0][i].content + 2]++;
    for (size_t k = 2; k < keys + 2; k++)
        lists->first[k] += lists->first[k - 1];
    for (size_t i = 0; i < parts->counts[0]; i++)
        lists->items[lists->first[parts->sides[0][i].content + 1]++] = (uint32_t)i;
    return true;
}

#define NO_TWIN UINT32_MAX

struct finder {
    const struct parts *parts;
    struct tvx_arena *arena;
    struct lists contents;
    uint32_t *twins; /* by part of b: the one part of a with its content, where b has it once too; else NO_TWIN */
    uint32_t *seen;  /* by content: copies in b so far */
    float *sums;     /* by part of a: shared rare weight with the part of b at hand */
    uint32_t *touched;
    uint32_t *held;  /* by feature: how often the part of b at hand has it */
    struct candidate *items;
    size_t count, capacity;
};

static bool add(struct finder *finder, size_t a, size_t b, double score)
{
    struct candidate *grown =
        tvx_arena_grow(finder->arena, finder->items, finder->count, &finder->capacity, sizeof *grown);

    if (grown == NULL)
        return false;
    finder->items = grown;
    grown[finder->count++] = (struct candidate){(uint32_t)a, (uint32_t)b, (float)score};
    return true;
}

/* Equal parts: the n-th copy in b goes with the copies around the n-th in a. */
static bool add_equal(struct finder *finder, size_t b)
{
    uint32_t content = finder->parts->sides[1][b].content, nth = finder->seen[content]++;
    uint32_t first = finder->contents.first[content], end = finder->contents.first[content + 1];
    uint32_t from = nth > COPIES ? first + nth - COPIES : first, to = first + nth + COPIES;

    if (end - first <= 2 * COPIES) {
        from = first;
        to = end;
    }
    for (uint32_t k = from; k <= to && k < end; k++)
        if (!add(finder, finder->contents.items[k], b, 1))
            return false;
    return true;
}

/* parts_dice of a part of a and the part of b whose features are in `held`; no branch depends on the words. */
static double dice_held(const struct finder *finder, const struct features *x, const struct features *y)
{
    const float *weights = finder->parts->weights;
    double shared = 0, sum = x->weight + y->weight;
    uint32_t last = UINT32_MAX, copies = 0;

    for (size_t k = 0; k < x->count; k++) {
        uint32_t f = x->items[k];

        copies = f == last ? copies + 1 : 0;
        shared += (double)weights[f] * (copies < finder->held[f]);
        last = f;
    }
    return sum > 0 ? 2 * shared / sum : 0;
}

/* The best few by shared rare features, then their true likeness. */
static bool add_similar(struct finder *finder, size_t b)
{
    const struct features *part = &finder->parts->sides[1][b];
    uint32_t best[BEST_KEPT];
    size_t touched = 0, kept = 0;
    bool ok = true;

    for (size_t k = 0; k < part->count; k++) {
        uint32_t f = part->items[k], first = finder->parts->first[f], end = finder->parts->first[f + 1];

        if ((k > 0 && f == part->items[k - 1]) || end - first > MOST_POSTINGS)
            continue;
        for (uint32_t p = first; p < end; p++) {
            uint32_t a = finder->parts->holders[p];

            if (finder->sums[a] == 0)
                finder->touched[touched++] = a;
            finder->sums[a] += finder->parts->weights[f];
        }
    }
    for (size_t t = 0; t < touched; t++) {
        uint32_t a = finder->touched[t];
        size_t at = kept;

        if (kept == BEST_KEPT && finder->sums[best[kept - 1]] >= finder->sums[a])
            continue;
        at = kept < BEST_KEPT ? kept++ : kept - 1;
        for (; at > 0 && finder->sums[best[at - 1]] < finder->sums[a]; at--)
            best[at] = best[at - 1];
        best[at] = a;
    }
    for (size_t k = 0; k < part->count; k++)
        finder->held[part->items[k]]++;
    for (size_t k = 0; k < kept && ok; k++)
        if (finder->parts->sides[0][best[k]].content != part->content)
            ok = add(finder, best[k], b, dice_held(finder, &finder->parts->sides[0][best[k]], part));
    for (size_t k = 0; k < part->count; k++)
        finder->held[part->items[k]] = 0;
    for (size_t t = 0; t < touched; t++)
        finder->sums[finder->touched[t]] = 0;
    return ok;
}

static bool find_twins(struct finder *finder)
{
    size_t count = finder->parts->counts[1];
    const struct features *parts = finder->parts->sides[1];
    uint32_t *copies = tvx_arena_array(finder->arena, finder->contents.keys, sizeof *copies);

    finder->twins = tvx_arena_array(finder->arena, count, sizeof *finder->twins);
    if (copies == NULL || finder->twins == NULL)
        return false;
    for (size_t b = 0; b < count; b++)
        copies[parts[b].content]++;
    for (size_t b = 0; b < count; b++) {
        uint32_t first = finder->contents.first[parts[b].content];

        finder->twins[b] = copies[parts[b].content] == 1 && finder->contents.first[parts[b].content + 1] == first + 1
                               ? finder->contents.items[first]
                               : NO_TWIN;
    }
    return true;
}

/* A part that did not change between two that did not: nothing else needs to be like it. */
static bool is_settled(const struct finder *finder, size_t b)
{
    uint32_t a = finder->twins[b];
    size_t last_a = finder->parts->counts[0] - 1, last_b = finder->parts->counts[1] - 1;

    return a != NO_TWIN && (b == 0 ? a == 0 : a > 0 && finder->twins[b - 1] == a - 1) &&
           (b == last_b ? a == last_a : a < last_a && finder->twins[b + 1] == a + 1);
}

enum tvx_status parts_candidates(struct candidate **out, size_t *count, struct tvx_arena *arena,
                                 const struct parts *parts, struct tvx_error *error)
{
    struct finder finder = {.parts = parts, .arena = arena};

    finder.seen = tvx_arena_array(arena, parts->counts[0] + parts->counts[1], sizeof *finder.seen);
    finder.sums = tvx_arena_array(arena, parts->counts[0], sizeof *finder.sums);
    finder.touched = tvx_arena_array(arena, parts->counts[0], sizeof *finder.touched);
    finder.held = tvx_arena_array(arena, parts->feature_count, sizeof *finder.held);
    if (finder.seen == NULL || finder.sums == NULL || finder.touched == NULL ||
        finder.held == NULL || !index_contents(&finder.contents, arena, parts) || !find_twins(&finder))
        return tvx_error_nomem(error);
    for (size_t b = 0; b < parts->counts[1]; b++)
        if (!add_equal(&finder, b) || (!is_settled(&finder, b) && !add_similar(&finder, b)))
            return tvx_error_nomem(error);
    *out = finder.items;
    *count = finder.count;
    return TVX_OK;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an edit changes, made ready for comparing. */
#include "match_edit.h"
#include "match_spelling.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/compare/diff.h>

/* Cells of the table up to which the exact script is computed: some half a second at worst. */
static const double MOST_CELLS = 4e10;

/* A number tells a place (Article 12) more often than it tells wording, so it never counts as a rare word. */
static const float MOST_NUMBER_BITS = 5;

enum { NEIGHBOUR_REACH = 2, NEIGHBOUR_GAP = 4 };

/* ---- words ---- */

struct collector {
    struct tvx_arena *arena;
    const struct tvx_rarity *rarity;
    struct edit_words *words;
    size_t capacity, end; /* where the last word ends: in Chinese, terms overlap, and the longer one stands first */
    bool english;
};

static uint64_t key_of(const struct collector *c, const char *term, size_t length)
{
    char spelling[SPELLING_MOST];

    if (c->english)
        term = spelling_of(spelling, term, &length);
    return tvx_rarity_key(term, length);
}

static bool has_digit(const char *term, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (term[i] >= '0' && term[i] <= '9')
            return true;
    return false;
}

static int collect(void *context, const char *term, size_t length, size_t start, size_t span, bool same_place)
{
    struct collector *c = context;
    struct edit_words *words = c->words;
    struct edit_word *word;

    if (same_place || start < c->end)
        return 0;
    words->items = tvx_arena_grow(c->arena, words->items, words->count, &c->capacity, sizeof *words->items);
    if (words->items == NULL)
        return 1;
    word = &words->items[words->count];
    word->key = key_of(c, term, length);
    word->start = (uint32_t)start;
    word->length = (uint32_t)span;
    word->place = (uint32_t)words->count++;
    word->bits = (float)tvx_rarity_bits(c->rarity, tvx_rarity_key(term, length));
    if (word->bits > MOST_NUMBER_BITS && has_digit(term, length))
        word->bits = MOST_NUMBER_BITS;
    c->end = start + span;
    return 0;
}

/* The term of a text that is one word, up to `end`; then `end` is 0. */
static int take_one(void *context, const char *term, size_t length, size_t start, size_t span, bool same_place)
{
    struct collector *c = context;
    struct edit_word *word = c->words->items;

    if (!same_place && start == 0 && span == c->end) {
        word->key = key_of(c, term, length);
        word->bits = (float)tvx_rarity_bits(c->rarity, tvx_rarity_key(term, length));
        c->end = 0;
    }
    return 1;
}

/* Whether only a hyphen parts two words, of which the first is a prefix that is as often written without. */
static bool is_compound(const char *text, const struct edit_word *first, const struct edit_word *second)
{
    size_t end = first->start + first->length;

    return second->start == end + 1 && text[end] == '-' && spelling_is_prefix(text + first->start, first->length);
}

/* Makes one word of "co-operate", that of "cooperate". */
static bool join_compounds(struct collector *c, struct tvx_stemmer *stemmer, const char *language)
{
    struct edit_words *words = c->words;
    size_t count = 0;

    for (size_t i = 0; i < words->count; i++, count++) {
        struct edit_word word = words->items[i], *next = &words->items[i + 1];

        if (i + 1 < words->count && is_compound(words->text, &word, next)) {
            struct edit_words one = {.items = &word};
            size_t length = word.length + next->length;
            struct collector joined = {.rarity = c->rarity, .words = &one, .end = length, .english = true};
            char *closed = tvx_arena_alloc(c->arena, length + 1);
            float apart = word.bits + next->bits;

            if (closed == NULL)
                return false;
            memcpy(closed, words->text + word.start, word.length);
            memcpy(closed + word.length, words->text + next->start, next->length);
            tvx_terms(stemmer, language, closed, length, take_one, &joined);
            if (joined.end == 0) { /* two scripts make two words */
                word.bits = word.bits < apart ? word.bits : apart;
                word.length = next->start + next->length - word.start;
                i++;
            }
        }
        word.place = (uint32_t)count;
        words->items[count] = word;
    }
    words->count = count;
    return true;
}

static enum tvx_status words_of(struct edit_words *words, struct tvx_arena *arena, const struct tvx_rarity *rarity,
                                struct tvx_stemmer *stemmer, const char *language, const char *text,
                                struct tvx_error *error)
{
    bool english = language == NULL || *language == '\0' || strcmp(language, "en") == 0;
    struct collector c = {.arena = arena, .rarity = rarity, .words = words, .english = english};
    size_t length = text == NULL ? 0 : strlen(text);

    if (length > INT32_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "a text of over 2 GB is too long to be matched");
    words->text = tvx_arena_strndup(arena, text == NULL ? "" : text, length);
    if (words->text == NULL || tvx_terms(stemmer, language, words->text, length, collect, &c) != 0 ||
        (english && !join_compounds(&c, stemmer, language)))
        return tvx_error_nomem(error);
    return TVX_OK;
}

/* ---- what was changed ---- */

static int by_key(const void *a, const void *b)
{
    const struct edit_word *x = *(const struct edit_word *const *)a, *y = *(const struct edit_word *const *)b;

    return x->key != y->key ? (x->key < y->key ? -1 : 1) : x->place < y->place ? -1 : x->place > y->place;
}

/* The words of both texts by key: gives equal keys equal numbers, and which of them both texts have. */
struct pairing {
    const struct edit_word **before, **after;
    size_t n, m;
};

static bool pairing_make(struct pairing *pairing, struct tvx_arena *arena, const struct edit_words *before,
                         const struct edit_words *after)
{
    pairing->n = before->count;
    pairing->m = after->count;
    pairing->before = tvx_arena_array(arena, pairing->n + 1, sizeof *pairing->before);
    pairing->after = tvx_arena_array(arena, pairing->m + 1, sizeof *pairing->after);
    if (pairing->before == NULL || pairing->after == NULL)
        return false;
    for (size_t i = 0; i < pairing->n; i++)
        pairing->before[i] = &before->items[i];
    for (size_t j = 0; j < pairing->m; j++)
        pairing->after[j] = &after->items[j];
    qsort(pairing->before, pairing->n, sizeof *pairing->before, by_key);
    qsort(pairing->after, pairing->m, sizeof *pairing->after, by_key);
    return true;
}

/* Numbers for the exact script; or, with keep arrays, marks as kept as many of each word as both texts have. */
static void pairing_walk(const struct pairing *p, uint32_t *before_ids, uint32_t *after_ids, bool *keep_before,
                         bool *keep_after)
{
    uint32_t number = 0;

    for (size_t i = 0, j = 0; i < p->n || j < p->m; number++) {
        uint64_t key = j >= p->m || (i < p->n && p->before[i]->key < p->after[j]->key) ? p->before[i]->key
                                                                                       : p->after[j]->key;
        size_t first_i = i, first_j = j;

        for (; i < p->n && p->before[i]->key == key; i++)
            before_ids[p->before[i]->place] = number;
        for (; j < p->m && p->after[j]->key == key; j++)
            after_ids[p->after[j]->place] = number;
        for (; keep_before != NULL && first_i < i && first_j < j; first_i++, first_j++) {
            keep_before[p->before[first_i]->place] = true;
            keep_after[p->after[first_j]->place] = true;
        }
    }
}

static void drop_kept(struct edit_words *words, const bool *keep)
{
    size_t left = 0;

    for (size_t i = 0; i < words->count; i++)
        if (!keep[i])
            words->items[left++] = words->items[i];
    words->count = left;
}

/* ---- sets ---- */

struct weighed {
    uint64_t key;
    float bits;
};

static int by_weighed_key(const void *a, const void *b)
{
    uint64_t x = ((const struct weighed *)a)->key, y = ((const struct weighed *)b)->key;

    return x < y ? -1 : x > y;
}

static bool set_make(struct edit_set *set, struct tvx_arena *arena, struct weighed *items, size_t count)
{
    qsort(items, count, sizeof *items, by_weighed_key);
    set->keys = tvx_arena_array(arena, count + 1, sizeof *set->keys);
    set->bits = tvx_arena_array(arena, count + 1, sizeof *set->bits);
    if (set->keys == NULL || set->bits == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (set->count > 0 && set->keys[set->count - 1] == items[i].key)
            continue;
        set->keys[set->count] = items[i].key;
        set->bits[set->count++] = items[i].bits;
        set->sum += items[i].bits;
    }
    return true;
}

static uint64_t joined(uint64_t x, uint64_t y)
{
    return (x << 1 | x >> 63) * UINT64_C(0x9E3779B97F4A7C15) ^ y;
}

static bool set_of_words(struct edit_set *set, struct tvx_arena *arena, const struct edit_words *words)
{
    struct weighed *items = calloc(words->count + 1, sizeof *items);
    bool good;

    for (size_t i = 0; items != NULL && i < words->count; i++)
        items[i] = (struct weighed){words->items[i].key, words->items[i].bits};
    good = items != NULL && set_make(set, arena, items, words->count);
    free(items);
    return good;
}

/* Each word with the next one and the one after it, not across more than a few words that were there before. */
static bool set_of_neighbours(struct edit_set *set, struct tvx_arena *arena, const struct edit_words *words)
{
    struct weighed *items = calloc(words->count * NEIGHBOUR_REACH + 1, sizeof *items);
    size_t count = 0;
    bool good;

    for (size_t i = 0; items != NULL && i < words->count; i++) {
        for (size_t j = i + 1; j < words->count && j <= i + NEIGHBOUR_REACH; j++) {
            const struct edit_word *x = &words->items[i], *y = &words->items[j];

            if (y->place - x->place > NEIGHBOUR_GAP)
                break;
            items[count].key = joined(x->key, y->key);
            items[count++].bits = x->bits < y->bits ? x->bits : y->bits;
        }
    }
    good = items != NULL && set_make(set, arena, items, count);
    free(items);
    return good;
}

/*
 * Each changed word with its neighbour in the text before, once on the left and once on the right: who changes the same
 * word in the same spot.  Either counts half its bits.
 */
struct spotter {
    const struct edit_words *before;
    struct weighed *items;
    size_t count;
};

static void add_spot(struct spotter *s, const struct edit_word *word, bool deleted, size_t left, size_t right)
{
    const struct edit_words *before = s->before;
    uint64_t kind = word->key * 2 + deleted;
    uint64_t l = left < before->count ? before->items[left].key : 0;
    uint64_t r = right < before->count ? before->items[right].key : 0;

    s->items[s->count++] = (struct weighed){joined(kind, l), word->bits / 2};
    s->items[s->count++] = (struct weighed){joined(r, kind), word->bits / 2};
}

static bool set_of_spots(struct edit_set *set, struct tvx_arena *arena, const struct edit_words *before,
                         const bool *keep_before, const struct edit_words *after, const bool *keep_after)
{
    struct spotter s = {before, calloc((before->count + after->count) * 2 + 1, sizeof *s.items), 0};
    bool good;

    for (size_t i = 0; s.items != NULL && i < before->count; i++)
        if (!keep_before[i])
            add_spot(&s, &before->items[i], true, i - 1, i + 1); /* i - 1 wraps round to none */
    for (size_t i = 0, j = 0; s.items != NULL && j < after->count; j++) {
        if (!keep_after[j]) {
            add_spot(&s, &after->items[j], false, i - 1, i);
            continue;
        }
        while (i < before->count && !keep_before[i])
            i++;
        i++;
    }
    good = s.items != NULL && set_make(set, arena, s.items, s.count);
    free(s.items);
    return good;
}

/* ---- changes ---- */

/* Leaves in `deleted` and `inserted`, which hold the whole texts, the deleted and the inserted words. */
static enum tvx_status take_changes(struct tvx_weighed *edit, struct tvx_arena *keep, struct tvx_error *error)
{
    struct edit_words *before = &edit->deleted, *after = &edit->inserted;
    size_t n = before->count, m = after->count;
    struct tvx_arena *arena = tvx_arena_new(SIZE_MAX / 2); /* what the script needs is not kept */
    struct pairing pairing;
    uint32_t *before_ids = tvx_arena_array(arena, n + 1, sizeof *before_ids);
    uint32_t *after_ids = tvx_arena_array(arena, m + 1, sizeof *after_ids);
    bool *keep_before = tvx_arena_array(arena, n + 1, sizeof *keep_before);
    bool *keep_after = tvx_arena_array(arena, m + 1, sizeof *keep_after);
    bool exact = (double)n * (double)m <= MOST_CELLS;
    enum tvx_status status = TVX_E_NOMEM;

    if (before_ids != NULL && after_ids != NULL && keep_before != NULL && keep_after != NULL &&
        pairing_make(&pairing, arena, before, after)) {
        pairing_walk(&pairing, before_ids, after_ids, exact ? NULL : keep_before, exact ? NULL : keep_after);
        status = exact ? tvx_diff_ids(keep_before, keep_after, before_ids, n, after_ids, m, arena, error) : TVX_OK;
    }
    if (status == TVX_OK && !set_of_spots(&edit->spots, keep, before, keep_before, after, keep_after))
        status = TVX_E_NOMEM;
    if (status == TVX_OK) {
        drop_kept(before, keep_before);
        drop_kept(after, keep_after);
    }
    tvx_arena_free(arena);
    return status == TVX_E_NOMEM ? tvx_error_nomem(error) : status;
}

enum tvx_status tvx_edit_prepare(struct tvx_weighed **out, struct tvx_arena *arena, const struct tvx_rarity *rarity,
                                 struct tvx_stemmer *stemmer, const char *language, const char *before,
                                 const char *after, struct tvx_error *error)
{
    struct tvx_weighed *edit = tvx_arena_alloc(arena, sizeof *edit);
    enum tvx_status status;

    *out = edit;
    if (edit == NULL)
        return tvx_error_nomem(error);
    status = words_of(&edit->deleted, arena, rarity, stemmer, language, before, error);
    if (status == TVX_OK)
        status = words_of(&edit->inserted, arena, rarity, stemmer, language, after, error);
    if (status != TVX_OK)
        return status;
    if (!set_of_words(&edit->place, arena, &edit->deleted))
        return tvx_error_nomem(error);
    status = take_changes(edit, arena, error);
    if (status != TVX_OK)
        return status;
    if (!set_of_words(&edit->inserted_set, arena, &edit->inserted) ||
        !set_of_words(&edit->deleted_set, arena, &edit->deleted) ||
        !set_of_neighbours(&edit->neighbours, arena, &edit->inserted))
        return tvx_error_nomem(error);
    return TVX_OK;
}

double tvx_edit_bits_inserted(const struct tvx_weighed *edit)
{
    return edit->inserted_set.sum;
}

double tvx_edit_bits_deleted(const struct tvx_weighed *edit)
{
    return edit->deleted_set.sum;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The redline of a change, drawn from the words' identities, so that lineage strikes and underlines exactly the words
 * that blame says went out and came in.  Words that keep their order are the longest increasing subsequence of the
 * pairs.
 */
#include "lineage_parts.h"

#include <string.h>

struct side {
    const struct tvx_word **words;
    size_t *at;     /* where each begins in the joined text */
    size_t count, bytes;
};

static bool gather(struct lineage_work *work, struct side *out, size_t version, const size_t *provisions, size_t count)
{
    const struct tvx_words *words = &work->history->words[version];
    const struct tvx_instrument *instrument = &work->history->versions[version].instrument;
    size_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += words->first[provisions[i] + 1] - words->first[provisions[i]];
    *out = (struct side){.words = tvx_arena_array(work->arena, total, sizeof *out->words),
                         .at = tvx_arena_array(work->arena, total, sizeof *out->at)};
    if (out->words == NULL || out->at == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        for (size_t w = words->first[provisions[i]]; w < words->first[provisions[i] + 1]; w++) {
            out->words[out->count] = &words->items[w];
            out->at[out->count++] = out->bytes + words->items[w].start;
        }
        out->bytes += strlen(instrument->provisions[provisions[i]].text) + (i + 1 < count);
    }
    return true;
}

/* keep[j]: pair j of the pairs (mate[j], j) is in a longest increasing subsequence (Fredman 1975). */
static bool find_order(struct lineage_work *work, bool *keep, const uint32_t *mate, size_t count)
{
    uint32_t *last = tvx_arena_array(work->arena, count + 1, sizeof *last);   /* by length: the end of the best one */
    uint32_t *before = tvx_arena_array(work->arena, count + 1, sizeof *before);
    size_t length = 0;

    if (last == NULL || before == NULL)
        return false;
    for (size_t j = 0; j < count; j++) {
        size_t low = 0, high = length;

        if (mate[j] == UINT32_MAX)
            continue;
        while (low < high) {
            size_t middle = low + (high - low) / 2;

            if (mate[last[middle]] < mate[j])
                low = middle + 1;
            else
                high = middle;
        }
        last[low] = (uint32_t)j;
        before[j] = low == 0 ? UINT32_MAX : last[low - 1];
        length += low == length;
    }
    for (uint32_t j = length == 0 ? UINT32_MAX : last[length - 1]; j != UINT32_MAX; j = before[j])
        keep[j] = true;
    return true;
}

struct drawing {
    struct lineage_work *work;
    struct tvx_diff *out;
    size_t capacity;
    const struct side *a, *b;
    bool full;
};

/* A word's bytes begin where the one before it ends. */
static size_t begin_of(const struct side *side, size_t word)
{
    return word == 0 ? 0 : side->at[word - 1] + side->words[word - 1]->length;
}

static size_t end_of(const struct side *side, size_t word)
{
    return word + 1 == side->count ? side->bytes : side->at[word] + side->words[word]->length;
}

/* Adds a word to the last piece, or begins one; a or b is SIZE_MAX where the word is only on the other side. */
static void draw(struct drawing *d, enum tvx_diff_op op, size_t a, size_t b)
{
    struct tvx_diff_piece *piece = d->out->count > 0 ? &d->out->pieces[d->out->count - 1] : NULL;
    struct tvx_diff_piece word = {.op = op};

    if (a != SIZE_MAX) {
        word.a_start = begin_of(d->a, a);
        word.a_length = end_of(d->a, a) - word.a_start;
    }
    if (b != SIZE_MAX) {
        word.b_start = begin_of(d->b, b);
        word.b_length = end_of(d->b, b) - word.b_start;
    }
    d->out->words_equal += op == TVX_DIFF_EQUAL;
    d->out->words_ins += op == TVX_DIFF_INS;
    d->out->words_del += op == TVX_DIFF_DEL;
    d->out->words_moved += op == TVX_DIFF_MOVE;
    if (piece != NULL && piece->op == op && (a == SIZE_MAX || piece->a_start + piece->a_length == word.a_start) &&
        (b == SIZE_MAX || piece->b_start + piece->b_length == word.b_start)) {
        piece->a_length += word.a_length;
        piece->b_length += word.b_length;
        return;
    }
    piece = tvx_arena_grow(d->work->arena, d->out->pieces, d->out->count, &d->capacity, sizeof *piece);
    if (piece == NULL) {
        d->full = true;
        return;
    }
    d->out->pieces = piece;
    piece[d->out->count++] = word;
}

/* Did no version before have the word?  One that is only new in this provision came from another. */
static bool is_new(const struct lineage_work *work, const struct tvx_word *word, size_t version)
{
    return work->history->origins[word->origin].version == version;
}

enum tvx_status lineage_redline(struct lineage_work *work, struct tvx_alteration *change, size_t version)
{
    struct drawing d = {.work = work, .out = &change->diff};
    uint32_t *where, *mate;
    bool *keep, *found;
    struct side a, b;
    size_t i = 0;

    change->diff = (struct tvx_diff){0};
    if (!gather(work, &a, change->from_version, change->from, change->from_count) ||
        !gather(work, &b, version, change->provisions, change->count))
        return tvx_error_nomem(work->error);
    d.a = &a;
    d.b = &b;
    where = tvx_arena_array(work->arena, work->history->origin_count, sizeof *where); /* + 1 */
    mate = tvx_arena_array(work->arena, b.count, sizeof *mate);
    keep = tvx_arena_array(work->arena, b.count, sizeof *keep);
    found = tvx_arena_array(work->arena, a.count, sizeof *found);
    if (where == NULL || mate == NULL || keep == NULL || found == NULL)
        return tvx_error_nomem(work->error);
    for (size_t k = 0; k < a.count; k++)
        where[a.words[k]->origin] = (uint32_t)k + 1;
    for (size_t j = 0; j < b.count; j++) {
        mate[j] = where[b.words[j]->origin] - 1; /* UINT32_MAX when it is not there */
        if (mate[j] != UINT32_MAX)
            found[mate[j]] = true;
    }
    if (!find_order(work, keep, mate, b.count))
        return tvx_error_nomem(work->error);
    for (size_t j = 0, next = 0; j <= b.count; j = next + 1) { /* from one word that stays to the next */
        for (next = j; next < b.count && !keep[next]; next++)
            ;
        for (; i < (next < b.count ? mate[next] : a.count); i++)
            if (!found[i])
                draw(&d, TVX_DIFF_DEL, i, SIZE_MAX);
        for (size_t k = j; k < next; k++)
            draw(&d, is_new(work, b.words[k], version) ? TVX_DIFF_INS : TVX_DIFF_MOVE,
                 mate[k] == UINT32_MAX ? SIZE_MAX : mate[k], k);
        if (next < b.count)
            draw(&d, TVX_DIFF_EQUAL, i++, next);
    }
    return d.full ? tvx_error_nomem(work->error) : TVX_OK;
}

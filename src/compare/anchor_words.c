/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "anchor_words.h"

#include <string.h>

enum {
    FEWEST = 6,              /* words of a passage that is known again although some of them are other */
    FEWEST_EXACT = 4,        /* words that are known again elsewhere by themselves */
    CELLS = 64 << 20,        /* of the table of an alignment, at most */
    SAME = 2, OTHER = -1, GAP = -1,
};
static const double ALIKE = 0.75;

enum tvx_status anchor_text_make(struct anchor_text *out, struct tvx_arena *arena, struct tvx_vocab *vocab,
                                 const char *text, struct tvx_error *error)
{
    enum tvx_status status;

    *out = (struct anchor_text){.text = text, .length = strlen(text)};
    status = tvx_tokenize(&out->tokens, arena, text, out->length, error);
    if (status != TVX_OK)
        return status;
    out->ids = tvx_arena_array(arena, out->tokens.count + 1, sizeof *out->ids);
    if (out->ids == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < out->tokens.count; i++) {
        out->ids[i] = tvx_vocab_id(vocab, text + out->tokens.items[i].start, out->tokens.items[i].length);
        if (out->ids[i] == UINT32_MAX)
            return tvx_error_nomem(error);
    }
    return TVX_OK;
}

size_t anchor_token_at(const struct tvx_tokens *tokens, size_t byte)
{
    size_t low = 0, high = tokens->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (tokens->items[middle].start < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool anchor_same_words(const struct anchor_text *a, struct anchor_words in_a, const struct anchor_text *b,
                       struct anchor_words in_b)
{
    return in_a.end - in_a.first == in_b.end - in_b.first &&
           memcmp(a->ids + in_a.first, b->ids + in_b.first, (in_a.end - in_a.first) * sizeof *a->ids) == 0;
}

size_t anchor_next(const struct anchor_text *text, size_t at, const struct anchor_text *of, struct anchor_words words)
{
    size_t count = words.end - words.first;
    const uint32_t *wanted = of->ids + words.first;

    for (; count > 0 && at + count <= text->tokens.count; at++)
        if (text->ids[at] == wanted[0] && memcmp(text->ids + at, wanted, count * sizeof *wanted) == 0)
            return at;
    return SIZE_MAX;
}

size_t anchor_occurrences(const struct anchor_text *text, const struct anchor_text *of, struct anchor_words words)
{
    size_t count = 0;

    for (size_t at = 0; (at = anchor_next(text, at, of, words)) != SIZE_MAX; at++)
        count++;
    return count;
}

static bool is_new(const uint32_t *from, size_t first, size_t end)
{
    for (size_t i = first; from != NULL && i < end; i++)
        if (from[i] != ANCHOR_NONE)
            return false;
    return true;
}

/* The words in a row among what is new, if they stand there once. */
static size_t exactly(const struct anchor_text *of, struct anchor_words words, const struct anchor_text *text,
                      const uint32_t *from)
{
    size_t found = SIZE_MAX, count = words.end - words.first;

    for (size_t at = 0; (at = anchor_next(text, at, of, words)) != SIZE_MAX; at++)
        if (is_new(from, at, at + count)) {
            if (found != SIZE_MAX)
                return SIZE_MAX;
            found = at;
        }
    return found;
}

struct cell {
    int32_t score;
    uint32_t begin; /* word of the text where this alignment begins */
    uint32_t same;  /* words in common */
};

struct alignment {
    struct cell best;
    size_t end;
    int32_t second; /* score of the best one that does not overlap the best: another place as good */
};

static struct cell step(const struct cell *row, struct cell corner, size_t i, uint32_t j, bool same)
{
    struct cell here = {0, j + 1, 0};
    int32_t diagonal = corner.score + (same ? SAME : OTHER), up = row[i].score + GAP, left = row[i - 1].score + GAP;

    if (diagonal > here.score) {
        here = corner;
        if (corner.score == 0)
            here = (struct cell){0, j, 0};
        here.score = diagonal;
        here.same += same;
    }
    if (up > here.score) {
        here = row[i];
        here.score = up;
    }
    if (left > here.score) {
        here = row[i - 1];
        here.score = left;
    }
    return here;
}

static void take_best(struct alignment *out, struct cell here, size_t j)
{
    if (here.score > out->best.score) {
        if (here.begin >= out->end)
            out->second = out->best.score;
        out->best = here;
        out->end = j + 1;
    } else if (here.begin >= out->end && here.score > out->second) {
        out->second = here.score;
    }
}

static enum tvx_status align(struct alignment *out, struct tvx_arena *arena, const struct anchor_text *of,
                             struct anchor_words words, const struct anchor_text *text, const uint32_t *from,
                             struct tvx_error *error)
{
    size_t count = words.end - words.first;
    struct cell *row = tvx_arena_array(arena, count + 1, sizeof *row);

    *out = (struct alignment){.end = 0};
    if (row == NULL)
        return tvx_error_nomem(error);
    for (size_t j = 0; j < text->tokens.count; j++) {
        struct cell corner = {0, 0, 0};

        if (from != NULL && from[j] != ANCHOR_NONE) { /* what came from elsewhere ends every alignment */
            memset(row, 0, (count + 1) * sizeof *row);
            continue;
        }
        for (size_t i = 1; i <= count; i++) {
            struct cell above = row[i];

            row[i] = step(row, corner, i, (uint32_t)j, of->ids[words.first + i - 1] == text->ids[j]);
            corner = above;
            take_best(out, row[i], j);
        }
    }
    return TVX_OK;
}

enum tvx_status anchor_search(struct anchor_words *out, double *score, struct tvx_arena *arena,
                              const struct anchor_text *of, struct anchor_words words, const struct anchor_text *text,
                              const uint32_t *from, struct tvx_error *error)
{
    size_t count = words.end - words.first, at;
    struct alignment found;
    enum tvx_status status;

    *out = (struct anchor_words){0, 0};
    *score = 0;
    at = count < FEWEST_EXACT ? SIZE_MAX : exactly(of, words, text, from);
    if (at != SIZE_MAX) {
        *out = (struct anchor_words){at, at + count};
        *score = 1;
        return TVX_OK;
    }
    if (count < FEWEST || text->tokens.count > CELLS / (count + 1))
        return TVX_OK;
    status = align(&found, arena, of, words, text, from, error);
    if (status != TVX_OK || found.best.score <= 0)
        return status;
    *score = 2.0 * found.best.same / (double)(count + found.end - found.best.begin);
    if (*score >= ALIKE && found.best.same >= FEWEST && found.second < found.best.score - found.best.score / 8)
        *out = (struct anchor_words){found.best.begin, found.end};
    else
        *score = 0;
    return TVX_OK;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hunk.h"
#include <string.h>
#include <travaux/text/utf8.h>

bool hunks_make(struct hunks *out, struct tvx_arena *arena, const bool *keep_a, size_t n, const bool *keep_b, size_t m)
{
    size_t capacity = 0, i = 0, j = 0;

    *out = (struct hunks){0};
    while (i < n || j < m) {
        struct hunk hunk = {.a_from = i, .b_from = j};
        struct hunk *grown;

        while (i < n && !keep_a[i])
            i++;
        while (j < m && !keep_b[j])
            j++;
        hunk.a_to = i++;
        hunk.b_to = j++;
        if (hunk.a_to == hunk.a_from && hunk.b_to == hunk.b_from)
            continue;
        grown = tvx_arena_grow(arena, out->items, out->count, &capacity, sizeof hunk);
        if (grown == NULL)
            return false;
        out->items = grown;
        out->items[out->count++] = hunk;
    }
    return true;
}

static const char *token_text(const struct side *side, size_t at)
{
    return side->text + side->tokens.items[at].start;
}

/* One-byte marks are told by their byte; 0 for anything else. */
static char mark_at(const struct side *side, size_t at)
{
    const struct tvx_token *token = &side->tokens.items[at];

    return token->kind == TVX_TOKEN_MARK && token->length == 1 ? *token_text(side, at) : '\0';
}

/* A word of up to three letters: "of", "the", "la", "в".  They bind to what follows and carry little alone. */
static bool is_short_word(const struct side *side, size_t at)
{
    const struct tvx_token *token = &side->tokens.items[at];

    return token->kind == TVX_TOKEN_WORD && token->length <= 12 &&
           tvx_utf8_count(token_text(side, at), token->length) <= 3;
}

static bool is_in(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool starts_line(const struct side *side, size_t at)
{
    size_t from = at == 0 ? 0 : side->tokens.items[at - 1].start + side->tokens.items[at - 1].length;

    return memchr(side->text + from, '\n', side->tokens.items[at].start - from) != NULL;
}

/* How well [from, to) reads as one inserted or deleted phrase. */
static int phrase_score(const struct side *side, size_t from, size_t to)
{
    int score = 0, depth = 0, lowest = 0;
    char before = from > 0 ? mark_at(side, from - 1) : '.';
    char last = mark_at(side, to - 1);

    if (from == 0 || starts_line(side, from))
        score += 10;
    if (is_in(before, ".;:?!"))
        score += 8;
    else if (is_in(before, ","))
        score += 4;
    else if (is_in(before, "-/'([\"")) /* inside a compound, or just behind an opening bracket */
        score -= 4;
    if (is_in(mark_at(side, from), ".;:?!)]-/'"))
        score -= 4;
    if (is_in(last, "-/'([\""))
        score -= 6;
    if (to < side->tokens.count && is_in(mark_at(side, to), "-/'"))
        score -= 4;
    if (is_short_word(side, from))
        score += 1;
    if (is_short_word(side, to - 1))
        score -= 2;
    for (size_t i = from; i < to; i++) {
        char c = mark_at(side, i);

        depth += is_in(c, "([{") ? 1 : is_in(c, ")]}") ? -1 : 0;
        lowest = depth < lowest ? depth : lowest;
    }
    return depth != 0 || lowest < 0 ? score - 8 : score;
}

enum { MOST_SLIDES = 400 };

/*
 * [from, to) may go left while the token before it equals its last one, right while the token behind it equals its
 * first one, at most `left` and `right` tokens.  Returns the best shift; of equals the rightmost, as one writes on.
 */
static ptrdiff_t best_shift(const struct side *side, size_t from, size_t to, size_t left, size_t right)
{
    const uint32_t *ids = side->ids;
    ptrdiff_t low = 0, high = 0, best = 0;
    int best_score = 0;

    while ((size_t)-low < left && -low < MOST_SLIDES && ids[(ptrdiff_t)from + low - 1] == ids[(ptrdiff_t)to + low - 1])
        low--;
    while ((size_t)high < right && high < MOST_SLIDES && ids[from + (size_t)high] == ids[to + (size_t)high])
        high++;
    if (low == high)
        return 0;
    for (ptrdiff_t shift = low; shift <= high; shift++) {
        int score = phrase_score(side, (size_t)((ptrdiff_t)from + shift), (size_t)((ptrdiff_t)to + shift));

        if (shift == low || score >= best_score) {
            best = shift;
            best_score = score;
        }
    }
    return best;
}

void hunks_slide(struct hunks *hunks, const struct side *a, const struct side *b)
{
    size_t used = 0;

    for (size_t k = 0; k < hunks->count; k++) {
        struct hunk *hunk = &hunks->items[k], *last = used > 0 ? &hunks->items[used - 1] : NULL;
        size_t left = hunk->a_from - (last == NULL ? 0 : last->a_to);
        size_t right = (k + 1 < hunks->count ? hunk[1].a_from : a->tokens.count) - hunk->a_to;
        size_t long_a = hunk->a_to - hunk->a_from, long_b = hunk->b_to - hunk->b_from;
        ptrdiff_t shift = 0;

        /* the scoring looks at each token of the phrase, so a very long one stays where it is */
        if (long_a == 0 && long_b < MOST_SLIDES)
            shift = best_shift(b, hunk->b_from, hunk->b_to, left, right);
        else if (long_b == 0 && long_a < MOST_SLIDES)
            shift = best_shift(a, hunk->a_from, hunk->a_to, left, right);
        hunk->a_from += (size_t)shift;
        hunk->a_to += (size_t)shift;
        hunk->b_from += (size_t)shift;
        hunk->b_to += (size_t)shift;
        if (last != NULL && hunk->a_from == last->a_to) { /* slid until it touches: one change */
            last->a_to = hunk->a_to;
            last->b_to = hunk->b_to;
        } else {
            hunks->items[used++] = *hunk;
        }
    }
    hunks->count = used;
}

/* What it costs the reader to see [from, to) as changed, in halves of a short word. */
static size_t island_weight(const struct side *side, size_t from, size_t to)
{
    size_t weight = 0;

    for (size_t i = from; i < to; i++)
        weight += side->tokens.items[i].kind == TVX_TOKEN_MARK ? 1 : is_short_word(side, i) ? 2 : 6;
    return weight;
}

static size_t least(size_t x, size_t y)
{
    return x < y ? x : y;
}

/*
 * Two replacements with one mark or one short word between them are one; with two or three such (or one longer word)
 * only when both are long: then the sentence was written anew and the island is chance.
 */
void hunks_join(struct hunks *hunks, const struct side *a)
{
    size_t used = 0;

    for (size_t k = 0; k < hunks->count; k++) {
        struct hunk *hunk = &hunks->items[k], *last = used > 0 ? &hunks->items[used - 1] : NULL;
        bool joins = false;

        if (last != NULL && hunk->a_from - last->a_to <= 3) {
            size_t weight = island_weight(a, last->a_to, hunk->a_from);
            size_t before = least(last->a_to - last->a_from, last->b_to - last->b_from);
            size_t after = least(hunk->a_to - hunk->a_from, hunk->b_to - hunk->b_from);

            joins = before > 0 && after > 0 && (weight <= 2 || (weight <= 6 && least(before, after) * 2 > weight));
        }
        if (joins) {
            last->a_to = hunk->a_to;
            last->b_to = hunk->b_to;
        } else {
            hunks->items[used++] = *hunk;
        }
    }
    hunks->count = used;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/compare/anchor.h>

#include <string.h>
#include <travaux/compare/diff.h>
#include <travaux/text/utf8.h>

#include "anchor_words.h"

enum {
    NEAR = 8,     /* words on either side that vouch for a passage */
    VOUCHED = 4,  /* words of the passage and around it that must be the same and together */
    FEW = 6,      /* words left of a passage */
    BESIDE = 3,   /* words at a side that tell one of several equal passages from the others */
};
static const double KEPT = 0.5;       /* of a passage's words, for it to be the same passage */
static const double KEPT_SHORT = 0.7; /* the same, when few are left: three "of the" are no passage */

struct tvx_anchor_map {
    struct anchor_text before, after;
    uint32_t *to, *from; /* of each word, its number in the other text; ANCHOR_NONE */
};

/* ---- aligning ---- */

static void take_piece(struct tvx_anchor_map *map, const struct tvx_diff_piece *piece)
{
    const struct tvx_tokens *a = &map->before.tokens, *b = &map->after.tokens;
    size_t i = anchor_token_at(a, piece->a_start), j = anchor_token_at(b, piece->b_start);

    while (i < a->count && j < b->count && a->items[i].start + a->items[i].length <= piece->a_start + piece->a_length &&
           b->items[j].start + b->items[j].length <= piece->b_start + piece->b_length) {
        map->to[i] = (uint32_t)j;
        map->from[j] = (uint32_t)i;
        i++;
        j++;
    }
}

enum tvx_status tvx_anchor_map_make(struct tvx_anchor_map **out, struct tvx_arena *arena, const char *before,
                                    const char *after, struct tvx_error *error)
{
    struct tvx_anchor_map *map = tvx_arena_alloc(arena, sizeof *map);
    struct tvx_vocab *vocab = tvx_vocab_new(arena);
    struct tvx_diff diff;
    enum tvx_status status = map == NULL || vocab == NULL ? tvx_error_nomem(error) : TVX_OK;

    if (status == TVX_OK)
        status = anchor_text_make(&map->before, arena, vocab, before, error);
    if (status == TVX_OK)
        status = anchor_text_make(&map->after, arena, vocab, after, error);
    if (status == TVX_OK)
        status = tvx_diff_text(&diff, arena, before, after, TVX_DIFF_READABLE, error);
    if (status != TVX_OK)
        return status;
    map->to = tvx_arena_array(arena, map->before.tokens.count + 1, sizeof *map->to);
    map->from = tvx_arena_array(arena, map->after.tokens.count + 1, sizeof *map->from);
    if (map->to == NULL || map->from == NULL)
        return tvx_error_nomem(error);
    memset(map->to, 0xFF, map->before.tokens.count * sizeof *map->to);
    memset(map->from, 0xFF, map->after.tokens.count * sizeof *map->from);
    for (size_t i = 0; i < diff.count; i++)
        if (diff.pieces[i].op == TVX_DIFF_EQUAL || diff.pieces[i].op == TVX_DIFF_MOVE)
            take_piece(map, &diff.pieces[i]);
    *out = map;
    return TVX_OK;
}

/* ---- carrying ---- */

/*
 * The stretch of the new text in which most words come from words i … end of the old one and fewest from elsewhere
 * (Kadane's maximum subarray: a word that came weighs 1, another one half); *kept counts those that came.
 */
static bool best_stretch(const struct tvx_anchor_map *map, struct anchor_words passage, struct anchor_words *out,
                         size_t *kept)
{
    size_t low = SIZE_MAX, high = 0, begin = 0, count = 0;
    double sum = 0, best = 0;

    for (size_t i = passage.first; i < passage.end; i++)
        if (map->to[i] != ANCHOR_NONE) {
            low = map->to[i] < low ? map->to[i] : low;
            high = map->to[i] > high ? map->to[i] : high;
        }
    for (size_t j = low; low != SIZE_MAX && j <= high; j++) {
        bool came = map->from[j] != ANCHOR_NONE && map->from[j] >= passage.first && map->from[j] < passage.end;

        if (sum <= 0) {
            sum = 0;
            count = 0;
            begin = j;
        }
        sum += came ? 1 : -0.5;
        count += came;
        if (sum > best) {
            best = sum;
            *out = (struct anchor_words){begin, j + 1};
            *kept = count;
        }
    }
    return best > 0;
}

/* How many words right before (step -1) or behind (1) both stretches go together, word by word. */
static size_t beside(const struct tvx_anchor_map *map, size_t a, size_t b, int step, size_t most)
{
    size_t count = 0;

    while (count < most) {
        if (step < 0 ? a == 0 || b == 0 : a >= map->before.tokens.count || b >= map->after.tokens.count)
            break;
        if (map->to[step < 0 ? a - 1 : a] != (uint32_t)(step < 0 ? b - 1 : b))
            break;
        a = step < 0 ? a - 1 : a + 1;
        b = step < 0 ? b - 1 : b + 1;
        count++;
    }
    return count;
}

/* Words near the passage that stayed near it, in a row or not. */
static size_t near(const struct tvx_anchor_map *map, struct anchor_words a, struct anchor_words b)
{
    size_t from = a.first > NEAR ? a.first - NEAR : 0, count = 0;

    for (size_t i = from; i < a.end + NEAR && i < map->before.tokens.count; i++) {
        size_t j = map->to[i];

        if ((i < a.first || i >= a.end) && j != ANCHOR_NONE && j + NEAR >= b.first && j < b.end + NEAR)
            count++;
    }
    return count;
}

static bool vouched(const struct tvx_anchor_map *map, struct anchor_words a, struct anchor_words b, size_t kept)
{
    size_t all = map->before.tokens.count;

    return kept + near(map, a, b) >= (all < VOUCHED ? all : VOUCHED);
}

/* Of several stretches that read like the passage, did one go?  Then what is left may be another one. */
static bool fewer(const struct tvx_anchor_map *map, struct anchor_words passage)
{
    size_t before = anchor_occurrences(&map->before, &map->before, passage);

    return before > 1 && before > anchor_occurrences(&map->after, &map->before, passage);
}

static bool at_end(const struct anchor_text *text, size_t word)
{
    return word == 0 || word >= text->tokens.count;
}

static bool told_apart(const struct tvx_anchor_map *map, struct anchor_words a, struct anchor_words b)
{
    size_t before = beside(map, a.first, b.first, -1, BESIDE), behind = beside(map, a.end, b.end, 1, BESIDE);

    if (!fewer(map, a))
        return true;
    if (before < BESIDE && !(at_end(&map->before, a.first - before) && at_end(&map->after, b.first - before)))
        return false;
    return behind == BESIDE || (at_end(&map->before, a.end + behind) && at_end(&map->after, b.end + behind));
}

/* The stretch as bytes; a passage that began or ended within a word does so again where the word is the same. */
static void to_bytes(const struct tvx_anchor_map *map, struct tvx_anchoring *out, struct anchor_words a,
                     struct anchor_words b, size_t start, size_t end)
{
    const struct tvx_token *first = &map->after.tokens.items[b.first], *last = &map->after.tokens.items[b.end - 1];
    const struct tvx_token *was_first = &map->before.tokens.items[a.first];
    const struct tvx_token *was_last = &map->before.tokens.items[a.end - 1];
    size_t from = first->start, to = last->start + last->length;

    if (map->before.ids[a.first] == map->after.ids[b.first] && start > was_first->start)
        from += start - was_first->start;
    if (map->before.ids[a.end - 1] == map->after.ids[b.end - 1] && end < was_last->start + was_last->length)
        to -= was_last->start + was_last->length - end;
    if (from >= to)
        return;
    out->start = from;
    out->length = to - from;
    start = start > was_first->start ? start : was_first->start; /* white space at the ends is not kept */
    out->anchor = from == start && anchor_same_words(&map->before, a, &map->after, b) ? TVX_ANCHOR_ANCHORED
                                                                                      : TVX_ANCHOR_MOVED;
}

static enum tvx_status carry(struct tvx_anchoring *out, const struct tvx_anchor_map *map, struct tvx_arena *arena,
                             struct anchor_words a, size_t start, size_t end, struct tvx_error *error)
{
    struct anchor_words b = {0, 0};
    size_t kept = 0, count = a.end - a.first;
    enum tvx_status status = TVX_OK;

    if (best_stretch(map, a, &b, &kept)) {
        out->score = 2.0 * (double)kept / (double)(count + b.end - b.first);
        if (out->score >= (kept < FEW ? KEPT_SHORT : KEPT) && vouched(map, a, b, kept) && told_apart(map, a, b)) {
            to_bytes(map, out, a, b, start, end);
            return TVX_OK;
        }
    }
    out->score = 0;
    status = anchor_search(&b, &out->score, arena, &map->before, a, &map->after, map->from, error);
    if (status == TVX_OK && b.end > b.first)
        to_bytes(map, out, a, b, start, end);
    return status;
}

enum tvx_status tvx_anchor_carry(struct tvx_anchoring *out, const struct tvx_anchor_map *map, struct tvx_arena *arena,
                                 size_t start, size_t length, struct tvx_error *error)
{
    const struct tvx_tokens *tokens = &map->before.tokens;
    size_t end = start + length;
    struct anchor_words a;
    enum tvx_status status;

    *out = (struct tvx_anchoring){.anchor = TVX_ANCHOR_ORPHANED};
    if (length == 0 || end < start || end > map->before.length)
        return TVX_OK;
    a.first = anchor_token_at(tokens, start);
    if (a.first > 0 && tokens->items[a.first - 1].start + tokens->items[a.first - 1].length > start)
        a.first--;
    a.end = anchor_token_at(tokens, end);
    if (a.end <= a.first) /* nothing but white space */
        return TVX_OK;
    status = carry(out, map, arena, a, start, end, error);
    if (out->anchor == TVX_ANCHOR_ORPHANED)
        *out = (struct tvx_anchoring){.anchor = TVX_ANCHOR_ORPHANED};
    return status;
}

/* ---- without the old text ---- */

/* Words that both stretches of context have in common, from the passage outwards. */
static size_t in_common(const struct anchor_text *context, const struct anchor_text *text, size_t at, int step)
{
    size_t count = 0, have = context->tokens.count;

    while (count < have) {
        size_t i = step < 0 ? have - 1 - count : count, j = step < 0 ? at - 1 - count : at + count;

        if ((step < 0 && at < count + 1) || j >= text->tokens.count || context->ids[i] != text->ids[j])
            break;
        count++;
    }
    return count;
}

struct candidate {
    struct anchor_words words;
    size_t context;
};

static void choose(struct tvx_anchoring *out, const struct anchor_text *text, struct candidate best)
{
    const struct tvx_token *first = &text->tokens.items[best.words.first];
    const struct tvx_token *last = &text->tokens.items[best.words.end - 1];

    out->start = first->start;
    out->length = last->start + last->length - first->start;
    out->anchor = TVX_ANCHOR_MOVED;
}

struct quotation {
    struct anchor_text text, exact, prefix, suffix;
};

/* Every place where the quotation's words stand; the one with the most context, if it alone has that much. */
static size_t find_exact(struct candidate *best, const struct quotation *q, size_t wanted, bool *told)
{
    struct anchor_words all = {0, q->exact.tokens.count};
    size_t count = 0;

    *told = false;
    for (size_t at = 0; (at = anchor_next(&q->text, at, &q->exact, all)) != SIZE_MAX; at++) {
        struct candidate here = {{at, at + all.end}, in_common(&q->prefix, &q->text, at, -1) +
                                                         in_common(&q->suffix, &q->text, at + all.end, 1)};

        if (q->text.tokens.items[at].start == wanted)
            here.context++; /* the very place breaks a tie */
        if (count == 0 || here.context > best->context) {
            *best = here;
            *told = true;
        } else if (here.context == best->context) {
            *told = false;
        }
        count++;
    }
    return count;
}

/* The very letters, also within a word, if they stand there once. */
static bool find_letters(struct tvx_anchoring *out, const char *text, const char *exact)
{
    const char *first = *exact == '\0' ? NULL : strstr(text, exact);

    for (const char *at = first; at != NULL; at = strstr(at + 1, exact))
        out->occurrences++;
    if (out->occurrences != 1)
        return out->occurrences > 0;
    *out = (struct tvx_anchoring){TVX_ANCHOR_MOVED, (size_t)(first - text), strlen(exact), 1, 1};
    return true;
}

enum tvx_status tvx_anchor_locate(struct tvx_anchoring *out, struct tvx_arena *arena, const char *text,
                                  const struct tvx_passage_selector *selector, struct tvx_error *error)
{
    struct tvx_vocab *vocab = tvx_vocab_new(arena);
    struct quotation q;
    struct candidate best = {{0, 0}, 0};
    bool told = false;
    size_t wanted = tvx_utf8_offset(text, strlen(text), selector->start);
    const struct { struct anchor_text *to; const char *from; } parts[] = {
        {&q.text, text}, {&q.exact, selector->exact}, {&q.prefix, selector->prefix}, {&q.suffix, selector->suffix}};
    enum tvx_status status = vocab == NULL ? tvx_error_nomem(error) : TVX_OK;

    *out = (struct tvx_anchoring){.anchor = TVX_ANCHOR_ORPHANED};
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == TVX_OK; i++)
        status = anchor_text_make(parts[i].to, arena, vocab, parts[i].from == NULL ? "" : parts[i].from, error);
    if (status != TVX_OK || q.exact.tokens.count == 0)
        return status;
    out->occurrences = find_exact(&best, &q, selector->points > 0 ? wanted : SIZE_MAX, &told);
    if (told) {
        out->score = 1;
        choose(out, &q.text, best);
    } else if (out->occurrences == 0 && !find_letters(out, text, selector->exact)) {
        status = anchor_search(&best.words, &out->score, arena, &q.exact,
                               (struct anchor_words){0, q.exact.tokens.count}, &q.text, NULL, error);
        if (status == TVX_OK && best.words.end > best.words.first)
            choose(out, &q.text, best);
    }
    if (out->anchor == TVX_ANCHOR_MOVED && out->score >= 1 && selector->points > 0 && out->start == wanted)
        out->anchor = TVX_ANCHOR_ANCHORED;
    return status;
}

enum tvx_status tvx_anchor_selector(struct tvx_passage_selector *out, struct tvx_arena *arena, const char *text,
                                    size_t start, size_t length, struct tvx_error *error)
{
    size_t all = strlen(text), before = tvx_utf8_count(text, start), points = tvx_utf8_count(text + start, length);
    size_t from = before > TVX_ANNOTATION_CONTEXT ? tvx_utf8_offset(text, start, before - TVX_ANNOTATION_CONTEXT) : 0;
    size_t rest = start + length;
    size_t to = rest + tvx_utf8_offset(text + rest, all - rest, TVX_ANNOTATION_CONTEXT);

    *out = (struct tvx_passage_selector){
        .exact = tvx_arena_strndup(arena, text + start, length),
        .prefix = tvx_arena_strndup(arena, text + from, start - from),
        .suffix = tvx_arena_strndup(arena, text + rest, to - rest), .start = before, .points = points,
    };
    return out->exact == NULL || out->prefix == NULL || out->suffix == NULL ? tvx_error_nomem(error) : TVX_OK;
}

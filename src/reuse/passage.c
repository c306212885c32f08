/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Preparing a text, holding another against it, and choosing among the passages found. */
#include "passage_chain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEAST_MARGIN = 20, LEAST_FACTOR = 2, LEAST_MOST = 80, /* bits; see set_least */
    DEFAULT_WORDS = 6,
    GENERAL_WORDS = 10000, /* words of other texts that the general rarity of a word counts as */
    MOST_COPIES = 8,       /* passages that may lie on one word */
    LEAST_BITS = 1,        /* of the commonest word: it stands in its place, which its rarity knows nothing of */
    BITS_PARTS = 8,        /* of terms->bits */
};

/* A second copy says at least this much of what the first says, word for word. */
static const double second_copy = 0.6;

/* Steps of growing and joining for each word of both texts, and at least: a second or so for a million words. */
static const uint64_t budget_per_word = 2000, least_budget = 200 * 1000 * 1000;

struct tvx_passage_source {
    struct tvx_arena *arena;
    const char *text, *language;
    size_t length;
    struct terms terms;
    struct words words;
    struct seeds seeds;
};

void tvx_passage_source_free(struct tvx_passage_source *source)
{
    if (source != NULL)
        tvx_arena_free(source->arena);
}

enum tvx_status tvx_passage_prepare(struct tvx_passage_source **out, const char *text, size_t length,
                                    const char *language, const struct tvx_rarity *rarity, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)32 << 30);
    struct tvx_passage_source *source = tvx_arena_alloc(arena, sizeof *source);
    struct tvx_rarity *neutral = rarity == NULL ? tvx_rarity_new(0) : NULL;
    enum tvx_status status = TVX_OK;

    *out = NULL;
    if (source == NULL || (rarity == NULL && neutral == NULL)) {
        tvx_rarity_free(neutral);
        tvx_arena_free(arena);
        return tvx_error_nomem(error);
    }
    *source = (struct tvx_passage_source){.arena = arena, .text = text, .length = length};
    source->language = tvx_arena_strdup(arena, language);
    status = words_learn(&source->words, &source->terms, arena, text, length, language,
                         rarity == NULL ? neutral : rarity, error);
    tvx_rarity_free(neutral);
    if (status == TVX_OK)
        status = seeds_prepare(&source->seeds, arena, &source->words, error);
    if (status == TVX_OK)
        *out = source;
    else
        tvx_arena_free(arena);
    return status;
}

/* ---- one search ---- */

/* The passages over each word of a text. */
struct side {
    uint8_t *depth;    /* how many, up to MOST_COPIES */
    uint16_t *density; /* of the best, sixteenths of a bit to a word */
};

struct search {
    struct tvx_arena *scratch, *arena; /* arena: of the caller */
    const struct tvx_passage_source *source;
    struct words words; /* of the other text */
    struct field field;
    int64_t least_score;
    size_t least_words;
    struct side p_side, q_side;
    struct tvx_passages *out;
    size_t capacity;
};

/*
 * What a word is worth in these two texts: the rarity it has in general, or the one it has here where it is more common
 * here: its occurrences, those in other texts being as many as its general rarity says.
 */
static int16_t *weigh_words(struct search *search, const uint32_t *counts, struct tvx_error *error)
{
    const struct terms *terms = &search->source->terms;
    int16_t *bits = tvx_arena_array(search->scratch, terms->count + 1, sizeof *bits);
    double all = (double)(search->source->words.count + search->words.count) + GENERAL_WORDS;

    if (bits == NULL) {
        tvx_error_nomem(error);
        return NULL;
    }
    for (size_t i = 0; i < search->words.count; i++) {
        uint32_t id = search->words.ids[i];
        double general, here;

        if (id == NO_WORD || bits[id] != 0)
            continue;
        general = (double)terms->bits[id] / BITS_PARTS;
        here = -log2(((double)terms->counts[id] + counts[id] + GENERAL_WORDS * exp2(-general)) / all);
        if (here > general)
            here = general;
        bits[id] = (int16_t)(here < LEAST_BITS ? LEAST_BITS * BIT : here * BIT);
    }
    return bits;
}

/*
 * A shared passage must say more than chance would in texts this long, about log2 of a × b words.  Short texts are read
 * whole, so a short clause in them counts; between long ones common turns of phrase would drown the rest.
 */
static void set_least(struct search *search, const struct tvx_passage_options *options)
{
    double least = options == NULL ? 0 : options->least_score;

    if (least <= 0)
        least = LEAST_MARGIN + LEAST_FACTOR * (log2((double)search->source->words.count + 1) +
                                               log2((double)search->words.count + 1));
    if (least > LEAST_MOST && (options == NULL || options->least_score <= 0))
        least = LEAST_MOST;
    search->least_score = (int64_t)(least * BIT);
    search->least_words = options == NULL || options->least_words == 0 ? DEFAULT_WORDS : options->least_words;
}

/* What better passages there are over the words of a stretch. */
struct cover {
    bool taken;     /* over most of them */
    bool full;      /* too many over most of them */
    double density; /* sixteenths of a bit to a word, of the best over each; 0 when not taken */
};

static struct cover cover_of(struct search *search, const struct side *side, size_t from, size_t to)
{
    size_t taken = 0, deep = 0, sum = 0;

    for (size_t i = from; i < to; i++) {
        taken += side->depth[i] > 0;
        deep += side->depth[i] >= MOST_COPIES;
        sum += side->density[i];
    }
    search->field.budget -= search->field.budget > to - from ? to - from : search->field.budget;
    return (struct cover){taken * 2 > to - from, deep * 2 > to - from,
                          taken * 2 > to - from ? (double)sum / (double)taken : 0};
}

/*
 * A passage counts when it is new on one side at least: the second copy of a clause is, a clause held against its own
 * neighbours is not.  A second copy is about as good as the first (`score`, INT64_MAX while not known); what is much
 * worse only resembles it.
 */
static bool is_new(struct search *search, size_t p, size_t p_end, size_t q, size_t q_end, int64_t score)
{
    struct cover on_p = cover_of(search, &search->p_side, p, p_end);
    struct cover on_q = cover_of(search, &search->q_side, q, q_end);

    if (on_p.full || on_q.full || (on_p.taken && on_q.taken))
        return false;
    return (double)score >= second_copy * on_p.density * (double)(p_end - p) &&
           (double)score >= second_copy * on_q.density * (double)(q_end - q);
}

static void take(struct side *side, size_t from, size_t to, int64_t score)
{
    int64_t density = score / (int64_t)(to - from);

    for (size_t i = from; i < to; i++) {
        side->depth[i] = (uint8_t)(side->depth[i] + (side->depth[i] < MOST_COPIES));
        if (side->density[i] < density)
            side->density[i] = (uint16_t)density;
    }
}

static enum tvx_status add_passage(struct search *search, const struct path *path, struct tvx_error *error)
{
    const struct words *p = &search->source->words, *q = &search->words;
    const struct run *first = &path->runs[0], *last = &path->runs[path->count - 1];
    size_t p_end = last->p + last->length, q_end = last->q + last->length;
    struct tvx_passage passage = {
        .a_start = p->starts[first->p], .a_length = p->ends[p_end - 1] - p->starts[first->p],
        .b_start = q->starts[first->q], .b_length = q->ends[q_end - 1] - q->starts[first->q],
        .score = (double)path->score / BIT, .a_words = p_end - first->p, .b_words = q_end - first->q,
        .copied = tvx_arena_array(search->arena, path->count, sizeof *passage.copied)};
    struct tvx_passages *out = search->out;
    int64_t bits = 0;

    out->items = tvx_arena_grow(search->arena, out->items, out->count, &search->capacity, sizeof *out->items);
    if (out->items == NULL || passage.copied == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0, end; i < path->count; i = end) {
        const struct run *run = &path->runs[i];
        size_t words = run->length;

        for (end = i + 1; end < path->count && path->runs[end].p == run->p + words &&
                          path->runs[end].q == run->q + words; end++)
            words += path->runs[end].length;
        for (size_t j = 0; j < words; j++)
            bits += field_worth(&search->field, run->p + j, run->q + j);
        passage.words += words;
        passage.copied[passage.copied_count++] = (struct tvx_copied){
            p->starts[run->p], p->ends[run->p + words - 1] - p->starts[run->p],
            q->starts[run->q], q->ends[run->q + words - 1] - q->starts[run->q], words};
    }
    passage.bits = (double)bits / BIT;
    take(&search->p_side, first->p, p_end, path->score);
    take(&search->q_side, first->q, q_end, path->score);
    out->items[out->count++] = passage;
    return TVX_OK;
}

static enum tvx_status take_chains(struct search *search, const struct chains *chains,
                                   const struct segment *segments, struct tvx_error *error)
{
    struct path path = {0};
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < chains->count && search->field.budget > 0; i++) {
        const uint32_t *links = chains->links + chains->items[i].first;
        size_t count = chains->items[i].count, words = 0;
        const struct segment *first = &segments[links[0]], *last = &segments[links[count - 1]];
        const struct run *begin, *end;

        if (!is_new(search, first->p, last->p + last->length, first->q, last->q + last->length, INT64_MAX))
            continue;
        status = path_make(&path, search->scratch, &search->field, segments, links, count, error);
        for (size_t j = 0; j < path.count; j++)
            words += path.runs[j].length;
        if (status != TVX_OK || path.score < search->least_score || words < search->least_words)
            continue;
        begin = &path.runs[0];
        end = &path.runs[path.count - 1];
        if (is_new(search, begin->p, end->p + end->length, begin->q, end->q + end->length, path.score))
            status = add_passage(search, &path, error);
    }
    search->out->cut = search->out->cut || search->field.budget == 0;
    return status;
}

static int best_first(const void *a, const void *b)
{
    const struct tvx_passage *x = a, *y = b;

    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    if (x->a_start != y->a_start)
        return x->a_start < y->a_start ? -1 : 1;
    return x->b_start < y->b_start ? -1 : x->b_start > y->b_start;
}

static bool make_side(struct side *side, struct tvx_arena *arena, size_t words)
{
    side->depth = tvx_arena_array(arena, words + 1, sizeof *side->depth);
    side->density = tvx_arena_array(arena, words + 1, sizeof *side->density);
    return side->depth != NULL && side->density != NULL;
}

static enum tvx_status find(struct search *search, const char *text, size_t length,
                            const struct tvx_passage_options *options, struct tvx_error *error)
{
    const struct tvx_passage_source *source = search->source;
    uint32_t *counts = tvx_arena_array(search->scratch, source->terms.count + 1, sizeof *counts);
    int16_t *ceilings, *bits;
    struct segments segments;
    struct chains chains;
    enum tvx_status status;

    if (counts == NULL)
        return tvx_error_nomem(error);
    status = words_read(&search->words, counts, &source->terms, search->scratch, text, length, source->language, error);
    if (status != TVX_OK)
        return status;
    set_least(search, options);
    ceilings = tvx_arena_array(search->scratch, search->words.count + 1, sizeof *ceilings);
    bits = weigh_words(search, counts, error);
    if (bits == NULL || ceilings == NULL || !make_side(&search->p_side, search->scratch, source->words.count) ||
        !make_side(&search->q_side, search->scratch, search->words.count))
        return tvx_error_nomem(error);
    status = seeds_find(&segments, ceilings, &search->out->cut, search->scratch, &source->seeds, &source->words,
                        &search->words, error);
    search->field = (struct field){&source->words, &search->words, bits, ceilings,
                                   least_budget + budget_per_word * (source->words.count + search->words.count),
                                   search->p_side.depth, search->q_side.depth};
    if (status == TVX_OK) /* growing brings a chain about as much again */
        status = chains_find(&chains, search->scratch, &search->field, &segments, search->least_score / 3, error);
    if (status == TVX_OK)
        status = take_chains(search, &chains, segments.items, error);
    if (status == TVX_OK && search->out->count > 0)
        qsort(search->out->items, search->out->count, sizeof *search->out->items, best_first);
    return status;
}

enum tvx_status tvx_passage_find(struct tvx_passages *out, struct tvx_arena *arena,
                                 const struct tvx_passage_source *source, const char *text, size_t length,
                                 const struct tvx_passage_options *options, struct tvx_error *error)
{
    struct search search = {.scratch = tvx_arena_new((size_t)32 << 30), .arena = arena, .source = source, .out = out};
    enum tvx_status status;

    *out = (struct tvx_passages){0};
    if (search.scratch == NULL)
        return tvx_error_nomem(error);
    status = find(&search, text, length, options, error);
    tvx_arena_free(search.scratch);
    return status;
}

static void change_sides(struct tvx_passages *passages)
{
    for (size_t i = 0; i < passages->count; i++) {
        struct tvx_passage *passage = &passages->items[i], old = *passage;

        passage->a_start = old.b_start;
        passage->a_length = old.b_length;
        passage->a_words = old.b_words;
        passage->b_start = old.a_start;
        passage->b_length = old.a_length;
        passage->b_words = old.a_words;
        for (size_t j = 0; j < passage->copied_count; j++) {
            struct tvx_copied *copied = &passage->copied[j], was = *copied;

            *copied = (struct tvx_copied){was.b_start, was.b_length, was.a_start, was.a_length, was.words};
        }
    }
    if (passages->count > 0)
        qsort(passages->items, passages->count, sizeof *passages->items, best_first);
}

enum tvx_status tvx_passages(struct tvx_passages *out, struct tvx_arena *arena, const char *a, const char *b,
                             const char *language, const struct tvx_rarity *rarity,
                             const struct tvx_passage_options *options, struct tvx_error *error)
{
    size_t a_length = strlen(a), b_length = strlen(b);
    /* the same text is prepared whichever comes first, so that changing sides changes nothing else */
    bool swap = a_length > b_length || (a_length == b_length && strcmp(a, b) > 0);
    struct tvx_passage_source *source;
    enum tvx_status status;

    *out = (struct tvx_passages){0};
    status = tvx_passage_prepare(&source, swap ? b : a, swap ? b_length : a_length, language, rarity, error);
    if (status != TVX_OK)
        return status;
    status = tvx_passage_find(out, arena, source, swap ? a : b, swap ? a_length : b_length, options, error);
    tvx_passage_source_free(source);
    if (status == TVX_OK && swap)
        change_sides(out);
    return status;
}

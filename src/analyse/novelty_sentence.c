/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "novelty_sentence.h"

#include <math.h>
#include <string.h>
#include <travaux/reuse/passage.h>
#include <travaux/text/utf8.h>

enum {
    NEAREST = TVX_NOVELTY_NEAREST,
    PART_WORDS = 3,
    LEAST_SHARED = 2,
    LEAST_COPIED = 4,
    FIRMER = 2, /* levels of force */
    MOST_WORDS = 1024,
    MOST_PARTS = 16,
};

/* Set by hand on the example conference.  COVERS: from here on a sentence is law already; NEAR: a law less near than
   that share of the nearest is not told; IN_PLACE: share of the whole sentence, so that two words are not law because
   they stand somewhere; KEPT_WEIGHT: what words of the sentence in force count in the search;
   PART_NEAR: least score for a part of the sentence; ONE_WORD: share at which one word in common is enough. */
static const double COVERS = 0.7, IN_PLACE = 0.6, ASKED_BEFORE = 0.6;
static const double NEAR = 0.45, KEPT_WEIGHT = 0.3, PART_NEAR = 0.22, ONE_WORD = 0.2;

double novelty_covered(const struct tvx_novelty *novelty, const struct novelty_case *asked,
                       const struct novelty_unit *unit, size_t *shared, double *whole)
{
    double every = 0;
    double sum = 0, all = 0;

    *shared = 0;
    if (whole != NULL)
        *whole = 0;
    for (size_t i = 0; i < asked->words.count && i < MOST_WORDS; i++) {
        const struct novelty_word *word = &asked->words.items[i];
        double bits;

        if (word->little || asked->again[i])
            continue;
        bits = novelty_index_bits(novelty->law, word->concept);
        all += asked->added[i] * bits;
        every += bits;
        if (!novelty_unit_has(unit, word->concept))
            continue;
        sum += asked->added[i] * bits;
        if (whole != NULL)
            *whole += bits;
        ++*shared;
    }
    if (whole != NULL && every > 0)
        *whole /= every;
    return all <= 0 ? 0 : sum / all;
}

/* ---- candidates ---- */

struct candidate {
    size_t unit;
    double score, covered, whole;
    bool near; /* of the sentence as a whole, not only of a part */
};

struct candidates {
    struct candidate items[NOVELTY_HITS * (MOST_PARTS + 1)];
    size_t count;
};

/* Is the provision the one that the proposal is on, or part of it? */
static bool is_own(const struct novelty_case *asked, const struct tvx_novelty_law *law)
{
    size_t key = asked->key == NULL ? 0 : strlen(asked->key), path = asked->path == NULL ? 0 : strlen(asked->path);
    const char *colon = strchr(law->ref, ':');

    if (key == 0 || path == 0 || colon == NULL || strncmp(law->ref, asked->key, key) != 0 ||
        (law->ref[key] != '@' && law->ref[key] != ':'))
        return false;
    return strncmp(colon + 1, asked->path, path) == 0 && (colon[1 + path] == '\0' || colon[1 + path] == '.');
}

static void put(struct candidates *all, const struct tvx_novelty *novelty, const struct novelty_case *asked,
                struct novelty_hit hit, bool near)
{
    const struct novelty_unit *unit = novelty_index_unit(novelty->law, hit.unit);
    const struct tvx_novelty_law *law = unit->of;
    struct candidate candidate = {.unit = hit.unit, .score = hit.score, .near = near};
    size_t shared;

    candidate.covered = novelty_covered(novelty, asked, unit, &shared, &candidate.whole);
    if (shared < LEAST_SHARED && candidate.covered < ONE_WORD)
        return;
    for (size_t i = 0; i < all->count; i++) {
        const struct tvx_novelty_law *other = novelty_index_unit(novelty->law, all->items[i].unit)->of;

        if (strcmp(other->ref, law->ref) != 0)
            continue;
        if (all->items[i].covered < candidate.covered) { /* another sentence of the same provision */
            candidate.near = candidate.near || all->items[i].near;
            if (candidate.score < all->items[i].score)
                candidate.score = all->items[i].score;
            all->items[i] = candidate;
        }
        return;
    }
    if (all->count < sizeof all->items / sizeof *all->items)
        all->items[all->count++] = candidate;
}

/* Asks for words from..to of the sentence. */
static enum tvx_status ask(struct candidates *all, struct tvx_novelty *novelty, const struct novelty_case *asked,
                           const struct novelty_unit *norm, size_t from, size_t to, bool whole, struct tvx_error *error)
{
    struct novelty_hit hits[NOVELTY_HITS];
    struct novelty_asked question = {.words = asked->words.items + from, .count = to - from, .kind = ""};
    double *weights = tvx_arena_array(novelty->arena, to - from + 1, sizeof *weights), first = 0, share = 0;
    size_t count, taken = 0;
    enum tvx_status status;

    if (weights == NULL)
        return tvx_error_nomem(error);
    for (size_t i = from; i < to; i++)
        weights[i - from] = asked->new_bits <= 0 || asked->added[i] > 0 ? 1 : KEPT_WEIGHT;
    for (size_t i = from; i < to; i++)
        share += asked->words.items[i].little ? 0 : novelty_index_bits(novelty->law, asked->words.items[i].concept);
    share = whole || share >= asked->all ? 1 : sqrt(share / asked->all); /* a part speaks for a part */
    question.weights = weights;
    question.kind = norm->kind;
    question.actor = norm->actor;
    question.verb = whole ? norm->verb : 0;
    status = novelty_index_ask(novelty->law, hits, &count, &question, error);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const struct tvx_novelty_law *law = novelty_index_unit(novelty->law, hits[i].unit)->of;

        if (asked->changes != NULL && asked->new_bits > 0 && is_own(asked, law))
            continue;
        if (first == 0)
            first = hits[i].score;
        if (hits[i].score < first * (whole ? NEAR : 0.75) || (!whole && (taken >= 2 || hits[i].score < PART_NEAR)))
            break;
        hits[i].score *= share;
        put(all, novelty, asked, hits[i], whole);
        taken++;
    }
    return status;
}

static bool parts_after(const char *text, const struct novelty_word *word, const struct novelty_word *next)
{
    for (size_t i = word->start + word->length; i < next->start; i++)
        if (text[i] == ',' || text[i] == ';' || text[i] == ':')
            return true;
    return false;
}

/* Asks for each part between commas that has three words of substance; a shorter one goes with the next. */
static enum tvx_status ask_parts(struct candidates *all, struct tvx_novelty *novelty, const struct novelty_case *asked,
                                 const struct novelty_unit *norm, struct tvx_error *error)
{
    size_t from = 0, words = 0, parts = 0, count = asked->words.count < MOST_WORDS ? asked->words.count : MOST_WORDS;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < count && parts < MOST_PARTS; i++) {
        bool last = i + 1 == count;

        words += !asked->words.items[i].little && (asked->new_bits <= 0 || asked->added[i] > 0);
        if (!last && (words < PART_WORDS ||
                      !parts_after(asked->sentence->words, &asked->words.items[i], &asked->words.items[i + 1])))
            continue;
        if (words >= PART_WORDS && !(last && from == 0))
            status = ask(all, novelty, asked, norm, from, i + 1, false, error);
        parts++;
        from = i + 1;
        words = 0;
    }
    return status;
}

/* ---- the verdict ---- */

static bool binds(const struct tvx_novelty *novelty, const struct candidate *candidate)
{
    const struct tvx_novelty_law *law = novelty_index_unit(novelty->law, candidate->unit)->of;

    return law->binding && law->in_force;
}

static bool firmer(const struct tvx_novelty *novelty, const struct novelty_case *asked,
                   const struct candidate *candidate)
{
    const struct tvx_novelty_law *law = novelty_index_unit(novelty->law, candidate->unit)->of;

    return asked->sentence->level >= law->level + FIRMER;
}

/* Is the sentence said there?  One that adds nothing is said where it was taken from, be that two provisions. */
static bool covers(const struct tvx_novelty *novelty, const struct novelty_case *asked,
                   const struct candidate *candidate)
{
    if (asked->new_bits <= 0 && is_own(asked, novelty_index_unit(novelty->law, candidate->unit)->of))
        return true;
    return candidate->whole >= IN_PLACE && (candidate->covered >= COVERS || asked->new_bits <= 0);
}

/* The candidate that decides: what covers the sentence, binding before the rest; else the nearest, binding first. */
static size_t decide(enum tvx_novelty_status *status, bool *is_firmer, const struct tvx_novelty *novelty,
                     const struct novelty_case *asked, const struct candidates *all)
{
    size_t best = SIZE_MAX;

    *status = TVX_NOVELTY_NEW;
    *is_firmer = false;
    for (int binding = 1; binding >= 0; binding--) {
        for (size_t i = 0; i < all->count; i++)
            if (binds(novelty, &all->items[i]) == (binding == 1) && all->items[i].near &&
                covers(novelty, asked, &all->items[i]) &&
                (best == SIZE_MAX || all->items[i].covered > all->items[best].covered))
                best = i;
        if (best == SIZE_MAX)
            continue;
        /* that an agreed text binds less is what sets it apart: only law of its own kind is compared by force */
        *is_firmer = (binding == 1 || asked->new_bits <= 0) && firmer(novelty, asked, &all->items[best]);
        if (!*is_firmer)
            *status = binding == 1 ? TVX_NOVELTY_BINDING : TVX_NOVELTY_AGREED;
        return best;
    }
    for (int binding = 1; binding >= 0 && best == SIZE_MAX; binding--)
        for (size_t i = 0; i < all->count; i++)
            if (binds(novelty, &all->items[i]) == (binding == 1) &&
                (best == SIZE_MAX || all->items[i].score > all->items[best].score))
                best = i;
    return best;
}

static void sort_candidates(struct candidates *all, const struct tvx_novelty *novelty, size_t first)
{
    if (first != SIZE_MAX) {
        struct candidate head = all->items[first];

        memmove(&all->items[1], &all->items[0], first * sizeof head);
        all->items[0] = head;
    }
    for (size_t i = 2; i < all->count; i++) { /* a few dozen at most */
        struct candidate moving = all->items[i];
        size_t at = i;

        while (at > 1 && (binds(novelty, &moving) > binds(novelty, &all->items[at - 1]) ||
                          (binds(novelty, &moving) == binds(novelty, &all->items[at - 1]) &&
                           moving.score > all->items[at - 1].score))) {
            all->items[at] = all->items[at - 1];
            at--;
        }
        all->items[at] = moving;
    }
}

static enum tvx_status tell_law(struct tvx_novelty_law *out, struct tvx_novelty *novelty,
                                const struct novelty_case *asked, const struct candidate *candidate,
                                struct tvx_error *error)
{
    const struct tvx_passage_options options = {.least_score = 1, .least_words = LEAST_COPIED};
    struct tvx_passages passages;
    enum tvx_status status;

    *out = *(const struct tvx_novelty_law *)novelty_index_unit(novelty->law, candidate->unit)->of;
    out->score = candidate->score;
    out->covered = candidate->covered;
    status = tvx_passages(&passages, novelty->arena, asked->sentence->words, out->text, asked->language,
                          novelty->rarity, &options, error);
    for (size_t i = 0; status == TVX_OK && i < passages.count; i++)
        out->copied_words += passages.items[i].words;
    return status;
}

/* ---- words left over ---- */

static bool is_left(const struct tvx_novelty *novelty, const struct novelty_case *asked,
                    const struct candidates *all, size_t told, size_t word)
{
    if (asked->words.items[word].little || asked->added[word] <= 0)
        return false;
    for (size_t i = 0; i < told; i++) {
        const struct novelty_unit *unit = novelty_index_unit(novelty->law, all->items[i].unit);

        /* what a rewording adds is said elsewhere only where the rest of it is, too */
        if (asked->changes != NULL && all->items[i].whole < IN_PLACE)
            continue;
        if (novelty_unit_has(unit, asked->words.items[word].concept))
            return false;
    }
    return true;
}

/* Words that stand side by side are told as one. */
static enum tvx_status leave_over(struct tvx_novelty_sentence *out, const struct tvx_novelty *novelty,
                                  const struct novelty_case *asked, const struct candidates *all,
                                  struct tvx_error *error)
{
    const char *text = asked->sentence->words;
    size_t capacity = 0;

    for (size_t i = 0; i < asked->words.count; i++) {
        const struct novelty_word *word = &asked->words.items[i];
        struct tvx_novelty_words *last = out->left_count == 0 ? NULL : &out->left_over[out->left_count - 1];

        if (!is_left(novelty, asked, all, out->law_count < NEAREST ? out->law_count : NEAREST, i))
            continue;
        if (last != NULL && last->at + last->length < word->start &&
            tvx_text_blank(text + last->at + last->length, word->start - last->at - last->length)) {
            last->length = word->start + word->length - last->at;
        } else {
            if (out->left_count >= capacity) {
                out->left_over = tvx_arena_grow(novelty->arena, out->left_over, out->left_count, &capacity,
                                                sizeof *out->left_over);
                if (out->left_over == NULL)
                    return tvx_error_nomem(error);
            }
            last = &out->left_over[out->left_count++];
            *last = (struct tvx_novelty_words){.at = word->start, .length = word->length};
        }
        last->start = tvx_utf8_count(text, last->at);
        last->points = tvx_utf8_count(text + last->at, last->length);
        last->text = tvx_arena_strndup(novelty->arena, text + last->at, last->length);
        if (last->text == NULL)
            return tvx_error_nomem(error);
    }
    return TVX_OK;
}

/* ---- what earlier meetings were asked for ---- */

static bool is_earlier(const struct tvx_stored_proposal *a, const struct tvx_stored_proposal *b)
{
    return a->meeting != NULL && b->meeting != NULL && strcmp(a->meeting, b->meeting) != 0 && a->date != NULL &&
           b->date != NULL && strcmp(a->date, b->date) < 0;
}

static enum tvx_status look_back(struct tvx_novelty_sentence *out, struct tvx_novelty *novelty,
                                 const struct novelty_case *asked, struct tvx_error *error)
{
    struct novelty_hit hits[NOVELTY_HITS];
    struct novelty_asked question = {.words = asked->words.items, .count = asked->words.count, .kind = "",
                                     .weights = asked->new_bits > 0 ? asked->added : NULL};
    const struct novelty_asked_before *best = NULL;
    struct tvx_novelty_earlier *earlier;
    double most = 0;
    size_t count;
    enum tvx_status status = novelty_index_ask(novelty->past, hits, &count, &question, error);

    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const struct novelty_unit *unit = novelty_index_unit(novelty->past, hits[i].unit);
        const struct novelty_asked_before *before = unit->of;
        size_t shared;
        double covered = novelty_covered(novelty, asked, unit, &shared, NULL);

        if (covered < ASKED_BEFORE || shared < PART_WORDS || covered <= most ||
            !is_earlier(&novelty->proposals[before->proposal], asked->proposal))
            continue;
        best = before;
        most = covered;
    }
    if (status != TVX_OK || best == NULL)
        return status;
    earlier = tvx_arena_alloc(novelty->arena, sizeof *earlier);
    if (earlier == NULL)
        return tvx_error_nomem(error);
    if (novelty->fates == NULL)
        status = tvx_fates_new(&novelty->fates, novelty->arena, novelty->store, novelty->proposals,
                               novelty->proposal_count, error);
    *earlier = (struct tvx_novelty_earlier){.proposal = &novelty->proposals[best->proposal], .text = best->text,
                                            .covered = most, .evidence = best->evidence};
    if (status == TVX_OK)
        status = tvx_fates_of(&earlier->outcome, novelty->fates, best->proposal, error);
    out->earlier = earlier;
    return status;
}

/* Not adopted then: refused, taken back, or left out of what was adopted. */
static bool failed(const struct tvx_novelty_earlier *earlier)
{
    enum tvx_fate fate = earlier->outcome->fate;

    return fate == TVX_FATE_REJECTED || fate == TVX_FATE_WITHDRAWN || fate == TVX_FATE_PARTLY ||
           fate == TVX_FATE_MERGED;
}

enum tvx_status novelty_judge(struct tvx_novelty_sentence *out, struct tvx_novelty *novelty, struct novelty_case *asked,
                              struct tvx_error *error)
{
    struct candidates *all = tvx_arena_alloc(novelty->arena, sizeof *all);
    struct novelty_unit norm = {.kind = ""};
    double covered = 0;
    size_t first;
    enum tvx_status status;

    if (all == NULL)
        return tvx_error_nomem(error);
    status = novelty_norm(&norm, novelty, asked->language, asked->sentence, error);
    if (status == TVX_OK)
        status = ask(all, novelty, asked, &norm, 0, asked->words.count, true, error);
    if (status == TVX_OK)
        status = ask_parts(all, novelty, asked, &norm, error);
    if (status != TVX_OK)
        return status;
    first = decide(&out->status, &out->firmer, novelty, asked, all);
    sort_candidates(all, novelty, first);
    out->law_count = all->count < TVX_NOVELTY_LAWS ? all->count : TVX_NOVELTY_LAWS;
    out->laws = tvx_arena_array(novelty->arena, out->law_count + 1, sizeof *out->laws);
    if (out->laws == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < out->law_count; i++)
        status = tell_law(&out->laws[i], novelty, asked, &all->items[i], error);
    if (status == TVX_OK)
        status = leave_over(out, novelty, asked, all, error);
    if (status == TVX_OK)
        status = look_back(out, novelty, asked, error);
    if (status == TVX_OK && out->earlier != NULL && failed(out->earlier)) {
        covered = out->status == TVX_NOVELTY_NEW ? 0 : out->laws[0].covered;
        if (out->earlier->covered > covered + 0.1)
            out->status = TVX_NOVELTY_REJECTED_BEFORE;
    }
    return status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/reuse/retabled.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/read/language.h>
#include <travaux/reuse/cross.h>

#include "retabled_place.h"

enum { PAIRS_MOST = 2000000, SCRATCH_CEILING = 64 << 20 };

/*
 * What the place adds to the log-odds of the match of the edits, whose model was calibrated on pairs of one provision
 * mostly.  Two proposals that change the same words of one provision in the same way make the same change, however
 * common these words are: IDENTICAL is for them.  Set by hand; bench/retabled.py tells how they do.
 */
static const double PLACE_ODDS[] = {[TVX_PLACE_SAME] = 1, [TVX_PLACE_NEAR] = 0, [TVX_PLACE_OTHER] = -2.5,
                                    [TVX_PLACE_UNKNOWN] = -1};
static const double IDENTICAL = 0.97, SHARES_SOMETHING = 0.02;

struct candidate { /* a proposal made ready */
    struct tvx_weighed *edit; /* NULL: it asks for no change */
    bool judged;           /* somebody has said something of a pair that it is in */
    struct tvx_cross_edit *cross; /* the same for other languages, once it was needed */
    double began;          /* when its meeting did, as a number that orders; 0: not known */
    const char *language;
    const char *before, *after; /* without labels */
};

struct hit {
    size_t earlier;
    double match, found, score;
    enum tvx_retabled_place place;
    bool structure; /* in two languages */
    char id[TVX_MATCH_ID];
    const struct tvx_verdict *verdict;
};

struct finder {
    struct tvx_arena *arena;
    struct tvx_store *store;
    const struct tvx_retabled_options *options;
    struct tvx_retabled_list *out;
    struct tvx_stored_proposal *proposals;
    size_t count;
    struct candidate *candidates;
    struct versions versions;
    struct tvx_match_model model;
    struct tvx_rarity *rarity;
    struct tvx_stemmer *stemmer;
    struct tvx_cross_terms *terms; /* NULL until needed */
    struct tvx_verdicts *verdicts;
    struct tvx_fates *fates;
    struct hit *hits; /* of one proposal */
    size_t hit_count, hit_capacity, item_capacity, matched_capacity;
};

static const char *const places[] = {"same", "near", "other", "unknown"};
static const char *const ranks[] = {"only", "earliest", "latest", "between"};

const char *tvx_retabled_place_to_string(enum tvx_retabled_place place)
{
    return places[place];
}

const char *tvx_retabled_rank_to_string(enum tvx_retabled_rank rank)
{
    return ranks[rank];
}

static bool same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

struct tvx_match_side tvx_match_side_of(const struct tvx_stored_proposal *p, const char *language)
{
    return (struct tvx_match_side){
        .sha256 = p->sha256, .document = p->document, .proposal = p->proposal.number,
        .instrument = p->resolution.key, .version = p->resolution.version, .provision = p->resolution.path,
        .language = language, .start = p->proposal.start, .points = p->proposal.points, .quote = p->proposal.quote,
        .before = p->proposal.before, .after = p->proposal.after,
    };
}

/* ---- when ---- */

/* "2022-06-14" as 20220614; of a meeting without dates the year in its key: "PP-98", "WTDC-2022"; 0 for none. */
static double moment(const char *date, const char *key)
{
    const char *digits = key == NULL ? "" : key + strcspn(key, "0123456789");
    size_t length = strspn(digits, "0123456789");
    long year = strtol(digits, NULL, 10);

    if (date != NULL && strlen(date) >= 4) {
        double sum = 0;

        for (int i = 0, n = 0; n < 8; n++) {
            while (date[i] == '-')
                i++;
            sum = sum * 10 + (date[i] >= '0' && date[i] <= '9' ? date[i++] - '0' : 0);
        }
        return sum;
    }
    if (length == 2)
        return (double)(year < 50 ? 2000 + year : 1900 + year) * 10000;
    return length == 4 ? (double)year * 10000 : 0;
}

static enum tvx_status date_all(struct finder *f, struct tvx_error *error)
{
    struct tvx_event *events;
    size_t count;
    enum tvx_status status = tvx_store_events(f->store, f->arena, &events, &count, error);

    for (size_t i = 0; i < f->count && status == TVX_OK; i++) {
        for (size_t k = 0; k < count; k++)
            if (same(events[k].meeting, f->proposals[i].meeting))
                f->candidates[i].began = moment(events[k].date, events[k].meeting);
        f->out->undated += f->candidates[i].began == 0;
    }
    return status;
}

/* ---- edits ---- */

static bool asks_for_change(const struct tvx_proposal *p)
{
    return p->action == TVX_ACTION_ADD || p->action == TVX_ACTION_MOD || p->action == TVX_ACTION_MOD_EDITORIAL ||
           p->action == TVX_ACTION_SUP;
}

/* A suppression need not print what it strikes out: that is the stored text then. */
static enum tvx_status text_of(struct finder *f, size_t i, struct tvx_error *error)
{
    const struct tvx_stored_proposal *p = &f->proposals[i];
    struct candidate *c = &f->candidates[i];
    const char *path = p->resolution.path;
    size_t which, at;
    enum tvx_status status;

    c->before = path == NULL ? p->proposal.before : tvx_text_without_label(p->proposal.before, path);
    c->after = path == NULL ? p->proposal.after : tvx_text_without_label(p->proposal.after, path);
    if (p->proposal.action != TVX_ACTION_SUP)
        return TVX_OK;
    c->after = "";
    which = versions_find(&f->versions, p->resolution.key, p->resolution.version);
    if (*c->before != '\0' || path == NULL || which == SIZE_MAX)
        return TVX_OK;
    status = versions_read(&f->versions, which, error);
    if (status != TVX_OK)
        return status;
    at = tvx_instrument_find(&f->versions.items[which].instrument, path);
    if (at != SIZE_MAX) {
        const struct tvx_instrument *text = &f->versions.items[which].instrument;

        c->before = versions_text(text, at, versions_extent(text, at), f->arena);
    }
    return c->before == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* As the words show, else as the document says. */
static enum tvx_status tell_languages(struct finder *f, struct tvx_error *error)
{
    const struct tvx_filter all = {.meeting = NULL};
    struct tvx_stored_document *documents;
    size_t count;
    enum tvx_status status = tvx_store_documents(f->store, f->arena, &documents, &count, &all, error);

    for (size_t i = 0; i < f->count && status == TVX_OK; i++) {
        struct candidate *c = &f->candidates[i];
        struct tvx_arena *scratch = tvx_arena_new(SCRATCH_CEILING);
        const char *guess = scratch == NULL ? NULL
                                            : tvx_language_of(scratch, (const char *const[]){c->before, c->after}, 2);

        c->language = guess == NULL || *guess == '\0' ? "" : tvx_arena_strdup(f->arena, guess);
        for (size_t d = 0; d < count && c->language != NULL && *c->language == '\0'; d++)
            if (documents[d].id == f->proposals[i].document_id && documents[d].language != NULL) {
                c->language = documents[d].language;
                break;
            }
        tvx_arena_free(scratch);
        if (guess == NULL || c->language == NULL)
            status = tvx_error_nomem(error);
    }
    return status;
}

static enum tvx_status prepare(struct finder *f, struct tvx_error *error)
{
    enum tvx_status status = f->rarity == NULL || f->stemmer == NULL ? tvx_error_nomem(error) : TVX_OK;

    for (size_t i = 0; i < f->count && status == TVX_OK; i++)
        status = text_of(f, i, error);
    if (status == TVX_OK)
        status = tell_languages(f, error);
    for (size_t i = 0; i < f->count && status == TVX_OK; i++) {
        const struct candidate *c = &f->candidates[i];
        const char *text = *c->after != '\0' ? c->after : c->before;

        if (asks_for_change(&f->proposals[i].proposal))
            status = tvx_rarity_learn(f->rarity, f->stemmer, c->language, text, strlen(text), error);
    }
    for (size_t i = 0; i < f->count && status == TVX_OK; i++) {
        struct candidate *c = &f->candidates[i];

        if (asks_for_change(&f->proposals[i].proposal) && (*c->before != '\0' || *c->after != '\0'))
            status = tvx_edit_prepare(&c->edit, f->arena, f->rarity, f->stemmer, c->language, c->before, c->after,
                                      error);
    }
    return status;
}

/* ---- verdicts ---- */

static bool is_side(const struct tvx_stored_proposal *p, const struct tvx_match_side *side)
{
    return same(p->proposal.number, side->proposal) &&
           (same(p->sha256, side->sha256) || same(p->document, side->document));
}

/* Marks the proposals of confirmed pairs, which are shown however little the engine sees in them. */
static enum tvx_status mark_judged(struct finder *f, struct tvx_error *error)
{
    struct tvx_verdict *all;
    size_t count;
    enum tvx_status status = tvx_store_verdicts(f->store, f->arena, &all, &count, true, error);

    for (size_t v = 0; status == TVX_OK && v < count; v++) {
        const struct tvx_match_side *sides = all[v].match.sides;

        if (all[v].match.kind != TVX_MATCH_RETABLED || all[v].value != TVX_VERDICT_CONFIRMED)
            continue;
        for (size_t i = 0; i < f->count; i++)
            f->candidates[i].judged |= is_side(&f->proposals[i], &sides[0]) || is_side(&f->proposals[i], &sides[1]);
    }
    return status == TVX_OK ? tvx_verdicts_load(&f->verdicts, f->store, f->arena, error) : status;
}

/* ---- pairs ---- */

static bool may_be_earlier(const struct finder *f, size_t later, size_t earlier)
{
    const struct candidate *x = &f->candidates[later], *y = &f->candidates[earlier];

    return y->edit != NULL && y->began > 0 && y->began < x->began &&
           !same(f->proposals[later].meeting, f->proposals[earlier].meeting);
}

/* Both take out the same words and put in the same, in whatever surroundings. */
static bool identical(const struct tvx_weighed *a, const struct tvx_weighed *b)
{
    double features[TVX_MATCH_FEATURES];

    tvx_match_features(features, a, b);
    return features[TVX_MATCH_WHOLE] > 0.99;
}

/*
 * The earlier proposal on today's text: what it asked for that has not come about since.  Of one that was adopted in
 * part the rest may come back alone; the whole of it would then be another change.  A proposal that would restore the
 * old text shares with it what neither asked for, and so only pairs that share words of their own come here.
 */
static enum tvx_status match_rest(struct finder *f, size_t later, size_t earlier, double *match,
                                  struct tvx_error *error)
{
    const struct candidate *x = &f->candidates[later], *y = &f->candidates[earlier];
    struct tvx_arena *scratch;
    struct tvx_weighed *rest;
    enum tvx_status status;
    double again;

    if (*x->before == '\0' || *y->after == '\0' || strcmp(x->before, y->before) == 0)
        return TVX_OK;
    scratch = tvx_arena_new(SCRATCH_CEILING);
    if (scratch == NULL)
        return tvx_error_nomem(error);
    status = tvx_edit_prepare(&rest, scratch, f->rarity, f->stemmer, y->language, x->before, y->after, error);
    again = status == TVX_OK ? tvx_match_score(&f->model, x->edit, rest) : 0;
    *match = again > *match ? again : *match;
    tvx_arena_free(scratch);
    return status;
}

static enum tvx_status prepare_across(struct finder *f, size_t i, struct tvx_error *error)
{
    struct candidate *c = &f->candidates[i];
    const struct tvx_cross_change change = {.language = c->language, .before = c->before, .after = c->after};
    enum tvx_status status = f->terms != NULL ? TVX_OK : tvx_cross_terms_new(&f->terms, f->arena, NULL, 0, error);

    if (status == TVX_OK && c->cross == NULL)
        status = tvx_cross_edit_prepare(&c->cross, f->arena, f->terms, f->stemmer, &change, error);
    return status;
}

/*
 * In two languages the edits share no words, so they are compared by structure, and only on one provision: what that
 * speaks for the pair and how few of the pairs there make one change are taken to outweigh each other.
 */
static enum tvx_status weigh_across(struct finder *f, size_t later, size_t earlier, struct hit *hit,
                                    struct tvx_error *error)
{
    struct tvx_arena *scratch;
    struct tvx_cross_same found;
    enum tvx_status status = retabled_place(&hit->place, &f->versions, &f->proposals[later], &f->proposals[earlier],
                                            error);

    if (status != TVX_OK || hit->place != TVX_PLACE_SAME)
        return status;
    scratch = tvx_arena_new(SCRATCH_CEILING);
    status = scratch == NULL ? tvx_error_nomem(error) : prepare_across(f, later, error);
    if (status == TVX_OK)
        status = prepare_across(f, earlier, error);
    if (status == TVX_OK)
        status = tvx_cross_same(&found, scratch, f->candidates[later].cross, f->candidates[earlier].cross, error);
    if (status == TVX_OK) {
        hit->structure = true;
        hit->match = hit->found = found.score;
    }
    tvx_arena_free(scratch);
    return status;
}

static enum tvx_status weigh(struct finder *f, size_t later, size_t earlier, struct hit *hit, struct tvx_error *error)
{
    const struct tvx_weighed *a = f->candidates[later].edit, *b = f->candidates[earlier].edit;
    const char *language = f->candidates[later].language, *other = f->candidates[earlier].language;
    double match = tvx_match_score(&f->model, a, b), clamped;
    enum tvx_status status;

    *hit = (struct hit){.earlier = earlier, .match = match};
    if (*language != '\0' && *other != '\0' && strcmp(language, other) != 0)
        return weigh_across(f, later, earlier, hit, error);
    if (match < SHARES_SOMETHING)
        return TVX_OK;
    status = retabled_place(&hit->place, &f->versions, &f->proposals[later], &f->proposals[earlier], error);
    if (status == TVX_OK && hit->place == TVX_PLACE_SAME) {
        status = match_rest(f, later, earlier, &match, error);
        hit->match = match;
    }
    clamped = match > 0.999999 ? 0.999999 : match < 0.000001 ? 0.000001 : match;
    hit->found = 1 / (1 + exp(-(log(clamped / (1 - clamped)) + PLACE_ODDS[hit->place])));
    if (hit->place == TVX_PLACE_SAME && hit->found < IDENTICAL && identical(a, b))
        hit->found = IDENTICAL;
    return status;
}

static int best_first(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;

    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    if (x->found != y->found)
        return x->found < y->found ? 1 : -1;
    return (x->earlier > y->earlier) - (x->earlier < y->earlier);
}

/* With the text that a suppression strikes out, where it does not print it. */
static struct tvx_match_side side_of(const struct finder *f, size_t i)
{
    struct tvx_match_side side = tvx_match_side_of(&f->proposals[i], f->candidates[i].language);

    side.before = f->candidates[i].before;
    side.after = f->candidates[i].after;
    return side;
}

static enum tvx_status find_hits(struct finder *f, size_t later, struct tvx_error *error)
{
    struct tvx_match_side side = side_of(f, later);
    enum tvx_status status = TVX_OK;

    f->hit_count = 0;
    for (size_t i = 0; i < f->count && status == TVX_OK; i++) {
        struct tvx_match_side other;
        struct hit hit;

        if (!may_be_earlier(f, later, i))
            continue;
        status = weigh(f, later, i, &hit, error);
        if (status != TVX_OK || (hit.found <= 0 && !(f->candidates[later].judged && f->candidates[i].judged)))
            continue;
        other = side_of(f, i);
        hit.verdict = tvx_verdicts_find(f->verdicts, TVX_MATCH_RETABLED, &side, &other);
        hit.score = tvx_verdict_score(hit.verdict, hit.found);
        if (hit.found < TVX_RETABLED_LEAST && hit.verdict == NULL)
            continue;
        tvx_match_id(hit.id, TVX_MATCH_RETABLED, &side, &other);
        f->hits = tvx_arena_grow(f->arena, f->hits, f->hit_count, &f->hit_capacity, sizeof *f->hits);
        f->out->matched = tvx_arena_grow(f->arena, f->out->matched, f->out->matched_count, &f->matched_capacity,
                                         sizeof *f->out->matched);
        if (f->hits == NULL || f->out->matched == NULL)
            return tvx_error_nomem(error);
        f->hits[f->hit_count++] = hit;
        f->out->matched[f->out->matched_count++] =
            (struct tvx_matched){TVX_MATCH_RETABLED, hit.found, {side, other}};
        if (f->out->matched_count > PAIRS_MOST)
            return tvx_error_set(error, TVX_E_LIMIT, "more than %d pairs of proposals are alike; narrow the search "
                                 "with --meeting, --instrument or --sponsor", PAIRS_MOST);
    }
    if (f->hit_count > 0)
        qsort(f->hits, f->hit_count, sizeof *f->hits, best_first);
    return status;
}

/* ---- what is shown ---- */

static double threshold(const struct finder *f)
{
    return f->options->threshold > 0 ? f->options->threshold : TVX_RETABLED_THRESHOLD;
}

/* Others of this hit's meeting that are above the threshold. */
static enum tvx_status add_also(struct finder *f, struct tvx_retabled *item, size_t best, struct tvx_error *error)
{
    size_t capacity = 0;

    for (size_t i = 0; i < f->hit_count; i++) {
        const struct tvx_stored_proposal *p = &f->proposals[f->hits[i].earlier];

        if (i == best || f->hits[i].score < threshold(f) || !same(p->meeting, item->earlier->meeting))
            continue;
        item->also = tvx_arena_grow(f->arena, item->also, item->also_count, &capacity, sizeof *item->also);
        if (item->also == NULL)
            return tvx_error_nomem(error);
        item->also[item->also_count++] = p->proposal.number;
    }
    return TVX_OK;
}

static enum tvx_status show(struct finder *f, size_t later, size_t which, enum tvx_retabled_rank rank,
                            struct tvx_error *error)
{
    const struct hit *hit = &f->hits[which];
    struct tvx_retabled *item =
        tvx_arena_grow(f->arena, f->out->items, f->out->count, &f->item_capacity, sizeof *item);
    enum tvx_status status;

    if (item == NULL)
        return tvx_error_nomem(error);
    f->out->items = item;
    item += f->out->count++;
    *item = (struct tvx_retabled){
        .proposal = &f->proposals[later], .earlier = &f->proposals[hit->earlier], .proposal_index = later,
        .earlier_index = hit->earlier, .score = hit->score, .found = hit->found, .match = hit->match,
        .place = hit->place, .structure = hit->structure, .rank = rank, .verdict = hit->verdict,
        .before = f->candidates[later].before, .after = f->candidates[later].after,
        .earlier_before = f->candidates[hit->earlier].before, .earlier_after = f->candidates[hit->earlier].after,
    };
    memcpy(item->id, hit->id, sizeof item->id);
    status = tvx_fates_of(&item->outcome, f->fates, hit->earlier, error);
    if (status == TVX_OK)
        status = tvx_match_shared(&item->shared, &item->shared_count, f->arena, f->candidates[later].edit,
                                  f->candidates[hit->earlier].edit, error);
    return status == TVX_OK ? add_also(f, item, which, error) : status;
}

static int by_date(const void *a, const void *b, void *context)
{
    const struct finder *f = context;
    const struct hit *x = &f->hits[*(const size_t *)a], *y = &f->hits[*(const size_t *)b];
    double when_x = f->candidates[x->earlier].began, when_y = f->candidates[y->earlier].began;

    if (when_x != when_y)
        return when_x < when_y ? -1 : 1;
    return (*(const size_t *)a > *(const size_t *)b) - (*(const size_t *)a < *(const size_t *)b);
}

/* The best of each meeting, or with `all` every one, in order of the meetings. */
static enum tvx_status choose(struct finder *f, size_t later, struct tvx_error *error)
{
    size_t *chosen = tvx_arena_array(f->arena, f->hit_count + 1, sizeof *chosen), count = 0, above = 0;
    size_t first = SIZE_MAX, last = SIZE_MAX;
    enum tvx_status status = TVX_OK;

    if (chosen == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < f->hit_count; i++) {
        bool again = false;

        for (size_t k = 0; k < count && !again; k++)
            again = same(f->proposals[f->hits[chosen[k]].earlier].meeting, f->proposals[f->hits[i].earlier].meeting);
        if (f->options->all || (f->hits[i].score >= threshold(f) && !again))
            chosen[count++] = i;
    }
    if (count > 0)
        qsort_r(chosen, count, sizeof *chosen, by_date, f);
    for (size_t k = 0; k < count; k++)
        if (f->hits[chosen[k]].score >= threshold(f) &&
            (above == 0 || !same(f->proposals[f->hits[chosen[k]].earlier].meeting,
                                 f->proposals[f->hits[chosen[last]].earlier].meeting))) {
            first = above++ == 0 ? k : first;
            last = k;
        }
    for (size_t k = 0; k < count && status == TVX_OK; k++) {
        enum tvx_retabled_rank rank = k == first && above == 1 ? TVX_RETABLED_ONLY
                                      : k == first             ? TVX_RETABLED_EARLIEST
                                      : k == last              ? TVX_RETABLED_LATEST
                                                               : TVX_RETABLED_BETWEEN;

        if (f->options->all || rank != TVX_RETABLED_BETWEEN)
            status = show(f, later, chosen[k], rank, error);
    }
    return status;
}

static bool wanted(const struct finder *f, const struct tvx_stored_proposal *p)
{
    const struct tvx_retabled_options *o = f->options;
    bool sponsor = o->sponsor == NULL;

    for (size_t i = 0; i < p->proposal.sponsor_count && !sponsor; i++)
        sponsor = strcmp(p->proposal.sponsors[i], o->sponsor) == 0;
    return sponsor && (o->meeting == NULL || same(p->meeting, o->meeting)) &&
           (o->instrument == NULL || same(p->resolution.key, o->instrument));
}

enum tvx_status tvx_retabled_find(struct tvx_retabled_list *out, struct tvx_arena *arena, struct tvx_store *store,
                                  const struct tvx_retabled_options *options, struct tvx_error *error)
{
    static const struct tvx_retabled_options defaults;
    const struct tvx_filter all = {.meeting = NULL};
    struct finder f = {.arena = arena, .store = store, .options = options == NULL ? &defaults : options, .out = out};
    enum tvx_status status = tvx_store_proposals(store, arena, &f.proposals, &f.count, &all, error);

    memset(out, 0, sizeof *out);
    if (status != TVX_OK)
        return status;
    out->proposals = f.proposals;
    out->proposal_count = f.count;
    f.candidates = tvx_arena_array(arena, f.count + 1, sizeof *f.candidates);
    if (f.candidates == NULL)
        return tvx_error_nomem(error);
    f.rarity = tvx_rarity_new(0);
    f.stemmer = tvx_stemmer_new();
    status = tvx_match_model_load(&f.model, error);
    if (status == TVX_OK)
        status = date_all(&f, error);
    if (status == TVX_OK)
        status = versions_load(&f.versions, store, arena, error);
    if (status == TVX_OK)
        status = prepare(&f, error);
    if (status == TVX_OK)
        status = mark_judged(&f, error);
    if (status == TVX_OK)
        status = tvx_fates_new(&f.fates, arena, store, f.proposals, f.count, error);
    for (size_t i = 0; i < f.count && status == TVX_OK; i++) {
        if (f.candidates[i].edit == NULL || f.candidates[i].began == 0 || !wanted(&f, &f.proposals[i]))
            continue;
        status = find_hits(&f, i, error);
        if (status == TVX_OK)
            status = choose(&f, i, error);
    }
    tvx_rarity_free(f.rarity);
    tvx_stemmer_free(f.stemmer);
    return status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/reuse/fate.h>

#include <string.h>
#include <travaux/text/utf8.h>

#include "fate_record.h"
#include "fate_words.h"
#include "versions.h"

/* Editorial work on an adopted text changes a word in ten at most; words below the other bounds agree by chance. */
static const double ADOPTED_SHARE = 0.9, PARTLY_SHARE = 0.15, SUPPRESSED_SHARE = 0.5, FOUND_SHARE = 0.4;

enum { SCRATCH_CEILING = 1 << 30, OWN_WORDS = 2 };

struct final_acts {
    const struct tvx_stored_document *document;
    struct tvx_last_papers papers;
};

struct place { /* where a proposal's words would stand now */
    const char *text; /* NULL: nothing was adopted that could tell; "" where the provision is gone */
    size_t version, first, count; /* provisions; version SIZE_MAX for Final Acts' text, first SIZE_MAX when gone */
    const struct tvx_adopted *adopted; /* what Final Acts print for the place; NULL when nothing */
    const struct final_acts *acts;
};

struct entry {
    struct tvx_outcome outcome;
    struct fate_words words;
    struct place place;
    bool made, finished;
};

struct bags {
    struct tvx_vocab *vocab; /* NULL: not made yet */
    struct fate_bag *items;  /* by provision */
};

struct tvx_fates {
    struct tvx_arena *arena;
    struct bags *bags; /* by version */
    struct tvx_store *store;
    const struct tvx_stored_proposal *proposals;
    size_t count;
    struct versions versions;
    struct record_claims claims;
    struct final_acts *acts;
    size_t acts_count;
    struct entry *entries;
};

static const char *const names[] = {"open", "adopted", "partly", "merged", "rejected", "withdrawn"};

const char *tvx_fate_to_string(enum tvx_fate fate)
{
    return names[fate];
}

bool tvx_fate_parse(enum tvx_fate *out, const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (enum tvx_fate)i;
            return true;
        }
    return false;
}

static bool same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static enum tvx_status load_acts(struct tvx_fates *f, struct tvx_error *error)
{
    const struct tvx_filter all = {.meeting = NULL};
    struct tvx_stored_document *documents;
    size_t count;
    enum tvx_status status = tvx_store_documents(f->store, f->arena, &documents, &count, &all, error);

    if (status != TVX_OK)
        return status;
    f->acts = tvx_arena_array(f->arena, count + 1, sizeof *f->acts);
    if (f->acts == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        struct final_acts *acts = &f->acts[f->acts_count];

        if (!same(documents[i].kind, "final-acts"))
            continue;
        acts->document = &documents[i];
        status = tvx_store_last_papers(f->store, f->arena, &acts->papers, documents[i].id, error);
        f->acts_count += acts->papers.adopted_count > 0;
    }
    return status;
}

enum tvx_status tvx_fates_new(struct tvx_fates **out, struct tvx_arena *arena, struct tvx_store *store,
                              const struct tvx_stored_proposal *proposals, size_t count, struct tvx_error *error)
{
    struct tvx_fates *f = tvx_arena_alloc(arena, sizeof *f);
    enum tvx_status status;

    *out = f;
    if (f == NULL)
        return tvx_error_nomem(error);
    *f = (struct tvx_fates){.arena = arena, .store = store, .proposals = proposals, .count = count};
    f->entries = tvx_arena_array(arena, count + 1, sizeof *f->entries);
    if (f->entries == NULL)
        return tvx_error_nomem(error);
    status = versions_load(&f->versions, store, arena, error);
    f->bags = status != TVX_OK ? NULL : tvx_arena_array(arena, f->versions.count + 1, sizeof *f->bags);
    if (status == TVX_OK && f->bags == NULL)
        status = tvx_error_nomem(error);
    if (status == TVX_OK)
        status = record_claims_load(&f->claims, arena, store, proposals, count, error);
    return status == TVX_OK ? load_acts(f, error) : status;
}

/* ---- where it would stand ---- */

static bool has_proposals(const struct tvx_fates *f, const char *meeting)
{
    for (size_t i = 0; i < f->count; i++)
        if (same(f->proposals[i].meeting, meeting))
            return true;
    return false;
}

/* The version adopted at the proposal's meeting, else the next one that belongs to no other meeting with proposals of
   its own; SIZE_MAX when there is none. */
static size_t version_after(const struct tvx_fates *f, const struct tvx_stored_proposal *p)
{
    size_t base = versions_find(&f->versions, p->resolution.key, p->resolution.version), next = SIZE_MAX;
    const char *since = p->date != NULL ? p->date : base == SIZE_MAX ? NULL : f->versions.items[base].head.date;

    for (size_t i = 0; i < f->versions.count; i++) {
        const struct tvx_stored_instrument *head = &f->versions.items[i].head;

        if (!same(head->key, p->resolution.key))
            continue;
        if (same(head->meeting, p->meeting))
            return i;
        if (i == base || since == NULL || head->date == NULL || strcmp(head->date, since) <= 0 ||
            (head->meeting != NULL && has_proposals(f, head->meeting)))
            continue;
        if (next == SIZE_MAX || strcmp(head->date, f->versions.items[next].head.date) < 0)
            next = i;
    }
    return next;
}

/* The version that the other was made from, as far as the proposal tells; SIZE_MAX when unknown. */
static size_t version_before(const struct tvx_fates *f, const struct tvx_stored_proposal *p, size_t after)
{
    size_t base = versions_find(&f->versions, p->resolution.key, p->resolution.version), last = SIZE_MAX;
    const char *until = f->versions.items[after].head.date;

    if (base != after)
        return base;
    for (size_t i = 0; i < f->versions.count; i++) {
        const struct tvx_stored_instrument *head = &f->versions.items[i].head;

        if (i != after && same(head->key, p->resolution.key) && head->date != NULL && until != NULL &&
            strcmp(head->date, until) < 0 &&
            (last == SIZE_MAX || strcmp(head->date, f->versions.items[last].head.date) > 0))
            last = i;
    }
    return last;
}

static bool adds(const struct tvx_stored_proposal *p)
{
    return p->proposal.action == TVX_ACTION_ADD || p->proposal.action == TVX_ACTION_ADD_MOVED;
}

static const char *bare(const struct tvx_stored_proposal *p, const char *text)
{
    return p->resolution.path == NULL ? text : tvx_text_without_label(text, p->resolution.path);
}

/* Each provision of a version with what is below it, as a bag of words; made once. */
static enum tvx_status read_bags(struct tvx_fates *f, size_t version, struct bags **out, struct tvx_error *error)
{
    const struct tvx_instrument *now = &f->versions.items[version].instrument;
    struct bags *bags = &f->bags[version];

    *out = bags;
    if (bags->vocab != NULL)
        return TVX_OK;
    bags->items = tvx_arena_array(f->arena, now->count + 1, sizeof *bags->items);
    bags->vocab = tvx_vocab_new(f->arena);
    for (size_t i = 0; bags->items != NULL && bags->vocab != NULL && i < now->count; i++) {
        const char *text = versions_text(now, i, versions_extent(now, i), f->arena);

        if (text == NULL || !fate_bag_read(&bags->items[i], f->arena, bags->vocab, text))
            return tvx_error_nomem(error);
    }
    return bags->items == NULL || bags->vocab == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* Where a new text came to stand: among the provisions that are new or changed, the one that holds most of it. */
static enum tvx_status find_new(struct tvx_fates *f, const struct tvx_stored_proposal *p, struct place *out,
                                const struct place_map *map, struct tvx_error *error)
{
    const struct tvx_instrument *now = &f->versions.items[out->version].instrument;
    struct tvx_arena *scratch = tvx_arena_new(SCRATCH_CEILING);
    double best = FOUND_SHARE;
    struct fate_bag words;
    struct bags *bags;
    enum tvx_status status = read_bags(f, out->version, &bags, error);

    if (status == TVX_OK &&
        (scratch == NULL || !fate_bag_read(&words, scratch, bags->vocab, bare(p, p->proposal.after))))
        status = tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < now->count; i++) {
        size_t extent = versions_extent(now, i);
        double share;

        if (map != NULL && map->same[i] && extent == 1)
            continue;
        share = fate_bag_within(&words, &bags->items[i]);
        if (same(now->provisions[i].path, p->resolution.path))
            share += 0.05; /* the place that was asked for, where several would do */
        if (share < best + (extent > 1 ? 0.1 : 0)) /* a whole article holds many words by chance */
            continue;
        best = share;
        out->first = i;
        out->count = extent;
    }
    tvx_arena_free(scratch);
    return status;
}

static enum tvx_status find_in_version(struct tvx_fates *f, const struct tvx_stored_proposal *p, struct place *out,
                                       struct tvx_error *error)
{
    size_t before = version_before(f, p, out->version), from;
    const struct version *now = &f->versions.items[out->version];
    const struct place_map *map = NULL;
    enum tvx_status status = versions_read(&f->versions, out->version, error);

    if (status == TVX_OK && before != SIZE_MAX)
        status = versions_map(&f->versions, before, out->version, &map, error);
    if (status != TVX_OK)
        return status;
    out->first = SIZE_MAX;
    from = map == NULL || p->resolution.path == NULL
               ? SIZE_MAX : tvx_instrument_find(&f->versions.items[before].instrument, p->resolution.path);
    if (p->resolution.path == NULL) { /* the whole instrument */
        out->first = 0;
        out->count = now->instrument.count;
    } else if (adds(p)) {
        status = find_new(f, p, out, map, error);
    } else if (from != SIZE_MAX) {
        out->first = map->first[from];
        out->count = map->count[from];
    } else {
        out->first = tvx_instrument_find(&now->instrument, p->resolution.path);
        out->count = 1;
    }
    if (out->first != SIZE_MAX && out->count == 1)
        out->count = versions_extent(&now->instrument, out->first);
    if (status == TVX_OK)
        out->text = out->first == SIZE_MAX ? "" : versions_text(&now->instrument, out->first, out->count, f->arena);
    return status == TVX_OK && out->text == NULL ? tvx_error_nomem(error) : status;
}

/* What the Final Acts of the proposal's meeting print for its place. */
static void find_in_acts(const struct tvx_fates *f, const struct tvx_stored_proposal *p, struct place *out)
{
    const char *path = p->resolution.path == NULL ? p->proposal.place.path : p->resolution.path;

    for (size_t i = 0; i < f->acts_count; i++) {
        if (!same(f->acts[i].document->meeting, p->meeting))
            continue;
        for (size_t k = 0; k < f->acts[i].papers.adopted_count; k++) {
            const struct tvx_adopted *a = &f->acts[i].papers.adopted[k];

            if (a->place.instrument != NULL && p->resolution.key != NULL &&
                strcmp(a->place.instrument, p->resolution.key) != 0)
                continue;
            if (!same(a->place.path, path) && !same(a->place.marginal, p->proposal.place.marginal))
                continue;
            out->adopted = a;
            out->acts = &f->acts[i];
            return;
        }
    }
}

static enum tvx_status find_place(struct tvx_fates *f, const struct tvx_stored_proposal *p, struct place *out,
                                  struct tvx_error *error)
{
    *out = (struct place){.version = SIZE_MAX, .first = SIZE_MAX};
    find_in_acts(f, p, out);
    if (p->resolution.key != NULL)
        out->version = version_after(f, p);
    if (out->version != SIZE_MAX)
        return find_in_version(f, p, out, error);
    if (out->adopted != NULL)
        out->text = out->adopted->place.path == NULL
                        ? out->adopted->text : tvx_text_without_label(out->adopted->text, out->adopted->place.path);
    return TVX_OK;
}

/* ---- how much of it ---- */

/* The text that the proposal found there; what it prints, else what is stored. */
static enum tvx_status text_before(struct tvx_fates *f, const struct tvx_stored_proposal *p, size_t after,
                                   const char **out, struct tvx_error *error)
{
    size_t base = after == SIZE_MAX ? versions_find(&f->versions, p->resolution.key, p->resolution.version)
                                    : version_before(f, p, after);
    size_t at;
    enum tvx_status status;

    *out = bare(p, p->proposal.before);
    if (**out != '\0' || base == SIZE_MAX || adds(p))
        return TVX_OK;
    status = versions_read(&f->versions, base, error);
    if (status != TVX_OK)
        return status;
    if (p->resolution.path == NULL) {
        *out = versions_text(&f->versions.items[base].instrument, 0, SIZE_MAX / 2, f->arena);
    } else {
        const struct tvx_instrument *text = &f->versions.items[base].instrument;

        at = tvx_instrument_find(text, p->resolution.path);
        if (at != SIZE_MAX)
            *out = versions_text(text, at, versions_extent(text, at), f->arena);
    }
    return *out == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static bool no_change(const struct tvx_stored_proposal *p)
{
    return p->proposal.action == TVX_ACTION_NOC || p->proposal.action == TVX_ACTION_NOC_FIRM;
}

/* A copy that outlives the scratch memory; NULL when memory is short. */
static void *keep(struct tvx_fates *f, const void *items, size_t count, size_t size)
{
    void *kept = tvx_arena_array(f->arena, count + 1, size);

    if (kept != NULL)
        memcpy(kept, items, count * size);
    return kept;
}

static enum tvx_status count_words(struct tvx_fates *f, struct entry *e, const char *before, struct tvx_error *error)
{
    const char *after = bare(e->outcome.proposal, e->outcome.proposal->proposal.after);
    struct tvx_arena *scratch = tvx_arena_new(SCRATCH_CEILING);
    struct fate_words *words = &e->words;
    enum tvx_status status;

    if (scratch == NULL)
        return tvx_error_nomem(error);
    status = fate_words_count(words, scratch, before, after, e->place.text, error);
    if (status == TVX_OK) {
        words->taken = keep(f, words->taken, words->taken_count, sizeof *words->taken);
        words->words = keep(f, words->words, words->word_count, sizeof *words->words);
        words->stands = keep(f, words->stands, words->taken_count, sizeof *words->stands);
        if (words->taken == NULL || words->words == NULL || words->stands == NULL)
            status = tvx_error_nomem(error);
    }
    tvx_arena_free(scratch);
    if (status != TVX_OK || words->asked == 0)
        return status;
    e->outcome.before = before;
    e->outcome.after = after;
    e->outcome.adopted = e->place.text;
    e->outcome.words = words->words;
    e->outcome.word_count = words->word_count;
    e->outcome.stands = words->stands;
    e->outcome.stand_count = words->taken_count;
    return TVX_OK;
}

/* What the adopted text alone says. */
static enum tvx_status ask_text(struct tvx_fates *f, struct entry *e, enum tvx_fate *says, struct tvx_error *error)
{
    const struct tvx_stored_proposal *p = e->outcome.proposal;
    bool suppresses = p->proposal.action == TVX_ACTION_SUP || p->proposal.action == TVX_ACTION_SUP_MOVED;
    const char *before;
    double share;
    enum tvx_status status = find_place(f, p, &e->place, error);

    *says = TVX_FATE_OPEN;
    if (status == TVX_OK && e->place.text != NULL)
        status = text_before(f, p, e->place.version, &before, error);
    if (status != TVX_OK || e->place.text == NULL)
        return status;
    if (no_change(p)) {
        if (*before != '\0')
            *says = strcmp(before, e->place.text) == 0 ? TVX_FATE_ADOPTED : TVX_FATE_REJECTED;
        return TVX_OK;
    }
    status = count_words(f, e, before, error);
    if (status != TVX_OK || e->words.asked == 0)
        return status;
    e->outcome.of_words = e->words.asked;
    e->outcome.adopted_words = e->words.adopted;
    share = (double)e->words.adopted / (double)e->words.asked;
    *says = share >= ADOPTED_SHARE                                     ? TVX_FATE_ADOPTED
            : share >= (suppresses ? SUPPRESSED_SHARE : PARTLY_SHARE) ? TVX_FATE_PARTLY
                                                                       : TVX_FATE_REJECTED;
    return TVX_OK;
}

/* ---- evidence ---- */

static enum tvx_status add_version(struct tvx_fates *f, struct entry *e, enum tvx_fate says, struct tvx_error *error)
{
    const struct version *now = &f->versions.items[e->place.version];
    const struct tvx_provision *first = &now->instrument.provisions[e->place.first];
    const struct tvx_provision *last = first;
    const char *quote;
    size_t length, from, to;
    enum tvx_status status = versions_document(&f->versions, e->place.version, error);

    if (status != TVX_OK)
        return status;
    for (size_t i = 1; i < e->place.count; i++)
        if (first[i].points > 0 && first[i].start > last->start)
            last = &first[i];
    length = strlen(now->text);
    from = tvx_utf8_offset(now->text, length, first->start);
    to = from + tvx_utf8_offset(now->text + from, length - from, last->start + last->points - first->start);
    quote = to > from ? tvx_arena_strndup(f->arena, now->text + from, to - from) : first->text;
    if (quote == NULL)
        return tvx_error_nomem(error);
    e->outcome.provision = first->path;
    e->outcome.evidence[e->outcome.evidence_count++] = (struct tvx_fate_evidence){
        .source = "adopted-text", .says = says, .document = now->document, .sha256 = now->sha256,
        .date = now->head.date, .quote = quote, .start = first->start,
        .points = to > from ? last->start + last->points - first->start : 0};
    return TVX_OK;
}

static enum tvx_status add_evidence(struct tvx_fates *f, struct entry *e, size_t first_claim, size_t claims,
                                    enum tvx_fate says, struct tvx_error *error)
{
    struct tvx_outcome *o = &e->outcome;
    enum tvx_status status = TVX_OK;

    o->evidence = tvx_arena_array(f->arena, claims + 2, sizeof *o->evidence);
    if (o->evidence == NULL)
        return tvx_error_nomem(error);
    if (e->place.version != SIZE_MAX) {
        o->instrument = f->versions.items[e->place.version].head.key;
        o->version = f->versions.items[e->place.version].head.version;
        if (e->place.first != SIZE_MAX)
            status = add_version(f, e, says, error);
    }
    if (e->place.adopted != NULL) {
        const struct tvx_adopted *a = e->place.adopted;
        const struct tvx_stored_document *d = e->place.acts->document;

        o->evidence[o->evidence_count++] = (struct tvx_fate_evidence){
            .source = "final-acts", .says = e->place.version == SIZE_MAX ? says : TVX_FATE_OPEN, .document = d->name,
            .sha256 = d->sha256, .date = d->date, .quote = a->quote, .start = a->start, .points = a->points};
        if (e->place.version == SIZE_MAX)
            o->provision = a->place.path;
    }
    for (size_t i = 0; i < claims; i++)
        o->evidence[o->evidence_count++] = f->claims.items[first_claim + i].evidence;
    return status;
}

/* ---- the answer ---- */

/* The records of the proposal: the first of them, and how many. */
static size_t claims_of(const struct tvx_fates *f, size_t proposal, size_t *first)
{
    size_t low = 0, high = f->claims.count, count = 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (f->claims.items[middle].proposal < proposal)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (low + count < f->claims.count && f->claims.items[low + count].proposal == proposal)
        count++;
    return count;
}

static enum tvx_fate decide(enum tvx_fate text, enum tvx_fate record)
{
    if (record == TVX_FATE_WITHDRAWN)
        return record;
    if (record == TVX_FATE_OPEN)
        return text;
    if (text == TVX_FATE_OPEN || text == TVX_FATE_REJECTED) /* adopted elsewhere, or in words of its own */
        return record;
    if (record == TVX_FATE_REJECTED) /* the words of others, as far as they agree */
        return text == TVX_FATE_ADOPTED ? text : record;
    return text == TVX_FATE_PARTLY && record == TVX_FATE_MERGED ? record : text;
}

static enum tvx_status make(struct tvx_fates *f, size_t proposal, struct tvx_error *error)
{
    struct entry *e = &f->entries[proposal];
    size_t first, claims = claims_of(f, proposal, &first);
    enum tvx_fate says = TVX_FATE_OPEN;
    enum tvx_status status;

    if (e->made)
        return TVX_OK;
    e->outcome.proposal = &f->proposals[proposal];
    status = ask_text(f, e, &says, error);
    if (status == TVX_OK)
        status = add_evidence(f, e, first, claims, says, error);
    e->outcome.fate = decide(says, claims == 0 ? TVX_FATE_OPEN : f->claims.items[first].evidence.says);
    e->made = status == TVX_OK;
    return status;
}

/* Do both bring words into the adopted text that the other does not? */
static bool each_its_own(const struct fate_words *a, const struct fate_words *b)
{
    size_t of_a = 0, of_b = 0;

    if (a->taken_count != b->taken_count)
        return false;
    for (size_t i = 0; i < a->taken_count; i++) {
        of_a += a->taken[i] && !b->taken[i];
        of_b += b->taken[i] && !a->taken[i];
    }
    return of_a >= OWN_WORDS && of_b >= OWN_WORDS;
}

static enum tvx_status look_for_partners(struct tvx_fates *f, size_t proposal, struct tvx_error *error)
{
    struct entry *e = &f->entries[proposal];
    const struct tvx_stored_proposal *p = e->outcome.proposal;
    size_t capacity = 0;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < f->count && status == TVX_OK; i++) {
        const struct tvx_stored_proposal *q = &f->proposals[i];
        const struct entry *other = &f->entries[i];

        if (i == proposal || !same(q->meeting, p->meeting) || !same(q->resolution.key, p->resolution.key))
            continue;
        status = make(f, i, error);
        if (status != TVX_OK || other->words.inserted == 0 || other->place.version != e->place.version ||
            other->place.first != e->place.first || other->place.count != e->place.count ||
            !each_its_own(&e->words, &other->words))
            continue;
        e->outcome.with = tvx_arena_grow(f->arena, e->outcome.with, e->outcome.with_count, &capacity,
                                         sizeof *e->outcome.with);
        if (e->outcome.with == NULL)
            return tvx_error_nomem(error);
        e->outcome.with[e->outcome.with_count++] = q->proposal.number;
    }
    if (e->outcome.with_count > 0)
        e->outcome.fate = TVX_FATE_MERGED;
    return status;
}

enum tvx_status tvx_fates_of(const struct tvx_outcome **out, struct tvx_fates *fates, size_t proposal,
                             struct tvx_error *error)
{
    struct entry *e = &fates->entries[proposal];
    enum tvx_status status = make(fates, proposal, error);

    *out = &e->outcome;
    if (status != TVX_OK || e->finished)
        return status;
    if (e->outcome.fate == TVX_FATE_PARTLY && e->words.inserted > 0 && e->place.version != SIZE_MAX)
        status = look_for_partners(fates, proposal, error);
    e->finished = status == TVX_OK;
    return status;
}

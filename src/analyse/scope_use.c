/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where terms are used, and what is reached through definitions that use them. */
#include "scope_work.h"

#include <stdlib.h>
#include <string.h>

enum { MOSTLY = 2 }; /* a term is a proper name when it is written so twice for each time that it is not */

bool scope_same_term(const struct scope_words *a, const struct scope_words *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->items[i].id != b->items[i].id)
            return false;
    return true;
}

enum tvx_status scope_add_terms(struct scope_work *work, const struct tvx_scope_definition *definition, size_t index,
                                bool proposed, struct tvx_error *error)
{
    for (size_t i = 0; i <= definition->alias_count; i++) {
        const char *name = i == 0 ? definition->term : definition->aliases[i - 1];
        struct scope_term *terms =
            tvx_arena_grow(work->arena, work->terms, work->term_count, &work->term_capacity, sizeof *terms);

        if (terms == NULL)
            return tvx_error_nomem(error);
        work->terms = terms;
        terms[work->term_count] = (struct scope_term){.definition = index, .proposed = proposed};
        if (scope_read(&terms[work->term_count++].words, work->reader, work->arena,
                       work->out->laws[definition->law].language, name, strlen(name), error) != TVX_OK)
            return error->status;
    }
    return TVX_OK;
}

static struct tvx_scope_definition *of_term(const struct scope_work *work, const struct scope_term *term)
{
    return term->proposed ? &work->out->proposed[term->definition] : &work->out->definitions[term->definition];
}

/* Does the passage lie where the definition holds? */
static bool holds(const struct scope_work *work, const struct tvx_scope_definition *d, size_t law, size_t provision)
{
    const struct tvx_instrument *instrument = work->out->laws[law].instrument;
    size_t part;

    if (d->law != law || d->within == NULL)
        return true;
    part = tvx_instrument_find(instrument, d->within);
    return part == SIZE_MAX || scope_within(instrument, part, provision);
}

/* Is it part of a name in capitals that is longer than the term: "Radiocommunication Bureau"? */
static bool in_name(const struct scope_words *words, size_t at, size_t taken)
{
    const struct scope_word *before = at > 0 ? &words->items[at - 1] : NULL;
    const struct scope_word *behind = at + taken < words->count ? &words->items[at + taken] : NULL;

    if (!words->items[at].capital)
        return false;
    return (before != NULL && before->capital && !before->mark && !before->first) ||
           (behind != NULL && behind->capital && !behind->mark);
}

/* The longest term at words[at] that may stand there; SIZE_MAX for none. */
static size_t term_at(const struct scope_work *work, size_t law, size_t provision, const struct scope_words *words,
                      size_t at, size_t *taken)
{
    size_t below = SIZE_MAX, term;

    while ((*taken = scope_index_find(work->laws[law].index, words, at, below, &term)) > 0) {
        const struct tvx_scope_definition *d = of_term(work, &work->terms[term]);

        if ((d->capital ? words->items[at].capital : !in_name(words, at, *taken)) &&
            (provision == SIZE_MAX || holds(work, d, law, provision)))
            return term;
        below = *taken;
    }
    return SIZE_MAX;
}

static enum tvx_status reach(struct tvx_scope_reaches *list, struct scope_work *work, struct tvx_scope_reached reached,
                             struct tvx_error *error)
{
    struct tvx_scope_reached *items =
        tvx_arena_grow(work->arena, list->items, list->count, &list->capacity, sizeof *items);

    if (items == NULL)
        return tvx_error_nomem(error);
    list->items = items;
    items[list->count++] = reached;
    return TVX_OK;
}

static enum tvx_status note_use(struct scope_work *work, size_t term, size_t law, size_t provision, size_t at,
                                size_t taken, struct tvx_error *error)
{
    struct tvx_scope_definition *d = of_term(work, &work->terms[term]);
    const struct scope_words *words = &work->laws[law].provisions[provision];
    const struct tvx_instrument *instrument = work->out->laws[law].instrument;
    struct tvx_scope_reaches *list = d->law == law ? &d->affected : &d->elsewhere;
    const struct scope_word *first = &words->items[at], *last = &words->items[at + taken - 1];
    struct tvx_scope_reached reached = {.law = law, .provision = provision};

    if (d->law == law && d->provision != SIZE_MAX &&
        (d->body[0] == '\0' ? d->provision == provision : scope_within(instrument, d->provision, provision)))
        return TVX_OK; /* its own words */
    if (list->count > 0 && list->items[list->count - 1].law == law &&
        list->items[list->count - 1].provision == provision)
        return TVX_OK; /* once a provision */
    reached.path = instrument->provisions[provision].path;
    reached.via = work->terms[term].definition;
    reached.defines = work->laws[law].owner[provision];
    reached.norms = work->laws[law].norms[provision];
    reached.norm_count = work->laws[law].norm_counts[provision];
    if (scope_quote(&reached.evidence, work, law, provision, first->start, last->start + last->length - first->start,
                    error) != TVX_OK)
        return error->status;
    reached.ref = reached.evidence.ref;
    return reach(list, work, reached, error);
}

/* Is the term written with a capital nearly wherever it stands within a sentence? */
static void find_capitals(struct scope_work *work, size_t law)
{
    for (size_t t = 0; t < work->term_count; t++) {
        struct tvx_scope_definition *d = of_term(work, &work->terms[t]);
        size_t capital = 0, small = 0;

        if (d->law != law || !work->terms[t].words.items[0].capital)
            continue;
        for (size_t i = 0; i < work->out->laws[law].instrument->count; i++) {
            const struct scope_words *words = &work->laws[law].provisions[i];

            for (size_t at = 0; at + work->terms[t].words.count <= words->count; at++) {
                struct scope_words here = {words->text, words->items + at, work->terms[t].words.count};

                if (words->items[at].first || words->items[at].id != work->terms[t].words.items[0].id ||
                    !scope_same_term(&here, &work->terms[t].words))
                    continue;
                *(words->items[at].capital ? &capital : &small) += 1;
            }
        }
        d->capital = capital > 0 && capital >= MOSTLY * small;
    }
}

static enum tvx_status find_uses(struct scope_work *work, size_t law, bool proposed, struct tvx_error *error)
{
    const struct scope_finder *finder = work_finder(work, work->out->laws[law].language, NULL, error);

    if (finder == NULL)
        return error->status;
    for (size_t i = 0; i < work->out->laws[law].instrument->count; i++) {
        const struct scope_words *words = &work->laws[law].provisions[i];

        for (size_t at = 0; at < words->count;) {
            size_t taken, term = term_at(work, law, i, words, at, &taken), idiom = scope_find_idiom(finder, words, at);

            if (term == SIZE_MAX || idiom > taken) {
                at += idiom > 0 ? idiom : 1;
                continue;
            }
            if (work->terms[term].proposed == proposed &&
                note_use(work, term, law, i, at, taken, error) != TVX_OK)
                return error->status;
            at += taken;
        }
    }
    return TVX_OK;
}

static int in_order(const void *a, const void *b)
{
    const struct tvx_scope_reached *x = a, *y = b;

    if (x->law != y->law)
        return x->law < y->law ? -1 : 1;
    return x->provision < y->provision ? -1 : x->provision > y->provision;
}

struct cascade {
    size_t *queue, *steps, count;
    bool *seen_definition, *seen_provision;
};

static void visit(struct cascade *c, const struct scope_work *work, const struct tvx_scope_reaches *list, size_t steps)
{
    for (size_t i = 0; i < list->count; i++) {
        size_t owner = work->laws[list->items[i].law].owner[list->items[i].provision];

        if (owner != SIZE_MAX && !c->seen_definition[owner]) {
            c->seen_definition[owner] = true;
            c->steps[c->count] = steps;
            c->queue[c->count++] = owner;
        }
    }
}

/* Breadth first over the definitions that use a term reached: each is visited once, so circles end. */
static enum tvx_status find_through(struct scope_work *work, struct tvx_scope_definition *d, size_t own,
                                    struct tvx_error *error)
{
    const struct tvx_instrument *instrument = work->out->laws[d->law].instrument;
    size_t definitions = work->out->count;
    struct cascade c = {.queue = tvx_arena_array(work->arena, definitions + 1, sizeof *c.queue),
                        .steps = tvx_arena_array(work->arena, definitions + 1, sizeof *c.steps),
                        .seen_definition = tvx_arena_array(work->arena, definitions + 1, sizeof(bool)),
                        .seen_provision = tvx_arena_array(work->arena, instrument->count + 1, sizeof(bool))};

    if (c.queue == NULL || c.steps == NULL || c.seen_definition == NULL || c.seen_provision == NULL)
        return tvx_error_nomem(error);
    if (own != SIZE_MAX)
        c.seen_definition[own] = true;
    for (size_t i = 0; i < d->affected.count; i++)
        c.seen_provision[d->affected.items[i].provision] = true;
    for (size_t i = 0; own != SIZE_MAX && i < instrument->count; i++)
        c.seen_provision[i] |= work->laws[d->law].owner[i] == own;
    visit(&c, work, &d->affected, 1);
    for (size_t i = 0; i < c.count; i++) {
        const struct tvx_scope_definition *next = &work->out->definitions[c.queue[i]];

        if (next->law != d->law)
            continue;
        for (size_t j = 0; j < next->affected.count; j++) {
            struct tvx_scope_reached reached = next->affected.items[j];

            if (c.seen_provision[reached.provision])
                continue;
            c.seen_provision[reached.provision] = true;
            reached.via = c.queue[i];
            reached.steps = c.steps[i];
            if (reach(&d->affected_through, work, reached, error) != TVX_OK)
                return error->status;
        }
        visit(&c, work, &next->affected, c.steps[i] + 1);
    }
    if (d->affected_through.count > 1)
        qsort(d->affected_through.items, d->affected_through.count, sizeof *d->affected_through.items, in_order);
    return TVX_OK;
}

/* Which definitions' terms does each definition use? */
static enum tvx_status find_used(struct scope_work *work, struct tvx_error *error)
{
    struct tvx_scope *out = work->out;

    for (size_t i = 0; i < out->count; i++) {
        size_t *uses = tvx_arena_array(work->arena, out->count + 1, sizeof *uses);

        if (uses == NULL)
            return tvx_error_nomem(error);
        for (size_t j = 0; j < out->count; j++)
            for (size_t k = 0; j != i && k < out->definitions[j].affected.count; k++) {
                const struct tvx_scope_reached *r = &out->definitions[j].affected.items[k];

                if (work->laws[r->law].owner[r->provision] == i) {
                    uses[out->definitions[i].use_count++] = j;
                    break;
                }
            }
        out->definitions[i].uses = uses;
    }
    return TVX_OK;
}

/* Do the definitions of `from` say that they hold in `to` as well?  The heading over them, or the words that open
   them, name what `to` calls itself. */
static bool reaches_over(struct scope_work *work, size_t from, size_t to, struct tvx_error *error)
{
    const struct tvx_scope_law *a = &work->out->laws[from], *b = &work->out->laws[to];
    struct scope_words title, own, heading;
    const struct scope_finder *finder = work_finder(work, b->language, NULL, error);
    uint32_t name, self, named;

    if (finder == NULL || a->instrument->title == NULL || b->instrument->title == NULL ||
        scope_read(&title, work->reader, work->arena, b->language, b->instrument->title, strlen(b->instrument->title),
                   error) != TVX_OK ||
        scope_read(&own, work->reader, work->arena, a->language, a->instrument->title, strlen(a->instrument->title),
                   error) != TVX_OK)
        return false;
    name = scope_find_instrument(finder, &title, 0);
    self = scope_find_instrument(finder, &own, 0);
    if (name == UINT32_MAX || name == self)
        return false;
    for (size_t i = 0; i < a->instrument->count; i++) {
        const struct tvx_provision *p = &a->instrument->provisions[i];

        if (!work->laws[from].among[i] || p->kind != TVX_PROVISION_DIVISION ||
            scope_read(&heading, work->reader, work->arena, a->language, p->heading, strlen(p->heading), error) !=
                TVX_OK)
            continue;
        for (size_t nth = 0; (named = scope_find_instrument(finder, &heading, nth)) != UINT32_MAX; nth++)
            if (named == name)
                return true;
    }
    return false;
}

static enum tvx_status make_index(struct scope_work *work, size_t law, struct tvx_error *error)
{
    /* an instrument's own definitions go before those of another that reach over */
    size_t from_law = SIZE_MAX;
    bool over = false; /* terms of one law follow each other */

    for (size_t pass = 0; pass < 2; pass++)
        for (size_t t = 0; t < work->term_count; t++) {
            const struct scope_term *term = &work->terms[t];
            size_t from = of_term(work, term)->law;

            if ((from == law) != (pass == 0))
                continue;
            if (pass == 1) {
                const struct tvx_scope_definition *d = of_term(work, term);

                if (term->proposed || !work->laws[from].among[d->provision])
                    continue;
                if (from != from_law) {
                    from_law = from;
                    over = reaches_over(work, from, law, error);
                }
                if (!over)
                    continue;
            }
            if (!scope_index_add(work->laws[law].index, term->words.items, term->words.count, t))
                return tvx_error_nomem(error);
        }
    return TVX_OK;
}

enum tvx_status scope_use(struct scope_work *work, struct tvx_error *error)
{
    for (size_t law = 0; law < work->out->law_count; law++) {
        find_capitals(work, law);
        if (make_index(work, law, error) != TVX_OK)
            return error->status;
    }
    for (size_t law = 0; law < work->out->law_count; law++)
        if (find_uses(work, law, false, error) != TVX_OK)
            return error->status;
    for (size_t i = 0; i < work->out->count; i++)
        if (find_through(work, &work->out->definitions[i], i, error) != TVX_OK)
            return error->status;
    return find_used(work, error);
}

/* Counts the terms of a law in a text: counts[t] goes up by `step`. */
static enum tvx_status count_terms(int *counts, struct scope_work *work, size_t law, const char *language,
                                   const char *text, int step, struct tvx_error *error)
{
    struct scope_words words;

    if (scope_read(&words, work->reader, work->arena, language, text, strlen(text), error) != TVX_OK)
        return error->status;
    for (size_t at = 0; at < words.count;) {
        size_t taken, term = term_at(work, law, SIZE_MAX, &words, at, &taken);

        at += term == SIZE_MAX ? 1 : taken;
        if (term != SIZE_MAX)
            counts[term] += step;
    }
    return TVX_OK;
}

static enum tvx_status mention(struct scope_work *work, struct tvx_scope_definition *d, size_t *capacity,
                               const char *number, struct tvx_error *error)
{
    const char **items;

    if (d->in_proposal_count > 0 && d->in_proposals[d->in_proposal_count - 1] == number)
        return TVX_OK;
    for (size_t i = 0; d->provision == SIZE_MAX && i < d->change_count; i++)
        if (d->changes[i].proposal == number)
            return TVX_OK; /* its own definition */
    items = tvx_arena_grow(work->arena, (void *)d->in_proposals, d->in_proposal_count, capacity, sizeof *items);
    if (items == NULL)
        return tvx_error_nomem(error);
    d->in_proposals = items;
    items[d->in_proposal_count++] = number;
    return TVX_OK;
}

static enum tvx_status find_mentions(struct scope_work *work, const struct tvx_scope_proposal *proposals, size_t count,
                                     struct tvx_error *error)
{
    int *counts = tvx_arena_array(work->arena, work->term_count + 1, sizeof *counts);
    size_t *capacities = tvx_arena_array(work->arena, work->term_count + 1, sizeof *capacities);

    if (counts == NULL || capacities == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count && work->term_count > 0; i++) {
        const struct tvx_stored_proposal *p = proposals[i].stored;
        size_t law = 0;

        while (law < work->out->law_count &&
               (p->resolution.key == NULL || strcmp(work->out->laws[law].key, p->resolution.key) != 0))
            law++;
        if (law == work->out->law_count)
            continue;
        memset(counts, 0, work->term_count * sizeof *counts);
        if (count_terms(counts, work, law, work->out->laws[law].language, p->proposal.after, 1, error) != TVX_OK)
            return error->status;
        /* of one alone is asked what it hangs on, of many which bring a term in */
        if (count > 1 &&
            count_terms(counts, work, law, work->out->laws[law].language, p->proposal.before, -1, error) != TVX_OK)
            return error->status;
        for (size_t t = 0; t < work->term_count; t++)
            if (counts[t] > 0 &&
                mention(work, of_term(work, &work->terms[t]), &capacities[t], p->proposal.number, error) != TVX_OK)
                return error->status;
    }
    return TVX_OK;
}

enum tvx_status scope_use_proposed(struct scope_work *work, const struct tvx_scope_proposal *proposals, size_t count,
                                   struct tvx_error *error)
{
    struct tvx_scope *out = work->out;

    for (size_t i = 0; i < out->proposed_count; i++) {
        size_t before = work->term_count;

        if (scope_add_terms(work, &out->proposed[i], i, true, error) != TVX_OK)
            return error->status;
        for (size_t t = before; t < work->term_count; t++)
            if (!scope_index_add(work->laws[out->proposed[i].law].index, work->terms[t].words.items,
                                 work->terms[t].words.count, t))
                return tvx_error_nomem(error);
    }
    for (size_t law = 0; law < out->law_count && out->proposed_count > 0; law++)
        if (find_uses(work, law, true, error) != TVX_OK)
            return error->status;
    for (size_t i = 0; i < out->proposed_count; i++) {
        struct tvx_scope_definition *d = &out->proposed[i];
        struct tvx_scope_change *change = &d->changes[0];
        struct tvx_claim *claim;
        char *statement;

        if (find_through(work, d, SIZE_MAX, error) != TVX_OK)
            return error->status;
        statement = tvx_arena_printf(
            work->arena, "A new definition; provisions in force that use the word already: %zu.", d->affected.count);
        claim = statement == NULL ? NULL
                                  : tvx_claims_add(&change->judged.reasons, work->arena, statement, "unclear", d->how);
        if (claim == NULL)
            return tvx_error_nomem(error);
        if (tvx_claim_rests_on(claim, work->arena, &d->evidence, error) != TVX_OK)
            return error->status;
        for (size_t j = 0; j < d->affected.count; j++)
            if (tvx_claim_rests_on(claim, work->arena, &d->affected.items[j].evidence, error) != TVX_OK)
                return error->status;
    }
    return find_mentions(work, proposals, count, error);
}

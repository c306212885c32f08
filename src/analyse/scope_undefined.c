/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Terms that are used like defined ones and are defined nowhere: runs of words with capitals within sentences, and
 * quotations that nothing explains.  Names of organs, instruments and places (data/name-words.tsv) are none, nor is
 * what only one or two provisions write so: a list that is half false would not be read.
 */
#include "scope_work.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_PROVISIONS = 3, RUN_WORDS = 6, QUOTED_WORDS = 5, MOST_CANDIDATES = 20000 };

static const char TABLE[] = "data/name-words.tsv";

struct candidate {
    struct scope_words words;
    struct tvx_scope_undefined found;
    size_t law;
    bool quoted;
};

struct hunt {
    struct scope_work *work;
    struct scope_index *index; /* candidates by their words */
    struct candidate *items;
    size_t count, capacity;
    struct { /* of the law's language */
        struct scope_index *names, *within, *called;
        struct scope_rows rows;
    } table;
};

static enum tvx_status load_table(struct hunt *h, const char *language, struct tvx_error *error)
{
    struct scope_work *work = h->work;
    char name[3] = "en";

    if (language != NULL && strlen(language) >= 2)
        memcpy(name, language, 2);
    h->table.names = scope_index_new(work->arena);
    h->table.within = scope_index_new(work->arena);
    h->table.called = scope_index_new(work->arena);
    if (h->table.names == NULL || h->table.within == NULL || h->table.called == NULL)
        return tvx_error_nomem(error);
    if (scope_index_table(h->table.names, &h->table.rows, work->reader, work->arena, TABLE, "name", name, error) !=
            TVX_OK ||
        scope_index_table(h->table.within, &h->table.rows, work->reader, work->arena, TABLE, "within", name, error) !=
            TVX_OK)
        return error->status;
    return scope_index_table(h->table.called, &h->table.rows, work->reader, work->arena, TABLE, "called", name, error);
}

/* Is it defined anywhere, or does a defined term or the word of a name stand in it? */
static bool is_known(const struct hunt *h, const struct scope_words *words, size_t from, size_t to)
{
    for (size_t at = from; at < to; at++) {
        size_t value;

        if (scope_index_find(h->table.names, words, at, SIZE_MAX, &value) > 0)
            return true;
        for (size_t law = 0; law < h->work->out->law_count; law++)
            if (scope_index_find(h->work->laws[law].index, words, at, SIZE_MAX, &value) > 0)
                return true;
    }
    return false;
}

static enum tvx_status note(struct hunt *h, size_t law, size_t provision, size_t from, size_t to, bool quoted,
                            struct tvx_error *error)
{
    struct scope_work *work = h->work;
    const struct scope_words *words = &work->laws[law].provisions[provision];
    struct scope_words term = {words->text, words->items + from, to - from};
    const struct scope_word *first = &words->items[from], *last = &words->items[to - 1];
    size_t index, taken = scope_index_find(h->index, words, from, to - from + 1, &index);
    struct tvx_scope_reaches *uses;
    struct tvx_scope_reached reached = {.law = law, .provision = provision, .via = SIZE_MAX, .defines = SIZE_MAX};
    struct tvx_scope_reached *items;

    if (taken != to - from) {
        struct candidate *candidates =
            tvx_arena_grow(work->arena, h->items, h->count, &h->capacity, sizeof *candidates);

        if (h->count >= MOST_CANDIDATES)
            return TVX_OK;
        if (candidates == NULL || !scope_index_add(h->index, term.items, term.count, h->count))
            return tvx_error_nomem(error);
        h->items = candidates;
        index = h->count++;
        h->items[index] = (struct candidate){.words = term, .law = law, .quoted = quoted};
        h->items[index].found.term =
            tvx_arena_strndup(work->arena, words->text + first->start, last->start + last->length - first->start);
        h->items[index].found.why = quoted ? "in quotation marks" : "written with capitals";
        if (h->items[index].found.term == NULL)
            return tvx_error_nomem(error);
    }
    uses = &h->items[index].found.uses;
    if (uses->count > 0 && uses->items[uses->count - 1].law == law &&
        uses->items[uses->count - 1].provision == provision)
        return TVX_OK;
    reached.path = work->out->laws[law].instrument->provisions[provision].path;
    if (scope_quote(&reached.evidence, work, law, provision, first->start, last->start + last->length - first->start,
                    error) != TVX_OK)
        return error->status;
    reached.ref = reached.evidence.ref;
    items = tvx_arena_grow(work->arena, uses->items, uses->count, &uses->capacity, sizeof *items);
    if (items == NULL)
        return tvx_error_nomem(error);
    uses->items = items;
    items[uses->count++] = reached;
    return TVX_OK;
}

/* The end of the run of capitals that begins at `at`. */
static size_t run_end(const struct hunt *h, const struct scope_words *words, size_t at)
{
    size_t end = at, value;

    while (end < words->count && words->items[end].capital && !words->items[end].mark) {
        size_t small = scope_index_find(h->table.within, words, end + 1, SIZE_MAX, &value);

        end++;
        if (small > 0 && end + small < words->count && words->items[end + small].capital)
            end += small;
    }
    return end;
}

static bool is_quote(const struct scope_words *words, size_t at)
{
    static const char *const quotes[] = {"\"", "“", "”", "«", "»", "„", NULL};

    if (at >= words->count || !words->items[at].mark)
        return false;
    for (const char *const *q = quotes; *q != NULL; q++)
        if (strlen(*q) == words->items[at].length && memcmp(words->text + words->items[at].start, *q, strlen(*q)) == 0)
            return true;
    return false;
}

static enum tvx_status hunt_in(struct hunt *h, size_t law, size_t provision, struct tvx_error *error)
{
    const struct scope_words *words = &h->work->laws[law].provisions[provision];

    for (size_t at = 0; at < words->count; at++) {
        size_t end = run_end(h, words, at), from = at, value;

        if (is_quote(words, at)) {
            end = at + 1;
            while (end < words->count && end - at <= QUOTED_WORDS && !words->items[end].mark)
                end++;
            if (end > at + 1 && is_quote(words, end)) {
                if ((at == 0 || scope_index_find(h->table.called, words, at - 1, SIZE_MAX, &value) == 0) &&
                    !is_known(h, words, at + 1, end) && note(h, law, provision, at + 1, end, true, error) != TVX_OK)
                    return error->status;
                at = end;
            }
            continue;
        }
        if (end <= at)
            continue;
        if (words->items[from].first)
            from++; /* a capital that the sentence gives */
        if (end - from >= 2 && end - from <= RUN_WORDS && from < end && words->items[from].capital &&
            !is_known(h, words, from, end) && note(h, law, provision, from, end, false, error) != TVX_OK)
            return error->status;
        at = end - 1;
    }
    return TVX_OK;
}

static int most_first(const void *a, const void *b)
{
    const struct tvx_scope_undefined *x = a, *y = b;

    if (x->uses.count != y->uses.count)
        return x->uses.count > y->uses.count ? -1 : 1;
    return strcmp(x->term, y->term);
}

enum tvx_status scope_undefined(struct scope_work *work, struct tvx_error *error)
{
    struct hunt h = {.work = work, .index = scope_index_new(work->arena)};

    if (h.index == NULL)
        return tvx_error_nomem(error);
    for (size_t law = 0; law < work->out->law_count; law++) {
        const struct tvx_scope_law *of = &work->out->laws[law];
        size_t before = h.table.rows.count;

        if (of->language != NULL && strncmp(of->language, "de", 2) == 0)
            continue; /* every German noun has a capital */
        if (load_table(&h, of->language, error) != TVX_OK)
            return error->status;
        if (h.table.rows.count == before)
            continue; /* a language whose names nobody listed */
        for (size_t i = 0; i < of->instrument->count; i++)
            if (!work->laws[law].among[i] && hunt_in(&h, law, i, error) != TVX_OK)
                return error->status;
    }
    work->out->undefined = tvx_arena_array(work->arena, h.count + 1, sizeof *work->out->undefined);
    if (work->out->undefined == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < h.count; i++)
        if (h.items[i].quoted || h.items[i].found.uses.count >= LEAST_PROVISIONS)
            work->out->undefined[work->out->undefined_count++] = h.items[i].found;
    qsort(work->out->undefined, work->out->undefined_count, sizeof *work->out->undefined, most_first);
    return TVX_OK;
}

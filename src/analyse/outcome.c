/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "outcome_parts.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"open", "adopted", "partly", "merged", "rejected", "withdrawn", "overtaken"};

const char *tvx_became_to_string(enum tvx_became became)
{
    return names[became];
}

static bool same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* ---- one proposal ---- */

/* Do two words belong to one run: the same kind, one right after the other, and where they stand, too? */
static bool goes_on(const struct tvx_outcome *o, size_t i)
{
    const struct tvx_fate_word *w = &o->words[i], *last = w - 1;
    const char *text = w->deleted ? o->before : o->after;

    if (w->deleted != last->deleted || w->taken != last->taken ||
        (w->deleted && (w->at_length == 0) != (last->at_length == 0)) || w->start < last->start + last->length)
        return false;
    for (size_t at = last->start + last->length; at < w->start; at++)
        if (text[at] != ' ') /* an unchanged word stands between */
            return false;
    return w->deleted || !w->taken || w->at >= last->at + last->at_length;
}

enum tvx_status outcome_runs(struct tvx_outcome_report *report, struct tvx_arena *arena, struct tvx_error *error)
{
    const struct tvx_outcome *o = report->outcome;
    struct tvx_outcome_run *runs = tvx_arena_array(arena, o->word_count + 1, sizeof *runs);
    bool marks = true;

    if (runs == NULL)
        return tvx_error_nomem(error);
    report->runs = runs;
    for (size_t i = 0; i < o->word_count; i++)
        marks = marks && o->words[i].mark;
    for (size_t i = 0; i < o->word_count; i++) {
        const struct tvx_fate_word *w = &o->words[i];
        struct tvx_outcome_run *run;

        if (i == 0 || !goes_on(o, i))
            runs[report->run_count++] = (struct tvx_outcome_run){.deleted = w->deleted, .taken = w->taken,
                                                                 .start = w->start, .by = w->by, .at = w->at};
        run = &runs[report->run_count - 1];
        run->length = w->start + w->length - run->start;
        run->at_length = w->at_length == 0 ? run->at_length : w->at + w->at_length - run->at;
        run->words += !w->mark || marks;
    }
    for (size_t i = 0; i < report->run_count; i++) {
        runs[i].text = tvx_arena_strndup(arena, (runs[i].deleted ? o->before : o->after) + runs[i].start,
                                         runs[i].length);
        if (runs[i].text == NULL)
            return tvx_error_nomem(error);
    }
    return TVX_OK;
}

static bool recorded(const struct tvx_outcome *o)
{
    for (size_t i = 0; i < o->evidence_count; i++)
        if (strcmp(o->evidence[i].source, "record") == 0 && o->evidence[i].says != TVX_FATE_OPEN)
            return true;
    return false;
}

static bool brings_words(const struct tvx_outcome *o)
{
    for (size_t i = 0; i < o->word_count; i++)
        if (o->words[i].taken && !o->words[i].deleted)
            return true;
    return false;
}

/* Who brought words into the same place of the adopted text? */
static enum tvx_status find_others(struct tvx_outcome_report *report, struct tvx_arena *arena, struct tvx_fates *fates,
                                   const struct tvx_stored_proposal *proposals, size_t count, struct tvx_error *error)
{
    const struct tvx_outcome *o = report->outcome, *other;
    size_t capacity = 0;

    for (size_t i = 0; i < count; i++) {
        const struct tvx_stored_proposal *q = &proposals[i];
        enum tvx_status status;

        if (q == o->proposal || !same(q->meeting, o->proposal->meeting) ||
            !same(q->resolution.key, o->proposal->resolution.key))
            continue;
        status = tvx_fates_of(&other, fates, i, error);
        if (status != TVX_OK)
            return status;
        if (!same(other->version, o->version) || !same(other->provision, o->provision) || !brings_words(other))
            continue;
        report->others = tvx_arena_grow(arena, report->others, report->other_count, &capacity, sizeof *report->others);
        if (report->others == NULL)
            return tvx_error_nomem(error);
        report->others[report->other_count++] = q->proposal.number;
    }
    return TVX_OK;
}

static enum tvx_status report_one(struct tvx_outcome_report *report, struct tvx_arena *arena, struct tvx_fates *fates,
                                  const struct tvx_stored_proposal *proposals, size_t count, size_t index,
                                  struct tvx_error *error)
{
    const struct tvx_outcome *o;
    enum tvx_status status = tvx_fates_of(&o, fates, index, error);

    *report = (struct tvx_outcome_report){.outcome = o};
    if (status == TVX_OK)
        status = outcome_runs(report, arena, error);
    if (status != TVX_OK)
        return status;
    report->became = (enum tvx_became)o->fate;
    for (size_t i = 0; i < o->stand_count; i++)
        report->other_words += o->stands[i].kind == TVX_STAND_OTHER && !o->stands[i].mark;
    if (o->fate == TVX_FATE_REJECTED && report->other_words > 0 && !recorded(o))
        report->became = TVX_BECAME_OVERTAKEN;
    if (report->other_words > 0)
        status = find_others(report, arena, fates, proposals, count, error);
    return status == TVX_OK ? outcome_explain(report, arena, error) : status;
}

/* ---- themes ---- */

static const char *language_of(const struct tvx_stored_document *documents, size_t count, int64_t id)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (documents[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && documents[low].id == id ? documents[low].language : NULL;
}

static int by_id(const void *a, const void *b)
{
    const struct tvx_stored_document *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

/* As `travaux themes` tags a proposal: by its passage, of a suppression by the words struck out. */
static enum tvx_status tag(struct tvx_outcome_report *report, struct tvx_arena *arena,
                           const struct tvx_taxonomy *taxonomy, const char *language, struct tvx_error *error)
{
    const struct tvx_proposal *p = &report->outcome->proposal->proposal;
    struct tvx_theme_tag *tags;
    enum tvx_status status = tvx_themes_tag(&tags, &report->theme_count, arena, taxonomy, language,
                                            *p->after == '\0' && *p->before != '\0' ? p->before : p->quote, error);

    report->themes = tags;
    return status;
}

static bool has_theme(const struct tvx_outcomes *all, const struct tvx_outcome_report *report,
                      const struct tvx_outcome_options *options)
{
    size_t count;
    const struct tvx_theme *themes = tvx_taxonomy_themes(all->taxonomy, &count);

    for (size_t i = 0; i < report->theme_count; i++)
        for (size_t k = 0; k < options->theme_count; k++)
            if (strcmp(themes[report->themes[i].theme].key, options->themes[k]) == 0)
                return true;
    return options->theme_count == 0;
}

static enum tvx_status check_themes(const struct tvx_taxonomy *taxonomy, const struct tvx_outcome_options *options,
                                    struct tvx_error *error)
{
    size_t count;
    const struct tvx_theme *themes = tvx_taxonomy_themes(taxonomy, &count);

    for (size_t k = 0; k < options->theme_count; k++) {
        size_t i = 0;

        while (i < count && strcmp(themes[i].key, options->themes[k]) != 0)
            i++;
        if (i == count)
            return tvx_error_set(error, TVX_E_USAGE,
                                 "the table has no theme '%.40s'; `travaux themes --table` prints it",
                                 options->themes[k]);
    }
    return TVX_OK;
}

/* ---- all of them ---- */

struct chosen { /* numbers in the store of proposals that the filter leaves, ascending */
    int64_t *ids;
    size_t count;
};

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static enum tvx_status choose(struct chosen *out, struct tvx_arena *arena, struct tvx_store *store,
                              const struct tvx_outcome_options *options, struct tvx_error *error)
{
    struct tvx_stored_proposal *items;
    size_t count;
    enum tvx_status status = tvx_store_proposals(store, arena, &items, &count, &options->filter, error);

    *out = (struct chosen){0};
    if (status != TVX_OK)
        return status;
    out->ids = tvx_arena_array(arena, count + 1, sizeof *out->ids);
    if (out->ids == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count; i++)
        if (options->proposal == 0 || items[i].id == options->proposal)
            out->ids[out->count++] = items[i].id;
    qsort(out->ids, out->count, sizeof *out->ids, by_number);
    return TVX_OK;
}

static enum tvx_status report_all(struct tvx_outcomes *out, struct tvx_arena *arena, struct tvx_store *store,
                                  const struct tvx_outcome_options *options, const struct chosen *chosen,
                                  struct tvx_error *error)
{
    const struct tvx_filter none = {.meeting = NULL};
    struct tvx_stored_proposal *proposals;
    struct tvx_stored_document *documents;
    size_t count, document_count;
    struct tvx_fates *fates;
    enum tvx_status status = tvx_store_proposals(store, arena, &proposals, &count, &none, error);

    if (status == TVX_OK)
        status = tvx_store_documents(store, arena, &documents, &document_count, &none, error);
    if (status == TVX_OK)
        status = tvx_fates_new(&fates, arena, store, proposals, count, error);
    if (status != TVX_OK)
        return status;
    if (document_count > 0)
        qsort(documents, document_count, sizeof *documents, by_id);
    out->items = tvx_arena_array(arena, chosen->count + 1, sizeof *out->items);
    if (out->items == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count && out->count < chosen->count; i++) {
        struct tvx_outcome_report *report = &out->items[out->count];

        if (chosen->count == 0 ||
            bsearch(&proposals[i].id, chosen->ids, chosen->count, sizeof *chosen->ids, by_number) == NULL)
            continue;
        status = report_one(report, arena, fates, proposals, count, i, error);
        if (status == TVX_OK)
            status = tag(report, arena, out->taxonomy, language_of(documents, document_count,
                                                                   proposals[i].document_id), error);
        if (status != TVX_OK)
            return status;
        out->count += has_theme(out, report, options);
    }
    return TVX_OK;
}

enum tvx_status tvx_outcomes_build(struct tvx_outcomes *out, struct tvx_arena *arena, struct tvx_store *store,
                                   const struct tvx_outcome_options *options, struct tvx_error *error)
{
    struct tvx_taxonomy *taxonomy;
    struct chosen chosen;
    enum tvx_status status = tvx_taxonomy_shipped(&taxonomy, arena, error);

    *out = (struct tvx_outcomes){0};
    if (status != TVX_OK)
        return status;
    out->taxonomy = taxonomy;
    status = check_themes(taxonomy, options, error);
    if (status == TVX_OK)
        status = choose(&chosen, arena, store, options, error);
    if (status == TVX_OK)
        status = report_all(out, arena, store, options, &chosen, error);
    if (status == TVX_OK)
        status = outcome_sums(out, arena, error);
    if (status == TVX_OK && options->summary)
        status = outcome_texts(out, arena, store, options->filter.instrument, error);
    return status;
}

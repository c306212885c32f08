/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* "A lot of hot air", in numbers: words asked for and words adopted, by sponsor and by theme; and whose words the
   adopted texts are made of. */
#include "outcome_parts.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/reuse/blame.h>
#include <travaux/text/utf8.h>

/* ---- sums ---- */

static enum tvx_status count_in(struct tvx_outcome_sum *sum, struct tvx_arena *arena,
                                const struct tvx_outcome_report *r, struct tvx_error *error)
{
    sum->numbers = tvx_arena_grow(arena, sum->numbers, sum->number_count, &sum->number_capacity,
                                  sizeof *sum->numbers);
    if (sum->numbers == NULL)
        return tvx_error_nomem(error);
    sum->numbers[sum->number_count++] = r->outcome->proposal->proposal.number;
    sum->proposals++;
    sum->of[r->became]++;
    sum->told += r->outcome->of_words > 0;
    sum->asked += r->outcome->of_words;
    sum->adopted += r->outcome->adopted_words;
    return TVX_OK;
}

struct naming { /* a sponsor of a report: sorted, equal codes stand together */
    const char *code;
    size_t report;
};

static int by_code(const void *a, const void *b)
{
    const struct naming *x = a, *y = b;
    int order = strcmp(x->code, y->code);

    return order != 0 ? order : (x->report > y->report) - (x->report < y->report);
}

static int by_words(const void *a, const void *b)
{
    const struct tvx_outcome_sum *x = a, *y = b;

    if (x->asked != y->asked)
        return x->asked < y->asked ? 1 : -1;
    if (x->proposals != y->proposals)
        return x->proposals < y->proposals ? 1 : -1;
    return strcmp(x->key, y->key);
}

static enum tvx_status sum_sponsors(struct tvx_outcomes *all, struct tvx_arena *arena, struct tvx_error *error)
{
    struct naming *names;
    size_t total = 0, count = 0;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < all->count; i++)
        total += all->items[i].outcome->proposal->proposal.sponsor_count;
    names = tvx_arena_array(arena, total + 1, sizeof *names);
    all->sponsors = tvx_arena_array(arena, total + 1, sizeof *all->sponsors);
    if (names == NULL || all->sponsors == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < all->count; i++) {
        const struct tvx_proposal *p = &all->items[i].outcome->proposal->proposal;

        for (size_t k = 0; k < p->sponsor_count; k++)
            names[count++] = (struct naming){p->sponsors[k], i};
    }
    qsort(names, count, sizeof *names, by_code);
    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        struct tvx_outcome_sum *sum;

        if (i > 0 && by_code(&names[i], &names[i - 1]) == 0)
            continue; /* named twice */
        if (i == 0 || strcmp(names[i].code, names[i - 1].code) != 0)
            all->sponsors[all->sponsor_count++] =
                (struct tvx_outcome_sum){.key = names[i].code, .name = tvx_actor_name(arena, names[i].code)};
        sum = &all->sponsors[all->sponsor_count - 1];
        status = count_in(sum, arena, &all->items[names[i].report], error);
    }
    if (all->sponsor_count > 0)
        qsort(all->sponsors, all->sponsor_count, sizeof *all->sponsors, by_words);
    return status;
}

enum tvx_status outcome_sums(struct tvx_outcomes *all, struct tvx_arena *arena, struct tvx_error *error)
{
    size_t theme_count, used = 0;
    const struct tvx_theme *themes = tvx_taxonomy_themes(all->taxonomy, &theme_count);
    enum tvx_status status = TVX_OK;

    all->themes = tvx_arena_array(arena, theme_count + 1, sizeof *all->themes);
    if (all->themes == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < theme_count; i++)
        all->themes[i] = (struct tvx_outcome_sum){.key = themes[i].key, .name = themes[i].name};
    for (size_t i = 0; i < all->count && status == TVX_OK; i++) {
        const struct tvx_outcome_report *r = &all->items[i];

        status = count_in(&all->total, arena, r, error);
        for (size_t k = 0; k < r->theme_count && status == TVX_OK; k++)
            status = count_in(&all->themes[r->themes[k].theme], arena, r, error);
    }
    for (size_t i = 0; i < theme_count; i++)
        if (all->themes[i].proposals > 0)
            all->themes[used++] = all->themes[i];
    all->theme_count = used;
    return status == TVX_OK ? sum_sponsors(all, arena, error) : status;
}

/* ---- whose words ---- */

struct blaming {
    struct tvx_arena *arena;
    struct tvx_outcome_text *text;
    const struct tvx_history *history;
    size_t version;
    struct tvx_evidence whole; /* of the provision at hand, with its label */
    size_t body;               /* byte of whole.quote at which the provision's text begins */
    const char *paper;         /* text of the version's document */
    struct tvx_error *error;
};

static enum tvx_status add_orphan(struct blaming *b, size_t *capacity, const struct tvx_provision *provision,
                                  size_t start, size_t length, size_t words)
{
    struct tvx_outcome_orphan *orphan;
    struct tvx_evidence part;
    enum tvx_status status;

    b->text->orphans = tvx_arena_grow(b->arena, b->text->orphans, b->text->orphan_count, capacity, sizeof *orphan);
    if (b->text->orphans == NULL)
        return tvx_error_nomem(b->error);
    orphan = &b->text->orphans[b->text->orphan_count++];
    *orphan = (struct tvx_outcome_orphan){
        .ref = b->whole.ref, .words = words, .text = tvx_arena_strndup(b->arena, provision->text + start, length),
        .claim = {.value = "orphan", .method = "reuse/blame: no stored proposal has these words in this place"}};
    if (orphan->text == NULL)
        return tvx_error_nomem(b->error);
    orphan->claim.statement = tvx_arena_printf(b->arena, "No stored proposal asked for “%s” in %s.", orphan->text,
                                               orphan->ref);
    if (orphan->claim.statement == NULL)
        return tvx_error_nomem(b->error);
    status = tvx_evidence_part(&part, b->arena, &b->whole, b->body + start, length, b->error);
    return status == TVX_OK ? tvx_claim_rests_on(&orphan->claim, b->arena, &part, b->error) : status;
}

/* The words of one provision that came in with the version. */
static enum tvx_status blame_provision(struct blaming *b, size_t *capacity, size_t index)
{
    const struct tvx_words *words = &b->history->words[b->version];
    const struct tvx_provision *provision = &b->history->versions[b->version].instrument.provisions[index];
    size_t first = words->first[index], end = words->first[index + 1];
    enum tvx_status status = TVX_OK;

    for (size_t i = first; i < end; i++)
        if (!words->items[i].mark)
            switch (tvx_origin_kind_in(b->history, &words->items[i], b->version)) {
            case TVX_ORIGIN_BASE:
                break;
            case TVX_ORIGIN_PROPOSED:
                if (b->history->origins[words->items[i].origin].version == b->version)
                    b->text->proposed++;
                break;
            case TVX_ORIGIN_ORPHAN:
                b->text->orphaned++;
            }
    for (size_t i = first; i < end && status == TVX_OK;) {
        size_t to = i, last = i, count = 0;

        while (to < end && tvx_origin_kind_in(b->history, &words->items[to], b->version) == TVX_ORIGIN_ORPHAN) {
            count += !words->items[to].mark;
            last = to++;
        }
        if (count > 0)
            status = add_orphan(b, capacity, provision, words->items[i].start,
                                words->items[last].start + words->items[last].length - words->items[i].start, count);
        i = to > i ? to : i + 1;
    }
    return status;
}

/* Its passage as printed; where white space was folded on the way, its text, and no place. */
static enum tvx_status find_passage(struct blaming *b, const struct tvx_provision *provision)
{
    size_t length = strlen(b->paper), from = tvx_utf8_offset(b->paper, length, provision->start);
    size_t to = from + tvx_utf8_offset(b->paper + from, length - from, provision->points);
    const char *printed = tvx_arena_strndup(b->arena, b->paper + from, to - from), *at;

    b->whole.ref = tvx_arena_printf(b->arena, "%s:%s", b->text->ref, provision->path);
    if (printed == NULL || b->whole.ref == NULL)
        return tvx_error_nomem(b->error);
    at = strstr(printed, provision->text);
    b->whole.quote = at == NULL ? provision->text : printed;
    b->whole.start = provision->start;
    b->whole.points = at == NULL ? 0 : provision->points;
    b->body = at == NULL ? 0 : (size_t)(at - printed);
    return TVX_OK;
}

static enum tvx_status blame_text(struct tvx_outcome_text *text, struct tvx_arena *arena, struct tvx_store *store,
                                  const char *key, const char *version, struct tvx_error *error)
{
    struct blaming b = {.arena = arena, .text = text, .error = error};
    struct tvx_history history;
    struct tvx_stored_document *documents;
    int64_t document;
    size_t count, capacity = 0;
    enum tvx_status status = tvx_history_build(&history, arena, store, key, version, error);

    if (status != TVX_OK)
        return status;
    b.history = &history;
    b.version = history.count - 1;
    text->limited = history.limited;
    for (size_t i = 0; i < history.proposal_count; i++)
        text->tabled = text->tabled || tvx_history_tabled_for(&history, &history.proposals[i], b.version);
    document = history.versions[b.version].head.document;
    text->ref = tvx_arena_printf(arena, "%s@%s", key, version);
    status = text->ref == NULL ? tvx_error_nomem(error) : tvx_store_text(store, arena, &b.paper, document, error);
    if (status == TVX_OK)
        status = tvx_store_documents(store, arena, &documents, &count, &(struct tvx_filter){.document = document},
                                     error);
    if (status == TVX_OK && count > 0)
        b.whole = (struct tvx_evidence){.document = documents[0].name, .sha256 = documents[0].sha256,
                                        .document_id = document};
    for (size_t i = 0; status == TVX_OK && i < history.versions[b.version].instrument.count; i++) {
        status = find_passage(&b, &history.versions[b.version].instrument.provisions[i]);
        if (status == TVX_OK)
            status = blame_provision(&b, &capacity, i);
    }
    text->fresh = text->proposed + text->orphaned;
    return status;
}

/* Was the version adopted at a meeting of these proposals, or held against one of them? */
static bool belongs(const struct tvx_outcomes *all, const struct tvx_stored_instrument *head)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct tvx_outcome *o = all->items[i].outcome;

        if (head->meeting != NULL && o->proposal->meeting != NULL && strcmp(head->meeting, o->proposal->meeting) == 0)
            return true;
        if (o->instrument != NULL && strcmp(head->key, o->instrument) == 0 && strcmp(head->version, o->version) == 0)
            return true;
    }
    return false;
}

enum tvx_status outcome_texts(struct tvx_outcomes *all, struct tvx_arena *arena, struct tvx_store *store,
                              const char *instrument, struct tvx_error *error)
{
    struct tvx_stored_instrument *heads;
    size_t count;
    enum tvx_status status = tvx_store_instruments(store, arena, &heads, &count, error);

    if (status != TVX_OK)
        return status;
    all->texts = tvx_arena_array(arena, count + 1, sizeof *all->texts);
    if (all->texts == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        struct tvx_outcome_text *text = &all->texts[all->text_count];

        if ((instrument != NULL && strcmp(heads[i].key, instrument) != 0) || !belongs(all, &heads[i]))
            continue;
        *text = (struct tvx_outcome_text){0};
        status = blame_text(text, arena, store, heads[i].key, heads[i].version, error);
        all->text_count += text->fresh > 0; /* the first version of an instrument has no new words */
    }
    return status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cross_beside.h"
#include "term_flow.h"
#include "term_passage.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/show/trace.h>

enum { SHOWN = 20, SPONSORS = 6, INDENT = 2 };

/* "2025-03-17 · library · KRS · in NC26/14A1": of which day it is, what it is, whose, and where it lies. */
static const char *source_words(struct tvx_arena *arena, const struct tvx_trace_side *side, bool full)
{
    const char *who = show_words_join(arena, side->sponsors, side->sponsor_count, full ? 0 : SPONSORS, ", ");
    bool within = side->name != NULL && strcmp(side->ref, side->name) != 0;

    return tvx_arena_printf(arena, "%s%s%s%s%s%s%s%s%s", side->date == NULL ? "no date known" : side->date,
                            side->kind == NULL ? "" : " · ", side->kind == NULL ? "" : side->kind,
                            side->in_force ? " in force" : "", side->sponsor_count > 0 ? " · " : "",
                            side->sponsor_count > 0 ? who : "", within ? " · in " : "", within ? side->name : "",
                            side->access != NULL && strcmp(side->access, "leaked") == 0 ? " · leaked" : "");
}

/* "0.87 sure", but never 1: nothing is that sure; or what a person said. */
static const char *score_words(struct tvx_arena *arena, const struct tvx_trace_hit *hit)
{
    if (hit->verdict != NULL)
        return tvx_arena_printf(arena, "%s%s%s", tvx_verdict_value_to_string(hit->verdict->value),
                                hit->verdict->by == NULL ? "" : " by ",
                                hit->verdict->by == NULL ? "" : hit->verdict->by);
    return hit->score > 0.99 ? "> 0.99 sure" : tvx_arena_printf(arena, "%.2f sure", hit->score);
}

/* "In MNR@2022: 12 of these words stand (3.3: “designate one point of contact”)". */
static const char *survival_words(struct tvx_arena *arena, const struct tvx_trace_hit *hit)
{
    const struct tvx_trace_survival *survival = &hit->survival;
    struct tvx_buf words;
    const char *made;

    if (survival->instrument == NULL)
        return NULL;
    if (survival->words == 0)
        return tvx_arena_printf(arena, "none of these words stands in %s", survival->instrument);
    tvx_buf_init(&words, 1 << 20);
    tvx_buf_printf(&words, "%zu of these words %s in %s:", survival->words, survival->words == 1 ? "stands" : "stand",
                   survival->instrument);
    for (size_t i = 0; i < survival->kept_count; i++) {
        const struct tvx_trace_kept *kept = &survival->kept[i];
        const char *path = kept->provision == NULL ? NULL : strchr(kept->provision, ':');
        bool again = i > 0 && path != NULL && kept[-1].provision != NULL &&
                     strcmp(kept[-1].provision, kept->provision) == 0;

        tvx_buf_printf(&words, "%s “%s”%s%s", i == 0 ? "" : ",", kept->text, path == NULL || again ? "" : " in ",
                       path == NULL || again ? "" : path + 1);
    }
    made = tvx_arena_strdup(arena, tvx_buf_text(&words));
    tvx_buf_free(&words);
    return made;
}

/* Where a line of print goes on in the next is no new paragraph.  As long as before, so that places still hold. */
static const char *joined(struct tvx_arena *arena, const char *quote)
{
    char *copy = tvx_arena_strdup(arena, quote);

    for (char *at = copy; at != NULL && (at = strchr(at, '\n')) != NULL; at++)
        if (at[1] >= 'a' && at[1] <= 'z')
            *at = ' ';
    return copy == NULL ? quote : copy;
}

static void show_hit(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace_hit *hit, size_t number)
{
    static const char *const orders[] = {"", "", " · of the same day", " · later"};
    const char *survival = survival_words(arena, hit);
    struct term_flow head;

    term_newline(term);
    term_flow_start(&head, arena, term, term_width(term) - INDENT);
    term_flow_str(&head, TERM_STRONG, tvx_arena_printf(arena, "%zu %s", number, hit->source.ref));
    if (hit->source.proposal != NULL && hit->source.provision != NULL)
        term_flow_str(&head, TERM_SOFT, tvx_arena_printf(arena, " on %s", hit->source.provision));
    if (hit->origin)
        term_flow_str(&head, TERM_FOUND, " ← earliest known");
    term_flow_end(&head);
    term_lines(term, &head, 0, NULL, TERM_PLAIN);
    term_paragraph(term, arena, INDENT, TERM_SOFT,
                   tvx_arena_printf(arena, "%s%s", source_words(arena, &hit->source, term->full), orders[hit->order]));
    if (strcmp(hit->kind, "structure") == 0) {
        term_paragraph(term, arena, INDENT, TERM_SOFT,
                       tvx_arena_printf(arena, "%s · in another language, by numbers, names, terms and lengths%s%s",
                                        score_words(arena, hit), *hit->id == '\0' ? "" : " · ", hit->id));
        term_beside(term, arena, hit->passage.quote, strlen(hit->passage.quote), hit->source.quote,
                    strlen(hit->source.quote));
        return;
    }
    term_paragraph(term, arena, INDENT, TERM_SOFT,
                   tvx_arena_printf(arena, "%s · %zu words copied · %.0f bits%s%s", score_words(arena, hit),
                                    hit->copied_words, hit->rarity_bits, *hit->id == '\0' ? "" : " · ", hit->id));
    term_passage(term, arena, joined(arena, hit->passage.quote), joined(arena, hit->source.quote), &hit->alignment);
    if (survival != NULL)
        term_paragraph(term, arena, INDENT, TERM_SOFT, survival);
}

/* What the days can and cannot tell. */
static void show_caution(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace *trace)
{
    bool origin = false, same_day = false;

    for (size_t i = 0; i < trace->count; i++) {
        origin = origin || trace->hits[i].origin;
        same_day = same_day || trace->hits[i].order == TVX_TRACE_SAME_DAY;
    }
    if (trace->count == 0)
        return;
    term_newline(term);
    if (origin)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       "“Earliest known” goes by the days of documents, not of writing, and knows only what is in this "
                       "workspace.");
    else
        term_paragraph(term, arena, 0, TERM_SOFT, "No earlier source is known in this workspace.");
    if (same_day)
        term_paragraph(term, arena, 0, TERM_SOFT, "Of papers of the same day nobody can say which was first.");
    if (trace->undated > 0)
        term_paragraph(term, arena, 0, TERM_ALERT,
                       tvx_arena_printf(arena, "No date is known for %s, which may be earlier.",
                                        show_words_number(arena, trace->undated, "source", "sources")));
}

static void show_rejected(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace *trace)
{
    for (size_t i = 0; i < trace->count; i++)
        if (trace->hits[i].verdict != NULL && trace->hits[i].verdict->value == TVX_VERDICT_REJECTED)
            return; /* they are shown */
    if (trace->rejected > 0)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%s rejected in review; --all shows what was.",
                                        show_words_number(arena, trace->rejected, "hit was", "hits were")));
}

static void show_more(struct tvx_term *term, struct tvx_arena *arena, size_t more)
{
    if (more == 0)
        return;
    term_newline(term);
    term_paragraph(term, arena, 0, TERM_SOFT,
                   tvx_arena_printf(arena, "%zu more; --full prints them, and all words.", more));
}

void tvx_term_trace(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace *trace)
{
    size_t shown = term->full || trace->count <= SHOWN ? trace->count : SHOWN;
    const char *found = show_words_number(arena, trace->count, "place with the same words",
                                          "places with the same words, the best first");

    if (trace->words == 0)
        found = "puts no words of its own in, so there is nothing to look for";
    else if (trace->count == 0)
        found = "none of its words were found elsewhere";
    term_styled(term, TERM_STRONG, trace->about.ref);
    tvx_buf_str(term->out, "  ");
    term_styled(term, TERM_SOFT, found);
    term_newline(term);
    for (size_t i = 0; i < shown; i++)
        show_hit(term, arena, &trace->hits[i], i + 1);
    show_more(term, arena, trace->count - shown);
    show_caution(term, arena, trace);
    show_rejected(term, arena, trace);
}

/* ---- all pairs ---- */

struct holder { /* who has a text: one side of some hit */
    const struct tvx_trace_side *side;
};

static int by_date(const void *a, const void *b)
{
    const struct tvx_trace_side *x = ((const struct holder *)a)->side, *y = ((const struct holder *)b)->side;
    int order = strcmp(x->date == NULL ? "~" : x->date, y->date == NULL ? "~" : y->date);

    return order != 0 ? order : strcmp(x->ref, y->ref);
}

/* The earlier quotation on the left. */
static void show_from_source(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace_hit *hit)
{
    struct tvx_passage turned = hit->alignment;

    turned.copied = tvx_arena_array(arena, turned.copied_count + 1, sizeof *turned.copied);
    if (turned.copied == NULL)
        return;
    for (size_t i = 0; i < turned.copied_count; i++) {
        const struct tvx_copied *run = &hit->alignment.copied[i];

        turned.copied[i] = (struct tvx_copied){run->b_start, run->b_length, run->a_start, run->a_length, run->words};
    }
    term_passage(term, arena, joined(arena, hit->source.quote), joined(arena, hit->passage.quote), &turned);
}

static void show_holder(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace_side *side, bool first)
{
    struct term_flow flow;

    term_flow_start(&flow, arena, term, term_width(term) - 2 * INDENT);
    term_flow_str(&flow, TERM_STRONG, side->ref);
    term_flow_str(&flow, TERM_PLAIN, " ");
    term_flow_str(&flow, TERM_SOFT, source_words(arena, side, term->full));
    term_flow_end(&flow);
    term_lines(term, &flow, 2 * INDENT, first ? NULL : "  →", TERM_SOFT);
}

static void show_cluster(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace *reuse, size_t number)
{
    struct holder *holders = tvx_arena_array(arena, 2 * reuse->count + 1, sizeof *holders);
    const struct tvx_trace_hit *best = NULL;
    size_t count = 0;

    if (holders == NULL)
        return;
    for (size_t i = 0; i < reuse->count; i++) {
        const struct tvx_trace_hit *hit = &reuse->hits[i];

        if (hit->cluster != number)
            continue;
        if (best == NULL || (hit->origin && !best->origin))
            best = hit;
        holders[count++].side = &hit->source;
        holders[count++].side = &hit->passage;
    }
    qsort(holders, count, sizeof *holders, by_date);
    term_newline(term);
    term_styled(term, TERM_STRONG, tvx_arena_printf(arena, "%zu  ", number + 1));
    term_styled(term, TERM_SOFT,
                tvx_arena_printf(arena, "%s · %zu words copied · %.0f bits%s%s", score_words(arena, best),
                                 best->copied_words, best->rarity_bits, *best->id == '\0' ? "" : " · ", best->id));
    term_newline(term);
    for (size_t i = 0, last = SIZE_MAX; i < count; i++) {
        const struct tvx_trace_side *side = holders[i].side;

        if (last != SIZE_MAX && strcmp(holders[last].side->ref, side->ref) == 0 &&
            holders[last].side->document == side->document)
            continue;
        show_holder(term, arena, side, last == SIZE_MAX);
        last = i;
    }
    show_from_source(term, arena, best);
}

void tvx_term_reuse(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace *reuse)
{
    size_t shown = term->full || reuse->clusters <= SHOWN ? reuse->clusters : SHOWN;

    term_styled(term, TERM_STRONG, reuse->count == 0 ? "No two documents share wording"
                                                     : show_words_number(arena, reuse->clusters, "text", "texts"));
    if (reuse->count > 0)
        term_styled(term, TERM_SOFT, " that several documents have; who had it first stands first");
    term_newline(term);
    for (size_t i = 0; i < shown; i++)
        show_cluster(term, arena, reuse, i);
    show_more(term, arena, reuse->clusters - shown);
    show_caution(term, arena, reuse);
    show_rejected(term, arena, reuse);
}

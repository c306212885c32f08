/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/outcome.h>

#include <string.h>

#include "term_table.h"
#include "words.h"

enum { CONTEXT_WORDS = 12, QUOTE_WORDS = 40, ORPHANS_SHOWN = 8 };

/* ---- words ---- */

/* Unchanged words between two changes; the middle of a long stretch is left out. */
static void between(struct term_flow *flow, const char *text, size_t length, bool full)
{
    size_t words = show_words_count(text, length), head, tail;

    if (full || words <= (size_t)2 * CONTEXT_WORDS) {
        term_flow_text(flow, TERM_PLAIN, text, length);
        return;
    }
    head = show_words_first(text, length, CONTEXT_WORDS);
    tail = show_words_last(text, length, CONTEXT_WORDS);
    term_flow_text(flow, TERM_PLAIN, text, head);
    term_flow_str(flow, TERM_SOFT, " […] ");
    term_flow_text(flow, TERM_PLAIN, text + tail, length - tail);
}

static void change(struct term_flow *flow, const struct tvx_outcome_run *run)
{
    const char *mark = run->words == 0 ? "" : run->taken ? "✓" : "✗";
    enum term_style style = run->words == 0 ? TERM_SOFT : !run->taken ? TERM_ALERT
                            : run->deleted ? TERM_DEL : TERM_INS;

    term_flow_str(flow, style, run->deleted ? "[-" : "{+");
    term_flow_str(flow, style, mark);
    term_flow_str(flow, style, run->text);
    term_flow_str(flow, style, run->deleted ? "-]" : "+}");
}

/* What was asked for: the text after, with what it strikes out. */
static void asked(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_outcome_report *r)
{
    const struct tvx_outcome *o = r->outcome;
    size_t at = 0, end = strlen(o->after);
    struct term_flow flow;

    term_flow_start(&flow, arena, term, term_width(term) - 11);
    for (size_t i = 0; i < r->run_count; i++) {
        const struct tvx_outcome_run *run = &r->runs[i];
        size_t by = run->by < end ? run->by : end;

        if (by > at)
            between(&flow, o->after + at, by - at, term->full);
        if (run->deleted && by == end)
            term_flow_str(&flow, TERM_PLAIN, " ");
        change(&flow, run);
        at = run->deleted ? by : by + run->length;
        if (run->deleted && at < end && strchr(",.;:)", o->after[at]) == NULL)
            term_flow_str(&flow, TERM_PLAIN, " ");
    }
    between(&flow, o->after + at, end - at, term->full);
    term_flow_end(&flow);
    term_lines(term, &flow, 11, "  asked    ", TERM_SOFT);
}

/* What stands there now: {+its own words+}, {~words of others~}. */
static void stands(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_outcome *o)
{
    struct term_flow flow;
    size_t at = 0;

    if (*o->adopted == '\0')
        return;
    term_flow_start(&flow, arena, term, term_width(term) - 11);
    for (size_t i = 0; i < o->stand_count;) {
        enum tvx_stand_kind kind = o->stands[i].kind;
        size_t from = o->stands[i].start, to = i;

        if (kind == TVX_STAND_OLD) {
            i++;
            continue;
        }
        while (to + 1 < o->stand_count && o->stands[to + 1].kind == kind)
            to++;
        between(&flow, o->adopted + at, from - at, term->full);
        at = o->stands[to].start + o->stands[to].length;
        term_flow_str(&flow, kind == TVX_STAND_TAKEN ? TERM_INS : TERM_LOCUS, kind == TVX_STAND_TAKEN ? "{+" : "{~");
        term_flow_text(&flow, kind == TVX_STAND_TAKEN ? TERM_INS : TERM_LOCUS, o->adopted + from, at - from);
        term_flow_str(&flow, kind == TVX_STAND_TAKEN ? TERM_INS : TERM_LOCUS, kind == TVX_STAND_TAKEN ? "+}" : "~}");
        i = to + 1;
    }
    between(&flow, o->adopted + at, strlen(o->adopted) - at, term->full);
    term_flow_end(&flow);
    term_lines(term, &flow, 11, "  adopted  ", TERM_SOFT);
}

/* ---- one proposal ---- */

static const char *mark_of(enum tvx_became became)
{
    static const char *const marks[TVX_BECAME_COUNT] = {"?", "✓", "◐", "◑", "✗", "↩", "»"};

    return marks[became];
}

static enum term_style style_of(enum tvx_became became)
{
    return became == TVX_BECAME_ADOPTED ? TERM_INS
           : became == TVX_BECAME_PARTLY || became == TVX_BECAME_MERGED ? TERM_LOCUS
           : became == TVX_BECAME_OPEN ? TERM_SOFT : TERM_ALERT;
}

static const char *percent(struct tvx_arena *arena, size_t part, size_t whole)
{
    return whole == 0 ? "" : tvx_arena_printf(arena, "%.0f%%", 100.0 * (double)part / (double)whole);
}

static void show_one(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_outcome_report *r,
                     bool among)
{
    const struct tvx_outcome *o = r->outcome;
    const struct tvx_stored_proposal *p = o->proposal;
    struct term_flow flow;

    term_flow_start(&flow, arena, term, term_width(term) - 2);
    term_flow_str(&flow, TERM_STRONG, p->proposal.number);
    term_flow_str(&flow, TERM_PLAIN, tvx_arena_printf(arena, "  %s %s  ", tvx_action_to_string(p->proposal.action),
                                                      show_words_place(arena, p)));
    term_flow_str(&flow, TERM_SOFT, show_words_join(arena, p->proposal.sponsors, p->proposal.sponsor_count, 4, " · "));
    term_flow_str(&flow, TERM_PLAIN, "  ");
    term_flow_str(&flow, style_of(r->became), tvx_became_to_string(r->became));
    if (o->of_words > 0)
        term_flow_str(&flow, TERM_PLAIN, tvx_arena_printf(arena, "  %zu of %s (%s)", o->adopted_words,
                                                          show_words_number(arena, o->of_words, "word", "words"),
                                                          percent(arena, o->adopted_words, o->of_words)));
    term_flow_end(&flow);
    term_lines(term, &flow, 2, tvx_arena_printf(arena, "%s ", mark_of(r->became)), style_of(r->became));
    if (among && r->became == TVX_BECAME_OPEN && !term->full)
        return; /* nothing to be told but that */
    term_paragraph(term, arena, 2, TERM_PLAIN, r->why);
    if (o->of_words > 0) {
        asked(term, arena, r);
        stands(term, arena, o);
    }
    for (size_t i = 0; i < o->evidence_count; i++) {
        const struct tvx_fate_evidence *e = &o->evidence[i];
        size_t length = e->quote == NULL ? 0 : strlen(e->quote), shown;

        if (strcmp(e->source, "record") != 0 && o->of_words > 0)
            continue; /* printed above */
        shown = term->full ? length : show_words_first(e->quote, length, QUOTE_WORDS);
        term_paragraph(term, arena, 2, TERM_SOFT,
                       tvx_arena_printf(arena, "“%.*s%s” (%s%s%s)", (int)shown, length == 0 ? "" : e->quote,
                                        shown < length ? " …" : "", e->document, e->date == NULL ? "" : ", ",
                                        e->date == NULL ? "" : e->date));
    }
    term_newline(term);
}

void tvx_term_outcomes(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_outcomes *all)
{
    if (all->count == 0)
        term_paragraph(term, arena, 0, TERM_PLAIN, "No proposal was chosen.");
    for (size_t i = 0; i < all->count; i++)
        show_one(term, arena, &all->items[i], all->count > 1);
    if (all->total.told > 0)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       "{+✓ put in+}  {+✗ not put in+}  [-✓ struck out-]  [-✗ still there, or gone for other words-]  "
                       "{~ new there, and not of this proposal ~}");
    if (all->count > 1)
        term_paragraph(term, arena, 0, TERM_STRONG,
                       tvx_arena_printf(arena, "%s, %zu with words that can be told: %zu words asked for, %zu "
                                               "adopted%s%s",
                                        show_words_number(arena, all->count, "proposal", "proposals"), all->total.told,
                                        all->total.asked, all->total.adopted, all->total.asked == 0 ? "" : ", ",
                                        percent(arena, all->total.adopted, all->total.asked)));
}

/* ---- the summary ---- */

static void add_row(struct term_table *table, struct tvx_arena *arena, const char *name,
                    const struct tvx_outcome_sum *s)
{
    const char *ends = "";
    static const enum tvx_became order[] = {TVX_BECAME_ADOPTED, TVX_BECAME_PARTLY, TVX_BECAME_MERGED,
                                            TVX_BECAME_OVERTAKEN, TVX_BECAME_REJECTED, TVX_BECAME_WITHDRAWN,
                                            TVX_BECAME_OPEN};

    for (size_t i = 0; i < sizeof order / sizeof *order && ends != NULL; i++)
        if (s->of[order[i]] > 0)
            ends = tvx_arena_printf(arena, "%s%s%zu %s", ends, *ends == '\0' ? "" : ", ", s->of[order[i]],
                                    tvx_became_to_string(order[i]));
    term_table_row(table, (const char *[]){name, tvx_arena_printf(arena, "%zu", s->proposals),
                                           s->told == 0 ? "-" : tvx_arena_printf(arena, "%zu", s->asked),
                                           s->told == 0 ? "-" : tvx_arena_printf(arena, "%zu", s->adopted),
                                           percent(arena, s->adopted, s->asked), ends});
}

static void table_of(struct tvx_term *term, struct tvx_arena *arena, const char *of,
                     const struct tvx_outcome_sum *items, size_t count, const struct tvx_outcome_sum *total)
{
    const char *const heads[] = {of, "proposals", "asked", "adopted", "share", "what became of them"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 6, 0x1e);
    for (size_t i = 0; i < count; i++)
        add_row(&table, arena, items[i].key, &items[i]);
    if (total != NULL)
        add_row(&table, arena, "all, each once", total);
    term_table_end(&table, "none");
    term_newline(term);
}

static void show_text(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_outcome_text *t)
{
    size_t shown = term->full || t->orphan_count < ORPHANS_SHOWN ? t->orphan_count : ORPHANS_SHOWN;

    term_paragraph(term, arena, 0, TERM_STRONG,
                   tvx_arena_printf(arena, "%s: %s, %zu from proposals, %zu that no stored proposal asked for%s",
                                    t->ref, show_words_number(arena, t->fresh, "new word", "new words"), t->proposed,
                                    t->orphaned, t->tabled ? "" : " (none on it is stored)"));
    for (size_t i = 0; i < shown; i++) {
        const struct tvx_outcome_orphan *o = &t->orphans[i];
        size_t length = strlen(o->text), cut = term->full ? length : show_words_first(o->text, length, QUOTE_WORDS);

        term_paragraph(term, arena, 2, TERM_PLAIN, tvx_arena_printf(arena, "%s  {+%.*s%s+}", o->ref, (int)cut, o->text,
                                                                    cut < length ? " …" : ""));
    }
    if (shown < t->orphan_count)
        term_paragraph(term, arena, 2, TERM_SOFT, tvx_arena_printf(arena, "and %zu more stretches (--full)",
                                                                   t->orphan_count - shown));
    if (t->limited)
        term_paragraph(term, arena, 2, TERM_ALERT, "Some comparisons were too long and were left out: some of these "
                                                   "words may come from proposals.");
    term_newline(term);
}

void tvx_term_outcome_summary(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_outcomes *all)
{
    table_of(term, arena, "sponsor", all->sponsors, all->sponsor_count, &all->total);
    table_of(term, arena, "theme", all->themes, all->theme_count, NULL);
    term_paragraph(term, arena, 0, TERM_SOFT,
                   tvx_arena_printf(arena, "Asked and adopted are words that a proposal puts in or strikes out; they "
                                           "could be told of %zu of %s.  A proposal of several sponsors or themes "
                                           "counts in each row.",
                                    all->total.told, show_words_number(arena, all->total.proposals, "proposal",
                                                                       "proposals")));
    term_newline(term);
    for (size_t i = 0; i < all->text_count; i++)
        show_text(term, arena, &all->texts[i]);
}

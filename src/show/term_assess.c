/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/assess.h>

#include <string.h>

#include "term_table.h"
#include "words.h"

enum { INDENT = 2, BAR = 20, FACTORS_SHOWN = 3, LIKELY_SHOWN = 2, QUOTE_WORDS = 30 };

static const char *const what[] = {
    "what people may do, say and keep to themselves", "provisions and duties whose reach moves",
    "how firmly it binds, against today", "what carrying it out would take",
    "how far the instrument binds", "how much of it can be carried out", "how much of it is not law already",
};

/* "····▐████▌·····": an interval on a scale of 0 to `most`. */
static const char *bar(struct tvx_arena *arena, struct tvx_interval is, double most)
{
    const char *out = "";
    int from = (int)(is.low / most * BAR + 0.5), to = (int)(is.high / most * BAR + 0.5);

    if (from == to)
        from = from > 0 ? from - 1 : from;
    for (int i = 0; i < BAR && out != NULL; i++)
        out = tvx_arena_printf(arena, "%s%s", out, i >= from && i < to ? "█" : "·");
    return out;
}

static const char *interval(struct tvx_arena *arena, struct tvx_interval is)
{
    return tvx_arena_printf(arena, "%.1f … %.1f", is.low, is.high);
}

/* "0.4–6.0", for tables of many columns. */
static const char *narrow(struct tvx_arena *arena, struct tvx_interval is, double times, const char *unit)
{
    return tvx_arena_printf(arena, *unit == '\0' ? "%.1f–%.1f%s" : "%.0f–%.0f%s", times * is.low, times * is.high,
                            unit);
}

static const char *percent(struct tvx_arena *arena, struct tvx_interval is)
{
    return tvx_arena_printf(arena, "%.0f … %.0f %%", 100 * is.low, 100 * is.high);
}

static const char *short_quote(const struct tvx_term *term, struct tvx_arena *arena, const char *text)
{
    size_t length = strlen(text), first = term->full ? length : show_words_first(text, length, QUOTE_WORDS);

    return first >= length ? text : tvx_arena_printf(arena, "%.*s …", (int)first, text);
}

/* `unit` stands before the interval: "" or "log odds ". */
static void claim_lines(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_claim *claim, const char *unit)
{
    size_t shown = term->full || claim->evidence_count < 2 ? claim->evidence_count : 2;

    if (claim->has_interval)
        term_paragraph(term, arena, INDENT, TERM_PLAIN,
                       tvx_arena_printf(arena, *unit == '\0' ? "%s%.3g … %.3g  %s" : "%s%+.2f … %+.2f  %s", unit,
                                        claim->low, claim->high, claim->statement));
    else
        term_paragraph(term, arena, INDENT, TERM_PLAIN, claim->statement);
    for (size_t i = 0; i < shown; i++) {
        const struct tvx_evidence *e = &claim->evidence[i];

        term_paragraph(term, arena, INDENT + 2, TERM_SOFT,
                       tvx_arena_printf(arena, "%s: “%s”", *e->ref == '\0' ? e->document : e->ref,
                                        short_quote(term, arena, e->quote)));
    }
    term_paragraph(term, arena, INDENT + 2, TERM_SOFT, claim->method);
}

static void side_lines(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_assess_side *side,
                       enum tvx_assess_part part)
{
    size_t count = side->factors.count, shown = term->full || count < FACTORS_SHOWN ? count : FACTORS_SHOWN;

    if (count == 0)
        return;
    term_styled(term, TERM_STRONG, tvx_assess_part_name(part));
    term_styled(term, TERM_SOFT, tvx_arena_printf(arena, "  %s", what[part]));
    term_newline(term);
    for (size_t i = 0; i < shown; i++)
        claim_lines(term, arena, &side->factors.items[i], "");
    if (shown < count)
        term_paragraph(term, arena, INDENT, TERM_SOFT,
                       tvx_arena_printf(arena, "and %zu weaker ones; --full prints them", count - shown));
}

static void parts_table(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_assessment *item,
                        const struct tvx_assess_weights *weights)
{
    static const char *const heads[] = {"part", "0 to 10, shares 0 to 1", "low … high", "weight", "of what"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 5, 1u << 3);
    for (int i = 0; i < TVX_ASSESS_ALL; i++)
        term_table_row(&table,
                       (const char *[]){
                           tvx_arena_printf(arena, "%s%s", i >= TVX_ASSESS_PARTS ? "× " : "",
                                            tvx_assess_part_name((enum tvx_assess_part)i)),
                           bar(arena, item->sides[i].is, i >= TVX_ASSESS_PARTS ? 1 : 10),
                           interval(arena, item->sides[i].is), tvx_arena_printf(arena, "%g", weights->of[i]), what[i]});
    term_table_row(&table, (const char *[]){"effect", bar(arena, item->effect, 10), interval(arena, item->effect), "",
                                            "mean of the parts, times the shares"});
    term_table_row(&table, (const char *[]){"× likelihood", bar(arena, item->likelihood, 1),
                                            percent(arena, item->likelihood), "",
                                            tvx_arena_printf(arena, "n = %zu%s", item->n,
                                                             item->n == 0 ? ", a prior: nothing was counted"
                                                                          : " decided proposals before")});
    term_table_row(&table, (const char *[]){"= product", bar(arena, item->product, 10), interval(arena, item->product),
                                            "", "by which proposals are ranked"});
    term_table_end(&table, "");
}

static void analyst_lines(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_assessment *item)
{
    static const char *const heads[] = {"who", "effect", "likelihood", "product", "on", "because"};
    struct term_table table;

    if (item->view_count == 0) {
        term_paragraph(term, arena, 0, TERM_SOFT, "No analyst has assessed it; `travaux assess REF --as NAME …` does.");
        return;
    }
    term_styled(term, TERM_STRONG, "Analysts");
    term_newline(term);
    term_table_start(&table, term, arena, heads, 6, 0);
    term_table_row(&table, (const char *[]){"(the rules)", interval(arena, item->effect),
                                            percent(arena, item->likelihood), interval(arena, item->product), "",
                                            "the tables, above"});
    for (size_t i = 0; i < item->view_count; i++) {
        const struct tvx_assess_view *view = &item->views[i];
        const struct tvx_opinion *o = view->opinion;

        term_table_row(&table, (const char *[]){o->analyst,
                                                interval(arena, (struct tvx_interval){o->effect_low, o->effect_high}),
                                                percent(arena, (struct tvx_interval){o->likelihood_low,
                                                                                     o->likelihood_high}),
                                                interval(arena, view->product),
                                                tvx_arena_printf(arena, "%.10s", o->at), o->because});
    }
    term_table_end(&table, "");
    for (size_t i = 0; i < item->view_count; i++) {
        term_styled(term, TERM_STRONG, item->views[i].opinion->analyst);
        term_newline(term);
        claim_lines(term, arena, &item->views[i].effect, "");
    }
    if (item->differences.count > 0) {
        term_styled(term, TERM_STRONG, "Where they differ");
        term_newline(term);
    }
    for (size_t i = 0; i < item->differences.count; i++) {
        const struct tvx_claim *claim = &item->differences.items[i];
        bool apart = strcmp(claim->value, "effect") == 0 || strcmp(claim->value, "likelihood") == 0;

        term_paragraph(term, arena, INDENT, apart ? TERM_ALERT : TERM_PLAIN,
                       tvx_arena_printf(arena, "%s %s", apart ? "≠" : strcmp(claim->value, "agree") == 0 ? "=" : "·",
                                        claim->statement));
    }
}

void tvx_term_assessment(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_assessment *item,
                         const struct tvx_assess_weights *weights)
{
    const struct tvx_proposal *proposal = &item->proposal->proposal;

    term_styled(term, TERM_STRONG, proposal->number);
    term_styled(term, TERM_SOFT,
                tvx_arena_printf(arena, "  %s %s  %s", tvx_action_to_string(proposal->action),
                                 show_words_place(arena, item->proposal),
                                 show_words_join(arena, proposal->sponsors, proposal->sponsor_count, 6, " ")));
    term_newline(term);
    parts_table(term, arena, item, weights);
    term_newline(term);
    for (int i = 0; i < TVX_ASSESS_ALL; i++)
        side_lines(term, arena, &item->sides[i], (enum tvx_assess_part)i);
    term_styled(term, TERM_STRONG, "likelihood");
    term_newline(term);
    for (size_t i = 0; i < item->likely.count && (term->full || i < LIKELY_SHOWN); i++)
        claim_lines(term, arena, &item->likely.items[i], "log odds ");
    if (item->likely.count > LIKELY_SHOWN && !term->full)
        term_paragraph(term, arena, INDENT, TERM_SOFT,
                       tvx_arena_printf(arena, "and %zu more; --full prints them, and travaux likelihood",
                                        item->likely.count - LIKELY_SHOWN));
    term_newline(term);
    analyst_lines(term, arena, item);
}

static const char *weights_line(struct tvx_arena *arena, const struct tvx_assess_weights *weights)
{
    const char *out = "Weights:";

    for (int i = 0; i < TVX_ASSESS_ALL && out != NULL; i++)
        out = tvx_arena_printf(arena, "%s %s=%g", out, tvx_assess_part_name((enum tvx_assess_part)i), weights->of[i]);
    return out;
}

void tvx_term_assessments(struct tvx_term *term, struct tvx_arena *arena, const char *meeting,
                          const struct tvx_assessment *items, size_t count, const struct tvx_assess_weights *weights)
{
    static const char *const heads[] = {"",           "number",  "on",       "effect",
                                        "likely", "product", "analysts", "most of all"};
    struct term_table table;
    size_t still = 0, counted = 0;

    if (meeting != NULL)
        term_paragraph(term, arena, 0, TERM_STRONG, tvx_arena_printf(arena, "%s, by effect × likelihood", meeting));
    term_table_start(&table, term, arena, heads, 8, 1u << 0);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_assessment *item = &items[i];
        const struct tvx_assess_side *most = &item->sides[0];

        if (item->effect.high <= 0 && !term->full) {
            still++;
            continue;
        }
        counted = counted < item->n ? item->n : counted;
        for (int j = 1; j < TVX_ASSESS_PARTS; j++)
            if (weights->of[j] * item->sides[j].is.high > weights->of[most - item->sides] * most->is.high)
                most = &item->sides[j];
        term_table_row(&table,
                       (const char *[]){tvx_arena_printf(arena, "%zu", i + 1), item->proposal->proposal.number,
                                        show_words_place(arena, item->proposal), narrow(arena, item->effect, 1, ""),
                                        narrow(arena, item->likelihood, 100, "%"), narrow(arena, item->product, 1, ""),
                                        item->view_count == 0 ? "" : tvx_arena_printf(arena, "%zu", item->view_count),
                                        most->factors.count == 0 ? "" : most->factors.items[0].statement});
    }
    term_table_end(&table, "no proposal changes anything");
    if (still > 0)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%zu of %zu ask that nothing change; --full prints them.", still,
                                        count));
    term_paragraph(term, arena, 0, TERM_SOFT, weights_line(arena, weights));
    if (count > still)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       counted == 0 ? "Likelihood is a prior: no decided proposal of a past conference is here (n = 0)."
                                    : tvx_arena_printf(arena, "Likelihood by n = %zu decided proposals of conferences "
                                                              "before; see travaux likelihood.", counted));
}

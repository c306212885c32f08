/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/force.h>

#include <stdlib.h>
#include <string.h>

#include "term_table.h"
#include "words.h"

enum { INDENT = 4, SHORT_WORDS = 40 };

static const char *mark_of(enum tvx_force_direction direction)
{
    static const char *const marks[] = {"=", "▲", "▼"};

    return marks[direction];
}

static enum term_style style_of(enum tvx_force_direction direction)
{
    return direction == TVX_FORCE_RAISED ? TERM_ALERT : direction == TVX_FORCE_LOWERED ? TERM_LOCUS : TERM_SOFT;
}

/* "●●●○○" */
static const char *bar(struct tvx_arena *arena, int level)
{
    const char *out = "";

    for (int i = 0; i < TVX_FORCE_TOP && out != NULL; i++)
        out = tvx_arena_printf(arena, "%s%s", out, i < level ? "●" : "○");
    return out;
}

static const char *signed_number(struct tvx_arena *arena, double value)
{
    return value == 0 ? "0" : tvx_arena_printf(arena, value == (int)value ? "%+.0f" : "%+.1f", value);
}

static const char *conditions_of(struct tvx_arena *arena, const struct tvx_norm *norm)
{
    const char *out = "";

    for (size_t i = 0; i < norm->condition_count && out != NULL; i++)
        out = tvx_arena_printf(arena, "%s%s%s", out, i == 0 ? "" : "; ", norm->conditions[i].text);
    return out;
}

/* "●●●○○ 3  Member States  shall endeavour to  [if …]" */
static void norm_line(struct tvx_term *term, struct tvx_arena *arena, const char *when, const struct tvx_norm *norm)
{
    struct term_flow flow;
    const char *conditions = conditions_of(arena, norm);

    term_flow_start(&flow, arena, term, term_width(term) - INDENT - 8);
    term_flow_str(&flow, TERM_PLAIN, bar(arena, norm->level));
    term_flow_str(&flow, TERM_PLAIN, tvx_arena_printf(arena, " %d  ", norm->level));
    term_flow_str(&flow, TERM_PLAIN, *norm->actor == '\0' ? "(nobody named)" : norm->actor);
    term_flow_str(&flow, TERM_PLAIN, "  ");
    term_flow_str(&flow, TERM_STRONG, norm->modal);
    term_flow_str(&flow, TERM_SOFT, tvx_arena_printf(arena, "  %s", norm->kind));
    if (conditions != NULL && *conditions != '\0') {
        term_flow_str(&flow, TERM_PLAIN, "  | ");
        term_flow_str(&flow, TERM_LOCUS, conditions);
    }
    term_flow_end(&flow);
    term_lines(term, &flow, INDENT + 8, tvx_arena_printf(arena, "    %-8s", when), TERM_SOFT);
}

static const char *short_text(const struct tvx_term *term, struct tvx_arena *arena, const char *text)
{
    size_t length = strlen(text), first = term->full ? length : show_words_first(text, length, SHORT_WORDS);

    return first >= length ? text : tvx_arena_printf(arena, "%.*s …", (int)first, text);
}

static void sentence_line(struct tvx_term *term, struct tvx_arena *arena, const char *mark, enum term_style style,
                          const char *text)
{
    struct term_flow flow;

    term_flow_start(&flow, arena, term, term_width(term) - INDENT);
    term_flow_str(&flow, TERM_PLAIN, short_text(term, arena, text));
    term_flow_end(&flow);
    term_lines(term, &flow, INDENT, tvx_arena_printf(arena, "%s   ", mark), style);
}

static void step_lines(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_force_step *step)
{
    const struct tvx_force_sentence *shown = step->after == NULL ? step->before : step->after;
    size_t count = step->after == NULL ? step->before_count : step->after_count;
    bool moved = false;

    for (size_t i = 0; i < count; i++)
        sentence_line(term, arena, i == 0 ? mark_of(step->direction) : " ", style_of(step->direction), shown[i].text);
    for (size_t i = 0; i < step->count; i++) {
        const struct tvx_norm_change *change = &step->changes[i];
        bool same = change->direction == TVX_FORCE_SAME;

        moved = moved || !same;
        if (change->before != NULL && !same)
            norm_line(term, arena, change->after == NULL ? "gone" : "before", change->before);
        if (change->after != NULL)
            norm_line(term, arena, same ? "stays" : change->before == NULL ? "new" : "after", change->after);
    }
    if (step->count == 0 && *shown->why != '\0')
        term_paragraph(term, arena, INDENT, TERM_SOFT, tvx_arena_printf(arena, "no norm: a %s", shown->why));
    term_newline(term);
}

static void law_lines(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_force_report *report)
{
    static const char *const heads[] = {"level", "", "actor", "modal", "conditions", "place", "sentence"};
    struct term_table table;
    size_t without = 0;

    term_table_start(&table, term, arena, heads, 7, 0);
    for (size_t i = 0; i < report->after.count; i++) {
        const struct tvx_force_sentence *sentence = &report->after.items[i];

        without += sentence->count == 0;
        for (size_t j = 0; j < sentence->count; j++) {
            const struct tvx_norm *norm = &sentence->norms[j];
            const char *ref = strchr(report->after_evidence[i].ref, ':');

            term_table_row(&table, (const char *[]){bar(arena, norm->level), tvx_arena_printf(arena, "%d", norm->level),
                                                    *norm->actor == '\0' ? "-" : norm->actor, norm->modal,
                                                    conditions_of(arena, norm),
                                                    ref == NULL ? "" : ref + 1,
                                                    j == 0 ? sentence->words : ""});
        }
    }
    term_table_end(&table, "no sentence that binds, allows or recommends");
    if (without > 0)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%zu of %zu sentences bind, allow and recommend nothing: headings, "
                                               "recitals, definitions, statements of fact.",
                                        without, report->after.count));
}

static void claim_lines(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_claims *claims)
{
    if (claims->count == 0)
        return;
    term_styled(term, TERM_STRONG, "Why");
    term_newline(term);
    for (size_t i = 0; i < claims->count; i++) {
        const struct tvx_claim *claim = &claims->items[i];
        const struct tvx_evidence *last =
            claim->evidence_count == 0 ? NULL : &claim->evidence[claim->evidence_count - 1];

        term_paragraph(term, arena, 2, TERM_PLAIN, claim->statement);
        term_paragraph(term, arena, INDENT, TERM_SOFT,
                       last == NULL ? claim->method
                                    : tvx_arena_printf(arena, "%s; %s", last->ref, claim->method));
    }
}

static void head_lines(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_force_report *report)
{
    static const char *const natures[] = {"binds those who consented to it", "binds the organs of its body only",
                                          "binds nobody by itself"};
    static const char *const does[] = {"leaves the force as it is", "raises force", "lowers force"};
    const struct tvx_force_change *change = &report->change;

    term_styled(term, TERM_STRONG, report->reference);
    if (report->compared) {
        const char *path = report->path == NULL ? "" : report->path;

        term_styled(term, TERM_SOFT,
                    report->proposal == NULL
                        ? "  "
                        : tvx_arena_printf(arena, "  %s %s%s%s  ",
                                           tvx_action_to_string(report->proposal->proposal.action),
                                           report->key == NULL ? "(place not known)" : report->key,
                                           *path == '\0' ? "" : ":", path));
        term_styled(term, style_of(change->direction),
                    tvx_arena_printf(arena, "%s %s (%s)%s", mark_of(change->direction), does[change->direction],
                                     signed_number(arena, change->difference),
                                     change->mixed ? ", raising some and lowering some" : ""));
    }
    term_newline(term);
    term_paragraph(term, arena, 0, TERM_SOFT,
                   tvx_arena_printf(arena, "%s %s; no sentence in it is above level %d (%s)",
                                    report->key == NULL ? "The text" : report->key,
                                    natures[report->instrument.nature], report->instrument.cap,
                                    report->instrument.row));
    term_newline(term);
}

void tvx_term_force(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_force_report *report)
{
    size_t left_out = 0;

    head_lines(term, arena, report);
    if (!report->compared) {
        law_lines(term, arena, report);
        claim_lines(term, arena, &report->claims);
        return;
    }
    for (size_t i = 0; i < report->change.count; i++) {
        const struct tvx_force_step *step = &report->change.steps[i];

        if (!term->full && step->direction == TVX_FORCE_SAME && report->change.count > 1)
            left_out++;
        else
            step_lines(term, arena, step);
    }
    if (left_out > 0) {
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%zu further sentences keep their force; --full prints them.",
                                        left_out));
        term_newline(term);
    }
    claim_lines(term, arena, &report->claims);
}

static int by_difference(const void *a, const void *b)
{
    const struct tvx_force_report *x = a, *y = b;

    if (x->change.difference > y->change.difference)
        return -1;
    if (x->change.difference < y->change.difference)
        return 1;
    return x->proposal->id < y->proposal->id ? -1 : x->proposal->id > y->proposal->id;
}

void tvx_force_sort(struct tvx_force_report *reports, size_t count)
{
    if (count > 1)
        qsort(reports, count, sizeof *reports, by_difference);
}

void tvx_term_force_list(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_force_report *reports,
                         size_t count)
{
    static const char *const heads[] = {"", "by", "number", "action", "provision", "sponsors", "most of all"};
    struct term_table table;
    size_t same = 0;

    term_table_start(&table, term, arena, heads, 7, 1u << 1);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_force_report *report = &reports[i];
        const struct tvx_proposal *proposal = &report->proposal->proposal;
        const struct tvx_claim *first = report->claims.count == 0 ? NULL : &report->claims.items[0];

        if (report->change.direction == TVX_FORCE_SAME && !report->change.mixed && !term->full) {
            same++;
            continue;
        }
        for (size_t j = 1; j < report->claims.count; j++) { /* the claim that says most */
            const struct tvx_claim *claim = &report->claims.items[j];

            if (claim->has_interval && (claim->low < 0 ? -claim->low : claim->low) >
                                           (first->low < 0 ? -first->low : first->low))
                first = claim;
        }
        term_table_row(&table,
                       (const char *[]){mark_of(report->change.direction),
                                        signed_number(arena, report->change.difference), proposal->number,
                                        tvx_action_to_string(proposal->action),
                                        report->key == NULL
                                            ? "?"
                                            : tvx_arena_printf(arena, "%s%s%s", report->key,
                                                               report->path == NULL || *report->path == '\0' ? "" : ":",
                                                               report->path == NULL ? "" : report->path),
                                        show_words_join(arena, proposal->sponsors, proposal->sponsor_count, 3, " "),
                                        first == NULL ? "" : first->statement});
    }
    term_table_end(&table, "no proposal changes the force of anything");
    if (same > 0)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%zu of %zu proposals leave it as it is; --full prints them.", same,
                                        count));
}

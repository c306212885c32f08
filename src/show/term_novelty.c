/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/novelty.h>

#include <string.h>

#include "term_table.h"
#include "words.h"

enum { INDENT = 4, SHORT_WORDS = 40, LAWS_SHOWN = TVX_NOVELTY_NEAREST };

static const char *mark_of(enum tvx_novelty_status status)
{
    static const char *const marks[] = {"=", "~", "x", "+"};

    return marks[status];
}

static enum term_style style_of(enum tvx_novelty_status status)
{
    static const enum term_style styles[] = {TERM_SOFT, TERM_LOCUS, TERM_DEL, TERM_INS};

    return styles[status];
}

static const char *name_of(enum tvx_novelty_status status)
{
    static const char *const names[] = {"already law", "agreed, but not binding", "asked for before", "new"};

    return names[status];
}

/* What law has plain, what it lacks marked. */
static void sentence_lines(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_novelty_sentence *sentence)
{
    struct term_flow flow;
    size_t at = 0;

    term_flow_start(&flow, arena, term, term_width(term) - INDENT);
    term_flow_str(&flow, style_of(sentence->status), name_of(sentence->status));
    if (sentence->firmer)
        term_flow_str(&flow, TERM_PLAIN, " in force, not in words");
    term_flow_str(&flow, TERM_PLAIN, ": ");
    for (size_t i = 0; i < sentence->left_count; i++) {
        const struct tvx_novelty_words *left = &sentence->left_over[i];

        term_flow_text(&flow, TERM_PLAIN, sentence->text + at, left->at - at);
        term_flow_str(&flow, TERM_INS, "{+");
        term_flow_text(&flow, TERM_INS, sentence->text + left->at, left->length);
        term_flow_str(&flow, TERM_INS, "+}");
        at = left->at + left->length;
    }
    term_flow_str(&flow, TERM_PLAIN, sentence->text + at);
    term_flow_end(&flow);
    term_lines(term, &flow, INDENT, tvx_arena_printf(arena, "%s   ", mark_of(sentence->status)),
               style_of(sentence->status));
}

static const char *short_text(const struct tvx_term *term, struct tvx_arena *arena, const char *text)
{
    size_t length = strlen(text), first = term->full ? length : show_words_first(text, length, SHORT_WORDS);

    return first >= length ? text : tvx_arena_printf(arena, "%.*s …", (int)first, text);
}

/* "CS@2022:34.2 (No. 181) Stoppage, binds Member States (reserve the right to, level 2): …" */
static void law_lines(struct tvx_term *term, struct tvx_arena *arena, const char *mark,
                      const struct tvx_novelty_law *law)
{
    struct term_flow flow;

    term_flow_start(&flow, arena, term, term_width(term) - INDENT - 2);
    term_flow_str(&flow, TERM_STRONG, law->ref);
    if (law->marginal != NULL)
        term_flow_str(&flow, TERM_PLAIN, tvx_arena_printf(arena, " (No. %s)", law->marginal));
    if (*law->heading != '\0')
        term_flow_str(&flow, TERM_SOFT, tvx_arena_printf(arena, " %s", law->heading));
    term_flow_str(&flow, TERM_PLAIN,
                  law->binding ? tvx_arena_printf(arena, "; binds %s",
                                                  *law->actor == '\0' ? "nobody by name" : law->actor)
                               : "; does not bind");
    if (*law->modal != '\0')
        term_flow_str(&flow, TERM_SOFT, tvx_arena_printf(arena, " (%s, level %d)", law->modal, law->level));
    if (!law->in_force)
        term_flow_str(&flow, TERM_ALERT, "; not said to be in force");
    term_flow_str(&flow, TERM_SOFT, tvx_arena_printf(arena, "; has %.0f %% of what is added", law->covered * 100));
    term_flow_break(&flow);
    term_flow_str(&flow, TERM_PLAIN, tvx_arena_printf(arena, "\"%s\"", short_text(term, arena, law->text)));
    term_flow_end(&flow);
    term_lines(term, &flow, INDENT + 2, tvx_arena_printf(arena, "    %s ", mark), TERM_SOFT);
}

static void earlier_lines(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_novelty_earlier *earlier)
{
    const struct tvx_proposal *proposal = &earlier->proposal->proposal;

    term_paragraph(term, arena, INDENT + 2, TERM_PLAIN,
                   tvx_arena_printf(arena, "before: %s, %s (%s), fate: %s", proposal->number,
                                    earlier->proposal->meeting,
                                    show_words_join(arena, proposal->sponsors, proposal->sponsor_count, 3, " "),
                                    tvx_fate_to_string(earlier->outcome->fate)));
    term_paragraph(term, arena, INDENT + 2, TERM_SOFT,
                   tvx_arena_printf(arena, "\"%s\"", short_text(term, arena, earlier->text)));
    if (earlier->outcome->evidence_count > 0)
        term_paragraph(term, arena, INDENT + 2, TERM_SOFT,
                       tvx_arena_printf(arena, "says %s: \"%s\"", earlier->outcome->evidence[0].source,
                                        short_text(term, arena, earlier->outcome->evidence[0].quote)));
}

static void head_lines(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_novelty_report *report)
{
    const struct tvx_proposal *proposal = &report->proposal->proposal;

    term_styled(term, TERM_STRONG,
                tvx_arena_printf(arena, "%s  %s  %s", report->reference, tvx_action_to_string(proposal->action),
                                 show_words_place(arena, report->proposal)));
    term_newline(term);
    term_paragraph(term, arena, 0, TERM_SOFT,
                   "= already law   ~ agreed in a text that does not bind   x asked for before, not adopted   + new;  "
                   "{+so+} are words that none of the three nearest laws has");
    term_newline(term);
}

void tvx_term_novelty(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_novelty_report *report)
{
    head_lines(term, arena, report);
    if (report->count == 0)
        term_paragraph(term, arena, 0, TERM_PLAIN, "It puts no new sentence in.");
    for (size_t i = 0; i < report->count; i++) {
        const struct tvx_novelty_sentence *sentence = &report->sentences[i];
        size_t shown = term->full || sentence->law_count < LAWS_SHOWN ? sentence->law_count : LAWS_SHOWN;

        sentence_lines(term, arena, sentence);
        if (*sentence->modal != '\0')
            term_paragraph(term, arena, INDENT + 2, TERM_PLAIN,
                           tvx_arena_printf(arena, "would bind %s (%s, level %d)",
                                            *sentence->actor == '\0' ? "nobody by name" : sentence->actor,
                                            sentence->modal, sentence->level));
        if (sentence->earlier != NULL)
            earlier_lines(term, arena, sentence->earlier);
        for (size_t j = 0; j < shown; j++)
            law_lines(term, arena, j == 0 ? ">" : " ", &sentence->laws[j]);
        if (shown < sentence->law_count)
            term_paragraph(term, arena, INDENT + 2, TERM_SOFT,
                           tvx_arena_printf(arena, "%zu more; --full prints them", sentence->law_count - shown));
        if (sentence->law_count == 0)
            term_paragraph(term, arena, INDENT + 2, TERM_SOFT, "no law in force comes near it");
        term_newline(term);
    }
    if (report->kept > 0)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%s in the text before already.",
                                        show_words_number(arena, report->kept, "sentence stands", "sentences stand")));
    if (report->left_out > 0)
        term_paragraph(term, arena, 0, TERM_ALERT,
                       tvx_arena_printf(arena, "%zu sentences beyond the first %d were left out.", report->left_out,
                                        TVX_NOVELTY_SENTENCES));
}

/* The sentence that adds most: what law has least of. */
static const struct tvx_novelty_sentence *newest(const struct tvx_novelty_report *report)
{
    const struct tvx_novelty_sentence *best = &report->sentences[0];

    for (size_t i = 1; i < report->count; i++)
        if (report->sentences[i].status > best->status ||
            (report->sentences[i].status == best->status && report->sentences[i].left_count > best->left_count))
            best = &report->sentences[i];
    return best;
}

void tvx_term_novelty_list(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_novelty_report *reports,
                           size_t count)
{
    static const char *const heads[] = {"= law", "~ agreed", "x before", "+ new", "number", "provision", "nearest law",
                                        "adds most"};
    struct term_table table;
    size_t none = 0;

    term_table_start(&table, term, arena, heads, 8, 15u);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_novelty_report *report = &reports[i];
        const struct tvx_novelty_sentence *best;
        size_t of[4] = {0};
        const char *numbers[4];

        if (report->count == 0) {
            none++;
            continue;
        }
        for (size_t j = 0; j < report->count; j++)
            of[report->sentences[j].status]++;
        for (size_t j = 0; j < 4; j++)
            numbers[j] = of[j] == 0 ? "" : tvx_arena_printf(arena, "%zu", of[j]);
        best = newest(report);
        term_table_row(&table, (const char *[]){numbers[0], numbers[1], numbers[2], numbers[3], report->reference,
                                                show_words_place(arena, report->proposal),
                                                best->law_count == 0 ? "" : best->laws[0].ref, best->text});
    }
    term_table_end(&table, "no proposal puts a new sentence in");
    if (none > 0)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%zu of %zu proposals put no new sentence in.", none, count));
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "blame_runs.h"
#include "term_flow.h"
#include "words.h"

#include <string.h>
#include <travaux/show/blame.h>

enum {
    ORIGIN_COLUMN = 34, /* name, date and sponsors of an origin */
    NAME_MOST = 24,
    SHORT_WORDS = 8,    /* of a provision in which nothing changed, on each side of what is left out */
};

static enum term_style style_of(const struct show_source *source)
{
    return source->kind == TVX_ORIGIN_ORPHAN     ? TERM_ALERT
           : source->kind == TVX_ORIGIN_PROPOSED ? TERM_INS
           : *source->letter == '\0'             ? TERM_PLAIN
                                                 : TERM_LOCUS;
}

static const char *sponsors_of(struct tvx_arena *arena, const struct show_source *source, size_t columns)
{
    if (source->proposal == NULL)
        return "";
    return show_words_fit(arena, source->proposal->proposal.sponsors, source->proposal->proposal.sponsor_count,
                          columns);
}

static const struct tvx_provision *provision_of(const struct tvx_blame *blame, size_t provision)
{
    return &blame->history.versions[blame->version].instrument.provisions[provision];
}

/* "5.2  Access, notice and routing": the path, and a heading that is its own. */
static void provision_head(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_provision *provision)
{
    term_newline(term);
    term_styled(term, TERM_STRONG, provision->path);
    if (*provision->heading != '\0') {
        tvx_buf_str(term->out, "  ");
        term_styled(term, TERM_SOFT, tvx_arena_printf(arena, "%s", provision->heading));
    }
    term_newline(term);
}

/* ---- a line a run ---- */

static void run_words(struct term_flow *flow, const struct show_source *source, const struct show_run *run,
                      const char *text, bool all)
{
    size_t head, tail;

    if (all || run->words < 3 * SHORT_WORDS || *source->letter != '\0') {
        term_flow_text(flow, style_of(source), text, run->length);
        return;
    }
    head = show_words_first(text, run->length, SHORT_WORDS);
    tail = show_words_last(text, run->length, SHORT_WORDS);
    if (head >= tail) {
        term_flow_text(flow, style_of(source), text, run->length);
        return;
    }
    term_flow_text(flow, TERM_PLAIN, text, head);
    term_flow_str(flow, TERM_SOFT, " […] ");
    term_flow_text(flow, TERM_PLAIN, text + tail, run->length - tail);
}

static void show_run_line(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_blame *blame,
                          const struct show_blame *runs, const struct show_run *run)
{
    const struct show_source *source = &runs->sources[run->source];
    const char *also = show_blame_also(arena, run), *date = source->date == NULL ? "undated" : source->date;
    size_t width = term_width(term), column = width / 3 < ORIGIN_COLUMN ? width / 3 : ORIGIN_COLUMN;
    struct term_flow left, right;

    term_flow_start(&left, arena, term, column);
    term_flow_str(&left, style_of(source), source->name);
    if (source->kind != TVX_ORIGIN_ORPHAN)
        term_flow_str(&left, TERM_SOFT, tvx_arena_printf(arena, " %s", date));
    if (source->proposal != NULL)
        term_flow_str(&left, TERM_SOFT, tvx_arena_printf(arena, " %s", sponsors_of(arena, source, NAME_MOST)));
    if (source->proposal != NULL && tvx_is_compromise(&source->proposal->proposal))
        term_flow_str(&left, TERM_SOFT, ", a compromise");
    if (source->kind == TVX_ORIGIN_ORPHAN && blame->printed[run->provision] != NULL)
        term_flow_str(&left, TERM_SOFT, tvx_arena_printf(arena, ", in %s", blame->printed[run->provision]->name));
    if (*also != '\0')
        term_flow_str(&left, TERM_SOFT, tvx_arena_printf(arena, ", %s", also));
    term_flow_end(&left);
    term_flow_start(&right, arena, term, width - column - 5);
    run_words(&right, source, run, provision_of(blame, run->provision)->text + run->start, term->full);
    term_flow_end(&right);
    term_columns(term, &left, &right, 3,
                 source->kind == TVX_ORIGIN_ORPHAN     ? " !"
                 : source->kind == TVX_ORIGIN_PROPOSED ? " +"
                                                       : NULL,
                 style_of(source), column + 5);
}

/* ---- the running text ---- */

static void show_legend(struct tvx_term *term, struct tvx_arena *arena, const struct show_blame *runs)
{
    for (size_t i = 0; i < runs->source_count; i++) {
        const struct show_source *source = &runs->sources[i];

        if (*source->letter == '\0')
            term_paragraph(term, arena, 0, TERM_SOFT,
                           tvx_arena_printf(arena, "plain  %s, %s", source->name,
                                            source->date == NULL ? "undated" : source->date));
        else if (source->kind == TVX_ORIGIN_ORPHAN)
            term_paragraph(term, arena, 0, style_of(source), tvx_arena_printf(arena, "{!: … }  %s", source->name));
        else
            term_paragraph(term, arena, 0, style_of(source),
                           tvx_arena_printf(arena, "{%s: … }  %s, %s%s%s", source->letter, source->name,
                                            source->date == NULL ? "undated" : source->date,
                                            source->proposal == NULL ? "" : ", ", sponsors_of(arena, source, 0)));
    }
}

static void show_running(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_blame *blame,
                         const struct show_blame *runs, size_t first, size_t end)
{
    const char *text = provision_of(blame, runs->runs[first].provision)->text;
    struct term_flow flow;
    size_t at = 0;

    term_flow_start(&flow, arena, term, term_width(term) - 2);
    for (size_t i = first; i < end; i++) {
        const struct show_run *run = &runs->runs[i];
        const struct show_source *source = &runs->sources[run->source];

        term_flow_text(&flow, TERM_PLAIN, text + at, run->start - at);
        if (*source->letter != '\0')
            term_flow_str(&flow, style_of(source), tvx_arena_printf(arena, "{%s: ", source->letter));
        term_flow_text(&flow, style_of(source), text + run->start, run->length);
        if (*source->letter != '\0')
            term_flow_str(&flow, style_of(source), "}");
        at = run->start + run->length;
    }
    term_flow_end(&flow);
    term_lines(term, &flow, 2, NULL, TERM_PLAIN);
}

void tvx_term_blame(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_blame *blame, bool running)
{
    const char *note;
    struct show_blame runs;

    if (!show_blame_make(&runs, arena, blame)) {
        term->out->failed = true;
        return;
    }
    term_styled(term, TERM_STRONG, blame->reference);
    term_newline(term);
    term_paragraph(term, arena, 0, TERM_SOFT, show_blame_summary(arena, &runs, blame->tabled));
    note = show_blame_orphans(arena, blame, &runs);
    if (*note != '\0')
        term_paragraph(term, arena, 0, TERM_SOFT, note);
    if (running) {
        term_newline(term);
        show_legend(term, arena, &runs);
    }
    for (size_t i = 0, end; i < runs.run_count; i = end) {
        for (end = i + 1; end < runs.run_count && runs.runs[end].provision == runs.runs[i].provision; end++)
            ;
        provision_head(term, arena, provision_of(blame, runs.runs[i].provision));
        if (running)
            show_running(term, arena, blame, &runs, i, end);
        for (size_t k = i; k < end && !running; k++)
            show_run_line(term, arena, blame, &runs, &runs.runs[k]);
    }
}

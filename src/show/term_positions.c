/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/show/positions.h>

#include "term_table.h"
#include "words.h"

enum { ACTORS = 200, SHOWN = 8, COLUMNS = 6 };

/* One sign a stance, so that colour only adds to it. */
static const char *const signs[] = {" ", ">", ">", "+", "-", "~", "x"};

static enum term_style style_of(const struct tvx_position *p)
{
    return tvx_stance_side(p->stance) == 1 ? TERM_INS : tvx_stance_side(p->stance) == -1 ? TERM_DEL : TERM_LOCUS;
}

static bool same_proposal(const struct tvx_position *a, const struct tvx_position *b)
{
    return strcmp(a->proposal, b->proposal) == 0 &&
           strcmp(a->meeting == NULL ? "" : a->meeting, b->meeting == NULL ? "" : b->meeting) == 0;
}

/* Actors of one kind of side in a proposal's run, "~ SAN BLC (2 through groups)". */
static const char *cell(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_position *items, size_t count,
                        enum tvx_stance from, enum tvx_stance to)
{
    const char *names[ACTORS];
    size_t have = 0, through = 0;

    for (size_t i = 0; i < count; i++) {
        const struct tvx_position *p = &items[i];
        bool again = false;

        if (p->stance < from || p->stance > to)
            continue;
        if (p->through != NULL) {
            through++;
            continue;
        }
        for (size_t k = 0; k < i && !again; k++)
            again = strcmp(items[k].actor, p->actor) == 0 && items[k].stance >= from && items[k].stance <= to;
        if (!again && have < ACTORS)
            names[have++] = p->switched ? tvx_arena_printf(arena, "%s!", p->actor) : p->actor;
    }
    if (have == 0)
        return "";
    return through == 0 ? tvx_arena_printf(arena, "%s %s", signs[to],
                                           show_words_join(arena, names, have, term->full ? 0 : SHOWN, " "))
                        : tvx_arena_printf(arena, "%s %s (%zu members)", signs[to],
                                           show_words_join(arena, names, have, term->full ? 0 : SHOWN, " "), through);
}

static void overview(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_position_list *list)
{
    static const char *const heads[COLUMNS] = {"Proposal", "Behind it", "For", "Against", "Reserved", "Withdrawn"};
    struct term_table table;
    size_t end;

    term_table_start(&table, term, arena, heads, COLUMNS, 0);
    for (size_t i = 0; i < list->count; i = end) {
        const struct tvx_position *run = &list->items[i];
        const char *cells[COLUMNS] = {*run->proposal != '\0' ? run->proposal : "(in statements)"};

        for (end = i + 1; end < list->count && same_proposal(run, &list->items[end]);)
            end++;
        cells[1] = cell(term, arena, run, end - i, TVX_STANCE_PROPOSE, TVX_STANCE_COSPONSOR);
        cells[2] = cell(term, arena, run, end - i, TVX_STANCE_SUPPORT, TVX_STANCE_SUPPORT);
        cells[3] = cell(term, arena, run, end - i, TVX_STANCE_OPPOSE, TVX_STANCE_OPPOSE);
        cells[4] = cell(term, arena, run, end - i, TVX_STANCE_RESERVE, TVX_STANCE_RESERVE);
        cells[5] = cell(term, arena, run, end - i, TVX_STANCE_WITHDRAW, TVX_STANCE_WITHDRAW);
        term_table_row(&table, cells);
    }
    term_table_end(&table, "no positions");
    term_paragraph(term, arena, 0, TERM_SOFT,
                   "> proposes or co-sponsors   + for   - against   ~ reserves   x withdraws   ! switched");
}

static void one(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_position *p)
{
    struct term_flow flow;

    term_flow_start(&flow, arena, term, term_width(term) - 4);
    term_flow_str(&flow, TERM_SOFT, p->date == NULL ? "day not known" : p->date);
    term_flow_str(&flow, TERM_SOFT, "  ");
    term_flow_str(&flow, style_of(p), p->claim.statement);
    if (p->switched)
        term_flow_str(&flow, TERM_ALERT, tvx_arena_printf(arena, "  SWITCHED from %s", tvx_stance_to_string(p->from)));
    term_flow_end(&flow);
    term_lines(term, &flow, 4, tvx_arena_printf(arena, "  %s ", signs[p->stance]), style_of(p));
    for (size_t k = 0; k < p->claim.evidence_count && p->source != TVX_POSITION_SPONSOR; k++)
        term_paragraph(term, arena, 6, TERM_SOFT, tvx_arena_printf(arena, "“%s” (%s)", p->claim.evidence[k].quote,
                                                                   p->claim.evidence[k].document));
    term_paragraph(term, arena, 6, TERM_SOFT, tvx_arena_printf(arena, "[%s: %s]",
                                                               tvx_position_source_to_string(p->source),
                                                               p->claim.method));
}

static void network(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_positions *positions)
{
    for (size_t i = 0; i < positions->bloc_count; i++) {
        const struct tvx_position_bloc *b = &positions->blocs[i];

        if (i == 0)
            term_field(term, arena, "Together", "take the same side");
        term_paragraph(term, arena, 2, TERM_PLAIN,
                       tvx_arena_printf(arena, "%s: %s", show_words_join(arena, b->actors, b->count, 0, " "),
                                        b->because));
    }
    for (size_t i = 0; i < positions->edge_count && (term->full || i < SHOWN); i++) {
        const struct tvx_position_edge *e = &positions->edges[i];

        if (i == 0)
            term_field(term, arena, "Co-sponsors", "stand behind the same proposals");
        term_paragraph(term, arena, 2, TERM_PLAIN,
                       tvx_arena_printf(arena, "%s - %s: %zu", e->a, e->b, e->count));
    }
}

static void estimates(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_positions *positions)
{
    for (size_t i = 0; i < positions->estimate_count; i++) {
        const struct tvx_estimate *e = &positions->estimates[i];

        term_paragraph(term, arena, 2, TERM_PLAIN,
                       tvx_arena_printf(arena, "%-6s %+.2f  (%+.2f to %+.2f, n = %zu)", e->actor, e->point, e->low,
                                        e->high, e->n));
    }
    if (positions->estimate_note != NULL)
        term_paragraph(term, arena, 0, TERM_SOFT, positions->estimate_note);
}

/* The newest value of each actor that took a side here. */
static void indices(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_positions *positions)
{
    for (size_t i = 0; i < positions->index_count; i++) {
        const struct tvx_position_index *index = &positions->indices[i];

        term_field(term, arena, "Beside it", index->source);
        for (size_t k = 0; k < index->count; k++) {
            const struct tvx_position_index_value *v = &index->values[k];
            bool here = false;

            if (k + 1 < index->count && strcmp(index->values[k + 1].actor, v->actor) == 0)
                continue;
            for (size_t p = 0; p < positions->list.count && !here; p++)
                here = strcmp(positions->list.items[p].actor, v->actor) == 0;
            if (here)
                term_paragraph(term, arena, 2, TERM_PLAIN,
                               v->year == 0 ? tvx_arena_printf(arena, "%-6s %g", v->actor, v->value)
                                            : tvx_arena_printf(arena, "%-6s %g (%d)", v->actor, v->value, v->year));
        }
    }
}

void tvx_term_positions(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_positions *positions,
                        bool timeline)
{
    const struct tvx_position_list *list = &positions->list;

    if (!timeline)
        overview(term, arena, list);
    for (size_t i = 0; timeline && i < list->count; i++) {
        if (i == 0 || !same_proposal(&list->items[i - 1], &list->items[i])) {
            term_styled(term, TERM_STRONG, *list->items[i].proposal != '\0' ? list->items[i].proposal
                                                                            : list->items[i].on);
            term_newline(term);
        }
        one(term, arena, &list->items[i]);
    }
    if (timeline && list->count == 0)
        term_paragraph(term, arena, 0, TERM_SOFT, "no positions");
    network(term, arena, positions);
    estimates(term, arena, positions);
    indices(term, arena, positions);
    if (positions->unplaced.count > 0)
        term_paragraph(term, arena, 0, TERM_ALERT,
                       tvx_arena_printf(arena, "%s where no proposal was under discussion (\"unplaced\" of --json)",
                                        show_words_number(arena, positions->unplaced.count, "side was taken",
                                                          "sides were taken")));
}

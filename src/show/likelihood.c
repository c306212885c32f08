/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/likelihood.h>

#include <math.h>
#include <stdlib.h>
#include <travaux/show/json_claim.h>

#include "term_table.h"
#include "words.h"

enum { BAR = 20 };

static const char event[] = "at least half of the words that it puts in or strikes out are adopted";

static void number(struct tvx_json *json, const char *key, double value)
{
    tvx_json_pair_number(json, key, round(value * 1e4) / 1e4);
}

void tvx_json_likelihood(struct tvx_json *json, const struct tvx_likelihood *l)
{
    tvx_json_object(json);
    tvx_json_pair(json, "proposal", l->proposal->proposal.number);
    if (l->not_reckoned != NULL) {
        tvx_json_pair(json, "low", NULL);
        tvx_json_pair(json, "high", NULL);
        tvx_json_pair(json, "not_reckoned", l->not_reckoned);
    } else {
        number(json, "low", l->chance.low);
        number(json, "high", l->chance.high);
        number(json, "point", l->chance.point);
    }
    tvx_json_pair_number(json, "belief", TVX_LIKELIHOOD_INTERVAL);
    tvx_json_pair_int(json, "n", (int64_t)l->n);
    tvx_json_pair_int(json, "adopted", (int64_t)l->events);
    tvx_json_pair_int(json, "left_out", (int64_t)l->left_out);
    tvx_json_pair(json, "event", event);
    tvx_json_key(json, "factors");
    tvx_json_array(json);
    for (size_t i = 0; i < l->factors.count; i++)
        tvx_json_claim(json, &l->factors.items[i]);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

/* "····├──●───┤········": from 0 to 1 */
static const char *bar(struct tvx_arena *arena, const struct tvx_chance *c)
{
    int low = (int)(c->low * (BAR - 1) + 0.5), high = (int)(c->high * (BAR - 1) + 0.5);
    int point = (int)(c->point * (BAR - 1) + 0.5);
    const char *out = "";

    for (int i = 0; i < BAR && out != NULL; i++)
        out = tvx_arena_printf(arena, "%s%s", out, i == point ? "●" : i == low ? "├" : i == high ? "┤"
                               : i > low && i < high ? "─" : "·");
    return out;
}

static const char *interval(struct tvx_arena *arena, const struct tvx_chance *c)
{
    return tvx_arena_printf(arena, "%.0f–%.0f%%", 100 * c->low, 100 * c->high);
}

void tvx_term_likelihood(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_likelihood *l)
{
    const struct tvx_stored_proposal *p = l->proposal;

    term_paragraph(term, arena, 0, TERM_STRONG,
                   tvx_arena_printf(arena, "%s  %s %s  %s", p->proposal.number,
                                    tvx_action_to_string(p->proposal.action), show_words_place(arena, p),
                                    show_words_join(arena, p->proposal.sponsors, p->proposal.sponsor_count, 4, " · ")));
    if (l->not_reckoned != NULL) {
        term_paragraph(term, arena, 0, TERM_PLAIN, tvx_arena_printf(arena, "Not reckoned: %s.", l->not_reckoned));
        return;
    }
    term_paragraph(term, arena, 0, TERM_PLAIN,
                   tvx_arena_printf(arena, "%s  %s to be adopted, %.0f%% expected (n=%zu)", bar(arena, &l->chance),
                                    interval(arena, &l->chance), 100 * l->chance.point, l->n));
    term_paragraph(term, arena, 0, TERM_SOFT,
                   tvx_arena_printf(arena, "That is: %s.  With %.0f%% of belief between the two numbers%s.", event,
                                    100 * TVX_LIKELIHOOD_INTERVAL,
                                    l->n == 0 ? ", none of it measured: no earlier conference is here" : ""));
    term_newline(term);
    for (size_t i = 0; i < l->factors.count; i++) {
        const struct tvx_claim *c = &l->factors.items[i];
        bool up = *c->value == 'r', down = *c->value == 'l';
        struct term_flow flow;

        term_flow_start(&flow, arena, term, term_width(term) - 4);
        term_flow_str(&flow, TERM_PLAIN, c->statement);
        term_flow_str(&flow, TERM_SOFT,
                      tvx_arena_printf(arena, " %+.2f…%+.2f log odds; %s", c->low, c->high, c->method));
        term_flow_end(&flow);
        term_lines(term, &flow, 4, up ? "  ▲ " : down ? "  ▼ " : "  = ", up ? TERM_INS : down ? TERM_ALERT : TERM_SOFT);
    }
    if (l->left_out > 0)
        term_paragraph(term, arena, 0, TERM_ALERT,
                       tvx_arena_printf(arena, "%s of other meetings left out: not earlier, or no day is known",
                                        show_words_number(arena, l->left_out, "decided proposal",
                                                          "decided proposals")));
}

static int by_point(const void *a, const void *b)
{
    const struct tvx_likelihood *x = *(const struct tvx_likelihood *const *)a;
    const struct tvx_likelihood *y = *(const struct tvx_likelihood *const *)b;

    if (x->chance.point != y->chance.point)
        return x->chance.point < y->chance.point ? 1 : -1;
    return (x > y) - (x < y); /* as the store has them */
}

void tvx_term_likelihoods(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_likelihood *items,
                          size_t count)
{
    static const char *const heads[] = {"proposal", "place", "0 … 1", "between", "expected", "n"};
    const struct tvx_likelihood **order = tvx_arena_array(arena, count + 1, sizeof(void *));
    size_t used = 0;
    struct term_table table;

    term_table_start(&table, term, arena, heads, 6, 0x30);
    for (size_t i = 0; order != NULL && i < count; i++)
        if (items[i].not_reckoned == NULL)
            order[used++] = &items[i];
    if (used > 0)
        qsort(order, used, sizeof *order, by_point);
    for (size_t i = 0; i < used; i++)
        term_table_row(&table, (const char *[]){order[i]->proposal->proposal.number,
                                                show_words_place(arena, order[i]->proposal),
                                                bar(arena, &order[i]->chance), interval(arena, &order[i]->chance),
                                                tvx_arena_printf(arena, "%.0f%%", 100 * order[i]->chance.point),
                                                tvx_arena_printf(arena, "%zu", order[i]->n)});
    term_table_end(&table, "no proposal that asks for a change");
    if (used < count)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%s for no change of words, and left out",
                                        show_words_number(arena, count - used, "proposal that asks",
                                                          "proposals that ask")));
    term_paragraph(term, arena, 0, TERM_SOFT, tvx_arena_printf(arena, "The chance that %s; n: decided proposals of "
                                                               "earlier conferences behind it.", event));
}

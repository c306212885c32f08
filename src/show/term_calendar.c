/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/calendar.h>

#include <string.h>
#include <travaux/base/day.h>

#include "term_flow.h"
#include "term_table.h"
#include "words.h"

enum { SOURCES_SHOWN = 4, SHORT_COST = 40, DAY_COLUMNS = 20, OFF_COLUMNS = 13 };

/* " [CS:No. 224 · https://…]" */
static const char *sources(struct tvx_arena *arena, const struct tvx_claim *claim)
{
    const char *names[SOURCES_SHOWN];
    size_t count = 0;

    for (size_t i = 0; i < claim->evidence_count && count < SOURCES_SHOWN; i++)
        names[count++] = *claim->evidence[i].ref != '\0' ? claim->evidence[i].ref : claim->evidence[i].document;
    return count == 0 ? "" : tvx_arena_printf(arena, " [%s]", show_words_join(arena, names, count, 0, " · "));
}

static void print_claim(struct tvx_term *term, struct tvx_arena *arena, const char *name,
                        const struct tvx_claim *claim, size_t indent)
{
    struct term_flow flow;
    const char *mark = tvx_arena_printf(arena, "%*s%-12s", (int)indent, "", name);

    term_flow_start(&flow, arena, term, term_width(term) - indent - 12);
    term_flow_str(&flow, TERM_PLAIN, claim->statement);
    term_flow_str(&flow, TERM_SOFT, sources(arena, claim));
    term_flow_end(&flow);
    term_lines(term, &flow, indent + 12, mark, TERM_SOFT);
}

static const char *days(struct tvx_arena *arena, const char *start, const char *end, const char *year)
{
    if (start == NULL)
        return tvx_arena_printf(arena, "%s, days not known", year);
    return strcmp(start, end) == 0 ? start : tvx_arena_printf(arena, "%s – %s", start, end);
}

static const char *gathering(struct tvx_arena *arena, const struct tvx_gathering *meeting)
{
    return tvx_arena_printf(arena, "%s  %s%s%s", meeting->key,
                            days(arena, meeting->start, meeting->end, meeting->year),
                            meeting->place == NULL ? "" : ", ", meeting->place == NULL ? "" : meeting->place);
}

static void print_meetings(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_decision *decision)
{
    if (decision->next < decision->meeting_count)
        term_field(term, arena, "next", gathering(arena, decision->meetings[decision->next]));
    if (decision->next > 0)
        term_field(term, arena, "before", gathering(arena, decision->meetings[decision->next - 1]));
    if (decision->next + 1 < decision->meeting_count)
        term_field(term, arena, "then", gathering(arena, decision->meetings[decision->next + 1]));
}

/* How, and what it costs: the rest is behind --full, so that the answer stays on one screen. */
static void print_way_short(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_way_in *in)
{
    struct term_flow flow;

    term_flow_start(&flow, arena, term, term_width(term) - 4);
    term_flow_str(&flow, TERM_PLAIN, in->way->name);
    term_flow_str(&flow, TERM_SOFT,
                  tvx_arena_printf(arena, " (%s): ", show_words_join(arena, in->way->kinds, in->way->kind_count, 0,
                                                                    ", ")));
    term_flow_str(&flow, TERM_PLAIN, in->way->how.text);
    if (in->way->cost.text != NULL && strlen(in->way->cost.text) <= SHORT_COST)
        term_flow_str(&flow, TERM_PLAIN, tvx_arena_printf(arena, "; cost: %s", in->way->cost.text));
    term_flow_end(&flow);
    term_lines(term, &flow, 4, "  - ", TERM_SOFT);
}

static void print_ways(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_decision *decision)
{
    if (decision->way_count == 0)
        return;
    term_newline(term);
    term_styled(term, TERM_STRONG, "Ways in");
    term_newline(term);
    for (size_t i = 0; i < decision->way_count; i++) {
        const struct tvx_way_in *in = &decision->ways[i];

        if (!term->full) {
            print_way_short(term, arena, in);
            continue;
        }

        term_paragraph(term, arena, 2, TERM_PLAIN,
                       tvx_arena_printf(arena, "%s (%s)", in->way->name,
                                        show_words_join(arena, in->way->kinds, in->way->kind_count, 0, ", ")));
        for (size_t j = 0; j < in->claims.count; j++)
            print_claim(term, arena, in->claims.items[j].value, &in->claims.items[j], 4);
    }
}

static void print_head(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_decision *decision)
{
    const struct tvx_instrument_rule *rule = decision->rule;
    const struct tvx_body *body = decision->body;

    if (rule != NULL)
        term_paragraph(term, arena, 0, TERM_STRONG,
                       tvx_arena_printf(arena, "%s  %s%s", decision->instrument, rule->name,
                                        !rule->binding_told ? "" : rule->is_binding ? ": binding" : ": not binding"));
    if (body != NULL)
        term_paragraph(term, arena, 0, TERM_STRONG,
                       tvx_arena_printf(arena, "%s%s (%s)%s%s", rule == NULL ? "" : "Changed by: ", body->name,
                                        body->key, *body->institution == '\0' ? "" : ", ", body->institution));
    else
        term_paragraph(term, arena, 0, TERM_SOFT, "The map does not tell who may change it.");
}

void tvx_term_decision(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_decision *decision)
{
    print_head(term, arena, decision);
    term_newline(term);
    for (size_t i = 0; i < decision->claims.count; i++)
        print_claim(term, arena, decision->claims.items[i].value, &decision->claims.items[i], 0);
    print_meetings(term, arena, decision);
    print_ways(term, arena, decision);
    if (!term->full && decision->way_count > 0) {
        term_styled(term, TERM_SOFT, "--full tells what each way gives, its cost and its contact, with sources");
        term_newline(term);
    }
}

void tvx_term_institutions(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_institutions *all)
{
    static const char *const heads[] = {"body", "of", "changes", "decides"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 4, 0);
    for (size_t i = 0; i < all->body_count; i++) {
        const char *keys = "";

        for (size_t j = 0; j < all->rule_count && keys != NULL; j++)
            if (tvx_institutions_changes(&all->bodies[i], &all->rules[j]))
                keys = tvx_arena_printf(arena, "%s%s%s", keys, *keys == '\0' ? "" : " ",
                                        show_words_join(arena, all->rules[j].matches, all->rules[j].match_count, 0,
                                                        " "));
        term_table_row(&table, (const char *[]){all->bodies[i].key, all->bodies[i].institution, keys,
                                                all->bodies[i].decides.text});
    }
    term_table_end(&table, "no bodies");
}

static const char *far_off(struct tvx_arena *arena, const struct tvx_calendar_entry *entry, const char *today)
{
    int off;

    if (!tvx_day_valid(entry->date))
        return "";
    if (strcmp(entry->date, today) <= 0 && strcmp(entry->end, today) >= 0)
        return strcmp(entry->kind, "meeting") == 0 ? "now" : "today";
    off = tvx_day_between(today, entry->date);
    return off > 0 ? tvx_arena_printf(arena, "in %s", show_words_number(arena, (size_t)off, "day", "days")) : "past";
}

static void print_entry(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_calendar_entry *entry,
                        const char *today)
{
    bool meeting = strcmp(entry->kind, "meeting") == 0;
    const char *when = strcmp(entry->date, entry->end) == 0
                           ? entry->date : tvx_arena_printf(arena, "%s – %s", entry->date, entry->end + 5);
    const char *off = far_off(arena, entry, today);
    size_t indent = DAY_COLUMNS + OFF_COLUMNS;
    struct term_flow flow;

    if (when == NULL || off == NULL)
        return;
    term_flow_start(&flow, arena, term, term_width(term) - indent);
    if (!meeting)
        term_flow_str(&flow, TERM_LOCUS, tvx_arena_printf(arena, "due%s%s: ", entry->meeting == NULL ? "" : " for ",
                                                          entry->meeting == NULL ? "" : entry->meeting));
    term_flow_str(&flow, meeting ? TERM_STRONG : TERM_PLAIN, entry->claim.statement);
    if (entry->place != NULL || entry->who != NULL)
        term_flow_str(&flow, TERM_PLAIN, tvx_arena_printf(arena, "%s%s", entry->place != NULL ? ", " : "; for ",
                                                          entry->place != NULL ? entry->place : entry->who));
    term_flow_str(&flow, TERM_PLAIN, entry->reckoned ? " ~" : "");
    if (entry->concern_count > 0)
        term_flow_str(&flow, TERM_SOFT, tvx_arena_printf(arena, " (concerns %s)",
                                                         show_words_join(arena, entry->concerns,
                                                                         entry->concern_count, 5, ", ")));
    term_flow_str(&flow, TERM_SOFT, sources(arena, &entry->claim));
    term_flow_end(&flow);
    term_lines(term, &flow, indent,
               tvx_arena_printf(arena, "%s%*s%s%*s", when,
                                (int)(DAY_COLUMNS - tvx_term_columns(when, strlen(when))), "", off,
                                (int)(OFF_COLUMNS - tvx_term_columns(off, strlen(off))), ""),
               TERM_PLAIN);
}

void tvx_term_calendar(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_calendar_entry *entries,
                       size_t count, const char *today)
{
    bool reckoned = false;

    for (size_t i = 0; i < count; i++) {
        print_entry(term, arena, &entries[i], today);
        reckoned = reckoned || entries[i].reckoned;
    }
    if (count == 0)
        term_styled(term, TERM_SOFT, "nothing is known to be due; --all shows what is past");
    else if (reckoned)
        term_styled(term, TERM_SOFT, "\"~\": reckoned by a rule; the conference may set another day");
    if (count == 0 || reckoned)
        term_newline(term);
}

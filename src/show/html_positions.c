/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who stands where: over time, with whom, on one dimension; each picture beside a table of the same. */
#include "html_analyses.h"
#include "pages.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_DRAWN = 40, MOST_QUOTE = 40 };

static const struct { const char *word; enum chart_mark mark; } stances[] = {
    [TVX_STANCE_NONE] = {SAY("takes no side"), CHART_RESERVES},
    [TVX_STANCE_PROPOSE] = {SAY("proposes"), CHART_PROPOSES},
    [TVX_STANCE_COSPONSOR] = {SAY("co-sponsors"), CHART_PROPOSES},
    [TVX_STANCE_SUPPORT] = {SAY("supports"), CHART_FOR},
    [TVX_STANCE_OPPOSE] = {SAY("opposes"), CHART_AGAINST},
    [TVX_STANCE_RESERVE] = {SAY("reserves"), CHART_RESERVES},
    [TVX_STANCE_WITHDRAW] = {SAY("withdraws"), CHART_WITHDRAWS},
};

const char *analyses_stance(enum tvx_stance stance)
{
    return stances[stance].word;
}

enum chart_mark analyses_mark(enum tvx_stance stance)
{
    return stances[stance].mark;
}

void html_stance(struct html *html, const struct tvx_position *position)
{
    html_raw(html, "<span class=\"stance\">");
    chart_mark(html, analyses_mark(position->stance));
    html_raw(html, " ");
    html_say(html, analyses_stance(position->stance));
    html_raw(html, "</span>");
    if (position->conditional) {
        html_raw(html, " <span class=\"tag\">");
        html_say(html, "on a condition");
        html_raw(html, "</span>");
    }
    if (position->former) {
        html_raw(html, " <span class=\"tag\">");
        html_say(html, "given up since");
        html_raw(html, "</span>");
    }
    if (position->switched) {
        html_raw(html, " <span class=\"alert\">");
        html_say_with(html, "switched; before: {1}",
                      (const char *const[]){html_said(html, analyses_stance(position->from))}, 1);
        html_raw(html, "</span>");
    }
    if (position->through != NULL) {
        html_raw(html, " <span class=\"tag\">");
        html_say_with(html, "through {1}", (const char *const[]){position->through}, 1);
        html_raw(html, "</span>");
    }
}

static void told_by(struct html *html, const struct tvx_position *position)
{
    html_raw(html, "<td>");
    for (size_t i = 0; i < position->claim.evidence_count; i++) {
        const struct tvx_evidence *evidence = &position->claim.evidence[i];

        html_raw(html, i > 0 ? "<br>" : "");
        if (position->source != TVX_POSITION_SPONSOR && *evidence->quote != '\0') {
            html_raw(html, "<q dir=\"auto\">");
            html_words(html, evidence->quote, MOST_QUOTE);
            html_raw(html, "</q> ");
        }
        html_source(html, evidence);
    }
    if (position->claim.evidence_count == 0) /* entered by a person, who names a source */
        html_english(html, "span", NULL, position->claim.statement);
    html_raw(html, "</td>");
}

void html_positions_table(struct html *html, const char *caption, const struct tvx_position *const *items, size_t count,
                          bool actors)
{
    static const struct html_column with[] = {{SAY("Date"), false}, {SAY("Actor"), false}, {SAY("Side"), false},
                                              {SAY("Proposal"), false}, {SAY("Who says so"), false}};
    static const struct html_column without[] = {{SAY("Date"), false}, {SAY("Side"), false}, {SAY("Proposal"), false},
                                                 {SAY("Who says so"), false}};
    struct html_pager pager = html_pager_of(html, count);

    html_table(html, caption, actors ? with : without, actors ? 5 : 4);
    for (size_t i = pager.from; i < pager.to; i++) {
        const struct tvx_position *position = items[i];

        html_raw(html, "<tr><td class=\"day\">");
        html_day(html, position->date);
        html_raw(html, "</td>");
        if (actors) {
            html_raw(html, "<td>");
            html_actor(html, position->actor);
            html_raw(html, "</td>");
        }
        html_raw(html, "<td>");
        html_stance(html, position);
        html_raw(html, "</td><td>");
        if (*position->proposal != '\0')
            html_proposal(html, position->proposal);
        else
            html_text(html, position->on);
        html_raw(html, "</td>");
        told_by(html, position);
        html_raw(html, "</tr>\n");
    }
    html_table_end(html);
    html_pager(html, &pager);
}

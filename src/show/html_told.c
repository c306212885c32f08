/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "html_told.h"

#include "html_quote.h"
#include "words.h"

#include <math.h>
#include <string.h>

enum { BESIDE = 2, LEFT_OVER = 12, QUOTED = 14, CODES = 8 };

const struct html_question html_questions[] = {
    {"novelty", SAY("New against law in force"), html_told_novelty},
    {"sources", SAY("Where the words come from"), html_told_sources},
    {"reach", SAY("Reach"), html_told_reach},
    {"force", SAY("Legal force"), html_told_force},
    {"standing", SAY("Standing"), html_told_standing},
    {"before", SAY("Tabled before"), html_told_before},
    {"outcome", SAY("What became of it"), html_told_outcome},
    {"chance", SAY("Adoption, as others fared"), html_told_chance},
};
const size_t html_question_count = sizeof html_questions / sizeof *html_questions;

void html_take_back(struct html *html, size_t mark)
{
    html->out->length = mark;
    if (html->out->data != NULL)
        html->out->data[mark] = '\0';
}

void html_told(struct html *html, const struct shelf_told *told)
{
    size_t first = html->out->length;
    bool any = false;

    html_raw(html, "<dl class=\"told\">\n");
    for (size_t i = 0; i < html_question_count; i++) {
        size_t mark = html->out->length, before;

        html_raw(html, "<div><dt>");
        html_say(html, html_questions[i].english);
        html_raw(html, "</dt><dd>");
        before = html->out->length;
        html_questions[i].answer(html, told, BESIDE);
        if (html->out->length == before && !html->out->failed) {
            html_take_back(html, mark);
            continue;
        }
        any = true;
        html_raw(html, "</dd></div>\n");
    }
    html_raw(html, "</dl>\n");
    if (!any && !html->out->failed)
        html_take_back(html, first);
}

/* ---- is it new? ---- */

static const char *status_word(enum tvx_novelty_status status)
{
    static const char *const words[] = {
        [TVX_NOVELTY_BINDING] = SAY("already law"),
        [TVX_NOVELTY_AGREED] = SAY("agreed in a text that does not bind"),
        [TVX_NOVELTY_REJECTED_BEFORE] = SAY("asked for before, and not adopted"),
        [TVX_NOVELTY_NEW] = SAY("new"),
    };

    return words[status];
}

/* Words left over that follow each other are one stretch. */
static void left_over(struct html *html, const struct tvx_novelty_sentence *sentence)
{
    size_t shown = 0;

    if (sentence->left_count == 0)
        return;
    html_raw(html, "</p><p>");
    html_say(html, "In no law near it:");
    for (size_t i = 0, end; i < sentence->left_count; i = end) {
        size_t from = sentence->left_over[i].at, to;

        for (end = i + 1; end < sentence->left_count; end++) {
            size_t gap = sentence->left_over[end - 1].at + sentence->left_over[end - 1].length;

            if (sentence->left_over[end].at != gap + 1 || sentence->text[gap] != ' ')
                break;
        }
        to = sentence->left_over[end - 1].at + sentence->left_over[end - 1].length;
        if (shown++ == LEFT_OVER) {
            html_raw(html, " …");
            break;
        }
        html_raw(html, " <mark>");
        html_text(html, tvx_arena_strndup(html->arena, sentence->text + from, to - from));
        html_raw(html, "</mark>");
    }
}

static void nearest_law(struct html *html, const struct tvx_novelty_law *law)
{
    html_raw(html, "<p class=\"passage\">");
    html_thing(html, "provision", law->ref, "number", law->ref);
    html_raw(html, " ");
    html_quote(html, &law->evidence, QUOTED);
    if (*law->modal != '\0') {
        const char *whom = *law->actor == '\0' ? html_said(html, "nobody by name") : law->actor;

        html_raw(html, " <span class=\"soft\">");
        html_say_with(html, "binds {1}: “{2}”", (const char *[]){whom, law->modal}, 2);
        html_raw(html, "</span>");
    }
    html_raw(html, "</p>");
}

static void one_sentence(struct html *html, const struct tvx_novelty_sentence *sentence, size_t count, size_t laws)
{
    html_raw(html, "<p><b class=\"verdict\">");
    html_say(html, status_word(sentence->status));
    html_raw(html, "</b>");
    if (count > 1) {
        html_raw(html, " ");
        html_quote(html, &sentence->evidence, QUOTED);
    }
    left_over(html, sentence);
    html_raw(html, "</p>");
    if (sentence->earlier != NULL && sentence->status == TVX_NOVELTY_REJECTED_BEFORE) {
        html_raw(html, "<p class=\"passage\">");
        html_thing(html, "proposal", sentence->earlier->proposal->proposal.number, "number",
                   sentence->earlier->proposal->proposal.number);
        html_raw(html, " ");
        html_quote(html, &sentence->earlier->evidence, QUOTED);
        html_raw(html, "</p>");
    }
    for (size_t i = 0; i < sentence->law_count && i < laws; i++)
        nearest_law(html, &sentence->laws[i]);
}

void html_told_novelty(struct html *html, const struct shelf_told *told, size_t most)
{
    static const enum tvx_novelty_status order[] = {TVX_NOVELTY_REJECTED_BEFORE, TVX_NOVELTY_NEW, TVX_NOVELTY_AGREED,
                                                    TVX_NOVELTY_BINDING};
    const struct tvx_novelty_report *report = told->novelty;
    size_t shown = 0;

    if (report == NULL)
        return;
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (size_t i = 0; i < report->count; i++)
            if (report->sentences[i].status == order[k] && shown < most) {
                one_sentence(html, &report->sentences[i], report->count, most > BESIDE ? 3 : 1);
                shown++;
            }
    if (shown < report->count) {
        html_raw(html, "<p>");
        html_thing(html, "proposal", told->proposal->proposal.number, NULL,
                   html_said_number(html, report->count - shown, "{1} more sentence", "{1} more sentences"));
        html_raw(html, "</p>");
    }
}

/* ---- whose words? ---- */

static void one_source(struct html *html, const struct shelf_told *told, const struct tvx_trace_hit *hit)
{
    const struct tvx_trace_side *source = &hit->source;
    const struct tvx_evidence evidence = {.document_id = source->document, .sha256 = source->sha256,
                                          .quote = source->quote, .start = source->start, .points = source->points};
    const char *name = source->proposal != NULL                            ? source->proposal
                       : source->title != NULL && *source->title != '\0' ? source->title
                                                                             : source->name;
    const char *copied = html_said_figure(html, (double)hit->copied_words, 0);
    const char *of = html_said_figure(html, (double)told->trace->words, 0);

    html_raw(html, "<p>");
    html_say_with(html, strcmp(hit->kind, "structure") == 0 ? "in another language, {1} of {2} words:"
                                                            : "{1} of {2} words stand in",
                  (const char *[]){copied, of}, 2);
    html_raw(html, " ");
    html_quote_link(html, &evidence, name);
    if (source->date != NULL) {
        html_raw(html, ", ");
        html_text(html, html_date(html, source->date));
    }
    if (source->sponsor_count > 0) {
        html_raw(html, ", ");
        html_text(html, show_words_join(html->arena, source->sponsors, source->sponsor_count, 2, ", "));
    }
    if (hit->origin) {
        html_raw(html, " <span class=\"tag\">");
        html_say(html, "earliest known");
        html_raw(html, "</span>");
    }
    html_raw(html, "</p><p class=\"passage\">");
    html_quote(html, &evidence, QUOTED);
    html_raw(html, "</p>");
}

/* Those before the text, the earliest first named; a text that has none before it says so. */
void html_told_sources(struct html *html, const struct shelf_told *told, size_t most)
{
    size_t shown = 0, earlier = 0;

    if (told->trace == NULL || told->trace->words == 0)
        return;
    for (int origin = 1; origin >= 0; origin--)
        for (size_t i = 0; i < told->trace->count; i++) {
            const struct tvx_trace_hit *hit = &told->trace->hits[i];

            if (hit->order == TVX_TRACE_LATER || hit->order == TVX_TRACE_SAME_DAY || hit->origin != (origin == 1))
                continue;
            earlier++;
            if (shown < most) {
                one_source(html, told, hit);
                shown++;
            }
        }
    if (earlier > shown) {
        html_raw(html, "<p>");
        html_thing(html, "proposal", told->proposal->proposal.number, NULL,
                   html_said_number(html, earlier - shown, "{1} more source", "{1} more sources"));
        html_raw(html, "</p>");
    } else if (earlier == 0) {
        html_raw(html, "<p>");
        html_say(html, "No earlier text in this workspace has its words.");
        html_raw(html, "</p>");
    }
}

/* ---- will it pass? ---- */

/* A bar from 0 to 1 with the interval and the expected share in it. */
static void chance_bar(struct html *html, const struct tvx_chance *chance)
{
    int low = (int)lround(chance->low * 100), high = (int)lround(chance->high * 100);
    int point = (int)lround(chance->point * 100);

    html_raw(html, "<svg class=\"chance\" viewBox=\"0 0 100 8\" width=\"100\" height=\"8\" aria-hidden=\"true\">"
                   "<rect class=\"all\" x=\"0\" y=\"3\" width=\"100\" height=\"2\"/>");
    html_printf(html, "<rect class=\"span\" x=\"%d\" y=\"1\" width=\"%d\" height=\"6\"/>", low,
                high > low ? high - low : 1);
    html_printf(html, "<rect class=\"point\" x=\"%d\" y=\"0\" width=\"2\" height=\"8\"/></svg>", point);
}

void html_told_chance(struct html *html, const struct shelf_told *told, size_t most)
{
    const struct tvx_likelihood *item = told->likelihood;

    if (item == NULL || item->not_reckoned != NULL)
        return;
    html_raw(html, "<p>");
    chance_bar(html, &item->chance);
    html_raw(html, " ");
    html_say_with(html, "{1}–{2} %, {3} % expected",
                  (const char *[]){html_said_figure(html, 100 * item->chance.low, 0),
                                   html_said_figure(html, 100 * item->chance.high, 0),
                                   html_said_figure(html, 100 * item->chance.point, 0)}, 3);
    html_raw(html, " <span class=\"soft nowrap\">");
    html_say_with(html, "(n = {1})", (const char *[]){html_said_figure(html, (double)item->n, 0)}, 1);
    html_raw(html, "</span></p>");
    if (item->n == 0) {
        html_raw(html, "<p class=\"soft\">");
        html_say(html, "No earlier conference is in the workspace: this is the method’s own guess.");
        html_raw(html, "</p>");
    }
    if (most <= BESIDE)
        return;
    html_raw(html, "<ul class=\"factors\">\n");
    for (size_t i = 0; i < item->factors.count; i++) {
        const struct tvx_claim *factor = &item->factors.items[i];

        html_raw(html, *factor->value == 'r' ? "<li><span class=\"sign\">▲</span><span class=\"vh\">"
                       : *factor->value == 'l' ? "<li><span class=\"sign\">▼</span><span class=\"vh\">"
                                               : "<li><span class=\"sign\">=</span><span class=\"vh\">");
        html_say(html, *factor->value == 'r'   ? "raises it:"
                       : *factor->value == 'l' ? "lowers it:"
                                               : "makes no difference:");
        html_raw(html, " </span>");
        html_sentence(html, factor->statement);
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul>\n<p class=\"soft\">");
    html_say_with(html, "That is: at least half of the words that it puts in or strikes out are adopted, with {1} % of "
                        "belief between the two numbers.",
                  (const char *[]){html_said_figure(html, 100 * TVX_LIKELIHOOD_INTERVAL, 0)}, 1);
    html_raw(html, "</p>");
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Of what is told of a proposal: reach, force, who stands where, what came before and after. */
#include "html_quote.h"
#include "html_told.h"
#include "words.h"

#include <string.h>

enum { QUOTED = 14, CODES = 12 };

static bool same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* ---- how far does it reach? ---- */

static void term_link(struct html *html, const struct tvx_scope_definition *definition)
{
    const char *kind = tvx_page_kind_find("definition") == NULL ? "provision" : "definition";
    const char *quoted = tvx_arena_printf(html->arena, "“%s”", definition->term);

    if (definition->provision == SIZE_MAX)
        html_text(html, quoted);
    else
        html_thing(html, kind, definition->ref, NULL, quoted);
}

/* What the proposal does to this definition. */
static void definition_changed(struct html *html, const struct tvx_scope_definition *definition,
                               const struct tvx_scope_change *change)
{
    static const char *const words[] = {
        [TVX_REACH_SAME] = SAY("rewords without moving"),
        [TVX_REACH_WIDENED] = SAY("▲ widens"),
        [TVX_REACH_NARROWED] = SAY("▼ narrows"),
        [TVX_REACH_UNCLEAR] = SAY("? changes, in no clear direction,"),
    };
    size_t moved = definition->affected.count + definition->affected_through.count;

    html_raw(html, "<p><b class=\"verdict\">");
    html_say(html, words[change->judged.reach]);
    html_raw(html, "</b> ");
    term_link(html, definition);
    html_raw(html, ": ");
    html_say_number(html, moved, "{1} provision hangs on it", "{1} provisions hang on it");
    html_raw(html, "</p>");
}

static const struct tvx_scope_change *change_by(const struct tvx_scope_definition *definition, const char *number)
{
    for (size_t i = 0; i < definition->change_count; i++)
        if (same(definition->changes[i].proposal, number))
            return &definition->changes[i];
    return NULL;
}

static bool uses(const struct tvx_scope_definition *definition, const char *number)
{
    for (size_t i = 0; i < definition->in_proposal_count; i++)
        if (same(definition->in_proposals[i], number))
            return true;
    return false;
}

/* Does the provision that the proposal is on use the term? */
static bool reaches(const struct tvx_scope_definition *definition, const char *reference)
{
    for (size_t i = 0; i < definition->affected.count; i++)
        if (same(definition->affected.items[i].ref, reference))
            return true;
    return false;
}

/* A term that it uses, and what others would do to it. */
static void term_used(struct html *html, const struct tvx_scope_definition *definition)
{
    html_raw(html, "<p>");
    html_say(html, "uses");
    html_raw(html, " ");
    term_link(html, definition);
    html_raw(html, " <span class=\"soft\">");
    html_text(html, definition->ref);
    html_raw(html, "</span>");
    for (size_t i = 0; i < definition->change_count; i++) {
        const struct tvx_scope_change *change = &definition->changes[i];

        if (change->judged.reach == TVX_REACH_SAME)
            continue;
        html_raw(html, ", ");
        html_say(html, change->judged.reach == TVX_REACH_WIDENED    ? "which would be widened by"
                       : change->judged.reach == TVX_REACH_NARROWED ? "which would be narrowed by"
                                                                    : "which would be changed by");
        html_raw(html, " ");
        html_thing(html, "proposal", change->proposal, "number", change->proposal);
    }
    html_raw(html, "</p>");
}

void html_told_reach(struct html *html, const struct shelf_told *told, size_t most)
{
    const struct tvx_scope *scope = told->scope;
    const char *number = told->proposal->proposal.number, *place = show_words_place(html->arena, told->proposal);
    size_t shown = 0;

    if (scope == NULL)
        return;
    for (size_t i = 0; i < scope->proposed_count; i++)
        if (uses(&scope->proposed[i], number) && same(scope->proposed[i].path, told->proposal->resolution.path) &&
            shown++ < most) {
            html_raw(html, "<p>");
            html_say_with(html, "defines a new term, “{1}”", (const char *[]){scope->proposed[i].term}, 1);
            html_raw(html, "</p>");
        }
    for (size_t i = 0; i < scope->count; i++) {
        const struct tvx_scope_change *change = change_by(&scope->definitions[i], number);

        if (change != NULL && shown++ < most)
            definition_changed(html, &scope->definitions[i], change);
    }
    /* terms that somebody would change before others: by those the reach may move without a word here */
    for (int contested = 1; contested >= 0; contested--)
        for (size_t i = 0; i < scope->count; i++) {
            const struct tvx_scope_definition *definition = &scope->definitions[i];

            if ((definition->change_count > 0) != (contested == 1) || change_by(definition, number) != NULL ||
                (!uses(definition, number) && !reaches(definition, place)))
                continue;
            if (shown++ < most)
                term_used(html, definition);
        }
}

/* ---- what does it do to force? ---- */

static void force_side(struct html *html, const struct tvx_norm *norm)
{
    html_raw(html, "“");
    html_text(html, norm->modal);
    html_raw(html, "” <span class=\"soft nowrap\">");
    html_say_with(html, "({1} of {2})", (const char *[]){html_said_figure(html, norm->level, 0),
                                                         html_said_figure(html, TVX_FORCE_TOP, 0)}, 2);
    html_raw(html, "</span>");
}

static const char *because_word(const struct tvx_norm_change *change)
{
    static const struct { const char *because, *english; } words[] = {
        {"condition added", SAY("a condition is added")},
        {"condition dropped", SAY("a condition is dropped")},
        {"exception widened", SAY("an exception is widened")},
        {"exception narrowed", SAY("an exception is narrowed")},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (same(change->because, words[i].because))
            return words[i].english;
    return NULL;
}

static void norm_change(struct html *html, const struct tvx_norm_change *change)
{
    const struct tvx_norm *norm = change->after != NULL ? change->after : change->before;

    html_raw(html, change->direction == TVX_FORCE_RAISED ? "<p>▲ " : "<p>▼ ");
    if (change->before != NULL && change->after != NULL) {
        force_side(html, change->before);
        html_raw(html, " → ");
        force_side(html, change->after);
    } else {
        html_say(html, change->after != NULL ? "new:" : "falls away:");
        html_raw(html, " ");
        force_side(html, norm);
    }
    if (*norm->actor != '\0') {
        html_raw(html, ", ");
        html_text(html, norm->actor);
    }
    if (because_word(change) != NULL) {
        html_raw(html, "; ");
        html_say(html, because_word(change));
    }
    html_raw(html, "</p>");
}

void html_told_force(struct html *html, const struct shelf_told *told, size_t most)
{
    const struct tvx_force_report *report = told->force;
    size_t shown = 0, all = 0;

    if (report == NULL || !report->compared)
        return;
    html_raw(html, "<p><b class=\"verdict\">");
    html_say(html, report->change.mixed                                ? "raised in one place, lowered in another"
                   : report->change.direction == TVX_FORCE_RAISED  ? "▲ raised"
                   : report->change.direction == TVX_FORCE_LOWERED ? "▼ lowered"
                                                                   : "= unchanged");
    html_raw(html, "</b>");
    html_raw(html, report->instrument.nature == TVX_FORCE_BINDING ? "" : " <span class=\"soft\">");
    if (report->instrument.nature != TVX_FORCE_BINDING) {
        html_say(html, report->instrument.nature == TVX_FORCE_INTERNAL ? "in a text that binds the organs alone"
                                                                       : "in a text that binds nobody");
        html_raw(html, "</span>");
    }
    html_raw(html, "</p>");
    for (size_t i = 0; i < report->change.count; i++)
        for (size_t k = 0; k < report->change.steps[i].count; k++) {
            const struct tvx_norm_change *change = &report->change.steps[i].changes[k];

            if (change->direction == TVX_FORCE_SAME)
                continue;
            all++;
            if (shown < most) {
                norm_change(html, change);
                shown++;
            }
        }
    if (all > shown) {
        html_raw(html, "<p>");
        html_thing(html, "proposal", told->proposal->proposal.number, NULL,
                   html_said_number(html, all - shown, "{1} more change of force", "{1} more changes of force"));
        html_raw(html, "</p>");
    }
}

/* ---- who stands where? ---- */

static void those_who(struct html *html, const struct tvx_positions *positions, const char *number, const char *english,
                      int side, size_t most)
{
    size_t shown = 0;

    for (size_t i = 0; i < positions->list.count; i++) {
        const struct tvx_position *item = &positions->list.items[i];

        if (!same(item->proposal, number) || tvx_stance_side(item->stance) != side ||
            item->stance == TVX_STANCE_PROPOSE || item->stance == TVX_STANCE_COSPONSOR || item->former)
            continue;
        if (shown == 0) {
            html_raw(html, "<p>");
            html_say(html, english);
        }
        html_raw(html, shown == 0 ? " " : shown <= most ? ", " : "");
        if (shown < most && item->claim.evidence_count > 0)
            html_quote_link(html, &item->claim.evidence[0], item->actor);
        else if (shown < most)
            html_text(html, item->actor);
        else if (shown == most)
            html_raw(html, "…");
        shown++;
    }
    html_raw(html, shown > 0 ? "</p>" : "");
}

void html_told_standing(struct html *html, const struct shelf_told *told, size_t most)
{
    const char *number = told->proposal->proposal.number;

    (void)most;
    if (told->positions == NULL)
        return;
    those_who(html, told->positions, number, SAY("for it on record:"), 1, CODES);
    those_who(html, told->positions, number, SAY("against it on record:"), -1, CODES);
    those_who(html, told->positions, number, SAY("with reservations:"), 0, CODES);
    for (size_t i = 0; told->retabled != NULL && i < told->retabled->count; i++)
        if (told->retabled->items[i].proposal->id == told->proposal->id &&
            told->retabled->items[i].score >= TVX_RETABLED_THRESHOLD) {
            number = told->retabled->items[i].earlier->proposal.number;
            those_who(html, told->positions, number, SAY("for the same change before:"), 1, CODES);
            those_who(html, told->positions, number, SAY("against the same change before:"), -1, CODES);
        }
}

/* ---- before and after ---- */

static const char *fate_word(enum tvx_fate fate)
{
    static const char *const words[] = {
        [TVX_FATE_OPEN] = SAY("open"),         [TVX_FATE_ADOPTED] = SAY("adopted"),
        [TVX_FATE_PARTLY] = SAY("adopted in part"), [TVX_FATE_MERGED] = SAY("merged with others"),
        [TVX_FATE_REJECTED] = SAY("not adopted"), [TVX_FATE_WITHDRAWN] = SAY("withdrawn"),
    };

    return words[fate];
}

static void fate(struct html *html, const struct tvx_outcome *outcome, size_t passages)
{
    html_raw(html, "<b class=\"verdict\">");
    html_say(html, fate_word(outcome->fate));
    html_raw(html, "</b>");
    if (outcome->of_words > 0) {
        html_raw(html, " <span class=\"soft\">");
        html_say_with(html, "{1} of {2} words taken over",
                      (const char *[]){html_said_figure(html, (double)outcome->adopted_words, 0),
                                       html_said_figure(html, (double)outcome->of_words, 0)}, 2);
        html_raw(html, "</span>");
    }
    html_raw(html, "</p>");
    /* what a record says tells more than the text that was adopted */
    for (int record = 1; record >= 0; record--)
        for (size_t i = 0; i < outcome->evidence_count; i++) {
            const struct tvx_fate_evidence *item = &outcome->evidence[i];
            const struct tvx_evidence evidence = {.sha256 = item->sha256, .quote = item->quote, .start = item->start,
                                                  .points = item->points};

            if (same(item->source, "record") != (record == 1) || passages == 0)
                continue;
            passages--;
            html_raw(html, "<p class=\"passage\">");
            html_quote(html, &evidence, 2 * QUOTED);
            html_raw(html, "</p>");
        }
}

void html_told_before(struct html *html, const struct shelf_told *told, size_t most)
{
    size_t shown = 0;

    if (told->retabled == NULL)
        return;
    for (size_t i = 0; i < told->retabled->count && shown < most; i++) {
        const struct tvx_retabled *item = &told->retabled->items[i];

        if (item->proposal->id != told->proposal->id || item->score < TVX_RETABLED_THRESHOLD)
            continue;
        shown++;
        html_raw(html, "<p>");
        html_thing(html, "proposal", item->earlier->proposal.number, "number", item->earlier->proposal.number);
        html_raw(html, " ");
        if (item->earlier->meeting != NULL) {
            html_text(html, item->earlier->meeting);
            html_raw(html, ": ");
        }
        fate(html, item->outcome, most > 2 ? 4 : 1);
    }
}

void html_told_outcome(struct html *html, const struct shelf_told *told, size_t most)
{
    if (told->outcome == NULL || told->outcome->fate == TVX_FATE_OPEN)
        return;
    html_raw(html, "<p>");
    fate(html, told->outcome, most > 2 ? 4 : 1);
}

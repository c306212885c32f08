/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the last papers of a conference hold, as JSON and on the terminal: statements, and changes adopted. */
#include "term_flow.h"

#include <travaux/show/json.h>
#include <travaux/show/term.h>

#include "words.h"

static void passage(struct tvx_json *json, const char *quote, size_t start, size_t points)
{
    tvx_json_pair(json, "quote", quote);
    tvx_json_pair_int(json, "start", (int64_t)start);
    tvx_json_pair_int(json, "len", (int64_t)points);
}

void tvx_json_statements(struct tvx_json *json, const struct tvx_last_papers *papers)
{
    tvx_json_array(json);
    for (size_t i = 0; i < papers->statement_count; i++) {
        const struct tvx_statement *s = &papers->statements[i];

        tvx_json_object(json);
        tvx_json_pair(json, "number", *s->number == '\0' ? NULL : s->number);
        tvx_json_pair(json, "kind", tvx_statement_kind_to_string(s->kind));
        tvx_json_pair_strings(json, "actors", s->actors, s->actor_count);
        tvx_json_pair_strings(json, "refers", s->refers, s->refer_count);
        tvx_json_pair(json, "text", s->text);
        passage(json, s->quote, s->start, s->points);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_json_adopted(struct tvx_json *json, const struct tvx_last_papers *papers)
{
    tvx_json_array(json);
    for (size_t i = 0; i < papers->adopted_count; i++) {
        const struct tvx_adopted *a = &papers->adopted[i];

        tvx_json_object(json);
        tvx_json_pair(json, "action", tvx_action_to_string(a->action));
        tvx_json_pair(json, "target", a->target);
        tvx_json_pair(json, "instrument", a->place.instrument);
        tvx_json_pair(json, "version", a->place.version);
        tvx_json_pair(json, "provision", a->place.path);
        tvx_json_pair(json, "marginal", a->place.marginal);
        tvx_json_pair(json, "text", a->text);
        passage(json, a->quote, a->start, a->points);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_term_last_papers(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_last_papers *papers)
{
    for (size_t i = 0; i < papers->statement_count; i++) {
        const struct tvx_statement *s = &papers->statements[i];
        const char *actors = show_words_join(arena, s->actors, s->actor_count, 0, " · ");
        const char *refers = show_words_join(arena, s->refers, s->refer_count, 0, ", ");

        if (i == 0)
            term_newline(term);
        term_paragraph(term, arena, 0, TERM_STRONG,
                       tvx_arena_printf(arena, "%s%s%s: %s%s%s", s->number, *s->number == '\0' ? "" : "  ",
                                        tvx_statement_kind_to_string(s->kind),
                                        s->actor_count == 0 ? "author not found" : actors,
                                        s->refer_count == 0 ? "" : ", on ", s->refer_count == 0 ? "" : refers));
        term_paragraph(term, arena, 2, TERM_PLAIN, s->text);
    }
    for (size_t i = 0; i < papers->adopted_count; i++) {
        const struct tvx_adopted *a = &papers->adopted[i];
        const char *place = a->place.marginal != NULL ? a->place.marginal : a->place.path;

        if (i == 0)
            term_newline(term);
        term_paragraph(term, arena, 0, TERM_STRONG,
                       tvx_arena_printf(arena, "%s  %s%s%s", tvx_action_to_string(a->action),
                                        a->place.instrument == NULL ? "" : a->place.instrument,
                                        a->place.instrument == NULL || place == NULL ? "" : ":",
                                        place == NULL ? a->target : place));
        term_paragraph(term, arena, 2, TERM_PLAIN, a->text);
    }
}

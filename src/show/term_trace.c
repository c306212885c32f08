/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "term_flow.h"
#include "term_passage.h"
#include "words.h"

#include <string.h>
#include <travaux/show/trace.h>

enum { SHOWN = 20, SPONSORS = 6, INDENT = 2 };

/* "Republic paper, 17 …": who wrote the source, where it lies and of which day it is. */
static const char *source_words(struct tvx_arena *arena, const struct tvx_trace_side *side, bool full)
{
    const char *who = show_words_join(arena, side->sponsors, side->sponsor_count, full ? 0 : SPONSORS, ", ");

    return tvx_arena_printf(arena, "%s%s%s%s%s%s%s", side->date == NULL ? "no date known" : side->date,
                            side->kind == NULL ? "" : " · ", side->kind == NULL ? "" : side->kind,
                            side->sponsor_count > 0 ? " · " : "", side->sponsor_count > 0 ? who : "",
                            side->ref != side->name && side->name != NULL ? " · in " : "",
                            side->ref != side->name && side->name != NULL ? side->name : "");
}

static void show_hit(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace_hit *hit, size_t number)
{
    static const char *const orders[] = {"", "", " · of the same day", " · later"};

    term_newline(term);
    term_styled(term, TERM_STRONG, tvx_arena_printf(arena, "%zu  %s", number, hit->source.ref));
    if (hit->source.proposal != NULL && hit->source.provision != NULL)
        term_styled(term, TERM_SOFT, tvx_arena_printf(arena, "  on %s", hit->source.provision));
    if (hit->origin)
        term_styled(term, TERM_FOUND, "  ← earliest known");
    term_newline(term);
    term_paragraph(term, arena, INDENT, TERM_SOFT,
                   tvx_arena_printf(arena, "%s%s", source_words(arena, &hit->source, term->full), orders[hit->order]));
    term_paragraph(term, arena, INDENT, TERM_SOFT,
                   tvx_arena_printf(arena, "score %.2f · %zu words copied · %.0f bits", hit->score, hit->copied_words,
                                    hit->rarity_bits));
    term_passage(term, arena, hit->passage.quote, hit->source.quote, &hit->alignment);
}

void tvx_term_trace(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace *trace)
{
    size_t shown = term->full || trace->count <= SHOWN ? trace->count : SHOWN;

    term_styled(term, TERM_STRONG, trace->about.ref);
    tvx_buf_str(term->out, "  ");
    term_styled(term, TERM_SOFT, trace->count == 0
                                     ? "none of its words were found elsewhere"
                                     : show_words_number(arena, trace->count, "place with the same words",
                                                         "places with the same words, the best first"));
    term_newline(term);
    for (size_t i = 0; i < shown; i++)
        show_hit(term, arena, &trace->hits[i], i + 1);
    if (shown < trace->count) {
        term_newline(term);
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%zu more; --full prints them, and all words.", trace->count - shown));
    }
}

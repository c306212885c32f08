/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "redline.h"
#include "term_flow.h"
#include "term_redline.h"
#include "words.h"

#include <string.h>
#include <travaux/show/lineage.h>

enum { KEPT = 12, NAMES = 48 }; /* words on each side of a change; columns of sponsors */

/* "SAN/15/1 (SAN): 16 words in, 4 out" */
static const char *changer_words(struct tvx_arena *arena, const struct tvx_changer *changer)
{
    const struct tvx_proposal *proposal = &changer->proposal->proposal;

    return tvx_arena_printf(arena, "%s (%s): %s in, %zu out", proposal->number,
                            show_words_fit(arena, proposal->sponsors, proposal->sponsor_count, NAMES),
                            show_words_number(arena, changer->words_in, "word", "words"), changer->words_out);
}

static void who(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_alteration *change, bool tabled)
{
    for (size_t i = 0; i < change->changed_by_count; i++)
        term_paragraph(term, arena, 4, TERM_SOFT,
                       tvx_arena_printf(arena, "by %s", changer_words(arena, &change->changed_by[i])));
    for (size_t i = 0; i < change->earlier_count; i++)
        term_paragraph(term, arena, 4, TERM_SOFT,
                       tvx_arena_printf(arena, "tabled before by %s%s%s", changer_words(arena, &change->earlier[i]),
                                        change->earlier[i].proposal->date == NULL ? "" : ", ",
                                        change->earlier[i].proposal->date == NULL ? ""
                                                                                  : change->earlier[i].proposal->date));
    if (change->orphans > 0 && tabled)
        term_paragraph(term, arena, 4, TERM_SOFT,
                       tvx_arena_printf(arena, "%s that no stored proposal has",
                                        show_words_number(arena, change->orphans, "new word", "new words")));
}

/* "3.3 changed", "5.2 (5.1 before), renumbered" */
static const char *title(struct tvx_arena *arena, const struct tvx_lineage *lineage,
                         const struct tvx_alteration *change)
{
    const char *version = lineage->history.versions[change->from_version].head.version;
    const char *was = change->renumbered && change->before_path != NULL
                          ? tvx_arena_printf(arena, ", %s before", change->before_path)
                          : "";

    switch (change->kind) {
    case TVX_ALTERED_FIRST:
        return "in the earliest version stored";
    case TVX_ALTERED_ADDED:
        return "new";
    case TVX_ALTERED_REMOVED:
        return "removed";
    case TVX_ALTERED_RETURNED:
        return tvx_arena_printf(arena, "back, last in %s%s", version, was);
    case TVX_ALTERED_SAME:
    case TVX_ALTERED_CHANGED:
        break;
    }
    return tvx_arena_printf(arena, "%s%s%s%s%s", change->kind == TVX_ALTERED_SAME ? "unchanged" : "changed",
                            change->from_count > 1 ? ", joined" : change->count > 1 ? ", divided" : "",
                            change->moved ? ", moved" : "", change->renumbered ? ", renumbered" : "", was);
}

static void show_change(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_lineage *lineage,
                        const struct tvx_alteration *change, bool tabled)
{
    bool plain = change->kind == TVX_ALTERED_FIRST || change->kind == TVX_ALTERED_SAME;
    struct tvx_diff none = {0};
    struct show_redline redline;
    struct term_flow flow;

    tvx_buf_str(term->out, "  ");
    term_styled(term, TERM_STRONG, change->path == NULL ? change->before_path : change->path);
    tvx_buf_str(term->out, "  ");
    term_styled(term, TERM_SOFT, title(arena, lineage, change));
    term_newline(term);
    term_flow_start(&flow, arena, term, term_width(term) - 4);
    if (!plain && show_redline_make(&redline, arena, change->before, change->text,
                                    change->diff.count > 0 ? &change->diff : &none, term->full ? 0 : KEPT) &&
        redline.count > 0)
        term_redline(&flow, &redline);
    else
        term_flow_str(&flow, TERM_PLAIN, change->text);
    term_flow_end(&flow);
    term_lines(term, &flow, 4, NULL, TERM_PLAIN);
    who(term, arena, change, tabled);
}

static void show_head(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_lineage *lineage,
                      const struct tvx_step *step)
{
    const struct tvx_stored_instrument *head = &lineage->history.versions[step->version].head;
    const char *numbers;

    term_newline(term);
    term_styled(term, TERM_STRONG,
                tvx_arena_printf(arena, "%s@%s%s%s", head->key, head->version, step->path == NULL ? "" : ":",
                                 step->path == NULL ? "" : step->path));
    numbers = tvx_arena_printf(arena, "  %s%s%s%s%s", head->date == NULL ? "undated" : head->date,
                               head->meeting == NULL ? "" : ", ", head->meeting == NULL ? "" : head->meeting,
                               head->in_force ? ", in force" : "",
                               step->version == 0 || step->words_in + step->words_out == 0
                                   ? ""
                                   : tvx_arena_printf(arena, ": %s in, %zu out",
                                                      show_words_number(arena, step->words_in, "word", "words"),
                                                      step->words_out));
    term_styled(term, TERM_SOFT, numbers);
    term_newline(term);
    if (step->version > 0 && step->words_in > 0 && !step->tabled)
        term_paragraph(term, arena, 2, TERM_SOFT,
                       tvx_arena_printf(arena, "No stored proposal of %s is on %s: who changed it cannot be told.",
                                        head->meeting == NULL ? "its conference" : head->meeting, head->key));
}

void tvx_term_lineage(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_lineage *lineage)
{
    for (size_t i = 0; i < lineage->count; i++) {
        const struct tvx_step *step = &lineage->steps[i];
        bool few = step->change_count <= 1 || term->full;
        size_t same = 0, first = 0;

        show_head(term, arena, lineage, step);
        for (size_t k = 0; k < step->change_count; k++) {
            const struct tvx_alteration *change = &step->changes[k];
            bool quiet = !few && (change->kind == TVX_ALTERED_SAME || change->kind == TVX_ALTERED_FIRST);

            same += quiet && change->kind == TVX_ALTERED_SAME;
            first += quiet && change->kind == TVX_ALTERED_FIRST;
            if (!quiet || (change->renumbered && change->kind == TVX_ALTERED_SAME))
                show_change(term, arena, lineage, change, step->tabled);
        }
        if (first > 0)
            term_paragraph(term, arena, 2, TERM_SOFT,
                           tvx_arena_printf(arena, "%s, the earliest stored",
                                            show_words_number(arena, first, "provision", "provisions")));
        if (same > 0)
            term_paragraph(term, arena, 2, TERM_SOFT,
                           tvx_arena_printf(arena, "%s unchanged",
                                            show_words_number(arena, same, "provision", "provisions")));
    }
}

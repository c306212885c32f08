/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Proposals that come back, what became of them, and matches that wait for a verdict, on the terminal. */
#include <travaux/show/retabled.h>

#include <string.h>
#include <travaux/text/utf8.h>

#include "term_flow.h"
#include "term_redline.h"
#include "words.h"

enum { KEPT = 6, SHARED_SHOWN = 4, WAITING_SHOWN = 10, QUOTE_WORDS = 60, INDENT = 6 };

static void line(struct tvx_term *term, enum term_style style, const char *text)
{
    if (text == NULL)
        term->out->failed = true;
    else
        term_styled(term, style, text);
}

/* A redline of before and after behind a word in the margin. */
static void redline(struct tvx_term *term, struct tvx_arena *arena, const char *mark, const char *before,
                    const char *after)
{
    struct show_redline pieces;
    struct tvx_diff diff;
    struct term_flow flow;

    if (before == NULL || after == NULL ||
        tvx_diff_text(&diff, arena, before, after, TVX_DIFF_READABLE, NULL) != TVX_OK ||
        !show_redline_make(&pieces, arena, before, after, &diff, term->full ? 0 : KEPT)) {
        term->out->failed = true;
        return;
    }
    term_flow_start(&flow, arena, term, term_width(term) - INDENT - 2);
    term_redline(&flow, &pieces);
    term_flow_end(&flow);
    term_lines(term, &flow, INDENT + 2, mark, TERM_SOFT);
}

static const char *first_words(struct tvx_arena *arena, const char *text, size_t words, bool full)
{
    const char *folded = tvx_text_fold_space(arena, text, strlen(text));
    size_t length = folded == NULL ? 0 : strlen(folded), cut;

    if (folded == NULL)
        return "";
    text = folded;
    cut = full ? length : show_words_first(text, length, words);
    return cut >= length ? text : tvx_arena_printf(arena, "%.*s […]", (int)cut, text);
}

void tvx_term_outcome(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_outcome *o, size_t indent)
{
    const char *with = o->with_count == 0 ? "" : tvx_arena_printf(arena, " with %s", show_words_join(arena, o->with,
                                                                  o->with_count, 4, ", "));
    const char *words = o->of_words == 0 ? ""
                                         : tvx_arena_printf(arena, ": %zu of %s taken over",
                                                            o->adopted_words,
                                                            show_words_number(arena, o->of_words, "changed word",
                                                                              "changed words"));

    term_paragraph(term, arena, indent, TERM_STRONG,
                   tvx_arena_printf(arena, "%s was %s%s%s", o->proposal->proposal.number,
                                    o->fate == TVX_FATE_OPEN     ? "left open: no later text or record is here"
                                    : o->fate == TVX_FATE_PARTLY ? "adopted in part"
                                                                 : tvx_fate_to_string(o->fate), with, words));
    for (size_t i = 0; i < o->evidence_count; i++) {
        const struct tvx_fate_evidence *e = &o->evidence[i];

        if (i > 0 && strcmp(e->source, "final-acts") == 0 && !term->full)
            continue; /* the same words as the adopted text above */
        term_paragraph(term, arena, indent + 2, TERM_PLAIN,
                       tvx_arena_printf(arena, "“%s” (%s%s%s)", first_words(arena, e->quote, QUOTE_WORDS, term->full),
                                        e->document, e->date == NULL ? "" : ", ", e->date == NULL ? "" : e->date));
    }
}

static const char *who(struct tvx_arena *arena, const struct tvx_stored_proposal *p)
{
    return tvx_arena_printf(arena, "%s  %s %s  %s%s%s", p->proposal.number,
                            tvx_action_to_string(p->proposal.action), show_words_place(arena, p),
                            show_words_join(arena, p->proposal.sponsors, p->proposal.sponsor_count, 3, " · "),
                            p->meeting == NULL ? "" : ", ", p->meeting == NULL ? "" : p->meeting);
}

static void show_shared(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_retabled *r)
{
    struct tvx_buf buf;
    size_t shown = term->full || r->shared_count < SHARED_SHOWN ? r->shared_count : SHARED_SHOWN;

    if (r->shared_count == 0)
        return;
    tvx_buf_init(&buf, 1 << 20);
    tvx_buf_str(&buf, "both change: ");
    for (size_t i = 0; i < shown; i++)
        tvx_buf_printf(&buf, "%s%s%s%s", i == 0 ? "" : " · ", r->shared[i].deleted ? "[-" : "{+",
                       first_words(arena, r->shared[i].text, 24, term->full), r->shared[i].deleted ? "-]" : "+}");
    if (shown < r->shared_count)
        tvx_buf_printf(&buf, " · %zu more", r->shared_count - shown);
    term_paragraph(term, arena, 2, TERM_SOFT, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
}

static const char *rank_words(enum tvx_retabled_rank rank)
{
    return rank == TVX_RETABLED_EARLIEST ? "first came as"
           : rank == TVX_RETABLED_LATEST ? "last came as"
           : rank == TVX_RETABLED_ONLY   ? "came before as"
                                         : "may have come before as";
}

static void show_one(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_retabled *r, bool new_proposal)
{
    if (new_proposal) {
        term_newline(term);
        line(term, TERM_STRONG, who(arena, r->proposal));
        term_newline(term);
        redline(term, arena, "  now", r->before, r->after);
    }
    term_paragraph(term, arena, 2, TERM_PLAIN, tvx_arena_printf(arena, "%s %s", rank_words(r->rank),
                                                                 who(arena, r->earlier)));
    redline(term, arena, "  then", r->earlier_before, r->earlier_after);
    if (r->also_count > 0)
        term_paragraph(term, arena, 2, TERM_SOFT,
                       tvx_arena_printf(arena, "then also %s",
                                        show_words_join(arena, r->also, r->also_count, 6, ", ")));
    if (r->structure)
        term_paragraph(term, arena, 2, TERM_SOFT, "in another language: told by numbers, names, terms and lengths");
    show_shared(term, arena, r);
    tvx_term_outcome(term, arena, r->outcome, 2);
    term_paragraph(term, arena, 2, TERM_SOFT,
                   r->verdict != NULL
                       ? tvx_arena_printf(arena, "%s%s%s · %s", tvx_verdict_value_to_string(r->verdict->value),
                                          r->verdict->by == NULL ? "" : " by ",
                                          r->verdict->by == NULL ? "" : r->verdict->by, r->id)
                       : tvx_arena_printf(arena, "score %.2f · travaux review confirm|reject %s", r->score, r->id));
}

void tvx_term_retabled(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_retabled_list *list)
{
    size_t proposals = 0;

    for (size_t i = 0; i < list->count; i++)
        proposals += i == 0 || list->items[i].proposal != list->items[i - 1].proposal;
    line(term, TERM_STRONG, proposals == 0 ? "No proposal came before at an earlier meeting"
                                           : tvx_arena_printf(arena, "%s at an earlier meeting",
                                                              show_words_number(arena, proposals,
                                                                                "proposal came before",
                                                                                "proposals came before")));
    term_newline(term);
    for (size_t i = 0; i < list->count; i++)
        show_one(term, arena, &list->items[i], i == 0 || list->items[i].proposal != list->items[i - 1].proposal);
    if (list->undated > 0) {
        term_newline(term);
        term_paragraph(term, arena, 0, TERM_ALERT,
                       tvx_arena_printf(arena, "%s left out: the meeting, or when it was, is not known; add the files "
                                        "again with --meeting and --date",
                                        show_words_number(arena, list->undated, "proposal was", "proposals were")));
    }
}

/* ---- matches that wait ---- */

static const char *side_name(struct tvx_arena *arena, const struct tvx_match_side *s)
{
    const char *document = s->document == NULL || *s->document == '\0' ? s->sha256 : s->document;

    if (s->proposal != NULL)
        return tvx_arena_printf(arena, "%s (%s)", s->proposal, document);
    if (s->instrument != NULL)
        return tvx_arena_printf(arena, "%s@%s%s%s", s->instrument, s->version == NULL ? "?" : s->version,
                                s->provision == NULL ? "" : ":", s->provision == NULL ? "" : s->provision);
    return document;
}

static void show_side(struct tvx_term *term, struct tvx_arena *arena, const char *mark,
                      const struct tvx_match_side *s)
{
    term_paragraph(term, arena, 2, TERM_PLAIN, tvx_arena_printf(arena, "%s %s", mark, side_name(arena, s)));
    if (s->before != NULL || s->after != NULL)
        redline(term, arena, "", s->before == NULL ? "" : s->before, s->after == NULL ? "" : s->after);
    else if (s->quote != NULL)
        term_paragraph(term, arena, INDENT + 2, TERM_PLAIN,
                       tvx_arena_printf(arena, "“%s”", first_words(arena, s->quote, QUOTE_WORDS, term->full)));
}

static void show_judged(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_judged *item)
{
    const struct tvx_verdict *v = &item->verdict;

    term_newline(term);
    line(term, TERM_STRONG, item->id);
    line(term, TERM_SOFT, tvx_arena_printf(arena, "  %s, score %.2f",
                                           item->match.kind == TVX_MATCH_REUSE ? "the same wording" : "the same change",
                                           item->match.score));
    term_newline(term);
    show_side(term, arena, "A", &item->match.sides[0]);
    show_side(term, arena, "B", &item->match.sides[1]);
    if (v->value == TVX_VERDICT_NONE)
        term_paragraph(term, arena, 2, TERM_SOFT,
                       tvx_arena_printf(arena, "travaux review confirm %s   or   travaux review reject %s", item->id,
                                        item->id));
    else
        term_paragraph(term, arena, 2, TERM_STRONG,
                       tvx_arena_printf(arena, "%s%s%s on %.10s%s%s", tvx_verdict_value_to_string(v->value),
                                        v->by == NULL ? "" : " by ", v->by == NULL ? "" : v->by, v->at,
                                        *v->note == '\0' ? "" : ": ", v->note));
}

void tvx_term_judged(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_judged *items, size_t count,
                     bool all)
{
    size_t waiting = 0, shown = 0;

    for (size_t i = 0; i < count; i++)
        waiting += items[i].verdict.value == TVX_VERDICT_NONE;
    line(term, TERM_STRONG, waiting == 0 ? "No match waits for a verdict"
                                         : tvx_arena_printf(arena, "%s for a verdict, the most doubtful first",
                                                            show_words_number(arena, waiting, "match waits",
                                                                              "matches wait")));
    line(term, TERM_SOFT, tvx_arena_printf(arena, "  (%zu judged)", count - waiting));
    term_newline(term);
    for (size_t i = 0; i < count; i++) {
        if (items[i].verdict.value == TVX_VERDICT_NONE ? !all && !term->full && shown == WAITING_SHOWN : !all)
            continue;
        shown++;
        show_judged(term, arena, &items[i]);
    }
    if (!all && shown < waiting) {
        term_newline(term);
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%zu more wait; --full lists them, --all the judged ones too.",
                                        waiting - shown));
    }
}

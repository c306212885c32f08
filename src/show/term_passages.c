/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "term_flow.h"
#include "term_passage.h"
#include "words.h"

#include <string.h>
#include <travaux/show/passages.h>

enum {
    SHOWN = 20,      /* passages */
    KEPT = 12,       /* words on each side of a change */
    LEAST_COLUMN = 36, /* narrower columns are set below each other */
    INDENT = 2,
    GUTTER = 3,
};

/* One side of a passage: its words, and where among them the other side has the same. */
struct side {
    const char *text;
    bool of_b, full;
    const char *open, *close; /* around what only this side has */
    enum term_style style;
};

static size_t start_of(const struct side *side, const struct tvx_copied *run)
{
    return side->of_b ? run->b_start : run->a_start;
}

static size_t end_of(const struct side *side, const struct tvx_copied *run)
{
    return side->of_b ? run->b_start + run->b_length : run->a_start + run->a_length;
}

/* The marks stand around words: white space and punctuation next to copied words is nobody's change. */
static void only_here(struct term_flow *flow, const struct side *side, const char *text, size_t length)
{
    static const char around[] = " \t\n.,;:()\"'";
    size_t head = 0, tail = length;

    while (head < length && strchr(around, text[head]) != NULL)
        head++;
    while (tail > head && strchr(around, text[tail - 1]) != NULL)
        tail--;
    term_flow_text(flow, TERM_PLAIN, text, head);
    if (tail > head) {
        term_flow_str(flow, side->style, side->open);
        term_flow_text(flow, side->style, text + head, tail - head);
        term_flow_str(flow, side->style, side->close);
    }
    term_flow_text(flow, TERM_PLAIN, text + tail, length - tail);
}

static void same_words(struct term_flow *flow, const struct side *side, const char *text, size_t length, size_t words)
{
    size_t head, tail;

    if (side->full || words <= 3 * KEPT) {
        term_flow_text(flow, TERM_PLAIN, text, length);
        return;
    }
    head = show_words_first(text, length, KEPT);
    tail = show_words_last(text, length, KEPT);
    if (head >= tail) { /* a script without spaces */
        term_flow_text(flow, TERM_PLAIN, text, length);
        return;
    }
    term_flow_text(flow, TERM_PLAIN, text, head);
    term_flow_str(flow, TERM_SOFT, " […] ");
    term_flow_text(flow, TERM_PLAIN, text + tail, length - tail);
}

static void quote(struct term_flow *flow, const struct side *side, const struct tvx_passage *passage)
{
    for (size_t i = 0; i < passage->copied_count; i++) {
        const struct tvx_copied *run = &passage->copied[i];
        size_t start = start_of(side, run);

        if (i > 0) {
            size_t before = end_of(side, run - 1);

            only_here(flow, side, side->text + before, start - before);
        }
        same_words(flow, side, side->text + start, end_of(side, run) - start, run->words);
    }
}

void term_passage(struct tvx_term *term, struct tvx_arena *arena, const char *a, const char *b,
                  const struct tvx_passage *passage)
{
    struct side sides[] = {{a, false, term->full, "[-", "-]", TERM_DEL}, {b, true, term->full, "{+", "+}", TERM_INS}};
    size_t width = term_width(term), column = (width - INDENT - GUTTER) / 2;
    bool beside = column >= LEAST_COLUMN;
    struct term_flow left, right;

    term_flow_start(&left, arena, term, beside ? column : width - INDENT);
    quote(&left, &sides[0], passage);
    term_flow_end(&left);
    term_flow_start(&right, arena, term, beside ? column : width - INDENT);
    quote(&right, &sides[1], passage);
    term_flow_end(&right);
    if (beside) {
        term_columns(term, &left, &right, INDENT, NULL, TERM_PLAIN, INDENT + column + GUTTER);
    } else {
        term_lines(term, &left, INDENT, "A", TERM_SOFT);
        term_lines(term, &right, INDENT, "B", TERM_SOFT);
    }
}

static void show_passage(struct tvx_term *term, struct tvx_arena *arena, size_t number, const char *a, const char *b,
                         const struct tvx_passage *passage)
{
    term_newline(term);
    term_styled(term, TERM_STRONG, tvx_arena_printf(arena, "%zu", number));
    tvx_buf_str(term->out, "  ");
    term_styled(term, TERM_SOFT,
                tvx_arena_printf(arena, "%.0f bits · %zu words copied, of %zu and %zu", passage->score, passage->words,
                                 passage->a_words, passage->b_words));
    term_newline(term);
    term_passage(term, arena, a, b, passage);
}

void tvx_term_passages(struct tvx_term *term, struct tvx_arena *arena, const char *a_name, const char *a,
                       const char *b_name, const char *b, const struct tvx_passages *passages)
{
    size_t shown = term->full || passages->count <= SHOWN ? passages->count : SHOWN;

    term_styled(term, TERM_STRONG, tvx_arena_printf(arena, "[-%s-]  {+%s+}", a_name, b_name));
    tvx_buf_str(term->out, "  ");
    term_styled(term, TERM_SOFT, passages->count == 0
                                     ? "no passage in common"
                                     : show_words_number(arena, passages->count, "passage in common",
                                                         "passages in common, the best first"));
    term_newline(term);
    for (size_t i = 0; i < shown; i++)
        show_passage(term, arena, i + 1, a, b, &passages->items[i]);
    if (shown < passages->count) {
        term_newline(term);
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%zu more; --full prints them, and all words.",
                                        passages->count - shown));
    }
}

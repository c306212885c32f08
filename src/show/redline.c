/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "redline.h"

#include "words.h"

#include <stdint.h>
#include <string.h>

static struct show_piece *add(struct show_redline *out, enum tvx_diff_op op, const char *text, size_t length)
{
    struct show_piece *piece;

    if (length == 0)
        return NULL;
    piece = &out->pieces[out->count++];
    *piece = (struct show_piece){.op = op, .text = text, .length = length};
    return piece;
}

static void leave_out(struct show_redline *out, const char *text, size_t length)
{
    struct show_piece *piece;

    if (show_words_count(text, length) == 0)
        return;
    piece = add(out, TVX_DIFF_EQUAL, text, length);
    piece->left_out = true;
    out->words_left_out += show_words_count(text, length);
}

/* A line without a stop at its end is a heading: what comes behind it is read under it. */
static bool is_heading(const char *line, size_t length)
{
    enum { HEADING_WORDS = 20 };

    return length > 0 && strchr(".,;:", line[length - 1]) == NULL && show_words_count(line, length) <= HEADING_WORDS;
}

/* Whole lines, each with its end; the last heading among them stays. */
static void leave_out_lines(struct show_redline *out, const char *text, size_t length)
{
    size_t heading = SIZE_MAX, heading_length = 0;

    for (size_t at = 0; at < length;) {
        size_t line = (size_t)((const char *)memchr(text + at, '\n', length - at) - text) - at;

        if (is_heading(text + at, line)) {
            heading = at;
            heading_length = line + 1;
        }
        at += line + 1;
    }
    if (heading == SIZE_MAX) {
        heading = length;
        heading_length = 0;
    }
    if (show_words_count(text, heading) > 0) {
        leave_out(out, text, heading);
        add(out, TVX_DIFF_EQUAL, "\n", 1);
    }
    add(out, TVX_DIFF_EQUAL, text + heading, heading_length);
    heading += heading_length;
    if (show_words_count(text + heading, length - heading) > 0) {
        leave_out(out, text + heading, length - heading);
        add(out, TVX_DIFF_EQUAL, "\n", 1);
    }
}

/*
 * An unchanged stretch, its middle left out when that saves at least as much as it keeps.  Lines stay lines: what is
 * left out never joins the end of one paragraph to the beginning of another, and a short rest of a line is kept whole.
 */
static void add_equal(struct show_redline *out, const char *text, size_t length, size_t keep, bool first, bool last)
{
    size_t head = first ? 0 : show_words_first(text, length, keep);
    size_t tail = last ? length : show_words_last(text, length, keep);
    const char *line = keep == 0 ? NULL : memchr(text + tail, '\n', length - tail), *one, *other;

    if (line != NULL && 2 * show_words_count(text + tail, (size_t)(line - text) - tail) < keep)
        tail = (size_t)(line - text) + 1; /* the last words of a line, without its label, tell nothing */
    other = one = tail <= head ? NULL : memchr(text + head, '\n', tail - head);

    if (keep == 0 || tail <= head || show_words_count(text + head, tail - head) < 2 * keep) {
        add(out, TVX_DIFF_EQUAL, text, length);
        return;
    }
    if (one == NULL) {
        add(out, TVX_DIFF_EQUAL, text, head);
        leave_out(out, text + head, tail - head);
        add(out, TVX_DIFF_EQUAL, text + tail, length - tail);
        return;
    }
    for (const char *p = one; (p = memchr(p + 1, '\n', (size_t)(text + tail - p - 1))) != NULL;)
        other = p;
    if (show_words_count(text + head, (size_t)(one - text) - head) < keep)
        head = (size_t)(one - text);
    if (show_words_count(other + 1, (size_t)(text + tail - other - 1)) < keep)
        tail = (size_t)(other + 1 - text);
    add(out, TVX_DIFF_EQUAL, text, head);
    leave_out(out, text + head, (size_t)(one - text) - head);
    add(out, TVX_DIFF_EQUAL, "\n", 1);
    leave_out_lines(out, one + 1, (size_t)(other - one));
    if (other + 1 < text + tail)
        leave_out(out, other + 1, (size_t)(text + tail - other - 1));
    add(out, TVX_DIFF_EQUAL, text + tail, length - tail);
}

bool show_redline_make(struct show_redline *out, struct tvx_arena *arena, const char *a, const char *b,
                       const struct tvx_diff *diff, size_t keep)
{
    *out = (struct show_redline){.pieces = tvx_arena_array(arena, 9 * diff->count + 1, sizeof *out->pieces)};
    if (out->pieces == NULL)
        return false;
    for (size_t i = 0; i < diff->count; i++) {
        const struct tvx_diff_piece *piece = &diff->pieces[i];
        const char *before = a + piece->a_start, *after = b + piece->b_start;

        switch (piece->op) {
        case TVX_DIFF_EQUAL:
            add_equal(out, after, piece->b_length, keep, i == 0, i + 1 == diff->count);
            break;
        case TVX_DIFF_INS:
        case TVX_DIFF_MOVE:
            add(out, piece->op, after, piece->b_length);
            break;
        case TVX_DIFF_DEL:
            add(out, piece->op, before, piece->a_length);
            break;
        }
    }
    return true;
}

bool show_redline_family(struct show_redline *out, struct tvx_arena *arena, const struct tvx_comparison *comparison,
                         size_t family, size_t keep)
{
    const struct tvx_family *item = &comparison->families.items[family];

    if (item->variant_count > 0 && comparison->variants[item->variants[0]].anew) {
        *out = (struct show_redline){.pieces = tvx_arena_array(arena, 1, sizeof *out->pieces)};
        if (out->pieces != NULL)
            add(out, TVX_DIFF_INS, item->text, strlen(item->text));
        return out->pieces != NULL;
    }
    return show_redline_make(out, arena, comparison->lead, item->text, &comparison->redlines[family], keep);
}

/* The middle of long deletions goes too: what was there stands in full in the text above. */
static void shorten_deletions(struct show_redline *redline, struct tvx_arena *arena)
{
    enum { HEAD = 5, TAIL = 4 };

    for (size_t i = 0; i < redline->count; i++) {
        struct show_piece *piece = &redline->pieces[i];
        size_t words = show_words_count(piece->text, piece->length), head, tail;
        const char *text;

        if (piece->op != TVX_DIFF_DEL || words < HEAD + TAIL + 3)
            continue;
        head = show_words_first(piece->text, piece->length, HEAD);
        tail = show_words_last(piece->text, piece->length, TAIL);
        text = tvx_arena_printf(arena, "%.*s … %.*s", (int)head, piece->text, (int)(piece->length - tail),
                                piece->text + tail);
        if (text == NULL)
            return;
        piece->text = text;
        piece->length = strlen(text);
        redline->words_left_out += words - HEAD - TAIL;
    }
}

bool show_redline_short(struct show_redline *out, struct tvx_arena *arena, const struct tvx_comparison *comparison,
                        size_t family, size_t keep)
{
    if (!show_redline_family(out, arena, comparison, family, keep))
        return false;
    shorten_deletions(out, arena);
    return true;
}

bool show_redline_reading(struct show_redline *out, struct tvx_arena *arena, const char *lead, const char *text,
                          size_t keep)
{
    enum { SHORT_WORDS = 6 };
    struct tvx_diff diff;
    bool one_way;

    if (show_words_count(lead, strlen(lead)) == 0 || show_words_count(text, strlen(text)) == 0 ||
        tvx_diff_text(&diff, arena, lead, text, TVX_DIFF_READABLE, NULL) != TVX_OK)
        return false;
    one_way = (diff.words_ins == 0 || diff.words_del == 0) && diff.words_equal > 0;
    if (!one_way && (show_words_count(lead, strlen(lead)) < SHORT_WORDS ||
                     show_words_count(text, strlen(text)) < SHORT_WORDS || diff.words_equal < diff.words_ins ||
                     diff.words_equal < diff.words_del))
        return false;
    if (!show_redline_make(out, arena, lead, text, &diff, keep))
        return false;
    if (keep > 0)
        shorten_deletions(out, arena);
    return true;
}

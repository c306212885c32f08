/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "redline.h"

#include "words.h"

static struct show_piece *add(struct show_redline *out, enum tvx_diff_op op, const char *text, size_t length)
{
    struct show_piece *piece;

    if (length == 0)
        return NULL;
    piece = &out->pieces[out->count++];
    *piece = (struct show_piece){.op = op, .text = text, .length = length};
    return piece;
}

/* An unchanged stretch, its middle left out when that saves at least as much as it keeps. */
static void add_equal(struct show_redline *out, const char *text, size_t length, size_t keep, bool first, bool last)
{
    size_t head, tail, hidden;
    struct show_piece *piece;

    head = first ? 0 : show_words_first(text, length, keep);
    tail = last ? length : show_words_last(text, length, keep);
    if (keep == 0 || tail <= head || (hidden = show_words_count(text + head, tail - head)) < 2 * keep) {
        add(out, TVX_DIFF_EQUAL, text, length);
        return;
    }
    add(out, TVX_DIFF_EQUAL, text, head);
    piece = add(out, TVX_DIFF_EQUAL, text + head, tail - head);
    if (piece != NULL)
        piece->left_out = true;
    out->words_left_out += hidden;
    add(out, TVX_DIFF_EQUAL, text + tail, length - tail);
}

bool show_redline_make(struct show_redline *out, struct tvx_arena *arena, const char *a, const char *b,
                       const struct tvx_diff *diff, size_t keep)
{
    *out = (struct show_redline){.pieces = tvx_arena_array(arena, 3 * diff->count + 1, sizeof *out->pieces)};
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

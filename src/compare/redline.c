/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/compare/redline.h>

/* The whole text of one side, and where each part begins in it; starts[count] is the end. */
struct side {
    const char *text;
    size_t *starts;
};

struct maker {
    struct tvx_arena *arena;
    struct tvx_diff *out;
    size_t capacity;
    struct side a, b;
    const struct tvx_part *a_parts, *b_parts;
};

static enum tvx_status make_side(struct side *side, struct tvx_arena *arena, const struct tvx_part *parts,
                                 size_t count, struct tvx_error *error)
{
    struct tvx_buf text;

    tvx_buf_init(&text, (size_t)1 << 31);
    side->starts = tvx_arena_array(arena, count + 1, sizeof *side->starts);
    for (size_t i = 0; side->starts != NULL && i < count; i++) {
        side->starts[i] = text.length;
        tvx_buf_str(&text, parts[i].label);
        if (*parts[i].label != '\0' && *parts[i].text != '\0')
            tvx_buf_char(&text, ' ');
        tvx_buf_str(&text, parts[i].text);
        tvx_buf_char(&text, '\n');
    }
    if (side->starts != NULL)
        side->starts[count] = text.length;
    side->text = text.failed ? NULL : tvx_arena_strndup(arena, tvx_buf_text(&text), text.length);
    tvx_buf_free(&text);
    return side->text == NULL || side->starts == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* Adds a piece, or lengthens the one before where it goes on on both sides. */
static enum tvx_status add(struct maker *maker, struct tvx_diff_piece piece, struct tvx_error *error)
{
    struct tvx_diff *out = maker->out;
    struct tvx_diff_piece *last = out->count == 0 ? NULL : &out->pieces[out->count - 1], *pieces;

    if (piece.a_length == 0 && piece.b_length == 0)
        return TVX_OK;
    if (last != NULL && last->op == piece.op && last->a_start + last->a_length == piece.a_start &&
        last->b_start + last->b_length == piece.b_start) {
        last->a_length += piece.a_length;
        last->b_length += piece.b_length;
        return TVX_OK;
    }
    pieces = tvx_arena_grow(maker->arena, out->pieces, out->count, &maker->capacity, sizeof *pieces);
    if (pieces == NULL)
        return tvx_error_nomem(error);
    out->pieces = pieces;
    pieces[out->count++] = piece;
    return TVX_OK;
}

/* Where the text of a part begins behind its label. */
static size_t text_offset(const struct tvx_part *part)
{
    size_t label = strlen(part->label);

    return label + (label > 0 && *part->text != '\0');
}

/* Equal texts: the labels differ at most. */
static enum tvx_status add_same(struct maker *maker, const struct tvx_pair *pair, enum tvx_diff_op op,
                                struct tvx_error *error)
{
    size_t a = maker->a.starts[pair->a], a_end = maker->a.starts[pair->a + 1];
    size_t b = maker->b.starts[pair->b], b_end = maker->b.starts[pair->b + 1];
    size_t a_label = text_offset(&maker->a_parts[pair->a]), b_label = text_offset(&maker->b_parts[pair->b]);
    enum tvx_status status;

    if (!pair->renumbered)
        return add(maker, (struct tvx_diff_piece){op, a, a_end - a, b, b_end - b}, error);
    status = add(maker, (struct tvx_diff_piece){TVX_DIFF_DEL, a, a_label, b, 0}, error);
    if (status == TVX_OK)
        status = add(maker, (struct tvx_diff_piece){TVX_DIFF_INS, a + a_label, 0, b, b_label}, error);
    if (status == TVX_OK)
        status = add(maker, (struct tvx_diff_piece){op, a + a_label, a_end - a - a_label, b + b_label,
                                                    b_end - b - b_label}, error);
    return status;
}

/* Word by word over the whole lines, labels included. */
static enum tvx_status add_changed(struct maker *maker, const struct tvx_pair *pair, struct tvx_error *error)
{
    size_t a = maker->a.starts[pair->a], a_end = maker->a.starts[pair->a + pair->a_count];
    size_t b = maker->b.starts[pair->b], b_end = maker->b.starts[pair->b + pair->b_count];
    const char *a_text = tvx_arena_strndup(maker->arena, maker->a.text + a, a_end - a);
    const char *b_text = tvx_arena_strndup(maker->arena, maker->b.text + b, b_end - b);
    struct tvx_diff diff;
    enum tvx_status status;

    if (a_text == NULL || b_text == NULL)
        return tvx_error_nomem(error);
    status = tvx_diff_text(&diff, maker->arena, a_text, b_text, TVX_DIFF_READABLE, error);
    for (size_t i = 0; status == TVX_OK && i < diff.count; i++) {
        struct tvx_diff_piece piece = diff.pieces[i];

        piece.a_start += a;
        piece.b_start += b;
        if (piece.op == TVX_DIFF_EQUAL && pair->kind == TVX_PAIR_MOVED)
            piece.op = TVX_DIFF_MOVE;
        status = add(maker, piece, error);
    }
    maker->out->words_equal += diff.words_equal;
    maker->out->words_ins += diff.words_ins;
    maker->out->words_del += diff.words_del;
    return status;
}

static bool same_text(const struct maker *maker, const struct tvx_pair *pair)
{
    return pair->a_count == 1 && pair->b_count == 1 &&
           strcmp(maker->a_parts[pair->a].text, maker->b_parts[pair->b].text) == 0;
}

static enum tvx_status add_pair(struct maker *maker, const struct tvx_pair *pair, size_t a_at, struct tvx_error *error)
{
    size_t a, b;

    switch (pair->kind) {
    case TVX_PAIR_SAME:
        return add_same(maker, pair, TVX_DIFF_EQUAL, error);
    case TVX_PAIR_MOVED:
        return same_text(maker, pair) ? add_same(maker, pair, TVX_DIFF_MOVE, error) : add_changed(maker, pair, error);
    case TVX_PAIR_INS:
        b = maker->b.starts[pair->b];
        return add(maker, (struct tvx_diff_piece){TVX_DIFF_INS, a_at, 0, b,
                                                  maker->b.starts[pair->b + pair->b_count] - b}, error);
    case TVX_PAIR_DEL:
        a = maker->a.starts[pair->a];
        b = maker->b.starts[pair->b];
        return add(maker, (struct tvx_diff_piece){TVX_DIFF_DEL, a, maker->a.starts[pair->a + pair->a_count] - a, b, 0},
                   error);
    default:
        return add_changed(maker, pair, error);
    }
}

enum tvx_status tvx_redline(struct tvx_redline *out, struct tvx_arena *arena, const struct tvx_part *a, size_t a_count,
                            const struct tvx_part *b, size_t b_count, struct tvx_error *error)
{
    struct maker maker = {.arena = arena, .out = &out->diff, .a_parts = a, .b_parts = b};
    enum tvx_status status;
    size_t a_at = 0;

    memset(out, 0, sizeof *out);
    status = make_side(&maker.a, arena, a, a_count, error);
    if (status == TVX_OK)
        status = make_side(&maker.b, arena, b, b_count, error);
    if (status == TVX_OK)
        status = tvx_align_parts(&out->alignment, arena, a, a_count, b, b_count, error);
    if (status != TVX_OK)
        return status;
    for (size_t i = 0; status == TVX_OK && i < out->alignment.count; i++) {
        const struct tvx_pair *pair = &out->alignment.pairs[i];

        status = add_pair(&maker, pair, a_at, error);
        if (pair->a_count > 0 && pair->kind != TVX_PAIR_MOVED)
            a_at = maker.a.starts[pair->a + pair->a_count];
    }
    out->a = maker.a.text;
    out->b = maker.b.text;
    return status;
}

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

/* Counts the tokens of some bytes into one of the diff's sums. */
static enum tvx_status count_words(struct maker *maker, size_t *sum, const char *text, size_t length,
                                   struct tvx_error *error)
{
    struct tvx_tokens tokens;
    enum tvx_status status = tvx_tokenize(&tokens, maker->arena, text, length, error);

    if (status == TVX_OK)
        *sum += tokens.count;
    return status;
}

/* The label of a pair's one part on each side: kept, or exchanged. */
static enum tvx_status add_label(struct maker *maker, const struct tvx_pair *pair, enum tvx_diff_op op,
                                 struct tvx_error *error)
{
    size_t a = maker->a.starts[pair->a], b = maker->b.starts[pair->b];
    size_t a_label = text_offset(&maker->a_parts[pair->a]), b_label = text_offset(&maker->b_parts[pair->b]);
    enum tvx_status status;

    if (!pair->renumbered && a_label == b_label)
        return add(maker, (struct tvx_diff_piece){op, a, a_label, b, b_label}, error);
    status = add(maker, (struct tvx_diff_piece){TVX_DIFF_DEL, a, a_label, b, 0}, error);
    if (status == TVX_OK)
        status = add(maker, (struct tvx_diff_piece){TVX_DIFF_INS, a + a_label, 0, b, b_label}, error);
    return status;
}

/* One part to one part: label, words as the alignment compared them, the line's end. */
static enum tvx_status add_one(struct maker *maker, const struct tvx_pair *pair, struct tvx_error *error)
{
    const struct tvx_part *a_part = &maker->a_parts[pair->a], *b_part = &maker->b_parts[pair->b];
    size_t a = maker->a.starts[pair->a] + text_offset(a_part), b = maker->b.starts[pair->b] + text_offset(b_part);
    size_t a_length = strlen(a_part->text), b_length = strlen(b_part->text);
    enum tvx_diff_op kept = pair->kind == TVX_PAIR_MOVED ? TVX_DIFF_MOVE : TVX_DIFF_EQUAL;
    bool same = strcmp(a_part->text, b_part->text) == 0;
    enum tvx_status status = add_label(maker, pair, kept, error);

    if (same && status == TVX_OK) {
        status = add(maker, (struct tvx_diff_piece){kept, a, a_length, b, b_length}, error);
        if (status == TVX_OK)
            status = count_words(maker, kept == TVX_DIFF_MOVE ? &maker->out->words_moved : &maker->out->words_equal,
                                 a_part->text, a_length, error);
    }
    for (size_t i = 0; !same && status == TVX_OK && i < pair->diff.count; i++) {
        struct tvx_diff_piece piece = pair->diff.pieces[i];

        piece.a_start += a;
        piece.b_start += b;
        if (piece.op == TVX_DIFF_EQUAL)
            piece.op = kept;
        status = add(maker, piece, error);
    }
    if (!same) {
        maker->out->words_equal += pair->diff.words_equal;
        maker->out->words_ins += pair->diff.words_ins;
        maker->out->words_del += pair->diff.words_del;
        maker->out->words_moved += pair->diff.words_moved;
    }
    return status == TVX_OK ? add(maker, (struct tvx_diff_piece){kept, a + a_length, 1, b + b_length, 1}, error)
                            : status;
}

/* Split or joined: word by word over the whole lines, so that labels and line ends show where they come and go. */
static enum tvx_status add_lines(struct maker *maker, const struct tvx_pair *pair, struct tvx_error *error)
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
        diff.pieces[i].a_start += a;
        diff.pieces[i].b_start += b;
        status = add(maker, diff.pieces[i], error);
    }
    maker->out->words_equal += diff.words_equal;
    maker->out->words_ins += diff.words_ins;
    maker->out->words_del += diff.words_del;
    maker->out->words_moved += diff.words_moved;
    return status;
}

/* Parts that stand on one side only; `other` is the place on the other side. */
static enum tvx_status add_alone(struct maker *maker, const struct tvx_pair *pair, size_t other,
                                 struct tvx_error *error)
{
    bool inserted = pair->kind == TVX_PAIR_INS;
    const struct side *side = inserted ? &maker->b : &maker->a;
    size_t first = inserted ? pair->b : pair->a, count = inserted ? pair->b_count : pair->a_count;
    size_t start = side->starts[first], length = side->starts[first + count] - start;
    enum tvx_status status = count_words(maker, inserted ? &maker->out->words_ins : &maker->out->words_del,
                                         side->text + start, length, error);

    if (status != TVX_OK)
        return status;
    return inserted ? add(maker, (struct tvx_diff_piece){TVX_DIFF_INS, other, 0, start, length}, error)
                    : add(maker, (struct tvx_diff_piece){TVX_DIFF_DEL, start, length, other, 0}, error);
}

/*
 * The last line end of each text, which make_side gives every part, is no part of the text: takes it off both, and what
 * stands against it on the other side becomes an insertion or a deletion of its own.
 */
static enum tvx_status drop_ends(struct maker *maker, size_t a_length, size_t b_length, struct tvx_error *error)
{
    struct tvx_diff_piece *old = maker->out->pieces;
    size_t count = maker->out->count;
    size_t a_end = a_length == 0 ? SIZE_MAX : a_length, b_end = b_length == 0 ? SIZE_MAX : b_length;
    enum tvx_status status = TVX_OK;

    maker->out->pieces = NULL;
    maker->out->count = maker->capacity = 0;
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        struct tvx_diff_piece piece = old[i], rest = {.op = TVX_DIFF_EQUAL};
        bool last_a = piece.a_length > 0 && piece.a_start + piece.a_length == a_end;
        bool last_b = piece.b_length > 0 && piece.b_start + piece.b_length == b_end;

        piece.a_length -= last_a;
        piece.b_length -= last_b;
        if ((piece.op == TVX_DIFF_EQUAL || piece.op == TVX_DIFF_MOVE) && last_a && !last_b)
            rest = (struct tvx_diff_piece){TVX_DIFF_INS, a_end - 1, 0, piece.b_start + --piece.b_length, 1};
        else if ((piece.op == TVX_DIFF_EQUAL || piece.op == TVX_DIFF_MOVE) && last_b && !last_a)
            rest = (struct tvx_diff_piece){TVX_DIFF_DEL, piece.a_start + --piece.a_length, 1, b_end - 1, 0};
        status = add(maker, piece, error);
        if (status == TVX_OK)
            status = add(maker, rest, error);
    }
    if (status != TVX_OK)
        return status;
    maker->a.text = tvx_arena_strndup(maker->arena, maker->a.text, a_length - (a_length > 0));
    maker->b.text = tvx_arena_strndup(maker->arena, maker->b.text, b_length - (b_length > 0));
    return maker->a.text == NULL || maker->b.text == NULL ? tvx_error_nomem(error) : TVX_OK;
}

enum tvx_status tvx_redline(struct tvx_redline *out, struct tvx_arena *arena, const struct tvx_part *a, size_t a_count,
                            const struct tvx_part *b, size_t b_count, struct tvx_error *error)
{
    struct maker maker = {.arena = arena, .out = &out->diff, .a_parts = a, .b_parts = b};
    enum tvx_status status;
    size_t a_at = 0, b_at = 0;

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

        if (pair->kind == TVX_PAIR_INS || pair->kind == TVX_PAIR_DEL)
            status = add_alone(&maker, pair, pair->kind == TVX_PAIR_INS ? a_at : b_at, error);
        else if (pair->kind == TVX_PAIR_SPLIT || pair->kind == TVX_PAIR_JOIN)
            status = add_lines(&maker, pair, error);
        else
            status = add_one(&maker, pair, error);
        if (pair->a_count > 0 && pair->kind != TVX_PAIR_MOVED)
            a_at = maker.a.starts[pair->a + pair->a_count];
        if (pair->b_count > 0)
            b_at = maker.b.starts[pair->b + pair->b_count];
    }
    if (status == TVX_OK)
        status = drop_ends(&maker, maker.a.starts[a_count], maker.b.starts[b_count], error);
    out->a = maker.a.text;
    out->b = maker.b.text;
    return status;
}

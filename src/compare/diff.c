/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * From two texts to pieces of bytes: tokens, their numbers, the minimal script (lcs.c), its readable form (hunk.c,
 * move.c).
 */
#include "hunk.h"
#include <string.h>
#include <travaux/text/utf8.h>

/* What a comparison takes, as measured on treaties; more is had when it is needed. */
enum { SCRATCH_CEILING = INT32_MAX, SCRATCH_FIXED = 8 * 1024, SCRATCH_BY_BYTE = 16 };

const char *tvx_diff_op_to_string(enum tvx_diff_op op)
{
    static const char *const names[] = {"equal", "ins", "del", "move"};

    return (size_t)op < sizeof names / sizeof *names ? names[op] : "?";
}

/* What the pieces are made from. */
struct weaver {
    const struct side *a, *b;
    struct tvx_diff *out;
    struct tvx_arena *arena;
    size_t capacity;
    size_t a_at, b_at; /* bytes already covered */
    struct move *moves;
    size_t move_count, next_move;
    const struct move **moved_a; /* by token of a: the move it belongs to; NULL when there are none */
    bool failed;
};

static void put(struct weaver *weaver, enum tvx_diff_op op, size_t a_start, size_t a_length, size_t b_start,
                size_t b_length)
{
    struct tvx_diff *out = weaver->out;
    struct tvx_diff_piece *last = out->count > 0 ? &out->pieces[out->count - 1] : NULL;
    struct tvx_diff_piece *grown;

    if (a_length == 0 && b_length == 0)
        return;
    if (last != NULL && last->op == op && op != TVX_DIFF_MOVE && last->a_start + last->a_length == a_start &&
        last->b_start + last->b_length == b_start) {
        last->a_length += a_length;
        last->b_length += b_length;
        return;
    }
    grown = tvx_arena_grow(weaver->arena, out->pieces, out->count, &weaver->capacity, sizeof *grown);
    if (grown == NULL) {
        weaver->failed = true;
        return;
    }
    out->pieces = grown;
    grown[out->count++] = (struct tvx_diff_piece){op, a_start, a_length, b_start, b_length};
}

static void put_equal(struct weaver *weaver, size_t length)
{
    put(weaver, TVX_DIFF_EQUAL, weaver->a_at, length, weaver->b_at, length);
    weaver->a_at += length;
    weaver->b_at += length;
}

static size_t start_of(const struct side *side, size_t token)
{
    return token < side->tokens.count ? side->tokens.items[token].start : side->length;
}

static size_t end_of(const struct side *side, size_t token)
{
    return side->tokens.items[token].start + side->tokens.items[token].length;
}

/* The white space before a moved passage goes with it where it is the same in both places. */
static size_t shared_gap(const struct weaver *weaver, const struct move *move)
{
    size_t a_from = move->a_from == 0 ? 0 : end_of(weaver->a, move->a_from - 1);
    size_t b_from = move->b_from == 0 ? 0 : end_of(weaver->b, move->b_from - 1);
    size_t a_gap = start_of(weaver->a, move->a_from) - a_from, b_gap = start_of(weaver->b, move->b_from) - b_from;

    return a_gap == b_gap && memcmp(weaver->a->text + a_from, weaver->b->text + b_from, a_gap) == 0 ? a_gap : 0;
}

/* Deleted bytes up to a_end, passing over what moved away. */
static void put_deleted(struct weaver *weaver, const struct hunk *hunk, size_t a_end)
{
    for (size_t i = hunk->a_from; weaver->moved_a != NULL && i < hunk->a_to; i++) {
        const struct move *move = weaver->moved_a[i];

        if (move == NULL || move->a_from != i)
            continue;
        put(weaver, TVX_DIFF_DEL, weaver->a_at, start_of(weaver->a, i) - shared_gap(weaver, move) - weaver->a_at,
            weaver->b_at, 0);
        weaver->a_at = end_of(weaver->a, i + move->count - 1);
    }
    put(weaver, TVX_DIFF_DEL, weaver->a_at, a_end - weaver->a_at, weaver->b_at, 0);
    weaver->a_at = a_end;
}

/* Inserted bytes up to b_end, with what moved here in its place. */
static void put_inserted(struct weaver *weaver, const struct hunk *hunk, size_t b_end)
{
    while (weaver->next_move < weaver->move_count && weaver->moves[weaver->next_move].b_from < hunk->b_to) {
        const struct move *move = &weaver->moves[weaver->next_move++];
        size_t gap = shared_gap(weaver, move);
        size_t a_start = start_of(weaver->a, move->a_from) - gap, b_start = start_of(weaver->b, move->b_from) - gap;
        size_t length = end_of(weaver->b, move->b_from + move->count - 1) - b_start;

        put(weaver, TVX_DIFF_INS, weaver->a_at, 0, weaver->b_at, b_start - weaver->b_at);
        put(weaver, TVX_DIFF_MOVE, a_start, length, b_start, length);
        weaver->b_at = b_start + length;
    }
    put(weaver, TVX_DIFF_INS, weaver->a_at, 0, weaver->b_at, b_end - weaver->b_at);
    weaver->b_at = b_end;
}

/*
 * The region between two kept tokens.  White space that ends it on both sides alike belongs to the kept token behind
 * it; failing that, what begins it alike stays with the kept token before it ("word (" from "word ").
 */
static void weave_region(struct weaver *weaver, const struct hunk *hunk)
{
    size_t a_end = start_of(weaver->a, hunk->a_to), b_end = start_of(weaver->b, hunk->b_to);
    size_t a_last = hunk->a_to > hunk->a_from ? end_of(weaver->a, hunk->a_to - 1) : weaver->a_at;
    size_t b_last = hunk->b_to > hunk->b_from ? end_of(weaver->b, hunk->b_to - 1) : weaver->b_at;
    size_t tail = a_end - a_last, lead = start_of(weaver->a, hunk->a_from) - weaver->a_at;
    size_t b_lead = start_of(weaver->b, hunk->b_from) - weaver->b_at;
    bool same_tail = tail == b_end - b_last && memcmp(weaver->a->text + a_last, weaver->b->text + b_last, tail) == 0;

    if (!same_tail) {
        tail = 0;
        if (weaver->moved_a == NULL && lead == b_lead &&
            memcmp(weaver->a->text + weaver->a_at, weaver->b->text + weaver->b_at, lead) == 0)
            put_equal(weaver, lead);
    }
    put_deleted(weaver, hunk, a_end - tail);
    put_inserted(weaver, hunk, b_end - tail);
    put_equal(weaver, tail);
}

/* Is the white space before token i of a and j of b, behind bytes a_at and b_at, the same? */
static inline bool same_gap(const struct weaver *weaver, size_t i, size_t a_at, size_t j, size_t b_at)
{
    size_t gap = weaver->a->tokens.items[i].start - a_at;
    const char *a = weaver->a->text + a_at, *b = weaver->b->text + b_at;

    return gap == weaver->b->tokens.items[j].start - b_at &&
           (gap == 0 || (*a == *b && (gap == 1 || memcmp(a, b, gap) == 0)));
}

/* Kept tokens up to (not with) i of a and j of b: one EQUAL but where their white space differs. */
static void weave_kept(struct weaver *weaver, size_t i, size_t i_end, size_t j)
{
    size_t length = 0; /* bytes known to be equal and not put yet */

    for (; i < i_end; i++, j++) {
        const struct tvx_token *token = &weaver->a->tokens.items[i];

        if (!same_gap(weaver, i, weaver->a_at + length, j, weaver->b_at + length)) {
            struct hunk none = {i, i, j, j};

            put_equal(weaver, length);
            weave_region(weaver, &none);
            length = 0;
        }
        length = token->start + token->length - weaver->a_at;
    }
    put_equal(weaver, length);
}

static bool weave(struct weaver *weaver, const struct hunks *hunks)
{
    size_t i = 0, j = 0;
    struct tvx_diff *out = weaver->out;
    struct hunk none = {weaver->a->tokens.count, weaver->a->tokens.count, weaver->b->tokens.count,
                        weaver->b->tokens.count};

    for (size_t k = 0; k < hunks->count; k++) {
        const struct hunk *hunk = &hunks->items[k];

        out->words_equal += hunk->a_from - i;
        out->words_del += hunk->a_to - hunk->a_from;
        out->words_ins += hunk->b_to - hunk->b_from;
        weave_kept(weaver, i, hunk->a_from, j);
        weave_region(weaver, hunk);
        i = hunk->a_to;
        j = hunk->b_to;
        if (i < weaver->a->tokens.count) { /* the token whose white space the region took */
            put_equal(weaver, weaver->a->tokens.items[i].length);
            out->words_equal++;
            i++;
            j++;
        }
    }
    out->words_equal += weaver->a->tokens.count - i;
    weave_kept(weaver, i, weaver->a->tokens.count, j);
    weave_region(weaver, &none);
    return !weaver->failed;
}

static bool note_moves(struct weaver *weaver, struct tvx_arena *scratch, const struct hunks *hunks)
{
    if (!moves_find(&weaver->moves, &weaver->move_count, scratch, hunks, weaver->a, weaver->b))
        return false;
    if (weaver->move_count == 0)
        return true;
    weaver->moved_a = tvx_arena_array(scratch, weaver->a->tokens.count, sizeof *weaver->moved_a);
    if (weaver->moved_a == NULL)
        return false;
    for (size_t k = 0; k < weaver->move_count; k++) {
        const struct move *move = &weaver->moves[k];

        for (size_t i = 0; i < move->count; i++)
            weaver->moved_a[move->a_from + i] = move;
        weaver->out->words_moved += move->count;
    }
    return true;
}

enum tvx_status side_read(struct side *side, struct tvx_arena *scratch, struct tvx_vocab *vocab, const char *text,
                          struct tvx_error *error)
{
    enum tvx_status status;

    side->text = text;
    side->length = strlen(text);
    status = tvx_tokenize(&side->tokens, scratch, text, side->length, error);
    if (status != TVX_OK)
        return status;
    side->ids = tvx_arena_array(scratch, side->tokens.count, sizeof *side->ids);
    if (side->ids == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < side->tokens.count; i++) {
        side->ids[i] = tvx_vocab_id(vocab, text + side->tokens.items[i].start, side->tokens.items[i].length);
        if (side->ids[i] == UINT32_MAX)
            return tvx_error_nomem(error);
    }
    return TVX_OK;
}

enum tvx_status sides_diff(struct tvx_diff *out, struct tvx_arena *arena, struct tvx_arena *scratch,
                           const struct side *a, const struct side *b, enum tvx_diff_style style,
                           struct tvx_error *error)
{
    struct weaver weaver = {.a = a, .b = b, .out = out, .arena = arena};
    struct hunks hunks;
    enum tvx_status status;
    bool *keep_a = tvx_arena_array(scratch, a->tokens.count, sizeof *keep_a);
    bool *keep_b = tvx_arena_array(scratch, b->tokens.count, sizeof *keep_b);

    *out = (struct tvx_diff){0};
    if (keep_a == NULL || keep_b == NULL)
        return tvx_error_nomem(error);
    status = tvx_diff_ids(keep_a, keep_b, a->ids, a->tokens.count, b->ids, b->tokens.count, scratch, error);
    if (status != TVX_OK)
        return status;
    if (!hunks_make(&hunks, scratch, keep_a, a->tokens.count, keep_b, b->tokens.count))
        return tvx_error_nomem(error);
    if (style == TVX_DIFF_READABLE) {
        hunks_slide(&hunks, a, b);
        hunks_join(&hunks, a);
        if (!note_moves(&weaver, scratch, &hunks))
            return tvx_error_nomem(error);
    }
    if (!weave(&weaver, &hunks))
        return tvx_error_nomem(error);
    out->words_del -= out->words_moved;
    out->words_ins -= out->words_moved;
    return TVX_OK;
}

struct tvx_arena *sides_scratch(size_t bytes)
{
    struct tvx_arena *scratch = tvx_arena_new(SCRATCH_CEILING);

    if (scratch != NULL)
        tvx_arena_expect(scratch, SCRATCH_FIXED + SCRATCH_BY_BYTE * bytes);
    return scratch;
}

enum tvx_status tvx_diff_text(struct tvx_diff *out, struct tvx_arena *arena, const char *a, const char *b,
                              enum tvx_diff_style style, struct tvx_error *error)
{
    struct tvx_arena *scratch = sides_scratch(strlen(a) + strlen(b));
    struct tvx_vocab *vocab = scratch == NULL ? NULL : tvx_vocab_new(scratch);
    struct side sides[2] = {{0}, {0}};
    enum tvx_status status;

    *out = (struct tvx_diff){0};
    status = vocab == NULL ? tvx_error_nomem(error) : side_read(&sides[0], scratch, vocab, a, error);
    if (status == TVX_OK)
        status = side_read(&sides[1], scratch, vocab, b, error);
    if (status == TVX_OK)
        status = sides_diff(out, arena, scratch, &sides[0], &sides[1], style, error);
    tvx_arena_free(scratch);
    return status;
}

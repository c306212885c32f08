/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fate_words.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/compare/diff.h>
#include <travaux/text/utf8.h>

enum {
    RUN = 3,      /* tokens in a row that agree are no chance */
    LETTERS = 64, /* of a token that is folded without ICU */
};

struct side {
    uint32_t *ids;
    bool *word; /* else a punctuation mark */
    const struct tvx_token *tokens; /* of the text as it is */
    size_t count;
};

/* The number of a token whatever its case; UINT32_MAX when memory is short. */
static uint32_t number(struct tvx_arena *arena, struct tvx_vocab *vocab, const char *token, size_t length)
{
    char small[LETTERS];
    const char *folded;
    size_t ascii = 0;

    for (; ascii < length && ascii < LETTERS && (unsigned char)token[ascii] < 0x80; ascii++)
        small[ascii] = (char)(token[ascii] >= 'A' && token[ascii] <= 'Z' ? token[ascii] - 'A' + 'a' : token[ascii]);
    if (ascii == length)
        return tvx_vocab_id(vocab, small, length);
    folded = tvx_text_casefold(arena, token, length);
    return folded == NULL ? UINT32_MAX : tvx_vocab_id(vocab, folded, strlen(folded));
}

static bool read_side(struct side *out, struct tvx_arena *arena, struct tvx_vocab *vocab, const char *text)
{
    struct tvx_tokens tokens;

    if (tvx_tokenize(&tokens, arena, text, strlen(text), NULL) != TVX_OK)
        return false;
    out->count = tokens.count;
    out->tokens = tokens.items;
    out->ids = tvx_arena_array(arena, tokens.count + 1, sizeof *out->ids);
    out->word = tvx_arena_array(arena, tokens.count + 1, sizeof *out->word);
    if (out->ids == NULL || out->word == NULL)
        return false;
    for (size_t i = 0; i < tokens.count; i++) {
        out->ids[i] = number(arena, vocab, text + tokens.items[i].start, tokens.items[i].length);
        out->word[i] = tokens.items[i].kind != TVX_TOKEN_MARK;
        if (out->ids[i] == UINT32_MAX)
            return false;
    }
    return true;
}

/* x[i] stands at y[to_y[i]], and back; SIZE_MAX where it does not. */
struct links {
    size_t *to_y, *to_x;
};

static enum tvx_status link_sides(struct links *out, struct tvx_arena *arena, const struct side *x,
                                  const struct side *y, struct tvx_error *error)
{
    bool *keep_x = tvx_arena_array(arena, x->count + 1, sizeof *keep_x);
    bool *keep_y = tvx_arena_array(arena, y->count + 1, sizeof *keep_y);
    size_t j = 0;
    enum tvx_status status;

    out->to_y = tvx_arena_array(arena, x->count + 1, sizeof *out->to_y);
    out->to_x = tvx_arena_array(arena, y->count + 1, sizeof *out->to_x);
    if (keep_x == NULL || keep_y == NULL || out->to_y == NULL || out->to_x == NULL)
        return tvx_error_nomem(error);
    status = tvx_diff_ids(keep_x, keep_y, x->ids, x->count, y->ids, y->count, arena, error);
    if (status != TVX_OK)
        return status;
    for (size_t k = 0; k < y->count; k++)
        out->to_x[k] = SIZE_MAX;
    for (size_t i = 0; i < x->count; i++) {
        out->to_y[i] = SIZE_MAX;
        if (!keep_x[i])
            continue;
        while (j < y->count && !keep_y[j])
            j++;
        if (j == y->count)
            break;
        out->to_y[i] = j;
        out->to_x[j++] = i;
    }
    return TVX_OK;
}

/* The links around a[i] go on side by side for RUN tokens, or for all of a text that is shorter. */
static bool in_run(const struct links *at, const struct side *a, size_t i)
{
    size_t from = i, to = i + 1, need = a->count < RUN ? a->count : RUN;

    while (from > 0 && at->to_y[from - 1] != SIZE_MAX && at->to_y[from - 1] + 1 == at->to_y[from] && to - from < need)
        from--;
    while (to < a->count && at->to_y[to] != SIZE_MAX && at->to_y[to] == at->to_y[to - 1] + 1 && to - from < need)
        to++;
    return to - from >= need;
}

/* The tokens of t that stand where before[from] to before[to] stood are all old: nothing was put in their place. */
static bool only_gone(const struct links *bt, const struct side *b, const struct side *t, size_t from, size_t to)
{
    size_t left = 0, right = t->count;

    for (size_t i = from; i-- > 0;)
        if (bt->to_y[i] != SIZE_MAX) {
            left = bt->to_y[i] + 1;
            break;
        }
    for (size_t i = to; i < b->count; i++)
        if (bt->to_y[i] != SIZE_MAX) {
            right = bt->to_y[i];
            break;
        }
    for (size_t k = left; k < right; k++)
        if (bt->to_x[k] == SIZE_MAX && t->word[k])
            return false;
    return true;
}

struct sums {
    const struct side *b, *a, *t;
    struct links ba, bt, at;
    bool marks_count; /* the edit changes nothing but punctuation */
};

/* Token i of one side of the edit, `by` the token of the text after that it is or stood before, and the one of the
   adopted text that it is (SIZE_MAX: none). */
static void keep_word(struct fate_words *out, const struct sums *s, const struct side *of, size_t i, size_t by,
                      bool taken, size_t at)
{
    struct tvx_fate_word *word = &out->words[out->word_count++];

    *word = (struct tvx_fate_word){.start = of->tokens[i].start, .length = of->tokens[i].length,
                                   .by = by < s->a->count ? s->a->tokens[by].start : SIZE_MAX,
                                   .deleted = of == s->b, .taken = taken, .mark = !of->word[i]};
    if (at != SIZE_MAX) {
        word->at = s->t->tokens[at].start;
        word->at_length = s->t->tokens[at].length;
    }
}

/* One change: before[b0..b1) becomes after[a0..a1). */
static void count_change(struct fate_words *out, const struct sums *s, size_t b0, size_t b1, size_t a0, size_t a1)
{
    size_t put_in = 0;
    bool struck;

    for (size_t i = a0; i < a1; i++) {
        size_t at = s->at.to_y[i];

        out->asked += s->a->word[i] || s->marks_count;
        if (at == SIZE_MAX || s->bt.to_x[at] != SIZE_MAX || !in_run(&s->at, s->a, i))
            continue;
        put_in += s->a->word[i] || s->marks_count;
        out->taken[at] = true;
    }
    out->inserted += put_in;
    out->adopted += put_in;
    struck = b0 < b1 && (a0 == a1 || put_in > 0 || only_gone(&s->bt, s->b, s->t, b0, b1));
    for (size_t i = b0; i < b1; i++) {
        bool taken = struck && s->bt.to_y[i] == SIZE_MAX;

        out->asked += s->b->word[i] || s->marks_count;
        out->adopted += taken && (s->b->word[i] || s->marks_count);
        keep_word(out, s, s->b, i, a0, taken, s->bt.to_y[i]);
    }
    for (size_t i = a0; i < a1; i++) {
        bool taken = s->at.to_y[i] != SIZE_MAX && out->taken[s->at.to_y[i]];

        keep_word(out, s, s->a, i, i, taken, taken ? s->at.to_y[i] : SIZE_MAX);
    }
}

/* What each token of the adopted text is to the edit. */
static void look_at_adopted(struct fate_words *out, const struct sums *s)
{
    for (size_t i = 0; i < s->t->count; i++)
        out->stands[i] = (struct tvx_fate_stand){
            .start = s->t->tokens[i].start, .length = s->t->tokens[i].length, .mark = !s->t->word[i],
            .kind = out->taken[i] ? TVX_STAND_TAKEN : s->bt.to_x[i] == SIZE_MAX ? TVX_STAND_OTHER : TVX_STAND_OLD};
}

static void count_all(struct fate_words *out, const struct sums *s)
{
    size_t b0 = 0, a0 = 0;

    for (;;) {
        size_t b1 = b0, a1;

        while (b1 < s->b->count && s->ba.to_y[b1] == SIZE_MAX)
            b1++;
        a1 = b1 < s->b->count ? s->ba.to_y[b1] : s->a->count;
        if (b0 < b1 || a0 < a1)
            count_change(out, s, b0, b1, a0, a1);
        if (b1 == s->b->count)
            return;
        b0 = b1 + 1;
        a0 = a1 + 1;
    }
}

/* An edit of nothing but marks. */
static bool only_marks(const struct sums *s)
{
    for (size_t i = 0; i < s->a->count; i++)
        if (s->ba.to_x[i] == SIZE_MAX && s->a->word[i])
            return false;
    for (size_t i = 0; i < s->b->count; i++)
        if (s->ba.to_y[i] == SIZE_MAX && s->b->word[i])
            return false;
    return true;
}

enum tvx_status fate_words_count(struct fate_words *out, struct tvx_arena *arena, const char *before,
                                 const char *after, const char *adopted, struct tvx_error *error)
{
    struct tvx_vocab *vocab = tvx_vocab_new(arena);
    struct side b, a, t;
    struct sums sums = {.b = &b, .a = &a, .t = &t};
    enum tvx_status status;

    memset(out, 0, sizeof *out);
    if (vocab == NULL || !read_side(&b, arena, vocab, before) || !read_side(&a, arena, vocab, after) ||
        !read_side(&t, arena, vocab, adopted))
        return tvx_error_nomem(error);
    out->taken = tvx_arena_array(arena, t.count + 1, sizeof *out->taken);
    out->taken_count = t.count;
    out->words = tvx_arena_array(arena, a.count + b.count + 1, sizeof *out->words);
    out->stands = tvx_arena_array(arena, t.count + 1, sizeof *out->stands);
    if (out->taken == NULL || out->words == NULL || out->stands == NULL)
        return tvx_error_nomem(error);
    status = link_sides(&sums.ba, arena, &b, &a, error);
    if (status == TVX_OK)
        status = link_sides(&sums.bt, arena, &b, &t, error);
    if (status == TVX_OK)
        status = link_sides(&sums.at, arena, &a, &t, error);
    if (status != TVX_OK)
        return status;
    sums.marks_count = only_marks(&sums);
    count_all(out, &sums);
    look_at_adopted(out, &sums);
    return TVX_OK;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

bool fate_bag_read(struct fate_bag *out, struct tvx_arena *arena, struct tvx_vocab *vocab, const char *text)
{
    struct side side;

    if (!read_side(&side, arena, vocab, text))
        return false;
    *out = (struct fate_bag){side.ids, side.count};
    qsort(out->ids, out->count, sizeof *out->ids, by_number);
    return true;
}

double fate_bag_within(const struct fate_bag *x, const struct fate_bag *y)
{
    size_t i = 0, j = 0, common = 0;

    while (i < x->count && j < y->count) {
        common += x->ids[i] == y->ids[j];
        if (x->ids[i] == y->ids[j])
            i++, j++;
        else if (x->ids[i] < y->ids[j])
            i++;
        else
            j++;
    }
    return x->count == 0 ? 0 : (double)common / (double)x->count;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fit.h"

#include <stdint.h>
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/compare/diff.h>
#include <travaux/text/token.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

enum { LEAST_WORDS = 8 };

static void count(const char *text, size_t *words, size_t *capitals, size_t *marks)
{
    size_t length = strlen(text), at = 0;
    bool inside = false;

    *words = *capitals = *marks = 0;
    while (at < length) {
        UChar32 point = (UChar32)tvx_utf8_next(text, length, &at);

        *words += !inside && u_isalnum(point);
        inside = u_isalnum(point);
        *capitals += u_isupper(point);
        *marks += u_ispunct(point);
    }
}

bool show_fit_is_bare(const char *base, const char *text)
{
    size_t words, capitals, marks;

    count(base, &words, &capitals, &marks);
    if (words < LEAST_WORDS || capitals == 0 || marks < 2)
        return false;
    count(text, &words, &capitals, &marks);
    return words >= LEAST_WORDS && capitals == 0 && marks == 0;
}

struct words { /* the tokens of a text that are no marks */
    struct tvx_token *items;
    uint32_t *ids;
    bool *keep;
    size_t count;
};

static bool take_words(struct words *out, struct tvx_arena *arena, struct tvx_vocab *vocab, const char *text)
{
    struct tvx_tokens tokens;

    if (tvx_tokenize(&tokens, arena, text, strlen(text), NULL) != TVX_OK)
        return false;
    *out = (struct words){.items = tvx_arena_array(arena, tokens.count + 1, sizeof *out->items),
                          .ids = tvx_arena_array(arena, tokens.count + 1, sizeof *out->ids),
                          .keep = tvx_arena_array(arena, tokens.count + 1, sizeof *out->keep)};
    if (out->items == NULL || out->ids == NULL || out->keep == NULL)
        return false;
    for (size_t i = 0; i < tokens.count; i++) {
        const char *folded;

        if (tokens.items[i].kind == TVX_TOKEN_MARK)
            continue;
        folded = tvx_text_casefold(arena, text + tokens.items[i].start, tokens.items[i].length);
        if (folded == NULL)
            return false;
        out->items[out->count] = tokens.items[i];
        out->ids[out->count++] = tvx_vocab_id(vocab, folded, strlen(folded));
    }
    return true;
}

const char *show_fit(struct tvx_arena *arena, const char *base, const char *text)
{
    struct tvx_vocab *vocab = tvx_vocab_new(arena);
    struct words old, new;
    struct tvx_buf out;
    const char *fitted;
    size_t at = 0, last = SIZE_MAX; /* the base's next word, and the one that was written last */

    if (vocab == NULL || !take_words(&old, arena, vocab, base) || !take_words(&new, arena, vocab, text) ||
        tvx_diff_ids(old.keep, new.keep, old.ids, old.count, new.ids, new.count, arena, NULL) != TVX_OK)
        return NULL;
    tvx_buf_init(&out, 1 << 24);
    for (size_t i = 0; i < new.count; i++) {
        const struct tvx_token *word = &new.items[i];

        if (!new.keep[i]) {
            tvx_buf_str(&out, i > 0 ? " " : "");
            tvx_buf_add(&out, text + word->start, word->length);
            last = SIZE_MAX;
            continue;
        }
        while (at < old.count && !old.keep[at])
            at++;
        word = &old.items[at];
        if (last != SIZE_MAX && at == last + 1) /* neighbours in the base too: what stands between them comes along */
            tvx_buf_add(&out, base + old.items[last].start + old.items[last].length,
                        word->start - old.items[last].start - old.items[last].length);
        else
            tvx_buf_str(&out, i > 0 ? " " : "");
        tvx_buf_add(&out, base + word->start, word->length);
        last = at++;
    }
    if (old.count > 0) /* a sentence ends as the base does */
        tvx_buf_str(&out, base + old.items[old.count - 1].start + old.items[old.count - 1].length);
    fitted = out.failed ? NULL : tvx_arena_strndup(arena, tvx_buf_text(&out), out.length);
    tvx_buf_free(&out);
    return fitted;
}

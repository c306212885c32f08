/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Texts as words with numbers, and which word of one text is which of another. */
#include "blame_parts.h"

#include <string.h>
#include <travaux/base/table.h>

enum tvx_status blame_tokenize(struct blame_work *work, struct tvx_word **out, size_t *count, const char *text,
                               size_t length)
{
    struct tvx_tokens tokens;
    enum tvx_status status = tvx_tokenize(&tokens, work->arena, text, length, work->error);

    if (status != TVX_OK)
        return status;
    *count = tokens.count;
    *out = tvx_arena_array(work->arena, tokens.count, sizeof **out);
    if (*out == NULL)
        return tvx_error_nomem(work->error);
    for (size_t i = 0; i < tokens.count; i++) {
        const struct tvx_token *token = &tokens.items[i];
        uint32_t id = tvx_vocab_id(work->vocab, text + token->start, token->length);

        if (id == UINT32_MAX)
            return tvx_error_nomem(work->error);
        (*out)[i] = (struct tvx_word){.start = token->start, .length = token->length, .id = id, .origin = BLAME_NONE,
                                      .mark = token->kind == TVX_TOKEN_MARK};
    }
    return TVX_OK;
}

enum tvx_status blame_words(struct blame_work *work, struct tvx_words *out, const struct tvx_instrument *instrument)
{
    size_t capacity = 0;

    *out = (struct tvx_words){.first = tvx_arena_array(work->arena, instrument->count + 1, sizeof *out->first)};
    if (out->first == NULL)
        return tvx_error_nomem(work->error);
    for (size_t p = 0; p < instrument->count; p++) {
        const char *text = instrument->provisions[p].text;
        struct tvx_word *words;
        size_t count;
        enum tvx_status status = blame_tokenize(work, &words, &count, text, strlen(text));

        if (status != TVX_OK)
            return status;
        out->first[p] = out->count;
        for (size_t i = 0; i < count; i++) {
            struct tvx_word *grown = tvx_arena_grow(work->arena, out->items, out->count, &capacity, sizeof *grown);

            if (grown == NULL)
                return tvx_error_nomem(work->error);
            out->items = grown;
            words[i].provision = (uint32_t)p;
            grown[out->count++] = words[i];
        }
    }
    out->first[instrument->count] = out->count;
    if (out->count >= BLAME_NONE)
        return tvx_error_set(work->error, TVX_E_LIMIT, "the instrument is too long to be blamed");
    return TVX_OK;
}

bool blame_telling(const struct blame_work *work, const struct tvx_word *word)
{
    return !word->mark && (word->id >= work->common_count || !work->common[word->id]);
}

struct blame_text blame_provision(const struct blame_work *work, size_t version, size_t provision)
{
    const struct tvx_words *words = &work->out->words[version];
    size_t first = words->first[provision];

    return (struct blame_text){
        .text = work->out->versions[version].instrument.provisions[provision].text,
        .words = words->items + first,
        .count = words->first[provision + 1] - first,
    };
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/utf8.h>

#include "manual.h"

/* An action line is short; longer ones hold the text too ("MOD VRN/1/2 5.2 Member States shall …"). */
enum { ACTION_LINE = 80, LOOKED_AT = 160, SCRATCH = 1 << 16 };

/* Nothing struck or underlined: then the lines need not be looked at. */
static bool has_marks(const struct tvx_document *document)
{
    for (size_t b = 0; b < document->block_count; b++)
        for (size_t r = 0; r < document->blocks[b].run_count; r++)
            if ((document->blocks[b].runs[r].format & (TVX_FORMAT_STRIKE | TVX_FORMAT_UNDERLINE)) != 0)
                return true;
    return false;
}

static bool has_changes(const struct tvx_document *document)
{
    for (size_t b = 0; b < document->block_count; b++) {
        const struct tvx_block *block = &document->blocks[b];

        if (block->mark != TVX_CHANGE_NONE || block->presence != TVX_CHANGE_NONE)
            return true;
        for (size_t r = 0; r < block->run_count; r++)
            if (block->runs[r].change != TVX_CHANGE_NONE || block->runs[r].nested != TVX_CHANGE_NONE)
                return true;
    }
    return false;
}

/* The block's first words with a space before and after each; the number of bytes is bounded. */
static size_t first_words(const struct tvx_block *block, char *out, size_t capacity)
{
    size_t used = 0;

    out[used++] = ' ';
    for (size_t r = 0; r < block->run_count; r++) {
        const char *text = block->runs[r].text;
        size_t length = strlen(text);

        for (size_t at = 0; at < length;) {
            size_t from = at;
            bool space = tvx_text_is_space(tvx_utf8_next(text, length, &at));

            if (used + (at - from) + 2 > capacity) {
                out[used] = '\0';
                return used;
            }
            if (!space) {
                memcpy(out + used, text + from, at - from);
                used += at - from;
            } else if (out[used - 1] != ' ') {
                out[used++] = ' ';
            }
        }
    }
    if (out[used - 1] != ' ')
        out[used++] = ' ';
    out[used] = '\0';
    return used;
}

/* Is the word at `word` (with a space before and after it) an action?  Its canonical name. */
static bool action_at(const char *word, struct tvx_field *action)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count, length = strcspn(word, " :");

    tvx_table_open(&table, tvx_asset_find("data/actions.tsv"));
    while (tvx_table_next(&table, f, &count))
        if (f[0].length == length && memcmp(f[0].text, word, length) == 0) {
            *action = f[1];
            return true;
        }
    return false;
}

bool tvx_manual_is_action(const char *word, size_t length)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/actions.tsv"));
    while (tvx_table_next(&table, f, &count))
        if (f[0].length == length && memcmp(f[0].text, word, length) == 0)
            return true;
    return false;
}

/* An action opens a line, or follows a proposal's number in it. */
static bool is_action_line(const char *words, struct tvx_field *action)
{
    const char *second = strchr(words + 1, ' ');

    if (action_at(words + 1, action))
        return true;
    return second != NULL && memchr(words + 1, '/', (size_t)(second - words - 1)) != NULL &&
           action_at(second + 1, action);
}

/* "Reasons: …" in any language of data/phrases.tsv. */
static bool is_reasons(const char *words)
{
    struct tvx_arena *arena = tvx_arena_new(SCRATCH);
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count;
    const char *folded = arena == NULL ? NULL : tvx_text_casefold(arena, words + 1, strlen(words + 1));
    bool found = false;

    tvx_table_open(&table, tvx_asset_find("data/phrases.tsv"));
    while (folded != NULL && !found && tvx_table_next(&table, f, &count)) {
        const char *phrase;
        size_t length;

        if (count < 2 || !tvx_field_is(f[0], "reasons"))
            continue;
        phrase = tvx_text_casefold(arena, f[1].text, f[1].length);
        length = phrase == NULL ? 0 : strlen(phrase);
        found = length > 0 && strncmp(folded, phrase, length) == 0 && strchr(" :.", folded[length]) != NULL;
    }
    tvx_arena_free(arena);
    return found;
}

/* Struck or underlined runs become changes; true when there was one. */
static bool mark_runs(struct tvx_block *block, size_t from)
{
    bool any = false;

    for (size_t r = from; r < block->run_count; r++) {
        struct tvx_run *run = &block->runs[r];

        if ((run->format & (TVX_FORMAT_LINK | TVX_FORMAT_NOTE_REF)) != 0)
            continue;
        if ((run->format & TVX_FORMAT_STRIKE) != 0)
            run->change = TVX_CHANGE_DEL;
        else if ((run->format & TVX_FORMAT_UNDERLINE) != 0)
            run->change = TVX_CHANGE_INS;
        else
            continue;
        any = true;
    }
    return any;
}

void tvx_manual_marks(struct tvx_document *document)
{
    bool within = false;
    size_t first = SIZE_MAX;

    if (!has_marks(document) || has_changes(document))
        return;
    for (size_t b = 0; b < document->block_count; b++) {
        struct tvx_block *block = &document->blocks[b];
        struct tvx_field action;
        char words[LOOKED_AT];
        size_t length, from = 0;

        if (block->kind == TVX_BLOCK_NOTE || block->kind == TVX_BLOCK_HEADER || block->kind == TVX_BLOCK_HEADING)
            continue;
        length = first_words(block, words, sizeof words);
        if (is_action_line(words, &action)) {
            within = tvx_field_is(action, "MOD") || tvx_field_is(action, "(MOD)");
            from = length > ACTION_LINE ? 1 : block->run_count; /* the action itself may be underlined */
        } else if (within) {
            within = !is_reasons(words);
        }
        if (within && mark_runs(block, from) && first == SIZE_MAX)
            first = b;
    }
    if (first != SIZE_MAX)
        tvx_document_warn(document, first, "manual-redline",
                          "The document has no tracked changes; under MOD, underlined words were taken as inserted and "
                          "struck words as deleted");
}

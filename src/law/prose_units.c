/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "prose_index.h"
#include "target.h"
#include "target_label.h"

static bool is_letter(uint32_t point)
{
    return u_isalpha((UChar32)point);
}

/* A letter without a bracket is a label only where it is no word: "item c", but not "paragraph a new". */
static bool is_bare_letter(const struct tvx_cursor *c, const struct target_label *label)
{
    return !label->number && !label->closed &&
           (strlen(label->text) > 1 ? label->text[0] != label->text[1]
                                    : strchr("aeoyàu", label->text[0]) != NULL && c->at < c->length &&
                                          strchr(",;:.", c->text[c->at]) == NULL);
}

static bool take_label(struct tvx_cursor *cursor, struct target_label *label)
{
    struct tvx_cursor c = *cursor;

    if (target_label(&c, label, true, false)) {
        *cursor = c;
        return true;
    }
    if (!target_label(&c, label, false, false) || label->number || is_bare_letter(&c, label))
        return false;
    *cursor = c;
    return true;
}

static bool put_label(struct prose_token *token, struct tvx_arena *arena, const char *text)
{
    const char *copy = tvx_arena_strdup(arena, text);

    if (copy == NULL)
        return false;
    if (token->label_count < PROSE_LABELS)
        token->labels[token->label_count++] = copy;
    return true;
}

/* "1-3", "3 to 5" when the word before them is a plural: all between. */
static bool put_range(struct prose_token *token, struct tvx_arena *arena, const char *last)
{
    const char *first = token->labels[token->label_count - 1];
    size_t a = strspn(first, "0123456789"), b = strspn(last, "0123456789");
    unsigned from = 0, to = 0;

    if (first[a] != '\0' || last[b] != '\0' || a > 3 || b > 3)
        return put_label(token, arena, last);
    for (size_t i = 0; i < a; i++)
        from = from * 10 + (unsigned)(first[i] - '0');
    for (size_t i = 0; i < b; i++)
        to = to * 10 + (unsigned)(last[i] - '0');
    for (unsigned n = from + 1; n <= to && token->label_count < PROSE_LABELS; n++)
        if (!put_label(token, arena, tvx_arena_printf(arena, "%u", n)))
            return false;
    return true;
}

static bool take_and(const struct prose_index *index, struct tvx_cursor *c)
{
    struct tvx_cursor trial = *c;
    const struct prose_word *word;

    tvx_words_space(&trial, "");
    word = prose_word_find(index, &trial, false);
    if (word == NULL || word->role != PROSE_AND)
        return false;
    *c = trial;
    return true;
}

static bool take_to(struct tvx_cursor *c, bool plural)
{
    struct tvx_cursor trial = *c;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t from;

    tvx_words_space(&trial, "");
    from = trial.at;
    tvx_words_space(&trial, "-");
    if (trial.at == from && !(plural && tvx_words_row(&trial, "data/places.tsv", "range", f)))
        return false;
    *c = trial;
    return true;
}

/* ", 4 and 6": the comma alone makes no row, "Article 4, 5" is paragraph 5 of it. */
static bool row_goes_on(const struct prose_index *index, struct tvx_cursor c)
{
    struct target_label label;

    for (unsigned i = 0; i < PROSE_LABELS; i++) {
        tvx_words_space(&c, ",");
        if (take_and(index, &c))
            return take_label(&c, &label);
        if (!take_label(&c, &label))
            return false;
    }
    return false;
}

bool prose_unit_labels(struct prose_token *token, struct tvx_arena *arena, const struct prose_index *index,
                        struct tvx_cursor *c)
{
    struct target_label label, next;
    bool plural = c->at > 0 && (c->text[c->at - 1] | 0x20) == 's';

    if (c->at < c->length && c->text[c->at] == '.')
        c->at++;
    if (!take_label(c, &label))
        return true;
    if (!put_label(token, arena, label.text))
        return false;
    while (token->below_count < 3) { /* "(2)", "b)" */
        struct tvx_cursor trial = *c;

        tvx_words_space(&trial, "");
        if (!target_label(&trial, &next, true, false) || !next.closed)
            break;
        *c = trial;
        if ((token->below[token->below_count++] = tvx_arena_strdup(arena, next.text)) == NULL)
            return false;
    }
    while (token->below_count == 0) {
        struct tvx_cursor trial = *c;
        bool range = false, comma = row_goes_on(index, *c);

        if (comma)
            tvx_words_space(&trial, ",");
        if (!take_and(index, &trial) && !(range = take_to(&trial, plural)) && !comma)
            break;
        if (!take_label(&trial, &next) || next.number != label.number)
            break;
        *c = trial;
        if (range ? !put_range(token, arena, next.text) : !put_label(token, arena, next.text))
            return false;
    }
    return true;
}

/* "instructs the Secretary-General": words up to a label, a mark or another word of instructions. */
static bool take_clause(struct prose_token *token, struct tvx_arena *arena, const struct prose_index *index,
                        struct tvx_cursor *c, size_t from)
{
    for (unsigned words = 1; words < 6; words++) {
        struct tvx_cursor trial = *c, look;
        struct target_label label;
        const struct prose_word *word;

        tvx_words_space(&trial, "");
        look = trial;
        if (!is_letter(target_peek(&trial)) || target_label(&look, &label, true, false))
            break;
        word = prose_word_find(index, &look, false);
        if (word != NULL && word->role != PROSE_FILLER && word->role != PROSE_UNDER && word->role != PROSE_TO)
            break;
        tvx_words_skip(&trial);
        while (target_peek(&trial) == '-' || target_peek(&trial) == '\'') {
            trial.at++;
            tvx_words_skip(&trial);
        }
        *c = trial;
    }
    token->text = tvx_arena_strndup(arena, c->text + from, c->at - from);
    return token->text != NULL;
}

/* "Resolution 130 (Rev. Dubai, 2018)", "CS 34": an instrument, up to a mark. */
static bool take_instrument(struct prose_token *token, struct tvx_arena *arena, struct tvx_cursor *c, size_t from)
{
    size_t length = 0, consumed;
    bool bracket = false;
    struct tvx_target target;
    char *slice;

    while (from + length < c->length && length < 120 && (bracket || strchr(",;:\n", c->text[from + length]) == NULL)) {
        bracket = c->text[from + length] == '(' || (bracket && c->text[from + length] != ')');
        length++;
    }
    slice = tvx_arena_strndup(arena, c->text + from, tvx_utf8_offset(c->text + from, c->length - from,
                              tvx_utf8_count(c->text + from, length)));
    if (slice == NULL)
        return false;
    if (tvx_target_scan(&target, &consumed, arena, slice, NULL) != TVX_OK || target.instrument == NULL ||
        target.path != NULL)
        return true;
    token->instrument = target.instrument;
    token->version = target.version;
    c->at = from + consumed;
    if (target.marginal != NULL) {
        token->kind = "number";
        return put_label(token, arena, target.marginal);
    }
    return true;
}

bool prose_unit_fill(struct prose_token *token, struct tvx_arena *arena, const struct prose_index *index,
                      struct tvx_cursor *c, const struct prose_word *word, size_t from)
{
    token->rank = word->rank;
    token->kind = word->kind;
    if (word->rank == PROSE_RANK_INSTRUMENT)
        return take_instrument(token, arena, c, from);
    if (!prose_unit_labels(token, arena, index, c))
        return false;
    if (strcmp(word->kind, "clause") == 0 || (strcmp(word->kind, "recital") == 0 && token->label_count == 0)) {
        token->kind = "clause";
        token->rank = PROSE_RANK_ARTICLE;
        if (token->label_count > 0) { /* "considering b)", "resolves 3" */
            token->below[0] = token->labels[0];
            token->below_count = 1;
            token->label_count = 0;
            token->text = tvx_arena_strndup(arena, word->text, word->length);
            return token->text != NULL;
        }
        if (!take_clause(token, arena, index, c, from))
            return false;
        return prose_unit_labels(token, arena, index, c);
    }
    return true;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "prose_words.h"
#include "target.h"
#include "target_label.h"

static const char *const role_names[PROSE_TABLE_ROLES] = {
    "replace", "substitute", "delete", "insert", "read", "amend", "move", "merge", "split", "renumber", "become",
    "by", "instead", "to", "follows", "after", "before", "between", "from", "end", "start", "all", "every",
    "occurrence", "as", "under", "words", "sentence", "line", "title", "chapeau", "preambular", "operative", "note",
    "new", "last", "penultimate", "and", "filler"};

struct word {
    const char *text;
    size_t length;
    enum prose_role role;
    const char *kind; /* of a unit: its role in places.tsv */
    int number;       /* of an ordinal */
    enum prose_rank rank;
};

/* Words by the low byte of their first code point, folded: starts[b] to starts[b + 1]. */
struct prose_index {
    struct word *items;
    size_t count, capacity;
    size_t starts[257];
};

static const struct { const char *kind; enum prose_rank rank; } units[] = {
    {"article", PROSE_RANK_ARTICLE},       {"paragraph", PROSE_RANK_PARAGRAPH}, {"point", PROSE_RANK_POINT},
    {"subparagraph", PROSE_RANK_SUBPARAGRAPH}, {"indent", PROSE_RANK_INDENT}, {"recital", PROSE_RANK_ARTICLE},
    {"citation", PROSE_RANK_ARTICLE},      {"annex", PROSE_RANK_ANNEX},         {"appendix", PROSE_RANK_ANNEX},
    {"chapter", PROSE_RANK_CHAPTER},       {"section", PROSE_RANK_CHAPTER},     {"part", PROSE_RANK_CHAPTER},
    {"preamble", PROSE_RANK_ARTICLE},      {"clause", PROSE_RANK_ARTICLE},      {"resolution", PROSE_RANK_INSTRUMENT},
    {"decision", PROSE_RANK_INSTRUMENT},   {"recommendation", PROSE_RANK_INSTRUMENT},
    {"instrument", PROSE_RANK_INSTRUMENT}, {"number", PROSE_RANK_ARTICLE},
};

static unsigned first_byte(const char *text, size_t length)
{
    size_t at = 0;

    return length == 0 ? 0 : (unsigned)u_foldCase((UChar32)tvx_utf8_next(text, length, &at), U_FOLD_CASE_DEFAULT) & 255;
}

/* ---- the tables ---- */

static bool add_word(struct prose_index *index, struct tvx_arena *arena, struct word word)
{
    index->items = tvx_arena_grow(arena, index->items, index->count, &index->capacity, sizeof *index->items);
    if (index->items == NULL)
        return false;
    index->items[index->count++] = word;
    return true;
}

static bool add_instruction_words(struct prose_index *index, struct tvx_arena *arena, const char *language)
{
    struct tvx_field f[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/prose-words.tsv"));
    while (tvx_table_next(&table, f, &count)) {
        if (*language != '\0' && !tvx_field_is(f[2], language))
            continue;
        for (int role = 0; role < PROSE_TABLE_ROLES; role++)
            if (tvx_field_is(f[0], role_names[role]) &&
                !add_word(index, arena, (struct word){f[1].text, f[1].length, (enum prose_role)role, "", 0, 0}))
                return false;
    }
    return true;
}

static bool add_units_and_ordinals(struct prose_index *index, struct tvx_arena *arena)
{
    struct tvx_field f[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/places.tsv"));
    while (tvx_table_next(&table, f, &count))
        for (size_t i = 0; i < sizeof units / sizeof *units; i++)
            if (tvx_field_is(f[0], units[i].kind) && !(f[1].length == 4 && memcmp(f[1].text, "text", 4) == 0) &&
                !add_word(index, arena, (struct word){f[1].text, f[1].length, PROSE_UNIT, units[i].kind, 0,
                                                      units[i].rank}))
                return false;
    tvx_table_open(&table, tvx_asset_find("data/ordinals.tsv"));
    while (tvx_table_next(&table, f, &count)) {
        int number = 0;

        for (size_t i = 0; i < f[1].length && i < 3; i++)
            number = number * 10 + (f[1].text[i] - '0');
        if (!add_word(index, arena, (struct word){f[0].text, f[0].length, PROSE_ORDINAL, "", number, 0}))
            return false;
    }
    return true;
}

enum tvx_status prose_index_make(struct prose_index **out, struct tvx_arena *arena, const char *language,
                                 struct tvx_error *error)
{
    struct prose_index *index = tvx_arena_alloc(arena, sizeof *index);
    size_t at[257] = {0};
    struct word *sorted;

    if (index == NULL || !add_instruction_words(index, arena, language) || !add_units_and_ordinals(index, arena) ||
        (sorted = tvx_arena_array(arena, index->count, sizeof *sorted)) == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < index->count; i++)
        index->starts[first_byte(index->items[i].text, index->items[i].length) + 1]++;
    for (size_t b = 0; b < 256; b++)
        at[b + 1] = index->starts[b + 1] += index->starts[b];
    for (size_t i = 0; i < index->count; i++)
        sorted[at[first_byte(index->items[i].text, index->items[i].length)]++] = index->items[i];
    index->items = sorted;
    *out = index;
    return TVX_OK;
}

/* The longest phrase at the cursor, which is moved behind it; of two as long the one of instructions. */
static const struct word *find_word(const struct prose_index *index, struct tvx_cursor *cursor, bool verbs)
{
    unsigned byte = first_byte(cursor->text + cursor->at, cursor->length - cursor->at);
    const struct word *best = NULL;
    size_t end = cursor->at;

    for (size_t i = index->starts[byte]; i < index->starts[byte + 1]; i++) {
        struct tvx_cursor trial = *cursor;

        if ((verbs && index->items[i].role > PROSE_LAST_VERB) ||
            !tvx_words_take(&trial, index->items[i].text, index->items[i].length) || trial.at <= end)
            continue;
        end = trial.at;
        best = &index->items[i];
    }
    cursor->at = end;
    return best;
}

bool prose_has_verb(const struct prose_index *index, const char *line)
{
    struct tvx_cursor c = {line, strlen(line), 0};

    for (unsigned words = 0; words < PROSE_TOKENS && tvx_words_next(&c); words++) {
        struct tvx_cursor trial = c;

        if (find_word(index, &trial, true) != NULL)
            return true;
        tvx_words_skip(&c);
    }
    return false;
}

/* ---- units ---- */

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
    const struct word *word;

    tvx_words_space(&trial, "");
    word = find_word(index, &trial, false);
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

static bool take_labels(struct prose_token *token, struct tvx_arena *arena, const struct prose_index *index,
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
        const struct word *word;

        tvx_words_space(&trial, "");
        look = trial;
        if (!is_letter(target_peek(&trial)) || target_label(&look, &label, true, false))
            break;
        word = find_word(index, &look, false);
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

static bool fill_unit(struct prose_token *token, struct tvx_arena *arena, const struct prose_index *index,
                      struct tvx_cursor *c, const struct word *word, size_t from)
{
    token->rank = word->rank;
    token->kind = word->kind;
    if (word->rank == PROSE_RANK_INSTRUMENT)
        return take_instrument(token, arena, c, from);
    if (!take_labels(token, arena, index, c))
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
        return take_labels(token, arena, index, c);
    }
    return true;
}

/* ---- tokens ---- */

static bool put(struct prose_tokens *out, struct tvx_arena *arena, struct prose_token token)
{
    if (out->count >= PROSE_TOKENS)
        return true;
    out->items = tvx_arena_grow(arena, out->items, out->count, &out->capacity, sizeof *out->items);
    if (out->items == NULL)
        return false;
    out->items[out->count++] = token;
    return true;
}

static char mark_of(uint32_t point)
{
    switch (point) {
    case 0xFF0C: case 0x3001: case 0x060C: return ',';
    case 0xFF1B: case 0x061B: return ';';
    case 0xFF1A: return ':';
    case 0x3002: return '.';
    case 0x2013: case 0x2014: return '-';
    default: return point < 0x80 ? (char)point : 0;
    }
}

/* "(a)", "b)", "(ii)", "1." in front of an instruction of a list. */
static bool take_item(struct tvx_cursor *c, const struct prose_tokens *out)
{
    const struct prose_token *last = out->count > 0 ? &out->items[out->count - 1] : NULL;
    struct tvx_cursor trial = *c;
    struct target_label label;

    if (last != NULL && !(last->role == PROSE_MARK && strchr(":;.\n-", last->mark) != NULL) && last->role != PROSE_AND)
        return false;
    if (!target_label(&trial, &label, true, true) && !target_label(&trial, &label, false, true))
        return false;
    if (!label.closed && !(label.number && trial.at < trial.length && trial.text[trial.at] == '.'))
        return false;
    if (!label.closed)
        trial.at++;
    *c = trial;
    return true;
}

/* Italic words up to where the italics end. */
static size_t italic_end(const char *line, const char *italic, size_t at)
{
    size_t end = at;

    for (size_t i = at; line[i] != '\0' && (italic[i] || line[i] == ' '); i++)
        if (line[i] != ' ')
            end = i + 1;
    return end;
}

/* Is the whole line italic?  Then italics mark nothing. */
static bool all_italic(const char *line, const char *italic)
{
    for (size_t i = 0; line[i] != '\0'; i++)
        if (line[i] != ' ' && !italic[i])
            return false;
    return true;
}

static bool take_word(struct prose_tokens *out, struct tvx_arena *arena, const struct prose_index *index,
                      struct tvx_cursor *c)
{
    struct prose_token token = {.role = PROSE_OTHER, .from = c->at};
    const struct word *word = find_word(index, c, false);
    uint32_t behind = target_peek(c);

    if (word != NULL && c->at < c->length && behind == '-' && c->at + 1 < c->length &&
        is_letter((unsigned char)c->text[c->at + 1]) && word->role != PROSE_UNIT) { /* "one-third" is no ordinal */
        tvx_words_skip(c);
        word = NULL;
    }
    if (word == NULL) {
        if (!tvx_words_next(c))
            c->at = c->length;
        tvx_words_skip(c);
    } else {
        token.role = word->role;
        token.number = word->role == PROSE_LAST ? -1 : word->role == PROSE_PENULTIMATE ? -2 : word->number;
        if (token.role == PROSE_LAST || token.role == PROSE_PENULTIMATE)
            token.role = PROSE_ORDINAL;
        if (token.role == PROSE_UNIT && !fill_unit(&token, arena, index, c, word, token.from))
            return false;
        if ((token.role == PROSE_PREAMBULAR || token.role == PROSE_OPERATIVE) &&
            !take_labels(&token, arena, index, c))
            return false;
    }
    token.to = c->at;
    return put(out, arena, token);
}

/* "PP2", "OP1": letters and digits are one word of the line, but two of the table. */
static bool take_glued(struct prose_tokens *out, struct tvx_arena *arena, struct tvx_cursor *c)
{
    const char *t = c->text + c->at;
    size_t digits;
    struct prose_token token = {.from = c->at};

    if (c->length - c->at < 3 || t[1] != 'P' || (*t != 'O' && *t != 'P') ||
        (digits = strspn(t + 2, "0123456789")) == 0 || digits > 3)
        return false;
    token.role = *t == 'O' ? PROSE_OPERATIVE : PROSE_PREAMBULAR;
    token.labels[0] = tvx_arena_strndup(arena, t + 2, digits);
    token.label_count = 1;
    token.to = c->at += 2 + digits;
    return token.labels[0] != NULL && put(out, arena, token);
}

static bool take_one(struct prose_tokens *out, struct tvx_arena *arena, const struct prose_index *index,
                     struct tvx_cursor *c, const char *italic)
{
    struct prose_token token = {.role = PROSE_MARK, .from = c->at};
    size_t from, to, next = c->at;
    uint32_t point;

    if (prose_quote(c->text, c->length, c->at, &from, &to, &token.to, &token.open)) {
        token.role = PROSE_QUOTE;
        token.text = tvx_arena_strndup(arena, c->text + from, to - from);
        c->at = token.to;
        return token.text != NULL && put(out, arena, token);
    }
    if (italic != NULL && italic[c->at] && (to = italic_end(c->text, italic, c->at)) > c->at) {
        token.role = PROSE_QUOTE;
        token.weak = true;
        token.text = tvx_arena_strndup(arena, c->text + c->at, to - c->at);
        token.to = c->at = to;
        return token.text != NULL && put(out, arena, token);
    }
    if (take_item(c, out)) {
        token.role = PROSE_ITEM;
        token.to = c->at;
        return put(out, arena, token);
    }
    if (take_glued(out, arena, c))
        return true;
    point = tvx_utf8_next(c->text, c->length, &next);
    if (u_isalnum((UChar32)point))
        return take_word(out, arena, index, c);
    c->at = token.to = next;
    token.mark = mark_of(point);
    return put(out, arena, token);
}

enum tvx_status prose_tokens_make(struct prose_tokens *out, struct tvx_arena *arena, const struct prose_index *index,
                                  const char *line, const char *italic, struct tvx_error *error)
{
    struct tvx_cursor c = {line, strlen(line), 0};

    *out = (struct prose_tokens){.line = line};
    if (italic != NULL && all_italic(line, italic))
        italic = NULL;
    while (c.at < c.length && out->count < PROSE_TOKENS) {
        size_t next = c.at;

        if (line[c.at] != '\n' && tvx_text_is_space(tvx_utf8_next(line, c.length, &next))) {
            c.at = next;
            continue;
        }
        if (!take_one(out, arena, index, &c, italic))
            return tvx_error_nomem(error);
    }
    return TVX_OK;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "label.h"
#include "prose_index.h"
#include "target_label.h"

static const char *const role_names[PROSE_TABLE_ROLES] = {
    "replace", "substitute", "delete", "insert", "read", "amend", "move", "merge", "split", "renumber", "become",
    "by", "instead", "to", "follows", "after", "before", "between", "from", "end", "start", "all", "everywhere",
    "every", "occurrence", "as", "under", "begins", "words", "sentence", "line", "title", "chapeau", "preambular",
    "operative", "note", "new", "last", "penultimate", "and", "filler"};

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

static bool add_word(struct prose_index *index, struct tvx_arena *arena, struct prose_word word)
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
                !add_word(index, arena, (struct prose_word){f[1].text, f[1].length, (enum prose_role)role, "", 0, 0}))
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
                !add_word(index, arena, (struct prose_word){f[1].text, f[1].length, PROSE_UNIT, units[i].kind, 0,
                                                      units[i].rank}))
                return false;
    tvx_table_open(&table, tvx_asset_find("data/ordinals.tsv"));
    while (tvx_table_next(&table, f, &count)) {
        int number = 0;

        for (size_t i = 0; i < f[1].length && i < 3; i++)
            number = number * 10 + (f[1].text[i] - '0');
        if (!add_word(index, arena, (struct prose_word){f[0].text, f[0].length, PROSE_ORDINAL, "", number, 0}))
            return false;
    }
    return true;
}

enum tvx_status prose_index_make(struct prose_index **out, struct tvx_arena *arena, const char *language,
                                 struct tvx_error *error)
{
    struct prose_index *index = tvx_arena_alloc(arena, sizeof *index);
    size_t at[257] = {0};
    struct prose_word *sorted;

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

/* Do both go on with another letter?  Most words of a bucket do. */
static bool parts_at_second(const struct prose_word *word, const struct tvx_cursor *c)
{
    unsigned char a, b;

    if (word->length < 2 || c->at + 1 >= c->length)
        return false;
    a = (unsigned char)word->text[1];
    b = (unsigned char)c->text[c->at + 1];
    return a < 0x80 && b < 0x80 && (unsigned char)word->text[0] < 0x80 && a != ' ' && ((a ^ b) & ~0x20u) != 0;
}

const struct prose_word *prose_word_find(const struct prose_index *index, struct tvx_cursor *cursor, bool verbs)
{
    unsigned byte = first_byte(cursor->text + cursor->at, cursor->length - cursor->at);
    const struct prose_word *best = NULL;
    size_t end = cursor->at;

    for (size_t i = index->starts[byte]; i < index->starts[byte + 1]; i++) {
        struct tvx_cursor trial = *cursor;

        if ((verbs && index->items[i].role > PROSE_LAST_VERB) || parts_at_second(&index->items[i], cursor) ||
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

        if (prose_word_find(index, &trial, true) != NULL)
            return true;
        if ((unsigned char)line[c.at] >= 0xE3) /* Chinese writes without spaces: each sign may begin a word */
            tvx_utf8_next(line, c.length, &c.at);
        else
            tvx_words_skip(&c);
    }
    return false;
}

bool prose_begins_known(const struct prose_index *index, const char *line)
{
    struct tvx_cursor c = {line, strlen(line), 0};

    return tvx_words_next(&c) && prose_word_find(index, &c, false) != NULL;
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
    out->words += token.role != PROSE_QUOTE && token.role != PROSE_MARK && token.role != PROSE_ITEM;
    out->unknown += token.role == PROSE_OTHER;
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
    const struct prose_word *word = prose_word_find(index, c, false);
    uint32_t behind = target_peek(c);

    if (word != NULL && c->at < c->length && behind == '-' && c->at + 1 < c->length &&
        u_isalpha((unsigned char)c->text[c->at + 1]) && word->role != PROSE_UNIT) { /* "one-third" is no ordinal */
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
        if (token.role == PROSE_UNIT && !prose_unit_fill(&token, arena, index, c, word, token.from))
            return false;
        if ((token.role == PROSE_PREAMBULAR || token.role == PROSE_OPERATIVE) &&
            !prose_unit_labels(&token, arena, index, c))
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

/* "第五条第2款第三句": in Chinese the number stands between its mark and the word of the unit. */
static bool take_chinese(struct prose_tokens *out, struct tvx_arena *arena, struct tvx_cursor *c)
{
    static const char mark[] = "第";
    static const struct { const char *word, *kind; enum prose_rank rank; } words[] = {
        {"条", "article", PROSE_RANK_ARTICLE}, {"款", "paragraph", PROSE_RANK_PARAGRAPH},
        {"段", "paragraph", PROSE_RANK_PARAGRAPH}, {"项", "point", PROSE_RANK_POINT}, {"句", NULL, 0}};
    struct prose_token token = {.role = PROSE_UNIT, .from = c->at};
    size_t at = c->at + sizeof mark - 1, taken = 0;
    unsigned number;

    if (strncmp(c->text + c->at, mark, sizeof mark - 1) != 0)
        return false;
    while (at + taken < c->length && c->text[at + taken] >= '0' && c->text[at + taken] <= '9' && taken < 5)
        taken++;
    number = taken > 0 ? (unsigned)strtoul(c->text + at, NULL, 10)
                       : tvx_label_han(c->text + at, c->length - at, &taken);
    for (size_t i = 0; taken > 0 && i < sizeof words / sizeof *words; i++) {
        if (strncmp(c->text + at + taken, words[i].word, strlen(words[i].word)) != 0)
            continue;
        token.to = at + taken + strlen(words[i].word);
        token.kind = words[i].kind;
        token.rank = words[i].rank;
        token.labels[0] = tvx_arena_printf(arena, "%u", number);
        token.label_count = 1;
        if (token.kind == NULL) {
            token.role = PROSE_ORDINAL;
            token.number = (int)number;
        }
        c->at = token.to;
        if (token.labels[0] == NULL || !put(out, arena, token))
            return false;
        token.role = PROSE_SENTENCE;
        token.label_count = 0;
        return token.kind != NULL || put(out, arena, token);
    }
    return false;
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
    if (take_glued(out, arena, c) || take_chinese(out, arena, c))
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

    out->count = out->unknown = out->words = 0;
    out->line = line;
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
        if (out->unknown > PROSE_HOPELESS && out->unknown * 2 > out->words)
            break; /* running prose */
    }
    return TVX_OK;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "force_words.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/token.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

enum { LANGUAGES = 6, LONGEST_PHRASE = 12, MOST_MATCHES = 64 };

static const char *const languages[LANGUAGES] = {"en", "fr", "es", "ru", "ar", "zh"};

enum pattern_kind { LITERAL, ANY, PREFIX, SUFFIX };

struct force_pattern {
    enum pattern_kind kind;
    uint64_t hash;
    const char *text; /* folded, of PREFIX and SUFFIX */
    uint32_t length;
};

struct lexicon {
    struct force_row *rows; /* by hash of the first token; those that begin with a wildcard last, hash UINT64_MAX */
    size_t count, capacity;
    size_t literal; /* how many begin with a word */
};

struct tvx_force_rules {
    struct lexicon lexicons[LANGUAGES];
};

static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    return hash == UINT64_MAX ? 0 : hash;
}

/* Folds case and typographic apostrophes; in place of the text where nothing changes. */
static bool fold(struct force_token *token, struct tvx_arena *arena)
{
    char *out = NULL;
    size_t at = 0, to = 0;

    token->folded = token->text;
    token->folded_length = token->length;
    while (at < token->length) {
        size_t from = at;
        uint32_t point = tvx_utf8_next(token->text, token->length, &at);
        uint32_t folded = (uint32_t)u_foldCase((UChar32)point, U_FOLD_CASE_DEFAULT);

        if (from == 0)
            token->capital = u_isupper((UChar32)point);
        folded = folded == 0x2019 ? '\'' : folded;
        if (folded == point && out == NULL) {
            to = at;
            continue;
        }
        if (out == NULL) {
            out = tvx_arena_alloc(arena, 4 * (size_t)token->length + 1);
            if (out == NULL)
                return false;
            memcpy(out, token->text, from);
            to = from;
        }
        {
            char bytes[4];
            size_t length = tvx_utf8_put(bytes, folded);

            memcpy(out + to, bytes, length);
            to += length;
        }
    }
    if (out != NULL) {
        token->folded = out;
        token->folded_length = (uint32_t)to;
    }
    token->hash = hash_of(token->folded, token->folded_length);
    return true;
}

static enum tvx_status push(struct force_tokens *tokens, struct tvx_arena *arena, const char *text, size_t length,
                            bool mark, struct tvx_error *error)
{
    struct force_token *token;

    if (tokens->count >= tokens->capacity) {
        tokens->items =
            tvx_arena_grow(arena, tokens->items, tokens->count, &tokens->capacity, sizeof *tokens->items);
        if (tokens->items == NULL)
            return tvx_error_nomem(error);
    }
    token = &tokens->items[tokens->count];
    *token = (struct force_token){.text = text, .length = (uint32_t)length, .mark = mark};
    if (!fold(token, arena))
        return tvx_error_nomem(error);
    tokens->count++;
    return TVX_OK;
}

static bool is_han(uint32_t point)
{
    UErrorCode status = U_ZERO_ERROR;

    return point >= 0x2E80 && uscript_getScript((UChar32)point, &status) == USCRIPT_HAN;
}

/* Cuts one word: behind each elision ("qu'|il") in French, at each Chinese character. */
static enum tvx_status push_word(struct force_tokens *tokens, struct tvx_arena *arena, bool french, const char *text,
                                 size_t length, struct tvx_error *error)
{
    size_t from = 0, at = 0;
    enum tvx_status status = TVX_OK;

    while (status == TVX_OK && at < length) {
        size_t before = at;
        uint32_t point = tvx_utf8_next(text, length, &at);

        if (is_han(point)) {
            if (before > from)
                status = push(tokens, arena, text + from, before - from, false, error);
            if (status == TVX_OK)
                status = push(tokens, arena, text + before, at - before, false, error);
            from = at;
        } else if (french && (point == '\'' || point == 0x2019) && at < length && before > from &&
                   before - from <= 7) {
            status = push(tokens, arena, text + from, at - from, false, error);
            from = at;
        }
    }
    return status == TVX_OK && from < length ? push(tokens, arena, text + from, length - from, false, error) : status;
}

enum tvx_status force_tokens_add(struct force_tokens *tokens, struct tvx_arena *arena, const char *language,
                                 const char *text, size_t length, struct tvx_error *error)
{
    struct tvx_tokens cut;
    bool french = strcmp(language, "fr") == 0;
    enum tvx_status status = tvx_tokenize(&cut, arena, text, length, error);

    for (size_t i = 0; status == TVX_OK && i < cut.count; i++) {
        const char *at = text + cut.items[i].start;

        if (cut.items[i].kind == TVX_TOKEN_MARK && (*at == '[' || *at == ']'))
            continue;
        if (cut.items[i].kind != TVX_TOKEN_WORD) {
            /* "s'" at a break of the tokenizer's: the apostrophe goes with the word before it */
            struct force_token *last = tokens->count == 0 ? NULL : &tokens->items[tokens->count - 1];
            size_t next = 0;
            uint32_t point = tvx_utf8_next(at, cut.items[i].length, &next);

            if (french && last != NULL && !last->mark && (point == '\'' || point == 0x2019) &&
                last->text + last->length == at) {
                last->length += cut.items[i].length;
                if (!fold(last, arena))
                    return tvx_error_nomem(error);
                continue;
            }
            status = push(tokens, arena, at, cut.items[i].length, cut.items[i].kind == TVX_TOKEN_MARK, error);
        } else {
            status = push_word(tokens, arena, french, at, cut.items[i].length, error);
        }
    }
    return status;
}

static bool pattern_fits(const struct force_pattern *pattern, const struct force_token *token)
{
    switch (pattern->kind) {
    case LITERAL:
        return pattern->hash == token->hash;
    case ANY:
        return !token->mark;
    case PREFIX:
        return token->folded_length >= pattern->length && memcmp(token->folded, pattern->text, pattern->length) == 0;
    case SUFFIX:
        return token->folded_length > pattern->length + 1 &&
               memcmp(token->folded + token->folded_length - pattern->length, pattern->text, pattern->length) == 0;
    }
    return false;
}

static uint64_t first_hash(const struct force_row *row)
{
    return row->pattern[0].kind == LITERAL ? row->pattern[0].hash : UINT64_MAX;
}

static const struct lexicon *lexicon_of(const struct tvx_force_rules *rules, const char *language)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        if (strcmp(languages[i], language) == 0)
            return &rules->lexicons[i];
    return &rules->lexicons[0];
}

static const struct force_row *longest(const struct lexicon *lexicon, size_t row, size_t stop, uint64_t hash,
                                       const struct force_tokens *tokens, size_t at, size_t end, enum force_role role,
                                       const struct force_row *best, size_t *taken)
{
    for (; row < stop && (hash == UINT64_MAX || first_hash(&lexicon->rows[row]) == hash); row++) {
        const struct force_row *candidate = &lexicon->rows[row];
        size_t i = 0;

        if (candidate->role != role || candidate->count > end - at || candidate->count <= *taken)
            continue;
        while (i < candidate->count && pattern_fits(&candidate->pattern[i], &tokens->items[at + i]))
            i++;
        if (i == candidate->count) {
            best = candidate;
            *taken = candidate->count;
        }
    }
    return best;
}

const struct force_row *force_match(const struct tvx_force_rules *rules, const char *language,
                                    const struct force_tokens *tokens, size_t at, size_t end, enum force_role role,
                                    size_t *taken)
{
    const struct lexicon *lexicon = lexicon_of(rules, language);
    const struct force_row *best = NULL;
    size_t low = 0, high = lexicon->literal;
    uint64_t hash;

    *taken = 0;
    if (at >= end)
        return NULL;
    hash = tokens->items[at].hash;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (first_hash(&lexicon->rows[middle]) < hash)
            low = middle + 1;
        else
            high = middle;
    }
    best = longest(lexicon, low, lexicon->literal, hash, tokens, at, end, role, best, taken);
    return longest(lexicon, lexicon->literal, lexicon->count, UINT64_MAX, tokens, at, end, role, best, taken);
}

bool force_is(const struct tvx_force_rules *rules, const char *language, const struct force_tokens *tokens, size_t at,
              enum force_role role)
{
    size_t taken;

    return at < tokens->count && force_match(rules, language, tokens, at, at + 1, role, &taken) != NULL;
}

const char *force_row_name(struct tvx_arena *arena, const struct force_row *row)
{
    return tvx_arena_printf(arena, "%s: %s", row->table, row->phrase);
}

/* ---- loading ---- */

static const struct { const char *name; enum force_role role; } role_names[] = {
    {"modal", FORCE_MODAL}, {"gapped", FORCE_GAPPED}, {"softgap", FORCE_SOFTGAP},
    {"soft", FORCE_SOFT}, {"head", FORCE_HEAD}, {"frame", FORCE_FRAME},
    {"impersonal", FORCE_IMPERSONAL}, {"verb", FORCE_VERB}, {"means", FORCE_MEANS},
    {"condition", FORCE_CONDITION}, {"exception", FORCE_EXCEPTION}, {"escape", FORCE_ESCAPE},
    {"neither", FORCE_NEITHER},
    {"actor", FORCE_ACTOR}, {"thing", FORCE_THING},
    {"reference", FORCE_REFERENCE}, {"voluntary", FORCE_OBJECT_VOLUNTARY}, {"own", FORCE_OBJECT_OWN},
    {"relative", FORCE_RELATIVE}, {"and", FORCE_AND}, {"that", FORCE_THAT}, {"determiner", FORCE_DETERMINER},
    {"preposition", FORCE_PREPOSITION}, {"of", FORCE_OF}, {"by", FORCE_BY}, {"to", FORCE_TO}, {"not", FORCE_NOT},
    {"adverb", FORCE_ADVERB}, {"clitic", FORCE_CLITIC}, {"be", FORCE_BE}, {"participle", FORCE_PARTICIPLE},
    {"nobody", FORCE_NOBODY}, {"only", FORCE_ONLY}, {"as", FORCE_AS}, {"pronoun", FORCE_PRONOUN},
    {"so", FORCE_SO}, {"who", FORCE_WHO}, {"whose", FORCE_WHOSE},
    {"office", FORCE_OFFICE},
    {"preamble", FORCE_RECITAL}, {"formula", FORCE_FORMULA},
};

static bool role_of(enum force_role *out, struct tvx_field field)
{
    for (size_t i = 0; i < sizeof role_names / sizeof *role_names; i++)
        if (tvx_field_is(field, role_names[i].name)) {
            *out = role_names[i].role;
            return true;
        }
    return false;
}

/* The patterns of a phrase: words, "_" for any word, "abc*" and "*abc". */
static struct force_pattern *pattern_of(size_t *count, struct tvx_arena *arena, const char *language,
                                        const char *phrase, size_t length)
{
    struct force_pattern *out = tvx_arena_array(arena, LONGEST_PHRASE, sizeof *out);
    struct tvx_error error;
    size_t at = 0;

    *count = 0;
    while (out != NULL && at < length && *count < LONGEST_PHRASE) {
        size_t from = at, stop;

        while (at < length && phrase[at] != ' ')
            at++;
        stop = at;
        while (at < length && phrase[at] == ' ')
            at++;
        if (stop - from == 1 && phrase[from] == '_') {
            out[(*count)++] = (struct force_pattern){.kind = ANY};
        } else if (phrase[stop - 1] == '*') {
            out[(*count)++] = (struct force_pattern){.kind = PREFIX, .text = phrase + from,
                                                     .length = (uint32_t)(stop - 1 - from)};
        } else if (phrase[from] == '*') {
            out[(*count)++] = (struct force_pattern){.kind = SUFFIX, .text = phrase + from + 1,
                                                     .length = (uint32_t)(stop - from - 1)};
        } else {
            struct force_tokens tokens = {0};

            if (force_tokens_add(&tokens, arena, language, phrase + from, stop - from, &error) != TVX_OK)
                return NULL;
            for (size_t i = 0; i < tokens.count && *count < LONGEST_PHRASE; i++)
                out[(*count)++] = (struct force_pattern){.kind = LITERAL, .hash = tokens.items[i].hash};
        }
    }
    return out;
}

static bool add_row(struct lexicon *lexicon, struct tvx_arena *arena, const char *language,
                    const struct force_row *model, const char *phrase, size_t length)
{
    struct force_row row = *model;

    if (length == 0)
        return true;
    row.phrase = tvx_arena_strndup(arena, phrase, length);
    row.pattern = pattern_of(&row.count, arena, language, phrase, length);
    if (row.phrase == NULL || row.pattern == NULL)
        return false;
    if (row.count == 0)
        return true;
    if (lexicon->count >= lexicon->capacity) {
        lexicon->rows =
            tvx_arena_grow(arena, lexicon->rows, lexicon->count, &lexicon->capacity, sizeof *lexicon->rows);
        if (lexicon->rows == NULL)
            return false;
    }
    lexicon->rows[lexicon->count++] = row;
    return true;
}

/* Adds the phrases of a field, '|' between them, to the lexicon of a language. */
static bool add_phrases(struct tvx_force_rules *rules, struct tvx_arena *arena, struct tvx_field language,
                        const struct force_row *model, struct tvx_field phrases)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        const char *at = phrases.text, *end = at + phrases.length;

        if (!tvx_field_is(language, languages[i]))
            continue;
        while (at < end) {
            const char *bar = memchr(at, '|', (size_t)(end - at));
            const char *stop = bar == NULL ? end : bar;

            if (!add_row(&rules->lexicons[i], arena, languages[i], model, at, (size_t)(stop - at)))
                return false;
            at = stop + 1;
        }
    }
    return true;
}

/* Rows of language, role, phrases, kind, level. */
static bool load(struct tvx_force_rules *rules, struct tvx_arena *arena, const char *name)
{
    const struct tvx_asset *asset = tvx_asset_find(name);
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    if (asset == NULL)
        return false;
    tvx_table_open(&table, asset);
    while (tvx_table_next(&table, fields, &count)) {
        struct force_row row = {.table = name, .extent = FORCE_PHRASE};

        if (!role_of(&row.role, fields[1]))
            continue;
        row.kind = tvx_arena_strndup(arena, fields[3].text == NULL ? "" : fields[3].text, fields[3].length);
        if (row.kind == NULL)
            return false;
        if (fields[4].length == 1 && fields[4].text[0] >= '0' && fields[4].text[0] <= '5')
            row.level = fields[4].text[0] - '0';
        if (strcmp(row.kind, "clause") == 0)
            row.extent = FORCE_CLAUSE;
        else if (strcmp(row.kind, "start") == 0)
            row.extent = FORCE_START;
        if (!add_phrases(rules, arena, fields[0], &row, fields[2]))
            return false;
    }
    return true;
}

/* The words that head recitals are those by which resolutions are read: phrase, part, language. */
static bool load_recitals(struct tvx_force_rules *rules, struct tvx_arena *arena)
{
    struct force_row row = {.table = "data/clauses.tsv", .role = FORCE_RECITAL, .kind = ""};
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/clauses.tsv"));
    while (tvx_table_next(&table, fields, &count))
        if (tvx_field_is(fields[1], "preamble") && !add_phrases(rules, arena, fields[2], &row, fields[0]))
            return false;
    return true;
}

static int by_first(const void *a, const void *b)
{
    const struct force_row *left = a, *right = b;
    uint64_t x = first_hash(left), y = first_hash(right);

    return x != y ? (x < y ? -1 : 1) : strcmp(left->phrase, right->phrase);
}

struct tvx_force_rules *tvx_force_rules_new(struct tvx_arena *arena)
{
    static const char *const tables[] = {"data/force-words.tsv", "data/force-conditions.tsv", "data/force-actors.tsv",
                                         "data/force-grammar.tsv", "data/force-references.tsv"};
    struct tvx_force_rules *rules = tvx_arena_alloc(arena, sizeof *rules);

    if (rules == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!load(rules, arena, tables[i]))
            return NULL;
    if (!load_recitals(rules, arena))
        return NULL;
    for (size_t i = 0; i < LANGUAGES; i++) {
        struct lexicon *lexicon = &rules->lexicons[i];

        if (lexicon->count > 0)
            qsort(lexicon->rows, lexicon->count, sizeof *lexicon->rows, by_first);
        while (lexicon->literal < lexicon->count && first_hash(&lexicon->rows[lexicon->literal]) != UINT64_MAX)
            lexicon->literal++;
    }
    return rules;
}

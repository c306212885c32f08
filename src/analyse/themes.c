/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/themes.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/stem.h>
#include <travaux/text/utf8.h>

enum {
    TABLE_MOST = 4 << 20,
    PHRASE_TERMS = 12, /* words of a phrase at most */
    WORDS_MOST = 200,  /* places that a tag keeps */
    SET, KEY = SET + 1, NAME, LANGUAGE, STRONG, WEAK, COLUMNS,
};

static const double weak_weight = 0.25;

struct phrase {
    uint32_t terms[PHRASE_TERMS]; /* numbers of terms */
    unsigned count;
    size_t theme, line;
    bool strong;
    const char *language; /* of the text it counts in; NULL: any, for its script tells it */
};

/* Terms are numbered; terms that no phrase has have no number. */
struct tvx_taxonomy {
    struct tvx_theme *themes;
    size_t theme_count, theme_capacity;
    struct phrase *phrases; /* by first term, the longest first */
    size_t phrase_count, phrase_capacity;
    char **terms; /* sorted once all are read */
    size_t term_count, term_capacity;
};

/* ---- reading a table ---- */

struct reader {
    struct tvx_arena *arena;
    struct tvx_stemmer *stemmer;
    struct tvx_taxonomy *out;
    size_t line;
    struct tvx_error *error;
};

struct cut { /* the terms of a phrase, as strings */
    struct tvx_arena *arena;
    const char *terms[PHRASE_TERMS];
    unsigned count;
    bool full, failed;
};

static int take_term(void *context, const char *term, size_t length, size_t start, size_t span, bool same_place)
{
    struct cut *cut = context;

    (void)start, (void)span;
    if (same_place)
        return 0;
    if (cut->count == PHRASE_TERMS) {
        cut->full = true;
        return 1;
    }
    cut->terms[cut->count] = tvx_arena_strndup(cut->arena, term, length);
    cut->failed = cut->terms[cut->count++] == NULL;
    return cut->failed;
}

/* Numbers are given by order of reading first and made those of the sorted list at the end. */
static bool number_term(struct tvx_taxonomy *out, struct tvx_arena *arena, const char *term, uint32_t *number)
{
    char **larger = tvx_arena_grow(arena, out->terms, out->term_count, &out->term_capacity, sizeof *larger);

    if (larger == NULL)
        return false;
    out->terms = larger;
    larger[out->term_count] = (char *)(uintptr_t)term;
    *number = (uint32_t)out->term_count++;
    return true;
}

static enum tvx_status add_phrase(struct reader *reader, size_t theme, const char *language, const char *text,
                                  size_t length, bool strong)
{
    struct tvx_taxonomy *out = reader->out;
    struct cut cut = {.arena = reader->arena};
    struct phrase *larger, phrase = {.theme = theme, .line = reader->line, .strong = strong};

    if (strcmp(language, "en") == 0 || strcmp(language, "fr") == 0 || strcmp(language, "es") == 0)
        phrase.language = language;
    tvx_terms(reader->stemmer, language, text, length, take_term, &cut);
    if (cut.failed)
        return tvx_error_nomem(reader->error);
    if (cut.full || cut.count == 0)
        return tvx_error_set(reader->error, TVX_E_MALFORMED, "line %zu: \"%.*s\" %s", reader->line,
                             (int)(length < 80 ? length : 80), text,
                             cut.full ? "is too long for a phrase" : "holds no word");
    for (; phrase.count < cut.count; phrase.count++)
        if (!number_term(out, reader->arena, cut.terms[phrase.count], &phrase.terms[phrase.count]))
            return tvx_error_nomem(reader->error);
    larger = tvx_arena_grow(reader->arena, out->phrases, out->phrase_count, &out->phrase_capacity, sizeof *larger);
    if (larger == NULL)
        return tvx_error_nomem(reader->error);
    out->phrases = larger;
    larger[out->phrase_count++] = phrase;
    return TVX_OK;
}

/* Phrases with '|' between them. */
static enum tvx_status add_phrases(struct reader *reader, size_t theme, const char *language, struct tvx_field field,
                                   bool strong)
{
    const char *end = field.text + field.length;
    enum tvx_status status = TVX_OK;

    for (const char *at = field.text; status == TVX_OK && at < end;) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        size_t length = (size_t)((bar == NULL ? end : bar) - at);

        if (!tvx_text_blank(at, length))
            status = add_phrase(reader, theme, language, at, length, strong);
        at += length + 1;
    }
    return status;
}

static const char *copy(struct tvx_arena *arena, struct tvx_field field)
{
    char *clean = tvx_text_clean(arena, field.text, field.length);

    return clean == NULL ? NULL : tvx_text_fold_space(arena, clean, strlen(clean));
}

static enum tvx_status find_theme(struct reader *reader, const struct tvx_field *fields, size_t *index)
{
    struct tvx_taxonomy *out = reader->out;
    struct tvx_theme *larger, theme;

    for (*index = 0; *index < out->theme_count; ++*index)
        if (tvx_field_is(fields[KEY - SET], out->themes[*index].key))
            return TVX_OK;
    theme = (struct tvx_theme){copy(reader->arena, fields[0]), copy(reader->arena, fields[KEY - SET]),
                               copy(reader->arena, fields[NAME - SET])};
    larger = tvx_arena_grow(reader->arena, out->themes, out->theme_count, &out->theme_capacity, sizeof *larger);
    if (larger == NULL || theme.set == NULL || theme.key == NULL || theme.name == NULL)
        return tvx_error_nomem(reader->error);
    if (*theme.set == '\0' || *theme.key == '\0' || *theme.name == '\0')
        return tvx_error_set(reader->error, TVX_E_MALFORMED,
                             "line %zu: a row needs set, key, name, language and words, with tabs between them",
                             reader->line);
    out->themes = larger;
    larger[out->theme_count++] = theme;
    return TVX_OK;
}

static enum tvx_status read_row(struct reader *reader, const char *row, size_t length)
{
    struct tvx_field fields[COLUMNS - SET] = {{NULL, 0}};
    const char *end = row + length, *at = row;
    const char *language;
    size_t count = 0, theme;
    enum tvx_status status;

    while (count < COLUMNS - SET && at <= end) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));

        fields[count++] = (struct tvx_field){at, (size_t)((tab == NULL ? end : tab) - at)};
        at = (tab == NULL ? end : tab) + 1;
    }
    if (count < STRONG - SET + 1)
        return tvx_error_set(reader->error, TVX_E_MALFORMED,
                             "line %zu: a row needs set, key, name, language and words, with tabs between them",
                             reader->line);
    status = find_theme(reader, fields, &theme);
    language = copy(reader->arena, fields[LANGUAGE - SET]);
    if (status == TVX_OK && language == NULL)
        status = tvx_error_nomem(reader->error);
    if (status == TVX_OK)
        status = add_phrases(reader, theme, language, fields[STRONG - SET], true);
    if (status == TVX_OK && count > WEAK - SET)
        status = add_phrases(reader, theme, language, fields[WEAK - SET], false);
    return status;
}

/* ---- putting it in order ---- */

static int by_string(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int by_first_term(const void *a, const void *b)
{
    const struct phrase *x = a, *y = b;

    if (x->terms[0] != y->terms[0])
        return x->terms[0] < y->terms[0] ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static uint32_t find_term(const struct tvx_taxonomy *taxonomy, const char *term)
{
    char *const *found = taxonomy->term_count == 0 ? NULL
                         : bsearch(&term, taxonomy->terms, taxonomy->term_count, sizeof *found, by_string);

    return found == NULL ? UINT32_MAX : (uint32_t)(found - taxonomy->terms);
}

static enum tvx_status put_in_order(struct reader *reader)
{
    struct tvx_taxonomy *out = reader->out;
    char **read = tvx_arena_array(reader->arena, out->term_count + 1, sizeof *read);
    size_t kept = 0;

    if (read == NULL)
        return tvx_error_nomem(reader->error);
    if (out->term_count == 0)
        return tvx_error_set(reader->error, TVX_E_MALFORMED, "the table has no row");
    memcpy(read, out->terms, out->term_count * sizeof *read);
    qsort(out->terms, out->term_count, sizeof *out->terms, by_string);
    for (size_t i = 0; i < out->term_count; i++)
        if (kept == 0 || strcmp(out->terms[kept - 1], out->terms[i]) != 0)
            out->terms[kept++] = out->terms[i];
    out->term_count = kept;
    for (size_t i = 0; i < out->phrase_count; i++)
        for (unsigned j = 0; j < out->phrases[i].count; j++)
            out->phrases[i].terms[j] = find_term(out, read[out->phrases[i].terms[j]]);
    qsort(out->phrases, out->phrase_count, sizeof *out->phrases, by_first_term);
    return TVX_OK;
}

enum tvx_status tvx_taxonomy_parse(struct tvx_taxonomy **out, struct tvx_arena *arena, const char *text, size_t length,
                                   struct tvx_error *error)
{
    struct reader reader = {.arena = arena, .stemmer = tvx_stemmer_new(), .error = error};
    enum tvx_status status = TVX_OK;

    *out = reader.out = tvx_arena_alloc(arena, sizeof *reader.out);
    if (reader.stemmer == NULL || reader.out == NULL)
        status = tvx_error_nomem(error);
    if (status == TVX_OK && length > TABLE_MOST)
        status = tvx_error_set(error, TVX_E_LIMIT, "the table is larger than 4 MB");
    if (status == TVX_OK && !tvx_utf8_valid(text, length))
        status = tvx_error_set(error, TVX_E_MALFORMED, "the table is not UTF-8 text");
    for (size_t at = 0; status == TVX_OK && at < length;) {
        const char *newline = memchr(text + at, '\n', length - at);
        size_t row = (newline == NULL ? length : (size_t)(newline - text)) - at;

        reader.line++;
        if (text[at] != '#' && !tvx_text_blank(text + at, row))
            status = read_row(&reader, text + at, row > 0 && text[at + row - 1] == '\r' ? row - 1 : row);
        at += row + 1;
    }
    if (status == TVX_OK)
        status = put_in_order(&reader);
    tvx_stemmer_free(reader.stemmer);
    return status;
}

enum tvx_status tvx_taxonomy_shipped(struct tvx_taxonomy **out, struct tvx_arena *arena, struct tvx_error *error)
{
    const struct tvx_asset *asset = tvx_asset_find("data/themes.tsv");

    if (asset == NULL)
        return tvx_error_set(error, TVX_E_MALFORMED, "data/themes.tsv is not in the program");
    return tvx_taxonomy_parse(out, arena, asset->bytes, asset->length, error);
}

const struct tvx_theme *tvx_taxonomy_themes(const struct tvx_taxonomy *taxonomy, size_t *count)
{
    *count = taxonomy->theme_count;
    return taxonomy->themes;
}

/* ---- tagging ---- */

struct place {
    uint32_t term;
    size_t start, length;
};

struct tagging {
    struct tvx_arena *arena;
    const struct tvx_taxonomy *taxonomy;
    const char *language;
    struct place *places; /* words of the text */
    size_t count, capacity;
    bool failed;
};

/* A word's second term stands for the same word: kept where the first is in no phrase. */
static int take_place(void *context, const char *term, size_t length, size_t start, size_t span, bool same_place)
{
    struct tagging *tagging = context;
    char *copied = tvx_arena_strndup(tagging->arena, term, length);
    uint32_t number = copied == NULL ? UINT32_MAX : find_term(tagging->taxonomy, copied);
    struct place *larger;

    tagging->failed = copied == NULL;
    if (same_place && tagging->count > 0) {
        if (tagging->places[tagging->count - 1].term == UINT32_MAX)
            tagging->places[tagging->count - 1].term = number;
        return tagging->failed;
    }
    larger = tvx_arena_grow(tagging->arena, tagging->places, tagging->count, &tagging->capacity, sizeof *larger);
    if (larger == NULL) {
        tagging->failed = true;
        return 1;
    }
    tagging->places = larger;
    larger[tagging->count++] = (struct place){number, start, span};
    return tagging->failed;
}

static bool stands(const struct tagging *tagging, const struct phrase *phrase, size_t at)
{
    if (phrase->count > tagging->count - at)
        return false;
    for (unsigned i = 0; i < phrase->count; i++)
        if (tagging->places[at + i].term != phrase->terms[i])
            return false;
    return true;
}

/* The first phrase that begins with this term. */
static size_t first_phrase(const struct tvx_taxonomy *taxonomy, uint32_t term)
{
    size_t low = 0, high = taxonomy->phrase_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (taxonomy->phrases[middle].terms[0] < term)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct found { /* of one theme */
    struct tvx_theme_tag tag;
    size_t capacity, next; /* next: the first word that no phrase of this theme has taken */
    const struct phrase **different;
    size_t different_count, different_capacity;
    unsigned weak;
    bool strong;
};

static bool same_words(const struct phrase *a, const struct phrase *b)
{
    return a->count == b->count && memcmp(a->terms, b->terms, a->count * sizeof *a->terms) == 0;
}

static bool add_found(struct tagging *tagging, struct found *found, const struct phrase *phrase, size_t at)
{
    const struct place *first = &tagging->places[at], *last = &tagging->places[at + phrase->count - 1];
    struct tvx_theme_word *words;
    const struct phrase **different;

    found->next = at + phrase->count;
    if (found->tag.word_count < WORDS_MOST) {
        words = tvx_arena_grow(tagging->arena, found->tag.words, found->tag.word_count, &found->capacity,
                               sizeof *words);
        if (words == NULL)
            return false;
        found->tag.words = words;
        words[found->tag.word_count++] = (struct tvx_theme_word){
            first->start, last->start + last->length - first->start, phrase->strong, phrase->line};
    }
    for (size_t i = 0; i < found->different_count; i++)
        if (same_words(found->different[i], phrase))
            return true;
    different = tvx_arena_grow(tagging->arena, found->different, found->different_count, &found->different_capacity,
                               sizeof *different);
    if (different == NULL)
        return false;
    found->different = different;
    different[found->different_count++] = phrase;
    found->strong = found->strong || phrase->strong;
    found->weak += !phrase->strong;
    found->tag.weight += phrase->strong ? 1 : weak_weight;
    return true;
}

static int by_weight(const void *a, const void *b)
{
    const struct tvx_theme_tag *x = a, *y = b;

    if (x->weight < y->weight || x->weight > y->weight)
        return x->weight > y->weight ? -1 : 1;
    return (x->theme > y->theme) - (x->theme < y->theme);
}

static bool find_all(struct tagging *tagging, struct found *found)
{
    const struct tvx_taxonomy *taxonomy = tagging->taxonomy;

    for (size_t at = 0; at < tagging->count; at++) {
        uint32_t term = tagging->places[at].term;

        if (term == UINT32_MAX)
            continue;
        for (size_t i = first_phrase(taxonomy, term);
             i < taxonomy->phrase_count && taxonomy->phrases[i].terms[0] == term; i++) {
            const struct phrase *phrase = &taxonomy->phrases[i];

            if (phrase->language != NULL && strcmp(phrase->language, tagging->language) != 0)
                continue;
            if (at >= found[phrase->theme].next && stands(tagging, phrase, at) &&
                !add_found(tagging, &found[phrase->theme], phrase, at))
                return false;
        }
    }
    return true;
}

enum tvx_status tvx_themes_tag(struct tvx_theme_tag **out, size_t *count, struct tvx_arena *arena,
                               const struct tvx_taxonomy *taxonomy, const char *language, const char *text,
                               struct tvx_error *error)
{
    struct tagging tagging = {
        .arena = arena, .taxonomy = taxonomy, .language = language == NULL || *language == '\0' ? "en" : language};
    struct found *found = tvx_arena_array(arena, taxonomy->theme_count + 1, sizeof *found);
    struct tvx_stemmer *stemmer = tvx_stemmer_new();

    *count = 0;
    *out = tvx_arena_array(arena, taxonomy->theme_count + 1, sizeof **out);
    if (stemmer == NULL || found == NULL || *out == NULL) {
        tvx_stemmer_free(stemmer);
        return tvx_error_nomem(error);
    }
    tvx_terms(stemmer, tagging.language, text, strlen(text), take_place, &tagging);
    tvx_stemmer_free(stemmer);
    if (tagging.failed || !find_all(&tagging, found))
        return tvx_error_nomem(error);
    for (size_t i = 0; i < taxonomy->theme_count; i++)
        if (found[i].strong || found[i].weak >= 2) {
            found[i].tag.theme = i;
            (*out)[(*count)++] = found[i].tag;
        }
    qsort(*out, *count, sizeof **out, by_weight);
    return TVX_OK;
}

/* "spam", "unsolicited": each different one once, as the text has it. */
static const char *quoted_words(struct tvx_arena *arena, const struct tvx_theme_tag *tag, const char *text)
{
    const char *out = "";

    for (size_t i = 0; i < tag->word_count && out != NULL; i++) {
        const struct tvx_theme_word *word = &tag->words[i];
        bool again = false;

        for (size_t j = 0; j < i && !again; j++)
            again = tag->words[j].length == word->length &&
                    memcmp(text + tag->words[j].start, text + word->start, word->length) == 0;
        if (!again)
            out = tvx_arena_printf(arena, "%s%s“%.*s”", out, *out == '\0' ? "" : ", ", (int)word->length,
                                   text + word->start);
    }
    return out;
}

static const char *rows(struct tvx_arena *arena, const struct tvx_theme_tag *tag, const char *table)
{
    const char *out = table;

    for (size_t i = 0; i < tag->word_count && out != NULL; i++) {
        bool again = false;

        for (size_t j = 0; j < i && !again; j++)
            again = tag->words[j].line == tag->words[i].line;
        if (!again)
            out = tvx_arena_printf(arena, "%s%s%zu", out, out == table ? ": row " : ", ", tag->words[i].line);
    }
    return out;
}

enum tvx_status tvx_themes_claims(struct tvx_claims *out, struct tvx_arena *arena, const struct tvx_taxonomy *taxonomy,
                                  const struct tvx_theme_tag *tags, size_t count, const struct tvx_evidence *whole,
                                  const char *table, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const struct tvx_theme *theme = &taxonomy->themes[tags[i].theme];
        const char *words = quoted_words(arena, &tags[i], whole->quote), *method = rows(arena, &tags[i], table);
        const char *statement = tvx_arena_printf(arena, "It speaks of %s: %s", theme->name, words == NULL ? "" : words);
        struct tvx_claim *claim = words == NULL || method == NULL || statement == NULL
                                      ? NULL : tvx_claims_add(out, arena, statement, theme->key, method);

        if (claim == NULL)
            return tvx_error_nomem(error);
        for (size_t j = 0; status == TVX_OK && j < tags[i].word_count; j++) {
            struct tvx_evidence part;

            status = tvx_evidence_part(&part, arena, whole, tags[i].words[j].start, tags[i].words[j].length, error);
            if (status == TVX_OK)
                status = tvx_claim_rests_on(claim, arena, &part, error);
        }
    }
    return status;
}

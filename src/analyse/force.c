/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/force.h>

#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/sentence.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "force_make.h"

enum { LONGEST_TEXT = 64 << 20, LONGEST_SENTENCE = 4000, LONGEST_ABOVE = 4000, LONGEST_NUMBER = 8 };

const char *tvx_force_place_to_string(enum tvx_force_place place)
{
    static const char *const names[] = {"operative", "preamble", "annex", "heading"};

    return names[place];
}

struct reader {
    struct tvx_arena *arena;
    const struct tvx_force_rules *rules;
    const char *language, *text;
    const struct tvx_sentences *sentences;
    const struct tvx_force_context *context;
    int cap;
    size_t head;   /* the heading over what follows ("instructs the Council"); SIZE_MAX: none */
    bool preamble; /* in the recitals of a resolution */
};

/* Behind the label; a number alone ("2 to report …", "3 bis") is one too. */
static struct tvx_field words_of(const struct reader *reader, size_t index)
{
    const struct tvx_sentence *sentence = &reader->sentences->items[index];
    const char *text = reader->text + sentence->start + sentence->label;
    size_t length = sentence->length - sentence->label, at = 0;

    while (at < length && at < LONGEST_NUMBER && text[at] >= '0' && text[at] <= '9')
        at++;
    if (at > 0 && at + 1 < length && text[at] >= 'A' && text[at] <= 'Z' && text[at + 1] == ' ')
        at++;
    if (at > 0 && at + 1 < length && text[at] == ' ' && sentence->label == 0) {
        at++;
        if (length - at > 4 && (memcmp(text + at, "bis ", 4) == 0 || memcmp(text + at, "ter ", 4) == 0))
            at += 4;
        return (struct tvx_field){text + at, length - at};
    }
    return (struct tvx_field){text, length};
}

/* The words without the colon (and what stands for one) at their end. */
static size_t without_colon(struct tvx_field words)
{
    while (words.length > 0 && strchr(": –", words.text[words.length - 1]) != NULL)
        words.length--;
    if (words.length >= 3 && memcmp(words.text + words.length - 3, "\xEF\xBC\x9A", 3) == 0)
        words.length -= 3;
    return words.length;
}

/* Tokens of the chapeaux over the sentence, outermost first, behind the heading over all of it. */
static enum tvx_status add_above(const struct reader *reader, struct force_tokens *tokens, size_t index,
                                 struct tvx_error *error)
{
    size_t chain[TVX_SENTENCE_DEPTH + 1], count = 0;
    size_t up = reader->sentences->items[index].chapeau;
    enum tvx_status status = TVX_OK;

    for (; up != SIZE_MAX && count < TVX_SENTENCE_DEPTH; up = reader->sentences->items[up].chapeau)
        chain[count++] = up;
    if (reader->head != SIZE_MAX && (count == 0 || chain[count - 1] != reader->head))
        chain[count++] = reader->head;
    for (size_t i = count; status == TVX_OK && i > 0; i--) {
        struct tvx_field words = words_of(reader, chain[i - 1]);
        size_t length = without_colon(words);

        if (length < LONGEST_ABOVE && tokens->count < LONGEST_ABOVE)
            status = force_tokens_add(tokens, reader->arena, reader->language, words.text, length, error);
    }
    return status;
}

static bool at_role(const struct reader *reader, const struct force_tokens *tokens, size_t at, enum force_role role,
                    size_t *taken)
{
    return force_match(reader->rules, reader->language, tokens, at, tokens->count, role, taken) != NULL;
}

/* The last character of the sentence. */
static char last_of(struct tvx_field words)
{
    return words.length == 0 ? '\0' : words.text[words.length - 1];
}

/* A recital: begins as one and is no whole sentence ("Noting the report, the Council shall decide." is one). */
static bool is_recital(const struct reader *reader, const struct force_tokens *tokens, struct tvx_field words)
{
    size_t taken, first = 0;

    while (first < tokens->count && (tokens->items[first].mark || force_is(reader->rules, reader->language, tokens,
                                                                            first, FORCE_ADVERB)))
        first++;
    for (size_t at = 0; at < tokens->count; at++)
        if (at_role(reader, tokens, at, FORCE_FORMULA, &taken))
            return true;
    if (!at_role(reader, tokens, 0, FORCE_RECITAL, &taken) && !at_role(reader, tokens, first, FORCE_RECITAL, &taken))
        return false;
    for (size_t at = 0; last_of(words) == ':' && at < tokens->count; at++)
        if (at_role(reader, tokens, at, FORCE_MODAL, &taken))
            return false; /* "On the basis of reports by the Council, the Conference shall:" */
    return last_of(words) != '.' || reader->preamble;
}

/* Does it end as a sentence or an item does, in any script? */
static bool ends_sentence(struct tvx_field words)
{
    static const char *const marks[] = {".", ";", ",", "。", "；", "，", "؛", "،"};

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = strlen(marks[i]);

        if (words.length >= length && memcmp(words.text + words.length - length, marks[i], length) == 0)
            return true;
    }
    return false;
}

/*
 * A heading over operative items: "resolves", "instructs the Secretary-General".  It stands alone in its line, ends in
 * nothing or a colon and says nothing yet of what is to be done.
 */
static bool is_head(const struct reader *reader, const struct force_tokens *tokens, struct tvx_field words)
{
    size_t first = 0, taken;
    bool addressed;

    if (words.length == 0 || ends_sentence(words))
        return false;
    while (first < tokens->count && (tokens->items[first].mark || force_is(reader->rules, reader->language, tokens,
                                                                            first, FORCE_ADVERB)))
        first++;
    addressed = at_role(reader, tokens, first, FORCE_HEAD, &taken);
    if (!addressed && !at_role(reader, tokens, first, FORCE_FRAME, &taken))
        return false;
    if (!addressed && force_is(reader->rules, reader->language, tokens, first + taken, FORCE_TO)) {
        size_t head;

        addressed = at_role(reader, tokens, first + taken + 1, FORCE_HEAD, &head); /* "resolves to instruct the …" */
        if (addressed) {
            first += taken + 1;
            taken = head;
        }
    }
    if (addressed)
        for (size_t at = first + taken + 1; at < tokens->count; at++)
            if (force_is(reader->rules, reader->language, tokens, at, FORCE_TO) &&
                strcmp(reader->language, "en") == 0 &&
                !force_is(reader->rules, reader->language, tokens, at + 1, FORCE_DETERMINER))
                return false;
    return addressed || first + taken + 3 >= tokens->count;
}

static enum tvx_status parse_sentence(const struct reader *reader, struct force_parse *parse, size_t index,
                                      struct tvx_error *error)
{
    struct tvx_field words = words_of(reader, index);
    enum tvx_status status = add_above(reader, &parse->tokens, index, error);

    parse->own = parse->tokens.count;
    if (status == TVX_OK)
        status = force_tokens_add(&parse->tokens, reader->arena, reader->language, words.text, words.length, error);
    if (status != TVX_OK || parse->tokens.count > LONGEST_SENTENCE) {
        parse->tokens.count = status == TVX_OK ? parse->own : 0; /* no sentence of a law is so long: it is a table */
        return status;
    }
    parse->skip = tvx_arena_array(reader->arena, parse->tokens.count + 1, sizeof *parse->skip);
    if (parse->skip == NULL)
        return tvx_error_nomem(error);
    force_find_conditions(parse);
    force_find_norms(parse);
    return TVX_OK;
}

/* Reads sentence `index`; the state of *reader goes on. */
static enum tvx_status read_one(struct reader *reader, struct tvx_force_sentence *out, struct force_parse *parse,
                                size_t index, struct tvx_error *error)
{
    const struct tvx_sentence *sentence = &reader->sentences->items[index];
    struct tvx_field words = words_of(reader, index);
    struct force_tokens tokens = {0};
    enum tvx_status status;

    out->text = tvx_arena_strndup(reader->arena, reader->text + sentence->start, sentence->length);
    out->words = out->text == NULL ? "" : out->text + (words.text - (reader->text + sentence->start));
    out->start = sentence->start;
    out->length = sentence->length;
    out->place = reader->context->place;
    out->why = "";
    if (out->text == NULL)
        return tvx_error_nomem(error);
    status = force_tokens_add(&tokens, reader->arena, reader->language, words.text,
                              words.length < LONGEST_ABOVE ? words.length : LONGEST_ABOVE, error);
    if (status != TVX_OK)
        return status;
    if (sentence->chapeau == SIZE_MAX && is_recital(reader, &tokens, words)) {
        reader->preamble = true;
        reader->head = SIZE_MAX;
    } else if (is_head(reader, &tokens, words)) {
        reader->preamble = false;
        reader->head = index;
        out->place = TVX_FORCE_HEADING;
        return TVX_OK;
    } else if (reader->preamble && sentence->chapeau == SIZE_MAX) {
        size_t taken;

        reader->preamble = !at_role(reader, &tokens, 0, FORCE_HEAD, &taken) &&
                           !at_role(reader, &tokens, 0, FORCE_FRAME, &taken) && last_of(words) != '.';
    }
    if (reader->preamble || out->place == TVX_FORCE_PREAMBLE) {
        out->place = TVX_FORCE_PREAMBLE;
        out->why = "recital";
        return TVX_OK;
    }
    memset(parse, 0, sizeof *parse);
    parse->rules = reader->rules;
    parse->language = reader->language;
    status = parse_sentence(reader, parse, index, error);
    if (status == TVX_OK && parse->definition)
        out->why = "definition";
    if (status == TVX_OK && parse->skip == NULL)
        out->why = "text too long for a sentence";
    return status == TVX_OK ? force_make(out, reader->arena, parse, reader->cap, error) : status;
}

static const char *known_language(const char *language)
{
    static const char *const known[] = {"en", "fr", "es", "ru", "ar", "zh"};

    for (size_t i = 0; language != NULL && i < sizeof known / sizeof *known; i++)
        if (strncmp(language, known[i], 2) == 0)
            return known[i];
    return "en";
}

enum tvx_status tvx_force_read(struct tvx_force *out, struct tvx_arena *arena, const struct tvx_force_rules *rules,
                               const char *text, const struct tvx_force_context *context, struct tvx_error *error)
{
    const char *above = context->above == NULL ? "" : context->above;
    size_t shift = *above == '\0' ? 0 : strlen(above) + 1, length = strlen(text);
    struct force_parse *parse = tvx_arena_alloc(arena, sizeof *parse);
    const char *whole = shift == 0 ? text : tvx_arena_printf(arena, "%s\n%s", above, text);
    struct tvx_sentences sentences;
    struct reader reader = {.arena = arena, .rules = rules, .language = known_language(context->language),
                            .text = whole, .sentences = &sentences, .context = context, .head = SIZE_MAX,
                            .cap = context->instrument == NULL ? TVX_FORCE_TOP : context->instrument->cap};
    enum tvx_status status;

    *out = (struct tvx_force){0};
    if (length > LONGEST_TEXT || shift > LONGEST_TEXT)
        return tvx_error_set(error, TVX_E_LIMIT, "the text is longer than 64 MB: read it provision by provision");
    if (whole == NULL || parse == NULL)
        return tvx_error_nomem(error);
    status = tvx_sentences(&sentences, arena, whole, shift + length, error);
    if (status != TVX_OK)
        return status;
    out->items = tvx_arena_array(arena, sentences.count + 1, sizeof *out->items);
    if (out->items == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < sentences.count; i++) {
        struct tvx_force_sentence *item = &out->items[out->count];
        size_t chapeau = sentences.items[i].chapeau;

        status = read_one(&reader, item, parse, i, error);
        if (item->start < shift) {
            *item = (struct tvx_force_sentence){0}; /* it stands over the text */
            continue;
        }
        item->start -= shift;
        if (chapeau != SIZE_MAX && out->count >= i - chapeau)
            out->items[out->count - (i - chapeau)].carried = true;
        out->count++;
    }
    return status;
}

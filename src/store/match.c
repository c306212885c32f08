/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match.h"

#include <string.h>
#include <travaux/text/utf8.h>

enum { QUERY_BYTES = 4096, QUERY_ITEMS = 64, ITEM_TERMS = 64, EXPRESSION_BYTES = 1 << 20 };

struct term { /* of one item in one language */
    char bytes[256];
    size_t length, start, text_length;
    bool same_place;
};

struct item {
    struct term terms[ITEM_TERMS];
    size_t count;
};

struct parser {
    struct tvx_match *out;
    struct tvx_arena *arena;
    struct tvx_stemmer *stemmer;
    struct tvx_buf wanted, unwanted;
    size_t capacity;
    struct item *item; /* scratch */
};

static int take_term(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct item *item = context;
    struct term *next;

    if (item->count == ITEM_TERMS)
        return 1;
    if (term_length >= sizeof item->terms->bytes)
        return 0;
    next = &item->terms[item->count++];
    memcpy(next->bytes, term, term_length);
    next->bytes[term_length] = '\0';
    next->length = term_length;
    next->start = start;
    next->text_length = length;
    next->same_place = same_place;
    return 0;
}

static bool is_han(const struct term *term)
{
    size_t at = 0;
    uint32_t point = tvx_utf8_next(term->bytes, term->length, &at);

    return (point >= 0x3400 && point < 0xA000) || (point >= 0xF900 && point < 0xFB00) ||
           (point >= 0x20000 && point < 0x40000);
}

/*
 * Leaves one term a place: of Han the pairs, which lie one character apart and so find any string; the single last
 * character of a run (and a word beside a pair) goes.  *alone: the item is one Han character, to be looked for as a
 * prefix.
 */
static void one_term_a_place(struct item *item, bool *alone)
{
    size_t kept = 0;

    *alone = false;
    for (size_t i = 0; i < item->count; i++) {
        struct term *term = &item->terms[i];

        if (is_han(term) && tvx_utf8_count(term->bytes, term->length) != 2) {
            bool before = i > 0 && is_han(&item->terms[i - 1]) &&
                          item->terms[i - 1].start + item->terms[i - 1].text_length > term->start;
            bool after = i + 1 < item->count && item->terms[i + 1].same_place;

            if (before || after)
                continue;
            *alone = item->count == 1;
        }
        item->terms[kept++] = *term;
    }
    item->count = kept;
}

static bool want(struct parser *parser, const struct term *term, bool prefix)
{
    struct tvx_match *out = parser->out;
    struct tvx_wanted_term *larger;

    for (size_t i = out->term_count; i > 0 && out->terms[i - 1].word == out->word_count; i--)
        if (out->terms[i - 1].length == term->length && out->terms[i - 1].prefix == prefix &&
            memcmp(out->terms[i - 1].term, term->bytes, term->length) == 0)
            return true; /* the same in another language */
    larger = tvx_arena_grow(parser->arena, out->terms, out->term_count, &parser->capacity, sizeof *larger);
    if (larger == NULL)
        return false;
    out->terms = larger;
    larger[out->term_count] = (struct tvx_wanted_term){tvx_arena_strndup(parser->arena, term->bytes, term->length),
                                                       term->length, prefix, out->word_count};
    return larger[out->term_count++].term != NULL;
}

/* One word or phrase in one language as an FTS5 string; "" when it holds no term. */
static bool item_string(struct parser *parser, struct tvx_buf *out, const char *language, const char *text,
                        size_t length, bool prefix, bool excluded)
{
    bool alone;

    parser->item->count = 0;
    tvx_terms(parser->stemmer, language, text, length, take_term, parser->item);
    one_term_a_place(parser->item, &alone);
    tvx_buf_clear(out);
    for (size_t i = 0; i < parser->item->count; i++) {
        struct term *term = &parser->item->terms[i];
        bool last = i + 1 == parser->item->count;

        tvx_buf_printf(out, "%s%s", i == 0 ? "\"" : " ", term->bytes); /* a term holds no quote and no space */
        if (!excluded && !want(parser, term, last && (prefix || alone)))
            return false;
        if (last)
            tvx_buf_str(out, prefix || alone ? "\" *" : "\"");
    }
    return true;
}

/* Adds a word or phrase: its strings in the three languages of Latin script, those that are the same once. */
static bool add_item(struct parser *parser, const char *text, size_t length, bool prefix, bool excluded)
{
    static const char *const languages[] = {"en", "fr", "es"};
    struct tvx_buf strings[3], *into = excluded ? &parser->unwanted : &parser->wanted;
    bool good = true, any = false;

    for (int i = 0; i < 3; i++)
        tvx_buf_init(&strings[i], 64 << 10);
    for (int i = 0; i < 3 && good; i++) {
        bool again = false;

        good = item_string(parser, &strings[i], languages[i], text, length, prefix, excluded) && !strings[i].failed;
        for (int j = 0; j < i; j++)
            again = again || strcmp(tvx_buf_text(&strings[i]), tvx_buf_text(&strings[j])) == 0;
        if (!good || again || strings[i].length == 0)
            continue;
        if (!any)
            tvx_buf_str(into, into->length == 0 ? "(" : excluded ? " OR (" : " AND (");
        tvx_buf_printf(into, "%s%s", any ? " OR " : "", tvx_buf_text(&strings[i]));
        any = true;
    }
    if (any)
        tvx_buf_char(into, ')');
    if (any && !excluded)
        parser->out->word_count++;
    for (int i = 0; i < 3; i++)
        tvx_buf_free(&strings[i]);
    return good;
}

static bool parse_items(struct parser *parser, const char *query, size_t length)
{
    size_t at = 0;

    for (int count = 0; count < QUERY_ITEMS && at < length; count++) {
        bool excluded = false, quoted = false, prefix = false;
        size_t start, end;

        while (at < length && (query[at] == ' ' || query[at] == '\t' || query[at] == '\n'))
            at++;
        if (at + 1 < length && query[at] == '-') {
            excluded = true;
            at++;
        }
        if (at < length && query[at] == '"') {
            quoted = true;
            at++;
        }
        for (start = at; at < length && (quoted ? query[at] != '"' : query[at] != ' ' && query[at] != '\t' &&
                                                                         query[at] != '\n' && query[at] != '"');)
            at++;
        end = at;
        if (quoted && at < length)
            at++;
        if (at < length && query[at] == '*')
            prefix = quoted, at += quoted;
        if (!quoted && end > start && query[end - 1] == '*')
            prefix = true;
        if (end > start && !add_item(parser, query + start, end - start, prefix, excluded))
            return false;
    }
    return true;
}

enum tvx_status tvx_match_parse(struct tvx_match *out, struct tvx_arena *arena, struct tvx_stemmer *stemmer,
                                const char *query, struct tvx_error *error)
{
    struct parser parser = {.out = out, .arena = arena, .stemmer = stemmer};
    size_t length = strlen(query);
    enum tvx_status status = TVX_OK;

    memset(out, 0, sizeof *out);
    while (length > QUERY_BYTES || (length > 0 && ((unsigned char)query[length] & 0xC0) == 0x80))
        length = length > QUERY_BYTES ? QUERY_BYTES : length - 1; /* a pasted page: its first words say what is meant */
    tvx_buf_init(&parser.wanted, EXPRESSION_BYTES);
    tvx_buf_init(&parser.unwanted, EXPRESSION_BYTES);
    parser.item = tvx_arena_alloc(arena, sizeof *parser.item);
    if (parser.item == NULL || !parse_items(&parser, query, length) || parser.wanted.failed || parser.unwanted.failed) {
        status = tvx_error_nomem(error);
    } else if (parser.wanted.length > 0) {
        out->expression = parser.unwanted.length == 0
                              ? tvx_arena_strdup(arena, tvx_buf_text(&parser.wanted))
                              : tvx_arena_printf(arena, "(%s) NOT (%s)", tvx_buf_text(&parser.wanted),
                                                 tvx_buf_text(&parser.unwanted));
        if (out->expression == NULL)
            status = tvx_error_nomem(error);
    }
    tvx_buf_free(&parser.wanted);
    tvx_buf_free(&parser.unwanted);
    return status;
}

/* ---- snippets ---- */

enum { SNIPPET_BYTES = 240, LEAD_BYTES = 60, SPANS = 4000, SCAN_BYTES = 4 << 20 };

struct span {
    size_t start, end, word;
};

struct finder {
    const struct tvx_match *match;
    struct span *spans;
    size_t count;
};

static int find_term(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct finder *finder = context;

    (void)same_place;
    for (size_t i = 0; i < finder->match->term_count; i++) {
        const struct tvx_wanted_term *wanted = &finder->match->terms[i];

        if ((wanted->prefix ? term_length >= wanted->length : term_length == wanted->length) &&
            memcmp(term, wanted->term, wanted->length) == 0) {
            finder->spans[finder->count++] = (struct span){start, start + length, wanted->word};
            break;
        }
    }
    return finder->count == SPANS;
}

/* The first span of the window that holds most different words, then most spans. */
static size_t best_window(const struct finder *finder)
{
    size_t best = 0, best_worth = 0;

    for (size_t i = 0; i < finder->count; i++) {
        uint64_t words = 0;
        size_t spans = 0, worth;

        for (size_t j = i;
             j < finder->count && finder->spans[j].end - finder->spans[i].start < SNIPPET_BYTES - LEAD_BYTES; j++) {
            words |= (uint64_t)1 << (finder->spans[j].word & 63);
            spans++;
        }
        worth = (size_t)__builtin_popcountll(words) * 100 + (spans > 99 ? 99 : spans);
        if (worth > best_worth) {
            best_worth = worth;
            best = i;
        }
    }
    return best;
}

static bool space_at(const char *text, size_t length, size_t at)
{
    return at >= length || tvx_text_is_space(tvx_utf8_next(text, length, &(size_t){at}));
}

static size_t to_boundary(const char *text, size_t at)
{
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* Appends text[from, to) with white space folded and without the two private characters that mark words. */
static void append_folded(struct tvx_buf *out, const char *text, size_t from, size_t to)
{
    while (from < to) {
        size_t start = from;
        uint32_t point = tvx_utf8_next(text, to, &from);

        if (tvx_text_is_space(point)) {
            if (out->length > 0 && out->data[out->length - 1] != ' ')
                tvx_buf_char(out, ' ');
        } else if (point != 0xE000 && point != 0xE001) {
            tvx_buf_add(out, text + start, from - start);
        }
    }
}

const char *tvx_match_snippet(struct tvx_arena *arena, const struct tvx_match *match, struct tvx_stemmer *stemmer,
                              const char *language, const char *text, bool *found)
{
    struct finder finder = {.match = match, .spans = tvx_arena_array(arena, SPANS, sizeof(struct span))};
    size_t length = strlen(text), first, from = 0, to, at;
    struct tvx_buf out;
    const char *snippet;

    *found = false;
    if (finder.spans == NULL)
        return NULL;
    tvx_terms(stemmer, language, text, length > SCAN_BYTES ? to_boundary(text, SCAN_BYTES) : length, find_term,
              &finder);
    *found = finder.count > 0;
    first = best_window(&finder);
    if (finder.count > 0 && finder.spans[first].start > LEAD_BYTES) {
        from = to_boundary(text, finder.spans[first].start - LEAD_BYTES);
        for (at = from; at < finder.spans[first].start && !space_at(text, length, at);)
            tvx_utf8_next(text, length, &at);
        if (at < finder.spans[first].start)
            from = at;
    }
    to = length - from > SNIPPET_BYTES ? to_boundary(text, from + SNIPPET_BYTES) : length;
    for (at = to; at < length && at > from + SNIPPET_BYTES * 3 / 4 && !space_at(text, length, at);)
        at = to_boundary(text, at - 1);
    if (to < length && at > from + SNIPPET_BYTES * 3 / 4)
        to = at;
    tvx_buf_init(&out, 64 << 10);
    if (from > 0)
        tvx_buf_str(&out, "… ");
    at = from;
    for (size_t i = first; i < finder.count && finder.spans[i].start < to;) {
        size_t start = finder.spans[i].start, end = finder.spans[i].end;

        while (++i < finder.count && finder.spans[i].start <= end) /* pairs of Han overlap */
            end = finder.spans[i].end > end ? finder.spans[i].end : end;
        append_folded(&out, text, at, start);
        tvx_buf_str(&out, "\xEE\x80\x80");
        append_folded(&out, text, start, end);
        tvx_buf_str(&out, "\xEE\x80\x81");
        at = end;
    }
    if (at < to)
        append_folded(&out, text, at, to);
    if (to < length)
        tvx_buf_str(&out, " …");
    snippet = tvx_arena_strdup(arena, tvx_buf_text(&out));
    tvx_buf_free(&out);
    return snippet;
}

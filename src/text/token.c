/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A text is cut at white space, and each stretch between by the word rules of UAX #29 (Unicode Text Segmentation,
 * section 4). Stretches of Latin, Cyrillic and Arabic script go through the small state machine below; any other
 * character sends its stretch to ICU, which also cuts Chinese by its dictionary.  tests/unit/text/token.c holds both
 * against each other.
 */
#include <stdbool.h>
#include <string.h>
#include <travaux/text/token.h>
#include <travaux/text/utf8.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

/* Word_Break classes as far as the fast path knows them (UAX #29, table 3). */
enum word_class {
    LETTER, DIGIT, JOINER, /* ALetter, Numeric, ExtendNumLet: these three always hold together (WB5, WB8–WB10, WB13) */
    MID_ANY,               /* MidNumLet and Single_Quote: between two letters or two digits (WB6, WB7, WB11, WB12) */
    MID_DIGIT,             /* MidNum: between two digits */
    OTHER,                 /* stands alone */
    SPACE,
    MULTI,                 /* first byte of a longer sequence */
    ASK,                   /* anything else: ICU decides */
};

enum { L = LETTER, D = DIGIT, J = JOINER, A = MID_ANY, N = MID_DIGIT, O = OTHER, S = SPACE, Q = ASK, U = MULTI };

/* By first byte. */
static const uint8_t ascii_class[256] = {
    Q, Q, Q, Q, Q, Q, Q, Q, Q, S, S, S, S, S, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q,
    S, O, O, O, O, O, O, A, O, O, O, O, N, O, A, O, D, D, D, D, D, D, D, D, D, D, O, N, O, O, O, O,
    Q, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, J,
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, Q,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
};

struct class_range {
    uint16_t first, last;
    uint8_t word_class;
};

/* Ascending.  What is not here is asked of ICU. */
static const struct class_range ranges[] = {
    {0xA1, 0xA8, OTHER}, {0xAA, 0xAA, LETTER}, {0xAB, 0xAC, OTHER}, {0xAE, 0xB4, OTHER}, {0xB5, 0xB5, LETTER},
    {0xB6, 0xB6, OTHER}, {0xB8, 0xB9, OTHER}, {0xBA, 0xBA, LETTER}, {0xBB, 0xBF, OTHER}, {0xC0, 0xD6, LETTER},
    {0xD7, 0xD7, OTHER}, {0xD8, 0xF6, LETTER}, {0xF7, 0xF7, OTHER}, {0xF8, 0x24F, LETTER}, {0x400, 0x481, LETTER},
    {0x48A, 0x52F, LETTER}, {0x60C, 0x60C, MID_DIGIT}, {0x61B, 0x61B, OTHER}, {0x61F, 0x61F, OTHER},
    {0x620, 0x64A, LETTER}, {0x660, 0x669, DIGIT}, {0x671, 0x6D3, LETTER}, {0x2010, 0x2015, OTHER},
    {0x2018, 0x2019, MID_ANY}, {0x201A, 0x2023, OTHER}, {0x2026, 0x2026, OTHER}, {0x2030, 0x2038, OTHER},
    {0x20A0, 0x20BF, OTHER},
};

struct cutter {
    const char *text;
    size_t length;
    struct tvx_arena *arena;
    struct tvx_tokens *out;
    size_t capacity;
    UBreakIterator *icu; /* opened when first needed: to open one costs more than to cut a paragraph */
};

static enum word_class class_of_long(const char *text, size_t length, size_t at, size_t *after)
{
    uint32_t point;
    size_t low = 0, high = sizeof ranges / sizeof *ranges;

    *after = at;
    point = tvx_utf8_next(text, length, after);
    if (tvx_text_is_space(point))
        return SPACE;
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (point > ranges[middle].last)
            low = middle + 1;
        else if (point < ranges[middle].first)
            high = middle;
        else
            return ranges[middle].word_class;
    }
    return ASK;
}

static inline enum word_class class_at(const struct cutter *cutter, size_t at, size_t *after)
{
    enum word_class c = ascii_class[(unsigned char)cutter->text[at]];

    if (c == MULTI)
        return class_of_long(cutter->text, cutter->length, at, after);
    *after = at + 1;
    return c;
}

static bool push(struct cutter *cutter, size_t start, size_t end, enum tvx_token_kind kind)
{
    struct tvx_tokens *out = cutter->out;

    if (out->count >= cutter->capacity) {
        void *grown = tvx_arena_grow(cutter->arena, out->items, out->count, &cutter->capacity, sizeof *out->items);

        if (grown == NULL)
            return false;
        out->items = grown;
    }
    out->items[out->count++] = (struct tvx_token){(uint32_t)start, (uint32_t)(end - start), kind};
    return true;
}

/* True when the mark at tokens[at] may tie its neighbours into one symbol: "70/1", "A/RES/5", "5A.1", "5.1.a". */
static bool is_link(const char *text, const struct tvx_token *tokens, size_t at)
{
    const struct tvx_token *left = &tokens[at - 1], *mark = &tokens[at], *right = &tokens[at + 1];
    char c = text[right->start];

    if (mark->length != 1 || left->kind == TVX_TOKEN_MARK || right->kind == TVX_TOKEN_MARK)
        return false;
    if (text[mark->start] == '/')
        return true;
    if (text[mark->start] != '.' || left->kind != TVX_TOKEN_NUMBER)
        return false;
    return (c >= '0' && c <= '9') || (right->length == 1 && c >= 'a' && c <= 'z');
}

/*
 * Within one stretch (tokens from `from` on, no white space between them): a chain over '/' or '.' of which any link
 * holds a digit becomes one token.
 */
static void join_symbols(const char *text, struct tvx_tokens *tokens, size_t from)
{
    size_t used = from;

    for (size_t i = from; i < tokens->count;) {
        struct tvx_token token = tokens->items[i];
        bool number = token.kind == TVX_TOKEN_NUMBER;
        size_t last = i;

        while (last + 2 < tokens->count && is_link(text, tokens->items, last + 1)) {
            last += 2;
            number = number || tokens->items[last].kind == TVX_TOKEN_NUMBER;
        }
        if (last > i && number) {
            token.length = tokens->items[last].start + tokens->items[last].length - token.start;
            token.kind = TVX_TOKEN_NUMBER;
            tokens->items[used++] = token;
            i = last + 1;
        } else {
            for (; i <= last; i++)
                tokens->items[used++] = tokens->items[i];
        }
    }
    tokens->count = used;
}

static enum tvx_token_kind kind_of(const char *text, size_t start, size_t end)
{
    enum tvx_token_kind kind = TVX_TOKEN_MARK;

    for (size_t at = start; at < end;) {
        UChar32 point = (UChar32)tvx_utf8_next(text, end, &at);

        if (u_isdigit(point))
            return TVX_TOKEN_NUMBER;
        if (u_isalpha(point))
            kind = TVX_TOKEN_WORD;
    }
    return kind;
}

/* Cuts one stretch without white space by ICU. */
static enum tvx_status cut_by_icu(struct cutter *cutter, size_t start, size_t end, struct tvx_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    UText view = UTEXT_INITIALIZER;
    int32_t from = 0, to;
    enum tvx_status result = TVX_OK;

    if (cutter->icu == NULL)
        cutter->icu = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    utext_openUTF8(&view, cutter->text + start, (int64_t)(end - start), &status);
    if (U_SUCCESS(status))
        ubrk_setUText(cutter->icu, &view, &status);
    if (U_FAILURE(status)) {
        utext_close(&view);
        return tvx_error_set(error, TVX_E_NOMEM, "ICU cannot find words: %s", u_errorName(status));
    }
    while (result == TVX_OK && (to = ubrk_next(cutter->icu)) != UBRK_DONE) {
        size_t a = start + (size_t)from, b = start + (size_t)to;

        if (!push(cutter, a, b, kind_of(cutter->text, a, b)))
            result = tvx_error_nomem(error);
        from = to;
    }
    utext_close(&view);
    return result;
}

/* Where the stretch that begins at `at` ends: at white space or the end of the text. */
static size_t end_of_stretch(const struct cutter *cutter, size_t at)
{
    while (at < cutter->length) {
        size_t after;

        if (class_at(cutter, at, &after) == SPACE)
            break;
        at = after;
    }
    return at;
}

/* The first byte in memory of those whose top bit is set; at least one is. */
static inline size_t least_byte(uint64_t tops)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (size_t)__builtin_ctzll(tops) / 8;
#else
    return (size_t)__builtin_clzll(tops) / 8;
#endif
}

/*
 * Where the ASCII letters that begin at `at` end, eight bytes at a time; it may stop short of that near the end of the
 * text.
 */
static inline size_t skip_letters(const unsigned char *s, size_t at, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;

    while (at + 8 <= length) {
        uint64_t bytes, small, others;

        memcpy(&bytes, s + at, 8);
        small = (bytes | ones * 0x20) & ~tops; /* A to Z as a to z; sums below stay within their byte */
        others = ~((small + ones * (0x80 - 'a')) & ~(small + ones * (0x7F - 'z')) & ~bytes) & tops;
        if (others != 0)
            return at + least_byte(others);
        at += 8;
    }
    return at;
}

enum word_end { WORD_ENDS, WORD_ASKS };

/*
 * Moves *at behind the word that begins there with a LETTER, DIGIT or JOINER; *classes collects which of the three it
 * has.
 */
static enum word_end cut_word(const struct cutter *cutter, size_t *at, unsigned *classes)
{
    const unsigned char *s = (const unsigned char *)cutter->text;
    size_t i = *at, length = cutter->length;
    enum word_class last = JOINER;

    for (;;) {
        enum word_class c, beyond;
        size_t after, next, letters = skip_letters(s, i, length);

        if (letters > i) {
            *classes |= 1U << LETTER;
            last = LETTER;
            i = letters;
        }
        while (i < length && (c = ascii_class[s[i]]) <= JOINER) {
            *classes |= 1U << c;
            last = c;
            i++;
        }
        *at = i;
        if (i >= length)
            return WORD_ENDS;
        c = class_at(cutter, i, &after);
        if (c == SPACE)
            return WORD_ENDS;
        if (c <= JOINER) {
            *classes |= 1U << c;
            last = c;
            i = after;
            continue;
        }
        if (c == ASK)
            return WORD_ASKS;
        if (last == JOINER || after >= length)
            return WORD_ENDS;
        beyond = class_at(cutter, after, &next);
        /* the colon is MidLetter in Unicode's data and not in newer CLDR: leave that to the ICU at hand */
        if (beyond == ASK || (last == LETTER && beyond == LETTER && s[i] == ':'))
            return WORD_ASKS;
        if (beyond != last || (c != MID_ANY && !(c == MID_DIGIT && last == DIGIT)))
            return WORD_ENDS;
        i = next;
    }
}

/* Cuts the stretch that begins at *at and moves *at behind it; false when memory is short.  *ask: ICU has to do it. */
static bool cut_stretch(struct cutter *cutter, size_t *at, bool *ask)
{
    size_t first = cutter->out->count, i = *at;
    bool links = false;

    *ask = false;
    while (i < cutter->length) {
        size_t start = i, after;
        enum word_class c = class_at(cutter, i, &after);
        enum tvx_token_kind kind = TVX_TOKEN_MARK;
        unsigned classes = 0;

        if (c == SPACE)
            break;
        if (c <= JOINER) {
            if (cut_word(cutter, &i, &classes) == WORD_ASKS)
                *ask = true;
            kind = classes & 1U << DIGIT ? TVX_TOKEN_NUMBER : classes & 1U << LETTER ? TVX_TOKEN_WORD : TVX_TOKEN_MARK;
        } else {
            *ask = c == ASK;
            links = links || cutter->text[i] == '/' || cutter->text[i] == '.';
            i = after;
        }
        if (*ask) {
            cutter->out->count = first;
            return true;
        }
        if (!push(cutter, start, i, kind))
            return false;
    }
    if (links && cutter->out->count - first > 2)
        join_symbols(cutter->text, cutter->out, first);
    *at = i;
    return true;
}

static enum tvx_status cut_all(struct cutter *cutter, bool by_icu_alone, struct tvx_error *error)
{
    for (size_t at = 0; at < cutter->length;) {
        size_t after, end, first = cutter->out->count;
        bool ask = by_icu_alone;
        enum tvx_status status;

        if (class_at(cutter, at, &after) == SPACE) {
            at = after;
            continue;
        }
        if (!by_icu_alone && !cut_stretch(cutter, &at, &ask))
            return tvx_error_nomem(error);
        if (!ask)
            continue;
        end = end_of_stretch(cutter, at);
        status = cut_by_icu(cutter, at, end, error);
        if (status != TVX_OK)
            return status;
        join_symbols(cutter->text, cutter->out, first);
        at = end;
    }
    return TVX_OK;
}

static enum tvx_status tokenize(struct tvx_tokens *out, struct tvx_arena *arena, const char *text, size_t length,
                                bool by_icu_alone, struct tvx_error *error)
{
    struct cutter cutter = {.text = text, .length = length, .arena = arena, .out = out};
    enum tvx_status status;

    *out = (struct tvx_tokens){0};
    if (length > INT32_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "a text of %zu bytes is too long to be cut into words", length);
    cutter.capacity = length / 5 + 8; /* English has about 5.3 bytes a token */
    out->items = tvx_arena_array(arena, cutter.capacity, sizeof *out->items);
    if (out->items == NULL)
        return tvx_error_nomem(error);
    status = cut_all(&cutter, by_icu_alone, error);
    if (cutter.icu != NULL)
        ubrk_close(cutter.icu);
    return status;
}

enum tvx_status tvx_tokenize(struct tvx_tokens *out, struct tvx_arena *arena, const char *text, size_t length,
                             struct tvx_error *error)
{
    return tokenize(out, arena, text, length, false, error);
}

enum tvx_status tvx_tokenize_reference(struct tvx_tokens *out, struct tvx_arena *arena, const char *text,
                                       size_t length, struct tvx_error *error)
{
    return tokenize(out, arena, text, length, true, error);
}

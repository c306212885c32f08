/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "label.h"
#include "recognise.h"

static bool starts_with(const char *text, size_t length, const char *with)
{
    size_t bytes = strlen(with);

    return length >= bytes && memcmp(text, with, bytes) == 0;
}

/* "3.1.1The payment", "-either": labels that lost the space behind them. */
static enum tvx_status glued_label(struct rec_label *out, struct tvx_arena *arena, const char *text, size_t length,
                                   struct tvx_error *error)
{
    size_t at = 0, dots = 0;

    if (length > 2 && text[0] == '-' && islower((unsigned char)text[1])) {
        *out = (struct rec_label){.style.kind = TVX_LABEL_DASH, .canonical = "dash", .length = 1, .printed = 1,
                                  .glued = true};
        return TVX_OK;
    }
    while (at < length && at < 16 && (isdigit((unsigned char)text[at]) || (text[at] == '.' && at > 0))) {
        dots += text[at] == '.';
        at++;
    }
    if (dots == 0 || text[at - 1] == '.' || at + 1 >= length || !isupper((unsigned char)text[at]) ||
        !islower((unsigned char)text[at + 1]))
        return TVX_OK;
    *out = (struct rec_label){.style = {.kind = TVX_LABEL_NUMBER, .dots = (unsigned)dots}, .length = at, .printed = at,
                              .canonical = tvx_arena_strndup(arena, text, at), .glued = true};
    return out->canonical == NULL ? tvx_error_nomem(error) : TVX_OK;
}

enum tvx_status rec_label_at(struct rec_label *out, struct tvx_arena *arena, const char *text, size_t length,
                             struct tvx_error *error)
{
    struct tvx_label label;
    enum tvx_status status = tvx_label_parse_n(&label, arena, text, length, true, error);
    size_t end;

    *out = (struct rec_label){.canonical = ""};
    if (status == TVX_OK && label.kind == TVX_LABEL_NONE)
        return glued_label(out, arena, text, length, error);
    if (status != TVX_OK)
        return status;
    end = label.length;
    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t'))
        end--;
    out->style = (struct rec_style){
        .kind = label.kind,
        .opened = text[0] == '(' || starts_with(text, length, "（"),
        .closed = text[end - 1] == ')' || (end >= 3 && memcmp(text + end - 3, "）", 3) == 0),
        .upper = isupper((unsigned char)label.canonical[0]),
        .han = (unsigned char)text[0] >= 0xE3,
    };
    for (const char *c = label.canonical; *c != '\0'; c++)
        out->style.dots += *c == '.';
    if (label.kind == TVX_LABEL_NUMBER)
        out->style.upper = false;
    out->canonical = label.canonical;
    out->length = label.length;
    out->printed = end;
    out->also_letter = label.also_letter;
    out->bare = label.kind == TVX_LABEL_NUMBER && !out->style.closed && text[end - 1] != '.' && !out->style.han &&
                out->style.dots == 0;
    return TVX_OK;
}

bool rec_style_same(const struct rec_style *a, const struct rec_style *b)
{
    return a->kind == b->kind && a->opened == b->opened && a->closed == b->closed && a->upper == b->upper &&
           a->han == b->han && a->dots == b->dots;
}

struct rec_label rec_label_as_letter(const struct rec_label *label)
{
    struct rec_label letter = *label;

    letter.style.kind = TVX_LABEL_LETTER;
    letter.also_letter = false;
    return letter;
}

/* A label taken apart: its last number or letter, and what is put behind it. */
struct parts {
    size_t head;      /* bytes before the last dotted part */
    unsigned long value;
    unsigned capital; /* 5A: 1 */
    unsigned suffix;  /* 2 bis: 2 */
};

static struct parts take_apart(const char *text, enum tvx_label_kind kind)
{
    struct parts parts = {0};
    const char *dot = strrchr(text, '.');
    const char *last = dot == NULL ? text : dot + 1;
    size_t body = strcspn(last, "-");

    parts.head = (size_t)(last - text);
    if (last[body] == '-')
        parts.suffix = tvx_label_suffix_rank(last + body + 1, strlen(last + body + 1));
    if (kind == TVX_LABEL_ROMAN) {
        parts.value = tvx_label_roman(last, body);
    } else if (kind == TVX_LABEL_LETTER) {
        size_t at = 0;

        if ((unsigned char)last[0] < 0x80)
            parts.value = (unsigned long)((last[0] | 0x20) - 'a' + 1) + (body == 2 && last[0] == last[1] ? 26 : 0);
        else
            parts.value = tvx_utf8_next(last, body, &at);
        if (body == 2 && last[0] != last[1])
            parts.capital = (unsigned)((last[1] | 0x20) - 'a' + 1);
    } else {
        char *end;

        parts.value = strtoul(last, &end, 10);
        if (isalpha((unsigned char)*end))
            parts.capital = (unsigned)((*end | 0x20) - 'a' + 1);
    }
    return parts;
}

bool rec_label_follows(const char *a, const char *b, enum tvx_label_kind kind)
{
    struct parts x = take_apart(a, kind), y = take_apart(b, kind);

    if (kind == TVX_LABEL_DASH)
        return true;
    if (x.head != y.head || memcmp(a, b, x.head) != 0)
        return false;
    if (y.value == x.value + 1)
        return y.capital <= 1 && y.suffix == 0;
    if (kind == TVX_LABEL_LETTER && y.value > x.value && y.value <= x.value + 3 && x.value >= 0x370)
        return true; /* alphabets leave out letters in lists */
    if (y.value != x.value)
        return false;
    if (y.capital == x.capital)
        return y.suffix > x.suffix;
    return y.capital == x.capital + 1 && y.suffix == 0;
}

bool rec_label_is_first(const char *canonical, enum tvx_label_kind kind)
{
    struct parts parts = take_apart(canonical, kind);

    if (kind == TVX_LABEL_DASH)
        return true;
    if (parts.suffix != 0 || (parts.capital != 0 && kind != TVX_LABEL_NUMBER))
        return false;
    return parts.value == 1 || parts.value == 0x430 /* а */ || parts.value == 0x623 /* أ */ || parts.value == 0x627;
}

size_t rec_amendment_mark(const char *text, size_t length)
{
    size_t at = 0;

    while (at < length && at < 6 && isupper((unsigned char)text[at]))
        at++;
    if (at < 2 || at + 3 > length || text[at] != '-' || !isdigit((unsigned char)text[at + 1]) ||
        !isdigit((unsigned char)text[at + 2]))
        return 0;
    at += 3;
    return at == length || text[at] == ' ' ? at : 0;
}

static size_t dash_at(const char *text, size_t length)
{
    if (length > 0 && text[0] == '-')
        return 1;
    return starts_with(text, length, "–") || starts_with(text, length, "—") ? 3 : 0;
}

/* Only groups "(Rev. City, year)" with dashes between, one at least with a year. */
bool rec_is_history(const char *text, size_t length)
{
    size_t at = 0, groups = 0;

    while (at < length) {
        const char *close;
        size_t dash;

        if (text[at] == ' ') {
            at++;
            continue;
        }
        dash = dash_at(text + at, length - at);
        if (dash > 0) {
            at += dash;
            continue;
        }
        if (text[at] != '(' || at + 7 > length)
            return false;
        close = memchr(text + at, ')', length - at < 80 ? length - at : 80);
        /* a line may break within the last group */
        if (close == NULL)
            return groups > 0 && length - at < 40;
        if (!isdigit((unsigned char)close[-1]) || !isdigit((unsigned char)close[-4]) ||
            !isupper((unsigned char)text[at + 1]))
            return false;
        groups++;
        at = (size_t)(close - text) + 1;
    }
    return groups > 0;
}

bool rec_is_rule(const char *text, size_t length)
{
    size_t at = 0;

    while (at < length && (text[at] == '_' || text[at] == ' '))
        at++;
    return at == length && length >= 5;
}

/* Last code point that is no closing quote, bracket or space. */
static uint32_t last_point(const char *text, size_t length)
{
    while (length > 0) {
        size_t start = length - 1, at;
        uint32_t point;

        while (start > 0 && ((unsigned char)text[start] & 0xC0) == 0x80)
            start--;
        at = start;
        point = tvx_utf8_next(text, length, &at);
        if (!tvx_text_is_space(point) && point != '"' && point != '\'' && point != 0x201D && point != 0x2019 &&
            point != 0xBB && point != ')' && point != ']' && point != '*')
            return point;
        length = start;
    }
    return 0;
}

bool rec_ends_full(const char *text, size_t length)
{
    uint32_t last = last_point(text, length);

    return last == '.' || last == ';' || last == ':' || last == '?' || last == '!' || last == 0x3002 ||
           last == 0xFF1B || last == 0xFF1A || last == 0x61B || last == 0x6D4 || last == 0x2026;
}

bool rec_ends_sentence(const char *text, size_t length)
{
    uint32_t last = last_point(text, length);

    if (rec_ends_full(text, length) || last == ',' || last == 0xFF0C || last == 0x60C || last == 0x3001)
        return true;
    /* "…; and" before the last item */
    for (unsigned i = 0; i < 2; i++) {
        const char *word = i == 0 ? " and" : " or";
        size_t bytes = strlen(word);

        if (length > bytes + 1 && memcmp(text + length - bytes, word, bytes) == 0)
            return strchr(",;", text[length - bytes - 1]) != NULL;
    }
    return false;
}

static int first_letter(const char *text, size_t length)
{
    size_t at = 0;

    while (at < length) {
        uint32_t point = tvx_utf8_next(text, length, &at);

        if (u_isalpha((UChar32)point))
            return u_isupper((UChar32)point) || u_istitle((UChar32)point) ? 1 : u_islower((UChar32)point) ? -1 : 0;
        if (u_isdigit((UChar32)point))
            return 0;
    }
    return 0;
}

bool rec_starts_lower(const char *text, size_t length)
{
    return first_letter(text, length) < 0;
}

bool rec_starts_upper(const char *text, size_t length)
{
    return first_letter(text, length) > 0;
}

bool rec_is_upper(const char *text, size_t length)
{
    size_t at = 0;
    bool any = false;

    while (at < length) {
        UChar32 point = (UChar32)tvx_utf8_next(text, length, &at);

        if (u_islower(point))
            return false;
        any = any || u_isupper(point);
    }
    return any;
}

const char *rec_last_year(struct tvx_arena *arena, const char *text, size_t length)
{
    for (size_t end = length; end >= 4; end--) {
        const char *at = text + end - 4;

        if ((at[0] == '1' || at[0] == '2') && strspn(at, "0123456789") >= 4 &&
            (end == length || !isdigit((unsigned char)text[end])) && (end == 4 || !isdigit((unsigned char)at[-1])))
            return tvx_arena_strndup(arena, at, 4);
    }
    return NULL;
}

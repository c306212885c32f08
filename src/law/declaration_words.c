/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "declaration.h"

static const char table_name[] = "data/declaration-phrases.tsv";

enum { NAME_BYTES = 160, NAME_SPACES = 9, MOST_REFERS = 400, DIGITS = 3, NEAR = 160 };

const char *tvx_statement_kind_to_string(enum tvx_statement_kind kind)
{
    static const char *const names[] = {"declaration", "reservation", "objection"};

    return names[kind];
}

bool tvx_declaring_row(struct tvx_cursor *cursor, const char *kind, struct tvx_field fields[TVX_TABLE_FIELDS])
{
    return tvx_words_row(cursor, table_name, kind, fields);
}

bool tvx_declaring_holds(bool *out, struct tvx_arena *arena, const char *folded, const char *kind)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count;

    *out = false;
    tvx_table_open(&table, tvx_asset_find(table_name));
    while (!*out && tvx_table_next(&table, f, &count)) {
        char *phrase;

        if (!tvx_field_is(f[0], kind))
            continue;
        phrase = tvx_text_casefold(arena, f[1].text, f[1].length);
        if (phrase == NULL)
            return false;
        *out = strstr(folded, phrase) != NULL;
    }
    return true;
}

/* ---- names ---- */

static bool may_be_name(const char *name)
{
    size_t length = strlen(name), at = 0, spaces = 0;
    uint32_t first = tvx_utf8_next(name, length, &at);

    if (length > NAME_BYTES || u_islower((UChar32)first) || !u_isalpha((UChar32)first))
        return false;
    for (at = 0; at < length;) {
        uint32_t point = tvx_utf8_next(name, length, &at);

        spaces += point == ' ';
        if (u_isdigit((UChar32)point))
            return false;
    }
    return spaces <= NAME_SPACES;
}

/* One code when `name` names one known actor and nothing else; NULL otherwise. */
static enum tvx_status known_as(const char **code, struct tvx_arena *arena, const char *name, struct tvx_error *error)
{
    const char **codes;
    size_t count, unknown;
    enum tvx_status status = tvx_actors_parse(&codes, &count, &unknown, arena, name, error);

    *code = status == TVX_OK && count == 1 && unknown == 0 ? codes[0] : NULL;
    return status;
}

/* "République du Mali", "阿尔及利亚共和国": the name without the form of the state, when that is known. */
static enum tvx_status without_form(const char **name, struct tvx_arena *arena, struct tvx_error *error)
{
    struct tvx_cursor c = {*name, strlen(*name), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];
    struct tvx_table table;
    const char *code = NULL;
    size_t count;
    enum tvx_status status = TVX_OK;

    if (tvx_words_next(&c) && tvx_declaring_row(&c, "form", f) && tvx_words_next(&c))
        status = known_as(&code, arena, *name + c.at, error);
    tvx_table_open(&table, tvx_asset_find(table_name));
    while (status == TVX_OK && code == NULL && tvx_table_next(&table, f, &count)) {
        char *shorter;

        if (!tvx_field_is(f[0], "form-end") || f[1].length >= c.length ||
            memcmp(*name + c.length - f[1].length, f[1].text, f[1].length) != 0)
            continue;
        shorter = tvx_arena_strndup(arena, *name, c.length - f[1].length);
        status = shorter == NULL ? tvx_error_nomem(error) : known_as(&code, arena, shorter, error);
    }
    if (code != NULL)
        *name = code;
    return status;
}

enum tvx_status tvx_declaring_actors(struct tvx_statement *out, size_t *unknown, size_t *wrong, struct tvx_arena *arena,
                                     const char *names, struct tvx_error *error)
{
    size_t found;
    enum tvx_status status = tvx_actors_parse(&out->actors, &out->actor_count, &found, arena, names, error);

    *unknown = *wrong = 0;
    for (size_t i = 0; status == TVX_OK && found > 0 && i < out->actor_count; i++) {
        const char *printed = out->actors[i];

        if (tvx_actor_name(arena, printed) != NULL)
            continue;
        status = without_form(&out->actors[i], arena, error);
        *wrong += !may_be_name(out->actors[i]);
        *unknown += out->actors[i] == printed;
    }
    return status;
}

/* ---- the others that a statement names ---- */

struct numbers {
    const char **items;
    size_t count, capacity;
    struct tvx_arena *arena;
};

static bool add_number(struct numbers *out, const char *number)
{
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->items[i], number) == 0)
            return true;
    if (out->count == MOST_REFERS)
        return true;
    out->items = tvx_arena_grow(out->arena, out->items, out->count, &out->capacity, sizeof *out->items);
    if (out->items == NULL || number == NULL)
        return false;
    out->items[out->count++] = number;
    return true;
}

static bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A number of at most three digits that is no part of a longer one, of a symbol or of a date; taken. */
static bool take_number(struct tvx_cursor *cursor, unsigned *value)
{
    size_t at = cursor->at, digits = 0, next;

    for (*value = 0; digits <= DIGITS; digits++, at = next) {
        next = at;
        if (at >= cursor->length)
            break;
        int digit = u_charDigitValue((UChar32)tvx_utf8_next(cursor->text, cursor->length, &next));
        if (digit < 0)
            break;
        *value = *value * 10 + (unsigned)digit;
    }
    if (digits == 0 || digits > DIGITS || *value == 0 ||
        (at < cursor->length && (cursor->text[at] == '/' || is_latin(cursor->text[at]))) ||
        (at + 1 < cursor->length && cursor->text[at] == '.' && u_isdigit((unsigned char)cursor->text[at + 1])))
        return false;
    cursor->at = at;
    return true;
}

static bool take_word(struct tvx_cursor *cursor, const char *kind)
{
    struct tvx_field f[TVX_TABLE_FIELDS];

    tvx_words_space(cursor, "");
    return tvx_declaring_row(cursor, kind, f);
}

static void skip_bytes(struct tvx_cursor *cursor, const char *text)
{
    size_t length = strlen(text);

    if (cursor->length - cursor->at >= length && memcmp(cursor->text + cursor->at, text, length) == 0)
        cursor->at += length;
}

/* "Nos.", "N°", "№№"; taken. */
static bool take_number_sign(struct tvx_cursor *cursor)
{
    size_t from;

    tvx_words_space(cursor, "");
    from = cursor->at;
    skip_bytes(cursor, "№");
    skip_bytes(cursor, "№");
    if (cursor->at == from && !take_word(cursor, "number"))
        return false;
    skip_bytes(cursor, "°");
    skip_bytes(cursor, "º");
    tvx_words_space(cursor, ".");
    return true;
}

/* "12, 15 and 20", "12 to 15" at the cursor. */
static bool take_list(struct tvx_cursor *cursor, struct numbers *out)
{
    unsigned last = 0, value;

    while (tvx_words_space(cursor, "("), take_number(cursor, &value)) {
        if (!add_number(out, tvx_arena_printf(out->arena, "%u", value)))
            return false;
        for (unsigned between = last; between > 0 && ++between < value && between - last < MOST_REFERS;)
            if (!add_number(out, tvx_arena_printf(out->arena, "%u", between)))
                return false;
        skip_bytes(cursor, "号");
        tvx_words_space(cursor, "");
        size_t dash = cursor->at;
        tvx_words_space(cursor, "-");
        last = cursor->at > dash || take_word(cursor, "number-to") ? value : 0;
        tvx_words_space(cursor, ",;/&");
        skip_bytes(cursor, "、");
        skip_bytes(cursor, "，");
        skip_bytes(cursor, "،");
        if (last == 0)
            take_word(cursor, "number-and");
        take_number_sign(cursor);
    }
    return true;
}

/* "declaration No. 12", "declarations Nos. 12 to 15", "the statement of Varenia (No. 12)". */
static bool read_behind(struct tvx_cursor c, struct numbers *out)
{
    size_t stop = c.at + NEAR < c.length ? c.at + NEAR : c.length;

    tvx_words_space(&c, "(");
    if (take_number_sign(&c))
        return take_list(&c, out);
    if (c.at < c.length && u_charDigitValue((UChar32)(unsigned char)c.text[c.at]) >= 0)
        return take_list(&c, out);
    for (; c.at < stop && strchr(".;\n", c.text[c.at]) == NULL; c.at++) {
        struct tvx_cursor bracket = c;

        if (c.text[c.at] != '(')
            continue;
        bracket.at++;
        if (take_number_sign(&bracket))
            return take_list(&bracket, out);
    }
    return true;
}

/* "第12、15号声明": the numbers stand before the word. */
static bool read_before(struct tvx_cursor c, struct numbers *out)
{
    static const char sign[] = "第";
    size_t from = c.at > NEAR ? c.at - NEAR : 0, found = SIZE_MAX;

    for (size_t at = from; at + sizeof sign - 1 <= c.at; at++)
        if (memcmp(c.text + at, sign, sizeof sign - 1) == 0)
            found = at;
    if (found == SIZE_MAX)
        return true;
    struct tvx_cursor list = {c.text, c.at, found + sizeof sign - 1};
    struct numbers seen = {.arena = out->arena};
    if (!take_list(&list, &seen))
        return false;
    tvx_words_space(&list, "");
    if (list.at < list.length) /* other words stand between */
        return true;
    for (size_t i = 0; i < seen.count; i++)
        if (!add_number(out, seen.items[i]))
            return false;
    return true;
}

static bool is_letter_before(const char *text, size_t at)
{
    return at > 0 && is_latin(text[at - 1]);
}

static enum tvx_status read_refers(struct tvx_statement *out, struct tvx_arena *arena, struct tvx_error *error)
{
    struct tvx_cursor c = {out->text, strlen(out->text), 0};
    struct numbers numbers = {.arena = arena};
    struct tvx_field f[TVX_TABLE_FIELDS];
    bool fine = true;

    while (fine && tvx_words_next(&c)) {
        struct tvx_cursor word = c;
        bool han = (unsigned char)c.text[c.at] >= 0xE3;

        if (!is_letter_before(c.text, c.at) && tvx_declaring_row(&word, "statement", f)) {
            fine = han ? read_before(c, &numbers) : read_behind(word, &numbers);
            c = word;
        } else if (han) {
            tvx_utf8_next(c.text, c.length, &c.at); /* no spaces part its words */
        } else {
            tvx_words_skip(&c);
        }
    }
    out->refers = numbers.items;
    for (size_t i = 0; i < numbers.count; i++)
        if (strcmp(numbers.items[i], out->number) != 0)
            out->refers[out->refer_count++] = numbers.items[i];
    return fine ? TVX_OK : tvx_error_nomem(error);
}

/* Apostrophes as the table writes them. */
static void straighten(char *text)
{
    static const char curly[] = "’";
    char *to = text;

    for (const char *at = text; *at != '\0'; to++) {
        bool is_curly = strncmp(at, curly, sizeof curly - 1) == 0;

        *to = is_curly ? '\'' : *at;
        at += is_curly ? sizeof curly - 1 : 1;
    }
    *to = '\0';
}

enum tvx_status tvx_declaring_judge(struct tvx_statement *out, struct tvx_arena *arena, enum tvx_statement_kind kind,
                                    struct tvx_error *error)
{
    char *space = tvx_text_fold_space(arena, out->text, strlen(out->text));
    char *folded = space == NULL ? NULL : tvx_text_casefold(arena, space, strlen(space));
    bool reserves, objects, joins;

    if (folded == NULL)
        return tvx_error_nomem(error);
    straighten(folded);
    if (!tvx_declaring_holds(&reserves, arena, folded, "reserve") ||
        !tvx_declaring_holds(&objects, arena, folded, "object") ||
        !tvx_declaring_holds(&joins, arena, folded, "associate"))
        return tvx_error_nomem(error);
    if (read_refers(out, arena, error) != TVX_OK)
        return TVX_E_NOMEM;
    out->kind = objects || (out->refer_count > 0 && !joins) ? TVX_STATEMENT_OBJECTION
                : reserves                                   ? TVX_STATEMENT_RESERVATION
                                                             : TVX_STATEMENT_DECLARATION;
    if (kind == TVX_STATEMENT_OBJECTION && !joins)
        out->kind = kind;
    return TVX_OK;
}

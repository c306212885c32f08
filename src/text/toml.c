/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/text/toml.h>

#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/text/utf8.h>

enum { FILE_MAX = 1 << 20, DEPTH_MAX = 8, ENTRIES_MAX = 2000, ITEMS_MAX = 1000 };

struct reader {
    struct tvx_arena *arena;
    const char *at, *end;
    size_t line;
    struct tvx_error *error;
};

struct path {
    const char *keys[DEPTH_MAX];
    int count;
};

static bool refuse(struct reader *reader, const char *what)
{
    tvx_error_set(reader->error, TVX_E_MALFORMED, "line %zu: %s", reader->line, what);
    return false;
}

static bool out_of_memory(struct reader *reader)
{
    tvx_error_nomem(reader->error);
    return false;
}

static char peek(const struct reader *reader)
{
    return reader->at < reader->end ? *reader->at : '\0';
}

static void skip_blanks(struct reader *reader)
{
    while (peek(reader) == ' ' || peek(reader) == '\t')
        reader->at++;
}

/* To the line's end over blanks and a comment; false when something else stands there. */
static bool end_line(struct reader *reader)
{
    skip_blanks(reader);
    if (peek(reader) == '#')
        while (reader->at < reader->end && *reader->at != '\n')
            reader->at++;
    if (reader->end - reader->at >= 2 && reader->at[0] == '\r' && reader->at[1] == '\n')
        reader->at++;
    if (reader->at == reader->end)
        return true;
    if (*reader->at != '\n')
        return refuse(reader, "something stands where the line should end");
    reader->at++;
    reader->line++;
    return true;
}

static bool hex_digits(struct reader *reader, int count, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < count; i++, reader->at++) {
        char c = peek(reader);
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 16;

        if (digit == 16)
            return refuse(reader, "\\u needs four and \\U eight hexadecimal digits");
        *out = *out << 4 | digit;
    }
    if (*out == 0 || *out > 0x10FFFF || (*out >= 0xD800 && *out < 0xE000))
        return refuse(reader, "an escape names no character that a text may hold");
    return true;
}

static void put_point(struct tvx_buf *out, uint32_t point)
{
    char bytes[4];

    tvx_buf_add(out, bytes, tvx_utf8_put(bytes, point));
}

static bool read_escape(struct reader *reader, struct tvx_buf *out)
{
    static const char from[] = "btnfr\"\\", to[] = "\b\t\n\f\r\"\\";
    char c = peek(reader);
    const char *found = c == '\0' ? NULL : strchr(from, c);
    uint32_t point;

    if (found != NULL) {
        reader->at++;
        tvx_buf_char(out, to[found - from]);
        return true;
    }
    if (c != 'u' && c != 'U')
        return refuse(reader, "an escape that TOML does not know; write \\\\ for a backslash, or use '…'");
    reader->at++;
    if (!hex_digits(reader, c == 'u' ? 4 : 8, &point))
        return false;
    put_point(out, point);
    return true;
}

/* "basic" or 'literal', on one line. */
static bool read_string(struct reader *reader, const char **text)
{
    char quote = *reader->at++;
    struct tvx_buf out;
    bool good = true;

    if (reader->end - reader->at >= 2 && reader->at[0] == quote && reader->at[1] == quote)
        return refuse(reader, "strings over several lines are not read here; write it on one line");
    tvx_buf_init(&out, FILE_MAX);
    while (good && peek(reader) != quote) {
        unsigned char c = (unsigned char)peek(reader);

        if (reader->at == reader->end || c == '\n' || c == '\r') {
            good = refuse(reader, "a string is not closed");
        } else if ((c < 0x20 && c != '\t') || c == 0x7F) {
            good = refuse(reader, "a control character stands in a string");
        } else {
            reader->at++;
            if (c == '\\' && quote == '"')
                good = read_escape(reader, &out);
            else
                tvx_buf_char(&out, (char)c);
        }
    }
    if (good) {
        reader->at++;
        *text = out.failed ? NULL : tvx_arena_strdup(reader->arena, tvx_buf_text(&out));
        good = *text != NULL || out_of_memory(reader);
    }
    tvx_buf_free(&out);
    return good;
}

static bool bare_key_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* key, "quoted key", dotted."key" */
static bool read_path(struct reader *reader, struct path *path)
{
    path->count = 0;
    for (;;) {
        const char *key = NULL, *start = reader->at;

        if (path->count == DEPTH_MAX)
            return refuse(reader, "a key has too many parts");
        if (peek(reader) == '"' || peek(reader) == '\'') {
            if (!read_string(reader, &key))
                return false;
        } else {
            while (bare_key_char(peek(reader)))
                reader->at++;
            if (reader->at == start)
                return refuse(reader, "a key is missing or holds a character that needs quotes");
            key = tvx_arena_strndup(reader->arena, start, (size_t)(reader->at - start));
            if (key == NULL)
                return out_of_memory(reader);
        }
        path->keys[path->count++] = key;
        skip_blanks(reader);
        if (peek(reader) != '.')
            return true;
        reader->at++;
        skip_blanks(reader);
    }
}

static bool digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

/* 2012-12-03, 42, -7, true, false */
static bool read_word(struct reader *reader, struct tvx_toml_value *value)
{
    const char *start = reader->at;
    size_t length, i = 0;
    int64_t number = 0;

    while (bare_key_char(peek(reader)) || peek(reader) == '+' || peek(reader) == '.' || peek(reader) == ':')
        reader->at++;
    length = (size_t)(reader->at - start);
    if ((length == 4 && memcmp(start, "true", 4) == 0) || (length == 5 && memcmp(start, "false", 5) == 0)) {
        value->kind = TVX_TOML_BOOLEAN;
        value->boolean = length == 4;
        return true;
    }
    if (length == 10 && digits(start, 4) && start[4] == '-' && digits(start + 5, 2) && start[7] == '-' &&
        digits(start + 8, 2)) {
        int month = (start[5] - '0') * 10 + start[6] - '0', day = (start[8] - '0') * 10 + start[9] - '0';

        if (month < 1 || month > 12 || day < 1 || day > 31)
            return refuse(reader, "there is no such date");
        value->kind = TVX_TOML_DATE;
        value->text = tvx_arena_strndup(reader->arena, start, length);
        return value->text != NULL || out_of_memory(reader);
    }
    if (length > 0 && (start[0] == '-' || start[0] == '+'))
        i = 1;
    if (i == length || !digits(start + i, length - i) || length - i > 18 || (start[i] == '0' && length - i > 1))
        return refuse(reader, "a value must be a string in quotes, true, false, a whole number, a date such as "
                              "2012-12-03, or an array of strings");
    for (size_t j = i; j < length; j++)
        number = number * 10 + (start[j] - '0');
    value->kind = TVX_TOML_INTEGER;
    value->integer = start[0] == '-' ? -number : number;
    return true;
}

/* Blanks, comments and line ends within an array. */
static bool skip_lines(struct reader *reader)
{
    for (;;) {
        skip_blanks(reader);
        if (peek(reader) != '#' && peek(reader) != '\n' && peek(reader) != '\r')
            return true;
        if (!end_line(reader))
            return false;
    }
}

static bool read_array(struct reader *reader, struct tvx_toml_value *value)
{
    size_t capacity = 0;

    reader->at++;
    value->kind = TVX_TOML_ARRAY;
    for (;;) {
        const char **larger;

        if (!skip_lines(reader))
            return false;
        if (peek(reader) == ']') {
            reader->at++;
            return true;
        }
        if (peek(reader) != '"' && peek(reader) != '\'')
            return refuse(reader,
                          reader->at == reader->end ? "an array is not closed" : "an array may hold strings only");
        larger = tvx_arena_grow(reader->arena, value->items, value->item_count, &capacity, sizeof *larger);
        if (larger == NULL)
            return out_of_memory(reader);
        value->items = larger;
        if (value->item_count == ITEMS_MAX)
            return refuse(reader, "an array has too many items");
        if (!read_string(reader, &larger[value->item_count++]) || !skip_lines(reader))
            return false;
        if (peek(reader) == ',')
            reader->at++;
        else if (peek(reader) != ']')
            return refuse(reader, "a comma or ] is missing in an array");
    }
}

static bool read_value(struct reader *reader, struct tvx_toml_value *value)
{
    char c = peek(reader);

    if (c == '"' || c == '\'') {
        value->kind = TVX_TOML_STRING;
        return read_string(reader, &value->text);
    }
    return c == '[' ? read_array(reader, value) : read_word(reader, value);
}

static struct tvx_toml_entry *add_entry(struct reader *reader, struct tvx_toml_table *table, const char *key)
{
    struct tvx_toml_entry *larger;

    if (table->count == ENTRIES_MAX) {
        refuse(reader, "a table has too many keys");
        return NULL;
    }
    larger = tvx_arena_grow(reader->arena, table->entries, table->count, &table->capacity, sizeof *larger);
    if (larger == NULL) {
        out_of_memory(reader);
        return NULL;
    }
    table->entries = larger;
    larger[table->count] = (struct tvx_toml_entry){.key = key, .line = reader->line};
    return &larger[table->count++];
}

/* The table under `key`, made when there is none. */
static struct tvx_toml_table *sub_table(struct reader *reader, struct tvx_toml_table *table, const char *key)
{
    const struct tvx_toml_entry *found = tvx_toml_find(table, key);
    struct tvx_toml_entry *entry;

    if (found != NULL) {
        if (found->value.kind != TVX_TOML_TABLE)
            refuse(reader, "a key that has a value already cannot be a table too");
        return found->value.table;
    }
    entry = add_entry(reader, table, key);
    if (entry == NULL)
        return NULL;
    entry->value.kind = TVX_TOML_TABLE;
    entry->value.table = tvx_arena_alloc(reader->arena, sizeof *entry->value.table);
    if (entry->value.table == NULL)
        out_of_memory(reader);
    return entry->value.table;
}

static bool read_header(struct reader *reader, struct tvx_toml_table *root, struct tvx_toml_table **current)
{
    struct path path;

    reader->at++;
    if (peek(reader) == '[')
        return refuse(reader, "arrays of tables ([[…]]) are not read here");
    skip_blanks(reader);
    if (!read_path(reader, &path))
        return false;
    if (peek(reader) != ']')
        return refuse(reader, "a ] is missing after a table's name");
    reader->at++;
    for (int i = 0; i < path.count; i++) {
        root = sub_table(reader, root, path.keys[i]);
        if (root == NULL)
            return false;
    }
    if (root->by_header || root->by_key)
        return refuse(reader, "this table stands in the file twice");
    root->by_header = true;
    *current = root;
    return end_line(reader);
}

static bool read_pair(struct reader *reader, struct tvx_toml_table *table)
{
    struct tvx_toml_value value = {0};
    struct tvx_toml_entry *entry;
    struct path path;
    size_t line = reader->line;

    if (!read_path(reader, &path))
        return false;
    if (peek(reader) != '=')
        return refuse(reader, "a = is missing after the key");
    reader->at++;
    skip_blanks(reader);
    for (int i = 0; i + 1 < path.count; i++) {
        table = sub_table(reader, table, path.keys[i]);
        if (table == NULL)
            return false;
        if (table->by_header)
            return refuse(reader, "a dotted key may not add to a table that has its own [heading]");
        table->by_key = true;
    }
    if (tvx_toml_find(table, path.keys[path.count - 1]) != NULL)
        return refuse(reader, "this key stands in the file twice");
    if (!read_value(reader, &value))
        return false;
    entry = add_entry(reader, table, path.keys[path.count - 1]);
    if (entry == NULL)
        return false;
    entry->line = line;
    entry->value = value;
    return end_line(reader);
}

const struct tvx_toml_entry *tvx_toml_find(const struct tvx_toml_table *table, const char *key)
{
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->entries[i].key, key) == 0)
            return &table->entries[i];
    return NULL;
}

enum tvx_status tvx_toml_parse(struct tvx_toml_table **out, struct tvx_arena *arena, const char *text, size_t length,
                               struct tvx_error *error)
{
    struct tvx_error reason = {0};
    struct reader reader = {arena, text, text + length, 1, error == NULL ? &reason : error};
    struct tvx_toml_table *root = tvx_arena_alloc(arena, sizeof *root), *current = root;
    bool good = true;

    *out = NULL;
    if (root == NULL)
        return tvx_error_nomem(error);
    if (length > FILE_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "the file is larger than 1 MB");
    if (!tvx_utf8_valid(text, length) || memchr(text, '\0', length) != NULL)
        return tvx_error_set(error, TVX_E_MALFORMED, "the file is not UTF-8 text");
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        reader.at += 3;
    root->by_header = true;
    while (good && reader.at < reader.end) {
        skip_blanks(&reader);
        if (peek(&reader) == '[')
            good = read_header(&reader, root, &current);
        else if (peek(&reader) == '#' || peek(&reader) == '\n' || peek(&reader) == '\r' || reader.at == reader.end)
            good = end_line(&reader);
        else
            good = read_pair(&reader, current);
    }
    if (!good)
        return reader.error->status;
    *out = root;
    return TVX_OK;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <travaux/base/json.h>

enum { MAX_DEPTH = 64 };

void tvx_json_init(struct tvx_json *json, struct tvx_buf *out)
{
    *json = (struct tvx_json){.out = out};
}

static void before_value(struct tvx_json *json)
{
    if (json->after_key)
        json->after_key = false;
    else if (json->need_comma[json->depth])
        tvx_buf_char(json->out, ',');
    json->need_comma[json->depth] = true;
}

static void open_level(struct tvx_json *json, char bracket)
{
    before_value(json);
    tvx_buf_char(json->out, bracket);
    if (json->depth == MAX_DEPTH) {
        json->out->failed = true;
        return;
    }
    json->need_comma[++json->depth] = false;
}

static void close_level(struct tvx_json *json, char bracket)
{
    if (json->depth == 0) {
        json->out->failed = true;
        return;
    }
    json->depth--;
    tvx_buf_char(json->out, bracket);
}

void tvx_json_object(struct tvx_json *json)
{
    open_level(json, '{');
}

void tvx_json_object_end(struct tvx_json *json)
{
    close_level(json, '}');
}

void tvx_json_array(struct tvx_json *json)
{
    open_level(json, '[');
}

void tvx_json_array_end(struct tvx_json *json)
{
    close_level(json, ']');
}

void tvx_json_key(struct tvx_json *json, const char *key)
{
    before_value(json);
    tvx_buf_json(json->out, key, strlen(key));
    tvx_buf_char(json->out, ':');
    json->after_key = true;
}

void tvx_json_string_n(struct tvx_json *json, const char *text, size_t length)
{
    before_value(json);
    tvx_buf_json(json->out, text, length);
}

void tvx_json_string(struct tvx_json *json, const char *text)
{
    if (text == NULL)
        tvx_json_null(json);
    else
        tvx_json_string_n(json, text, strlen(text));
}

void tvx_json_int(struct tvx_json *json, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do
        digits[--at] = (char)('0' + left % 10);
    while ((left /= 10) != 0);
    if (value < 0)
        digits[--at] = '-';
    before_value(json);
    tvx_buf_add(json->out, digits + at, sizeof digits - at);
}

void tvx_json_number(struct tvx_json *json, double value)
{
    char text[40];

    if (!isfinite(value)) {
        tvx_json_null(json);
        return;
    }
    before_value(json);
    snprintf(text, sizeof text, "%.10g", value);
    for (char *c = text; *c != '\0'; c++)
        if (*c == ',') /* a locale's decimal comma */
            *c = '.';
    tvx_buf_str(json->out, text);
}

void tvx_json_bool(struct tvx_json *json, bool value)
{
    before_value(json);
    tvx_buf_str(json->out, value ? "true" : "false");
}

void tvx_json_raw(struct tvx_json *json, const char *value)
{
    before_value(json);
    tvx_buf_str(json->out, value);
}

void tvx_json_null(struct tvx_json *json)
{
    before_value(json);
    tvx_buf_str(json->out, "null");
}

void tvx_json_pair(struct tvx_json *json, const char *key, const char *text)
{
    tvx_json_key(json, key);
    tvx_json_string(json, text);
}

void tvx_json_pair_int(struct tvx_json *json, const char *key, int64_t value)
{
    tvx_json_key(json, key);
    tvx_json_int(json, value);
}

void tvx_json_pair_number(struct tvx_json *json, const char *key, double value)
{
    tvx_json_key(json, key);
    tvx_json_number(json, value);
}

void tvx_json_pair_bool(struct tvx_json *json, const char *key, bool value)
{
    tvx_json_key(json, key);
    tvx_json_bool(json, value);
}

void tvx_json_pair_strings(struct tvx_json *json, const char *key, const char *const *items, size_t count)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_string(json, items[i]);
    tvx_json_array_end(json);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/buf.h>

void tvx_buf_init(struct tvx_buf *buf, size_t ceiling)
{
    *buf = (struct tvx_buf){.ceiling = ceiling};
}

void tvx_buf_free(struct tvx_buf *buf)
{
    free(buf->data);
    tvx_buf_init(buf, buf->ceiling);
}

void tvx_buf_clear(struct tvx_buf *buf)
{
    buf->length = 0;
    buf->failed = false;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

/* Room for `more` bytes and the NUL. */
static bool reserve(struct tvx_buf *buf, size_t more)
{
    size_t wanted = buf->capacity;
    char *larger;

    if (buf->failed || more > buf->ceiling || buf->length > buf->ceiling - more) {
        buf->failed = true;
        return false;
    }
    if (buf->length + more < buf->capacity)
        return true;
    if (wanted < 256)
        wanted = 256;
    while (wanted <= buf->length + more) {
        if (wanted > SIZE_MAX / 2) {
            buf->failed = true;
            return false;
        }
        wanted *= 2;
    }
    larger = realloc(buf->data, wanted);
    if (larger == NULL) {
        buf->failed = true;
        return false;
    }
    buf->data = larger;
    buf->capacity = wanted;
    return true;
}

void tvx_buf_add(struct tvx_buf *buf, const void *bytes, size_t length)
{
    if (!reserve(buf, length))
        return;
    if (length > 0)
        memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void tvx_buf_str(struct tvx_buf *buf, const char *text)
{
    if (text != NULL)
        tvx_buf_add(buf, text, strlen(text));
}

void tvx_buf_char(struct tvx_buf *buf, char c)
{
    if (!reserve(buf, 1))
        return;
    buf->data[buf->length++] = c;
    buf->data[buf->length] = '\0';
}

void tvx_buf_vprintf(struct tvx_buf *buf, const char *format, va_list list)
{
    va_list again;
    int length;

    va_copy(again, list);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) {
        buf->failed = true;
        return;
    }
    if (!reserve(buf, (size_t)length))
        return;
    vsnprintf(buf->data + buf->length, (size_t)length + 1, format, list);
    buf->length += (size_t)length;
}

void tvx_buf_printf(struct tvx_buf *buf, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    tvx_buf_vprintf(buf, format, list);
    va_end(list);
}

void tvx_buf_html(struct tvx_buf *buf, const char *text, size_t length)
{
    for (size_t at = 0, from = 0; at <= length; at++) {
        const char *name = NULL;

        if (at < length) {
            switch (text[at]) {
            case '&': name = "&amp;"; break;
            case '<': name = "&lt;"; break;
            case '>': name = "&gt;"; break;
            case '"': name = "&quot;"; break;
            case '\'': name = "&#39;"; break;
            default: continue;
            }
        }
        tvx_buf_add(buf, text + from, at - from);
        tvx_buf_str(buf, name);
        from = at + 1;
    }
}

/* Length of the valid UTF-8 sequence at the start of s (RFC 3629), 0 when it is not valid. */
static size_t utf8_sequence(const unsigned char *s, size_t left)
{
    size_t length = s[0] < 0x80                   ? 1
                    : s[0] >= 0xC2 && s[0] < 0xE0 ? 2
                    : (s[0] & 0xF0) == 0xE0       ? 3
                    : s[0] >= 0xF0 && s[0] < 0xF5 ? 4
                                                  : 0;

    if (length == 0 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) || (s[0] == 0xF0 && s[1] < 0x90) ||
        (s[0] == 0xF4 && s[1] > 0x8F))
        return 0;
    return length;
}

static void json_control(struct tvx_buf *buf, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char escape[7] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15], 0};

    switch (c) {
    case '"': tvx_buf_str(buf, "\\\""); break;
    case '\\': tvx_buf_str(buf, "\\\\"); break;
    case '\n': tvx_buf_str(buf, "\\n"); break;
    case '\r': tvx_buf_str(buf, "\\r"); break;
    case '\t': tvx_buf_str(buf, "\\t"); break;
    default: tvx_buf_str(buf, escape); break;
    }
}

void tvx_buf_json(struct tvx_buf *buf, const char *text, size_t length)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t at = 0, from = 0;

    tvx_buf_char(buf, '"');
    while (at < length) {
        if (s[at] >= 0x20 && s[at] < 0x7F && s[at] != '"' && s[at] != '\\') {
            at++;
            continue;
        }
        size_t sequence = utf8_sequence(s + at, length - at);
        bool separator = sequence == 3 && s[at] == 0xE2 && s[at + 1] == 0x80 && (s[at + 2] & 0xFE) == 0xA8;

        if (sequence > 1 && !separator) {
            at += sequence;
            continue;
        }
        tvx_buf_add(buf, text + from, at - from);
        if (sequence == 0) {
            tvx_buf_str(buf, "\xEF\xBF\xBD");
            at++;
        } else if (separator) {
            tvx_buf_str(buf, s[at + 2] == 0xA8 ? "\\u2028" : "\\u2029");
            at += 3;
        } else {
            json_control(buf, s[at]);
            at++;
        }
        from = at;
    }
    tvx_buf_add(buf, text + from, at - from);
    tvx_buf_char(buf, '"');
}

void tvx_buf_csv(struct tvx_buf *buf, const char *text, size_t length)
{
    bool quote = false;

    for (size_t i = 0; i < length; i++)
        if (text[i] == '"' || text[i] == ',' || text[i] == '\n' || text[i] == '\r' || text[i] == ';')
            quote = true;
    if (quote)
        tvx_buf_char(buf, '"');
    if (length > 0 && strchr("=+-@\t\r", text[0]) != NULL)
        tvx_buf_char(buf, '\'');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            tvx_buf_char(buf, '"');
        tvx_buf_char(buf, text[i]);
    }
    if (quote)
        tvx_buf_char(buf, '"');
}

const char *tvx_buf_text(const struct tvx_buf *buf)
{
    return buf->data == NULL ? "" : buf->data;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/ucnv.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "encoding.h"

/* 0x80…0x9F of Windows-1252 (WHATWG Encoding, index windows-1252); the rest is Latin-1. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

static size_t put(char *out, uint32_t point)
{
    size_t length = 0;

    U8_APPEND_UNSAFE((uint8_t *)out, length, point);
    return length;
}

/* Sequences of more than one byte, and bytes that belong to none. */
static void count_sequences(const char *bytes, size_t length, size_t *good, size_t *bad)
{
    *good = *bad = 0;
    for (size_t at = 0; at < length;) {
        size_t from = at;
        uint32_t point;

        if ((unsigned char)bytes[at] < 0x80) {
            at++;
            continue;
        }
        point = tvx_utf8_next(bytes, length, &at);
        *bad += point == 0xFFFD && at == from + 1;
        *good += at > from + 1;
    }
}

static const char *from_windows_1252(struct tvx_arena *arena, const char *bytes, size_t length, size_t *out_length)
{
    char *out = tvx_arena_array(arena, length, 3);
    size_t used = 0;

    for (size_t i = 0; out != NULL && i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];

        used += put(out + used, c >= 0x80 && c < 0xA0 ? windows_1252[c - 0x80] : c);
    }
    *out_length = used;
    return out;
}

static const char *from_utf16(struct tvx_arena *arena, const char *bytes, size_t length, bool big, size_t *out_length)
{
    char *out = tvx_arena_array(arena, length / 2 + 1, 3);
    size_t used = 0;
    uint32_t high = 0; /* the first half of a pair, waiting for its second */

    for (size_t i = 2; out != NULL && i + 1 < length; i += 2) {
        unsigned char first = (unsigned char)bytes[i], second = (unsigned char)bytes[i + 1];
        uint32_t unit = big ? (uint32_t)first << 8 | second : (uint32_t)second << 8 | first;

        if (high != 0 && U16_IS_TRAIL(unit)) {
            used += put(out + used, (uint32_t)U16_GET_SUPPLEMENTARY(high, unit));
            high = 0;
            continue;
        }
        if (high != 0)
            used += put(out + used, 0xFFFD);
        high = U16_IS_LEAD(unit) ? unit : 0;
        if (high == 0)
            used += put(out + used, U16_IS_TRAIL(unit) ? 0xFFFD : unit);
    }
    *out_length = used;
    return out;
}

const char *tvx_encoding_to_utf8(struct tvx_arena *arena, const char *bytes, size_t length, size_t *out_length,
                                 enum tvx_encoding *encoding)
{
    size_t good, bad;

    *encoding = TVX_UTF16;
    if (length >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0)
        return from_utf16(arena, bytes, length, false, out_length);
    if (length >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0)
        return from_utf16(arena, bytes, length, true, out_length);
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    count_sequences(bytes, length, &good, &bad);
    *encoding = bad == 0 ? TVX_UTF8 : bad * 10 <= good ? TVX_UTF8_DAMAGED : TVX_WINDOWS_1252;
    if (*encoding == TVX_WINDOWS_1252)
        return from_windows_1252(arena, bytes, length, out_length);
    *out_length = length;
    return bytes;
}

/* The label behind the first "charset=" of the first 1,024 bytes, lower case; empty when there is none. */
static void declared_label(char label[40], const char *bytes, size_t length)
{
    char head[1025];
    size_t used = 0;
    const char *found;

    length = length < sizeof head - 1 ? length : sizeof head - 1;
    for (size_t i = 0; i < length; i++)
        head[i] = bytes[i] == '\0' ? ' ' : bytes[i];
    head[length] = '\0';
    found = strcasestr(head, "charset");
    if (found == NULL && strncmp(head, "<?xml", 5) == 0)
        found = strcasestr(head, "encoding"); /* XHTML's XML declaration */
    if (found != NULL) {
        found += strcspn(found, "=>");
        found += strspn(found, "= \"'\t\n");
        while (used < 39 && found[used] != '\0' && strchr("\"'>; \t\n/?", found[used]) == NULL) {
            label[used] = (char)(found[used] >= 'A' && found[used] <= 'Z' ? found[used] + 32 : found[used]);
            used++;
        }
    }
    label[used] = '\0';
}

static const char *from_label(struct tvx_arena *arena, const char *label, const char *bytes, size_t length,
                              size_t *out_length)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t used = 0;
    char *out = NULL;
    size_t room;

    if (length > INT32_MAX / 4 || __builtin_mul_overflow(length, (size_t)3, &room))
        return NULL;
    out = tvx_arena_alloc(arena, room + 4);
    if (out != NULL)
        used = ucnv_convert("UTF-8", label, out, (int32_t)(room + 4), bytes, (int32_t)length, &status);
    if (out == NULL || U_FAILURE(status))
        return NULL;
    *out_length = (size_t)used;
    return out;
}

const char *tvx_encoding_of_html(struct tvx_arena *arena, const char *bytes, size_t length, size_t *out_length,
                                 enum tvx_encoding *encoding, bool *declared)
{
    static const char *const western[] = {"iso-8859-1", "iso8859-1",    "latin1", "us-ascii",
                                          "ascii",      "windows-1252", "cp1252"};
    char label[40];
    const char *text;

    declared_label(label, bytes, length);
    *declared = *label != '\0';
    if (!*declared || strcmp(label, "utf-8") == 0 || strncmp(label, "utf-16", 6) == 0 ||
        (length >= 3 && (memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 || memcmp(bytes, "\xFF\xFE", 2) == 0 ||
                         memcmp(bytes, "\xFE\xFF", 2) == 0)))
        return tvx_encoding_to_utf8(arena, bytes, length, out_length, encoding);
    for (size_t i = 0; i < sizeof western / sizeof *western; i++)
        if (strcmp(label, western[i]) == 0) {
            *encoding = TVX_WINDOWS_1252;
            return from_windows_1252(arena, bytes, length, out_length);
        }
    *encoding = TVX_ENCODING_OTHER;
    text = from_label(arena, label, bytes, length, out_length);
    *declared = text != NULL;
    return text != NULL ? text : tvx_encoding_to_utf8(arena, bytes, length, out_length, encoding);
}

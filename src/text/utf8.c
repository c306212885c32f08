/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

uint32_t tvx_utf8_next(const char *text, size_t length, size_t *at)
{
    const uint8_t *s = (const uint8_t *)text + *at;
    size_t left = length - *at;
    int32_t i = 0;
    UChar32 point;

    if (left == 0)
        return 0xFFFD;
    if (s[0] < 0x80) {
        (*at)++;
        return s[0];
    }
    U8_NEXT(s, i, (int32_t)(left > 4 ? 4 : left), point);
    if (point < 0) {
        (*at)++;
        return 0xFFFD;
    }
    *at += (size_t)i;
    return (uint32_t)point;
}

size_t tvx_utf8_put(char out[4], uint32_t point)
{
    size_t length = 0;

    U8_APPEND_UNSAFE(out, length, (UChar32)point);
    return length;
}

size_t tvx_utf8_count(const char *text, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

size_t tvx_utf8_offset(const char *text, size_t length, size_t points)
{
    for (size_t i = 0; i < length; i++) {
        if (((unsigned char)text[i] & 0xC0) == 0x80)
            continue;
        if (points-- == 0)
            return i;
    }
    return length;
}

static size_t put_utf8(char *out, uint32_t point)
{
    size_t length = 0;

    U8_APPEND_UNSAFE((uint8_t *)out, length, point);
    return length;
}

/* Controls but tab and newline; the C1 range; noncharacters and the byte-order mark. */
static bool is_unwanted(uint32_t point)
{
    return (point < 0x20 && point != '\t' && point != '\n') || (point >= 0x7F && point < 0xA0) || point == 0xFEFF ||
           (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
}

static bool is_plain_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c >= 0x7F || (c < 0x20 && c != '\t' && c != '\n'))
            return false;
    }
    return true;
}

/* NFC by ICU, over UTF-16; most text is in NFC already and is handed back as it is. */
static char *to_nfc(struct tvx_arena *arena, char *text, size_t length)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    int32_t wide, composed, bytes;
    UChar *from, *to;
    char *out;

    if (U_FAILURE(status) || length > INT32_MAX / 4)
        return NULL;
    from = tvx_arena_array(arena, length + 1, sizeof *from);
    if (from == NULL)
        return NULL;
    u_strFromUTF8(from, (int32_t)length + 1, &wide, text, (int32_t)length, &status);
    if (U_FAILURE(status))
        return NULL;
    if (unorm2_quickCheck(nfc, from, wide, &status) == UNORM_YES)
        return text;
    status = U_ZERO_ERROR;
    to = tvx_arena_array(arena, (size_t)wide * 3 + 1, sizeof *to);
    if (to == NULL)
        return NULL;
    composed = unorm2_normalize(nfc, from, wide, to, wide * 3 + 1, &status);
    if (U_FAILURE(status))
        return NULL;
    out = tvx_arena_alloc(arena, (size_t)composed * 3 + 1);
    if (out == NULL)
        return NULL;
    u_strToUTF8(out, composed * 3 + 1, &bytes, to, composed, &status);
    return U_FAILURE(status) ? NULL : out;
}

/* Only these can be changed by NFC: anything at or above U+0300. */
static bool may_need_nfc(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0xCC)
            return true;
    return false;
}

char *tvx_text_clean(struct tvx_arena *arena, const char *text, size_t length)
{
    size_t room, used = 0;
    char *out;

    if (is_plain_ascii(text, length))
        return tvx_arena_strndup(arena, text, length);
    if (__builtin_mul_overflow(length, (size_t)3, &room) || room == SIZE_MAX)
        return NULL;
    out = tvx_arena_alloc(arena, room + 1);
    if (out == NULL)
        return NULL;
    for (size_t at = 0; at < length;) {
        uint32_t point = tvx_utf8_next(text, length, &at);

        if (!is_unwanted(point))
            used += put_utf8(out + used, point);
    }
    out[used] = '\0';
    return may_need_nfc(out, used) ? to_nfc(arena, out, used) : out;
}

bool tvx_text_is_space(uint32_t point)
{
    return (point >= 0x09 && point <= 0x0D) || point == ' ' || point == 0x85 || point == 0xA0 || point == 0x1680 ||
           (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 || point == 0x202F ||
           point == 0x205F || point == 0x3000;
}

/* Soft hyphen, zero-width space, word joiner: they say where a line may break, nothing else. */
static bool is_invisible_break(uint32_t point)
{
    return point == 0xAD || point == 0x200B || point == 0x2060 || point == 0xFEFF;
}

/* Length of the stretch of printable ASCII without a space at the start of `text`: most of most words. */
static size_t plain_stretch(const char *text, size_t length)
{
    size_t at = 0;

    while (at < length && text[at] > ' ' && text[at] < 0x7F)
        at++;
    return at;
}

char *tvx_text_fold_space(struct tvx_arena *arena, const char *text, size_t length)
{
    char *out = length == SIZE_MAX ? NULL : tvx_arena_alloc(arena, length + 1);
    size_t used = 0;
    bool gap = false;

    if (out == NULL)
        return NULL;
    for (size_t at = 0; at < length;) {
        size_t from = at, plain = plain_stretch(text + at, length - at);

        if (plain == 0) {
            uint32_t point = tvx_utf8_next(text, length, &at);

            if (tvx_text_is_space(point)) {
                gap = used > 0;
                continue;
            }
            if (is_invisible_break(point))
                continue;
        } else {
            at += plain;
        }
        if (gap)
            out[used++] = ' ';
        gap = false;
        memcpy(out + used, text + from, at - from);
        used += at - from;
    }
    out[used] = '\0';
    return out;
}

bool tvx_text_blank(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t point;

        if (plain_stretch(text + at, length - at) > 0)
            return false;
        point = tvx_utf8_next(text, length, &at);
        if (!tvx_text_is_space(point) && !is_invisible_break(point))
            return false;
    }
    return true;
}

char *tvx_text_casefold(struct tvx_arena *arena, const char *text, size_t length)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t wide, folded, bytes;
    UChar *from, *to;
    char *out;

    if (is_plain_ascii(text, length)) {
        out = tvx_arena_strndup(arena, text, length);
        for (size_t i = 0; out != NULL && i < length; i++)
            if (out[i] >= 'A' && out[i] <= 'Z')
                out[i] = (char)(out[i] + 32);
        return out;
    }
    if (length > INT32_MAX / 8)
        return NULL;
    from = tvx_arena_array(arena, length + 1, sizeof *from);
    to = tvx_arena_array(arena, length * 3 + 1, sizeof *to);
    if (from == NULL || to == NULL)
        return NULL;
    u_strFromUTF8WithSub(from, (int32_t)length + 1, &wide, text, (int32_t)length, 0xFFFD, NULL, &status);
    folded = u_strFoldCase(to, (int32_t)(length * 3 + 1), from, wide, U_FOLD_CASE_DEFAULT, &status);
    if (U_FAILURE(status))
        return NULL;
    out = tvx_arena_alloc(arena, (size_t)folded * 3 + 1);
    if (out == NULL)
        return NULL;
    u_strToUTF8WithSub(out, folded * 3 + 1, &bytes, to, folded, 0xFFFD, NULL, &status);
    return U_FAILURE(status) ? NULL : out;
}

bool tvx_utf8_valid(const char *text, size_t length)
{
    size_t at = 0;

    while (at < length) {
        size_t from = at;

        if ((unsigned char)text[at] < 0x80) {
            at++;
            continue;
        }
        if (tvx_utf8_next(text, length, &at) == 0xFFFD && at - from == 1)
            return false;
    }
    return true;
}

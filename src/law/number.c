/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/law/proposal.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

/* Sponsors as printed: one group of capitals or several with a slash between ("D/F/G/12/3"). */
enum { SPONSOR = 12, SPONSORS = 64, DIGITS = 5, PARTS = 6 };

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "IAP/" or "D/F/G/": bytes up to and with the last slash, 0 when there is none. */
static size_t sponsors_at(const char *text)
{
    size_t at = 0;

    for (unsigned group = 0; group < SPONSORS; group++) {
        size_t length = 0;

        while (is_upper(text[at + length]) || (length > 0 && (text[at + length] == '-' || text[at + length] == '+') &&
                                               is_upper(text[at + length + 1])))
            length++;
        if (length == 0 || length > SPONSOR || text[at + length] != '/')
            return is_digit(text[at]) ? at : 0;
        at += length + 1;
    }
    return 0;
}

static size_t digits_at(const char *text)
{
    size_t length = 0;

    while (is_digit(text[length]))
        length++;
    return length > DIGITS ? 0 : length;
}

/* "14", "14A1", "48A13R2" */
static size_t document_at(const char *text)
{
    size_t at = digits_at(text);

    for (unsigned part = 0; at > 0 && part < PARTS && is_upper(text[at]); part++) {
        size_t digits = digits_at(text + at + 1);

        if (digits == 0)
            return 0;
        at += 1 + digits;
    }
    return at;
}

enum tvx_status tvx_number_parse(struct tvx_number *out, struct tvx_arena *arena, const char *text,
                                 struct tvx_error *error)
{
    size_t sponsor = sponsors_at(text), document, serial, end, next;

    *out = (struct tvx_number){0};
    document = sponsor == 0 ? 0 : document_at(text + sponsor);
    if (document == 0 || text[sponsor + document] != '/')
        return tvx_error_set(error, TVX_E_NOTFOUND, "\"%.40s\" is no proposal number", text);
    serial = digits_at(text + sponsor + document + 1);
    end = sponsor + document + 1 + serial;
    if (serial > 0 && ((text[end] >= 'a' && text[end] <= 'z') || is_upper(text[end]))) {
        serial++;
        end++;
    }
    next = end;
    if (serial == 0 || text[end] == '/' ||
        (text[end] != '\0' && u_isalnum((UChar32)tvx_utf8_next(text, strlen(text), &next))))
        return tvx_error_set(error, TVX_E_NOTFOUND, "\"%.40s\" is no proposal number", text);
    out->sponsor = tvx_arena_strndup(arena, text, sponsor - 1);
    out->document = tvx_arena_strndup(arena, text + sponsor, document);
    out->serial = tvx_arena_strndup(arena, text + sponsor + document + 1, serial);
    out->length = end;
    return out->sponsor == NULL || out->document == NULL || out->serial == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "safe.h"

#include <stdio.h>
#include <string.h>
#include <travaux/text/utf8.h>

/*
 * Left alone: U+200C/200D (Arabic and Indic spelling needs them) and the marks U+200E/200F/061C, which only settle the
 * direction of what stands beside them.  Embeddings, overrides and isolates reorder whole lines ("Trojan Source",
 * Boucher and Anderson 2021) and are shown; so are zero-width spaces, word joiners and tag characters.
 */
enum show_point show_point_kind(uint32_t point)
{
    if (point == '\n' || point == 0x2028 || point == 0x2029)
        return SHOW_POINT_BREAK;
    if (point == '\t' || point == '\r' || point == ' ')
        return SHOW_POINT_SPACE;
    if (point < 0x20 || (point >= 0x7F && point <= 0x9F))
        return SHOW_POINT_CONTROL;
    if ((point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x206F) || point == 0x200B ||
        (point >= 0x2060 && point <= 0x2064) || point == 0xFEFF || (point >= 0xFFF9 && point <= 0xFFFB) ||
        (point >= 0xE0000 && point <= 0xE0FFF))
        return SHOW_POINT_HIDDEN;
    return SHOW_POINT_PLAIN;
}

void show_point_name(char name[16], uint32_t point)
{
    snprintf(name, 16, "<U+%04X>", (unsigned)point);
}

static void html_text(struct tvx_buf *out, const char *text, size_t length, bool span)
{
    size_t from = 0, at = 0;

    while (at < length) {
        size_t here = at;
        uint32_t point;
        enum show_point kind;
        char name[16];

        if ((unsigned char)text[at] >= 0x20 && (unsigned char)text[at] < 0x7F) {
            at++;
            continue;
        }
        point = tvx_utf8_next(text, length, &at);
        kind = show_point_kind(point);
        if (kind != SHOW_POINT_CONTROL && kind != SHOW_POINT_HIDDEN)
            continue;
        tvx_buf_html(out, text + from, here - from);
        from = at;
        if (kind == SHOW_POINT_CONTROL) {
            tvx_buf_str(out, "\xEF\xBF\xBD");
            continue;
        }
        show_point_name(name, point);
        if (span)
            tvx_buf_str(out, "<span class=\"cp\">");
        tvx_buf_html(out, name, strlen(name));
        if (span)
            tvx_buf_str(out, "</span>");
    }
    tvx_buf_html(out, text + from, length - from);
}

void show_html_text(struct tvx_buf *out, const char *text, size_t length)
{
    html_text(out, text, length, true);
}

void show_html_string(struct tvx_buf *out, const char *text)
{
    if (text != NULL)
        html_text(out, text, strlen(text), true);
}

void show_html_attribute(struct tvx_buf *out, const char *text)
{
    if (text != NULL)
        html_text(out, text, strlen(text), false);
}

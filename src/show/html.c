/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "html.h"

#include "safe.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <travaux/base/hash.h>
#include <travaux/text/utf8.h>

enum { SLUG_LONGEST = 60 };

struct html html_of(const struct tvx_page *page)
{
    return (struct html){.out = page->out,
                         .arena = page->arena,
                         .root = page->viewer->served ? "/" : page->reference != NULL ? "../" : "",
                         .language = "",
                         .viewer = page->viewer,
                         .page = page};
}

const char *html_page_name(struct tvx_arena *arena, const char *kind, const char *reference)
{
    char slug[SLUG_LONGEST + 1], hash[TVX_SHA256_HEX];
    size_t length = 0;

    if (reference == NULL)
        return tvx_arena_printf(arena, "%s.html", *kind == '\0' ? "index" : kind);
    for (const char *c = reference; *c != '\0' && length < SLUG_LONGEST; c++) {
        char lower = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;

        if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9'))
            slug[length++] = lower;
        else if (length > 0 && slug[length - 1] != '-')
            slug[length++] = '-';
    }
    while (length > 0 && slug[length - 1] == '-')
        length--;
    slug[length] = '\0';
    tvx_sha256_hex(hash, reference, strlen(reference));
    return tvx_arena_printf(arena, "%s/%s%s%.8s.html", kind, slug, length > 0 ? "-" : "", hash);
}

const char *html_address(struct html *html, const char *kind, const char *reference)
{
    const struct tvx_page_kind *known = tvx_page_kind_find(kind);
    const struct tvx_page *page = html->page;
    const char *address;

    if (html->viewer != NULL && html->viewer->served) {
        address = tvx_page_address(html->arena, kind, reference);
        return address == NULL ? NULL : address + 1;
    }
    if (known != NULL && known->served_only)
        return NULL;
    if (page != NULL && page->wanted != NULL && !page->wanted(page->wanted_context, kind, reference))
        return NULL;
    return html_page_name(html->arena, kind, reference);
}

void html_raw(struct html *html, const char *markup)
{
    tvx_buf_str(html->out, markup);
}

/*
 * In a script element only "<" could end it, or begin a comment (HTML, §4.12.1.3).  That, and what hides or turns text
 * round, is written as JSON can write any character (RFC 8259, §7).
 */
void html_data(struct html *html, const char *json)
{
    size_t length = strlen(json), from = 0, at = 0;

    html_raw(html, "<script type=\"application/ld+json\">");
    while (at < length) {
        size_t here = at;
        uint32_t point = tvx_utf8_next(json, length, &at);

        if (point != '<' && show_point_kind(point) != SHOW_POINT_HIDDEN)
            continue;
        tvx_buf_add(html->out, json + from, here - from);
        if (point > 0xFFFF)
            tvx_buf_printf(html->out, "\\u%04x", (unsigned)(0xD800 + ((point - 0x10000) >> 10)));
        tvx_buf_printf(html->out, "\\u%04x", (unsigned)(point > 0xFFFF ? 0xDC00 + (point & 0x3FF) : point));
        from = at;
    }
    tvx_buf_add(html->out, json + from, length - from);
    html_raw(html, "</script>\n");
}

void html_text(struct html *html, const char *text)
{
    show_html_string(html->out, text);
}

const struct tvx_tongue *html_tongue(const struct html *html)
{
    return html->viewer == NULL ? NULL : html->viewer->tongue;
}

const char *html_said(struct html *html, const char *english)
{
    return tvx_say(html_tongue(html), english);
}

const char *html_said_with(struct html *html, const char *english, const char *const *arguments, size_t count)
{
    const char *said = tvx_say_with(html_tongue(html), html->arena, english, arguments, count);

    return said == NULL ? "" : said;
}

const char *html_said_number(struct html *html, size_t number, const char *one, const char *many)
{
    const char *said = tvx_say_number(html_tongue(html), html->arena, number, one, many);

    return said == NULL ? "" : said;
}

const char *html_said_figure(struct html *html, double number, int decimals)
{
    const char *said = tvx_say_figure(html_tongue(html), html->arena, number, decimals);

    return said == NULL ? "" : said;
}

const char *html_date(struct html *html, const char *date)
{
    const char *said = tvx_say_date(html_tongue(html), html->arena, date);

    return said == NULL ? "" : said;
}

void html_figure(struct html *html, double number, int decimals)
{
    html_text(html, html_said_figure(html, number, decimals));
}

/* Marked as English where the reader's language has no row for it: a prepared table may lack some. */
static void put_said(struct html *html, const char *english, const char *said)
{
    const struct tvx_tongue *tongue = html_tongue(html);
    bool foreign = !tvx_tongue_name(tongue)->complete && tvx_say(tongue, english) == english;

    html_raw(html, foreign ? "<span lang=\"en\" dir=\"ltr\">" : "");
    html_text(html, said);
    html_raw(html, foreign ? "</span>" : "");
}

void html_say(struct html *html, const char *english)
{
    put_said(html, english, html_said(html, english));
}

void html_say_with(struct html *html, const char *english, const char *const *arguments, size_t count)
{
    put_said(html, english, html_said_with(html, english, arguments, count));
}

void html_say_number(struct html *html, size_t number, const char *one, const char *many)
{
    put_said(html, many, html_said_number(html, number, one, many));
}

void html_sentence(struct html *html, const char *english)
{
    const struct tvx_tongue *tongue = html_tongue(html);
    const char *said = tvx_say_sentence(tongue, html->arena, english);

    if (said == NULL && strcmp(tvx_tongue_name(tongue)->code, "en") != 0 && english != NULL && *english != '\0') {
        html_raw(html, "<span lang=\"en\" dir=\"ltr\">");
        html_text(html, english);
        html_raw(html, "</span>");
    } else {
        html_text(html, said == NULL ? english : said);
    }
}

void html_printf(struct html *html, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    tvx_buf_vprintf(html->out, format, list);
    va_end(list);
}

void html_attribute(struct html *html, const char *name, const char *value)
{
    html_raw(html, " ");
    html_raw(html, name);
    html_raw(html, "=\"");
    show_html_attribute(html->out, value);
    html_raw(html, "\"");
}

void html_style(struct html *html, const struct tvx_asset *sheet)
{
    html_raw(html, "<style>\n");
    tvx_buf_add(html->out, sheet->bytes, sheet->length);
    html_raw(html, "</style>\n");
}

void html_link(struct html *html, const char *href, const char *class, const char *text)
{
    if (href == NULL) {
        html_text(html, text);
        return;
    }
    html_raw(html, "<a");
    if (class != NULL)
        html_attribute(html, "class", class);
    html_raw(html, " href=\"");
    html_raw(html, *href == '#' ? "" : html->root);
    show_html_attribute(html->out, href);
    html_raw(html, "\">");
    html_text(html, text);
    html_raw(html, "</a>");
}

void html_thing(struct html *html, const char *kind, const char *reference, const char *class, const char *text)
{
    html_link(html, html_address(html, kind, reference), class, text);
}

void html_form_start(struct html *html, const char *action, const char *class)
{
    html_raw(html, "<form method=\"post\"");
    html_attribute(html, "action", action);
    if (class != NULL)
        html_attribute(html, "class", class);
    html_raw(html, "><input type=\"hidden\" name=\"token\"");
    html_attribute(html, "value", html->viewer->token == NULL ? "" : html->viewer->token);
    html_raw(html, ">");
}

void html_form_end(struct html *html, const char *button)
{
    html_raw(html, "<button type=\"submit\">");
    html_say(html, button);
    html_raw(html, "</button></form>\n");
}

void html_open_text(struct html *html, const char *element, const char *class)
{
    html_raw(html, "<");
    html_raw(html, element);
    if (class != NULL)
        html_attribute(html, "class", class);
    if (html->language != NULL && *html->language != '\0')
        html_attribute(html, "lang", html->language);
    html_raw(html, " dir=\"auto\">");
}

/* White space at the ends of a change stays outside the element. */
static void change(struct html *html, const char *element, const char *class, const char *text, size_t length)
{
    size_t head = 0, tail = length;

    while (head < length && (text[head] == ' ' || text[head] == '\n'))
        head++;
    while (tail > head && (text[tail - 1] == ' ' || text[tail - 1] == '\n'))
        tail--;
    show_html_text(html->out, text, head);
    if (tail > head) {
        html_raw(html, "<");
        html_raw(html, element);
        if (class != NULL)
            html_attribute(html, "class", class);
        html_raw(html, ">");
        show_html_text(html->out, text + head, tail - head);
        html_raw(html, "</");
        html_raw(html, element);
        html_raw(html, ">");
    }
    show_html_text(html->out, text + tail, length - tail);
}

void html_redline(struct html *html, const struct show_redline *redline)
{
    for (size_t i = 0; i < redline->count; i++) {
        const struct show_piece *piece = &redline->pieces[i];

        switch (piece->op) {
        case TVX_DIFF_EQUAL:
            if (piece->left_out)
                html_raw(html, "<span class=\"rest\">");
            show_html_text(html->out, piece->text, piece->length);
            if (piece->left_out)
                html_raw(html, "</span>");
            break;
        case TVX_DIFF_INS:
            change(html, "ins", NULL, piece->text, piece->length);
            break;
        case TVX_DIFF_DEL:
            change(html, "del", NULL, piece->text, piece->length);
            break;
        case TVX_DIFF_MOVE:
            change(html, "ins", "moved", piece->text, piece->length);
            break;
        }
    }
}

void html_marked(struct html *html, const char *text)
{
    while (*text != '\0') {
        const char *ins = strstr(text, "{+"), *del = strstr(text, "[-");
        const char *open = ins == NULL || (del != NULL && del < ins) ? del : ins;
        const char *close = open == NULL ? NULL : strstr(open + 2, open == ins ? "+}" : "-]");

        if (close == NULL)
            break;
        show_html_text(html->out, text, (size_t)(open - text));
        change(html, open == ins ? "ins" : "del", NULL, open + 2, (size_t)(close - open - 2));
        text = close + 2;
    }
    html_text(html, text);
}

void html_fact(struct html *html, const char *name, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    html_raw(html, "<dt>");
    html_say(html, name);
    html_raw(html, "</dt><dd>");
    html_text(html, value);
    html_raw(html, "</dd>\n");
}

static void more(struct html *html, size_t count)
{
    html_raw(html, "<details><summary>");
    html_say_number(html, count, "{1} more", "{1} more");
    html_raw(html, "</summary>");
}

void html_sponsors(struct html *html, const char *const *names, size_t count, size_t limit)
{
    bool folded = limit > 0 && count > limit + 1;

    html_raw(html, "<div class=\"who\">");
    for (size_t i = 0; i < count; i++) {
        if (folded && i == limit)
            more(html, count - limit);
        html_thing(html, "actor", names[i], "chip", names[i]);
        html_raw(html, " ");
    }
    if (folded)
        html_raw(html, "</details>");
    html_raw(html, "</div>");
}

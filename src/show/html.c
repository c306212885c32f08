/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "html.h"

#include "safe.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <travaux/base/hash.h>

enum { SLUG_LONGEST = 60 };

const char *html_page_name(struct tvx_arena *arena, enum html_kind kind, const char *reference)
{
    static const char *const folders[] = {
        [HTML_PROVISION] = "provision", [HTML_PROPOSAL] = "proposal",
        [HTML_DOCUMENT] = "document", [HTML_INSTRUMENT] = "instrument",
    };
    char slug[SLUG_LONGEST + 1], hash[TVX_SHA256_HEX];
    size_t length = 0;

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
    return tvx_arena_printf(arena, "%s/%s%s%.8s.html", folders[kind], slug, length > 0 ? "-" : "", hash);
}

void html_raw(struct html *html, const char *markup)
{
    tvx_buf_str(html->out, markup);
}

void html_text(struct html *html, const char *text)
{
    show_html_string(html->out, text);
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

void html_start(struct html *html, const char *title, const struct html_crumb *crumbs, size_t count)
{
    html_raw(html,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; "
             "script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    html_text(html, title);
    html_raw(html, " · travaux</title>\n<link rel=\"stylesheet\"");
    html_attribute(html, "href", tvx_arena_printf(html->arena, "%sassets/style.css", html->root));
    html_raw(html, ">\n<script");
    html_attribute(html, "src", tvx_arena_printf(html->arena, "%sassets/travaux.js", html->root));
    html_raw(html, " defer></script>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
                   "<header class=\"top\">\n");
    html_link(html, "index.html", "home", "travaux");
    html_raw(html, "\n<nav aria-label=\"Where you are\"><ol>");
    for (size_t i = 0; i < count; i++) {
        html_raw(html, "<li>");
        if (crumbs[i].href != NULL) {
            html_link(html, crumbs[i].href, NULL, crumbs[i].text);
        } else {
            html_raw(html, "<span aria-current=\"page\">");
            html_text(html, crumbs[i].text);
            html_raw(html, "</span>");
        }
        html_raw(html, "</li>");
    }
    html_raw(html, "</ol></nav>\n");
    html_link(html, "actors.html", "more", "Actors");
    html_raw(html, "\n</header>\n<main id=\"main\">\n");
}

void html_end(struct html *html)
{
    html_raw(html, "</main>\n</body>\n</html>\n");
}

void html_link(struct html *html, const char *href, const char *class, const char *text)
{
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

void html_thing(struct html *html, enum html_kind kind, const char *reference, const char *class, const char *text)
{
    const char *page = html_page_name(html->arena, kind, reference);

    html_link(html, page == NULL ? "index.html" : page, class, text);
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
    html_text(html, name);
    html_raw(html, "</dt><dd>");
    html_text(html, value);
    html_raw(html, "</dd>\n");
}

const char *html_actor_anchor(struct tvx_arena *arena, const char *name)
{
    char hash[TVX_SHA256_HEX];

    tvx_sha256_hex(hash, name, strlen(name));
    return tvx_arena_printf(arena, "a-%.8s", hash);
}

void html_sponsors(struct html *html, const char *const *names, size_t count, size_t limit)
{
    bool folded = limit > 0 && count > limit + 1;

    html_raw(html, "<div class=\"who\">");
    for (size_t i = 0; i < count; i++) {
        if (folded && i == limit)
            html_printf(html, "<details><summary>%zu more</summary>", count - limit);
        html_link(html, tvx_arena_printf(html->arena, "actors.html#%s", html_actor_anchor(html->arena, names[i])),
                  "chip", names[i]);
        html_raw(html, " ");
    }
    if (folded)
        html_raw(html, "</details>");
    html_raw(html, "</div>");
}

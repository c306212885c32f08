/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The text of a document, line by line, with its revision marks; every line carries the anchors that evidence points
 * at, and the passage that was asked for (?quote=start,points) is marked exactly.
 *
 * Places of evidence count code points of the text after the changes, while the lines shown hold deleted words too.
 * The two are walked together: what is not deleted is found again there, white space left aside.
 */
#include "html_document.h"
#include "html_quote.h"
#include "safe.h"

#include <string.h>
#include <travaux/text/utf8.h>

struct walk {
    struct html *html;
    const char *after;    /* the text after the changes, from `at` on */
    size_t at;            /* code points */
    size_t start, end;    /* of the quotation, code points; end 0: none is asked for */
    const char *open;     /* "ins", "del" or NULL */
    bool marking, marked; /* within <mark> now; the first <mark> was written */
    bool plain;           /* the lines have no marks of revision: "{+" is what the author wrote */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

static void mark_end(struct walk *w)
{
    if (w->marking)
        html_raw(w->html, "</mark>");
    w->marking = false;
}

static void element(struct walk *w, const char *name)
{
    mark_end(w);
    if (w->open != NULL)
        html_raw(w->html, strcmp(w->open, "ins") == 0 ? "</ins>" : "</del>");
    if (name != NULL)
        html_raw(w->html, strcmp(name, "ins") == 0 ? "<ins>" : "<del>");
    w->open = name;
}

/* One code point of the line, `length` bytes. */
static void character(struct walk *w, const char *text, size_t length)
{
    bool deleted = w->open != NULL && strcmp(w->open, "del") == 0, space = is_space(*text), quoted;

    if (!deleted && !space)
        while (is_space(*w->after)) {
            w->after++;
            w->at++;
        }
    quoted = !deleted && w->at >= w->start && w->at < w->end && (!space || w->marking);
    if (quoted && !w->marking) {
        html_raw(w->html, w->marked ? "<mark>" : "<mark id=\"quote\">");
        w->marked = w->marking = true;
    } else if (!quoted) {
        mark_end(w);
    }
    show_html_text(w->html->out, text, length);
    if (deleted || (space && !is_space(*w->after)) || *w->after == '\0')
        return;
    w->at++;
    for (w->after++; ((unsigned char)*w->after & 0xC0) == 0x80;)
        w->after++;
}

/* A line of the MARKED view, [-…-] and {+…+} as del and ins. */
static void line(struct walk *w, const char *text)
{
    while (*text != '\0') {
        const char *name = strncmp(text, "{+", 2) == 0 ? "ins" : strncmp(text, "[-", 2) == 0 ? "del" : NULL;
        size_t length = 1;

        if (!w->plain && w->open == NULL && name != NULL && strstr(text + 2, *name == 'i' ? "+}" : "-]") != NULL) {
            element(w, name);
            text += 2;
            continue;
        }
        if (w->open != NULL && strncmp(text, *w->open == 'i' ? "+}" : "-]", 2) == 0) {
            element(w, NULL);
            text += 2;
            continue;
        }
        while (((unsigned char)text[length] & 0xC0) == 0x80)
            length++;
        character(w, text, length);
        text += length;
    }
    element(w, NULL);
}

/* Bytes of the first `points` code points of a text. */
static size_t bytes_of(const char *text, size_t points)
{
    size_t at = 0;

    while (points > 0 && text[at] != '\0') {
        at++;
        while (((unsigned char)text[at] & 0xC0) == 0x80)
            at++;
        points--;
    }
    return at;
}

/* The marked lines; each carries the anchors of the lines of the AFTER view that begin in its blocks. */
static bool marked_lines(struct walk *w, const struct tvx_document *tree)
{
    struct html *html = w->html;
    struct tvx_lines marked, after;
    size_t next = 0;

    if (tvx_document_lines(&marked, html->arena, tree, TVX_VIEW_MARKED, NULL) != TVX_OK ||
        tvx_document_lines(&after, html->arena, tree, TVX_VIEW_AFTER, NULL) != TVX_OK)
        return false;
    for (size_t i = 0; i < marked.count; i++) {
        size_t first = next;

        html_raw(html, "<p>");
        for (; next < after.count && after.items[next].first_block <= marked.items[i].last_block; next++)
            html_printf(html, "<span id=\"o%zu\"></span>", after.items[next].start);
        if (next > first) {
            w->after += bytes_of(w->after, after.items[first].start > w->at ? after.items[first].start - w->at : 0);
            w->at = after.items[first].start > w->at ? after.items[first].start : w->at;
        }
        /* most lines hold nothing of the quotation, and need no walk */
        if (w->end == 0 || w->at >= w->end || (next < after.count && after.items[next].start <= w->start))
            html_marked(html, marked.items[i].text);
        else
            line(w, marked.items[i].text);
        html_raw(html, "</p>\n");
    }
    return true;
}

/* The text that is kept, line by line. */
static void plain_lines(struct walk *w, const char *text)
{
    struct html *html = w->html;

    w->plain = true;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n"), start = w->at;

        html_printf(html, "<p id=\"o%zu\">", start);
        line(w, tvx_arena_strndup(html->arena, text, length));
        html_raw(html, "</p>\n");
        w->at = start + tvx_utf8_count(text, length) + 1;
        text += length + (text[length] == '\n');
        w->after = text;
    }
}

void html_document_text(struct html *html, const struct tvx_document *tree, const char *text)
{
    struct walk walk = {.html = html, .after = text == NULL ? "" : text};
    size_t points;

    if (html_quote_asked(html, &walk.start, &points))
        walk.end = walk.start + points;
    html_open_text(html, "div", "text whole");
    if ((tree == NULL || !marked_lines(&walk, tree)) && text != NULL)
        plain_lines(&walk, text);
    html_raw(html, "</div>");
}

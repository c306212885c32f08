/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What every page is made of: its head and foot, links between pages, and small pieces of markup.
 * A page lies in one folder below the site's root or at the root itself; links are relative, so that the
 * site works from a disk as from a server.
 */
#ifndef SHOW_HTML_H
#define SHOW_HTML_H

#include "redline.h"

#include <travaux/base/table.h>
#include <travaux/show/comparison.h>
#include <travaux/show/page.h>

struct html {
    struct tvx_buf *out;
    struct tvx_arena *arena; /* of this page */
    const char *root;        /* of the site, as links write it: "" or "../" in a static site, "/" on the server */
    const char *language;    /* of the text shown, "en"; "" unknown */
    const struct tvx_viewer *viewer;
    const struct tvx_page *page; /* NULL: a page that stands alone */
};

/* The head of the writer of a page; the language of the text shown is left "". */
struct html html_of(const struct tvx_page *page);

/*
 * The file of a thing in a static site, from its root: "provision/itr-2006-5-2-0f3a9c21.html".  Made of letters, digits
 * and dashes whatever the reference holds, and of a hash, so that two never share one; "actors.html", and "index.html"
 * for the kind "", where `reference` is NULL.  Arena-owned.
 */
const char *html_page_name(struct tvx_arena *arena, const char *kind, const char *reference);

/* Where the page is, from the site's root, in the world that the viewer is in; NULL when that has no such page. */
const char *html_address(struct html *html, const char *kind, const char *reference);

struct html_crumb {
    const char *text, *href; /* href from the root, NULL for the page itself */
};
/* Head, top bar and crumbs, up to and with <main>. */
void html_start(struct html *html, const char *title, const struct html_crumb *crumbs, size_t count);
/* Closes <main>, and the page. */
void html_end(struct html *html);

/*
 * The only ways to write.  What html_raw gets is spelt out where it is called, and the format of html_printf holds
 * numbers only (tools/check-source.py sees to both); all that is not markup of ours goes through html_text,
 * html_attribute and what stands on them, which escape it.
 */
void html_raw(struct html *html, const char *markup);
/* The phrase in the interface's language (show/say.h), escaped; and with {1} … replaced, and by number. */
void html_say(struct html *html, const char *english);
void html_say_with(struct html *html, const char *english, const char *const *arguments, size_t count);
void html_say_number(struct html *html, size_t number, const char *one, const char *many);
/* The same as strings, arena-owned; never NULL. */
const char *html_said(struct html *html, const char *english);
const char *html_said_with(struct html *html, const char *english, const char *const *arguments, size_t count);
const char *html_said_number(struct html *html, size_t number, const char *one, const char *many);
const char *html_said_figure(struct html *html, double number, int decimals);
const char *html_date(struct html *html, const char *date); /* "" for NULL */
void html_figure(struct html *html, double number, int decimals);
/* A sentence that an analysis made in English (tvx_say_sentence); one that no table has is marked as English. */
void html_sentence(struct html *html, const char *english);
const struct tvx_tongue *html_tongue(const struct html *html); /* of the viewer, NULL: English */
void html_text(struct html *html, const char *text);
void html_attribute(struct html *html, const char *name, const char *value); /* with a space before it */
void html_printf(struct html *html, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A block of data (JSON-LD) that stands in the page and is never run; `json` is made by show/linked.h. */
void html_data(struct html *html, const char *json);

/* A style sheet that was built into the program, within the page: for one that has to stand alone. */
void html_style(struct html *html, const struct tvx_asset *sheet);

/* <a href="ROOT HREF">text</a>; `class` and `text` escaped, class may be NULL; href NULL writes the text alone. */
void html_link(struct html *html, const char *href, const char *class, const char *text);
/* To the page of a thing. */
void html_thing(struct html *html, const char *kind, const char *reference, const char *class, const char *text);

/*
 * A form that asks for something to be changed: its start with the token against forged forms.  `action` as an address
 * of the server, "/annotation".  Write none where viewer->token is NULL.
 */
void html_form_start(struct html *html, const char *action, const char *class);
void html_form_end(struct html *html, const char *button); /* the words on the button, English */

/* `<p class="text" lang=… dir="auto">` and what closes it. */
void html_open_text(struct html *html, const char *element, const char *class);
void html_redline(struct html *html, const struct show_redline *redline);
/* [-…-] and {+…+} as del and ins. */
void html_marked(struct html *html, const char *text);
/* A definition-list row, nothing when the value is NULL or ""; the name is English, to be said. */
void html_fact(struct html *html, const char *name, const char *value);
/* Sponsors as chips that lead to their pages. */
void html_sponsors(struct html *html, const char *const *names, size_t count, size_t limit);

#endif

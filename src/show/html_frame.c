/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands around every page: head, top bar, menu, where you are, foot. */
#include "draft.h"

#include <string.h>

/* All style sheets and scripts, in their order. */
static void assets(struct html *html)
{
    static const char within[] = "src/show/";

    for (size_t i = 0; i < tvx_page_asset_count; i++) {
        const char *name = tvx_page_assets[i] + sizeof within - 1, *dot = strrchr(name, '.');
        const char *address = tvx_arena_printf(html->arena, "%s%s", html->root, name);

        if (dot != NULL && strcmp(dot, ".css") == 0) {
            html_raw(html, "<link rel=\"stylesheet\"");
            html_attribute(html, "href", address);
            html_raw(html, ">\n");
        } else if (dot != NULL && strcmp(dot, ".js") == 0) {
            html_raw(html, "<script");
            html_attribute(html, "src", address);
            html_raw(html, " defer></script>\n");
        }
    }
}

static void head(struct html *html, const char *title)
{
    const struct tvx_tongue_name *name = tvx_tongue_name(html->viewer->tongue);

    html_raw(html, "<!DOCTYPE html>\n<html");
    html_attribute(html, "lang", name->code);
    html_attribute(html, "dir", name->right_to_left ? "rtl" : "ltr");
    html_raw(html, ">\n<head>\n<meta charset=\"utf-8\">\n");
    if (!html->viewer->served) /* the server says both itself; "no-referrer" would take the origin from its forms */
        html_raw(html, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; "
                       "script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'\">\n"
                       "<meta name=\"referrer\" content=\"no-referrer\">\n");
    html_raw(html, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\"");
    html_attribute(html, "href", tvx_arena_printf(html->arena, "%sassets/icon.svg", html->root));
    html_raw(html, ">\n<title>");
    html_text(html, title);
    html_raw(html, " · travaux</title>\n");
    assets(html);
    html_raw(html, "</head>\n<body>\n<a class=\"skip\" href=\"#main\">");
    html_say(html, "Skip to the content");
    html_raw(html, "</a>\n");
}

static void search_form(struct html *html)
{
    if (!html->viewer->served)
        return;
    html_raw(html, "<form class=\"find\" role=\"search\" action=\"/search\"><input type=\"search\" name=\"q\"");
    html_attribute(html, "aria-label", html_said(html, "Search texts, states, symbols"));
    html_attribute(html, "placeholder", html_said(html, "Search texts, states, symbols"));
    html_raw(html, "> <button type=\"submit\">");
    html_say(html, "Search");
    html_raw(html, "</button></form>\n");
}

/* Languages and the person, at the end of the bar. */
static void personal(struct html *html)
{
    const char *here = html->viewer->address == NULL ? "/" : html->viewer->address;

    if (!html->viewer->served)
        return;
    html_raw(html, "<nav class=\"tongues\"");
    html_attribute(html, "aria-label", html_said(html, "Language of the interface"));
    html_raw(html, "><ul>");
    for (size_t i = 0; i < TVX_TONGUES; i++) {
        const struct tvx_tongue_name *name = &tvx_tongue_names[i];

        if (!name->complete || name == tvx_tongue_name(html->viewer->tongue))
            continue;
        html_raw(html, "<li><a rel=\"nofollow\"");
        html_attribute(html, "lang", name->code);
        html_attribute(html, "hreflang", name->code);
        html_attribute(html, "href", tvx_arena_printf(html->arena, "/language/%s?back=%s", name->code,
                                                      tvx_page_escape(html->arena, here)));
        html_raw(html, ">");
        html_text(html, name->name);
        html_raw(html, "</a></li>");
    }
    html_raw(html, "</ul></nav>\n<p class=\"person\">");
    if (html->viewer->analyses) {
        html_link(html, "upload", NULL, html_said(html, "Add documents"));
        html_raw(html, " · ");
    }
    if (html->viewer->name != NULL)
        html_link(html, "account", NULL, html->viewer->name);
    else
        html_link(html, "sign-in", NULL, html_said(html, "Sign in"));
    html_raw(html, "</p>\n");
}

static void menu(struct html *html)
{
    const char *here = html->page == NULL || html->page->kind == NULL ? NULL : html->page->kind->name;

    html_raw(html, "<nav class=\"menu\"");
    html_attribute(html, "aria-label", html_said(html, "Menu"));
    html_raw(html, "><ul>");
    for (size_t i = 0; i < tvx_page_kind_count; i++) {
        const struct tvx_page_kind *kind = &tvx_page_kinds[i];
        const char *address = kind->menu == NULL ? NULL : html_address(html, kind->name, NULL);

        if (address == NULL || (kind->personal && html->viewer->account == 0))
            continue;
        html_raw(html, "<li><a");
        if (here != NULL && strcmp(kind->name, here) == 0)
            html_raw(html, " aria-current=\"page\"");
        html_raw(html, " href=\"");
        html_text(html, html->root);
        html_text(html, address);
        html_raw(html, "\">");
        html_say(html, kind->menu);
        html_raw(html, "</a></li>");
    }
    html_raw(html, "</ul></nav>\n");
}

void html_start(struct html *html, const char *title, const struct html_crumb *crumbs, size_t count)
{
    head(html, title);
    html_raw(html, "<header class=\"top\">\n");
    html_link(html, html_address(html, "", NULL), "home", "travaux");
    html_raw(html, "\n<nav class=\"crumbs\"");
    html_attribute(html, "aria-label", html_said(html, "Where you are"));
    html_raw(html, "><ol>");
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
    search_form(html);
    personal(html);
    menu(html);
    html_raw(html, "</header>\n<main id=\"main\">\n");
}

/* What people say of a thing ends its page. */
static void together(struct html *html)
{
    static const char *const kinds[] = {"document", "provision", "proposal"};
    const struct tvx_page *page = html->page;

    if (page == NULL || page->kind == NULL || page->reference == NULL)
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(page->kind->name, kinds[i]) == 0 && html_together(html, kinds[i], page->reference) != TVX_OK) {
            html_raw(html, "<p class=\"alert\">");
            html_say(html, "The notes could not be read.");
            html_raw(html, "</p>\n");
        }
}

void html_end(struct html *html)
{
    together(html);
    html_raw(html, "</main>\n</body>\n</html>\n");
}

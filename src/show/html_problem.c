/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page that says what went wrong, and what to do. */
#include "html.h"

void tvx_page_problem(struct tvx_page *page, unsigned status, const char *message)
{
    struct html html = html_of(page);
    const char *title = html_said(&html, status == 404   ? "There is no such page"
                                         : status == 403 ? "This is not allowed"
                                         : status >= 500 ? "Something went wrong here"
                                                         : "This cannot be done");
    const struct html_crumb crumbs[] = {{title, NULL}};

    html_start(&html, title, crumbs, 1);
    html_raw(&html, "<div class=\"head\"><h1>");
    html_text(&html, title);
    html_raw(&html, "</h1></div>\n<section class=\"card\"><p>");
    html_say(&html, message);
    html_raw(&html, "</p>\n<p>");
    html_link(&html, html_address(&html, "", NULL), NULL, html_said(&html, "To the start page"));
    html_raw(&html, "</p></section>\n");
    html_end(&html);
}

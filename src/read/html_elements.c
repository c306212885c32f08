/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/read/document.h>

#include "html_elements.h"

static const struct html_element other = {"", HTML_INLINE, 0, 0};

static const struct html_element elements[] = { /* sorted by name */
    {"a", HTML_INLINE, 0, TVX_FORMAT_LINK},
    {"address", HTML_BLOCK, 0, 0},
    {"article", HTML_BLOCK, 0, 0},
    {"aside", HTML_BLOCK, 0, 0},
    {"b", HTML_INLINE, 0, TVX_FORMAT_BOLD},
    {"big", HTML_INLINE, 0, 0},
    {"blockquote", HTML_BLOCK, 0, 0},
    {"body", HTML_BLOCK, 0, 0},
    {"br", HTML_BREAK, 0, 0},
    {"caption", HTML_BLOCK, 0, 0},
    {"center", HTML_BLOCK, 0, 0},
    {"cite", HTML_INLINE, 0, TVX_FORMAT_ITALIC},
    {"dd", HTML_BLOCK, 0, 0},
    {"del", HTML_DEL, 0, 0},
    {"details", HTML_BLOCK, 0, 0},
    {"dfn", HTML_INLINE, 0, TVX_FORMAT_ITALIC},
    {"dir", HTML_UL, 0, 0},
    {"div", HTML_BLOCK, 0, 0},
    {"dl", HTML_BLOCK, 0, 0},
    {"dt", HTML_BLOCK, 0, 0},
    {"em", HTML_INLINE, 0, TVX_FORMAT_ITALIC},
    {"fieldset", HTML_BLOCK, 0, 0},
    {"figcaption", HTML_BLOCK, 0, 0},
    {"figure", HTML_BLOCK, 0, 0},
    {"footer", HTML_BLOCK, 0, 0},
    {"form", HTML_BLOCK, 0, 0},
    {"h1", HTML_HEADING, 1, 0},
    {"h2", HTML_HEADING, 2, 0},
    {"h3", HTML_HEADING, 3, 0},
    {"h4", HTML_HEADING, 4, 0},
    {"h5", HTML_HEADING, 5, 0},
    {"h6", HTML_HEADING, 6, 0},
    {"header", HTML_BLOCK, 0, 0},
    {"hr", HTML_BLOCK, 0, 0},
    {"i", HTML_INLINE, 0, TVX_FORMAT_ITALIC},
    {"iframe", HTML_SKIP, 0, 0},
    {"img", HTML_IMAGE, 0, 0},
    {"ins", HTML_INS, 0, 0},
    {"legend", HTML_BLOCK, 0, 0},
    {"li", HTML_LI, 0, 0},
    {"main", HTML_BLOCK, 0, 0},
    {"menu", HTML_UL, 0, 0},
    {"meta", HTML_META, 0, 0},
    {"nav", HTML_BLOCK, 0, 0},
    {"object", HTML_SKIP, 0, 0},
    {"ol", HTML_OL, 0, 0},
    {"optgroup", HTML_BLOCK, 0, 0},
    {"option", HTML_BLOCK, 0, 0},
    {"p", HTML_BLOCK, 0, 0},
    {"pre", HTML_BLOCK, 1, 0},
    {"q", HTML_QUOTE, 0, 0},
    {"s", HTML_INLINE, 0, TVX_FORMAT_STRIKE},
    {"script", HTML_SKIP, 0, 0},
    {"section", HTML_BLOCK, 0, 0},
    {"strike", HTML_INLINE, 0, TVX_FORMAT_STRIKE},
    {"strong", HTML_INLINE, 0, TVX_FORMAT_BOLD},
    {"style", HTML_SKIP, 0, 0},
    {"summary", HTML_BLOCK, 0, 0},
    {"sup", HTML_INLINE, 0, TVX_FORMAT_SUPERSCRIPT},
    {"svg", HTML_SKIP, 0, 0},
    {"table", HTML_TABLE, 0, 0},
    {"tbody", HTML_BLOCK, 0, 0},
    {"td", HTML_CELL, 0, 0},
    {"template", HTML_SKIP, 0, 0},
    {"textarea", HTML_BLOCK, 1, 0},
    {"tfoot", HTML_BLOCK, 0, 0},
    {"th", HTML_CELL, 0, TVX_FORMAT_BOLD},
    {"thead", HTML_BLOCK, 0, 0},
    {"title", HTML_TITLE, 0, 0},
    {"tr", HTML_TR, 0, 0},
    {"u", HTML_INLINE, 0, TVX_FORMAT_UNDERLINE},
    {"ul", HTML_UL, 0, 0},
    {"var", HTML_INLINE, 0, TVX_FORMAT_ITALIC},
};

static int by_name(const void *name, const void *element)
{
    return strcmp(name, ((const struct html_element *)element)->name);
}

const struct html_element *tvx_html_element(const char *name)
{
    const struct html_element *found =
        bsearch(name, elements, sizeof elements / sizeof *elements, sizeof *elements, by_name);

    return found == NULL ? &other : found;
}

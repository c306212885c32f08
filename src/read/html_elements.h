/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What each HTML element means to a reader of texts (HTML Living Standard, §4 and §15 "Rendering").
 * Names not listed are inline elements without a meaning of their own.
 */
#ifndef TVX_READ_HTML_ELEMENTS_H
#define TVX_READ_HTML_ELEMENTS_H

#include <stdint.h>

enum html_role {
    HTML_INLINE,
    HTML_BLOCK,   /* its text is a paragraph of its own */
    HTML_HEADING, /* value: level */
    HTML_OL, HTML_UL, HTML_LI,
    HTML_TABLE, HTML_TR, HTML_CELL,
    HTML_INS, HTML_DEL,
    HTML_BREAK, HTML_QUOTE, HTML_IMAGE,
    HTML_SKIP,    /* nothing in it is text of the document */
    HTML_TITLE, HTML_META,
};

struct html_element {
    const char *name;
    enum html_role role;
    int value;
    uint32_t format; /* enum tvx_format_bits */
};

/* The element of that (lower-case) name, never NULL. */
const struct html_element *tvx_html_element(const char *name);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What text from documents may do to the place where it is shown: nothing.  Told apart here, once for the terminal and
 * the page, are the code points that would act (controls), reorder (bidi overrides) or hide (invisible formatting and
 * tags).
 */
#ifndef SHOW_SAFE_H
#define SHOW_SAFE_H

#include <stdbool.h>
#include <stdint.h>
#include <travaux/base/buf.h>

enum show_point {
    SHOW_POINT_PLAIN,
    SHOW_POINT_SPACE,   /* a space, also for tab */
    SHOW_POINT_BREAK,   /* newline, U+2028, U+2029 */
    SHOW_POINT_CONTROL, /* C0, C1, DEL: shown as U+FFFD */
    SHOW_POINT_HIDDEN,  /* shown by its number */
};
enum show_point show_point_kind(uint32_t point);

/* "<U+202E>" into `name`. */
void show_point_name(char name[16], uint32_t point);

/* Text into HTML: escaped by tvx_buf_html, hidden and reordering characters as <span class="cp">U+202E</span>. */
void show_html_text(struct tvx_buf *out, const char *text, size_t length);
void show_html_string(struct tvx_buf *out, const char *text); /* NULL appends nothing */
/* Into a double-quoted attribute: the same without the span. */
void show_html_attribute(struct tvx_buf *out, const char *text);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A byte buffer that grows up to a stated ceiling.  A failed append (memory or ceiling) is remembered in
 * `failed` and turns every later append into nothing, so callers test once, at the end.
 * The escaping appends are the only way by which text from documents reaches HTML, JSON or CSV.
 */
#ifndef TRAVAUX_BASE_BUF_H
#define TRAVAUX_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct tvx_buf {
    char *data; /* NUL-terminated once anything was appended; NULL before */
    size_t length;
    size_t capacity;
    size_t ceiling;
    bool failed;
};

void tvx_buf_init(struct tvx_buf *buf, size_t ceiling);
void tvx_buf_free(struct tvx_buf *buf);   /* frees the bytes and leaves it as after init */
void tvx_buf_clear(struct tvx_buf *buf);  /* empties, keeps the memory, forgets a failure */

void tvx_buf_add(struct tvx_buf *buf, const void *bytes, size_t length);
void tvx_buf_str(struct tvx_buf *buf, const char *text); /* NULL appends nothing */
void tvx_buf_char(struct tvx_buf *buf, char c);
void tvx_buf_printf(struct tvx_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tvx_buf_vprintf(struct tvx_buf *buf, const char *format, va_list list) __attribute__((format(printf, 2, 0)));

/* Escapes for HTML text and double-quoted attributes: & < > " '. */
void tvx_buf_html(struct tvx_buf *buf, const char *text, size_t length);
/* A JSON string with its quotes; U+2028/2029 and control characters escaped; bad UTF-8 becomes U+FFFD. */
void tvx_buf_json(struct tvx_buf *buf, const char *text, size_t length);
/* One CSV field (RFC 4180); a field that a spreadsheet would run as a formula gets a leading apostrophe. */
void tvx_buf_csv(struct tvx_buf *buf, const char *text, size_t length);

/* The text so far, never NULL. */
const char *tvx_buf_text(const struct tvx_buf *buf);

#endif

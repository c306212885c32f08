/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Errors are values.  A function that can fail returns an enum tvx_status and fills, through its last
 * parameter, a struct tvx_error with a sentence for the person at the terminal.  No library function
 * prints or exits.
 */
#ifndef TRAVAUX_BASE_ERROR_H
#define TRAVAUX_BASE_ERROR_H

enum tvx_status {
    TVX_OK = 0,
    TVX_E_NOMEM,       /* memory, or an arena's ceiling, is used up */
    TVX_E_IO,          /* the operating system refused: errno's text is in the message */
    TVX_E_MALFORMED,   /* the input breaks the rules of its own format */
    TVX_E_LIMIT,       /* the input is larger, deeper or slower than the budget allows */
    TVX_E_UNSUPPORTED, /* a format or feature that travaux does not read */
    TVX_E_NOTFOUND,    /* nothing stands under the given reference */
    TVX_E_USAGE,       /* the caller's words are off */
    TVX_E_WORKSPACE,   /* the workspace cannot be opened, is damaged, or is from a newer version */
};

struct tvx_error {
    enum tvx_status status;
    char message[600]; /* UTF-8, NUL-terminated, no final full stop or newline: what, where, what to do */
};

/*
 * Fills *error (may be NULL) and returns status, so that `return tvx_error_set(...)` reads as one step.
 * A message that does not fit is cut at a code point and ends in "…".
 */
enum tvx_status tvx_error_set(struct tvx_error *error, enum tvx_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "prefix: " before the message already in *error; keeps its status, which is returned. */
enum tvx_status tvx_error_prefix(struct tvx_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "out of memory" for the common case; returns TVX_E_NOMEM. */
enum tvx_status tvx_error_nomem(struct tvx_error *error);

#endif

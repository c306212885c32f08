/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* For tests that read a document and look at its text. */
#ifndef TESTS_UNIT_READING_H
#define TESTS_UNIT_READING_H

#include <travaux/read/read.h>

#include "check.h"

/* Bytes and their count, for parameters (…, bytes, length, …). */
#define BYTES(text) text, sizeof(text) - 1

static inline struct tvx_document *take(const char *name, const char *bytes, size_t length)
{
    struct tvx_document *document = NULL;
    struct tvx_error error = {TVX_OK, ""};

    if (tvx_read_in_process(&document, name, bytes, length, NULL, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return document;
}

static inline void refused(const char *name, const char *bytes, size_t length, enum tvx_status status,
                           const char *words)
{
    struct tvx_document *document = NULL;
    struct tvx_error error = {TVX_OK, ""};
    enum tvx_status got = tvx_read_in_process(&document, name, bytes, length, NULL, &error);

    if (got != status || strstr(error.message, words) == NULL)
        fail_msg("status %d, \"%s\" where %d, \"%s\" was due", (int)got, error.message, (int)status, words);
    assert_null(document);
}

/* The view's lines joined by "|". */
static inline void shows(const struct tvx_document *document, enum tvx_view view, const char *wanted)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_lines lines;
    struct tvx_buf text;

    tvx_buf_init(&text, 1 << 24);
    assert_int_equal(tvx_document_lines(&lines, arena, document, view, NULL), TVX_OK);
    for (size_t i = 0; i < lines.count; i++)
        tvx_buf_printf(&text, "%s%s", i == 0 ? "" : "|", lines.items[i].text);
    assert_string_equal(tvx_buf_text(&text), wanted);
    tvx_buf_free(&text);
    tvx_arena_free(arena);
}

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "side.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/law/instrument.h>
#include <travaux/read/read.h>
#include <travaux/show/parts.h>
#include <travaux/text/utf8.h>
#include <unistd.h>

enum { MOST_INPUT = 512 << 20 };

static enum tvx_status take(struct side *side, const struct tvx_parts *parts, enum tvx_status status)
{
    side->parts = parts->items;
    side->count = status == TVX_OK ? parts->count : 0;
    return status;
}

/* Is this the text of an instrument?  Then most of it must have found a place in provisions, and some have labels. */
static bool is_instrument(const struct tvx_instrument *instrument, const struct tvx_lines *lines)
{
    size_t placed = 0, all = 0, labelled = 0;

    for (size_t i = 0; i < instrument->count; i++) {
        placed += strlen(instrument->provisions[i].text) + strlen(instrument->provisions[i].heading);
        labelled += *instrument->provisions[i].label != '\0';
    }
    for (size_t i = 0; i < lines->count; i++)
        all += strlen(lines->items[i].text);
    return labelled >= 2 && placed >= all / 10 * 8;
}

static int by_start(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return x < y ? -1 : x > y;
}

/*
 * The document's text cut where its provisions begin.  The parts put together are the text that `read --text after`
 * prints, so that places can be counted in it, line ends and page heads included.
 */
static enum tvx_status from_places(struct side *side, struct tvx_call *call, const struct tvx_instrument *instrument,
                                   const struct tvx_lines *lines)
{
    struct tvx_lines cut = {tvx_arena_array(call->arena, instrument->count + 2, sizeof *cut.items), 0};
    size_t *starts = tvx_arena_array(call->arena, instrument->count + 2, sizeof *starts), count = 1;
    struct tvx_parts parts = {.path = NULL};
    struct tvx_buf whole;
    size_t at = 0, points = 0;
    bool full = false;

    if (cut.items == NULL || starts == NULL)
        return tvx_error_nomem(&call->error);
    tvx_buf_init(&whole, (size_t)1 << 31);
    for (size_t i = 0; i < lines->count; i++)
        tvx_buf_printf(&whole, "%s\n", lines->items[i].text);
    for (size_t i = 0; i < instrument->count; i++)
        if (instrument->provisions[i].points > 0)
            starts[count++] = instrument->provisions[i].start;
    qsort(starts, count, sizeof *starts, by_start);
    full = whole.failed;
    for (size_t i = 0; i < count && !full; i++) {
        size_t length;
        char *text;

        if (i + 1 < count && starts[i + 1] == starts[i])
            continue;
        length = i + 1 < count ? tvx_utf8_offset(whole.data + at, whole.length - at, starts[i + 1] - points)
                               : whole.length - at;
        if (length == 0)
            continue;
        text = tvx_arena_strndup(call->arena, whole.data + at, length - 1); /* the space or line end behind it */
        full = text == NULL;
        cut.items[cut.count++] = (struct tvx_line){.text = text};
        points += tvx_utf8_count(whole.data + at, length);
        at += length;
    }
    tvx_buf_free(&whole);
    return full ? tvx_error_nomem(&call->error)
                : take(side, &parts, tvx_parts_of_lines(&parts, call->arena, &cut, &call->error));
}

static int from_file(struct side *side, struct tvx_call *call, const char *path)
{
    struct tvx_instrument instrument;
    struct tvx_document *document;
    struct tvx_lines lines;
    struct tvx_parts parts = {.path = NULL};
    enum tvx_status status = tvx_read_file(&document, path, NULL, &call->error);

    if (status != TVX_OK)
        return tvx_call_fail_file(call, path);
    status = tvx_document_lines(&lines, call->arena, document, TVX_VIEW_AFTER, &call->error);
    if (status == TVX_OK)
        status = tvx_instrument_parse_document(&instrument, call->arena, document, &lines, &call->error);
    if (status == TVX_OK && !is_instrument(&instrument, &lines))
        status = take(side, &parts, tvx_parts_of_lines(&parts, call->arena, &lines, &call->error));
    else if (status == TVX_OK) /* programs count places in the text that `read --text after` prints */
        status = call->json ? from_places(side, call, &instrument, &lines)
                            : take(side, &parts, tvx_parts_of_instrument(&parts, call->arena, &instrument, NULL,
                                                                         &call->error));
    tvx_document_free(document);
    return status == TVX_OK ? EXIT_DONE : tvx_call_fail(call);
}

int side_load(struct side *side, struct tvx_call *call, struct tvx_store **store, const char *word)
{
    struct tvx_parts parts = {.path = NULL};
    enum tvx_status status;

    *side = (struct side){.name = word};
    if (access(word, F_OK) == 0)
        return from_file(side, call, word);
    if (*store == NULL) {
        int result;

        if (strchr(word, ':') == NULL && strchr(word, '@') == NULL && strchr(word, '.') != NULL) {
            tvx_error_set(&call->error, TVX_E_NOTFOUND, "there is no file %s", word);
            return tvx_call_fail(call);
        }
        result = tvx_call_open(call, store);
        if (result != EXIT_DONE)
            return result;
    }
    status = take(side, &parts, tvx_parts_of(&parts, call->arena, *store, word, call->json, &call->error));
    return status == TVX_OK ? EXIT_DONE : tvx_call_fail(call);
}

int side_of_text(struct side *side, struct tvx_call *call, const char *name, const char *text)
{
    struct tvx_parts parts = {.path = NULL};
    enum tvx_status status = tvx_parts_of_text(&parts, call->arena, text, call->json, &call->error);

    *side = (struct side){.name = name};
    return take(side, &parts, status) == TVX_OK ? EXIT_DONE : tvx_call_fail(call);
}

static enum tvx_status read_input(struct tvx_document **document, struct tvx_call *call)
{
    char *bytes;
    size_t length;
    enum tvx_status status = tvx_file_read(&bytes, &length, "-", MOST_INPUT, &call->error);

    if (status != TVX_OK)
        return status;
    status = tvx_read_bytes(document, "standard input", bytes, length, NULL, &call->error);
    free(bytes);
    return status;
}

/* The lines of a file, one below the other: nothing asks here which of them are provisions. */
int side_file_text(const char **text, struct tvx_call *call, const char *path)
{
    struct tvx_document *document;
    struct tvx_lines lines;
    struct tvx_buf whole;
    enum tvx_status status = strcmp(path, "-") == 0 ? read_input(&document, call)
                                                    : tvx_read_file(&document, path, NULL, &call->error);

    if (status != TVX_OK)
        return tvx_call_fail_file(call, path);
    status = tvx_document_lines(&lines, call->arena, document, TVX_VIEW_AFTER, &call->error);
    tvx_buf_init(&whole, (size_t)1 << 31);
    for (size_t i = 0; status == TVX_OK && i < lines.count; i++) {
        tvx_buf_str(&whole, i == 0 ? "" : "\n");
        tvx_buf_str(&whole, lines.items[i].text);
    }
    tvx_document_free(document);
    *text = whole.failed ? NULL : tvx_arena_strndup(call->arena, tvx_buf_text(&whole), whole.length);
    tvx_buf_free(&whole);
    if (status == TVX_OK && *text == NULL)
        status = tvx_error_nomem(&call->error);
    return status == TVX_OK ? EXIT_DONE : tvx_call_fail(call);
}

int side_text(const char **text, const char **path, struct tvx_call *call, struct tvx_store **store, const char *word)
{
    struct side side;
    struct tvx_found found = {0};
    bool json = call->json;
    int result;

    *path = NULL;
    if (access(word, F_OK) == 0)
        return side_file_text(text, call, word);
    call->json = true; /* places are counted in it */
    result = side_load(&side, call, store, word);
    call->json = json;
    if (result != EXIT_DONE)
        return result;
    if (*store != NULL &&
        tvx_store_find(*store, call->arena, &found, word, &call->error) == TVX_OK)
        *path = found.path;
    if (tvx_parts_text(text, call->arena, &(struct tvx_parts){.items = side.parts, .count = side.count},
                       &call->error) == TVX_OK)
        return EXIT_DONE;
    return tvx_call_fail(call);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "side.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/law/instrument.h>
#include <travaux/law/reference.h>
#include <travaux/read/read.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>
#include <unistd.h>

enum { MOST_INPUT = 512 << 20 };

static enum tvx_status add_part(struct side *side, struct tvx_call *call, size_t *capacity, const char *label,
                                const char *text)
{
    struct tvx_part *parts = tvx_arena_grow(call->arena, side->parts, side->count, capacity, sizeof *parts);

    if (parts == NULL || label == NULL || text == NULL)
        return tvx_error_nomem(&call->error);
    side->parts = parts;
    parts[side->count++] = (struct tvx_part){label, text};
    return TVX_OK;
}

/* A numbered paragraph with a heading: its own verb ("1. Decides" "that …"), or the heading that stands above it. */
static enum tvx_status add_item(struct side *side, struct tvx_call *call, size_t *capacity,
                                const struct tvx_provision *item)
{
    size_t at = 0;
    bool verb = u_islower((UChar32)tvx_utf8_next(item->text, strlen(item->text), &at));
    enum tvx_status status;

    if (verb)
        return add_part(side, call, capacity, item->label,
                        tvx_arena_printf(call->arena, "%s %s", item->heading, item->text));
    status = add_part(side, call, capacity, "", item->heading);
    return status == TVX_OK ? add_part(side, call, capacity, item->label, item->text) : status;
}

/* A provision's heading is a part of its own: "resolves", "ARTICLE 5 Definitions". */
static enum tvx_status from_instrument(struct side *side, struct tvx_call *call,
                                       const struct tvx_instrument *instrument, const char *path)
{
    size_t capacity = 0, length = path == NULL ? 0 : strlen(path);
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < instrument->count; i++) {
        const struct tvx_provision *provision = &instrument->provisions[i];
        bool heading = *provision->heading != '\0';

        if (path != NULL && (strncmp(provision->path, path, length) != 0 ||
                             (provision->path[length] != '\0' && provision->path[length] != '.')))
            continue;
        if (heading && *provision->label != '\0' && provision->kind != TVX_PROVISION_DIVISION &&
            provision->kind != TVX_PROVISION_TITLE) {
            status = add_item(side, call, &capacity, provision);
            continue;
        }
        if (heading)
            status = add_part(side, call, &capacity, provision->label, provision->heading);
        if (status == TVX_OK && (*provision->text != '\0' || !heading)) /* who named it knows its number */
            status = add_part(side, call, &capacity, heading || (path != NULL && provision->path[length] == '\0') ? ""
                                                     : provision->label, provision->text);
    }
    return status;
}

/* A line is its label, one space and its text, so that the parts put together are the lines again. */
static enum tvx_status from_lines(struct side *side, struct tvx_call *call, const struct tvx_lines *lines)
{
    size_t capacity = 0;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < lines->count; i++) {
        const char *text = lines->items[i].text;
        size_t length = lines->items[i].label_length;
        struct tvx_label label;

        if (length == 0 && tvx_label_parse(&label, call->arena, text, true, &call->error) == TVX_OK)
            length = label.kind == TVX_LABEL_NONE ? 0 : label.length;
        while (length > 0 && text[length - 1] == ' ')
            length--;
        if (length == 0 || text[length] != ' ' || text[length + 1] == '\0')
            status = add_part(side, call, &capacity, "", text);
        else
            status = add_part(side, call, &capacity, tvx_arena_strndup(call->arena, text, length), text + length + 1);
    }
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
    return full ? tvx_error_nomem(&call->error) : from_lines(side, call, &cut);
}

static int from_file(struct side *side, struct tvx_call *call, const char *path)
{
    struct tvx_instrument instrument;
    struct tvx_document *document;
    struct tvx_lines lines;
    enum tvx_status status = tvx_read_file(&document, path, NULL, &call->error);

    if (status != TVX_OK)
        return tvx_call_fail_file(call, path);
    status = tvx_document_lines(&lines, call->arena, document, TVX_VIEW_AFTER, &call->error);
    if (status == TVX_OK)
        status = tvx_instrument_parse_document(&instrument, call->arena, document, &lines, &call->error);
    if (status == TVX_OK && !is_instrument(&instrument, &lines))
        status = from_lines(side, call, &lines);
    else if (status == TVX_OK) /* programs count places in the text that `read --text after` prints */
        status = call->json ? from_places(side, call, &instrument, &lines)
                            : from_instrument(side, call, &instrument, NULL);
    tvx_document_free(document);
    return status == TVX_OK ? EXIT_DONE : tvx_call_fail(call);
}

/* A text of the store, a paragraph a line. */
static enum tvx_status from_text(struct side *side, struct tvx_call *call, const char *text)
{
    struct tvx_lines lines = {NULL, 0};
    size_t capacity = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        struct tvx_line *items = tvx_arena_grow(call->arena, lines.items, lines.count, &capacity, sizeof *items);
        char *line = tvx_arena_strndup(call->arena, text, length);

        if (items == NULL || line == NULL)
            return tvx_error_nomem(&call->error);
        lines.items = items;
        if (length > 0 || call->json) /* an empty line, too, has its place */
            items[lines.count++] = (struct tvx_line){.text = line};
        text += length + (text[length] == '\n');
    }
    return from_lines(side, call, &lines);
}

static enum tvx_status from_proposal(struct side *side, struct tvx_call *call, struct tvx_store *store, int64_t id)
{
    struct tvx_filter filter = {.meeting = NULL};
    struct tvx_stored_proposal *proposals;
    size_t count;
    enum tvx_status status = tvx_store_proposals(store, call->arena, &proposals, &count, &filter, &call->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (proposals[i].id == id)
            return from_text(side, call, proposals[i].proposal.after);
    return status;
}

static enum tvx_status from_store(struct side *side, struct tvx_call *call, struct tvx_store *store, const char *word)
{
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    struct tvx_found found;
    const char *text;
    enum tvx_status status = tvx_store_find(store, call->arena, &found, word, &call->error);

    if (status != TVX_OK)
        return status;
    if (found.proposal != 0)
        return from_proposal(side, call, store, found.proposal);
    if (found.document != 0) {
        status = tvx_store_text(store, call->arena, &text, found.document, &call->error);
        return status == TVX_OK ? from_text(side, call, text) : status;
    }
    status = tvx_store_instrument(store, call->arena, &head, &instrument, found.instrument.key,
                                  found.instrument.version, &call->error);
    return status == TVX_OK ? from_instrument(side, call, &instrument, found.path) : status;
}

int side_load(struct side *side, struct tvx_call *call, struct tvx_store **store, const char *word)
{
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
    status = from_store(side, call, *store, word);
    return status == TVX_OK ? EXIT_DONE : tvx_call_fail(call);
}

int side_of_text(struct side *side, struct tvx_call *call, const char *name, const char *text)
{
    *side = (struct side){.name = name};
    return from_text(side, call, text) == TVX_OK ? EXIT_DONE : tvx_call_fail(call);
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
    struct tvx_buf whole;
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
    tvx_buf_init(&whole, (size_t)1 << 31);
    for (size_t i = 0; i < side.count; i++)
        tvx_buf_printf(&whole, "%s%s%s%s", i == 0 ? "" : "\n", side.parts[i].label,
                       *side.parts[i].label == '\0' || *side.parts[i].text == '\0' ? "" : " ", side.parts[i].text);
    *text = whole.failed ? NULL : tvx_arena_strdup(call->arena, tvx_buf_text(&whole));
    tvx_buf_free(&whole);
    if (*text != NULL)
        return EXIT_DONE;
    tvx_error_nomem(&call->error);
    return tvx_call_fail(call);
}

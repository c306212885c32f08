/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/parts.h>

#include <string.h>
#include <travaux/law/reference.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

static enum tvx_status add(struct tvx_parts *out, struct tvx_arena *arena, const char *label, const char *text,
                           struct tvx_error *error)
{
    struct tvx_part *items = tvx_arena_grow(arena, out->items, out->count, &out->capacity, sizeof *items);

    if (items == NULL || label == NULL || text == NULL)
        return tvx_error_nomem(error);
    out->items = items;
    items[out->count++] = (struct tvx_part){label, text};
    return TVX_OK;
}

/* A numbered paragraph with a heading: its own verb ("1. Decides" "that …"), or the heading that stands above it. */
static enum tvx_status add_item(struct tvx_parts *out, struct tvx_arena *arena, const struct tvx_provision *item,
                                struct tvx_error *error)
{
    size_t at = 0;
    bool verb = u_islower((UChar32)tvx_utf8_next(item->text, strlen(item->text), &at));
    enum tvx_status status;

    if (verb)
        return add(out, arena, item->label, tvx_arena_printf(arena, "%s %s", item->heading, item->text), error);
    status = add(out, arena, "", item->heading, error);
    return status == TVX_OK ? add(out, arena, item->label, item->text, error) : status;
}

/* A provision's heading is a part of its own: "resolves", "ARTICLE 5 Definitions". */
enum tvx_status tvx_parts_of_instrument(struct tvx_parts *out, struct tvx_arena *arena,
                                        const struct tvx_instrument *instrument, const char *path,
                                        struct tvx_error *error)
{
    size_t length = path == NULL ? 0 : strlen(path);
    enum tvx_status status = TVX_OK;

    *out = (struct tvx_parts){.path = path};
    for (size_t i = 0; status == TVX_OK && i < instrument->count; i++) {
        const struct tvx_provision *provision = &instrument->provisions[i];
        bool heading = *provision->heading != '\0';

        if (path != NULL && (strncmp(provision->path, path, length) != 0 ||
                             (provision->path[length] != '\0' && provision->path[length] != '.')))
            continue;
        if (heading && *provision->label != '\0' && provision->kind != TVX_PROVISION_DIVISION &&
            provision->kind != TVX_PROVISION_TITLE) {
            status = add_item(out, arena, provision, error);
            continue;
        }
        if (heading)
            status = add(out, arena, provision->label, provision->heading, error);
        if (status == TVX_OK && (*provision->text != '\0' || !heading)) /* who named it knows its number */
            status = add(out, arena, heading || (path != NULL && provision->path[length] == '\0') ? ""
                                     : provision->label, provision->text, error);
    }
    return status;
}

/* A line is its label, one space and its text, so that the parts put together are the lines again. */
enum tvx_status tvx_parts_of_lines(struct tvx_parts *out, struct tvx_arena *arena, const struct tvx_lines *lines,
                                   struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    *out = (struct tvx_parts){.path = NULL};
    for (size_t i = 0; status == TVX_OK && i < lines->count; i++) {
        const char *text = lines->items[i].text;
        size_t length = lines->items[i].label_length;
        struct tvx_label label;

        if (length == 0 && tvx_label_parse(&label, arena, text, true, error) == TVX_OK)
            length = label.kind == TVX_LABEL_NONE ? 0 : label.length;
        while (length > 0 && text[length - 1] == ' ')
            length--;
        if (length == 0 || text[length] != ' ' || text[length + 1] == '\0')
            status = add(out, arena, "", text, error);
        else
            status = add(out, arena, tvx_arena_strndup(arena, text, length), text + length + 1, error);
    }
    return status;
}

enum tvx_status tvx_parts_of_text(struct tvx_parts *out, struct tvx_arena *arena, const char *text, bool exact,
                                  struct tvx_error *error)
{
    struct tvx_lines lines = {NULL, 0};
    size_t capacity = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        struct tvx_line *items = tvx_arena_grow(arena, lines.items, lines.count, &capacity, sizeof *items);
        char *line = tvx_arena_strndup(arena, text, length);

        if (items == NULL || line == NULL)
            return tvx_error_nomem(error);
        lines.items = items;
        if (length > 0 || exact)
            items[lines.count++] = (struct tvx_line){.text = line};
        text += length + (text[length] == '\n');
    }
    return tvx_parts_of_lines(out, arena, &lines, error);
}

static enum tvx_status of_proposal(struct tvx_parts *out, struct tvx_arena *arena, struct tvx_store *store, int64_t id,
                                   bool exact, struct tvx_error *error)
{
    struct tvx_filter filter = {.meeting = NULL};
    struct tvx_stored_proposal *proposals;
    size_t count;
    enum tvx_status status = tvx_store_proposal_document(store, &filter.document, id, error);

    if (status == TVX_OK)
        status = tvx_store_proposals(store, arena, &proposals, &count, &filter, error);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (proposals[i].id == id)
            return tvx_parts_of_text(out, arena, proposals[i].proposal.after, exact, error);
    return status;
}

enum tvx_status tvx_parts_of(struct tvx_parts *out, struct tvx_arena *arena, struct tvx_store *store,
                             const char *reference, bool exact, struct tvx_error *error)
{
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    struct tvx_found found;
    const char *text;
    enum tvx_status status = tvx_store_find(store, arena, &found, reference, error);

    *out = (struct tvx_parts){.path = NULL};
    if (status != TVX_OK)
        return status;
    if (found.proposal != 0)
        return of_proposal(out, arena, store, found.proposal, exact, error);
    if (found.document != 0) {
        status = tvx_store_text(store, arena, &text, found.document, error);
        return status == TVX_OK ? tvx_parts_of_text(out, arena, text, exact, error) : status;
    }
    status = tvx_store_instrument(store, arena, &head, &instrument, found.instrument.key, found.instrument.version,
                                  error);
    return status == TVX_OK ? tvx_parts_of_instrument(out, arena, &instrument, found.path, error) : status;
}

enum tvx_status tvx_parts_text(const char **out, struct tvx_arena *arena, const struct tvx_parts *parts,
                               struct tvx_error *error)
{
    struct tvx_buf whole;

    tvx_buf_init(&whole, (size_t)1 << 31);
    for (size_t i = 0; i < parts->count; i++) {
        const struct tvx_part *part = &parts->items[i];

        tvx_buf_printf(&whole, "%s%s%s%s", i == 0 ? "" : "\n", part->label,
                       *part->label == '\0' || *part->text == '\0' ? "" : " ", part->text);
    }
    *out = whole.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&whole));
    tvx_buf_free(&whole);
    return *out == NULL ? tvx_error_nomem(error) : TVX_OK;
}

enum tvx_status tvx_parts_lines(struct tvx_lines *out, struct tvx_arena *arena, const char *text,
                                struct tvx_error *error)
{
    size_t capacity = 0, points = 0;

    *out = (struct tvx_lines){NULL, 0};
    for (;;) {
        size_t length = strcspn(text, "\n");
        struct tvx_line *items = tvx_arena_grow(arena, out->items, out->count, &capacity, sizeof *items);
        char *line = tvx_arena_strndup(arena, text, length);

        if (items == NULL || line == NULL)
            return tvx_error_nomem(error);
        out->items = items;
        items[out->count] = (struct tvx_line){.text = line, .first_block = out->count, .last_block = out->count,
                                              .start = points, .points = tvx_utf8_count(line, length)};
        points += items[out->count++].points + 1;
        if (text[length] == '\0')
            return TVX_OK;
        text += length + 1;
    }
}

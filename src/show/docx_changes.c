/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/docx.h>

#include "docx.h"

#include <string.h>

struct stretch { /* of text that stays, comes or goes */
    enum docx_track track;
    const char *text;
    size_t length;
};

struct row {
    struct stretch *items;
    size_t count;
};

static void put(struct row *row, enum docx_track track, const char *text, size_t length)
{
    if (length > 0)
        row->items[row->count++] = (struct stretch){track, text, length};
}

/* What moved away leaves a hole in the row of a-ranges: there it is deleted.  At most 2 n + 1 stretches of n pieces. */
static void stretch_out(struct row *out, const struct tvx_docx_change *change)
{
    size_t at = 0, whole = strlen(change->a);

    for (size_t i = 0; i < change->diff->count; i++) {
        const struct tvx_diff_piece *piece = &change->diff->pieces[i];
        bool in_a = piece->op == TVX_DIFF_EQUAL || piece->op == TVX_DIFF_DEL;

        if (in_a && piece->a_start > at)
            put(out, DOCX_DELETED, change->a + at, piece->a_start - at);
        if (in_a)
            at = piece->a_start + piece->a_length;
        if (piece->op == TVX_DIFF_DEL)
            put(out, DOCX_DELETED, change->a + piece->a_start, piece->a_length);
        else
            put(out, piece->op == TVX_DIFF_EQUAL ? DOCX_STAYS : DOCX_INSERTED, change->b + piece->b_start,
                piece->b_length);
    }
    put(out, DOCX_DELETED, change->a + at, whole - at);
}

static bool is_line_end(const struct stretch *stretch)
{
    return stretch->length == 1 && *stretch->text == '\n';
}

/*
 * An end of a paragraph that stays between two insertions, or two deletions, would be lost: LibreOffice takes such
 * neighbours for one change and the end between them for a part of it.  So the end goes with them, and one of the
 * other kind behind them makes up for it; or the last end of the later one stays in its place.  At most as many
 * stretches again as there were.
 */
static void settle(struct row *out, const struct row *in)
{
    for (size_t i = 0; i < in->count; i++) {
        const struct stretch *here = &in->items[i], *before, *behind;
        struct stretch rest;

        if (here->track != DOCX_STAYS || !is_line_end(here) || out->count == 0 || i + 1 == in->count ||
            in->items[i + 1].track == DOCX_STAYS || out->items[out->count - 1].track != in->items[i + 1].track) {
            put(out, here->track, here->text, here->length);
            continue;
        }
        before = &out->items[out->count - 1];
        behind = &in->items[++i];
        rest = *behind;
        put(out, before->track, here->text, 1);
        if (rest.text[rest.length - 1] == '\n') {
            put(out, rest.track, rest.text, rest.length - 1);
            put(out, DOCX_STAYS, here->text, 1);
        } else {
            put(out, rest.track, rest.text, rest.length);
            put(out, rest.track == DOCX_INSERTED ? DOCX_DELETED : DOCX_INSERTED, here->text, 1);
        }
    }
}

/* The paragraph runs the way of its first letter that has one, whatever becomes of that letter. */
static void end_paragraph(struct docx *docx, struct row *row, enum docx_track mark, const struct docx_change *change)
{
    int way = 0;

    for (size_t i = 0; i < row->count && way == 0; i++)
        way = show_docx_direction(row->items[i].text, row->items[i].length);
    show_docx_open(docx, DOCX_TEXT, mark, change, way < 0);
    for (size_t i = 0; i < row->count; i++)
        show_docx_tracked(docx, row->items[i].track, change, row->items[i].text, row->items[i].length);
    show_docx_close(docx);
    row->count = 0;
}

static void write_row(struct docx *docx, const struct row *row, struct row *line, const struct docx_change *change)
{
    for (size_t i = 0; i < row->count; i++) {
        const char *text = row->items[i].text, *end;
        size_t length = row->items[i].length;

        while ((end = memchr(text, '\n', length)) != NULL) {
            put(line, row->items[i].track, text, (size_t)(end - text));
            end_paragraph(docx, line, row->items[i].track, change);
            length -= (size_t)(end + 1 - text);
            text = end + 1;
        }
        put(line, row->items[i].track, text, length);
    }
    end_paragraph(docx, line, DOCX_STAYS, change);
}

static bool write_change(struct docx *docx, struct tvx_arena *arena, const struct tvx_docx_change *change)
{
    struct docx_change by = {change->author, change->date};
    size_t most = 2 * change->diff->count + 1;
    struct row rows[3]; /* the stretches, the same settled, those of the paragraph at hand */

    for (size_t i = 0; i < 3; i++) {
        rows[i] = (struct row){tvx_arena_array(arena, (i == 0 ? 1 : 2) * most, sizeof *rows[i].items), 0};
        if (rows[i].items == NULL)
            return false;
    }
    if (change->heading != NULL)
        show_docx_paragraph(docx, DOCX_HEADING, DOCX_PLAIN, change->heading);
    stretch_out(&rows[0], change);
    settle(&rows[1], &rows[0]);
    write_row(docx, &rows[1], &rows[2], &by);
    return true;
}

enum tvx_status tvx_docx_changes(struct tvx_buf *out, const struct tvx_docx_about *about,
                                 const struct tvx_docx_change *changes, size_t count, struct tvx_error *error)
{
    struct docx_about file = {.title = about->title, .heading = about->title, .language = about->language};
    struct tvx_arena *arena = tvx_arena_new((size_t)1 << 30);
    struct docx docx;
    bool full = arena == NULL;

    show_docx_start(&docx);
    for (size_t i = 0; i < count && !full; i++)
        full = !write_change(&docx, arena, &changes[i]);
    tvx_arena_free(arena);
    if (full)
        tvx_buf_free(&docx.body);
    return full ? tvx_error_nomem(error) : show_docx_finish(&docx, out, &file, error);
}

const char *tvx_docx_author(struct tvx_arena *arena, const char *const *names, size_t count)
{
    const char *out = count == 0 ? "unknown" : names[0];

    for (size_t i = 1; i < count && out != NULL; i++)
        out = tvx_arena_printf(arena, "%s, %s", out, names[i]);
    return out;
}

enum tvx_status tvx_docx_proposal(struct tvx_buf *out, struct tvx_arena *arena,
                                  const struct tvx_stored_proposal *proposal, const char *language,
                                  struct tvx_error *error)
{
    const struct tvx_proposal *item = &proposal->proposal;
    struct tvx_diff diff;
    struct tvx_docx_change change = {
        .author = tvx_docx_author(arena, item->sponsors, item->sponsor_count), .date = proposal->date,
        .a = item->before, .b = item->after, .diff = &diff,
    };
    struct tvx_docx_about about = {
        .title = tvx_arena_printf(arena, "%s  %s  %s", item->number, tvx_action_to_string(item->action), item->target),
        .language = language,
    };
    enum tvx_status status = tvx_diff_text(&diff, arena, item->before, item->after, TVX_DIFF_READABLE, error);

    if (status == TVX_OK && (change.author == NULL || about.title == NULL))
        status = tvx_error_nomem(error);
    return status == TVX_OK ? tvx_docx_changes(out, &about, &change, 1, error) : status;
}

/* "B  VRN, KRS: VRN/14A1/5, KRS/18/1" */
static enum tvx_status family_change(struct tvx_docx_change *out, struct tvx_arena *arena,
                                     const struct tvx_comparison *comparison, size_t family, struct tvx_error *error)
{
    const struct tvx_family *item = &comparison->families.items[family];
    struct tvx_diff *diff = tvx_arena_alloc(arena, sizeof *diff);
    size_t count;
    const char **names = tvx_comparison_sponsors(comparison, arena, item->variants, item->variant_count, &count);
    const char *numbers = "", *date = NULL;

    if (diff == NULL || names == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < item->variant_count && numbers != NULL; i++) {
        const struct tvx_stored_proposal *proposal = comparison->variants[item->variants[i]].proposal;

        if (proposal == NULL)
            continue;
        numbers = tvx_arena_printf(arena, "%s%s%s", numbers, *numbers == '\0' ? "" : ", ", proposal->proposal.number);
        if (proposal->date != NULL && (date == NULL || strcmp(proposal->date, date) < 0))
            date = proposal->date;
    }
    *out = (struct tvx_docx_change){.author = tvx_docx_author(arena, names, count), .date = date, .a = comparison->base,
                                    .b = item->text, .diff = diff};
    if (numbers != NULL && out->author != NULL)
        out->heading = tvx_arena_printf(arena, "%s  %s: %s", comparison->letters[family], out->author, numbers);
    if (out->heading == NULL)
        return tvx_error_nomem(error);
    return tvx_diff_text(diff, arena, out->a, out->b, TVX_DIFF_READABLE, error);
}

enum tvx_status tvx_docx_comparison(struct tvx_buf *out, struct tvx_arena *arena,
                                    const struct tvx_comparison *comparison, struct tvx_error *error)
{
    struct tvx_docx_change *changes = tvx_arena_array(arena, comparison->families.count + 1, sizeof *changes);
    struct tvx_docx_about about = {.title = tvx_arena_printf(arena, "%s  %s", comparison->reference,
                                                             comparison->heading)};
    enum tvx_status status = TVX_OK;
    size_t count = 0;

    if (changes == NULL || about.title == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < comparison->families.count; i++) {
        const struct tvx_family *family = &comparison->families.items[i];

        if (family->is_base && family->variant_count == 1) /* nobody asks to leave it as it is */
            continue;
        status = family_change(&changes[count++], arena, comparison, i, error);
    }
    if (status == TVX_OK && count == 0)
        return tvx_error_set(error, TVX_E_NOTFOUND, "nothing is proposed for %s: there is nothing to compare",
                             comparison->reference);
    return status == TVX_OK ? tvx_docx_changes(out, &about, changes, count, error) : status;
}

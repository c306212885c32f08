/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "agree.h"
#include "columns.h"
#include "place.h"
#include "tabled.h"
#include "target.h"
#include "words.h"

/* SCRATCH: for finding the edits of one proposal; PLACE_LENGTH: a heading that names a place is short. */
enum { SCRATCH = 128 << 20, QUOTE = 64 << 20, PLACE_LENGTH = 130, DELETED_LENGTH = 80 };

enum tvx_status tvx_tabled_warn(struct tvx_tabled *tabled, size_t block, const char *code, const char *message,
                                struct tvx_error *error)
{
    struct tvx_contribution *out = tabled->out;

    out->warnings = message == NULL ? NULL
                                    : tvx_arena_grow(tabled->view->arena, out->warnings, out->warning_count,
                                                     &tabled->warning_capacity, sizeof *out->warnings);
    if (out->warnings == NULL)
        return tvx_error_nomem(error);
    out->warnings[out->warning_count++] = (struct tvx_warning){code, message, block};
    return TVX_OK;
}

bool tvx_tabled_is_deleted(struct tvx_arena *arena, const char *text)
{
    struct tvx_label label = {0};

    if (strlen(text) > DELETED_LENGTH)
        return false;
    if (tvx_phrase_is("data/eu-phrases.tsv", "deleted", text))
        return true;
    for (unsigned i = 0; i < 3 && *text != '\0'; i++) {
        struct tvx_target place;
        size_t consumed = 0;

        if (tvx_label_parse(&label, arena, text, true, NULL) == TVX_OK && label.kind != TVX_LABEL_NONE)
            text += label.length;
        else if (tvx_target_scan(&place, &consumed, arena, text, NULL) == TVX_OK && consumed > 0)
            text += consumed;
        else
            return false;
        if (tvx_phrase_is("data/eu-phrases.tsv", "deleted", text))
            return true;
    }
    return false;
}

bool tvx_tabled_is_place(struct tvx_arena *arena, const char *text, bool *whole)
{
    struct tvx_cursor c = {text, strlen(text), 0};
    struct tvx_target place;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t consumed = 0, at = 0;

    *whole = false;
    if (c.length > PLACE_LENGTH || !u_isalpha((UChar32)tvx_utf8_next(text, c.length, &at)) ||
        !tvx_words_row(&c, "data/places.tsv", NULL, f) ||
        tvx_target_scan(&place, &consumed, arena, text, NULL) != TVX_OK ||
        (place.path == NULL && place.instrument == NULL))
        return false;
    c.at = consumed;
    tvx_words_space(&c, ".:;,-()");
    *whole = c.at >= c.length;
    return *whole || (c.length > 0 && strchr(".;!?", text[c.length - 1]) == NULL);
}

static bool has_label(const char *path, const char *step)
{
    size_t length = strlen(path), want = strlen(step);

    return length >= want && strcmp(path + length - want, step) == 0 &&
           (length == want || path[length - want - 1] == '.');
}

const char *tvx_tabled_join(struct tvx_arena *arena, const char *place, const char *text, struct tvx_error *error)
{
    char *line = tvx_arena_strndup(arena, text, strcspn(text, "\n"));
    struct tvx_text_place labels;
    struct tvx_label label;
    struct tvx_target target;
    size_t consumed;

    if (line == NULL)
        return NULL;
    if (*place == '\0' || tvx_target_scan(&target, &consumed, arena, place, error) != TVX_OK || target.path == NULL ||
        tvx_text_place(&labels, arena, line, error) != TVX_OK || *labels.path == '\0' ||
        tvx_label_parse(&label, arena, labels.path, true, error) != TVX_OK || label.kind == TVX_LABEL_NONE ||
        label.kind == TVX_LABEL_DASH || has_label(target.path, label.canonical) ||
        strncmp(target.path, "recital", 7) == 0 || target.part != NULL)
        return place;
    return tvx_arena_printf(arena, "%.*s, %s", (int)consumed, place, labels.path);
}

const char *tvx_tabled_under(struct tvx_arena *arena, const char *place, const char **item, const char *text,
                             struct tvx_error *error)
{
    char *line = tvx_arena_strndup(arena, text, strcspn(text, "\n"));
    struct tvx_label label;

    if (line == NULL || tvx_label_parse(&label, arena, line, true, error) != TVX_OK)
        return NULL;
    if (label.kind == TVX_LABEL_NUMBER)
        *item = tvx_arena_strndup(arena, line, label.length);
    else if ((label.kind == TVX_LABEL_LETTER || label.kind == TVX_LABEL_ROMAN) && **item != '\0')
        place = tvx_tabled_join(arena, place, *item, error);
    return place == NULL || *item == NULL ? NULL : tvx_tabled_join(arena, place, line, error);
}

/* ---- one proposal ---- */

/* "–", "[…]", "N/A": a cell that says that there is no text. */
static bool only_dashes(const char *text)
{
    struct tvx_cursor c = {text, strlen(text), 0};

    if (c.length <= DELETED_LENGTH && tvx_phrase_is("data/eu-phrases.tsv", "nothing", text))
        return true;

    tvx_words_space(&c, "-.[]()");
    return c.at >= c.length || strcmp(text + c.at, "…") == 0;
}

static void set_action(struct tvx_proposal *p, const struct tvx_tabled_item *item, struct tvx_arena *arena)
{
    bool deleted = tvx_tabled_is_deleted(arena, item->after);

    if (deleted || (item->has_action && item->action == TVX_ACTION_SUP))
        p->after = "";
    if (item->has_action)
        p->action = item->action;
    else if (deleted)
        p->action = TVX_ACTION_SUP;
    else if (p->place.is_new || *p->before == '\0')
        p->action = TVX_ACTION_ADD;
    else
        p->action = *p->after == '\0'                          ? TVX_ACTION_SUP
                    : strcmp(p->before, p->after) == 0 ? TVX_ACTION_NOC
                                                               : TVX_ACTION_MOD;
    if (p->action == TVX_ACTION_NOC && *p->after == '\0')
        p->after = p->before;
}

/* What differs, found in an arena of its own, for the table that this takes is large. */
static enum tvx_status set_edits(struct tvx_proposal *p, struct tvx_arena *arena, struct tvx_error *error)
{
    struct tvx_arena *scratch;
    struct tvx_edit *edits = NULL;
    size_t count = 0;
    enum tvx_status status;

    if (*p->before == '\0' || *p->after == '\0') {
        p->edits = tvx_arena_alloc(arena, sizeof *p->edits);
        if (p->edits == NULL)
            return tvx_error_nomem(error);
        p->edits[0] = (struct tvx_edit){*p->before == '\0' ? TVX_EDIT_INS : TVX_EDIT_DEL, p->before, p->after};
        p->edit_count = *p->before != '\0' || *p->after != '\0';
        return TVX_OK;
    }
    scratch = tvx_arena_new(SCRATCH);
    if (scratch == NULL)
        return tvx_error_nomem(error);
    status = tvx_agree_edits(&edits, &count, scratch, p->before, p->after, error);
    p->edits = tvx_arena_array(arena, count, sizeof *p->edits);
    if (status == TVX_OK && p->edits == NULL)
        status = tvx_error_nomem(error);
    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        p->edits[i] = (struct tvx_edit){edits[i].op, tvx_arena_strdup(arena, edits[i].before),
                                        tvx_arena_strdup(arena, edits[i].after)};
        if (p->edits[i].before == NULL || p->edits[i].after == NULL)
            status = tvx_error_nomem(error);
    }
    p->edit_count = status == TVX_OK ? count : 0;
    tvx_arena_free(scratch);
    return status;
}

static enum tvx_status set_evidence(struct tvx_proposal *p, const struct tvx_form_view *view, size_t first, size_t last,
                                    struct tvx_error *error)
{
    const struct tvx_line *lines = view->after.items;
    size_t from, to;
    struct tvx_buf buf;

    p->block = first;
    p->quote = "";
    if (!tvx_grid_lines(view, first, last, &from, &to))
        return TVX_OK;
    tvx_buf_init(&buf, QUOTE);
    for (size_t i = from; i <= to; i++) {
        if (i > from)
            tvx_buf_char(&buf, '\n');
        tvx_buf_str(&buf, lines[i].text);
    }
    p->start = lines[from].start;
    p->points = lines[to].start + lines[to].points - lines[from].start;
    p->quote = buf.failed ? NULL : tvx_arena_strdup(view->arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return p->quote == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static enum tvx_status set_place(struct tvx_tabled *tabled, struct tvx_proposal *p, const struct tvx_tabled_item *item,
                                 struct tvx_error *error)
{
    size_t consumed;
    enum tvx_status status = *item->target == '\0'
                                 ? TVX_E_NOTFOUND
                                 : tvx_target_scan(&p->place, &consumed, tabled->view->arena, item->target, error);

    p->target = item->target;
    if (status != TVX_E_NOTFOUND && status != TVX_E_LIMIT)
        return status;
    p->place = (struct tvx_target){0};
    if (tabled->placeless++ == 0)
        tabled->first_placeless = item->first;
    return TVX_OK;
}

static const char *make_number(struct tvx_tabled *tabled, const struct tvx_tabled_item *item)
{
    tabled->serial++;
    if (item->number != NULL)
        return item->number;
    return tvx_arena_printf(tabled->view->arena, "%s/%s/%zu%s%s",
                            item->sponsor_count > 0 ? item->sponsors[0] : "-", tabled->paper, tabled->serial,
                            item->suffix == NULL ? "" : "-", item->suffix == NULL ? "" : item->suffix);
}

enum tvx_status tvx_tabled_add(struct tvx_tabled *tabled, const struct tvx_tabled_item *item, struct tvx_error *error)
{
    struct tvx_contribution *out = tabled->out;
    struct tvx_arena *arena = tabled->view->arena;
    struct tvx_proposal *p;
    enum tvx_status status;

    if (only_dashes(item->before) && only_dashes(item->after) && !item->has_action &&
        !tvx_tabled_is_deleted(arena, item->after))
        return TVX_OK;
    out->proposals = tvx_arena_grow(arena, out->proposals, out->count, &tabled->proposal_capacity,
                                    sizeof *out->proposals);
    if (out->proposals == NULL)
        return tvx_error_nomem(error);
    p = &out->proposals[out->count++];
    p->number = make_number(tabled, item);
    if (p->number == NULL)
        return tvx_error_nomem(error);
    p->before = only_dashes(item->before) ? "" : item->before;
    p->after = only_dashes(item->after) ? "" : item->after;
    p->reasons = item->reasons;
    p->sponsors = item->sponsors;
    p->sponsor_count = item->sponsor_count;
    if ((status = set_place(tabled, p, item, error)) != TVX_OK)
        return status;
    set_action(p, item, arena);
    if (p->action == TVX_ACTION_ADD && p->place.is_new && *p->before != '\0' && *p->after == '\0')
        p->action = TVX_ACTION_SUP;
    if ((status = set_edits(p, arena, error)) != TVX_OK)
        return status;
    if (p->action == TVX_ACTION_NOC)
        p->edit_count = 0;
    return set_evidence(p, tabled->view, item->first, item->last, error);
}

enum tvx_status tvx_tabled_end(struct tvx_tabled *tabled, struct tvx_error *error)
{
    size_t n = tabled->placeless;

    if (n == 0)
        return TVX_OK;
    return tvx_tabled_warn(tabled, tabled->first_placeless, "proposal-no-place",
                           tvx_arena_printf(tabled->view->arena,
                                            "%zu of %zu proposals name%s no provision that is understood; the first is "
                                            "told here",
                                            n, tabled->out->count, n == 1 ? "s" : ""),
                           error);
}

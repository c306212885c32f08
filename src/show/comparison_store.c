/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finds the texts of one provision among the stored proposals: on it, on what holds it, on its parts. */
#include "fit.h"
#include "place.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/compare/align.h>
#include <travaux/text/utf8.h>

struct gathering {
    struct tvx_comparison *out;
    struct tvx_arena *arena;
    const struct tvx_instrument *instrument;
    size_t index; /* of the provision in it; SIZE_MAX when it is only proposed */
    size_t variant_capacity, touch_capacity;
    bool full; /* memory is used up */
};

static void add_variant(struct gathering *g, struct tvx_variant variant)
{
    struct tvx_variant *grown =
        tvx_arena_grow(g->arena, g->out->variants, g->out->count, &g->variant_capacity, sizeof *grown);

    if (grown == NULL || variant.text == NULL) {
        g->full = true;
        return;
    }
    g->out->variants = grown;
    grown[g->out->count++] = variant;
}

static void add_touch(struct gathering *g, const struct tvx_stored_proposal *proposal, const char *why)
{
    struct tvx_touch *grown =
        tvx_arena_grow(g->arena, g->out->touches, g->out->touch_count, &g->touch_capacity, sizeof *grown);

    if (grown == NULL || why == NULL) {
        g->full = true;
        return;
    }
    g->out->touches = grown;
    grown[g->out->touch_count++] = (struct tvx_touch){proposal, why};
}

static const char *fold(struct gathering *g, const char *text)
{
    return tvx_text_fold_space(g->arena, text, strlen(text));
}

/* Label, heading and text of a provision and of all below it, in one line: what a proposal on the whole prints. */
static const char *whole_text(struct gathering *g, size_t index)
{
    const struct tvx_instrument *instrument = g->instrument;
    struct tvx_buf buf;
    const char *text;

    tvx_buf_init(&buf, 1 << 24);
    for (size_t i = index; i < instrument->count; i++) {
        const struct tvx_provision *item = &instrument->provisions[i];

        if (i > index && item->level <= instrument->provisions[index].level)
            break;
        if (i > index) {
            tvx_buf_str(&buf, item->label);
            tvx_buf_char(&buf, ' ');
            tvx_buf_str(&buf, item->heading);
            tvx_buf_char(&buf, ' ');
        }
        tvx_buf_str(&buf, item->text);
        tvx_buf_char(&buf, ' ');
    }
    text = buf.failed ? NULL : tvx_text_fold_space(g->arena, tvx_buf_text(&buf), buf.length);
    tvx_buf_free(&buf);
    return text;
}

/* A proposed text as lines of its own, for the instrument parser. */
static bool make_lines(struct gathering *g, struct tvx_lines *out, const char *text)
{
    size_t capacity = 0, start = 0;

    *out = (struct tvx_lines){0};
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        const char *line = tvx_text_fold_space(g->arena, text, length);
        struct tvx_line *grown;

        if (line == NULL)
            return false;
        if (*line != '\0') {
            grown = tvx_arena_grow(g->arena, out->items, out->count, &capacity, sizeof *grown);
            if (grown == NULL)
                return false;
            out->items = grown;
            grown[out->count].text = line;
            grown[out->count].start = start;
            grown[out->count].points = tvx_utf8_count(line, strlen(line));
            start += grown[out->count].points + 1;
            out->count++;
        }
        text += length + (text[length] == '\n');
    }
    return true;
}

/*
 * Index of `path` in a parsed text of `holder`: as it is, or, where the text left the holder's own label out, below it.
 */
static size_t find_within(const struct tvx_instrument *parsed, const char *path, const char *holder)
{
    size_t index = tvx_instrument_find(parsed, path), length = strlen(holder);

    if (index == SIZE_MAX && strncmp(path, holder, length) == 0 && path[length] == '.')
        index = tvx_instrument_find(parsed, path + length + 1);
    return index;
}

/* The provisions with a text in [first, end) as parts to align; *at is the one of index `wanted` among them. */
static struct tvx_part *make_parts(struct gathering *g, const struct tvx_instrument *from, size_t first, size_t end,
                                   size_t wanted, size_t *count, size_t *at)
{
    struct tvx_part *parts = tvx_arena_array(g->arena, end - first + 1, sizeof *parts);

    *count = 0;
    *at = SIZE_MAX;
    for (size_t i = first; parts != NULL && i < end; i++) {
        const char *text = fold(g, from->provisions[i].text);

        if (text == NULL || *text == '\0')
            continue;
        if (i == wanted)
            *at = *count;
        parts[(*count)++] = (struct tvx_part){.label = from->provisions[i].label, .text = text};
    }
    return parts;
}

/*
 * What became of the provision: its new text, "" when it is gone; NULL when that cannot be told.  Where it was joined
 * with its neighbours, the text that now stands for them all.
 */
static const char *aligned_text(struct gathering *g, const struct tvx_instrument *parsed, size_t first, size_t end)
{
    struct tvx_alignment alignment;
    struct tvx_part *old, *new;
    size_t old_count, new_count, at, none;
    struct tvx_buf buf;
    const char *text = NULL;

    old = make_parts(g, g->instrument, first, end, g->index, &old_count, &at);
    new = make_parts(g, parsed, 0, parsed->count, SIZE_MAX, &new_count, &none);
    if (old == NULL || new == NULL || at == SIZE_MAX ||
        tvx_align_parts(&alignment, g->arena, old, old_count, new, new_count, NULL) != TVX_OK)
        return NULL;
    tvx_buf_init(&buf, 1 << 24);
    for (size_t i = 0; i < alignment.count; i++) {
        const struct tvx_pair *pair = &alignment.pairs[i];

        if (at < pair->a || at >= pair->a + pair->a_count)
            continue;
        for (size_t j = 0; j < pair->b_count; j++) {
            tvx_buf_str(&buf, j > 0 ? " " : "");
            tvx_buf_str(&buf, new[pair->b + j].text);
        }
        text = buf.failed ? NULL : tvx_arena_strndup(g->arena, tvx_buf_text(&buf), buf.length);
        break;
    }
    tvx_buf_free(&buf);
    return text;
}

/*
 * The provision's text within a proposal on what holds it.  Parts are matched by their words, not by their labels: a
 * MOD that leaves one paragraph out renumbers those behind it.
 */
static void cut_out(struct gathering *g, const struct tvx_stored_proposal *proposal, const char *holder)
{
    struct tvx_instrument parsed;
    struct tvx_lines lines;
    const char *text = NULL;
    size_t first = 0, end = g->instrument->count, index;

    if (!make_lines(g, &lines, proposal->proposal.after)) {
        g->full = true;
        return;
    }
    if (lines.count == 0 || tvx_instrument_parse_lines(&parsed, g->arena, &lines, NULL) != TVX_OK ||
        parsed.count == 0) {
        add_touch(g, proposal, "changes the whole that holds this; its text could not be cut into provisions");
        return;
    }
    if (g->index != SIZE_MAX) {
        if (*holder != '\0') {
            first = tvx_instrument_find(g->instrument, holder);
            for (end = first == SIZE_MAX ? first : first + 1;
                 end < g->instrument->count &&
                 g->instrument->provisions[end].level > g->instrument->provisions[first].level;)
                end++;
        }
        text = first == SIZE_MAX ? NULL : aligned_text(g, &parsed, first, end);
    } else {
        index = find_within(&parsed, g->out->path, holder);
        text = index == SIZE_MAX ? NULL : fold(g, parsed.provisions[index].text);
    }
    if (text == NULL)
        add_touch(g, proposal, "changes the whole that holds this; what becomes of this provision could not be told");
    else if (*text == '\0')
        add_variant(g, (struct tvx_variant){.proposal = proposal, .text = "", .suppressed = true, .within = true});
    else if (strcmp(text, g->out->base) != 0)
        add_variant(g, (struct tvx_variant){.proposal = proposal, .text = text, .within = true});
}

/*
 * Does a text print one of the provision's parts as it stands?  Then the proposal is on the provision with its parts.
 */
static bool prints_parts(struct gathering *g, const char *text)
{
    const struct tvx_provision *items = g->instrument->provisions;
    const char *folded = fold(g, text);

    for (size_t i = g->index + 1; folded != NULL && i < g->instrument->count; i++) {
        if (items[i].level <= items[g->index].level)
            return false;
        if (*items[i].text != '\0' && strstr(folded, items[i].text) != NULL)
            return true;
    }
    return false;
}

/*
 * Where one proposal prints the provision with its items and another its opening words alone, both are read with
 * the items: else the items would look inserted by the first or deleted by the second.
 */
static void take_parts_in(struct gathering *g)
{
    struct tvx_comparison *out = g->out;
    const char *opening = out->base, *whole;
    size_t length = strlen(opening);
    bool wanted = false;

    if (g->index == SIZE_MAX)
        return;
    for (size_t i = 1; i < out->count && !wanted; i++)
        wanted = !out->variants[i].within && prints_parts(g, out->variants[i].proposal->proposal.before);
    whole = wanted ? whole_text(g, g->index) : opening;
    if (whole == NULL || strncmp(whole, opening, length) != 0 || whole[length] == '\0') {
        g->full = g->full || whole == NULL;
        return;
    }
    out->base = out->variants[0].text = whole;
    for (size_t i = 1; i < out->count; i++) {
        struct tvx_variant *variant = &out->variants[i];

        if (variant->suppressed || prints_parts(g, variant->proposal->proposal.before))
            continue;
        variant->text = tvx_arena_printf(g->arena, "%s%s", variant->text, whole + length);
        g->full = g->full || variant->text == NULL;
    }
}

static bool only_heading(const struct tvx_proposal *proposal)
{
    return proposal->place.part != NULL && strstr(proposal->place.part, "intro") == NULL;
}

/* A proposal on the provision itself (within: on what holds it, and it says the same of every part). */
static void take(struct gathering *g, const struct tvx_stored_proposal *proposal, bool within)
{
    const char *text;
    bool fitted;

    switch (proposal->proposal.action) {
    case TVX_ACTION_SUP:
    case TVX_ACTION_SUP_MOVED:
        add_variant(g, (struct tvx_variant){.proposal = proposal, .text = "", .suppressed = true, .within = within});
        return;
    case TVX_ACTION_NOC:
    case TVX_ACTION_NOC_FIRM:
        add_variant(g, (struct tvx_variant){.proposal = proposal, .text = g->out->base, .within = within});
        return;
    default:
        break;
    }
    if (tvx_text_blank(proposal->proposal.after, strlen(proposal->proposal.after))) {
        add_touch(g, proposal, "asks for a change, but its text was not found in the document");
        return;
    }
    text = fold(g, tvx_text_without_label(proposal->proposal.after, g->out->path));
    fitted = text != NULL && show_fit_is_bare(g->out->base, text);
    if (fitted)
        text = show_fit(g->arena, g->out->base, text);
    add_variant(g, (struct tvx_variant){.proposal = proposal, .text = text, .fitted = fitted});
}

static void consider(struct gathering *g, const struct tvx_stored_proposal *proposal)
{
    const struct tvx_resolution *at = &proposal->resolution;
    const struct tvx_stored_instrument *head = &g->out->instrument;
    const char *place = at->path == NULL ? "" : at->path;
    enum tvx_action action = proposal->proposal.action;
    bool whole = action == TVX_ACTION_SUP || action == TVX_ACTION_SUP_MOVED || action == TVX_ACTION_NOC ||
                 action == TVX_ACTION_NOC_FIRM;

    if (at->kind == TVX_UNRESOLVED || at->key == NULL || strcmp(at->key, head->key) != 0)
        return;
    if (at->version != NULL && head->version != NULL && strcmp(at->version, head->version) != 0)
        return;
    if (strcmp(place, g->out->path) == 0) {
        if (only_heading(&proposal->proposal) && strcmp(place, "title") != 0)
            add_touch(g, proposal, tvx_arena_printf(g->arena, "changes its %s only: %s", proposal->proposal.place.part,
                                                    whole ? "delete" : proposal->proposal.after));
        else
            take(g, proposal, false);
    } else if (show_place_holds(g->instrument, place, g->out->path)) {
        if (only_heading(&proposal->proposal))
            return;
        if (whole)
            take(g, proposal, true);
        else
            cut_out(g, proposal, place);
    } else if (show_place_holds(g->instrument, g->out->path, place)) {
        add_touch(g, proposal, tvx_arena_printf(g->arena, "on its part %s", place));
    }
}

/* A heading of its own, or of the nearest provision above that has one. */
static void name_it(struct gathering *g)
{
    struct tvx_comparison *out = g->out;
    const struct tvx_instrument *instrument = g->instrument;
    size_t at = g->index, steps = 0;

    out->label = out->heading = "";
    if (at == SIZE_MAX) { /* the holder in which it would stand */
        char *holder = tvx_arena_strdup(g->arena, out->path), *dot;

        while (holder != NULL && at == SIZE_MAX && (dot = strrchr(holder, '.')) != NULL) {
            *dot = '\0';
            at = tvx_instrument_find(instrument, holder);
        }
        out->label = out->path;
    } else {
        out->label = instrument->provisions[at].label;
        out->marginal = instrument->provisions[at].marginal;
    }
    while (at < instrument->count && *out->heading == '\0' && steps++ < 64) {
        out->heading = instrument->provisions[at].heading;
        at = instrument->provisions[at].parent;
    }
}

enum tvx_status tvx_comparison_from(struct tvx_comparison *out, struct tvx_arena *arena,
                                    const struct tvx_stored_instrument *head, const struct tvx_instrument *instrument,
                                    const char *path, const struct tvx_stored_proposal *proposals, size_t count,
                                    struct tvx_error *error)
{
    struct gathering g = {.out = out, .arena = arena, .instrument = instrument};

    *out = (struct tvx_comparison){.instrument = *head, .path = path};
    g.index = tvx_instrument_find(instrument, path);
    out->is_new = g.index == SIZE_MAX;
    out->reference = head->version == NULL ? tvx_arena_printf(arena, "%s:%s", head->key, path)
                                           : tvx_arena_printf(arena, "%s@%s:%s", head->key, head->version, path);
    out->base = out->is_new ? "" : fold(&g, instrument->provisions[g.index].text);
    if (out->base != NULL && *out->base == '\0' && !out->is_new)
        out->base = whole_text(&g, g.index);
    if (out->reference == NULL || out->base == NULL)
        return tvx_error_nomem(error);
    name_it(&g);
    add_variant(&g, (struct tvx_variant){.text = out->base});
    for (size_t i = 0; i < count && !g.full; i++)
        consider(&g, &proposals[i]);
    if (!g.full)
        take_parts_in(&g);
    if (g.full)
        return tvx_error_nomem(error);
    if (out->is_new && out->count == 1 && out->touch_count == 0)
        return tvx_error_set(error, TVX_E_NOTFOUND, "%s: neither the text nor a proposal has this provision",
                             out->reference);
    return tvx_comparison_make(out, arena, error);
}

/* The instrument and path that a reference means: of a provision, or of the one that a proposal is on. */
static enum tvx_status locate(struct tvx_stored_instrument *head, struct tvx_instrument *instrument, const char **path,
                              struct tvx_arena *arena, struct tvx_store *store, const char *text,
                              struct tvx_error *error)
{
    struct tvx_reference reference;
    enum tvx_status status = tvx_reference_parse(&reference, arena, text, error);

    if (status != TVX_OK)
        return status;
    if (reference.kind == TVX_REF_PROPOSAL) {
        struct tvx_filter filter = {.number = reference.number};
        struct tvx_stored_proposal *found;
        size_t count;

        status = tvx_store_proposals(store, arena, &found, &count, &filter, error);
        if (status != TVX_OK)
            return status;
        if (count == 0)
            return tvx_error_set(error, TVX_E_NOTFOUND, "%s: no proposal has this number", text);
        found += count - 1; /* of two meetings the later */
        if (found->resolution.kind == TVX_UNRESOLVED)
            return tvx_error_set(error, TVX_E_NOTFOUND, "%s is tied to no provision: %s", text,
                                 found->resolution.reason == NULL ? "no reason kept" : found->resolution.reason);
        *path = found->resolution.path;
        status = tvx_store_instrument(store, arena, head, instrument, found->resolution.key,
                                      found->resolution.version, error);
    } else if (reference.instrument != NULL) {
        *path = reference.path;
        status = tvx_store_instrument(store, arena, head, instrument, reference.instrument, reference.version, error);
        for (size_t i = 0; status == TVX_OK && reference.kind == TVX_REF_MARGINAL && i < instrument->count; i++) {
            if (!reference.only_marginal && tvx_instrument_find(instrument, reference.path) != SIZE_MAX)
                break; /* a path before a marginal number, as tvx_store_find has it */
            if (instrument->provisions[i].marginal != NULL &&
                strcmp(instrument->provisions[i].marginal, reference.path) == 0) {
                *path = instrument->provisions[i].path;
                break;
            }
        }
    } else {
        return tvx_error_set(error, TVX_E_USAGE, "%s names no provision; write for example ITR@1988:5.1", text);
    }
    if (status == TVX_OK && (*path == NULL || **path == '\0'))
        return tvx_error_set(error, TVX_E_USAGE, "%s is a whole instrument; name one provision of it, as in %s:%s",
                             text, head->key, instrument->count > 0 ? instrument->provisions[0].path : "1");
    return status;
}

enum tvx_status tvx_comparison_build(struct tvx_comparison *out, struct tvx_arena *arena, struct tvx_store *store,
                                     const char *reference, const char *meeting, struct tvx_error *error)
{
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    struct tvx_stored_proposal *proposals;
    struct tvx_filter filter = {.meeting = meeting};
    const char *path = NULL;
    size_t count;
    enum tvx_status status = locate(&head, &instrument, &path, arena, store, reference, error);

    if (status != TVX_OK)
        return status;
    filter.instrument = head.key;
    status = tvx_store_proposals(store, arena, &proposals, &count, &filter, error);
    if (status != TVX_OK)
        return status;
    return tvx_comparison_from(out, arena, &head, &instrument, path, proposals, count, error);
}

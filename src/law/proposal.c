/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "draft.h"
#include "form.h"
#include "header.h"
#include "place.h"
#include "region.h"
#include "sponsors.h"
#include "target.h"

/* Is NOC underlined as formatting (and not as an insertion)? */
static bool action_is_underlined(const struct tvx_parser *p, size_t line, size_t at)
{
    const struct tvx_block *block = tvx_draft_block(p, line);
    size_t skip = 0;

    for (size_t i = 0; i < at;)
        skip += !tvx_text_is_space(tvx_utf8_next(p->after.items[line].text, at, &i));
    for (size_t r = 0; r < block->run_count; r++) {
        const struct tvx_run *run = &block->runs[r];
        size_t length = strlen(run->text);

        if (!tvx_change_stands(run->change, run->nested, TVX_VIEW_AFTER))
            continue;
        for (size_t i = 0; i < length;) {
            if (tvx_text_is_space(tvx_utf8_next(run->text, length, &i)))
                continue;
            if (skip == 0)
                return (run->format & TVX_FORMAT_UNDERLINE) != 0 && run->change == TVX_CHANGE_NONE;
            skip--;
        }
    }
    return false;
}

/* ---- the place ---- */

static bool starts_new(enum tvx_action action)
{
    return action == TVX_ACTION_ADD || action == TVX_ACTION_ADD_MOVED;
}

static size_t paragraphs_in(const char *text)
{
    size_t count = *text != '\0';

    for (; *text != '\0'; text++)
        count += *text == '\n';
    return count;
}

/* "97" below the heading "CONVENTION" is a number of its margin, which only the instrument tells. */
static const char *with_law(struct tvx_parser *p, const char *printed)
{
    struct tvx_target law;
    size_t consumed;

    if (p->law == NULL || *printed < '0' || *printed > '9' ||
        tvx_target_scan(&law, &consumed, p->arena, p->law, NULL) != TVX_OK || law.instrument == NULL ||
        law.path != NULL || law.marginal != NULL)
        return printed;
    return tvx_draft_join(p, p->law, printed, strlen(printed));
}

/* "resolves 3" and below it "3 to take …": the place is whole already. */
static bool ends_with_label(const char *path, const char *label)
{
    const char *last = path == NULL ? NULL : strrchr(path, '.');
    size_t length = strcspn(label, " .)");

    return last != NULL && strlen(last + 1) == length && memcmp(last + 1, label, length) == 0 &&
           strcspn(label + length, "0123456789") == strlen(label + length);
}

/*
 * The place printed on its own lines, made finer by the label that the text begins with: "Article 4.2" and "b) repair
 * …" is 4.2.b; no place and "5.2 Member States …" is 5.2.  A text of several paragraphs under a printed place is
 * about that whole place.
 */
static enum tvx_status find_place(struct tvx_parser *p, struct tvx_proposal *proposal, const struct tvx_draft *d,
                                  const char *first_before, const char *first_after, size_t paragraphs)
{
    const char *text = starts_new(proposal->action) || *first_before == '\0' ? first_after : first_before;
    const char *printed = with_law(p, d->printed);
    struct tvx_text_place labels;
    enum tvx_status status;
    size_t consumed;

    if (printed == NULL)
        return tvx_error_nomem(p->error);
    proposal->target = d->printed;
    status = tvx_text_place(&labels, p->arena, text, p->error);
    if (status != TVX_OK)
        return status;
    if (*printed == '\0' && *text != '\0' && tvx_line_is_place(p->arena, text) && !tvx_draft_is_clause(p, text)) {
        proposal->target = printed = text; /* "RESOLUTION 7 (REV. …)" whose year is itself changed */
    } else if (*labels.path != '\0' && !ends_with_label(proposal->place.path, labels.path) &&
               (*printed == '\0' || (paragraphs == 1 && proposal->place.marginal == NULL))) {
        if (*printed == '\0')
            proposal->target = labels.printed;
        if (*printed == '\0' && !labels.dotted && p->context != NULL)
            printed = p->context;
        printed = tvx_draft_join(p, printed, labels.path, strlen(labels.path));
        if (printed == NULL)
            return tvx_error_nomem(p->error);
    } else {
        labels.marginal = NULL;
    }
    if (*printed == '\0')
        return tvx_draft_warn(p, proposal->block, "proposal-no-place",
                    tvx_arena_printf(p->arena, "Proposal %s names no provision", proposal->number));
    status = tvx_target_scan(&proposal->place, &consumed, p->arena, printed, p->error);
    if (status == TVX_E_NOTFOUND)
        return tvx_draft_warn(p, proposal->block, "proposal-no-place",
                    tvx_arena_printf(p->arena, "Proposal %s names no provision that is understood: \"%.80s\"",
                                     proposal->number, printed));
    if (labels.marginal != NULL)
        proposal->place.marginal = labels.marginal;
    return status;
}

/* An instrument named by a heading holds for the proposals below it that name none. */
static enum tvx_status apply_context(struct tvx_parser *p, struct tvx_proposal *proposal)
{
    struct tvx_target context;
    size_t consumed;

    if (p->law == NULL || proposal->place.instrument != NULL)
        return TVX_OK;
    enum tvx_status status = tvx_target_scan(&context, &consumed, p->arena, p->law, p->error);
    if (status == TVX_OK && context.instrument != NULL) {
        proposal->place.instrument = context.instrument;
        proposal->place.version = context.version;
    }
    return status == TVX_E_NOTFOUND ? TVX_OK : status;
}

/* ---- one proposal ---- */

static void set_texts(struct tvx_proposal *proposal, const struct tvx_region_text *text, struct tvx_edit *whole)
{
    proposal->before = text->before;
    proposal->after = text->after;
    proposal->edits = text->edits;
    proposal->edit_count = text->edit_count;
    switch (proposal->action) {
    case TVX_ACTION_ADD:
    case TVX_ACTION_ADD_MOVED:
        proposal->before = "";
        *whole = (struct tvx_edit){TVX_EDIT_INS, "", proposal->after};
        break;
    case TVX_ACTION_SUP:
    case TVX_ACTION_SUP_MOVED:
        proposal->after = "";
        *whole = (struct tvx_edit){TVX_EDIT_DEL, proposal->before, ""};
        break;
    case TVX_ACTION_NOC:
    case TVX_ACTION_NOC_FIRM:
        proposal->before = proposal->after;
        proposal->edit_count = 0;
        return;
    case TVX_ACTION_MOD:
    case TVX_ACTION_MOD_EDITORIAL:
        if (!text->marked)
            proposal->before = "";
        return;
    }
    proposal->edits = whole;
    proposal->edit_count = *whole->before != '\0' || *whole->after != '\0';
}

static enum tvx_status check_text(struct tvx_parser *p, const struct tvx_proposal *proposal)
{
    bool mod = proposal->action == TVX_ACTION_MOD || proposal->action == TVX_ACTION_MOD_EDITORIAL;

    if ((mod || starts_new(proposal->action)) && *proposal->after == '\0' && *proposal->before == '\0')
        return tvx_draft_warn(p, proposal->block, "proposal-no-text",
                    tvx_arena_printf(p->arena, "Proposal %s (%s) has no text", proposal->number,
                                     tvx_action_to_string(proposal->action)));
    if (mod && proposal->edit_count == 0)
        return tvx_draft_warn(p, proposal->block, "mod-without-marks",
                    tvx_arena_printf(p->arena, "Proposal %s is a MOD, but no words in it are marked as inserted or "
                                     "deleted; its text is taken as the new text", proposal->number));
    return TVX_OK;
}

/* The passage from the action line to the end of the text, exactly as it stands in the document's text. */
static enum tvx_status set_evidence(struct tvx_parser *p, struct tvx_proposal *proposal, const struct tvx_draft *d,
                                    size_t text_end)
{
    size_t last = text_end > d->head_end ? text_end - 1 : d->head_end - 1;
    struct tvx_buf buf;

    while (last > d->first && tvx_draft_is_aside(p, last))
        last--;
    tvx_buf_init(&buf, 64 << 20);
    for (size_t line = d->first; line <= last; line++) {
        if (line > d->first)
            tvx_buf_char(&buf, '\n');
        tvx_buf_str(&buf, p->after.items[line].text);
    }
    proposal->start = p->after.items[d->first].start;
    proposal->points = p->after.items[last].start + p->after.items[last].points - proposal->start;
    proposal->quote = buf.failed ? NULL : tvx_arena_strdup(p->arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return proposal->quote == NULL ? tvx_error_nomem(p->error) : TVX_OK;
}

static struct tvx_proposal *new_proposal(struct tvx_parser *p)
{
    struct tvx_contribution *out = p->out;

    out->proposals = tvx_arena_grow(p->arena, out->proposals, out->count, &p->proposal_capacity,
                                    sizeof *out->proposals);
    return out->proposals == NULL ? NULL : &out->proposals[out->count++];
}

static enum tvx_status set_number(struct tvx_parser *p, struct tvx_proposal *proposal, const struct tvx_draft *d,
                                  size_t n)
{
    const struct tvx_number *number = &d->action.numbers[n];

    if (n < d->action.number_count)
        proposal->number = tvx_arena_printf(p->arena, "%s/%s/%s", number->sponsor, number->document, number->serial);
    else
        proposal->number = tvx_arena_printf(
            p->arena, "%s/%s/%zu", p->out->header.sponsor_count > 0 ? p->out->header.sponsors[0] : "-",
            p->paper == NULL ? "-" : p->paper, ++p->unnumbered);
    return proposal->number == NULL ? tvx_error_nomem(p->error) : TVX_OK;
}

static enum tvx_status read_text(struct tvx_parser *p, const struct tvx_draft *d, struct tvx_span span, size_t stop,
                                 struct tvx_region_text *text)
{
    size_t end = span.text_end < stop ? span.text_end : stop;
    size_t last = end < p->after.count ? tvx_draft_word_block(p, end) : p->document->block_count;

    if (last == 0 || d->text_block >= last) {
        *text = (struct tvx_region_text){.before = "", .after = ""};
        return TVX_OK;
    }
    return tvx_region_read(text, p->arena, p->document,
                           (struct tvx_region){d->text_block, last - 1, d->prefix}, p->error);
}

static const char *first_paragraph(struct tvx_parser *p, const char *text)
{
    return tvx_arena_strndup(p->arena, text, strcspn(text, "\n"));
}

static enum tvx_status make_proposal(struct tvx_parser *p, const struct tvx_draft *d, size_t n, struct tvx_span span,
                                     const struct tvx_region_text *text)
{
    struct tvx_proposal *proposal = new_proposal(p);
    struct tvx_edit *whole = tvx_arena_alloc(p->arena, sizeof *whole);
    const char *first_before = first_paragraph(p, text->before), *first_after = first_paragraph(p, text->after);
    enum tvx_status status;

    if (proposal == NULL || whole == NULL || first_before == NULL || first_after == NULL)
        return tvx_error_nomem(p->error);
    proposal->action = d->action.action;
    if (proposal->action == TVX_ACTION_NOC && action_is_underlined(p, d->action_line, d->action.action_at))
        proposal->action = TVX_ACTION_NOC_FIRM;
    proposal->block = p->after.items[d->action_line].first_block;
    if ((status = set_number(p, proposal, d, n)) != TVX_OK)
        return status;
    if (*d->printed != '\0') {
        size_t consumed;

        const char *printed = with_law(p, d->printed);

        if (printed == NULL)
            return tvx_error_nomem(p->error);
        status = tvx_target_scan(&proposal->place, &consumed, p->arena, printed, p->error);
        if (status != TVX_OK && status != TVX_E_NOTFOUND)
            return status;
    }
    set_texts(proposal, text, whole);
    if ((status = find_place(p, proposal, d, first_before, first_after,
                             paragraphs_in(starts_new(proposal->action) ? text->after : text->before))) != TVX_OK ||
        (status = apply_context(p, proposal)) != TVX_OK)
        return status;
    proposal->reasons = tvx_draft_reasons(p, span);
    if (proposal->reasons == NULL)
        return tvx_error_nomem(p->error);
    status = tvx_sponsors_choose(proposal, p->arena, &p->out->header, n < d->action.number_count
                                 ? d->action.numbers[n].sponsor : NULL, d->cosponsors, p->error);
    if (status != TVX_OK || (status = check_text(p, proposal)) != TVX_OK)
        return status;
    return set_evidence(p, proposal, d, span.text_end);
}

static const char *number_key(struct tvx_parser *p, const struct tvx_draft *d)
{
    const struct tvx_number *n = &d->action.numbers[0];

    return tvx_arena_printf(p->arena, "%s/%s/%s", n->sponsor, n->document, n->serial);
}

/* The numbers that stand outside tables. */
static enum tvx_status collect_numbers(struct tvx_parser *p)
{
    if (!tvx_map_init(&p->numbers, p->arena, p->draft_count))
        return tvx_error_nomem(p->error);
    for (size_t i = 0; i < p->draft_count; i++) {
        const struct tvx_draft *d = &p->drafts[i];
        const char *key = d->action.number_count > 0 ? number_key(p, d) : "";

        if (key == NULL)
            return tvx_error_nomem(p->error);
        if (*key != '\0' && tvx_draft_block(p, d->first)->table < 0)
            tvx_map_put(&p->numbers, key, i);
    }
    return TVX_OK;
}

/* A list of the document's own proposals ("RCC/14/1 | MOD | 5.2" in a table) repeats numbers that have their text
   elsewhere. */
static bool is_listing(struct tvx_parser *p, const struct tvx_draft *d, const struct tvx_region_text *text)
{
    const char *key;

    if (tvx_draft_block(p, d->first)->table < 0 || d->action.number_count == 0 || text->marked)
        return false;
    key = number_key(p, d);
    return key != NULL && tvx_map_get(&p->numbers, key) != SIZE_MAX;
}

static enum tvx_status read_draft(struct tvx_parser *p, size_t index)
{
    struct tvx_draft *d = &p->drafts[index];
    size_t stop = index + 1 < p->draft_count ? p->drafts[index + 1].first : p->after.count;
    struct tvx_region_text text;
    struct tvx_span span;
    enum tvx_status status = tvx_draft_head(p, d, stop);

    if (status != TVX_OK)
        return status;
    span = tvx_draft_span(p, d, stop);
    status = read_text(p, d, span, stop, &text);
    if (status != TVX_OK || is_listing(p, d, &text))
        return status;
    for (size_t n = 0; n == 0 || n < d->action.number_count; n++) {
        status = make_proposal(p, d, n, span, &text);
        if (status != TVX_OK)
            return status;
    }
    for (size_t line = span.reasons_end; line < stop; line++)
        if (span.reasons < span.reasons_end && !tvx_draft_is_aside(p, line) &&
            tvx_line_phrase(p->after.items[line].text, "reasons", true) != NULL &&
            (status = tvx_draft_warn(p, p->after.items[line].first_block, "reasons-without-proposal",
                           "Reasons are given here, but no proposal stands before them")) != TVX_OK)
            return status;
    tvx_draft_context(p, span.reasons_end, stop);
    return TVX_OK;
}

/* ---- the whole ---- */

static enum tvx_status check_serials(struct tvx_parser *p)
{
    struct tvx_contribution *out = p->out;

    for (size_t i = 1; i < out->count; i++) {
        const char *a = strrchr(out->proposals[i - 1].number, '/'), *b = strrchr(out->proposals[i].number, '/');
        long x = strtol(a + 1, NULL, 10), y = strtol(b + 1, NULL, 10);
        size_t length = (size_t)(a - out->proposals[i - 1].number);
        enum tvx_status status = TVX_OK;

        if ((size_t)(b - out->proposals[i].number) != length ||
            memcmp(out->proposals[i - 1].number, out->proposals[i].number, length) != 0)
            continue;
        if (strcmp(a, b) == 0)
            status = tvx_draft_warn(p, out->proposals[i].block, "proposal-number-twice",
                          tvx_arena_printf(p->arena, "Proposal number %s stands twice", out->proposals[i].number));
        else if (y > x + 1)
            status = tvx_draft_warn(p, out->proposals[i].block, "proposal-number-gap",
                          tvx_arena_printf(p->arena, "No proposal is found between %s and %s",
                                           out->proposals[i - 1].number, out->proposals[i].number));
        if (status != TVX_OK)
            return status;
    }
    return TVX_OK;
}

static enum tvx_status read_contribution(struct tvx_parser *p)
{
    size_t unknown, end = p->document->block_count, first;
    enum tvx_status status;

    first = p->draft_count > 0 ? p->drafts[0].first : 0;
    if (p->draft_count > 0)
        end = p->after.items[first].first_block;
    status = tvx_header_parse(&p->out->header, &unknown, p->arena, p->document, end, p->error);
    if (status != TVX_OK)
        return status;
    p->paper = p->out->header.symbol;
    for (size_t i = 0; unknown > 0 && i < p->draft_count; i++)
        for (size_t n = 0; n < p->drafts[i].action.number_count; n++) {
            status = tvx_sponsors_name(&p->out->header, p->arena, p->drafts[i].action.numbers[n].sponsor, p->error);
            if (status != TVX_OK)
                return status;
        }
    for (size_t line = 0; line < first; line++)
        if (!tvx_draft_is_aside(p, line) && tvx_line_phrase(p->after.items[line].text, "reasons", true) != NULL &&
            (status = tvx_draft_warn(p, p->after.items[line].first_block, "reasons-without-proposal",
                           "Reasons are given here, but no proposal stands before them")) != TVX_OK)
            return status;
    if ((status = collect_numbers(p)) != TVX_OK)
        return status;
    tvx_draft_context(p, 0, first);
    for (size_t i = 0; i < p->draft_count; i++)
        if ((status = read_draft(p, i)) != TVX_OK)
            return status;
    return check_serials(p);
}

/* ---- the form ---- */

static enum tvx_status weigh(struct tvx_form_weight *weight, const struct tvx_form_view *view,
                             struct tvx_error *error)
{
    struct tvx_parser *p = tvx_arena_alloc(view->arena, sizeof *p);
    enum tvx_status status;

    if (p == NULL)
        return tvx_error_nomem(error);
    *p = (struct tvx_parser){.arena = view->arena, .document = view->document, .after = view->after, .error = error};
    weight->kept = p;
    status = tvx_draft_find(p);
    if (status != TVX_OK || p->draft_count == 0)
        return status;
    weight->score = 0.8;
    weight->because = tvx_arena_printf(view->arena, "%zu line%s with an action (ADD, MOD, SUP, NOC) or a proposal's "
                                       "number", p->draft_count, p->draft_count == 1 ? "" : "s");
    return weight->because == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static enum tvx_status read_form(struct tvx_contribution *out, const struct tvx_form_view *view,
                                 const struct tvx_form_weight *weight, struct tvx_error *error)
{
    struct tvx_parser *p = weight->kept;

    (void)view;
    p->out = out;
    p->error = error;
    return read_contribution(p);
}

const struct tvx_form tvx_form_itu = {"itu", weigh, read_form};

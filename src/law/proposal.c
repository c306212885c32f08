/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "action.h"
#include "header.h"
#include "region.h"
#include "sponsors.h"
#include "target.h"

/*
 * A contribution is cut at its action lines.  From each, the lines that name the place are taken, then the text up to
 * "Reasons:" (or the next action), then the reasons.  Lines are those of the AFTER view, to which evidence refers;
 * the texts come from the blocks behind the lines, so that a wholly deleted paragraph is not lost.
 */

enum { TARGET_LINES = 3, HEAD_LINES = 4, SHORT = 3, MANY = 20000 };

struct draft {
    size_t first, head_end; /* lines [first, head_end) are action, number and place */
    struct tvx_action_line action;
    size_t action_line;
    const char *printed; /* the place as printed; "" when not */
    size_t text_block;   /* first block of the text */
    const char *prefix;  /* of that block */
    const char *cosponsors;
};

struct parser {
    struct tvx_arena *arena;
    const struct tvx_document *document;
    struct tvx_lines after;
    struct tvx_contribution *out;
    size_t proposal_capacity, warning_capacity;
    struct draft *drafts;
    size_t draft_count, draft_capacity;
    const char *context;    /* the article or instrument that a heading between two proposals named */
    const char *paper;      /* the document's symbol, for proposals without a number */
    size_t unnumbered;
    struct tvx_error *error;
};

static enum tvx_status warn(struct parser *p, size_t block, const char *code, const char *message)
{
    struct tvx_contribution *out = p->out;

    out->warnings = tvx_arena_grow(p->arena, out->warnings, out->warning_count, &p->warning_capacity,
                                   sizeof *out->warnings);
    if (out->warnings == NULL || message == NULL)
        return tvx_error_nomem(p->error);
    out->warnings[out->warning_count++] = (struct tvx_warning){code, message, block};
    return TVX_OK;
}

static const struct tvx_block *block_of(const struct parser *p, size_t line)
{
    return &p->document->blocks[p->after.items[line].first_block];
}

/* The first block of a line that has a word in it: deleted paragraphs joined to the line stand before that. */
static size_t first_word_block(const struct parser *p, size_t line)
{
    const struct tvx_line *l = &p->after.items[line];

    for (size_t b = l->first_block; b < l->last_block; b++) {
        const struct tvx_block *block = &p->document->blocks[b];

        for (size_t r = 0; r < block->run_count; r++)
            if (tvx_change_stands(block->runs[r].change, block->runs[r].nested, TVX_VIEW_AFTER) &&
                tvx_change_stands(block->presence, TVX_CHANGE_NONE, TVX_VIEW_AFTER) &&
                !tvx_text_blank(block->runs[r].text, strlen(block->runs[r].text)))
                return b;
    }
    return l->last_block;
}

/* Notes and page heads stand between the lines but are no part of any proposal. */
static bool is_aside(const struct parser *p, size_t line)
{
    enum tvx_block_kind kind = block_of(p, line)->kind;

    return kind == TVX_BLOCK_NOTE || kind == TVX_BLOCK_HEADER;
}

static size_t next_line(const struct parser *p, size_t line)
{
    do
        line++;
    while (line < p->after.count && is_aside(p, line));
    return line;
}

static bool line_is_marked(const struct parser *p, size_t line)
{
    for (size_t b = p->after.items[line].first_block; b <= p->after.items[line].last_block; b++) {
        const struct tvx_block *block = &p->document->blocks[b];

        for (size_t r = 0; r < block->run_count; r++)
            if (block->runs[r].change != TVX_CHANGE_NONE && !tvx_text_blank(block->runs[r].text,
                                                                            strlen(block->runs[r].text)))
                return true;
    }
    return false;
}

/* Is NOC underlined as formatting (and not as an insertion)? */
static bool action_is_underlined(const struct parser *p, size_t line, size_t at)
{
    const struct tvx_block *block = block_of(p, line);
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

/* ---- action lines ---- */

static enum tvx_status parse_line(struct parser *p, size_t line, struct tvx_action_line *out, bool *found)
{
    enum tvx_status status = tvx_action_line_parse(out, p->arena, p->after.items[line].text, p->error);

    *found = status == TVX_OK;
    return status == TVX_E_NOTFOUND ? TVX_OK : status;
}

static bool is_bare(const struct tvx_action_line *a, const char *text)
{
    return a->target == a->target_end && text[a->rest] == '\0';
}

/* "MOD" by itself is an action only when what follows is a number, a place or a text with a numbered label. */
static enum tvx_status join_next(struct parser *p, struct draft *d, size_t line, bool *found)
{
    size_t next = next_line(p, line);
    struct tvx_action_line more;
    bool any = false;

    *found = false;
    if (next >= p->after.count)
        return TVX_OK;
    enum tvx_status status = parse_line(p, next, &more, &any);
    if (status != TVX_OK)
        return status;
    if (any && d->action.has_action != more.has_action && (d->action.number_count == 0 || more.number_count == 0)) {
        if (!d->action.has_action) {
            d->action.has_action = true;
            d->action.action = more.action;
            d->action.action_at = more.action_at;
            d->action_line = next;
        }
        if (more.number_count > 0) {
            memcpy(d->action.numbers, more.numbers, sizeof more.numbers);
            d->action.number_count = more.number_count;
        }
        d->action.target = more.target;
        d->action.target_end = more.target_end;
        d->action.rest = more.rest;
        d->head_end = next;
        *found = true;
        return TVX_OK;
    }
    if (any || !d->action.has_action || block_of(p, line)->table >= 0)
        return TVX_OK;
    struct tvx_label label;
    status = tvx_label_parse(&label, p->arena, p->after.items[next].text, false, p->error);
    *found = status == TVX_OK && (label.kind == TVX_LABEL_NUMBER || tvx_line_is_place(p->arena, p->after.items[next].text));
    return status;
}

static enum tvx_status start_draft(struct parser *p, size_t line, struct draft *d, bool *found)
{
    enum tvx_status status;

    *d = (struct draft){.first = line, .head_end = line, .action_line = line, .printed = "", .prefix = "",
                        .cosponsors = ""};
    status = parse_line(p, line, &d->action, found);
    if (status != TVX_OK || !*found)
        return status;
    if (!d->action.has_action || d->action.number_count == 0) {
        if (is_bare(&d->action, p->after.items[line].text) || d->action.has_action) {
            bool joined = false;

            if (is_bare(&d->action, p->after.items[line].text)) {
                status = join_next(p, d, line, &joined);
                *found = joined;
            } else {
                *found = d->action.has_action; /* "MOD CS 34" */
            }
        } else {
            *found = false; /* a number and other words: a row of a list of proposals */
        }
    }
    return status;
}

static const char *joined(struct parser *p, const char *printed, const char *more, size_t length)
{
    return tvx_arena_printf(p->arena, "%s%s%.*s", printed, *printed == '\0' ? "" : ", ", (int)length, more);
}

static bool is_clause(struct parser *p, const char *text)
{
    struct tvx_target place;
    size_t consumed;

    return tvx_target_scan(&place, &consumed, p->arena, text, NULL) == TVX_OK && place.instrument == NULL &&
           place.path != NULL && *text >= 'a' && *text <= 'z' && strchr(text, ')') == NULL;
}

/* Lines behind the action that are nothing but a place, and co-sponsors; then the text begins. */
static enum tvx_status take_head(struct parser *p, struct draft *d, size_t stop)
{
    size_t line = d->head_end;
    const char *text = p->after.items[line].text;
    unsigned places = 0;

    if (d->action.target < d->action.target_end)
        d->printed = joined(p, "", text + d->action.target, d->action.target_end - d->action.target);
    d->cosponsors = tvx_line_phrase(text + d->action.rest, "cosponsor", false);
    if (d->cosponsors == NULL && text[d->action.rest] != '\0') {
        d->text_block = p->after.items[line].first_block;
        d->prefix = tvx_arena_strndup(p->arena, text, d->action.rest);
        d->head_end = line + 1;
        d->cosponsors = "";
        return d->prefix == NULL || d->printed == NULL ? tvx_error_nomem(p->error) : TVX_OK;
    }
    d->head_end = line + 1;
    for (unsigned lines = 0; lines < HEAD_LINES; lines++) {
        size_t next = next_line(p, line);

        if (next >= stop)
            break;
        text = p->after.items[next].text;
        if (d->cosponsors == NULL && (d->cosponsors = tvx_line_phrase(text, "cosponsor", false)) != NULL) {
            d->head_end = (line = next) + 1;
            continue;
        }
        if (places == TARGET_LINES || line_is_marked(p, next) || !tvx_line_is_place(p->arena, text) ||
            (is_clause(p, text) && stop - next > SHORT + 1))
            break;
        d->printed = joined(p, d->printed, text, strlen(text));
        if (d->printed == NULL)
            return tvx_error_nomem(p->error);
        d->head_end = (line = next) + 1;
        places++;
    }
    if (d->cosponsors == NULL)
        d->cosponsors = "";
    d->text_block = p->after.items[line].last_block + 1;
    return TVX_OK;
}

static enum tvx_status find_drafts(struct parser *p)
{
    for (size_t line = 0; line < p->after.count; line++) {
        struct draft d;
        bool found = false;
        enum tvx_status status;

        if (is_aside(p, line))
            continue;
        status = start_draft(p, line, &d, &found);
        if (status != TVX_OK)
            return status;
        if (!found)
            continue;
        if (p->draft_count == MANY)
            return tvx_error_set(p->error, TVX_E_LIMIT, "more than %d proposals in one document", MANY);
        p->drafts = tvx_arena_grow(p->arena, p->drafts, p->draft_count, &p->draft_capacity, sizeof *p->drafts);
        if (p->drafts == NULL)
            return tvx_error_nomem(p->error);
        p->drafts[p->draft_count++] = d;
        line = d.head_end;
    }
    return TVX_OK;
}

/* ---- text and reasons ---- */

struct span { /* lines */
    size_t text_end;             /* [head_end, text_end) is the text */
    size_t reasons, reasons_end; /* the reasons' lines; equal when there are none */
};

static bool is_outer_heading(struct parser *p, size_t line)
{
    return block_of(p, line)->kind == TVX_BLOCK_HEADING && !tvx_line_is_place(p->arena, p->after.items[line].text);
}

/* An article or instrument named between two proposals is what the next ones are about. */
static bool is_context(struct parser *p, size_t line)
{
    struct tvx_target place;
    size_t consumed;
    const char *text = p->after.items[line].text;

    return tvx_line_is_place(p->arena, text) &&
           tvx_target_scan(&place, &consumed, p->arena, text, NULL) == TVX_OK &&
           (place.instrument != NULL || (place.path != NULL && strchr(place.path, '.') == NULL)) &&
           (*text < '0' || *text > '9') && !is_clause(p, text);
}

static struct span find_span(struct parser *p, const struct draft *d, size_t stop)
{
    struct span span = {stop, stop, stop};
    size_t line;

    for (line = d->head_end; line < stop; line++)
        if (tvx_line_phrase(p->after.items[line].text, "reasons", true) != NULL)
            break;
    if (line < stop) {
        span.text_end = span.reasons = line;
        for (line = line + 1; line < stop; line++)
            if (is_outer_heading(p, line) || is_context(p, line) ||
                tvx_line_phrase(p->after.items[line].text, "reasons", true) != NULL)
                break;
        span.reasons_end = line;
        return span;
    }
    for (line = d->head_end + 1; line < stop; line++)
        if (is_outer_heading(p, line))
            break;
    span.text_end = span.reasons = span.reasons_end = line < stop ? line : stop;
    /* "ARTICLE 6" and its title before the next action belong to what follows. */
    for (unsigned back = 1; back <= 2 && span.text_end == stop && stop < p->after.count &&
                            stop >= d->head_end + back + 1; back++)
        if (is_context(p, stop - back))
            span.text_end = span.reasons = span.reasons_end = stop - back;
    return span;
}

static const char *reasons_text(struct parser *p, struct span span)
{
    struct tvx_buf buf;
    const char *out;

    if (span.reasons == span.reasons_end)
        return "";
    tvx_buf_init(&buf, 16 << 20);
    tvx_buf_str(&buf, tvx_line_phrase(p->after.items[span.reasons].text, "reasons", true));
    for (size_t line = span.reasons + 1; line < span.reasons_end; line++)
        if (!is_aside(p, line)) {
            if (buf.length > 0)
                tvx_buf_char(&buf, '\n');
            tvx_buf_str(&buf, p->after.items[line].text);
        }
    out = buf.failed ? NULL : tvx_arena_strdup(p->arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return out;
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

/*
 * The place printed on its own lines, made finer by the label that the text begins with: "Article 4.2" and "b) repair …" is
 * 4.2.b; no place and "5.2 Member States …" is 5.2.  A text of several paragraphs under a printed place is
 * about that whole place.
 */
static enum tvx_status find_place(struct parser *p, struct tvx_proposal *proposal, const struct draft *d,
                                  const char *first_before, const char *first_after, size_t paragraphs)
{
    const char *text = starts_new(proposal->action) || *first_before == '\0' ? first_after : first_before;
    const char *printed = d->printed;
    struct tvx_label label;
    enum tvx_status status;
    size_t consumed;

    proposal->target = printed;
    status = tvx_label_parse(&label, p->arena, text, true, p->error);
    if (status != TVX_OK)
        return status;
    if (*printed == '\0' && *text != '\0' && tvx_line_is_place(p->arena, text) && !is_clause(p, text)) {
        proposal->target = printed = text; /* "RESOLUTION 7 (REV. …)" whose year is itself changed */
    } else if (label.kind != TVX_LABEL_NONE && label.kind != TVX_LABEL_DASH &&
               (*printed == '\0' || (paragraphs == 1 && proposal->place.marginal == NULL))) {
        char *word = tvx_arena_strndup(p->arena, text, label.length);
        char *folded = word == NULL ? NULL : tvx_text_fold_space(p->arena, word, strlen(word));

        if (folded == NULL)
            return tvx_error_nomem(p->error);
        if (*printed == '\0')
            proposal->target = folded;
        if (*printed == '\0' && strchr(label.canonical, '.') == NULL && p->context != NULL)
            printed = p->context;
        printed = joined(p, printed, folded, strlen(folded));
        if (printed == NULL)
            return tvx_error_nomem(p->error);
    }
    if (*printed == '\0')
        return warn(p, proposal->block, "proposal-no-place",
                    tvx_arena_printf(p->arena, "Proposal %s names no provision", proposal->number));
    status = tvx_target_scan(&proposal->place, &consumed, p->arena, printed, p->error);
    if (status == TVX_E_NOTFOUND)
        return warn(p, proposal->block, "proposal-no-place",
                    tvx_arena_printf(p->arena, "Proposal %s names no provision that is understood: \"%.80s\"",
                                     proposal->number, printed));
    return status;
}

/* An instrument named by a heading holds for the proposals below it that name none. */
static enum tvx_status apply_context(struct parser *p, struct tvx_proposal *proposal)
{
    struct tvx_target context;
    size_t consumed;

    if (p->context == NULL || proposal->place.instrument != NULL)
        return TVX_OK;
    enum tvx_status status = tvx_target_scan(&context, &consumed, p->arena, p->context, p->error);
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

static enum tvx_status check_text(struct parser *p, const struct tvx_proposal *proposal)
{
    bool mod = proposal->action == TVX_ACTION_MOD || proposal->action == TVX_ACTION_MOD_EDITORIAL;

    if ((mod || starts_new(proposal->action)) && *proposal->after == '\0' && *proposal->before == '\0')
        return warn(p, proposal->block, "proposal-no-text",
                    tvx_arena_printf(p->arena, "Proposal %s (%s) has no text", proposal->number,
                                     tvx_action_to_string(proposal->action)));
    if (mod && proposal->edit_count == 0)
        return warn(p, proposal->block, "mod-without-marks",
                    tvx_arena_printf(p->arena, "Proposal %s is a MOD, but no words in it are marked as inserted or "
                                     "deleted; its text is taken as the new text", proposal->number));
    return TVX_OK;
}

/* The passage from the action line to the end of the text, exactly as it stands in the document's text. */
static enum tvx_status set_evidence(struct parser *p, struct tvx_proposal *proposal, const struct draft *d,
                                    size_t text_end)
{
    size_t last = text_end > d->head_end ? text_end - 1 : d->head_end - 1;
    struct tvx_buf buf;

    while (last > d->first && is_aside(p, last))
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

static struct tvx_proposal *new_proposal(struct parser *p)
{
    struct tvx_contribution *out = p->out;

    out->proposals = tvx_arena_grow(p->arena, out->proposals, out->count, &p->proposal_capacity,
                                    sizeof *out->proposals);
    return out->proposals == NULL ? NULL : &out->proposals[out->count++];
}

static enum tvx_status set_number(struct parser *p, struct tvx_proposal *proposal, const struct draft *d, size_t n)
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

static enum tvx_status read_text(struct parser *p, const struct draft *d, struct span span, size_t stop,
                                 struct tvx_region_text *text)
{
    size_t end = span.text_end < stop ? span.text_end : stop;
    size_t last = end < p->after.count ? first_word_block(p, end) : p->document->block_count;

    if (last == 0 || d->text_block >= last) {
        *text = (struct tvx_region_text){.before = "", .after = ""};
        return TVX_OK;
    }
    return tvx_region_read(text, p->arena, p->document,
                           (struct tvx_region){d->text_block, last - 1, d->prefix}, p->error);
}

static const char *first_paragraph(struct parser *p, const char *text)
{
    return tvx_arena_strndup(p->arena, text, strcspn(text, "\n"));
}

static enum tvx_status make_proposal(struct parser *p, const struct draft *d, size_t n, struct span span,
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

        status = tvx_target_scan(&proposal->place, &consumed, p->arena, d->printed, p->error);
        if (status != TVX_OK && status != TVX_E_NOTFOUND)
            return status;
    }
    set_texts(proposal, text, whole);
    if ((status = find_place(p, proposal, d, first_before, first_after,
                             paragraphs_in(starts_new(proposal->action) ? text->after : text->before))) != TVX_OK ||
        (status = apply_context(p, proposal)) != TVX_OK)
        return status;
    proposal->reasons = reasons_text(p, span);
    if (proposal->reasons == NULL)
        return tvx_error_nomem(p->error);
    status = tvx_sponsors_choose(proposal, p->arena, &p->out->header, n < d->action.number_count
                                 ? d->action.numbers[n].sponsor : NULL, d->cosponsors, p->error);
    if (status != TVX_OK || (status = check_text(p, proposal)) != TVX_OK)
        return status;
    return set_evidence(p, proposal, d, span.text_end);
}

/* Headings between `from` and `to` that name an article or an instrument. */
static void read_context(struct parser *p, size_t from, size_t to)
{
    for (size_t line = from; line < to; line++)
        if (!is_aside(p, line) && is_context(p, line))
            p->context = p->after.items[line].text;
}

/* A list of the document's own proposals ("RCC/14/1 | MOD | 5.2" in a table) repeats numbers that have their text elsewhere. */
static bool is_listing(const struct parser *p, const struct draft *d, const struct tvx_region_text *text)
{
    if (block_of(p, d->first)->table < 0 || d->action.number_count == 0)
        return false;
    for (size_t i = 0; i < p->draft_count; i++) {
        const struct draft *other = &p->drafts[i];

        if (other != d && other->action.number_count > 0 && block_of(p, other->first)->table < 0 &&
            strcmp(other->action.numbers[0].serial, d->action.numbers[0].serial) == 0 &&
            strcmp(other->action.numbers[0].document, d->action.numbers[0].document) == 0 &&
            strcmp(other->action.numbers[0].sponsor, d->action.numbers[0].sponsor) == 0)
            return !text->marked;
    }
    return false;
}

static enum tvx_status read_draft(struct parser *p, size_t index)
{
    struct draft *d = &p->drafts[index];
    size_t stop = index + 1 < p->draft_count ? p->drafts[index + 1].first : p->after.count;
    struct tvx_region_text text;
    struct span span;
    enum tvx_status status = take_head(p, d, stop);

    if (status != TVX_OK)
        return status;
    span = find_span(p, d, stop);
    status = read_text(p, d, span, stop, &text);
    if (status != TVX_OK || is_listing(p, d, &text))
        return status;
    for (size_t n = 0; n == 0 || n < d->action.number_count; n++) {
        status = make_proposal(p, d, n, span, &text);
        if (status != TVX_OK)
            return status;
    }
    for (size_t line = span.reasons_end; line < stop; line++)
        if (span.reasons < span.reasons_end && !is_aside(p, line) &&
            tvx_line_phrase(p->after.items[line].text, "reasons", true) != NULL &&
            (status = warn(p, p->after.items[line].first_block, "reasons-without-proposal",
                           "Reasons are given here, but no proposal stands before them")) != TVX_OK)
            return status;
    read_context(p, span.reasons_end, stop);
    return TVX_OK;
}

/* ---- the whole ---- */

static enum tvx_status check_serials(struct parser *p)
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
            status = warn(p, out->proposals[i].block, "proposal-number-twice",
                          tvx_arena_printf(p->arena, "Proposal number %s stands twice", out->proposals[i].number));
        else if (y > x + 1)
            status = warn(p, out->proposals[i].block, "proposal-number-gap",
                          tvx_arena_printf(p->arena, "No proposal is found between %s and %s",
                                           out->proposals[i - 1].number, out->proposals[i].number));
        if (status != TVX_OK)
            return status;
    }
    return TVX_OK;
}

static enum tvx_status read_contribution(struct parser *p)
{
    size_t unknown, end = p->document->block_count, first;
    enum tvx_status status = find_drafts(p);

    if (status != TVX_OK)
        return status;
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
        if (!is_aside(p, line) && tvx_line_phrase(p->after.items[line].text, "reasons", true) != NULL &&
            (status = warn(p, p->after.items[line].first_block, "reasons-without-proposal",
                           "Reasons are given here, but no proposal stands before them")) != TVX_OK)
            return status;
    read_context(p, 0, first);
    for (size_t i = 0; i < p->draft_count; i++)
        if ((status = read_draft(p, i)) != TVX_OK)
            return status;
    return check_serials(p);
}

enum tvx_status tvx_contribution_parse(struct tvx_contribution *out, struct tvx_arena *arena,
                                       const struct tvx_document *document, struct tvx_error *error)
{
    struct parser parser = {.arena = arena, .document = document, .out = out, .error = error};
    enum tvx_status status;

    *out = (struct tvx_contribution){0};
    status = tvx_document_lines(&parser.after, arena, document, TVX_VIEW_AFTER, error);
    return status == TVX_OK ? read_contribution(&parser) : status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>

#include "draft.h"
#include "recognise.h"
#include "target.h"

enum { TARGET_LINES = 3, HEAD_LINES = 4, SHORT = 3, MANY = 20000 };

enum tvx_status tvx_draft_warn(struct tvx_parser *p, size_t block, const char *code, const char *message)
{
    struct tvx_contribution *out = p->out;

    out->warnings = tvx_arena_grow(p->arena, out->warnings, out->warning_count, &p->warning_capacity,
                                   sizeof *out->warnings);
    if (out->warnings == NULL || message == NULL)
        return tvx_error_nomem(p->error);
    out->warnings[out->warning_count++] = (struct tvx_warning){code, message, block};
    return TVX_OK;
}

const struct tvx_block *tvx_draft_block(const struct tvx_parser *p, size_t line)
{
    return &p->document->blocks[p->after.items[line].first_block];
}

/* The first block of a line that has a word in it: deleted paragraphs joined to the line stand before that. */
size_t tvx_draft_word_block(const struct tvx_parser *p, size_t line)
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
bool tvx_draft_is_aside(const struct tvx_parser *p, size_t line)
{
    enum tvx_block_kind kind = tvx_draft_block(p, line)->kind;

    return kind == TVX_BLOCK_NOTE || kind == TVX_BLOCK_HEADER;
}

static size_t next_line(const struct tvx_parser *p, size_t line)
{
    do
        line++;
    while (line < p->after.count && tvx_draft_is_aside(p, line));
    return line;
}

static bool line_is_marked(const struct tvx_parser *p, size_t line)
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

/* ---- action lines ---- */

static enum tvx_status parse_line(struct tvx_parser *p, size_t line, struct tvx_action_line *out, bool *found)
{
    enum tvx_status status = tvx_action_line_parse(out, p->arena, p->after.items[line].text, p->error);

    *found = status == TVX_OK;
    return status == TVX_E_NOTFOUND ? TVX_OK : status;
}

static bool is_bare(const struct tvx_action_line *a, const char *text)
{
    return a->target == a->target_end && text[a->rest] == '\0';
}

/* "MOD" and "97" in the left column, "IAP/10/2" in the right one: the place stands between action and number. */
static enum tvx_status join_over_place(struct tvx_parser *p, struct tvx_draft *d, size_t place, bool *found)
{
    size_t next = next_line(p, place);
    struct tvx_action_line more;
    bool any = false;
    enum tvx_status status = TVX_OK;

    if (next < p->after.count && tvx_line_is_place(p->arena, p->after.items[place].text))
        status = parse_line(p, next, &more, &any);
    if (status != TVX_OK || !any || more.has_action)
        return status;
    d->printed = p->after.items[place].text;
    memcpy(d->action.numbers, more.numbers, sizeof more.numbers);
    d->action.number_count = more.number_count;
    d->action.target = more.target;
    d->action.target_end = more.target_end;
    d->action.rest = more.rest;
    d->head_end = next;
    *found = true;
    return TVX_OK;
}

/* "MOD" by itself is an action only when what follows is a number, a place or a text with a numbered label. */
static enum tvx_status join_next(struct tvx_parser *p, struct tvx_draft *d, size_t line, bool *found)
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
    if (!any && d->action.has_action && d->action.number_count == 0) {
        status = join_over_place(p, d, next, found);
        if (status != TVX_OK || *found)
            return status;
    }
    if (any || !d->action.has_action || tvx_draft_block(p, line)->table >= 0)
        return TVX_OK;
    struct tvx_label label;
    status = tvx_label_parse(&label, p->arena, p->after.items[next].text, false, p->error);
    *found = status == TVX_OK && (label.kind == TVX_LABEL_NUMBER ||
                                  tvx_line_is_place(p->arena, p->after.items[next].text));
    return status;
}

static enum tvx_status start_draft(struct tvx_parser *p, size_t line, struct tvx_draft *d, bool *found)
{
    enum tvx_status status;

    *d = (struct tvx_draft){.first = line, .head_end = line, .action_line = line, .printed = "", .prefix = "",
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

const char *tvx_draft_join(struct tvx_parser *p, const char *printed, const char *more, size_t length)
{
    return tvx_arena_printf(p->arena, "%s%s%.*s", printed, *printed == '\0' ? "" : ", ", (int)length, more);
}

bool tvx_draft_is_clause(struct tvx_parser *p, const char *text)
{
    struct tvx_target place;
    size_t consumed;

    return tvx_target_scan(&place, &consumed, p->arena, text, NULL) == TVX_OK && place.instrument == NULL &&
           place.path != NULL && *text >= 'a' && *text <= 'z' && strchr(text, ')') == NULL;
}

/* Lines behind the action that are nothing but a place, and co-sponsors; then the text begins. */
enum tvx_status tvx_draft_head(struct tvx_parser *p, struct tvx_draft *d, size_t stop)
{
    size_t line = d->head_end;
    const char *text = p->after.items[line].text;
    unsigned places = 0;

    if (d->action.target < d->action.target_end)
        d->printed = tvx_draft_join(p, d->printed, text + d->action.target, d->action.target_end - d->action.target);
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
        if (*d->printed != '\0' && *text != '\0' && rec_amendment_mark(text, strlen(text)) == strlen(text)) {
            d->head_end = (line = next) + 1; /* "PP-98" in the margin says who changed the provision last */
            continue;
        }
        if (places == TARGET_LINES || line_is_marked(p, next) || !tvx_line_is_place(p->arena, text) ||
            (tvx_draft_is_clause(p, text) && stop - next > SHORT + 1))
            break;
        d->printed = tvx_draft_join(p, d->printed, text, strlen(text));
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

enum tvx_status tvx_draft_find(struct tvx_parser *p)
{
    for (size_t line = 0; line < p->after.count; line++) {
        struct tvx_draft d;
        bool found = false;
        enum tvx_status status;

        if (tvx_draft_is_aside(p, line))
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

static bool is_outer_heading(struct tvx_parser *p, size_t line)
{
    return tvx_draft_block(p, line)->kind == TVX_BLOCK_HEADING &&
           !tvx_line_is_place(p->arena, p->after.items[line].text);
}

/* The line drawn below a document's end. */
static bool is_rule(struct tvx_parser *p, size_t line)
{
    const char *text = p->after.items[line].text;

    return *text != '\0' && rec_is_rule(text, strlen(text));
}

/* An article or instrument named between two proposals is what the next ones are about. */
static bool is_context(struct tvx_parser *p, size_t line)
{
    struct tvx_target place;
    size_t consumed;
    const char *text = p->after.items[line].text;

    return tvx_line_is_place(p->arena, text) &&
           tvx_target_scan(&place, &consumed, p->arena, text, NULL) == TVX_OK &&
           (place.instrument != NULL || (place.path != NULL && strchr(place.path, '.') == NULL)) &&
           (*text < '0' || *text > '9') && !tvx_draft_is_clause(p, text);
}

struct tvx_span tvx_draft_span(struct tvx_parser *p, const struct tvx_draft *d, size_t stop)
{
    struct tvx_span span = {stop, stop, stop};
    size_t line;

    for (line = d->head_end; line < stop; line++)
        if (tvx_line_phrase(p->after.items[line].text, "reasons", true) != NULL)
            break;
    if (line < stop) {
        span.text_end = span.reasons = line;
        for (line = line + 1; line < stop; line++)
            if (is_outer_heading(p, line) || is_rule(p, line) || is_context(p, line) ||
                tvx_line_phrase(p->after.items[line].text, "reasons", true) != NULL)
                break;
        span.reasons_end = line;
        return span;
    }
    for (line = d->head_end + 1; line < stop; line++)
        if (is_outer_heading(p, line) || is_rule(p, line))
            break;
    span.text_end = span.reasons = span.reasons_end = line < stop ? line : stop;
    /* "ARTICLE 6" and its title before the next action belong to what follows. */
    for (unsigned back = 1; back <= 2 && span.text_end == stop && stop < p->after.count &&
                            stop >= d->head_end + back + 1; back++)
        if (is_context(p, stop - back))
            span.text_end = span.reasons = span.reasons_end = stop - back;
    return span;
}

const char *tvx_draft_reasons(struct tvx_parser *p, struct tvx_span span)
{
    struct tvx_buf buf;
    const char *out;

    if (span.reasons == span.reasons_end)
        return "";
    tvx_buf_init(&buf, 16 << 20);
    tvx_buf_str(&buf, tvx_line_phrase(p->after.items[span.reasons].text, "reasons", true));
    for (size_t line = span.reasons + 1; line < span.reasons_end; line++)
        if (!tvx_draft_is_aside(p, line)) {
            if (buf.length > 0)
                tvx_buf_char(&buf, '\n');
            tvx_buf_str(&buf, p->after.items[line].text);
        }
    out = buf.failed ? NULL : tvx_arena_strdup(p->arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return out;
}

/* Is the instrument that the words name one with a number, such as a resolution? */
static bool has_number(struct tvx_parser *p, const char *law)
{
    struct tvx_target place;
    size_t consumed;

    return tvx_target_scan(&place, &consumed, p->arena, law, NULL) == TVX_OK && place.instrument != NULL &&
           strchr(place.instrument, '-') != NULL;
}

/* Headings between `from` and `to` that name an article or an instrument. */
void tvx_draft_context(struct tvx_parser *p, size_t from, size_t to)
{
    for (size_t line = from; line < to; line++)
        if (!tvx_draft_is_aside(p, line) && is_context(p, line)) {
            struct tvx_target place;
            size_t consumed;

            p->context = p->after.items[line].text;
            /* "CONSTITUTION", then "ARTICLE 38"; but an article below a resolution is none of its parts. */
            if (tvx_target_scan(&place, &consumed, p->arena, p->context, NULL) == TVX_OK &&
                (place.instrument != NULL || (p->law != NULL && has_number(p, p->law))))
                p->law = place.instrument == NULL ? NULL : p->context;
        }
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The form of Final Acts: what a conference adopted, with the action in the margin beside the number of the provision
 * ("MOD 25", "ADD 57A", "SUP 34"), its new text behind it or below, and headings of articles between.  Each becomes
 * an adopted change; it is no one's proposal.  Declarations printed behind them are read by their own form.
 */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "action.h"
#include "form.h"
#include "header.h"
#include "place.h"
#include "recognise.h"
#include "target.h"
#include "words.h"

enum { FRONT_LINES = 60, HEADING_BYTES = 160, FEW = 2, MANY = 5, MARGINAL_BYTES = 12 };
static const double SURE = 0.95, LIKELY = 0.93, ENOUGH = 0.4;

struct mark { /* one action in the margin */
    size_t line, rest; /* where on that line the text begins */
    enum tvx_action action;
    const char *marginal; /* "57A"; NULL when none is printed */
};

struct acts {
    const struct tvx_form_view *view;
    struct mark *marks;
    size_t count, capacity;
    size_t proposals; /* actions with a proposal's number: then it is no final acts */
    struct tvx_form_weight declarations;
    struct tvx_error *error;
};

static const char *text_at(const struct acts *a, size_t line)
{
    return a->view->after.items[line].text;
}

/* "57A", "1012", "12 bis": a number of the margin at the start; its bytes, 0 when there is none. */
static size_t marginal_at(const char *text)
{
    size_t digits = strspn(text, "0123456789"), at = digits;

    if (digits == 0 || digits > 4 || *text == '0')
        return 0;
    at += strspn(text + at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return at <= MARGINAL_BYTES && (text[at] == '\0' || text[at] == ' ') ? at : 0;
}

static bool phrase_in(const char *text, const char *kind)
{
    struct tvx_cursor c = {text, strlen(text), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];

    return c.length < 4 * HEADING_BYTES && tvx_words_next(&c) &&
           tvx_words_row(&c, "data/final-acts-phrases.tsv", kind, f);
}

/* "MOD 25 PP-98 1 …", "ADD" alone; false when it is a proposal with its own number, or none. */
static bool mark_at(struct acts *a, struct mark *mark, size_t line)
{
    const char *text = text_at(a, line), *rest;
    size_t length = strcspn(text, " "), marginal;
    char *word;

    *mark = (struct mark){.line = line};
    if (length < 3 || length > 5 || strcspn(text, "AMSN") > 1)
        return false;
    word = tvx_arena_strndup(a->view->arena, text, length);
    if (word == NULL || !tvx_action_parse(&mark->action, word))
        return false;
    rest = text + length + (text[length] == ' ');
    a->proposals += memchr(rest, '/', strcspn(rest, " ")) != NULL;
    marginal = marginal_at(rest);
    if (marginal > 0) {
        mark->marginal = tvx_arena_strndup(a->view->arena, rest, marginal);
        rest += marginal + (rest[marginal] == ' ');
    } else if (*rest != '\0' && !tvx_line_is_place(a->view->arena, rest)) {
        return false;
    }
    rest += rec_amendment_mark(rest, strlen(rest));
    rest += strspn(rest, " ");
    mark->rest = (size_t)(rest - text);
    return true;
}

static enum tvx_status find_marks(struct acts *a, size_t *titles, size_t *marginals, size_t *foreign)
{
    *titles = *marginals = *foreign = 0;
    for (size_t i = 0; i < a->view->after.count; i++) {
        struct mark mark;

        *titles += i < FRONT_LINES && (phrase_in(text_at(a, i), "title") || phrase_in(text_at(a, i), "adopts"));
        if (tvx_line_phrase(text_at(a, i), "reasons", true) != NULL)
            ++*foreign;
        if (!mark_at(a, &mark, i))
            continue;
        if (mark.marginal == NULL && i + 1 < a->view->after.count && mark.rest == strlen(text_at(a, i))) {
            const char *next = text_at(a, i + 1); /* the number in the cell beside it */
            size_t marginal = marginal_at(next);

            if (marginal > 0 && next[marginal] == '\0')
                mark.marginal = tvx_arena_strndup(a->view->arena, next, marginal);
        }
        *marginals += mark.marginal != NULL;
        a->marks = tvx_arena_grow(a->view->arena, a->marks, a->count, &a->capacity, sizeof *a->marks);
        if (a->marks == NULL)
            return tvx_error_nomem(a->error);
        a->marks[a->count++] = mark;
    }
    return TVX_OK;
}

static enum tvx_status weigh(struct tvx_form_weight *weight, const struct tvx_form_view *view, struct tvx_error *error)
{
    struct acts *a = tvx_arena_alloc(view->arena, sizeof *a);
    size_t titles, marginals, foreign;
    enum tvx_status status;

    if (a == NULL)
        return tvx_error_nomem(error);
    *a = (struct acts){.view = view, .error = error};
    weight->kept = a;
    status = find_marks(a, &titles, &marginals, &foreign);
    if (status != TVX_OK || a->count < FEW || foreign + a->proposals > 0 || titles == 0)
        return status;
    weight->score = marginals >= MANY ? SURE : LIKELY;
    weight->because = tvx_arena_printf(view->arena, "%zu action%s (ADD, MOD, SUP) in the margin, %zu with the "
                                       "provision's number, under the title of final acts", a->count,
                                       a->count == 1 ? "" : "s", marginals);
    if (weight->because == NULL)
        return tvx_error_nomem(error);
    a->declarations = (struct tvx_form_weight){.form = tvx_form_declarations.name};
    return tvx_form_declarations.weigh(&a->declarations, view, error);
}

/* ---- reading ---- */

/* What holds for the changes below a heading. */
struct context {
    const char *law;     /* "CS" */
    const char *article; /* "Article 8" as printed */
};

/* The instrument that a heading names, at any of its words: "INSTRUMENT AMENDING THE CONSTITUTION OF …". */
static void take_law(struct acts *a, struct context *context, const char *text)
{
    struct tvx_cursor c = {text, strlen(text), 0};

    for (; tvx_words_next(&c); tvx_words_skip(&c)) {
        struct tvx_target target;
        size_t consumed;

        if (tvx_target_scan(&target, &consumed, a->view->arena, text + c.at, NULL) == TVX_OK &&
            target.instrument != NULL && target.path == NULL && target.marginal == NULL) {
            context->law = target.instrument;
            return;
        }
    }
}

/* The heading of an article or of an instrument, or what ends the changes; *place: a place below the instrument. */
static bool is_heading(struct acts *a, size_t line, bool *place)
{
    const char *text = text_at(a, line);
    size_t length = strlen(text), consumed = 0;
    struct tvx_target target;

    *place = false;
    if (phrase_in(text, "end"))
        return true;
    if (length > HEADING_BYTES || rec_ends_sentence(text, length))
        return false;
    if (phrase_in(text, "title"))
        return true;
    if (rec_starts_lower(text, length) || marginal_at(text) > 0 ||
        tvx_target_scan(&target, &consumed, a->view->arena, text, NULL) != TVX_OK)
        return false;
    *place = target.path != NULL && u_isalpha((UChar32)tvx_utf8_next(text, length, &(size_t){0}));
    return *place || (target.instrument != NULL && target.marginal == NULL && text[consumed] == '\0');
}

/* Headings before line `to` that stand outside any change. */
static void take_context(struct acts *a, struct context *context, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        bool place;

        if (!is_heading(a, i, &place))
            continue;
        if (place)
            context->article = text_at(a, i);
        take_law(a, context, text_at(a, i));
    }
}

static size_t end_of(struct acts *a, size_t index)
{
    size_t limit = index + 1 < a->count ? a->marks[index + 1].line : a->view->after.count;
    size_t first = a->marks[index].line + 1;
    bool empty = a->marks[index].rest == strlen(text_at(a, a->marks[index].line)), place;

    for (size_t i = first; i < limit; i++) {
        const char *text = text_at(a, i);
        size_t marginal = marginal_at(text);

        if (empty && marginal > 0 && text[marginal] == '\0')
            continue; /* its number */
        if (!(empty && i <= first + 1) && is_heading(a, i, &place)) /* a heading may itself be what is changed */
            return i;
        empty = false;
    }
    return limit;
}

static enum tvx_status set_place(struct acts *a, struct tvx_adopted *out, const struct mark *mark,
                                 const struct context *context)
{
    struct tvx_arena *arena = a->view->arena;
    struct tvx_text_place labels = {.path = ""};
    size_t consumed, first = strcspn(out->text, "\n");
    const char *head = tvx_arena_strndup(arena, out->text, first), *printed;
    enum tvx_status status = TVX_OK;

    if (head == NULL)
        return tvx_error_nomem(a->error);
    out->target = mark->marginal != NULL ? mark->marginal : "";
    if (mark->marginal != NULL) {
        out->place.marginal = mark->marginal;
    } else if (*head != '\0' && first <= HEADING_BYTES && tvx_line_is_place(arena, head)) {
        out->target = head;
        status = tvx_target_scan(&out->place, &consumed, arena, head, a->error);
    } else if (*head != '\0') {
        status = tvx_text_place(&labels, arena, head, a->error);
        printed = status != TVX_OK || *labels.path == '\0' ? NULL
                  : labels.dotted || context->article == NULL
                      ? labels.path : tvx_arena_printf(arena, "%s, %s", context->article, labels.path);
        if (printed != NULL) {
            out->target = labels.printed;
            status = tvx_target_scan(&out->place, &consumed, arena, printed, a->error);
        }
    }
    if (status == TVX_E_NOTFOUND)
        status = TVX_OK;
    if (out->place.instrument == NULL)
        out->place.instrument = context->law;
    return status;
}

static enum tvx_status read_mark(struct acts *a, struct tvx_adopted *out, size_t index, struct context *context)
{
    const struct mark *mark = &a->marks[index];
    const struct tvx_line *items = a->view->after.items;
    size_t end = end_of(a, index), last = mark->line;
    struct tvx_buf text, quote;
    bool place;

    tvx_buf_init(&text, (size_t)1 << 28);
    tvx_buf_init(&quote, (size_t)1 << 28);
    for (size_t i = mark->line; i < end; i++) {
        const char *part = i == mark->line ? items[i].text + mark->rest : items[i].text;
        size_t marginal = i == mark->line + 1 && text.length == 0 ? marginal_at(part) : 0;
        bool note = a->view->document->blocks[items[i].first_block].kind == TVX_BLOCK_NOTE;

        if (marginal > 0 && part[marginal] == '\0')
            part = "";
        part += text.length == 0 ? rec_amendment_mark(part, strlen(part)) : 0;
        part += strspn(part, " ");
        if (*part != '\0' && !note)
            tvx_buf_printf(&text, "%s%s", text.length > 0 ? "\n" : "", part);
        tvx_buf_printf(&quote, "%s%s", i > mark->line ? "\n" : "", items[i].text);
        last = i;
    }
    *out = (struct tvx_adopted){.action = mark->action, .start = items[mark->line].start,
                                .points = items[last].start + items[last].points - items[mark->line].start,
                                .block = items[mark->line].first_block};
    out->text = text.failed ? NULL : tvx_arena_strdup(a->view->arena, tvx_buf_text(&text));
    out->quote = quote.failed ? NULL : tvx_arena_strdup(a->view->arena, tvx_buf_text(&quote));
    tvx_buf_free(&text);
    tvx_buf_free(&quote);
    if (out->text == NULL || out->quote == NULL)
        return tvx_error_nomem(a->error);
    enum tvx_status status = set_place(a, out, mark, context);
    for (size_t i = mark->line + 1; i < end && i <= mark->line + 2; i++) /* "MOD" and below it "ARTICLE 8 (CS)" */
        if (is_heading(a, i, &place))
            take_context(a, context, i, i + 1);
    if (mark->action == TVX_ACTION_SUP || mark->action == TVX_ACTION_SUP_MOVED)
        out->text = "";
    return status;
}

static enum tvx_status read_form(struct tvx_contribution *out, const struct tvx_form_view *view,
                                 const struct tvx_form_weight *weight, struct tvx_error *error)
{
    struct acts *a = weight->kept;
    struct tvx_contribution declared = {0};
    struct context context = {NULL, NULL};
    size_t unknown, from = 0;
    enum tvx_status status = tvx_header_parse(&out->header, &unknown, view->arena, view->document,
                                              view->after.items[a->marks[0].line].first_block, error);

    a->view = view;
    a->error = error;
    out->adopted = tvx_arena_array(view->arena, a->count, sizeof *out->adopted);
    if (out->adopted == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < a->count; i++) {
        take_context(a, &context, from, a->marks[i].line);
        from = end_of(a, i);
        status = read_mark(a, &out->adopted[i], i, &context);
        out->adopted_count += status == TVX_OK;
    }
    if (status == TVX_OK && a->declarations.score > ENOUGH) {
        status = tvx_form_declarations.read(&declared, view, &a->declarations, error);
        out->statements = declared.statements;
        out->statement_count = declared.statement_count;
        out->warnings = declared.warnings;
        out->warning_count = declared.warning_count;
    }
    return status;
}

const struct tvx_form tvx_form_final_acts = {"final-acts", weigh, read_form};

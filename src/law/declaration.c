/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The form of declarations and reservations at the end of a conference, as the Final Acts of the International
 * Telecommunication Union print them: a number alone on its line, "Original: English", "For Varenia:", the text in
 * several paragraphs; also without numbers, and under the name of a country as a heading.
 */
#include "declaration.h"

#include <stdint.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "action.h"
#include "form.h"
#include "header.h"
#include "recognise.h"

enum { MOST_NAME_LINES = 12, LINE_BYTES = 400, HEADING_BYTES = 160, TEXT_BYTES = 40, NUMBER_DIGITS = 3 };

struct start { /* of one statement, or of what ends the one before */
    size_t line, body, offset; /* its first line; that of its text, and where in it the text begins */
    const char *number, *names; /* NULL names: only in the text */
    bool ends_only;
    bool told; /* a number or the language stands before the names */
    enum tvx_statement_kind kind; /* what the heading above says */
};

struct declarations {
    const struct tvx_form_view *view;
    struct start *starts;
    size_t count, capacity, titles;
    enum tvx_statement_kind kind;
    struct tvx_error *error;
};

static const char *line_text(const struct declarations *d, size_t line)
{
    return line < d->view->after.count ? d->view->after.items[line].text : "";
}

static bool is_aside(const struct declarations *d, size_t line)
{
    return d->view->document->blocks[d->view->after.items[line].first_block].kind == TVX_BLOCK_NOTE;
}

/* Bytes of the number with which the line begins, "12", "12.", "No. 12": 0 when none; *alone: nothing else is there. */
static size_t number_at(const char *text, size_t *from, size_t *to, bool *alone)
{
    struct tvx_cursor c = {text, strlen(text), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];

    *alone = false;
    if (c.length == 0)
        return 0;
    if (c.length < HEADING_BYTES && tvx_declaring_row(&c, "number", f))
        tvx_words_space(&c, ".");
    *from = *to = c.at;
    while (*to < c.length && *to - *from <= NUMBER_DIGITS && text[*to] >= '0' && text[*to] <= '9')
        ++*to;
    if (*to == *from || *to - *from > NUMBER_DIGITS || text[*from] == '0')
        return 0;
    c.at = *to;
    if (c.at < c.length && text[c.at] != ' ' && strchr(".)*", text[c.at]) == NULL)
        return 0;
    tvx_words_space(&c, ".)*");
    *alone = c.at == c.length;
    return c.at;
}

/* "Original: English", "[Original: French]" and nothing else. */
static bool is_original(const char *text)
{
    const char *rest = strlen(text) > HEADING_BYTES ? NULL : tvx_line_phrase(text, "original", false);
    struct tvx_cursor c;
    struct tvx_field f[TVX_TABLE_FIELDS];

    if (rest == NULL)
        return false;
    c = (struct tvx_cursor){rest, strlen(rest), 0};
    if (!tvx_words_next(&c) || !tvx_words_row(&c, "data/phrases.tsv", "language", f))
        return false;
    tvx_words_space(&c, ".)]");
    return c.at == c.length || strchr("/,", rest[c.at]) != NULL;
}

/* Where the colon that ends the names stands, and what is behind it. */
static const char *colon_in(const char *text, const char **behind)
{
    const char *narrow = strchr(text, ':'), *wide = strstr(text, "：");
    const char *colon = narrow == NULL || (wide != NULL && wide < narrow) ? wide : narrow;

    if (colon != NULL)
        *behind = colon + (*colon == ':' ? 1 : strlen("："));
    while (colon != NULL && **behind == ' ')
        ++*behind;
    return colon;
}

enum trust { NO_NAMES, SOME_NAMES, KNOWN_NAMES };

static enum trust weigh_names(struct declarations *d, const char *names)
{
    struct tvx_statement trial = {.number = ""};
    size_t unknown, wrong;

    if (tvx_declaring_actors(&trial, &unknown, &wrong, d->view->arena, names, d->error) != TVX_OK ||
        trial.actor_count == 0 || wrong > 0)
        return NO_NAMES;
    return unknown == 0 ? KNOWN_NAMES : SOME_NAMES;
}

/* Names that go on over several lines up to a colon; SIZE_MAX when none is near. */
static size_t lines_to_colon(const struct declarations *d, size_t line)
{
    for (size_t i = line; i < d->view->after.count && i < line + MOST_NAME_LINES; i++) {
        const char *text = line_text(d, i), *behind;
        size_t length = strlen(text);

        if (colon_in(text, &behind) != NULL)
            return i;
        if (length > LINE_BYTES || (length > 0 && strchr(".;", text[length - 1]) != NULL))
            break;
    }
    return SIZE_MAX;
}

/* "For Varenia and Ostmark:" from byte `from` of the line on; fills names, body and offset. */
static bool read_names(struct declarations *d, struct start *start, size_t line, size_t from)
{
    const char *text = line_text(d, line) + from, *behind, *colon;
    struct tvx_cursor c = {text, strlen(text), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];
    bool said = tvx_words_next(&c) && tvx_declaring_row(&c, "for", f);
    size_t last;
    struct tvx_buf names;
    enum trust trust, least = said || start->told ? SOME_NAMES : KNOWN_NAMES;

    if ((!said && !start->told) || rec_starts_lower(text, c.length) || tvx_line_phrase(text, "original", false) != NULL)
        return false;
    if (!said)
        c.at = 0;
    last = lines_to_colon(d, line);
    tvx_buf_init(&names, 64 << 10);
    if (last == SIZE_MAX) { /* no colon: nothing but names may stand in the line */
        if (c.length - c.at > HEADING_BYTES)
            return false;
        tvx_buf_str(&names, text + c.at);
        start->body = line + 1;
        least = said && start->told ? SOME_NAMES : KNOWN_NAMES;
    } else {
        for (size_t i = line; i <= last; i++) {
            const char *part = i == line ? text + c.at : line_text(d, i);

            colon = i == last ? colon_in(part, &behind) : NULL;
            tvx_buf_add(&names, part, colon == NULL ? strlen(part) : (size_t)(colon - part));
            if (i < last) {
                tvx_buf_char(&names, ' ');
                continue;
            }
            start->body = colon == NULL || *behind == '\0' ? last + 1 : last;
            start->offset = colon == NULL || *behind == '\0' ? 0 : (size_t)(behind - line_text(d, last));
        }
    }
    start->names = names.failed ? NULL : tvx_arena_strdup(d->view->arena, tvx_buf_text(&names));
    tvx_buf_free(&names);
    trust = start->names == NULL ? NO_NAMES : weigh_names(d, start->names);
    return trust != NO_NAMES && (trust >= least || said);
}

/* A number, the language, the names, in this order; each may be missing, but not all. */
static bool start_at(struct declarations *d, struct start *start, size_t line)
{
    const char *text = line_text(d, line);
    size_t from, to, rest, at = line, offset = 0;
    bool alone;

    *start = (struct start){.line = line, .number = "", .kind = d->kind};
    if ((rest = number_at(text, &from, &to, &alone)) > 0) {
        start->number = tvx_arena_strndup(d->view->arena, text + from, to - from);
        at += alone;
        offset = alone ? 0 : rest;
        if (start->number == NULL)
            return false;
    }
    if (is_original(line_text(d, at) + offset)) {
        start->told = true;
        at++;
        offset = 0;
    }
    start->told = start->told || (rest > 0 && alone);
    if (read_names(d, start, at, offset)) {
        if (start->offset == 0 && is_original(line_text(d, start->body)))
            start->body++;
        return true;
    }
    start->names = NULL;
    start->body = at;
    start->offset = 0;
    return rest > 0 && alone && at > line + 1; /* number and language; the text names its authors itself */
}

/* A heading of the list, or what stands behind it. */
static bool section_at(struct declarations *d, struct start *start, size_t line)
{
    const char *text = line_text(d, line);
    size_t length = strlen(text);
    struct tvx_cursor c = {text, length, 0};
    struct tvx_field f[TVX_TABLE_FIELDS];

    *start = (struct start){.line = line, .ends_only = true};
    if (length > HEADING_BYTES || length == 0 || rec_ends_sentence(text, length) || !tvx_words_next(&c))
        return false;
    size_t at = c.at;
    uint32_t first = tvx_utf8_next(text, length, &at);
    if (u_islower((UChar32)first))
        return false;
    if (tvx_declaring_row(&c, "title", f)) {
        d->kind = tvx_field_is(f[2], "objection") ? TVX_STATEMENT_OBJECTION : TVX_STATEMENT_DECLARATION;
        d->titles++;
        return true;
    }
    return tvx_declaring_row(&c, "end", f) && (tvx_words_space(&c, ".)"), c.at == length);
}

static bool declares(struct declarations *d, const char *text)
{
    static const char *const kinds[] = {"reserve", "object", "declare", "associate"};
    char *folded = tvx_text_casefold(d->view->arena, text, strlen(text));
    bool found = false;

    for (size_t i = 0; folded != NULL && !found && i < sizeof kinds / sizeof *kinds; i++)
        if (!tvx_declaring_holds(&found, d->view->arena, folded, kinds[i]))
            return false;
    return found;
}

/* The name of a state as a heading, with a declaration below it; only under a heading that announces them. */
static bool heading_at(struct declarations *d, struct start *start, size_t line)
{
    const char *text = line_text(d, line);
    const struct tvx_block *block = &d->view->document->blocks[d->view->after.items[line].first_block];
    size_t length = strlen(text);
    enum trust trust;

    *start = (struct start){.line = line, .body = line + 1, .number = "", .names = text, .kind = d->kind};
    if (d->titles == 0 || length > HEADING_BYTES || strlen(line_text(d, line + 1)) < TEXT_BYTES ||
        rec_ends_sentence(text, length))
        return false;
    trust = weigh_names(d, text);
    return trust >= (block->kind == TVX_BLOCK_HEADING ? SOME_NAMES : KNOWN_NAMES) &&
           declares(d, line_text(d, line + 1));
}

static enum tvx_status add_start(struct declarations *d, const struct start *start)
{
    d->starts = tvx_arena_grow(d->view->arena, d->starts, d->count, &d->capacity, sizeof *d->starts);
    if (d->starts == NULL)
        return tvx_error_nomem(d->error);
    d->starts[d->count++] = *start;
    return TVX_OK;
}

static enum tvx_status find_starts(struct declarations *d)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < d->view->after.count; i++) {
        struct start start;

        if (is_aside(d, i))
            continue;
        if (section_at(d, &start, i)) {
            status = add_start(d, &start);
        } else if (start_at(d, &start, i) || heading_at(d, &start, i)) {
            status = add_start(d, &start);
            i = start.body > i ? start.body - 1 : i;
        }
    }
    return status;
}

static size_t end_of(const struct declarations *d, size_t index)
{
    return index + 1 < d->count ? d->starts[index + 1].line : d->view->after.count;
}

/* Its paragraphs; the number of a page that stands between them is none. */
static char *text_of(const struct declarations *d, size_t index, size_t *last)
{
    const struct start *start = &d->starts[index];
    struct tvx_buf buf;
    char *text;

    *last = start->line;
    tvx_buf_init(&buf, (size_t)1 << 28);
    for (size_t i = start->body; i < end_of(d, index); i++) {
        const char *line = line_text(d, i) + (i == start->body ? start->offset : 0);
        size_t from, to;
        bool alone;

        if (is_aside(d, i) || (number_at(line, &from, &to, &alone) > 0 && alone))
            continue;
        if (buf.length > 0)
            tvx_buf_char(&buf, '\n');
        tvx_buf_str(&buf, line);
        *last = i;
    }
    text = buf.failed ? NULL : tvx_arena_strdup(d->view->arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return text;
}

/* ---- the form ---- */

static const double SURE = 0.92, LIKELY = 0.85, POSSIBLE = 0.6, HINT = 0.1;
/* A law or a report in which they take less than this share of the text stays what it is. */
static const double SHARE = 0.4, FEW = 0.45;

static enum tvx_status weigh(struct tvx_form_weight *weight, const struct tvx_form_view *view, struct tvx_error *error)
{
    struct declarations *d = tvx_arena_alloc(view->arena, sizeof *d);
    size_t declaring = 0, told = 0, last, points = 0, whole = 1;
    enum tvx_status status;

    if (d == NULL)
        return tvx_error_nomem(error);
    *d = (struct declarations){.view = view, .error = error};
    weight->kept = d;
    status = find_starts(d);
    for (size_t i = 0; status == TVX_OK && i < d->count; i++) {
        char *text;

        if (d->starts[i].ends_only)
            continue;
        if ((text = text_of(d, i, &last)) == NULL)
            return tvx_error_nomem(error);
        if (!declares(d, text))
            continue;
        declaring++;
        points += view->after.items[last].start + view->after.items[last].points -
                  view->after.items[d->starts[i].line].start;
        told += d->starts[i].told;
    }
    if (status != TVX_OK || declaring == 0)
        return status;
    weight->score = declaring >= 2 && (d->titles > 0 || told >= 2) ? SURE
                    : d->titles > 0                                ? LIKELY
                    : declaring >= 2 || told > 0                   ? POSSIBLE
                                                                   : HINT;
    whole += view->after.items[view->after.count - 1].start;
    if (weight->score > FEW && (double)points < SHARE * (double)whole)
        weight->score = FEW;
    weight->because = tvx_arena_printf(view->arena, "%zu declaration%s or reservation%s by states%s", declaring,
                                       declaring == 1 ? "" : "s", declaring == 1 ? "" : "s",
                                       d->titles > 0 ? " under a heading that says so" : "");
    return weight->because == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* "The delegation of Varenia reserves …": names up to the word that says what it does. */
static enum tvx_status actors_in_text(struct declarations *d, struct tvx_statement *s)
{
    struct tvx_cursor c = {s->text, strcspn(s->text, "\n"), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t unknown, wrong, from;
    const char *names;

    while (tvx_words_next(&c) && c.at < LINE_BYTES && !tvx_declaring_row(&c, "delegation", f))
        tvx_words_skip(&c);
    if (c.at >= c.length || c.at >= LINE_BYTES)
        return TVX_OK;
    for (from = c.at; tvx_words_next(&c); tvx_words_skip(&c)) {
        struct tvx_cursor verb = c;

        if (tvx_declaring_row(&verb, "reserve", f) || tvx_declaring_row(&verb, "object", f) ||
            tvx_declaring_row(&verb, "declare", f) || tvx_declaring_row(&verb, "associate", f))
            break;
    }
    names = tvx_arena_strndup(d->view->arena, s->text + from, c.at - from);
    if (names == NULL)
        return tvx_error_nomem(d->error);
    enum tvx_status status = tvx_declaring_actors(s, &unknown, &wrong, d->view->arena, names, d->error);
    if (wrong > 0)
        s->actor_count = 0;
    return status;
}

static enum tvx_status read_statement(struct declarations *d, struct tvx_statement *s, size_t index)
{
    const struct start *start = &d->starts[index];
    const struct tvx_line *items = d->view->after.items;
    struct tvx_buf quote;
    size_t last, unknown, wrong;
    enum tvx_status status = TVX_OK;

    *s = (struct tvx_statement){.number = start->number, .block = items[start->line].first_block,
                                .start = items[start->line].start, .text = text_of(d, index, &last)};
    if (s->text == NULL)
        return tvx_error_nomem(d->error);
    s->points = items[last].start + items[last].points - s->start;
    tvx_buf_init(&quote, (size_t)1 << 28);
    for (size_t i = start->line; i <= last; i++)
        tvx_buf_printf(&quote, "%s%s", i > start->line ? "\n" : "", items[i].text);
    s->quote = quote.failed ? NULL : tvx_arena_strdup(d->view->arena, tvx_buf_text(&quote));
    tvx_buf_free(&quote);
    if (s->quote == NULL)
        return tvx_error_nomem(d->error);
    status = start->names == NULL
                 ? actors_in_text(d, s)
                 : tvx_declaring_actors(s, &unknown, &wrong, d->view->arena, start->names, d->error);
    return status == TVX_OK ? tvx_declaring_judge(s, d->view->arena, start->kind, d->error) : status;
}

/* Statements without an author are told in one warning. */
static enum tvx_status warn_nameless(struct declarations *d, struct tvx_contribution *out)
{
    size_t nameless = 0, block = 0;
    char *message;

    for (size_t i = out->statement_count; i-- > 0;)
        if (out->statements[i].actor_count == 0) {
            nameless++;
            block = out->statements[i].block;
        }
    if (nameless == 0)
        return TVX_OK;
    out->warnings = tvx_arena_alloc(d->view->arena, sizeof *out->warnings);
    message = tvx_arena_printf(d->view->arena, "%zu statement%s whose author was not found", nameless,
                               nameless == 1 ? "" : "s");
    if (out->warnings == NULL || message == NULL)
        return tvx_error_nomem(d->error);
    out->warnings[out->warning_count++] = (struct tvx_warning){"statement-no-actor", message, block};
    return TVX_OK;
}

static enum tvx_status read_form(struct tvx_contribution *out, const struct tvx_form_view *view,
                                 const struct tvx_form_weight *weight, struct tvx_error *error)
{
    struct declarations *d = weight->kept;
    size_t unknown, end = view->document->block_count;
    enum tvx_status status;

    d->view = view;
    d->error = error;
    if (d->count > 0)
        end = view->after.items[d->starts[0].line].first_block;
    status = tvx_header_parse(&out->header, &unknown, view->arena, view->document, end, error);
    out->statements = tvx_arena_array(view->arena, d->count + 1, sizeof *out->statements);
    if (out->statements == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < d->count; i++) {
        struct tvx_statement *s = &out->statements[out->statement_count];

        if (d->starts[i].ends_only)
            continue;
        status = read_statement(d, s, i);
        out->statement_count += status == TVX_OK && *s->text != '\0';
    }
    return status == TVX_OK ? warn_nameless(d, out) : status;
}

const struct tvx_form tvx_form_declarations = {"declarations", weigh, read_form};

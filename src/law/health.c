/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/law/definition.h>
#include <travaux/law/health.h>
#include <travaux/text/utf8.h>

#include "action.h"
#include "map.h"

/* LEFT_OVER: headings and a closing formula between and behind proposals are no sign of anything missed. */
static const double LEFT_OVER = 0.1, CLOSE = 0.1;
enum { MAX_SPONSORS = 500, NAMED = 3, CODE_LENGTH = 6 };

struct assessor {
    struct tvx_health *out;
    struct tvx_arena *arena;
    const struct tvx_document *document;
    const struct tvx_contribution *contribution;
    const struct tvx_instrument *instrument;
    const char *kind;
    size_t capacity;
    struct tvx_error *error;
};

/* ---- findings ---- */

struct rule {
    double cost;
    char of; /* the first letter of "document", "proposal", "provision", "share" ('v' for provision) */
    const char *advice;
};

static enum tvx_status find_rule(struct rule *rule, const struct assessor *a, const char *code)
{
    struct tvx_table table;
    struct tvx_field fields[TVX_TABLE_FIELDS];
    size_t count;

    *rule = (struct rule){0, 'd', ""};
    tvx_table_open(&table, tvx_asset_find("data/health.tsv"));
    while (tvx_table_next(&table, fields, &count)) {
        bool exact = tvx_field_is(fields[0], code);

        if (!exact && !tvx_field_is(fields[0], "*"))
            continue;
        rule->cost = strtod(fields[1].text, NULL); /* a tab ends the field, so it ends the number too */
        rule->of = tvx_field_is(fields[2], "provision") ? 'v' : fields[2].length > 0 ? *fields[2].text : 'd';
        rule->advice = tvx_arena_strndup(a->arena, fields[3].text, fields[3].length);
        if (rule->advice == NULL)
            return tvx_error_nomem(a->error);
        if (exact)
            break;
    }
    return TVX_OK;
}

/* `share`: of the document, where the rule is about a share; `count` warnings of it were found. */
static enum tvx_status add_finding(struct assessor *a, const char *code, const char *message, size_t block,
                                   size_t count, double share)
{
    struct tvx_health *out = a->out;
    struct tvx_finding *larger = tvx_arena_grow(a->arena, out->findings, out->count, &a->capacity, sizeof *larger);
    size_t proposals = a->contribution == NULL ? 0 : a->contribution->count;
    size_t provisions = a->instrument == NULL ? 0 : a->instrument->count;
    size_t of;
    struct rule rule;
    enum tvx_status status = find_rule(&rule, a, code);

    if (larger == NULL || message == NULL)
        return tvx_error_nomem(a->error);
    if (status != TVX_OK)
        return status;
    of = rule.of == 'p' ? proposals : rule.of == 'v' ? provisions : 0;
    if (of > 0)
        rule.cost *= count >= of ? 1 : (double)count / (double)of;
    else if (rule.of == 's')
        rule.cost *= share;
    out->findings = larger;
    out->findings[out->count++] = (struct tvx_finding){code, message, rule.advice, rule.cost, count, block};
    return TVX_OK;
}

__attribute__((format(printf, 4, 5))) static enum tvx_status note(struct assessor *a, const char *code, double share,
                                                                  const char *format, ...)
{
    va_list list;
    const char *message;

    va_start(list, format);
    message = tvx_arena_vprintf(a->arena, format, list);
    va_end(list);
    return add_finding(a, code, message, SIZE_MAX, 1, share);
}

/* Warnings of one code are one finding: the first one's words, and how many more say the like. */
static enum tvx_status take_warnings(struct assessor *a, const struct tvx_warning *warnings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t same = 0, earlier = 0;
        const char *message = warnings[i].message;
        enum tvx_status status;

        while (earlier < a->out->count && strcmp(a->out->findings[earlier].code, warnings[i].code) != 0)
            earlier++;
        if (earlier < a->out->count)
            continue;
        for (size_t j = i; j < count; j++)
            same += strcmp(warnings[j].code, warnings[i].code) == 0;
        if (same > 1)
            message = tvx_arena_printf(a->arena, "%s (and %zu more like it)", message, same - 1);
        status = add_finding(a, warnings[i].code, message, warnings[i].block, same, 1);
        if (status != TVX_OK)
            return status;
    }
    return TVX_OK;
}

/* ---- what was left over ---- */

static size_t letters_in(const char *text, size_t length)
{
    size_t letters = 0;

    for (size_t at = 0; at < length;)
        letters += !tvx_text_is_space(tvx_utf8_next(text, length, &at));
    return letters;
}

struct stretch {
    size_t from, to; /* code points */
};

static int by_start(const void *a, const void *b)
{
    const struct stretch *x = a, *y = b;

    return x->from < y->from ? -1 : x->from > y->from;
}

/* What proposals and provisions cover, in order of the text. */
static struct stretch *covered(const struct assessor *a, size_t *count)
{
    size_t proposals = a->contribution == NULL ? 0 : a->contribution->count;
    size_t provisions = a->instrument == NULL ? 0 : a->instrument->count;
    struct stretch *all = tvx_arena_array(a->arena, proposals + provisions + 1, sizeof *all);

    *count = 0;
    for (size_t i = 0; all != NULL && i < proposals; i++) {
        const struct tvx_proposal *p = &a->contribution->proposals[i];

        all[(*count)++] = (struct stretch){p->start, p->start + p->points};
    }
    for (size_t i = 0; all != NULL && i < provisions; i++) {
        const struct tvx_provision *p = &a->instrument->provisions[i];

        if (p->points > 0)
            all[(*count)++] = (struct stretch){p->start, p->start + p->points};
    }
    if (all != NULL)
        qsort(all, *count, sizeof *all, by_start);
    return all;
}

static size_t letters_of_reasons(const struct assessor *a)
{
    size_t letters = 0;

    for (size_t i = 0; a->contribution != NULL && i < a->contribution->count; i++) {
        const char *reasons = a->contribution->proposals[i].reasons;

        /* proposals that share an action line share their reasons */
        if (i == 0 || strcmp(reasons, a->contribution->proposals[i - 1].reasons) != 0)
            letters += letters_in(reasons, strlen(reasons));
    }
    return letters;
}

/*
 * Counts the letters from the first proposal or provision on, and those that none covers.  What stands before is the
 * introduction.  Lines and stretches are walked side by side.
 */
static enum tvx_status count_left_over(struct assessor *a, size_t *behind)
{
    struct tvx_lines lines;
    size_t count, next = 0, left = 0, reasons = letters_of_reasons(a);
    struct stretch *all = covered(a, &count);
    enum tvx_status status = tvx_document_lines(&lines, a->arena, a->document, TVX_VIEW_AFTER, a->error);

    *behind = 0;
    if (all == NULL)
        return tvx_error_nomem(a->error);
    for (size_t i = 0; status == TVX_OK && i < lines.count; i++) {
        const struct tvx_line *line = &lines.items[i];
        size_t letters = letters_in(line->text, strlen(line->text));

        a->out->letters += letters;
        if (a->document->blocks[line->first_block].kind == TVX_BLOCK_NOTE ||
            a->document->blocks[line->first_block].kind == TVX_BLOCK_HEADER)
            continue;
        while (next < count && all[next].to <= line->start)
            next++;
        if (count == 0 || line->start + line->points <= all[0].from)
            continue;
        *behind += letters;
        if (next >= count || all[next].from >= line->start + line->points) {
            const char *rest = tvx_line_phrase(line->text, "reasons", false);

            left += rest == NULL ? letters : letters_in(rest, strlen(rest));
        }
    }
    a->out->left_over = count == 0 ? a->out->letters : left > reasons ? left - reasons : 0;
    return status;
}

/* ---- health's own findings ---- */

static bool is_kind(const struct assessor *a, const char *kind)
{
    return a->kind != NULL && strcmp(a->kind, kind) == 0;
}

static bool is_form(const struct assessor *a, const char *form)
{
    return a->contribution != NULL && a->contribution->form != NULL && strcmp(a->contribution->form, form) == 0;
}

static enum tvx_status check_form(struct assessor *a)
{
    const struct tvx_contribution *c = a->contribution;
    const struct tvx_form_weight *best = NULL, *second = NULL;

    if (c == NULL || !is_kind(a, "contribution"))
        return TVX_OK;
    if (c->form == NULL || *c->form == '\0')
        return note(a, "form-unknown", 1, "No proposal was found in it");
    for (size_t i = 0; i < c->weight_count; i++)
        if (strcmp(c->weights[i].form, c->form) == 0)
            best = &c->weights[i];
    for (size_t i = 0; best != NULL && i < c->weight_count; i++)
        if (&c->weights[i] != best && (second == NULL || c->weights[i].score > second->score))
            second = &c->weights[i];
    if (second == NULL || second->score < best->score - CLOSE || second->score <= 0)
        return TVX_OK;
    return note(a, "form-close", 1, "It was read as %s (%s), but much speaks for %s too (%s)", best->form,
                best->because, second->form, second->because);
}

static enum tvx_status check_header(struct assessor *a)
{
    const struct tvx_header *h = a->contribution == NULL ? NULL : &a->contribution->header;

    if (h == NULL || !is_kind(a, "contribution") || !is_form(a, "itu") ||
        (h->symbol != NULL && h->date != NULL && h->source != NULL))
        return TVX_OK;
    return note(a, "header-incomplete", 1, "Its header lacks%s%s%s", h->symbol == NULL ? " a symbol" : "",
                h->date == NULL ? (h->symbol == NULL ? ", a date" : " a date") : "",
                h->source == NULL ? (h->symbol == NULL || h->date == NULL ? ", a source" : " a source") : "");
}

/* "MRN", "CITEL": a code that the document itself gives to its sponsor. */
static bool is_code(const char *name)
{
    return strlen(name) <= CODE_LENGTH && strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(name);
}

/* Sponsors that no table knows, each once.  Members of a parliament are named as they are. */
static enum tvx_status check_sponsors(struct assessor *a)
{
    const struct tvx_contribution *c = a->contribution;
    struct tvx_map seen;
    const char *names = "";
    size_t unknown = 0;

    if (!is_kind(a, "contribution") || !is_form(a, "itu"))
        return TVX_OK;
    if (!tvx_map_init(&seen, a->arena, MAX_SPONSORS))
        return tvx_error_nomem(a->error);
    for (size_t i = 0; i <= c->count; i++) {
        const char **sponsors = i == 0 ? c->header.sponsors : c->proposals[i - 1].sponsors;
        size_t count = i == 0 ? c->header.sponsor_count : c->proposals[i - 1].sponsor_count;

        for (size_t s = 0; s < count && seen.count < MAX_SPONSORS; s++) {
            if (is_code(sponsors[s]) || !tvx_map_put(&seen, sponsors[s], 1) ||
                tvx_actor_name(a->arena, sponsors[s]) != NULL)
                continue;
            if (++unknown <= NAMED)
                names = tvx_arena_printf(a->arena, "%s%s\"%s\"", names, unknown > 1 ? ", " : "", sponsors[s]);
            if (names == NULL)
                return tvx_error_nomem(a->error);
        }
    }
    if (unknown == 0)
        return TVX_OK;
    return note(a, "sponsor-unknown", 1, "%zu sponsor%s that no table knows: %s%s", unknown, unknown == 1 ? "" : "s",
                names, unknown > NAMED ? ", …" : "");
}

static const char *below(const struct assessor *a, size_t article)
{
    const struct tvx_instrument *in = a->instrument;
    struct tvx_buf text;
    const char *result;

    tvx_buf_init(&text, 64 << 20);
    tvx_buf_str(&text, in->provisions[article].text);
    for (size_t i = article + 1; i < in->count && in->provisions[i].level > in->provisions[article].level; i++)
        tvx_buf_printf(&text, "\n%s%s%s", in->provisions[i].heading, *in->provisions[i].heading == '\0' ? "" : ": ",
                       in->provisions[i].text);
    result = text.failed ? NULL : tvx_arena_strdup(a->arena, tvx_buf_text(&text));
    tvx_buf_free(&text);
    return result;
}

static enum tvx_status check_definitions(struct assessor *a)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && a->instrument != NULL && i < a->instrument->count; i++) {
        const struct tvx_provision *p = &a->instrument->provisions[i];
        const char *text;

        if (p->kind != TVX_PROVISION_DIVISION || !tvx_definition_heading(p->heading))
            continue;
        text = below(a, i);
        if (text == NULL)
            return tvx_error_nomem(a->error);
        if (!tvx_definition_in(text))
            status = note(a, "definitions-empty", 1, "%s is headed \"%s\", but no definition was found in it",
                          *p->label == '\0' ? p->path : p->label, p->heading);
    }
    for (size_t i = 0; status == TVX_OK && a->contribution != NULL && i < a->contribution->count; i++) {
        const struct tvx_proposal *p = &a->contribution->proposals[i];
        const char *line = strchr(p->after, '\n');

        if (line == NULL || !tvx_definition_heading(p->after) || tvx_definition_in(line + 1))
            continue;
        status = note(a, "definitions-empty", 1, "Proposal %s is headed \"%.*s\", but no definition was found in it",
                      p->number, (int)strcspn(p->after, "\n"), p->after);
    }
    return status;
}

static enum tvx_status check_text(struct assessor *a)
{
    size_t behind;
    enum tvx_status status = count_left_over(a, &behind);
    double share = behind == 0 ? 0 : (double)a->out->left_over / (double)behind;

    if (status != TVX_OK)
        return status;
    if (a->out->letters == 0)
        return note(a, "no-text", 1, "It holds no text");
    if (*a->document->language == '\0')
        status = note(a, "no-language", 1, "Its language was not recognised");
    if (status == TVX_OK && behind > 0 && share > LEFT_OVER)
        status = note(a, "words-left-over", share,
                      "%.0f %% of the text from the first %s on stands in none", share * 100,
                      a->contribution != NULL && a->contribution->count > 0 ? "proposal" : "provision");
    return status;
}

/* ---- the whole ---- */

static int by_cost(const void *a, const void *b)
{
    const struct tvx_finding *x = a, *y = b;

    return x->cost != y->cost ? (x->cost < y->cost ? 1 : -1) : strcmp(x->code, y->code);
}

static const char *article_of(const char *kind)
{
    return strchr("aeio", *kind) != NULL ? "an" : "a";
}

static enum tvx_status say_recognised(struct assessor *a)
{
    const struct tvx_contribution *c = a->contribution;
    const char *kind = a->kind == NULL ? "document" : a->kind;
    const char *proposals = "", *provisions = "", *papers = "";

    if (c != NULL && c->count > 0)
        proposals = tvx_arena_printf(a->arena, "; %zu proposal%s (%s)", c->count, c->count == 1 ? "" : "s",
                                     c->because);
    if (a->instrument != NULL && a->instrument->count > 0)
        provisions = tvx_arena_printf(a->arena, "; %zu provision%s%s%s", a->instrument->count,
                                      a->instrument->count == 1 ? "" : "s", a->instrument->key == NULL ? "" : " of ",
                                      a->instrument->key == NULL ? "" : a->instrument->key);
    if (c != NULL && c->statement_count > 0)
        papers = tvx_arena_printf(a->arena, "; %zu statement%s%s%s%s", c->statement_count,
                                  c->statement_count == 1 ? "" : "s", c->adopted_count > 0 ? "" : " (",
                                  c->adopted_count > 0 ? "" : c->because, c->adopted_count > 0 ? "" : ")");
    if (c != NULL && c->adopted_count > 0)
        papers = tvx_arena_printf(a->arena, "; %zu adopted change%s%s (%s)", c->adopted_count,
                                  c->adopted_count == 1 ? "" : "s", papers, c->because);
    if (proposals == NULL || provisions == NULL || papers == NULL)
        return tvx_error_nomem(a->error);
    a->out->recognised = tvx_arena_printf(
        a->arena, "%s %s (%s, %s)%s%s%s", article_of(kind), kind, a->document->format,
        *a->document->language == '\0' ? "language unknown" : a->document->language, proposals, papers, provisions);
    return a->out->recognised == NULL ? tvx_error_nomem(a->error) : TVX_OK;
}

enum tvx_status tvx_health_assess(struct tvx_health *out, struct tvx_arena *arena,
                                  const struct tvx_document *document, const struct tvx_contribution *contribution,
                                  const struct tvx_instrument *instrument, const char *kind, struct tvx_error *error)
{
    static enum tvx_status (*const checks[])(struct assessor *) = {check_text, check_form, check_header,
                                                                   check_sponsors, check_definitions, say_recognised};
    struct assessor a = {.out = out, .arena = arena, .document = document, .contribution = contribution,
                         .instrument = instrument, .kind = kind, .error = error};
    enum tvx_status status;

    *out = (struct tvx_health){.form = contribution == NULL || contribution->form == NULL ? "" : contribution->form,
                               .confidence = 1};
    status = take_warnings(&a, document->warnings, document->warning_count);
    if (status == TVX_OK && contribution != NULL)
        status = take_warnings(&a, contribution->warnings, contribution->warning_count);
    if (status == TVX_OK && instrument != NULL)
        status = take_warnings(&a, instrument->warnings, instrument->warning_count);
    for (size_t i = 0; status == TVX_OK && i < sizeof checks / sizeof *checks; i++)
        status = checks[i](&a);
    if (status != TVX_OK)
        return status;
    if (out->count > 0)
        qsort(out->findings, out->count, sizeof *out->findings, by_cost);
    for (size_t i = 0; i < out->count; i++)
        out->confidence *= 1 - out->findings[i].cost;
    return TVX_OK;
}

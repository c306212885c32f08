/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What stands before the first provision: covers, the title, the words "The Conference …,".  A resolution names itself
 * in its first line; another instrument's title is what data/instruments.tsv knows, else its lines in capitals, else
 * its first line.
 */
#include <string.h>

#include "flow.h"

enum { FRONT_LINES = 400, FORMULA_LINES = 6 };

static bool is_text(enum rec_division kind)
{
    return kind >= REC_RESOLUTION && kind <= REC_OPINION;
}

/* A first look over all lines: are there articles, clauses, several resolutions? */
void front_find(struct flow *flow)
{
    size_t texts = 0, articles = 0, clauses = 0;

    for (size_t i = 0; i < flow->page->count; i++) {
        const struct rec_line *line = &flow->page->lines[i];
        struct rec_heading heading;
        struct rec_clause clause;

        if (line->length > 200 || (line->flags & REC_CELL) != 0)
            continue;
        if (rec_division_at(&heading, flow->arena, flow->words, line->text, line->length, NULL) != TVX_OK)
            return;
        if (is_text(heading.kind) && heading.upper &&
            (heading.rest == line->length || (line->text[heading.rest] == '(' && line->text[line->length - 1] == ')')))
            texts++;
        else if (heading.kind == REC_ARTICLE && (heading.upper || heading.rest == line->length || heading.separated))
            articles++;
        clause = rec_clause_at(flow->words, line->text, line->length);
        clauses += clause.found && (clause.phrase + 1 >= line->length ||
                                    (clause.capital && line->text[line->length - 1] == ','));
    }
    flow->has_articles = articles > 0;
    flow->many = texts > 1 && articles == 0;
    flow->resolution = articles == 0 && (texts > 0 || clauses >= 2);
}

static void name_instrument(struct flow *flow, const struct rec_heading *heading, const struct piece *piece)
{
    static const struct {
        enum rec_division kind;
        const char *prefix;
        enum tvx_instrument_kind instrument;
    } kinds[] = {
        {REC_RESOLUTION, "RES", TVX_INSTRUMENT_RESOLUTION},
        {REC_DECISION, "DEC", TVX_INSTRUMENT_DECISION},
        {REC_RECOMMENDATION, "REC", TVX_INSTRUMENT_RECOMMENDATION},
        {REC_OPINION, "OP", TVX_INSTRUMENT_OTHER},
    };
    struct tvx_instrument *out = flow->build->out;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (heading->kind == kinds[i].kind) {
            out->kind = kinds[i].instrument;
            out->key = tvx_arena_printf(flow->arena, "%s-%s", kinds[i].prefix, heading->number);
        }
    out->version = rec_last_year(flow->arena, piece->text + heading->rest, piece->length - heading->rest);
}

enum tvx_status front_title(struct flow *flow, const struct rec_heading *heading, const struct piece *piece)
{
    const char *path = "title";

    if (!flow->started && flow->title == SIZE_MAX && flow->index > flow->front_from) {
        enum tvx_status status = front_end(flow);

        if (status != TVX_OK)
            return status;
    }
    if (flow->many)
        path = tvx_arena_printf(flow->arena, "%s-%s", heading->slug, heading->number);
    flow->division_count = flow->item_count = 0;
    flow->clause = SIZE_MAX;
    flow->prefix = "";
    flow->prefix_provision = SIZE_MAX;
    flow->resolution = true;
    if (flow->build->out->key == NULL && !flow->many)
        name_instrument(flow, heading, piece);
    flow->title = rec_open(flow->build, TVX_PROVISION_TITLE, SIZE_MAX, path, piece->text, piece->length);
    if (flow->title == SIZE_MAX)
        return tvx_error_nomem(flow->error);
    if (flow->many) {
        flow->prefix = flow->build->out->provisions[flow->title].path;
        flow->prefix_provision = flow->title;
    }
    flow_place(flow, piece, 0, piece->length);
    flow->started = false;
    flow->front_from = flow->index + 1;
    return TVX_OK;
}

static struct piece piece_of(const struct rec_line *line)
{
    return (struct piece){line, line->text, line->length, true};
}

static enum tvx_status take_lines(struct flow *flow, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct piece piece = piece_of(&flow->page->lines[i]);
        enum tvx_status status = flow_text(flow, &piece);

        if (status != TVX_OK)
            return status;
    }
    return TVX_OK;
}

/* Lines of a title that data/instruments.tsv knows; its key, or NULL. */
static const char *known_title(const struct flow *flow, size_t from, size_t to, size_t *first, size_t *last)
{
    const char *key = NULL;

    for (size_t i = from; i < to; i++) {
        char joined[256];
        size_t used = 0, taken, ends[6] = {0}, lines = 0;
        const struct rec_word *word;

        for (; lines < 6 && i + lines < to; lines++) {
            const struct rec_line *line = &flow->page->lines[i + lines];

            if (used + line->length + 2 > sizeof joined)
                break;
            memcpy(joined + used, line->text, line->length);
            used += line->length;
            ends[lines] = used;
            joined[used++] = ' ';
        }
        word = rec_word_find(&flow->words->keys, joined, used, &taken);
        if (word == NULL)
            continue;
        key = word->slug;
        *first = i;
        for (*last = i; *last + 1 < to && ends[*last - i] < taken;)
            ++*last;
        ++*last;
    }
    return key;
}

/* The title's lines among from…to. */
static void find_title(const struct flow *flow, size_t from, size_t to, size_t *first, size_t *last)
{
    size_t run = 0;

    *first = from;
    *last = from + 1;
    for (size_t i = from; i < to; i++)
        if ((flow->page->lines[i].flags & REC_TITLED) != 0) {
            *first = i;
            *last = i + 1;
            break;
        }
    for (size_t i = from; i < to; i++) {
        if (!rec_is_upper(flow->page->lines[i].text, flow->page->lines[i].length) ||
            rec_ends_sentence(flow->page->lines[i].text, flow->page->lines[i].length)) {
            run = 0;
            continue;
        }
        run++;
        *first = i + 1 - run;
        *last = i + 1;
    }
}

static enum tvx_status open_front(struct flow *flow, enum tvx_provision_kind kind, const char *path, size_t from,
                                  size_t to, size_t *provision)
{
    *provision = SIZE_MAX;
    if (from >= to)
        return TVX_OK;
    *provision = rec_open(flow->build, kind, SIZE_MAX, path, "", 0);
    return *provision == SIZE_MAX ? tvx_error_nomem(flow->error) : take_lines(flow, from, to);
}

/* "(Melbourne, 1988)" under a title: where and when, all of it in brackets. */
static bool is_place_and_year(const struct flow *flow, const struct rec_line *line)
{
    return line->length > 2 && line->text[0] == '(' && line->text[line->length - 1] == ')' &&
           rec_last_year(flow->arena, line->text, line->length) != NULL;
}

static const char *front_step(struct flow *flow, size_t number)
{
    return tvx_arena_printf(flow->arena, "preamble.p%zu", number);
}

static enum tvx_status treaty_front(struct flow *flow, size_t from, size_t to)
{
    size_t first = from, last = from, provision;
    const char *key;
    enum tvx_status status;

    if (from >= to)
        return TVX_OK;
    key = known_title(flow, from, to > from + FRONT_LINES ? from + FRONT_LINES : to, &first, &last);
    if (key == NULL)
        find_title(flow, from, to > from + FRONT_LINES ? from + FRONT_LINES : to, &first, &last);
    else
        flow->build->out->key = key;
    if (last < to && is_place_and_year(flow, &flow->page->lines[last])) {
        flow->build->out->version = rec_last_year(flow->arena, flow->page->lines[last].text,
                                                  flow->page->lines[last].length);
        last++;
    }
    status = open_front(flow, TVX_PROVISION_TITLE, "front", from, first, &provision);
    if (status == TVX_OK)
        status = open_front(flow, TVX_PROVISION_TITLE, "title", first, last, &flow->title);
    if (status == TVX_OK && !flow->page->wrapped)
        for (size_t i = last; status == TVX_OK && i < to; i++)
            status = open_front(flow, TVX_PROVISION_PREAMBLE, i == last ? "preamble" : front_step(flow, i - last + 1),
                                i, i + 1, &provision);
    else if (status == TVX_OK)
        status = open_front(flow, TVX_PROVISION_PREAMBLE, "preamble", last, to, &provision);
    return status;
}

enum tvx_status front_end(struct flow *flow)
{
    size_t from = flow->front_from, to = flow->index;
    enum tvx_status status;

    flow->started = true;
    flow->front_from = to;
    if (flow->title != SIZE_MAX && flow->build->current == flow->title)
        status = take_lines(flow, from, to);
    else
        status = treaty_front(flow, from, to);
    rec_close(flow->build);
    if (status == TVX_OK && flow->title != SIZE_MAX && flow->build->out->title[0] == '\0')
        flow->build->out->title = flow->build->out->provisions[flow->title].text;
    return status;
}

static bool is_clause(const struct flow *flow, const struct rec_line *line)
{
    return line != NULL && rec_clause_at(flow->words, line->text, line->length).found;
}

/* Lines of the formula that begins here, 0 when none does: it ends in a comma, and a clause follows. */
static size_t formula_lines(const struct flow *flow, const struct piece *piece)
{
    size_t lines = 0, taken;

    if (!flow->page->wrapped)
        return piece->text[piece->length - 1] == ',' && is_clause(flow, flow_next(flow, 1));
    if (!rec_starts_upper(piece->text, piece->length) ||
        rec_word_find(&flow->words->starters, piece->text, piece->length, &taken) == NULL)
        return 0;
    for (lines = 1; lines <= FORMULA_LINES; lines++) {
        const struct rec_line *line = lines == 1 ? piece->line : flow_next(flow, lines - 1);

        if (line == NULL || (lines > 1 && strncmp(line->text, "The ", 4) == 0))
            return 0;
        if (line->text[line->length - 1] == ',' && is_clause(flow, flow_next(flow, lines)))
            return lines;
    }
    return 0;
}

enum tvx_status front_formula(struct flow *flow, const struct piece *piece, bool *taken)
{
    size_t lines = flow->started ? 0 : formula_lines(flow, piece), provision;
    enum tvx_status status;

    *taken = lines > 0;
    if (lines == 0)
        return TVX_OK;
    status = front_end(flow);
    if (status != TVX_OK)
        return status;
    provision = rec_open(flow->build, TVX_PROVISION_PREAMBLE, flow->prefix_provision,
                         flow_step(flow, flow->prefix, "preamble"), "", 0);
    if (provision == SIZE_MAX)
        return tvx_error_nomem(flow->error);
    status = take_lines(flow, flow->index, flow->index + lines);
    flow->index += lines - 1;
    return status;
}

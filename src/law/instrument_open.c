/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <travaux/text/utf8.h>

#include "flow.h"

enum { HEADING = 300 };

/* Where the words of a heading end and the text that runs on in the same line begins: at a word with which sentences
   begin.  `length` when it is all heading, 0 when it is all text. */
static size_t heading_end(const struct flow *flow, const char *text, size_t length)
{
    size_t at = 0, taken;

    if (!rec_ends_sentence(text, length))
        return length <= HEADING ? length : 0;
    for (unsigned words = 0; at < length && at < HEADING; words++) {
        const char *space = memchr(text + at, ' ', length - at);

        if (words > 0 && rec_starts_upper(text + at, length - at < 8 ? length - at : 8) &&
            strchr(",.;:(", text[at - 2]) == NULL &&
            rec_word_find(&flow->words->starters, text + at, length - at, &taken) != NULL)
            return at;
        if (space == NULL)
            break;
        at = (size_t)(space - text) + 1;
    }
    return 0;
}

void open_heading(struct flow *flow, size_t provision, const char *text, size_t length)
{
    struct tvx_provision *one;
    char *more;

    if (provision == SIZE_MAX || length == 0)
        return;
    one = &flow->build->out->provisions[provision];
    more = tvx_text_fold_space(flow->arena, text, length);
    if (more != NULL && one->heading[0] != '\0') {
        size_t before = strlen(one->heading);
        int joint = rec_join(flow->page, one->heading, before, more, strlen(more));

        more = joint == ' '   ? tvx_arena_printf(flow->arena, "%s %s", one->heading, more)
               : joint == '-' ? tvx_arena_printf(flow->arena, "%.*s%s", (int)before - 1, one->heading, more)
                              : tvx_arena_printf(flow->arena, "%s%s", one->heading, more);
    }
    if (more == NULL)
        flow->build->failed = true;
    else
        one->heading = more;
}

/* A heading that stood before the provision just opened. */
void open_pending(struct flow *flow, size_t provision)
{
    if (flow->pending != NULL && provision != SIZE_MAX &&
        flow->build->out->provisions[provision].heading[0] == '\0')
        flow->build->out->provisions[provision].heading = flow->pending;
    flow->pending = NULL;
}

static int rank_of(enum rec_division kind)
{
    switch (kind) {
    case REC_PART: return 1;
    case REC_TITLE: return 2;
    case REC_CHAPTER: return 3;
    case REC_SECTION: return 4;
    case REC_SUBSECTION: return 5;
    case REC_ARTICLE: return 6;
    default: return 0;
    }
}

static bool is_text(enum rec_division kind)
{
    return kind >= REC_RESOLUTION && kind <= REC_OPINION;
}

/* A resolution's own heading: number and brackets, or nothing behind the number. */
static bool accept_text(const struct flow *flow, const struct rec_heading *heading, const char *rest, size_t length,
                        bool titled)
{
    bool alone = length == 0 ||
                 (rest[0] == '(' && rest[length - 1] == ')' && memchr(rest, ')', length - 1) == NULL);

    return alone && (heading->upper || titled ||
                     (flow->title == SIZE_MAX && !flow->started && !flow->page->wrapped && flow->index < 12));
}

/* The next article, or one of the two behind it. */
static bool goes_on(const char *last, const char *number)
{
    unsigned long before = last == NULL ? 0 : strtoul(last, NULL, 10), now = strtoul(number, NULL, 10);

    return (now > before && now <= before + 3) || (last != NULL && rec_label_follows(last, number, TVX_LABEL_NUMBER));
}

/* Shape alone does not tell "Article 5 Title" from a sentence that begins "Article 5 of …": what is around does. */
static bool accept_division(const struct flow *flow, const struct rec_heading *heading, const struct piece *piece)
{
    const char *rest = piece->text + heading->rest;
    size_t length = piece->length - heading->rest;
    bool alone = length == 0, named = heading->number[0] != '\0', ended = flow_ended(flow), follows;
    bool titled = piece->whole && ((piece->line->flags & REC_TITLED) != 0 || piece->line->label >= heading->label);

    if (heading->kind == REC_PREAMBLE)
        return alone || (heading->upper && !flow->started);
    if (heading->kind == REC_RECITALS)
        return alone;
    if (is_text(heading->kind))
        return accept_text(flow, heading, rest, length, titled);
    if (heading->kind == REC_ANNEX && !named)
        return (alone && (heading->upper || titled || (ended && !flow->expect_heading))) ||
               (heading->upper && strncmp(rest, "TO ", 3) == 0);
    follows = heading->kind == REC_ARTICLE && !flow->page->wrapped && piece->whole &&
              (flow->last_article == NULL ||
               rec_label_follows(flow->last_article, heading->number, TVX_LABEL_NUMBER));
    if (titled || alone)
        return titled || heading->upper || ended || follows;
    if (heading->upper)
        return !rec_starts_lower(rest, length);
    if (rec_starts_lower(rest, length) || strchr(",;(", rest[0]) != NULL)
        return false;
    if (!rec_starts_upper(rest, length)) /* a script without capitals: only the numbers tell */
        return heading->kind == REC_ARTICLE && !flow->page->wrapped && piece->whole &&
               (unsigned char)rest[0] >= 0xC0 && goes_on(flow->last_article, heading->number);
    if (!ended)
        return false;
    if (heading->separated || (!rec_ends_sentence(rest, length) && length <= 200))
        return true;
    return follows;
}

const char *flow_step(struct flow *flow, const char *base, const char *step)
{
    const char *path = base[0] == '\0' ? tvx_arena_strdup(flow->arena, step)
                                       : tvx_arena_printf(flow->arena, "%s.%s", base, step);

    if (path == NULL) {
        flow->build->failed = true;
        return "";
    }
    return path;
}

static size_t parent_division(const struct flow *flow)
{
    return flow->division_count > 0 ? flow->divisions[flow->division_count - 1].provision : flow->prefix_provision;
}

static const char *division_base(const struct flow *flow)
{
    size_t parent = parent_division(flow);

    return parent == SIZE_MAX ? flow->prefix : flow->build->out->provisions[parent].path;
}

static void close_below(struct flow *flow, int rank)
{
    while (flow->division_count > 0 && (rank_of(flow->divisions[flow->division_count - 1].kind) >= rank ||
                                        flow->divisions[flow->division_count - 1].kind >= REC_PREAMBLE))
        flow->division_count--;
    flow->item_count = 0;
    flow->clause = SIZE_MAX;
}

static void check_article(struct flow *flow, const char *number)
{
    size_t line = flow->page->lines[flow->index].line;

    if (flow->last_article != NULL && strcmp(flow->last_article, number) == 0)
        rec_warn(flow->build, line, "instrument-double", "article %s stands here a second time", number);
    else if (flow->last_article != NULL && !rec_label_follows(flow->last_article, number, TVX_LABEL_NUMBER))
        rec_warn(flow->build, line, "instrument-gap", "article %s follows article %s", number, flow->last_article);
    flow->last_article = number;
}

/* All that stood open is left: an annex and what is in it have paths of their own. */
static void leave_all(struct flow *flow, enum rec_division kind)
{
    flow->prefix = "";
    flow->prefix_provision = SIZE_MAX;
    flow->division_count = 0;
    flow->last_article = flow->last_marginal = NULL;
    flow->operative = false;
    if (kind == REC_ANNEX && flow->many && flow->title != SIZE_MAX) {
        flow->prefix = flow->build->out->provisions[flow->title].path;
        flow->prefix_provision = flow->title;
    }
}

/* Opens the division and makes it the place where all that follows goes. */
static size_t push_division(struct flow *flow, const struct rec_heading *heading, const char *label,
                            size_t label_length)
{
    bool apart = heading->kind == REC_ANNEX || is_text(heading->kind), article = heading->kind == REC_ARTICLE;
    const char *step = heading->slug, *base;
    size_t provision;

    close_below(flow, rank_of(heading->kind));
    if (apart)
        leave_all(flow, heading->kind);
    if (article)
        check_article(flow, heading->number);
    if (heading->number[0] != '\0')
        step = article ? heading->number : tvx_arena_printf(flow->arena, "%s-%s", heading->slug, heading->number);
    base = article ? flow->prefix : division_base(flow);
    provision = rec_open(flow->build, heading->kind >= REC_PREAMBLE ? TVX_PROVISION_PREAMBLE : TVX_PROVISION_DIVISION,
                         parent_division(flow), flow_step(flow, base, step == NULL ? "" : step), label, label_length);
    if (provision == SIZE_MAX)
        return provision;
    if (apart) {
        flow->prefix = flow->build->out->provisions[provision].path;
        flow->prefix_provision = provision;
    }
    if (flow->division_count < REC_DEPTH)
        flow->divisions[flow->division_count++] = (struct division){heading->kind, provision, heading->number, 0};
    return provision;
}

enum tvx_status open_merged(struct flow *flow, const struct piece *piece)
{
    size_t end = heading_end(flow, piece->text, piece->length);
    struct piece rest = flow_rest(piece, end);

    open_heading(flow, flow->build->current, piece->text, end);
    flow_place(flow, piece, 0, end);
    return rest.length == 0 ? TVX_OK : open_paragraph(flow, &rest, NULL);
}

/* What stands behind number and separator: a heading, the text, or both. */
static enum tvx_status division_rest(struct flow *flow, const struct rec_heading *heading, size_t provision,
                                     const struct piece *piece)
{
    struct piece rest = flow_rest(piece, heading->rest);
    size_t end;

    flow->expect_heading = false;
    if (heading->kind == REC_PREAMBLE)
        return rest.length == 0 ? TVX_OK : open_paragraph(flow, &rest, NULL);
    if (heading->kind == REC_RECITALS)
        return TVX_OK;
    if (rest.length == 0 || strncmp(rest.text, "TO ", 3) == 0 || (rest.text[0] == '(' && is_text(heading->kind))) {
        open_heading(flow, provision, rest.text, rest.length);
        flow->expect_heading = rest.length == 0 || rest.text[rest.length - 1] == ')';
        return TVX_OK;
    }
    end = heading_end(flow, rest.text, rest.length);
    if (heading->kind != REC_ARTICLE && end == 0 && rest.length <= HEADING)
        end = rest.length;
    open_heading(flow, provision, rest.text, end);
    flow->expect_heading = flow->page->wrapped && end == rest.length;
    rest = flow_rest(&rest, end);
    return rest.length == 0 ? TVX_OK : open_paragraph(flow, &rest, NULL);
}

enum tvx_status open_division(struct flow *flow, const struct piece *piece, bool *taken)
{
    struct rec_heading heading;
    bool suppressed = piece->length > 6 && strncmp(piece->text, "(SUP) ", 6) == 0;
    struct piece body = flow_rest(piece, suppressed ? 6 : 0);
    enum tvx_status status = rec_division_at(&heading, flow->arena, flow->words, body.text, body.length, flow->error);
    size_t provision;

    *taken = false;
    if (status != TVX_OK || heading.kind == REC_NONE ||
        !(suppressed ? heading.upper : accept_division(flow, &heading, &body)))
        return status;
    *taken = true;
    if (is_text(heading.kind) && (flow->many || (!flow->started && flow->title == SIZE_MAX && !flow->has_articles)))
        return front_title(flow, &heading, &body);
    if (!flow->started && (status = front_end(flow)) != TVX_OK)
        return status;
    if (is_text(heading.kind))
        flow->resolution = true;
    provision = push_division(flow, &heading, body.text, suppressed ? body.length : heading.label);
    flow_place(flow, piece, 0, piece->length);
    if (suppressed) {
        const char *to = strstr(body.text, " to ");

        tvx_buf_str(&flow->build->text, "(SUP)");
        if (to != NULL && heading.kind == REC_ARTICLE) /* "(SUP) ARTICLES 26 to 30" */
            flow->last_article = to + 4;
        return TVX_OK;
    }
    open_pending(flow, provision);
    return provision == SIZE_MAX ? TVX_OK : division_rest(flow, &heading, provision, &body);
}

size_t flow_container(const struct flow *flow)
{
    if (flow->item_count > 0)
        return flow->items[flow->item_count - 1].provision;
    return flow->clause != SIZE_MAX ? flow->clause : parent_division(flow);
}

enum tvx_provision_kind flow_kind(const struct flow *flow)
{
    if (flow->clause != SIZE_MAX || (flow->operative && flow->item_count > 0))
        return flow->operative ? TVX_PROVISION_OPERATIVE : TVX_PROVISION_PREAMBLE;
    if (flow->division_count > 0 && flow->divisions[flow->division_count - 1].kind >= REC_PREAMBLE)
        return TVX_PROVISION_PREAMBLE;
    return TVX_PROVISION_PARAGRAPH;
}

/* Paragraphs belong to a numbered paragraph or to what a number in the margin names, not to a point of a list. */
static bool takes_paragraphs(const struct item *item)
{
    return item->style.kind == TVX_LABEL_NUMBER || item->style.kind == TVX_LABEL_NONE;
}

/*
 * A paragraph without a label: the n-th of the numbered paragraph or article it stands in.  The first one below
 * "Preamble" is the preamble's own text.  `step` names it where something better than "pn" is known.
 */
enum tvx_status open_paragraph(struct flow *flow, const struct piece *piece, const char *step)
{
    struct division *division = flow->division_count > 0 ? &flow->divisions[flow->division_count - 1] : NULL;
    size_t container;
    unsigned number = 1; /* without a container the path is made unique when it is opened */

    while (flow->item_count > 0 && (step != NULL || !takes_paragraphs(&flow->items[flow->item_count - 1])))
        flow->item_count--;
    container = flow_container(flow);
    if (division != NULL && division->kind == REC_PREAMBLE && division->paragraphs == 0 && flow->item_count == 0 &&
        flow->build->current == division->provision) {
        division->paragraphs = 1;
        return piece->length == 0 ? TVX_OK : flow_text(flow, piece);
    }
    if (step != NULL)
        number = 0;
    else if (flow->item_count > 0)
        number = ++flow->items[flow->item_count - 1].paragraphs;
    else if (division != NULL)
        number = ++division->paragraphs;
    if (step == NULL)
        step = tvx_arena_printf(flow->arena, "p%u", number);
    if (step == NULL)
        return tvx_error_nomem(flow->error);
    step = flow_step(flow, container == SIZE_MAX ? flow->prefix : flow->build->out->provisions[container].path, step);
    container = rec_open(flow->build, flow_kind(flow), container, step, "", 0);
    open_pending(flow, container);
    return piece->length == 0 ? TVX_OK : flow_text(flow, piece);
}

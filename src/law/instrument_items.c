/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Labelled items.  A label alone says little ("i)" may be the ninth letter or the first Roman numeral, a line may
 * begin with "2 and 3"): it is taken when it follows a label of its kind that stands open, begins a list, or carries
 * its parent's number.
 */
#include <stdlib.h>
#include <string.h>

#include "flow.h"

/*
 * The open item behind which the label may stand, counted from 1; 0 when there is none.  Only the `within` outermost.
 */
static size_t sibling_of(const struct flow *flow, const struct rec_label *label, size_t within)
{
    for (size_t i = within < flow->item_count ? within : flow->item_count; i > 0; i--) {
        const struct item *item = &flow->items[i - 1];
        struct rec_style style = label->style;

        if (style.kind == TVX_LABEL_NUMBER && strchr(label->canonical, '-') != NULL)
            style.closed = item->style.closed; /* "3 bis)" behind "3" */
        if (rec_style_same(&item->style, &style) && rec_label_follows(item->canonical, label->canonical, style.kind))
            return i;
    }
    return 0;
}

static size_t same_style(const struct flow *flow, const struct rec_label *label)
{
    for (size_t i = flow->item_count; i > 0; i--)
        if (rec_style_same(&flow->items[i - 1].style, &label->style))
            return i;
    return 0;
}

/* "i)" behind "h)": the next label in the text, "ii)" or "j)", tells. */
static bool roman_goes_on(struct flow *flow, const struct rec_label *label)
{
    for (size_t ahead = 1; ahead < 40; ahead++) {
        const struct rec_line *line = flow_next(flow, ahead);
        struct rec_label next;
        size_t from;

        if (line == NULL)
            return false;
        from = line->marginal_length;
        if (rec_label_at(&next, flow->arena, line->text + from, line->length - from, NULL) != TVX_OK)
            return false;
        if (next.style.opened == label->style.opened && next.style.closed == label->style.closed &&
            (next.style.kind == TVX_LABEL_ROMAN || next.style.kind == TVX_LABEL_LETTER))
            return strcmp(next.canonical, "ii") == 0 || strcmp(next.canonical, "II") == 0;
    }
    return false;
}

/* Letter or Roman numeral, by what stands open. */
static void settle_letter(struct flow *flow, struct rec_label *label)
{
    struct rec_label letter = rec_label_as_letter(label);
    size_t as_letter, as_roman;

    if (!label->also_letter)
        return;
    as_letter = sibling_of(flow, &letter, REC_DEPTH);
    as_roman = sibling_of(flow, label, REC_DEPTH);
    if (as_roman > as_letter)
        return;
    if (as_letter > 0) {
        if (!rec_label_is_first(label->canonical, TVX_LABEL_ROMAN) || !roman_goes_on(flow, label))
            *label = letter;
        return;
    }
    if (rec_label_is_first(label->canonical, TVX_LABEL_ROMAN))
        return;
    /* neither follows: the list that is open and nearest is missing some */
    as_roman = same_style(flow, label);
    as_letter = same_style(flow, &letter);
    if (as_roman <= as_letter || tvx_label_compare(flow->items[as_roman - 1].canonical, label->canonical) >= 0)
        *label = letter;
}

/* The item whose own number the dotted label carries, counted from 1; SIZE_MAX for the article; 0 for none. */
static size_t carrier_of(const struct flow *flow, const struct rec_label *label)
{
    const char *dot = strrchr(label->canonical, '.');
    size_t length = dot == NULL ? 0 : (size_t)(dot - label->canonical);

    if (label->style.dots == 0)
        return 0;
    for (size_t i = flow->item_count; i > 0; i--)
        if (strlen(flow->items[i - 1].canonical) == length &&
            memcmp(flow->items[i - 1].canonical, label->canonical, length) == 0)
            return i;
    for (size_t i = flow->division_count; i > 0; i--) {
        const struct division *division = &flow->divisions[i - 1];

        if (division->kind == REC_ARTICLE && strlen(division->number) == length &&
            memcmp(division->number, label->canonical, length) == 0)
            return SIZE_MAX;
    }
    return 0;
}

/* More labels behind the first: "1 1) The Council", "1.1 a) These". */
static bool may_stack(const struct rec_label *label)
{
    return rec_label_is_first(label->canonical, label->style.kind) && label->style.closed &&
           (!label->also_letter || (label->canonical[0] | 0x20) == 'i');
}

enum where { NOWHERE, SIBLING, CHILD, CARRIED, CARRIED_BY_ARTICLE };

static bool clause_is_fresh(const struct flow *flow)
{
    return flow->clause != SIZE_MAX && flow->build->current == flow->clause && flow->build->text.length == 0;
}

/* A list begins behind a short line without a full stop: a title of its own. */
static bool breaks_short(const struct flow *flow, const struct rec_label *label)
{
    return flow->page->wrapped && !label->bare && rec_label_is_first(label->canonical, label->style.kind) &&
           flow->last_length * 4 < flow->page->width * 3;
}

/* A label that neither follows nor begins: taken only where nothing else could be meant. */
static bool may_jump(const struct flow *flow, const struct rec_label *label, const struct piece *piece, size_t found)
{
    unsigned long to, from;

    if (strchr(label->canonical, '-') != NULL)
        return true; /* "2 bis" begins no line of a sentence */
    if (flow->page->wrapped)
        return false;
    if (!label->bare)
        return true;
    if (found == 0)
        return false;
    to = strtoul(label->canonical, NULL, 10);
    from = strtoul(flow->items[found - 1].canonical, NULL, 10);
    return to > from && to <= from + 3 && rec_starts_lower(piece->text + label->length, piece->length - label->length);
}

/* "3 bis) 1) …": the list whose labels look like "1)" begins anew, so "3 bis)" stands outside it.  Items that it may
   follow, counted from the outermost. */
static size_t restarts(struct flow *flow, const struct rec_label *label, const struct piece *piece)
{
    struct piece rest = flow_rest(piece, label->length < piece->length ? label->length : piece->length);
    struct rec_label next;
    size_t found;

    if (strchr(label->canonical, '-') == NULL ||
        rec_label_at(&next, flow->arena, rest.text, rest.length, NULL) != TVX_OK || next.style.kind == TVX_LABEL_NONE ||
        !may_stack(&next))
        return REC_DEPTH;
    found = same_style(flow, &next);
    return found > 0 ? found - 1 : REC_DEPTH;
}

/* Where the label belongs, or NOWHERE when it is only how a sentence goes on.  *depth: items that stay open. */
static enum where place_label(struct flow *flow, struct rec_label *label, const struct piece *piece, bool sure,
                              size_t *depth)
{
    bool ended = flow_ended(flow) || clause_is_fresh(flow) || breaks_short(flow, label);
    size_t found;

    settle_letter(flow, label);
    if (label->glued && (flow->page->wrapped || !ended))
        return NOWHERE;
    if (label->bare && strspn(label->canonical, "0123456789") > 3 && piece->line->label == 0) /* "2023" is a year */
        return NOWHERE;
    if (!sure && flow->marginals && label->bare) /* a paragraph has its number in the margin too */
        return NOWHERE;
    if (!sure && !ended && (flow->page->wrapped || label->bare || !piece->whole))
        return NOWHERE;
    found = sibling_of(flow, label, restarts(flow, label, piece));
    if (found > 0) {
        *depth = found - 1;
        return SIBLING;
    }
    found = carrier_of(flow, label);
    if (found > 0) {
        *depth = found == SIZE_MAX ? 0 : found;
        return found == SIZE_MAX ? CARRIED_BY_ARTICLE : CARRIED;
    }
    found = same_style(flow, label);
    if (!sure && !rec_label_is_first(label->canonical, label->style.kind) && !may_jump(flow, label, piece, found))
        return NOWHERE;
    *depth = found > 0 ? found - 1 : flow->item_count;
    return found > 0 ? SIBLING : CHILD;
}

static void check_order(struct flow *flow, const struct rec_label *label, enum where where, size_t depth)
{
    const struct item *before = where == SIBLING && depth < flow->item_count ? &flow->items[depth] : NULL;
    size_t line = flow->page->lines[flow->index].line;

    if (flow->marginals || label->style.kind == TVX_LABEL_DASH) /* the numbers in the margin are checked instead */
        return;
    if (before != NULL && strcmp(before->canonical, label->canonical) == 0)
        rec_warn(flow->build, line, "instrument-double", "item %s stands twice%s%s", label->canonical,
                 before->base[0] == '\0' ? "" : " in ", before->base);
    else if (before != NULL && rec_label_is_first(label->canonical, label->style.kind))
        rec_warn(flow->build, line, "instrument-order", "a list begins anew%s%s; a heading may be missing",
                 before->base[0] == '\0' ? "" : " in ", before->base);
    else if (before != NULL && !rec_label_follows(before->canonical, label->canonical, label->style.kind))
        rec_warn(flow->build, line, "instrument-order", "item %s follows item %s%s%s", label->canonical,
                 before->canonical, before->base[0] == '\0' ? "" : " in ", before->base);
    else if (before == NULL && where == CHILD && !rec_label_is_first(label->canonical, label->style.kind))
        rec_warn(flow->build, line, "instrument-order", "a list begins with item %s", label->canonical);
}

/* Recitals may be numbered "(1)" before the first article without a word above them. */
static bool is_recital(const struct flow *flow, const struct rec_label *label)
{
    return flow->has_articles && flow->last_article == NULL && flow->division_count == 0 && flow->item_count <= 1 &&
           flow->clause == SIZE_MAX && label->style.opened && label->style.kind == TVX_LABEL_NUMBER &&
           flow->prefix[0] == '\0';
}

static void push_item(struct flow *flow, const struct rec_label *label, const struct piece *piece, enum where where,
                      size_t depth)
{
    struct item item = {.style = label->style, .canonical = label->canonical, .paragraphs = 1, .base = flow->prefix};
    bool recital = is_recital(flow, label);
    const char *step = label->canonical, *base = NULL;
    size_t container;

    if (label->style.kind == TVX_LABEL_DASH) {
        item.dashes = where == SIBLING ? flow->items[depth].dashes + 1 : 1;
        step = tvx_arena_printf(flow->arena, "dash-%u", item.dashes);
    }
    check_order(flow, label, where, depth);
    if (where == SIBLING) /* "3 bis)" stands in the list of "3", "5.2" where "5.1" stands */
        item.style = flow->items[depth].style;
    if (where == SIBLING)
        base = flow->items[depth].base;
    flow->item_count = depth < REC_DEPTH - 1 ? depth : REC_DEPTH - 1;
    container = flow_container(flow);
    if (base != NULL)
        item.base = base;
    else if (where == CARRIED)
        item.base = flow->items[flow->item_count - 1].base;
    else if (recital)
        item.base = "recital";
    else if (where != CARRIED_BY_ARTICLE && container != SIZE_MAX)
        item.base = flow->build->out->provisions[container].path;
    item.provision = rec_open(flow->build, recital ? TVX_PROVISION_PREAMBLE : flow_kind(flow), container,
                              flow_step(flow, item.base, step == NULL ? "" : step), piece->text, label->printed);
    if (item.provision == SIZE_MAX)
        return;
    open_pending(flow, item.provision);
    flow->items[flow->item_count++] = item;
    flow_place(flow, piece, 0, label->printed);
}

/* The preamble ends where the first numbered paragraph begins with a verb: "1. Decides". */
static void leave_preamble(struct flow *flow, const struct rec_label *label, const struct piece *piece)
{
    struct piece rest = flow_rest(piece, label->length);
    struct rec_clause clause;

    if (!flow->resolution || flow->operative || flow->division_count > 0 || label->style.kind != TVX_LABEL_NUMBER ||
        label->style.dots > 0)
        return;
    clause = rec_clause_at(flow->words, rest.text, rest.length);
    if (!clause.found || !clause.operative || !clause.capital)
        return;
    flow->clause = SIZE_MAX;
    flow->item_count = 0;
    flow->operative = true;
}

/* A numbered paragraph of a resolution in the manner of the United Nations: "1. Decides that …". */
static struct piece take_verb(struct flow *flow, const struct piece *piece)
{
    size_t provision = flow->items[flow->item_count - 1].provision, end;
    struct rec_clause clause;

    if (!flow->resolution || flow->item_count != 1 || flow->division_count > 0)
        return *piece;
    clause = rec_clause_at(flow->words, piece->text, piece->length);
    if (!clause.found || !clause.operative || !clause.capital)
        return *piece;
    /* one stood above it: the verb stays in the text */
    if (flow->build->out->provisions[provision].heading[0] != '\0') {
        flow->build->out->provisions[provision].kind = TVX_PROVISION_OPERATIVE;
        return *piece;
    }
    end = flow_without_to(piece->text, clause.phrase);
    flow->build->out->provisions[provision].kind = TVX_PROVISION_OPERATIVE;
    open_heading(flow, provision, piece->text, end);
    flow_place(flow, piece, 0, end);
    return flow_rest(piece, end);
}

enum tvx_status open_labels(struct flow *flow, const struct piece *piece, bool sure, bool *taken, struct piece *rest)
{
    *taken = false;
    *rest = *piece;
    for (unsigned labels = 0; labels < 3 && rest->length > 0; labels++) {
        struct rec_label label;
        size_t depth;
        enum where where;
        enum tvx_status status = rec_label_at(&label, flow->arena, rest->text, rest->length, flow->error);

        if (status != TVX_OK)
            return status;
        if (label.style.kind == TVX_LABEL_NONE || (labels > 0 && !may_stack(&label)))
            break;
        if (label.length > rest->length)
            label.length = rest->length;
        if (labels == 0)
            leave_preamble(flow, &label, rest);
        depth = flow->item_count;
        where = labels > 0 ? CHILD : place_label(flow, &label, rest, sure, &depth);
        if (where == NOWHERE)
            break;
        if (!flow->started) {
            status = front_end(flow);
            if (status != TVX_OK)
                return status;
        }
        flow->expect_heading = false;
        push_item(flow, &label, rest, where, depth);
        if (flow->build->failed)
            return tvx_error_nomem(flow->error);
        *taken = true;
        *rest = flow_rest(rest, label.length);
    }
    if (*taken && rest->length > 0)
        *rest = take_verb(flow, rest);
    return TVX_OK;
}

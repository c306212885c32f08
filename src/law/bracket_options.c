/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What an option governs: from behind its label to the next option of its kind, a heading, an end mark, or the end of
 * the bracket it stands in.  The last of a group ends where the lines stand farther out than those of its siblings.
 */
#include <string.h>

#include <travaux/text/utf8.h>

#include "bracket.h"

enum { MOST_OPTIONS = 100000, DEEPEST_OPTION = 16, TITLE_BYTES = 240 };

struct open_option {
    size_t index;            /* in out->options */
    struct bracket_label label;
    size_t limit;            /* byte at which the bracket around it ends */
    size_t stop;             /* one without text says so in its line, and ends there; else SIZE_MAX */
    int siblings_rank;       /* of the lines of the options before it in its group; -1: they had none of their own */
    int own_rank;
    unsigned first_number, last_number; /* of its numbered lines; of its siblings' in the group's */
    unsigned siblings_first, siblings_last;
    bool has_siblings, inline_text;
};

struct options {
    struct bracket_reader *r;
    struct open_option stack[DEEPEST_OPTION];
    size_t depth;
    size_t *next; /* for each line: the next line with an option, line_count when there is none */
    size_t group;
};

static bool same_kind(const struct bracket_reader *r, const struct bracket_label *a, const struct bracket_label *b)
{
    (void)r;
    return a->family.length == b->family.length && memcmp(a->family.text, b->family.text, a->family.length) == 0 &&
           a->lettered == b->lettered && a->dots == b->dots;
}

static bool continues(const struct bracket_reader *r, const struct bracket_label *a, const struct bracket_label *b)
{
    return same_kind(r, a, b) && b->number > a->number;
}

static void end_top(struct options *o, size_t at)
{
    struct open_option *top = &o->stack[--o->depth];
    struct tvx_draft_option *option = &o->r->out->options[top->index];

    if (at > top->limit)
        at = top->limit;
    if (at > top->stop)
        at = top->stop;
    if (at < option->text_from)
        at = option->text_from;
    option->text_to = at;
}

static void end_all(struct options *o, size_t depth, size_t at)
{
    while (o->depth > depth)
        end_top(o, at);
}

/* The end of the innermost bracket around `at` (the byte before its closing mark), the text's end without one. */
static size_t limit_at(const struct bracket_reader *r, size_t at)
{
    size_t low = 0, high = r->out->count, item;

    while (low < high) { /* the last that opens at or before it */
        size_t middle = low + (high - low) / 2;

        if (r->out->items[middle].from <= at)
            low = middle + 1;
        else
            high = middle;
    }
    for (item = low == 0 ? SIZE_MAX : low - 1; item != SIZE_MAX; item = r->out->items[item].parent)
        if (r->out->items[item].to > at && r->out->items[item].closed)
            return r->out->items[item].to - 1; /* trimmed by whoever takes the text */
    return r->length;
}

/* "(EU, Norway)", "[EU]", "{proposed by EU}" right behind the label: the names; *at moves behind. */
static enum tvx_status take_group(struct options *o, struct tvx_draft_option *option, size_t *at, size_t end)
{
    struct bracket_reader *r = o->r;
    static const char opens[] = "([{", closes[] = ")]}";
    const char *sign = *at < end && r->text[*at] != '\0' ? strchr(opens, r->text[*at]) : NULL, *close;
    struct bracket_names names;
    size_t phrase, stop;

    if (sign == NULL)
        return TVX_OK;
    close = memchr(r->text + *at, closes[sign - opens], end - *at);
    if (close == NULL)
        return TVX_OK;
    stop = (size_t)(close - r->text);
    phrase = bracket_phrase_at(r, *at + 1, stop, "proposed-by");
    if (phrase == 0)
        phrase = bracket_phrase_at(r, *at + 1, stop, "supported-by");
    if (!bracket_names(&names, r, phrase == 0 ? *at + 1 : phrase, stop))
        return TVX_OK;
    if (phrase == 0 && !bracket_names_credible(r, &names))
        return TVX_OK;
    *at = stop + 1;
    while (*at < end && (r->text[*at] == ' ' || r->text[*at] == ':'))
        ++*at;
    return bracket_names_add(r, &option->attributed, &option->attributed_count, names);
}

/* "proposed by the EU:" or "EU, Norway:" behind the label */
static enum tvx_status take_words(struct options *o, struct tvx_draft_option *option, size_t *at, size_t end)
{
    struct bracket_reader *r = o->r;
    size_t phrase = bracket_phrase_at(r, *at, end, "proposed-by"), stop = *at;
    struct bracket_names names;

    while (stop < end && r->text[stop] != ':' && r->text[stop] != '[')
        stop++;
    if (phrase == 0 && (stop == end || r->text[stop] != ':'))
        return TVX_OK;
    if (phrase > stop || !bracket_names(&names, r, phrase == 0 ? *at : phrase, stop))
        return TVX_OK;
    if (phrase == 0 && !bracket_names_credible(r, &names))
        return TVX_OK;
    *at = stop + (stop < end && r->text[stop] == ':');
    while (*at < end && r->text[*at] == ' ')
        ++*at;
    return bracket_names_add(r, &option->attributed, &option->attributed_count, names);
}

/*
 * "{title}" behind the label, or the rest of a line that is no sentence while the text follows on the next; not where
 * the option before has its text beside the label.
 */
static enum tvx_status take_title(struct options *o, struct tvx_draft_option *option, size_t line, size_t *at,
                                  size_t end, size_t limit, bool text_beside)
{
    struct bracket_reader *r = o->r;
    const struct bracket_line *next = line + 1 < r->line_count ? &r->lines[line + 1] : NULL;
    size_t from = *at, to = end;

    if (from < end && r->text[from] == '{') {
        const char *close = memchr(r->text + from, '}', end - from);

        if (close == NULL)
            return TVX_OK;
        to = (size_t)(close - r->text);
        *at = to + 1;
        from++;
    } else if (!text_beside && from < end && end - from < TITLE_BYTES &&
               !rec_ends_sentence(r->text + from, end - from) &&
               next != NULL && next->from < limit && next->rank != RANK_OPTION && next->rank != RANK_HEADING &&
               !next->topic && next->to > next->from && r->text[from] != '[' && end < limit) {
        *at = end;
    } else {
        return TVX_OK;
    }
    bracket_trim(r, &from, &to);
    option->no_text = bracket_is_phrase(r, from, to, "no-text");
    option->title = tvx_arena_strndup(r->arena, r->text + from, to - from);
    return option->title == NULL ? tvx_error_nomem(r->error) : TVX_OK;
}

/*
 * Opens the option whose label stands in the line, its own words there ending at byte `end`; what is open at `depth` or
 * deeper ends at byte `from`.
 */
static enum tvx_status open_option(struct options *o, size_t line, const struct bracket_label *label, size_t from,
                                   size_t end, size_t depth, bool sibling)
{
    struct bracket_reader *r = o->r;
    struct tvx_brackets *out = r->out;
    struct tvx_draft_option *option;
    struct open_option *open, before = {0};
    size_t at = label->tail, limit = limit_at(r, label->from);
    enum tvx_status status;

    if (sibling)
        before = o->stack[depth];
    end_all(o, depth, from);
    if (out->option_count == MOST_OPTIONS || depth == DEEPEST_OPTION) {
        out->cut = true;
        return TVX_OK;
    }
    out->options = tvx_arena_grow(r->arena, out->options, out->option_count, &r->option_capacity, sizeof *out->options);
    if (out->options == NULL)
        return tvx_error_nomem(r->error);
    option = &out->options[out->option_count];
    *option = (struct tvx_draft_option){.from = label->from, .title = "", .level = (int)depth, .provision = "",
                                  .parent = depth == 0 ? SIZE_MAX : o->stack[depth - 1].index,
                                  .group = sibling ? out->options[before.index].group : o->group++};
    option->label = tvx_arena_strndup(r->arena, r->text + label->from, label->to - label->from);
    option->designator = tvx_arena_strndup(r->arena, r->text + label->designator, label->designator_length);
    if (option->label == NULL || option->designator == NULL)
        return tvx_error_nomem(r->error);
    if (end > limit)
        end = limit;
    status = take_group(o, option, &at, end);
    if (status == TVX_OK && option->attributed_count == 0)
        status = take_words(o, option, &at, end);
    if (status == TVX_OK)
        status = take_title(o, option, line, &at, end, limit, sibling && before.inline_text);
    while (at < end && r->text[at] == ' ')
        at++;
    option->text_from = at < label->to ? label->to : at;
    if (!option->no_text && at < end && end - at < TITLE_BYTES)
        option->no_text = bracket_is_phrase(r, at, end, "no-text");
    open = &o->stack[o->depth++];
    *open = (struct open_option){.index = out->option_count++, .label = *label, .limit = limit, .stop = SIZE_MAX,
                                 .own_rank = -1, .siblings_rank = -1, .has_siblings = sibling,
                                 .inline_text = at < end};
    if (sibling) {
        open->siblings_rank = before.own_rank > before.siblings_rank ? before.own_rank : before.siblings_rank;
        open->siblings_first = before.siblings_first != 0 ? before.siblings_first : before.first_number;
        open->siblings_last = before.last_number > before.siblings_last ? before.last_number : before.siblings_last;
    }
    if (option->no_text)
        open->stop = end;
    return status;
}

/* The depth, at least `least`, of the open option that this one follows; o->depth when none. */
static size_t place_of(const struct options *o, const struct bracket_label *label, size_t least, bool *sibling)
{
    *sibling = false;
    for (size_t depth = o->depth; depth-- > least;)
        if (same_kind(o->r, &o->stack[depth].label, label)) {
            *sibling = label->number > o->stack[depth].label.number;
            return depth;
        }
    return o->depth;
}

/* ---- lines between ---- */

/* How many of the open options the next option's line goes on with; the others end at a heading or topic here. */
static size_t kept_depth(const struct options *o, size_t line)
{
    size_t next = o->next[line];

    if (next >= o->r->line_count)
        return 0;
    for (size_t depth = o->depth; depth-- > 0;)
        if (continues(o->r, &o->stack[depth].label, &o->r->lines[next].option))
            return depth + 1;
    return 0;
}

/* Does the last of a group end before this line? */
static bool ends_before(const struct options *o, const struct open_option *top, size_t index)
{
    const struct bracket_reader *r = o->r;
    const struct bracket_line *line = &r->lines[index], *before = &r->lines[index - 1];
    bool introduced = before->to > before->from && (r->text[before->to - 1] == ':' || r->text[before->to - 1] == ';');

    if (line->rank < RANK_NUMBER && introduced && line->rank > RANK_PLAIN)
        return false;
    if (top->has_siblings && line->rank == RANK_NUMBER && line->number != 0 && top->first_number != 0 &&
        top->first_number == top->siblings_first && line->number > top->siblings_last)
        return true; /* each option numbers its paragraphs anew, and this goes on behind them all */
    if (top->has_siblings)
        return line->rank > top->siblings_rank && line->rank > top->own_rank;
    return top->inline_text && line->rank > top->own_rank;
}

static void pass_text(struct options *o, size_t index)
{
    const struct bracket_line *line = &o->r->lines[index];

    if (line->from == line->to)
        return;
    while (o->depth > 0) {
        struct open_option *top = &o->stack[o->depth - 1];
        size_t next = o->next[index];
        bool goes_on = next < o->r->line_count && continues(o->r, &top->label, &o->r->lines[next].option);

        if (top->limit <= line->from || (!goes_on && (top->stop != SIZE_MAX || ends_before(o, top, index)))) {
            end_top(o, line->from);
            continue;
        }
        top->own_rank = line->rank > top->own_rank ? line->rank : top->own_rank;
        if (line->rank == RANK_NUMBER && line->number != 0) {
            top->first_number = top->first_number == 0 ? line->number : top->first_number;
            top->last_number = line->number;
        }
        break;
    }
    for (size_t i = 0; i + 1 < o->depth; i++) { /* what is in the inner ones is in the outer ones too */
        struct open_option *outer = &o->stack[i];

        outer->own_rank = line->rank > outer->own_rank ? line->rank : outer->own_rank;
        if (line->rank == RANK_NUMBER && line->number != 0) {
            outer->first_number = outer->first_number == 0 ? line->number : outer->first_number;
            outer->last_number = line->number;
        }
    }
}

/* Further labels in the line of an option: "Option 1: … Option 2: …", "[Alt 1 …] [Alt 2 …]". */
static enum tvx_status pass_option(struct options *o, size_t index, const struct bracket_label *first, size_t from)
{
    struct bracket_reader *r = o->r;
    const struct bracket_line *line = &r->lines[index];
    struct bracket_label label = *first, next;
    size_t before = line->from; /* its number and an opening bracket are no text of the option before it */

    for (size_t at = from; at <= line->to; at++) {
        bool sibling, start = at == line->to || r->text[at - 1] == ' ' || r->text[at - 1] == '[';
        enum tvx_status status;
        size_t depth;

        if (!start)
            continue;
        if (at < line->to && (!bracket_option_at(&next, r, at, line->to, false) || !continues(r, &label, &next) ||
                              (r->text[at - 1] != '[' && r->text[next.to] != ':')))
            continue;
        depth = place_of(o, &label, 0, &sibling);
        status = open_option(o, index, &label, before, at, depth, sibling);
        if (status != TVX_OK || at == line->to)
            return status;
        label = next;
        before = next.from;
        at = next.to;
    }
    return TVX_OK;
}

/*
 * "[Alt.1 …] [Alt.2 …]" within a paragraph: each ends with its bracket, so they are one choice when they stand in the
 * same line and bracket.
 */
static enum tvx_status pass_inner(struct options *o, size_t index, size_t *item)
{
    struct bracket_reader *r = o->r;
    const struct bracket_line *line = &r->lines[index];
    struct bracket_label last = {0};
    size_t last_option = SIZE_MAX, last_parent = SIZE_MAX;

    for (; *item < r->out->count && r->out->items[*item].from < line->to; ++*item) {
        const struct tvx_bracket *bracket = &r->out->items[*item];
        struct bracket_label label;
        enum tvx_status status;
        size_t index_before = r->out->option_count;

        if (bracket->from < line->from || line->rank == RANK_OPTION || bracket->kind != TVX_BRACKET_TEXT ||
            !bracket_option_at(&label, r, bracket->words_from, bracket->words_to, true))
            continue;
        while (o->depth > 0 && o->stack[o->depth - 1].limit <= bracket->from)
            end_top(o, bracket->from);
        status = open_option(o, index, &label, bracket->from, line->to, o->depth, false);
        if (status != TVX_OK)
            return status;
        if (r->out->option_count == index_before)
            continue;
        if (last_option != SIZE_MAX && last_parent == bracket->parent && continues(r, &last, &label))
            r->out->options[index_before].group = r->out->options[last_option].group;
        last = label;
        last_option = index_before;
        last_parent = bracket->parent;
    }
    return TVX_OK;
}

/* ---- what is said of them ---- */

/* "Proposed by: …" at the end of the text governed: names, and no text. */
static enum tvx_status take_last_line(struct bracket_reader *r, struct tvx_draft_option *option, const char *kind)
{
    size_t line = bracket_line_of(r, option->text_to == option->text_from ? option->text_from : option->text_to - 1);
    size_t from = r->lines[line].from, to = option->text_to, phrase;
    struct bracket_names names;

    if (from < option->text_from)
        from = option->text_from;
    bracket_trim(r, &from, &to);
    while (from < to && (r->text[from] == '(' || r->text[from] == '['))
        from++;
    while (to > from && (r->text[to - 1] == ')' || r->text[to - 1] == ']' || r->text[to - 1] == '.'))
        to--;
    phrase = bracket_phrase_at(r, from, to, kind);
    while (phrase != 0 && phrase < to && (r->text[phrase] == ':' || r->text[phrase] == ' '))
        phrase++;
    if (phrase == 0 || !bracket_names(&names, r, phrase, to))
        return TVX_OK;
    option->text_to = r->lines[line].from < option->text_from ? option->text_from : r->lines[line].from;
    return bracket_names_add(r, &option->attributed, &option->attributed_count, names);
}

static enum tvx_status finish(struct bracket_reader *r, struct tvx_draft_option *option)
{
    enum tvx_status status = take_last_line(r, option, "supported-by");
    const struct tvx_brackets *out = r->out;

    if (status == TVX_OK)
        status = take_last_line(r, option, "proposed-by");
    bracket_trim(r, &option->text_from, &option->text_to);
    option->to = option->text_to > option->text_from ? option->text_to : option->text_from;
    option->start = bracket_point(r, option->text_from);
    option->points = tvx_utf8_count(r->text + option->text_from, option->text_to - option->text_from);
    option->label_start = bracket_point(r, option->from);
    for (size_t i = 0; status == TVX_OK && i < out->count && out->items[i].from <= option->text_from; i++)
        if (out->items[i].from == option->text_from && out->items[i].to == option->text_to &&
            out->items[i].attributed_count > 0) /* its whole text is one bracket with names */
            status = bracket_names_add(r, &option->attributed, &option->attributed_count,
                                       (struct bracket_names){out->items[i].attributed,
                                                              out->items[i].attributed_count});
    return status;
}

/* The innermost option around each bracket. */
static void put_brackets(struct tvx_brackets *out)
{
    size_t next = 0, open[DEEPEST_OPTION + 1], depth = 0;

    for (size_t i = 0; i < out->count; i++) {
        while (next < out->option_count && out->options[next].from <= out->items[i].from) {
            while (depth > 0 && out->options[open[depth - 1]].to <= out->options[next].from)
                depth--;
            if (depth < DEEPEST_OPTION)
                open[depth++] = next;
            next++;
        }
        while (depth > 0 && out->options[open[depth - 1]].to <= out->items[i].from)
            depth--;
        out->items[i].option = depth == 0 ? SIZE_MAX : open[depth - 1];
    }
}

static enum tvx_status pass_line(struct options *o, size_t l, size_t *item)
{
    const struct bracket_line *line = &o->r->lines[l];

    while (o->depth > 0 && o->stack[o->depth - 1].limit <= line->from)
        end_top(o, line->from);
    if (line->end_all || line->end_one)
        end_all(o, line->end_all || o->depth == 0 ? 0 : o->depth - 1, line->from);
    else if (line->rank == RANK_OPTION)
        return pass_option(o, l, &line->option, line->option.to);
    else if (line->rank == RANK_HEADING || line->topic)
        end_all(o, kept_depth(o, l), line->from);
    else
        pass_text(o, l);
    return pass_inner(o, l, item);
}

enum tvx_status bracket_options(struct bracket_reader *r)
{
    struct options o = {.r = r, .next = tvx_arena_array(r->arena, r->line_count + 1, sizeof *o.next)};
    enum tvx_status status = TVX_OK;
    size_t item = 0;

    if (o.next == NULL)
        return tvx_error_nomem(r->error);
    for (size_t l = r->line_count, next = r->line_count; l-- > 0;) {
        o.next[l] = next; /* behind line l */
        if (r->lines[l].rank == RANK_OPTION)
            next = l;
    }
    for (size_t l = 0; status == TVX_OK && l < r->line_count; l++)
        status = pass_line(&o, l, &item);
    end_all(&o, 0, r->length);
    for (size_t i = 0; status == TVX_OK && i < r->out->option_count; i++)
        status = finish(r, &r->out->options[i]);
    put_brackets(r->out);
    return status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The parts of a resolution.  A part begins with a phrase of data/clauses.tsv; that the phrase heads a part and is not
 * simply a word in a sentence is told by what stands around it: the text before has ended, and an item, "to" or
 * "that" comes next.
 */
#include <ctype.h>
#include <string.h>

#include "flow.h"

enum { HEADING_LINES = 5, OBJECT = 300, LIST_REACH = 16384, LISTS_SOUGHT = 4096 };

static const char *const begins[] = {"to ", "that ", "à ", "de ", "que ", "a "};

static bool begins_text(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (length > strlen(begins[i]) && strncmp(text, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

/* The phrase without the "to" or "that" that ends it. */
size_t flow_without_to(const char *text, size_t length)
{
    if (length > 3 && strncmp(text + length - 3, " to", 3) == 0)
        return length - 3;
    return length > 5 && strncmp(text + length - 5, " that", 5) == 0 ? length - 5 : length;
}

/* The line begins the first item of a list. */
static bool starts_list(struct flow *flow, const struct rec_line *line)
{
    struct rec_label label;

    if (line == NULL || rec_label_at(&label, flow->arena, line->text, line->length, NULL) != TVX_OK)
        return false;
    return label.style.kind != TVX_LABEL_NONE && rec_label_is_first(label.canonical, label.style.kind);
}

/* Offset of " to " or " that " behind the phrase, before any full stop; 0 when there is none. */
static size_t infinitive(const char *text, size_t length, size_t from)
{
    size_t end = from + OBJECT < length ? from + OBJECT : length;

    for (size_t i = from; i + 4 < end; i++) {
        if (strchr(".;:", text[i]) != NULL && (i + 1 == length || text[i + 1] == ' '))
            return 0;
        if (text[i] == ' ' && (strncmp(text + i, " to ", 4) == 0 || strncmp(text + i, " that ", 6) == 0))
            return i;
    }
    return 0;
}

/* The line's last words head the list that begins in the next line. */
static bool heads_next(struct flow *flow, const char *text, size_t length)
{
    struct rec_clause clause = rec_clause_at(flow->words, text, length);
    const struct rec_line *next = flow_next(flow, 1);

    if (!clause.found || clause.capital || next == NULL || rec_ends_sentence(text, length))
        return false;
    for (size_t i = 0; i + 1 < length; i++)
        if (strchr(".;:", text[i]) != NULL && text[i + 1] == ' ')
            return false;
    return starts_list(flow, next) || (clause.phrase >= length && begins_text(next->text, next->length));
}

/* A sentence with a list behind it, not a heading: it ends in a comma, or other words at its end head the list. */
static bool runs_on(struct flow *flow, const char *text, size_t length, size_t phrase)
{
    if (phrase + 1 < length && rec_ends_sentence(text, length) && text[length - 1] != ':')
        return true;
    if (infinitive(text, length, phrase) == 0)
        return false;
    for (size_t i = length > OBJECT ? length - OBJECT : phrase; i + 2 < length; i++)
        if (text[i] == ',' && text[i + 1] == ' ' && heads_next(flow, text + i + 2, length - i - 2))
            return true;
    return false;
}

/* Lines that the heading takes, 0 when the phrase heads nothing. */
static size_t heading_lines(struct flow *flow, const struct piece *piece, const struct rec_clause *clause)
{
    const char *text = piece->text;
    size_t length = piece->length;

    for (size_t lines = 1; lines <= HEADING_LINES; lines++) {
        const struct rec_line *next = flow_next(flow, lines);

        if (rec_ends_full(text, length) && text[length - 1] != ':')
            return 0;
        if (next == NULL)
            return clause->phrase >= piece->length ? lines : 0;
        if (starts_list(flow, next))
            return lines == 1 && runs_on(flow, text, length, clause->phrase) ? 0 : lines;
        if ((lines == 1 && clause->phrase < length && flow_without_to(text, clause->phrase) < clause->phrase) ||
            infinitive(text, length, lines == 1 ? clause->phrase : 0) > 0)
            return 0;
        if (begins_text(next->text, next->length))
            return lines;
        if (lines == 1 && clause->phrase + 1 >= length)
            return lines; /* nothing but the phrase */
        if (!flow->page->wrapped)
            return !rec_ends_sentence(text, length) && clause->operative && rec_starts_lower(next->text, next->length)
                       ? lines
                       : 0;
        if (lines == 1 && !clause->operative)
            return 0;
        text = next->text;
        length = next->length;
    }
    return 0;
}

/* Part of a sentence such as "resolves 1 above" or "considering c) and d)". */
static bool is_reference(struct flow *flow, const struct piece *piece, size_t phrase)
{
    const char *rest = piece->text + phrase;
    size_t length = piece->length - phrase;
    struct rec_label label;

    while (length > 0 && rest[0] == ' ') {
        rest++;
        length--;
    }
    if (length == 0)
        return false;
    if (isdigit((unsigned char)rest[0]) || strncmp(rest, "above", 5) == 0 || strncmp(rest, "below", 5) == 0)
        return true;
    return rec_label_at(&label, flow->arena, rest, length, NULL) == TVX_OK && label.style.kind != TVX_LABEL_NONE &&
           label.style.kind != TVX_LABEL_DASH;
}

static enum tvx_status push_clause(struct flow *flow, const char *heading, size_t length, bool operative)
{
    char *slug;
    const char *path, *text = tvx_arena_strndup(flow->arena, heading, length);
    size_t provision;

    while (length > 0 && strchr(" ,:;.", heading[length - 1]) != NULL)
        length--;
    if (text == NULL)
        return tvx_error_nomem(flow->error);
    slug = tvx_path_slug(flow->arena, text);
    if (slug == NULL)
        return tvx_error_nomem(flow->error);
    if (flow->division_count > 0 && flow->divisions[flow->division_count - 1].provision != flow->prefix_provision)
        flow->division_count = flow->prefix_provision != SIZE_MAX;
    flow->item_count = 0;
    flow->expect_heading = false;
    flow->operative = operative;
    path = flow_step(flow, flow->prefix, slug[0] == '\0' ? "clause" : slug);
    provision = rec_open(flow->build, operative ? TVX_PROVISION_OPERATIVE : TVX_PROVISION_PREAMBLE,
                         flow->prefix_provision, path, "", 0);
    flow->clause = provision;
    if (flow->pending != NULL)
        rec_warn(flow->build, flow->page->lines[flow->index].line, "instrument-heading",
                 "the heading \"%s\" stands above \"%.*s\"", flow->pending, (int)length, heading);
    flow->pending = NULL;
    open_heading(flow, provision, heading, length);
    return provision == SIZE_MAX ? tvx_error_nomem(flow->error) : TVX_OK;
}

/* The heading over several lines: read them all. */
static enum tvx_status take_heading(struct flow *flow, const struct piece *piece, size_t lines, bool operative)
{
    struct tvx_buf heading;
    enum tvx_status status;
    size_t first = flow->index;

    tvx_buf_init(&heading, 1 << 16);
    tvx_buf_add(&heading, piece->text, piece->length);
    for (size_t i = 1; i < lines; i++) {
        const struct rec_line *line = &flow->page->lines[first + i];
        int joint = rec_join(flow->page, heading.data, heading.length, line->text, line->length);

        if (joint == '-')
            heading.length--;
        else if (joint == ' ')
            tvx_buf_char(&heading, ' ');
        tvx_buf_add(&heading, line->text, line->length);
    }
    status = heading.failed ? tvx_error_nomem(flow->error)
                            : push_clause(flow, heading.data, heading.length, operative);
    tvx_buf_free(&heading);
    if (status != TVX_OK)
        return status;
    flow_place(flow, piece, 0, piece->length);
    for (size_t i = 1; i < lines; i++) {
        struct piece more = {&flow->page->lines[first + i], flow->page->lines[first + i].text,
                             flow->page->lines[first + i].length, true};

        flow_place(flow, &more, 0, more.length);
    }
    flow->index += lines - 1;
    return TVX_OK;
}

/* A sentence that begins a part: "recalling Resolution 5," or "instructs the Council to report". */
static bool may_run(const struct flow *flow, const struct piece *piece, const struct rec_clause *clause)
{
    if (!piece->whole)
        return clause->mandate;
    if (!flow->page->wrapped || clause->capital || (piece->line->flags & REC_BLANK) != 0)
        return true;
    return clause->operative || flow->item_count == 0;
}

/* "instructs the Director 1 to report; 2 to rest": the number begins a list and is no part of the heading. */
static size_t without_number(struct flow *flow, const struct piece *piece, size_t end)
{
    size_t at = end;

    while (at > 0 && piece->text[at - 1] == ' ')
        at--;
    if (at < 3 || piece->text[at - 1] != '1' || piece->text[at - 2] != ' ' ||
        !flow_starts_list(flow, piece->text + at - 1, piece->length - at + 1))
        return end;
    return at - 2;
}

enum tvx_status open_clause(struct flow *flow, const struct piece *piece, bool *taken, struct piece *rest)
{
    struct rec_clause clause = rec_clause_at(flow->words, piece->text, piece->length);
    bool ended = flow_ended(flow) || (flow->build->current == flow->title && !flow->started);
    size_t lines, end;
    enum tvx_status status = TVX_OK;

    *taken = false;
    *rest = flow_rest(piece, piece->length);
    if (!clause.found || is_reference(flow, piece, clause.phrase))
        return TVX_OK;
    lines = heading_lines(flow, piece, &clause);
    /* a line may end short of its full stop where a page was lost: a bare phrase above a list is still a heading */
    if (!ended && (flow->page->wrapped || lines == 0))
        return TVX_OK;
    if (lines == 0 && (!may_run(flow, piece, &clause) || clause.phrase >= piece->length))
        return TVX_OK;
    end = lines > 0 ? piece->length : flow_without_to(piece->text, clause.phrase);
    if (lines == 0 && clause.operative && end == clause.phrase) {
        size_t to = infinitive(piece->text, piece->length, clause.phrase);

        end = to > 0 ? to : end;
        end = without_number(flow, piece, end);
    }
    if (!flow->started)
        status = front_end(flow);
    if (status != TVX_OK)
        return status;
    *taken = true;
    if (lines > 0)
        return take_heading(flow, piece, lines, clause.operative);
    status = push_clause(flow, piece->text, end, clause.operative);
    flow_place(flow, piece, 0, end);
    *rest = flow_rest(piece, end);
    return status;
}

/* "…, instructs the Council to report": the words open a part in the middle of a line. */
static bool opens_within(const struct flow *flow, const char *text, size_t length)
{
    struct rec_clause clause = rec_clause_at(flow->words, text, length);
    size_t end = flow_without_to(text, clause.phrase);
    const char *object = text + clause.phrase + 1;

    if (!clause.found || !clause.mandate || clause.capital)
        return false;
    if (end < clause.phrase)
        return true;
    if (clause.phrase + 4 >= length || isdigit((unsigned char)*object))
        return false;
    if (!isupper((unsigned char)*object) && strncmp(object, "the ", 4) != 0 && strncmp(object, "to ", 3) != 0 &&
        strncmp(object, "that ", 5) != 0 && strncmp(object, "all ", 4) != 0 &&
        strncmp(object, "administrations", 15) != 0)
        return false;
    return infinitive(text, length, clause.phrase) > 0;
}

/* The next line goes on before this label: what stands here is a list within a sentence. */
static bool comes_again(struct flow *flow, const struct rec_label *label)
{
    const struct rec_line *next = flow_next(flow, 1);
    struct rec_label other;

    if (next == NULL || rec_label_at(&other, flow->arena, next->text, next->length, NULL) != TVX_OK)
        return false;
    return rec_style_same(&other.style, &label->style) && tvx_label_compare(other.canonical, label->canonical) <= 0 &&
           !rec_label_is_first(other.canonical, other.style.kind);
}

/* Behind "; ": the next item of a list that stands open. */
static bool follows_open(struct flow *flow, const char *text, size_t length)
{
    struct rec_label label;

    if (rec_label_at(&label, flow->arena, text, length, NULL) != TVX_OK || label.style.kind == TVX_LABEL_NONE ||
        label.style.kind == TVX_LABEL_DASH)
        return false;
    if (label.bare && (!flow->resolution || !rec_starts_lower(text + label.length, length - label.length)))
        return false;
    if (comes_again(flow, &label))
        return false;
    for (size_t i = flow->item_count; i > 0; i--) {
        struct rec_label other = rec_label_as_letter(&label);

        if (rec_style_same(&flow->items[i - 1].style, &label.style) &&
            rec_label_follows(flow->items[i - 1].canonical, label.canonical, label.style.kind))
            return true;
        if (label.also_letter && rec_style_same(&flow->items[i - 1].style, &other.style) &&
            rec_label_follows(flow->items[i - 1].canonical, other.canonical, TVX_LABEL_LETTER))
            return true;
    }
    return false;
}

/*
 * Does a list that runs on in one line begin here: "1 to rest; 2 to go on"?  A first number counts when the next one
 * comes behind a stop; a bare one needs the small letter of an item that goes on with the sentence.  Letters within a
 * line ("for: i) the north; ii) the south") are the sentence's own.
 */
bool flow_starts_list(struct flow *flow, const char *text, size_t length)
{
    struct rec_label label, next;

    if (rec_label_at(&label, flow->arena, text, length, NULL) != TVX_OK || label.style.kind != TVX_LABEL_NUMBER ||
        label.glued || !flow->resolution ||
        (!rec_label_is_first(label.canonical, label.style.kind) && label.style.dots == 0) ||
        (label.bare && !rec_starts_lower(text + label.length, length - label.length)) ||
        flow->lists_sought++ >= LISTS_SOUGHT)
        return false;
    length = length < LIST_REACH ? length : LIST_REACH;
    for (size_t i = label.length + 1; i + 2 < length; i++) {
        size_t at = i + 1;

        if (text[i] != ' ' || strchr(";,.", text[i - 1]) == NULL)
            continue;
        if (strncmp(text + at, "and ", 4) == 0 && at + 6 < length)
            at += 4;
        if (rec_label_at(&next, flow->arena, text + at, length - at, NULL) == TVX_OK &&
            rec_style_same(&next.style, &label.style) &&
            rec_label_follows(label.canonical, next.canonical, label.style.kind) &&
            (!label.bare || rec_starts_lower(text + at + next.length, length - at - next.length)))
            return true;
    }
    return false;
}

/* An annex's heading behind the last words of the text. */
static bool opens_annex(struct flow *flow, const char *text, size_t length)
{
    struct rec_heading heading;

    if (rec_division_at(&heading, flow->arena, flow->words, text, length < 120 ? length : 120, NULL) != TVX_OK)
        return false;
    return heading.kind == REC_ANNEX && heading.upper &&
           (heading.number[0] != '\0' || strncmp(text + heading.rest, "TO ", 3) == 0);
}

size_t flow_split(struct flow *flow, const struct piece *piece)
{
    const char *text = piece->text;

    for (size_t i = 1; i + 2 < piece->length; i++) {
        const char *rest = text + i + 1;
        size_t left = piece->length - i - 1;
        char before = text[i - 1];

        if (text[i] != ' ' || strchr(",;.:", before) == NULL)
            continue;
        if (before == ';' && strncmp(rest, "and ", 4) == 0 && left > 4) {
            rest += 4;
            left -= 4;
        }
        if ((before == ';' && follows_open(flow, rest, left)) ||
            (before == ':' && flow_starts_list(flow, rest, left)) ||
            (isupper((unsigned char)*rest) && before != ',' && opens_annex(flow, rest, left)))
            return (size_t)(rest - text);
        if (flow->clause == SIZE_MAX)
            continue;
        if (((before == ',' || before == ';') && islower((unsigned char)*rest) && opens_within(flow, rest, left)) ||
            (left < OBJECT && heads_next(flow, rest, left)))
            return (size_t)(rest - text);
    }
    return piece->length;
}

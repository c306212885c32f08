/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <travaux/text/utf8.h>

#include "flow.h"

enum { SUBHEADING = 90, LONGEST_HEADING = 1000 };

const struct rec_line *flow_next(const struct flow *flow, size_t ahead)
{
    return flow->index + ahead < flow->page->count ? &flow->page->lines[flow->index + ahead] : NULL;
}

struct piece flow_rest(const struct piece *piece, size_t from)
{
    struct piece rest = *piece;

    while (from < piece->length && piece->text[from] == ' ')
        from++;
    rest.text += from;
    rest.length -= from;
    rest.whole = piece->whole && from == 0;
    return rest;
}

/* Code points before byte `to` of the line; the walk goes on from where it stood, so a long line is walked once. */
static size_t points_at(struct flow *flow, const struct rec_line *line, size_t to)
{
    if (flow->point_line != line->line || flow->point_byte > to) {
        flow->point_line = line->line;
        flow->point_byte = flow->point_count = 0;
    }
    flow->point_count += tvx_utf8_count(line->text + flow->point_byte, to - flow->point_byte);
    flow->point_byte = to;
    return flow->point_count;
}

void flow_place(struct flow *flow, const struct piece *piece, size_t from, size_t to)
{
    const struct tvx_line *line = &flow->build->lines->items[piece->line->line];
    size_t offset = (size_t)(piece->text - piece->line->text), start;

    if (piece->line->text != line->text) { /* cleaned: only the whole line is known */
        rec_place(flow->build, piece->line->line, 0, line->points);
        return;
    }
    start = points_at(flow, piece->line, offset + from);
    rec_place(flow->build, piece->line->line, start, points_at(flow, piece->line, offset + to));
}

bool flow_ended(const struct flow *flow)
{
    const struct tvx_buf *text = &flow->build->text;

    return !flow->started || flow->build->current == SIZE_MAX || text->length == 0 ||
           rec_ends_sentence(text->data, text->length);
}

/* The mark of a note glued to the word before it ("countries1", "UNION*"): its bytes, 0 when it is none. */
static size_t note_mark_at(const struct flow *flow, const char *text, size_t length, size_t at)
{
    size_t end = at;

    if (flow->page->note_count == 0 || at < 3 || !isalpha((unsigned char)text[at - 1]))
        return 0;
    if (text[at] == '*')
        end = at + 1;
    else if (islower((unsigned char)text[at - 1]) && islower((unsigned char)text[at - 2]) &&
             islower((unsigned char)text[at - 3]))
        while (end < length && end < at + 2 && isdigit((unsigned char)text[end]))
            end++;
    if (end == at || (end < length && isalnum((unsigned char)text[end])))
        return 0;
    for (size_t i = 0; i < flow->page->note_count && i < 64; i++)
        if (strlen(flow->page->notes[i].mark) == end - at &&
            memcmp(flow->page->notes[i].mark, text + at, end - at) == 0)
            return end - at;
    return 0;
}

/* Appends without note marks, and with words joined that a line break of an earlier life left apart ("risk- based"). */
static void append(struct flow *flow, const char *text, size_t length)
{
    struct tvx_buf *out = &flow->build->text;
    size_t from = 0;

    for (size_t i = 1; i < length; i++) {
        size_t mark = 0;

        if (text[i] == '*' || isdigit((unsigned char)text[i]))
            mark = note_mark_at(flow, text, length, i);
        if (mark > 0) {
            tvx_buf_add(out, text + from, i - from);
            from = i + mark;
            i = from;
        } else if (text[i] == '-' && i + 2 < length && text[i + 1] == ' ' && isalnum((unsigned char)text[i - 1]) &&
                   i > from) {
            int joint = rec_join(flow->page, text, i + 1, text + i + 2, length - i - 2);

            if (joint == ' ')
                continue;
            tvx_buf_add(out, text + from, i + (joint == 0) - from);
            from = i + 2;
        }
    }
    tvx_buf_add(out, text + (from < length ? from : length), from < length ? length - from : 0);
}

enum tvx_status flow_text(struct flow *flow, const struct piece *piece)
{
    struct tvx_buf *text = &flow->build->text;

    if (piece->length == 0)
        return TVX_OK;
    if (flow->build->current == SIZE_MAX)
        return flow->started ? open_paragraph(flow, piece, NULL) : TVX_OK;
    if (text->length > 0) {
        int joint = flow->page->wrapped ? rec_join(flow->page, text->data, text->length, piece->text, piece->length)
                                        : ' ';

        if (joint == '-')
            text->length--;
        else if (joint == ' ')
            tvx_buf_char(text, ' ');
    }
    append(flow, piece->text, piece->length);
    flow_place(flow, piece, 0, piece->length);
    return text->failed ? tvx_error_nomem(flow->error) : TVX_OK;
}

/* ---- headings and paragraphs ---- */

static bool ends_open(const char *text, size_t length)
{
    static const char *const words[] = {" of",   " the", " and", " for", " to", " in",  " on", " or",
                                        " with", " by",  " de",  " la",  " et", " des", " du", " les",
                                        " y",    " del", " el",  " и",   " по", ","};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t bytes = strlen(words[i]);

        if (length > bytes && memcmp(text + length - bytes, words[i], bytes) == 0)
            return true;
    }
    return false;
}

/* Does the line belong to the heading of the division or item just opened? */
static bool is_heading(const struct flow *flow, const struct piece *piece)
{
    const struct tvx_provision *provision = &flow->build->out->provisions[flow->build->current];
    const char *heading = provision->heading;
    size_t length = strlen(heading);

    if ((piece->line->flags & REC_TITLED) != 0)
        return length <= LONGEST_HEADING;
    if (rec_ends_full(piece->text, piece->length) || piece->length > 300 || length > LONGEST_HEADING)
        return false;
    if (!flow->page->wrapped)
        return length == 0 && !rec_ends_sentence(piece->text, piece->length);
    if (flow->marginals)
        return length == 0 || ends_open(heading, length) || strncmp(piece->text, "The ", 4) != 0;
    if (length == 0 || (heading[length - 1] == ')' && strncmp(heading, "TO ", 3) == 0))
        return true; /* "ANNEX 2 TO RESOLUTION 5 (…)" has its own title below */
    return rec_starts_lower(piece->text, piece->length) || ends_open(heading, length) ||
           (rec_is_upper(heading, length) && rec_is_upper(piece->text, piece->length)) ||
           flow->last_length * 4 >= flow->page->width * 3;
}

/* In broken lines a new paragraph shows by the room that was left in the line before. */
static bool breaks_off(const struct flow *flow, const struct piece *piece)
{
    const struct tvx_buf *text = &flow->build->text;
    size_t word = 0;
    bool list = flow->item_count > 0 && flow->items[flow->item_count - 1].style.kind != TVX_LABEL_NUMBER;

    while (word < piece->length && piece->text[word] != ' ')
        word++;
    if (text->length == 0)
        return false;
    if ((piece->line->flags & REC_BLANK) != 0 && rec_ends_full(text->data, text->length))
        return true;
    if ((flow->last_length + word + 1) * 20 >= flow->page->width * 19)
        return false;
    if (rec_ends_full(text->data, text->length) && rec_starts_upper(piece->text, piece->length))
        return text->data[text->length - 1] != ':' || !list;
    return list && rec_ends_sentence(text->data, text->length) && flow->last_length * 10 < flow->page->width * 7;
}

static bool is_new_paragraph(const struct flow *flow, const struct piece *piece)
{
    const struct rec_build *build = flow->build;
    const struct tvx_provision *current;

    if (build->current == SIZE_MAX)
        return true;
    current = &build->out->provisions[build->current];
    if (current->kind == TVX_PROVISION_DIVISION)
        return true;
    if (current->kind == TVX_PROVISION_NOTE || flow->clause != SIZE_MAX ||
        (flow->resolution && flow->division_count == 0 && !flow->has_articles))
        return false;
    if (build->text.length == 0)
        return flow->division_count > 0 && flow->divisions[flow->division_count - 1].provision == build->current;
    if (flow->page->wrapped)
        return breaks_off(flow, piece);
    return flow_ended(flow) || !rec_starts_lower(piece->text, piece->length);
}

/* "II. Reports": a heading among the numbered paragraphs of a decision, whose numbers go on behind it. */
static bool is_numbered_heading(struct flow *flow, const struct piece *piece)
{
    struct rec_label label;

    if (!flow->resolution || !flow->started || !piece->whole || piece->length > 2 * SUBHEADING ||
        flow->page->wrapped || flow->division_count > 0 ||
        rec_ends_sentence(piece->text, piece->length) ||
        rec_label_at(&label, flow->arena, piece->text, piece->length, NULL) != TVX_OK)
        return false;
    return label.style.upper && !label.style.closed && label.length < piece->length &&
           (label.style.kind == TVX_LABEL_ROMAN || label.style.kind == TVX_LABEL_LETTER) &&
           rec_starts_upper(piece->text + label.length, piece->length - label.length);
}

static enum tvx_status take_pending(struct flow *flow, const struct piece *piece)
{
    if (flow->pending != NULL && strlen(flow->pending) > LONGEST_HEADING) /* no heading is that long */
        return open_paragraph(flow, piece, NULL);
    flow->pending = flow->pending == NULL
                        ? tvx_arena_strndup(flow->arena, piece->text, piece->length)
                        : tvx_arena_printf(flow->arena, "%s %.*s", flow->pending, (int)piece->length, piece->text);
    return flow->pending == NULL ? tvx_error_nomem(flow->error) : TVX_OK;
}

/* A short line without a full stop before a numbered one is a heading of what comes. */
static bool is_subheading(const struct flow *flow, const struct piece *piece)
{
    const struct tvx_buf *text = &flow->build->text;

    if ((piece->line->flags & REC_TITLED) != 0)
        return true;
    if (!flow->marginals || !flow->page->wrapped || !rec_starts_upper(piece->text, piece->length) ||
        (text->length > 0 && !rec_ends_full(text->data, text->length) && !flow->expect_heading))
        return false;
    for (size_t ahead = 0; ahead < 3; ahead++) {
        const struct rec_line *line = ahead == 0 ? piece->line : flow_next(flow, ahead);

        if (line == NULL)
            return false;
        if (line->marginal != NULL)
            return ahead > 0;
        if (line->length > SUBHEADING || rec_ends_sentence(line->text, line->length))
            return false;
    }
    return false;
}

static enum tvx_status read_paragraph(struct flow *flow, const struct piece *piece)
{
    if (!flow->started) /* title and front are told apart when the first provision comes */
        return TVX_OK;
    if (flow->expect_heading && flow->build->current != SIZE_MAX) {
        if (is_heading(flow, piece)) {
            open_heading(flow, flow->build->current, piece->text, piece->length);
            flow_place(flow, piece, 0, piece->length);
            flow->expect_heading = flow->page->wrapped;
            return TVX_OK;
        }
        flow->expect_heading = false;
        if (!flow->page->wrapped)
            return open_merged(flow, piece);
    }
    if (is_subheading(flow, piece))
        return take_pending(flow, piece);
    if (is_new_paragraph(flow, piece))
        return open_paragraph(flow, piece, NULL);
    return flow_text(flow, piece);
}

/* ---- lines ---- */

/* Text behind a label or heading, up to where the same line opens something else. */
static enum tvx_status read_body(struct flow *flow, const struct piece *piece, struct piece *rest)
{
    struct piece head = *piece;

    head.length = flow->page->wrapped ? piece->length : flow_split(flow, piece);
    *rest = flow_rest(piece, head.length);
    while (head.length > 0 && head.text[head.length - 1] == ' ')
        head.length--;
    return flow_text(flow, &head);
}

static enum tvx_status open_history(struct flow *flow, const struct piece *piece)
{
    if (flow->build->current != SIZE_MAX && rec_is_history(flow->build->text.data, flow->build->text.length))
        return flow_text(flow, piece);
    flow->item_count = 0;
    flow->clause = SIZE_MAX;
    if (rec_open(flow->build, TVX_PROVISION_NOTE, flow->prefix_provision, flow_step(flow, flow->prefix, "history"), "",
                 0) == SIZE_MAX)
        return tvx_error_nomem(flow->error);
    return flow_text(flow, piece);
}

/* One thing at the start of the piece; what stands behind it comes back in *rest. */
static enum tvx_status read_piece(struct flow *flow, const struct piece *piece, struct piece *rest)
{
    bool taken = false;
    bool sure = piece->whole && (piece->line->label > 0 || (piece->line->flags & REC_TITLED) != 0);
    struct piece body;
    enum tvx_status status = TVX_OK;

    *rest = flow_rest(piece, piece->length);
    if (flow->resolution && flow->started && rec_is_history(piece->text, piece->length))
        return open_history(flow, piece);
    status = open_division(flow, piece, &taken);
    if (status == TVX_OK && !taken && flow->resolution && !flow->started)
        status = front_formula(flow, piece, &taken);
    if (status != TVX_OK || taken)
        return status;
    if (flow->resolution) {
        status = open_clause(flow, piece, &taken, &body);
        if (status == TVX_OK && taken && body.length > 0 && flow_starts_list(flow, body.text, body.length)) {
            *rest = body;
            return TVX_OK;
        }
        if (status == TVX_OK && taken && body.length > 0)
            return read_body(flow, &body, rest);
        if (status != TVX_OK || taken)
            return status;
    }
    if (is_numbered_heading(flow, piece))
        return take_pending(flow, piece);
    /* before the title is settled a number is part of it ("2030 Agenda") */
    if (flow->started || sure || !flow->resolution) {
        status = open_labels(flow, piece, sure, &taken, &body);
        if (status != TVX_OK)
            return status;
        if (taken && body.length == 0 && (piece->line->flags & REC_TITLED) != 0)
            flow->expect_heading = true;
        if (taken)
            return read_body(flow, &body, rest);
    }
    if (flow->clause != SIZE_MAX && !flow->page->wrapped) {
        struct piece head = *piece;

        head.length = flow_split(flow, piece);
        *rest = flow_rest(piece, head.length);
        return read_paragraph(flow, &head);
    }
    return read_paragraph(flow, piece);
}

/* Gaps in the margin, and what comes twice. */
static void check_marginal(struct flow *flow, const struct rec_line *line)
{
    unsigned long now = strtoul(line->marginal, NULL, 10), before;
    const char *last = flow->last_marginal, *to;

    flow->last_marginal = line->marginal;
    if (last == NULL)
        return;
    to = strstr(last, " to ");
    if (to == NULL && strstr(last, " and ") != NULL)
        to = strstr(last, " and ") + 1;
    before = strtoul(to == NULL || !isdigit((unsigned char)to[4]) ? last : to + 4, NULL, 10);
    if (now == before + 2)
        rec_warn(flow->build, line->line, "instrument-gap", "number %lu is missing between %s and %s", before + 1,
                 last, line->marginal);
    else if (now > before + 2)
        rec_warn(flow->build, line->line, "instrument-gap", "numbers %lu to %lu are missing between %s and %s",
                 before + 1, now - 1, last, line->marginal);
}

static bool in_annex(const struct flow *flow)
{
    return flow->division_count > 0 && flow->divisions[flow->division_count - 1].kind == REC_ANNEX;
}

/* In an annex the number in the margin is all that names a paragraph: it is the path's step, and lists stand in it. */
static enum tvx_status open_definition(struct flow *flow, const struct piece *piece)
{
    struct item item = {.canonical = "", .base = flow->prefix, .paragraphs = 1};
    char *step = tvx_path_slug(flow->arena, piece->line->marginal);
    enum tvx_status status;

    if (step == NULL)
        return tvx_error_nomem(flow->error);
    if (isupper((unsigned char)piece->line->marginal[strspn(piece->line->marginal, "0123456789")]))
        step = tvx_arena_strdup(flow->arena, piece->line->marginal); /* "1001A" keeps its capital */
    if (step == NULL)
        return tvx_error_nomem(flow->error);
    flow->item_count = 0;
    status = open_paragraph(flow, piece, step);
    item.provision = flow->build->current;
    if (status == TVX_OK && item.provision != SIZE_MAX)
        flow->items[flow->item_count++] = item;
    return status;
}

static enum tvx_status read_marginal(struct flow *flow, const struct piece *piece)
{
    const struct rec_line *line = piece->line;
    struct piece rest = flow_rest(piece, line->marginal_length);
    enum tvx_status status = TVX_OK;
    bool taken = false;

    if (!flow->started && (status = front_end(flow)) != TVX_OK)
        return status;
    flow->expect_heading = false;
    check_marginal(flow, line);
    if (line->suppressed) {
        char *step = tvx_arena_printf(flow->arena, "sup-%lu%s", strtoul(line->marginal, NULL, 10),
                                      line->marginal + strspn(line->marginal, "0123456789"));

        if (step == NULL)
            return tvx_error_nomem(flow->error);
        step[4 + strcspn(step + 4, " –")] = '\0';
        size_t items = flow->item_count; /* the list goes on behind it */

        status = open_paragraph(flow, &rest, step);
        flow->item_count = items;
    } else {
        status = open_labels(flow, &rest, true, &taken, &rest);
        if (status == TVX_OK && taken)
            status = flow_text(flow, &rest);
        else if (status == TVX_OK)
            status = in_annex(flow) ? open_definition(flow, &rest) : open_paragraph(flow, &rest, NULL);
    }
    if (status != TVX_OK || flow->build->current == SIZE_MAX)
        return status;
    flow->build->out->provisions[flow->build->current].marginal = line->marginal;
    flow_place(flow, piece, 0, piece->length);
    return TVX_OK;
}

static enum tvx_status read_line(struct flow *flow)
{
    const struct rec_line *line = &flow->page->lines[flow->index];
    struct piece piece = {line, line->text, line->length, true};
    size_t mark;

    while (flow->marginals && (mark = rec_amendment_mark(piece.text, piece.length)) > 0) {
        if (flow->build->current != SIZE_MAX)
            flow->build->out->provisions[flow->build->current].amended =
                tvx_arena_strndup(flow->arena, piece.text, mark);
        piece = flow_rest(&piece, mark);
        piece.whole = true;
    }
    if (piece.length == 0)
        return TVX_OK;
    if ((line->flags & REC_CELL) != 0)
        return flow_text(flow, &piece);
    if (line->marginal != NULL)
        return read_marginal(flow, &piece);
    while (piece.length > 0) {
        struct piece rest;
        enum tvx_status status = read_piece(flow, &piece, &rest);

        if (status != TVX_OK)
            return status;
        piece = rest;
    }
    return TVX_OK;
}

static enum tvx_status add_notes(struct flow *flow)
{
    for (size_t i = 0; i < flow->page->note_count; i++) {
        const struct rec_note *note = &flow->page->notes[i];
        char *path = tvx_arena_printf(flow->arena, "note-%s", note->mark[0] == '\0' || note->mark[0] == '*' ? "star" :
                                      note->mark);

        if (path == NULL || rec_open(flow->build, TVX_PROVISION_NOTE, SIZE_MAX, path, note->mark,
                                     strlen(note->mark)) == SIZE_MAX)
            return tvx_error_nomem(flow->error);
        append(flow, note->text, strlen(note->text));
        rec_place(flow->build, note->first_line, 0, flow->build->lines->items[note->first_line].points);
        rec_place(flow->build, note->last_line, 0, flow->build->lines->items[note->last_line].points);
    }
    rec_close(flow->build);
    return TVX_OK;
}

enum tvx_status rec_flow(struct rec_build *build, struct rec_page *page, const struct rec_words *words,
                         size_t marginals, struct tvx_error *error)
{
    struct flow flow = {
        .build = build, .page = page, .words = words, .arena = build->arena, .error = error,
        .marginals = marginals > 0, .clause = SIZE_MAX, .title = SIZE_MAX, .prefix = "",
        .prefix_provision = SIZE_MAX, .point_line = SIZE_MAX,
    };
    enum tvx_status status = TVX_OK;

    front_find(&flow);
    for (; status == TVX_OK && flow.index < page->count; flow.index++) {
        status = read_line(&flow);
        if (build->failed && status == TVX_OK)
            status = tvx_error_nomem(error);
        flow.last_length = page->lines[flow.index < page->count ? flow.index : page->count - 1].length;
    }
    if (status == TVX_OK && !flow.started)
        status = front_end(&flow);
    if (status == TVX_OK && flow.pending != NULL)
        rec_warn(build, SIZE_MAX, "instrument-heading", "the heading \"%s\" has nothing below it", flow.pending);
    if (status == TVX_OK)
        status = add_notes(&flow);
    if (build->out->kind == TVX_INSTRUMENT_OTHER && (flow.has_articles || marginals > 0))
        build->out->kind = TVX_INSTRUMENT_TREATY;
    return status == TVX_OK && build->failed ? tvx_error_nomem(error) : status;
}

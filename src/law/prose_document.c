/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "action.h"
#include "prose_document.h"

enum { BODY_LINES = 400, BODY_BYTES = 1 << 17, JOINED_BYTES = 32 << 20 }; /* of one new text; of the document in all */
enum { MANY = 20000, LONG_LINE = 4000, HEADING = 160, FEW = 40 };

const char *prose_line(const struct prose *p, size_t line)
{
    return p->view->after.items[line].text;
}

const struct tvx_block *prose_block(const struct prose *p, size_t line)
{
    return &p->view->document->blocks[p->view->after.items[line].first_block];
}

bool prose_is_aside(const struct prose *p, size_t line)
{
    return prose_block(p, line)->kind == TVX_BLOCK_NOTE || prose_block(p, line)->kind == TVX_BLOCK_HEADER;
}

static size_t count_words(const char *text)
{
    size_t words = 0;

    for (bool in = false; *text != '\0'; text++) {
        words += !in && *text != ' ';
        in = *text != ' ';
    }
    return words;
}

/* A byte for each byte of the line that is in italics; NULL when none is. */
static const char *italics(struct prose *p, size_t line)
{
    const struct tvx_line *l = &p->view->after.items[line];
    size_t length = strlen(l->text), at = l->label_length < length ? l->label_length : 0;
    char *out = NULL;

    for (size_t b = l->first_block; b <= l->last_block; b++) {
        const struct tvx_block *block = &p->view->document->blocks[b];

        for (size_t r = 0; r < block->run_count; r++) {
            const struct tvx_run *run = &block->runs[r];
            size_t points = strlen(run->text);
            bool italic = (run->format & TVX_FORMAT_ITALIC) != 0;

            if (!tvx_change_stands(run->change, run->nested, TVX_VIEW_AFTER) ||
                (run->format & TVX_FORMAT_ASIDE) != 0)
                continue;
            if (italic && out == NULL && (out = tvx_arena_alloc(p->arena, length + 1)) == NULL)
                return NULL;
            for (size_t i = 0; i < points && at < length;) {
                size_t from;

                if (tvx_text_is_space(tvx_utf8_next(run->text, points, &i)))
                    continue;
                while (at < length && l->text[at] == ' ')
                    at++;
                from = at;
                if (at < length)
                    tvx_utf8_next(l->text, length, &at);
                if (italic)
                    memset(out + from, 1, at - from);
            }
        }
    }
    return out;
}

/* ---- lines to passages ---- */

/* Lines [first, end), as many as BODY_BYTES hold, joined by newlines; NULL when the document's budget is used up. */
static const char *join(struct prose *p, size_t first, size_t end)
{
    struct tvx_buf buf;
    const char *out;

    tvx_buf_init(&buf, BODY_BYTES);
    for (size_t i = first; i < end; i++) {
        if (prose_is_aside(p, i))
            continue;
        if (buf.length + strlen(prose_line(p, i)) + 2 > BODY_BYTES)
            break;
        if (buf.length > 0)
            tvx_buf_char(&buf, '\n');
        tvx_buf_str(&buf, prose_line(p, i));
    }
    p->joined += buf.length;
    out = buf.failed || p->joined > JOINED_BYTES ? NULL : tvx_arena_strdup(p->arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return out;
}

/* Does an instruction's own reading hold: something to do, and hardly a word that is none of its own? */
static bool is_instruction(const struct prose_changes *c)
{
    return c->count > 0 && c->unknown * 4 <= c->words;
}

static enum tvx_status parse(struct prose *p, struct prose_changes *out, struct prose_tokens *tokens, const char *text,
                             const char *italic, const struct prose_place *context)
{
    enum tvx_status status = prose_tokens_make(tokens, p->arena, p->index, text, italic, p->error);

    return status == TVX_OK ? prose_parse(out, p->arena, tokens, context, p->error) : status;
}

static bool is_open(const struct prose_tokens *tokens)
{
    return tokens->count > 0 && tokens->items[tokens->count - 1].role == PROSE_QUOTE &&
           tokens->items[tokens->count - 1].open;
}

static enum tvx_status is_stop(struct prose *p, size_t line, bool *stop)
{
    const char *text = prose_line(p, line);
    struct prose_changes changes;
    static const struct prose_place nowhere;

    *stop = tvx_line_phrase(text, "reasons", true) != NULL || tvx_line_phrase(text, "cosponsor", false) != NULL;
    if (*stop || strlen(text) > LONG_LINE || !prose_has_verb(p->index, text))
        return TVX_OK;
    enum tvx_status status = parse(p, &changes, &p->more, text, NULL, &nowhere);
    *stop = status == TVX_OK && is_instruction(&changes);
    return status;
}

/* A quotation that begins `first` and goes on over the lines below: its words, and the line behind it. */
static bool quoted_body(struct prose *p, size_t first, const char **body, size_t *end)
{
    size_t last = first + BODY_LINES < p->view->after.count ? first + BODY_LINES : p->view->after.count;
    size_t from, to, next, lines = 0;
    const char *text;
    bool open;

    if (!prose_quote(prose_line(p, first), strlen(prose_line(p, first)), 0, &from, &to, &next, &open))
        return false;
    text = join(p, first, last);
    if (text == NULL || !prose_quote(text, strlen(text), 0, &from, &to, &next, &open) || open)
        return false;
    *body = tvx_arena_strndup(p->arena, text + from, to - from);
    for (size_t i = 0; i < next; i++)
        lines += text[i] == '\n';
    for (*end = first; lines > 0 || prose_is_aside(p, *end); (*end)++)
        lines -= !prose_is_aside(p, *end);
    (*end)++;
    return *body != NULL;
}

/* The new text on the lines below: quoted, or up to the next instruction; a paragraph only with its items. */
static enum tvx_status find_body(struct prose *p, size_t first, bool division, const char **body, size_t *end)
{
    size_t line = first;

    *body = NULL;
    *end = first;
    while (line < p->view->after.count && prose_is_aside(p, line))
        line++;
    if (line >= p->view->after.count || quoted_body(p, line, body, end))
        return TVX_OK;
    for (size_t lines = 0; line < p->view->after.count && lines < BODY_LINES; line++, lines++) {
        struct tvx_label label;
        bool stop;
        enum tvx_status status = is_stop(p, line, &stop);

        if (status != TVX_OK)
            return status;
        if (stop)
            break;
        status = tvx_label_parse(&label, p->arena, prose_line(p, line), false, p->error);
        if (status != TVX_OK)
            return status;
        if (lines > 0 && !division && (label.kind == TVX_LABEL_NONE || label.kind == TVX_LABEL_NUMBER))
            break;
    }
    *body = line > first ? join(p, first, line) : NULL;
    *end = line;
    return TVX_OK;
}

static bool adds_division(const struct prose_changes *changes)
{
    const struct prose_change *last = &changes->items[changes->count - 1];
    const struct prose_place *place = &last->place;

    return (last->is_new || last->instruction.op == TVX_INSTRUCTION_READ) && place->count > 0 &&
           place->steps[place->count - 1].rank <= PROSE_RANK_ARTICLE;
}

static enum tvx_status add_passage(struct prose *p, struct passage passage)
{
    if (p->count == MANY)
        return tvx_error_set(p->error, TVX_E_LIMIT, "more than %d instructions in one document", MANY);
    p->items = tvx_arena_grow(p->arena, p->items, p->count, &p->capacity, sizeof *p->items);
    if (p->items == NULL)
        return tvx_error_nomem(p->error);
    for (size_t line = passage.first; line < passage.end; line++)
        p->words_in += count_words(prose_line(p, line));
    p->items[p->count++] = passage;
    return TVX_OK;
}

/* A proposal's printed number stands before its instruction. */
static const char *take_number(struct prose *p, const char **text)
{
    struct tvx_number number;

    if (tvx_number_parse(&number, p->arena, *text, NULL) != TVX_OK)
        return NULL;
    *text += number.length;
    *text += strspn(*text, " :.-");
    return tvx_arena_printf(p->arena, "%s/%s/%s", number.sponsor, number.document, number.serial);
}

static bool is_aside_at(const struct prose *p, size_t line)
{
    return line < p->view->after.count && prose_is_aside(p, line);
}

/* What the line says; a quotation that it leaves open goes on below. */
static enum tvx_status read_line(struct prose *p, size_t line, const char *text, const struct prose_place *context,
                                 struct passage *out)
{
    struct prose_tokens *tokens = &p->tokens;
    const char *italic = text == prose_line(p, line) ? italics(p, line) : NULL, *below;
    size_t last, at, from, to, next;
    char *whole;
    bool open;
    enum tvx_status status = parse(p, &out->changes, tokens, text, italic, context);

    if (status != TVX_OK || !is_open(tokens) || !is_instruction(&out->changes))
        return status;
    last = line + BODY_LINES < p->view->after.count ? line + BODY_LINES : p->view->after.count;
    at = tokens->items[tokens->count - 1].from;
    below = join(p, line + 1, last);
    whole = below == NULL ? NULL : tvx_arena_printf(p->arena, "%s\n%s", text, below);
    if (whole == NULL || !prose_quote(whole, strlen(whole), at, &from, &to, &next, &open) || open)
        return TVX_OK; /* the line alone */
    for (out->end = line + 1, at = 0; at < next; at++)
        if (whole[at] == '\n') {
            while (is_aside_at(p, out->end))
                out->end++;
            out->end++;
        }
    whole[next + strcspn(whole + next, "\n")] = '\0';
    return parse(p, &out->changes, &p->more, whole, NULL, context);
}

static enum tvx_status read_passage(struct prose *p, size_t *line, struct prose_place *context, const char **number)
{
    struct passage found = {.first = *line, .end = *line + 1};
    const char *text = prose_line(p, *line), *printed = take_number(p, &text);
    enum tvx_status status;

    if (printed != NULL)
        *number = printed;
    if (*text == '\0' || strlen(text) > LONG_LINE ||
        (!prose_has_verb(p->index, text) && (strlen(text) > HEADING || !prose_begins_known(p->index, text))))
        return TVX_OK;
    status = read_line(p, *line, text, context, &found);
    if (status != TVX_OK)
        return status;
    if (found.changes.names_place) {
        struct prose_place own = found.changes.place;

        *context = prose_place_inherit(&own, context);
        return TVX_OK;
    }
    if (!is_instruction(&found.changes))
        return TVX_OK;
    if (found.changes.wants_body) {
        const char *body;
        struct prose_change *last = &found.changes.items[found.changes.count - 1];

        status = find_body(p, found.end, adds_division(&found.changes), &body, &found.end);
        if (status != TVX_OK)
            return status;
        last->instruction.new_words = body;
    }
    if (found.changes.own_article) /* ends what the heading above held for */
        *context = (struct prose_place){0};
    found.number = *number;
    *number = NULL;
    *line = found.end - 1;
    return add_passage(p, found);
}

static enum tvx_status find_passages(struct prose *p)
{
    struct prose_place context = {0};
    const char *number = NULL;

    p->count = p->words = p->words_in = p->joined = 0;
    for (size_t line = 0; line < p->view->after.count; line++) {
        size_t from = line;
        enum tvx_status status = TVX_OK;

        if (prose_is_aside(p, line))
            continue;
        if (tvx_line_phrase(prose_line(p, line), "reasons", true) != NULL)
            p->words_in += p->count > 0 ? count_words(prose_line(p, line)) : 0;
        else
            status = read_passage(p, &line, &context, &number);
        if (status != TVX_OK)
            return status;
        for (; from <= line; from++)
            p->words += prose_is_aside(p, from) ? 0 : count_words(prose_line(p, from));
    }
    return TVX_OK;
}

static enum tvx_status read_in(struct prose *p, const char *language)
{
    enum tvx_status status = prose_index_make(&p->index, p->arena, language, p->error);

    return status == TVX_OK ? find_passages(p) : status;
}

/* Does any line have a word of change in any language?  Most short texts do not, and need not be read in each. */
static enum tvx_status may_instruct(struct prose *p, bool *out)
{
    enum tvx_status status = prose_index_make(&p->index, p->arena, "", p->error);

    *out = false;
    for (size_t line = 0; status == TVX_OK && line < p->view->after.count && !*out; line++)
        *out = prose_has_verb(p->index, prose_line(p, line));
    return status;
}

enum tvx_status prose_document_read(struct prose *p)
{
    static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh"};
    const char *known = p->view->document->language, *own = NULL, *best = NULL;
    size_t most = 0;
    bool may;
    enum tvx_status status = may_instruct(p, &may);

    if (status != TVX_OK || !may)
        return status;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (strcmp(known, languages[i]) == 0)
            own = known;
    if (own != NULL || p->view->after.count > FEW)
        status = read_in(p, own != NULL ? own : "");
    if (status != TVX_OK || p->count > 0 || p->view->after.count > FEW)
        return status;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) { /* a short text's may be told wrong */
        if ((status = read_in(p, languages[i])) != TVX_OK)
            return status;
        if (p->words_in > most) {
            most = p->words_in;
            best = languages[i];
        }
    }
    return best == NULL ? TVX_OK : read_in(p, best);
}

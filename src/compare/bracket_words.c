/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bracket_words.h"

#include <string.h>
#include <travaux/compare/redline.h>
#include <travaux/law/reference.h>
#include <travaux/text/token.h>

/* One draft without its brackets: lines as parts for the alignment, and where each byte came from. */
struct bare {
    struct tvx_part *parts;
    size_t part_count;
    size_t *origins; /* of each byte of the parts put together, in the draft's text */
    size_t length;
};

enum { KEEP, SKIP, PART }; /* PART: skipped, and what stands on both sides are two words */

/* What is a bracket, a name or a label, and no word of the text. */
static char *skipped_bytes(struct tvx_arena *arena, const struct tvx_brackets *brackets)
{
    size_t length = strlen(brackets->text);
    char *skip = tvx_arena_alloc(arena, length + 1);

    if (skip == NULL)
        return NULL;
    for (size_t i = 0; i < brackets->count; i++) {
        const struct tvx_bracket *item = &brackets->items[i];
        size_t opening = (unsigned char)brackets->text[item->from] < 0x80 ? 1 : 3;
        size_t closing = item->to == item->from || !item->closed ? 0
                         : (unsigned char)brackets->text[item->to - 1] < 0x80 ? 1 : 3;
        bool wholly = item->kind == TVX_BRACKET_AGREED || item->kind == TVX_BRACKET_ACTORS;

        memset(skip + item->from, SKIP, wholly ? item->to - item->from : opening);
        if (item->attributed_count > 0 && item->words_from > item->from)
            memset(skip + item->from, SKIP, item->words_from - item->from);
        if (closing > 0)
            memset(skip + item->to - closing, PART, closing);
        if (item->attributed_count > 0 && item->words_to < item->to)
            memset(skip + item->words_to, SKIP, item->to - item->words_to);
    }
    for (size_t i = 0; i < brackets->option_count; i++)
        memset(skip + brackets->options[i].from, SKIP, brackets->options[i].text_from - brackets->options[i].from);
    for (size_t i = 0; i < brackets->fault_count; i++)
        skip[brackets->faults[i].at] = SKIP;
    return skip;
}

/* "[may][shall]" are two words; "Article[s]" is one. */
static bool parts_words(const char *text, const char *skip, size_t at)
{
    return skip[at] == PART && skip[at + 1] == SKIP && text[at + 1] != ' ';
}

struct line {
    char *text;
    size_t *origins, length;
};

static void put(struct line *line, char c, size_t origin)
{
    if (c == ' ' && (line->length == 0 || line->text[line->length - 1] == ' '))
        return;
    line->text[line->length] = c;
    line->origins[line->length++] = origin;
}

static enum tvx_status make_bare(struct bare *out, struct tvx_arena *arena, const struct tvx_brackets *brackets,
                                 struct tvx_error *error)
{
    const char *text = brackets->text;
    size_t length = strlen(text), lines = 1;
    char *skip = skipped_bytes(arena, brackets), *buffer = tvx_arena_alloc(arena, 2 * length + 2);

    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    *out = (struct bare){tvx_arena_array(arena, lines, sizeof *out->parts), 0,
                         tvx_arena_array(arena, 2 * length + 2, sizeof *out->origins), 0};
    if (skip == NULL || buffer == NULL || out->parts == NULL || out->origins == NULL)
        return tvx_error_nomem(error);
    for (size_t at = 0; at <= length; at++) {
        struct line line = {buffer, out->origins + out->length, 0};
        struct tvx_label label = {.kind = TVX_LABEL_NONE};
        struct tvx_part *part = &out->parts[out->part_count++];
        size_t cut;

        for (; at < length && text[at] != '\n'; at++) {
            if (skip[at] == KEEP || (unsigned char)text[at] == ' ')
                put(&line, text[at] == '\t' ? ' ' : text[at], at);
            if (parts_words(text, skip, at))
                put(&line, ' ', at);
        }
        while (line.length > 0 && line.text[line.length - 1] == ' ')
            line.length--;
        line.text[line.length] = '\0';
        cut = tvx_label_parse(&label, arena, line.text, true, error) == TVX_OK && label.kind != TVX_LABEL_NONE
                  ? label.length : 0;
        while (cut > 0 && line.text[cut - 1] == ' ')
            cut--;
        if (line.text[cut] != ' ' || cut == 0)
            cut = 0;
        part->label = tvx_arena_strndup(arena, line.text, cut);
        part->text = tvx_arena_strndup(arena, line.text + cut + (cut > 0), line.length - cut - (cut > 0));
        if (part->label == NULL || part->text == NULL)
            return tvx_error_nomem(error);
        line.origins[line.length] = at; /* the line's end */
        out->length += line.length + 1;
    }
    return TVX_OK;
}

/* ---- words and where they went ---- */

static enum tvx_status read_side(struct word_side *side, struct tvx_arena *arena, struct tvx_tokens *tokens,
                                 const char *text, const struct bare *bare, struct tvx_error *error)
{
    enum tvx_status status = tvx_tokenize(tokens, arena, text, strlen(text), error);

    if (status != TVX_OK)
        return status;
    side->count = tokens->count;
    side->at = tvx_arena_array(arena, side->count + 1, sizeof *side->at);
    side->end = tvx_arena_array(arena, side->count + 1, sizeof *side->end);
    side->other = tvx_arena_array(arena, side->count + 1, sizeof *side->other);
    side->moved = tvx_arena_array(arena, side->count + 1, sizeof *side->moved);
    side->item = tvx_arena_array(arena, side->count + 1, sizeof *side->item);
    side->option = tvx_arena_array(arena, side->count + 1, sizeof *side->option);
    if (side->at == NULL || side->end == NULL || side->other == NULL || side->moved == NULL || side->item == NULL ||
        side->option == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < side->count; i++) {
        side->at[i] = bare->origins[tokens->items[i].start];
        side->end[i] = bare->origins[tokens->items[i].start + tokens->items[i].length - 1] + 1;
        side->other[i] = side->item[i] = side->option[i] = SIZE_MAX;
    }
    return TVX_OK;
}

/* Words within a piece that both texts have are pairwise one. */
static void pair_words(struct bracket_words *out, const struct tvx_tokens *a, const struct tvx_tokens *b,
                       const struct tvx_redline *redline)
{
    for (size_t p = 0; p < redline->diff.count; p++) {
        const struct tvx_diff_piece *piece = &redline->diff.pieces[p];
        size_t i = 0, j = 0, high;

        if (piece->op != TVX_DIFF_EQUAL && piece->op != TVX_DIFF_MOVE)
            continue;
        for (high = a->count; i < high;) { /* the first word of the piece, on both sides */
            size_t middle = i + (high - i) / 2;

            if (a->items[middle].start < piece->a_start)
                i = middle + 1;
            else
                high = middle;
        }
        for (high = b->count; j < high;) {
            size_t middle = j + (high - j) / 2;

            if (b->items[middle].start < piece->b_start)
                j = middle + 1;
            else
                high = middle;
        }
        while (i < a->count && j < b->count && a->items[i].start < piece->a_start + piece->a_length &&
               b->items[j].start < piece->b_start + piece->b_length) {
            size_t x = a->items[i].start - piece->a_start, y = b->items[j].start - piece->b_start;

            if (x == y && a->items[i].length == b->items[j].length) {
                out->sides[0].other[i] = j;
                out->sides[1].other[j] = i;
                out->sides[0].moved[i] = out->sides[1].moved[j] = piece->op == TVX_DIFF_MOVE;
            }
            i += x <= y;
            j += y <= x;
        }
    }
}

/* The first word that ends behind `at`: in "paragraph[s]" the bracket holds the whole word. */
static size_t first_word(const struct word_side *side, size_t at)
{
    size_t low = 0, high = side->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (side->end[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first word that begins at or behind `at`. */
static size_t word_behind(const struct word_side *side, size_t at)
{
    size_t word = first_word(side, at);

    return word < side->count && side->at[word] < at ? word + 1 : word;
}

/* Brackets and options in order of their beginnings: later ones are the inner ones. */
static enum tvx_status make_ranges(struct word_side *side, struct tvx_arena *arena,
                                   const struct tvx_brackets *brackets, struct tvx_error *error)
{
    side->items = tvx_arena_array(arena, brackets->count + 1, sizeof *side->items);
    side->options = tvx_arena_array(arena, brackets->option_count + 1, sizeof *side->options);
    if (side->items == NULL || side->options == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < brackets->count; i++) {
        const struct tvx_bracket *item = &brackets->items[i];
        struct word_range *range = &side->items[i];

        *range = (struct word_range){first_word(side, item->from), word_behind(side, item->to), item->parent};
        for (size_t w = range->first; item->kind == TVX_BRACKET_TEXT && w < range->end; w++)
            side->item[w] = i;
    }
    for (size_t i = 0; i < brackets->option_count; i++) {
        const struct tvx_draft_option *option = &brackets->options[i];
        struct word_range *range = &side->options[i];

        *range = (struct word_range){first_word(side, option->text_from), word_behind(side, option->text_to),
                                     option->parent};
        for (size_t w = range->first; w < range->end; w++)
            side->option[w] = i;
    }
    return TVX_OK;
}

enum tvx_status bracket_words_read(struct bracket_words *out, struct tvx_arena *arena, const struct tvx_brackets *a,
                                   const struct tvx_brackets *b, struct tvx_error *error)
{
    struct tvx_redline redline;
    struct tvx_tokens tokens[2];
    struct bare bares[2];
    enum tvx_status status = make_bare(&bares[0], arena, a, error);

    *out = (struct bracket_words){0};
    if (status == TVX_OK)
        status = make_bare(&bares[1], arena, b, error);
    if (status == TVX_OK)
        status = tvx_redline(&redline, arena, bares[0].parts, bares[0].part_count, bares[1].parts,
                             bares[1].part_count, error);
    if (status == TVX_OK)
        status = read_side(&out->sides[0], arena, &tokens[0], redline.a, &bares[0], error);
    if (status == TVX_OK)
        status = read_side(&out->sides[1], arena, &tokens[1], redline.b, &bares[1], error);
    if (status != TVX_OK)
        return status;
    pair_words(out, &tokens[0], &tokens[1], &redline);
    status = make_ranges(&out->sides[0], arena, a, error);
    return status == TVX_OK ? make_ranges(&out->sides[1], arena, b, error) : status;
}

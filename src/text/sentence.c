/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/sentence.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "item_label.h"

enum { LONGEST_ABBREVIATION = 24 };

struct level { /* a list that is open */
    size_t chapeau;
    struct tvx_item_label last;
};

struct cutter {
    struct tvx_arena *arena;
    const char *text;
    size_t length;
    struct tvx_sentences *out;
    size_t capacity;
    struct level levels[TVX_SENTENCE_DEPTH];
    size_t depth;
    bool line_start; /* no sentence of this line is there yet */
};

static uint32_t point_at(const struct cutter *cutter, size_t at)
{
    return at < cutter->length ? tvx_utf8_next(cutter->text, cutter->length, &at) : 0;
}

static size_t skip_space(const struct cutter *cutter, size_t at)
{
    while (at < cutter->length) {
        size_t next = at;
        uint32_t point = tvx_utf8_next(cutter->text, cutter->length, &next);

        if (point == '\n' || !tvx_text_is_space(point))
            return at;
        at = next;
    }
    return at;
}

static bool closes(uint32_t point)
{
    return point == ')' || point == ']' || point == '"' || point == '\'' || point == 0x201D || point == 0x2019 ||
           point == 0xBB || point == 0x300D || point == 0x300F || point == 0xFF09;
}

/* Where the word before the full stop at `stop` begins; stops within ("i.e") are of it. */
static size_t word_before(const struct cutter *cutter, size_t from, size_t stop)
{
    size_t at = stop;

    while (at > from && stop - at < LONGEST_ABBREVIATION) {
        size_t back = at - 1, next;
        uint32_t point;

        while (back > from && ((unsigned char)cutter->text[back] & 0xC0) == 0x80)
            back--;
        next = back;
        point = tvx_utf8_next(cutter->text, cutter->length, &next);
        if (!u_isalnum((UChar32)point) && point != '.' && point != '-' && point != 0xB0 &&
            (U_GET_GC_MASK((UChar32)point) & U_GC_M_MASK) == 0)
            break;
        at = back;
    }
    return at;
}

/* Same word but for case; `row` is in lower case. */
static bool same_word(const char *text, size_t length, struct tvx_field row)
{
    size_t i = 0, j = 0;

    while (i < length && j < row.length)
        if (u_foldCase((UChar32)tvx_utf8_next(text, length, &i), U_FOLD_CASE_DEFAULT) !=
            (UChar32)tvx_utf8_next(row.text, row.length, &j))
            return false;
    return i == length && j == row.length;
}

enum stop { ENDS, MAY_END, NEVER_ENDS };

static enum stop stop_after(const char *word, size_t length)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/abbreviations.tsv"));
    while (tvx_table_next(&table, fields, &count))
        if (same_word(word, length, fields[0]))
            return tvx_field_is(fields[1], "always") ? NEVER_ENDS : MAY_END;
    return ENDS;
}

/* Does the full stop at `stop` of a sentence whose words begin at `from` end it?  `next` is what follows the space. */
static bool stop_ends(const struct cutter *cutter, size_t from, size_t stop, uint32_t next)
{
    size_t word = word_before(cutter, from, stop), length = stop - word;
    enum stop kind;

    if (u_islower((UChar32)next))
        return false;
    if (length == 0 || length >= LONGEST_ABBREVIATION)
        return true;
    kind = stop_after(cutter->text + word, length);
    if (kind == NEVER_ENDS) /* "Answer no. The rest": only before a number or a name is the word short for another */
        return word > from && same_word(cutter->text + word, length, (struct tvx_field){"no", 2}) &&
               cutter->text[word] == 'n' && !u_isdigit((UChar32)next);
    if (kind == MAY_END)
        return u_isupper((UChar32)next) || !u_isalnum((UChar32)next);
    /* "J. Smith": a letter alone that is a capital; "Annex B. The" is rarer */
    return tvx_utf8_count(cutter->text + word, length) > 1 || !u_isupper((UChar32)point_at(cutter, word));
}

/* "; and (b)": the label may stand behind a joining word. */
static size_t behind_joining_word(const struct cutter *cutter, size_t at)
{
    static const char *const words[] = {"and", "or", "et", "ou", "y", "o", "и", "или"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);

        if (cutter->length - at > length && memcmp(cutter->text + at, words[i], length) == 0 &&
            tvx_text_is_space(point_at(cutter, at + length)))
            return skip_space(cutter, at + length);
    }
    return at;
}

static bool item_follows(const struct cutter *cutter, size_t at)
{
    struct tvx_item_label label;

    return tvx_item_label(&label, cutter->text, cutter->length, at) && !label.stop;
}

/* The end of the sentence from `at` (its label) with words from `words`: behind its last mark. */
static size_t sentence_end(const struct cutter *cutter, size_t words)
{
    size_t at = words;

    while (at < cutter->length) {
        size_t mark = at, next;
        uint32_t point = tvx_utf8_next(cutter->text, cutter->length, &at);

        if (point == '\n')
            return mark;
        if (point == ':' || point == ';' || point == 0x61B || point == 0xFF1A || point == 0xFF1B) {
            size_t behind = skip_space(cutter, at);

            if (item_follows(cutter, behind) ||
                (point != ':' && item_follows(cutter, behind_joining_word(cutter, behind))))
                return item_follows(cutter, behind) ? at : behind_joining_word(cutter, behind);
            continue;
        }
        if (point == 0x3002 || point == 0xFF01 || point == 0xFF1F) {
            while (at < cutter->length && closes(point_at(cutter, at)))
                tvx_utf8_next(cutter->text, cutter->length, &at);
            return at;
        }
        if (point != '.' && point != '!' && point != '?' && point != 0x61F && point != 0x6D4)
            continue;
        while (at < cutter->length && closes(point_at(cutter, at)))
            tvx_utf8_next(cutter->text, cutter->length, &at);
        next = skip_space(cutter, at);
        if (next == at && at < cutter->length && cutter->text[at] != '\n')
            continue; /* "5.1", "ITU.T" */
        if (next == cutter->length || cutter->text[next] == '\n' || point != '.' ||
            stop_ends(cutter, words, mark, point_at(cutter, next)))
            return at;
    }
    return at;
}

/* The last character of sentence `i`. */
static uint32_t last_point(const struct cutter *cutter, size_t i)
{
    const struct tvx_sentence *sentence = &cutter->out->items[i];
    size_t at = sentence->start + sentence->length - 1;

    while (at > sentence->start && ((unsigned char)cutter->text[at] & 0xC0) == 0x80)
        at--;
    return point_at(cutter, at);
}

static bool opens_list(uint32_t point)
{
    return point == ':' || point == 0xFF1A;
}

/*
 * The chapeau of a sentence with this label (kind NONE for no label), SIZE_MAX for none; keeps the open lists.  An item
 * goes on the innermost list that it continues; straight under a colon it begins one.
 */
static size_t chapeau_of(struct cutter *cutter, const struct tvx_item_label *label, bool small)
{
    size_t count = cutter->out->count;
    uint32_t last = count == 0 ? 0 : last_point(cutter, count - 1);

    if (count > 0 && opens_list(last) && (label->kind != TVX_ITEM_NONE || (small && cutter->line_start))) {
        struct tvx_item_label first = *label;

        if (cutter->depth == TVX_SENTENCE_DEPTH)
            cutter->depth--;
        cutter->levels[cutter->depth++] = (struct level){count - 1, first};
        return count - 1;
    }
    for (int exact = 1; exact >= 0; exact--)
        for (size_t depth = cutter->depth; depth > 0; depth--) {
            struct level *level = &cutter->levels[depth - 1];

            if (label->kind == TVX_ITEM_NONE && !(small && cutter->line_start && last != '.'))
                break;
            if (!tvx_item_label_follows(&level->last, label, exact == 1))
                continue;
            level->last = *label;
            cutter->depth = depth;
            return level->chapeau;
        }
    if (label->kind != TVX_ITEM_NONE || cutter->line_start)
        cutter->depth = 0;
    if (cutter->depth > 0) /* a further sentence within an item is of the item's list */
        return cutter->levels[cutter->depth - 1].chapeau;
    return SIZE_MAX;
}

static enum tvx_status add(struct cutter *cutter, size_t start, size_t words, size_t end, size_t chapeau,
                           struct tvx_error *error)
{
    struct tvx_sentences *out = cutter->out;

    if (out->count >= cutter->capacity) {
        out->items = tvx_arena_grow(cutter->arena, out->items, out->count, &cutter->capacity, sizeof *out->items);
        if (out->items == NULL)
            return tvx_error_nomem(error);
    }
    out->items[out->count++] =
        (struct tvx_sentence){.start = start, .length = end - start, .label = words - start, .chapeau = chapeau};
    return TVX_OK;
}

enum tvx_status tvx_sentences(struct tvx_sentences *out, struct tvx_arena *arena, const char *text, size_t length,
                              struct tvx_error *error)
{
    struct cutter cutter = {.arena = arena, .text = text, .length = length, .out = out, .line_start = true};
    size_t at = 0;

    *out = (struct tvx_sentences){0};
    while ((at = skip_space(&cutter, at)) < length) {
        struct tvx_item_label label = {.kind = TVX_ITEM_NONE};
        size_t words, end, trimmed, chapeau;
        enum tvx_status status;

        if (text[at] == '\n') {
            cutter.line_start = true;
            at++;
            continue;
        }
        words = at;
        if (tvx_item_label(&label, text, length, at) &&
            (cutter.line_start || (!label.stop && out->count > 0 && last_point(&cutter, out->count - 1) != '.')))
            words = skip_space(&cutter, at + label.length);
        else
            label = (struct tvx_item_label){.kind = TVX_ITEM_NONE};
        if (words >= length || text[words] == '\n') { /* a label without words is a sentence of that alone */
            words = at;
            label.kind = TVX_ITEM_NONE;
        }
        end = sentence_end(&cutter, words);
        for (trimmed = end; trimmed > words && (text[trimmed - 1] == ' ' || text[trimmed - 1] == '\t');)
            trimmed--;
        if (trimmed == at)
            trimmed = end;
        chapeau = chapeau_of(&cutter, &label, u_islower((UChar32)point_at(&cutter, words)));
        status = add(&cutter, at, words, trimmed, chapeau, error);
        if (status != TVX_OK)
            return status;
        cutter.line_start = false;
        at = end;
    }
    return TVX_OK;
}

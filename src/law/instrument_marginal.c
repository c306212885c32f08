/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Numbers in the margin run through a whole instrument and never go back.  A line that begins with a number is only a
 * candidate (a sentence may break before "55 of this Constitution"); the longest run of candidates that grows is the
 * margin.  In some texts the number is glued to the paragraph's own ("21.1 a)": No. 2, paragraph 1.1 a)); there
 * the number that must come next tells where to cut.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "label.h"
#include "recognise.h"

enum { AT_LEAST = 8, EVIDENCE = 3 };

struct candidate {
    size_t line, length;
    uint64_t key;
    const char *printed;
    bool suppressed, evidence;
    size_t previous;
};

static size_t word_is(const char *text, const char *word)
{
    size_t length = strlen(word);

    return strncmp(text, word, length) == 0 ? length : 0;
}

/* "28A", "73 bis" at the start: bytes taken, and a key that sorts. */
static size_t number_at(const char *text, size_t length, uint64_t *key)
{
    size_t at = 0, word = 0;
    uint64_t letters = 0;
    unsigned rank;

    while (at < length && at < 5 && isdigit((unsigned char)text[at]))
        at++;
    if (at == 0 || at == 5 || text[0] == '0')
        return 0;
    *key = strtoull(text, NULL, 10) << 24;
    for (unsigned i = 0; i < 2 && at < length && isupper((unsigned char)text[at]); i++, at++)
        letters += (uint64_t)(text[at] - 'A' + 1) * (i == 0 ? 27 : 1); /* 160C, 160CA, 160D */
    *key |= letters << 8;
    while (at + 1 + word < length && word < 16 && islower((unsigned char)text[at + 1 + word]))
        word++;
    rank = at < length && text[at] == ' ' ? tvx_label_suffix_rank(text + at + 1, word) : 0;
    if (rank != 0 && text[at + 1 + word] != ')') {
        *key |= rank;
        at += 1 + word;
    }
    return at;
}

/* "219 to 221 (SUP)", "298A to B (SUP)": bytes before "(SUP)", 0 when it is none. */
static size_t range_at(const char *text, size_t length, size_t first)
{
    static const char *const words[] = {" to ", " and ", " – ", "–", "-", " - "};
    uint64_t key;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = word_is(text + first, words[i]), more;

        if (at == 0)
            continue;
        at += first;
        more = number_at(text + at, length - at, &key);
        if (more == 0 && isupper((unsigned char)text[at]))
            more = 1;
        if (more > 0 && word_is(text + at + more, " (SUP)") > 0)
            return at + more;
    }
    return 0;
}

static enum tvx_status candidate_at(struct candidate *out, bool *found, struct rec_page *page,
                                    struct tvx_arena *arena, size_t index, struct tvx_error *error)
{
    const struct rec_line *line = &page->lines[index];
    size_t range, at;
    struct rec_label label;
    enum tvx_status status;

    *found = false;
    *out = (struct candidate){.line = index, .previous = SIZE_MAX};
    out->length = number_at(line->text, line->length, &out->key);
    if (out->length == 0 || (line->flags & REC_CELL) != 0)
        return TVX_OK;
    range = range_at(line->text, line->length, out->length);
    if (range > 0)
        out->length = range;
    at = out->length;
    if (at < line->length && line->text[at] != ' ')
        return TVX_OK;
    at += at < line->length;
    out->suppressed = word_is(line->text + at, "(SUP)") > 0;
    status = rec_label_at(&label, arena, line->text + at, line->length - at, error);
    if (status != TVX_OK)
        return status;
    out->evidence = out->suppressed || label.style.kind != TVX_LABEL_NONE;
    if (!out->evidence && at < line->length && !rec_starts_upper(line->text + at, line->length - at))
        return TVX_OK;
    if (index + 1 < page->count && rec_amendment_mark(page->lines[index + 1].text, page->lines[index + 1].length) > 0)
        out->evidence = true;
    out->printed = tvx_arena_strndup(arena, line->text, out->length);
    *found = true;
    return out->printed == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* The longest strictly growing run (patience sorting); *end is its last member, SIZE_MAX when there is none. */
static size_t longest_run(struct candidate *all, size_t count, size_t *tails, size_t *end)
{
    size_t length = 0;

    for (size_t i = 0; i < count; i++) {
        size_t low = 0, high = length;

        while (low < high) {
            size_t middle = low + (high - low) / 2;

            if (all[tails[middle]].key < all[i].key)
                low = middle + 1;
            else
                high = middle;
        }
        all[i].previous = low == 0 ? SIZE_MAX : tails[low - 1];
        tails[low] = i;
        if (low == length)
            length++;
    }
    *end = length == 0 ? SIZE_MAX : tails[length - 1];
    return length;
}

/* The number as a path step and marginal: "73-bis" stays "73 bis" as printed. */
static void mark_line(struct rec_page *page, const struct candidate *one)
{
    struct rec_line *line = &page->lines[one->line];

    line->marginal = one->printed;
    line->marginal_length = one->length + (one->length < line->length && line->text[one->length] == ' ');
    line->suppressed = one->suppressed;
}

static enum tvx_status spaced(struct rec_page *page, struct tvx_arena *arena, size_t *count, struct tvx_error *error)
{
    struct candidate *all = NULL;
    size_t have = 0, capacity = 0, end, length, evidence = 0, steps = 0, *tails;

    *count = 0;
    for (size_t i = 0; i < page->count; i++) {
        bool found;
        enum tvx_status status;

        all = tvx_arena_grow(arena, all, have, &capacity, sizeof *all);
        if (all == NULL)
            return tvx_error_nomem(error);
        status = candidate_at(&all[have], &found, page, arena, i, error);
        if (status != TVX_OK)
            return status;
        have += found;
    }
    tails = tvx_arena_array(arena, have + 1, sizeof *tails);
    if (tails == NULL)
        return tvx_error_nomem(error);
    length = longest_run(all, have, tails, &end);
    for (size_t i = end; i != SIZE_MAX; i = all[i].previous) {
        evidence += all[i].evidence;
        steps += all[i].previous != SIZE_MAX && (all[i].key >> 24) - (all[all[i].previous].key >> 24) <= 1;
    }
    if (length < AT_LEAST || evidence < EVIDENCE || evidence * 6 < length || length * 2 < have ||
        steps * 3 < length * 2)
        return TVX_OK;
    for (size_t i = end; i != SIZE_MAX; i = all[i].previous)
        mark_line(page, &all[i]);
    *count = length;
    return TVX_OK;
}

/* What may be glued behind a number: "1.1 ", "a)", a capital or a quotation mark. */
static enum tvx_status may_be_glued(bool *may, struct tvx_arena *arena, const char *text, size_t length,
                                    struct tvx_error *error)
{
    struct rec_label label;
    enum tvx_status status;

    *may = false;
    if (length == 0 || text[0] == ' ' || text[0] == '.' || text[0] == ')')
        return TVX_OK;
    if (isupper((unsigned char)text[0]) || text[0] == '"' || text[0] == '*') {
        *may = true;
        return TVX_OK;
    }
    status = rec_label_at(&label, arena, text, length, error);
    *may = status == TVX_OK && (label.style.dots > 0 || (label.style.kind != TVX_LABEL_NUMBER &&
                                                         label.style.kind != TVX_LABEL_NONE && label.style.closed));
    return status;
}

static enum tvx_status glued(struct rec_page *page, struct tvx_arena *arena, size_t *count, struct tvx_error *error)
{
    unsigned long next = 1;
    struct candidate *all = NULL;
    size_t have = 0, capacity = 0;

    *count = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct rec_line *line = &page->lines[i];

        for (unsigned long skip = 0; skip < 3 && isdigit((unsigned char)line->text[0]); skip++) {
            char *digits = tvx_arena_printf(arena, "%lu", next + skip);
            size_t length = digits == NULL ? 0 : strlen(digits);
            bool may;
            enum tvx_status status;

            if (digits == NULL)
                return tvx_error_nomem(error);
            if (length >= line->length || memcmp(line->text, digits, length) != 0)
                continue;
            status = may_be_glued(&may, arena, line->text + length, line->length - length, error);
            if (status != TVX_OK)
                return status;
            if (!may)
                continue;
            all = tvx_arena_grow(arena, all, have, &capacity, sizeof *all);
            if (all == NULL)
                return tvx_error_nomem(error);
            all[have++] = (struct candidate){.line = i, .length = length, .printed = digits};
            next += skip + 1;
            break;
        }
    }
    if (have < AT_LEAST)
        return TVX_OK;
    for (size_t i = 0; i < have; i++)
        mark_line(page, &all[i]);
    *count = have;
    return TVX_OK;
}

enum tvx_status rec_marginals(struct rec_page *page, struct tvx_arena *arena, size_t *count, struct tvx_error *error)
{
    enum tvx_status status = spaced(page, arena, count, error);

    return status == TVX_OK && *count == 0 ? glued(page, arena, count, error) : status;
}

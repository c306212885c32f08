/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Paragraphs are laid beside one another by dynamic programming over beads of one or two paragraphs, as Gale & Church
 * (1993) do, and up to four where one text has its lines broken.  A bead weighs, in bits, how much likelier it is that
 * one side translates the other than that both were drawn by lot: by the ratio of the lengths (a log-normal here, since
 * a heading's varies more than a paragraph's), by the anchors both have and those only one has, and by the numbers of
 * the paragraphs.  What stands alone costs a little.
 */
#include "cross_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/law/reference.h>
#include <travaux/text/utf8.h>

enum { MOST_UNITS = 100000 };

/* ---- labels ---- */

/* Where the letter stands in the alphabet in which lists are lettered, from 1; 0 for none. */
static int letter_ordinal(uint32_t point)
{
    static const uint32_t cyrillic[] = {0x430, 0x431, 0x432, 0x433, 0x434, 0x435, 0x436, 0x437, 0x438, 0x43A, 0x43B,
                                        0x43C, 0x43D, 0x43E, 0x43F, 0x440, 0x441, 0x442, 0x443, 0x444};
    /* the order of the abjad */
    static const uint32_t arabic[] = {0x623, 0x628, 0x62C, 0x62F, 0x647, 0x648, 0x632, 0x62D, 0x637, 0x64A, 0x643,
                                      0x644, 0x645, 0x646, 0x633, 0x639, 0x641, 0x635, 0x642, 0x631, 0x634, 0x62A,
                                      0x62B, 0x62E, 0x630, 0x636, 0x638, 0x63A};

    if (point >= 'a' && point <= 'z')
        return (int)(point - 'a') + 1;
    for (size_t i = 0; i < sizeof cyrillic / sizeof *cyrillic; i++)
        if (cyrillic[i] == point)
            return (int)i + 1;
    for (size_t i = 0; i < sizeof arabic / sizeof *arabic; i++)
        if (arabic[i] == point)
            return (int)i + 1;
    return 0;
}

static int small_roman(const char *text)
{
    static const char letters[] = "ivxl";
    static const int values[] = {1, 5, 10, 50};
    int sum = 0, last = 0;

    for (size_t i = strlen(text); i-- > 0;) {
        const char *found = strchr(letters, text[i]);
        int value = found == NULL ? 0 : values[found - letters];

        if (value == 0)
            return 0;
        sum = value < last ? sum - value : sum + value;
        last = value;
    }
    return sum;
}

/* What number a step of a path or a label may mean; 0 where it means none.  "i" is 1 or 9. */
static void ordinals(int out[2], const char *step, size_t length)
{
    char small[16];
    size_t at = 0;
    uint32_t first;

    out[0] = out[1] = 0;
    if (length == 0 || length >= sizeof small)
        return;
    memcpy(small, step, length);
    small[length] = '\0';
    if (small[0] >= '0' && small[0] <= '9') {
        out[0] = (int)strtol(small, NULL, 10);
        return;
    }
    first = tvx_utf8_next(small, length, &at);
    if (at == length)
        out[0] = letter_ordinal(first);
    out[1] = small_roman(small);
}

/* By its path if there is one, else by what is printed before it. */
static enum tvx_status label_unit(struct unit *unit, struct tvx_arena *arena, const char *path, const char *text,
                                  size_t length, struct tvx_error *error)
{
    struct tvx_label label;
    char start[64];
    enum tvx_status status;

    unit->depth = 0;
    unit->top[0] = unit->top[1] = unit->last[0] = unit->last[1] = 0;
    if (path != NULL && *path != '\0') {
        const char *dot = strrchr(path, '.');

        ordinals(unit->top, path, strcspn(path, "."));
        ordinals(unit->last, dot == NULL ? path : dot + 1, strlen(dot == NULL ? path : dot + 1));
        for (const char *at = path; *at != '\0'; at++)
            unit->depth += *at == '.';
        unit->depth++;
        return TVX_OK;
    }
    if (length > sizeof start - 1) {
        length = sizeof start - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    memcpy(start, text, length);
    start[length] = '\0';
    status = tvx_label_parse(&label, arena, start, true, error);
    if (status == TVX_OK && label.kind != TVX_LABEL_NONE && label.kind != TVX_LABEL_DASH) {
        const char *dot = strrchr(label.canonical, '.');

        ordinals(unit->last, dot == NULL ? label.canonical : dot + 1, strlen(dot == NULL ? label.canonical : dot + 1));
        unit->label = label.length;
    }
    return status;
}

/* ---- preparing ---- */

/* It only centres the ratio of lengths. */
double cross_letters_of(const char *language)
{
    static const struct {
        char language[3];
        double letters;
    } ratios[] = {{"fr", 1.17}, {"es", 1.14}, {"ru", 1.12}, {"ar", 0.84}, {"zh", 0.29}};

    for (size_t i = 0; language != NULL && i < sizeof ratios / sizeof *ratios; i++)
        if (strncmp(language, ratios[i].language, 2) == 0)
            return ratios[i].letters;
    return 1;
}

static int by_key(const void *x, const void *y)
{
    const struct anchor *a = x, *b = y;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->start < b->start ? -1 : a->start > b->start;
}

static enum tvx_status list_lines(struct tvx_cross_unit **out, size_t *count, struct tvx_arena *arena, const char *text,
                                  size_t length, struct tvx_error *error)
{
    struct tvx_cross_unit *units = NULL;
    size_t capacity = 0;

    *count = 0;
    for (size_t at = 0; at < length;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t line = end == NULL ? length - at : (size_t)(end - text) - at;

        if (!tvx_text_blank(text + at, line)) {
            units = tvx_arena_grow(arena, units, *count, &capacity, sizeof *units);
            if (units == NULL)
                return tvx_error_nomem(error);
            units[(*count)++] = (struct tvx_cross_unit){.start = at, .length = line};
        }
        at += line + 1;
    }
    *out = units;
    return TVX_OK;
}

/* Counts each key once a unit, with how often the unit has it. */
static enum tvx_status count_anchors(struct tvx_cross_text *text, struct tvx_arena *arena, struct tvx_error *error)
{
    size_t count = 0;

    if (text->anchors.count > 0)
        qsort(text->anchors.items, text->anchors.count, sizeof *text->anchors.items, by_key);
    text->uses = tvx_arena_array(arena, text->anchors.count, sizeof *text->uses);
    if (text->uses == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < text->anchors.count; i++) {
        const struct anchor *anchor = &text->anchors.items[i];

        if (count > 0 && text->uses[count - 1].key == anchor->key && text->uses[count - 1].unit == anchor->unit)
            text->uses[count - 1].times++;
        else
            text->uses[count++] = (struct use){anchor->key, anchor->unit, 1, (uint32_t)i, anchor->kind};
    }
    text->use_count = count;
    return TVX_OK;
}

enum tvx_status tvx_cross_prepare(struct tvx_cross_text **out, struct tvx_arena *arena,
                                  const struct tvx_cross_terms *terms, struct tvx_stemmer *stemmer,
                                  const char *language, const char *text, size_t length,
                                  const struct tvx_cross_unit *units, size_t count, bool labels,
                                  struct tvx_error *error)
{
    struct tvx_cross_text *made = tvx_arena_alloc(arena, sizeof *made);
    struct tvx_cross_unit *lines = NULL;
    enum tvx_status status = made == NULL ? tvx_error_nomem(error) : TVX_OK;

    *out = made;
    if (status == TVX_OK && length > UINT32_MAX)
        status = tvx_error_set(error, TVX_E_LIMIT, "a text of %zu bytes is too long to be laid beside another", length);
    if (status == TVX_OK && units == NULL) {
        status = list_lines(&lines, &count, arena, text, length, error);
        units = lines;
    }
    if (status == TVX_OK && count > MOST_UNITS)
        status = tvx_error_set(error, TVX_E_LIMIT, "a text of more than %d paragraphs is too long to be laid beside "
                               "another", MOST_UNITS);
    if (status != TVX_OK)
        return status;
    made->language = language;
    made->units = tvx_arena_array(arena, count, sizeof *made->units);
    if (made->units == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        struct unit *unit = &made->units[made->count++];
        size_t from = units[i].start;

        *unit = (struct unit){.start = from, .length = units[i].length};
        status = label_unit(unit, arena, units[i].path, text + from, units[i].length, error);
        if (!labels) /* what is printed is passed over all the same: it must not count as a number */
            unit->top[0] = unit->top[1] = unit->last[0] = unit->last[1] = unit->depth = 0;
        unit->size = (double)tvx_utf8_count(text + from + unit->label, unit->length - unit->label) /
                     cross_letters_of(language);
        if (status == TVX_OK)
            status = anchors_find(&made->anchors, arena, terms, stemmer, language, text, from + unit->label,
                                  unit->length - unit->label, (uint32_t)i, error);
    }
    return status == TVX_OK ? count_anchors(made, arena, error) : status;
}

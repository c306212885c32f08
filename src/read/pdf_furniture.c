/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "pdf_text.h"

/*
 * What stands at the same height near the top or bottom edge of several pages, and reads the same, or the same but for
 * a number that counts the pages, is not text of the document ("Article 11" over one page and "Article 14" over another
 * is).  Only the outermost rows are looked at, from the edge inwards, and the first row that does not repeat ends the
 * search: a heading that comes back on three pages is safe unless it stands where the running heads stand.
 */
enum { ROWS = 4, LEAST_PAGES = 3, SAMPLES = 6, NUMBERS = 6 };
static const float edge = 0.16f, same_height = 4;

struct candidate {
    size_t line;
    uint64_t key;    /* hash of the text with numbers as one '#' */
    uint64_t exact;  /* hash of the text */
    bool number;     /* nothing but a number and marks */
    bool marks;      /* nothing but marks: "(…)" over three pages is what somebody left out there */
    long numbers[NUMBERS]; /* in it, as many as there is room for: "Version 2.0, page 6/21" */
    size_t number_count;
    long last;
    bool bottom;
    float y;         /* from the nearer edge */
    int page, depth; /* depth: rows from the edge, 0 the outermost */
};

struct finder {
    struct pdf_text *text;
    struct candidate *items;
    size_t count, capacity;
    bool failed;
};

/* "xiv" and such, as page numbers of prefaces; 0 when it is no small roman number. */
static long small_roman(const char *text, size_t length)
{
    static const char letters[] = "ivxlc";
    static const int values[] = {1, 5, 10, 50, 100};
    long sum = 0, last = 1000;

    if (length == 0 || length > 8)
        return 0;
    for (size_t i = 0; i < length; i++) {
        const char *found = strchr(letters, text[i] | 32);
        long value;

        if (found == NULL || *found == '\0')
            return 0;
        value = values[found - letters];
        sum += value > last ? value - 2 * last : value;
        last = value;
    }
    return sum;
}

static void describe(struct candidate *item, const struct pdf_line *line)
{
    uint64_t hash = 14695981039346656037u, exact = hash;
    long roman = small_roman(line->text, line->length);

    item->number = item->marks = true;
    item->last = -1;
    for (size_t i = 0; i < line->length;) {
        unsigned char c = (unsigned char)line->text[i++];

        if (c == ' ')
            continue;
        exact = (exact ^ c) * 1099511628211u;
        if (c >= '0' && c <= '9') {
            item->last = c - '0';
            while (i < line->length && line->text[i] >= '0' && line->text[i] <= '9') {
                item->last = item->last < 1000000 ? item->last * 10 + (line->text[i] - '0') : item->last;
                exact = (exact ^ (unsigned char)line->text[i++]) * 1099511628211u;
            }
            if (item->number_count < NUMBERS)
                item->numbers[item->number_count++] = item->last;
            item->marks = false;
            c = '#';
        } else {
            size_t at = i - 1;

            item->marks = item->marks && !u_isalpha((UChar32)tvx_utf8_next(line->text, line->length, &at));
            item->number = item->number && strchr("-./|[](){}", c) != NULL;
        }
        hash = (hash ^ c) * 1099511628211u;
    }
    item->number = item->number && item->last >= 0;
    if (roman > 0) {
        item->number = true;
        item->numbers[0] = item->last = roman;
        item->number_count = 1;
        hash = 1;
    }
    item->key = hash;
    item->exact = exact;
}

static int by_height(const void *a, const void *b)
{
    const struct candidate *one = a, *other = b;

    return (one->y > other->y) - (one->y < other->y);
}

/* The rows of one page's edge; lines at one height are one row. */
static void gather_edge(struct finder *finder, const struct pdf_sheet *page, bool bottom)
{
    size_t first = finder->count;
    int depth = -1;
    float last = -1000;

    for (size_t i = page->first; i < page->first + page->count; i++) {
        const struct pdf_line *line = &finder->text->lines[i];
        float y = bottom ? page->height - line->base : line->base;
        struct candidate *items;

        if (line->aside || y > edge * page->height)
            continue;
        items = tvx_arena_grow(finder->text->document->arena, finder->items, finder->count, &finder->capacity,
                               sizeof *items);
        if (items == NULL) {
            finder->failed = true;
            return;
        }
        finder->items = items;
        items[finder->count] = (struct candidate){.line = i, .bottom = bottom, .y = y, .page = line->page};
        describe(&items[finder->count++], line);
    }
    if (finder->count > first)
        qsort(finder->items + first, finder->count - first, sizeof *finder->items, by_height);
    for (size_t i = first; i < finder->count; i++) {
        if (finder->items[i].y - last > 2) {
            depth++;
            last = finder->items[i].y;
        }
        finder->items[i].depth = depth;
    }
    while (finder->count > first && finder->items[finder->count - 1].depth >= ROWS)
        finder->count--;
}

static int by_key(const void *a, const void *b)
{
    const struct candidate *one = *(struct candidate *const *)a, *other = *(struct candidate *const *)b;

    if (one->bottom != other->bottom)
        return one->bottom - other->bottom;
    if (one->key != other->key)
        return one->key < other->key ? -1 : 1;
    return (one->page > other->page) - (one->page < other->page);
}

/* Does a number in both, at the same place among its numbers, go with the page? */
static bool counts_pages(const struct candidate *a, const struct candidate *b)
{
    long pages = b->page - a->page;

    for (size_t i = 0; pages != 0 && i < a->number_count && i < b->number_count; i++)
        if (b->numbers[i] - a->numbers[i] == pages)
            return true;
    return false;
}

/*
 * Do so many lines of one key, at one height, make a running line?  Two are enough for bare numbers that count the
 * pages.
 */
static bool repeats(struct candidate *const *group, size_t count, size_t which)
{
    const struct candidate *item = group[which];
    size_t same = 0, counting = 0, others = 0;

    for (size_t i = 0; i < count; i++) {
        if (i == which || group[i]->page == item->page || fabsf(group[i]->y - item->y) > same_height)
            continue;
        others++;
        same += group[i]->exact == item->exact;
        counting += counts_pages(item, group[i]);
    }
    if (item->marks)
        return false;
    if (item->number && counting > 0)
        return true;
    /* headings too are alike but for their number, and by chance some of them go with the pages: not most */
    return same + 1 >= LEAST_PAGES || (counting + 1 >= LEAST_PAGES && counting * 5 >= others * 4);
}

/* The first few different lines that were left out, for the warning. */
struct samples {
    struct tvx_buf text;
    uint64_t keys[SAMPLES];
    size_t count;
    bool more;
};

static void note_sample(struct samples *samples, const struct candidate *item, const struct pdf_line *line)
{
    size_t length = line->length > 60 ? tvx_utf8_offset(line->text, line->length, 60) : line->length;

    for (size_t i = 0; i < samples->count; i++)
        if (samples->keys[i] == item->key)
            return;
    if (samples->count == SAMPLES) {
        samples->more = true;
        return;
    }
    tvx_buf_printf(&samples->text, "%s\"%.*s\"", samples->count == 0 ? "" : ", ", (int)length, line->text);
    samples->keys[samples->count++] = item->key;
}

/* A text that is on a great many pages is compared with those next to it only. */
static void mark(struct finder *finder, struct candidate **sorted, bool *running)
{
    for (size_t from = 0, to; from < finder->count; from = to) {
        for (to = from; to < finder->count && sorted[to]->bottom == sorted[from]->bottom &&
                        sorted[to]->key == sorted[from]->key;
             to++)
            continue;
        for (size_t i = from; i < to; i++) {
            size_t low = i > from + 16 ? i - 16 : from, high = i + 16 < to ? i + 16 : to;

            running[sorted[i] - finder->items] = repeats(sorted + low, high - low, i - low);
        }
    }
}

/* A single page has nothing to be compared with: the last row is its number when it is "1" and nothing else. */
static void mark_single(const struct finder *finder, bool *running)
{
    size_t row = 0, number = 0;

    for (size_t i = 0; i < finder->count; i++)
        if (finder->items[i].bottom && finder->items[i].depth == 0) {
            row++;
            number = i;
        }
    if (row == 1 && finder->items[number].number && finder->items[number].last == 1)
        running[number] = true;
}

/* From the edge inwards, up to the first row of which something does not repeat. */
static size_t remove_running(struct finder *finder, const bool *running, struct samples *samples)
{
    size_t removed = 0;

    for (size_t from = 0, to; from < finder->count; from = to) {
        int stop = ROWS;

        for (to = from; to < finder->count && finder->items[to].page == finder->items[from].page &&
                        finder->items[to].bottom == finder->items[from].bottom;
             to++)
            if (!running[to] && finder->items[to].depth < stop)
                stop = finder->items[to].depth;
        for (size_t i = from; i < to; i++) {
            struct pdf_line *line = &finder->text->lines[finder->items[i].line];

            if (finder->items[i].depth >= stop || line->gone)
                continue;
            line->gone = true;
            removed++;
            note_sample(samples, &finder->items[i], line);
        }
    }
    return removed;
}

bool tvx_pdf_furniture(struct pdf_text *text)
{
    struct finder finder = {.text = text};
    struct samples samples = {.count = 0};
    struct candidate **sorted;
    size_t removed;
    bool *running;

    for (size_t i = 0; i < text->page_count && !finder.failed; i++) {
        gather_edge(&finder, &text->pages[i], false);
        gather_edge(&finder, &text->pages[i], true);
    }
    sorted = tvx_arena_array(text->document->arena, finder.count, sizeof(struct candidate *));
    running = tvx_arena_array(text->document->arena, finder.count, sizeof *running);
    if (finder.failed || sorted == NULL || running == NULL)
        return false;
    for (size_t i = 0; i < finder.count; i++)
        sorted[i] = &finder.items[i];
    if (finder.count > 0)
        qsort(sorted, finder.count, sizeof(struct candidate *), by_key);
    mark(&finder, sorted, running);
    if (text->page_count == 1)
        mark_single(&finder, running);
    tvx_buf_init(&samples.text, 4096);
    removed = remove_running(&finder, running, &samples);
    if (removed > 0)
        tvx_document_warn(text->document, SIZE_MAX, "pdf-running-lines",
                          "%zu running heads, feet and page numbers were left out: %s%s", removed,
                          tvx_buf_text(&samples.text), samples.more ? ", …" : "");
    tvx_buf_free(&samples.text);
    return true;
}

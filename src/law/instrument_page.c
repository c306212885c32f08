/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "recognise.h"

enum { HEAD_BYTES = 90, HEAD_GAP = 4, NOTE_LINES = 14, RULE = 5 };

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return (x > y) - (x < y);
}

static bool begins_item(const char *text)
{
    return isdigit((unsigned char)text[0]) || text[0] == '(' || (text[0] != '\0' && text[1] == ')');
}

/* Lines are broken by width when most are about as long as the longest and many end within a sentence. */
static enum tvx_status find_wrap(struct rec_page *page, struct tvx_arena *arena, const struct tvx_lines *lines,
                                 struct tvx_error *error)
{
    size_t *sizes = tvx_arena_array(arena, lines->count, sizeof *sizes);
    size_t full = 0, open = 0, width, longest;

    if (sizes == NULL)
        return tvx_error_nomem(error);
    if (lines->count < 10)
        return TVX_OK;
    for (size_t i = 0; i < lines->count; i++)
        sizes[i] = lines->items[i].points;
    qsort(sizes, lines->count, sizeof *sizes, by_size);
    width = sizes[lines->count * 9 / 10];
    longest = sizes[lines->count - 1 - lines->count / 200];
    if (width < 40 || width > 120 || longest > width + width * 2 / 3)
        return TVX_OK;
    for (size_t i = 0; i < lines->count; i++) {
        const struct tvx_line *line = &lines->items[i];

        full += line->points * 4 >= width * 3;
        open += line->points * 4 >= width * 3 && i + 1 < lines->count && !begins_item(line[1].text) &&
                !rec_ends_sentence(line->text, strlen(line->text));
    }
    page->wrapped = full * 6 >= lines->count && open * 8 >= lines->count;
    page->width = width;
    return TVX_OK;
}

/* A line that may be a running head: words with a page number before or behind. */
struct head {
    size_t line;
    unsigned long number;
    const char *key; /* its words, every number as '#' */
    bool sure;
};

static const char *head_key(struct tvx_arena *arena, const char *text, size_t length)
{
    char key[HEAD_BYTES];
    size_t used = 0, letters = 0;

    for (size_t i = 0; i < length && used + 1 < sizeof key; i++) {
        if (isdigit((unsigned char)text[i])) {
            key[used++] = '#';
            while (i + 1 < length && isalnum((unsigned char)text[i + 1]))
                i++;
        } else {
            letters += isalpha((unsigned char)text[i]) || (unsigned char)text[i] >= 0x80;
            key[used++] = text[i];
        }
    }
    if (letters < 3 || used == 0 || isdigit((unsigned char)text[0]) || rec_ends_sentence(text, length) ||
        text[length - 1] == ')')
        return NULL;
    return tvx_arena_strndup(arena, key, used);
}

static bool head_at(struct head *out, struct tvx_arena *arena, const struct rec_words *words,
                    const struct rec_line *line, size_t index)
{
    const char *text = line->text;
    size_t length = line->length, digits = 0, start = 0, end = length;
    struct rec_heading heading;

    if (length > HEAD_BYTES || length < 5 ||
        rec_division_at(&heading, arena, words, text, length, NULL) != TVX_OK ||
        (heading.kind != REC_NONE && heading.label == length)) /* "ARTICLE 5" */
        return false;
    while (digits < length && isdigit((unsigned char)text[digits]))
        digits++;
    if (digits > 0 && digits < 5 && text[digits] == ' ') {
        start = digits + 1;
        out->number = strtoul(text, NULL, 10);
    } else {
        digits = 0;
        while (digits < length && isdigit((unsigned char)text[length - 1 - digits]))
            digits++;
        if (digits == 0 || digits > 4 || digits + 1 >= length || text[length - 1 - digits] != ' ')
            return false;
        end = length - 1 - digits;
        out->number = strtoul(text + end + 1, NULL, 10);
    }
    out->key = head_key(arena, text + start, end - start);
    out->line = index;
    out->sure = false;
    return out->key != NULL;
}

/* "Resolution 6" and no more, beside a page number. */
static bool names_text(struct tvx_arena *arena, const struct rec_words *words, const struct rec_line *line)
{
    struct rec_heading heading;
    const char *text = line->text;
    size_t length = line->length, at = 0;

    while (at < length && isdigit((unsigned char)text[at]))
        at++;
    if (at > 0 && at < length && text[at] == ' ')
        at++;
    if (at == 0)
        while (length > 0 && isdigit((unsigned char)text[length - 1]))
            length--;
    while (length > at && text[length - 1] == ' ')
        length--;
    if (rec_division_at(&heading, arena, words, text + at, length - at, NULL) != TVX_OK)
        return false;
    return heading.kind >= REC_RESOLUTION && heading.kind <= REC_OPINION && !heading.upper &&
           heading.label == length - at;
}

/* Heads with the same words follow one another with page numbers that grow. */
static void pair_heads(struct head *heads, size_t count)
{
    enum { BACK = 24 };

    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && j + BACK > i; j--) {
            struct head *a = &heads[j - 1], *b = &heads[i];

            if (strcmp(a->key, b->key) != 0)
                continue;
            if (b->number > a->number && b->number <= a->number + 3 && b->line >= a->line + HEAD_GAP)
                a->sure = b->sure = true;
            break;
        }
}

/* Could two sure heads stand on the pages they name?  The later one's number is as great, and not far greater. */
static bool heads_agree(const struct head *earlier, const struct head *later, size_t apart)
{
    return later->number >= earlier->number && later->number - earlier->number <= 3 * apart;
}

/*
 * "TABLE 1" and "TABLE 2" look like heads of pages 1 and 2, but stand among pages 195 to 210: a head that agrees with
 * too few of its neighbours is text.
 */
static enum tvx_status drop_strays(struct head *heads, size_t count, struct tvx_arena *arena, struct tvx_error *error)
{
    enum { NEIGHBOURS = 5 };
    struct head **sure = tvx_arena_array(arena, count, sizeof *sure);
    bool *stray = tvx_arena_array(arena, count, sizeof *stray);
    size_t found = 0;

    if (sure == NULL || stray == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count; i++)
        if (heads[i].sure)
            sure[found++] = &heads[i];
    for (size_t i = 0; i < found; i++) {
        size_t agree = 0, asked = 0;

        for (size_t apart = 1; apart <= NEIGHBOURS; apart++) {
            if (apart <= i) {
                asked++;
                agree += heads_agree(sure[i - apart], sure[i], apart);
            }
            if (i + apart < found) {
                asked++;
                agree += heads_agree(sure[i], sure[i + apart], apart);
            }
        }
        stray[i] = agree * 3 < asked;
    }
    for (size_t i = 0; i < found; i++)
        sure[i]->sure = !stray[i];
    return TVX_OK;
}

/* One that stands alone is taken when its number is that of the page between two sure ones. */
static void fill_heads(struct head *heads, size_t count)
{
    size_t before = SIZE_MAX;

    for (size_t i = 0; i < count; i++) {
        size_t after = i + 1;

        if (heads[i].sure) {
            before = i;
            continue;
        }
        while (after < count && after < i + 40 && !heads[after].sure)
            after++;
        if (!isupper((unsigned char)heads[i].key[0]))
            continue;
        if (before != SIZE_MAX && heads[i].number == heads[before].number + 1 &&
            heads[i].line >= heads[before].line + HEAD_GAP &&
            (after >= count || !heads[after].sure || heads[after].number > heads[i].number))
            heads[i].sure = true;
    }
}

/* "CS" of "CS/Article 5". */
static void note_head_key(struct rec_page *page, struct tvx_arena *arena, const char *key)
{
    const char *slash = strchr(key, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - key);

    if (page->head_key != NULL || length < 2 || length > 5)
        return;
    for (size_t i = 0; i < length; i++)
        if (!isupper((unsigned char)key[i]))
            return;
    page->head_key = tvx_arena_strndup(arena, key, length);
}

static enum tvx_status find_heads(struct rec_page *page, struct tvx_arena *arena, const struct rec_words *words,
                                  struct tvx_error *error)
{
    struct head *heads = NULL;
    size_t count = 0, capacity = 0;
    enum tvx_status status;

    for (size_t i = 0; i < page->count; i++) {
        heads = tvx_arena_grow(arena, heads, count, &capacity, sizeof *heads);
        if (heads == NULL)
            return tvx_error_nomem(error);
        if (head_at(&heads[count], arena, words, &page->lines[i], i)) {
            heads[count].sure = names_text(arena, words, &page->lines[i]);
            count++;
        }
    }
    pair_heads(heads, count);
    status = drop_strays(heads, count, arena, error);
    if (status != TVX_OK)
        return status;
    fill_heads(heads, count);
    for (size_t i = 0; i < count; i++)
        if (heads[i].sure) {
            if (page->heads++ == 0)
                page->first_head = page->lines[heads[i].line].line;
            page->lines[heads[i].line].flags |= REC_DROP | REC_PAGE;
            note_head_key(page, arena, heads[i].key);
        }
    return TVX_OK;
}

/* Marks "1" … "63" glued to a word of small letters, as bits; bit 0 is "*". */
static uint64_t marks_in(const char *text, size_t length)
{
    uint64_t marks = 0;

    for (size_t i = 3; i < length; i++) {
        size_t end = i;
        unsigned long number;

        if (text[i] == '*' && isalpha((unsigned char)text[i - 1]))
            marks |= 1;
        if (!isdigit((unsigned char)text[i]) || !islower((unsigned char)text[i - 1]) ||
            !islower((unsigned char)text[i - 2]) || !islower((unsigned char)text[i - 3]))
            continue;
        while (end < length && isdigit((unsigned char)text[end]))
            end++;
        number = strtoul(text + i, NULL, 10);
        if (number > 0 && number < 64 && (end == length || !isalnum((unsigned char)text[end])))
            marks |= (uint64_t)1 << number;
        i = end;
    }
    return marks;
}

/* Bytes of the mark and its space when the text reads like a note: "1 These …", "* The …"; *number 0 for a star. */
static size_t note_mark(const char *text, size_t length, unsigned *number)
{
    size_t at = 0;

    while (at < length && at < 2 && isdigit((unsigned char)text[at]))
        at++;
    if (at == 0 && length > 1 && text[0] == '*')
        at = 1;
    if (at == 0 || at + 1 >= length)
        return 0;
    *number = (unsigned)strtoul(text, NULL, 10);
    if (*number >= 64 || text[at] != ' ' || !rec_starts_upper(text + at + 1, length - at - 1))
        return 0;
    return at + 1;
}

/*
 * Bytes of "[1] " or "[*] ", as readers write the mark of a note that their format keeps apart; 0 when there is none.
 */
static size_t reader_mark(const char *text, size_t length)
{
    const char *close = length > 0 && text[0] == '[' ? memchr(text, ']', length < 8 ? length : 8) : NULL;
    size_t end = close == NULL ? 0 : (size_t)(close - text) + 1;

    return end > 2 && end < length && text[end] == ' ' ? end + 1 : 0;
}

static bool add_note(struct rec_page *page, struct tvx_arena *arena, size_t *capacity, const char *text,
                     size_t length, size_t first, size_t last)
{
    unsigned number;
    size_t reader = reader_mark(text, length), mark = reader > 0 ? reader : note_mark(text, length, &number);
    struct rec_note *note;

    page->notes = tvx_arena_grow(arena, page->notes, page->note_count, capacity, sizeof *page->notes);
    if (page->notes == NULL)
        return false;
    note = &page->notes[page->note_count++];
    note->mark = mark == 0 ? "" : reader > 0 ? tvx_arena_strndup(arena, text + 1, reader - 3) :
                                               tvx_arena_strndup(arena, text, mark - 1);
    note->text = tvx_arena_strndup(arena, text + mark, length - mark);
    note->first_line = first;
    note->last_line = last;
    return note->mark != NULL && note->text != NULL;
}

/* Lines from…to of the page become one note. */
static bool take_note(struct rec_page *page, struct tvx_arena *arena, size_t *capacity, size_t from, size_t to)
{
    struct tvx_buf text;
    bool good;

    tvx_buf_init(&text, 1 << 20);
    for (size_t i = from; i < to; i++) {
        struct rec_line *line = &page->lines[i];

        if (rec_is_rule(line->text, line->length))
            continue;
        if (text.length > 0)
            tvx_buf_char(&text, ' ');
        tvx_buf_add(&text, line->text, line->length);
        line->flags |= REC_DROP;
    }
    good = !text.failed && (text.length == 0 || add_note(page, arena, capacity, tvx_buf_text(&text), text.length,
                                                         page->lines[from].line, page->lines[to - 1].line));
    tvx_buf_free(&text);
    return good;
}

/* Notes at the foot of one page of broken lines, from…to. */
static bool page_notes(struct rec_page *page, struct tvx_arena *arena, size_t *capacity, size_t from, size_t to)
{
    uint64_t marks = 0;
    size_t rule = to, end = to;

    for (size_t i = from; i < to; i++) {
        marks |= marks_in(page->lines[i].text, page->lines[i].length);
        if (rule == to && rec_is_rule(page->lines[i].text, page->lines[i].length))
            rule = i;
    }
    if (rule < to) {
        page->lines[rule].flags |= REC_DROP;
        end = to - rule > NOTE_LINES ? rule + NOTE_LINES : to;
        if (page->heads == 0) /* where pages end is not known */
            for (end = rule + 1; end < to && end < rule + NOTE_LINES; end++)
                if (rec_ends_full(page->lines[end].text, page->lines[end].length)) {
                    end++;
                    break;
                }
        return end == rule + 1 || take_note(page, arena, capacity, rule + 1, end);
    }
    for (size_t i = to; i > from && end - i < NOTE_LINES; i--) {
        unsigned number;

        if (note_mark(page->lines[i - 1].text, page->lines[i - 1].length, &number) == 0 ||
            (marks >> number & 1) == 0)
            continue;
        if (!rec_ends_full(page->lines[end - 1].text, page->lines[end - 1].length))
            break;
        if (!take_note(page, arena, capacity, i - 1, end))
            return false;
        end = i - 1;
    }
    return true;
}

/* In unbroken lines: what stands behind "_____" within a line, or in the line behind a line of it. */
static bool line_notes(struct rec_page *page, struct tvx_arena *arena, size_t *capacity, size_t index)
{
    struct rec_line *line = &page->lines[index];
    const char *rule = line->length < RULE ? NULL : strstr(line->text, "_____");
    size_t at, end;
    unsigned number;

    if (rule == NULL)
        return true;
    at = (size_t)(rule - line->text);
    end = at;
    while (end < line->length && (line->text[end] == '_' || line->text[end] == ' '))
        end++;
    if (end < line->length && note_mark(line->text + end, line->length - end, &number) > 0) {
        if (!add_note(page, arena, capacity, line->text + end, line->length - end, line->line, line->line))
            return false;
        while (at > 0 && line->text[at - 1] == ' ')
            at--;
        line->length = at;
    } else if (at == 0 && end == line->length) {
        line->flags |= REC_DROP;
        if (index + 1 < page->count && note_mark(line[1].text, line[1].length, &number) > 0)
            return take_note(page, arena, capacity, index + 1, index + 2);
    }
    return true;
}

static enum tvx_status find_notes(struct rec_page *page, struct tvx_arena *arena, struct tvx_error *error)
{
    size_t capacity = 0, from = 0;
    bool good = true;

    for (size_t i = 0; good && i < page->count; i++) {
        struct rec_line *line = &page->lines[i];

        if ((line->flags & REC_NOTE) != 0) {
            good = add_note(page, arena, &capacity, line->text, line->length, line->line, line->line);
            line->flags |= REC_DROP;
        } else if (!page->wrapped) {
            good = line_notes(page, arena, &capacity, i);
        }
        if (page->wrapped && i > from && (line->flags & REC_PAGE) != 0) {
            good = good && page_notes(page, arena, &capacity, from, i);
            from = i;
        }
    }
    if (good && page->wrapped && from < page->count)
        good = page_notes(page, arena, &capacity, from, page->count);
    return good ? TVX_OK : tvx_error_nomem(error);
}

enum tvx_status rec_page_make(struct rec_page *page, struct tvx_arena *arena, const struct rec_words *words,
                              const struct tvx_lines *lines, const unsigned *flags, bool may_wrap,
                              struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;
    size_t kept = 0;

    *page = (struct rec_page){.count = lines->count};
    page->lines = tvx_arena_array(arena, lines->count, sizeof *page->lines);
    if (page->lines == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < lines->count; i++)
        page->lines[i] = (struct rec_line){.text = lines->items[i].text, .length = strlen(lines->items[i].text),
                                           .label = lines->items[i].label_length, .line = i,
                                           .flags = flags == NULL ? 0 : flags[i]};
    if (may_wrap)
        status = find_wrap(page, arena, lines, error);
    if (status == TVX_OK && page->wrapped)
        status = find_heads(page, arena, words, error);
    if (status == TVX_OK)
        status = find_notes(page, arena, error);
    if (status == TVX_OK)
        status = rec_vocabulary_make(&page->vocabulary, arena, lines, error);
    for (size_t i = 0; i < page->count; i++)
        if ((page->lines[i].flags & REC_DROP) == 0 && page->lines[i].length > 0)
            page->lines[kept++] = page->lines[i];
    page->count = kept;
    return status;
}

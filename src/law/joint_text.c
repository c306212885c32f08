/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/law/joint_text.h>

#include <string.h>
#include <travaux/text/utf8.h>

#define DASH "\xE2\x80\x94"     /* — */
#define ELLIPSIS "\xE2\x80\xA6" /* … */

/* ---- cleaning ---- */

/* What reorders lines or hides in them has no place in a text that people put their names to. */
static bool hidden(uint32_t point)
{
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) || point == 0x200B ||
           point == 0xFEFF || (point >= 0xFFF9 && point <= 0xFFFB) || (point >= 0xE0000 && point <= 0xE0FFF);
}

static enum tvx_status refuse_hidden(const char *text, struct tvx_error *error)
{
    size_t length = strlen(text), at = 0, line = 1;

    while (at < length) {
        uint32_t point = tvx_utf8_next(text, length, &at);

        line += point == '\n';
        if (hidden(point))
            return tvx_error_set(error, TVX_E_USAGE, "line %zu holds the invisible character U+%04X, which makes a "
                                 "text read otherwise than it is: take it out", line, (unsigned)point);
    }
    return TVX_OK;
}

/* Lines one by one: "\r\n", "\r" and the separators of Unicode end one. */
static void tidy(struct tvx_buf *out, const char *text)
{
    size_t length = strlen(text), at = 0, kept = 0;

    while (at < length) {
        size_t from = at;
        uint32_t point = tvx_utf8_next(text, length, &at);

        if (point == '\r' || point == '\n' || point == 0x2028 || point == 0x2029) {
            if (point == '\r' && at < length && text[at] == '\n')
                at++;
            out->length = kept; /* white space at the line's end goes */
            if (kept > 0)
                tvx_buf_char(out, '\n');
            kept = out->length;
        } else if (tvx_text_is_space(point)) {
            tvx_buf_char(out, ' ');
        } else {
            tvx_buf_add(out, text + from, at - from);
            kept = out->length;
        }
    }
    while (kept > 0 && out->data[kept - 1] == '\n')
        kept--;
    out->length = kept;
}

enum tvx_status tvx_joint_clean(const char **out, struct tvx_arena *arena, const char *text, size_t length,
                                struct tvx_error *error)
{
    struct tvx_buf lines;
    char *marked, *clean;
    enum tvx_status status = TVX_OK;

    *out = "";
    if (length > TVX_JOINT_BYTES)
        return tvx_error_set(error, TVX_E_LIMIT, "a joint statement has at most %d kilobytes", TVX_JOINT_BYTES >> 10);
    marked = tvx_arena_strndup(arena, text, length);
    if (marked == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < length; i++) /* tvx_text_clean would take the first half of "\r\n", and a lone one, away */
        if (marked[i] == '\r')
            marked[i] = i + 1 < length && marked[i + 1] == '\n' ? ' ' : '\n';
    clean = tvx_text_clean(arena, marked, length);
    if (clean == NULL)
        return tvx_error_nomem(error);
    tvx_buf_init(&lines, 4 * TVX_JOINT_BYTES);
    tidy(&lines, clean);
    if (lines.failed)
        status = tvx_error_nomem(error);
    else if (lines.length > TVX_JOINT_BYTES)
        status = tvx_error_set(error, TVX_E_LIMIT, "a joint statement has at most %d kilobytes",
                               TVX_JOINT_BYTES >> 10);
    else if ((*out = tvx_arena_strndup(arena, tvx_buf_text(&lines), lines.length)) == NULL)
        status = tvx_error_nomem(error);
    tvx_buf_free(&lines);
    return status == TVX_OK ? refuse_hidden(*out, error) : status;
}

enum tvx_status tvx_joint_clean_line(const char **out, struct tvx_arena *arena, const char *text, size_t most,
                                     const char *what, struct tvx_error *error)
{
    char *clean;

    *out = "";
    if (text == NULL || strlen(text) > 4 * most || tvx_text_blank(text, strlen(text)))
        return tvx_error_set(error, TVX_E_USAGE, "%s is missing, or has more than %zu bytes", what, most);
    clean = tvx_text_clean(arena, text, strlen(text));
    if (clean == NULL || refuse_hidden(clean, error) != TVX_OK)
        return clean == NULL ? tvx_error_nomem(error) : tvx_error_prefix(error, "%s", what);
    clean = tvx_text_fold_space(arena, clean, strlen(clean));
    if (clean == NULL)
        return tvx_error_nomem(error);
    if (*clean == '\0' || strlen(clean) > most)
        return tvx_error_set(error, TVX_E_USAGE, "%s is missing, or has more than %zu bytes", what, most);
    *out = clean;
    return TVX_OK;
}

/* ---- blocks ---- */

struct blocks {
    struct tvx_joint_block *items;
    size_t count, capacity;
    struct tvx_arena *arena;
    struct tvx_buf text; /* of the block that is open */
    bool open;
    bool full;
};

static enum tvx_joint_block_kind kind_of(const char *line, size_t length, size_t *mark)
{
    *mark = length > 1 && (line[1] == ' ') ? 2 : length == 1 ? 1 : 0;
    if (*mark > 0 && *line == '>')
        return TVX_JOINT_QUOTE;
    if (*mark == 2 && *line == '#')
        return TVX_JOINT_HEADING;
    if (*mark == 2 && *line == '-')
        return TVX_JOINT_ITEM;
    *mark = 0;
    return TVX_JOINT_TEXT;
}

/* A quotation's last line may say where it stands: "— MNR@2022:5.2", or "-- …" where no dash is at hand. */
static void take_reference(struct blocks *blocks, struct tvx_joint_block *block)
{
    char *text = tvx_arena_strdup(blocks->arena, block->text), *last;
    size_t mark;

    if (text == NULL) {
        blocks->full = true;
        return;
    }
    last = strrchr(text, '\n');
    last = last == NULL ? text : last + 1;
    mark = strncmp(last, DASH " ", 4) == 0 ? 4 : strncmp(last, "-- ", 3) == 0 ? 3 : 0;
    if (mark == 0)
        return;
    block->reference = last + mark + strspn(last + mark, " ");
    *(last > text ? last - 1 : last) = '\0';
    block->text = text;
}

static void close_block(struct blocks *blocks)
{
    struct tvx_joint_block *block;

    if (!blocks->open)
        return;
    block = &blocks->items[blocks->count - 1];
    block->text = blocks->text.failed ? NULL : tvx_arena_strdup(blocks->arena, tvx_buf_text(&blocks->text));
    blocks->full = blocks->full || block->text == NULL;
    if (!blocks->full && block->kind == TVX_JOINT_QUOTE)
        take_reference(blocks, block);
    tvx_buf_clear(&blocks->text);
    blocks->open = false;
}

static void add_line(struct blocks *blocks, const char *line, size_t length, size_t number)
{
    size_t mark;
    enum tvx_joint_block_kind kind = kind_of(line, length, &mark);
    bool goes_on = blocks->open && blocks->items[blocks->count - 1].kind == kind &&
                   (kind == TVX_JOINT_TEXT || kind == TVX_JOINT_QUOTE);

    if (!goes_on) {
        struct tvx_joint_block *larger;

        close_block(blocks);
        larger = tvx_arena_grow(blocks->arena, blocks->items, blocks->count, &blocks->capacity, sizeof *larger);
        if (larger == NULL) {
            blocks->full = true;
            return;
        }
        blocks->items = larger;
        larger[blocks->count++] = (struct tvx_joint_block){.kind = kind, .text = "", .line = number};
        blocks->open = true;
    } else {
        tvx_buf_char(&blocks->text, '\n');
    }
    tvx_buf_add(&blocks->text, line + mark, length - mark);
}

enum tvx_status tvx_joint_blocks(struct tvx_joint_block **out, size_t *count, struct tvx_arena *arena,
                                 const char *text, struct tvx_error *error)
{
    struct blocks blocks = {.arena = arena};
    size_t number = 1;

    tvx_buf_init(&blocks.text, 4 * TVX_JOINT_BYTES);
    for (; *text != '\0' && !blocks.full; number++) {
        size_t length = strcspn(text, "\n");

        if (length == 0)
            close_block(&blocks);
        else
            add_line(&blocks, text, length, number);
        text += length + (text[length] == '\n');
    }
    close_block(&blocks);
    tvx_buf_free(&blocks.text);
    *out = blocks.items;
    *count = blocks.count;
    return blocks.full ? tvx_error_nomem(error) : TVX_OK;
}

/* ---- quotations ---- */

static const char *const marks[] = {"\"", "'", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xE2\x80\x98",
                                    "\xE2\x80\x99", "\xC2\xAB", "\xC2\xBB", " "};

/* Takes quotation marks and spaces from both ends. */
static void bare(const char **text, size_t *length)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            size_t mark = strlen(marks[i]);

            if (*length >= mark && memcmp(*text, marks[i], mark) == 0) {
                *text += mark;
                *length -= mark;
                again = true;
            }
            if (*length >= mark && memcmp(*text + *length - mark, marks[i], mark) == 0) {
                *length -= mark;
                again = true;
            }
        }
    }
}

/* The next "…", "[…]" or "[...]" in the text; its bytes in *width. */
static const char *omission(const char *text, size_t *width)
{
    static const char *const words[] = {"[" ELLIPSIS "]", "[...]", ELLIPSIS};
    const char *first = NULL;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *found = strstr(text, words[i]);

        if (found != NULL && (first == NULL || found < first)) {
            first = found;
            *width = strlen(words[i]);
        }
    }
    return first;
}

bool tvx_joint_quoted(struct tvx_arena *arena, const char *quote, const char *text)
{
    const char *words = tvx_text_fold_space(arena, quote, strlen(quote));
    const char *within = tvx_text_fold_space(arena, text, strlen(text));
    bool any = false;

    if (words == NULL || within == NULL)
        return false;
    while (*words != '\0') {
        size_t width = 0, length;
        const char *stop = omission(words, &width), *piece = words, *found;

        length = stop == NULL ? strlen(words) : (size_t)(stop - words);
        words += length + width;
        bare(&piece, &length);
        if (length == 0)
            continue;
        found = memmem(within, strlen(within), piece, length);
        if (found == NULL)
            return false;
        any = true;
        within = found + length;
    }
    return any;
}

void tvx_joint_quote_write(struct tvx_buf *out, const char *text, const char *reference)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        tvx_buf_str(out, "> ");
        tvx_buf_add(out, text, length);
        tvx_buf_char(out, '\n');
        text += length + (text[length] == '\n');
    }
    tvx_buf_printf(out, "> " DASH " %s\n", reference);
}

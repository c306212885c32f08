/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <limits.h>
#include <string.h>
#include <travaux/read/pack.h>
#include <travaux/text/utf8.h>

enum { FIRST_VERSION = 1, VERSION = 2 };
static const char magic[4] = {'T', 'V', 'X', 'D'};
static const char finish[4] = {'E', 'N', 'D', '\n'};

/* The fewest bytes that one of these can take: what bounds a count by the bytes that are left. */
enum { LEAST_BLOCK = 13, LEAST_RUN = 7, LEAST_COMMENT = 5, LEAST_WARNING = 3 };

static const uint32_t known_format = TVX_FORMAT_BOLD | TVX_FORMAT_ITALIC | TVX_FORMAT_UNDERLINE | TVX_FORMAT_STRIKE |
                                     TVX_FORMAT_SUPERSCRIPT | TVX_FORMAT_HIDDEN | TVX_FORMAT_NOTE_REF |
                                     TVX_FORMAT_LINK;

/* Bytes 1…4 of a UTF-8 sequence, or 0; controls other than tab and newline are none. */
static size_t sequence(const char *text, size_t room)
{
    size_t length = 0;
    uint32_t point = tvx_utf8_next(text, room, &length);

    if (point < 0x20 || point == 0x7F)
        return point == '\t' || point == '\n';
    return point == 0xFFFD && length == 1 ? 0 : length;
}

/*
 * NFC is not tested again: the sender has made it so, and text that is not in NFC costs a missed match, never
 * memory.  What later code relies on for its safety is tested: valid UTF-8, no NUL, no controls.
 */
static bool is_text(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t step;

        while (at < length && text[at] >= ' ' && text[at] < 0x7F)
            at++;
        if (at == length)
            break;
        step = sequence(text + at, length - at);
        if (step == 0)
            return false;
        at += step;
    }
    return true;
}

/* ---- writing ---- */

static void put_number(struct tvx_buf *out, uint64_t value)
{
    unsigned char bytes[10];
    size_t count = 0;

    do {
        bytes[count] = (unsigned char)(value & 0x7F);
        value >>= 7;
        if (value != 0)
            bytes[count] |= 0x80;
        count++;
    } while (value != 0);
    tvx_buf_add(out, bytes, count);
}

static void put_signed(struct tvx_buf *out, int value)
{
    int64_t wide = value;

    put_number(out, ((uint64_t)wide << 1) ^ (uint64_t)(wide >> 63));
}

/* A NULL text is 0; `base` is what a length of 0 is written as. */
static void put_text(struct tvx_buf *out, const char *text, uint64_t base)
{
    size_t length;

    if (text == NULL) {
        put_number(out, 0);
        return;
    }
    length = strlen(text);
    put_number(out, length + base);
    if (is_text(text, length)) {
        tvx_buf_add(out, text, length + 1);
        return;
    }
    /* a reader's slip must not cost the document */
    for (size_t at = 0, step; at < length; at += step == 0 ? 1 : step) {
        step = sequence(text + at, length - at);
        tvx_buf_add(out, step == 0 ? "?" : text + at, step == 0 ? 1 : step);
    }
    tvx_buf_char(out, '\0');
}

static void put_string(struct tvx_buf *out, const char *text)
{
    put_text(out, text, 1);
}

/* Authors, dates and styles come in rows of the same: *last remembers. */
static void put_repeated(struct tvx_buf *out, const char **last, const char *text)
{
    if (text != NULL && *last != NULL && (text == *last || strcmp(text, *last) == 0)) {
        put_number(out, 1);
        return;
    }
    put_text(out, text, 2);
    if (text != NULL)
        *last = text;
}

struct last {
    const char *style, *author, *date;
};

static void put_hand(struct tvx_buf *out, struct last *last, const char *author, const char *date)
{
    put_repeated(out, &last->author, author);
    put_repeated(out, &last->date, date);
}

static void put_block(struct tvx_buf *out, const struct tvx_block *block, struct last *last)
{
    put_number(out, block->kind);
    put_number(out, block->mark);
    put_number(out, block->presence);
    put_signed(out, block->level);
    put_string(out, block->label);
    put_string(out, block->label_before);
    put_signed(out, block->table);
    put_signed(out, block->row);
    put_signed(out, block->column);
    put_number(out, block->page > 0 ? (uint64_t)block->page : 0);
    put_repeated(out, &last->style, block->style);
    put_string(out, block->id);
    if (block->mark != TVX_CHANGE_NONE)
        put_hand(out, last, block->mark_author, block->mark_date);
    if (block->presence != TVX_CHANGE_NONE)
        put_hand(out, last, block->presence_author, block->presence_date);
    put_number(out, block->run_count);
    for (size_t r = 0; r < block->run_count; r++) {
        const struct tvx_run *run = &block->runs[r];

        put_string(out, run->text == NULL ? "" : run->text);
        put_number(out, run->change);
        put_number(out, run->nested);
        put_number(out, run->format & known_format);
        put_hand(out, last, run->author, run->date);
        if (run->nested != TVX_CHANGE_NONE)
            put_hand(out, last, run->nested_author, run->nested_date);
    }
}

void tvx_document_pack(struct tvx_buf *out, const struct tvx_document *document)
{
    struct last last = {NULL, NULL, NULL};
    uint64_t runs = 0;

    for (size_t i = 0; i < document->block_count; i++)
        runs += document->blocks[i].run_count;
    tvx_buf_add(out, magic, sizeof magic);
    put_number(out, VERSION);
    put_string(out, document->format);
    put_string(out, document->title);
    put_string(out, document->language);
    put_number(out, runs);
    put_number(out, document->block_count);
    for (size_t i = 0; i < document->block_count && !out->failed; i++)
        put_block(out, &document->blocks[i], &last);
    put_number(out, document->comment_count);
    for (size_t i = 0; i < document->comment_count; i++) {
        const struct tvx_comment *comment = &document->comments[i];

        put_string(out, comment->author);
        put_string(out, comment->date);
        put_string(out, comment->text);
        put_number(out, comment->block < document->block_count ? comment->block
                        : document->block_count == 0           ? 0
                                                               : document->block_count - 1);
        put_string(out, comment->quote);
        put_number(out, comment->parent <= document->comment_count ? comment->parent : 0);
        put_number(out, comment->resolved);
    }
    put_number(out, document->warning_count);
    for (size_t i = 0; i < document->warning_count; i++) {
        put_string(out, document->warnings[i].code);
        put_string(out, document->warnings[i].message);
        put_number(out, document->warnings[i].block < document->block_count ? document->warnings[i].block + 1 : 0);
    }
    tvx_buf_add(out, finish, sizeof finish);
}

/* ---- reading ---- */

/* Bytes still to be read; the first thing that is off is remembered in `wrong` and ends everything. */
struct source {
    const char *at, *end;
    const char *wrong;
    uint64_t version;
};

static size_t left(const struct source *source)
{
    return (size_t)(source->end - source->at);
}

static uint64_t fail(struct source *source, const char *what)
{
    if (source->wrong == NULL)
        source->wrong = what;
    source->at = source->end;
    return 0;
}

static uint64_t get_number(struct source *source)
{
    uint64_t value = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        unsigned char byte;

        if (source->at == source->end)
            return fail(source, "it ends too early");
        byte = (unsigned char)*source->at++;
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if ((byte & 0x80) == 0)
            return value;
    }
    return fail(source, "a number is too large");
}

static uint64_t get_below(struct source *source, uint64_t limit, const char *what)
{
    uint64_t value = get_number(source);

    return value < limit ? value : fail(source, what);
}

static int get_signed(struct source *source, int least)
{
    uint64_t value = get_number(source);
    int64_t wide = (int64_t)(value >> 1) ^ -(int64_t)(value & 1);

    if (wide < least || wide > INT_MAX)
        return (int)fail(source, "a position is out of range");
    return (int)wide;
}

/* A count of things of which each takes at least `least` bytes. */
static size_t get_count(struct source *source, size_t least)
{
    uint64_t count = get_number(source);

    return count <= left(source) / least ? (size_t)count : (size_t)fail(source, "a count exceeds the bytes there are");
}

/* The text of `length` bytes and its NUL, which lie in the arena's copy of the message. */
static const char *get_bytes(struct source *source, uint64_t length)
{
    const char *text = source->at;

    if (length >= left(source) || text[length] != '\0') {
        fail(source, "a string is longer than the message");
        return NULL;
    }
    if (!is_text(text, (size_t)length)) {
        fail(source, "a string is not clean UTF-8");
        return NULL;
    }
    source->at += length + 1;
    return text;
}

static const char *get_optional(struct source *source)
{
    uint64_t length = get_number(source);

    return length == 0 ? NULL : get_bytes(source, length - 1);
}

static const char *get_string(struct source *source)
{
    const char *text = get_optional(source);

    if (text != NULL)
        return text;
    fail(source, "a string is missing");
    return "";
}

static const char *get_repeated(struct source *source, const char **last)
{
    uint64_t length = get_number(source);

    if (length == 0)
        return NULL;
    if (length == 1) {
        if (*last == NULL)
            fail(source, "a repeated string has nothing to repeat");
        return *last;
    }
    return *last = get_bytes(source, length - 2);
}

static void get_hand(struct source *source, struct last *last, const char **author, const char **date)
{
    *author = get_repeated(source, &last->author);
    *date = get_repeated(source, &last->date);
}

static void get_run(struct source *source, struct tvx_run *run, struct last *last)
{
    run->text = get_string(source);
    run->change = (enum tvx_change)get_below(source, TVX_CHANGE_MOVED_TO + 1, "an unknown change");
    run->nested = (enum tvx_change)get_below(source, TVX_CHANGE_MOVED_TO + 1, "an unknown change");
    run->format = (uint32_t)get_below(source, (uint64_t)known_format + 1, "an unknown format");
    get_hand(source, last, &run->author, &run->date);
    if (source->version > 1 && run->nested != TVX_CHANGE_NONE)
        get_hand(source, last, &run->nested_author, &run->nested_date);
}

static void get_block(struct source *source, struct tvx_block *block, struct last *last)
{
    block->kind = (enum tvx_block_kind)get_below(source, TVX_BLOCK_HEADER + 1, "an unknown kind of block");
    block->mark = (enum tvx_change)get_below(source, TVX_CHANGE_MOVED_TO + 1, "an unknown change");
    block->presence = (enum tvx_change)get_below(source, TVX_CHANGE_MOVED_TO + 1, "an unknown change");
    block->level = get_signed(source, 0);
    block->label = get_optional(source);
    block->label_before = get_optional(source);
    block->table = get_signed(source, -1);
    block->row = get_signed(source, -1);
    block->column = get_signed(source, -1);
    block->page = (int)get_below(source, INT_MAX, "a page is out of range");
    block->style = get_repeated(source, &last->style);
    block->id = get_optional(source);
    if (source->version > 1 && block->mark != TVX_CHANGE_NONE)
        get_hand(source, last, &block->mark_author, &block->mark_date);
    if (source->version > 1 && block->presence != TVX_CHANGE_NONE)
        get_hand(source, last, &block->presence_author, &block->presence_date);
}

/* Room that tvx_document_add_block and tvx_document_warn expect behind `count`: the next power of two, at least 8. */
static void *room_for(struct tvx_arena *arena, size_t count, size_t size)
{
    size_t room = 8;

    while (room < count)
        room *= 2;
    return count == 0 ? NULL : tvx_arena_array(arena, room, size);
}

static bool get_blocks(struct source *source, struct tvx_document *document)
{
    size_t total = get_count(source, LEAST_RUN), used = 0;
    size_t count = get_count(source, LEAST_BLOCK);
    struct tvx_run *runs = tvx_arena_array(document->arena, total, sizeof *runs);
    struct last last = {NULL, NULL, NULL};

    document->blocks = room_for(document->arena, count, sizeof *document->blocks);
    if (runs == NULL || (document->blocks == NULL && count > 0))
        return false;
    for (size_t i = 0; i < count && source->wrong == NULL; i++) {
        struct tvx_block *block = &document->blocks[i];

        get_block(source, block, &last);
        block->run_count = (size_t)get_below(source, total - used + 1, "more runs than were announced");
        block->runs = block->run_count == 0 ? NULL : runs + used;
        used += block->run_count;
        for (size_t r = 0; r < block->run_count && source->wrong == NULL; r++)
            get_run(source, &block->runs[r], &last);
    }
    document->block_count = count;
    if (used != total)
        fail(source, "fewer runs than were announced");
    return true;
}

static bool get_remarks(struct source *source, struct tvx_document *document)
{
    size_t comments = get_count(source, LEAST_COMMENT), warnings;

    document->comments = room_for(document->arena, comments, sizeof *document->comments);
    if (document->comments == NULL && comments > 0)
        return false;
    for (size_t i = 0; i < comments && source->wrong == NULL; i++) {
        struct tvx_comment *comment = &document->comments[i];

        comment->author = get_optional(source);
        comment->date = get_optional(source);
        comment->text = get_string(source);
        comment->block = (size_t)get_below(source, document->block_count == 0 ? 1 : document->block_count,
                                           "a comment on a block there is not");
        comment->quote = get_optional(source);
        if (source->version > 1) {
            comment->parent = (size_t)get_below(source, comments + 1, "an answer to a comment there is not");
            comment->resolved = get_below(source, 2, "an unknown state of a comment") == 1;
        }
    }
    document->comment_count = comments;
    warnings = get_count(source, LEAST_WARNING);
    document->warnings = room_for(document->arena, warnings, sizeof *document->warnings);
    if (document->warnings == NULL && warnings > 0)
        return false;
    for (size_t i = 0; i < warnings && source->wrong == NULL; i++) {
        struct tvx_warning *warning = &document->warnings[i];

        warning->code = get_string(source);
        warning->message = get_string(source);
        warning->block = (size_t)get_below(source, document->block_count + 1, "a warning on a block there is not") - 1;
    }
    document->warning_count = warnings;
    return true;
}

static bool get_document(struct source *source, struct tvx_document *document)
{
    if (left(source) < sizeof magic || memcmp(source->at, magic, sizeof magic) != 0) {
        fail(source, "it does not begin as one");
        return true;
    }
    source->at += sizeof magic;
    source->version = get_number(source);
    if (source->version < FIRST_VERSION || source->version > VERSION)
        fail(source, "its version is not known to this program");
    document->format = get_string(source);
    document->title = get_string(source);
    document->language = get_string(source);
    if (!get_blocks(source, document) || !get_remarks(source, document))
        return false;
    if (source->wrong == NULL && (left(source) != sizeof finish || memcmp(source->at, finish, sizeof finish) != 0))
        fail(source, "it does not end as one");
    return true;
}

enum tvx_status tvx_document_unpack(struct tvx_document **out, const char *bytes, size_t length,
                                    struct tvx_error *error)
{
    struct tvx_document *document;
    struct source source = {NULL, NULL, NULL, 0};
    size_t ceiling;

    *out = NULL;
    if (__builtin_mul_overflow(length, (size_t)64, &ceiling) || __builtin_add_overflow(ceiling, 1u << 20, &ceiling))
        return tvx_error_nomem(error);
    document = tvx_document_new(ceiling);
    if (document == NULL)
        return tvx_error_nomem(error);
    source.at = tvx_arena_strndup(document->arena, bytes, length); /* every string of the document points in here */
    if (source.at == NULL || (source.end = source.at + length, !get_document(&source, document))) {
        tvx_document_free(document);
        return tvx_error_nomem(error);
    }
    if (source.wrong != NULL) {
        tvx_document_free(document);
        return tvx_error_set(error, TVX_E_MALFORMED, "the packed document is damaged: %s", source.wrong);
    }
    *out = document;
    return TVX_OK;
}

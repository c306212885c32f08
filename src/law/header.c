/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "header.h"
#include "words.h"

/* A header is short; what stands farther down is text. */
enum { ITEMS = 48, WORDS = 40, CELL_WORDS = 400, SUFFIXES = 6, KEY = 16, PLACE = 8 };

struct item {
    const char *text;
    bool taken;
    int row, column; /* of its cell; -1 outside tables */
};

struct reader {
    struct tvx_arena *arena;
    struct tvx_header *out;
    struct item items[ITEMS];
    size_t count;
    size_t anchor; /* behind the last line that had a shape: source and title follow it */
    bool full;
};

static bool is_alnum(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* "WTDC-17/" before the document's number: the meeting's key, which is kept elsewhere. */
static size_t meeting_at(const char *text)
{
    size_t letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), digits;

    if (letters < 2 || text[letters] != '-')
        return 0;
    digits = strspn(text + letters + 1, "0123456789");
    return (digits == 2 || digits == 4) && text[letters + 1 + digits] == '/' ? letters + digits + 2 : 0;
}

/* "65-E", "C19/52-E": the document's own number, without the letter of the language. */
static const char *take_base(struct tvx_cursor *c, struct tvx_arena *arena)
{
    size_t from, length;
    bool digit = false;

    tvx_words_space(c, ".:");
    c->at += meeting_at(c->text + c->at);
    from = c->at;
    while (c->at < c->length && (is_alnum(c->text[c->at]) || (c->text[c->at] == '/' && c->at > from))) {
        digit = digit || (c->text[c->at] >= '0' && c->text[c->at] <= '9');
        c->at++;
    }
    length = c->at - from;
    if (c->at + 1 < c->length && c->text[c->at] == '-' && is_alnum(c->text[c->at + 1]) &&
        (c->at + 2 == c->length || !is_alnum(c->text[c->at + 2])))
        c->at += 2;
    return digit ? tvx_arena_strndup(arena, c->text + from, length) : NULL;
}

/* "A/70/100", "FCCC/PA/CMA/2021/10/Add.1": the United Nations' own symbols stand without a word before them. */
static bool is_un_symbol(const char *text)
{
    size_t slashes = 0, digits = 0;

    for (const char *p = text; *p != '\0'; p++) {
        if (!is_alnum(*p) && strchr("/.-()", *p) == NULL)
            return false;
        slashes += *p == '/';
        digits += *p >= '0' && *p <= '9';
    }
    return *text >= 'A' && *text <= 'Z' && slashes >= 2 && digits > 0;
}

/* *partial: the text is the beginning of a symbol and no more ("Addendum 1 to"). */
static const char *parse_symbol(struct tvx_arena *arena, const char *text, bool *partial)
{
    static const char *const kinds[] = {"addendum", "revision", "corrigendum"};
    struct tvx_cursor c = {text, strlen(text), 0};
    const char *base = NULL, *front = "", *suffixes = "";

    *partial = false;
    if (is_un_symbol(text))
        return tvx_arena_strdup(arena, text);
    for (unsigned parts = 0; parts < SUFFIXES * 2 && tvx_words_next(&c); parts++) {
        struct tvx_field f[TVX_TABLE_FIELDS];
        struct tvx_cursor trial = c;
        bool any = false;

        for (size_t k = 0; k < 3 && !any; k++) {
            trial = c;
            if (!tvx_words_row(&trial, "data/phrases.tsv", kinds[k], f))
                continue;
            tvx_words_space(&trial, ".");
            const char *number = take_base(&trial, arena);
            if (number == NULL || strspn(number, "0123456789") != strlen(number))
                continue;
            /* "Addendum 1 to Addendum 7 to Document 44" is 44A7A1; "Document 44 (Add.7) (Rev.1)" is 44A7R1; "Revision 1
               to Document 4(Add.1)" is 4A1R1. */
            if (base == NULL)
                front = tvx_arena_printf(arena, "%.1s%s%s", f[2].text, number, front);
            else
                suffixes = tvx_arena_printf(arena, "%s%.1s%s", suffixes, f[2].text, number);
            if (front == NULL || suffixes == NULL)
                return NULL;
            any = true;
        }
        if (!any && base == NULL) {
            trial = c;
            if (tvx_words_row(&trial, "data/phrases.tsv", "document", f))
                any = (base = take_base(&trial, arena)) != NULL;
            else
                any = parts > 0 && tvx_words_row(&trial, "data/phrases.tsv", "link", f);
        }
        if (!any)
            break;
        c = trial;
    }
    *partial = base == NULL && *front != '\0' && !tvx_words_next(&c);
    return base == NULL ? NULL : tvx_arena_printf(arena, "%s%s%s", base, suffixes, front);
}

const char *tvx_symbol_parse(struct tvx_arena *arena, const char *text)
{
    bool partial;

    return parse_symbol(arena, text, &partial);
}

/* "PP-22", "NC-26": capitals, a dash, two or four digits, as a word of its own. */
static const char *find_key(struct tvx_arena *arena, const char *text, bool bracketed)
{
    for (size_t at = 0; text[at] != '\0'; at++) {
        size_t end = at, digits = 0;

        if (at > 0 && (is_alnum(text[at - 1]) || text[at - 1] == '/' || text[at - 1] == '-'))
            continue;
        if (bracketed && (at == 0 || text[at - 1] != '('))
            continue;
        while (text[end] >= 'A' && text[end] <= 'Z')
            end++;
        if (end == at || end - at > KEY || text[end] != '-')
            continue;
        while (text[end + 1 + digits] >= '0' && text[end + 1 + digits] <= '9')
            digits++;
        end += 1 + digits;
        if ((digits == 2 || digits == 4) && !is_alnum(text[end]) && text[end] != '/' &&
            (!bracketed || text[end] == ')'))
            return tvx_arena_strndup(arena, text + at, end - at);
    }
    return NULL;
}

static size_t words_in(const char *text)
{
    struct tvx_cursor c = {text, strlen(text), 0};
    size_t count = 0;

    while (count <= CELL_WORDS && tvx_words_next(&c)) {
        tvx_words_skip(&c);
        count++;
    }
    return count;
}

/* The text behind "Source:" (may be empty), NULL when the item does not begin so. */
static const char *labelled(const char *text, const char *kind)
{
    struct tvx_cursor c = {text, strlen(text), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];

    if (!tvx_words_row(&c, "data/phrases.tsv", kind, f))
        return NULL;
    while (c.text[c.at] == ' ')
        c.at++;
    if (strncmp(text + c.at, "：", strlen("：")) == 0)
        c.at += strlen("：");
    else if (text[c.at] == ':')
        c.at++;
    else if (text[c.at] != '\0' || strcmp(kind, "agenda") == 0)
        return strcmp(kind, "agenda") == 0 ? text + c.at : NULL;
    while (text[c.at] == ' ')
        c.at++;
    return text + c.at;
}

static bool starts_with(const char *text, const char *kind, struct tvx_field *value)
{
    struct tvx_cursor c = {text, strlen(text), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];

    if (!tvx_words_next(&c) || !tvx_words_row(&c, "data/phrases.tsv", kind, f))
        return false;
    *value = f[2];
    return true;
}

static void put(struct reader *reader, const char **slot, const char *text)
{
    if (*slot == NULL && (*slot = tvx_arena_strdup(reader->arena, text)) == NULL)
        reader->full = true;
}

/* A label with its value behind it or in the next item. */
static bool take_labelled(struct reader *reader, size_t i, const char *kind, const char **slot)
{
    const char *value = labelled(reader->items[i].text, kind);

    if (value == NULL)
        return false;
    reader->items[i].taken = true;
    if (*value == '\0' && i + 1 < reader->count) {
        value = reader->items[i + 1].text;
        reader->items[i + 1].taken = true;
    }
    if (slot != NULL && *value != '\0')
        put(reader, slot, value);
    return true;
}

/* "NETWORK CONFERENCE (NC-26) Calder Bay, 30 November …" in one cell: the place is what follows the bracket. */
static void take_conference(struct reader *reader, const char *text)
{
    const char *close = strchr(text, ')');
    char *line = tvx_arena_strdup(reader->arena, text);

    if (line == NULL) {
        reader->full = true;
        return;
    }
    if (close != NULL && close[1] == ' ' && strpbrk(close, "0123456789") != NULL) {
        put(reader, &reader->out->place, close + 2);
        line[close - text + 1] = '\0';
    }
    put(reader, &reader->out->conference, line);
}

/* Tells one item by its shape. */
static bool take_shaped(struct reader *reader, size_t i)
{
    struct tvx_header *out = reader->out;
    const char *text = reader->items[i].text, *key, *symbol;
    struct tvx_field value;
    char date[11];
    bool whole;

    if ((symbol = out->symbol == NULL ? tvx_symbol_parse(reader->arena, text) : NULL) != NULL && words_in(text) < 12) {
        out->symbol = symbol;
        put(reader, &out->symbol_printed, text);
    } else if (labelled(text, "original") != NULL) {
        if (starts_with(labelled(text, "original"), "language", &value) && out->language == NULL)
            out->language = tvx_arena_strndup(reader->arena, value.text, value.length);
    } else if (starts_with(text, "language", &value) && words_in(text) <= 2) {
        if (out->language == NULL)
            out->language = tvx_arena_strndup(reader->arena, value.text, value.length);
    } else if (tvx_date_parse(date, &whole, text) && whole) {
        put(reader, &out->date, date);
    } else if (starts_with(text, "session", &value) && words_in(text) <= 4) {
        put(reader, &out->session, text);
    } else if (out->conference == NULL && ((key = find_key(reader->arena, text, true)) != NULL ||
                                           starts_with(text, "conference", &value))) {
        take_conference(reader, text);
        if (key != NULL)
            out->meeting = key;
    } else if (out->place == NULL && i < PLACE && tvx_date_parse(date, &whole, text) && words_in(text) <= 14) {
        put(reader, &out->place, text);
    } else {
        return false;
    }
    reader->items[i].taken = true;
    reader->anchor = i + 1;
    return true;
}

/* "PLENIPOTENTIARY CONFERENCE" of 2022 is PP-22 though the key is not printed. */
static void derive_meeting(struct reader *reader)
{
    struct tvx_header *out = reader->out;
    const char *dated[] = {out->place, out->date, out->conference};
    struct tvx_field value;

    for (size_t i = 0; i < reader->count && out->meeting == NULL && i < 4; i++)
        if (words_in(reader->items[i].text) <= 12)
            out->meeting = find_key(reader->arena, reader->items[i].text, false);
    if (out->meeting != NULL || out->conference == NULL || !starts_with(out->conference, "conference", &value))
        return;
    for (size_t i = 0; i < 3 && out->meeting == NULL; i++)
        for (const char *p = dated[i]; p != NULL && *p != '\0' && out->meeting == NULL; p++)
            if ((p[0] == '1' || p[0] == '2') && strspn(p, "0123456789") == 4)
                out->meeting = tvx_arena_printf(reader->arena, "%.*s-%.2s", (int)value.length, value.text, p + 2);
}

static bool names_actors(struct reader *reader, const char *text)
{
    const char **codes;
    size_t count, unknown;

    return tvx_actors_parse(&codes, &count, &unknown, reader->arena, text, NULL) == TVX_OK && count > 0 && unknown == 0;
}

/* Source or title go on in the lines of their cell; a source without a table, in lines that only name actors. */
static void take_more(struct reader *reader, const char **slot, size_t i, bool source)
{
    const struct item *first = &reader->items[i];

    for (i++; i < reader->count && !reader->items[i].taken; i++) {
        struct item *next = &reader->items[i];
        bool same_cell = first->row >= 0 && next->row == first->row && next->column == first->column;

        if (!same_cell && !(first->row < 0 && source && names_actors(reader, next->text)))
            return;
        *slot = tvx_arena_printf(reader->arena, "%s%s%s", *slot, source ? "\n" : " ", next->text);
        next->taken = true;
        if (*slot == NULL) {
            reader->full = true;
            return;
        }
    }
}

/* Source and title have no shape: the first lines behind the others, source before title. */
static void take_rest(struct reader *reader)
{
    struct tvx_header *out = reader->out;

    for (size_t pass = 0; pass < 2; pass++) {
        const char **slot = pass == 0 ? &out->source : &out->title;

        for (size_t i = reader->anchor; i < reader->count && *slot == NULL; i++)
            if (!reader->items[i].taken) {
                put(reader, slot, reader->items[i].text);
                reader->items[i].taken = true;
                if (*slot != NULL)
                    take_more(reader, slot, i, pass == 0);
            }
        /* In an odd order they stand before the others: a line that names known actors alone is the source, and only
           with a source there is a title. */
        for (size_t i = 0;
             i < reader->anchor && i < reader->count && *slot == NULL && (pass == 0 || out->source != NULL); i++) {
            if (reader->items[i].taken || (pass == 0 && !names_actors(reader, reader->items[i].text)))
                continue;
            put(reader, slot, reader->items[i].text);
            reader->items[i].taken = true;
        }
    }
}

/* Bytes of the gap that parts two cells of a header without a table: a tab, an em space, three spaces; else 0. */
static size_t gap_at(const char *text)
{
    size_t spaces = strspn(text, " ");

    if (spaces >= 3)
        return spaces;
    return *text == '\t' ? 1 : strncmp(text, "\xE2\x80\x83", 3) == 0 ? 3 : 0;
}

/* Up to the next line break or gap; "Original:\tEnglish" is one item. */
static size_t item_length(const char *text)
{
    size_t at = 0;
    char last = '\0';

    for (; text[at] != '\0' && text[at] != '\n'; at++) {
        if (gap_at(text + at) > 0 && last != '\0' && last != ':')
            break;
        if (text[at] != ' ' && text[at] != '\t')
            last = text[at];
    }
    return at;
}

/* "Addendum 1 to" at the end of a line and "Document 14-E" below are one item. */
static void add_item(struct reader *reader, const struct tvx_block *block, const char *text)
{
    struct item *last = reader->count > 0 ? &reader->items[reader->count - 1] : NULL;
    bool partial = false;

    if (last != NULL && !last->taken)
        parse_symbol(reader->arena, last->text, &partial);
    if (partial) {
        const char *joined = tvx_arena_printf(reader->arena, "%s %s", last->text, text);

        reader->full |= joined == NULL;
        if (joined != NULL && tvx_symbol_parse(reader->arena, joined) != NULL) {
            last->text = joined;
            return;
        }
    }
    reader->items[reader->count++] = (struct item){text, false, block->table >= 0 ? block->row : -1, block->column};
}

/* The AFTER text of one block, cut at its line breaks, as items. */
static void add_block(struct reader *reader, const struct tvx_block *block)
{
    struct tvx_buf buf;
    const char *text;

    if (!tvx_change_stands(block->presence, TVX_CHANGE_NONE, TVX_VIEW_AFTER))
        return;
    tvx_buf_init(&buf, 1u << 16);
    for (size_t r = 0; r < block->run_count; r++)
        if (tvx_change_stands(block->runs[r].change, block->runs[r].nested, TVX_VIEW_AFTER) &&
            (block->runs[r].format & TVX_FORMAT_ASIDE) == 0)
            tvx_buf_str(&buf, block->runs[r].text);
    for (text = tvx_buf_text(&buf); *text != '\0' && !reader->full && reader->count < ITEMS;) {
        size_t length = item_length(text);
        char *folded = tvx_text_fold_space(reader->arena, text, length);

        if (folded == NULL)
            reader->full = true;
        else if (*folded != '\0')
            add_item(reader, block, folded);
        text += length;
        text += *text == '\n' ? 1 : gap_at(text);
    }
    tvx_buf_free(&buf);
}

/* The blocks that can be the header: the first table when there is one near the top, else lines up to a heading. */
static void collect(struct reader *reader, const struct tvx_document *document, size_t end)
{
    size_t seen = 0;
    int table = -1;
    bool in_headings = true;

    for (size_t b = 0; b < end && reader->count < ITEMS && !reader->full; b++) {
        const struct tvx_block *block = &document->blocks[b];
        size_t before = reader->count;

        if (block->kind == TVX_BLOCK_NOTE || block->kind == TVX_BLOCK_HEADER || block->run_count == 0)
            continue;
        if (block->table >= 0 && table < 0 && seen < 10)
            table = block->table;
        if (table >= 0 && block->table != table && reader->anchor > 0)
            return;
        /* A PDF's header is a run of bold lines, each read as a heading: only one behind other text ends it. */
        if (table < 0 && block->kind == TVX_BLOCK_HEADING && reader->anchor > 0 && !in_headings)
            return;
        in_headings = block->kind == TVX_BLOCK_HEADING;
        add_block(reader, block);
        for (size_t i = before > 0 ? before - 1 : 0; i < reader->count; i++) {
            if (reader->items[i].taken)
                continue;
            /* The names of fifty states may fill a cell of the header's table. */
            if (words_in(reader->items[i].text) > (block->table >= 0 ? CELL_WORDS : WORDS)) {
                reader->count = i;
                return;
            }
            if (labelled(reader->items[i].text, "source") == NULL && labelled(reader->items[i].text, "title") == NULL &&
                labelled(reader->items[i].text, "agenda") == NULL)
                take_shaped(reader, i);
        }
        seen++;
    }
}

/* "PP-22/", "WTSA16/" before a document's number in a page head: the meeting's key. */
static size_t head_meeting_at(const char *text)
{
    size_t letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), dash = text[letters] == '-', digits;

    if (letters < 2 || letters > KEY)
        return 0;
    digits = strspn(text + letters + dash, "0123456789");
    return (digits == 2 || digits == 4) && text[letters + dash + digits] == '/' ? letters + dash + digits + 1 : 0;
}

/* "– 2 –" and "NC-26/14(Add.2)-E" stand in one line of a page head, or in two. */
static const char *page_symbol(struct reader *reader, const char *text)
{
    size_t meeting = head_meeting_at(text);
    const char *symbol, *numbered;

    if (words_in(text) >= 12)
        return NULL;
    if (meeting == 0)
        return tvx_symbol_parse(reader->arena, text);
    numbered = tvx_arena_printf(reader->arena, "Document %s", text + meeting);
    symbol = numbered == NULL ? NULL : tvx_symbol_parse(reader->arena, numbered);
    reader->full |= numbered == NULL;
    if (symbol != NULL && reader->out->meeting == NULL)
        reader->out->meeting = tvx_arena_strndup(reader->arena, text, meeting - 1);
    return symbol;
}

/* A contribution whose first page does not tell its symbol may print it above every page. */
static void take_page_heads(struct reader *reader, const struct tvx_document *document)
{
    reader->count = 0;
    for (size_t b = 0; b < document->block_count && reader->count < ITEMS && !reader->full; b++)
        if (document->blocks[b].kind == TVX_BLOCK_HEADER)
            add_block(reader, &document->blocks[b]);
    for (size_t i = 0; i < reader->count && reader->out->symbol == NULL && !reader->full; i++) {
        const char *text = reader->items[i].text;

        if ((reader->out->symbol = page_symbol(reader, text)) != NULL)
            put(reader, &reader->out->symbol_printed, text);
    }
}

enum tvx_status tvx_header_parse(struct tvx_header *out, size_t *unknown, struct tvx_arena *arena,
                                 const struct tvx_document *document, size_t end, struct tvx_error *error)
{
    struct reader reader = {.arena = arena, .out = out};

    *out = (struct tvx_header){0};
    *unknown = 0;
    collect(&reader, document, end);
    if (reader.full)
        return tvx_error_nomem(error);
    if (out->symbol == NULL && out->language == NULL && out->meeting == NULL && out->conference == NULL) {
        *out = (struct tvx_header){0};
        /* a page head alone makes no contribution, but one with proposals has its symbol from there */
        if (end < document->block_count)
            take_page_heads(&reader, document);
        return reader.full ? tvx_error_nomem(error) : TVX_OK;
    }
    for (size_t i = 0; i < reader.count; i++)
        if (!reader.items[i].taken && !take_labelled(&reader, i, "source", &out->source) &&
            !take_labelled(&reader, i, "title", &out->title))
            take_labelled(&reader, i, "agenda", NULL);
    derive_meeting(&reader);
    take_rest(&reader);
    if (out->symbol == NULL)
        take_page_heads(&reader, document);
    if (reader.full)
        return tvx_error_nomem(error);
    return out->source == NULL ? TVX_OK
                               : tvx_actors_parse(&out->sponsors, &out->sponsor_count, unknown, arena, out->source,
                                                  error);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include "docx_story.h"

/* ---- what comments are about ---- */

static struct docx_range *range_add(struct docx_reader *reader, long id)
{
    struct docx_range *items =
        tvx_arena_grow(reader->arena, reader->ranges, reader->range_count, &reader->range_capacity, sizeof *items);

    if (items == NULL) {
        reader->failed = true;
        return NULL;
    }
    reader->ranges = items;
    items[reader->range_count] = (struct docx_range){.id = id, .block = DOCX_NO_BLOCK, .order = reader->range_count};
    tvx_buf_init(&items[reader->range_count].after, DOCX_QUOTE);
    tvx_buf_init(&items[reader->range_count].gone, DOCX_QUOTE);
    return &items[reader->range_count++];
}

void docx_range_open(struct docx_reader *reader, long id)
{
    struct docx_range *range = range_add(reader, id);

    if (range == NULL)
        return;
    /* between paragraphs the next one is meant */
    range->block = reader->place.para == DOCX_NO_BLOCK ? reader->document->block_count : reader->place.para;
    if (reader->open_range_count < DOCX_RANGES)
        reader->open_ranges[reader->open_range_count++] = reader->range_count - 1;
}

static void keep_quote(struct docx_reader *reader, struct docx_range *range)
{
    struct tvx_buf *from = range->after.length > 0 ? &range->after : &range->gone;

    if (from->length > 0) {
        const char *clean = tvx_text_clean(reader->arena, from->data, from->length);

        range->quote = clean == NULL ? NULL : tvx_text_fold_space(reader->document->arena, clean, strlen(clean));
        if (range->quote != NULL && from->failed)
            range->quote = tvx_arena_printf(reader->document->arena, "%s…", range->quote);
        reader->failed = reader->failed || range->quote == NULL;
    }
    tvx_buf_free(&range->after);
    tvx_buf_free(&range->gone);
}

void docx_range_close(struct docx_reader *reader, long id)
{
    for (size_t i = 0; i < reader->open_range_count; i++) {
        struct docx_range *range = &reader->ranges[reader->open_ranges[i]];

        if (id >= 0 && range->id != id)
            continue;
        keep_quote(reader, range);
        reader->open_ranges[i--] = reader->open_ranges[--reader->open_range_count];
        if (id >= 0)
            return;
    }
}

void docx_range_text(struct docx_reader *reader, const struct tvx_run *run, const char *text, size_t length)
{
    bool stands = tvx_change_stands(run->change, run->nested, TVX_VIEW_AFTER);

    for (size_t i = 0; i < reader->open_range_count; i++) {
        struct docx_range *range = &reader->ranges[reader->open_ranges[i]];

        struct tvx_buf *buf = stands ? &range->after : &range->gone;
        size_t room = buf->failed ? 0 : buf->ceiling - buf->length, part = length;

        if (part > room) { /* what does not fit is cut at a code point; the failed append below remembers that */
            for (part = room; part > 0 && ((unsigned char)text[part] & 0xC0) == 0x80;)
                part--;
            tvx_buf_add(buf, text, part);
            part = length;
        }
        tvx_buf_add(buf, text, part);
    }
}

/* ---- the comments part ---- */

enum { THREAD = 64 }; /* answers to answers that are followed; a ring ends there */

struct comment {
    long id;
    size_t order;  /* of the range in the text; SIZE_MAX when it has none */
    size_t number; /* in the comments part */
    uint32_t name; /* of its last paragraph, by which threads refer to it; 0: none */
    size_t parent; /* 1 + number of the comment that it answers; 0: none */
    struct tvx_comment made;
};

struct comments_reader {
    struct docx_reader *reader;
    struct comment *items;
    size_t count, capacity;
    struct tvx_buf text;
    bool in_comment, in_text;
    unsigned deleted; /* depth of w:del and w:moveFrom */
    const struct comment **by_name; /* those that have one, for the threads */
    size_t named;
    size_t lost;      /* tied to no place */
    const char *lost_author;
};

static const char *clean_attr(struct docx_xml *xml, struct docx_reader *reader, const char *name)
{
    const char *raw = docx_attr_dup(xml, reader->arena, NS_W, name);

    return raw == NULL || *raw == '\0' ? NULL : tvx_text_clean(reader->document->arena, raw, strlen(raw));
}

/* Eight hexadecimal digits, at most 0x7FFFFFFF ([MS-DOCX] 2.6.2.3, 2.2.4); 0 when it is none. */
static uint32_t paragraph_name(struct docx_xml *xml, enum docx_ns ns, const char *attribute)
{
    struct docx_value value = docx_attr(xml, ns, attribute);
    uint32_t name = 0;

    for (size_t i = 0; i < value.length; i++) {
        char c = value.text[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;

        if (digit < 0 || i == 8)
            return 0;
        name = name << 4 | (uint32_t)digit;
    }
    return name;
}

static void on_start(struct docx_xml *xml, enum docx_tag tag)
{
    struct comments_reader *comments = xml->context;

    switch (tag) {
    case TAG_COMMENT: {
        struct comment *items = tvx_arena_grow(comments->reader->arena, comments->items, comments->count,
                                               &comments->capacity, sizeof *items);

        if (items == NULL) {
            docx_xml_fail(xml, TVX_E_NOMEM);
            return;
        }
        comments->items = items;
        items[comments->count] = (struct comment){.id = docx_value_int(docx_attr(xml, NS_W, "id"), -1),
                                                  .order = SIZE_MAX,
                                                  .number = comments->count,
                                                  .made = {.author = clean_attr(xml, comments->reader, "author"),
                                                           .date = clean_attr(xml, comments->reader, "date")}};
        comments->count++;
        comments->in_comment = true;
        tvx_buf_clear(&comments->text);
        break;
    }
    case TAG_P:
        if (comments->text.length > 0)
            tvx_buf_char(&comments->text, '\n');
        if (comments->in_comment)
            comments->items[comments->count - 1].name = paragraph_name(xml, NS_W14, "paraId");
        break;
    case TAG_DEL:
    case TAG_MOVE_FROM: comments->deleted++; break;
    case TAG_TAB:
    case TAG_BR:
    case TAG_CR: tvx_buf_char(&comments->text, ' '); break;
    case TAG_NO_BREAK_HYPHEN: tvx_buf_char(&comments->text, '-'); break;
    case TAG_T:
    case TAG_M_T: comments->in_text = comments->in_comment && comments->deleted == 0; break;
    case TAG_P_PR:
    case TAG_R_PR:
    case TAG_FALLBACK: docx_xml_skip(xml); break;
    default: break;
    }
}

static void on_end(struct docx_xml *xml, enum docx_tag tag)
{
    struct comments_reader *comments = xml->context;

    if (tag == TAG_T || tag == TAG_M_T)
        comments->in_text = false;
    else if ((tag == TAG_DEL || tag == TAG_MOVE_FROM) && comments->deleted > 0)
        comments->deleted--;
    else if (tag == TAG_COMMENT && comments->in_comment) {
        const char *text = tvx_text_clean(comments->reader->document->arena, tvx_buf_text(&comments->text),
                                          comments->text.length);

        comments->in_comment = false;
        comments->items[comments->count - 1].made.text = text;
        if (text == NULL || comments->text.failed)
            docx_xml_fail(xml, TVX_E_NOMEM);
    }
}

static void on_text(struct docx_xml *xml, const char *text, size_t length)
{
    struct comments_reader *comments = xml->context;

    if (comments->in_text)
        tvx_buf_add(&comments->text, text, length);
}

/* ---- threads: which comment answers which, and what is resolved ([MS-DOCX] 2.5.3.2, commentsExtended) ---- */

static int comment_by_name(const void *a, const void *b)
{
    const struct comment *x = *(const struct comment *const *)a, *y = *(const struct comment *const *)b;

    if (x->name != y->name)
        return x->name > y->name ? 1 : -1;
    return x->number > y->number ? 1 : -1;
}

static struct comment *find_name(const struct comments_reader *comments, uint32_t name)
{
    size_t low = 0, high = comments->named;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (comments->by_name[middle]->name < name)
            low = middle + 1;
        else
            high = middle;
    }
    return name == 0 || low == comments->named || comments->by_name[low]->name != name
               ? NULL : &comments->items[comments->by_name[low]->number];
}

static void on_thread(struct docx_xml *xml, enum docx_tag tag)
{
    struct comments_reader *comments = xml->context;
    struct comment *comment, *parent;
    struct docx_value done;

    if (tag != TAG_COMMENT_EX)
        return;
    comment = find_name(comments, paragraph_name(xml, NS_W15, "paraId"));
    parent = find_name(comments, paragraph_name(xml, NS_W15, "paraIdParent"));
    done = docx_attr(xml, NS_W15, "done");
    if (comment == NULL)
        return;
    comment->made.resolved = done.text != NULL && docx_value_on(done);
    if (parent != NULL && parent != comment)
        comment->parent = parent->number + 1;
}

static enum tvx_status read_threads(struct comments_reader *comments, const char *part, struct tvx_error *error)
{
    static const struct docx_xml_handler handler = {.start = on_thread};
    struct tvx_error broken = {TVX_OK, ""};

    comments->by_name = tvx_arena_array(comments->reader->arena, comments->count, sizeof *comments->by_name);
    if (comments->by_name == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < comments->count; i++)
        if (comments->items[i].name != 0)
            comments->by_name[comments->named++] = &comments->items[i];
    if (comments->named == 0)
        return TVX_OK;
    qsort(comments->by_name, comments->named, sizeof *comments->by_name, comment_by_name);
    if (docx_xml_parse(&comments->reader->package, part, &handler, comments, &broken) != TVX_OK)
        tvx_document_warn(comments->reader->document, SIZE_MAX, "docx-comment-threads",
                          "which comment answers which is not told: %s", broken.message);
    return TVX_OK;
}

/* An answer often has no range of its own: it stands where the comment that it answers does. */
static const struct comment *placed(const struct comments_reader *comments, const struct comment *comment)
{
    for (unsigned steps = 0; comment->order == SIZE_MAX && comment->parent > 0 && steps < THREAD; steps++)
        comment = &comments->items[comment->parent - 1];
    return comment;
}

static int range_by_id(const void *a, const void *b)
{
    const struct docx_range *x = a, *y = b;

    if (x->id != y->id)
        return x->id > y->id ? 1 : -1;
    return x->order > y->order ? 1 : x->order < y->order ? -1 : 0;
}

static int comment_by_order(const void *a, const void *b)
{
    const struct comment *x = a, *y = b;

    if (x->order != y->order)
        return x->order > y->order ? 1 : -1;
    return x->number > y->number ? 1 : -1;
}

static const struct docx_range *find_range(const struct docx_reader *reader, long id)
{
    size_t low = 0, high = reader->range_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (reader->ranges[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < reader->range_count && reader->ranges[low].id == id ? &reader->ranges[low] : NULL;
}

static void place_in_range(struct docx_reader *reader, struct comment *comment)
{
    const struct docx_range *range = find_range(reader, comment->id);
    size_t blocks = reader->document->block_count;

    if (comment->made.text == NULL)
        comment->made.text = "";
    if (comment->made.author == NULL)
        comment->made.author = "";
    if (range == NULL)
        return;
    comment->order = range->order;
    comment->made.quote = range->quote;
    comment->made.block = range->block < blocks ? range->block : blocks > 0 ? blocks - 1 : 0;
}

static void place_answer(struct comments_reader *comments, struct comment *comment)
{
    const struct comment *place = placed(comments, comment);

    if (place->order == SIZE_MAX) {
        if (comments->lost++ == 0)
            comments->lost_author = comment->made.author;
        return;
    }
    comment->made.block = place->made.block;
    comment->made.quote = place->made.quote;
}

/* Ties comments to their ranges and puts them in the order in which they stand in the text. */
static enum tvx_status place_comments(struct comments_reader *comments, struct tvx_error *error)
{
    struct docx_reader *reader = comments->reader;
    struct tvx_document *document = reader->document;
    struct tvx_comment *out = tvx_arena_array(document->arena, comments->count, sizeof *out);
    size_t *orders = tvx_arena_array(reader->arena, comments->count, sizeof *orders);
    size_t *index = tvx_arena_array(reader->arena, comments->count, sizeof *index);

    if (out == NULL || orders == NULL || index == NULL)
        return tvx_error_nomem(error);
    if (reader->range_count > 0)
        qsort(reader->ranges, reader->range_count, sizeof *reader->ranges, range_by_id);
    for (size_t i = 0; i < comments->count; i++)
        place_in_range(reader, &comments->items[i]);
    for (size_t i = 0; i < comments->count; i++) { /* all by the ranges alone: an answer's place is no range */
        orders[i] = placed(comments, &comments->items[i])->order;
        if (comments->items[i].order == SIZE_MAX)
            place_answer(comments, &comments->items[i]);
    }
    if (comments->lost > 0)
        tvx_document_warn(document, SIZE_MAX, "docx-comment-place",
                          "%zu comment%s, the first by %.100s, tied to no place in the text stand%s at its beginning",
                          comments->lost, comments->lost == 1 ? "" : "s",
                          *comments->lost_author == '\0' ? "an unnamed author" : comments->lost_author,
                          comments->lost == 1 ? "s" : "");
    for (size_t i = 0; i < comments->count; i++)
        comments->items[i].order = orders[i];
    if (comments->count > 0)
        qsort(comments->items, comments->count, sizeof *comments->items, comment_by_order);
    for (size_t i = 0; i < comments->count; i++)
        index[comments->items[i].number] = i;
    for (size_t i = 0; i < comments->count; i++) {
        out[i] = comments->items[i].made;
        out[i].parent = comments->items[i].parent == 0 ? 0 : index[comments->items[i].parent - 1] + 1;
    }
    document->comments = out;
    document->comment_count = comments->count;
    return TVX_OK;
}

enum tvx_status docx_comments_read(struct docx_reader *reader, const char *part, const char *threads,
                                   struct tvx_error *error)
{
    static const struct docx_xml_handler handler = {.start = on_start, .end = on_end, .text = on_text};
    struct comments_reader comments = {.reader = reader};
    enum tvx_status status;

    tvx_buf_init(&comments.text, (size_t)DOCX_MAX_PART);
    status = docx_xml_parse(&reader->package, part, &handler, &comments, error);
    if (status == TVX_OK && threads != NULL)
        status = read_threads(&comments, threads, error);
    if (status == TVX_OK)
        status = place_comments(&comments, error);
    tvx_buf_free(&comments.text);
    return status;
}

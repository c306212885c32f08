/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Page headers and footers (ECMA-376 part 1, §17.10): the parts that the sections refer to, read behind the text and
 * the notes.  They are no text of the document, which is why each line is kept once, as a block of the kind "header",
 * however many sections and kinds of page (first, even, default) print it; a line without a letter is a page number.
 */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>
#include "docx_story.h"

enum { PARTS = 512, LINES = 256 }; /* of one document; more is the work of a generator and said to be left out */

void docx_head_reference(struct docx_reader *reader, struct docx_xml *xml)
{
    const char **ids =
        tvx_arena_grow(reader->arena, reader->heads, reader->head_count, &reader->head_capacity, sizeof *ids);
    const char *id = docx_attr_dup(xml, reader->arena, NS_R, "id");

    if (ids == NULL) {
        reader->failed = true;
        return;
    }
    reader->heads = ids;
    if (id != NULL)
        ids[reader->head_count++] = id;
}

static bool is_head(const struct docx_relation *relation)
{
    return !relation->external && (strcmp(relation->type, "header") == 0 || strcmp(relation->type, "footer") == 0);
}

struct letters {
    bool inside, found;
};

static void letters_start(struct docx_xml *xml, enum docx_tag tag)
{
    ((struct letters *)xml->context)->inside = tag == TAG_T;
}

static void letters_end(struct docx_xml *xml, enum docx_tag tag)
{
    (void)tag;
    ((struct letters *)xml->context)->inside = false;
}

static bool has_letter(const char *text, size_t length)
{
    for (size_t at = 0; at < length;)
        if (u_isalpha((UChar32)tvx_utf8_next(text, length, &at)))
            return true;
    return false;
}

static void letters_text(struct docx_xml *xml, const char *text, size_t length)
{
    struct letters *letters = xml->context;

    letters->found = letters->found || (letters->inside && has_letter(text, length));
}

/* Parts that belong to no section are on no page; that one of them has words is said. */
static void warn_unused(struct docx_reader *reader, const struct docx_relations *relations, const bool *used)
{
    static const struct docx_xml_handler handler = {.start = letters_start, .end = letters_end, .text = letters_text};
    size_t tried = 0, count = 0;

    for (size_t i = 0; i < relations->count && tried < PARTS; i++) {
        struct letters letters = {false, false};

        if (used[i] || !is_head(&relations->items[i]) ||
            docx_package_find(&reader->package, relations->items[i].target) < 0)
            continue;
        tried++;
        docx_xml_parse(&reader->package, relations->items[i].target, &handler, &letters, NULL);
        count += letters.found;
    }
    if (count > 0)
        tvx_document_warn(reader->document, SIZE_MAX, "docx-headers",
                          "%zu page header%s or footer%s that no section uses %s not read", count,
                          count == 1 ? "" : "s", count == 1 ? "" : "s", count == 1 ? "was" : "were");
}

static enum tvx_status read_part(struct docx_reader *reader, const char *part, struct tvx_error *error)
{
    size_t first = reader->document->block_count;
    struct tvx_error broken = {TVX_OK, ""};
    enum tvx_status status = docx_story_read(reader, part, &broken);

    if (status == TVX_E_NOMEM)
        return tvx_error_nomem(error);
    if (status == TVX_OK)
        return TVX_OK;
    /* furniture that is broken is no reason to refuse the text */
    tvx_buf_clear(&reader->pending);
    tvx_buf_clear(&reader->text);
    tvx_buf_clear(&reader->ruby);
    reader->document->block_count = first;
    for (size_t i = 0; i < reader->document->warning_count; i++)
        if (reader->document->warnings[i].block != SIZE_MAX && reader->document->warnings[i].block >= first)
            reader->document->warnings[i].block = SIZE_MAX;
    tvx_document_warn(reader->document, SIZE_MAX, "docx-headers", "a page header or footer was not read: %s",
                      broken.message);
    return TVX_OK;
}

enum tvx_status docx_heads_read(struct docx_reader *reader, const struct docx_relations *relations,
                                struct tvx_error *error)
{
    bool *used = tvx_arena_array(reader->arena, relations->count, sizeof *used);
    size_t parts = 0;
    enum tvx_status status = TVX_OK;

    reader->first_head = reader->document->block_count;
    if (used == NULL)
        return tvx_error_nomem(error);
    reader->in_head = true;
    for (size_t h = 0; h < reader->head_count && status == TVX_OK; h++)
        for (size_t i = 0; i < relations->count && status == TVX_OK; i++) {
            if (used[i] || !is_head(&relations->items[i]) || strcmp(relations->items[i].id, reader->heads[h]) != 0)
                continue;
            used[i] = true;
            if (docx_package_find(&reader->package, relations->items[i].target) >= 0 && parts++ < PARTS)
                status = read_part(reader, relations->items[i].target, error);
        }
    reader->in_head = false;
    if (parts > PARTS)
        tvx_document_warn(reader->document, SIZE_MAX, "docx-headers", "%zu more page headers and footers were not read",
                          parts - PARTS);
    warn_unused(reader, relations, used);
    return status;
}

/* The words of a head, folded; NULL when there is no letter in it. */
static const char *words_of(struct docx_reader *reader, const struct tvx_block *block)
{
    struct tvx_buf buf;
    const char *words = NULL;

    tvx_buf_init(&buf, 1 << 16);
    for (size_t r = 0; r < block->run_count; r++)
        tvx_buf_str(&buf, block->runs[r].text);
    if (buf.length > 0 && has_letter(buf.data, buf.length)) {
        words = tvx_text_fold_space(reader->arena, buf.data, buf.length);
        reader->failed = reader->failed || words == NULL;
    }
    tvx_buf_free(&buf);
    return words;
}

static bool is_known(const char *const *lines, size_t count, const char *words)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(lines[i], words) == 0)
            return true;
    return false;
}

enum tvx_status docx_heads_settle(struct docx_reader *reader, struct tvx_error *error)
{
    struct tvx_document *document = reader->document;
    const char *lines[LINES];
    size_t count = 0, out = reader->first_head, end = document->block_count, more = 0;

    for (size_t b = reader->first_head; b < end; b++) {
        const char *words = words_of(reader, &document->blocks[b]);

        if (words == NULL || is_known(lines, count, words))
            continue;
        if (count == LINES) {
            more++;
            continue;
        }
        lines[count++] = words;
        document->blocks[out++] = document->blocks[b];
    }
    document->block_count = out;
    for (size_t i = 0; i < document->warning_count; i++)
        if (document->warnings[i].block != SIZE_MAX && document->warnings[i].block >= reader->first_head)
            document->warnings[i].block = SIZE_MAX;
    if (more > 0)
        tvx_document_warn(document, SIZE_MAX, "docx-headers",
                          "%zu more lines of page headers and footers were not kept", more);
    return reader->failed ? tvx_error_nomem(error) : TVX_OK;
}

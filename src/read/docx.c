/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include "docx.h"
#include "docx_story.h"

#define SCRATCH_CEILING ((size_t)1 << 30)

/* A part that the main document refers to, or NULL; one that is named but missing leaves a warning. */
static const char *part_of(struct docx_reader *reader, const struct docx_relations *relations, const char *type)
{
    const char *name = docx_relations_find(relations, type);

    if (name == NULL || docx_package_find(&reader->package, name) >= 0)
        return name;
    tvx_document_warn(reader->document, SIZE_MAX, "docx-missing-part",
                      "the package names its part %.200s but does not hold it",
                      name);
    return NULL;
}

struct title_reader {
    struct tvx_buf buf;
    bool inside;
};

static void title_start(struct docx_xml *xml, enum docx_tag tag)
{
    struct title_reader *title = xml->context;

    title->inside = tag == TAG_DC_TITLE;
}

static void title_end(struct docx_xml *xml, enum docx_tag tag)
{
    struct title_reader *title = xml->context;

    (void)tag;
    title->inside = false;
}

static void title_text(struct docx_xml *xml, const char *text, size_t length)
{
    struct title_reader *title = xml->context;

    if (title->inside)
        tvx_buf_add(&title->buf, text, length);
}

/*
 * dc:title in the package's core properties (ECMA-376 part 2, §11); a fault there is no reason to refuse the
 * document.
 */
static enum tvx_status read_title(struct docx_reader *reader, struct tvx_error *error)
{
    static const struct docx_xml_handler handler = {.start = title_start, .end = title_end, .text = title_text};
    struct title_reader title = {.inside = false};
    struct docx_relations relations;
    const char *part, *clean = NULL;
    enum tvx_status status = docx_relations_read(&relations, &reader->package, "", error);

    if (status != TVX_OK)
        return status;
    part = docx_relations_find(&relations, "core-properties");
    if (part == NULL || docx_package_find(&reader->package, part) < 0)
        return TVX_OK;
    tvx_buf_init(&title.buf, 4096);
    if (docx_xml_parse(&reader->package, part, &handler, &title, NULL) == TVX_OK && title.buf.length > 0) {
        clean = tvx_text_clean(reader->arena, title.buf.data, title.buf.length);
        clean = clean == NULL ? NULL : tvx_text_fold_space(reader->document->arena, clean, strlen(clean));
        status = clean == NULL ? tvx_error_nomem(error) : TVX_OK;
    }
    tvx_buf_free(&title.buf);
    if (clean != NULL)
        reader->document->title = clean;
    return status;
}

static void warn_counts(struct docx_reader *reader)
{
    if (reader->unreferenced > 0)
        tvx_document_warn(reader->document, SIZE_MAX, "docx-note-unreferenced",
                          "%zu foot- or endnotes to which nothing refers were not read", reader->unreferenced);
    if (reader->numbering.unknown_format)
        tvx_document_warn(reader->document, SIZE_MAX, "docx-number-format",
                          "a list uses a number format that is not known; its numbers are written as decimal");
}

static enum tvx_status read_notes(struct docx_reader *reader, const struct docx_relations *relations,
                                  struct tvx_error *error)
{
    static const char *const kinds[] = {"footnotes", "endnotes"};
    enum tvx_status status = docx_notes_number(reader, error);

    for (int i = 0; i < 2 && status == TVX_OK; i++) {
        const char *part = part_of(reader, relations, kinds[i]);

        if (part != NULL)
            status = docx_story_read(reader, part, error);
    }
    for (size_t i = 0; i < reader->note_count && status == TVX_OK; i++)
        if (docx_note_find(reader, reader->notes[i].endnote, reader->notes[i].id) == &reader->notes[i] &&
            !reader->notes[i].met)
            tvx_document_warn(reader->document, reader->notes[i].block, "docx-note-missing",
                              "the text of the note %s is not in the package",
                              reader->notes[i].label == NULL ? "referred to here" : reader->notes[i].label);
    return status;
}

static enum tvx_status read_parts(struct docx_reader *reader, struct tvx_error *error)
{
    struct docx_relations relations;
    const char *main;
    enum tvx_status status = docx_package_main(&main, &reader->package, error);

    if (status == TVX_OK)
        status = docx_relations_read(&relations, &reader->package, main, error);
    if (status == TVX_OK)
        status = read_title(reader, error);
    if (status == TVX_OK)
        status = docx_styles_read(&reader->styles, &reader->package, part_of(reader, &relations, "styles"), error);
    if (status == TVX_OK)
        status = docx_numbering_read(&reader->numbering, &reader->package, &reader->styles,
                                     part_of(reader, &relations, "numbering"), error);
    reader->relations = &relations;
    if (status == TVX_OK)
        status = docx_story_read(reader, main, error);
    reader->relations = NULL;
    if (status == TVX_OK)
        status = read_notes(reader, &relations, error);
    if (status == TVX_OK) {
        const char *comments = part_of(reader, &relations, "comments");

        if (comments != NULL)
            status = docx_comments_read(reader, comments, part_of(reader, &relations, "commentsExtended"),
                                        error);
    }
    if (status != TVX_OK)
        return status;
    status = docx_heads_read(reader, &relations, error);
    if (status != TVX_OK)
        return status;
    warn_counts(reader);
    status = docx_finish(reader, error);
    return status == TVX_OK ? docx_heads_settle(reader, error) : status;
}

enum tvx_status tvx_docx_read(struct tvx_document *document, const char *bytes, size_t length,
                              struct tvx_error *error)
{
    struct docx_reader *reader = calloc(1, sizeof *reader);
    struct tvx_arena *arena = tvx_arena_new(SCRATCH_CEILING);
    enum tvx_status status;

    if (reader == NULL || arena == NULL) {
        free(reader);
        tvx_arena_free(arena);
        return tvx_error_nomem(error);
    }
    reader->document = document;
    reader->arena = arena;
    document->format = "docx";
    tvx_buf_init(&reader->text, (size_t)DOCX_MAX_PART);
    tvx_buf_init(&reader->ruby, (size_t)DOCX_MAX_PART);
    tvx_buf_init(&reader->pending, (size_t)DOCX_MAX_PART);
    status = docx_package_open(&reader->package, arena, bytes, length, error);
    if (status == TVX_OK)
        status = read_parts(reader, error);
    docx_package_close(&reader->package);
    tvx_buf_free(&reader->text);
    tvx_buf_free(&reader->ruby);
    tvx_buf_free(&reader->pending);
    for (size_t i = 0; i < reader->range_count; i++) {
        tvx_buf_free(&reader->ranges[i].after);
        tvx_buf_free(&reader->ranges[i].gone);
    }
    tvx_arena_free(arena);
    free(reader);
    return status;
}

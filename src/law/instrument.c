/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include <travaux/law/instrument.h>

#include "recognise.h"

enum { TEXT_CEILING = 256 << 20 };

const char *tvx_provision_kind_to_string(enum tvx_provision_kind kind)
{
    static const char *const names[] = {"title", "division", "preamble", "operative", "paragraph", "note"};

    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "";
}

size_t tvx_instrument_find(const struct tvx_instrument *instrument, const char *path)
{
    for (size_t i = 0; i < instrument->count; i++)
        if (strcmp(instrument->provisions[i].path, path) == 0)
            return i;
    return SIZE_MAX;
}

static void finish(struct rec_build *build, const struct rec_page *page)
{
    struct tvx_instrument *out = build->out;

    if (out->key == NULL)
        out->key = page->head_key;
    for (size_t i = 0; i < out->count; i++)
        if (out->provisions[i].start == SIZE_MAX)
            out->provisions[i].start = 0;
    if (page->heads > 0)
        rec_warn(build, page->first_head, "instrument-running-heads", "%zu running heads were left out", page->heads);
    if (out->count == 0)
        rec_warn(build, SIZE_MAX, "instrument-empty", "no provision was found");
}

static enum tvx_status parse(struct tvx_instrument *out, struct tvx_arena *arena, const struct tvx_lines *lines,
                             const unsigned *flags, bool may_wrap, struct tvx_error *error)
{
    struct rec_words words;
    struct rec_page page;
    struct rec_build build;
    size_t marginals = 0;
    enum tvx_status status = rec_words_load(&words, arena, error);

    *out = (struct tvx_instrument){.title = "", .kind = TVX_INSTRUMENT_OTHER};
    if (status == TVX_OK)
        status = rec_page_make(&page, arena, &words, lines, flags, may_wrap, error);
    if (status == TVX_OK && may_wrap)
        status = rec_marginals(&page, arena, &marginals, error);
    if (status != TVX_OK)
        return status;
    status = rec_build_start(&build, arena, out, lines, TEXT_CEILING, error);
    if (status == TVX_OK)
        status = rec_flow(&build, &page, &words, marginals, error);
    if (status == TVX_OK)
        finish(&build, &page);
    rec_build_end(&build);
    if (status == TVX_OK && build.failed)
        status = tvx_error_nomem(error);
    return status;
}

enum tvx_status tvx_instrument_parse_lines(struct tvx_instrument *out, struct tvx_arena *arena,
                                           const struct tvx_lines *lines, struct tvx_error *error)
{
    return parse(out, arena, lines, NULL, true, error);
}

static unsigned flags_of(const struct tvx_document *document, const struct tvx_line *line, int *last_page)
{
    const struct tvx_block *block = &document->blocks[line->first_block];
    unsigned flags = 0;

    if (block->kind == TVX_BLOCK_CELL)
        flags |= REC_CELL;
    if (block->kind == TVX_BLOCK_NOTE)
        flags |= REC_NOTE;
    if (block->kind == TVX_BLOCK_HEADING)
        flags |= REC_TITLED;
    if (block->kind == TVX_BLOCK_HEADER)
        flags |= REC_DROP;
    if (block->style != NULL && strcmp(block->style, "blank-before") == 0)
        flags |= REC_BLANK;
    if (block->page != *last_page)
        flags |= REC_PAGE;
    *last_page = block->page;
    return flags;
}

enum tvx_status tvx_instrument_parse_document(struct tvx_instrument *out, struct tvx_arena *arena,
                                              const struct tvx_document *document, const struct tvx_lines *lines,
                                              struct tvx_error *error)
{
    bool may_wrap = strcmp(document->format, "text") == 0 || strcmp(document->format, "pdf") == 0;
    unsigned *flags = tvx_arena_array(arena, lines->count, sizeof *flags);
    int last_page = 0;

    if (flags == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < lines->count; i++)
        flags[i] = flags_of(document, &lines->items[i], &last_page);
    return parse(out, arena, lines, flags, may_wrap, error);
}

enum tvx_status tvx_instrument_parse(struct tvx_instrument *out, struct tvx_arena *arena,
                                     const struct tvx_document *document, struct tvx_error *error)
{
    struct tvx_lines *lines = tvx_arena_alloc(arena, sizeof *lines);
    enum tvx_status status;

    if (lines == NULL)
        return tvx_error_nomem(error);
    status = tvx_document_lines(lines, arena, document, TVX_VIEW_AFTER, error);
    return status == TVX_OK ? tvx_instrument_parse_document(out, arena, document, lines, error) : status;
}

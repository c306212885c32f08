/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the fuzzers of readers share: read in this process, then do with the document what the program would do. */
#ifndef FUZZ_READING_H
#define FUZZ_READING_H

#include <stdlib.h>
#include <travaux/read/layer.h>
#include <travaux/read/pack.h>
#include <travaux/read/read.h>

/* Who is named an author has a layer. */
static inline void fuzz_layer(struct tvx_document *document, struct tvx_arena *arena)
{
    struct tvx_author *authors;
    struct tvx_lines lines;
    size_t count;

    if (tvx_layer_authors(&authors, &count, arena, document, NULL) != TVX_OK || count == 0)
        return;
    if (tvx_layer_keep(document, authors[count - 1].name, NULL) == TVX_E_NOTFOUND)
        abort();
    for (int view = TVX_VIEW_BEFORE; view <= TVX_VIEW_MARKED; view++)
        tvx_document_lines(&lines, arena, document, (enum tvx_view)view, NULL);
}

/* Every view, the JSON, the way through the packed form and back, which must succeed, and the layer of an author. */
static inline void fuzz_use(struct tvx_document *document)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)1 << 28);
    struct tvx_document *again = NULL;
    struct tvx_lines lines;
    struct tvx_buf buf;

    for (int view = TVX_VIEW_BEFORE; arena != NULL && view <= TVX_VIEW_MARKED; view++)
        tvx_document_lines(&lines, arena, document, (enum tvx_view)view, NULL);
    tvx_buf_init(&buf, (size_t)1 << 28);
    tvx_document_json(document, &buf);
    tvx_buf_clear(&buf);
    tvx_document_pack(&buf, document);
    if (!buf.failed && tvx_document_unpack(&again, buf.data, buf.length, NULL) == TVX_E_MALFORMED)
        abort();
    if (arena != NULL && again != NULL)
        fuzz_layer(again, arena);
    tvx_document_free(again);
    tvx_buf_free(&buf);
    tvx_arena_free(arena);
}

typedef enum tvx_status fuzz_reader(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                                    struct tvx_error *error);

static inline int fuzz_read(fuzz_reader *read, const char *name, const uint8_t *data, size_t size)
{
    struct tvx_document *document = tvx_document_new((size_t)1 << 28);
    struct tvx_error error = {TVX_OK, ""};

    if (document == NULL)
        return 0;
    if (read(document, name, (const char *)data, size, &error) == TVX_OK)
        fuzz_use(document);
    else if (error.message[0] == '\0')
        abort(); /* no refusal without a reason */
    tvx_document_free(document);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif

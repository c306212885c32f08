/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/read/page_picture.h>

#include "child.h"
#include "pdf_fonts.h"

#include <mupdf/fitz.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define DOCUMENT_CEILING ((size_t)128 << 20)
enum { SIDE = 1400, STORE = 64 << 20, SECONDS = 20, MOST_PNG = 32 << 20 };

struct wanted {
    const char *bytes;
    size_t size;
    int page;
};

/* The picture as the text of a paragraph: what a child may answer is a document. */
static bool answer(struct tvx_document *document, fz_context *ctx, fz_buffer *png)
{
    struct tvx_block *block = tvx_document_add_block(document, TVX_BLOCK_PARAGRAPH);
    unsigned char *data;
    size_t length = fz_buffer_storage(ctx, png, &data);
    size_t room = sodium_base64_encoded_len(length, sodium_base64_VARIANT_ORIGINAL);
    char *coded = length > MOST_PNG || block == NULL ? NULL : malloc(room);
    bool done = false;

    if (coded != NULL) {
        sodium_bin2base64(coded, room, data, length, sodium_base64_VARIANT_ORIGINAL);
        done = tvx_document_add_run(document, block, coded, room - 1, TVX_CHANGE_NONE) != NULL;
    }
    free(coded);
    return done;
}

static enum tvx_status draw(fz_context *ctx, struct tvx_document *document, const struct wanted *wanted,
                            struct tvx_error *error)
{
    fz_stream *volatile stream = NULL;
    fz_document *volatile file = NULL;
    fz_page *volatile page = NULL;
    fz_pixmap *volatile picture = NULL;
    fz_buffer *volatile png = NULL;
    volatile enum tvx_status status = TVX_OK;

    fz_try(ctx)
    {
        fz_rect box;
        float scale;

        stream = fz_open_memory(ctx, (const unsigned char *)wanted->bytes, wanted->size);
        file = fz_open_document_with_stream(ctx, "application/pdf", stream);
        if (wanted->page < 1 || wanted->page > fz_count_pages(ctx, file)) {
            status = tvx_error_set(error, TVX_E_NOTFOUND, "the file has no page %d", wanted->page);
        } else {
            page = fz_load_page(ctx, file, wanted->page - 1);
            box = fz_bound_page(ctx, page);
            scale = SIDE / fz_max(fz_max(box.x1 - box.x0, box.y1 - box.y0), 1);
            picture = fz_new_pixmap_from_page(ctx, page, fz_scale(fz_min(scale, 4), fz_min(scale, 4)),
                                              fz_device_rgb(ctx), 0);
            png = fz_new_buffer_from_pixmap_as_png(ctx, picture, fz_default_color_params);
            if (!answer(document, ctx, png))
                status = tvx_error_nomem(error);
        }
    }
    fz_always(ctx)
    {
        fz_drop_buffer(ctx, png);
        fz_drop_pixmap(ctx, picture);
        fz_drop_page(ctx, page);
        fz_drop_document(ctx, file);
        fz_drop_stream(ctx, stream);
    }
    fz_catch(ctx)
    {
        status = tvx_error_set(error, TVX_E_MALFORMED, "the page cannot be drawn: %s", fz_caught_message(ctx));
    }
    return status;
}

static enum tvx_status draw_task(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    const struct wanted *wanted = context;
    fz_context *ctx = fz_new_context(NULL, NULL, STORE);
    struct tvx_document *document = tvx_document_new(DOCUMENT_CEILING);
    enum tvx_status status = ctx == NULL || document == NULL ? tvx_error_nomem(error) : TVX_OK;

    tvx_pdf_fonts();
    if (status == TVX_OK) {
        document->format = "pdf";
        fz_register_document_handlers(ctx);
        status = draw(ctx, document, wanted, error);
    }
    fz_drop_context(ctx);
    if (status != TVX_OK) {
        tvx_document_free(document);
        document = NULL;
    }
    *out = document;
    return status;
}

enum tvx_status tvx_read_page_picture(unsigned char **png, size_t *length, const char *bytes, size_t size, int page,
                                      struct tvx_error *error)
{
    const struct wanted wanted = {bytes, size, page};
    const struct tvx_read_options options = {
        .max_file = (size_t)512 << 20, .max_document = DOCUMENT_CEILING, .seconds = SECONDS};
    struct tvx_document *document = NULL;
    const char *coded = NULL;
    enum tvx_status status = tvx_child_read(&document, draw_task, &wanted, &options, error);

    *png = NULL;
    *length = 0;
    if (status != TVX_OK)
        return status;
    if (document->block_count > 0 && document->blocks[0].run_count > 0)
        coded = document->blocks[0].runs[0].text;
    if (coded != NULL)
        *png = malloc(strlen(coded) + 1);
    if (*png == NULL)
        status = tvx_error_nomem(error);
    else if (sodium_base642bin(*png, strlen(coded), coded, strlen(coded), NULL, length, NULL,
                               sodium_base64_VARIANT_ORIGINAL) != 0 ||
             *length < 8 || memcmp(*png, "\x89PNG\r\n\x1a\n", 8) != 0)
        status = tvx_error_set(error, TVX_E_MALFORMED, "the page cannot be drawn");
    if (status != TVX_OK) {
        free(*png);
        *png = NULL;
    }
    tvx_document_free(document);
    return status;
}

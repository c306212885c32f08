/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A brief as a PDF: MuPDF lays its HTML out (fz_story) and writes the file, with the fonts in it (pdf_faces.h).
 * MuPDF throws by longjmp, so nothing of ours that has to be freed is held across its calls but through fz_always.
 */
#include "brief.h"
#include "html.h"
#include "pdf_faces.h"

#include <mupdf/fitz.h>
#include <string.h>

enum { HTML_CEILING = 16 << 20, MEMORY_CEILING = 256 << 20, PAGES_MOST = 2000, STORE = 32 << 20 };

static const char style[] =
    "body { font-family: serif; line-height: 1.35 } h1 { font-size: 1.5em } h2 { font-size: 1.15em } "
    "blockquote { margin-left: 14pt; font-style: italic } th { text-align: left } td, th { padding-right: 6pt }";

/* A4 in points, with margins of 20 mm. */
static const float page_width = 595, page_height = 842, margin = 57;

/* MuPDF's memory, counted, so that no text can take more than was meant. */
struct memory {
    size_t used;
};

static void *take(void *context, size_t size)
{
    struct memory *memory = context;
    size_t *block;

    if (size > MEMORY_CEILING - sizeof(max_align_t) || memory->used + size > MEMORY_CEILING)
        return NULL;
    block = malloc(size + sizeof(max_align_t));
    if (block == NULL)
        return NULL;
    *block = size;
    memory->used += size;
    return (char *)block + sizeof(max_align_t);
}

static void give(void *context, void *pointer)
{
    struct memory *memory = context;
    size_t *block = pointer == NULL ? NULL : (size_t *)(void *)((char *)pointer - sizeof(max_align_t));

    if (block == NULL)
        return;
    memory->used -= *block;
    free(block);
}

static void *retake(void *context, void *pointer, size_t size)
{
    void *larger = take(context, size);
    size_t had = pointer == NULL ? 0 : *(size_t *)(void *)((char *)pointer - sizeof(max_align_t));

    if (larger == NULL || pointer == NULL)
        return larger;
    memcpy(larger, pointer, had < size ? had : size);
    give(context, pointer);
    return larger;
}

/* False after too many pages. */
static bool write_pages(fz_context *context, fz_document_writer *writer, fz_story *story)
{
    fz_rect media = fz_make_rect(0, 0, page_width, page_height), filled;
    fz_rect where = fz_make_rect(margin, margin, page_width - margin, page_height - margin);
    int more = 1, pages = 0;

    while (more && pages++ < PAGES_MOST) {
        fz_device *device = fz_begin_page(context, writer, media);

        more = fz_place_story(context, story, where, &filled);
        fz_draw_story(context, story, device, fz_identity);
        fz_end_page(context, writer);
    }
    return !more;
}

static bool convert(fz_context *context, fz_buffer *into, const struct tvx_buf *html)
{
    fz_document_writer *writer = NULL;
    fz_buffer *source = NULL;
    fz_story *story = NULL;
    fz_output *output = NULL;
    bool made = false;

    fz_var(writer);
    fz_var(source);
    fz_var(story);
    fz_var(output);
    fz_var(made);
    fz_try(context) {
        source = fz_new_buffer_from_copied_data(context, (const unsigned char *)html->data, html->length);
        story = fz_new_story(context, source, style, 10.5f, NULL);
        output = fz_new_output_with_buffer(context, into);
        writer = fz_new_pdf_writer_with_output(context, output, "compress");
        output = NULL; /* the writer's now */
        made = write_pages(context, writer, story);
        fz_close_document_writer(context, writer);
    }
    fz_always(context) {
        fz_drop_document_writer(context, writer);
        fz_drop_output(context, output);
        fz_drop_story(context, story);
        fz_drop_buffer(context, source);
    }
    fz_catch(context)
        made = false;
    return made;
}

static bool write_pdf(struct tvx_buf *out, const struct tvx_buf *html)
{
    struct memory memory = {0};
    fz_alloc_context allocator = {&memory, take, retake, give};
    fz_context *context = fz_new_context(&allocator, NULL, STORE);
    fz_buffer *into = NULL;
    bool made = false;

    if (context == NULL)
        return false;
    fz_set_error_callback(context, NULL, NULL); /* a library does not speak to the terminal */
    fz_set_warning_callback(context, NULL, NULL);
    show_pdf_faces(context);
    fz_var(into);
    fz_try(context)
        into = fz_new_buffer(context, 1 << 16);
    fz_catch(context)
        into = NULL;
    if (into != NULL && convert(context, into, html)) {
        unsigned char *bytes;
        size_t length = fz_buffer_storage(context, into, &bytes);

        tvx_buf_add(out, bytes, length);
        made = !out->failed && length > 0;
    }
    fz_drop_buffer(context, into);
    fz_drop_context(context);
    return made;
}

enum tvx_status brief_pdf(struct tvx_buf *out, const struct brief *brief, struct tvx_error *error)
{
    struct tvx_buf text;
    struct html page = {.out = &text, .root = "", .language = brief->language == NULL ? "en" : brief->language},
                *html = &page;
    bool made;

    tvx_buf_init(&text, HTML_CEILING);
    html_raw(html, "<!DOCTYPE html>\n<html");
    html_attribute(html, "lang", page.language);
    if (brief_rtl(brief))
        html_attribute(html, "dir", "rtl");
    html_raw(html, "><head><title>");
    html_text(html, brief->count == 0 ? "" : brief->blocks[0].cells[0]);
    html_raw(html, "</title></head><body>\n");
    brief_html_blocks(html, brief);
    html_raw(html, "</body></html>\n");
    made = !text.failed && write_pdf(out, &text);
    tvx_buf_free(&text);
    return made ? TVX_OK : tvx_error_set(error, TVX_E_LIMIT, "the PDF could not be made: the text is too long, or "
                                         "memory is short");
}

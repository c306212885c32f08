/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * libFuzzer program for instructions in prose: the input's lines up to the first empty one are a base text, those
 * behind it a document of instructions.  Holds that every quotation is the passage that it says it is, that
 * instructions come back from their stored form as they were, and that what cannot be applied has a reason.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/law/resolve.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_lines(struct tvx_document *document, const char *text, size_t length)
{
    while (length > 0) {
        const char *end = memchr(text, '\n', length);
        size_t line = end == NULL ? length : (size_t)(end - text);
        struct tvx_block *block = tvx_document_add_block(document, TVX_BLOCK_PARAGRAPH);
        char *clean = tvx_text_clean(document->arena, text, line);

        if (block == NULL || clean == NULL)
            return;
        block->table = -1;
        if (line > 0) {
            struct tvx_run *run = tvx_document_add_run(document, block, clean, strlen(clean), TVX_CHANGE_NONE);

            if (run != NULL && clean[0] == '_')
                run->format = TVX_FORMAT_ITALIC;
        }
        text += line + (end != NULL);
        length -= line + (end != NULL);
    }
}

static void check_stored(struct tvx_arena *arena, const struct tvx_proposal *p)
{
    struct tvx_instruction *items;
    struct tvx_buf buf, again;
    size_t count;

    tvx_buf_init(&buf, 1 << 20);
    tvx_buf_init(&again, 1 << 20);
    tvx_instructions_write(&buf, p->instructions, p->instruction_count);
    if (!buf.failed && tvx_instructions_read(&items, &count, arena, tvx_buf_text(&buf), NULL) == TVX_OK) {
        tvx_instructions_write(&again, items, count);
        if (!again.failed && strcmp(tvx_buf_text(&buf), tvx_buf_text(&again)) != 0)
            abort();
    }
    tvx_buf_free(&buf);
    tvx_buf_free(&again);
}

static void check(struct tvx_document *document, const struct tvx_contribution *c, const struct tvx_instrument *law)
{
    struct tvx_resolver_instrument stored = {law, "LAW", "1", NULL, true, NULL};
    struct tvx_resolver *resolver = tvx_resolver_new(document->arena, &stored, 1);

    for (size_t i = 0; resolver != NULL && i < c->count; i++) {
        const struct tvx_proposal *p = &c->proposals[i];
        struct tvx_resolution r;

        if (p->number == NULL || p->before == NULL || p->after == NULL || p->reasons == NULL || p->quote == NULL ||
            tvx_utf8_count(p->quote, strlen(p->quote)) != p->points)
            abort();
        if (p->instruction_count == 0)
            continue;
        check_stored(document->arena, p);
        if (tvx_resolve(&r, document->arena, resolver, p, "LAW", NULL) == TVX_OK && r.after == NULL && r.reason == NULL)
            abort();
        if (r.after != NULL && r.before == NULL)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh", ""};
    const char *text = (const char *)data;
    const uint8_t *gap = size > 16384 ? NULL : memmem(data, size, "\n\n", 2);
    struct tvx_document *base = tvx_document_new(64 << 20), *document = tvx_document_new(256 << 20);
    size_t head = gap == NULL ? 0 : (size_t)(gap - data);
    struct tvx_instrument law;
    struct tvx_contribution c;

    if (base != NULL && document != NULL && gap != NULL) {
        document->language = languages[size % (sizeof languages / sizeof *languages)];
        add_lines(base, text, head);
        add_lines(document, text + head + 2, size - head - 2);
        if (tvx_instrument_parse(&law, base->arena, base, NULL) == TVX_OK &&
            tvx_contribution_parse(&c, document->arena, document, NULL) == TVX_OK)
            check(document, &c, &law);
    }
    tvx_document_free(base);
    tvx_document_free(document);
    return 0;
}

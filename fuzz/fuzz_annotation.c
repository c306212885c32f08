/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as an annotation of the W3C model: taken or refused, and what is taken is clean and written out again. */
#include <stdlib.h>
#include <string.h>
#include <travaux/show/annotation.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void clean(const char *text)
{
    if (text != NULL && !tvx_utf8_valid(text, strlen(text)))
        abort();
}

/* What was read comes back from what is written of it. */
static void round_trip(struct tvx_arena *arena, struct tvx_annotation *a)
{
    struct tvx_annotation again;
    struct tvx_buf buf;
    struct tvx_json json;
    struct tvx_error error;
    const char *source;

    a->kind = "document";
    a->reference = a->reference == NULL ? "x" : a->reference;
    a->author = a->author == NULL ? "" : a->author;
    a->created = a->created == NULL ? "" : a->created;
    a->body = a->body == NULL ? "" : a->body;
    tvx_buf_init(&buf, 1 << 24);
    tvx_json_init(&json, &buf);
    tvx_json_annotation(&json, arena, a, NULL, true);
    if (!buf.failed) {
        if (tvx_annotation_read(&again, &source, arena, buf.data, buf.length, &error) != TVX_OK ||
            strcmp(again.uid, a->uid) != 0 || strcmp(again.selector.exact, a->selector.points > 0 && a->reply_to == NULL
                                                                               ? a->selector.exact : "") != 0)
            abort();
        if (a->reply_to == NULL && (again.sha256 == NULL || strcmp(again.sha256, a->sha256) != 0))
            abort();
    }
    tvx_buf_free(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(256 << 20);
    struct tvx_annotation a;
    struct tvx_error error;
    const char *source;

    if (tvx_annotation_read(&a, &source, arena, (const char *)data, size, &error) == TVX_OK) {
        const char *const texts[] = {a.body, a.author, a.created, a.reference, a.selector.exact, a.selector.prefix,
                                     a.selector.suffix, source};

        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            clean(texts[i]);
        if (!tvx_annotation_purpose_valid(a.purpose) || (a.uid != NULL && strlen(a.uid) != 32) ||
            (a.sha256 != NULL && strlen(a.sha256) != 64))
            abort();
        if (a.uid != NULL && (a.sha256 != NULL || a.reply_to != NULL))
            round_trip(arena, &a);
    }
    tvx_arena_free(arena);
    return 0;
}

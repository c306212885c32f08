/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A document's file as it came: handed over to be saved, never shown by the browser as a page of this site. */
#include "api.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/read/page_picture.h>
#include <travaux/text/utf8.h>

/* Media types of what travaux reads; HTML and whatever is not known come as bytes. */
static const char *type_of(const char *format)
{
    static const char *const types[][2] = {
        {"pdf", "application/pdf"},
        {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {"odt", "application/vnd.oasis.opendocument.text"},
        {"doc", "application/msword"},
        {"rtf", "application/rtf"},
        {"text", "text/plain; charset=utf-8"},
    };

    for (size_t i = 0; format != NULL && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i][0], format) == 0)
            return types[i][1];
    return "application/octet-stream";
}

/* Of a path the last step, without what a file system or a header could stumble over. */
static const char *file_name(struct tvx_arena *arena, const struct tvx_stored_document *document)
{
    const char *name = document->file, *slash;
    struct tvx_buf out;
    const char *kept;

    while ((slash = strpbrk(name, "/\\")) != NULL)
        name = slash + 1;
    tvx_buf_init(&out, 4096);
    for (size_t at = 0, length = strlen(name), next; at < length && out.length < 200; at = next) {
        uint32_t point;

        next = at;
        point = tvx_utf8_next(name, length, &next);
        if (point < 0x20 || point == 0x7f || (point >= 0x80 && point < 0xa0) || strchr("\"*:<>?|", (int)point) ||
            point == 0x200e || point == 0x200f || (point >= 0x202a && point <= 0x202e) ||
            (point >= 0x2066 && point <= 0x2069))
            tvx_buf_char(&out, '_');
        else
            tvx_buf_add(&out, name + at, next - at);
    }
    kept = out.failed || out.length == 0 || out.data[0] == '.'
               ? tvx_arena_printf(arena, "document-%lld", (long long)document->id)
               : tvx_arena_strndup(arena, out.data, out.length);
    tvx_buf_free(&out);
    return kept;
}

/* Both forms of RFC 6266: ASCII for old clients, RFC 8187 for the others. */
static const char *disposition(struct tvx_arena *arena, const char *name)
{
    char *plain = tvx_arena_strdup(arena, name);

    if (plain == NULL)
        return NULL;
    for (char *at = plain; *at != '\0'; at++)
        if ((unsigned char)*at >= 0x80 || *at == '%')
            *at = '_';
    return tvx_arena_printf(arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s", plain,
                            tvx_page_escape(arena, name));
}

static enum tvx_status hand_over(struct request *request, struct reply *reply,
                                 const struct tvx_stored_document *document)
{
    char *bytes = NULL;
    size_t length = 0;
    enum tvx_status status = tvx_store_bytes(request->store, &bytes, &length, document->id, &request->error);

    if (status != TVX_OK)
        return status;
    reply->type = type_of(document->format);
    reply_header(reply, MHD_HTTP_HEADER_CONTENT_DISPOSITION,
                 disposition(request->arena, file_name(request->arena, document)));
    reply_header(reply, "Content-Security-Policy", "sandbox"); /* beside that of every answer: both hold */
    tvx_buf_add(&reply->body, bytes, length);
    free(bytes);
    reply->keep = length < (size_t)1 << 20;
    return reply->body.failed ? tvx_error_nomem(&request->error) : TVX_OK;
}

API_ANSWER(api_document_original)
{
    const struct tvx_stored_document *document = NULL;
    enum tvx_status status = api_document_find(call, &document, call->argument);

    return status == TVX_OK ? hand_over(call->request, call->reply, document) : status;
}

/* A page of a PDF as it looks: /original/12/3.png */
static enum tvx_status picture(struct request *request, struct reply *reply,
                               const struct tvx_stored_document *document, int page)
{
    unsigned char *png = NULL;
    char *bytes = NULL;
    size_t length = 0, size = 0;
    enum tvx_status status;

    if (strcmp(document->format, "pdf") != 0)
        return tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such page.");
    status = tvx_store_bytes(request->store, &bytes, &length, document->id, &request->error);
    if (status == TVX_OK)
        status = tvx_read_page_picture(&png, &size, bytes, length, page, &request->error);
    if (status == TVX_OK) {
        reply->type = "image/png";
        reply->keep = true;
        tvx_buf_add(&reply->body, png, size);
    }
    free(png);
    free(bytes);
    return status;
}

/* The number at the beginning; *rest is behind it.  0 for none. */
static int64_t number_of(const char *text, const char **rest)
{
    size_t digits = strspn(text, "0123456789");

    *rest = text + digits;
    return digits == 0 || digits > 17 ? 0 : strtoll(text, NULL, 10);
}

/* /original/12, /original/12/3.png */
enum tvx_status original_handler(struct request *request, struct reply *reply)
{
    struct tvx_stored_document *items = NULL;
    struct tvx_filter filter = {.document = 0};
    bool open = request->role >= TVX_ROLE_READER;
    size_t count = 0;
    int64_t page = 0;
    const char *rest;
    enum tvx_status status = TVX_OK;

    filter.document = number_of(request->rest, &rest);
    if (*rest == '/') {
        page = number_of(rest + 1, &rest);
        if (page == 0 || page > 100000 || strcmp(rest, ".png") != 0)
            filter.document = 0;
    } else if (*rest != '\0') {
        filter.document = 0;
    }
    if (!open && filter.document > 0)
        status = tvx_store_published_document(request->store, &open, filter.document, &request->error);
    if (status == TVX_OK && open && filter.document > 0)
        status = tvx_store_documents(request->store, request->arena, &items, &count, &filter, &request->error);
    if (status == TVX_OK && count == 0)
        status = tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such page.");
    if (status != TVX_OK)
        return status;
    return page > 0 ? picture(request, reply, &items[0], (int)page) : hand_over(request, reply, &items[0]);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <limits.h>
#include <string.h>
#include <travaux/read/pack.h>
#include <travaux/text/utf8.h>

#include "protocol.h"

enum { TIMED_OUT = 1, STOPPED = 2, FAILED = 4 }; /* flags of ended */
enum { VERSION = 1, SAYS_DOCUMENT = 'D', SAYS_ERROR = 'E', SAYS_READ = 'R', SAYS_ENDED = 'E' };

static const char request_magic[] = "TVXR", ended_magic[] = "TVXE", answer_magic[] = "TVXA";

/* Whoever gives struct tvx_read_options a member gives the request one too, and then sets the new size here.
   `office` stays outside: its programs run beside the worker, never in it. */
_Static_assert(sizeof(struct tvx_read_options) == 2 * sizeof(size_t) + 8 + sizeof(struct tvx_office *),
               "a read option does not reach the worker");

static void put(struct tvx_buf *out, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        tvx_buf_char(out, (char)(unsigned char)(value >> (8 * i)));
}

static void put_header(struct tvx_buf *out, const char *magic, int kind, uint8_t first, uint8_t second)
{
    tvx_buf_add(out, magic, 4);
    put(out, VERSION, 1);
    put(out, (uint64_t)kind, 1);
    put(out, first, 1);
    put(out, second, 1);
}

/* The bytes of a message that are still to be read; `wrong` once there were too few or they were off. */
struct source {
    const unsigned char *at;
    size_t left;
    bool wrong;
};

static uint64_t get(struct source *source, unsigned bytes)
{
    uint64_t value = 0;

    if (source->left < bytes) {
        source->wrong = true;
        source->left = 0;
        return 0;
    }
    for (unsigned i = 0; i < bytes; i++)
        value |= (uint64_t)source->at[i] << (8 * i);
    source->at += bytes;
    source->left -= bytes;
    return value;
}

/* The kind, or 0 where magic or version are not ours. */
static int get_header(struct source *source, const char *magic, uint8_t *first, uint8_t *second)
{
    bool ours = source->left >= 8 && memcmp(source->at, magic, 4) == 0;
    int kind;

    get(source, 4);
    ours = get(source, 1) == VERSION && ours;
    kind = (int)get(source, 1);
    *first = (uint8_t)get(source, 1);
    *second = (uint8_t)get(source, 1);
    return ours ? kind : 0;
}

void tvx_request_write(struct tvx_buf *out, const struct tvx_request *request)
{
    size_t length = strlen(request->name);

    /* what a name is good for, its ending and what people call the file, is at its end */
    const char *name = request->name + (length > TVX_NAME_CEILING - 1 ? length - (TVX_NAME_CEILING - 1) : 0);

    put_header(out, request_magic, SAYS_READ, 0, 0);
    put(out, request->job, 4);
    put(out, request->options.seconds, 4);
    put(out, request->memory, 8);
    put(out, request->answer, 8);
    put(out, request->options.max_file, 8);
    put(out, request->options.max_document, 8);
    put(out, request->length, 8);
    put(out, strlen(name), 4);
    tvx_buf_add(out, name, strlen(name) + 1);
}

bool tvx_request_read(struct tvx_request *out, const char *bytes, size_t length)
{
    struct source source = {(const unsigned char *)bytes, length, false};
    uint8_t first, second;
    bool ours = get_header(&source, request_magic, &first, &second) == SAYS_READ && first == 0 && second == 0;
    uint64_t name;

    memset(out, 0, sizeof *out);
    out->job = (uint32_t)get(&source, 4);
    out->options.seconds = (unsigned)get(&source, 4);
    out->memory = get(&source, 8);
    out->answer = get(&source, 8);
    out->options.max_file = (size_t)get(&source, 8);
    out->options.max_document = (size_t)get(&source, 8);
    out->length = get(&source, 8);
    name = get(&source, 4);
    if (!ours || source.wrong || name >= TVX_NAME_CEILING || source.left != name + 1 || source.at[name] != '\0' ||
        memchr(source.at, '\0', (size_t)name) != NULL)
        return false;
    out->name = (const char *)source.at;
    return out->options.seconds > 0 && out->options.max_document > 0 && out->length <= out->options.max_file &&
           out->options.max_document <= SIZE_MAX / 2 && out->answer <= out->options.max_document;
}

void tvx_ended_write(struct tvx_buf *out, const struct tvx_ended *ended)
{
    unsigned flags =
        (ended->timed_out ? TIMED_OUT : 0u) | (ended->stopped ? STOPPED : 0u) | (ended->failed ? FAILED : 0u);

    put_header(out, ended_magic, SAYS_ENDED, (uint8_t)flags, 0);
    put(out, ended->job, 4);
    put(out, (uint32_t)ended->how, 4);
    put(out, ended->peak, 8);
}

bool tvx_ended_read(struct tvx_ended *out, const char *bytes, size_t length)
{
    struct source source = {(const unsigned char *)bytes, length, false};
    uint8_t flags, zero;
    bool ours = get_header(&source, ended_magic, &flags, &zero) == SAYS_ENDED;

    memset(out, 0, sizeof *out);
    out->timed_out = (flags & TIMED_OUT) != 0;
    out->stopped = (flags & STOPPED) != 0;
    out->failed = (flags & FAILED) != 0;
    out->job = (uint32_t)get(&source, 4);
    out->how = (int)(uint32_t)get(&source, 4);
    out->peak = get(&source, 8);
    return ours && flags <= (TIMED_OUT | STOPPED | FAILED) && zero == 0 && !source.wrong && source.left == 0;
}

void tvx_answer_write(struct tvx_buf *out, enum tvx_status status, const struct tvx_document *document,
                      const struct tvx_error *error)
{
    size_t start = out->length;

    put_header(out, answer_magic, status == TVX_OK ? SAYS_DOCUMENT : SAYS_ERROR, (uint8_t)status, 0);
    put(out, 0, 8);
    if (status == TVX_OK)
        tvx_document_pack(out, document);
    else
        tvx_buf_str(out, error->message);
    if (out->failed)
        return;
    for (unsigned i = 0; i < 8; i++)
        out->data[start + 8 + i] = (char)(unsigned char)((out->length - start - TVX_ANSWER_HEADER) >> (8 * i));
}

/* An error that the child sends is text from a process that may be hostile by now: only clean UTF-8 is passed on. */
static enum tvx_status read_error(enum tvx_status status, const char *bytes, size_t length, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    const char *text = "";

    if (arena != NULL && length > 0 && error != NULL && length < sizeof error->message)
        text = tvx_text_clean(arena, bytes, length);
    status = tvx_error_set(error, status, "%s", text == NULL || *text == '\0' ? "the reader gave no reason" : text);
    tvx_arena_free(arena);
    return status;
}

enum tvx_status tvx_answer_read(struct tvx_document **out, const char *bytes, size_t length, struct tvx_error *error)
{
    struct source source = {(const unsigned char *)bytes, length, false};
    uint8_t status, zero;
    int kind = get_header(&source, answer_magic, &status, &zero);
    uint64_t size = get(&source, 8);

    *out = NULL;
    if (!source.wrong && zero == 0 && size == source.left && kind == SAYS_DOCUMENT && status == TVX_OK)
        return tvx_document_unpack(out, (const char *)source.at, source.left, error);
    if (!source.wrong && zero == 0 && size == source.left && kind == SAYS_ERROR && status > TVX_OK &&
        status <= TVX_E_WORKSPACE)
        return read_error((enum tvx_status)status, (const char *)source.at, source.left, error);
    return tvx_error_set(error, TVX_E_MALFORMED, "the reader's message is damaged; the file was not taken");
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The worker's messages from both ends: any bytes as a child's answer and as the worker's report, which the program
 * reads, and as a request, which the worker reads.  What is understood must come out again as it went in.
 */
#include <string.h>

#include "fuzz_reading.h"
#include "protocol.h"

static void answer(const char *bytes, size_t size)
{
    struct tvx_document *document = NULL;
    struct tvx_error error = {TVX_OK, ""};
    enum tvx_status status = tvx_answer_read(&document, bytes, size, &error);

    if ((status == TVX_OK) != (document != NULL) || (status != TVX_OK && error.message[0] == '\0'))
        abort(); /* a document, or a reason */
    if (document != NULL)
        fuzz_use(document);
    tvx_document_free(document);
}

static void request(const char *bytes, size_t size)
{
    struct tvx_request request;
    struct tvx_buf again;

    if (!tvx_request_read(&request, bytes, size))
        return;
    if (strlen(request.name) >= TVX_NAME_CEILING || request.length > request.options.max_file)
        abort();
    tvx_buf_init(&again, TVX_REQUEST_CEILING);
    tvx_request_write(&again, &request);
    if (again.failed || again.length != size || memcmp(again.data, bytes, size) != 0)
        abort();
    tvx_buf_free(&again);
}

static void ended(const char *bytes, size_t size)
{
    struct tvx_ended ended;
    struct tvx_buf again;

    if (!tvx_ended_read(&ended, bytes, size))
        return;
    tvx_buf_init(&again, 64);
    tvx_ended_write(&again, &ended);
    if (again.failed || again.length != size || memcmp(again.data, bytes, size) != 0)
        abort();
    tvx_buf_free(&again);
}

/* The packed document that a child would send, wrapped as one: else hardly an input gets through the header. */
static void wrapped(const char *bytes, size_t size)
{
    struct tvx_buf whole;

    tvx_buf_init(&whole, size + TVX_ANSWER_HEADER);
    tvx_buf_add(&whole, "TVXA\1D\0\0", 8);
    for (unsigned i = 0; i < 8; i++)
        tvx_buf_char(&whole, (char)(unsigned char)((uint64_t)size >> (8 * i)));
    tvx_buf_add(&whole, bytes, size);
    answer(whole.data, whole.length);
    tvx_buf_free(&whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;

    answer(bytes, size);
    request(bytes, size);
    ended(bytes, size);
    wrapped(bytes, size);
    return 0;
}

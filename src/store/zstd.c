/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/base/buf.h>
#include <zstd.h>

#include "db.h"

enum { LEVEL = 3 }; /* 451 MB/s in; higher levels gain little on texts of this size */

enum tvx_status tvx_zstd_pack(char **out, size_t *out_length, const char *bytes, size_t length, struct tvx_error *error)
{
    size_t room = ZSTD_compressBound(length), got;

    *out_length = 0;
    *out = ZSTD_isError(room) ? NULL : malloc(room);
    if (*out == NULL)
        return tvx_error_nomem(error);
    got = ZSTD_compress(*out, room, bytes, length, LEVEL);
    if (ZSTD_isError(got)) {
        free(*out);
        *out = NULL;
        return tvx_error_set(error, TVX_E_NOMEM, "cannot compress: %s", ZSTD_getErrorName(got));
    }
    *out_length = got;
    return TVX_OK;
}

enum tvx_status tvx_zstd_unpack(char **out, const void *frame, size_t frame_length, size_t size, size_t ceiling,
                                struct tvx_error *error)
{
    unsigned long long told = ZSTD_getFrameContentSize(frame, frame_length);
    size_t got;

    *out = NULL;
    if (told != size) /* also when it is an error or not told: both are larger than any size */
        return tvx_db_damaged(error, "a compressed text has not the size it should have");
    if (size > ceiling)
        return tvx_error_set(error, TVX_E_LIMIT, "a stored text of %zu MB is over the limit of %zu MB", size >> 20,
                             ceiling >> 20);
    *out = malloc(size + 1);
    if (*out == NULL)
        return tvx_error_nomem(error);
    got = ZSTD_decompress(*out, size, frame, frame_length);
    if (got != size) {
        free(*out);
        *out = NULL;
        return tvx_db_damaged(error, "a compressed text cannot be read");
    }
    (*out)[size] = '\0';
    return TVX_OK;
}

enum tvx_status tvx_zstd_stream(char **out, size_t *out_length, const char *bytes, size_t length, size_t ceiling,
                                struct tvx_error *error)
{
    ZSTD_DCtx *context = ZSTD_createDCtx();
    ZSTD_inBuffer in = {bytes, length, 0};
    size_t room = ZSTD_DStreamOutSize(), left = 1;
    char *block = malloc(room);
    enum tvx_status status = TVX_OK;
    struct tvx_buf all;

    tvx_buf_init(&all, ceiling);
    if (context == NULL || block == NULL)
        status = tvx_error_nomem(error);
    while (status == TVX_OK && (in.pos < in.size || left != 0)) {
        ZSTD_outBuffer part = {block, room, 0};
        size_t before = in.pos;

        left = ZSTD_decompressStream(context, &part, &in);
        if (ZSTD_isError(left)) {
            status = tvx_error_set(error, TVX_E_MALFORMED, "not a readable .zst file: %s", ZSTD_getErrorName(left));
        } else if (left != 0 && part.pos == 0 && in.pos == before) {
            status = tvx_error_set(error, TVX_E_MALFORMED, "the .zst file is cut short");
        } else {
            tvx_buf_add(&all, block, part.pos);
            if (all.failed)
                status = tvx_error_set(error, TVX_E_LIMIT, "the .zst file unpacks to more than the limit of %zu MB",
                                       ceiling >> 20);
        }
    }
    tvx_buf_add(&all, "", 0);
    free(block);
    ZSTD_freeDCtx(context);
    if (status == TVX_OK && (all.failed || all.data == NULL))
        status = tvx_error_nomem(error);
    if (status != TVX_OK) {
        tvx_buf_free(&all);
        return status;
    }
    *out = all.data;
    *out_length = all.length;
    return TVX_OK;
}

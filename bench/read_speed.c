/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What reading in a child costs: one file read in this process and in a child, and the packing and unpacking of its
 * tree.  usage: bench-read-speed FILE [TIMES] [PACKED-OUTPUT]
 */
#include <stdio.h>
#include <stdlib.h>
#include <travaux/base/file.h>
#include <travaux/read/pack.h>
#include <travaux/read/read.h>

#include "clock.h"

static double least(double a, double b)
{
    return a < b ? a : b;
}

int main(int argc, char **argv)
{
    double direct = 1e9, child = 1e9, pack = 1e9, unpack = 1e9, begin;
    long times = argc > 2 ? strtol(argv[2], NULL, 10) : 5;
    struct tvx_error error = {TVX_OK, ""};
    struct tvx_document *document, *again;
    struct tvx_buf packed;
    size_t length;
    char *bytes;

    if (argc < 2 || tvx_file_read(&bytes, &length, argv[1], (size_t)1 << 30, &error) != TVX_OK) {
        fprintf(stderr, "%s\n", argc < 2 ? "usage: bench-read-speed FILE [TIMES] [PACKED-OUTPUT]" : error.message);
        return 2;
    }
    tvx_buf_init(&packed, (size_t)1 << 31);
    for (long i = 0; i < times; i++) {
        begin = wall_ms();
        if (tvx_read_in_process(&document, argv[1], bytes, length, NULL, &error) != TVX_OK) {
            fprintf(stderr, "%s\n", error.message);
            return 1;
        }
        direct = least(direct, wall_ms() - begin);
        tvx_buf_clear(&packed);
        begin = wall_ms();
        tvx_document_pack(&packed, document);
        pack = least(pack, wall_ms() - begin);
        tvx_document_free(document);
        begin = wall_ms();
        if (tvx_document_unpack(&again, packed.data, packed.length, &error) != TVX_OK)
            return 1;
        unpack = least(unpack, wall_ms() - begin);
        tvx_document_free(again);
        begin = wall_ms();
        if (tvx_read_bytes(&document, argv[1], bytes, length, NULL, &error) != TVX_OK)
            return 1;
        child = least(child, wall_ms() - begin);
        tvx_document_free(document);
    }
    printf(
        "in process %.2f ms, in a child %.2f ms; packing %.2f ms, unpacking %.2f ms, %zu bytes packed (best of %ld)\n",
        direct, child, pack, unpack, packed.length, times);
    if (argc > 3 && tvx_file_write(argv[3], packed.data, packed.length, &error) != TVX_OK)
        return 1;
    tvx_buf_free(&packed);
    free(bytes);
    return 0;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The bytes of a segment's first block, and little-endian numbers.  docs/index-format.md is the same in words.
 */
#ifndef REUSE_INDEX_LAYOUT_H
#define REUSE_INDEX_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

/* In the order in which they lie in the file; each begins at a multiple of eight. */
enum section {
    SECTION_GROUPS,
    SECTION_BUCKETS,
    SECTION_DOCUMENTS,
    SECTION_MARKS,
    SECTION_TERMS,
    SECTION_SUMS,
    SECTIONS
};

enum {
    HEAD_MAGIC = 0,     /* "TVXREUSE" */
    HEAD_VERSION = 8,   /* u32 */
    HEAD_BITS = 12,     /* u32: there are 2^bits buckets */
    HEAD_RECIPE = 16,   /* u64 */
    HEAD_LENGTH = 24,   /* u64: of the file */
    HEAD_GROUPS = 32,   /* u64 */
    HEAD_POSTINGS = 40, /* u64 */
    HEAD_PASSAGES = 48, /* u64 */
    HEAD_SECTIONS = 56, /* SECTIONS × (u64 offset, u64 length) */
    HEAD_SUMS_SUM = HEAD_SECTIONS + 16 * SECTIONS, /* u64: XXH3 of the section of checksums */
    HEAD_SUM = HEAD_SUMS_SUM + 8,                  /* u64: XXH3 of all before */
    HEAD_USED = HEAD_SUM + 8,

    DOCUMENT_BYTES = 32, /* u64 key, u64 stamp, u32 places, u32 bytes, u64 first mark */
    TERM_BYTES = 12,     /* u64 key, u32 passages */
    VARINT_BYTES = 10,
};

static const char segment_magic[8] = {'T', 'V', 'X', 'R', 'E', 'U', 'S', 'E'};

static inline void put_le(unsigned char *to, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        to[i] = (unsigned char)(number >> 8 * i);
}

static inline uint64_t get_le(const unsigned char *from, int bytes)
{
    uint64_t number = 0;

    for (int i = bytes; i-- > 0;)
        number = number << 8 | from[i];
    return number;
}

/* Seven bits a byte, the least first, the top bit set on all but the last (LEB128). */
static inline size_t put_varint(unsigned char *to, uint64_t number)
{
    size_t length = 0;

    for (; number >= 0x80; number >>= 7)
        to[length++] = (unsigned char)(number | 0x80);
    to[length++] = (unsigned char)number;
    return length;
}

/* Moves *at behind the number; NULL in *at when it runs over `end` or is longer than 64 bits. */
static inline uint64_t get_varint(const unsigned char **at, const unsigned char *end)
{
    uint64_t number = 0;

    for (unsigned shift = 0; *at < end && shift < 63; shift += 7) {
        unsigned char byte = *(*at)++;

        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return number;
    }
    *at = NULL;
    return 0;
}

#endif

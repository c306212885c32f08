/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every access goes through `take`, which knows which blocks have been compared with their checksums. */
#include "index_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "index_layout.h"

struct segment {
    char *path;
    unsigned char *bytes; /* mapped */
    uint64_t length;
    uint64_t sections[SECTIONS][2];
    uint64_t groups, postings, passages, sum;
    uint32_t bits, documents;
    _Atomic unsigned char *sound; /* by block: its checksum was right */
};

static enum tvx_status damaged(const struct segment *segment, const char *what, struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_MALFORMED, "%s: the index is damaged (%s)", segment->path, what);
}

static enum tvx_status check_block(struct segment *segment, uint64_t block, struct tvx_error *error)
{
    uint64_t start = block * SEGMENT_BLOCK, end = segment->sections[SECTION_SUMS][0];
    uint64_t length = end - start < SEGMENT_BLOCK ? end - start : SEGMENT_BLOCK;
    const unsigned char *sum = segment->bytes + end + 8 * block;

    if (block != 0 && XXH3_64bits_withSeed(segment->bytes + start, length, block) != get_le(sum, 8))
        return damaged(segment, "a checksum is wrong", error);
    atomic_store_explicit(&segment->sound[block], 1, memory_order_relaxed);
    return TVX_OK;
}

/* Bytes `at` … `at + length` of a section, their blocks compared; NULL in *out but TVX_OK never happens. */
static enum tvx_status take(struct segment *segment, const unsigned char **out, enum section section, uint64_t at,
                            uint64_t length, struct tvx_error *error)
{
    uint64_t start = segment->sections[section][0] + at, end = start + length;

    if (at > segment->sections[section][1] || length > segment->sections[section][1] - at)
        return damaged(segment, "an offset leads out of its section", error);
    *out = segment->bytes + start;
    for (uint64_t block = start / SEGMENT_BLOCK; length > 0 && block <= (end - 1) / SEGMENT_BLOCK; block++) {
        if (atomic_load_explicit(&segment->sound[block], memory_order_relaxed) == 0) {
            enum tvx_status status = check_block(segment, block, error);

            if (status != TVX_OK)
                return status;
        }
    }
    return TVX_OK;
}

/* ---- opening ---- */

static enum tvx_status read_sections(struct segment *segment, struct tvx_error *error)
{
    const unsigned char *head = segment->bytes;
    uint64_t behind = SEGMENT_BLOCK;

    for (int i = 0; i < SECTIONS; i++) {
        uint64_t offset = get_le(head + HEAD_SECTIONS + 16 * i, 8);
        uint64_t length = get_le(head + HEAD_SECTIONS + 16 * i + 8, 8);

        if (offset < behind || offset % 8 != 0 || offset > segment->length || length > segment->length - offset)
            return damaged(segment, "its parts overlap or lead out of the file", error);
        segment->sections[i][0] = offset;
        segment->sections[i][1] = length;
        behind = offset + length;
    }
    if (behind != segment->length || segment->bits < 1 || segment->bits > 32 ||
        segment->sections[SECTION_BUCKETS][1] != (((uint64_t)1 << segment->bits) + 1) * 8 ||
        segment->sections[SECTION_DOCUMENTS][1] % DOCUMENT_BYTES != 0 ||
        segment->sections[SECTION_DOCUMENTS][1] / DOCUMENT_BYTES > UINT32_MAX ||
        segment->sections[SECTION_MARKS][1] % 4 != 0 || segment->sections[SECTION_TERMS][1] % TERM_BYTES != 0 ||
        segment->sections[SECTION_SUMS][1] / 8 !=
            (segment->sections[SECTION_SUMS][0] + SEGMENT_BLOCK - 1) / SEGMENT_BLOCK)
        return damaged(segment, "its parts have not the length they should have", error);
    return TVX_OK;
}

static enum tvx_status read_head(struct segment *segment, struct tvx_error *error)
{
    const unsigned char *head = segment->bytes;
    enum tvx_status status;

    if (segment->length < SEGMENT_BLOCK || memcmp(head, segment_magic, sizeof segment_magic) != 0)
        return damaged(segment, "it does not begin as an index does", error);
    segment->sum = get_le(head + HEAD_SUM, 8);
    if (XXH3_64bits(head, HEAD_SUM) != segment->sum || get_le(head + HEAD_LENGTH, 8) != segment->length)
        return damaged(segment, "its head or its length is wrong", error);
    if (get_le(head + HEAD_VERSION, 4) != SEGMENT_VERSION || get_le(head + HEAD_RECIPE, 8) != tvx_shingle_recipe())
        return tvx_error_set(error, TVX_E_MALFORMED, "%s: another version of travaux made this index", segment->path);
    segment->bits = (uint32_t)get_le(head + HEAD_BITS, 4);
    segment->groups = get_le(head + HEAD_GROUPS, 8);
    segment->postings = get_le(head + HEAD_POSTINGS, 8);
    segment->passages = get_le(head + HEAD_PASSAGES, 8);
    status = read_sections(segment, error);
    if (status != TVX_OK)
        return status;
    segment->documents = (uint32_t)(segment->sections[SECTION_DOCUMENTS][1] / DOCUMENT_BYTES);
    if (XXH3_64bits(segment->bytes + segment->sections[SECTION_SUMS][0], segment->sections[SECTION_SUMS][1]) !=
        get_le(head + HEAD_SUMS_SUM, 8))
        return damaged(segment, "the checksums are damaged", error);
    segment->sound = calloc(segment->sections[SECTION_SUMS][1] / 8 + 1, 1);
    return segment->sound == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static enum tvx_status map_file(struct segment *segment, struct tvx_error *error)
{
    int file = open(segment->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat about;
    enum tvx_status status = TVX_OK;

    if (file < 0)
        return tvx_error_set(error, errno == ENOENT ? TVX_E_NOTFOUND : TVX_E_IO, "%s: cannot open the index: %s",
                             segment->path, strerror(errno));
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size < SEGMENT_BLOCK) {
        status = damaged(segment, "it is too short", error);
    } else {
        segment->length = (uint64_t)about.st_size;
        segment->bytes = mmap(NULL, segment->length, PROT_READ, MAP_SHARED, file, 0);
        if (segment->bytes == MAP_FAILED) {
            segment->bytes = NULL;
            status = tvx_error_set(error, TVX_E_IO, "%s: cannot map the index: %s", segment->path, strerror(errno));
        }
    }
    close(file);
    return status;
}

enum tvx_status tvx_segment_open(struct segment **out, const char *path, struct tvx_error *error)
{
    struct segment *segment = calloc(1, sizeof *segment);
    enum tvx_status status;

    *out = NULL;
    if (segment == NULL || (segment->path = strdup(path)) == NULL) {
        free(segment);
        return tvx_error_nomem(error);
    }
    status = map_file(segment, error);
    if (status == TVX_OK)
        status = read_head(segment, error);
    if (status != TVX_OK) {
        tvx_segment_close(segment);
        return status;
    }
    *out = segment;
    return TVX_OK;
}

void tvx_segment_close(struct segment *segment)
{
    if (segment == NULL)
        return;
    if (segment->bytes != NULL)
        munmap(segment->bytes, segment->length);
    free((void *)segment->sound);
    free(segment->path);
    free(segment);
}

uint64_t tvx_segment_sum(const struct segment *segment) { return segment->sum; }
uint64_t tvx_segment_size(const struct segment *segment) { return segment->length; }
uint64_t tvx_segment_postings(const struct segment *segment) { return segment->postings; }
uint64_t tvx_segment_passages(const struct segment *segment) { return segment->passages; }
uint32_t tvx_segment_documents(const struct segment *segment) { return segment->documents; }
uint32_t tvx_segment_buckets(const struct segment *segment) { return (uint32_t)1 << segment->bits; }
uint64_t tvx_segment_marks(const struct segment *segment) { return segment->sections[SECTION_MARKS][1] / 4; }

enum tvx_status tvx_segment_check(struct segment *segment, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (uint64_t block = 0; block < segment->sections[SECTION_SUMS][1] / 8 && status == TVX_OK; block++)
        status = check_block(segment, block, error);
    return status;
}

/* ---- documents and words ---- */

enum tvx_status tvx_segment_document(struct segment *segment, struct segment_document *out, uint32_t number,
                                     struct tvx_error *error)
{
    const unsigned char *at;
    enum tvx_status status =
        take(segment, &at, SECTION_DOCUMENTS, (uint64_t)number * DOCUMENT_BYTES, DOCUMENT_BYTES, error);

    if (status == TVX_OK)
        *out = (struct segment_document){get_le(at, 8), get_le(at + 8, 8), (uint32_t)get_le(at + 16, 4),
                                         (uint32_t)get_le(at + 20, 4), get_le(at + 24, 8)};
    return status;
}

enum tvx_status tvx_segment_mark(struct segment *segment, uint32_t *out, uint64_t number, struct tvx_error *error)
{
    const unsigned char *at;
    enum tvx_status status = number > UINT64_MAX / 4 ? damaged(segment, "a mark is out of range", error)
                                                     : take(segment, &at, SECTION_MARKS, number * 4, 4, error);

    if (status == TVX_OK)
        *out = (uint32_t)get_le(at, 4);
    return status;
}

enum tvx_status tvx_segment_bytes(struct segment *segment, uint32_t *start, uint32_t *end, uint32_t document,
                                  uint32_t first, uint32_t last, struct tvx_error *error)
{
    struct segment_document about;
    uint32_t behind = last / SHINGLE_MARK + 1;
    enum tvx_status status = tvx_segment_document(segment, &about, document, error);

    *start = *end = 0;
    if (status != TVX_OK)
        return status;
    if (first > last || last >= about.places)
        return damaged(segment, "a place lies behind the end of its text", error);
    status = tvx_segment_mark(segment, start, about.first_mark + first / SHINGLE_MARK, error);
    *end = about.bytes;
    if (status == TVX_OK && (uint64_t)behind * SHINGLE_MARK < about.places)
        status = tvx_segment_mark(segment, end, about.first_mark + behind, error);
    if (status == TVX_OK && (*start > *end || *end > about.bytes))
        return damaged(segment, "a mark lies outside its text", error);
    return status;
}

enum tvx_status tvx_segment_term(struct segment *segment, uint32_t *passages, uint64_t key, struct tvx_error *error)
{
    uint64_t low = 0, high = segment->sections[SECTION_TERMS][1] / TERM_BYTES;
    enum tvx_status status = TVX_OK;

    *passages = 0;
    while (low < high && status == TVX_OK) {
        uint64_t middle = low + (high - low) / 2;
        const unsigned char *at;

        status = take(segment, &at, SECTION_TERMS, middle * TERM_BYTES, TERM_BYTES, error);
        if (status != TVX_OK)
            break;
        if (get_le(at, 8) == key) {
            *passages = (uint32_t)get_le(at + 8, 4);
            break;
        }
        if (get_le(at, 8) < key)
            low = middle + 1;
        else
            high = middle;
    }
    return status;
}

enum tvx_status tvx_segment_terms(struct segment *segment, const unsigned char **bytes, uint64_t *terms,
                                  struct tvx_error *error)
{
    *terms = segment->sections[SECTION_TERMS][1] / TERM_BYTES;
    return take(segment, bytes, SECTION_TERMS, 0, segment->sections[SECTION_TERMS][1], error);
}

/* ---- groups ---- */

static enum tvx_status bucket_bytes(struct segment *segment, const unsigned char **at, const unsigned char **end,
                                    uint32_t bucket, struct tvx_error *error)
{
    const unsigned char *entry;
    uint64_t from, to;
    enum tvx_status status = take(segment, &entry, SECTION_BUCKETS, (uint64_t)bucket * 8, 16, error);

    if (status != TVX_OK)
        return status;
    from = get_le(entry, 8);
    to = get_le(entry + 8, 8);
    if (from > to)
        return damaged(segment, "a bucket ends before it begins", error);
    status = take(segment, at, SECTION_GROUPS, from, to - from, error);
    if (status == TVX_OK)
        *end = *at + (to - from);
    return status;
}

static enum tvx_status open_bucket(struct group_reader *reader, struct tvx_error *error)
{
    reader->hash = (uint64_t)reader->bucket << (SHINGLE_BITS - reader->segment->bits);
    return bucket_bytes(reader->segment, &reader->at, &reader->end, reader->bucket, error);
}

enum tvx_status tvx_groups_open(struct group_reader *reader, struct segment *segment, uint32_t first, uint32_t end,
                                struct tvx_error *error)
{
    reader->segment = segment;
    reader->bucket = first;
    reader->last_bucket = end;
    reader->at = reader->end = NULL;
    return first < end ? open_bucket(reader, error) : TVX_OK;
}

/* The documents of the group whose head was read; `keep` false passes over them. */
static bool read_postings(struct group_reader *reader, bool keep)
{
    struct group *group = &reader->group;
    uint64_t document = 0;

    if (group->documents > SEGMENT_STORED)
        return false;
    for (uint32_t i = 0; i < group->documents && reader->at != NULL; i++) {
        uint64_t delta = get_varint(&reader->at, reader->end);
        uint64_t place = reader->at == NULL ? 0 : get_varint(&reader->at, reader->end), more = 0;

        if (reader->at == NULL || (i > 0 && delta == 0) || delta >= reader->segment->documents - document)
            return false;
        document += delta;
        if (place & 1) {
            more = get_varint(&reader->at, reader->end);
            if (reader->at == NULL || more == 0 || more > UINT32_MAX)
                return false;
        }
        if ((place >> 2) + more > UINT32_MAX)
            return false;
        if (!keep)
            continue;
        reader->postings[group->count++] = (struct posting){(uint32_t)document, (uint32_t)(place >> 2), place & 2};
        if (more != 0)
            reader->postings[group->count++] =
                (struct posting){(uint32_t)document, (uint32_t)((place >> 2) + more), place & 2};
    }
    return reader->at != NULL;
}

/* `wanted`: only of this hash are the postings kept. */
static enum tvx_status read_group(struct group_reader *reader, const uint64_t *wanted, struct tvx_error *error)
{
    uint64_t delta = get_varint(&reader->at, reader->end), documents;
    uint32_t shift = SHINGLE_BITS - reader->segment->bits;

    documents = reader->at == NULL ? 0 : get_varint(&reader->at, reader->end);
    if (reader->at == NULL || delta >> SHINGLE_BITS != 0 || (reader->hash + delta) >> shift != reader->bucket ||
        documents < 2 || documents >> 1 > UINT32_MAX)
        return damaged(reader->segment, "a shingle does not fit its bucket", error);
    reader->hash += delta;
    reader->group = (struct group){.hash = reader->hash, .documents = (uint32_t)(documents >> 1),
                                   .postings = reader->postings};
    if ((documents & 1) && !read_postings(reader, wanted == NULL || *wanted == reader->hash))
        return damaged(reader->segment, "a list of places is broken", error);
    return TVX_OK;
}

enum tvx_status tvx_groups_next(struct group_reader *reader, bool *found, struct tvx_error *error)
{
    *found = false;
    while (reader->at == reader->end) {
        enum tvx_status status;

        if (reader->bucket + 1 >= reader->last_bucket)
            return TVX_OK;
        reader->bucket++;
        status = open_bucket(reader, error);
        if (status != TVX_OK)
            return status;
    }
    *found = true;
    return read_group(reader, NULL, error);
}

enum tvx_status tvx_groups_find(struct group_reader *reader, struct segment *segment, bool *found, uint64_t hash,
                                struct tvx_error *error)
{
    enum tvx_status status;

    *found = false;
    reader->segment = segment;
    reader->bucket = (uint32_t)(hash >> (SHINGLE_BITS - segment->bits));
    status = open_bucket(reader, error);
    while (status == TVX_OK && reader->at < reader->end && !*found) {
        status = read_group(reader, &hash, error);
        if (status != TVX_OK || reader->hash > hash)
            break;
        *found = reader->hash == hash;
    }
    return status;
}

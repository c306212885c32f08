/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Blocks are copied out of the file when they are first asked for, into memory reserved where they would be
 * mapped, and compared with their checksums there.  Mapping the file itself is as quick, but another process that cuts
 * the file short would end this one, and one that writes into it would change what had been found sound.  Every access
 * by place goes through `take`, which knows which blocks are there; passes over all groups read through a window of
 * their own, so that a large index does not come to lie in memory.
 */
#include "index_file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "index_layout.h"

enum { WINDOW_BYTES = 32 * SEGMENT_BLOCK, CHECK_BYTES = 256 * SEGMENT_BLOCK };

struct segment {
    char *path;
    int file;
    unsigned char *bytes; /* as many as the file has, filled block by block */
    uint64_t length;
    uint64_t sections[SECTIONS][2];
    uint64_t groups, postings, passages, sum;
    uint32_t bits, documents;
    pthread_mutex_t lock;         /* of those who copy a block */
    _Atomic unsigned char *sound; /* by block: it is in memory, and its checksum was right */
};

static enum tvx_status damaged(const struct segment *segment, const char *what, struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_MALFORMED, "%s: the index is damaged (%s)", segment->path, what);
}

static enum tvx_status read_bytes(const struct segment *segment, unsigned char *to, uint64_t at, uint64_t length,
                                  struct tvx_error *error)
{
    while (length > 0) {
        ssize_t got = pread(segment->file, to, length, (off_t)at);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tvx_error_set(error, TVX_E_IO, "%s: cannot read the index: %s", segment->path, strerror(errno));
        if (got == 0)
            return damaged(segment, "it was cut short", error);
        to += got;
        at += (uint64_t)got;
        length -= (uint64_t)got;
    }
    return TVX_OK;
}

static uint64_t block_end(const struct segment *segment, uint64_t block)
{
    uint64_t end = (block + 1) * SEGMENT_BLOCK, last = segment->sections[SECTION_SUMS][0];

    return end < last ? end : last;
}

/* Blocks `first` … of `bytes`, that many of them, against their checksums; the head has one of its own. */
static enum tvx_status compare_blocks(const struct segment *segment, const unsigned char *bytes, uint64_t first,
                                      uint64_t count, struct tvx_error *error)
{
    const unsigned char *sums = segment->bytes + segment->sections[SECTION_SUMS][0];

    for (uint64_t block = first; block < first + count; block++) {
        uint64_t length = block_end(segment, block) - block * SEGMENT_BLOCK;

        if (block != 0 && XXH3_64bits_withSeed(bytes + (block - first) * SEGMENT_BLOCK, length, block) !=
                              get_le(sums + 8 * block, 8))
            return damaged(segment, "a checksum is wrong", error);
    }
    return TVX_OK;
}

static enum tvx_status fetch_block(struct segment *segment, uint64_t block, struct tvx_error *error)
{
    uint64_t start = block * SEGMENT_BLOCK;
    enum tvx_status status = TVX_OK;

    pthread_mutex_lock(&segment->lock);
    if (atomic_load_explicit(&segment->sound[block], memory_order_relaxed) == 0) { /* nobody was faster */
        status = read_bytes(segment, segment->bytes + start, start, block_end(segment, block) - start, error);
        if (status == TVX_OK)
            status = compare_blocks(segment, segment->bytes + start, block, 1, error);
        if (status == TVX_OK)
            atomic_store_explicit(&segment->sound[block], 1, memory_order_release);
    }
    pthread_mutex_unlock(&segment->lock);
    return status;
}

static enum tvx_status check_range(const struct segment *segment, enum section section, uint64_t at, uint64_t length,
                                   struct tvx_error *error)
{
    if (at > segment->sections[section][1] || length > segment->sections[section][1] - at)
        return damaged(segment, "an offset leads out of its section", error);
    return TVX_OK;
}

/* Bytes `at` … `at + length` of a section, their blocks compared; NULL in *out but TVX_OK never happens. */
static enum tvx_status take(struct segment *segment, const unsigned char **out, enum section section, uint64_t at,
                            uint64_t length, struct tvx_error *error)
{
    uint64_t start = segment->sections[section][0] + at, end = start + length;
    enum tvx_status status = check_range(segment, section, at, length, error);

    if (status != TVX_OK)
        return status;
    *out = segment->bytes + start;
    for (uint64_t block = start / SEGMENT_BLOCK; length > 0 && block <= (end - 1) / SEGMENT_BLOCK; block++)
        if (atomic_load_explicit(&segment->sound[block], memory_order_acquire) == 0) {
            status = fetch_block(segment, block, error);
            if (status != TVX_OK)
                return status;
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
    enum tvx_status status = read_bytes(segment, segment->bytes, 0, SEGMENT_BLOCK, error);

    if (status != TVX_OK)
        return status;
    if (memcmp(head, segment_magic, sizeof segment_magic) != 0)
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
    status = read_bytes(segment, segment->bytes + segment->sections[SECTION_SUMS][0],
                        segment->sections[SECTION_SUMS][0], segment->sections[SECTION_SUMS][1], error);
    if (status != TVX_OK)
        return status;
    if (XXH3_64bits(segment->bytes + segment->sections[SECTION_SUMS][0], segment->sections[SECTION_SUMS][1]) !=
        get_le(head + HEAD_SUMS_SUM, 8))
        return damaged(segment, "the checksums are damaged", error);
    segment->sound = calloc(segment->sections[SECTION_SUMS][1] / 8 + 1, 1);
    return segment->sound == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static enum tvx_status open_file(struct segment *segment, struct tvx_error *error)
{
    struct stat about;

    segment->file = open(segment->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (segment->file < 0)
        return tvx_error_set(error, errno == ENOENT ? TVX_E_NOTFOUND : TVX_E_IO, "%s: cannot open the index: %s",
                             segment->path, strerror(errno));
    if (fstat(segment->file, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size < SEGMENT_BLOCK)
        return damaged(segment, "it is too short", error);
    segment->length = (uint64_t)about.st_size;
    segment->bytes = mmap(NULL, segment->length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                          -1, 0);
    if (segment->bytes == MAP_FAILED) {
        segment->bytes = NULL;
        return tvx_error_nomem(error);
    }
    return TVX_OK;
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
    segment->file = -1;
    pthread_mutex_init(&segment->lock, NULL);
    status = open_file(segment, error);
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
    if (segment->file >= 0)
        close(segment->file);
    pthread_mutex_destroy(&segment->lock);
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
    uint64_t end = segment->sections[SECTION_SUMS][0];
    unsigned char *bytes = malloc(CHECK_BYTES);
    enum tvx_status status = bytes == NULL ? tvx_error_nomem(error) : TVX_OK;

    for (uint64_t at = 0; at < end && status == TVX_OK; at += CHECK_BYTES) {
        uint64_t length = end - at < CHECK_BYTES ? end - at : CHECK_BYTES;

        status = read_bytes(segment, bytes, at, length, error);
        if (status == TVX_OK)
            status = compare_blocks(segment, bytes, at / SEGMENT_BLOCK, (length + SEGMENT_BLOCK - 1) / SEGMENT_BLOCK,
                                    error);
    }
    free(bytes);
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

static enum tvx_status bucket_range(struct segment *segment, uint64_t *from, uint64_t *length, uint32_t bucket,
                                    struct tvx_error *error)
{
    const unsigned char *entry;
    uint64_t to;
    enum tvx_status status = take(segment, &entry, SECTION_BUCKETS, (uint64_t)bucket * 8, 16, error);

    if (status != TVX_OK)
        return status;
    *from = get_le(entry, 8);
    to = get_le(entry + 8, 8);
    if (*from > to)
        return damaged(segment, "a bucket ends before it begins", error);
    *length = to - *from;
    return TVX_OK;
}

/* Moves the reader's window over these bytes of the section of groups. */
static enum tvx_status look(struct group_reader *reader, uint64_t at, uint64_t length, struct tvx_error *error)
{
    struct segment *segment = reader->segment;
    uint64_t last = segment->sections[SECTION_SUMS][0], start, end;
    enum tvx_status status = check_range(segment, SECTION_GROUPS, at, length, error);

    at += segment->sections[SECTION_GROUPS][0];
    if (status != TVX_OK)
        return status;
    if (reader->window == NULL || at < reader->window_start ||
        at + length > reader->window_start + reader->window_length) {
        start = at / SEGMENT_BLOCK * SEGMENT_BLOCK;
        end = (at + length + SEGMENT_BLOCK - 1) / SEGMENT_BLOCK * SEGMENT_BLOCK;
        end = end < start + WINDOW_BYTES ? start + WINDOW_BYTES : end;
        end = end < last ? end : last;
        if (end - start > reader->window_capacity) {
            unsigned char *window = realloc(reader->window, end - start);

            if (window == NULL)
                return tvx_error_nomem(error);
            reader->window = window;
            reader->window_capacity = end - start;
        }
        reader->window_length = 0;
        status = read_bytes(segment, reader->window, start, end - start, error);
        if (status == TVX_OK)
            status = compare_blocks(segment, reader->window, start / SEGMENT_BLOCK,
                                    (end - start + SEGMENT_BLOCK - 1) / SEGMENT_BLOCK, error);
        if (status != TVX_OK)
            return status;
        reader->window_start = start;
        reader->window_length = end - start;
    }
    reader->at = reader->window + (at - reader->window_start);
    reader->end = reader->at + length;
    return TVX_OK;
}

static void begin_bucket(struct group_reader *reader)
{
    reader->hash = (uint64_t)reader->bucket << (SHINGLE_BITS - reader->segment->bits);
}

/* The next bucket of a pass over many. */
static enum tvx_status open_bucket(struct group_reader *reader, struct tvx_error *error)
{
    uint64_t from, length;
    enum tvx_status status = bucket_range(reader->segment, &from, &length, reader->bucket, error);

    begin_bucket(reader);
    return status == TVX_OK ? look(reader, from, length, error) : status;
}

enum tvx_status tvx_groups_open(struct group_reader *reader, struct segment *segment, uint32_t first, uint32_t end,
                                struct tvx_error *error)
{
    if (reader->segment != segment)
        reader->window_length = 0;
    reader->segment = segment;
    reader->bucket = first;
    reader->last_bucket = end;
    reader->at = reader->end = NULL;
    return first < end ? open_bucket(reader, error) : TVX_OK;
}

void tvx_groups_close(struct group_reader *reader)
{
    free(reader->window);
    reader->window = NULL;
    reader->window_length = reader->window_capacity = 0;
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
    uint64_t from, length;
    enum tvx_status status;

    *found = false;
    reader->segment = segment;
    reader->bucket = (uint32_t)(hash >> (SHINGLE_BITS - segment->bits));
    begin_bucket(reader);
    status = bucket_range(segment, &from, &length, reader->bucket, error);
    if (status == TVX_OK)
        status = take(segment, &reader->at, SECTION_GROUPS, from, length, error);
    if (status == TVX_OK)
        reader->end = reader->at + length;
    while (status == TVX_OK && reader->at < reader->end && !*found) {
        status = read_group(reader, &hash, error);
        if (status != TVX_OK || reader->hash > hash)
            break;
        *found = reader->hash == hash;
    }
    return status;
}

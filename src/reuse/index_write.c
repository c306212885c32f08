/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The file is written once from front to back through a buffer, the checksum of each block being taken on the way; the
 * first block comes last, so that a file cut short has none.  It gets its name by rename after fsync.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/base/buf.h>
#include <unistd.h>
#include <xxhash.h>

#include "index_file.h"
#include "index_layout.h"

enum { WRITE_BYTES = 256 * SEGMENT_BLOCK, GROUPS_A_BUCKET = 48, LEAST_BITS = 4, MOST_BITS = 26 };

struct segment_writer {
    char *path, *draft;
    int file;
    unsigned char *buffer;
    size_t used;
    uint64_t length; /* of the file, buffer included */
    uint64_t *sums;
    size_t sum_count, sum_capacity;
    uint64_t *buckets; /* offset in the section of groups at which each begins, and the end */
    uint32_t bits, bucket;
    uint64_t last_hash, groups, postings;
    uint64_t sections[SECTIONS][2];
    unsigned char group[64 + GROUP_POSTINGS * 2 * VARINT_BYTES];
};

static enum tvx_status cannot_write(const struct segment_writer *writer, struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_IO, "%s: cannot write the index: %s", writer->draft, strerror(errno));
}

static enum tvx_status write_at(struct segment_writer *writer, const unsigned char *bytes, size_t length, uint64_t at,
                                struct tvx_error *error)
{
    while (length > 0) {
        ssize_t wrote = pwrite(writer->file, bytes, length, (off_t)at);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return cannot_write(writer, error);
        bytes += wrote;
        at += (uint64_t)wrote;
        length -= (size_t)wrote;
    }
    return TVX_OK;
}

static enum tvx_status flush(struct segment_writer *writer, struct tvx_error *error)
{
    uint64_t start = writer->length - writer->used;

    for (size_t at = 0; at < writer->used; at += SEGMENT_BLOCK) {
        size_t length = writer->used - at < SEGMENT_BLOCK ? writer->used - at : SEGMENT_BLOCK;

        if (writer->sum_count == writer->sum_capacity) {
            size_t capacity = writer->sum_capacity == 0 ? 1024 : 2 * writer->sum_capacity;
            uint64_t *sums = realloc(writer->sums, capacity * sizeof *sums);

            if (sums == NULL)
                return tvx_error_nomem(error);
            writer->sums = sums;
            writer->sum_capacity = capacity;
        }
        writer->sums[writer->sum_count++] =
            XXH3_64bits_withSeed(writer->buffer + at, length, (start + at) / SEGMENT_BLOCK);
    }
    writer->used = 0;
    return write_at(writer, writer->buffer, (size_t)(writer->length - start), start, error);
}

static enum tvx_status put(struct segment_writer *writer, const void *bytes, size_t length, struct tvx_error *error)
{
    const unsigned char *from = bytes;

    while (length > 0) {
        size_t room = WRITE_BYTES - writer->used, here = length < room ? length : room;

        memcpy(writer->buffer + writer->used, from, here);
        writer->used += here;
        writer->length += here;
        from += here;
        length -= here;
        if (writer->used == WRITE_BYTES) {
            enum tvx_status status = flush(writer, error);

            if (status != TVX_OK)
                return status;
        }
    }
    return TVX_OK;
}

static enum tvx_status begin_section(struct segment_writer *writer, enum section section, struct tvx_error *error)
{
    static const unsigned char zeros[8];
    enum tvx_status status = put(writer, zeros, -writer->length & 7, error);

    writer->sections[section][0] = writer->length;
    return status;
}

static void end_section(struct segment_writer *writer, enum section section)
{
    writer->sections[section][1] = writer->length - writer->sections[section][0];
}

enum tvx_status tvx_segment_create(struct segment_writer **out, const char *path, uint64_t records,
                                   struct tvx_error *error)
{
    struct segment_writer *writer = calloc(1, sizeof *writer);
    size_t room = strlen(path) + sizeof ".draft";

    *out = NULL;
    if (writer == NULL)
        return tvx_error_nomem(error);
    writer->file = -1;
    for (writer->bits = LEAST_BITS; writer->bits < MOST_BITS && records >> writer->bits > GROUPS_A_BUCKET;)
        writer->bits++;
    writer->path = strdup(path);
    writer->draft = malloc(room);
    writer->buffer = calloc(1, WRITE_BYTES);
    writer->buckets = calloc(((size_t)1 << writer->bits) + 1, sizeof *writer->buckets);
    if (writer->path == NULL || writer->draft == NULL || writer->buffer == NULL || writer->buckets == NULL) {
        tvx_segment_abandon(writer);
        return tvx_error_nomem(error);
    }
    snprintf(writer->draft, room, "%s.draft", path);
    writer->file = open(writer->draft, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (writer->file < 0) {
        enum tvx_status status = cannot_write(writer, error);

        tvx_segment_abandon(writer);
        return status;
    }
    writer->used = writer->length = SEGMENT_BLOCK; /* the head, written at the end */
    writer->sections[SECTION_GROUPS][0] = writer->length;
    *out = writer;
    return TVX_OK;
}

void tvx_segment_abandon(struct segment_writer *writer)
{
    if (writer == NULL)
        return;
    if (writer->file >= 0) {
        close(writer->file);
        unlink(writer->draft);
    }
    free(writer->path);
    free(writer->draft);
    free(writer->buffer);
    free(writer->buckets);
    free(writer->sums);
    free(writer);
}

static void open_bucket(struct segment_writer *writer, uint32_t bucket)
{
    while (writer->bucket < bucket)
        writer->buckets[++writer->bucket] = writer->length - writer->sections[SECTION_GROUPS][0];
}

enum tvx_status tvx_segment_group(struct segment_writer *writer, const struct group *group, struct tvx_error *error)
{
    uint32_t bucket = (uint32_t)(group->hash >> (SHINGLE_BITS - writer->bits));
    unsigned char *to = writer->group;
    uint32_t document = 0;

    if (bucket > writer->bucket) {
        open_bucket(writer, bucket);
        writer->last_hash = (uint64_t)bucket << (SHINGLE_BITS - writer->bits);
    }
    to += put_varint(to, group->hash - writer->last_hash);
    to += put_varint(to, (uint64_t)group->documents << 1 | (group->count > 0));
    for (size_t i = 0; i < group->count; i++) {
        const struct posting *posting = &group->postings[i];
        bool again = i > 0 && posting->document == document, more;

        more = i + 1 < group->count && group->postings[i + 1].document == posting->document;
        if (again) {
            to += put_varint(to, posting->place - group->postings[i - 1].place);
            continue;
        }
        to += put_varint(to, posting->document - document);
        to += put_varint(to, (uint64_t)posting->place << 2 | (posting->often ? 2 : 0) | more);
        document = posting->document;
    }
    writer->last_hash = group->hash;
    writer->groups++;
    writer->postings += group->count;
    return put(writer, writer->group, (size_t)(to - writer->group), error);
}

/* ---- the sections behind the groups ---- */

static enum tvx_status put_number(struct segment_writer *writer, uint64_t number, int bytes, struct tvx_error *error)
{
    unsigned char le[8];

    put_le(le, number, bytes);
    return put(writer, le, (size_t)bytes, error);
}

static enum tvx_status put_buckets(struct segment_writer *writer, struct tvx_error *error)
{
    size_t count = ((size_t)1 << writer->bits) + 1;
    enum tvx_status status = begin_section(writer, SECTION_BUCKETS, error);

    for (size_t i = 0; i < count && status == TVX_OK; i++)
        status = put_number(writer, writer->buckets[i], 8, error);
    end_section(writer, SECTION_BUCKETS);
    return status;
}

static enum tvx_status put_documents(struct segment_writer *writer, const struct segment_document *documents,
                                     size_t count, struct tvx_error *error)
{
    enum tvx_status status = begin_section(writer, SECTION_DOCUMENTS, error);

    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        unsigned char le[DOCUMENT_BYTES];

        put_le(le, documents[i].key, 8);
        put_le(le + 8, documents[i].stamp, 8);
        put_le(le + 16, documents[i].places, 4);
        put_le(le + 20, documents[i].bytes, 4);
        put_le(le + 24, documents[i].first_mark, 8);
        status = put(writer, le, sizeof le, error);
    }
    end_section(writer, SECTION_DOCUMENTS);
    return status;
}

static enum tvx_status put_marks(struct segment_writer *writer, const uint32_t *marks, size_t count,
                                 struct tvx_error *error)
{
    enum tvx_status status = begin_section(writer, SECTION_MARKS, error);

    for (size_t i = 0; i < count && status == TVX_OK; i++)
        status = put_number(writer, marks[i], 4, error);
    end_section(writer, SECTION_MARKS);
    return status;
}

/* The counts as tvx_rarity_pack writes them, without its head and its sum. */
static enum tvx_status put_terms(struct segment_writer *writer, const struct tvx_rarity *rarity,
                                 struct tvx_error *error)
{
    struct tvx_buf packed;
    enum tvx_status status = begin_section(writer, SECTION_TERMS, error);

    tvx_buf_init(&packed, (size_t)1 << 31);
    if (status == TVX_OK)
        status = tvx_rarity_pack(rarity, &packed, error);
    if (status == TVX_OK)
        status = put(writer, packed.data + 24, tvx_rarity_terms(rarity) * TERM_BYTES, error);
    tvx_buf_free(&packed);
    end_section(writer, SECTION_TERMS);
    return status;
}

static enum tvx_status put_sums(struct segment_writer *writer, uint64_t *sums_sum, struct tvx_error *error)
{
    enum tvx_status status = flush(writer, error);
    size_t count = writer->sum_count;
    unsigned char *le = malloc(count * 8 + 1);

    if (le == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count; i++)
        put_le(le + 8 * i, i == 0 ? 0 : writer->sums[i], 8); /* the head has a sum of its own */
    *sums_sum = XXH3_64bits(le, count * 8);
    writer->sections[SECTION_SUMS][0] = writer->length;
    writer->sections[SECTION_SUMS][1] = count * 8;
    if (status == TVX_OK)
        status = write_at(writer, le, count * 8, writer->length, error);
    writer->length += count * 8;
    free(le);
    return status;
}

static enum tvx_status put_head(struct segment_writer *writer, uint64_t *sum, uint64_t sums_sum, uint64_t passages,
                                struct tvx_error *error)
{
    unsigned char head[SEGMENT_BLOCK] = {0};

    memcpy(head + HEAD_MAGIC, segment_magic, sizeof segment_magic);
    put_le(head + HEAD_VERSION, SEGMENT_VERSION, 4);
    put_le(head + HEAD_BITS, writer->bits, 4);
    put_le(head + HEAD_RECIPE, tvx_shingle_recipe(), 8);
    put_le(head + HEAD_LENGTH, writer->length, 8);
    put_le(head + HEAD_GROUPS, writer->groups, 8);
    put_le(head + HEAD_POSTINGS, writer->postings, 8);
    put_le(head + HEAD_PASSAGES, passages, 8);
    for (int i = 0; i < SECTIONS; i++) {
        put_le(head + HEAD_SECTIONS + 16 * i, writer->sections[i][0], 8);
        put_le(head + HEAD_SECTIONS + 16 * i + 8, writer->sections[i][1], 8);
    }
    put_le(head + HEAD_SUMS_SUM, sums_sum, 8);
    *sum = XXH3_64bits(head, HEAD_SUM);
    put_le(head + HEAD_SUM, *sum, 8);
    return write_at(writer, head, sizeof head, 0, error);
}

enum tvx_status tvx_segment_finish(struct segment_writer *writer, uint64_t *sum,
                                   const struct segment_document *documents, size_t document_count,
                                   const uint32_t *marks, size_t mark_count, const struct tvx_rarity *rarity,
                                   struct tvx_error *error)
{
    uint64_t sums_sum = 0;
    enum tvx_status status;

    open_bucket(writer, (uint32_t)1 << writer->bits);
    end_section(writer, SECTION_GROUPS);
    status = put_buckets(writer, error);
    if (status == TVX_OK)
        status = put_documents(writer, documents, document_count, error);
    if (status == TVX_OK)
        status = put_marks(writer, marks, mark_count, error);
    if (status == TVX_OK)
        status = put_terms(writer, rarity, error);
    if (status == TVX_OK)
        status = begin_section(writer, SECTION_SUMS, error);
    if (status == TVX_OK)
        status = put_sums(writer, &sums_sum, error);
    if (status == TVX_OK)
        status = put_head(writer, sum, sums_sum, tvx_rarity_passages(rarity), error);
    if (status == TVX_OK && (fsync(writer->file) != 0 || rename(writer->draft, writer->path) != 0))
        status = cannot_write(writer, error);
    if (status == TVX_OK) {
        close(writer->file);
        writer->file = -1;
    }
    tvx_segment_abandon(writer);
    return status;
}

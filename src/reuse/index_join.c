/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Segments are sorted alike, so that joining them is one pass over all, group by group.  A shingle's number of
 * documents is exact as long as its places are listed; of boilerplate, whose places are not, dropped documents still
 * count.
 */
#include <stdlib.h>
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/base/hash.h>

#include "index_build.h"
#include "index_layout.h"

struct joining {
    const struct segment_part *parts;
    size_t count;
    struct group_reader *readers;
    bool *open; /* the reader has a group in hand */
    uint32_t **numbers; /* by part and document: its new number, UINT32_MAX when left out */
    struct segment_document *documents;
    size_t document_count;
    uint32_t *marks;
    size_t mark_count;
    struct group group;
    struct posting postings[GROUP_POSTINGS];
};

static enum tvx_status copy_marks(struct joining *joining, struct segment *segment,
                                  struct segment_document *document, struct tvx_error *error)
{
    size_t count = document->places / SHINGLE_MARK + 1;
    uint64_t from = document->first_mark;
    uint32_t *marks;
    enum tvx_status status = TVX_OK;

    if (from > tvx_segment_marks(segment) || count > tvx_segment_marks(segment) - from)
        return tvx_error_set(error, TVX_E_MALFORMED, "the index is damaged: a document's marks are not there");
    marks = realloc(joining->marks, (joining->mark_count + count) * sizeof *marks);
    if (marks == NULL)
        return tvx_error_nomem(error);
    joining->marks = marks;
    document->first_mark = joining->mark_count;
    for (size_t i = 0; i < count && status == TVX_OK; i++)
        status = tvx_segment_mark(segment, &marks[joining->mark_count++], from + i, error);
    return status;
}

static enum tvx_status number_documents(struct joining *joining, size_t part, struct tvx_error *error)
{
    struct segment *segment = joining->parts[part].segment;
    const bool *keep = joining->parts[part].keep;
    uint32_t count = tvx_segment_documents(segment);
    struct segment_document *documents =
        realloc(joining->documents, (joining->document_count + count + 1) * sizeof *documents);
    enum tvx_status status = TVX_OK;

    joining->documents = documents == NULL ? joining->documents : documents;
    joining->numbers[part] = malloc(count * sizeof(uint32_t) + 1);
    if (documents == NULL || joining->numbers[part] == NULL)
        return tvx_error_nomem(error);
    for (uint32_t i = 0; i < count && status == TVX_OK; i++) {
        struct segment_document *document = &joining->documents[joining->document_count];

        joining->numbers[part][i] = UINT32_MAX;
        if (keep != NULL && !keep[i])
            continue;
        joining->numbers[part][i] = (uint32_t)joining->document_count++;
        status = tvx_segment_document(segment, document, i, error);
        if (status == TVX_OK)
            status = copy_marks(joining, segment, document, error);
    }
    return status;
}

/* Adds a part's group to the one in hand. */
static void add_group(struct joining *joining, size_t part, const struct group *from)
{
    struct group *group = &joining->group;
    uint32_t last = UINT32_MAX;

    if (from->count == 0 || group->documents > SEGMENT_STORED) { /* boilerplate in this part, or already */
        group->documents = group->documents > UINT32_MAX - from->documents ? UINT32_MAX
                                                                             : group->documents + from->documents;
        return;
    }
    for (size_t i = 0; i < from->count; i++) {
        struct posting posting = from->postings[i];

        posting.document = joining->numbers[part][posting.document];
        if (posting.document == UINT32_MAX)
            continue;
        if (posting.document != last)
            group->documents++;
        last = posting.document;
        if (group->documents <= SEGMENT_STORED)
            group->postings[group->count++] = posting;
    }
}

/* The part with the least hash in hand; parts in order, so that documents ascend. */
static size_t least_part(const struct joining *joining, size_t from, const uint64_t *hash)
{
    size_t least = joining->count;

    for (size_t i = from; i < joining->count; i++) {
        if (!joining->open[i])
            continue;
        if (hash != NULL && joining->readers[i].group.hash == *hash)
            return i;
        if (hash == NULL &&
            (least == joining->count || joining->readers[i].group.hash < joining->readers[least].group.hash))
            least = i;
    }
    return least;
}

static enum tvx_status write_groups(struct joining *joining, struct segment_writer *writer, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t part = 0; part < joining->count && status == TVX_OK; part++) {
        status = tvx_groups_open(&joining->readers[part], joining->parts[part].segment, 0,
                                 tvx_segment_buckets(joining->parts[part].segment), error);
        if (status == TVX_OK)
            status = tvx_groups_next(&joining->readers[part], &joining->open[part], error);
    }
    while (status == TVX_OK) {
        size_t part = least_part(joining, 0, NULL);
        uint64_t hash;

        if (part == joining->count)
            break;
        hash = joining->readers[part].group.hash;
        joining->group = (struct group){.hash = hash, .postings = joining->postings};
        for (; part < joining->count && status == TVX_OK; part = least_part(joining, part, &hash)) {
            add_group(joining, part, &joining->readers[part].group);
            status = tvx_groups_next(&joining->readers[part], &joining->open[part], error);
        }
        if (joining->group.documents > SEGMENT_STORED)
            joining->group.count = 0;
        if (status == TVX_OK && joining->group.documents > 0)
            status = tvx_segment_group(writer, &joining->group, error);
    }
    return status;
}

static void free_joining(struct joining *joining)
{
    for (size_t i = 0; joining->numbers != NULL && i < joining->count; i++)
        free(joining->numbers[i]);
    for (size_t i = 0; joining->readers != NULL && i < joining->count; i++)
        tvx_groups_close(&joining->readers[i]);
    free(joining->numbers);
    free(joining->readers);
    free(joining->open);
    free(joining->documents);
    free(joining->marks);
    free(joining);
}

enum tvx_status tvx_segment_join(const char *path, uint64_t *sum, const struct segment_part *parts, size_t count,
                                 struct tvx_error *error)
{
    struct joining *joining = calloc(1, sizeof *joining);
    struct tvx_rarity *rarity = tvx_rarity_new(0);
    struct segment_writer *writer = NULL;
    enum tvx_status status = TVX_OK;
    uint64_t records = 0;

    if (joining == NULL || rarity == NULL) {
        free(joining);
        tvx_rarity_free(rarity);
        return tvx_error_nomem(error);
    }
    joining->parts = parts;
    joining->count = count;
    joining->readers = calloc(count + 1, sizeof *joining->readers);
    joining->open = calloc(count + 1, sizeof *joining->open);
    joining->numbers = calloc(count + 1, sizeof *joining->numbers);
    if (joining->readers == NULL || joining->open == NULL || joining->numbers == NULL)
        status = tvx_error_nomem(error);
    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        records += tvx_segment_postings(parts[i].segment);
        status = number_documents(joining, i, error);
        if (status == TVX_OK)
            status = tvx_segment_learned(parts[i].segment, rarity, error);
    }
    if (status == TVX_OK)
        status = tvx_segment_create(&writer, path, records, error);
    if (status == TVX_OK)
        status = write_groups(joining, writer, error);
    if (status == TVX_OK) {
        status = tvx_segment_finish(writer, sum, joining->documents, joining->document_count, joining->marks,
                                    joining->mark_count, rarity, error);
        writer = NULL;
    }
    tvx_segment_abandon(writer);
    tvx_rarity_free(rarity);
    free_joining(joining);
    return status;
}

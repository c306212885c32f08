/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Tracked changes (ODF 1.2 part 1, §5.5).  An insertion is what lies between text:change-start and text:change-end; the
 * mark of a paragraph that ends between them is inserted too.  Deleted text stands in its changed-region and is laid
 * in at text:change: its first paragraph continues the one there, its last one is continued by it, so that n paragraphs
 * bring n - 1 deleted paragraph marks.
 */
#include <stdlib.h>
#include <string.h>
#include "odt_story.h"

static int region_order(const void *a, const void *b)
{
    const struct odt_region *x = a, *y = b;
    int by_id = strcmp(x->id, y->id);

    return by_id != 0 ? by_id : x->order > y->order ? 1 : x->order < y->order ? -1 : 0;
}

struct odt_region *odt_region_find(struct odt_reader *reader, const char *id)
{
    size_t low = 0, high = id == NULL ? 0 : reader->region_count;

    if (!reader->regions_sorted && reader->region_count > 0)
        qsort(reader->regions, reader->region_count, sizeof *reader->regions, region_order);
    reader->regions_sorted = true;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(reader->regions[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return id != NULL && low < reader->region_count && strcmp(reader->regions[low].id, id) == 0 ? &reader->regions[low]
                                                                                                : NULL;
}

const struct odt_change *odt_inserted(const struct odt_reader *reader)
{
    return reader->active_count == 0 ? NULL : &reader->regions[reader->active[0]].insertion;
}

void odt_change_start(struct odt_reader *reader, const char *id)
{
    struct odt_region *region = reader->place.region > 0 ? NULL : odt_region_find(reader, id);

    reader->regions_missing += region == NULL && reader->place.region == 0;
    if (region != NULL && region->insertion.is && !region->deletion.is && reader->active_count < ODT_ACTIVE)
        reader->active[reader->active_count++] = (size_t)(region - reader->regions);
}

void odt_change_end(struct odt_reader *reader, const char *id)
{
    struct odt_region *region = reader->place.region > 0 ? NULL : odt_region_find(reader, id);

    for (size_t i = 0; region != NULL && i < reader->active_count; i++)
        if (reader->active[i] == (size_t)(region - reader->regions)) {
            reader->active_count--;
            memmove(&reader->active[i], &reader->active[i + 1], (reader->active_count - i) * sizeof *reader->active);
            return;
        }
}

/* The block's runs as the region's change says: deleted, or inserted by one author and deleted by another. */
static bool lay_runs(struct tvx_document *to, struct tvx_block *block, const struct tvx_block *from,
                     const struct odt_region *region)
{
    for (size_t i = 0; i < from->run_count; i++) {
        const struct odt_change *change = region->insertion.is ? &region->insertion : &region->deletion;
        struct tvx_run *run = tvx_document_add_run(to, block, "", 0, TVX_CHANGE_DEL), attributes = from->runs[i];

        if (run == NULL)
            return false;
        attributes.change = region->insertion.is ? TVX_CHANGE_INS : TVX_CHANGE_DEL;
        attributes.nested = region->insertion.is ? TVX_CHANGE_DEL : TVX_CHANGE_NONE;
        attributes.author = change->author;
        attributes.date = change->date;
        *run = attributes;
    }
    return true;
}

/* A block for what comes next of the open paragraph, which goes on in it. */
static struct tvx_block *split(struct odt_reader *reader, struct odt_slot *slot, const struct odt_props *before)
{
    struct odt_store *store = slot->store;
    struct odt_para para = store->paras[slot->block];
    struct tvx_block model = store->blocks.blocks[slot->block], *block;
    struct odt_store one = {.blocks = {.arena = store->blocks.arena, .blocks = &model, .block_count = 1},
                            .paras = &para};

    para.before = *before;
    model.runs = NULL;
    model.run_count = 0;
    model.mark = TVX_CHANGE_NONE;
    if (!odt_store_append(reader, store, &one, 0, 1))
        return NULL;
    slot->block = store->blocks.block_count - 1;
    block = &store->blocks.blocks[slot->block];
    return block;
}

/* A block of its own, such as a cell, that stands before the changes only. */
static struct tvx_block *apart(struct odt_reader *reader, struct odt_store *store, size_t at)
{
    struct tvx_block *block;

    if (!odt_store_append(reader, store, &reader->deletions, at, 1))
        return NULL;
    block = &store->blocks.blocks[store->blocks.block_count - 1];
    block->runs = NULL;
    block->run_count = 0;
    block->presence = TVX_CHANGE_DEL;
    return block;
}

static bool lay_in(struct odt_reader *reader, struct odt_slot *slot, const struct odt_region *region)
{
    const struct odt_para *paras = &reader->deletions.paras[region->first];
    const struct tvx_block *blocks = &reader->deletions.blocks.blocks[region->first];
    struct odt_store *store = slot->store;
    struct odt_props host = store->paras[slot->block].before;
    bool through = true; /* the block before was a paragraph of this text */

    for (size_t i = 0; i < region->count; i++) {
        bool joins = paras[i].flow == region->flow;
        struct tvx_block *block = &store->blocks.blocks[slot->block];

        if (region->insertion.is) { /* paragraph marks that stand in no view part nothing */
            if (!lay_runs(&store->blocks, block, &blocks[i], region))
                return false;
            continue;
        }
        if (joins && i == 0 && region->count > 1)
            store->paras[slot->block].before = paras[0].before;
        if (through && (i > 0 || !joins))
            block->mark = TVX_CHANGE_DEL;
        if (!joins)
            block = apart(reader, store, region->first + i);
        else if (i > 0)
            block = split(reader, slot, &paras[i].before);
        if (block == NULL || !lay_runs(&store->blocks, block, &blocks[i], region))
            return false;
        through = joins;
    }
    return through || split(reader, slot, &host) != NULL;
}

void odt_change_point(struct odt_reader *reader, const char *id)
{
    struct odt_region *region = reader->place.region > 0 ? NULL : odt_region_find(reader, id);
    struct odt_slot *slot = reader->place.slot < 0 ? NULL : &reader->slots[reader->place.slot];
    struct odt_props none = {.group = -1, .start = -1};
    bool alone = slot == NULL;

    reader->regions_missing += region == NULL && reader->place.region == 0;
    if (region == NULL || !region->deletion.is || region->used)
        return;
    region->used = true;
    if (region->count == 0)
        return;
    if (alone) /* between paragraphs: what was deleted gets one */
        odt_para_open(reader, &none);
    odt_flush(reader);
    slot = reader->place.slot < 0 ? NULL : &reader->slots[reader->place.slot];
    if (slot == NULL || !lay_in(reader, slot, region)) {
        reader->failed = true;
        return;
    }
    reader->emitted++;
    if (alone) {
        odt_para_close(reader);
        reader->place.slot = -1;
    }
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>
#include "odt_story.h"

/* ---- blocks ---- */

static struct tvx_block *add_block(struct odt_reader *reader, struct odt_store *store, const struct odt_para *para)
{
    size_t index = store->blocks.block_count;
    struct odt_para *paras = tvx_arena_grow(reader->arena, store->paras, index, &store->capacity, sizeof *paras);
    struct tvx_block *block = paras == NULL ? NULL : tvx_document_add_block(&store->blocks, TVX_BLOCK_PARAGRAPH);

    if (block == NULL) {
        reader->failed = true;
        return NULL;
    }
    store->paras = paras;
    paras[index] = *para;
    return block;
}

void odt_para_open(struct odt_reader *reader, const struct odt_props *props)
{
    struct odt_place *place = &reader->place;
    const struct odt_table *table = place->table < 0 ? NULL : &reader->tables[place->table];
    struct odt_para para = {.flow = place->flow, .before = *props, .after = *props};
    struct tvx_block *block;

    odt_flush(reader);
    block = add_block(reader, place->store, &para);
    if (block == NULL || reader->slot_count == ODT_DEPTH) {
        reader->failed = true;
        return;
    }
    if (place->store == &reader->notes) {
        block->kind = TVX_BLOCK_NOTE;
    } else if (place->store == &reader->heads) {
        block->kind = TVX_BLOCK_HEADER;
    } else if (table != NULL) {
        block->kind = TVX_BLOCK_CELL;
        block->table = table->id;
        block->row = table->row < 0 ? 0 : table->row;
        block->column = table->column;
    }
    place->slot = reader->slot_count;
    reader->slots[reader->slot_count++] =
        (struct odt_slot){.block = place->store->blocks.block_count - 1, .space = true, .store = place->store};
    place->look = odt_look_over(reader->styles.defaults, odt_style_look(&reader->styles, props->style));
    place->link = place->ruby = false;
}

/* Takes the blocks with what is known of them; their runs are shared, which nobody changes any more. */
bool odt_store_append(struct odt_reader *reader, struct odt_store *to, const struct odt_store *from, size_t first,
                      size_t count)
{
    for (size_t i = first; i < first + count && i < from->blocks.block_count; i++) {
        struct odt_para para = from->paras[i];
        struct tvx_block copy = from->blocks.blocks[i], *block = add_block(reader, to, &para);

        if (block == NULL)
            return false;
        *block = copy;
    }
    return true;
}

void odt_boxes_place(struct odt_reader *reader)
{
    odt_flush(reader);
    odt_store_append(reader, &reader->text, &reader->boxes, 0, reader->boxes.blocks.block_count);
    reader->boxes.blocks.block_count = 0;
    reader->boxes.blocks.blocks = NULL;
    reader->boxes.paras = NULL;
    reader->boxes.capacity = 0;
}

void odt_para_close(struct odt_reader *reader)
{
    const struct odt_slot *slot = &reader->slots[--reader->slot_count];
    struct odt_store *store = slot->store;

    odt_flush(reader);
    if (reader->place.region == 0 && odt_inserted(reader) != NULL)
        store->blocks.blocks[slot->block].mark = TVX_CHANGE_INS;
    if (store == &reader->text && reader->boxes.blocks.block_count > 0 &&
        store->blocks.blocks[slot->block].mark == TVX_CHANGE_NONE)
        odt_boxes_place(reader);
}

/* ---- runs ---- */

void odt_flush(struct odt_reader *reader)
{
    struct tvx_run *run;

    if (reader->pending.length == 0)
        return;
    run = tvx_document_add_run(&reader->pending_store->blocks,
                               &reader->pending_store->blocks.blocks[reader->pending_block], reader->pending.data,
                               reader->pending.length, reader->pending_run.change);
    if (run == NULL || reader->pending.failed) {
        reader->failed = true;
    } else {
        const char *text = run->text;

        *run = reader->pending_run;
        run->text = text;
    }
    tvx_buf_clear(&reader->pending);
}

static struct tvx_run attributes_here(const struct odt_reader *reader)
{
    const struct odt_place *place = &reader->place;
    const struct odt_change *inserted = place->region > 0 ? NULL : odt_inserted(reader);
    struct tvx_run run = {.format = place->look.bits};

    if (place->link)
        run.format |= TVX_FORMAT_LINK;
    if (place->hidden)
        run.format |= TVX_FORMAT_HIDDEN;
    if (inserted != NULL) {
        run.change = TVX_CHANGE_INS;
        run.author = inserted->author;
        run.date = inserted->date;
    }
    return run;
}

static bool same_attributes(const struct tvx_run *a, const struct tvx_run *b)
{
    return a->change == b->change && a->nested == b->nested && a->format == b->format && a->author == b->author &&
           a->date == b->date;
}

static void quote(struct odt_reader *reader, const char *text, size_t length)
{
    for (size_t i = 0; i < reader->range_count; i++) {
        struct tvx_buf *buf = &reader->ranges[i].text;
        size_t room = buf->failed ? 0 : buf->ceiling - buf->length, part = length;

        if (part > room) /* what does not fit is cut at a code point; the failed append below remembers that */
            for (part = room; part > 0 && ((unsigned char)text[part] & 0xC0) == 0x80;)
                part--;
        tvx_buf_add(buf, text, part);
        if (part < length)
            tvx_buf_add(buf, text, length);
    }
}

void odt_emit(struct odt_reader *reader, const char *text, size_t length)
{
    struct tvx_run attributes;
    struct odt_slot *slot;

    if (length == 0 || reader->failed || reader->place.slot < 0)
        return;
    if (reader->place.ruby) {
        tvx_buf_add(&reader->ruby, text, length);
        return;
    }
    slot = &reader->slots[reader->place.slot];
    attributes = attributes_here(reader);
    if (reader->pending.length > 0 && (reader->pending_store != slot->store || reader->pending_block != slot->block ||
                                       !same_attributes(&attributes, &reader->pending_run)))
        odt_flush(reader);
    reader->pending_store = slot->store;
    reader->pending_block = slot->block;
    reader->pending_run = attributes;
    tvx_buf_add(&reader->pending, text, length);
    reader->failed = reader->failed || reader->pending.failed;
    slot->space = false;
    reader->emitted += length;
    if (reader->range_count > 0)
        quote(reader, text, length);
}

/* White space is one space, and none where a paragraph begins (ODF 1.2 part 1, §6.1.2). */
void odt_text(struct odt_reader *reader, const char *text, size_t length)
{
    for (size_t at = 0; at < length && reader->place.slot >= 0;) {
        struct odt_slot *slot = &reader->slots[reader->place.slot];
        size_t from = at;

        while (at < length && memchr(" \t\r\n", text[at], 4) == NULL)
            at++;
        if (at > from)
            odt_emit(reader, text + from, at - from);
        from = at;
        while (at < length && memchr(" \t\r\n", text[at], 4) != NULL)
            at++;
        if (at > from && !slot->space) {
            odt_emit(reader, " ", 1);
            slot->space = true;
        }
    }
}

void odt_note_mark(struct odt_reader *reader, size_t note)
{
    struct odt_slot *slot = reader->place.slot < 0 ? NULL : &reader->slots[reader->place.slot];
    struct tvx_run *run, attributes = attributes_here(reader);

    if (slot == NULL)
        return;
    odt_flush(reader);
    run = tvx_document_add_run(&slot->store->blocks, &slot->store->blocks.blocks[slot->block], "", 0,
                               attributes.change);
    if (run == NULL) {
        reader->failed = true;
        return;
    }
    attributes.text = run->text;
    attributes.format |= TVX_FORMAT_NOTE_REF | (uint32_t)(note + 1) << ODT_NOTE_SHIFT;
    *run = attributes;
    slot->space = false;
    reader->emitted++;
}

void odt_range_close(struct odt_reader *reader, const char *name)
{
    for (size_t i = reader->range_count; i-- > 0;) {
        struct odt_range *range = &reader->ranges[i];
        const char *clean, *folded = NULL;

        if (name != NULL && strcmp(range->name, name) != 0)
            continue;
        if (range->text.length > 0) {
            clean = tvx_text_clean(reader->arena, range->text.data, range->text.length);
            folded = clean == NULL ? NULL : tvx_text_fold_space(reader->document->arena, clean, strlen(clean));
            if (folded != NULL && range->text.failed)
                folded = tvx_arena_printf(reader->document->arena, "%s…", folded);
            reader->failed = reader->failed || folded == NULL;
        }
        reader->comments[range->comment].quote = folded;
        tvx_buf_free(&range->text);
        *range = reader->ranges[--reader->range_count];
        if (name != NULL)
            return;
    }
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What can only be said once all paragraphs are known: their order (text boxes and notes), which paragraph marks
 * have something to join, and the computed labels before and after the changes.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>
#include "docx_story.h"

static bool same_flow(const struct docx_para *a, const struct docx_para *b)
{
    return a->flow == b->flow;
}

/* ---- order ---- */

struct order {
    size_t *items;  /* old index at each new place */
    size_t count;
    size_t *held;   /* text boxes that wait for the end of their paragraph */
    size_t held_count;
};

static void release(struct order *order)
{
    for (size_t i = 0; i < order->held_count; i++)
        order->items[order->count++] = order->held[i];
    order->held_count = 0;
}

/*
 * A text box is anchored in a paragraph and was read within it.  Where that paragraph's mark is a change, the box's
 * blocks would part it from the paragraph it joins: they wait until the joined paragraphs end.
 */
static void order_boxes(const struct docx_reader *reader, struct order *order, size_t from, size_t end)
{
    const struct docx_para *host = NULL;
    bool open = false;

    for (size_t i = from; i < end; i++) {
        const struct docx_para *para = &reader->paras[i];

        if (para->box > 0 && open) {
            order->held[order->held_count++] = i;
            continue;
        }
        if (para->box == 0 && host != NULL && !same_flow(host, para))
            release(order);
        order->items[order->count++] = i;
        if (para->box == 0) {
            host = para;
            open = para->markless || reader->document->blocks[i].mark != TVX_CHANGE_NONE;
            if (!open)
                release(order);
        }
    }
    release(order);
}

struct note_place {
    size_t note, block;
    bool endnote;
};

static int note_place_order(const void *a, const void *b)
{
    const struct note_place *x = a, *y = b;

    if (x->endnote != y->endnote)
        return x->endnote ? 1 : -1;
    if (x->note != y->note)
        return x->note > y->note ? 1 : -1;
    return x->block > y->block ? 1 : -1;
}

/* Notes follow in the order of their references, footnotes first. */
static bool order_notes(struct docx_reader *reader, struct order *order, size_t first)
{
    size_t count = reader->first_head - first;
    struct note_place *places = tvx_arena_array(reader->arena, count, sizeof *places);

    if (places == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t note = reader->paras[first + i].note;

        places[i] = (struct note_place){note, first + i, note > 0 && reader->notes[note - 1].endnote};
    }
    if (count > 0)
        qsort(places, count, sizeof *places, note_place_order);
    for (size_t i = 0; i < count; i++)
        order->items[order->count++] = places[i].block;
    return true;
}

/* A capacity that tvx_document_add_run counts on: a power of two, 8 or more. */
static size_t run_capacity(size_t count)
{
    size_t capacity = 8;

    while (capacity < count)
        capacity *= 2;
    return capacity;
}

/* Puts the runs of blocks from…to (new places) into the last of them. */
static bool merge_runs(struct docx_reader *reader, struct tvx_block *blocks, size_t from, size_t to)
{
    size_t count = 0, at = 0;
    struct tvx_run *runs;

    for (size_t i = from; i <= to; i++)
        count += blocks[i].run_count;
    if (count == 0)
        return true;
    runs = tvx_arena_array(reader->document->arena, run_capacity(count), sizeof *runs);
    if (runs == NULL)
        return false;
    for (size_t i = from; i <= to; i++) {
        if (blocks[i].run_count > 0)
            memcpy(runs + at, blocks[i].runs, blocks[i].run_count * sizeof *runs);
        at += blocks[i].run_count;
    }
    blocks[to].runs = runs;
    blocks[to].run_count = count;
    return true;
}

/*
 * Brings blocks and paras into their order.  A paragraph whose mark stands neither before nor after becomes part
 * of the next.  `map` tells the new place of each old block.
 */
static bool arrange(struct docx_reader *reader, const struct order *order, size_t *map)
{
    struct tvx_document *document = reader->document;
    size_t count = document->block_count, out = 0;
    struct tvx_block *blocks = tvx_arena_array(reader->arena, count, sizeof *blocks);
    struct docx_para *paras = tvx_arena_array(reader->arena, count, sizeof *paras);

    if (blocks == NULL || paras == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        blocks[i] = document->blocks[order->items[i]];
        paras[i] = reader->paras[order->items[i]];
    }
    for (size_t i = 0; i < count; i++) {
        size_t last = i;

        while (last + 1 < count && paras[last].markless && same_flow(&paras[last], &paras[last + 1]))
            last++;
        if (last > i && !merge_runs(reader, blocks, i, last))
            return false;
        for (size_t k = i; k <= last; k++)
            map[order->items[k]] = out;
        document->blocks[out] = blocks[last];
        reader->paras[out++] = paras[last];
        i = last;
    }
    document->block_count = out;
    if (reader->first_head < count)
        reader->first_head = map[order->items[reader->first_head]];
    else
        reader->first_head = out;
    for (size_t i = 0; i < document->warning_count; i++)
        if (document->warnings[i].block < count)
            document->warnings[i].block = map[document->warnings[i].block];
    for (size_t i = 0; i < reader->object_count; i++)
        if (reader->objects[i].block < count)
            reader->objects[i].block = map[reader->objects[i].block];
    for (size_t i = 0; i < document->comment_count; i++)
        if (document->comments[i].block < count)
            document->comments[i].block = map[document->comments[i].block];
    return true;
}

static bool set_order(struct docx_reader *reader)
{
    size_t count = reader->document->block_count, first_note = 0;
    struct order order = {.items = tvx_arena_array(reader->arena, count, sizeof *order.items),
                          .held = tvx_arena_array(reader->arena, count, sizeof *order.held)};
    size_t *map = tvx_arena_array(reader->arena, count, sizeof *map);
    bool needed = false;

    if (order.items == NULL || order.held == NULL || map == NULL)
        return false;
    while (first_note < reader->first_head && reader->paras[first_note].note == 0)
        first_note++;
    order_boxes(reader, &order, 0, first_note);
    if (!order_notes(reader, &order, first_note))
        return false;
    order_boxes(reader, &order, reader->first_head, count);
    for (size_t i = 0; i < count; i++)
        needed = needed || order.items[i] != i || reader->paras[i].markless;
    return !needed || arrange(reader, &order, map);
}

/* ---- paragraph marks ---- */

/*
 * The last paragraph of a cell, note or document, and one before a table, has nothing to join: its mark stays
 * whatever was done to it, as in Word.  When no text of it is left either, its line is empty and goes; see `gone`
 * in set_labels.
 */
static void settle_marks(struct docx_reader *reader)
{
    struct tvx_document *document = reader->document;

    for (size_t i = 0; i < document->block_count; i++) {
        struct tvx_block *block = &document->blocks[i];
        bool joins = i + 1 < document->block_count && same_flow(&reader->paras[i], &reader->paras[i + 1]);

        if (block->mark == TVX_CHANGE_NONE || joins)
            continue;
        reader->paras[i].gone = block->mark;
        block->mark = TVX_CHANGE_NONE;
        block->mark_author = block->mark_date = NULL;
    }
}

/* Text in the instruction part of a field that did end. */
static void drop_field_code(struct docx_reader *reader)
{
    struct tvx_document *document = reader->document;

    for (size_t i = 0; i < document->block_count; i++) {
        struct tvx_block *block = &document->blocks[i];
        size_t kept = 0;

        for (size_t r = 0; r < block->run_count; r++) {
            if ((block->runs[r].format & DOCX_FORMAT_CODE) != 0) {
                if (reader->code_count++ == 0)
                    tvx_document_warn(document, i, "docx-field-text",
                                      "text within a field's instruction, which Word does not show, was not read");
                continue;
            }
            block->runs[kept++] = block->runs[r];
        }
        block->run_count = kept;
    }
}

/* ---- labels ---- */

static bool shows_text(const struct tvx_block *block, enum tvx_view view)
{
    for (size_t r = 0; r < block->run_count; r++)
        if (*block->runs[r].text != '\0' && (block->runs[r].format & TVX_FORMAT_NOTE_REF) == 0 &&
            tvx_change_stands(block->runs[r].change, block->runs[r].nested, view))
            return true;
    return false;
}

static struct docx_numbered numbered_in(const struct docx_reader *reader, const struct docx_para *para,
                                        enum tvx_view view)
{
    if (view == TVX_VIEW_BEFORE && para->changed)
        return docx_numbered_of(&reader->numbering, &reader->styles, para->old_style, para->old_num, para->old_level);
    if (view == TVX_VIEW_BEFORE && para->num_inserted)
        return docx_numbered_of(&reader->numbering, &reader->styles, para->style, NUM_UNSAID, LEVEL_UNSAID);
    return docx_numbered_of(&reader->numbering, &reader->styles, para->style, para->num, para->level);
}

/*
 * Counts through one view.  Joined paragraphs are one and take the properties of the mark that stands, the last
 * one's (§17.3.1.29: the mark holds the paragraph's properties); the label goes to the first of them that shows
 * text, where its line begins.
 */
static bool set_labels(struct docx_reader *reader, enum tvx_view view)
{
    struct tvx_document *document = reader->document;
    bool failed = false;

    for (size_t first = 0; first < document->block_count && !failed; first++) {
        size_t last = first, target;
        const struct docx_para *owner;
        struct docx_numbered numbered;
        const char *label, **slot;

        if (!tvx_change_stands(document->blocks[first].presence, TVX_CHANGE_NONE, view))
            continue;
        while (!tvx_change_stands(document->blocks[last].mark, TVX_CHANGE_NONE, view) &&
               last + 1 < document->block_count)
            last++;
        for (target = first; target < last && !shows_text(&document->blocks[target], view);)
            target++;
        owner = &reader->paras[last];
        first = last;
        if (!tvx_change_stands(owner->gone, TVX_CHANGE_NONE, view) && !shows_text(&document->blocks[target], view))
            continue;
        numbered = numbered_in(reader, owner, view);
        if (numbered.num <= 0)
            continue;
        label = docx_numbering_next(&reader->numbering, numbered, view == TVX_VIEW_AFTER, document->arena, &failed);
        if (view == TVX_VIEW_BEFORE && owner->old_label != NULL)
            label = owner->old_label;
        slot = view == TVX_VIEW_BEFORE ? &document->blocks[target].label_before : &document->blocks[target].label;
        *slot = label;
        if (document->blocks[target].kind == TVX_BLOCK_PARAGRAPH && label != NULL) {
            document->blocks[target].kind = TVX_BLOCK_LIST;
            document->blocks[target].level = numbered.level;
        }
    }
    return !failed;
}

/* The mark of each note stands before its first paragraph. */
static void set_note_labels(struct docx_reader *reader)
{
    struct tvx_document *document = reader->document;
    size_t last = 0;

    for (size_t i = 0; i < document->block_count; i++) {
        size_t note = reader->paras[i].note;

        if (note != 0 && note != last) {
            document->blocks[i].label = reader->notes[note - 1].label;
            document->blocks[i].label_before = reader->notes[note - 1].label_before;
        }
        last = note;
    }
}

/* ---- kinds, styles, title ---- */

static bool set_style(struct docx_reader *reader, size_t index)
{
    struct tvx_block *block = &reader->document->blocks[index];
    const struct docx_para *para = &reader->paras[index];
    struct docx_style *style = para->style < 0 ? NULL : &reader->styles.items[para->style];
    int outline = para->outline;

    if (style != NULL) {
        const char *name = style->name != NULL ? style->name : style->id;

        if (style->shown == NULL)
            style->shown = tvx_text_clean(reader->document->arena, name, strlen(name));
        if (style->shown == NULL)
            return false;
        block->style = style->shown;
        if (outline == OUTLINE_UNSAID)
            outline = style->outline;
    }
    if (outline >= 0 && outline < OUTLINE_BODY && (block->kind == TVX_BLOCK_PARAGRAPH ||
                                                   block->kind == TVX_BLOCK_LIST)) {
        block->kind = TVX_BLOCK_HEADING;
        block->level = outline + 1;
    }
    return true;
}

/*
 * The text of the first paragraph in the style "Title" is the title; otherwise what the caller found in the
 * properties stays.
 */
static bool set_title(struct docx_reader *reader)
{
    struct tvx_document *document = reader->document;

    for (size_t i = 0; i < document->block_count; i++) {
        const struct tvx_block *block = &document->blocks[i];
        const char *title;
        struct tvx_buf buf;

        if (block->kind == TVX_BLOCK_HEADER)
            continue;
        if (block->style == NULL || strcasecmp(block->style, "title") != 0 || !shows_text(block, TVX_VIEW_AFTER))
            continue;
        tvx_buf_init(&buf, 4096);
        for (size_t r = 0; r < block->run_count; r++)
            if (tvx_change_stands(block->runs[r].change, block->runs[r].nested, TVX_VIEW_AFTER) &&
                (block->runs[r].format & TVX_FORMAT_NOTE_REF) == 0)
                tvx_buf_str(&buf, block->runs[r].text);
        title = tvx_text_fold_space(document->arena, tvx_buf_text(&buf), buf.length);
        tvx_buf_free(&buf);
        if (title == NULL)
            return false;
        if (*title == '\0')
            continue;
        document->title = title;
        return true;
    }
    return true;
}

enum tvx_status docx_finish(struct docx_reader *reader, struct tvx_error *error)
{
    struct tvx_document *document = reader->document;

    if (!set_order(reader))
        return tvx_error_nomem(error);
    docx_objects_warn(reader);
    settle_marks(reader);
    drop_field_code(reader);
    if (!set_labels(reader, TVX_VIEW_BEFORE) || !set_labels(reader, TVX_VIEW_AFTER))
        return tvx_error_nomem(error);
    set_note_labels(reader);
    for (size_t i = 0; i < document->block_count; i++)
        if (!set_style(reader, i))
            return tvx_error_nomem(error);
    return set_title(reader) ? TVX_OK : tvx_error_nomem(error);
}

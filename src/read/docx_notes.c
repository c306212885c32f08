/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include "docx_story.h"

static int note_order(const void *a, const void *b)
{
    const struct docx_note *x = *(struct docx_note *const *)a, *y = *(struct docx_note *const *)b;

    if (x->endnote != y->endnote)
        return x->endnote ? 1 : -1;
    if (x->id != y->id)
        return x->id > y->id ? 1 : -1;
    return x > y ? 1 : x < y ? -1 : 0;
}

/* The first reference to that note, or NULL. */
struct docx_note *docx_note_find(struct docx_reader *reader, bool endnote, long id)
{
    size_t low = 0, high = reader->note_order == NULL ? 0 : reader->note_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct docx_note *note = reader->note_order[middle];

        if (note->endnote < endnote || (note->endnote == endnote && note->id < id))
            low = middle + 1;
        else
            high = middle;
    }
    if (reader->note_order == NULL || low == reader->note_count || reader->note_order[low]->endnote != endnote ||
        reader->note_order[low]->id != id)
        return NULL;
    return reader->note_order[low];
}

static const char *label_of(struct tvx_arena *arena, const struct docx_numeral *numeral, long number)
{
    const char *label;
    struct tvx_buf buf;

    tvx_buf_init(&buf, 256);
    tvx_buf_char(&buf, '[');
    docx_numeral_write(&buf, numeral, number);
    tvx_buf_char(&buf, ']');
    label = buf.failed ? NULL : tvx_arena_strdup(arena, buf.data);
    tvx_buf_free(&buf);
    return label;
}

/*
 * Gives each note its number in the order of the references, before and after the changes, and writes it into the
 * reference's run: Word's own numbering, decimal for footnotes and small Roman for endnotes.
 */
enum tvx_status docx_notes_number(struct docx_reader *reader, struct tvx_error *error)
{
    struct tvx_document *document = reader->document;
    long counts[2][2] = {{0, 0}, {0, 0}};
    struct docx_numeral numerals[2];

    docx_numeral_find(&numerals[0], "decimal", 7);
    docx_numeral_find(&numerals[1], "lowerRoman", 10);
    reader->note_order = tvx_arena_array(reader->arena, reader->note_count, sizeof *reader->note_order);
    if (reader->note_order == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < reader->note_count; i++) {
        struct docx_note *note = &reader->notes[i];
        struct tvx_block *block = &document->blocks[note->block];

        reader->note_order[i] = note;
        for (int view = 0; view < 2 && !note->custom; view++) {
            enum tvx_view kind = view == 0 ? TVX_VIEW_BEFORE : TVX_VIEW_AFTER;
            const char **label = view == 0 ? &note->label_before : &note->label;

            if (!tvx_change_stands(note->change.kind, note->nested.kind, kind) ||
                !tvx_change_stands(block->presence, TVX_CHANGE_NONE, kind))
                continue;
            *label = label_of(document->arena, &numerals[note->endnote], ++counts[note->endnote][view]);
            if (*label == NULL)
                return tvx_error_nomem(error);
        }
        if (note->run != SIZE_MAX && note->run < block->run_count) {
            const char *label = note->label != NULL ? note->label : note->label_before;

            block->runs[note->run].text = label != NULL ? label : "[*]";
        }
    }
    qsort(reader->note_order, reader->note_count, sizeof *reader->note_order, note_order);
    return TVX_OK;
}

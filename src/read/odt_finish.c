/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What can only be said once all blocks are known: which paragraph marks have something to join, the computed labels
 * before and after the changes, the notes behind the text, and the page headers behind those.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>
#include "odt_story.h"

enum { LINES = 256 }; /* of page headers and footers; more is the work of a generator */

/* ---- paragraph marks ---- */

/* The block that the one at `at` would join in the text after the changes: cells that are gone there part nothing. */
static size_t next_of(const struct odt_store *store, size_t at)
{
    size_t next = at + 1;

    while (next < store->blocks.block_count && store->blocks.blocks[at].mark == TVX_CHANGE_DEL &&
           store->blocks.blocks[next].presence == TVX_CHANGE_DEL && store->paras[next].flow != store->paras[at].flow)
        next++;
    return next;
}

static void settle_marks(struct odt_store *store)
{
    for (size_t i = 0; i < store->blocks.block_count; i++) {
        struct tvx_block *block = &store->blocks.blocks[i];
        size_t next = next_of(store, i);

        if (block->mark == TVX_CHANGE_NONE ||
            (next < store->blocks.block_count && store->paras[next].flow == store->paras[i].flow))
            continue;
        store->paras[i].gone = block->mark;
        block->mark = TVX_CHANGE_NONE;
    }
}

/* ---- labels ---- */

struct counts {
    int count[ODT_LEVELS];
    bool begun[ODT_LEVELS];
};

/* a … z, aa, ab …: a number without a zero. */
static void write_letters(struct tvx_buf *out, long number, char first)
{
    char letters[16];
    size_t at = sizeof letters;

    for (; number > 0 && at > 0; number = (number - 1) / 26)
        letters[--at] = (char)(first + (number - 1) % 26);
    tvx_buf_add(out, letters + at, sizeof letters - at);
}

static void write_number(struct tvx_buf *out, const struct odt_level *level, const struct counts *counts, int index)
{
    long number = counts->begun[index] ? counts->count[index] : level->start;

    if (level->none || level->bullet)
        return;
    if (level->letters && number > 0)
        write_letters(out, number, level->numeral.length > 0 ? level->numeral.symbols[0] : 'a');
    else
        docx_numeral_write(out, &level->numeral, number);
}

/* LibreOffice's own form of a label: "%1%.%2%)". */
static void write_format(struct tvx_buf *out, const struct odt_list_style *list, const char *format,
                         const struct counts *counts)
{
    while (*format != '\0') {
        size_t digits = *format == '%' ? strspn(format + 1, "0123456789") : 0;
        long level = digits > 0 && digits < 3 && format[1 + digits] == '%' ? strtol(format + 1, NULL, 10) : 0;

        if (level >= 1 && level <= ODT_LEVELS) {
            write_number(out, &list->levels[level - 1], counts, (int)level - 1);
            format += digits + 2;
        } else {
            tvx_buf_char(out, *format++);
        }
    }
}

static const char *write_label(struct odt_reader *reader, const struct odt_list_style *list, int index,
                               const struct counts *counts)
{
    const struct odt_level *level = &list->levels[index];
    const char *label = NULL;
    struct tvx_buf out;

    if (!level->given)
        return NULL;
    tvx_buf_init(&out, 4096);
    if (level->bullet) {
        tvx_buf_str(&out, level->prefix);
        tvx_buf_str(&out, level->text);
        tvx_buf_str(&out, level->suffix);
    } else if (level->text != NULL && *level->text != '\0') {
        if (!level->none || strchr(level->text, '%') == NULL)
            write_format(&out, list, level->text, counts);
    } else {
        int first = level->shown > index ? 0 : index + 1 - (level->shown < 1 ? 1 : level->shown);
        bool any = false;

        tvx_buf_str(&out, level->prefix);
        for (int i = level->none ? index : first; i <= index; i++) {
            if (list->levels[i].none || list->levels[i].bullet)
                continue;
            if (any)
                tvx_buf_char(&out, '.');
            write_number(&out, &list->levels[i], counts, i);
            any = true;
        }
        tvx_buf_str(&out, level->suffix);
    }
    if (!out.failed && out.length > 0 && !tvx_text_blank(out.data, out.length)) {
        label = tvx_text_clean(reader->document->arena, out.data, out.length);
        reader->failed = reader->failed || label == NULL;
    }
    tvx_buf_free(&out);
    return label;
}

static const char *next_label(struct odt_reader *reader, struct counts *groups, const struct odt_props *props)
{
    struct counts *counts = &groups[props->group];
    int index = props->level - 1;
    const struct odt_level *level = &props->list->levels[index];

    if (props->start >= 0)
        counts->count[index] = props->start;
    else if (!counts->begun[index])
        counts->count[index] = level->given ? level->start : 1;
    else if (counts->count[index] < 1000000000)
        counts->count[index]++;
    counts->begun[index] = true;
    for (int i = index + 1; i < ODT_LEVELS; i++)
        counts->begun[i] = false;
    return write_label(reader, props->list, index, counts);
}

static bool shows_text(const struct tvx_block *block, enum tvx_view view)
{
    for (size_t r = 0; r < block->run_count; r++)
        if (*block->runs[r].text != '\0' && (block->runs[r].format & TVX_FORMAT_NOTE_REF) == 0 &&
            tvx_change_stands(block->runs[r].change, block->runs[r].nested, view))
            return true;
    return false;
}

/* Counts through one view; joined paragraphs are one, with the properties of the last, and bear its label in front. */
static bool set_labels(struct odt_reader *reader, enum tvx_view view)
{
    struct odt_store *store = &reader->text;
    struct tvx_block *blocks = store->blocks.blocks;
    size_t count = store->blocks.block_count;
    struct counts *groups = tvx_arena_array(reader->arena, (size_t)reader->group_count, sizeof *groups);

    for (size_t first = 0; groups != NULL && first < count; first++) {
        size_t last = first, target = first;
        const struct odt_props *props;
        const char *label;

        if (!tvx_change_stands(blocks[first].presence, TVX_CHANGE_NONE, view))
            continue;
        while (!tvx_change_stands(blocks[last].mark, TVX_CHANGE_NONE, view) && next_of(store, last) < count)
            last = next_of(store, last);
        while (target < last && (!shows_text(&blocks[target], view) ||
                                 !tvx_change_stands(blocks[target].presence, TVX_CHANGE_NONE, view)))
            target++;
        props = view == TVX_VIEW_BEFORE ? &store->paras[last].before : &store->paras[last].after;
        first = last;
        if ((!tvx_change_stands(store->paras[last].gone, TVX_CHANGE_NONE, view) &&
             !shows_text(&blocks[target], view)) || props->group < 0 || props->list == NULL)
            continue;
        label = next_label(reader, groups, props);
        if (view == TVX_VIEW_BEFORE)
            blocks[target].label_before = label;
        else
            blocks[target].label = label;
        if (label != NULL && blocks[target].kind == TVX_BLOCK_PARAGRAPH) {
            blocks[target].kind = TVX_BLOCK_LIST;
            blocks[target].level = props->level - 1;
        }
    }
    return groups != NULL;
}

/* ---- kinds and styles ---- */

static void set_kinds(struct odt_reader *reader, struct odt_store *store)
{
    for (size_t i = 0; i < store->blocks.block_count; i++) {
        struct tvx_block *block = &store->blocks.blocks[i];
        const struct odt_props *props = &store->paras[i].after;
        struct odt_style *style = props->style;

        for (int steps = 0; style != NULL && style->automatic && steps < ODT_PARENTS; steps++)
            style = odt_style_find(&reader->styles, style->family, style->parent);
        if (style != NULL) {
            const char *name = style->shown != NULL ? style->shown : style->name;

            if (style->clean == NULL)
                style->clean = tvx_text_clean(reader->document->arena, name, strlen(name));
            reader->failed = reader->failed || style->clean == NULL;
            block->style = style->clean;
        }
        if (props->outline > 0 && (block->kind == TVX_BLOCK_PARAGRAPH || block->kind == TVX_BLOCK_LIST)) {
            block->kind = TVX_BLOCK_HEADING;
            block->level = props->outline > 9 ? 9 : props->outline;
        }
    }
}

/* The first paragraph in the style "Title" with text is the title, else what the metadata say. */
static void set_title(struct odt_reader *reader)
{
    for (size_t i = 0; i < reader->document->block_count; i++) {
        const struct tvx_block *block = &reader->document->blocks[i];
        struct tvx_buf buf;
        const char *title;

        if (block->style == NULL || strcasecmp(block->style, "title") != 0 || !shows_text(block, TVX_VIEW_AFTER))
            continue;
        tvx_buf_init(&buf, 1 << 16);
        for (size_t r = 0; r < block->run_count; r++)
            if ((block->runs[r].format & TVX_FORMAT_NOTE_REF) == 0 &&
                tvx_change_stands(block->runs[r].change, block->runs[r].nested, TVX_VIEW_AFTER))
                tvx_buf_str(&buf, block->runs[r].text);
        title = tvx_text_fold_space(reader->document->arena, tvx_buf_text(&buf), strlen(tvx_buf_text(&buf)));
        tvx_buf_free(&buf);
        reader->failed = reader->failed || title == NULL;
        if (title != NULL && *title != '\0') {
            reader->document->title = title;
            return;
        }
    }
}

/* ---- notes ---- */

static const char *note_label(struct odt_reader *reader, bool endnote, long number)
{
    struct docx_numeral numeral;
    const char *label;
    struct tvx_buf buf;

    docx_numeral_find(&numeral, endnote ? "lowerRoman" : "decimal", endnote ? 10 : 7);
    tvx_buf_init(&buf, 256);
    tvx_buf_char(&buf, '[');
    docx_numeral_write(&buf, &numeral, number);
    tvx_buf_char(&buf, ']');
    label = buf.failed ? NULL : tvx_arena_strdup(reader->document->arena, buf.data);
    tvx_buf_free(&buf);
    reader->failed = reader->failed || label == NULL;
    return label;
}

/* Numbers the note of a mark before and after the changes, and puts its text behind the document. */
static bool place_note(struct odt_reader *reader, struct tvx_run *run, enum tvx_change presence, long counts[2][2])
{
    const struct odt_note *note = &reader->note_items[(run->format >> ODT_NOTE_SHIFT) - 1];
    const char *labels[2] = {note->label, note->label};
    size_t first = reader->text.blocks.block_count;
    bool stands[2];

    for (int view = 0; view < 2; view++) {
        enum tvx_view kind = view == 0 ? TVX_VIEW_BEFORE : TVX_VIEW_AFTER;

        stands[view] = tvx_change_stands(run->change, run->nested, kind) &&
                       tvx_change_stands(presence, TVX_CHANGE_NONE, kind);
        if (note->label == NULL)
            labels[view] = stands[view] ? note_label(reader, note->endnote, ++counts[note->endnote][view]) : NULL;
    }
    run->format &= ~ODT_NOTE_BITS;
    run->text = labels[1] != NULL ? labels[1] : labels[0] != NULL ? labels[0] : "[*]";
    if (!odt_store_append(reader, &reader->text, &reader->notes, note->first, note->count))
        return false;
    for (size_t i = first; i < reader->text.blocks.block_count; i++)
        reader->text.blocks.blocks[i].presence =
            !stands[1] ? TVX_CHANGE_DEL : !stands[0] ? TVX_CHANGE_INS : TVX_CHANGE_NONE;
    if (first < reader->text.blocks.block_count) {
        reader->text.blocks.blocks[first].label_before = labels[0];
        reader->text.blocks.blocks[first].label = labels[1];
    }
    return true;
}

/* Footnotes first, then endnotes, each in the order of their marks. */
static bool place_notes(struct odt_reader *reader)
{
    size_t end = reader->text.blocks.block_count;
    long counts[2][2] = {{0, 0}, {0, 0}};

    for (int endnotes = 0; endnotes < 2; endnotes++)
        for (size_t b = 0; b < end; b++)
            for (size_t r = 0; r < reader->text.blocks.blocks[b].run_count; r++) {
                struct tvx_run *run = &reader->text.blocks.blocks[b].runs[r];
                size_t note = run->format >> ODT_NOTE_SHIFT;

                if (note == 0 || note > reader->note_count ||
                    reader->note_items[note - 1].endnote != (endnotes == 1))
                    continue;
                if (!place_note(reader, run, reader->text.blocks.blocks[b].presence, counts))
                    return false;
            }
    return true;
}

/* ---- page headers and footers: each line once; one without a letter is a page number ---- */

static bool has_letter(const char *text)
{
    size_t length = strlen(text);

    for (size_t at = 0; at < length;)
        if (u_isalpha((UChar32)tvx_utf8_next(text, length, &at)))
            return true;
    return false;
}

static bool place_heads(struct odt_reader *reader)
{
    const char *lines[LINES];
    size_t count = 0, more = 0;

    for (size_t b = 0; b < reader->heads.blocks.block_count; b++) {
        const struct tvx_block *block = &reader->heads.blocks.blocks[b];
        const char *line = NULL;
        struct tvx_buf buf;
        bool known = false;

        tvx_buf_init(&buf, 1 << 16);
        for (size_t r = 0; r < block->run_count; r++)
            tvx_buf_str(&buf, block->runs[r].text);
        if (buf.length > 0 && has_letter(buf.data))
            line = tvx_text_fold_space(reader->arena, buf.data, buf.length);
        tvx_buf_free(&buf);
        for (size_t i = 0; line != NULL && i < count; i++)
            known = known || strcmp(lines[i], line) == 0;
        if (line == NULL || known)
            continue;
        more += count == LINES;
        if (count == LINES)
            continue;
        lines[count++] = line;
        if (!odt_store_append(reader, &reader->text, &reader->heads, b, 1))
            return false;
    }
    if (more > 0)
        tvx_document_warn(reader->document, SIZE_MAX, "odt-headers",
                          "%zu more lines of page headers and footers were not kept", more);
    return true;
}

static void warn(struct odt_reader *reader)
{
    size_t unplaced = 0;

    for (size_t i = 0; i < reader->region_count; i++)
        unplaced += reader->regions[i].deletion.is && !reader->regions[i].used && reader->regions[i].count > 0;
    if (unplaced > 0)
        tvx_document_warn(reader->document, SIZE_MAX, "odt-change-place",
                          "%zu deleted passages are tied to no place in the text and were not read", unplaced);
    if (reader->regions_missing > 0)
        tvx_document_warn(reader->document, SIZE_MAX, "odt-change-unknown",
                          "%zu marks refer to tracked changes that the file does not have", reader->regions_missing);
    if (reader->picture_count > ODT_NAMED_WARNINGS)
        tvx_document_warn(reader->document, SIZE_MAX, "odt-drawing", "%zu more drawings or pictures were not read",
                          reader->picture_count - ODT_NAMED_WARNINGS);
}

enum tvx_status odt_finish(struct odt_reader *reader, struct tvx_error *error)
{
    struct tvx_document *document = reader->document;

    odt_boxes_place(reader);
    odt_range_close(reader, NULL);
    warn(reader);
    settle_marks(&reader->text);
    if (reader->failed || !set_labels(reader, TVX_VIEW_BEFORE) || !set_labels(reader, TVX_VIEW_AFTER))
        return tvx_error_nomem(error);
    if (!place_notes(reader) || !place_heads(reader))
        return tvx_error_nomem(error);
    set_kinds(reader, &reader->text);
    document->blocks = reader->text.blocks.blocks;
    document->block_count = reader->text.blocks.block_count;
    for (size_t b = 0; b < document->block_count; b++) /* marks in notes and headers, which have no note of their own */
        for (size_t r = 0; r < document->blocks[b].run_count; r++)
            document->blocks[b].runs[r].format &= ~ODT_NOTE_BITS;
    for (size_t i = 0; i < reader->comment_count; i++)
        if (reader->comments[i].block >= document->block_count)
            reader->comments[i].block = document->block_count == 0 ? 0 : document->block_count - 1;
    document->comments = reader->comments;
    document->comment_count = reader->comment_count;
    set_title(reader);
    return reader->failed ? tvx_error_nomem(error) : TVX_OK;
}

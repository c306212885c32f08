/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>
#include "docx_story.h"

static bool is_deletion(enum tvx_change change)
{
    return change == TVX_CHANGE_DEL || change == TVX_CHANGE_MOVED_FROM;
}

/*
 * The marks around this place as one change, or as an insertion that was deleted again.  Marks of the same kind
 * within each other say the same thing twice; the outer one counts.
 */
enum tvx_change docx_effective(const struct docx_reader *reader, struct tvx_run *run)
{
    const struct docx_change *inserted = NULL, *deleted = NULL;

    for (unsigned i = 0; i < reader->place.changes; i++) {
        const struct docx_change *change = &reader->changes[i];

        if (is_deletion(change->kind))
            deleted = deleted == NULL ? change : deleted;
        else
            inserted = inserted == NULL ? change : inserted;
    }
    *run = (struct tvx_run){.change = TVX_CHANGE_NONE};
    if (inserted == NULL && deleted == NULL)
        return TVX_CHANGE_NONE;
    if (inserted != NULL && deleted != NULL) {
        run->nested = deleted->kind;
        run->nested_author = deleted->author;
        run->nested_date = deleted->date;
    }
    inserted = inserted == NULL ? deleted : inserted;
    run->change = inserted->kind;
    run->author = inserted->author;
    run->date = inserted->date;
    return run->change;
}

/* Equal names and dates get one address, so that runs of one hand can be told by it. */
static const char *one_of(struct docx_reader *reader, struct docx_xml *xml, const char *attribute)
{
    struct docx_value value = docx_attr(xml, NS_W, attribute);
    const char *raw, *clean;

    if (value.text == NULL || value.length == 0)
        return NULL;
    for (size_t i = 0; i < DOCX_NAMES && i < reader->name_count; i++)
        if (docx_value_is(value, reader->names[i]))
            return reader->names[i];
    raw = docx_attr_dup(xml, reader->arena, NS_W, attribute);
    clean = raw == NULL ? NULL : tvx_text_clean(reader->document->arena, raw, strlen(raw));
    if (clean == NULL)
        reader->failed = true;
    else
        reader->names[reader->name_count++ % DOCX_NAMES] = clean;
    return clean;
}

struct docx_change docx_change_of(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    enum tvx_change kind = tag == TAG_INS ? TVX_CHANGE_INS
                           : tag == TAG_MOVE_TO ? TVX_CHANGE_MOVED_TO
                           : tag == TAG_MOVE_FROM ? TVX_CHANGE_MOVED_FROM : TVX_CHANGE_DEL;

    return (struct docx_change){kind, one_of(reader, xml, "author"), one_of(reader, xml, "date")};
}

static struct docx_change combine(struct docx_change outer, struct docx_change inner)
{
    return is_deletion(outer.kind) || inner.kind == TVX_CHANGE_NONE ? outer : inner;
}

/* The marks around this place as what happened to a block there: inserted or deleted. */
static struct docx_change around(const struct docx_reader *reader)
{
    struct tvx_run run;

    docx_effective(reader, &run);
    if (run.change != TVX_CHANGE_NONE)
        run.change = is_deletion(run.change) ? TVX_CHANGE_DEL : TVX_CHANGE_INS;
    return (struct docx_change){run.change, run.author, run.date};
}

void docx_para_open(struct docx_reader *reader)
{
    struct docx_place *place = &reader->place;
    const struct docx_table *table = place->table < 0 ? NULL : &reader->tables[place->table];
    size_t index = reader->document->block_count;
    struct tvx_block *block;
    struct docx_para *paras;
    struct docx_change presence;

    docx_flush(reader);
    paras = tvx_arena_grow(reader->arena, reader->paras, index, &reader->para_capacity, sizeof *paras);
    block = paras == NULL ? NULL : tvx_document_add_block(reader->document, TVX_BLOCK_PARAGRAPH);
    if (block == NULL) {
        reader->failed = true;
        return;
    }
    reader->paras = paras;
    paras[index] = (struct docx_para){.flow = place->flow, .box = place->box, .style = reader->styles.paragraph,
                                      .level = LEVEL_UNSAID, .outline = OUTLINE_UNSAID, .num = NUM_UNSAID,
                                      .old_style = STYLE_NONE, .old_level = LEVEL_UNSAID, .old_num = NUM_UNSAID,
                                      .note = reader->note_now, .table_style = STYLE_NONE};
    presence = combine(place->presence, around(reader));
    if (table != NULL) {
        block->kind = TVX_BLOCK_CELL;
        paras[index].table_style = table->style;
        block->table = table->id;
        block->row = table->row;
        block->column = table->column;
        presence = combine(combine(presence, table->row_change), table->cell_change);
    } else if (reader->note_now != 0) {
        block->kind = TVX_BLOCK_NOTE;
    }
    if (reader->in_head)
        block->kind = TVX_BLOCK_HEADER;
    block->presence = presence.kind;
    block->presence_author = presence.author;
    block->presence_date = presence.date;
    place->para = index;
}

void docx_flush(struct docx_reader *reader)
{
    struct tvx_run *run;

    if (reader->pending.length == 0)
        return;
    reader->flushes++;
    run = tvx_document_add_run(reader->document, &reader->document->blocks[reader->pending_block], reader->pending.data,
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

/* The open paragraph; text outside any gets one of its own, so that nothing is lost. */
static size_t current_block(struct docx_reader *reader)
{
    if (reader->place.para == DOCX_NO_BLOCK)
        docx_para_open(reader);
    return reader->place.para;
}

static void resolve_run(struct docx_reader *reader, size_t block)
{
    struct docx_run *run = &reader->run;
    const int styles[] = {reader->paras[block].table_style, reader->paras[block].style, run->style};

    run->resolved = true;
    run->format = docx_look_bits(&reader->styles, styles, &run->look, &run->font);
    if (reader->place.math)
        run->format &= ~(uint32_t)(TVX_FORMAT_BOLD | TVX_FORMAT_ITALIC);
    if (run->mark)
        run->format |= TVX_FORMAT_NOTE_REF;
}

static void current_attributes(struct docx_reader *reader, size_t block, struct tvx_run *out)
{
    docx_effective(reader, out);
    if (!reader->run.resolved)
        resolve_run(reader, block);
    out->format = reader->run.format | (reader->place.link ? TVX_FORMAT_LINK : 0);
    for (unsigned i = reader->place.field_base; i < reader->field_count; i++) {
        if (!reader->fields[i].in_result)
            out->format |= DOCX_FORMAT_CODE;
        else if (reader->fields[i].link)
            out->format |= TVX_FORMAT_LINK;
    }
}

static bool same_attributes(const struct tvx_run *a, const struct tvx_run *b)
{
    return a->change == b->change && a->nested == b->nested && a->format == b->format && a->author == b->author &&
           a->date == b->date && a->nested_author == b->nested_author && a->nested_date == b->nested_date;
}

void docx_emit(struct docx_reader *reader, const char *text, size_t length)
{
    struct tvx_run attributes;
    size_t block;

    if (length == 0 || reader->failed || reader->place.page_number)
        return;
    for (unsigned i = reader->place.field_base; i < reader->field_count; i++)
        if (reader->fields[i].in_result && reader->fields[i].page_number)
            return;
    if (reader->place.ruby_text) {
        tvx_buf_add(&reader->ruby, text, length);
        return;
    }
    block = current_block(reader);
    if (reader->failed)
        return;
    current_attributes(reader, block, &attributes);
    if (reader->pending.length > 0 &&
        (reader->pending_block != block || !same_attributes(&attributes, &reader->pending_run)))
        docx_flush(reader);
    reader->pending_block = block;
    reader->pending_run = attributes;
    tvx_buf_add(&reader->pending, text, length);
    reader->failed = reader->failed || reader->pending.failed;
    reader->emitted += length;
    if ((attributes.format & DOCX_FORMAT_CODE) == 0 && reader->open_range_count > 0)
        docx_range_text(reader, &attributes, text, length);
}

static void warn_symbol(struct docx_reader *reader)
{
    if (reader->symbol_warned)
        return;
    reader->symbol_warned = true;
    tvx_document_warn(reader->document, reader->place.para == DOCX_NO_BLOCK ? SIZE_MAX : reader->place.para,
                      "docx-symbol",
                      "a character of a symbol font has no known equal in Unicode and is kept as the font's own code");
}

/* One character; those in the private area are looked up in their symbol font. */
static void emit_point(struct docx_reader *reader, const char *bytes, size_t length, uint32_t point, const char *font)
{
    size_t symbol_length;
    const char *symbol = NULL;

    if (point == 0xF020) { /* a space in every font */
        docx_emit(reader, " ", 1);
        return;
    }
    if (point >= 0xF020 && point <= 0xF0FF) {
        symbol = docx_symbol(&reader->symbols, font, point, &symbol_length);
        if (symbol == NULL)
            warn_symbol(reader);
    }
    if (symbol != NULL)
        docx_emit(reader, symbol, symbol_length);
    else
        docx_emit(reader, bytes, length);
}

/*
 * Without xml:space="preserve" Word drops white space at both ends of a w:t; line ends and tabs within it are spaces.
 */
void docx_text_end(struct docx_reader *reader)
{
    char *text = reader->text.data;
    size_t start = 0, end = reader->text.length;
    bool private_use = false;

    if (end == 0)
        return;
    for (size_t i = 0; i < end; i++) {
        if (text[i] == '\n' || text[i] == '\r' || text[i] == '\t')
            text[i] = ' ';
        private_use = private_use || text[i] == '\xEF';
    }
    if (!reader->place.keep_space) {
        while (start < end && text[start] == ' ')
            start++;
        while (end > start && text[end - 1] == ' ')
            end--;
    }
    if (private_use) {
        size_t block = current_block(reader);

        if (!reader->failed && !reader->run.resolved)
            resolve_run(reader, block);
        for (size_t at = start; at < end && !reader->failed;) {
            size_t from = at;
            uint32_t point = tvx_utf8_next(text, end, &at);

            emit_point(reader, text + from, at - from, point, reader->run.font);
        }
    } else {
        docx_emit(reader, text + start, end - start);
    }
    reader->failed = reader->failed || reader->text.failed;
    tvx_buf_clear(&reader->text);
}

/* w:sym: a hexadecimal code of at most four digits in a named font (§17.3.3.30). */
void docx_symbol_emit(struct docx_reader *reader, struct docx_xml *xml)
{
    struct docx_value value = docx_attr(xml, NS_W, "char");
    const char *font = docx_attr_dup(xml, reader->arena, NS_W, "font");
    uint32_t point = 0;
    char bytes[4];
    const char *symbol;
    size_t length;

    for (size_t i = 0; i < value.length && i < 4; i++) {
        char c = value.text[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;

        if (digit < 0)
            return;
        point = point * 16 + (uint32_t)digit;
    }
    if (point == 0 || (point >= 0xD800 && point <= 0xDFFF))
        return;
    symbol = docx_symbol(&reader->symbols, font, point, &length);
    if (symbol != NULL) {
        docx_emit(reader, symbol, length);
    } else {
        length = tvx_utf8_put(bytes, point);
        docx_emit(reader, bytes, length);
        if (point >= 0xF000)
            warn_symbol(reader);
    }
}

/* ---- fields (§17.16.2): what stands between "begin" and "separate" is the instruction and not shown ---- */

static void field_begin(struct docx_reader *reader)
{
    struct docx_field *field;
    size_t block = current_block(reader);

    docx_flush(reader);
    if (reader->failed)
        return;
    if (reader->field_count == DOCX_FIELDS) {
        reader->field_overflow++;
        return;
    }
    field = &reader->fields[reader->field_count++];
    *field = (struct docx_field){.block = block, .run = reader->document->blocks[block].run_count};
}

/* Numbers that Word computes and does not store; fields of other kinds without a result show nothing (§17.16.5). */
static void warn_computed(struct docx_reader *reader, const struct docx_field *field)
{
    const char *word = field->instruction;

    while (*word == ' ')
        word++;
    if (strncmp(word, "LISTNUM", 7) != 0 && strncmp(word, "AUTONUM", 7) != 0)
        return;
    if (reader->computed_count++ == 0)
        tvx_document_warn(reader->document, field->block, "docx-computed-field",
                          "a number that a %.7s field computes is not in the file and was not read", word);
}

/* In a page header the number of the page is the one thing that differs between its copies. */
static bool counts_pages(const struct docx_reader *reader, const char *word)
{
    static const char *const kinds[] = {"PAGE", "NUMPAGES", "SECTIONPAGES"};
    size_t length;

    word += strspn(word, " ");
    length = strcspn(word, " \\");
    for (size_t i = 0; reader->in_head && i < sizeof kinds / sizeof *kinds; i++)
        if (strlen(kinds[i]) == length && strncasecmp(word, kinds[i], length) == 0)
            return true;
    return false;
}

/* w:fldSimple has its instruction in an attribute (§17.16.19). */
void docx_field_simple(struct docx_reader *reader, struct docx_xml *xml)
{
    const char *instruction = docx_attr_dup(xml, reader->arena, NS_W, "instr");

    reader->place.page_number = reader->place.page_number || (instruction != NULL && counts_pages(reader, instruction));
}

void docx_field_char(struct docx_reader *reader, struct docx_value type)
{
    struct docx_field *top = reader->field_count > reader->place.field_base ? &reader->fields[reader->field_count - 1]
        : NULL;

    if (docx_value_is(type, "begin")) {
        field_begin(reader);
    } else if (docx_value_is(type, "separate")) {
        if (top != NULL && reader->field_overflow == 0) {
            const char *word = top->instruction;

            while (*word == ' ')
                word++;
            top->in_result = true;
            top->link = strncmp(word, "HYPERLINK", 9) == 0;
            top->page_number = counts_pages(reader, word);
        }
    } else if (docx_value_is(type, "end")) {
        if (reader->field_overflow > 0)
            reader->field_overflow--;
        else if (top != NULL) {
            if (!top->in_result)
                warn_computed(reader, top);
            reader->field_count--;
        }
    }
}

/* A field that never ends would hide the rest of the text: what its instruction part hid is shown instead. */
void docx_fields_close(struct docx_reader *reader, unsigned base)
{
    const struct docx_field *lowest = NULL;

    docx_flush(reader);
    for (unsigned i = base; i < reader->field_count && lowest == NULL; i++)
        if (!reader->fields[i].in_result)
            lowest = &reader->fields[i];
    if (lowest != NULL) {
        for (size_t b = lowest->block; b < reader->document->block_count; b++) {
            struct tvx_block *block = &reader->document->blocks[b];

            for (size_t r = b == lowest->block ? lowest->run : 0; r < block->run_count; r++)
                block->runs[r].format &= ~DOCX_FORMAT_CODE;
        }
        tvx_document_warn(reader->document, lowest->block, "docx-field-open",
                          "a field begins here and never ends; its text is kept");
    }
    if (reader->field_count > base)
        reader->field_count = base;
    reader->field_overflow = 0;
}

/* ---- references to notes ---- */

void docx_note_reference(struct docx_reader *reader, struct docx_xml *xml, bool endnote)
{
    struct docx_value custom = docx_attr(xml, NS_W, "customMarkFollows");
    struct docx_note *notes, note = {.endnote = endnote};
    struct tvx_run *run, attributes;

    if (reader->note_order != NULL) /* the notes are numbered: in their own parts a reference has no place */
        return;
    note.id = docx_value_int(docx_attr(xml, NS_W, "id"), -1);
    note.custom = custom.text != NULL && docx_value_on(custom);
    note.block = current_block(reader);
    docx_flush(reader);
    notes = tvx_arena_grow(reader->arena, reader->notes, reader->note_count, &reader->note_capacity, sizeof *notes);
    if (notes == NULL || reader->failed) {
        reader->failed = true;
        return;
    }
    reader->notes = notes;
    current_attributes(reader, note.block, &attributes);
    note.change = (struct docx_change){attributes.change, attributes.author, attributes.date};
    note.nested = (struct docx_change){attributes.nested, attributes.nested_author, attributes.nested_date};
    note.run = SIZE_MAX;
    if (note.custom) {
        reader->run.mark = true;
        reader->run.resolved = false;
    } else {
        note.run = reader->document->blocks[note.block].run_count;
        run = tvx_document_add_run(reader->document, &reader->document->blocks[note.block], "", 0, attributes.change);
        if (run == NULL) {
            reader->failed = true;
            return;
        }
        attributes.text = run->text;
        attributes.format |= TVX_FORMAT_NOTE_REF;
        *run = attributes;
    }
    notes[reader->note_count++] = note;
    reader->emitted++;
}

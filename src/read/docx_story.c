/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include "docx_story.h"

static struct docx_frame *frame_above(struct docx_reader *reader)
{
    return reader->depth < 2 ? NULL : &reader->frames[reader->depth - 2];
}

static size_t here(const struct docx_reader *reader)
{
    return reader->place.para == DOCX_NO_BLOCK ? SIZE_MAX : reader->place.para;
}

/* ---- what an element opens ---- */

static void new_flow(struct docx_reader *reader)
{
    docx_flush(reader);
    reader->place.flow = ++reader->flow_count;
    reader->place.para = DOCX_NO_BLOCK;
}

static void open_box(struct docx_reader *reader)
{
    new_flow(reader);
    reader->place.box++;
    reader->place.link = false;
    reader->place.field_base = (uint16_t)reader->field_count;
}

static void open_run(struct docx_reader *reader)
{
    struct docx_run *saved = &reader->frames[reader->depth - 1].run;

    *saved = reader->run;
    reader->run = (struct docx_run){.style = STYLE_NONE};
}

static void open_change(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    if (reader->place.changes == DOCX_CHANGES) {
        docx_xml_fail(xml, tvx_error_set(xml->error, TVX_E_LIMIT, "more than %d revision marks lie within each other",
                                         DOCX_CHANGES));
        return;
    }
    reader->changes[reader->place.changes++] = docx_change_of(reader, xml, tag);
}

static void open_table(struct docx_reader *reader, struct docx_xml *xml)
{
    struct docx_place *place = &reader->place;

    docx_flush(reader);
    if (place->table + 1 >= DOCX_TABLES) {
        docx_xml_fail(xml, tvx_error_set(xml->error, TVX_E_LIMIT, "more than %d tables lie within each other",
                                         DOCX_TABLES));
        return;
    }
    if (place->table >= 0) { /* what happens to a cell happens to the table in it */
        const struct docx_table *around = &reader->tables[place->table];

        struct docx_change change = around->row_change.kind == TVX_CHANGE_DEL ? around->row_change
            : around->cell_change.kind != TVX_CHANGE_NONE                      ? around->cell_change
                                                                              : around->row_change;

        if (change.kind != TVX_CHANGE_NONE)
            place->presence = change;
    }
    place->table++;
    reader->tables[place->table] = (struct docx_table){.id = reader->table_count++, .row = -1, .span = 1,
                                                       .style = STYLE_NONE};
}

static void open_row(struct docx_reader *reader)
{
    struct docx_table *table = reader->place.table < 0 ? NULL : &reader->tables[reader->place.table];

    if (table == NULL)
        return;
    table->row++;
    table->column = 0;
    table->row_change = table->cell_change = (struct docx_change){TVX_CHANGE_NONE, NULL, NULL};
}

static void open_cell(struct docx_reader *reader)
{
    struct docx_table *table = reader->place.table < 0 ? NULL : &reader->tables[reader->place.table];

    new_flow(reader);
    if (table == NULL)
        return;
    if (table->row < 0)
        table->row = 0;
    table->span = 1;
    table->cell_change = (struct docx_change){TVX_CHANGE_NONE, NULL, NULL};
}

static void open_text(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    struct docx_value space = docx_attr(xml, NS_XML, "space");

    reader->place.text_on = true;
    reader->place.keep_space = space.text == NULL ? reader->root_keeps_space : docx_value_is(space, "preserve");
    if (tag == TAG_M_T || tag == TAG_A_T)
        reader->place.keep_space = true;
    if (tag == TAG_DEL_TEXT && reader->place.changes < DOCX_CHANGES) {
        struct tvx_run run;

        docx_effective(reader, &run); /* deleted text outside any w:del is deleted all the same */
        if (tvx_change_stands(run.change, run.nested, TVX_VIEW_AFTER))
            reader->changes[reader->place.changes++] = (struct docx_change){.kind = TVX_CHANGE_DEL};
    }
    tvx_buf_clear(&reader->text);
}

/*
 * Markup compatibility (ECMA-376 part 3): the first choice is taken.  The fallback is read only when the choice
 * gave no text, so that nothing is read twice and nothing is lost with a choice that this reader does not
 * understand.
 */
static void open_alternative(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    struct docx_frame *above = frame_above(reader);

    if (above == NULL || above->tag != TAG_ALTERNATE_CONTENT)
        return;
    if (tag == TAG_CHOICE ? above->choices > 0 : reader->emitted != above->emitted) {
        docx_xml_skip(xml);
        return;
    }
    reader->place.quiet = reader->place.quiet || above->choices > 0;
    above->choices++;
}

static void open_note(struct docx_reader *reader, struct docx_xml *xml, bool endnote)
{
    struct docx_value type = docx_attr(xml, NS_W, "type");
    struct docx_note *note = docx_note_find(reader, endnote, docx_value_int(docx_attr(xml, NS_W, "id"), -1));

    /* separators are drawn between text and notes; they are no notes */
    if (type.text != NULL && !docx_value_is(type, "normal")) {
        docx_xml_skip(xml);
        return;
    }
    if (note == NULL || note->met) {
        reader->unreferenced += note == NULL;
        docx_xml_skip(xml);
        return;
    }
    note->met = true;
    new_flow(reader);
    reader->note_now = (size_t)(note - reader->notes) + 1;
    if (!tvx_change_stands(note->change.kind, note->nested.kind, TVX_VIEW_AFTER)) {
        reader->place.presence = note->nested.kind != TVX_CHANGE_NONE ? note->nested : note->change;
        reader->place.presence.kind = TVX_CHANGE_DEL;
    } else if (!tvx_change_stands(note->change.kind, note->nested.kind, TVX_VIEW_BEFORE)) {
        reader->place.presence = note->change;
        reader->place.presence.kind = TVX_CHANGE_INS;
    }
}

/* ---- what an element says on its own ---- */

static void warn_unknown(struct docx_reader *reader, const char *name)
{
    for (size_t i = 0; i < reader->unknown_count; i++)
        if (strcmp(reader->unknown[i], name) == 0)
            return;
    if (reader->unknown_count == sizeof reader->unknown / sizeof *reader->unknown)
        return;
    reader->unknown[reader->unknown_count] = tvx_arena_strdup(reader->arena, name);
    if (reader->unknown[reader->unknown_count] == NULL) {
        reader->failed = true;
        return;
    }
    reader->unknown_count++;
    tvx_document_warn(reader->document, here(reader), "docx-unknown-element",
                      "the element w:%.100s is not known; text in it is kept as it stands", name);
}

static void content_text(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    switch (tag) {
    case TAG_T:
    case TAG_DEL_TEXT:
    case TAG_M_T:
    case TAG_A_T: open_text(reader, xml, tag); break;
    case TAG_INSTR_TEXT:
    case TAG_DEL_INSTR_TEXT: reader->place.instruction = true; break;
    case TAG_TAB:
    case TAG_PTAB: docx_emit(reader, "\t", 1); break;
    case TAG_BR:
    case TAG_CR: docx_emit(reader, "\n", 1); break;
    /*
     * "-" rather than U+2011: the same word in a PDF, a web page or a text has "-", and it is words that are
     * compared
     */
    case TAG_NO_BREAK_HYPHEN: docx_emit(reader, "-", 1); break;
    case TAG_SOFT_HYPHEN: break;
    case TAG_SYM: docx_symbol_emit(reader, xml); break;
    case TAG_FLD_CHAR: docx_field_char(reader, docx_attr(xml, NS_W, "fldCharType")); break;
    case TAG_FOOTNOTE_REFERENCE:
    case TAG_ENDNOTE_REFERENCE: docx_note_reference(reader, xml, tag == TAG_ENDNOTE_REFERENCE); break;
    case TAG_RT:
        reader->place.ruby_text = true;
        tvx_buf_clear(&reader->ruby);
        break;
    default: break;
    }
}

static void content_mark(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    long id = docx_value_int(docx_attr(xml, NS_W, "id"), -1);

    switch (tag) {
    case TAG_COMMENT_RANGE_START: docx_range_open(reader, id); break;
    case TAG_COMMENT_RANGE_END: docx_range_close(reader, id); break;
    case TAG_COMMENT_REFERENCE: { /* a comment on a point has no range */
        bool met = false;

        for (size_t i = reader->range_count, steps = 0; i-- > 0 && steps < DOCX_RANGES && !met; steps++)
            met = reader->ranges[i].id == id;
        if (!met) {
            docx_range_open(reader, id);
            docx_range_close(reader, id);
        }
        break;
    }
    case TAG_ALT_CHUNK:
    case TAG_SUB_DOC:
        tvx_document_warn(reader->document, here(reader), tag == TAG_SUB_DOC ? "docx-subdocument" : "docx-alt-chunk",
                          "another document is embedded here and was not read; read it by itself");
        break;
    case TAG_W_OTHER: warn_unknown(reader, xml->name); break;
    case TAG_DOC_PR:
    case TAG_V_SHAPE:
    case TAG_V_TEXTPATH:
    case TAG_C_CHART:
    case TAG_DGM_REL_IDS:
    case TAG_OLE_OBJECT: docx_object_name(reader, xml, tag); break;
    default: break;
    }
}

static void content_start(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    switch (tag) {
    case TAG_P:
    case TAG_A_P: docx_para_open(reader); break;
    case TAG_P_PR: reader->place.scope = SCOPE_P_PR; break;
    case TAG_R:
    case TAG_M_R: open_run(reader); break;
    case TAG_R_PR: reader->place.scope = SCOPE_R_PR; break;
    case TAG_SECT_PR: reader->place.scope = SCOPE_SECT_PR; break;
    case TAG_PLAIN_FLD_SIMPLE: docx_field_simple(reader, xml); break;
    case TAG_INS:
    case TAG_DEL:
    case TAG_MOVE_FROM:
    case TAG_MOVE_TO: open_change(reader, xml, tag); break;
    case TAG_HYPERLINK: reader->place.link = true; break;
    case TAG_TBL: open_table(reader, xml); break;
    case TAG_TR: open_row(reader); break;
    case TAG_TC: open_cell(reader); break;
    case TAG_TBL_PR:
        if (reader->place.table >= 0)
            reader->place.scope = SCOPE_TBL_PR;
        break;
    case TAG_TR_PR:
        if (reader->place.table >= 0)
            reader->place.scope = SCOPE_TR_PR;
        break;
    case TAG_TC_PR:
        if (reader->place.table >= 0)
            reader->place.scope = SCOPE_TC_PR;
        break;
    case TAG_TXBX_CONTENT:
    case TAG_A_TX_BODY: open_box(reader); break;
    case TAG_CHOICE:
    case TAG_FALLBACK: open_alternative(reader, xml, tag); break;
    case TAG_FOOTNOTE:
    case TAG_ENDNOTE: open_note(reader, xml, tag == TAG_ENDNOTE); break;
    case TAG_DRAWING:
    case TAG_PICT:
    case TAG_OBJECT: docx_object_begin(reader); break;
    case TAG_FF_DATA:
    case TAG_M_CTRL_PR:
    case TAG_PLAIN_CUSTOM_XML_PR:
    case TAG_PLAIN_SMART_TAG_PR:
    case TAG_RUBY_PR:
    case TAG_SDT_END_PR:
    case TAG_SDT_PR:
    case TAG_TBL_GRID:
    case TAG_TBL_PR_EX: docx_xml_skip(xml); break;
    default:
        content_text(reader, xml, tag);
        content_mark(reader, xml, tag);
        docx_math_start(reader, xml, tag);
    }
}

static void on_start(struct docx_xml *xml, enum docx_tag tag)
{
    struct docx_reader *reader = xml->context;
    struct docx_frame *frame;

    if (reader->depth == DOCX_DEPTH) {
        docx_xml_fail(xml, tvx_error_set(xml->error, TVX_E_LIMIT, "elements lie more than %d deep", DOCX_DEPTH));
        return;
    }
    frame = &reader->frames[reader->depth++];
    frame->place = reader->place;
    frame->emitted = reader->emitted;
    frame->choices = 0;
    frame->group.open = false;
    frame->tag = tag;
    if (reader->depth == 1)
        reader->root_keeps_space = docx_value_is(docx_attr(xml, NS_XML, "space"), "preserve");
    if (reader->place.scope != SCOPE_CONTENT)
        docx_props_start(reader, xml, tag);
    else
        content_start(reader, xml, tag);
    if (reader->failed)
        docx_xml_fail(xml, TVX_E_NOMEM);
}

static void on_end(struct docx_xml *xml, enum docx_tag tag)
{
    struct docx_reader *reader = xml->context;
    const struct docx_frame *frame = &reader->frames[reader->depth - 1];
    bool content = frame->place.scope == SCOPE_CONTENT;

    if (reader->place.text_on && !frame->place.text_on)
        docx_text_end(reader);
    if (content && (tag == TAG_P || tag == TAG_A_P || tag == TAG_TC))
        docx_flush(reader);
    if (content)
        docx_math_end(reader, tag, frame);
    if (content && (tag == TAG_TXBX_CONTENT || tag == TAG_A_TX_BODY))
        docx_fields_close(reader, reader->place.field_base);
    reader->place = frame->place;
    reader->depth--;
    if (!content)
        return;
    switch (tag) {
    case TAG_R:
    case TAG_M_R: reader->run = frame->run; break;
    case TAG_TC:
        if (reader->place.table >= 0 && reader->tables[reader->place.table].column < 1000000)
            reader->tables[reader->place.table].column += reader->tables[reader->place.table].span;
        break;
    case TAG_DRAWING:
    case TAG_PICT:
    case TAG_OBJECT: docx_object_end(reader, frame); break;
    case TAG_RUBY: /* the reading of the base text, after it */
        if (reader->ruby.length > 0) {
            docx_emit(reader, " (", 2);
            docx_emit(reader, reader->ruby.data, reader->ruby.length);
            docx_emit(reader, ")", 1);
        }
        reader->failed = reader->failed || reader->ruby.failed;
        tvx_buf_clear(&reader->ruby);
        break;
    case TAG_FOOTNOTE:
    case TAG_ENDNOTE: reader->note_now = 0; break;
    default: break;
    }
    if (reader->failed)
        docx_xml_fail(xml, TVX_E_NOMEM);
}

static void on_text(struct docx_xml *xml, const char *text, size_t length)
{
    struct docx_reader *reader = xml->context;

    if (reader->place.text_on) {
        tvx_buf_add(&reader->text, text, length);
    } else if (reader->place.instruction && reader->field_count > reader->place.field_base) {
        struct docx_field *field = &reader->fields[reader->field_count - 1];
        size_t room = sizeof field->instruction - 1 - field->length;

        length = length < room ? length : room;
        memcpy(field->instruction + field->length, text, length);
        field->length += length;
    }
}

enum tvx_status docx_story_read(struct docx_reader *reader, const char *part, struct tvx_error *error)
{
    static const struct docx_xml_handler handler = {.start = on_start, .end = on_end, .text = on_text};
    enum tvx_status status;

    reader->place = (struct docx_place){.para = DOCX_NO_BLOCK, .flow = ++reader->flow_count, .table = -1};
    reader->depth = 0;
    reader->run = (struct docx_run){.style = STYLE_NONE};
    reader->field_count = reader->field_overflow = 0;
    reader->math_depth = reader->math_overflow = 0;
    reader->note_now = 0;
    status = docx_xml_parse(&reader->package, part, &handler, reader, error);
    if (status != TVX_OK)
        return status;
    docx_fields_close(reader, 0);
    docx_range_close(reader, -1);
    return reader->failed ? tvx_error_nomem(error) : TVX_OK;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include "docx_story.h"

static struct docx_para *para_of(struct docx_reader *reader)
{
    return reader->place.para == DOCX_NO_BLOCK ? NULL : &reader->paras[reader->place.para];
}

/* w:pPr, which comes before the paragraph's text. */
static void paragraph_child(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    struct docx_para *para = para_of(reader);
    struct docx_value value = docx_attr(xml, NS_W, "val");

    switch (tag) {
    case TAG_R_PR: reader->place.scope = SCOPE_MARK; return;
    case TAG_P_PR_CHANGE:
        reader->place.scope = SCOPE_OLD_P_PR;
        if (para != NULL) {
            para->changed = true;
            para->old_style = reader->styles.paragraph;
        }
        return;
    case TAG_SECT_PR: reader->place.scope = SCOPE_SECT_PR; return;
    default: break;
    }
    if (para == NULL)
        return;
    switch (tag) {
    case TAG_P_STYLE: {
        int style = docx_style_find(&reader->styles, value);

        if (style != STYLE_NONE && reader->styles.items[style].type == STYLE_PARAGRAPH)
            para->style = style;
        break;
    }
    case TAG_NUM_ID: para->num = docx_value_int(value, NUM_UNSAID); break;
    case TAG_ILVL: para->level = (int)docx_value_int(value, LEVEL_UNSAID); break;
    case TAG_OUTLINE_LVL: para->outline = (int)docx_value_int(value, OUTLINE_UNSAID); break;
    /* a drop capital is a paragraph of its own and belongs to the word that follows (§17.3.1.11) */
    case TAG_FRAME_PR: {
        struct docx_value drop = docx_attr(xml, NS_W, "dropCap");

        para->markless = para->markless || docx_value_is(drop, "drop") || docx_value_is(drop, "margin");
        break;
    }
    case TAG_INS: para->num_inserted = true; break; /* only within w:numPr */
    case TAG_NUMBERING_CHANGE:
        para->old_label = docx_numbering_original(reader->document->arena,
                                                  docx_attr_dup(xml, reader->arena, NS_W, "original"));
        break;
    default: break;
    }
}

/* The properties as they were, in w:pPrChange: whole, so what they leave out was not there. */
static void old_paragraph_child(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    struct docx_para *para = para_of(reader);
    struct docx_value value = docx_attr(xml, NS_W, "val");

    if (para == NULL)
        return;
    if (tag == TAG_P_STYLE) {
        int style = docx_style_find(&reader->styles, value);

        para->old_style = style == STYLE_NONE ? para->old_style : style;
    } else if (tag == TAG_NUM_ID) {
        para->old_num = docx_value_int(value, NUM_UNSAID);
    } else if (tag == TAG_ILVL) {
        para->old_level = (int)docx_value_int(value, LEVEL_UNSAID);
    }
}

/* w:rPr of the paragraph mark. */
static void mark_child(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    struct docx_para *para = para_of(reader);
    struct tvx_block *block;
    struct docx_change change;

    if (tag == TAG_R_PR_CHANGE) {
        docx_xml_skip(xml);
        return;
    }
    if (para == NULL || (tag != TAG_INS && tag != TAG_DEL && tag != TAG_MOVE_FROM && tag != TAG_MOVE_TO))
        return;
    block = &reader->document->blocks[reader->place.para];
    change = docx_change_of(reader, xml, tag);
    if (block->mark == TVX_CHANGE_NONE) {
        block->mark = change.kind;
        block->mark_author = change.author;
        block->mark_date = change.date;
    } else if (tvx_change_stands(block->mark, change.kind, TVX_VIEW_BEFORE) ==
               tvx_change_stands(block->mark, change.kind, TVX_VIEW_AFTER)) {
        para->markless = true; /* inserted, then deleted */
    }
}

static void row_child(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    struct docx_table *table = &reader->tables[reader->place.table];

    if (tag == TAG_TR_PR_CHANGE)
        docx_xml_skip(xml);
    else if ((tag == TAG_INS && table->row_change.kind == TVX_CHANGE_NONE) || tag == TAG_DEL)
        table->row_change = docx_change_of(reader, xml, tag);
    else if (tag == TAG_GRID_BEFORE) {
        long skipped = docx_value_int(docx_attr(xml, NS_W, "val"), 0);

        table->column += skipped < 0 || skipped > 1000 ? 0 : (int)skipped;
    }
}

static void cell_child(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    struct docx_table *table = &reader->tables[reader->place.table];

    if (tag == TAG_TC_PR_CHANGE)
        docx_xml_skip(xml);
    else if (tag == TAG_CELL_INS && table->cell_change.kind == TVX_CHANGE_NONE)
        table->cell_change = docx_change_of(reader, xml, TAG_INS);
    else if (tag == TAG_CELL_DEL)
        table->cell_change = docx_change_of(reader, xml, TAG_DEL);
    else if (tag == TAG_GRID_SPAN) {
        long span = docx_value_int(docx_attr(xml, NS_W, "val"), 1);

        table->span = span < 1 || span > 1000 ? 1 : (int)span;
    }
}

static void table_child(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    int style = tag == TAG_TBL_STYLE ? docx_style_find(&reader->styles, docx_attr(xml, NS_W, "val")) : STYLE_NONE;

    if (tag == TAG_TBL_PR_CHANGE)
        docx_xml_skip(xml);
    else if (style != STYLE_NONE && reader->styles.items[style].type == STYLE_TABLE)
        reader->tables[reader->place.table].style = style;
}

static void run_child(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    if (tag == TAG_R_PR_CHANGE) {
        docx_xml_skip(xml);
    } else if (tag == TAG_R_STYLE) {
        int style = docx_style_find(&reader->styles, docx_attr(xml, NS_W, "val"));

        if (style != STYLE_NONE && reader->styles.items[style].type == STYLE_CHARACTER)
            reader->run.style = style;
        reader->run.resolved = false;
    } else if (docx_look_take(&reader->run.look, xml, tag, reader->arena)) {
        reader->run.resolved = false;
    }
}

void docx_props_start(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    switch (reader->place.scope) {
    case SCOPE_P_PR: paragraph_child(reader, xml, tag); break;
    case SCOPE_OLD_P_PR: old_paragraph_child(reader, xml, tag); break;
    case SCOPE_MARK: mark_child(reader, xml, tag); break;
    case SCOPE_R_PR: run_child(reader, xml, tag); break;
    case SCOPE_TR_PR: row_child(reader, xml, tag); break;
    case SCOPE_TC_PR: cell_child(reader, xml, tag); break;
    case SCOPE_TBL_PR: table_child(reader, xml, tag); break;
    case SCOPE_SECT_PR:
        if (tag == TAG_HEADER_REFERENCE || tag == TAG_FOOTER_REFERENCE)
            docx_head_reference(reader, xml);
        break;
    default: break;
    }
}

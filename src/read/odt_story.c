/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>
#include "odt_story.h"

enum { LISTS_BACK = 4096 }; /* lists looked back to for the one that a list continues */

static char *attr(struct odt_reader *reader, struct docx_xml *xml, enum docx_ns ns, const char *name)
{
    return docx_attr_dup(xml, reader->arena, ns, name);
}

/* What a person wrote, in the document's arena; NULL when it is absent. */
static const char *clean_attr(struct odt_reader *reader, struct docx_xml *xml, enum docx_ns ns, const char *name)
{
    const char *raw = attr(reader, xml, ns, name);

    return raw == NULL ? NULL : tvx_text_clean(reader->document->arena, raw, strlen(raw));
}

static void new_flow(struct odt_reader *reader)
{
    odt_flush(reader);
    reader->place.flow = ++reader->flow_count;
    reader->place.slot = -1;
    reader->place.look = (struct odt_look){0, 0};
    reader->place.levels = 0;
    reader->place.table = -1;
}

/* ---- lists ---- */

static long group_of(struct odt_reader *reader, struct docx_xml *xml, struct odt_list_style *style)
{
    const char *id = attr(reader, xml, NS_XML, "id"), *follows = attr(reader, xml, NS_TEXT, "continue-list");
    bool goes_on = docx_value_is(docx_attr(xml, NS_TEXT, "continue-numbering"), "true");
    long group = -1;
    size_t steps = 0;
    void *items;

    if (follows == NULL && !goes_on)
        steps = LISTS_BACK;
    for (size_t i = reader->group_items; i-- > 0 && group < 0 && steps < LISTS_BACK; steps++)
        if (follows != NULL ? reader->groups[i].id != NULL && strcmp(reader->groups[i].id, follows) == 0
                            : reader->groups[i].style == style)
            group = reader->groups[i].group;
    if (group < 0)
        group = reader->group_count++;
    items = tvx_arena_grow(reader->arena, reader->groups, reader->group_items, &reader->group_capacity,
                           sizeof *reader->groups);
    if (items == NULL) {
        reader->failed = true;
        return group;
    }
    reader->groups = items;
    reader->groups[reader->group_items].id = id;
    reader->groups[reader->group_items].style = style;
    reader->groups[reader->group_items++].group = group;
    return group;
}

static void open_list(struct odt_reader *reader, struct docx_xml *xml)
{
    struct odt_place *place = &reader->place;
    struct odt_list_style *style = odt_list_style_find(&reader->styles, attr(reader, xml, NS_TEXT, "style-name"));
    struct odt_list *around = place->levels == 0 ? NULL : &reader->lists[place->levels - 1];

    if (place->levels + 1 >= ODT_DEPTH)
        return;
    if (style == NULL && around != NULL)
        style = around->style;
    reader->lists[place->levels] =
        (struct odt_list){.group = around != NULL ? around->group : group_of(reader, xml, style), .style = style,
                          .start = -1};
    place->levels++;
}

static void open_item(struct odt_reader *reader, struct docx_xml *xml, bool header)
{
    struct odt_list *list = reader->place.levels == 0 ? NULL : &reader->lists[reader->place.levels - 1];

    if (list == NULL)
        return;
    list->due = !header;
    list->start = (int)docx_value_int(docx_attr(xml, NS_TEXT, "start-value"), -1);
}

/* A list item that is no child of a list (§5.3.6). */
static void open_numbered(struct odt_reader *reader, struct docx_xml *xml)
{
    struct odt_list_style *style = odt_list_style_find(&reader->styles, attr(reader, xml, NS_TEXT, "style-name"));
    long level = docx_value_int(docx_attr(xml, NS_TEXT, "level"), 1), group = -1;

    if (style == NULL || level < 1 || level > ODT_LEVELS)
        return;
    for (size_t i = reader->group_items, steps = 0; i-- > 0 && group < 0 && steps < LISTS_BACK; steps++)
        if (reader->groups[i].style == style)
            group = reader->groups[i].group;
    group = group < 0 ? group_of(reader, xml, style) : group;
    for (long i = 0; i < level; i++)
        reader->lists[i] = (struct odt_list){.group = group, .style = style, .start = -1};
    reader->place.levels = (int)level;
    open_item(reader, xml, false);
}

static void open_paragraph(struct odt_reader *reader, struct docx_xml *xml, bool heading)
{
    struct odt_place *place = &reader->place;
    struct odt_list *list = place->levels == 0 ? NULL : &reader->lists[place->levels - 1];
    struct odt_props props = {.group = -1, .start = -1};
    long level = heading ? docx_value_int(docx_attr(xml, NS_TEXT, "outline-level"), 1) : 0;

    props.style = odt_style_find(&reader->styles, ODT_PARAGRAPH, attr(reader, xml, NS_TEXT, "style-name"));
    props.outline = level < 0 ? 0 : level > ODT_LEVELS ? ODT_LEVELS : (int)level;
    if (list != NULL && list->due) {
        list->due = false;
        props.list = list->style != NULL ? list->style
                                         : odt_list_style_find(&reader->styles, odt_style_list(&reader->styles,
                                                                                              props.style));
        props.group = list->group;
        props.level = place->levels > ODT_LEVELS ? ODT_LEVELS : place->levels;
        props.start = list->start;
    } else if (list == NULL && heading && reader->styles.outline != NULL && level >= 1 && level <= ODT_LEVELS &&
               !docx_value_is(docx_attr(xml, NS_TEXT, "is-list-header"), "true")) {
        props.list = reader->styles.outline;
        props.group = 0; /* headings count by themselves */
        props.level = (int)level;
        props.start = docx_value_is(docx_attr(xml, NS_TEXT, "restart-numbering"), "true")
                          ? (int)docx_value_int(docx_attr(xml, NS_TEXT, "start-value"), 1) : -1;
    }
    odt_para_open(reader, &props);
}

/* ---- tables ---- */

static void open_table(struct odt_reader *reader, struct docx_xml *xml)
{
    struct odt_place *place = &reader->place;

    odt_flush(reader);
    if (place->store == &reader->text && place->table < 0)
        odt_boxes_place(reader);
    if (place->table + 1 >= ODT_TABLES) {
        docx_xml_fail(xml, tvx_error_set(xml->error, TVX_E_LIMIT, "more than %d tables lie within each other",
                                         ODT_TABLES));
        return;
    }
    place->table++;
    reader->tables[place->table] = (struct odt_table){.id = reader->table_count++, .row = -1, .rows = 1};
}

static int repeated(struct docx_xml *xml, const char *name)
{
    long count = docx_value_int(docx_attr(xml, NS_TABLE, name), 1);

    return count < 1 ? 1 : count > 10000 ? 10000 : (int)count;
}

static void open_row(struct odt_reader *reader, struct docx_xml *xml)
{
    struct odt_table *table = reader->place.table < 0 ? NULL : &reader->tables[reader->place.table];

    if (table == NULL || table->row > 10000000)
        return;
    table->row += table->row < 0 ? 1 : table->rows;
    table->rows = repeated(xml, "number-rows-repeated");
    table->column = 0;
    table->span = 0;
}

static void open_cell(struct odt_reader *reader, struct docx_xml *xml)
{
    struct odt_table *table = reader->place.table < 0 ? NULL : &reader->tables[reader->place.table];
    int index = reader->place.table;

    new_flow(reader);
    reader->place.table = index;
    if (table == NULL || table->column > 10000000)
        return;
    table->column += table->span;
    table->span = repeated(xml, "number-columns-repeated");
}

/* ---- notes, comments, boxes ---- */

static void open_note(struct odt_reader *reader, struct docx_xml *xml)
{
    struct odt_note *items = tvx_arena_grow(reader->arena, reader->note_items, reader->note_count,
                                            &reader->note_capacity, sizeof *items);

    if (items == NULL || reader->note_count >= ODT_MAX_NOTES) {
        docx_xml_fail(xml, tvx_error_set(xml->error, TVX_E_LIMIT, "it has more than %d notes", ODT_MAX_NOTES));
        return;
    }
    if (reader->place.slot < 0 || reader->place.store == &reader->heads || reader->place.store == &reader->notes) {
        docx_xml_skip(xml);
        return;
    }
    reader->note_items = items;
    items[reader->note_count] = (struct odt_note){
        .endnote = docx_value_is(docx_attr(xml, NS_TEXT, "note-class"), "endnote"),
        .first = reader->notes.blocks.block_count};
    odt_note_mark(reader, reader->note_count++);
    new_flow(reader);
    reader->place.store = &reader->notes;
    reader->place.region = 0;
}

static void open_comment(struct odt_reader *reader, struct docx_xml *xml)
{
    struct tvx_comment *items = tvx_arena_grow(reader->document->arena, reader->comments, reader->comment_count,
                                               &reader->comment_capacity, sizeof *items);
    const char *name = attr(reader, xml, NS_OFFICE, "name");

    if (items == NULL) {
        reader->failed = true;
        return;
    }
    odt_flush(reader);
    reader->comments = items;
    items[reader->comment_count] = (struct tvx_comment){
        .author = "", .text = "",
        .block = reader->place.slot >= 0 && reader->place.store == &reader->text
                     ? reader->slots[reader->place.slot].block : reader->text.blocks.block_count};
    if (name != NULL && reader->range_count < ODT_RANGES) {
        struct odt_range *range = &reader->ranges[reader->range_count++];

        *range = (struct odt_range){.name = name, .comment = reader->comment_count};
        tvx_buf_init(&range->text, ODT_QUOTE);
    }
    reader->comment_count++;
    tvx_buf_clear(&reader->comment);
    reader->author = reader->date = NULL;
    reader->place.comment = true;
    reader->place.slot = -1;
}

static void close_comment(struct odt_reader *reader)
{
    struct tvx_comment *comment = &reader->comments[reader->comment_count - 1];
    size_t length = reader->comment.length;

    while (length > 0 && reader->comment.data[length - 1] == '\n')
        length--;
    comment->text = tvx_text_clean(reader->document->arena, tvx_buf_text(&reader->comment), length);
    comment->author = reader->author == NULL ? "" : reader->author;
    comment->date = reader->date;
    reader->failed = reader->failed || comment->text == NULL;
    if (reader->comment.failed)
        tvx_document_warn(reader->document, SIZE_MAX, "odt-comment", "a comment over 1 MB was cut");
}

static void open_box(struct odt_reader *reader, struct docx_xml *xml)
{
    const char *name = attr(reader, xml, NS_DRAW, "name");

    reader->picture = name;
    if (reader->place.store == &reader->text || reader->place.store == &reader->boxes)
        reader->place.store = &reader->boxes;
    new_flow(reader);
}

static bool is_shape(enum docx_tag tag)
{
    return tag >= TAG_ODF_CAPTION && tag <= TAG_ODF_RECT;
}

static void close_box(struct odt_reader *reader, const struct odt_frame *frame)
{
    bool outer = reader->depth < 1 || !is_shape(reader->frames[reader->depth - 1].tag);

    if (outer && reader->emitted == frame->emitted &&
        ++reader->picture_count <= ODT_NAMED_WARNINGS)
        tvx_document_warn(reader->document, SIZE_MAX, "odt-drawing",
                          "a drawing, picture or embedded object%s%.200s%s is not text and was not read",
                          reader->picture == NULL ? "" : " (", reader->picture == NULL ? "" : reader->picture,
                          reader->picture == NULL ? "" : ")");
    reader->picture = NULL;
}

/* ---- tracked changes ---- */

static void open_region(struct odt_reader *reader, struct docx_xml *xml)
{
    struct odt_region *items = tvx_arena_grow(reader->arena, reader->regions, reader->region_count,
                                              &reader->region_capacity, sizeof *items);
    const char *id = attr(reader, xml, NS_TEXT, "id");

    if (items == NULL) {
        reader->failed = true;
        return;
    }
    reader->regions = items;
    if (id == NULL)
        id = attr(reader, xml, NS_XML, "id");
    items[reader->region_count] = (struct odt_region){.id = id == NULL ? "" : id, .order = reader->region_count};
    reader->region_count++;
    reader->regions_sorted = false;
    reader->active_count = 0; /* they are told by index, and indexes are about to change */
}

/* The region that is being read stands last as long as nobody asks for one. */
static struct odt_region *last_region(struct odt_reader *reader)
{
    return reader->region_count == 0 || reader->regions_sorted ? NULL : &reader->regions[reader->region_count - 1];
}

static void open_deletion(struct odt_reader *reader)
{
    struct odt_region *region = last_region(reader);

    if (region == NULL)
        return;
    region->deletion.is = true;
    region->first = reader->deletions.blocks.block_count;
    new_flow(reader);
    region->flow = reader->place.flow;
    reader->place.store = &reader->deletions;
    reader->place.region = reader->region_count;
}

static void close_change_info(struct odt_reader *reader, enum docx_tag around)
{
    struct odt_region *region = last_region(reader);
    struct odt_change *change = region == NULL ? NULL : around == TAG_ODF_INSERTION ? &region->insertion
                                : around == TAG_ODF_DELETION ? &region->deletion : NULL;

    if (change == NULL)
        return;
    change->is = true;
    change->author = reader->author;
    change->date = reader->date;
}

/* ---- elements ---- */

static void spaces(struct odt_reader *reader, struct docx_xml *xml)
{
    long count = docx_value_int(docx_attr(xml, NS_TEXT, "c"), 1);

    for (long i = 0; i < count && i < 1000; i++)
        odt_emit(reader, " ", 1);
}

static void inline_start(struct odt_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    struct odt_place *place = &reader->place;

    switch (tag) {
    case TAG_ODF_SPAN:
        place->look = odt_look_over(
            place->look, odt_style_look(&reader->styles, odt_style_find(&reader->styles, ODT_TEXT,
                                                                        attr(reader, xml, NS_TEXT, "style-name"))));
        break;
    case TAG_ODF_A: place->link = true; break;
    case TAG_ODF_S: spaces(reader, xml); break;
    case TAG_ODF_TAB: odt_emit(reader, "\t", 1); break;
    case TAG_ODF_LINE_BREAK: odt_emit(reader, "\n", 1); break;
    case TAG_ODF_HIDDEN_TEXT: place->hidden = true; break;
    case TAG_ODF_RUBY_TEXT:
        place->ruby = true;
        tvx_buf_clear(&reader->ruby);
        break;
    case TAG_ODF_CHANGE: odt_change_point(reader, attr(reader, xml, NS_TEXT, "change-id")); break;
    case TAG_ODF_CHANGE_START: odt_change_start(reader, attr(reader, xml, NS_TEXT, "change-id")); break;
    case TAG_ODF_CHANGE_END: odt_change_end(reader, attr(reader, xml, NS_TEXT, "change-id")); break;
    case TAG_ODF_NOTE: open_note(reader, xml); break;
    case TAG_ODF_CITATION: /* the number that stands in it is counted anew; a label is the author's own mark */
        if (place->store == &reader->notes && reader->note_count > 0)
            reader->note_items[reader->note_count - 1].label = clean_attr(reader, xml, NS_TEXT, "label");
        docx_xml_skip(xml);
        break;
    case TAG_ODF_ANNOTATION: open_comment(reader, xml); break;
    case TAG_ODF_ANNOTATION_END: {
        const char *name = attr(reader, xml, NS_OFFICE, "name");

        odt_flush(reader);
        if (name != NULL)
            odt_range_close(reader, name);
        break;
    }
    default: break;
    }
}

static void text_start(struct odt_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    struct odt_place *place = &reader->place;

    if (is_shape(tag)) {
        open_box(reader, xml);
        return;
    }
    switch (tag) {
    case TAG_ODF_P:
    case TAG_ODF_H: open_paragraph(reader, xml, tag == TAG_ODF_H); break;
    case TAG_ODF_LIST: open_list(reader, xml); break;
    case TAG_ODF_LIST_ITEM:
    case TAG_ODF_LIST_HEADER: open_item(reader, xml, tag == TAG_ODF_LIST_HEADER); break;
    case TAG_ODF_NUMBERED_PARAGRAPH: open_numbered(reader, xml); break;
    case TAG_ODF_TABLE: open_table(reader, xml); break;
    case TAG_ODF_ROW: open_row(reader, xml); break;
    case TAG_ODF_CELL:
    case TAG_ODF_COVERED_CELL: open_cell(reader, xml); break;
    case TAG_ODF_SECTION:
        place->hidden = place->hidden || docx_value_is(docx_attr(xml, NS_TEXT, "display"), "none");
        break;
    case TAG_ODF_SECTION_SOURCE:
        tvx_document_warn(reader->document, SIZE_MAX, "odt-linked-section",
                          "a section of another document is linked in here; it was read as it was when this one was "
                          "saved");
        break;
    case TAG_ODF_CHANGED_REGION: open_region(reader, xml); break;
    case TAG_ODF_DELETION: open_deletion(reader); break;
    case TAG_ODF_CHANGE_INFO: reader->author = reader->date = NULL; break;
    case TAG_ODF_CREATOR:
    case TAG_ODF_DATE:
        place->capture = true;
        tvx_buf_clear(&reader->capture);
        break;
    default: inline_start(reader, xml, tag);
    }
}

/* In a comment only its words count. */
static void comment_start(struct odt_reader *reader, enum docx_tag tag)
{
    switch (tag) {
    case TAG_ODF_CREATOR:
    case TAG_ODF_DATE:
        reader->place.capture = true;
        tvx_buf_clear(&reader->capture);
        break;
    case TAG_ODF_S:
    case TAG_ODF_TAB:
    case TAG_ODF_LINE_BREAK: tvx_buf_char(&reader->comment, ' '); break;
    default: break;
    }
}

static void begin_text(struct odt_reader *reader, struct odt_store *store)
{
    new_flow(reader);
    reader->place.mode = MODE_TEXT;
    reader->place.store = store;
}

/* Elements that begin a part of the file. */
static void part_start(struct odt_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    switch (tag) {
    case TAG_ODF_META: reader->place.mode = MODE_META; break;
    case TAG_ODF_STYLES:
        reader->styles.automatic = false;
        reader->place.mode = MODE_STYLES;
        break;
    case TAG_ODF_AUTOMATIC_STYLES:
        reader->styles.automatic = true;
        reader->place.mode = MODE_STYLES;
        if (reader->no_automatic)
            docx_xml_skip(xml);
        break;
    case TAG_ODF_MASTER_STYLES: reader->place.mode = MODE_MASTER; break;
    case TAG_ODF_BODY:
        reader->met_body = true;
        odt_styles_freeze(&reader->styles);
        begin_text(reader, &reader->text);
        break;
    default: break;
    }
}

static void on_start(struct docx_xml *xml, enum docx_tag tag)
{
    struct odt_reader *reader = xml->context;
    struct odt_frame *frame;

    if (reader->depth == ODT_DEPTH) {
        docx_xml_fail(xml, tvx_error_set(xml->error, TVX_E_LIMIT, "elements lie more than %d deep", ODT_DEPTH));
        return;
    }
    frame = &reader->frames[reader->depth++];
    *frame = (struct odt_frame){.place = reader->place, .tag = tag, .emitted = reader->emitted};
    if (tag >= TAG_ODF_SKIP_BINARY && tag <= TAG_ODF_SKIP_VARIABLES) {
        docx_xml_skip(xml);
    } else if (reader->place.comment) {
        comment_start(reader, tag);
    } else if (reader->place.mode == MODE_TEXT) {
        text_start(reader, xml, tag);
    } else if (reader->place.mode == MODE_STYLES) {
        odt_styles_start(&reader->styles, xml, tag);
    } else if (reader->place.mode == MODE_META) {
        reader->place.capture = tag == TAG_DC_TITLE;
        tvx_buf_clear(&reader->capture);
    } else if (reader->place.mode == MODE_MASTER) {
        if (tag >= TAG_ODF_FOOTER && tag <= TAG_ODF_HEADER_LEFT)
            begin_text(reader, &reader->heads);
    } else {
        part_start(reader, xml, tag);
    }
    if (reader->failed)
        docx_xml_fail(xml, TVX_E_NOMEM);
}

static const char *captured(struct odt_reader *reader)
{
    const char *clean = tvx_text_clean(reader->arena, tvx_buf_text(&reader->capture), reader->capture.length);
    const char *folded = clean == NULL ? NULL : tvx_text_fold_space(reader->document->arena, clean, strlen(clean));

    reader->failed = reader->failed || folded == NULL;
    return folded == NULL || *folded == '\0' ? NULL : folded;
}

static void captured_end(struct odt_reader *reader, enum docx_tag tag)
{
    const char *text = captured(reader);

    if (tag == TAG_ODF_CREATOR)
        reader->author = text;
    else if (tag == TAG_ODF_DATE)
        reader->date = text;
    else if (tag == TAG_DC_TITLE && text != NULL)
        reader->document->title = text;
}

static void text_end(struct odt_reader *reader, const struct odt_frame *frame)
{
    switch (frame->tag) {
    case TAG_ODF_P:
    case TAG_ODF_H:
        if (reader->slot_count > 0)
            odt_para_close(reader);
        break;
    case TAG_ODF_DELETION:
        odt_flush(reader);
        if (last_region(reader) != NULL)
            last_region(reader)->count = reader->deletions.blocks.block_count - last_region(reader)->first;
        break;
    case TAG_ODF_NOTE:
        odt_flush(reader);
        if (reader->place.store == &reader->notes && frame->place.store != &reader->notes)
            reader->note_items[reader->note_count - 1].count =
                reader->notes.blocks.block_count - reader->note_items[reader->note_count - 1].first;
        break;
    default: break;
    }
}

static void on_end(struct docx_xml *xml, enum docx_tag tag)
{
    struct odt_reader *reader = xml->context;
    const struct odt_frame *frame = &reader->frames[reader->depth - 1];

    if (reader->place.capture && !frame->place.capture)
        captured_end(reader, tag);
    if (frame->place.mode == MODE_STYLES)
        odt_styles_end(&reader->styles, tag);
    if (frame->place.comment && (tag == TAG_ODF_P || tag == TAG_ODF_H))
        tvx_buf_char(&reader->comment, '\n');
    else if (frame->place.mode == MODE_TEXT && !frame->place.comment)
        text_end(reader, frame);
    if (reader->place.comment && !frame->place.comment)
        close_comment(reader);
    reader->place = frame->place;
    reader->depth--;
    if (frame->place.mode == MODE_TEXT && !frame->place.comment) {
        if (is_shape(tag))
            close_box(reader, frame);
        else if (tag == TAG_ODF_CHANGE_INFO && reader->depth > 0)
            close_change_info(reader, reader->frames[reader->depth - 1].tag);
        else if (tag == TAG_ODF_RUBY_TEXT && reader->ruby.length > 0) { /* the reading of the base text, after it */
            odt_emit(reader, " (", 2);
            odt_emit(reader, reader->ruby.data, reader->ruby.length);
            odt_emit(reader, ")", 1);
        }
    }
    if (reader->failed)
        docx_xml_fail(xml, TVX_E_NOMEM);
}

static void on_text(struct docx_xml *xml, const char *text, size_t length)
{
    struct odt_reader *reader = xml->context;

    if (reader->place.capture)
        tvx_buf_add(&reader->capture, text, length);
    else if (reader->place.comment)
        tvx_buf_add(&reader->comment, text, length);
    else if (reader->place.mode == MODE_TEXT && reader->place.slot >= 0)
        odt_text(reader, text, length);
    if (reader->failed)
        docx_xml_fail(xml, TVX_E_NOMEM);
}

const struct docx_xml_handler odt_handler = {.start = on_start, .end = on_end, .text = on_text};

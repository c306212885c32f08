/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What stands in a document without being text: pictures, charts, embedded files.  None is dropped without a word: each
 * kind gets one warning that names what there is and where.  The words of a diagram (SmartArt) are text and read at its
 * place.
 */
#include <string.h>
#include <strings.h>
#include <travaux/base/table.h>
#include <travaux/text/utf8.h>
#include "docx_story.h"

enum { KEPT = 4096, SHOWN_NAMES = 20, SHOWN_PLACES = 12, TITLE = 300 };

void docx_object_begin(struct docx_reader *reader)
{
    reader->picture = (struct docx_picture){NULL, NULL, NULL};
}

/* The target of a relationship of the part being read; NULL when there is none in the package. */
static const char *target_of(struct docx_reader *reader, struct docx_xml *xml, const char *attribute)
{
    const char *id = docx_attr_dup(xml, reader->arena, NS_R, attribute);

    for (size_t i = 0; id != NULL && reader->relations != NULL && i < reader->relations->count; i++)
        if (!reader->relations->items[i].external && strcmp(reader->relations->items[i].id, id) == 0)
            return docx_package_find(&reader->package, reader->relations->items[i].target) < 0
                       ? NULL : reader->relations->items[i].target;
    return NULL;
}

static const char *first_attr(struct docx_reader *reader, struct docx_xml *xml, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *value = docx_attr_dup(xml, reader->arena, NS_NONE, names[i]);

        if (value != NULL && *value != '\0')
            return value;
    }
    return NULL;
}

/* What the program's name says to a person: the longest row that begins it. */
static const char *program_label(struct docx_reader *reader, const char *program)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count, best = 0;
    const char *label = NULL;

    tvx_table_open(&table, tvx_asset_find("data/ole-objects.tsv"));
    while (tvx_table_next(&table, f, &count))
        if (count > 1 && f[0].length > best && strncasecmp(program, f[0].text, f[0].length) == 0) {
            best = f[0].length;
            label = tvx_arena_strndup(reader->arena, f[1].text, f[1].length);
        }
    return label == NULL ? program : label;
}

/* ---- charts and diagrams: parts of their own ---- */

struct words_reader {
    struct docx_reader *reader;
    struct tvx_buf *title; /* gathers a chart's title; NULL for a diagram */
    unsigned in_title;
    bool in_text;
};

static void words_start(struct docx_xml *xml, enum docx_tag tag)
{
    struct words_reader *words = xml->context;

    if (tag == TAG_C_TITLE || words->in_title > 0)
        words->in_title++;
    words->in_text = tag == TAG_A_T && (words->title == NULL || words->in_title > 0);
    if (tag == TAG_A_P && words->title == NULL) {
        docx_flush(words->reader);
        words->reader->place.para = DOCX_NO_BLOCK; /* the next text opens it */
    }
}

static void words_end(struct docx_xml *xml, enum docx_tag tag)
{
    struct words_reader *words = xml->context;

    (void)tag;
    words->in_title -= words->in_title > 0;
    words->in_text = false;
    if (words->reader->failed)
        docx_xml_fail(xml, TVX_E_NOMEM);
}

static void words_text(struct docx_xml *xml, const char *text, size_t length)
{
    struct words_reader *words = xml->context;

    if (!words->in_text)
        return;
    if (words->title != NULL)
        tvx_buf_add(words->title, text, length);
    else
        docx_emit(words->reader, text, length);
}

static const struct docx_xml_handler words_handler = {.start = words_start, .end = words_end, .text = words_text};

static void name_chart(struct docx_reader *reader, struct docx_xml *xml)
{
    const char *part = target_of(reader, xml, "id"), *clean;
    struct words_reader words = {.reader = reader};
    struct tvx_buf title;

    reader->picture.program = "chart";
    tvx_buf_init(&title, TITLE);
    words.title = &title;
    if (part != NULL)
        docx_xml_parse(&reader->package, part, &words_handler, &words, NULL);
    clean = title.length == 0 ? NULL : tvx_text_clean(reader->arena, title.data, title.length);
    if (clean != NULL)
        reader->picture.name = tvx_text_fold_space(reader->arena, clean, strlen(clean));
    tvx_buf_free(&title);
}

/* A diagram's paragraphs are a flow of their own, as those of a text box are. */
static void read_diagram(struct docx_reader *reader, struct docx_xml *xml)
{
    const char *part = target_of(reader, xml, "dm");
    struct docx_place saved = reader->place;
    struct docx_run run = reader->run;
    struct words_reader words = {.reader = reader};

    if (part == NULL)
        return;
    docx_flush(reader);
    reader->place.flow = ++reader->flow_count;
    reader->place.para = DOCX_NO_BLOCK;
    reader->place.box++;
    reader->place.field_base = (uint16_t)reader->field_count;
    reader->run = (struct docx_run){.style = STYLE_NONE};
    if (docx_xml_parse(&reader->package, part, &words_handler, &words, NULL) != TVX_OK)
        tvx_document_warn(reader->document, SIZE_MAX, "docx-diagram",
                          "the words of a diagram were not read to the end");
    docx_flush(reader);
    reader->place = saved;
    reader->run = run;
}

/* ---- names ---- */

void docx_object_name(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    static const char *const pictures[] = {"descr", "title", "name"}, *const shapes[] = {"alt"},
                      *const arts[] = {"string"}, *const programs[] = {"ProgID"};
    const char *value = NULL;

    switch (tag) {
    case TAG_DOC_PR: value = first_attr(reader, xml, pictures, 3); break;
    case TAG_V_SHAPE: value = first_attr(reader, xml, shapes, 1); break;
    case TAG_V_TEXTPATH: value = first_attr(reader, xml, arts, 1); break; /* WordArt */
    case TAG_OLE_OBJECT:
        value = first_attr(reader, xml, programs, 1);
        reader->picture.program = value == NULL ? reader->picture.program : program_label(reader, value);
        value = target_of(reader, xml, "id");
        reader->picture.file = value == NULL || strrchr(value, '/') == NULL ? value : strrchr(value, '/') + 1;
        return;
    case TAG_C_CHART: name_chart(reader, xml); return;
    case TAG_DGM_REL_IDS: read_diagram(reader, xml); return;
    default: return;
    }
    if (value != NULL && reader->picture.name == NULL)
        reader->picture.name = value;
}

/* "Excel worksheet table.xlsx", "chart \"Traffic\"", "A lighthouse": at most some hundred bytes. */
static const char *full_name(struct docx_reader *reader)
{
    const struct docx_picture *picture = &reader->picture;
    size_t length = picture->file == NULL ? 0 : strlen(picture->file);
    /* oleObject1.bin is a name that Word made up */
    const char *file = length > 4 && strcasecmp(picture->file + length - 4, ".bin") != 0 ? picture->file : "";
    const char *name = picture->name == NULL ? "" : picture->name;
    const char *all = picture->program == NULL ? tvx_arena_printf(reader->arena, "%.200s", name)
        : tvx_arena_printf(reader->arena, "%.100s%s%.100s%s%.200s%s", picture->program, *file == '\0' ? "" : " ", file,
                           *name == '\0' ? "" : " \"", name, *name == '\0' ? "" : "\"");

    all = all == NULL ? NULL : tvx_text_clean(reader->arena, all, strlen(all));
    return all == NULL ? NULL : tvx_text_fold_space(reader->arena, all, strlen(all));
}

void docx_object_end(struct docx_reader *reader, const struct docx_frame *frame)
{
    bool object = frame->tag == TAG_OBJECT || reader->picture.program != NULL;
    struct docx_object *objects;

    /* what a letterhead shows is no loss */
    if (reader->emitted != frame->emitted || frame->place.quiet || reader->in_head)
        return;
    reader->object_total[object]++;
    if (reader->object_count < KEPT) {
        objects = tvx_arena_grow(reader->arena, reader->objects, reader->object_count, &reader->object_capacity,
                                 sizeof *objects);
        if (objects == NULL || (objects[reader->object_count].name = full_name(reader)) == NULL) {
            reader->failed = true;
            return;
        }
        reader->objects = objects;
        objects[reader->object_count].object = object;
        objects[reader->object_count++].block = reader->place.para == DOCX_NO_BLOCK ? SIZE_MAX : reader->place.para;
    }
    docx_object_begin(reader);
}

/* ---- the warnings ---- */

/* Appends the name of objects[at] and the places of all of that name, which are then done. */
static void list_name(struct docx_reader *reader, struct tvx_buf *out, size_t at)
{
    const char *name = reader->objects[at].name;
    bool object = reader->objects[at].object;
    size_t places = 0, more = 0;

    tvx_buf_str(out, *name == '\0' ? "without a name" : name);
    for (size_t i = at; i < reader->object_count; i++) {
        struct docx_object *other = &reader->objects[i];

        if (other->done || other->object != object || strcmp(other->name, name) != 0)
            continue;
        other->done = true;
        if (other->block == SIZE_MAX)
            continue;
        if (places == SHOWN_PLACES)
            more++;
        else
            tvx_buf_printf(out, "%s%zu", places++ == 0 ? " (paragraph " : ", ", other->block + 1);
    }
    if (more > 0)
        tvx_buf_printf(out, " and %zu more", more);
    tvx_buf_str(out, places > 0 ? ")" : "");
}

static void warn_kind(struct docx_reader *reader, bool object)
{
    size_t first = SIZE_MAX, names = 0, total = reader->object_total[object];
    struct tvx_buf list;

    tvx_buf_init(&list, 1 << 16);
    for (size_t i = 0; i < reader->object_count; i++) {
        if (reader->objects[i].object != object || reader->objects[i].done)
            continue;
        first = first == SIZE_MAX ? reader->objects[i].block : first;
        if (names == SHOWN_NAMES) {
            tvx_buf_str(&list, "; …");
            break;
        }
        tvx_buf_str(&list, names++ == 0 ? "" : "; ");
        list_name(reader, &list, i);
    }
    if (total > 0)
        tvx_document_warn(reader->document, first, object ? "docx-object" : "docx-drawing",
                          "%zu %s not text and %s not read: %s", total,
                          object ? total == 1 ? "embedded object is" : "embedded objects are"
                          : total == 1 ? "drawing or picture is" : "drawings or pictures are",
                          total == 1 ? "was" : "were", tvx_buf_text(&list));
    tvx_buf_free(&list);
}

void docx_objects_warn(struct docx_reader *reader)
{
    warn_kind(reader, false);
    warn_kind(reader, true);
}

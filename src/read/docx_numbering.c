/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include "docx_numbering.h"

enum { LABEL_CEILING = 4096, LINK_LIMIT = 16 };

struct numbering_reader {
    struct docx_numbering *out;
    struct tvx_arena *arena;
    size_t abstract_capacity, num_capacity;
    struct docx_abstract *abstract; /* being read, or NULL */
    struct docx_num *num;           /* likewise */
    int override;                   /* level of the w:lvlOverride being read, or -1 */
    struct docx_level *level;       /* being read, or NULL */
};

static void begin_abstract(struct docx_xml *xml, struct numbering_reader *reader)
{
    struct docx_numbering *out = reader->out;
    struct docx_abstract *items =
        tvx_arena_grow(reader->arena, out->abstracts, out->abstract_count, &reader->abstract_capacity, sizeof *items);

    if (items == NULL) {
        docx_xml_fail(xml, TVX_E_NOMEM);
        return;
    }
    out->abstracts = items;
    reader->abstract = &items[out->abstract_count++];
    memset(reader->abstract, 0, sizeof *reader->abstract);
    reader->abstract->id = docx_value_int(docx_attr(xml, NS_W, "abstractNumId"), -1);
}

static void begin_num(struct docx_xml *xml, struct numbering_reader *reader)
{
    struct docx_numbering *out = reader->out;
    struct docx_num *items = tvx_arena_grow(reader->arena, out->nums, out->num_count, &reader->num_capacity,
                                            sizeof *items);

    if (items == NULL) {
        docx_xml_fail(xml, TVX_E_NOMEM);
        return;
    }
    out->nums = items;
    reader->num = &items[out->num_count++];
    memset(reader->num, 0, sizeof *reader->num);
    reader->num->id = docx_value_int(docx_attr(xml, NS_W, "numId"), -1);
    reader->num->abstract_id = -1;
    reader->override = -1;
}

static void begin_level(struct docx_xml *xml, struct numbering_reader *reader)
{
    long index = docx_value_int(docx_attr(xml, NS_W, "ilvl"), -1);

    reader->level = NULL;
    if (index < 0 || index >= DOCX_LEVELS)
        return;
    if (reader->num != NULL) {
        reader->level = tvx_arena_alloc(reader->arena, sizeof *reader->level);
        if (reader->level == NULL) {
            docx_xml_fail(xml, TVX_E_NOMEM);
            return;
        }
        reader->num->levels[index] = reader->level;
    } else if (reader->abstract != NULL) {
        reader->level = &reader->abstract->levels[index];
    }
    if (reader->level != NULL) {
        *reader->level = (struct docx_level){.given = true, .start = 0, .restart = -1, .text = ""};
        docx_numeral_find(&reader->level->numeral, "decimal", 7);
    }
}

/* A number in a list; what lies outside what Word takes is brought into it. */
static int list_number(struct docx_value value, int otherwise)
{
    long number = docx_value_int(value, otherwise);

    return (int)(number < 0 ? 0 : number > 99999 ? 99999 : number);
}

static void take_format(struct docx_xml *xml, struct numbering_reader *reader)
{
    struct docx_value value = docx_attr(xml, NS_W, "val"), format = docx_attr(xml, NS_W, "format");

    if (value.text == NULL)
        return;
    if (docx_value_is(value, "custom") && format.text != NULL) { /* "001, 002, 003, ..." */
        size_t width = 0;

        while (width < format.length && format.text[width] >= '0' && format.text[width] <= '9')
            width++;
        reader->level->numeral.width = width > 10 ? 10 : (unsigned)width;
    } else if (!docx_numeral_find(&reader->level->numeral, value.text, value.length)) {
        reader->out->unknown_format = true;
    }
}

static void level_child(struct docx_xml *xml, struct numbering_reader *reader, enum docx_tag tag)
{
    struct docx_level *level = reader->level;
    struct docx_value value = docx_attr(xml, NS_W, "val");

    switch (tag) {
    case TAG_START: level->start = list_number(value, 0); break;
    case TAG_NUM_FMT: take_format(xml, reader); break;
    case TAG_LVL_TEXT: {
        const char *text = docx_attr_dup(xml, reader->arena, NS_W, "val");

        level->text = text == NULL ? "" : text;
        break;
    }
    case TAG_LVL_RESTART: level->restart = list_number(value, 0); break;
    case TAG_LVL_PIC_BULLET: level->picture = true; break;
    case TAG_IS_LGL: level->legal = docx_value_on(value); break;
    case TAG_P_STYLE: level->style = docx_attr_dup(xml, reader->arena, NS_W, "val"); break;
    case TAG_VANISH: level->hidden = docx_value_on(value); break;
    default: break;
    }
}

static void on_start(struct docx_xml *xml, enum docx_tag tag)
{
    struct numbering_reader *reader = xml->context;
    struct docx_value value = docx_attr(xml, NS_W, "val");

    switch (tag) {
    case TAG_ABSTRACT_NUM: begin_abstract(xml, reader); return;
    case TAG_NUM: begin_num(xml, reader); return;
    case TAG_LVL: begin_level(xml, reader); return;
    case TAG_FALLBACK: docx_xml_skip(xml); return; /* custom number formats stand in the w:Choice before it */
    case TAG_NUM_STYLE_LINK:
        if (reader->abstract != NULL)
            reader->abstract->num_style = docx_attr_dup(xml, reader->arena, NS_W, "val");
        return;
    case TAG_ABSTRACT_NUM_ID:
        if (reader->num != NULL)
            reader->num->abstract_id = docx_value_int(value, -1);
        return;
    case TAG_LVL_OVERRIDE: {
        long index = docx_value_int(docx_attr(xml, NS_W, "ilvl"), -1);

        reader->override = index >= 0 && index < DOCX_LEVELS ? (int)index : -1;
        return;
    }
    case TAG_START_OVERRIDE:
        if (reader->num != NULL && reader->override >= 0) {
            reader->num->has_start[reader->override] = true;
            reader->num->start[reader->override] = list_number(value, 1);
        }
        return;
    default:
        if (reader->level != NULL)
            level_child(xml, reader, tag);
    }
}

static void on_end(struct docx_xml *xml, enum docx_tag tag)
{
    struct numbering_reader *reader = xml->context;

    if (tag == TAG_ABSTRACT_NUM)
        reader->abstract = NULL;
    else if (tag == TAG_NUM)
        reader->num = NULL;
    else if (tag == TAG_LVL)
        reader->level = NULL;
    else if (tag == TAG_LVL_OVERRIDE)
        reader->override = -1;
}

static int abstract_by_id(const void *a, const void *b)
{
    long x = ((const struct docx_abstract *)a)->id, y = ((const struct docx_abstract *)b)->id;

    return (x > y) - (x < y);
}

static int num_by_id(const void *a, const void *b)
{
    long x = ((const struct docx_num *)a)->id, y = ((const struct docx_num *)b)->id;

    return (x > y) - (x < y);
}

static struct docx_abstract *find_abstract(const struct docx_numbering *numbering, long id)
{
    struct docx_abstract key;

    key.id = id;
    if (numbering->abstract_count == 0)
        return NULL;
    return bsearch(&key, numbering->abstracts, numbering->abstract_count, sizeof key, abstract_by_id);
}

static struct docx_num *find_num(const struct docx_numbering *numbering, long id)
{
    struct docx_num key;

    key.id = id;
    if (numbering->num_count == 0)
        return NULL;
    return bsearch(&key, numbering->nums, numbering->num_count, sizeof key, num_by_id);
}

/* The list whose levels hold for `num`: a w:numStyleLink leads over a numbering style to another list. */
static int follow_links(const struct docx_numbering *numbering, const struct docx_styles *styles,
                        const struct docx_num *num)
{
    struct docx_abstract *abstract = find_abstract(numbering, num->abstract_id);

    for (int steps = 0; abstract != NULL && abstract->num_style != NULL && steps < LINK_LIMIT; steps++) {
        int style = docx_style_find(styles, (struct docx_value){abstract->num_style, strlen(abstract->num_style)});
        const struct docx_num *next = style < 0 ? NULL : find_num(numbering, styles->items[style].num);
        struct docx_abstract *target = next == NULL ? NULL : find_abstract(numbering, next->abstract_id);

        if (target == NULL || target == abstract)
            break;
        abstract = target;
    }
    return abstract == NULL ? -1 : (int)(abstract - numbering->abstracts);
}

enum tvx_status docx_numbering_read(struct docx_numbering *out, struct docx_package *package,
                                    const struct docx_styles *styles, const char *part, struct tvx_error *error)
{
    static const struct docx_xml_handler handler = {.start = on_start, .end = on_end};
    struct numbering_reader reader = {.out = out, .arena = package->arena, .override = -1};
    enum tvx_status status;

    *out = (struct docx_numbering){0};
    if (part == NULL)
        return TVX_OK;
    status = docx_xml_parse(package, part, &handler, &reader, error);
    if (status != TVX_OK)
        return status;
    if (out->abstract_count > 0)
        qsort(out->abstracts, out->abstract_count, sizeof *out->abstracts, abstract_by_id);
    if (out->num_count > 0)
        qsort(out->nums, out->num_count, sizeof *out->nums, num_by_id);
    for (size_t i = 0; i < out->num_count; i++)
        out->nums[i].abstract = follow_links(out, styles, &out->nums[i]);
    return TVX_OK;
}

static const struct docx_level *level_of(const struct docx_numbering *numbering, const struct docx_num *num, int level)
{
    static const struct docx_level nothing = {.start = 1, .restart = -1, .text = "", .numeral = {.kind = NUMERAL_NONE}};

    if (num->levels[level] != NULL)
        return num->levels[level];
    if (num->abstract < 0 || !numbering->abstracts[num->abstract].levels[level].given)
        return &nothing;
    return &numbering->abstracts[num->abstract].levels[level];
}

/* The level that a list ties to this style or one it is based on; LEVEL_UNSAID when to none. */
static int tied_level(const struct docx_numbering *numbering, const struct docx_styles *styles, long num_id, int style)
{
    const struct docx_num *num = find_num(numbering, num_id);

    if (num == NULL)
        return LEVEL_UNSAID;
    for (int steps = 0; style >= 0 && steps < LINK_LIMIT; steps++) {
        for (int level = 0; level < DOCX_LEVELS; level++) {
            const char *tied = level_of(numbering, num, level)->style;

            if (tied != NULL && strcmp(tied, styles->items[style].id) == 0)
                return level;
        }
        style = styles->items[style].parent;
    }
    return LEVEL_UNSAID;
}

struct docx_numbered docx_numbered_of(const struct docx_numbering *numbering, const struct docx_styles *styles,
                                      int style, long num, int level)
{
    const struct docx_style *from = style < 0 ? NULL : &styles->items[style];
    struct docx_numbered numbered = {num, level};

    if (num == NUM_UNSAID && from != NULL) {
        numbered.num = from->num;
        if (level == LEVEL_UNSAID && from->num > 0)
            numbered.level = tied_level(numbering, styles, from->num, style);
    }
    if (numbered.level == LEVEL_UNSAID && from != NULL)
        numbered.level = from->level;
    if (numbered.level < 0 || numbered.level >= DOCX_LEVELS)
        numbered.level = 0;
    if (find_num(numbering, numbered.num) == NULL)
        numbered.num = 0;
    return numbered;
}

static int start_of(const struct docx_numbering *numbering, const struct docx_num *num, int level)
{
    return num->has_start[level] ? num->start[level] : level_of(numbering, num, level)->start;
}

static void count_one(struct docx_numbering *numbering, struct docx_num *num, int level, int view)
{
    struct docx_abstract *abstract = &numbering->abstracts[num->abstract];
    int *count = abstract->count[view];
    bool *begun = abstract->begun[view];

    for (int upper = 0; upper < level; upper++)
        if (!begun[upper]) { /* an item without the one above it counts that one too: 3.1, 3.2, then 4 */
            begun[upper] = true;
            count[upper] = start_of(numbering, num, upper);
        }
    if (num->has_start[level] && !num->used[view][level]) {
        num->used[view][level] = true;
        count[level] = num->start[level];
    } else if (!begun[level]) {
        count[level] = start_of(numbering, num, level);
    } else if (count[level] < 99999) {
        count[level]++;
    }
    begun[level] = true;
    for (int deeper = level + 1; deeper < DOCX_LEVELS; deeper++) {
        int restart = level_of(numbering, num, deeper)->restart;

        if (restart < 0 || level < restart)
            begun[deeper] = false;
    }
}

/*
 * What a bullet shows: its glyph sits in the private area of a symbol font, so only dash or no dash is told apart
 * (U+F02D is the minus of Symbol).
 */
static const char *bullet(const char *text)
{
    static const char *const dashes[] = {"-", "–", "—", "−", "‒", "‐", "‑", "\xEF\x80\xAD"};

    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (strcmp(text, dashes[i]) == 0)
            return "–";
    return "•";
}

/* Writes "%1.%2" with the numbers of the levels. */
static void write_label(struct tvx_buf *out, const struct docx_numbering *numbering, const struct docx_num *num,
                        int level, int view)
{
    const struct docx_level *own = level_of(numbering, num, level);
    const struct docx_abstract *abstract = &numbering->abstracts[num->abstract];
    struct docx_numeral decimal;

    docx_numeral_find(&decimal, "decimal", 7);
    for (const char *c = own->text; *c != '\0'; c++) {
        int other = c[0] == '%' && c[1] >= '1' && c[1] <= '9' ? c[1] - '1' : -1;

        if (other < 0) {
            tvx_buf_char(out, *c);
            continue;
        }
        c++;
        docx_numeral_write(out, own->legal ? &decimal : &level_of(numbering, num, other)->numeral,
                           abstract->begun[view][other] ? abstract->count[view][other]
                                                        : start_of(numbering, num, other));
    }
}

const char *docx_numbering_next(struct docx_numbering *numbering, struct docx_numbered numbered, int view,
                                struct tvx_arena *arena, bool *failed)
{
    struct docx_num *num = numbered.num <= 0 ? NULL : find_num(numbering, numbered.num);
    const struct docx_level *level;
    const char *label = NULL;
    struct tvx_buf buf;

    if (num == NULL || num->abstract < 0)
        return NULL;
    level = level_of(numbering, num, numbered.level);
    count_one(numbering, num, numbered.level, view);
    if (level->hidden)
        return NULL;
    if (level->picture || (level->numeral.kind == NUMERAL_BULLET && *level->text != '\0'))
        return level->picture ? "•" : bullet(level->text);
    tvx_buf_init(&buf, LABEL_CEILING);
    write_label(&buf, numbering, num, numbered.level, view);
    if (buf.length > 0 && !buf.failed) {
        const char *clean = tvx_text_clean(arena, buf.data, buf.length);

        label = clean == NULL ? NULL : tvx_text_fold_space(arena, clean, strlen(clean));
        *failed = *failed || label == NULL;
    }
    tvx_buf_free(&buf);
    return label == NULL || *label == '\0' ? NULL : label;
}

/* Groups "%level:value:format:following text" (§17.13.5.20); the format is a number of Word's old binary table. */
const char *docx_numbering_original(struct tvx_arena *arena, const char *original)
{
    static const char *const formats[] = {"decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter",
                                          "ordinal"};
    struct tvx_buf buf;
    const char *label = NULL;

    if (original == NULL)
        return NULL;
    tvx_buf_init(&buf, LABEL_CEILING);
    while (*original != '\0' && !buf.failed) {
        struct docx_numeral numeral;
        unsigned long value, format;
        char *end;

        if (original[0] != '%' || original[1] < '1' || original[1] > '9' || original[2] != ':') {
            tvx_buf_char(&buf, *original++);
            continue;
        }
        value = strtoul(original + 3, &end, 10);
        if (*end != ':')
            break;
        format = strtoul(end + 1, &end, 10);
        if (*end != ':')
            break;
        original = end + 1;
        if (format == 23 || format == 255) /* bullet, none */
            continue;
        format = format < sizeof formats / sizeof *formats ? format : 0;
        docx_numeral_find(&numeral, formats[format], strlen(formats[format]));
        docx_numeral_write(&buf, &numeral, value > 99999 ? 99999 : (long)value);
    }
    if (*original == '\0' && buf.length > 0 && !buf.failed)
        label = tvx_text_clean(arena, buf.data, buf.length);
    tvx_buf_free(&buf);
    return label;
}

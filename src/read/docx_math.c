/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Equations (ECMA-376 part 1, §22.1) as a line of text in the manner of Unicode's plain text mathematics (UTN #28):
 * a fraction is "(a+b)/2", a power "x^2", a sum "∑_(i=1)^n x".  Text is written as it comes, with its revision marks;
 * brackets that turn out to hold one sign are taken away again.
 */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>
#include "docx_story.h"

/* Which child of which structure is written how. */
static const struct {
    enum docx_tag parent, child;
    const char *prefix;
    bool grouped; /* in brackets when it is more than one sign; nothing at all when it is empty */
} parts[] = {
    {TAG_M_F, TAG_M_NUM, "", true},          {TAG_M_F, TAG_M_DEN, "/", true},
    {TAG_M_S_SUP, TAG_M_SUP, "^", true},     {TAG_M_S_SUB, TAG_M_SUB, "_", true},
    {TAG_M_S_SUB_SUP, TAG_M_SUP, "^", true}, {TAG_M_S_SUB_SUP, TAG_M_SUB, "_", true},
    {TAG_M_S_PRE, TAG_M_SUP, "^", true},     {TAG_M_S_PRE, TAG_M_SUB, "_", true},
    {TAG_M_NARY, TAG_M_SUP, "^", true},      {TAG_M_NARY, TAG_M_SUB, "_", true},
    {TAG_M_NARY, TAG_M_E, " ", false},       {TAG_M_LIM_LOW, TAG_M_LIM, "_", true},
    {TAG_M_LIM_UPP, TAG_M_LIM, "^", true},   {TAG_M_RAD, TAG_M_DEG, "", true},
    {TAG_M_RAD, TAG_M_E, "√", true},         {TAG_M_FUNC, TAG_M_E, " ", false},
};

static bool is_structure(enum docx_tag tag)
{
    switch (tag) {
    case TAG_M_ACC:
    case TAG_M_D:
    case TAG_M_EQ_ARR:
    case TAG_M_F:
    case TAG_M_FUNC:
    case TAG_M_LIM_LOW:
    case TAG_M_LIM_UPP:
    case TAG_M_M:
    case TAG_M_MR:
    case TAG_M_NARY:
    case TAG_M_RAD:
    case TAG_M_S_PRE:
    case TAG_M_S_SUB:
    case TAG_M_S_SUB_SUP:
    case TAG_M_S_SUP: return true;
    default: return false;
    }
}

static void emit(struct docx_reader *reader, const char *text)
{
    docx_emit(reader, text, strlen(text));
}

static struct docx_math *top(struct docx_reader *reader)
{
    return reader->math_depth == 0 || reader->math_overflow > 0 ? NULL : &reader->math[reader->math_depth - 1];
}

/* The signs of a structure, said in its properties before its parts; "" says that there is none. */
static void take_sign(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    struct docx_math *math = top(reader);
    const char *raw = docx_attr_dup(xml, reader->arena, NS_M, "val");
    const char *sign = raw == NULL ? "" : tvx_text_clean(reader->arena, raw, strlen(raw));

    if (math == NULL || sign == NULL)
        return;
    if (tag == TAG_M_BEG_CHR)
        math->open = sign;
    else if (tag == TAG_M_END_CHR)
        math->close = sign;
    else
        math->sign = sign; /* sepChr, chr */
}

static void push(struct docx_reader *reader, enum docx_tag tag)
{
    struct docx_math *math;

    if (reader->math_depth == DOCX_MATH) {
        reader->math_overflow++;
        return;
    }
    math = &reader->math[reader->math_depth++];
    *math = (struct docx_math){.tag = tag, .open = "(", .close = ")",
                               .sign = tag == TAG_M_NARY  ? "∫"
                                       : tag == TAG_M_ACC ? "\xCC\x82"
                                                          : "|"};
}

/* What stands before a part because of the parts before it. */
static void before_part(struct docx_reader *reader, struct docx_math *math)
{
    bool first = math->parts++ == 0;

    switch (math->tag) {
    case TAG_M_D: emit(reader, first ? math->open : math->sign); break;
    case TAG_M_NARY:
        if (first)
            emit(reader, math->sign);
        break;
    case TAG_M_MR: emit(reader, first ? "" : ", "); break;
    case TAG_M_EQ_ARR: emit(reader, first ? "" : "; "); break;
    default: break;
    }
}

static void open_part(struct docx_reader *reader, enum docx_tag tag)
{
    struct docx_math *math = top(reader);
    struct docx_group *group = &reader->frames[reader->depth - 1].group;
    size_t emitted;

    if (math == NULL)
        return;
    before_part(reader, math);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].parent != math->tag || parts[i].child != tag)
            continue;
        emit(reader, parts[i].prefix);
        if (!parts[i].grouped)
            return;
        emitted = reader->emitted;
        emit(reader, "(");
        if (reader->failed || reader->emitted == emitted) /* text is not wanted here */
            return;
        *group = (struct docx_group){.open = true, .prefix = strlen(parts[i].prefix), .block = reader->pending_block,
                                     .from = reader->pending.length, .flushes = reader->flushes};
        return;
    }
}

/* One sign, or one number or name: needs no brackets. */
static bool is_simple(const char *text, size_t length)
{
    size_t at = 0;

    tvx_utf8_next(text, length, &at);
    if (at == length)
        return true;
    for (at = 0; at < length;)
        if (!u_isalnum((UChar32)tvx_utf8_next(text, length, &at)))
            return false;
    return true;
}

static void close_part(struct docx_reader *reader, const struct docx_group *group)
{
    struct tvx_buf *buf = &reader->pending;
    size_t length;

    if (!group->open || reader->failed)
        return;
    if (group->flushes != reader->flushes || group->block != reader->pending_block || group->from > buf->length) {
        emit(reader, ")"); /* marks of changes within: the brackets stay */
        return;
    }
    length = buf->length - group->from;
    if (length == 0) {
        size_t back = group->prefix + 1 < group->from ? group->prefix + 1 : group->from;

        buf->length = group->from - back;
        buf->data[buf->length] = '\0';
    } else if (is_simple(buf->data + group->from, length)) {
        memmove(buf->data + group->from - 1, buf->data + group->from, length + 1);
        buf->length--;
    } else {
        emit(reader, ")");
    }
}

void docx_math_start(struct docx_reader *reader, struct docx_xml *xml, enum docx_tag tag)
{
    struct docx_math *around = top(reader);

    switch (tag) {
    case TAG_M_O_MATH: reader->place.math = true; break;
    case TAG_M_BEG_CHR:
    case TAG_M_END_CHR:
    case TAG_M_SEP_CHR:
    case TAG_M_CHR: take_sign(reader, xml, tag); break;
    case TAG_M_DEG:
    case TAG_M_DEN:
    case TAG_M_E:
    case TAG_M_LIM:
    case TAG_M_NUM:
    case TAG_M_SUB:
    case TAG_M_SUP: open_part(reader, tag); break;
    default:
        if (!is_structure(tag))
            return;
        if (tag == TAG_M_MR && around != NULL && around->parts++ > 0)
            emit(reader, "; ");
        push(reader, tag);
    }
}

void docx_math_end(struct docx_reader *reader, enum docx_tag tag, const struct docx_frame *frame)
{
    const struct docx_math *math;

    if (frame->group.open)
        close_part(reader, &frame->group);
    if (!is_structure(tag))
        return;
    if (reader->math_overflow > 0) {
        reader->math_overflow--;
        return;
    }
    math = top(reader);
    if (math == NULL)
        return;
    if (tag == TAG_M_D && math->parts == 0)
        emit(reader, math->open);
    if (tag == TAG_M_D)
        emit(reader, math->close);
    else if (tag == TAG_M_ACC)
        emit(reader, math->sign);
    reader->math_depth--;
}

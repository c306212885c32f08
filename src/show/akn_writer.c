/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "akn_writer.h"

#include <string.h>

#include "xml_text.h"

static void check(struct show_akn *akn, int wrote)
{
    akn->failed = akn->failed || wrote < 0;
}

void show_akn_start(struct show_akn *akn, struct tvx_arena *arena, const char *namespace)
{
    *akn = (struct show_akn){.buffer = xmlBufferCreate(), .arena = arena, .prefix = ""};
    akn->writer = akn->buffer == NULL ? NULL : xmlNewTextWriterMemory(akn->buffer, 0);
    akn->failed = akn->writer == NULL;
    if (akn->failed)
        return;
    check(akn, xmlTextWriterStartDocument(akn->writer, "1.0", "UTF-8", NULL));
    show_akn_inline(akn, "akomaNtoso");
    show_akn_attribute(akn, "xmlns", namespace == NULL ? SHOW_AKN_NAMESPACE : namespace);
    show_akn_attribute(akn, "xmlns:travaux", SHOW_AKN_OURS);
}

enum tvx_status show_akn_finish(struct show_akn *akn, struct tvx_buf *out, struct tvx_error *error)
{
    if (akn->writer != NULL) {
        check(akn, xmlTextWriterEndDocument(akn->writer));
        xmlFreeTextWriter(akn->writer); /* which flushes it */
    }
    if (!akn->failed)
        tvx_buf_add(out, xmlBufferContent(akn->buffer), (size_t)xmlBufferLength(akn->buffer));
    if (akn->buffer != NULL)
        xmlBufferFree(akn->buffer);
    return akn->failed || out->failed ? tvx_error_nomem(error) : TVX_OK;
}

void show_akn_inline(struct show_akn *akn, const char *element)
{
    if (!akn->failed)
        check(akn, xmlTextWriterStartElement(akn->writer, (const xmlChar *)element));
}

void show_akn_open(struct show_akn *akn, const char *element)
{
    if (!akn->failed)
        check(akn, xmlTextWriterWriteRaw(akn->writer, (const xmlChar *)"\n"));
    show_akn_inline(akn, element);
}

void show_akn_close(struct show_akn *akn)
{
    if (!akn->failed)
        check(akn, xmlTextWriterEndElement(akn->writer));
}

/* NUL-terminated and fit for XML; NULL when memory is short. */
static const char *fit(struct show_akn *akn, const char *text, size_t length)
{
    size_t at = 0, width = 0, bad = show_xml_bad(text, length, 0, &width);
    struct tvx_buf buf;
    const char *out;

    if (bad == length)
        return text[length] == '\0' ? text : tvx_arena_strndup(akn->arena, text, length);
    tvx_buf_init(&buf, 4 * length + 4);
    while (at < length) {
        tvx_buf_add(&buf, text + at, bad - at);
        if (bad < length)
            tvx_buf_str(&buf, SHOW_XML_UNREADABLE);
        at = bad + (bad < length ? width : 0);
        bad = show_xml_bad(text, length, at, &width);
    }
    out = buf.failed ? NULL : tvx_arena_strndup(akn->arena, tvx_buf_text(&buf), buf.length);
    tvx_buf_free(&buf);
    return out;
}

void show_akn_attribute(struct show_akn *akn, const char *name, const char *value)
{
    const char *text = value == NULL || akn->failed ? NULL : fit(akn, value, strlen(value));

    if (value == NULL || akn->failed)
        return;
    akn->failed = text == NULL;
    if (!akn->failed)
        check(akn, xmlTextWriterWriteAttribute(akn->writer, (const xmlChar *)name, (const xmlChar *)text));
}

static void composed(struct show_akn *akn, const char *name, const char *before, const char *between, const char *value)
{
    const char *whole = tvx_arena_printf(akn->arena, "%s%s%s", before, between, value);

    akn->failed = akn->failed || whole == NULL;
    show_akn_attribute(akn, name, whole);
}

void show_akn_ours(struct show_akn *akn, const char *name, const char *value)
{
    const char *whole = value == NULL ? NULL : tvx_arena_printf(akn->arena, "travaux:%s", name);

    akn->failed = akn->failed || (value != NULL && whole == NULL);
    if (whole != NULL)
        show_akn_attribute(akn, whole, value);
}

void show_akn_id(struct show_akn *akn, const char *id)
{
    composed(akn, "eId", akn->prefix, "", id);
}

void show_akn_to(struct show_akn *akn, const char *name, const char *id)
{
    composed(akn, name, "#", akn->prefix, id);
}

void show_akn_text(struct show_akn *akn, const char *text, size_t length)
{
    const char *clean = akn->failed ? NULL : fit(akn, text, length);

    if (akn->failed)
        return;
    akn->failed = clean == NULL;
    if (!akn->failed)
        check(akn, xmlTextWriterWriteString(akn->writer, (const xmlChar *)clean));
}

void show_akn_leaf(struct show_akn *akn, const char *element, const char *text)
{
    show_akn_open(akn, element);
    show_akn_text(akn, text, strlen(text));
    show_akn_close(akn);
}

void show_akn_paragraphs(struct show_akn *akn, const char *text)
{
    for (;;) {
        size_t length = strcspn(text, "\n");

        show_akn_open(akn, "p");
        show_akn_text(akn, text, length);
        show_akn_close(akn);
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
}

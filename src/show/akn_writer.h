/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Writes Akoma Ntoso with libxml2's writer into memory: elements, identifiers and text, with what XML may not hold
 * replaced.  The first failure is remembered and told at the end.  Every element that stands for a stored provision
 * says which by an attribute of our own namespace, which the schema allows on any element.
 */
#ifndef SHOW_AKN_WRITER_H
#define SHOW_AKN_WRITER_H

#include <libxml/xmlwriter.h>
#include <stdbool.h>
#include <travaux/base/arena.h>
#include <travaux/base/buf.h>
#include <travaux/base/error.h>

#define SHOW_AKN_NAMESPACE "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
#define SHOW_AKN_OURS "urn:travaux:akn"

struct show_akn {
    xmlTextWriterPtr writer;
    xmlBufferPtr buffer;
    struct tvx_arena *arena; /* for what is written in passing */
    const char *prefix;      /* of every identifier: "" or, in a component, "cmp_2__" */
    bool failed;
};

/* Opens the document and its root element; `namespace` NULL: that of the standard. */
void show_akn_start(struct show_akn *akn, struct tvx_arena *arena, const char *namespace);
/* Closes them, appends the bytes to *out, and frees; also after a failure. */
enum tvx_status show_akn_finish(struct show_akn *akn, struct tvx_buf *out, struct tvx_error *error);

void show_akn_open(struct show_akn *akn, const char *element);   /* on a line of its own */
void show_akn_inline(struct show_akn *akn, const char *element); /* within text */
void show_akn_close(struct show_akn *akn);
void show_akn_attribute(struct show_akn *akn, const char *name, const char *value); /* NULL: none */
void show_akn_ours(struct show_akn *akn, const char *name, const char *value);      /* in our namespace; likewise */
void show_akn_id(struct show_akn *akn, const char *id);                             /* eId, with the prefix */
void show_akn_to(struct show_akn *akn, const char *name, const char *id);           /* name="#id", likewise */
void show_akn_text(struct show_akn *akn, const char *text, size_t length);
/* <element>text</element>, on a line of its own. */
void show_akn_leaf(struct show_akn *akn, const char *element, const char *text);
/* A <p> for every line of the text; at least one. */
void show_akn_paragraphs(struct show_akn *akn, const char *text);

#endif

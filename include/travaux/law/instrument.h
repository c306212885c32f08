/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * An instrument (constitution, regulations, resolution) as a list of provisions in order, each with its path, label,
 * heading, marginal number and text.  Recognised from a document by the shape of its labels and headings.
 * What could not be placed is kept as a warning, never dropped.
 */
#ifndef TRAVAUX_LAW_INSTRUMENT_H
#define TRAVAUX_LAW_INSTRUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/read/document.h>

enum tvx_provision_kind {
    TVX_PROVISION_TITLE,     /* the instrument's own title and formula */
    TVX_PROVISION_DIVISION,  /* chapter, section, part, annex, article: has a heading and children */
    TVX_PROVISION_PREAMBLE,  /* recital or preambular heading ("considering") or item under it */
    TVX_PROVISION_OPERATIVE, /* operative heading ("resolves") or item under it */
    TVX_PROVISION_PARAGRAPH, /* numbered or unnumbered text of an article */
    TVX_PROVISION_NOTE,      /* footnote */
};
const char *tvx_provision_kind_to_string(enum tvx_provision_kind kind);

struct tvx_provision {
    enum tvx_provision_kind kind;
    const char *path;     /* unique in the instrument: "5", "5.1", "5.1.a", "recognizing.b", "resolves.2" */
    const char *label;    /* as printed, "" when none: "ARTICLE 5", "5.1", "b)" */
    const char *heading;  /* "" when none: "Definitions", "resolves" */
    const char *marginal; /* "180", "28A"; NULL when the instrument has none */
    const char *amended;  /* the mark of the conference that last changed it, "PP-98"; NULL */
    const char *text;     /* without label, marginal number and heading; white space folded; "" for a pure division */
    int level;            /* depth in the tree, 0 for top */
    size_t parent;        /* index, SIZE_MAX for top */
    size_t start, points; /* place in the document's text (code points), points 0 when unknown */
};

enum tvx_instrument_kind { TVX_INSTRUMENT_TREATY, TVX_INSTRUMENT_RESOLUTION, TVX_INSTRUMENT_DECISION,
                           TVX_INSTRUMENT_RECOMMENDATION, TVX_INSTRUMENT_OTHER };

struct tvx_instrument {
    const char *key;     /* "ITR", "CS", "RES-130"; from the document when it says so, else NULL */
    const char *version; /* "2018"; likewise */
    const char *title;
    enum tvx_instrument_kind kind;
    struct tvx_provision *provisions;
    size_t count;
    struct tvx_warning *warnings; /* gaps in numbering, text before any provision, doubles; block is a block index */
    size_t warning_count;
};

/* Recognises the instrument in the AFTER view of the document; arena-owned. */
enum tvx_status tvx_instrument_parse(struct tvx_instrument *out, struct tvx_arena *arena,
                                     const struct tvx_document *document, struct tvx_error *error);

/* The same over lines already made: what parse calls.  `lines` must outlive *out. */
/* The same from the document's lines in the AFTER view, for a caller that has them already. */
enum tvx_status tvx_instrument_parse_document(struct tvx_instrument *out, struct tvx_arena *arena,
                                              const struct tvx_document *document, const struct tvx_lines *lines,
                                              struct tvx_error *error);
enum tvx_status tvx_instrument_parse_lines(struct tvx_instrument *out, struct tvx_arena *arena,
                                           const struct tvx_lines *lines, struct tvx_error *error);

/* Index of the provision with that path, or SIZE_MAX. */
size_t tvx_instrument_find(const struct tvx_instrument *instrument, const char *path);

#endif

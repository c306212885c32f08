/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The stored text that a proposal's before-text is held against: the provision's own, or, where the proposal prints
 * more than that (an article, a paragraph with its points, a whole resolution), its own and all below it.
 */
#ifndef TRAVAUX_LAW_BASE_H
#define TRAVAUX_LAW_BASE_H

#include <travaux/law/instrument.h>

enum tvx_base_extent {
    TVX_BASE_OWN,     /* the provision's own text */
    TVX_BASE_HEADING, /* its heading alone: "NOC Article 2 – Definitions" */
    TVX_BASE_BELOW,   /* and all below it, labels and headings of what is below included, but without its own heading */
    TVX_BASE_POINTS,  /* as BELOW, without its further unnumbered paragraphs */
    TVX_BASE_WHOLE,   /* as BELOW, with its own heading */
    TVX_BASE_EXTENTS
};

/* `index` SIZE_MAX: the whole instrument.  Lines joined by "\n"; "" when there is no such text. */
enum tvx_status tvx_base_text(const char **out, struct tvx_arena *arena, const struct tvx_instrument *instrument,
                              size_t index, enum tvx_base_extent extent, struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The provisions of an instrument as Akoma Ntoso elements, each with its identifier (eId) by the Akoma Ntoso Naming
 * Convention 1.0, §5: the identifier of what holds it, two underscores, the element's short name, and its number as
 * printed, without white space and with a dash for punctuation within ("art_5__para_5-2__point_a").  Articles are
 * numbered through, so chapters give them no part of theirs.  What bears no number is "nn_1", "nn_2", ….
 */
#ifndef SHOW_AKN_TREE_H
#define SHOW_AKN_TREE_H

#include <travaux/law/instrument.h>

enum show_akn_part { SHOW_AKN_PREFACE, SHOW_AKN_PREAMBLE, SHOW_AKN_BODY };

struct show_akn_node { /* one a provision, in their order */
    enum show_akn_part part;
    const char *element; /* "article"; in the preamble what its writer makes of it: "recitals", "recital", "item", … */
    const char *name;    /* of a container; NULL: it has none */
    const char *id;
    size_t parent;       /* SIZE_MAX for none: of the provisions before it whose elements are open there */
    bool holds;          /* provisions stand under it */
};

struct show_akn_tree {
    struct show_akn_node *nodes;
    size_t count;
    size_t body; /* index of the first provision of the body; count where there is none */
};

/* Arena-owned; `instrument` must outlive it. */
enum tvx_status show_akn_tree(struct show_akn_tree *out, struct tvx_arena *arena,
                              const struct tvx_instrument *instrument, struct tvx_error *error);

#endif

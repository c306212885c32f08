/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the elements of Akoma Ntoso mean for a reader (OASIS LegalDocML, Akoma Ntoso 1.0, part 2): the table
 * data/akn-elements.tsv gives each a role and a look.  An element that is not in it is a container, for its text is
 * text all the same.
 */
#ifndef TRAVAUX_READ_AKN_ELEMENTS_H
#define TRAVAUX_READ_AKN_ELEMENTS_H

#include <stdint.h>
#include <travaux/base/arena.h>

enum akn_role {
    AKN_CONTAINER, AKN_BLOCK, AKN_HEADING, AKN_NUM, AKN_INLINE, AKN_INS, AKN_DEL, AKN_BREAK, AKN_NOTE, AKN_NOTEREF,
    AKN_TABLE, AKN_ROW, AKN_CELL, AKN_HIERARCHY, AKN_ITEM, AKN_PART, AKN_TITLE, AKN_PREFACE, AKN_REFERENCE, AKN_PLAIN,
    AKN_META, AKN_SKIP, AKN_ROLES,
    AKN_NOTE_TEXT, /* a note that is being walked, or a paragraph of it: no element's own role */
};

struct akn_element {
    const char *name;
    enum akn_role role;
    uint32_t format; /* enum tvx_format_bits */
};

/* The table, for akn_element; arena-owned, NULL when memory is short. */
struct akn_element *akn_elements(struct tvx_arena *arena);
/* The element of that name, never NULL; one with the name "" for a name that is not in the table. */
const struct akn_element *akn_element(const struct akn_element *elements, const char *name);

#endif

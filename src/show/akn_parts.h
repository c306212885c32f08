/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The documents that are written in Akoma Ntoso, and what each needs; see travaux/show/akn.h. */
#ifndef SHOW_AKN_PARTS_H
#define SHOW_AKN_PARTS_H

#include <travaux/analyse/force_report.h>
#include <travaux/analyse/scope.h>

#include "akn_meta.h"
#include "akn_tree.h"

struct show_akn_law { /* one stored version */
    const struct tvx_stored_instrument *head;
    struct tvx_instrument instrument;
    struct show_akn_tree tree;
    struct show_akn_name name;
    const char *language;
    bool read; /* the parts behind `head` are there */
};

struct show_akn_laws { /* all stored versions */
    struct show_akn_law *items;
    size_t count;
};

/* Address of a provision: "/akn/un/act/…/eng@2022-09-30/!main#art_5__para_5-2"; of the whole for a path that it has
   not; arena-owned, NULL when memory is short. */
const char *show_akn_address(struct tvx_arena *arena, const struct show_akn_law *law, const char *path);

/* <act>, <statement> or <doc>. */
void show_akn_write_law(struct show_akn *akn, const struct show_akn_law *law, const struct show_akn_laws *all,
                        const char *today);

struct show_akn_change { /* one proposal, and what was found out about it */
    const struct tvx_stored_proposal *stored;
    const char *language;
    struct show_akn_name name;
    const struct show_akn_law *law;          /* that it would change; NULL: not known */
    const struct tvx_force_report *force;    /* NULL: none */
    const struct tvx_scope *scope;           /* of its meeting; NULL: none */
    const struct show_akn_laws *laws;
};

/* <amendment>. */
void show_akn_write_amendment(struct show_akn *akn, const struct show_akn_change *change, const char *today);

/* <analysis>, nothing for a proposal that changes nothing; `what` was written as #mod_1 with #mod_1__qstr_old and
   …_new, of which there are those that have text. */
void show_akn_analysis(struct show_akn *akn, const struct show_akn_change *change);
/* The concepts and terms that it refers to, for <references>. */
void show_akn_analysis_references(struct show_akn *akn, const struct show_akn_change *change);

#endif

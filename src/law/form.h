/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The ways in which amendments are written: ITU action lines, the European Parliament's two columns, bracketed drafts,
 * tables of options, prose instructions.  Each way is a form with a file of its own, which weighs how much in a
 * document speaks for it and reads the proposals when it is chosen.  A contribution says which form was chosen and why.
 */
#ifndef TRAVAUX_LAW_FORM_PRIVATE_H
#define TRAVAUX_LAW_FORM_PRIVATE_H

#include <travaux/law/proposal.h>

struct tvx_tables;

struct tvx_form_view { /* what a form sees of a document */
    struct tvx_arena *arena;
    const struct tvx_document *document;
    struct tvx_lines after; /* "the document's text", to which evidence refers */
    const struct tvx_tables *tables; /* with what their columns are for: columns.h */
};

struct tvx_form {
    const char *name; /* stable, in JSON: "itu" */
    /*
     * Fills score and because: 0 nothing speaks for it, 1 it cannot be anything else.  From 0.5 on it may be chosen.
     * Linear in the document; what it found and `read` needs again may be kept in weight->kept (arena-owned).
     */
    enum tvx_status (*weigh)(struct tvx_form_weight *weight, const struct tvx_form_view *view,
                             struct tvx_error *error);
    /* Fills header, proposals and warnings of a zeroed *out. */
    enum tvx_status (*read)(struct tvx_contribution *out, const struct tvx_form_view *view,
                            const struct tvx_form_weight *weight, struct tvx_error *error);
};

extern const struct tvx_form tvx_form_prose;
extern const struct tvx_form tvx_form_itu; /* the one that is taken when nothing speaks for any */
extern const struct tvx_form tvx_form_eu_amendments;
extern const struct tvx_form tvx_form_two_column;
extern const struct tvx_form tvx_form_compilation;
extern const struct tvx_form tvx_form_undraft;
extern const struct tvx_form tvx_form_declarations;
extern const struct tvx_form tvx_form_final_acts;

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The labels with which a proposal's text begins, where no place is printed before it: "5.2 Members shall", "1.1 a)
 * These Regulations", and with the number of the margin first "28 3.1 Members shall".
 */
#ifndef TRAVAUX_LAW_PLACE_H
#define TRAVAUX_LAW_PLACE_H

#include <travaux/law/reference.h>

struct tvx_text_place {
    const char *printed;  /* all labels as printed, white space folded: "28 3.1"; "" when there are none */
    const char *path;     /* those that name the path: "3.1", "1.1 a)" */
    const char *marginal; /* "28"; NULL when there is none */
    bool dotted;          /* the path's first label carries its parents */
};

/* Dashes are no place.  Arena-owned. */
enum tvx_status tvx_text_place(struct tvx_text_place *out, struct tvx_arena *arena, const char *text,
                               struct tvx_error *error);

#endif

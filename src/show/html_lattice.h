/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A provision with every text for it: the apparatus (the base text once, with its numbered places and their readings),
 * the whole texts family by family with what is told of each beside it, what else touches the provision, and the
 * provisions around it.
 */
#ifndef SHOW_HTML_LATTICE_H
#define SHOW_HTML_LATTICE_H

#include "html.h"
#include "shelf.h"
#include "shelf_told.h"

struct html_lattice {
    const struct tvx_comparison *comparison;
    const struct shelf_told **told; /* of the first proposal of each family; NULL, or NULL for one: nothing is told */
    const struct shelf_law *law;    /* NULL: only the texts are shown */
};

void html_comparison(struct html *html, const struct html_lattice *lattice);

/* Of the text in force: how firmly it binds, the defined terms it uses, its versions, where its words come from. */
void html_about(struct html *html, const struct html_lattice *lattice);

/* The outline of the instrument, open at `path`. */
void html_outline(struct html *html, const struct shelf_law *law, const char *path);

#endif

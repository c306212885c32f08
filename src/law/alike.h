/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Tables of two columns without heads that tell what they are: where the texts side by side are the same but for some
 * words, the first column is a text and the second what someone would make of it.
 */
#ifndef TRAVAUX_LAW_ALIKE_H
#define TRAVAUX_LAW_ALIKE_H

#include "columns.h"

/* Rows in which one side says nothing, and heads, do not count. */
enum tvx_status tvx_alike(bool *out, const struct tvx_form_view *view, const struct tvx_grid *grid,
                          struct tvx_error *error);

/* The columns of such a table; a short first row are its heads.  NULL when memory is short. */
const struct tvx_columns *tvx_alike_columns(const struct tvx_form_view *view, const struct tvx_grid *grid);

#endif

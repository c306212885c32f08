/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The stored text that a proposal's before-text is held against: the provision's own, or, where the proposal prints
 * more than that (an article, a paragraph with its points, a whole resolution), its own and all below it.
 */
#ifndef TRAVAUX_LAW_BASE_H
#define TRAVAUX_LAW_BASE_H

#include <travaux/law/instrument.h>

/* `index` SIZE_MAX: the whole instrument.  Lines joined by "\n"; labels and headings of what is below are part of it. */
enum tvx_status tvx_base_text(const char **out, struct tvx_arena *arena, const struct tvx_instrument *instrument,
                              size_t index, const char *before, struct tvx_error *error);

#endif

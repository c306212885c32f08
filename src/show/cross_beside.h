/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two quotations side by side, neither marked; for what lists texts in two languages. */
#ifndef SHOW_CROSS_BESIDE_H
#define SHOW_CROSS_BESIDE_H

#include <travaux/show/term.h>

void term_beside(struct tvx_term *term, struct tvx_arena *arena, const char *a, size_t a_length, const char *b,
                 size_t b_length);

#endif

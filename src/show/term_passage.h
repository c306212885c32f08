/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One passage that two texts share, both quotations side by side; for what lists such passages. */
#ifndef SHOW_TERM_PASSAGE_H
#define SHOW_TERM_PASSAGE_H

#include <travaux/reuse/passage.h>
#include <travaux/show/term.h>

/* a's words that b lacks stand as [-…-], b's as {+…+}; long stretches without a change are cut unless term->full. */
void term_passage(struct tvx_term *term, struct tvx_arena *arena, const char *a, const char *b,
                  const struct tvx_passage *passage);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A redline in a flow of text, in the marks of wdiff: [-deleted-] {+inserted+}; […] for what is left out. */
#ifndef SHOW_TERM_REDLINE_H
#define SHOW_TERM_REDLINE_H

#include "redline.h"
#include "term_flow.h"

void term_redline(struct term_flow *flow, const struct show_redline *redline);
/* Marks that are already in the text ([-…-] and {+…+}) get their styles. */
void term_marked(struct term_flow *flow, const char *text);

#endif

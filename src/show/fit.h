/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Some archives keep a proposed text only as a run of lower-case words.  Set beside the text in force it seems to
 * change every capital and comma, and hides the words that matter.
 * Here such a text gets the capitals and marks of the text in force back where its words are the same.
 */
#ifndef SHOW_FIT_H
#define SHOW_FIT_H

#include <stdbool.h>
#include <travaux/base/arena.h>

/* Has `text` lost its capitals and marks?  Only said where there are enough words to tell and `base` has both. */
bool show_fit_is_bare(const char *base, const char *text);

/* The text so dressed, arena-owned; NULL when memory is short. */
const char *show_fit(struct tvx_arena *arena, const char *base, const char *text);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Cuts the text of a law into sentences, as a lawyer counts them: "No. 34", "paras. 2 and 3" and "1. The Council" end
 * none, and each item of a list is one of its own that knows the words over it (its chapeau).  Meant for provisions and
 * paragraphs, whose lines it takes for paragraphs; the abbreviations are data/abbreviations.tsv.
 */
#ifndef TRAVAUX_TEXT_SENTENCE_H
#define TRAVAUX_TEXT_SENTENCE_H

#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

enum { TVX_SENTENCE_DEPTH = 8 }; /* lists in lists that are told apart; deeper items count as of the deepest */

struct tvx_sentence {
    size_t start, length; /* bytes of the text, without white space around; never empty */
    size_t label;         /* how many of them are its label and what parts it from the words: "(a) ", "1. ", "– " */
    size_t chapeau;       /* index of the sentence that ends in ":" over it, always an earlier one; SIZE_MAX for none */
};

struct tvx_sentences {
    struct tvx_sentence *items;
    size_t count;
};

/*
 * Sentences of valid UTF-8 in order; white space alone lies between them.  A semicolon ends a sentence only where the
 * label of an item follows, or the line ends.  Arena-owned.
 */
enum tvx_status tvx_sentences(struct tvx_sentences *out, struct tvx_arena *arena, const char *text, size_t length,
                              struct tvx_error *error);

#endif

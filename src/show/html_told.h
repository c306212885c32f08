/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the analyses tell of a proposal, in the order of a reader's questions: is it new, whose words are they, how far
 * does it reach, what does it do to force, who stands where, was it there before, what came of it, will it pass.  Each
 * answer is a line or two that leads to its passage.
 */
#ifndef SHOW_HTML_TOLD_H
#define SHOW_HTML_TOLD_H

#include "html.h"
#include "shelf_told.h"

/* Writes the answer, at most `most` lines of it; nothing where there is nothing to tell. */
typedef void html_answer(struct html *html, const struct shelf_told *told, size_t most);
html_answer html_told_novelty, html_told_sources, html_told_reach, html_told_force, html_told_standing,
    html_told_before, html_told_outcome, html_told_chance;

struct html_question {
    const char *id;      /* "novelty" */
    const char *english; /* "New against law in force", to be said */
    html_answer *answer;
};
extern const struct html_question html_questions[];
extern const size_t html_question_count;

/* Takes back what was written since the page was `length` bytes long. */
void html_take_back(struct html *html, size_t length);

/* All of them as a list of terms, `<dl class="told">`; nothing where there is nothing to tell. */
void html_told(struct html *html, const struct shelf_told *told);

#endif

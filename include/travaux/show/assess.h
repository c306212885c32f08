/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Assessments for a terminal and as JSON, one whole or many as a table by rank, and as a brief of one page to hand
 * around: Markdown, HTML that stands alone, or DOCX.
 */
#ifndef TRAVAUX_SHOW_ASSESS_H
#define TRAVAUX_SHOW_ASSESS_H

#include <travaux/analyse/assess.h>
#include <travaux/base/json.h>
#include <travaux/show/term.h>

/*
 * {"reference","effect":{"low","high","parts":[{"part","share","weight","low","high"}],"factors":[…]},"likelihood":
 * {"low","high","n","factors":[…]},"product":{"low","high"},"analysts":[…],"differences":[…],"themes":[…]}; parts that
 * are shares multiply.
 */
void tvx_json_assessment(struct tvx_json *json, const struct tvx_assessment *item,
                         const struct tvx_assess_weights *weights);
/* {"meeting","weights":{…},"assessments":[…]}, by rank. */
void tvx_json_assessments(struct tvx_json *json, const char *meeting, const struct tvx_assessment *items, size_t count,
                          const struct tvx_assess_weights *weights);
/* An entry of the log, as `export` has it. */
void tvx_json_opinion(struct tvx_json *json, const struct tvx_opinion *opinion);

void tvx_term_assessment(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_assessment *item,
                         const struct tvx_assess_weights *weights);
void tvx_term_assessments(struct tvx_term *term, struct tvx_arena *arena, const char *meeting,
                          const struct tvx_assessment *items, size_t count, const struct tvx_assess_weights *weights);

enum tvx_brief_format { TVX_BRIEF_MARKDOWN, TVX_BRIEF_HTML, TVX_BRIEF_DOCX };
bool tvx_brief_format_parse(enum tvx_brief_format *out, const char *name); /* "md", "html", "docx" */
/* Appends the file's bytes to *out; the same assessment gives the same bytes. */
enum tvx_status tvx_brief(struct tvx_buf *out, struct tvx_arena *arena, const struct tvx_assessment *item,
                          const struct tvx_assess_weights *weights, enum tvx_brief_format format,
                          struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How a contribution is cut into proposals: a draft is one action line with the lines that name its place, a span the
 * lines of its text and of its reasons.  Lines are those of the AFTER view, to which evidence refers; the texts come
 * from the blocks behind the lines, so that a wholly deleted paragraph is not lost.
 */
#ifndef TRAVAUX_LAW_DRAFT_H
#define TRAVAUX_LAW_DRAFT_H

#include "action.h"
#include "map.h"

struct tvx_draft {
    size_t first, head_end; /* lines [first, head_end) are action, number and place */
    struct tvx_action_line action;
    size_t action_line;
    const char *printed; /* the place as printed; "" when not */
    size_t text_block;   /* first block of the text */
    const char *prefix;  /* of that block */
    const char *cosponsors;
};

struct tvx_parser {
    struct tvx_arena *arena;
    const struct tvx_document *document;
    struct tvx_lines after;
    struct tvx_contribution *out;
    size_t proposal_capacity, warning_capacity;
    struct tvx_draft *drafts;
    size_t draft_count, draft_capacity;
    const char *context;    /* the article or instrument that a heading between two proposals named */
    const char *law;        /* the instrument that holds for it: that of the heading, or of one above it */
    const char *paper;      /* the document's symbol, for proposals without a number */
    struct tvx_map numbers; /* proposal numbers that stand outside tables */
    size_t unnumbered;
    struct tvx_error *error;
};

struct tvx_span { /* lines */
    size_t text_end;             /* [head_end, text_end) is the text */
    size_t reasons, reasons_end; /* the reasons' lines; equal when there are none */
};

enum tvx_status tvx_draft_warn(struct tvx_parser *p, size_t block, const char *code, const char *message);

const struct tvx_block *tvx_draft_block(const struct tvx_parser *p, size_t line);

/* Notes and page heads stand between the lines but are no part of any proposal. */
bool tvx_draft_is_aside(const struct tvx_parser *p, size_t line);

/* "recognizing", "instructs the Secretary-General": a heading within a resolution. */
bool tvx_draft_is_clause(struct tvx_parser *p, const char *text);

/* Two places as one: "Article 5" and "b)" are "Article 5, b)"; NULL when memory is short. */
const char *tvx_draft_join(struct tvx_parser *p, const char *printed, const char *more, size_t length);

/* Fills p->drafts from the action lines. */
enum tvx_status tvx_draft_find(struct tvx_parser *p);

/* Takes the lines behind the action that are nothing but a place, and co-sponsors; then the text begins. */
enum tvx_status tvx_draft_head(struct tvx_parser *p, struct tvx_draft *d, size_t stop);

/* Where text and reasons end, before line `stop` at the latest. */
struct tvx_span tvx_draft_span(struct tvx_parser *p, const struct tvx_draft *d, size_t stop);

/* The reasons without their heading, paragraphs joined by "\n"; NULL when memory is short. */
const char *tvx_draft_reasons(struct tvx_parser *p, struct tvx_span span);

/* Headings among lines [from, to) that name an article or an instrument become p->context. */
void tvx_draft_context(struct tvx_parser *p, size_t from, size_t to);

/* The first block of a line that has a word in it: deleted paragraphs joined to the line stand before that. */
size_t tvx_draft_word_block(const struct tvx_parser *p, size_t line);

#endif

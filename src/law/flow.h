/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The recogniser's state while it walks down the lines: the divisions, the clause and the items that stand open,
 * and where the text of the current provision ends.  `flow` walks, `front` reads what stands before the first
 * provision, `open` opens divisions, clauses and items.
 */
#ifndef TRAVAUX_LAW_FLOW_H
#define TRAVAUX_LAW_FLOW_H

#include "recognise.h"

struct item {
    struct rec_style style;
    const char *canonical;
    const char *base;    /* path of what it stands in */
    size_t provision;
    unsigned paragraphs; /* its own text is the first */
    unsigned dashes;     /* for a dash: its number */
};

struct division {
    enum rec_division kind;
    size_t provision;
    const char *number;
    unsigned paragraphs;
};

/* A stretch of a line. */
struct piece {
    const struct rec_line *line;
    const char *text;
    size_t length;
    bool whole; /* begins where the line begins */
};

struct flow {
    struct rec_build *build;
    struct rec_page *page;
    const struct rec_words *words;
    struct tvx_arena *arena;
    struct tvx_error *error;
    size_t index; /* of the line being read */
    bool marginals;
    bool resolution;    /* the text has clauses */
    unsigned lists_sought; /* a budget: each search walks down a line */
    bool has_articles;
    bool many;          /* several resolutions in one document: each gets a path of its own */
    bool started;       /* the first provision after the title was seen */
    bool expect_heading;
    const char *prefix; /* path of the annex or resolution everything stands in; "" */
    size_t prefix_provision;
    struct division divisions[REC_DEPTH];
    size_t division_count;
    size_t clause; /* provision; SIZE_MAX none */
    bool operative;
    struct item items[REC_DEPTH];
    size_t item_count;
    const char *pending; /* a heading for the next provision; NULL */
    size_t pending_line;
    size_t title;        /* provision of the title, SIZE_MAX */
    size_t front_from;   /* first line of the front not yet told apart */
    const char *last_article;
    const char *last_marginal;
    size_t last_length; /* bytes of the line read before */
    size_t point_line, point_byte, point_count;
};

/* flow */
enum tvx_status flow_text(struct flow *flow, const struct piece *piece);
bool flow_ended(const struct flow *flow); /* the text so far ends a sentence or an item, or there is none */
const struct rec_line *flow_next(const struct flow *flow, size_t ahead); /* NULL at the end */
void flow_place(struct flow *flow, const struct piece *piece, size_t from, size_t to);
struct piece flow_rest(const struct piece *piece, size_t from); /* without the space it begins with */

/* front */
void front_find(struct flow *flow);
enum tvx_status front_title(struct flow *flow, const struct rec_heading *heading, const struct piece *piece);
enum tvx_status front_end(struct flow *flow); /* what was read so far is title and front: the first provision comes */
enum tvx_status front_formula(struct flow *flow, const struct piece *piece, bool *taken);

/* open */
enum tvx_status open_division(struct flow *flow, const struct piece *piece, bool *taken);
/* A line that should be a heading but ends like a sentence: heading and first paragraph in one. */
enum tvx_status open_merged(struct flow *flow, const struct piece *piece);
enum tvx_status open_paragraph(struct flow *flow, const struct piece *piece, const char *step);
void open_heading(struct flow *flow, size_t provision, const char *text, size_t length);
void open_pending(struct flow *flow, size_t provision);
const char *flow_step(struct flow *flow, const char *base, const char *step);
size_t flow_container(const struct flow *flow);
enum tvx_provision_kind flow_kind(const struct flow *flow);

/* items */
enum tvx_status open_labels(struct flow *flow, const struct piece *piece, bool sure, bool *taken, struct piece *rest);

/* clause */
enum tvx_status open_clause(struct flow *flow, const struct piece *piece, bool *taken, struct piece *rest);
size_t flow_without_to(const char *text, size_t length);
/* Does a list that runs on within its line begin at `text`? */
bool flow_starts_list(struct flow *flow, const char *text, size_t length);
/* Where in a line another part, item or annex begins; the piece's length when nowhere. */
size_t flow_split(struct flow *flow, const struct piece *piece);

#endif

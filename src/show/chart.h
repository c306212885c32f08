/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Charts: where the parts of a picture go, and the SVG that shows it.  A layout is numbers alone and the same on every
 * machine for the same input; nothing in it overlaps but what is said to.  Every picture stands beside a table of the
 * same, so it is one image to a screen reader, with a title and a description; colours are classes (charts.css), and
 * whatever a colour says a shape or a word says too.
 *
 * Lengths are CSS pixels at the picture's own size; where the page is narrower it scrolls.
 */
#ifndef SHOW_CHART_H
#define SHOW_CHART_H

#include "html.h"

#define CHART_TEXT 13.0  /* size of the text in charts */
#define CHART_SMALL 11.0

/* About how wide a text is in the pages' sans serif: never less than it is drawn, for common scripts. */
double chart_text_width(const char *text, double size);
/* As much of it as fits, with "…" where it is cut; arena-owned. */
const char *chart_text_fit(struct tvx_arena *arena, const char *text, double size, double width);

/* `<figure>` with a box that scrolls, `<svg>` with title and description (both said already), and their ends. */
void chart_start(struct html *html, const char *id, double width, double height, const char *title,
                 const char *description);
void chart_end(struct html *html);
/* `<text>`: anchor "start", "middle" or "end", baseline at y. */
void chart_text(struct html *html, double x, double y, const char *class, const char *anchor, const char *text);

/* A bar from low to high on a scale of 0 to `most`, for a cell beside the numbers; it is hidden from screen readers. */
void chart_bar(struct html *html, double low, double high, double most);
/* The same for a share of a whole. */
void chart_share(struct html *html, size_t part, size_t whole);
/* A point within an interval, on a scale of from to to. */
void chart_dot(struct html *html, double low, double point, double high, double from, double to);

/* ---- a graph of who stands with whom ---- */

struct chart_node {
    const char *label;
    double x, y;          /* the middle of its box, made by the layout */
    double width, height; /* of its box, made by the layout */
};
struct chart_edge {
    size_t a, b;
    size_t count; /* how much the two share, at least 1 */
};
struct chart_graph {
    struct chart_node *nodes;
    size_t node_count;
    const struct chart_edge *edges;
    size_t edge_count;
    double width, height; /* of the picture, made by the layout */
};
enum { CHART_NODES = 80 }; /* most that a graph may have */
/*
 * Stress majorization (Gansner, Koren, North, "Graph Drawing by Stress Majorization", GD 2004) of each connected part
 * from a circle, with the numbers of edges between two nodes as their distance; boxes that overlap are then pushed
 * apart, and the parts stand beside each other.  False when memory is short.
 */
bool chart_graph_layout(struct chart_graph *graph, struct tvx_arena *arena);
void chart_graph_write(struct html *html, const struct chart_graph *graph, const char *id, const char *title,
                       const char *description);

/* ---- what hangs on what ---- */

struct chart_leaf { const char *label; double x, y, width; }; /* x, y: left end and middle; made by the layout */
struct chart_branch {
    const char *label;
    const char *note;        /* in small below it; NULL */
    size_t parent;           /* a branch before this one; SIZE_MAX: none */
    struct chart_leaf *leaves;
    size_t leaf_count;
    double x, y, width, height; /* left end, top; made by the layout */
};
struct chart_tree {
    struct chart_branch *branches; /* each behind its parent; those of one parent in their order */
    size_t count;
    double width, height;          /* of the picture, made by the layout */
};
/* Each branch in a row of its own, below its parent and to the right of it, its leaves at the right end. */
bool chart_tree_layout(struct chart_tree *tree, struct tvx_arena *arena);
void chart_tree_write(struct html *html, const struct chart_tree *tree, const char *id, const char *title,
                      const char *description);

/* ---- what happened when ---- */

enum chart_mark { CHART_PROPOSES, CHART_FOR, CHART_AGAINST, CHART_RESERVES, CHART_WITHDRAWS, CHART_MARKS };
struct chart_moment {
    size_t row;
    const char *date; /* ISO 8601 */
    enum chart_mark mark;
    size_t count;     /* how often on that day */
    double x, y;      /* the middle, made by the layout */
};
struct chart_tick { const char *label; double x; bool gap; }; /* gap: time was left out before it */
struct chart_time {
    const char *const *rows; /* their names */
    size_t row_count;
    struct chart_moment *moments; /* a row, day and mark once; in any order */
    size_t count;
    double left, width, height;   /* left: where the rows' names end; made by the layout */
    struct chart_tick *ticks;     /* made by the layout */
    size_t tick_count;
};
/* Days stand as far apart as they are in time, but not so near that marks touch and not farther than a long gap. */
bool chart_time_layout(struct chart_time *time, struct tvx_arena *arena);
void chart_time_write(struct html *html, const struct chart_time *time, const char *id, const char *title,
                      const char *description);
/* The mark by itself, for a legend or a cell; hidden from screen readers. */
void chart_mark(struct html *html, enum chart_mark mark);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "chart.h"

#include <math.h>
#include <stdlib.h>

enum { ROUNDS = 120, PUSHES = 600, FRAME = 760, GAP = 18, BOX = 26 };

static const double step = 120, turn = 6.283185307179586; /* length of an edge; a full circle */

struct part { /* a connected part */
    size_t *nodes, count;
    double width, height;
};

struct work {
    struct chart_graph *graph;
    size_t n;
    double *distance; /* n × n, in edges; n when there is no way */
};

static void measure(struct chart_graph *graph)
{
    for (size_t i = 0; i < graph->node_count; i++) {
        graph->nodes[i].width = chart_text_width(graph->nodes[i].label, CHART_TEXT) + 16;
        graph->nodes[i].height = BOX;
    }
}

/* Floyd and Warshall; CHART_NODES is small. */
static void find_distances(struct work *work)
{
    size_t n = work->n;

    for (size_t i = 0; i < n * n; i++)
        work->distance[i] = i % n == i / n ? 0 : (double)n;
    for (size_t i = 0; i < work->graph->edge_count; i++) {
        const struct chart_edge *edge = &work->graph->edges[i];

        if (edge->a != edge->b && edge->a < n && edge->b < n)
            work->distance[edge->a * n + edge->b] = work->distance[edge->b * n + edge->a] = 1;
    }
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                if (work->distance[i * n + k] + work->distance[k * n + j] < work->distance[i * n + j])
                    work->distance[i * n + j] = work->distance[i * n + k] + work->distance[k * n + j];
}

static void circle(struct work *work, const struct part *part)
{
    for (size_t i = 0; i < part->count; i++) {
        struct chart_node *node = &work->graph->nodes[part->nodes[i]];
        double radius = part->count < 2 ? 0 : step * (double)part->count / turn + step / 3;

        node->x = radius * cos(turn * (double)i / (double)part->count);
        node->y = radius * sin(turn * (double)i / (double)part->count);
    }
}

/* One round of majorization, node after node (the localized form), with weights of one over the square distance. */
static void round_of_stress(struct work *work, const struct part *part)
{
    struct chart_node *nodes = work->graph->nodes;

    for (size_t i = 0; i < part->count; i++) {
        struct chart_node *a = &nodes[part->nodes[i]];
        double x = 0, y = 0, sum = 0;

        for (size_t j = 0; j < part->count; j++) {
            const struct chart_node *b = &nodes[part->nodes[j]];
            double hops = work->distance[part->nodes[i] * work->n + part->nodes[j]], wanted = step * hops,
                   apart = hypot(a->x - b->x, a->y - b->y), weight;

            if (i == j)
                continue;
            weight = 1 / (hops * hops);
            x += weight * (b->x + (apart > 1e-6 ? wanted * (a->x - b->x) / apart : 0));
            y += weight * (b->y + (apart > 1e-6 ? wanted * (a->y - b->y) / apart : 0));
            sum += weight;
        }
        if (sum > 0) {
            a->x = x / sum;
            a->y = y / sum;
        }
    }
}

/* Pushes two boxes apart along the way that is shorter; false when they do not touch. */
static bool push(struct chart_node *a, struct chart_node *b)
{
    double wide = (a->width + b->width) / 2 + GAP - fabs(a->x - b->x),
           high = (a->height + b->height) / 2 + GAP - fabs(a->y - b->y);

    if (wide <= 0 || high <= 0)
        return false;
    if (high <= wide) {
        double by = high / 2 + 0.5, sign = a->y <= b->y ? 1 : -1;

        a->y -= sign * by;
        b->y += sign * by;
    } else {
        double by = wide / 2 + 0.5, sign = a->x <= b->x ? 1 : -1;

        a->x -= sign * by;
        b->x += sign * by;
    }
    return true;
}

static bool spread(struct work *work, const struct part *part)
{
    for (int round = 0; round < PUSHES; round++) {
        bool moved = false;

        for (size_t i = 0; i < part->count; i++)
            for (size_t j = i + 1; j < part->count; j++)
                moved = push(&work->graph->nodes[part->nodes[i]], &work->graph->nodes[part->nodes[j]]) || moved;
        if (!moved)
            return true;
    }
    return false;
}

/* What pushing does not set right stands in rows. */
static void rows(struct work *work, const struct part *part)
{
    double x = 0, y = 0;

    for (size_t i = 0; i < part->count; i++) {
        struct chart_node *node = &work->graph->nodes[part->nodes[i]];

        if (x > 0 && x + node->width > FRAME) {
            x = 0;
            y += BOX + 2 * GAP;
        }
        node->x = x + node->width / 2;
        node->y = y;
        x += node->width + GAP;
    }
}

/* The part's left upper corner goes to 0, 0. */
static void settle(struct work *work, struct part *part)
{
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;

    for (size_t i = 0; i < part->count; i++) {
        const struct chart_node *node = &work->graph->nodes[part->nodes[i]];

        left = fmin(left, node->x - node->width / 2);
        right = fmax(right, node->x + node->width / 2);
        top = fmin(top, node->y - node->height / 2);
        bottom = fmax(bottom, node->y + node->height / 2);
    }
    part->width = right - left;
    part->height = bottom - top;
    for (size_t i = 0; i < part->count; i++) {
        work->graph->nodes[part->nodes[i]].x -= left;
        work->graph->nodes[part->nodes[i]].y -= top;
    }
}

static int larger(const void *a, const void *b)
{
    const struct part *first = a, *second = b;

    if (first->count != second->count)
        return first->count < second->count ? 1 : -1;
    return (first->nodes[0] > second->nodes[0]) - (first->nodes[0] < second->nodes[0]);
}

/* Row after row, as words in a paragraph. */
static void place_parts(struct work *work, struct part *parts, size_t count)
{
    double x = GAP, y = GAP, tallest = 0, widest = 0;

    for (size_t i = 0; i < count; i++) {
        if (x > GAP && x + parts[i].width + GAP > FRAME) {
            x = GAP;
            y += tallest + 2 * GAP;
            tallest = 0;
        }
        for (size_t j = 0; j < parts[i].count; j++) {
            work->graph->nodes[parts[i].nodes[j]].x += x;
            work->graph->nodes[parts[i].nodes[j]].y += y;
        }
        x += parts[i].width + 2 * GAP;
        tallest = fmax(tallest, parts[i].height);
        widest = fmax(widest, x - GAP);
    }
    work->graph->width = ceil(fmax(widest, 2 * GAP));
    work->graph->height = ceil(y + tallest + GAP);
}

bool chart_graph_layout(struct chart_graph *graph, struct tvx_arena *arena)
{
    struct work work = {.graph = graph, .n = graph->node_count};
    size_t n = graph->node_count, count = 0;
    bool *seen = tvx_arena_array(arena, n + 1, sizeof *seen);
    struct part *parts = tvx_arena_array(arena, n + 1, sizeof *parts);

    if (n > CHART_NODES)
        return false;
    work.distance = tvx_arena_array(arena, n * n + 1, sizeof *work.distance);
    if (seen == NULL || parts == NULL || work.distance == NULL)
        return false;
    measure(graph);
    find_distances(&work);
    for (size_t i = 0; i < n; i++) {
        struct part *part = &parts[count];

        if (seen[i])
            continue;
        part->nodes = tvx_arena_array(arena, n, sizeof *part->nodes);
        if (part->nodes == NULL)
            return false;
        for (size_t j = i; j < n; j++)
            if (work.distance[i * n + j] < (double)n) {
                seen[j] = true;
                part->nodes[part->count++] = j;
            }
        circle(&work, part);
        for (int round = 0; round < ROUNDS; round++)
            round_of_stress(&work, part);
        if (!spread(&work, part))
            rows(&work, part);
        settle(&work, part);
        count++;
    }
    if (count > 0)
        qsort(parts, count, sizeof *parts, larger);
    place_parts(&work, parts, count);
    return true;
}

void chart_graph_write(struct html *html, const struct chart_graph *graph, const char *id, const char *title,
                       const char *description)
{
    chart_start(html, id, graph->width, graph->height, title, description);
    for (size_t i = 0; i < graph->edge_count; i++) {
        const struct chart_edge *edge = &graph->edges[i];
        const struct chart_node *a = &graph->nodes[edge->a], *b = &graph->nodes[edge->b];

        html_printf(html, "<line class=\"edge\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" "
                          "stroke-width=\"%.1f\"/>\n", a->x, a->y, b->x, b->y,
                    1 + fmin(6, log2((double)edge->count + 1)));
    }
    for (size_t i = 0; i < graph->edge_count; i++) { /* the number stands on the line, not below another */
        const struct chart_edge *edge = &graph->edges[i];
        const struct chart_node *a = &graph->nodes[edge->a], *b = &graph->nodes[edge->b];

        if (edge->count > 1) {
            html_printf(html, "<circle class=\"node\" cx=\"%.1f\" cy=\"%.1f\" r=\"9\"/>", (a->x + b->x) / 2,
                        (a->y + b->y) / 2);
            chart_text(html, (a->x + b->x) / 2, (a->y + b->y) / 2 + 4, "small", "middle",
                       tvx_arena_printf(html->arena, "%zu", edge->count));
        }
    }
    for (size_t i = 0; i < graph->node_count; i++) {
        const struct chart_node *node = &graph->nodes[i];

        html_printf(html, "<rect class=\"node\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"13\"/>",
                    node->x - node->width / 2, node->y - node->height / 2, node->width, node->height);
        chart_text(html, node->x, node->y + 4.5, "label", "middle", node->label);
    }
    chart_end(html);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "chart.h"

#include <math.h>
#include <stdint.h>

enum { FRAME = 720, LEFT = 14, TOP = 10, INDENT = 26, DEEPEST = 8, ROW_GAP = 10, LEAF_HEIGHT = 22, LEAF_GAP = 6,
       LEAF_LEAST = 300, PAD = 20, LINE = 17 };

static double depth_of(const struct chart_tree *tree, size_t at)
{
    double depth = 0;

    for (size_t up = tree->branches[at].parent; up < at && depth < DEEPEST; up = tree->branches[up].parent) {
        depth++;
        at = up;
    }
    return depth;
}

/* Leaves in lines from `left` on; how high they are. */
static double put_leaves(struct chart_branch *branch, double left, double right, double top)
{
    double x = left, y = top + LEAF_HEIGHT / 2.0;

    for (size_t i = 0; i < branch->leaf_count; i++) {
        struct chart_leaf *leaf = &branch->leaves[i];

        leaf->width = chart_text_width(leaf->label, CHART_SMALL) + 14;
        if (x > left && x + leaf->width > right) {
            x = left;
            y += LEAF_HEIGHT + LEAF_GAP;
        }
        leaf->x = x;
        leaf->y = y;
        x += leaf->width + LEAF_GAP;
    }
    return branch->leaf_count == 0 ? 0 : y + LEAF_HEIGHT / 2.0 - top;
}

bool chart_tree_layout(struct chart_tree *tree, struct tvx_arena *arena)
{
    double right = 0, y = TOP;

    (void)arena;
    for (size_t i = 0; i < tree->count; i++) {
        struct chart_branch *branch = &tree->branches[i];
        double note = branch->note == NULL ? 0 : chart_text_width(branch->note, CHART_SMALL);

        branch->width = fmax(chart_text_width(branch->label, CHART_TEXT), note) + PAD;
        branch->height = branch->note == NULL ? 28 : 28 + LINE;
        branch->x = LEFT + INDENT * depth_of(tree, i);
        right = fmax(right, branch->x + branch->width);
    }
    right += 44;
    tree->width = fmax(FRAME, right + LEAF_LEAST);
    for (size_t i = 0; i < tree->count; i++) {
        struct chart_branch *branch = &tree->branches[i];
        double high = put_leaves(branch, right, tree->width - LEFT, y + 3);

        for (size_t j = 0; j < branch->leaf_count; j++) /* one that is wider than all the room */
            tree->width = fmax(tree->width, branch->leaves[j].x + branch->leaves[j].width + LEFT);
        branch->y = y;
        y += fmax(branch->height, high + 3) + ROW_GAP;
    }
    tree->height = y - ROW_GAP + TOP;
    return true;
}

/* From the parent's lower edge down and to the right, with a head. */
static void arrow(struct html *html, const struct chart_branch *from, const struct chart_branch *to)
{
    double x = from->x + 12, y = to->y + 14;

    html_printf(html, "<path class=\"edge\" d=\"M%.1f %.1fV%.1fH%.1f\"/>", x, from->y + from->height, y, to->x - 6);
    html_printf(html, "<path class=\"head\" d=\"M%.1f %.1fl-7 -4v8z\"/>\n", to->x - 1, y);
}

static void leaves(struct html *html, const struct chart_branch *branch)
{
    double y = branch->y + 14, x = branch->x + branch->width;

    if (branch->leaf_count == 0)
        return;
    html_printf(html, "<path class=\"edge\" d=\"M%.1f %.1fH%.1f\"/><path class=\"head\" d=\"M%.1f %.1fl-7 -4v8z\"/>\n",
                x, y, branch->leaves[0].x - 7, branch->leaves[0].x - 2, y);
    for (size_t i = 0; i < branch->leaf_count; i++) {
        const struct chart_leaf *leaf = &branch->leaves[i];

        html_printf(html, "<rect class=\"leaf\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"4\"/>", leaf->x,
                    leaf->y - LEAF_HEIGHT / 2.0, leaf->width, LEAF_HEIGHT);
        chart_text(html, leaf->x + leaf->width / 2, leaf->y + 4, "small", "middle", leaf->label);
    }
}

void chart_tree_write(struct html *html, const struct chart_tree *tree, const char *id, const char *title,
                      const char *description)
{
    chart_start(html, id, tree->width, tree->height, title, description);
    for (size_t i = 0; i < tree->count; i++)
        if (tree->branches[i].parent < i)
            arrow(html, &tree->branches[tree->branches[i].parent], &tree->branches[i]);
    for (size_t i = 0; i < tree->count; i++) {
        const struct chart_branch *branch = &tree->branches[i];

        html_raw(html, i == 0 ? "<rect class=\"node root\"" : "<rect class=\"node\"");
        html_printf(html, " x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"5\"/>", branch->x, branch->y,
                    branch->width, branch->height);
        chart_text(html, branch->x + PAD / 2.0, branch->y + 18.5, "label", "start", branch->label);
        if (branch->note != NULL)
            chart_text(html, branch->x + PAD / 2.0, branch->y + 18.5 + LINE, "small", "start", branch->note);
        leaves(html, branch);
    }
    chart_end(html);
}

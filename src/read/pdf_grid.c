/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pdf_grid.h"

/* More rules than that, or a finer mesh, are a drawing. */
enum { MAX_LINES = 3000, MAX_COLUMNS = 60, MAX_ROWS = 400 };
static const float touch = 3, same_edge = 2.5f, shortest = 7;

struct bar { /* a rule, whichever way it runs: along from `from` to `to`, across at `at` */
    float at, from, to;
    bool upright;
    size_t root; /* of the bars that meet: index, see find_root */
};

struct mesh {
    struct tvx_arena *arena;
    struct bar *bars;
    size_t count, uprights; /* uprights come first */
};

static int by_place(const void *a, const void *b)
{
    const struct bar *one = a, *other = b;

    if (one->upright != other->upright)
        return one->upright ? -1 : 1;
    if (one->at != other->at)
        return one->at < other->at ? -1 : 1;
    return (one->from > other->from) - (one->from < other->from);
}

static int by_start(const void *a, const void *b)
{
    const struct bar *one = a, *other = b;

    return (one->from > other->from) - (one->from < other->from);
}

/* Borders are drawn cell by cell, often twice: those in one line that touch become one. */
static void join_bars(struct mesh *mesh)
{
    size_t kept = 0;

    qsort(mesh->bars, mesh->count, sizeof *mesh->bars, by_place);
    for (size_t i = 0, to; i < mesh->count; i = to) {
        for (to = i + 1; to < mesh->count && mesh->bars[to].upright == mesh->bars[i].upright &&
                         mesh->bars[to].at - mesh->bars[to - 1].at < 0.8f && mesh->bars[to].at - mesh->bars[i].at < 2;
             to++)
            continue;
        qsort(mesh->bars + i, to - i, sizeof *mesh->bars, by_start);
        for (size_t k = i, first = kept; k < to; k++) {
            if (kept > first && mesh->bars[k].from - mesh->bars[kept - 1].to < touch)
                mesh->bars[kept - 1].to = fmaxf(mesh->bars[kept - 1].to, mesh->bars[k].to);
            else
                mesh->bars[kept++] = mesh->bars[k];
        }
    }
    mesh->count = 0;
    for (size_t i = 0; i < kept; i++)
        if (mesh->bars[i].to - mesh->bars[i].from >= shortest)
            mesh->bars[mesh->count++] = mesh->bars[i];
    for (mesh->uprights = 0; mesh->uprights < mesh->count && mesh->bars[mesh->uprights].upright; mesh->uprights++)
        continue;
}

static size_t find_root(struct bar *bars, size_t i)
{
    while (bars[i].root != i) {
        bars[i].root = bars[bars[i].root].root;
        i = bars[i].root;
    }
    return i;
}

static void connect(struct mesh *mesh)
{
    struct bar *bars = mesh->bars;

    for (size_t i = 0; i < mesh->count; i++)
        bars[i].root = i;
    for (size_t v = 0; v < mesh->uprights; v++)
        for (size_t h = mesh->uprights; h < mesh->count; h++)
            if (bars[v].at > bars[h].from - touch && bars[v].at < bars[h].to + touch &&
                bars[h].at > bars[v].from - touch && bars[h].at < bars[v].to + touch)
                bars[find_root(bars, h)].root = find_root(bars, v);
}

/* Adds an edge unless there is one at this place; they come in ascending order. */
static size_t add_edge(float *edges, size_t count, size_t limit, float at)
{
    if (count > 0 && at - edges[count - 1] < same_edge)
        return count;
    if (count < limit)
        edges[count] = at;
    return count + 1;
}

static int by_value(const void *a, const void *b)
{
    float one = *(const float *)a, other = *(const float *)b;

    return (one > other) - (one < other);
}

/* Sets the walls that a bar makes: `stride` from one place along the bar to the next. */
static void raise_walls(unsigned char *walls, const struct bar *bar, const float *across, size_t across_count,
                        size_t across_stride, const float *along, size_t along_count, size_t along_stride)
{
    for (size_t a = 0; a < across_count; a++)
        for (size_t i = 0; fabsf(bar->at - across[a]) < same_edge && i < along_count; i++)
            if (bar->from < (along[i] + along[i + 1]) / 2 && bar->to > (along[i] + along[i + 1]) / 2)
                walls[a * across_stride + i * along_stride] = 1;
}

static bool build_walls(struct mesh *mesh, struct pdf_grid *grid, size_t root)
{
    size_t columns = grid->columns, rows = grid->rows;

    grid->upright = tvx_arena_array(mesh->arena, rows * (columns + 1), 1);
    grid->level = tvx_arena_array(mesh->arena, (rows + 1) * columns, 1);
    if (grid->upright == NULL || grid->level == NULL)
        return false;
    for (size_t i = 0; i < mesh->count; i++) {
        const struct bar *bar = &mesh->bars[i];

        if (find_root(mesh->bars, i) != root)
            continue;
        if (bar->upright)
            raise_walls(grid->upright, bar, grid->xs, columns + 1, 1, grid->ys, rows, columns + 1);
        else
            raise_walls(grid->level, bar, grid->ys, rows + 1, columns, grid->xs, columns, 1);
    }
    return true;
}

/* Of the bars that meet at `root`.  1: a grid, 0: none, -1: memory was short. */
static int build(struct mesh *mesh, struct pdf_grid *grid, size_t root)
{
    float *places = tvx_arena_array(mesh->arena, 2 * mesh->count, sizeof *places);
    size_t counts[2] = {0, 0}, edges[2] = {0, 0};
    float low = INFINITY, high = -INFINITY;

    grid->xs = tvx_arena_array(mesh->arena, MAX_COLUMNS + 1, sizeof *grid->xs);
    grid->ys = tvx_arena_array(mesh->arena, MAX_ROWS + 1, sizeof *grid->ys);
    if (places == NULL || grid->xs == NULL || grid->ys == NULL)
        return -1;
    for (size_t i = 0; i < mesh->count; i++) {
        const struct bar *bar = &mesh->bars[i];
        size_t way = bar->upright ? 0 : 1;

        if (find_root(mesh->bars, i) != root)
            continue;
        places[way * mesh->count + counts[way]++] = bar->at;
        low = bar->upright ? low : fminf(low, bar->from);
        high = bar->upright ? high : fmaxf(high, bar->to);
    }
    if (counts[0] < 1 || counts[1] < 2)
        return 0;
    for (size_t way = 0; way < 2; way++)
        qsort(places + way * mesh->count, counts[way], sizeof *places, by_value);
    if (places[0] - low > shortest) /* open at its sides */
        edges[0] = add_edge(grid->xs, edges[0], MAX_COLUMNS + 1, low);
    for (size_t i = 0; i < counts[0]; i++)
        edges[0] = add_edge(grid->xs, edges[0], MAX_COLUMNS + 1, places[i]);
    if (high - places[counts[0] - 1] > shortest)
        edges[0] = add_edge(grid->xs, edges[0], MAX_COLUMNS + 1, high);
    for (size_t i = 0; i < counts[1]; i++)
        edges[1] = add_edge(grid->ys, edges[1], MAX_ROWS + 1, places[mesh->count + i]);
    if (edges[0] < 3 || edges[1] < 2 || edges[0] > MAX_COLUMNS + 1 || edges[1] > MAX_ROWS + 1)
        return 0;
    grid->columns = edges[0] - 1;
    grid->rows = edges[1] - 1;
    return build_walls(mesh, grid, root) ? 1 : -1;
}

static bool take_bars(struct mesh *mesh, const struct pdf_ink *ink)
{
    mesh->bars = tvx_arena_array(mesh->arena, ink->upright_count + ink->rule_count, sizeof *mesh->bars);
    if (mesh->bars == NULL)
        return false;
    for (size_t i = 0; i < ink->upright_count; i++) {
        const struct pdf_rule *rule = &ink->uprights[i];

        mesh->bars[mesh->count++] =
            (struct bar){.at = (rule->x0 + rule->x1) / 2, .from = rule->y0, .to = rule->y1, .upright = true};
    }
    for (size_t i = 0; i < ink->rule_count; i++) {
        const struct pdf_rule *rule = &ink->rules[i];

        if (rule->marks == 0)
            mesh->bars[mesh->count++] = (struct bar){.at = (rule->y0 + rule->y1) / 2, .from = rule->x0, .to = rule->x1};
    }
    join_bars(mesh);
    return true;
}

bool tvx_pdf_grids_find(struct pdf_grids *out, struct tvx_arena *arena, const struct pdf_ink *ink)
{
    struct mesh mesh = {.arena = arena};
    size_t capacity = 0;

    out->items = NULL;
    out->count = 0;
    if (ink->overdrawn || ink->upright_count == 0 || ink->rule_count < 2 ||
        ink->upright_count + ink->rule_count > 4 * MAX_LINES)
        return true;
    if (!take_bars(&mesh, ink))
        return false;
    if (mesh.count > MAX_LINES || mesh.uprights == 0)
        return true;
    connect(&mesh);
    for (size_t i = 0; i < mesh.count; i++) {
        struct pdf_grid grid, *larger;
        int found = find_root(mesh.bars, i) == i ? build(&mesh, &grid, i) : 0;

        if (found < 0)
            return false;
        if (found == 0)
            continue;
        larger = tvx_arena_grow(arena, out->items, out->count, &capacity, sizeof *larger);
        if (larger == NULL)
            return false;
        out->items = larger;
        larger[out->count++] = grid;
    }
    return true;
}

static float area(const struct pdf_grid *grid)
{
    return (grid->xs[grid->columns] - grid->xs[0]) * (grid->ys[grid->rows] - grid->ys[0]);
}

const struct pdf_grid *tvx_pdf_grid_at(const struct pdf_grids *grids, float x, float y)
{
    const struct pdf_grid *best = NULL;

    for (size_t i = 0; i < grids->count; i++) {
        const struct pdf_grid *grid = &grids->items[i];

        if (x >= grid->xs[0] - 1 && x <= grid->xs[grid->columns] + 1 && y >= grid->ys[0] && y <= grid->ys[grid->rows] &&
            (best == NULL || area(grid) > area(best)))
            best = grid;
    }
    return best;
}

struct pdf_cell tvx_pdf_grid_cell(const struct pdf_grid *grid, float x, float y)
{
    size_t r = 0, c = 0, end;

    while (r + 1 < grid->rows && y > grid->ys[r + 1])
        r++;
    while (c + 1 < grid->columns && x > grid->xs[c + 1])
        c++;
    for (end = c + 1; end < grid->columns && !grid->upright[r * (grid->columns + 1) + end]; end++)
        continue;
    while (c > 0 && !grid->upright[r * (grid->columns + 1) + c])
        c--;
    while (r > 0 && !grid->level[r * grid->columns + c])
        r--;
    return (struct pdf_cell){(int)r, (int)c, grid->xs[c], grid->xs[end]};
}

bool tvx_pdf_grid_wall(const struct pdf_grid *grid, float y, float x0, float x1, float *wall)
{
    size_t r = 0;

    while (r + 1 < grid->rows && y > grid->ys[r + 1])
        r++;
    for (size_t c = 0; c <= grid->columns; c++)
        if (grid->xs[c] > x0 && grid->xs[c] < x1 && grid->upright[r * (grid->columns + 1) + c]) {
            *wall = grid->xs[c];
            return true;
        }
    return false;
}

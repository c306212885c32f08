/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pdf_ink.h"
#include "pdf_unicode.h"

/*
 * THICKEST is the thickest rule in points; JOIN the largest gap in one dashed or dotted rule.  Budgets: a page of a
 * contract has a few hundred rules, a map has millions of paths and none of them marks text.
 */
enum { MAX_RULES = 100000, MAX_PATHS = 4000000, MAX_WORK = 30000000 };
static const float thickest = 3.2f, join = 2.6f, strike_low = 0.10f, strike_high = 0.55f, under_high = 0.06f,
                   under_low = 0.36f;

/* The colour of a reader's strike, which is none. */
static const uint32_t by_reader = 0x1000000;

struct pdf_ink_fit {
    float left[2], right[2], covered[2], size[2]; /* [0]: letters over it, [1]: letters it goes through */
    unsigned letters[2];
};

/* ---- paths become rules ---- */

struct ink_device {
    fz_device base;
    struct pdf_ink *ink;
    fz_device *inner;
};

/* One path while it is walked: the part since the last move, and whether the whole is stroked. */
struct walk {
    struct pdf_ink *ink;
    fz_matrix ctm;
    fz_rect box;
    fz_point at, start;
    bool stroked, open;
    float width; /* of the stroke */
    uint32_t colour;
    size_t first_rule, first_upright;
};

static void add_rule(struct walk *walk, bool upright, float x0, float y0, float x1, float y1)
{
    struct pdf_ink *ink = walk->ink;
    struct pdf_rule **list = upright ? &ink->uprights : &ink->rules, *larger;
    size_t *count = upright ? &ink->upright_count : &ink->rule_count;

    if (*count >= MAX_RULES) {
        ink->overdrawn = true;
        return;
    }
    larger = tvx_arena_grow(ink->arena, *list, *count, upright ? &ink->upright_capacity : &ink->rule_capacity,
                            sizeof **list);
    if (larger == NULL) {
        ink->failed = true;
        return;
    }
    *list = larger;
    larger[(*count)++] = (struct pdf_rule){.x0 = x0, .x1 = x1, .y0 = y0, .y1 = y1};
}

/* A filled part that is thin is a rule. */
static void end_part(struct walk *walk)
{
    float width = walk->box.x1 - walk->box.x0, height = walk->box.y1 - walk->box.y0;

    if (walk->open && !walk->stroked && isfinite(width) && isfinite(height)) {
        if (height <= thickest && width > 1 && width > height)
            add_rule(walk, false, walk->box.x0, walk->box.y0, walk->box.x1, walk->box.y1);
        else if (width <= thickest && height > 1)
            add_rule(walk, true, walk->box.x0, walk->box.y0, walk->box.x1, walk->box.y1);
    }
    walk->open = false;
    walk->box = fz_empty_rect;
}

static void include(struct walk *walk, fz_point to)
{
    if (!walk->open) {
        walk->box = (fz_rect){to.x, to.y, to.x, to.y};
        walk->open = true;
        return;
    }
    walk->box.x0 = fz_min(walk->box.x0, to.x);
    walk->box.x1 = fz_max(walk->box.x1, to.x);
    walk->box.y0 = fz_min(walk->box.y0, to.y);
    walk->box.y1 = fz_max(walk->box.y1, to.y);
}

/* A stroked piece that is level or upright is a rule as thick as the stroke; waves count by their box. */
static void line_to(struct walk *walk, fz_point to)
{
    float dx = fabsf(to.x - walk->at.x), dy = fabsf(to.y - walk->at.y), half = walk->width / 2;
    float x0 = fz_min(to.x, walk->at.x), y0 = fz_min(to.y, walk->at.y);

    walk->ink->paths++;
    include(walk, to);
    if (walk->stroked && isfinite(dx) && isfinite(dy) && walk->width <= thickest) {
        if (dx > 0.2f && dy <= 2 && dx >= dy)
            add_rule(walk, false, x0, y0 - half, x0 + dx, y0 + dy + half);
        else if (dy > 1 && dx <= 0.5f)
            add_rule(walk, true, x0 - half, y0, x0 + dx + half, y0 + dy);
    }
    walk->at = to;
}

static void walk_moveto(fz_context *ctx, void *arg, float x, float y)
{
    struct walk *walk = arg;

    (void)ctx;
    end_part(walk);
    walk->at = walk->start = fz_transform_point_xy(x, y, walk->ctm);
    include(walk, walk->at);
    walk->ink->paths++;
}

static void walk_lineto(fz_context *ctx, void *arg, float x, float y)
{
    struct walk *walk = arg;

    (void)ctx;
    line_to(walk, fz_transform_point_xy(x, y, walk->ctm));
}

static void walk_curveto(fz_context *ctx, void *arg, float x1, float y1, float x2, float y2, float x3, float y3)
{
    struct walk *walk = arg;

    (void)ctx;
    if (!walk->stroked) {
        include(walk, fz_transform_point_xy(x1, y1, walk->ctm));
        include(walk, fz_transform_point_xy(x2, y2, walk->ctm));
    }
    line_to(walk, fz_transform_point_xy(x3, y3, walk->ctm));
}

static void walk_closepath(fz_context *ctx, void *arg)
{
    struct walk *walk = arg;

    (void)ctx;
    line_to(walk, walk->start);
    end_part(walk);
}

static void take_path(fz_context *ctx, struct walk *walk, const fz_path *path)
{
    static const fz_path_walker walker = {walk_moveto, walk_lineto, walk_curveto, walk_closepath, NULL, NULL, NULL,
                                          NULL};

    walk->first_rule = walk->ink->rule_count;
    walk->first_upright = walk->ink->upright_count;
    walk->box = fz_empty_rect;
    fz_walk_path(ctx, path, &walker, walk);
    end_part(walk);
    walk->ink->overdrawn = walk->ink->overdrawn || walk->ink->paths > MAX_PATHS;
}

/* White rules hide or part nothing; of the others the colour is kept. */
static void colour_rules(fz_context *ctx, const struct walk *walk, fz_colorspace *space, const float *colour,
                         fz_color_params params)
{
    struct pdf_ink *ink = walk->ink;
    float rgb[3] = {0, 0, 0};
    uint32_t value = 0;

    if (ink->rule_count == walk->first_rule && ink->upright_count == walk->first_upright)
        return;
    if (space != NULL)
        fz_convert_color(ctx, space, colour, fz_device_rgb(ctx), rgb, NULL, params);
    if (rgb[0] > 0.97f && rgb[1] > 0.97f && rgb[2] > 0.97f) {
        ink->rule_count = walk->first_rule;
        ink->upright_count = walk->first_upright;
        return;
    }
    for (int i = 0; i < 3; i++)
        value = value << 8 | (uint32_t)(fz_clamp(rgb[i], 0, 1) * 255 + 0.5f);
    for (size_t i = walk->first_rule; i < ink->rule_count; i++)
        ink->rules[i].colour = value;
}

static void ink_fill_path(fz_context *ctx, fz_device *device, const fz_path *path, int even_odd, fz_matrix ctm,
                          fz_colorspace *space, const float *colour, float alpha, fz_color_params params)
{
    struct pdf_ink *ink = ((struct ink_device *)device)->ink;
    struct walk walk = {.ink = ink, .ctm = ctm};

    (void)even_odd;
    if (ink->overdrawn || alpha < 0.05f)
        return;
    take_path(ctx, &walk, path);
    colour_rules(ctx, &walk, space, colour, params);
}

static void ink_stroke_path(fz_context *ctx, fz_device *device, const fz_path *path, const fz_stroke_state *stroke,
                            fz_matrix ctm, fz_colorspace *space, const float *colour, float alpha,
                            fz_color_params params)
{
    struct pdf_ink *ink = ((struct ink_device *)device)->ink;
    struct walk walk = {.ink = ink, .ctm = ctm, .stroked = true};

    if (ink->overdrawn || alpha < 0.05f)
        return;
    walk.width = stroke->linewidth * fz_matrix_expansion(ctm);
    take_path(ctx, &walk, path);
    colour_rules(ctx, &walk, space, colour, params);
}

/* ---- text goes on to the inner device ---- */

static void ink_fill_text(fz_context *ctx, fz_device *device, const fz_text *text, fz_matrix ctm, fz_colorspace *space,
                          const float *colour, float alpha, fz_color_params params)
{
    tvx_pdf_unicode_stand_in(ctx, ((struct ink_device *)device)->ink->unicode, text);
    fz_fill_text(ctx, ((struct ink_device *)device)->inner, text, ctm, space, colour, alpha, params);
}

static void ink_stroke_text(fz_context *ctx, fz_device *device, const fz_text *text, const fz_stroke_state *stroke,
                            fz_matrix ctm, fz_colorspace *space, const float *colour, float alpha,
                            fz_color_params params)
{
    tvx_pdf_unicode_stand_in(ctx, ((struct ink_device *)device)->ink->unicode, text);
    fz_stroke_text(ctx, ((struct ink_device *)device)->inner, text, stroke, ctm, space, colour, alpha, params);
}

static void ink_clip_text(fz_context *ctx, fz_device *device, const fz_text *text, fz_matrix ctm, fz_rect scissor)
{
    fz_device *inner = ((struct ink_device *)device)->inner;

    tvx_pdf_unicode_stand_in(ctx, ((struct ink_device *)device)->ink->unicode, text);
    fz_clip_text(ctx, inner, text, ctm, scissor);
    fz_pop_clip(ctx, inner);
}

static void ink_clip_stroke_text(fz_context *ctx, fz_device *device, const fz_text *text, const fz_stroke_state *stroke,
                                 fz_matrix ctm, fz_rect scissor)
{
    fz_device *inner = ((struct ink_device *)device)->inner;

    tvx_pdf_unicode_stand_in(ctx, ((struct ink_device *)device)->ink->unicode, text);
    fz_clip_stroke_text(ctx, inner, text, stroke, ctm, scissor);
    fz_pop_clip(ctx, inner);
}

static void ink_ignore_text(fz_context *ctx, fz_device *device, const fz_text *text, fz_matrix ctm)
{
    tvx_pdf_unicode_stand_in(ctx, ((struct ink_device *)device)->ink->unicode, text);
    fz_ignore_text(ctx, ((struct ink_device *)device)->inner, text, ctm);
}

/* ---- pictures ---- */

static void add_picture(struct pdf_ink *ink, fz_matrix ctm)
{
    fz_rect box = fz_transform_rect(fz_unit_rect, ctm);
    float area = (box.x1 - box.x0) * (box.y1 - box.y0);

    if (isfinite(area))
        ink->pictured += area;
}

static void ink_fill_image(fz_context *ctx, fz_device *device, fz_image *image, fz_matrix ctm, float alpha,
                           fz_color_params params)
{
    (void)ctx, (void)image, (void)alpha, (void)params;
    add_picture(((struct ink_device *)device)->ink, ctm);
}

static void ink_fill_image_mask(fz_context *ctx, fz_device *device, fz_image *image, fz_matrix ctm,
                                fz_colorspace *space, const float *colour, float alpha, fz_color_params params)
{
    (void)ctx, (void)image, (void)space, (void)colour, (void)alpha, (void)params;
    add_picture(((struct ink_device *)device)->ink, ctm);
}

static void ink_close(fz_context *ctx, fz_device *device)
{
    fz_close_device(ctx, ((struct ink_device *)device)->inner);
}

fz_device *tvx_pdf_ink_device(fz_context *ctx, struct pdf_ink *ink, fz_device *inner)
{
    struct ink_device *device = fz_new_derived_device(ctx, struct ink_device);

    device->ink = ink;
    device->inner = inner;
    device->base.hints = inner->hints;
    device->base.close_device = ink_close;
    device->base.fill_path = ink_fill_path;
    device->base.stroke_path = ink_stroke_path;
    device->base.fill_text = ink_fill_text;
    device->base.stroke_text = ink_stroke_text;
    device->base.clip_text = ink_clip_text;
    device->base.clip_stroke_text = ink_clip_stroke_text;
    device->base.ignore_text = ink_ignore_text;
    device->base.fill_image = ink_fill_image;
    device->base.fill_image_mask = ink_fill_image_mask;
    return &device->base;
}

void tvx_pdf_ink_begin(struct pdf_ink *ink)
{
    ink->rule_count = ink->upright_count = ink->link_count = ink->near_count = ink->paths = 0;
    ink->pictured = 0;
    ink->overdrawn = ink->any = false;
}

void tvx_pdf_ink_strike(struct pdf_ink *ink, fz_rect box)
{
    struct walk walk = {.ink = ink};
    size_t before = ink->rule_count;
    float middle = (box.y0 + box.y1) / 2;

    if (!(isfinite(box.x0) && isfinite(box.x1) && isfinite(middle)))
        return;
    add_rule(&walk, false, box.x0, middle, box.x1, middle);
    if (ink->rule_count > before)
        ink->rules[before].colour = by_reader;
}

/* ---- rules meet letters ---- */

static float middle(const struct pdf_rule *rule)
{
    return (rule->y0 + rule->y1) / 2;
}

static int by_place(const void *a, const void *b)
{
    const struct pdf_rule *one = a, *other = b;
    float y = middle(one) - middle(other);

    return y != 0 ? (y > 0) - (y < 0) : (one->x0 > other->x0) - (one->x0 < other->x0);
}

/* The pieces of dashed rules, and those of one mark that are drawn word by word, become one. */
static void join_rules(struct pdf_ink *ink)
{
    size_t kept = 0;

    for (size_t i = 0; i < ink->rule_count; i++) {
        const struct pdf_rule *next = &ink->rules[i];
        struct pdf_rule *last = kept == 0 ? NULL : &ink->rules[kept - 1];

        if (last != NULL && last->colour == next->colour && fabsf(middle(last) - middle(next)) < 0.05f &&
            next->x0 - last->x1 < join && next->x0 >= last->x0 &&
            fabsf((last->y1 - last->y0) - (next->y1 - next->y0)) < 0.3f)
            last->x1 = fz_max(last->x1, next->x1);
        else
            ink->rules[kept++] = *next;
    }
    ink->rule_count = kept;
}

static size_t first_below(const struct pdf_ink *ink, float y)
{
    size_t low = 0, high = ink->rule_count;

    while (low < high) {
        size_t half = low + (high - low) / 2;

        if (middle(&ink->rules[half]) < y)
            low = half + 1;
        else
            high = half;
    }
    return low;
}

/* 1: through, 0: under, -1: neither, of letters with this baseline and size. */
static int relation(const struct pdf_rule *rule, float base, float size)
{
    float over = (base - middle(rule)) / size;

    if (size <= 0 || rule->y1 - rule->y0 > 0.25f * size)
        return -1;
    if (over >= strike_low && over <= strike_high)
        return 1;
    return over < under_high && over >= -under_low ? 0 : -1;
}

static bool is_over(const struct pdf_rule *rule, const fz_stext_char *letter, float *left, float *right)
{
    float centre;

    *left = fz_min(letter->quad.ul.x, letter->quad.ll.x);
    *right = fz_max(letter->quad.ur.x, letter->quad.lr.x);
    centre = (*left + *right) / 2;
    return centre > rule->x0 && centre < rule->x1;
}

static void fit_letters(struct pdf_ink *ink, const fz_stext_line *line, size_t from, size_t to, size_t *work)
{
    float base = line->first_char->origin.y, full = 0;

    for (const fz_stext_char *letter = line->first_char; letter != NULL; letter = letter->next)
        if (letter->size > full) {
            full = letter->size;
            base = letter->origin.y;
        }
    for (const fz_stext_char *letter = line->first_char; letter != NULL; letter = letter->next)
        for (size_t i = from; i < to; i++) {
            struct pdf_ink_fit *fit = &ink->fits[i];
            float left, right;
            int kind = relation(&ink->rules[i], letter->origin.y, letter->size);

            ++*work;
            if (kind < 0)
                kind = relation(&ink->rules[i], base, full);
            if (kind < 0 || !is_over(&ink->rules[i], letter, &left, &right))
                continue;
            fit->left[kind] = fit->covered[kind] == 0 ? left : fz_min(fit->left[kind], left);
            fit->right[kind] = fit->covered[kind] == 0 ? right : fz_max(fit->right[kind], right);
            fit->covered[kind] += right - left + 1e-6f;
            fit->size[kind] = fz_max(fit->size[kind], letter->size);
            fit->letters[kind] += letter->c > ' ' && letter->c != 0xA0;
        }
}

/* Does an upright rule stand on either end, as in a table or a box? */
static bool meets_upright(const struct pdf_ink *ink, const struct pdf_rule *rule)
{
    for (size_t i = 0; i < ink->upright_count; i++) {
        const struct pdf_rule *upright = &ink->uprights[i];

        if (upright->y1 - upright->y0 > 4 && upright->y0 < rule->y1 + 1.5f && upright->y1 > rule->y0 - 1.5f &&
            ((upright->x0 < rule->x0 + 1.5f && upright->x1 > rule->x0 - 1.5f) ||
             (upright->x0 < rule->x1 + 1.5f && upright->x1 > rule->x1 - 1.5f)))
            return true;
    }
    return false;
}

/*
 * A mark begins and ends with its letters; a space at its end may not be among the PDF's letters.  Justified lines have
 * wide spaces within and behind the marked words: nothing but a mark goes through letters, while rules under them may
 * be a table's.
 */
static bool fits(const struct pdf_rule *rule, const struct pdf_ink_fit *fit, int kind)
{
    float size = fit->size[kind];

    return fit->letters[kind] > 0 && fit->left[kind] - rule->x0 < 0.3f * size &&
           rule->x1 - fit->right[kind] < (kind == 1 ? 3.0f : 0.9f) * size &&
           fit->covered[kind] > (kind == 1 ? 0.2f : 0.55f) * (rule->x1 - rule->x0);
}

static void take_links(struct pdf_ink *ink, const fz_link *links)
{
    for (; links != NULL && ink->link_count < MAX_RULES; links = links->next) {
        fz_rect *larger = tvx_arena_grow(ink->arena, ink->links, ink->link_count, &ink->link_capacity, sizeof *larger);

        if (larger == NULL) {
            ink->failed = true;
            return;
        }
        ink->links = larger;
        larger[ink->link_count++] = links->rect;
    }
}

static void fit_lines(struct pdf_ink *ink, const fz_stext_page *page)
{
    size_t work = 0;

    for (const fz_stext_block *block = page->first_block; block != NULL; block = block->next) {
        if (block->type != FZ_STEXT_BLOCK_TEXT)
            continue;
        for (const fz_stext_line *line = block->u.t.first_line; line != NULL && work < MAX_WORK; line = line->next) {
            size_t from = first_below(ink, line->bbox.y0), to;

            if (line->first_char == NULL || line->wmode != 0 || fabsf(line->dir.y) > 0.1f)
                continue;
            to = first_below(ink, line->bbox.y1 + 0.4f * (line->bbox.y1 - line->bbox.y0));
            if (from < to)
                fit_letters(ink, line, from, to, &work);
        }
    }
    ink->overdrawn = ink->overdrawn || work >= MAX_WORK;
}

void tvx_pdf_ink_settle(struct pdf_ink *ink, const fz_stext_page *page, const fz_link *links)
{
    size_t tests = 0;

    take_links(ink, links);
    if (ink->rule_count == 0 || ink->overdrawn || ink->failed)
        return;
    qsort(ink->rules, ink->rule_count, sizeof *ink->rules, by_place);
    join_rules(ink);
    if (ink->fit_capacity < ink->rule_count) {
        ink->fits = tvx_arena_array(ink->arena, ink->rule_count, sizeof *ink->fits);
        ink->fit_capacity = ink->fits == NULL ? 0 : ink->rule_count;
        ink->failed = ink->fits == NULL;
        if (ink->failed)
            return;
    }
    memset(ink->fits, 0, ink->rule_count * sizeof *ink->fits);
    fit_lines(ink, page);
    for (size_t i = 0; i < ink->rule_count && !ink->overdrawn; i++) {
        struct pdf_rule *rule = &ink->rules[i];

        if (rule->colour == by_reader) {
            rule->marks = PDF_MARK_STRIKE;
            ink->any = true;
            continue;
        }
        rule->marks = (fits(rule, &ink->fits[i], 0) ? PDF_MARK_UNDER : 0) |
                      (fits(rule, &ink->fits[i], 1) ? PDF_MARK_STRIKE : 0);
        if (rule->marks != 0 && (tests += ink->upright_count) < MAX_WORK && meets_upright(ink, rule))
            rule->marks = 0;
        ink->any = ink->any || rule->marks != 0;
    }
}

void tvx_pdf_ink_line(struct pdf_ink *ink, float base, float size)
{
    size_t to;

    ink->near_count = 0;
    ink->base = base;
    ink->size = size;
    if (!ink->any || ink->overdrawn)
        return;
    to = first_below(ink, base + size);
    for (size_t i = first_below(ink, base - 1.5f * size); i < to; i++) {
        size_t *larger;

        if (ink->rules[i].marks == 0)
            continue;
        larger = tvx_arena_grow(ink->arena, ink->near, ink->near_count, &ink->near_capacity, sizeof *larger);
        if (larger == NULL) {
            ink->failed = true;
            return;
        }
        ink->near = larger;
        larger[ink->near_count++] = i;
    }
}

unsigned tvx_pdf_ink_marks(const struct pdf_ink *ink, const fz_stext_char *letter)
{
    static const unsigned kinds[2] = {PDF_MARK_UNDER, PDF_MARK_STRIKE};
    float left, right, at[2] = {0, 0};
    unsigned marks = 0;

    for (size_t i = 0; i < ink->near_count; i++) {
        const struct pdf_rule *rule = &ink->rules[ink->near[i]];
        int kind;

        if (!is_over(rule, letter, &left, &right))
            continue;
        kind = relation(rule, letter->origin.y, letter->size);
        if (kind < 0)
            kind = relation(rule, ink->base, ink->size);
        if (kind < 0 || (rule->marks & kinds[kind]) == 0)
            continue;
        if ((marks & kinds[kind]) != 0 && fabsf(middle(rule) - at[kind]) > 0.4f)
            marks |= PDF_MARK_TWICE;
        marks |= kinds[kind] | (rule->colour == by_reader ? PDF_MARK_NOTE : 0);
        at[kind] = middle(rule);
    }
    for (size_t i = 0; i < ink->link_count; i++)
        if (fz_is_point_inside_rect(fz_make_point((letter->quad.ll.x + letter->quad.lr.x) / 2,
                                                  letter->origin.y - 0.25f * letter->size), ink->links[i]))
            return marks | PDF_MARK_LINK;
    return marks;
}

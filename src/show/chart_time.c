/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/day.h>

enum { TOP = 34, ROW = 24, MARK = 20, PAD = 12, NAME_MOST = 150, FRAME = 640, LONG_GAP = 60, MONTHS = 8 };

struct column { /* a day on which something happened */
    const char *date;
    size_t marks;   /* most in one row */
    double x, gap;  /* of its first mark; since the day before, in days */
};

static int by_place(const void *a, const void *b)
{
    const struct chart_moment *first = a, *second = b;
    int date = strcmp(first->date, second->date);

    if (date != 0)
        return date;
    if (first->row != second->row)
        return first->row < second->row ? -1 : 1;
    return (int)first->mark - (int)second->mark;
}

/* The days in order, and how many marks stand beside each other on each. */
static struct column *list_columns(const struct chart_time *time, struct tvx_arena *arena, size_t *count)
{
    struct column *columns = tvx_arena_array(arena, time->count + 1, sizeof *columns);
    size_t kept = 0, beside = 0;

    if (columns == NULL)
        return NULL;
    for (size_t i = 0; i < time->count; i++) {
        const struct chart_moment *moment = &time->moments[i];

        if (kept == 0 || strcmp(columns[kept - 1].date, moment->date) != 0) {
            columns[kept++].date = moment->date;
            beside = 0;
        } else if (time->moments[i - 1].row != moment->row) {
            beside = 0;
        }
        beside++;
        if (beside > columns[kept - 1].marks)
            columns[kept - 1].marks = beside;
    }
    *count = kept;
    return columns;
}

static double days_between(const char *a, const char *b)
{
    return tvx_day_valid(a) && tvx_day_valid(b) ? tvx_day_between(a, b) : 365;
}

/* Where the days stand: what room is left over after the marks goes to the time between them, long gaps cut. */
static double place_columns(struct column *columns, size_t count, double left)
{
    double marks = 0, days = 0, x = left + PAD, scale;

    for (size_t i = 0; i < count; i++) {
        columns[i].gap = i == 0 ? 0 : days_between(columns[i - 1].date, columns[i].date);
        marks += MARK * (double)columns[i].marks;
        days += fmin(columns[i].gap, LONG_GAP);
    }
    scale = days > 0 ? fmax(0.4, fmin(6, (FRAME - marks) / days)) : 0;
    for (size_t i = 0; i < count; i++) {
        x += scale * fmin(columns[i].gap, LONG_GAP) + (i == 0 ? 0 : MARK * (double)columns[i - 1].marks);
        columns[i].x = x + MARK / 2.0;
    }
    return count == 0 ? x : x + MARK * (double)columns[count - 1].marks + PAD;
}

/* A year and month at the first day of each, where there is room for it. */
static bool label_columns(struct chart_time *time, struct tvx_arena *arena, const struct column *columns, size_t count)
{
    const char *labelled = "";
    double free_from = 0;

    time->ticks = tvx_arena_array(arena, count + 1, sizeof *time->ticks);
    if (time->ticks == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        bool gap = i > 0 && columns[i].gap > LONG_GAP,
             month = strncmp(labelled, columns[i].date, MONTHS - 1) != 0; /* not told of yet */
        char *label = tvx_arena_strndup(arena, columns[i].date, strnlen(columns[i].date, MONTHS - 1));
        struct chart_tick *tick = &time->ticks[time->tick_count];

        if (label == NULL)
            return false;
        if (month && columns[i].x - MARK / 2.0 >= free_from) {
            labelled = columns[i].date;
            free_from = columns[i].x - MARK / 2.0 + chart_text_width(label, CHART_SMALL) + 6;
            *tick = (struct chart_tick){label, columns[i].x, gap};
            time->tick_count++;
        } else if (gap) {
            *tick = (struct chart_tick){NULL, columns[i].x, gap};
            time->tick_count++;
        }
        time->width = fmax(time->width, free_from + PAD);
    }
    return true;
}

bool chart_time_layout(struct chart_time *time, struct tvx_arena *arena)
{
    struct column *columns;
    size_t count, at = 0, beside = 0;

    if (time->count > 0)
        qsort(time->moments, time->count, sizeof *time->moments, by_place);
    columns = list_columns(time, arena, &count);
    if (columns == NULL)
        return false;
    time->left = 0;
    for (size_t i = 0; i < time->row_count; i++)
        time->left = fmax(time->left, fmin(NAME_MOST, chart_text_width(time->rows[i], CHART_TEXT)) + 8);
    time->width = place_columns(columns, count, time->left);
    time->height = TOP + ROW * (double)time->row_count + PAD;
    for (size_t i = 0; i < time->count; i++) {
        struct chart_moment *moment = &time->moments[i];
        bool next = i > 0 && strcmp(time->moments[i - 1].date, moment->date) != 0;

        at += next;
        beside = i == 0 || next || time->moments[i - 1].row != moment->row ? 0 : beside + 1;
        moment->x = columns[at].x + MARK * (double)beside;
        moment->y = TOP + ROW * ((double)moment->row + 0.5);
    }
    return label_columns(time, arena, columns, count);
}

/* ---- drawing ---- */

/* Each a shape of its own, so that colour only adds to it: circle, triangle up and down, diamond, cross. */
static void shape(struct html *html, enum chart_mark mark, double x, double y, double r)
{
    switch (mark) {
    case CHART_PROPOSES:
        html_printf(html, "<circle class=\"m-behind\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", x, y, r);
        break;
    case CHART_FOR:
        html_printf(html, "<polygon class=\"m-for\" points=\"%.1f,%.1f %.1f,%.1f %.1f,%.1f\"/>", x, y - r, x + r, y + r,
                    x - r, y + r);
        break;
    case CHART_AGAINST:
        html_printf(html, "<polygon class=\"m-against\" points=\"%.1f,%.1f %.1f,%.1f %.1f,%.1f\"/>", x, y + r, x + r,
                    y - r, x - r, y - r);
        break;
    case CHART_RESERVES:
        html_printf(html, "<polygon class=\"m-reserves\" points=\"%.1f,%.1f %.1f,%.1f %.1f,%.1f %.1f,%.1f\"/>", x,
                    y - r, x + r, y, x, y + r, x - r, y);
        break;
    default:
        html_printf(html,
                    "<path class=\"m-withdraws\" d=\"M%.1f %.1fl%.1f %.1fm0 %.1fl%.1f %.1f\"/>", x - r, y - r,
                    2 * r, 2 * r, -2 * r, -2 * r, 2 * r);
        break;
    }
}

void chart_mark(struct html *html, enum chart_mark mark)
{
    html_raw(html, "<svg class=\"mark\" aria-hidden=\"true\" width=\"14\" height=\"14\" viewBox=\"0 0 14 14\">");
    shape(html, mark, 7, 7, 5);
    html_raw(html, "</svg>");
}

static void grid(struct html *html, const struct chart_time *time)
{
    for (size_t i = 0; i < time->row_count; i++) {
        double y = TOP + ROW * ((double)i + 0.5);

        html_printf(html, "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", time->left, y, time->width - 4);
        chart_text(html, 0, y + 4.5, "label", "start",
                   chart_text_fit(html->arena, time->rows[i], CHART_TEXT, time->left - 8));
    }
    for (size_t i = 0; i < time->tick_count; i++) {
        const struct chart_tick *tick = &time->ticks[i];

        if (tick->gap)
            html_printf(html, "<path class=\"gap\" d=\"M%.1f %dV%.1f\"/>", tick->x - MARK / 2.0 - 3, TOP - 12,
                        time->height - PAD);
        if (tick->label != NULL)
            chart_text(html, tick->x - MARK / 2.0, TOP - 16, "small", "start", tick->label);
    }
}

void chart_time_write(struct html *html, const struct chart_time *time, const char *id, const char *title,
                      const char *description)
{
    static const double inside[CHART_MARKS] = {3.5, 7, 0.5, 3.5, -6}; /* where a number fits the shape */

    chart_start(html, id, time->width, time->height, title, description);
    grid(html, time);
    for (size_t i = 0; i < time->count; i++) {
        const struct chart_moment *moment = &time->moments[i];

        shape(html, moment->mark, moment->x, moment->y, moment->count > 1 ? 9 : 5);
        if (moment->count > 1) /* a cross has no inside */
            chart_text(html, moment->x, moment->y + inside[moment->mark],
                       moment->mark == CHART_WITHDRAWS ? "small" : "inside", "middle",
                       moment->count > 99 ? "+" : tvx_arena_printf(html->arena, "%zu", moment->count));
        html_raw(html, "\n");
    }
    chart_end(html);
}

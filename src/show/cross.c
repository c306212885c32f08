/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/cross.h>

#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "cross_beside.h"
#include "term_flow.h"
#include "words.h"

enum { SHOWN = 20, INDENT = 2, GUTTER = 3, LEAST_COLUMN = 30, EVIDENCE = 8 };

/* Two decimals are more than the model knows. */
static double rounded(double bits)
{
    return (double)(int64_t)(bits * 100 + (bits < 0 ? -0.5 : 0.5)) / 100;
}

static bool is_pair(const struct tvx_cross_pair *pair)
{
    return pair->a_count > 0 && pair->b_count > 0 && pair->bits > 0;
}

static void write_span(struct tvx_json *json, const char *key, size_t start, size_t points)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    tvx_json_int(json, (int64_t)start);
    tvx_json_int(json, (int64_t)points);
    tvx_json_array_end(json);
}

static void write_texts(struct tvx_json *json, const char *key, const char *a, size_t a_length, const char *b,
                        size_t b_length)
{
    tvx_json_key(json, key);
    tvx_json_object(json);
    tvx_json_key(json, "a");
    tvx_json_string_n(json, a, a_length);
    tvx_json_key(json, "b");
    tvx_json_string_n(json, b, b_length);
    tvx_json_object_end(json);
}

void tvx_json_cross(struct tvx_json *json, const char *a, const char *b, const struct tvx_cross *cross)
{
    size_t a_byte = 0, a_point = 0, b_byte = 0, b_point = 0;

    tvx_json_array(json);
    for (size_t i = 0; i < cross->count; i++) {
        const struct tvx_cross_pair *pair = &cross->pairs[i];

        if (!is_pair(pair))
            continue;
        a_point += tvx_utf8_count(a + a_byte, pair->a_start - a_byte);
        b_point += tvx_utf8_count(b + b_byte, pair->b_start - b_byte);
        a_byte = pair->a_start;
        b_byte = pair->b_start;
        tvx_json_object(json);
        write_span(json, "a", a_point, tvx_utf8_count(a + a_byte, pair->a_length));
        write_span(json, "b", b_point, tvx_utf8_count(b + b_byte, pair->b_length));
        tvx_json_pair_number(json, "score", rounded(pair->bits));
        tvx_json_pair(json, "kind", "structure");
        tvx_json_pair_number(json, "same", (double)(int64_t)(cross->score * 10000 + 0.5) / 10000);
        write_texts(json, "quotes", a + a_byte, pair->a_length, b + b_byte, pair->b_length);
        tvx_json_key(json, "shared");
        tvx_json_array(json);
        for (size_t k = pair->anchor_first; k < pair->anchor_first + pair->anchor_count; k++) {
            const struct tvx_cross_anchor *anchor = &cross->anchors[k];

            tvx_json_object(json);
            tvx_json_pair(json, "kind", tvx_anchor_kind_to_string(anchor->kind));
            write_span(json, "a", a_point + tvx_utf8_count(a + a_byte, anchor->a_start - a_byte),
                       tvx_utf8_count(a + anchor->a_start, anchor->a_length));
            write_span(json, "b", b_point + tvx_utf8_count(b + b_byte, anchor->b_start - b_byte),
                       tvx_utf8_count(b + anchor->b_start, anchor->b_length));
            tvx_json_pair_number(json, "bits", rounded(anchor->bits));
            write_texts(json, "texts", a + anchor->a_start, anchor->a_length, b + anchor->b_start, anchor->b_length);
            tvx_json_object_end(json);
        }
        tvx_json_array_end(json);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void term_beside(struct tvx_term *term, struct tvx_arena *arena, const char *a, size_t a_length, const char *b,
                 size_t b_length)
{
    size_t width = term_width(term), column = (width - INDENT - GUTTER) / 2;
    struct term_flow left, right;

    if (column < LEAST_COLUMN)
        column = width - INDENT;
    term_flow_start(&left, arena, term, column);
    term_flow_text(&left, TERM_PLAIN, a, a_length);
    term_flow_end(&left);
    term_flow_start(&right, arena, term, column);
    term_flow_text(&right, TERM_PLAIN, b, b_length);
    term_flow_end(&right);
    if (column == width - INDENT) {
        term_lines(term, &left, INDENT, NULL, TERM_PLAIN);
        term_lines(term, &right, INDENT, NULL, TERM_PLAIN);
    } else {
        term_columns(term, &left, &right, INDENT, NULL, TERM_PLAIN, INDENT + column + GUTTER);
    }
}

/* "75 · Fiji = Fidji · Member State = État membre" */
static void show_evidence(struct tvx_term *term, struct tvx_arena *arena, const char *a, const char *b,
                          const struct tvx_cross *cross, const struct tvx_cross_pair *pair)
{
    struct tvx_buf line;

    tvx_buf_init(&line, 1 << 16);
    for (size_t i = 0; i < pair->anchor_count && (i < EVIDENCE || term->full); i++) {
        const struct tvx_cross_anchor *anchor = &cross->anchors[pair->anchor_first + i];
        bool alike = anchor->a_length == anchor->b_length &&
                     memcmp(a + anchor->a_start, b + anchor->b_start, anchor->a_length) == 0;

        tvx_buf_str(&line, i > 0 ? " · " : "");
        tvx_buf_add(&line, a + anchor->a_start, anchor->a_length);
        if (!alike) {
            tvx_buf_str(&line, " = ");
            tvx_buf_add(&line, b + anchor->b_start, anchor->b_length);
        }
    }
    if (!line.failed && line.length > 0)
        term_paragraph(term, arena, INDENT, TERM_SOFT, line.data);
    tvx_buf_free(&line);
}

static int most_bits(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;

    return a > b ? -1 : a < b;
}

void tvx_term_cross(struct tvx_term *term, struct tvx_arena *arena, const char *a_name, const char *a,
                    const char *b_name, const char *b, const struct tvx_cross *cross)
{
    double *bits = tvx_arena_array(arena, cross->count, sizeof *bits), least = 0;
    size_t count = 0, shown = 0;

    if (bits == NULL) {
        term->out->failed = true;
        return;
    }
    for (size_t i = 0; i < cross->count; i++)
        if (is_pair(&cross->pairs[i]))
            bits[count++] = cross->pairs[i].bits;
    if (count > SHOWN && !term->full) {
        qsort(bits, count, sizeof *bits, most_bits);
        least = bits[SHOWN - 1];
    }
    term_paragraph(term, arena, 0, TERM_STRONG, tvx_arena_printf(arena, "%s and %s", a_name, b_name));
    term_paragraph(term, arena, 0, TERM_SOFT,
                   tvx_arena_printf(arena, "Two languages, compared by structure: the same text with a probability %s "
                                    "%.2f; %s.", cross->score > 0.99 ? "over" : "of",
                                    cross->score > 0.99 ? 0.99 : cross->score,
                                    show_words_number(arena, count, "paragraph has a partner",
                                                      "paragraphs have a partner")));
    for (size_t i = 0; i < cross->count; i++) {
        const struct tvx_cross_pair *pair = &cross->pairs[i];

        if (!is_pair(pair) || pair->bits < least)
            continue;
        shown++;
        term_newline(term);
        term_beside(term, arena, a + pair->a_start, pair->a_length, b + pair->b_start, pair->b_length);
        show_evidence(term, arena, a, b, cross, pair);
    }
    if (shown < count) {
        term_newline(term);
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%zu more; --full prints them.", count - shown));
    }
}

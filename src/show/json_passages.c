/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/passages.h>

#include <stdlib.h>
#include <travaux/text/utf8.h>

/* Code points before byte offsets: all that will be asked for, ascending, so that a text is walked once. */
struct places {
    size_t *bytes, *points;
    size_t count;
};

static int ascending(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return x < y ? -1 : x > y;
}

static size_t point_of(const struct places *places, size_t byte)
{
    const size_t *found = bsearch(&byte, places->bytes, places->count, sizeof *found, ascending);

    return found == NULL ? 0 : places->points[found - places->bytes];
}

static bool find_places(struct places *out, struct tvx_arena *arena, const char *text,
                        const struct tvx_passages *passages, bool of_b)
{
    size_t most = 0, byte = 0, points = 0;

    for (size_t i = 0; i < passages->count; i++)
        most += 2 + 2 * passages->items[i].copied_count;
    out->bytes = tvx_arena_array(arena, most + 1, sizeof *out->bytes);
    out->points = tvx_arena_array(arena, most + 1, sizeof *out->points);
    out->count = 0;
    if (out->bytes == NULL || out->points == NULL)
        return false;
    for (size_t i = 0; i < passages->count; i++) {
        const struct tvx_passage *passage = &passages->items[i];
        size_t start = of_b ? passage->b_start : passage->a_start;

        out->bytes[out->count++] = start;
        out->bytes[out->count++] = start + (of_b ? passage->b_length : passage->a_length);
        for (size_t j = 0; j < passage->copied_count; j++) {
            start = of_b ? passage->copied[j].b_start : passage->copied[j].a_start;
            out->bytes[out->count++] = start;
            out->bytes[out->count++] = start + (of_b ? passage->copied[j].b_length : passage->copied[j].a_length);
        }
    }
    qsort(out->bytes, out->count, sizeof *out->bytes, ascending);
    for (size_t i = 0; i < out->count; i++) {
        points += tvx_utf8_count(text + byte, out->bytes[i] - byte);
        byte = out->bytes[i];
        out->points[i] = points;
    }
    return true;
}

static void span(struct tvx_json *json, const char *key, const struct places *places, size_t start, size_t length)
{
    size_t from = point_of(places, start);

    tvx_json_key(json, key);
    tvx_json_array(json);
    tvx_json_int(json, (int64_t)from);
    tvx_json_int(json, (int64_t)(point_of(places, start + length) - from));
    tvx_json_array_end(json);
}

/* Two decimals are more than the model knows. */
static double rounded(double bits)
{
    return (double)(int64_t)(bits * 100 + 0.5) / 100;
}

static void copied(struct tvx_json *json, const struct places *in_a, const struct places *in_b, const char *a,
                   const struct tvx_passage *passage)
{
    tvx_json_key(json, "copied");
    tvx_json_array(json);
    for (size_t i = 0; i < passage->copied_count; i++) {
        const struct tvx_copied *run = &passage->copied[i];

        tvx_json_object(json);
        span(json, "a", in_a, run->a_start, run->a_length);
        span(json, "b", in_b, run->b_start, run->b_length);
        tvx_json_key(json, "text");
        tvx_json_string_n(json, a + run->a_start, run->a_length);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_json_passages(struct tvx_json *json, struct tvx_arena *arena, const char *a, const char *b,
                       const struct tvx_passages *passages)
{
    struct places in_a, in_b;

    if (!find_places(&in_a, arena, a, passages, false) || !find_places(&in_b, arena, b, passages, true)) {
        json->out->failed = true;
        return;
    }
    tvx_json_array(json);
    for (size_t i = 0; i < passages->count; i++) {
        const struct tvx_passage *passage = &passages->items[i];

        tvx_json_object(json);
        span(json, "a", &in_a, passage->a_start, passage->a_length);
        span(json, "b", &in_b, passage->b_start, passage->b_length);
        tvx_json_pair_number(json, "score", rounded(passage->score));
        tvx_json_pair_number(json, "bits", rounded(passage->bits));
        tvx_json_pair_int(json, "copied_words", (int64_t)passage->words);
        tvx_json_key(json, "words");
        tvx_json_array(json);
        tvx_json_int(json, (int64_t)passage->a_words);
        tvx_json_int(json, (int64_t)passage->b_words);
        tvx_json_array_end(json);
        tvx_json_key(json, "quotes");
        tvx_json_object(json);
        tvx_json_key(json, "a");
        tvx_json_string_n(json, a + passage->a_start, passage->a_length);
        tvx_json_key(json, "b");
        tvx_json_string_n(json, b + passage->b_start, passage->b_length);
        tvx_json_object_end(json);
        copied(json, &in_a, &in_b, a, passage);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

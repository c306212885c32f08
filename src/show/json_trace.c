/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/trace.h>

#include <string.h>
#include <travaux/text/utf8.h>

static double rounded(double value, double parts)
{
    return (double)(int64_t)(value * parts + 0.5) / parts;
}

static void write_side(struct tvx_json *json, const struct tvx_trace_side *side)
{
    tvx_json_object(json);
    tvx_json_pair(json, "ref", side->ref);
    tvx_json_pair_int(json, "start", (int64_t)side->start);
    tvx_json_pair_int(json, "len", (int64_t)side->points);
    tvx_json_pair(json, "quote", side->quote);
    tvx_json_pair(json, "proposal", side->proposal);
    tvx_json_pair(json, "provision", side->provision);
    tvx_json_pair(json, "document", side->name);
    tvx_json_pair(json, "file", side->file);
    tvx_json_pair(json, "sha256", side->sha256);
    tvx_json_pair(json, "title", side->title);
    tvx_json_pair(json, "kind", side->kind);
    tvx_json_pair(json, "access", side->access);
    tvx_json_pair(json, "meeting", side->meeting);
    tvx_json_pair(json, "language", side->language);
    tvx_json_pair(json, "date", side->date);
    tvx_json_pair_bool(json, "in_force", side->in_force);
    tvx_json_key(json, "sponsors");
    tvx_json_array(json);
    for (size_t i = 0; i < side->sponsor_count; i++)
        tvx_json_string(json, side->sponsors[i]);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

static void write_span(struct tvx_json *json, const char *key, size_t start, size_t points)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    tvx_json_int(json, (int64_t)start);
    tvx_json_int(json, (int64_t)points);
    tvx_json_array_end(json);
}

static void write_runs(struct tvx_json *json, const struct tvx_trace_hit *hit)
{
    const char *a = hit->passage.quote, *b = hit->source.quote;
    size_t a_at = 0, b_at = 0, a_point = hit->passage.start, b_point = hit->source.start;

    tvx_json_key(json, "copied");
    tvx_json_array(json);
    for (size_t i = 0; i < hit->alignment.copied_count; i++) {
        const struct tvx_copied *run = &hit->alignment.copied[i];

        a_point += tvx_utf8_count(a + a_at, run->a_start - a_at);
        b_point += tvx_utf8_count(b + b_at, run->b_start - b_at);
        a_at = run->a_start;
        b_at = run->b_start;
        tvx_json_object(json);
        write_span(json, "passage", a_point, tvx_utf8_count(a + a_at, run->a_length));
        write_span(json, "source", b_point, tvx_utf8_count(b + b_at, run->b_length));
        tvx_json_key(json, "text");
        tvx_json_string_n(json, a + a_at, run->a_length);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void write_survival(struct tvx_json *json, const struct tvx_trace_survival *survival)
{
    tvx_json_key(json, "survives");
    if (survival->instrument == NULL) {
        tvx_json_null(json);
        return;
    }
    tvx_json_object(json);
    tvx_json_pair(json, "instrument", survival->instrument);
    tvx_json_pair_int(json, "words", (int64_t)survival->words);
    tvx_json_key(json, "kept");
    tvx_json_array(json);
    for (size_t i = 0; i < survival->kept_count; i++) {
        const struct tvx_trace_kept *kept = &survival->kept[i];

        tvx_json_object(json);
        tvx_json_pair(json, "provision", kept->provision);
        tvx_json_pair(json, "text", kept->text);
        write_span(json, "passage", kept->start, kept->points);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

void tvx_json_trace(struct tvx_json *json, const struct tvx_trace *trace)
{
    tvx_json_array(json);
    for (size_t i = 0; i < trace->count; i++) {
        const struct tvx_trace_hit *hit = &trace->hits[i];

        tvx_json_object(json);
        tvx_json_pair(json, "kind", hit->kind);
        tvx_json_key(json, "passage");
        write_side(json, &hit->passage);
        tvx_json_key(json, "source");
        write_side(json, &hit->source);
        tvx_json_pair(json, "id", *hit->id == '\0' ? NULL : hit->id);
        tvx_json_pair_number(json, "score", rounded(hit->score, 10000));
        tvx_json_pair_number(json, "found", rounded(hit->found, 10000));
        tvx_json_pair(json, "verdict",
                      hit->verdict == NULL ? NULL : tvx_verdict_value_to_string(hit->verdict->value));
        tvx_json_pair_int(json, "copied_words", (int64_t)hit->copied_words);
        tvx_json_pair_number(json, "rarity_bits", rounded(hit->rarity_bits, 100));
        write_runs(json, hit);
        tvx_json_pair(json, "order", tvx_trace_order_to_string(hit->order));
        tvx_json_pair_bool(json, "origin", hit->origin);
        tvx_json_pair_int(json, "cluster", (int64_t)hit->cluster);
        write_survival(json, &hit->survival);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

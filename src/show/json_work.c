/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the program says of its own work: status, the report of `add`, the hits of `search`. */
#include <travaux/show/json.h>

#include <string.h>

static const char found_open[] = "\xEE\x80\x80", found_close[] = "\xEE\x80\x81";

/* The snippet as plain text, and the places of the found words in it. */
static void snippet(struct tvx_json *json, const char *text)
{
    struct tvx_buf plain;
    size_t points = 0, open = 0;

    tvx_buf_init(&plain, 1 << 20);
    tvx_json_key(json, "found");
    tvx_json_array(json);
    while (*text != '\0') {
        if (strncmp(text, found_open, 3) == 0) {
            open = points;
            text += 3;
        } else if (strncmp(text, found_close, 3) == 0) {
            tvx_json_array(json);
            tvx_json_int(json, (int64_t)open);
            tvx_json_int(json, (int64_t)(points - open));
            tvx_json_array_end(json);
            text += 3;
        } else {
            tvx_buf_char(&plain, *text);
            points += ((unsigned char)*text & 0xC0) != 0x80;
            text++;
        }
    }
    tvx_json_array_end(json);
    tvx_json_pair(json, "snippet", tvx_buf_text(&plain));
    tvx_buf_free(&plain);
}

void tvx_json_hit(struct tvx_json *json, const struct tvx_hit *hit)
{
    tvx_json_object(json);
    tvx_json_pair(json, "type", hit->type);
    tvx_json_pair(json, "ref", hit->reference);
    tvx_json_pair(json, "title", hit->title);
    tvx_json_key(json, "score");
    tvx_json_number(json, hit->score);
    tvx_json_pair_int(json, "document", hit->document);
    snippet(json, hit->snippet == NULL ? "" : hit->snippet);
    tvx_json_object_end(json);
}

void tvx_json_status(struct tvx_json *json, const struct tvx_counts *counts, const struct tvx_review *review,
                     size_t count)
{
    tvx_json_object(json);
    tvx_json_pair_int(json, "documents", (int64_t)counts->documents);
    tvx_json_pair_int(json, "instruments", (int64_t)counts->instruments);
    tvx_json_pair_int(json, "provisions", (int64_t)counts->provisions);
    tvx_json_pair_int(json, "proposals", (int64_t)counts->proposals);
    tvx_json_pair_int(json, "resolved", (int64_t)counts->resolved);
    tvx_json_pair_int(json, "unresolved", (int64_t)counts->unresolved);
    tvx_json_pair_int(json, "actors", (int64_t)counts->actors);
    tvx_json_pair_int(json, "matches", (int64_t)counts->matches);
    tvx_json_key(json, "review");
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "kind", review[i].kind);
        tvx_json_pair(json, "where", review[i].where);
        tvx_json_pair(json, "message", review[i].message);
        if (review[i].confidence > 0)
            tvx_json_pair_number(json, "confidence", review[i].confidence);
        if (review[i].document != 0)
            tvx_json_pair_int(json, "document", review[i].document);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

static void items(struct tvx_json *json, const char *key, const struct tvx_ingest_item *list, size_t count)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        tvx_json_object(json);
        if (list[i].error != NULL) {
            tvx_json_pair(json, "file", list[i].file);
            tvx_json_pair(json, "error", list[i].error);
        } else {
            tvx_json_pair_int(json, "id", list[i].id);
            tvx_json_pair(json, "file", list[i].file);
            tvx_json_pair(json, "format", list[i].format);
            tvx_json_pair(json, "language", list[i].language);
        }
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_json_added(struct tvx_json *json, const struct tvx_ingest_report *report)
{
    tvx_json_object(json);
    items(json, "added", report->added, report->added_count);
    items(json, "unchanged", report->unchanged, report->unchanged_count);
    items(json, "failed", report->failed, report->failed_count);
    tvx_json_key(json, "maps");
    tvx_json_array(json);
    for (size_t i = 0; i < report->map_count; i++)
        tvx_json_string(json, report->maps[i]);
    tvx_json_array_end(json);
    tvx_json_pair_int(json, "proposals", (int64_t)report->proposals);
    tvx_json_pair_int(json, "provisions", (int64_t)report->provisions);
    tvx_json_pair_int(json, "warnings", (int64_t)report->warnings);
    tvx_json_object_end(json);
}

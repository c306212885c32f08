/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How far two edits match. */
#include <travaux/show/json.h>

#include <math.h>
#include <travaux/text/utf8.h>

static void place(struct tvx_json *json, const char *key, const char *text, size_t start, size_t length)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    tvx_json_int(json, (int64_t)tvx_utf8_count(text, start));
    tvx_json_int(json, (int64_t)tvx_utf8_count(text + start, length));
    tvx_json_array_end(json);
}

void tvx_json_match(struct tvx_json *json, const char *id, double score, const struct tvx_match_shared *shared,
                    size_t count, const char *const a[2], const char *const b[2])
{
    tvx_json_object(json);
    tvx_json_key(json, "id");
    tvx_json_raw(json, id);
    tvx_json_pair_number(json, "score", round(score * 1e6) / 1e6);
    tvx_json_key(json, "shared");
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "text", shared[i].text);
        tvx_json_pair(json, "kind", shared[i].deleted ? "deleted" : "inserted");
        tvx_json_pair_number(json, "bits", round(shared[i].bits * 10) / 10);
        place(json, "a", a[shared[i].deleted ? 0 : 1], shared[i].a_start, shared[i].a_length);
        place(json, "b", b[shared[i].deleted ? 0 : 1], shared[i].b_start, shared[i].b_length);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

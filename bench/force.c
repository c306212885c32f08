/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads lines of JSON {"language","instrument","place","chapeau","text"} and prints for each what `force` makes of the
 * text, one JSON object a line:
 * {"norms":[{"actor","modal","negated","kind","level","conditions":[{"text","kind"}]}],"level"}
 * bench/force.py scores it.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/force.h>
#include <travaux/base/json.h>

static const char *string_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text == NULL ? "" : text;
}

static void print_norm(struct tvx_json *json, const struct tvx_norm *norm)
{
    tvx_json_object(json);
    tvx_json_pair(json, "actor", norm->actor);
    tvx_json_pair(json, "modal", norm->modal);
    tvx_json_pair_bool(json, "negated", norm->negated);
    tvx_json_pair(json, "kind", norm->kind);
    tvx_json_pair(json, "row", norm->row);
    tvx_json_pair_int(json, "level", norm->level);
    tvx_json_key(json, "conditions");
    tvx_json_array(json);
    for (size_t i = 0; i < norm->condition_count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "text", norm->conditions[i].text);
        tvx_json_pair(json, "kind", norm->conditions[i].escape ? "escape" : "condition");
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

static int read_line(const struct tvx_force_rules *rules, const json_t *record)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)256 << 20);
    struct tvx_force_instrument instrument;
    struct tvx_force_context context = {.language = string_of(record, "language"), .instrument = &instrument};
    struct tvx_force force;
    struct tvx_error error;
    struct tvx_buf buf;
    struct tvx_json json;
    int level = 0;

    tvx_force_instrument(&instrument, arena, NULL, string_of(record, "instrument"));
    context.above = string_of(record, "chapeau");
    if (tvx_force_read(&force, arena, rules, string_of(record, "text"), &context, &error) != TVX_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    tvx_buf_init(&buf, (size_t)1 << 26);
    tvx_json_init(&json, &buf);
    tvx_json_object(&json);
    tvx_json_key(&json, "norms");
    tvx_json_array(&json);
    for (size_t i = 0; i < force.count; i++) {
        level = force.items[i].level > level ? force.items[i].level : level;
        for (size_t j = 0; j < force.items[i].count; j++)
            print_norm(&json, &force.items[i].norms[j]);
    }
    tvx_json_array_end(&json);
    tvx_json_pair_int(&json, "level", level);
    tvx_json_object_end(&json);
    puts(tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    tvx_arena_free(arena);
    return 0;
}

int main(void)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)64 << 20);
    const struct tvx_force_rules *rules = tvx_force_rules_new(arena);
    char *line = NULL;
    size_t capacity = 0;
    int wrong = rules == NULL;

    while (!wrong && getline(&line, &capacity, stdin) > 0) {
        json_error_t problem;
        json_t *record = json_loads(line, 0, &problem);

        if (record == NULL)
            fprintf(stderr, "%s\n", problem.text);
        wrong = record == NULL || read_line(rules, record);
        json_decref(record);
    }
    free(line);
    tvx_arena_free(arena);
    return wrong;
}

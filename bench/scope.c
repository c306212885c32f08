/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reads labelled changes of definitions (bench/scope) and prints how many directions are told right, and the misses. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/reach.h>

enum { LANGUAGES = 2 };

static const char *text(const json_t *object, const char *key)
{
    const char *found = json_string_value(json_object_get(object, key));

    return found == NULL ? "" : found;
}

static void show_miss(const json_t *item, const struct tvx_reach_change *change)
{
    printf("  %s: %s, should be %s (%s)\n    before: %s\n    after:  %s\n", text(item, "id"),
           tvx_reach_to_string(change->reach), text(item, "direction"), text(item, "reason"), text(item, "before"),
           text(item, "after"));
    for (size_t i = 0; i < change->reasons.count; i++)
        printf("    %s: %s\n", change->reasons.items[i].value, change->reasons.items[i].statement);
}

int main(int argc, char **argv)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)1 << 28);
    struct tvx_error error = {0};
    struct tvx_reach_judge *judge = arena == NULL ? NULL : tvx_reach_judge_new(arena, &error);
    static const char *const languages[LANGUAGES] = {"en", "fr"};
    size_t right[LANGUAGES] = {0}, all[LANGUAGES] = {0};
    char line[1 << 14];
    FILE *file;

    if (argc != 2 || judge == NULL || (file = fopen(argv[1], "r")) == NULL) {
        fprintf(stderr, "usage: bench-scope bench/scope/dev.jsonl\n");
        return 2;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        json_t *item = json_loads(line, 0, NULL);
        size_t tongue = strcmp(text(item, "language"), languages[1]) == 0;
        struct tvx_evidence before = {"", "", "", text(item, "before"), 0, 0, 0};
        struct tvx_evidence after = {"", "", "", text(item, "after"), 0, 0, 0};
        struct tvx_reach_change change;

        if (tvx_reach_compare(&change, judge, arena, text(item, "language"), &before, &after, &error) != TVX_OK) {
            fprintf(stderr, "%s: %s\n", text(item, "id"), error.message);
            return 1;
        }
        all[tongue]++;
        if (strcmp(tvx_reach_to_string(change.reach), text(item, "direction")) == 0)
            right[tongue]++;
        else
            show_miss(item, &change);
        json_decref(item);
    }
    fclose(file);
    for (size_t i = 0; i < LANGUAGES; i++)
        printf("%s: %zu of %zu directions right\n", languages[i], right[i], all[i]);
    printf("all: %zu of %zu, accuracy %.3f\n", right[0] + right[1], all[0] + all[1],
           (double)(right[0] + right[1]) / (double)(all[0] + all[1] > 0 ? all[0] + all[1] : 1));
    tvx_reach_judge_free(judge);
    tvx_arena_free(arena);
    return 0;
}

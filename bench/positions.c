/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reads labelled minute-sentences (bench/positions) and prints recall and precision of each stance, and the misses. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/stance.h>

enum { NAMES = 100, LANGUAGES = 3 };

static struct {
    size_t wanted, told, right;
} scores[LANGUAGES][TVX_STANCE_WITHDRAW + 1];

static const char *text(const json_t *object, const char *key)
{
    const char *found = json_string_value(json_object_get(object, key));

    return found == NULL ? "" : found;
}

/* Invented actors: code, name, other names. */
static size_t read_names(struct tvx_arena *arena, const char *path, struct tvx_actor_name *names)
{
    FILE *file = fopen(path, "r");
    char line[1024], *save;
    size_t count = 0;

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *code = strtok_r(line, "\t\n", &save), *name;

        while (code != NULL && *code != '#' && count < NAMES && (name = strtok_r(NULL, "\t|\n", &save)) != NULL)
            names[count++] = (struct tvx_actor_name){tvx_arena_strdup(arena, code), tvx_arena_strdup(arena, name)};
    }
    if (file != NULL)
        fclose(file);
    return count;
}

static void score(const json_t *item, const struct tvx_sayings *said)
{
    size_t language = strcmp(text(item, "language"), "fr") == 0, i;
    bool used[64] = {false}, miss = false;
    const json_t *wanted;

    json_array_foreach(json_object_get(item, "positions"), i, wanted) {
        enum tvx_stance stance = TVX_STANCE_NONE;
        bool found = false;

        if (!tvx_stance_parse(&stance, text(wanted, "stance")) || stance == TVX_STANCE_NONE)
            continue;
        for (size_t k = 0; k < said->count && k < 64 && !found; k++)
            if (!used[k] && said->items[k].stance == stance &&
                strcmp(said->items[k].actor, text(wanted, "actor")) == 0 &&
                strcmp(said->items[k].proposal, text(wanted, "proposal")) == 0)
                found = used[k] = true;
        for (size_t l = language;; l = LANGUAGES - 1) {
            scores[l][stance].wanted++;
            scores[l][stance].right += found;
            if (l == LANGUAGES - 1)
                break;
        }
        if (!found)
            printf("  missed  %s: %s %s %s\n", text(item, "id"), text(wanted, "actor"), text(wanted, "stance"),
                   text(wanted, "proposal"));
        miss |= !found;
    }
    for (size_t k = 0; k < said->count; k++) {
        scores[language][said->items[k].stance].told++;
        scores[LANGUAGES - 1][said->items[k].stance].told++;
        if (k >= 64 || !used[k])
            printf("  too much %s: %s %s %s [%s]\n", text(item, "id"), said->items[k].actor,
                   tvx_stance_to_string(said->items[k].stance), said->items[k].proposal, said->items[k].row);
        miss |= k >= 64 || !used[k];
    }
    if (miss)
        printf("    %s\n", text(item, "text"));
}

int main(int argc, char **argv)
{
    static const char *const languages[LANGUAGES] = {"en", "fr", "all"};
    struct tvx_arena *arena = tvx_arena_new((size_t)1 << 28);
    struct tvx_actor_name names[NAMES];
    struct tvx_error error = {0};
    struct tvx_stance_rules *rules;
    char line[1 << 14];
    FILE *file;
    size_t count;

    if (argc != 3 || arena == NULL || (file = fopen(argv[2], "r")) == NULL) {
        fprintf(stderr, "usage: bench-positions bench/positions/actors.tsv bench/positions/development.jsonl\n");
        return 2;
    }
    count = read_names(arena, argv[1], names);
    if (tvx_stance_rules_new(&rules, arena, names, count, &error) != TVX_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        json_t *item = json_loads(line, 0, NULL);
        struct tvx_stance_context context = {.language = text(item, "language")};
        struct tvx_sayings said;

        if (tvx_stances_read(&said, arena, rules, text(item, "text"), &context, &error) != TVX_OK) {
            fprintf(stderr, "%s: %s\n", text(item, "id"), error.message);
            return 1;
        }
        score(item, &said);
        json_decref(item);
    }
    fclose(file);
    for (size_t l = 0; l < LANGUAGES; l++)
        for (enum tvx_stance s = TVX_STANCE_PROPOSE; s <= TVX_STANCE_WITHDRAW; s++)
            printf("%-3s %-9s recall %zu/%zu = %.3f  precision %zu/%zu = %.3f\n", languages[l],
                   tvx_stance_to_string(s), scores[l][s].right, scores[l][s].wanted,
                   (double)scores[l][s].right / (double)(scores[l][s].wanted + (scores[l][s].wanted == 0)),
                   scores[l][s].right, scores[l][s].told,
                   (double)scores[l][s].right / (double)(scores[l][s].told + (scores[l][s].told == 0)));
    tvx_arena_free(arena);
    return 0;
}

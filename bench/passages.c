/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Passages of many pairs of files, for the scorers pan.py and obfuscated.py:
 *
 *     bench-passages [-s LEAST-SCORE] [-w LEAST-WORDS] < LIST
 *
 * LIST has lines "A<tab>B"; a text that stands in consecutive lines as A is prepared once.  Prints for every passage
 * "A B a-start a-length b-start b-length score copied-words" with tabs, places in code points, and on standard error
 * the milliseconds of each step.
 */
#include "clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/reuse/passage.h>
#include <travaux/text/utf8.h>
#include <unistd.h>

struct text {
    char *name, *raw;
    const char *text;
    size_t length;
};

static void drop(struct text *text)
{
    free(text->name);
    free(text->raw);
    *text = (struct text){0};
}

/* Without tvx_text_clean, so that places are those of the file; the file has to be valid UTF-8. */
static void load(struct text *text, const char *name)
{
    struct tvx_error error;

    drop(text);
    if (tvx_file_read(&text->raw, &text->length, name, (size_t)1 << 31, &error) != TVX_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    text->name = strdup(name);
    text->text = text->raw;
}

static size_t points(const struct text *text, size_t start, size_t length)
{
    return tvx_utf8_count(text->text + start, length);
}

int main(int argc, char **argv)
{
    struct tvx_passage_options options = {0};
    struct tvx_passage_source *source = NULL;
    double prepare = 0, find = 0, since;
    struct text a = {0}, b = {0};
    char *line = NULL;
    size_t room = 0;

    for (int option; (option = getopt(argc, argv, "s:w:")) != -1;)
        if (option == 's')
            options.least_score = strtod(optarg, NULL);
        else
            options.least_words = strtoul(optarg, NULL, 10);
    while (getline(&line, &room, stdin) > 0) {
        char *tab = strchr(line, '\t');
        struct tvx_arena *arena = tvx_arena_new((size_t)8 << 30);
        struct tvx_error error = {0};
        struct tvx_passages passages;

        if (tab == NULL)
            return 1;
        *tab = '\0';
        tab[1 + strcspn(tab + 1, "\n")] = '\0';
        if (a.name == NULL || strcmp(a.name, line) != 0) {
            tvx_passage_source_free(source);
            load(&a, line);
            since = wall_ms();
            if (tvx_passage_prepare(&source, a.text, a.length, NULL, NULL, &error) != TVX_OK)
                return fprintf(stderr, "%s: %s\n", line, error.message), 1;
            prepare += wall_ms() - since;
        }
        load(&b, tab + 1);
        since = wall_ms();
        if (tvx_passage_find(&passages, arena, source, b.text, b.length, &options, &error) != TVX_OK)
            return fprintf(stderr, "%s: %s\n", tab + 1, error.message), 1;
        find += wall_ms() - since;
        for (size_t i = 0; i < passages.count; i++) {
            const struct tvx_passage *passage = &passages.items[i];

            printf("%s\t%s\t%zu\t%zu\t%zu\t%zu\t%.1f\t%zu\n", a.name, b.name, points(&a, 0, passage->a_start),
                   points(&a, passage->a_start, passage->a_length), points(&b, 0, passage->b_start),
                   points(&b, passage->b_start, passage->b_length), passage->score, passage->words);
        }
        if (passages.cut)
            fprintf(stderr, "%s, %s: cut short\n", a.name, b.name);
        tvx_arena_free(arena);
    }
    fprintf(stderr, "prepared in %.1f ms, compared in %.1f ms\n", prepare, find);
    tvx_passage_source_free(source);
    drop(&a);
    drop(&b);
    free(line);
    return 0;
}

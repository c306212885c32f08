/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What bench/languages.py asks of the library, one language at a time:
 *
 *     bench-languages segment < TEXT                 the words of each line, U+001F between them
 *     bench-languages find LANGUAGE TEXT PASSAGES    "P" and the lines and score of each shared passage;
 *                                                    "C" and the lines and bits of each candidate of the index, of
 *                                                    which each line of TEXT is a document
 *
 * Lines are counted from 0; fields are parted by tabs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/reuse/index.h>
#include <travaux/reuse/passage.h>
#include <travaux/text/token.h>
#include <unistd.h>

struct lines {
    char *text;
    size_t length, count;
    size_t *starts; /* and one more: the end */
    const char *language;
};

static void fail(const struct tvx_error *error)
{
    fprintf(stderr, "%s\n", error->message);
    exit(1);
}

static void load(struct lines *lines, const char *path, const char *language)
{
    struct tvx_error error = {0};

    *lines = (struct lines){.language = language};
    if (tvx_file_read(&lines->text, &lines->length, path, (size_t)1 << 30, &error) != TVX_OK)
        fail(&error);
    lines->starts = calloc(lines->length + 2, sizeof *lines->starts);
    for (size_t at = 0; at < lines->length;) {
        lines->starts[lines->count++] = at;
        at += strcspn(lines->text + at, "\n") + 1;
    }
    lines->starts[lines->count] = lines->length;
}

static size_t line_of(const struct lines *lines, size_t at)
{
    size_t line = 0;

    while (line + 1 < lines->count && lines->starts[line + 1] <= at)
        line++;
    return line;
}

static void segment(struct tvx_arena *arena)
{
    struct lines lines;

    load(&lines, "-", NULL);
    for (size_t i = 0; i < lines.count; i++) {
        const char *line = lines.text + lines.starts[i];
        struct tvx_tokens tokens;
        struct tvx_error error;

        if (tvx_tokenize(&tokens, arena, line, strcspn(line, "\n"), &error) != TVX_OK)
            fail(&error);
        for (size_t j = 0; j < tokens.count; j++)
            printf("%s%.*s", j > 0 ? "\x1F" : "", (int)tokens.items[j].length, line + tokens.items[j].start);
        putchar('\n');
    }
}

static void print_passages(struct tvx_arena *arena, const struct lines *text, const struct lines *asked)
{
    struct tvx_passages passages;
    struct tvx_error error;

    if (tvx_passages(&passages, arena, text->text, asked->text, text->language, NULL, NULL, &error) != TVX_OK)
        fail(&error);
    for (size_t i = 0; i < passages.count; i++) {
        const struct tvx_passage *p = &passages.items[i];

        printf("P\t%zu\t%zu\t%zu\t%zu\t%.1f\n", line_of(text, p->a_start), line_of(text, p->a_start + p->a_length - 1),
               line_of(asked, p->b_start), line_of(asked, p->b_start + p->b_length - 1), p->score);
    }
}

static enum tvx_status line_text(void *context, size_t which, struct tvx_index_text *out, struct tvx_error *error)
{
    const struct lines *text = context;
    size_t length = text->starts[which + 1] - text->starts[which];

    (void)error;
    *out = (struct tvx_index_text){.text = strndup(text->text + text->starts[which], length), .length = length};
    snprintf(out->language, sizeof out->language, "%s", text->language);
    return TVX_OK;
}

static void print_candidates(struct tvx_arena *arena, struct lines *text, const struct lines *asked)
{
    char folder[] = "/tmp/bench-languages-XXXXXX", lock[64];
    struct tvx_index_entry *entries = calloc(text->count + 1, sizeof *entries);
    struct tvx_index *index;
    struct tvx_error error;

    for (size_t i = 0; i < text->count; i++)
        entries[i] = (struct tvx_index_entry){i + 1, 1};
    if (mkdtemp(folder) == NULL ||
        tvx_index_sync(folder, entries, text->count, line_text, text, NULL, NULL, &error) != TVX_OK ||
        tvx_index_open(&index, folder, &error) != TVX_OK)
        fail(&error);
    for (size_t i = 0; i < asked->count; i++) {
        struct tvx_candidate *found;
        size_t count;

        if (tvx_index_candidates(index, arena, &found, &count, text->language, asked->text + asked->starts[i],
                                 asked->starts[i + 1] - asked->starts[i], NULL, &error) != TVX_OK)
            fail(&error);
        for (size_t j = 0; j < count; j++)
            printf("C\t%zu\t%zu\t%.1f\n", (size_t)found[j].document.key - 1, i, found[j].bits);
    }
    tvx_index_close(index);
    tvx_index_remove(folder, NULL);
    snprintf(lock, sizeof lock, "%s/lock", folder);
    unlink(lock);
    rmdir(folder);
    free(entries);
}

int main(int argc, char **argv)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)4 << 30);
    struct lines text, asked;

    if (argc == 2 && strcmp(argv[1], "segment") == 0) {
        segment(arena);
    } else if (argc == 5 && strcmp(argv[1], "find") == 0) {
        load(&text, argv[3], argv[2]);
        load(&asked, argv[4], argv[2]);
        print_passages(arena, &text, &asked);
        print_candidates(arena, &text, &asked);
        free(text.text), free(text.starts);
        free(asked.text), free(asked.starts);
    } else {
        fprintf(stderr, "bench-languages segment | find LANGUAGE TEXT PASSAGES\n");
        return 2;
    }
    tvx_arena_free(arena);
    return 0;
}

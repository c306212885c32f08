/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A made-up library for the tests of the reuse index: random words, with passages copied from one document to another.
   */
#ifndef TESTS_UNIT_REUSE_INDEX_MAKING_H
#define TESTS_UNIT_REUSE_INDEX_MAKING_H

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <travaux/reuse/pairs.h>
#include <travaux/text/utf8.h>

#include "check.h"

enum { LIBRARY_MOST = 64, LIBRARY_WORDS = 300 };

struct library {
    size_t count;
    struct tvx_index_entry entries[LIBRARY_MOST];
    char *texts[LIBRARY_MOST];
    char folder[64];
};

static inline void put_word(char *text, size_t *used, uint64_t *random)
{
    static const char syllables[] = "barecoditefumolanesigopuvexazikyhurota";
    uint64_t pick = tests_random(random) % 4000;
    int length = 0;

    for (uint64_t rest = pick + 400; rest > 0; rest /= 19, length += 2)
        memcpy(text + *used + length, syllables + 2 * (rest % 19), 2);
    *used += (size_t)length;
    text[(*used)++] = tests_random(random) % 12 == 0 ? '\n' : ' ';
}

/* Each fourth document has a stretch of an earlier one, with a word changed here and there. */
static inline void library_add(struct library *library, uint64_t *random)
{
    size_t which = library->count++, used = 0;
    char *text = calloc(1, LIBRARY_WORDS * 24);

    while (used < LIBRARY_WORDS * 6)
        put_word(text, &used, random);
    if (which % 4 == 3) {
        const char *from = library->texts[tests_random(random) % which] + 200;

        for (size_t i = 0; i < 500; i++) {
            text[used++] = from[i];
            if (from[i] == ' ' && tests_random(random) % 9 == 0)
                put_word(text, &used, random);
        }
        text[used++] = ' ';
    }
    for (int i = 0; i < 40; i++)
        put_word(text, &used, random);
    text[used] = '\0';
    library->texts[which] = text;
    library->entries[which] = (struct tvx_index_entry){100 + which, 1};
}

static inline void library_make(struct library *library, size_t count, uint64_t random)
{
    *library = (struct library){0};
    while (library->count < count)
        library_add(library, &random);
    snprintf(library->folder, sizeof library->folder, "/tmp/travaux-index-XXXXXX");
    assert_non_null(mkdtemp(library->folder));
}

static inline void library_free(struct library *library)
{
    char path[512];

    for (size_t i = 0; i < library->count; i++)
        free(library->texts[i]);
    tvx_index_remove(library->folder, NULL);
    snprintf(path, sizeof path, "%s/lock", library->folder);
    unlink(path);
    rmdir(library->folder);
}

static inline enum tvx_status library_text(void *context, size_t which, struct tvx_index_text *out,
                                           struct tvx_error *error)
{
    const struct library *library = context;

    (void)error;
    *out = (struct tvx_index_text){strdup(library->texts[which]), strlen(library->texts[which]), "en"};
    return TVX_OK;
}

/* Memory for two threads that makes them write runs. */
static const struct tvx_index_limits library_limits = {.threads = 2, .memory = 1};

static inline enum tvx_status library_sync(struct library *library, size_t count, struct tvx_index_report *report)
{
    struct tvx_error error = {0};
    enum tvx_status status = tvx_index_sync(library->folder, library->entries, count, library_text, library,
                                            &library_limits, report, &error);

    if (status != TVX_OK)
        print_message("%s\n", error.message);
    return status;
}

/* What the index answers, as text: every candidate of a stretch of each text.  NULL, with *status, when it refuses. */
static inline char *library_answers(struct library *library, enum tvx_status *status)
{
    struct tvx_arena *arena = tvx_arena_new(64 << 20);
    struct tvx_index *index;
    struct tvx_buf out;

    tvx_buf_init(&out, 16 << 20);
    tvx_buf_str(&out, "");
    tvx_buf_char(&out, '\n');
    *status = tvx_index_open(&index, library->folder, NULL);
    for (size_t i = 0; *status == TVX_OK && i < library->count; i++) {
        struct tvx_candidate *found;
        size_t count;

        *status = tvx_index_candidates(index, arena, &found, &count, "en", library->texts[i] + 100, 1200, NULL, NULL);
        for (size_t k = 0; *status == TVX_OK && k < count; k++)
            tvx_buf_printf(&out, "%zu %zu+%zu %llu/%llu %zu+%zu %u %.3f\n", i, found[k].start, found[k].length,
                           (unsigned long long)found[k].document.key, (unsigned long long)found[k].document.stamp,
                           found[k].source_start, found[k].source_length, found[k].shingles, found[k].bits);
    }
    tvx_index_close(index);
    tvx_arena_free(arena);
    if (*status == TVX_OK)
        return out.data;
    tvx_buf_free(&out);
    return NULL;
}

#endif

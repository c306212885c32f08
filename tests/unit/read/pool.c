/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A pool gives what reading one by one gives, whatever becomes of single files, of the worker, or of the order. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <travaux/read/pool.h>

#include "check.h"

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t ask(struct tvx_reader_pool *pool, const char *name, const char *text,
                  const struct tvx_read_options *options)
{
    size_t ticket = SIZE_MAX;

    assert_int_equal(tvx_reader_pool_ask(pool, &ticket, name, text, strlen(text), options, NULL), TVX_OK);
    return ticket;
}

static void says(struct tvx_reader_pool *pool, size_t ticket, const char *text)
{
    struct tvx_document *document;
    struct tvx_error error = {TVX_OK, ""};

    if (tvx_reader_pool_take(pool, ticket, &document, &error) != TVX_OK)
        fail_msg("%s", error.message);
    assert_string_equal(document->blocks[0].runs[0].text, text);
    tvx_document_free(document);
}

static void refuses(struct tvx_reader_pool *pool, size_t ticket, enum tvx_status status, const char *words)
{
    struct tvx_document *document;
    struct tvx_error error = {TVX_OK, ""};

    assert_int_equal(tvx_reader_pool_take(pool, ticket, &document, &error), status);
    assert_null(document);
    if (strstr(error.message, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", error.message, words);
}

static void answers_come_in_any_order(void **unused)
{
    struct tvx_reader_pool *pool = tvx_reader_pool_new(3);
    char texts[TVX_POOL_CEILING][32];
    size_t tickets[TVX_POOL_CEILING], more;
    struct tvx_error error = {TVX_OK, ""};

    (void)unused;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < TVX_POOL_CEILING; i++) {
            snprintf(texts[i], sizeof texts[i], "Paragraph %d of %d.", i, round);
            tickets[i] = ask(pool, "a.txt", texts[i], NULL);
        }
        assert_int_equal(tvx_reader_pool_ask(pool, &more, "a.txt", "x", 1, NULL, &error), TVX_E_LIMIT);
        for (int i = 0; i < TVX_POOL_CEILING; i++) /* 37 and 64 have no common divisor: each once */
            says(pool, tickets[i * 37 % TVX_POOL_CEILING], texts[i * 37 % TVX_POOL_CEILING]);
    }
    tvx_reader_pool_free(pool);
}

static void errors_are_each_files_own(void **unused)
{
    struct tvx_reader_pool *pool = tvx_reader_pool_new(2);
    struct tvx_read_options small = {.max_document = 4096, .max_file = 1 << 20}, tiny = {.max_file = 3};
    char *much = calloc(1, 100001);
    size_t good, empty, binary, large, over, again;

    (void)unused;
    memset(much, 'a', 100000);
    good = ask(pool, "a.txt", "One.", NULL);
    empty = ask(pool, "b.txt", "", NULL);
    binary = ask(pool, "c.docx", "This is no Word file.", NULL);
    large = ask(pool, "d.txt", much, &small);
    over = ask(pool, "e.txt", "Four.", &tiny);
    again = ask(pool, "f.txt", "Two.", NULL);
    says(pool, again, "Two.");
    refuses(pool, empty, TVX_E_MALFORMED, "empty");
    refuses(pool, binary, TVX_E_MALFORMED, "not a Word file, though its name says so");
    refuses(pool, large, TVX_E_LIMIT, "more");
    refuses(pool, over, TVX_E_LIMIT, "larger than");
    says(pool, good, "One.");
    tvx_reader_pool_free(pool);
    free(much);
}

/* A file that takes far longer than a second: the size is beside the point. */
static char *slow_file(size_t *length)
{
    static const char piece[] = "<p>Article 1 <b>The <i>Member States</i></b> shall &amp; may.</p>\n";
    size_t count = 1500000;
    char *text = malloc(count * (sizeof piece - 1));

    assert_non_null(text);
    *length = count * (sizeof piece - 1);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * (sizeof piece - 1), piece, sizeof piece - 1);
    return text;
}

static void one_slow_file_is_stopped_and_the_others_are_read(void **unused)
{
    struct tvx_reader_pool *pool = tvx_reader_pool_new(1);
    struct tvx_read_options brief = {.seconds = 1};
    size_t length, first, last, slow;
    char *text = slow_file(&length);
    double begin = seconds();

    (void)unused;
    first = ask(pool, "a.txt", "Before.", NULL);
    assert_int_equal(tvx_reader_pool_ask(pool, &slow, "b.html", text, length, &brief, NULL), TVX_OK);
    last = ask(pool, "c.txt", "After.", NULL);
    says(pool, last, "After.");
    refuses(pool, slow, TVX_E_LIMIT, "took longer than 1 seconds");
    says(pool, first, "Before.");
    assert_true(seconds() - begin < 20);
    tvx_reader_pool_free(pool);
    free(text);
}

/* Processes whose parent this one is. */
static int children(pid_t out[8])
{
    DIR *folder = opendir("/proc");
    struct dirent *entry;
    int count = 0;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL && count < 8) {
        char path[300], text[512] = "";
        FILE *file;
        const char *at;

        snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        file = entry->d_name[0] >= '1' && entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
        if (file == NULL)
            continue;
        if (fgets(text, sizeof text, file) != NULL && (at = strrchr(text, ')')) != NULL && at[2] != 'Z' &&
            strtol(at + 4, NULL, 10) == getpid())
            out[count++] = (pid_t)strtol(entry->d_name, NULL, 10);
        fclose(file);
    }
    closedir(folder);
    return count;
}

static void a_lost_worker_loses_no_file(void **unused)
{
    struct tvx_reader_pool *pool = tvx_reader_pool_new(2);
    pid_t found[8];
    size_t before, after;

    (void)unused;
    says(pool, ask(pool, "a.txt", "Zero.", NULL), "Zero.");
    assert_int_equal(children(found), 1);
    kill(found[0], SIGSTOP);
    before = ask(pool, "a.txt", "One.", NULL);
    kill(found[0], SIGKILL);
    after = ask(pool, "b.txt", "Two.", NULL);
    says(pool, after, "Two.");
    says(pool, before, "One.");
    says(pool, ask(pool, "c.txt", "Three.", NULL), "Three.");
    assert_int_equal(children(found), 0);
    tvx_reader_pool_free(pool);
}

/* Descriptors that are open beyond the three; those of the test's runner were there before. */
static int descriptors(void)
{
    int count = 0;

    for (int i = 3; i < 512; i++)
        count += fcntl(i, F_GETFD) >= 0;
    return count;
}

static void nothing_is_left_behind(void **unused)
{
    int before = descriptors();
    struct tvx_reader_pool *pool = tvx_reader_pool_new(2);
    size_t length, ticket;
    char *text = slow_file(&length);
    pid_t found[8];

    (void)unused;
    assert_int_equal(tvx_reader_pool_ask(pool, &ticket, "b.html", text, length, NULL, NULL), TVX_OK);
    tvx_reader_pool_free(pool); /* while it is being read */
    assert_int_equal(children(found), 0);
    assert_int_equal(descriptors(), before);
    free(text);
    tvx_reader_pool_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_come_in_any_order),
        cmocka_unit_test(errors_are_each_files_own),
        cmocka_unit_test(one_slow_file_is_stopped_and_the_others_are_read),
        cmocka_unit_test(a_lost_worker_loses_no_file),
        cmocka_unit_test(nothing_is_left_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

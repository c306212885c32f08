/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What must never happen is a wrong answer.  A builder is killed before, and in the middle of, each of its writes;
 * files are cut, flipped, swapped and taken away; several processes build and ask at once.  Each time the index answers
 * as the old or the new state does, or says that it is damaged, and is whole again after the next turn.
 */
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "index_making.h"

/* ---- the calls by which the disk changes, which end the process when their turn comes ---- */

static int calls_left = -1; /* -1: never */
static int calls_made;

static bool is_last_call(void)
{
    calls_made++;
    return calls_left >= 0 && calls_left-- == 0;
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at)
{
    if (is_last_call()) {
        syscall(SYS_pwrite64, file, bytes, length / 2, at);
        raise(SIGKILL);
    }
    return syscall(SYS_pwrite64, file, bytes, length, at);
}

ssize_t write(int file, const void *bytes, size_t length)
{
    if (is_last_call()) {
        syscall(SYS_write, file, bytes, length / 2);
        raise(SIGKILL);
    }
    return syscall(SYS_write, file, bytes, length);
}

int fsync(int file)
{
    if (is_last_call())
        raise(SIGKILL);
    return (int)syscall(SYS_fsync, file);
}

int rename(const char *from, const char *to)
{
    if (is_last_call())
        raise(SIGKILL);
    return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

int unlinkat(int folder, const char *name, int flags)
{
    if (is_last_call())
        raise(SIGKILL);
    return (int)syscall(SYS_unlinkat, folder, name, flags);
}

/* Syncs in a process that is killed at its call number `call`; false when it came through. */
static bool sync_is_killed(struct library *library, size_t count, int call)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        calls_left = call;
        _exit(tvx_index_sync(library->folder, library->entries, count, library_text, library, &library_limits, NULL,
                             NULL) == TVX_OK ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status))
        assert_int_equal(WEXITSTATUS(status), 0);
    return WIFSIGNALED(status);
}

static size_t files_in(const char *folder)
{
    DIR *directory = opendir(folder);
    size_t count = 0;

    while (directory != NULL && readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

static void killed_at_any_write_the_old_or_the_new_state_stands(void **state)
{
    struct library library;
    enum tvx_status status;
    char *old, *new;
    size_t files;
    int call = 0;

    (void)state;
    library_make(&library, 40, 11);
    assert_int_equal(library_sync(&library, 40, NULL), TVX_OK);
    new = library_answers(&library, &status);
    tvx_index_remove(library.folder, NULL);
    assert_int_equal(library_sync(&library, 20, NULL), TVX_OK);
    old = library_answers(&library, &status);
    files = files_in(library.folder);
    assert_string_not_equal(old, new);
    for (bool killed = true; killed; call++) {
        struct tvx_index_report report;
        char *answers;

        killed = sync_is_killed(&library, 40, call);
        answers = library_answers(&library, &status);
        assert_non_null(answers);
        assert_true(strcmp(answers, old) == 0 || strcmp(answers, new) == 0);
        free(answers);
        assert_int_equal(library_sync(&library, 40, &report), TVX_OK);
        assert_false(report.rebuilt);
        answers = library_answers(&library, &status);
        assert_string_equal(answers, new);
        free(answers);
        tvx_index_remove(library.folder, NULL);
        assert_int_equal(library_sync(&library, 20, NULL), TVX_OK);
        assert_int_equal(files_in(library.folder), files); /* nothing of the killed is left */
    }
    assert_true(call > 13); /* runs, a new segment, its joining with the old, the manifest, tidying up */
    for (call = 0; sync_is_killed(&library, 0, call); call++) /* all documents dropped */
        assert_int_equal(library_sync(&library, 20, NULL), TVX_OK);
    free(old);
    free(new);
    library_free(&library);
}

static void killed_while_the_first_index_is_made_there_is_none(void **state)
{
    struct library library;
    enum tvx_status status;
    bool killed = true;
    char *new;

    (void)state;
    library_make(&library, 20, 11);
    assert_int_equal(library_sync(&library, 20, NULL), TVX_OK);
    new = library_answers(&library, &status);
    for (int call = 0; killed; call++) {
        char *answers;

        tvx_index_remove(library.folder, NULL);
        killed = sync_is_killed(&library, 20, call);
        answers = library_answers(&library, &status);
        assert_true(answers == NULL ? status == TVX_E_NOTFOUND : strcmp(answers, new) == 0);
        free(answers);
    }
    free(new);
    library_free(&library);
}

static void killed_at_any_moment(void **state)
{
    struct library library;
    uint64_t random = 1;
    enum tvx_status status;
    char *answers, *new;

    (void)state;
    library_make(&library, 40, 11);
    assert_int_equal(library_sync(&library, 40, NULL), TVX_OK);
    new = library_answers(&library, &status);
    for (int turn = 0; turn < 40; turn++) {
        pid_t child;

        assert_int_equal(library_sync(&library, (size_t)turn % 40, NULL), TVX_OK);
        child = fork();
        if (child == 0) {
            for (;;) {
                library_sync(&library, 40, NULL);
                library_sync(&library, tests_random(&random) % 40, NULL);
            }
        }
        usleep((useconds_t)(tests_random(&random) % 40000));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        answers = library_answers(&library, &status);
        assert_non_null(answers);
        free(answers);
    }
    assert_int_equal(library_sync(&library, 40, NULL), TVX_OK);
    answers = library_answers(&library, &status);
    assert_string_equal(answers, new);
    free(answers);
    free(new);
    library_free(&library);
}

/* ---- damage ---- */

/* Names of the index's files, those that hold something. */
static size_t list_files(const char *folder, char names[8][400])
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;
    size_t count = 0;

    while ((entry = readdir(directory)) != NULL && count < 8)
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, "lock") != 0)
            snprintf(names[count++], 400, "%s/%s", folder, entry->d_name);
    closedir(directory);
    return count;
}

static void answers_are_right_or_refused(struct library *library, const char *right, bool *refused)
{
    enum tvx_status status;
    char *answers = library_answers(library, &status);

    if (answers != NULL)
        assert_string_equal(answers, right);
    else
        assert_true(status == TVX_E_MALFORMED || status == TVX_E_NOTFOUND);
    *refused = answers == NULL;
    free(answers);
}

/* As whoever uses the index does it: refused, it is made anew. */
static void make_whole(struct library *library, const char *right)
{
    enum tvx_status status;
    char *answers;

    assert_int_equal(library_sync(library, library->count, NULL), TVX_OK);
    answers = library_answers(library, &status);
    if (answers == NULL) { /* a block that no one had to read for the sync */
        assert_int_equal(tvx_index_remove(library->folder, NULL), TVX_OK);
        assert_int_equal(library_sync(library, library->count, NULL), TVX_OK);
        answers = library_answers(library, &status);
    }
    assert_string_equal(answers, right);
    free(answers);
}

static void change_byte(const char *path, off_t at, unsigned char by)
{
    int file = open(path, O_RDWR);
    unsigned char byte = 0;

    assert_int_equal(pread(file, &byte, 1, at), 1);
    byte ^= by;
    assert_int_equal(pwrite(file, &byte, 1, at), 1);
    close(file);
}

static off_t size_of(const char *path)
{
    struct stat about;

    assert_int_equal(stat(path, &about), 0);
    return about.st_size;
}

static void a_flipped_bit_is_never_a_wrong_answer(void **state)
{
    struct library library;
    char names[8][400], *right;
    size_t files, refusals = 0;
    uint64_t random = 3;
    enum tvx_status status;

    (void)state;
    library_make(&library, 30, 13);
    assert_int_equal(library_sync(&library, 20, NULL), TVX_OK);
    assert_int_equal(library_sync(&library, 22, NULL), TVX_OK);
    library_sync(&library, 30, NULL);
    right = library_answers(&library, &status);
    for (int turn = 0; turn < 250; turn++) {
        struct tvx_index *index;
        const char *path;
        off_t at;
        unsigned char by = (unsigned char)(1U << tests_random(&random) % 8);
        bool refused;

        files = list_files(library.folder, names);
        assert_true(files >= 2);
        path = names[tests_random(&random) % files];
        at = (off_t)(tests_random(&random) % (uint64_t)size_of(path));
        change_byte(path, at, by);
        answers_are_right_or_refused(&library, right, &refused);
        refusals += refused;
        status = tvx_index_open(&index, library.folder, NULL);
        if (status == TVX_OK)
            status = tvx_index_check(index, NULL); /* the padding behind the head is the one place without a sum */
        if (status == TVX_OK)
            assert_true(strstr(path, ".segment") != NULL && at < 4096);
        tvx_index_close(index);
        if (turn % 10 == 0)
            make_whole(&library, right);
        else
            change_byte(path, at, by);
    }
    assert_true(refusals > 60);
    free(right);
    library_free(&library);
}

static void a_file_cut_short_or_swapped_is_never_a_wrong_answer(void **state)
{
    struct library library;
    char names[8][400], *right, moved[400];
    uint64_t random = 3;
    enum tvx_status status;
    bool refused;

    (void)state;
    library_make(&library, 30, 13);
    assert_int_equal(library_sync(&library, 26, NULL), TVX_OK);
    assert_int_equal(library_sync(&library, 30, NULL), TVX_OK);
    right = library_answers(&library, &status);
    for (int turn = 0; turn < 60; turn++) {
        size_t files = list_files(library.folder, names);
        const char *path = names[tests_random(&random) % files];

        assert_int_equal(truncate(path, (off_t)(tests_random(&random) % (uint64_t)size_of(path))), 0);
        answers_are_right_or_refused(&library, right, &refused);
        assert_true(refused);
        make_whole(&library, right);
    }
    assert_true(list_files(library.folder, names) >= 2);
    for (size_t i = 0; i < list_files(library.folder, names); i++) {
        assert_int_equal(unlink(names[i]), 0);
        answers_are_right_or_refused(&library, right, &refused);
        assert_true(refused);
        make_whole(&library, right);
    }
    list_files(library.folder, names); /* a sound segment in the place of another */
    snprintf(moved, sizeof moved, "%s/99.segment", library.folder);
    for (size_t i = 0; i < 8; i++)
        if (strstr(names[i], ".segment") != NULL) {
            rename(names[i], moved);
            library_sync(&library, 4, NULL);
            break;
        }
    make_whole(&library, right);
    free(right);
    library_free(&library);
}

/* ---- two at once ---- */

static void several_processes_build_and_ask_at_once(void **state)
{
    struct library library;
    enum tvx_status status;
    char *few, *many, *answers;
    pid_t children[3];

    (void)state;
    library_make(&library, 40, 17);
    assert_int_equal(library_sync(&library, 40, NULL), TVX_OK);
    many = library_answers(&library, &status);
    tvx_index_remove(library.folder, NULL);
    assert_int_equal(library_sync(&library, 20, NULL), TVX_OK);
    few = library_answers(&library, &status);
    for (int i = 0; i < 3; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            int failed = 0;

            for (int turn = 0; turn < 12; turn++)
                failed += library_sync(&library, (turn + i) % 2 == 0 ? 20 : 40, NULL) != TVX_OK;
            _exit(failed);
        }
    }
    for (int turn = 0; turn < 40; turn++) {
        answers = library_answers(&library, &status);
        assert_non_null(answers);
        assert_true(strcmp(answers, few) == 0 || strcmp(answers, many) == 0);
        free(answers);
    }
    for (int i = 0; i < 3; i++) {
        int ended;

        assert_int_equal(waitpid(children[i], &ended, 0), children[i]);
        assert_int_equal(ended, 0);
    }
    free(few);
    free(many);
    library_free(&library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_any_write_the_old_or_the_new_state_stands),
        cmocka_unit_test(killed_while_the_first_index_is_made_there_is_none),
        cmocka_unit_test(killed_at_any_moment),
        cmocka_unit_test(a_flipped_bit_is_never_a_wrong_answer),
        cmocka_unit_test(a_file_cut_short_or_swapped_is_never_a_wrong_answer),
        cmocka_unit_test(several_processes_build_and_ask_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Writing a file whole: what was there is replaced at once, what is no file is written into and stays what it is. */
#include "check.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <travaux/base/file.h>

static void a_file_is_replaced(void **state)
{
    char folder[] = "file-XXXXXX", path[64], *bytes;
    size_t length;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a", folder);
    assert_int_equal(tvx_file_write(path, "old and long", 12, NULL), TVX_OK);
    assert_int_equal(tvx_file_write(path, "new", 3, NULL), TVX_OK);
    assert_int_equal(tvx_file_read(&bytes, &length, path, 100, NULL), TVX_OK);
    assert_string_equal(bytes, "new");
    free(bytes);
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* nothing temporary is left */
}

static void what_is_no_file_stays_what_it_is(void **state)
{
    char folder[] = "file-XXXXXX", path[64], got[8] = "";
    struct stat info;
    int reader;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    reader = open(path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    assert_int_equal(tvx_file_write(path, "abc", 3, NULL), TVX_OK);
    assert_int_equal(read(reader, got, sizeof got - 1), 3);
    assert_string_equal(got, "abc");
    assert_int_equal(stat(path, &info), 0);
    assert_true(S_ISFIFO(info.st_mode));
    close(reader);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_replaced),
        cmocka_unit_test(what_is_no_file_stays_what_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

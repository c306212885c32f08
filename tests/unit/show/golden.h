/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Golden outputs of the renderers: tests/golden/show/NAME is what was read by eye and found good.
 * To renew after a change on purpose: TRAVAUX_GOLDEN=write, then read the diff.
 */
#ifndef TESTS_UNIT_SHOW_GOLDEN_H
#define TESTS_UNIT_SHOW_GOLDEN_H

#include "check.h"

#include <travaux/base/buf.h>
#include <travaux/base/file.h>

static inline void golden(const char *name, const struct tvx_buf *found)
{
    const char *mode = getenv("TRAVAUX_GOLDEN");
    char path[256], *wanted;
    size_t length;

    snprintf(path, sizeof path, "tests/golden/show/%s", name);
    assert_false(found->failed);
    if (mode != NULL && strcmp(mode, "write") == 0)
        assert_int_equal(tvx_file_write(tests_source(path), tvx_buf_text(found), found->length, NULL), TVX_OK);
    assert_int_equal(tvx_file_read(&wanted, &length, tests_source(path), 1 << 24, NULL), TVX_OK);
    assert_string_equal(tvx_buf_text(found), wanted);
    free(wanted);
}

#endif

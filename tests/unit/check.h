/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What every unit test includes: cmocka with the headers it needs, and the way to the real documents, which are
 * not part of the project.  A test that needs them calls tests_data(NULL) and skips, saying so, where they are absent.
 */
#ifndef TESTS_UNIT_CHECK_H
#define TESTS_UNIT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Path of `name` among the real documents ($TRAVAUX_DATA or ../shared/data), in a static buffer; NULL when absent. */
static inline const char *tests_data(const char *name)
{
    static char path[4096];
    const char *root = getenv("TRAVAUX_DATA"), *source = getenv("TRAVAUX_SOURCE");

    if (root != NULL)
        snprintf(path, sizeof path, "%s/%s", root, name == NULL ? "" : name);
    else
        snprintf(path, sizeof path, "%s/../shared/data/%s", source == NULL ? "." : source, name == NULL ? "" : name);
    return access(path, R_OK) == 0 ? path : NULL;
}

/* Path of a file of the project. */
static inline const char *tests_source(const char *name)
{
    static char path[4096];
    const char *source = getenv("TRAVAUX_SOURCE");

    snprintf(path, sizeof path, "%s/%s", source == NULL ? "." : source, name);
    return path;
}

/* The next of a row of numbers below 2^31 that is the same on every run; *state is any number at first. */
static inline uint64_t tests_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

#endif

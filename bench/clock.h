/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Milliseconds for the programs that time something: of the wall clock, or of this process alone. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include <time.h>

static inline double clock_ms(clockid_t which)
{
    struct timespec now;

    clock_gettime(which, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

#define wall_ms() clock_ms(CLOCK_MONOTONIC)
#define process_ms() clock_ms(CLOCK_PROCESS_CPUTIME_ID)

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "progress.h"

#include <stdio.h>
#include <travaux/base/buf.h>
#include <travaux/show/term.h>

static double seconds_between(struct timespec from, struct timespec to)
{
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

void progress_start(struct progress *progress, bool wanted, int width)
{
    *progress = (struct progress){.wanted = wanted, .width = width};
    clock_gettime(CLOCK_MONOTONIC, &progress->begun);
    progress->last = progress->begun;
}

void progress_step(struct progress *progress, size_t done, size_t total, const char *what)
{
    struct timespec now;
    struct tvx_buf line;

    if (!progress->wanted)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds_between(progress->begun, now) < 1.0 || seconds_between(progress->last, now) < 0.1)
        return;
    progress->last = now;
    tvx_buf_init(&line, 4096);
    if (total > 0)
        tvx_buf_printf(&line, "%zu of %zu  ", done, total);
    else
        tvx_buf_printf(&line, "%zu  ", done);
    if (what != NULL) {
        size_t length = 0;

        while (what[length] != '\0' && length + line.length + 1 < (size_t)progress->width)
            length++;
        while (length > 0 && ((unsigned char)what[length] & 0xC0) == 0x80)
            length--;
        tvx_term_text(&line, what, length);
    }
    fprintf(stderr, "\r\x1b[K%s", tvx_buf_text(&line));
    fflush(stderr);
    progress->shown = true;
    tvx_buf_free(&line);
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\x1b[K", stderr);
}

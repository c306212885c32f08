/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One line on standard error that tells how far a long piece of work has come.  It appears only on a terminal and only
 * after a second; it is wiped when the work is done.
 */
#ifndef TRAVAUX_CMD_PROGRESS_H
#define TRAVAUX_CMD_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct progress {
    bool wanted, shown;
    int width;
    struct timespec begun, last;
};

void progress_start(struct progress *progress, bool wanted, int width);
/* `total` 0: not known. */
void progress_step(struct progress *progress, size_t done, size_t total, const char *what);
void progress_end(struct progress *progress);

#endif

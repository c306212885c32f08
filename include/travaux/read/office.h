/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Old Word files (.doc) and RTF are read through another program: LibreOffice, which keeps tracked changes, or for .doc
 * antiword, which loses them; both are strangers let at hostile bytes and run confined.  LibreOffice takes a second to
 * start, so that a run over many files tells their names beforehand: the next few are then converted together.
 * TRAVAUX_NO_HELPERS in the environment (not empty, not 0) forbids all outside programs.
 */
#ifndef TRAVAUX_READ_OFFICE_H
#define TRAVAUX_READ_OFFICE_H

#include <stddef.h>
#include <travaux/base/error.h>

struct tvx_office;

/*
 * For one run and one thread; give it to tvx_read_bytes in its options.  `paths` (may be none) are files that the run
 * will come to, in that order; they must outlive it and are looked at only when a first old file was met.
 * No program is started and no folder made before that.
 */
enum tvx_status tvx_office_new(struct tvx_office **out, const char *const *paths, size_t count,
                               struct tvx_error *error);

/* Ends it and removes everything temporary; NULL is allowed. */
void tvx_office_free(struct tvx_office *office);

#endif

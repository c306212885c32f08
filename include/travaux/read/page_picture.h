/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A page of a PDF as a picture, to be looked at beside the text that was read from it.  It is drawn in a child process,
 * as every file is read; what comes back is dots, which can do nothing.
 */
#ifndef TRAVAUX_READ_PAGE_PICTURE_H
#define TRAVAUX_READ_PAGE_PICTURE_H

#include <stddef.h>
#include <travaux/base/error.h>

/*
 * `page` counts from 1.  *png (malloc'ed, the caller frees) is a PNG of at most 1,400 dots a side.  TVX_E_NOTFOUND for
 * a page that the file does not have, the errors of reading for a file that cannot be opened.
 */
enum tvx_status tvx_read_page_picture(unsigned char **png, size_t *length, const char *bytes, size_t size, int page,
                                      struct tvx_error *error);

#endif

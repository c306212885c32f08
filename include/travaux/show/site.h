/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The static site: the whole workspace as a folder of pages that open from a disk, a memory stick or any web server,
 * without network and without script if need be.  One page a provision with its comparison, a proposal, a document.
 * Text reaches a page only through the escaping writers; a page runs no inline script or style (its CSP forbids it).
 */
#ifndef TRAVAUX_SHOW_SITE_H
#define TRAVAUX_SHOW_SITE_H

#include <travaux/show/comparison.h>
#include <travaux/show/say.h>

/* Called now and then: pages written so far, and of how many. */
typedef void tvx_site_progress(void *context, size_t done, size_t total);

/*
 * Writes the site into `folder`, which is made when absent; files there by other names are left alone.  `tongue` is
 * the language of the interface, NULL: English.
 * *pages (may be NULL) is the number of pages written.
 */
enum tvx_status tvx_site_export(struct tvx_store *store, const char *folder, const struct tvx_tongue *tongue,
                                size_t *pages, tvx_site_progress *progress, void *context, struct tvx_error *error);

#endif

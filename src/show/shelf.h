/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What pages of the law take from the shelf: an instrument with the proposals that bear on each of its provisions, and
 * where the lines of a document begin.  A site of thousands of pages reads each of them once.
 */
#ifndef SHOW_SHELF_H
#define SHOW_SHELF_H

#include "html_pages.h"
#include "site_plan.h"

#include <travaux/show/page.h>

/* A page begins: what was not asked for of late makes room. */
void shelf_turn(struct tvx_shelf *shelf);

struct shelf_law {
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    struct site_plan plan;
    const char *language; /* of its document, "" unknown */
};
/* `version` NULL: the one in force.  TVX_E_NOTFOUND. */
enum tvx_status shelf_law(const struct tvx_page *page, const struct shelf_law **out, const char *key,
                          const char *version);

enum tvx_status shelf_lines(const struct tvx_page *page, const struct site_lines **out, int64_t document);

#endif

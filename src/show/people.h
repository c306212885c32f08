/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the pages about people share. */
#ifndef SHOW_PEOPLE_H
#define SHOW_PEOPLE_H

#include <travaux/show/people.h>

#include "html.h"

/* Head of the page, its title (English) and what came of the form. */
void people_start(struct html *html, const struct tvx_page_told *told, const char *title);

/* English, to be said. */
const char *people_role(enum tvx_role role);

/* Two fields for a new password. */
void people_new_password(struct html *html);

#endif

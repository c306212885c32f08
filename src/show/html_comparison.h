/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The main part of a provision's page. */
#ifndef SHOW_HTML_COMPARISON_H
#define SHOW_HTML_COMPARISON_H

#include "html.h"

/* The apparatus, then the whole texts by family, then what else touches the provision. */
void html_comparison(struct html *html, const struct tvx_comparison *comparison);

#endif

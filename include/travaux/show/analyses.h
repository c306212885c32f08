/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Analyses of the whole workspace, made once and kept on a shelf: the pages and the API show the same ones.  What is
 * handed out stays good until the shelf is cleared or its page is written.
 */
#ifndef TRAVAUX_SHOW_ANALYSES_H
#define TRAVAUX_SHOW_ANALYSES_H

#include <travaux/analyse/assess.h>
#include <travaux/analyse/outcome.h>
#include <travaux/analyse/positions.h>
#include <travaux/analyse/scope.h>
#include <travaux/reuse/retabled.h>
#include <travaux/show/page.h>

enum tvx_status tvx_kept_positions(const struct tvx_page *page, const struct tvx_positions **out);
/* With the sums and the adopted texts. */
enum tvx_status tvx_kept_outcomes(const struct tvx_page *page, const struct tvx_outcomes **out);
/* Definitions in force, and what the latest meeting's proposals do to them. */
enum tvx_status tvx_kept_scope(const struct tvx_page *page, const struct tvx_scope **out);
enum tvx_status tvx_kept_retabled(const struct tvx_page *page, const struct tvx_retabled_list **out);

#endif

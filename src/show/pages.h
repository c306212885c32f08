/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The writers of the catalogue (pages.c), one a kind.  Each takes what it needs from the store or the shelf and hands
 * it to the functions that know how it looks.
 */
#ifndef SHOW_PAGES_H
#define SHOW_PAGES_H

#include <travaux/show/page.h>

enum tvx_status page_index(struct tvx_page *page);
enum tvx_status page_blame(struct tvx_page *page);
enum tvx_status page_compare(struct tvx_page *page);
enum tvx_status page_search(struct tvx_page *page);
enum tvx_status page_provisions(struct tvx_page *page);
enum tvx_status page_documents(struct tvx_page *page);
enum tvx_status page_actors(struct tvx_page *page);
enum tvx_status page_actor(struct tvx_page *page);
enum tvx_status page_themes(struct tvx_page *page);
enum tvx_status page_theme(struct tvx_page *page);
enum tvx_status page_definitions(struct tvx_page *page);
enum tvx_status page_definition(struct tvx_page *page);
enum tvx_status page_positions(struct tvx_page *page);
enum tvx_status page_reuse(struct tvx_page *page);
enum tvx_status page_assessments(struct tvx_page *page);
enum tvx_status page_assessment(struct tvx_page *page);
enum tvx_status page_calendar(struct tvx_page *page);
enum tvx_status page_register(struct tvx_page *page);
enum tvx_status page_outcomes(struct tvx_page *page);
enum tvx_status page_outcome(struct tvx_page *page);
enum tvx_status page_instrument(struct tvx_page *page);
enum tvx_status page_provision(struct tvx_page *page);
enum tvx_status page_proposal(struct tvx_page *page);
enum tvx_status page_document(struct tvx_page *page);
enum tvx_status page_statements(struct tvx_page *page);
enum tvx_status page_statement(struct tvx_page *page);
enum tvx_status page_statement_draft(struct tvx_page *page);
enum tvx_status page_statement_versions(struct tvx_page *page);
enum tvx_status page_statement_confirm(struct tvx_page *page);
enum tvx_status page_note(struct tvx_page *page);
enum tvx_status page_notices(struct tvx_page *page); /* of who is signed in; so are the next two */
enum tvx_status page_conflict(struct tvx_page *page);
enum tvx_status page_review(struct tvx_page *page);

#endif

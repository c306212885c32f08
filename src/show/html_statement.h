/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The parts of which the pages of joint statements are made: the text with its quotations, the list of who signed,
 * fields of forms, a redline of two versions.
 */
#ifndef SHOW_HTML_STATEMENT_H
#define SHOW_HTML_STATEMENT_H

#include "html_entry.h"

#include <travaux/show/joint.h>

/* The statement's text; quotations lead to their provision, and say to who reads the workspace what became of it. */
void html_statement_text(struct html *html, const struct tvx_joint_whole *whole);
/* The list as it is published: confirmed, not withdrawn. */
void html_statement_list(struct html *html, const struct tvx_joint_whole *whole);
/* Words inserted and deleted between two versions, titles included. */
void html_statement_redline(struct html *html, const struct tvx_joint_version *a, const struct tvx_joint_version *b);
/* Where a statement stands, in a sentence; arena-owned. */
const char *html_statement_stands(struct html *html, const struct tvx_joint *joint);
/* "22 November 2026, 13:00 UTC", as a <time>. */
void html_statement_time(struct html *html, const char *time);
/* A form of one button: hidden number of a signature (0: none). */
void html_statement_button(struct html *html, const char *action, const char *key, int64_t number, const char *label);

/* "statement-sign/KEY" below the root, as a form's action. */
const char *html_statement_action(struct html *html, const char *action, const char *key);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Forms that people enter things by: taken in, written under the revision that their page showed, and handed back with
 * what is wrong, or as one of two texts where somebody else was faster.
 */
#ifndef SERVE_DRAFTS_H
#define SERVE_DRAFTS_H

#include "route.h"

#include <travaux/show/together.h>

/* The form's fields as they were sent, clean text with lines ended by "\n"; false: no memory. */
bool draft_take(struct request *request, struct tvx_draft *draft, enum tvx_draft_kind kind);
/* A whole number of a field; `otherwise` for anything else. */
int64_t draft_number(const struct tvx_draft *draft, const char *name, int64_t otherwise);

/* Back to where the form stood. */
enum tvx_status draft_done(struct request *request, struct reply *reply, const char *otherwise);
/* What a failed entry comes to: the form again with what is wrong, or the failure itself. */
enum tvx_status draft_refused(struct request *request, struct reply *reply, const struct tvx_draft *draft,
                              enum tvx_status status);

/*
 * Writes what the draft says if the revision it saw is still in force (`write` is called within the transaction, and
 * tells the audit log); else sets it aside and leads to both texts.  `key` as tvx_draft_key makes it.
 */
enum tvx_status draft_revise(struct request *request, struct reply *reply, const struct tvx_draft *draft,
                             const char *key, tvx_revision_write *write, void *context, const char *otherwise);

#endif

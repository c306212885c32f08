/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The text of a proposal, taken from a range of blocks: as it reads before and after the marked changes, and the
 * changes themselves.  A change is a longest stretch of text that does not stand in both; paragraphs are
 * joined by "\n", and a paragraph mark that was inserted or deleted belongs to the change beside it.
 */
#ifndef TRAVAUX_LAW_REGION_H
#define TRAVAUX_LAW_REGION_H

#include <travaux/base/buf.h>
#include <travaux/law/proposal.h>

struct tvx_region {
    size_t first, last; /* blocks; first > last: empty */
    const char *prefix; /* words at the start of the first block that are not text ("MOD VRN/1/2"); "" when none */
};

struct tvx_region_text {
    const char *before, *after;
    struct tvx_edit *edits;
    size_t edit_count;
    bool marked; /* some text in it carries a change */
};

enum tvx_status tvx_region_read(struct tvx_region_text *out, struct tvx_arena *arena,
                                const struct tvx_document *document, struct tvx_region region,
                                struct tvx_error *error);

/* The buffer's text with white space folded within each line; empty lines vanish.  NULL when memory is short. */
const char *tvx_region_fold(struct tvx_arena *arena, const struct tvx_buf *buf);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the records of meetings say of proposals that they name by number. */
#ifndef REUSE_FATE_RECORD_H
#define REUSE_FATE_RECORD_H

#include <travaux/reuse/fate.h>

struct record_claim {
    size_t proposal; /* index */
    struct tvx_fate_evidence evidence;
};

struct record_claims { /* by proposal, then the latest first */
    struct record_claim *items;
    size_t count;
};

/* Reads every document of the kind "report". */
enum tvx_status record_claims_load(struct record_claims *out, struct tvx_arena *arena, struct tvx_store *store,
                                   const struct tvx_stored_proposal *proposals, size_t count,
                                   struct tvx_error *error);

/* The same of one text, in order of the text. */
enum tvx_status record_claims_read(struct record_claims *out, struct tvx_arena *arena,
                                   const struct tvx_stored_proposal *proposals, size_t count,
                                   const struct tvx_stored_document *record, const char *text,
                                   struct tvx_error *error);

#endif

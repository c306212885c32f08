/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What `force` answers about something in the workspace: a proposal (its text before and after, and where it raises or
 * lowers), or law as it stands (an instrument or a provision with what is under it).  Every sentence has its passage,
 * every change is a claim.
 */
#ifndef TRAVAUX_ANALYSE_FORCE_REPORT_H
#define TRAVAUX_ANALYSE_FORCE_REPORT_H

#include <travaux/analyse/claim.h>
#include <travaux/analyse/force_change.h>
#include <travaux/store/store.h>

struct tvx_force_desk; /* the tables, and the instruments read so far, each once */

/* NULL when memory is short; arena-owned; `store` must outlive it. */
struct tvx_force_desk *tvx_force_desk_new(struct tvx_arena *arena, struct tvx_store *store);

struct tvx_force_report {
    const char *reference;  /* "VRN/14A1/5", "MNR@2022:5.2" */
    const struct tvx_stored_proposal *proposal; /* NULL for law */
    bool compared; /* a proposal, or two versions of a law; else law as it stands, where before is after */
    const char *key, *version, *path; /* what it is about; each NULL when not known */
    struct tvx_force_instrument instrument;
    struct tvx_force before, after;   /* for law as it stands the same */
    struct tvx_evidence *before_evidence, *after_evidence; /* of each sentence */
    struct tvx_force_change change;
    struct tvx_claims claims; /* changes of norms, and texts that are taken in ("value": "incorporation") */
};

/* A proposal; one that changes nothing (NOC) is reported with every sentence the same. */
enum tvx_status tvx_force_of_proposal(struct tvx_force_report *out, struct tvx_force_desk *desk,
                                      const struct tvx_stored_proposal *proposal, struct tvx_error *error);
/* An instrument, or the provision at `path` (NULL: all) with what is under it; TVX_E_NOTFOUND. */
enum tvx_status tvx_force_of_law(struct tvx_force_report *out, struct tvx_force_desk *desk, const char *key,
                                 const char *version, const char *path, struct tvx_error *error);

struct tvx_force_text { /* an instrument's version, or a provision of it with what is under it (path not NULL) */
    const char *key, *version, *path;
};

/* From one version of a law to another; what the report says of the instrument is the later one's. */
enum tvx_status tvx_force_between(struct tvx_force_report *out, struct tvx_force_desk *desk,
                                  const struct tvx_force_text *before, const struct tvx_force_text *after,
                                  struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Claims and their evidence as JSON, the same in every analysis, so that a script that can read one can read all.
 * Each function writes one value.  Offsets count code points.
 */
#ifndef TRAVAUX_SHOW_JSON_CLAIM_H
#define TRAVAUX_SHOW_JSON_CLAIM_H

#include <travaux/analyse/claim.h>
#include <travaux/base/json.h>

/* {"document","sha256","ref","quote","start","len"}; a place that is not known is left out. */
void tvx_json_evidence(struct tvx_json *json, const struct tvx_evidence *evidence);
/* {"statement","value","low","high","method","evidence":[…]}; a value or an interval that it lacks is left out. */
void tvx_json_claim(struct tvx_json *json, const struct tvx_claim *claim);
void tvx_json_claims(struct tvx_json *json, const struct tvx_claims *claims);

#endif

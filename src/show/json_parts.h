/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Parts of the contract's objects that several of them hold. */
#ifndef SHOW_JSON_PARTS_H
#define SHOW_JSON_PARTS_H

#include <travaux/show/json.h>

/* The key "evidence" and {"document","sha256","quote","start","len"}. */
void show_json_evidence(struct tvx_json *json, const struct tvx_stored_proposal *proposal);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Who stands behind a proposal: the names of the header's source line, the codes in the proposal's number, and
 * those it calls co-sponsors.  A name that no table knows gets its code from the numbers: "Varenia" and VRN/12/1.
 */
#ifndef TRAVAUX_LAW_SPONSORS_H
#define TRAVAUX_LAW_SPONSORS_H

#include <travaux/law/proposal.h>

/* Replaces unknown names among the header's sponsors by the codes of a number's sponsor part ("HEL/NRS"). */
enum tvx_status tvx_sponsors_name(struct tvx_header *header, struct tvx_arena *arena, const char *part,
                                  struct tvx_error *error);

/* Fills the proposal's sponsors; `part` NULL when it has no printed number, `cosponsors` "" when none are named. */
enum tvx_status tvx_sponsors_choose(struct tvx_proposal *proposal, struct tvx_arena *arena,
                                    const struct tvx_header *header, const char *part, const char *cosponsors,
                                    struct tvx_error *error);

#endif

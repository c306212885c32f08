/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Opens the workspace and the institution maps for commands that also answer without a workspace, from the map that the
 * program carries: somebody who asks who decides has perhaps no documents yet.
 */
#ifndef TRAVAUX_CMD_INSTITUTION_H
#define TRAVAUX_CMD_INSTITUTION_H

#include "command.h"

#include <travaux/store/institution.h>

/* *store is NULL where the call names no workspace and none lies in this folder or above.  An exit status, after a
   message, when not EXIT_DONE; the store is then closed. */
int institution_open(struct tvx_call *call, struct tvx_store **store, struct tvx_institutions *all);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How the places of two proposals stand to each other, through the versions of their instrument. */
#ifndef REUSE_RETABLED_PLACE_H
#define REUSE_RETABLED_PLACE_H

#include <travaux/reuse/retabled.h>

#include "versions.h"

enum tvx_status retabled_place(enum tvx_retabled_place *out, struct versions *versions,
                               const struct tvx_stored_proposal *later, const struct tvx_stored_proposal *earlier,
                               struct tvx_error *error);

#endif

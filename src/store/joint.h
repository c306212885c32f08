/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the files of joint statements share: a member of a form cleaned and checked, a statement looked up within a
 * transaction, and a place in the law looked up for a quotation.
 */
#ifndef STORE_JOINT_H
#define STORE_JOINT_H

#include <travaux/store/joint.h>

#include "db.h"

/* An author's or administrator's name: cleaned into *out; TVX_E_USAGE when none is given. */
enum tvx_status joint_by(const char **out, struct tvx_arena *arena, const char *name, struct tvx_error *error);

/* The same as tvx_store_joint for a number. */
enum tvx_status joint_by_id(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint *out, int64_t id,
                            struct tvx_error *error);

/* Stores the quotations of a new version; within its transaction. */
enum tvx_status joint_quotes_insert(struct tvx_store *store, struct tvx_arena *arena, int64_t joint, size_t version,
                                    const char *text, struct tvx_error *error);

#endif

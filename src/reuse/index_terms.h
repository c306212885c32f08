/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The counts of words that a segment holds, as a tvx_rarity.
 */
#ifndef REUSE_INDEX_TERMS_H
#define REUSE_INDEX_TERMS_H

#include <stdint.h>
#include <string.h>
#include <travaux/base/error.h>
#include <travaux/reuse/rarity.h>

/* Adds `terms` counts (u64 key, u32 passages, keys ascending) out of so many passages. */
enum tvx_status tvx_terms_unpack(struct tvx_rarity *into, uint64_t passages, uint64_t terms, const void *bytes,
                                 struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The place that a proposal names, read from the start of a line; tells also how much of the line was the place,
 * so that a line which is nothing but a place ("Article 5A") is told from a text that begins with one.
 */
#ifndef TRAVAUX_LAW_TARGET_H
#define TRAVAUX_LAW_TARGET_H

#include <travaux/law/reference.h>

/* As tvx_target_parse; *consumed: bytes of `text` (clean UTF-8) up to the end of the last word understood. */
enum tvx_status tvx_target_scan(struct tvx_target *out, size_t *consumed, struct tvx_arena *arena, const char *text,
                                struct tvx_error *error);

#endif

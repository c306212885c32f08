/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Words of declarations and reservations: who makes one, what kind it is, which others it names.  All phrases are
 * rows of data/declaration-phrases.tsv, in the six languages of the United Nations.
 */
#ifndef TRAVAUX_LAW_DECLARATION_H
#define TRAVAUX_LAW_DECLARATION_H

#include <travaux/law/proposal.h>

#include "words.h"

/* The row of that kind whose phrase begins the text at the cursor; taken. */
bool tvx_declaring_row(struct tvx_cursor *cursor, const char *kind, struct tvx_field fields[TVX_TABLE_FIELDS]);

/* Does a phrase of the kind stand anywhere in `folded` (case folded, spaces too)? */
bool tvx_declaring_holds(bool *out, struct tvx_arena *arena, const char *folded, const char *kind);

/*
 * Those whom the words name: codes, or unknown names as printed.  *unknown counts names that no table knows and that
 * are written as a name is, *wrong what cannot be a name at all ("the purposes of this Convention").
 */
enum tvx_status tvx_declaring_actors(struct tvx_statement *out, size_t *unknown, size_t *wrong, struct tvx_arena *arena,
                                     const char *names, struct tvx_error *error);

/* Fills kind and refers from out->text; `kind` is what the heading above says. */
enum tvx_status tvx_declaring_judge(struct tvx_statement *out, struct tvx_arena *arena, enum tvx_statement_kind kind,
                                    struct tvx_error *error);

#endif

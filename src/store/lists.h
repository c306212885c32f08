/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the parts of the store that read lists share with each other: instruments and proposals by row.
 */
#ifndef STORE_LISTS_H
#define STORE_LISTS_H

#include "db.h"

/* The head's provisions; key, version and title are the head's strings. */
enum tvx_status tvx_read_provisions(struct tvx_store *store, struct tvx_arena *arena, struct tvx_instrument *out,
                                    const struct tvx_stored_instrument *head, struct tvx_error *error);

/* The version named, or the one in force, or the newest; TVX_E_NOTFOUND names what there is. */
enum tvx_status tvx_find_instrument(struct tvx_store *store, struct tvx_arena *arena, struct tvx_stored_instrument *out,
                                    const char *key, const char *version, struct tvx_error *error);

/* The first column of a query's rows as "a, b, c", for messages. `text` (may be NULL): its one parameter. */
const char *tvx_list_words(struct tvx_store *store, struct tvx_arena *arena, enum tvx_query query, const char *text);

/* The first column of a query's rows, in their order; `id` is its one parameter. */
enum tvx_status tvx_list_strings(struct tvx_store *store, struct tvx_arena *arena, const char ***out, size_t *count,
                                 enum tvx_query query, int64_t id, struct tvx_error *error);

/* Called for each proposal in order; its strings live in `arena`.  Another status than TVX_OK stops. */
typedef enum tvx_status tvx_proposal_fn(void *context, struct tvx_stored_proposal *proposal, struct tvx_error *error);

/* The proposals that pass the filter; the statement is open while `fn` runs. */
enum tvx_status tvx_each_proposal(struct tvx_store *store, struct tvx_arena *arena, const struct tvx_filter *filter,
                                  tvx_proposal_fn *fn, void *context, struct tvx_error *error);

/* Called for each proposal whose stored answer is not the one that resolving gives now; nothing is written. */
typedef enum tvx_status tvx_resolution_fn(void *context, const struct tvx_stored_proposal *proposal,
                                          const struct tvx_resolution *now, struct tvx_error *error);
enum tvx_status tvx_resolutions_check(struct tvx_store *store, tvx_resolution_fn *differs, void *context,
                                      struct tvx_error *error);

#endif

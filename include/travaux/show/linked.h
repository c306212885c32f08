/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Laws and proposals as linked data: JSON-LD 1.1 in the words of schema.org (Legislation, which follows the European
 * Legislation Identifier), so that search engines and libraries know what a page or a file is about.  Names are
 * "urn:travaux:" with the reference that `show` takes.
 */
#ifndef TRAVAUX_SHOW_LINKED_H
#define TRAVAUX_SHOW_LINKED_H

#include <travaux/base/json.h>
#include <travaux/store/store.h>

/* "@context", as a member of the outermost object. */
void tvx_json_linked_context(struct tvx_json *json);

struct tvx_linked_law {
    const struct tvx_stored_instrument *head;
    const struct tvx_instrument *instrument; /* its provisions become parts; NULL: without them */
    const char *language;                    /* "" or NULL: not known */
    const char *before;                      /* version before it; NULL: none */
};
/* One object; `context`: with "@context".  Where memory is short the buffer of *json is marked as failed. */
void tvx_json_linked_law(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_linked_law *law,
                         bool context);
/* A provision by itself, with "@context": the text in force, and the law that it is a part of. */
void tvx_json_linked_provision(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_stored_instrument *head,
                               const char *path, const char *label, const char *heading, const char *text,
                               const char *language);
void tvx_json_linked_proposal(struct tvx_json *json, struct tvx_arena *arena,
                              const struct tvx_stored_proposal *proposal, const char *language, bool context);

/*
 * {"@context","@graph":[…]}: everything, or what `reference` (NULL: everything) names: a law with its provisions, one
 * proposal, a document's laws and proposals.  TVX_E_NOTFOUND; TVX_E_USAGE for a part of a law.
 */
enum tvx_status tvx_linked(struct tvx_json *json, struct tvx_arena *arena, struct tvx_store *store,
                           const char *reference, struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Akoma Ntoso 3.0 (OASIS LegalDocML) in the profile of the United Nations: an instrument's version as an act or a
 * statement, a proposal as an amendment with what it does (textualMod, and from our analyses meaningMod, scopeMod,
 * forceMod), a contribution as the list of its amendments.  Names follow the Akoma Ntoso Naming Convention 1.0, and
 * the elements of provisions bear our own path ("travaux:path"), so that each is found again.
 */
#ifndef TRAVAUX_SHOW_AKN_H
#define TRAVAUX_SHOW_AKN_H

#include <travaux/store/store.h>

struct tvx_akn_desk; /* what many exports share: the instruments, and what was analysed so far */

/* NULL with *error set; arena-owned; `store` must outlive it. */
struct tvx_akn_desk *tvx_akn_desk_new(struct tvx_arena *arena, struct tvx_store *store, struct tvx_error *error);

/*
 * A schema of Akoma Ntoso, of whatever edition: what is written then has its namespace (the drafts of the standard each
 * had their own) and is held against it.  Nothing is fetched from the network for it.
 */
struct tvx_akn_schema;
enum tvx_status tvx_akn_schema_read(struct tvx_akn_schema **out, const char *file, struct tvx_error *error);
void tvx_akn_schema_free(struct tvx_akn_schema *schema);
/* From now on; `schema` must outlive the desk.  What is not valid is TVX_E_MALFORMED, with what the schema says. */
void tvx_akn_desk_schema(struct tvx_akn_desk *desk, const struct tvx_akn_schema *schema);

/*
 * Appends the document to *out.  `arena` is for what this one needs.  Of a proposal "what it does" means as its text
 * says: a reader judges.  TVX_E_NOTFOUND where `reference` names nothing, TVX_E_USAGE where it names what has no form
 * in Akoma Ntoso here (a part of an instrument, a document without proposals).
 */
enum tvx_status tvx_akn(struct tvx_buf *out, struct tvx_akn_desk *desk, struct tvx_arena *arena, const char *reference,
                        struct tvx_error *error);

/* All there is to write: every version of every instrument, then every proposal. */
size_t tvx_akn_count(const struct tvx_akn_desk *desk);
/* The i-th of them, and by what reference it goes (owned by the desk or by `arena`). */
enum tvx_status tvx_akn_nth(struct tvx_buf *out, const char **reference, struct tvx_akn_desk *desk,
                            struct tvx_arena *arena, size_t i, struct tvx_error *error);

#endif

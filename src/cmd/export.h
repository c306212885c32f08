/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The formats of `travaux export` that have a file of their own, and what they share. */
#ifndef TRAVAUX_CMD_EXPORT_H
#define TRAVAUX_CMD_EXPORT_H

#include "output.h"

/* Writes to the file that --output names; an exit status. */
int export_docx(struct tvx_call *call);

/* One thing into *output, or, with no reference given, all into a folder. */
enum tvx_status export_akn(struct tvx_call *call, struct tvx_store *store, struct output *output);

#define EXPORT_TABLES "proposals|provisions|positions|outcomes|register|definitions"

/* Each writes into *output. */
enum tvx_status export_json(struct tvx_call *call, struct tvx_store *store, struct output *output);
enum tvx_status export_csv(struct tvx_call *call, struct tvx_store *store, struct output *output);
enum tvx_status export_atom(struct tvx_call *call, struct tvx_store *store, struct output *output);
enum tvx_status export_ics(struct tvx_call *call, struct tvx_store *store, struct output *output);
enum tvx_status export_jsonld(struct tvx_call *call, struct tvx_store *store, struct output *output);

/* The stored proposal with that number in the store. */
enum tvx_status export_proposal(const struct tvx_stored_proposal **out, struct tvx_call *call, struct tvx_store *store,
                                int64_t id);
/* The language of a document; "" when not known. */
enum tvx_status export_language(const char **out, struct tvx_call *call, struct tvx_store *store, int64_t document);

#endif

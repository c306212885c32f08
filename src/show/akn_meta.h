/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Names of documents by the Akoma Ntoso Naming Convention 1.0, §4, in the profile of the United Nations (AKN4UN): the
 * work /akn/un/TYPE/SUBTYPE/BODY/DATE/NUMBER, its expression …/eng@DATE, and the manifestation …/eng@DATE.xml; and the
 * block of metadata that states them.
 */
#ifndef SHOW_AKN_META_H
#define SHOW_AKN_META_H

#include <travaux/store/store.h>

#include "akn_writer.h"

struct show_akn_name {
    const char *type, *subtype;  /* "act", "treaty" */
    const char *author;          /* as it stands in the name, "nc"; "" where it is not known */
    const char *author_shown;    /* "NC-22" */
    const char *number;          /* "mnr" */
    const char *number_shown;    /* "MNR" */
    const char *date;            /* of the work, full */
    const char *version_date;    /* of the expression, full */
    const char *date_is;         /* "adoption"; "year" where only that is known, "unknown" */
    const char *language;        /* ISO 639-2, "eng" */
    const char *work, *expression; /* the names made of these */
};

/* Of one version of an instrument; `versions` are all instruments stored, of which those with its key make the work. */
enum tvx_status show_akn_name_law(struct show_akn_name *out, struct tvx_arena *arena,
                                  const struct tvx_stored_instrument *head,
                                  const struct tvx_stored_instrument *versions, size_t count, const char *language,
                                  struct tvx_error *error);
enum tvx_status show_akn_name_proposal(struct show_akn_name *out, struct tvx_arena *arena,
                                       const struct tvx_stored_proposal *proposal, const char *language,
                                       struct tvx_error *error);
/* Of a document with proposals, as their list. */
enum tvx_status show_akn_name_document(struct show_akn_name *out, struct tvx_arena *arena,
                                       const struct tvx_stored_document *document, struct tvx_error *error);

/* "en" to "eng"; "und" for what is not known. */
const char *show_akn_language(const char *code);

#define SHOW_AKN_SELF "software_travaux" /* identifier of this program among the references */

/* <identification>. `today`: the day of the conversion. */
void show_akn_identification(struct show_akn *akn, const struct show_akn_name *name, const char *today);

/* One entry of <references>: element ("TLCOrganization"), identifier, where it is described, and as it is shown. */
void show_akn_reference(struct show_akn *akn, const char *element, const char *id, const char *href,
                        const char *shown);
/* The same of an entry of the ontology, /akn/ontology/CLASS/NAME, with the identifier KIND_NAME ("org_nc"). */
void show_akn_entity(struct show_akn *akn, const char *element, const char *class, const char *kind, const char *name,
                     const char *shown);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Evidence: the passage of a document that something rests on, quoted, with its place and the document's hash, so that
 * anybody who has the document can look.  What the program says without evidence it does not say at all.
 */
#ifndef TRAVAUX_LAW_EVIDENCE_H
#define TRAVAUX_LAW_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

struct tvx_evidence {
    const char *document;  /* printed name or file of the document; "" when the text was given by hand */
    const char *sha256;    /* of the document's bytes; "" likewise */
    const char *ref;       /* what `show` takes: "MNR@2022:5.2", "VRN/14A1/5", "NC22/9"; "" when there is none */
    const char *quote;
    size_t start, points;  /* of the quote in the document's text, code points; points 0: place not known */
    int64_t document_id;   /* in the workspace; 0: none */
};

#endif

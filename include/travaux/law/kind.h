/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a document is: a contribution with proposals, an instrument with provisions, final acts, a statement, a report.
 * What a person said about it holds; for the rest its own text decides.
 * `read` and the workspace both ask here, so that a file is the same thing to both.
 */
#ifndef TRAVAUX_LAW_KIND_H
#define TRAVAUX_LAW_KIND_H

#include <travaux/law/instrument.h>
#include <travaux/law/proposal.h>

struct tvx_told { /* what a person said; each NULL where nothing was */
    const char *kind, *instrument, *version;
};

struct tvx_recognised {
    const char *kind; /* "contribution", "instrument", "final-acts", "report", … ; never NULL */
    struct tvx_contribution contribution;
    struct tvx_instrument instrument;
    bool is_instrument; /* `instrument` is to be kept as one */
};

enum tvx_status tvx_recognise(struct tvx_recognised *out, struct tvx_arena *arena, const struct tvx_document *document,
                              const struct tvx_told *told, struct tvx_error *error);

/* Did a header table say anything that only a contribution says? */
bool tvx_header_tells(const struct tvx_header *header);

#endif

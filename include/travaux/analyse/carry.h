/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Carries annotations over to other versions of their documents: called after documents were added.  Every passage
 * that was not yet looked for is, and what came of it is kept and can be told: in its place, moved, or orphaned.
 */
#ifndef TRAVAUX_ANALYSE_CARRY_H
#define TRAVAUX_ANALYSE_CARRY_H

#include <travaux/store/annotation.h>

struct tvx_carried {
    size_t anchored, moved, orphaned;
};

enum tvx_status tvx_carry_annotations(struct tvx_carried *out, struct tvx_store *store, struct tvx_error *error);

/* What a reference names, as the target of an annotation: its kind, its reference as printed, its document with hash;
   and, of a provision or proposal, where it stands there (code points; a document: 0 and all).  TVX_E_NOTFOUND. */
struct tvx_annotated {
    const char *kind, *reference, *document, *sha256;
    int64_t id; /* of the document */
    size_t start, points;
};
enum tvx_status tvx_annotation_target(struct tvx_annotated *out, struct tvx_store *store, struct tvx_arena *arena,
                                      const char *reference, struct tvx_error *error);

/*
 * The selector of a passage that a person quotes from what `on` names: the text as they copied it, and about where
 * (code points in the document's text; SIZE_MAX: they cannot tell).  Of a provision or proposal it is looked for there
 * first, then in the whole document.  TVX_E_NOTFOUND when it does not stand there; TVX_E_USAGE when it does several
 * times and more words are needed.
 */
enum tvx_status tvx_passage_quoted(struct tvx_passage_selector *out, struct tvx_store *store, struct tvx_arena *arena,
                                   const struct tvx_annotated *on, const char *quote, size_t near,
                                   struct tvx_error *error);

#endif

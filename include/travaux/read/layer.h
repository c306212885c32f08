/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A document that went through several hands holds the changes of each.  This tells who changed what, and keeps the
 * layer of one of them: the others' changes are settled, so that the views before and after show what this author
 * alone did to the text.
 *
 * The rule.  A change of another author, or one without a name, is taken as accepted: its insertion is plain text,
 * its deletion is gone.  One exception keeps what the author asked for visible: where another deleted words that
 * this author had inserted, that deletion came later and is taken back.  So the view after the layer is the whole
 * document's view after but for such words; where one author made all changes, the layer is the document; and every
 * mark that does not lie within another's stands in exactly one author's layer.
 *
 * Numbers that the format computes are known before all changes and after all, not between: in a layer among several
 * the paragraphs carry the number after all changes in both views, and a paragraph that the author deleted its old
 * one.
 */
#ifndef TRAVAUX_READ_LAYER_H
#define TRAVAUX_READ_LAYER_H

#include <travaux/read/document.h>

enum { TVX_LAYER_AUTHORS = 4096 }; /* told apart at most; those met later are left out of the list */

struct tvx_author {
    const char *name;
    size_t insertions, deletions; /* stretches of text that follow each other; a move is one of each */
    const char *first, *last;     /* least and greatest date as written; NULL when none is told */
};

/* The named authors of changes, in the order in which they are met; in `arena`. */
enum tvx_status tvx_layer_authors(struct tvx_author **out, size_t *count, struct tvx_arena *arena,
                                  const struct tvx_document *document, struct tvx_error *error);

/*
 * Settles all changes but `author`'s, in place.  Blocks that are gone or joined are taken out; comments and warnings
 * follow.  Warns ("layer-numbers") when a computed number differs before and after.  TVX_E_NOTFOUND when no change is
 * by that author: the document is as it was.
 */
enum tvx_status tvx_layer_keep(struct tvx_document *document, const char *author, struct tvx_error *error);

#endif

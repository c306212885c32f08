/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The versions of every stored instrument, read when first asked for, and which provision of one became which of
 * another.  It is how proposals made at different conferences are known to be on the same provision although the
 * numbering moved on.
 */
#ifndef REUSE_VERSIONS_H
#define REUSE_VERSIONS_H

#include <travaux/store/store.h>

struct place_map { /* for provision i of the one version: first[i] of the other and how many; SIZE_MAX when gone */
    size_t *first, *count;
    bool *changed; /* false: word for word the same */
    bool *came;    /* by provision of the other version: it has a counterpart */
    bool *same;    /* by provision of the other version: and with the same text */
};

struct version {
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    bool read;
    const char *text;              /* of the document; NULL until versions_document */
    const char *document, *sha256; /* the document's printed name and hash */
    struct place_map *maps; /* by number of the other version; first NULL until asked for */
};

struct versions {
    struct tvx_store *store;
    struct tvx_arena *arena;
    struct version *items;
    size_t count;
};

enum tvx_status versions_load(struct versions *out, struct tvx_store *store, struct tvx_arena *arena,
                              struct tvx_error *error);
/* Number of the version, SIZE_MAX when there is none. */
size_t versions_find(const struct versions *versions, const char *key, const char *version);
enum tvx_status versions_read(struct versions *versions, size_t which, struct tvx_error *error);
/* The text of the document that the version stands in. */
enum tvx_status versions_document(struct versions *versions, size_t which, struct tvx_error *error);
/* Both are versions of one instrument. */
enum tvx_status versions_map(struct versions *versions, size_t from, size_t to, const struct place_map **out,
                             struct tvx_error *error);
/* How many provisions stand under this one, itself included. */
size_t versions_extent(const struct tvx_instrument *instrument, size_t provision);
/* `count` provisions with headings, labels (but the first's) and texts, spaces folded; `count` as versions_extent gives
   it, or any.  NULL when memory is short. */
const char *versions_text(const struct tvx_instrument *instrument, size_t first, size_t count,
                          struct tvx_arena *arena);

#endif

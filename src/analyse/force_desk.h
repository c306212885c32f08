/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Stored instruments as `force` needs them: read once, each provision with the words over it and its place, and each
 * sentence with its passage in the document.
 */
#ifndef TRAVAUX_ANALYSE_FORCE_DESK_H
#define TRAVAUX_ANALYSE_FORCE_DESK_H

#include <travaux/analyse/force_report.h>

struct desk_law { /* one stored version */
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    const char *text;               /* of its document */
    struct tvx_stored_document document;
    struct tvx_force_instrument force;
    const char *asked_key, *asked_version;
};

struct tvx_force_desk {
    struct tvx_arena *arena;
    struct tvx_store *store;
    struct tvx_force_rules *rules;
    struct desk_law **laws;
    size_t count, capacity;
    struct tvx_stored_document *documents; /* all, for their languages */
    size_t document_count;
    bool documents_read;
};

/* The version (NULL: in force); TVX_E_NOTFOUND. */
enum tvx_status desk_law(struct desk_law **out, struct tvx_force_desk *desk, const char *key, const char *version,
                         struct tvx_error *error);
/* The document's language, "en" when it is not known. */
enum tvx_status desk_language(const char **out, struct tvx_force_desk *desk, int64_t document,
                              struct tvx_error *error);

/* Headings and chapeaux over the provision at `path`, which need not be there yet; a line each; NULL: short memory. */
const char *desk_above(struct tvx_force_desk *desk, const struct desk_law *law, const char *path);
/* Where the provision at `path` stands, or would stand. */
enum tvx_force_place desk_place(const struct desk_law *law, const char *path);

/* Reads the provision at `path` (NULL: all) and what is under it; the passage of each sentence in *evidence. */
enum tvx_status desk_read_law(struct tvx_force *out, struct tvx_evidence **evidence, struct tvx_force_desk *desk,
                              const struct desk_law *law, const char *path, struct tvx_error *error);

/* The passage of `words` in the law's document, at or behind the provision at `path`. */
enum tvx_status desk_passage(struct tvx_evidence *out, struct tvx_force_desk *desk, const struct desk_law *law,
                             const char *path, const char *words, struct tvx_error *error);

#endif

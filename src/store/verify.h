/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the parts of verifying share: the report, and the document in hand. */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include <travaux/store/verify.h>

#include "db.h"
#include "settings.h"

struct verifying {
    struct tvx_store *store, *scratch;
    struct tvx_arena *lasting, *arena; /* of the report; of the document in hand */
    struct tvx_verification *out;
    size_t differ_capacity, damaged_capacity;

    const struct tvx_stored_document *document; /* NULL: the file as a whole */
    const char *made_by;
    size_t shown; /* differences of this document */
};

/* Lists damage.  `message` is copied. */
enum tvx_status tvx_verify_damaged(struct verifying *verifying, const char *message, struct tvx_error *error);

/* Lists what damage kept something from being read; another failure is handed back. */
enum tvx_status tvx_verify_list(struct verifying *verifying, enum tvx_status status, const struct tvx_error *why,
                                struct tvx_error *error);

/* Lists a difference, with excerpts of both texts around the first place where they differ.  All is copied. */
enum tvx_status tvx_verify_differs(struct verifying *verifying, const char *part, const char *which, const char *field,
                                   const char *stored, const char *now, struct tvx_error *error);

/* What was told when the document was added. */
enum tvx_status tvx_verify_told(struct tvx_settings *out, struct verifying *verifying, struct tvx_error *error);

/* Compares everything made of the document in hand with what the scratch workspace has of `again`. */
enum tvx_status tvx_verify_rows(struct verifying *verifying, int64_t again, struct tvx_error *error);

/* SQLite's own checks. */
enum tvx_status tvx_verify_file(struct verifying *verifying, struct tvx_error *error);

#endif

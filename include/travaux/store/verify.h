/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Makes everything in the workspace that was made from the sources once more, and tells what differs.  Each document is
 * read again from its stored bytes, in the reader's sandbox and with what was told when it was added, is stored in a
 * scratch workspace in memory, and the rows of both are compared; then every proposal is tied to its provision again.
 * Nothing is written.
 *
 * Damage is what cannot be right whatever program made it: a file that SQLite finds broken, a source whose bytes have
 * another hash.  A difference can be damage, too, but also the work of another version of travaux, or of programs that
 * are installed here and were not there (LibreOffice, tesseract).
 */
#ifndef TRAVAUX_STORE_VERIFY_H
#define TRAVAUX_STORE_VERIFY_H

#include <travaux/store/store.h>

struct tvx_difference {
    int64_t document;
    const char *name;    /* of the document */
    const char *made_by; /* version of travaux that stored it; NULL when not known */
    const char *part;    /* "reading", "text", "tree", "document", "provisions", "proposals", "resolutions", … */
    const char *which;   /* of the part: a path, a proposal's number; "" for the whole */
    const char *field;   /* "after", "heading", …; NULL: all of it is there once, or only in one of the two */
    /* what stands there, around the first difference; NULL: nothing */
    const char *stored, *now;
    size_t start; /* of the first difference, code points into the field */
};

struct tvx_damage {
    int64_t document; /* 0: the file as a whole */
    const char *name; /* of the document; NULL */
    const char *message;
};

enum {
    TVX_VERIFY_SHOWN = 12,     /* differences of one document that are listed; more are counted */
    TVX_VERIFY_DAMAGES = 1000, /* listed */
};

struct tvx_verification { /* arena-owned */
    size_t documents; /* looked at */
    size_t differing; /* documents that differ */
    struct tvx_difference *differs;
    size_t differ_count, differ_more; /* more: not listed */
    struct tvx_damage *damaged;
    size_t damaged_count;
};

/* Called before each document: how many are done, of how many, and its name. */
typedef void tvx_verify_progress(void *context, size_t done, size_t total, const char *name);

/* Damage is no error; an error is what keeps it from being looked for, as lack of memory. */
enum tvx_status tvx_store_verify(struct tvx_verification *out, struct tvx_arena *arena, struct tvx_store *store,
                                 tvx_verify_progress *progress, void *context, struct tvx_error *error);

#endif

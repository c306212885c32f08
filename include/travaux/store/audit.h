/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The audit log: who did what, when.  Entries are only ever added; a connection of this program refuses to change or
 * remove one, whatever statement it is asked to run.  Each entry carries the hash of the one before it, so that what is
 * changed or taken out behind the program's back is found (`travaux verify`, the audit page).  Who can write the whole
 * file can also write the whole chain anew: against that, note the hash of the newest entry elsewhere, and ask later
 * whether it is still there (`travaux account audit --contains HASH`).
 */
#ifndef TRAVAUX_STORE_AUDIT_H
#define TRAVAUX_STORE_AUDIT_H

#include <travaux/base/hash.h>
#include <travaux/store/store.h>

enum { TVX_AUDIT_SHELL = 0, TVX_AUDIT_TEXT = 4000 }; /* who: at the shell; most bytes of a field, more is cut */

/*
 * Adds an entry: `who` is an account's number, or TVX_AUDIT_SHELL; `what` a dotted word ("annotation.add",
 * "statement.publish"); `about` the thing it was done to (a reference, an address), `details` what else is worth
 * knowing; both may be NULL.  Never a password, a token or a text that has its own log.  Within a transaction of the
 * caller it is part of it: what was not done is not told.
 */
enum tvx_status tvx_store_audit(struct tvx_store *store, int64_t who, const char *what, const char *about,
                                const char *details, struct tvx_error *error);

struct tvx_audit_entry {
    int64_t number, who;
    const char *at;   /* UTC, ISO 8601 with milliseconds */
    const char *name; /* of the account at that time; "" at the shell */
    const char *what, *about, *details;
    const char *hash; /* of this entry and, through it, of all before it: SHA-256, hexadecimal */
};

struct tvx_audit_filter {
    int64_t before;    /* only entries with a smaller number; 0: from the newest */
    int64_t who;       /* -1: any (0 is the shell) */
    const char *what;  /* exactly, or its beginning before a dot ("account"); NULL: any */
    const char *about; /* exactly; NULL: any */
    size_t limit;      /* 0: all */
};

/* Newest first. */
enum tvx_status tvx_store_audit_list(struct tvx_store *store, struct tvx_arena *arena, struct tvx_audit_entry **out,
                                     size_t *count, const struct tvx_audit_filter *filter, struct tvx_error *error);

struct tvx_audit_check {
    size_t entries;
    bool whole;
    int64_t broken_at;         /* number of the first entry that is wrong or missing */
    char head[TVX_SHA256_HEX]; /* hash of the newest entry; "" of an empty log */
    bool contains;             /* the hash that was asked for is among them */
};

/* Reads the whole chain; `hash` (may be NULL) is looked for in it. */
enum tvx_status tvx_store_audit_check(struct tvx_store *store, struct tvx_audit_check *out, const char *hash,
                                      struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The register: every document with its symbol, whether it went into a conference or came out of it, how public it is
 * and since when, and what is missing: numbers in a series, addenda, revisions, languages that its neighbours have.
 * It tells a secretariat what to publish and an analyst what to ask for.
 */
#ifndef TRAVAUX_ANALYSE_REGISTER_H
#define TRAVAUX_ANALYSE_REGISTER_H

#include <travaux/store/institution.h>
#include <travaux/store/store.h>

struct tvx_register_entry {
    const struct tvx_stored_document *document;
    bool output;              /* came out of a conference: instruments, Final Acts, reports */
    const char *access;       /* as of today */
    const char *public_since; /* a day; NULL: not public, or not told since when */
    const struct tvx_access_change *changes; /* by day */
    size_t change_count;
};

struct tvx_number_range {
    unsigned from, to;
};

enum tvx_series_kind {
    TVX_SERIES_DOCUMENTS, /* of a meeting */
    TVX_SERIES_ADDENDA,   /* to one document */
    TVX_SERIES_REVISIONS, /* of one document or addendum: up to the newest that is here */
};
const char *tvx_series_kind_to_string(enum tvx_series_kind kind); /* "documents", "addenda", "revisions" */

struct tvx_series { /* numbers that are given one after the other */
    enum tvx_series_kind kind;
    const char *meeting;
    const char *of;   /* symbol of the document that addenda or revisions are of; "" for a meeting's documents */
    size_t present;   /* different numbers that are here */
    unsigned last;    /* the highest */
    struct tvx_number_range *missing; /* from 1 up to last; ascending */
    size_t missing_count;
};

struct tvx_missing_languages {
    const char *meeting, *symbol;
    const char **has, **lacks; /* ISO 639-1, by alphabet; lacks: those that another document of the meeting has */
    size_t has_count, lacks_count;
};

struct tvx_register { /* arena-owned */
    struct tvx_register_entry *entries; /* in the store's order */
    size_t count;
    struct tvx_series *series; /* only those of which something is missing; by meeting, then number */
    size_t series_count;
    struct tvx_missing_languages *languages;
    size_t language_count;
};

/* `meeting` NULL: of all. `today`: a day. */
enum tvx_status tvx_register(struct tvx_register *out, struct tvx_arena *arena, struct tvx_store *store,
                             const char *meeting, const char *today, struct tvx_error *error);

/* A canonical symbol told apart: "44A7R1" is document 44, addendum 7, revision 1; 0 for what it has not.  False for a
   symbol of another form. */
bool tvx_symbol_parts(const char *symbol, unsigned *number, unsigned *addendum, unsigned *revision);

#endif

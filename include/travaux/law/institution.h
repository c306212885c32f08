/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The institution map: bodies, what each decides, which instruments it may change and by what majority, who may
 * propose, vote, speak, attend and read, when its conferences meet, what is due by when, and how one gets in.  It is
 * read from TOML files that a person can write and check: every fact stands beside its source, a provision
 * ("CS:No. 227") or an address.  The ITU's is part of the program (data/institutions/itu.toml); a workspace may hold
 * others.
 */
#ifndef TRAVAUX_LAW_INSTITUTION_H
#define TRAVAUX_LAW_INSTITUTION_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/text/toml.h>

struct tvx_fact {
    const char *text;           /* NULL: not told */
    const char *const *sources; /* references into instruments ("CS:No. 227") or addresses */
    size_t source_count;
};

enum tvx_may { TVX_MAY_PROPOSE, TVX_MAY_VOTE, TVX_MAY_SPEAK, TVX_MAY_ATTEND, TVX_MAY_READ, TVX_MAY_COUNT };
const char *tvx_may_name(enum tvx_may may); /* "propose", … */

/* [bodies.KEY] */
struct tvx_body {
    const char *key;         /* "PP" */
    const char *institution; /* "ITU" */
    const char *name, *name_fr; /* name_fr NULL when not told */
    struct tvx_fact decides, meets, members;
    struct tvx_fact may[TVX_MAY_COUNT]; /* who may */
};

/* [instruments.KEY] */
struct tvx_instrument_rule {
    const char *key;
    const char *institution;
    const char *name;
    const char *const *matches; /* keys of instruments it is about; one that ends in '*' stands for all that begin so */
    size_t match_count;
    int rank;                   /* 1 prevails over 2, 2 over 3 …; 0: not told */
    bool binding_told, is_binding;
    struct tvx_fact binding;    /* whom, and how */
    const char *changed_by;     /* key of a body; NULL when not told */
    struct tvx_fact majority, propose, in_force, prevails;
    int months_before;          /* proposals are due so many months before the body's conference opens; 0: no rule */
    struct tvx_fact deadline;   /* what is due then */
};

/* [meetings."PP-26"]; days as ISO 8601 */
struct tvx_gathering {
    const char *key, *institution;
    const char *body;       /* key of a body; NULL when not told */
    const char *title, *place; /* NULL when not told */
    const char *start, *end;   /* end is start where not told; NULL both where only the year is known */
    const char *year;          /* "2027"; never NULL */
    const char *const *sources;
    size_t source_count;
};

/* [deadlines.KEY] */
struct tvx_due {
    const char *key, *institution;
    const char *meeting; /* key of a meeting, or NULL */
    const char *body;    /* key of a body, or NULL */
    const char *date;
    const char *what;
    const char *kind;    /* "proposals", "consultation", "accreditation", "other" */
    const char *who;     /* NULL: not told */
    const char *const *instruments; /* keys that it is about, as in tvx_instrument_rule.matches */
    size_t instrument_count;
    const char *const *sources;
    size_t source_count;
};

/* [ways.KEY]: a way in */
struct tvx_way {
    const char *key, *institution;
    const char *name;
    const char *const *kinds;  /* of participants: "state", "company", "civil society", "academia", "anybody" … */
    size_t kind_count;
    const char *const *bodies; /* keys of bodies */
    size_t body_count;
    struct tvx_fact gives;     /* what one may do then */
    struct tvx_fact how, cost, contact;
};

struct tvx_institutions { /* arena-owned; of one or several files, in the order they were read */
    struct tvx_body *bodies;
    struct tvx_instrument_rule *rules;
    struct tvx_gathering *meetings;
    struct tvx_due *deadlines;
    struct tvx_way *ways;
    size_t body_count, rule_count, meeting_count, deadline_count, way_count;
    size_t body_capacity, rule_capacity, meeting_capacity, deadline_capacity, way_capacity;
};

/*
 * Adds what a file says; an entry replaces one of the same key and institution.  `name` begins the error's message:
 * "NAME: line 3: …".  Keys that nobody knows are refused; a travaux.toml (`beside`) has others at its top, though.
 */
enum tvx_status tvx_institutions_read(struct tvx_institutions *all, struct tvx_arena *arena, const char *name,
                                      bool beside, const char *text, size_t length, struct tvx_error *error);

/* What the program ships. */
enum tvx_status tvx_institutions_shipped(struct tvx_institutions *all, struct tvx_arena *arena,
                                         struct tvx_error *error);

/* Has a travaux.toml a table that only this module reads (meetings, deadlines, ways, bodies, instruments)? */
bool tvx_institutions_in(const struct tvx_toml_table *table);
/* Is this the name of such a table? */
bool tvx_institutions_table(const char *key);

/* The rule for an instrument's key: one that names it, else the one of the longest beginning; of two the later.
   NULL when none is known. */
const struct tvx_instrument_rule *tvx_institutions_rule(const struct tvx_institutions *all, const char *key);
/* May this body change the instruments of that rule? */
bool tvx_institutions_changes(const struct tvx_body *body, const struct tvx_instrument_rule *rule);
/* The body, in the given institution (NULL: any); NULL when not known. */
const struct tvx_body *tvx_institutions_body(const struct tvx_institutions *all, const char *institution,
                                             const char *key);
/* Is this key in a list such as tvx_instrument_rule.matches?  0: no; else more, the more of its letters are named. */
size_t tvx_institutions_matches(const char *const *matches, size_t count, const char *key);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Which terms an instrument defines, where it uses them, and what a change to a definition moves: every provision that
 * uses the term, and every one that uses another term whose definition does, and so on.  A use is a term with its
 * inflected forms, by longest match: "international service" is no use of "service" where it is a term of its own.
 */
#ifndef TRAVAUX_ANALYSE_SCOPE_H
#define TRAVAUX_ANALYSE_SCOPE_H

#include <travaux/analyse/reach.h>
#include <travaux/law/instrument.h>
#include <travaux/store/store.h>

struct tvx_scope_law { /* one instrument with its document */
    const char *key, *version, *language;
    const char *document, *sha256; /* for evidence; may be "" */
    int64_t document_id;
    const struct tvx_instrument *instrument;
};

struct tvx_scope_norm { /* what a provision binds, permits or recommends (analyse/force.h) */
    const char *modal, *kind, *actor; /* "shall", "duty", "Operators" */
    int level;
    const char *method;
    struct tvx_evidence evidence; /* its sentence */
};

struct tvx_scope_reached { /* a provision that a definition reaches */
    size_t law, provision;        /* indexes */
    const char *path;
    const char *ref;              /* "MNR@2022:5.2" */
    size_t via;                   /* the definition by which it is reached; that itself, where it uses the term */
    size_t defines;               /* the definition whose passage it is part of; SIZE_MAX for none */
    size_t steps;                 /* definitions between: 0 where it uses the term */
    struct tvx_evidence evidence; /* the words that use the term, or the nearest term through which it is reached */
    const struct tvx_scope_norm *norms; /* of the provision; none in a definition */
    size_t norm_count;
};

struct tvx_scope_reaches {
    struct tvx_scope_reached *items; /* in the order of the instrument */
    size_t count, capacity;
};

struct tvx_scope_change { /* of a definition, by a proposal */
    const char *proposal;
    const char *provision;       /* path that the proposal names */
    const char **sponsors;
    size_t sponsor_count;
    const char *before, *after;  /* what the term means, without it; "" where it is new or deleted */
    struct tvx_reach_change judged;
    const char *layer_before, *layer_after; /* as tvx_scope_definition.layer */
};

struct tvx_scope_definition {
    const char *term;
    const char *const *aliases;  /* other names that the same passage gives it */
    size_t alias_count;
    size_t law, provision;       /* provision: SIZE_MAX when it is only proposed */
    const char *path, *ref;
    const char *body;            /* what it means; "" for a short name */
    const char *how;             /* the row or form by which it was told */
    const char *within;          /* path of the part in which alone it holds; NULL: the whole instrument */
    bool capital;                /* only uses with a capital letter count: the instrument always writes it so */
    struct tvx_evidence evidence;
    struct tvx_scope_reaches affected;         /* provisions that use the term */
    struct tvx_scope_reaches affected_through; /* provisions reached by other definitions only */
    struct tvx_scope_reaches elsewhere;        /* uses in other instruments that the definitions say they are for */
    const size_t *uses;          /* definitions whose terms this one uses */
    size_t use_count;
    const char *layer;           /* "infrastructure", "services and content", "both", "" */
    struct tvx_claims layer_claims;
    const char *const *in_proposals; /* numbers of the proposals whose new text uses the term more often than the old;
                                        where only one is asked for, that one if its new text uses it at all */
    size_t in_proposal_count;
    struct tvx_scope_change *changes;
    size_t change_count;
    enum tvx_reach reach;        /* of all changes together: that of each if they agree, else unclear */
};

struct tvx_scope_undefined { /* a term that is used like a defined one, and defined nowhere */
    const char *term;
    const char *why;             /* "written with capitals", "in quotation marks" */
    struct tvx_scope_reaches uses;
};

struct tvx_scope {
    const struct tvx_scope_law *laws;
    size_t law_count;
    struct tvx_scope_definition *definitions; /* in the order of the instruments */
    size_t count, capacity;
    struct tvx_scope_definition *proposed;    /* definitions that proposals add; reach and uses as if adopted */
    size_t proposed_count;
    struct tvx_scope_undefined *undefined;
    size_t undefined_count;
    const char *meeting;  /* whose proposals were taken; NULL: all */
    const size_t *shown;  /* the definitions that were asked for: changed ones first, those that reach farthest first */
    size_t shown_count;
    const size_t *used;   /* of one proposal: definitions whose terms its new words use */
    size_t used_count;
};

struct tvx_scope_proposal {
    const struct tvx_stored_proposal *stored;
    const char *language; /* of its document; NULL: that of the instrument */
};

/* Everything is arena-owned; laws and proposals must outlive *out. */
enum tvx_status tvx_scope_build(struct tvx_scope *out, struct tvx_arena *arena, const struct tvx_scope_law *laws,
                                size_t law_count, const struct tvx_scope_proposal *proposals, size_t proposal_count,
                                struct tvx_error *error);

/*
 * From the workspace.  `reference` NULL: all instruments in force with the proposals of the latest meeting (`meeting`
 * NULL) or that one; an instrument, a provision (its definitions, or those whose terms it uses), or a proposal (what
 * it does to definitions).  TVX_E_NOTFOUND when nothing stands there.
 */
enum tvx_status tvx_scope_load(struct tvx_scope *out, struct tvx_arena *arena, struct tvx_store *store,
                               const char *reference, const char *meeting, struct tvx_error *error);

#endif

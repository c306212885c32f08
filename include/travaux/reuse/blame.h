/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Where every word of a law came from: all stored versions of one instrument are laid one behind the other, each word
 * is followed back to the version that had it first, and a word that came in between two versions to the proposals that
 * put it in this place.  A word keeps its identity, and with it its origin, through renumbering, moves, deletion and
 * return (the principle of WikiWho: Flöck & Acosta, "WikiWho: Precise and Efficient Attribution of Authorship of
 * Revisioned Content", WWW 2014); a proposal is a revision that was offered, and an adopted text may have many parents.
 */
#ifndef TRAVAUX_REUSE_BLAME_H
#define TRAVAUX_REUSE_BLAME_H

#include <travaux/compare/align.h>
#include <travaux/store/store.h>

enum tvx_origin_kind {
    TVX_ORIGIN_BASE,     /* an earlier version of the instrument had it (or the earliest there is) */
    TVX_ORIGIN_PROPOSED, /* a proposal put it in this place before the version that had it first */
    TVX_ORIGIN_ORPHAN,   /* came in with the version that is blamed, and no stored proposal has it in this place */
};
const char *tvx_origin_kind_to_string(enum tvx_origin_kind kind); /* "base", "proposed", "orphan" */

struct tvx_blame_version { /* one stored version, oldest first */
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
};

struct tvx_origin {
    size_t version;   /* the first that had the word, and the provision in it */
    size_t provision;
    /* the proposals that had it in this place, by date, undated ones last, else as stored; the first is the origin, the
       others had it too */
    const struct tvx_stored_proposal **proposals;
    size_t count;
};

struct tvx_word { /* a token, punctuation included */
    uint32_t start, length; /* bytes in its provision's text */
    uint32_t provision;     /* index in the instrument */
    uint32_t id;            /* equal numbers: equal bytes */
    uint32_t origin;        /* number of its identity: the same in every version that has the word; in `origins` */
    bool mark;              /* punctuation */
};

struct tvx_words { /* of one version, in order of the text; headings and labels are not among them */
    struct tvx_word *items;
    size_t count;
    size_t *first; /* by provision, and one more: index of its first word */
};

struct tvx_descent { /* a provision of one version became one of a later version */
    size_t version, provision, from_version, from_provision;
    enum tvx_pair_kind kind; /* SAME … MOVED; never INS or DEL */
    bool renumbered;
    bool returned; /* it was gone for a version or more */
};

struct tvx_use { /* a word of a proposal that came into a version in the place where it was proposed … */
    const struct tvx_stored_proposal *proposal;
    size_t version, word;   /* index in that version's words */
    size_t start, length;   /* bytes in proposal.after */
};
struct tvx_cut { /* … and a word that it would strike out, and that went out */
    const struct tvx_stored_proposal *proposal;
    size_t version, word;   /* `word` of the version before `version`, which has it no longer */
};

struct tvx_history {
    struct tvx_blame_version *versions;
    struct tvx_words *words; /* by version */
    size_t count;
    struct tvx_origin *origins;
    size_t origin_count;
    struct tvx_descent *descents; /* by version, in order of the provisions */
    size_t descent_count;
    size_t *descent_first; /* by version, and one more */
    struct tvx_use *uses;
    size_t use_count;
    struct tvx_cut *cuts;
    size_t cut_count;
    const struct tvx_stored_proposal *proposals;
    size_t proposal_count;
    bool limited; /* some comparison was too long and was left out: words may look like orphans that are none */
};

/*
 * The history of the versions given, oldest first, and of the proposals on any of them (of other instruments, or
 * unresolved ones, are passed over).  All is arena-owned or the caller's, which must outlive it.
 */
enum tvx_status tvx_history_make(struct tvx_history *out, struct tvx_arena *arena, struct tvx_blame_version *versions,
                                 size_t count, const struct tvx_stored_proposal *proposals, size_t proposal_count,
                                 struct tvx_error *error);

/* The same of a stored instrument, with versions up to `last` (NULL: all).  TVX_E_NOTFOUND when none is stored. */
enum tvx_status tvx_history_build(struct tvx_history *out, struct tvx_arena *arena, struct tvx_store *store,
                                  const char *key, const char *last, struct tvx_error *error);

/* What a word of version number `version` is called there. */
enum tvx_origin_kind tvx_origin_kind_in(const struct tvx_history *history, const struct tvx_word *word,
                                        size_t version);

/* Was it tabled by a body of the conference (data/conference-bodies.tsv), such as a committee: a compromise? */
bool tvx_is_compromise(const struct tvx_proposal *proposal);

/* Could the proposal have changed that version into being: was it tabled after the one before? */
bool tvx_history_tabled_for(const struct tvx_history *history, const struct tvx_stored_proposal *proposal,
                            size_t version);

/* One text, blamed: an instrument's, or one provision's. */
struct tvx_blame {
    struct tvx_history history;
    size_t version;          /* index of the version asked for: the last in the history */
    size_t first, last;      /* the provisions asked for: [first, last) of its instrument */
    const char *reference;   /* "MNR@2022" or "MNR@2022:5.2" */
    bool tabled;             /* proposals of the conference of this version are stored: without any, an orphan says
                                little */
    const struct tvx_stored_document **printed; /* by provision: final acts of its conference that have its text as it
                                                   stands; NULL where none is stored */
};

/* TVX_E_NOTFOUND as tvx_store_find; TVX_E_USAGE where the reference is no instrument and no provision. */
enum tvx_status tvx_blame_build(struct tvx_blame *out, struct tvx_arena *arena, struct tvx_store *store,
                                const char *reference, struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a proposal adds to the law in force: the status-quo test.  Each sentence that it would put in is held against
 * every sentence of every instrument in force, whatever words that uses for the same things, and against what earlier
 * meetings were asked for.  Told are the nearest law, whom that binds, the words that no law near it has, and whether
 * the sentence is law already, agreed in a text that binds nobody, was refused before, or is new.
 *
 * Words are compared as concepts (data/synonyms.tsv, data/terms.tsv), each weighed by its bits of surprise
 * (travaux/reuse/rarity.h), over Okapi BM25 (Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009) and who
 * must do what (travaux/analyse/force.h); what the law's sentence has word for word is told by travaux/reuse/passage.h.
 * It is a search, not a judgement: words that law has elsewhere may be put to another use here.
 */
#ifndef TRAVAUX_ANALYSE_NOVELTY_H
#define TRAVAUX_ANALYSE_NOVELTY_H

#include <travaux/analyse/claim.h>
#include <travaux/reuse/fate.h>
#include <travaux/store/store.h>

enum tvx_novelty_status {
    TVX_NOVELTY_BINDING,         /* one binding provision in force has nearly all of it, as firmly */
    TVX_NOVELTY_AGREED,          /* … a provision of a text that binds nobody, or a recital, has */
    TVX_NOVELTY_REJECTED_BEFORE, /* an earlier meeting was asked for it and did not adopt it */
    TVX_NOVELTY_NEW,
};
const char *tvx_novelty_status_to_string(enum tvx_novelty_status status); /* "binding", "rejected-before", … */

struct tvx_novelty_law { /* a sentence of a provision in force */
    const char *ref;      /* "CS@2022:34.2" */
    const char *marginal; /* "181"; NULL */
    const char *heading;  /* of its article; "" when there is none */
    const char *text;
    bool binding;         /* the instrument binds, and this is no recital */
    const char *because;  /* which rule says so */
    bool in_force;        /* false: it is the newest version, and none is said to be in force */
    const char *actor, *modal; /* whom it binds, by which word; "" when nobody is named, or nothing is bidden */
    int level;            /* of force, see force.h */
    double score;         /* by which the nearest are ranked; above 0, seldom above 1½ */
    double covered;       /* share of what the proposal's sentence adds that this one has, by bits; 0…1 */
    size_t copied_words;  /* that stand in both in a row, four at least */
    struct tvx_evidence evidence;
};

struct tvx_novelty_earlier { /* a proposal of an earlier meeting that asked for it */
    const struct tvx_stored_proposal *proposal;
    const struct tvx_outcome *outcome;
    const char *text;     /* the sentence */
    double covered;
    struct tvx_evidence evidence;
};

struct tvx_novelty_words { /* of a sentence's text; code points, and bytes */
    const char *text;
    size_t start, points;
    size_t at, length;
};

enum {
    TVX_NOVELTY_LAWS = 8,    /* most provisions told for one sentence */
    TVX_NOVELTY_NEAREST = 3, /* of which so many count as having its words: among many, any word stands somewhere */
};

struct tvx_novelty_sentence {
    const char *text;     /* without its label */
    enum tvx_novelty_status status;
    const char *changes;  /* the sentence in force that it is a new wording of; NULL: of none */
    double added;         /* share of the sentence that is not in that; 1 without one */
    const char *actor, *modal; /* whom it would bind */
    int level;
    bool firmer;          /* the law's words are these, but bind less */
    struct tvx_novelty_law *laws; /* the nearest first; then binding ones, each kind by score */
    size_t law_count;
    const struct tvx_novelty_earlier *earlier; /* NULL */
    struct tvx_novelty_words *left_over; /* words of substance it adds, that none of the nearest laws has */
    size_t left_count;
    struct tvx_evidence evidence;
};

struct tvx_novelty_report {
    const char *reference;
    const struct tvx_stored_proposal *proposal;
    const char *key, *version, *path; /* what it is about; each NULL when not known */
    struct tvx_novelty_sentence *sentences;
    size_t count;
    size_t kept;     /* sentences that the text before has already */
    size_t left_out; /* beyond TVX_NOVELTY_SENTENCES */
    struct tvx_claims claims;
};

enum { TVX_NOVELTY_SENTENCES = 2000 }; /* of one proposal */

struct tvx_novelty; /* the law in force and what was proposed, read and indexed once */

/*
 * Arena-owned but for some tables, which close frees.  `proposals` are all of the workspace, in the store's order; both
 * must outlive it.
 */
enum tvx_status tvx_novelty_open(struct tvx_novelty **out, struct tvx_arena *arena, struct tvx_store *store,
                                 const struct tvx_stored_proposal *proposals, size_t count, struct tvx_error *error);
void tvx_novelty_close(struct tvx_novelty *novelty); /* NULL is allowed */

/* How many instruments, and sentences of theirs, are searched. */
void tvx_novelty_searched(const struct tvx_novelty *novelty, size_t *instruments, size_t *sentences);

/* One that puts nothing in (SUP, NOC) has no sentences. */
enum tvx_status tvx_novelty_of(struct tvx_novelty_report *out, struct tvx_novelty *novelty,
                               const struct tvx_stored_proposal *proposal, struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What became of a proposal: whether the words that it asked for stand in the text adopted after it, and what the
 * records of the meeting say of it.  Every answer comes with the passages it rests on; where neither a later text nor a
 * record is there, the answer is that it is open.
 *
 * The text is the version of its instrument that was adopted at the same meeting (else the next one after it), or what
 * the Final Acts of that meeting print in its place.  Records are documents of the kind "report"; what they say is told
 * by a table of phrases (data/fate-phrases.tsv; English and French) in the sentences that name proposals by number.
 */
#ifndef TRAVAUX_REUSE_FATE_H
#define TRAVAUX_REUSE_FATE_H

#include <travaux/store/store.h>

enum tvx_fate {
    TVX_FATE_OPEN,      /* nothing is known */
    TVX_FATE_ADOPTED,   /* nine words in ten that it asked for; of a NOC: the provision stayed as it was */
    TVX_FATE_PARTLY,
    TVX_FATE_MERGED,    /* partly, and the rest of what was adopted there came from other proposals */
    TVX_FATE_REJECTED,  /* so say the records, or the adopted text has none of it */
    TVX_FATE_WITHDRAWN, /* so say the records */
};
const char *tvx_fate_to_string(enum tvx_fate fate); /* "open", "adopted", … */
bool tvx_fate_parse(enum tvx_fate *out, const char *name);

struct tvx_fate_evidence {
    const char *source;   /* "adopted-text", "final-acts", "record" */
    enum tvx_fate says;   /* what this alone would say; OPEN when it says nothing */
    const char *document, *sha256, *date; /* date may be NULL */
    const char *quote;    /* the adopted provision, or the sentences of the record */
    size_t start, points; /* its place in the document's text, code points */
};

struct tvx_fate_word { /* a token that the proposal puts in or takes out */
    size_t start, length; /* bytes in tvx_outcome.after, or before when it is deleted */
    size_t by;            /* byte of tvx_outcome.after: where it is, or before which it stood (SIZE_MAX: the end) */
    bool deleted, mark;   /* mark: punctuation, which counts only where the proposal changes nothing else */
    bool taken;           /* it stands in the adopted text; of a deleted one: it went */
    size_t at, at_length; /* bytes in tvx_outcome.adopted: where it stands; at_length 0 where it does not */
};

enum tvx_stand_kind { TVX_STAND_OLD, TVX_STAND_TAKEN, TVX_STAND_OTHER };
struct tvx_fate_stand { /* a token of the adopted text */
    size_t start, length; /* bytes in tvx_outcome.adopted */
    enum tvx_stand_kind kind; /* stood there before; came with the proposal; new, and not of this proposal */
    bool mark;
};

struct tvx_outcome {
    const struct tvx_stored_proposal *proposal;
    enum tvx_fate fate;
    /* Words that the proposal puts in or takes out, and those of them that were; both 0 where no text is there to tell.
       Of a suppression: the words of the provision. */
    size_t adopted_words, of_words;
    /* What was compared, without labels, and word by word; NULL and none where of_words is 0. */
    const char *before, *after, *adopted;
    const struct tvx_fate_word *words; /* change by change, of each what it takes out first */
    size_t word_count;
    const struct tvx_fate_stand *stands; /* all of `adopted` */
    size_t stand_count;
    const char *instrument, *version; /* the adopted text; NULL when there is none */
    const char *provision; /* where it stands there; NULL when it is gone, never came, or is not known */
    const char **with;     /* numbers of proposals that it was merged with, in order of the proposals */
    size_t with_count;
    struct tvx_fate_evidence *evidence; /* the text first, then the records, the latest first */
    size_t evidence_count;
};

/* Everything needed to tell fates, in memory; the arena owns it, and the store must stay open. */
struct tvx_fates;

/* `proposals` are all of the workspace, in the store's order; the caller's, to outlive it. */
enum tvx_status tvx_fates_new(struct tvx_fates **out, struct tvx_arena *arena, struct tvx_store *store,
                              const struct tvx_stored_proposal *proposals, size_t count, struct tvx_error *error);

/* The outcome of one of them, by its index; made when first asked for. */
enum tvx_status tvx_fates_of(const struct tvx_outcome **out, struct tvx_fates *fates, size_t proposal,
                             struct tvx_error *error);

#endif

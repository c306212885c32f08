/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The comparison of one provision: the text in force, every text proposed in its place, and how they stand to each
 * other.  It is the one model behind the terminal's, the page's and the JSON view of `compare`.
 * Every variant keeps the proposal it comes from, so that each line shown can be traced to its passage.
 */
#ifndef TRAVAUX_SHOW_COMPARISON_H
#define TRAVAUX_SHOW_COMPARISON_H

#include <travaux/compare/diff.h>
#include <travaux/compare/lattice.h>
#include <travaux/store/store.h>

/* One text for the provision.  Number 0 is the base. */
struct tvx_variant {
    const struct tvx_stored_proposal *proposal; /* NULL for the base */
    const char *text;   /* without its label, white space folded; "" when the provision is suppressed */
    bool suppressed;    /* SUP, of the provision or of what holds it */
    bool within;        /* the proposal is on something that holds the provision (its article, its resolution) */
    bool fitted;        /* stored as lower-case words only; capitals and marks are the base's, not the sponsors' */
    /* shares too little with the others to be marked (loci.rewritten): another language, a new text */
    bool anew;
    size_t family;      /* index in families.items; SIZE_MAX when the base is asked for by nobody */
};

/* A proposal that has to do with the provision but gives no variant of it. */
struct tvx_touch {
    const struct tvx_stored_proposal *proposal;
    const char *why; /* in words for people */
};

struct tvx_comparison {
    struct tvx_stored_instrument instrument;
    const char *reference; /* "ITR@2006:5.2": what `compare` and `show` take */
    const char *path;
    const char *label;     /* as printed; "" when none */
    const char *heading;   /* its own, or that of the nearest provision above that has one; "" */
    const char *marginal;  /* NULL when none */
    bool is_new;           /* stands in no stored text: proposed only */
    const char *base;      /* text in force; "" when new */
    struct tvx_variant *variants;
    size_t count;          /* the base included: at least 1 */
    struct tvx_lattice lattice; /* variant numbers are indexes of `variants` */
    struct tvx_families families;
    const char **letters;       /* one per family: "A", "B" … "Z", "AA"; "0" for the base's */
    struct tvx_loci loci;
    /* What the texts are read against: the base, or, where nothing is in force, the text that most ask for. */
    const char *lead;
    size_t lead_variant;        /* 0, or a variant of the lead family */
    size_t lead_family;         /* SIZE_MAX when the base leads */
    struct tvx_diff *redlines;  /* one per family: lead against its text */
    struct tvx_touch *touches;
    size_t touch_count;
};

/*
 * Compares the variants given (variants[0] the base, proposals set) and fills every member below `variants`.
 * At most 4,096 variants; TVX_E_LIMIT beyond.
 */
enum tvx_status tvx_comparison_make(struct tvx_comparison *comparison, struct tvx_arena *arena,
                                    struct tvx_error *error);

/*
 * Everything stored about the provision under `reference` ("ITR@2006:5.2", "CS:180"; a missing version is the one in
 * force).  `meeting` (may be NULL) keeps only that meeting's proposals.  TVX_E_NOTFOUND when neither a stored text
 * nor a proposal has that provision.
 */
enum tvx_status tvx_comparison_build(struct tvx_comparison *out, struct tvx_arena *arena, struct tvx_store *store,
                                     const char *reference, const char *meeting, struct tvx_error *error);

/*
 * The same when the instrument and its proposals are at hand already (a whole site is made from one reading of the
 * store).  `path` may name a provision of `instrument` or one that is only proposed.  `proposals` are filtered here.
 */
enum tvx_status tvx_comparison_from(struct tvx_comparison *out, struct tvx_arena *arena,
                                    const struct tvx_stored_instrument *head, const struct tvx_instrument *instrument,
                                    const char *path, const struct tvx_stored_proposal *proposals, size_t count,
                                    struct tvx_error *error);

/* Who stands behind some variants: each sponsor once, in order of first sight; arena-owned, *count of them. */
const char **tvx_comparison_sponsors(const struct tvx_comparison *comparison, struct tvx_arena *arena,
                                     const uint32_t *variants, size_t variant_count, size_t *count);

#endif

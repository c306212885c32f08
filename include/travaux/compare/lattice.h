/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The lattice: every variant of one provision on one token axis, as editors of ancient texts collate witnesses
 * (Dekker et al., CollateX, 2015).  Each column is a token and the set of variants (witnesses) that have it; reading
 * the columns of one variant from left to right gives its text back exactly.
 */
#ifndef TRAVAUX_COMPARE_LATTICE_H
#define TRAVAUX_COMPARE_LATTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

struct tvx_column {
    const char *token;   /* its bytes; a column may be white space alone (" ") where variants differ in it */
    uint32_t *members;   /* variant indexes, ascending; 0 is the base */
    size_t member_count;
};

struct tvx_lattice {
    struct tvx_column *columns;
    size_t count;
    size_t variant_count; /* the base included */
};

/* texts[0] is the base (in force; "" for a new provision), the others the variants' after-texts. */
enum tvx_status tvx_lattice_build(struct tvx_lattice *out, struct tvx_arena *arena, const char *const *texts,
                                  size_t count, struct tvx_error *error);

/* The text of one variant, from the lattice alone; arena-owned. */
char *tvx_lattice_text(const struct tvx_lattice *lattice, struct tvx_arena *arena, size_t variant);

/*
 * A place where witnesses part: columns [first, last] and the readings there.  A variant without a single word
 * (suppression; the base of a new provision) is no witness and stands in no reading; nor does one that shares next to
 * nothing with the others and has to be read whole.  Loci may touch: a long deletion is cut where others change a word
 * inside of it.  Differences of white space alone are no locus.
 */
struct tvx_reading {
    const char *text;    /* white space folded; "" : nothing stands here */
    uint32_t *members;   /* variants that read so, ascending */
    size_t member_count;
};
struct tvx_locus {
    size_t first, last;  /* columns; a locus is as wide as the readings need to be whole words */
    struct tvx_reading *readings; /* the base's reading first, then by number of members, then text */
    size_t count;
    /* two readings besides the base's that cannot both be carried out: both insert in one place, or one inserts into
       what the other deletes, and neither wording contains the other */
    bool conflict;
    /* nobody words this otherwise: some leave it out as a part of something longer; a printed page may pass over it */
    bool omission;
};
struct tvx_loci {
    struct tvx_locus *items; /* in order of columns, not overlapping */
    size_t count;
    uint32_t *rewritten;     /* variants left out for sharing too little with the base, ascending */
    size_t rewritten_count;
};
enum tvx_status tvx_lattice_loci(struct tvx_loci *out, struct tvx_arena *arena, const struct tvx_lattice *lattice,
                                 struct tvx_error *error);

/* Families: variants with the identical edit to the base; and how families stand to each other. */
enum tvx_family_relation { TVX_FAMILY_APART, /* both could be carried out (or one asks for no change) */
                           TVX_FAMILY_SUBSET, /* all of the first's edits are among the second's; a family to itself */
                           TVX_FAMILY_SUPERSET, TVX_FAMILY_CONFLICT };
const char *tvx_family_relation_to_string(enum tvx_family_relation relation);
struct tvx_family {
    const char *text;   /* of its first variant, byte for byte */
    uint32_t *variants; /* ascending; never empty; the base (0) is in the base family */
    size_t variant_count;
    bool is_base;       /* asks for no change (NOC, or the same words); a base without text has no family of its own */
    bool suppresses;    /* asks to delete the provision */
};
struct tvx_families {
    struct tvx_family *items; /* base family first when there is one, then by size, then by first variant */
    size_t count;
    enum tvx_family_relation *relations; /* count × count, row to column */
    size_t conflicts;                    /* unordered pairs in conflict */
};
/*
 * TVX_E_LIMIT for thousands of different texts.  suppressed[i] (one per variant, [0] false) marks a SUP: its text is ""
 * and it conflicts with every other change.  Where nothing is in force, texts with few words in common only took the
 * same free number: they are apart.
 */
enum tvx_status tvx_lattice_families(struct tvx_families *out, struct tvx_arena *arena,
                                     const struct tvx_lattice *lattice, const bool *suppressed,
                                     struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Are these two texts, or these two proposals, the same in two languages?  No word is translated here: what is looked
 * at is what does not change with the language: numbers and the numbers of paragraphs, symbols, states, months and
 * cities, words that look alike in both (Simard, Foster & Isabelle, Using cognates to align sentences, 1992), the place
 * of a change, and how long one paragraph after the other is (Gale & Church, A program for aligning sentences in
 * bilingual corpora, Computational Linguistics 19, 1993).  A dictionary of the field's terms (data/terms.tsv, and the
 * user's own) helps where there is one.
 *
 * Not attempted: meaning.  A free translation or a paraphrase that keeps neither order, nor lengths, nor numbers is not
 * found; of two short texts without a number, name or known term little can be said, and the score says so by being
 * low; and that two texts have one structure does not prove that they say the same.
 */
#ifndef TRAVAUX_REUSE_CROSS_H
#define TRAVAUX_REUSE_CROSS_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/text/stem.h>

/* ---- the dictionary ---- */

struct tvx_cross_terms; /* arena-owned; read-only once made */

/*
 * The program's tables (states, groups, months, data/terms.tsv) and `own` (may be NULL), a user's table: one thing a
 * line, its names in any languages parted by tabs, several names of one language by '|', '#' before a remark.  At most
 * 16 MB; TVX_E_MALFORMED names the line of the user's table that has fewer than two names.
 */
enum tvx_status tvx_cross_terms_new(struct tvx_cross_terms **out, struct tvx_arena *arena, const char *own,
                                    size_t own_length, struct tvx_error *error);
/* Without any table: numbers, symbols, words that look alike, and lengths alone. */
enum tvx_status tvx_cross_terms_none(struct tvx_cross_terms **out, struct tvx_arena *arena, struct tvx_error *error);

/* ---- a text made ready ---- */

/* A paragraph or provision as a place in the text, bytes; ascending, not overlapping. */
struct tvx_cross_unit {
    size_t start, length;
    const char *path; /* of a provision, "5.1"; NULL when not known */
};

struct tvx_cross_text; /* arena-owned; read-only once prepared; the text must outlive it */

/*
 * `units` NULL: each line that is not blank is one.  `labels`: what is printed before a paragraph ("2.", "(b)", "（二）",
 * "ج)") and the paths say which paragraph it is; without it they count for nothing, as when one text was renumbered.
 * `language` as for tvx_terms.  At most 100,000 units, else TVX_E_LIMIT.
 */
enum tvx_status tvx_cross_prepare(struct tvx_cross_text **out, struct tvx_arena *arena,
                                  const struct tvx_cross_terms *terms, struct tvx_stemmer *stemmer,
                                  const char *language, const char *text, size_t length,
                                  const struct tvx_cross_unit *units, size_t count, bool labels,
                                  struct tvx_error *error);

/* ---- two texts ---- */

enum tvx_anchor_kind {
    TVX_ANCHOR_NUMBER,  /* "2018", "٢٠١٨", "第三十二", "sixty" where the dictionary has it */
    TVX_ANCHOR_SYMBOL,  /* "A/RES/72/249", "5A" */
    TVX_ANCHOR_NAME,    /* a state, a group, a month */
    TVX_ANCHOR_TERM,    /* a term or city of the dictionary */
    TVX_ANCHOR_COGNATE, /* a word that looks alike: "transboundary" hardly, "protocole" and "протокол" do */
    TVX_ANCHOR_KINDS,
};
const char *tvx_anchor_kind_to_string(enum tvx_anchor_kind kind); /* "number", "symbol", … */

/* What both texts have in paragraphs that were laid beside one another.  Bytes in each text. */
struct tvx_cross_anchor {
    enum tvx_anchor_kind kind;
    double bits; /* of surprise, by how few paragraphs have it */
    size_t a_start, a_length, b_start, b_length;
};

/* Paragraphs of a that stand beside paragraphs of b: one beside one to four, or two beside two, or none on a side. */
struct tvx_cross_pair {
    size_t a_first, a_count, b_first, b_count; /* units */
    size_t a_start, a_length, b_start, b_length; /* bytes */
    double bits; /* what speaks for it, less what speaks against: 10 is a thousand to one; below 0: only filled in */
    size_t anchor_first, anchor_count;
};

struct tvx_cross {
    double score; /* 0…1: that one text is the other in another language; see bench/cross.py for how far to trust it */
    double agreement; /* 0…1: bits of the anchors in pairs by the bits of all, words that look alike left aside */
    struct tvx_cross_pair *pairs; /* in order of both texts; paragraphs without a partner are in pairs of their own */
    size_t count;
    struct tvx_cross_anchor *anchors; /* those of one pair together, the rarest first */
    size_t anchor_count;
    bool cut; /* the texts are so long that only what lies near the diagonal was looked at */
};

enum tvx_status tvx_cross_compare(struct tvx_cross *out, struct tvx_arena *arena, const struct tvx_cross_text *a,
                                  const struct tvx_cross_text *b, struct tvx_error *error);

/* What the score weighs, for fitting it (bench/cross.py); 0 where nothing speaks for the pair. */
enum { TVX_CROSS_FEATURES = 3 };
void tvx_cross_features(double features[TVX_CROSS_FEATURES], const struct tvx_cross_text *a,
                        const struct tvx_cross_text *b, const struct tvx_cross *cross);

/* ---- two proposals ---- */

struct tvx_cross_change {
    const char *language;             /* as for tvx_terms */
    const char *instrument, *path;    /* of the provision it is tied to; NULL when not known */
    const char *before, *after;       /* "" or NULL: a new text, a deletion */
};

struct tvx_cross_edit; /* arena-owned; read-only once prepared; the change's texts must outlive it */

enum tvx_status tvx_cross_edit_prepare(struct tvx_cross_edit **out, struct tvx_arena *arena,
                                       const struct tvx_cross_terms *terms, struct tvx_stemmer *stemmer,
                                       const struct tvx_cross_change *change, struct tvx_error *error);

enum tvx_cross_place { TVX_CROSS_PLACE_UNKNOWN, TVX_CROSS_PLACE_SAME, TVX_CROSS_PLACE_OTHER };

struct tvx_cross_same {
    /*
     * 0…1: that both make the same change in two languages, of pairs of which as many do as do not.  Where nothing but
     * lengths and places can be compared it stays below 0.9.
     */
    double score;
    enum tvx_cross_place place;       /* do both change the provision of the same path and instrument? */
    struct tvx_cross_anchor *anchors; /* of inserted words (places in after), the rarest first */
    size_t anchor_count;
    struct tvx_cross_anchor *deleted; /* of deleted words (places in before) */
    size_t deleted_count;
};

enum tvx_status tvx_cross_same(struct tvx_cross_same *out, struct tvx_arena *arena, const struct tvx_cross_edit *a,
                               const struct tvx_cross_edit *b, struct tvx_error *error);

/* What that score weighs besides the place. */
enum { TVX_CROSS_EDIT_FEATURES = 5 };
void tvx_cross_edit_features(double features[TVX_CROSS_EDIT_FEATURES], const struct tvx_cross_edit *a,
                             const struct tvx_cross_edit *b);

#endif

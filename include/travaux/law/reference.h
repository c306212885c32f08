/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Labels, paths and references: how the field names a place in a law.  A label is what stands printed before a
 * provision ("5.1", "a bis)", "5A", "(ii)"); a path is the dotted way to it ("5.1.a-bis"); a reference names an
 * instrument, a version and a path, a marginal number, a proposal or a document.
 */
#ifndef TRAVAUX_LAW_REFERENCE_H
#define TRAVAUX_LAW_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

enum tvx_label_kind {
    TVX_LABEL_NONE,
    TVX_LABEL_NUMBER,  /* 1   1.1   5A   2 bis */
    TVX_LABEL_LETTER,  /* a)  (a)  a bis) */
    TVX_LABEL_ROMAN,   /* i)  (iv): a letter where the sequence is letters, see tvx_label_parse */
    TVX_LABEL_DASH,    /* –  -  •  */
};

struct tvx_label {
    enum tvx_label_kind kind;
    const char *canonical; /* for a path: "5.1", "5A", "2-bis", "a", "a-bis", "iv", "dash" */
    size_t length;         /* bytes of the printed label with its white space, at the start of the text */
    bool also_letter;      /* a ROMAN that could be a LETTER (i, v, x, l, c, d, m): the caller decides by the
                              label before it */
};

/*
 * The label at the start of `text`, or kind NONE.  Accepts "1", "1.", "1)", "1.1", "(1)", "2 bis", "2bis", "5A", "a)",
 * "(a)", "a bis)", "i)", "(iv)", "–"; a bare number counts only when `bare_number` and white space follows.  canonical
 * is arena-owned.
 */
enum tvx_status tvx_label_parse(struct tvx_label *out, struct tvx_arena *arena, const char *text, bool bare_number,
                                struct tvx_error *error);

/* <0, 0, >0 as label a stands before, with or after b in a text: 2 < 2-bis < 2A?  Order: number, then suffix
   (bis, ter, quater …; A, B, C …). */
int tvx_label_compare(const char *a, const char *b);

/*
 * A heading phrase as a path step: lower case, words joined by dashes, at most 80 bytes, cut at a word:
 * "instructs the Secretary-General" -> "instructs-the-secretary-general".
 */
char *tvx_path_slug(struct tvx_arena *arena, const char *phrase);

enum tvx_reference_kind { TVX_REF_PROVISION, TVX_REF_MARGINAL, TVX_REF_PROPOSAL, TVX_REF_DOCUMENT, TVX_REF_INSTRUMENT };

struct tvx_reference {
    enum tvx_reference_kind kind;
    const char *instrument; /* "ITR", "RES-130"; NULL for proposals and documents */
    const char *version;    /* "1988"; NULL: the one in force */
    const char *path;       /* provision path, or the marginal number; NULL for a whole instrument */
    const char *number;     /* a proposal's or a document's printed number */
    bool only_marginal;     /* written "CS:No. 12": not the path "12" */
};

/* Parses `ITR@1988:5.1`, `CS:180`, `RES-130@2018:resolves.2`, `EUR/44A7/1`, `PP22/44A7`, `RES-130`.
   A path that is only digits and an optional letter under an instrument may be a path or a marginal number: kind
   is MARGINAL and the store tries paths first, so that every path that is printed leads back to its provision, then
   marginal numbers.  "CS:No. 12" means the margin, "CS:Article 12" the path, whatever else there is.  White space
   around the signs counts for nothing; within a key or a step it is a dash ("RES 130", "5.2 bis"). */
enum tvx_status tvx_reference_parse(struct tvx_reference *out, struct tvx_arena *arena, const char *text,
                                    struct tvx_error *error);

/*
 * A place as a proposal prints it, turned into candidates.  Handles "Article 5A", "5A.1", "No. 1012", "CS 1012",
 * "CV 468", "RESOLUTION 130 (REV. DUBAI, 2018)", and the European Parliament's "Article 31 – paragraph 1 – point b a
 * (new)", "Recital 23", "Chapter 3 – section 2 – title".
 */
struct tvx_target {
    const char *instrument; /* key when the target names it: "CS", "CV", "RES-130", "DEC-5"; else NULL */
    const char *version;    /* "2018" when told; else NULL */
    const char *path;       /* "31.1.b-a"; NULL when the target is a whole instrument or a marginal number */
    const char *marginal;   /* "1012"; NULL when none */
    const char *through;    /* the last one's label where several in a row are named: "3" of "Articles 1-3", with the
                               first one in path or marginal; else NULL */
    const char *part;       /* "title", "introduction" … when only that part of the provision is meant; else NULL */
    bool is_new;            /* said to be new */
};
/* TVX_E_NOTFOUND when the words name no place. */
enum tvx_status tvx_target_parse(struct tvx_target *out, struct tvx_arena *arena, const char *text,
                                 struct tvx_error *error);

#endif

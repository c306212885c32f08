/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "novelty_sentence.h"

#include <string.h>

enum { LEFT_NAMED = 8 };

static const char METHOD[] = "concepts of data/synonyms.tsv and data/terms.tsv, ranked by BM25 (Robertson & Zaragoza "
                             "2009) with bits of rarity and who must do what (data/force-words.tsv)";

static const char *left_over(struct tvx_arena *arena, const struct tvx_novelty_sentence *sentence)
{
    const char *out = "";

    for (size_t i = 0; i < sentence->left_count && i < LEFT_NAMED && out != NULL; i++)
        out = tvx_arena_printf(arena, "%s%s\"%s\"", out, i == 0 ? "" : ", ", sentence->left_over[i].text);
    if (out != NULL && sentence->left_count > LEFT_NAMED)
        out = tvx_arena_printf(arena, "%s and %zu more", out, sentence->left_count - LEFT_NAMED);
    return out;
}

static const char *whom(const char *actor)
{
    return *actor == '\0' ? "nobody by name" : actor;
}

static const char *say(struct tvx_arena *arena, const struct tvx_novelty_sentence *sentence)
{
    const struct tvx_novelty_law *law = sentence->law_count == 0 ? NULL : &sentence->laws[0];
    const struct tvx_novelty_earlier *earlier = sentence->earlier;
    const char *left = left_over(arena, sentence);

    if (left == NULL)
        return NULL;
    switch (sentence->status) {
    case TVX_NOVELTY_BINDING:
        return tvx_arena_printf(arena, "Already law: %s, which binds %s; the sentence would bind %s.%s%s%s", law->ref,
                                whom(law->actor), whom(sentence->actor), *left == '\0' ? "" : "  Left over: ", left,
                                *left == '\0' ? "" : ".");
    case TVX_NOVELTY_AGREED:
        return tvx_arena_printf(arena, "Agreed already in %s, which does not bind; the sentence would bind %s.%s%s%s",
                                law->ref, whom(sentence->actor), *left == '\0' ? "" : "  Left over: ", left,
                                *left == '\0' ? "" : ".");
    case TVX_NOVELTY_REJECTED_BEFORE:
        return tvx_arena_printf(arena, "Asked for before: %s at %s, whose fate was: %s.",
                                earlier->proposal->proposal.number, earlier->proposal->meeting,
                                tvx_fate_to_string(earlier->outcome->fate));
    case TVX_NOVELTY_NEW: break;
    }
    if (law == NULL)
        return "New: no law in force comes near it.";
    if (sentence->firmer)
        return tvx_arena_printf(arena, "New in force, not in words: %s has it at level %d, the sentence at level %d.",
                                law->ref, law->level, sentence->level);
    return tvx_arena_printf(arena, "New: the nearest law in force is %s, which binds %s; the sentence would bind %s.  "
                                   "Left over: %s.",
                            law->ref, whom(law->actor), whom(sentence->actor), *left == '\0' ? "nothing" : left);
}

enum tvx_status novelty_claim(struct tvx_novelty_report *report, struct tvx_arena *arena,
                              const struct tvx_novelty_sentence *sentence, struct tvx_error *error)
{
    const struct tvx_novelty_earlier *earlier = sentence->earlier;
    const char *statement = say(arena, sentence);
    struct tvx_claim *claim =
        statement == NULL ? NULL
                          : tvx_claims_add(&report->claims, arena, statement,
                                           tvx_novelty_status_to_string(sentence->status), METHOD);
    enum tvx_status status;

    if (claim == NULL)
        return tvx_error_nomem(error);
    status = tvx_claim_rests_on(claim, arena, &sentence->evidence, error);
    if (status == TVX_OK && sentence->law_count > 0)
        status = tvx_claim_rests_on(claim, arena, &sentence->laws[0].evidence, error);
    if (status != TVX_OK || earlier == NULL)
        return status;
    status = tvx_claim_rests_on(claim, arena, &earlier->evidence, error);
    for (size_t i = 0; status == TVX_OK && i < earlier->outcome->evidence_count; i++) {
        const struct tvx_fate_evidence *fate = &earlier->outcome->evidence[i];
        const struct tvx_evidence evidence = {.document = fate->document == NULL ? "" : fate->document,
                                              .sha256 = fate->sha256 == NULL ? "" : fate->sha256, .ref = "",
                                              .quote = fate->quote, .start = fate->start, .points = fate->points};

        status = tvx_claim_rests_on(claim, arena, &evidence, error);
    }
    return status;
}

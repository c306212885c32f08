/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How much of a proposal is not law already: a share, from what `novelty` finds of each sentence. */
#include "assess_work.h"

#include <string.h>

enum { SENTENCES_TOLD = 6, WORDS_SHOWN = 160 };

/* The law that has most of it; NULL when none comes near. */
static const struct tvx_novelty_law *nearest(const struct tvx_novelty_sentence *sentence)
{
    const struct tvx_novelty_law *best = NULL;

    for (size_t i = 0; i < sentence->law_count; i++)
        if (best == NULL || sentence->laws[i].covered > best->covered)
            best = &sentence->laws[i];
    return best;
}

/* Cut at a white space, in bytes. */
static const char *shortened(const struct tvx_assess_desk *desk, const char *text)
{
    size_t length = strlen(text);

    if (length <= WORDS_SHOWN)
        return text;
    length = WORDS_SHOWN;
    while (length > 0 && text[length] != ' ')
        length--;
    return length == 0 ? "…" : tvx_arena_printf(desk->arena, "%.*s …", (int)length, text);
}

static enum tvx_status tell(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                            const struct tvx_novelty_sentence *sentence, const struct assess_rule *rule,
                            const struct tvx_novelty_law *law, struct tvx_interval is, struct tvx_error *error)
{
    const char *text = shortened(desk, sentence->text);
    const struct tvx_novelty_earlier *earlier =
        sentence->status == TVX_NOVELTY_REJECTED_BEFORE ? sentence->earlier : NULL;
    const char *statement =
        text == NULL ? NULL
        : earlier != NULL
            ? tvx_arena_printf(desk->arena, "“%s”: %s; %s had %.0f %% of it.", text, rule->reason,
                               earlier->proposal->proposal.number, 100 * earlier->covered)
        : law == NULL
            ? tvx_arena_printf(desk->arena, "“%s”: %s; no law in force comes near.", text, rule->reason)
            : tvx_arena_printf(desk->arena, "“%s”: %s; the nearest law, %s, has %.0f %% of what it adds.", text,
                               rule->reason, law->ref, 100 * law->covered);
    const char *method = tvx_arena_printf(desk->arena, "novelty; %s", rule->method);
    struct tvx_claim *claim = statement == NULL || method == NULL
                                  ? NULL
                                  : assess_factor(out, desk, TVX_ASSESS_NEW, is, statement, method);
    enum tvx_status status = claim == NULL ? tvx_error_nomem(error)
                                           : tvx_claim_rests_on(claim, desk->arena, &sentence->evidence, error);

    if (status == TVX_OK && earlier != NULL)
        return tvx_claim_rests_on(claim, desk->arena, &earlier->evidence, error);
    return status == TVX_OK && law != NULL ? tvx_claim_rests_on(claim, desk->arena, &law->evidence, error) : status;
}

/* A sentence counts by its length and by how much of it is put in; those beyond SENTENCES_TOLD count untold. */
enum tvx_status assess_by_novelty(struct tvx_assessment *out, struct tvx_interval *mean, struct tvx_assess_desk *desk,
                                  struct tvx_error *error)
{
    struct tvx_novelty_report report;
    struct tvx_interval sum = {0, 0};
    double weights = 0;
    enum tvx_status status = tvx_novelty_of(&report, desk->novelty, out->proposal, error);

    *mean = (struct tvx_interval){1, 1};
    for (size_t i = 0; status == TVX_OK && i < report.count; i++) {
        const struct tvx_novelty_sentence *sentence = &report.sentences[i];
        const struct assess_rule *rule = assess_rule(desk, "new", tvx_novelty_status_to_string(sentence->status));
        const struct tvx_novelty_law *law = nearest(sentence);
        double weight = (double)strlen(sentence->text) * sentence->added;
        struct tvx_interval is;

        if (rule == NULL)
            continue;
        is = rule->is;
        if (sentence->status == TVX_NOVELTY_NEW && law != NULL && 1 - law->covered > is.low)
            is.low = 1 - law->covered;
        if (i < SENTENCES_TOLD)
            status = tell(out, desk, sentence, rule, law, is, error);
        sum.low += weight * is.low;
        sum.high += weight * is.high;
        weights += weight;
    }
    if (status == TVX_OK && weights > 0)
        *mean = (struct tvx_interval){sum.low / weights, sum.high / weights};
    return status;
}

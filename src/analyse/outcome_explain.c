/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The sentences of `outcome`, and the passages they rest on. */
#include "outcome_parts.h"

#include <string.h>
#include <travaux/base/buf.h>

enum { SENTENCE_MOST = 1 << 16, QUOTED_RUNS = 6, QUOTED_BYTES = 240 };

static const char method_words[] =
    "reuse/fate: proposal, text before and adopted text laid over each other word by word (compare/diff)";
static const char method_record[] = "data/fate-phrases.tsv";

static const struct tvx_fate_evidence *source(const struct tvx_outcome *o, const char *name)
{
    for (size_t i = 0; i < o->evidence_count; i++)
        if (strcmp(o->evidence[i].source, name) == 0 &&
            (strcmp(name, "record") != 0 || o->evidence[i].says != TVX_FATE_OPEN))
            return &o->evidence[i];
    return NULL;
}

static const struct tvx_fate_evidence *adopted_text(const struct tvx_outcome *o)
{
    const struct tvx_fate_evidence *e = source(o, "adopted-text");

    return e != NULL ? e : source(o, "final-acts");
}

/* ---- sentences ---- */

static void quote(struct tvx_buf *out, const char *text)
{
    size_t length, cut;

    text += strspn(text, ",.;: "); /* marks at the ends say nothing in a list */
    for (length = strlen(text); length > 0 && strchr(",;: ", text[length - 1]) != NULL;)
        length--;
    cut = length;
    if (length > QUOTED_BYTES)
        for (cut = QUOTED_BYTES; cut > 0 && text[cut] != ' ';)
            cut--;
    if (cut == 0) /* one long word: cut between code points */
        for (cut = QUOTED_BYTES; cut > 0 && ((unsigned char)text[cut] & 0xC0) == 0x80;)
            cut--;
    tvx_buf_printf(out, "“%.*s%s”", (int)cut, text, cut < length ? " …" : "");
}

enum done { PUT_IN, STRUCK_OUT, NOT_PUT_IN, STILL_THERE, REPLACED };

static enum done done_with(const struct tvx_outcome_run *run)
{
    if (run->taken)
        return run->deleted ? STRUCK_OUT : PUT_IN;
    return !run->deleted ? NOT_PUT_IN : run->at_length > 0 ? STILL_THERE : REPLACED;
}

/* "“reachable at any hour”, “every month”"; false when there is none. */
static bool list_runs(struct tvx_buf *out, const char *before, const struct tvx_outcome_report *r, enum done done)
{
    size_t listed = 0, left = 0;

    for (size_t i = 0; i < r->run_count; i++) {
        if (done_with(&r->runs[i]) != done || r->runs[i].words == 0)
            continue;
        if (listed == QUOTED_RUNS) {
            left++;
            continue;
        }
        tvx_buf_str(out, listed++ == 0 ? before : ", ");
        quote(out, r->runs[i].text);
    }
    if (left > 0)
        tvx_buf_printf(out, " and %zu more", left);
    return listed > 0;
}

static void say_place(struct tvx_buf *out, const struct tvx_outcome *o)
{
    if (o->instrument != NULL)
        tvx_buf_printf(out, "%s@%s%s%s", o->instrument, o->version, o->provision == NULL ? "" : ":",
                       o->provision == NULL ? "" : o->provision);
    else
        tvx_buf_str(out, "the Final Acts");
}

static void say_others(struct tvx_buf *out, const struct tvx_outcome_report *r)
{
    if (r->other_words == 0)
        return;
    tvx_buf_printf(out, " %zu other new %s there", r->other_words, r->other_words == 1 ? "word stands" : "words stand");
    if (r->other_count == 0)
        tvx_buf_str(out, ", of no stored proposal on that place");
    for (size_t i = 0; i < r->other_count && i < QUOTED_RUNS; i++)
        tvx_buf_printf(out, "%s%s", i == 0 ? "; words were taken into it from " : ", ", r->others[i]);
    if (r->other_count > QUOTED_RUNS)
        tvx_buf_printf(out, " and %zu more", r->other_count - QUOTED_RUNS);
    tvx_buf_char(out, '.');
}

/* What the words say, where there are words to say it. */
static void say_words(struct tvx_buf *out, const struct tvx_outcome_report *r)
{
    const struct tvx_outcome *o = r->outcome;

    if (o->of_words == 0)
        return;
    if (o->adopted_words == 0)
        tvx_buf_printf(out, "Of the %zu %s that it puts in or strikes out, none was taken over in ", o->of_words,
                       o->of_words == 1 ? "word" : "words");
    else
        tvx_buf_printf(out, "Of the %zu %s that it puts in or strikes out, %s%zu %s taken over in ", o->of_words,
                       o->of_words == 1 ? "word" : "words", o->adopted_words == o->of_words ? "all " : "",
                       o->adopted_words, o->adopted_words == 1 ? "was" : "were");
    say_place(out, o);
    if (o->adopted_words > 0 && o->adopted_words < o->of_words) {
        bool any = list_runs(out, ": put in ", r, PUT_IN);

        list_runs(out, any ? "; struck out " : ": struck out ", r, STRUCK_OUT);
    }
    if (o->adopted_words < o->of_words) {
        list_runs(out, "; not put in ", r, NOT_PUT_IN);
        list_runs(out, "; still there ", r, STILL_THERE);
        list_runs(out, "; gone for other words ", r, REPLACED);
    }
    tvx_buf_char(out, '.');
    say_others(out, r);
}

static void say_record(struct tvx_buf *out, const struct tvx_outcome *o)
{
    const struct tvx_fate_evidence *record = source(o, "record");

    if (record == NULL)
        return;
    tvx_buf_printf(out, "%sThe record%s%s says that it was %s.", out->length == 0 ? "" : " ",
                   record->date == NULL ? "" : " of ", record->date == NULL ? "" : record->date,
                   record->says == TVX_FATE_PARTLY ? "adopted in part" : tvx_fate_to_string(record->says));
}

/* Where the text says one thing and the record another; NULL where they agree or one is silent. */
static const char *mismatch(struct tvx_arena *arena, const struct tvx_outcome *o)
{
    const struct tvx_fate_evidence *text = adopted_text(o), *record = source(o, "record");
    bool rejected;

    if (text == NULL || record == NULL || text->says == TVX_FATE_OPEN || o->of_words == 0)
        return NULL;
    rejected = record->says == TVX_FATE_REJECTED || record->says == TVX_FATE_WITHDRAWN;
    if (rejected && o->adopted_words > 0)
        return tvx_arena_printf(arena, "The record says %s, yet %zu of its %zu words were taken over: others asked "
                                "for them too, or they came back in a compromise.", tvx_fate_to_string(record->says),
                                o->adopted_words, o->of_words);
    if (record->says == TVX_FATE_ADOPTED && text->says != TVX_FATE_ADOPTED)
        return tvx_arena_printf(arena, "The record says adopted, yet only %zu of its %zu words were taken over: it "
                                "was amended on the way, or adopted in another place.", o->adopted_words,
                                o->of_words);
    if (record->says == TVX_FATE_PARTLY && text->says == TVX_FATE_REJECTED)
        return tvx_arena_printf(arena, "The record says adopted in part, yet %zu of its %zu words were taken over in "
                                "this place.", o->adopted_words, o->of_words);
    return NULL;
}

static bool no_change(const struct tvx_outcome *o)
{
    return o->proposal->proposal.action == TVX_ACTION_NOC || o->proposal->proposal.action == TVX_ACTION_NOC_FIRM;
}

static void say_why(struct tvx_buf *out, const struct tvx_outcome_report *r)
{
    const struct tvx_outcome *o = r->outcome;

    if (no_change(o) && adopted_text(o) != NULL && adopted_text(o)->says != TVX_FATE_OPEN) {
        tvx_buf_str(out, "It asks that nothing be changed, and ");
        say_place(out, o);
        tvx_buf_str(out, adopted_text(o)->says == TVX_FATE_ADOPTED ? " reads as before." : " was changed.");
    }
    say_words(out, r);
    if (r->became == TVX_BECAME_OVERTAKEN)
        tvx_buf_str(out, " No record says that it was rejected: it was overtaken.");
    if (o->with_count > 0) {
        tvx_buf_str(out, " It was merged with ");
        for (size_t i = 0; i < o->with_count && i < QUOTED_RUNS; i++)
            tvx_buf_printf(out, "%s%s", i == 0 ? "" : ", ", o->with[i]);
        tvx_buf_char(out, '.');
    }
    say_record(out, o);
    if (out->length == 0)
        tvx_buf_str(out, "No text adopted after it and no record of it is in the workspace: it is open.");
}

/* ---- passages ---- */

static struct tvx_evidence passage_of(const struct tvx_stored_proposal *p)
{
    return (struct tvx_evidence){.document = p->document, .sha256 = p->sha256, .ref = p->proposal.number,
                                 .quote = p->proposal.quote, .start = p->proposal.start,
                                 .points = p->proposal.points, .document_id = p->document_id};
}

static struct tvx_evidence passage(struct tvx_arena *arena, const struct tvx_outcome *o,
                                   const struct tvx_fate_evidence *e)
{
    const char *ref = strcmp(e->source, "adopted-text") != 0 || o->provision == NULL
                          ? "" : tvx_arena_printf(arena, "%s@%s:%s", o->instrument, o->version, o->provision);

    return (struct tvx_evidence){.document = e->document, .sha256 = e->sha256, .ref = ref == NULL ? "" : ref,
                                 .quote = e->quote == NULL ? "" : e->quote, .start = e->start, .points = e->points};
}

/*
 * The runs of one kind, each a part of `whole`.  `text` is what the runs count in: a quote holds it as it is where the
 * provision stands in one piece; else each run is looked for behind the last one.  One that cannot be found so (a label
 * stands in it) rests on the whole.
 */
static enum tvx_status rest_on_runs(struct tvx_claim *claim, struct tvx_arena *arena,
                                    const struct tvx_outcome_report *r, bool taken, bool there, const char *text,
                                    const struct tvx_evidence *whole, struct tvx_error *error)
{
    const char *body = text == NULL || *text == '\0' ? NULL : strstr(whole->quote, text), *from = whole->quote;
    bool any = false;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < r->run_count && status == TVX_OK; i++) {
        const struct tvx_outcome_run *run = &r->runs[i];
        struct tvx_evidence part;
        const char *at;

        if (run->deleted || run->taken != taken || run->words == 0)
            continue;
        at = body != NULL ? body + (there ? run->at : run->start) : strstr(from, run->text);
        if (at == NULL)
            continue;
        status = tvx_evidence_part(&part, arena, whole, (size_t)(at - whole->quote),
                                   there ? run->at_length : run->length, error);
        if (status == TVX_OK)
            status = tvx_claim_rests_on(claim, arena, &part, error);
        from = at + run->length <= whole->quote + strlen(whole->quote) ? at + run->length : at;
        any = true;
    }
    return status == TVX_OK && !any ? tvx_claim_rests_on(claim, arena, whole, error) : status;
}

static enum tvx_status claim_runs(struct tvx_outcome_report *r, struct tvx_arena *arena, bool taken,
                                  struct tvx_error *error)
{
    const struct tvx_outcome *o = r->outcome;
    const struct tvx_fate_evidence *adopted = adopted_text(o);
    struct tvx_evidence proposed = passage_of(o->proposal), stands;
    const char *statement;
    struct tvx_claim *claim;
    struct tvx_buf buf;
    bool any;
    enum tvx_status status = TVX_OK;

    tvx_buf_init(&buf, SENTENCE_MOST);
    any = list_runs(&buf, taken ? "Put in: " : "Not put in: ", r, taken ? PUT_IN : NOT_PUT_IN);
    any = list_runs(&buf, taken ? (any ? "; struck out: " : "Struck out: ") : any ? "; still there: " : "Still there: ",
                    r, taken ? STRUCK_OUT : STILL_THERE) || any;
    if (!taken)
        any = list_runs(&buf, any ? "; gone for other words: " : "Gone for other words: ", r, REPLACED) || any;
    tvx_buf_char(&buf, '.');
    statement = tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    if (!any)
        return TVX_OK;
    if (statement == NULL)
        return tvx_error_nomem(error);
    claim = tvx_claims_add(&r->claims, arena, statement, taken ? "taken" : "not taken", method_words);
    if (claim == NULL)
        return tvx_error_nomem(error);
    if (taken && adopted != NULL) {
        stands = passage(arena, o, adopted);
        status = rest_on_runs(claim, arena, r, taken, true, o->adopted, &stands, error);
    }
    return status == TVX_OK ? rest_on_runs(claim, arena, r, taken, false, o->after, &proposed, error) : status;
}

static enum tvx_status rest_on_all(struct tvx_claim *claim, struct tvx_arena *arena, const struct tvx_outcome *o,
                                   struct tvx_error *error)
{
    struct tvx_evidence own = passage_of(o->proposal);
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < o->evidence_count && status == TVX_OK; i++) {
        struct tvx_evidence e = passage(arena, o, &o->evidence[i]);

        status = tvx_claim_rests_on(claim, arena, &e, error);
    }
    return status == TVX_OK ? tvx_claim_rests_on(claim, arena, &own, error) : status;
}

enum tvx_status outcome_explain(struct tvx_outcome_report *r, struct tvx_arena *arena, struct tvx_error *error)
{
    const struct tvx_outcome *o = r->outcome;
    bool by_words = adopted_text(o) != NULL || o->of_words > 0;
    const char *differ = mismatch(arena, o);
    struct tvx_claim *claim;
    struct tvx_buf buf;
    enum tvx_status status;

    tvx_buf_init(&buf, SENTENCE_MOST);
    say_why(&buf, r);
    if (differ != NULL)
        tvx_buf_printf(&buf, " %s", differ);
    r->why = buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    claim = r->why == NULL ? NULL : tvx_claims_add(&r->claims, arena, r->why, tvx_became_to_string(r->became),
                                                   by_words || source(o, "record") == NULL ? method_words
                                                                                           : method_record);
    if (claim == NULL)
        return tvx_error_nomem(error);
    if (o->of_words > 0) {
        claim->has_interval = true;
        claim->low = claim->high = (double)o->adopted_words / (double)o->of_words;
    }
    status = rest_on_all(claim, arena, o, error);
    if (status == TVX_OK)
        status = claim_runs(r, arena, true, error);
    if (status == TVX_OK)
        status = claim_runs(r, arena, false, error);
    if (status != TVX_OK || differ == NULL)
        return status;
    claim = tvx_claims_add(&r->claims, arena, differ, "mismatch", method_record);
    return claim == NULL ? tvx_error_nomem(error) : rest_on_all(claim, arena, o, error);
}

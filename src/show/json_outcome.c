/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/outcome.h>

#include <math.h>
#include <travaux/show/json_claim.h>
#include <travaux/text/utf8.h>

/* The best single passage: the adopted text, else what the record says, else the proposal's own. */
static void evidence(struct tvx_json *json, const struct tvx_outcome *o)
{
    const struct tvx_stored_proposal *p = o->proposal;
    const struct tvx_fate_evidence *e = o->evidence_count == 0 ? NULL : &o->evidence[0];

    tvx_json_key(json, "evidence");
    tvx_json_object(json);
    tvx_json_pair(json, "source", e == NULL ? "proposal" : e->source);
    tvx_json_pair(json, "document", e == NULL ? p->document : e->document);
    tvx_json_pair(json, "sha256", e == NULL ? p->sha256 : e->sha256);
    tvx_json_pair(json, "quote", e == NULL ? p->proposal.quote : e->quote);
    tvx_json_pair_int(json, "start", (int64_t)(e == NULL ? p->proposal.start : e->start));
    tvx_json_pair_int(json, "len", (int64_t)(e == NULL ? p->proposal.points : e->points));
    tvx_json_object_end(json);
}

/* Places count in the texts beside: "before" or "after", and "adopted". */
static void runs(struct tvx_json *json, const struct tvx_outcome_report *r)
{
    const struct tvx_outcome *o = r->outcome;

    tvx_json_key(json, "words");
    tvx_json_array(json);
    for (size_t i = 0; i < r->run_count; i++) {
        const struct tvx_outcome_run *run = &r->runs[i];
        const char *text = run->deleted ? o->before : o->after;

        tvx_json_object(json);
        tvx_json_pair(json, "op", run->deleted ? "del" : "ins");
        tvx_json_pair_bool(json, "adopted", run->taken);
        tvx_json_pair(json, "text", run->text);
        tvx_json_pair_int(json, "words", (int64_t)run->words);
        tvx_json_pair_int(json, "start", (int64_t)tvx_utf8_count(text, run->start));
        tvx_json_pair_int(json, "len", (int64_t)tvx_utf8_count(text + run->start, run->length));
        if (run->at_length > 0) {
            tvx_json_key(json, "in_adopted");
            tvx_json_array(json);
            tvx_json_int(json, (int64_t)tvx_utf8_count(o->adopted, run->at));
            tvx_json_int(json, (int64_t)tvx_utf8_count(o->adopted + run->at, run->at_length));
            tvx_json_array_end(json);
        }
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void themes(struct tvx_json *json, const struct tvx_outcomes *all, const struct tvx_outcome_report *r)
{
    size_t count;
    const struct tvx_theme *list = tvx_taxonomy_themes(all->taxonomy, &count);

    tvx_json_key(json, "themes");
    tvx_json_array(json);
    for (size_t i = 0; i < r->theme_count; i++)
        tvx_json_string(json, list[r->themes[i].theme].key);
    tvx_json_array_end(json);
}

void tvx_json_outcomes(struct tvx_json *json, const struct tvx_outcomes *all)
{
    tvx_json_array(json);
    for (size_t i = 0; i < all->count; i++) {
        const struct tvx_outcome_report *r = &all->items[i];
        const struct tvx_outcome *o = r->outcome;
        const struct tvx_stored_proposal *p = o->proposal;

        tvx_json_object(json);
        tvx_json_pair(json, "proposal", p->proposal.number);
        tvx_json_pair(json, "outcome", tvx_fate_to_string(o->fate));
        tvx_json_pair(json, "became", tvx_became_to_string(r->became));
        tvx_json_pair_int(json, "adopted_words", (int64_t)o->adopted_words);
        tvx_json_pair_int(json, "of_words", (int64_t)o->of_words);
        tvx_json_pair(json, "instrument", o->instrument);
        tvx_json_pair(json, "version", o->version);
        tvx_json_pair(json, "provision", o->provision);
        tvx_json_pair_strings(json, "with", o->with, o->with_count);
        evidence(json, o);
        tvx_json_pair(json, "action", tvx_action_to_string(p->proposal.action));
        tvx_json_pair(json, "asked_of", p->resolution.path);
        tvx_json_pair(json, "meeting", p->meeting);
        tvx_json_pair_strings(json, "sponsors", p->proposal.sponsors, p->proposal.sponsor_count);
        themes(json, all, r);
        tvx_json_pair(json, "why", r->why);
        tvx_json_pair(json, "before", o->before);
        tvx_json_pair(json, "after", o->after);
        tvx_json_pair(json, "adopted", o->adopted);
        runs(json, r);
        tvx_json_pair_int(json, "other_words", (int64_t)r->other_words);
        tvx_json_pair_strings(json, "others", r->others, r->other_count);
        tvx_json_key(json, "claims");
        tvx_json_claims(json, &r->claims);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void sum(struct tvx_json *json, const char *key, const struct tvx_outcome_sum *s)
{
    tvx_json_object(json);
    if (key != NULL) {
        tvx_json_pair(json, key, s->key);
        tvx_json_pair(json, "name", s->name);
    }
    tvx_json_pair_int(json, "proposals", (int64_t)s->proposals);
    for (size_t i = 0; i < TVX_BECAME_COUNT; i++)
        tvx_json_pair_int(json, tvx_became_to_string((enum tvx_became)i), (int64_t)s->of[i]);
    tvx_json_pair_int(json, "told", (int64_t)s->told);
    tvx_json_pair_int(json, "of_words", (int64_t)s->asked);
    tvx_json_pair_int(json, "adopted_words", (int64_t)s->adopted);
    if (s->asked > 0)
        tvx_json_pair_number(json, "share", round((double)s->adopted / (double)s->asked * 1e4) / 1e4);
    tvx_json_pair_strings(json, "numbers", s->numbers, s->number_count);
    tvx_json_object_end(json);
}

static void sums(struct tvx_json *json, const char *key, const char *of, const struct tvx_outcome_sum *items,
                 size_t count)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        sum(json, of, &items[i]);
    tvx_json_array_end(json);
}

static void text(struct tvx_json *json, const struct tvx_outcome_text *t)
{
    tvx_json_object(json);
    tvx_json_pair(json, "ref", t->ref);
    tvx_json_pair_int(json, "new_words", (int64_t)t->fresh);
    tvx_json_pair_int(json, "proposed_words", (int64_t)t->proposed);
    tvx_json_pair_int(json, "orphan_words", (int64_t)t->orphaned);
    tvx_json_pair_bool(json, "tabled", t->tabled);
    tvx_json_pair_bool(json, "limited", t->limited);
    tvx_json_key(json, "orphans");
    tvx_json_array(json);
    for (size_t k = 0; k < t->orphan_count; k++) {
        tvx_json_object(json);
        tvx_json_pair(json, "ref", t->orphans[k].ref);
        tvx_json_pair(json, "text", t->orphans[k].text);
        tvx_json_pair_int(json, "words", (int64_t)t->orphans[k].words);
        tvx_json_key(json, "claim");
        tvx_json_claim(json, &t->orphans[k].claim);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

void tvx_json_outcome_summary(struct tvx_json *json, const struct tvx_outcomes *all)
{
    tvx_json_object(json);
    tvx_json_key(json, "total");
    sum(json, NULL, &all->total);
    sums(json, "sponsors", "sponsor", all->sponsors, all->sponsor_count);
    sums(json, "themes", "theme", all->themes, all->theme_count);
    tvx_json_key(json, "texts");
    tvx_json_array(json);
    for (size_t i = 0; i < all->text_count; i++)
        text(json, &all->texts[i]);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

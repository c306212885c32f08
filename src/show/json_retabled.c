/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Proposals that come back, what became of them, and verdicts, as JSON. */
#include <travaux/show/retabled.h>

#include <math.h>

static void score(struct tvx_json *json, const char *key, double value)
{
    tvx_json_pair_number(json, key, round(value * 1e4) / 1e4);
}

static void passage(struct tvx_json *json, const char *key, const struct tvx_stored_proposal *p)
{
    tvx_json_key(json, key);
    tvx_json_object(json);
    tvx_json_pair(json, "document", p->document);
    tvx_json_pair(json, "sha256", p->sha256);
    tvx_json_pair(json, "quote", p->proposal.quote);
    tvx_json_pair_int(json, "start", (int64_t)p->proposal.start);
    tvx_json_pair_int(json, "len", (int64_t)p->proposal.points);
    tvx_json_object_end(json);
}

static void numbers(struct tvx_json *json, const char *key, const char *const *items, size_t count)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_string(json, items[i]);
    tvx_json_array_end(json);
}

void tvx_json_outcome(struct tvx_json *json, const struct tvx_outcome *o)
{
    tvx_json_object(json);
    tvx_json_pair(json, "proposal", o->proposal->proposal.number);
    tvx_json_pair(json, "outcome", tvx_fate_to_string(o->fate));
    tvx_json_pair_int(json, "adopted_words", (int64_t)o->adopted_words);
    tvx_json_pair_int(json, "of_words", (int64_t)o->of_words);
    tvx_json_pair(json, "instrument", o->instrument);
    tvx_json_pair(json, "version", o->version);
    tvx_json_pair(json, "provision", o->provision);
    numbers(json, "with", o->with, o->with_count);
    tvx_json_key(json, "evidence");
    tvx_json_array(json);
    for (size_t i = 0; i < o->evidence_count; i++) {
        const struct tvx_fate_evidence *e = &o->evidence[i];

        tvx_json_object(json);
        tvx_json_pair(json, "source", e->source);
        tvx_json_pair(json, "says", e->says == TVX_FATE_OPEN ? NULL : tvx_fate_to_string(e->says));
        tvx_json_pair(json, "document", e->document);
        tvx_json_pair(json, "sha256", e->sha256);
        tvx_json_pair(json, "date", e->date);
        tvx_json_pair(json, "quote", e->quote);
        tvx_json_pair_int(json, "start", (int64_t)e->start);
        tvx_json_pair_int(json, "len", (int64_t)e->points);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

void tvx_json_retabled(struct tvx_json *json, const struct tvx_retabled_list *list)
{
    tvx_json_array(json);
    for (size_t i = 0; i < list->count; i++) {
        const struct tvx_retabled *r = &list->items[i];

        tvx_json_object(json);
        tvx_json_pair(json, "id", r->id);
        tvx_json_pair(json, "proposal", r->proposal->proposal.number);
        tvx_json_pair(json, "meeting", r->proposal->meeting);
        tvx_json_pair(json, "earlier", r->earlier->proposal.number);
        tvx_json_pair(json, "earlier_meeting", r->earlier->meeting);
        tvx_json_pair(json, "rank", tvx_retabled_rank_to_string(r->rank));
        tvx_json_pair(json, "fate", tvx_fate_to_string(r->outcome->fate));
        score(json, "score", r->score);
        tvx_json_pair(json, "kind", r->structure ? "structure" : "wording");
        score(json, "found", r->found);
        score(json, "match", r->match);
        tvx_json_pair(json, "verdict", r->verdict == NULL ? NULL : tvx_verdict_value_to_string(r->verdict->value));
        tvx_json_pair(json, "place", tvx_retabled_place_to_string(r->place));
        numbers(json, "also", r->also, r->also_count);
        tvx_json_key(json, "shared");
        tvx_json_array(json);
        for (size_t k = 0; k < r->shared_count; k++) {
            tvx_json_object(json);
            tvx_json_pair(json, "text", r->shared[k].text);
            tvx_json_pair(json, "kind", r->shared[k].deleted ? "deleted" : "inserted");
            tvx_json_pair_number(json, "bits", round(r->shared[k].bits * 10) / 10);
            tvx_json_object_end(json);
        }
        tvx_json_array_end(json);
        passage(json, "evidence", r->proposal);
        passage(json, "earlier_evidence", r->earlier);
        tvx_json_key(json, "outcome");
        tvx_json_outcome(json, r->outcome);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

/* ---- verdicts ---- */

/* A passage is a new text to `match --pairs`. */
static void side(struct tvx_json *json, const char *key, const struct tvx_match_side *s)
{
    bool edit = s->before != NULL || s->after != NULL;

    tvx_json_key(json, key);
    tvx_json_object(json);
    tvx_json_pair(json, "before", edit && s->before != NULL ? s->before : "");
    tvx_json_pair(json, "after", !edit ? (s->quote == NULL ? "" : s->quote) : s->after == NULL ? "" : s->after);
    tvx_json_pair_bool(json, "edit", edit);
    tvx_json_pair(json, "document", s->document);
    tvx_json_pair(json, "sha256", s->sha256);
    tvx_json_pair(json, "proposal", s->proposal);
    tvx_json_pair(json, "instrument", s->instrument);
    tvx_json_pair(json, "version", s->version);
    tvx_json_pair(json, "provision", s->provision);
    tvx_json_pair(json, "language", s->language);
    tvx_json_pair(json, "quote", s->quote);
    tvx_json_pair_int(json, "start", (int64_t)s->start);
    tvx_json_pair_int(json, "len", (int64_t)s->points);
    tvx_json_object_end(json);
}

void tvx_json_verdict(struct tvx_json *json, const struct tvx_verdict *v)
{
    const struct tvx_match_side *s = v->match.sides;

    tvx_json_object(json);
    tvx_json_pair(json, "id", v->id);
    tvx_json_pair(json, "kind", tvx_match_kind_to_string(v->match.kind));
    tvx_json_pair(json, "verdict", tvx_verdict_value_to_string(v->value));
    if (v->value != TVX_VERDICT_NONE)
        tvx_json_pair_bool(json, "label", v->value == TVX_VERDICT_CONFIRMED);
    score(json, "score", v->match.score);
    tvx_json_pair(json, "by", v->by);
    tvx_json_pair(json, "at", v->at == NULL || *v->at == '\0' ? NULL : v->at);
    tvx_json_pair(json, "note", v->note == NULL ? "" : v->note);
    if (s[0].language != NULL && *s[0].language != '\0')
        tvx_json_pair(json, "language", s[0].language);
    side(json, "a", &s[0]);
    side(json, "b", &s[1]);
    tvx_json_object_end(json);
}

void tvx_json_judged(struct tvx_json *json, const struct tvx_judged *items, size_t count)
{
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        struct tvx_verdict v = items[i].verdict;

        v.match = items[i].match;
        for (size_t k = 0; k < sizeof v.id; k++)
            v.id[k] = items[i].id[k];
        tvx_json_verdict(json, &v);
    }
    tvx_json_array_end(json);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/assess.h>

#include <travaux/show/json_claim.h>

static void interval(struct tvx_json *json, struct tvx_interval is)
{
    tvx_json_pair_number(json, "low", is.low);
    tvx_json_pair_number(json, "high", is.high);
}

static void effect(struct tvx_json *json, const struct tvx_assessment *item, const struct tvx_assess_weights *weights)
{
    tvx_json_object(json);
    interval(json, item->effect);
    tvx_json_key(json, "parts");
    tvx_json_array(json);
    for (int i = 0; i < TVX_ASSESS_ALL; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "part", tvx_assess_part_name((enum tvx_assess_part)i));
        tvx_json_pair_bool(json, "share", i >= TVX_ASSESS_PARTS);
        tvx_json_pair_number(json, "weight", weights->of[i]);
        interval(json, item->sides[i].is);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_key(json, "factors");
    tvx_json_array(json);
    for (int i = 0; i < TVX_ASSESS_ALL; i++)
        for (size_t j = 0; j < item->sides[i].factors.count; j++)
            tvx_json_claim(json, &item->sides[i].factors.items[j]);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

static void analyst(struct tvx_json *json, const struct tvx_assess_view *view)
{
    tvx_json_object(json);
    tvx_json_pair(json, "analyst", view->opinion->analyst);
    tvx_json_pair(json, "at", view->opinion->at);
    tvx_json_pair(json, "because", view->opinion->because);
    tvx_json_key(json, "effect");
    tvx_json_claim(json, &view->effect);
    tvx_json_key(json, "likelihood");
    tvx_json_claim(json, &view->likelihood);
    tvx_json_key(json, "product");
    tvx_json_object(json);
    interval(json, view->product);
    tvx_json_object_end(json);
    tvx_json_object_end(json);
}

void tvx_json_assessment(struct tvx_json *json, const struct tvx_assessment *item,
                         const struct tvx_assess_weights *weights)
{
    tvx_json_object(json);
    tvx_json_pair(json, "reference", item->proposal->proposal.number);
    tvx_json_key(json, "effect");
    effect(json, item, weights);
    tvx_json_key(json, "likelihood");
    tvx_json_object(json);
    interval(json, item->likelihood);
    tvx_json_pair_int(json, "n", (int64_t)item->n);
    tvx_json_key(json, "factors");
    tvx_json_claims(json, &item->likely);
    tvx_json_object_end(json);
    tvx_json_key(json, "product");
    tvx_json_object(json);
    interval(json, item->product);
    tvx_json_object_end(json);
    tvx_json_key(json, "analysts");
    tvx_json_array(json);
    for (size_t i = 0; i < item->view_count; i++)
        analyst(json, &item->views[i]);
    tvx_json_array_end(json);
    tvx_json_key(json, "differences");
    tvx_json_claims(json, &item->differences);
    tvx_json_key(json, "themes");
    tvx_json_array(json);
    for (size_t i = 0; i < item->theme_count; i++)
        tvx_json_string(json, item->themes[i]);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

void tvx_json_assessments(struct tvx_json *json, const char *meeting, const struct tvx_assessment *items, size_t count,
                          const struct tvx_assess_weights *weights)
{
    tvx_json_object(json);
    tvx_json_pair(json, "meeting", meeting);
    tvx_json_key(json, "weights");
    tvx_json_object(json);
    for (int i = 0; i < TVX_ASSESS_ALL; i++)
        tvx_json_pair_number(json, tvx_assess_part_name((enum tvx_assess_part)i), weights->of[i]);
    tvx_json_object_end(json);
    tvx_json_key(json, "assessments");
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_assessment(json, &items[i], weights);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

void tvx_json_opinion(struct tvx_json *json, const struct tvx_opinion *o)
{
    tvx_json_object(json);
    tvx_json_pair(json, "proposal", o->proposal);
    tvx_json_pair(json, "sha256", o->sha256);
    tvx_json_pair(json, "analyst", o->analyst);
    tvx_json_pair(json, "at", o->at);
    tvx_json_pair_bool(json, "in_force", o->in_force);
    tvx_json_key(json, "effect");
    tvx_json_object(json);
    interval(json, (struct tvx_interval){o->effect_low, o->effect_high});
    tvx_json_object_end(json);
    tvx_json_key(json, "likelihood");
    tvx_json_object(json);
    interval(json, (struct tvx_interval){o->likelihood_low, o->likelihood_high});
    tvx_json_object_end(json);
    tvx_json_pair(json, "because", o->because);
    tvx_json_key(json, "evidence");
    tvx_json_array(json);
    for (size_t i = 0; i < o->evidence_count; i++)
        tvx_json_evidence(json, &o->evidence[i]);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/json_claim.h>
#include <travaux/show/novelty.h>

static void write_law(struct tvx_json *json, const struct tvx_novelty_law *law)
{
    tvx_json_object(json);
    tvx_json_pair(json, "ref", law->ref);
    if (law->marginal != NULL)
        tvx_json_pair(json, "marginal", law->marginal);
    tvx_json_pair(json, "heading", law->heading);
    tvx_json_pair(json, "text", law->text);
    tvx_json_pair_bool(json, "binding", law->binding);
    tvx_json_pair(json, "because", law->because);
    tvx_json_pair_bool(json, "in_force", law->in_force);
    tvx_json_pair(json, "actor", law->actor);
    tvx_json_pair(json, "modal", law->modal);
    tvx_json_pair_int(json, "level", law->level);
    tvx_json_pair_number(json, "score", law->score);
    tvx_json_pair_number(json, "covered", law->covered);
    tvx_json_pair_int(json, "copied_words", (int64_t)law->copied_words);
    tvx_json_key(json, "evidence");
    tvx_json_evidence(json, &law->evidence);
    tvx_json_object_end(json);
}

static void write_earlier(struct tvx_json *json, const struct tvx_novelty_earlier *earlier)
{
    const struct tvx_proposal *proposal = &earlier->proposal->proposal;

    tvx_json_object(json);
    tvx_json_pair(json, "proposal", proposal->number);
    tvx_json_pair(json, "meeting", earlier->proposal->meeting);
    tvx_json_pair(json, "date", earlier->proposal->date);
    tvx_json_key(json, "sponsors");
    tvx_json_array(json);
    for (size_t i = 0; i < proposal->sponsor_count; i++)
        tvx_json_string(json, proposal->sponsors[i]);
    tvx_json_array_end(json);
    tvx_json_pair(json, "fate", tvx_fate_to_string(earlier->outcome->fate));
    tvx_json_pair(json, "text", earlier->text);
    tvx_json_pair_number(json, "covered", earlier->covered);
    tvx_json_key(json, "evidence");
    tvx_json_evidence(json, &earlier->evidence);
    tvx_json_object_end(json);
}

static void write_sentence(struct tvx_json *json, const struct tvx_novelty_sentence *sentence)
{
    tvx_json_object(json);
    tvx_json_pair(json, "text", sentence->text);
    tvx_json_pair(json, "status", tvx_novelty_status_to_string(sentence->status));
    tvx_json_pair(json, "changes", sentence->changes);
    tvx_json_pair_number(json, "added", sentence->added);
    tvx_json_pair(json, "actor", sentence->actor);
    tvx_json_pair(json, "modal", sentence->modal);
    tvx_json_pair_int(json, "level", sentence->level);
    tvx_json_pair_bool(json, "firmer", sentence->firmer);
    tvx_json_key(json, "nearest");
    if (sentence->law_count > 0)
        write_law(json, &sentence->laws[0]);
    else
        tvx_json_null(json);
    tvx_json_key(json, "others");
    tvx_json_array(json);
    for (size_t i = 1; i < sentence->law_count; i++)
        write_law(json, &sentence->laws[i]);
    tvx_json_array_end(json);
    tvx_json_key(json, "earlier");
    if (sentence->earlier != NULL)
        write_earlier(json, sentence->earlier);
    else
        tvx_json_null(json);
    tvx_json_key(json, "left_over");
    tvx_json_array(json);
    for (size_t i = 0; i < sentence->left_count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "text", sentence->left_over[i].text);
        tvx_json_pair_int(json, "start", (int64_t)sentence->left_over[i].start);
        tvx_json_pair_int(json, "len", (int64_t)sentence->left_over[i].points);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_key(json, "evidence");
    tvx_json_evidence(json, &sentence->evidence);
    tvx_json_object_end(json);
}

void tvx_json_novelty(struct tvx_json *json, const struct tvx_novelty_report *report)
{
    const struct tvx_proposal *proposal = &report->proposal->proposal;

    tvx_json_object(json);
    tvx_json_pair(json, "reference", report->reference);
    tvx_json_pair(json, "action", tvx_action_to_string(proposal->action));
    tvx_json_pair(json, "instrument", report->key);
    tvx_json_pair(json, "version", report->version);
    tvx_json_pair(json, "provision", report->path);
    tvx_json_key(json, "sponsors");
    tvx_json_array(json);
    for (size_t i = 0; i < proposal->sponsor_count; i++)
        tvx_json_string(json, proposal->sponsors[i]);
    tvx_json_array_end(json);
    tvx_json_key(json, "sentences");
    tvx_json_array(json);
    for (size_t i = 0; i < report->count; i++)
        write_sentence(json, &report->sentences[i]);
    tvx_json_array_end(json);
    tvx_json_pair_int(json, "kept", (int64_t)report->kept);
    tvx_json_pair_int(json, "left_out", (int64_t)report->left_out);
    tvx_json_key(json, "claims");
    tvx_json_claims(json, &report->claims);
    tvx_json_object_end(json);
}

void tvx_json_novelty_list(struct tvx_json *json, const struct tvx_novelty_report *reports, size_t count)
{
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_novelty(json, &reports[i]);
    tvx_json_array_end(json);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/calendar.h>
#include <travaux/show/json_claim.h>

static void gathering(struct tvx_json *json, const struct tvx_gathering *meeting)
{
    tvx_json_object(json);
    tvx_json_pair(json, "meeting", meeting->key);
    tvx_json_pair(json, "title", meeting->title);
    tvx_json_pair(json, "place", meeting->place);
    tvx_json_pair(json, "start", meeting->start);
    tvx_json_pair(json, "end", meeting->end);
    tvx_json_pair(json, "year", meeting->year);
    tvx_json_pair_strings(json, "sources", meeting->sources, meeting->source_count);
    tvx_json_object_end(json);
}

static void body(struct tvx_json *json, const struct tvx_body *item)
{
    tvx_json_object(json);
    tvx_json_pair(json, "key", item->key);
    tvx_json_pair(json, "institution", item->institution);
    tvx_json_pair(json, "name", item->name);
    tvx_json_pair(json, "name_fr", item->name_fr);
    tvx_json_object_end(json);
}

static void rule(struct tvx_json *json, const struct tvx_decision *decision)
{
    tvx_json_key(json, "instrument");
    if (decision->rule == NULL) {
        tvx_json_null(json);
        return;
    }
    tvx_json_object(json);
    tvx_json_pair(json, "key", decision->instrument);
    tvx_json_pair(json, "name", decision->rule->name);
    tvx_json_pair(json, "institution", decision->rule->institution);
    if (decision->rule->rank > 0)
        tvx_json_pair_int(json, "rank", decision->rule->rank);
    if (decision->rule->binding_told)
        tvx_json_pair_bool(json, "binding", decision->rule->is_binding);
    tvx_json_pair(json, "changed_by", decision->rule->changed_by);
    tvx_json_object_end(json);
}

static void ways(struct tvx_json *json, const struct tvx_decision *decision)
{
    tvx_json_key(json, "ways");
    tvx_json_array(json);
    for (size_t i = 0; i < decision->way_count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "key", decision->ways[i].way->key);
        tvx_json_pair(json, "name", decision->ways[i].way->name);
        tvx_json_pair_strings(json, "kinds", decision->ways[i].way->kinds, decision->ways[i].way->kind_count);
        tvx_json_key(json, "claims");
        tvx_json_claims(json, &decision->ways[i].claims);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_json_decision(struct tvx_json *json, const struct tvx_decision *decision)
{
    tvx_json_object(json);
    tvx_json_pair(json, "reference", decision->reference);
    rule(json, decision);
    tvx_json_key(json, "body");
    if (decision->body == NULL)
        tvx_json_null(json);
    else
        body(json, decision->body);
    tvx_json_key(json, "next");
    if (decision->next < decision->meeting_count)
        gathering(json, decision->meetings[decision->next]);
    else
        tvx_json_null(json);
    tvx_json_key(json, "meetings");
    tvx_json_array(json);
    for (size_t i = 0; i < decision->meeting_count; i++)
        gathering(json, decision->meetings[i]);
    tvx_json_array_end(json);
    tvx_json_key(json, "claims");
    tvx_json_claims(json, &decision->claims);
    ways(json, decision);
    tvx_json_object_end(json);
}

void tvx_json_institutions(struct tvx_json *json, const struct tvx_institutions *all)
{
    tvx_json_array(json);
    for (size_t i = 0; i < all->body_count; i++) {
        const struct tvx_body *item = &all->bodies[i];

        tvx_json_object(json);
        tvx_json_pair(json, "key", item->key);
        tvx_json_pair(json, "institution", item->institution);
        tvx_json_pair(json, "name", item->name);
        tvx_json_pair(json, "decides", item->decides.text);
        tvx_json_pair(json, "meets", item->meets.text);
        tvx_json_key(json, "changes");
        tvx_json_array(json);
        for (size_t j = 0; j < all->rule_count; j++)
            if (tvx_institutions_changes(item, &all->rules[j]))
                for (size_t k = 0; k < all->rules[j].match_count; k++)
                    tvx_json_string(json, all->rules[j].matches[k]);
        tvx_json_array_end(json);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_json_calendar(struct tvx_json *json, const struct tvx_calendar_entry *entries, size_t count)
{
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_calendar_entry *entry = &entries[i];

        tvx_json_object(json);
        tvx_json_pair(json, "date", entry->date);
        tvx_json_pair(json, "end", entry->end);
        tvx_json_pair(json, "kind", entry->kind);
        tvx_json_pair(json, "what", entry->claim.statement);
        tvx_json_pair(json, "key", entry->key);
        tvx_json_pair(json, "institution", entry->institution);
        tvx_json_pair(json, "body", entry->body);
        tvx_json_pair(json, "meeting", entry->meeting);
        tvx_json_pair(json, "place", entry->place);
        tvx_json_pair(json, "who", entry->who);
        tvx_json_pair_bool(json, "reckoned", entry->reckoned);
        tvx_json_pair_strings(json, "instruments", entry->instruments, entry->instrument_count);
        tvx_json_pair_strings(json, "concerns", entry->concerns, entry->concern_count);
        tvx_json_key(json, "claim");
        tvx_json_claim(json, &entry->claim);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

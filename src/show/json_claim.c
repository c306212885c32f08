/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/json_claim.h>

void tvx_json_evidence(struct tvx_json *json, const struct tvx_evidence *evidence)
{
    tvx_json_object(json);
    tvx_json_pair(json, "document", evidence->document);
    tvx_json_pair(json, "sha256", evidence->sha256);
    tvx_json_pair(json, "ref", evidence->ref);
    tvx_json_pair(json, "quote", evidence->quote);
    if (evidence->points > 0) {
        tvx_json_pair_int(json, "start", (int64_t)evidence->start);
        tvx_json_pair_int(json, "len", (int64_t)evidence->points);
    }
    tvx_json_object_end(json);
}

void tvx_json_claim(struct tvx_json *json, const struct tvx_claim *claim)
{
    tvx_json_object(json);
    tvx_json_pair(json, "statement", claim->statement);
    if (claim->value != NULL && claim->value[0] != '\0')
        tvx_json_pair(json, "value", claim->value);
    if (claim->has_interval) {
        tvx_json_pair_number(json, "low", claim->low);
        tvx_json_pair_number(json, "high", claim->high);
    }
    tvx_json_pair(json, "method", claim->method);
    tvx_json_key(json, "evidence");
    tvx_json_array(json);
    for (size_t i = 0; i < claim->evidence_count; i++)
        tvx_json_evidence(json, &claim->evidence[i]);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

void tvx_json_claims(struct tvx_json *json, const struct tvx_claims *claims)
{
    tvx_json_array(json);
    for (size_t i = 0; i < claims->count; i++)
        tvx_json_claim(json, &claims->items[i]);
    tvx_json_array_end(json);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/blame.h>

#include <stdio.h>
#include <string.h>
#include <travaux/text/utf8.h>

static void proposal_origin(struct tvx_json *json, const struct tvx_stored_proposal *proposal)
{
    tvx_json_object(json);
    tvx_json_pair(json, "ref", proposal->proposal.number);
    tvx_json_pair(json, "date", proposal->date);
    tvx_json_key(json, "sponsors");
    tvx_json_array(json);
    for (size_t i = 0; i < proposal->proposal.sponsor_count; i++)
        tvx_json_string(json, proposal->proposal.sponsors[i]);
    tvx_json_array_end(json);
    tvx_json_pair(json, "document", proposal->document);
    tvx_json_pair(json, "meeting", proposal->meeting);
    tvx_json_pair(json, "provision", proposal->resolution.path);
    tvx_json_pair_bool(json, "compromise", tvx_is_compromise(&proposal->proposal));
    tvx_json_object_end(json);
}

static void version_origin(struct tvx_json *json, const struct tvx_history *history, const struct tvx_origin *origin,
                           const struct tvx_stored_document *printed)
{
    const struct tvx_blame_version *version = &history->versions[origin->version];
    char reference[300];

    snprintf(reference, sizeof reference, "%s@%s", version->head.key, version->head.version);
    tvx_json_object(json);
    tvx_json_pair(json, "ref", reference);
    tvx_json_pair(json, "date", version->head.date);
    tvx_json_key(json, "sponsors");
    tvx_json_array(json);
    tvx_json_array_end(json);
    tvx_json_pair(json, "document", printed == NULL ? NULL : printed->name);
    tvx_json_pair(json, "meeting", version->head.meeting);
    tvx_json_pair(json, "provision", version->instrument.provisions[origin->provision].path);
    tvx_json_object_end(json);
}

static void also(struct tvx_json *json, const struct tvx_origin *origin)
{
    const char *first = origin->count > 0 ? origin->proposals[0]->date : NULL;
    bool same = false;

    tvx_json_key(json, "also");
    tvx_json_array(json);
    for (size_t i = 1; i < origin->count; i++) {
        const char *date = origin->proposals[i]->date;

        proposal_origin(json, origin->proposals[i]);
        same = same || (first == NULL ? date == NULL : date != NULL && strcmp(first, date) == 0);
    }
    tvx_json_array_end(json);
    tvx_json_pair_bool(json, "same_date", same);
}

void tvx_json_blame(struct tvx_json *json, const struct tvx_blame *blame)
{
    const struct tvx_history *history = &blame->history;
    const struct tvx_instrument *instrument = &history->versions[blame->version].instrument;
    const struct tvx_words *words = &history->words[blame->version];

    tvx_json_array(json);
    for (size_t p = blame->first; p < blame->last; p++) {
        const struct tvx_provision *provision = &instrument->provisions[p];
        size_t byte = 0, points = 0;

        for (size_t w = words->first[p]; w < words->first[p + 1]; w++) {
            const struct tvx_word *word = &words->items[w];
            const struct tvx_origin *origin = &history->origins[word->origin];
            enum tvx_origin_kind kind;

            points += tvx_utf8_count(provision->text + byte, word->start - byte);
            byte = word->start;
            kind = tvx_origin_kind_in(history, word, blame->version);
            tvx_json_object(json);
            tvx_json_key(json, "token");
            tvx_json_string_n(json, provision->text + word->start, word->length);
            tvx_json_pair_int(json, "start", (int64_t)points);
            tvx_json_pair_int(json, "len", (int64_t)tvx_utf8_count(provision->text + word->start, word->length));
            tvx_json_key(json, "origin");
            if (origin->count > 0)
                proposal_origin(json, origin->proposals[0]);
            else
                version_origin(json, history, origin, kind == TVX_ORIGIN_ORPHAN ? blame->printed[p] : NULL);
            tvx_json_pair(json, "kind", tvx_origin_kind_to_string(kind));
            tvx_json_pair(json, "provision", provision->path);
            also(json, origin);
            tvx_json_object_end(json);
        }
    }
    tvx_json_array_end(json);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What there is to say of one side of a hit: whose words, in which proposal or provision, of which day. */
#include "trace_hits.h"

#include <string.h>
#include <travaux/text/utf8.h>

const char *trace_place(struct tvx_arena *arena, const struct tvx_resolution *resolution)
{
    if (resolution->kind == TVX_UNRESOLVED || resolution->key == NULL || resolution->path == NULL)
        return NULL;
    if (resolution->version == NULL)
        return tvx_arena_printf(arena, "%s:%s", resolution->key, resolution->path);
    return tvx_arena_printf(arena, "%s@%s:%s", resolution->key, resolution->version, resolution->path);
}

size_t trace_proposal_at(const struct traced_document *document, size_t byte)
{
    for (size_t i = 0; i < document->proposal_count; i++)
        if (document->proposals[i].place.start <= byte && byte < document->proposals[i].place.end)
            return i;
    return SIZE_MAX;
}

/* Copies text; NULL stays NULL. */
static const char *copy(struct tvx_arena *arena, const char *text, bool *failed)
{
    const char *copied = text == NULL ? NULL : tvx_arena_strdup(arena, text);

    *failed = *failed || (text != NULL && copied == NULL);
    return copied;
}

static const char **copy_all(struct tvx_arena *arena, const char **texts, size_t count, bool *failed)
{
    const char **copied = tvx_arena_array(arena, count + 1, sizeof *copied);

    *failed = *failed || copied == NULL;
    for (size_t i = 0; i < count && copied != NULL; i++)
        copied[i] = copy(arena, texts[i], failed);
    return copied;
}

enum tvx_status trace_side_document(struct tvx_trace_side *side, struct tvx_arena *arena, struct tvx_tracer *tracer,
                                    struct traced_document *document, struct tvx_error *error)
{
    const struct tvx_stored_document *about = &document->about;
    const struct tvx_stored_instrument *head = tracer_head(tracer, document->id);
    bool failed = false;

    if (document->question != tracer->question) {
        document->side = (struct tvx_trace_side){
            .document = document->id, .name = copy(arena, about->name, &failed),
            .file = copy(arena, about->file, &failed), .sha256 = copy(arena, about->sha256, &failed),
            .title = copy(arena, about->title, &failed), .kind = copy(arena, about->kind, &failed),
            .access = copy(arena, about->access, &failed), .meeting = copy(arena, about->meeting, &failed),
            .language = copy(arena, about->language, &failed),
            .date = copy(arena, head != NULL && head->date != NULL ? head->date : about->date, &failed),
            .in_force = head != NULL && head->in_force, .sponsor_count = about->sponsor_count,
            .sponsors = copy_all(arena, about->sponsors, about->sponsor_count, &failed)};
        document->side.ref = document->side.name;
        if (failed)
            return tvx_error_nomem(error);
        document->question = tracer->question;
    }
    *side = document->side;
    return TVX_OK;
}

enum tvx_status trace_side_proposal(struct tvx_trace_side *side, struct tvx_arena *arena,
                                    const struct tvx_stored_proposal *stored, struct tvx_error *error)
{
    bool failed = false;

    side->ref = side->proposal = copy(arena, stored->proposal.number, &failed);
    side->provision = trace_place(arena, &stored->resolution);
    if (stored->proposal.sponsor_count > 0) {
        side->sponsors = copy_all(arena, stored->proposal.sponsors, stored->proposal.sponsor_count, &failed);
        side->sponsor_count = stored->proposal.sponsor_count;
    }
    return failed ? tvx_error_nomem(error) : TVX_OK;
}

/* The innermost provision over these code points. */
static const struct tvx_provision *provision_at(const struct tvx_instrument *instrument, size_t point)
{
    const struct tvx_provision *found = NULL;

    for (size_t i = 0; i < instrument->count; i++) {
        const struct tvx_provision *provision = &instrument->provisions[i];

        if (provision->points > 0 && provision->start <= point && point < provision->start + provision->points &&
            (found == NULL || provision->points <= found->points))
            found = provision;
    }
    return found;
}

enum tvx_status trace_side_stretch(struct tvx_trace_side *side, struct tvx_arena *arena,
                                   const struct traced_document *document, size_t start, size_t end,
                                   struct tvx_error *error)
{
    size_t proposal = trace_proposal_at(document, start);
    const struct tvx_provision *provision;

    side->start = tvx_utf8_count(document->text, start);
    side->points = tvx_utf8_count(document->text + start, end - start);
    side->quote = tvx_arena_strndup(arena, document->text + start, end - start);
    if (side->quote == NULL)
        return tvx_error_nomem(error);
    if (proposal != SIZE_MAX)
        return trace_side_proposal(side, arena, document->proposals[proposal].stored, error);
    if (document->head != NULL && (provision = provision_at(&document->instrument, side->start)) != NULL) {
        side->ref = side->provision = tvx_arena_printf(arena, "%s@%s:%s", document->head->key, document->head->version,
                                                       provision->path);
        if (side->ref == NULL)
            return tvx_error_nomem(error);
    }
    return TVX_OK;
}

/* ---- as a match that a person can judge ---- */

static struct tvx_match_side match_side(const struct tvx_trace_side *side)
{
    return (struct tvx_match_side){.sha256 = side->sha256, .document = side->name, .proposal = side->proposal,
                                   .language = side->language, .start = side->start, .points = side->points,
                                   .quote = side->quote};
}

void trace_verdict(struct tvx_trace_hit *hit, const struct tvx_tracer *tracer)
{
    struct tvx_match_side passage = match_side(&hit->passage), source = match_side(&hit->source);

    if (passage.sha256 == NULL || source.sha256 == NULL)
        return;
    tvx_match_id(hit->id, TVX_MATCH_REUSE, &passage, &source);
    if (tracer->verdicts != NULL)
        hit->verdict = tvx_verdicts_find(tracer->verdicts, TVX_MATCH_REUSE, &passage, &source);
    hit->score = tvx_verdict_score(hit->verdict, hit->found);
}

/* "MNR@2022:7.3" told apart. */
static bool split_place(struct tvx_match_side *side, struct tvx_arena *arena, const char *place)
{
    const char *at, *colon = place == NULL ? NULL : strchr(place, ':');

    if (colon == NULL)
        return true;
    at = memchr(place, '@', (size_t)(colon - place));
    side->instrument = tvx_arena_strndup(arena, place, (size_t)((at == NULL ? colon : at) - place));
    if (at != NULL)
        side->version = tvx_arena_strndup(arena, at + 1, (size_t)(colon - at - 1));
    side->provision = tvx_arena_strdup(arena, colon + 1);
    return side->instrument != NULL && side->provision != NULL && (at == NULL || side->version != NULL);
}

enum tvx_status tvx_trace_matched(struct tvx_matched *out, struct tvx_arena *arena, const struct tvx_trace_hit *hit,
                                  struct tvx_error *error)
{
    *out = (struct tvx_matched){TVX_MATCH_REUSE, hit->found, {match_side(&hit->passage), match_side(&hit->source)}};
    if (!split_place(&out->sides[0], arena, hit->passage.provision) ||
        !split_place(&out->sides[1], arena, hit->source.provision))
        return tvx_error_nomem(error);
    return TVX_OK;
}

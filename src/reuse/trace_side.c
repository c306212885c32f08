/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What there is to say of one side of a hit: whose words, in which proposal or provision, of which day. */
#include "trace_hits.h"

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

void trace_side_document(struct tvx_trace_side *side, const struct traced_document *document)
{
    const struct tvx_stored_document *about = &document->about;
    bool dated = document->head != NULL && document->head->date != NULL;

    *side = (struct tvx_trace_side){
        .ref = about->name, .document = document->id, .name = about->name, .file = about->file,
        .sha256 = about->sha256, .title = about->title, .kind = about->kind, .access = about->access,
        .meeting = about->meeting, .date = dated ? document->head->date : about->date,
        .in_force = document->head != NULL && document->head->in_force,
        .sponsors = about->sponsors, .sponsor_count = about->sponsor_count};
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
    if (proposal != SIZE_MAX) {
        const struct tvx_stored_proposal *stored = document->proposals[proposal].stored;

        side->ref = side->proposal = stored->proposal.number;
        side->provision = trace_place(arena, &stored->resolution);
        if (stored->proposal.sponsor_count > 0) {
            side->sponsors = stored->proposal.sponsors;
            side->sponsor_count = stored->proposal.sponsor_count;
        }
    } else if (document->head != NULL && (provision = provision_at(&document->instrument, side->start)) != NULL) {
        side->ref = side->provision = tvx_arena_printf(arena, "%s@%s:%s", document->head->key, document->head->version,
                                                       provision->path);
    }
    return TVX_OK;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the workspace's minutes, statements and last papers say. */
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "positions_work.h"

/* The proposals that a document may speak of by number: those of its meeting, all where it has none. */
static enum tvx_status topics_of(struct positions_work *work, const struct tvx_stored_document *document,
                                 struct tvx_stance_topic **topics, const struct tvx_stored_proposal ***stored,
                                 size_t *count)
{
    *topics = tvx_arena_array(work->arena, work->proposal_count + 1, sizeof **topics);
    *stored = tvx_arena_array(work->arena, work->proposal_count + 1, sizeof **stored);
    *count = 0;
    if (*topics == NULL || *stored == NULL)
        return tvx_error_nomem(work->error);
    for (size_t i = 0; i < work->proposal_count; i++) {
        const struct tvx_stored_proposal *p = &work->proposals[i];

        if (document->meeting != NULL && (p->meeting == NULL || strcmp(p->meeting, document->meeting) != 0))
            continue;
        (*topics)[*count] = (struct tvx_stance_topic){p->proposal.number, p->proposal.sponsors,
                                                      p->proposal.sponsor_count};
        (*stored)[(*count)++] = p;
    }
    return TVX_OK;
}

struct place { /* in a text, counted on from the last one */
    const char *text;
    size_t at, points;
};

static size_t points_at(struct place *place, size_t at)
{
    if (at < place->at)
        place->at = place->points = 0;
    place->points += tvx_utf8_count(place->text + place->at, at - place->at);
    place->at = at;
    return place->points;
}

static enum tvx_status add_said(struct positions_work *work, const struct tvx_said *said,
                                const struct tvx_stored_document *document, struct place *place,
                                const struct tvx_stored_proposal *proposal, enum tvx_position_source source)
{
    struct tvx_position *p = positions_add(work, proposal == NULL ? &work->out->unplaced : &work->out->list,
                                           said->actor, said->stance, proposal, said->row);
    enum tvx_status status = TVX_OK;

    if (p == NULL)
        return tvx_error_nomem(work->error);
    p->source = source;
    p->date = document->date;
    p->conditional = said->conditional;
    p->former = said->former;
    if (p->meeting == NULL)
        p->meeting = document->meeting;
    p->claim.statement = tvx_arena_printf(work->arena, "%s: \"%s\"%s%s", p->claim.statement, said->words,
                                          p->conditional ? ", on a condition" : "",
                                          p->former ? ", a side that it has left" : "");
    if (p->claim.statement == NULL)
        return tvx_error_nomem(work->error);
    for (size_t k = 0; status == TVX_OK && k < said->span_count; k++) {
        const char *quote = tvx_arena_strndup(work->arena, place->text + said->spans[k].start, said->spans[k].length);
        struct tvx_evidence evidence = {
            .document = document->name, .sha256 = document->sha256, .ref = document->name, .quote = quote,
            .start = points_at(place, said->spans[k].start), .document_id = document->id,
        };

        if (quote == NULL)
            return tvx_error_nomem(work->error);
        evidence.points = tvx_utf8_count(quote, said->spans[k].length);
        status = tvx_claim_rests_on(&p->claim, work->arena, &evidence, work->error);
    }
    return status;
}

static enum tvx_status read_document(struct positions_work *work, const struct tvx_stored_document *document,
                                     enum tvx_position_source source)
{
    struct tvx_stance_context context = {.language = document->language};
    const struct tvx_stored_proposal **stored;
    struct tvx_stance_topic *topics;
    struct tvx_sayings said = {0};
    struct place place = {0};
    enum tvx_status status = topics_of(work, document, &topics, &stored, &context.topic_count);

    context.topics = topics;
    if (source == TVX_POSITION_STATEMENT) {
        context.we = document->sponsors;
        context.we_count = document->sponsor_count;
    }
    if (status == TVX_OK)
        status = tvx_store_text(work->store, work->arena, &place.text, document->id, work->error);
    if (status == TVX_OK)
        status = tvx_stances_read(&said, work->arena, work->rules, place.text, &context, work->error);
    for (size_t i = 0; status == TVX_OK && i < said.count; i++) {
        const struct tvx_stored_proposal *proposal = NULL;

        for (size_t k = 0; k < context.topic_count && proposal == NULL; k++)
            if (strcmp(topics[k].number, said.items[i].proposal) == 0)
                proposal = stored[k];
        status = add_said(work, &said.items[i], document, &place, proposal, source);
    }
    return status;
}

/* Declarations at the end of a conference: what keeps a right is a reservation, what objects opposes the statements
   that it answers.  They stand against no proposal. */
static enum tvx_status read_declarations(struct positions_work *work, const struct tvx_stored_document *document)
{
    struct tvx_last_papers papers;
    enum tvx_status status = tvx_store_last_papers(work->store, work->arena, &papers, document->id, work->error);

    for (size_t i = 0; status == TVX_OK && i < papers.statement_count; i++) {
        const struct tvx_statement *s = &papers.statements[i];
        const struct tvx_evidence evidence = {
            .document = document->name, .sha256 = document->sha256, .ref = document->name, .quote = s->quote,
            .start = s->start, .points = s->points, .document_id = document->id,
        };
        bool objects = s->kind == TVX_STATEMENT_OBJECTION;

        for (size_t k = 0; s->kind != TVX_STATEMENT_DECLARATION && status == TVX_OK && k < s->actor_count; k++) {
            struct tvx_position *p = positions_add(work, &work->out->list, s->actors[k],
                                                   objects ? TVX_STANCE_OPPOSE : TVX_STANCE_RESERVE, NULL,
                                                   "data/declaration-phrases.tsv");

            if (p == NULL)
                return tvx_error_nomem(work->error);
            p->source = TVX_POSITION_STATEMENT;
            p->date = document->date;
            p->meeting = document->meeting;
            p->on = tvx_arena_printf(work->arena, "statement %s",
                                     objects && s->refer_count > 0 ? s->refers[0] : s->number);
            p->claim.statement = tvx_arena_printf(work->arena, "%s %s statement %s", p->actor,
                                                  objects ? "objects to what others declared, in"
                                                          : "reserves its rights, in", s->number);
            if (p->on == NULL || p->claim.statement == NULL)
                return tvx_error_nomem(work->error);
            status = tvx_claim_rests_on(&p->claim, work->arena, &evidence, work->error);
        }
    }
    return status;
}

enum tvx_status positions_read_documents(struct positions_work *work)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < work->document_count; i++) {
        const struct tvx_stored_document *d = &work->documents[i];
        const char *kind = d->kind == NULL ? "" : d->kind;

        if (strcmp(kind, "report") == 0)
            status = read_document(work, d, TVX_POSITION_MINUTES);
        else if (strcmp(kind, "statement") == 0)
            status = read_document(work, d, TVX_POSITION_STATEMENT);
        else if (strcmp(kind, "final-acts") == 0)
            status = read_declarations(work, d);
    }
    return status;
}

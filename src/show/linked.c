/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/linked.h>

#include <stdio.h>
#include <string.h>
#include <travaux/law/proposal.h>

#define CONTEXT "https://schema.org"

/* "urn:travaux:MNR@2022:5.2"; what RFC 8141 does not have in a name is escaped. */
static void name(struct tvx_json *json, struct tvx_arena *arena, const char *key, const char *reference)
{
    static const char kept[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~@:/!$&()*+,;=";
    char *out = tvx_arena_alloc(arena, 3 * strlen(reference) + sizeof "urn:travaux:");
    size_t at = sizeof "urn:travaux:" - 1;

    if (out == NULL) {
        json->out->failed = true;
        return;
    }
    memcpy(out, "urn:travaux:", at);
    for (const char *c = reference; *c != '\0'; c++) {
        if (strchr(kept, *c) != NULL)
            out[at++] = *c;
        else
            at += (size_t)snprintf(out + at, 4, "%%%02X", (unsigned)(unsigned char)*c);
    }
    out[at] = '\0';
    tvx_json_pair(json, key, out);
}

static void link_to(struct tvx_json *json, struct tvx_arena *arena, const char *key, const char *reference)
{
    if (reference == NULL) {
        json->out->failed = true;
        return;
    }
    tvx_json_key(json, key);
    tvx_json_object(json);
    name(json, arena, "@id", reference);
    tvx_json_object_end(json);
}

static void pair_told(struct tvx_json *json, const char *key, const char *text)
{
    if (text != NULL && *text != '\0')
        tvx_json_pair(json, key, text);
}

static void open_legislation(struct tvx_json *json, struct tvx_arena *arena, const char *reference, bool context)
{
    tvx_json_object(json);
    if (context)
        tvx_json_linked_context(json);
    tvx_json_pair(json, "@type", "Legislation");
    name(json, arena, "@id", reference);
    tvx_json_pair(json, "legislationIdentifier", reference);
}

void tvx_json_linked_context(struct tvx_json *json)
{
    tvx_json_pair(json, "@context", CONTEXT);
}

/* "ARTICLE 5 Definitions" */
static const char *title(struct tvx_arena *arena, const char *label, const char *heading)
{
    if (*label == '\0' || *heading == '\0')
        return *label == '\0' ? heading : label;
    return tvx_arena_printf(arena, "%s %s", label, heading);
}

static void parts(struct tvx_json *json, struct tvx_arena *arena, const char *law,
                  const struct tvx_instrument *instrument)
{
    tvx_json_key(json, "hasPart");
    tvx_json_array(json);
    for (size_t i = 0; i < instrument->count; i++) {
        const struct tvx_provision *item = &instrument->provisions[i];
        const char *reference = tvx_arena_printf(arena, "%s:%s", law, item->path);

        if (reference == NULL) {
            json->out->failed = true;
            break;
        }
        open_legislation(json, arena, reference, false);
        pair_told(json, "name", title(arena, item->label, item->heading));
        pair_told(json, "text", item->text);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_json_linked_law(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_linked_law *law,
                         bool context)
{
    const struct tvx_stored_instrument *head = law->head;
    const char *reference = tvx_arena_printf(arena, "%s@%s", head->key, head->version);

    if (reference == NULL) {
        json->out->failed = true;
        return;
    }
    open_legislation(json, arena, reference, context);
    pair_told(json, "name", head->title);
    pair_told(json, "legislationType", head->kind);
    pair_told(json, "legislationDate", head->date);
    pair_told(json, "version", head->version);
    pair_told(json, "inLanguage", law->language);
    tvx_json_pair(json, "legislationLegalForce",
                  head->in_force ? CONTEXT "/InForce" : CONTEXT "/NotInForce");
    if (head->meeting != NULL) {
        tvx_json_key(json, "legislationPassedBy");
        tvx_json_object(json);
        tvx_json_pair(json, "@type", "Organization");
        tvx_json_pair(json, "name", head->meeting);
        tvx_json_object_end(json);
    }
    link_to(json, arena, "exampleOfWork", head->key);
    if (law->before != NULL)
        link_to(json, arena, "isBasedOn", tvx_arena_printf(arena, "%s@%s", head->key, law->before));
    if (law->instrument != NULL)
        parts(json, arena, reference, law->instrument);
    tvx_json_object_end(json);
}

void tvx_json_linked_provision(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_stored_instrument *head,
                               const char *path, const char *label, const char *heading, const char *text,
                               const char *language)
{
    const char *law = tvx_arena_printf(arena, "%s@%s", head->key, head->version);
    const char *reference = law == NULL ? NULL : tvx_arena_printf(arena, "%s:%s", law, path);

    if (reference == NULL) {
        json->out->failed = true;
        return;
    }
    open_legislation(json, arena, reference, true);
    pair_told(json, "name", title(arena, label, heading));
    pair_told(json, "inLanguage", language);
    pair_told(json, "text", text);
    link_to(json, arena, "isPartOf", law);
    tvx_json_object_end(json);
}

static void responsible(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_proposal *item)
{
    tvx_json_key(json, "legislationResponsible");
    tvx_json_array(json);
    for (size_t i = 0; i < item->sponsor_count; i++) {
        const char *shown = tvx_actor_name(arena, item->sponsors[i]);

        tvx_json_object(json);
        tvx_json_pair(json, "@type", "Organization");
        tvx_json_pair(json, "name", shown == NULL ? item->sponsors[i] : shown);
        tvx_json_pair(json, "identifier", item->sponsors[i]);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_json_linked_proposal(struct tvx_json *json, struct tvx_arena *arena,
                              const struct tvx_stored_proposal *proposal, const char *language, bool context)
{
    const struct tvx_proposal *item = &proposal->proposal;
    const struct tvx_resolution *at = &proposal->resolution;
    bool stays = item->action == TVX_ACTION_NOC || item->action == TVX_ACTION_NOC_FIRM;
    bool ends = item->action == TVX_ACTION_SUP || item->action == TVX_ACTION_SUP_MOVED;

    open_legislation(json, arena, item->number, context);
    pair_told(json, "name", tvx_arena_printf(arena, "%s %s", tvx_action_to_string(item->action), item->target));
    tvx_json_pair(json, "legislationType", "proposed amendment");
    tvx_json_pair(json, "legislationLegalForce", CONTEXT "/NotInForce");
    pair_told(json, "datePublished", proposal->date);
    pair_told(json, "inLanguage", language);
    responsible(json, arena, item);
    if (!stays && at->kind != TVX_UNRESOLVED) /* what is added is added to the law as a whole */
        link_to(json, arena, ends ? "legislationRepeals" : "legislationAmends",
                at->path == NULL || *at->path == '\0' || at->kind == TVX_RESOLVED_NEW
                    ? tvx_arena_printf(arena, "%s@%s", at->key, at->version)
                    : tvx_arena_printf(arena, "%s@%s:%s", at->key, at->version, at->path));
    pair_told(json, "text", item->after);
    pair_told(json, "abstract", item->reasons);
    tvx_json_key(json, "isPartOf");
    tvx_json_object(json);
    tvx_json_pair(json, "@type", "DigitalDocument");
    tvx_json_pair(json, "name", proposal->document);
    tvx_json_object_end(json);
    tvx_json_object_end(json);
}

/* ---- the workspace ---- */

struct graph {
    struct tvx_json *json;
    struct tvx_arena *arena;
    struct tvx_store *store;
    struct tvx_stored_document *documents;
    size_t document_count;
    struct tvx_stored_instrument *laws;
    size_t law_count;
};

static const char *language_of(const struct graph *graph, int64_t document)
{
    for (size_t i = 0; i < graph->document_count; i++)
        if (graph->documents[i].id == document)
            return graph->documents[i].language;
    return NULL;
}

/* The version before this one, by the days they were adopted on. */
static const char *version_before(const struct graph *graph, const struct tvx_stored_instrument *head)
{
    const struct tvx_stored_instrument *best = NULL;

    for (size_t i = 0; head->date != NULL && i < graph->law_count; i++) {
        const struct tvx_stored_instrument *other = &graph->laws[i];

        if (strcmp(other->key, head->key) == 0 && other->date != NULL && strcmp(other->date, head->date) < 0 &&
            (best == NULL || strcmp(other->date, best->date) > 0))
            best = other;
    }
    return best == NULL ? NULL : best->version;
}

static enum tvx_status write_law(struct graph *graph, const struct tvx_stored_instrument *head,
                                 struct tvx_error *error)
{
    struct tvx_linked_law law = {.language = language_of(graph, head->document), .before = version_before(graph, head)};
    struct tvx_stored_instrument found;
    struct tvx_instrument instrument;
    enum tvx_status status = tvx_store_instrument(graph->store, graph->arena, &found, &instrument, head->key,
                                                  head->version, error);

    if (status != TVX_OK)
        return status;
    law.head = head;
    law.instrument = &instrument;
    tvx_json_linked_law(graph->json, graph->arena, &law, false);
    return TVX_OK;
}

static enum tvx_status write_graph(struct graph *graph, const struct tvx_found *only, struct tvx_error *error)
{
    struct tvx_filter filter = {.document = only->proposal == 0 ? only->document : 0};
    struct tvx_stored_proposal *proposals;
    size_t count;
    enum tvx_status status = tvx_store_proposals(graph->store, graph->arena, &proposals, &count, &filter, error);

    for (size_t i = 0; status == TVX_OK && only->proposal == 0 && i < graph->law_count; i++)
        if ((only->instrument.id == 0 || graph->laws[i].id == only->instrument.id) &&
            (only->document == 0 || graph->laws[i].document == only->document))
            status = write_law(graph, &graph->laws[i], error);
    for (size_t i = 0; status == TVX_OK && only->instrument.id == 0 && i < count; i++)
        if (only->proposal == 0 || proposals[i].id == only->proposal)
            tvx_json_linked_proposal(graph->json, graph->arena, &proposals[i],
                                     language_of(graph, proposals[i].document_id), false);
    return status;
}

enum tvx_status tvx_linked(struct tvx_json *json, struct tvx_arena *arena, struct tvx_store *store,
                           const char *reference, struct tvx_error *error)
{
    struct graph graph = {.json = json, .arena = arena, .store = store};
    struct tvx_filter all = {.meeting = NULL};
    struct tvx_found only = {.document = 0};
    enum tvx_status status = TVX_OK;

    if (reference != NULL)
        status = tvx_store_find(store, arena, &only, reference, error);
    if (status == TVX_OK && only.path != NULL)
        return tvx_error_set(error, TVX_E_USAGE, "%s is a part of a law; linked data is written of %s@%s with all its "
                             "parts", reference, only.instrument.key, only.instrument.version);
    if (status == TVX_OK)
        status = tvx_store_documents(store, arena, &graph.documents, &graph.document_count, &all, error);
    if (status == TVX_OK)
        status = tvx_store_instruments(store, arena, &graph.laws, &graph.law_count, error);
    if (status != TVX_OK)
        return status;
    tvx_json_object(json);
    tvx_json_linked_context(json);
    tvx_json_key(json, "@graph");
    tvx_json_array(json);
    status = write_graph(&graph, &only, error);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
    return status;
}

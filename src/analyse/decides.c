/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/decides.h>

#include <stdlib.h>
#include <string.h>

static const char method[] = "the institution map";

/* ---- claims on sources ---- */

static enum tvx_status quote_source(struct tvx_evidence *out, struct tvx_arena *arena, struct tvx_store *store,
                                    const char *source, struct tvx_error *error)
{
    struct tvx_found found;
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    struct tvx_stored_document *documents;
    size_t count, at;
    enum tvx_status status;

    *out = (struct tvx_evidence){.document = "", .sha256 = "", .ref = source, .quote = ""};
    if (store == NULL && strstr(source, "://") == NULL)
        return TVX_OK;
    if (strstr(source, "://") != NULL) {
        *out = (struct tvx_evidence){.document = source, .sha256 = "", .ref = "", .quote = ""};
        return TVX_OK;
    }
    status = tvx_store_find(store, arena, &found, source, error);
    if (status != TVX_OK && status != TVX_E_NOTFOUND && status != TVX_E_USAGE)
        return status;
    if (status != TVX_OK || found.instrument.id == 0 || found.path == NULL)
        return TVX_OK; /* not in this workspace: the source is named all the same */
    status = tvx_store_instrument(store, arena, &head, &instrument, found.instrument.key, found.instrument.version,
                                  error);
    if (status != TVX_OK)
        return status;
    at = tvx_instrument_find(&instrument, found.path);
    status = tvx_store_documents(store, arena, &documents, &count, &(struct tvx_filter){.document = head.document},
                                 error);
    if (status != TVX_OK || at == SIZE_MAX || count != 1)
        return status;
    out->document = documents[0].name;
    out->sha256 = documents[0].sha256;
    out->document_id = head.document;
    out->quote = instrument.provisions[at].text;
    out->start = instrument.provisions[at].start;
    out->points = instrument.provisions[at].points;
    return TVX_OK;
}

enum tvx_status tvx_claim_by_sources(struct tvx_claims *claims, struct tvx_arena *arena, struct tvx_store *store,
                                     const char *statement, const char *value, const char *const *sources,
                                     size_t count, const char *by, struct tvx_error *error)
{
    struct tvx_claim *claim = statement == NULL ? NULL : tvx_claims_add(claims, arena, statement, value, by);
    enum tvx_status status = claim == NULL ? tvx_error_nomem(error) : TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        struct tvx_evidence evidence;

        status = quote_source(&evidence, arena, store, sources[i], error);
        if (status == TVX_OK)
            status = tvx_claim_rests_on(claim, arena, &evidence, error);
    }
    return status;
}

struct asking {
    struct tvx_arena *arena;
    struct tvx_store *store;
    struct tvx_error *error;
};

static enum tvx_status state(struct asking *asking, struct tvx_claims *claims, const char *value,
                             const struct tvx_fact *fact)
{
    if (fact->text == NULL)
        return TVX_OK;
    return tvx_claim_by_sources(claims, asking->arena, asking->store, fact->text, value, fact->sources,
                                fact->source_count, method, asking->error);
}

/* ---- the parts of an answer ---- */

static enum tvx_status state_rule(struct asking *asking, struct tvx_decision *out)
{
    const struct tvx_instrument_rule *rule = out->rule;
    const struct { const char *value; const struct tvx_fact *fact; } facts[] = {
        {"binding", &rule->binding},   {"prevails", &rule->prevails}, {"majority", &rule->majority},
        {"propose", &rule->propose},   {"in_force", &rule->in_force},
    };
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < sizeof facts / sizeof *facts; i++)
        status = state(asking, &out->claims, facts[i].value, facts[i].fact);
    if (status == TVX_OK && rule->months_before > 0) {
        const char *statement = tvx_arena_printf(
            asking->arena, "%s not later than %d months before the conference opens",
            rule->deadline.text == NULL ? "proposals are due" : rule->deadline.text, rule->months_before);

        status = tvx_claim_by_sources(&out->claims, asking->arena, asking->store, statement, "deadline",
                                      rule->deadline.sources, rule->deadline.source_count, method, asking->error);
    }
    return status;
}

static enum tvx_status state_body(struct asking *asking, struct tvx_decision *out)
{
    static const char *const values[TVX_MAY_COUNT] = {"may propose", "may vote", "may speak", "may attend",
                                                      "may read"};
    enum tvx_status status = state(asking, &out->claims, "decides", &out->body->decides);

    if (status == TVX_OK)
        status = state(asking, &out->claims, "meets", &out->body->meets);
    if (status == TVX_OK)
        status = state(asking, &out->claims, "members", &out->body->members);
    for (size_t i = 0; status == TVX_OK && i < TVX_MAY_COUNT; i++)
        status = state(asking, &out->claims, values[i], &out->body->may[i]);
    return status;
}

/* Where only the year is known, a meeting is put at its end. */
static const char *ends(const struct tvx_gathering *meeting, char out[16])
{
    if (meeting->end != NULL)
        return meeting->end;
    strncpy(out, meeting->year, 4);
    memcpy(out + 4, "-12-31", 7);
    return out;
}

static int by_day(const void *a, const void *b)
{
    const struct tvx_gathering *x = *(const struct tvx_gathering *const *)a;
    const struct tvx_gathering *y = *(const struct tvx_gathering *const *)b;
    char x_end[16] = "", y_end[16] = "";
    int order = strcmp(ends(x, x_end), ends(y, y_end));

    return order != 0 ? order : strcmp(x->key, y->key);
}

static enum tvx_status list_meetings(struct asking *asking, struct tvx_decision *out,
                                     const struct tvx_institutions *all, const char *today)
{
    out->meetings = tvx_arena_array(asking->arena, all->meeting_count + 1, sizeof *out->meetings);
    if (out->meetings == NULL)
        return tvx_error_nomem(asking->error);
    for (size_t i = 0; i < all->meeting_count; i++)
        if (all->meetings[i].body != NULL && strcmp(all->meetings[i].body, out->body->key) == 0 &&
            strcmp(all->meetings[i].institution, out->body->institution) == 0)
            out->meetings[out->meeting_count++] = &all->meetings[i];
    qsort(out->meetings, out->meeting_count, sizeof *out->meetings, by_day);
    while (out->next < out->meeting_count) {
        char end[16] = "";

        if (strcmp(ends(out->meetings[out->next], end), today) >= 0)
            break;
        out->next++;
    }
    return TVX_OK;
}

static enum tvx_status list_ways(struct asking *asking, struct tvx_decision *out, const struct tvx_institutions *all)
{
    enum tvx_status status = TVX_OK;

    out->ways = tvx_arena_array(asking->arena, all->way_count + 1, sizeof *out->ways);
    if (out->ways == NULL)
        return tvx_error_nomem(asking->error);
    for (size_t i = 0; status == TVX_OK && i < all->way_count; i++) {
        const struct tvx_way *way = &all->ways[i];
        struct tvx_way_in *in = &out->ways[out->way_count];

        if (strcmp(way->institution, out->body->institution) != 0 ||
            tvx_institutions_matches(way->bodies, way->body_count, out->body->key) == 0)
            continue;
        *in = (struct tvx_way_in){.way = way};
        out->way_count++;
        status = state(asking, &in->claims, "how", &way->how);
        if (status == TVX_OK)
            status = state(asking, &in->claims, "gives", &way->gives);
        if (status == TVX_OK)
            status = state(asking, &in->claims, "cost", &way->cost);
        if (status == TVX_OK)
            status = state(asking, &in->claims, "contact", &way->contact);
    }
    return status;
}

/* ---- what was asked about ---- */

enum tvx_status tvx_reference_instrument(const char **key, struct tvx_arena *arena, struct tvx_store *store,
                                         const char *reference, struct tvx_error *error)
{
    struct tvx_found found;
    struct tvx_stored_proposal *proposals;
    size_t count;
    enum tvx_status status;

    *key = NULL;
    if (store == NULL)
        return tvx_error_set(error, TVX_E_NOTFOUND,
                             "%s is no key of an institution map, and there is no workspace to look it up in",
                             reference);
    status = tvx_store_find(store, arena, &found, reference, error);
    if (status == TVX_OK && found.instrument.id != 0)
        *key = found.instrument.key;
    if (status != TVX_OK || *key != NULL)
        return status;
    status = tvx_store_proposals(store, arena, &proposals, &count,
                                 &(struct tvx_filter){.document = found.document}, error);
    for (size_t i = 0; status == TVX_OK && *key == NULL && i < count; i++)
        if (found.proposal == 0 || proposals[i].id == found.proposal)
            *key = proposals[i].resolution.key != NULL ? proposals[i].resolution.key
                                                       : proposals[i].proposal.place.instrument;
    return status;
}

static const char *known_keys(struct tvx_arena *arena, const struct tvx_institutions *all)
{
    const char *keys = "";

    for (size_t i = 0; i < all->rule_count && keys != NULL; i++)
        for (size_t j = 0; j < all->rules[i].match_count && keys != NULL; j++)
            keys = tvx_arena_printf(arena, "%s%s%s", keys, *keys == '\0' ? "" : ", ", all->rules[i].matches[j]);
    return keys;
}

/* A key that the map has counts before the workspace is asked: the map knows of instruments that are not here. */
static enum tvx_status find(struct tvx_decision *out, struct asking *asking, const struct tvx_institutions *all)
{
    const char *key = out->reference, *keys;
    enum tvx_status status = TVX_OK;

    out->rule = tvx_institutions_rule(all, key);
    if (out->rule == NULL)
        out->body = tvx_institutions_body(all, NULL, key);
    if (out->rule == NULL && out->body == NULL) {
        status = tvx_reference_instrument(&key, asking->arena, asking->store, out->reference, asking->error);
        out->rule = status != TVX_OK || key == NULL ? NULL : tvx_institutions_rule(all, key);
    }
    if (status != TVX_OK)
        return status;
    if (out->rule != NULL) {
        out->instrument = key;
        if (out->rule->changed_by != NULL)
            out->body = tvx_institutions_body(all, out->rule->institution, out->rule->changed_by);
        return TVX_OK;
    }
    if (out->body != NULL)
        return TVX_OK;
    if ((keys = known_keys(asking->arena, all)) == NULL)
        return tvx_error_nomem(asking->error);
    if (key == NULL)
        return tvx_error_set(asking->error, TVX_E_NOTFOUND, "%s is about no instrument that is known",
                             out->reference);
    return tvx_error_set(asking->error, TVX_E_NOTFOUND,
                         "no institution map says who decides over %s (known: %s); add one of your own: "
                         "`travaux help who-decides` tells its form", key, keys);
}

enum tvx_status tvx_decides(struct tvx_decision *out, struct tvx_arena *arena, struct tvx_store *store,
                            const struct tvx_institutions *institutions, const char *reference, const char *today,
                            struct tvx_error *error)
{
    struct asking asking = {arena, store, error};
    enum tvx_status status;

    *out = (struct tvx_decision){.reference = reference};
    status = find(out, &asking, institutions);
    if (status == TVX_OK && out->rule != NULL)
        status = state_rule(&asking, out);
    if (status == TVX_OK && out->body != NULL)
        status = state_body(&asking, out);
    if (status == TVX_OK && out->body != NULL)
        status = list_meetings(&asking, out, institutions, today);
    if (status == TVX_OK && out->body != NULL)
        status = list_ways(&asking, out, institutions);
    return status;
}

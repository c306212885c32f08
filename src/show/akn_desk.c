/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/akn.h>

#include "akn_parts.h"
#include "akn_schema.h"

#include <stdio.h>
#include <string.h>
#include <travaux/base/day.h>

struct meeting_scope {
    const char *meeting;
    const struct tvx_scope *scope;
};

struct tvx_akn_desk {
    struct tvx_arena *arena;
    struct tvx_store *store;
    struct show_akn_laws laws;
    struct tvx_stored_proposal *proposals;
    size_t proposal_count;
    struct tvx_stored_document *documents;
    size_t document_count;
    struct tvx_force_desk *force;
    struct meeting_scope *scopes;
    size_t scope_count, scope_capacity;
    const struct tvx_akn_schema *schema; /* NULL: none */
    char today[TVX_DAY_SIZE];
};

void tvx_akn_desk_schema(struct tvx_akn_desk *desk, const struct tvx_akn_schema *schema)
{
    desk->schema = schema;
}

static void start(const struct tvx_akn_desk *desk, struct show_akn *akn, struct tvx_arena *arena)
{
    show_akn_start(akn, arena, desk->schema == NULL ? NULL : show_akn_schema_namespace(desk->schema));
}

static const struct tvx_stored_document *document_of(const struct tvx_akn_desk *desk, int64_t id)
{
    for (size_t i = 0; i < desk->document_count; i++)
        if (desk->documents[i].id == id)
            return &desk->documents[i];
    return NULL;
}

static const char *language_of(const struct tvx_akn_desk *desk, int64_t document)
{
    const struct tvx_stored_document *item = document_of(desk, document);

    return item == NULL || item->language == NULL ? "" : item->language;
}

static enum tvx_status name_laws(struct tvx_akn_desk *desk, struct tvx_error *error)
{
    struct tvx_stored_instrument *heads;
    size_t count;
    enum tvx_status status = tvx_store_instruments(desk->store, desk->arena, &heads, &count, error);

    if (status != TVX_OK)
        return status;
    desk->laws.items = tvx_arena_array(desk->arena, count + 1, sizeof *desk->laws.items);
    if (desk->laws.items == NULL)
        return tvx_error_nomem(error);
    desk->laws.count = count;
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        struct show_akn_law *law = &desk->laws.items[i];

        law->head = &heads[i];
        law->language = language_of(desk, heads[i].document);
        status = show_akn_name_law(&law->name, desk->arena, law->head, heads, count, law->language, error);
    }
    return status;
}

struct tvx_akn_desk *tvx_akn_desk_new(struct tvx_arena *arena, struct tvx_store *store, struct tvx_error *error)
{
    struct tvx_akn_desk *desk = tvx_arena_alloc(arena, sizeof *desk);
    struct tvx_filter all = {.meeting = NULL};
    enum tvx_status status;

    if (desk == NULL) {
        tvx_error_nomem(error);
        return NULL;
    }
    desk->arena = arena;
    desk->store = store;
    desk->force = tvx_force_desk_new(arena, store);
    tvx_day_today(desk->today);
    status = desk->force == NULL ? tvx_error_nomem(error)
                                 : tvx_store_documents(store, arena, &desk->documents, &desk->document_count, &all,
                                                       error);
    if (status == TVX_OK)
        status = tvx_store_proposals(store, arena, &desk->proposals, &desk->proposal_count, &all, error);
    if (status == TVX_OK)
        status = name_laws(desk, error);
    return status == TVX_OK ? desk : NULL;
}

/* A law with its text; *out NULL where there is no such version. */
static enum tvx_status read_law(const struct show_akn_law **out, struct tvx_akn_desk *desk, const char *key,
                                const char *version, struct tvx_error *error)
{
    *out = NULL;
    for (size_t i = 0; key != NULL && i < desk->laws.count; i++) {
        struct show_akn_law *law = &desk->laws.items[i];
        struct tvx_stored_instrument head;
        enum tvx_status status;

        if (strcmp(law->head->key, key) != 0 ||
            (version == NULL ? !law->head->in_force : strcmp(law->head->version, version) != 0))
            continue;
        *out = law;
        if (law->read)
            return TVX_OK;
        status = tvx_store_instrument(desk->store, desk->arena, &head, &law->instrument, key, law->head->version,
                                      error);
        if (status == TVX_OK)
            status = show_akn_tree(&law->tree, desk->arena, &law->instrument, error);
        law->read = status == TVX_OK;
        return status;
    }
    return TVX_OK;
}

static bool any_meeting(const struct tvx_akn_desk *desk)
{
    for (size_t i = 0; i < desk->proposal_count; i++)
        if (desk->proposals[i].meeting != NULL)
            return true;
    return false;
}

/*
 * What the proposals of a meeting do to definitions, each meeting looked at once; one of no meeting stands alone, but
 * where there are no meetings all are looked at together.
 */
static enum tvx_status read_scope(const struct tvx_scope **out, struct tvx_akn_desk *desk,
                                  const struct tvx_stored_proposal *proposal, struct tvx_error *error)
{
    const char *meeting = proposal->meeting;
    const char *reference = meeting == NULL && any_meeting(desk) ? proposal->proposal.number : NULL;
    struct meeting_scope *scopes;
    struct tvx_scope *fresh;
    const struct show_akn_law *law;
    enum tvx_status status;

    for (size_t i = 0; reference == NULL && i < desk->scope_count; i++)
        if (meeting == NULL || (desk->scopes[i].meeting != NULL && strcmp(desk->scopes[i].meeting, meeting) == 0)) {
            *out = desk->scopes[i].scope;
            return TVX_OK;
        }
    fresh = tvx_arena_alloc(desk->arena, sizeof *fresh);
    scopes = tvx_arena_grow(desk->arena, desk->scopes, desk->scope_count, &desk->scope_capacity, sizeof *scopes);
    if (scopes == NULL || fresh == NULL)
        return tvx_error_nomem(error);
    desk->scopes = scopes;
    status = tvx_scope_load(fresh, desk->arena, desk->store, reference, meeting, error);
    if (status != TVX_OK)
        return status;
    *out = fresh;
    scopes[desk->scope_count++] = (struct meeting_scope){meeting, fresh};
    for (size_t i = 0; status == TVX_OK && i < fresh->law_count; i++)
        status = read_law(&law, desk, fresh->laws[i].key, fresh->laws[i].version, error);
    return status;
}

static enum tvx_status write_proposal(struct show_akn *akn, struct tvx_akn_desk *desk,
                                      const struct tvx_stored_proposal *proposal, struct tvx_error *error)
{
    struct show_akn_change change = {.stored = proposal, .laws = &desk->laws,
                                     .language = language_of(desk, proposal->document_id)};
    struct tvx_force_report report;
    enum tvx_status status = show_akn_name_proposal(&change.name, akn->arena, proposal, change.language, error);

    if (status == TVX_OK && proposal->resolution.kind != TVX_UNRESOLVED)
        status = read_law(&change.law, desk, proposal->resolution.key, proposal->resolution.version, error);
    if (status == TVX_OK)
        status = tvx_force_of_proposal(&report, desk->force, proposal, error);
    if (status == TVX_OK)
        status = read_scope(&change.scope, desk, proposal, error);
    if (status != TVX_OK)
        return status;
    change.force = &report;
    show_akn_write_amendment(akn, &change, desk->today);
    return TVX_OK;
}

/* The amendments of a document, each a component with identifiers of its own. */
static enum tvx_status write_list(struct show_akn *akn, struct tvx_akn_desk *desk,
                                  const struct tvx_stored_document *document, struct tvx_error *error)
{
    struct show_akn_name name;
    enum tvx_status status = show_akn_name_document(&name, akn->arena, document, error);
    size_t number = 0;

    if (status != TVX_OK)
        return status;
    show_akn_open(akn, "amendmentList");
    show_akn_attribute(akn, "name", "contribution");
    show_akn_open(akn, "meta");
    show_akn_identification(akn, &name, desk->today);
    show_akn_open(akn, "references");
    show_akn_to(akn, "source", SHOW_AKN_SELF);
    show_akn_reference(akn, "original", "original", name.expression, document->name);
    if (*name.author != '\0')
        show_akn_entity(akn, "TLCOrganization", "organization", "org", name.author, name.author_shown);
    show_akn_entity(akn, "TLCObject", "software", "software", "travaux", "travaux");
    show_akn_close(akn);
    show_akn_close(akn);
    show_akn_open(akn, "collectionBody");
    for (size_t i = 0; status == TVX_OK && i < desk->proposal_count; i++) {
        char prefix[32];

        if (desk->proposals[i].document_id != document->id)
            continue;
        snprintf(prefix, sizeof prefix, "cmp_%zu", ++number);
        show_akn_open(akn, "component");
        show_akn_id(akn, prefix);
        snprintf(prefix, sizeof prefix, "cmp_%zu__", number);
        akn->prefix = prefix;
        status = write_proposal(akn, desk, &desk->proposals[i], error);
        akn->prefix = "";
        show_akn_close(akn);
    }
    show_akn_close(akn);
    show_akn_close(akn);
    return status;
}

static enum tvx_status write_law(struct show_akn *akn, struct tvx_akn_desk *desk, const char *key,
                                 const char *version, struct tvx_error *error)
{
    const struct show_akn_law *law;
    enum tvx_status status = read_law(&law, desk, key, version, error);

    if (status == TVX_OK && law == NULL)
        return tvx_error_set(error, TVX_E_NOTFOUND, "%s@%s is gone; run the command again", key, version);
    if (status == TVX_OK)
        show_akn_write_law(akn, law, &desk->laws, desk->today);
    return status;
}

static enum tvx_status write_document(struct show_akn *akn, struct tvx_akn_desk *desk, int64_t id,
                                      const char *reference, struct tvx_error *error)
{
    const struct tvx_stored_document *document = document_of(desk, id);

    for (size_t i = 0; i < desk->laws.count; i++)
        if (desk->laws.items[i].head->document == id)
            return write_law(akn, desk, desk->laws.items[i].head->key, desk->laws.items[i].head->version, error);
    if (document != NULL && document->proposals > 0)
        return write_list(akn, desk, document, error);
    return tvx_error_set(error, TVX_E_USAGE, "%s is neither a law nor has it proposals: there is nothing to write in "
                         "Akoma Ntoso", reference);
}

/* What was written, or, after a failure, nothing. */
static enum tvx_status finish(const struct tvx_akn_desk *desk, struct show_akn *akn, struct tvx_buf *out,
                              enum tvx_status status, struct tvx_error *error)
{
    size_t from = out->length;
    enum tvx_status finished;

    akn->failed = akn->failed || status != TVX_OK;
    finished = show_akn_finish(akn, out, status == TVX_OK ? error : NULL);
    if (status == TVX_OK && finished == TVX_OK && desk->schema != NULL)
        finished = show_akn_schema_check(desk->schema, out->data + from, out->length - from, error);
    return status == TVX_OK ? finished : status;
}

enum tvx_status tvx_akn(struct tvx_buf *out, struct tvx_akn_desk *desk, struct tvx_arena *arena, const char *reference,
                        struct tvx_error *error)
{
    const struct tvx_stored_proposal *proposal = NULL;
    struct tvx_found found;
    struct show_akn akn;
    enum tvx_status status = tvx_store_find(desk->store, arena, &found, reference, error);

    if (status == TVX_OK && found.path != NULL)
        return tvx_error_set(error, TVX_E_USAGE, "%s is a part of a law; Akoma Ntoso is written of %s@%s as a whole",
                             reference, found.instrument.key, found.instrument.version);
    if (status != TVX_OK)
        return status;
    for (size_t i = 0; found.proposal != 0 && i < desk->proposal_count; i++)
        if (desk->proposals[i].id == found.proposal)
            proposal = &desk->proposals[i];
    start(desk, &akn, arena);
    if (proposal != NULL)
        status = write_proposal(&akn, desk, proposal, error);
    else if (found.instrument.id != 0)
        status = write_law(&akn, desk, found.instrument.key, found.instrument.version, error);
    else
        status = write_document(&akn, desk, found.document, reference, error);
    return finish(desk, &akn, out, status, error);
}

size_t tvx_akn_count(const struct tvx_akn_desk *desk)
{
    return desk->laws.count + desk->proposal_count;
}

enum tvx_status tvx_akn_nth(struct tvx_buf *out, const char **reference, struct tvx_akn_desk *desk,
                            struct tvx_arena *arena, size_t i, struct tvx_error *error)
{
    const struct tvx_stored_instrument *head = i < desk->laws.count ? desk->laws.items[i].head : NULL;
    struct show_akn akn;
    enum tvx_status status;

    *reference = head == NULL ? desk->proposals[i - desk->laws.count].proposal.number
                              : tvx_arena_printf(arena, "%s@%s", head->key, head->version);
    if (*reference == NULL)
        return tvx_error_nomem(error);
    start(desk, &akn, arena);
    status = head == NULL ? write_proposal(&akn, desk, &desk->proposals[i - desk->laws.count], error)
                          : write_law(&akn, desk, head->key, head->version, error);
    return finish(desk, &akn, out, status, error);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Ties every stored proposal to its provision and keeps the answer.  Only answers that changed are written, so that
 * doing it again costs reading alone.
 */
#include <string.h>

#include "db.h"
#include "lists.h"

enum { INSTRUMENTS_CEILING = 1 << 30, SCRATCH_CEILING = 1 << 30 };

struct about {
    int64_t document;
    const char *key; /* the default instrument of its proposals; NULL: none is clear */
};

struct resolving {
    struct tvx_store *store;
    struct tvx_arena *arena; /* for the whole run */
    struct tvx_resolver *resolver;
    struct about about; /* of the document last asked for */
    tvx_resolution_fn *differs; /* told instead of writing; NULL: write */
    void *context;
};

/* The only treaty-like instrument of the meeting (NULL: of the workspace); NULL when there is none or several. */
static enum tvx_status only_instrument(struct tvx_store *store, struct tvx_arena *arena, const char **out,
                                       const char *meeting, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool first = false, second = false;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_default_instruments, error, "t", meeting);

    *out = NULL;
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &first, error);
    if (status != TVX_OK || !first)
        return status;
    *out = tvx_row_text(&row, 0);
    status = tvx_db_next(store, row.statement, &second, error);
    if (status == TVX_OK && second) {
        tvx_db_done(row.statement);
        *out = NULL;
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

static enum tvx_status find_about(struct resolving *run, int64_t document, struct tvx_error *error)
{
    struct tvx_row row = {.arena = run->arena};
    const char *meeting = NULL;
    bool found = false;
    enum tvx_status status;

    if (run->about.document == document)
        return TVX_OK;
    run->about = (struct about){.document = document};
    status = tvx_db_start(run->store, &row.statement, QUERY_document_about, error, "i", document);
    if (status == TVX_OK)
        status = tvx_db_next(run->store, row.statement, &found, error);
    if (status == TVX_OK && found) {
        run->about.key = tvx_row_text(&row, 0);
        meeting = tvx_row_text(&row, 1);
        tvx_db_done(row.statement);
        status = tvx_row_check(&row, error);
    }
    if (status == TVX_OK && run->about.key == NULL && meeting != NULL)
        status = only_instrument(run->store, run->arena, &run->about.key, meeting, error);
    if (status == TVX_OK && run->about.key == NULL)
        status = only_instrument(run->store, run->arena, &run->about.key, NULL, error);
    return status;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_resolution(const struct tvx_resolution *a, const struct tvx_resolution *b)
{
    return a->kind == b->kind && same_text(a->key, b->key) && same_text(a->version, b->version) &&
           same_text(a->path, b->path) && same_text(a->after_path, b->after_path) && same_text(a->reason, b->reason) &&
           a->base_differs == b->base_differs && a->base_agreement == b->base_agreement &&
           same_text(a->before, b->before) && same_text(a->after, b->after);
}

static enum tvx_status resolve_one(void *context, struct tvx_stored_proposal *proposal, struct tvx_error *error)
{
    struct resolving *run = context;
    struct tvx_arena *scratch;
    struct tvx_resolution found = {0};
    enum tvx_status status = find_about(run, proposal->document_id, error);

    if (status != TVX_OK)
        return status;
    scratch = tvx_arena_new(SCRATCH_CEILING);
    if (scratch == NULL)
        return tvx_error_nomem(error);
    status = tvx_resolve(&found, scratch, run->resolver, &proposal->proposal, run->about.key, error);
    if (status == TVX_OK && run->differs != NULL && !same_resolution(&found, &proposal->resolution))
        status = run->differs(run->context, proposal, &found, error);
    else if (status == TVX_OK && !same_resolution(&found, &proposal->resolution))
        status = tvx_db_run(run->store, QUERY_resolution_upsert, error,
                            "ittttttirtt",
                            proposal->id, tvx_stored_resolution_kind(found.kind), found.key, found.version, found.path,
                            found.after_path, found.reason, (int64_t)found.base_differs, found.base_agreement,
                            found.before, found.after);
    tvx_arena_free(scratch);
    return status;
}

/* All instruments with their provisions; of a key and version in several languages, the one stored first. */
static enum tvx_status load_resolver(struct tvx_store *store, struct tvx_arena *arena, struct tvx_resolver **out,
                                     struct tvx_error *error)
{
    struct tvx_stored_instrument *heads;
    struct tvx_resolver_instrument *known;
    struct tvx_instrument *instruments;
    size_t count, kept = 0;
    enum tvx_status status = tvx_store_instruments(store, arena, &heads, &count, error);

    if (status != TVX_OK)
        return status;
    known = tvx_arena_array(arena, count, sizeof *known);
    instruments = tvx_arena_array(arena, count, sizeof *instruments);
    if (known == NULL || instruments == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        if (i > 0 && strcmp(heads[i].key, heads[i - 1].key) == 0 && strcmp(heads[i].version, heads[i - 1].version) == 0)
            continue;
        status = tvx_read_provisions(store, arena, &instruments[kept], &heads[i], error);
        known[kept] = (struct tvx_resolver_instrument){.instrument = &instruments[kept], .key = heads[i].key,
                                                       .version = heads[i].version, .date = heads[i].date,
                                                       .in_force = heads[i].in_force, .meeting = heads[i].meeting};
        kept++;
    }
    if (status == TVX_OK && (*out = tvx_resolver_new(arena, known, kept)) == NULL)
        status = tvx_error_nomem(error);
    return status;
}

/* One document's proposals at a time, in an arena of their own. */
static enum tvx_status resolve_document(struct resolving *run, int64_t document, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(SCRATCH_CEILING);
    struct tvx_filter filter = {.document = document};
    enum tvx_status status;

    if (arena == NULL)
        return tvx_error_nomem(error);
    status = tvx_each_proposal(run->store, arena, &filter, resolve_one, run, error);
    tvx_arena_free(arena);
    return status;
}

static enum tvx_status resolve_all(struct resolving *run, struct tvx_error *error)
{
    struct tvx_stored_document *documents = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_documents(run->store, run->arena, &documents, &count, NULL, error);

    if (status == TVX_OK)
        status = load_resolver(run->store, run->arena, &run->resolver, error);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (documents[i].proposals > 0)
            status = resolve_document(run, documents[i].id, error);
    return status;
}

enum tvx_status tvx_store_resolve(struct tvx_store *store, struct tvx_error *error)
{
    struct resolving run = {.store = store, .arena = tvx_arena_new(INSTRUMENTS_CEILING)};
    enum tvx_status status;

    if (run.arena == NULL)
        return tvx_error_nomem(error);
    status = tvx_db_begin(store, error);
    if (status == TVX_OK)
        status = tvx_db_end(store, resolve_all(&run, error), error);
    tvx_arena_free(run.arena);
    return status;
}

enum tvx_status tvx_resolutions_check(struct tvx_store *store, tvx_resolution_fn *differs, void *context,
                                      struct tvx_error *error)
{
    struct resolving run = {
        .store = store, .arena = tvx_arena_new(INSTRUMENTS_CEILING), .differs = differs, .context = context};
    enum tvx_status status = run.arena == NULL ? tvx_error_nomem(error) : resolve_all(&run, error);

    tvx_arena_free(run.arena);
    return status;
}

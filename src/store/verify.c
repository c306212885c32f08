/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One document after the other goes the way of `add` into a scratch workspace, where it is compared and forgotten; the
 * next few are being read meanwhile.
 */
#include "verify.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/base/hash.h>
#include <travaux/read/pool.h>
#include <travaux/text/utf8.h>

#include "lists.h"
#include "take.h"

enum {
    ARENA_CEILING = 1 << 30,
    LIST_CEILING = 1 << 30,
    WINDOW = 16, /* documents in memory */
    WINDOW_BYTES = 64 << 20,
    BEFORE = 40, AFTER = 120, /* bytes of an excerpt around the first difference */
};

/* ---- the report ---- */

enum tvx_status tvx_verify_damaged(struct verifying *verifying, const char *message, struct tvx_error *error)
{
    struct tvx_verification *out = verifying->out;
    struct tvx_damage *larger;

    if (out->damaged_count == TVX_VERIFY_DAMAGES)
        return TVX_OK;
    larger = tvx_arena_grow(verifying->lasting, out->damaged, out->damaged_count, &verifying->damaged_capacity,
                            sizeof *larger);
    if (larger == NULL)
        return tvx_error_nomem(error);
    out->damaged = larger;
    larger[out->damaged_count++] = (struct tvx_damage){
        .document = verifying->document == NULL ? 0 : verifying->document->id,
        .name = verifying->document == NULL ? NULL : verifying->document->name,
        .message = tvx_text_clean(verifying->lasting, message, strlen(message))};
    return larger[out->damaged_count - 1].message == NULL ? tvx_error_nomem(error) : TVX_OK;
}

enum tvx_status tvx_verify_list(struct verifying *verifying, enum tvx_status status, const struct tvx_error *why,
                                struct tvx_error *error)
{
    if (status == TVX_E_WORKSPACE || status == TVX_E_NOTFOUND || status == TVX_E_MALFORMED)
        return tvx_verify_damaged(verifying, why->message, error);
    return status == TVX_OK ? TVX_OK : tvx_error_set(error, status, "%s", why->message);
}

static bool inside(const char *text, size_t at)
{
    return ((unsigned char)text[at] & 0xC0) == 0x80;
}

/* Some words around byte `at` of a text. */
static const char *excerpt(struct tvx_arena *arena, const char *text, size_t at)
{
    size_t length = text == NULL ? 0 : strlen(text), from = at > BEFORE ? at - BEFORE : 0, to = at + AFTER;

    if (text == NULL)
        return NULL;
    to = to > length ? length : to;
    while (from > 0 && inside(text, from))
        from--;
    while (to > from && to < length && inside(text, to))
        to--;
    return tvx_arena_printf(arena, "%s%.*s%s", from > 0 ? "…" : "", (int)(to - from), text + from,
                            to < length ? "…" : "");
}

enum tvx_status tvx_verify_differs(struct verifying *verifying, const char *part, const char *which, const char *field,
                                   const char *stored, const char *now, struct tvx_error *error)
{
    struct tvx_verification *out = verifying->out;
    struct tvx_arena *arena = verifying->lasting;
    struct tvx_difference *larger;
    size_t at = 0;

    out->differing += verifying->shown == 0;
    if (++verifying->shown > TVX_VERIFY_SHOWN) {
        out->differ_more++;
        return TVX_OK;
    }
    larger = tvx_arena_grow(arena, out->differs, out->differ_count, &verifying->differ_capacity, sizeof *larger);
    if (larger == NULL)
        return tvx_error_nomem(error);
    out->differs = larger;
    if (field != NULL && stored != NULL && now != NULL) {
        while (stored[at] == now[at] && stored[at] != '\0')
            at++;
        while (at > 0 && (inside(stored, at) || inside(now, at)))
            at--;
    }
    larger[out->differ_count++] = (struct tvx_difference){
        .document = verifying->document->id, .name = verifying->document->name,
        .made_by = tvx_arena_strdup(arena, verifying->made_by), .part = part,
        .which = tvx_arena_strdup(arena, which == NULL ? "" : which), .field = tvx_arena_strdup(arena, field),
        .stored = excerpt(arena, stored, at), .now = excerpt(arena, now, at),
        .start = at == 0 ? 0 : tvx_utf8_count(stored, at)};
    return TVX_OK;
}

/* ---- reading again ---- */

struct waiting { /* a document whose bytes are at hand */
    char *bytes;
    size_t length;
    struct tvx_arena *arena;
    struct tvx_settings told;
    const char *made_by;
    enum tvx_status status; /* of getting all this; TVX_E_WORKSPACE is damage */
    struct tvx_error error;
    bool asked;
    size_t ticket;
};

struct run {
    struct verifying verifying;
    struct tvx_stored_document *documents;
    size_t count, first, end, bytes;
    struct waiting window[WINDOW];
    struct tvx_reader_pool *pool;
};

static bool is_records(const struct tvx_stored_document *document)
{
    return strcmp(document->format, "jsonl") == 0;
}

/* Where the file's name ends and the id of a line in it begins; NULL for a document that is a file. */
static const char *line_of(const struct tvx_stored_document *document)
{
    const char *zst = strcasestr(document->file, ".jsonl.zst#"), *plain = strcasestr(document->file, ".jsonl#");

    if (!is_records(document) || (zst == NULL && plain == NULL))
        return NULL;
    return strchr(zst == NULL ? plain : zst, '#');
}

static enum tvx_status check_hash(const struct waiting *waiting, const struct tvx_stored_document *document,
                                  struct tvx_error *error)
{
    char sha256[TVX_SHA256_HEX];

    tvx_sha256_hex(sha256, waiting->bytes, waiting->length);
    if (strcmp(sha256, document->sha256) == 0)
        return TVX_OK;
    return tvx_db_damaged(error, "the stored source is not the one that was added: its SHA-256 differs");
}

static enum tvx_status fetch(struct run *run, struct waiting *waiting, const struct tvx_stored_document *document,
                             struct tvx_error *error)
{
    struct tvx_read_options options = {0};
    enum tvx_status status;

    waiting->arena = tvx_arena_new(ARENA_CEILING);
    if (waiting->arena == NULL)
        return tvx_error_nomem(error);
    run->verifying.arena = waiting->arena;
    run->verifying.document = document;
    status = tvx_verify_told(&waiting->told, &run->verifying, error);
    waiting->made_by = run->verifying.made_by;
    if (status == TVX_OK)
        status = tvx_store_bytes(run->verifying.store, &waiting->bytes, &waiting->length, document->id, error);
    if (status == TVX_OK)
        status = check_hash(waiting, document, error);
    run->bytes += waiting->length;
    options.ocr = waiting->told.source.ocr;
    waiting->asked = status == TVX_OK && run->pool != NULL && !is_records(document) && !options.ocr &&
                     tvx_reader_pool_ask(run->pool, &waiting->ticket, document->file, waiting->bytes, waiting->length,
                                         &options, NULL) == TVX_OK;
    return status;
}

static void look_ahead(struct run *run)
{
    while (run->end < run->count && run->end - run->first < WINDOW &&
           (run->end == run->first || run->bytes < WINDOW_BYTES)) {
        struct waiting *waiting = &run->window[run->end % WINDOW];

        *waiting = (struct waiting){0};
        waiting->status = fetch(run, waiting, &run->documents[run->end], &waiting->error);
        run->end++;
    }
}

static void drop(struct run *run, struct waiting *waiting)
{
    struct tvx_document *document = NULL;

    if (waiting->asked && tvx_reader_pool_take(run->pool, waiting->ticket, &document, NULL) == TVX_OK)
        tvx_document_free(document);
    run->bytes -= waiting->length;
    free(waiting->bytes);
    tvx_arena_free(waiting->arena);
    *waiting = (struct waiting){0};
}

/* Stores it in the scratch workspace as `add` did; what cannot be taken any more is listed in the report. */
static enum tvx_status take_again(struct run *run, struct waiting *waiting, struct tvx_ingest_report *report,
                                  struct tvx_error *error)
{
    const struct tvx_stored_document *stored = run->verifying.document;
    const char *line = line_of(stored);
    struct tvx_taking taking = {.store = run->verifying.scratch, .arena = waiting->arena, .lasting = waiting->arena,
                                .report = report, .settings = waiting->told, .path = stored->file,
                                .bytes = waiting->bytes, .length = waiting->length};
    struct tvx_read_options options = {.ocr = waiting->told.source.ocr};
    struct tvx_document *document = NULL;
    struct tvx_error reason = {0};
    enum tvx_status status = tvx_take_told(&taking, error);

    taking.settings.source.file = stored->file;
    if (status != TVX_OK)
        return status;
    if (line != NULL) {
        taking.path = tvx_arena_strndup(waiting->arena, stored->file, (size_t)(line - stored->file));
        if (taking.settings.source.kind == NULL)
            taking.settings.source.kind = "library";
        return tvx_take_line(&taking, waiting->bytes, waiting->length, 1, error);
    }
    if (is_records(stored))
        return tvx_take_records(&taking, error);
    status = waiting->asked ? tvx_reader_pool_take(run->pool, waiting->ticket, &document, &reason)
                            : tvx_read_bytes(&document, stored->file, waiting->bytes, waiting->length, &options,
                                             &reason);
    waiting->asked = false;
    if (status != TVX_OK)
        return tvx_take_failed(&taking, stored->file, reason.message, error);
    status = tvx_take_read(&taking, document, error);
    tvx_document_free(document);
    return status;
}

static enum tvx_status compare(struct run *run, struct waiting *waiting, struct tvx_error *error)
{
    struct verifying *verifying = &run->verifying;
    struct tvx_ingest_report report = {0};
    int64_t again = 0;
    enum tvx_status status = tvx_store_batch_begin(verifying->scratch, error), ended;

    if (status != TVX_OK)
        return status;
    status = take_again(run, waiting, &report, error);
    if (status == TVX_OK && report.failed_count > 0)
        status = tvx_verify_differs(verifying, "reading", "", NULL, "could be read", report.failed[0].error, error);
    else if (status == TVX_OK)
        status = tvx_store_has(verifying->scratch, &again, verifying->document->sha256, error);
    if (status == TVX_OK && again != 0)
        status = tvx_verify_rows(verifying, again, error);
    ended = tvx_store_batch_end(verifying->scratch, false, NULL);
    return status == TVX_OK ? ended : status;
}

static enum tvx_status verify_one(struct run *run, struct waiting *waiting, struct tvx_error *error)
{
    struct verifying *verifying = &run->verifying;

    verifying->arena = waiting->arena;
    verifying->document = &run->documents[run->first];
    verifying->made_by = waiting->made_by;
    verifying->shown = 0;
    if (waiting->status != TVX_OK)
        return tvx_verify_list(verifying, waiting->status, &waiting->error, error);
    return compare(run, waiting, error);
}

/* ---- resolutions ---- */

static const struct tvx_stored_document *document_of(const struct run *run, int64_t id)
{
    size_t at = 0;

    while (at + 1 < run->count && run->documents[at].id != id)
        at++;
    return &run->documents[at];
}

static const char *truth(bool value)
{
    return value ? "yes" : "no";
}

static enum tvx_status resolution_differs(void *context, const struct tvx_stored_proposal *proposal,
                                          const struct tvx_resolution *now, struct tvx_error *error)
{
    struct run *run = context;
    const struct tvx_resolution *was = &proposal->resolution;
    const struct { const char *field, *stored, *now; } fields[] = {
        {"kind", tvx_stored_resolution_kind(was->kind), tvx_stored_resolution_kind(now->kind)},
        {"instrument", was->key, now->key}, {"version", was->version, now->version}, {"path", was->path, now->path},
        {"after path", was->after_path, now->after_path}, {"reason", was->reason, now->reason},
        {"base differs", truth(was->base_differs), truth(now->base_differs)},
        {"before", was->before, now->before}, {"after", was->after, now->after},
    };
    struct verifying *verifying = &run->verifying;
    enum tvx_status status = TVX_OK;
    size_t told = 0;

    if (verifying->document == NULL || verifying->document->id != proposal->document_id) {
        verifying->shown = 0;
        verifying->document = document_of(run, proposal->document_id);
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields && status == TVX_OK; i++) {
        if (fields[i].stored == fields[i].now ||
            (fields[i].stored != NULL && fields[i].now != NULL && strcmp(fields[i].stored, fields[i].now) == 0))
            continue;
        status = tvx_verify_differs(verifying, "resolutions", proposal->proposal.number, fields[i].field,
                                    fields[i].stored, fields[i].now, error);
        told++;
    }
    if (told > 0 || status != TVX_OK)
        return status;
    return tvx_verify_differs(verifying, "resolutions", proposal->proposal.number, "agreement with the base",
                              tvx_arena_printf(verifying->lasting, "%g", was->base_agreement),
                              tvx_arena_printf(verifying->lasting, "%g", now->base_agreement), error);
}

/* ---- all ---- */

static enum tvx_status verify_all(struct run *run, tvx_verify_progress *progress, void *context,
                                  struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (; status == TVX_OK && run->first < run->count; run->first++) {
        struct waiting *waiting = &run->window[run->first % WINDOW];

        if (progress != NULL)
            progress(context, run->first, run->count, run->documents[run->first].name);
        look_ahead(run);
        status = verify_one(run, waiting, error);
        drop(run, waiting);
    }
    for (; run->first < run->end; run->first++) /* after an error */
        drop(run, &run->window[run->first % WINDOW]);
    return status;
}

enum tvx_status tvx_store_verify(struct tvx_verification *out, struct tvx_arena *arena, struct tvx_store *store,
                                 tvx_verify_progress *progress, void *context, struct tvx_error *error)
{
    struct run run = {.verifying = {.store = store, .lasting = arena, .out = out}};
    struct tvx_error why = {0};
    enum tvx_status status;

    *out = (struct tvx_verification){0};
    status = tvx_verify_file(&run.verifying, error);
    if (status == TVX_OK)
        status = tvx_store_scratch(&run.verifying.scratch, error);
    if (status != TVX_OK)
        return status;
    status = tvx_store_documents(store, arena, &run.documents, &run.count, NULL, &why);
    if (status != TVX_OK) { /* what can be listed at all is all there is to look at */
        run.count = 0;
        status = tvx_verify_list(&run.verifying, status, &why, error);
    }
    if (run.count > 1)
        run.pool = tvx_reader_pool_new(0);
    if (status == TVX_OK)
        status = verify_all(&run, progress, context, error);
    out->documents = run.count;
    run.verifying.document = NULL;
    run.verifying.made_by = NULL;
    if (status == TVX_OK && out->damaged_count == 0) {
        status = tvx_resolutions_check(store, resolution_differs, &run, &why);
        run.verifying.document = NULL;
        status = tvx_verify_list(&run.verifying, status, &why, error);
    }
    tvx_reader_pool_free(run.pool);
    tvx_store_close(run.verifying.scratch);
    return status;
}

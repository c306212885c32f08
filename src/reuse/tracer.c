/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tracer.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "index_state.h"

enum {
    SMALL_DOCUMENTS = 300, /* a workspace of so many, and so many bytes of text, is read whole */
    SMALL_BYTES = 1 << 20,
    FIRST_SLOTS = 256,
    MOST_KEPT = 256 << 20, /* bytes of texts, and */
    MOST_USED = 1 << 16,   /* documents, that are kept from one question to the next */
    ARENA_CEILING = 1 << 30,
    MOST_NAME_WORDS = 24,
};

/* ---- documents ---- */

static struct traced_document **slot_of(struct traced_document **documents, size_t slots, int64_t id)
{
    size_t at = (size_t)((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (slots - 1);

    while (documents[at] != NULL && documents[at]->id != id)
        at = (at + 1) & (slots - 1);
    return &documents[at];
}

static enum tvx_status grow(struct tvx_tracer *tracer, struct tvx_error *error)
{
    size_t slots = tracer->slots == 0 ? FIRST_SLOTS : tracer->slots * 2;
    struct traced_document **documents = calloc(slots, sizeof *documents);

    if (documents == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < tracer->slots; i++)
        if (tracer->documents[i] != NULL)
            *slot_of(documents, slots, tracer->documents[i]->id) = tracer->documents[i];
    free(tracer->documents);
    tracer->documents = documents;
    tracer->slots = slots;
    return TVX_OK;
}

static void forget(struct tvx_tracer *tracer)
{
    for (size_t i = 0; i < tracer->slots; i++)
        if (tracer->documents[i] != NULL)
            tvx_arena_free(tracer->documents[i]->arena); /* it lies in there itself */
    free(tracer->documents);
    tracer->documents = NULL;
    tracer->slots = tracer->used = tracer->kept = 0;
}

void tracer_tidy(struct tvx_tracer *tracer)
{
    if (tracer->kept > MOST_KEPT || tracer->used > MOST_USED)
        forget(tracer);
}

enum tvx_status tracer_document(struct traced_document **out, struct tvx_tracer *tracer, int64_t id,
                                struct tvx_error *error)
{
    struct tvx_filter filter = {.document = id};
    struct traced_document **slot, *document;
    struct tvx_stored_document *about;
    struct tvx_arena *arena;
    size_t count;
    enum tvx_status status = tracer->used * 2 >= tracer->slots ? grow(tracer, error) : TVX_OK;

    if (status != TVX_OK)
        return status;
    slot = slot_of(tracer->documents, tracer->slots, id);
    *out = *slot;
    if (*slot != NULL)
        return TVX_OK;
    arena = tvx_arena_new(ARENA_CEILING);
    document = arena == NULL ? NULL : tvx_arena_alloc(arena, sizeof *document);
    status = document == NULL ? tvx_error_nomem(error)
                              : tvx_store_documents(tracer->store, arena, &about, &count, &filter, error);
    if (status == TVX_OK && count == 0)
        status = tvx_error_set(error, TVX_E_NOTFOUND, "there is no document #%lld", (long long)id);
    if (status != TVX_OK) {
        tvx_arena_free(arena);
        return status;
    }
    *document = (struct traced_document){.id = id, .arena = arena, .about = about[0]};
    *out = *slot = document;
    tracer->used++;
    return TVX_OK;
}

enum tvx_status tracer_text(struct traced_document **out, struct tvx_tracer *tracer, int64_t id,
                            struct tvx_error *error)
{
    enum tvx_status status = tracer_document(out, tracer, id, error);

    if (status != TVX_OK || (*out)->text != NULL)
        return status;
    status = tvx_store_text(tracer->store, (*out)->arena, &(*out)->text, id, error);
    if (status == TVX_OK) {
        (*out)->length = strlen((*out)->text);
        tracer->kept += (*out)->length;
    }
    return status;
}

const struct tvx_stored_instrument *tracer_head(const struct tvx_tracer *tracer, int64_t document)
{
    for (size_t i = 0; i < tracer->instrument_count; i++)
        if (tracer->instruments[i].document == document)
            return &tracer->instruments[i];
    return NULL;
}

enum tvx_status tracer_parts(struct traced_document **out, struct tvx_tracer *tracer, int64_t id,
                             struct tvx_error *error)
{
    enum tvx_status status = tracer_text(out, tracer, id, error);

    if (status != TVX_OK || (*out)->parted)
        return status;
    (*out)->head = tracer_head(tracer, id);
    if ((*out)->head != NULL) {
        struct tvx_stored_instrument again;

        status = tvx_store_instrument(tracer->store, (*out)->arena, &again, &(*out)->instrument, (*out)->head->key,
                                      (*out)->head->version, error);
    }
    if (status == TVX_OK)
        status = trace_own(*out, tracer, error);
    (*out)->parted = status == TVX_OK;
    return status;
}

const struct tvx_stored_instrument *tracer_latest(const struct tvx_tracer *tracer, const char *key)
{
    const struct tvx_stored_instrument *latest = NULL;

    for (size_t i = 0; key != NULL && i < tracer->instrument_count; i++) { /* ascending by key, then date */
        const struct tvx_stored_instrument *instrument = &tracer->instruments[i];

        if (strcmp(instrument->key, key) == 0 && (latest == NULL || !latest->in_force || instrument->in_force))
            latest = instrument;
    }
    return latest;
}

/* ---- names ---- */

static int add_key(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct trace_name *name = context;

    (void)start, (void)length;
    if (!same_place && name->count < MOST_NAME_WORDS)
        name->keys[name->count++] = tvx_rarity_key(term, term_length);
    return 0;
}

/* What stands in brackets behind a name ("(NC-26)", "(Rev. Dubai, 2018)") is not part of it. */
static enum tvx_status add_name(struct tvx_tracer *tracer, const char *name, struct tvx_error *error)
{
    struct trace_name *to = &tracer->names[tracer->name_count];

    to->keys = tvx_arena_array(tracer->arena, MOST_NAME_WORDS, sizeof *to->keys);
    if (to->keys == NULL)
        return tvx_error_nomem(error);
    tvx_terms(tracer->stemmer, NULL, name, strcspn(name, "("), add_key, to);
    tracer->name_count += to->count >= 2;
    return TVX_OK;
}

static enum tvx_status read_names(struct tvx_tracer *tracer, struct tvx_error *error)
{
    struct tvx_event *events;
    size_t count;
    enum tvx_status status = tvx_store_events(tracer->store, tracer->arena, &events, &count, error);

    if (status != TVX_OK)
        return status;
    tracer->names = tvx_arena_array(tracer->arena, tracer->instrument_count + count + 1, sizeof *tracer->names);
    if (tracer->names == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < tracer->instrument_count; i++)
        status = add_name(tracer, tracer->instruments[i].title, error);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (events[i].title != NULL)
            status = add_name(tracer, events[i].title, error);
    return status;
}

/* ---- opening ---- */

static enum tvx_status read_verdicts(struct tvx_tracer *tracer, struct tvx_error *error)
{
    struct tvx_verdict *items;
    struct tvx_verdicts *verdicts = NULL;
    size_t count;
    enum tvx_status status = tvx_store_verdicts(tracer->store, tracer->arena, &items, &count, true, error);

    if (status == TVX_OK && count > 0)
        status = tvx_verdicts_load(&verdicts, tracer->store, tracer->arena, error);
    tracer->verdicts = verdicts;
    return status;
}

/* Is the workspace small enough to be read whole?  Then all its documents are listed. */
static enum tvx_status look_at_size(struct tvx_tracer *tracer, struct tvx_error *error)
{
    struct tvx_filter everything = {.document = 0};
    size_t bytes = 0;
    enum tvx_status status;

    for (size_t i = 0; i < tracer->index->count; i++) /* half of all words mean little and are not in it */
        tracer->words += 2 * tvx_segment_postings(tracer->index->segments[i].segment);
    if (tvx_index_documents(tracer->index) > SMALL_DOCUMENTS)
        return TVX_OK;
    status = tvx_store_documents(tracer->store, tracer->arena, &tracer->all, &tracer->all_count, &everything, error);
    for (size_t i = 0; status == TVX_OK && i < tracer->all_count && bytes <= SMALL_BYTES; i++) {
        struct traced_document *document;

        status = tracer_text(&document, tracer, tracer->all[i].id, error);
        bytes += status == TVX_OK ? document->length : 0;
    }
    if (bytes > SMALL_BYTES)
        tracer->all = NULL;
    return status;
}

enum tvx_status tvx_tracer_open(struct tvx_tracer **out, struct tvx_store *store, const char *address,
                                struct tvx_index_report *report, struct tvx_error *error)
{
    struct tvx_tracer *tracer = calloc(1, sizeof *tracer);
    enum tvx_status status = TVX_OK;

    *out = NULL;
    if (tracer == NULL)
        return tvx_error_nomem(error);
    tracer->store = store;
    tracer->arena = tvx_arena_new(ARENA_CEILING);
    tracer->stemmer = tvx_stemmer_new();
    tracer->neutral = tvx_rarity_new(0);
    tracer->folder = tracer->arena == NULL ? NULL : tvx_arena_printf(tracer->arena, "%s-reuse", address);
    if (tracer->folder == NULL || tracer->stemmer == NULL || tracer->neutral == NULL)
        status = tvx_error_nomem(error);
    if (status == TVX_OK)
        status = tvx_index_of_store(&tracer->index, store, address, NULL, report, error);
    if (status == TVX_OK)
        status = tvx_store_instruments(store, tracer->arena, &tracer->instruments, &tracer->instrument_count, error);
    if (status == TVX_OK)
        status = read_verdicts(tracer, error);
    if (status == TVX_OK)
        status = read_names(tracer, error);
    if (status == TVX_OK)
        status = look_at_size(tracer, error);
    if (status == TVX_OK)
        *out = tracer;
    else
        tvx_tracer_close(tracer);
    return status;
}

void tvx_tracer_close(struct tvx_tracer *tracer)
{
    if (tracer == NULL)
        return;
    forget(tracer);
    tvx_index_close(tracer->index);
    tvx_stemmer_free(tracer->stemmer);
    tvx_rarity_free(tracer->neutral);
    tvx_arena_free(tracer->arena);
    free(tracer);
}

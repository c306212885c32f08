/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `scope` from the workspace: which instruments and proposals take part, and what of the answer was asked for. */
#include <travaux/analyse/scope.h>

#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

struct loading {
    struct tvx_store *store;
    struct tvx_arena *arena;
    struct tvx_stored_document *documents;
    size_t document_count;
    struct tvx_scope_law *laws;
    size_t law_count;
    struct tvx_scope_proposal *proposals;
    size_t proposal_count;
};

static const struct tvx_stored_document *document_of(const struct loading *l, int64_t id)
{
    for (size_t i = 0; i < l->document_count; i++)
        if (l->documents[i].id == id)
            return &l->documents[i];
    return NULL;
}

/*
 * Where each provision's own words stand in the document's text: its place takes in its label, and its text has the
 * lines of the page joined.  Where the words do not stand there as they are, the place is not known.
 */
static enum tvx_status find_places(struct loading *l, struct tvx_instrument *instrument, int64_t document,
                                   struct tvx_error *error)
{
    const char *text;
    size_t length, byte = 0, point = 0;

    if (tvx_store_text(l->store, l->arena, &text, document, error) != TVX_OK)
        return error->status;
    length = strlen(text);
    for (size_t i = 0; i < instrument->count; i++) {
        struct tvx_provision *p = &instrument->provisions[i];
        size_t from, span, skipped;
        const char *found;

        if (p->points == 0)
            continue;
        if (p->start < point)
            byte = point = 0;
        from = byte + tvx_utf8_offset(text + byte, length - byte, p->start - point);
        span = tvx_utf8_offset(text + from, length - from, p->points);
        byte = from;
        point = p->start;
        found = p->text[0] == '\0' ? NULL : memmem(text + from, span, p->text, strlen(p->text));
        if (found == NULL) {
            p->points = 0;
            continue;
        }
        skipped = tvx_utf8_count(text + from, (size_t)(found - (text + from)));
        p->start += skipped;
        p->points = tvx_utf8_count(p->text, strlen(p->text));
    }
    return TVX_OK;
}

static enum tvx_status load_law(struct loading *l, const struct tvx_stored_instrument *head, struct tvx_error *error)
{
    struct tvx_scope_law *law = &l->laws[l->law_count];
    struct tvx_instrument *instrument = tvx_arena_alloc(l->arena, sizeof *instrument);
    struct tvx_stored_instrument *found = tvx_arena_alloc(l->arena, sizeof *found);
    const struct tvx_stored_document *document = document_of(l, head->document);

    if (instrument == NULL || found == NULL)
        return tvx_error_nomem(error);
    if (tvx_store_instrument(l->store, l->arena, found, instrument, head->key, head->version, error) != TVX_OK ||
        find_places(l, instrument, head->document, error) != TVX_OK)
        return error->status;
    *law = (struct tvx_scope_law){.key = head->key, .version = head->version, .document = "", .sha256 = "",
                                  .document_id = head->document, .instrument = instrument};
    if (document != NULL) {
        law->language = document->language;
        law->document = document->name;
        law->sha256 = document->sha256;
    }
    l->law_count++;
    return TVX_OK;
}

/* The instruments in force, and the one that was asked for. */
static enum tvx_status load_laws(struct loading *l, const struct tvx_stored_instrument *wanted,
                                 struct tvx_error *error)
{
    struct tvx_stored_instrument *heads;
    size_t count;
    bool any = false;

    if (tvx_store_instruments(l->store, l->arena, &heads, &count, error) != TVX_OK)
        return error->status;
    for (size_t i = 0; i < count; i++)
        any |= heads[i].in_force;
    l->laws = tvx_arena_array(l->arena, count + 1, sizeof *l->laws);
    if (l->laws == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count; i++) {
        bool asked = wanted->id != 0 && heads[i].id == wanted->id;
        bool other = wanted->id != 0 && strcmp(heads[i].key, wanted->key) == 0 && !asked;

        if ((asked || ((heads[i].in_force || !any) && !other)) && load_law(l, &heads[i], error) != TVX_OK)
            return error->status;
    }
    return TVX_OK;
}

/* The meeting that was begun last among those with proposals; NULL for none. */
static enum tvx_status latest(const char **meeting, struct loading *l, struct tvx_error *error)
{
    struct tvx_event *events;
    size_t count;

    if (tvx_store_events(l->store, l->arena, &events, &count, error) != TVX_OK)
        return error->status;
    *meeting = NULL;
    for (size_t i = 0; i < count; i++)
        if (events[i].proposals > 0)
            *meeting = events[i].meeting;
    return TVX_OK;
}

static enum tvx_status load_proposals(struct loading *l, const char *meeting, const struct tvx_found *found,
                                      struct tvx_error *error)
{
    struct tvx_stored_proposal *items;
    struct tvx_filter filter = {.meeting = found->proposal != 0 ? NULL : meeting};
    size_t count;

    if (tvx_store_proposals(l->store, l->arena, &items, &count, &filter, error) != TVX_OK)
        return error->status;
    l->proposals = tvx_arena_array(l->arena, count + 1, sizeof *l->proposals);
    if (l->proposals == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_stored_document *document = document_of(l, items[i].document_id);

        if (found->proposal == 0 || items[i].id == found->proposal)
            l->proposals[l->proposal_count++] =
                (struct tvx_scope_proposal){&items[i], document == NULL ? NULL : document->language};
    }
    return TVX_OK;
}

static bool touches(const struct tvx_scope_reaches *list, size_t law, const struct tvx_instrument *instrument,
                    size_t wanted)
{
    for (size_t i = 0; i < list->count; i++) {
        size_t at = list->items[i].provision;

        for (size_t steps = 0; list->items[i].law == law && at != SIZE_MAX && steps <= instrument->count; steps++) {
            if (at == wanted)
                return true;
            at = instrument->provisions[at].parent;
        }
    }
    return false;
}

/* Does the definition stand in the provision, or the provision in its passage? */
static bool stands_in(const struct tvx_scope_definition *d, const struct tvx_instrument *instrument, size_t provision)
{
    for (size_t a = d->provision, steps = 0; a != SIZE_MAX && steps <= instrument->count; steps++) {
        if (a == provision)
            return true;
        a = instrument->provisions[a].parent;
    }
    for (size_t a = provision, steps = 0; a != SIZE_MAX && steps <= instrument->count; steps++) {
        if (a == d->provision)
            return true;
        a = instrument->provisions[a].parent;
    }
    return false;
}

/* Of what is proposed and undefined, only what stands in that instrument; nothing of the sort for one provision. */
static void choose_loose(struct tvx_scope *out, const struct tvx_found *found, size_t law)
{
    size_t kept = 0;

    if (found->instrument.id == 0 && found->proposal == 0)
        return;
    if (found->path != NULL)
        out->proposed_count = 0;
    for (size_t i = 0; i < out->proposed_count; i++)
        if (found->proposal != 0 || out->proposed[i].law == law)
            out->proposed[kept++] = out->proposed[i];
    out->proposed_count = kept;
    kept = 0;
    if (found->path != NULL || found->proposal != 0)
        out->undefined_count = 0;
    for (size_t i = 0; i < out->undefined_count; i++) {
        struct tvx_scope_reaches *uses = &out->undefined[i].uses;
        size_t here = 0;

        for (size_t j = 0; j < uses->count; j++)
            if (uses->items[j].law == law)
                uses->items[here++] = uses->items[j];
        uses->count = here;
        if (here > 0)
            out->undefined[kept++] = out->undefined[i];
    }
    out->undefined_count = kept;
}

/* Leaves in `shown` what was asked for. */
static enum tvx_status choose(struct tvx_scope *out, struct tvx_arena *arena, const struct tvx_found *found,
                              struct tvx_error *error)
{
    size_t *shown = tvx_arena_array(arena, out->count + 1, sizeof *shown), kept = 0, law = 0, provision = SIZE_MAX;
    bool in_it = false;

    if (shown == NULL)
        return tvx_error_nomem(error);
    while (law < out->law_count && found->instrument.id != 0 &&
           (strcmp(out->laws[law].key, found->instrument.key) != 0 ||
            strcmp(out->laws[law].version, found->instrument.version) != 0))
        law++;
    if (found->path != NULL && law < out->law_count)
        provision = tvx_instrument_find(out->laws[law].instrument, found->path);
    for (size_t i = 0; i < out->count && provision != SIZE_MAX; i++)
        in_it |= out->definitions[i].law == law &&
                 stands_in(&out->definitions[i], out->laws[law].instrument, provision);
    for (size_t i = 0; i < out->shown_count; i++) {
        const struct tvx_scope_definition *d = &out->definitions[out->shown[i]];
        bool keep = true;

        if (found->proposal != 0)
            keep = d->change_count > 0;
        else if (provision != SIZE_MAX)
            keep = in_it ? d->law == law && stands_in(d, out->laws[law].instrument, provision)
                         : touches(&d->affected, law, out->laws[law].instrument, provision) ||
                               touches(&d->elsewhere, law, out->laws[law].instrument, provision);
        else if (found->instrument.id != 0)
            keep = d->law == law;
        if (keep)
            shown[kept++] = out->shown[i];
    }
    if (found->proposal != 0) {
        size_t *used = tvx_arena_array(arena, out->count + 1, sizeof *used);

        if (used == NULL)
            return tvx_error_nomem(error);
        for (size_t i = 0; i < out->count; i++)
            if (out->definitions[i].in_proposal_count > 0)
                used[out->used_count++] = i;
        out->used = used;
    }
    choose_loose(out, found, law);
    out->shown = shown;
    out->shown_count = kept;
    return TVX_OK;
}

enum tvx_status tvx_scope_load(struct tvx_scope *out, struct tvx_arena *arena, struct tvx_store *store,
                               const char *reference, const char *meeting, struct tvx_error *error)
{
    struct loading l = {.store = store, .arena = arena};
    struct tvx_found found = {.path = NULL};
    struct tvx_stored_instrument wanted = {.id = 0};
    const char *from = meeting;
    struct tvx_error own;

    if (error == NULL)
        error = &own;
    if (reference != NULL && tvx_store_find(store, arena, &found, reference, error) != TVX_OK)
        return error->status;
    if (reference != NULL && found.instrument.id == 0 && found.proposal == 0)
        return tvx_error_set(error, TVX_E_NOTFOUND, "'%s' is a document; scope takes an instrument, a provision or a "
                             "proposal", reference);
    if (tvx_store_documents(store, arena, &l.documents, &l.document_count, &(struct tvx_filter){.meeting = NULL},
                            error) != TVX_OK)
        return error->status;
    if (from == NULL && latest(&from, &l, error) != TVX_OK)
        return error->status;
    wanted = found.instrument;
    if (load_proposals(&l, from, &found, error) != TVX_OK)
        return error->status;
    if (load_laws(&l, &wanted, error) != TVX_OK ||
        tvx_scope_build(out, arena, l.laws, l.law_count, l.proposals, l.proposal_count, error) != TVX_OK)
        return error->status;
    out->meeting = from;
    return choose(out, arena, &found, error);
}

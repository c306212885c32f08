/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "agree.h"
#include "resolve_parts.h"

const char *resolve_loosen(struct tvx_arena *arena, const char *path)
{
    char *out = tvx_arena_strdup(arena, path);
    size_t used = 0;

    for (size_t i = 0; out != NULL && path[i] != '\0'; i++) {
        if (path[i] == '-' && i > 0 && path[i - 1] != '.')
            continue;
        out[used++] = path[i] >= 'A' && path[i] <= 'Z' ? (char)(path[i] | 0x20) : path[i];
    }
    if (out != NULL)
        out[used] = '\0';
    return out;
}

static bool index_instrument(struct resolve_stored *s, struct tvx_arena *arena)
{
    const struct tvx_instrument *in = s->given.instrument;

    if (!tvx_map_init(&s->paths, arena, in->count) || !tvx_map_init(&s->loose, arena, in->count) ||
        !tvx_map_init(&s->marginals, arena, in->count) || !tvx_map_init(&s->texts, arena, in->count))
        return false;
    for (size_t i = 0; i < in->count; i++) {
        const struct tvx_provision *p = &in->provisions[i];
        const char *loose = resolve_loosen(arena, p->path), *key = tvx_agree_key(arena, p->text);

        if (loose == NULL || key == NULL)
            return false;
        tvx_map_put(&s->paths, p->path, i);
        tvx_map_put(&s->loose, loose, i);
        if (p->marginal != NULL) {
            const char *marginal = resolve_loosen(arena, p->marginal);

            if (marginal == NULL)
                return false;
            tvx_map_put(&s->marginals, marginal, i);
        }
        if (*key != '\0')
            tvx_map_put(&s->texts, key, i); /* where the same words stand twice, the first is taken */
    }
    return true;
}

struct tvx_resolver *tvx_resolver_new(struct tvx_arena *arena, const struct tvx_resolver_instrument *instruments,
                                      size_t count)
{
    struct tvx_resolver *out = tvx_arena_alloc(arena, sizeof *out);

    if (out == NULL)
        return NULL;
    out->items = tvx_arena_array(arena, count, sizeof *out->items);
    if (out->items == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        out->items[i].given = instruments[i];
        if (!index_instrument(&out->items[i], arena))
            return NULL;
    }
    out->count = count;
    return out;
}

size_t resolve_look_up(struct resolve_work *w, const char *path)
{
    size_t found = tvx_map_get(&w->stored->paths, path);
    const char *loose = found == SIZE_MAX ? resolve_loosen(w->arena, path) : NULL;

    return loose == NULL ? found : tvx_map_get(&w->stored->loose, loose);
}

const struct tvx_provision *resolve_provision(const struct resolve_work *w, size_t index)
{
    return &w->stored->given.instrument->provisions[index];
}

bool resolve_is_adding(const struct tvx_proposal *p)
{
    return p->action == TVX_ACTION_ADD || p->action == TVX_ACTION_ADD_MOVED || p->place.is_new;
}

/* ---- which instrument ---- */

enum tvx_status resolve_not(struct resolve_work *w, const char *reason)
{
    if (reason == NULL)
        return tvx_error_nomem(w->error);
    w->out->kind = TVX_UNRESOLVED;
    w->out->reason = reason;
    return TVX_OK;
}

/* In force first, then the newest by date, then by version. */
static bool is_better(const struct resolve_stored *a, const struct resolve_stored *b)
{
    int order;

    if (b == NULL || a->given.in_force != b->given.in_force)
        return b == NULL || a->given.in_force;
    order = strcmp(a->given.date == NULL ? "" : a->given.date, b->given.date == NULL ? "" : b->given.date);
    if (order == 0)
        order = strcmp(a->given.version == NULL ? "" : a->given.version,
                       b->given.version == NULL ? "" : b->given.version);
    return order > 0;
}

static const struct resolve_stored *choose(const struct tvx_resolver *r, const char *key, size_t key_length,
                                           const char *version, bool *has_version)
{
    const struct resolve_stored *best = NULL;

    *has_version = version == NULL;
    for (size_t i = 0; i < r->count; i++) {
        const struct resolve_stored *s = &r->items[i];

        if (strlen(s->given.key) != key_length || memcmp(s->given.key, key, key_length) != 0)
            continue;
        if (version != NULL && s->given.version != NULL && strcmp(s->given.version, version) == 0) {
            *has_version = true;
            return s;
        }
        if (is_better(s, best))
            best = s;
    }
    return best;
}

/* The only key there is, when there is but one. */
static const char *only_key(const struct tvx_resolver *r)
{
    for (size_t i = 1; i < r->count; i++)
        if (strcmp(r->items[i].given.key, r->items[0].given.key) != 0)
            return NULL;
    return r->count > 0 ? r->items[0].given.key : NULL;
}

/* Fills w->stored; it stays NULL when the resolution is already said. */
static enum tvx_status find_instrument(struct resolve_work *w, const char *fallback)
{
    const struct tvx_target *place = &w->proposal->place;
    const char *key = place->instrument != NULL ? place->instrument : fallback != NULL && *fallback != '\0'
                      ? fallback : only_key(w->resolver);
    const char *at = key == NULL ? NULL : strchr(key, '@'), *version = place->version;
    size_t length = key == NULL ? 0 : at == NULL ? strlen(key) : (size_t)(at - key);
    bool has_version;

    if (key == NULL)
        return resolve_not(w, w->resolver->count == 0 ? "no instrument is stored"
                           : "the proposal does not say which instrument it is about, and several are stored");
    if (version == NULL && at != NULL)
        version = at + 1;
    w->stored = choose(w->resolver, key, length, version, &has_version);
    if (w->stored == NULL) {
        bool new_text = w->proposal->action == TVX_ACTION_ADD || place->is_new;

        if (!new_text || place->path != NULL || place->marginal != NULL || place->instrument == NULL)
            return resolve_not(w, tvx_arena_printf(w->arena, "no instrument is stored under %.*s", (int)length, key));
        w->out->kind = TVX_RESOLVED_NEW; /* a new resolution */
        w->out->key = key;
        w->out->version = version;
        w->out->path = "";
        return TVX_OK;
    }
    w->out->key = w->stored->given.key;
    w->out->version = w->stored->given.version;
    if (!has_version) {
        const char *instead = w->out->version == NULL ? "the one stored" : w->out->version;

        w->out->reason = tvx_arena_printf(w->arena, "version %s of %.*s is not stored; compared with %s", version,
                                          (int)length, key, instead);
        if (w->out->reason == NULL)
            return tvx_error_nomem(w->error);
    }
    return TVX_OK;
}

/*
 * "NOC Articles 1-3" is one proposal: it keeps its one number, stands at the first of its provisions and says how far
 * it goes, for a person to look at.  The range is read from the target again: a stored proposal keeps only its place.
 */
static enum tvx_status note_range(struct resolve_work *w)
{
    struct tvx_target place;

    if (tvx_target_parse(&place, w->arena, w->proposal->target, NULL) != TVX_OK || place.through == NULL ||
        w->out->reason != NULL)
        return TVX_OK;
    w->out->reason = tvx_arena_printf(w->arena, "the proposal is about several, \"%.80s\"; it is shown at the first",
                                      w->proposal->target);
    return w->out->reason == NULL ? tvx_error_nomem(w->error) : TVX_OK;
}

static enum tvx_status resolve_place(struct resolve_work *w)
{
    const struct tvx_target *place = &w->proposal->place;
    size_t found = SIZE_MAX;
    enum tvx_status status;

    if (w->proposal->instruction_count > 0)
        return resolve_prose(w);
    if (place->path == NULL && place->marginal == NULL && place->instrument != NULL) {
        w->out->path = ""; /* the whole instrument */
        w->out->kind = TVX_RESOLVED;
        return resolve_is_adding(w->proposal) ? TVX_OK : resolve_base(w, SIZE_MAX);
    }
    if (place->path == NULL && place->marginal == NULL) {
        status = resolve_find_by_text(w, &found);
        if (status != TVX_OK)
            return status;
        if (found == SIZE_MAX)
            return resolve_not(w, "the proposal names no provision");
        w->out->reason = "the proposal names no provision; told by its text, which is that of this one";
    } else if ((status = resolve_find(w, &found)) != TVX_OK || found == SIZE_MAX) {
        return status;
    }
    w->out->kind = TVX_RESOLVED;
    w->out->path = resolve_provision(w, found)->path;
    if ((status = note_range(w)) != TVX_OK)
        return status;
    if (resolve_is_adding(w->proposal)) {
        w->out->kind = TVX_RESOLVED_NEW;
        w->out->after_path = w->out->path;
        if (w->out->reason == NULL)
            w->out->reason = tvx_arena_printf(w->arena, "%s is added, but %s has it already",
                                              w->out->path, w->out->key);
        return w->out->reason == NULL ? tvx_error_nomem(w->error) : TVX_OK;
    }
    return resolve_base(w, found);
}

enum tvx_status tvx_resolve(struct tvx_resolution *out, struct tvx_arena *arena, const struct tvx_resolver *resolver,
                            const struct tvx_proposal *proposal, const char *default_instrument,
                            struct tvx_error *error)
{
    struct resolve_work w = {.out = out, .arena = arena, .resolver = resolver, .proposal = proposal, .error = error};
    enum tvx_status status;

    *out = (struct tvx_resolution){.kind = TVX_UNRESOLVED, .base_agreement = 1.0};
    status = find_instrument(&w, default_instrument);
    if (status == TVX_OK && w.stored != NULL)
        status = resolve_place(&w);
    if (status == TVX_OK && out->kind == TVX_UNRESOLVED) {
        out->path = NULL;
        if (out->reason == NULL)
            out->reason = "the provision could not be told";
    }
    return status;
}

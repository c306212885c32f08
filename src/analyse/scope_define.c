/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The definitions of each instrument. */
#include "scope_work.h"

#include <string.h>
#include <travaux/law/definition.h>

bool scope_within(const struct tvx_instrument *instrument, size_t a, size_t b)
{
    for (size_t steps = 0; b != SIZE_MAX && steps <= instrument->count; steps++) {
        if (a == b)
            return true;
        b = instrument->provisions[b].parent;
    }
    return false;
}

enum tvx_status scope_quote(struct tvx_evidence *out, const struct scope_work *work, size_t law, size_t provision,
                            size_t at, size_t length, struct tvx_error *error)
{
    const struct tvx_scope_law *of = &work->out->laws[law];
    const struct tvx_provision *p = &of->instrument->provisions[provision];
    struct tvx_evidence whole = {.document = of->document, .sha256 = of->sha256, .quote = p->text, .start = p->start,
                                 .points = p->points, .document_id = of->document_id};

    whole.ref = tvx_arena_printf(work->arena, "%s@%s:%s", of->key, of->version, p->path);
    if (whole.ref == NULL)
        return tvx_error_nomem(error);
    return tvx_evidence_part(out, work->arena, &whole, at, length, error);
}

/* A division's first paragraph may say that definitions follow where its heading does not. */
static bool opens_definitions(struct scope_work *work, size_t law, size_t division, struct tvx_error *error)
{
    const struct tvx_scope_law *of = &work->out->laws[law];
    const struct tvx_provision *p = of->instrument->provisions;
    const struct scope_finder *finder = work_finder(work, of->language, NULL, error);
    struct scope_words words;
    size_t child = division + 1;

    if (p[division].kind != TVX_PROVISION_DIVISION || child >= of->instrument->count || p[child].parent != division ||
        p[child].kind != TVX_PROVISION_PARAGRAPH || finder == NULL ||
        scope_read(&words, work->reader, work->arena, of->language, p[child].text, strlen(p[child].text), error) !=
            TVX_OK)
        return false;
    return scope_find_intro(finder, &words);
}

static enum tvx_status read_law(struct scope_work *work, size_t law, struct tvx_error *error)
{
    const struct tvx_scope_law *of = &work->out->laws[law];
    const struct tvx_instrument *instrument = of->instrument;
    struct law_work *lw = &work->laws[law];

    lw->provisions = tvx_arena_array(work->arena, instrument->count + 1, sizeof *lw->provisions);
    lw->among = tvx_arena_array(work->arena, instrument->count + 1, sizeof *lw->among);
    lw->owner = tvx_arena_array(work->arena, instrument->count + 1, sizeof *lw->owner);
    lw->index = scope_index_new(work->arena);
    if (lw->provisions == NULL || lw->among == NULL || lw->owner == NULL || lw->index == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < instrument->count; i++) {
        const struct tvx_provision *p = &instrument->provisions[i];

        lw->owner[i] = SIZE_MAX;
        lw->among[i] = (p->kind == TVX_PROVISION_DIVISION && tvx_definition_heading(p->heading)) ||
                       (p->parent < i && lw->among[p->parent]) || opens_definitions(work, law, i, error);
        if (p->kind == TVX_PROVISION_TITLE)
            continue; /* a title is a name, and uses nothing */
        if (scope_read(&lw->provisions[i], work->reader, work->arena, of->language, p->text, strlen(p->text), error) !=
            TVX_OK)
            return error->status;
    }
    return TVX_OK;
}

/* The part of the instrument that a definition is limited to. */
static const char *part_of(const struct tvx_instrument *instrument, size_t provision, const char *within)
{
    size_t length = within == NULL ? 0 : strlen(within);

    for (size_t i = provision, steps = 0; length > 0 && i != SIZE_MAX && steps <= instrument->count; steps++) {
        const struct tvx_provision *p = &instrument->provisions[i];

        if (p->kind == TVX_PROVISION_DIVISION &&
            (strcmp(within, "article") == 0 || strncmp(p->path, within, length) == 0 ||
             (strrchr(p->path, '.') != NULL && strncmp(strrchr(p->path, '.') + 1, within, length) == 0)))
            return p->path;
        i = p->parent;
    }
    return NULL;
}

static enum tvx_status add(struct scope_work *work, size_t law, size_t provision, const struct scope_found *found,
                           struct tvx_error *error)
{
    struct tvx_scope *out = work->out;
    const struct tvx_scope_law *of = &out->laws[law];
    const struct tvx_provision *p = &of->instrument->provisions[provision];
    struct tvx_scope_definition *d;
    const char **aliases = tvx_arena_array(work->arena, SCOPE_ALIASES, sizeof *aliases);

    d = tvx_arena_grow(work->arena, out->definitions, out->count, &out->capacity, sizeof *d);
    if (d == NULL || aliases == NULL)
        return tvx_error_nomem(error);
    out->definitions = d;
    d += out->count++;
    *d = (struct tvx_scope_definition){.term = found->terms[0], .aliases = aliases, .law = law, .provision = provision,
                                       .path = p->path, .body = found->body, .how = found->how, .layer = "",
                                       .within = part_of(of->instrument, provision, found->within)};
    for (size_t i = 1; i < found->term_count; i++)
        aliases[d->alias_count++] = found->terms[i];
    if (scope_quote(&d->evidence, work, law, provision, 0, strlen(p->text), error) != TVX_OK)
        return error->status;
    d->ref = d->evidence.ref;
    if (d->body[0] != '\0')
        for (size_t i = provision; i < of->instrument->count; i++)
            if (scope_within(of->instrument, provision, i) && work->laws[law].owner[i] == SIZE_MAX)
                work->laws[law].owner[i] = out->count - 1;
    if (scope_add_terms(work, d, out->count - 1, false, error) != TVX_OK)
        return error->status;
    return scope_layer(&d->layer, &d->layer_claims, work, of->language, &d->evidence, error);
}

/* Was the term defined before in the same instrument?  Then the first one holds. */
static bool known(const struct scope_work *work, size_t law, const struct scope_words *words, size_t first)
{
    for (size_t i = first; i < work->term_count; i++)
        if (work->out->definitions[work->terms[i].definition].law == law &&
            scope_same_term(&work->terms[i].words, words))
            return true;
    return false;
}

/* A term that stands alone over the paragraphs that say what it means. */
static enum tvx_status headed(struct scope_found_list *found, struct scope_work *work, size_t law, size_t provision,
                              struct tvx_error *error)
{
    const struct tvx_instrument *instrument = work->out->laws[law].instrument;
    const struct tvx_provision *p = &instrument->provisions[provision];
    const struct scope_words *words = &work->laws[law].provisions[provision];
    size_t child = provision + 1;

    if (p->kind != TVX_PROVISION_PARAGRAPH || child >= instrument->count ||
        instrument->provisions[child].parent != provision || words->count > SCOPE_TERM_WORDS ||
        !words->items[0].capital)
        return TVX_OK;
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i].mark)
            return TVX_OK;
    found->items = tvx_arena_grow(work->arena, found->items, found->count, &found->capacity, sizeof *found->items);
    if (found->items == NULL)
        return tvx_error_nomem(error);
    found->items[found->count++] = (struct scope_found){.terms = {p->text}, .term_count = 1,
                                                        .body = instrument->provisions[child].text,
                                                        .how = "a term that heads paragraphs among definitions"};
    return TVX_OK;
}

static enum tvx_status define_law(struct scope_work *work, size_t law, struct tvx_error *error)
{
    const struct tvx_scope_law *of = &work->out->laws[law];
    const struct scope_finder *finder = work_finder(work, of->language, NULL, error);
    size_t first = work->term_count;

    if (finder == NULL)
        return error->status;
    for (size_t i = 0; i < of->instrument->count; i++) {
        struct scope_found_list found = {NULL, 0, 0};
        struct law_work *lw = &work->laws[law];

        /* items under a definition belong to it and define nothing of their own */
        if (lw->provisions[i].count == 0)
            continue;
        if (scope_find(&found, finder, work->arena, &lw->provisions[i], lw->among[i] && lw->owner[i] == SIZE_MAX,
                       error) != TVX_OK)
            return error->status;
        if (found.count == 0 && lw->among[i] && lw->owner[i] == SIZE_MAX &&
            headed(&found, work, law, i, error) != TVX_OK)
            return error->status;
        for (size_t j = 0; j < found.count; j++) {
            struct scope_words words;

            if (scope_read(&words, work->reader, work->arena, of->language, found.items[j].terms[0],
                           strlen(found.items[j].terms[0]), error) != TVX_OK)
                return error->status;
            if (words.count > 0 && !known(work, law, &words, first) &&
                add(work, law, i, &found.items[j], error) != TVX_OK)
                return error->status;
        }
    }
    return TVX_OK;
}

enum tvx_status scope_define(struct scope_work *work, struct tvx_error *error)
{
    for (size_t law = 0; law < work->out->law_count; law++)
        if (read_law(work, law, error) != TVX_OK || define_law(work, law, error) != TVX_OK)
            return error->status;
    return TVX_OK;
}

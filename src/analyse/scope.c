/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scope_work.h"

#include <stdlib.h>
#include <string.h>

const struct scope_finder *work_finder(struct scope_work *work, const char *language, size_t *number,
                                       struct tvx_error *error)
{
    char name[3] = "en";
    size_t i = 0;

    if (language != NULL && strlen(language) >= 2)
        memcpy(name, language, 2);
    while (i < work->finder_count && strcmp(work->finders[i].language, name) != 0)
        i++;
    if (i == SCOPE_LANGUAGES) {
        tvx_error_set(error, TVX_E_LIMIT, "more than %d languages among the instruments", SCOPE_LANGUAGES);
        return NULL;
    }
    if (i == work->finder_count) {
        work->finders[i].language = tvx_arena_strdup(work->arena, name);
        if (work->finders[i].language == NULL) {
            tvx_error_nomem(error);
            return NULL;
        }
        work->finders[i].finder = scope_finder_new(work->reader, work->arena, work->finders[i].language, error);
        if (work->finders[i].finder == NULL)
            return NULL;
        work->finder_count++;
    }
    if (number != NULL)
        *number = i;
    return work->finders[i].finder;
}

struct rank {
    size_t index, changes, reach;
};

static int farthest_first(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;

    if ((x->changes > 0) != (y->changes > 0))
        return x->changes > 0 ? -1 : 1;
    if (x->reach != y->reach)
        return x->reach > y->reach ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static enum tvx_status rank(struct tvx_scope *out, struct tvx_arena *arena, struct tvx_error *error)
{
    struct rank *ranks = tvx_arena_array(arena, out->count + 1, sizeof *ranks);
    size_t *shown = tvx_arena_array(arena, out->count + 1, sizeof *shown);

    if (ranks == NULL || shown == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < out->count; i++) {
        const struct tvx_scope_definition *d = &out->definitions[i];

        ranks[i] = (struct rank){i, d->change_count,
                                 d->affected.count + d->affected_through.count + d->elsewhere.count};
    }
    qsort(ranks, out->count, sizeof *ranks, farthest_first);
    for (size_t i = 0; i < out->count; i++)
        shown[i] = ranks[i].index;
    out->shown = shown;
    out->shown_count = out->count;
    return TVX_OK;
}

enum tvx_status tvx_scope_build(struct tvx_scope *out, struct tvx_arena *arena, const struct tvx_scope_law *laws,
                                size_t law_count, const struct tvx_scope_proposal *proposals, size_t proposal_count,
                                struct tvx_error *error)
{
    struct scope_work work = {.arena = arena, .out = out, .reader = scope_reader_new(arena)};
    enum tvx_status status;
    struct tvx_error own;

    if (error == NULL)
        error = &own;
    *out = (struct tvx_scope){.laws = laws, .law_count = law_count};
    work.laws = tvx_arena_array(arena, law_count + 1, sizeof *work.laws);
    if (work.reader == NULL || work.laws == NULL) {
        scope_reader_free(work.reader);
        return tvx_error_nomem(error);
    }
    work.judge = tvx_reach_judge_new(arena, error);
    status = work.judge == NULL ? error->status : scope_define(&work, error);
    if (status == TVX_OK)
        status = scope_norms(&work, error);
    if (status == TVX_OK)
        status = scope_use(&work, error);
    if (status == TVX_OK)
        status = scope_change(&work, proposals, proposal_count, error);
    if (status == TVX_OK)
        status = scope_undefined(&work, error);
    if (status == TVX_OK)
        status = rank(out, arena, error);
    tvx_reach_judge_free(work.judge);
    scope_reader_free(work.reader);
    return status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The layer that a definition is about, by the words of data/layers.tsv. */
#include "scope_work.h"

#include <string.h>

static const char TABLE[] = "data/layers.tsv";
static const char INFRASTRUCTURE[] = "infrastructure", CONTENT[] = "services and content";

/* The table of the language, read when it is first needed. */
static enum tvx_status need_table(struct scope_work *work, size_t number, struct tvx_error *error)
{
    if (work->layers[number] != NULL)
        return TVX_OK;
    work->layers[number] = scope_index_new(work->arena);
    if (work->layers[number] == NULL)
        return tvx_error_nomem(error);
    return scope_index_table(work->layers[number], &work->layer_rows[number], work->reader, work->arena, TABLE, NULL,
                             work->finders[number].language, error);
}

static enum tvx_status claim(struct tvx_claims *claims, struct tvx_arena *arena, bool content,
                             const struct tvx_evidence *passage, size_t at, size_t length, struct tvx_error *error)
{
    const char *layer = content ? CONTENT : INFRASTRUCTURE;
    struct tvx_claim *found = NULL;
    struct tvx_evidence part;

    for (size_t i = 0; i < claims->count; i++)
        if (strcmp(claims->items[i].value, layer) == 0)
            found = &claims->items[i];
    if (found == NULL)
        found = tvx_claims_add(claims, arena,
                               content ? "Speaks of what is done with what is carried."
                                       : "Speaks of what carries signals (layers 1 and 2).",
                               layer, TABLE);
    if (found == NULL)
        return tvx_error_nomem(error);
    if (tvx_evidence_part(&part, arena, passage, at, length, error) != TVX_OK)
        return error->status;
    return tvx_claim_rests_on(found, arena, &part, error);
}

enum tvx_status scope_layer(const char **layer, struct tvx_claims *claims, struct scope_work *work,
                            const char *language, const struct tvx_evidence *passage, struct tvx_error *error)
{
    struct scope_words words;
    size_t number;
    bool carries = false, carried = false;

    if (work_finder(work, language, &number, error) == NULL || need_table(work, number, error) != TVX_OK ||
        scope_read(&words, work->reader, work->arena, language, passage->quote, strlen(passage->quote), error) !=
            TVX_OK)
        return error->status;
    for (size_t at = 0; at < words.count;) {
        size_t row, taken = scope_index_find(work->layers[number], &words, at, SIZE_MAX, &row);
        const struct scope_word *first = &words.items[at], *last = first + (taken > 0 ? taken - 1 : 0);

        at += taken > 0 ? taken : 1;
        if (taken > 0) {
            bool content = tvx_field_is(work->layer_rows[number].items[row].kind, CONTENT);

            *(content ? &carried : &carries) = true;
            if (claims != NULL && claim(claims, work->arena, content, passage, first->start,
                                        last->start + last->length - first->start, error) != TVX_OK)
                return error->status;
        }
    }
    *layer = carries && carried ? "both" : carries ? INFRASTRUCTURE : carried ? CONTENT : "";
    return TVX_OK;
}

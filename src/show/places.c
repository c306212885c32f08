/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "places.h"

#include "html_start.h"

#include "words.h"

#include <string.h>

#define PLACE_CEILING ((size_t)1 << 30)

/* Copied out of the arena in which the comparison was made. */
static enum tvx_status remember(struct site_place *place, struct tvx_arena *to, struct tvx_arena *arena,
                                const struct tvx_comparison *comparison, const struct site_slot *slot,
                                struct tvx_error *error)
{
    uint32_t *all = tvx_arena_array(arena, comparison->count, sizeof *all);
    const char **names;

    if (all == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < comparison->count; i++)
        all[i] = (uint32_t)i;
    names = tvx_comparison_sponsors(comparison, arena, all, comparison->count, &place->sponsor_count);
    place->sponsors = tvx_arena_array(to, place->sponsor_count + 1, sizeof *place->sponsors);
    place->reference = tvx_arena_strdup(to, comparison->reference);
    place->path = tvx_arena_strdup(to, comparison->path);
    place->title = tvx_arena_strdup(to, comparison->heading);
    if (names == NULL || place->sponsors == NULL || place->reference == NULL || place->title == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < place->sponsor_count; i++)
        place->sponsors[i] = tvx_arena_strdup(to, names[i]);
    place->provision = slot->provision;
    place->behind = slot->behind;
    place->texts = comparison->count - 1;
    place->families = show_words_families(comparison);
    place->conflicts = comparison->families.conflicts;
    place->places = comparison->loci.count;
    place->touches = comparison->touch_count;
    return TVX_OK;
}

enum tvx_status law_places(struct tvx_arena *arena, const struct shelf_law *law, struct site_place **out, size_t *count,
                           struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    *count = 0;
    *out = tvx_arena_array(arena, law->plan.count + 1, sizeof **out);
    if (*out == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < law->plan.count && status == TVX_OK; i++) {
        const struct site_slot *slot = &law->plan.slots[i];
        struct tvx_comparison comparison;
        struct tvx_arena *work;

        if (slot->count == 0)
            continue;
        work = tvx_arena_new(PLACE_CEILING);
        if (work == NULL)
            return tvx_error_nomem(error);
        status = tvx_comparison_from(&comparison, work, &law->head, &law->instrument, slot->path, slot->proposals,
                                     slot->count, error);
        if (status == TVX_OK)
            status = remember(&(*out)[(*count)++], arena, work, &comparison, slot, error);
        tvx_arena_free(work);
    }
    return status;
}

enum tvx_status html_disputed_compare(struct html_disputed *out, struct tvx_arena *arena, const struct shelf_law *law,
                                      const char *path, struct tvx_error *error)
{
    struct tvx_arena *work = tvx_arena_new(PLACE_CEILING);
    struct tvx_comparison comparison;
    enum tvx_status status = TVX_OK;

    (void)arena;
    if (work == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < law->plan.count; i++) {
        const struct site_slot *slot = &law->plan.slots[i];

        if (strcmp(slot->path, path) != 0)
            continue;
        status = tvx_comparison_from(&comparison, work, &law->head, &law->instrument, slot->path, slot->proposals,
                                     slot->count, error);
        if (status == TVX_OK) {
            out->families = show_words_families(&comparison);
            out->conflicts = comparison.families.conflicts;
        }
        break;
    }
    tvx_arena_free(work);
    return status;
}

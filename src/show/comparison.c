/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/comparison.h>

#include <string.h>

enum { MOST_VARIANTS = 4096 };

static const char *letter(struct tvx_arena *arena, size_t number)
{
    char text[16];
    size_t at = sizeof text - 1;

    text[at] = '\0';
    for (number++; number > 0 && at > 0; number = (number - 1) / 26)
        text[--at] = (char)('A' + (number - 1) % 26);
    return tvx_arena_strdup(arena, text + at);
}

/* The family that most ask for and that has a text; SIZE_MAX when none has. */
static size_t find_lead(const struct tvx_families *families)
{
    size_t lead = SIZE_MAX;

    for (size_t i = 0; i < families->count; i++)
        if (families->items[i].text != NULL && *families->items[i].text != '\0' &&
            (lead == SIZE_MAX || families->items[i].variant_count > families->items[lead].variant_count))
            lead = i;
    return lead;
}

/*
 * The axis over the lead: the same variants, with the lead in the place of an empty base.  A suppressed variant reads as
 * the lead there: it has something to say of the provision, not of a place in it, and would make one locus of it all.
 */
static enum tvx_status make_axis(struct tvx_comparison *comparison, struct tvx_arena *arena, const char **texts,
                                 const bool *suppressed, struct tvx_error *error)
{
    bool own = false;

    comparison->lead = comparison->base;
    comparison->lead_family = SIZE_MAX;
    comparison->axis = comparison->lattice;
    if (*comparison->base == '\0' && comparison->is_new) {
        comparison->lead_family = find_lead(&comparison->families);
        if (comparison->lead_family != SIZE_MAX) {
            comparison->lead = comparison->families.items[comparison->lead_family].text;
            own = true;
        }
    }
    texts[0] = comparison->lead;
    for (size_t i = 1; i < comparison->count; i++)
        if (suppressed[i]) {
            texts[i] = comparison->lead;
            own = true;
        }
    if (own) {
        enum tvx_status status = tvx_lattice_build(&comparison->axis, arena, texts, comparison->count, error);

        if (status != TVX_OK)
            return status;
    }
    return tvx_lattice_loci(&comparison->loci, arena, &comparison->axis, error);
}

static enum tvx_status make_families(struct tvx_comparison *comparison, struct tvx_arena *arena,
                                     const bool *suppressed, struct tvx_error *error)
{
    struct tvx_families *families = &comparison->families;
    enum tvx_status status = tvx_lattice_families(families, arena, &comparison->lattice, suppressed, error);

    if (status != TVX_OK)
        return status;
    comparison->letters = tvx_arena_array(arena, families->count, sizeof *comparison->letters);
    if (comparison->letters == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < comparison->count; i++)
        comparison->variants[i].family = SIZE_MAX;
    for (size_t i = 0; i < families->count; i++) {
        comparison->letters[i] = letter(arena, i);
        if (comparison->letters[i] == NULL)
            return tvx_error_nomem(error);
        for (size_t j = 0; j < families->items[i].variant_count; j++)
            if (families->items[i].variants[j] < comparison->count)
                comparison->variants[families->items[i].variants[j]].family = i;
    }
    return TVX_OK;
}

enum tvx_status tvx_comparison_make(struct tvx_comparison *comparison, struct tvx_arena *arena,
                                    struct tvx_error *error)
{
    const char **texts;
    bool *suppressed;
    enum tvx_status status;

    if (comparison->count == 0 || comparison->count > MOST_VARIANTS)
        return tvx_error_set(error, TVX_E_LIMIT, "%s: %zu texts on one provision (at most %d are compared at a time); name a meeting to compare fewer",
                             comparison->reference, comparison->count, MOST_VARIANTS);
    texts = tvx_arena_array(arena, comparison->count, sizeof *texts);
    suppressed = tvx_arena_array(arena, comparison->count, sizeof *suppressed);
    if (texts == NULL || suppressed == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < comparison->count; i++) {
        suppressed[i] = i > 0 && comparison->variants[i].suppressed;
        texts[i] = suppressed[i] ? "" : comparison->variants[i].text;
    }
    status = tvx_lattice_build(&comparison->lattice, arena, texts, comparison->count, error);
    if (status == TVX_OK)
        status = make_families(comparison, arena, suppressed, error);
    if (status == TVX_OK)
        status = make_axis(comparison, arena, texts, suppressed, error);
    if (status != TVX_OK)
        return status;
    comparison->redlines = tvx_arena_array(arena, comparison->families.count, sizeof *comparison->redlines);
    if (comparison->redlines == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < comparison->families.count && status == TVX_OK; i++)
        status = tvx_diff_text(&comparison->redlines[i], arena, comparison->lead, comparison->families.items[i].text,
                               TVX_DIFF_READABLE, error);
    return status;
}

const char **tvx_comparison_sponsors(const struct tvx_comparison *comparison, struct tvx_arena *arena,
                                     const uint32_t *variants, size_t variant_count, size_t *count)
{
    size_t most = 0, found = 0;
    const char **names;

    *count = 0;
    for (size_t i = 0; i < variant_count; i++)
        if (variants[i] < comparison->count && comparison->variants[variants[i]].proposal != NULL)
            most += comparison->variants[variants[i]].proposal->proposal.sponsor_count;
    names = tvx_arena_array(arena, most + 1, sizeof *names);
    if (names == NULL)
        return NULL;
    for (size_t i = 0; i < variant_count; i++) {
        const struct tvx_stored_proposal *proposal =
            variants[i] < comparison->count ? comparison->variants[variants[i]].proposal : NULL;

        for (size_t j = 0; proposal != NULL && j < proposal->proposal.sponsor_count; j++) {
            const char *name = proposal->proposal.sponsors[j];
            size_t k = 0;

            while (k < found && strcmp(names[k], name) != 0)
                k++;
            if (k == found)
                names[found++] = name;
        }
    }
    *count = found;
    return names;
}

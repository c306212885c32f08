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
static size_t most_asked(const struct tvx_families *families)
{
    size_t lead = SIZE_MAX;

    for (size_t i = 0; i < families->count; i++)
        if (families->items[i].text != NULL && *families->items[i].text != '\0' &&
            (lead == SIZE_MAX || families->items[i].variant_count > families->items[lead].variant_count))
            lead = i;
    return lead;
}

static void find_lead(struct tvx_comparison *comparison)
{
    const struct tvx_families *families = &comparison->families;

    comparison->lead = comparison->base;
    comparison->lead_variant = 0;
    comparison->lead_family = SIZE_MAX;
    if (*comparison->base != '\0')
        return;
    comparison->lead_family = most_asked(families);
    if (comparison->lead_family != SIZE_MAX) {
        comparison->lead_variant = families->items[comparison->lead_family].variants[0];
        comparison->lead = comparison->variants[comparison->lead_variant].text;
    }
}

static enum tvx_status make_redlines(struct tvx_comparison *comparison, struct tvx_arena *arena,
                                     struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    comparison->redlines = tvx_arena_array(arena, comparison->families.count, sizeof *comparison->redlines);
    if (comparison->redlines == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < comparison->families.count && status == TVX_OK; i++)
        status = tvx_diff_text(&comparison->redlines[i], arena, comparison->lead, comparison->families.items[i].text,
                               TVX_DIFF_READABLE, error);
    return status;
}

static enum tvx_status make_loci(struct tvx_comparison *comparison, struct tvx_arena *arena, struct tvx_error *error)
{
    enum tvx_status status = tvx_lattice_loci(&comparison->loci, arena, &comparison->lattice, error);

    for (size_t i = 0; status == TVX_OK && i < comparison->loci.rewritten_count; i++)
        if (comparison->loci.rewritten[i] < comparison->count)
            comparison->variants[comparison->loci.rewritten[i]].anew = true;
    return status;
}

static enum tvx_status make_families(struct tvx_comparison *comparison, struct tvx_arena *arena,
                                     const bool *suppressed, struct tvx_error *error)
{
    struct tvx_families *families = &comparison->families;
    size_t next = 0;
    enum tvx_status status = tvx_lattice_families(families, arena, &comparison->lattice, suppressed, error);

    if (status != TVX_OK)
        return status;
    comparison->letters = tvx_arena_array(arena, families->count, sizeof *comparison->letters);
    if (comparison->letters == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < comparison->count; i++)
        comparison->variants[i].family = SIZE_MAX;
    for (size_t i = 0; i < families->count; i++) {
        comparison->letters[i] = families->items[i].is_base ? "0" : letter(arena, next++);
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
        return tvx_error_set(
            error, TVX_E_LIMIT,
            "%s: %zu texts on one provision (at most %d are compared at a time); name a meeting to compare fewer",
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
    if (status != TVX_OK)
        return status;
    find_lead(comparison);
    status = make_loci(comparison, arena, error);
    return status == TVX_OK ? make_redlines(comparison, arena, error) : status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/comparison.h>

#include <string.h>

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

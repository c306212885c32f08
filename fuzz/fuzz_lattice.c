/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Any texts, separated by the byte 0xFF: each comes back from the lattice; loci, families and alignment take whatever
 * it is.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/compare/align.h>
#include <travaux/compare/lattice.h>
#include <travaux/text/utf8.h>

enum { MOST = 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 28);
    const char *texts[MOST];
    struct tvx_part parts[MOST];
    bool suppressed[MOST] = {false};
    size_t count = 0;
    struct tvx_lattice lattice;
    struct tvx_loci loci;
    struct tvx_families families;
    struct tvx_alignment alignment;

    for (size_t at = 0; at <= size && count < MOST;) {
        const uint8_t *cut = at < size ? memchr(data + at, 0xFF, size - at) : NULL;
        size_t end = cut == NULL ? size : (size_t)(cut - data);

        texts[count] = tvx_text_clean(arena, (const char *)data + at, end - at);
        require(texts[count] != NULL);
        suppressed[count] = count > 0 && texts[count][0] == '\0' && end % 2 == 0;
        parts[count] = (struct tvx_part){end % 3 == 0 ? "" : "a)", texts[count]};
        count++;
        at = end + 1;
    }
    require(tvx_lattice_build(&lattice, arena, texts, count, NULL) == TVX_OK);
    for (size_t v = 0; v < count; v++)
        require(strcmp(tvx_lattice_text(&lattice, arena, v), texts[v]) == 0);
    require(tvx_lattice_loci(&loci, arena, &lattice, NULL) == TVX_OK);
    for (size_t i = 0; i < loci.count; i++)
        require(loci.items[i].first <= loci.items[i].last && (i == 0 || loci.items[i - 1].last < loci.items[i].first));
    require(tvx_lattice_families(&families, arena, &lattice, suppressed, NULL) == TVX_OK);
    require(tvx_align_parts(&alignment, arena, parts, count / 2, parts + count / 2, count - count / 2, NULL) == TVX_OK);
    tvx_arena_free(arena);
    return 0;
}

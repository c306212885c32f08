/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/themes.h>

#include <travaux/show/json_claim.h>

#include "term_flow.h"
#include "words.h"

enum { REFS_SHOWN = 8 };

void tvx_json_themed(struct tvx_json *json, const struct tvx_taxonomy *taxonomy, const struct tvx_themed *items,
                     size_t count)
{
    size_t all;
    const struct tvx_theme *themes = tvx_taxonomy_themes(taxonomy, &all);

    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "ref", items[i].ref);
        tvx_json_key(json, "sponsors");
        tvx_json_array(json);
        for (size_t j = 0; j < items[i].sponsor_count; j++)
            tvx_json_string(json, items[i].sponsors[j]);
        tvx_json_array_end(json);
        tvx_json_key(json, "themes");
        tvx_json_array(json);
        for (size_t j = 0; j < items[i].count; j++) {
            const struct tvx_theme *theme = &themes[items[i].tags[j].theme];

            tvx_json_object(json);
            tvx_json_pair(json, "theme", theme->key);
            tvx_json_pair(json, "set", theme->set);
            tvx_json_pair(json, "name", theme->name);
            tvx_json_pair_number(json, "weight", items[i].tags[j].weight);
            tvx_json_key(json, "claim");
            tvx_json_claim(json, &items[i].claims.items[j]);
            tvx_json_object_end(json);
        }
        tvx_json_array_end(json);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void print_one(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_taxonomy *taxonomy,
                      const struct tvx_themed *item)
{
    size_t all;
    const struct tvx_theme *themes = tvx_taxonomy_themes(taxonomy, &all);

    term_styled(term, TERM_STRONG, item->ref);
    term_newline(term);
    for (size_t i = 0; i < item->count; i++) {
        const struct tvx_theme *theme = &themes[item->tags[i].theme];

        term_field(term, arena, theme->set, tvx_arena_printf(arena, "%s (%s)", theme->name, theme->key));
        term_paragraph(term, arena, 9, TERM_SOFT,
                       tvx_arena_printf(arena, "%s  [%s]", item->claims.items[i].statement,
                                        item->claims.items[i].method));
    }
    if (item->count == 0)
        term_paragraph(term, arena, 2, TERM_SOFT, "no theme of the table");
}

void tvx_term_themed(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_taxonomy *taxonomy,
                     const struct tvx_themed *items, size_t count)
{
    size_t all, without = 0;
    const struct tvx_theme *themes = tvx_taxonomy_themes(taxonomy, &all);
    const char **refs = tvx_arena_array(arena, count + 1, sizeof *refs);

    if (count == 1)
        print_one(term, arena, taxonomy, &items[0]);
    for (size_t i = 0; count > 1 && refs != NULL && i < all; i++) {
        struct term_flow flow;
        size_t have = 0;

        for (size_t j = 0; j < count; j++)
            for (size_t k = 0; k < items[j].count; k++)
                if (items[j].tags[k].theme == i)
                    refs[have++] = items[j].ref;
        if (have == 0)
            continue;
        term_flow_start(&flow, arena, term, term_width(term) - 4);
        term_flow_str(&flow, TERM_STRONG, themes[i].name);
        term_flow_str(&flow, TERM_SOFT, tvx_arena_printf(arena, " (%s, %s) ", themes[i].key, themes[i].set));
        term_flow_str(&flow, TERM_PLAIN, tvx_arena_printf(arena, "%zu: %s", have,
                                                          show_words_join(arena, refs, have,
                                                                          term->full ? 0 : REFS_SHOWN, " · ")));
        term_flow_end(&flow);
        term_lines(term, &flow, 4, "- ", TERM_SOFT);
    }
    for (size_t j = 0; j < count; j++)
        without += items[j].count == 0;
    if (count != 1)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%s, %zu of them of no theme of the table",
                                        show_words_number(arena, count, "text", "texts"), without));
}

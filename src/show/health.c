/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How well a document was understood, as JSON and on the terminal. */
#include "term_flow.h"

#include <travaux/show/json.h>
#include <travaux/show/term.h>

#include "words.h"

void tvx_json_health(struct tvx_json *json, const struct tvx_health *health)
{
    tvx_json_object(json);
    tvx_json_pair(json, "recognised", health->recognised);
    tvx_json_pair(json, "form", health->form);
    tvx_json_pair_number(json, "confidence", health->confidence);
    tvx_json_pair_int(json, "letters", (int64_t)health->letters);
    tvx_json_pair_int(json, "left_over", (int64_t)health->left_over);
    tvx_json_key(json, "findings");
    tvx_json_array(json);
    for (size_t i = 0; i < health->count; i++) {
        const struct tvx_finding *finding = &health->findings[i];

        tvx_json_object(json);
        tvx_json_pair(json, "code", finding->code);
        tvx_json_pair(json, "message", finding->message);
        tvx_json_pair(json, "advice", finding->advice);
        tvx_json_pair_number(json, "cost", finding->cost);
        tvx_json_pair_int(json, "count", (int64_t)finding->count);
        if (finding->block != SIZE_MAX)
            tvx_json_pair_int(json, "block", (int64_t)finding->block);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

void tvx_term_health(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_health *health)
{
    term_field(term, arena, "read as", health->recognised);
    term_field(term, arena, "confidence", tvx_arena_printf(arena, "%.0f %%", health->confidence * 100));
    for (size_t i = 0; i < health->count; i++) {
        const struct tvx_finding *finding = &health->findings[i];

        term_paragraph(term, arena, 2, TERM_PLAIN,
                       finding->cost < 0.005
                           ? tvx_arena_printf(arena, "note: %s", finding->message)
                           : tvx_arena_printf(arena, "-%.0f %%: %s", finding->cost * 100, finding->message));
        if (*finding->advice != '\0')
            term_paragraph(term, arena, 4, TERM_SOFT, finding->advice);
    }
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/verification.h>

#include "term_flow.h"

#include <string.h>

static void json_damage(struct tvx_json *json, const struct tvx_damage *damage)
{
    tvx_json_object(json);
    if (damage->document != 0)
        tvx_json_pair_int(json, "document", damage->document);
    tvx_json_pair(json, "name", damage->name);
    tvx_json_pair(json, "message", damage->message);
    tvx_json_object_end(json);
}

static void json_difference(struct tvx_json *json, const struct tvx_difference *difference)
{
    tvx_json_object(json);
    tvx_json_pair_int(json, "document", difference->document);
    tvx_json_pair(json, "name", difference->name);
    tvx_json_pair(json, "made_by", difference->made_by);
    tvx_json_pair(json, "part", difference->part);
    tvx_json_pair(json, "which", difference->which);
    tvx_json_pair(json, "field", difference->field);
    tvx_json_pair(json, "stored", difference->stored);
    tvx_json_pair(json, "now", difference->now);
    tvx_json_pair_int(json, "start", (int64_t)difference->start);
    tvx_json_object_end(json);
}

void tvx_json_verification(struct tvx_json *json, const struct tvx_verification *verification,
                           const struct tvx_index_verdict *index)
{
    tvx_json_object(json);
    tvx_json_pair_int(json, "documents", (int64_t)verification->documents);
    tvx_json_pair_int(json, "differing", (int64_t)verification->differing);
    tvx_json_key(json, "differs");
    tvx_json_array(json);
    for (size_t i = 0; i < verification->differ_count; i++)
        json_difference(json, &verification->differs[i]);
    tvx_json_array_end(json);
    tvx_json_pair_int(json, "differs_more", (int64_t)verification->differ_more);
    tvx_json_key(json, "damaged");
    tvx_json_array(json);
    for (size_t i = 0; i < verification->damaged_count; i++)
        json_damage(json, &verification->damaged[i]);
    tvx_json_array_end(json);
    tvx_json_key(json, "index");
    if (index == NULL) {
        tvx_json_null(json);
    } else {
        tvx_json_object(json);
        tvx_json_pair(json, "was", tvx_index_was_to_string(index->was));
        tvx_json_pair_bool(json, "rebuilt", index->rebuilt);
        tvx_json_pair_int(json, "documents", (int64_t)index->documents);
        tvx_json_pair_int(json, "bytes", (int64_t)index->bytes);
        tvx_json_pair_number(json, "seconds", index->seconds);
        tvx_json_pair(json, "message", index->why.message);
        tvx_json_object_end(json);
    }
    tvx_json_object_end(json);
}

/* ---- for people ---- */

static void line(struct tvx_term *term, struct tvx_arena *arena, unsigned indent, const char *text)
{
    term_paragraph(term, arena, indent, TERM_PLAIN, text == NULL ? "" : text);
}

static void damage(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_verification *verification)
{
    if (verification->damaged_count == 0)
        return;
    term_styled(term, TERM_STRONG, "Damaged");
    term_newline(term);
    for (size_t i = 0; i < verification->damaged_count; i++) {
        const struct tvx_damage *item = &verification->damaged[i];

        line(term, arena, 2, item->name == NULL ? item->message
                                                : tvx_arena_printf(arena, "%s: %s", item->name, item->message));
    }
    line(term, arena, 2, "Restore the workspace from a copy, or make a new one and add the files again.");
    term_newline(term);
}

static void side(struct tvx_term *term, struct tvx_arena *arena, const char *name, const char *text)
{
    if (text != NULL)
        line(term, arena, 6, tvx_arena_printf(arena, "%s %s", name, *text == '\0' ? "(nothing)" : text));
}

static void difference(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_difference *item)
{
    bool whole = item->field == NULL || strcmp(item->field, item->part) == 0;

    line(term, arena, 4,
         tvx_arena_printf(arena, "%s%s%s%s%s%s", item->part, *item->which == '\0' ? "" : " ", item->which,
                          whole ? "" : ", ", whole ? "" : item->field,
                          item->stored == NULL && whole ? ": is not stored"
                          : item->now == NULL && whole  ? ": would not be there"
                          : item->start == 0            ? ""
                              : tvx_arena_printf(arena, ", from character %zu", item->start + 1)));
    if (whole && (item->stored == NULL || item->now == NULL) && strcmp(item->part, "text") != 0)
        return;
    side(term, arena, "stored:", item->stored);
    side(term, arena, "now:   ", item->now);
}

static void differences(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_verification *verification)
{
    const struct tvx_difference *before = NULL;

    if (verification->differ_count == 0)
        return;
    term_styled(term, TERM_STRONG, "Not what this travaux makes of the same source");
    term_newline(term);
    for (size_t i = 0; i < verification->differ_count; i++) {
        const struct tvx_difference *item = &verification->differs[i];

        if (before == NULL || before->document != item->document)
            line(term, arena, 2, item->made_by == NULL
                                     ? tvx_arena_printf(arena, "%s (stored by an older travaux, which did not keep "
                                                               "what it was told)", item->name)
                                     : tvx_arena_printf(arena, "%s (stored by travaux %s)", item->name, item->made_by));
        difference(term, arena, item);
        before = item;
    }
    if (verification->differ_more > 0)
        line(term, arena, 2, tvx_arena_printf(arena, "… and %zu more differences", verification->differ_more));
    line(term, arena, 2, "Another version of travaux may have stored these; else the workspace was changed by hand, or "
                         "is damaged.  A new workspace with the files added again has what is made now.");
    term_newline(term);
}

static const char *of_index(struct tvx_arena *arena, const struct tvx_index_verdict *index)
{
    const char *size = tvx_arena_printf(arena, "%zu documents, %.1f MB", index->documents, (double)index->bytes / 1e6);

    if (index->was == TVX_INDEX_WHOLE)
        return tvx_arena_printf(arena, "The index of reuse is whole: %s.", size);
    if (!index->rebuilt)
        return tvx_arena_printf(arena, "The index of reuse is %s and could not be rebuilt: %s.",
                                tvx_index_was_to_string(index->was), index->why.message);
    return tvx_arena_printf(arena, "The index of reuse was %s and has been rebuilt: %s in %.1f s.",
                            tvx_index_was_to_string(index->was), size, index->seconds);
}

void tvx_term_verification(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_verification *verification,
                           const struct tvx_index_verdict *index)
{
    damage(term, arena, verification);
    differences(term, arena, verification);
    if (verification->damaged_count == 0 && verification->differ_count == 0)
        line(term, arena, 0,
             tvx_arena_printf(arena, "All is well: %zu document%s read again, and all made of them is as stored.",
                              verification->documents, verification->documents == 1 ? "" : "s"));
    else
        line(term, arena, 0,
             tvx_arena_printf(arena, "%zu documents were looked at: %zu differ; damaged: %zu.", verification->documents,
                              verification->differing, verification->damaged_count));
    if (index != NULL)
        line(term, arena, 0, of_index(arena, index));
}

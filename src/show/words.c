/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "words.h"

#include <stdio.h>
#include <string.h>
#include <travaux/show/term.h>

const char *show_words_number(struct tvx_arena *arena, size_t number, const char *one, const char *many)
{
    return tvx_arena_printf(arena, "%zu %s", number, number == 1 ? one : many);
}

size_t show_words_places(const struct tvx_comparison *comparison)
{
    size_t count = 0;

    for (size_t i = 0; i < comparison->loci.count; i++)
        count += show_words_is_place(comparison, i);
    return count;
}

const char *show_words_summary(const struct tvx_tongue *tongue, struct tvx_arena *arena,
                               const struct tvx_comparison *comparison)
{
    size_t pairs = comparison->families.conflicts;
    const char *texts =
        tvx_say_number(tongue, arena, comparison->count - 1, "{1} proposed text", "{1} proposed texts");
    const char *families =
        tvx_say_number(tongue, arena, show_words_families(comparison), "{1} family", "{1} families");
    const char *places = tvx_say_number(tongue, arena, show_words_places(comparison), "{1} place where they part",
                                        "{1} places where they part");
    const char *conflicts =
        pairs == 0 ? tvx_say(tongue, "no conflict")
                   : tvx_say_number(tongue, arena, pairs, "{1} pair in conflict", "{1} pairs in conflict");

    if (comparison->count == 1)
        return tvx_say(tongue, "nothing is proposed here");
    if (texts == NULL || families == NULL || places == NULL || conflicts == NULL)
        return NULL;
    return tvx_arena_printf(arena, "%s · %s · %s · %s", texts, families, places, conflicts);
}

const char *show_words_join(struct tvx_arena *arena, const char *const *names, size_t count, size_t limit,
                            const char *between)
{
    struct tvx_buf buf;
    const char *joined;

    tvx_buf_init(&buf, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        if (limit > 0 && i == limit && count > limit + 1) {
            tvx_buf_printf(&buf, " +%zu", count - limit);
            break;
        }
        if (i > 0)
            tvx_buf_str(&buf, between);
        tvx_buf_str(&buf, names[i]);
    }
    joined = tvx_arena_strndup(arena, tvx_buf_text(&buf), buf.length);
    tvx_buf_free(&buf);
    return joined;
}

const char *show_words_fit(struct tvx_arena *arena, const char *const *names, size_t count, size_t columns)
{
    size_t used = 0, fit = 0;

    while (columns > 0 && fit < count) {
        used += tvx_term_columns(names[fit], strlen(names[fit])) + 3;
        if (fit > 0 && used > columns)
            break;
        fit++;
    }
    return show_words_join(arena, names, count, columns == 0 ? 0 : fit, " · ");
}

/* Letters of the families that stand to `family` as `wanted` says. */
static const char *related(struct tvx_arena *arena, const struct tvx_comparison *comparison, size_t family,
                           enum tvx_family_relation wanted, size_t limit, size_t *count)
{
    const struct tvx_families *families = &comparison->families;
    const char **names = tvx_arena_array(arena, families->count + 1, sizeof *names);

    *count = 0;
    if (names == NULL)
        return NULL;
    for (size_t i = 0; i < families->count; i++) {
        if (i == family || families->items[i].is_base)
            continue;
        if (families->relations[family * families->count + i] == wanted)
            names[(*count)++] = comparison->letters[i];
    }
    return show_words_join(arena, names, *count, limit, ", ");
}

const char *show_words_conflicts(const struct tvx_tongue *tongue, struct tvx_arena *arena,
                                 const struct tvx_comparison *comparison, size_t family, size_t limit)
{
    size_t count, others = show_words_families(comparison) - 1;
    const char *names = related(arena, comparison, family, TVX_FAMILY_CONFLICT, 0, &count);

    if (count == 0 || names == NULL)
        return NULL;
    if (limit > 0 && count > limit)
        return tvx_say_with(tongue, arena, "conflicts with {1} of the other {2}",
                            (const char *[]){tvx_say_figure(tongue, arena, (double)count, 0),
                                             tvx_say_figure(tongue, arena, (double)others, 0)}, 2);
    return tvx_say_with(tongue, arena, "conflicts with {1}", &names, 1);
}

const char *show_words_contains(const struct tvx_tongue *tongue, struct tvx_arena *arena,
                                const struct tvx_comparison *comparison, size_t family, size_t limit)
{
    size_t count;
    const char *names = related(arena, comparison, family, TVX_FAMILY_SUPERSET, limit, &count);

    if (count == 0 || names == NULL)
        return NULL;
    return tvx_say_with(tongue, arena, "has the changes of {1} and more", &names, 1);
}

const char *show_words_letters(struct tvx_arena *arena, const struct tvx_comparison *comparison,
                               const uint32_t *variants, size_t count, size_t limit)
{
    const char **names = tvx_arena_array(arena, comparison->families.count + 1, sizeof *names);
    bool *seen = tvx_arena_array(arena, comparison->families.count + 1, sizeof *seen);
    size_t found = 0;

    if (names == NULL || seen == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (variants[i] != 0 && variants[i] < comparison->count &&
            comparison->variants[variants[i]].family < comparison->families.count)
            seen[comparison->variants[variants[i]].family] = true;
    for (size_t i = 0; i < comparison->families.count; i++)
        if (seen[i])
            names[found++] = comparison->letters[i];
    return show_words_join(arena, names, found, limit, " ");
}

const uint32_t *show_words_whole(struct tvx_arena *arena, const struct tvx_comparison *comparison, bool deleting,
                                 size_t *count)
{
    uint32_t *variants = tvx_arena_array(arena, comparison->count, sizeof *variants);

    *count = 0;
    for (size_t i = 1; variants != NULL && i < comparison->count; i++)
        if (deleting ? comparison->variants[i].suppressed : comparison->variants[i].anew)
            variants[(*count)++] = (uint32_t)i;
    return variants;
}

static bool has(const uint32_t *members, size_t count, size_t variant)
{
    for (size_t i = 0; i < count; i++)
        if (members[i] == variant)
            return true;
    return false;
}

bool show_words_leads(const struct tvx_comparison *comparison, const struct tvx_column *column)
{
    return has(column->members, column->member_count, comparison->lead_variant);
}

/* Nothing but white space that the lead has lies between the two loci. */
static bool touch(const struct tvx_comparison *comparison, const struct tvx_locus *first,
                  const struct tvx_locus *second)
{
    for (size_t i = first->last + 1; i < second->first; i++)
        if (strcmp(comparison->lattice.columns[i].token, " ") != 0)
            return false;
    return true;
}

bool show_words_is_place(const struct tvx_comparison *comparison, size_t locus)
{
    const struct tvx_locus *items = comparison->loci.items;

    if (!items[locus].omission)
        return true;
    for (size_t i = locus; i > 0 && touch(comparison, &items[i - 1], &items[i]); i--)
        if (!items[i - 1].omission)
            return false;
    for (size_t i = locus; i + 1 < comparison->loci.count && touch(comparison, &items[i], &items[i + 1]); i++)
        if (!items[i + 1].omission)
            return false;
    return true;
}

size_t show_words_lead_reading(const struct tvx_comparison *comparison, const struct tvx_locus *locus)
{
    for (size_t i = 0; i < locus->count; i++)
        if (has(locus->readings[i].members, locus->readings[i].member_count, comparison->lead_variant))
            return i;
    return SIZE_MAX;
}

const char *show_words_locus(struct tvx_arena *arena, const struct tvx_comparison *comparison,
                             const struct tvx_locus *locus, bool *space_before, bool *space_after)
{
    struct tvx_buf text;
    size_t head = 0, tail;
    const char *words;

    tvx_buf_init(&text, 1 << 20);
    for (size_t i = locus->first; i <= locus->last && i < comparison->lattice.count; i++)
        if (show_words_leads(comparison, &comparison->lattice.columns[i]))
            tvx_buf_str(&text, comparison->lattice.columns[i].token);
    tail = text.length;
    while (head < tail && text.data[head] == ' ')
        head++;
    while (tail > head && text.data[tail - 1] == ' ')
        tail--;
    *space_before = head > 0;
    *space_after = tail < text.length;
    words = tvx_arena_strndup(arena, tvx_buf_text(&text) + head, tail - head);
    tvx_buf_free(&text);
    return words;
}

bool show_words_speaks(const struct tvx_comparison *comparison, uint32_t variant)
{
    return variant != 0 && variant < comparison->count && !comparison->variants[variant].suppressed &&
           !comparison->variants[variant].anew;
}

size_t show_words_speaking(const struct tvx_comparison *comparison, const struct tvx_reading *reading, uint32_t *out)
{
    size_t count = 0;

    for (size_t i = 0; i < reading->member_count; i++)
        if (show_words_speaks(comparison, reading->members[i]))
            out[count++] = reading->members[i];
    return count;
}

bool show_words_unasked(const struct tvx_comparison *comparison, size_t family)
{
    const struct tvx_family *item = &comparison->families.items[family];

    return item->variant_count == 0 || (item->variant_count == 1 && item->variants[0] == 0);
}

size_t show_words_families(const struct tvx_comparison *comparison)
{
    size_t count = 0;

    for (size_t i = 0; i < comparison->families.count; i++)
        count += !show_words_unasked(comparison, i);
    return count;
}

const char *show_words_kind(const struct tvx_tongue *tongue, const struct tvx_comparison *comparison, size_t family)
{
    const struct tvx_family *item = &comparison->families.items[family];

    if (item->is_base)
        return tvx_say(tongue, "no change");
    if (item->suppresses)
        return tvx_say(tongue, "delete it");
    if (comparison->variants[item->variants[0]].anew)
        return tvx_say(tongue, "written anew: too little is left of the other text to mark the changes");
    if (comparison->is_new)
        return family == comparison->lead_family ? tvx_say(tongue, "the text printed above")
                                                 : tvx_say(tongue, "shown against the text above");
    return NULL;
}

const char *show_words_name(const struct tvx_tongue *tongue, struct tvx_arena *arena,
                            const struct tvx_variant *variant)
{
    if (variant->proposal == NULL)
        return tvx_say(tongue, "in force");
    if (variant->within)
        return tvx_say_with(tongue, arena, "{1} (as part of {2})",
                            (const char *[]){variant->proposal->proposal.number,
                                             show_words_place(arena, variant->proposal)}, 2);
    if (variant->fitted)
        return tvx_arena_printf(arena, "%s*", variant->proposal->proposal.number);
    return variant->proposal->proposal.number;
}

const char *show_words_fitted(const struct tvx_tongue *tongue, const struct tvx_comparison *comparison)
{
    for (size_t i = 0; i < comparison->count; i++)
        if (comparison->variants[i].fitted)
            return tvx_say(tongue, "* is stored in lower case without marks; its capitals and marks are those of the "
                                   "text in force.");
    return NULL;
}

const char *show_words_title(struct tvx_arena *arena, const struct tvx_comparison *comparison)
{
    if (comparison->heading == NULL || *comparison->heading == '\0')
        return comparison->path;
    return tvx_arena_printf(arena, "%s  %s", comparison->path, comparison->heading);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

size_t show_words_first(const char *text, size_t length, size_t words)
{
    size_t at = 0;

    while (words-- > 0 && at < length) {
        while (at < length && is_space(text[at]))
            at++;
        while (at < length && !is_space(text[at]))
            at++;
    }
    return at;
}

size_t show_words_last(const char *text, size_t length, size_t words)
{
    size_t at = length;

    while (words-- > 0 && at > 0) {
        while (at > 0 && is_space(text[at - 1]))
            at--;
        while (at > 0 && !is_space(text[at - 1]))
            at--;
    }
    return at;
}

size_t show_words_count(const char *text, size_t length)
{
    size_t count = 0;
    bool inside = false;

    for (size_t i = 0; i < length; i++) {
        bool space = is_space(text[i]);

        if (!space && !inside)
            count++;
        inside = !space;
    }
    return count;
}

const char *show_words_place(struct tvx_arena *arena, const struct tvx_stored_proposal *proposal)
{
    const struct tvx_resolution *at = &proposal->resolution;

    if (at->kind == TVX_UNRESOLVED || at->key == NULL)
        return proposal->proposal.target == NULL ? "" : proposal->proposal.target;
    return tvx_arena_printf(arena, "%s%s%s%s%s", at->key, at->version == NULL ? "" : "@",
                            at->version == NULL ? "" : at->version, at->path == NULL || *at->path == '\0' ? "" : ":",
                            at->path == NULL ? "" : at->path);
}

const char *show_words_file(const char *path)
{
    const char *name = path;

    for (; path != NULL && *path != '\0'; path++)
        if ((*path == '/' || *path == '\\') && path[1] != '\0')
            name = path + 1;
    return name;
}

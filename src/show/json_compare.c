/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A comparison with its lattice, and a diff. */
#include <travaux/show/json.h>

#include "json_parts.h"

#include <string.h>
#include <travaux/text/utf8.h>

static void numbers(struct tvx_json *json, const char *key, const uint32_t *items, size_t count)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_int(json, items[i]);
    tvx_json_array_end(json);
}

static void sponsors_of(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_comparison *comparison,
                        const uint32_t *variants, size_t count)
{
    size_t names_count;
    const char **names = tvx_comparison_sponsors(comparison, arena, variants, count, &names_count);

    tvx_json_key(json, "sponsors");
    tvx_json_array(json);
    for (size_t i = 0; names != NULL && i < names_count; i++)
        tvx_json_string(json, names[i]);
    tvx_json_array_end(json);
}

static void families(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_comparison *comparison)
{
    tvx_json_key(json, "families");
    tvx_json_array(json);
    for (size_t i = 0; i < comparison->families.count; i++) {
        const struct tvx_family *family = &comparison->families.items[i];

        tvx_json_object(json);
        tvx_json_pair(json, "letter", comparison->letters[i]);
        tvx_json_pair(json, "text", family->text);
        tvx_json_key(json, "proposals");
        tvx_json_array(json);
        for (size_t j = 0; j < family->variant_count; j++)
            if (comparison->variants[family->variants[j]].proposal != NULL)
                tvx_json_string(json, comparison->variants[family->variants[j]].proposal->proposal.number);
        tvx_json_array_end(json);
        sponsors_of(json, arena, comparison, family->variants, family->variant_count);
        numbers(json, "variants", family->variants, family->variant_count);
        tvx_json_pair_bool(json, "is_base", family->is_base);
        tvx_json_pair_bool(json, "suppresses", family->suppresses);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void lattice(struct tvx_json *json, const struct tvx_comparison *comparison)
{
    tvx_json_key(json, "lattice");
    tvx_json_array(json);
    for (size_t i = 0; i < comparison->lattice.count; i++) {
        const struct tvx_column *column = &comparison->lattice.columns[i];

        tvx_json_object(json);
        tvx_json_pair(json, "token", column->token);
        numbers(json, "members", column->members, column->member_count);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void variants(struct tvx_json *json, const struct tvx_comparison *comparison)
{
    tvx_json_key(json, "variants");
    tvx_json_array(json);
    for (size_t i = 0; i < comparison->count; i++) {
        const struct tvx_variant *variant = &comparison->variants[i];
        const struct tvx_stored_proposal *proposal = variant->proposal;

        tvx_json_object(json);
        tvx_json_pair_int(json, "index", (int64_t)i);
        tvx_json_pair(json, "proposal", proposal == NULL ? NULL : proposal->proposal.number);
        tvx_json_pair(json, "text", variant->text);
        tvx_json_pair_bool(json, "suppressed", variant->suppressed);
        tvx_json_pair_bool(json, "anew", variant->anew);
        tvx_json_pair_bool(json, "fitted", variant->fitted);
        tvx_json_key(json, "family");
        if (variant->family < comparison->families.count)
            tvx_json_int(json, (int64_t)variant->family);
        else
            tvx_json_null(json);
        if (proposal != NULL) {
            tvx_json_pair(json, "action", tvx_action_to_string(proposal->proposal.action));
            tvx_json_key(json, "sponsors");
            tvx_json_array(json);
            for (size_t j = 0; j < proposal->proposal.sponsor_count; j++)
                tvx_json_string(json, proposal->proposal.sponsors[j]);
            tvx_json_array_end(json);
            tvx_json_pair_bool(json, "part_of_larger", variant->within);
            show_json_evidence(json, proposal);
        }
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

/* Places where the texts part: columns [first, last] of the lattice. */
static void loci(struct tvx_json *json, const struct tvx_comparison *comparison)
{
    tvx_json_key(json, "loci");
    tvx_json_array(json);
    for (size_t i = 0; i < comparison->loci.count; i++) {
        const struct tvx_locus *locus = &comparison->loci.items[i];

        tvx_json_object(json);
        tvx_json_pair_int(json, "first", (int64_t)locus->first);
        tvx_json_pair_int(json, "last", (int64_t)locus->last);
        tvx_json_pair_bool(json, "conflict", locus->conflict);
        tvx_json_pair_bool(json, "omission", locus->omission);
        tvx_json_key(json, "readings");
        tvx_json_array(json);
        for (size_t j = 0; j < locus->count; j++) {
            tvx_json_object(json);
            tvx_json_pair(json, "text", locus->readings[j].text);
            numbers(json, "members", locus->readings[j].members, locus->readings[j].member_count);
            tvx_json_object_end(json);
        }
        tvx_json_array_end(json);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

/* Pairs of families, each once, that do not stand apart. */
static void relations(struct tvx_json *json, const struct tvx_comparison *comparison)
{
    size_t count = comparison->families.count;

    tvx_json_key(json, "relations");
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            enum tvx_family_relation relation = comparison->families.relations[i * count + j];

            if (relation == TVX_FAMILY_APART)
                continue;
            tvx_json_object(json);
            tvx_json_pair_int(json, "a", (int64_t)i);
            tvx_json_pair_int(json, "b", (int64_t)j);
            tvx_json_pair(json, "relation", tvx_family_relation_to_string(relation));
            tvx_json_object_end(json);
        }
    tvx_json_array_end(json);
}

void tvx_json_comparison(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_comparison *comparison)
{
    tvx_json_object(json);
    tvx_json_pair(json, "provision", comparison->reference);
    tvx_json_pair(json, "instrument", comparison->instrument.key);
    tvx_json_pair(json, "version", comparison->instrument.version);
    tvx_json_pair(json, "path", comparison->path);
    tvx_json_pair(json, "label", comparison->label);
    tvx_json_pair(json, "heading", comparison->heading);
    tvx_json_pair(json, "marginal", comparison->marginal);
    tvx_json_pair_bool(json, "new", comparison->is_new);
    tvx_json_pair(json, "base", comparison->base);
    tvx_json_pair_int(json, "conflicts", (int64_t)comparison->families.conflicts);
    families(json, arena, comparison);
    lattice(json, comparison);
    variants(json, comparison);
    loci(json, comparison);
    relations(json, comparison);
    tvx_json_key(json, "touched_by");
    tvx_json_array(json);
    for (size_t i = 0; i < comparison->touch_count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "proposal", comparison->touches[i].proposal->proposal.number);
        tvx_json_pair(json, "why", comparison->touches[i].why);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

/* Code points before a byte offset, counted on from the last one asked for, so that a long diff stays linear. */
struct place {
    const char *text;
    size_t byte, points;
};

static size_t points_at(struct place *place, size_t byte)
{
    if (byte < place->byte)
        *place = (struct place){.text = place->text};
    place->points += tvx_utf8_count(place->text + place->byte, byte - place->byte);
    place->byte = byte;
    return place->points;
}

static void span(struct tvx_json *json, const char *key, struct place *place, size_t start, size_t length)
{
    size_t from = points_at(place, start);

    tvx_json_key(json, key);
    tvx_json_array(json);
    tvx_json_int(json, (int64_t)from);
    tvx_json_int(json, (int64_t)(points_at(place, start + length) - from));
    tvx_json_array_end(json);
}

void tvx_json_diff(struct tvx_json *json, const char *a, const char *b, const struct tvx_diff *diff)
{
    struct place in_a = {.text = a}, in_b = {.text = b};

    tvx_json_array(json);
    for (size_t i = 0; i < diff->count; i++) {
        const struct tvx_diff_piece *piece = &diff->pieces[i];

        tvx_json_object(json);
        tvx_json_pair(json, "op", tvx_diff_op_to_string(piece->op));
        span(json, "a", &in_a, piece->a_start, piece->a_length);
        span(json, "b", &in_b, piece->b_start, piece->b_length);
        tvx_json_key(json, "text");
        if (piece->op == TVX_DIFF_DEL)
            tvx_json_string_n(json, a + piece->a_start, piece->a_length);
        else
            tvx_json_string_n(json, b + piece->b_start, piece->b_length);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

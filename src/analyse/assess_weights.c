/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The reader's weights: names, reading them, and what they make of the parts. */
#include <travaux/analyse/assess.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/toml.h>

static const double weight_most = 1000;

static const char *const names[] = {"rights", "scope", "force", "cost", "binding", "feasible", "new"};

const char *tvx_assess_part_name(enum tvx_assess_part part)
{
    return names[part];
}

bool tvx_assess_part_parse(enum tvx_assess_part *out, const char *name)
{
    for (int i = 0; i < TVX_ASSESS_ALL; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (enum tvx_assess_part)i;
            return true;
        }
    return false;
}

static enum tvx_status set(struct tvx_assess_weights *weights, enum tvx_assess_part *part, const char *name,
                           const char *number, struct tvx_error *error)
{
    char *end;
    double value = strtod(number, &end);

    if (!tvx_assess_part_parse(part, name))
        return tvx_error_set(error, TVX_E_USAGE, "there is no part '%.40s' to weigh; there are rights, scope, force "
                             "and cost, and the shares binding, feasible and new", name);
    if (end == number || *end != '\0' || !(value >= 0 && value <= weight_most))
        return tvx_error_set(error, TVX_E_USAGE, "the weight of %s is to be a number from 0 to %.0f, not '%.40s'",
                             names[*part], weight_most, number);
    weights->of[*part] = value;
    return TVX_OK;
}

enum tvx_status tvx_assess_weights_set(struct tvx_assess_weights *weights, enum tvx_assess_part *part,
                                       const char *text, struct tvx_error *error)
{
    const char *equals = strchr(text, '=');
    char name[16];

    if (equals == NULL || (size_t)(equals - text) >= sizeof name)
        return tvx_error_set(error, TVX_E_USAGE, "a weight is given as rights=2, not as '%.40s'", text);
    memcpy(name, text, (size_t)(equals - text));
    name[equals - text] = '\0';
    return set(weights, part, name, equals + 1, error);
}

enum tvx_status tvx_assess_weights_parse(struct tvx_assess_weights *weights, struct tvx_arena *arena, const char *text,
                                         size_t length, struct tvx_error *error)
{
    struct tvx_toml_table *file;
    enum tvx_status status = tvx_toml_parse(&file, arena, text, length, error);
    const struct tvx_toml_entry *entry = status == TVX_OK ? tvx_toml_find(file, "weights") : NULL;

    if (status != TVX_OK)
        return status;
    if (entry == NULL || entry->value.kind != TVX_TOML_TABLE)
        return tvx_error_set(error, TVX_E_MALFORMED, "it has no table [weights]");
    for (size_t i = 0; i < entry->value.table->count; i++) {
        const struct tvx_toml_entry *e = &entry->value.table->entries[i];
        enum tvx_assess_part part;
        const char *number = e->value.kind == TVX_TOML_INTEGER
                                 ? tvx_arena_printf(arena, "%lld", (long long)e->value.integer)
                             : e->value.kind == TVX_TOML_STRING ? e->value.text
                                                                : "?";

        if (number == NULL)
            return tvx_error_nomem(error);
        if (set(weights, &part, e->key, number, error) != TVX_OK)
            return tvx_error_prefix(error, "line %zu", e->line);
    }
    return TVX_OK;
}

enum tvx_status tvx_assess_weights_load(struct tvx_assess_weights *out, struct tvx_store *store,
                                        struct tvx_arena *arena, struct tvx_error *error)
{
    struct tvx_stored_weight *kept;
    size_t count;
    enum tvx_status status = tvx_store_weights(store, arena, &kept, &count, error);
    enum tvx_assess_part part;

    for (int i = 0; i < TVX_ASSESS_ALL; i++)
        out->of[i] = 1;
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (tvx_assess_part_parse(&part, kept[i].part))
            out->of[part] = kept[i].value;
    return status;
}

struct tvx_interval tvx_assess_effect(const struct tvx_assess_side sides[TVX_ASSESS_ALL],
                                      const struct tvx_assess_weights *weights)
{
    struct tvx_interval out = {0, 0}, binding = sides[TVX_ASSESS_BINDING].is;
    double sum = 0;

    binding.low = pow(binding.low, weights->of[TVX_ASSESS_BINDING]);
    binding.high = pow(binding.high, weights->of[TVX_ASSESS_BINDING]);
    for (int i = 0; i < TVX_ASSESS_PARTS; i++) {
        bool force = i == TVX_ASSESS_FORCE;

        out.low += weights->of[i] * sides[i].is.low * (force ? 1 : binding.low);
        out.high += weights->of[i] * sides[i].is.high * (force ? 1 : binding.high);
        sum += weights->of[i];
    }
    if (sum <= 0)
        return (struct tvx_interval){0, 0};
    out.low /= sum;
    out.high /= sum;
    for (int i = TVX_ASSESS_FEASIBLE; i < TVX_ASSESS_ALL; i++) {
        out.low *= pow(sides[i].is.low, weights->of[i]);
        out.high *= pow(sides[i].is.high, weights->of[i]);
    }
    return out;
}

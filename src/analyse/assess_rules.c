/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The two tables of `assess`, read into memory. */
#include "assess_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>

enum { NUMBER_MOST = 30 };

static const char *copy(const struct tvx_assess_desk *desk, struct tvx_field field)
{
    return tvx_arena_strndup(desk->arena, field.text == NULL ? "" : field.text, field.length);
}

static bool number_of(double *out, struct tvx_field field)
{
    char digits[NUMBER_MOST + 1], *end;

    if (field.length == 0 || field.length > NUMBER_MOST)
        return false;
    memcpy(digits, field.text, field.length);
    digits[field.length] = '\0';
    *out = strtod(digits, &end);
    return *end == '\0' && isfinite(*out);
}

static bool interval_of(struct tvx_interval *out, const struct tvx_field *fields)
{
    return number_of(&out->low, fields[0]) && number_of(&out->high, fields[1]) && out->low >= 0 &&
           out->low <= out->high && out->high <= 10;
}

static enum tvx_status load_rules(struct tvx_assess_desk *desk, struct tvx_error *error)
{
    enum { KIND, KEY, LOW, REASON = LOW + 2 };
    const struct tvx_asset *asset = tvx_asset_find("data/assess-rules.tsv");
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    if (asset == NULL)
        return tvx_error_set(error, TVX_E_MALFORMED, "data/assess-rules.tsv is not in the program");
    tvx_table_open(&table, asset);
    while (tvx_table_next(&table, fields, &count)) {
        struct assess_rule *larger =
            tvx_arena_grow(desk->arena, desk->rules, desk->rule_count, &desk->rule_capacity, sizeof *larger), *rule;

        if (larger == NULL)
            return tvx_error_nomem(error);
        desk->rules = larger;
        rule = &larger[desk->rule_count++];
        *rule = (struct assess_rule){copy(desk, fields[KIND]), copy(desk, fields[KEY]), copy(desk, fields[REASON]),
                                     {0, 0}, NULL};
        if (rule->kind == NULL || rule->key == NULL || rule->reason == NULL)
            return tvx_error_nomem(error);
        rule->method = tvx_arena_printf(desk->arena, "data/assess-rules.tsv: %s %s", rule->kind, rule->key);
        if (rule->method == NULL)
            return tvx_error_nomem(error);
        if (!interval_of(&rule->is, fields + LOW))
            return tvx_error_set(error, TVX_E_MALFORMED, "%s: two numbers from 0 to 10 are wanted", rule->method);
    }
    return TVX_OK;
}

const struct assess_rule *assess_rule(const struct tvx_assess_desk *desk, const char *kind, const char *key)
{
    for (size_t i = 0; i < desk->rule_count; i++)
        if (strcmp(desk->rules[i].kind, kind) == 0 && strcmp(desk->rules[i].key, key) == 0)
            return &desk->rules[i];
    return NULL;
}

/* The numbers of a key stand in its first row. */
static enum tvx_status load_words(struct tvx_assess_desk *desk, struct tvx_error *error)
{
    enum { PART, KEY, LOW = 6, FEASIBLE = LOW + 2, REASON = FEASIBLE + 2 };
    const struct tvx_asset *asset = tvx_asset_find("data/assess-words.tsv");
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    const struct tvx_theme *keys;
    size_t key_count, count;
    enum tvx_status status;

    if (asset == NULL)
        return tvx_error_set(error, TVX_E_MALFORMED, "data/assess-words.tsv is not in the program");
    status = tvx_taxonomy_parse(&desk->words, desk->arena, asset->bytes, asset->length, error);
    if (status != TVX_OK)
        return tvx_error_prefix(error, "data/assess-words.tsv");
    keys = tvx_taxonomy_themes(desk->words, &key_count);
    desk->word_rules = tvx_arena_array(desk->arena, key_count + 1, sizeof *desk->word_rules);
    if (desk->word_rules == NULL)
        return tvx_error_nomem(error);
    tvx_table_open(&table, asset);
    while (tvx_table_next(&table, fields, &count)) {
        struct assess_word *rule = NULL;

        for (size_t i = 0; rule == NULL && i < key_count; i++)
            if (tvx_field_is(fields[KEY], keys[i].key))
                rule = &desk->word_rules[i];
        if (rule == NULL || rule->method != NULL)
            continue;
        rule->part = tvx_field_is(fields[PART], "rights") ? TVX_ASSESS_RIGHTS : TVX_ASSESS_COST;
        rule->feasible_told = interval_of(&rule->feasible, fields + FEASIBLE);
        rule->reason = copy(desk, fields[REASON]);
        rule->method = tvx_arena_printf(desk->arena, "data/assess-words.tsv: %.*s", (int)fields[KEY].length,
                                        fields[KEY].text);
        if (rule->reason == NULL || rule->method == NULL)
            return tvx_error_nomem(error);
        if (!interval_of(&rule->is, fields + LOW))
            return tvx_error_set(error, TVX_E_MALFORMED, "%s: two numbers from 0 to 10 are wanted", rule->method);
    }
    return TVX_OK;
}

enum tvx_status assess_rules_load(struct tvx_assess_desk *desk, struct tvx_error *error)
{
    enum tvx_status status = load_rules(desk, error);

    if (status == TVX_OK)
        status = load_words(desk, error);
    return status == TVX_OK ? tvx_taxonomy_shipped(&desk->themes, desk->arena, error) : status;
}

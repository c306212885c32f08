/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Brackets and options of a text, and what became of them between two. */
#include <travaux/show/json.h>

static void names(struct tvx_json *json, const char *const *items, size_t count)
{
    tvx_json_key(json, "attributed");
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_string(json, items[i]);
    tvx_json_array_end(json);
}

static void slice(struct tvx_json *json, const char *key, const char *text, size_t from, size_t to)
{
    tvx_json_key(json, key);
    tvx_json_string_n(json, text + from, to - from);
}

static void bracket(struct tvx_json *json, const struct tvx_brackets *brackets, const struct tvx_bracket *item)
{
    tvx_json_object(json);
    slice(json, "text", brackets->text, item->from, item->to);
    tvx_json_pair_int(json, "start", (int64_t)item->start);
    tvx_json_pair_int(json, "len", (int64_t)item->points);
    tvx_json_pair_int(json, "depth", item->depth);
    names(json, item->attributed, item->attributed_count);
    slice(json, "words", brackets->text, item->words_from, item->words_to);
    tvx_json_pair(json, "said", item->said);
    tvx_json_pair(json, "provision", item->provision);
    tvx_json_pair(json, "option", item->option == SIZE_MAX ? NULL : brackets->options[item->option].label);
    tvx_json_pair_bool(json, "closed", item->closed);
    tvx_json_object_end(json);
}

static void option(struct tvx_json *json, const struct tvx_brackets *brackets, const struct tvx_draft_option *item)
{
    tvx_json_object(json);
    tvx_json_pair(json, "label", item->label);
    slice(json, "text", brackets->text, item->text_from, item->text_to);
    names(json, item->attributed, item->attributed_count);
    tvx_json_pair(json, "title", item->title);
    tvx_json_pair_int(json, "start", (int64_t)item->start);
    tvx_json_pair_int(json, "len", (int64_t)item->points);
    tvx_json_pair_int(json, "level", item->level);
    tvx_json_pair_int(json, "group", (int64_t)item->group);
    tvx_json_pair_bool(json, "no_text", item->no_text);
    tvx_json_pair(json, "provision", item->provision);
    tvx_json_object_end(json);
}

static void apart(struct tvx_json *json, const struct tvx_brackets *brackets)
{
    tvx_json_key(json, "apart");
    tvx_json_array(json);
    for (size_t i = 0; i < brackets->count; i++) {
        const struct tvx_bracket *item = &brackets->items[i];

        if (item->kind == TVX_BRACKET_TEXT)
            continue;
        tvx_json_object(json);
        tvx_json_pair(json, "kind", tvx_bracket_kind_to_string(item->kind));
        slice(json, "text", brackets->text, item->from, item->to);
        tvx_json_pair_int(json, "start", (int64_t)item->start);
        tvx_json_pair_int(json, "len", (int64_t)item->points);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void faults(struct tvx_json *json, const struct tvx_brackets *brackets)
{
    tvx_json_key(json, "unbalanced");
    tvx_json_array(json);
    for (size_t i = 0; i < brackets->fault_count; i++) {
        const struct tvx_bracket_fault *fault = &brackets->faults[i];

        tvx_json_object(json);
        tvx_json_pair(json, "kind", fault->opens ? "not-closed" : "not-opened");
        tvx_json_pair_int(json, "start", (int64_t)fault->start);
        tvx_json_pair_int(json, "len", 1);
        tvx_json_pair_int(json, "line", (int64_t)fault->line);
        tvx_json_pair(json, "provision", fault->provision);
        tvx_json_pair(json, "context", fault->context);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void agreed(struct tvx_json *json, const struct tvx_brackets *brackets)
{
    tvx_json_key(json, "agreed");
    tvx_json_array(json);
    for (size_t i = 0; i < brackets->agreed_count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "text", brackets->agreed[i].text);
        tvx_json_pair_int(json, "start", (int64_t)brackets->agreed[i].start);
        tvx_json_pair_int(json, "len", (int64_t)brackets->agreed[i].points);
        tvx_json_pair(json, "provision", brackets->agreed[i].provision);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void changed_end(struct tvx_json *json, const char *key, const struct tvx_brackets *brackets, bool is_option,
                        size_t index)
{
    tvx_json_key(json, key);
    if (index == SIZE_MAX)
        tvx_json_null(json);
    else if (is_option)
        option(json, brackets, &brackets->options[index]);
    else
        bracket(json, brackets, &brackets->items[index]);
}

static void change_list(struct tvx_json *json, const struct tvx_bracket_changes *changes)
{
    tvx_json_key(json, "changes");
    tvx_json_array(json);
    for (size_t i = 0; i < changes->count; i++) {
        const struct tvx_bracket_change *change = &changes->items[i];

        tvx_json_object(json);
        tvx_json_pair(json, "kind", tvx_bracket_change_to_string(change->kind));
        tvx_json_pair(json, "of", change->option ? "option" : "bracket");
        tvx_json_pair_bool(json, "moved", change->moved);
        tvx_json_key(json, "kept");
        tvx_json_number(json, change->kept);
        changed_end(json, "a", changes->a, change->option, change->a);
        changed_end(json, "b", changes->b, change->option, change->b);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_json_brackets(struct tvx_json *json, const struct tvx_brackets *brackets,
                       const struct tvx_bracket_changes *changes)
{
    tvx_json_object(json);
    tvx_json_pair_int(json, "count", (int64_t)brackets->kinds[TVX_BRACKET_TEXT]);
    tvx_json_pair_int(json, "depth", brackets->depth);
    tvx_json_key(json, "brackets");
    tvx_json_array(json);
    for (size_t i = 0; i < brackets->count; i++)
        if (brackets->items[i].kind == TVX_BRACKET_TEXT)
            bracket(json, brackets, &brackets->items[i]);
    tvx_json_array_end(json);
    tvx_json_key(json, "options");
    tvx_json_array(json);
    for (size_t i = 0; i < brackets->option_count; i++)
        option(json, brackets, &brackets->options[i]);
    tvx_json_array_end(json);
    faults(json, brackets);
    apart(json, brackets);
    agreed(json, brackets);
    tvx_json_key(json, "words");
    tvx_json_object(json);
    tvx_json_pair_int(json, "all", (int64_t)brackets->words);
    tvx_json_pair_int(json, "outside", (int64_t)brackets->words_outside);
    tvx_json_object_end(json);
    tvx_json_pair_int(json, "notes", (int64_t)brackets->notes);
    tvx_json_pair_bool(json, "complete", !brackets->cut);
    if (changes != NULL)
        change_list(json, changes);
    tvx_json_object_end(json);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The API's answers about law: instruments, provisions, what is proposed for them, and who put in which word. */
#include "api.h"

#include <string.h>
#include <travaux/base/day.h>
#include <travaux/compare/redline.h>
#include <travaux/show/blame.h>
#include <travaux/show/calendar.h>
#include <travaux/show/json.h>
#include <travaux/show/lineage.h>
#include <travaux/show/parts.h>
#include <travaux/store/institution.h>

API_ANSWER(api_status)
{
    struct tvx_counts counts;
    struct tvx_review *review;
    size_t count;
    enum tvx_status status = tvx_store_counts(call->store, &counts, call->error);

    if (status == TVX_OK)
        status = tvx_store_review(call->store, call->arena, &review, &count, call->error);
    if (status == TVX_OK)
        tvx_json_status(&call->json, &counts, review, count);
    return status;
}

/* ---- instruments ---- */

struct instruments {
    struct tvx_arena *arena;
    struct tvx_stored_instrument *items;
};

static const char *instrument_key(void *context, size_t i)
{
    const struct instruments *all = context;
    const char *key = tvx_arena_printf(all->arena, "%s@%s", all->items[i].key, all->items[i].version);

    return key == NULL ? "" : key;
}

API_ANSWER(api_instruments)
{
    const char *wanted = api_value(call, "instrument");
    struct instruments all = {.arena = call->arena};
    struct api_part part;
    size_t count = 0, kept = 0;
    enum tvx_status status = tvx_store_instruments(call->store, call->arena, &all.items, &count, call->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (wanted == NULL || strcmp(all.items[i].key, wanted) == 0)
            all.items[kept++] = all.items[i];
    if (status == TVX_OK)
        status = api_part(call, &part, kept, instrument_key, &all);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_instrument(&call->json, &all.items[i], NULL);
    api_list_end(call, &part);
    return TVX_OK;
}

/* The instrument that a reference names, with the index of the provision; SIZE_MAX: the whole. */
static enum tvx_status load(struct api_call *call, const char *reference, struct tvx_stored_instrument *head,
                            struct tvx_instrument *instrument, size_t *index)
{
    struct tvx_found found;
    enum tvx_status status = tvx_store_find(call->store, call->arena, &found, reference, call->error);

    *index = SIZE_MAX;
    if (status == TVX_OK && found.instrument.id == 0)
        return tvx_error_set(call->error, TVX_E_NOTFOUND, "%.80s is no instrument and no provision", reference);
    if (status == TVX_OK)
        status = tvx_store_instrument(call->store, call->arena, head, instrument, found.instrument.key,
                                      found.instrument.version, call->error);
    if (status == TVX_OK && found.path != NULL) {
        *index = tvx_instrument_find(instrument, found.path);
        if (*index == SIZE_MAX)
            status = tvx_error_set(call->error, TVX_E_NOTFOUND, "there is no provision %.80s", reference);
    }
    return status;
}

API_ANSWER(api_instrument)
{
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    size_t index;
    enum tvx_status status = load(call, call->argument, &head, &instrument, &index);

    if (status == TVX_OK && index != SIZE_MAX)
        status = tvx_error_set(call->error, TVX_E_NOTFOUND, "%.80s is a provision: ask for it under provisions",
                               call->argument);
    if (status == TVX_OK)
        tvx_json_instrument(&call->json, &head, &instrument);
    return status;
}

static const char *provision_key(void *context, size_t i)
{
    return ((const struct tvx_instrument *)context)->provisions[i].path;
}

API_ANSWER(api_provisions)
{
    const char *key = api_value(call, "instrument");
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    struct api_part part;
    enum tvx_status status;

    if (key == NULL)
        return tvx_error_set(call->error, TVX_E_USAGE, "say of which instrument: ?instrument=KEY");
    status = tvx_store_instrument(call->store, call->arena, &head, &instrument, key, api_value(call, "version"),
                                  call->error);
    if (status == TVX_OK)
        status = api_part(call, &part, instrument.count, provision_key, &instrument);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_provision(&call->json, &head, &instrument, i);
    api_list_end(call, &part);
    return TVX_OK;
}

API_ANSWER(api_provision)
{
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    size_t index;
    enum tvx_status status = load(call, call->argument, &head, &instrument, &index);

    if (status == TVX_OK && index == SIZE_MAX)
        status = tvx_error_set(call->error, TVX_E_NOTFOUND, "%.80s is a whole instrument: ask for it under instruments",
                               call->argument);
    if (status == TVX_OK)
        tvx_json_provision(&call->json, &head, &instrument, index);
    return status;
}

API_ANSWER(api_compare)
{
    struct tvx_comparison comparison;
    enum tvx_status status = tvx_comparison_build(&comparison, call->arena, call->store, call->argument,
                                                  api_value(call, "meeting"), call->error);

    if (status == TVX_OK)
        tvx_json_comparison(&call->json, call->arena, &comparison);
    return status;
}

/* ---- through time ---- */

static enum tvx_status needs_reference(struct api_call *call, const char **out)
{
    *out = api_reference(call);
    return *out != NULL ? TVX_OK : tvx_error_set(call->error, TVX_E_USAGE, "say of what: ?ref=REFERENCE");
}

API_ANSWER(api_lineage)
{
    struct tvx_lineage lineage;
    const char *reference;
    enum tvx_status status = needs_reference(call, &reference);

    if (status == TVX_OK)
        status = tvx_lineage_build(&lineage, call->arena, call->store, reference, call->error);
    if (status != TVX_OK)
        return status;
    tvx_json_object(&call->json);
    tvx_json_pair(&call->json, "ref", reference);
    tvx_json_key(&call->json, "versions");
    tvx_json_lineage(&call->json, &lineage);
    tvx_json_pair_bool(&call->json, "limited", lineage.history.limited);
    tvx_json_object_end(&call->json);
    return TVX_OK;
}

API_ANSWER(api_blame)
{
    struct tvx_blame blame;
    const char *reference;
    enum tvx_status status = needs_reference(call, &reference);

    if (status == TVX_OK)
        status = tvx_blame_build(&blame, call->arena, call->store, reference, call->error);
    if (status != TVX_OK)
        return status;
    tvx_json_object(&call->json);
    tvx_json_pair(&call->json, "ref", reference);
    tvx_json_key(&call->json, "words");
    tvx_json_blame(&call->json, &blame);
    tvx_json_pair_bool(&call->json, "limited", blame.history.limited);
    tvx_json_object_end(&call->json);
    return TVX_OK;
}

/* ---- texts ---- */

static enum tvx_status brackets_of(struct api_call *call, struct tvx_brackets *out, const char *reference)
{
    struct tvx_instrument instrument = {.count = 0};
    struct tvx_provision named = {.points = 1};
    struct tvx_parts parts;
    struct tvx_lines lines;
    const char *text;
    enum tvx_status status = tvx_parts_of(&parts, call->arena, call->store, reference, true, call->error);

    if (status == TVX_OK)
        status = tvx_parts_text(&text, call->arena, &parts, call->error);
    if (status == TVX_OK)
        status = tvx_brackets_parse(out, call->arena, text, call->error);
    if (status == TVX_OK && parts.path != NULL) {
        named.path = parts.path;
        instrument = (struct tvx_instrument){.provisions = &named, .count = 1};
    } else if (status == TVX_OK) {
        status = tvx_parts_lines(&lines, call->arena, text, call->error);
        if (status == TVX_OK)
            status = tvx_instrument_parse_lines(&instrument, call->arena, &lines, call->error);
    }
    if (status == TVX_OK)
        tvx_brackets_place(out, &instrument);
    return status;
}

API_ANSWER(api_brackets)
{
    const char *reference, *later = api_value(call, "later");
    struct tvx_brackets sides[2];
    struct tvx_bracket_changes changes;
    enum tvx_status status = needs_reference(call, &reference);

    if (status == TVX_OK)
        status = brackets_of(call, &sides[0], reference);
    if (status == TVX_OK && later != NULL)
        status = brackets_of(call, &sides[1], later);
    if (status == TVX_OK && later != NULL)
        status = tvx_brackets_compare(&changes, call->arena, &sides[0], &sides[1], call->error);
    if (status == TVX_OK)
        tvx_json_brackets(&call->json, &sides[later != NULL], later == NULL ? NULL : &changes);
    return status;
}

API_ANSWER(api_diff)
{
    const char *names[2] = {api_value(call, "a"), api_value(call, "b")};
    struct tvx_parts sides[2];
    struct tvx_redline redline;
    enum tvx_status status = TVX_OK;

    if (names[0] == NULL || names[1] == NULL)
        return tvx_error_set(call->error, TVX_E_USAGE, "say of which two texts: ?a=REFERENCE&b=REFERENCE");
    for (int i = 0; status == TVX_OK && i < 2; i++)
        status = tvx_parts_of(&sides[i], call->arena, call->store, names[i], true, call->error);
    if (status == TVX_OK)
        status = tvx_redline(&redline, call->arena, sides[0].items, sides[0].count, sides[1].items, sides[1].count,
                             call->error);
    if (status != TVX_OK)
        return status;
    tvx_json_object(&call->json);
    tvx_json_pair(&call->json, "a", redline.a);
    tvx_json_pair(&call->json, "b", redline.b);
    tvx_json_key(&call->json, "pieces");
    tvx_json_diff(&call->json, redline.a, redline.b, &redline.diff);
    tvx_json_object_end(&call->json);
    return TVX_OK;
}

/* ---- institutions ---- */

API_ANSWER(api_institutions)
{
    const struct api_part whole = {0, 0, NULL};
    struct tvx_institutions all = {0};
    enum tvx_status status = tvx_store_institutions(call->store, call->arena, &all, call->error);

    if (status != TVX_OK)
        return status;
    api_whole_begin(call);
    tvx_json_institutions(&call->json, &all);
    api_whole_end(call, &whole);
    return TVX_OK;
}

API_ANSWER(api_who_decides)
{
    struct tvx_institutions all = {0};
    struct tvx_decision decision;
    char today[TVX_DAY_SIZE];
    const char *reference;
    enum tvx_status status = needs_reference(call, &reference);

    tvx_day_today(today);
    if (status == TVX_OK)
        status = tvx_store_institutions(call->store, call->arena, &all, call->error);
    if (status == TVX_OK)
        status = tvx_decides(&decision, call->arena, call->store, &all, reference, today, call->error);
    if (status == TVX_OK)
        tvx_json_decision(&call->json, &decision);
    return status;
}

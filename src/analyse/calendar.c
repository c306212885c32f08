/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/calendar.h>

#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/decides.h>
#include <travaux/base/day.h>

static const char told[] = "the institution map";

struct making {
    struct tvx_arena *arena;
    struct tvx_store *store;
    const struct tvx_institutions *all;
    const struct tvx_calendar_query *query;
    const char **keys; /* of the instruments that query->references speak of */
    struct tvx_calendar_entry *items;
    size_t count, capacity;
    struct tvx_error *error;
};

static enum tvx_status find_keys(struct making *making)
{
    enum tvx_status status = TVX_OK;

    making->keys = tvx_arena_array(making->arena, making->query->reference_count + 1, sizeof *making->keys);
    if (making->keys == NULL)
        return tvx_error_nomem(making->error);
    for (size_t i = 0; status == TVX_OK && i < making->query->reference_count; i++) {
        const char *reference = making->query->references[i];

        if (tvx_institutions_rule(making->all, reference) != NULL)
            making->keys[i] = reference;
        else
            status = tvx_reference_instrument(&making->keys[i], making->arena, making->store, reference,
                                              making->error);
    }
    return status;
}

/* Within the days asked for?  A year stands for all its days. */
static bool within(const struct making *making, const struct tvx_calendar_entry *entry)
{
    const struct tvx_calendar_query *query = making->query;
    size_t length = strlen(entry->date) < 10 ? strlen(entry->date) : 10;

    if (query->from != NULL && strncmp(entry->end, query->from, strlen(entry->end)) < 0)
        return false;
    return query->to == NULL || strncmp(entry->date, query->to, length) <= 0;
}

/* Does it matter to an instrument?  A deadline says to which; else it is those that its body changes. */
static bool matters(const struct making *making, const struct tvx_calendar_entry *entry, const char *key)
{
    const struct tvx_instrument_rule *rule = tvx_institutions_rule(making->all, key);

    if (entry->instrument_count > 0)
        return tvx_institutions_matches(entry->instruments, entry->instrument_count, key) > 0;
    if (rule == NULL || entry->body == NULL)
        return false;
    return tvx_institutions_changes(
        &(struct tvx_body){.key = entry->body, .institution = entry->institution}, rule);
}

static enum tvx_status add(struct making *making, struct tvx_calendar_entry *entry, const char *statement,
                           const char *const *sources, size_t source_count, const char *method)
{
    const struct tvx_calendar_query *query = making->query;
    struct tvx_calendar_entry *larger;
    struct tvx_claims claims = {0};
    enum tvx_status status;

    if (!within(making, entry))
        return TVX_OK;
    entry->concerns = tvx_arena_array(making->arena, query->reference_count + 1, sizeof *entry->concerns);
    if (entry->concerns == NULL)
        return tvx_error_nomem(making->error);
    for (size_t i = 0; i < query->reference_count; i++)
        if (making->keys[i] != NULL && matters(making, entry, making->keys[i]))
            entry->concerns[entry->concern_count++] = query->references[i];
    if (query->reference_count > 0 && entry->concern_count == 0)
        return TVX_OK;
    status = tvx_claim_by_sources(&claims, making->arena, making->store, statement, entry->kind, sources,
                                  source_count, method, making->error);
    if (status != TVX_OK)
        return status;
    entry->claim = claims.items[0];
    larger = tvx_arena_grow(making->arena, making->items, making->count, &making->capacity, sizeof *larger);
    if (larger == NULL)
        return tvx_error_nomem(making->error);
    making->items = larger;
    larger[making->count++] = *entry;
    return TVX_OK;
}

static enum tvx_status add_meeting(struct making *making, const struct tvx_gathering *meeting)
{
    const struct tvx_body *body =
        meeting->body == NULL ? NULL : tvx_institutions_body(making->all, meeting->institution, meeting->body);
    const char *name = meeting->title != NULL ? meeting->title : body != NULL ? body->name : meeting->key;
    struct tvx_calendar_entry entry = {
        .date = meeting->start != NULL ? meeting->start : meeting->year,
        .end = meeting->end != NULL ? meeting->end : meeting->year,
        .kind = "meeting", .key = meeting->key, .institution = meeting->institution, .body = meeting->body,
        .meeting = meeting->key, .place = meeting->place,
    };

    return add(making, &entry, tvx_arena_printf(making->arena, "%s (%s)", name, meeting->key), meeting->sources,
               meeting->source_count, told);
}

static const struct tvx_gathering *find_meeting(const struct tvx_institutions *all, const struct tvx_due *due)
{
    for (size_t i = all->meeting_count; due->meeting != NULL && i-- > 0;)
        if (strcmp(all->meetings[i].key, due->meeting) == 0)
            return &all->meetings[i];
    return NULL;
}

static enum tvx_status add_deadline(struct making *making, const struct tvx_due *due)
{
    const struct tvx_gathering *meeting = find_meeting(making->all, due);
    struct tvx_calendar_entry entry = {
        .date = due->date, .end = due->date, .kind = due->kind, .key = due->key,
        .institution = meeting != NULL ? meeting->institution : due->institution,
        .body = due->body != NULL ? due->body : meeting != NULL ? meeting->body : NULL, .meeting = due->meeting,
        .who = due->who, .instruments = due->instruments, .instrument_count = due->instrument_count,
    };

    return add(making, &entry, due->what, due->sources, due->source_count, told);
}

static enum tvx_status reckon(struct making *making, const struct tvx_instrument_rule *rule,
                              const struct tvx_gathering *meeting)
{
    char day[TVX_DAY_SIZE];
    struct tvx_calendar_entry entry = {
        .kind = "proposals", .institution = rule->institution, .body = rule->changed_by, .meeting = meeting->key,
        .reckoned = true, .rule = rule, .instruments = rule->matches, .instrument_count = rule->match_count,
    };

    tvx_day_add_months(day, meeting->start, -rule->months_before);
    entry.date = entry.end = tvx_arena_strdup(making->arena, day);
    entry.key = tvx_arena_printf(making->arena, "%s %s", meeting->key, rule->key);
    if (entry.date == NULL || entry.key == NULL)
        return tvx_error_nomem(making->error);
    return add(making, &entry, rule->deadline.text == NULL ? "proposals are due" : rule->deadline.text,
               rule->deadline.sources, rule->deadline.source_count,
               tvx_arena_printf(making->arena, "reckoned: %d months before %s opens, %s", rule->months_before,
                                meeting->key, meeting->start));
}

static enum tvx_status add_reckoned(struct making *making)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < making->all->rule_count; i++) {
        const struct tvx_instrument_rule *rule = &making->all->rules[i];

        if (rule->months_before == 0 || rule->changed_by == NULL)
            continue;
        for (size_t j = 0; status == TVX_OK && j < making->all->meeting_count; j++) {
            const struct tvx_gathering *meeting = &making->all->meetings[j];

            const struct tvx_body body = {.key = meeting->body, .institution = meeting->institution};

            if (meeting->start != NULL && meeting->body != NULL && tvx_institutions_changes(&body, rule))
                status = reckon(making, rule, meeting);
        }
    }
    return status;
}

static int by_day(const void *a, const void *b)
{
    const struct tvx_calendar_entry *x = a, *y = b;
    int order = strcmp(x->date, y->date);

    if (order == 0)
        order = (strcmp(x->kind, "meeting") != 0) - (strcmp(y->kind, "meeting") != 0);
    if (order == 0)
        order = strcmp(x->key, y->key);
    return order != 0 ? order : strcmp(x->institution, y->institution);
}

enum tvx_status tvx_calendar(struct tvx_calendar_entry **out, size_t *count, struct tvx_arena *arena,
                             struct tvx_store *store, const struct tvx_institutions *institutions,
                             const struct tvx_calendar_query *query, struct tvx_error *error)
{
    struct making making = {.arena = arena, .store = store, .all = institutions, .query = query, .error = error};
    enum tvx_status status = find_keys(&making);

    for (size_t i = 0; status == TVX_OK && i < institutions->meeting_count; i++)
        status = add_meeting(&making, &institutions->meetings[i]);
    for (size_t i = 0; status == TVX_OK && i < institutions->deadline_count; i++)
        status = add_deadline(&making, &institutions->deadlines[i]);
    if (status == TVX_OK)
        status = add_reckoned(&making);
    if (status == TVX_OK && making.count > 0)
        qsort(making.items, making.count, sizeof *making.items, by_day);
    *out = making.items;
    *count = making.count;
    return status;
}

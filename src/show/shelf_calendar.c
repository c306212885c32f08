/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What depends on the day: calendar, who decides next, since when documents are public.  Kept until the day is over. */
#include "shelf_analyses.h"

#include <string.h>
#include <travaux/base/day.h>
#include <travaux/store/institution.h>

static bool same_body(const struct tvx_body *a, const struct tvx_body *b)
{
    return strcmp(a->key, b->key) == 0 && strcmp(a->institution, b->institution) == 0;
}

/* Adds the instrument to the body that decides over it; an instrument that no map knows is passed over. */
static enum tvx_status add_decision(struct shelf_calendar *calendar, struct tvx_arena *arena, struct tvx_store *store,
                                    const struct tvx_institutions *institutions, const char *key, size_t most,
                                    struct tvx_error *error)
{
    struct tvx_decision decision;
    struct tvx_error unknown;
    struct shelf_decision *found = NULL;
    struct tvx_decision *decisions;
    enum tvx_status status = tvx_decides(&decision, arena, store, institutions, key, calendar->today, &unknown);

    if (status == TVX_E_NOTFOUND || (status == TVX_OK && decision.body == NULL))
        return TVX_OK;
    if (status != TVX_OK) {
        *error = unknown;
        return status;
    }
    for (size_t i = 0; i < calendar->decision_count; i++)
        if (same_body(calendar->decisions[i].instruments[0].body, decision.body))
            found = &calendar->decisions[i];
    if (found == NULL) {
        decisions = tvx_arena_array(arena, most, sizeof *decisions);
        if (decisions == NULL)
            return tvx_error_nomem(error);
        found = &calendar->decisions[calendar->decision_count++];
        *found = (struct shelf_decision){.instruments = decisions};
    }
    decisions = (struct tvx_decision *)found->instruments;
    decisions[found->instrument_count++] = decision;
    return TVX_OK;
}

static enum tvx_status make_calendar(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                     struct tvx_error *error)
{
    struct shelf_calendar *calendar = tvx_arena_array(arena, 1, sizeof *calendar);
    struct tvx_institutions *institutions = tvx_arena_array(arena, 1, sizeof *institutions);
    const struct tvx_calendar_query query = {NULL, NULL, NULL, 0};
    struct tvx_calendar_entry *entries = NULL;
    struct tvx_stored_instrument *instruments = NULL;
    size_t count = 0;
    enum tvx_status status;

    if (calendar == NULL || institutions == NULL)
        return tvx_error_nomem(error);
    calendar->today = tvx_arena_strdup(arena, context);
    status = tvx_store_institutions(store, arena, institutions, error);
    if (status == TVX_OK)
        status = tvx_calendar(&entries, &calendar->count, arena, store, institutions, &query, error);
    if (status == TVX_OK)
        status = tvx_store_instruments(store, arena, &instruments, &count, error);
    calendar->entries = entries;
    calendar->decisions = tvx_arena_array(arena, count + 1, sizeof *calendar->decisions);
    if (calendar->today == NULL || calendar->decisions == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count && status == TVX_OK; i++)
        if (instruments[i].in_force)
            status = add_decision(calendar, arena, store, institutions, instruments[i].key, count + 1, error);
    *out = calendar;
    return status;
}

static enum tvx_status take_today(const struct tvx_page *page, const char *what, tvx_shelf_make *make, void **value)
{
    char today[TVX_DAY_SIZE];
    const char *name;

    tvx_day_today(today);
    name = tvx_arena_printf(page->arena, "%s %s", what, today);
    return name == NULL ? tvx_error_nomem(page->error)
                        : tvx_shelf_take(page->shelf, name, make, today, value, page->error);
}

enum tvx_status shelf_calendar(const struct tvx_page *page, const struct shelf_calendar **out)
{
    void *value = NULL;
    enum tvx_status status = take_today(page, "calendar", make_calendar, &value);

    *out = value;
    return status;
}

static enum tvx_status make_register(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                     struct tvx_error *error)
{
    struct tvx_register *all = tvx_arena_array(arena, 1, sizeof *all);
    const char *today = tvx_arena_strdup(arena, context);

    *out = all;
    return all == NULL || today == NULL ? tvx_error_nomem(error) : tvx_register(all, arena, store, NULL, today, error);
}

enum tvx_status shelf_register(const struct tvx_page *page, const struct tvx_register **out)
{
    void *value = NULL;
    enum tvx_status status = take_today(page, "register", make_register, &value);

    *out = value;
    return status;
}

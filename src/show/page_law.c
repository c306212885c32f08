/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of an instrument and of a provision. */
#include "pages.h"

#include "html_comparison.h"
#include "places.h"
#include "words.h"

#include <string.h>

static const char *law_name(struct tvx_arena *arena, const struct tvx_stored_instrument *head)
{
    return head->version == NULL ? head->key : tvx_arena_printf(arena, "%s@%s", head->key, head->version);
}

/* The instrument that a reference names, and the path within it ("" for the whole); TVX_E_NOTFOUND. */
static enum tvx_status find_law(struct tvx_page *page, const struct shelf_law **law, const char **path)
{
    const char *colon = strchr(page->reference, ':'), *at;
    char *key = tvx_arena_strndup(page->arena, page->reference,
                                  colon == NULL ? strlen(page->reference) : (size_t)(colon - page->reference));
    struct tvx_found found;
    enum tvx_status status;

    if (key == NULL)
        return tvx_error_nomem(page->error);
    at = strchr(key, '@');
    *path = colon == NULL ? "" : colon + 1;
    status = shelf_law(page, law, at == NULL ? key : tvx_arena_strndup(page->arena, key, (size_t)(at - key)),
                       at == NULL ? NULL : at + 1);
    if (status != TVX_OK || **path == '\0')
        return status;
    for (size_t i = 0; i < (*law)->plan.count; i++)
        if (strcmp((*law)->plan.slots[i].path, *path) == 0)
            return TVX_OK;
    /* a marginal number, or another way to write it */
    status = tvx_store_find(page->store, page->arena, &found, page->reference, page->error);
    if (status == TVX_OK && found.path == NULL)
        status = tvx_error_set(page->error, TVX_E_NOTFOUND, "%.200s: there is no such provision", page->reference);
    if (status == TVX_OK)
        *path = found.path;
    return status;
}

enum tvx_status page_instrument(struct tvx_page *page)
{
    struct html html = html_of(page);
    const struct shelf_law *law;
    struct site_place *places = NULL;
    size_t count = 0;
    const char *path;
    enum tvx_status status = find_law(page, &law, &path);

    if (status == TVX_OK)
        status = law_places(page->arena, law, &places, &count, page->error);
    if (status == TVX_OK) {
        html.language = law->language;
        html_instrument_page(&html, &law->head, &law->instrument, places, count);
    }
    return status;
}

enum tvx_status page_provision(struct tvx_page *page)
{
    struct html html = html_of(page);
    const struct shelf_law *law;
    const struct site_slot *slot = NULL;
    struct tvx_comparison comparison;
    const char *path;
    enum tvx_status status = find_law(page, &law, &path);

    if (status != TVX_OK)
        return status;
    for (size_t i = 0; i < law->plan.count && slot == NULL; i++)
        if (strcmp(law->plan.slots[i].path, path) == 0)
            slot = &law->plan.slots[i];
    if (slot == NULL)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "%.200s: there is no such provision", page->reference);
    status = tvx_comparison_from(&comparison, page->arena, &law->head, &law->instrument, slot->path, slot->proposals,
                                 slot->count, page->error);
    if (status == TVX_OK) {
        const char *key = law_name(page->arena, &law->head);
        const struct html_crumb crumbs[] = {{key, html_address(&html, "instrument", key)}, {comparison.path, NULL}};

        html.language = law->language;
        html_start(&html, tvx_arena_printf(page->arena, "%s %s", comparison.reference,
                                           show_words_title(page->arena, &comparison)), crumbs, 2);
        html_comparison(&html, &comparison);
        html_end(&html);
    }
    return status;
}

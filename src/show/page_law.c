/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of an instrument and of a provision. */
#include "pages.h"

#include "html_lattice.h"
#include "linked_page.h"
#include "places.h"
#include "words.h"

#include <string.h>

enum { FAMILIES_TOLD = 12 };

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

/* What is told of the first proposal of each family, for the largest families; who wants more goes to the proposal. */
static enum tvx_status tell(struct tvx_page *page, struct html_lattice *lattice)
{
    const struct tvx_comparison *comparison = lattice->comparison;
    struct shelf_told *told = tvx_arena_array(page->arena, FAMILIES_TOLD + 1, sizeof *told);
    enum tvx_status status = TVX_OK;
    size_t count = 0;

    lattice->told = tvx_arena_array(page->arena, comparison->families.count + 1, sizeof *lattice->told);
    if (told == NULL || lattice->told == NULL)
        return tvx_error_nomem(page->error);
    for (size_t i = 0; i < comparison->families.count && count < FAMILIES_TOLD && status == TVX_OK; i++) {
        const struct tvx_family *family = &comparison->families.items[i];
        const struct tvx_stored_proposal *first = NULL;

        for (size_t k = 0; k < family->variant_count && first == NULL && !family->is_base; k++)
            if (!comparison->variants[family->variants[k]].within)
                first = comparison->variants[family->variants[k]].proposal;
        if (first == NULL)
            continue;
        status = shelf_told(page, &told[count], first->id);
        lattice->told[i] = &told[count++];
    }
    return status;
}

static void write_provision(struct html *html, const struct html_lattice *lattice)
{
    const char *key = law_name(html->arena, &lattice->law->head);
    const struct html_crumb crumbs[] = {{key, html_address(html, "instrument", key)},
                                        {lattice->comparison->path, NULL}};

    html->language = lattice->law->language;
    html_start(html, tvx_arena_printf(html->arena, "%s %s", lattice->comparison->reference,
                                      show_words_title(html->arena, lattice->comparison)), crumbs, 2);
    html_raw(html, "<div class=\"lattice\">\n<div class=\"main\">\n");
    html_comparison(html, lattice);
    html_raw(html, "</div>\n");
    html_outline(html, lattice->law, lattice->comparison->path);
    html_raw(html, "</div>\n");
    html_linked_provision(html, lattice->comparison);
    html_end(html);
}

enum tvx_status page_provision(struct tvx_page *page)
{
    struct html html = html_of(page);
    const struct shelf_law *law;
    const struct site_slot *slot = NULL;
    struct tvx_comparison comparison;
    struct html_lattice lattice = {.comparison = &comparison};
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
    lattice.law = law;
    if (status == TVX_OK)
        status = tell(page, &lattice);
    if (status == TVX_OK)
        write_provision(&html, &lattice);
    return status;
}

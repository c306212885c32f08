/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Writes the site: the pages of the menu, then every page that one of them links to, and so on until none is left.
 * Links come in the order of the law and of the documents, so that what the shelf holds serves many pages in a row.
 */
#include <travaux/show/site.h>

#include "html.h"
#include "pages.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/base/file.h>
#include <travaux/base/table.h>
#include <travaux/store/joint.h>

#define PAGE_CEILING ((size_t)256 << 20)
#define PART_CEILING ((size_t)2 << 30)

struct wanted { const char *kind, *reference, *file; };

struct site {
    struct tvx_store *store;
    const char *folder;
    struct tvx_viewer viewer; /* nobody, in the language of the site */
    struct tvx_arena *arena; /* of the whole site: names */
    struct tvx_buf page;
    struct wanted *queue; /* pages to write, in order; those before `written` are done */
    size_t count, capacity, written;
    size_t *seen; /* a table of numbers in the queue + 1, by hash of the file's name; 0: free */
    size_t seen_size;
    tvx_site_progress *progress;
    void *context;
    struct tvx_error *error;
};

static enum tvx_status make_folder(struct site *site, const char *name)
{
    const char *path = *name == '\0' ? site->folder : tvx_arena_printf(site->arena, "%s/%s", site->folder, name);

    if (path == NULL)
        return tvx_error_nomem(site->error);
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return tvx_error_set(site->error, TVX_E_IO, "%s: cannot make this folder: %s", path, strerror(errno));
    return TVX_OK;
}

/* `name` is from the site's root and made by us. */
static enum tvx_status write_file(struct site *site, const char *name, const void *bytes, size_t length)
{
    char path[4096];

    if ((size_t)snprintf(path, sizeof path, "%s/%s", site->folder, name) >= sizeof path)
        return tvx_error_set(site->error, TVX_E_USAGE, "%s: the folder's name is too long", site->folder);
    return tvx_file_write_quick(path, bytes, length, site->error);
}

static enum tvx_status write_assets(struct site *site)
{
    static const char within[] = "src/show/";
    enum tvx_status status = make_folder(site, "assets");

    for (size_t i = 0; i < tvx_page_asset_count && status == TVX_OK; i++) {
        const struct tvx_asset *asset = tvx_asset_find(tvx_page_assets[i]);

        if (asset == NULL)
            return tvx_error_set(site->error, TVX_E_UNSUPPORTED, "%s was not built into this program",
                                 tvx_page_assets[i]);
        status = write_file(site, tvx_page_assets[i] + sizeof within - 1, asset->bytes, asset->length);
    }
    return status;
}

static size_t hash_of(const char *name) /* FNV-1a */
{
    uint64_t hash = 14695981039346656037u;

    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * 1099511628211u;
    return (size_t)(hash ^ hash >> 32);
}

static size_t *place_of(const struct site *site, size_t *seen, size_t size, const char *file)
{
    size_t at = hash_of(file) & (size - 1);

    while (seen[at] != 0 && strcmp(site->queue[seen[at] - 1].file, file) != 0)
        at = (at + 1) & (size - 1);
    return &seen[at];
}

static bool room(struct site *site)
{
    size_t size = site->seen_size == 0 ? 1024 : site->seen_size * 2;
    size_t *seen;

    if (site->count * 2 < site->seen_size)
        return true;
    seen = calloc(size, sizeof *seen);
    if (seen == NULL)
        return false;
    for (size_t i = 0; i < site->count; i++)
        *place_of(site, seen, size, site->queue[i].file) = i + 1;
    free(site->seen);
    site->seen = seen;
    site->seen_size = size;
    return true;
}

/* A page that cannot be noted for want of memory is not linked to. */
static bool want(void *context, const char *kind, const char *reference)
{
    struct site *site = context;
    const struct tvx_page_kind *known = tvx_page_kind_find(kind);
    struct wanted *grown;
    const char *file;
    size_t *place;

    if (known == NULL || known->served_only || known->refers != (reference != NULL) || !room(site))
        return false;
    file = html_page_name(site->arena, kind, reference);
    if (file == NULL)
        return false;
    place = place_of(site, site->seen, site->seen_size, file);
    if (*place != 0)
        return true;
    grown = tvx_arena_grow(site->arena, site->queue, site->count, &site->capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    site->queue = grown;
    grown[site->count] = (struct wanted){known->name,
                                         reference == NULL ? NULL : tvx_arena_strdup(site->arena, reference), file};
    *place = ++site->count;
    return true;
}

static void not_there(struct tvx_page *page)
{
    struct html html = html_of(page);
    const struct html_crumb crumbs[] = {{page->reference, NULL}};

    html_start(&html, page->reference, crumbs, 1);
    html_raw(&html, "<div class=\"head\"><h1>");
    html_text(&html, page->reference);
    html_raw(&html, "</h1></div>\n<p>");
    html_say(&html, "The workspace holds no such thing.");
    html_raw(&html, "</p>\n");
    html_end(&html);
}

static enum tvx_status write_calendar(struct site *site, struct tvx_shelf *shelf)
{
    static const struct tvx_viewer nobody = {0};
    struct tvx_arena *arena = tvx_arena_new(PART_CEILING);
    struct tvx_page page = {.store = site->store, .arena = arena, .out = &site->page, .shelf = shelf, .viewer = &nobody,
                            .error = site->error};
    enum tvx_status status = arena == NULL ? tvx_error_nomem(site->error) : tvx_page_calendar_ics(&page);

    if (status == TVX_OK)
        status = write_file(site, "calendar.ics", tvx_buf_text(&site->page), site->page.length);
    tvx_buf_clear(&site->page);
    tvx_arena_free(arena);
    return status;
}

static enum tvx_status write_page(struct site *site, struct tvx_shelf *shelf, struct wanted wanted)
{
    struct tvx_arena *arena = tvx_arena_new(PART_CEILING);
    struct tvx_page page = {.store = site->store, .arena = arena, .out = &site->page, .shelf = shelf,
                            .viewer = &site->viewer, .reference = wanted.reference, .wanted = want,
                            .wanted_context = site, .error = site->error};
    enum tvx_status status;

    if (arena == NULL)
        return tvx_error_nomem(site->error);
    status = tvx_page_write(&page, tvx_page_kind_find(wanted.kind));
    if (status == TVX_E_NOTFOUND && wanted.reference != NULL) {
        not_there(&page);
        status = TVX_OK;
    }
    if (status == TVX_OK)
        status = write_file(site, wanted.file, tvx_buf_text(&site->page), site->page.length);
    tvx_buf_clear(&site->page);
    tvx_arena_free(arena);
    site->written++;
    if (site->progress != NULL)
        site->progress(site->context, site->written, site->count);
    return status;
}

/* Beside each statement's page what was sealed and its seal, to be verified. */
static enum tvx_status write_seals(struct site *site)
{
    struct tvx_joint *items;
    size_t count;
    enum tvx_status status = tvx_store_joints(site->store, site->arena, &items, &count, site->error);

    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        struct tvx_joint_seal seal;
        bool found, stale;
        const char *name = tvx_arena_printf(site->arena, "statement/%s.txt", items[i].key);
        const char *beside = tvx_arena_printf(site->arena, "statement/%s.txt.minisig", items[i].key);

        status = name == NULL || beside == NULL
                     ? tvx_error_nomem(site->error)
                     : tvx_store_joint_sealed(site->store, site->arena, &seal, &found, &stale, &items[i], site->error);
        if (status != TVX_OK || !found || stale)
            continue;
        status = write_file(site, name, seal.form, strlen(seal.form));
        if (status == TVX_OK)
            status = write_file(site, beside, seal.seal, strlen(seal.seal));
    }
    return status;
}

enum tvx_status tvx_site_export(struct tvx_store *store, const char *folder, const struct tvx_tongue *tongue,
                                size_t *pages, tvx_site_progress *progress, void *context, struct tvx_error *error)
{
    struct site site = {.store = store, .folder = folder, .viewer = {.tongue = tongue},
                        .arena = tvx_arena_new(PART_CEILING), .progress = progress, .context = context, .error = error};
    struct tvx_shelf *shelf = tvx_shelf_new(store);
    enum tvx_status status = TVX_OK;

    if (site.arena == NULL || shelf == NULL) {
        tvx_arena_free(site.arena);
        tvx_shelf_free(shelf);
        return tvx_error_nomem(error);
    }
    tvx_buf_init(&site.page, PAGE_CEILING);
    status = make_folder(&site, "");
    if (status == TVX_OK)
        status = write_assets(&site);
    for (size_t i = 0; i < tvx_page_kind_count && status == TVX_OK; i++)
        if (tvx_page_kinds[i].refers)
            status = make_folder(&site, tvx_page_kinds[i].name);
        else
            want(&site, tvx_page_kinds[i].name, NULL);
    if (status == TVX_OK)
        status = write_calendar(&site, shelf);
    if (status == TVX_OK)
        status = write_seals(&site);
    while (status == TVX_OK && site.written < site.count)
        status = write_page(&site, shelf, site.queue[site.written]);
    if (pages != NULL)
        *pages = site.written;
    tvx_shelf_free(shelf);
    tvx_buf_free(&site.page);
    free(site.seen);
    tvx_arena_free(site.arena);
    return status;
}

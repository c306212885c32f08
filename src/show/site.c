/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Writes the site.  One instrument at a time is in memory with its proposals, then one document at a time; what the
 * index needs of each (counts, names) is kept.  Each page has an arena of its own.
 */
#include <travaux/show/site.h>

#include "html_comparison.h"
#include "html_pages.h"
#include "site_plan.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/base/file.h>
#include <travaux/base/table.h>

#define PAGE_CEILING ((size_t)256 << 20)
#define PART_CEILING ((size_t)2 << 30)

struct site {
    struct tvx_store *store;
    const char *folder;
    struct tvx_arena *arena; /* of the whole site: lists and names */
    struct tvx_buf page;
    size_t written, total;
    tvx_site_progress *progress;
    void *context;
    struct tvx_counts counts;
    struct site_overview overview;
    struct site_place *places;
    size_t place_count, place_capacity;
    struct site_actor *actors;
    size_t actor_count;
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

static enum tvx_status write_page(struct site *site, const char *name)
{
    enum tvx_status status;

    if (site->page.failed || name == NULL)
        return tvx_error_set(site->error, TVX_E_LIMIT, "%s: the page is larger than %zu MiB",
                             name == NULL ? "a page" : name, PAGE_CEILING >> 20);
    status = write_file(site, name, tvx_buf_text(&site->page), site->page.length);
    tvx_buf_clear(&site->page);
    site->written++;
    if (site->progress != NULL)
        site->progress(site->context, site->written, site->total > site->written ? site->total : site->written);
    return status;
}

static enum tvx_status write_assets(struct site *site)
{
    static const char *const names[][2] = {{"src/show/assets/style.css", "assets/style.css"},
                                           {"src/show/assets/travaux.js", "assets/travaux.js"}};
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < sizeof names / sizeof *names && status == TVX_OK; i++) {
        const struct tvx_asset *asset = tvx_asset_find(names[i][0]);

        if (asset == NULL)
            return tvx_error_set(site->error, TVX_E_UNSUPPORTED, "%s was not built into this program", names[i][0]);
        status = write_file(site, names[i][1], asset->bytes, asset->length);
    }
    return status;
}

static const char *language_of(const struct site *site, int64_t document)
{
    for (size_t i = 0; i < site->overview.document_count; i++)
        if (site->overview.documents[i].id == document)
            return site->overview.documents[i].language;
    return "";
}

/* What the index will say of a comparison, copied out of the page's arena. */
static enum tvx_status remember(struct site *site, const struct tvx_comparison *comparison,
                                const struct site_slot *slot, struct tvx_arena *arena)
{
    struct site_place *grown =
        tvx_arena_grow(site->arena, site->places, site->place_count, &site->place_capacity, sizeof *grown);
    uint32_t *all = tvx_arena_array(arena, comparison->count, sizeof *all);
    struct site_place *place;
    const char **names;

    if (grown == NULL || all == NULL)
        return tvx_error_nomem(site->error);
    site->places = grown;
    place = &grown[site->place_count++];
    for (size_t i = 0; i < comparison->count; i++)
        all[i] = (uint32_t)i;
    names = tvx_comparison_sponsors(comparison, arena, all, comparison->count, &place->sponsor_count);
    place->sponsors = tvx_arena_array(site->arena, place->sponsor_count + 1, sizeof *place->sponsors);
    place->reference = tvx_arena_strdup(site->arena, comparison->reference);
    place->path = tvx_arena_strdup(site->arena, comparison->path);
    place->title = tvx_arena_strdup(site->arena, comparison->heading);
    if (names == NULL || place->sponsors == NULL || place->reference == NULL || place->title == NULL)
        return tvx_error_nomem(site->error);
    for (size_t i = 0; i < place->sponsor_count; i++)
        place->sponsors[i] = tvx_arena_strdup(site->arena, names[i]);
    place->provision = slot->provision;
    place->behind = slot->behind;
    place->texts = comparison->count - 1;
    place->families = show_words_families(comparison);
    place->conflicts = comparison->families.conflicts;
    place->places = comparison->loci.count;
    place->touches = comparison->touch_count;
    return TVX_OK;
}

static enum tvx_status provision_page(struct site *site, const struct tvx_stored_instrument *head,
                                      const struct tvx_instrument *instrument, const struct site_slot *slot)
{
    struct tvx_arena *arena = tvx_arena_new(PART_CEILING);
    struct html html = {
        .out = &site->page, .arena = arena, .root = "../", .language = language_of(site, head->document)};
    struct tvx_comparison comparison;
    enum tvx_status status;

    if (arena == NULL)
        return tvx_error_nomem(site->error);
    status = tvx_comparison_from(&comparison, arena, head, instrument, slot->path, slot->proposals, slot->count,
                                 site->error);
    if (status == TVX_OK)
        status = remember(site, &comparison, slot, arena);
    if (status == TVX_OK) {
        const char *key =
            head->version == NULL ? head->key : tvx_arena_printf(arena, "%s@%s", head->key, head->version);
        const struct html_crumb crumbs[] = {{key, html_page_name(arena, HTML_INSTRUMENT, key)},
                                            {comparison.path, NULL}};

        html_start(&html, tvx_arena_printf(arena, "%s %s", comparison.reference, show_words_title(arena, &comparison)),
                   crumbs, 2);
        html_comparison(&html, &comparison);
        html_end(&html);
        status = write_page(site, html_page_name(arena, HTML_PROVISION, comparison.reference));
    }
    tvx_arena_free(arena);
    return status;
}

static enum tvx_status instrument_pages(struct site *site, const struct tvx_stored_instrument *item)
{
    struct tvx_arena *arena = tvx_arena_new(PART_CEILING);
    struct html html = {
        .out = &site->page, .arena = arena, .root = "../", .language = language_of(site, item->document)};
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    struct tvx_stored_proposal *proposals = NULL;
    struct tvx_filter filter = {.instrument = item->key};
    struct site_plan plan = {0};
    size_t count = 0, first = site->place_count;
    enum tvx_status status;

    if (arena == NULL)
        return tvx_error_nomem(site->error);
    status = tvx_store_instrument(site->store, arena, &head, &instrument, item->key, item->version, site->error);
    if (status == TVX_OK)
        status = tvx_store_proposals(site->store, arena, &proposals, &count, &filter, site->error);
    if (status == TVX_OK)
        status = site_plan_make(&plan, arena, &head, &instrument, proposals, count, site->error);
    for (size_t i = 0; status == TVX_OK && i < plan.count; i++)
        if (plan.slots[i].count > 0)
            status = provision_page(site, &head, &instrument, &plan.slots[i]);
    if (status == TVX_OK) {
        const char *key = head.version == NULL ? head.key : tvx_arena_printf(arena, "%s@%s", head.key, head.version);

        html_instrument_page(&html, &head, &instrument, site->places + first, site->place_count - first);
        status = write_page(site, html_page_name(arena, HTML_INSTRUMENT, key));
    }
    tvx_arena_free(arena);
    return status;
}

/* Notes the proposal under each of its sponsors. */
static enum tvx_status note_actors(struct site *site, const struct tvx_stored_proposal *proposal)
{
    const char *number = NULL, *place = NULL;

    for (size_t i = 0; i < proposal->proposal.sponsor_count; i++) {
        size_t at = 0;
        struct site_actor *actor;
        const char **numbers, **places;

        while (at < site->actor_count && strcmp(site->actors[at].code, proposal->proposal.sponsors[i]) != 0)
            at++;
        if (at == site->actor_count)
            continue;
        actor = &site->actors[at];
        if (number == NULL) {
            number = tvx_arena_strdup(site->arena, proposal->proposal.number);
            place = tvx_arena_strdup(site->arena, show_words_place(site->arena, proposal));
        }
        numbers = tvx_arena_grow(site->arena, actor->numbers, actor->count, &actor->capacity, sizeof *numbers);
        places = tvx_arena_grow(site->arena, actor->places, actor->count, &actor->place_capacity, sizeof *places);
        if (number == NULL || place == NULL || numbers == NULL || places == NULL)
            return tvx_error_nomem(site->error);
        actor->numbers = numbers;
        actor->places = places;
        numbers[actor->count] = number;
        places[actor->count++] = place;
    }
    return TVX_OK;
}

static enum tvx_status proposal_pages(struct site *site, const struct tvx_stored_document *document,
                                      const struct tvx_stored_proposal *proposals, size_t count,
                                      const struct site_lines *lines)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        struct tvx_arena *arena = tvx_arena_new(PART_CEILING);
        struct html html = {.out = &site->page, .arena = arena, .root = "../", .language = document->language};

        if (arena == NULL)
            return tvx_error_nomem(site->error);
        html_proposal_page(&html, &proposals[i], lines);
        status = write_page(site, html_page_name(arena, HTML_PROPOSAL, proposals[i].proposal.number));
        tvx_arena_free(arena);
        if (status == TVX_OK)
            status = note_actors(site, &proposals[i]);
    }
    return status;
}

static enum tvx_status document_pages(struct site *site, const struct tvx_stored_document *document)
{
    struct tvx_arena *arena = tvx_arena_new(PART_CEILING);
    struct html html = {.out = &site->page, .arena = arena, .root = "../", .language = document->language};
    struct tvx_filter filter = {.document = document->id};
    struct tvx_stored_proposal *proposals = NULL;
    struct tvx_document *tree = NULL;
    struct site_lines lines = {0};
    struct tvx_health health;
    const char *text = NULL;
    size_t count = 0;
    enum tvx_status status, known = TVX_E_NOTFOUND;

    if (arena == NULL)
        return tvx_error_nomem(site->error);
    status = tvx_store_text(site->store, arena, &text, document->id, site->error);
    if (status == TVX_OK)
        status = tvx_store_tree(site->store, &tree, document->id, site->error);
    if (status == TVX_OK)
        status = tvx_store_proposals(site->store, arena, &proposals, &count, &filter, site->error);
    if (status == TVX_OK) {
        known = tvx_store_health(site->store, arena, &health, document->id, site->error);
        status = known == TVX_E_NOTFOUND ? TVX_OK : known;
    }
    if (status == TVX_OK) {
        html_document_page(&html, document, known == TVX_OK ? &health : NULL, tree, text, proposals, count, &lines);
        status = write_page(site, html_page_name(arena, HTML_DOCUMENT,
                                                 tvx_arena_printf(arena, "%lld", (long long)document->id)));
    }
    if (status == TVX_OK)
        status = proposal_pages(site, document, proposals, count, &lines);
    tvx_document_free(tree);
    tvx_arena_free(arena);
    return status;
}

static int more_contested(const void *a, const void *b)
{
    const struct site_place *first = a, *second = b;

    if (first->conflicts != second->conflicts)
        return first->conflicts < second->conflicts ? 1 : -1;
    if (first->texts != second->texts)
        return first->texts < second->texts ? 1 : -1;
    return strcmp(first->reference, second->reference);
}

static int more_active(const void *a, const void *b)
{
    const struct site_actor *first = a, *second = b;

    return first->count != second->count ? (first->count < second->count ? 1 : -1)
                                         : strcmp(first->code, second->code);
}

static enum tvx_status last_pages(struct site *site)
{
    struct tvx_arena *arena = tvx_arena_new(PART_CEILING);
    struct html html = {.out = &site->page, .arena = arena, .root = ""};
    struct tvx_filter filter = {.unresolved_only = true};
    struct tvx_stored_proposal *unresolved = NULL;
    struct tvx_event *events = NULL;
    enum tvx_status status;

    if (arena == NULL)
        return tvx_error_nomem(site->error);
    status =
        tvx_store_proposals(site->store, arena, &unresolved, &site->overview.unresolved_count, &filter, site->error);
    if (status == TVX_OK)
        status = tvx_store_events(site->store, arena, &events, &site->overview.event_count, site->error);
    if (status == TVX_OK) {
        if (site->place_count > 0)
            qsort(site->places, site->place_count, sizeof *site->places, more_contested);
        if (site->actor_count > 0)
            qsort(site->actors, site->actor_count, sizeof *site->actors, more_active);
        site->overview.unresolved = unresolved;
        site->overview.events = events;
        site->overview.places = site->places;
        site->overview.place_count = site->place_count;
        site->overview.counts = &site->counts;
        html_actors_page(&html, site->actors, site->actor_count);
        status = write_page(site, "actors.html");
    }
    if (status == TVX_OK) {
        html_index_page(&html, &site->overview);
        status = write_page(site, "index.html");
    }
    tvx_arena_free(arena);
    return status;
}

static enum tvx_status load(struct site *site)
{
    struct tvx_stored_actor *actors = NULL;
    struct tvx_stored_document *documents = NULL;
    struct tvx_stored_instrument *instruments = NULL;
    enum tvx_status status = tvx_store_counts(site->store, &site->counts, site->error);

    if (status == TVX_OK)
        status = tvx_store_documents(site->store, site->arena, &documents, &site->overview.document_count, NULL,
                                     site->error);
    if (status == TVX_OK)
        status = tvx_store_instruments(site->store, site->arena, &instruments, &site->overview.instrument_count,
                                       site->error);
    if (status == TVX_OK)
        status = tvx_store_actors(site->store, site->arena, &actors, &site->actor_count, site->error);
    if (status != TVX_OK)
        return status;
    site->overview.documents = documents;
    site->overview.instruments = instruments;
    site->actors = tvx_arena_array(site->arena, site->actor_count + 1, sizeof *site->actors);
    if (site->actors == NULL)
        return tvx_error_nomem(site->error);
    for (size_t i = 0; i < site->actor_count; i++)
        site->actors[i] = (struct site_actor){.code = actors[i].code, .name = actors[i].name};
    site->total = site->counts.proposals + site->overview.document_count + site->overview.instrument_count + 2;
    return TVX_OK;
}

enum tvx_status tvx_site_export(struct tvx_store *store, const char *folder, size_t *pages, tvx_site_progress *progress,
                                void *context, struct tvx_error *error)
{
    static const char *const folders[] = {"", "assets", "provision", "proposal", "document", "instrument"};
    struct site site = {.store = store, .folder = folder, .arena = tvx_arena_new(PART_CEILING),
                        .progress = progress, .context = context, .error = error};
    enum tvx_status status = TVX_OK;

    if (site.arena == NULL)
        return tvx_error_nomem(error);
    tvx_buf_init(&site.page, PAGE_CEILING);
    for (size_t i = 0; i < sizeof folders / sizeof *folders && status == TVX_OK; i++)
        status = make_folder(&site, folders[i]);
    if (status == TVX_OK)
        status = write_assets(&site);
    if (status == TVX_OK)
        status = load(&site);
    for (size_t i = 0; i < site.overview.instrument_count && status == TVX_OK; i++)
        status = instrument_pages(&site, &site.overview.instruments[i]);
    for (size_t i = 0; i < site.overview.document_count && status == TVX_OK; i++)
        status = document_pages(&site, &site.overview.documents[i]);
    if (status == TVX_OK)
        status = last_pages(&site);
    if (pages != NULL)
        *pages = site.written;
    tvx_buf_free(&site.page);
    tvx_arena_free(site.arena);
    return status;
}

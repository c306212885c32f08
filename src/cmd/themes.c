/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux themes [REF]`: what texts are about, and which words say so. */
#include "filter.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/base/table.h>
#include <travaux/show/themes.h>

enum { TABLE_MOST = 4 << 20 };

struct tagging {
    struct tvx_call *call;
    struct tvx_store *store;
    struct tvx_taxonomy *taxonomy;
    const char *table;
    struct tvx_themed *items;
    size_t count, capacity;
};

static enum tvx_status load(struct tagging *tagging)
{
    struct tvx_call *call = tagging->call;
    const char *path = tvx_call_option(call, "taxonomy");
    char *text = NULL;
    size_t length;
    enum tvx_status status;

    tagging->table = path == NULL ? "data/themes.tsv" : path;
    if (path == NULL)
        return tvx_taxonomy_shipped(&tagging->taxonomy, call->arena, &call->error);
    status = tvx_file_read(&text, &length, path, TABLE_MOST, &call->error);
    if (status == TVX_OK)
        status = tvx_taxonomy_parse(&tagging->taxonomy, call->arena, text, length, &call->error);
    if (status != TVX_OK)
        tvx_error_prefix(&call->error, "%s", path);
    free(text);
    return status;
}

static enum tvx_status tag(struct tagging *tagging, const char *ref, const char *const *sponsors,
                           size_t sponsor_count, const struct tvx_evidence *whole, const char *language)
{
    struct tvx_call *call = tagging->call;
    struct tvx_themed *larger =
        tvx_arena_grow(call->arena, tagging->items, tagging->count, &tagging->capacity, sizeof *larger), *item;
    struct tvx_theme_tag *tags;
    enum tvx_status status;

    if (larger == NULL)
        return tvx_error_nomem(&call->error);
    tagging->items = larger;
    item = &larger[tagging->count++];
    *item = (struct tvx_themed){.ref = ref, .sponsors = sponsors, .sponsor_count = sponsor_count};
    status = tvx_themes_tag(&tags, &item->count, call->arena, tagging->taxonomy, language, whole->quote, &call->error);
    item->tags = tags;
    if (status == TVX_OK)
        status = tvx_themes_claims(&item->claims, call->arena, tagging->taxonomy, tags, item->count, whole,
                                   tagging->table, &call->error);
    return status;
}

/* Its passage in the document; of a text that is only to go, the words struck out. */
static enum tvx_status tag_proposal(struct tagging *tagging, const struct tvx_stored_proposal *proposal,
                                    const char *language)
{
    const struct tvx_proposal *item = &proposal->proposal;
    struct tvx_evidence whole = {
        .document = proposal->document, .sha256 = proposal->sha256, .ref = item->number, .quote = item->quote,
        .start = item->start, .points = item->points, .document_id = proposal->document_id,
    };

    if (*item->after == '\0' && *item->before != '\0') {
        whole.quote = item->before;
        whole.points = 0;
    }
    return tag(tagging, item->number, item->sponsors, item->sponsor_count, &whole, language);
}

static int by_id(const void *a, const void *b)
{
    const struct tvx_stored_document *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static enum tvx_status tag_proposals(struct tagging *tagging, const struct tvx_filter *filter, int64_t only)
{
    struct tvx_stored_proposal *items;
    struct tvx_stored_document *documents = NULL;
    size_t count, document_count = 0;
    enum tvx_status status =
        tvx_store_proposals(tagging->store, tagging->call->arena, &items, &count, filter, &tagging->call->error);

    if (status == TVX_OK)
        status = tvx_store_documents(tagging->store, tagging->call->arena, &documents, &document_count,
                                     &(struct tvx_filter){.document = filter->document}, &tagging->call->error);
    if (status == TVX_OK && document_count > 0)
        qsort(documents, document_count, sizeof *documents, by_id);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const struct tvx_stored_document wanted = {.id = items[i].document_id}, *document =
            document_count == 0 ? NULL : bsearch(&wanted, documents, document_count, sizeof *documents, by_id);

        if (only == 0 || items[i].id == only)
            status = tag_proposal(tagging, &items[i], document == NULL ? NULL : document->language);
    }
    return status;
}

/* A provision and what stands under it. */
static bool under(const char *path, const char *of)
{
    size_t length = strlen(of);

    return strncmp(path, of, length) == 0 && (path[length] == '\0' || path[length] == '.');
}

static enum tvx_status tag_instrument(struct tagging *tagging, const struct tvx_found *found)
{
    struct tvx_call *call = tagging->call;
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    struct tvx_stored_document *documents;
    size_t count;
    enum tvx_status status = tvx_store_instrument(tagging->store, call->arena, &head, &instrument,
                                                  found->instrument.key, found->instrument.version, &call->error);

    if (status == TVX_OK)
        status = tvx_store_documents(tagging->store, call->arena, &documents, &count,
                                     &(struct tvx_filter){.document = head.document}, &call->error);
    for (size_t i = 0; status == TVX_OK && count == 1 && i < instrument.count; i++) {
        const struct tvx_provision *item = &instrument.provisions[i];
        const char *ref = tvx_arena_printf(call->arena, "%s@%s:%s", head.key, head.version, item->path);
        const struct tvx_evidence whole = {
            .document = documents[0].name, .sha256 = documents[0].sha256, .ref = ref, .quote = item->text,
            .start = item->start, .points = item->points, .document_id = head.document,
        };

        if (*item->text != '\0' && (found->path == NULL || under(item->path, found->path)))
            status = ref == NULL ? tvx_error_nomem(&call->error)
                                 : tag(tagging, ref, NULL, 0, &whole, documents[0].language);
    }
    return status;
}

static enum tvx_status tag_all(struct tagging *tagging)
{
    struct tvx_call *call = tagging->call;
    struct tvx_filter filter = filter_from(call);
    struct tvx_found found;
    enum tvx_status status;

    if (call->argument_count == 0)
        return tag_proposals(tagging, &filter, 0);
    status = tvx_store_find(tagging->store, call->arena, &found, call->arguments[0], &call->error);
    if (status != TVX_OK)
        return status;
    if (found.instrument.id != 0)
        return tag_instrument(tagging, &found);
    filter = (struct tvx_filter){.document = found.document};
    return tag_proposals(tagging, &filter, found.proposal);
}

/* Leaves the texts that have one of the themes named. */
static enum tvx_status choose(struct tagging *tagging)
{
    size_t wanted_count, theme_count, kept = 0;
    const char **wanted = tvx_call_options(tagging->call, "theme", &wanted_count);
    const struct tvx_theme *themes = tvx_taxonomy_themes(tagging->taxonomy, &theme_count);

    for (size_t i = 0; i < wanted_count; i++) {
        bool known = false;

        for (size_t j = 0; j < theme_count && !known; j++)
            known = strcmp(themes[j].key, wanted[i]) == 0;
        if (!known)
            return tvx_error_set(&tagging->call->error, TVX_E_USAGE,
                                 "the table has no theme '%.40s'; `travaux themes --table` prints it", wanted[i]);
    }
    for (size_t i = 0; wanted_count > 0 && i < tagging->count; i++) {
        bool has = false;

        for (size_t j = 0; j < tagging->items[i].count; j++)
            for (size_t k = 0; k < wanted_count; k++)
                has = has || strcmp(themes[tagging->items[i].tags[j].theme].key, wanted[k]) == 0;
        if (has)
            tagging->items[kept++] = tagging->items[i];
    }
    tagging->count = wanted_count > 0 ? kept : tagging->count;
    return TVX_OK;
}

static int print_table(struct tvx_call *call)
{
    const struct tvx_asset *asset = tvx_asset_find("data/themes.tsv");
    struct tvx_buf out;
    int result;

    tvx_buf_init(&out, TABLE_MOST);
    tvx_buf_add(&out, asset->bytes, asset->length);
    result = tvx_call_print(call, &out);
    tvx_buf_free(&out);
    return result;
}

static int run(struct tvx_call *call)
{
    struct tagging tagging = {.call = call};
    struct output output;
    enum tvx_status status;
    int result;

    if (tvx_call_has(call, "table"))
        return print_table(call);
    result = tvx_call_open(call, &tagging.store);
    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    status = load(&tagging);
    if (status == TVX_OK)
        status = tag_all(&tagging);
    if (status == TVX_OK)
        status = choose(&tagging);
    if (status == TVX_OK && call->json)
        tvx_json_themed(&output.json, tagging.taxonomy, tagging.items, tagging.count);
    else if (status == TVX_OK)
        tvx_term_themed(&output.term, call->arena, tagging.taxonomy, tagging.items, tagging.count);
    result = output_end(&output, call, status);
    tvx_store_close(tagging.store);
    return result;
}

static const struct tvx_option options[] = {
    FILTER_OPTIONS,
    {"theme", 0, "KEY", true, "Only texts of this theme; may be given several times."},
    {"taxonomy", 0, "FILE", false, "A table of your own in place of the program's."},
    {"table", 0, NULL, false, "Print the program's table, to be changed and used with --taxonomy."},
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux themes --meeting NC-26", "What a conference's proposals are about."},
    {"travaux themes VRN/14A1/5", "The themes of one, and the words that say so."},
    {"travaux themes --table > mine.tsv", "Begin a table of your own."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_themes = {
    .name = "themes",
    .arguments = "[REF]",
    .least = 0,
    .most = 1,
    .summary = "what proposals and provisions are about, and which words say so",
    .text =
        "Tags each text with themes: topics (spam, routing, sovereignty, human rights …), the five pillars of the "
        "Global Cybersecurity Agenda (gca), and WSIS action lines (wsis).  A text may have several.  A theme is a list "
        "of phrases: one strong phrase is enough, of weak ones two different are wanted; inflection does not matter, "
        "and of phrases that overlap the longest counts.  Every tag shows its words and the row of the table that "
        "made it.\n\n"
        "Words show what a text speaks of, not what it wants: a proposal against routing rules has the theme too.  "
        "Topics know the six UN languages, the other sets English and French.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};

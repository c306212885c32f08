/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/register.h>

#include <stdlib.h>
#include <string.h>

enum { NUMBER_MOST = 99999 };

const char *tvx_series_kind_to_string(enum tvx_series_kind kind)
{
    static const char *const names[] = {"documents", "addenda", "revisions"};

    return names[kind];
}

static bool take_number(const char **at, unsigned *out)
{
    unsigned value = 0;

    if (**at < '0' || **at > '9')
        return false;
    while (**at >= '0' && **at <= '9') {
        value = value * 10 + (unsigned)(*(*at)++ - '0');
        if (value > NUMBER_MOST)
            return false;
    }
    *out = value;
    return value > 0;
}

bool tvx_symbol_parts(const char *symbol, unsigned *number, unsigned *addendum, unsigned *revision)
{
    *number = *addendum = *revision = 0;
    if (!take_number(&symbol, number))
        return false;
    if (*symbol == 'A') {
        symbol++;
        if (!take_number(&symbol, addendum))
            return false;
    }
    if (*symbol == 'R') {
        symbol++;
        if (!take_number(&symbol, revision))
            return false;
    }
    return *symbol == '\0';
}

struct making {
    struct tvx_arena *arena;
    struct tvx_register *out;
    struct numbered {
        const char *meeting, *symbol, *language;
        unsigned number, addendum, revision;
    } *numbered; /* documents whose symbol could be told apart, by meeting and number */
    size_t count;
    size_t series_capacity, language_capacity;
    struct tvx_error *error;
};

/* ---- how public each is ---- */

static void set_access(struct tvx_register_entry *entry, const struct tvx_access_change *changes, size_t count,
                       const char *today)
{
    entry->access = entry->document->access;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(changes[i].sha256, entry->document->sha256) != 0)
            continue;
        if (entry->change_count++ == 0)
            entry->changes = &changes[i];
        if (strcmp(changes[i].since, today) > 0)
            continue;
        entry->access = changes[i].access;
        entry->public_since = strcmp(changes[i].access, "public") != 0 ? NULL
                              : entry->public_since != NULL            ? entry->public_since
                                                                       : changes[i].since;
    }
}

static bool is_output(const char *kind)
{
    return kind != NULL && (strcmp(kind, "instrument") == 0 || strcmp(kind, "final-acts") == 0 ||
                            strcmp(kind, "report") == 0);
}

/* ---- series ---- */

static int by_number(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;
    int order = strcmp(x->meeting, y->meeting);

    if (order == 0)
        order = (x->number > y->number) - (x->number < y->number);
    if (order == 0)
        order = (x->addendum > y->addendum) - (x->addendum < y->addendum);
    if (order == 0)
        order = (x->revision > y->revision) - (x->revision < y->revision);
    return order != 0 ? order : strcmp(x->language, y->language);
}

static int ascending(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

    return (x > y) - (x < y);
}

/* Sorts the numbers and keeps the series if any from 1 on is missing in it. */
static enum tvx_status add_series(struct making *making, enum tvx_series_kind kind, const char *meeting,
                                  const char *of, unsigned *numbers, size_t count)
{
    struct tvx_register *out = making->out;
    struct tvx_series series = {.kind = kind, .meeting = meeting, .of = of}, *larger;
    unsigned next = 1;

    qsort(numbers, count, sizeof *numbers, ascending);
    series.missing = tvx_arena_array(making->arena, count + 1, sizeof *series.missing);
    if (series.missing == NULL || of == NULL)
        return tvx_error_nomem(making->error);
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] < next)
            continue;
        if (numbers[i] > next)
            series.missing[series.missing_count++] = (struct tvx_number_range){next, numbers[i] - 1};
        series.present++;
        series.last = numbers[i];
        next = numbers[i] + 1;
    }
    if (series.missing_count == 0)
        return TVX_OK;
    larger = tvx_arena_grow(making->arena, out->series, out->series_count, &making->series_capacity, sizeof *larger);
    if (larger == NULL)
        return tvx_error_nomem(making->error);
    out->series = larger;
    larger[out->series_count++] = series;
    return TVX_OK;
}

static bool same(const struct numbered *a, const struct numbered *b, bool number, bool addendum)
{
    return strcmp(a->meeting, b->meeting) == 0 && (!number || a->number == b->number) &&
           (!addendum || a->addendum == b->addendum);
}

/* Revisions of each document and addendum; addenda of each document; documents of each meeting. */
static enum tvx_status find_series(struct making *making)
{
    unsigned *numbers = tvx_arena_array(making->arena, making->count + 1, sizeof *numbers);
    enum tvx_status status = numbers == NULL ? tvx_error_nomem(making->error) : TVX_OK;

    for (int kind = TVX_SERIES_DOCUMENTS; kind <= TVX_SERIES_REVISIONS; kind++)
        for (size_t i = 0, end; status == TVX_OK && i < making->count; i = end) {
            const struct numbered *first = &making->numbered[i];
            const char *of = "";
            size_t have = 0;

            for (end = i; end < making->count && same(first, &making->numbered[end], kind != TVX_SERIES_DOCUMENTS,
                                                      kind == TVX_SERIES_REVISIONS); end++) {
                const struct numbered *item = &making->numbered[end];
                unsigned number = kind == TVX_SERIES_DOCUMENTS ? item->number
                                  : kind == TVX_SERIES_ADDENDA ? item->addendum
                                                               : item->revision;

                if (number > 0)
                    numbers[have++] = number;
            }
            if (kind == TVX_SERIES_ADDENDA || (kind == TVX_SERIES_REVISIONS && first->addendum == 0))
                of = tvx_arena_printf(making->arena, "%u", first->number);
            else if (kind == TVX_SERIES_REVISIONS)
                of = tvx_arena_printf(making->arena, "%uA%u", first->number, first->addendum);
            if (have > 0)
                status = add_series(making, (enum tvx_series_kind)kind, first->meeting, of, numbers, have);
        }
    return status;
}

/* ---- languages ---- */

static bool lists(const char *const *items, size_t count, const char *item)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i], item) == 0)
            return true;
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Different languages of these documents, by alphabet; arena-owned. */
static const char **languages_of(struct making *making, size_t from, size_t to, size_t *count)
{
    const char **out = tvx_arena_array(making->arena, to - from + 1, sizeof *out);

    *count = 0;
    for (size_t i = from; out != NULL && i < to; i++)
        if (*making->numbered[i].language != '\0' && !lists(out, *count, making->numbered[i].language))
            out[(*count)++] = making->numbered[i].language;
    if (out != NULL && *count > 0)
        qsort(out, *count, sizeof *out, by_name);
    return out;
}

/* What a document lacks of the languages that its meeting has in two documents or more of the same symbol. */
static enum tvx_status lacking(struct making *making, size_t from, size_t to, const char **all, size_t all_count)
{
    struct tvx_register *out = making->out;
    struct tvx_missing_languages missing = {.meeting = making->numbered[from].meeting,
                                            .symbol = making->numbered[from].symbol}, *larger;

    missing.has = languages_of(making, from, to, &missing.has_count);
    missing.lacks = tvx_arena_array(making->arena, all_count + 1, sizeof *missing.lacks);
    if (missing.has == NULL || missing.lacks == NULL)
        return tvx_error_nomem(making->error);
    for (size_t i = 0; i < all_count; i++)
        if (!lists(missing.has, missing.has_count, all[i]))
            missing.lacks[missing.lacks_count++] = all[i];
    if (missing.lacks_count == 0)
        return TVX_OK;
    larger = tvx_arena_grow(making->arena, out->languages, out->language_count, &making->language_capacity,
                            sizeof *larger);
    if (larger == NULL)
        return tvx_error_nomem(making->error);
    out->languages = larger;
    larger[out->language_count++] = missing;
    return TVX_OK;
}

static size_t symbol_end(const struct making *making, size_t from)
{
    size_t end = from;

    while (end < making->count && same(&making->numbered[from], &making->numbered[end], true, true) &&
           making->numbered[end].revision == making->numbered[from].revision)
        end++;
    return end;
}

/* A meeting counts as multilingual when any of its symbols is here in two languages. */
static enum tvx_status find_languages(struct making *making)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0, end; status == TVX_OK && i < making->count; i = end) {
        const char **all;
        size_t all_count, has;
        bool several = false;

        for (end = i; end < making->count && same(&making->numbered[i], &making->numbered[end], false, false); end++)
            ;
        for (size_t at = i; at < end; at = symbol_end(making, at)) {
            if (languages_of(making, at, symbol_end(making, at), &has) == NULL)
                return tvx_error_nomem(making->error);
            several = several || has > 1;
        }
        all = languages_of(making, i, end, &all_count);
        if (all == NULL)
            return tvx_error_nomem(making->error);
        for (size_t at = i; status == TVX_OK && several && at < end; at = symbol_end(making, at))
            status = lacking(making, at, symbol_end(making, at), all, all_count);
    }
    return status;
}

static enum tvx_status number_all(struct making *making)
{
    struct tvx_register *out = making->out;

    making->numbered = tvx_arena_array(making->arena, out->count + 1, sizeof *making->numbered);
    if (making->numbered == NULL)
        return tvx_error_nomem(making->error);
    for (size_t i = 0; i < out->count; i++) {
        const struct tvx_stored_document *document = out->entries[i].document;
        struct numbered *item = &making->numbered[making->count];

        if (document->symbol == NULL || document->meeting == NULL ||
            !tvx_symbol_parts(document->symbol, &item->number, &item->addendum, &item->revision))
            continue;
        item->meeting = document->meeting;
        item->symbol = document->symbol;
        item->language = document->language == NULL ? "" : document->language;
        making->count++;
    }
    if (making->count > 0)
        qsort(making->numbered, making->count, sizeof *making->numbered, by_number);
    return TVX_OK;
}

enum tvx_status tvx_register(struct tvx_register *out, struct tvx_arena *arena, struct tvx_store *store,
                             const char *meeting, const char *today, struct tvx_error *error)
{
    struct making making = {.arena = arena, .out = out, .error = error};
    struct tvx_stored_document *documents;
    struct tvx_access_change *changes;
    size_t change_count;
    enum tvx_status status;

    memset(out, 0, sizeof *out);
    status = tvx_store_documents(store, arena, &documents, &out->count, &(struct tvx_filter){.meeting = meeting},
                                 error);
    if (status == TVX_OK)
        status = tvx_store_access_changes(store, arena, &changes, &change_count, error);
    if (status != TVX_OK)
        return status;
    out->entries = tvx_arena_array(arena, out->count + 1, sizeof *out->entries);
    if (out->entries == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < out->count; i++) {
        out->entries[i] = (struct tvx_register_entry){.document = &documents[i],
                                                      .output = is_output(documents[i].kind)};
        set_access(&out->entries[i], changes, change_count, today);
    }
    status = number_all(&making);
    if (status == TVX_OK)
        status = find_series(&making);
    if (status == TVX_OK)
        status = find_languages(&making);
    return status;
}

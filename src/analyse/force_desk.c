/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "force_desk.h"

#include <string.h>
#include <travaux/text/utf8.h>

struct tvx_force_desk *tvx_force_desk_new(struct tvx_arena *arena, struct tvx_store *store)
{
    struct tvx_force_desk *desk = tvx_arena_alloc(arena, sizeof *desk);

    if (desk == NULL)
        return NULL;
    desk->arena = arena;
    desk->store = store;
    desk->rules = tvx_force_rules_new(arena);
    return desk->rules == NULL ? NULL : desk;
}

static enum tvx_status read_documents(struct tvx_force_desk *desk, struct tvx_error *error)
{
    struct tvx_filter filter = {.meeting = NULL};

    if (desk->documents_read)
        return TVX_OK;
    desk->documents_read = true;
    return tvx_store_documents(desk->store, desk->arena, &desk->documents, &desk->document_count, &filter, error);
}

static const struct tvx_stored_document *document_of(const struct tvx_force_desk *desk, int64_t id)
{
    for (size_t i = 0; i < desk->document_count; i++)
        if (desk->documents[i].id == id)
            return &desk->documents[i];
    return NULL;
}

enum tvx_status desk_language(const char **out, struct tvx_force_desk *desk, int64_t document,
                              struct tvx_error *error)
{
    enum tvx_status status = read_documents(desk, error);
    const struct tvx_stored_document *found = document_of(desk, document);

    *out = found == NULL || found->language == NULL || *found->language == '\0' ? "en" : found->language;
    return status;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const char *kind_name(const struct tvx_instrument *instrument)
{
    switch (instrument->kind) {
    case TVX_INSTRUMENT_TREATY: return "treaty";
    case TVX_INSTRUMENT_RESOLUTION: return "resolution";
    case TVX_INSTRUMENT_DECISION: return "decision";
    case TVX_INSTRUMENT_RECOMMENDATION: return "recommendation";
    case TVX_INSTRUMENT_OTHER: break;
    }
    return NULL;
}

enum tvx_status desk_law(struct desk_law **out, struct tvx_force_desk *desk, const char *key, const char *version,
                         struct tvx_error *error)
{
    const struct tvx_stored_document *document;
    struct desk_law *law;
    enum tvx_status status;

    for (size_t i = 0; i < desk->count; i++)
        if (same(desk->laws[i]->asked_key, key) && same(desk->laws[i]->asked_version, version)) {
            *out = desk->laws[i];
            return TVX_OK;
        }
    law = tvx_arena_alloc(desk->arena, sizeof *law);
    if (law == NULL)
        return tvx_error_nomem(error);
    status = tvx_store_instrument(desk->store, desk->arena, &law->head, &law->instrument, key, version, error);
    if (status == TVX_OK)
        status = tvx_store_text(desk->store, desk->arena, &law->text, law->head.document, error);
    if (status == TVX_OK)
        status = read_documents(desk, error);
    if (status != TVX_OK)
        return status;
    document = document_of(desk, law->head.document);
    if (document != NULL)
        law->document = *document;
    tvx_force_instrument(&law->force, desk->arena, law->head.key, kind_name(&law->instrument));
    law->asked_key = key;
    law->asked_version = version;
    if (desk->count >= desk->capacity) {
        desk->laws = tvx_arena_grow(desk->arena, desk->laws, desk->count, &desk->capacity, sizeof *desk->laws);
        if (desk->laws == NULL)
            return tvx_error_nomem(error);
    }
    desk->laws[desk->count++] = law;
    *out = law;
    return TVX_OK;
}

/* The nearest stored provision over `path`: the path itself, or with steps taken off its end. */
static size_t nearest(const struct desk_law *law, struct tvx_arena *arena, const char *path)
{
    char *prefix = tvx_arena_strdup(arena, path == NULL ? "" : path);

    while (prefix != NULL && *prefix != '\0') {
        size_t index = tvx_instrument_find(&law->instrument, prefix);
        char *dot = strrchr(prefix, '.');

        if (index != SIZE_MAX)
            return index;
        if (dot == NULL)
            return SIZE_MAX;
        *dot = '\0';
    }
    return SIZE_MAX;
}

static bool is_chapeau(const char *text)
{
    size_t length = strlen(text);

    while (length > 0 && text[length - 1] == ' ')
        length--;
    return length > 0 && (text[length - 1] == ':' ||
                          (length >= 3 && memcmp(text + length - 3, "\xEF\xBC\x9A", 3) == 0));
}

const char *desk_above(struct tvx_force_desk *desk, const struct desk_law *law, const char *path)
{
    const char *above = "";
    size_t at = nearest(law, desk->arena, path);

    if (at == SIZE_MAX)
        return above;
    if (strcmp(law->instrument.provisions[at].path, path) == 0)
        at = law->instrument.provisions[at].parent;
    for (int depth = 0; at != SIZE_MAX && depth < 64 && above != NULL; depth++) {
        const struct tvx_provision *provision = &law->instrument.provisions[at];
        bool operative = provision->kind == TVX_PROVISION_OPERATIVE && *provision->heading != '\0';
        const char *line = is_chapeau(provision->text) ? provision->text : "";

        if (operative && *provision->label != '\0' && *provision->text != '\0')
            line = tvx_arena_printf(desk->arena, "%s %s", provision->heading, provision->text);
        else if (operative)
            line = tvx_arena_printf(desk->arena, *line == '\0' ? "%s%s" : "%s\n%s", provision->heading, line);
        if (line == NULL)
            return NULL;
        if (*line != '\0')
            above = tvx_arena_printf(desk->arena, *above == '\0' ? "%s%s" : "%s\n%s", line, above);
        at = provision->parent;
    }
    return above;
}

enum tvx_force_place desk_place(const struct desk_law *law, const char *path)
{
    size_t at = SIZE_MAX;

    if (path == NULL)
        return TVX_FORCE_OPERATIVE;
    if (strncmp(path, "annex", 5) == 0)
        return TVX_FORCE_ANNEX;
    if (strncmp(path, "recital", 7) == 0 || strncmp(path, "preamble", 8) == 0)
        return TVX_FORCE_PREAMBLE;
    for (size_t length = strlen(path); at == SIZE_MAX && length > 0; length--)
        for (size_t i = 0; (path[length] == '\0' || path[length] == '.') && i < law->instrument.count; i++)
            if (strncmp(law->instrument.provisions[i].path, path, length) == 0 &&
                law->instrument.provisions[i].path[length] == '\0')
                at = i;
    if (at == SIZE_MAX)
        return TVX_FORCE_OPERATIVE;
    switch (law->instrument.provisions[at].kind) {
    case TVX_PROVISION_PREAMBLE: return TVX_FORCE_PREAMBLE;
    case TVX_PROVISION_TITLE: return TVX_FORCE_HEADING;
    default: return TVX_FORCE_OPERATIVE;
    }
}

enum tvx_status desk_passage(struct tvx_evidence *out, struct tvx_force_desk *desk, const struct desk_law *law,
                             const char *path, const char *words, struct tvx_error *error)
{
    size_t at = path == NULL ? SIZE_MAX : tvx_instrument_find(&law->instrument, path), from = 0;
    const char *found;

    *out = (struct tvx_evidence){.document = law->document.name == NULL ? "" : law->document.name,
                                 .sha256 = law->document.sha256 == NULL ? "" : law->document.sha256,
                                 .document_id = law->head.document,
                                 .quote = words};
    out->ref = path == NULL || *path == '\0'
                   ? tvx_arena_printf(desk->arena, "%s@%s", law->head.key, law->head.version)
                   : tvx_arena_printf(desk->arena, "%s@%s:%s", law->head.key, law->head.version, path);
    if (out->ref == NULL)
        return tvx_error_nomem(error);
    if (at != SIZE_MAX && law->instrument.provisions[at].points > 0)
        from = tvx_utf8_offset(law->text, strlen(law->text), law->instrument.provisions[at].start);
    found = *words == '\0' ? NULL : strstr(law->text + from, words);
    if (found != NULL) {
        out->start = tvx_utf8_count(law->text, (size_t)(found - law->text));
        out->points = tvx_utf8_count(words, strlen(words));
    }
    return TVX_OK;
}

/* What is read of a provision: its label, its own verb where it has one, its text. */
static const char *printed(struct tvx_arena *arena, const struct tvx_provision *provision)
{
    bool operative = provision->kind == TVX_PROVISION_OPERATIVE && *provision->heading != '\0';

    if (operative && *provision->label != '\0' && *provision->text != '\0')
        return tvx_arena_printf(arena, "%s %s %s", provision->label, provision->heading, provision->text);
    if (operative && *provision->text != '\0')
        return tvx_arena_printf(arena, "%s\n%s", provision->heading, provision->text);
    if (operative)
        return provision->heading;
    return *provision->label == '\0' || provision->kind == TVX_PROVISION_DIVISION ||
                   provision->kind == TVX_PROVISION_TITLE
               ? provision->text
               : tvx_arena_printf(arena, "%s %s", provision->label, provision->text);
}

struct gathering {
    struct tvx_force *out;
    struct tvx_evidence *evidence;
    size_t capacity, evidence_capacity;
};

static enum tvx_status gather(struct gathering *to, struct tvx_force_desk *desk, const struct desk_law *law,
                              const struct tvx_provision *provision, struct tvx_error *error)
{
    struct tvx_force_context context = {.instrument = &law->force, .place = desk_place(law, provision->path),
                                        .above = desk_above(desk, law, provision->path)};
    const char *text = printed(desk->arena, provision);
    struct tvx_force read = {0};
    enum tvx_status status = desk_language(&context.language, desk, law->head.document, error);

    if (status == TVX_OK && (text == NULL || context.above == NULL))
        return tvx_error_nomem(error);
    if (provision->kind == TVX_PROVISION_TITLE)
        context.place = TVX_FORCE_HEADING;
    if (status == TVX_OK)
        status = tvx_force_read(&read, desk->arena, desk->rules, text, &context, error);
    for (size_t i = 0; status == TVX_OK && i < read.count; i++) {
        if (to->out->count >= to->capacity)
            to->out->items = tvx_arena_grow(desk->arena, to->out->items, to->out->count, &to->capacity,
                                            sizeof *to->out->items);
        if (to->out->count >= to->evidence_capacity)
            to->evidence = tvx_arena_grow(desk->arena, to->evidence, to->out->count, &to->evidence_capacity,
                                          sizeof *to->evidence);
        if (to->out->items == NULL || to->evidence == NULL)
            return tvx_error_nomem(error);
        to->out->items[to->out->count] = read.items[i];
        if (is_chapeau(provision->text) && i + 1 == read.count &&
            provision + 1 < law->instrument.provisions + law->instrument.count &&
            provision[1].parent == (size_t)(provision - law->instrument.provisions))
            to->out->items[to->out->count].carried = true;
        status = desk_passage(&to->evidence[to->out->count], desk, law, provision->path, read.items[i].words, error);
        to->out->count++;
    }
    return status;
}

enum tvx_status desk_read_law(struct tvx_force *out, struct tvx_evidence **evidence, struct tvx_force_desk *desk,
                              const struct desk_law *law, const char *path, struct tvx_error *error)
{
    struct gathering to = {.out = out};
    size_t length = path == NULL ? 0 : strlen(path);
    bool any = false;
    enum tvx_status status = TVX_OK;

    *out = (struct tvx_force){0};
    for (size_t i = 0; status == TVX_OK && i < law->instrument.count; i++) {
        const struct tvx_provision *provision = &law->instrument.provisions[i];

        if (length > 0 && (strncmp(provision->path, path, length) != 0 ||
                           (provision->path[length] != '\0' && provision->path[length] != '.'))) {
            size_t up = provision->parent; /* paragraph "5.1" of article 5, item of either */

            while (up != SIZE_MAX && strcmp(law->instrument.provisions[up].path, path) != 0)
                up = law->instrument.provisions[up].parent;
            if (up == SIZE_MAX)
                continue;
        }
        any = true;
        status = gather(&to, desk, law, provision, error);
    }
    if (status == TVX_OK && !any)
        return tvx_error_set(error, TVX_E_NOTFOUND, "%s@%s has no provision %s", law->head.key, law->head.version,
                             path == NULL ? "" : path);
    *evidence = to.evidence;
    return status;
}

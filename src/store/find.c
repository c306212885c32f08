/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A reference looked up.  What is not there is answered with the nearest things that are, since most misses are
 * a slip of the finger or another way of numbering.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "db.h"
#include "lists.h"

/* First and last few of the paths directly under `parent` ("" for the top). */
static const char *children_words(struct tvx_store *store, struct tvx_arena *arena, int64_t instrument,
                                  const char *parent)
{
    struct tvx_row row = {.arena = arena};
    const char *words = "", *last = NULL;
    size_t count = 0;
    bool more = true;

    if (tvx_db_start(store, &row.statement, QUERY_provision_children, NULL, "it", instrument, parent) != TVX_OK)
        return "";
    while (tvx_db_next(store, row.statement, &more, NULL) == TVX_OK && more) {
        last = tvx_row_text_or(&row, 0, "");
        if (++count <= 3) {
            const char *longer = tvx_arena_printf(arena, "%s%s%s", words, *words == '\0' ? "" : ", ", last);

            words = longer == NULL ? words : longer;
        }
    }
    if (count > 3) {
        const char *longer = tvx_arena_printf(arena, "%s%s%s", words, count > 4 ? " … " : ", ", last);

        words = longer == NULL ? words : longer;
    }
    return words;
}

/* Does a margin that names several numbers ("341 to 467", "478 and 479", "298A to C") hold this one? */
static bool range_holds(const char *range, const char *number)
{
    char *letters, *end_letters, *own_letters;
    unsigned long first = strtoul(range, &letters, 10), last, own = strtoul(number, &own_letters, 10);
    const char *to = strstr(range, " to ");
    size_t behind = to == NULL ? 5 : 4;

    to = to == NULL ? strstr(range, " and ") : to;
    if (to == NULL || own_letters == number)
        return false;
    last = strtoul(to + behind, &end_letters, 10);
    if (end_letters == to + behind) /* only the letter runs */
        last = first;
    if (own < first || own > last)
        return false;
    if (own == first && strncasecmp(own_letters, letters, (size_t)(to - letters)) < 0)
        return false;
    return own != last || strcasecmp(own_letters, end_letters) <= 0;
}

/* The provision whose margin names the number in a range. */
static enum tvx_status find_range(struct tvx_store *store, struct tvx_arena *arena, struct tvx_found *out,
                                  const char *number, bool *found, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool more = true;
    enum tvx_status status =
        tvx_db_start(store, &row.statement, QUERY_provision_ranges, error, "i", out->instrument.id);

    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        const char *path = tvx_row_text_or(&row, 0, ""), *range = tvx_row_text_or(&row, 1, "");

        if (*found || !range_holds(range, number))
            continue;
        out->path = path;
        *found = true;
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

/* "there is no number 310 …": the margin's numbers next to it; "" where the text has no margin. */
static const char *near_numbers(struct tvx_store *store, struct tvx_arena *arena, int64_t instrument,
                                const char *number)
{
    struct tvx_row row = {.arena = arena};
    const char *words = "";
    bool more = true;

    if (tvx_db_start(store, &row.statement, QUERY_provision_near_marginal, NULL, "it", instrument, number) != TVX_OK)
        return "";
    while (tvx_db_next(store, row.statement, &more, NULL) == TVX_OK && more) {
        const char *longer = tvx_arena_printf(arena, "%s%s%s", words, *words == '\0' ? "" : ", ",
                                              tvx_row_text_or(&row, 0, ""));

        words = longer == NULL ? words : longer;
    }
    return words;
}

static enum tvx_status no_provision(struct tvx_store *store, struct tvx_arena *arena,
                                    const struct tvx_stored_instrument *head, const char *path, struct tvx_error *error)
{
    char *parent = tvx_arena_strdup(arena, path);
    const char *words = "";

    /* the nearest place above it that exists */
    while (parent != NULL && *words == '\0') {
        char *dot = strrchr(parent, '.');

        if (dot == NULL)
            break;
        *dot = '\0';
        words = children_words(store, arena, head->id, parent);
        if (*words != '\0' && strcmp(words, children_words(store, arena, head->id, "")) == 0)
            words = ""; /* `parent` does not exist either */
    }
    if (*words == '\0' && *path >= '1' && *path <= '9' && strchr(path, '.') == NULL) {
        const char *numbers = near_numbers(store, arena, head->id, path);

        if (*numbers != '\0')
            return tvx_error_set(error, TVX_E_NOTFOUND,
                                 "there is neither a number nor a provision %s in %s@%s; nearest numbers: %s", path,
                                 head->key, head->version, numbers);
    }
    if (*words == '\0')
        words = children_words(store, arena, head->id, "");
    return tvx_error_set(error, TVX_E_NOTFOUND, "there is no provision %s in %s@%s; it has %s", path, head->key,
                         head->version, *words == '\0' ? "none" : words);
}

static enum tvx_status find_path(struct tvx_store *store, struct tvx_arena *arena, struct tvx_found *out,
                                 enum tvx_query query, const char *text, bool *found, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    enum tvx_status status = tvx_db_start(store, &row.statement, query, error, "it", out->instrument.id, text);

    *found = false;
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, found, error);
    if (status == TVX_OK && *found) {
        out->path = tvx_row_text(&row, 0);
        tvx_db_done(row.statement);
        status = tvx_row_check(&row, error);
    }
    return status;
}

static enum tvx_status find_provision(struct tvx_store *store, struct tvx_arena *arena, struct tvx_found *out,
                                      const struct tvx_reference *reference, struct tvx_error *error)
{
    struct tvx_found found = {0};
    bool there = false;
    enum tvx_status status =
        tvx_find_instrument(store, arena, &found.instrument, reference->instrument, reference->version, error);

    if (status == TVX_OK && reference->path != NULL) {
        if (!reference->only_marginal)
            status = find_path(store, arena, &found, QUERY_provision_by_path, reference->path, &there, error);
        if (status == TVX_OK && !there && reference->kind == TVX_REF_MARGINAL)
            status = find_path(store, arena, &found, QUERY_provision_by_marginal, reference->path, &there, error);
        if (status == TVX_OK && !there && reference->kind == TVX_REF_MARGINAL)
            status = find_range(store, arena, &found, reference->path, &there, error);
        if (status == TVX_OK && !there)
            status = no_provision(store, arena, &found.instrument, reference->path, error);
    }
    if (status == TVX_OK)
        *out = found;
    return status;
}

static enum tvx_status find_proposal(struct tvx_store *store, struct tvx_found *out, const char *number, bool *found,
                                     struct tvx_error *error)
{
    int64_t id;
    enum tvx_status status = tvx_db_number(store, &id, found, QUERY_proposal_id_by_number, error, "t", number);

    if (status == TVX_OK && !*found)
        status = tvx_db_number(store, &id, found, QUERY_proposal_id_by_number_nocase, error, "t", number);
    if (status == TVX_OK && *found)
        *out = (struct tvx_found){.proposal = id};
    return status;
}

/* "#12", "PP22/44A7", a file's name (whole or last part), a hash, or a bare symbol. */
static enum tvx_status find_document(struct tvx_store *store, struct tvx_found *out, const char *name, bool *found,
                                     struct tvx_error *error)
{
    int64_t id = 0;
    enum tvx_status status = TVX_OK;

    *found = false;
    if (name[0] == '#') {
        char *end;
        long long number = strtoll(name + 1, &end, 10);

        if (end == name + 1 || *end != '\0' || number <= 0)
            return TVX_OK;
        status = tvx_db_number(store, &id, found, QUERY_document_id_by_id, error, "i", (int64_t)number);
    } else {
        status = tvx_db_number(store, &id, found, QUERY_document_id_by_name, error, "t", name);
        if (status == TVX_OK && !*found)
            status = tvx_db_number(store, &id, found, QUERY_document_id_by_symbol, error, "t", name);
    }
    if (status == TVX_OK && *found)
        *out = (struct tvx_found){.document = id};
    return status;
}

static enum tvx_status nothing_found(struct tvx_store *store, struct tvx_arena *arena, const char *text,
                                     struct tvx_error *error)
{
    char *stem = tvx_arena_strdup(arena, text);
    const char *numbers = "", *names = tvx_list_words(store, arena, QUERY_document_names_like, text);

    /* numbers that begin alike: the serial first taken off, then the document */
    for (int i = 0; i < 3 && stem != NULL && *numbers == '\0' && *stem != '\0'; i++) {
        char *slash;

        numbers = tvx_list_words(store, arena, QUERY_proposal_numbers_like, stem);
        slash = strrchr(stem, '/');
        if (slash == NULL)
            break;
        *slash = '\0';
    }
    if (*numbers != '\0')
        return tvx_error_set(error, TVX_E_NOTFOUND, "there is no proposal %s; nearest: %s", text, numbers);
    if (*names != '\0')
        return tvx_error_set(error, TVX_E_NOTFOUND, "there is no document %s; nearest: %s", text, names);
    return tvx_error_set(
        error, TVX_E_NOTFOUND,
        "nothing is called %s; references look like ITR@1988:5.1, CS:180, EUR/44A7/1, PP22/44A7 or #12", text);
}

enum tvx_status tvx_store_find(struct tvx_store *store, struct tvx_arena *arena, struct tvx_found *out,
                               const char *reference, struct tvx_error *error)
{
    struct tvx_reference parsed = {0};
    struct tvx_error reason = {0}, *told = error == NULL ? &reason : error;
    bool found = false;
    enum tvx_status status, parse;

    memset(out, 0, sizeof *out);
    if (*reference == '\0')
        return tvx_error_set(error, TVX_E_USAGE, "the reference is empty");
    parse = tvx_reference_parse(&parsed, arena, reference, told);
    if (parse == TVX_E_NOMEM)
        return parse;
    if (parse == TVX_OK && parsed.instrument != NULL) {
        status = find_provision(store, arena, out, &parsed, told);
        if (status != TVX_E_NOTFOUND)
            return status;
    }
    /* As it stands: a file may be called anything, also "a:b.docx". */
    reason = *told;
    status = find_proposal(store, out, reference, &found, error);
    if (status == TVX_OK && !found)
        status = find_document(store, out, reference, &found, error);
    if (status != TVX_OK || found)
        return status;
    if (parse == TVX_OK && parsed.instrument != NULL &&
        (parsed.kind != TVX_REF_INSTRUMENT || strpbrk(reference, "./# ") == NULL)) {
        if (error != NULL)
            *error = reason;
        return reason.status;
    }
    return nothing_found(store, arena, reference, error);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"

#include "shelf.h"

#include <stdio.h>
#include <string.h>

/* In the order of the menu. */
const struct tvx_page_kind tvx_page_kinds[] = {
    {.name = "", .write = page_index, .menu = "Overview"},
    {.name = "provisions", .write = page_provisions, .menu = "Provisions"},
    {.name = "documents", .write = page_documents, .menu = "Documents"},
    {.name = "actors", .write = page_actors, .menu = "Actors"},
    {.name = "themes", .write = page_themes, .menu = "Themes"},
    {.name = "definitions", .write = page_definitions, .menu = "Definitions"},
    {.name = "positions", .write = page_positions, .menu = "Positions"},
    {.name = "outcomes", .write = page_outcomes, .menu = "Outcomes"},
    {.name = "reuse", .write = page_reuse, .menu = "Wording"},
    {.name = "assessments", .write = page_assessments, .menu = "Assessment"},
    {.name = "calendar", .write = page_calendar, .menu = "Calendar"},
    {.name = "register", .write = page_register, .menu = "Register"},
    {.name = "statements", .write = page_statements, .menu = "Statements"},
    {.name = "review", .write = page_review, .personal = true, .served_only = true, .menu = "Review"},
    {.name = "notices", .write = page_notices, .personal = true, .served_only = true, .menu = "Notices"},
    {.name = "note", .write = page_note, .refers = true, .served_only = true},
    {.name = "conflict", .write = page_conflict, .personal = true, .refers = true, .served_only = true},
    {.name = "compare", .write = page_compare, .served_only = true, .menu = "Compare"},
    {.name = "search", .write = page_search, .served_only = true},
    {.name = "instrument", .write = page_instrument, .refers = true},
    {.name = "provision", .write = page_provision, .refers = true},
    {.name = "blame", .write = page_blame, .refers = true},
    {.name = "proposal", .write = page_proposal, .refers = true},
    {.name = "document", .write = page_document, .refers = true},
    {.name = "actor", .write = page_actor, .refers = true},
    {.name = "theme", .write = page_theme, .refers = true},
    {.name = "definition", .write = page_definition, .refers = true},
    {.name = "outcome", .write = page_outcome, .refers = true},
    {.name = "statement", .write = page_statement, .refers = true},
    {.name = "statement-new", .write = page_statement_draft, .served_only = true},
    {.name = "statement-draft", .write = page_statement_draft, .refers = true, .served_only = true},
    {.name = "statement-versions", .write = page_statement_versions, .refers = true, .served_only = true},
    {.name = "statement-confirm", .write = page_statement_confirm, .served_only = true},
    {.name = "assessment", .write = page_assessment, .refers = true},
};
const size_t tvx_page_kind_count = sizeof tvx_page_kinds / sizeof *tvx_page_kinds;

const char *const tvx_page_assets[] = {
    "src/show/assets/style.css",
    "src/show/assets/charts.css",
    "src/show/assets/lattice.css",
    "src/show/assets/start.css",
    "src/show/assets/runs.css",
    "src/show/assets/travaux.js",
    "src/show/assets/upload.js",
    "src/show/assets/icon.svg",
    "src/show/assets/charts.js",
};
const size_t tvx_page_asset_count = sizeof tvx_page_assets / sizeof *tvx_page_assets;

const struct tvx_page_kind *tvx_page_kind_find(const char *name)
{
    for (size_t i = 0; i < tvx_page_kind_count; i++)
        if (strcmp(tvx_page_kinds[i].name, name) == 0)
            return &tvx_page_kinds[i];
    return NULL;
}

enum tvx_status tvx_page_write(struct tvx_page *page, const struct tvx_page_kind *kind)
{
    enum tvx_status status;

    shelf_turn(page->shelf);
    page->kind = kind;
    if (kind->refers != (page->reference != NULL))
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "there is no such page");
    status = kind->write(page);
    if (status == TVX_OK && page->out->failed)
        status = tvx_error_set(page->error, TVX_E_LIMIT, "the page is larger than %zu MiB", page->out->ceiling >> 20);
    if (status != TVX_OK)
        tvx_buf_clear(page->out);
    return status;
}

const char *tvx_page_parameter(const struct tvx_page *page, const char *name)
{
    for (size_t i = 0; i < page->parameter_count; i++)
        if (strcmp(page->parameters[i].name, name) == 0)
            return page->parameters[i].value;
    return NULL;
}

/* `more`: characters beside letters and digits that stay as they are. */
static const char *escape(struct tvx_arena *arena, const char *before, const char *value, const char *more)
{
    size_t length = strlen(before);
    char *out = tvx_arena_alloc(arena, length + 3 * strlen(value) + 1), *to;

    if (out == NULL)
        return NULL;
    memcpy(out, before, length);
    to = out + length;
    for (const char *c = value; *c != '\0'; c++)
        if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
            strchr(more, *c) != NULL)
            *to++ = *c;
        else
            to += snprintf(to, 4, "%%%02X", (unsigned char)*c);
    *to = '\0';
    return out;
}

const char *tvx_page_escape(struct tvx_arena *arena, const char *value)
{
    const char *out = escape(arena, "", value, "-._~");

    return out == NULL ? "" : out;
}

/* A reference that a browser would take for a way up or down the tree has its slashes escaped. */
static bool like_a_way(const char *reference)
{
    return *reference == '/' || *reference == '.' || strstr(reference, "//") != NULL ||
           strstr(reference, "/.") != NULL;
}

const char *tvx_page_address(struct tvx_arena *arena, const char *kind, const char *reference)
{
    if (reference == NULL)
        return tvx_arena_printf(arena, "/%s", kind);
    return escape(arena, tvx_arena_printf(arena, "/%s/", kind), reference, like_a_way(reference) ? "-_~@:" : "-._~@:/");
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Beside the base text: how firmly it binds, the terms it uses, its versions, who may change it. */
#include "html_lattice.h"

#include "html_parts.h"
#include "html_quote.h"
#include "shelf_analyses.h"
#include "words.h"

#include <string.h>
#include <travaux/law/institution.h>
#include <travaux/store/institution.h>

enum { NORMS = 3, TERMS = 5, VERSIONS = 8, QUOTED = 12 };

static void question(struct html *html, bool *any, const char *english)
{
    if (!*any) {
        html_raw(html, "<section class=\"card about\" aria-labelledby=\"h-about\">\n<h2 id=\"h-about\">");
        html_say(html, "Law around it");
        html_raw(html, "</h2>\n<dl class=\"told\">\n");
        *any = true;
    }
    html_raw(html, "<div><dt>");
    html_say(html, english);
    html_raw(html, "</dt><dd>");
}

static void answered(struct html *html)
{
    html_raw(html, "</dd></div>\n");
}

/* ---- force ---- */

struct law_force {
    const char *key, *version, *path;
    struct tvx_force_desk *desk;
};

static enum tvx_status make_force(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                  struct tvx_error *error)
{
    const struct law_force *wanted = context;
    struct tvx_force_report *report = tvx_arena_array(arena, 1, sizeof *report);

    (void)store;
    *out = report;
    if (report == NULL)
        return tvx_error_nomem(error);
    return tvx_force_of_law(report, wanted->desk, wanted->key, wanted->version, wanted->path, error);
}

static void norms(struct html *html, const struct html_lattice *lattice, bool *any)
{
    const struct tvx_stored_instrument *head = &lattice->law->head;
    struct law_force wanted = {head->key, head->version, lattice->comparison->path,
                               shelf_force(html->page)};
    const char *key = tvx_arena_printf(html->arena, "force %s", lattice->comparison->reference);
    const struct tvx_force_report *report;
    void *value = NULL;
    size_t shown = 0;

    if (lattice->comparison->is_new || key == NULL || wanted.desk == NULL ||
        tvx_shelf_take(html->page->shelf, key, make_force, &wanted, &value, NULL) != TVX_OK)
        return;
    report = value;
    for (size_t i = 0; i < report->after.count; i++)
        for (size_t k = 0; k < report->after.items[i].count && shown < NORMS; k++) {
            const struct tvx_norm *norm = &report->after.items[i].norms[k];

            if (shown++ == 0)
                question(html, any, SAY("Legal force"));
            html_raw(html, "<p>");
            html_norm(html, norm);
            html_raw(html, "</p>");
        }
    if (shown > 0)
        answered(html);
}

/* ---- terms ---- */

static void terms(struct html *html, const struct html_lattice *lattice, bool *any)
{
    const char *kind = tvx_page_kind_find("definition") == NULL ? "provision" : "definition";
    const struct tvx_scope *scope;
    size_t shown = 0;

    if (shelf_scope(html->page, &scope) != TVX_OK)
        return;
    for (size_t i = 0; i < scope->count && shown < TERMS; i++) {
        const struct tvx_scope_definition *definition = &scope->definitions[i];
        bool used = false;

        for (size_t k = 0; k < definition->affected.count && !used; k++)
            used = strcmp(definition->affected.items[k].ref, lattice->comparison->reference) == 0;
        if (!used)
            continue;
        if (shown++ == 0)
            question(html, any, SAY("Defined terms in it"));
        html_raw(html, "<p>");
        html_thing(html, kind, definition->ref, NULL, definition->term);
        html_raw(html, " <span class=\"soft\">");
        html_text(html, definition->ref);
        html_raw(html, "</span>");
        for (size_t k = 0; k < definition->change_count; k++) {
            html_raw(html, k == 0 ? " · " : ", ");
            if (k == 0) {
                html_say(html, "to be changed by");
                html_raw(html, " ");
            }
            html_thing(html, "proposal", definition->changes[k].proposal, "number", definition->changes[k].proposal);
        }
        html_raw(html, "</p>");
    }
    if (shown > 0)
        answered(html);
}

/* ---- history ---- */

static void versions(struct html *html, const struct html_lattice *lattice, bool *any)
{
    const struct tvx_stored_instrument *head = &lattice->law->head;
    struct tvx_stored_instrument *all = NULL;
    size_t count = 0, shown = 0;

    if (tvx_store_instruments(html->page->store, html->arena, &all, &count, NULL) != TVX_OK)
        return;
    question(html, any, SAY("History"));
    html_raw(html, "<p>");
    html_text(html, head->version == NULL ? "" : head->version);
    html_raw(html, " <span class=\"soft\">");
    html_say(html, head->in_force ? "in force" : "not in force");
    html_raw(html, "</span>");
    for (size_t i = 0; i < count && shown < VERSIONS; i++) {
        const struct shelf_law *law;
        const char *reference;

        if (strcmp(all[i].key, head->key) != 0 || head->version == NULL || all[i].version == NULL ||
            strcmp(all[i].version, head->version) == 0 ||
            shelf_law(html->page, &law, all[i].key, all[i].version) != TVX_OK ||
            tvx_instrument_find(&law->instrument, lattice->comparison->path) == SIZE_MAX)
            continue;
        reference = tvx_arena_printf(html->arena, "%s@%s:%s", all[i].key, all[i].version, lattice->comparison->path);
        html_raw(html, " · ");
        html_thing(html, "provision", reference, NULL, all[i].version);
        shown++;
    }
    html_raw(html, "</p>");
    if (!lattice->comparison->is_new && tvx_page_kind_find("blame") != NULL) {
        html_raw(html, "<p>");
        html_thing(html, "blame", lattice->comparison->reference, NULL, html_said(html, "Where each word comes from"));
        html_raw(html, "</p>");
    }
    answered(html);
}

/* ---- who decides ---- */

static enum tvx_status make_institutions(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                         struct tvx_error *error)
{
    struct tvx_institutions *all = tvx_arena_array(arena, 1, sizeof *all);

    (void)context;
    *out = all;
    return all == NULL ? tvx_error_nomem(error) : tvx_store_institutions(store, arena, all, error);
}

static void who_decides(struct html *html, const struct html_lattice *lattice, bool *any)
{
    const struct tvx_instrument_rule *rule;
    const struct tvx_body *body;
    void *value = NULL;
    bool french;

    if (tvx_shelf_take(html->page->shelf, "institutions", make_institutions, NULL, &value, NULL) != TVX_OK)
        return;
    rule = tvx_institutions_rule(value, lattice->law->head.key);
    body = rule == NULL || rule->changed_by == NULL ? NULL
                                                    : tvx_institutions_body(value, rule->institution, rule->changed_by);
    if (body == NULL)
        return;
    question(html, any, SAY("Who decides"));
    html_raw(html, "<p>");
    french = body->name_fr != NULL && strcmp(tvx_tongue_name(html_tongue(html))->code, "fr") == 0;
    html_text(html, french ? body->name_fr : body->name);
    html_raw(html, "</p>");
    if (rule->majority.text != NULL) {
        html_raw(html, "<p>");
        html_sentence(html, rule->majority.text);
        html_raw(html, "</p>");
    }
    answered(html);
}

void html_about(struct html *html, const struct html_lattice *lattice)
{
    bool any = false;

    if (html->page == NULL || lattice->law == NULL)
        return;
    norms(html, lattice, &any);
    terms(html, lattice, &any);
    versions(html, lattice, &any);
    who_decides(html, lattice, &any);
    if (any)
        html_raw(html, "</dl></section>\n");
}

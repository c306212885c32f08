/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a proposal does, as Akoma Ntoso's modifications.  Its types of forceMod tell when a norm enters into force and
 * when it ends; that a norm which stays binds more or less is told by a concept of ours (refersTo), as is the direction
 * in which a definition moves.  Levels and words of the norms stand in attributes of our own.
 */
#include "akn_parts.h"

#include <stdio.h>
#include <string.h>
#include <travaux/law/reference.h>

enum { ID = 48 };

struct modifying {
    struct show_akn *akn;
    const struct show_akn_change *change;
    size_t texts, meanings, scopes, forces; /* modifications written so far */
};

static const struct {
    enum tvx_action action;
    const char *type, *status, *moved;
} texts[] = {
    {TVX_ACTION_ADD, "insertion", NULL, NULL},          {TVX_ACTION_ADD_MOVED, "insertion", NULL, "true"},
    {TVX_ACTION_MOD, "substitution", NULL, NULL},       {TVX_ACTION_MOD_EDITORIAL, "substitution", "editorial", NULL},
    {TVX_ACTION_SUP, "repeal", NULL, NULL},             {TVX_ACTION_SUP_MOVED, "repeal", NULL, "true"},
};

static const struct {
    const char *name, *shown;
} concepts[] = {
    {"force-raised", "legal force raised"},       {"force-lowered", "legal force lowered"},
    {"reach-widened", "definition widened"},      {"reach-narrowed", "definition narrowed"},
    {"reach-unclear", "definition changed, its reach unclear"},
};

static void open_mod(struct modifying *m, const char *element, size_t *count, const char *type, const char *concept)
{
    char id[ID];

    snprintf(id, sizeof id, "%s_%zu", element, ++*count);
    show_akn_open(m->akn, element);
    show_akn_id(m->akn, id);
    show_akn_attribute(m->akn, "type", type);
    if (concept != NULL) {
        snprintf(id, sizeof id, "concept_%s", concept);
        show_akn_to(m->akn, "refersTo", id);
    }
}

static void source(struct modifying *m)
{
    show_akn_open(m->akn, "source");
    show_akn_to(m->akn, "href", "mod_1");
    show_akn_close(m->akn);
}

/* Where a path is not known, only what the proposal prints. */
static void destination(struct modifying *m, const struct show_akn_law *law, const char *path, const char *pos,
                        const char *through)
{
    const char *href = law == NULL ? NULL : show_akn_address(m->akn->arena, law, path);

    m->akn->failed = m->akn->failed || (law != NULL && href == NULL);
    show_akn_open(m->akn, "destination");
    show_akn_attribute(m->akn, "href", href);
    show_akn_attribute(m->akn, "pos", pos);
    show_akn_ours(m->akn, "path", path);
    show_akn_ours(m->akn, "through", through);
    if (law == NULL || path == NULL)
        show_akn_ours(m->akn, "printed", m->change->stored->proposal.target);
    show_akn_close(m->akn);
}

static void own_destination(struct modifying *m)
{
    const struct tvx_resolution *at = &m->change->stored->resolution;

    if (at->kind != TVX_RESOLVED_NEW)
        destination(m, m->change->law, at->path, NULL, NULL);
    else if (at->after_path != NULL)
        destination(m, m->change->law, at->after_path, "after", NULL);
    else
        destination(m, m->change->law, NULL, "end", NULL);
}

static void quoted(struct modifying *m, const char *element, const char *id)
{
    show_akn_open(m->akn, element);
    show_akn_to(m->akn, "href", id);
    show_akn_close(m->akn);
}

/* The number printed before a text: "5.2"; NULL where there is none. */
static const char *number_before(struct modifying *m, const char *text)
{
    struct tvx_label label;

    if (tvx_label_parse(&label, m->akn->arena, text, true, NULL) != TVX_OK || label.kind == TVX_LABEL_NONE ||
        label.kind == TVX_LABEL_DASH)
        return NULL;
    return label.canonical;
}

static void textual(struct modifying *m)
{
    const struct tvx_proposal *item = &m->change->stored->proposal;
    const char *before = number_before(m, item->before), *after = number_before(m, item->after);

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i].action != item->action)
            continue;
        open_mod(m, "textualMod", &m->texts, texts[i].type, NULL);
        show_akn_attribute(m->akn, "status", texts[i].status);
        show_akn_ours(m->akn, "moved", texts[i].moved);
        source(m);
        own_destination(m);
        if (*item->before != '\0')
            quoted(m, "old", "mod_1__qstr_1");
        if (*item->after != '\0')
            quoted(m, "new", *item->before == '\0' ? "mod_1__qstr_1" : "mod_1__qstr_2");
        show_akn_close(m->akn);
    }
    if (before == NULL || after == NULL || strcmp(before, after) == 0)
        return;
    open_mod(m, "textualMod", &m->texts, "renumbering", NULL);
    source(m);
    own_destination(m);
    show_akn_open(m->akn, "old");
    show_akn_ours(m->akn, "number", before);
    show_akn_close(m->akn);
    show_akn_open(m->akn, "new");
    show_akn_ours(m->akn, "number", after);
    show_akn_close(m->akn);
    show_akn_close(m->akn);
}

/* ---- definitions ---- */

static const struct show_akn_law *law_of(const struct show_akn_change *change, size_t number)
{
    const struct tvx_scope_law *wanted = number < change->scope->law_count ? &change->scope->laws[number] : NULL;

    for (size_t i = 0; wanted != NULL && i < change->laws->count; i++) {
        const struct show_akn_law *law = &change->laws->items[i];

        if (law->read && strcmp(law->head->key, wanted->key) == 0 && strcmp(law->head->version, wanted->version) == 0)
            return law;
    }
    return NULL;
}

static void reached(struct modifying *m, const struct tvx_scope_reaches *reaches, bool through)
{
    for (size_t i = 0; i < reaches->count; i++) {
        const struct tvx_scope_reached *item = &reaches->items[i];
        bool known = through && item->via < m->change->scope->count;

        destination(m, law_of(m->change, item->law), item->path, NULL,
                    known ? m->change->scope->definitions[item->via].term : NULL);
    }
}

/* Calls for each change that the proposal makes to a definition; `number` counts them. */
static void each_definition(struct modifying *m, void (*what)(struct modifying *m, size_t number,
                                                              const struct tvx_scope_definition *definition,
                                                              const struct tvx_scope_change *change))
{
    const struct tvx_scope *scope = m->change->scope;
    size_t number = 0;

    for (size_t i = 0; scope != NULL && i < scope->count; i++)
        for (size_t j = 0; j < scope->definitions[i].change_count; j++) {
            const struct tvx_scope_change *change = &scope->definitions[i].changes[j];

            if (strcmp(change->proposal, m->change->stored->proposal.number) == 0 &&
                change->judged.reach != TVX_REACH_SAME)
                what(m, ++number, &scope->definitions[i], change);
        }
}

static void domain(struct modifying *m, size_t number)
{
    char id[ID];

    snprintf(id, sizeof id, "term_%zu", number);
    quoted(m, "domain", id);
}

static void meaning(struct modifying *m, size_t number, const struct tvx_scope_definition *definition,
                    const struct tvx_scope_change *change)
{
    const char *concept = tvx_arena_printf(m->akn->arena, "reach-%s", tvx_reach_to_string(change->judged.reach));

    m->akn->failed = m->akn->failed || concept == NULL;
    open_mod(m, "meaningMod", &m->meanings, "termModification", concept);
    source(m);
    destination(m, law_of(m->change, definition->law), definition->path, NULL, NULL);
    domain(m, number);
    show_akn_close(m->akn);
}

static void scope(struct modifying *m, size_t number, const struct tvx_scope_definition *definition,
                  const struct tvx_scope_change *change)
{
    bool wider = change->judged.reach == TVX_REACH_WIDENED;

    if (change->judged.reach == TVX_REACH_UNCLEAR ||
        definition->affected.count + definition->affected_through.count == 0)
        return;
    open_mod(m, "scopeMod", &m->scopes, wider ? "extensionOfScope" : "exceptionOfScope", NULL);
    source(m);
    reached(m, &definition->affected, false);
    reached(m, &definition->affected_through, true);
    domain(m, number);
    show_akn_close(m->akn);
}

/* ---- force ---- */

static void level(struct show_akn *akn, const char *name, const struct tvx_norm *norm)
{
    char digits[16];

    if (norm == NULL)
        return;
    snprintf(digits, sizeof digits, "%d", norm->level);
    show_akn_ours(akn, name, digits);
}

static void force(struct modifying *m)
{
    const struct tvx_force_report *report = m->change->force;

    for (size_t i = 0; report != NULL && i < report->change.count; i++)
        for (size_t j = 0; j < report->change.steps[i].count; j++) {
            const struct tvx_norm_change *norm = &report->change.steps[i].changes[j];

            if (norm->direction == TVX_FORCE_SAME)
                continue;
            open_mod(m, "forceMod", &m->forces, norm->before == NULL  ? "entryIntoForce"
                                                : norm->after == NULL ? "endOfEnactment" : "reEnactment",
                     norm->direction == TVX_FORCE_RAISED ? "force-raised" : "force-lowered");
            show_akn_ours(m->akn, "before", norm->before == NULL ? NULL : norm->before->modal);
            show_akn_ours(m->akn, "after", norm->after == NULL ? NULL : norm->after->modal);
            level(m->akn, "level-before", norm->before);
            level(m->akn, "level-after", norm->after);
            show_akn_ours(m->akn, "because", norm->because);
            source(m);
            own_destination(m);
            show_akn_close(m->akn);
        }
}

static bool changes_nothing(const struct show_akn_change *change)
{
    return change->stored->proposal.action == TVX_ACTION_NOC || change->stored->proposal.action == TVX_ACTION_NOC_FIRM;
}

void show_akn_analysis(struct show_akn *akn, const struct show_akn_change *change)
{
    struct modifying m = {.akn = akn, .change = change};

    if (changes_nothing(change))
        return;
    show_akn_open(akn, "analysis");
    show_akn_to(akn, "source", SHOW_AKN_SELF);
    show_akn_open(akn, "activeModifications");
    textual(&m);
    each_definition(&m, meaning);
    each_definition(&m, scope);
    force(&m);
    show_akn_close(akn);
    show_akn_close(akn);
}

static void term(struct modifying *m, size_t number, const struct tvx_scope_definition *definition,
                 const struct tvx_scope_change *change)
{
    const char *slug = tvx_path_slug(m->akn->arena, definition->term);
    const char *href = slug == NULL ? NULL : tvx_arena_printf(m->akn->arena, "/akn/ontology/term/%s", slug);
    char id[ID];

    (void)change;
    snprintf(id, sizeof id, "term_%zu", number);
    m->akn->failed = m->akn->failed || href == NULL;
    if (href != NULL)
        show_akn_reference(m->akn, "TLCTerm", id, href, definition->term);
}

void show_akn_analysis_references(struct show_akn *akn, const struct show_akn_change *change)
{
    struct modifying m = {.akn = akn, .change = change};

    if (changes_nothing(change))
        return;
    each_definition(&m, term);
    for (size_t i = 0; i < sizeof concepts / sizeof *concepts; i++)
        show_akn_entity(akn, "TLCConcept", "concept/travaux", "concept", concepts[i].name, concepts[i].shown);
}

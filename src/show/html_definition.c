/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Defined terms: all of them, and one with what proposals do to it and everything that hangs on it. */
#include "html_analyses.h"
#include "pages.h"

#include <stdlib.h>
#include <string.h>

enum { LEAVES_DRAWN = 60, BRANCHES_DRAWN = 60, DEPTH = 24 };

static const struct { const char *sign, *word, *class; } reach_words[] = {
    [TVX_REACH_SAME] = {"=", SAY("same reach"), "reach r-same"},
    [TVX_REACH_WIDENED] = {"▲", SAY("widened"), "reach r-widened"},
    [TVX_REACH_NARROWED] = {"▼", SAY("narrowed"), "reach r-narrowed"},
    [TVX_REACH_UNCLEAR] = {"?", SAY("unclear"), "reach r-unclear"},
};

static const struct { const char *layer, *said; } layers[] = {
    {"infrastructure", SAY("infrastructure")},
    {"services and content", SAY("services and content")},
    {"both", SAY("infrastructure and content")},
};

const char *analyses_reach(enum tvx_reach reach)
{
    return reach_words[reach].word;
}

const char *analyses_reach_sign(enum tvx_reach reach)
{
    return reach_words[reach].sign;
}

void html_reach(struct html *html, enum tvx_reach reach)
{
    html_raw(html, "<span");
    html_attribute(html, "class", reach_words[reach].class);
    html_raw(html, "><span aria-hidden=\"true\">");
    html_text(html, reach_words[reach].sign);
    html_raw(html, "</span> ");
    html_say(html, reach_words[reach].word);
    html_raw(html, "</span>");
}

static void layer(struct html *html, const char *name)
{
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        if (strcmp(layers[i].layer, name) == 0)
            html_say(html, layers[i].said);
}

/* ---- how pages name a definition: "MNR@2022/Service", the second of that name "MNR@2022/Service~2" ---- */

static const char *law_of(const struct tvx_scope *scope, const struct tvx_scope_definition *d, struct tvx_arena *arena)
{
    const struct tvx_scope_law *law = &scope->laws[d->law];

    return law->version == NULL || *law->version == '\0' ? law->key
                                                         : tvx_arena_printf(arena, "%s@%s", law->key, law->version);
}

static const struct tvx_scope_definition *definition_at(const struct tvx_scope *scope, size_t index)
{
    return index < scope->count ? &scope->definitions[index] : &scope->proposed[index - scope->count];
}

static const char *name_of(const struct tvx_scope *scope, size_t index, struct tvx_arena *arena)
{
    const struct tvx_scope_definition *d = definition_at(scope, index);
    const char *law = law_of(scope, d, arena);
    size_t before = 0;

    for (size_t i = 0; i < index; i++)
        before += definition_at(scope, i)->law == d->law && strcmp(definition_at(scope, i)->term, d->term) == 0;
    return before == 0 ? tvx_arena_printf(arena, "%s/%s", law, d->term)
                       : tvx_arena_printf(arena, "%s/%s~%zu", law, d->term, before + 1);
}

/* By that name, or by the provision that it stands in; SIZE_MAX when there is none. */
static size_t find_definition(const struct tvx_scope *scope, const char *reference, struct tvx_arena *arena)
{
    size_t all = scope->count + scope->proposed_count;

    for (size_t i = 0; i < all; i++) {
        const char *name = name_of(scope, i, arena);

        if (name != NULL && strcmp(name, reference) == 0)
            return i;
    }
    for (size_t i = 0; i < scope->count; i++)
        if (strcmp(scope->definitions[i].ref, reference) == 0)
            return i;
    return SIZE_MAX;
}

static void definition_link(struct html *html, const struct tvx_scope *scope, size_t index)
{
    html_thing(html, "definition", name_of(scope, index, html->arena), "number", definition_at(scope, index)->term);
}

/* ---- all ---- */

static void changes_cell(struct html *html, const struct tvx_scope_definition *d)
{
    html_raw(html, "<td>");
    for (size_t i = 0; i < d->change_count; i++) {
        html_reach(html, d->changes[i].judged.reach);
        html_raw(html, " ");
        html_proposal(html, d->changes[i].proposal);
        html_raw(html, i + 1 < d->change_count ? "<br>" : "");
    }
    html_raw(html, d->change_count == 0 ? "—</td>" : "</td>");
}

static void definition_row(struct html *html, const struct tvx_scope *scope, size_t index)
{
    const struct tvx_scope_definition *d = definition_at(scope, index);

    html_raw(html, "<tr><th scope=\"row\">");
    definition_link(html, scope, index);
    html_raw(html, "</th><td>");
    if (d->provision == SIZE_MAX)
        html_proposal(html, d->ref);
    else
        html_thing(html, "provision", d->ref, NULL, d->ref);
    html_raw(html, "</td>");
    html_cell_number(html, d->affected.count + d->elsewhere.count);
    html_cell_number(html, d->affected_through.count);
    changes_cell(html, d);
    html_raw(html, "<td>");
    layer(html, d->layer);
    html_raw(html, "</td></tr>\n");
}

static void undefined_card(struct html *html, const struct tvx_scope *scope)
{
    static const struct html_column columns[] = {{SAY("Term"), false}, {SAY("Why it looks like one"), false},
                                                 {SAY("Where it is used"), false}};

    if (scope->undefined_count == 0)
        return;
    html_card(html, "h-undefined", SAY("Used like a term, and defined nowhere"));
    html_table(html, "Used like a term, and defined nowhere", columns, 3);
    for (size_t i = 0; i < scope->undefined_count; i++) {
        const struct tvx_scope_undefined *u = &scope->undefined[i];

        html_raw(html, "<tr><th scope=\"row\">");
        html_text(html, u->term);
        html_raw(html, "</th><td>");
        html_english(html, "span", NULL, u->why);
        html_raw(html, "</td><td>");
        for (size_t j = 0; j < u->uses.count && j < 12; j++) {
            html_thing(html, "provision", u->uses.items[j].ref, NULL, u->uses.items[j].ref);
            html_raw(html, " ");
        }
        html_raw(html, u->uses.count > 12 ? "…</td></tr>\n" : "</td></tr>\n");
    }
    html_table_end(html);
    html_card_end(html);
}

enum tvx_status page_definitions(struct tvx_page *page)
{
    static const struct html_column columns[] = {{SAY("Term"), false}, {SAY("Defined in"), false},
                                                 {SAY("Provisions that use it"), true},
                                                 {SAY("reached through other terms"), true},
                                                 {SAY("What proposals do to it"), false}, {SAY("Layer"), false}};
    struct html made = html_of(page), *html = &made;
    const struct html_crumb crumbs[] = {{html_said(html, "Definitions"), NULL}};
    const struct tvx_scope *scope;
    struct html_pager pager;
    enum tvx_status status = shelf_scope(page, &scope);

    if (status != TVX_OK)
        return status;
    html_start(html, crumbs[0].text, crumbs, 1);
    html_heading(html, html_said(html, "Defined terms, and who would change them"),
                 scope->meeting == NULL ? NULL
                                        : html_said_with(html, "Instruments in force, and the proposals of {1}",
                                                         (const char *const[]){scope->meeting}, 1));
    html_card(html, "h-terms", SAY("In force"));
    html_note(html, "Whoever widens a term widens every provision that uses it, and every one that uses a term defined "
                    "by it.  Changed terms come first, then those on which most hangs.");
    pager = html_pager_of(html, scope->shown_count);
    html_table(html, "Defined terms", columns, 6);
    for (size_t i = pager.from; i < pager.to; i++)
        definition_row(html, scope, scope->shown[i]);
    html_table_end(html);
    html_pager(html, &pager);
    html_card_end(html);
    if (scope->proposed_count > 0) {
        html_card(html, "h-proposed", SAY("New definitions proposed"));
        html_table(html, "New definitions proposed", columns, 6);
        for (size_t i = 0; i < scope->proposed_count; i++)
            definition_row(html, scope, scope->count + i);
        html_table_end(html);
        html_card_end(html);
    }
    undefined_card(html, scope);
    html_end(html);
    return TVX_OK;
}

/* ---- what hangs on one ---- */

struct cascade {
    struct html *html;
    const struct tvx_scope *scope;
    const struct tvx_scope_definition *root;
    struct chart_tree tree;
    size_t *definitions; /* of each branch */
    bool *seen;          /* by definition */
    size_t left_out;     /* leaves not drawn */
    bool failed;
};

/* The definition through which that one is reached: root_index for the root's own term; SIZE_MAX: it is not reached. */
static size_t parent_of(const struct cascade *c, size_t index, size_t root_index)
{
    for (size_t i = 0; i < c->root->affected.count; i++)
        if (c->root->affected.items[i].defines == index)
            return root_index;
    for (size_t i = 0; i < c->root->affected_through.count; i++)
        if (c->root->affected_through.items[i].defines == index)
            return c->root->affected_through.items[i].via;
    return SIZE_MAX;
}

/* Provisions reached by that definition that define nothing themselves. */
static void add_leaves(struct cascade *c, struct chart_branch *branch, size_t via, bool root)
{
    const struct tvx_scope_reaches *lists[] = {&c->root->affected, &c->root->elsewhere, &c->root->affected_through};
    size_t count = 0;

    for (size_t l = root ? 0 : 2; l < (root ? 2u : 3u); l++)
        count += lists[l]->count;
    branch->leaves = tvx_arena_array(c->html->arena, count + 1, sizeof *branch->leaves);
    if (branch->leaves == NULL) {
        c->failed = true;
        return;
    }
    for (size_t l = root ? 0 : 2; l < (root ? 2u : 3u); l++)
        for (size_t i = 0; i < lists[l]->count; i++) {
            const struct tvx_scope_reached *reached = &lists[l]->items[i];

            if (reached->defines != SIZE_MAX || (!root && reached->via != via))
                continue;
            if (branch->leaf_count >= LEAVES_DRAWN)
                c->left_out++;
            else
                branch->leaves[branch->leaf_count++].label =
                    chart_text_fit(c->html->arena, l == 1 ? reached->ref : reached->path, CHART_SMALL, 240);
        }
}

static struct chart_branch *add_branch(struct cascade *c, size_t definition, size_t parent, const char *note)
{
    const struct tvx_scope_definition *d = definition_at(c->scope, definition);
    struct chart_branch *branch = &c->tree.branches[c->tree.count];

    c->definitions[c->tree.count++] = definition;
    *branch = (struct chart_branch){.parent = parent, .note = note};
    branch->label = chart_text_fit(c->html->arena, tvx_arena_printf(c->html->arena, "%s  %s", d->path, d->term),
                                   CHART_TEXT, 260);
    return branch;
}

/* Depth first, so that every branch stands below its parent before the parent's next. */
static void grow(struct cascade *c, size_t at, size_t via, size_t root_index, int depth)
{
    for (size_t i = 0; i < c->scope->count && depth < DEPTH && c->tree.count < BRANCHES_DRAWN; i++) {
        size_t branch = c->tree.count;

        if (c->seen[i] || i == root_index || parent_of(c, i, root_index) != via)
            continue;
        c->seen[i] = true;
        add_leaves(c, add_branch(c, i, at, NULL), i, false);
        grow(c, branch, i, root_index, depth + 1);
    }
}

static const char *root_note(struct html *html, const struct tvx_scope_definition *d)
{
    if (d->change_count == 0)
        return html_said(html, "no change is proposed");
    return chart_text_fit(html->arena,
                          tvx_arena_printf(html->arena, "%s %s: %s%s", analyses_reach_sign(d->reach),
                                           html_said(html, analyses_reach(d->reach)), d->changes[0].proposal,
                                           d->change_count > 1 ? " …" : ""),
                          CHART_SMALL, 260);
}

static bool make_cascade(struct cascade *c, size_t index)
{
    size_t root_index = index < c->scope->count ? index : SIZE_MAX - 1;

    c->tree.branches = tvx_arena_array(c->html->arena, BRANCHES_DRAWN + 1, sizeof *c->tree.branches);
    c->definitions = tvx_arena_array(c->html->arena, BRANCHES_DRAWN + 1, sizeof *c->definitions);
    c->seen = tvx_arena_array(c->html->arena, c->scope->count + 1, sizeof *c->seen);
    if (c->tree.branches == NULL || c->definitions == NULL || c->seen == NULL)
        return false;
    add_leaves(c, add_branch(c, index, SIZE_MAX, root_note(c->html, c->root)), index, true);
    grow(c, 0, root_index, root_index, 0);
    return !c->failed && chart_tree_layout(&c->tree, c->html->arena);
}

static size_t norms_of(const struct tvx_scope_reaches *list)
{
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++)
        count += list->items[i].norm_count;
    return count;
}

static void reached_row(struct html *html, const struct tvx_scope *scope, const struct tvx_scope_reached *reached,
                        bool through)
{
    html_row_head(html, "provision", reached->ref, reached->ref);
    html_raw(html, "<td>");
    if (through)
        definition_link(html, scope, reached->via);
    else
        html_say(html, "uses the term");
    if (reached->defines != SIZE_MAX) {
        html_raw(html, " <span class=\"tag\">");
        html_say_with(html, "defines {1}", (const char *const[]){scope->definitions[reached->defines].term}, 1);
        html_raw(html, "</span>");
    }
    html_raw(html, "</td>");
    html_cell_number(html, reached->steps);
    html_raw(html, "<td>");
    if (*reached->evidence.quote != '\0') {
        html_raw(html, "<q dir=\"auto\">");
        html_words(html, reached->evidence.quote, 24);
        html_raw(html, "</q> ");
    }
    html_source(html, &reached->evidence);
    html_raw(html, "</td><td>");
    for (size_t i = 0; i < reached->norm_count; i++) {
        html_raw(html, i > 0 ? "<br><b>" : "<b>");
        html_text(html, reached->norms[i].modal);
        html_raw(html, "</b> ");
        html_text(html, reached->norms[i].actor);
    }
    html_raw(html, "</td></tr>\n");
}

static void cascade_table(struct html *html, const struct tvx_scope *scope, const struct tvx_scope_definition *d)
{
    static const struct html_column columns[] = {{SAY("Provision"), false}, {SAY("How it is reached"), false},
                                                 {SAY("Definitions between"), true}, {SAY("The words"), false},
                                                 {SAY("What it binds to"), false}};
    const struct tvx_scope_reaches *lists[] = {&d->affected, &d->elsewhere, &d->affected_through};

    html_raw(html, "<details class=\"beside\"><summary>");
    html_say(html, "The same as a table, with the words");
    html_raw(html, "</summary>\n");
    html_table(html, "Every provision whose reach moves with the term", columns, 5);
    for (size_t l = 0; l < 3; l++)
        for (size_t i = 0; i < lists[l]->count; i++)
            reached_row(html, scope, &lists[l]->items[i], l == 2);
    html_table_end(html);
    html_raw(html, "</details>\n");
}

static void cascade_card(struct html *html, const struct tvx_scope *scope, size_t index)
{
    const struct tvx_scope_definition *d = definition_at(scope, index);
    struct cascade cascade = {.html = html, .scope = scope, .root = d};
    size_t uses = d->affected.count + d->elsewhere.count;
    const char *const sums[] = {html_said_number(html, uses, "{1} provision uses it", "{1} provisions use it"),
                                html_said_number(html, d->affected_through.count, "{1} more hangs on it through other "
                                                 "terms", "{1} more hang on it through other terms"),
                                html_said_number(html, norms_of(&d->affected) + norms_of(&d->affected_through) +
                                                 norms_of(&d->elsewhere), "{1} duty, right or recommendation among "
                                                 "them", "{1} duties, rights and recommendations among them")};
    const char *summary = tvx_arena_printf(html->arena, "%s · %s · %s", sums[0], sums[1], sums[2]);

    html_card(html, "h-cascade", SAY("What hangs on it"));
    html_raw(html, "<p class=\"facts\">");
    html_text(html, summary);
    html_raw(html, "</p>\n");
    if (uses + d->affected_through.count > 0 && make_cascade(&cascade, index)) {
        html_raw(html, "<p class=\"soft\">");
        html_say(html, "Arrows lead from a term to the terms defined by it; at the right end stand the provisions that "
                       "each brings in.");
        html_raw(html, "</p>\n");
        chart_tree_write(html, &cascade.tree, "cascade",
                         html_said_with(html, "What hangs on the definition of {1}", &d->term, 1), summary);
        if (cascade.left_out > 0)
            html_note(html, "Not all are drawn; the table has every one.");
    }
    if (uses + d->affected_through.count > 0)
        cascade_table(html, scope, d);
    html_card_end(html);
}

/* ---- one ---- */

static void change(struct html *html, const struct tvx_scope_change *change)
{
    html_raw(html, "<article class=\"fate\"><h3>");
    html_proposal(html, change->proposal);
    html_raw(html, " ");
    html_reach(html, change->judged.reach);
    html_raw(html, "</h3>\n<div>");
    html_sponsors(html, change->sponsors, change->sponsor_count, 6);
    html_raw(html, "</div>\n");
    if (*change->before != '\0' && *change->after != '\0') {
        struct show_redline redline;
        struct tvx_diff diff;

        if (tvx_diff_text(&diff, html->arena, change->before, change->after, TVX_DIFF_READABLE, NULL) == TVX_OK &&
            show_redline_make(&redline, html->arena, change->before, change->after, &diff, 0)) {
            html_raw(html, "<p class=\"text\" dir=\"auto\">");
            html_redline(html, &redline);
            html_raw(html, "</p>\n");
        }
    } else {
        html_raw(html, *change->after == '\0' ? "<p class=\"text\" dir=\"auto\"><del>"
                                              : "<p class=\"text\" dir=\"auto\"><ins>");
        html_text(html, *change->after == '\0' ? change->before : change->after);
        html_raw(html, *change->after == '\0' ? "</del></p>\n" : "</ins></p>\n");
    }
    for (size_t i = 0; i < change->judged.reasons.count; i++)
        html_claim(html, &change->judged.reasons.items[i]);
    html_raw(html, "</article>\n");
}

static void text_card(struct html *html, const struct tvx_scope *scope, const struct tvx_scope_definition *d)
{
    struct tvx_evidence place = d->evidence;

    html_card(html, "h-text", SAY("What it means"));
    html_raw(html, "<p class=\"text\" dir=\"auto\">");
    html_text(html, *d->body == '\0' ? d->term : d->body);
    html_raw(html, "</p>\n<dl class=\"facts\"><dt>");
    html_say(html, "Defined in");
    html_raw(html, "</dt><dd>");
    if (d->provision == SIZE_MAX)
        html_proposal(html, d->ref);
    else
        html_thing(html, "provision", d->ref, NULL, d->ref);
    html_raw(html, " (");
    place.ref = "";
    html_source(html, &place);
    html_raw(html, ")</dd>\n");
    if (*d->layer != '\0') {
        html_raw(html, "<dt>");
        html_say(html, "Layer");
        html_raw(html, "</dt><dd>");
        layer(html, d->layer);
        html_raw(html, "</dd>\n");
    }
    if (d->use_count > 0) {
        html_raw(html, "<dt>");
        html_say(html, "Built on");
        html_raw(html, "</dt><dd>");
        for (size_t i = 0; i < d->use_count; i++) {
            definition_link(html, scope, d->uses[i]);
            html_raw(html, " ");
        }
        html_raw(html, "</dd>\n");
    }
    if (d->in_proposal_count > 0) {
        html_raw(html, "<dt>");
        html_say(html, "In the new text of");
        html_raw(html, "</dt><dd>");
        for (size_t i = 0; i < d->in_proposal_count; i++) {
            html_proposal(html, d->in_proposals[i]);
            html_raw(html, " ");
        }
        html_raw(html, "</dd>\n");
    }
    html_raw(html, "</dl>\n");
    html_method(html, d->how);
    html_card_end(html);
}

enum tvx_status page_definition(struct tvx_page *page)
{
    struct html made = html_of(page), *html = &made;
    struct html_crumb crumbs[] = {{html_said(html, "Definitions"), html_address(html, "definitions", NULL)},
                                  {NULL, NULL}};
    const struct tvx_scope_definition *d;
    const struct tvx_scope *scope;
    size_t index;
    enum tvx_status status = shelf_scope(page, &scope);

    if (status != TVX_OK)
        return status;
    index = find_definition(scope, page->reference, page->arena);
    if (index == SIZE_MAX)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "%.200s: no such term is defined", page->reference);
    d = definition_at(scope, index);
    crumbs[1].text = d->term;
    html_start(html, tvx_arena_printf(page->arena, "%s, %s", d->term, law_of(scope, d, page->arena)), crumbs, 2);
    html_raw(html, "<div class=\"head\"><h1>");
    html_text(html, d->term);
    html_raw(html, " ");
    if (d->change_count > 0)
        html_reach(html, d->reach);
    html_raw(html, "</h1></div>\n");
    text_card(html, scope, d);
    if (d->change_count > 0) {
        html_card(html, "h-changes", SAY("What proposals do to it"));
        for (size_t i = 0; i < d->change_count; i++)
            change(html, &d->changes[i]);
        html_card_end(html);
    }
    cascade_card(html, scope, index);
    html_end(html);
    return TVX_OK;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The reach of definitions on a terminal. */
#include <string.h>

#include <travaux/analyse/force.h>
#include <travaux/show/scope.h>

#include "term_table.h"
#include "words.h"

enum { PATHS_SHOWN = 14, TREES_SHOWN = 12, DEPTH = 24, UNDEFINED_SHOWN = 12, FEW = 3, NORMS_SHOWN = 4 };

static const struct {
    const char *mark;
    enum term_style style;
} marks[] = {
    [TVX_REACH_SAME] = {"=", TERM_SOFT},
    [TVX_REACH_WIDENED] = {"▲", TERM_INS},
    [TVX_REACH_NARROWED] = {"▼", TERM_DEL},
    [TVX_REACH_UNCLEAR] = {"?", TERM_ALERT},
};

struct view {
    struct tvx_term *term;
    struct tvx_arena *arena;
    const struct tvx_scope *scope;
    bool *seen; /* definitions of the tree that were printed */
};

/* "5.1 · 5.2 · … and 9 more" of the provisions reached by `via` at `steps`, without those that define. */
static const char *plain_paths(const struct view *v, const struct tvx_scope_reaches *list, size_t via)
{
    const char **items = tvx_arena_array(v->arena, list->count + 1, sizeof *items);
    size_t count = 0, most = v->term->full ? 0 : PATHS_SHOWN;

    for (size_t i = 0; items != NULL && i < list->count; i++)
        if (list->items[i].defines == SIZE_MAX && (via == SIZE_MAX || list->items[i].via == via))
            items[count++] = list->items[i].path;
    return items == NULL ? "" : show_words_join(v->arena, items, count, most, " · ");
}

static void branch(const struct view *v, const struct tvx_scope_definition *root, size_t parent, const char *indent,
                   int depth);

/* One definition that is reached, the provisions that it alone brings in, and what is reached through it. */
static void node(const struct view *v, const struct tvx_scope_definition *root, size_t index, const char *indent,
                 bool last, int depth)
{
    const struct tvx_scope_definition *d = &v->scope->definitions[index];
    const char *paths = plain_paths(v, &root->affected_through, index);
    struct term_flow flow;
    const char *mark = tvx_arena_printf(v->arena, "%s%s ", indent, last ? "└─" : "├─");
    const char *deeper = tvx_arena_printf(v->arena, "%s%s", indent, last ? "   " : "│  ");

    if (mark == NULL || deeper == NULL || tvx_term_columns(deeper, strlen(deeper)) + 20 > term_width(v->term))
        return;
    term_flow_start(&flow, v->arena, v->term, term_width(v->term) - tvx_term_columns(mark, strlen(mark)));
    term_flow_str(&flow, TERM_SOFT, d->path);
    term_flow_str(&flow, TERM_PLAIN, " ");
    term_flow_str(&flow, TERM_STRONG, d->term);
    if (paths[0] != '\0') {
        term_flow_str(&flow, TERM_PLAIN, " → ");
        term_flow_str(&flow, TERM_PLAIN, paths);
    }
    term_flow_end(&flow);
    for (size_t i = 0; i < flow.count; i++) {
        tvx_buf_str(v->term->out, i == 0 ? mark : deeper);
        tvx_buf_str(v->term->out, flow.lines[i].text);
        tvx_buf_char(v->term->out, '\n');
    }
    if (depth < DEPTH)
        branch(v, root, index, deeper, depth + 1);
}

/* Which definition brought that one in?  SIZE_MAX: the root's own term; *found says whether it is reached at all. */
static size_t parent_of(const struct tvx_scope_definition *root, size_t index, bool *found)
{
    *found = true;
    for (size_t i = 0; i < root->affected.count; i++)
        if (root->affected.items[i].defines == index)
            return SIZE_MAX;
    for (size_t i = 0; i < root->affected_through.count; i++)
        if (root->affected_through.items[i].defines == index)
            return root->affected_through.items[i].via;
    *found = false;
    return SIZE_MAX;
}

static void branch(const struct view *v, const struct tvx_scope_definition *root, size_t parent, const char *indent,
                   int depth)
{
    size_t *children = tvx_arena_array(v->arena, v->scope->count + 1, sizeof *children), count = 0;

    if (children == NULL)
        return;
    for (size_t i = 0; i < v->scope->count; i++) {
        bool found;

        if (!v->seen[i] && &v->scope->definitions[i] != root && parent_of(root, i, &found) == parent && found)
            children[count++] = i;
    }
    for (size_t i = 0; i < count; i++)
        v->seen[children[i]] = true;
    for (size_t i = 0; i < count; i++)
        node(v, root, children[i], indent, i + 1 == count, depth);
}

static size_t norms_of(const struct tvx_scope_reaches *list)
{
    size_t norms = 0;

    for (size_t i = 0; i < list->count; i++)
        norms += list->items[i].norm_count;
    return norms;
}

static void print_tree(struct view *v, const struct tvx_scope_definition *d)
{
    const char *paths = plain_paths(v, &d->affected, SIZE_MAX);
    size_t norms = norms_of(&d->affected) + norms_of(&d->affected_through);
    const char *line = tvx_arena_printf(
        v->arena, "%s of it, %s through other definitions%s%s",
        show_words_number(v->arena, d->affected.count, "provision speaks", "provisions speak"),
        show_words_number(v->arena, d->affected_through.count, "more", "more"), norms > 0 ? "; in them " : "",
        norms > 0 ? show_words_number(v->arena, norms, "duty, right or recommendation",
                                      "duties, rights and recommendations")
                  : "");

    v->seen = tvx_arena_array(v->arena, v->scope->count + 1, sizeof *v->seen);
    if (v->seen == NULL || line == NULL)
        return;
    term_paragraph(v->term, v->arena, 4, TERM_SOFT, line);
    if (paths[0] != '\0')
        term_paragraph(v->term, v->arena, 4, TERM_PLAIN, paths);
    branch(v, d, SIZE_MAX, "    ", 0);
    if (d->elsewhere.count > 0) {
        const char **refs = tvx_arena_array(v->arena, d->elsewhere.count, sizeof *refs);

        for (size_t i = 0; refs != NULL && i < d->elsewhere.count; i++)
            refs[i] = d->elsewhere.items[i].ref;
        if (refs != NULL)
            term_paragraph(v->term, v->arena, 4, TERM_PLAIN,
                           tvx_arena_printf(v->arena, "in other instruments: %s",
                                            show_words_join(v->arena, refs, d->elsewhere.count,
                                                            v->term->full ? 0 : PATHS_SHOWN, " · ")));
    }
}

/* The firmest of what the provisions bind to, with its place. */
static void print_norms(const struct view *v, const struct tvx_scope_definition *d)
{
    const struct tvx_scope_reaches *lists[] = {&d->affected, &d->affected_through};
    size_t most = v->term->full ? SIZE_MAX : NORMS_SHOWN, shown = 0, all = norms_of(lists[0]) + norms_of(lists[1]);

    for (int level = TVX_FORCE_TOP; level >= 0; level--)
        for (size_t l = 0; l < 2; l++)
            for (size_t i = 0; i < lists[l]->count; i++)
                for (size_t j = 0; j < lists[l]->items[i].norm_count; j++) {
                    const struct tvx_scope_norm *norm = &lists[l]->items[i].norms[j];
                    struct term_flow flow;

                    if (norm->level != level || shown >= most)
                        continue;
                    shown++;
                    term_flow_start(&flow, v->arena, v->term, term_width(v->term) - 6);
                    term_flow_str(&flow, TERM_SOFT, lists[l]->items[i].path);
                    term_flow_str(&flow, TERM_PLAIN, " ");
                    term_flow_str(&flow, TERM_STRONG, norm->modal);
                    term_flow_str(&flow, TERM_PLAIN, tvx_arena_printf(v->arena, ": %s", norm->evidence.quote));
                    term_flow_end(&flow);
                    term_lines(v->term, &flow, 6, "    ! ", TERM_ALERT);
                }
    if (shown < all)
        term_paragraph(v->term, v->arena, 6, TERM_SOFT,
                       tvx_arena_printf(v->arena, "and %zu more; --full prints them", all - shown));
}

static void print_change(const struct view *v, const struct tvx_scope_change *c)
{
    struct term_flow flow;
    const char *mark = tvx_arena_printf(v->arena, "  %s ", marks[c->judged.reach].mark);

    term_flow_start(&flow, v->arena, v->term, term_width(v->term) - 4);
    term_flow_str(&flow, marks[c->judged.reach].style, tvx_reach_to_string(c->judged.reach));
    term_flow_str(&flow, TERM_PLAIN, " by ");
    term_flow_str(&flow, TERM_STRONG, c->proposal);
    if (c->sponsor_count > 0)
        term_flow_str(&flow, TERM_SOFT,
                      tvx_arena_printf(v->arena, " (%s)", show_words_join(v->arena, c->sponsors,
                                                                           c->sponsor_count, PATHS_SHOWN, " · ")));
    term_flow_end(&flow);
    term_lines(v->term, &flow, 4, mark, marks[c->judged.reach].style);
    for (size_t i = 0; i < c->judged.reasons.count; i++)
        term_paragraph(v->term, v->arena, 6, TERM_PLAIN, c->judged.reasons.items[i].statement);
    if (c->judged.reasons.count == 0)
        term_paragraph(v->term, v->arena, 6, TERM_PLAIN, "Only the wording changes.");
}

static void print_definition(struct view *v, const struct tvx_scope_definition *d)
{
    term_newline(v->term);
    term_styled(v->term, TERM_STRONG,
                tvx_arena_printf(v->arena, "%s — %s%s%s", d->term, d->ref, d->layer[0] != '\0' ? " · " : "",
                                 d->layer));
    term_newline(v->term);
    if (d->body[0] != '\0')
        term_paragraph(v->term, v->arena, 2, TERM_SOFT, d->body);
    for (size_t i = 0; i < d->change_count; i++)
        print_change(v, &d->changes[i]);
    if (d->provision != SIZE_MAX || d->affected.count > 0)
        print_tree(v, d);
    if (d->in_proposal_count > 0)
        term_paragraph(v->term, v->arena, 4, TERM_PLAIN,
                       tvx_arena_printf(v->arena, "in the new text of %s",
                                        show_words_join(v->arena, d->in_proposals, d->in_proposal_count,
                                                        v->term->full ? 0 : PATHS_SHOWN, " · ")));
    if (d->change_count > 0 && d->reach != TVX_REACH_SAME)
        print_norms(v, d);
}

static void print_table(const struct view *v)
{
    static const char *const heads[] = {"term", "defined in", "uses", "through", "changed by", "layer"};
    struct term_table table;

    term_table_start(&table, v->term, v->arena, heads, 6, 12u);
    for (size_t i = 0; i < v->scope->shown_count; i++) {
        const struct tvx_scope_definition *d = &v->scope->definitions[v->scope->shown[i]];
        const char *changed = "";

        if (d->change_count > 0)
            changed = tvx_arena_printf(v->arena, "%s %s%s", marks[d->reach].mark, d->changes[0].proposal,
                                       d->change_count == 1
                                           ? ""
                                           : tvx_arena_printf(v->arena, " and %zu more", d->change_count - 1));
        term_table_row(&table,
                       (const char *[]){d->term, d->ref,
                                        tvx_arena_printf(v->arena, "%zu", d->affected.count + d->elsewhere.count),
                                        tvx_arena_printf(v->arena, "%zu", d->affected_through.count), changed,
                                        d->layer});
    }
    term_table_end(&table, v->scope->proposed_count > 0 || v->scope->used_count > 0 ? "No definition in force changes."
                                                                                    : "No definitions here.");
}

static void print_proposed(struct view *v)
{
    size_t shown = v->term->full || v->scope->proposed_count < TREES_SHOWN ? v->scope->proposed_count : TREES_SHOWN;

    if (v->scope->proposed_count == 0)
        return;
    term_newline(v->term);
    term_styled(v->term, TERM_STRONG, "New definitions proposed");
    term_newline(v->term);
    for (size_t i = 0; i < shown; i++)
        print_definition(v, &v->scope->proposed[i]);
    if (shown < v->scope->proposed_count)
        term_paragraph(v->term, v->arena, 2, TERM_SOFT,
                       tvx_arena_printf(v->arena, "and %zu more; --full prints them",
                                        v->scope->proposed_count - shown));
}

static void print_loose_ends(const struct view *v)
{
    const char **names = tvx_arena_array(v->arena, v->scope->shown_count + 1, sizeof *names);
    size_t count = 0, shown = v->scope->undefined_count;

    for (size_t i = 0; names != NULL && i < v->scope->shown_count; i++) {
        const struct tvx_scope_definition *d = &v->scope->definitions[v->scope->shown[i]];

        if (d->affected.count + d->elsewhere.count == 0)
            names[count++] = d->term;
    }
    if (count > 0) {
        term_newline(v->term);
        term_paragraph(v->term, v->arena, 0, TERM_PLAIN,
                       tvx_arena_printf(v->arena, "Defined, never used: %s",
                                        show_words_join(v->arena, names, count, v->term->full ? 0 : PATHS_SHOWN,
                                                        " · ")));
    }
    if (shown > UNDEFINED_SHOWN && !v->term->full)
        shown = UNDEFINED_SHOWN;
    if (shown > 0) {
        term_newline(v->term);
        term_styled(v->term, TERM_STRONG, "Used like terms, defined nowhere");
        term_newline(v->term);
    }
    for (size_t i = 0; i < shown; i++) {
        const struct tvx_scope_undefined *u = &v->scope->undefined[i];

        term_paragraph(v->term, v->arena, 2, TERM_PLAIN,
                       tvx_arena_printf(v->arena, "%s (%s): %s", u->term, u->why,
                                        show_words_number(v->arena, u->uses.count, "provision", "provisions")));
    }
    if (shown < v->scope->undefined_count)
        term_paragraph(v->term, v->arena, 2, TERM_SOFT,
                       tvx_arena_printf(v->arena, "and %zu more; --full prints them",
                                        v->scope->undefined_count - shown));
}

/* A proposal that leaves definitions alone still hangs on them. */
static void print_used(const struct view *v)
{
    const char **names = tvx_arena_array(v->arena, v->scope->used_count + 1, sizeof *names);

    for (size_t i = 0; names != NULL && i < v->scope->used_count; i++) {
        const struct tvx_scope_definition *d = &v->scope->definitions[v->scope->used[i]];

        names[i] = tvx_arena_printf(v->arena, "%s (%s)", d->term, d->ref);
        if (names[i] == NULL)
            return;
    }
    if (names == NULL || v->scope->used_count == 0)
        return;
    term_newline(v->term);
    term_paragraph(v->term, v->arena, 0, TERM_PLAIN,
                   tvx_arena_printf(v->arena, "Its text uses %s.",
                                    show_words_join(v->arena, names, v->scope->used_count, 0, " · ")));
}

void tvx_term_scope(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_scope *scope)
{
    struct view v = {.term = term, .arena = arena, .scope = scope};
    size_t trees = 0, left = 0;

    if (scope->shown_count > FEW || scope->shown_count == 0)
        print_table(&v);
    for (size_t i = 0; i < scope->shown_count; i++) {
        const struct tvx_scope_definition *d = &scope->definitions[scope->shown[i]];

        if (d->change_count == 0 && scope->shown_count > FEW && !term->full)
            continue;
        if (trees++ < TREES_SHOWN || term->full)
            print_definition(&v, d);
        else
            left++;
    }
    if (left > 0)
        term_paragraph(term, arena, 2, TERM_SOFT,
                       tvx_arena_printf(arena, "and %zu more that change; --full prints them", left));
    print_proposed(&v);
    print_used(&v);
    print_loose_ends(&v);
}

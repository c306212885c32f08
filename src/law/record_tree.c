/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "action.h"
#include "label.h"
#include "map.h"
#include "record_tree.h"
#include "words.h"

enum { DEPTH = 64, ROMAN = 12 };

enum role {
    TITLE, CITATION, RECITAL, CHAPTER, SECTION, ARTICLE, INTRODUCTION, PARAGRAPH, POINT, SUBPARAGRAPH, ANNEX, OTHER
};

/* Roles are told by the words of data/places.tsv; siblings of different roles stand in the order of the enum. */
static const struct { const char *word; enum role role; } roles[] = {
    {"title", TITLE}, {"citation", CITATION}, {"recital", RECITAL}, {"chapter", CHAPTER}, {"part", CHAPTER},
    {"section", SECTION}, {"article", ARTICLE}, {"introduction", INTRODUCTION}, {"paragraph", PARAGRAPH},
    {"point", POINT}, {"indent", POINT}, {"subparagraph", SUBPARAGRAPH}, {"annex", ANNEX}, {"appendix", ANNEX},
};

struct node {
    const struct tvx_record_node *record;
    enum role role;
    const char *label;     /* canonical, "" when none */
    const char *name;      /* the heading when it is but the provision's place ("Article 37"), else NULL */
    size_t index, parent;  /* parent SIZE_MAX for top */
    size_t first, next;    /* children, as a list; SIZE_MAX ends it */
    size_t place;          /* provision index, SIZE_MAX until it has one */
    size_t nth;            /* among its siblings of the same role, from 1 */
    bool has_introduction; /* a child is unnumbered text */
};

struct builder {
    const struct tvx_record_tree *tree;
    struct tvx_arena *arena;
    struct node *nodes;
    struct tvx_map paths;
    struct tvx_buf text;
    size_t points, capacity;
    struct tvx_error *error;
};

static enum tvx_status warn(struct builder *b, size_t line, const char *code, const char *message)
{
    struct tvx_records *out = b->tree->out;

    out->warnings = tvx_arena_grow(b->arena, out->warnings, out->warning_count, b->tree->warning_capacity,
                                   sizeof *out->warnings);
    if (out->warnings == NULL || message == NULL)
        return tvx_error_nomem(b->error);
    out->warnings[out->warning_count++] = (struct tvx_warning){code, message, line};
    return TVX_OK;
}

static enum role role_of(const char *kind)
{
    struct tvx_cursor c = {kind, strlen(kind), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];

    if (tvx_words_next(&c) && tvx_words_row(&c, "data/places.tsv", NULL, f))
        for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
            if (tvx_field_is(f[0], roles[i].word))
                return roles[i].role;
    return OTHER;
}

static bool is_division(enum role role)
{
    return role == ARTICLE || role == CHAPTER || role == SECTION || role == ANNEX;
}

/* "(a)" -> "a", "IV" of a chapter -> "4", "2 bis" -> "2-bis"; words that are no label become a slug. */
static const char *canonical(struct builder *b, const char *label, enum role role)
{
    size_t length = strlen(label);
    unsigned roman = role == CHAPTER || role == SECTION || role == ANNEX ? tvx_label_roman(label, length) : 0;
    struct tvx_label parsed;
    char *closed;

    if (roman != 0)
        return tvx_arena_printf(b->arena, "%u", roman);
    if (tvx_label_parse(&parsed, b->arena, label, true, NULL) == TVX_OK && parsed.kind != TVX_LABEL_NONE &&
        parsed.length == length)
        return parsed.canonical;
    closed = tvx_arena_printf(b->arena, "%s)", label); /* "a" is a label once it is closed */
    if (closed != NULL && tvx_label_parse(&parsed, b->arena, closed, true, NULL) == TVX_OK &&
        parsed.kind != TVX_LABEL_NONE && parsed.length == length + 1)
        return parsed.canonical;
    return tvx_path_slug(b->arena, label);
}

/* "Article 37 – Paragraph 1" names the provision and heads nothing. */
static const char *name_of(struct builder *b, const struct tvx_record_node *record)
{
    return *record->heading != '\0' && tvx_line_is_place(b->arena, record->heading) ? record->heading : NULL;
}

/*
 * Two siblings of one kind with one label: a slip in the file.  Where the second's name says another label, that one
 * is taken; else its path is made unique when it is made.
 */
static enum tvx_status mend_double(struct builder *b, struct tvx_map *seen, struct node *node)
{
    const char *key = tvx_arena_printf(b->arena, "%zu %d %s", node->parent, (int)node->role, node->label);
    struct tvx_target place;
    const char *last;

    if (key == NULL)
        return tvx_error_nomem(b->error);
    if (*node->label == '\0' || tvx_map_put(seen, key, node->index) || node->name == NULL ||
        tvx_target_parse(&place, b->arena, node->name, NULL) != TVX_OK || place.path == NULL)
        return TVX_OK;
    last = strrchr(place.path, '.') == NULL ? place.path : strrchr(place.path, '.') + 1;
    key = tvx_arena_printf(b->arena, "%zu %d %s", node->parent, (int)node->role, last);
    if (key == NULL)
        return tvx_error_nomem(b->error);
    if (!tvx_map_put(seen, key, node->index))
        return TVX_OK;
    node->label = last;
    return warn(b, node->record->line, "provision-label-twice",
                tvx_arena_printf(b->arena,
                                 "The label \"%.40s\" stands twice; the second is taken as \"%.80s\", as it is called",
                                 node->record->label, node->name));
}

static int compare_nodes(const void *left, const void *right)
{
    const struct node *a = *(const struct node *const *)left, *b = *(const struct node *const *)right;
    int order;

    if (a->role != b->role)
        return a->role < b->role ? -1 : 1;
    if (a->role != OTHER && (*a->label == '\0') != (*b->label == '\0'))
        return *a->label == '\0' ? -1 : 1;
    order = a->role == OTHER || *a->label == '\0' ? 0 : tvx_label_compare(a->label, b->label);
    return order != 0 ? order : a->index < b->index ? -1 : 1;
}

/* The step that the node adds and what it hangs under. */
static const char *path_of(struct builder *b, const struct node *node, const char *above)
{
    const char *dot = *above == '\0' ? "" : ".", *label = node->label;
    size_t length = strlen(above);

    if (*label == '\0' && node->role != TITLE && node->role != INTRODUCTION && node->role != SUBPARAGRAPH)
        label = node->record->id[0] == '\0' ? "p" : tvx_path_slug(b->arena, node->record->id);
    if (label == NULL)
        return NULL;
    switch (node->role) {
    case TITLE:
        return "title";
    case CITATION:
        return tvx_arena_printf(b->arena, "citation.%s", label);
    case RECITAL:
        return tvx_arena_printf(b->arena, "recital.%s", label);
    case CHAPTER:
        return tvx_arena_printf(b->arena, "chapter-%s", label);
    case SECTION:
        return tvx_arena_printf(b->arena, "%s%ssection-%s", above, dot, label);
    case ANNEX:
        return tvx_arena_printf(b->arena, "annex-%s", label);
    case ARTICLE:
        return label;
    case INTRODUCTION:
        return tvx_arena_printf(b->arena, "%s%sp%zu", above, dot, node->nth);
    case SUBPARAGRAPH:
        return tvx_arena_printf(b->arena, "%s%sp%zu", above, dot, node->nth + 1);
    case PARAGRAPH:
    case POINT:
    case OTHER:
        break;
    }
    if (length > 0 && strncmp(label, above, length) == 0 && label[length] == '.')
        return label;
    return tvx_arena_printf(b->arena, "%s%s%s", above, dot, label);
}

static const char *unique(struct builder *b, const char *path, size_t value)
{
    const char *out = path;

    for (unsigned n = 2; out != NULL && !tvx_map_put(&b->paths, out, value) && n < 1000; n++)
        out = tvx_arena_printf(b->arena, "%s-%u", path, n);
    return out;
}

static struct tvx_provision *add(struct builder *b, const char *path, size_t parent, const char *text)
{
    struct tvx_instrument *out = &b->tree->out->instrument;
    struct tvx_provision *p;

    out->provisions = tvx_arena_grow(b->arena, out->provisions, out->count, &b->capacity, sizeof *out->provisions);
    if (out->provisions == NULL)
        return NULL;
    p = &out->provisions[out->count];
    *p = (struct tvx_provision){.path = unique(b, path, out->count), .label = "", .heading = "", .text = text,
                                .parent = parent,
                                .level = parent == SIZE_MAX ? 0 : out->provisions[parent].level + 1};
    out->count++;
    if (*text != '\0') {
        if (b->text.length > 0) {
            tvx_buf_char(&b->text, '\n');
            b->points++;
        }
        p->start = b->points;
        p->points = tvx_utf8_count(text, strlen(text));
        tvx_buf_str(&b->text, text);
        b->points += p->points;
    }
    return p->path == NULL ? NULL : p;
}

static const char *folded(struct builder *b, const char *text)
{
    return tvx_text_fold_space(b->arena, text, strlen(text));
}

static const char *printed_label(struct builder *b, const struct node *node)
{
    const struct tvx_record_node *r = node->record;
    char first[8] = {0};
    size_t at = 0;

    if (is_division(node->role) && node->name != NULL)
        return folded(b, node->name);
    if (*r->label == '\0' || (!is_division(node->role) && node->role != RECITAL) || strchr(r->label, ' ') != NULL)
        return folded(b, r->label);
    if (node->role == RECITAL)
        return tvx_arena_printf(b->arena, *r->label == '(' ? "%s" : "(%s)", r->label);
    first[0] = (char)u_toupper((UChar32)tvx_utf8_next(r->kind, strlen(r->kind), &at));
    return at == 1 ? tvx_arena_printf(b->arena, "%s%s %s", first, r->kind + 1, r->label) : folded(b, r->label);
}

static enum tvx_status emit(struct builder *b, struct node *node)
{
    struct tvx_instrument *out = &b->tree->out->instrument;
    struct node *up = node->parent == SIZE_MAX ? NULL : &b->nodes[node->parent];
    const char *above = up == NULL || up->place == SIZE_MAX ? "" : out->provisions[up->place].path;
    const char *text = folded(b, node->record->text),
               *heading = node->name != NULL ? "" : folded(b, node->record->heading), *path, *label;
    struct tvx_provision *p;

    if (up != NULL && up->role == ARTICLE && node->role == POINT && up->has_introduction)
        above = tvx_arena_printf(b->arena, "%s.p1", above);
    path = above == NULL || text == NULL || heading == NULL ? NULL : path_of(b, node, above);
    if (path == NULL)
        return tvx_error_nomem(b->error);
    if (tvx_map_get(&b->paths, path) != SIZE_MAX) {
        enum tvx_status status = warn(b, node->record->line, "provision-twice",
                                      tvx_arena_printf(b->arena, "Provision %s stands twice", path));
        if (status != TVX_OK)
            return status;
    }
    if (is_division(node->role) && *heading == '\0') {
        heading = text;
        text = "";
    }
    label = printed_label(b, node);
    p = add(b, path, up == NULL ? SIZE_MAX : up->place, text);
    if (p == NULL || label == NULL)
        return tvx_error_nomem(b->error);
    node->place = out->count - 1;
    p->label = label;
    p->heading = heading;
    p->kind = node->role == TITLE ? TVX_PROVISION_TITLE : is_division(node->role) ? TVX_PROVISION_DIVISION
              : node->role == RECITAL || node->role == CITATION ? TVX_PROVISION_PREAMBLE : TVX_PROVISION_PARAGRAPH;
    if (node->role == TITLE)
        out->title = text;
    if (is_division(node->role) && *heading != '\0') {
        path = tvx_arena_printf(b->arena, "%s.title", p->path);
        p = path == NULL ? NULL : add(b, path, node->place, heading);
        if (p == NULL)
            return tvx_error_nomem(b->error);
        p->kind = TVX_PROVISION_TITLE;
    }
    return TVX_OK;
}

/* Sorts the children of a node (or the top nodes), counts and links them; the first one's index. */
static size_t link_children(struct node **list, size_t count)
{
    qsort(list, count, sizeof *list, compare_nodes);
    for (size_t i = 0; i < count; i++) {
        list[i]->next = i + 1 < count ? list[i + 1]->index : SIZE_MAX;
        list[i]->nth = i > 0 && list[i - 1]->role == list[i]->role ? list[i - 1]->nth + 1 : 1;
    }
    return count == 0 ? SIZE_MAX : list[0]->index;
}

static int by_parent(const void *left, const void *right)
{
    const struct node *a = *(const struct node *const *)left, *b = *(const struct node *const *)right;

    if (a->parent != b->parent)
        return a->parent < b->parent ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

/* Finds parents by id; the first top node goes to *top. */
static enum tvx_status link_nodes(struct builder *b, size_t *top)
{
    size_t count = b->tree->count;
    struct tvx_map ids, seen;
    struct node **list = tvx_arena_array(b->arena, count, sizeof *list);

    *top = SIZE_MAX;
    if (list == NULL || !tvx_map_init(&ids, b->arena, count) || !tvx_map_init(&seen, b->arena, count * 2) ||
        !tvx_map_init(&b->paths, b->arena, count * 2))
        return tvx_error_nomem(b->error);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_record_node *r = &b->tree->nodes[i];
        struct node *node = list[i] = &b->nodes[i];

        *node = (struct node){.record = r, .role = role_of(r->kind), .index = i, .parent = SIZE_MAX, .first = SIZE_MAX,
                              .next = SIZE_MAX, .place = SIZE_MAX};
        node->label = *r->label == '\0' ? "" : canonical(b, r->label, node->role);
        node->name = name_of(b, r);
        if (node->label == NULL)
            return tvx_error_nomem(b->error);
        if (*r->id != '\0' && !tvx_map_put(&ids, r->id, i)) {
            enum tvx_status status = warn(b, r->line, "provision-id-twice",
                                          tvx_arena_printf(b->arena, "The id \"%.60s\" stands twice", r->id));
            if (status != TVX_OK)
                return status;
        }
    }
    for (size_t i = 0; i < count; i++) {
        size_t parent =
            *b->nodes[i].record->parent_id == '\0' ? SIZE_MAX : tvx_map_get(&ids, b->nodes[i].record->parent_id);

        b->nodes[i].parent = parent == i ? SIZE_MAX : parent;
        if (parent != SIZE_MAX && b->nodes[i].role == INTRODUCTION)
            b->nodes[parent].has_introduction = true;
    }
    for (size_t i = 0; i < count; i++) {
        enum tvx_status status = mend_double(b, &seen, &b->nodes[i]);

        if (status != TVX_OK)
            return status;
    }
    qsort(list, count, sizeof *list, by_parent);
    for (size_t i = 0; i < count;) {
        size_t j = i, parent = list[i]->parent, first;

        while (j < count && list[j]->parent == parent)
            j++;
        first = link_children(list + i, j - i);
        if (parent == SIZE_MAX)
            *top = first;
        else
            b->nodes[parent].first = first;
        i = j;
    }
    return TVX_OK;
}

static enum tvx_status emit_all(struct builder *b, size_t top)
{
    size_t stack[DEPTH], depth = 0, at = top;

    while (at != SIZE_MAX || depth > 0) {
        enum tvx_status status;
        struct node *node;

        if (at == SIZE_MAX) {
            at = b->nodes[stack[--depth]].next;
            continue;
        }
        node = &b->nodes[at];
        status = emit(b, node);
        if (status != TVX_OK)
            return status;
        if (node->first != SIZE_MAX && depth < DEPTH) {
            stack[depth++] = at;
            at = node->first;
        } else {
            at = node->next;
        }
    }
    for (size_t i = 0; i < b->tree->count; i++)
        if (b->nodes[i].place == SIZE_MAX) {
            enum tvx_status status = warn(b, b->nodes[i].record->line, "provision-unplaced",
                                          tvx_arena_printf(b->arena,
                                                           "Provision \"%.60s\" hangs under itself or too deep and is "
                                                           "left out",
                                                           b->nodes[i].record->id));
            if (status != TVX_OK)
                return status;
        }
    return TVX_OK;
}

enum tvx_status tvx_record_tree_build(const struct tvx_record_tree *tree, struct tvx_error *error)
{
    struct builder b = {.tree = tree, .arena = tree->arena, .error = error};
    struct tvx_records *out = tree->out;
    size_t top;
    enum tvx_status status;

    out->instrument.title = "";
    out->instrument.kind = TVX_INSTRUMENT_OTHER;
    out->text = "";
    if (tree->count == 0)
        return TVX_OK;
    b.nodes = tvx_arena_array(tree->arena, tree->count, sizeof *b.nodes);
    if (b.nodes == NULL)
        return tvx_error_nomem(error);
    tvx_buf_init(&b.text, SIZE_MAX / 4);
    status = link_nodes(&b, &top);
    if (status == TVX_OK)
        status = emit_all(&b, top);
    if (status == TVX_OK &&
        (b.text.failed || (out->text = tvx_arena_strdup(tree->arena, tvx_buf_text(&b.text))) == NULL))
        status = tvx_error_nomem(error);
    tvx_buf_free(&b.text);
    return status;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "akn_parts.h"

#include <stdio.h>
#include <string.h>
#include <travaux/base/day.h>

const char *show_akn_address(struct tvx_arena *arena, const struct show_akn_law *law, const char *path)
{
    size_t at = path == NULL ? SIZE_MAX : tvx_instrument_find(&law->instrument, path);

    return tvx_arena_printf(arena, "%s/!main%s%s", law->name.expression, at == SIZE_MAX ? "" : "#",
                            at == SIZE_MAX ? "" : law->tree.nodes[at].id);
}

/* ---- metadata ---- */

static bool same_work(const struct show_akn_law *a, const struct show_akn_law *b)
{
    return strcmp(a->head->key, b->head->key) == 0;
}

static bool stands_before(const struct show_akn_law *earlier, const struct show_akn_law *law)
{
    return earlier != law && same_work(earlier, law) && strcmp(earlier->name.version_date, law->name.version_date) < 0;
}

/* Its making, and every stored version since: the last of them this one. */
static void lifecycle(struct show_akn *akn, const struct show_akn_law *law, const struct show_akn_laws *all)
{
    size_t number = 0;

    show_akn_open(akn, "lifecycle");
    show_akn_to(akn, "source", SHOW_AKN_SELF);
    for (size_t i = 0; i < all->count; i++) {
        const struct show_akn_law *item = &all->items[i];
        bool first = strcmp(item->name.version_date, item->name.date) == 0;
        char id[32], source[32];

        if (item != law && !stands_before(item, law))
            continue;
        number++;
        snprintf(id, sizeof id, "eref_%zu", number);
        snprintf(source, sizeof source, "ref_%zu", number);
        show_akn_open(akn, "eventRef");
        show_akn_id(akn, id);
        show_akn_attribute(akn, "date", item->name.version_date);
        show_akn_to(akn, "source", item == law ? "original" : source);
        show_akn_attribute(akn, "type", first ? "generation" : "amendment");
        show_akn_close(akn);
    }
    show_akn_close(akn);
}

static void references(struct show_akn *akn, const struct show_akn_law *law, const struct show_akn_laws *all)
{
    size_t number = 0;

    show_akn_open(akn, "references");
    show_akn_to(akn, "source", SHOW_AKN_SELF);
    show_akn_reference(akn, "original", "original", law->name.expression, law->head->title);
    for (size_t i = 0; i < all->count; i++) {
        char id[32];

        if (&all->items[i] != law && !stands_before(&all->items[i], law))
            continue;
        number++;
        snprintf(id, sizeof id, "ref_%zu", number);
        if (&all->items[i] != law)
            show_akn_reference(akn, "passiveRef", id, all->items[i].name.expression, all->items[i].head->title);
    }
    if (*law->name.author != '\0')
        show_akn_entity(akn, "TLCOrganization", "organization", "org", law->name.author, law->name.author_shown);
    show_akn_entity(akn, "TLCObject", "software", "software", "travaux", "travaux");
    show_akn_close(akn);
}

/* ---- text ---- */

static void identity(struct show_akn *akn, const struct tvx_provision *provision, const struct show_akn_node *node)
{
    show_akn_attribute(akn, "name", node->name);
    show_akn_id(akn, node->id);
    show_akn_ours(akn, "path", provision->path);
    show_akn_ours(akn, "marginal", provision->marginal);
    show_akn_ours(akn, "amended", provision->amended);
}

/* What is said over the words, where the element has no place of its own for it. */
static void above(struct show_akn *akn, const char *class, const char *text)
{
    if (*text == '\0')
        return;
    show_akn_open(akn, "p");
    show_akn_attribute(akn, "class", class);
    show_akn_text(akn, text, strlen(text));
    show_akn_close(akn);
}

static void open_part(struct show_akn *akn, const struct show_akn_law *law, const char *element)
{
    show_akn_open(akn, element);
    show_akn_attribute(akn, "xml:lang", *law->language == '\0' ? NULL : law->language);
}

static void preface(struct show_akn *akn, const struct show_akn_law *law)
{
    for (size_t i = 0; i < law->tree.body && law->tree.nodes[i].part == SHOW_AKN_PREFACE; i++) {
        const struct tvx_provision *provision = &law->instrument.provisions[i];

        if (i == 0)
            open_part(akn, law, "preface");
        show_akn_open(akn, "longTitle");
        identity(akn, provision, &law->tree.nodes[i]);
        above(akn, "num", provision->label);
        above(akn, "heading", provision->heading);
        show_akn_open(akn, "p");
        show_akn_inline(akn, "docTitle");
        show_akn_text(akn, provision->text, strlen(provision->text));
        show_akn_close(akn);
        show_akn_close(akn);
        show_akn_close(akn);
        if (i + 1 == law->tree.body || law->tree.nodes[i + 1].part != SHOW_AKN_PREFACE)
            show_akn_close(akn);
    }
}

static void numbered(struct show_akn *akn, const struct tvx_provision *provision)
{
    if (*provision->label != '\0')
        show_akn_leaf(akn, "num", provision->label);
    if (*provision->heading != '\0')
        show_akn_leaf(akn, "heading", provision->heading);
}

/* Opens what stands for provision i of the preamble; *lists says whether a list was opened for it within its parent. */
static void open_in_preamble(struct show_akn *akn, const struct show_akn_law *law, size_t i, bool *lists)
{
    const struct tvx_provision *provision = &law->instrument.provisions[i];
    const struct show_akn_node *node = &law->tree.nodes[i];

    if (strcmp(node->element, "item") == 0 && !lists[node->parent]) {
        char *id = tvx_arena_printf(akn->arena, "%s__list_1", law->tree.nodes[node->parent].id);

        akn->failed = akn->failed || id == NULL;
        show_akn_open(akn, "blockList");
        show_akn_id(akn, id == NULL ? "" : id);
        lists[node->parent] = true;
    }
    show_akn_open(akn, node->element);
    identity(akn, provision, node);
    if (strcmp(node->element, "formula") == 0 || strcmp(node->element, "container") == 0) {
        above(akn, "num", provision->label);
        above(akn, "heading", provision->heading);
        if (*provision->text != '\0')
            show_akn_leaf(akn, "p", provision->text);
        return;
    }
    numbered(akn, provision);
    if (strcmp(node->element, "recitals") != 0) {
        show_akn_leaf(akn, "p", provision->text);
    } else if (*provision->text != '\0') { /* with nothing under it, it is its own only recital */
        char *id = tvx_arena_printf(akn->arena, "%s__rec_1", node->id);

        akn->failed = akn->failed || id == NULL;
        show_akn_open(akn, node->holds ? "intro" : "recital");
        if (!node->holds)
            show_akn_id(akn, id == NULL ? "" : id);
        show_akn_leaf(akn, "p", provision->text);
        show_akn_close(akn);
    }
}

/* Where in the text its mark stands is not stored: it stands for itself, at the foot of the law. */
static void note(struct show_akn *akn, const struct tvx_provision *provision, const struct show_akn_node *node)
{
    char *id = tvx_arena_printf(akn->arena, "%s__authorialNote_1", node->id);

    akn->failed = akn->failed || id == NULL;
    if (*provision->heading != '\0')
        show_akn_leaf(akn, "heading", provision->heading);
    show_akn_open(akn, node->holds ? "intro" : "content");
    show_akn_open(akn, "p");
    show_akn_inline(akn, "authorialNote");
    show_akn_id(akn, id == NULL ? "" : id);
    show_akn_attribute(akn, "marker", provision->label);
    show_akn_attribute(akn, "placement", "bottom");
    show_akn_leaf(akn, "p", provision->text);
    show_akn_close(akn);
    show_akn_close(akn);
    show_akn_close(akn);
}

static void open_in_body(struct show_akn *akn, const struct show_akn_law *law, size_t i)
{
    const struct tvx_provision *provision = &law->instrument.provisions[i];
    const struct show_akn_node *node = &law->tree.nodes[i];

    show_akn_open(akn, node->element);
    identity(akn, provision, node);
    if (provision->kind == TVX_PROVISION_NOTE) {
        note(akn, provision, node);
        return;
    }
    numbered(akn, provision);
    if (*provision->text == '\0')
        return;
    show_akn_open(akn, node->holds ? "intro" : "content");
    show_akn_leaf(akn, "p", provision->text);
    show_akn_close(akn);
}

/* Elements of provisions [from, to): each is closed before one opens that does not stand under it. */
static void provisions(struct show_akn *akn, const struct show_akn_law *law, size_t from, size_t to, bool *lists)
{
    size_t open = SIZE_MAX;

    for (size_t i = from; i <= to; i++) {
        size_t parent = i < to ? law->tree.nodes[i].parent : SIZE_MAX;

        while (open != SIZE_MAX && open != parent) {
            if (lists[open])
                show_akn_close(akn);
            show_akn_close(akn);
            open = law->tree.nodes[open].parent;
        }
        if (i < to && law->tree.nodes[i].part == SHOW_AKN_PREAMBLE)
            open_in_preamble(akn, law, i, lists);
        else if (i < to)
            open_in_body(akn, law, i);
        open = i < to ? i : SIZE_MAX;
    }
}

void show_akn_write_law(struct show_akn *akn, const struct show_akn_law *law, const struct show_akn_laws *all,
                        const char *today)
{
    const struct show_akn_tree *tree = &law->tree;
    bool *lists = tvx_arena_array(akn->arena, tree->count + 1, sizeof *lists);
    size_t preamble = 0;

    if (lists == NULL) {
        akn->failed = true;
        return;
    }
    while (preamble < tree->body && tree->nodes[preamble].part == SHOW_AKN_PREFACE)
        preamble++;
    show_akn_open(akn, law->name.type);
    show_akn_attribute(akn, "name", law->name.subtype);
    show_akn_open(akn, "meta");
    show_akn_identification(akn, &law->name, today);
    lifecycle(akn, law, all);
    references(akn, law, all);
    show_akn_close(akn);
    preface(akn, law);
    if (preamble < tree->body) {
        open_part(akn, law, "preamble");
        provisions(akn, law, preamble, tree->body, lists);
        show_akn_close(akn);
    }
    open_part(akn, law, strcmp(law->name.type, "act") == 0 ? "body" : "mainBody");
    provisions(akn, law, tree->body, tree->count, lists);
    if (tree->body == tree->count) { /* the schema wants something */
        show_akn_open(akn, "hcontainer");
        show_akn_attribute(akn, "name", "nothing");
        show_akn_id(akn, "hcontainer_1");
        show_akn_close(akn);
    }
    show_akn_close(akn);
    show_akn_close(akn);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "akn_tree.h"

#include <string.h>
#include <travaux/base/table.h>
#include <travaux/law/reference.h>
#include <travaux/text/token.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

struct namer {
    struct tvx_arena *arena;
    const struct tvx_instrument *instrument;
    struct show_akn_tree *tree;
    struct tvx_vocab *kinds, *ids; /* short names under one parent, with how often; identifiers given */
    size_t *seen, *again;          /* by number in them */
    bool failed;
};

/* Its last step: "5.2.a" is "a". */
static const char *last_step(const char *path)
{
    const char *dot = strrchr(path, '.');

    return dot == NULL ? path : dot + 1;
}

static bool is_digit_first(const char *text)
{
    return *text >= '0' && *text <= '9';
}

/* Short name and element of a part of a law, by the words its step begins with. */
static void division(struct namer *namer, const char *step, struct show_akn_node *node, const char **brief)
{
    size_t length = strcspn(step, "-");
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    node->element = *brief = "hcontainer";
    node->name = tvx_arena_strndup(namer->arena, step, length == 0 ? strlen(step) : length);
    tvx_table_open(&table, tvx_asset_find("data/akn-divisions.tsv"));
    while (tvx_table_next(&table, fields, &count))
        if (count == 3 && fields[0].length == length && strncmp(fields[0].text, step, length) == 0) {
            node->element = tvx_arena_strndup(namer->arena, fields[1].text, fields[1].length);
            *brief = tvx_arena_strndup(namer->arena, fields[2].text, fields[2].length);
            node->name = NULL;
        }
    namer->failed = namer->failed || node->element == NULL || *brief == NULL;
}

/* A printed number for an identifier: "5.2" is "5-2", "(a)" is "a", "3 bis" is "3bis", "–" is "". */
static const char *number_of(struct namer *namer, const char *label)
{
    size_t length = strlen(label), at = 0;
    struct tvx_buf out;
    bool gap = false;
    const char *text;

    tvx_buf_init(&out, 4 * length + 4);
    while (at < length) {
        size_t here = at;
        UChar32 point = (UChar32)tvx_utf8_next(label, length, &at);

        if (u_isUWhiteSpace(point))
            continue;
        if (!u_isalnum(point) && (U_GET_GC_MASK(point) & U_GC_M_MASK) == 0) {
            gap = out.length > 0;
            continue;
        }
        tvx_buf_str(&out, gap ? "-" : "");
        gap = false;
        tvx_buf_add(&out, label + here, at - here);
    }
    text = tvx_arena_strdup(namer->arena, tvx_buf_text(&out));
    namer->failed = namer->failed || out.failed || text == NULL;
    tvx_buf_free(&out);
    return text == NULL ? "" : text;
}

/* Of a part the words before the number are no number: "ARTICLE 5A" is 5A, by its path. */
static const char *number_of_division(struct namer *namer, const struct tvx_provision *provision)
{
    const char *step = last_step(provision->path), *dash = strchr(step, '-');

    if (is_digit_first(step))
        return number_of(namer, *provision->label == '\0' ? step : dash == NULL ? step : dash + 1);
    return dash == NULL ? "" : number_of(namer, dash + 1);
}

static size_t count_of(struct namer *namer, struct tvx_vocab *vocab, size_t *counts, const char *text)
{
    uint32_t id = text == NULL ? UINT32_MAX : tvx_vocab_id(vocab, text, strlen(text));

    namer->failed = namer->failed || id == UINT32_MAX;
    return id == UINT32_MAX ? 1 : ++counts[id];
}

/* prefix__brief_number, and where that is taken prefix__brief_number_2, …. */
static void give_id(struct namer *namer, struct show_akn_node *node, const char *prefix, const char *brief,
                    const char *number, bool by_place)
{
    const char *stem = tvx_arena_printf(namer->arena, "%s%s%s", prefix, *prefix == '\0' ? "" : "__", brief), *id;
    size_t place;

    if (*number != '\0' && !by_place)
        id = tvx_arena_printf(namer->arena, "%s_%s", stem, number);
    else {
        place = count_of(namer, namer->kinds, namer->seen, stem);
        id = tvx_arena_printf(namer->arena, by_place ? "%s_%zu" : "%s_nn_%zu", stem, place);
    }
    place = count_of(namer, namer->ids, namer->again, id);
    for (const char *other = id; place > 1 && !namer->failed; place = count_of(namer, namer->ids, namer->again, id))
        id = tvx_arena_printf(namer->arena, "%s_%zu", other, place);
    namer->failed = namer->failed || id == NULL;
    node->id = id == NULL ? "" : id;
}

/* ---- which element ---- */

static void name_in_preamble(struct namer *namer, size_t i, struct show_akn_node *node, const char **brief,
                             bool *by_place)
{
    const struct tvx_provision *provision = &namer->instrument->provisions[i];
    const struct show_akn_node *parent = node->parent == SIZE_MAX ? NULL : &namer->tree->nodes[node->parent];
    bool words = *provision->text != '\0';

    *by_place = parent == NULL;
    if (parent != NULL) {
        node->element = strcmp(parent->element, "recitals") == 0 ? "recital" : "item";
        *brief = *node->element == 'r' ? "rec" : "list_1__item";
    } else if (node->holds || (*provision->heading != '\0' && words)) {
        node->element = "recitals";
        *brief = "recs";
    } else if (*provision->heading == '\0' && *provision->label == '\0' && words) {
        node->element = *brief = "formula";
        node->name = "enactingFormula";
    } else {
        node->element = *brief = "container";
        node->name = tvx_path_slug(namer->arena, *provision->heading == '\0' ? provision->path : provision->heading);
        namer->failed = namer->failed || node->name == NULL;
    }
}

static void name_paragraph(struct namer *namer, const struct tvx_provision *provision, struct show_akn_node *node,
                           const char **brief, bool *by_place)
{
    const struct show_akn_node *parent = node->parent == SIZE_MAX ? NULL : &namer->tree->nodes[node->parent];
    static const char *const inner_of[] = {"paragraph", "subparagraph", "point", "indent"};
    const char *step = last_step(provision->path);
    bool inner = false;

    for (size_t i = 0; parent != NULL && i < sizeof inner_of / sizeof *inner_of; i++)
        inner = inner || strcmp(parent->element, inner_of[i]) == 0;

    if (strncmp(step, "dash", 4) == 0) {
        node->element = *brief = "indent";
        *by_place = true;
    } else if (!inner) {
        node->element = "paragraph";
        *brief = "para";
    } else if (*provision->label == '\0' || is_digit_first(provision->label)) {
        node->element = "subparagraph";
        *brief = "subpara";
    } else {
        node->element = *brief = "point";
    }
}

static void name_in_body(struct namer *namer, size_t i, struct show_akn_node *node, const char **brief,
                         const char **number, bool *by_place)
{
    const struct tvx_provision *provision = &namer->instrument->provisions[i];
    bool top = node->parent == SIZE_MAX;

    *number = number_of(namer, provision->label);
    if (provision->kind == TVX_PROVISION_DIVISION) {
        const char *step = last_step(provision->path);

        *number = number_of_division(namer, provision);
        if (is_digit_first(step)) {
            node->element = "article";
            *brief = "art";
        } else {
            division(namer, step, node, brief);
        }
        *by_place = node->name != NULL;
    } else if (provision->kind == TVX_PROVISION_PARAGRAPH || !top) {
        name_paragraph(namer, provision, node, brief, by_place);
    } else { /* a heading of a resolution, a note, what stands out of its place */
        node->element = *brief = "hcontainer";
        node->name = tvx_path_slug(namer->arena, *provision->heading != '\0' ? provision->heading
                                   : provision->kind == TVX_PROVISION_NOTE   ? "note" : provision->path);
        namer->failed = namer->failed || node->name == NULL;
        *by_place = true;
    }
}

static const char *prefix_of(const struct namer *namer, const struct show_akn_node *node)
{
    size_t at = node->parent;

    /* articles are numbered through: only an annex, which begins anew, counts */
    while (at != SIZE_MAX && strcmp(node->element, "article") == 0 && namer->tree->nodes[at].name == NULL)
        at = namer->tree->nodes[at].parent;
    return at == SIZE_MAX ? "" : namer->tree->nodes[at].id;
}

static void name_node(struct namer *namer, size_t i)
{
    struct show_akn_node *node = &namer->tree->nodes[i];
    const char *brief = "longTitle", *number = number_of(namer, namer->instrument->provisions[i].label);
    bool by_place = true;

    if (node->part == SHOW_AKN_PREFACE) {
        node->element = "longTitle";
    } else if (node->part == SHOW_AKN_PREAMBLE) {
        name_in_preamble(namer, i, node, &brief, &by_place);
    } else {
        by_place = false;
        name_in_body(namer, i, node, &brief, &number, &by_place);
    }
    if (!namer->failed)
        give_id(namer, node, prefix_of(namer, node), brief, number, by_place);
}

/* Whose elements are still open where provision i begins: its parent, if it is among them. */
static void settle_parents(struct show_akn_tree *tree, const struct tvx_instrument *instrument)
{
    size_t open = SIZE_MAX;

    for (size_t i = 0; i < tree->count; i++) {
        struct show_akn_node *node = &tree->nodes[i];
        size_t at = open;

        node->part = i >= tree->body ? SHOW_AKN_BODY
                     : instrument->provisions[i].kind == TVX_PROVISION_TITLE ? SHOW_AKN_PREFACE : SHOW_AKN_PREAMBLE;
        while (at != SIZE_MAX && at != instrument->provisions[i].parent)
            at = tree->nodes[at].parent;
        if (at != SIZE_MAX && (tree->nodes[at].part != node->part || node->part == SHOW_AKN_PREFACE))
            at = SIZE_MAX;
        node->parent = at;
        if (at != SIZE_MAX)
            tree->nodes[at].holds = true;
        open = i;
    }
}

enum tvx_status show_akn_tree(struct show_akn_tree *out, struct tvx_arena *arena,
                              const struct tvx_instrument *instrument, struct tvx_error *error)
{
    struct namer namer = {.arena = arena, .instrument = instrument, .tree = out,
                          .kinds = tvx_vocab_new(arena), .ids = tvx_vocab_new(arena),
                          .seen = tvx_arena_array(arena, instrument->count + 1, sizeof *namer.seen),
                          .again = tvx_arena_array(arena, instrument->count + 1, sizeof *namer.again)};

    *out = (struct show_akn_tree){.nodes = tvx_arena_array(arena, instrument->count + 1, sizeof *out->nodes),
                                  .count = instrument->count};
    if (out->nodes == NULL || namer.kinds == NULL || namer.ids == NULL || namer.seen == NULL || namer.again == NULL)
        return tvx_error_nomem(error);
    for (bool preamble = false; out->body < out->count; out->body++) { /* titles, then a preamble */
        enum tvx_provision_kind kind = instrument->provisions[out->body].kind;

        preamble = preamble || kind == TVX_PROVISION_PREAMBLE;
        if (kind != (preamble ? TVX_PROVISION_PREAMBLE : TVX_PROVISION_TITLE))
            break;
    }
    settle_parents(out, instrument);
    for (size_t i = 0; i < out->count && !namer.failed; i++)
        name_node(&namer, i);
    return namer.failed ? tvx_error_nomem(error) : TVX_OK;
}

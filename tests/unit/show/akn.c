/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Akoma Ntoso: identifiers of provisions, and that whatever the store holds comes out valid. */
#include "check.h"

#include "../../../src/show/akn_parts.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

static struct tvx_provision made(enum tvx_provision_kind kind, const char *path, const char *label, const char *heading,
                                 const char *text, size_t parent)
{
    return (struct tvx_provision){.kind = kind, .path = path, .label = label, .heading = heading, .text = text,
                                  .parent = parent};
}

static void id_is(const struct tvx_provision *provisions, size_t count, const char *const *wanted)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 22);
    struct tvx_instrument instrument = {.provisions = (struct tvx_provision *)(uintptr_t)provisions, .count = count};
    struct show_akn_tree tree;

    assert_int_equal(show_akn_tree(&tree, arena, &instrument, NULL), TVX_OK);
    for (size_t i = 0; i < count; i++) {
        char got[200];

        snprintf(got, sizeof got, "%s %s", tree.nodes[i].element, tree.nodes[i].id);
        assert_string_equal(got, wanted[i]);
    }
    tvx_arena_free(arena);
}

static void identifiers_follow_the_naming_convention(void **unused)
{
    const struct tvx_provision provisions[] = {
        made(TVX_PROVISION_TITLE, "title", "", "", "CHARTER", SIZE_MAX),
        made(TVX_PROVISION_PREAMBLE, "preamble", "", "", "The States,", SIZE_MAX),
        made(TVX_PROVISION_PREAMBLE, "noting", "", "noting", "", SIZE_MAX),
        made(TVX_PROVISION_PREAMBLE, "noting.a", "a)", "", "this;", 2),
        made(TVX_PROVISION_PREAMBLE, "noting.a.i", "i)", "", "and that;", 3),
        made(TVX_PROVISION_DIVISION, "chapter-2", "CHAPTER II", "Communications", "", SIZE_MAX),
        made(TVX_PROVISION_DIVISION, "5A", "ARTICLE 5A", "Access", "", 5),
        made(TVX_PROVISION_PARAGRAPH, "5A.1", "5A.1", "", "Access:", 6),
        made(TVX_PROVISION_PARAGRAPH, "5A.1.a", "(a)", "", "one;", 7),
        made(TVX_PROVISION_PARAGRAPH, "5A.1.b-bis", "b bis)", "", "two;", 7),
        made(TVX_PROVISION_PARAGRAPH, "5A.1.dash-1", "–", "", "three;", 7),
        made(TVX_PROVISION_PARAGRAPH, "5A.1.p1", "", "", "In no case more.", 7),
        made(TVX_PROVISION_PARAGRAPH, "5A.p1", "", "", "Unnumbered.", 6),
        made(TVX_PROVISION_PARAGRAPH, "5A.p2", "", "", "Unnumbered, too.", 6),
        made(TVX_PROVISION_PARAGRAPH, "5A.1-2", "5A.1", "", "The same number again.", 6),
        made(TVX_PROVISION_OPERATIVE, "resolves", "", "resolves", "", SIZE_MAX),
        made(TVX_PROVISION_OPERATIVE, "resolves.1", "1", "", "to go on;", 15),
        made(TVX_PROVISION_DIVISION, "annex-1", "ANNEX 1", "", "", SIZE_MAX),
        made(TVX_PROVISION_DIVISION, "annex-1.1", "Article 1", "", "", 17),
        made(TVX_PROVISION_NOTE, "note-1", "1", "", "A note.", SIZE_MAX),
    };
    static const char *const wanted[] = {
        "longTitle longTitle_1",
        "formula formula_1",
        "recitals recs_1",
        "recital recs_1__rec_a",
        "item recs_1__rec_a__list_1__item_i",
        "chapter chp_2",
        "article art_5A",
        "paragraph art_5A__para_5A-1",
        "point art_5A__para_5A-1__point_a",
        "point art_5A__para_5A-1__point_bbis",
        "indent art_5A__para_5A-1__indent_1",
        "subparagraph art_5A__para_5A-1__subpara_nn_1",
        "paragraph art_5A__para_nn_1",
        "paragraph art_5A__para_nn_2",
        "paragraph art_5A__para_5A-1_2",
        "hcontainer hcontainer_1",
        "paragraph hcontainer_1__para_1",
        "hcontainer hcontainer_2",
        "article hcontainer_2__art_1",
        "hcontainer hcontainer_3",
    };

    (void)unused;
    id_is(provisions, sizeof provisions / sizeof *provisions, wanted);
}

/* The schema with the namespace of the final standard, where it is at hand. */
static xmlSchemaPtr schema_of(xmlDocPtr *tree)
{
    static const char draft[] = "legaldocml/ns/akn/3.0/WD17\"";
    const char *path =
        tests_data("akn/csprd02-part2-specs/csprd02-part2-specs-schemas/akomantoso30.xsd");
    xmlSchemaParserCtxtPtr parser;
    xmlSchemaPtr schema;
    struct tvx_buf text;
    char line[1 << 14];
    FILE *file = path == NULL ? NULL : fopen(path, "r");

    if (file == NULL)
        return NULL;
    tvx_buf_init(&text, 1 << 22);
    while (fgets(line, sizeof line, file) != NULL) {
        char *found = strstr(line, draft);

        if (found != NULL)
            memmove(found + strlen(draft) - 6, found + strlen(draft) - 1, strlen(found + strlen(draft) - 1) + 1);
        tvx_buf_str(&text, line);
    }
    fclose(file);
    *tree = xmlReadMemory(text.data, (int)text.length, path, NULL, XML_PARSE_NONET);
    parser = xmlSchemaNewDocParserCtxt(*tree);
    schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    tvx_buf_free(&text);
    return schema;
}

static const char *pick(uint64_t *seed, const char *const *items, size_t count)
{
    return items[tests_random(seed) % count];
}

#define PICK(seed, items) pick(seed, items, sizeof items / sizeof *(items))

/* Provisions as no recogniser makes them: any kind under any other, parents that are no ancestors, doubled paths. */
static void random_instrument(struct tvx_instrument *out, struct tvx_arena *arena, uint64_t *seed)
{
    static const char *const paths[] = {"1", "5.2", "chapter-1", "annex-2", "resolves", "resolves.1", "preamble", "x.dash-1",
                                        "5.1.a", "section-3", "recital.4", "p1", "", "protocol", "文-1"};
    static const char *const labels[] = {"", "1", "5.2", "a)", "–", "ARTICLE 5", "(23)", "3 bis", "第一条", "<&>", "\x01"};
    static const char *const headings[] = {"", "", "resolves", "Scope & <purpose>", "…", "النطاق"};
    static const char *const words[] = {"", "Text.", "a < b & c", "two\nlines", "bad \x02 sign", "\xEF\xBF\xBE", "النص"};
    size_t count = tests_random(seed) % 30;

    *out = (struct tvx_instrument){.title = "T", .count = count,
                                   .provisions = tvx_arena_array(arena, count + 1, sizeof *out->provisions)};
    for (size_t i = 0; i < count; i++) {
        size_t parent = tests_random(seed) % (i + 2);

        out->provisions[i] = made((enum tvx_provision_kind)(i < 3 && tests_random(seed) % 2 == 0 ? i % 3 == 0 ? 0 : 2
                                                            : tests_random(seed) % 6),
                                  PICK(seed, paths), PICK(seed, labels), PICK(seed, headings), PICK(seed, words),
                                  parent >= i ? SIZE_MAX : parent);
    }
}

static void whatever_is_stored_comes_out_valid(void **unused)
{
    xmlDocPtr tree = NULL;
    xmlSchemaPtr schema = schema_of(&tree);
    uint64_t seed = 11;

    (void)unused;
    for (size_t i = 0; i < 300; i++) {
        static const char *const kinds[] = {"treaty", "resolution", "other"};
        struct tvx_arena *arena = tvx_arena_new(1 << 24);
        struct tvx_stored_instrument head = {.key = "K 1", .version = "20/22", .title = "<t>", .meeting = "NC-22"};
        struct show_akn_law law = {.head = &head, .language = "en", .read = true};
        struct show_akn_laws all = {&law, 1};
        struct show_akn akn;
        struct tvx_buf out;
        xmlDocPtr document;

        head.kind = PICK(&seed, kinds);
        tvx_buf_init(&out, 1 << 24);
        random_instrument(&law.instrument, arena, &seed);
        assert_int_equal(show_akn_tree(&law.tree, arena, &law.instrument, NULL), TVX_OK);
        assert_int_equal(show_akn_name_law(&law.name, arena, &head, &head, 1, "en", NULL), TVX_OK);
        show_akn_start(&akn, arena, NULL);
        show_akn_write_law(&akn, &law, &all, "2026-11-22");
        assert_int_equal(show_akn_finish(&akn, &out, NULL), TVX_OK);
        document = xmlReadMemory(out.data, (int)out.length, "made", NULL, XML_PARSE_NONET);
        assert_non_null(document);
        if (schema != NULL) {
            xmlSchemaValidCtxtPtr validity = xmlSchemaNewValidCtxt(schema);
            int verdict = xmlSchemaValidateDoc(validity, document);

            if (verdict != 0)
                fail_msg("instrument %zu is not valid:\n%s", i, out.data);
            xmlSchemaFreeValidCtxt(validity);
        }
        xmlFreeDoc(document);
        tvx_buf_free(&out);
        tvx_arena_free(arena);
    }
    if (schema == NULL) {
        print_message("valid by no schema: the real data is not here\n");
        return;
    }
    xmlSchemaFree(schema);
    xmlFreeDoc(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identifiers_follow_the_naming_convention),
        cmocka_unit_test(whatever_is_stored_comes_out_valid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "law/parsing.h"


/* All paths in order, with spaces between. */
static const char *paths(const struct tvx_instrument *instrument)
{
    const char *all = "";

    for (size_t i = 0; i < instrument->count; i++)
        all = tvx_arena_printf(arena, "%s%s%s", all, i == 0 ? "" : " ", instrument->provisions[i].path);
    return all;
}

static const struct tvx_provision *at(const struct tvx_instrument *instrument, const char *path)
{
    size_t index = tvx_instrument_find(instrument, path);

    if (index == SIZE_MAX)
        fail_msg("no provision %s among: %s", path, paths(instrument));
    return &instrument->provisions[index];
}

static const char *const broken_resolution =
    "30 Resolution 9\n"
    "RESOLUTION 9 (REV. PORT VALE, 2031)\n"
    "The lighthouse fund and the share that small\n"
    "islands have in it\n"
    "The Conference of the Island Postal Union (Port Vale,\n"
    "2031),\n"
    "recalling\n"
    "a) Resolution 4 (Port Vale, 2027) of this Conference, on lamps and\n"
    "their oil;\n"
    "b) the difficulties of small islands1 in paying for light-houses that\n"
    "ships of all islands use,\n"
    "1 These include islands with fewer than one thousand inhabitants, and\n"
    "rocks.\n"
    "\n"
    "Resolution 9 31\n"
    "bearing in mind\n"
    "that the report of the keepers, considering the state of the lamps, asked\n"
    "for a larger fund, as in recalling\n"
    "b) and c) above,\n"
    "resolves\n"
    "1 that the fund shall be doubled before the end of the year, under the\n"
    "following conditions:\n"
    "i) no island pays more than it did in the year before, and none pays\n"
    "less than\n"
    "3 shells;\n"
    "ii) the keepers agree;\n"
    "2 that the keepers of light-\n"
    "houses shall report every second year, and in the follow-\n"
    "ing one, and that Study Groups 1\n"
    "and 2 shall read the reports of the Keeper-\n"
    "General,\n"
    "\n"
    "32 Resolution 9\n"
    "instructs the Keeper-General and the Director of the Lamp and Oil\n"
    "Bureau\n"
    "1 to collect the shells;\n"
    "2 bis to count them,\n"
    "invites Island States\n"
    "to send their shells in good time.\n"
    "(Port Vale, 2027) – (Rev. Old Harbour, 2029) – (Rev. Port Vale,\n"
    "2031)\n";

static void a_resolution_in_broken_lines_is_put_together(void **state)
{
    struct tvx_instrument one = parse(broken_resolution);

    (void)state;
    assert_string_equal(paths(&one), "title preamble recalling recalling.a recalling.b bearing-in-mind resolves "
                                     "resolves.1 resolves.1.i resolves.1.ii resolves.2 "
                                     "instructs-the-keeper-general-and-the-director-of-the-lamp-and-oil-bureau "
                                     "instructs-the-keeper-general-and-the-director-of-the-lamp-and-oil-bureau.1 "
                                     "instructs-the-keeper-general-and-the-director-of-the-lamp-and-oil-bureau.2-bis "
                                     "invites-island-states history note-1");
    assert_string_equal(one.key, "RES-9");
    assert_string_equal(one.version, "2031");
    assert_int_equal(one.kind, TVX_INSTRUMENT_RESOLUTION);
    assert_string_equal(one.title, "The lighthouse fund and the share that small islands have in it");
    assert_string_equal(at(&one, "recalling.b")->text,
                        "the difficulties of small islands in paying for light-houses that ships of all islands use,");
    assert_string_equal(at(&one, "resolves.1.i")->text,
                        "no island pays more than it did in the year before, and none pays less than 3 shells;");
    assert_string_equal(at(&one, "resolves.2")->text,
                        "that the keepers of light-houses shall report every second year, and in the following one, "
                        "and that Study Groups 1 and 2 shall read the reports of the Keeper-General,");
    assert_string_equal(at(&one, "invites-island-states")->heading, "invites Island States");
    assert_string_equal(at(&one, "invites-island-states")->text, "to send their shells in good time.");
    assert_int_equal(at(&one, "recalling")->kind, TVX_PROVISION_PREAMBLE);
    assert_int_equal(at(&one, "resolves.2")->kind, TVX_PROVISION_OPERATIVE);
    assert_string_equal(at(&one, "note-1")->text,
                        "These include islands with fewer than one thousand inhabitants, and rocks.");
}

static void running_heads_are_reported(void **state)
{
    struct tvx_instrument one = parse(broken_resolution);
    bool told = false;

    (void)state;
    for (size_t i = 0; i < one.warning_count; i++)
        told = told || (strcmp(one.warnings[i].code, "instrument-running-heads") == 0 &&
                        strstr(one.warnings[i].message, "3 ") != NULL);
    assert_true(told);
}

static void headings_and_items_glued_to_the_text_before_are_cut_off(void **state)
{
    struct tvx_instrument one = parse(
        "DECISION 12 (PORT VALE, 2031)\n"
        "Oil for the lamps\n"
        "The Conference of the Island Postal Union (Port Vale, 2031),\n"
        "noting\n"
        "a) that oil, noting its price, has become dear in all islands of the Union and in most of its ports;\n"
        "b) that the lamps, which the Keeper-General instructs the keepers to light, need more of it every year, having "
        "considered\n"
        "a) the report of the oil merchants of Version 2.5 and what the islands said about it at their meeting;\n"
        "b) the shells that are left, decides\n"
        "1 to buy oil for: i) the north; ii) the south; and iii) the rocks; 2 to store it in barrels of oak; 3 to pay,\n"
        "instructs the Keeper-General to see to it, invites Island States to help, resolves further\n"
        "1 that the oil shall be tasted. ANNEX 1 TO DECISION 12 (PORT VALE, 2031) Table of barrels\n"
        "North 4\n");

    (void)state;
    assert_string_equal(paths(&one), "title preamble noting noting.a noting.b having-considered having-considered.a "
                                     "having-considered.b decides decides.1 decides.2 decides.3 "
                                     "instructs-the-keeper-general invites-island-states resolves-further "
                                     "resolves-further.1 annex-1 annex-1.p1");
    assert_string_equal(at(&one, "decides.2")->text, "to store it in barrels of oak;");
    assert_string_equal(at(&one, "instructs-the-keeper-general")->text, "to see to it,");
    assert_string_equal(at(&one, "having-considered.b")->text, "the shells that are left,");
    assert_string_equal(one.key, "DEC-12");
}

static const char *const charter =
    "CHARTER OF\n"
    "THE ISLAND POSTAL UNION\n"
    "Preamble\n"
    "1 While recognizing that each island keeps its own lamps, and having regard\n"
    "to the ships that pass, the islands have agreed as follows:\n"
    "CHAPTER I\n"
    "Lamps\n"
    "ARTICLE 1\n"
    "PV-09 Purposes of the Union and of\n"
    "its keepers\n"
    "2 1 1) The purposes of the Union are to keep lamps and to count what\n"
    "PV-05 they cost, as laid down in Nos. 4 and\n"
    "PV-09 5 of this Charter.\n"
    "3 2) The Union shall keep:\n"
    "4 a) lamps that burn from dusk to dawn, on every rock on which a ship\n"
    "has been lost in the last ten years;\n"
    "5 b) oil, and no more than\n"
    "12 barrels of it;\n"
    "5A b bis) wicks;\n"
    "6 (SUP)\n"
    "7 2 bis) Nothing in this Article prevents an island from keeping more lamps\n"
    "than it needs.\n"
    "8 to 10 (SUP)\n"
    "11 3 The keepers meet once a year, on the shortest night, and tell one\n"
    "another what they have seen from their lamps and which ships have not\n"
    "come home in the year before.\n"
    "\n"
    "2 CH/Article 2\n"
    "ARTICLE 2\n"
    "Keepers\n"
    "12 Each island names one keeper:\n"
    "– from among its people; or\n"
    "– from among those of another island.\n"
    "14 The keeper stays for a year, unless the island from which he came asks\n"
    "for him, or the winter is so hard that no boat can come to the rock on\n"
    "which his lamp stands.\n"
    "15 Nothing prevents him from staying longer than he was asked to stay, if the\n"
    "island agrees.\n"
    "A keeper who leaves gives back the key.\n"
    "ANNEX\n"
    "Terms\n"
    "101 Lamp: Anything that gives light and can be seen from a ship that is as\n"
    "far away as a rower can row in an hour.\n"
    "101A Oil: Anything that a lamp burns.\n";

static void numbers_in_the_margin_are_found_with_marks_and_gaps(void **state)
{
    struct tvx_instrument one = parse(charter);
    const struct tvx_provision *first;

    (void)state;
    assert_string_equal(paths(&one),
                        "title preamble chapter-1 1 1.1 1.1.1 1.1.2 1.1.2.a 1.1.2.b 1.1.2.b-bis 1.sup-6 1.1.2-bis "
                        "1.sup-8 1.3 2 2.p1 2.dash-1 2.dash-2 2.p2 2.p3 2.p4 annex annex.101 annex.101A");
    first = at(&one, "1.1.1");
    assert_string_equal(first->marginal, "2");
    assert_string_equal(first->amended, "PV-09");
    assert_string_equal(first->text, "The purposes of the Union are to keep lamps and to count what they cost, as "
                                     "laid down in Nos. 4 and 5 of this Charter.");
    assert_string_equal(at(&one, "1.1.2.b")->text, "oil, and no more than 12 barrels of it;");
    assert_string_equal(at(&one, "1.1.2.b-bis")->marginal, "5A");
    assert_string_equal(at(&one, "1")->heading, "Purposes of the Union and of its keepers");
    assert_string_equal(at(&one, "1")->amended, "PV-09");
    assert_null(at(&one, "1.1")->marginal);
    assert_string_equal(at(&one, "1.sup-8")->marginal, "8 to 10");
    assert_string_equal(at(&one, "2.p4")->text, "A keeper who leaves gives back the key.");
    assert_string_equal(at(&one, "annex.101A")->marginal, "101A");
    assert_int_equal(one.kind, TVX_INSTRUMENT_TREATY);
    /* 13 is missing; 11 behind "8 to 10" and the annex's 101 are not gaps */
    size_t gaps = 0;
    for (size_t i = 0; i < one.warning_count; i++)
        if (strcmp(one.warnings[i].code, "instrument-gap") == 0) {
            assert_non_null(strstr(one.warnings[i].message, "13"));
            gaps++;
        }
    assert_int_equal(gaps, 1);
}

static void numbers_glued_to_the_paragraph_are_cut_by_their_sequence(void **state)
{
    struct tvx_instrument one = parse("Island Lamp Rules\n"
                                      "Article 1\n"
                                      "Scope\n"
                                      "11.1 a) These Rules are about lamps.\n"
                                      "2b) They are also about oil.\n"
                                      "31.2 An island may have other rules:\n"
                                      "4a) for the day; and\n"
                                      "5b) for the night.\n"
                                      "Article 2\n"
                                      "Keepers\n"
                                      "6Each island names a keeper.\n"
                                      "72.1 The keeper lights the lamps.\n"
                                      "82.2 The keeper counts the barrels,\n"
                                      "-full ones, and\n"
                                      "-empty ones.\n"
                                      "92.3 The keeper sleeps at noon.\n"
                                      "Appendix 1\n"
                                      "Barrels\n"
                                      "1.1. Barrels are of oak.\n");

    (void)state;
    assert_string_equal(paths(&one), "title 1 1.1 1.1.a 1.1.b 1.2 1.2.a 1.2.b 2 2.p1 2.1 2.2 2.2.dash-1 2.2.dash-2 2.3 "
                                     "appendix-1 appendix-1.1.1");
    assert_string_equal(at(&one, "1.1.a")->marginal, "1");
    assert_string_equal(at(&one, "2.p1")->marginal, "6");
    assert_string_equal(at(&one, "2.3")->marginal, "9");
    assert_null(at(&one, "appendix-1.1.1")->marginal);
}

static void letters_and_roman_numerals_are_told_by_what_stands_around(void **state)
{
    struct tvx_instrument one = parse("Article 1\nLetters\n"
                                      "1. The lamps are:\n(a) one;\n(b) two;\n(c) three;\n(d) four;\n(e) five;\n(f) six;\n"
                                      "(g) seven;\n(h) eight;\n(i) nine;\n(j) ten.\n"
                                      "2. The barrels are:\n(a) these:\n(i) full;\n(ii) half full;\n(iii) a third full;\n"
                                      "(iv) a quarter full;\n(v) empty;\n(b) those:\n(i) lost.\n"
                                      "Article 2\nRomans below h\n"
                                      "(g) seven;\n(h) eight:\n(i) wet;\n(ii) dry;\n(i) nine.\n");

    (void)state;
    assert_string_equal(paths(&one), "1 1.1 1.1.a 1.1.b 1.1.c 1.1.d 1.1.e 1.1.f 1.1.g 1.1.h 1.1.i 1.1.j 1.2 1.2.a 1.2.a.i "
                                     "1.2.a.ii 1.2.a.iii 1.2.a.iv 1.2.a.v 1.2.b 1.2.b.i 2 2.g 2.h 2.h.i 2.h.ii 2.i");
}

static void an_act_with_recitals_chapters_and_subparagraphs(void **state)
{
    struct tvx_instrument one = parse("REGULATION ON LAMPS\n"
                                      "THE COUNCIL OF ISLANDS,\n"
                                      "Whereas:\n"
                                      "(1) Lamps give light.\n"
                                      "(2) Oil is dear, as Article 5 of the Charter says.\n"
                                      "CHAPTER II\nGENERAL\n"
                                      "Section 1\nLamps and oil\n"
                                      "Article 4\nDefinitions\n"
                                      "For the purposes of this Regulation:\n"
                                      "(1) 'lamp' means a light;\n"
                                      "(2) 'oil' means what burns.\n"
                                      "Article 5\nKeepers\n"
                                      "1. The keeper shall light the lamp:\n"
                                      "(a) at dusk; or\n"
                                      "(b) earlier.\n"
                                      "The second subparagraph shall not apply at noon.\n"
                                      "2. Article 4 of this Regulation shall apply.\n"
                                      "Article 5a\n"
                                      "The keeper may sleep.\n"
                                      "Article 7\n"
                                      "Lamps of other islands This Article applies to lamps of other islands.\n");

    (void)state;
    assert_string_equal(paths(&one), "title preamble recital recital.1 recital.2 chapter-2 chapter-2.section-1 4 4.p1 4.1 "
                                     "4.2 5 5.1 5.1.a 5.1.b 5.1.p2 5.2 5a 5a.p1 7 7.p1");
    assert_string_equal(at(&one, "recital")->heading, "");
    assert_int_equal(at(&one, "recital.2")->kind, TVX_PROVISION_PREAMBLE);
    assert_string_equal(at(&one, "4")->heading, "Definitions");
    assert_int_equal(at(&one, "4")->level, 2);
    assert_string_equal(at(&one, "7")->heading, "Lamps of other islands");
    assert_string_equal(at(&one, "7.p1")->text, "This Article applies to lamps of other islands.");
}

static void paragraphs_that_carry_their_articles_number(void **state)
{
    struct tvx_instrument one = parse("Article 5\nLamps\n5.1 The lamp burns.\na) at night;\nb) in fog.\n5.1A It is green.\n"
                                      "5.2 The keeper watches it.\n5.2.1 He may blink.\n"
                                      "Article 5A\nOil\n5A.1 Oil is dear.\n");

    (void)state;
    assert_string_equal(paths(&one), "5 5.1 5.1.a 5.1.b 5.1A 5.2 5.2.1 5A 5A.1");
}

static void a_resolution_in_the_manner_of_the_united_nations(void **state)
{
    struct tvx_instrument one = parse("The General Assembly of Islands,\n"
                                      "Recalling its resolution 5/1 on lamps,\n"
                                      "Deeply concerned about the price of oil,\n"
                                      "1. Decides to buy oil;\n"
                                      "2. Calls upon all islands:\n"
                                      "(a) To save oil;\n"
                                      "(b) To share it;\n"
                                      "II. Last matters\n"
                                      "3. Also decides to remain seized of the matter.\n");

    (void)state;
    assert_string_equal(paths(&one), "preamble recalling deeply-concerned-about 1 2 2.a 2.b 3");
    assert_string_equal(at(&one, "1")->heading, "Decides");
    assert_string_equal(at(&one, "1")->text, "to buy oil;");
    assert_string_equal(at(&one, "2")->heading, "Calls upon");
    assert_int_equal(at(&one, "3")->kind, TVX_PROVISION_OPERATIVE);
    assert_string_equal(at(&one, "3")->heading, "II. Last matters");
    assert_string_equal(at(&one, "3")->text, "Also decides to remain seized of the matter.");
    assert_string_equal(at(&one, "recalling")->text, "its resolution 5/1 on lamps,");
}

/* A lost line break is no reason to take a list for one sentence. */
static void lists_that_run_on_in_one_line(void **state)
{
#define BOATS "resolves-to-instruct-the-director-of-the-boat-bureau"
    struct tvx_instrument one = parse("RESOLUTION 7 (Saltmere, 2006)\n"
                                      "Lending of boats\n"
                                      "The Assembly,\n"
                                      "recalling\n"
                                      "Resolution 5 of this Assembly, resolves to instruct the Director of the Boat "
                                      "Bureau 1 to lend boats to all; 2 to keep a list; 3 to report on this matter,\n"
                                      "invites Member States\n"
                                      "1 to row, seeing the following: 1.1 that boats are few; 1.2 that oars are heavy;\n"
                                      "2 to rest: 1 boat is enough; no more.\n");

    (void)state;
    assert_string_equal(paths(&one), "title preamble recalling " BOATS " " BOATS ".1 " BOATS ".2 " BOATS ".3 "
                                     "invites-member-states invites-member-states.1 invites-member-states.1.1 "
                                     "invites-member-states.1.2 invites-member-states.2");
    assert_string_equal(at(&one, BOATS)->text, "");
    assert_string_equal(at(&one, BOATS ".3")->text, "to report on this matter,");
    assert_string_equal(at(&one, "invites-member-states.1.2")->text, "that oars are heavy;");
    assert_string_equal(at(&one, "invites-member-states.2")->text, "to rest: 1 boat is enough; no more.");
}

static void resolutions_in_other_languages(void **state)
{
    struct tvx_instrument french = parse("RÉSOLUTION 7 (PORT VALE, 2031)\nLampes\nLa Conférence de l'Union,\n"
                                         "considérant\na) que l'huile est chère;\nb) qu'elle manque,\n"
                                         "reconnaissant en outre\nque la nuit est longue,\n"
                                         "décide\n1 d'acheter de l'huile;\n2 de la partager,\n"
                                         "charge le Secrétaire général\nde la goûter.\n");
    struct tvx_instrument spanish = parse("RESOLUCIÓN 7 (PORT VALE, 2031)\nFaros\nLa Conferencia de la Unión,\n"
                                          "considerando\na) que el aceite es caro;\nb) que falta,\n"
                                          "resuelve\n1 comprar aceite;\n2 compartirlo,\n"
                                          "encarga al Secretario General\nque lo pruebe.\n");
    struct tvx_instrument russian = parse("РЕЗОЛЮЦИЯ 7 (ПОРТ-ВЕЙЛ, 2031 г.)\nЛампы\nКонференция Союза,\n"
                                          "учитывая\na) что масло дорого;\nb) что его мало,\n"
                                          "решает\n1 купить масло;\n2 разделить его,\n");

    (void)state;
    assert_string_equal(paths(&french), "title preamble considérant considérant.a considérant.b reconnaissant-en-outre "
                                        "décide décide.1 décide.2 charge-le-secrétaire-général");
    assert_string_equal(paths(&spanish), "title preamble considerando considerando.a considerando.b resuelve resuelve.1 "
                                         "resuelve.2 encarga-al-secretario-general");
    assert_string_equal(paths(&russian), "title preamble учитывая учитывая.a учитывая.b решает решает.1 решает.2");
    assert_string_equal(french.key, "RES-7");
    assert_string_equal(russian.version, "2031");
}

static void articles_in_other_languages(void **state)
{
    struct tvx_instrument chinese = parse("灯塔公约\n第一章\n总则\n第一条\n定义\n一、灯是光。\n二、油是燃料：\n（一）植物油；\n（二）鱼油。\n"
                                          "第十二条\n生效\n本公约生效。\n");
    struct tvx_instrument french = parse("Article premier\nObjet\n1. Les lampes brûlent.\nArticle 2\nPortée\n1. Partout.\n");
    struct tvx_instrument arabic = parse("المادة 1\nالتعاريف\n1 - المصباح ضوء.\nالمادة 2\nالنطاق\nفي كل مكان.\n");

    (void)state;
    assert_string_equal(paths(&chinese), "title chapter-1 1 1.1 1.2 1.2.1 1.2.2 12 12.p1");
    assert_string_equal(paths(&french), "1 1.1 2 2.1");
    assert_non_null(at(&arabic, "1"));
    assert_string_equal(at(&arabic, "2")->heading, "النطاق");
}

static void what_is_doubled_or_missing_is_said_and_paths_stay_unique(void **state)
{
    struct tvx_instrument one = parse("Article 1\nA\n1. One.\n2. Two.\n2. Two again.\n5. Five.\n"
                                      "Article 1\nB\n1. One.\nArticle 4\nC\n1. One.\n");
    const char *codes = "";

    (void)state;
    assert_string_equal(paths(&one), "1 1.1 1.2 1.2-2 1.5 1-2 1-2.1 4 4.1");
    for (size_t i = 0; i < one.warning_count; i++)
        codes = tvx_arena_printf(arena, "%s%s ", codes, one.warnings[i].code);
    assert_string_equal(codes, "instrument-double instrument-order instrument-double instrument-gap ");
}

static void places_are_those_of_the_lines(void **state)
{
    struct tvx_lines lines = lines_of(broken_resolution);
    struct tvx_instrument one = parse(broken_resolution);
    const char *all = "";
    const struct tvx_provision *item = at(&one, "recalling.a");

    (void)state;
    for (size_t i = 0; i < lines.count; i++)
        all = tvx_arena_printf(arena, "%s%s%s", all, i == 0 ? "" : "\n", lines.items[i].text);
    assert_string_equal(tvx_arena_strndup(arena, all + item->start, item->points),
                        "a) Resolution 4 (Port Vale, 2027) of this Conference, on lamps and\ntheir oil;");
    item = at(&one, "recalling");
    assert_string_equal(tvx_arena_strndup(arena, all + item->start, item->points), "recalling");
}

static void computed_labels_cells_notes_and_page_heads_of_a_document(void **state)
{
    struct tvx_document *document = tvx_document_new(1 << 20);
    static const struct {
        enum tvx_block_kind kind;
        const char *label, *text;
    } blocks[] = {
        {TVX_BLOCK_HEADER, NULL, "Page head"},    {TVX_BLOCK_HEADING, NULL, "Rules of the lamp"},
        {TVX_BLOCK_HEADING, "Article 3", "Oil"},  {TVX_BLOCK_LIST, "3.1", "Oil is dear."},
        {TVX_BLOCK_LIST, "c)", "in barrels;"},    {TVX_BLOCK_CELL, NULL, "4 barrels"},
        {TVX_BLOCK_NOTE, "1", "Or casks."},
    };
    struct tvx_instrument one;

    (void)state;
    document->format = "docx";
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        struct tvx_block *block = tvx_document_add_block(document, blocks[i].kind);

        block->label = block->label_before = blocks[i].label;
        tvx_document_add_run(document, block, blocks[i].text, strlen(blocks[i].text), TVX_CHANGE_NONE);
    }
    assert_int_equal(tvx_instrument_parse(&one, arena, document, NULL), TVX_OK);
    assert_string_equal(paths(&one), "title 3 3.1 3.1.c note-1");
    assert_string_equal(at(&one, "3")->heading, "Oil");
    assert_string_equal(at(&one, "3.1.c")->text, "in barrels; 4 barrels");
    assert_string_equal(at(&one, "note-1")->text, "Or casks.");
    tvx_document_free(document);
}

static void several_resolutions_in_one_document_have_paths_of_their_own(void **state)
{
    struct tvx_instrument one = parse("FINAL ACTS\n"
                                      "RESOLUTION 1 (PORT VALE, 2031)\nLamps\nThe Conference,\nnoting\na) this;\nb) that,\n"
                                      "resolves\nto go.\n"
                                      "RESOLUTION 2 (PORT VALE, 2031)\nOil\nThe Conference,\nnoting\na) this;\nb) that,\n"
                                      "resolves\nto stay.\n");

    (void)state;
    assert_string_equal(paths(&one),
                        "title resolution-1 resolution-1.preamble resolution-1.noting resolution-1.noting.a "
                        "resolution-1.noting.b resolution-1.resolves resolution-2 resolution-2.preamble "
                        "resolution-2.noting resolution-2.noting.a resolution-2.noting.b resolution-2.resolves");
}

static void every_real_text_keeps_the_rules_of_the_tree(void **state)
{
    static const char *const names[] = {"itu/basic-texts/ITU-Constitution.txt", "itu/basic-texts/ITU-PP-RES-025.txt",
                                        "bbnj/bbnj-fr.txt", "itu/pp18/txt/rec-7.txt"};
    size_t seen = 0;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path = tests_data(names[i]);
        FILE *file = path == NULL ? NULL : fopen(path, "rb");
        char *text = file == NULL ? NULL : tvx_arena_alloc(arena, 1 << 20);

        if (file == NULL)
            continue;
        text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
        fclose(file);
        struct tvx_instrument one = parse(text);

        seen++;
        assert_true(one.count > 20);
        for (size_t j = 0; j < one.count; j++) {
            const struct tvx_provision *p = &one.provisions[j];

            assert_int_equal(tvx_instrument_find(&one, p->path), j);
            assert_true(p->parent == SIZE_MAX ? p->level == 0
                                              : p->parent < j && one.provisions[p->parent].level + 1 == p->level);
            assert_true(p->points > 0);
        }
    }
    if (seen == 0)
        print_message("skipped: the real documents are not here\n");
}

static void a_full_arena_is_an_error_not_a_crash(void **state)
{
    struct tvx_lines lines = lines_of(charter);
    size_t good = 0;

    (void)state;
    for (size_t ceiling = 1000; ceiling < 2000000; ceiling += ceiling / 9) {
        struct tvx_arena *small = tvx_arena_new(ceiling);
        struct tvx_instrument one;
        struct tvx_error error = {0};
        enum tvx_status status = tvx_instrument_parse_lines(&one, small, &lines, &error);

        assert_true(status == TVX_OK || status == TVX_E_NOMEM);
        good += status == TVX_OK;
        tvx_arena_free(small);
    }
    assert_true(good > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_resolution_in_broken_lines_is_put_together, setup, teardown),
        cmocka_unit_test_setup_teardown(running_heads_are_reported, setup, teardown),
        cmocka_unit_test_setup_teardown(headings_and_items_glued_to_the_text_before_are_cut_off, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_in_the_margin_are_found_with_marks_and_gaps, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_glued_to_the_paragraph_are_cut_by_their_sequence, setup, teardown),
        cmocka_unit_test_setup_teardown(letters_and_roman_numerals_are_told_by_what_stands_around, setup, teardown),
        cmocka_unit_test_setup_teardown(an_act_with_recitals_chapters_and_subparagraphs, setup, teardown),
        cmocka_unit_test_setup_teardown(paragraphs_that_carry_their_articles_number, setup, teardown),
        cmocka_unit_test_setup_teardown(a_resolution_in_the_manner_of_the_united_nations, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_that_run_on_in_one_line, setup, teardown),
        cmocka_unit_test_setup_teardown(resolutions_in_other_languages, setup, teardown),
        cmocka_unit_test_setup_teardown(articles_in_other_languages, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_doubled_or_missing_is_said_and_paths_stay_unique, setup, teardown),
        cmocka_unit_test_setup_teardown(places_are_those_of_the_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(computed_labels_cells_notes_and_page_heads_of_a_document, setup, teardown),
        cmocka_unit_test_setup_teardown(several_resolutions_in_one_document_have_paths_of_their_own, setup, teardown),
        cmocka_unit_test_setup_teardown(every_real_text_keeps_the_rules_of_the_tree, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_arena_is_an_error_not_a_crash, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Definitions, their uses and their cascade, on small instruments of our own. */
#include "check.h"

#include <travaux/analyse/scope.h>

enum { MOST = 64, LAWS = 4 };

struct law { /* lines: "path|text"; a path with '#' is a division, its text a heading */
    const char *key, *language, *title;
    const char *lines[MOST];
};

static struct tvx_arena *arena;

static size_t parent_of(const struct tvx_instrument *instrument, const char *path)
{
    const char *dot = strrchr(path, '.');
    char above[64];

    if (dot == NULL)
        return SIZE_MAX;
    snprintf(above, sizeof above, "%.*s", (int)(dot - path), path);
    return tvx_instrument_find(instrument, above);
}

static struct tvx_scope_law make_law(const struct law *law)
{
    struct tvx_instrument *instrument = tvx_arena_alloc(arena, sizeof *instrument);

    instrument->title = law->title == NULL ? "" : law->title;
    instrument->provisions = tvx_arena_array(arena, MOST, sizeof *instrument->provisions);
    for (size_t i = 0; i < MOST && law->lines[i] != NULL; i++) {
        const char *bar = strchr(law->lines[i], '|');
        bool division = law->lines[i][0] == '#';
        const char *from = law->lines[i] + division;
        struct tvx_provision *p = &instrument->provisions[i];

        *p = (struct tvx_provision){.kind = division ? TVX_PROVISION_DIVISION : TVX_PROVISION_PARAGRAPH,
                                    .path = tvx_arena_strndup(arena, from, (size_t)(bar - from)), .label = "",
                                    .heading = division ? bar + 1 : "", .text = division ? "" : bar + 1};
        p->parent = parent_of(instrument, p->path);
        instrument->count++;
    }
    return (struct tvx_scope_law){.key = law->key, .version = "1", .language = law->language, .document = "doc",
                                  .sha256 = "00", .instrument = instrument};
}

static struct tvx_scope build(const struct law *laws, size_t count, const struct tvx_scope_proposal *proposals,
                              size_t proposal_count)
{
    struct tvx_scope_law *made = tvx_arena_array(arena, LAWS, sizeof *made);
    struct tvx_error error = {0};
    struct tvx_scope scope;

    for (size_t i = 0; i < count; i++)
        made[i] = make_law(&laws[i]);
    assert_int_equal(tvx_scope_build(&scope, arena, made, count, proposals, proposal_count, &error), TVX_OK);
    return scope;
}

static const struct tvx_scope_definition *find(const struct tvx_scope *scope, const char *term)
{
    for (size_t i = 0; i < scope->count; i++)
        if (strcmp(scope->definitions[i].term, term) == 0)
            return &scope->definitions[i];
    print_message("no definition of %s\n", term);
    fail();
    return NULL;
}

static void reaches(const struct tvx_scope_reaches *list, const char *wanted)
{
    char got[1024] = "";

    for (size_t i = 0; i < list->count; i++) {
        size_t length = strlen(got);

        snprintf(got + length, sizeof got - length, "%s%s", i > 0 ? " " : "", list->items[i].path);
    }
    assert_string_equal(got, wanted);
}

static void the_longest_term_is_the_one_used(void **state)
{
    const struct law law = {"L", "en", "", {"#1|Definitions", "1.1|Ferry: a boat.", "1.2|Night ferry: a ferry that sails by "
                            "night.", "1.3|Ferry port: a place for boats.", "#2|Sailing", "2.1|Night ferries shall carry lights.", "2.2|The ferry's crew rests.",
                            "2.3|Every ferryman may ferry goods; a night ferry and a ferry differ.",
                            "2.4|A ferry port has lights.", NULL}};
    struct tvx_scope scope = build(&law, 1, NULL, 0);

    (void)state;
    assert_int_equal(scope.count, 3);
    reaches(&find(&scope, "Ferry")->affected, "1.2 2.2 2.3");
    reaches(&find(&scope, "Ferry port")->affected, "2.4");
    reaches(&find(&scope, "Night ferry")->affected, "2.1 2.3");
    reaches(&find(&scope, "Ferry")->affected_through, "2.1");
    assert_string_equal(find(&scope, "Ferry")->affected_through.items[0].evidence.quote, "Night ferries");
    assert_string_equal(find(&scope, "Ferry")->affected.items[1].ref, "L@1:2.2");
}

static void circles_of_definitions_end(void **state)
{
    const struct law law = {"L", "en", "", {"#1|Use of terms", "1.1|“Egg” means what a hen lays.", "1.2|“Hen” means what an "
                            "egg becomes.", "1.3|“Coop” means a house for a hen.", "#2|Rules", "2.1|Each coop has a door.",
                            NULL}};
    struct tvx_scope scope = build(&law, 1, NULL, 0);

    (void)state;
    reaches(&find(&scope, "Egg")->affected, "1.2");
    reaches(&find(&scope, "Egg")->affected_through, "1.3 2.1");
    reaches(&find(&scope, "Hen")->affected, "1.1 1.3");
    assert_int_equal(find(&scope, "Egg")->affected_through.items[1].steps, 2);
}

static void a_definition_is_told_in_six_languages(void **state)
{
    static const struct {
        const char *language, *heading, *definition, *term, *use;
    } cases[] = {
        {"en", "Use of terms", "“Lock-keeper”, in relation to canals, means a person who opens locks.", "Lock-keeper",
         "Lock-keepers sleep by day."},
        {"fr", "Définitions", "On entend par « canal maritime » tout canal ouvert aux navires.", "canal maritime",
         "Les canaux maritimes restent ouverts."},
        {"fr", "Emploi des termes", "« Éclusier » la personne qui ouvre les écluses.", "Éclusier", "L’éclusier dort le jour."},
        {"es", "Términos empleados", "Por “canal marítimo” se entiende todo canal abierto a los buques.", "canal marítimo",
         "Los canales marítimos quedan abiertos."},
        {"ru", "Употребление терминов", "«Морской канал» означает канал, открытый для судов.", "Морской канал",
         "Суда ходят по морским каналам."},
        {"ar", "استخدام المصطلحات", "يقصد بعبارة ”القناة البحرية“ كل قناة مفتوحة أمام السفن.", "القناة البحرية",
         "تبقى القناة البحرية مفتوحة."},
        {"zh", "用语", "“海运河”是指对船舶开放的运河。", "海运河", "所有海运河应保持开放。"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char heading[256], definition[512], use[512];
        struct law law = {"L", cases[i].language, "", {heading, definition, "#2|X", use, NULL}};
        struct tvx_scope scope;

        snprintf(heading, sizeof heading, "#1|%s", cases[i].heading);
        snprintf(definition, sizeof definition, "1.1|%s", cases[i].definition);
        snprintf(use, sizeof use, "2.1|%s", cases[i].use);
        scope = build(&law, 1, NULL, 0);
        assert_int_equal(scope.count, 1);
        if (find(&scope, cases[i].term)->affected.count == 0)
            print_message("%s\n", cases[i].use);
        reaches(&find(&scope, cases[i].term)->affected, "2.1");
    }
}

static void short_names_and_purposes_define_too(void **state)
{
    const struct law law = {"L", "en", "", {"#1|Founding", "1.1|A Salt Fund (hereinafter “the Fund”) is set up.",
                            "1.2|The Fund keeps salt.", "1.3|What may hereafter be found, is kept.", "#2|Storage",
                            "2.1|For the purposes of this Article, grain means wheat or rye.", "2.2|Grain is kept dry.",
                            "#3|Trade", "3.1|Grain is sold by weight.", "3.2|Note that salt means nothing here: it is sold.",
                            NULL}};
    struct tvx_scope scope = build(&law, 1, NULL, 0);

    (void)state;
    assert_int_equal(scope.count, 2);
    reaches(&find(&scope, "Fund")->affected, "1.2");
    reaches(&find(&scope, "grain")->affected, "2.2"); /* not in Article 3 */
}

static void the_first_paragraph_may_say_that_definitions_follow(void **state)
{
    const struct law law = {"L", "en", "", {"#1|General", "1.1|For the purposes of this Convention:", "1.2|Quay: a wall.",
                            "#2|Rules", "2.1|Each Party shall keep its quays: in repair.", NULL}};
    struct tvx_scope scope = build(&law, 1, NULL, 0);

    (void)state;
    assert_int_equal(scope.count, 1);
    reaches(&find(&scope, "Quay")->affected, "2.1");
}

static void a_term_always_written_with_a_capital_is_a_name(void **state)
{
    const struct law law = {"L", "en", "", {"#1|Definitions", "1.1|“Party” means a State bound by this text.", "#2|Rules",
                            "2.1|Each Party helps every other Party.", "2.2|A third party pays.", "2.3|The Parties meet.",
                            NULL}};
    struct tvx_scope scope = build(&law, 1, NULL, 0);

    (void)state;
    reaches(&find(&scope, "Party")->affected, "2.1 2.3");
}

static void definitions_hold_where_they_say(void **state)
{
    const struct law laws[] = {
        {"CO", "en", "CONSTITUTION OF THE BEE UNION", {"#1|Definition of terms used in this Constitution and in the Bee "
         "Regulations", "1.1|Hive: a home of bees.", "#2|Work", "2.1|Each hive is counted.", NULL}},
        {"RG", "en", "BEE REGULATIONS", {"#1|Work", "1.1|Hives stand in the sun.", NULL}},
        {"OT", "en", "WASP AGREEMENT", {"#1|Work", "1.1|Hives stand in the shade.", NULL}},
    };
    struct tvx_scope scope = build(laws, 3, NULL, 0);

    (void)state;
    assert_int_equal(scope.count, 1);
    reaches(&find(&scope, "Hive")->affected, "2.1");
    assert_int_equal(find(&scope, "Hive")->elsewhere.count, 1);
    assert_string_equal(find(&scope, "Hive")->elsewhere.items[0].ref, "RG@1:1.1");
}

static struct tvx_stored_proposal tabled(const char *number, enum tvx_action action, enum tvx_resolution_kind kind,
                                         const char *path, const char *before, const char *after)
{
    return (struct tvx_stored_proposal){
        .proposal = {.number = number, .action = action, .before = before, .after = after, .quote = after, .start = 5,
                     .points = 50},
        .resolution = {.kind = kind, .key = "L", .version = "1", .path = path}, .document = "P", .sha256 = "11"};
}

static void proposals_change_add_and_delete_definitions(void **state)
{
    const struct law law = {"L", "en", "", {"#2|Definitions", "2.1|Ferry: a boat that carries people.",
                            "2.2|Quay: a wall for boats.", "2.3|Toll: a charge.", "#3|Rules", "3.1|A ferry lands at a quay.",
                            "3.2|The tide table is posted.", NULL}};
    struct tvx_stored_proposal stored[] = {
        tabled("A/1/1", TVX_ACTION_MOD, TVX_RESOLVED, "2.1", "2.1 Ferry: a boat that carries people.",
               "2.1 Ferry: a boat or raft that carries people."),
        tabled("A/1/2", TVX_ACTION_SUP, TVX_RESOLVED, "2.2", "2.2 Quay: a wall for boats.", ""),
        tabled("A/1/3", TVX_ACTION_ADD, TVX_RESOLVED_NEW, "2.4", "", "2.4 Tide table: a list of the hours of the tides."),
        tabled("A/1/4", TVX_ACTION_MOD, TVX_RESOLVED, "2.3", "2.3 Toll: a charge.", "2.3 Fee: a charge."),
        tabled("A/1/7", TVX_ACTION_MOD, TVX_RESOLVED, "2.1", "2.1 Ferry: a boat that carries people.",
               "2.1 Ferry/Raft: a boat or raft that carries people."),
        tabled("A/1/5", TVX_ACTION_NOC, TVX_RESOLVED, "2.1", "", ""),
        tabled("A/1/6", TVX_ACTION_MOD, TVX_RESOLVED, "3.2", "3.2 The tide table is posted.",
               "3.2 The tide table is posted at each quay."),
    };
    struct tvx_scope_proposal proposals[7];
    struct tvx_scope scope;
    const struct tvx_scope_definition *d;

    (void)state;
    for (size_t i = 0; i < 7; i++)
        proposals[i] = (struct tvx_scope_proposal){&stored[i], NULL};
    scope = build(&law, 1, proposals, 7);
    d = find(&scope, "Ferry");
    assert_int_equal(d->change_count, 2);
    assert_int_equal(d->changes[1].judged.reach, TVX_REACH_WIDENED); /* another name is no other term */
    assert_int_equal(d->reach, TVX_REACH_WIDENED);
    assert_string_equal(d->changes[0].judged.reasons.items[0].evidence[0].quote, "or raft");
    assert_int_equal(d->changes[0].judged.reasons.items[0].evidence[0].start, 5 + (int)strlen("2.1 Ferry: a boat "));
    d = find(&scope, "Quay");
    assert_int_equal(d->reach, TVX_REACH_UNCLEAR);
    assert_non_null(strstr(d->changes[0].judged.reasons.items[0].statement, "deleted"));
    assert_int_equal(d->in_proposal_count, 1);
    assert_string_equal(d->in_proposals[0], "A/1/6");
    d = find(&scope, "Toll");
    assert_non_null(strstr(d->changes[0].judged.reasons.items[0].statement, "The term itself changes"));
    assert_int_equal(scope.proposed_count, 1);
    assert_string_equal(scope.proposed[0].term, "Tide table");
    reaches(&scope.proposed[0].affected, "3.2");
}

static void items_of_a_list_come_and_go(void **state)
{
    const struct law law = {"L", "en", "", {"#2|Definitions", "2.1|Envoy: a person sent by:", "2.1.a|a State, or",
                            "2.1.b|a port;", "2.2|Ferry: a boat that:", "2.2.a|carries people; and", "2.2.b|sails by day;",
                            "2.3|Pilot: a person:", "2.3.a|of the port;", NULL}};
    struct tvx_stored_proposal stored[] = {
        tabled("A/1/1", TVX_ACTION_ADD, TVX_RESOLVED_NEW, "2.1.c", "", "c) a city."),
        tabled("A/1/2", TVX_ACTION_SUP, TVX_RESOLVED, "2.2.b", "b) sails by day;", ""),
        tabled("A/1/3", TVX_ACTION_ADD, TVX_RESOLVED_NEW, "2.3.b", "", "b) of the town;"),
    };
    struct tvx_scope_proposal proposals[3];
    struct tvx_scope scope;

    (void)state;
    for (size_t i = 0; i < 3; i++)
        proposals[i] = (struct tvx_scope_proposal){&stored[i], NULL};
    scope = build(&law, 1, proposals, 3);
    assert_int_equal(find(&scope, "Envoy")->reach, TVX_REACH_WIDENED);
    assert_int_equal(find(&scope, "Ferry")->reach, TVX_REACH_WIDENED); /* a condition less */
    assert_int_equal(find(&scope, "Pilot")->reach, TVX_REACH_UNCLEAR); /* nothing says how its items hang together */
    assert_string_equal(find(&scope, "Ferry")->changes[0].judged.reasons.items[0].evidence[0].quote, "sails by day;");
}

static void terms_that_nothing_defines_are_listed(void **state)
{
    const struct law law = {"L", "en", "", {"#1|Definitions", "1.1|Ferry: a boat.", "#2|Rules",
                            "2.1|Each ferry keeps to the Inner Channel.", "2.2|No boat crosses the Inner Channel by night.",
                            "2.3|Lamps mark the Inner Channel.", "2.4|The General Council meets; the General Council votes.",
                            "2.5|The General Council and the General Council.", "2.6|Ask the General Council.",
                            "2.7|A “fair wind” is waited for.", NULL}};
    struct tvx_scope scope = build(&law, 1, NULL, 0);

    (void)state;
    assert_int_equal(scope.undefined_count, 2);
    assert_string_equal(scope.undefined[0].term, "Inner Channel");
    assert_int_equal(scope.undefined[0].uses.count, 3);
    assert_string_equal(scope.undefined[1].term, "fair wind");
}

static void layers_are_told_with_their_words(void **state)
{
    const struct law law = {"L", "en", "", {"#1|Definitions", "1.1|Line: a cable that carries signals.",
                            "1.2|Page: a text, image or other content.", "1.3|Feast: a meal.", NULL}};
    struct tvx_scope scope = build(&law, 1, NULL, 0);

    (void)state;
    assert_string_equal(find(&scope, "Line")->layer, "infrastructure");
    assert_string_equal(find(&scope, "Page")->layer, "services and content");
    assert_string_equal(find(&scope, "Feast")->layer, "");
    assert_int_equal(find(&scope, "Page")->layer_claims.count, 1);
    assert_true(find(&scope, "Page")->layer_claims.items[0].evidence_count >= 2);
}

static int setup(void **state)
{
    (void)state;
    arena = tvx_arena_new((size_t)1 << 28);
    return arena == NULL;
}

static int teardown(void **state)
{
    (void)state;
    tvx_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_longest_term_is_the_one_used, setup, teardown),
        cmocka_unit_test_setup_teardown(circles_of_definitions_end, setup, teardown),
        cmocka_unit_test_setup_teardown(a_definition_is_told_in_six_languages, setup, teardown),
        cmocka_unit_test_setup_teardown(short_names_and_purposes_define_too, setup, teardown),
        cmocka_unit_test_setup_teardown(the_first_paragraph_may_say_that_definitions_follow, setup, teardown),
        cmocka_unit_test_setup_teardown(a_term_always_written_with_a_capital_is_a_name, setup, teardown),
        cmocka_unit_test_setup_teardown(definitions_hold_where_they_say, setup, teardown),
        cmocka_unit_test_setup_teardown(proposals_change_add_and_delete_definitions, setup, teardown),
        cmocka_unit_test_setup_teardown(items_of_a_list_come_and_go, setup, teardown),
        cmocka_unit_test_setup_teardown(terms_that_nothing_defines_are_listed, setup, teardown),
        cmocka_unit_test_setup_teardown(layers_are_told_with_their_words, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

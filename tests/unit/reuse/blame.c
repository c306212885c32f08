/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "blame_making.h"

#define BASE "1 Ships shall carry a light.\n2 Masters shall log every signal seen.\n3 Pilots board at the outer buoy."

static void words_of_the_base_stay_its_own_and_others_are_orphans(void **state)
{
    struct making *m = *state;

    version(m, "2006", BASE);
    version(m, "2022", "1 Ships shall carry a bright light at night.\n2 Masters shall log every signal seen.\n"
                       "3 Pilots board at the inner buoy.");
    make(m);
    assert_string_equal(blamed(m, "1"), "[2006]Ships shall carry a [?]bright [2006]light [?]at night[2006].");
    assert_string_equal(blamed(m, "2"), "[2006]Masters shall log every signal seen.");
    assert_string_equal(blamed(m, "3"), "[2006]Pilots board at the [?]inner [2006]buoy.");
}

static void a_word_that_comes_back_keeps_its_first_origin(void **state)
{
    struct making *m = *state;

    version(m, "2006", "1 Ships shall carry a bright light at night, save in harbour.");
    version(m, "2014", "1 Ships shall carry a light.");
    version(m, "2022", "1 Ships shall carry a bright light, save in harbour.");
    proposal(m, "P/1", TVX_ACTION_MOD, "2014", "1", "2022-05-01", "1 Ships shall carry a light.",
             "1 Ships shall carry a bright light.");
    make(m);
    assert_string_equal(blamed(m, "1"), "[2006]Ships shall carry a bright light, save in harbour.");
}

static void a_provision_that_comes_back_keeps_its_origin(void **state)
{
    struct making *m = *state;

    version(m, "2006", BASE);
    version(m, "2014", "1 Ships shall carry a light.\n2 Pilots board at the outer buoy.");
    version(m, "2018", "1 Ships shall carry a light.\n2 Pilots board at the outer buoy.");
    version(m, "2022", "1 Ships shall carry a light.\n2 Masters shall log every signal seen or heard.\n"
                       "3 Pilots board at the outer buoy.");
    make(m);
    assert_string_equal(blamed(m, "2"), "[2006]Masters shall log every signal seen [?]or heard[2006].");
    assert_string_equal(blamed(m, "3"), "[2006]Pilots board at the outer buoy.");
}

static void renumbering_and_moves_keep_origins(void **state)
{
    struct making *m = *state;

    version(m, "2006", BASE);
    version(m, "2014", BASE "\n4 Harbour dues are published each January in the gazette of the port.");
    version(m, "2022", "1 Pilots board at the outer buoy.\n2 Harbour dues are published each January in the gazette.\n"
                       "3 Ships shall carry a light.\n4 Masters shall log every signal seen.");
    make(m);
    assert_string_equal(blamed(m, "1"), "[2006]Pilots board at the outer buoy.");
    assert_string_equal(blamed(m, "2"), "[2014]Harbour dues are published each January in the gazette.");
    assert_string_equal(blamed(m, "4"), "[2006]Masters shall log every signal seen.");
}

static void a_clause_that_goes_to_another_provision_keeps_its_origin(void **state)
{
    struct making *m = *state;

    version(m, "2006", "1 Ships shall carry a light, and keep a lookout from the crow's nest between dusk and dawn.\n"
                       "2 Masters shall log every signal seen.");
    version(m, "2022", "1 Ships shall carry a light.\n2 Masters shall log every signal seen, and keep a lookout from "
                       "the crow's nest between dusk and dawn.");
    make(m);
    assert_string_equal(blamed(m, "2"), "[2006]Masters shall log every signal seen, and keep a lookout from the crow's "
                                        "nest between dusk and dawn.");
}

static void words_of_two_proposals_are_merged(void **state)
{
    struct making *m = *state;

    version(m, "2006", BASE);
    proposal(m, "P/1", TVX_ACTION_MOD, "2006", "1", "2022-05-01", "1 Ships shall carry a light.",
             "1 Ships of every flag shall carry a light visible for two miles.");
    proposal(m, "Q/1", TVX_ACTION_MOD, "2006", "1", "2022-06-01", "1 Ships shall carry a light.",
             "1 Ships shall carry a light visible for two miles between dusk and dawn, without exception.");
    version(m, "2022", "1 Ships of every flag shall carry a light visible for two miles between dusk and dawn, save in "
                       "harbour.\n2 Masters shall log every signal seen.\n3 Pilots board at the outer buoy.");
    make(m);
    assert_string_equal(blamed(m, "1"), "[2006]Ships [P/1]of every flag [2006]shall carry a light [P/1+Q/1]visible for "
                                        "two miles [Q/1]between dusk and dawn, [?]save in harbour[2006].");
}

static void the_earliest_proposal_is_the_origin_and_undated_ones_come_last(void **state)
{
    struct making *m = *state;
    static const char old[] = "1 Ships shall carry a light.", new[] = "1 Ships shall carry a lantern.";

    version(m, "2006", BASE);
    proposal(m, "U/1", TVX_ACTION_MOD, "2006", "1", NULL, old, new);
    proposal(m, "L/1", TVX_ACTION_MOD, "2006", "1", "2022-07-01", old, new);
    proposal(m, "E/1", TVX_ACTION_MOD, "2006", "1", "2022-06-01", old, new);
    proposal(m, "E/2", TVX_ACTION_MOD, "2006", "1", "2022-06-01", old, new);
    proposal(m, "N/1", TVX_ACTION_NOC, "2006", "1", "2022-05-01", old, new);
    proposal(m, "T/1", TVX_ACTION_MOD, "2006", "1", "2023-05-01", old, new);          /* too late */
    proposal(m, "W/1", TVX_ACTION_MOD, "2006", "2", "2022-05-01", "2 Masters shall log every signal seen.",
             "2 Masters shall log every lantern seen.");                               /* elsewhere */
    proposal(m, "X/1", TVX_ACTION_MOD, "2006", "1", "2022-05-01", old, new)->resolution.kind = TVX_UNRESOLVED;
    version(m, "2022", "1 Ships shall carry a lantern.\n2 Masters shall log every signal seen.\n"
                       "3 Pilots board at the outer buoy.");
    make(m);
    assert_string_equal(blamed(m, "1"), "[2006]Ships shall carry a [E/1+E/2+L/1+U/1]lantern[2006].");
}

static void a_proposal_of_an_earlier_conference_is_the_origin_though_it_failed(void **state)
{
    struct making *m = *state;

    version(m, "2006", BASE);
    proposal(m, "P/1", TVX_ACTION_MOD, "2006", "2", "2014-05-01", "", "2 Masters shall log every signal seen or heard.");
    version(m, "2014", "1 Crews are mustered before sailing from any port of the coast.\n" /* all is renumbered */
                       "2 Ships shall carry a light.\n3 Masters shall log every signal seen.\n"
                       "4 Pilots board at the outer buoy.");
    proposal(m, "Q/1", TVX_ACTION_MOD, "2014", "3", "2022-05-01", "", "3 Masters shall log every signal seen or heard.");
    version(m, "2022", "1 Crews are mustered before sailing from any port of the coast.\n2 Ships shall carry a light.\n"
                       "3 Masters shall log every signal seen or heard.\n4 Pilots board at the outer buoy.");
    make(m);
    assert_string_equal(blamed(m, "3"), "[2006]Masters shall log every signal seen [P/1+Q/1]or heard[2006].");
    assert_false(tvx_history_tabled_for(&m->history, &m->proposals[0], 2));
    assert_true(tvx_history_tabled_for(&m->history, &m->proposals[1], 2));
}

static void a_new_provision_is_found_where_it_went(void **state)
{
    struct making *m = *state;

    version(m, "2006", BASE);
    proposal(m, "A/1", TVX_ACTION_ADD, "2006", "4", "2022-05-01", "",
             "4 Tugs shall fly two black balls while they tow a vessel that cannot steer.");
    proposal(m, "A/2", TVX_ACTION_ADD, "2006", "5", "2022-05-02", "",
             "5 Every master shall ring the ship's bell for five seconds in each minute of fog.");
    proposal(m, "A/3", TVX_ACTION_ADD, "2006", "6", "2022-05-03", "", "6 Ports shall publish the depth of each berth.");
    version(m, "2022", "1 Ships shall carry a light.\n2 Masters shall log every signal seen, and ring the ship's bell "
                       "for five seconds in each minute of fog.\n3 Tugs shall fly two black balls while they tow a "
                       "vessel.\n4 Pilots board at the outer buoy.");
    make(m);
    assert_string_equal(blamed(m, "3"), "[A/1]Tugs shall fly two black balls while they tow a vessel.");
    assert_string_equal(blamed(m, "2"), "[2006]Masters shall log every signal seen[?], and [A/2]ring the ship's bell for "
                                        "five seconds in each minute of fog[2006].");
}

static void a_proposal_on_the_whole_counts_in_each_place(void **state)
{
    struct making *m = *state;

    version(m, "2006", BASE);
    proposal(m, "P/1", TVX_ACTION_MOD, "2006", "", "2022-05-01", "",
             "1 Ships shall carry a bright light.\n2 Cooks shall boil all water drawn from the river.\n"
             "3 Masters shall log every signal seen.\n4 Pilots board at the outer buoy or by launch.");
    version(m, "2022", "1 Ships shall carry a bright light.\n2 Masters shall log every signal seen.\n"
                       "3 Cooks shall boil all water drawn from the river.\n4 Pilots board at the outer buoy.");
    make(m);
    assert_string_equal(blamed(m, "1"), "[2006]Ships shall carry a [P/1]bright [2006]light.");
    assert_string_equal(blamed(m, "3"), "[P/1]Cooks shall boil all water drawn from the river.");
}

static void the_marks_of_a_document_say_which_of_two_equal_words_is_new(void **state)
{
    struct making *m = *state;
    static struct tvx_edit edits[] = {{TVX_EDIT_INS, "", "carry a flag and shall"}};
    struct tvx_stored_proposal *p;

    version(m, "2006", BASE);
    p = proposal(m, "P/1", TVX_ACTION_MOD, "2006", "1", "2022-05-01", "1 Ships shall carry a light.",
                 "1 Ships shall carry a flag and shall carry a light.");
    p->proposal.edits = edits;
    p->proposal.edit_count = 1;
    version(m, "2022", "1 Ships shall carry a flag and shall carry a light.\n2 Masters shall log every signal seen.\n"
                       "3 Pilots board at the outer buoy.");
    make(m);
    assert_string_equal(blamed(m, "1"), "[2006]Ships shall [P/1]carry a flag and shall [2006]carry a light.");
}

static void an_edit_that_replaces_everything_is_no_mark(void **state)
{
    struct making *m = *state;
    static const char old[] = "1 Ships shall carry a light.", new[] = "1 Ships shall carry a bright light.";
    static struct tvx_edit edits[] = {{TVX_EDIT_REPLACE, old, new}};
    struct tvx_stored_proposal *p;

    version(m, "2006", BASE);
    p = proposal(m, "P/1", TVX_ACTION_MOD, "2006", "1", "2022-05-01", old, new);
    p->proposal.edits = edits;
    p->proposal.edit_count = 1;
    version(m, "2022", "1 Ships shall carry a bright light.\n2 Masters shall log every signal seen.\n"
                       "3 Pilots board at the outer buoy.");
    make(m);
    assert_string_equal(blamed(m, "1"), "[2006]Ships shall carry a [P/1]bright [2006]light.");
}

static void what_was_adopted_is_told_word_by_word(void **state)
{
    struct making *m = *state;
    size_t in = 0, out = 0;

    version(m, "2006", BASE);
    proposal(m, "P/1", TVX_ACTION_MOD, "2006", "2", "2022-05-01", "2 Masters shall log every signal seen.",
             "2 Masters shall record each signal received.");
    version(m, "2022", "1 Ships shall carry a light.\n2 Masters shall record every signal seen.\n"
                       "3 Pilots board at the outer buoy.");
    make(m);
    for (size_t i = 0; i < m->history.use_count; i++) {
        const struct tvx_use *use = &m->history.uses[i];

        assert_int_equal(use->version, 1);
        assert_true(strncmp(m->proposals[0].proposal.after + use->start, "record", use->length) == 0);
        in++;
    }
    for (size_t i = 0; i < m->history.cut_count; i++, out++)
        assert_int_equal(m->history.words[0].items[m->history.cuts[i].word].length, strlen("log"));
    assert_int_equal(in, 1);
    assert_int_equal(out, 1);
}

static void what_a_committee_tables_is_a_compromise(void **state)
{
    static const struct {
        const char *sponsors[2];
        size_t count;
        bool compromise;
    } cases[] = {{{"COM4"}, 1, true},  {{"COM"}, 1, false}, {{"WG-PL"}, 1, true}, {{"WGX"}, 1, false},
                 {{"COMESA"}, 1, false}, {{"GUL", "COM4"}, 2, false}, {{NULL}, 0, false}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *sponsors[2] = {cases[i].sponsors[0], cases[i].sponsors[1]};
        struct tvx_proposal p = {.sponsors = sponsors, .sponsor_count = cases[i].count};

        assert_int_equal(tvx_is_compromise(&p), cases[i].compromise);
    }
}

/* ---- whatever the texts ---- */

static const char *random_text(struct making *m, uint64_t *random, size_t provisions)
{
    static const char *const words[] = {"ship", "shall", "the", "light", "of", ",", "pilot", "buoy", "harbour", "and",
                                        "Völker", "灯", "\"tow\"", "5.1", "signal", "log"};
    char *text = tvx_arena_strdup(m->arena, "");

    for (size_t p = 0; p < provisions; p++) {
        text = tvx_arena_printf(m->arena, "%s%s%zu", text, p == 0 ? "" : "\n", p + 1);
        for (size_t n = tests_random(random) % 14; n > 0; n--)
            text = tvx_arena_printf(m->arena, "%s %s", text, words[tests_random(random) % 16]);
    }
    return text;
}

/* Every word has exactly one origin, which was there before or with it; the words and the gaps are the text. */
static void check_all(const struct making *m)
{
    for (size_t v = 0; v < m->count; v++) {
        const struct tvx_words *words = &m->history.words[v];
        bool *taken = tvx_arena_array(m->arena, m->history.origin_count, sizeof *taken);

        for (size_t p = 0; p < m->versions[v].instrument.count; p++) {
            const char *text = m->versions[v].instrument.provisions[p].text;
            size_t at = 0;

            for (size_t w = words->first[p]; w < words->first[p + 1]; w++) {
                const struct tvx_word *word = &words->items[w];

                assert_true(word->start >= at && word->length > 0);
                assert_true(strspn(text + at, " ") >= word->start - at);
                at = word->start + word->length;
                assert_int_equal(word->provision, p);
                assert_true(word->origin < m->history.origin_count);
                assert_false(taken[word->origin]); /* no two words of one text are the same word of another */
                taken[word->origin] = true;
                assert_true(m->history.origins[word->origin].version <= v);
            }
            assert_true(strspn(text + at, " ") == strlen(text + at));
        }
    }
}

static void every_word_has_one_origin_and_an_equal_version_changes_none(void **state)
{
    uint64_t random = 20221001;

    (void)state;
    for (int round = 0; round < 150; round++) {
        void *made;
        struct making *m;
        const char *last;
        size_t count;
        uint32_t *origins;

        assert_int_equal(making_start(&made), 0);
        m = made;
        for (int v = 0; v < 4; v++)
            version(m, tvx_arena_printf(m->arena, "20%02d", 4 * v), random_text(m, &random, 1 + tests_random(&random) % 6));
        last = random_text(m, &random, 4);
        version(m, "2016", last);
        for (int n = 0; n < 6; n++) {
            const char *before = n % 2 == 0 ? "" : random_text(m, &random, 1);

            proposal(m, tvx_arena_printf(m->arena, "R/%d", n), (enum tvx_action)(tests_random(&random) % 8),
                     tests_random(&random) % 2 == 0 ? "2012" : "2008", tests_random(&random) % 4 == 0 ? "" : "2",
                     tests_random(&random) % 4 == 0 ? NULL : "2015-01-01", before,
                     random_text(m, &random, 1 + tests_random(&random) % 2));
        }
        make(m);
        check_all(m);
        count = m->history.words[4].count;
        origins = tvx_arena_array(m->arena, count, sizeof *origins);
        for (size_t w = 0; w < count; w++)
            origins[w] = m->history.words[4].items[w].origin;
        version(m, "2020", last);
        make(m);
        check_all(m);
        assert_int_equal(m->history.words[5].count, count);
        for (size_t w = 0; w < count; w++) {
            assert_int_equal(m->history.words[4].items[w].origin, origins[w]);
            assert_int_equal(m->history.words[5].items[w].origin, origins[w]);
        }
        making_end(&made);
    }
}

static void long_hostile_texts_end_in_time(void **state)
{
    struct making *m = *state;
    struct tvx_buf buf;

    tvx_buf_init(&buf, 1 << 26);
    tvx_buf_str(&buf, "1");
    for (int i = 0; i < 20000; i++)
        tvx_buf_str(&buf, i % 3 == 0 ? " light" : " ship");
    version(m, "2006", tvx_arena_strdup(m->arena, tvx_buf_text(&buf)));
    for (int i = 0; i < 20000; i++)
        tvx_buf_str(&buf, i % 5 == 0 ? " light" : " buoy");
    version(m, "2022", tvx_arena_strdup(m->arena, tvx_buf_text(&buf)));
    for (int n = 0; n < 12; n++)
        proposal(m, "H/1", TVX_ACTION_MOD, "2006", "1", "2022-05-01", "",
                 tvx_arena_printf(m->arena, "%s %d", tvx_buf_text(&buf), n));
    tvx_buf_free(&buf);
    make(m);
    check_all(m);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, making_start, making_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_of_the_base_stay_its_own_and_others_are_orphans),
        TEST(a_word_that_comes_back_keeps_its_first_origin),
        TEST(a_provision_that_comes_back_keeps_its_origin),
        TEST(renumbering_and_moves_keep_origins),
        TEST(a_clause_that_goes_to_another_provision_keeps_its_origin),
        TEST(words_of_two_proposals_are_merged),
        TEST(the_earliest_proposal_is_the_origin_and_undated_ones_come_last),
        TEST(a_proposal_of_an_earlier_conference_is_the_origin_though_it_failed),
        TEST(a_new_provision_is_found_where_it_went),
        TEST(a_proposal_on_the_whole_counts_in_each_place),
        TEST(the_marks_of_a_document_say_which_of_two_equal_words_is_new),
        TEST(an_edit_that_replaces_everything_is_no_mark),
        TEST(what_was_adopted_is_told_word_by_word),
        cmocka_unit_test(what_a_committee_tables_is_a_compromise),
        TEST(every_word_has_one_origin_and_an_equal_version_changes_none),
        TEST(long_hostile_texts_end_in_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

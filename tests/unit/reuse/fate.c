/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What became of proposals: from the text adopted after them, from Final Acts and from records, alone and together. */
#include <travaux/reuse/fate.h>
#include <travaux/store/ingest.h>

#include "../store/store_check.h"

struct world {
    struct folder *folder;
    struct tvx_store *store;
    struct tvx_stored_proposal *proposals;
    size_t count;
    struct tvx_fates *fates;
};

static void add_paths(struct world *w, const char *path)
{
    struct tvx_ingest_report report;
    struct tvx_error error = {0};
    const struct tvx_source defaults = {.kind = NULL};

    if (tvx_ingest(&report, w->folder->arena, w->store, &path, 1, &defaults, NULL, NULL, &error) != TVX_OK)
        fail_msg("%s", error.message);
    assert_int_equal(report.failed_count, 0);
}

static void open_fates(struct world *w)
{
    const struct tvx_filter all = {.meeting = NULL};
    struct tvx_error error = {0};

    assert_int_equal(tvx_store_proposals(w->store, w->folder->arena, &w->proposals, &w->count, &all, &error), TVX_OK);
    if (tvx_fates_new(&w->fates, w->folder->arena, w->store, w->proposals, w->count, &error) != TVX_OK)
        fail_msg("%s", error.message);
}

static const struct tvx_outcome *outcome(const struct world *w, const char *number)
{
    const struct tvx_outcome *out;
    struct tvx_error error = {0};

    for (size_t i = 0; i < w->count; i++)
        if (strcmp(w->proposals[i].proposal.number, number) == 0) {
            if (tvx_fates_of(&out, w->fates, i, &error) != TVX_OK)
                fail_msg("%s: %s", number, error.message);
            return out;
        }
    fail_msg("no proposal %s", number);
    return NULL;
}

static void is(const struct world *w, const char *number, enum tvx_fate fate)
{
    const struct tvx_outcome *o = outcome(w, number);

    if (o->fate != fate)
        fail_msg("%s: %s, %zu of %zu words; wanted %s", number, tvx_fate_to_string(o->fate), o->adopted_words,
                 o->of_words, tvx_fate_to_string(fate));
}

static void put(const struct folder *folder, const char *name, const char *text)
{
    folder_write(folder, name, text, strlen(text));
}

#define PROVISION(number, text) "{\"id\":\"a" number "\",\"type\":\"article\",\"literal\":\"" number "\",\"text\":\"" text "\"}\n"
#define PROPOSAL(number, action, article, before, after) \
    "{\"number\":\"" number "\",\"action\":\"" action "\",\"provision\":\"Article " article \
    "\",\"sponsors\":[\"VRN\"],\"before\":\"" before "\",\"after\":\"" after "\"}\n"

#define LAMPS "Wardens shall keep the lamps of the harbour."
#define FEES "Harbours may collect a fee of five marks from each ship."
#define PILOTS "Pilots shall be trained ashore for two years before they sail."

static const char settings[] =
    "[files.\"law-10.jsonl\"]\nkind = \"instrument\"\ninstrument = \"LAW\"\nversion = \"10\"\ndate = \"2010-09-01\"\n"
    "[files.\"law-10.jsonl\".fields]\nkind = \"type\"\nlabel = \"literal\"\n"
    "[files.\"law-14.jsonl\"]\nkind = \"instrument\"\ninstrument = \"LAW\"\nversion = \"14\"\ndate = \"2014-09-30\"\n"
    "meeting = \"C-14\"\nin_force = true\n"
    "[files.\"law-14.jsonl\".fields]\nkind = \"type\"\nlabel = \"literal\"\n"
    "[files.\"c-14.jsonl\"]\nmeeting = \"C-14\"\ndate = \"2014-05-01\"\ninstrument = \"LAW\"\nversion = \"10\"\n"
    "[files.\"c-18.jsonl\"]\nmeeting = \"C-18\"\ndate = \"2018-05-01\"\ninstrument = \"LAW\"\n"
    "[files.\"record.txt\"]\nkind = \"report\"\nmeeting = \"C-14\"\ndate = \"2014-09-20\"\n"
    "[files.\"later.txt\"]\nkind = \"report\"\nmeeting = \"C-14\"\ndate = \"2014-09-25\"\n"
    "[files.\"compte.txt\"]\nkind = \"report\"\nmeeting = \"C-14\"\ndate = \"2014-09-21\"\n";

/* The articles of 2010 moved down by one in 2014. */
static void make(struct world *w, void **state, const char *law_14, const char *proposals)
{
    memset(w, 0, sizeof *w);
    w->folder = *state;
    w->store = folder_store(w->folder);
    put(w->folder, "travaux.toml", settings);
    put(w->folder, "law-10.jsonl", PROVISION("1", LAMPS) PROVISION("2", FEES) PROVISION("3", PILOTS));
    put(w->folder, "law-14.jsonl", law_14);
    put(w->folder, "c-14.jsonl", proposals);
}

static void finish(struct world *w)
{
    static const char *const names[] = {"law-10.jsonl", "law-14.jsonl", "c-14.jsonl", "c-18.jsonl", "record.txt",
                                        "later.txt", "compte.txt"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[400];
        struct stat about;

        snprintf(path, sizeof path, "%s/%s", w->folder->path, names[i]);
        if (stat(path, &about) == 0)
            add_paths(w, path);
    }
    open_fates(w);
}

static void the_example_ends_as_its_truth_says(void **state)
{
    static const struct { const char *number; enum tvx_fate fate; } truth[] = {
        {"VRN/9/1", TVX_FATE_REJECTED}, {"VRN/9/2", TVX_FATE_ADOPTED},  {"SAN/15/1", TVX_FATE_PARTLY},
        {"SAN/15/2", TVX_FATE_ADOPTED}, {"HEL/21/1", TVX_FATE_ADOPTED}, {"HEL/21/2", TVX_FATE_WITHDRAWN},
        {"GLT/7/11", TVX_FATE_OPEN},
    };
    struct world w = {.folder = *state, .store = folder_store(*state)};
    const struct tvx_outcome *o;
    char path[400];

    snprintf(path, sizeof path, "%s/examples/conference/documents", getenv("TRAVAUX_SOURCE"));
    add_paths(&w, path);
    open_fates(&w);
    for (size_t i = 0; i < sizeof truth / sizeof *truth; i++)
        is(&w, truth[i].number, truth[i].fate);
    o = outcome(&w, "SAN/15/1");
    assert_int_equal(o->of_words, 26);
    assert_int_equal(o->adopted_words, 20); /* not "reachable at any hour", "every month" */
    assert_string_equal(o->provision, "3.3");
    assert_string_equal(o->version, "2022");
    assert_string_equal(o->evidence[0].source, "adopted-text");
    assert_string_equal(o->evidence[1].source, "final-acts");
    assert_string_equal(o->evidence[2].source, "record");
    assert_int_equal(o->evidence[2].says, TVX_FATE_PARTLY);
    for (size_t i = 0; i < w.count; i++) /* what the conference of 2026 will make of it nobody knows */
        if (w.proposals[i].meeting != NULL && strcmp(w.proposals[i].meeting, "NC-26") == 0)
            is(&w, w.proposals[i].proposal.number, TVX_FATE_OPEN);
    tvx_store_close(w.store);
}

static void words_are_counted_where_the_provision_stands_now(void **state)
{
    struct world w;
    const struct tvx_outcome *o;

    make(&w, state,
         PROVISION("1", "Opening words of another kind.")
         PROVISION("2", "Wardens shall keep and paint the lamps of the harbour.")
         PROVISION("3", "Harbours may collect a fee of nine marks from each ship.")
         PROVISION("4", "Anchors shall be stowed whenever a gale is foretold by the harbour master."),
         PROPOSAL("A/1/1", "MOD", "1", LAMPS, "Wardens shall keep and paint the lamps of the harbour.")
         PROPOSAL("A/1/2", "MOD", "1", LAMPS, "Wardens shall keep the lamps and the bells and the horns of the harbour.")
         PROPOSAL("A/1/3", "MOD", "2", FEES, "Harbours may collect a fee of seven marks from each ship.")
         PROPOSAL("A/1/4", "SUP", "3", PILOTS, "")
         PROPOSAL("A/1/5", "SUP", "2", FEES, "")
         PROPOSAL("A/1/6", "NOC", "2", "", "")
         PROPOSAL("A/1/7", "ADD", "5", "",
                  "Anchors shall be stowed whenever a gale is foretold by the harbour master.")
         PROPOSAL("A/1/8", "ADD", "6", "", "No person may feed the seals which rest on the outer mole at low tide."));
    put(w.folder, "c-18.jsonl", PROPOSAL("A/1/1", "MOD", "2", "", "Wardens shall sell the lamps of the harbour."));
    finish(&w);
    is(&w, "A/1/1", TVX_FATE_ADOPTED);
    o = outcome(&w, "A/1/1");
    assert_string_equal(o->provision, "2");
    assert_int_equal(o->of_words, 2);
    assert_int_equal(o->adopted_words, 2);
    is(&w, "A/1/2", TVX_FATE_REJECTED); /* one more "and" in another place is not its own */
    is(&w, "A/1/3", TVX_FATE_REJECTED); /* its "five" is gone, but for another number */
    is(&w, "A/1/4", TVX_FATE_ADOPTED);
    is(&w, "A/1/5", TVX_FATE_REJECTED);
    is(&w, "A/1/6", TVX_FATE_REJECTED);
    is(&w, "A/1/7", TVX_FATE_ADOPTED); /* under another number */
    assert_string_equal(outcome(&w, "A/1/7")->provision, "4.title");
    is(&w, "A/1/8", TVX_FATE_REJECTED);
    for (size_t i = 0; i < w.count; i++) /* the next conference has brought no text yet */
        if (strcmp(w.proposals[i].meeting, "C-18") == 0) {
            struct tvx_error error = {0};

            assert_int_equal(tvx_fates_of(&o, w.fates, i, &error), TVX_OK);
            assert_int_equal(o->fate, TVX_FATE_OPEN);
            assert_int_equal(o->evidence_count, 0);
        }
    tvx_store_close(w.store);
}

static void two_halves_are_merged(void **state)
{
    struct world w;
    const struct tvx_outcome *o;

    make(&w, state,
         PROVISION("1", "Wardens shall keep the lamps of the harbour, which licensed painters shall coat each spring, "
                        "and report broken glass to the master.")
         PROVISION("2", FEES) PROVISION("3", PILOTS),
         PROPOSAL("A/1/1", "MOD", "1", LAMPS, "Wardens shall keep the lamps of the harbour, which licensed painters "
                  "shall coat each spring in the colours of the Union.")
         PROPOSAL("A/1/2", "MOD", "1", LAMPS, "Wardens shall keep the lamps of the harbour, and report broken glass "
                  "to the master within three days at the latest.")
         PROPOSAL("A/1/3", "MOD", "1", LAMPS, "Wardens shall keep the lamps of the harbour and sing."));
    finish(&w);
    is(&w, "A/1/1", TVX_FATE_MERGED);
    o = outcome(&w, "A/1/1");
    assert_int_equal(o->with_count, 1);
    assert_string_equal(o->with[0], "A/1/2");
    is(&w, "A/1/2", TVX_FATE_MERGED);
    is(&w, "A/1/3", TVX_FATE_REJECTED);
    tvx_store_close(w.store);
}

static void records_say_what_texts_cannot(void **state)
{
    struct world w;
    const struct tvx_outcome *o;

    make(&w, state, PROVISION("1", LAMPS) PROVISION("2", FEES) PROVISION("3", PILOTS),
         PROPOSAL("A/1/1", "MOD", "1", LAMPS, "Wardens shall keep the lamps.")
         PROPOSAL("A/1/2", "MOD", "2", FEES, "Harbours shall collect a fee.")
         PROPOSAL("A/1/3", "MOD", "3", PILOTS, "Pilots shall be trained.")
         PROPOSAL("A/1/4", "ADD", "9", "", "Nobody may whistle on the mole after nightfall or before dawn.")
         PROPOSAL("A/1/5", "ADD", "10", "", "Gulls are to be counted yearly by the wardens of the lamps.")
         PROPOSAL("A/1/6", "ADD", "11", "", "The harbour shall be swept every Friday by those who soiled it.")
         PROPOSAL("A/1/7", "ADD", "12", "", "Bells shall be cast in bronze and not in any baser metal.")
         PROPOSAL("A/1/10", "ADD", "13", "", "Ropes shall be coiled and dried before they are stowed below."));
    put(w.folder, "record.txt",
        "RECORD OF THE THIRD MEETING\n\n1. A/1/1, A/1/2 and A/1/3 were withdrawn. The delegate of Varenia asked to "
        "withdraw A/1/4, but\nNo. 5 of the rules did not allow it.\n\n2. A/1/5 was put to the vote\nand rejected; the "
        "meeting adopted A/1/6. The Chair said that it would be withdrawn otherwise.\n\n3. A/1/10 was not adopted.\n\n"
        "4. A/1/7 was discussed at length. It was approved as amended.\n\nIt was rejected.\n");
    put(w.folder, "later.txt", "A/1/5 was adopted after all. XA/1/4 was rejected, and so was A/1/44 rejected by all.\n");
    put(w.folder, "compte.txt", "1. La proposition A/1/6 a été examinée. L’Ostavie retire A/1/4, ce dont il est pris "
                                "note.\n");
    finish(&w);
    is(&w, "A/1/1", TVX_FATE_WITHDRAWN);
    is(&w, "A/1/2", TVX_FATE_WITHDRAWN);
    is(&w, "A/1/3", TVX_FATE_WITHDRAWN);
    is(&w, "A/1/4", TVX_FATE_WITHDRAWN); /* by the French record alone */
    o = outcome(&w, "A/1/4");
    assert_int_equal(o->evidence_count, 1);
    assert_string_equal(o->evidence[0].document, "compte.txt");
    assert_string_equal(o->evidence[0].quote, "L’Ostavie retire A/1/4, ce dont il est pris note.");
    assert_int_equal(o->evidence[0].start, 40);
    is(&w, "A/1/5", TVX_FATE_ADOPTED); /* the latest word */
    assert_int_equal(outcome(&w, "A/1/5")->evidence[1].says, TVX_FATE_REJECTED);
    is(&w, "A/1/6", TVX_FATE_ADOPTED);
    is(&w, "A/1/7", TVX_FATE_PARTLY); /* what "it" stands for ends with the paragraph */
    assert_int_equal(outcome(&w, "A/1/7")->evidence_count, 1);
    is(&w, "A/1/10", TVX_FATE_REJECTED);
    tvx_store_close(w.store);
}

static void without_a_later_text_it_is_open(void **state)
{
    struct world w;

    make(&w, state, "", PROPOSAL("A/1/1", "MOD", "1", LAMPS, "Wardens shall keep the lamps.")
                        PROPOSAL("A/1/2", "MOD", "2", FEES, "Harbours shall collect a fee."));
    remove(tvx_arena_printf(w.folder->arena, "%s/law-14.jsonl", w.folder->path));
    put(w.folder, "record.txt", "A/1/2 was rejected.\n");
    finish(&w);
    is(&w, "A/1/1", TVX_FATE_OPEN);
    is(&w, "A/1/2", TVX_FATE_REJECTED);
    assert_int_equal(outcome(&w, "A/1/1")->of_words, 0);
    tvx_store_close(w.store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)
    const struct CMUnitTest tests[] = {
        TEST(the_example_ends_as_its_truth_says),
        TEST(words_are_counted_where_the_provision_stands_now),
        TEST(two_halves_are_merged),
        TEST(records_say_what_texts_cannot),
        TEST(without_a_later_text_it_is_open),
    };

    return cmocka_run_group_tests_name("fate", tests, NULL, NULL);
}

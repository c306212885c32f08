/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of the law: what they count, what the shelf keeps, and that a passage is marked word for word. */
#include "check.h"

#include "../../../src/show/html_document.h"
#include "../../../src/show/html_quote.h"
#include "../../../src/show/shelf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/store/survey.h>
#include <unistd.h>

struct world {
    char folder[64], address[96];
    struct tvx_store *store;
    struct tvx_shelf *shelf;
    struct tvx_arena *arena;
    struct tvx_buf out;
    struct tvx_error error;
};

static void add_paper(struct world *w, const char *meeting, const char *file, const struct tvx_proposal *tabled,
                      size_t count)
{
    struct tvx_store_entry paper = {.source = {.file = file, .kind = "contribution", .access = "public",
                                               .meeting = meeting, .date = "2026-01-01", .instrument = "FER"},
                                    .bytes = file, .length = strlen(file), .text = file, .format = "text",
                                    .language = "en", .title = "Lamps", .proposals = tabled, .proposal_count = count};
    bool existed;
    int64_t id;

    if (tvx_store_add(w->store, &id, &existed, &paper, &w->error) != TVX_OK ||
        tvx_store_resolve(w->store, &w->error) != TVX_OK)
        fail_msg("%s", w->error.message);
}

static void add_law(struct world *w)
{
    static struct tvx_provision provisions[] = {
        {.kind = TVX_PROVISION_DIVISION, .path = "5", .label = "ARTICLE 5", .heading = "Lamps", .text = "", .level = 0,
         .parent = SIZE_MAX},
        {.kind = TVX_PROVISION_PARAGRAPH, .path = "5.1", .label = "1", .heading = "",
         .text = "Ferries shall carry lamps.", .level = 1, .parent = 0},
    };
    const struct tvx_instrument law = {.key = "FER", .version = "1999", .title = "Ferries", .provisions = provisions,
                                       .count = 2};
    struct tvx_store_entry entry = {.source = {.file = "fer.txt", .kind = "instrument", .access = "public",
                                               .instrument = "FER", .version = "1999", .in_force = true},
                                    .bytes = "law", .length = 3, .text = "ARTICLE 5", .format = "text",
                                    .language = "en", .title = "Ferries", .instrument = &law};
    bool existed;
    int64_t id;

    if (tvx_store_add(w->store, &id, &existed, &entry, &w->error) != TVX_OK)
        fail_msg("%s", w->error.message);
}

static int start(void **state)
{
    struct world *w = calloc(1, sizeof *w);

    snprintf(w->folder, sizeof w->folder, "/tmp/travaux-law-XXXXXX");
    if (mkdtemp(w->folder) == NULL)
        return -1;
    snprintf(w->address, sizeof w->address, "%s/travaux.db", w->folder);
    if (tvx_store_create(w->address, &w->error) != TVX_OK ||
        tvx_store_open(&w->store, w->address, &w->error) != TVX_OK)
        return -1;
    w->shelf = tvx_shelf_new(w->store);
    w->arena = tvx_arena_new(1 << 26);
    tvx_buf_init(&w->out, 1 << 22);
    add_law(w);
    *state = w;
    return 0;
}

static int stop(void **state)
{
    struct world *w = *state;
    char command[128];

    tvx_buf_free(&w->out);
    tvx_arena_free(w->arena);
    tvx_shelf_free(w->shelf);
    tvx_store_close(w->store);
    snprintf(command, sizeof command, "rm -r '%s'", w->folder);
    free(w);
    return system(command);
}

/* ---- what is counted ---- */

static const char *hel[] = {"HEL"}, *both[] = {"HEL", "MRN"};

static struct tvx_proposal on(const char *number, enum tvx_action action, const char *path, const char *after,
                              const char **sponsors, size_t count)
{
    return (struct tvx_proposal){.number = number, .action = action, .target = path, .place = {.path = path},
                                 .sponsors = sponsors, .sponsor_count = count, .before = "", .after = after,
                                 .reasons = "", .quote = number};
}

static void different_texts_are_counted_not_papers(void **state)
{
    struct world *w = *state;
    const struct tvx_proposal one[] = {
        on("HEL/1/1", TVX_ACTION_MOD, "5.1", "1 Ferries shall carry two lamps.", hel, 1),
        on("HEL/1/2", TVX_ACTION_NOC, "5.1", "", hel, 1),
        on("HEL/1/3", TVX_ACTION_MOD, "99.9", "x", hel, 1),
    };
    const struct tvx_proposal two[] = {
        on("MRN/2/1", TVX_ACTION_MOD, "5.1", "1 Ferries shall carry two lamps.", both, 2),
        on("MRN/2/2", TVX_ACTION_SUP, "5.1", "", both, 2),
    };
    const struct tvx_proposal old[] = {on("HEL/9/1", TVX_ACTION_SUP, "5.1", "", hel, 1)};
    const struct tvx_survey_query query = {.meeting = "FC-26"};
    struct tvx_survey_place *places;
    struct tvx_survey survey;
    size_t count, total;

    add_paper(w, "FC-26", "one.txt", one, 3);
    add_paper(w, "FC-26", "two.txt", two, 2);
    add_paper(w, "FC-22", "old.txt", old, 1);
    assert_int_equal(tvx_store_survey(w->store, w->arena, &survey, "FC-26", &w->error), TVX_OK);
    assert_int_equal(survey.proposals, 5);
    assert_int_equal(survey.unresolved, 1);
    assert_int_equal(survey.documents, 2);
    assert_int_equal(survey.sponsors, 2);
    assert_int_equal(survey.provisions, 1);
    assert_int_equal(survey.disputed, 1);
    assert_int_equal(tvx_store_survey_places(w->store, w->arena, &places, &count, &total, &query, &w->error), TVX_OK);
    assert_int_equal(count, 1);
    assert_int_equal(total, 1);
    assert_string_equal(places[0].path, "5.1");
    assert_string_equal(places[0].heading, "Lamps"); /* of the article that holds it */
    assert_int_equal(places[0].proposals, 4);
    assert_int_equal(places[0].texts, 2); /* two lamps, and none of it; no change is no text */
    assert_int_equal(places[0].sponsors, 2);
    assert_string_equal(places[0].names[0], "HEL"); /* stands behind most */
}

/* ---- the shelf ---- */

static int made, closed;

static enum tvx_status make(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                            struct tvx_error *error)
{
    (void)context;
    (void)store;
    (void)arena;
    (void)error;
    made++;
    *out = &made;
    return TVX_OK;
}

static void count_close(void *value)
{
    closed += value == &made;
}

static void what_is_held_stays_until_the_documents_change(void **state)
{
    struct world *w = *state;
    const struct tvx_proposal one[] = {on("HEL/1/1", TVX_ACTION_SUP, "5.1", "", hel, 1)};
    void *value;

    made = closed = 0;
    shelf_turn(w->shelf);
    assert_int_equal(tvx_shelf_hold(w->shelf, "engine", make, count_close, NULL, &value, &w->error), TVX_OK);
    assert_int_equal(tvx_shelf_take(w->shelf, "answer", make, NULL, &value, &w->error), TVX_OK);
    assert_int_equal(made, 2);
    tvx_shelf_clear(w->shelf); /* somebody signed in, say */
    shelf_turn(w->shelf);
    assert_int_equal(tvx_shelf_hold(w->shelf, "engine", make, count_close, NULL, &value, &w->error), TVX_OK);
    assert_int_equal(made, 2);
    assert_int_equal(tvx_shelf_take(w->shelf, "answer", make, NULL, &value, &w->error), TVX_OK);
    assert_int_equal(made, 3);
    add_paper(w, "FC-26", "one.txt", one, 1);
    tvx_shelf_clear(w->shelf);
    shelf_turn(w->shelf);
    assert_int_equal(closed, 1);
    assert_int_equal(tvx_shelf_hold(w->shelf, "engine", make, count_close, NULL, &value, &w->error), TVX_OK);
    assert_int_equal(made, 4);
}

/* ---- a passage in its document ---- */

static const char *text_of(struct world *w, const struct tvx_document *tree, const char *text, const char *quote)
{
    static const struct tvx_viewer reader = {.served = true};
    const struct tvx_parameter parameter = {"quote", quote};
    struct tvx_page page = {.store = w->store, .arena = w->arena, .out = &w->out, .shelf = w->shelf, .viewer = &reader,
                            .reference = "1", .parameters = &parameter, .parameter_count = 1, .error = &w->error};
    struct html html = html_of(&page);

    tvx_buf_clear(&w->out);
    html_document_text(&html, tree, text);
    return tvx_buf_text(&w->out);
}

static void has(const char *page, const char *part)
{
    if (strstr(page, part) == NULL)
        fail_msg("this lacks %s: %s", part, page);
}

static void a_passage_is_marked_word_for_word(void **state)
{
    struct world *w = *state;

    has(text_of(w, NULL, "Für alle gilt es.\nZwei {+Lampen+}.", "4,4"), "Für <mark id=\"quote\">alle</mark> gilt");
    has(text_of(w, NULL, "Für alle gilt es.\nZwei {+Lampen+}.", "23,10"),
        "Zwei <mark id=\"quote\">{+Lampen+}</mark>.");
    /* over the end of a line: in both, each by itself */
    has(text_of(w, NULL, "one two\nthree", "4,5"), "<mark id=\"quote\">two</mark></p>");
    has(text_of(w, NULL, "one two\nthree", "4,5"), "<mark>t</mark>hree");
}

static void deleted_words_are_not_counted_and_not_marked(void **state)
{
    struct world *w = *state;
    struct tvx_document *tree = tvx_document_new(1 << 22);
    struct tvx_block *block = tvx_document_add_block(tree, TVX_BLOCK_PARAGRAPH);
    const char *page;

    tvx_document_add_run(tree, block, "States shall ", 13, TVX_CHANGE_NONE);
    tvx_document_add_run(tree, block, "endeavour to ", 13, TVX_CHANGE_DEL);
    tvx_document_add_run(tree, block, "ensure ", 7, TVX_CHANGE_NONE);
    tvx_document_add_run(tree, block, "unrestricted ", 13, TVX_CHANGE_INS);
    tvx_document_add_run(tree, block, "access.", 7, TVX_CHANGE_NONE);
    page = text_of(w, tree, "States shall ensure unrestricted access.", "7,25"); /* "shall ensure unrestricted" */
    has(page, "<mark id=\"quote\">shall </mark>");
    has(page, "<del>endeavour to </del>");
    has(page, "<mark>ensure </mark>");
    has(page, "<mark>unrestricted</mark> </ins>access.");
    tvx_document_free(tree);
}

static void what_is_no_place_marks_nothing(void **state)
{
    static const char *const wrong[] = {"", "4", "4,", ",4", "-1,4", "4,0", "4,4x", "99999999999999999999,4", "4,4,4"};
    struct world *w = *state;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_null(strstr(text_of(w, NULL, "one two three", wrong[i]), "<mark"));
    assert_null(strstr(text_of(w, NULL, "one two three", "400,4"), "<mark"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(different_texts_are_counted_not_papers, start, stop),
        cmocka_unit_test_setup_teardown(what_is_held_stays_until_the_documents_change, start, stop),
        cmocka_unit_test_setup_teardown(a_passage_is_marked_word_for_word, start, stop),
        cmocka_unit_test_setup_teardown(deleted_words_are_not_counted_and_not_marked, start, stop),
        cmocka_unit_test_setup_teardown(what_is_no_place_marks_nothing, start, stop),
    };

    return cmocka_run_group_tests_name("show-law", tests, NULL, NULL);
}

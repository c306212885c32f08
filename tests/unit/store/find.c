/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store_check.h"

static struct tvx_store *store;
static struct folder *folder;

static void add(const struct tvx_store_entry *entry)
{
    struct tvx_error error = {0};
    bool existed;
    int64_t id;

    if (tvx_store_add(store, &id, &existed, entry, &error) != TVX_OK)
        fail_msg("%s", error.message);
}

static void add_law(const char *key, const char *version, const char *date, bool in_force, const char *const *paths,
                    const char *const *marginals, size_t count)
{
    struct tvx_provision provisions[16];
    struct tvx_instrument instrument = {.title = key, .provisions = provisions, .count = count};
    char bytes[100];
    struct tvx_store_entry entry = {.source = {.kind = "instrument", .instrument = key, .version = version, .date = date,
                                               .in_force = in_force},
                                    .format = "text", .language = "en", .title = key, .instrument = &instrument};

    snprintf(bytes, sizeof bytes, "%s-%s.txt", key, version);
    entry.source.file = entry.bytes = entry.text = bytes;
    entry.length = strlen(bytes);
    for (size_t i = 0; i < count; i++) {
        const char *dot = strrchr(paths[i], '.');

        provisions[i] = (struct tvx_provision){.kind = TVX_PROVISION_PARAGRAPH, .path = paths[i], .label = paths[i],
                                               .heading = "", .text = "words", .parent = SIZE_MAX,
                                               .marginal = marginals == NULL ? NULL : marginals[i]};
        for (size_t j = 0; dot != NULL && j < i; j++)
            if (strlen(paths[j]) == (size_t)(dot - paths[i]) && strncmp(paths[j], paths[i], strlen(paths[j])) == 0)
                provisions[i].parent = j;
    }
    add(&entry);
}

static void add_contribution(const char *file, const char *meeting, const char *symbol, const char *date,
                             const char *number)
{
    struct tvx_header header = {.meeting = meeting, .symbol = symbol, .date = date};
    struct tvx_proposal proposal = {.number = number, .action = TVX_ACTION_SUP, .target = "Article 5", .before = "x",
                                    .after = "", .reasons = "", .quote = ""};
    struct tvx_store_entry entry = {.source = {.file = file, .kind = "contribution"}, .bytes = file,
                                    .length = strlen(file), .text = file, .format = "docx", .language = "en", .title = "",
                                    .header = &header, .proposals = &proposal, .proposal_count = 1};

    add(&entry);
}

static int fill(void **state)
{
    static const char *const itr[] = {"5", "5.1", "5.2", "5.3", "5.4", "5.4.a", "6", "6.1", "6.2", "7"};
    static const char *const cs[] = {"34", "34.1", "180"};
    static const char *const margins[] = {"179", "180", "181"};
    static const char *const cv[] = {"1.sup-341", "2.sup-478", "3.sup-298A", "4.1", "4.2"};
    static const char *const ranges[] = {"341 to 467", "478 and 479", "298A to C", "296 bis", "500"};
    static const char *const resolution[] = {"recognizing", "recognizing.a", "resolves", "resolves.2"};

    if (folder_make(state) != 0)
        return -1;
    folder = *state;
    store = folder_store(folder);
    add_law("ITR", "1988", "1988-12-09", true, itr, NULL, 10);
    add_law("ITR", "2012", "2012-12-14", false, itr, NULL, 2);
    add_law("CS", "2010", NULL, false, cs, margins, 3);
    add_law("CS", "2022", NULL, false, cs, margins, 3);
    add_law("RES-130", "2018", NULL, false, resolution, NULL, 4);
    add_law("CV", "2022", NULL, true, cv, ranges, 5);
    add_contribution("folder/first.docx", "PP-22", "44A7", "2022-07-01", "EUR/44A7/1");
    add_contribution("folder/second.docx", "PP-22", "45", "2022-08-01", "EUR/44A7/1");
    add_contribution("folder/odd:name 1.docx", NULL, NULL, NULL, "RUS/3/1");
    return 0;
}

static int empty(void **state)
{
    tvx_store_close(store);
    return folder_remove(state);
}

static struct tvx_found find(const char *reference)
{
    struct tvx_found found;
    struct tvx_error error = {0};

    if (tvx_store_find(store, folder->arena, &found, reference, &error) != TVX_OK)
        fail_msg("%s: %s", reference, error.message);
    return found;
}

static void finds_provision(const char *reference, const char *key, const char *version, const char *path)
{
    struct tvx_found found = find(reference);

    assert_int_equal(found.document + found.proposal, 0);
    if (found.instrument.id == 0 || strcmp(found.instrument.key, key) != 0 ||
        strcmp(found.instrument.version, version) != 0 ||
        (path == NULL ? found.path != NULL : found.path == NULL || strcmp(found.path, path) != 0))
        fail_msg("%s: %s@%s:%s", reference, found.instrument.key, found.instrument.version, found.path);
}

static void provisions_and_instruments_are_found(void **state)
{
    (void)state;
    finds_provision("ITR@1988:5.1", "ITR", "1988", "5.1");
    finds_provision("ITR:5.1", "ITR", "1988", "5.1"); /* in force, though an older one */
    finds_provision("ITR@2012:5.1", "ITR", "2012", "5.1");
    finds_provision("ITR@1988", "ITR", "1988", NULL);
    finds_provision("ITR", "ITR", "1988", NULL);
    finds_provision("CS", "CS", "2022", NULL); /* none in force: the newest */
    finds_provision("CS:180", "CS", "2022", "180"); /* a path leads to its provision */
    finds_provision("CS:No. 180", "CS", "2022", "34.1"); /* unless the margin is meant */
    finds_provision("CS:Article 180", "CS", "2022", "180");
    finds_provision("CS:34", "CS", "2022", "34"); /* no such marginal number: the path */
    finds_provision("CV:341", "CV", "2022", "1.sup-341"); /* a number within a range of the margin */
    finds_provision("CV:400", "CV", "2022", "1.sup-341");
    finds_provision("CV:467", "CV", "2022", "1.sup-341");
    finds_provision("CV:479", "CV", "2022", "2.sup-478");
    finds_provision("CV:298B", "CV", "2022", "3.sup-298A");
    finds_provision("RES-130@2018:resolves.2", "RES-130", "2018", "resolves.2");
    finds_provision("RES-130", "RES-130", "2018", NULL);
}

static int by_id(const void *a, const void *b)
{
    return (int)(((const struct tvx_stored_proposal *)a)->id - ((const struct tvx_stored_proposal *)b)->id);
}

static void proposals_and_documents_are_found(void **state)
{
    struct tvx_stored_proposal *proposals;
    struct tvx_error error = {0};
    size_t count;

    (void)state;
    assert_int_equal(tvx_store_proposals(store, folder->arena, &proposals, &count, NULL, &error), TVX_OK);
    assert_int_equal(count, 3);
    qsort(proposals, count, sizeof *proposals, by_id);
    assert_int_equal(find("EUR/44A7/1").proposal, proposals[1].id); /* the newest of two documents */
    assert_int_equal(find("eur/44a7/1").proposal, proposals[1].id);
    assert_int_equal(find("RUS/3/1").proposal, proposals[2].id);
    assert_int_equal(find("PP22/44A7").document, proposals[0].document_id);
    assert_int_equal(find("first.docx").document, proposals[0].document_id);
    assert_int_equal(find("folder/second.docx").document, proposals[1].document_id);
    assert_int_equal(find("odd:name 1.docx").document, proposals[2].document_id);
    assert_int_equal(find("#8").document, proposals[1].document_id);
    assert_int_equal(find(proposals[0].sha256).document, proposals[0].document_id);
}

static void misses(const char *reference, const char *part)
{
    struct tvx_found found;
    struct tvx_error error = {0};

    if (tvx_store_find(store, folder->arena, &found, reference, &error) != TVX_E_NOTFOUND)
        fail_msg("%s: %s", reference, error.message);
    if (strstr(error.message, part) == NULL)
        fail_msg("%s: \"%s\" does not say \"%s\"", reference, error.message, part);
    assert_int_equal(found.document + found.proposal + found.instrument.id, 0);
}

static void a_miss_names_what_is_near(void **state)
{
    (void)state;
    misses("ITR@1988:5.9", "no provision 5.9 in ITR@1988; it has 5.1, 5.2, 5.3, 5.4");
    misses("ITR@1988:5.4.z", "it has 5.4.a");
    misses("ITR@1988:9.1", "it has 5, 6, 7");
    misses("ITR@1999:5.1", "there is 1988, 2012");
    misses("CV:468", "neither a number nor a provision 468 in CV@2022; nearest numbers: 478 and 479, 500");
    misses("CV:298D", "nearest numbers: 298A to C, 296 bis");
    misses("CV:298", "nearest numbers");
    misses("XYZ:5.1", "the workspace has CS, CV, ITR, RES-130");
    misses("RES-130:resolves.9", "it has resolves.2");
    misses("EUR/44A7/9", "nearest: EUR/44A7/1");
    misses("PP22/44A9", "no");
    misses("#99", "no");
    misses("nothing at all", "references look like");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(provisions_and_instruments_are_found),
        cmocka_unit_test(proposals_and_documents_are_found),
        cmocka_unit_test(a_miss_names_what_is_near),
    };

    return cmocka_run_group_tests_name("find", tests, fill, empty);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store_check.h"

#include <travaux/store/account.h>
#include <travaux/store/annotation.h>
#include <travaux/store/opinion.h>

static int64_t add_document(struct tvx_store *store, const char *file, const char *symbol, const char *date,
                            const char *text, char sha256[65])
{
    struct tvx_header header = {.symbol = symbol, .meeting = symbol == NULL ? NULL : "NC-26"};
    struct tvx_store_entry entry = {
        .source = {.file = file, .kind = "contribution", .date = date, .meeting = header.meeting}, .bytes = text,
        .length = strlen(text), .text = text, .format = "plain", .language = "en", .title = "Proposals",
        .header = &header,
    };
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_stored_document *documents;
    const struct tvx_filter all = {0};
    struct tvx_error error = {0};
    size_t count;
    int64_t id;
    bool existed;

    if (tvx_store_add(store, &id, &existed, &entry, &error) != TVX_OK ||
        tvx_store_documents(store, arena, &documents, &count, &all, &error) != TVX_OK)
        fail_msg("%s", error.message);
    for (size_t i = 0; i < count; i++)
        if (documents[i].id == id)
            memcpy(sha256, documents[i].sha256, 65);
    tvx_arena_free(arena);
    return id;
}

/* A workspace with Ada (1), Bo (2) and Cy (3). */
static struct tvx_store *store_with_people(struct folder *folder)
{
    static const char *const names[] = {"Ada", "Bo", "Cy"};
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};

    for (int64_t i = 0; i < 3; i++) {
        char email[40];
        int64_t id;

        snprintf(email, sizeof email, "%s@example.org", names[i]);
        if (tvx_store_account_add(store, &id, 0, names[i], email, NULL, TVX_ROLE_ANALYST, &error) != TVX_OK)
            fail_msg("%s", error.message);
        assert_int_equal(id, i + 1);
    }
    return store;
}

static struct tvx_annotation remark(const char *sha256)
{
    return (struct tvx_annotation){
        .kind = "document", .reference = "NC26/10", .document = "NC26/10", .sha256 = sha256,
        .selector = {"shall", "Member States ", " inform", 14, 5}, .account = 1, .author = "Ada",
        .purpose = "commenting", .visibility = TVX_VISIBILITY_WORKSPACE, .body = "Too strong.",
    };
}

static void enter(struct folder *folder, struct tvx_store *store, struct tvx_annotation *annotation)
{
    struct tvx_error error = {0};

    if (tvx_store_annotate(store, folder->arena, annotation, &error) != TVX_OK)
        fail_msg("%s", error.message);
}

static size_t find(struct folder *folder, struct tvx_store *store, struct tvx_annotation **out,
                   struct tvx_annotation_query query)
{
    struct tvx_error error = {0};
    size_t count = 0;

    if (tvx_store_annotations(store, folder->arena, out, &count, &query, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return count;
}

static void a_thread_is_kept_with_its_history(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = store_with_people(folder);
    struct tvx_annotation *found, first, reply = {.account = 2, .author = "Bo", .purpose = "replying",
                                                  .visibility = TVX_VISIBILITY_WORKSPACE, .body = "Why?"};
    struct tvx_annotation_version *versions;
    struct tvx_annotation_edit edit = {.seen = 1, .purpose = "commenting", .visibility = TVX_VISIBILITY_PUBLIC,
                                       .body = "Much too strong.", .account = 1, .author = "Ada"};
    struct tvx_revised revised;
    struct tvx_error error = {0};
    char sha256[65];
    size_t count;

    add_document(store, "10.txt", "10", "2026-01-01", "Member States shall inform", sha256);
    first = remark(sha256);
    enter(folder, store, &first);
    assert_int_equal(strlen(first.uid), 32);
    reply.reply_to = first.uid;
    enter(folder, store, &reply);
    assert_string_equal(reply.selector.exact, "shall");
    edit.uid = first.uid;
    assert_int_equal(tvx_store_annotation_edit(store, &revised, &edit, &error), TVX_OK);
    assert_false(revised.stale);
    assert_int_equal(revised.revision, 2);
    assert_int_equal(find(folder, store, &found, (struct tvx_annotation_query){.sha256 = sha256, .account = 3}), 2);
    assert_string_equal(found[0].body, "Much too strong.");
    assert_string_equal(found[1].body, "Why?");
    assert_string_equal(found[1].reply_to, first.uid);
    assert_int_equal(found[0].anchor, TVX_ANCHOR_ANCHORED);
    assert_int_equal(found[0].here.start, 14);
    assert_int_equal(tvx_store_annotation_history(store, folder->arena, &versions, &count, first.uid, &error), TVX_OK);
    assert_int_equal(count, 2);
    assert_string_equal(versions[0].body, "Too strong.");
    edit = (struct tvx_annotation_edit){.uid = first.uid, .seen = 2, .purpose = "commenting", .body = "x",
                                        .withdrawn = true, .account = 1, .author = "Ada"};
    assert_int_equal(tvx_store_annotation_edit(store, &revised, &edit, &error), TVX_OK);
    assert_int_equal(find(folder, store, &found, (struct tvx_annotation_query){.uid = first.uid, .account = 1}), 0);
    assert_int_equal(find(folder, store, &found, (struct tvx_annotation_query){.uid = first.uid, .account = 1,
                                                                               .withdrawn = true}), 1);
    tvx_store_close(store);
}

static void nobody_sees_what_is_not_for_them(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = store_with_people(folder);
    struct tvx_annotation *found, mine, reply = {.account = 1, .author = "Ada", .purpose = "replying",
                                                 .visibility = TVX_VISIBILITY_PUBLIC, .body = "To myself."};
    char sha256[65];
    const struct { int64_t account; bool outsider; size_t private_seen, workspace_seen, public_seen; } viewers[] = {
        {1, false, 2, 1, 1}, {2, false, 0, 1, 1}, {2, true, 0, 0, 1}, {0, true, 0, 0, 1},
    };

    add_document(store, "10.txt", "10", "2026-01-01", "Member States shall inform", sha256);
    for (int v = 0; v < TVX_VISIBILITY_COUNT; v++) {
        mine = remark(sha256);
        mine.visibility = (enum tvx_visibility)v;
        mine.reference = tvx_visibility_to_string(mine.visibility);
        enter(folder, store, &mine);
        if (mine.visibility == TVX_VISIBILITY_PRIVATE) {
            reply.reply_to = mine.uid;
            enter(folder, store, &reply); /* public, yet to something private */
        }
    }
    for (size_t i = 0; i < sizeof viewers / sizeof *viewers; i++) {
        struct tvx_annotation_query query = {.account = viewers[i].account, .outsider = viewers[i].outsider};

        query.reference = "private";
        assert_int_equal(find(folder, store, &found, query), viewers[i].private_seen);
        query.reference = "workspace";
        assert_int_equal(find(folder, store, &found, query), viewers[i].workspace_seen);
        query.reference = "public";
        assert_int_equal(find(folder, store, &found, query), viewers[i].public_seen);
    }
    assert_int_equal(find(folder, store, &found, (struct tvx_annotation_query){.everything = true}), 4);
    tvx_store_close(store);
}

static void what_does_not_fit_is_refused(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = store_with_people(folder);
    struct tvx_error error = {0};
    char sha256[65];
    struct tvx_annotation a;

    add_document(store, "10.txt", "10", "2026-01-01", "Member States shall inform", sha256);
#define REFUSED(change, status)                                                               \
    a = remark(sha256);                                                                       \
    change;                                                                                   \
    assert_int_equal(tvx_store_annotate(store, folder->arena, &a, &error), status)
    REFUSED(a.body = "  ", TVX_E_USAGE);
    REFUSED(a.purpose = "shouting", TVX_E_USAGE);
    REFUSED(a.author = "", TVX_E_USAGE);
    REFUSED(a.kind = "page", TVX_E_USAGE);
    REFUSED(a.sha256 = "abc", TVX_E_USAGE);
    REFUSED(a.selector.points = 6, TVX_E_USAGE);
    REFUSED(a.uid = "../../etc", TVX_E_USAGE);
    REFUSED(a.reply_to = "00000000000000000000000000000000", TVX_E_NOTFOUND);
    REFUSED(a.uid = "0123456789abcdef0123456789abcdef", TVX_OK);
    tvx_store_close(store);
}

static void of_two_writers_the_second_is_told_and_loses_nothing(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = store_with_people(folder), *other = folder_open(folder);
    struct tvx_annotation first, *found;
    struct tvx_annotation_edit ada = {.seen = 1, .purpose = "commenting", .visibility = TVX_VISIBILITY_WORKSPACE,
                                      .body = "Ada's", .account = 1, .author = "Ada"}, bo = ada;
    struct tvx_revised revised;
    struct tvx_set_aside *kept, one;
    struct tvx_error error = {0};
    char sha256[65];
    size_t count;

    add_document(store, "10.txt", "10", "2026-01-01", "Member States shall inform", sha256);
    first = remark(sha256);
    enter(folder, store, &first);
    ada.uid = bo.uid = first.uid;
    bo.body = "Bo's, \"quoted\" \xC3\xA9";
    bo.account = 2;
    bo.author = "Bo";
    assert_int_equal(tvx_store_annotation_edit(store, &revised, &ada, &error), TVX_OK);
    assert_false(revised.stale);
    assert_int_equal(tvx_store_annotation_edit(other, &revised, &bo, &error), TVX_OK);
    assert_true(revised.stale);
    assert_int_equal(revised.revision, 2);
    assert_true(revised.set_aside > 0);
    assert_int_equal(find(folder, store, &found, (struct tvx_annotation_query){.uid = first.uid, .account = 1}), 1);
    assert_string_equal(found[0].body, "Ada's");
    assert_int_equal(tvx_store_set_asides(store, folder->arena, &kept, &count, 2, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_string_equal(kept[0].kind, "annotation");
    assert_string_equal(kept[0].key, first.uid);
    assert_string_equal(kept[0].fields[0].name, "body");
    assert_string_equal(kept[0].fields[0].value, bo.body);
    assert_int_equal(kept[0].found, 2);
    assert_int_equal(tvx_store_set_asides(store, folder->arena, &kept, &count, 1, &error), TVX_OK);
    assert_int_equal(count, 0);
    bo.seen = 2; /* merged by hand */
    assert_int_equal(tvx_store_annotation_edit(other, &revised, &bo, &error), TVX_OK);
    assert_false(revised.stale);
    assert_int_equal(tvx_store_set_aside_settle(store, 1, true, &error), TVX_OK);
    assert_int_equal(tvx_store_set_asides(store, folder->arena, &kept, &count, -1, &error), TVX_OK);
    assert_int_equal(count, 0);
    assert_int_equal(tvx_store_set_aside(store, folder->arena, &one, 1, &error), TVX_OK);
    assert_string_equal(one.how, "merged");
    assert_int_equal(tvx_store_set_aside(store, folder->arena, &one, 2, &error), TVX_E_NOTFOUND);
    tvx_store_close(other);
    tvx_store_close(store);
}

static enum tvx_status enter_opinion(void *context, struct tvx_store *store, struct tvx_error *error)
{
    return tvx_store_opinion_enter(store, context, error);
}

static void a_log_has_revisions_too(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = store_with_people(folder);
    struct tvx_opinion opinion = {.proposal = "BOR/5/1", .sha256 = "", .analyst = "Ada", .effect_high = 1,
                                  .likelihood_high = 1, .because = "So."}, *opinions;
    const char *const parts[] = {"BOR/5/1", "Ada"};
    const struct tvx_field_text field = {"because", "So."};
    struct tvx_revise what = {.kind = "assessment", .key = tvx_revision_key(folder->arena, parts, 2), .account = 1,
                              .author = "Ada", .fields = &field, .field_count = 1};
    struct tvx_revised revised;
    struct tvx_error error = {0};
    size_t count;

    assert_int_equal(tvx_store_revise(store, &revised, &what, NULL, enter_opinion, &opinion, &error), TVX_OK);
    assert_false(revised.stale);
    assert_int_equal(revised.revision, 1);
    opinion.because = "From another window.";
    assert_int_equal(tvx_store_revise(store, &revised, &what, NULL, enter_opinion, &opinion, &error), TVX_OK);
    assert_true(revised.stale);
    opinion.because = ""; /* refused by the store: nothing may remain half done */
    what.seen = 1;
    assert_int_equal(tvx_store_revise(store, &revised, &what, NULL, enter_opinion, &opinion, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_opinions(store, folder->arena, &opinions, &count, &error), TVX_OK);
    assert_int_equal(count, 1);
    opinion.because = "Later.";
    assert_int_equal(tvx_store_revise(store, &revised, &what, NULL, enter_opinion, &opinion, &error), TVX_OK);
    assert_int_equal(revised.revision, 2);
    what.kind = "recipe";
    assert_int_equal(tvx_store_revise(store, &revised, &what, NULL, enter_opinion, &opinion, &error), TVX_E_USAGE);
    tvx_store_close(store);
}

static void passages_wait_to_be_found_in_later_versions_only(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = store_with_people(folder);
    struct tvx_annotation_pending *pending;
    struct tvx_annotation first, *found;
    struct tvx_annotation_place place = {.anchor = TVX_ANCHOR_MOVED, .exact = "must", .start = 3, .points = 4,
                                         .score = 0.5};
    struct tvx_error error = {0};
    char old[65], later[65], other[65];
    size_t count;
    int64_t to;

    add_document(store, "10.txt", "10", "2026-01-02", "Member States shall inform", old);
    add_document(store, "10-0.txt", "10", "2026-01-01", "An earlier one", other);
    add_document(store, "11.txt", "11", "2026-01-03", "Another document", other);
    add_document(store, "10A1.txt", "10A1", "2026-01-03", "Its addendum", other);
    to = add_document(store, "10R1.txt", "10R1", "2026-01-03", "We must inform", later);
    first = remark(old);
    enter(folder, store, &first);
    assert_int_equal(tvx_store_annotations_pending(store, folder->arena, &pending, &count, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_int_equal(pending[0].to, to);
    assert_string_equal(pending[0].selector.prefix, "Member States ");
    place.uid = first.uid;
    place.sha256 = later;
    assert_int_equal(tvx_store_annotation_place(store, &place, &error), TVX_OK);
    assert_int_equal(tvx_store_annotations_pending(store, folder->arena, &pending, &count, &error), TVX_OK);
    assert_int_equal(count, 0);
    assert_int_equal(find(folder, store, &found, (struct tvx_annotation_query){.sha256 = later, .account = 1}), 1);
    assert_int_equal(found[0].anchor, TVX_ANCHOR_MOVED);
    assert_string_equal(found[0].here.exact, "must");
    assert_string_equal(found[0].selector.exact, "shall"); /* what was pointed at never changes */
    tvx_store_close(store);
}

static void annotations_of_the_model_are_read(void **state)
{
    struct folder *folder = *state;
    static const char text[] =
        "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:uuid:F81D4FAE-7DEC-41D0-A765-00A0C91E6BF6\","
        "\"type\":[\"Annotation\"],\"motivation\":[\"questioning\"],\"creator\":{\"type\":\"Person\",\"name\":\"Ada\"},"
        "\"created\":\"2026-03-01T10:00:00Z\",\"body\":[{\"type\":\"TextualBody\",\"value\":\"Why?\"}],"
        "\"target\":{\"source\":\"urn:x\",\"selector\":[{\"type\":\"TextPositionSelector\",\"start\":14,\"end\":19},"
        "{\"type\":\"TextQuoteSelector\",\"exact\":\"shall\",\"prefix\":\"States \"}]}}";
    static const char *const bad[] = {"", "{", "[]", "{\"type\":\"Note\"}", "\"Annotation\"", "{\"type\":\"Annotation\"",
                                      "{\"type\":\"Annotation\",\"type\":\"Annotation\"}"};
    struct tvx_annotation a;
    struct tvx_error error = {0};
    const char *source;

    assert_int_equal(tvx_annotation_read(&a, &source, folder->arena, text, sizeof text - 1, &error), TVX_OK);
    assert_string_equal(a.uid, "f81d4fae7dec41d0a76500a0c91e6bf6");
    assert_string_equal(a.purpose, "questioning");
    assert_string_equal(a.author, "Ada");
    assert_string_equal(a.created, "2026-03-01T10:00:00Z");
    assert_string_equal(a.body, "Why?");
    assert_string_equal(source, "urn:x");
    assert_string_equal(a.selector.exact, "shall");
    assert_string_equal(a.selector.prefix, "States ");
    assert_string_equal(a.selector.suffix, "");
    assert_int_equal(a.selector.start, 14);
    assert_int_equal(a.selector.points, 5);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(tvx_annotation_read(&a, &source, folder->arena, bad[i], strlen(bad[i]), &error),
                         TVX_E_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_FOLDER(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)
        IN_FOLDER(a_thread_is_kept_with_its_history),
        IN_FOLDER(nobody_sees_what_is_not_for_them),
        IN_FOLDER(what_does_not_fit_is_refused),
        IN_FOLDER(of_two_writers_the_second_is_told_and_loses_nothing),
        IN_FOLDER(a_log_has_revisions_too),
        IN_FOLDER(passages_wait_to_be_found_in_later_versions_only),
        IN_FOLDER(annotations_of_the_model_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A small workspace as a site: every page there, every link leads somewhere, no text of a document acts. */
#include "check.h"

#include <dirent.h>
#include <sys/stat.h>
#include <travaux/base/buf.h>
#include <travaux/base/file.h>
#include <travaux/show/page.h>
#include <travaux/show/site.h>

#define HOSTILE "</p><script>alert('x')</script>"

static struct tvx_provision provisions[] = {
    {.kind = TVX_PROVISION_DIVISION, .path = "5", .label = "ARTICLE 5", .heading = "Safety of ferries", .text = "",
     .level = 0, .parent = SIZE_MAX},
    {.kind = TVX_PROVISION_PARAGRAPH, .path = "5.1", .label = "1", .heading = "", .text = "Ferries shall carry lamps.",
     .level = 1, .parent = 0, .start = 10, .points = 26},
};
static const char *sponsors[] = {"HEL", "M&R"};

static struct tvx_proposal tabled[] = {
    {.number = "HEL/1/1", .action = TVX_ACTION_MOD, .target = "Article 5, 1", .place = {.path = "5.1"},
     .sponsors = sponsors, .sponsor_count = 2, .before = "1 Ferries shall carry lamps.",
     .after = "1 Ferries shall carry two lamps.", .reasons = HOSTILE, .quote = "MOD HEL/1/1", .start = 0, .points = 11},
    {.number = "HEL/1/2", .action = TVX_ACTION_SUP, .target = "Article 5, 1", .place = {.path = "5.1"},
     .sponsors = sponsors, .sponsor_count = 1, .before = "", .after = "", .reasons = "", .quote = "SUP HEL/1/2",
     .start = 12, .points = 11},
    {.number = "HEL/1/3", .action = TVX_ACTION_ADD, .target = "Article 5, 1A",
     .place = {.path = "5.1A", .is_new = true}, .sponsors = sponsors, .sponsor_count = 1, .before = "",
     .after = "1A Bells " HOSTILE, .reasons = "", .quote = "ADD HEL/1/3", .start = 24, .points = 11},
    {.number = "../../HEL/1/4", .action = TVX_ACTION_MOD, .target = "somewhere", .place = {.path = "99.9"},
     .sponsors = sponsors, .sponsor_count = 1, .before = "x", .after = "y", .reasons = "", .quote = "MOD HEL/1/4",
     .start = 36, .points = 11},
};

static void fill(struct tvx_store *store)
{
    const struct tvx_instrument instrument = {
        .key = "FER", .version = "1999", .title = "Ferries " HOSTILE, .provisions = provisions, .count = 2};
    struct tvx_store_entry law = {.source = {.file = "fer.txt", .kind = "instrument", .access = "public",
                                             .instrument = "FER", .version = "1999", .in_force = true},
                                  .bytes = "law",
                                  .length = 3,
                                  .text = "ARTICLE 5\n1 Ferries shall carry lamps.",
                                  .format = "text",
                                  .language = "en",
                                  .title = "Ferries",
                                  .instrument = &instrument};
    struct tvx_store_entry paper = {.source = {.file = "/home/somebody/secret-folder/hel\"><b>.txt",
                                               .kind = "contribution", .access = "public", .meeting = "FC-26",
                                               .date = "2026-01-01", .instrument = "FER", .sponsors = sponsors,
                                               .sponsor_count = 1},
                                    .bytes = "paper",
                                    .length = 5,
                                    .text = "MOD HEL/1/1\nSUP HEL/1/2\nADD HEL/1/3\nMOD HEL/1/4\n" HOSTILE,
                                    .format = "text",
                                    .language = "en",
                                    .title = "Proposals " HOSTILE,
                                    .proposals = tabled,
                                    .proposal_count = 4};
    struct tvx_error error = {0};
    int64_t id;
    bool existed;

    if (tvx_store_add(store, &id, &existed, &law, &error) != TVX_OK ||
        tvx_store_add(store, &id, &existed, &paper, &error) != TVX_OK || tvx_store_resolve(store, &error) != TVX_OK)
        fail_msg("%s", error.message);
}

/* Every href and src of a page: relative, of a file that is there, of an id that is there. */
static void check_links(const char *root, const char *folder, const char *page)
{
    for (const char *at = page; (at = strstr(at, "=\"")) != NULL; at += 2) {
        char target[512], path[1024], *hash, *bytes;
        size_t length = strcspn(at + 2, "\"");
        struct stat info;

        if (strncmp(at - 5, " href", 5) != 0 && strncmp(at - 4, " src", 4) != 0)
            continue;
        assert_true(length < sizeof target);
        memcpy(target, at + 2, length);
        target[length] = '\0';
        assert_null(strstr(target, "://"));
        hash = strchr(target, '#');
        if (hash != NULL)
            *hash++ = '\0';
        target[strcspn(target, "?")] = '\0'; /* which words are to be marked */
        if (*target != '\0') {
            snprintf(path, sizeof path, "%s/%s/%s", root, folder, target);
            if (stat(path, &info) != 0)
                fail_msg("no such page %s, in %s: %.3000s", target, folder, page);
        }
        if (hash != NULL && strcmp(hash, "main") != 0 && *target != '\0') {
            char wanted[600];

            assert_int_equal(tvx_file_read(&bytes, &length, path, 1 << 24, NULL), TVX_OK);
            snprintf(wanted, sizeof wanted, "id=\"%s\"", hash);
            if (strstr(bytes, wanted) == NULL)
                fail_msg("%s has no %s", path, wanted);
            free(bytes);
        }
    }
}

static size_t check_folder(const char *root, const char *name)
{
    char folder[512], path[1024];
    struct dirent *entry;
    size_t count = 0;
    DIR *dir;

    snprintf(folder, sizeof folder, "%s/%s", root, name);
    dir = opendir(folder);
    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        char *bytes;
        size_t length;

        if (strstr(entry->d_name, ".html") == NULL)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        assert_int_equal(tvx_file_read(&bytes, &length, path, 1 << 24, NULL), TVX_OK);
        assert_null(strstr(bytes, "<script>"));
        assert_null(strstr(bytes, " style=\""));
        assert_null(strstr(bytes, "secret-folder")); /* where a file lay is not published */
        assert_non_null(strstr(bytes, "default-src 'none'"));
        check_links(root, name, bytes);
        free(bytes);
        count++;
    }
    closedir(dir);
    return count;
}

static void every_page_is_there_and_every_link_leads_somewhere(void **state)
{
    char root[] = "/tmp/travaux-site-XXXXXX", address[64], site[64], command[128];
    struct tvx_store *store;
    struct tvx_error error = {0};
    size_t pages, menu = 0, things = 0;

    (void)state;
    assert_non_null(mkdtemp(root));
    snprintf(address, sizeof address, "%s/travaux.db", root);
    snprintf(site, sizeof site, "%s/site", root);
    assert_int_equal(tvx_store_create(address, &error), TVX_OK);
    assert_int_equal(tvx_store_open(&store, address, &error), TVX_OK);
    fill(store);
    for (int turn = 0; turn < 2; turn++) /* a second export writes over the first */
        if (tvx_site_export(store, site, NULL, &pages, NULL, NULL, &error) != TVX_OK)
            fail_msg("%s", error.message);
    for (size_t i = 0; i < tvx_page_kind_count; i++)
        if (!tvx_page_kinds[i].served_only && tvx_page_kinds[i].refers)
            things += check_folder(site, tvx_page_kinds[i].name);
        else if (!tvx_page_kinds[i].served_only)
            menu++;
    assert_int_equal(check_folder(site, "."), menu);
    assert_int_equal(pages, menu + things);
    assert_int_equal(check_folder(site, "proposal"), 4);
    assert_int_equal(check_folder(site, "document"), 2);
    assert_int_equal(check_folder(site, "instrument"), 1);
    assert_int_equal(check_folder(site, "provision"), 3); /* 5 (touched in its part), 5.1, 5.1A */
    assert_int_equal(check_folder(site, "actor"), 2);
    assert_int_equal(check_folder(site, "outcome"), 1);
    tvx_store_close(store);
    snprintf(command, sizeof command, "rm -r '%s'", root);
    assert_int_equal(system(command), 0);
}

static void a_folder_that_cannot_be_made_is_named(void **state)
{
    char root[] = "/tmp/travaux-site-XXXXXX", address[64], command[128];
    struct tvx_store *store;
    struct tvx_error error = {0};

    (void)state;
    assert_non_null(mkdtemp(root));
    snprintf(address, sizeof address, "%s/travaux.db", root);
    assert_int_equal(tvx_store_create(address, &error), TVX_OK);
    assert_int_equal(tvx_store_open(&store, address, &error), TVX_OK);
    assert_int_equal(tvx_site_export(store, "/proc/none/site", NULL, NULL, NULL, NULL, &error), TVX_E_IO);
    assert_non_null(strstr(error.message, "/proc/none/site"));
    tvx_store_close(store);
    snprintf(command, sizeof command, "rm -r '%s'", root);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_is_there_and_every_link_leads_somewhere),
        cmocka_unit_test(a_folder_that_cannot_be_made_is_named),
    };

    return cmocka_run_group_tests_name("show-site", tests, NULL, NULL);
}

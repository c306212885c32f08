/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <travaux/show/feed.h>

#include "check.h"

static const struct tvx_news news[] = {
    {.kind = TVX_NEWS_PROPOSAL, .id = "proposal:a:1", .at = "2026-03-01T10:00:00Z", .reference = "BOR/5/1",
     .on = "MNR@2018:5.2", .title = "MOD <5.2> & \"more\"", .by = "BOR FAL", .document = 3},
    {.kind = TVX_NEWS_REPLY, .id = "annotation:0123456789abcdef0123456789abcdef:1", .at = "2026-03-02T10:00:00.123Z",
     .reference = "NC26/5", .title = "shall", .by = "Ada", .text = "Why\x01 so?\n]]>"},
    {.kind = TVX_NEWS_DEADLINE, .id = "deadline:x", .at = "2026-04-01", .reference = "2026-04-15",
     .title = "Proposals are due"},
};
enum { COUNT = sizeof news / sizeof *news };

static struct tvx_feed feed(struct tvx_arena *arena)
{
    return (struct tvx_feed){
        .id = tvx_feed_id(arena, "feed"), .title = "Work & <play>", .home = "https://work.example.org/",
        .self = "https://work.example.org/feed/x?a=1&b=2", .language = "en",
        .entries = tvx_feed_entries(arena, NULL, "https://work.example.org", news, COUNT), .count = COUNT,
    };
}

static const char *child(xmlNode *node, const char *name)
{
    for (xmlNode *at = node->children; at != NULL; at = at->next)
        if (at->type == XML_ELEMENT_NODE && strcmp((const char *)at->name, name) == 0)
            return at->children == NULL ? "" : (const char *)at->children->content;
    fail_msg("no <%s>", name);
    return NULL;
}

static void atom_has_what_rfc_4287_demands(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_feed of = feed(arena);
    struct tvx_buf out;
    xmlDoc *doc;
    xmlNode *root;
    size_t entries = 0;

    (void)state;
    tvx_buf_init(&out, 1 << 20);
    tvx_feed_atom(&out, &of);
    doc = xmlReadMemory(out.data, (int)out.length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    assert_non_null(doc);
    root = xmlDocGetRootElement(doc);
    assert_string_equal((const char *)root->ns->href, "http://www.w3.org/2005/Atom");
    assert_string_equal(child(root, "title"), "Work & <play>");
    assert_string_equal(child(root, "updated"), "2026-04-01T00:00:00Z");
    for (xmlNode *at = root->children; at != NULL; at = at->next)
        if (at->type == XML_ELEMENT_NODE && strcmp((const char *)at->name, "entry") == 0) {
            assert_memory_equal(child(at, "id"), "urn:uuid:", 9);
            assert_int_equal(strlen(child(at, "id")), 45);
            assert_true(*child(at, "title") != '\0');
            if (entries == 0)
                assert_string_equal(child(at, "title"), "New proposal BOR/5/1 of BOR FAL on MNR@2018:5.2: "
                                                        "MOD <5.2> & \"more\"");
            if (entries == 1)
                assert_string_equal(child(at, "content"), "Why so?\n]]>");
            entries++;
        }
    assert_int_equal(entries, COUNT);
    assert_non_null(strstr(out.data, "https://work.example.org/note/0123456789abcdef0123456789abcdef\""));
    xmlFreeDoc(doc);
    tvx_buf_free(&out);
    tvx_arena_free(arena);
}

static void json_feed_has_what_version_1_1_demands(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_feed of = feed(arena);
    struct tvx_buf out;
    json_t *root, *items, *first;

    (void)state;
    tvx_buf_init(&out, 1 << 20);
    tvx_feed_json(&out, &of);
    root = json_loadb(out.data, out.length, 0, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "version")), "https://jsonfeed.org/version/1.1");
    items = json_object_get(root, "items");
    assert_int_equal(json_array_size(items), COUNT);
    first = json_array_get(items, 0);
    assert_string_equal(json_string_value(json_object_get(first, "url")),
                        "https://work.example.org/proposal/BOR/5/1");
    assert_string_equal(json_string_value(json_object_get(first, "date_published")), "2026-03-01T10:00:00Z");
    assert_non_null(json_object_get(first, "content_text"));
    json_decref(root);
    tvx_buf_free(&out);
    tvx_arena_free(arena);
}

static void an_entry_keeps_its_name(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);

    (void)state;
    assert_string_equal(tvx_feed_id(arena, "a"), tvx_feed_id(arena, "a"));
    assert_string_not_equal(tvx_feed_id(arena, "a"), tvx_feed_id(arena, "b"));
    assert_int_equal(tvx_feed_id(arena, "a")[23], '8'); /* version 8 of RFC 9562 */
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(atom_has_what_rfc_4287_demands),
        cmocka_unit_test(json_feed_has_what_version_1_1_demands),
        cmocka_unit_test(an_entry_keeps_its_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

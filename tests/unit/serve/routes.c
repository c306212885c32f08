/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table of routes, and the addresses that a client may be sent back to. */
#include "check.h"

#include "../../../src/serve/route.h"

static const char *pattern_of(const char *method, const char *path)
{
    const char *rest;
    bool other;
    const struct route *route = route_find(method, path, &rest, &other);

    return route == NULL ? other ? "405" : "404" : route->pattern;
}

static void an_address_finds_its_row(void **state)
{
    const char *rest;
    bool other;

    (void)state;
    assert_string_equal(pattern_of("GET", "/healthz"), "/healthz");
    assert_string_equal(pattern_of("GET", "/assets/style.css"), "/assets/*");
    assert_string_equal(pattern_of("GET", "/"), "/*");
    assert_string_equal(pattern_of("DELETE", "/"), "405");
    assert_string_equal(pattern_of("POST", "/provision/ITR@2006:5.2"), "405");
    assert_non_null(route_find("GET", "/provision/ITR@2006:5.2", &rest, &other));
    assert_string_equal(rest, "provision/ITR@2006:5.2");
}

/* A pattern without '*' must not swallow what begins like it; each row can be reached. */
static void every_row_can_be_reached(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        char path[256];
        const char *rest;
        size_t length = strlen(routes[i].pattern);
        bool other;

        snprintf(path, sizeof path, "%s", routes[i].pattern);
        if (path[length - 1] == '*')
            snprintf(path + length - 1, sizeof path - length + 1, "x1");
        if (route_find(routes[i].method, path, &rest, &other) != &routes[i])
            fail_msg("%s %s is hidden by a row before it", routes[i].method, routes[i].pattern);
    }
}

/* Whoever is not signed in reaches only what is meant for them; changes are never open without a check of their own. */
static void changes_have_a_guard(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        if (strcmp(routes[i].method, "GET") == 0)
            continue;
        if (routes[i].flags & ROUTE_PUBLISHED)
            fail_msg("%s %s: what is published is for reading", routes[i].method, routes[i].pattern);
        if ((routes[i].flags & ROUTE_UPLOAD) && routes[i].least < TVX_ROLE_ANALYST)
            fail_msg("%s %s: files are taken from analysts", routes[i].method, routes[i].pattern);
    }
}

static void only_ways_back_into_this_site(void **state)
{
    static const char *const bad[] = {"", "x", "//attacker.example", "/\\attacker.example", "https://attacker.example/",
                                      "/a\r\nSet-Cookie: a=b", "/\tx", "javascript:alert(1)", NULL};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_string_equal(request_back(NULL, bad[i]), "/");
    assert_string_equal(request_back(NULL, "/provision/ITR@2006:5.2?view=after"), "/provision/ITR@2006:5.2?view=after");
}

static void no_header_can_be_split(void **state)
{
    struct reply reply = {0};

    (void)state;
    reply_header(&reply, "A", "b\r\nSet-Cookie: a=b");
    reply_header(&reply, "A", NULL);
    assert_int_equal(reply.header_count, 0);
    for (int i = 0; i < 2 * REPLY_HEADERS; i++)
        reply_header(&reply, "A", "b");
    assert_int_equal(reply.header_count, REPLY_HEADERS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_finds_its_row),   cmocka_unit_test(every_row_can_be_reached),
        cmocka_unit_test(changes_have_a_guard),       cmocka_unit_test(only_ways_back_into_this_site),
        cmocka_unit_test(no_header_can_be_split),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

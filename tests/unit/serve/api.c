/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The API's table, its cursors, and the JSON that it takes. */
#include "check.h"

#include "../../../src/serve/api.h"

static const char *found(const char *method, const char *path, const char **rest)
{
    bool other;
    const struct route *route = route_find(method, path, rest, &other);

    return route == NULL ? other ? "405" : "404" : route->pattern;
}

static void an_address_finds_its_operation(void **state)
{
    const char *rest;

    (void)state;
    assert_string_equal(found("GET", "/api/v1/proposals", &rest), "/api/v1/proposals");
    assert_string_equal(found("GET", "/api/v1/proposals/VRN/14A1/5", &rest), "/api/v1/proposals/{reference}");
    assert_string_equal(rest, "VRN/14A1/5");
    assert_string_equal(found("GET", "/api/v1/proposals/VRN/14A1/5/force", &rest),
                        "/api/v1/proposals/{reference}/force");
    assert_string_equal(found("GET", "/api/v1/documents/1/tree", &rest), "/api/v1/documents/{reference}/tree");
    assert_string_equal(found("GET", "/api/v1/assessments/entered", &rest), "/api/v1/assessments/entered");
    assert_string_equal(found("GET", "/api/v1/proposals/", &rest), "404");
    assert_string_equal(found("GET", "/api/v1/proposals//force", &rest), "/api/v1/proposals/{reference}");
    assert_string_equal(found("GET", "/api/v1/", &rest), "404");
    assert_string_equal(found("GET", "/api/v1/status/", &rest), "404");
    assert_string_equal(found("OPTIONS", "/api/v1/status", &rest), "405");
    assert_string_equal(found("PATCH", "/api/v1/annotations/x", &rest), "405");
}

/* Whoever may change something is somebody; what is hidden from visitors says so in both places; every parameter is
   described. */
static void the_table_holds_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < api_operation_count; i++) {
        const struct api_operation *operation = &api_operations[i];

        if (strcmp(operation->route.method, "GET") != 0)
            assert_true(operation->route.least >= TVX_ROLE_READER && operation->open == API_CLOSED);
        assert_int_equal(operation->open != API_CLOSED, (operation->route.flags & ROUTE_PUBLISHED) != 0);
        assert_true((operation->route.flags & ROUTE_API) != 0);
        if (operation->open == API_REFERENCE)
            assert_non_null(strchr(operation->route.pattern, '{'));
        for (const char *at = operation->parameters; *at != '\0'; at += strspn(at, " ")) {
            size_t length = strcspn(at, " "), k = 0;

            while (k < api_parameter_count && (strlen(api_parameters[k].name) != length ||
                                               strncmp(api_parameters[k].name, at, length) != 0))
                k++;
            assert_true(k < api_parameter_count);
            at += length;
        }
    }
}

static void a_cursor_is_read_as_it_was_made(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    const char *cursor = cursor_make(arena, "/api/v1/documents", 41, "a:b \xc3\xa9"), *key = NULL;
    char *other;
    size_t index = 0;

    (void)state;
    assert_non_null(cursor);
    assert_true(cursor_read(arena, &index, &key, "/api/v1/documents", cursor));
    assert_int_equal(index, 41);
    assert_string_equal(key, "a:b \xc3\xa9");
    assert_false(cursor_read(arena, &index, &key, "/api/v1/proposals", cursor)); /* another list's */
    assert_false(cursor_read(arena, &index, &key, "/api/v1/documents", ""));
    assert_false(cursor_read(arena, &index, &key, "/api/v1/documents", "AAAAAAAAAAAAAAAA"));
    assert_false(cursor_read(arena, &index, &key, "/api/v1/documents", "not base64 at all, at all"));
    for (size_t i = 0; cursor[i] != '\0'; i++) { /* a letter more or less: refused, or some place of the list */
        other = tvx_arena_strdup(arena, cursor);
        other[i] = other[i] == 'A' ? 'B' : 'A';
        if (cursor_read(arena, &index, &key, "/api/v1/documents", other))
            assert_true(key != NULL && index < SIZE_MAX / 2);
    }
    tvx_arena_free(arena);
}

static const char *key_of(void *context, size_t i)
{
    return ((const char *const *)context)[i];
}

static struct api_part part_of(struct tvx_arena *arena, const char *limit, const char *cursor, const char *const *keys,
                               size_t count, enum tvx_status wanted)
{
    struct tvx_parameter parameters[] = {{"limit", limit}, {"cursor", cursor}};
    struct tvx_error error = {0};
    struct request request = {.path = "/list", .parameters = parameters, .parameter_count = cursor == NULL ? 1 : 2,
                              .arena = arena};
    struct api_call call = {.request = &request, .arena = arena, .error = &error};
    struct api_part part;

    assert_int_equal(api_part(&call, &part, count, key_of, (void *)(uintptr_t)keys), wanted);
    return part;
}

/* What comes and goes between two questions neither repeats nor hides the rest. */
static void a_list_goes_on_where_it_stopped(void **state)
{
    static const char *const before[] = {"a", "b", "c", "d", "e"}, *const added[] = {"a", "aa", "b", "c", "d", "e"},
                             *const gone[] = {"a", "c", "d", "e"};
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct api_part part = part_of(arena, "2", NULL, before, 5, TVX_OK);
    const char *next = part.next;

    (void)state;
    assert_int_equal(part.to, 2);
    part = part_of(arena, "2", next, before, 5, TVX_OK);
    assert_int_equal(part.from, 2);
    part = part_of(arena, "2", next, added, 6, TVX_OK);
    assert_int_equal(part.from, 3);
    part = part_of(arena, "2", next, gone, 4, TVX_OK);
    assert_int_equal(part.from, 1);
    part = part_of(arena, "2", next, NULL, 0, TVX_OK);
    assert_true(part.from == 0 && part.to == 0 && part.next == NULL);
    part = part_of(arena, "5", NULL, before, 5, TVX_OK);
    assert_null(part.next);
    part_of(arena, "0", NULL, before, 5, TVX_E_USAGE);
    part_of(arena, "99999999999999999999", NULL, before, 5, TVX_E_USAGE);
    part_of(arena, "2", "nonsense", before, 5, TVX_E_USAGE);
    tvx_arena_free(arena);
}

static enum tvx_status taken(struct tvx_arena *arena, const char *json, const char **text, int64_t *number)
{
    struct tvx_error error = {0};
    struct api_call call = {.arena = arena, .error = &error};
    const struct api_field fields[] = {{"text", 's', true, text, 10}, {"number", 'i', false, number, 0}};
    enum tvx_status status = api_body_read(&call, json, strlen(json));

    if (status == TVX_OK)
        status = api_fields(&call, fields, 2);
    json_decref(call.body);
    return status;
}

static void what_is_sent_is_what_is_described(void **state)
{
    static const char *const wrong[] = {
        "", "[]", "{", "{\"text\":1}", "{\"text\":null}", "{\"number\":1}", "{\"text\":\"a\",\"more\":1}",
        "{\"text\":\"a\",\"text\":\"b\"}", "{\"text\":\"a\\u0000b\"}", "{\"text\":\"more than ten bytes\"}",
        "{\"text\":\"a\",\"number\":1.5}", "{\"text\":\"a\"} x", "{\"text\":\"\xff\"}",
    };
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    const char *text = NULL;
    int64_t number = 7;
    char deep[200];

    (void)state;
    assert_int_equal(taken(arena, "{\"text\":\"a [[[\"}", &text, &number), TVX_OK);
    assert_string_equal(text, "a [[[");
    assert_int_equal(number, 7);
    assert_int_equal(taken(arena, "{\"text\":\"\\\"[\",\"number\":-3}", &text, &number), TVX_OK);
    assert_int_equal(number, -3);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(taken(arena, wrong[i], &text, &number), TVX_E_USAGE);
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    assert_int_equal(taken(arena, deep, &text, &number), TVX_E_USAGE);
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_finds_its_operation),
        cmocka_unit_test(the_table_holds_together),
        cmocka_unit_test(a_cursor_is_read_as_it_was_made),
        cmocka_unit_test(a_list_goes_on_where_it_stopped),
        cmocka_unit_test(what_is_sent_is_what_is_described),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <jansson.h>
#include <travaux/base/file.h>
#include <travaux/law/resolve.h>
#include <travaux/read/read.h>

/* The example conference against the ground truth that lies beside it: every proposal, exactly. */

static struct tvx_document *read_document(const char *name)
{
    char path[256], *bytes = NULL;
    size_t length;
    struct tvx_error error = {0};
    struct tvx_document *document = NULL;

    snprintf(path, sizeof path, "examples/conference/documents/%s", name);
    if (tvx_file_read(&bytes, &length, tests_source(path), 64 << 20, &error) != TVX_OK ||
        (tvx_read_in_process(&document, name, bytes, length, NULL, &error) != TVX_OK &&
         error.status != TVX_E_UNSUPPORTED))
        fail_msg("%s: %s", name, error.message);
    free(bytes);
    if (document == NULL)
        print_message("%s is passed over: %s\n", name, error.message);
    return document;
}

static json_t *truth(const char *name)
{
    char path[256];
    json_error_t why;
    json_t *out;

    snprintf(path, sizeof path, "examples/conference/truth/%s", name);
    out = json_load_file(tests_source(path), 0, &why);
    if (out == NULL)
        fail_msg("%s: %s", path, why.text);
    return out;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text == NULL ? "" : text;
}

/* The truth has one space where a text has a new paragraph. */
static bool same_folded(const char *got, const char *want)
{
    for (; *got != '\0' || *want != '\0'; got++, want++)
        if (*got != *want && !(*got == '\n' && *want == ' '))
            return false;
    return true;
}

static size_t same(const char *number, const char *what, const char *got, const char *want)
{
    if (same_folded(got, want))
        return 0;
    print_message("%s %s\n  got  <%s>\n  want <%s>\n", number, what, got, want);
    return 1;
}

static size_t check_edits(const struct tvx_proposal *p, const json_t *edits)
{
    static const char *const names[] = {"ins", "del", "replace"};
    size_t wrong = 0;

    if (p->edit_count != json_array_size(edits)) {
        print_message("%s has %zu edits, not %zu\n", p->number, p->edit_count, json_array_size(edits));
        for (size_t i = 0; i < p->edit_count; i++)
            print_message("  %s <%s> <%s>\n", names[p->edits[i].op], p->edits[i].before, p->edits[i].after);
        return 1;
    }
    for (size_t i = 0; i < p->edit_count; i++) {
        const json_t *want = json_array_get(edits, i);

        wrong += same(p->number, "op", names[p->edits[i].op], text_of(want, "op"));
        wrong += same(p->number, "edit before", p->edits[i].before, text_of(want, "before"));
        wrong += same(p->number, "edit after", p->edits[i].after, text_of(want, "after"));
    }
    return wrong;
}

static size_t check(const struct tvx_proposal *p, const json_t *want, struct tvx_arena *arena)
{
    json_t *sponsors = json_object_get(want, "sponsors");
    const char *got_sponsors = "", *want_sponsors = "";
    size_t wrong = same(p->number, "action", tvx_action_to_string(p->action), text_of(want, "action"));

    for (size_t i = 0; i < p->sponsor_count; i++)
        got_sponsors = tvx_arena_printf(arena, "%s %s", got_sponsors, p->sponsors[i]);
    for (size_t i = 0; i < json_array_size(sponsors); i++)
        want_sponsors = tvx_arena_printf(arena, "%s %s", want_sponsors, json_string_value(json_array_get(sponsors, i)));
    wrong += same(p->number, "sponsors", got_sponsors, want_sponsors);
    wrong += same(p->number, "firm", p->action == TVX_ACTION_NOC_FIRM ? "firm" : "",
                  json_is_true(json_object_get(want, "firm")) ? "firm" : "");
    wrong += same(p->number, "before", p->before, text_of(want, "before"));
    wrong += same(p->number, "after", p->after, text_of(want, "after"));
    wrong += same(p->number, "reasons", p->reasons, text_of(want, "reasons"));
    /* An ADD is one insertion by its nature; the truth lists edits of a MOD alone. */
    return strstr(text_of(want, "action"), "MOD") == NULL ? wrong : wrong + check_edits(p, json_object_get(want, "edits"));
}

static void every_proposal_is_as_the_truth_says(void **state)
{
    json_t *list = truth("proposals.json");
    struct tvx_document *document = NULL;
    struct tvx_contribution c = {0};
    const char *file = "";
    size_t wrong = 0, at = 0;

    (void)state;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *want = json_array_get(list, i);

        if (strcmp(file, text_of(want, "file")) != 0) {
            struct tvx_error error;

            wrong += document != NULL && at != c.count;
            tvx_document_free(document);
            file = text_of(want, "file");
            document = read_document(file);
            c.count = at = 0;
            if (document == NULL)
                continue;
            assert_int_equal(tvx_contribution_parse(&c, document->arena, document, &error), TVX_OK);
            for (size_t w = 0; w < c.warning_count; w++)
                print_message("%s: %s\n", file, c.warnings[w].message);
            at = 0;
        }
        if (document == NULL)
            continue;
        if (at >= c.count || strcmp(c.proposals[at].number, text_of(want, "number")) != 0) {
            print_message("%s: %s is not found at its place\n", file, text_of(want, "number"));
            wrong++;
        } else {
            wrong += check(&c.proposals[at++], want, document->arena);
        }
    }
    wrong += document != NULL && at != c.count;
    tvx_document_free(document);
    assert_int_equal(wrong, 0);
    json_decref(list);
}

static void every_header_is_found(void **state)
{
    json_t *list = truth("proposals.json");

    (void)state;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *want = json_array_get(list, i);
        struct tvx_document *document = read_document(text_of(want, "file"));
        struct tvx_contribution c;
        const char *name, *key;

        if (document == NULL)
            continue;
        assert_int_equal(tvx_contribution_parse(&c, document->arena, document, NULL), TVX_OK);
        key = c.header.meeting;
        assert_non_null(key);
        name = tvx_arena_printf(document->arena, "NC%s/%s", key + 3, c.header.symbol);
        assert_string_equal(name, text_of(want, "document"));
        assert_non_null(c.header.date);
        assert_non_null(c.header.language);
        assert_non_null(c.header.source);
        assert_non_null(c.header.title);
        assert_non_null(c.header.place);
        tvx_document_free(document);
    }
    json_decref(list);
}

struct law {
    const char *file, *key, *version;
    bool in_force;
    struct tvx_document *document;
    struct tvx_instrument instrument;
};

static void every_proposal_is_tied_to_its_provision(void **state)
{
    struct law laws[] = {{"instruments/mnr-2022.docx", "MNR", "2022", true, NULL, {0}},
                         {"instruments/mnr-2006.txt", "MNR", "2006", false, NULL, {0}},
                         {"instruments/ch-1998.txt", "CH", "1998", true, NULL, {0}},
                         {"instruments/res-7-2022.docx", "RES-7", "2022", true, NULL, {0}},
                         {"instruments/res-7-2018.docx", "RES-7", "2018", false, NULL, {0}}};
    enum { LAWS = sizeof laws / sizeof *laws };
    struct tvx_resolver_instrument stored[LAWS];
    struct tvx_arena *arena = tvx_arena_new(256 << 20);
    struct tvx_resolver *resolver;
    json_t *list = truth("proposals.json");
    size_t wrong = 0;

    (void)state;
    for (size_t i = 0; i < LAWS; i++) {
        laws[i].document = read_document(laws[i].file);
        assert_int_equal(tvx_instrument_parse(&laws[i].instrument, arena, laws[i].document, NULL), TVX_OK);
        stored[i] = (struct tvx_resolver_instrument){&laws[i].instrument, laws[i].key, laws[i].version, NULL,
                                                     laws[i].in_force, NULL};
    }
    resolver = tvx_resolver_new(arena, stored, LAWS);
    assert_non_null(resolver);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *want = json_array_get(list, i);
        struct tvx_document *document = read_document(text_of(want, "file"));
        struct tvx_contribution c;
        const char *fallback = strncmp(text_of(want, "file"), "nc-22", 5) == 0 ? "MNR@2006" : "MNR";

        if (document == NULL)
            continue;
        assert_int_equal(tvx_contribution_parse(&c, arena, document, NULL), TVX_OK);
        for (size_t k = 0; k < c.count; k++) {
            struct tvx_resolution r;
            bool unresolved = json_is_true(json_object_get(want, "unresolved"));

            if (strcmp(c.proposals[k].number, text_of(want, "number")) != 0)
                continue;
            assert_int_equal(tvx_resolve(&r, arena, resolver, &c.proposals[k], fallback, NULL), TVX_OK);
            if (unresolved) {
                wrong += r.kind != TVX_UNRESOLVED;
                continue;
            }
            wrong += same(c.proposals[k].number, "instrument", r.key == NULL ? "" : r.key, text_of(want, "instrument"));
            wrong += same(c.proposals[k].number, "version", r.version == NULL ? "" : r.version, text_of(want, "version"));
            wrong += same(c.proposals[k].number, "provision", r.path == NULL ? "" : r.path, text_of(want, "provision"));
            if (r.base_differs && strcmp(c.proposals[k].number, "LDR/48A13/1") != 0) {
                print_message("%s differs from the base: agreement %.3f\n", c.proposals[k].number, r.base_agreement);
                wrong++;
            }
            if (strcmp(c.proposals[k].number, "LDR/48A13/1") == 0)
                wrong += same("LDR/48A13/1", "reason", r.reason == NULL ? "" : r.reason, "drafted against MNR@2006");
        }
        tvx_document_free(document);
    }
    for (size_t i = 0; i < LAWS; i++)
        tvx_document_free(laws[i].document);
    tvx_arena_free(arena);
    json_decref(list);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_proposal_is_as_the_truth_says),
        cmocka_unit_test(every_header_is_found),
        cmocka_unit_test(every_proposal_is_tied_to_its_provision),
    };

    return cmocka_run_group_tests_name("example", tests, NULL, NULL);
}

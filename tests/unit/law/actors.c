/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/base/table.h>
#include <travaux/law/proposal.h>

struct row {
    const char *text, *want; /* codes joined by a space */
    size_t unknown;
};

static const struct row rows[] = {
    {"Russian Federation", "RUS", 0},
    {"Arab States Administrations", "ARB", 0},
    {"CITEL Administrations", "IAP", 0},
    {"France, Germany and Mali", "FRA DEU MLI", 0},
    {"Bosnia and Herzegovina, Trinidad and Tobago and Antigua and Barbuda", "BIH TTO ATG", 0},
    {"Iran (Islamic Republic of)\nUnited Kingdom of Great Britain and Northern Ireland", "IRN GBR", 0},
    {"C\xC3\xB4te d\xE2\x80\x99Ivoire/T\xC3\xBCrkiye/Viet Nam", "CIV TUR VNM", 0},
    {"Member States of the Inter-American Telecommunication Commission (CITEL)", "IAP", 0},
    {"Korea (Dem. People's Rep. of)", "PRK", 0},
    {"F\xC3\xA9" "d\xC3\xA9ration de Russie et B\xC3\xA9larus", "RUS BLR", 0},
    {"Papua New Guinea", "PNG", 0},
    {"New Guinea", "New Guinea", 1},
    {"Varenia", "Varenia", 1},
    {"Varenia (VRN) and Administration of Kestrel Islands", "VRN Kestrel Islands", 1},
    {"France, France", "FRA", 0},
    {"", "", 0},
};

static void actors_are_told_by_their_names(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char **codes, *joined = "";
        size_t count, unknown;

        assert_int_equal(tvx_actors_parse(&codes, &count, &unknown, arena, rows[i].text, NULL), TVX_OK);
        for (size_t k = 0; k < count; k++)
            joined = tvx_arena_printf(arena, "%s%s%s", joined, k > 0 ? " " : "", codes[k]);
        assert_string_equal(joined, rows[i].want);
        assert_int_equal(unknown, rows[i].unknown);
    }
    tvx_arena_free(arena);
}

/* A code of the ITU's list leads to a code that we know, and none of them is another actor's code with us. */
static void codes_of_the_itu_lead_to_ours(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(4 << 20);
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t fields, count = 0;

    (void)state;
    tvx_table_open(&table, tvx_asset_find("data/itu-codes.tsv"));
    for (; tvx_table_next(&table, f, &fields); count++) {
        const char *printed = tvx_arena_strndup(arena, f[0].text, f[0].length);

        assert_null(tvx_actor_name(arena, printed));
        assert_non_null(tvx_actor_name(arena, tvx_actor_code(arena, printed)));
    }
    assert_true(count > 60);
    assert_string_equal(tvx_actor_code(arena, "ARS"), "SAU");
    assert_string_equal(tvx_actor_code(arena, "RUS"), "RUS");
    tvx_arena_free(arena);
}

/* Each name of the table is found under its own code, so that no name hides another. */
static void every_name_in_the_tables_leads_to_its_code(void **state)
{
    static const char *const tables[] = {"data/actors.tsv", "data/groups.tsv"};
    struct tvx_arena *arena = tvx_arena_new(64 << 20);

    (void)state;
    for (size_t t = 0; t < 2; t++) {
        struct tvx_table table;
        struct tvx_field f[TVX_TABLE_FIELDS];
        size_t fields;

        tvx_table_open(&table, tvx_asset_find(tables[t]));
        while (tvx_table_next(&table, f, &fields)) {
            char *names = tvx_arena_printf(arena, "%.*s|%.*s", (int)f[1].length, f[1].text, (int)f[2].length, f[2].text);

            for (char *name = names, *bar; name != NULL && *name != '\0'; name = bar) {
                const char **codes;
                size_t count, unknown;

                bar = strchr(name, '|');
                if (bar != NULL)
                    *bar++ = '\0';

                assert_int_equal(tvx_actors_parse(&codes, &count, &unknown, arena, name, NULL), TVX_OK);
                if (count != 1 || !tvx_field_is(f[0], codes[0]))
                    print_message("\"%s\" is not found as %.*s\n", name, (int)f[0].length, f[0].text);
                assert_int_equal(count, 1);
                assert_true(tvx_field_is(f[0], codes[0]));
            }
        }
    }
    tvx_arena_free(arena);
}

static void actor_name_is_in_english(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);

    (void)state;
    assert_string_equal(tvx_actor_name(arena, "RUS"), "Russian Federation");
    assert_string_equal(tvx_actor_name(arena, "IAP"), "Inter-American Telecommunication Commission");
    assert_null(tvx_actor_name(arena, "XXX"));
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(actors_are_told_by_their_names),
        cmocka_unit_test(codes_of_the_itu_lead_to_ours),
        cmocka_unit_test(every_name_in_the_tables_leads_to_its_code),
        cmocka_unit_test(actor_name_is_in_english),
    };

    return cmocka_run_group_tests_name("actors", tests, NULL, NULL);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands on a page besides the text: running heads. */
#include "law/parsing.h"

#include <travaux/base/buf.h>

static void a_numbered_table_among_pages_is_no_running_head(void **state)
{
    struct tvx_buf text;
    struct tvx_instrument one;
    size_t tables = 0;

    (void)state;
    tvx_buf_init(&text, 1 << 16);
    tvx_buf_str(&text, "RESOLUTION 9 (HAVEN, 2022)\nOn lighthouses\nThe Conference,\nresolves\n");
    for (int page = 195; page < 205; page++) {
        tvx_buf_printf(&text, "Resolution 9 %d\n", page);
        if (page == 199 || page == 200)
            tvx_buf_printf(&text, "TABLE %d\nwhat it costs to light it,\nwhat is left,\n", page - 198);
        for (int item = 1; item <= 5; item++)
            tvx_buf_printf(&text,
                           "%d that the keepers of the lighthouse of island %c%c shall see to it that it\n"
                           "is lit at dusk, put out at dawn, painted once in every second year, and kept as\n"
                           "dry as the sea around island %c%c will allow;\n",
                           (page - 195) * 5 + item, 'A' + page - 195, 'A' + item, 'A' + page - 195, 'A' + item);
    }
    one = parse(tvx_buf_text(&text));
    for (size_t i = 0; i < one.count; i++)
        tables += (strstr(one.provisions[i].text, "TABLE 1") != NULL) + (strstr(one.provisions[i].text, "TABLE 2") != NULL);
    assert_int_equal(tables, 2);
    for (size_t i = 0; i < one.count; i++)
        assert_null(strstr(one.provisions[i].text, "Resolution 9"));
    tvx_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_numbered_table_among_pages_is_no_running_head, setup, teardown),
    };

    return cmocka_run_group_tests_name("instrument_page", tests, NULL, NULL);
}

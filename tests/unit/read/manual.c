/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A redline made by hand becomes marks under a MOD, and nowhere else. */
#include "reading.h"

#define PAGE(body) BYTES("<!doctype html><html><body>" body "</body></html>")

static void under_a_mod_formatting_is_change(void **unused)
{
    struct tvx_document *document =
        take("a", PAGE("<p><u>Title</u></p><p>MOD VRN/1/1</p><p>5.1 States <s>may</s><u>shall</u> act.</p>"
                       "<p>Reasons: it is <u>time</u>.</p><p>VRN/1/2 (MOD)</p><p>5.2 A<u>n</u> act.</p>"));

    (void)unused;
    shows(document, TVX_VIEW_BEFORE, "Title|MOD VRN/1/1|5.1 States may act.|Reasons: it is time.|VRN/1/2 (MOD)|5.2 A act.");
    shows(document, TVX_VIEW_AFTER, "Title|MOD VRN/1/1|5.1 States shall act.|Reasons: it is time.|VRN/1/2 (MOD)|5.2 An act.");
    assert_int_equal(document->warning_count, 1);
    assert_string_equal(document->warnings[0].code, "manual-redline");
    assert_int_equal(document->warnings[0].block, 2);
    tvx_document_free(document);
}

static void other_actions_keep_their_looks(void **unused)
{
    struct tvx_document *document =
        take("a", PAGE("<p><u>NOC</u> VRN/1/1</p><p>5.1 <u>States</u> act.</p><p>ADD VRN/1/2</p><p><u>5.3 New.</u></p>"
                       "<p>MOD VRN/1/3</p><p>5.4 <a href='x'><u>Link</u></a></p><p>SUP VRN/1/4</p><p><s>5.5 Old.</s></p>"));

    (void)unused;
    shows(document, TVX_VIEW_BEFORE,
          "NOC VRN/1/1|5.1 States act.|ADD VRN/1/2|5.3 New.|MOD VRN/1/3|5.4 Link|SUP VRN/1/4|5.5 Old.");
    assert_int_equal(document->warning_count, 0);
    tvx_document_free(document);
}

static void tracked_changes_leave_formatting_alone(void **unused)
{
    struct tvx_document *document =
        take("a", PAGE("<p>MOD VRN/1/1</p><p>5.1 <ins>All</ins> <u>States</u> act.</p>"));

    (void)unused;
    shows(document, TVX_VIEW_BEFORE, "MOD VRN/1/1|5.1 States act.");
    assert_int_equal(document->warning_count, 0);
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(under_a_mod_formatting_is_change),
        cmocka_unit_test(other_actions_keep_their_looks),
        cmocka_unit_test(tracked_changes_leave_formatting_alone),
    };

    return cmocka_run_group_tests_name("manual", tests, NULL, NULL);
}

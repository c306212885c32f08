/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The text of a joint statement, what it quotes, and the form that is sealed. */
#include "check.h"

#include <travaux/law/joint_form.h>

#define ARENA (16 << 20)

static void blocks_are_told_apart(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(ARENA);
    struct tvx_joint_block *b;
    struct tvx_error error;
    size_t count;

    (void)state;
    assert_int_equal(tvx_joint_blocks(&b, &count, arena,
                                      "# Head\nText one\ngoes on\n\nText two\n> Quoted a\n> b\n> — MNR:5.2\n- x\n- y\n"
                                      "> — CH:18\n\n> nowhere\n-- z\n>\n#no head", &error), TVX_OK);
    assert_int_equal(count, 11);
    assert_int_equal(b[0].kind, TVX_JOINT_HEADING);
    assert_string_equal(b[0].text, "Head");
    assert_string_equal(b[1].text, "Text one\ngoes on");
    assert_int_equal(b[2].line, 5);
    assert_int_equal(b[3].kind, TVX_JOINT_QUOTE);
    assert_string_equal(b[3].text, "Quoted a\nb");
    assert_string_equal(b[3].reference, "MNR:5.2");
    assert_int_equal(b[4].kind, TVX_JOINT_ITEM);
    assert_string_equal(b[5].text, "y");
    assert_string_equal(b[6].text, "");
    assert_string_equal(b[6].reference, "CH:18");
    assert_null(b[7].reference);
    assert_int_equal(b[8].kind, TVX_JOINT_TEXT);
    assert_string_equal(b[8].text, "-- z");
    assert_int_equal(b[9].kind, TVX_JOINT_QUOTE);
    assert_string_equal(b[10].text, "#no head");
    tvx_arena_free(arena);
}

static void texts_are_tidied_or_refused(void **state)
{
    static const char untidy[] = "\r\n one\t\r\n\r\ntwo \xC2\xA0\rthree\n\n";
    struct tvx_arena *arena = tvx_arena_new(ARENA);
    struct tvx_error error;
    const char *out;
    char *big = malloc(TVX_JOINT_BYTES + 2);

    (void)state;
    assert_int_equal(tvx_joint_clean(&out, arena, untidy, sizeof untidy - 1, &error), TVX_OK);
    assert_string_equal(out, " one\n\ntwo\nthree");
    assert_int_equal(tvx_joint_clean(&out, arena, "pay \xE2\x80\xAE" "001", 10, &error), TVX_E_USAGE);
    assert_non_null(strstr(error.message, "U+202E"));
    assert_int_equal(tvx_joint_clean_line(&out, arena, "  A\n B ", 10, "name", &error), TVX_OK);
    assert_string_equal(out, "A B");
    assert_int_equal(tvx_joint_clean_line(&out, arena, "  ", 10, "name", &error), TVX_E_USAGE);
    assert_int_equal(tvx_joint_clean_line(&out, arena, "12345678901", 10, "name", &error), TVX_E_USAGE);
    assert_non_null(big);
    memset(big, 'a', TVX_JOINT_BYTES + 1);
    assert_int_equal(tvx_joint_clean(&out, arena, big, TVX_JOINT_BYTES + 1, &error), TVX_E_LIMIT);
    free(big);
    tvx_arena_free(arena);
}

static void quoted_words_have_to_stand_there(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(ARENA);
    static const char law[] = "Member States shall endeavour to ensure access\nfor the public to the service.";

    (void)state;
    assert_true(tvx_joint_quoted(arena, "ensure  access for the public", law));
    assert_true(tvx_joint_quoted(arena, "“Member States shall … access […] service.”", law));
    assert_false(tvx_joint_quoted(arena, "service … Member States", law));
    assert_false(tvx_joint_quoted(arena, "ensure full access", law));
    assert_false(tvx_joint_quoted(arena, "…", law));
    assert_false(tvx_joint_quoted(arena, "", law));
    tvx_arena_free(arena);
}

static const struct tvx_joint_signed list[] = {
    {"Network Users of Helvaria", "A. Lind", "Director", "2026-11-22T13:00:00.000Z", "2026-11-22T13:05:00.000Z", true},
    {"Réseaux de Belcour", "D. Dupont", "Présidente", "2026-11-22T13:01:00.000Z", "2026-11-22T13:06:00.000Z", false},
};

static struct tvx_joint_form a_form(void)
{
    return (struct tvx_joint_form){
        .key = "RWSQtP1Jv1cDFzfvUEziYHG70lyNhs+1REyuC2A3ptCLlrJeU6enVCAV", .statement = "lines", .version = 3,
        .language = "en", .title = "Keep the lines open", .closes = "2026-12-01", .closed = "",
        .published = "2026-11-22T10:00:00.000Z", .text = "We ask\n\nSignatory 1: nobody", .signatories = list,
        .count = 2, .withdrawn = 1,
    };
}

static void a_form_reads_back(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(ARENA);
    struct tvx_joint_form form = a_form(), read;
    struct tvx_error error = {0};
    struct tvx_buf buf;

    (void)state;
    tvx_buf_init(&buf, 1 << 16);
    tvx_joint_form_write(&buf, &form);
    if (tvx_joint_form_read(&read, arena, buf.data, buf.length, &error) != TVX_OK)
        fail_msg("%s", error.message);
    assert_string_equal(read.text, form.text);
    assert_string_equal(read.closes, "2026-12-01");
    assert_int_equal(read.count, 2);
    assert_int_equal(read.withdrawn, 1);
    assert_string_equal(read.signatories[1].function, "Présidente");
    assert_true(read.signatories[0].by_email && !read.signatories[1].by_email);
    for (size_t i = 0; i < buf.length; i++) /* cut anywhere, it is none */
        assert_int_not_equal(tvx_joint_form_read(&read, arena, buf.data, i, &error), TVX_OK);
    tvx_buf_char(&buf, '\n');
    assert_int_equal(tvx_joint_form_read(&read, arena, buf.data, buf.length, &error), TVX_E_MALFORMED);
    tvx_buf_free(&buf);
    tvx_arena_free(arena);
}

/* What a form says of itself has to be so, and in our spelling. */
static void forms_are_read_strictly(void **state)
{
    static const struct { const char *from, *to; } changes[] = {
        {"Signatories: 2", "Signatories: 3"}, {"Signatories: 2", "Signatories: 1"}, {"Signatories: 2", "Signatories: 02"},
        {"Lines: 3", "Lines: 2"}, {"Lines: 3", "Lines: 4"}, {"Version: 3", "Version: -3"}, {"Version: 3", "Version:  3"},
        {"until 2026-12-01", "until 2026-12-32"}, {"13:00:00.000Z", "13:00:00.000"}, {"Function: Director", "Function: "},
        {"by e-mail", "by mail"}, {"Keep the", "Keep  the"}, {"We ask", "We ask "}, {"Title: ", "Titel: "},
        {"We ask", "We \xE2\x80\xAE" "ask"}, {"form 1", "form 2"}, {"Signatory 2: ", "Signatory 1: "},
        {"Signatories: 2", "Signatories: 18446744073709551617"},
    };
    struct tvx_arena *arena = tvx_arena_new(ARENA);
    struct tvx_joint_form form = a_form(), read;
    struct tvx_error error;
    struct tvx_buf buf, other;

    (void)state;
    tvx_buf_init(&buf, 1 << 16);
    tvx_joint_form_write(&buf, &form);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const char *at = strstr(buf.data, changes[i].from);

        assert_non_null(at);
        tvx_buf_init(&other, 1 << 16);
        tvx_buf_add(&other, buf.data, (size_t)(at - buf.data));
        tvx_buf_str(&other, changes[i].to);
        tvx_buf_str(&other, at + strlen(changes[i].from));
        if (tvx_joint_form_read(&read, arena, other.data, other.length, &error) != TVX_E_MALFORMED)
            fail_msg("%s was taken for %s", changes[i].to, changes[i].from);
        tvx_buf_free(&other);
    }
    tvx_buf_free(&buf);
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_told_apart), cmocka_unit_test(texts_are_tidied_or_refused),
        cmocka_unit_test(quoted_words_have_to_stand_there), cmocka_unit_test(a_form_reads_back),
        cmocka_unit_test(forms_are_read_strictly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

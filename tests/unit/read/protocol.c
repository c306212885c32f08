/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Messages come out as they went in; with a byte missing, added or turned they are refused or mean what they say. */
#include "../../../src/read/protocol.h"
#include "check.h"

static const struct tvx_request asked = {
    .job = 7, .memory = 0x7FFFFFFF, .answer = 1 << 20, .length = 12,
    .options = {.max_file = 1 << 20, .max_document = 1 << 21, .seconds = 60}, .name = "Проект.docx"};

static void a_request_comes_over(void **unused)
{
    struct tvx_request got;
    struct tvx_buf out;

    (void)unused;
    tvx_buf_init(&out, TVX_REQUEST_CEILING);
    tvx_request_write(&out, &asked);
    assert_true(tvx_request_read(&got, out.data, out.length));
    assert_int_equal(got.job, 7);
    assert_int_equal(got.memory, asked.memory);
    assert_int_equal(got.answer, asked.answer);
    assert_int_equal(got.length, 12);
    assert_int_equal(got.options.max_file, asked.options.max_file);
    assert_int_equal(got.options.max_document, asked.options.max_document);
    assert_int_equal(got.options.seconds, 60);
    assert_string_equal(got.name, asked.name);
    for (size_t cut = 0; cut < out.length; cut++)
        assert_false(tvx_request_read(&got, out.data, cut));
    tvx_buf_char(&out, 0);
    assert_false(tvx_request_read(&got, out.data, out.length));
    tvx_buf_free(&out);
}

static void a_long_name_keeps_its_end(void **unused)
{
    struct tvx_request request = asked, got;
    char *name = malloc(TVX_NAME_CEILING * 2 + 1);
    struct tvx_buf out;

    (void)unused;
    memset(name, 'a', TVX_NAME_CEILING * 2);
    memcpy(name + TVX_NAME_CEILING * 2 - 4, ".pdf", 5);
    request.name = name;
    tvx_buf_init(&out, TVX_REQUEST_CEILING);
    tvx_request_write(&out, &request);
    assert_true(tvx_request_read(&got, out.data, out.length));
    assert_string_equal(got.name + strlen(got.name) - 4, ".pdf");
    tvx_buf_free(&out);
    free(name);
}

static void refused_with(size_t at, uint8_t value)
{
    struct tvx_request got;
    struct tvx_buf out;

    tvx_buf_init(&out, TVX_REQUEST_CEILING);
    tvx_request_write(&out, &asked);
    out.data[at] = (char)value;
    if (tvx_request_read(&got, out.data, out.length))
        fail_msg("byte %zu as %d is taken", at, value);
    tvx_buf_free(&out);
}

static void requests_are_checked(void **unused)
{
    (void)unused;
    refused_with(0, 'X');   /* magic */
    refused_with(4, 2);     /* version */
    refused_with(5, 'E');   /* kind */
    refused_with(6, 1);     /* what has to be zero */
    refused_with(12, 0);    /* no time at all */
    refused_with(31, 1);    /* an answer longer than a document may be */
    refused_with(55, 0x7F); /* a file longer than a file may be */
    refused_with(59, 0x7F); /* a name longer than the message */
    refused_with(61, 0);    /* a NUL within the name */
}

static void an_end_comes_over(void **unused)
{
    const struct tvx_ended ended = {.job = 3, .timed_out = true, .failed = true, .how = -1, .peak = 123456};
    struct tvx_ended got;
    struct tvx_buf out;

    (void)unused;
    tvx_buf_init(&out, 256);
    tvx_ended_write(&out, &ended);
    assert_true(tvx_ended_read(&got, out.data, out.length));
    assert_int_equal(got.job, 3);
    assert_int_equal(got.how, -1);
    assert_int_equal(got.peak, 123456);
    assert_true(got.timed_out && got.failed && !got.stopped);
    for (size_t cut = 0; cut < out.length; cut++)
        assert_false(tvx_ended_read(&got, out.data, cut));
    out.data[6] = 8;
    assert_false(tvx_ended_read(&got, out.data, out.length));
    tvx_buf_free(&out);
}

static void answer_is(const char *bytes, size_t length, enum tvx_status status, const char *words)
{
    struct tvx_document *document;
    struct tvx_error error = {TVX_OK, ""};

    assert_int_equal(tvx_answer_read(&document, bytes, length, &error), status);
    assert_null(document);
    if (strstr(error.message, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", error.message, words);
}

static void answers_are_checked(void **unused)
{
    struct tvx_error error = {TVX_E_UNSUPPORTED, "not this \x1B[31mone\xFF"};
    struct tvx_document *document = tvx_document_new(1 << 20), *got;
    struct tvx_buf out;

    (void)unused;
    tvx_buf_init(&out, 1 << 20);
    tvx_answer_write(&out, TVX_E_UNSUPPORTED, NULL, &error);
    answer_is(out.data, out.length, TVX_E_UNSUPPORTED, "not this [31mone"); /* no way into the terminal */
    for (size_t cut = 0; cut < out.length; cut++)
        answer_is(out.data, cut, TVX_E_MALFORMED, "damaged");
    out.data[6] = TVX_E_WORKSPACE + 1;
    answer_is(out.data, out.length, TVX_E_MALFORMED, "damaged");
    out.data[6] = TVX_OK;
    answer_is(out.data, out.length, TVX_E_MALFORMED, "damaged");
    tvx_buf_clear(&out);
    tvx_answer_write(&out, TVX_OK, document, NULL);
    assert_int_equal(tvx_answer_read(&got, out.data, out.length, NULL), TVX_OK);
    tvx_document_free(got);
    for (size_t cut = 0; cut < out.length; cut++)
        answer_is(out.data, cut, TVX_E_MALFORMED, "damaged");
    tvx_buf_char(&out, 'x');
    answer_is(out.data, out.length, TVX_E_MALFORMED, "damaged");
    tvx_buf_free(&out);
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_comes_over),
        cmocka_unit_test(a_long_name_keeps_its_end),
        cmocka_unit_test(requests_are_checked),
        cmocka_unit_test(an_end_comes_over),
        cmocka_unit_test(answers_are_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

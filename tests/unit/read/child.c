/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whatever happens in the reading child, the parent gets a document or a reason, in time. */
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <time.h>

#include "../../../src/read/child.h"
#include "check.h"

static const struct tvx_read_options limits = {.max_file = 1 << 20, .max_document = 1 << 20, .seconds = 1};

static enum tvx_status say_hello(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    (void)error;
    *out = tvx_document_new(1 << 20);
    tvx_document_add_run(*out, tvx_document_add_block(*out, TVX_BLOCK_PARAGRAPH), context, strlen(context),
                         TVX_CHANGE_NONE);
    return TVX_OK;
}

static enum tvx_status say_much(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    char *much = calloc(2 << 20, 1);

    (void)error, (void)context;
    memset(much, 'a', (2 << 20) - 1);
    *out = tvx_document_new(8 << 20);
    tvx_document_add_run(*out, tvx_document_add_block(*out, TVX_BLOCK_PARAGRAPH), much, (2 << 20) - 1,
                         TVX_CHANGE_NONE);
    return TVX_OK;
}

static enum tvx_status refuse(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    (void)out, (void)context;
    return tvx_error_set(error, TVX_E_UNSUPPORTED, "not this one: %s", "é");
}

static enum tvx_status crash(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    (void)out, (void)context, (void)error;
    raise(SIGSEGV);
    return TVX_OK;
}

static enum tvx_status leave(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    (void)out, (void)context, (void)error;
    _exit(7);
}

static enum tvx_status sleep_on(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    (void)out, (void)context, (void)error;
    while (pause() == -1)
        continue;
    return TVX_OK;
}

static enum tvx_status close_and_sleep(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    close(TVX_CHILD_LIFELINE);
    return sleep_on(out, context, error);
}

static enum tvx_status send_rubbish(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    (void)out, (void)error;
    assert_true(write(TVX_CHILD_ANSWER, context, strlen(context)) > 0);
    _exit(0);
}

static enum tvx_status flood(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    static char block[65536];

    (void)out, (void)context, (void)error;
    while (write(TVX_CHILD_ANSWER, block, sizeof block) > 0)
        continue;
    _exit(0);
}

#if !defined(__SANITIZE_ADDRESS__) /* a sanitizer's own address space leaves no room for a limit */
static enum tvx_status take_memory(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    (void)out, (void)context;
    for (int i = 0; i < 64; i++)
        if (mmap(NULL, (size_t)64 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
            return tvx_error_set(error, TVX_E_NOMEM, "stopped at %d", i * 64);
    return tvx_error_set(error, TVX_E_MALFORMED, "4 GB were there to be had");
}
#endif

static enum tvx_status look_around(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    const int *file = context;
    if (fcntl(*file, F_GETFD) >= 0)
        return tvx_error_set(error, TVX_E_MALFORMED, "descriptor %d of the parent is open", *file);
    for (int i = TVX_CHILD_ANSWER + 1; i < 256; i++)
        if (fcntl(i, F_GETFD) >= 0)
            return tvx_error_set(error, TVX_E_MALFORMED, "descriptor %d is open", i);
    return say_hello(out, "fine", error);
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void a_document_comes_over(void **unused)
{
    struct tvx_document *document;
    struct tvx_error error = {TVX_OK, ""};

    (void)unused;
    assert_int_equal(tvx_child_read(&document, say_hello, "Привет", &limits, &error), TVX_OK);
    assert_string_equal(document->blocks[0].runs[0].text, "Привет");
    tvx_document_free(document);
}

static void fails(tvx_parse_fn *parse, const void *context, enum tvx_status status, const char *words)
{
    struct tvx_document *document;
    struct tvx_error error = {TVX_OK, ""};

    assert_int_equal(tvx_child_read(&document, parse, context, &limits, &error), status);
    assert_int_equal(error.status, status);
    if (strstr(error.message, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", error.message, words);
    assert_null(document);
}

static void an_error_comes_over(void **unused)
{
    (void)unused;
    fails(refuse, NULL, TVX_E_UNSUPPORTED, "not this one: é");
}

static void a_crash_is_an_error(void **unused)
{
    (void)unused;
    fails(crash, NULL, TVX_E_MALFORMED, "brought down by this file (signal 11");
    fails(leave, NULL, TVX_E_MALFORMED, "without a reason");
}

static void time_is_limited(void **unused)
{
    double begin = seconds();

    (void)unused;
    fails(sleep_on, NULL, TVX_E_LIMIT, "took longer than 1 seconds");
    fails(close_and_sleep, NULL, TVX_E_MALFORMED, "it was not taken");
    assert_true(seconds() - begin < 3);
}

static void messages_are_not_trusted(void **unused)
{
    (void)unused;
    fails(send_rubbish, "TVXArubbish", TVX_E_MALFORMED, "damaged");
    fails(send_rubbish, "?", TVX_E_MALFORMED, "damaged");
    fails(flood, NULL, TVX_E_LIMIT, "more than the 1 MB allowed");
}

static void size_and_memory_are_limited(void **unused)
{
    (void)unused;
    fails(say_much, NULL, TVX_E_LIMIT, "more than the 1 MB allowed");
#if !defined(__SANITIZE_ADDRESS__)
    fails(take_memory, NULL, TVX_E_LIMIT, "more memory than is allowed");
#endif
}

static void the_child_has_nothing_of_the_parents(void **unused)
{
    int file = open("/dev/null", O_RDONLY);
    struct tvx_document *document;
    struct tvx_error error = {TVX_OK, ""};

    (void)unused;
    file = dup2(file, 57);
    if (tvx_child_read(&document, look_around, &file, &limits, &error) != TVX_OK)
        fail_msg("%s", error.message);
    tvx_document_free(document);
    close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_comes_over),
        cmocka_unit_test(an_error_comes_over),
        cmocka_unit_test(a_crash_is_an_error),
        cmocka_unit_test(time_is_limited),
        cmocka_unit_test(messages_are_not_trusted),
        cmocka_unit_test(size_and_memory_are_limited),
        cmocka_unit_test(the_child_has_nothing_of_the_parents),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

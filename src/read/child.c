/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <travaux/read/pack.h>
#include <travaux/text/utf8.h>
#include <unistd.h>

#include "child.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum { MESSAGE_FD = 3, CHILD_MEMORY = 0x7FFFFFFF /* beyond what the parent had at the fork */ };

/* The first byte of the message says what follows it: a packed document, or a status byte and the error's text. */
enum { SAYS_DOCUMENT = 'D', SAYS_ERROR = 'E' };

/* ---- the child ---- */

/* Pages of address space that were mapped at the fork: a limit below them would let no allocation succeed. */
static rlim_t mapped_bytes(void)
{
    char text[64] = "";
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);

    if (file >= 0)
        close(file);
    return length <= 0 ? 0 : (rlim_t)strtoull(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void limit(__rlimit_resource_t what, rlim_t value)
{
    struct rlimit now;

    if (getrlimit(what, &now) == 0 && (now.rlim_max == RLIM_INFINITY || now.rlim_max > value))
        setrlimit(what, &(struct rlimit){value, value});
}

/*
 * From here on the process can take memory, time and write to one pipe.  The sandbox (no new privileges, Landlock,
 * a seccomp filter) is to be entered at the end of this function, before the first byte of the file is looked at.
 */
static void confine(unsigned seconds)
{
    int null = open("/dev/null", O_RDWR);

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        if (!SANITIZED) /* a sanitizer's report is worth seeing; a parser's chatter is not */
            dup2(null, STDERR_FILENO);
    }
    close_range(MESSAGE_FD + 1, ~0u, 0);
    /* a parser's crash must be a crash, whatever the parent has installed */
    for (int number = 1; number < NSIG; number++)
        if (number != SIGKILL && number != SIGSTOP)
            signal(number, SIG_DFL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CPU, (rlim_t)seconds + 1);
    if (!SANITIZED)
        limit(RLIMIT_AS, mapped_bytes() + CHILD_MEMORY);
}

static bool write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static _Noreturn void be_child(tvx_parse_fn *parse, const void *context, const struct tvx_read_options *options)
{
    struct tvx_document *document = NULL;
    struct tvx_error error = {TVX_E_MALFORMED, ""};
    struct tvx_buf message;
    enum tvx_status status;

    confine(options->seconds);
    tvx_buf_init(&message, options->max_document);
    status = parse(&document, context, &error);
    if (status == TVX_OK) {
        tvx_buf_char(&message, SAYS_DOCUMENT);
        tvx_document_pack(&message, document);
        if (message.failed)
            status = tvx_error_set(&error, TVX_E_LIMIT, "the document's text takes more than the %zu MB allowed",
                                   options->max_document >> 20);
    }
    if (status != TVX_OK) {
        tvx_buf_free(&message);
        tvx_buf_char(&message, SAYS_ERROR);
        tvx_buf_char(&message, (char)status);
        tvx_buf_str(&message, error.message);
    }
    _exit(write_all(MESSAGE_FD, message.data, message.length) ? 0 : 1);
}

/* ---- the parent ---- */

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Reads until the child closes the pipe; the two limits are the message's size and the deadline. */
static enum tvx_status receive(struct tvx_buf *message, int file, const struct tvx_read_options *options,
                               struct tvx_error *error)
{
    int64_t deadline = now_ms() + (int64_t)options->seconds * 1000;
    char *block = malloc(1 << 18);
    enum tvx_status status = TVX_OK;

    if (block == NULL)
        return tvx_error_nomem(error);
    for (;;) {
        struct pollfd wait = {.fd = file, .events = POLLIN};
        int64_t left = deadline - now_ms();
        int ready = left <= 0 ? 0 : poll(&wait, 1, (int)left);
        ssize_t length;

        if (ready < 0 && errno == EINTR)
            continue;
        if (ready == 0) {
            status = tvx_error_set(error, TVX_E_LIMIT, "reading took longer than %u seconds and was stopped",
                                   options->seconds);
            break;
        }
        length = ready < 0 ? -1 : read(file, block, 1 << 18);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            status = tvx_error_set(error, TVX_E_IO, "cannot hear the reader: %s", strerror(errno));
        if (length <= 0)
            break;
        tvx_buf_add(message, block, (size_t)length);
        if (message->failed) {
            status = tvx_error_set(error, TVX_E_LIMIT, "the document's text takes more than the %zu MB allowed",
                                   options->max_document >> 20);
            break;
        }
    }
    free(block);
    return status;
}

/* Ends the child, if it has not ended, and says how it did.  -1 where somebody else has reaped it. */
static int reap(pid_t child)
{
    int how;

    /* nothing for a child that is over; one that closed its pipe and lives on is not waited for */
    kill(child, SIGKILL);
    while (waitpid(child, &how, 0) < 0)
        if (errno != EINTR)
            return -1;
    return how;
}

static enum tvx_status explain_end(int how, struct tvx_error *error)
{
    if (how != -1 && WIFSIGNALED(how) && WTERMSIG(how) == SIGXCPU)
        return tvx_error_set(error, TVX_E_LIMIT, "reading took more processor time than allowed and was stopped");
    if (how != -1 && WIFSIGNALED(how))
        return tvx_error_set(error, TVX_E_MALFORMED,
                             "the reader was brought down by this file (signal %d, %s); it was not taken",
                             WTERMSIG(how), strsignal(WTERMSIG(how)));
    return tvx_error_set(error, TVX_E_MALFORMED, "the reader gave up on this file without a reason; it was not taken");
}

/* An error that the child sends is text from a process that may be hostile by now: only clean UTF-8 is passed on. */
static enum tvx_status take_error(const char *bytes, size_t length, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    enum tvx_status status = TVX_E_MALFORMED;
    const char *text = "";

    if (length > 0 && bytes[0] > TVX_OK && bytes[0] <= TVX_E_WORKSPACE)
        status = (enum tvx_status)bytes[0];
    if (arena != NULL && length > 1 && length < sizeof error->message)
        text = tvx_text_clean(arena, bytes + 1, length - 1);
    status = tvx_error_set(error, status, "%s", text == NULL || *text == '\0' ? "the reader gave no reason" : text);
    tvx_arena_free(arena);
    return status;
}

static enum tvx_status take_message(struct tvx_document **out, const struct tvx_buf *message, int how,
                                    struct tvx_error *error)
{
    if (message->length > 0 && message->data[0] == SAYS_ERROR)
        return take_error(message->data + 1, message->length - 1, error);
    if (message->length == 0 || (how != 0 && how != -1 && !(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL)))
        return explain_end(how, error);
    if (message->data[0] != SAYS_DOCUMENT)
        return tvx_error_set(error, TVX_E_MALFORMED, "the reader's message is damaged");
    return tvx_document_unpack(out, message->data + 1, message->length - 1, error);
}

/*
 * What is set up once and guarded by a lock must be set up before the fork: a thread of the parent may hold that lock
 * at the moment of the fork, and in the child nobody would ever give it back.
 */
static void prepare(void)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 12);

    if (arena != NULL)
        tvx_text_clean(arena, "e\xCC\x81", 3); /* ICU's normalizer */
    tvx_arena_free(arena);
}

enum tvx_status tvx_child_read(struct tvx_document **out, tvx_parse_fn *parse, const void *context,
                               const struct tvx_read_options *options, struct tvx_error *error)
{
    struct tvx_buf message;
    enum tvx_status status;
    int ends[2], how;
    pid_t child;

    *out = NULL;
    prepare();
    if (pipe2(ends, O_CLOEXEC) != 0)
        return tvx_error_set(error, TVX_E_IO, "cannot start the reader: %s", strerror(errno));
    child = fork();
    if (child == 0) {
        /* dup2 of a descriptor onto itself would keep O_CLOEXEC, which is harmless: nothing is executed */
        if (dup2(ends[1], MESSAGE_FD) < 0)
            _exit(1);
        be_child(parse, context, options);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return tvx_error_set(error, TVX_E_IO, "cannot start the reader: %s", strerror(errno));
    }
    tvx_buf_init(&message, options->max_document + 1);
    status = receive(&message, ends[0], options, error);
    close(ends[0]);
    how = reap(child);
    if (status == TVX_OK)
        status = take_message(out, &message, how, error);
    tvx_buf_free(&message);
    return status;
}

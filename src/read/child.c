/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
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

/* MOVED: where a descriptor is put while the low numbers are given out; PATIENCE: ms for a child that is just ending */
enum { CHILD_MEMORY = 0x7FFFFFFF, MOVED = 16, PATIENCE = 500 };

/* ---- the child ---- */

uint64_t tvx_child_mapped(void)
{
    char text[64] = "";
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);

    if (file >= 0)
        close(file);
    return length <= 0 ? 0 : strtoull(text, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

void tvx_child_volunteer(void)
{
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

    if (file < 0)
        return;
    if (write(file, "1000", 4) == 4)
        errno = 0; /* where it is refused, the system picks as it likes */
    close(file);
}

void tvx_child_quieten(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        if (!SANITIZED) /* a sanitizer's report is worth seeing; a parser's chatter is not */
            dup2(null, STDERR_FILENO);
        if (null > STDERR_FILENO)
            close(null);
    }
    /* a parser's crash must be a crash, whatever the parent has installed */
    for (int number = 1; number < NSIG; number++)
        if (number != SIGKILL && number != SIGSTOP)
            signal(number, SIG_DFL);
}

static void limit(__rlimit_resource_t what, uint64_t soft, uint64_t hard)
{
    struct rlimit now;

    if (getrlimit(what, &now) != 0)
        return;
    now.rlim_cur = now.rlim_max == RLIM_INFINITY || now.rlim_max > soft ? soft : now.rlim_max;
    now.rlim_max = now.rlim_max == RLIM_INFINITY || now.rlim_max > hard ? hard : now.rlim_max;
    setrlimit(what, &now);
}

/*
 * From here on the process can take memory, time, and write to one file in memory.  Called before the first byte of the
 * file is looked at.
 */
static bool confine(const struct tvx_child_limits *limits, pid_t parent)
{
    uint64_t mapped = limits->warm ? limits->mapped : tvx_child_mapped();

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        return false;
    if (!limits->warm) {
        tvx_child_quieten();
        tvx_child_volunteer();
    }
    close_range(TVX_CHILD_ANSWER + 1, ~0u, 0);
    limit(RLIMIT_FSIZE, limits->answer + TVX_ANSWER_HEADER, limits->answer + TVX_ANSWER_HEADER);
    if (limits->bare)
        return tvx_sandbox_enter(limits->barriers);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_CPU, limits->cpu, limits->cpu + 1); /* SIGXCPU, and a second later SIGKILL */
    limit(RLIMIT_NPROC, 0, 0);
    if (!SANITIZED && limits->memory > 0)
        limit(RLIMIT_AS, mapped + limits->memory, mapped + limits->memory);
    if (!limits->warm && !tvx_sandbox_enter(limits->barriers & TVX_BARRIER_LANDLOCK))
        return false;
    limit(RLIMIT_NOFILE, 0, 0); /* what is open stays so; nothing more is opened, which Landlock itself had to do */
    return tvx_sandbox_enter(limits->barriers & ~(unsigned)TVX_BARRIER_LANDLOCK);
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

static _Noreturn void be_child(tvx_parse_fn *parse, const void *context, const struct tvx_child_limits *limits,
                               pid_t parent)
{
    struct tvx_document *document = NULL;
    struct tvx_error error = {TVX_E_MALFORMED, ""};
    struct tvx_buf answer;
    enum tvx_status status;

    tvx_buf_init(&answer, limits->answer + TVX_ANSWER_HEADER);
    if (confine(limits, parent))
        status = parse(&document, context, &error);
    else
        status = tvx_error_set(&error, TVX_E_IO, "the reader could not be confined, so the file was not read: %s",
                               strerror(errno));
    if (status == TVX_E_NOMEM)
        status = tvx_error_set(&error, TVX_E_LIMIT, "reading was stopped: it needs more memory than is allowed for one "
                                                    "file; split the file, or save it anew");
    tvx_answer_write(&answer, status, document, &error);
    if (answer.failed)
        _exit(TVX_CHILD_TOO_LARGE);
    _exit(write_all(TVX_CHILD_ANSWER, answer.data, answer.length) ? 0 : 1);
}

/* Gives the two descriptors their numbers, whatever numbers they have now. */
static bool place(int lifeline, int answer)
{
    lifeline = fcntl(lifeline, F_DUPFD, MOVED);
    answer = fcntl(answer, F_DUPFD, MOVED);
    return lifeline >= 0 && answer >= 0 && dup2(lifeline, TVX_CHILD_LIFELINE) >= 0 &&
           dup2(answer, TVX_CHILD_ANSWER) >= 0;
}

/* ---- the parent ---- */

int64_t tvx_child_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct tvx_child_limits tvx_child_limits(const struct tvx_read_options *options)
{
    return (struct tvx_child_limits){.answer = options->max_document, .memory = CHILD_MEMORY, .wall = options->seconds,
                                     .cpu = options->seconds + 1, .barriers = tvx_sandbox_barriers()};
}

void tvx_child_prepare(void)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 12);

    if (arena != NULL)
        tvx_text_clean(arena, "e\xCC\x81", 3); /* ICU's normalizer */
    tvx_arena_free(arena);
}

int tvx_child_memory(void)
{
    int file = memfd_create("travaux", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (file >= 0 && fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK) != 0) {
        close(file);
        return -1;
    }
    return file;
}

enum tvx_status tvx_child_start(struct tvx_child *child, tvx_parse_fn *parse, const void *context,
                                const struct tvx_child_limits *limits, int answer, struct tvx_error *error)
{
    pid_t parent = getpid();
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return tvx_error_set(error, TVX_E_IO, "cannot start the reader: %s", strerror(errno));
    child->deadline = tvx_child_now() + (int64_t)limits->wall * 1000;
    child->lifeline = ends[0];
    child->pid = fork();
    if (child->pid == 0) {
        if (!place(ends[1], answer))
            _exit(1);
        be_child(parse, context, limits, parent);
    }
    close(ends[1]);
    if (child->pid < 0) {
        close(ends[0]);
        return tvx_error_set(error, TVX_E_IO, "cannot start the reader: %s", strerror(errno));
    }
    return TVX_OK;
}

struct tvx_ended tvx_child_end(struct tvx_child *child, bool timed_out)
{
    struct tvx_ended ended = {.timed_out = timed_out};
    int64_t until = tvx_child_now() + (timed_out ? 0 : PATIENCE);
    struct rusage used;
    pid_t done;

    /* its end of the lifeline closes when it is all but over; one that closed it and lives on is not waited for */
    while ((done = wait4(child->pid, &ended.how, WNOHANG, &used)) == 0 && tvx_child_now() < until)
        nanosleep(&(struct timespec){.tv_nsec = 50000}, NULL);
    if (done == 0) {
        kill(child->pid, SIGKILL);
        while ((done = wait4(child->pid, &ended.how, 0, &used)) < 0 && errno == EINTR)
            continue;
        /* on a busy machine even the last steps of an end take long; one that was on its way keeps its own outcome */
        ended.stopped = !timed_out && done > 0 && WIFSIGNALED(ended.how) && WTERMSIG(ended.how) == SIGKILL;
    }
    close(child->lifeline);
    if (done < 0)
        ended.how = -1;
    else
        ended.peak = (uint64_t)used.ru_maxrss;
    return ended;
}

bool tvx_child_was_too_large(const struct tvx_ended *ended)
{
    return ended->how != -1 && ((WIFEXITED(ended->how) && WEXITSTATUS(ended->how) == TVX_CHILD_TOO_LARGE) ||
                                (WIFSIGNALED(ended->how) && WTERMSIG(ended->how) == SIGXFSZ));
}

static enum tvx_status too_large(const struct tvx_child_limits *limits, struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_LIMIT,
                         "reading was stopped: the document's text takes more than the %zu MB allowed; split the file",
                         limits->answer >> 20);
}

static enum tvx_status explain_signal(int number, const struct tvx_child_limits *limits, struct tvx_error *error)
{
    switch (number) {
    case SIGXCPU:
        return tvx_error_set(error, TVX_E_LIMIT, "reading was stopped: it took more than the %u seconds of processor "
                                                 "time allowed; save the file anew in the program that made it",
                             limits->cpu);
    case SIGSYS:
        return tvx_error_set(error, TVX_E_MALFORMED,
                             "reading was stopped: the file made the reader try something forbidden, such as starting "
                             "a program or reaching the network; nothing of it was taken; treat it as an attack and "
                             "do not open it in another program");
    case SIGKILL:
        return tvx_error_set(error, TVX_E_LIMIT, "reading was stopped by the system, as a rule for want of memory; "
                                                 "close other programs and try again, or split the file");
    default:
        return tvx_error_set(error, TVX_E_MALFORMED,
                             "reading was stopped: the reader was brought down by this file (signal %d, %s); nothing "
                             "of it was taken; save it anew in the program that made it, and please report it",
                             number, strsignal(number));
    }
}

static enum tvx_status take_mapped(struct tvx_document **out, int answer, size_t length, struct tvx_error *error)
{
    char *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, answer, 0);
    enum tvx_status status;

    if (bytes == MAP_FAILED)
        return tvx_error_nomem(error);
    status = tvx_answer_read(out, bytes, length, error);
    munmap(bytes, length);
    return status;
}

enum tvx_status tvx_child_take(struct tvx_document **out, int answer, const struct tvx_ended *ended,
                               const struct tvx_child_limits *limits, struct tvx_error *error)
{
    struct stat file;

    *out = NULL;
    if (ended->timed_out)
        return tvx_error_set(error, TVX_E_LIMIT, "reading was stopped: it took longer than %u seconds; save the file "
                                                 "anew in the program that made it, or split it",
                             limits->wall);
    if (tvx_child_was_too_large(ended))
        return too_large(limits, error);
    if (!ended->stopped && ended->how != -1 && WIFSIGNALED(ended->how))
        return explain_signal(WTERMSIG(ended->how), limits, error);
    if (fstat(answer, &file) != 0)
        return tvx_error_set(error, TVX_E_IO, "cannot hear the reader: %s", strerror(errno));
    if ((uint64_t)file.st_size > (uint64_t)limits->answer + TVX_ANSWER_HEADER)
        return too_large(limits, error);
    if (file.st_size > 0 && !ended->stopped && (ended->how == 0 || ended->how == -1))
        return take_mapped(out, answer, (size_t)file.st_size, error);
    return tvx_error_set(error, TVX_E_MALFORMED, "the reader gave up on this file without a reason; it was not taken");
}

/* Waits for the child's end or its deadline. */
static struct tvx_ended wait_for(struct tvx_child *child)
{
    for (;;) {
        struct pollfd wait = {.fd = child->lifeline, .events = POLLIN};
        int64_t left = child->deadline - tvx_child_now();
        int ready = left <= 0 ? 0 : poll(&wait, 1, (int)left);

        if (ready < 0 && errno == EINTR)
            continue;
        return tvx_child_end(child, ready == 0);
    }
}

enum tvx_status tvx_child_read_within(struct tvx_document **out, tvx_parse_fn *parse, const void *context,
                                      const struct tvx_child_limits *limits, struct tvx_error *error)
{
    int answer = tvx_child_memory();
    struct tvx_child child;
    struct tvx_ended ended;
    enum tvx_status status;

    *out = NULL;
    if (answer < 0)
        return tvx_error_set(error, TVX_E_IO, "cannot start the reader: %s", strerror(errno));
    tvx_child_prepare();
    status = tvx_child_start(&child, parse, context, limits, answer, error);
    if (status == TVX_OK) {
        ended = wait_for(&child);
        status = tvx_child_take(out, answer, &ended, limits, error);
    }
    close(answer);
    return status;
}

enum tvx_status tvx_child_read(struct tvx_document **out, tvx_parse_fn *parse, const void *context,
                               const struct tvx_read_options *options, struct tvx_error *error)
{
    struct tvx_child_limits limits = tvx_child_limits(options);

    return tvx_child_read_within(out, parse, context, &limits, error);
}

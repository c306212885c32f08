/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <travaux/read/pool.h>
#include <unistd.h>

#include "child.h"
#include "worker.h"

enum { SOCKET = 3, RECEIVED = 2 };

enum state { FREE, QUEUED, RUNNING };

/* A file that is to be read or is being read. */
struct slot {
    enum state state;
    uint64_t order; /* of asking */
    struct tvx_request request;
    char message[TVX_REQUEST_CEILING]; /* into which the request's name points */
    int bytes, answer;
    struct tvx_child child;
};

struct worker {
    unsigned at_once, running;
    unsigned barriers;
    uint64_t mapped, asked;
    struct slot slots[TVX_POOL_CEILING];
};

/* What the child is given: the file as it is mapped. */
struct file {
    const struct tvx_request *request;
    const char *bytes;
};

static enum tvx_status parse(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    const struct file *file = context;

    return tvx_read_in_process(out, file->request->name, file->bytes, (size_t)file->request->length,
                               &file->request->options, error);
}

static struct tvx_child_limits limits_of(const struct worker *worker, const struct tvx_request *request)
{
    struct tvx_child_limits limits = tvx_child_limits(&request->options);

    limits.barriers = worker->barriers;
    limits.memory = request->memory;
    limits.answer = (size_t)request->answer;
    limits.warm = true;
    limits.mapped = worker->mapped + request->length;
    return limits;
}

/* Tells the asker, and clears the slot.  An asker that does not listen has hung up, which is seen elsewhere. */
static void report(struct slot *slot, struct tvx_ended ended)
{
    struct tvx_buf out;

    ended.job = slot->request.job;
    tvx_buf_init(&out, 256);
    tvx_ended_write(&out, &ended);
    while (send(SOCKET, out.data, out.length, MSG_NOSIGNAL) < 0 && errno == EINTR)
        continue;
    tvx_buf_free(&out);
    close(slot->bytes);
    close(slot->answer);
    slot->state = FREE;
}

static void start(struct worker *worker, struct slot *slot)
{
    struct tvx_child_limits limits = limits_of(worker, &slot->request);
    struct file file = {&slot->request, ""};
    size_t length = (size_t)slot->request.length;
    void *map = NULL;
    struct stat found;
    bool begun = fstat(slot->bytes, &found) == 0 && (uint64_t)found.st_size >= slot->request.length;

    if (begun && length > 0) {
        map = mmap(NULL, length, PROT_READ, MAP_PRIVATE, slot->bytes, 0);
        begun = map != MAP_FAILED;
        file.bytes = map;
    }
    begun = begun && tvx_child_start(&slot->child, parse, &file, &limits, slot->answer, NULL) == TVX_OK;
    if (map != NULL && map != MAP_FAILED)
        munmap(map, length);
    if (!begun) {
        report(slot, (struct tvx_ended){.how = -1, .failed = true});
        return;
    }
    slot->state = RUNNING;
    worker->running++;
}

static void start_queued(struct worker *worker)
{
    while (worker->running < worker->at_once) {
        struct slot *first = NULL;

        for (size_t i = 0; i < TVX_POOL_CEILING; i++)
            if (worker->slots[i].state == QUEUED && (first == NULL || worker->slots[i].order < first->order))
                first = &worker->slots[i];
        if (first == NULL)
            return;
        start(worker, first);
    }
}

static void end(struct worker *worker, struct slot *slot, bool timed_out)
{
    worker->running--;
    report(slot, tvx_child_end(&slot->child, timed_out));
}

/* One message with its two descriptors into a free slot; false when the asker has hung up or makes no sense. */
static bool receive(struct worker *worker)
{
    union { struct cmsghdr align; char bytes[CMSG_SPACE(RECEIVED * sizeof(int))]; } control;
    struct slot *slot = worker->slots;
    struct iovec part;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
                             .msg_controllen = sizeof control};
    struct cmsghdr *head;
    ssize_t length;
    int files[RECEIVED];

    while (slot->state != FREE) /* the asker counts its tickets */
        if (++slot == worker->slots + TVX_POOL_CEILING)
            return false;
    part = (struct iovec){slot->message, sizeof slot->message};
    while ((length = recvmsg(SOCKET, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
        continue;
    head = length <= 0 ? NULL : CMSG_FIRSTHDR(&message);
    if (head == NULL || (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 || head->cmsg_level != SOL_SOCKET ||
        head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(sizeof files))
        return false;
    memcpy(files, CMSG_DATA(head), sizeof files);
    if (!tvx_request_read(&slot->request, slot->message, (size_t)length))
        return false;
    slot->bytes = files[0];
    slot->answer = files[1];
    slot->order = worker->asked++;
    slot->state = QUEUED;
    return true;
}

/* Waits until something happens, and deals with it; false when the asker has hung up. */
static bool serve(struct worker *worker)
{
    struct pollfd waits[1 + TVX_POOL_CEILING] = {{.fd = SOCKET, .events = POLLIN}};
    int64_t now = tvx_child_now(), first = INT64_MAX;

    for (size_t i = 0; i < TVX_POOL_CEILING; i++) {
        const struct slot *slot = &worker->slots[i];

        waits[1 + i] = (struct pollfd){.fd = slot->state == RUNNING ? slot->child.lifeline : -1, .events = POLLIN};
        if (slot->state == RUNNING && slot->child.deadline < first)
            first = slot->child.deadline;
    }
    if (poll(waits, 1 + TVX_POOL_CEILING, first == INT64_MAX ? -1 : first > now ? (int)(first - now) : 0) < 0)
        return errno == EINTR;
    now = tvx_child_now();
    for (size_t i = 0; i < TVX_POOL_CEILING; i++) {
        struct slot *slot = &worker->slots[i];

        if (slot->state == RUNNING && (waits[1 + i].revents != 0 || slot->child.deadline <= now))
            end(worker, slot, waits[1 + i].revents == 0);
    }
    return waits[0].revents == 0 || receive(worker);
}

/*
 * Texts of our own, read once before the first file: what the libraries build at first use (ICU's tables, libxml2's
 * dictionaries) is then there for every child.
 */
static void warm_up(void)
{
    static const char *const texts[][2] = {
        {"a.txt", "1 The text of an article, \xC3\xA9t\x65\xCC\x81.\n"},
        {"a.html", "<!DOCTYPE html><html><body><p>The text of an article.</p></body></html>"},
        {"a.xml", "<?xml version=\"1.0\"?><doc><p>The text of an article.</p></doc>"},
    };
    struct tvx_document *document;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (tvx_read_in_process(&document, texts[i][0], texts[i][1], strlen(texts[i][1]), NULL, NULL) == TVX_OK)
            tvx_document_free(document);
}

_Noreturn void tvx_worker_run(int socket, unsigned at_once)
{
    struct worker *worker;

    tvx_child_quieten();
    tvx_child_volunteer();
    if (dup2(socket, SOCKET) < 0)
        _exit(1);
    close_range(SOCKET + 1, ~0u, 0);
    warm_up();
    worker = mmap(NULL, sizeof *worker, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (worker == MAP_FAILED)
        _exit(1);
    worker->at_once = at_once;
    worker->barriers = tvx_sandbox_barriers();
    worker->mapped = tvx_child_mapped();
    if (!tvx_sandbox_enter(worker->barriers & TVX_BARRIER_LANDLOCK))
        _exit(1);
    while (serve(worker))
        start_queued(worker);
    for (size_t i = 0; i < TVX_POOL_CEILING; i++)
        if (worker->slots[i].state == RUNNING)
            end(worker, &worker->slots[i], true);
    _exit(0);
}

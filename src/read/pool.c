/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <travaux/read/pool.h>
#include <unistd.h>

#include "child.h"
#include "options.h"
#include "worker.h"

/*
 * WAITING_ANSWER: bytes of an answer that may wait for its turn.  Up to TVX_POOL_CEILING of them do, so a longer one is
 * not kept but read again when it is wanted.
 */
enum { MOST_WORKERS = 16, WAITING_ANSWER = 64 << 20 };

enum state { FREE, ASKED, ENDED, ALONE /* read by a child of our own when it is taken */ };

struct ticket {
    enum state state;
    const char *name, *bytes;
    size_t length;
    struct tvx_read_options options;
    int answer;
    struct tvx_ended ended;
};

struct tvx_reader_pool {
    pid_t worker; /* 0 where there is none */
    int socket;
    struct ticket tickets[TVX_POOL_CEILING];
};

unsigned tvx_reader_pool_processors(void)
{
    cpu_set_t mine;
    int count = sched_getaffinity(0, sizeof mine, &mine) == 0 ? CPU_COUNT(&mine) : (int)sysconf(_SC_NPROCESSORS_ONLN);

    return count < 1 ? 1 : count > MOST_WORKERS ? MOST_WORKERS : (unsigned)count;
}

/* The worker is gone or talks nonsense: what it has not answered is read without it. */
static void give_up(struct tvx_reader_pool *pool)
{
    if (pool->worker == 0)
        return;
    close(pool->socket);
    kill(pool->worker, SIGKILL);
    while (waitpid(pool->worker, NULL, 0) < 0 && errno == EINTR)
        continue;
    pool->worker = 0;
    for (size_t i = 0; i < TVX_POOL_CEILING; i++)
        if (pool->tickets[i].state == ASKED) {
            close(pool->tickets[i].answer);
            pool->tickets[i].state = ALONE;
        }
}

struct tvx_reader_pool *tvx_reader_pool_new(unsigned workers)
{
    struct tvx_reader_pool *pool = calloc(1, sizeof *pool);
    int ends[2];

    if (pool == NULL)
        return NULL;
    tvx_child_prepare();
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return pool;
    pool->worker = fork();
    if (pool->worker == 0)
        tvx_worker_run(ends[1], workers == 0 ? tvx_reader_pool_processors() : workers);
    close(ends[1]);
    pool->socket = ends[0];
    if (pool->worker < 0) {
        close(ends[0]);
        pool->worker = 0;
    }
    return pool;
}

void tvx_reader_pool_free(struct tvx_reader_pool *pool)
{
    if (pool == NULL)
        return;
    for (size_t i = 0; i < TVX_POOL_CEILING; i++)
        if (pool->tickets[i].state == ENDED)
            close(pool->tickets[i].answer);
    give_up(pool); /* its children die with it (PR_SET_PDEATHSIG) */
    free(pool);
}

/* The bytes as a file in memory that nobody can change any more; -1 when there is no room for it. */
static int file_of(const char *bytes, size_t length)
{
    int file = memfd_create("travaux", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    for (size_t at = 0; file >= 0 && at < length;) {
        ssize_t written = write(file, bytes + at, length - at);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            close(file);
            return -1;
        }
        at += (size_t)written;
    }
    if (file >= 0 && fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0) {
        close(file);
        return -1;
    }
    return file;
}

static bool send_request(const struct tvx_reader_pool *pool, const struct tvx_request *request, int bytes, int answer)
{
    union { struct cmsghdr align; char bytes[CMSG_SPACE(2 * sizeof(int))]; } control = {.bytes = {0}};
    const int files[2] = {bytes, answer};
    struct tvx_buf text;
    struct iovec part;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
                             .msg_controllen = sizeof control};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    ssize_t sent = -1;

    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof files);
    memcpy(CMSG_DATA(head), files, sizeof files);
    tvx_buf_init(&text, TVX_REQUEST_CEILING);
    tvx_request_write(&text, request);
    part = (struct iovec){text.data, text.length};
    while (!text.failed && (sent = sendmsg(pool->socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR)
        continue;
    tvx_buf_free(&text);
    return sent > 0;
}

/* Hands the ticket's file to the worker; false leaves it to be read without it. */
static bool hand_over(struct tvx_reader_pool *pool, struct ticket *ticket)
{
    struct tvx_child_limits limits = tvx_child_limits(&ticket->options);
    struct tvx_request request = {.job = (uint32_t)(ticket - pool->tickets), .memory = limits.memory,
                                  .answer = limits.answer < WAITING_ANSWER ? limits.answer : WAITING_ANSWER,
                                  .length = ticket->length, .options = ticket->options, .name = ticket->name};
    int bytes;
    bool sent;

    if (pool->worker == 0 || ticket->length > ticket->options.max_file ||
        !tvx_read_is_for_child(ticket->name, ticket->bytes, ticket->length))
        return false;
    bytes = file_of(ticket->bytes, ticket->length);
    if (bytes < 0)
        return false;
    ticket->answer = tvx_child_memory();
    sent = ticket->answer >= 0 && send_request(pool, &request, bytes, ticket->answer);
    close(bytes);
    if (!sent && ticket->answer >= 0)
        close(ticket->answer);
    return sent;
}

enum tvx_status tvx_reader_pool_ask(struct tvx_reader_pool *pool, size_t *ticket, const char *name, const char *bytes,
                                    size_t length, const struct tvx_read_options *options, struct tvx_error *error)
{
    size_t at = 0;

    while (at < TVX_POOL_CEILING && pool->tickets[at].state != FREE)
        at++;
    if (at == TVX_POOL_CEILING)
        return tvx_error_set(error, TVX_E_LIMIT, "%d files are being read; take one first", TVX_POOL_CEILING);
    pool->tickets[at] = (struct ticket){.name = name, .bytes = bytes, .length = length,
                                        .options = tvx_read_defaults(options)};
    pool->tickets[at].state = hand_over(pool, &pool->tickets[at]) ? ASKED : ALONE;
    *ticket = at;
    return TVX_OK;
}

/* One message from the worker. */
static void hear(struct tvx_reader_pool *pool)
{
    char message[256];
    struct tvx_ended ended;
    ssize_t length = recv(pool->socket, message, sizeof message, MSG_TRUNC);

    if (length < 0 && errno == EINTR)
        return;
    if (length <= 0 || (size_t)length > sizeof message || !tvx_ended_read(&ended, message, (size_t)length) ||
        ended.job >= TVX_POOL_CEILING || pool->tickets[ended.job].state != ASKED) {
        give_up(pool);
        return;
    }
    pool->tickets[ended.job].ended = ended;
    pool->tickets[ended.job].state = ENDED;
}

enum tvx_status tvx_reader_pool_take(struct tvx_reader_pool *pool, size_t ticket, struct tvx_document **out,
                                     struct tvx_error *error)
{
    struct ticket *file = &pool->tickets[ticket];
    struct tvx_child_limits limits;
    enum tvx_status status;

    while (file->state == ASKED)
        hear(pool);
    if (file->state == ENDED && (file->ended.failed || (tvx_child_was_too_large(&file->ended) &&
                                                        file->options.max_document > WAITING_ANSWER))) {
        close(file->answer);
        file->state = ALONE;
    }
    if (file->state == ENDED) {
        limits = tvx_child_limits(&file->options);
        status = tvx_child_take(out, file->answer, &file->ended, &limits, error);
        close(file->answer);
    } else {
        status = tvx_read_bytes(out, file->name, file->bytes, file->length, &file->options, error);
    }
    file->state = FREE;
    return status;
}

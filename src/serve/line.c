/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line.h"

#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct line {
    struct lines *lines;
    struct line *next, *previous;
    int handle;
    struct sockaddr_storage peer;
    _Atomic int64_t since; /* microseconds; 0: it is not we who wait */
    _Atomic uint64_t bytes;
};

struct lines {
    pthread_mutex_t lock; /* of the list: a handle in it is open */
    pthread_cond_t ends;
    pthread_t thread;
    struct line *first;
    bool stopping;
};

static bool is_local(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr) >> 24 == 127;
    return address->sa_family == AF_INET6 &&
           IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
}

/* One household of IPv6 has a /64. */
static bool same_peer(const struct sockaddr *a, const struct sockaddr *b)
{
    if (a->sa_family != b->sa_family)
        return false;
    if (a->sa_family == AF_INET)
        return ((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr ==
               ((const struct sockaddr_in *)(const void *)b)->sin_addr.s_addr;
    return a->sa_family == AF_INET6 && memcmp(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr,
                                              &((const struct sockaddr_in6 *)(const void *)b)->sin6_addr, 8) == 0;
}

enum MHD_Result lines_accept(void *context, const struct sockaddr *address, socklen_t size)
{
    struct lines *lines = context;
    size_t count = 0;

    (void)size;
    if (is_local(address)) /* this machine, or the web server before us, which has its own limits */
        return MHD_YES;
    pthread_mutex_lock(&lines->lock);
    for (const struct line *line = lines->first; line != NULL; line = line->next)
        count += same_peer((const struct sockaddr *)&line->peer, address);
    pthread_mutex_unlock(&lines->lock);
    return count < LINES_OF_ONE ? MHD_YES : MHD_NO;
}

static void opened(struct lines *lines, struct MHD_Connection *connection, void **kept)
{
    const union MHD_ConnectionInfo *handle = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct line *line = calloc(1, sizeof *line);
    socklen_t size = sizeof line->peer;

    *kept = line;
    if (line == NULL || handle == NULL)
        return;
    line->lines = lines;
    line->handle = handle->connect_fd;
    getpeername(line->handle, (struct sockaddr *)&line->peer, &size);
    atomic_store(&line->since, now_microseconds());
    pthread_mutex_lock(&lines->lock);
    line->next = lines->first;
    if (lines->first != NULL)
        lines->first->previous = line;
    lines->first = line;
    pthread_mutex_unlock(&lines->lock);
}

static void closed(struct lines *lines, void **kept)
{
    struct line *line = *kept;

    *kept = NULL;
    if (line == NULL)
        return;
    if (line->lines != NULL) {
        pthread_mutex_lock(&lines->lock);
        *(line->previous == NULL ? &lines->first : &line->previous->next) = line->next;
        if (line->next != NULL)
            line->next->previous = line->previous;
        pthread_mutex_unlock(&lines->lock);
    }
    free(line);
}

void lines_notify(void *context, struct MHD_Connection *connection, void **kept,
                  enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        opened(context, connection, kept);
    else
        closed(context, kept);
}

static struct line *line_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info == NULL ? NULL : info->socket_context;
}

void line_waits(struct MHD_Connection *connection)
{
    struct line *line = line_of(connection);

    if (line != NULL) {
        atomic_store(&line->bytes, 0);
        atomic_store(&line->since, now_microseconds());
    }
}

void line_took(struct MHD_Connection *connection, size_t bytes)
{
    struct line *line = line_of(connection);

    if (line != NULL)
        atomic_fetch_add(&line->bytes, bytes);
}

void line_works(struct MHD_Connection *connection)
{
    struct line *line = line_of(connection);

    if (line != NULL)
        atomic_store(&line->since, 0);
}

/* MHD sees the end of the connection and closes it. */
static void cut_slow(struct lines *lines)
{
    int64_t now = now_microseconds();

    for (struct line *line = lines->first; line != NULL; line = line->next) {
        int64_t since = atomic_load(&line->since);
        int64_t given = LINE_SECONDS + (int64_t)(atomic_load(&line->bytes) / LINE_BYTES_A_SECOND);

        if (since > 0 && now - since > given * 1000000)
            shutdown(line->handle, SHUT_RDWR);
    }
}

static void *look_after(void *context)
{
    struct lines *lines = context;

    pthread_mutex_lock(&lines->lock);
    while (!lines->stopping) {
        struct timespec then;

        clock_gettime(CLOCK_REALTIME, &then);
        then.tv_sec++;
        if (pthread_cond_timedwait(&lines->ends, &lines->lock, &then) == ETIMEDOUT)
            cut_slow(lines);
    }
    pthread_mutex_unlock(&lines->lock);
    return NULL;
}

enum tvx_status lines_start(struct lines **out, struct tvx_error *error)
{
    struct lines *lines = calloc(1, sizeof *lines);

    *out = lines;
    if (lines == NULL)
        return tvx_error_nomem(error);
    pthread_mutex_init(&lines->lock, NULL);
    pthread_cond_init(&lines->ends, NULL);
    if (pthread_create(&lines->thread, NULL, look_after, lines) != 0) {
        free(lines);
        *out = NULL;
        return tvx_error_nomem(error);
    }
    return TVX_OK;
}

void lines_stop(struct lines *lines)
{
    if (lines == NULL)
        return;
    pthread_mutex_lock(&lines->lock);
    lines->stopping = true;
    pthread_cond_signal(&lines->ends);
    pthread_mutex_unlock(&lines->lock);
    pthread_join(lines->thread, NULL);
    pthread_mutex_destroy(&lines->lock);
    pthread_cond_destroy(&lines->ends);
    free(lines);
}

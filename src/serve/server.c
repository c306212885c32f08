/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Start and end of the server, and what its threads share. */
#include "cache.h"
#include "upload.h"
#include "http.h"
#include "line.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <travaux/base/day.h>
#include <travaux/base/file.h>
#include <travaux/store/share.h>
#include <unistd.h>

#define SERVER_CEILING ((size_t)16 << 20)
#define MOST_PEM ((size_t)1 << 20)
enum {
    WATCH_MILLISECONDS = 20, IDLE_SECONDS = 20, MOST_CONNECTIONS = 1000, CONNECTION_MEMORY = 48 * 1024, BACKLOG = 512,
    STOP_TENTHS = 100 /* of a second for requests under way */
};

int64_t now_microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t server_version(struct server *server)
{
    int64_t now = now_microseconds() / 1000, version;

    pthread_mutex_lock(&server->watch_lock);
    if (atomic_exchange(&server->touched, false) || now - server->watched_at >= WATCH_MILLISECONDS) {
        struct tvx_error error;

        server->watched_at = now;
        if (tvx_store_version(server->watch, &version, &error) == TVX_OK)
            server->version = version;
        else
            server->version++; /* not known: nothing kept is sent */
    }
    version = server->version;
    pthread_mutex_unlock(&server->watch_lock);
    return version;
}

void server_log(struct server *server, const char *method, const char *pattern, unsigned status, size_t bytes,
                int64_t microseconds)
{
    char now[TVX_TIME_SIZE];

    if (server->log == NULL)
        return;
    tvx_time_now(now);
    pthread_mutex_lock(&server->log_lock);
    fprintf(server->log, "%s %s %s %u %zu %.1f ms\n", now, method, pattern, status, bytes, (double)microseconds / 1000);
    fflush(server->log);
    pthread_mutex_unlock(&server->log_lock);
}

/* ---- where to listen ---- */

struct place { /* of "127.0.0.1:8080" */
    char host[256], port[8];
};

static enum tvx_status read_place(struct place *out, const char *text, struct tvx_error *error)
{
    const char *colon = strrchr(text, ':'), *port = colon == NULL ? text : colon + 1;
    size_t length = colon == NULL ? 0 : (size_t)(colon - text);
    char *end;
    unsigned long number = strtoul(port, &end, 10);

    if (*port < '0' || *port > '9' || *end != '\0' || number > 65535 || length >= sizeof out->host)
        return tvx_error_set(error, TVX_E_USAGE, "%s: say where to listen as HOST:PORT, for instance 127.0.0.1:8080",
                             text);
    if (length > 1 && text[0] == '[' && text[length - 1] == ']') {
        text++;
        length -= 2;
    }
    snprintf(out->host, sizeof out->host, "%.*s", colon == NULL ? 9 : (int)length, colon == NULL ? "127.0.0.1" : text);
    snprintf(out->port, sizeof out->port, "%lu", number);
    return TVX_OK;
}

static bool is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr) >> 24 == 127;
    return address->sa_family == AF_INET6 &&
           IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
}

static int open_socket(const struct addrinfo *info)
{
    int on = 1, off = 0, handle = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (handle < 0)
        return -1;
    setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (info->ai_family == AF_INET6) /* every address means both families */
        setsockopt(handle, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(handle, info->ai_addr, info->ai_addrlen) != 0 || listen(handle, BACKLOG) != 0) {
        int kept = errno;

        close(handle);
        errno = kept;
        return -1;
    }
    return handle;
}

static enum tvx_status listen_at(struct server *server, int *out, const char *text, bool tls, struct tvx_error *error)
{
    struct place place;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV}, *found = NULL;
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    char port[8];
    enum tvx_status status = read_place(&place, text, error);
    int code;

    if (status != TVX_OK)
        return status;
    code = getaddrinfo(*place.host == '\0' ? NULL : place.host, place.port, &hints, &found);
    if (code != 0)
        return tvx_error_set(error, TVX_E_USAGE, "%s: %s", text, gai_strerror(code));
    *out = open_socket(found);
    server->loopback = is_loopback(found->ai_addr);
    freeaddrinfo(found);
    if (*out < 0)
        return tvx_error_set(error, TVX_E_IO, "%s: cannot listen there: %s%s", text, strerror(errno),
                             errno == EADDRINUSE ? " (choose another port with --listen)" : "");
    if (getsockname(*out, (struct sockaddr *)&bound, &size) != 0 ||
        getnameinfo((struct sockaddr *)&bound, size, NULL, 0, port, sizeof port, NI_NUMERICSERV) != 0)
        return tvx_error_set(error, TVX_E_IO, "%s: cannot tell the port: %s", text, strerror(errno));
    server->url = tvx_arena_printf(server->arena, strchr(place.host, ':') != NULL ? "%s://[%s]:%s" : "%s://%s:%s",
                                   tls ? "https" : "http", *place.host == '\0' ? "localhost" : place.host, port);
    return server->url == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* ---- start and stop ---- */

static enum tvx_status read_pem(char **out, const char *file, struct tvx_error *error)
{
    size_t length;

    return tvx_file_read(out, &length, file, MOST_PEM, error);
}

static enum tvx_status prepare(struct server *server, const struct tvx_server_options *options,
                               struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    if ((options->certificate == NULL) != (options->key == NULL))
        return tvx_error_set(error, TVX_E_USAGE, "TLS takes both a certificate and its key");
    if (options->public_url != NULL &&
        ((strncmp(options->public_url, "https://", 8) != 0 && strncmp(options->public_url, "http://", 7) != 0) ||
         strchr(strstr(options->public_url, "://") + 3, '/') != NULL))
        return tvx_error_set(error, TVX_E_USAGE,
                             "%s: say the public address as https://work.example.org, without a path",
                             options->public_url);
    server->site = options->public_url == NULL ? NULL : tvx_arena_strdup(server->arena, options->public_url);
    server->secure = options->certificate != NULL || (server->site != NULL && strncmp(server->site, "https:", 6) == 0);
    if (options->certificate != NULL)
        status = read_pem(&server->certificate, options->certificate, error);
    if (status == TVX_OK && options->key != NULL)
        status = read_pem(&server->key, options->key, error);
    for (size_t i = 0; i < TVX_TONGUES && status == TVX_OK; i++)
        status = tvx_tongue_load(&server->tongues[i], tvx_tongue_names[i].code, error);
    if (status == TVX_OK && options->log != NULL) {
        server->log = fopen(options->log, "ae");
        if (server->log == NULL)
            status = tvx_error_set(error, TVX_E_IO, "%s: cannot write the log: %s", options->log, strerror(errno));
    }
    server->workspace = tvx_arena_strdup(server->arena, options->workspace);
    server->cache = cache_new();
    server->uploads = uploads_new(server);
    if (!guard_start(&server->guard) && status == TVX_OK)
        status = tvx_error_nomem(error);
    if (status == TVX_OK && (server->cache == NULL || server->uploads == NULL || server->workspace == NULL))
        status = tvx_error_nomem(error);
    if (status == TVX_OK)
        status = tvx_store_open(&server->watch, server->workspace, error);
    if (status == TVX_OK)
        status = tvx_store_share(server->watch, true, error);
    return status;
}

static enum tvx_status offer_local(struct server *server, struct tvx_error *error)
{
    bool allowed = false;
    enum tvx_status status = TVX_OK;

    if (server->loopback)
        status = tvx_store_local_allowed(server->watch, &allowed, error);
    if (status == TVX_OK && allowed) {
        tvx_token_new(server->local_key);
        server->local_link = tvx_arena_printf(server->arena, "%s/local/%s", server->url, server->local_key);
    }
    return status;
}

static enum tvx_status start_http(struct server *server, int handle, struct tvx_error *error)
{
    struct MHD_OptionItem tls[3] = {{MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (server->certificate != NULL) {
        flags |= MHD_USE_TLS;
        tls[0] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, server->key};
        tls[1] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, server->certificate};
        tls[2] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    }
    server->daemon = MHD_start_daemon(
        flags, 0, lines_accept, server->lines, http_access, server, MHD_OPTION_NOTIFY_CONNECTION, lines_notify,
        server->lines, MHD_OPTION_LISTEN_SOCKET, handle, MHD_OPTION_NOTIFY_COMPLETED,
        http_completed, server, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)(cores < 2 ? 2 : cores > 4 ? 4 : cores), MHD_OPTION_ARRAY, tls,
        MHD_OPTION_END);
    if (server->daemon == NULL)
        return tvx_error_set(error, TVX_E_IO, server->certificate == NULL
                                                  ? "the web server cannot start"
                                                  : "the web server cannot start: are certificate and key right?");
    return TVX_OK;
}

enum tvx_status tvx_server_start(struct tvx_server **out, const struct tvx_server_options *options,
                                 struct tvx_error *error)
{
    struct server *server = calloc(1, sizeof *server);
    int handle = -1;
    enum tvx_status status;

    *out = NULL;
    if (server == NULL)
        return tvx_error_nomem(error);
    pthread_mutex_init(&server->watch_lock, NULL);
    pthread_mutex_init(&server->queue_lock, NULL);
    pthread_mutex_init(&server->log_lock, NULL);
    pthread_cond_init(&server->queue_filled, NULL);
    server->started = (int64_t)time(NULL);
    server->arena = tvx_arena_new(SERVER_CEILING);
    status = server->arena == NULL ? tvx_error_nomem(error) : prepare(server, options, error);
    if (status == TVX_OK)
        status = listen_at(server, &handle, options->listen == NULL ? "8080" : options->listen,
                           options->certificate != NULL, error);
    if (status == TVX_OK)
        status = offer_local(server, error);
    if (status == TVX_OK)
        status = workers_start(server, error);
    if (status == TVX_OK)
        status = lines_start(&server->lines, error);
    if (status == TVX_OK)
        status = start_http(server, handle, error);
    if (status != TVX_OK) {
        if (handle >= 0)
            close(handle);
        tvx_server_stop((struct tvx_server *)server);
        return status;
    }
    *out = (struct tvx_server *)server;
    return TVX_OK;
}

const char *tvx_server_url(const struct tvx_server *server)
{
    return ((const struct server *)server)->url;
}

const char *tvx_server_local_link(const struct tvx_server *server)
{
    return ((const struct server *)server)->local_link;
}

void tvx_server_stop(struct tvx_server *handle)
{
    struct server *server = (struct server *)handle;

    if (server == NULL)
        return;
    if (server->daemon != NULL) {
        int listening = MHD_quiesce_daemon(server->daemon);

        if (listening >= 0)
            close(listening);
    }
    for (int tenths = 0; server->daemon != NULL && atomic_load(&server->running) > 0 && tenths < STOP_TENTHS; tenths++)
        usleep(100 * 1000);
    workers_stop(server);
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    lines_stop(server->lines);
    if (server->watch != NULL) {
        struct tvx_error error;

        tvx_store_share(server->watch, false, &error); /* one file again; where somebody else has it open, it stays */
        tvx_store_close(server->watch);
    }
    uploads_free(server->uploads);
    cache_free(server->cache);
    guard_end(&server->guard);
    for (size_t i = 0; i < TVX_TONGUES; i++)
        tvx_tongue_free(server->tongues[i]);
    if (server->log != NULL)
        fclose(server->log);
    free(server->certificate);
    free(server->key);
    tvx_arena_free(server->arena);
    pthread_mutex_destroy(&server->watch_lock);
    pthread_mutex_destroy(&server->queue_lock);
    pthread_mutex_destroy(&server->log_lock);
    pthread_cond_destroy(&server->queue_filled);
    free(server);
}

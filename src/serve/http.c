/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http.h"

#include "cache.h"
#include "line.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>

#define JOB_CEILING ((size_t)1 << 30)
enum { MOST_PARAMETERS = 64, LONGEST_ADDRESS = 4096 };

static enum MHD_Result take_parameter(void *context, enum MHD_ValueKind kind, const char *key, const char *value)
{
    struct request *request = context;

    (void)kind;
    if (value == NULL)
        value = "";
    if (request->parameter_count < MOST_PARAMETERS && tvx_utf8_valid(key, strlen(key)) &&
        tvx_utf8_valid(value, strlen(value)))
        request->parameters[request->parameter_count++] = (struct tvx_parameter){key, value};
    return MHD_YES;
}

/* What was asked for, written anew as links write it: it comes decoded. */
static const char *address_of(struct request *request)
{
    const char *slash = strchr(request->path + 1, '/');
    const char *kind = tvx_page_escape(
        request->arena, slash == NULL ? request->path + 1
                                      : tvx_arena_strndup(request->arena, request->path + 1,
                                                          (size_t)(slash - request->path - 1)));
    struct tvx_buf text;
    const char *out;

    tvx_buf_init(&text, LONGEST_ADDRESS);
    tvx_buf_str(&text, tvx_page_address(request->arena, kind, slash == NULL ? NULL : slash + 1));
    for (size_t i = 0; i < request->parameter_count; i++)
        tvx_buf_printf(&text, "%s%s=%s", i == 0 ? "?" : "&",
                       tvx_page_escape(request->arena, request->parameters[i].name),
                       tvx_page_escape(request->arena, request->parameters[i].value));
    out = text.failed ? "/" : tvx_arena_strdup(request->arena, tvx_buf_text(&text));
    tvx_buf_free(&text);
    return out == NULL ? "/" : out;
}

static bool is_host(const char *host, const char *name)
{
    size_t length = strlen(name);

    return strncasecmp(host, name, length) == 0 && (host[length] == '\0' || host[length] == ':');
}

/* A page of another site that has its name point at this machine (DNS rebinding) asks under that name. */
static bool host_is_ours(const struct server *server, const char *host)
{
    const char *outside = server->site == NULL ? NULL : strstr(server->site, "://");

    if (outside != NULL && host != NULL && is_host(host, outside + 3))
        return true;
    if (!server->loopback)
        return outside == NULL;
    return host != NULL && (is_host(host, "localhost") || is_host(host, "127.0.0.1") || is_host(host, "[::1]"));
}

static void refuse(struct job *job, unsigned status, const char *why)
{
    job->refused = status;
    job->refusal = why;
}

static void check_head(struct job *job, const char *url, const char *method)
{
    struct request *request = &job->request;
    bool other = false;

    request->method = strcmp(method, "HEAD") == 0 ? "GET" : strcmp(method, "GET") == 0 ? "GET" : method;
    job->head = strcmp(method, "HEAD") == 0;
    if (strlen(url) > LONGEST_ADDRESS || !tvx_utf8_valid(url, strlen(url)) || *url != '/') {
        refuse(job, MHD_HTTP_BAD_REQUEST, SAY("The address is too long, or not UTF-8 text."));
        request->path = "/";
        return;
    }
    request->path = tvx_arena_strdup(request->arena, url);
    MHD_get_connection_values(request->connection, MHD_GET_ARGUMENT_KIND, take_parameter, request);
    request->address = address_of(request);
    if (!host_is_ours(request->server, request_header(request, MHD_HTTP_HEADER_HOST))) {
        refuse(job, 421 /* Misdirected Request */, SAY("This server does not answer under that name."));
        return;
    }
    request->route = route_find(request->method, request->path, &request->rest, &other);
    if (request->route == NULL)
        refuse(job, other ? MHD_HTTP_METHOD_NOT_ALLOWED : MHD_HTTP_NOT_FOUND, SAY("There is no such page."));
}

static struct job *job_new(struct server *server, struct MHD_Connection *connection)
{
    struct job *job = calloc(1, sizeof *job);

    if (job == NULL)
        return NULL;
    job->file = -1;
    job->began = now_microseconds();
    job->request.arena = tvx_arena_new(JOB_CEILING);
    job->request.server = server;
    job->request.connection = connection;
    job->request.rest = "";
    if (job->request.arena != NULL)
        job->request.parameters = tvx_arena_array(job->request.arena, MOST_PARAMETERS, sizeof *job->request.parameters);
    if (job->request.parameters == NULL) {
        tvx_arena_free(job->request.arena);
        free(job);
        return NULL;
    }
    tvx_buf_init(&job->reply.body, JOB_CEILING);
    atomic_fetch_add(&server->running, 1);
    return job;
}

static void add(crypto_generichash_state *state, const char *text)
{
    crypto_generichash_update(state, (const unsigned char *)(text == NULL ? "" : text),
                              text == NULL ? 1 : strlen(text) + 1);
}

/* What the answer may depend on beside the workspace: what is asked, in which language, by whom. */
static void make_key(struct job *job)
{
    struct request *request = &job->request;
    const char *coding = request_header(request, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    crypto_generichash_state state;

    job->zip = coding != NULL && strstr(coding, "gzip") != NULL;
    crypto_generichash_init(&state, NULL, 0, sizeof job->key);
    add(&state, request->address);
    add(&state, request_cookie(request, session_cookie_name(request)));
    add(&state, request_cookie(request, "travaux-language"));
    add(&state, request_header(request, MHD_HTTP_HEADER_ACCEPT_LANGUAGE));
    add(&state, request_header(request, MHD_HTTP_HEADER_AUTHORIZATION));
    add(&state, job->zip ? "z" : "");
    crypto_generichash_final(&state, job->key, sizeof job->key);
}

static void tell(struct job *job, unsigned status, size_t bytes)
{
    struct server *server = job->request.server;

    atomic_fetch_add(&server->counters.requests[status / 100 > 5 ? 5 : status / 100], 1);
    atomic_fetch_add(&server->counters.bytes, bytes);
    server_log(server, job->head ? "HEAD" : job->request.method,
               job->request.route == NULL ? "-" : job->request.route->pattern, status, bytes,
               now_microseconds() - job->began);
}

static enum MHD_Result send_reply(struct job *job)
{
    struct server *server = job->request.server;
    struct MHD_Response *response, *unchanged = NULL;
    unsigned status;
    enum MHD_Result result;
    char etag[40] = "";
    size_t size;

    if (job->refused != 0)
        reply_problem(&job->request, &job->reply, job->refused, job->refusal);
    size = job->reply.body.length;
    response = reply_make(job, etag, &unchanged);
    if (response == NULL)
        return MHD_NO;
    status = job->reply.status == 0 ? MHD_HTTP_OK : job->reply.status;
    if (unchanged != NULL && status == MHD_HTTP_OK) {
        const char *match = request_header(&job->request, MHD_HTTP_HEADER_IF_NONE_MATCH);

        if (match != NULL && strstr(match, etag) != NULL) {
            status = MHD_HTTP_NOT_MODIFIED;
            size = 0;
        }
    }
    result = MHD_queue_response(job->request.connection, status,
                                status == MHD_HTTP_NOT_MODIFIED && unchanged != NULL ? unchanged : response);
    tell(job, status, size);
    if (job->reply.keep && unchanged != NULL && job->refused == 0 && strcmp(job->request.method, "GET") == 0) {
        cache_keep(server->cache, job->key, job->version, response, unchanged, etag, job->reply.body.length);
    } else {
        MHD_destroy_response(response);
        if (unchanged != NULL)
            MHD_destroy_response(unchanged);
    }
    return result;
}

static enum MHD_Result first_call(struct server *server, struct MHD_Connection *connection, const char *url,
                                  const char *method, void **state)
{
    struct job *job = job_new(server, connection);

    *state = job;
    if (job == NULL)
        return MHD_NO;
    check_head(job, url, method);
    if (job->refused == 0 && strcmp(job->request.method, "GET") != 0 && !body_start(job))
        return MHD_NO;
    if (job->refused == 0 && (job->request.route->flags & ROUTE_UPLOAD) && !session_may_upload(&job->request))
        refuse(job, MHD_HTTP_FORBIDDEN, SAY("You may not upload documents here: sign in as an analyst or more."));
    if (job->refused != 0 && strcmp(job->request.method, "GET") != 0) /* before the body: MHD closes the connection */
        return send_reply(job);
    return MHD_YES;
}

enum MHD_Result http_access(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                            const char *version, const char *data, size_t *size, void **state)
{
    struct server *server = context;
    struct job *job = *state;

    (void)version;
    if (job == NULL)
        return first_call(server, connection, url, method, state);
    if (job->state == JOB_READING && *size > 0) {
        size_t taken = *size;

        *size = 0;
        line_took(connection, taken);
        return body_take(job, data, taken) ? MHD_YES : MHD_NO;
    }
    if (job->state == JOB_DONE)
        return send_reply(job);
    if (job->state == JOB_WORKING)
        return MHD_YES;
    line_works(connection);
    if (strcmp(job->request.method, "GET") == 0) {
        enum MHD_Result result = MHD_NO;
        size_t bytes = 0;
        unsigned status = 0;

        if (job->refused == 0) {
            make_key(job);
            job->version = server_version(server);
            if (cache_send(server->cache, job->key, job->version,
                           request_header(&job->request, MHD_HTTP_HEADER_IF_NONE_MATCH), connection, &result, &bytes,
                           &status)) {
                atomic_fetch_add(&server->counters.kept, 1);
                tell(job, status, bytes);
                return result;
            }
        }
    } else {
        body_end(job);
    }
    if (job->refused != 0)
        return send_reply(job);
    job->state = JOB_WORKING;
    MHD_suspend_connection(connection);
    if (!worker_take(server, job)) {
        refuse(job, MHD_HTTP_SERVICE_UNAVAILABLE, SAY("The server has too much to do; try again in a moment."));
        job->state = JOB_DONE;
        MHD_resume_connection(connection);
    }
    return MHD_YES;
}

void http_completed(void *context, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode code)
{
    struct job *job = *state;

    (void)context, (void)code;
    *state = NULL;
    line_waits(connection);
    if (job == NULL)
        return;
    atomic_fetch_sub(&job->request.server->running, 1);
    body_free(job);
    tvx_buf_free(&job->reply.body);
    tvx_arena_free(job->request.arena);
    free(job);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is sent back: headers that every answer carries, problems in words, the bytes. */
#include "http.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/json.h>
#include <zlib.h>

enum { ZIP_LEAST = 1024 };

void reply_header(struct reply *reply, const char *name, const char *value)
{
    if (value == NULL || strpbrk(value, "\r\n") != NULL || reply->header_count == REPLY_HEADERS)
        return;
    reply->headers[reply->header_count].name = name;
    reply->headers[reply->header_count++].value = value;
}

void reply_redirect(struct request *request, struct reply *reply, const char *address)
{
    tvx_buf_clear(&reply->body);
    reply->status = MHD_HTTP_SEE_OTHER;
    reply->keep = false;
    reply_header(reply, MHD_HTTP_HEADER_LOCATION, request_back(request, address));
}

void reply_cookie(struct request *request, struct reply *reply, const char *name, const char *value, long seconds)
{
    const char *life = seconds == 0 ? "" : tvx_arena_printf(request->arena, "; Max-Age=%ld", seconds < 0 ? 0 : seconds);

    reply->keep = false;
    reply_header(reply, MHD_HTTP_HEADER_SET_COOKIE,
                 tvx_arena_printf(request->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", name, value,
                                  request_is_secure(request) ? "; Secure" : "", life));
}

void reply_problem(struct request *request, struct reply *reply, unsigned status, const char *message)
{
    tvx_buf_clear(&reply->body);
    reply->status = status;
    reply->keep = false;
    if (message == NULL || *message == '\0')
        message = "Something went wrong.";
    if (strncmp(request->path, "/api/", 5) == 0) {
        struct tvx_json json;

        reply->type = "application/problem+json";
        tvx_json_init(&json, &reply->body);
        tvx_json_object(&json);
        tvx_json_pair(&json, "type", "about:blank");
        tvx_json_pair(&json, "title", MHD_get_reason_phrase_for(status));
        tvx_json_pair_int(&json, "status", status);
        tvx_json_pair(&json, "detail", message);
        tvx_json_object_end(&json);
        return;
    }
    reply->type = "text/html; charset=utf-8";
    problem_page(request, reply, status, message);
}

/* What every answer says to a browser. */
static void common_headers(const struct job *job, struct MHD_Response *response)
{
    static const char *const lines[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
         "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    };

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        MHD_add_response_header(response, lines[i][0], lines[i][1]);
    if (job->request.server->secure)
        MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
}

static bool says_caching(const struct reply *reply)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, MHD_HTTP_HEADER_CACHE_CONTROL) == 0)
            return true;
    return false;
}

/*
 * Packed for a bad line.  Not where a form's token stands beside what a stranger may have chosen: the packed length
 * would tell of it (BREACH).  NULL: as it is.
 */
static unsigned char *packed(const struct job *job, size_t *length)
{
    const struct reply *reply = &job->reply;
    z_stream stream = {0};
    unsigned char *out;
    uLong bound;
    bool done;

    if (!job->zip || job->request.viewer.token != NULL || reply->body.length < ZIP_LEAST ||
        reply->body.length > UINT32_MAX || deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    bound = deflateBound(&stream, (uLong)reply->body.length);
    out = malloc(bound);
    if (out != NULL) {
        stream.next_in = (unsigned char *)reply->body.data;
        stream.avail_in = (uInt)reply->body.length;
        stream.next_out = out;
        stream.avail_out = (uInt)bound;
    }
    done = out != NULL && deflate(&stream, Z_FINISH) == Z_STREAM_END;
    *length = stream.total_out;
    deflateEnd(&stream);
    if (!done || *length >= reply->body.length) {
        free(out);
        return NULL;
    }
    return out;
}

static void own_headers(const struct job *job, struct MHD_Response *response, const char *etag)
{
    const struct reply *reply = &job->reply;

    common_headers(job, response);
    if (*etag != '\0')
        MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, etag);
    if (!says_caching(reply))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                                reply->keep ? "private, no-cache" : "no-store");
    MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, "Cookie, Accept-Language, Accept-Encoding");
    for (size_t i = 0; i < reply->header_count; i++)
        MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
}

static void make_etag(char etag[40], const struct reply *reply)
{
    unsigned char hash[16];

    crypto_generichash(hash, sizeof hash, (const unsigned char *)tvx_buf_text(&reply->body), reply->body.length, NULL,
                       0);
    etag[0] = '"';
    sodium_bin2hex(etag + 1, 2 * sizeof hash + 1, hash, sizeof hash);
    memcpy(etag + 1 + 2 * sizeof hash, "\"", 2);
}

struct MHD_Response *reply_make(struct job *job, char etag[40], struct MHD_Response **unchanged)
{
    struct reply *reply = &job->reply;
    struct MHD_Response *response;
    unsigned char *zip;
    size_t length = 0;

    *unchanged = NULL;
    etag[0] = '\0';
    if (reply->body.failed) {
        reply_problem(&job->request, reply, MHD_HTTP_INTERNAL_SERVER_ERROR, "The answer is too large.");
        reply->body.failed = false;
    }
    if (reply->keep && (reply->status == 0 || reply->status == MHD_HTTP_OK))
        make_etag(etag, reply);
    zip = packed(job, &length);
    if (zip != NULL)
        response = MHD_create_response_from_buffer_with_free_callback(length, zip, free);
    else
        response = MHD_create_response_from_buffer(reply->body.length, (void *)(uintptr_t)tvx_buf_text(&reply->body),
                                                   MHD_RESPMEM_MUST_COPY);
    if (response == NULL)
        return NULL;
    own_headers(job, response, etag);
    if (reply->body.length > 0)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                                reply->type == NULL ? "text/html; charset=utf-8" : reply->type);
    if (zip != NULL)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    if (*etag != '\0') {
        *unchanged = MHD_create_response_from_buffer(0, (void *)(uintptr_t)"", MHD_RESPMEM_PERSISTENT);
        if (*unchanged != NULL)
            own_headers(job, *unchanged, etag);
    }
    return response;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One request as a handler sees it, and the reply that the handler fills.  Both belong to one worker while the handler
 * runs: its store, its shelf, an arena that lives until the reply is sent.  Whatever a client sent is checked for size
 * and for valid UTF-8 before a handler sees it.
 */
#ifndef SERVE_REQUEST_H
#define SERVE_REQUEST_H

#include <microhttpd.h>
#include <travaux/show/page.h>
#include <travaux/store/account.h>

struct server;
struct route;

struct request_file { /* that was uploaded */
    const char *field, *name; /* the name as the client says it: never a path of ours */
    const char *path;         /* where the bytes are, until the request ends */
    uint64_t size;
};

struct request {
    struct server *server;
    struct MHD_Connection *connection;
    struct tvx_arena *arena;
    const char *method;  /* "GET" (also for HEAD), "POST" … */
    const char *path;    /* decoded, "/provision/ITR@2006:5.2" */
    const char *rest;    /* what stands for the '*' of the route's pattern, "" when nothing does */
    const char *address; /* path and query as they were asked for, to come back to */
    const struct route *route;
    struct tvx_parameter *parameters; /* of the query */
    size_t parameter_count;
    struct tvx_parameter *fields; /* of a form */
    size_t field_count, field_capacity;
    struct request_file *files;
    size_t file_count, file_capacity;
    char *body; /* as sent, NUL-terminated, of a request that is not a form; NULL when there is none */
    size_t body_length;
    int64_t now; /* seconds since 1970 */

    struct tvx_store *store;
    struct tvx_shelf *shelf;
    struct tvx_viewer viewer;
    enum tvx_role role; /* TVX_ROLE_VISITOR: nobody has signed in */
    int64_t account;    /* 0: nobody */
    const char *cookie; /* the session's token as the client sent it; NULL */
    bool by_token;      /* signed in by an API token: no form token is asked for */
    char form_token[TVX_TOKEN_SIZE];
    struct tvx_error error;
};

/* The first of that name; NULL when there is none. */
const char *request_parameter(const struct request *request, const char *name);
const char *request_field(const struct request *request, const char *name);
const char *request_field_or(const struct request *request, const char *name, const char *otherwise);
const char *request_header(const struct request *request, const char *name);
const char *request_cookie(const struct request *request, const char *name);
/* "https://work.example.org" or "http://127.0.0.1:8080": to write links into mail and feeds.  No slash at its end. */
const char *request_site(const struct request *request);
/* Is the connection under TLS, here or at the public address? */
bool request_is_secure(const struct request *request);
/* The client's address as text, for limits of rate only: it is never written down. */
const char *request_peer(const struct request *request);

enum { REPLY_HEADERS = 12 };

struct reply {
    unsigned status; /* 200 unless set */
    const char *type; /* "text/html; charset=utf-8" unless set */
    struct tvx_buf body;
    struct { const char *name, *value; } headers[REPLY_HEADERS];
    size_t header_count;
    bool keep; /* the same viewer gets the same answer until the workspace changes */
};

/* `name` and `value` must live as long as the request's arena; line breaks within are refused. */
void reply_header(struct reply *reply, const char *name, const char *value);
/* 303 to an address of this server, "/account"; anything else goes to "/". */
void reply_redirect(struct request *request, struct reply *reply, const char *address);
/* Replaces the body by a page (for /api/: a JSON object, RFC 7807) that says what is wrong. */
void reply_problem(struct request *request, struct reply *reply, unsigned status, const char *message);
/* Adds a cookie: HttpOnly, SameSite=Lax, Secure under TLS; `seconds` 0: until the browser is closed, -1: gone. */
void reply_cookie(struct request *request, struct reply *reply, const char *name, const char *value, long seconds);
/* Session cookie's name: "__Host-travaux" where secure, else "travaux". */
const char *session_cookie_name(const struct request *request);

/*
 * Before a page with a form is written for somebody who has not signed in: makes the cookie that the form's token
 * belongs to, and viewer.token.  Nothing to do for who has signed in.
 */
void session_offer_form(struct request *request, struct reply *reply);

/* An address of this site that a client asks to be sent back to ("/provision/…"); "/" for anything else. */
const char *request_back(const struct request *request, const char *address);

/* The head of a page that a handler writes by itself: for tvx_page functions and html_of. */
struct tvx_page request_page(struct request *request, struct reply *reply);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The way of a request: head checked, body taken in within its limits, then answered from the cache or by a worker
 * while the connection waits aside.  A job is a request on that way, with its reply.
 */
#ifndef SERVE_HTTP_H
#define SERVE_HTTP_H

#include "route.h"
#include "server.h"

enum job_state { JOB_READING, JOB_WORKING, JOB_DONE };

struct job {
    struct request request;
    struct reply reply;
    struct job *next;
    enum job_state state;
    bool head;            /* HEAD: no body is sent */
    unsigned refused;     /* status to answer instead of working; 0: none */
    const char *refusal;
    struct MHD_PostProcessor *form;
    struct tvx_buf value; /* of the field that is being taken: it comes in pieces */
    size_t taken;         /* bytes of fields and body so far */
    uint64_t file_bytes;
    int file;             /* descriptor of the file that is being taken, -1 */
    unsigned char key[16];
    bool zip;
    int64_t version;      /* of the workspace, before anything was read from it */
    int64_t began;
};

enum MHD_Result http_access(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                            const char *version, const char *data, size_t *size, void **state);
void http_completed(void *context, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode code);

/* worker.c: queues the job; false when too many wait. */
bool worker_take(struct server *server, struct job *job);
enum tvx_status workers_start(struct server *server, struct tvx_error *error);
void workers_stop(struct server *server);
/* Fills the job's reply: who asks, may they, the handler. */
void job_answer(struct job *job);

/* body.c: takes in a piece of the body; false when out of memory. */
bool body_start(struct job *job);
bool body_take(struct job *job, const char *data, size_t size);
void body_end(struct job *job);
void body_free(struct job *job);

/* session.c: who asks; sets role, account, viewer. */
enum tvx_status session_find(struct request *request);
/* The same question before a large body is taken, asked on a connection of its own. */
bool session_may_upload(struct request *request);
/* Is the form's token right, and does the request come from our own pages? */
bool session_form_is_ours(struct request *request);

/* reply.c, pages.c */
void problem_page(struct request *request, struct reply *reply, unsigned status, const char *message);
/* The response with all headers; for one that may be kept also its ETag (40 bytes) and the answer 304. */
struct MHD_Response *reply_make(struct job *job, char etag[40], struct MHD_Response **unchanged);

#endif

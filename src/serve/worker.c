/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The workers: each takes a job from the queue, answers it on its own connection to the workspace, wakes the client. */
#include "http.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DAY_SECONDS = 24 * 3600 };

struct worker {
    struct server *server;
    struct tvx_store *store;
    struct tvx_shelf *shelf;
    int64_t version; /* of the workspace, when the shelf was last empty */
    int64_t day;     /* since 1970, of the same moment: deadlines are told from today */
};

bool worker_take(struct server *server, struct job *job)
{
    bool taken = false;

    pthread_mutex_lock(&server->queue_lock);
    if (server->waiting < MOST_WAITING && !server->stopping) {
        job->next = NULL;
        *(server->first == NULL ? &server->first : &server->last->next) = job;
        server->last = job;
        server->waiting++;
        taken = true;
        pthread_cond_signal(&server->queue_filled);
    }
    pthread_mutex_unlock(&server->queue_lock);
    return taken;
}

static struct job *next_job(struct server *server)
{
    struct job *job;

    pthread_mutex_lock(&server->queue_lock);
    while (server->first == NULL && !server->stopping)
        pthread_cond_wait(&server->queue_filled, &server->queue_lock);
    job = server->first;
    if (job != NULL) {
        server->first = job->next;
        server->waiting--;
    }
    pthread_mutex_unlock(&server->queue_lock);
    return job;
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct server *server = worker->server;
    struct job *job;

    while ((job = next_job(server)) != NULL) {
        int64_t began = now_microseconds();

        job->version = server_version(server);
        if (job->version != worker->version || time(NULL) / DAY_SECONDS != worker->day)
            tvx_shelf_clear(worker->shelf);
        worker->version = job->version;
        worker->day = time(NULL) / DAY_SECONDS;
        job->request.store = worker->store;
        job->request.shelf = worker->shelf;
        job_answer(job);
        if (strcmp(job->request.method, "GET") != 0)
            atomic_store(&server->touched, true);
        atomic_fetch_add(&server->counters.microseconds, (uint64_t)(now_microseconds() - began));
        atomic_fetch_add(&server->counters.made, 1);
        job->state = JOB_DONE;
        MHD_resume_connection(job->request.connection);
    }
    tvx_shelf_free(worker->shelf);
    tvx_store_close(worker->store);
    free(worker);
    return NULL;
}

static enum tvx_status start_one(struct server *server, struct tvx_error *error)
{
    struct worker *worker = calloc(1, sizeof *worker);
    enum tvx_status status = worker == NULL ? tvx_error_nomem(error) : TVX_OK;

    if (status == TVX_OK)
        status = tvx_store_open(&worker->store, server->workspace, error);
    if (status == TVX_OK) {
        worker->server = server;
        worker->version = -1;
        worker->shelf = tvx_shelf_new(worker->store);
        if (worker->shelf == NULL ||
            pthread_create(&server->workers[server->worker_count], NULL, work, worker) != 0)
            status = tvx_error_nomem(error);
    }
    if (status == TVX_OK) {
        server->worker_count++;
    } else if (worker != NULL) {
        tvx_shelf_free(worker->shelf);
        if (worker->store != NULL)
            tvx_store_close(worker->store);
        free(worker);
    }
    return status;
}

enum tvx_status workers_start(struct server *server, struct tvx_error *error)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted = cores < 2 ? 2 : cores > MOST_WORKERS ? MOST_WORKERS : (size_t)cores;
    enum tvx_status status = TVX_OK;

    while (status == TVX_OK && server->worker_count < wanted)
        status = start_one(server, error);
    return status;
}

void workers_stop(struct server *server)
{
    pthread_mutex_lock(&server->queue_lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->queue_filled);
    pthread_mutex_unlock(&server->queue_lock);
    for (size_t i = 0; i < server->worker_count; i++)
        pthread_join(server->workers[i], NULL);
    server->worker_count = 0;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* /healthz for whoever watches over the server, /metrics in Prometheus' text format (version 0.0.4). */
#include "cache.h"
#include "http.h"

#include <inttypes.h>
#include <string.h>

enum tvx_status healthz_handler(struct request *request, struct reply *reply)
{
    struct tvx_counts counts;
    enum tvx_status status = tvx_store_counts(request->store, &counts, &request->error);

    reply->type = "text/plain; charset=utf-8";
    if (status == TVX_OK)
        tvx_buf_str(&reply->body, "ok\n");
    return status;
}

static void number(struct tvx_buf *out, const char *name, const char *kind, const char *help, double value)
{
    tvx_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %.17g\n", name, help, name, kind, name, value);
}

enum tvx_status metrics_handler(struct request *request, struct reply *reply)
{
    struct server *server = request->server;
    struct counters *counters = &server->counters;
    struct tvx_buf *out = &reply->body;
    const char *peer = request_peer(request);

    if (request->role < TVX_ROLE_ADMIN && strcmp(peer, "127.0.0.1") != 0 && strcmp(peer, "::1") != 0)
        return tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such page.");
    reply->type = "text/plain; version=0.0.4; charset=utf-8";
    tvx_buf_str(out, "# HELP travaux_requests_total Requests answered, by hundreds of the status.\n"
                     "# TYPE travaux_requests_total counter\n");
    for (int i = 1; i <= 5; i++)
        tvx_buf_printf(out, "travaux_requests_total{status=\"%dxx\"} %" PRIu64 "\n", i,
                       atomic_load(&counters->requests[i]));
    number(out, "travaux_kept_total", "counter", "Requests answered with an answer kept ready.",
           (double)atomic_load(&counters->kept));
    number(out, "travaux_made_total", "counter", "Requests that a worker answered.",
           (double)atomic_load(&counters->made));
    number(out, "travaux_work_seconds_total", "counter", "Time workers took for them.",
           (double)atomic_load(&counters->microseconds) / 1e6);
    number(out, "travaux_sent_bytes_total", "counter", "Bytes of bodies sent, before packing.",
           (double)atomic_load(&counters->bytes));
    number(out, "travaux_kept_bytes", "gauge", "Bytes of answers kept ready.", (double)cache_bytes(server->cache));
    pthread_mutex_lock(&server->queue_lock);
    number(out, "travaux_waiting", "gauge", "Requests that wait for a worker.", (double)server->waiting);
    pthread_mutex_unlock(&server->queue_lock);
    number(out, "travaux_start_time_seconds", "gauge", "When the server started.", (double)server->started);
    return TVX_OK;
}

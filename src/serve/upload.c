/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "upload.h"

#include "server.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <travaux/analyse/carry.h>
#include <travaux/base/day.h>
#include <travaux/store/audit.h>
#include <travaux/store/ingest.h>
#include <travaux/text/utf8.h>
#include <unistd.h>

#define LOT_CEILING ((size_t)64 << 20)
#define MOST_WAITING_BYTES ((uint64_t)2 << 30)
enum { MOST_LOTS = 16, MOST_REPORTS = 100, LONGEST_NAME = 200 };

struct lot {
    struct tvx_arena *arena; /* of all that hangs on it */
    struct tvx_upload report;
    struct tvx_source source;
    const char *folder;      /* of ours, with the files in it */
    const char **paths, **names;
    size_t *index;           /* of a path, in the report's files */
    size_t path_count;
    uint64_t bytes;
    bool begun;
    struct lot *next;        /* newer */
};

struct uploads {
    struct server *server;
    pthread_mutex_t lock;    /* of all below, and of the reports */
    pthread_cond_t filled;
    pthread_t thread;
    bool running, stopping;
    struct lot *oldest, *newest;
    size_t count;
    int64_t last;
};

/* ---- lots ---- */

static void remove_files(const struct lot *lot)
{
    for (size_t i = 0; i < lot->path_count; i++)
        unlink(lot->paths[i]);
    if (lot->folder != NULL)
        rmdir(lot->folder);
}

static void lot_free(struct lot *lot)
{
    if (lot == NULL)
        return;
    remove_files(lot);
    tvx_arena_free(lot->arena);
    free(lot);
}

struct uploads *uploads_new(struct server *server)
{
    struct uploads *uploads = calloc(1, sizeof *uploads);

    if (uploads == NULL)
        return NULL;
    uploads->server = server;
    pthread_mutex_init(&uploads->lock, NULL);
    pthread_cond_init(&uploads->filled, NULL);
    return uploads;
}

void uploads_free(struct uploads *uploads)
{
    if (uploads == NULL)
        return;
    pthread_mutex_lock(&uploads->lock);
    uploads->stopping = true;
    pthread_cond_broadcast(&uploads->filled);
    pthread_mutex_unlock(&uploads->lock);
    if (uploads->running)
        pthread_join(uploads->thread, NULL);
    while (uploads->oldest != NULL) {
        struct lot *lot = uploads->oldest;

        uploads->oldest = lot->next;
        lot_free(lot);
    }
    pthread_mutex_destroy(&uploads->lock);
    pthread_cond_destroy(&uploads->filled);
    free(uploads);
}

/* ---- reading ---- */

struct reading {
    struct uploads *uploads;
    struct lot *lot;
    struct tvx_ingest_report *report;
    size_t added, unchanged, failed, maps; /* seen so far */
    size_t at;                             /* path that is being read */
};

/* What was added to the report since the last file is that file's. */
static void settle(struct reading *r)
{
    const struct tvx_ingest_report *report = r->report;
    struct tvx_upload_file *file = &r->lot->report.files[r->lot->index[r->at]];
    size_t added = report->added_count - r->added, unchanged = report->unchanged_count - r->unchanged,
           failed = report->failed_count - r->failed;

    file->documents = added + unchanged;
    if (added > 0) {
        file->state = TVX_UPLOADED_TAKEN;
        file->document = added == 1 ? report->added[r->added].id : 0;
    } else if (unchanged > 0) {
        file->state = TVX_UPLOADED_UNCHANGED;
        file->document = unchanged == 1 ? report->unchanged[r->unchanged].id : 0;
    } else {
        file->state = TVX_UPLOADED_FAILED;
    }
    if (failed > 0)
        file->reason = report->failed[r->failed].error;
    r->added = report->added_count;
    r->unchanged = report->unchanged_count;
    r->failed = report->failed_count;
    r->lot->report.done++;
}

static void progress(void *context, size_t done, size_t total, const char *file)
{
    struct reading *r = context;

    (void)total, (void)file;
    pthread_mutex_lock(&r->uploads->lock);
    if (done > 0)
        settle(r);
    r->at = done;
    pthread_mutex_unlock(&r->uploads->lock);
}

static enum tvx_status note(struct tvx_store *store, const struct lot *lot, const struct tvx_ingest_report *report,
                            struct tvx_error *error)
{
    char about[40], details[120];

    snprintf(about, sizeof about, "upload %lld", (long long)lot->report.id);
    snprintf(details, sizeof details, "%zu taken, %zu unchanged, %zu not taken", report->added_count,
             report->unchanged_count, report->failed_count);
    return tvx_store_audit(store, lot->report.account, "document.upload", about, details, error);
}

static void read_lot(struct uploads *uploads, struct lot *lot)
{
    struct tvx_error error = {.message = ""};
    struct tvx_ingest_report report = {0};
    struct reading reading = {.uploads = uploads, .lot = lot, .report = &report};
    struct tvx_carried carried;
    struct tvx_store *store = NULL;
    enum tvx_status status = tvx_store_open(&store, uploads->server->workspace, &error);

    if (status == TVX_OK)
        status = tvx_ingest_named(&report, lot->arena, store, lot->paths, lot->names, lot->path_count, &lot->source,
                                  progress, &reading, &error);
    pthread_mutex_lock(&uploads->lock);
    if (status == TVX_OK && lot->path_count > 0)
        settle(&reading);
    pthread_mutex_unlock(&uploads->lock);
    if (status == TVX_OK && report.added_count > 0)
        status = tvx_carry_annotations(&carried, store, &error);
    if (store != NULL) {
        struct tvx_error ignored;
        enum tvx_status noted = note(store, lot, &report, status == TVX_OK ? &error : &ignored);

        status = status == TVX_OK ? noted : status;
        tvx_store_close(store);
    }
    pthread_mutex_lock(&uploads->lock);
    remove_files(lot);
    lot->path_count = 0;
    lot->folder = NULL;
    for (size_t i = 0; i < lot->report.count; i++)
        if (lot->report.files[i].state == TVX_UPLOADED_WAITING)
            lot->report.files[i].state = TVX_UPLOADED_FAILED;
    if (status != TVX_OK)
        lot->report.problem = tvx_arena_strdup(lot->arena, error.message);
    lot->report.ended = true;
    pthread_mutex_unlock(&uploads->lock);
    atomic_store(&uploads->server->touched, true);
}

static struct lot *next_lot(struct uploads *uploads)
{
    for (struct lot *lot = uploads->oldest; lot != NULL; lot = lot->next)
        if (!lot->begun)
            return lot;
    return NULL;
}

static void *work(void *context)
{
    struct uploads *uploads = context;
    struct lot *lot;

    pthread_mutex_lock(&uploads->lock);
    while (!uploads->stopping) {
        lot = next_lot(uploads);
        if (lot == NULL) {
            pthread_cond_wait(&uploads->filled, &uploads->lock);
            continue;
        }
        lot->begun = true;
        pthread_mutex_unlock(&uploads->lock);
        read_lot(uploads, lot);
        pthread_mutex_lock(&uploads->lock);
    }
    pthread_mutex_unlock(&uploads->lock);
    return NULL;
}

/* ---- taking over ---- */

/* What the client calls a file, without folders, marks of direction and controls: a name to be shown, no path. */
static const char *plain_name(struct tvx_arena *arena, const char *said, size_t number)
{
    const char *name = said == NULL ? "" : said, *slash, *kept;
    struct tvx_buf out;

    while ((slash = strpbrk(name, "/\\")) != NULL)
        name = slash + 1;
    tvx_buf_init(&out, 4 * LONGEST_NAME);
    for (size_t at = 0, length = strlen(name); at < length && out.length < LONGEST_NAME;) {
        size_t from = at;
        uint32_t point = tvx_utf8_next(name, length, &at);

        if (point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x200e || point == 0x200f ||
            (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069))
            tvx_buf_char(&out, '_');
        else
            tvx_buf_add(&out, name + from, at - from);
    }
    kept = out.failed || out.length == 0 || strcmp(out.data, ".") == 0 || strcmp(out.data, "..") == 0
               ? tvx_arena_printf(arena, "file-%zu", number)
               : tvx_arena_strndup(arena, out.data, out.length);
    tvx_buf_free(&out);
    return kept;
}

static const char *field(const struct request *request, struct tvx_arena *arena, const char *name)
{
    const char *value = request_field(request, name);

    return value == NULL || *value == '\0' ? NULL : tvx_arena_strdup(arena, value);
}

static enum tvx_status take_source(struct lot *lot, const struct request *request, struct tvx_error *error)
{
    static const char *const names[] = {"kind", "access", "meeting", "date", "instrument", "version", "sponsor"};
    const char *values[sizeof names / sizeof *names];
    const char **sponsors = tvx_arena_array(lot->arena, request->field_count + 1, sizeof *sponsors);

    if (sponsors == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        values[i] = field(request, lot->arena, names[i]);
        if (values[i] != NULL && strlen(values[i]) > LONGEST_NAME)
            return tvx_error_set(error, TVX_E_USAGE, "what was entered is too long");
    }
    if (values[3] != NULL && !tvx_day_valid(values[3]))
        return tvx_error_set(error, TVX_E_USAGE, "the date is a day such as 2026-11-30");
    lot->source = (struct tvx_source){.kind = values[0], .access = values[1], .meeting = values[2], .date = values[3],
                                      .instrument = values[4], .version = values[5], .sponsors = sponsors,
                                      .in_force = request_field(request, "in-force") != NULL,
                                      .ocr = request_field(request, "ocr") != NULL};
    for (size_t i = 0; i < request->field_count; i++)
        if (strcmp(request->fields[i].name, "sponsor") == 0 && *request->fields[i].value != '\0')
            sponsors[lot->source.sponsor_count++] = tvx_arena_strdup(lot->arena, request->fields[i].value);
    return TVX_OK;
}

static bool is_map(const char *name)
{
    size_t length = strlen(name);

    return length > 5 && strcasecmp(name + length - 5, ".toml") == 0;
}

/* Each file goes into a folder of ours under a number. */
static enum tvx_status take_files(struct lot *lot, struct request *request)
{
    struct tvx_error *error = &request->error;
    const char *temporary = getenv("TMPDIR");
    char *folder = tvx_arena_printf(lot->arena, "%s/travaux-lot-XXXXXX",
                                    temporary == NULL || *temporary != '/' ? "/tmp" : temporary);
    size_t most = request->file_count + 1;

    lot->paths = tvx_arena_array(lot->arena, most, sizeof *lot->paths);
    lot->names = tvx_arena_array(lot->arena, most, sizeof *lot->names);
    lot->index = tvx_arena_array(lot->arena, most, sizeof *lot->index);
    lot->report.files = tvx_arena_array(lot->arena, most, sizeof *lot->report.files);
    if (folder == NULL || lot->paths == NULL || lot->names == NULL || lot->index == NULL || lot->report.files == NULL)
        return tvx_error_nomem(error);
    if (mkdtemp(folder) == NULL)
        return tvx_error_set(error, TVX_E_IO, "there is no room for uploaded files: %s", strerror(errno));
    lot->folder = folder;
    for (size_t i = 0; i < request->file_count; i++) {
        const struct request_file *sent = &request->files[i];
        const char *path = tvx_arena_printf(lot->arena, "%s/%zu", folder, i);
        struct tvx_upload_file *file = &lot->report.files[lot->report.count];

        if (sent->size == 0 && (sent->name == NULL || *sent->name == '\0'))
            continue; /* what a browser sends for a field without a file */
        file->name = plain_name(lot->arena, sent->name, i + 1);
        if (path == NULL || file->name == NULL)
            return tvx_error_nomem(error);
        if (is_map(file->name)) {
            file->state = TVX_UPLOADED_FAILED;
            file->reason = SAY("Settings are not uploaded: say in the form what the documents are.");
            lot->report.done++;
        } else if (rename(sent->path, path) != 0) {
            return tvx_error_set(error, TVX_E_IO, "there is no room for uploaded files: %s", strerror(errno));
        } else {
            lot->paths[lot->path_count] = path;
            lot->names[lot->path_count] = file->name;
            lot->index[lot->path_count++] = lot->report.count;
            lot->bytes += sent->size;
        }
        lot->report.count++;
    }
    return lot->report.count > 0 ? TVX_OK : tvx_error_set(error, TVX_E_USAGE, "choose at least one file");
}

/* Under the lock: room for one more, or none. */
static bool make_room(struct uploads *uploads, const struct lot *lot)
{
    uint64_t bytes = lot->bytes;
    size_t waiting = 0;

    for (const struct lot *other = uploads->oldest; other != NULL; other = other->next)
        if (!other->report.ended) {
            bytes += other->bytes;
            waiting++;
        }
    if (waiting >= MOST_LOTS || bytes > MOST_WAITING_BYTES)
        return false;
    while (uploads->count >= MOST_REPORTS && uploads->oldest->report.ended) {
        struct lot *oldest = uploads->oldest;

        uploads->oldest = oldest->next;
        uploads->count--;
        lot_free(oldest);
    }
    return true;
}

static enum tvx_status queue(struct uploads *uploads, struct lot *lot, int64_t *id, struct tvx_error *error)
{
    bool taken;

    pthread_mutex_lock(&uploads->lock);
    taken = !uploads->stopping && make_room(uploads, lot);
    if (taken && !uploads->running) {
        uploads->running = pthread_create(&uploads->thread, NULL, work, uploads) == 0;
        taken = uploads->running;
    }
    if (taken) {
        lot->report.id = *id = ++uploads->last;
        if (uploads->oldest == NULL)
            uploads->oldest = lot;
        else
            uploads->newest->next = lot;
        uploads->newest = lot;
        uploads->count++;
        pthread_cond_signal(&uploads->filled);
    }
    pthread_mutex_unlock(&uploads->lock);
    return taken ? TVX_OK
                 : tvx_error_set(error, TVX_E_LIMIT, "too many files wait to be read; try again in a few minutes");
}

enum tvx_status uploads_take(struct uploads *uploads, struct request *request, int64_t *id)
{
    struct lot *lot = calloc(1, sizeof *lot);
    int64_t taken = 0;
    enum tvx_status status;

    if (lot == NULL)
        return tvx_error_nomem(&request->error);
    lot->arena = tvx_arena_new(LOT_CEILING);
    if (lot->arena == NULL) {
        free(lot);
        return tvx_error_nomem(&request->error);
    }
    lot->report.account = request->account;
    lot->report.made = request->now;
    lot->report.by = tvx_arena_strdup(lot->arena, request->viewer.name == NULL ? "" : request->viewer.name);
    status = take_source(lot, request, &request->error);
    if (status == TVX_OK)
        status = take_files(lot, request);
    if (status == TVX_OK)
        status = queue(uploads, lot, &taken, &request->error);
    if (status != TVX_OK)
        lot_free(lot);
    else
        *id = taken;
    return status;
}

/* ---- telling ---- */

/* Under the lock. */
static bool copy(struct tvx_arena *arena, struct tvx_upload *out, const struct tvx_upload *in)
{
    *out = *in;
    out->by = tvx_arena_strdup(arena, in->by);
    out->problem = tvx_arena_strdup(arena, in->problem);
    out->files = tvx_arena_array(arena, in->count + 1, sizeof *out->files);
    if (out->by == NULL || out->files == NULL)
        return false;
    for (size_t i = 0; i < in->count; i++) {
        out->files[i] = in->files[i];
        out->files[i].name = tvx_arena_strdup(arena, in->files[i].name);
        out->files[i].reason = tvx_arena_strdup(arena, in->files[i].reason);
        if (out->files[i].name == NULL)
            return false;
    }
    return true;
}

enum tvx_status uploads_list(struct uploads *uploads, struct request *request, bool all, struct tvx_upload **out,
                             size_t *count)
{
    size_t used = 0;
    bool room;

    pthread_mutex_lock(&uploads->lock);
    *out = tvx_arena_array(request->arena, uploads->count + 1, sizeof **out);
    room = *out != NULL;
    for (const struct lot *lot = uploads->oldest; room && lot != NULL; lot = lot->next)
        if (all || lot->report.account == request->account)
            room = copy(request->arena, &(*out)[used++], &lot->report);
    pthread_mutex_unlock(&uploads->lock);
    *count = used;
    for (size_t i = 0; room && i < used / 2; i++) {
        struct tvx_upload kept = (*out)[i];

        (*out)[i] = (*out)[used - 1 - i];
        (*out)[used - 1 - i] = kept;
    }
    return room ? TVX_OK : tvx_error_nomem(&request->error);
}

enum tvx_status uploads_find(struct uploads *uploads, struct request *request, bool all, int64_t id,
                             struct tvx_upload *out)
{
    bool found = false, room = true;

    pthread_mutex_lock(&uploads->lock);
    for (const struct lot *lot = uploads->oldest; !found && lot != NULL; lot = lot->next)
        if (lot->report.id == id && (all || lot->report.account == request->account)) {
            found = true;
            room = copy(request->arena, out, &lot->report);
        }
    pthread_mutex_unlock(&uploads->lock);
    if (!room)
        return tvx_error_nomem(&request->error);
    return found ? TVX_OK
                 : tvx_error_set(&request->error, TVX_E_NOTFOUND, "That report is not kept any more. What was taken is "
                                                                  "in the workspace.");
}

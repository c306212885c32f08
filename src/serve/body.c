/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Takes in a request's body: forms by MHD's own parser, everything else as it is; files go to unlinked-at-end files. */
#include "http.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>
#include <unistd.h>

#define MOST_BODY ((size_t)1 << 20)
#define MOST_FILES ((uint64_t)512 << 20)
enum { MOST_FIELDS = 1000, MOST_UPLOADED = 500, FORM_BUFFER = 65536, LONGEST_NAME = 1000 };

static void refuse(struct job *job, unsigned status, const char *why)
{
    if (job->refused == 0) {
        job->refused = status;
        job->refusal = why;
    }
}

static bool is_form(const char *type)
{
    return type != NULL && (strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0 ||
                            strncasecmp(type, "multipart/form-data", 19) == 0);
}

/* Text from a client: valid UTF-8 without NUL, or nothing is taken. */
static const char *clean(struct job *job, const char *text, size_t length)
{
    if (memchr(text, '\0', length) != NULL || !tvx_utf8_valid(text, length)) {
        refuse(job, MHD_HTTP_BAD_REQUEST, SAY("The form holds bytes that are not UTF-8 text."));
        return NULL;
    }
    return tvx_arena_strndup(job->request.arena, text, length);
}

static bool begin_file(struct job *job, const char *field, const char *name)
{
    struct request *request = &job->request;
    struct request_file *grown;
    const char *folder = getenv("TMPDIR");
    char *path;

    if (job->file >= 0)
        close(job->file);
    job->file = -1;
    if (request->file_count >= MOST_UPLOADED) {
        refuse(job, MHD_HTTP_CONTENT_TOO_LARGE, SAY("Too many files at once: send at most 500."));
        return true;
    }
    grown = tvx_arena_grow(request->arena, request->files, request->file_count, &request->file_capacity,
                           sizeof *grown);
    path = tvx_arena_printf(request->arena, "%s/travaux-upload-XXXXXX",
                            folder == NULL || *folder != '/' ? "/tmp" : folder);
    if (grown == NULL || path == NULL)
        return false;
    request->files = grown;
    job->file = mkostemp(path, 02000000 /* O_CLOEXEC */);
    if (job->file < 0) {
        refuse(job, MHD_HTTP_INTERNAL_SERVER_ERROR, SAY("There is no room for uploaded files."));
        return true;
    }
    grown[request->file_count++] = (struct request_file){
        .field = clean(job, field, strnlen(field, LONGEST_NAME)), .name = clean(job, name, strnlen(name, LONGEST_NAME)),
        .path = path};
    return true;
}

static void add_to_file(struct job *job, const char *data, size_t size)
{
    struct request_file *file = &job->request.files[job->request.file_count - 1];

    job->file_bytes += size;
    if (job->file_bytes > MOST_FILES) {
        refuse(job, MHD_HTTP_CONTENT_TOO_LARGE, SAY("The files are larger than 512 MiB together."));
        return;
    }
    while (size > 0) {
        ssize_t done = write(job->file, data, size);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) {
            refuse(job, MHD_HTTP_INSUFFICIENT_STORAGE, SAY("There is no room for uploaded files."));
            return;
        }
        data += done;
        size -= (size_t)done;
        file->size += (uint64_t)done;
    }
}

/* The field whose pieces have all come. */
static bool end_field(struct job *job)
{
    struct request *request = &job->request;
    struct tvx_parameter *field;

    if (request->field_count == 0 || request->fields[request->field_count - 1].value != NULL)
        return true;
    field = &request->fields[request->field_count - 1];
    field->value = clean(job, tvx_buf_text(&job->value), job->value.length);
    tvx_buf_clear(&job->value);
    return field->value != NULL || job->refused != 0;
}

static bool begin_field(struct job *job, const char *key)
{
    struct request *request = &job->request;
    struct tvx_parameter *grown;

    if (!end_field(job))
        return false;
    grown = tvx_arena_grow(request->arena, request->fields, request->field_count, &request->field_capacity,
                           sizeof *grown);
    if (grown == NULL)
        return false;
    request->fields = grown;
    grown[request->field_count++] = (struct tvx_parameter){.name = clean(job, key, strlen(key))};
    return grown[request->field_count - 1].name != NULL || job->refused != 0;
}

static enum MHD_Result take_part(void *context, enum MHD_ValueKind kind, const char *key, const char *filename,
                                 const char *type, const char *coding, const char *data, uint64_t offset, size_t size)
{
    struct job *job = context;
    struct request *request = &job->request;

    (void)kind, (void)type, (void)coding;
    if (job->refused != 0)
        return MHD_YES; /* read to its end, kept nowhere */
    if (filename != NULL) {
        if (!(request->route->flags & ROUTE_UPLOAD)) {
            refuse(job, MHD_HTTP_BAD_REQUEST, SAY("This form takes no files."));
            return MHD_YES;
        }
        if (offset == 0 && !begin_file(job, key == NULL ? "" : key, filename))
            return MHD_NO;
        if (job->file >= 0 && job->refused == 0)
            add_to_file(job, data, size);
        return MHD_YES;
    }
    job->taken += size + sizeof *request->fields;
    if (job->taken > MOST_BODY || request->field_count >= MOST_FIELDS) {
        refuse(job, MHD_HTTP_CONTENT_TOO_LARGE, SAY("The form is larger than 1 MiB."));
        return MHD_YES;
    }
    if (offset == 0 && !begin_field(job, key == NULL ? "" : key))
        return MHD_NO;
    tvx_buf_add(&job->value, data, size);
    return job->value.failed ? MHD_NO : MHD_YES;
}

bool body_start(struct job *job)
{
    const char *length = request_header(&job->request, MHD_HTTP_HEADER_CONTENT_LENGTH);
    uint64_t most = job->request.route->flags & ROUTE_UPLOAD ? MOST_FILES + MOST_BODY : MOST_BODY;

    job->file = -1;
    tvx_buf_init(&job->value, MOST_BODY + 1);
    if (length != NULL && strtoull(length, NULL, 10) > most)
        refuse(job, MHD_HTTP_CONTENT_TOO_LARGE, SAY("The request is too large."));
    else if (is_form(request_header(&job->request, MHD_HTTP_HEADER_CONTENT_TYPE))) {
        job->form = MHD_create_post_processor(job->request.connection, FORM_BUFFER, take_part, job);
        if (job->form == NULL)
            refuse(job, MHD_HTTP_BAD_REQUEST, SAY("The form cannot be read."));
    }
    return true;
}

bool body_take(struct job *job, const char *data, size_t size)
{
    struct request *request = &job->request;
    char *grown;

    if (job->refused != 0)
        return true;
    if (job->form != NULL) {
        if (MHD_post_process(job->form, data, size) != MHD_YES)
            refuse(job, MHD_HTTP_BAD_REQUEST, SAY("The form cannot be read."));
        return true;
    }
    if (request->body_length + size > MOST_BODY) {
        refuse(job, MHD_HTTP_CONTENT_TOO_LARGE, SAY("The request is larger than 1 MiB."));
        return true;
    }
    grown = realloc(request->body, request->body_length + size + 1);
    if (grown == NULL)
        return false;
    memcpy(grown + request->body_length, data, size);
    request->body = grown;
    request->body_length += size;
    grown[request->body_length] = '\0';
    return true;
}

void body_end(struct job *job)
{
    if (job->form != NULL && MHD_destroy_post_processor(job->form) != MHD_YES)
        refuse(job, MHD_HTTP_BAD_REQUEST, SAY("The form ends too early."));
    job->form = NULL;
    if (job->file >= 0)
        close(job->file);
    job->file = -1;
    if (!end_field(job))
        refuse(job, MHD_HTTP_INTERNAL_SERVER_ERROR, SAY("There is not enough memory for the form."));
}

void body_free(struct job *job)
{
    if (job->form != NULL)
        MHD_destroy_post_processor(job->form);
    job->form = NULL;
    if (job->file >= 0)
        close(job->file);
    job->file = -1;
    for (size_t i = 0; i < job->request.file_count; i++)
        unlink(job->request.files[i].path);
    tvx_buf_free(&job->value);
    free(job->request.body);
    job->request.body = NULL;
}

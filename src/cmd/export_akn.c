/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux export --format akn [REF]`: a law, a proposal or a document's proposals in Akoma Ntoso; all of them. */
#include "export.h"
#include "progress.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/base/file.h>
#include <travaux/law/reference.h>
#include <travaux/show/akn.h>
#include <travaux/text/token.h>

enum { FILE_CEILING = 1 << 30 };

/* FOLDER/mnr-2022.xml, and mnr-2022-2.xml where that name is taken. */
static enum tvx_status name_file(const char **path, struct tvx_call *call, struct tvx_vocab *names, const char *folder,
                                 const char *reference)
{
    const char *slug = tvx_path_slug(call->arena, reference), *name = slug;

    for (unsigned i = 2; name != NULL; i++) {
        size_t known = tvx_vocab_count(names);
        uint32_t id = tvx_vocab_id(names, name, strlen(name));

        if (id == known) {
            *path = tvx_arena_printf(call->arena, "%s/%s.xml", folder, name);
            return *path == NULL ? tvx_error_nomem(&call->error) : TVX_OK;
        }
        name = id == UINT32_MAX ? NULL : tvx_arena_printf(call->arena, "%s-%u", slug, i);
    }
    return tvx_error_nomem(&call->error);
}

static enum tvx_status write_one(struct tvx_call *call, struct tvx_akn_desk *desk, struct tvx_vocab *names,
                                 const char *folder, size_t i)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)1 << 31);
    const char *reference, *path;
    struct tvx_buf out;
    enum tvx_status status;

    if (arena == NULL)
        return tvx_error_nomem(&call->error);
    tvx_buf_init(&out, FILE_CEILING);
    status = tvx_akn_nth(&out, &reference, desk, arena, i, &call->error);
    if (status == TVX_E_MALFORMED)
        tvx_error_prefix(&call->error, "%s", reference);
    if (status == TVX_OK)
        status = name_file(&path, call, names, folder, reference);
    if (status == TVX_OK)
        status = tvx_file_write_quick(path, out.data, out.length, &call->error);
    tvx_buf_free(&out);
    tvx_arena_free(arena);
    return status;
}

static enum tvx_status write_all(struct tvx_call *call, struct tvx_akn_desk *desk)
{
    const char *folder = tvx_call_option(call, "output");
    struct tvx_vocab *names = tvx_vocab_new(call->arena);
    struct progress progress;
    enum tvx_status status = TVX_OK;
    size_t count = tvx_akn_count(desk);

    folder = folder == NULL ? "akn" : folder;
    if (names == NULL)
        return tvx_error_nomem(&call->error);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return tvx_error_set(&call->error, TVX_E_IO, "%s: cannot make this folder: %s", folder, strerror(errno));
    progress_start(&progress, call->progress, call->width);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        status = write_one(call, desk, names, folder, i);
        progress_step(&progress, i + 1, count, "files");
    }
    progress_end(&progress);
    if (status == TVX_OK)
        fprintf(stderr, "Wrote %zu files into %s\n", count, folder);
    return status;
}

static enum tvx_status write_asked(struct tvx_call *call, struct tvx_akn_desk *desk, struct output *output)
{
    enum tvx_status status;

    if (call->argument_count == 0)
        return write_all(call, desk);
    status = tvx_akn(&output->buf, desk, call->arena, call->arguments[0], &call->error);
    return status == TVX_E_MALFORMED ? tvx_error_prefix(&call->error, "%s", call->arguments[0]) : status;
}

enum tvx_status export_akn(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_akn_desk *desk = tvx_akn_desk_new(call->arena, store, &call->error);
    const char *file = tvx_call_option(call, "schema");
    struct tvx_akn_schema *schema = NULL;
    enum tvx_status status = desk == NULL ? call->error.status : TVX_OK;

    if (status == TVX_OK && file != NULL)
        status = tvx_akn_schema_read(&schema, file, &call->error);
    if (status == TVX_OK && schema != NULL)
        tvx_akn_desk_schema(desk, schema);
    if (status == TVX_OK)
        status = write_asked(call, desk, output);
    tvx_akn_schema_free(schema);
    return status;
}

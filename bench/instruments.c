/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Prints what the recogniser of instruments finds in files: one line a provision (path, marginal number, mark, place,
 * heading, text), then the warnings.  bench/instruments.py counts and compares with what the files should hold.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <travaux/base/file.h>
#include <travaux/law/instrument.h>
#include <travaux/read/read.h>

#include "clock.h"

static int print_file(const char *path)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)1 << 32);
    struct tvx_instrument instrument;
    struct tvx_document *document = NULL;
    struct tvx_error error = {0};
    double from, to;
    char *bytes = NULL;
    size_t length;
    enum tvx_status status = tvx_file_read(&bytes, &length, path, (size_t)1 << 30, &error);

    if (status == TVX_OK)
        status = tvx_read_in_process(&document, path, bytes, length, NULL, &error);
    from = wall_ms();
    if (status == TVX_OK)
        status = tvx_instrument_parse(&instrument, arena, document, &error);
    to = wall_ms();
    free(bytes);
    if (status != TVX_OK) {
        printf("F\t%s\t%s\n", path, error.message);
    } else {
        printf("I\t%s\t%s\t%s\t%d\t%s\t%.1f ms\n", path, instrument.key == NULL ? "" : instrument.key,
               instrument.version == NULL ? "" : instrument.version, (int)instrument.kind, instrument.title,
               to - from);
        for (size_t i = 0; i < instrument.count; i++) {
            const struct tvx_provision *p = &instrument.provisions[i];

            printf("P\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%zu+%zu\t%s\n", tvx_provision_kind_to_string(p->kind), p->path,
                   p->label, p->marginal == NULL ? "" : p->marginal, p->amended == NULL ? "" : p->amended, p->heading,
                   p->level, p->start, p->points, p->text);
        }
        for (size_t i = 0; i < instrument.warning_count; i++)
            printf("W\t%s\t%s\n", instrument.warnings[i].code, instrument.warnings[i].message);
    }
    tvx_document_free(document);
    tvx_arena_free(arena);
    return status == TVX_OK ? 0 : 1;
}

int main(int count, char **arguments)
{
    int failed = 0;

    for (int i = 1; i < count; i++)
        failed |= print_file(arguments[i]);
    return failed;
}

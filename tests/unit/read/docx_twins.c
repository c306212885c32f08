/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Real documents and their twins, in which another program accepted or rejected all changes; skipped where they
 * are absent.
 */
#include <dirent.h>
#include <travaux/base/file.h>

#include "reading.h"

static char *view_of_file(const char *folder, const char *name, enum tvx_view view)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 26);
    struct tvx_document *document;
    struct tvx_lines lines;
    struct tvx_buf text;
    char path[8192], *bytes;
    size_t length;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(tvx_file_read(&bytes, &length, path, 1 << 26, NULL), TVX_OK);
    document = take(name, bytes, length);
    assert_int_equal(tvx_document_lines(&lines, arena, document, view, NULL), TVX_OK);
    tvx_buf_init(&text, 1 << 26);
    tvx_buf_char(&text, '\n');
    for (size_t i = 0; i < lines.count; i++)
        tvx_buf_printf(&text, "%s\n", lines.items[i].text);
    tvx_document_free(document);
    tvx_arena_free(arena);
    free(bytes);
    return text.data; /* malloc'ed */
}

static void twins_are_equal(void **unused)
{
    static const struct { const char *end; enum tvx_view view; } kinds[] = {{"-Accepted.docx", TVX_VIEW_AFTER},
                                                                            {"-Rejected.docx", TVX_VIEW_BEFORE}};
    const char *found = tests_data("docx/accept-reject");
    char folder[4096];
    size_t compared = 0;
    struct dirent *entry;
    DIR *directory;

    (void)unused;
    if (found == NULL) { /* a TAP comment: what cmocka prints for skip() counts as a failure with meson */
        puts("# skipped: the real documents are not here");
        return;
    }
    snprintf(folder, sizeof folder, "%s", found);
    directory = opendir(folder);
    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL)
        for (size_t i = 0; i < 2; i++) {
            char source[300], *ours, *twin;
            const char *end = strstr(entry->d_name, kinds[i].end);

            if (end == NULL)
                continue;
            snprintf(source, sizeof source, "%.*s.docx", (int)(end - entry->d_name), entry->d_name);
            ours = view_of_file(folder, source, kinds[i].view);
            twin = view_of_file(folder, entry->d_name, TVX_VIEW_AFTER);
            if (strcmp(ours, twin) != 0)
                fail_msg("%s:%s\nis not its twin:%s", source, ours, twin);
            free(ours);
            free(twin);
            compared++;
        }
    closedir(directory);
    assert_true(compared > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(twins_are_equal)};

    return cmocka_run_group_tests_name("docx_twins", tests, NULL, NULL);
}

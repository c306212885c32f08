/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any text as a label, a reference, a heading's slug, and two labels to compare. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <travaux/law/reference.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_label label;
    struct tvx_reference reference;
    struct tvx_error error;
    char *text, *slug;
    const char *second;

    if (size > 4096)
        size = 4096;
    text = tvx_text_clean(arena, (const char *)data, size);
    check(text != NULL);
    for (int bare = 0; bare < 2; bare++) {
        check(tvx_label_parse(&label, arena, text, bare != 0, &error) == TVX_OK);
        check(label.length <= strlen(text));
        check((label.kind == TVX_LABEL_NONE) == (label.length == 0));
    }
    slug = tvx_path_slug(arena, text);
    check(slug != NULL && strlen(slug) <= 80);
    check(tvx_reference_parse(&reference, arena, text, &error) == TVX_OK || error.status == TVX_E_USAGE);
    second = strchr(text, '\n');
    second = second == NULL ? text : second + 1;
    check((tvx_label_compare(text, second) < 0) == (tvx_label_compare(second, text) > 0));
    check(tvx_label_compare(text, text) == 0);
    tvx_arena_free(arena);
    return 0;
}

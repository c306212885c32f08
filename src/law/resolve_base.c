/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "agree.h"
#include "base.h"
#include "resolve_parts.h"

/* Another stored version whose text is the proposal's before-text. */
static enum tvx_status find_other_version(struct resolve_work *w, const char *before_key)
{
    for (size_t i = 0; i < w->resolver->count; i++) {
        const struct resolve_stored *other = &w->resolver->items[i];
        size_t index = tvx_map_get(&other->paths, w->out->path);
        const char *key;

        if (other == w->stored || strcmp(other->given.key, w->stored->given.key) != 0 || index == SIZE_MAX)
            continue;
        key = tvx_agree_key(w->arena, other->given.instrument->provisions[index].text);
        if (key == NULL)
            return tvx_error_nomem(w->error);
        if (strcmp(key, before_key) != 0)
            continue;
        w->out->reason = tvx_arena_printf(w->arena, "drafted against %s@%s", other->given.key,
                                          other->given.version == NULL ? "?" : other->given.version);
        return w->out->reason == NULL ? tvx_error_nomem(w->error) : TVX_OK;
    }
    return TVX_OK;
}

/* A text without punctuation keeps its label as a word: "e kept in a form …" of point (e). */
static const char *without_bare_label(struct tvx_arena *arena, const char *before, const char *path)
{
    const char *last = strrchr(path, '.') == NULL ? path : strrchr(path, '.') + 1;
    size_t length = strcspn(before, " ");
    char *word = tvx_arena_strndup(arena, before, length);
    const char *loose = word == NULL ? NULL : resolve_loosen(arena, word), *step = resolve_loosen(arena, last);

    return loose != NULL && step != NULL && strcmp(loose, step) == 0 && before[length] == ' ' ? before + length + 1
                                                                                               : before;
}

static enum tvx_status is_base(struct resolve_work *w, size_t found, const char *before, bool *same)
{
    const char *bare = without_bare_label(w->arena, before, w->out->path);
    const char *keys[2] = {tvx_agree_key(w->arena, before), tvx_agree_key(w->arena, bare)};

    *same = false;
    if (keys[0] == NULL || keys[1] == NULL)
        return tvx_error_nomem(w->error);
    for (int extent = 0; extent < TVX_BASE_EXTENTS && !*same; extent++) {
        const char *base, *key;
        enum tvx_status status = tvx_base_text(&base, w->arena, w->stored->given.instrument, found,
                                               (enum tvx_base_extent)extent, w->error);
        if (status != TVX_OK)
            return status;
        key = tvx_agree_key(w->arena, base);
        if (key == NULL)
            return tvx_error_nomem(w->error);
        *same = *key != '\0' && (strcmp(key, keys[0]) == 0 || strcmp(key, keys[1]) == 0);
    }
    return TVX_OK;
}

enum tvx_status resolve_base(struct resolve_work *w, size_t found)
{
    const char *before = tvx_text_without_label(w->proposal->before, w->out->path), *base, *key;
    const char *own = found == SIZE_MAX ? "" : resolve_provision(w, found)->text;
    bool more = strlen(before) > strlen(own) + strlen(own) / 4 + 20, same;
    size_t common, count;
    enum tvx_status status;

    if (tvx_text_blank(before, strlen(before)))
        return TVX_OK;
    status = is_base(w, found, before, &same);
    if (status != TVX_OK || same)
        return status;
    w->out->base_differs = true;
    status = tvx_base_text(&base, w->arena, w->stored->given.instrument, found,
                           more ? TVX_BASE_WHOLE : TVX_BASE_OWN, w->error);
    if (status != TVX_OK)
        return status;
    status = tvx_agree_words(&common, &count, w->arena, without_bare_label(w->arena, before, w->out->path), base,
                             w->error);
    if (status != TVX_OK)
        return status;
    w->out->base_agreement = count == 0 ? 1.0 : (double)common / (double)count;
    key = tvx_agree_key(w->arena, before);
    if (key == NULL)
        return tvx_error_nomem(w->error);
    return w->out->reason == NULL ? find_other_version(w, key) : TVX_OK;
}

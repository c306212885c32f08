/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include <travaux/text/utf8.h>

#include "recognise.h"

/* Paths given out, by hash, each with the number of times it was asked for. */
struct rec_paths {
    struct {
        const char *path;
        unsigned times;
    } *slots;
    size_t capacity, count;
};

static uint64_t hash_of(const char *text)
{
    uint64_t hash = 14695981039346656037u;

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return hash ^ hash >> 31;
}

static size_t slot_of(const struct rec_paths *paths, const char *path)
{
    size_t slot = (size_t)hash_of(path) & (paths->capacity - 1);

    while (paths->slots[slot].path != NULL && strcmp(paths->slots[slot].path, path) != 0)
        slot = (slot + 1) & (paths->capacity - 1);
    return slot;
}

static bool paths_room(struct rec_build *build)
{
    struct rec_paths *paths = build->paths, old = *paths;

    if ((paths->count + 1) * 2 < paths->capacity)
        return true;
    paths->capacity = old.capacity == 0 ? 256 : old.capacity * 2;
    paths->slots = tvx_arena_array(build->arena, paths->capacity, sizeof *paths->slots);
    if (paths->slots == NULL)
        return false;
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].path != NULL)
            paths->slots[slot_of(paths, old.slots[i].path)] = old.slots[i];
    return true;
}

bool rec_path_taken(const struct rec_build *build, const char *path)
{
    return build->paths->capacity > 0 && build->paths->slots[slot_of(build->paths, path)].path != NULL;
}

/* The path, or the path with "-2", "-3" … when it was given out before; NULL when memory is short. */
static const char *unique(struct rec_build *build, const char *path)
{
    const char *wanted = path;

    for (;;) {
        size_t slot, first;

        if (!paths_room(build))
            return NULL;
        slot = slot_of(build->paths, wanted);
        if (build->paths->slots[slot].path == NULL) {
            build->paths->slots[slot].path = tvx_arena_strdup(build->arena, wanted);
            build->paths->slots[slot].times = 1;
            build->paths->count++;
            return build->paths->slots[slot].path;
        }
        first = slot_of(build->paths, path);
        wanted = tvx_arena_printf(build->arena, "%s-%u", path, ++build->paths->slots[first].times);
        if (wanted == NULL)
            return NULL;
    }
}

enum tvx_status rec_build_start(struct rec_build *build, struct tvx_arena *arena, struct tvx_instrument *out,
                                const struct tvx_lines *lines, size_t ceiling, struct tvx_error *error)
{
    *build = (struct rec_build){.arena = arena, .out = out, .lines = lines, .current = SIZE_MAX};
    tvx_buf_init(&build->text, ceiling);
    build->paths = tvx_arena_alloc(arena, sizeof *build->paths);
    return build->paths == NULL ? tvx_error_nomem(error) : TVX_OK;
}

void rec_build_end(struct rec_build *build)
{
    rec_close(build);
    tvx_buf_free(&build->text);
}

void rec_close(struct rec_build *build)
{
    struct tvx_provision *provision;

    if (build->current == SIZE_MAX)
        return;
    provision = &build->out->provisions[build->current];
    if (build->text.failed)
        build->failed = true;
    else if (build->text.length > 0)
        provision->text = tvx_text_fold_space(build->arena, build->text.data, build->text.length);
    if (provision->text == NULL) {
        provision->text = "";
        build->failed = true;
    }
    tvx_buf_clear(&build->text);
    build->current = SIZE_MAX;
}

size_t rec_open(struct rec_build *build, enum tvx_provision_kind kind, size_t parent, const char *path,
                const char *label, size_t label_length)
{
    struct tvx_provision *provision;
    size_t index = build->out->count;

    rec_close(build);
    build->out->provisions = tvx_arena_grow(build->arena, build->out->provisions, index, &build->provision_capacity,
                                            sizeof *build->out->provisions);
    if (build->out->provisions == NULL || path == NULL) {
        build->out->count = build->out->provisions == NULL ? 0 : index;
        build->failed = true;
        return SIZE_MAX;
    }
    provision = &build->out->provisions[index];
    *provision = (struct tvx_provision){
        .kind = kind,
        .path = unique(build, path),
        .label = label_length == 0 ? "" : tvx_text_fold_space(build->arena, label, label_length),
        .heading = "",
        .text = "",
        .level = parent == SIZE_MAX ? 0 : build->out->provisions[parent].level + 1,
        .parent = parent,
        .start = SIZE_MAX,
    };
    if (provision->path == NULL || provision->label == NULL) {
        build->failed = true;
        return SIZE_MAX;
    }
    build->out->count++;
    build->current = index;
    return index;
}

void rec_place(struct rec_build *build, size_t line, size_t from, size_t to)
{
    struct tvx_provision *provision;
    size_t start, end;

    if (build->current == SIZE_MAX || line >= build->lines->count)
        return;
    provision = &build->out->provisions[build->current];
    start = build->lines->items[line].start + from;
    end = build->lines->items[line].start + to;
    if (provision->start == SIZE_MAX)
        provision->start = start;
    if (end > provision->start && end - provision->start > provision->points)
        provision->points = end - provision->start;
}

void rec_warn(struct rec_build *build, size_t line, const char *code, const char *format, ...)
{
    struct tvx_instrument *out = build->out;
    struct tvx_warning *warning;
    va_list list;

    out->warnings = tvx_arena_grow(build->arena, out->warnings, out->warning_count, &build->warning_capacity,
                                   sizeof *out->warnings);
    if (out->warnings == NULL) {
        out->warning_count = 0;
        build->failed = true;
        return;
    }
    warning = &out->warnings[out->warning_count];
    va_start(list, format);
    warning->message = tvx_arena_vprintf(build->arena, format, list);
    va_end(list);
    warning->code = code;
    warning->block = line < build->lines->count ? build->lines->items[line].first_block : SIZE_MAX;
    if (warning->message == NULL)
        build->failed = true;
    else
        out->warning_count++;
}

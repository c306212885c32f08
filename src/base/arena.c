/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <travaux/base/arena.h>

enum { FIRST_CHUNK = 16 * 1024, LARGEST_CHUNK = 4 * 1024 * 1024, HUGE_PAGE = 2 * 1024 * 1024 };
enum { ALIGN = alignof(max_align_t) };

struct chunk {
    struct chunk *next;
    size_t used, size;
    size_t mapped; /* bytes, chunk and all, when it lies in huge pages; else 0 */
    alignas(max_align_t) unsigned char bytes[];
};

struct tvx_arena {
    struct chunk *head; /* the one being filled */
    size_t used, ceiling, next_size;
};

struct tvx_arena *tvx_arena_new(size_t ceiling)
{
    struct tvx_arena *arena = calloc(1, sizeof *arena);

    if (arena == NULL)
        return NULL;
    arena->ceiling = ceiling;
    arena->next_size = FIRST_CHUNK;
    return arena;
}

#if defined(__SANITIZE_ADDRESS__)
static struct chunk *map_chunk(size_t size) /* malloc's chunks have guards */
{
    (void)size;
    return NULL;
}
#else
/*
 * A large chunk in huge pages where the kernel has them: to fault in small pages one by one costs a long comparison a
 * third of its time.  NULL when it cannot be had.
 */
static struct chunk *map_chunk(size_t size)
{
    unsigned char *bytes;
    struct chunk *chunk;
    size_t before, mapped;

    if (size < HUGE_PAGE || size > SIZE_MAX - 2 * (size_t)HUGE_PAGE)
        return NULL;
    mapped = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    bytes = mmap(NULL, mapped + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bytes == MAP_FAILED)
        return NULL;
    before = (HUGE_PAGE - (uintptr_t)bytes % HUGE_PAGE) % HUGE_PAGE;
    if (before > 0)
        munmap(bytes, before);
    if (before < HUGE_PAGE)
        munmap(bytes + before + mapped, HUGE_PAGE - before);
    madvise(bytes + before, mapped, MADV_HUGEPAGE); /* only a hint */
    chunk = (struct chunk *)(void *)(bytes + before);
    chunk->mapped = mapped;
    return chunk;
}
#endif

static void free_chunk(struct chunk *chunk)
{
    if (chunk->mapped > 0)
        munmap(chunk, chunk->mapped);
    else
        free(chunk);
}

void tvx_arena_free(struct tvx_arena *arena)
{
    if (arena == NULL)
        return;
    for (struct chunk *chunk = arena->head; chunk != NULL;) {
        struct chunk *next = chunk->next;

        free_chunk(chunk);
        chunk = next;
    }
    free(arena);
}

void tvx_arena_expect(struct tvx_arena *arena, size_t size)
{
    if (size > arena->ceiling - arena->used)
        size = arena->ceiling - arena->used;
    if (size > arena->next_size)
        arena->next_size = size;
}

/* A chunk with room for `size` bytes becomes the head; a large one goes behind the head, which keeps its room. */
static struct chunk *add_chunk(struct tvx_arena *arena, size_t size)
{
    size_t room = size > arena->next_size ? size : arena->next_size;
    struct chunk *chunk;

    if (room > SIZE_MAX - sizeof *chunk)
        return NULL;
    chunk = map_chunk(sizeof *chunk + room);
    if (chunk == NULL)
        chunk = calloc(1, sizeof *chunk + room);
    if (chunk == NULL)
        return NULL;
    chunk->size = chunk->mapped > 0 ? chunk->mapped - sizeof *chunk : room;
    if (size > arena->next_size && arena->head != NULL) {
        chunk->next = arena->head->next;
        arena->head->next = chunk;
    } else {
        chunk->next = arena->head;
        arena->head = chunk;
        arena->next_size = arena->next_size < LARGEST_CHUNK ? arena->next_size * 2 : LARGEST_CHUNK;
    }
    return chunk;
}

void *tvx_arena_alloc(struct tvx_arena *arena, size_t size)
{
    struct chunk *chunk = arena->head;
    void *result;

    if (size > SIZE_MAX - ALIGN)
        return NULL;
    size = size == 0 ? ALIGN : (size + ALIGN - 1) / ALIGN * ALIGN;
    if (size > arena->ceiling - arena->used)
        return NULL;
    if (chunk == NULL || size > chunk->size - chunk->used) {
        chunk = add_chunk(arena, size);
        if (chunk == NULL)
            return NULL;
    }
    result = chunk->bytes + chunk->used;
    chunk->used += size;
    arena->used += size;
    return result;
}

void *tvx_arena_array(struct tvx_arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    return tvx_arena_alloc(arena, bytes);
}

void *tvx_arena_grow(struct tvx_arena *arena, void *array, size_t count, size_t *capacity, size_t size)
{
    size_t wanted;
    void *larger;

    if (count < *capacity)
        return array;
    if (__builtin_mul_overflow(*capacity, (size_t)2, &wanted))
        return NULL;
    if (wanted < 8)
        wanted = 8;
    larger = tvx_arena_array(arena, wanted, size);
    if (larger == NULL)
        return NULL;
    if (count > 0)
        memcpy(larger, array, count * size);
    *capacity = wanted;
    return larger;
}

char *tvx_arena_strndup(struct tvx_arena *arena, const char *text, size_t length)
{
    char *copy;

    if (text == NULL || length == SIZE_MAX)
        return NULL;
    copy = tvx_arena_alloc(arena, length + 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *tvx_arena_strdup(struct tvx_arena *arena, const char *text)
{
    return text == NULL ? NULL : tvx_arena_strndup(arena, text, strlen(text));
}

char *tvx_arena_vprintf(struct tvx_arena *arena, const char *format, va_list list)
{
    va_list again;
    int length;
    char *text;

    va_copy(again, list);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return NULL;
    text = tvx_arena_alloc(arena, (size_t)length + 1);
    if (text != NULL)
        vsnprintf(text, (size_t)length + 1, format, list);
    return text;
}

char *tvx_arena_printf(struct tvx_arena *arena, const char *format, ...)
{
    va_list list;
    char *text;

    va_start(list, format);
    text = tvx_arena_vprintf(arena, format, list);
    va_end(list);
    return text;
}

size_t tvx_arena_used(const struct tvx_arena *arena)
{
    return arena->used;
}

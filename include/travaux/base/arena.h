/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * An arena owns every allocation made for one document, one request or one command, and frees them
 * together.  It has a ceiling, so that no input can make the program take more memory than was meant.
 * A function that takes an arena says by that who owns what it returns.
 */
#ifndef TRAVAUX_BASE_ARENA_H
#define TRAVAUX_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct tvx_arena;

/* A new arena that hands out at most `ceiling` bytes in all; NULL when memory is short. */
struct tvx_arena *tvx_arena_new(size_t ceiling);

/* About `size` bytes are to come: they are then taken from the system at once.  Only a hint. */
void tvx_arena_expect(struct tvx_arena *arena, size_t size);

/* Frees the arena and all it handed out; NULL is allowed. */
void tvx_arena_free(struct tvx_arena *arena);

/* `size` zeroed bytes aligned for any type (a unique non-NULL address for 0); NULL past the ceiling. */
void *tvx_arena_alloc(struct tvx_arena *arena, size_t size) __attribute__((malloc));

/* `count` zeroed elements of `size` bytes; NULL on overflow of the product too. */
void *tvx_arena_array(struct tvx_arena *arena, size_t count, size_t size);

/*
 * For an array that grows: makes room for one more element than `count`, doubling *capacity when needed,
 * and returns the array (moved, maybe; the old one stays in the arena until its end) or NULL.
 * The new elements are zeroed.
 */
void *tvx_arena_grow(struct tvx_arena *arena, void *array, size_t count, size_t *capacity, size_t size);

/* Copies; the result is NUL-terminated.  NULL when the arena is full (or when `text` is NULL). */
char *tvx_arena_strdup(struct tvx_arena *arena, const char *text);
char *tvx_arena_strndup(struct tvx_arena *arena, const char *text, size_t length);
char *tvx_arena_printf(struct tvx_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *tvx_arena_vprintf(struct tvx_arena *arena, const char *format, va_list list)
    __attribute__((format(printf, 2, 0)));

/* Bytes handed out so far. */
size_t tvx_arena_used(const struct tvx_arena *arena);

#endif

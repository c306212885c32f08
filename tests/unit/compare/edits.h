/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Random edits of a text that remember where every byte came from, so that the right answer to "where is this passage
 * now?" is known.  Used by a test on small texts and by bench/anchors.c on whole documents.
 */
#ifndef TESTS_UNIT_COMPARE_EDITS_H
#define TESTS_UNIT_COMPARE_EDITS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { EDITS_NEW = -1 };

struct edited {
    char *text;    /* NUL-terminated */
    int32_t *from; /* of each byte: where it stood in the original; EDITS_NEW */
    size_t length, room;
};

static inline uint64_t edits_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static inline void edits_begin(struct edited *e, const char *text)
{
    e->length = strlen(text);
    e->room = 2 * e->length + (1 << 16);
    e->text = malloc(e->room + 1);
    e->from = malloc((e->room + 1) * sizeof *e->from);
    if (e->text == NULL || e->from == NULL)
        abort();
    memcpy(e->text, text, e->length + 1);
    for (size_t i = 0; i < e->length; i++)
        e->from[i] = (int32_t)i;
}

static inline void edits_end(struct edited *e)
{
    free(e->text);
    free(e->from);
}

static inline void edits_delete(struct edited *e, size_t at, size_t length)
{
    memmove(e->text + at, e->text + at + length, e->length - at - length + 1);
    memmove(e->from + at, e->from + at + length, (e->length - at - length) * sizeof *e->from);
    e->length -= length;
}

/* `from` NULL: the bytes are new. */
static inline void edits_insert(struct edited *e, size_t at, const char *bytes, const int32_t *from, size_t length)
{
    if (length > e->room - e->length)
        return;
    memmove(e->text + at + length, e->text + at, e->length - at + 1);
    memmove(e->from + at + length, e->from + at, (e->length - at) * sizeof *e->from);
    memcpy(e->text + at, bytes, length);
    for (size_t i = 0; i < length; i++)
        e->from[at + i] = from == NULL ? EDITS_NEW : from[i];
    e->length += length;
}

/* A line with its newline, or a word with the space before it. */
static inline void edits_line(const char *text, size_t length, uint64_t *state, size_t *start, size_t *size)
{
    size_t at = length == 0 ? 0 : edits_random(state) % length, end;

    while (at > 0 && text[at - 1] != '\n')
        at--;
    for (end = at; end < length && text[end] != '\n'; end++)
        ;
    *start = at;
    *size = end + (end < length) - at;
}

static inline void edits_word(const char *text, size_t length, uint64_t *state, size_t *start, size_t *size)
{
    size_t at = length == 0 ? 0 : edits_random(state) % length, end;

    while (at > 0 && text[at] != ' ' && text[at] != '\n')
        at--;
    for (end = at + 1; end < length && text[end] != ' ' && text[end] != '\n'; end++)
        ;
    *start = at;
    *size = end > length ? length - at : end - at;
}

/* One edit of a random kind; what is put in comes from `other`, or is a line of the text itself. */
static inline void edits_one(struct edited *e, const char *other, uint64_t *state)
{
    uint64_t kind = edits_random(state) % 10;
    size_t start, size, from, length;
    const char *source = edits_random(state) % 8 == 0 ? e->text : other;
    size_t source_length = strlen(source);
    char *bytes;
    int32_t *origins;

    if (kind < 5)
        edits_word(e->text, e->length, state, &start, &size);
    else
        edits_line(e->text, e->length, state, &start, &size);
    if (kind == 0 || kind == 5 || kind == 6) { /* take out */
        edits_delete(e, start, size);
        return;
    }
    if (kind == 9) { /* move */
        bytes = malloc(size + 1);
        origins = malloc((size + 1) * sizeof *origins);
        if (bytes == NULL || origins == NULL)
            abort();
        memcpy(bytes, e->text + start, size);
        memcpy(origins, e->from + start, size * sizeof *origins);
        edits_delete(e, start, size);
        edits_line(e->text, e->length, state, &start, &from);
        edits_insert(e, start, bytes, origins, size);
        free(bytes);
        free(origins);
        return;
    }
    if (kind < 5)
        edits_word(source, source_length, state, &from, &length);
    else
        edits_line(source, source_length, state, &from, &length);
    bytes = malloc(length + 1);
    if (bytes == NULL)
        abort();
    memcpy(bytes, source + from, length);
    if (kind == 1 || kind == 2 || kind == 7) /* in place of it */
        edits_delete(e, start, size);
    edits_insert(e, start, bytes, NULL, length);
    free(bytes);
}

/* ---- where a passage of the original is now ---- */

struct edits_truth {
    size_t survivors, of; /* bytes that are no white space */
    size_t first, end;    /* of the survivors, in the new text */
    bool whole;           /* all of them, in a row and in order, nothing between */
};

static inline struct edits_truth edits_truth(const struct edited *e, const char *original, size_t start, size_t length)
{
    struct edits_truth truth = {.first = SIZE_MAX, .whole = true};
    int32_t last = EDITS_NEW;

    for (size_t i = start; i < start + length; i++)
        truth.of += original[i] != ' ' && original[i] != '\n';
    for (size_t i = 0; i < e->length; i++) {
        bool in = e->from[i] >= (int32_t)start && e->from[i] < (int32_t)(start + length);

        if (in && e->text[i] != ' ' && e->text[i] != '\n') {
            truth.survivors++;
            truth.first = truth.first == SIZE_MAX ? i : truth.first;
            truth.end = i + 1;
        }
    }
    for (size_t i = truth.first; truth.first != SIZE_MAX && i < truth.end; i++) {
        truth.whole = truth.whole && e->from[i] != EDITS_NEW && (last == EDITS_NEW || e->from[i] == last + 1);
        last = e->from[i];
    }
    truth.whole = truth.whole && truth.survivors == truth.of;
    return truth;
}

enum edits_verdict {
    EDITS_RIGHT,    /* found where it is */
    EDITS_GONE,     /* orphaned, and it is gone */
    EDITS_ORPHANED, /* orphaned though more than half of it is there */
    EDITS_PART,     /* found, but less than half of what is left of it */
    EDITS_TWIN,     /* the same words, or half of them in a row, but from a copy that was put in */
    EDITS_WRONG,    /* a place that has nothing of it */
    EDITS_VERDICTS,
};

/* Are b's letters, white space not counted, a stretch of a's, and half of them at least? */
static inline bool edits_copy(const char *a, size_t a_length, const char *b, size_t b_length)
{
    for (size_t begin = 0; begin < a_length; begin++) {
        size_t i = begin, j = 0;

        for (;;) {
            while (i < a_length && (a[i] == ' ' || a[i] == '\n'))
                i++;
            while (j < b_length && (b[j] == ' ' || b[j] == '\n'))
                j++;
            if (i == a_length || j == b_length || a[i] != b[j])
                break;
            i++;
            j++;
        }
        if (j == b_length)
            return 2 * b_length >= a_length;
    }
    return false;
}

static inline enum edits_verdict edits_judge(const struct edited *e, const char *original, size_t start, size_t length,
                                             bool found, size_t at, size_t found_length)
{
    struct edits_truth truth = edits_truth(e, original, start, length);
    size_t covered = 0;

    if (!found)
        return 2 * truth.survivors > truth.of ? EDITS_ORPHANED : EDITS_GONE;
    for (size_t i = at; i < at + found_length && i < e->length; i++)
        covered += e->from[i] >= (int32_t)start && e->from[i] < (int32_t)(start + length) && e->text[i] != ' ' &&
                   e->text[i] != '\n';
    if (covered == 0)
        return edits_copy(original + start, length, e->text + at, found_length) ? EDITS_TWIN : EDITS_WRONG;
    return 2 * covered >= truth.survivors ? EDITS_RIGHT : EDITS_PART;
}

#endif

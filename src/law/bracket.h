/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the files of the reader of brackets share.  `bracket_lines` says what each line is, `bracket_pair` finds which
 * bracket closes which, `bracket_kind` which are no brackets of substance, `bracket_actors` whose names stand at them,
 * `bracket_options` what each option governs.
 */
#ifndef TRAVAUX_LAW_BRACKET_PRIVATE_H
#define TRAVAUX_LAW_BRACKET_PRIVATE_H

#include <stdint.h>

#include <travaux/law/brackets.h>

#include "recognise.h"
#include "words.h"

#define BRACKET_WORDS "data/option-words.tsv"

/* "Option 1:", found at some place in a line. */
struct bracket_label {
    struct tvx_field family;  /* words that count together */
    size_t from, to;          /* bytes of "Option 1" */
    size_t tail;              /* what stands behind the mark that parts it from its text */
    size_t designator, designator_length;
    bool lettered;
    unsigned dots;            /* 1 for "1.1" */
    unsigned number;          /* ascends with the label: A, B; 5, 5A, 6; 2.1, 2.2 */
};

/* How far out a line stands: what opens at one rank ends before a line of a higher one. */
enum { RANK_PLAIN, RANK_ROMAN, RANK_LETTER, RANK_NUMBER, RANK_OPTION, RANK_HEADING };

struct bracket_line {
    size_t from, to, start;  /* bytes; code points before */
    size_t body;             /* byte behind the printed label */
    int rank;                /* PLAIN: without a label */
    unsigned number;         /* of a numbered line, 0 when it has none or several parts */
    bool topic;              /* "{…}" alone on its line */
    bool end_all, end_one;   /* "{End of options}" */
    struct bracket_label option; /* of a line of RANK_OPTION */
};

struct bracket_mark {
    size_t at, size, point, line;
    unsigned type;
    bool opens, brace;
    size_t mate;             /* SIZE_MAX: none */
};

struct bracket_reader {
    struct tvx_arena *arena;
    struct tvx_error *error;
    const char *text;
    size_t length;
    struct rec_words words;
    struct bracket_line *lines;
    size_t line_count, last_points; /* code points of the last line */
    struct bracket_mark *marks; /* square ones and braces, in order */
    size_t mark_count, mark_capacity;
    bool balanced;
    size_t names_left;       /* how many more places names are looked for */
    struct tvx_brackets *out;
    size_t item_capacity, option_capacity, fault_capacity, agreed_capacity;
};

enum tvx_status bracket_lines(struct bracket_reader *r);
/* The label of an option at `at`; false when there is none.  `loose`: whatever stands behind it ("[Alt.1 shall]"). */
bool bracket_option_at(struct bracket_label *out, const struct bracket_reader *r, size_t at, size_t end, bool loose);
/* Skips white space, opening marks and quotes. */
size_t bracket_skip_open(const struct bracket_reader *r, size_t at, size_t end);
/* The slice without white space at its ends. */
void bracket_trim(const struct bracket_reader *r, size_t *from, size_t *to);
size_t bracket_line_of(const struct bracket_reader *r, size_t at);
/* Code points before byte `at`. */
size_t bracket_point(const struct bracket_reader *r, size_t at);
/* Is the slice one of the phrases of that kind and nothing else but marks?  *row may be NULL. */
bool bracket_is_phrase(const struct bracket_reader *r, size_t from, size_t to, const char *kind);
/* Does it begin with one?  The byte behind it and a colon, 0 when not. */
size_t bracket_phrase_at(const struct bracket_reader *r, size_t from, size_t to, const char *kind);

enum tvx_status bracket_pair(struct bracket_reader *r);    /* marks with their mates, then items and faults */
enum tvx_status bracket_kinds(struct bracket_reader *r);   /* kinds, and marks of agreement */

struct bracket_names {
    const char **codes;
    size_t count;
};
/* The slice as a list of names, in whole; false when it is none. */
bool bracket_names(struct bracket_names *out, struct bracket_reader *r, size_t from, size_t to);
/* Is one of them in a table, or does a bracket of this text bear it? */
bool bracket_names_credible(struct bracket_reader *r, const struct bracket_names *names);
/* Adds names that are not there yet. */
enum tvx_status bracket_names_add(struct bracket_reader *r, const char ***codes, size_t *count,
                                  struct bracket_names names);
enum tvx_status bracket_actors(struct bracket_reader *r);

enum tvx_status bracket_options(struct bracket_reader *r);

#endif

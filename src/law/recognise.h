/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the files of the instrument recogniser share.  Lines come in; `page` takes off running heads and notes,
 * `marginal` finds the numbers in the margin, `shape` and `words` say what one line looks like, `flow` decides what it
 * is from what stands open, and `build` keeps the provisions.  Every pass looks at each byte a bounded number of times.
 */
#ifndef TRAVAUX_LAW_RECOGNISE_H
#define TRAVAUX_LAW_RECOGNISE_H

#include <stdbool.h>
#include <stdint.h>

#include <travaux/base/buf.h>
#include <travaux/law/instrument.h>
#include <travaux/law/reference.h>

/* ---- words: the tables ---- */

enum rec_division {
    REC_NONE,
    REC_ANNEX, /* all that opens a part of its own: annex, appendix, schedule, protocol */
    REC_RESOLUTION, REC_DECISION, REC_RECOMMENDATION, REC_OPINION,
    REC_PART, REC_TITLE, REC_CHAPTER, REC_SECTION, REC_SUBSECTION, REC_ARTICLE,
    REC_PREAMBLE, REC_RECITALS, /* words without a number: "Preamble", "Whereas:" */
};

struct rec_word {
    const char *text; /* lower case */
    size_t length;
    uint32_t first;   /* its first code point */
    int kind;
    const char *slug; /* of a division: the step's word */
};

/* Sorted by the low byte of the first code point; those with byte b are items[starts[b]] to items[starts[b + 1]]. */
struct rec_list {
    struct rec_word *items;
    size_t count;
    uint32_t starts[257];
};

struct rec_words {
    struct rec_list divisions, clauses, modifiers, starters, ordinals, keys;
};

/* REC_MANDATE: an operative word that also opens a part within a line ("…, instructs the Council to …"). */
enum { REC_PREAMBULAR, REC_OPERATIVE, REC_MANDATE };

enum tvx_status rec_words_load(struct rec_words *words, struct tvx_arena *arena, struct tvx_error *error);

/* Bytes of `text` that are `word` whatever the case, 0 when they are not or a letter or digit follows. */
size_t rec_word_match(const char *text, size_t length, const struct rec_word *word);
/* The longest of the words at the start of `text`, or NULL; its bytes go to *taken. */
const struct rec_word *rec_word_find(const struct rec_list *list, const char *text, size_t length, size_t *taken);

/* ---- shape: one line ---- */

/* How a label is written; items of one list share it. */
struct rec_style {
    enum tvx_label_kind kind;
    bool opened, closed, upper, han;
    unsigned dots; /* 1 for "5.1" */
};

struct rec_label {
    struct rec_style style;
    const char *canonical;
    size_t length;   /* bytes with the space behind */
    size_t printed;  /* bytes without it */
    bool also_letter;
    bool bare;       /* a number that only white space follows: "1 that" */
    bool glued;      /* no white space follows: "3.1.1The", "-either" */
};

/* kind NONE when there is none. */
enum tvx_status rec_label_at(struct rec_label *out, struct tvx_arena *arena, const char *text, size_t length,
                             struct tvx_error *error);
bool rec_style_same(const struct rec_style *a, const struct rec_style *b);
/* The label as a letter ("i" after "h"), when it can be one. */
struct rec_label rec_label_as_letter(const struct rec_label *label);
/* b may stand right behind a: 2 or 2-bis behind 1 … */
bool rec_label_follows(const char *a, const char *b, enum tvx_label_kind kind);
bool rec_label_is_first(const char *canonical, enum tvx_label_kind kind);

struct rec_heading {
    enum rec_division kind;
    const char *slug;   /* the step: "article" */
    const char *number; /* canonical: "5", "5A", "4A" for IVA; "" when none */
    size_t label;       /* bytes of the printed label */
    size_t rest;        /* where the heading's words begin, == length when none */
    bool upper;         /* the word is in capitals */
    bool separated;     /* a full stop, dash or wide gap stands between number and words */
};
enum tvx_status rec_division_at(struct rec_heading *out, struct tvx_arena *arena, const struct rec_words *words,
                                const char *text, size_t length, struct tvx_error *error);

struct rec_clause {
    bool found, operative, mandate, capital;
    size_t phrase; /* bytes of the words in the table with their modifiers */
};
struct rec_clause rec_clause_at(const struct rec_words *words, const char *text, size_t length);

size_t rec_amendment_mark(const char *text, size_t length); /* "PP-98" at the start: its bytes, else 0 */
bool rec_is_history(const char *text, size_t length);       /* "(Kyoto, 1994) – (Rev. Dubai, 2018)" */
bool rec_is_rule(const char *text, size_t length);          /* "_______" */
bool rec_ends_sentence(const char *text, size_t length);    /* . ; : , or their like, maybe in quotes or brackets */
bool rec_ends_full(const char *text, size_t length);        /* . : ; only */
bool rec_starts_lower(const char *text, size_t length);
bool rec_starts_upper(const char *text, size_t length);
bool rec_is_upper(const char *text, size_t length);         /* letters, and none of them small */
const char *rec_last_year(struct tvx_arena *arena, const char *text, size_t length); /* "2018" or NULL */

/* ---- page: lines without running heads and notes ---- */

enum { REC_BLANK = 1, REC_CELL = 2, REC_NOTE = 4, REC_TITLED = 8, REC_DROP = 16, REC_PAGE = 32 };

struct rec_line {
    const char *text;
    size_t length, label; /* label: bytes that the format computed */
    size_t line;          /* index in tvx_lines */
    unsigned flags;
    const char *marginal; /* filled by rec_marginals: canonical number, NULL when none */
    size_t marginal_length;
    bool suppressed;
};

struct rec_note {
    const char *mark, *text;
    size_t first_line, last_line;
};

struct rec_page {
    struct rec_line *lines;
    size_t count;
    struct rec_note *notes;
    size_t note_count;
    size_t heads;         /* running heads left out */
    size_t first_head;    /* line of the first one */
    const char *head_key; /* "CS" of "CS/Article 5"; NULL */
    bool wrapped;         /* lines break where the page ends, not where a paragraph does */
    size_t width;         /* of a full line, bytes */
    struct rec_vocabulary *vocabulary;
};

/* Hints by block, or NULL: `flags` per line of `lines`. */
enum tvx_status rec_page_make(struct rec_page *page, struct tvx_arena *arena, const struct rec_words *words,
                              const struct tvx_lines *lines, const unsigned *flags, bool may_wrap,
                              struct tvx_error *error);

/* How two pieces of a broken line are joined: ' ', 0 (nothing), or '-' (drop the hyphen that ends the first). */
int rec_join(const struct rec_page *page, const char *before, size_t before_length, const char *after,
             size_t after_length);

struct rec_vocabulary;
enum tvx_status rec_vocabulary_make(struct rec_vocabulary **out, struct tvx_arena *arena,
                                    const struct tvx_lines *lines, struct tvx_error *error);
/* How often the word (letters, and hyphens between) stands in the document, 0…255; `a` and `b` are its two halves. */
unsigned rec_vocabulary_count(struct rec_vocabulary *vocabulary, const char *a, size_t a_length, const char *b,
                              size_t b_length);

/* ---- marginal: numbers in the margin ---- */

/* Fills the lines' marginal numbers; *count is 0 when the document has none. */
enum tvx_status rec_marginals(struct rec_page *page, struct tvx_arena *arena, size_t *count, struct tvx_error *error);

/* ---- build: provisions ---- */

enum { REC_DEPTH = 16 };

struct rec_paths;

struct rec_build {
    struct tvx_arena *arena;
    struct tvx_instrument *out;
    const struct tvx_lines *lines;
    size_t provision_capacity, warning_capacity;
    struct rec_paths *paths;
    struct tvx_buf text;
    size_t current; /* provision that takes text; SIZE_MAX none */
    size_t last_line, last_points; /* where the text read last ends, points within its line */
    bool failed;
};

enum tvx_status rec_build_start(struct rec_build *build, struct tvx_arena *arena, struct tvx_instrument *out,
                                const struct tvx_lines *lines, size_t ceiling, struct tvx_error *error);
void rec_build_end(struct rec_build *build);
/* A new provision that takes text from now on; the one before is closed.  `path` is made unique. */
size_t rec_open(struct rec_build *build, enum tvx_provision_kind kind, size_t parent, const char *path,
                const char *label, size_t label_length);
void rec_place(struct rec_build *build, size_t line, size_t from, size_t to); /* points within that line */
bool rec_path_taken(const struct rec_build *build, const char *path);
void rec_close(struct rec_build *build);
void rec_warn(struct rec_build *build, size_t line, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* ---- flow ---- */

/* Reads all lines into provisions. */
enum tvx_status rec_flow(struct rec_build *build, struct rec_page *page, const struct rec_words *words,
                         size_t marginals, struct tvx_error *error);

#endif

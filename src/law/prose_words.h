/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A line of prose as tokens: quotations, the words of instructions (data/prose-words.tsv), units of a law with their
 * labels (data/places.tsv), ordinals and marks.  What a line says is decided by `prose_parse`; here only what each
 * word can be.  The tables are indexed once for a document.
 */
#ifndef TRAVAUX_LAW_PROSE_WORDS_H
#define TRAVAUX_LAW_PROSE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

enum prose_role {
    /* verbs */
    PROSE_REPLACE, PROSE_SUBSTITUTE, PROSE_DELETE, PROSE_INSERT, PROSE_READ, PROSE_AMEND, PROSE_MOVE, PROSE_MERGE,
    PROSE_SPLIT, PROSE_RENUMBER, PROSE_BECOME,
    PROSE_LAST_VERB = PROSE_BECOME,
    /* what the words behind are */
    PROSE_BY, PROSE_INSTEAD, PROSE_TO, PROSE_FOLLOWS, PROSE_AFTER, PROSE_BEFORE, PROSE_BETWEEN, PROSE_FROM, PROSE_END,
    PROSE_START, PROSE_ALL, PROSE_EVERYWHERE, PROSE_EVERY, PROSE_OCCURRENCE, PROSE_AS, PROSE_UNDER, PROSE_BEGINS,
    /* what is meant */
    PROSE_WORDS, PROSE_SENTENCE, PROSE_LINE, PROSE_TITLE, PROSE_CHAPEAU, PROSE_PREAMBULAR, PROSE_OPERATIVE, PROSE_NOTE,
    PROSE_NEW, PROSE_LAST, PROSE_PENULTIMATE, PROSE_AND, PROSE_FILLER,
    PROSE_TABLE_ROLES,
    /* from the line itself */
    PROSE_UNIT, PROSE_ORDINAL, PROSE_QUOTE, PROSE_MARK, PROSE_ITEM, PROSE_OTHER
};

enum prose_rank { /* of units, from the outermost */
    PROSE_RANK_INSTRUMENT, PROSE_RANK_ANNEX, PROSE_RANK_CHAPTER, PROSE_RANK_ARTICLE, PROSE_RANK_PARAGRAPH,
    PROSE_RANK_SUBPARAGRAPH, PROSE_RANK_POINT, PROSE_RANK_SUBPOINT, PROSE_RANK_INDENT
};

enum { PROSE_LABELS = 16, PROSE_TOKENS = 2048, PROSE_HOPELESS = 24 };

struct prose_token {
    enum prose_role role;
    size_t from, to;      /* bytes of the line */
    const char *text;     /* QUOTE: what is quoted; UNIT of a clause: its words */
    int number;           /* ORDINAL: from 1; LAST -1, PENULTIMATE -2 */
    char mark;            /* MARK: '.', ',', ';', ':', '-', '\n', 0 for others */
    bool weak;            /* QUOTE by italics alone */
    bool open;            /* QUOTE whose end is missing */
    enum prose_rank rank; /* UNIT */
    const char *kind;     /* UNIT: its role in places.tsv */
    const char *labels[PROSE_LABELS]; /* UNIT: canonical, several in a row: "paragraphs 3 and 4" */
    size_t label_count;
    const char *below[3]; /* UNIT: labels behind the first one: "3", "b" of "Article 5.1 (3) b)" */
    size_t below_count;
    const char *instrument, *version; /* UNIT that names an instrument */
};

struct prose_tokens { /* zeroed before its first use; may be filled again and again */
    struct prose_token *items;
    size_t count, capacity;
    size_t words, unknown; /* outside of quotations: all, and those that no table has */
    const char *line;
};

struct prose_index; /* the tables */

/* The words of one language, "" for all. */
enum tvx_status prose_index_make(struct prose_index **out, struct tvx_arena *arena, const char *language,
                                 struct tvx_error *error);

/* Can the line be an instruction: does it hold a verb?  Cheaper than the tokens. */
bool prose_has_verb(const struct prose_index *index, const char *line);

/* Is the line's first word one of the tables'?  A heading that names a place begins so. */
bool prose_begins_known(const struct prose_index *index, const char *line);

/* `italic`: a byte for each byte of the line, or NULL.  Running prose is not read to its end, nor what is longer than
   PROSE_TOKENS. */
enum tvx_status prose_tokens_make(struct prose_tokens *out, struct tvx_arena *arena, const struct prose_index *index,
                                  const char *line, const char *italic, struct tvx_error *error);

/* ---- quotations ---- */

/*
 * The quotation that begins at line[at], nested ones kept within: where its words are, and where the line goes on.
 * False when none begins there.  *open: it has no end, and runs to the end of the line.
 */
bool prose_quote(const char *line, size_t length, size_t at, size_t *from, size_t *to, size_t *next, bool *open);

#endif

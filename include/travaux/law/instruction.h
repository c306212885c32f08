/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * An instruction in prose ("in the second sentence of paragraph 4, replace “…” by “…”") as data: what is to be done,
 * with which words, where in the provision.  Applied to the provision's text it gives the text afterwards, exactly, or
 * the reason why it cannot be applied; nothing is guessed silently.  A proposal that came as prose keeps its
 * instructions, so that they are applied again whenever an instrument is added.
 */
#ifndef TRAVAUX_LAW_INSTRUCTION_H
#define TRAVAUX_LAW_INSTRUCTION_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/buf.h>
#include <travaux/base/error.h>

enum tvx_instruction_op {
    TVX_INSTRUCTION_REPLACE,  /* words, or whole sentences */
    TVX_INSTRUCTION_DELETE,   /* words, or whole sentences */
    TVX_INSTRUCTION_INSERT,   /* words */
    TVX_INSTRUCTION_READ,     /* the whole provision (or its heading) gets a new text */
    TVX_INSTRUCTION_STRIKE,   /* the whole provision goes */
    TVX_INSTRUCTION_ADD,      /* a new provision */
    TVX_INSTRUCTION_MOVE,     /* a provision goes away from here … */
    TVX_INSTRUCTION_MOVED,    /* … and comes here from `other` */
    TVX_INSTRUCTION_MERGE,    /* the text of `other` is joined to this one */
    TVX_INSTRUCTION_MERGED,   /* this one's text went to `other` */
    TVX_INSTRUCTION_SPLIT,    /* the text ends where the anchor says … */
    TVX_INSTRUCTION_REST,     /* … and what is behind, in `other`, is a new provision */
    TVX_INSTRUCTION_RELABEL,  /* the provision gets another number */
};
const char *tvx_instruction_op_to_string(enum tvx_instruction_op op); /* "replace", "delete" … */

enum tvx_instruction_position {
    TVX_POSITION_NONE,
    TVX_POSITION_BEFORE,  /* the anchor, or the provision `behind` */
    TVX_POSITION_AFTER,
    TVX_POSITION_BETWEEN, /* anchor and anchor_end */
    TVX_POSITION_START,   /* of the sentence, or of the whole */
    TVX_POSITION_END,
};
const char *tvx_instruction_position_to_string(enum tvx_instruction_position position);

enum { TVX_OCCURRENCE_UNSAID = 0, TVX_OCCURRENCE_LAST = -1, TVX_OCCURRENCE_ALL = 1000000 };

struct tvx_instruction {
    enum tvx_instruction_op op;
    enum tvx_instruction_position position;
    int occurrence;           /* of the old words or the anchor: 1, 2 … or one of the above */
    int sentence, sentence_end; /* from 1; negative from the end (-1 the last); 0: the whole text */
    bool to_end;              /* DELETE: all behind the anchor (AFTER) or before it (BEFORE) */
    bool no_article;          /* the place is a paragraph of an article that was not named */
    const char *old_words;    /* as quoted; NULL when none.  Everywhere below likewise */
    const char *old_end;      /* the last of the words "from … to …" */
    const char *new_words;
    const char *anchor, *anchor_end;
    const char *other;        /* path of the provision behind or before which a new one stands, or moved from, merged
                                 with */
    const char *label;        /* RELABEL: the new one, as printed */
};

struct tvx_instruction_result {
    const char *text;    /* afterwards; NULL when it could not be applied */
    const char *refused; /* then: why, a sentence's rest for people; else NULL */
    const char *note;    /* what was tolerated ("spaces differ"); NULL when it fitted exactly */
};

/*
 * Applies an instruction that changes words (REPLACE, DELETE, INSERT, READ, SPLIT) to a text of one or more
 * paragraphs joined by "\n".  Words are found as whole words; other kinds of quotation marks, dashes and spaces, the
 * case of the first letter and a mark of punctuation too many at the end are tolerated where the place is then the
 * only one, and noted.  Arena-owned.  An error only when memory is short.
 */
enum tvx_status tvx_instruction_apply(struct tvx_instruction_result *out, struct tvx_arena *arena,
                                      const struct tvx_instruction *instruction, const char *text,
                                      struct tvx_error *error);

/* A list of instructions as JSON, and back.  "[]" for none; TVX_E_MALFORMED for what is no such list. */
void tvx_instructions_write(struct tvx_buf *out, const struct tvx_instruction *items, size_t count);
enum tvx_status tvx_instructions_read(struct tvx_instruction **out, size_t *count, struct tvx_arena *arena,
                                      const char *json, struct tvx_error *error);

#endif

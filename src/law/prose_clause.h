/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One clause of an instruction: what its tokens said, in whatever order.  `prose_clause` takes the tokens in;
 * `prose_change` makes the changes of it when all are read, by the verb.
 */
#ifndef TRAVAUX_LAW_PROSE_CLAUSE_H
#define TRAVAUX_LAW_PROSE_CLAUSE_H

#include "prose_parse.h"

enum { PROSE_LOOSE = 8, PROSE_ORDINALS = 4 };

struct prose_clause {
    struct prose_changes *out;
    struct tvx_arena *arena;
    const struct prose_tokens *tokens;
    size_t from, to;
    size_t first; /* of its changes */
    const struct prose_token *verb;
    struct prose_place place, dest;
    enum prose_role next;  /* what the next quotation is; PROSE_OTHER: not said */
    bool in_dest;          /* units are the destination's */
    bool is_new, new_unit, follows, every, seen_from, sentence_said, dest_sentence;
    struct prose_token unit; /* the new unit's, when it has a label */
    const char *loose[PROSE_LOOSE];
    size_t loose_count;
    size_t loose_before;   /* of them before the verb */
    const char *old_words, *old_end, *new_words, *anchor, *anchor_end;
    enum tvx_instruction_position position;
    int occurrence, ordinals[PROSE_ORDINALS];
    size_t ordinal_count;
    bool preamble, operative, strong, open, failed;
    bool told_by; /* "the paragraph beginning “Where …”": the place is told by words of its own */
};

/* Takes one token in; prose_clause.c. */
void prose_clause_take(struct prose_clause *c, const struct prose_token *token);
/* Without the white space at both ends; NULL when memory is short. */
const char *prose_trimmed(struct tvx_arena *arena, const char *text);

/* All is read: the clause's changes; *before is the place of the clause before, `near` when no full mark parts them. */
void prose_clause_finish(struct prose_clause *c, struct prose_place *before, bool near);
/* "replace “a” by “b” and “c” by “d”": what was read is a change of its own, and the next begins. */
void prose_clause_next_pair(struct prose_clause *c);
/* "in the third paragraph of the preamble": the step is no paragraph of an article. */
void prose_clause_set_side(struct prose_clause *c);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What stands in a sentence of minutes, in its order: actors, numbers of proposals, and the phrases of the table.
 * Words within quotation marks take no side; the numbers and names among them count.
 */
#ifndef ANALYSE_POSITIONS_MARKS_H
#define ANALYSE_POSITIONS_MARKS_H

#include "positions_words.h"

enum { POSITION_MARKS = 400, POSITION_TOPICS = 60 };

struct position_mark_at {
    enum position_mark mark;
    const struct position_phrase *phrase; /* of all but numbers and unknown names */
    const char *actor;    /* code, or an unknown name as printed */
    size_t first, end;    /* words */
    size_t topic, topics; /* of a number: slice of position_marks.topics */
};

struct position_topic_key { /* a way in which a text may call a proposal: its number, its document's, "#9" */
    const char *key;
    size_t topic;
};

struct position_marker {
    struct tvx_arena *arena;
    const struct tvx_stance_rules *rules;
    const char *language;
    const char *text;
    struct position_words words;           /* of the whole text */
    bool any;                              /* whatever looks like a number is one */
    struct tvx_stance_topic *topics;       /* known ones; with `any` those found so far */
    size_t topic_count, topic_capacity;
    struct position_topic_key *keys;       /* sorted; none with `any` */
    size_t key_count, key_capacity;
    struct position_mark_at marks[POSITION_MARKS]; /* of the sentence */
    size_t count;
    size_t found[POSITION_MARKS];          /* topics of its numbers */
    size_t found_count;
};

enum tvx_status position_marker_start(struct position_marker *out, struct tvx_arena *arena,
                                      const struct tvx_stance_rules *rules, const char *text,
                                      const struct tvx_stance_context *context, struct tvx_error *error);

/* Fills marks with those of a sentence: the words from `first` to before `end`; it begins at byte `from`. */
void position_marker_read(struct position_marker *marker, size_t from, size_t first, size_t end);

#endif

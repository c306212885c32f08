/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Makes an instrument from provisions that came one a line, in any order: parents before children, siblings by their
 * labels, each with its path.  How a path is made is told in travaux/law/record.h.
 */
#ifndef TRAVAUX_LAW_RECORD_TREE_H
#define TRAVAUX_LAW_RECORD_TREE_H

#include <travaux/law/record.h>

struct tvx_record_node { /* a record's own words; never NULL */
    const char *id, *parent_id, *kind, *label, *heading, *text;
    size_t line;
};

struct tvx_record_tree {
    struct tvx_arena *arena;
    const struct tvx_record_node *nodes;
    size_t count;
    struct tvx_records *out; /* instrument, text and warnings are filled */
    size_t *warning_capacity;
};

enum tvx_status tvx_record_tree_build(const struct tvx_record_tree *tree, struct tvx_error *error);

#endif

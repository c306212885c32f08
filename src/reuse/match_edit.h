/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A prepared edit: the changed words in order, for showing them, and as ascending keys, for comparing quickly. */
#ifndef REUSE_MATCH_EDIT_H
#define REUSE_MATCH_EDIT_H

#include <travaux/reuse/match.h>

struct edit_word {
    uint64_t key;
    uint32_t start, length; /* bytes in its text */
    uint32_t place;         /* its number among the words of the text */
    float bits;
};

struct edit_words {
    const char *text; /* the edit's own copy */
    struct edit_word *items;
    size_t count;
};

/* Different keys, ascending, each with its bits, and their sum. */
struct edit_set {
    uint64_t *keys;
    float *bits;
    size_t count;
    double sum;
};

struct tvx_weighed {
    struct edit_words inserted, deleted;
    struct edit_set inserted_set, deleted_set;
    struct edit_set neighbours; /* of inserted words */
    struct edit_set place;      /* all words of the text before */
    struct edit_set spots;      /* each changed word with what stood before it, and with what stood behind it */
};

#endif

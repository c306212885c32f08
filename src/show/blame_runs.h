/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words of a blamed text gathered into runs of one origin, and the origins with a letter each. */
#ifndef SHOW_BLAME_RUNS_H
#define SHOW_BLAME_RUNS_H

#include <travaux/reuse/blame.h>

struct show_source { /* one origin as readers see it: a version, a proposal, or nobody */
    enum tvx_origin_kind kind;
    const struct tvx_stored_proposal *proposal; /* NULL unless proposed */
    size_t version;
    const char *letter; /* "A", "B" … "AA"; "" for the earliest version, whose words stand plain; "!" for orphans */
    const char *name;   /* "SAN/15/1", "MNR@2006", "nobody tabled this" */
    const char *date;   /* NULL when not known */
    size_t words;       /* in the text blamed, punctuation not counted */
};

struct show_run { /* words of one provision that follow each other */
    size_t provision, source;
    size_t start, length;            /* bytes in the provision's text, to the end of the last word */
    const struct tvx_origin *origin; /* of its words that other proposals had too, the first one's; else the first's */
    bool together;                   /* several proposals had it on the same day, the first */
    size_t words;
};

struct show_blame {
    struct show_source *sources; /* the earliest version first, orphans last, else in order of the text */
    size_t source_count;
    struct show_run *runs;
    size_t run_count;
    size_t words;
};

/* Arena-owned; false when it is full. */
bool show_blame_make(struct show_blame *out, struct tvx_arena *arena, const struct tvx_blame *blame);

/* "also HEL/12/3, OST/20/2"; "" where nobody else had it. */
const char *show_blame_also(struct tvx_arena *arena, const struct show_run *run);

/* "412 words: 380 of MNR@2006, 12 of SAN/15/1 …, 9 that nobody tabled" */
const char *show_blame_summary(struct tvx_arena *arena, const struct show_blame *runs, bool tabled);
/* What orphans mean here: who adopted them, and whether any proposals of that conference are stored; "" without any. */
const char *show_blame_orphans(struct tvx_arena *arena, const struct tvx_blame *blame, const struct show_blame *runs);

#endif

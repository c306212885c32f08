/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads minutes and statements for who takes which side on which proposal: "The delegate of Helvaria introduced
 * HEL/12/3.  Ostavia and Norsund agreed."  The rules look across sentences: the proposal under discussion, the speaker
 * and the side taken last carry over.  What says so is a table (data/position-phrases.tsv; English and French, the
 * others a start), and every finding names its row and the passages that it rests on.
 */
#ifndef TRAVAUX_ANALYSE_STANCE_H
#define TRAVAUX_ANALYSE_STANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

enum tvx_stance {
    TVX_STANCE_NONE,
    TVX_STANCE_PROPOSE,
    TVX_STANCE_COSPONSOR,
    TVX_STANCE_SUPPORT,
    TVX_STANCE_OPPOSE,
    TVX_STANCE_RESERVE,
    TVX_STANCE_WITHDRAW,
};
const char *tvx_stance_to_string(enum tvx_stance stance); /* "none", "propose", … */
bool tvx_stance_parse(enum tvx_stance *out, const char *name);
/* Which side it is on: 1 propose, cosponsor, support; 0 reserve; -1 oppose, withdraw; -2 for none. */
int tvx_stance_side(enum tvx_stance stance);

struct tvx_actor_name { /* a way in which a text may name an actor */
    const char *code, *name;
};

struct tvx_stance_topic { /* a proposal that a text may speak of */
    const char *number;
    const char *const *sponsors; /* codes */
    size_t sponsor_count;
};

struct tvx_stance_rules; /* the table and all names, ready for use; arena-owned, may be shared between threads */

/* `names` beside those of data/actors.tsv and data/groups.tsv; they may be shown under other codes than those. */
enum tvx_status tvx_stance_rules_new(struct tvx_stance_rules **out, struct tvx_arena *arena,
                                     const struct tvx_actor_name *names, size_t count, struct tvx_error *error);

struct tvx_stance_context {
    const char *language; /* "en", …; NULL: any */
    /* `topics` NULL: whatever looks like a proposal's number is one, and its first part its sponsor. */
    const struct tvx_stance_topic *topics;
    size_t topic_count;
    const char *const *we; /* codes of those who speak as "we" in a statement; none in minutes */
    size_t we_count;
};

struct tvx_span {
    size_t start, length; /* bytes of the text that was read */
};

enum { TVX_SAID_SPANS = 3 };

struct tvx_said {
    const char *actor;    /* code; an unknown name as printed */
    const char *proposal; /* number; "" where none was under discussion */
    enum tvx_stance stance;
    bool conditional;     /* "provided that …" */
    bool former;          /* a side it had taken and tells that it has left ("who had at first opposed it") */
    const char *words;    /* that say so, as printed */
    const char *row;      /* "data/position-phrases.tsv: could support" */
    /* The sentence itself, then, where they are others, the one that named the proposal and the one agreed with. */
    struct tvx_span spans[TVX_SAID_SPANS];
    size_t span_count;
};

struct tvx_sayings {
    struct tvx_said *items; /* in order of the text */
    size_t count, capacity;
};

/*
 * `text`: valid UTF-8, as a document's text: lines of print are put together to paragraphs.  Arena-owned; `topics` must
 * outlive *out.  TVX_E_LIMIT for a text beyond 64 MB.
 */
enum tvx_status tvx_stances_read(struct tvx_sayings *out, struct tvx_arena *arena, const struct tvx_stance_rules *rules,
                                 const char *text, const struct tvx_stance_context *context, struct tvx_error *error);

#endif

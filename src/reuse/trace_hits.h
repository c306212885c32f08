/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The steps of tracing one text: passages that it shares with a document are judged by the words that are each side's
 * own, become hits, and the hits are put in order.
 */
#ifndef REUSE_TRACE_HITS_H
#define REUSE_TRACE_HITS_H

#include "tracer.h"

/* The text that is traced: a stretch of a document, or a text given. */
struct traced {
    struct tvx_trace_side about;
    const char *whole;                    /* in which places are counted */
    const char *text;                     /* the stretch of it that is traced */
    size_t length;
    const char *language;
    struct traced_document *document;     /* NULL for a text given */
    const char *own;                      /* the same with spaces in place of what is not its own */
    size_t own_words;
};

struct tracing {
    struct tvx_tracer *tracer;
    struct tvx_arena *arena, *scratch; /* of the answer; until it is made */
    const struct traced *traced;
    const struct tvx_rarity *rarity;
    double least_score;
    bool rejected; /* are to be shown, too */
    struct tvx_trace *out;
    size_t capacity;
};

/* Makes hits of a passage that `own` of both share; `b_offset` is where the passage's b begins in the source. */
enum tvx_status trace_judge(struct tracing *tracing, const struct tvx_passage *passage, struct traced_document *source,
                            size_t b_offset, struct tvx_error *error);

/* What is known of a document, and of a stretch of it.  The strings are copies, one for each document and question. */
enum tvx_status trace_side_document(struct tvx_trace_side *side, struct tvx_arena *arena, struct tvx_tracer *tracer,
                                    struct traced_document *document, struct tvx_error *error);
enum tvx_status trace_side_stretch(struct tvx_trace_side *side, struct tvx_arena *arena,
                                   const struct traced_document *document, size_t start, size_t end,
                                   struct tvx_error *error);
enum tvx_status trace_side_proposal(struct tvx_trace_side *side, struct tvx_arena *arena,
                                    const struct tvx_stored_proposal *stored, struct tvx_error *error);
/* "MNR@2022:7.3" of a resolved proposal; NULL when it has no place. */
const char *trace_place(struct tvx_arena *arena, const struct tvx_resolution *resolution);
/* The proposal over this byte, SIZE_MAX when none is. */
size_t trace_proposal_at(const struct traced_document *document, size_t byte);

/* The source's date against that of the text asked about; either may be NULL. */
enum tvx_trace_order trace_order_of(const char *asked, const char *source);

/* Adds hits of the kind "structure": what says the same in another language. */
enum tvx_status trace_structure(struct tracing *tracing, const struct tvx_trace_options *options,
                                struct tvx_error *error);

/* Gives the hit the name by which it can be judged, and the verdict on it. */
void trace_verdict(struct tvx_trace_hit *hit, const struct tvx_tracer *tracer);
/* Does the hit belong into the answer?  Counts what a person rejected. */
bool trace_is_wanted(struct tracing *tracing, const struct tvx_trace_hit *hit);

/* Best first, doubles left out, clusters, origins. */
void trace_order(struct tvx_trace *trace, size_t limit);

/* `own` shared with a stretch of the source (length SIZE_MAX: to its end): passages are found and judged. */
enum tvx_status trace_hold(struct tracing *tracing, const struct tvx_passage_source *prepared,
                           struct traced_document *source, size_t start, size_t length, struct tvx_error *error);
/* Words of a text, as the alignment counts them. */
size_t trace_words(struct tvx_tracer *tracer, const char *language, const char *text, size_t length);
/* The document, or a stretch of it, as the text that is traced. */
void trace_take(struct traced *out, struct tvx_tracer *tracer, struct traced_document *document, size_t start,
                size_t end);

/* Is the document one of those that the options ask for? */
bool trace_is_among(const struct tvx_tracer *tracer, const struct tvx_trace_options *options,
                    const struct traced_document *document);
/* The better hit first: for qsort. */
int trace_best_first(const void *a, const void *b);

/* What a reference stands for.  TVX_E_NOTFOUND. */
enum tvx_status trace_about(struct traced *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                            const char *reference, struct tvx_error *error);

/* Which words of each hit, from the first on, stand in the latest version of the instrument; all of tracing->traced. */
enum tvx_status trace_survival(struct tracing *tracing, size_t first, struct tvx_error *error);

#endif

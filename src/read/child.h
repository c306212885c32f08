/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Runs a parser in a forked child behind the walls of sandbox.h and takes from it one answer: the packed document or an
 * error.  The child has limits on memory, processor time, wall-clock time and on what it may write; whatever it dies
 * of becomes an error in the parent, in words that say what to do.
 * The parent never sees a pointer of the child, only bytes that tvx_answer_read has checked.
 *
 * The answer goes into a file in memory (memfd_create), so that a child never waits for a busy parent, and the system
 * itself holds it to its limit.
 */
#ifndef TVX_READ_CHILD_H
#define TVX_READ_CHILD_H

#include <stdint.h>
#include <sys/types.h>
#include <travaux/read/read.h>

#include "protocol.h"
#include "sandbox.h"

/* The child's only descriptors beside the three that lead to /dev/null. */
enum { TVX_CHILD_LIFELINE = 3, TVX_CHILD_ANSWER = 4 };

/* The exit status of a child whose answer would be longer than it may be. */
enum { TVX_CHILD_TOO_LARGE = 2 };

/* What the child runs; `context` is as it was at the fork.  The document need not be freed: the child ends. */
typedef enum tvx_status tvx_parse_fn(struct tvx_document **out, const void *context, struct tvx_error *error);

struct tvx_child_limits {
    size_t answer;         /* bytes of the packed document */
    uint64_t memory;       /* bytes of address space beyond what is mapped at the fork; 0: not limited */
    unsigned wall, cpu;    /* seconds */
    unsigned barriers;     /* enum tvx_barrier; the child that cannot raise one does not read */
    bool bare;             /* for tests of the barriers alone: no limits but the answer's and the wall's */
    bool warm;             /* the parent is a worker: Landlock is inherited, and `mapped` is known */
    uint64_t mapped;       /* bytes of address space at the fork; 0: asked of /proc by the child */
};

/* A child that runs. */
struct tvx_child {
    pid_t pid;
    int lifeline;     /* becomes readable when the child has ended, or closes or writes to its own end */
    int64_t deadline; /* tvx_child_now at which its time is up */
};

/* Limits for a file of `length` bytes read with options that are set, and every barrier there is. */
struct tvx_child_limits tvx_child_limits(const struct tvx_read_options *options);

/* Milliseconds of a clock that only goes forward. */
int64_t tvx_child_now(void);

/* Bytes of address space that this process has mapped; 0 where /proc is not there. */
uint64_t tvx_child_mapped(void);

/* TVX_E_IO when no child could be started.  `answer`, a file of tvx_child_memory, stays the caller's. */
enum tvx_status tvx_child_start(struct tvx_child *child, tvx_parse_fn *parse, const void *context,
                                const struct tvx_child_limits *limits, int answer, struct tvx_error *error);

/* Reaps a child that has ended; ends one that hung up and lives on, or whose time is up. */
struct tvx_ended tvx_child_end(struct tvx_child *child, bool timed_out);

/* A new, empty file in memory that cannot shrink; -1 with errno. */
int tvx_child_memory(void);

/* Was it the answer's length alone that kept the child from giving it? */
bool tvx_child_was_too_large(const struct tvx_ended *ended);

/* What the child of which `ended` tells left in `answer`. */
enum tvx_status tvx_child_take(struct tvx_document **out, int answer, const struct tvx_ended *ended,
                               const struct tvx_child_limits *limits, struct tvx_error *error);

/* All of it for one file: start, wait, take. */
enum tvx_status tvx_child_read_within(struct tvx_document **out, tvx_parse_fn *parse, const void *context,
                                      const struct tvx_child_limits *limits, struct tvx_error *error);
enum tvx_status tvx_child_read(struct tvx_document **out, tvx_parse_fn *parse, const void *context,
                               const struct tvx_read_options *options, struct tvx_error *error);

/*
 * What is set up once and guarded by a lock must be set up before a fork: a thread of the parent may hold that lock
 * at the moment of the fork, and in the child nobody would ever give it back.  It also saves each child the work.
 */
void tvx_child_prepare(void);

/* Descriptors 0…2 lead to /dev/null, every signal does what it does by default. */
void tvx_child_quieten(void);

/* Asks the system to end this process, not its parent, when memory runs out. */
void tvx_child_volunteer(void);

#endif

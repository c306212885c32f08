/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How often somebody may do something: a bounded table in memory, from a key (an address, an account) to how much it
 * has left.  Each key has a bucket of `burst` turns that fills again by `per_minute`; as many failures in a row make
 * wait, and every further one twice as long.  Any thread may call; nothing of it outlives the process.
 *
 * The table never grows: where it is full, a key that was quiet longest makes room.  Keys are hashed with a random
 * secret of the process, so that nobody can choose addresses that push each other out.
 */
#ifndef TRAVAUX_BASE_LIMIT_H
#define TRAVAUX_BASE_LIMIT_H

#include <stddef.h>
#include <stdint.h>

struct tvx_limit;

struct tvx_limit_rule {
    unsigned burst;      /* turns in a full bucket; at least 1 */
    unsigned per_minute; /* turns that come back; at least 1 */
    unsigned longest;    /* seconds that a row of failures makes wait at most; 0: failures cost nothing more */
    size_t keys;         /* kept at most */
};

/* NULL: no memory. */
struct tvx_limit *tvx_limit_new(const struct tvx_limit_rule *rule);
void tvx_limit_free(struct tvx_limit *limit);

/* Takes a turn at `now` (milliseconds of a clock that does not go back): 0, or the seconds to wait first (no turn is
   then taken, and waiting is not made longer by trying). */
unsigned tvx_limit_take(struct tvx_limit *limit, const char *key, int64_t now);

/* The turn that was taken came to nothing: from the burst-th failure in a row (less than an hour apart) on, the wait is
   1 s, 2 s, 4 s … up to `longest`.  tvx_limit_forget after a success. */
void tvx_limit_failed(struct tvx_limit *limit, const char *key, int64_t now);
/* Gives the turn back: it was well used. */
void tvx_limit_return(struct tvx_limit *limit, const char *key);
void tvx_limit_forget(struct tvx_limit *limit, const char *key);

/* This machine's clock for it. */
int64_t tvx_limit_now(void);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Mail that waits to be sent.  Whoever has something to say to a person outside puts it here, in the same transaction
 * as what it tells of; `travaux notify`, and nothing else, opens a connection and sends it.  A message that the relay
 * refuses is tried again later, ever more seldom, and given up after TVX_OUTBOX_TRIES tries; it stays in the list.
 */
#ifndef TRAVAUX_STORE_OUTBOX_H
#define TRAVAUX_STORE_OUTBOX_H

#include <travaux/store/store.h>

enum { TVX_OUTBOX_TRIES = 8, TVX_OUTBOX_ADDRESS = 254, TVX_OUTBOX_SUBJECT = 300, TVX_OUTBOX_TEXT = 1 << 20 };

/*
 * Puts a message there.  `to` is one address as RFC 5321 §4.1.2 has it without quotes and comments ("a.b@example.org");
 * `subject` is one line, `text` plain text with lines ended by "\n"; both UTF-8.  TVX_E_USAGE for what is no address,
 * for a subject with control characters, and past the bounds above: nobody can smuggle a header in.
 */
enum tvx_status tvx_store_outbox_add(struct tvx_store *store, const char *to, const char *subject, const char *text,
                                     struct tvx_error *error);

/* Is this an address that tvx_store_outbox_add takes? */
bool tvx_mail_address_valid(const char *text);

struct tvx_mail {
    int64_t number;
    const char *to, *subject, *text;
    const char *made;     /* UTC, ISO 8601 with milliseconds; so are the others */
    const char *due;      /* not to be tried before */
    const char *sent;     /* NULL: not sent */
    const char *given_up; /* NULL: not given up */
    const char *problem;  /* what the last try failed by; NULL */
    int tries;
};

/* Those that may be tried now (`now` as above), oldest first, at most `limit`. */
enum tvx_status tvx_store_outbox_due(struct tvx_store *store, struct tvx_arena *arena, struct tvx_mail **out,
                                     size_t *count, const char *now, size_t limit, struct tvx_error *error);
/* All of them, newest first, at most `limit`; texts included. */
enum tvx_status tvx_store_outbox(struct tvx_store *store, struct tvx_arena *arena, struct tvx_mail **out,
                                 size_t *count, size_t limit, struct tvx_error *error);

/* What became of a try.  Failed: the next one is after 1 minute, then 5, 30, 2 h, 6 h, 12 h, 24 h; then it is given up,
   and at once when `forever` (the relay says that it will never take it). */
enum tvx_status tvx_store_outbox_sent(struct tvx_store *store, int64_t number, struct tvx_error *error);
enum tvx_status tvx_store_outbox_failed(struct tvx_store *store, int64_t number, const char *problem, bool forever,
                                        struct tvx_error *error);
/* A message given up on waits again, from now. */
enum tvx_status tvx_store_outbox_again(struct tvx_store *store, int64_t number, struct tvx_error *error);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How often somebody may try: to sign in (by address of the client, by account, and all together, since every try costs
 * 64 MiB and a tenth of a second), to have an own password checked, to search, to have an e-mail sent.  In memory, of a
 * fixed size.
 */
#ifndef SERVE_GUARD_H
#define SERVE_GUARD_H

#include "request.h"

#include <travaux/base/limit.h>

struct guard {
    struct tvx_limit *from, *account, *all, *told, *search, *letter;
};

/* False when there is no memory. */
bool guard_start(struct guard *guard);
void guard_end(struct guard *guard);

/* Seconds to wait before trying; 0: the try is taken.  `email` as it was typed; "" counts, too. */
unsigned guard_sign_in(struct request *request, const char *email);
/* What came of it. */
void guard_signed_in(struct request *request, const char *email);
void guard_refused(struct request *request, const char *email);

/* The same for who is signed in and shows the password once more. */
unsigned guard_password(struct request *request);
void guard_password_wrong(struct request *request);

/* Seconds to wait before searching again.  Who has signed in on this machine is not held up. */
unsigned guard_search(struct request *request);

/* Seconds to wait before a form may have another e-mail sent to whomever it names. */
unsigned guard_letter(struct request *request);

/* 429 with the seconds to wait, as a page or JSON. */
void guard_problem(struct request *request, struct reply *reply, unsigned seconds);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What is sent by mail: a message as a relay takes it (RFC 5322, MIME), and the digest of an account's notices.  Text
 * is base64 throughout, so that no line of it can be taken for a header or an end.
 */
#ifndef TRAVAUX_SHOW_MAIL_H
#define TRAVAUX_SHOW_MAIL_H

#include <travaux/base/buf.h>
#include <travaux/show/say.h>
#include <travaux/store/news.h>
#include <travaux/store/outbox.h>

/* `from` an address; `now` seconds since 1970.  Lines end by CR LF.  The message's own name is made of its number and
   of when it was made: the same at every try, so that a reader sees it once. */
void tvx_mail_message(struct tvx_buf *out, const struct tvx_mail *mail, const char *from, int64_t now);

/* Subject and text, arena-owned, in the reader's language; `site` NULL: no addresses.  False when out of memory. */
bool tvx_mail_digest(const char **subject, const char **text, struct tvx_arena *arena, const struct tvx_tongue *tongue,
                     const char *site, const struct tvx_news *news, size_t count);

#endif
